import { describe, expect, test, vi } from 'vitest'
import { createClient } from '../../src/facade/index.ts'
import { createTestServer } from '../../src/testing/index.ts'
import { callerOf, claimsOf, refusal } from './calls.ts'
import { checkedServer } from './spec.ts'

const now = '2026-11-25T12:00:00Z'

test('the way through: sign up, read the mail, verify, refresh, sign out', async () => {
  const server = checkedServer()
  const auth = createClient({ url: server.url, fetch: server.fetch })
  await auth.signUp({ email: 'ada@example.com', password: 'correct-horse-battery' })
  const { code } = server.inbox.last('ada@example.com')
  const { data, error } = await auth.verifyOtp({ type: 'email', email: 'ada@example.com', token: code })
  expect([error, data?.session?.user.email]).toEqual([null, 'ada@example.com'])
  const call = callerOf(server)
  const { refresh_token, access_token: token } = data!.session!
  expect(await call('POST /token?grant_type=refresh_token', { json: { refresh_token } })).toMatchObject({ status: 200 })
  expect(await call('POST /logout', { token })).toMatchObject({ status: 204 })
  expect(await call('GET /user', { token })).toMatchObject({ status: 403 })
})

describe('fetch()', () => {
  test('takes what fetch takes', async () => {
    const server = createTestServer()
    const url = `${server.url}/health`
    const statuses = [
      server.fetch(url),
      server.fetch(new URL(url)),
      server.fetch(new Request(url)),
      server.fetch(url, { method: 'POST' }),
    ]
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([200, 200, 200, 405])
  })

  test('answers one after the other, so that order decides', async () => {
    const server = createTestServer({ config: { GOTRUE_MAILER_AUTOCONFIRM: true }, now })
    const json = { email: 'ada@example.com', password: 'correct-horse-battery' }
    const answers = await Promise.all(Array.from({ length: 5 }, () => callerOf(server)('POST /signup', { json })))
    expect(answers.map(({ status }) => status)).toEqual([200, 422, 422, 422, 422])
    expect(server.users.all()).toHaveLength(1)
  })

  test('rejects when the signal is aborted, before or while it waits', async () => {
    const server = createTestServer()
    const aborted = { name: 'AbortError' }
    await expect(server.fetch(`${server.url}/health`, { signal: AbortSignal.abort() })).rejects.toMatchObject(aborted)
    expect(server.requests).toEqual([])
    const controller = new AbortController()
    const asked = server.fetch(`${server.url}/health`, { signal: controller.signal })
    controller.abort()
    await expect(asked).rejects.toMatchObject(aborted)
    expect((await server.fetch(`${server.url}/health`)).status).toBe(200)
  })

  test('does not follow redirects', async () => {
    const server = createTestServer()
    expect((await server.fetch(`${server.url}/authorize?provider=github`)).status).toBe(302)
  })
})

describe('requests', () => {
  test('are recorded', async () => {
    const server = createTestServer()
    await server.fetch(`${server.url}/otp?redirect_to=x`, {
      method: 'POST',
      body: '{"email":"x"}',
      headers: { 'X-Client-Info': 'test' },
    })
    await server.fetch(`${server.url}/otp`, { method: 'POST', body: 'not JSON' })
    await server.fetch(`${server.url}/nope`)
    expect(server.requests).toMatchObject([
      {
        operation: 'sendOtp',
        method: 'POST',
        url: '/otp?redirect_to=x',
        body: { email: 'x' },
        status: 400,
        headers: { 'x-client-info': 'test' },
      },
      { operation: 'sendOtp', body: 'not JSON', status: 400 },
      { operation: undefined, method: 'GET', url: '/nope', body: null, status: 404 },
    ])
  })

  test('the newest ten thousand are kept', async () => {
    const server = createTestServer()
    const url = `${server.url}/health`
    for (let count = 0; count < 10_000; count++) await server.fetch(url)
    await server.fetch(`${url}?last`)
    expect(server.requests).toHaveLength(10_000)
    expect(server.requests.at(-1)?.url).toBe('/health?last')
  })
})

describe('CORS', () => {
  const server = createTestServer()
  const preflight = async (
    method: string,
    names?: string,
    headers: Record<string, string> = { origin: 'http://localhost:5173' },
  ) => {
    const all = {
      ...headers,
      'access-control-request-method': method,
      ...(names !== undefined && { 'access-control-request-headers': names }),
    }
    const answer = await server.fetch(`${server.url}/signup`, { method: 'OPTIONS', headers: all })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('vary')).toBe('Origin, Access-Control-Request-Method, Access-Control-Request-Headers')
    return {
      origin: answer.headers.get('access-control-allow-origin'),
      credentials: answer.headers.get('access-control-allow-credentials'),
      methods: answer.headers.get('access-control-allow-methods'),
      headers: answer.headers.get('access-control-allow-headers'),
    }
  }
  const refused = { origin: null, credentials: null, methods: null, headers: null }
  const allowed = (methods: string, headers: string | null = null) => ({
    origin: '*',
    credentials: 'true',
    methods,
    headers,
  })

  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is allowed', async (method) => {
    expect(await preflight(method)).toEqual(allowed(method))
  })
  test.each(['HEAD', 'TRACE', 'post', 'FOO'])('%s is not', async (method) => {
    expect(await preflight(method)).toEqual(refused)
  })

  test.each([
    'authorization',
    'apikey',
    'accept,authorization,content-type,x-client-info,x-client-ip,x-jwt-aud,x-supabase-api-version,x-use-cookie',
  ])('%s may be sent', async (names) => {
    expect(await preflight('POST', names)).toEqual(allowed('POST', names))
  })
  // Browsers write them in order, in lower case and without blanks; the server knows no other way.
  test.each([
    'x-foo',
    '*',
    'authorization,x-foo',
    'content-type,authorization',
    'Authorization',
    'authorization, content-type',
    'authorization,',
    ',authorization',
    'authorization,authorization',
  ])('%s may not', async (names) => {
    expect(await preflight('POST', names)).toEqual(refused)
  })

  test('those of the configuration may, too; apikey by our default only', async () => {
    const other = createTestServer({ config: { GOTRUE_CORS_ALLOWED_HEADERS: 'X-Foo' } })
    const ask = (names: string) =>
      other.fetch(`${other.url}/signup`, {
        method: 'OPTIONS',
        headers: { origin: 'http://a', 'access-control-request-method': 'POST', 'access-control-request-headers': names },
      })
    expect((await ask('x-foo')).headers.get('access-control-allow-headers')).toBe('x-foo')
    expect((await ask('apikey')).headers.get('access-control-allow-headers')).toBeNull()
  })

  test('without an origin nobody is allowed anything', async () => {
    expect(await preflight('POST', undefined, {})).toEqual(refused)
  })

  test('preflights do nothing, and are not recorded', async () => {
    const before = server.requests.length
    await preflight('POST')
    expect(server.requests).toHaveLength(before)
  })

  test.each(['/health', '/user', '/nope'])('%s can be read from everywhere', async (path) => {
    const { headers } = await server.fetch(server.url + path, { headers: { origin: 'http://localhost:5173' } })
    expect(headers.get('vary')).toBe('Origin')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-allow-credentials')).toBe('true')
    expect(headers.get('access-control-expose-headers')).toBe('X-Total-Count, Link, X-Supabase-Api-Version')
    const plain = await server.fetch(server.url + path)
    expect([plain.headers.get('vary'), plain.headers.get('access-control-allow-origin')]).toEqual(['Origin', null])
  })
})

describe('tokens', () => {
  test('createServiceToken() is of an administrator, without end', async () => {
    const server = checkedServer({ now })
    const token = await server.createServiceToken()
    server.clock.advance('3650d')
    expect(await callerOf(server)('GET /admin/users', { token })).toMatchObject({ status: 200 })
  })

  test('createToken() is what the server takes for its own', async () => {
    const server = checkedServer({ now })
    const { id } = server.users.create()
    const token = await server.createToken({ sub: id })
    expect(claimsOf(token)).toEqual({
      iss: server.url,
      aud: 'authenticated',
      role: 'authenticated',
      iat: 1_795_608_000,
      exp: 1_795_611_600,
      sub: id,
    })
    const call = callerOf(server)
    expect(await call('GET /user', { token })).toMatchObject({ status: 200, body: { id } })
    server.clock.advance('1h')
    expect(await call('GET /user', { token })).toMatchObject(
      refusal(
        403,
        'bad_jwt',
        'invalid JWT: unable to parse or verify signature, token has invalid claims: token is expired',
      ),
    )
  })

  test.each<[object, object]>([
    [{}, refusal(403, 'bad_jwt', 'invalid claim: missing sub claim')],
    [{ sub: 'x' }, refusal(400, 'bad_jwt', 'invalid claim: sub claim must be a UUID')],
    [
      { sub: '5d3b2f54-0cb5-4500-948e-efaee353af46' },
      refusal(403, 'user_not_found', 'User from sub claim in JWT does not exist'),
    ],
  ])('createToken(%j)', async (claims, wanted) => {
    const server = checkedServer({ now })
    expect(await callerOf(server)('GET /user', { token: await server.createToken({ ...claims }) })).toMatchObject(wanted)
  })

  test.each<[string, object]>([
    ['x', refusal(403, 'bad_jwt', 'invalid claim: session_id claim must be a UUID')],
    [
      '5d3b2f54-0cb5-4500-948e-efaee353af46',
      refusal(403, 'session_not_found', 'Session from session_id claim in JWT does not exist'),
    ],
    ['00000000-0000-0000-0000-000000000000', { status: 200 }],
    ['', { status: 200 }],
  ])('createToken() with the session %j', async (session_id, wanted) => {
    const server = checkedServer({ now })
    const { id } = server.users.create()
    expect(await callerOf(server)('GET /user', { token: await server.createToken({ sub: id, session_id }) })).toMatchObject(
      wanted,
    )
  })

  test('of a banned user', async () => {
    const server = checkedServer({ now })
    const { id } = server.users.create({ banned_until: '2027-01-01' })
    const token = await server.createToken({ sub: id })
    expect(await callerOf(server)('GET /user', { token })).toMatchObject(refusal(403, 'user_banned', 'User is banned'))
  })
})

test('reset() makes it as it was on the first day', async () => {
  const server = createTestServer({ now })
  const run = async () => {
    const user = server.users.create()
    const session = await server.users.signIn(user)
    await callerOf(server)('POST /otp', { json: { email: 'ada@example.com' } })
    return [user, session, server.inbox.all().slice(), server.exportState()]
  }
  const first = await run()
  server.faults.always('*', { status: 500 })
  server.reset()
  expect(server.inbox.all()).toEqual([])
  expect(server.requests).toEqual([])
  expect(server.users.all()).toEqual([])
  expect((await callerOf(server)('GET /health')).status).toBe(200)
  server.reset()
  expect(await run()).toEqual(first)
})

test('isCaptchaSolved() decides, by default that all but one are right', async () => {
  const isCaptchaSolved = vi.fn(async (token: string) => token === 'right')
  const config = { GOTRUE_SECURITY_CAPTCHA_ENABLED: true }
  const recover = (server: ReturnType<typeof createTestServer>, captcha_token: string) =>
    callerOf(server)('POST /recover', { json: { email: 'a@example.com', gotrue_meta_security: { captcha_token } } })
  const failed = refusal(400, 'captcha_failed', 'captcha protection: request disallowed (invalid-input-response)')
  const own = checkedServer({ config, isCaptchaSolved })
  expect(await recover(own, 'wrong')).toMatchObject(failed)
  expect(await recover(own, 'right')).toMatchObject({ status: 200 })
  expect(isCaptchaSolved.mock.calls).toEqual([['wrong'], ['right']])
  const usual = checkedServer({ config })
  expect(await recover(usual, 'invalid')).toMatchObject(failed)
  expect(await recover(usual, 'anything')).toMatchObject({ status: 200 })
  expect(await recover(usual, ' ')).toMatchObject(
    refusal(400, 'captcha_failed', 'captcha protection: request disallowed (no captcha_token found)'),
  )
})

test('a page of 100,000 users takes hardly longer than one of a thousand', async () => {
  const timeOf = async (count: number) => {
    const server = createTestServer()
    server.users.createMany(count)
    const token = await server.createServiceToken()
    const times: number[] = []
    for (let round = 0; round < 9; round++) {
      const start = performance.now()
      await callerOf(server)('GET /admin/users?page=7', { token })
      times.push(performance.now() - start)
    }
    return Math.min(...times)
  }
  const few = await timeOf(1_000)
  const many = await timeOf(100_000)
  // To look at all of them would take fifty times as long.
  expect(many / few).toBeLessThan(15)
})
