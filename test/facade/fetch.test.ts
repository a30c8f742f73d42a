// auth.fetch(): any request of the application with a fresh access token, to nobody but those who may see it. Redirects are tried on
// two small servers, for it is the platform's fetch that follows them.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { createClient, memoryStorage } from '../../src/facade/index.ts'
import { hangingFetch } from '../scripted-fetch.ts'
import { refresh, refusal } from './server.ts'
import { client, flush, hour, server, setUp, signedIn, storageKey, url } from './session/set-up.ts'

const apiKey = 'sb_publishable_abc'
const sent = () => server.requests.filter(({ url }) => !url.includes('/auth/v1/'))
const unauthorized = () => new Response('no', { status: 401 })
const bearerOf = ({ headers }: Request) => headers.get('authorization')
/** What a promise is rejected with. */
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('it is not rejected'),
    (error: unknown) => error,
  )

describe('auth.fetch()', () => {
  test.each([
    ['/rest/v1/todos', 'https://auth.example.com/rest/v1/todos'],
    ['rest/v1/todos?a=1#b', 'https://auth.example.com/rest/v1/todos?a=1'],
    ['?a=1', 'https://auth.example.com/?a=1'],
    ['https://auth.example.com/rest', 'https://auth.example.com/rest'],
    [new URL('https://auth.example.com/rest'), 'https://auth.example.com/rest'],
    ['//auth.example.com/rest', 'https://auth.example.com/rest'],
    ['https://AUTH.example.com:443/rest', 'https://auth.example.com/rest'],
  ])('of %s goes to %s, with the access token and the API key', async (input, address) => {
    const { auth, session } = await signedIn({ apiKey })
    const response = await auth.fetch(input)
    expect(response.status).toBe(200)
    const [request] = sent()
    expect(request!.url.replace(/#.*/, '')).toBe(address)
    expect(bearerOf(request!)).toBe(`Bearer ${session.access_token}`)
    expect(request!.headers.get('apikey')).toBe(apiKey)
  })

  test('passes method, headers and body on, and gives the answer as it is', async () => {
    const { auth } = await signedIn({ apiKey })
    server.on('PATCH /rest', new Response('teapot', { status: 418, headers: { 'x-answer': '42' } }))
    const response = await auth.fetch('/rest/v1/todos', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', prefer: 'return=minimal', apikey: 'own' },
      body: '{"done":true}',
    })
    expect([response.status, response.headers.get('x-answer'), await response.text()]).toEqual([418, '42', 'teapot'])
    const [request] = sent()
    expect([request!.method, await request!.text()]).toEqual(['PATCH', '{"done":true}'])
    expect(request!.headers.get('prefer')).toBe('return=minimal')
    expect(request!.headers.get('apikey')).toBe('own')
  })

  test.each([
    'https://evil.example.com/',
    '//evil.example.com/',
    '\\\\evil.example.com/',
    'http://auth.example.com/',
    'https://auth.example.com:8443/',
    'https://auth.example.com.evil.example.com/',
    'https://example.com/',
    'data:text/plain,hello',
    'blob:https://auth.example.com/9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11',
    new URL('https://evil.example.com/'),
    new Request('https://evil.example.com/'),
  ])('of %s is refused, and nothing is sent: not the request, and no refresh for it', async (input) => {
    const { auth } = await signedIn({ apiKey, fetchOrigins: ['https://api.example.com'] })
    vi.advanceTimersByTime(hour)
    expect(await failureOf(auth.fetch(input))).toMatchObject({ name: 'AuthError', code: 'invalid_argument' })
    expect(server.log).toHaveLength(1)
  })

  test('of another origin with an Authorization header of its own is refused, too', async () => {
    const { auth } = await signedIn()
    const headers = { authorization: 'Bearer own' }
    expect(await failureOf(auth.fetch('https://evil.example.com/', { headers }))).toMatchObject({ code: 'invalid_argument' })
  })

  test('of an origin in fetchOrigins goes with the access token, and without the API key', async () => {
    const { auth, session } = await signedIn({
      apiKey,
      fetchOrigins: ['https://api.example.com/v1/', new URL('http://localhost:3000')],
    })
    await auth.fetch('https://api.example.com/todos')
    await auth.fetch(new Request('http://localhost:3000/todos'))
    expect(sent().map(bearerOf)).toEqual([`Bearer ${session.access_token}`, `Bearer ${session.access_token}`])
    expect(sent().map(({ headers }) => headers.get('apikey'))).toEqual([null, null])
    expect(await failureOf(auth.fetch('http://localhost:3001/'))).toMatchObject({ code: 'invalid_argument' })
  })

  test.each([['api.example.com'], [''], ['/'], [42], [null]])('with %j in fetchOrigins the client is not made', (origin) => {
    const make = () => createClient({ url, fetchOrigins: [origin as string] })
    expect(make).toThrow(expect.objectContaining({ name: 'AuthError', code: 'invalid_argument' }))
  })

  test('of a Request takes it as it is, and changes nothing of it', async () => {
    const { auth, session } = await signedIn({ apiKey })
    const request = new Request('https://auth.example.com/rest', {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'x-a': '1' },
    })
    expect((await auth.fetch(request)).status).toBe(200)
    expect(await sent()[0]!.json()).toEqual({ a: 1 })
    expect(sent()[0]!.headers.get('x-a')).toBe('1')
    expect(bearerOf(sent()[0]!)).toBe(`Bearer ${session.access_token}`)
    expect([...request.headers.keys()]).toEqual(['content-type', 'x-a'])
  })

  test('of a Request and an init takes the init first', async () => {
    const { auth } = await signedIn()
    await auth.fetch(new Request('https://auth.example.com/rest', { method: 'POST', body: '{}' }), {
      method: 'PUT',
      body: '{"a":1}',
    })
    expect([sent()[0]!.method, await sent()[0]!.json()]).toEqual(['PUT', { a: 1 }])
  })

  test('with an Authorization header of its own keeps it, is not repeated and refreshes nothing', async () => {
    const { auth } = await signedIn({ apiKey })
    vi.advanceTimersByTime(hour)
    server.on('GET /rest', unauthorized())
    const response = await auth.fetch('/rest', { headers: { Authorization: 'Bearer own' } })
    expect(response.status).toBe(401)
    expect(sent().map(bearerOf)).toEqual(['Bearer own'])
    expect(sent()[0]!.headers.get('apikey')).toBe(apiKey)
    expect(server.count(refresh)).toBe(0)
  })

  test('when nobody is signed in goes without a token, and is not repeated', async () => {
    const auth = client({ apiKey })
    server.on('GET /rest', unauthorized(), 9)
    expect((await auth.fetch('/rest')).status).toBe(401)
    expect(sent().map(bearerOf)).toEqual([null])
    expect(sent()[0]!.headers.get('apikey')).toBe(apiKey)
  })

  test('with a refresh that fails throws why, and does not go without a token', async () => {
    const { auth } = await signedIn()
    vi.advanceTimersByTime(hour)
    server.on(refresh, refusal(503, 'request_timeout'))
    expect(await failureOf(auth.fetch('/rest'))).toMatchObject({
      name: 'AuthApiError',
      code: 'request_timeout',
      retryable: true,
    })
    expect(sent()).toEqual([])
  })

  test('uses the platform’s fetch, looked up at each request, where none is given', async () => {
    const storage = memoryStorage()
    storage.setItem(storageKey, JSON.stringify(server.signIn()))
    const auth = createClient({ url, storage })
    const fetch = vi.fn(async (_request: Request) => new Response('platform'))
    vi.stubGlobal('fetch', fetch)
    expect(await (await auth.fetch('/rest')).text()).toBe('platform')
    expect(bearerOf(fetch.mock.calls[0]![0])).toMatch(/^Bearer ey/)
  })

  test('throws what fetch throws', async () => {
    const { auth } = await signedIn()
    const failure = new TypeError('fetch failed')
    server.on('GET /rest', failure)
    expect(await failureOf(auth.fetch('/rest'))).toBe(failure)
    expect(sent()).toHaveLength(1)
  })
})

// What hangs here would hang for ever.
describe('auth.fetch() that is answered with 401', { timeout: 10_000 }, () => {
  const bodies: Record<string, () => RequestInit> = {
    text: () => ({ body: '{"a":1}' }),
    bytes: () => ({ body: new TextEncoder().encode('{"a":1}') }),
    blob: () => ({ body: new Blob(['{"a":1}']) }),
    stream: () => ({
      body: new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"a":'))
          controller.enqueue(new TextEncoder().encode('1}'))
          controller.close()
        },
      }),
      duplex: 'half',
    }),
  }

  test.each(Object.keys(bodies))('is repeated once with another token and the same body (%s)', async (kind) => {
    const { auth, session } = await signedIn({ apiKey })
    server.on('POST /rest', unauthorized())
    const response = await auth.fetch('/rest', { method: 'POST', headers: { 'x-a': '1' }, ...bodies[kind]!() })
    expect(response.status).toBe(200)
    expect(await Promise.all(sent().map((request) => request.json()))).toEqual([{ a: 1 }, { a: 1 }])
    expect(sent().map(({ headers }) => headers.get('x-a'))).toEqual(['1', '1'])
    expect(sent().map(({ headers }) => headers.get('apikey'))).toEqual([apiKey, apiKey])
    expect(bearerOf(sent()[0]!)).toBe(`Bearer ${session.access_token}`)
    expect(bearerOf(sent()[1]!)).toBe(`Bearer ${(await auth.getSession()).data.session!.access_token}`)
    expect(server.count(refresh)).toBe(1)
  })

  test('of a Request with a body is repeated with it', async () => {
    const { auth } = await signedIn()
    server.on('POST /rest', unauthorized())
    await auth.fetch(new Request('https://auth.example.com/rest', { method: 'POST', body: '{"a":1}' }))
    expect(await Promise.all(sent().map((request) => request.json()))).toEqual([{ a: 1 }, { a: 1 }])
  })

  test.each(['cloned', 'read', 'being read'])(
    'is repeated, too, when its answer was %s by somebody before',
    async (what) => {
      const storage = memoryStorage()
      await signedIn({ storage })
      const fetch = async (request: Request) => {
        const response = await server.fetch(request)
        if (response.status !== 401) return response
        if (what === 'cloned') void response.clone()
        else if (what === 'read') await response.text()
        else response.body!.getReader()
        return response
      }
      server.on('GET /rest', unauthorized())
      expect((await client({ storage, fetch }).fetch('/rest')).status).toBe(200)
      expect(sent()).toHaveLength(2)
    },
  )

  test('again is not repeated again; and the next one not at all, for a new token would not help', async () => {
    const { auth } = await signedIn()
    server.on('GET /rest', unauthorized(), 9)
    const response = await auth.fetch('/rest')
    expect([response.status, await response.text()]).toEqual([401, 'no'])
    expect(sent()).toHaveLength(2)
    expect((await auth.fetch('/rest')).status).toBe(401)
    expect(sent()).toHaveLength(3)
    expect(server.count(refresh)).toBe(1)
  })

  test.each([403, 400, 404, 500, 503])('or rather %d is not repeated', async (status) => {
    const { auth } = await signedIn()
    server.on('GET /rest', new Response(null, { status }))
    expect((await auth.fetch('/rest')).status).toBe(status)
    expect(sent()).toHaveLength(1)
    expect(server.count(refresh)).toBe(0)
  })

  test('while the refresh fails gives the 401, and keeps the session', async () => {
    const { auth, session } = await signedIn()
    server.on('GET /rest', unauthorized())
    server.on(refresh, new TypeError('fetch failed'))
    const response = await auth.fetch('/rest')
    expect([response.status, await response.text()]).toEqual([401, 'no'])
    expect((await auth.getSession()).data.session).toEqual(session)
  })

  test('while the session is over gives the 401, and nobody is signed in any more', async () => {
    const { auth, names } = await signedIn()
    server.end('session_not_found')
    server.on('GET /rest', unauthorized())
    expect((await auth.fetch('/rest')).status).toBe(401)
    await flush()
    expect(names().at(-1)).toBe('SIGNED_OUT')
  })

  test('many at once make one refresh', async () => {
    const { auth } = await signedIn()
    server.on('GET /rest', unauthorized(), 10)
    const responses = await Promise.all(Array.from({ length: 10 }, () => auth.fetch('/rest')))
    expect(responses.map(({ status }) => status)).toEqual(Array(10).fill(200))
    expect(server.count(refresh)).toBe(1)
  })

  test('after the session was refreshed meanwhile takes its token, without another refresh', async () => {
    const { auth } = await signedIn()
    const release = server.hold('GET /rest')
    server.on('GET /rest', unauthorized())
    const slow = auth.fetch('/rest')
    await flush()
    await auth.refreshSession()
    server.off()
    server.on('GET /rest', unauthorized())
    release()
    expect((await slow).status).toBe(200)
    expect(server.count(refresh)).toBe(1)
  })
})

describe('the signal of auth.fetch()', () => {
  test('aborted before: nothing is sent', async () => {
    const { auth } = await signedIn()
    const failure = await failureOf(auth.fetch('/rest', { signal: AbortSignal.abort('enough') }))
    expect([failure, (failure as Error).cause]).toContain('enough')
    expect(sent()).toEqual([])
  })

  test('aborted while the token is refreshed: it is rejected at once, and the refresh goes on', async () => {
    const { auth } = await signedIn()
    vi.advanceTimersByTime(hour)
    const release = server.hold(refresh)
    const controller = new AbortController()
    const failing = failureOf(auth.fetch('/rest', { signal: controller.signal }))
    await flush()
    controller.abort()
    expect(await failing).toMatchObject({ code: 'aborted' })
    release()
    expect((await auth.getSession()).error).toBeNull()
    expect(sent()).toEqual([])
  })

  test('aborted while it is under way: fetch is told', async () => {
    const storage = memoryStorage()
    await signedIn({ storage })
    const auth = client({ storage, fetch: hangingFetch({ obeysSignal: true }) })
    const controller = new AbortController()
    const failing = failureOf(auth.fetch('/rest', { signal: controller.signal }))
    await flush()
    const reason = new Error('enough')
    controller.abort(reason)
    expect(await failing).toBe(reason)
  })

  test('aborted while the token is replaced after a 401: it settles at once, and is not repeated', async () => {
    const { auth } = await signedIn()
    server.on('GET /rest', unauthorized())
    const release = server.hold(refresh)
    const controller = new AbortController()
    const settled = vi.fn()
    void auth.fetch('/rest', { signal: controller.signal }).then(settled, settled)
    await flush()
    controller.abort()
    await flush()
    expect(settled).toHaveBeenCalled()
    release()
    await flush()
    expect(sent()).toHaveLength(1)
  })

  test('of a Request counts, too', async () => {
    const { auth } = await signedIn()
    const request = new Request('https://auth.example.com/rest', { signal: AbortSignal.abort() })
    await failureOf(auth.fetch(request))
    expect(sent()).toEqual([])
  })
})

describe('auth.fetch() with unusable arguments', () => {
  test.each<[unknown, unknown]>([
    ['http://', undefined],
    ['https://user:password@auth.example.com/', undefined],
    [Symbol('x'), undefined],
    ['/rest', { method: 'GET', body: 'x' }],
    ['/rest', { method: 'bad method' }],
    ['/rest', { headers: { 'bad name': 'x' } }],
    ['/rest', { signal: 'x' }],
  ])('(%o, %o) is rejected, and does not throw', async (input, init) => {
    const { auth } = await signedIn()
    expect(await failureOf(auth.fetch(input as string, init as RequestInit))).toBeInstanceOf(Error)
    expect(sent()).toEqual([])
  })
})

describe('a redirect', () => {
  const seen: { host: string; path: string; headers: IncomingHttpHeaders }[] = []
  const listen = (answer: (path: string) => { status: number; location?: string }) =>
    new Promise<{ server: Server; origin: string }>((resolve) => {
      const server = createServer((request, response) => {
        seen.push({ host: request.headers.host!, path: request.url!, headers: request.headers })
        const { status, location } = answer(request.url!)
        response.writeHead(status, location ? { location } : {}).end()
      })
      server.listen(0, '127.0.0.1', () =>
        resolve({ server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
      )
    })

  /** What arrives at the two servers when the first redirects to a place at itself or at the second. */
  async function follow(where: 'the same origin' | 'another origin') {
    vi.useRealTimers()
    seen.length = 0
    const other = await listen(() => ({ status: 204 }))
    const target = where === 'another origin' ? `${other.origin}/there` : '/there'
    const own = await listen((path) => (path === '/go' ? { status: 302, location: target } : { status: 204 }))
    try {
      const storage = memoryStorage()
      const session = server.signIn()
      storage.setItem('s', JSON.stringify({ ...session, received_at: Date.now() }))
      const auth = createClient({ url: own.origin, apiKey, storage, storageKey: 's' })
      const status = await auth.fetch('/go').then(
        (response) => response.status,
        () => 0,
      )
      const bearer = `Bearer ${session.access_token}`
      expect(seen[0]!.headers).toMatchObject({ authorization: bearer, apikey: apiKey })
      return { status, bearer, elsewhere: seen.filter(({ host }) => `http://${host}` !== own.origin), here: seen.slice(1) }
    } finally {
      own.server.close()
      other.server.close()
    }
  }

  test('to the same origin is followed with the access token and the API key', async () => {
    const { status, here, bearer } = await follow('the same origin')
    expect(status).toBe(204)
    expect(here).toMatchObject([{ path: '/there', headers: { authorization: bearer, apikey: apiKey } }])
  })

  test('to another origin does not show it the access token', async () => {
    const { elsewhere } = await follow('another origin')
    for (const { headers } of elsewhere) expect(headers.authorization).toBeUndefined()
  })
})

test('auth.fetch() needs no object: it can be passed on', async () => {
  const { auth } = setUp()
  const { fetch, signInWithPassword } = auth
  await signInWithPassword({ email: 'ada@example.com', password: 'x' })
  expect((await fetch('/rest')).status).toBe(200)
})

test.each([
  ['eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2ln', 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2ln'],
  ['sb_publishable_abc', null],
  ['sb_secret_eyJh.bGci.abc', null],
])(
  'auth.fetch() of nobody sends the API key %s as bearer only if it is a JWT, and only to the server',
  async (apiKey, bearer) => {
    const { auth } = setUp({ apiKey, fetchOrigins: ['https://api.example.com'] })
    await auth.fetch('/rest/v1/todos')
    await auth.fetch('https://api.example.com/todos')
    expect(server.requests.map(({ headers }) => headers.get('authorization'))).toEqual([bearer, null])
  },
)
