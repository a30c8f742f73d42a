// examples/admin.ts, as somebody runs it who has a server.
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestServer } from '../../src/testing/index.ts'
import { entries, listServer, type Entry } from '../facade/admin/list-server.ts'

const secret = 'super-secret-jwt-token-with-at-least-32-characters'
let url: string
let list: ReturnType<typeof listServer>
let invited: unknown[]
let authorizations: string[]
const server = createServer(async (request, response) => {
  authorizations.push(request.headers.authorization ?? '')
  let text = ''
  for await (const chunk of request) text += chunk
  if (request.url!.startsWith('/invite')) {
    invited.push(JSON.parse(text))
    const { email } = JSON.parse(text)
    const taken = list.list.some((user) => user.email === email)
    const body = taken ? { code: 'email_exists', message: 'Already registered' } : { id: 'x', email }
    response.writeHead(taken ? 422 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    return
  }
  const answer = await list.fetch(new Request(url + request.url))
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  const users = entries(60).map((user) => ({ ...user, created_at: '2026-08-20T08:54:52.170193Z' }) as Entry)
  list = listServer(users)
  invited = []
  authorizations = []
})

function run(env: Record<string, string>, ...args: string[]): Promise<{ status: number | null; output: string }> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^GOTRUE_/.test(name)))
  const child = spawn(process.execPath, ['examples/admin.ts', ...args], { env: { ...clean, ...env } })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, output })))
}

test('lists the users and invites one, with a key', async () => {
  const { status, output } = await run({ GOTRUE_URL: url, GOTRUE_SERVICE_KEY: 'ey.ey.key' }, 'ada@example.com')
  expect(output.split('\n').slice(0, 2)).toEqual([
    '2026-08-20  00000000-0000-4000-8000-000000000001  user-1@example.com',
    '2026-08-20  00000000-0000-4000-8000-000000000002  user-2@example.com',
  ])
  expect(output).toContain('60 users\nInvited ada@example.com\n')
  expect(status).toBe(0)
  expect(invited).toEqual([{ email: 'ada@example.com', data: { invited_by: 'examples/admin.ts' } }])
  expect(new Set(authorizations)).toEqual(new Set(['Bearer ey.ey.key']))
})

test('lists the users, with the secret', async () => {
  const { status, output } = await run({ GOTRUE_URL: url, GOTRUE_JWT_SECRET: secret })
  expect(output).toMatch(/60 users\n$/)
  expect(status).toBe(0)
  const { payload } = await jwtVerify(authorizations[0]!.slice('Bearer '.length), new TextEncoder().encode(secret))
  expect(payload.role).toBe('service_role')
})

test('says who is there already', async () => {
  const { status, output } = await run({ GOTRUE_URL: url, GOTRUE_SERVICE_KEY: 'ey.ey.key' }, 'user-7@example.com')
  expect(output).toContain('user-7@example.com is there already')
  expect(status).toBe(0)
})

test('explains itself', async () => {
  expect(await run({})).toEqual({ status: 1, output: expect.stringContaining('✗ invalid_argument: url is missing') })
  expect(await run({ GOTRUE_URL: url })).toEqual({ status: 1, output: expect.stringContaining('✗ credentials_missing:') })
  expect(await run({ GOTRUE_URL: 'http://127.0.0.1:1', GOTRUE_SERVICE_KEY: 'ey.ey.key' })).toEqual({
    status: 1,
    output: expect.stringContaining('✗ network_failure:'),
  })
})

test('does it on the test server: with a service token, and with the secret', async () => {
  const GOTRUE_JWT_SECRET = secret
  await using server = createTestServer({ config: { GOTRUE_JWT_SECRET } })
  server.users.createMany(120, (index) => ({ email: `user-${index}@example.com` }))
  const GOTRUE_URL = await server.listen()
  const invited = await run({ GOTRUE_URL, GOTRUE_SERVICE_KEY: await server.createServiceToken() }, 'ada@example.com')
  expect(invited).toEqual({ status: 0, output: expect.stringMatching(/\n120 users\nInvited ada@example\.com\n$/) })
  expect(server.inbox.last('ada@example.com').type).toBe('invite')
  expect(server.users.find('ada@example.com')?.user_metadata).toEqual({ invited_by: 'examples/admin.ts' })
  const listed = await run({ GOTRUE_URL, GOTRUE_JWT_SECRET })
  expect(listed).toEqual({ status: 0, output: expect.stringMatching(/\n121 users\n$/) })
})
