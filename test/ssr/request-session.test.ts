import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient } from '../../src/facade/index.ts'
import { createCookieSessions, type CookieSessionsOptions } from '../../src/ssr/index.ts'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { createBrowser } from './browser.ts'

const origin = 'https://app.example.com'
const email = 'ada@example.com'
const password = 'correct-horse-battery'
const name = '__Host-gotrue-localhost'
let server: TestServer

beforeEach(() => {
  server = createTestServer()
  server.users.create({ email, password })
})
afterEach(() => void vi.useRealTimers())

const create = (options: Partial<CookieSessionsOptions> = {}) =>
  createCookieSessions({ url: server.url, fetch: server.fetch, ...options })
const request = (cookies: Record<string, string> = {}, init: RequestInit = {}) =>
  new Request(`${origin}/`, {
    ...init,
    headers: {
      cookie: Object.entries(cookies)
        .map(([name, value]) => `${name}=${value}`)
        .join('; '),
      ...init.headers,
    },
  })
/** The cookies of somebody who is signed in. */
const signIn = async (options?: Partial<CookieSessionsOptions>) => {
  const session = create(options).open(request())
  const { error } = await session.auth.signInWithPassword({ email, password })
  expect(error).toBeNull()
  return Object.fromEntries((await session.cookies()).map(({ name, value }) => [name, value]))
}
const expire = () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 7_200_000 })
const refreshes = () => server.requests.filter(({ url }) => url.includes('grant_type=refresh_token'))
const deleted = (headers: Headers) =>
  headers
    .getSetCookie()
    .filter((header) => header.includes('Max-Age=0'))
    .map((header) => header.split('=')[0])

describe('where no cookie can be set', () => {
  test('getClaims() works as long as the access token is good', async () => {
    const session = create().open(request(await signIn()), { canSetCookies: false })
    const { data: claims } = await session.getClaims()
    expect(claims?.email).toBe(email)
    expect(await session.cookies()).toEqual([])
  })

  test('getClaims() with an expired token says so, and uses no refresh token up', async () => {
    const cookies = await signIn()
    expire()
    const session = create().open(request(cookies), { canSetCookies: false })
    for (const { data, error } of [await session.getClaims(), await session.getAccessToken()]) {
      expect(data).toBeNull()
      expect(error).toMatchObject({ code: 'cookies_read_only', retryable: false })
    }
    expect((await session.auth.getUser()).error).toMatchObject({ code: 'cookies_read_only' })
    expect(refreshes()).toEqual([])
  })

  test('signing in is refused, and nothing is sent', async () => {
    const { auth } = create().open(request(), { canSetCookies: false })
    for (const { error } of [
      await auth.signInWithPassword({ email, password }),
      await auth.signUp({ email: 'bob@example.com', password }),
      await auth.verifyOtp({ type: 'email', email, token: '123456' }),
      await auth.signInWithOAuth({ provider: 'github' }),
    ]) {
      expect(error).toMatchObject({ code: 'cookies_read_only' })
    }
    expect(server.requests).toEqual([])
  })

  test('signing out leaves the cookies, and says so', async () => {
    const session = create().open(request(await signIn()), { canSetCookies: false })
    expect((await session.auth.signOut()).error).toMatchObject({ code: 'cookies_read_only' })
  })
})

describe('respond()', () => {
  test('waits for a refresh that was asked for, and sets its cookies on a response that was made before', async () => {
    const cookies = await signIn()
    expire()
    const session = create().open(request(cookies))
    const response = new Response('made before')
    const claims = session.getClaims()
    expect(await session.respond(response)).toBe(response)
    expect(response.headers.getSetCookie()).toHaveLength(1)
    expect((await claims).data?.email).toBe(email)
  })

  test('is the end: a refresh that comes too late is not made, and says so', async () => {
    const session = create().open(request(await signIn()))
    await session.getClaims()
    await session.respond(new Response())
    expire()
    expect((await session.getClaims()).error).toMatchObject({ code: 'cookies_read_only' })
    expect((await session.auth.refreshSession()).error).toMatchObject({ code: 'cookies_read_only' })
    expect((await session.auth.signInWithPassword({ email, password })).error).toMatchObject({ code: 'cookies_read_only' })
    expect(refreshes()).toEqual([])
  })

  test.each([
    ['a redirect', () => Response.redirect(`${origin}/account`, 303)],
    ['one without a body', () => new Response(null, { status: 204 })],
    ['one with cookies of its own', () => new Response('', { headers: [['set-cookie', 'theme=dark']] })],
  ])('with %s keeps what it has', async (_, make) => {
    const session = create().open(request())
    await session.auth.signInWithPassword({ email, password })
    const before = make()
    const own = [...before.headers]
    const after = await session.respond(before)
    expect(after.status).toBe(make().status)
    expect([...after.headers]).toEqual(expect.arrayContaining(own))
    expect(after.headers.getSetCookie().at(-1)).toContain(name)
    expect(after.headers.get('cache-control')).toBe('private, no-store')
  })
})

test('headers() are Set-Cookie and what forbids caching', async () => {
  const session = create().open(request())
  await session.auth.signInWithPassword({ email, password })
  const headers = await session.headers()
  expect([...headers.keys()]).toEqual(['cache-control', 'set-cookie', 'vary'])
})

test('cookies() are what frameworks take', async () => {
  const session = create().open(request())
  await session.auth.signInWithPassword({ email, password })
  const [cookie] = await session.cookies()
  expect(cookie!.value).toBe(encodeURIComponent(cookie!.value))
  expect(cookie).toEqual({
    name: `${name}.0`,
    value: expect.any(String),
    options: { httpOnly: true, secure: true, sameSite: 'lax', path: '/', maxAge: 34_560_000 },
  })
})

test('requestHeaders() have the cookies as they are now, beside those of others', async () => {
  const cookies = await signIn()
  expire()
  const session = create().open(request({ theme: 'dark', ...cookies }, { headers: { 'x-a': '1' } }))
  await session.getClaims()
  const headers = await session.requestHeaders()
  expect(headers.get('x-a')).toBe('1')
  expect(headers.get('cookie')).toContain('theme=dark; ')
  // What they are handed on to can't set cookies, and needs to refresh nothing.
  const onward = create().open({ headers }, { canSetCookies: false })
  expect((await onward.getClaims()).data?.email).toBe(email)
  expect(refreshes()).toHaveLength(1)
})

test('requestHeaders() are not the end of changes', async () => {
  const session = create().open(request())
  expect((await session.requestHeaders()).has('cookie')).toBe(false)
  expect((await session.auth.signInWithPassword({ email, password })).error).toBe(null)
  expect((await session.requestHeaders()).has('cookie')).toBe(true)
  expect((await session.headers()).getSetCookie()).toHaveLength(1)
})

test('requestHeaders() have a refresh that is under way', async () => {
  const cookies = await signIn()
  expire()
  const session = create().open(request(cookies))
  const claims = session.getClaims()
  const onward = create().open({ headers: await session.requestHeaders() }, { canSetCookies: false })
  expect((await onward.getClaims()).data?.email).toBe(email)
  expect((await claims).data?.email).toBe(email)
  expect(refreshes()).toHaveLength(1)
})

test('requestHeaders() after sign-out have none of the session', async () => {
  const session = create().open(request(await signIn()))
  await session.auth.signOut()
  expect((await session.requestHeaders()).has('cookie')).toBe(false)
})

test('open() of the same request is the same session, of another one another', () => {
  const sessions = create()
  const one = request()
  expect(sessions.open(one)).toBe(sessions.open(one))
  expect(sessions.open(one)).not.toBe(sessions.open(request()))
  expect(create().open(one)).not.toBe(sessions.open(one))
})

test('a request of another origin gets nothing of the session', async () => {
  const foreign = request(await signIn(), { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })
  server.requests.length = 0
  const session = create().open(foreign)
  expect(session.isCrossOrigin).toBe(true)
  for (const { error } of [
    await session.getClaims(),
    await session.getAccessToken(),
    await session.auth.getUser(),
    await session.auth.signInWithPassword({ email, password }),
    await session.auth.signOut(),
    await session.auth.settings(),
  ]) {
    expect(error).toMatchObject({ code: 'cross_origin' })
  }
  expect((await session.respond(new Response())).headers.getSetCookie()).toEqual([])
  expect(server.requests).toEqual([])
})

test('getClaims() asks once who it is where only the server can verify (HS256)', async () => {
  server = createTestServer({ config: { GOTRUE_JWT_KEYS: '[]', GOTRUE_JWT_SECRET: 'x'.repeat(32) } })
  server.users.create({ email, password })
  const session = create().open(request(await signIn()))
  server.requests.length = 0
  const results = await Promise.all([session.getClaims(), session.getClaims(), session.getClaims()])
  expect(results.map(({ data }) => data?.email)).toEqual([email, email, email])
  expect(server.requests.map(({ operation }) => operation)).toEqual(['getUser'])
})

test('getClaims() fetches the public keys once for all requests', async () => {
  const cookies = await signIn()
  server.requests.length = 0
  const sessions = create()
  for (let index = 0; index < 5; index++) expect((await sessions.open(request(cookies)).getClaims()).error).toBeNull()
  expect(server.requests.map(({ operation }) => operation)).toEqual(['getJwks'])
})

describe('cookies', () => {
  test.each<[CookieSessionsOptions['cookies'], string]>([
    [{}, `${name}.0=; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=Lax`],
    [
      { domain: 'example.com' },
      '__Secure-gotrue-localhost.0=; Max-Age=34560000; Domain=example.com; Path=/; HttpOnly; Secure; SameSite=Lax',
    ],
    [{ path: '/app', maxAge: null }, '__Secure-gotrue-localhost.0=; Path=/app; HttpOnly; Secure; SameSite=Lax'],
    [{ secure: false, name: 'me', maxAge: 60 }, 'me.0=; Max-Age=60; Path=/; HttpOnly; SameSite=Lax'],
    [{ httpOnly: false, sameSite: 'strict' }, `${name}.0=; Max-Age=34560000; Path=/; Secure; SameSite=Strict`],
  ])('with %o', async (cookies, expected) => {
    const session = create({ cookies: cookies! }).open(request())
    await session.auth.signInWithPassword({ email, password })
    expect((await session.headers()).getSetCookie().map((header) => header.replace(/=[^;]*/, '='))).toEqual([expected])
  })

  test.each([
    { name: 'a b' },
    { name: '' },
    { name: 'a;b' },
    { path: '/; Domain=evil.example' },
    { path: 'app' },
    { domain: 'a; b' },
    { maxAge: 1.5 },
    { sameSite: 'none', secure: false },
  ] as const)('with %o are refused', (cookies) => {
    expect(() => create({ cookies })).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
  })

  test('of a large session are several, and those that are too many go', async () => {
    const big = 'large@example.com'
    server.users.create({ email: big, password, user_metadata: { about: 'x'.repeat(1_500) } })
    const browser = createBrowser(async (request) => {
      const session = create().open(request)
      await session.auth.signInWithPassword({ email: request.headers.get('x-email')!, password })
      return session.respond(new Response())
    })
    const visit = (email: string) => browser.visit('/', { method: 'POST', headers: { 'x-email': email } })
    await visit(big)
    expect([...browser.cookies.keys()]).toEqual([`${name}.0`, `${name}.1`])
    await visit(email)
    expect([...browser.cookies.keys()]).toEqual([`${name}.0`])
  })

  test('of a session that is too large are refused, and the error says what to do', async () => {
    const session = create().open(request())
    server.users.update(email, { user_metadata: { about: 'x'.repeat(9_000) } })
    const { error } = await session.auth.signInWithPassword({ email, password })
    expect(error).toMatchObject({ code: 'storage_failed', message: expect.stringContaining('user_metadata') })
    expect(await session.cookies()).toEqual([])
  })

  test('of two generations are nobody, and go', async () => {
    server.users.update(email, { user_metadata: { about: 'x'.repeat(1_500) } })
    const [one, other] = [await signIn(), await signIn()]
    expect(Object.keys(one)).toHaveLength(2)
    const session = create().open(request({ ...one, [`${name}.1`]: other[`${name}.1`]! }))
    expect(await session.getClaims()).toEqual({ data: null, error: null })
    expect(deleted(await session.headers())).toEqual([`${name}.0`, `${name}.1`])
  })

  test('that somebody made up are never believed', async () => {
    const value = fc.oneof(fc.stringMatching(/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x7e]{0,80}$/), fc.base64String())
    const index = fc.constantFrom('0', '1', '2', '00', '99', '-1', '1e3', '0.0')
    const cookies = fc.dictionary(
      index.map((index) => `${name}.${index}`),
      value,
    )
    server.requests.length = 0
    await fc.assert(
      fc.asyncProperty(cookies, async (cookies) => {
        const session = create().open(request(cookies))
        expect(await session.getClaims()).toEqual({ data: null, error: null })
        const headers = await session.headers()
        expect(headers.getSetCookie().every((header) => header.includes('=; Max-Age=0; '))).toBe(true)
      }),
    )
    expect(server.requests).toEqual([])
  })
})

describe('a session that its owner has changed', () => {
  const forge = async (change: (session: Record<string, any>) => unknown) => {
    const stored = new Map<string, string>()
    const storage = {
      getItem: () => null,
      setItem: (key: string, value: string) => stored.set(key, value),
      removeItem: () => {},
    }
    await createClient({ url: server.url, fetch: server.fetch, storage }).signInWithPassword({ email, password })
    const session = JSON.parse([...stored.values()][0]!)
    change(session)
    const { toChunks } = await import('../../src/ssr/chunks.ts')
    return Object.fromEntries(toChunks(JSON.stringify(session)).map((value, index) => [`${name}.${index}`, value]))
  }
  const payload = (token: string, claims: object) => {
    const [head, body, signature] = token.split('.')
    const own = { ...JSON.parse(Buffer.from(body!, 'base64url').toString()), ...claims }
    return [head, Buffer.from(JSON.stringify(own)).toString('base64url'), signature].join('.')
  }

  test('into that of somebody else is refused: the signature is checked', async () => {
    const cookies = await forge((session) => {
      session.access_token = payload(session.access_token, { sub: crypto.randomUUID(), email: 'eve@example.com' })
    })
    const { data, error } = await create().open(request(cookies)).getClaims()
    expect(data).toBeNull()
    expect(error).toMatchObject({ code: 'invalid_jwt' })
  })

  test('to live longer does not: its token is refused by the server, and exchanged', async () => {
    const cookies = await forge((session) => {
      session.expires_in = session.expires_at = 10 ** 10
    })
    expire()
    expect((await create().open(request(cookies), { canSetCookies: false }).getClaims()).data).toBeNull()
    const { data } = await create().open(request(cookies)).getClaims()
    expect(data!.exp).toBeGreaterThan(Date.now() / 1000)
    expect(refreshes()).toHaveLength(1)
  })

  test('in what it says of the user is of no use: there is nothing that says it', async () => {
    const cookies = await forge((session) => (session.user = { id: 'eve', email: 'eve@example.com', role: 'service_role' }))
    const session = create().open(request(cookies))
    expect((await session.getClaims()).data).toMatchObject({ email, role: 'authenticated' })
    expect((await session.auth.getUser()).data.user?.email).toBe(email)
  })
})
