// The recipe for Hono in docs/server-side.md, with its real framework. The others are compiled: test/docs/documents.test.ts.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Hono } from 'hono'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { createBrowser, type Browser } from './browser.ts'

const text = readFileSync('docs/server-side.md', 'utf8')
const blockAfter = (heading: string) => /```ts\n([^]*?)```/.exec(text.slice(text.indexOf(heading)))![1]!
const email = 'ada@example.com'
const password = 'correct-horse-battery'

let folder: string
let server: TestServer
let app: Hono
let browser: Browser
beforeEach(async () => {
  server = createTestServer()
  server.users.create({ email, password })
  vi.stubEnv('GOTRUE_URL', await server.listen())
  folder = mkdtempSync(join(import.meta.dirname, 'recipe-'))
  writeFileSync(join(folder, 'sessions.ts'), blockAfter('# Sessions on a server'))
  writeFileSync(join(folder, 'app.ts'), blockAfter('### Hono'))
  ;({ app } = (await import(pathToFileURL(join(folder, 'app.ts')).href)) as { app: Hono })
  browser = createBrowser((request) => app.fetch(request))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
  await server.close()
})

const signIn = (more = {}) =>
  browser.visit('/sign-in', { method: 'POST', body: new URLSearchParams({ email, password, next: '/account' }), ...more })
const who = async () => ((await (await browser.visit('/')).json()) as { email: string | null }).email

test('Hono: signs in, knows the user, and signs out', async () => {
  expect(await who()).toBe(null)
  const answer = await signIn()
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe('/account')
  expect([...browser.cookies.keys()]).toEqual(['__Host-gotrue-127.0'])
  expect(await who()).toBe(email)
  await browser.visit('/sign-out', { method: 'POST' })
  expect(browser.cookies.size).toBe(0)
  expect(await who()).toBe(null)
})

test('Hono: refreshes once, and keeps the answer out of caches', async () => {
  await signIn()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3600_000 })
  server.requests.length = 0
  const page = await browser.visit('/')
  expect(await page.json()).toEqual({ email })
  expect(page.headers.get('cache-control')).toBe('private, no-store')
  expect(page.headers.getSetCookie()).toHaveLength(1)
  expect(server.requests.filter(({ operation }) => operation === 'grantToken')).toHaveLength(1)
})

test('Hono: refuses a form of another origin', async () => {
  const answer = await signIn({ from: 'https://evil.example' })
  expect(answer.status).toBe(403)
  expect(server.requests).toEqual([])
})
