// createClient(): its options, what it starts and ends, and the promises that hold for every method: it resolves, whatever it is given;
// it ends when it is told to; it sends the headers that are asked for. The tables name every method, and the compiler and a test see
// that they do.
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  createClient,
  isAuthError,
  memoryStorage,
  type AuthClient,
  type AuthError,
  type ClientOptions,
  type RequestOptions,
} from '../../src/facade/index.ts'
import { attestation, assertion, usePage, type Method } from '../contract/facade-calls.ts'
import { json } from '../scripted-fetch.ts'
import { credentials as ada, refusal } from './server.ts'
import {
  client,
  flush,
  hour,
  openPage,
  server,
  setUp,
  signedIn,
  stubBroadcastChannel,
  storageKey,
  url,
  webStorageArea,
} from './session/set-up.ts'

type Answer = Promise<{ data: unknown; error: AuthError | null }>
/** Those of parts by a path: `passkey.list`. */
type Name = Exclude<Method, symbol>

/** What is no call: it answers at once, or nothing. */
const others = [
  'onAuthStateChange',
  'subscribe',
  'getSnapshot',
  'withAccessToken',
  'dispose',
  'startAutoRefresh',
  'stopAutoRefresh',
] as const
/** What resolves to a result, with where its options go. */
type CallName = Exclude<Name, (typeof others)[number] | 'fetch' | 'initialize'>

const identity_id = '00000000-0000-4000-8000-000000000001'
/** Only the server can say whether it is good. */
const symmetric = `${btoa('{"alg":"HS256"}')}.${btoa('{"sub":"a","exp":9e9}').replaceAll('=', '')}.c2ln`
const calls = {
  getSession: (auth, options) => auth.getSession(options),
  setSession: (auth, options) => auth.setSession(server.signIn(), options),
  refreshSession: (auth, options) => auth.refreshSession(undefined, options),
  signUp: (auth, options) => auth.signUp({ ...ada, options }),
  signInAnonymously: (auth, options) => auth.signInAnonymously({ options }),
  signInWithPassword: (auth, options) => auth.signInWithPassword({ ...ada, options }),
  signInWithIdToken: (auth, options) => auth.signInWithIdToken({ provider: 'google', token: 'e30.e30.c2ln', options }),
  signInWithOAuth: (auth, options) => auth.signInWithOAuth({ provider: 'github', options }),
  exchangeCodeForSession: (auth, options) => auth.exchangeCodeForSession('code', { ...options, codeVerifier: 'verifier' }),
  handleCallback: (auth, options) => {
    const { access_token, refresh_token } = server.signIn()
    const tokens = `access_token=${access_token}&refresh_token=${refresh_token}&expires_in=3600&token_type=bearer`
    return auth.handleCallback(`https://app.example.com/#${tokens}`, options)
  },
  signInWithSSO: (auth, options) => auth.signInWithSSO({ domain: 'example.com', options }),
  signInWithOtp: (auth, options) => auth.signInWithOtp({ email: ada.email, options }),
  verifyOtp: (auth, options) => auth.verifyOtp({ email: ada.email, token: '123456', type: 'email', options }),
  resend: (auth, options) => auth.resend({ type: 'signup', email: ada.email, options }),
  resetPasswordForEmail: (auth, options) => auth.resetPasswordForEmail(ada.email, options),
  signOut: (auth, options) => auth.signOut(options),
  getUser: (auth, options) => auth.getUser(undefined, options),
  updateUser: (auth, options) => auth.updateUser({ data: {} }, options),
  reauthenticate: (auth, options) => auth.reauthenticate(options),
  getUserIdentities: (auth, options) => auth.getUserIdentities(options),
  linkIdentity: (auth, options) => auth.linkIdentity({ provider: 'github', options }),
  unlinkIdentity: (auth, options) => auth.unlinkIdentity({ identity_id }, options),
  getClaims: (auth, options) => auth.getClaims(symmetric, options),
  registerPasskey: (auth, options) => {
    usePage()
    return auth.registerPasskey({ options })
  },
  signInWithPasskey: (auth, options) => {
    usePage()
    return auth.signInWithPasskey({ options })
  },
  'passkey.list': (auth, options) => auth.passkey.list(options),
  'passkey.update': (auth, options) => auth.passkey.update({ passkeyId: identity_id, friendlyName: 'Laptop' }, options),
  'passkey.delete': (auth, options) => auth.passkey.delete({ passkeyId: identity_id }, options),
  'passkey.startRegistration': (auth, options) => auth.passkey.startRegistration(options),
  'passkey.verifyRegistration': (auth, options) =>
    auth.passkey.verifyRegistration({ challengeId: identity_id, credential: attestation }, options),
  'passkey.startAuthentication': (auth, options) => auth.passkey.startAuthentication({ options }),
  'passkey.verifyAuthentication': (auth, options) =>
    auth.passkey.verifyAuthentication({ challengeId: identity_id, credential: assertion }, options),
  signInWithWeb3: (auth, options) =>
    auth.signInWithWeb3({ chain: 'ethereum', message: 'a message', signature: '0x00', options }),
  'mfa.enroll': (auth, options) => auth.mfa.enroll({ factorType: 'totp' }, options),
  'mfa.challenge': (auth, options) => auth.mfa.challenge({ factorId: identity_id }, options),
  'mfa.verify': (auth, options) =>
    auth.mfa.verify({ factorId: identity_id, challengeId: identity_id, code: '123456' }, options),
  'mfa.challengeAndVerify': (auth, options) =>
    auth.mfa.challengeAndVerify({ factorId: identity_id, code: '123456' }, options),
  'mfa.registerWebAuthn': (auth, options) => {
    usePage()
    return auth.mfa.registerWebAuthn({ friendlyName: 'Key' }, options)
  },
  'mfa.verifyWebAuthn': (auth, options) => {
    usePage()
    return auth.mfa.verifyWebAuthn({ factorId: identity_id }, options)
  },
  'mfa.unenroll': (auth, options) => auth.mfa.unenroll({ factorId: identity_id }, options),
  'mfa.listFactors': (auth, options) => auth.mfa.listFactors(options),
  'mfa.getAuthenticatorAssuranceLevel': (auth, options) =>
    auth.mfa.getAuthenticatorAssuranceLevel(server.signIn().access_token, options),
  'oauth.getAuthorizationDetails': (auth, options) => auth.oauth.getAuthorizationDetails('id', options),
  'oauth.approveAuthorization': (auth, options) => auth.oauth.approveAuthorization('id', options),
  'oauth.denyAuthorization': (auth, options) => auth.oauth.denyAuthorization('id', options),
  'oauth.listGrants': (auth, options) => auth.oauth.listGrants(options),
  'oauth.revokeGrant': (auth, options) => auth.oauth.revokeGrant({ clientId: identity_id }, options),
  settings: (auth, options) => auth.settings(options),
  health: (auth, options) => auth.health(options),
} satisfies Record<CallName, (auth: AuthClient, options: RequestOptions) => Answer> as Record<
  CallName,
  (auth: AuthClient, options: RequestOptions) => Answer
>
const names = Object.keys(calls) as CallName[]
/** What asks for nothing but a URL that is made here. */
const silent: CallName[] = ['signInWithOAuth']
/** What waits for a refresh, which is everybody's: it does not end with a call, nor has it a call's headers. */
const sharing: CallName[] = ['getSession', 'refreshSession']
const sending = names.filter((name) => !silent.includes(name))

/** The requests themselves: the signal of a copy is let go of by the garbage collector. */
let pending: Request[]
/** A client whose requests never end, with Ada signed in; getSession() has something to ask for. */
async function hanging(name: CallName, options: ClientOptions = {}) {
  const { auth } = await signedIn(options)
  // What is loaded at the first use comes without the clock's doing.
  await auth.signInWithOAuth({ provider: 'github' })
  await auth.getClaims('no token')
  await auth.passkey.list()
  await auth.oauth.listGrants()
  await auth.mfa.listFactors()
  await auth.signInWithWeb3(null as never)
  if (name === 'getSession') vi.advanceTimersByTime(hour)
  pending = []
  server.on('', (request) => (pending.push(request), new Promise<never>(() => {})), 99)
  server.requests.length = 0
  return auth
}

test('the tables name every function of the client', () => {
  const functions = Object.entries(client()).flatMap(([name, member]) =>
    typeof member === 'object' ? Object.keys(member).map((method) => `${name}.${method}`) : name,
  )
  expect([...names, ...others, 'fetch', 'initialize'].sort()).toEqual(functions.sort())
})

describe('createClient()', () => {
  test.each([
    ['', 'url is missing'],
    [null, 'url is missing'],
    ['localhost:9999', 'url must be'],
    ['ftp://auth.example.com', 'url must be'],
    ['https://user:password@auth.example.com', 'url must be'],
    ['https://auth.example.com?a=1', 'url must be'],
    [42, 'url must be'],
    [{}, 'url must be'],
  ])('with the url %j says what is wrong', (url, message) => {
    const make = () => createClient({ url: url as string })
    expect(make).toThrow(
      expect.objectContaining({ name: 'AuthError', code: 'invalid_argument', message: expect.stringContaining(message) }),
    )
    expect(make).not.toThrow('password')
  })

  test('makes functions of their own, and no class', async () => {
    const { signInWithPassword, getSession, signOut, onAuthStateChange, dispose } = client()
    const events: string[] = []
    onAuthStateChange((event) => void events.push(event))
    await signInWithPassword(ada)
    expect((await getSession()).data.session).not.toBeNull()
    await signOut()
    await flush()
    dispose()
    expect(events).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT'])
  })

  test('sends the headers and the API key of its options, and what middleware adds', async () => {
    const middleware = [
      {
        onRequest({ request }: { request: Request }) {
          request.headers.set('traceparent', '00-1-2-03')
        },
      },
    ]
    const { auth } = await signedIn({
      apiKey: 'key',
      headers: { 'x-app': 'shop', 'X-Supabase-Api-Version': null },
      middleware,
    })
    await auth.getUser()
    await auth.refreshSession()
    for (const { headers } of server.requests) {
      expect(headers.get('apikey')).toBe('key')
      expect(headers.get('x-app')).toBe('shop')
      expect(headers.get('x-supabase-api-version')).toBeNull()
      expect(headers.get('traceparent')).toBe('00-1-2-03')
    }
    expect(server.requests).toHaveLength(3)
  })

  test('makes clients that know nothing of each other', async () => {
    const [one, other] = [await signedIn(), setUp()]
    await flush()
    expect((await other.auth.getSession()).data.session).toBeNull()
    expect(other.names()).toEqual(['INITIAL_SESSION'])
    await one.auth.signOut()
  })

  test('uses the platform’s fetch by default, looked up at each request', async () => {
    const auth = createClient({ url })
    const fetch = vi.fn(async (_request: Request) => json({ version: '', name: 'GoTrue', description: '' }))
    vi.stubGlobal('fetch', fetch)
    expect((await auth.health()).error).toBeNull()
    expect(fetch.mock.calls[0]![0].url).toBe(`${url}/health`)
  })

  test('does not change its options', () => {
    const options = Object.freeze({
      url,
      fetchOrigins: Object.freeze(['https://api.example.com']),
      headers: Object.freeze({}),
    })
    expect(() => createClient(options).dispose()).not.toThrow()
  })
})

describe('nothing starts that was not asked for', () => {
  /** Everything that could be started. */
  function observe() {
    const storage = { ...memoryStorage(), shared: true }
    const spies = (['getItem', 'setItem', 'removeItem'] as const).map((name) => vi.spyOn(storage, name))
    const listeners = vi.spyOn(EventTarget.prototype, 'addEventListener')
    return {
      storage,
      expectNothing: async () => {
        await vi.advanceTimersByTimeAsync(hour)
        expect(server.log).toEqual([])
        expect(vi.getTimerCount()).toBe(0)
        for (const spy of spies) expect(spy).not.toHaveBeenCalled()
        expect(listeners).not.toHaveBeenCalled()
      },
    }
  }

  test('outside browsers: no request, no timer, no look into the storage', async () => {
    stubBroadcastChannel()
    const { storage, expectNothing } = observe()
    const auth = createClient({ url, fetch: server.fetch, storage })
    await expectNothing()
    expect(auth.getSnapshot().status).toBe('loading')
    await expectNothing()
    auth.dispose()
  })

  test('in a page, when it was told so', async () => {
    openPage('https://app.example.com/#access_token=a&refresh_token=b&expires_in=3600')
    const { storage, expectNothing } = observe()
    createClient({ url, fetch: server.fetch, storage, autoRefreshToken: false, detectSessionInUrl: false })
    await expectNothing()
    expect(history.replaceState).not.toHaveBeenCalled()
  })

  test('in a page by default: the storage is read, and the URL is looked at', async () => {
    openPage('https://app.example.com/?tab=2')
    const area = webStorageArea()
    vi.stubGlobal('localStorage', area)
    area.setItem(storageKey, JSON.stringify({ ...server.signIn(), received_at: Date.now() }))
    const auth = client()
    await flush()
    expect(auth.getSnapshot().status).toBe('signed-in')
    expect(history.replaceState).not.toHaveBeenCalled()
    expect(server.log).toEqual([])
  })
})

describe('dispose()', () => {
  test('ends timers, listeners, channels and subscriptions; what is stored stays', async () => {
    openPage()
    const channels = stubBroadcastChannel()
    const listen = vi.spyOn(EventTarget.prototype, 'addEventListener')
    const unlisten = vi.spyOn(EventTarget.prototype, 'removeEventListener')
    const storage = { ...memoryStorage(), shared: true }
    const { auth, names } = await signedIn({ storage })
    await flush()
    expect(vi.getTimerCount()).toBe(1)
    auth.dispose()
    expect(vi.getTimerCount()).toBe(0)
    expect(channels.open.size).toBe(0)
    const ofPage = (calls: unknown[][]) => calls.filter(([type]) => type === 'visibilitychange').length
    expect(ofPage(listen.mock.calls)).toBe(1)
    expect(ofPage(unlisten.mock.calls)).toBe(1)
    expect(storage.getItem(storageKey)).toContain('refresh0')
    await auth.refreshSession()
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('twice is as good as once, and calls still work', async () => {
    const { auth } = await signedIn()
    auth.dispose()
    auth.dispose()
    expect((await auth.getUser()).error).toBeNull()
  })

  test('while a timer’s refresh is under way starts no other timer', async () => {
    const { auth } = await signedIn()
    await auth.startAutoRefresh()
    const release = server.hold('POST /token?grant_type=refresh_token')
    vi.setSystemTime(Date.now() + hour)
    await vi.advanceTimersByTimeAsync(60_000)
    auth.dispose()
    release()
    await flush()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is what `using` calls', async () => {
    const channels = stubBroadcastChannel()
    {
      using auth = createClient({
        url,
        fetch: server.fetch,
        storage: { ...memoryStorage(), shared: true },
        autoRefreshToken: true,
      })
      await auth.signInWithPassword(ada)
      await flush()
      expect([vi.getTimerCount(), channels.open.size]).toEqual([1, 1])
    }
    expect([vi.getTimerCount(), channels.open.size]).toEqual([0, 0])
  })
})

describe('initialize()', () => {
  test('says who is signed in, and happens once', async () => {
    const storage = memoryStorage()
    const { session } = await signedIn({ storage })
    const getItem = vi.spyOn(storage, 'getItem')
    const auth = client({ storage })
    const results = await Promise.all([auth.initialize(), auth.initialize(), auth.getSession()])
    for (const result of results) expect(result).toEqual({ data: { session }, error: null })
    expect(getItem).toHaveBeenCalledTimes(1)
  })

  test('with a storage that fails tells it, and who is signed in: nobody', async () => {
    const storage = { ...memoryStorage(), getItem: () => Promise.reject(new Error('locked')) }
    expect(await client({ storage }).initialize()).toMatchObject({
      data: { session: null },
      error: { code: 'storage_failed' },
    })
  })

  test('with a refresh that fails tells it, and keeps the session', async () => {
    const storage = memoryStorage()
    const { session } = await signedIn({ storage })
    vi.advanceTimersByTime(hour)
    server.on('POST /token', new TypeError('fetch failed'))
    expect(await client({ storage }).initialize()).toMatchObject({ data: { session }, error: { code: 'network_failure' } })
  })

  test('is waited for by every call that needs the user: a sign-in that comes back in the URL counts', async () => {
    const { access_token, refresh_token } = server.signIn()
    openPage(`https://app.example.com/#access_token=${access_token}&refresh_token=${refresh_token}&expires_in=3600`)
    const auth = client({ storage: memoryStorage() })
    const [user, response] = await Promise.all([auth.getUser(), auth.fetch('/rest/v1/todos')])
    expect(user.error).toBeNull()
    expect(user.data.user?.email).toBe(ada.email)
    expect(response.status).toBe(200)
  })
})

describe('D27: the signal of', () => {
  test.each(names)('%s(), aborted before: code aborted with the reason, and nothing is sent', async (name) => {
    const auth = await hanging(name)
    const reason = new Error('enough')
    const { error } = await calls[name](auth, { signal: AbortSignal.abort(reason) })
    expect(error).toMatchObject({ code: 'aborted', cause: reason, retryable: false })
    expect(server.requests).toEqual([])
  })

  test.each(sending)('%s(), aborted midway: code aborted with the reason, and nothing goes on', async (name) => {
    const auth = await hanging(name)
    const controller = new AbortController()
    const calling = calls[name](auth, { signal: controller.signal })
    await flush()
    expect(server.requests).toHaveLength(1)
    controller.abort('enough')
    expect((await calling).error).toMatchObject({ code: 'aborted', cause: 'enough' })
    if (!sharing.includes(name)) expect(pending[0]!.signal.aborted).toBe(true)
    if (!sharing.includes(name)) expect(vi.getTimerCount()).toBe(0)
  })

  test.each(names)('%s() has no listener when it is done', async (name) => {
    const { auth } = await signedIn()
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    await calls[name](auth, { signal })
    expect(added).toHaveBeenCalled()
    const listeners = ({ mock }: { mock: { calls: unknown[][] } }) => new Set(mock.calls.map(([, listener]) => listener))
    expect(removed.mock.calls).toHaveLength(added.mock.calls.length)
    expect(listeners(removed)).toEqual(listeners(added))
  })
})

describe('D27: the time limit of', () => {
  test.each(sending)('%s() ends it: code timeout, retryable', async (name) => {
    const auth = await hanging(name)
    let isDone = false
    const calling = calls[name](auth, { timeout: 1000 }).finally(() => (isDone = true))
    await vi.advanceTimersByTimeAsync(999)
    expect(isDone).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect((await calling).error).toMatchObject({ name: 'AuthRetryableFetchError', code: 'timeout', retryable: true })
  })

  test.each(sending)('%s() is the client’s by default', async (name) => {
    const auth = await hanging(name, { timeout: 700 })
    const calling = calls[name](auth, {})
    await vi.advanceTimersByTimeAsync(700)
    expect((await calling).error).toMatchObject({ code: 'timeout' })
  })

  test('a client is 15 s by default', async () => {
    const auth = await hanging('getUser')
    let isDone = false
    const calling = auth.getUser().finally(() => (isDone = true))
    await vi.advanceTimersByTimeAsync(14_999)
    expect(isDone).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect((await calling).error).toMatchObject({ code: 'timeout' })
  })

  test('Infinity is none', async () => {
    const auth = await hanging('signUp')
    const controller = new AbortController()
    const done = vi.fn()
    const calling = auth.signUp({ ...ada, options: { timeout: Infinity, signal: controller.signal } }).finally(done)
    await vi.advanceTimersByTimeAsync(24 * hour)
    expect(done).not.toHaveBeenCalled()
    controller.abort()
    await calling
  })
})

describe('D27: the headers of', () => {
  test.each(sending.filter((name) => !sharing.includes(name)))(
    '%s() are sent, before the client’s, and null removes one',
    async (name) => {
      const { auth } = await signedIn({ apiKey: 'key', headers: { 'x-app': 'shop', 'x-b': '2' } })
      server.requests.length = 0
      await calls[name](auth, {
        headers: { 'x-app': 'own', 'X-B': null, 'x-c': '3', 'X-Supabase-Api-Version': null, x: undefined },
      })
      const { headers } = server.requests[0]!
      expect(headers.get('x-app')).toBe('own')
      expect(headers.get('x-b')).toBeNull()
      expect(headers.get('x-c')).toBe('3')
      expect(headers.has('x')).toBe(false)
      expect(headers.get('x-supabase-api-version')).toBeNull()
      expect(headers.get('apikey')).toBe('key')
    },
  )
})

describe('D29: whatever it is given,', () => {
  const bad: [string, () => unknown][] = [
    ['undefined', () => undefined],
    ['null', () => null],
    ['a number', () => 42],
    ['NaN', () => NaN],
    ['a text', () => 'text'],
    ['an empty text', () => ''],
    ['true', () => true],
    ['a symbol', () => Symbol('x')],
    ['a big integer', () => 1n],
    ['a function', () => () => {}],
    ['an empty object', () => ({})],
    ['an empty array', () => []],
    ['an array', () => [1, 2]],
    ['an object without prototype', () => Object.create(null)],
    ['an object that is no text', () => ({ toString: () => ({}) })],
    [
      'an object with members of wrong types',
      () => ({ email: {}, phone: [], password: 1n, token: null, provider: 7, type: {} }),
    ],
    ['options of wrong types', () => ({ email: 'a', provider: 'github', password: 'x', options: 42 })],
    ['options that are null', () => ({ email: 'a', provider: 'github', password: 'x', options: null })],
    ['a signal that is none', () => ({ signal: 'x', options: { signal: {} } })],
    ['a time limit that is none', () => ({ timeout: 'soon', options: { timeout: {} } })],
    ['headers that are none', () => ({ headers: 42, options: { headers: 'x' } })],
    ['headers that nobody can send', () => ({ headers: { 'bad name': 'x' }, options: { headers: { a: 'line\nbreak' } } })],
  ]
  const unhandled = vi.fn()
  afterEach(() => unhandled.mockReset())

  /** Calls it, and says what came of it; a call that throws or rejects fails the test. */
  async function outcome(call: () => unknown, label = ''): Promise<{ data: unknown; error: AuthError | null }> {
    let promise: unknown
    try {
      promise = call()
    } catch (error) {
      return expect.unreachable(`${label} throws: ${String(error)}`)
    }
    expect(promise, label).toBeInstanceOf(Promise)
    const [settled] = await Promise.all([
      (promise as Answer).then(
        (result) => result,
        (error: unknown) => expect.unreachable(`${label} rejects: ${String(error)}`),
      ),
      vi.advanceTimersByTimeAsync(60_000),
    ])
    return settled
  }

  /** Who is signed in, with a server that refuses everything else. */
  async function strict() {
    server.off()
    const { auth } = await signedIn({ storage: memoryStorage() })
    server.on('', refusal(400, 'validation_failed'), 999)
    return auth
  }
  const methodOf = (auth: AuthClient, name: Name) =>
    name.split('.').reduce((part, member) => part[member as never], auth) as never as (...values: unknown[]) => unknown
  const invoke = (auth: AuthClient, name: Name, ...values: unknown[]) => methodOf(auth, name)(...values)

  /** The codes that say what is wrong: ours, or those of a server that was asked. */
  const clear =
    /^(invalid_argument|invalid_jwt|session_missing|pkce_code_verifier_not_found|validation_failed|timeout|webauthn_unsupported)$/

  test.each(names)('%s() resolves to a result', async (name) => {
    process.on('unhandledRejection', unhandled)
    try {
      for (const [what, make] of bad) {
        const forms = { a: [make()], 'a, a': [make(), make()], 'undefined, a': [undefined, make()], '{}, a': [{}, make()] }
        for (const [form, values] of Object.entries(forms)) {
          const auth = await strict()
          const label = `(${form}) where a is ${what}`
          const { data, error } = await outcome(() => invoke(auth, name, ...values), label)
          expect(data, label).not.toBeUndefined()
          if (error) expect(isAuthError(error), label).toBe(true)
          if (error) expect(error.code, label).toMatch(clear)
          expect(vi.getTimerCount(), `timers after ${label}`).toBe(0)
          auth.dispose()
        }
      }
    } finally {
      process.off('unhandledRejection', unhandled)
    }
    expect(unhandled).not.toHaveBeenCalled()
  })

  /** What cannot do without its first argument, and what says so. */
  const needed: Partial<Record<CallName, RegExp>> = {
    setSession: /^invalid_argument$/,
    signUp: /^invalid_argument$/,
    signInWithPassword: /^invalid_argument$/,
    signInWithIdToken: /^(invalid_argument|validation_failed)$/,
    signInWithOAuth: /^invalid_argument$/,
    exchangeCodeForSession: /^pkce_code_verifier_not_found$/,
    signInWithSSO: /^(invalid_argument|validation_failed)$/,
    signInWithOtp: /^invalid_argument$/,
    verifyOtp: /^(invalid_argument|validation_failed)$/,
    resend: /^invalid_argument$/,
    resetPasswordForEmail: /^(invalid_argument|validation_failed)$/,
    updateUser: /^(invalid_argument|validation_failed)$/,
    linkIdentity: /^(invalid_argument|validation_failed)$/,
    unlinkIdentity: /^invalid_argument$/,
  }
  test('a signal that is none is invalid_argument, and leaves no timer behind', async () => {
    const auth = await strict()
    const { error } = await auth.getUser(undefined, { signal: 'x' as never })
    expect(error).toMatchObject({ code: 'invalid_argument' })
    expect(vi.getTimerCount()).toBe(0)
  })

  test.each(Object.keys(needed) as CallName[])('%s() without what it needs has an error that says so', async (name) => {
    for (const [what, make] of bad) {
      if (!/^(undefined|null|a number|an empty (text|object))$/.test(what)) continue
      const auth = await strict()
      const { error } = await outcome(() => invoke(auth, name, make()), what)
      expect(error?.code, what).toMatch(needed[name]!)
    }
  })

  test.each(bad)('auth.fetch(%s) is rejected or answered, and does not throw', async (_what, make) => {
    const auth = await strict()
    for (const values of [[make()], ['/rest', make()]]) {
      const promise = (auth.fetch as (...values: unknown[]) => unknown)(...values)
      const settled = await (promise as Promise<unknown>).catch((error: unknown) => error)
      expect(settled instanceof Response || settled instanceof Error).toBe(true)
    }
  })

  test.each(bad)('a subscriber that is %s harms nobody', async (_what, make) => {
    const { auth, names } = setUp()
    const { data } = auth.onAuthStateChange(make() as never)
    const unsubscribe = auth.subscribe(make() as never)
    await auth.signInWithPassword(ada)
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    expect(() => {
      data.subscription.unsubscribe()
      unsubscribe()
    }).not.toThrow()
  })

  test.each(bad)('withAccessToken(%s) makes a client whose calls resolve', async (_what, make) => {
    const { auth, session } = await signedIn()
    const view = auth.withAccessToken(make() as never)
    server.requests.length = 0
    const { error } = await outcome(() => view.getUser())
    expect(error).not.toBeNull()
    for (const { headers } of server.requests) expect(headers.get('authorization')).not.toContain(session.access_token)
  })

  test.each(bad)('startAutoRefresh() and the like take no notice of %s', async (_what, make) => {
    const { auth } = await signedIn()
    for (const name of ['startAutoRefresh', 'stopAutoRefresh', 'initialize', 'getSnapshot', 'dispose'] as const) {
      await invoke(auth, name, make())
    }
    expect(vi.getTimerCount()).toBe(0)
  })
})
