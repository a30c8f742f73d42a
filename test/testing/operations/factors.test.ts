import { beforeEach, describe, expect, test } from 'vitest'
import { createClient, unwrap } from '../../../src/facade/index.ts'
import type { ConfigInput, TestServer, TestUser } from '../../../src/testing/index.ts'
import { totp } from '../../../src/testing/crypto/totp.ts'
import { createAuthenticator } from '../../facade/passkeys/software-authenticator.ts'
import { callerOf, claimsOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
let user: TestUser
let token: string
let refreshToken: string

async function begin(config: ConfigInput = {}): Promise<void> {
  server = checkedServer({ config, now: '2026-01-01T00:00:00Z' })
  call = callerOf(server)
  user = server.users.create({ email: 'ada@example.com' })
  const session = await server.users.signIn(user)
  token = session.access_token
  refreshToken = session.refresh_token
}
beforeEach(() => begin())

const phone = '+15551234567'
const enroll = async (json: object, as = token) => (await call('POST /factors', { token: as, json })).body
const enrollTotp = (friendly_name = 'App') => enroll({ factor_type: 'totp', friendly_name })
const enrollPhone = (friendly_name = 'Phone') => enroll({ factor_type: 'phone', phone, friendly_name })
const challenge = async ({ id }: { id: string }, as = token) =>
  (await call(`POST /factors/${id}/challenge`, { token: as, json: {} })).body
const verify = ({ id }: { id: string }, json: object, more: object = {}) =>
  call(`POST /factors/${id}/verify`, { token, json, ...more })
const codeOf = ({ totp: { secret } }: { totp: { secret: string } }, seconds = 0) =>
  totp(secret, server.clock.now() / 1_000 + seconds)

/** Enrolls and verifies an app, and goes on with the session that it makes. */
async function enrolled(friendly_name = 'App') {
  const factor = await enrollTotp(friendly_name)
  const { id } = await challenge(factor)
  const { body } = await verify(factor, { challenge_id: id, code: await codeOf(factor) })
  token = body.access_token
  refreshToken = body.refresh_token
  return { factor, session: body }
}
const factorsOf = async (as = token) => (await call('GET /user', { token: as })).body.factors ?? []

describe('POST /factors', () => {
  test('enrolls an app', async () => {
    const { status, body } = await call('POST /factors', {
      token,
      json: { factor_type: 'totp', friendly_name: 'App', issuer: 'Notes: ä&' },
    })
    expect(status).toBe(200)
    const { secret } = body.totp
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      type: 'totp',
      friendly_name: 'App',
      totp: {
        secret,
        uri: `otpauth://totp/Notes:%20%C3%A4&:ada@example.com?algorithm=SHA1&digits=6&issuer=Notes:%20%C3%A4&&period=30&secret=${secret}`,
        qr_code: expect.stringMatching(/^<\?xml[^]*<\/svg>/),
      },
    })
    expect(await factorsOf()).toMatchObject([{ id: body.id, status: 'unverified', last_challenged_at: null, phone: '' }])
  })

  test('names the site where no issuer is given', async () => {
    expect((await enroll({ factor_type: 'totp' })).totp.uri).toMatch(/^otpauth:\/\/totp\/localhost:3000:ada@example\.com\?/)
  })

  test('enrolls a phone, once for each number until it is verified', async () => {
    const first = await enrollPhone()
    expect(first).toEqual({ id: first.id, type: 'phone', friendly_name: 'Phone', phone })
    const again = await enrollPhone()
    expect(again.id).not.toBe(first.id)
    expect(await factorsOf()).toMatchObject([{ id: again.id, phone: '15551234567' }])
    const { id } = await challenge(again)
    const { body } = await verify(again, { challenge_id: id, code: server.inbox.last(phone).code })
    await expectRefusal(
      server,
      () => call('POST /factors', { token: body.access_token, json: { factor_type: 'phone', phone, friendly_name: 'x' } }),
      refusal(
        422,
        'mfa_verified_factor_exists',
        'A verified phone factor already exists, unenroll the existing factor to continue',
      ),
    )
  })

  test('enrolls an authenticator', async () => {
    const factor = await enroll({ factor_type: 'webauthn', friendly_name: 'Key' })
    expect(factor).toEqual({ id: factor.id, type: 'webauthn', friendly_name: 'Key' })
  })

  const kinds = 'factor_type needs to be totp, phone, or webauthn'
  const phoneless = 'Phone number required to enroll Phone factor'
  const badPhone = 'Invalid phone number format (E.164 required)'
  test.each([
    [{}, 'validation_failed', kinds],
    [{ factor_type: 'sms' }, 'validation_failed', kinds],
    [{ factor_type: 'phone' }, 'validation_failed', phoneless],
    [{ factor_type: 'phone', phone: 'x' }, 'validation_failed', badPhone],
    ['', 'bad_json', 'Could not parse request body as JSON: unexpected end of JSON input'],
    [
      { factor_type: 1 },
      'bad_json',
      'Could not parse request body as JSON: json: cannot unmarshal number into Go struct field EnrollFactorParams.factor_type of type string',
    ],
  ])('refuses %j', async (json, code, message) => {
    await expectRefusal(server, () => call('POST /factors', { token, json }), refusal(400, code, message))
  })

  test('in the newer error bodies', async () => {
    const headers = { 'x-supabase-api-version': '2024-01-01' }
    const { status, body } = await call('POST /factors', { token, json: {}, headers })
    expect({ status, body }).toEqual({ status: 400, body: { code: 'validation_failed', message: kinds } })
  })

  test('with the name of another factor', async () => {
    await enrollTotp('App')
    await expectRefusal(
      server,
      () => call('POST /factors', { token, json: { factor_type: 'webauthn', friendly_name: 'App' } }),
      refusal(422, 'mfa_factor_name_conflict', 'A factor with the friendly name "App" for this user already exists'),
    )
  })

  test.each([{ GOTRUE_MFA_MAX_ENROLLED_FACTORS: 2 }, { GOTRUE_MFA_MAX_VERIFIED_FACTORS: 1 }])(
    'with the quota of %j',
    async (config) => {
      await begin(config)
      await enrolled('first')
      if ('GOTRUE_MFA_MAX_ENROLLED_FACTORS' in config) await enrollTotp('second')
      await expectRefusal(
        server,
        () => call('POST /factors', { token, json: { factor_type: 'totp', friendly_name: 'more' } }),
        refusal(422, 'too_many_enrolled_mfa_factors', 'Maximum number of verified factors reached, unenroll to continue'),
      )
    },
  )

  test('deletes factors that nobody has verified in time, even when it refuses', async () => {
    await begin({ GOTRUE_MFA_FACTOR_EXPIRY_DURATION: '5m' })
    await enrollTotp('old')
    server.clock.advance('5m')
    await enrollTotp('new')
    server.clock.advance(1)
    expect((await call('POST /factors', { token, json: { factor_type: 'totp', friendly_name: 'new' } })).status).toBe(422)
    expect(await factorsOf()).toMatchObject([{ friendly_name: 'new' }])
  })

  test.each([
    ['totp', 'TOTP'],
    ['phone', 'Phone'],
    ['webauthn', 'WebAuthn'],
  ])('of %s when it is off', async (factor_type, name) => {
    const word = factor_type === 'webauthn' ? 'WEB_AUTHN' : factor_type.toUpperCase()
    await begin({ [`GOTRUE_MFA_${word}_ENROLL_ENABLED`]: false })
    await expectRefusal(
      server,
      () => call('POST /factors', { token, json: { factor_type, phone } }),
      refusal(422, `mfa_${factor_type}_enroll_not_enabled`, `MFA enroll is disabled for ${name}`),
    )
  })

  test('by anonymous users, by nobody, and without a session', async () => {
    const anonymous = (await call('POST /signup', { json: {} })).body
    const json = { factor_type: 'totp' }
    await expectRefusal(
      server,
      () => call('POST /factors', { token: anonymous.access_token, json }),
      refusal(403, 'no_authorization', 'Anonymous user not allowed to perform these actions'),
    )
    await expectRefusal(server, () => call('POST /factors', { json }), refusal(401, 'no_authorization', expect.any(String)))
    const sessionless = await server.createToken({ sub: user.id })
    await expectRefusal(
      server,
      () => call('POST /factors', { token: sessionless, json }),
      refusal(500, 'unexpected_failure', 'A valid session and a registered user are required to enroll a factor'),
    )
  })

  test('of a user without an address for an app', async () => {
    const { access_token } = await server.users.signIn(server.users.create({ phone: '+15550001111' }))
    await expectRefusal(
      server,
      () => call('POST /factors', { token: access_token, json: { factor_type: 'totp' } }),
      refusal(500, 'unexpected_failure', 'Error generating QR Code'),
    )
  })
})

describe('POST /factors/{factor_id}/challenge', () => {
  test('of an app', async () => {
    const factor = await enrollTotp()
    expect(await challenge(factor)).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      type: 'totp',
      expires_at: 1767225600 + 300,
    })
    expect(await factorsOf()).toMatchObject([{ last_challenged_at: '2026-01-01T00:00:00.000Z' }])
  })

  test('of a phone sends a code', async () => {
    await begin({ GOTRUE_MFA_PHONE_OTP_LENGTH: 8 })
    const factor = await enrollPhone()
    const { body } = await call(`POST /factors/${factor.id}/challenge`, { token, json: { channel: 'whatsapp' } })
    expect(body).toMatchObject({ type: 'phone', expires_at: 1767225900 })
    expect(server.inbox.all()).toMatchObject([
      { to: '15551234567', type: 'mfa', channel: 'whatsapp', code: expect.stringMatching(/^\d{8}$/) },
    ])
  })

  test('of a phone, too soon', async () => {
    await begin({ GOTRUE_MFA_PHONE_MAX_FREQUENCY: '1m' })
    const factor = await enrollPhone()
    await challenge(factor)
    server.clock.advance('20s')
    await expectRefusal(
      server,
      () => call(`POST /factors/${factor.id}/challenge`, { token, json: {} }),
      refusal(429, 'over_sms_send_rate_limit', 'For security purposes, you can only request this after 40 seconds.'),
    )
    server.clock.advance('40.001s')
    expect(await challenge(factor)).toMatchObject({ type: 'phone' })
    expect(server.inbox.all()).toHaveLength(2)
  })

  test('of an authenticator asks for a new credential, then for that one', async () => {
    const factor = await enroll({ factor_type: 'webauthn' })
    const { webauthn } = await challenge(factor)
    expect(webauthn).toMatchObject({
      type: 'create',
      credential_options: {
        publicKey: {
          rp: { id: 'localhost', name: 'Test' },
          user: { name: 'ada@example.com', id: Buffer.from(user.id).toString('base64url') },
          challenge: expect.stringMatching(/^[\w-]{43}$/),
          timeout: 300000,
        },
      },
    })
    expect(webauthn.credential_options.publicKey.pubKeyCredParams).toContainEqual({ type: 'public-key', alg: -7 })
  })

  test.each(['x', '00000000-0000-4000-8000-000000000000'])('of the factor %s', async (id) => {
    const wanted =
      id === 'x'
        ? refusal(404, 'validation_failed', 'factor_id must be an UUID')
        : refusal(404, 'mfa_factor_not_found', 'Factor not found')
    for (const route of [`POST /factors/${id}/challenge`, `POST /factors/${id}/verify`]) {
      await expectRefusal(server, () => call(route, { token, json: {} }), wanted)
    }
    await expectRefusal(server, () => call(`DELETE /factors/${id}`, { token }), wanted)
  })

  test("of somebody else's factor", async () => {
    const factor = await enrollTotp()
    const other = await server.users.signIn(server.users.create())
    await expectRefusal(
      server,
      () => call(`POST /factors/${factor.id}/challenge`, { token: other.access_token }),
      refusal(404, 'mfa_factor_not_found', 'Factor not found'),
    )
  })

  test('needs no body for an app, and JSON for the others', async () => {
    const app = await enrollTotp()
    expect((await call(`POST /factors/${app.id}/challenge`, { token })).status).toBe(200)
    for (const factor of [await enrollPhone(), await enroll({ factor_type: 'webauthn', friendly_name: 'Key' })]) {
      await expectRefusal(
        server,
        () => call(`POST /factors/${factor.id}/challenge`, { token }),
        refusal(400, 'bad_json', 'Could not parse request body as JSON: unexpected end of JSON input'),
      )
    }
  })

  test('beyond the limit, which is not that of verifying', async () => {
    await begin({ GOTRUE_RATE_LIMIT_HEADER: 'x-client' })
    const factor = await enrollTotp()
    const headers = { 'x-client': 'a' }
    const ask = (what: string) => call(`POST /factors/${factor.id}/${what}`, { token, json: {}, headers })
    for (let count = 0; count < 30; count++) expect((await ask('challenge')).status).toBe(200)
    expect(await ask('challenge')).toMatchObject(refusal(429, 'over_request_rate_limit', 'Request rate limit reached'))
    expect((await ask('verify')).status).toBe(400)
  })
})

describe('POST /factors/{factor_id}/verify', () => {
  test('makes the session surer: the same one, with new tokens', async () => {
    const first = { token, refreshToken, session: claimsOf(token).session_id }
    const { session } = await enrolled()
    expect(claimsOf(session.access_token)).toMatchObject({
      session_id: first.session,
      aal: 'aal2',
      amr: [{ method: 'totp' }, { method: 'password' }],
    })
    expect(session.user.factors).toMatchObject([{ status: 'verified' }])
    expect((await call('GET /user', { token: first.token })).status).toBe(200)
    server.clock.advance('1m')
    expect(
      await call('POST /token?grant_type=refresh_token', { json: { refresh_token: session.refresh_token } }),
    ).toMatchObject({ status: 200 })
    server.clock.advance('1m')
    expect(
      await call('POST /token?grant_type=refresh_token', { json: { refresh_token: first.refreshToken } }),
    ).toMatchObject(refusal(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used'))
  })

  test('with refresh tokens of version 2', async () => {
    await begin({ GOTRUE_SECURITY_REFRESH_TOKEN_ALGORITHM_VERSION: 2 })
    const before = refreshToken
    const { session } = await enrolled()
    expect(session.refresh_token).not.toBe(before)
    const refresh = (refresh_token: string) => call('POST /token?grant_type=refresh_token', { json: { refresh_token } })
    server.clock.advance('1m')
    const next = await refresh(session.refresh_token)
    expect(claimsOf(next.body.access_token)).toMatchObject({ aal: 'aal2' })
  })

  test('ends the other sessions that are less sure, and deletes what was not verified', async () => {
    const other = await server.users.signIn(user)
    const sure = await server.users.signIn(user, { aal: 'aal2' })
    await enrollTotp('unused')
    await enrollPhone()
    const { session } = await enrolled()
    // As it was before that.
    expect(session.user.factors).toHaveLength(3)
    expect((await factorsOf()).map((factor: { friendly_name: string }) => factor.friendly_name)).toEqual(['Phone', 'App'])
    expect(await call('GET /user', { token: other.access_token })).toMatchObject({
      status: 403,
      body: { error_code: 'session_not_found' },
    })
    expect((await call('GET /user', { token: sure.access_token })).status).toBe(200)
  })

  test('of an app takes the code before and the one after, and blanks around it', async () => {
    const factor = await enrollTotp()
    for (const [seconds, status] of [
      [-60, 422],
      [-30, 200],
      [30, 200],
      [60, 422],
    ] as const) {
      const { id } = await challenge(factor)
      const code = ` ${await codeOf(factor, seconds)} `
      expect((await verify(factor, { challenge_id: id, code })).status).toBe(status)
    }
  })

  test('of a phone', async () => {
    const factor = await enrollPhone()
    const first = await challenge(factor)
    const old = server.inbox.last(phone).code
    const { id } = await challenge(factor)
    await expectRefusal(
      server,
      () => verify(factor, { challenge_id: id, code: old }),
      refusal(422, 'mfa_verification_failed', 'Invalid MFA Phone code entered'),
    )
    const { status, body } = await verify(factor, { challenge_id: id, code: server.inbox.last(phone).code })
    expect(status).toBe(200)
    expect(claimsOf(body.access_token)).toMatchObject({
      aal: 'aal2',
      amr: [{ method: 'mfa/phone' }, { method: 'password' }],
    })
    // A challenge has its own code.
    expect((await verify(factor, { challenge_id: first.id, code: old })).status).toBe(200)
  })

  test('with a wrong code, and without one', async () => {
    const factor = await enrollTotp()
    const { id } = await challenge(factor)
    await expectRefusal(
      server,
      () => verify(factor, { challenge_id: id, code: '000000' }),
      refusal(422, 'mfa_verification_failed', 'Invalid TOTP code entered'),
    )
    await expectRefusal(
      server,
      () => verify(factor, { challenge_id: id }),
      refusal(400, 'validation_failed', 'Code needs to be non-empty'),
    )
    expect((await verify(factor, { challenge_id: id, code: await codeOf(factor) })).status).toBe(200)
  })

  test('a second time', async () => {
    const factor = await enrollTotp()
    const { id } = await challenge(factor)
    const json = { challenge_id: id, code: await codeOf(factor) }
    await verify(factor, json)
    await expectRefusal(
      server,
      () => verify(factor, json),
      refusal(422, 'mfa_ip_address_mismatch', 'Challenge and verify IP addresses mismatch.'),
    )
  })

  test('from another address', async () => {
    const factor = await enrollTotp()
    const { id } = await challenge(factor)
    const json = { challenge_id: id, code: await codeOf(factor) }
    await expectRefusal(
      server,
      () => verify(factor, json, { headers: { 'x-forwarded-for': '192.0.2.1' } }),
      refusal(422, 'mfa_ip_address_mismatch', 'Challenge and verify IP addresses mismatch.'),
    )
    expect((await verify(factor, json)).status).toBe(200)
  })

  test('of a challenge that is over, which is gone then', async () => {
    await begin({ GOTRUE_MFA_CHALLENGE_EXPIRY_DURATION: 60 })
    const factor = await enrollTotp()
    const { id, expires_at } = await challenge(factor)
    expect(expires_at).toBe(1767225660)
    server.clock.advance('60s')
    const json = async () => ({ challenge_id: id, code: await codeOf(factor) })
    server.clock.advance(1)
    expect(await verify(factor, await json())).toMatchObject(
      refusal(
        422,
        'mfa_challenge_expired',
        `MFA challenge ${id} has expired, verify against another challenge or create a new challenge.`,
      ),
    )
    const gone = refusal(422, 'mfa_factor_not_found', 'MFA factor with the provided challenge ID not found')
    await expectRefusal(server, async () => verify(factor, await json()), gone)
  })

  test('with the challenge of another factor, or with none', async () => {
    const factor = await enrollTotp()
    const other = await challenge(await enrollTotp('other'))
    const code = await codeOf(factor)
    const unknown = refusal(422, 'mfa_factor_not_found', 'MFA factor with the provided challenge ID not found')
    await expectRefusal(server, () => verify(factor, { challenge_id: other.id, code }), unknown)
    await expectRefusal(server, () => verify(factor, { code }), unknown)
  })

  test('with `webauthn` that is no object', async () => {
    const factor = await enrollTotp()
    const why = 'json: cannot unmarshal string into Go struct field VerifyFactorParams.webauthn of type api.WebAuthnParams'
    await expectRefusal(
      server,
      () => verify(factor, { webauthn: 'x' }),
      refusal(400, 'bad_json', `Could not parse request body as JSON: ${why}`),
    )
  })

  test.each([
    ['x', 'uuid: incorrect UUID length 1 in string "x"'],
    ['', 'uuid: incorrect UUID length 0 in string ""'],
    [5, 'json: cannot unmarshal number into Go struct field VerifyFactorParams.challenge_id of type uuid.UUID'],
  ])('with the challenge %j', async (challenge_id, why) => {
    const factor = await enrollTotp()
    await expectRefusal(
      server,
      () => verify(factor, { challenge_id, code: '000000' }),
      refusal(400, 'bad_json', `Could not parse request body as JSON: ${why}`),
    )
  })

  test.each([
    ['totp', 'TOTP', 'mfa_totp_verify_not_enabled', 'mfa_totp_verify_not_enabled'],
    ['phone', 'Phone', 'mfa_phone_verify_not_enabled', 'mfa_phone_verify_not_enabled'],
    ['webauthn', 'WebAuthn', 'mfa_webauthn_verify_not_enabled', 'mfa_webauthn_enroll_not_enabled'],
  ])('of %s when it is off', async (factor_type, name, challenged, verified) => {
    const word = factor_type === 'webauthn' ? 'WEB_AUTHN' : factor_type.toUpperCase()
    await begin({ [`GOTRUE_MFA_${word}_VERIFY_ENABLED`]: false })
    const factor = await enroll({ factor_type, phone })
    const message = `MFA verification is disabled for ${name}`
    await expectRefusal(
      server,
      () => call(`POST /factors/${factor.id}/challenge`, { token, json: {} }),
      refusal(422, challenged, message),
    )
    await expectRefusal(server, () => verify(factor, { code: '000000' }), refusal(422, verified, message))
  })

  test('then asks for that level: to enroll, to unenroll', async () => {
    const { factor } = await enrolled()
    const low = await server.users.signIn(user)
    await expectRefusal(
      server,
      () => call('POST /factors', { token: low.access_token, json: { factor_type: 'totp', friendly_name: 'x' } }),
      refusal(403, 'insufficient_aal', 'AAL2 required to enroll a new factor'),
    )
    await expectRefusal(
      server,
      () => call(`DELETE /factors/${factor.id}`, { token: low.access_token }),
      refusal(422, 'insufficient_aal', 'AAL2 required to unenroll verified factor'),
    )
    expect((await enrollTotp('second')).id).toBeDefined()
  })
})

describe('POST /factors/{factor_id}/verify of an authenticator', () => {
  const authenticator = () => createAuthenticator('http://localhost:3000')
  const send = (factor: { id: string }, challenge_id: string, type: string, credential_response: unknown) =>
    verify(factor, { challenge_id, webauthn: { type, rpId: 'localhost', credential_response } })

  async function registered(friendly_name = 'Key') {
    const key = authenticator()
    const factor = await enroll({ factor_type: 'webauthn', friendly_name })
    const { id, webauthn } = await challenge(factor)
    const answer = await send(factor, id, 'create', key.create(webauthn.credential_options.publicKey))
    token = answer.body.access_token ?? token
    return { key, factor, answer, challengeId: id }
  }

  test('registers a credential, and signs with it', async () => {
    const { key, factor, answer } = await registered()
    expect(answer.status).toBe(200)
    expect(answer.body.user.factors).toMatchObject([
      { id: factor.id, status: 'verified', web_authn_aaguid: '00000000-0000-0000-0000-000000000000' },
    ])
    const { access_token } = await server.users.signIn(user)
    token = access_token
    const { id, webauthn } = await challenge(factor)
    expect(webauthn).toMatchObject({
      type: 'request',
      credential_options: {
        publicKey: { rpId: 'localhost', allowCredentials: [{ id: key.keys[0]!.id.toString('base64url') }] },
      },
    })
    const { status, body } = await send(factor, id, 'request', key.get(webauthn.credential_options.publicKey))
    expect(status).toBe(200)
    expect(claimsOf(body.access_token)).toMatchObject({
      aal: 'aal2',
      amr: [{ method: 'mfa/webauthn' }, { method: 'password' }],
    })
  })

  test('uses up the challenge', async () => {
    const { factor, challengeId } = await registered()
    await expectRefusal(
      server,
      () => send(factor, challengeId, 'create', {}),
      refusal(422, 'mfa_factor_not_found', 'MFA factor with the provided challenge ID not found'),
    )
  })

  test('names the credentials that the user has', async () => {
    const { key } = await registered()
    const second = await enroll({ factor_type: 'webauthn', friendly_name: 'Second' })
    const { webauthn } = await challenge(second)
    expect(webauthn.credential_options.publicKey.excludeCredentials).toEqual([
      { type: 'public-key', id: key.keys[0]!.id.toString('base64url'), transports: ['usb', 'nfc'] },
    ])
  })

  test('from another page, for another challenge, with another signature', async () => {
    const factor = await enroll({ factor_type: 'webauthn', friendly_name: 'Key' })
    const { id, webauthn } = await challenge(factor)
    const { publicKey } = webauthn.credential_options
    const failure = {
      status: 500,
      body: {
        code: 500,
        error_code: 'unexpected_failure',
        msg: 'Unexpected failure, please check server logs for more information',
      },
    }
    const elsewhere = createAuthenticator('http://localhost:3001').create(publicKey)
    await expectRefusal(server, () => send(factor, id, 'create', elsewhere), failure)
    const other = authenticator().create({ ...publicKey, challenge: 'x'.repeat(43) })
    await expectRefusal(server, () => send(factor, id, 'create', other), failure)

    const made = await registered('Other')
    const next = await challenge(made.factor)
    const signed = made.key.get(next.webauthn.credential_options.publicKey)
    const failed = refusal(500, 'unexpected_failure', 'Failed to validate WebAuthn MFA response')
    const forged = { ...signed, response: { ...signed.response, signature: 'AAAA' } }
    await expectRefusal(server, () => send(made.factor, next.id, 'request', forged), failed)
    const unknown = { ...signed, id: 'AAAA', rawId: 'AAAA' }
    await expectRefusal(server, () => send(made.factor, next.id, 'request', unknown), failed)
    expect((await send(made.factor, next.id, 'request', signed)).status).toBe(200)
  })

  test.each([
    [{}, 'WebAuthn config required'],
    [{ webauthn: {} }, 'WebAuthn type must be create or request'],
    [{ webauthn: { type: 'x' } }, 'WebAuthn type must be create or request'],
    [{ webauthn: { type: 'create' } }, 'credential_response required'],
    [{ webauthn: { type: 'create', credential_response: null } }, 'Invalid credential_response'],
    [{ webauthn: { type: 'create', credential_response: 5 } }, 'Invalid credential_response'],
    [{ webauthn: { type: 'request', credential_response: {} } }, 'Invalid credential_response'],
  ])('of %j', async (json, message) => {
    const factor = await enroll({ factor_type: 'webauthn' })
    const { id } = await challenge(factor)
    await expectRefusal(
      server,
      () => verify(factor, { challenge_id: id, ...json }),
      refusal(400, 'validation_failed', message),
    )
  })
})

describe('DELETE /factors/{factor_id}', () => {
  test('of a verified factor: sessions are less sure again', async () => {
    const { factor } = await enrolled()
    expect(await call(`DELETE /factors/${factor.id}`, { token })).toMatchObject({ status: 200, body: { id: factor.id } })
    expect(await factorsOf()).toEqual([])
    const { body } = await call('POST /token?grant_type=refresh_token', { json: { refresh_token: refreshToken } })
    expect(claimsOf(body.access_token)).toMatchObject({ aal: 'aal1', amr: [{ method: 'password' }] })
  })

  test('leaves a session sure that another factor has made so', async () => {
    const first = (await enrolled('first')).factor
    const second = await enrollPhone()
    const { id } = await challenge(second)
    const { body } = await verify(second, { challenge_id: id, code: server.inbox.last(phone).code })
    expect((await call(`DELETE /factors/${first.id}`, { token: body.access_token })).status).toBe(200)
    const next = await call('POST /token?grant_type=refresh_token', { json: { refresh_token: body.refresh_token } })
    const amr = [{ method: 'mfa/phone' }, { method: 'totp' }, { method: 'password' }]
    expect(claimsOf(next.body.access_token)).toMatchObject({ aal: 'aal2', amr })
    const more = { token: next.body.access_token, json: { factor_type: 'totp', friendly_name: 'third' } }
    expect((await call('POST /factors', more)).status).toBe(200)
  })

  test('of a factor that was never verified', async () => {
    const factor = await enrollTotp()
    expect((await call(`DELETE /factors/${factor.id}`, { token })).status).toBe(200)
    await expectRefusal(
      server,
      () => call(`DELETE /factors/${factor.id}`, { token }),
      refusal(404, 'mfa_factor_not_found', 'Factor not found'),
    )
  })
})

test('the mfa methods of the SDK', async () => {
  const auth = createClient({ url: server.url, fetch: server.fetch })
  await auth.signInWithPassword({ email: 'ada@example.com', password: 'correct-horse-battery' }).then(unwrap)
  const app = await auth.mfa.enroll({ factorType: 'totp', friendlyName: 'App' }).then(unwrap)
  if (app.type !== 'totp') throw new TypeError(app.type)
  const code = await codeOf(app)
  await auth.mfa.challengeAndVerify({ factorId: app.id, code }).then(unwrap)
  expect(await auth.mfa.listFactors().then(unwrap)).toMatchObject({ totp: [{ id: app.id, status: 'verified' }] })
  expect(await auth.mfa.getAuthenticatorAssuranceLevel().then(unwrap)).toMatchObject({ currentLevel: 'aal2' })
  expect((await auth.mfa.unenroll({ factorId: app.id })).error).toBeNull()
})
