import { beforeEach, describe, expect, test } from 'vitest'
import type { ConfigInput, TestServer } from '../../../src/testing/index.ts'
import { callerOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>

function begin(config: ConfigInput = {}): void {
  server = checkedServer({ config, now: '2026-01-01T00:00:00Z' })
  call = callerOf(server)
}
beforeEach(() => begin())

const email = 'ada@example.com'
const next = 'ada@example.org'
const phone = '15550001111'
const password = 'correct-horse-battery'
const challenge = 'x'.repeat(43)
const pkce = { code_challenge: challenge, code_challenge_method: 's256' }
const done = { status: 200, body: {} }

const ask = (path: string, json: unknown, headers: Record<string, string> = {}) => call(`POST ${path}`, { json, headers })
const sentTypes = (to?: string) => server.inbox.all(to).map(({ type }) => type)
const invalid = (message: string) => refusal(400, 'validation_failed', message)
const malformed = invalid('Unable to validate email address: invalid format')
const tooSoon = (kind: 'email' | 'sms', seconds: number) =>
  refusal(429, `over_${kind}_send_rate_limit`, `For security purposes, you can only request this after ${seconds} seconds.`)
const unforeseen = {
  status: 500,
  body: {
    code: 500,
    error_code: 'unexpected_failure',
    msg: 'Unexpected failure, please check server logs for more information',
  },
}
const noCaptcha = refusal(400, 'captcha_failed', 'captcha protection: request disallowed (no captcha_token found)')
const challenges: [string, object, object][] = [
  [
    'a challenge without a method',
    { code_challenge: challenge },
    invalid('PKCE flow requires code_challenge_method and code_challenge'),
  ],
  [
    'a method without a challenge',
    { code_challenge_method: 's256' },
    invalid('PKCE flow requires code_challenge_method and code_challenge'),
  ],
  [
    'a challenge that is too short',
    { ...pkce, code_challenge: 'x' },
    invalid('code challenge has to be between 43 and 128 characters'),
  ],
  [
    'a challenge of other characters',
    { ...pkce, code_challenge: `${challenge}/` },
    invalid('code challenge can only contain alphanumeric characters, hyphens, periods, underscores and tildes'),
  ],
  ['a method that is none', { ...pkce, code_challenge_method: 'foo' }, unforeseen],
]

// By address the two do the same.
/** Asks with two challenges, the second of which is refused: the link of the first leads to the flow of the second, as on the server. */
async function expectNewestFlow(ask: (challenge: object) => Promise<object>): Promise<void> {
  const of = (letter: string) => ({ code_challenge: letter.repeat(43), code_challenge_method: 'plain' })
  await ask(of('a'))
  expect(await ask(of('b'))).toMatchObject(tooSoon('email', 60))
  const { headers } = await call(`GET ${server.inbox.last(email).link!.slice(server.url.length)}`)
  const auth_code = new URL(headers.get('location')!).searchParams.get('code')
  const grant = (letter: string) =>
    call('POST /token?grant_type=pkce', { json: { auth_code, code_verifier: letter.repeat(43) } })
  expect((await grant('a')).body).toMatchObject({ error_code: 'bad_code_verifier' })
  expect((await grant('b')).status).toBe(200)
}

describe.each(['/otp', '/magiclink'])('POST %s', (path) => {
  test('sends a link and a code to somebody who is known', async () => {
    server.users.create({ email })
    const answer = await ask(path, { email: 'Ada@example.com' })
    expect([answer.status, answer.body]).toEqual([200, {}])
    const message = server.inbox.last(email)
    expect(message).toMatchObject({
      channel: 'email',
      type: 'magiclink',
      to: email,
      code: expect.stringMatching(/^\d{6}$/),
      tokenHash: expect.stringMatching(/^[0-9a-f]{56}$/),
      redirectTo: 'http://localhost:3000',
      sentAt: 1767225600_000,
    })
    const { searchParams, pathname } = new URL(message.link!)
    expect([pathname, ...searchParams]).toEqual([
      '/verify',
      ['token', message.tokenHash],
      ['type', 'magiclink'],
      ['redirect_to', 'http://localhost:3000'],
    ])
    expect(message.text).toContain(message.code)
    expect(message.text).toContain(message.link)
    expect(server.users.find(email)!.recovery_sent_at).toBe('2026-01-01T00:00:00.000Z')
  })

  test('signs whoever is unknown up', async () => {
    expect(await ask(path, { email, data: { name: 'Ada' } })).toMatchObject(done)
    expect(sentTypes()).toEqual(['signup'])
    expect(server.users.find(email)).toMatchObject({ user_metadata: { name: 'Ada' }, password: expect.any(String) })
    const json = { type: 'email', email, token: server.inbox.last(email).code }
    expect((await ask('/verify', json)).body.user.email).toBe(email)
    await ask(path, { email })
    expect(sentTypes()).toEqual(['signup', 'magiclink'])
  })

  test('of somebody who is not confirmed yet: the mail of a sign-up', async () => {
    server.users.create({ email, confirmed: false })
    await ask(path, { email })
    expect(sentTypes()).toEqual(['signup'])
    expect(server.users.all()).toHaveLength(1)
  })

  test('where addresses need no confirmation: the magic link at once', async () => {
    begin({ GOTRUE_MAILER_AUTOCONFIRM: true })
    const { headers } = await ask(path, { email })
    expect(sentTypes()).toEqual(['magiclink'])
    expect(server.users.find(email)!.email_confirmed_at).toBeDefined()
    // The sign-up is a request of its own, whose headers nobody sees.
    expect(headers.has('sb-auth-user-id')).toBe(false)
  })

  test('with a challenge: a link of PKCE', async () => {
    server.users.create({ email })
    await ask(path, { email, ...pkce })
    expect(server.inbox.last(email).tokenHash).toMatch(/^pkce_[0-9a-f]{56}$/)
  })

  test('leads back to where people may go', async () => {
    begin({ GOTRUE_URI_ALLOW_LIST: 'https://app.example.com/**' })
    await ask(`${path}?redirect_to=https://app.example.com/x`, { email })
    expect(server.inbox.last(email).redirectTo).toBe('https://app.example.com/x')
    await ask(`${path}?redirect_to=https://evil.example.com/x`, { email })
    expect(server.inbox.last(email).redirectTo).toBe('http://localhost:3000')
  })

  test.each<[string, unknown, object, ConfigInput?]>([
    ['what is no address', { email: 'x' }, malformed],
    [
      'addresses, where they are off',
      { email },
      refusal(422, 'email_provider_disabled', 'Email logins are disabled'),
      { GOTRUE_EXTERNAL_EMAIL_ENABLED: false },
    ],
    [
      'where there are no magic links',
      { email },
      refusal(422, 'email_provider_disabled', 'Login with magic link is disabled'),
      { GOTRUE_EXTERNAL_EMAIL_MAGIC_LINK_ENABLED: false },
    ],
    [
      'whoever is unknown, where sign-up is off',
      { email },
      refusal(422, 'signup_disabled', 'Signups not allowed for this instance'),
      { GOTRUE_DISABLE_SIGNUP: true },
    ],
    ['who has not solved the CAPTCHA', { email }, noCaptcha, { GOTRUE_SECURITY_CAPTCHA_ENABLED: true }],
    [
      'where no mail may go out',
      { email },
      refusal(429, 'over_email_send_rate_limit', 'email rate limit exceeded'),
      { GOTRUE_RATE_LIMIT_EMAIL_SENT: '0' },
    ],
    ...challenges.map(([name, more, wanted]): [string, unknown, object] => [name, { email, ...more }, wanted]),
  ])('refuses %s', async (_, json, wanted, config) => {
    begin(config)
    await expectRefusal(server, () => ask(path, json), wanted)
  })

  test('refuses a second mail that comes too soon', async () => {
    begin({ GOTRUE_SMTP_MAX_FREQUENCY: '60s' })
    server.users.create({ email })
    await ask(path, { email })
    server.clock.advance('10s')
    await expectRefusal(server, () => ask(path, { email }), tooSoon('email', 50))
    server.clock.advance('50s')
    expect((await ask(path, { email })).status).toBe(200)
  })

  test('refuses more than 30 requests of an address', async () => {
    begin({ GOTRUE_RATE_LIMIT_HEADER: 'x-from' })
    const headers = { 'x-from': '1.1.1.1' }
    for (let at = 0; at < 30; at++) expect((await ask(path, { email: 'x' }, headers)).status).toBe(400)
    const wanted = refusal(429, 'over_request_rate_limit', 'Request rate limit reached')
    await expectRefusal(server, () => ask(path, { email }, headers), wanted)
    const other = path === '/otp' ? '/magiclink' : '/otp'
    expect((await ask(other, { email }, headers)).status).toBe(200)
  })

  test('signs up with a password that the rules allow', async () => {
    begin({ GOTRUE_PASSWORD_REQUIRED_CHARACTERS: 'ABC:0123456789:%$', GOTRUE_PASSWORD_MIN_LENGTH: 33 })
    expect(await ask(path, { email })).toMatchObject(done)
    expect(server.exportState().tables.users).toMatchObject([
      { password: expect.stringMatching(/^(?=.*[ABC])(?=.*\d)(?=.*[%$]).{33}$/) },
    ])
  })

  test('who is signed up at once stays, even if no mail can be sent then', async () => {
    begin({ GOTRUE_MAILER_AUTOCONFIRM: true, GOTRUE_EXTERNAL_EMAIL_AUTHORIZED_ADDRESSES: 'ok@example.com' })
    expect(await ask(path, { email })).toMatchObject({ body: { error_code: 'email_address_not_authorized' } })
    expect(server.users.find(email)).toMatchObject({ email })
  })

  test('the flow of a challenge stays, even if no mail can be sent: the newest counts', async () => {
    begin({ GOTRUE_SMTP_MAX_FREQUENCY: '1m' })
    server.users.create({ email })
    await expectNewestFlow((of) => ask(path, { email, ...of }))
  })
})

describe('POST /magiclink', () => {
  test('refuses no address', async () => {
    await expectRefusal(
      server,
      () => ask('/magiclink', {}),
      refusal(422, 'validation_failed', 'Password recovery requires an email'),
    )
  })

  test.each([
    ['JSON that ends early', '{', 'unexpected EOF'],
    ['a list', '[]', 'json: cannot unmarshal array into Go value of type api.MagicLinkParams'],
    ['no JSON', 'x', "invalid character 'x' looking for beginning of value"],
  ])('refuses %s, in its own words', async (_, json, reason) => {
    const wanted = refusal(400, 'bad_json', `Could not read verification params: ${reason}`)
    await expectRefusal(server, () => ask('/magiclink', json), wanted)
  })

  test('reads no further than the first object', async () => {
    expect((await ask('/magiclink', `{"email":"${email}"} and more`)).status).toBe(200)
  })

  test('refuses a body of more than a mebibyte', async () => {
    const wanted = refusal(400, 'bad_json', 'Could not read verification params: http: request body too large')
    await expectRefusal(server, () => ask('/magiclink', { email, x: 'y'.repeat(1_048_576) }), wanted)
  })
})

describe('POST /otp by number', () => {
  test('sends a code to somebody who is known', async () => {
    server.users.create({ phone })
    expect(await ask('/otp', { phone: '+1 555 000 1111' })).toMatchObject(done)
    expect(server.inbox.last(phone)).toMatchObject({ channel: 'sms', type: 'sms', link: undefined, tokenHash: undefined })
    const { body } = await ask('/verify', { type: 'sms', phone, token: server.inbox.last(phone).code })
    expect(body.user.phone).toBe(phone)
  })

  test('signs whoever is unknown up', async () => {
    expect((await ask('/otp', { phone, channel: 'whatsapp', data: { name: 'Ada' } })).body).toEqual({})
    expect(server.inbox.last(phone).channel).toBe('whatsapp')
    expect(server.users.find(phone)).toMatchObject({ user_metadata: { name: 'Ada' } })
  })

  test('where numbers need no confirmation: a code nevertheless', async () => {
    begin({ GOTRUE_SMS_AUTOCONFIRM: true })
    expect((await ask('/otp', { phone })).status).toBe(200)
    expect(sentTypes(phone)).toEqual(['sms'])
  })

  test('whose code is known: no message, and an ID that says so once they are confirmed', async () => {
    begin({ GOTRUE_SMS_TEST_OTP: `${phone}:123456` })
    expect((await ask('/otp', { phone })).body).toEqual({})
    await ask('/verify', { type: 'sms', phone, token: '123456' })
    expect((await ask('/otp', { phone })).body).toEqual({ message_id: 'test-otp' })
    expect(server.inbox.all()).toEqual([])
  })

  test.each<[string, unknown, object, ConfigInput?]>([
    ['address and number', { email, phone }, invalid('Only an email address or phone number should be provided')],
    ['neither', {}, invalid('One of email or phone must be set')],
    ['a channel with an address', { email, channel: 'sms' }, invalid('Channel should only be specified with Phone OTP')],
    ['what is no number', { phone: '0' }, invalid('Invalid phone number format (E.164 required)')],
    [
      'numbers, where they are off',
      { phone },
      refusal(400, 'phone_provider_disabled', 'Unsupported phone provider'),
      { GOTRUE_EXTERNAL_PHONE_ENABLED: false },
    ],
    [
      'whoever is unknown, if they are not to be made',
      { phone, create_user: false },
      refusal(422, 'otp_disabled', 'Signups not allowed for otp'),
    ],
    [
      'an unknown address, if they are not to be made',
      { email, create_user: false },
      refusal(422, 'otp_disabled', 'Signups not allowed for otp'),
    ],
    [
      'what is no address, if they are not to be made',
      { email: 'x', create_user: false },
      refusal(422, 'otp_disabled', 'Signups not allowed for otp'),
    ],
    [
      'what is no number, if they are not to be made',
      { phone: 'x', create_user: false },
      refusal(422, 'otp_disabled', 'Signups not allowed for otp'),
    ],
    [
      'whoever is unknown, where sign-up is off',
      { phone },
      refusal(422, 'signup_disabled', 'Signups not allowed for this instance'),
      { GOTRUE_DISABLE_SIGNUP: true },
    ],
    [
      'more messages than may go out',
      { phone },
      refusal(429, 'over_sms_send_rate_limit', 'SMS rate limit exceeded'),
      { GOTRUE_RATE_LIMIT_SMS_SENT: '0' },
    ],
    [
      'a body of more than a mebibyte',
      { email, x: 'y'.repeat(1_048_576) },
      refusal(413, 'request_entity_too_large', 'Request body too large (max 1048576 bytes)'),
    ],
  ])('refuses %s', async (_, json, wanted, config) => {
    begin(config)
    await expectRefusal(server, () => ask('/otp', json), wanted)
  })

  test('refuses a second message that comes too soon', async () => {
    begin({ GOTRUE_SMS_MAX_FREQUENCY: '60s' })
    server.users.create({ phone })
    await ask('/otp', { phone })
    server.clock.advance('60s')
    await expectRefusal(server, () => ask('/otp', { phone }), tooSoon('sms', 0))
    server.clock.advance(1)
    expect((await ask('/otp', { phone })).status).toBe(200)
  })

  test('with create_user false for somebody who is known', async () => {
    server.users.create({ phone })
    server.users.create({ email })
    expect((await ask('/otp', { phone, create_user: false })).status).toBe(200)
    expect((await ask('/otp', { email, create_user: false })).status).toBe(200)
  })

  test('refuses in the newer shape, if that is asked for', async () => {
    const { status, body } = await ask('/otp', {}, { 'x-supabase-api-version': '2024-01-01' })
    expect([status, body]).toEqual([400, { code: 'validation_failed', message: 'One of email or phone must be set' }])
  })

  test('codes that are known are so until their end', async () => {
    begin({ GOTRUE_SMS_TEST_OTP: { [phone]: '123456' }, GOTRUE_SMS_TEST_OTP_VALID_UNTIL: '2026-02-01T00:00:00Z' })
    await ask('/otp', { phone })
    expect(server.inbox.all()).toEqual([])
    server.clock.set('2026-02-01T00:00:01Z')
    await ask('/otp', { phone })
    expect(server.inbox.all(phone)).toHaveLength(1)
    const old = await ask('/verify', { type: 'sms', phone, token: '123456' })
    expect(old.body).toMatchObject({ error_code: 'otp_expired' })
  })
})

describe('POST /recover', () => {
  test('sends a link and a code that sign in', async () => {
    server.users.create({ email })
    const { status, body } = await ask('/recover', { email: 'Ada@example.com' })
    expect([status, body]).toEqual([200, {}])
    expect(server.inbox.last(email)).toMatchObject({ type: 'recovery', tokenHash: expect.stringMatching(/^[0-9a-f]{56}$/) })
    const session = await ask('/verify', { type: 'recovery', email, token: server.inbox.last(email).code })
    const changed = await call('PUT /user', { token: session.body.access_token, json: { password: 'another-password' } })
    expect(changed.status).toBe(200)
    expect((await ask('/token?grant_type=password', { email, password: 'another-password' })).status).toBe(200)
  })

  test('says nothing of whoever is unknown', async () => {
    const before = server.exportState()
    expect(await ask('/recover', { email })).toMatchObject(done)
    expect(server.exportState()).toEqual(before)
  })

  test('with a challenge: a link of PKCE', async () => {
    server.users.create({ email })
    await ask('/recover', { email, ...pkce })
    expect(server.inbox.last(email).tokenHash).toMatch(/^pkce_/)
  })

  test.each<[string, unknown, object, ConfigInput?]>([
    ['no address', {}, invalid('Password recovery requires an email')],
    ['what is no address', { email: 'x' }, malformed],
    [
      'addresses, where they are off',
      { email },
      refusal(400, 'email_provider_disabled', 'Email logins are disabled'),
      { GOTRUE_EXTERNAL_EMAIL_ENABLED: false },
    ],
    ['who has not solved the CAPTCHA', { email }, noCaptcha, { GOTRUE_SECURITY_CAPTCHA_ENABLED: true }],
    [
      'where no mail may go out',
      { email },
      refusal(429, 'over_email_send_rate_limit', 'email rate limit exceeded'),
      { GOTRUE_RATE_LIMIT_EMAIL_SENT: '0' },
    ],
    [
      'a body of more than a mebibyte',
      { email, x: 'y'.repeat(1_048_576) },
      refusal(413, 'request_entity_too_large', 'Request body too large (max 1048576 bytes)'),
    ],
    ...challenges.map(([name, more, wanted]): [string, unknown, object] => [name, { email, ...more }, wanted]),
  ])('refuses %s', async (_, json, wanted, config) => {
    begin(config)
    server.users.create({ email })
    await expectRefusal(server, () => ask('/recover', json), wanted)
  })

  test('refuses a second mail that comes too soon', async () => {
    begin({ GOTRUE_SMTP_MAX_FREQUENCY: '60s' })
    server.users.create({ email })
    await ask('/recover', { email })
    server.clock.advance('1s')
    await expectRefusal(server, () => ask('/recover', { email }), tooSoon('email', 59))
    // Of recoveries and magic links it is one mail.
    await expectRefusal(server, () => ask('/otp', { email }), tooSoon('email', 59))
  })

  test('refuses more than 30 requests of an address', async () => {
    begin({ GOTRUE_RATE_LIMIT_HEADER: 'x-from' })
    const headers = { 'x-from': '1.1.1.1' }
    for (let at = 0; at < 30; at++) expect((await ask('/recover', {}, headers)).status).toBe(400)
    const wanted = refusal(429, 'over_request_rate_limit', 'Request rate limit reached')
    await expectRefusal(server, () => ask('/recover', { email }, headers), wanted)
  })

  test('the flow of a challenge stays, even if no mail can be sent: the newest counts', async () => {
    begin({ GOTRUE_SMTP_MAX_FREQUENCY: '1m' })
    server.users.create({ email })
    await expectNewestFlow((of) => ask('/recover', { email, ...of }))
  })
})

describe('POST /resend', () => {
  test('signup: the mail once more, with another code', async () => {
    await ask('/signup', { email, password })
    const { code } = server.inbox.last(email)
    expect(await ask('/resend', { type: 'signup', email })).toMatchObject(done)
    expect(sentTypes(email)).toEqual(['signup', 'signup'])
    expect((await ask('/verify', { type: 'signup', email, token: code })).status).toBe(403)
    const json = { type: 'signup', email, token: server.inbox.last(email).code }
    expect((await ask('/verify', json)).status).toBe(200)
  })

  test('signup with a challenge: a link of PKCE', async () => {
    await ask('/signup', { email, password })
    await ask('/resend', { type: 'signup', email, ...pkce })
    expect(server.inbox.last(email).tokenHash).toMatch(/^pkce_/)
  })

  test('sms', async () => {
    await ask('/signup', { phone, password })
    expect(await ask('/resend', { type: 'sms', phone })).toMatchObject(done)
    expect(sentTypes(phone)).toEqual(['sms', 'sms'])
    const json = { type: 'sms', phone, token: server.inbox.last(phone).code }
    expect((await ask('/verify', json)).status).toBe(200)
  })

  test('email_change: both mails once more', async () => {
    server.users.create({ email })
    const { access_token: token } = await server.users.signIn(email)
    await call('PUT /user', { token, json: { email: next } })
    expect(await ask('/resend', { type: 'email_change', email })).toMatchObject(done)
    expect([sentTypes(email), sentTypes(next)]).toEqual([
      ['email_change', 'email_change'],
      ['email_change', 'email_change'],
    ])
    await ask('/verify', { type: 'email_change', email, token: server.inbox.last(email).code })
    const json = { type: 'email_change', email: next, token: server.inbox.last(next).code }
    expect((await ask('/verify', json)).body.user.email).toBe(next)
  })

  test('email_change with a challenge: links of PKCE', async () => {
    server.users.create({ email })
    const { access_token: token } = await server.users.signIn(email)
    await call('PUT /user', { token, json: { email: next } })
    await ask('/resend', { type: 'email_change', email, ...pkce })
    expect(server.inbox.last(next).tokenHash).toMatch(/^pkce_/)
  })

  test('phone_change: the message to the new number, of the present one', async () => {
    server.users.create({ phone })
    const { access_token: token } = await server.users.signIn(phone)
    await call('PUT /user', { token, json: { phone: '15550002222' } })
    expect(await ask('/resend', { type: 'phone_change', phone })).toMatchObject(done)
    expect(sentTypes('15550002222')).toEqual(['phone_change', 'phone_change'])
  })

  test('of a number whose code is known: an ID that says so', async () => {
    begin({ GOTRUE_SMS_TEST_OTP: `${phone}:123456` })
    await ask('/signup', { phone, password })
    expect((await ask('/resend', { type: 'sms', phone })).body).toEqual({ message_id: 'test-otp' })
    expect(server.inbox.all()).toEqual([])
  })

  test.each<[string, object]>([
    ['whoever is unknown', { type: 'signup', email: 'eve@example.com' }],
    ['an unknown number', { type: 'sms', phone: '15550009999' }],
    ['who is confirmed', { type: 'signup', email }],
    ['whose number is confirmed', { type: 'sms', phone }],
    ['who changes no address', { type: 'email_change', email }],
    ['who changes no number', { type: 'phone_change', phone }],
  ])('says and does nothing of %s', async (_, json) => {
    server.users.create({ email })
    server.users.create({ phone })
    const before = server.exportState()
    expect(await ask('/resend', json)).toMatchObject(done)
    expect(server.exportState()).toEqual(before)
  })

  const missing = invalid('Missing one of these types: signup, email_change, sms, phone_change')
  test.each<[string, unknown, object, ConfigInput?]>([
    ['no type', { email }, missing],
    ['another type', { type: 'recovery', email }, missing],
    ['a number for signup', { type: 'signup', phone }, invalid('Type provided requires an email address')],
    ['an address for sms', { type: 'sms', email }, invalid('Type provided requires a phone number')],
    [
      'address and number',
      { type: 'sms', email, phone },
      invalid('Only an email address or phone number should be provided.'),
    ],
    ['neither', { type: 'email_change' }, invalid('Missing email address or phone number')],
    ['what is no address', { type: 'signup', email: 'x' }, malformed],
    ['what is no number', { type: 'sms', phone: 'x' }, invalid('Invalid phone number format (E.164 required)')],
    [
      'addresses, where they are off',
      { type: 'signup', email },
      refusal(400, 'email_provider_disabled', 'Email logins are disabled'),
      { GOTRUE_EXTERNAL_EMAIL_ENABLED: false },
    ],
    [
      'numbers, where they are off',
      { type: 'sms', phone },
      refusal(400, 'phone_provider_disabled', 'Phone logins are disabled'),
      { GOTRUE_EXTERNAL_PHONE_ENABLED: false },
    ],
    ['who has not solved the CAPTCHA', { type: 'signup', email }, noCaptcha, { GOTRUE_SECURITY_CAPTCHA_ENABLED: true }],
    ...challenges.map(([name, more, wanted]): [string, unknown, object] => [
      name,
      { type: 'signup', email, ...more },
      wanted,
    ]),
  ])('refuses %s', async (_, json, wanted, config) => {
    begin(config)
    server.users.create({ email, confirmed: false })
    await expectRefusal(server, () => ask('/resend', json), wanted)
  })

  test('refuses what comes too soon', async () => {
    begin({ GOTRUE_SMTP_MAX_FREQUENCY: '60s', GOTRUE_SMS_MAX_FREQUENCY: '30s' })
    await ask('/signup', { email, password })
    await ask('/signup', { phone, password })
    server.clock.advance('20s')
    await expectRefusal(server, () => ask('/resend', { type: 'signup', email }), tooSoon('email', 40))
    await expectRefusal(server, () => ask('/resend', { type: 'sms', phone }), tooSoon('sms', 10))
  })

  test('refuses more than 30 requests of an address', async () => {
    begin({ GOTRUE_RATE_LIMIT_HEADER: 'x-from' })
    const headers = { 'x-from': '1.1.1.1' }
    for (let at = 0; at < 30; at++) expect((await ask('/resend', {}, headers)).status).toBe(400)
    const wanted = refusal(429, 'over_request_rate_limit', 'Request rate limit reached')
    await expectRefusal(server, () => ask('/resend', { type: 'signup', email }, headers), wanted)
  })
})

describe('GET /reauthenticate', () => {
  const reauthenticate = async (who: string) =>
    call('GET /reauthenticate', { token: (await server.users.signIn(who)).access_token })

  test('sends a code, and no link', async () => {
    server.users.create({ email })
    const { status, body } = await reauthenticate(email)
    expect([status, body]).toEqual([200, {}])
    expect(server.inbox.last(email)).toMatchObject({ type: 'reauthentication', link: undefined, tokenHash: undefined })
    expect(server.users.find(email)!.reauthentication_sent_at).toBe('2026-01-01T00:00:00.000Z')
  })

  test('sends it to the number of who has no address', async () => {
    server.users.create({ phone })
    expect(await reauthenticate(phone)).toMatchObject(done)
    expect(server.inbox.last(phone)).toMatchObject({ channel: 'sms', code: expect.stringMatching(/^\d{6}$/) })
  })

  test('to a number whose code is known', async () => {
    begin({ GOTRUE_SMS_TEST_OTP: `${phone}:123456` })
    server.users.create({ phone })
    expect((await reauthenticate(phone)).body).toEqual({ message_id: 'test-otp' })
  })

  test('refuses whoever has neither', async () => {
    const { body } = await ask('/signup', {})
    const wanted = invalid('Reauthentication requires the user to have an email or a phone number')
    await expectRefusal(server, () => call('GET /reauthenticate', { token: body.access_token }), wanted)
  })

  test('refuses whoever is not confirmed', async () => {
    server.users.create({ email, confirmed: false })
    server.users.create({ phone, confirmed: false })
    const [byEmail, byPhone] = [await server.users.signIn(email), await server.users.signIn(phone)]
    const ask = (token: string) => () => call('GET /reauthenticate', { token })
    await expectRefusal(
      server,
      ask(byEmail.access_token),
      refusal(422, 'email_not_confirmed', 'Please verify your email first.'),
    )
    await expectRefusal(
      server,
      ask(byPhone.access_token),
      refusal(422, 'phone_not_confirmed', 'Please verify your phone first.'),
    )
  })

  test('refuses whoever is not signed in', async () => {
    const wanted = refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
    await expectRefusal(server, () => call('GET /reauthenticate'), wanted)
  })

  test('refuses what comes too soon', async () => {
    begin({ GOTRUE_SMTP_MAX_FREQUENCY: '60s', GOTRUE_SMS_MAX_FREQUENCY: '60s' })
    server.users.create({ email })
    server.users.create({ phone })
    const [byEmail, byPhone] = [await server.users.signIn(email), await server.users.signIn(phone)]
    const ask = (token: string) => () => call('GET /reauthenticate', { token })
    await ask(byEmail.access_token)()
    await ask(byPhone.access_token)()
    server.clock.advance('1s')
    await expectRefusal(server, ask(byEmail.access_token), tooSoon('email', 59))
    await expectRefusal(server, ask(byPhone.access_token), tooSoon('sms', 59))
  })
})

test('what the audit log notes of it', async () => {
  server.users.create({ email })
  server.users.create({ phone })
  await ask('/otp', { email })
  await ask('/otp', { phone })
  await ask('/recover', { email })
  await call('GET /reauthenticate', { token: (await server.users.signIn(email)).access_token })
  await ask('/signup', { email: next, password })
  await ask('/resend', { type: 'signup', email: next })
  const { body } = await call('GET /admin/audit', { token: await server.createServiceToken() })
  const noted = body.map(({ payload }: { payload: Record<string, unknown> }) => [payload.action, payload.traits])
  expect(noted.reverse()).toEqual([
    ['user_recovery_requested', undefined],
    ['user_recovery_requested', { channel: 'sms' }],
    ['user_recovery_requested', undefined],
    ['user_reauthenticate_requested', undefined],
    ['user_confirmation_requested', { provider: 'email' }],
    ['user_confirmation_requested', undefined],
  ])
})
