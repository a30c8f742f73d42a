// When and how often a session is refreshed: at the last moment, once for all who need it, and with patience after failures.
import { describe, expect, test, vi } from 'vitest'
import { memoryStorage, type AuthClient } from '../../../src/facade/index.ts'
import { json } from '../../scripted-fetch.ts'
import { refresh, refusal } from '../server.ts'
import { client, flush, hour, server, signedIn, storageKey } from './set-up.ts'

/** What is done with the access token of the signed-in user, by each call that needs one. */
const calls: Record<string, (auth: AuthClient) => Promise<unknown>> = {
  getUser: (auth) => auth.getUser(),
  updateUser: (auth) => auth.updateUser({ data: { name: 'Ada' } }),
  reauthenticate: (auth) => auth.reauthenticate(),
  getUserIdentities: (auth) => auth.getUserIdentities(),
  linkIdentity: (auth) => auth.linkIdentity({ provider: 'github' }),
  'linkIdentity with an ID token': (auth) => auth.linkIdentity({ provider: 'google', token: 'e30.e30.e30' }),
  unlinkIdentity: (auth) => auth.unlinkIdentity({ identity_id: '00000000-0000-4000-8000-000000000001' }),
  'signOut of the others': (auth) => auth.signOut({ scope: 'others' }),
  fetch: (auth) => auth.fetch('/rest/v1/todos'),
}
const bearers = () => server.requests.map(({ headers }) => headers.get('authorization'))

describe('an access token that has expired', () => {
  test.each(Object.keys(calls))('is refreshed before %s', async (name) => {
    const { auth } = await signedIn()
    vi.advanceTimersByTime(hour)
    await calls[name]!(auth)
    expect(server.log.slice(1)).toEqual([refresh, server.log[2]])
    expect(bearers()[2]).toMatch(/^Bearer .+\.access00002$/)
  })

  test('is refreshed before a call that is the first of a client', async () => {
    const storage = memoryStorage()
    await signedIn({ storage })
    vi.advanceTimersByTime(hour)
    const { data, error } = await client({ storage }).getUser()
    expect(error).toBeNull()
    expect(data.user?.email).toBe('ada@example.com')
    expect(server.log.slice(1)).toEqual([refresh, 'GET /user'])
  })

  test('is refreshed once for all who need it at the same time', async () => {
    const { auth } = await signedIn()
    vi.advanceTimersByTime(hour)
    const release = server.hold(refresh)
    const many = Array.from({ length: 50 }, () => auth.getSession())
    const others = [auth.refreshSession(), auth.getUser(), auth.fetch('/rest/v1/todos'), auth.startAutoRefresh()]
    await vi.advanceTimersByTimeAsync(1000)
    release()
    const sessions = await Promise.all(many)
    await Promise.all(others)
    expect(new Set(sessions.map(({ data }) => data.session)).size).toBe(1)
    expect(sessions[0]!.data.session).not.toBeNull()
    expect(server.count(refresh)).toBe(1)
  })

  test('whose refresh fails gives all who have waited the same error', async () => {
    const { auth } = await signedIn()
    vi.advanceTimersByTime(hour)
    server.on(refresh, refusal(503, 'request_timeout'))
    const results = await Promise.all(Array.from({ length: 10 }, () => auth.getSession()))
    expect(new Set(results.map(({ error }) => error)).size).toBe(1)
    expect(results[0]!.error).toMatchObject({ code: 'request_timeout', retryable: true })
    expect(server.count(refresh)).toBe(1)
  })

  test('is refreshed for the others, when one of those who wait gives up', async () => {
    const { auth } = await signedIn()
    vi.advanceTimersByTime(hour)
    const release = server.hold(refresh)
    const controller = new AbortController()
    const [impatient, patient] = [auth.getSession({ signal: controller.signal }), auth.getSession()]
    await vi.advanceTimersByTimeAsync(0)
    controller.abort()
    expect((await impatient).error).toMatchObject({ code: 'aborted' })
    release()
    expect((await patient).error).toBeNull()
    expect(server.count(refresh)).toBe(1)
  })
})

describe('an access token', () => {
  test.each([
    [3600, 10],
    [50, 10],
    [40, 8],
    [20, 4],
    [5, 1],
  ])('that lives for %d s is refreshed when %d s are left, and not before', async (expires_in, margin) => {
    server.expires_in = expires_in
    const { auth } = await signedIn()
    vi.advanceTimersByTime((expires_in - margin) * 1000 - 1)
    await auth.getSession()
    expect(server.count(refresh)).toBe(0)
    vi.advanceTimersByTime(1)
    await auth.getSession()
    expect(server.count(refresh)).toBe(1)
  })

  test('that lives for one second only is no reason to refresh at each call', async () => {
    server.expires_in = 1
    const { auth } = await signedIn()
    for (let i = 0; i < 50; i++) expect((await auth.getSession()).data.session).not.toBeNull()
    expect(server.count(refresh)).toBe(0)
  })

  test.each([
    'getUser',
    'updateUser',
    'getUserIdentities',
    'linkIdentity',
    'unlinkIdentity',
    'signOut of the others',
    'fetch',
  ])('that %s is refused with is replaced, and the call is repeated once', async (name) => {
    const { auth, session } = await signedIn()
    server.on('', name === 'fetch' ? new Response(null, { status: 401 }) : refusal(403, 'bad_jwt'))
    await calls[name]!(auth)
    expect(server.log).toEqual([server.log[0], server.log[1], refresh, server.log[1]])
    expect(bearers()[1]).toBe(`Bearer ${session.access_token}`)
    expect(bearers()[3]).not.toBe(bearers()[1])
  })

  test('that is refused after it was replaced is refused for good: no loop', async () => {
    const { auth } = await signedIn()
    server.on('GET /user', refusal(403, 'bad_jwt'), 99)
    expect((await auth.getUser()).error).toMatchObject({ code: 'bad_jwt', status: 403 })
    expect((await auth.getUser()).error).toMatchObject({ code: 'bad_jwt' })
    expect(server.log.slice(1)).toEqual(['GET /user', refresh, 'GET /user', 'GET /user'])
    expect((await auth.getSession()).data.session).not.toBeNull()
  })

  test('that was refused to many at once is replaced once', async () => {
    const { auth } = await signedIn()
    server.on('GET /user', refusal(403, 'bad_jwt'), 10)
    const results = await Promise.all(Array.from({ length: 10 }, () => auth.getUser()))
    for (const { error } of results) expect(error).toBeNull()
    expect(server.count(refresh)).toBe(1)
  })

  test('that was refused, and cannot be replaced for now, is told as refused or as the failure; the session stays', async () => {
    const { auth, session } = await signedIn()
    server.on('GET /user', refusal(403, 'bad_jwt'))
    server.on(refresh, new TypeError('fetch failed'))
    expect((await auth.getUser()).error?.code).toMatch(/^(bad_jwt|network_failure)$/)
    expect((await auth.getSession()).data.session).toEqual(session)
  })
})

describe('after a failure', () => {
  test.each([
    [0, 1],
    [1, 1.5],
  ])('the pause doubles from 1 s to 60 s, and chance (%d) makes it %f times as long', async (chance, factor) => {
    vi.spyOn(Math, 'random').mockReturnValue(chance)
    const { auth } = await signedIn()
    vi.advanceTimersByTime(hour)
    server.on(refresh, new TypeError('fetch failed'), 99)
    await auth.getSession()
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      const before = server.count(refresh)
      vi.advanceTimersByTime(seconds * factor * 1000 - 2)
      expect((await auth.getSession()).error).toMatchObject({ code: 'network_failure' })
      expect(server.count(refresh)).toBe(before)
      vi.advanceTimersByTime(3)
      await auth.getSession()
      expect(server.count(refresh)).toBe(before + 1)
    }
  })

  test('refreshSession() tries at once, whatever the pause', async () => {
    const { auth } = await signedIn()
    vi.advanceTimersByTime(hour)
    server.on(refresh, new TypeError('fetch failed'))
    expect((await auth.getSession()).error).not.toBeNull()
    expect((await auth.refreshSession()).error).toBeNull()
  })

  test('the pause is that of one session: who signs in has none', async () => {
    const { auth } = await signedIn()
    vi.advanceTimersByTime(hour)
    server.on(refresh, new TypeError('fetch failed'))
    expect((await auth.getSession()).error).not.toBeNull()
    server.expires_in = 1
    await auth.signInWithPassword({ email: 'grace@example.com', password: 'x' })
    vi.advanceTimersByTime(900)
    expect((await auth.getSession()).error).toBeNull()
    expect(server.count(refresh)).toBe(2)
  })

  test('the answer that was lost is asked for again, with the same refresh token', async () => {
    const { auth, session } = await signedIn()
    server.on(refresh, (_request, answer) => {
      answer()
      return new TypeError('connection reset')
    })
    expect((await auth.refreshSession()).error).toMatchObject({ code: 'network_failure' })
    const { data } = await auth.refreshSession()
    expect(data.session).not.toBeNull()
    const tokens = await Promise.all(server.requests.slice(1).map((request) => request.json()))
    expect(tokens).toEqual([{ refresh_token: session.refresh_token }, { refresh_token: session.refresh_token }])
  })

  test('the session in the storage stays as it was', async () => {
    const storage = memoryStorage()
    const { auth } = await signedIn({ storage })
    const before = storage.getItem(storageKey)
    server.on(refresh, json({ access_token: 'a' }))
    expect((await auth.refreshSession()).error).toMatchObject({ code: 'unexpected_response' })
    expect(storage.getItem(storageKey)).toBe(before)
  })
})

test('a refresh that is under way while somebody else signs in does not bring the first one back', async () => {
  const storage = memoryStorage()
  const { auth, names } = await signedIn({ storage })
  const release = server.hold(refresh)
  const refreshing = auth.refreshSession()
  await vi.advanceTimersByTimeAsync(0)
  await auth.signInWithPassword({ email: 'grace@example.com', password: 'x' })
  release()
  await refreshing
  expect((await auth.getSession()).data.session?.user.email).toBe('grace@example.com')
  expect(storage.getItem(storageKey)).toContain('grace@example.com')
  expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_IN'])
})

test('a refresh token that never changes is exchanged again and again', async () => {
  // As GOTRUE_SECURITY_REFRESH_TOKEN_ROTATION_ENABLED=false has it.
  const { auth, session } = await signedIn()
  server.on(
    refresh,
    async (_request, answer) => {
      return json({ ...((await answer().json()) as object), refresh_token: session.refresh_token })
    },
    3,
  )
  for (let i = 0; i < 3; i++) {
    vi.advanceTimersByTime(hour)
    expect((await auth.getSession()).error).toBeNull()
  }
  expect(server.count(refresh)).toBe(3)
})

describe('a refresh that the server refuses', () => {
  test.each([
    ['refresh_token_already_used', 'revoked'],
    ['refresh_token_not_found', 'revoked'],
    ['session_expired', 'expired'],
    ['session_not_found', 'revoked'],
    ['user_banned', 'revoked'],
    ['user_not_found', 'revoked'],
  ])('with %s ends the session, which was %s', async (code, reason) => {
    const { auth, events } = await signedIn()
    server.on(refresh, refusal(400, code))
    const { error } = await auth.refreshSession()
    expect(error).toMatchObject({ code, status: 400 })
    await flush()
    expect(events.at(-1)).toEqual(['SIGNED_OUT', null, { reason, error }])
    expect((await auth.getSession()).data.session).toBeNull()
  })

  test.each(['not_user_banned', 'user_banned_soon', 'over_request_rate_limit', 'validation_failed'])(
    'with %s leaves the session as it is',
    async (code) => {
      const { auth, session } = await signedIn()
      server.on(refresh, refusal(400, code))
      expect((await auth.refreshSession()).error).toMatchObject({ code })
      expect((await auth.getSession()).data.session).toEqual(session)
    },
  )

  test('while another tab has stored a newer session gives that one', async () => {
    const storage = memoryStorage()
    const { auth, session, names } = await signedIn({ storage })
    let answer!: (response: Response) => void
    server.on(refresh, () => new Promise((resolve) => (answer = resolve)))
    const refreshing = auth.refreshSession()
    await flush()
    const newer = { ...session, access_token: 'newer', refresh_token: 'newer' }
    storage.setItem(storageKey, JSON.stringify({ ...newer, received_at: Date.now() }))
    answer(refusal(400, 'refresh_token_already_used'))
    expect(await refreshing).toMatchObject({ data: { session: newer }, error: null })
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED'])
  })

  test('and whose end can not be stored ends it all the same', async () => {
    const storage = memoryStorage()
    const { auth } = await signedIn({ storage })
    vi.spyOn(storage, 'removeItem').mockRejectedValueOnce(new Error('full') as never)
    server.on(refresh, refusal(400, 'session_not_found'))
    expect((await auth.refreshSession()).error).toMatchObject({ code: 'session_not_found' })
    expect((await auth.getSession()).data.session).toBeNull()
  })
})

test('an access token that was refused, and replaced meanwhile, is not replaced again', async () => {
  const { auth, session } = await signedIn()
  let answer!: (response: Response) => void
  server.on('GET /user', () => new Promise((resolve) => (answer = resolve)))
  const asking = auth.getUser()
  await flush()
  const { data } = await auth.refreshSession()
  answer(refusal(403, 'bad_jwt'))
  expect((await asking).error).toBeNull()
  expect(server.log.slice(1)).toEqual(['GET /user', refresh, 'GET /user'])
  expect([bearers()[1], bearers()[3]]).toEqual([`Bearer ${session.access_token}`, `Bearer ${data.session!.access_token}`])
})

test('an access token that is still good for some seconds is used when it cannot be refreshed', async () => {
  const { auth, session } = await signedIn()
  vi.advanceTimersByTime(hour - 5_000)
  server.on(refresh, new TypeError('fetch failed'), 9)
  expect(await auth.getSession()).toEqual({ data: { session }, error: null })
  vi.advanceTimersByTime(5_000)
  const { data, error } = await auth.getSession()
  expect([data.session, error?.code]).toEqual([null, 'network_failure'])
})

test('a session whose access token comes once more lives from then on', async () => {
  const { auth, session } = await signedIn()
  vi.advanceTimersByTime(hour / 2)
  const { access_token } = session
  server.on(refresh, async (_request, answer) => json({ ...((await answer().json()) as object), access_token }))
  expect((await auth.refreshSession()).data.session?.access_token).toBe(access_token)
  vi.advanceTimersByTime(hour - 60_000)
  await auth.getSession()
  expect(server.count(refresh)).toBe(1)
})
