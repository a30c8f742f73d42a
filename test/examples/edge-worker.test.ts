// examples/edge-worker in workerd, called as a page of another origin does it.
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'

let server: TestServer
let worker: Miniflare
let script: string
const origin = 'http://localhost:5173'

beforeAll(async () => {
  server = createTestServer()
  const url = await server.listen()
  const { outputFiles } = await build({
    entryPoints: ['examples/edge-worker/worker.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    // As a user's project has it: the package, and not the sources that tsconfig.json of this one leads to.
    tsconfigRaw: {},
  })
  script = outputFiles[0]!.text
  worker = start(url)
})
afterAll(async () => {
  await worker.dispose()
  await server.close()
})
beforeEach(() => server.reset())

const start = (url: string) =>
  new Miniflare({
    modules: [{ type: 'ESModule', path: 'worker.js', contents: script }],
    compatibilityDate: '2026-07-01',
    bindings: { GOTRUE_URL: url, ALLOWED_ORIGINS: `https://app.example.com ${origin}` },
    kvNamespaces: ['NOTES'],
  })
const call = (init: { method?: string; body?: string; headers?: Record<string, string> } = {}, path = '/notes') =>
  worker.dispatchFetch(`http://api.example.com${path}`, { ...init, headers: { origin, ...init.headers } })
const signIn = async (email: string) => {
  const { access_token } = await server.users.signIn(server.users.create({ email }))
  return { authorization: `Bearer ${access_token}` }
}
const codeOf = async (response: { json(): Promise<unknown> }) => ((await response.json()) as { code: string }).code

test('keeps notes apart by user, and asks for the keys at first only', async () => {
  const [ada, grace] = [await signIn('ada@example.com'), await signIn('grace@example.com')]
  // At once, while no key is there yet.
  const written = await Promise.all([
    call({ method: 'PUT', body: 'of Ada', headers: ada }),
    call({ method: 'PUT', body: 'of Grace', headers: grace }),
  ])
  expect(written.map(({ status }) => status)).toEqual([204, 204])
  expect(await (await call({ headers: ada })).text()).toBe('of Ada')
  expect(await (await call({ headers: grace })).text()).toBe('of Grace')
  // Requests of workerd can't wait for each other's fetch, so the two that came first may have asked both.
  const asked = server.requests.length
  expect([1, 2]).toContain(asked)
  for (const { operation } of server.requests) expect(operation).toBe('getJwks')
  await call({ headers: ada })
  expect(server.requests).toHaveLength(asked)
})

test('answers the preflight, for the pages that may call', async () => {
  const preflight = (origin: string) =>
    call({
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization' },
    })
  const allowed = await preflight(origin)
  expect(allowed.status).toBe(204)
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    'access-control-allow-origin': origin,
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-allow-methods': 'GET, PUT',
    vary: 'origin',
  })
  const refused = await preflight('https://evil.example.com')
  expect(refused.headers.get('access-control-allow-origin')).toBe(null)
  expect(refused.headers.get('vary')).toBe('origin')
})

test('refuses, in a way that pages can read', async () => {
  const none = await call()
  expect([none.status, await codeOf(none)]).toEqual([401, 'no_authorization'])
  expect(none.headers.get('access-control-allow-origin')).toBe(origin)
  expect(none.headers.get('www-authenticate')).toBe('Bearer')
  const old = await server.createToken({ sub: server.users.create().id, exp: 1 })
  const expired = await call({ headers: { authorization: `Bearer ${old}` } })
  expect([expired.status, await codeOf(expired)]).toEqual([401, 'jwt_expired'])
  // Of a server with the same keys and another address.
  const other = createTestServer({ config: { API_EXTERNAL_URL: 'https://other.example.com' } })
  const { access_token } = await other.users.signIn(other.users.create())
  const foreign = await call({ headers: { authorization: `Bearer ${access_token}` } })
  expect([foreign.status, await codeOf(foreign)]).toEqual([401, 'invalid_jwt'])
  const ada = await signIn('ada@example.com')
  expect((await call({ method: 'DELETE', headers: ada })).status).toBe(405)
  expect((await call({ headers: ada }, '/other')).status).toBe(404)
})

test('does not take it for a bad token that the keys can not be had', async () => {
  const alone = start('http://127.0.0.1:1')
  try {
    const response = await alone.dispatchFetch('http://api.example.com/notes', { headers: await signIn('ada@example.com') })
    expect([response.status, await codeOf(response)]).toEqual([503, 'network_failure'])
  } finally {
    await alone.dispose()
  }
})
