import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import type { Finding } from '../../src/cli/doctor/examine.ts'
import { run, saying, start } from './run.ts'

const servers: (Server | TcpServer)[] = []
let gotrue: TestServer | undefined
afterEach(async () => {
  for (const server of servers.splice(0)) {
    ;(server as Server).closeAllConnections?.()
    server.close()
  }
  await gotrue?.close()
})

async function open(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

interface Diagnosis {
  ok: boolean
  checks: Finding[]
  can?: string[]
  cannot?: string[]
}

/** What it finds, by check. */
async function examined(url: string, { env = {}, args = [] }: { env?: Record<string, string>; args?: string[] } = {}) {
  const { code, stdout, stderr } = await run(['doctor', url, '--json', ...args], { env })
  expect(stderr).toBe('')
  const { checks, ...diagnosis } = JSON.parse(stdout) as Diagnosis
  expect(code).toBe(diagnosis.ok ? 0 : 1)
  expect(diagnosis.ok).toBe(!checks.some(({ status }) => status === 'fail'))
  return { ...diagnosis, code, found: Object.fromEntries(checks.map((finding) => [finding.check, finding])) }
}

/** A GoTrue behind something that changes requests and answers. */
async function behind(
  change: (answer: Response, request: Request) => Response | Promise<Response>,
  config: Parameters<typeof createTestServer>[0] = {},
): Promise<{ url: string; server: TestServer; seen: Request[] }> {
  const server = createTestServer(config)
  const seen: Request[] = []
  const url = await open((incoming, outgoing) => {
    const request = new Request(`http://localhost:9999${incoming.url}`, {
      method: incoming.method!,
      headers: incoming.headers as Record<string, string>,
    })
    seen.push(request)
    void server
      .fetch(request)
      .then((answer) => change(answer, request))
      .then(async (answer) => {
        outgoing.writeHead(answer.status, Object.fromEntries(answer.headers))
        outgoing.end(await answer.text())
      })
  })
  return { url, server, seen }
}

const altered = async (answer: Response, headers: Record<string, string | null>) => {
  const changed = new Headers(answer.headers)
  for (const [name, value] of Object.entries(headers)) value === null ? changed.delete(name) : changed.set(name, value)
  return new Response(answer.status === 204 ? null : await answer.text(), { status: answer.status, headers: changed })
}

describe('doctor', () => {
  test('of a server that is well, in words', async () => {
    gotrue = createTestServer()
    const url = await gotrue.listen()
    const { code, stdout, stderr } = await run(['doctor', url], {
      env: { GOTRUE_JWT_SECRET: gotrue.config.GOTRUE_JWT_SECRET },
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const line of [
      `✓ address      ${url}`,
      '✓ gateway      No gateway asks for an API key: createClient() needs no apiKey',
      '✓ keys         1 public key (ES256)',
      '✓ clock        The clocks of the server and of this machine agree',
      '✓ cors         Pages of http://localhost:3000 may call it, with an API key and without',
      '✓ admin        GOTRUE_JWT_SECRET is a key of administrators; there are 0 users',
      'The SDK can\n  ✓ signUp() and signInWithPassword() with an e-mail address; users have to confirm the address first;',
      '✓ verifyAccessToken() and getClaims() with public keys',
      '\nAll is well\n',
    ]) {
      expect(stdout).toContain(line)
    }
    expect(gotrue.requests.filter(({ method }) => method !== 'GET' && method !== 'OPTIONS')).toEqual([])
  })

  test('says what is switched off', async () => {
    gotrue = createTestServer({
      config: {
        GOTRUE_DISABLE_SIGNUP: true,
        GOTRUE_EXTERNAL_PHONE_ENABLED: false,
        GOTRUE_SAML_ENABLED: false,
        GOTRUE_OAUTH_SERVER_ENABLED: false,
        GOTRUE_JWT_KEYS: [],
        GOTRUE_CORS_ALLOWED_HEADERS: [],
      },
    })
    const { ok, can, cannot, found } = await examined(await gotrue.listen())
    expect(ok).toBe(true)
    expect(found.keys!.words).toContain('No public keys')
    expect(found.cors).toMatchObject({ status: 'warn', words: expect.stringContaining('Leave apiKey out') })
    expect(found['oauth-server']!.status).toBe('skip')
    expect(can).toContainEqual(expect.stringMatching(/^signInWithPassword\(\) with an e-mail address;/))
    for (const what of [
      'signUp(): sign-ups are switched off',
      'phone number (GOTRUE',
      'signInWithSSO()',
      'without the secret',
      'authorization server',
    ]) {
      expect(cannot).toContainEqual(expect.stringContaining(what))
    }
  })

  test('where there is nothing', async () => {
    const url = await open(() => {})
    servers.splice(0).forEach((server) => server.close())
    await new Promise((resolve) => setTimeout(resolve, 50))
    const { code, found } = await examined(url)
    expect(code).toBe(1)
    expect(found.reachable).toMatchObject({
      status: 'fail',
      words: `${url} does not answer: nothing listens there (connection refused)`,
    })
    const unknown = await examined('http://gotrue.invalid')
    expect(unknown.found.reachable!.words).toContain('no such host name')
    expect(unknown.found.address).toMatchObject({ status: 'warn', words: expect.stringContaining('not encrypted') })
  })

  test.each<[string, RequestListener]>([
    ['answers nothing', () => {}],
    ['never ends its answers', (_request, response) => void response.write('{')],
    [
      'answers a byte at a time',
      (_request, response) => {
        const timer = setInterval(() => response.write(' '), 50)
        response.on('close', () => clearInterval(timer))
      },
    ],
  ])('of a server that %s comes to an end', async (_what, listener) => {
    const { code, found } = await examined(await open(listener), { args: ['--timeout', '1'] })
    expect(code).toBe(1)
    expect(found.reachable!.words).toContain('no answer within 1 s')
  })

  test('of a server that sends without end, and of one that speaks no HTTP', async () => {
    const flood = await open((_request, response) => {
      const more = () => void (response.destroyed || (response.write('x'.repeat(65_536)), setImmediate(more)))
      more()
    })
    expect((await examined(flood)).found.reachable!.words).toContain('an answer over 1 MB')
    const tcp = createTcpServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n'))
    servers.push(tcp)
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
    const { port } = tcp.address() as AddressInfo
    expect((await examined(`http://127.0.0.1:${port}`)).found.reachable!.words).toContain('does not speak HTTP')
    expect((await examined(`https://127.0.0.1:${port}`)).found.reachable!.words).toContain('no TLS is spoken there')
  })

  test('in the middle of it, Ctrl-C ends it', async () => {
    const running = start(['doctor', await open(() => {}), '--timeout', '60'])
    await saying(running, 'address')
    running.child.kill('SIGINT')
    expect(await running.ended).toMatchObject({ code: 130, stderr: '' })
  })

  test.each<[string, RequestListener, string]>([
    ['a page', (_request, response) => void response.end('<!doctype html>'), 'it answers 200 with a page'],
    ['an error', (_request, response) => void response.writeHead(502).end('<html>'), 'in trouble: 502'],
    [
      'a redirect',
      (_request, response) => void response.writeHead(301, { location: 'https://www.example.com/?token=x' }).end(),
      'a redirect to https://www.example.com; the SDK follows none',
    ],
    [
      'a GoTrue at another path',
      (request, response) =>
        request.url!.startsWith('/auth/v1/')
          ? void response.end('{"name":"GoTrue","version":"v2.1.0","description":"x"}')
          : void response.writeHead(404).end('{}'),
      '/auth/v1: use that address',
    ],
  ])('of %s instead of a GoTrue', async (_what, listener, words) => {
    const { code, found } = await examined(await open(listener))
    expect(code).toBe(1)
    expect(found.version).toMatchObject({ status: 'fail', words: expect.stringContaining(words) })
  })

  test('behind a gateway that asks for an API key', async () => {
    const key = 'sb_publishable_0123456789'
    const { url } = await behind((answer, { headers, method }) =>
      method === 'OPTIONS' || headers.get('apikey') === key
        ? answer
        : Response.json({ message: 'No API key found in request' }, { status: 401 }),
    )
    expect((await examined(url)).found.gateway).toMatchObject({
      status: 'fail',
      words: expect.stringContaining('set GOTRUE_API_KEY'),
    })
    const wrong = await examined(url, { env: { GOTRUE_API_KEY: 'sb_publishable_wrong' } })
    expect(wrong.found.gateway).toMatchObject({ status: 'fail', words: expect.stringContaining('refuses') })
    const right = await examined(url, { env: { GOTRUE_API_KEY: key } })
    expect(right).toMatchObject({ ok: true, found: { gateway: { status: 'ok' }, cors: { status: 'ok' } } })
    const foreign = await examined(url, { env: { GOTRUE_API_KEY: key, GOTRUE_URL: 'https://elsewhere.example.com' } })
    expect(foreign.found.gateway!.words).toContain('was not sent')
  })

  test('keys of GOTRUE_URL go to no other server', async () => {
    const { url, seen } = await behind((answer) => answer)
    const env = {
      GOTRUE_URL: 'https://elsewhere.example.com',
      GOTRUE_API_KEY: 'planted-key',
      GOTRUE_SERVICE_KEY: 'planted-key',
      GOTRUE_JWT_SECRET: 'x'.repeat(40),
    }
    expect((await examined(url, { env })).found.admin!.status).toBe('skip')
    expect(seen.length).toBeGreaterThan(5)
    for (const { headers } of seen) expect([headers.get('apikey'), headers.get('authorization')]).toEqual([null, null])
  })

  test('warns of a key of administrators where a public one belongs', async () => {
    gotrue = createTestServer()
    const url = await gotrue.listen()
    for (const GOTRUE_API_KEY of ['sb_secret_0123456789', await gotrue.createServiceToken()]) {
      const { stdout } = await run(['doctor', url], { env: { GOTRUE_API_KEY } })
      expect(stdout).toContain('! gateway      GOTRUE_API_KEY is a key of administrators')
    }
  })

  test('of clocks that differ', async () => {
    for (const [away, words] of [
      [5, "The server's clock is 5 s ahead of"],
      [
        600,
        "The server's clock is 10 min ahead of this machine's: here, tokens that the server takes for expired still look good",
      ],
      [-7300, "The server's clock is 2 h behind this machine's: here, new tokens look older than they are, and expired"],
    ] as const) {
      const { url } = await behind((answer) => altered(answer, { date: new Date(Date.now() + away * 1000).toUTCString() }))
      const { found } = await examined(url)
      expect(found.clock).toMatchObject({ status: Math.abs(away) > 10 ? 'warn' : 'ok' })
      expect(found.clock!.words.replace(/\b[46] s/, '5 s')).toContain(words)
    }
  })

  test.each<[string, Record<string, string | null>, string]>([
    ['nobody', { 'access-control-allow-origin': null }, 'no access-control-allow-origin'],
    ['another origin', { 'access-control-allow-origin': 'https://other.example.com' }, 'no access-control-allow-origin'],
    ['no such header', { 'access-control-allow-headers': '*' }, 'the header authorization is not allowed'],
    ['no such method', { 'access-control-allow-methods': 'GET, POST' }, 'PUT: the method is not allowed'],
  ])('of CORS that allows %s', async (_what, headers, words) => {
    const { url } = await behind((answer) => altered(answer, headers))
    const { found, cannot } = await examined(url, { args: ['--origin', 'https://app.example.com/page'] })
    expect(found.cors).toMatchObject({ status: 'fail', details: { origin: 'https://app.example.com' } })
    expect(found.cors!.words).toContain(words)
    expect(cannot).toContain('be called by pages of that origin (CORS)')
  })

  test('of CORS for just this origin', async () => {
    const { url } = await behind((answer) => altered(answer, { 'access-control-allow-origin': 'https://app.example.com' }))
    expect((await examined(url, { args: ['--origin', 'https://app.example.com'] })).found.cors!.status).toBe('ok')
  })

  test('of a secret among the public keys', async () => {
    const { url } = await behind((answer, request) =>
      request.url.endsWith('jwks.json')
        ? Response.json({ keys: [{ kty: 'oct', k: 'planted-secret', alg: 'HS256' }] })
        : answer,
    )
    const { found } = await examined(url)
    expect(found.keys).toMatchObject({ status: 'fail', words: expect.stringContaining('Replace it at once') })
    expect(JSON.stringify(found)).not.toContain('planted-secret')
  })

  test('of a key that is none of administrators', async () => {
    gotrue = createTestServer()
    const url = await gotrue.listen()
    const wrong: Record<string, string>[] = [
      { GOTRUE_SERVICE_KEY: 'sb_secret_x0123456789' },
      { GOTRUE_JWT_SECRET: 'another-secret-of-at-least-32-bytes-' },
      { GOTRUE_JWT_SECRET: 'short!' },
    ]
    for (const env of wrong) {
      expect((await examined(url, { env })).found.admin!.status).toBe('fail')
    }
  })
})
