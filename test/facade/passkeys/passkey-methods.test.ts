// auth.passkey: the two-step calls and the list, against what a real server has taken and answered; and the two steps with an
// authenticator that is no browser's, against a server that verifies its signatures.
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  memoryStorage,
  unwrap,
  type Assertion,
  type Attestation,
  type AuthClient,
  type AuthError,
} from '../../../src/facade/index.ts'
import {
  answer,
  asked,
  bearerOf,
  errorOf,
  recorded,
  sent,
  session,
  sessionOf,
  setUp,
  signedIn,
  testOptions,
} from '../recorded-server.ts'
import { fakeServer } from '../server.ts'
import { withPasskeys } from './relying-party.ts'
import { createAuthenticator } from './software-authenticator.ts'

type Call = (auth: AuthClient, options?: object) => Promise<{ data: unknown; error: AuthError | null }>

const listed = recorded('GET /passkeys', 'passkeys/list')
const renamed = recorded('PATCH /passkeys/{passkey_id}', 'passkeys/rename')
const deleted = recorded('DELETE /passkeys/{passkey_id}', 'passkeys/ok')
const asksToRegister = recorded('POST /passkeys/registration/options', 'passkeys/ok')
const registered = recorded('POST /passkeys/registration/verify', 'passkeys/ok')
const asksToSignIn = recorded('POST /passkeys/authentication/options', 'passkeys/ok')
const verified = recorded('POST /passkeys/authentication/verify', 'passkeys/ok')

const passkeyId = renamed.request.path.split('/').at(-1)!
const registration = registered.request.body as { challenge_id: string; credential: Attestation }
const authentication = verified.request.body as { challenge_id: string; credential: Assertion }

/** What the user's own passkeys are asked for with, and recorded refusals. */
const own: [name: string, Call, success: ReturnType<typeof recorded>, refusals: ReturnType<typeof recorded>[]][] = [
  ['list', (auth, options) => auth.passkey.list(options), listed, []],
  [
    'update',
    (auth, options) => auth.passkey.update({ passkeyId, friendlyName: 'Laptop' }, options),
    renamed,
    [
      recorded('PATCH /passkeys/{passkey_id}', 'passkeys/empty name'),
      recorded('PATCH /passkeys/{passkey_id}', 'passkeys/off'),
    ],
  ],
  ['delete', (auth, options) => auth.passkey.delete({ passkeyId }, options), deleted, []],
  [
    'startRegistration',
    (auth, options) => auth.passkey.startRegistration(options),
    asksToRegister,
    [
      recorded('POST /passkeys/registration/options', 'signup/anonymous'),
      recorded('POST /passkeys/registration/options', 'factors/aal1'),
    ],
  ],
  [
    'verifyRegistration',
    (auth, options) =>
      auth.passkey.verifyRegistration(
        { challengeId: registration.challenge_id, credential: registration.credential },
        options,
      ),
    registered,
    [
      recorded('POST /passkeys/registration/verify', 'passkeys/wrong origin'),
      recorded('POST /passkeys/registration/verify', 'passkeys/no challenge'),
      recorded('POST /passkeys/registration/verify', 'passkeys/off'),
    ],
  ],
]

describe.each(own)('auth.passkey.%s()', (_name, call, success, refusals) => {
  test('sends what the server takes, with the access token, and resolves to what it answers', async () => {
    const { auth, fetch, told, stored } = await signedIn([answer(success)])
    expect(await call(auth)).toEqual({ data: success.response.body, error: null })
    expect(await sent(fetch.requests[1])).toEqual(asked(success))
    expect(bearerOf(fetch.requests[1])).toBe(session.access_token)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    expect(stored()).toMatchObject(session)
  })

  test('with another access token', async () => {
    const { auth, fetch } = setUp([answer(success)])
    expect(await call(auth, { accessToken: 'a.b.c' })).toEqual({ data: success.response.body, error: null })
    expect(bearerOf(fetch.requests[0])).toBe('a.b.c')
  })

  test('when nobody is signed in sends nothing', async () => {
    const { auth, fetch } = setUp([answer(success)])
    expect(await call(auth)).toMatchObject({ data: null, error: { code: 'session_missing' } })
    expect(fetch.requests).toEqual([])
  })

  test.runIf(refusals.length > 0)('that is refused says why', async () => {
    for (const refusal of refusals) {
      const { auth } = await signedIn([answer(refusal)])
      const { data, error } = await call(auth)
      expect(data).toBeNull()
      expect(error).toMatchObject({ name: 'AuthApiError', ...errorOf(refusal) })
    }
  })

  testOptions(call, answer(success), { signedIn: true })
})

describe('auth.passkey.update()', () => {
  test.each([undefined, null, {}, 'text', { friendlyName: 'Laptop' }])('with %j sends nothing', async (params) => {
    const { auth, fetch } = await signedIn([answer(renamed)])
    expect(await auth.passkey.update(params as never)).toMatchObject({ data: null, error: { code: 'invalid_argument' } })
    expect(await auth.passkey.delete(params as never)).toMatchObject({ data: null, error: { code: 'invalid_argument' } })
    expect(fetch.requests).toHaveLength(1)
  })
})

describe('auth.passkey.startAuthentication()', () => {
  const call: Call = (auth, options) => auth.passkey.startAuthentication({ options: { ...options } })

  test('sends nothing but the question, and nobody’s access token', async () => {
    const { auth, fetch } = await signedIn([answer(asksToSignIn)])
    expect(await auth.passkey.startAuthentication()).toEqual({ data: asksToSignIn.response.body, error: null })
    expect(await sent(fetch.requests[1])).toEqual(asked(asksToSignIn))
    expect(bearerOf(fetch.requests[1])).toBeUndefined()
  })

  test.each([
    ['signup/no captcha', 'captcha'],
    ['versioned/versioned', 'locked'],
  ])('that is refused says why: %s', async (name, profile) => {
    const refusal = recorded('POST /passkeys/authentication/options', name, profile)
    const { auth } = setUp([answer(refusal)])
    const { status, code } = errorOf(refusal)
    expect(await call(auth)).toMatchObject({ data: null, error: { name: 'AuthApiError', status, code } })
  })

  testOptions(call, answer(asksToSignIn), { captcha: true, audience: true })
})

describe('auth.passkey.verifyAuthentication()', () => {
  const call = (auth: AuthClient, options?: object) =>
    auth.passkey.verifyAuthentication(
      { challengeId: authentication.challenge_id, credential: authentication.credential },
      options,
    )

  test('signs in', async () => {
    const { auth, fetch, told, stored } = setUp([answer(verified)])
    const expected = sessionOf(verified)
    expect(await call(auth)).toEqual({ data: { user: expected.user, session: expected }, error: null })
    expect(await sent(fetch.requests[0])).toEqual(asked(verified))
    expect(bearerOf(fetch.requests[0])).toBeUndefined()
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    expect(stored()).toMatchObject(expected)
    expect(unwrap(await auth.getSession()).session).toEqual(expected)
  })

  test('takes the place of who is signed in', async () => {
    const { auth, told } = await signedIn([answer(verified)])
    unwrap(await call(auth))
    expect(unwrap(await auth.getSession()).session).toEqual(sessionOf(verified))
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_IN'])
  })

  test('with persistSession false stores nothing', async () => {
    const { auth, stored } = setUp([answer(verified)])
    unwrap(await call(auth, { persistSession: false }))
    expect(stored()).toBeNull()
  })

  test('that is refused signs nobody in', async () => {
    const refusal = recorded('POST /passkeys/authentication/verify', 'passkeys/off')
    const { auth, told } = setUp([answer(refusal)])
    expect(await call(auth)).toMatchObject({ data: null, error: { name: 'AuthApiError', ...errorOf(refusal) } })
    expect(await told()).toEqual(['INITIAL_SESSION'])
  })

  test('with an answer that is no session', async () => {
    const { auth } = setUp([answer(listed)])
    expect(await call(auth)).toMatchObject({ data: null, error: { code: 'unexpected_response' } })
  })

  test.each([undefined, null])('with %j sends nothing', async (params) => {
    const { auth, fetch } = await signedIn([answer(verified)])
    for (const name of ['verifyAuthentication', 'verifyRegistration'] as const) {
      expect(await auth.passkey[name](params as never)).toMatchObject({ data: null, error: { code: 'invalid_argument' } })
    }
    expect(fetch.requests).toHaveLength(1)
  })

  testOptions(call, answer(verified), { audience: true })
})

describe('the two steps, with an authenticator of one’s own', () => {
  const origin = 'http://localhost:3000'
  let server: ReturnType<typeof fakeServer>
  beforeEach(() => {
    vi.useRealTimers()
    server = fakeServer()
  })

  /** Somebody who has a passkey. */
  async function withPasskey() {
    const party = withPasskeys(server, origin)
    const authenticator = createAuthenticator(origin)
    const { auth } = setUp([(request) => server.fetch(request)], { storage: memoryStorage() })
    unwrap(await auth.signInWithPassword({ email: 'ada@example.com', password: 'correct horse' }))
    const { challenge_id: challengeId, options } = unwrap(await auth.passkey.startRegistration())
    const credential = authenticator.create(options)
    const passkey = unwrap(await auth.passkey.verifyRegistration({ challengeId, credential }))
    return { auth, party, authenticator, passkey }
  }
  async function ask(auth: AuthClient) {
    const { challenge_id: challengeId, options } = unwrap(await auth.passkey.startAuthentication())
    return { challengeId, options }
  }

  test('register, sign in twice, rename, delete', async () => {
    const { auth, authenticator, passkey } = await withPasskey()
    await auth.signOut()
    for (const counter of [1, 2]) {
      const { challengeId, options } = await ask(auth)
      const { user } = unwrap(
        await auth.passkey.verifyAuthentication({ challengeId, credential: authenticator.get(options) }),
      )
      expect(user.email).toBe('ada@example.com')
      expect(authenticator.keys[0]!.counter).toBe(counter)
    }
    const named = unwrap(await auth.passkey.update({ passkeyId: passkey.id, friendlyName: 'Laptop' }))
    expect(named).toMatchObject({ id: passkey.id, friendly_name: 'Laptop', last_used_at: expect.any(String) })
    expect(unwrap(await auth.passkey.list())).toEqual([named])
    expect(unwrap(await auth.passkey.delete({ passkeyId: passkey.id }))).toBeNull()
    expect(unwrap(await auth.passkey.list())).toEqual([])
    expect((await auth.passkey.delete({ passkeyId: passkey.id })).error).toMatchObject({
      code: 'validation_failed',
      status: 404,
    })
  })

  // The tests prove nothing if the server would take whatever it gets.
  const other = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
  test.each<[string, (credential: Assertion) => object]>([
    ['signature', ({ response }) => ({ response: { ...response, signature: flipped(response.signature) } })],
    ['authenticator data', ({ response }) => ({ response: { ...response, authenticatorData: `${other}BAAAACQ` } })],
    ['client data', ({ response }) => ({ response: { ...response, clientDataJSON: respelled(response.clientDataJSON) } })],
    ['user', ({ response }) => ({ response: { ...response, userHandle: other } })],
    ['missing user', ({ response: { userHandle: _user, ...response } }) => ({ response })],
    ['key', () => ({ id: other, rawId: other })],
    ['type', () => ({ type: 'password' })],
  ])('a proof with a wrong or %s is refused', async (_what, change) => {
    const { auth, authenticator } = await withPasskey()
    await auth.signOut()
    const { challengeId, options } = await ask(auth)
    const proof = authenticator.get(options)
    const credential = { ...proof, ...change(proof) }
    expect(await auth.passkey.verifyAuthentication({ challengeId, credential })).toMatchObject({
      data: null,
      error: { code: 'webauthn_verification_failed', status: 400 },
    })
    expect(unwrap(await auth.getSession()).session).toBeNull()
  })

  test('a proof of a copied key, whose counter stands still, is refused', async () => {
    const { auth, authenticator, party } = await withPasskey()
    party.passkeys[0]!.counter = 7
    const { challengeId, options } = await ask(auth)
    const { error } = await auth.passkey.verifyAuthentication({ challengeId, credential: authenticator.get(options) })
    expect(error).toMatchObject({ code: 'webauthn_verification_failed' })
  })
})

/** The same text with one bit of its last but one byte changed. */
function flipped(text: string): string {
  const bytes = Buffer.from(text, 'base64url')
  bytes[bytes.length - 2]! ^= 1
  return bytes.toString('base64url')
}
/** JSON of the same meaning. */
function respelled(text: string): string {
  return Buffer.from(`${Buffer.from(text, 'base64url')} `).toString('base64url')
}
