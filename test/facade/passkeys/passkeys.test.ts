// registerPasskey() and signInWithPasskey(): the whole ceremonies, with a page whose authenticator is real save that it is software,
// and a server that verifies. What a page may have: all JSON methods, none of them, or a password manager's imitation of them.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isAuthApiError, memoryStorage, unwrap, type AuthClient } from '../../../src/facade/index.ts'
import { hangingFetch } from '../../scripted-fetch.ts'
import { credentials as ada } from '../server.ts'
import { client, flush, hour, server, setUp, signedIn, storageKey } from '../session/set-up.ts'
import { withPasskeys, type RelyingParty } from './relying-party.ts'
import { createAuthenticator, usePlatform, type Asked, type SoftwareAuthenticator } from './software-authenticator.ts'

const origin = 'http://localhost:3000'
let authenticator: SoftwareAuthenticator
let party: RelyingParty
beforeEach(() => {
  authenticator = createAuthenticator(origin)
  party = withPasskeys(server, origin)
})
afterEach(() => expect(vi.getTimerCount()).toBe(0))

/** A client whose user has a passkey on this page, and is signed out. */
async function withPasskey() {
  const made = await signedIn()
  const passkey = unwrap(await made.auth.registerPasskey())
  await made.auth.signOut()
  await flush()
  server.log.length = 0
  return { ...made, passkey }
}

/** A user who thinks until the test says what they do. */
function hesitantUser(obeysSignal = true) {
  const prompts: { answer(): void; decline(): void; asked: Asked; ended: boolean }[] = []
  const user = (asked: Asked) =>
    new Promise<void>((resolve, reject) => {
      const { signal } = asked as { signal?: AbortSignal }
      const decline = () => reject(new DOMException('The operation either timed out or was not allowed.', 'NotAllowedError'))
      const prompt = { answer: resolve, decline, asked, ended: false }
      prompts.push(prompt)
      signal?.addEventListener('abort', () => {
        prompt.ended = true
        if (obeysSignal) reject(signal.reason)
      })
    })
  return { prompts, user }
}

const conditional = { options: { mediation: 'conditional' } } as const
const kinds = [
  ['with the JSON methods', true],
  ['without the JSON methods', false],
  ['with JSON methods that do not work on its credentials', 'broken'],
] as const

describe.each(kinds)('in a browser %s', (_title, json) => {
  test('registerPasskey(), signInWithPasskey(), delete()', async () => {
    usePlatform(authenticator, { json })
    const storage = memoryStorage()
    const { auth, names } = await signedIn({ storage })
    const { data: passkey, error } = await auth.registerPasskey()
    expect(error).toBeNull()
    expect(passkey).toEqual({ id: expect.any(String), friendly_name: 'Passkey', created_at: '2026-11-24T12:00:00.000Z' })
    expect(unwrap(await auth.passkey.list())).toEqual([passkey])
    await auth.signOut()
    expect(storage.getItem(storageKey)).toBeNull()

    vi.advanceTimersByTime(hour)
    const { user, session } = unwrap(await auth.signInWithPasskey())
    expect(user.email).toBe(ada.email)
    expect(session.user).toEqual(user)
    expect(JSON.parse(storage.getItem(storageKey) as string)).toMatchObject(session)
    expect(unwrap(await auth.getSession()).session).toEqual(session)
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT', 'SIGNED_IN'])

    expect(unwrap(await auth.passkey.list())).toEqual([{ ...passkey, last_used_at: '2026-11-24T13:00:00.000Z' }])
    expect(await auth.passkey.delete({ passkeyId: passkey!.id })).toEqual({ data: null, error: null })
    expect(unwrap(await auth.passkey.list())).toEqual([])
    expect(server.log).toEqual([
      'POST /token?grant_type=password',
      'POST /passkeys/registration/options',
      'POST /passkeys/registration/verify',
      'GET /passkeys',
      'POST /logout?scope=global',
      'POST /passkeys/authentication/options',
      'POST /passkeys/authentication/verify',
      'GET /passkeys',
      `DELETE /passkeys/${passkey!.id}`,
      'GET /passkeys',
    ])
  })

  test('the credentials are what toJSON() would say', async () => {
    usePlatform(authenticator, { json })
    const created = vi.spyOn(authenticator, 'create')
    const got = vi.spyOn(authenticator, 'get')
    const { auth } = await withPasskey()
    unwrap(await auth.signInWithPasskey())
    expect(party.received).toEqual([created.mock.results[0]!.value, got.mock.results[0]!.value])
    expect(created.mock.results[0]!.value.response.transports).toEqual(['internal', 'hybrid'])
  })

  test('a second passkey on the same authenticator: webauthn_credential_exists, and nothing more is sent', async () => {
    usePlatform(authenticator, { json })
    const { auth } = await signedIn()
    unwrap(await auth.registerPasskey())
    server.log.length = 0
    const { data, error } = await auth.registerPasskey()
    expect(data).toBeNull()
    expect(error).toMatchObject({ name: 'AuthError', code: 'webauthn_credential_exists', status: 0, retryable: false })
    expect(error!.cause).toBeInstanceOf(DOMException)
    expect(server.log).toEqual(['POST /passkeys/registration/options'])
    expect(party.passkeys).toHaveLength(1)
  })

  test('options of another server: keys to choose from, and extensions', async () => {
    const extensionResults = { credProps: { rk: true }, largeBlob: { written: false } }
    const asked = usePlatform(authenticator, { json, extensionResults })
    const extensions = { credProps: true, appid: 'https://app.example.com', largeBlob: { support: 'preferred' } }
    party.creation = { extensions, hints: ['client-device'] }
    const { auth } = await withPasskey()
    const id = party.passkeys[0]!.credentialId
    party.request = {
      extensions,
      allowCredentials: [
        { type: 'public-key', id: 'AAEC', transports: ['usb'] },
        { type: 'public-key', id },
      ],
    }
    unwrap(await auth.signInWithPasskey())

    const [creation, request] = asked.map(({ publicKey }) => publicKey) as [object, object]
    expect(withOctets(creation)).toMatchObject({ extensions, hints: ['client-device'], rp: { id: 'localhost' } })
    expect(withOctets(request)).toMatchObject({
      extensions,
      allowCredentials: [
        { type: 'public-key', id: octets(0, 1, 2), transports: ['usb'] },
        { type: 'public-key', id: octets(...Buffer.from(id, 'base64url')) },
      ],
    })
    for (const { clientExtensionResults } of party.received) expect(clientExtensionResults).toEqual(extensionResults)
  })
})
const octets = (...values: number[]) => `octets ${values.join(' ')}`
/** Bytes as words, so that buffers and views compare. */
function withOctets(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return octets(...new Uint8Array(value))
  if (value instanceof Uint8Array) return octets(...value)
  if (Array.isArray(value)) return value.map(withOctets)
  if (typeof value !== 'object' || !value) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withOctets(member)]))
}

/** The two ceremonies, with somebody signed in who has a passkey elsewhere. */
const ceremonies = [
  ['registerPasskey', (auth: AuthClient, options?: object) => auth.registerPasskey({ options: { ...options } })],
  ['signInWithPasskey', (auth: AuthClient, options?: object) => auth.signInWithPasskey({ options: { ...options } })],
] as const

describe.each(ceremonies)('%s()', (name, perform) => {
  const kind = name === 'registerPasskey' ? 'registration' : 'authentication'
  const asking = `POST /passkeys/${kind}/options`
  const verifying = `POST /passkeys/${kind}/verify`
  const answered = name === 'registerPasskey' ? 'create' : 'get'
  let user: ReturnType<typeof hesitantUser>

  /** A page where the user is asked, and thinks. There is a passkey to sign in with. */
  async function start({ obeysSignal, hanging }: { obeysSignal?: boolean; hanging?: string } = {}) {
    user = hesitantUser(obeysSignal)
    let isPrepared = false
    const asked = usePlatform(authenticator, { user: (request) => (isPrepared ? user.user(request) : undefined) })
    const fetch = (request: Request) =>
      hanging && request.url.endsWith(hanging) ? hangingFetch({ obeysSignal: true })(request) : server.fetch(request)
    const made = await signedIn({ fetch })
    if (name === 'signInWithPasskey') unwrap(await made.auth.registerPasskey())
    isPrepared = true
    server.log.length = 0
    asked.length = 0
    return { ...made, asked }
  }

  test.each([
    ['NotAllowedError', 'webauthn_not_allowed'],
    ['InvalidStateError', 'webauthn_credential_exists'],
    ['SecurityError', 'webauthn_rp_mismatch'],
    ['NotSupportedError', 'webauthn_unsupported'],
    ['ConstraintError', 'webauthn_unsupported'],
    ['AbortError', 'aborted'],
    ['UnknownError', 'webauthn_failed'],
    ['EncodingError', 'webauthn_failed'],
    ['OperationError', 'webauthn_failed'],
  ])('when the browser throws %s: %s, and nothing more is sent', async (exception, code) => {
    const cause = new DOMException('the browser says so', exception)
    const { auth, session } = await start()
    vi.spyOn(navigator.credentials, answered).mockRejectedValue(cause)
    const { data, error } = await perform(auth)
    expect(data).toBeNull()
    expect(error).toMatchObject({ name: 'AuthError', code, cause, status: 0, retryable: false })
    expect(error!.message).toContain('the browser says so')
    expect(server.log).toEqual([asking])
    expect(unwrap(await auth.getSession()).session).toEqual(session)
    expect(vi.getTimerCount()).toBe(0)
  })

  test.each([
    ['a TypeError', () => Promise.reject(new TypeError('x'))],
    ['something that is no error', () => Promise.reject(undefined)],
    ['an error at once', () => expect.fail('x')],
    ['nothing, and gives no credential', () => Promise.resolve(null)],
    ['nothing, and gives something else', () => Promise.resolve({ type: 'password' })],
  ])('when the browser throws %s: webauthn_failed', async (what, browser) => {
    const { auth } = await start()
    vi.spyOn(navigator.credentials, answered).mockImplementation(browser as never)
    const { data, error } = await perform(auth)
    expect(data).toBeNull()
    expect(error).toMatchObject({ code: 'webauthn_failed' })
    if (what === 'nothing, and gives no credential') expect(error!.message).toBe('The browser has given no key')
    expect(server.log).toEqual([asking])
  })

  test.each([
    ['outside browsers', 'The platform has no WebAuthn', () => vi.stubGlobal('PublicKeyCredential', undefined)],
    ['in a page without credentials', 'The platform has no WebAuthn', () => vi.stubGlobal('navigator', {})],
    ['without a navigator', 'The platform has no WebAuthn', () => vi.stubGlobal('navigator', undefined)],
    ['in a page that came by http', 'WebAuthn needs https', () => vi.stubGlobal('isSecureContext', false)],
  ])('%s: webauthn_unsupported, and nothing is sent', async (_where, message, stub) => {
    const { auth } = await start()
    stub()
    expect(await perform(auth)).toEqual({
      data: null,
      error: expect.objectContaining({ name: 'AuthError', code: 'webauthn_unsupported', message }),
    })
    expect(server.log).toEqual([])
  })

  test('the user may take four minutes: only the requests have a time limit', async () => {
    const { auth } = await start()
    const done = vi.fn()
    const going = perform(auth).finally(done)
    await flush()
    await vi.advanceTimersByTimeAsync(240_000)
    expect(done).not.toHaveBeenCalled()
    user.prompts[0]!.answer()
    expect((await going).error).toBeNull()
    expect(server.log).toEqual([asking, verifying])
  })

  test.each([
    ['for a challenge', 'the client’s limit', 'options', {}, 15_000],
    ['for a challenge', 'the limit of the call', 'options', { timeout: 2000 }, 2000],
    ['to verify', 'the client’s limit', 'verify', {}, 15_000],
    ['to verify', 'the limit of the call', 'verify', { timeout: 2000 }, 2000],
  ])('the request %s has %s', async (_what, _whose, hanging, options, limit) => {
    const { auth } = await start({ hanging: `/${kind}/${hanging}` })
    const done = vi.fn()
    const going = perform(auth, options).finally(done)
    await flush()
    if (hanging === 'verify') {
      await vi.advanceTimersByTimeAsync(60_000)
      user.prompts[0]!.answer()
      await flush()
    }
    await vi.advanceTimersByTimeAsync(limit - 1)
    expect(done).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(await going).toMatchObject({ data: null, error: { code: 'timeout', retryable: true } })
  })

  test.each([
    ['a browser that listens', true],
    ['a browser that does not', false],
  ])('aborted while the user is asked, in %s', async (_title, obeysSignal) => {
    const { auth } = await start({ obeysSignal })
    const controller = new AbortController()
    const going = perform(auth, { signal: controller.signal })
    await flush()
    controller.abort('enough')
    expect(await going).toMatchObject({ data: null, error: { code: 'aborted', cause: 'enough', status: 0 } })
    expect(user.prompts[0]!.ended).toBe(true)
    user.prompts[0]!.answer()
    await flush()
    expect(server.log).toEqual([asking])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('aborted before, and while the challenge is asked for: nobody is asked', async () => {
    const { auth, asked } = await start()
    const early = await perform(auth, { signal: AbortSignal.abort('enough') })
    expect(early).toMatchObject({ data: null, error: { code: 'aborted', cause: 'enough' } })
    expect(server.log).toEqual([])
    const controller = new AbortController()
    server.off()
    const release = server.hold(asking)
    const going = perform(auth, { signal: controller.signal })
    await flush()
    controller.abort('enough')
    expect(await going).toMatchObject({ data: null, error: { code: 'aborted', cause: 'enough' } })
    release()
    await flush()
    expect(server.log).toEqual([asking])
    expect(asked).toEqual([])
  })

  test('leaves no listener at the signal', async () => {
    const { auth } = await start()
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    const going = perform(auth, { signal })
    await flush()
    user.prompts[0]!.answer()
    expect((await going).error).toBeNull()
    const left = (calls: unknown[][]) => calls.map(([, listener]) => listener)
    expect(added.mock.calls.length).toBeGreaterThan(2)
    expect(new Set(left(removed.mock.calls))).toEqual(new Set(left(added.mock.calls)))
  })

  test('a refusal of the server is told as it is', async () => {
    const { auth } = await start()
    const going = perform(auth)
    await flush()
    await vi.advanceTimersByTimeAsync(300_001)
    user.prompts[0]!.answer()
    const late = await going
    expect(late).toMatchObject({ data: null, error: { code: 'webauthn_challenge_expired', status: 400 } })
    expect(isAuthApiError(late.error)).toBe(true)

    authenticator.origin = 'http://localhost:5173'
    const other = perform(auth)
    await flush()
    user.prompts[1]!.answer()
    expect((await other).error).toMatchObject({ code: 'webauthn_verification_failed', status: 400 })
  })

  test.each([
    ['a browser that listens', true],
    ['a browser that does not', false],
  ])('three at a time, in %s: the later one takes the place of the earlier one', async (_title, obeysSignal) => {
    const { auth } = await start({ obeysSignal })
    const first = perform(auth)
    await flush()
    const second = perform(auth)
    await flush()
    const { data, error } = await first
    expect(data).toBeNull()
    expect(error).toMatchObject({ code: 'aborted', cause: { name: 'AbortError', message: 'Another ceremony has begun' } })
    expect(user.prompts.map(({ ended }) => ended)).toEqual([true, false])
    const third = perform(auth)
    expect((await second).error).toMatchObject({ code: 'aborted' })
    expect(user.prompts.map(({ ended }) => ended)).toEqual([true, true, false])
    user.prompts[2]!.answer()
    expect((await third).error).toBeNull()
  })

  test.each([undefined, null, {}, { options: null }, { options: {} }, 42])('with %j', async (params) => {
    const { auth } = await start()
    const going = auth[name](params as never)
    await flush()
    user.prompts[0]!.answer()
    expect((await going).error).toBeNull()
  })

  test('with a signal that is none', async () => {
    const { auth } = await start()
    expect(await perform(auth, { signal: 'x' })).toMatchObject({ data: null, error: { code: 'invalid_argument' } })
    expect(server.log).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('registerPasskey()', () => {
  test('needs somebody signed in', async () => {
    const asked = usePlatform(authenticator)
    const { error } = await client().registerPasskey()
    expect(error).toMatchObject({ name: 'AuthSessionMissingError', code: 'session_missing' })
    expect(asked).toEqual([])
  })

  test('with an access token registers for its user', async () => {
    usePlatform(authenticator)
    const { access_token, user } = server.signIn('grace@example.com')
    const { auth, session } = await signedIn()
    unwrap(await auth.registerPasskey({ options: { accessToken: access_token } }))
    expect(party.passkeys[0]!.user.id).toBe(user.id)
    expect(user.id).not.toBe(session.user.id)
  })
})

describe('signInWithPasskey()', () => {
  test('sends the answer to a CAPTCHA once, and the audience', async () => {
    usePlatform(authenticator)
    const { auth } = await withPasskey()
    server.requests.length = 0
    unwrap(await auth.signInWithPasskey({ options: { captchaToken: 'not-a-robot', audience: 'staff' } }))
    const [start, verify] = server.requests
    expect(await start!.json()).toEqual({ gotrue_meta_security: { captcha_token: 'not-a-robot' } })
    expect(Object.keys(await verify!.json())).toEqual(['challenge_id', 'credential'])
    expect([start, verify].map((request) => request!.headers.get('x-jwt-aud'))).toEqual(['staff', 'staff'])
  })

  test('sends no body without it, and no access token', async () => {
    usePlatform(authenticator)
    const { auth } = await signedIn()
    unwrap(await auth.registerPasskey())
    server.requests.length = 0
    unwrap(await auth.signInWithPasskey())
    expect(await server.requests[0]!.text()).toBe('')
    expect(server.requests.map(({ headers }) => headers.get('authorization'))).toEqual([null, null])
  })

  test('with persistSession false keeps the session in memory', async () => {
    usePlatform(authenticator)
    const storage = memoryStorage()
    const { auth } = await signedIn({ storage })
    unwrap(await auth.registerPasskey())
    await auth.signOut()
    const { session } = unwrap(await auth.signInWithPasskey({ options: { persistSession: false } }))
    expect(storage.getItem(storageKey)).toBeNull()
    expect(unwrap(await auth.getSession()).session).toEqual(session)
  })

  test('of a client that keeps nothing returns the session', async () => {
    usePlatform(authenticator)
    const { auth, passkey } = await withPasskey()
    const { session } = unwrap(await auth.withAccessToken('e30.e30.c2ln').signInWithPasskey())
    expect(session.user.email).toBe(ada.email)
    expect(passkey.id).toBe(party.passkeys[0]!.id)
    expect(unwrap(await auth.getSession()).session).toBeNull()
  })
})

describe('signInWithPasskey() as autofill', () => {
  test('asks the browser so, and waits', async () => {
    const user = hesitantUser()
    const asked = usePlatform(authenticator, {
      user: (request) => ('mediation' in request ? user.user(request) : undefined),
    })
    const { auth, names } = await withPasskey()
    const going = auth.signInWithPasskey(conditional)
    await flush()
    expect(asked.at(-1)).toMatchObject({ mediation: 'conditional' })
    await vi.advanceTimersByTimeAsync(200_000)
    user.prompts[0]!.answer()
    expect(unwrap(await going).user.email).toBe(ada.email)
    await flush()
    expect(names().at(-1)).toBe('SIGNED_IN')
  })

  test.each([
    ['cannot', { autofill: false }],
    ['does not know of it', { autofill: undefined }],
  ])('in a browser that %s: webauthn_unsupported, and nothing is sent', async (_what, options) => {
    const asked = usePlatform(authenticator, options)
    const { error } = await client().signInWithPasskey(conditional)
    expect(error).toMatchObject({ code: 'webauthn_unsupported' })
    expect(asked).toEqual([])
    expect(server.log).toEqual([])
  })

  test('gives way to a prompt', async () => {
    const user = hesitantUser()
    usePlatform(authenticator, { user: (request) => ('mediation' in request ? user.user(request) : undefined) })
    const { auth, names } = await withPasskey()
    const waiting = auth.signInWithPasskey(conditional)
    await flush()
    unwrap(await auth.signInWithPasskey())
    expect(await waiting).toMatchObject({ data: null, error: { code: 'aborted', retryable: false } })
    expect(user.prompts[0]!.ended).toBe(true)
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT', 'SIGNED_IN'])
  })

  test('does not take the place of a prompt, when its challenge comes late', async () => {
    const user = hesitantUser()
    const asked = usePlatform(authenticator, { user: (request) => (party.passkeys.length ? user.user(request) : undefined) })
    const { auth } = await withPasskey()
    asked.length = 0
    let release!: () => void
    const late = new Promise<void>((resolve) => (release = resolve))
    const slow = client({ fetch: async (request) => (await late, server.fetch(request)) })
    const autofill = slow.signInWithPasskey(conditional)
    const prompt = auth.signInWithPasskey()
    await flush()
    release()
    expect(await autofill).toMatchObject({ data: null, error: { code: 'aborted' } })
    expect(asked).toHaveLength(1)
    expect(user.prompts[0]!.ended).toBe(false)
    user.prompts[0]!.answer()
    expect((await prompt).error).toBeNull()
  })

  test('begun anew, as a page that is rendered twice does it', async () => {
    const user = hesitantUser()
    usePlatform(authenticator, { user: (request) => (party.passkeys.length ? user.user(request) : undefined) })
    const { auth } = await withPasskey()
    const unmounted = new AbortController()
    const first = auth.signInWithPasskey({ options: { ...conditional.options, signal: unmounted.signal } })
    unmounted.abort()
    const second = auth.signInWithPasskey(conditional)
    const third = auth.signInWithPasskey(conditional)
    await flush()
    for (const ended of [first, second]) expect((await ended).error).toMatchObject({ code: 'aborted' })
    user.prompts.at(-1)!.answer()
    expect((await third).error).toBeNull()
  })

  test('that was declined leaves the next ceremony alone', async () => {
    const user = hesitantUser()
    usePlatform(authenticator, { user: (request) => (party.passkeys.length ? user.user(request) : undefined) })
    const { auth } = await withPasskey()
    const first = auth.signInWithPasskey(conditional)
    await flush()
    user.prompts[0]!.decline()
    expect((await first).error).toMatchObject({ code: 'webauthn_not_allowed' })
    const second = auth.signInWithPasskey(conditional)
    await flush()
    expect(user.prompts[1]!.ended).toBe(false)
    user.prompts[1]!.answer()
    expect((await second).error).toBeNull()
  })
})

test('setUp() of a page without WebAuthn: everything else works', async () => {
  const { auth } = setUp()
  expect((await auth.signInWithPassword(ada)).error).toBeNull()
  expect(unwrap(await auth.passkey.list())).toEqual([])
})
