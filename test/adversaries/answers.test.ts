// Servers that answer with anything, and a `fetch` that lies: every method of the client resolves to a result all the same, in its time
// limit; a session that is there is kept; nothing is sent anywhere else; what is said of it holds no secret.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient, isAuthError, memoryStorage, type AuthClient, type AuthError } from '../../src/facade/index.ts'
import { createAdmin } from '../../src/facade/admin/index.ts'
import { createTransport, getSettings } from '../../src/operations/index.ts'
import { allAdminCalls } from '../contract/admin-calls.ts'
import { facadeCalls, over, sessionAt, usePage, type FacadeCall } from '../contract/facade-calls.ts'
import { hangingFetch, json } from '../scripted-fetch.ts'
import { hostileJson, isPolluted, mutated, runs, settled, Unspeakable } from './hostile.ts'

const url = 'https://auth.example.com/auth/v1'
const storageKey = 'session'
const now = Math.floor(Date.now() / 1000)
/** The session that is to be kept. */
const session = { ...sessionAt(now), refresh_token: 'PLANTED-refresh', provider_token: 'PLANTED-provider' }
/** What no error may say. */
const secrets = [session.access_token, 'PLANTED', 'correct-horse-battery']

type Lie = (request: Request) => unknown
type Fetch = (request: Request) => Promise<Response>

beforeEach(() => usePage())
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function setUp(lie: Lie, options: { timeout?: number; flowType?: 'pkce' } = {}) {
  const storage = memoryStorage()
  void storage.setItem(storageKey, JSON.stringify({ ...session, received_at: now * 1000 }))
  const requests: Request[] = []
  const fetch = ((request: Request) => {
    requests.push(request)
    return lie(request)
  }) as Fetch
  const auth = createClient({ url, storage, storageKey, fetch, timeout: 150, ...options })
  const stored = () => storage.getItem(storageKey) as string | null
  return { auth, requests, stored }
}

/** What holds for every result, whatever was answered. */
function expectResult(result: { data: unknown; error: AuthError | null }): void {
  const { data, error } = result
  expect(data).not.toBeUndefined()
  expect(error === null || isAuthError(error)).toBe(true)
  expect(isPolluted()).toBe(false)
  if (!error) return
  expect(typeof error.code).toBe('string')
  expect(typeof error.message).toBe('string')
  expect(typeof error.status).toBe('number')
  expect(typeof error.retryable).toBe('boolean')
  expect(['string', 'undefined']).toContain(typeof error.requestId)
  expect(['number', 'undefined']).toContain(typeof error.retryAfter)
  for (const secret of secrets) expect(error.message).not.toContain(secret)
}

/** Whether the session was kept, or the answer itself has said what is in its place. */
function expectKept(stored: string | null, { endsSession, signsIn }: Partial<FacadeCall>, error: AuthError | null): void {
  const found = JSON.parse(stored ?? 'null') as typeof session | null
  if (endsSession || (error && over.test(error.code))) return
  if (found?.refresh_token !== session.refresh_token) {
    // The answer was a whole session, and the call one that signs in or is signed in anew.
    expect(error).toBeNull()
    expect(found).toMatchObject({ access_token: expect.any(String), refresh_token: expect.any(String) })
    expect(signsIn ?? found?.user.id === session.user.id).toBe(true)
  }
}

const methods = Object.entries(facadeCalls as unknown as Record<string, FacadeCall[]>).flatMap(([method, [call]]) =>
  call ? [[method, call] as const] : [],
)

const factor = {
  id: session.user.id,
  type: 'totp',
  totp: { qr_code: '<svg/>', secret: 's', uri: 'u' },
  webauthn: { type: 'create' },
}
const body = fc.oneof(
  hostileJson,
  mutated(session),
  mutated({ ...session, user: { id: 'somebody else' } }),
  mutated({ ...session.user, factors: [{ id: 'x', status: 'verified' }] }),
  mutated(factor),
  mutated({ url: 'javascript:alert(1)', redirect_url: 'javascript:alert(1)' }),
  mutated({ code: 'bad_jwt', msg: 'no', error_id: 'x', weak_password: { reasons: ['length'] }, hint: 'x' }),
  mutated({ error: 'invalid_grant', error_description: 'no' }),
  mutated({ msg: 'Confirmation link accepted', code: 200, message_id: 'm' }),
  mutated({ keys: [{ kty: 'EC', kid: 'b1c23' }] }),
  mutated({ users: [null], clients: [null], factors: [null], pagination: {}, aud: 'a' }),
  fc.constantFrom('<html>', '{"access_token":', '\ufeff{}', `<p>${session.access_token} ${session.refresh_token}</p>`),
)
const answer = fc
  .record({
    status: fc.constantFrom(200, 200, 200, 200, 201, 204, 205, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503),
    body,
    headers: fc.dictionary(
      fc.constantFrom('content-type', 'content-length', 'retry-after', 'location', 'sb-request-id', 'link', 'x-total-count'),
      fc.constantFrom(
        'text/html',
        'application/json',
        '0',
        '-1',
        '99999999999999999999',
        'Fri, 31 Dec 9999 23:59:59 GMT',
        'javascript:alert(1)',
        'https://evil.example/#access_token=x',
        '<https://evil.example/?page=2>; rel="next"',
        'a'.repeat(5000),
      ),
      { maxKeys: 3 },
    ),
    bytes: fc.option(fc.uint8Array({ maxLength: 50 }), { freq: 12 }),
  })
  .map(({ status, body, headers, bytes }) => {
    const content = [204, 205].includes(status) ? null : (bytes ?? body)
    return {
      said: `${status} ${String(content).slice(0, 200)} ${JSON.stringify(headers).slice(0, 200)}`,
      status,
      content,
      headers,
    }
  })

describe('a hostile answer', () => {
  test.each(methods)('to %s() makes a result, and loses nothing', async (method, call) => {
    await fc.assert(
      fc.asyncProperty(
        answer,
        fc.constantFrom(undefined, 'pkce' as const),
        async ({ status, content, headers }, flowType) => {
          const lie = () => new Response(content as BodyInit | null, { status, headers })
          const { auth, requests, stored } = setUp(lie, flowType ? { flowType } : {})
          const result = await settled(() => call.call(auth, { timeout: 150 }))
          expectResult(result)
          expectKept(stored(), call, result.error)
          for (const request of requests) expect(new URL(request.url).origin).toBe('https://auth.example.com')
          // Where an address was asked for, it is one.
          if (!result.error && ['signInWithSSO', 'linkIdentity'].includes(method)) {
            expect(new URL((result.data as { url: string }).url).protocol).not.toBe('javascript:')
          }
          auth.dispose()
        },
      ),
      { numRuns: runs(25) },
    )
  })

  test.each(allAdminCalls)('to admin.%s() makes a result', async (_method, call) => {
    await fc.assert(
      fc.asyncProperty(answer, async ({ status, content, headers }) => {
        const fetch = async () => new Response(content as BodyInit | null, { status, headers })
        const admin = createAdmin({ url, adminToken: session.access_token, fetch, retry: 0, timeout: 150 })
        expectResult((await settled(async () => call.call(admin as never, { timeout: 150 }))) as never)
      }),
      { numRuns: runs(8) },
    )
  })
})

const stream = (start: (controller: ReadableStreamDefaultController<Uint8Array>) => void) =>
  new Response(new ReadableStream({ start }), { headers: { 'content-type': 'application/json' } })

/** What comes in place of an answer. */
const lies: Record<string, Lie> = {
  undefined: () => undefined,
  null: () => null,
  'a promise of nothing': async () => undefined,
  'a text': async () => 'ok',
  'an object': async () => ({}),
  'an answer without headers': async () => ({ ok: true, status: 200, text: async () => '{}' }),
  'an answer whose text is none': async () => ({ ok: true, status: 200, headers: new Headers(), text: async () => 5 }),
  'an answer whose text never comes': async () => ({
    ok: true,
    status: 200,
    headers: new Headers(),
    text: () => new Promise(() => {}),
  }),
  'an answer whose headers are objects': async () => ({
    ok: false,
    status: 302,
    headers: { get: () => ({}) },
    text: async () => '{}',
  }),
  'an answer whose status is unheard of': async () => ({
    ok: false,
    status: 'x',
    headers: new Headers(),
    text: async () => '{"code":1}',
  }),
  'a body that was read': async () => {
    const response = json(session)
    await response.text()
    return response
  },
  'a body that breaks off': async () => stream((controller) => controller.error(new TypeError('terminated'))),
  'a body without end': async () => stream((controller) => controller.enqueue(new Uint8Array(9))),
  'an exception at once': () => {
    throw new TypeError('no')
  },
  'an exception that is no error': () => {
    throw undefined
  },
  'a rejection with nothing': () => Promise.reject(undefined),
  'a rejection with null': () => Promise.reject(null),
  'a rejection with a text': () => Promise.reject('no'),
  'a rejection with a symbol': () => Promise.reject(Symbol('no')),
  'a rejection with an object': () => Promise.reject(Object.create(null)),
  'a rejection with an error that has no text': () => Promise.reject(new Unspeakable('no')),
  'a thenable that answers twice': () => ({
    then: (resolve: (value: unknown) => void, reject: (cause: unknown) => void) => {
      resolve(json({}))
      reject(new Error('after all'))
      resolve(json(session))
    },
  }),
  'a thenable that throws': () => ({
    then: () => {
      throw new Unspeakable('no')
    },
  }),
  'an answer that never comes': hangingFetch({ obeysSignal: false }),
  'an answer that comes too late': () => new Promise((resolve) => setTimeout(() => resolve(json(session)), 400)),
  'an opaque redirect': async () => Response.error(),
}

describe.each(Object.entries(lies))('a fetch whose answer is %s', (_what, lie) => {
  test('makes a result of every method, and loses nothing', async () => {
    const results = methods.map(async ([method, call]) => {
      const { auth, stored } = setUp(lie)
      const result = await settled(() => call.call(auth, { timeout: 150 }))
      expectResult(result)
      expectKept(stored(), call, result.error)
      auth.dispose()
      return [method, result.error?.code]
    })
    expect(await Promise.all(results)).toHaveLength(methods.length)
  })

  test('makes a result of an operation', async () => {
    const client = createTransport({ url, fetch: lie as Fetch, timeout: 150, retry: 0 })
    const { data, error } = await settled(() => getSettings({ client }))
    expect(error ? isAuthError(error) : Object(data) === data).toBe(true)
  })
})

/** Ada signed in, with a server that answers what comes next. */
async function signedIn(next: Lie): Promise<AuthClient> {
  const { auth } = setUp(next)
  await auth.getSession()
  return auth
}

describe('lies about the session', () => {
  const refreshed = (changes: object) => json({ ...session, refresh_token: 'next', ...changes })

  test('of another user, in answer to a refresh, make nobody else of the user', async () => {
    const { auth, stored } = setUp(async () => refreshed({ user: { ...session.user, id: 'eve' } }))
    expect(await auth.refreshSession()).toMatchObject({ data: { user: null }, error: { code: 'unexpected_response' } })
    expect((await auth.getSession()).data.session?.user.id).toBe(session.user.id)
    expect(stored()).toContain(session.refresh_token)
  })

  test.each(['a\nb', 'ключ', 'a b', '', '\u0000'])('whose access token is %j are no session', async (access_token) => {
    const { auth, stored } = setUp(async () => refreshed({ access_token }))
    expect((await auth.signInWithPassword({ email: 'a@b.c', password: 'x' })).error?.code).toBe('unexpected_response')
    expect(stored()).toContain(session.refresh_token)
    // Which would show the token.
    const response = await auth.fetch('/rest').catch((error: Error) => error.message)
    expect(String(response)).not.toContain('b"')
  })

  test('that is over at once does not make a client ask without a pause', async () => {
    vi.useFakeTimers()
    let requests = 0
    const { auth } = setUp(async () => (requests++, refreshed({ expires_in: 0.001 })))
    await auth.startAutoRefresh()
    await auth.refreshSession()
    await vi.advanceTimersByTimeAsync(10_000)
    auth.dispose()
    expect(requests).toBeLessThan(20)
  })

  test('that nests too deeply to be stored signs in, and says that it is not stored', async () => {
    const text = JSON.stringify(session).replace(
      '"user_metadata":{}',
      `"user_metadata":${'{"a":'.repeat(2e4)}1${'}'.repeat(2e4)}`,
    )
    const { auth } = setUp(async () => new Response(text))
    expect((await auth.signInWithPassword({ email: 'a@b.c', password: 'x' })).error?.code).toBe('storage_failed')
    expect((await auth.getSession()).data.session?.refresh_token).toBe(session.refresh_token)
  })

  test.each(['99999999999', '1e400', 'Fri, 31 Dec 9999 23:59:59 GMT'])(
    'a Retry-After of %s ends no session: it is tried again after some minutes',
    async (after) => {
      vi.useFakeTimers()
      let isDown = true
      const lie = async () =>
        isDown ? new Response('', { status: 503, headers: { 'retry-after': after } }) : refreshed({ expires_in: 3600 })
      const { auth } = setUp(lie)
      vi.setSystemTime(Date.now() + 3_600_000)
      expect((await auth.getSession()).error?.retryable).toBe(true)
      isDown = false
      expect((await auth.getSession()).error?.retryable).toBe(true)
      await vi.advanceTimersByTimeAsync(300_000 * 1.5)
      expect((await auth.getSession()).data.session?.refresh_token).toBe('next')
    },
  )
})

describe('an answer of wrong types', () => {
  test.each([{ factors: {} }, { factors: [null] }, { factors: 5 }])(
    '%j is unexpected_response, not the caller’s fault',
    async (wrong) => {
      const auth = await signedIn(async () => json({ ...session.user, ...wrong }))
      expect((await auth.mfa.listFactors()).error?.code).toBe('unexpected_response')
    },
  )

  test('of an error has a request id that is text, or none', async () => {
    const auth = await signedIn(async () =>
      json({ code: 'validation_failed', msg: 'no', error_id: { a: 1 } }, { status: 400 }),
    )
    expect((await auth.settings()).error).toMatchObject({ code: 'validation_failed', requestId: undefined })
  })
})

describe('an address of the server’s', () => {
  const addresses = [
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://auth.example.com/x',
    'not a url',
    5,
    null,
    {},
  ]
  test.each(addresses)('%j: linkIdentity() and signInWithSSO() go nowhere', async (address) => {
    const assign = vi.fn()
    vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }))
    vi.stubGlobal('location', { href: 'https://app.example.com/', assign })
    const auth = await signedIn(async () => json({ url: address }))
    expect((await auth.linkIdentity({ provider: 'github' })).error?.code).toBe('unexpected_response')
    expect((await auth.signInWithSSO({ domain: 'example.com' })).error?.code).toBe('unexpected_response')
    expect(assign).not.toHaveBeenCalled()
    auth.dispose()
  })
})
