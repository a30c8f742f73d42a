import { beforeEach, describe, expect, test } from 'vitest'
import type { ConfigInput, Message, TestServer } from '../../../src/testing/index.ts'
import { callerOf, claimsOf, expectRefusal, refusal } from '../calls.ts'
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
const time = '2026-01-01T00:00:00.000Z'
const accepted = 'Confirmation link accepted. Please proceed to confirm link sent to the other email'

const verify = (json: unknown, headers: Record<string, string> = {}) => call('POST /verify', { json, headers })
const open = (link: string) => call(`GET ${link.slice(server.url.length)}`)
const link = (query: string) => call(`GET /verify?${query}`)
const signUp = (more: object = {}) => call('POST /signup', { json: { email, password, ...more } })
const recover = (more: object = {}) => call('POST /recover', { json: { email, ...more } })
const tokenOf = async () => (await server.users.signIn(email)).access_token
const change = async (json: object) => call('PUT /user', { token: await tokenOf(), json })

/** Query and fragment of where an answer leads. */
function placeOf({ headers }: { headers: Headers }) {
  const location = headers.get('location')!
  const [before, fragment = ''] = location.split('#') as [string, string?]
  const [place, query = ''] = before.split('?') as [string, string?]
  return {
    place,
    query: Object.fromEntries(new URLSearchParams(query)),
    fragment: Object.fromEntries(new URLSearchParams(fragment)),
  }
}

const badCode = refusal(403, 'otp_expired', 'Token has expired or is invalid')
const badHash = refusal(403, 'otp_expired', 'Email link is invalid or has expired')
const invalid = (message: string) => refusal(400, 'validation_failed', message)

describe('POST /verify of a mail', () => {
  /** What sends the mail, and the types that its code and its hash are good for. */
  const mails: [name: string, send: () => Promise<unknown>, types: string[]][] = [
    ['of a sign-up', () => signUp(), ['signup', 'invite', 'email']],
    [
      'of an invitation',
      async () => call('POST /invite', { token: await server.createServiceToken(), json: { email } }),
      ['invite', 'signup', 'email'],
    ],
    ['of a recovery', () => (server.users.create({ email }), recover()), ['recovery', 'magiclink', 'email']],
    [
      'of a magic link',
      () => (server.users.create({ email }), call('POST /otp', { json: { email } })),
      ['magiclink', 'recovery', 'email'],
    ],
    ['of a magic link to somebody new', () => call('POST /magiclink', { json: { email } }), ['signup', 'email', 'invite']],
  ]
  const known = ['signup', 'invite', 'recovery', 'magiclink', 'email', 'email_change']

  for (const [name, send, types] of mails) {
    test.each(types)(`${name}: its code as %s, once`, async (type) => {
      await send()
      const { code } = server.inbox.last(email)
      const json = { type, email: 'Ada@example.com', token: code }
      const { status, body, headers } = await verify(json)
      expect(status).toBe(200)
      expect(body.user).toMatchObject({ email, email_confirmed_at: time, confirmed_at: time, last_sign_in_at: time })
      expect(claimsOf(body.access_token).amr).toEqual([{ method: 'otp', timestamp: 1767225600 }])
      expect(headers.get('sb-auth-user-id')).toBe(body.user.id)
      await expectRefusal(server, () => verify(json), badCode)
      expect((await call('GET /user', { token: body.access_token })).body.id).toBe(body.user.id)
    })

    test.each(types)(`${name}: its hash as %s, once`, async (type) => {
      await send()
      const token_hash = server.inbox.last(email).tokenHash!
      expect((await verify({ type, token_hash })).body.user.email_confirmed_at).toBe(time)
      await expectRefusal(server, () => verify({ type, token_hash }), badHash)
    })

    test.each(known.filter((type) => !types.includes(type)))(`${name}: not as %s`, async (type) => {
      await send()
      const { code, tokenHash } = server.inbox.last(email)
      await expectRefusal(server, () => verify({ type, email, token: code }), badCode)
      await expectRefusal(server, () => verify({ type, token_hash: tokenHash }), badHash)
    })
  }

  test('of a sign-up: what is known of the user then', async () => {
    await signUp({ data: { name: 'Ada' } })
    const { body } = await verify({ type: 'signup', email, token: server.inbox.last(email).code })
    expect(body.user).toMatchObject({
      app_metadata: { provider: 'email', providers: ['email'] },
      user_metadata: { name: 'Ada', email_verified: true },
      identities: [{ identity_data: { email, email_verified: true } }],
    })
    expect((await call('POST /token?grant_type=password', { json: { email, password } })).status).toBe(200)
  })

  test('of an invitation: the user has a password that nobody knows', async () => {
    await call('POST /invite', { token: await server.createServiceToken(), json: { email } })
    const { body } = await verify({ type: 'invite', email, token: server.inbox.last(email).code })
    expect(body.user.invited_at).toBe(time)
    expect(server.users.find(email)!.password).toMatch(/^[0-9a-f]{64}$/)
    const changed = await call('PUT /user', { token: body.access_token, json: { password } })
    expect(changed.status).toBe(200)
    expect((await call('POST /token?grant_type=password', { json: { email, password } })).status).toBe(200)
  })

  test('of a recovery confirms an address, too', async () => {
    server.users.create({ email, confirmed: false })
    await recover()
    const { body } = await verify({ type: 'recovery', email, token: server.inbox.last(email).code })
    expect(body.user.email_confirmed_at).toBe(time)
  })

  test('that is the one before the last', async () => {
    server.users.create({ email })
    await recover()
    const { code, tokenHash } = server.inbox.last(email)
    await recover()
    await expectRefusal(server, () => verify({ type: 'recovery', email, token: code }), badCode)
    await expectRefusal(server, () => verify({ type: 'recovery', token_hash: tokenHash }), badHash)
  })

  test('that is a day old, and not older', async () => {
    await signUp()
    const { code, tokenHash } = server.inbox.last(email)
    server.clock.advance('24h')
    server.clock.advance(1)
    await expectRefusal(server, () => verify({ type: 'signup', email, token: code }), badCode)
    await expectRefusal(server, () => verify({ type: 'signup', token_hash: tokenHash }), badHash)
    server.clock.advance(-1)
    expect((await verify({ type: 'signup', token_hash: tokenHash })).status).toBe(200)
    await signUp({ email: next })
    server.clock.advance('24h')
    expect((await verify({ type: 'signup', email: next, token: server.inbox.last(next).code })).status).toBe(200)
  })

  test('to somebody who is banned', async () => {
    server.users.create({ email })
    await recover()
    const { code, tokenHash } = server.inbox.last(email)
    server.users.update(email, { banned_until: '2030-01-01' })
    const banned = refusal(403, 'user_banned', 'User is banned')
    await expectRefusal(server, () => verify({ type: 'recovery', email, token: code }), banned)
    await expectRefusal(server, () => verify({ type: 'recovery', email, token: 'wrong' }), banned)
    await expectRefusal(server, () => verify({ type: 'recovery', token_hash: tokenHash }), banned)
  })

  test('of somebody in another audience', async () => {
    await call('POST /signup', { json: { email, password }, headers: { 'x-jwt-aud': 'other' } })
    const json = { type: 'signup', email, token: server.inbox.last(email).code }
    await expectRefusal(server, () => verify(json), badCode)
    expect((await verify(json, { 'x-jwt-aud': 'other' })).body.user.aud).toBe('other')
  })

  test('whose code somebody else has', async () => {
    server.users.create({ email: 'eve@example.com' })
    await signUp()
    const { code } = server.inbox.last(email)
    await expectRefusal(server, () => verify({ type: 'signup', email: 'eve@example.com', token: code }), badCode)
  })

  test('is noted', async () => {
    await signUp()
    await verify({ type: 'signup', email, token: server.inbox.last(email).code })
    await recover()
    await verify({ type: 'recovery', email, token: server.inbox.last(email).code })
    const { body } = await call('GET /admin/audit', { token: await server.createServiceToken() })
    const actions = body.map(({ payload }: { payload: { action: string } }) => payload.action)
    expect(actions).toEqual(['login', 'user_recovery_requested', 'user_signedup', 'user_confirmation_requested'])
  })
})

describe('POST /verify of a change of address', () => {
  const messages = (): [current: Message, changed: Message] => [server.inbox.last(email), server.inbox.last(next)]
  beforeEach(() => void server.users.create({ email }))

  test.each([
    ['the present one first', 0],
    ['the new one first', 1],
  ])('needs both codes: %s', async (_, first) => {
    await change({ email: next })
    const both = [
      { type: 'email_change', email, token: server.inbox.last(email).code },
      { type: 'email_change', email: next, token: server.inbox.last(next).code },
    ]
    expect(await verify(both[first])).toMatchObject({ status: 200, body: { msg: accepted, code: '200' } })
    expect(server.users.find(email)!.new_email).toBe(next)
    await expectRefusal(server, () => verify(both[first]), badCode)
    const { status, body } = await verify(both[1 - first])
    expect(status).toBe(200)
    expect(body.user).toMatchObject({ email: next, identities: [{ identity_data: { email: next, email_verified: true } }] })
    expect(body.user).not.toHaveProperty('new_email')
    expect(claimsOf(body.access_token).email).toBe(next)
    await expectRefusal(server, () => verify(both[1 - first]), badCode)
    expect(server.users.find(email)).toBeUndefined()
  })

  test('needs both hashes', async () => {
    await change({ email: next })
    const [current, changed] = messages()
    expect((await verify({ type: 'email_change', token_hash: changed.tokenHash })).body).toEqual({
      msg: accepted,
      code: '200',
    })
    const { body } = await verify({ type: 'email_change', token_hash: current.tokenHash })
    expect(body.user.email).toBe(next)
  })

  test('needs the new one only, where that is enough', async () => {
    begin({ GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED: false })
    server.users.create({ email })
    await change({ email: next })
    expect(server.inbox.all(email)).toEqual([])
    const { body } = await verify({ type: 'email_change', email: next, token: server.inbox.last(next).code })
    expect(body.user.email).toBe(next)
  })

  test('that is older than a day', async () => {
    await change({ email: next })
    const [current, changed] = messages()
    server.clock.advance('25h')
    await expectRefusal(server, () => verify({ type: 'email_change', email, token: current.code }), badCode)
    await expectRefusal(server, () => verify({ type: 'email_change', email: next, token: changed.code }), badCode)
    await expectRefusal(server, () => verify({ type: 'email_change', token_hash: changed.tokenHash }), badHash)
  })

  test('the code of one address at the other', async () => {
    await change({ email: next })
    const [current, changed] = messages()
    await expectRefusal(server, () => verify({ type: 'email_change', email, token: changed.code }), badCode)
    await expectRefusal(server, () => verify({ type: 'email_change', email: next, token: current.code }), badCode)
  })

  test('a posted hash counts for both, where no mail went to the present address', async () => {
    const json = { type: 'email_change_new', email, new_email: next }
    const { body } = await call('POST /admin/generate_link', { token: await server.createServiceToken(), json })
    const token_hash = new URL(body.action_link).searchParams.get('token')
    const show = () => verify({ type: 'email_change', token_hash })
    expect((await show()).body).toEqual({ msg: accepted, code: '200' })
    expect((await show()).body.user.email).toBe(next)
  })

  test('the address of somebody by then', async () => {
    await change({ email: next })
    const [current, changed] = messages()
    await verify({ type: 'email_change', email, token: current.code })
    server.users.create({ email: next })
    await expectRefusal(server, () => verify({ type: 'email_change', email: next, token: changed.code }), {
      status: 500,
      body: {
        code: '23505',
        message: 'duplicate key value violates unique constraint "users_email_partial_key"',
        detail: `Key (email)=(${next}) already exists.`,
      },
    })
    expect(placeOf(await open(changed.link!)).fragment).toEqual({
      error: 'server_error',
      error_code: 'unexpected_failure',
      error_description: 'Error confirm email',
      sb: '',
    })
  })
})

describe('POST /verify of a text message', () => {
  test('of a sign-up, once', async () => {
    await call('POST /signup', { json: { phone, password } })
    const json = { type: 'sms', phone: '+1 555 000 1111', token: server.inbox.last(phone).code }
    const { body } = await verify(json)
    expect(body.user).toMatchObject({ phone, phone_confirmed_at: time, confirmed_at: time })
    expect(claimsOf(body.access_token).amr).toEqual([{ method: 'otp', timestamp: 1767225600 }])
    await expectRefusal(server, () => verify(json), badCode)
  })

  test('of a change of number', async () => {
    server.users.create({ email })
    await change({ phone })
    const json = { type: 'phone_change', phone, token: server.inbox.last(phone).code }
    expect(server.users.find(email)).toMatchObject({ new_phone: phone, phone: '' })
    const { body } = await verify(json)
    expect(body.user).toMatchObject({
      phone,
      phone_confirmed_at: time,
      app_metadata: { provider: 'email', providers: ['email', 'phone'] },
    })
    expect(body.user).not.toHaveProperty('new_phone')
    expect(body.user.identities.map(({ provider }: { provider: string }) => provider).sort()).toEqual(['email', 'phone'])
    await expectRefusal(server, () => verify(json), badCode)
  })

  test('of an anonymous user makes them one who is not', async () => {
    const { body } = await call('POST /signup', { json: {} })
    await call('PUT /user', { token: body.access_token, json: { phone } })
    const verified = await verify({ type: 'phone_change', phone, token: server.inbox.last(phone).code })
    expect(verified.body.user).toMatchObject({ id: body.user.id, is_anonymous: false })
  })

  test('that is a minute old, and not older', async () => {
    await call('POST /signup', { json: { phone, password } })
    const json = { type: 'sms', phone, token: server.inbox.last(phone).code }
    server.clock.advance(60_001)
    await expectRefusal(server, () => verify(json), badCode)
    server.clock.advance(-1)
    expect((await verify(json)).status).toBe(200)
  })

  test('as the other type', async () => {
    await call('POST /signup', { json: { phone, password } })
    const { code } = server.inbox.last(phone)
    await expectRefusal(server, () => verify({ type: 'phone_change', phone, token: code }), badCode)
    await expectRefusal(server, () => verify({ type: 'signup', phone, token: code }), badCode)
  })

  test('to somebody who is banned', async () => {
    server.users.create({ phone, banned_until: '2030-01-01' })
    const wanted = refusal(403, 'user_banned', 'User is banned')
    await expectRefusal(server, () => verify({ type: 'sms', phone, token: '123456' }), wanted)
  })

  test('whose code is known is good as long as it is', async () => {
    begin({ GOTRUE_SMS_TEST_OTP: `${phone}:123456`, GOTRUE_SMS_TEST_OTP_VALID_UNTIL: '2026-01-01T01:00:00Z' })
    await call('POST /signup', { json: { phone, password } })
    const json = { type: 'sms', phone, token: '123456' }
    expect((await verify(json)).status).toBe(200)
    expect((await verify(json)).status).toBe(200)
    server.clock.advance('2h')
    await expectRefusal(server, () => verify(json), badCode)
  })

  test('the code of a number is not one of the address', async () => {
    server.users.create({ email, phone })
    await call('POST /otp', { json: { phone } })
    const { code } = server.inbox.last(phone)
    await expectRefusal(server, () => verify({ type: 'email', email, token: code }), badCode)
    expect((await verify({ type: 'sms', phone, token: code })).status).toBe(200)
  })

  test('the number of somebody by then', async () => {
    server.users.create({ email })
    await change({ phone })
    server.users.create({ phone })
    const { code } = server.inbox.last(phone)
    await expectRefusal(server, () => verify({ type: 'phone_change', phone, token: code }), {
      status: 500,
      body: {
        code: '23505',
        message: 'duplicate key value violates unique constraint "users_phone_key"',
        detail: `Key (phone)=(${phone}) already exists.`,
      },
    })
    const { body } = await verify({ type: 'phone_change', phone, token: code }, { 'x-supabase-api-version': '2024-01-01' })
    expect(body).toEqual({ code: 'unexpected_failure', message: 'Error confirming user' })
  })
})

describe('POST /verify refuses', () => {
  test.each<[string, unknown, object]>([
    ['no type', { email, token: '1' }, invalid('Verify requires a verification type')],
    ['no token', { type: 'email', email }, invalid('Verify requires either a token or a token hash')],
    [
      'code and hash',
      { type: 'email', token: '1', token_hash: '1' },
      invalid('Verify requires either a token or a token hash'),
    ],
    [
      'a hash with an address',
      { type: 'email', email, token_hash: '1' },
      invalid('Only the token_hash and type should be provided'),
    ],
    [
      'a hash with a number',
      { type: 'email', phone, token_hash: '1' },
      invalid('Only the token_hash and type should be provided'),
    ],
    [
      'a hash with a target',
      { type: 'email', redirect_to: 'x', token_hash: '1' },
      invalid('Only the token_hash and type should be provided'),
    ],
    [
      'a code without an address',
      { type: 'email', token: '1' },
      invalid('Only an email address or phone number should be provided on verify'),
    ],
    [
      'a code with both',
      { type: 'email', email, phone, token: '1' },
      invalid('Only an email address or phone number should be provided on verify'),
    ],
    [
      'what is no address',
      { type: 'email', email: 'x', token: '1' },
      refusal(422, 'validation_failed', 'Invalid email format'),
    ],
    ['what is no number', { type: 'sms', phone: 'x', token: '1' }, invalid('Invalid phone number format (E.164 required)')],
    ['a code of somebody unknown', { type: 'email', email, token: '123456' }, badCode],
    ['a code of a number unknown', { type: 'sms', phone, token: '123456' }, badCode],
    ['a hash that nobody has', { type: 'email', token_hash: 'nope' }, badHash],
    ['an unknown type with a code', { type: 'foo', email, token: '1' }, badCode],
    ['an unknown type with a hash', { type: 'foo', token_hash: '1' }, invalid('Invalid email verification type')],
    ['a type of text messages with a hash', { type: 'sms', token_hash: '1' }, invalid('Invalid email verification type')],
    [
      'a token that is no text',
      { type: 'sms', phone, token: 123456 },
      refusal(
        400,
        'bad_json',
        'Could not parse request body as JSON: json: cannot unmarshal number into Go struct field VerifyParams.token of type string',
      ),
    ],
  ])('%s', async (_, json, wanted) => {
    await expectRefusal(server, () => verify(json), wanted)
  })

  test('in the newer shape, if that is asked for', async () => {
    const { status, body } = await verify({ type: 'email', token_hash: 'x' }, { 'x-supabase-api-version': '2024-01-01' })
    expect([status, body]).toEqual([403, { code: 'otp_expired', message: 'Email link is invalid or has expired' }])
  })

  test('more than 30 requests of an address, with links', async () => {
    begin({ GOTRUE_RATE_LIMIT_HEADER: 'x-from' })
    const headers = { 'x-from': '1.1.1.1' }
    for (let at = 0; at < 15; at++) {
      expect((await verify({}, headers)).status).toBe(400)
      expect((await call('GET /verify', { headers })).status).toBe(400)
    }
    const wanted = refusal(429, 'over_request_rate_limit', 'Request rate limit reached')
    await expectRefusal(server, () => verify({}, headers), wanted)
    await expectRefusal(server, () => call('GET /verify', { headers }), wanted)
  })
})

describe('GET /verify', () => {
  test('leads back with a session in the fragment', async () => {
    await signUp()
    const answer = await open(server.inbox.last(email).link!)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.body).toMatch(/^<a href="http:\/\/localhost:3000#access_token=.*">See Other<\/a>\.\n\n$/)
    const { place, query, fragment } = placeOf(answer)
    expect([place, query]).toEqual(['http://localhost:3000', {}])
    expect(fragment).toEqual({
      access_token: expect.any(String),
      expires_at: String(1767225600 + 3600),
      expires_in: '3600',
      refresh_token: expect.stringMatching(/^[a-z2-7]{12}$/),
      sb: '',
      token_type: 'bearer',
      type: 'signup',
    })
    expect((await call('GET /user', { token: fragment.access_token! })).body.email_confirmed_at).toBe(time)
  })

  test('says what the link was of', async () => {
    server.users.create({ email })
    await recover()
    const { link: sent } = server.inbox.last(email)
    expect(placeOf(await open(sent!)).fragment.type).toBe('recovery')
    await recover()
    expect(placeOf(await open(server.inbox.last(email).link!.replace('type=recovery', 'type=email'))).fragment.type).toBe(
      'magiclink',
    )
  })

  test('keeps query and fragment of the target out of each other', async () => {
    await call('POST /signup?redirect_to=http%3A%2F%2Flocalhost%3A3000%2Fa%3Fb%3Dc', { json: { email, password } })
    const { place, query, fragment } = placeOf(await open(server.inbox.last(email).link!))
    expect([place, query]).toEqual(['http://localhost:3000/a', { b: 'c' }])
    expect(fragment).toHaveProperty('access_token')
  })

  test('once', async () => {
    await signUp()
    const { link: sent } = server.inbox.last(email)
    await open(sent!)
    const before = server.exportState()
    const answer = await open(sent!)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe(
      'http://localhost:3000#error=access_denied&error_code=otp_expired&error_description=Email+link+is+invalid+or+has+expired&sb=',
    )
    expect(answer.body).toContain('&amp;error_code=otp_expired&amp;')
    expect(server.exportState()).toEqual(before)
  })

  test('within a day', async () => {
    await signUp()
    server.clock.advance('25h')
    expect(placeOf(await open(server.inbox.last(email).link!)).fragment.error_code).toBe('otp_expired')
  })

  test('of a PKCE flow: a code in the query, or what went wrong there and in the fragment', async () => {
    server.users.create({ email })
    await recover({ code_challenge: challenge, code_challenge_method: 'plain' })
    const { link: sent } = server.inbox.last(email)
    const { query, fragment } = placeOf(await open(sent!))
    expect(query).toEqual({ code: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    expect(fragment).toEqual({})
    const json = { auth_code: query.code, code_verifier: challenge }
    const { body } = await call('POST /token?grant_type=pkce', { json })
    expect(claimsOf(body.access_token).amr).toMatchObject([{ method: 'recovery' }])
    const told = {
      error: 'access_denied',
      error_code: 'otp_expired',
      error_description: 'Email link is invalid or has expired',
    }
    expect(placeOf(await open(sent!))).toMatchObject({ query: told, fragment: { ...told, sb: '' } })
  })

  test('of a PKCE flow that is gone', async () => {
    server.users.create({ email })
    await recover({ code_challenge: challenge, code_challenge_method: 'plain' })
    const state = server.exportState()
    server.importState({ ...state, tables: { ...state.tables, flowStates: [] } })
    const before = server.exportState()
    const { query } = placeOf(await open(server.inbox.last(email).link!))
    expect(query).toMatchObject({ error: 'invalid_request', error_code: 'flow_state_not_found' })
    expect(server.exportState()).toMatchObject({ tables: before.tables })
  })

  test('of a change of address: a message first, and a session then', async () => {
    server.users.create({ email })
    await change({ email: next })
    const first = placeOf(await open(server.inbox.last(next).link!))
    expect(first).toEqual({ place: 'http://localhost:3000', query: {}, fragment: { message: accepted, sb: '' } })
    const { fragment } = placeOf(await open(server.inbox.last(email).link!))
    expect(fragment).toMatchObject({ type: 'email_change' })
    expect(claimsOf(fragment.access_token!).email).toBe(next)
  })

  test('of a change of address with PKCE: the message in the query, too', async () => {
    server.users.create({ email })
    await change({ email: next, code_challenge: challenge, code_challenge_method: 'plain' })
    const first = placeOf(await open(server.inbox.last(email).link!))
    expect(first).toMatchObject({ query: { message: accepted }, fragment: { message: accepted } })
    const { query } = placeOf(await open(server.inbox.last(next).link!))
    const json = { auth_code: query.code, code_verifier: challenge }
    expect((await call('POST /token?grant_type=pkce', { json })).body.user.email).toBe(next)
  })

  test('of somebody who is banned', async () => {
    server.users.create({ email })
    await recover()
    server.users.update(email, { banned_until: '2030-01-01' })
    expect(placeOf(await open(server.inbox.last(email).link!)).fragment).toMatchObject({
      error: 'access_denied',
      error_code: 'user_banned',
      error_description: 'User is banned',
    })
  })

  test('of an unknown type', async () => {
    for (const type of ['foo', 'sms']) {
      expect(placeOf(await link(`type=${type}&token=x`)).fragment).toEqual({
        error: 'invalid_request',
        error_code: 'validation_failed',
        error_description: 'Invalid email verification type',
        sb: '',
      })
    }
  })

  test.each<[string, string, object]>([
    ['no type', 'token=x', invalid('Verify requires a verification type')],
    ['no token', 'type=signup', invalid('Verify requires a token or a token hash')],
    ['a hash by the name of the body', 'type=signup&token_hash=x', invalid('Verify requires a token or a token hash')],
    [
      'a PKCE link of no type of its own',
      'type=email&token=pkce_x',
      {
        status: 500,
        body: {
          code: 500,
          error_code: 'unexpected_failure',
          msg: 'Unexpected failure, please check server logs for more information',
        },
      },
    ],
  ])('refuses %s', async (_, query, wanted) => {
    await expectRefusal(server, () => link(query), wanted)
  })

  test('a PKCE link of a type that is a method of signing in, but none of mails', async () => {
    for (const type of ['sso/saml', 'mfa/phone', 'xsignup']) {
      const { query, fragment } = placeOf(await link(`type=${encodeURIComponent(type)}&token=pkce_x`))
      expect(query).toMatchObject({ error_description: 'Invalid email verification type' })
      expect(fragment).toMatchObject({ error_code: 'validation_failed' })
    }
  })
})

describe('GET /verify leads', () => {
  const site = 'https://app.example'
  const begins = (config: ConfigInput = {}) =>
    begin({ GOTRUE_SITE_URL: site, GOTRUE_URI_ALLOW_LIST: 'https://*.app.example/**,myapp://**', ...config })
  beforeEach(() => begins())
  const lead = async (redirect_to: string | undefined, headers: Record<string, string> = {}, token = 'x') => {
    const query = new URLSearchParams({ type: 'signup', token, ...(redirect_to && { redirect_to }) })
    return (await call(`GET /verify?${query}`, { headers })).headers.get('location')!
  }
  const place = async (target?: string, headers?: Record<string, string>) => (await lead(target, headers)).split('#')[0]

  test.each([
    ['https://app.example/deep?b=1&a=2', 'https://app.example/deep?b=1&a=2'],
    ['https://www.app.example/x', 'https://www.app.example/x'],
    ['myapp://callback', 'myapp://callback'],
    ['http://127.0.0.1:5173/', 'http://127.0.0.1:5173/'],
    ['http://[::1]:5173/', 'http://[::1]:5173/'],
    ['http://192.168.0.1/', site],
    ['http://app.example/', site],
    ['https://app.example:8443/', site],
    ['https://evil.example/', site],
    ['https://a.b.app.example/', site],
    ['https://app.example.evil.example/', site],
    ['https://app.example@evil.example/', site],
    ['//evil.example/', site],
    ['https://3232235777/', site],
    ['javascript:alert(1)', site],
    ['https://app.example/%zz', site],
    ['https://app.example/ä b?q=ü', 'https://app.example/%C3%A4%20b?q=%c3%bc'],
  ])('%s to %s', async (wanted, expected) => {
    expect(await place(wanted)).toBe(expected)
  })

  test.each([['https://3232235777/'], ['http://192.168.0.1/'], ['http://[2001:db8::1]/'], ['https://under_score.example/']])(
    'never to %s, whatever the list says',
    async (wanted) => {
      begins({ GOTRUE_URI_ALLOW_LIST: '**' })
      expect(await place('https://evil.example/')).toBe('https://evil.example/')
      expect(await place(wanted)).toBe(site)
    },
  )

  test('to any port of this machine, if the site is there', async () => {
    begins({ GOTRUE_SITE_URL: 'http://localhost:3000' })
    expect(await place('http://localhost:5173/in')).toBe('http://localhost:5173/in')
    expect(await place('https://localhost:5173/in')).toBe('http://localhost:3000')
  })

  test('by header, query, referrer, in this order', async () => {
    const of = (name: string) => `https://www.app.example/${name}`
    const header = { redirect_to: of('header') }
    const referer = of('referrer')
    expect(await place(of('query'), { ...header, referer })).toBe(of('header'))
    expect(await place(of('query'), { referer })).toBe(of('query'))
    expect(await place('https://evil.example', { referer })).toBe(referer)
    expect(await place(undefined, { referer })).toBe(referer)
  })

  test.each([
    ['https://?.app.dev/*', 'https://a.app.dev/in', true],
    ['https://?.app.dev/*', 'https://ab.app.dev/in', false],
    ['https://app.dev/*', 'https://app.dev/a.b', false],
    ['https://app.dev/*', 'https://app.dev/a/b', false],
    ['https://app.dev/**', 'https://app.dev/a/b.c', true],
    ['https://{one,two}.dev/', 'https://two.dev/', true],
    ['https://{one,two}.dev/', 'https://three.dev/', false],
    ['https://[a-c].dev/', 'https://b.dev/', true],
    ['https://[!a-c].dev/', 'https://b.dev/', false],
    ['https://app.dev/', 'https://app.dev/#/hash', true],
    ['https://app.dev/', 'https://app-dev/', false],
  ])('by the list: %s lets %s pass: %s', async (pattern, wanted, isAllowed) => {
    begins({ GOTRUE_URI_ALLOW_LIST: [pattern] })
    expect(await place(wanted)).toBe(isAllowed ? wanted.split('#')[0] : site)
  })

  test('with a challenge: in the query, whose names are then in order, and in the fragment', async () => {
    const told = 'error=access_denied&error_code=otp_expired&error_description=Email+link+is+invalid+or+has+expired'
    expect(await lead('https://www.app.example/in?z=2&a=1#/route', {}, 'pkce_x')).toBe(
      `https://www.app.example/in?a=1&${told}&z=2#${told}&sb=`,
    )
  })
})
