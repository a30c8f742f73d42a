import { beforeEach, describe, expect, test } from 'vitest'
import type { ConfigInput, TestServer } from '../../../src/testing/index.ts'
import { callerOf, claimsOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>

function begin(config: ConfigInput = {}, options: Parameters<typeof checkedServer>[0] = {}): void {
  server = checkedServer({ config, now: '2026-01-01T00:00:00Z', ...options })
  call = callerOf(server)
}
beforeEach(() => begin())

const email = 'ada@example.com'
const phone = '15550001111'
const password = 'correct-horse-battery'
const challenge = 'x'.repeat(43)
const signUp = (json: unknown = { email, password }, headers: Record<string, string> = {}) =>
  call('POST /signup', { json, headers })
const signIn = (json: unknown = { email, password }) => call('POST /token?grant_type=password', { json })

describe('POST /signup with an address', () => {
  test('makes a user who has to confirm it', async () => {
    const { status, body, headers } = await signUp({ email: 'Ada@Example.com', password, data: { name: 'Ada' } })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('sb-auth-user-id')).toBeNull()
    expect(body).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      aud: 'authenticated',
      role: 'authenticated',
      email,
      phone: '',
      confirmation_sent_at: '2026-01-01T00:00:00.000Z',
      app_metadata: { provider: 'email', providers: ['email'] },
      user_metadata: { name: 'Ada', sub: body.id, email, email_verified: false, phone_verified: false },
      is_anonymous: false,
    })
    expect(body.identities).toHaveLength(1)
    expect(body.identities[0]).toMatchObject({ id: body.id, user_id: body.id, provider: 'email', email })
    expect(body).not.toHaveProperty('email_confirmed_at')
    expect(server.inbox.all()).toEqual([expect.objectContaining({ type: 'signup', to: email, channel: 'email' })])
    expect(await signIn()).toMatchObject(refusal(400, 'email_not_confirmed', 'Email not confirmed'))
  })

  test('leads to a session by the code of the mail', async () => {
    await signUp()
    const { code } = server.inbox.last(email)
    const { status, body } = await call('POST /verify', { json: { type: 'email', email, token: code } })
    expect(status).toBe(200)
    expect(body.user).toMatchObject({ email_confirmed_at: '2026-01-01T00:00:00.000Z' })
    expect((await signIn()).body.user.id).toBe(body.user.id)
  })

  test('once more before it is confirmed: the same user, the old password, a new mail', async () => {
    const { body: first } = await signUp()
    const { body: second } = await signUp({ email, password: 'another-password', data: { name: 'Eve' } })
    expect(second.id).toBe(first.id)
    expect(server.users.all()).toEqual([expect.objectContaining({ password })])
    const [before, after] = server.inbox.all(email)
    expect(after!.code).not.toBe(before!.code)
    const verify = (token: string) => call('POST /verify', { json: { type: 'signup', email, token } })
    expect(await verify(before!.code)).toMatchObject(refusal(403, 'otp_expired', 'Token has expired or is invalid'))
    expect((await verify(after!.code)).status).toBe(200)
  })

  test('of somebody else who is confirmed: an answer that does not say so', async () => {
    const other = server.users.create({ email, user_metadata: { name: 'Ada' } })
    const { status, body } = await signUp({ email, password: 'another-password', data: { name: 'Eve' } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ email, role: '', identities: [], user_metadata: { name: 'Eve' } })
    expect(body.id).not.toBe(other.id)
    expect(server.users.all()).toEqual([other])
    expect(server.inbox.all()).toEqual([])
  })

  test('of somebody who has a factor: the answer has it, too', async () => {
    server.users.create({ email, password })
    const { body: session } = await signIn()
    const json = { factor_type: 'totp', friendly_name: 'app' }
    const { body: factor } = await call('POST /factors', { token: session.access_token, json })
    expect((await signUp()).body).toMatchObject({ role: '', factors: [{ id: factor.id }] })
  })

  test('of somebody who signs in with it elsewhere', async () => {
    server.users.create({
      email: 'other@example.com',
      identities: [{ provider: 'github', id: '1', identity_data: { email } }],
    })
    expect((await signUp()).body.identities).toEqual([])
    expect(server.users.all()).toHaveLength(1)
  })

  test('of somebody who was invited: nothing of them is told', async () => {
    const token = await server.createServiceToken()
    await call('POST /invite', { token, json: { email, data: { name: 'Ada' } } })
    const { status, body } = await signUp({ email, password, data: { name: 'Eve' } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ email, user_metadata: {}, identities: [], invited_at: '2026-01-01T00:00:00.000Z' })
    expect(server.inbox.all(email).map(({ type }) => type)).toEqual(['invite', 'signup'])
  })

  test('where addresses need no confirmation: a session', async () => {
    begin({ GOTRUE_MAILER_AUTOCONFIRM: true })
    const { status, body, headers } = await signUp({ email, password, data: { name: 'Ada' } })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      token_type: 'bearer',
      expires_in: 3600,
      expires_at: 1767225600 + 3600,
      refresh_token: expect.stringMatching(/^[a-z2-7]{12}$/),
      user: { email, email_confirmed_at: '2026-01-01T00:00:00.000Z', last_sign_in_at: '2026-01-01T00:00:00.000Z' },
    })
    expect(body).not.toHaveProperty('weak_password')
    // In this answer only: the next one says what is known.
    expect(body.user.identities[0].identity_data.email_verified).toBe(true)
    const again = await call('GET /user', { token: body.access_token })
    expect(again.body.identities[0].identity_data.email_verified).toBe(false)
    const claims = claimsOf(body.access_token)
    expect(claims).toMatchObject({
      sub: body.user.id,
      email,
      aal: 'aal1',
      amr: [{ method: 'password', timestamp: 1767225600 }],
      user_metadata: { name: 'Ada', email_verified: true },
      is_anonymous: false,
    })
    expect(headers.get('sb-auth-user-id')).toBe(body.user.id)
    expect(headers.get('sb-auth-session-id')).toBe(claims.session_id)
    expect(headers.get('sb-auth-refresh-token-prefix')).toBe(body.refresh_token.slice(0, 5))
    expect(server.inbox.all()).toEqual([])
    expect((await call('GET /user', { token: body.access_token })).body.id).toBe(body.user.id)
  })

  test('where addresses need no confirmation: an invited user is told that their identity is not verified', async () => {
    begin({ GOTRUE_MAILER_AUTOCONFIRM: 'true' })
    const { body: fresh } = await signUp({ email: 'new@example.com', password })
    expect(fresh.user.identities).toMatchObject([{ identity_data: { email_verified: true } }])
    await call('POST /invite', { token: await server.createServiceToken(), json: { email } })
    const { body } = await signUp()
    expect(body.user).toMatchObject({ user_metadata: { email_verified: true } })
    expect(body.user.identities).toMatchObject([{ identity_data: { email_verified: false } }])
  })

  test('where addresses need no confirmation: whoever is there already is refused, and that is noted', async () => {
    begin({ GOTRUE_MAILER_AUTOCONFIRM: true })
    await signUp()
    expect(await signUp()).toMatchObject(refusal(422, 'user_already_exists', 'User already registered'))
    const token = await server.createServiceToken()
    const { body } = await call('GET /admin/audit', { token })
    expect(body[0].payload.action).toBe('user_repeated_signup')
  })

  test('where addresses need no confirmation: the method of a code challenge is not looked at', async () => {
    begin({ GOTRUE_MAILER_AUTOCONFIRM: true })
    const json = { email, password, code_challenge: challenge, code_challenge_method: 'foo' }
    expect(await signUp(json)).toMatchObject({ status: 200, body: { token_type: 'bearer' } })
  })

  test('with a code challenge: a link that gives a code', async () => {
    await signUp({ email, password, code_challenge: challenge, code_challenge_method: 'plain' })
    const { tokenHash, link } = server.inbox.last(email)
    expect(tokenHash).toMatch(/^pkce_[0-9a-f]{56}$/)
    const { headers } = await call(`GET ${link!.slice(server.url.length)}`)
    const auth_code = new URL(headers.get('location')!).searchParams.get('code')
    const { status, body } = await call('POST /token?grant_type=pkce', {
      json: { auth_code, code_verifier: challenge },
    })
    expect(status).toBe(200)
    expect(claimsOf(body.access_token).amr).toEqual([{ method: 'email/signup', timestamp: 1767225600 }])
  })

  test('sends people back to where they may go', async () => {
    begin({ GOTRUE_URI_ALLOW_LIST: 'https://app.example.com/**' })
    const linkAfter = async (path: string, headers?: Record<string, string>) => {
      await call(`POST ${path}`, { json: { email, password }, headers: headers ?? {} })
      return server.inbox.last(email).redirectTo
    }
    const query = 'redirect_to=https://app.example.com/query'
    expect(await linkAfter('/signup')).toBe('http://localhost:3000')
    expect(await linkAfter(`/signup?${query}`)).toBe('https://app.example.com/query')
    expect(await linkAfter(`/signup?${query}`, { redirect_to: 'https://app.example.com/header' })).toBe(
      'https://app.example.com/header',
    )
    expect(await linkAfter('/signup', { referer: 'https://app.example.com/page' })).toBe('https://app.example.com/page')
    expect(await linkAfter('/signup?redirect_to=https://evil.example')).toBe('http://localhost:3000')
  })
})

describe('POST /signup with a number', () => {
  test('makes a user who has to confirm it', async () => {
    const { status, body } = await signUp({ phone: '+1 555 000 1111', password, data: { name: 'Ada' } })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      email: '',
      phone,
      app_metadata: { provider: 'phone', providers: ['phone'] },
      user_metadata: { name: 'Ada', sub: body.id, email_verified: false, phone_verified: false },
    })
    expect(body.identities[0].identity_data).not.toHaveProperty('phone')
    expect(server.inbox.last(phone)).toMatchObject({ channel: 'sms', type: 'sms', code: expect.stringMatching(/^\d{6}$/) })
    expect(await signIn({ phone, password })).toMatchObject(refusal(400, 'phone_not_confirmed', 'Phone not confirmed'))
    const json = { type: 'sms', phone, token: server.inbox.last(phone).code }
    expect((await call('POST /verify', { json })).body.user.phone_confirmed_at).toBe('2026-01-01T00:00:00.000Z')
    expect((await signIn({ phone, password })).status).toBe(200)
  })

  test('by WhatsApp', async () => {
    await signUp({ phone, password, channel: 'whatsapp' })
    expect(server.inbox.last(phone).channel).toBe('whatsapp')
  })

  test('where numbers need no confirmation: a session', async () => {
    begin({ GOTRUE_SMS_AUTOCONFIRM: true })
    const { body } = await signUp({ phone, password })
    expect(body.user).toMatchObject({ phone, phone_confirmed_at: '2026-01-01T00:00:00.000Z' })
    expect(server.inbox.all()).toEqual([])
    expect(await signUp({ phone, password })).toMatchObject(refusal(422, 'user_already_exists', 'User already registered'))
  })

  test('of somebody else who is confirmed: an answer that does not say so', async () => {
    const other = server.users.create({ phone })
    const { status, body } = await signUp({ phone, password })
    expect(status).toBe(200)
    expect(body).toMatchObject({ phone, role: '', identities: [] })
    expect(body.id).not.toBe(other.id)
    expect(server.inbox.all()).toEqual([])
  })

  test('whose code is known sends nothing', async () => {
    begin({ GOTRUE_SMS_TEST_OTP: `${phone}:123456` })
    expect((await signUp({ phone, password })).status).toBe(200)
    expect(server.inbox.all()).toEqual([])
    expect((await call('POST /verify', { json: { type: 'sms', phone, token: '123456' } })).status).toBe(200)
  })
})

describe('POST /signup with neither', () => {
  test('makes an anonymous user', async () => {
    const { status, body } = await signUp({ data: { name: 'Ada' } })
    expect(status).toBe(200)
    expect(body.user).toMatchObject({
      email: '',
      phone: '',
      is_anonymous: true,
      app_metadata: {},
      user_metadata: { name: 'Ada' },
      identities: [],
    })
    expect(claimsOf(body.access_token)).toMatchObject({
      is_anonymous: true,
      amr: [{ method: 'anonymous', timestamp: 1767225600 }],
    })
    expect((await call('GET /user', { token: body.access_token })).body.id).toBe(body.user.id)
  })

  test('and the body null, too', async () => {
    expect((await signUp('null')).body.user.is_anonymous).toBe(true)
  })

  test('every time another one', async () => {
    const ids = [(await signUp({})).body.user.id, (await signUp({})).body.user.id]
    expect(new Set(ids).size).toBe(2)
  })
})

describe('POST /signup refuses', () => {
  const lower = 'abcdefghijklmnopqrstuvwxyz'
  test.each<[string, unknown, ReturnType<typeof refusal>, ConfigInput?]>([
    ['no password', { email }, refusal(400, 'validation_failed', 'Signup requires a valid password')],
    ['an empty one', { phone, password: '' }, refusal(400, 'validation_failed', 'Signup requires a valid password')],
    [
      'address and number',
      { email, phone, password },
      refusal(400, 'validation_failed', 'Only an email address or phone number should be provided on signup.'),
    ],
    [
      'what is no address',
      { email: 'ada@', password },
      refusal(400, 'validation_failed', 'Unable to validate email address: invalid format'),
    ],
    [
      'an address that is too long',
      { email: `${'a'.repeat(244)}@example.com`, password },
      refusal(400, 'validation_failed', 'An email address is too long'),
    ],
    [
      'what is no number',
      { phone: '0123', password },
      refusal(400, 'validation_failed', 'Invalid phone number format (E.164 required)'),
    ],
    [
      'a password of 73 bytes',
      { email, password: 'é'.repeat(36) + 'x' },
      refusal(400, 'validation_failed', 'Password cannot be longer than 72 characters'),
    ],
    [
      'a challenge without a method',
      { email, password, code_challenge: challenge },
      refusal(400, 'validation_failed', 'PKCE flow requires code_challenge_method and code_challenge'),
    ],
    [
      'a method without a challenge',
      { email, password, code_challenge_method: 's256' },
      refusal(400, 'validation_failed', 'PKCE flow requires code_challenge_method and code_challenge'),
    ],
    [
      'a challenge that is too short',
      { email, password, code_challenge: 'x'.repeat(42), code_challenge_method: 's256' },
      refusal(400, 'validation_failed', 'code challenge has to be between 43 and 128 characters'),
    ],
    [
      'a challenge that is too long',
      { email, password, code_challenge: 'x'.repeat(129), code_challenge_method: 's256' },
      refusal(400, 'validation_failed', 'code challenge has to be between 43 and 128 characters'),
    ],
    [
      'a challenge of other characters',
      { email, password, code_challenge: `${challenge}+`, code_challenge_method: 's256' },
      refusal(
        400,
        'validation_failed',
        'code challenge can only contain alphanumeric characters, hyphens, periods, underscores and tildes',
      ),
    ],
    [
      'a challenge with a number',
      { phone, password, code_challenge: challenge, code_challenge_method: 's256' },
      refusal(400, 'validation_failed', 'PKCE not supported for phone signups'),
    ],
    [
      'a method that is none',
      { email, password, code_challenge: challenge, code_challenge_method: 'foo' },
      {
        status: 500,
        body: {
          code: 500,
          error_code: 'unexpected_failure',
          msg: 'Unexpected failure, please check server logs for more information',
        },
      },
    ],
    [
      'a weak password',
      { email, password: '12345' },
      {
        status: 422,
        body: {
          code: 422,
          error_code: 'weak_password',
          msg: 'Password should be at least 6 characters.',
          weak_password: { reasons: ['length'] },
        },
      },
    ],
    [
      'a password that is weak in all ways',
      { email, password: 'A' },
      {
        status: 422,
        body: {
          error_code: 'weak_password',
          msg: `Password should be at least 12 characters. Password should contain at least one character of each: ${lower}, 0123456789. Password is known to be weak and easy to guess, please choose a different one.`,
          weak_password: { reasons: ['length', 'characters', 'pwned'] },
        },
      },
      {
        GOTRUE_PASSWORD_MIN_LENGTH: 12,
        GOTRUE_PASSWORD_REQUIRED_CHARACTERS: [lower, '0123456789'],
        GOTRUE_PASSWORD_HIBP_ENABLED: true,
      },
    ],
    [
      'everybody, where sign-up is off',
      { email, password },
      refusal(422, 'signup_disabled', 'Signups not allowed for this instance'),
      { GOTRUE_DISABLE_SIGNUP: true },
    ],
    [
      'anonymous users, where sign-up is off',
      {},
      refusal(422, 'signup_disabled', 'Signups not allowed for this instance'),
      { GOTRUE_DISABLE_SIGNUP: true },
    ],
    [
      'anonymous users, where there are none',
      {},
      refusal(422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled'),
      { GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED: false },
    ],
    [
      'addresses, where they are off',
      { email, password },
      refusal(400, 'email_provider_disabled', 'Email signups are disabled'),
      { GOTRUE_EXTERNAL_EMAIL_ENABLED: false },
    ],
    [
      'numbers, where they are off',
      { phone, password },
      refusal(400, 'phone_provider_disabled', 'Phone signups are disabled'),
      { GOTRUE_EXTERNAL_PHONE_ENABLED: false },
    ],
    [
      'an address that is not among those that may have mail',
      { email, password },
      refusal(400, 'email_address_not_authorized', 'Email address "ada@example.com" cannot be used as it is not authorized'),
      { GOTRUE_EXTERNAL_EMAIL_AUTHORIZED_ADDRESSES: 'ok@example.com' },
    ],
    [
      'where no mail may go out',
      { email, password },
      refusal(429, 'over_email_send_rate_limit', 'email rate limit exceeded'),
      { GOTRUE_RATE_LIMIT_EMAIL_SENT: '0' },
    ],
    [
      'who has not solved the CAPTCHA',
      { email, password },
      refusal(400, 'captcha_failed', 'captcha protection: request disallowed (no captcha_token found)'),
      { GOTRUE_SECURITY_CAPTCHA_ENABLED: true },
    ],
    [
      'whose CAPTCHA is no object',
      { email, password, gotrue_meta_security: 1 },
      refusal(
        400,
        'bad_json',
        'Could not parse request body as JSON: json: cannot unmarshal number into Go struct field captchaRequest.gotrue_meta_security of type api.captchaSecurity',
      ),
      { GOTRUE_SECURITY_CAPTCHA_ENABLED: true },
    ],
    [
      'who has not solved it right',
      { email, password, gotrue_meta_security: { captcha_token: 'invalid' } },
      refusal(400, 'captcha_failed', 'captcha protection: request disallowed (invalid-input-response)'),
      { GOTRUE_SECURITY_CAPTCHA_ENABLED: true },
    ],
  ])('%s', async (_, json, wanted, config) => {
    begin(config, { pwnedPasswords: ['A'] })
    await expectRefusal(server, () => signUp(json), wanted)
  })

  test('in the newer shape, if that is asked for', async () => {
    const ask = (json: unknown) => signUp(json, { 'x-supabase-api-version': '2024-01-01' })
    const answer = await ask({ email })
    expect(answer).toMatchObject({ status: 400 })
    expect(answer.body).toEqual({ code: 'validation_failed', message: 'Signup requires a valid password' })
    expect(answer.headers.get('x-supabase-api-version')).toBe('2024-01-01')
    expect(answer.headers.get('x-sb-error-code')).toBe('validation_failed')
    const weak = await ask({ email, password: '1' })
    expect(weak.body).toEqual({
      code: 'weak_password',
      message: 'Password should be at least 6 characters.',
      weak_password: { reasons: ['length'] },
    })
    expect(weak.headers.get('x-sb-error-code')).toBeNull()
  })

  test.each([
    ['no JSON', 'x', "invalid character 'x' looking for beginning of value"],
    ['JSON that ends early', '{"email":', 'unexpected end of JSON input'],
    ['nothing', '', 'unexpected end of JSON input'],
    ['a list', '[]', 'json: cannot unmarshal array into Go value of type api.SignupParams'],
    [
      'a number for an address',
      { email: 1 },
      'json: cannot unmarshal number into Go struct field SignupParams.email of type string',
    ],
    [
      'a text for data',
      { data: 'x' },
      'json: cannot unmarshal string into Go struct field SignupParams.data of type map[string]interface {}',
    ],
  ])('%s', async (_, json, reason) => {
    const wanted = refusal(400, 'bad_json', `Could not parse request body as JSON: ${reason}`)
    await expectRefusal(server, () => signUp(json), wanted)
  })

  test('a form', async () => {
    const wanted = refusal(400, 'bad_json', 'Could not parse request body as JSON: unexpected end of JSON input')
    await expectRefusal(server, () => call('POST /signup', { form: { email, password } }), wanted)
  })

  test('a body of more than a mebibyte', async () => {
    const wanted = refusal(413, 'request_entity_too_large', 'Request body too large (max 1048576 bytes)')
    await expectRefusal(server, () => signUp({ email, password, data: { x: 'y'.repeat(1_048_576) } }), wanted)
  })

  test('a second mail that comes too soon', async () => {
    begin({ GOTRUE_SMTP_MAX_FREQUENCY: '60s' })
    await signUp()
    server.clock.advance('1s')
    const wanted = refusal(
      429,
      'over_email_send_rate_limit',
      'For security purposes, you can only request this after 59 seconds.',
    )
    await expectRefusal(server, () => signUp(), wanted)
    server.clock.advance('59s')
    expect((await signUp()).status).toBe(200)
    expect(server.inbox.all(email)).toHaveLength(2)
  })

  test('a second text message that comes too soon', async () => {
    begin({ GOTRUE_SMS_MAX_FREQUENCY: '60s' })
    await signUp({ phone, password })
    server.clock.advance('1s')
    const wanted = refusal(
      429,
      'over_sms_send_rate_limit',
      'For security purposes, you can only request this after 59 seconds.',
    )
    await expectRefusal(server, () => signUp({ phone, password }), wanted)
    server.clock.advance('60s')
    expect((await signUp({ phone, password })).status).toBe(200)
  })

  test('more messages than may go out in an hour', async () => {
    begin({ GOTRUE_RATE_LIMIT_EMAIL_SENT: '2', GOTRUE_RATE_LIMIT_SMS_SENT: '1' })
    for (const name of ['a', 'b']) expect((await signUp({ email: `${name}@example.com`, password })).status).toBe(200)
    await expectRefusal(server, () => signUp(), refusal(429, 'over_email_send_rate_limit', 'email rate limit exceeded'))
    await signUp({ phone, password })
    const wanted = refusal(429, 'over_sms_send_rate_limit', 'SMS rate limit exceeded')
    await expectRefusal(server, () => signUp({ phone: '15550002222', password }), wanted)
    server.clock.advance('1h')
    expect((await signUp()).status).toBe(200)
    expect((await signUp({ phone: '15550002222', password })).status).toBe(200)
  })
})

test('what the audit log notes of it', async () => {
  const actions = async () => {
    const { body } = await call('GET /admin/audit', { token: await server.createServiceToken() })
    return body.map(({ payload }: { payload: Record<string, unknown> }) => [payload.action, payload.traits])
  }
  await signUp()
  expect(await actions()).toEqual([['user_confirmation_requested', { provider: 'email' }]])
  begin({ GOTRUE_MAILER_AUTOCONFIRM: true, GOTRUE_SMS_AUTOCONFIRM: true })
  await signUp()
  await signUp({ phone, password })
  await signUp({})
  expect(await actions()).toEqual([
    ['login', { provider: 'phone' }],
    ['user_signedup', { provider: 'phone', channel: 'sms' }],
    ['login', { provider: 'email' }],
    ['user_signedup', { provider: 'email' }],
  ])
})

test('is limited by address, anonymous users apart', async () => {
  begin({ GOTRUE_RATE_LIMIT_HEADER: 'x-from', GOTRUE_RATE_LIMIT_ANONYMOUS_USERS: 2 })
  const wanted = refusal(429, 'over_request_rate_limit', 'Request rate limit reached')
  const ask = (json: unknown, from = '1.1.1.1') => signUp(json, { 'x-from': from })
  for (let at = 0; at < 30; at++) expect((await ask({ email: 'x' })).status).toBe(400)
  expect(await ask({ email: 'x' })).toMatchObject(wanted)
  for (let at = 0; at < 2; at++) expect((await ask({})).status).toBe(200)
  expect(await ask({})).toMatchObject(wanted)
  expect((await ask({}, '2.2.2.2')).status).toBe(200)
  expect((await signUp({})).status).toBe(200)
  server.clock.advance('30m')
  expect((await ask({})).status).toBe(200)
})

test('what is null in data is not there, and what the server knows better stays', async () => {
  const { body } = await signUp({ email, password, data: { a: null, b: 1, sub: 'x', email: 'y', email_verified: true } })
  const claims = { b: 1, sub: body.id, email, email_verified: false, phone_verified: false }
  expect(body.user_metadata).toEqual(claims)
  expect(body.identities[0].identity_data).toEqual(claims)
})

test('addresses that may get mails may have labels', async () => {
  begin({ GOTRUE_EXTERNAL_EMAIL_AUTHORIZED_ADDRESSES: 'ok@example.com' })
  expect((await signUp({ email: 'OK+label@example.com', password })).status).toBe(200)
})

test('a rate of messages: so many at once, then one in each time', async () => {
  begin({ GOTRUE_RATE_LIMIT_EMAIL_SENT: '2/10m' })
  const send = async () => (await signUp()).status
  expect([await send(), await send(), await send()]).toEqual([200, 200, 429])
  server.clock.advance('10m')
  expect([await send(), await send()]).toEqual([200, 429])
})

describe('POST /signup with what the database can not hold', () => {
  const failed = refusal(500, 'unexpected_failure', 'Database error saving new user')

  test.each([[{ email, password, data: { a: '\u0000' } }], [{ data: { a: { b: ['\u0000'] } } }]])('%j', async (json) => {
    await expectRefusal(server, () => signUp(json), failed)
  })

  test('an audience of more than 255 characters', async () => {
    await expectRefusal(server, () => signUp({ email, password }, { 'x-jwt-aud': 'a'.repeat(256) }), failed)
    expect((await signUp({ email, password }, { 'x-jwt-aud': 'a'.repeat(255) })).status).toBe(200)
  })

  test('an address that somebody has in another audience', async () => {
    await signUp({ email, password }, { 'x-jwt-aud': 'other' })
    await expectRefusal(server, () => signUp(), {
      status: 500,
      body: {
        code: '23505',
        message: 'duplicate key value violates unique constraint "users_email_partial_key"',
        detail: `Key (email)=(${email}) already exists.`,
      },
    })
    expect((await signUp({ email, password }, { 'x-supabase-api-version': '2024-01-01' })).body).toEqual({
      code: 'unexpected_failure',
      message: 'Database error saving new user',
    })
  })
})

describe('a CAPTCHA', () => {
  beforeEach(() => begin({ GOTRUE_SECURITY_CAPTCHA_ENABLED: true }))

  test('that is solved', async () => {
    const json = { email, password, gotrue_meta_security: { captcha_token: 'good' } }
    expect((await signUp(json)).status).toBe(200)
  })

  test('is not asked of administrators', async () => {
    const token = await server.createServiceToken()
    expect((await call('POST /signup', { token, json: { email, password } })).status).toBe(200)
  })

  test('is read before anything else', async () => {
    expect(await signUp('x')).toMatchObject(
      refusal(400, 'bad_json', "Could not parse request body as JSON: invalid character 'x' looking for beginning of value"),
    )
  })
})

test('the same seed and the same requests: the same answers', async () => {
  const play = async (seed: number) => {
    begin({}, { seed })
    const signedUp = await signUp()
    const { code } = server.inbox.last(email)
    const verified = await call('POST /verify', { json: { type: 'signup', email, token: code } })
    return [signedUp.body, code, verified.body, server.exportState()]
  }
  const first = await play(7)
  expect(await play(7)).toEqual(first)
  expect((await play(8))[1]).not.toBe(first[1])
})
