import { beforeEach, describe, expect, test } from 'vitest'
import { createClient, unwrap } from '../../../src/facade/index.ts'
import type { ConfigInput, NewUser, TestServer, TestServerOptions } from '../../../src/testing/index.ts'
import { callerOf, claimsOf, expectRefusal, oauthRefusal, refusal, type Call } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>

const email = 'ada@example.com'
const phone = '15551234567'
const password = 'correct-horse-battery'
const invalid = refusal(400, 'invalid_credentials', 'Invalid login credentials')

function begin(config: ConfigInput = {}, user: NewUser = {}, options: TestServerOptions = {}): void {
  server = checkedServer({ config, now: '2026-01-01T00:00:00Z', ...options })
  call = callerOf(server)
  server.users.create({ email, phone, ...user })
}
beforeEach(() => begin())

const signIn = (json: unknown, more: Call = {}) => call('POST /token?grant_type=password', { json, ...more })
const refresh = (refresh_token: unknown, more: Call = {}) =>
  call('POST /token?grant_type=refresh_token', { json: { refresh_token }, ...more })
const signedIn = async () => (await signIn({ email, password })).body
const tables = () => server.exportState().tables as unknown as Record<string, Record<string, unknown>[]>

describe('POST /token?grant_type=password', () => {
  test.each([[{ email }], [{ email: 'ADA@Example.com' }], [{ phone }], [{ phone: '+1 555 123 4567' }]])(
    'signs in: %j',
    async (who) => {
      const { status, body, headers } = await signIn({ ...who, password })
      expect(status).toBe(200)
      const claims = claimsOf(body.access_token)
      expect(body).toEqual({
        access_token: expect.any(String),
        token_type: 'bearer',
        expires_in: 3600,
        expires_at: 1_767_229_200,
        refresh_token: expect.stringMatching(/^[a-z2-7]{12}$/),
        user: (await call('GET /user', { token: body.access_token })).body,
        weak_password: null,
      })
      expect(claims).toEqual({
        iss: server.url,
        sub: body.user.id,
        aud: 'authenticated',
        exp: 1_767_229_200,
        iat: 1_767_225_600,
        email,
        phone,
        app_metadata: { provider: 'email', providers: ['email', 'phone'] },
        user_metadata: {},
        role: 'authenticated',
        aal: 'aal1',
        amr: [{ method: 'password', timestamp: 1_767_225_600 }],
        session_id: headers.get('sb-auth-session-id'),
        is_anonymous: false,
      })
      expect(body.user.last_sign_in_at).toBe('2026-01-01T00:00:00.000Z')
    },
  )

  test('tells of a password that is weak today', async () => {
    begin({ GOTRUE_PASSWORD_MIN_LENGTH: 40 })
    expect((await signedIn()).weak_password).toEqual({
      message: 'Password should be at least 40 characters.',
      reasons: ['length'],
    })
  })

  test.each([
    [{ email, password: 'wrong' }],
    [{ email }],
    [{ email: 'nobody@example.com', password }],
    [{ email: 'x', password }],
    [{ phone: 'x', password }],
  ])('refuses %j', async (json) => {
    await expectRefusal(server, () => signIn(json), invalid)
  })

  test('refuses who has no password', async () => {
    begin({}, { password: null })
    await expectRefusal(server, () => signIn({ email, password: '' }), invalid)
  })

  test.each([
    [{}, 'validation_failed', 'missing email or phone'],
    [{ password }, 'validation_failed', 'missing email or phone'],
    [{ email, phone, password }, 'validation_failed', 'Only an email address or phone number should be provided on login.'],
    ['', 'bad_json', 'Could not parse request body as JSON: unexpected end of JSON input'],
    [
      { email, password: 1 },
      'bad_json',
      'Could not parse request body as JSON: json: cannot unmarshal number into Go struct field PasswordGrantParams.password of type string',
    ],
  ])('refuses %j', async (json, code, message) => {
    await expectRefusal(server, () => signIn(json), refusal(400, code, message))
  })

  test('in the newer error bodies', async () => {
    const headers = { 'x-supabase-api-version': '2030-01-01' }
    const { status, body, headers: answered } = await signIn({ email, password: 'wrong' }, { headers })
    expect({ status, body }).toEqual({
      status: 400,
      body: { code: 'invalid_credentials', message: 'Invalid login credentials' },
    })
    expect(answered.get('x-sb-error-code')).toBe('invalid_credentials')
    expect(answered.get('x-supabase-api-version')).toBe('2024-01-01')
  })

  test('refuses an address or a number that is not confirmed, after the password', async () => {
    begin({}, { confirmed: false })
    await expectRefusal(server, () => signIn({ email, password: 'wrong' }), invalid)
    await expectRefusal(
      server,
      () => signIn({ email, password }),
      refusal(400, 'email_not_confirmed', 'Email not confirmed'),
    )
    await expectRefusal(
      server,
      () => signIn({ phone, password }),
      refusal(400, 'phone_not_confirmed', 'Phone not confirmed'),
    )
  })

  test('refuses who is banned, until the end of it', async () => {
    begin({}, { banned_until: '2026-01-01T01:00:00Z' })
    const banned = refusal(400, 'user_banned', 'User is banned')
    await expectRefusal(server, () => signIn({ email, password: 'wrong' }), banned)
    await expectRefusal(server, () => signIn({ email, password }), banned)
    server.clock.advance('1h')
    expect((await signIn({ email, password })).status).toBe(200)
  })

  test.each([
    ['GOTRUE_EXTERNAL_EMAIL_ENABLED', { email }, 'email_provider_disabled', 'Email logins are disabled'],
    ['GOTRUE_EXTERNAL_PHONE_ENABLED', { phone }, 'phone_provider_disabled', 'Phone logins are disabled'],
  ])('refuses without %s', async (word, who, code, message) => {
    begin({ [word]: false })
    await expectRefusal(server, () => signIn({ ...who, password }), refusal(422, code, message))
  })

  test('asks for a CAPTCHA, which a refresh does not', async () => {
    begin({ GOTRUE_SECURITY_CAPTCHA_ENABLED: true })
    await expectRefusal(
      server,
      () => signIn({ email, password }),
      refusal(400, 'captcha_failed', 'captcha protection: request disallowed (no captcha_token found)'),
    )
    const { body } = await signIn({ email, password, gotrue_meta_security: { captcha_token: 'right' } })
    expect((await refresh(body.refresh_token)).status).toBe(200)
  })
})

describe('POST /token', () => {
  test.each([['POST /token'], ['POST /token?grant_type=implicit'], ['POST /token?grant_type=']])(
    '%s is none',
    async (route) => {
      await expectRefusal(
        server,
        () => call(route, { json: { grant_type: 'password', email, password } }),
        refusal(400, 'invalid_credentials', 'unsupported_grant_type'),
      )
    },
  )

  test('takes the grant type from a form, and has nothing left of the body then', async () => {
    await expectRefusal(
      server,
      () => call('POST /token', { form: { grant_type: 'password', email, password } }),
      refusal(400, 'bad_json', 'Could not parse request body as JSON: unexpected end of JSON input'),
    )
  })

  test('all grants of an address count together', async () => {
    begin({ GOTRUE_RATE_LIMIT_HEADER: 'x-real-ip' })
    const headers = { 'x-real-ip': '1.1.1.1' }
    for (let at = 0; at < 15; at++) {
      expect((await signIn({}, { headers })).status).toBe(400)
      expect((await refresh('', { headers })).status).toBe(400)
    }
    await expectRefusal(
      server,
      () => refresh('', { headers }),
      refusal(429, 'over_request_rate_limit', 'Request rate limit reached'),
    )
    expect((await refresh('', { headers: { 'x-real-ip': '2.2.2.2' } })).status).toBe(400)
  })
})

describe('POST /token?grant_type=refresh_token', () => {
  const used = refusal(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used')

  test('exchanges a token for the next one, in the same session', async () => {
    const first = await signedIn()
    server.clock.advance('10m')
    const { status, body, headers } = await refresh(first.refresh_token)
    expect(status).toBe(200)
    expect(body.refresh_token).not.toBe(first.refresh_token)
    expect(body).not.toHaveProperty('weak_password')
    const [before, after] = [claimsOf(first.access_token), claimsOf(body.access_token)]
    expect(after).toEqual({ ...before, iat: before.iat + 600, exp: before.exp + 600 })
    expect(headers.get('sb-auth-refresh-token-reuse')).toBe('false')
    expect(headers.get('sb-auth-refresh-token-prefix')).toBe(body.refresh_token.slice(0, 5))
    expect((await call('GET /user', { token: first.access_token })).status).toBe(200)
  })

  test('gives who has not got the answer the token that is valid', async () => {
    const first = await signedIn()
    const second = (await refresh(first.refresh_token)).body
    server.clock.advance('1h')
    const { body, headers } = await refresh(first.refresh_token)
    expect(body.refresh_token).toBe(second.refresh_token)
    expect(headers.has('sb-auth-refresh-token-reuse')).toBe(false)
  })

  test('lets an older one pass within the interval', async () => {
    begin({ GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL: 10 })
    const first = await signedIn()
    const second = (await refresh(first.refresh_token)).body
    await refresh(second.refresh_token)
    server.clock.advance('10s')
    expect((await refresh(first.refresh_token)).status).toBe(200)
  })

  test('revokes all of the session when an older one comes after that', async () => {
    const first = await signedIn()
    const second = (await refresh(first.refresh_token)).body
    const third = (await refresh(second.refresh_token)).body
    const elsewhere = await signedIn()
    server.clock.advance('11s')
    expect(await refresh(first.refresh_token)).toMatchObject(used)
    // As on the server: within the interval after its revocation, even the last one would pass.
    server.clock.advance('11s')
    expect(await refresh(third.refresh_token)).toMatchObject(used)
    expect((await refresh(elsewhere.refresh_token)).status).toBe(200)
    // The access token ends with its time.
    expect((await call('GET /user', { token: third.access_token })).status).toBe(200)
  })

  test('only refuses an older one where tokens are not rotated', async () => {
    begin({ GOTRUE_SECURITY_REFRESH_TOKEN_ROTATION_ENABLED: false })
    const first = await signedIn()
    const second = (await refresh(first.refresh_token)).body
    const third = (await refresh(second.refresh_token)).body
    server.clock.advance('11s')
    await expectRefusal(server, () => refresh(first.refresh_token), used)
    expect((await refresh(third.refresh_token)).status).toBe(200)
  })

  test.each([
    [undefined],
    [''],
    ['abc'],
    ['ABCDEFGHIJKL'],
    ['a'.repeat(13)],
    ['a'.repeat(51)],
    ['A'.repeat(52)],
    ['!'.repeat(51)],
  ])('refuses what is none: %j', async (token) => {
    await expectRefusal(server, () => refresh(token), refusal(400, 'validation_failed', 'Refresh token is not valid'))
  })

  test('refuses one that nobody has', async () => {
    const unknown = refusal(400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found')
    await expectRefusal(server, () => refresh('abcdefghijkl'), unknown)
    const { access_token, refresh_token } = await signedIn()
    await call('POST /logout', { token: access_token })
    await expectRefusal(server, () => refresh(refresh_token), unknown)
  })

  test('refuses who is banned', async () => {
    const { refresh_token } = await signedIn()
    server.users.update(email, { banned_until: '2027-01-01' })
    await expectRefusal(
      server,
      () => refresh(refresh_token),
      refusal(400, 'user_banned', 'Invalid Refresh Token: User Banned'),
    )
  })

  test.each([
    ['GOTRUE_SESSIONS_TIMEBOX', ''],
    ['GOTRUE_SESSIONS_INACTIVITY_TIMEOUT', ' (Inactivity)'],
  ])('refuses a session that is over, by %s', async (word, why) => {
    begin({ [word]: '30m' })
    const { refresh_token } = await signedIn()
    server.clock.advance('30m')
    const { body } = await refresh(refresh_token)
    server.clock.advance('30m1s')
    await expectRefusal(
      server,
      () => refresh(body.refresh_token),
      refusal(400, 'session_expired', `Invalid Refresh Token: Session Expired${why}`),
    )
    expect((await call('GET /user', { token: body.access_token })).status).toBe(200)
  })

  test('refuses a session of a lower level than can be reached, after a while', async () => {
    begin({ GOTRUE_SESSIONS_ALLOW_LOW_AAL: '10m' })
    const session = await signedIn()
    expect(session.expires_in).toBe(3600)
    const { body: factor } = await call('POST /factors', {
      token: session.access_token,
      json: { factor_type: 'phone', phone: '+15550000000' },
    })
    const { body: challenge } = await call(`POST /factors/${factor.id}/challenge`, { token: session.access_token, json: {} })
    const { code } = server.inbox.last('+15550000000')
    const verified = await call(`POST /factors/${factor.id}/verify`, {
      token: session.access_token,
      json: { challenge_id: challenge.id, code },
    })
    const low = await signedIn()
    expect(low.expires_in).toBe(600)
    server.clock.advance('10m1s')
    await expectRefusal(
      server,
      () => refresh(low.refresh_token),
      refusal(400, 'session_expired', 'Invalid Refresh Token: Session Expired (Low AAL: User Needs MFA Verification)'),
    )
    expect((await refresh(verified.body.refresh_token)).status).toBe(200)
  })

  test('lets only the session that was used last live on, where there may be one', async () => {
    begin({ GOTRUE_SESSIONS_SINGLE_PER_USER: true })
    const first = await signedIn()
    server.clock.advance('1m')
    const second = await signedIn()
    await expectRefusal(
      server,
      () => refresh(first.refresh_token),
      refusal(400, 'session_expired', 'Invalid Refresh Token: Session Expired (Revoked by Newer Login)'),
    )
    expect((await refresh(second.refresh_token)).status).toBe(200)
  })

  test('refuses the token of an OAuth client', async () => {
    const { refresh_token } = await signedIn()
    const state = server.exportState()
    Object.assign(state.tables.sessions![0]!, { oauth_client_id: 'e3b0c442-98fc-4c14-9afb-f4c8996fb924' })
    server.importState(state)
    await expectRefusal(
      server,
      () => refresh(refresh_token),
      oauthRefusal('invalid_client', 'Client authentication required for OAuth session'),
    )
  })

  test('notes in the audit log what was revoked', async () => {
    const { refresh_token } = await signedIn()
    await refresh(refresh_token)
    expect(tables().auditLog!.map(({ payload }) => (payload as { action: string }).action)).toEqual([
      'login',
      'token_refreshed',
      'token_revoked',
    ])
  })

  test('through the client: a session that goes on', async () => {
    const auth = createClient({ url: server.url, fetch: server.fetch })
    unwrap(await auth.signInWithPassword({ email, password }))
    const before = unwrap(await auth.getSession()).session!
    unwrap(await auth.refreshSession())
    const after = unwrap(await auth.getSession()).session!
    expect(after.refresh_token).not.toBe(before.refresh_token)
    expect(claimsOf(after.access_token).session_id).toBe(claimsOf(before.access_token).session_id)
  })
})

describe('POST /token?grant_type=refresh_token, version 2', () => {
  beforeEach(() => begin({ GOTRUE_SECURITY_REFRESH_TOKEN_ALGORITHM_VERSION: 2 }))
  const used = refusal(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used')

  test('counts', async () => {
    const first = await signIn({ email, password })
    expect(first.body.refresh_token).toMatch(/^[A-Za-z0-9_-]{51}$/)
    expect(first.headers.get('sb-auth-refresh-token-counter')).toBe('0')
    const { body, headers } = await refresh(first.body.refresh_token)
    expect(headers.get('sb-auth-refresh-token-counter')).toBe('1')
    expect(headers.get('sb-auth-refresh-token-reuse')).toBe('false')
    expect(headers.has('sb-auth-refresh-token-prefix')).toBe(false)
    expect(body.refresh_token).not.toBe(first.body.refresh_token)
    for (let at = 0, token = body.refresh_token; at < 130; at++) token = (await refresh(token)).body.refresh_token
  })

  test('gives who has not got the answer the token that is valid, and says why', async () => {
    const first = await signedIn()
    const second = (await refresh(first.refresh_token)).body
    const soon = await refresh(first.refresh_token)
    expect(soon.body.refresh_token).toBe(second.refresh_token)
    expect(soon.headers.get('sb-auth-refresh-token-reuse-cause')).toBe('concurrent-refresh,fail-to-save')
    server.clock.advance('1h')
    const late = await refresh(first.refresh_token)
    expect(late.headers.get('sb-auth-refresh-token-reuse-cause')).toBe('fail-to-save')
  })

  test('ends the session when an older one comes late', async () => {
    const first = await signedIn()
    const second = (await refresh(first.refresh_token)).body
    const third = (await refresh(second.refresh_token)).body
    server.clock.advance('10s')
    const refused = await refresh(first.refresh_token)
    expect(refused).toMatchObject(used)
    expect(refused.headers.get('sb-auth-refresh-token-rotated')).toBe('true')
    expect(await refresh(third.refresh_token)).toMatchObject(
      refusal(400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found'),
    )
    expect(await call('GET /user', { token: third.access_token })).toMatchObject({
      body: { error_code: 'session_not_found' },
    })
  })

  test('lets an older one pass, where that is allowed', async () => {
    begin({
      GOTRUE_SECURITY_REFRESH_TOKEN_ALGORITHM_VERSION: 2,
      GOTRUE_SECURITY_REFRESH_TOKEN_ALLOW_REUSE: true,
    })
    const first = await signedIn()
    const second = (await refresh(first.refresh_token)).body
    await refresh(second.refresh_token)
    server.clock.advance('1h')
    const { headers } = await refresh(first.refresh_token)
    expect(headers.get('sb-auth-refresh-token-reuse-cause')).toBe('always-allow')
  })

  test('refuses a token that somebody has changed', async () => {
    const { refresh_token } = await signedIn()
    for (const at of [0, 5, 30, 50]) {
      const changed = refresh_token.slice(0, at) + (refresh_token[at] === 'B' ? 'C' : 'B') + refresh_token.slice(at + 1)
      await expectRefusal(server, () => refresh(changed), refusal(400, 'validation_failed', 'Refresh token is not valid'))
    }
  })

  test('refuses the token of another server, or of the time to come', async () => {
    const { refresh_token } = await signedIn()
    const next = (await refresh(refresh_token)).body.refresh_token
    const state = server.exportState()
    Object.assign(state.tables.sessions![0]!, { refresh_token_counter: 0 })
    server.importState(state)
    await expectRefusal(
      server,
      () => refresh(next),
      refusal(400, 'validation_failed', 'Invalid Refresh Token: Not Issued By This Server'),
    )
    begin({
      GOTRUE_SECURITY_REFRESH_TOKEN_ALGORITHM_VERSION: 2,
      GOTRUE_JWT_SECRET: 'another secret of thirty-two characters',
    })
    await signedIn()
    await expectRefusal(
      server,
      () => refresh(next),
      refusal(400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found'),
    )
  })
})

describe('POST /token?grant_type=pkce', () => {
  const verifier = 'v'.repeat(43)
  const grant = (json: object) => call('POST /token?grant_type=pkce', { json })
  const notFound = refusal(404, 'flow_state_not_found', 'invalid flow state, no valid flow state found')

  /** The code of a magic link. */
  async function codeOf(challenge = verifier, code_challenge_method = 'plain'): Promise<string> {
    await call('POST /otp', { json: { email, code_challenge: challenge, code_challenge_method } })
    const { link } = server.inbox.last(email)
    const { headers } = await call(`GET ${link!.slice(server.url.length)}`)
    return new URL(headers.get('location')!).searchParams.get('code')!
  }

  test('exchanges a code, once', async () => {
    const auth_code = await codeOf()
    const { status, body } = await grant({ auth_code, code_verifier: verifier })
    expect(status).toBe(200)
    expect(body).not.toHaveProperty('provider_token')
    expect(claimsOf(body.access_token).amr).toMatchObject([{ method: 'magiclink' }])
    await expectRefusal(server, () => grant({ auth_code, code_verifier: verifier }), notFound)
  })

  test('takes the SHA-256 of the verifier (RFC 7636 appendix B)', async () => {
    const auth_code = await codeOf('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', 'S256')
    const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
    expect((await grant({ auth_code, code_verifier })).status).toBe(200)
  })

  test('refuses another verifier; the code stays good', async () => {
    const auth_code = await codeOf()
    await expectRefusal(
      server,
      () => grant({ auth_code, code_verifier: 'w'.repeat(43) }),
      refusal(400, 'bad_code_verifier', 'code challenge does not match previously saved code verifier'),
    )
    expect((await grant({ auth_code, code_verifier: verifier })).status).toBe(200)
  })

  test.each([[{}], [{ auth_code: 'x' }], [{ code_verifier: 'x' }], [{ auth_code: '', code_verifier: 'x' }]])(
    'refuses %j',
    async (json) => {
      await expectRefusal(
        server,
        () => grant(json),
        refusal(400, 'validation_failed', 'invalid request: both auth code and code verifier should be non-empty'),
      )
    },
  )

  test('refuses a code that nobody has', async () => {
    await expectRefusal(server, () => grant({ auth_code: 'x', code_verifier: verifier }), notFound)
  })

  test('refuses a code that is too old: of a magic link, since it was opened', async () => {
    await call('POST /otp', { json: { email, code_challenge: verifier, code_challenge_method: 'plain' } })
    server.clock.advance('1h')
    const { headers } = await call(`GET ${server.inbox.last(email).link!.slice(server.url.length)}`)
    const auth_code = new URL(headers.get('location')!).searchParams.get('code')!
    server.clock.advance('5m')
    const before = server.exportState()
    server.clock.advance(1)
    await expectRefusal(
      server,
      () => grant({ auth_code, code_verifier: verifier }),
      refusal(422, 'flow_state_expired', 'invalid flow state, flow state has expired'),
    )
    server.importState(before)
    server.clock.set(server.clock.now() - 1)
    expect((await grant({ auth_code, code_verifier: verifier })).status).toBe(200)
  })

  test('refuses a code that is too old: of a recovery, since it was asked for', async () => {
    begin({ GOTRUE_EXTERNAL_FLOW_STATE_EXPIRY_DURATION: '10m' })
    await call('POST /recover', { json: { email, code_challenge: verifier, code_challenge_method: 'plain' } })
    server.clock.advance('10m1s')
    const { headers } = await call(`GET ${server.inbox.last(email).link!.slice(server.url.length)}`)
    const auth_code = new URL(headers.get('location')!).searchParams.get('code')!
    await expectRefusal(
      server,
      () => grant({ auth_code, code_verifier: verifier }),
      refusal(422, 'flow_state_expired', 'invalid flow state, flow state has expired'),
    )
  })

  test('fails for who is no longer there', async () => {
    const auth_code = await codeOf()
    server.users.delete(email)
    await expectRefusal(server, () => grant({ auth_code, code_verifier: verifier }), {
      status: 500,
      body: { msg: 'Unexpected failure, please check server logs for more information' },
    })
  })
})
