// What goes wrong in other clients, a test each: the numbers are those of the project's list of known defects. Here everything goes
// through createClient(), as an application would meet it; the parts have their own tests beside.
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  createClient,
  memoryStorage,
  type AuthChangeDetails,
  type AuthChangeEvent,
  type ClientOptions,
  type Session,
  type SessionStorage,
} from '../../src/facade/index.ts'
import { hangingFetch, json, scriptedFetch } from '../scripted-fetch.ts'
import { credentials as ada, fakeServer, refresh, refusal } from './server.ts'

const url = 'https://auth.example.com/auth/v1'
const hour = 3_600_000
const storageKey = 'sb-auth-auth-token'

const transient: Record<string, () => Response | Error> = {
  '408': () => new Response('', { status: 408 }),
  '425': () => new Response('', { status: 425 }),
  '429': () => json({ code: 'over_request_rate_limit', message: 'Request rate limit reached' }, { status: 429 }),
  '500': () => json({ code: 'unexpected_failure', message: 'Database error' }, { status: 500 }),
  '502 HTML': () => new Response('<html>Bad Gateway</html>', { status: 502, headers: { 'content-type': 'text/html' } }),
  '504': () => json({ code: 'request_timeout', message: 'Processing this request timed out' }, { status: 504 }),
  '409': () => json({ code: 'conflict', message: 'Too many concurrent token refresh requests' }, { status: 409 }),
  'no network': () => new TypeError('fetch failed'),
  'a success that is none': () => json({ hello: 'world' }),
}
const definitive = [
  'refresh_token_not_found',
  'refresh_token_already_used',
  'session_not_found',
  'session_expired',
  'user_banned',
  'user_not_found',
]

let server: ReturnType<typeof fakeServer>
const clients: { dispose(): void }[] = []
function setUp(options: ClientOptions = {}) {
  const auth = createClient({ url, fetch: server.fetch, ...options })
  clients.push(auth)
  const events: [AuthChangeEvent, Session | null, AuthChangeDetails][] = []
  auth.onAuthStateChange((...event) => void events.push(event))
  return { auth, events, names: () => events.map(([name]) => name) }
}
async function signedIn(options: ClientOptions = {}) {
  const client = setUp(options)
  expect((await client.auth.signInWithPassword(ada)).error).toBeNull()
  return client
}
const flush = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-24T12:00:00Z') })
  server = fakeServer()
})
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('D1 a wrong clock', () => {
  test.each([2, 12, -2, -12])(
    '%d hours ahead: no refresh before its time, and none late, after a reload too',
    async (hours) => {
      server.ahead = -hours * hour
      const storage = memoryStorage()
      const { auth } = await signedIn({ storage })
      for (let i = 0; i < 20; i++) expect((await auth.getSession()).data.session).not.toBeNull()
      const reloaded = setUp({ storage }).auth
      for (let i = 0; i < 20; i++) expect((await reloaded.getSession()).data.session).not.toBeNull()
      vi.advanceTimersByTime(3580_000)
      await auth.getSession()
      await reloaded.getSession()
      expect(server.count(refresh)).toBe(0)
      vi.advanceTimersByTime(15_000)
      expect((await reloaded.getUser()).error).toBeNull()
      expect(server.count(refresh)).toBe(1)
    },
  )

  test.each([12, -12])('%d hours ahead: a session that auth-js has stored costs one refresh at most', async (hours) => {
    server.ahead = -hours * hour
    const writer = await signedIn()
    const storage = memoryStorage()
    await storage.setItem(storageKey, JSON.stringify((await writer.auth.getSession()).data.session))
    const { auth } = setUp({ storage })
    for (let i = 0; i < 20; i++) expect((await auth.getSession()).data.session).not.toBeNull()
    const again = setUp({ storage }).auth
    for (let i = 0; i < 20; i++) expect((await again.getSession()).data.session).not.toBeNull()
    expect(server.count(refresh)).toBe(1)
  })

  test('a refresh that gives the same access token, made within the same second, is enough', async () => {
    const { auth } = await signedIn()
    const { session } = (await auth.getSession()).data
    vi.setSystemTime(Date.now() + hour)
    server.on(refresh, async () => json({ ...session!, refresh_token: 'another' }), 9)
    for (let i = 0; i < 5; i++) expect((await auth.getSession()).error).toBeNull()
    expect(server.count(refresh)).toBe(1)
  })

  test('set right while the client runs: one refresh, and no more', async () => {
    const { auth } = await signedIn()
    for (const hours of [12, -12]) {
      vi.setSystemTime(Date.now() + hours * hour)
      for (let i = 0; i < 20; i++) expect((await auth.getSession()).error).toBeNull()
    }
    expect(server.count(refresh)).toBeLessThanOrEqual(2)
  })
})

describe('D2 a refresh that fails', () => {
  test.each(Object.keys(transient))('by %s keeps the session, and the next try waits', async (kind) => {
    const storage = memoryStorage()
    const { auth, names } = await signedIn({ storage })
    vi.advanceTimersByTime(hour)
    const failure = transient[kind]!()
    server.on(refresh, failure, 2)
    const { data, error } = await auth.getSession()
    expect(data.session).toBeNull()
    expect(error).not.toBeNull()
    expect((await auth.getSession()).error).toBe(error)
    expect(server.count(refresh)).toBe(1)
    expect(storage.getItem(storageKey)).toContain('refresh0')
    vi.advanceTimersByTime(1600)
    expect((await auth.getSession()).error).not.toBeNull()
    expect(server.count(refresh)).toBe(2)
    vi.advanceTimersByTime(1600)
    await auth.getSession()
    expect(server.count(refresh)).toBe(2)
    vi.advanceTimersByTime(1600)
    expect((await auth.getSession()).data.session).not.toBeNull()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED'])
  })

  test('by 429 with Retry-After waits that long', async () => {
    const { auth } = await signedIn()
    vi.advanceTimersByTime(hour)
    server.on(refresh, refusal(429, 'over_request_rate_limit', { 'retry-after': '100' }))
    expect((await auth.getSession()).error).toMatchObject({ code: 'over_request_rate_limit', retryAfter: 100 })
    vi.advanceTimersByTime(99_000)
    expect((await auth.getSession()).error?.code).toBe('over_request_rate_limit')
    expect(server.count(refresh)).toBe(1)
    vi.advanceTimersByTime(52_000)
    expect((await auth.getSession()).data.session).not.toBeNull()
  })

  test.each(definitive)('by %s ends the session', async (code) => {
    const storage = memoryStorage()
    const { auth, events } = await signedIn({ storage })
    vi.advanceTimersByTime(hour)
    server.end(code)
    expect((await auth.getSession()).error).toMatchObject({ code })
    expect(await auth.getSession()).toEqual({ data: { session: null }, error: null })
    expect(storage.getItem(storageKey)).toBeNull()
    await flush()
    const reason = code === 'session_expired' ? 'expired' : 'revoked'
    expect(events.at(-1)).toEqual(['SIGNED_OUT', null, { reason, error: expect.objectContaining({ code }) }])
  })
})

describe('D3 offline', () => {
  test('getSession() returns an access token that is still good, at once', async () => {
    const { auth } = await signedIn()
    vi.advanceTimersByTime(3595_000)
    server.on(refresh, new TypeError('fetch failed'))
    expect((await auth.getSession()).data.session).not.toBeNull()
    expect(server.count(refresh)).toBeLessThanOrEqual(1)
  })

  test('getSession() ends with its time limit or its signal, and the session stays', async () => {
    const storage = memoryStorage()
    await signedIn({ storage })
    vi.advanceTimersByTime(hour)
    const { auth } = setUp({ storage, fetch: hangingFetch({ obeysSignal: false }), timeout: 60_000 })
    const limited = auth.getSession({ timeout: 1000 })
    const controller = new AbortController()
    const aborted = auth.getSession({ signal: controller.signal })
    await vi.advanceTimersByTimeAsync(1000)
    expect((await limited).error).toMatchObject({ code: 'timeout', retryable: true })
    controller.abort('enough')
    expect((await aborted).error).toMatchObject({ code: 'aborted', cause: 'enough' })
    expect(storage.getItem(storageKey)).toContain('refresh0')
  })
})

test('D4 refreshSession() with under 90 s left sends one refresh', async () => {
  const { auth } = await signedIn()
  vi.advanceTimersByTime(3540_000)
  expect((await auth.refreshSession()).error).toBeNull()
  expect(server.count(refresh)).toBe(1)
})

describe('D5 a subscriber', () => {
  test('may call anything of the client', async () => {
    const { auth, names } = await signedIn()
    const done: unknown[] = []
    let isFirst = true
    auth.onAuthStateChange(async (event) => {
      if (event !== 'TOKEN_REFRESHED' || !isFirst) return
      isFirst = false
      done.push((await auth.refreshSession()).error, (await auth.getUser()).error, (await auth.signOut()).error)
    })
    expect((await auth.refreshSession()).error).toBeNull()
    await flush()
    expect(done).toEqual([null, null, null])
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED', 'TOKEN_REFRESHED', 'SIGNED_OUT'])
  })

  test('that never settles is waited for by nobody', async () => {
    const { auth } = setUp()
    auth.onAuthStateChange(() => new Promise(() => {}))
    const after = vi.fn()
    auth.onAuthStateChange(after)
    expect((await auth.signInWithPassword(ada)).error).toBeNull()
    expect((await auth.signOut()).error).toBeNull()
    await flush()
    expect(after.mock.calls.map(([event]) => event)).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT'])
  })
})

describe('D6 two tabs', () => {
  const shared = (): SessionStorage => ({ ...memoryStorage(), shared: true })

  test('near expiry: one refreshes, the other adopts', async () => {
    vi.useRealTimers()
    const storage = shared()
    server.expires_in = 1
    const one = await signedIn({ storage })
    const two = setUp({ storage })
    const before = (await two.auth.getSession()).data.session
    await new Promise((resolve) => setTimeout(resolve, 1000))
    server.expires_in = 3600
    const sessions = await Promise.all([one, two, one, two].map(({ auth }) => auth.getSession()))
    expect(new Set(sessions.map(({ data }) => data.session?.refresh_token)).size).toBe(1)
    expect(sessions[0]!.data.session?.refresh_token).not.toBe(before?.refresh_token)
    expect(server.count(refresh)).toBe(1)
    await vi.waitFor(() => expect(two.names()).toEqual(['INITIAL_SESSION', 'TOKEN_REFRESHED']))
  })

  test('without locks: refresh_token_already_used re-reads the storage before it is believed', async () => {
    const storage = { ...memoryStorage(), shared: false }
    const one = await signedIn({ storage })
    const two = setUp({ storage })
    await two.auth.getSession()
    await one.auth.refreshSession()
    const winner = (await one.auth.refreshSession()).data.session
    vi.advanceTimersByTime(1000)
    const getItem = vi.spyOn(storage, 'getItem').mockImplementationOnce(() => Promise.reject(new Error('busy')))
    expect((await two.auth.refreshSession()).data.session).toEqual(winner)
    expect(getItem).toHaveBeenCalledTimes(2)
    await flush()
    expect(two.names()).toEqual(['INITIAL_SESSION', 'TOKEN_REFRESHED'])
  })
})

test('D7 refreshSession() with different refresh tokens gives each its own answer', async () => {
  const [a, b] = [await signedIn(), await signedIn()]
  const tokens = [a, b].map(async ({ auth }) => (await auth.getSession()).data.session!.refresh_token)
  const [first, second] = await Promise.all(tokens)
  const { auth } = setUp()
  const results = await Promise.all(
    [first, second, first].map((refresh_token) => auth.refreshSession({ refresh_token: refresh_token! })),
  )
  expect(results[0]!.data.session!.refresh_token).not.toBe(results[1]!.data.session!.refresh_token)
  expect(results[2]!.data.session).toEqual(results[0]!.data.session)
  expect(server.count(refresh)).toBe(2)
})

test('D8 INITIAL_SESSION comes first and once; nothing is told twice', async () => {
  const page = Object.assign(new EventTarget(), { hidden: false })
  vi.stubGlobal('document', page)
  vi.stubGlobal('location', { href: 'https://app.example.com/' })
  const { auth, names } = setUp({ storage: memoryStorage() })
  await auth.signInWithPassword(ada)
  for (let i = 0; i < 5; i++) {
    page.dispatchEvent(new Event('visibilitychange'))
    await flush()
  }
  const late: string[] = []
  auth.onAuthStateChange((event) => void late.push(event))
  await auth.refreshSession()
  await flush()
  expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED'])
  expect(late).toEqual(['INITIAL_SESSION', 'TOKEN_REFRESHED'])
})

test('D9 SIGNED_OUT says why', async () => {
  const reasons: unknown[] = []
  const watch = ({ auth }: { auth: ReturnType<typeof createClient> }) =>
    auth.onAuthStateChange((event, _session, { reason }) => event === 'SIGNED_OUT' && reasons.push(reason))

  const user = await signedIn()
  watch(user)
  await user.auth.signOut()

  const revoked = await signedIn()
  watch(revoked)
  server.end('session_not_found')
  await revoked.auth.getUser()

  const storage = memoryStorage()
  await storage.setItem(storageKey, 'null and void')
  watch(setUp({ storage }))

  await flush()

  const cleared = memoryStorage()
  const elsewhere = await signedIn({ storage: cleared })
  watch(elsewhere)
  await cleared.removeItem(storageKey)
  expect((await elsewhere.auth.refreshSession()).error).toMatchObject({ code: 'session_missing' })
  await flush()
  expect(reasons).toEqual(['user', 'revoked', 'corrupt_storage', 'elsewhere'])
})

test('D10 a client on a server has no timer, and neither have 10,000', async () => {
  for (let i = 0; i < 10_000; i++) createClient({ url, fetch: server.fetch })
  expect(vi.getTimerCount()).toBe(0)
  const { auth } = await signedIn()
  await auth.getSession()
  expect(vi.getTimerCount()).toBe(0)
  await auth.startAutoRefresh()
  await flush()
  expect(vi.getTimerCount()).toBe(1)
  auth.dispose()
  expect(vi.getTimerCount()).toBe(0)
})

test.each(['throws', 'rejects'])('D11 a subscriber that %s changes nothing', async (how) => {
  const reported = vi.fn()
  vi.stubGlobal('reportError', reported)
  const { auth } = setUp()
  const failure = new Error('in the subscriber')
  auth.onAuthStateChange(() => {
    if (how === 'rejects') return Promise.reject(failure)
    throw failure
  })
  const after = vi.fn()
  auth.onAuthStateChange(after)
  expect((await auth.signInWithPassword(ada)).error).toBeNull()
  await flush()
  expect(after).toHaveBeenCalledTimes(2)
  expect(reported).toHaveBeenCalledWith(failure)
})

test('D12 other tabs are told that something has changed, and not what', async () => {
  const messages: unknown[] = []
  class Channel {
    onmessage: (() => void) | null = null
    postMessage(message: unknown) {
      messages.push(message)
    }
    close() {}
  }
  vi.stubGlobal('BroadcastChannel', Channel)
  const { auth } = await signedIn({ storage: { ...memoryStorage(), shared: true } })
  await auth.refreshSession()
  await auth.signOut()
  expect(messages).toEqual([0, 0, 0])
})

describe('D13 signOut()', () => {
  test.each(['500', 'no network', '502 HTML'])(
    'that fails by %s leaves nobody signed in here, and says so',
    async (kind) => {
      const storage = memoryStorage()
      const { auth, events } = await signedIn({ storage })
      server.on('POST /logout', transient[kind]!())
      expect((await auth.signOut()).error).not.toBeNull()
      expect(await auth.getSession()).toEqual({ data: { session: null }, error: null })
      expect(storage.getItem(storageKey)).toBeNull()
      expect(events.at(-1)).toEqual(['SIGNED_OUT', null, { reason: 'user' }])
    },
  )

  test.each(['session_not_found', 'user_not_found'])('of a session that is over (%s) is done', async (code) => {
    const { auth } = await signedIn()
    server.on('POST /logout', refusal(403, code))
    expect((await auth.signOut()).error).toBeNull()
  })

  test('with an access token that has expired ends the session on the server all the same', async () => {
    const { auth } = await signedIn()
    vi.advanceTimersByTime(2 * hour)
    const { refresh_token } = server.signIn()
    expect((await auth.signOut()).error).toBeNull()
    expect((await auth.refreshSession({ refresh_token })).error).toMatchObject({ code: 'refresh_token_not_found' })
  })

  test('reports bad_jwt, whatever the status', async () => {
    const { auth } = await signedIn()
    server.on('POST /logout', refusal(403, 'bad_jwt'), 2)
    expect((await auth.signOut()).error).toMatchObject({ code: 'bad_jwt' })
  })
})

test('D14 provider tokens live until sign-out', async () => {
  const { auth } = setUp()
  const tokens = { provider_token: 'gho_1', provider_refresh_token: 'ghr_1' }
  server.on('POST /token', async (_request, answer) => json({ ...((await answer().json()) as object), ...tokens }))
  await auth.signInWithPassword(ada)
  await auth.refreshSession()
  expect((await auth.refreshSession()).data.session).toMatchObject(tokens)
  await auth.signOut()
  expect((await auth.getSession()).data.session).toBeNull()
})

test.each([
  '',
  'null',
  '[]',
  '42',
  '{}',
  '{"access_token":1}',
  '{"access_token":"a","refresh_token":"b","expires_in":3600}',
  '{"access_token":"a","refresh_token":"b","expires_in":3600,"user":{"id":7}}',
  '{"currentSession":{}}',
  'base64-eyJ',
  '{"access_token":"a","refresh_tok',
])('D15 %j under the storage key is dropped with a reason', async (text) => {
  const storage = memoryStorage()
  await storage.setItem(storageKey, text)
  const { auth, events } = setUp({ storage })
  expect(await auth.getSession()).toEqual({ data: { session: null }, error: null })
  await flush()
  expect(events).toEqual([
    ['INITIAL_SESSION', null, {}],
    ['SIGNED_OUT', null, { reason: 'corrupt_storage' }],
  ])
  expect(storage.getItem(storageKey)).toBeNull()
})

test.each(['setItem', 'getItem', 'removeItem'] as const)('D16 a storage whose %s throws', async (method) => {
  const quota = new DOMException('full', 'QuotaExceededError')
  const storage = memoryStorage()
  storage[method] = () => {
    throw quota
  }
  const { auth, names } = setUp({ storage })
  const { error } = await auth.signInWithPassword(ada)
  if (method === 'removeItem') expect(error).toBeNull()
  else expect(error).toMatchObject({ code: 'storage_failed', cause: quota })
  expect((await auth.getUser()).data.user?.email).toBe(ada.email)
  const { error: failure } = await auth.signOut()
  if (method !== 'setItem') expect(failure).toMatchObject({ code: 'storage_failed', cause: quota })
  expect(server.count('POST /logout')).toBe(1)
  await flush()
  expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT'])
})

test.each([
  'https://a.example.com',
  'https://a.example.com/',
  'https://a.example.com/auth/v1',
  'https://a.example.com/auth/v1/',
])('D17 the path of %s stays, and gets no second slash', async (base) => {
  const fetch = scriptedFetch(json({ version: '', name: 'GoTrue', description: '' }))
  const auth = createClient({ url: base, fetch })
  await auth.health()
  expect(fetch.requests[0]!.url).toBe(`${base.replace(/\/$/, '')}/health`)
  const { data } = await auth.signInWithOAuth({ provider: 'github' })
  expect(data.url).toBe(`${base.replace(/\/$/, '')}/authorize?provider=github`)
})

test('D18 what goes into the URL is escaped, once', async () => {
  const { auth } = setUp({ flowType: 'pkce' })
  const { data } = await auth.signInWithOAuth({
    provider: 'custom:a&b=c',
    options: { redirectTo: 'https://app.example.com/?a=1&b=ä#c', queryParams: { prompt: 'x&provider=evil' } },
  })
  const { searchParams } = new URL(data.url!)
  expect(searchParams.getAll('provider')).toEqual(['custom:a&b=c'])
  expect(searchParams.get('redirect_to')).toBe('https://app.example.com/?a=1&b=ä#c')
  expect(searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/)
})

test('D19 without WebCrypto a PKCE flow does not begin, and says why', async () => {
  vi.stubGlobal('crypto', undefined)
  const { auth } = setUp({ flowType: 'pkce' })
  const { data, error } = await auth.signInWithOAuth({ provider: 'github' })
  expect(error).toMatchObject({ code: 'crypto_missing' })
  expect(data.url).toBeNull()
})

describe('in a page', () => {
  const replaceState = vi.fn()
  const assign = vi.fn()
  function open(href: string) {
    replaceState.mockReset()
    assign.mockReset()
    vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }))
    vi.stubGlobal('location', { href, assign })
    vi.stubGlobal('history', { state: { scroll: 7 }, replaceState })
  }

  test('D20 tokens of the implicit flow leave the address and the history; state and foreign parameters stay', async () => {
    const { data } = await (await signedIn()).auth.getSession()
    const { access_token, refresh_token } = data.session!
    const tokens = `access_token=${access_token}&refresh_token=${refresh_token}&expires_in=3600&token_type=bearer&sb=`
    open(`https://app.example.com/in?tab=2#${tokens}&keep=1`)
    const { auth, names } = setUp({ storage: memoryStorage() })
    expect((await auth.getSession()).data.session?.refresh_token).toBe(refresh_token)
    expect(replaceState.mock.calls).toEqual([[{ scroll: 7 }, '', 'https://app.example.com/in?tab=2#keep=1']])
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test.each(['?code=abc', '?error=access_denied', '?error=access_denied&error_description=x#x', '?code=abc&state=y'])(
    'D21 a foreign %s is left alone, and so is a flow of ours that is under way elsewhere',
    async (query) => {
      const storage = memoryStorage()
      const before = setUp({ flowType: 'pkce' as const, storage }).auth
      await before.signInWithOAuth({ provider: 'github', options: { redirectTo: 'https://app.example.com/in' } })
      const flows = storage.getItem(`${storageKey}-flows`)
      open(`https://app.example.com/shop${query}`)
      const { auth } = setUp({ flowType: 'pkce', storage })
      expect(await auth.initialize()).toEqual({ data: { session: null }, error: null })
      expect(server.log).toEqual([])
      expect(replaceState).not.toHaveBeenCalled()
      expect(storage.getItem(`${storageKey}-flows`)).toBe(flows)
    },
  )

  test('D21 a predicate that says no stops everything', async () => {
    open('https://app.example.com/#access_token=a&refresh_token=b&expires_in=3600')
    const predicate = vi.fn(() => false)
    const { auth } = setUp({ storage: memoryStorage(), detectSessionInUrl: predicate })
    await auth.initialize()
    expect(server.log).toEqual([])
    expect(replaceState).not.toHaveBeenCalled()
    expect(predicate).toHaveBeenCalledWith(
      new URL('https://app.example.com/#access_token=a&refresh_token=b&expires_in=3600'),
      expect.objectContaining({ type: 'session', access_token: 'a' }),
    )
  })
})

describe('D22 several flows at once', () => {
  const redirectTo = 'https://app.example.com/in'
  /** Exchanges a code for those who have its verifier. */
  const exchange = (verifierOf: Record<string, string>) => async (request: Request) => {
    const { auth_code, code_verifier } = (await request.json()) as Record<string, string>
    const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code_verifier))
    const isRight = verifierOf[auth_code!] === Buffer.from(challenge).toString('base64url')
    return isRight ? json(answer) : json({ code: 'bad_code_verifier', message: 'x' }, { status: 400 })
  }
  const answer = {
    access_token: 'a',
    refresh_token: 'r',
    expires_in: 3600,
    expires_at: 0,
    token_type: 'bearer',
    user: { id: 'ada' },
  }
  const challengeOf = (url: string | null) => new URL(url!).searchParams.get('code_challenge')!

  test('each code is exchanged with its own verifier', async () => {
    const challenges: Record<string, string> = {}
    const { auth } = setUp({ flowType: 'pkce', fetch: exchange(challenges) })
    for (const code of ['one', 'two', 'three']) {
      challenges[code] = challengeOf((await auth.signInWithOAuth({ provider: 'github', options: { redirectTo } })).data.url)
    }
    for (const code of ['two', 'three', 'one']) {
      expect((await auth.handleCallback(`${redirectTo}?code=${code}`)).data).toMatchObject({ type: 'signed_in' })
    }
    expect((await auth.handleCallback(`${redirectTo}?code=one`)).data).toMatchObject({ type: 'none' })
  })

  test('there are ten at most: the oldest makes way', async () => {
    const challenges: Record<string, string> = {}
    const { auth } = setUp({ flowType: 'pkce', fetch: exchange(challenges) })
    for (let i = 0; i < 11; i++) {
      challenges[i] = challengeOf((await auth.signInWithOAuth({ provider: 'github', options: { redirectTo } })).data.url)
    }
    expect((await auth.exchangeCodeForSession('0')).error).toMatchObject({ code: 'bad_code_verifier' })
    expect((await auth.exchangeCodeForSession('1')).error).toBeNull()
  })
})

test.each(['signInWithOtp', 'resetPasswordForEmail', 'signUp', 'resend'] as const)(
  'D23 the code of a mail that %s() has sent is exchanged, and the captcha was sent under its name',
  async (method) => {
    const fetch = scriptedFetch(
      json(method === 'signUp' ? { id: 'ada' } : {}),
      json({
        access_token: `e30.${btoa('{"sub":"ada","amr":[{"method":"recovery"}]}')}.c2ln`,
        refresh_token: 'r',
        expires_in: 3600,
        user: { id: 'ada' },
      }),
    )
    const { auth, names } = setUp({ flowType: 'pkce', fetch })
    const options = { captchaToken: 'not-a-robot' }
    const { error } = await {
      signInWithOtp: () => auth.signInWithOtp({ email: ada.email, options }),
      resetPasswordForEmail: () => auth.resetPasswordForEmail(ada.email, options),
      signUp: () => auth.signUp({ ...ada, options }),
      resend: () => auth.resend({ type: 'signup', email: ada.email, options }),
    }[method]()
    expect(error).toBeNull()
    const body = (await fetch.requests[0]!.json()) as Record<string, unknown>
    expect(body).toMatchObject({ gotrue_meta_security: { captcha_token: 'not-a-robot' }, code_challenge_method: 's256' })
    expect((await auth.exchangeCodeForSession('abc')).data).toMatchObject({ redirectType: 'recovery' })
    const { code_verifier } = (await fetch.requests[1]!.json()) as Record<string, string>
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code_verifier))
    expect(body.code_challenge).toBe(Buffer.from(digest).toString('base64url'))
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'PASSWORD_RECOVERY'])
  },
)

test('D24, D25 errors have code, status, requestId, retryAfter, operation and cause', async () => {
  const headers = { 'sb-request-id': 'abc-123' }
  const fetch = scriptedFetch(
    json(
      { code: 'over_email_send_rate_limit', message: 'you can only request this after 42 seconds.' },
      { status: 429, headers },
    ),
    new TypeError('fetch failed'),
  )
  const { auth } = setUp({ fetch })
  expect((await auth.signInWithOtp({ email: ada.email })).error).toMatchObject({
    name: 'AuthApiError',
    code: 'over_email_send_rate_limit',
    status: 429,
    requestId: 'abc-123',
    retryAfter: 42,
    operation: 'sendOtp',
    retryable: true,
  })
  expect((await auth.signInWithOtp({ email: ada.email })).error).toMatchObject({
    name: 'AuthRetryableFetchError',
    code: 'network_failure',
    cause: new TypeError('fetch failed'),
  })
})

test('D26 HTML of a proxy is told as such', async () => {
  const html = new Response('<html><title>Bad Gateway</title></html>', {
    status: 502,
    headers: { 'content-type': 'text/html' },
  })
  const { error } = await setUp({ fetch: scriptedFetch(html) }).auth.signInWithPassword(ada)
  expect(error).toMatchObject({ status: 502, code: 'unexpected_response', message: expect.stringContaining('text/html') })
})

test('D28 what sends mail is sent once, whatever fails', async () => {
  const fetch = scriptedFetch(new TypeError('fetch failed'))
  const { auth } = setUp({ fetch })
  await auth.signUp(ada)
  await auth.signInWithOtp({ email: ada.email })
  await auth.resetPasswordForEmail(ada.email)
  await auth.resend({ type: 'signup', email: ada.email })
  expect(fetch.requests).toHaveLength(4)
})

test('D30 a success with another body is an error', async () => {
  const { auth } = await signedIn()
  server.on('', json({ hello: 'world' }), 4)
  const results = [
    await auth.getUser(),
    await auth.updateUser({ data: {} }),
    await auth.signInWithPassword(ada),
    await auth.signUp(ada),
  ]
  for (const { error } of results) expect(error).toMatchObject({ code: 'unexpected_response' })
  expect((await auth.getSession()).data.session?.user.email).toBe(ada.email)
})

test.each([
  ['sb_publishable_abc', null],
  ['eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2ln', 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2ln'],
])('D31 the API key %s is sent as bearer only if it is a JWT', async (apiKey, bearer) => {
  const { auth } = await signedIn({ apiKey })
  expect(server.requests[0]!.headers.get('authorization')).toBe(bearer)
  expect(server.requests[0]!.headers.get('apikey')).toBe(apiKey)
  const { data } = await auth.getSession()
  await auth.getUser()
  expect(server.requests[1]!.headers.get('authorization')).toBe(`Bearer ${data.session!.access_token}`)
})

test('D32 no secret in errors, in the client or in its snapshot of nobody', async () => {
  const apiKey = 'sb_secret_PLANTED'
  const { auth } = await signedIn({ apiKey })
  const { access_token, refresh_token } = (await auth.getSession()).data.session!
  const seen: unknown[] = [auth]
  for (const answer of Object.values(transient)) {
    server.on('', answer(), 3)
    seen.push((await auth.refreshSession()).error, (await auth.updateUser({ password: 'x' })).error)
  }
  server.on('POST /token', refusal(400, 'invalid_credentials'))
  seen.push((await auth.signInWithPassword(ada)).error)
  const text = seen.map((value) => inspect(value, { depth: 9, showHidden: true })).join('\n')
  expect(text.length).toBeGreaterThan(5000)
  for (const secret of [apiKey, access_token, refresh_token, ada.password]) expect(text).not.toContain(secret)
})
