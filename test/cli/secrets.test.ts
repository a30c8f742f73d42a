// Secrets are planted in everything that the commands read, also where they do not belong, and looked for in all that they write.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { run } from './run.ts'

const planted = {
  apiKey: 'PLANTED-api-key-"quoted"\\0123456789',
  serviceKey: 'eyPLANTED.service-key-0123456789',
  jwtSecret: 'PLANTED-jwt-secret-0123456789-0123456789',
  other: 'PLANTED-other-0123456789',
}
const secretEnv = {
  GOTRUE_API_KEY: planted.apiKey,
  GOTRUE_SERVICE_KEY: planted.serviceKey,
  GOTRUE_JWT_SECRET: planted.jwtSecret,
}

let server: TestServer
let url: string
/** A server that repeats whatever it was sent. */
let echo: string
let close: () => void
beforeAll(async () => {
  server = createTestServer()
  url = await server.listen()
  const http = createServer((request, response) => {
    const text = JSON.stringify(request.headers)
    response.writeHead(400, { 'content-type': 'application/json', 'x-request-id': String(request.headers.apikey) })
    response.end(
      JSON.stringify({
        code: text,
        error_code: String(request.headers.authorization),
        msg: `no: ${text}`,
        message: text,
        name: text,
        description: text,
      }),
    )
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  echo = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  close = () => void http.close()
})
afterAll(async () => {
  close()
  await server.close()
})

const secret = planted.other
const commands: string[][] = [
  ['doctor'],
  ['users', 'list'],
  ['users', 'get', 'ada@example.com'],
  ['users', 'get', secret],
  ['users', 'invite', 'ada@example.com'],
  ['users', 'invite', 'ada@example.com', '--data', `{"password": ${secret}`],
  ['users', 'ban', 'ada@example.com', '--for', secret],
  ['users', 'delete', 'ada@example.com', '--yes'],
  ['users', 'list', '--key-stdin'],
  ['users', 'list', '--key', secret],
  ['users', 'list', `--service-key=${secret}`],
  ['users', 'list', '--limit', secret],
  ['users', 'list', '--sort', secret],
  ['users', 'list', '--url', `https://ada:${secret}@example.com`],
  ['doctor', `http://localhost:1/?apikey=${secret}`],
  ['doctor', secret],
  ['doctor', '--origin', secret],
  ['doctor', '--timeout', secret],
  ['token', 'decode'],
  ['token', 'decode', secret],
  ['token', 'verify'],
  ['token', 'verify', '--jwks-url', secret],
  ['token', 'mint', '--secret', secret],
  ['token', 'mint', '--expires-in', secret],
  ['token', secret],
  [secret],
  ['dev', '--config', secret],
  ['dev', '--config', `GOTRUE_JWT_KEYS=${secret}`],
  ['dev', '--config', `GOTRUE_SMTP_PASS=${secret}`, '--port', '70000'],
  ['dev', '--port', secret],
  ['mock', '--port', secret],
  ['spec', secret],
]

/** Those that get an answer. */
const asking = commands.filter(([first, second]) => (first === 'doctor' ? second === undefined : first === 'users'))

describe.each<[string, () => string, string[][]]>([
  ['a GoTrue', () => url, [...commands, ...asking.map((args) => [...args, '--json'])]],
  ['a server that repeats what it is sent', () => echo, asking.flatMap((args) => [args, [...args, '--json']])],
])('with %s', (_name, server, commands) => {
  test.concurrent.each(commands.map((args) => [args]))('%j', async (args) => {
    const env = { ...secretEnv, GOTRUE_URL: server() }
    const { code, stdout, stderr } = await run(args, { env, input: `header.${planted.other}.signature` })
    expect([1, 2]).toContain(code)
    expect(stdout + stderr).not.toContain('PLANTED')
    expect(stdout + stderr).not.toContain('0123456789')
    expect((stdout + stderr).length).toBeGreaterThan(10)
  })
})

test('what it prints on purpose is the token that was asked for, and the secret is not in it', async () => {
  const { code, stdout, stderr } = await run(['token', 'mint', '--json'], { env: secretEnv })
  expect(code).toBe(0)
  expect(stdout).not.toContain('PLANTED')
  expect(stderr).toBe('')
  expect((JSON.parse(stdout) as { token: string }).token).toMatch(/^ey.+\..+\..+$/)
})
