// The server on a port, seen from the wire: raw sockets where a client would hide what is sent.
import { createServer, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createClient, memoryStorage } from '../../src/facade/index.ts'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { listen } from '../../src/testing/listen.ts'

let server: TestServer
beforeEach(() => {
  server = createTestServer({ config: { GOTRUE_MAILER_AUTOCONFIRM: true } })
})
afterEach(() => server.close())

const credentials = { email: 'ada@example.com', password: 'correct-horse-battery' }
const signUp = (url: string, body: string | Uint8Array<ArrayBuffer> = JSON.stringify(credentials)) =>
  fetch(`${url}/signup`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })

/** All that a server writes on a connection until it ends it. */
async function raw(url: string, sent: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write(sent)
  return text(socket)
}

async function over(options: RequestOptions & { url: string }): Promise<{ message: IncomingMessage; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(options.url, options, (message) => {
      text(message).then((body) => resolve({ message, body }), reject)
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('listen()', () => {
  test('on any free port of this machine, and says where', async () => {
    const url = await server.listen()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(server.url).toBe(url)
    expect((await fetch(`${url}/health`)).status).toBe(200)
    const mail = await fetch(`${url}/settings`)
    expect(mail.headers.get('content-type')).toBe('application/json')
  })

  test('is where the server says it is: links, and the issuer of tokens', async () => {
    const url = await server.listen()
    await fetch(`${url}/magiclink`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"email":"ada@example.com"}',
    })
    expect(server.inbox.last().link).toMatch(`${url}/verify?`)
    const { access_token } = (await (
      await signUp(url, '{"email":"bob@example.com","password":"correct-horse"}')
    ).json()) as {
      access_token: string
    }
    expect(JSON.parse(Buffer.from(access_token.split('.')[1]!, 'base64url').toString())).toMatchObject({ iss: url })
  })

  test('leaves an API_EXTERNAL_URL that was given', async () => {
    const given = createTestServer({ config: { API_EXTERNAL_URL: 'https://auth.example.com' } })
    await using _ = given
    await given.listen()
    expect(given.config.API_EXTERNAL_URL).toBe('https://auth.example.com')
  })

  test('serves a client as fetch does: sign-up, refresh, sign-out', async () => {
    const auth = createClient({ url: await server.listen(), storage: memoryStorage(), autoRefreshToken: false })
    expect((await auth.signUp(credentials)).error).toBeNull()
    expect((await auth.refreshSession()).error).toBeNull()
    expect((await auth.signOut()).error).toBeNull()
    expect(server.requests.map(({ operation, status }) => [operation, status])).toEqual([
      ['signUp', 200],
      ['grantToken', 200],
      ['logout', 204],
    ])
  })

  test.each(['::1', '[::1]', 'localhost', '127.0.0.2'])('on %s', async (host) => {
    const url = await server.listen({ host })
    expect(new URL(url).hostname).toBe(host === '::1' ? '[::1]' : host)
    expect((await fetch(`${url}/health`)).status).toBe(200)
  })

  test.each(['0.0.0.0', '::', '192.168.1.2', 'example.com', '127.0.0.1.example.com'])('refuses %s', async (host) => {
    await expect(server.listen({ host })).rejects.toThrow(/is no loopback address.*dangerouslyAllowAnyHost/)
    expect((await server.fetch(`${server.url}/health`)).status).toBe(200)
  })

  test('on any host, when told so', async () => {
    const url = await server.listen({ host: '0.0.0.0', dangerouslyAllowAnyHost: true })
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/)
    expect((await fetch(`${url}/health`)).status).toBe(200)
  })

  test.each([-1, 65_536, 1.5, Number.NaN])('refuses the port %d', async (port) => {
    await expect(server.listen({ port })).rejects.toThrow(`A port is a number from 0 to 65535, not ${port}`)
  })

  test('on a port that is taken says so, and can be called again', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    await expect(server.listen({ port })).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken. Choose another one`)
    await new Promise((resolve) => other.close(resolve))
    expect(await server.listen({ port })).toBe(`http://127.0.0.1:${port}`)
  })

  test('twice at once is refused', async () => {
    const first = server.listen()
    await expect(server.listen()).rejects.toThrow('The test server listens already')
    const url = await first
    await expect(server.listen()).rejects.toThrow(`The test server listens already, at ${url}`)
  })
})

describe('close()', () => {
  test('frees the port and keeps what is remembered', async () => {
    const url = await server.listen()
    await signUp(url)
    await server.close()
    await expect(fetch(`${url}/health`)).rejects.toThrow()
    expect(await server.listen({ port: Number(new URL(url).port) })).toBe(url)
    expect(server.users.find('ada@example.com')?.email).toBe('ada@example.com')
    expect((await signUp(url)).status).toBe(422)
  })

  test('without listen(), and twice', async () => {
    await server.close()
    await server.listen()
    await server.close()
    await server.close()
    expect((await fetch(`${await server.listen()}/health`)).status).toBe(200)
  })

  test('while listen() is still at it', async () => {
    const listening = server.listen()
    const refused = expect(listening).rejects.toThrow('The test server was closed before it could listen')
    await server.close()
    await refused
    expect((await fetch(`${await server.listen()}/health`)).status).toBe(200)
  })

  test('breaks connections that wait for an answer', async () => {
    const url = await server.listen()
    const arrived = new Promise<void>((resolve) => server.faults.next(() => (resolve(), true), { delay: '1h' }))
    const answer = expect(fetch(`${url}/health`)).rejects.toThrow()
    await arrived
    await server.close()
    await answer
  })
})

describe('on the wire', () => {
  test('a HEAD and a method that is not there are 405, with what is allowed', async () => {
    const url = await server.listen()
    for (const method of ['HEAD', 'PUT', 'DELETE']) {
      const { status, headers } = await fetch(`${url}/health`, { method })
      expect([method, status, headers.get('allow')]).toEqual([method, 405, 'GET'])
    }
    expect((await over({ url: `${url}/signup`, method: 'TRACE' })).message.statusCode).toBe(405)
  })

  test.each(['OPTIONS *', 'GET http://127.0.0.1/health'])('%s is no path: 400', async (line) => {
    const url = await server.listen()
    const answer = await raw(url, `${line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('a path of two slashes is a path, whatever stands behind them', async () => {
    const url = await server.listen()
    expect(await raw(url, 'GET //example.com/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 404 /,
    )
    expect(server.requests.at(-1)!.url).toBe('//example.com/health')
  })

  test('a body on GET is not read', async () => {
    const url = await server.listen()
    const answer = await raw(url, 'GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}')
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('headers arrive as they were sent, and no address is added to them', async () => {
    const url = await server.listen()
    await over({ url: `${url}/health`, headers: { 'x-one': ['a', 'b'], 'user-agent': 'test' } })
    const { headers } = server.requests.at(-1)!
    expect(headers).toMatchObject({ 'x-one': 'a, b', 'user-agent': 'test' })
    expect(headers).not.toHaveProperty('x-forwarded-for')
  })

  test('a redirect is sent, not followed', async () => {
    const url = await server.listen()
    const answer = await fetch(`${url}/verify?token=nobodys&type=signup`, { redirect: 'manual' })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toMatch(/^http:\/\/localhost:3000/)
  })

  test('an answer has its length, and none where it has no body', async () => {
    const url = await server.listen()
    const { message, body } = await over({ url: `${url}/health` })
    expect(message.headers['content-length']).toBe(String(body.length))
    expect(message.headers['transfer-encoding']).toBeUndefined()
  })

  const padded = (bytes: number) => {
    const [before, after] = ['{"email":"ada@example.com","password":"correct-horse-battery","data":{"pad":"', '"}}']
    return before + 'x'.repeat(bytes - before.length - after.length) + after
  }

  test('a body of just the limit is taken', async () => {
    expect((await signUp(await server.listen(), padded(1_048_576))).status).toBe(200)
  })

  test.each([1_048_577, 20_000_000])('a body of %d bytes is refused, and changes nothing', async (bytes) => {
    const url = await server.listen()
    const before = server.exportState()
    const answer = await signUp(url, padded(bytes))
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ error_code: 'request_entity_too_large' })
    expect(server.exportState().tables).toEqual(before.tables)
  })

  test('so is one that is too large by a character of three bytes, cut in the middle, after a byte order mark', async () => {
    const url = await server.listen()
    const bytes = new TextEncoder().encode(`\uFEFF"${'€'.repeat(349_526)}"`)
    expect((await signUp(url, bytes)).status).toBe(413)
  })
})

describe('faults', () => {
  test.each(['before', 'after'] as const)('a connection that is dropped %s', async (drop) => {
    const url = await server.listen()
    server.faults.next('signUp', { drop })
    await expect(signUp(url)).rejects.toThrow()
    expect(!!server.users.find('ada@example.com')).toBe(drop === 'after')
    expect((await fetch(`${url}/health`)).status).toBe(200)
  })

  test('an answer that is cut off: its head and its first bytes arrive, and then the connection breaks', async () => {
    const url = await server.listen()
    server.faults.next('getHealth', { truncate: 5 })
    const answer = await raw(url, 'GET /health HTTP/1.0\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(answer.split('\r\n\r\n')[1]).toMatch(/^\{"ver|^\{"nam|^\{"des/)
    server.faults.next('getHealth', { truncate: 5 })
    await expect(fetch(`${url}/health`).then((response) => response.text())).rejects.toThrow()
  })

  test('a client that goes away ends the wait', async () => {
    const url = await server.listen()
    const abort = new AbortController()
    const ended = new Promise<void>((resolve) =>
      server.faults.next(
        ({ signal }) => {
          signal.addEventListener('abort', () => resolve())
          abort.abort()
          return true
        },
        { delay: '1h' },
      ),
    )
    await expect(fetch(`${url}/health`, { signal: abort.signal })).rejects.toThrow()
    await ended
  })

  test('a mistake of the test server says so, and passes for no answer of a real one', async () => {
    const { url, close } = await listen(() => Promise.reject(new RangeError('a mistake')), {})
    const answer = await fetch(url)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'text/plain'])
    expect(await answer.text()).toMatch(/^gotrue-sdk\/testing has failed, and this is a bug of it: RangeError: a mistake/)
    await close()
  })
})
