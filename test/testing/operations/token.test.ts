import { beforeEach, describe, expect, test } from 'vitest'
import { createTestServer, type ConfigInput, type TestServer, type TestUser } from '../../../src/testing/index.ts'
import { callerOf, claimsOf, expectRefusal, oauthRefusal, refusal, type Answer } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
let user: TestUser

const email = 'ada@example.com'
const phone = '15550001111'
const password = 'correct-horse-battery'
const verifier = 'v'.repeat(50)

function begin(config: ConfigInput = {}): void {
  server = checkedServer({ config, now: '2026-01-01T00:00:00Z' })
  call = callerOf(server)
  user = server.users.create({ email })
}
beforeEach(() => begin())

const signIn = (json: unknown = { email, password }, headers: Record<string, string> = {}) =>
  call('POST /token?grant_type=password', { json, headers })
const refresh = (refresh_token: unknown, headers: Record<string, string> = {}) =>
  call('POST /token?grant_type=refresh_token', { json: { refresh_token }, headers })
const exchange = (json: unknown) => call('POST /token?grant_type=pkce', { json })
const tokens = ({ body }: Answer): [access: string, refresh: string] => [body.access_token, body.refresh_token]
const getUser = (token: string) => call('GET /user', { token })

const wrong = refusal(400, 'invalid_credentials', 'Invalid login credentials')
const used = refusal(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used')
const unknown = refusal(400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found')
const gone = refusal(403, 'session_not_found', 'Session from session_id claim in JWT does not exist')
const expired = (why = '') => refusal(400, 'session_expired', `Invalid Refresh Token: Session Expired${why}`)

describe('POST /token?grant_type=password', () => {
  test('signs in by address', async () => {
    const { status, body, headers } = await signIn({ email: 'ADA@example.com', password })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      token_type: 'bearer',
      expires_in: 3600,
      expires_at: 1767225600 + 3600,
      weak_password: null,
      user: { id: user.id, last_sign_in_at: '2026-01-01T00:00:00.000Z' },
    })
    const claims = claimsOf(body.access_token)
    expect(claims).toMatchObject({
      iss: 'http://localhost:9999',
      sub: user.id,
      aud: 'authenticated',
      iat: 1767225600,
      exp: 1767225600 + 3600,
      role: 'authenticated',
      aal: 'aal1',
      amr: [{ method: 'password', timestamp: 1767225600 }],
      session_id: headers.get('sb-auth-session-id'),
    })
    expect(claims).not.toHaveProperty('client_id')
    expect(claims).not.toHaveProperty('scope')
    expect(headers.get('sb-auth-user-id')).toBe(user.id)
    expect(headers.get('sb-auth-refresh-token-prefix')).toBe(body.refresh_token.slice(0, 5))
    expect(headers.get('sb-auth-refresh-token-reuse')).toBeNull()
  })

  test('signs in by number', async () => {
    server.users.create({ phone })
    expect((await signIn({ phone: '+1 555 000 1111', password })).body.user.phone).toBe(phone)
  })

  test('every time into another session', async () => {
    const [first, second] = [await signIn(), await signIn()]
    expect(first.body.refresh_token).not.toBe(second.body.refresh_token)
    expect(claimsOf(first.body.access_token).session_id).not.toBe(claimsOf(second.body.access_token).session_id)
    expect((await getUser(first.body.access_token)).status).toBe(200)
    server.clock.advance('1s')
    for (const { body } of [second, first]) expect((await refresh(body.refresh_token)).status).toBe(200)
  })

  test('says so when the password has become too weak', async () => {
    begin({ GOTRUE_PASSWORD_MIN_LENGTH: 30 })
    expect((await signIn()).body.weak_password).toEqual({
      message: 'Password should be at least 30 characters.',
      reasons: ['length'],
    })
  })

  test('in another audience', async () => {
    const other = server.users.create({ email: 'other@example.com', aud: 'other' })
    const { body } = await signIn({ email: other.email, password }, { 'x-jwt-aud': 'other' })
    expect(body.user).toMatchObject({ id: other.id, aud: 'other' })
    expect(await signIn({ email: other.email, password })).toMatchObject(wrong)
    expect(claimsOf(body.access_token).aud).toBe('other')
  })

  test('is noted', async () => {
    await signIn()
    const { body } = await call('GET /admin/audit', { token: await server.createServiceToken() })
    expect(body[0].payload).toMatchObject({ action: 'login', actor_id: user.id, traits: { provider: 'email' } })
  })

  test.each<[string, unknown, object, ConfigInput?]>([
    ['a wrong password', { email, password: 'nope' }, wrong],
    ['no password', { email }, wrong],
    ['somebody unknown', { email: 'eve@example.com', password }, wrong],
    ['a number that is nobody’s', { phone, password }, wrong],
    [
      'address and number',
      { email, phone, password },
      refusal(400, 'validation_failed', 'Only an email address or phone number should be provided on login.'),
    ],
    ['neither', { password }, refusal(400, 'validation_failed', 'missing email or phone')],
    [
      'addresses, where they are off',
      { email, password },
      refusal(422, 'email_provider_disabled', 'Email logins are disabled'),
      { GOTRUE_EXTERNAL_EMAIL_ENABLED: false },
    ],
    [
      'numbers, where they are off',
      { phone, password },
      refusal(422, 'phone_provider_disabled', 'Phone logins are disabled'),
      { GOTRUE_EXTERNAL_PHONE_ENABLED: false },
    ],
    [
      'a password that is no text',
      { email, password: 1 },
      refusal(
        400,
        'bad_json',
        'Could not parse request body as JSON: json: cannot unmarshal number into Go struct field PasswordGrantParams.password of type string',
      ),
    ],
    [
      'who has not solved the CAPTCHA',
      { email, password },
      refusal(400, 'captcha_failed', 'captcha protection: request disallowed (no captcha_token found)'),
      { GOTRUE_SECURITY_CAPTCHA_ENABLED: true },
    ],
  ])('refuses %s', async (_, json, wanted, config) => {
    begin(config)
    await expectRefusal(server, () => signIn(json), wanted)
  })

  test('refuses users who have no password', async () => {
    server.users.update(user, { password: null })
    await expectRefusal(server, () => signIn({ email, password: '' }), wrong)
  })

  test('refuses users whose address or number is not confirmed, if the password is right', async () => {
    server.users.update(user, { confirmed: false })
    server.users.create({ phone, confirmed: false })
    await expectRefusal(server, () => signIn(), refusal(400, 'email_not_confirmed', 'Email not confirmed'))
    await expectRefusal(
      server,
      () => signIn({ phone, password }),
      refusal(400, 'phone_not_confirmed', 'Phone not confirmed'),
    )
    await expectRefusal(server, () => signIn({ email, password: 'nope' }), wrong)
  })

  test('refuses users who are banned, until they are not', async () => {
    server.users.update(user, { banned_until: '2026-01-01T01:00:00Z' })
    const banned = refusal(400, 'user_banned', 'User is banned')
    await expectRefusal(server, () => signIn(), banned)
    await expectRefusal(server, () => signIn({ email, password: 'nope' }), banned)
    server.clock.advance('1h')
    expect((await signIn()).status).toBe(200)
  })

  test('refuses in the newer shape, if that is asked for', async () => {
    const { status, body, headers } = await signIn({ email, password: 'nope' }, { 'x-supabase-api-version': '2024-01-01' })
    expect([status, body]).toEqual([400, { code: 'invalid_credentials', message: 'Invalid login credentials' }])
    expect(headers.get('x-supabase-api-version')).toBe('2024-01-01')
  })
})

describe('POST /token?grant_type=refresh_token', () => {
  test('gives new tokens of the same session', async () => {
    const [access, first] = tokens(await signIn())
    server.users.update(user, { user_metadata: { name: 'Ada' } })
    server.clock.advance('10m')
    const { status, body, headers } = await refresh(first)
    expect(status).toBe(200)
    expect(body.refresh_token).not.toBe(first)
    expect(body).toMatchObject({ expires_in: 3600, expires_at: 1767225600 + 600 + 3600 })
    expect(body).not.toHaveProperty('weak_password')
    expect(claimsOf(body.access_token)).toMatchObject({
      session_id: claimsOf(access).session_id,
      user_metadata: { name: 'Ada' },
      iat: 1767225600 + 600,
      amr: [{ method: 'password', timestamp: 1767225600 }],
    })
    expect(headers.get('sb-auth-user-id')).toBe(user.id)
    expect(headers.get('sb-auth-session-id')).toBe(claimsOf(access).session_id)
    expect(headers.get('sb-auth-refresh-token-prefix')).toBe(body.refresh_token.slice(0, 5))
    expect(headers.get('sb-auth-refresh-token-reuse')).toBe('false')
    expect((await refresh(body.refresh_token)).status).toBe(200)
  })

  test('notes that one was given, and one revoked', async () => {
    await refresh(tokens(await signIn())[1])
    const { body } = await call('GET /admin/audit', { token: await server.createServiceToken() })
    const actions = body.map(({ payload }: { payload: { action: string } }) => payload.action)
    expect(actions.slice(0, 2)).toEqual(['token_revoked', 'token_refreshed'])
  })

  test('of a token that was used last: the same answer again, at any time', async () => {
    const [, first] = tokens(await signIn())
    const [, second] = tokens(await refresh(first))
    server.clock.advance('30m')
    const again = await refresh(first)
    expect([again.status, again.body.refresh_token]).toEqual([200, second])
    expect(again.headers.get('sb-auth-refresh-token-reuse')).toBeNull()
    expect((await refresh(second)).status).toBe(200)
  })

  test('of an older token, within the interval: a new one', async () => {
    const [, first] = tokens(await signIn())
    const [, second] = tokens(await refresh(first))
    const [, third] = tokens(await refresh(second))
    server.clock.advance('10s')
    const { status, body } = await refresh(first)
    expect(status).toBe(200)
    expect([first, second, third]).not.toContain(body.refresh_token)
  })

  test('of an older token, after the interval: no token of the session is good any more', async () => {
    const [access, first] = tokens(await signIn())
    const [, second] = tokens(await refresh(first))
    const [, third] = tokens(await refresh(second))
    const other = tokens(await signIn())[1]
    server.clock.advance(10_001)
    expect(await refresh(first)).toMatchObject(used)
    server.clock.advance(10_001)
    expect(await refresh(third)).toMatchObject(used)
    // The session itself goes on, and so do others.
    expect((await getUser(access)).status).toBe(200)
    expect((await refresh(other)).status).toBe(200)
  })

  test('of an older token, where tokens are not rotated: only that one is refused', async () => {
    begin({ GOTRUE_SECURITY_REFRESH_TOKEN_ROTATION_ENABLED: false })
    const [, first] = tokens(await signIn())
    const [, second] = tokens(await refresh(first))
    const [, third] = tokens(await refresh(second))
    server.clock.advance('1m')
    expect(await refresh(first)).toMatchObject(used)
    expect((await refresh(third)).status).toBe(200)
  })

  test('several times at once: all of them get tokens', async () => {
    const [, first] = tokens(await signIn())
    const answers = await Promise.all(Array.from({ length: 12 }, () => refresh(first)))
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200))
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1)
  })

  test.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one of 13 characters', 'a'.repeat(13)],
    ['one in capitals', 'ABCDEFGHIJKL'],
    ['a long one that is made up', 'A'.repeat(51)],
    ['a long one that is no base64url', '!'.repeat(60)],
  ])('refuses %s', async (_, token) => {
    await expectRefusal(server, () => refresh(token), refusal(400, 'validation_failed', 'Refresh token is not valid'))
  })

  test('refuses one that nobody has', async () => {
    await expectRefusal(server, () => refresh('abcdefghijkl'), unknown)
  })

  test('refuses one of a session that has ended, or of a user who is deleted', async () => {
    const [access, token] = tokens(await signIn())
    const other = tokens(await signIn())[1]
    await call('POST /logout?scope=local', { token: access })
    await expectRefusal(server, () => refresh(token), unknown)
    server.users.delete(user)
    await expectRefusal(server, () => refresh(other), unknown)
  })

  test('refuses users who are banned', async () => {
    const [, token] = tokens(await signIn())
    server.users.update(user, { banned_until: '2030-01-01' })
    await expectRefusal(server, () => refresh(token), refusal(400, 'user_banned', 'Invalid Refresh Token: User Banned'))
    const { headers } = await refresh(token)
    expect([headers.get('sb-auth-user-id'), headers.get('sb-auth-session-id')]).toEqual([user.id, null])
  })

  test('asks for no CAPTCHA', async () => {
    begin({ GOTRUE_SECURITY_CAPTCHA_ENABLED: true })
    const { refresh_token } = await server.users.signIn(user)
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  test('refuses what was made for an OAuth client', async () => {
    const [access, token] = tokens(await signIn())
    const state = server.exportState()
    const sessions = state.tables.sessions as { id: string; oauth_client_id?: string }[]
    sessions[0]!.oauth_client_id = '00000000-0000-4000-8000-000000000001'
    server.importState(state)
    const wanted = oauthRefusal('invalid_client', 'Client authentication required for OAuth session')
    await expectRefusal(server, () => refresh(token), wanted)
    expect((await getUser(access)).status).toBe(200)
  })
})

describe('sessions that end', () => {
  test('a time after their beginning', async () => {
    begin({ GOTRUE_SESSIONS_TIMEBOX: '1h' })
    let [access, token] = tokens(await signIn())
    server.clock.advance('1h')
    ;[access, token] = tokens(await refresh(token))
    server.clock.advance(1)
    await expectRefusal(server, () => refresh(token), expired())
    // The access token is good for as long as it says.
    expect((await getUser(access)).status).toBe(200)
    expect((await refresh(tokens(await signIn())[1])).status).toBe(200)
  })

  test('a time after their last use', async () => {
    begin({ GOTRUE_SESSIONS_INACTIVITY_TIMEOUT: '1h' })
    let [, token] = tokens(await signIn())
    for (let at = 0; at < 3; at++) {
      server.clock.advance('1h')
      ;[, token] = tokens(await refresh(token))
    }
    server.clock.advance('1h')
    server.clock.advance(1)
    await expectRefusal(server, () => refresh(token), expired(' (Inactivity)'))
  })

  test('when a second factor is not shown in time', async () => {
    begin({ GOTRUE_SESSIONS_ALLOW_LOW_AAL: '15m' })
    let [, token] = tokens(await signIn())
    server.clock.advance('20m')
    ;[, token] = tokens(await refresh(token))
    await addFactor()
    await expectRefusal(server, () => refresh(token), expired(' (Low AAL: User Needs MFA Verification)'))
    const { body } = await signIn()
    expect(body).toMatchObject({ expires_in: 900 })
    const { refresh_token } = await server.users.signIn(user, { aal: 'aal2' })
    server.clock.advance('20m')
    expect((await refresh(refresh_token)).body.expires_in).toBe(3600)
  })

  test('when somebody signs in anew, where one at a time is all', async () => {
    begin({ GOTRUE_SESSIONS_SINGLE_PER_USER: true })
    const [access, first] = tokens(await signIn())
    server.clock.advance('1s')
    const [, second] = tokens(await signIn())
    await expectRefusal(server, () => refresh(first), expired(' (Revoked by Newer Login)'))
    expect((await refresh(second)).status).toBe(200)
    expect((await getUser(access)).status).toBe(200)
  })

  async function addFactor(): Promise<void> {
    const state = server.exportState()
    const factor = {
      id: '00000000-0000-4000-8000-00000000000f',
      user_id: user.id,
      factor_type: 'totp',
      status: 'verified',
      friendly_name: '',
      secret: 'A',
      phone: '',
      last_challenged_at: null,
      webauthn: null,
      web_authn_aaguid: null,
      last_webauthn_challenge_data: null,
      created_at: 0,
      updated_at: 0,
    }
    server.importState({ ...state, tables: { ...state.tables, factors: [factor] } })
  }
})

describe('refresh tokens of version 2', () => {
  const second: ConfigInput = {
    GOTRUE_SECURITY_REFRESH_TOKEN_ALGORITHM_VERSION: 2,
    GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL: 0,
  }
  beforeEach(() => begin(second))

  test('count', async () => {
    const signedIn = await signIn()
    expect(signedIn.body.refresh_token).toMatch(/^[A-Za-z0-9_-]{51}$/)
    expect(signedIn.headers.get('sb-auth-refresh-token-counter')).toBe('0')
    expect(signedIn.headers.get('sb-auth-refresh-token-prefix')).toBeNull()
    const refreshed = await refresh(signedIn.body.refresh_token)
    expect(refreshed.status).toBe(200)
    expect(refreshed.headers.get('sb-auth-refresh-token-counter')).toBe('1')
    expect(refreshed.headers.get('sb-auth-refresh-token-reuse')).toBe('false')
    expect(refreshed.headers.get('sb-auth-refresh-token-prefix')).toBeNull()
    expect(refreshed.body.refresh_token).not.toBe(signedIn.body.refresh_token)
  })

  test('count beyond one byte', async () => {
    let [, token] = tokens(await signIn())
    for (let at = 0; at < 130; at++) [, token] = tokens(await refresh(token))
    expect((await refresh(token)).headers.get('sb-auth-refresh-token-counter')).toBe('131')
  })

  test('may be shown a second time: the answer was lost', async () => {
    const [, first] = tokens(await signIn())
    const [, next] = tokens(await refresh(first))
    server.clock.advance('1h')
    const again = await refresh(first)
    expect([again.status, again.body.refresh_token]).toEqual([200, next])
    expect(again.headers.get('sb-auth-refresh-token-reuse-cause')).toBe('fail-to-save')
    expect(again.headers.get('sb-auth-refresh-token-reuse')).toBeNull()
  })

  test('that are older end the session', async () => {
    const [access, first] = tokens(await signIn())
    const [, next] = tokens(await refresh(first))
    const [, last] = tokens(await refresh(next))
    const refused = await refresh(first)
    expect(refused).toMatchObject(used)
    expect(refused.headers.get('sb-auth-refresh-token-rotated')).toBe('true')
    expect(await refresh(last)).toMatchObject(unknown)
    expect(await getUser(access)).toMatchObject(gone)
  })

  test('that are older are refused, and no more, where tokens are not rotated', async () => {
    begin({ ...second, GOTRUE_SECURITY_REFRESH_TOKEN_ROTATION_ENABLED: false })
    const [, first] = tokens(await signIn())
    const [, last] = tokens(await refresh(tokens(await refresh(first))[1]))
    const refused = await refresh(first)
    expect(refused).toMatchObject(used)
    expect(refused.headers.get('sb-auth-refresh-token-rotated')).toBeNull()
    expect((await refresh(last)).status).toBe(200)
  })

  test('that are older are good within the interval, or where they always are', async () => {
    begin({ ...second, GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL: 10 })
    const old = async () => {
      const [, first] = tokens(await signIn())
      const [, last] = tokens(await refresh(tokens(await refresh(first))[1]))
      server.clock.advance(9_999)
      const { body, headers } = await refresh(first)
      expect(body.refresh_token).toBe(last)
      return headers.get('sb-auth-refresh-token-reuse-cause')
    }
    expect(await old()).toBe('concurrent-refresh')
    begin({ ...second, GOTRUE_SECURITY_REFRESH_TOKEN_ALLOW_REUSE: true })
    expect(await old()).toBe('always-allow')
  })

  test('of another server are unknown', async () => {
    const other = createTestServer({ config: second, seed: 2 })
    other.users.create({ email })
    const { refresh_token } = await other.users.signIn(email)
    await expectRefusal(server, () => refresh(refresh_token), unknown)
  })

  test('of a state that is past are not those of this server', async () => {
    const [, first] = tokens(await signIn())
    const state = server.exportState()
    const [, next] = tokens(await refresh(first))
    server.importState(state)
    const wanted = refusal(400, 'validation_failed', 'Invalid Refresh Token: Not Issued By This Server')
    await expectRefusal(server, () => refresh(next), wanted)
  })

  test('do not follow tokens of version 1, which stay what they are', async () => {
    begin()
    const [, first] = tokens(await signIn())
    const state = server.exportState()
    begin(second)
    server.importState(state)
    const { body, headers } = await refresh(first)
    expect(body.refresh_token).toMatch(/^[a-z2-7]{12}$/)
    expect(headers.get('sb-auth-refresh-token-prefix')).toBe(body.refresh_token.slice(0, 5))
    expect(headers.get('sb-auth-refresh-token-counter')).toBeNull()
  })
})

describe('POST /token?grant_type=pkce', () => {
  const s256 = async (text: string) =>
    Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('base64url')

  async function codeFor(challenge: string, method: string): Promise<string> {
    await call('POST /otp', { json: { email, code_challenge: challenge, code_challenge_method: method } })
    const { link } = server.inbox.last(email)
    const { headers } = await call(`GET ${link!.slice(server.url.length)}`)
    return new URL(headers.get('location')!).searchParams.get('code')!
  }

  test.each([
    ['s256', () => s256(verifier)],
    ['S256', () => s256(verifier)],
    ['plain', () => Promise.resolve(verifier)],
  ])('exchanges a code of a challenge of %s, once', async (method, challenge) => {
    const auth_code = await codeFor(await challenge(), method)
    const { status, body } = await exchange({ auth_code, code_verifier: verifier })
    expect(status).toBe(200)
    expect(body.user.id).toBe(user.id)
    expect(claimsOf(body.access_token).amr).toEqual([{ method: 'magiclink', timestamp: 1767225600 }])
    expect(body).not.toHaveProperty('provider_token')
    const wanted = refusal(404, 'flow_state_not_found', 'invalid flow state, no valid flow state found')
    await expectRefusal(server, () => exchange({ auth_code, code_verifier: verifier }), wanted)
  })

  test('refuses another verifier, and the code stays good', async () => {
    const auth_code = await codeFor(await s256(verifier), 's256')
    const wanted = refusal(400, 'bad_code_verifier', 'code challenge does not match previously saved code verifier')
    await expectRefusal(server, () => exchange({ auth_code, code_verifier: 'other' }), wanted)
    expect((await exchange({ auth_code, code_verifier: verifier })).status).toBe(200)
  })

  test('refuses a code after five minutes; those of a magic link begin when it is opened', async () => {
    const late = refusal(422, 'flow_state_expired', 'invalid flow state, flow state has expired')
    await call('POST /otp', { json: { email, code_challenge: verifier, code_challenge_method: 'plain' } })
    const { link } = server.inbox.last(email)
    server.clock.advance('1h')
    const { headers } = await call(`GET ${link!.slice(server.url.length)}`)
    const auth_code = new URL(headers.get('location')!).searchParams.get('code')
    server.clock.advance('5m')
    server.clock.advance(1)
    await expectRefusal(server, () => exchange({ auth_code, code_verifier: verifier }), late)
    server.clock.advance(-1)
    expect((await exchange({ auth_code, code_verifier: verifier })).status).toBe(200)
  })

  test('refuses a code after that time; those of a recovery begin when it is asked for', async () => {
    begin({ GOTRUE_EXTERNAL_FLOW_STATE_EXPIRY_DURATION: '10m' })
    await call('POST /recover', { json: { email, code_challenge: verifier, code_challenge_method: 'plain' } })
    server.clock.advance('10m1s')
    const { headers } = await call(`GET ${server.inbox.last(email).link!.slice(server.url.length)}`)
    const auth_code = new URL(headers.get('location')!).searchParams.get('code')
    const late = refusal(422, 'flow_state_expired', 'invalid flow state, flow state has expired')
    await expectRefusal(server, () => exchange({ auth_code, code_verifier: verifier }), late)
  })

  test.each([
    ['no code', { code_verifier: verifier }],
    ['no verifier', { auth_code: 'x' }],
    ['nothing', {}],
  ])('refuses %s', async (_, json) => {
    const wanted = refusal(400, 'validation_failed', 'invalid request: both auth code and code verifier should be non-empty')
    await expectRefusal(server, () => exchange(json), wanted)
  })

  test.each(['00000000-0000-4000-8000-000000000000', 'no UUID'])('refuses a code that nobody has: %s', async (auth_code) => {
    const wanted = refusal(404, 'flow_state_not_found', 'invalid flow state, no valid flow state found')
    await expectRefusal(server, () => exchange({ auth_code, code_verifier: verifier }), wanted)
  })

  test('refuses a code of a user who was deleted', async () => {
    const auth_code = await codeFor(verifier, 'plain')
    server.users.delete(user)
    // The server does not foresee it.
    const wanted = { status: 500, body: { error_code: 'unexpected_failure' } }
    await expectRefusal(server, () => exchange({ auth_code, code_verifier: verifier }), wanted)
  })
})

describe('POST /token refuses', () => {
  test('what its grant does not have is not looked at', async () => {
    const json = { phone: [], password: 1, provider: {}, chain: false }
    const empty = 'invalid request: both auth code and code verifier should be non-empty'
    await expectRefusal(server, () => exchange(json), refusal(400, 'validation_failed', empty))
    const short = refusal(400, 'validation_failed', 'Refresh token is not valid')
    await expectRefusal(server, () => call('POST /token?grant_type=refresh_token', { json }), short)
    const none =
      'Could not parse request body as JSON: json: cannot unmarshal number into Go struct field PasswordGrantParams.password of type string'
    await expectRefusal(server, () => signIn({ ...json, email, phone: '' }), refusal(400, 'bad_json', none))
  })

  test.each(['', '?grant_type=', '?grant_type=implicit', '?grant_type=Password'])('/token%s', async (query) => {
    const wanted = refusal(400, 'invalid_credentials', 'unsupported_grant_type')
    await expectRefusal(server, () => call(`POST /token${query}`, { json: { email, password } }), wanted)
  })

  test('a form, though it may name the grant', async () => {
    const wanted = refusal(400, 'bad_json', 'Could not parse request body as JSON: unexpected end of JSON input')
    await expectRefusal(server, () => call('POST /token', { form: { grant_type: 'password', email, password } }), wanted)
  })

  test('more than 30 requests of an address, of all grants but Web3 together', async () => {
    begin({ GOTRUE_RATE_LIMIT_HEADER: 'x-from' })
    const headers = { 'x-from': '1.1.1.1' }
    for (let at = 0; at < 15; at++) {
      expect((await signIn({}, headers)).status).toBe(400)
      expect((await refresh('x', headers)).status).toBe(400)
    }
    const wanted = refusal(429, 'over_request_rate_limit', 'Request rate limit reached')
    await expectRefusal(server, () => signIn({ email, password }, headers), wanted)
    await expectRefusal(server, () => call('POST /token?grant_type=pkce', { json: {}, headers }), wanted)
    const web3 = await call('POST /token?grant_type=web3', { json: { chain: 'x' }, headers })
    expect(web3).toMatchObject(refusal(400, 'web3_unsupported_chain', 'Unsupported chain'))
    expect((await signIn({ email, password }, { 'x-from': '2.2.2.2' })).status).toBe(200)
    // 150 in five minutes: one more every two seconds.
    server.clock.advance('2s')
    expect((await signIn({ email, password }, headers)).status).toBe(200)
    await expectRefusal(server, () => signIn({ email, password }, headers), wanted)
  })
})
