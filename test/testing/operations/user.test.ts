import { beforeEach, describe, expect, test } from 'vitest'
import type { ConfigInput, TestServer, TestUser } from '../../../src/testing/index.ts'
import { callerOf, claimsOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
let user: TestUser
let token: string

const email = 'ada@example.com'
const next = 'ada@example.org'
const phone = '15550001111'
const password = 'correct-horse-battery'
const other = 'another-password'
const challenge = 'x'.repeat(43)
const time = '2026-01-01T00:00:00.000Z'

async function begin(config: ConfigInput = {}): Promise<void> {
  server = checkedServer({ config, now: '2026-01-01T00:00:00Z' })
  call = callerOf(server)
  user = server.users.create({ email, user_metadata: { name: 'Ada', age: 36 } })
  token = (await server.users.signIn(user)).access_token
}
beforeEach(() => begin())

const get = (as: string | undefined = token, headers: Record<string, string> = {}) =>
  call('GET /user', { ...(as && { token: as }), headers })
const put = (json: unknown, as = token, headers: Record<string, string> = {}) =>
  call('PUT /user', { token: as, json, headers })
const signIn = (json: object) => call('POST /token?grant_type=password', { json })
const enroll = async () => {
  const { body } = await call('POST /factors', { token, json: { factor_type: 'phone', phone: '15550009999' } })
  const challenged = await call(`POST /factors/${body.id}/challenge`, { token, json: {} })
  const json = { challenge_id: challenged.body.id, code: server.inbox.last('15550009999').code }
  return (await call(`POST /factors/${body.id}/verify`, { token, json })).body.access_token as string
}

const badToken = (status: number, message: string) => refusal(status, 'bad_jwt', message)
const unreadable = (why: string) => badToken(403, `invalid JWT: unable to parse or verify signature, ${why}`)
const unauthorized = refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token')

describe('GET /user', () => {
  test('answers whose the token is', async () => {
    const { status, body } = await get()
    expect(status).toBe(200)
    const { password: _, ...wanted } = server.users.find(email)!
    expect(body).toEqual(wanted)
    expect(body).toMatchObject({ id: user.id, user_metadata: { name: 'Ada', age: 36 }, last_sign_in_at: time })
    expect(body).not.toHaveProperty('factors')
  })

  test('with what is known now, not when the token was made', async () => {
    server.users.update(user, { user_metadata: { name: 'Countess' } })
    expect((await get()).body.user_metadata).toEqual({ name: 'Countess' })
  })

  test('takes tokens without session and without an end', async () => {
    const { iat: _, ...claims } = claimsOf(token)
    const bare = await server.createToken({ sub: claims.sub, session_id: undefined, exp: undefined, role: undefined })
    expect((await get(bare)).body.id).toBe(user.id)
    const nil = await server.createToken({ sub: user.id, session_id: '00000000-0000-0000-0000-000000000000' })
    expect((await get(nil)).body.id).toBe(user.id)
  })

  test('takes the word bearer in any case', async () => {
    const { status } = await call('GET /user', { headers: { authorization: `bEARER ${token}` } })
    expect(status).toBe(200)
  })

  test.each<[string, string | undefined]>([
    ['none', undefined],
    ['an empty one', ''],
    ['another scheme', 'Basic eDp5'],
    ['two', 'Bearer a b'],
    ['nothing but the scheme', 'Bearer '],
  ])('refuses %s', async (_, authorization) => {
    const ask = () => call('GET /user', { headers: authorization === undefined ? {} : { authorization } })
    await expectRefusal(server, ask, unauthorized)
  })

  const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const hs256 = segment({ alg: 'HS256' })
  test.each<[string, string, string]>([
    ['no token', 'a', 'token is malformed: token contains an invalid number of segments'],
    [
      'a header that is no base64url',
      '!!.x.y',
      'token is malformed: could not base64 decode header: illegal base64 data at input byte 0',
    ],
    [
      'a header that is cut off',
      'YWJj0.x.y',
      'token is malformed: could not base64 decode header: illegal base64 data at input byte 4',
    ],
    [
      'a header that is no JSON',
      'YQ.e30.x',
      "token is malformed: could not JSON decode header: invalid character 'a' looking for beginning of value",
    ],
    [
      'a header that is a list',
      'W10.e30.AAAA',
      'token is malformed: could not JSON decode header: json: cannot unmarshal array into Go value of type map[string]interface {}',
    ],
    [
      'claims that are no base64url',
      `${hs256}.!.x`,
      'token is malformed: could not base64 decode claim: illegal base64 data at input byte 0',
    ],
    [
      'claims that are no JSON',
      `${hs256}.YQ.x`,
      "token is malformed: could not JSON decode claim: invalid character 'a' looking for beginning of value",
    ],
    [
      'claims that are a list',
      `${hs256}.W10.x`,
      'token is malformed: could not JSON decode claim: json: cannot unmarshal array into Go value of type tokens.AccessTokenClaims',
    ],
    [
      'a signature that is no base64url',
      `${hs256}.e30.!`,
      'token is malformed: could not base64 decode signature: illegal base64 data at input byte 0',
    ],
    ['a signature that is wrong', `${hs256}.e30.AAAA`, 'token signature is invalid: signature is invalid'],
    ['no algorithm', 'e30.e30.e30', 'token is unverifiable: signing method (alg) is unspecified'],
    [
      'an algorithm that is no text',
      `${segment({ alg: 1 })}.e30.AAAA`,
      'token is unverifiable: signing method (alg) is unspecified',
    ],
    [
      'an algorithm that is none',
      `${segment({ alg: 'XS1' })}.e30.AAAA`,
      'token is unverifiable: signing method (alg) is unavailable',
    ],
    ['the algorithm none', `${segment({ alg: 'none' })}.e30.`, 'token signature is invalid: signing method none is invalid'],
    [
      'an unknown key',
      `${segment({ alg: 'ES256', kid: 'nope' })}.e30.AAAA`,
      'token is unverifiable: error while executing keyfunc: unrecognized JWT kid nope for algorithm ES256',
    ],
    [
      'no key',
      `${segment({ alg: 'ES256' })}.e30.AAAA`,
      'token is unverifiable: error while executing keyfunc: unrecognized JWT kid <nil> for algorithm ES256',
    ],
  ])('refuses %s', async (_, text, why) => {
    await expectRefusal(server, () => get(text), unreadable(why))
  })

  test('refuses a token that another key has signed, or whose claims were changed', async () => {
    const [header, , signature] = token.split('.') as [string, string, string]
    const wanted = unreadable('token signature is invalid: signature is invalid')
    await expectRefusal(
      server,
      () => get(`${header}.${segment({ ...claimsOf(token), role: 'service_role' })}.${signature}`),
      wanted,
    )
    const stranger = checkedServer({
      config: { GOTRUE_JWT_KEYS: '', GOTRUE_JWT_SECRET: 'another-secret-of-at-least-32-characters' },
    })
    const foreign = await stranger.createToken({ sub: user.id })
    await expectRefusal(server, () => get(foreign), wanted)
  })

  test('refuses a token whose time has not come, or has passed', async () => {
    const early = await server.createToken({ sub: user.id, nbf: 1767225600 + 1 })
    await expectRefusal(server, () => get(early), unreadable('token has invalid claims: token is not valid yet'))
    server.clock.advance('1h')
    await expectRefusal(server, () => get(), unreadable('token has invalid claims: token is expired'))
    server.clock.advance(-1)
    expect((await get()).status).toBe(200)
  })

  test.each<[string, Record<string, unknown>, object]>([
    ['nobody', { sub: undefined }, badToken(403, 'invalid claim: missing sub claim')],
    ['what is no UUID', { sub: 'ada' }, badToken(400, 'invalid claim: sub claim must be a UUID')],
    [
      'somebody unknown',
      { sub: '00000000-0000-4000-8000-000000000000' },
      refusal(403, 'user_not_found', 'User from sub claim in JWT does not exist'),
    ],
    ['a session that is no UUID', { session_id: 'x' }, badToken(403, 'invalid claim: session_id claim must be a UUID')],
    [
      'a session that has ended',
      { session_id: '00000000-0000-4000-8000-000000000000' },
      refusal(403, 'session_not_found', 'Session from session_id claim in JWT does not exist'),
    ],
  ])('refuses a token of %s', async (_, claims, wanted) => {
    const bad = await server.createToken({ ...claimsOf(token), ...claims })
    await expectRefusal(server, () => get(bad), wanted)
  })

  test('refuses the key of an administrator', async () => {
    const service = await server.createServiceToken()
    await expectRefusal(server, () => get(service), badToken(403, 'invalid claim: missing sub claim'))
  })

  test('refuses whoever is deleted or banned', async () => {
    server.users.update(user, { banned_until: '2026-01-01T00:00:01Z' })
    await expectRefusal(server, () => get(), refusal(403, 'user_banned', 'User is banned'))
    server.clock.advance('1s')
    expect((await get()).status).toBe(200)
    server.users.delete(user)
    await expectRefusal(server, () => get(), refusal(403, 'user_not_found', 'User from sub claim in JWT does not exist'))
  })

  test('refuses another audience', async () => {
    const wanted = refusal(400, 'validation_failed', "Token audience doesn't match request audience")
    await expectRefusal(server, () => get(token, { 'x-jwt-aud': 'other' }), wanted)
    expect((await get(token, { 'x-jwt-aud': 'authenticated' })).status).toBe(200)
  })

  test('refuses in the newer shape, if that is asked for', async () => {
    const { status, body, headers } = await call('GET /user', { headers: { 'x-supabase-api-version': '2030-01-01' } })
    expect([status, body]).toEqual([
      401,
      { code: 'no_authorization', message: 'This endpoint requires a valid Bearer token' },
    ])
    expect(headers.get('x-supabase-api-version')).toBe('2024-01-01')
  })
})

describe('PUT /user', () => {
  test('changes metadata: null removes a key, others stay', async () => {
    const { status, body } = await put({ data: { name: null, town: 'London' } })
    expect(status).toBe(200)
    expect(body.user_metadata).toEqual({ age: 36, town: 'London' })
    expect((await get()).body.user_metadata).toEqual({ age: 36, town: 'London' })
    const { refresh_token } = await server.users.signIn(user)
    const refreshed = await call('POST /token?grant_type=refresh_token', { json: { refresh_token } })
    expect(claimsOf(refreshed.body.access_token).user_metadata).toEqual({ age: 36, town: 'London' })
  })

  test('changes nothing, if nothing is asked for', async () => {
    const { status, body } = await put({})
    expect(status).toBe(200)
    expect(body).toEqual((await get()).body)
  })

  test('changes the password, and ends all other sessions', async () => {
    const { access_token: second } = await server.users.signIn(user)
    expect((await put({ password: other })).status).toBe(200)
    expect((await signIn({ email, password: other })).status).toBe(200)
    expect((await signIn({ email, password })).status).toBe(400)
    expect((await get()).status).toBe(200)
    expect((await get(second)).body.error_code).toBe('session_not_found')
  })

  test('with a new password: codes that are out are good no more', async () => {
    await call('POST /recover', { json: { email } })
    await put({ password: other })
    const json = { type: 'recovery', email, token: server.inbox.last(email).code }
    expect(await call('POST /verify', { json })).toMatchObject(
      refusal(403, 'otp_expired', 'Token has expired or is invalid'),
    )
  })

  test('gives an anonymous user an address, and then a password', async () => {
    const { body: guest } = await call('POST /signup', { json: {} })
    const { body } = await put({ email: next }, guest.access_token)
    expect(body).toMatchObject({ id: guest.user.id, is_anonymous: true, new_email: next, email: '' })
    const verified = await call('POST /verify', {
      json: { type: 'email_change', email: next, token: server.inbox.last(next).code },
    })
    expect(verified.body.user).toMatchObject({
      id: guest.user.id,
      email: next,
      is_anonymous: false,
      app_metadata: { provider: 'email', providers: ['email'] },
    })
    expect((await put({ password: other }, verified.body.access_token)).status).toBe(200)
    expect((await signIn({ email: next, password: other })).body.user.id).toBe(guest.user.id)
  })

  test('gives an anonymous user an address at once, where none is confirmed', async () => {
    await begin({ GOTRUE_MAILER_AUTOCONFIRM: true })
    const { body: guest } = await call('POST /signup', { json: {} })
    const { body } = await put({ email: next, password: other }, guest.access_token)
    expect(body).toMatchObject({ email: next, is_anonymous: false, email_confirmed_at: time, app_metadata: {} })
    expect(server.inbox.all()).toEqual([])
    expect((await signIn({ email: next, password: other })).status).toBe(200)
  })

  test('asks both addresses before it changes one', async () => {
    const { body } = await put({ email: 'Ada@example.org' })
    expect(body).toMatchObject({ email, new_email: next, email_change_sent_at: time })
    expect(server.inbox.all().map(({ type, to }) => [type, to])).toEqual([
      ['email_change', next],
      ['email_change', email],
    ])
    expect((await signIn({ email, password })).status).toBe(200)
  })

  test('asks the new address, even where none is confirmed', async () => {
    await begin({ GOTRUE_MAILER_AUTOCONFIRM: true })
    expect((await put({ email: next })).body).toMatchObject({ email, new_email: next })
    expect(server.inbox.all(next)).toHaveLength(1)
  })

  test('counts the two mails as one, and asks for both addresses whether they may have mail', async () => {
    await begin({ GOTRUE_RATE_LIMIT_EMAIL_SENT: '1' })
    expect((await put({ email: next })).status).toBe(200)
    expect(server.inbox.all()).toHaveLength(2)
    await begin({ GOTRUE_EXTERNAL_EMAIL_AUTHORIZED_ADDRESSES: next })
    const wanted = refusal(
      400,
      'email_address_not_authorized',
      `Email address "${email}" cannot be used as it is not authorized`,
    )
    await expectRefusal(server, () => put({ email: next }), wanted)
  })

  test('asks the new address only, where that is enough', async () => {
    await begin({ GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED: false })
    await put({ email: next })
    expect(server.inbox.all().map(({ to }) => to)).toEqual([next])
  })

  test('sends no mail for the address that is there already', async () => {
    expect((await put({ email })).body).not.toHaveProperty('new_email')
    expect(server.inbox.all()).toEqual([])
  })

  test('asks a new number before it changes it', async () => {
    const { body } = await put({ phone: '+1 555 000 1111', channel: 'whatsapp' })
    expect(body).toMatchObject({ phone: '', new_phone: phone, phone_change_sent_at: time })
    expect(server.inbox.last(phone)).toMatchObject({ type: 'phone_change', channel: 'whatsapp' })
  })

  test('changes a number at once, where none is confirmed', async () => {
    await begin({ GOTRUE_SMS_AUTOCONFIRM: true })
    expect((await put({ phone })).body).toMatchObject({ phone, phone_confirmed_at: time })
    expect((await signIn({ phone, password })).status).toBe(200)
  })

  test('lets administrators change app_metadata', async () => {
    server.users.update(user, { role: 'admin' })
    expect((await put({ app_metadata: { plan: 'pro', provider: null } })).body.app_metadata).toEqual({
      plan: 'pro',
      providers: ['email'],
    })
  })

  test('notes that it was done', async () => {
    await put({ password: other, data: { x: 1 } })
    const { body } = await call('GET /admin/audit', { token: await server.createServiceToken() })
    const actions = body.map(({ payload }: { payload: { action: string } }) => payload.action)
    expect(actions).toEqual(['user_modified', 'user_updated_password'])
    expect(body[0].payload).toMatchObject({ actor_id: user.id, actor_username: email, log_type: 'user' })
  })

  const exists = (what: string) => `A user with this ${what} has already been registered`
  test.each<[string, unknown, object, ConfigInput?]>([
    [
      'what is no address',
      { email: 'x' },
      refusal(400, 'validation_failed', 'Unable to validate email address: invalid format'),
    ],
    ['what is no number', { phone: 'x' }, refusal(400, 'validation_failed', 'Invalid phone number format (E.164 required)')],
    ['the address of somebody else', { email: 'eve@example.com' }, refusal(422, 'email_exists', exists('email address'))],
    ['the number of somebody else', { phone: '15550002222' }, refusal(422, 'phone_exists', exists('phone number'))],
    [
      'a password of 73 bytes',
      { password: 'x'.repeat(73) },
      refusal(400, 'validation_failed', 'Password cannot be longer than 72 characters'),
    ],
    [
      'the password that is there',
      { password },
      refusal(422, 'same_password', 'New password should be different from the old password.'),
    ],
    [
      'an empty password',
      { password: '' },
      {
        status: 422,
        body: {
          error_code: 'weak_password',
          msg: 'Password should be at least 6 characters.',
          weak_password: { reasons: ['length'] },
        },
      },
    ],
    [
      'app_metadata',
      { app_metadata: { x: 1 } },
      refusal(403, 'not_admin', 'Updating app_metadata requires admin privileges'),
    ],
    [
      'a challenge without a method',
      { email: next, code_challenge: challenge },
      { status: 500, body: { msg: 'Unexpected failure, please check server logs for more information' } },
    ],
    [
      'a method that is none',
      { email: next, code_challenge: challenge, code_challenge_method: 'foo' },
      { status: 500, body: { msg: 'Unexpected failure, please check server logs for more information' } },
    ],
    [
      'an address that may have no mail',
      { email: next },
      refusal(400, 'email_address_not_authorized', `Email address "${next}" cannot be used as it is not authorized`),
      { GOTRUE_EXTERNAL_EMAIL_AUTHORIZED_ADDRESSES: email },
    ],
    [
      'where no mail may go out',
      { email: next, data: { x: 1 } },
      refusal(429, 'over_email_send_rate_limit', 'email rate limit exceeded'),
      { GOTRUE_RATE_LIMIT_EMAIL_SENT: '0' },
    ],
    [
      'no current password, where it is asked for',
      { password: other },
      refusal(400, 'current_password_required', 'Current password required when setting new password.'),
      { GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_CURRENT_PASSWORD: true },
    ],
    [
      'a wrong current password',
      { password: other, current_password: 'nope' },
      refusal(400, 'current_password_invalid', 'Current password required when setting new password.'),
      { GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_CURRENT_PASSWORD: true },
    ],
    [
      'a NUL character',
      { data: { x: '\u0000' } },
      { status: 500, body: { error_code: 'unexpected_failure', msg: 'Error updating user' } },
    ],
    ['nothing', '', refusal(400, 'bad_json', 'Could not parse request body as JSON: unexpected end of JSON input')],
    [
      'data that is a text',
      { data: 'x' },
      refusal(
        400,
        'bad_json',
        'Could not parse request body as JSON: json: cannot unmarshal string into Go struct field UserUpdateParams.data of type map[string]interface {}',
      ),
    ],
  ])('refuses %s', async (_, json, wanted, config) => {
    await begin(config)
    server.users.create({ email: 'eve@example.com', phone: '15550002222' })
    await expectRefusal(server, () => put(json), wanted)
  })

  test('refuses the password of an anonymous user', async () => {
    const { body } = await call('POST /signup', { json: {} })
    const wanted = refusal(
      422,
      'validation_failed',
      'Updating password of an anonymous user without an email or phone is not allowed',
    )
    await expectRefusal(server, () => put({ password: other }, body.access_token), wanted)
  })

  test('refuses changes of who signs in with SSO', async () => {
    const state = server.exportState()
    const users = state.tables.users as { id: string; is_sso_user?: boolean }[]
    users[0]!.is_sso_user = true
    server.importState(state)
    const wanted = refusal(422, 'user_sso_managed', 'Updating email, phone, password of a SSO account only possible via SSO')
    for (const json of [{ email: next }, { phone }, { password: other }, { nonce: '1' }]) {
      await expectRefusal(server, () => put(json), wanted)
    }
    expect((await put({ data: { x: 1 } })).status).toBe(200)
  })

  test('refuses sessions of one factor, where the user has two', async () => {
    const second = await enroll()
    const wanted = refusal(
      401,
      'insufficient_aal',
      'AAL2 session is required to update email or password when MFA is enabled.',
    )
    const { access_token: first } = await server.users.signIn(user)
    for (const json of [{ email: next }, { phone }, { password: other }]) {
      await expectRefusal(server, () => put(json, first), wanted)
    }
    expect((await put({ data: { x: 1 } }, first)).status).toBe(200)
    expect((await put({ password: other }, second)).status).toBe(200)
  })

  test('takes the current password, where it is asked for; not from who has signed in by mail', async () => {
    await begin({ GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_CURRENT_PASSWORD: true })
    expect((await put({ password: other, current_password: password })).status).toBe(200)
    const { access_token } = await server.users.signIn(user, { method: 'otp' })
    expect((await put({ password }, access_token)).status).toBe(200)
  })

  test('asks for a code, where that is asked for and the session is a day old', async () => {
    await begin({ GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION: true, GOTRUE_JWT_EXP: 604_800 })
    expect((await put({ password: other })).status).toBe(200)
    server.clock.advance('24h')
    expect((await put({ password: 'third-password' })).status).toBe(200)
    server.clock.advance(1)
    const needed = refusal(400, 'reauthentication_needed', 'Password update requires reauthentication')
    const invalid = refusal(422, 'reauthentication_not_valid', 'Nonce has expired or is invalid')
    await expectRefusal(server, () => put({ password }), needed)
    await expectRefusal(server, () => put({ password, nonce: '123456' }), invalid)
    await call('GET /reauthenticate', { token })
    const { code: nonce } = server.inbox.last(email)
    server.clock.advance('25h')
    await expectRefusal(server, () => put({ password, nonce }), invalid)
    server.clock.advance(-90_000_000)
    expect((await put({ password, nonce })).status).toBe(200)
    await expectRefusal(server, () => put({ password: other, nonce }), invalid)
  })

  test('refuses mails and messages that come too soon', async () => {
    await begin({ GOTRUE_SMTP_MAX_FREQUENCY: '60s', GOTRUE_SMS_MAX_FREQUENCY: '60s' })
    await put({ email: next, phone })
    server.clock.advance('1s')
    const wanted = (kind: string) =>
      refusal(429, `over_${kind}_send_rate_limit`, 'For security purposes, you can only request this after 59 seconds.')
    await expectRefusal(server, () => put({ email: 'third@example.com' }), wanted('email'))
    await expectRefusal(server, () => put({ phone: '15550002222' }), wanted('sms'))
  })

  test('refuses more than 30 requests of an address', async () => {
    await begin({ GOTRUE_RATE_LIMIT_HEADER: 'x-from' })
    const headers = { 'x-from': '1.1.1.1' }
    for (let at = 0; at < 30; at++) expect((await put({}, token, headers)).status).toBe(200)
    const wanted = refusal(429, 'over_request_rate_limit', 'Request rate limit reached')
    await expectRefusal(server, () => put({ data: { x: 1 } }, token, headers), wanted)
    expect((await get(token, headers)).status).toBe(200)
  })

  test('refuses whoever is not signed in', async () => {
    await expectRefusal(server, () => call('PUT /user', { json: { data: {} } }), unauthorized)
  })
})

describe('PUT /user with a token that names no session', () => {
  const panic = { status: 500, body: { code: 500, error_code: 'unexpected_failure', msg: 'Internal Server Error' } }
  const sessionless = () => server.createToken({ sub: user.id })

  test('fails of who has a second factor', async () => {
    await enroll()
    token = await sessionless()
    await expectRefusal(server, () => put({ data: { a: 1 } }), panic)
  })

  test('fails where the present password has to be there', async () => {
    await begin({ GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_CURRENT_PASSWORD: true })
    token = await sessionless()
    await expectRefusal(server, () => put({ password: other }), panic)
  })

  test('needs a nonce, which is used up even if the password is refused', async () => {
    await begin({ GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION: true })
    token = await sessionless()
    await call('GET /reauthenticate', { token })
    const { code } = server.inbox.last(email)
    expect((await put({ password, nonce: code })).body).toMatchObject({ error_code: 'same_password' })
    const wanted = refusal(422, 'reauthentication_not_valid', 'Nonce has expired or is invalid')
    await expectRefusal(server, () => put({ password: other, nonce: code }), wanted)
  })

  test('needs a nonce by text message, where there is no address, which is good for a shorter time', async () => {
    await begin({ GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION: true, GOTRUE_SMS_OTP_EXP: 60 })
    user = server.users.create({ phone })
    token = await sessionless()
    const nonce = async () => {
      await call('GET /reauthenticate', { token })
      return server.inbox.last(phone).code
    }
    const late = await nonce()
    server.clock.advance('60.001s')
    const wanted = refusal(422, 'reauthentication_not_valid', 'Nonce has expired or is invalid')
    await expectRefusal(server, () => put({ password: other, nonce: late }), wanted)
    const code = await nonce()
    server.clock.advance('60s')
    expect((await put({ password: other, nonce: code })).status).toBe(200)
  })

  test('needs a nonce of the address that the user has now', async () => {
    await begin({ GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION: true })
    token = await sessionless()
    await call('GET /reauthenticate', { token })
    const { code } = server.inbox.last(email)
    server.users.update(user, { email: next })
    const wanted = refusal(422, 'reauthentication_not_valid', 'Nonce has expired or is invalid')
    await expectRefusal(server, () => put({ password: other, nonce: code }), wanted)
  })
})

describe('PUT /user with data that the database can not hold', () => {
  test.each([[{ data: { a: '\u0000' } }], [{ data: { a: [{ b: '\u0000' }] } }]])('%j', async (json) => {
    await expectRefusal(server, () => put(json), refusal(500, 'unexpected_failure', 'Error updating user'))
  })
})

describe('PUT /user with an address', () => {
  test('that may get no mail, or whose user may not', async () => {
    await begin({ GOTRUE_EXTERNAL_EMAIL_AUTHORIZED_ADDRESSES: 'ok@example.com' })
    const refused = (address: string) =>
      refusal(400, 'email_address_not_authorized', `Email address "${address}" cannot be used as it is not authorized`)
    await expectRefusal(server, () => put({ email: next }), refused(next))
    await expectRefusal(server, () => put({ email: 'ok+new@example.com' }), refused(email))
  })

  test('sends two mails, which count as one', async () => {
    await begin({ GOTRUE_RATE_LIMIT_EMAIL_SENT: '1' })
    await put({ email: next })
    expect(server.inbox.all()).toHaveLength(2)
    const wanted = refusal(429, 'over_email_send_rate_limit', 'email rate limit exceeded')
    // All of the request is taken back.
    await expectRefusal(server, () => put({ email: 'third@example.com', data: { a: 1 }, password: other }), wanted)
  })
})
