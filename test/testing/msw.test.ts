import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterEach, expect, test } from 'vitest'
import { createClient, memoryStorage } from '../../src/facade/index.ts'
import { createMswHandlers, createTestServer, type TestServerOptions } from '../../src/testing/index.ts'

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

function start(options?: TestServerOptions) {
  const server = createTestServer(options)
  const msw = setupServer(
    ...createMswHandlers(server, http),
    http.get('https://api.example.com/', () => HttpResponse.text('other')),
  )
  msw.listen({ onUnhandledFrame: 'bypass' })
  open.push(() => msw.close())
  return server
}

const credentials = { email: 'ada@example.com', password: 'correct-horse-battery' }

test('an application with its own fetch signs up, confirms and signs in', async () => {
  const server = start()
  const auth = createClient({ url: 'http://localhost:9999', storage: memoryStorage(), autoRefreshToken: false })
  expect((await auth.signUp(credentials)).data).toMatchObject({ status: 'confirmation-needed' })
  const { code } = server.inbox.last('ada@example.com')
  expect((await auth.verifyOtp({ type: 'email', email: credentials.email, token: code })).error).toBeNull()
  expect((await auth.signInWithPassword(credentials)).data.user?.email).toBe('ada@example.com')
  expect(server.requests.map(({ operation }) => operation)).toEqual(['signUp', 'verifyOtp', 'grantToken'])
})

test('at the address of a hosted server', async () => {
  const url = 'https://project.supabase.co/auth/v1'
  const server = start({ config: { API_EXTERNAL_URL: url } })
  const auth = createClient({ url, apiKey: 'sb_publishable_x', storage: memoryStorage(), autoRefreshToken: false })
  expect((await auth.settings()).error).toBeNull()
  expect(server.requests.at(-1)).toMatchObject({ operation: 'getSettings', url: '/settings' })
})

test('the root and a query belong to the server, a longer host or path does not', async () => {
  const server = start({ config: { API_EXTERNAL_URL: 'http://gotrue.test:9999/auth' } })
  for (const path of ['', '/', '?a', '/health']) await fetch(`http://gotrue.test:9999/auth${path}`)
  expect(server.requests).toHaveLength(4)
  for (const url of ['http://gotrue.test:9999/author', 'http://gotrue.test:999/auth', 'http://gotrue.test:9999/']) {
    await expect(fetch(url)).rejects.toThrow()
  }
  expect(server.requests).toHaveLength(4)
})

test('requests to others pass: to other handlers, and to the network', async () => {
  const server = start()
  const other = createServer((_request, response) => response.end('real'))
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  open.push(() => void other.close())
  expect(await (await fetch(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`)).text()).toBe('real')
  expect(await (await fetch('https://api.example.com/')).text()).toBe('other')
  expect(server.requests).toEqual([])
})

test('a link redirects', async () => {
  start()
  const answer = await fetch('http://localhost:9999/verify?token=nobodys&type=signup', { redirect: 'manual' })
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toMatch(/^http:\/\/localhost:3000/)
})

test('a fault that breaks the connection is a failure of the network', async () => {
  const server = start()
  server.faults.next('getHealth', { drop: 'before' })
  await expect(fetch('http://localhost:9999/health')).rejects.toThrow(TypeError)
  expect((await fetch('http://localhost:9999/health')).status).toBe(200)
})
