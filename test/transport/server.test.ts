// What a stub hides: the platform's real fetch against a real server on loopback that misbehaves on purpose.
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { authorize, createTransport, getSettings, getUser, signUp } from '../../src/operations/index.ts'

let server: Server | undefined
let requests = 0

async function serve(listener: RequestListener): Promise<string> {
  requests = 0
  server = createServer((request, response) => {
    requests++
    listener(request, response)
  })
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

const settings = JSON.stringify({ disable_signup: false })

describe('a server that', () => {
  test('answers', async () => {
    const url = await serve((_request, response) => response.setHeader('content-type', 'application/json').end(settings))
    expect((await getSettings({ client: createTransport({ url }) })).data).toEqual({ disable_signup: false })
  })

  test('is not there', async () => {
    const url = await serve(() => {})
    await new Promise((resolve) => server!.close(resolve))
    const { error } = await getSettings({ client: createTransport({ url, retry: 0 }) })
    expect(error).toMatchObject({ code: 'network_failure', status: 0, operation: 'getSettings' })
    expect(error?.message).toContain(url)
  })

  test('resets the connection', async () => {
    const url = await serve((request) => request.socket.resetAndDestroy())
    const { error } = await getSettings({ client: createTransport({ url, retry: 1 }) })
    expect(error?.code).toBe('network_failure')
    expect(requests).toBe(2)
  })

  test('resets the connection at a sign-up is not asked twice', async () => {
    const url = await serve((request) => request.socket.resetAndDestroy())
    const { error } = await signUp({
      client: createTransport({ url, retry: 3 }),
      body: { email: 'a@example.com', password: 'p' },
    })
    expect(error?.code).toBe('network_failure')
    expect(requests).toBe(1)
  })

  test('breaks off in the middle of a body', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write(settings, () => response.destroy())
    })
    const { error } = await getSettings({ client: createTransport({ url, retry: 0 }) })
    expect(error).toMatchObject({ code: 'network_failure', retryable: true })
  })

  test('recovers in between', async () => {
    const url = await serve((request, response) => {
      if (requests === 1) request.socket.destroy()
      else if (requests === 2) response.writeHead(503).end()
      else response.end(settings)
    })
    expect((await getSettings({ client: createTransport({ url }) })).data).toEqual({ disable_signup: false })
    expect(requests).toBe(3)
  })

  test('never sends its headers', async () => {
    const url = await serve(() => {})
    expect((await getSettings({ client: createTransport({ url, timeout: 50 }) })).error?.code).toBe('timeout')
  })

  test('never ends its body, and learns that the client has gone', async () => {
    let gone!: () => void
    const closed = new Promise<void>((resolve) => (gone = resolve))
    const url = await serve((_request, response) => {
      response.on('close', gone).write('{')
    })
    expect((await getSettings({ client: createTransport({ url, timeout: 50 }) })).error?.code).toBe('timeout')
    await closed
  })

  test('is slow when the caller aborts', async () => {
    const abort = new AbortController()
    const url = await serve((_request, response) => {
      response.write('{')
      abort.abort(new Error('left the page'))
    })
    const { error } = await getSettings({ client: createTransport({ url }), signal: abort.signal })
    expect(error?.code).toBe('aborted')
    expect(error?.cause).toMatchObject({ message: 'left the page' })
  })

  test('redirects to a provider says where to', async () => {
    const location = 'https://github.com/login/oauth/authorize?client_id=1&state=2'
    const url = await serve((_request, response) =>
      response.writeHead(302, { location, 'content-type': 'text/html' }).end('<a>'),
    )
    const { data } = await authorize({ client: createTransport({ url }), query: { provider: 'github' } })
    expect(data).toEqual({ location })
  })

  test('redirects elsewhere gets neither a second request nor the key', async () => {
    const url = await serve((_request, response) => response.writeHead(307, { location: '/elsewhere' }).end())
    const client = createTransport({ url, apiKey: 'a.b.c', credentials: { accessToken: 'd.e.f' } })
    expect((await getUser({ client })).error).toMatchObject({ code: 'unexpected_response', status: 307 })
    expect(requests).toBe(1)
  })
})
