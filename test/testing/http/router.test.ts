import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { routes as specified, type Route } from '../../../generated/routes.ts'
import { createTestServer, type ConfigInput, type TestServer } from '../../../src/testing/index.ts'
import { readRecordings } from '../../recorded/recordings.ts'
import { callerOf, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

const routes: readonly Route[] = specified
const noToken = refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
const unknown = { status: 404, body: '404 page not found\n' }
const notAllowed = { status: 405, body: undefined }

describe('recorded', () => {
  for (const { request, response, note } of readRecordings('routing.jsonl')) {
    test(`${request.method} ${request.path}: ${note}`, async () => {
      const server = createTestServer({ config: { GOTRUE_MAILER_AUTOCONFIRM: true } })
      server.users.create({ is_anonymous: true })
      const user = server.users.create()
      const tokens: Record<string, string> = {
        service: await server.createServiceToken(),
        user: (await server.users.signIn(user)).access_token,
      }
      const token = tokens[String(request.headers.authorization)]
      const type = request.headers['content-type']
      const answer = await callerOf(server)(`${request.method} ${request.path}`, {
        ...(token && { token }),
        ...(request.body !== null && { json: request.body }),
        ...(typeof type === 'string' && { headers: { 'content-type': type } }),
      })
      expect(answer.status).toBe(response.status)
      for (const name of ['content-type', 'allow', 'x-total-count', 'link', 'x-sb-error-code']) {
        expect(answer.headers.get(name) ?? undefined, name).toBe(response.headers[name])
      }
      if (response.status >= 400) expect(answer.body ?? null).toEqual(response.body)
      else expect(Object.keys(answer.body).sort()).toEqual(Object.keys(response.body as object).sort())
    })
  }
})

describe('unknown paths and methods', () => {
  const call = callerOf(createTestServer())

  test.each([
    'GET /',
    'GET /nope',
    'GET /health/',
    'GET /HEALTH',
    'GET //health',
    'GET /hea%6Cth',
    'GET /token/',
    'GET /sso/nope',
  ])('%s is not found', async (route) => {
    const answer = await call(route)
    expect(answer).toMatchObject(unknown)
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test.each([
    ['GET /signup', 'POST'],
    ['DELETE /verify/', 'GET, POST'],
    ['POST /health', 'GET'],
    ['OPTIONS /signup', 'POST'],
    ['HEAD /settings', 'GET'],
  ])('%s is not allowed', async (route, allow) => {
    const answer = await call(route)
    expect(answer).toMatchObject(notAllowed)
    expect([answer.headers.get('allow'), answer.headers.get('content-type')]).toEqual([allow, null])
  })

  test('methods that nobody knows are allowed nowhere', async () => {
    for (const path of ['/health', '/nope', '/admin/users']) {
      const answer = await call(`FOO ${path}`)
      expect(answer).toMatchObject(notAllowed)
      expect(answer.headers.get('allow')).toBeNull()
    }
  })

  test('HEAD has no body', async () => {
    expect(await call('HEAD /nope')).toMatchObject({ status: 404, body: undefined })
    expect(await call('HEAD /user')).toMatchObject({ status: 401, body: undefined })
  })

  test('what is no path at all is refused before', async () => {
    expect(await call('GET /health%zz')).toMatchObject({ status: 400, body: '400 Bad Request' })
  })

  test('the version of the errors does not matter', async () => {
    expect(await call('GET /nope', { headers: { 'x-supabase-api-version': '2024-01-01' } })).toMatchObject(unknown)
  })
})

describe('guarded paths', () => {
  test.each([
    'GET /admin',
    'GET /admin/nope',
    'PATCH /admin/users',
    'GET /user/nope',
    'PATCH /user',
    'GET /user/identities/x',
    'GET /factors',
    'POST /reauthenticate',
    'GET /passkeys/registration/nope',
    'GET /passkeys/5d3b2f54-0cb5-4500-948e-efaee353af46',
  ])('%s', async (route) => {
    const server = createTestServer()
    const call = callerOf(server)
    expect(await call(route)).toMatchObject(noToken)
    const token = route.includes('/admin')
      ? await server.createServiceToken()
      : (await server.users.signIn(server.users.create())).access_token
    expect([404, 405]).toContain((await call(route, { token })).status)
  })

  test('factors are not for anonymous users', async () => {
    const server = createTestServer()
    const { access_token: token } = await server.users.signIn(server.users.create({ is_anonymous: true }))
    expect(await callerOf(server)('GET /factors/nope', { token })).toMatchObject(
      refusal(403, 'no_authorization', 'Anonymous user not allowed to perform these actions'),
    )
  })

  test.each<[string, ConfigInput, string, string]>([
    ['GET /oauth/nope', { GOTRUE_OAUTH_SERVER_ENABLED: false }, 'feature_disabled', 'OAuth server is disabled'],
    ['GET /sso/nope', { GOTRUE_SAML_ENABLED: false }, 'saml_provider_disabled', 'SAML 2.0 is disabled'],
    ['POST /passkeys', { GOTRUE_PASSKEY_ENABLED: false }, 'passkey_disabled', 'Passkeys are disabled'],
    ['GET /scim/v2/Users', { GOTRUE_EXPERIMENTAL_SCIM_ENABLED: false }, 'feature_disabled', 'SCIM server is disabled'],
  ])('%s, switched off', async (route, config, code, msg) => {
    expect(await callerOf(createTestServer({ config }))(route)).toMatchObject(refusal(404, code as 'feature_disabled', msg))
  })

  test('SCIM has its own words', async () => {
    const call = callerOf(createTestServer())
    for (const path of ['/scim/v2', '/scim/v2/', '/scim/v2/Users']) {
      const answer = await call(`GET ${path}`)
      expect(answer).toMatchObject({
        status: 404,
        body: {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
          detail: 'Endpoint or resource does not exist',
          status: '404',
        },
      })
      expect(answer.headers.get('content-type')).toBe('application/scim+json')
    }
    expect(await call('POST /scim/v2/Schemas')).toMatchObject(notAllowed)
    expect(await call('GET /scim/v1/Users')).toMatchObject(unknown)
  })
})

describe('paths', () => {
  test('below the base URL, below /auth/v1, and at the root', async () => {
    const config = { API_EXTERNAL_URL: 'https://project.example/some/where' }
    const server = createTestServer({ config })
    for (const path of ['/some/where/health', '/auth/v1/health', '/health']) {
      expect((await server.fetch(`https://project.example${path}`)).status, path).toBe(200)
    }
    expect((await server.fetch('https://project.example/some/wherehealth')).status).toBe(404)
    expect(server.requests.map(({ operation, url }) => [operation, url])).toEqual([
      ['getHealth', '/health'],
      ['getHealth', '/auth/v1/health'],
      ['getHealth', '/health'],
      [undefined, '/some/wherehealth'],
    ])
  })

  test('are unescaped if the server would escape them the same', async () => {
    const server = createTestServer()
    const call = callerOf(server)
    const token = await server.createServiceToken()
    const { id } = server.users.create()
    expect(await call(`GET /admin/users/%7B${id}%7D`, { token })).toMatchObject({ status: 200 })
    const [first, ...rest] = id
    const escaped = `%${first!.charCodeAt(0).toString(16)}${rest.join('')}`
    expect(await call(`GET /admin/users/${escaped}`, { token })).toMatchObject({ status: 404 })
  })
})

describe('x-supabase-api-version', () => {
  const inOld = { code: 401, error_code: 'no_authorization', msg: 'This endpoint requires a valid Bearer token' }
  const inNew = { code: 'no_authorization', message: 'This endpoint requires a valid Bearer token' }

  test.each<[string, boolean]>([
    ['2024-01-01', true],
    ['2030-01-01', true],
    ['2024-02-29', true],
    [' 2024-01-01 ', true],
    ['9999-12-31', true],
    ['2023-12-31', false],
    ['2024-02-30', false],
    ['2024-13-01', false],
    ['2025-02-29', false],
    ['2024-1-1', false],
    ['20240101', false],
    ['2024-01-01T00:00:00Z', false],
    ['2024-01-01, 2024-01-01', false],
    ['garbage', false],
    ['', false],
  ])('%j', async (version, isNew) => {
    const call = callerOf(checkedServer())
    const { body, headers } = await call('GET /user', { headers: { 'x-supabase-api-version': version } })
    expect(body).toEqual(isNew ? inNew : inOld)
    expect(headers.get('x-supabase-api-version')).toBe(isNew ? '2024-01-01' : null)
    expect(headers.get('x-sb-error-code')).toBe('no_authorization')
    const fine = await call('GET /health', { headers: { 'x-supabase-api-version': version } })
    expect(fine.headers.get('x-supabase-api-version')).toBeNull()
  })
})

describe('authorization', () => {
  const call = callerOf(checkedServer())
  const unreadable = (why: string) => refusal(403, 'bad_jwt', `invalid JWT: unable to parse or verify signature, ${why}`)

  test.each(['', 'Bearer', 'Bearer x y', 'Bearer  x', 'Basic x', 'Token x'])('%j is no bearer', async (authorization) => {
    expect(await call('GET /user', { headers: { authorization } })).toMatchObject(noToken)
  })

  // What a real server has answered to each of them.
  test.each([
    ['bearer x', 'token is malformed: token contains an invalid number of segments'],
    ['BEARER x.y', 'token is malformed: token contains an invalid number of segments'],
    ['Bearer a.b.c.d', 'token is malformed: token contains an invalid number of segments'],
    ['Bearer ..', 'token is malformed: could not JSON decode header: unexpected end of JSON input'],
    ['Bearer x.y.z', 'token is malformed: could not base64 decode header: illegal base64 data at input byte 0'],
    [
      'Bearer eyJhbGciOiJIUzI1NiJ9=.e30.x',
      'token is malformed: could not base64 decode header: illegal base64 data at input byte 20',
    ],
    [
      'Bearer W10.W10.x',
      'token is malformed: could not JSON decode header: json: cannot unmarshal array into Go value of type map[string]interface {}',
    ],
    [
      'Bearer eyJhbGciOiJIUzI1NiJ9.bm90.x',
      "token is malformed: could not JSON decode claim: invalid character 'o' in literal null (expecting 'u')",
    ],
    ['Bearer e30.e30.e30', 'token is unverifiable: signing method (alg) is unspecified'],
    [
      'Bearer eyJhbGciOiJIUzI1NiJ9.e30.!!',
      'token is malformed: could not base64 decode signature: illegal base64 data at input byte 0',
    ],
    ['Bearer eyJhbGciOiJub25lIn0.e30.', 'token signature is invalid: signing method none is invalid'],
  ])('%s', async (authorization, why) => {
    expect(await call('GET /user', { headers: { authorization } })).toMatchObject(unreadable(why))
  })
})

describe('x-jwt-aud', () => {
  test('names the audience, before the token does', async () => {
    const server = checkedServer()
    const call = callerOf(server)
    const user = server.users.create({ email: 'ada@example.com', aud: 'other' })
    const { access_token: token } = await server.users.signIn(user)
    expect(await call('GET /user', { token })).toMatchObject({ status: 200, body: { aud: 'other' } })
    expect(await call('GET /user', { token, headers: { 'x-jwt-aud': 'authenticated' } })).toMatchObject({ status: 400 })
    const json = { email: 'ada@example.com', password: 'correct-horse-battery' }
    expect(await call('POST /token?grant_type=password', { json })).toMatchObject({ status: 400 })
    expect(await call('POST /token?grant_type=password', { json, headers: { 'x-jwt-aud': 'other' } })).toMatchObject({
      status: 200,
    })
  })
})

describe('whatever is asked', () => {
  const numRuns = Number(process.env.ROUTER_RUNS ?? 400)

  /** Values that some operation or other knows, so that not all is refused at the door. */
  const words = [
    ...[
      '',
      'x',
      'null',
      'ada@example.com',
      '+15551234567',
      'correct-horse-battery',
      '000000',
      'signup',
      'email',
      'recovery',
    ],
    ...['password', 'refresh_token', 'pkce', 'authenticated', '2024-01-01', '__proto__', '\0', '%', '\ud800', '-1', '1e999'],
    '5d3b2f54-0cb5-4500-948e-efaee353af46',
  ]
  /** Lone surrogates can't stand in a URL. */
  const wellFormed = (text: string) => new TextDecoder().decode(new TextEncoder().encode(text))
  const word = fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 40 }))
  /** Fields that let a request get far. */
  const plausible: Record<string, unknown[]> = {
    email: ['new@example.com', 'ada@example.com'],
    phone: ['+15551234568', '+15551234567'],
    password: ['correct-horse-battery', 'abcdef'],
    type: ['signup', 'email', 'recovery', 'magiclink', 'invite', 'sms'],
    data: [{ a: 1 }],
    user_metadata: [{ a: 1 }],
    nonce: ['000000'],
    friendly_name: ['app'],
    factor_type: ['totp', 'phone', 'webauthn'],
  }
  const queryNames = [...new Set(routes.flatMap(({ query }) => query)), 'x']
  const value = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 2 }))
  const fieldsOf = ({ body }: Route) => (body && typeof body === 'object' && !Array.isArray(body) ? Object.keys(body) : [])
  const fieldOf = (name: string) =>
    name in plausible
      ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...plausible[name]!) }, { weight: 1, arbitrary: value })
      : value
  const jsonOf = (route: Route) => {
    const names = fieldsOf(route)
    const known = fc.record(Object.fromEntries(names.map((name) => [name, fieldOf(name)])), {
      requiredKeys: names.filter((name) => /^(email|password)$/.test(name)),
    })
    return fc
      .oneof(known, fc.dictionary(fc.string({ maxLength: 8 }), value, { maxKeys: 3 }))
      .map((fields) => JSON.stringify(fields))
  }
  const bodyOf = (route: Route) =>
    fc.oneof(
      { weight: 8, arbitrary: jsonOf(route) },
      { weight: 1, arbitrary: jsonOf(route).map((text) => text.slice(0, text.length >> 1)) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
      { weight: 1, arbitrary: fc.uint8Array().map((bytes) => Uint8Array.from(bytes)) },
      { weight: 1, arbitrary: fc.constantFrom('['.repeat(20_000), 'x'.repeat(1_048_577), undefined) },
    )
  const part = fc.oneof(word, fc.constantFrom('..', '.', 'users', 'identities', '%zz', '%2F', 'é'))
  const anyPath = fc.array(part, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`)
  const anyMethod = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'FOO', 'get')
  const requestOf = (route: Route) =>
    fc.record({
      method: fc.oneof({ weight: 9, arbitrary: fc.constant(route.method as string) }, { weight: 1, arbitrary: anyMethod }),
      path: fc.oneof(
        { weight: 9, arbitrary: part.map((id) => route.path.replace(/\{\w+\}/g, encodeURIComponent(wellFormed(id)))) },
        { weight: 1, arbitrary: anyPath },
      ),
      query: fc.array(fc.tuple(fc.constantFrom(...queryNames), word), { maxLength: 3 }),
      rawQuery: fc.constantFrom('', '&%zz', '&;', '&=', '&a=%ff', '&page=0&per_page=0'),
      credential: fc.constantFrom('none', 'service', 'user', 'garbage', 'anonymous'),
      headers: fc.dictionary(
        fc.constantFrom(
          'x-supabase-api-version',
          'x-jwt-aud',
          'content-type',
          'redirect_to',
          'referer',
          'origin',
          'x-forwarded-for',
          'access-control-request-method',
        ),
        fc.oneof(
          fc.constantFrom(
            '2024-01-01',
            'authenticated',
            'application/x-www-form-urlencoded',
            'application/json',
            'http://localhost:3000',
            'POST',
          ),
          fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
        ),
        { maxKeys: 3 },
      ),
      body: bodyOf(route),
    })
  const request = fc.constantFrom(...routes).chain(requestOf)

  /** Without what a refusal may use up: chance. */
  const rememberedBy = (server: TestServer) => JSON.stringify({ ...server.exportState(), random: 0 })

  /** Refusals that count attempts, end sessions or forget what is too old, as a real server's do. */
  const leavesTraces = new Set(['refresh_token_already_used', 'otp_expired', 'mfa_challenge_expired', 'flow_state_expired'])

  test.each<[string, ConfigInput]>([
    ['', {}],
    [', where no message may go out', { GOTRUE_RATE_LIMIT_EMAIL_SENT: '0', GOTRUE_RATE_LIMIT_SMS_SENT: '0' }],
  ])('it is answered, and a refusal changes nothing%s', async (_, config) => {
    const server = createTestServer({ config, now: '2026-11-25T12:00:00Z' })
    const ada = server.users.create({ email: 'ada@example.com', phone: '+15551234567' })
    const nobody = server.users.create({ is_anonymous: true })
    const tokens: Record<string, string> = {
      service: await server.createServiceToken(),
      user: (await server.users.signIn(ada)).access_token,
      anonymous: (await server.users.signIn(nobody)).access_token,
      garbage: 'x.y.z',
    }
    const start = server.exportState()
    let answered = 0
    let refused = 0
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, query, rawQuery, credential, headers: given, body }) => {
        const search = new URLSearchParams(query.map(([name, value]) => [name, wellFormed(value)])).toString()
        const headers = new Headers()
        for (const [name, value] of Object.entries(given)) headers.set(name, value)
        if (tokens[credential]) headers.set('authorization', `Bearer ${tokens[credential]}`)
        const hasBody = body !== undefined && !['GET', 'HEAD', 'get'].includes(method)
        let asked: Request
        try {
          asked = new Request(`${server.url}${path}?${search}${rawQuery}`, { method, headers, ...(hasBody && { body }) })
        } catch {
          // It can't be asked at all.
          return
        }
        server.importState(start)
        const before = rememberedBy(server)
        const answer = await server.fetch(asked)
        await answer.arrayBuffer()
        answered++
        if (answer.status < 400) return
        if (leavesTraces.has(answer.headers.get('x-sb-error-code') ?? '')) return
        refused++
        expect(rememberedBy(server)).toBe(before)
      }),
      { numRuns },
    )
    expect([answered > numRuns / 2, refused > numRuns / 4]).toEqual([true, true])
  })
})
