import { bodyLimit } from './http/body.ts'
import { isBrokenConnection } from './faults.ts'

/** What `server.listen()` takes. */
export interface ListenOptions {
  /** Default 0: any free one. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  /** Allows hosts that other machines can reach, where everybody can sign in as everybody. */
  dangerouslyAllowAnyHost?: boolean
}

// The little of node:http that is used here: `src/` is compiled without the types of Node.
interface NodeRequest extends AsyncIterable<Uint8Array> {
  method: string
  url: string
  rawHeaders: string[]
}
interface NodeResponse {
  statusCode: number
  setHeader(name: string, value: string | string[]): void
  flushHeaders(): void
  write(chunk: Uint8Array, done: () => void): void
  end(chunk: Uint8Array): void
  destroy(): void
  on(event: 'close', listener: () => void): void
  writableFinished: boolean
}
interface NodeServer {
  keepAliveTimeout: number
  listen(port: number, host: string, done: () => void): void
  on(event: 'error', listener: (error: Error & { code?: string }) => void): void
  address(): { port: number }
  close(done: () => void): void
  closeAllConnections(): void
}
interface NodeHttp {
  createServer(listener: (request: NodeRequest, response: NodeResponse) => void): NodeServer
}

/** Addresses that nobody but this machine reaches. */
const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

/**
 * Answers HTTP requests with a web-standard handler.
 *
 * @throws TypeError for a host that is not of this machine only, and for a port that is none
 * @throws Error when the port cannot be had, or there is no node:http
 */
export async function listen(
  answer: (request: Request) => Promise<Response>,
  { port = 0, host: given = '127.0.0.1', dangerouslyAllowAnyHost = false }: ListenOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const host = given.replace(/^\[(.*)\]$/, '$1')
  if (!isLoopback(host) && !dangerouslyAllowAnyHost) {
    throw new TypeError(
      `The test server does not listen on ${host}, which is no loopback address: everybody who reaches it can sign in as ` +
        'everybody. Use 127.0.0.1, ::1 or localhost, or, where you want that, dangerouslyAllowAnyHost: true',
    )
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`A port is a number from 0 to 65535, not ${port}`)
  }
  const http = await importHttp()
  const server = http.createServer((request, response) => void respond(answer, base, request, response))
  // A client may use a connection again just when the server has had enough of it: tests would fail now and then.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.on('error', (cause) =>
      reject(
        new Error(
          cause.code === 'EADDRINUSE'
            ? `Port ${port} of ${host} is taken. Choose another one, or 0 for any`
            : `The test server can't listen on port ${port} of ${host}: ${cause.message}`,
          { cause },
        ),
      ),
    )
    server.listen(port, host, resolve)
  })
  const name = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host
  const base = `http://${name.includes(':') ? `[${name}]` : name}:${server.address().port}`
  return {
    url: base,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}

async function importHttp(): Promise<NodeHttp> {
  // By a variable: bundlers for browsers would look for the module. Its types are those above.
  const name = 'node:http'
  try {
    return (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as NodeHttp
  } catch (cause) {
    throw new Error('listen() needs node:http: Node, Deno or Bun. Elsewhere use server.fetch, or the adapter for MSW', {
      cause,
    })
  }
}

async function respond(
  answer: (request: Request) => Promise<Response>,
  base: string,
  incoming: NodeRequest,
  outgoing: NodeResponse,
): Promise<void> {
  const gone = new AbortController()
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) gone.abort()
  })
  try {
    const request = await requestOf(base, incoming, gone.signal)
    await send(request instanceof Response ? request : await answer(request), outgoing)
  } catch (cause) {
    if (gone.signal.aborted || isBrokenConnection(cause)) return outgoing.destroy()
    // A mistake of the test server's, which is not to pass for an answer of a real one.
    const text = `gotrue-sdk/testing has failed, and this is a bug of it: ${(cause as Error)?.stack ?? String(cause)}\n`
    await send(new Response(text, { status: 500, headers: { 'content-type': 'text/plain' } }), outgoing)
  }
}

/** What has arrived, whole; or the answer, where it can't be a `Request`. */
async function requestOf(base: string, incoming: NodeRequest, signal: AbortSignal): Promise<Request | Response> {
  const { method, url, rawHeaders } = incoming
  const body = await bytesOf(incoming)
  // `OPTIONS *`, and proxies' absolute forms.
  if (!url.startsWith('/')) return new Response('400 Bad Request', { status: 400 })
  // The Fetch standard forbids it; the server knows no operation with it.
  if (method === 'TRACE') return new Response(null, { status: 405 })
  const headers = new Headers()
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at]!, rawHeaders[at + 1]!)
  const hasBody = body.length > 0 && method !== 'GET' && method !== 'HEAD'
  return new Request(base + url, { method, headers, signal, ...(hasBody && { body }) })
}

/** More than the server takes. */
const mostKept = bodyLimit + 1

/**
 * The whole body, or so much of it that it is seen to be too large. The rest is read, and thrown away: a client that is still
 * sending would not read the refusal.
 */
async function bytesOf(incoming: NodeRequest): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of incoming) {
    const kept = chunk.subarray(0, mostKept - length)
    chunks.push(kept)
    length += kept.length
  }
  return joined(chunks)
}

function joined(chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/** Sends an answer whole, or what there is of it when its body breaks off. */
async function send(response: Response, outgoing: NodeResponse): Promise<void> {
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length) outgoing.setHeader('set-cookie', cookies)
  const chunks: Uint8Array[] = []
  try {
    const reader = response.body?.getReader()
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) chunks.push(read.value)
  } catch (cause) {
    outgoing.flushHeaders()
    for (const chunk of chunks) await new Promise<void>((resolve) => outgoing.write(chunk, resolve))
    throw cause
  }
  outgoing.end(joined(chunks))
}
