import { beforeEach, describe, expect, test } from 'vitest'
import { createClient, unwrap } from '../../../src/facade/index.ts'
import type { ConfigInput, TestServer, TestUser } from '../../../src/testing/index.ts'
import { createAuthenticator, type SoftwareAuthenticator } from '../../facade/passkeys/software-authenticator.ts'
import { callerOf, claimsOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
let user: TestUser
let token: string
let device: SoftwareAuthenticator

async function begin(config: ConfigInput = {}): Promise<void> {
  server = checkedServer({ config, now: '2026-01-01T00:00:00Z' })
  call = callerOf(server)
  user = server.users.create({ email: 'ada@example.com' })
  token = (await server.users.signIn(user)).access_token
  device = createAuthenticator('http://localhost:3000')
}
beforeEach(() => begin())

const registrationOptions = (as = token) => call('POST /passkeys/registration/options', { token: as })
const verifyRegistration = (json: unknown, as = token) => call('POST /passkeys/registration/verify', { token: as, json })
const authenticationOptions = () => call('POST /passkeys/authentication/options')
const verifyAuthentication = (json: unknown) => call('POST /passkeys/authentication/verify', { json })

async function register(as = token) {
  const { body } = await registrationOptions(as)
  return verifyRegistration({ challenge_id: body.challenge_id, credential: device.create(body.options) }, as)
}
async function signIn(change: (signed: ReturnType<SoftwareAuthenticator['get']>) => unknown = (signed) => signed) {
  const { body } = await authenticationOptions()
  return verifyAuthentication({ challenge_id: body.challenge_id, credential: change(device.get(body.options)) })
}

const failed = (message: string) => refusal(400, 'webauthn_verification_failed', message)
const unknownChallenge = refusal(400, 'webauthn_challenge_not_found', 'Challenge not found or already used')

describe('POST /passkeys/registration/options', () => {
  test('says what a credential is to be like', async () => {
    server.users.update(user, { user_metadata: { name: 'Ada' } })
    const { status, body } = await registrationOptions()
    expect(status).toBe(200)
    expect(body).toMatchObject({
      challenge_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      expires_at: 1767225600 + 300,
      options: {
        rp: { id: 'localhost', name: 'Test' },
        user: { id: Buffer.from(user.id).toString('base64url'), name: 'ada@example.com', displayName: 'Ada' },
        challenge: expect.stringMatching(/^[\w-]{43}$/),
        authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
        attestation: 'none',
        timeout: 300000,
      },
    })
    expect(body.options).not.toHaveProperty('excludeCredentials')
  })

  test('names the credentials that are there', async () => {
    await register()
    const { options } = (await registrationOptions()).body
    expect(options.excludeCredentials).toEqual([{ type: 'public-key', id: device.keys[0]!.id.toString('base64url') }])
  })

  test('by anonymous users, and with a second factor that was not shown', async () => {
    const anonymous = (await call('POST /signup', { json: {} })).body
    await expectRefusal(
      server,
      () => registrationOptions(anonymous.access_token),
      refusal(403, 'no_authorization', 'Anonymous user not allowed to perform these actions'),
    )
    const { id } = (await call('POST /factors', { token, json: { factor_type: 'phone', phone: '+15551234567' } })).body
    const challenge = (await call(`POST /factors/${id}/challenge`, { token, json: {} })).body
    const json = { challenge_id: challenge.id, code: server.inbox.last().code }
    const high = (await call(`POST /factors/${id}/verify`, { token, json })).body.access_token
    const made = (await register(high)).body
    const low = (await server.users.signIn(user)).access_token
    const wanted = refusal(403, 'insufficient_aal', 'AAL2 session is required to manage passkeys when MFA is enabled')
    await expectRefusal(server, () => registrationOptions(low), wanted)
    await expectRefusal(server, () => verifyRegistration({}, low), wanted)
    await expectRefusal(server, () => call(`DELETE /passkeys/${made.id}`, { token: low }), wanted)
    // To read and to rename them that level will do.
    expect((await call('GET /passkeys', { token: low })).body).toHaveLength(1)
    const renamed = await call(`PATCH /passkeys/${made.id}`, { token: low, json: { friendly_name: 'x' } })
    expect(renamed.status).toBe(200)
  })
})

describe('POST /passkeys/registration/verify', () => {
  test('makes a passkey', async () => {
    const { status, body } = await register()
    expect(status).toBe(200)
    const passkey = {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      friendly_name: 'Passkey',
      created_at: '2026-01-01T00:00:00.000Z',
    }
    expect(body).toEqual(passkey)
    expect((await call('GET /passkeys', { token })).body).toEqual([passkey])
  })

  test('takes a challenge once, whatever comes of it', async () => {
    const { challenge_id, options } = (await registrationOptions()).body
    expect(await verifyRegistration({ challenge_id, credential: {} })).toMatchObject(failed('Invalid credential response'))
    const credential = device.create(options)
    await expectRefusal(server, () => verifyRegistration({ challenge_id, credential }), unknownChallenge)
  })

  test('of a challenge that is over', async () => {
    await begin({ GOTRUE_WEBAUTHN_CHALLENGE_EXPIRY_DURATION: '1m' })
    const { challenge_id, options, expires_at } = (await registrationOptions()).body
    expect(expires_at).toBe(1767225660)
    server.clock.advance('60.001s')
    const credential = device.create(options)
    expect(await verifyRegistration({ challenge_id, credential })).toMatchObject(
      refusal(400, 'webauthn_challenge_expired', 'Challenge has expired'),
    )
    await expectRefusal(server, () => verifyRegistration({ challenge_id, credential }), unknownChallenge)
  })

  test("of somebody else's challenge, and of one to sign in with", async () => {
    const other = await server.users.signIn(server.users.create())
    const { challenge_id, options } = (await registrationOptions()).body
    const credential = device.create(options)
    await expectRefusal(server, () => verifyRegistration({ challenge_id, credential }, other.access_token), unknownChallenge)
    const authentication = (await authenticationOptions()).body.challenge_id
    await expectRefusal(server, () => verifyRegistration({ challenge_id: authentication, credential }), unknownChallenge)
    expect((await verifyRegistration({ challenge_id, credential })).status).toBe(200)
  })

  test('from another page, and for another challenge', async () => {
    device.origin = 'http://localhost:3001'
    expect(await register()).toMatchObject(failed('Credential verification failed'))
    device.origin = 'http://localhost:3000'
    const { challenge_id, options } = (await registrationOptions()).body
    const credential = device.create({ ...options, challenge: 'x'.repeat(43) })
    expect(await verifyRegistration({ challenge_id, credential })).toMatchObject(failed('Credential verification failed'))
    expect((await call('GET /passkeys', { token })).body).toEqual([])
  })

  test('of a credential that is there, in the words of the database', async () => {
    const first = (await registrationOptions()).body
    const made = device.create(first.options)
    await verifyRegistration({ challenge_id: first.challenge_id, credential: made })
    const { challenge_id, options } = (await registrationOptions()).body
    const data = { type: 'webauthn.create', challenge: options.challenge, origin: device.origin, crossOrigin: false }
    const clientDataJSON = Buffer.from(JSON.stringify(data)).toString('base64url')
    const credential = { ...made, response: { ...made.response, clientDataJSON } }
    expect(await verifyRegistration({ challenge_id, credential })).toMatchObject({
      status: 500,
      body: {
        code: '23505',
        message: 'duplicate key value violates unique constraint "webauthn_credentials_credential_id_key"',
        detail: `Key (credential_id)=(\\x${device.keys[0]!.id.toString('hex')}) already exists.`,
      },
    })
    expect((await call('GET /passkeys', { token })).body).toHaveLength(1)
  })

  test('beyond the quota, before and after the device was asked', async () => {
    await begin({ GOTRUE_PASSKEY_MAX_PASSKEYS_PER_USER: 1 })
    const wanted = refusal(422, 'too_many_passkeys', 'Maximum number of passkeys reached')
    const early = (await registrationOptions()).body
    await register()
    await expectRefusal(server, () => registrationOptions(), wanted)
    const json = { challenge_id: early.challenge_id, credential: device.create(early.options) }
    expect(await verifyRegistration(json)).toMatchObject(wanted)
    await expectRefusal(server, () => verifyRegistration(json), unknownChallenge)
  })
})

describe('POST /passkeys/authentication/options', () => {
  test('asks whoever is there', async () => {
    expect(await authenticationOptions()).toMatchObject({
      status: 200,
      body: {
        challenge_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        expires_at: 1767225900,
        options: { rpId: 'localhost', userVerification: 'preferred', challenge: expect.stringMatching(/^[\w-]{43}$/) },
      },
    })
  })

  test('asks for a CAPTCHA', async () => {
    await begin({ GOTRUE_SECURITY_CAPTCHA_ENABLED: true })
    await expectRefusal(
      server,
      () => call('POST /passkeys/authentication/options', { json: {} }),
      refusal(400, 'captcha_failed', 'captcha protection: request disallowed (no captcha_token found)'),
    )
    const json = { gotrue_meta_security: { captcha_token: 'right' } }
    expect((await call('POST /passkeys/authentication/options', { json })).status).toBe(200)
  })

  test('beyond the limit', async () => {
    await begin({ GOTRUE_RATE_LIMIT_HEADER: 'x-client' })
    const headers = { 'x-client': 'a' }
    for (let count = 0; count < 30; count++) await call('POST /passkeys/authentication/options', { headers })
    expect(await call('POST /passkeys/authentication/options', { headers })).toMatchObject({ status: 429 })
  })
})

describe('POST /passkeys/authentication/verify', () => {
  beforeEach(async () => void (await register()))

  test('signs in', async () => {
    server.clock.advance('1m')
    const { status, body } = await signIn()
    expect(status).toBe(200)
    expect(body.user.id).toBe(user.id)
    expect(claimsOf(body.access_token)).toMatchObject({ aal: 'aal1', amr: [{ method: 'passkey' }] })
    expect((await call('GET /passkeys', { token })).body).toMatchObject([{ last_used_at: '2026-01-01T00:01:00.000Z' }])
  })

  test('takes a challenge once', async () => {
    const { challenge_id, options } = (await authenticationOptions()).body
    const credential = device.get(options)
    expect((await verifyAuthentication({ challenge_id, credential })).status).toBe(200)
    await expectRefusal(server, () => verifyAuthentication({ challenge_id, credential }), unknownChallenge)
  })

  test('of a challenge that is over', async () => {
    const { challenge_id, options } = (await authenticationOptions()).body
    server.clock.advance('5m')
    server.clock.advance(1)
    expect(await verifyAuthentication({ challenge_id, credential: device.get(options) })).toMatchObject(
      refusal(400, 'webauthn_challenge_expired', 'Challenge has expired'),
    )
  })

  test('counts signatures, and lets a counter in that lags behind, as the server does', async () => {
    const countOf = () => (server.exportState().tables.passkeys as unknown as { sign_count: number }[])[0]!.sign_count
    await signIn()
    await signIn()
    expect(countOf()).toBe(2)
    device.keys[0]!.counter = 0
    expect((await signIn()).status).toBe(200)
    expect(countOf()).toBe(2)
    device.keys[0]!.counter = 6
    await signIn()
    expect(countOf()).toBe(7)
  })

  test('of a signature that is not good', async () => {
    const wanted = failed('Credential verification failed')
    expect(await signIn((signed) => ({ ...signed, response: { ...signed.response, signature: 'AAAA' } }))).toMatchObject(
      wanted,
    )
    device.origin = 'http://localhost:3001'
    expect(await signIn()).toMatchObject(wanted)
  })

  test('of a credential that nobody has', async () => {
    const wanted = failed('Credential verification failed')
    expect(await signIn((signed) => ({ ...signed, id: 'AAAA', rawId: 'AAAA' }))).toMatchObject(wanted)
    const stranger = Buffer.from('00000000-0000-4000-8000-000000000000').toString('base64url')
    expect(await signIn((signed) => ({ ...signed, response: { ...signed.response, userHandle: stranger } }))).toMatchObject(
      wanted,
    )
    expect(await signIn(() => ({}))).toMatchObject(failed('Invalid credential response'))
    expect(await signIn(() => null)).toMatchObject(failed('Invalid credential response'))
    const { id } = (await call('GET /passkeys', { token })).body[0]
    expect((await call(`DELETE /passkeys/${id}`, { token })).status).toBe(204)
    expect(await signIn()).toMatchObject(wanted)
  })

  test.each([
    [{ banned_until: '2030-01-01' }, 'user_banned', 'User is banned'],
    [{ confirmed: false }, 'email_not_confirmed', 'Email not confirmed'],
  ])('of a user with %j', async (changes, code, message) => {
    server.users.update(user, changes)
    expect(await signIn()).toMatchObject(refusal(403, code, message))
  })

  test('of a user whose number is not confirmed', async () => {
    server.users.update(user, { email: null, phone: '+15551234567', confirmed: false })
    expect(await signIn()).toMatchObject(refusal(403, 'phone_not_confirmed', 'Phone not confirmed'))
  })
})

describe.each([
  ['registration', 'PasskeyRegistrationVerifyParams'],
  ['authentication', 'PasskeyAuthenticationVerifyParams'],
])('POST /passkeys/%s/verify', (ceremony, name) => {
  const json = 'Could not parse request body as JSON: '
  test.each([
    ['', 'bad_json', `${json}unexpected end of JSON input`],
    ['[]', 'bad_json', `${json}json: cannot unmarshal array into Go value of type api.${name}`],
    [
      { challenge_id: 5 },
      'bad_json',
      `${json}json: cannot unmarshal number into Go struct field ${name}.challenge_id of type string`,
    ],
    ['null', 'validation_failed', 'challenge_id is required'],
    [{}, 'validation_failed', 'challenge_id is required'],
    [{ challenge_id: 'x' }, 'validation_failed', 'credential is required'],
    [{ challenge_id: 'x', credential: {} }, 'validation_failed', 'challenge_id must be a valid UUID'],
    [
      { challenge_id: '00000000-0000-4000-8000-000000000000', credential: 5 },
      'webauthn_challenge_not_found',
      'Challenge not found or already used',
    ],
  ])('of %j', async (body, code, message) => {
    await expectRefusal(
      server,
      () => call(`POST /passkeys/${ceremony}/verify`, { token, json: body }),
      refusal(400, code, message),
    )
  })

  test('of too much', async () => {
    const body = { challenge_id: 'x'.repeat(2 ** 20) }
    await expectRefusal(
      server,
      () => call(`POST /passkeys/${ceremony}/verify`, { token, json: body }),
      refusal(400, 'bad_json', 'Could not read request body'),
    )
  })
})

describe('GET, PATCH, DELETE /passkeys', () => {
  test('lists, renames and deletes', async () => {
    const first = (await register()).body
    server.clock.advance('1s')
    device = createAuthenticator('http://localhost:3000')
    const second = (await register()).body
    const renamed = await call(`PATCH /passkeys/${second.id}`, { token, json: { friendly_name: 'ä'.repeat(60) } })
    expect(renamed).toMatchObject({ status: 200, body: { ...second, friendly_name: 'ä'.repeat(60) } })
    expect((await call('GET /passkeys', { token })).body.map(({ id }: { id: string }) => id)).toEqual([first.id, second.id])
    expect(await call(`DELETE /passkeys/${first.id}`, { token })).toMatchObject({ status: 204, body: undefined })
    expect((await call('GET /passkeys', { token })).body).toEqual([renamed.body])
  })

  test.each([
    [{}, 'validation_failed', 'friendly_name is required'],
    [{ friendly_name: 'ä'.repeat(61) }, 'validation_failed', 'friendly_name must be 120 characters or less'],
    [
      { friendly_name: 5 },
      'bad_json',
      'Could not parse request body as JSON: json: cannot unmarshal number into Go struct field PasskeyUpdateParams.friendly_name of type string',
    ],
  ])('PATCH with %.40j', async (json, code, message) => {
    const { id } = (await register()).body
    await expectRefusal(server, () => call(`PATCH /passkeys/${id}`, { token, json }), refusal(400, code, message))
  })

  test("of somebody else's, of none", async () => {
    const { id } = (await register()).body
    const other = (await server.users.signIn(server.users.create())).access_token
    const wanted = refusal(404, 'validation_failed', 'Passkey not found')
    const json = { friendly_name: 'x' }
    for (const [as, one] of [
      [other, id],
      [token, '00000000-0000-4000-8000-000000000000'],
      [token, 'x'],
    ]) {
      await expectRefusal(server, () => call(`PATCH /passkeys/${one}`, { token: as, json }), wanted)
      await expectRefusal(server, () => call(`DELETE /passkeys/${one}`, { token: as }), wanted)
    }
    expect((await call('GET /passkeys', { token: other })).body).toEqual([])
  })
})

test('the passkey methods of the SDK', async () => {
  const auth = createClient({ url: server.url, fetch: server.fetch })
  await auth.signInWithPassword({ email: 'ada@example.com', password: 'correct-horse-battery' }).then(unwrap)
  const creation = await auth.passkey.startRegistration().then(unwrap)
  const made = device.create(creation.options)
  const passkey = await auth.passkey
    .verifyRegistration({ challengeId: creation.challenge_id, credential: made })
    .then(unwrap)
  await auth.signOut()
  const request = await auth.passkey.startAuthentication().then(unwrap)
  const credential = device.get(request.options)
  const signedIn = await auth.passkey.verifyAuthentication({ challengeId: request.challenge_id, credential }).then(unwrap)
  expect(signedIn.user.id).toBe(user.id)
  expect(await auth.passkey.list().then(unwrap)).toMatchObject([{ id: passkey.id, last_used_at: expect.any(String) }])
})

test.each([
  'POST /passkeys/authentication/options',
  'POST /passkeys/authentication/verify',
  'POST /passkeys/registration/options',
  'POST /passkeys/registration/verify',
  'GET /passkeys',
  'PATCH /passkeys/x',
  'DELETE /passkeys/x',
])('%s when passkeys are off', async (route) => {
  await begin({ GOTRUE_PASSKEY_ENABLED: false })
  await expectRefusal(server, () => call(route), refusal(404, 'passkey_disabled', 'Passkeys are disabled'))
})

test.each(['POST /passkeys/registration/options', 'GET /passkeys', 'PATCH /passkeys/x', 'DELETE /passkeys/x'])(
  '%s by nobody',
  async (route) => {
    await expectRefusal(
      server,
      () => call(route),
      refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token'),
    )
  },
)
