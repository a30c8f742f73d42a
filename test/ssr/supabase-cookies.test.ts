// Cookies as the documentation of @supabase/ssr describes them; its code was not read.
import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createCookieSessions, type CookieSessionsOptions, type RequestClient } from '../../src/ssr/index.ts'
import { readSupabaseCookies } from '../../src/ssr/supabase-cookies.ts'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { createBrowser, type Browser } from './browser.ts'

type SignOutOptions = Parameters<RequestClient['signOut']>[0]
const email = 'ada@example.com'
const name = 'sb-localhost-auth-token'
const own = '__Host-gotrue-localhost.0'
let server: TestServer
let session: Record<string, unknown>

beforeEach(async () => {
  vi.useRealTimers()
  server = createTestServer()
  server.users.create({ email, user_metadata: { name: 'Zoë', about: 'x'.repeat(1_200) } })
  session = { ...(await server.users.signIn(email)) }
})

const base64 = (value: object) => `base64-${Buffer.from(JSON.stringify(value)).toString('base64url')}`
const percent = (value: object) => encodeURIComponent(JSON.stringify(value))
const split = (value: string, size = 3_180) =>
  Object.fromEntries(value.match(RegExp(`.{1,${size}}`, 'g'))!.map((part, index) => [`${name}.${index}`, part]))

const visit = async (
  cookies: Record<string, string>,
  options: Partial<CookieSessionsOptions> = {},
  canSetCookies = true,
) => {
  const sessions = createCookieSessions({ url: server.url, fetch: server.fetch, supabaseCookies: true, ...options })
  const browser: Browser = createBrowser(async (request) => {
    const session = sessions.open(request, { canSetCookies })
    const { data, error } = await session.getClaims()
    return session.respond(Response.json({ email: data?.email ?? null, code: error?.code ?? null }))
  })
  for (const [name, value] of Object.entries(cookies)) browser.cookies.set(name, value)
  const answer = await (await browser.visit('/')).json()
  return { browser, answer }
}

describe('supabaseCookies: true', () => {
  test.each<[string, () => Record<string, string>]>([
    ['one cookie in base64url', () => ({ [name]: base64(session) })],
    ['one percent-encoded cookie', () => ({ [name]: percent(session) })],
    ['chunks in base64url', () => split(base64(session), 1_000)],
    ['percent-encoded chunks, cut within an escape', () => split(percent(session), 1_001)],
  ])('goes on with %s, and replaces it', async (_, cookies) => {
    const { browser, answer } = await visit(cookies())
    expect(answer).toEqual({ email, code: null })
    expect([...browser.cookies.keys()].filter((name) => name.startsWith('sb-'))).toEqual([])
    expect(browser.cookies.has(own)).toBe(true)
    // From now on it is a session like any other.
    expect(await (await browser.visit('/')).json()).toEqual({ email, code: null })
    expect(browser.received.filter((header) => header.startsWith('sb-'))).toHaveLength(Object.keys(cookies()).length)
  })

  test('refreshes one that has expired, once', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
    const { browser, answer } = await visit({ [name]: base64(session) })
    expect(answer).toEqual({ email, code: null })
    expect([...browser.cookies.keys()].every((name) => name.startsWith('__Host-'))).toBe(true)
    expect(server.requests.filter(({ operation }) => operation === 'grantToken')).toHaveLength(1)
  })

  test('asks the server who it is where the cookie does not say it (tokens-only)', async () => {
    const { user: _user, ...tokens } = session
    const { browser, answer } = await visit({ [name]: base64(tokens) })
    expect(answer).toEqual({ email, code: null })
    expect(browser.cookies.has(own)).toBe(true)
    expect(server.requests.map(({ operation }) => operation)).toContain('grantToken')
  })

  test('reads them where no cookie can be set, and leaves them', async () => {
    const { browser, answer } = await visit({ [name]: base64(session) }, {}, false)
    expect(answer).toEqual({ email, code: null })
    expect([...browser.cookies.keys()]).toEqual([name])
  })

  test('believes its own cookies first', async () => {
    const { browser } = await visit({ [name]: base64(session) })
    server.users.create({ email: 'eve@example.com' })
    browser.cookies.set(name, base64(await server.users.signIn('eve@example.com')))
    expect(await (await browser.visit('/')).json()).toEqual({ email, code: null })
  })

  test('takes nothing that is forged', async () => {
    const [head, , signature] = String(session.access_token).split('.')
    const claims = { sub: crypto.randomUUID(), email: 'eve@example.com', exp: 10 ** 10 }
    const token = [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
    const { answer } = await visit({ [name]: base64({ ...session, access_token: token }) })
    expect(answer).toEqual({ email: null, code: 'invalid_jwt' })
  })

  test.each([
    'base64-',
    'base64-!!!',
    'base64-e30',
    '%',
    '[]',
    'null',
    '1',
    percent(['access', 'refresh', null, null]),
    base64({ access_token: 1, refresh_token: {}, user: { id: 'eve' } }),
    base64({ __proto__: null, user: { id: '' } }),
  ])('takes %s for nobody, and leaves it', async (value) => {
    const { browser, answer } = await visit({ [name]: value })
    expect(answer).toEqual({ email: null, code: null })
    expect([...browser.cookies.keys()]).toEqual([name])
  })
})

describe('signOut() with supabaseCookies', () => {
  const signOut = async (cookies: Record<string, string>, options: SignOutOptions = {}, canSetCookies = true) => {
    const sessions = createCookieSessions({ url: server.url, fetch: server.fetch, supabaseCookies: true })
    const browser = createBrowser(async (request) => {
      const session = sessions.open(request, { canSetCookies })
      await session.auth.signOut(options)
      return session.respond(new Response())
    })
    for (const [name, value] of Object.entries(cookies)) browser.cookies.set(name, value)
    await browser.visit('/', { method: 'POST' })
    return [...browser.cookies.keys()]
  }
  /** All that may be left: chunks of several generations, a verifier, and cookies of others with names alike. */
  const left = () => ({
    ...split(base64(session), 1_000),
    [`${name}.19`]: 'x',
    [`${name}-code-verifier`]: 'x',
    [`${name}-code-verifier.0`]: 'x',
  })
  const others = { [`${name}x`]: '1', [`${name}.a`]: '1', [`${name}-user`]: '1', [`my-${name}`]: '1' }

  test('deletes all of them, and ends the session', async () => {
    expect(await signOut({ ...left(), ...others })).toEqual(Object.keys(others))
    expect(server.requests.map(({ operation }) => operation)).toEqual(['logout'])
  })

  test('deletes them beside a session of its own', async () => {
    const { browser } = await visit({ [name]: base64(session) })
    expect(await signOut({ ...Object.fromEntries(browser.cookies), ...left(), ...others })).toEqual(Object.keys(others))
  })

  test('deletes what holds no session, too', async () => {
    expect(await signOut({ [name]: 'base64-!!!', [`${name}.0`]: 'x', ...others })).toEqual(Object.keys(others))
    expect(server.requests).toEqual([])
  })

  test('leaves them where it leaves the session', async () => {
    const junk = { [name]: 'base64-!!!' }
    expect(await signOut(junk, { scope: 'others' })).toEqual([name])
    expect(await signOut(junk, { accessToken: String(session.access_token) })).toEqual([name])
    expect(await signOut(junk, {}, false)).toEqual([name])
  })
})

test('supabaseCookies of another name and domain are deleted there', async () => {
  const { browser, answer } = await visit(
    { custom: base64(session) },
    { supabaseCookies: { name: 'custom', domain: 'example.com', path: '/app' } },
  )
  expect(answer).toEqual({ email, code: null })
  expect(browser.received.find((header) => header.startsWith('custom='))).toBe(
    'custom=; Max-Age=0; Domain=example.com; Path=/app; HttpOnly; Secure; SameSite=Lax',
  )
})

test('without supabaseCookies nobody can bring a session in by them', async () => {
  const { browser, answer } = await visit({ [name]: base64(session) }, { supabaseCookies: false })
  expect(answer).toEqual({ email: null, code: null })
  expect([...browser.cookies.keys()]).toEqual([name])
})

test('readSupabaseCookies() reads any session back, however it is cut, and never throws', () => {
  const size = fc.integer({ min: 1, max: 50 })
  const value = fc.record({ user: fc.record({ id: fc.string(), name: fc.string({ unit: 'binary' }) }) })
  fc.assert(
    fc.property(value, size, fc.constantFrom(base64, percent), (value, size, write) => {
      const cookies = new Map(Object.entries(split(write(value), size)))
      expect(JSON.parse(readSupabaseCookies(name, cookies)!)).toEqual(value)
    }),
  )
  fc.assert(fc.property(fc.string(), (value) => void readSupabaseCookies(name, new Map([[name, value]]))))
})
