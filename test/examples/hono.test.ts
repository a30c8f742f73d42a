// examples/hono, as a process of its own: by a browser, which has cookies, and by an application, which has access tokens.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { freePort } from '../free-port.ts'
import { createBrowser, type Browser } from '../ssr/browser.ts'

const [email, password] = ['ada@example.com', 'correct-horse-battery']
let server: TestServer
let child: ChildProcess
let origin: string
let browser: Browser

beforeAll(async () => {
  origin = `http://127.0.0.1:${await freePort()}`
  server = createTestServer({ config: { GOTRUE_URI_ALLOW_LIST: [`${origin}/callback`] } })
  const { GOTRUE_API_KEY: _key, GOTRUE_ISSUER: _issuer, ...environment } = process.env
  child = spawn(process.execPath, ['examples/hono/serve.ts'], {
    env: { ...environment, GOTRUE_URL: await server.listen(), ORIGIN: origin },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = (await once(child.stdout!, 'data')) as [Buffer]
  expect(String(said)).toBe(`Listening on ${origin}\n`)
})
afterAll(async () => {
  child.kill()
  await server.close()
})
beforeEach(() => {
  server.reset()
  server.users.create({ email, password })
  browser = createBrowser((request) => fetch(request, { redirect: 'manual' }), { origin })
})

const signIn = (init: Parameters<Browser['visit']>[1] = {}) =>
  browser.visit('/sign-in', { method: 'POST', body: new URLSearchParams({ email, password, next: '/?welcome' }), ...init })
const text = async (path: string) => (await browser.visit(path)).text()

test('keeps the session in cookies', async () => {
  expect(await text('/')).toContain('Sign in')
  const answer = await signIn()
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/?welcome'])
  expect(browser.received[0]).toMatch(/; HttpOnly; SameSite=Lax$/)
  expect(await text('/')).toContain('Hello ada@example.com')
  expect(await (await browser.visit('/sign-out', { method: 'POST' })).status).toBe(303)
  expect(browser.cookies.size).toBe(0)
  expect(await text('/')).toContain('Sign in')
})

test('says what is wrong, and refuses forms of other sites', async () => {
  const refused = await signIn({ body: new URLSearchParams({ email, password: 'wrong' }) })
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('invalid_credentials')])
  server.requests.length = 0
  expect((await signIn({ from: 'https://evil.example' })).status).toBe(403)
  expect(server.requests).toEqual([])
  const elsewhere = await signIn({ body: new URLSearchParams({ email, password, next: '//evil.example' }) })
  expect(elsewhere.headers.get('location')).toBe('/')
})

test('signs in with GitHub', async () => {
  const start = (await browser.visit('/sign-in/github', { method: 'POST' })).headers.get('location')!
  const back = new URL(await server.providers.approve(start, { email }))
  expect(back.origin + back.pathname).toBe(`${origin}/callback`)
  expect((await browser.visit(back.pathname + back.search)).headers.get('location')).toBe('/')
  expect(await text('/')).toContain('Hello ada@example.com')

  const other = (await browser.visit('/sign-in/github', { method: 'POST' })).headers.get('location')!
  const declined = new URL(await server.providers.deny(other))
  const answer = await browser.visit(declined.pathname + declined.search)
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('That did not work:')])
})

test('verifies access tokens at its API, where cookies mean nothing', async () => {
  const me = (headers: Record<string, string> = {}) => fetch(`${origin}/api/me`, { headers })
  const user = server.users.find(email)!
  const { access_token } = await server.users.signIn(user)
  server.requests.length = 0
  const answer = await me({ authorization: `Bearer ${access_token}` })
  expect(await answer.json()).toEqual({ id: user.id, email, aal: 'aal1' })
  expect(answer.headers.getSetCookie()).toEqual([])
  // Nothing about the token was asked of the server.
  for (const { operation } of server.requests) expect(operation).toBe('getJwks')

  await signIn()
  const cookie = Array.from(browser.cookies, ([name, value]) => `${name}=${value}`).join('; ')
  expect((await me({ cookie })).status).toBe(401)
  const old = await me({ authorization: `Bearer ${await server.createToken({ sub: user.id, exp: 1 })}` })
  expect([old.status, await old.json()]).toEqual([401, { code: 'jwt_expired' }])
  expect(old.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
})
