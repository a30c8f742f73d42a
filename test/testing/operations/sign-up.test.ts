import { beforeEach, describe, expect, test } from 'vitest'
import { createClient, unwrap } from '../../../src/facade/index.ts'
import type { ConfigInput, TestServer, TestServerOptions } from '../../../src/testing/index.ts'
import { callerOf, claimsOf, expectRefusal, refusal, type Call } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>

function begin(config: ConfigInput = {}, options: TestServerOptions = {}): void {
  server = checkedServer({ config, now: '2026-01-01T00:00:00Z', ...options })
  call = callerOf(server)
}
beforeEach(() => begin())

const email = 'ada@example.com'
const phone = '15551234567'
const password = 'correct-horse'
const signUp = (json: unknown, more: Call = {}, query = '') => call(`POST /signup${query}`, { json, ...more })
const users = () => server.exportState().tables.users as unknown as Record<string, unknown>[]
const now = '2026-01-01T00:00:00.000Z'
const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) as string

describe('POST /signup with an address', () => {
  test('answers with a user who has to confirm it', async () => {
    const { status, body, headers } = await signUp({ email: 'Ada@Example.com', password, data: { name: 'Ada' } })
    const claims = { sub: body.id, email, email_verified: false, phone_verified: false, name: 'Ada' }
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        id: uuid,
        aud: 'authenticated',
        role: 'authenticated',
        email,
        phone: '',
        confirmation_sent_at: now,
        app_metadata: { provider: 'email', providers: ['email'] },
        user_metadata: claims,
        identities: [
          {
            identity_id: uuid,
            id: body.id,
            user_id: body.id,
            identity_data: claims,
            provider: 'email',
            last_sign_in_at: now,
            created_at: now,
            updated_at: now,
            email,
          },
        ],
        created_at: now,
        updated_at: now,
        is_anonymous: false,
      },
    })
    expect(headers.has('sb-auth-user-id')).toBe(false)
  })

  test('sends a mail whose code and whose link confirm it', async () => {
    await signUp({ email, password }, {}, '?redirect_to=http://localhost:3000/in')
    const { code, link, ...mail } = server.inbox.last(email)
    expect(mail).toMatchObject({ channel: 'email', to: email, type: 'signup', redirectTo: 'http://localhost:3000/in' })
    expect(code).toMatch(/^\d{6}$/)
    expect(link).toBe(`${server.url}/verify?token=${mail.tokenHash}&type=signup&redirect_to=http://localhost:3000/in`)
    expect(mail.tokenHash).toMatch(/^[0-9a-f]{56}$/)
    const { body } = await call('POST /verify', { json: { type: 'signup', email, token: code } })
    expect(body.user).toMatchObject({ email_confirmed_at: now, confirmed_at: now, user_metadata: { email_verified: true } })
    expect(body.user.identities).toMatchObject([{ identity_data: { email_verified: true } }])
  })

  test('sends a link that says so with a code challenge', async () => {
    await signUp({ email, password, code_challenge: 'c'.repeat(43), code_challenge_method: 's256' })
    expect(server.inbox.last(email).tokenHash).toMatch(/^pkce_[0-9a-f]{56}$/)
  })

  test('again before it is confirmed: a new mail, whose code replaces the old one, and nothing else', async () => {
    await signUp({ email, password, data: { name: 'Ada' } })
    const first = server.inbox.last(email)
    const { body } = await signUp({ email, password: 'another-password', data: { name: 'Eve' } })
    expect(body.user_metadata).toMatchObject({ name: 'Ada' })
    expect(users()).toMatchObject([{ password }])
    const verify = (token: string) => call('POST /verify', { json: { type: 'signup', email, token } })
    expect(await verify(first.code)).toMatchObject(refusal(403, 'otp_expired', 'Token has expired or is invalid'))
    expect((await verify(server.inbox.last(email).code)).status).toBe(200)
  })

  test('of somebody: a made-up user, and no mail', async () => {
    const ada = server.users.create({ email, user_metadata: { secret: true } })
    const { status, body } = await signUp({ email, password, data: { name: 'Eve' } })
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        id: uuid,
        aud: 'authenticated',
        role: '',
        email,
        phone: '',
        confirmation_sent_at: now,
        app_metadata: { provider: 'email', providers: ['email'] },
        user_metadata: { name: 'Eve' },
        identities: [],
        created_at: now,
        updated_at: now,
        is_anonymous: false,
      },
    })
    expect(body.id).not.toBe(ada.id)
    expect(users()).toHaveLength(1)
    expect(server.inbox.all()).toEqual([])
  })

  test('of somebody who was invited: without what is known of them', async () => {
    await call('POST /invite', { token: await server.createServiceToken(), json: { email, data: { name: 'Ada' } } })
    const { body } = await signUp({ email, password })
    expect(body).toMatchObject({ user_metadata: {}, identities: [], invited_at: now })
  })

  test('what is null in data is not there, and what the server knows better stays', async () => {
    const { body } = await signUp({ email, password, data: { a: null, b: 1, sub: 'x', email: 'y', email_verified: true } })
    const claims = { b: 1, sub: body.id, email, email_verified: false, phone_verified: false }
    expect(body).toMatchObject({ user_metadata: claims, identities: [{ identity_data: claims }] })
    expect(body.user_metadata).toEqual(claims)
  })

  test('signs in at once on a server that confirms by itself', async () => {
    begin({ GOTRUE_MAILER_AUTOCONFIRM: true })
    const { body, headers } = await signUp({ email, password })
    expect(body).toMatchObject({
      token_type: 'bearer',
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^[a-z2-7]{12}$/),
    })
    expect(body.user).toMatchObject({ email_confirmed_at: now, last_sign_in_at: now })
    expect(claimsOf(body.access_token)).toMatchObject({ amr: [{ method: 'password' }], aal: 'aal1', email })
    expect(headers.get('sb-auth-user-id')).toBe(body.user.id)
    expect(headers.get('sb-auth-session-id')).toBe(claimsOf(body.access_token).session_id)
    expect(headers.get('sb-auth-refresh-token-prefix')).toBe(body.refresh_token.slice(0, 5))
    expect(server.inbox.all()).toEqual([])
  })

  test('of somebody on a server that confirms by itself: a refusal, which the audit log knows of', async () => {
    begin({ GOTRUE_MAILER_AUTOCONFIRM: true })
    await signUp({ email, password })
    expect(await signUp({ email, password })).toMatchObject(refusal(422, 'user_already_exists', 'User already registered'))
    expect(server.exportState().tables.auditLog).toMatchObject([
      { payload: { action: 'user_signedup', traits: { provider: 'email' } } },
      { payload: { action: 'login', traits: { provider: 'email' } } },
      { payload: { action: 'user_repeated_signup', traits: { provider: 'email' } } },
    ])
  })

  test('the same address exists once, in whatever audience', async () => {
    await signUp({ email, password }, { headers: { 'x-jwt-aud': 'other' } })
    await expectRefusal(server, () => signUp({ email, password }), {
      status: 500,
      body: {
        code: '23505',
        message: 'duplicate key value violates unique constraint "users_email_partial_key"',
        detail: `Key (email)=(${email}) already exists.`,
      },
    })
    const headers = { 'x-supabase-api-version': '2024-01-01' }
    expect((await signUp({ email, password }, { headers })).body).toEqual({
      code: 'unexpected_failure',
      message: 'Database error saving new user',
    })
  })

  test('through the client, to a session', async () => {
    const auth = createClient({ url: server.url, fetch: server.fetch })
    unwrap(await auth.signUp({ email, password }))
    unwrap(await auth.verifyOtp({ type: 'email', email, token: server.inbox.last(email).code }))
    expect(unwrap(await auth.getSession()).session?.user.email).toBe(email)
  })
})

describe('POST /signup with a phone number', () => {
  test('sends a code', async () => {
    const { body } = await signUp({ phone: '+1 555 123 4567', password, data: { email: 'x' }, channel: 'whatsapp' })
    expect(body).toMatchObject({
      email: '',
      phone,
      app_metadata: { provider: 'phone', providers: ['phone'] },
      identities: [{ provider: 'phone', identity_data: { sub: body.id, email: 'x', phone_verified: false } }],
    })
    expect(server.inbox.last('+1 555 123 4567')).toMatchObject({
      channel: 'whatsapp',
      to: phone,
      type: 'sms',
      link: undefined,
    })
    const { body: session } = await call('POST /verify', {
      json: { type: 'sms', phone, token: server.inbox.last(phone).code },
    })
    expect(session.user).toMatchObject({ phone, phone_confirmed_at: now })
  })

  test('of somebody: a made-up user', async () => {
    server.users.create({ phone })
    expect((await signUp({ phone, password })).body).toMatchObject({ role: '', phone, email: '', identities: [] })
    expect(server.inbox.all()).toEqual([])
  })

  test('signs in at once on a server that confirms by itself', async () => {
    begin({ GOTRUE_SMS_AUTOCONFIRM: true })
    expect((await signUp({ phone, password })).body.user).toMatchObject({ phone, phone_confirmed_at: now })
  })
})

describe('POST /signup with neither', () => {
  test.each([[{}], ['null'], [{ data: { theme: 'dark' } }]])('signs in anonymously: %j', async (json) => {
    const { body } = await signUp(json)
    expect(body.user).toMatchObject({
      email: '',
      phone: '',
      is_anonymous: true,
      identities: [],
      app_metadata: {},
      user_metadata: typeof json === 'object' && 'data' in json ? json.data : {},
    })
    expect(claimsOf(body.access_token)).toMatchObject({ is_anonymous: true, amr: [{ method: 'anonymous' }] })
  })

  test('where it is off', async () => {
    begin({ GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED: false })
    await expectRefusal(
      server,
      () => signUp({}),
      refusal(422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled'),
    )
  })
})

describe('POST /signup refuses', () => {
  const invalid = 'Unable to validate email address: invalid format'
  const e164 = 'Invalid phone number format (E.164 required)'
  const tooLong = 'Password cannot be longer than 72 characters'
  const half = 'PKCE flow requires code_challenge_method and code_challenge'
  const length = 'code challenge has to be between 43 and 128 characters'
  const characters = 'code challenge can only contain alphanumeric characters, hyphens, periods, underscores and tildes'
  const json = (text: string) => `Could not parse request body as JSON: ${text}`
  const challenge = (code_challenge: string, code_challenge_method = 's256') => ({ code_challenge, code_challenge_method })
  test.each([
    [{ email }, 'validation_failed', 'Signup requires a valid password'],
    [{ email: 'x', password }, 'validation_failed', invalid],
    [{ email: `${'a'.repeat(250)}@b.example`, password }, 'validation_failed', 'An email address is too long'],
    [{ phone: '0123', password }, 'validation_failed', e164],
    [{ phone: 'x', password }, 'validation_failed', e164],
    [{ email, phone, password }, 'validation_failed', 'Only an email address or phone number should be provided on signup.'],
    [{ email, password: 'x'.repeat(73) }, 'validation_failed', tooLong],
    [{ email, password: 'ä'.repeat(37) }, 'validation_failed', tooLong],
    [{ phone, password, ...challenge('c'.repeat(43)) }, 'validation_failed', 'PKCE not supported for phone signups'],
    [{ email, password, code_challenge: 'c'.repeat(43) }, 'validation_failed', half],
    [{ email, password, code_challenge_method: 's256' }, 'validation_failed', half],
    [{ email, password, ...challenge('c'.repeat(42)) }, 'validation_failed', length],
    [{ email, password, ...challenge('c'.repeat(129)) }, 'validation_failed', length],
    [{ email, password, ...challenge(`${'c'.repeat(43)}+`) }, 'validation_failed', characters],
    ['', 'bad_json', json('unexpected end of JSON input')],
    ['{"email":', 'bad_json', json('unexpected end of JSON input')],
    ['x', 'bad_json', json("invalid character 'x' looking for beginning of value")],
    [[], 'bad_json', json('json: cannot unmarshal array into Go value of type api.SignupParams')],
    [
      { email: 1, password },
      'bad_json',
      json('json: cannot unmarshal number into Go struct field SignupParams.email of type string'),
    ],
    [
      { email, password, data: 'x' },
      'bad_json',
      json('json: cannot unmarshal string into Go struct field SignupParams.data of type map[string]interface {}'),
    ],
  ])('%j', async (body, code, message) => {
    await expectRefusal(server, () => signUp(body), refusal(400, code, message))
  })

  test('a form, as its body has been read already', async () => {
    const form = { email, password }
    await expectRefusal(
      server,
      () => call('POST /signup', { form }),
      refusal(400, 'bad_json', json('unexpected end of JSON input')),
    )
  })

  test('a body of more than a megabyte', async () => {
    await expectRefusal(
      server,
      () => signUp({ email, password, data: { x: 'y'.repeat(1_048_576) } }),
      refusal(413, 'request_entity_too_large', 'Request body too large (max 1048576 bytes)'),
    )
  })

  test('a challenge of an unknown method, when the mail is to go out', async () => {
    await expectRefusal(server, () => signUp({ email, password, ...challenge('c'.repeat(43), 'foo') }), {
      status: 500,
      body: {
        code: 500,
        error_code: 'unexpected_failure',
        msg: 'Unexpected failure, please check server logs for more information',
      },
    })
    begin({ GOTRUE_MAILER_AUTOCONFIRM: true })
    expect((await signUp({ email, password, ...challenge('c'.repeat(43), 'foo') })).status).toBe(200)
  })

  test.each([[{ email, password, data: { a: '\u0000' } }], [{ data: { a: { b: ['\u0000'] } } }]])(
    'what the database can not hold: %j',
    async (body) => {
      await expectRefusal(server, () => signUp(body), refusal(500, 'unexpected_failure', 'Database error saving new user'))
    },
  )

  test.each([
    ['GOTRUE_DISABLE_SIGNUP', true, { email, password }, 422, 'signup_disabled', 'Signups not allowed for this instance'],
    ['GOTRUE_DISABLE_SIGNUP', true, {}, 422, 'signup_disabled', 'Signups not allowed for this instance'],
    [
      'GOTRUE_EXTERNAL_EMAIL_ENABLED',
      false,
      { email, password },
      400,
      'email_provider_disabled',
      'Email signups are disabled',
    ],
    [
      'GOTRUE_EXTERNAL_PHONE_ENABLED',
      false,
      { phone, password },
      400,
      'phone_provider_disabled',
      'Phone signups are disabled',
    ],
  ])('with %s: %s', async (word, value, body, status, code, message) => {
    begin({ [word]: value })
    await expectRefusal(server, () => signUp(body), refusal(status, code, message))
  })

  test('weak passwords, with all that is wrong with them, in both forms', async () => {
    begin(
      {
        GOTRUE_PASSWORD_MIN_LENGTH: 12,
        GOTRUE_PASSWORD_REQUIRED_CHARACTERS: 'abc:0123456789',
        GOTRUE_PASSWORD_HIBP_ENABLED: true,
      },
      { pwnedPasswords: ['password'] },
    )
    const reasons = ['length', 'characters', 'pwned']
    const message =
      'Password should be at least 12 characters. Password should contain at least one character of each: abc, 0123456789. Password is known to be weak and easy to guess, please choose a different one.'
    const weak = { email, password: 'password' }
    await expectRefusal(server, () => signUp(weak), {
      status: 422,
      body: { code: 422, error_code: 'weak_password', msg: message, weak_password: { reasons } },
    })
    const { status, body, headers } = await signUp(weak, { headers: { 'x-supabase-api-version': '2024-01-01' } })
    expect({ status, body }).toEqual({ status: 422, body: { code: 'weak_password', message, weak_password: { reasons } } })
    expect(headers.get('x-supabase-api-version')).toBe('2024-01-01')
    expect((await signUp({ email, password: 'abc123abc123' })).status).toBe(200)
  })

  test('without the answer to a CAPTCHA, unless it is a server that asks', async () => {
    begin({ GOTRUE_SECURITY_CAPTCHA_ENABLED: true })
    const none = 'captcha protection: request disallowed (no captcha_token found)'
    await expectRefusal(server, () => signUp({ email, password }), refusal(400, 'captcha_failed', none))
    const body = (captcha_token: string) => ({ email, password, gotrue_meta_security: { captcha_token } })
    await expectRefusal(
      server,
      () => signUp(body('invalid')),
      refusal(400, 'captcha_failed', 'captcha protection: request disallowed (invalid-input-response)'),
    )
    expect((await signUp(body('right'))).status).toBe(200)
    expect((await signUp({ email, password }, { token: await server.createServiceToken() })).status).toBe(200)
  })

  test('addresses that may get no mail', async () => {
    begin({ GOTRUE_EXTERNAL_EMAIL_AUTHORIZED_ADDRESSES: ['ok@example.com'] })
    await expectRefusal(
      server,
      () => signUp({ email, password }),
      refusal(400, 'email_address_not_authorized', 'Email address "ada@example.com" cannot be used as it is not authorized'),
    )
    expect((await signUp({ email: 'OK+label@example.com', password })).status).toBe(200)
  })

  test('a mail too soon after the last one', async () => {
    begin({ GOTRUE_SMTP_MAX_FREQUENCY: '1m', GOTRUE_SMS_MAX_FREQUENCY: '30s' })
    await signUp({ email, password })
    await signUp({ phone, password })
    server.clock.advance('1s')
    const message = (seconds: number) => `For security purposes, you can only request this after ${seconds} seconds.`
    await expectRefusal(server, () => signUp({ email, password }), refusal(429, 'over_email_send_rate_limit', message(59)))
    await expectRefusal(server, () => signUp({ phone, password }), refusal(429, 'over_sms_send_rate_limit', message(29)))
    server.clock.advance('1m')
    expect((await signUp({ email, password })).status).toBe(200)
    expect((await signUp({ phone, password })).status).toBe(200)
  })

  test('more mails and text messages than may go out', async () => {
    begin({ GOTRUE_RATE_LIMIT_EMAIL_SENT: '1/1h', GOTRUE_RATE_LIMIT_SMS_SENT: '1' })
    await signUp({ email, password })
    await signUp({ phone, password })
    await expectRefusal(
      server,
      () => signUp({ email: 'b@example.com', password }),
      refusal(429, 'over_email_send_rate_limit', 'email rate limit exceeded'),
    )
    await expectRefusal(
      server,
      () => signUp({ phone: '15557654321', password }),
      refusal(429, 'over_sms_send_rate_limit', 'SMS rate limit exceeded'),
    )
    server.clock.advance('1h')
    expect((await signUp({ email: 'b@example.com', password })).status).toBe(200)
    expect((await signUp({ phone: '15557654321', password })).status).toBe(200)
  })

  test('more mails than a rate lets through: so many at once, then one in each time', async () => {
    begin({ GOTRUE_RATE_LIMIT_EMAIL_SENT: '2/10m' })
    const send = async () => (await signUp({ email, password })).status
    expect([await send(), await send(), await send()]).toEqual([200, 200, 429])
    server.clock.advance('10m')
    expect([await send(), await send()]).toEqual([200, 429])
    begin({ GOTRUE_RATE_LIMIT_EMAIL_SENT: '2' })
    expect([await send(), await send(), await send()]).toEqual([200, 200, 429])
    server.clock.advance('1h')
    expect([await send(), await send(), await send()]).toEqual([200, 200, 429])
  })

  test('more requests of an address than are allowed', async () => {
    begin({ GOTRUE_RATE_LIMIT_HEADER: 'x-forwarded-for', GOTRUE_RATE_LIMIT_ANONYMOUS_USERS: 2 })
    const from = (address: string, body: object) => signUp(body, { headers: { 'x-forwarded-for': address } })
    for (let at = 0; at < 30; at++) expect((await from('1.1.1.1', { email: 'x' })).status).toBe(400)
    await expectRefusal(
      server,
      () => from('1.1.1.1', { email: 'x' }),
      refusal(429, 'over_request_rate_limit', 'Request rate limit reached'),
    )
    expect((await from('2.2.2.2', { email: 'x' })).status).toBe(400)
    expect((await from('1.1.1.1', {})).status).toBe(200)
    expect((await from('1.1.1.1', {})).status).toBe(200)
    expect((await from('1.1.1.1', {})).status).toBe(429)
    server.clock.advance('30m')
    expect((await from('1.1.1.1', {})).status).toBe(200)
  })
})
