import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestServer, type Fault, type TestServer } from '../../src/testing/index.ts'
import { callerOf } from './calls.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
beforeEach(() => {
  server = createTestServer()
  call = callerOf(server)
})

const broken = 'the connection was broken by a fault of the test server'
const signUp = () => call('POST /signup', { json: { email: 'ada@example.com', password: 'correct-horse-battery' } })

describe('status', () => {
  test('is answered once, and nothing is done', async () => {
    server.faults.next('signUp', { status: 503 })
    const answer = await signUp()
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'text/html'])
    expect(answer.body).toContain('<html>')
    expect(server.users.all()).toEqual([])
    expect(server.requests[0]).toMatchObject({ operation: 'signUp', status: 503 })
    expect((await signUp()).status).toBe(200)
  })

  test('with a body and headers', async () => {
    server.faults.next('*', { status: 429, body: { code: 429 }, headers: { 'retry-after': '1' } })
    const answer = await call('GET /health')
    expect([answer.status, answer.body, answer.headers.get('retry-after')]).toEqual([429, { code: 429 }, '1'])
    server.faults.next('*', { status: 200, body: 'hello' })
    expect((await call('GET /health')).body).toBe('hello')
    server.faults.next('*', { status: 204 })
    expect(await call('GET /health')).toMatchObject({ status: 204, body: undefined })
  })
})

test('of an operation, of all, or of those that a function picks; as often as was said', async () => {
  server.faults.next('getSettings', { status: 500 }, { times: 2 })
  const statuses: number[] = []
  for (const path of ['health', 'settings', 'settings', 'settings']) statuses.push((await call(`GET /${path}`)).status)
  expect(statuses).toEqual([200, 500, 500, 200])
  const stop = server.faults.always((request, operation) => request.method === 'GET' && operation === 'getHealth', {
    status: 418,
  })
  expect((await call('GET /health')).status).toBe(418)
  expect((await call('GET /health')).status).toBe(418)
  expect((await call('GET /settings')).status).toBe(200)
  stop()
  expect((await call('GET /health')).status).toBe(200)
})

test('one after the other, in the order in which they were told', async () => {
  server.faults.next('*', { status: 500 })
  server.faults.next('getHealth', { status: 501 })
  server.faults.always('*', { status: 502 })
  const statuses: number[] = []
  for (let round = 0; round < 3; round++) statuses.push((await call('GET /health')).status)
  expect(statuses).toEqual([500, 501, 502])
  server.faults.clear()
  expect((await call('GET /health')).status).toBe(200)
})

describe('drop', () => {
  test('before: the server has not seen it', async () => {
    server.faults.next('signUp', { drop: 'before' })
    await expect(signUp()).rejects.toThrow(broken)
    expect(server.users.all()).toEqual([])
    expect(server.requests[0]?.status).toBeUndefined()
  })

  test('after: all is done, and the answer is lost', async () => {
    server.faults.next('signUp', { drop: 'after' })
    await expect(signUp()).rejects.toThrow(TypeError)
    expect(server.users.all()).toHaveLength(1)
    expect(server.inbox.last('ada@example.com').type).toBe('signup')
    expect(server.requests[0]?.status).toBeUndefined()
  })
})

test('truncate: so many bytes, and then the connection breaks', async () => {
  server.faults.next('getHealth', { truncate: 5 })
  const answer = await server.fetch(`${server.url}/health`)
  expect(answer.status).toBe(200)
  const reader = answer.body!.getReader()
  expect(new TextDecoder().decode((await reader.read()).value)).toHaveLength(5)
  await expect(reader.read()).rejects.toThrow(broken)
  server.faults.next('getHealth', { truncate: 5 })
  await expect(server.fetch(`${server.url}/health`).then((answer) => answer.text())).rejects.toThrow(broken)
})

describe('delay', () => {
  test('is of the timers, not of the server’s clock', async () => {
    vi.useFakeTimers()
    try {
      server.faults.next('getHealth', { delay: '1h' })
      let status = 0
      const asked = call('GET /health').then((answer) => (status = answer.status))
      await vi.advanceTimersByTimeAsync(3_599_999)
      expect(status).toBe(0)
      await vi.advanceTimersByTimeAsync(1)
      await asked
      expect(status).toBe(200)
    } finally {
      vi.useRealTimers()
    }
  })

  test('ends when the request is aborted, and then nothing is done', async () => {
    server.faults.next('signUp', { delay: '1h' })
    const controller = new AbortController()
    const asked = server.fetch(`${server.url}/signup`, { method: 'POST', body: '{}', signal: controller.signal })
    controller.abort()
    await expect(asked).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }) as Error)
    expect(server.users.all()).toEqual([])
  })

  test('does not hold up others', async () => {
    server.faults.next('getHealth', { delay: '1h' })
    const controller = new AbortController()
    const asked = server.fetch(`${server.url}/health`, { signal: controller.signal })
    expect((await call('GET /settings')).status).toBe(200)
    controller.abort()
    await expect(asked).rejects.toThrow()
  })
})

test.each<[object]>([[{}], [{ body: 'x' }], [{ delay: 'soon' }]])('%j is no fault', (fault) => {
  expect(() => server.faults.next('*', fault as Fault)).toThrow(TypeError)
})
