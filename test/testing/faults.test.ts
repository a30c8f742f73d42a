import { describe, expect, test, vi } from 'vitest'
import { createClient } from '../../src/facade/index.ts'
import { createTestServer } from '../../src/testing/index.ts'

const begin = () => {
  const server = createTestServer()
  const get = (path: string, init?: RequestInit) => server.fetch(server.url + path, init)
  return { server, get, health: async () => (await get('/health')).status }
}

describe('faults', () => {
  test('next(): one request, or so many', async () => {
    const { server, health, get } = begin()
    server.faults.next('getHealth', { status: 503 })
    expect((await get('/settings')).status).toBe(200)
    expect([await health(), await health()]).toEqual([503, 200])
    server.faults.next('*', { status: 502 }, { times: 2 })
    expect([await health(), await health(), await health()]).toEqual([502, 502, 200])
  })

  test('always(): until it is ended', async () => {
    const { server, health } = begin()
    const end = server.faults.always((request) => request.url.endsWith('/health'), { status: 500 })
    expect([await health(), await health()]).toEqual([500, 500])
    end()
    expect(await health()).toBe(200)
  })

  test('clear(), and reset() of the server', async () => {
    const { server, health } = begin()
    server.faults.always('*', { status: 500 })
    server.faults.clear()
    expect(await health()).toBe(200)
    server.faults.always('*', { status: 500 })
    server.reset()
    expect(await health()).toBe(200)
  })

  test('status, with body and headers', async () => {
    const { server, get } = begin()
    server.faults.next('*', { status: 429, body: { msg: 'slow' }, headers: { 'retry-after': '1' } })
    const json = await get('/health')
    expect([json.headers.get('content-type'), json.headers.get('retry-after'), await json.json()]).toEqual([
      'application/json',
      '1',
      { msg: 'slow' },
    ])
    server.faults.next('*', { status: 502 })
    const html = await get('/health')
    expect([html.headers.get('content-type'), await html.text()]).toEqual(['text/html', expect.stringContaining('<html>')])
    server.faults.next('*', { status: 204 })
    expect(await (await get('/health')).text()).toBe('')
  })

  const signUp = { method: 'POST', body: JSON.stringify({ email: 'ada@example.com', password: 'correct-horse-battery' }) }

  test('status: nothing is done', async () => {
    const { server, get } = begin()
    server.faults.next('signUp', { status: 500 })
    await get('/signup', signUp)
    expect(server.users.all()).toEqual([])
  })

  test.each(['before', 'after'] as const)('drop %s', async (drop) => {
    const { server, get } = begin()
    server.faults.next('signUp', { drop })
    await expect(get('/signup', signUp)).rejects.toThrow(TypeError)
    expect(server.users.all()).toHaveLength(drop === 'after' ? 1 : 0)
    expect(server.requests).toMatchObject([{ operation: 'signUp', status: undefined }])
  })

  test('truncate', async () => {
    const { server, get } = begin()
    server.faults.next('*', { truncate: 5 })
    const response = await get('/health')
    expect(response.status).toBe(200)
    const reader = response.body!.getReader()
    expect((await reader.read()).value).toHaveLength(5)
    await expect(reader.read()).rejects.toThrow(TypeError)
  })

  test('delay, which a signal ends', async () => {
    vi.useFakeTimers()
    try {
      const { server, get } = begin()
      server.faults.next('*', { delay: '5s', status: 503 }, { times: 2 })
      let status = 0
      const answered = get('/health').then((response) => (status = response.status))
      await vi.advanceTimersByTimeAsync(4_999)
      expect(status).toBe(0)
      await vi.advanceTimersByTimeAsync(1)
      await answered
      expect(status).toBe(503)
      const controller = new AbortController()
      const aborted = get('/health', { signal: controller.signal })
      const seen = expect(aborted).rejects.toThrow('enough')
      await vi.advanceTimersByTimeAsync(1)
      controller.abort(new Error('enough'))
      await seen
    } finally {
      vi.useRealTimers()
    }
  })

  test('are what a client sees', async () => {
    const { server } = begin()
    const auth = createClient({ url: server.url, fetch: server.fetch })
    server.faults.always('signUp', { drop: 'before' })
    const { error } = await auth.signUp({ email: 'ada@example.com', password: 'correct-horse-battery' })
    expect(error).toMatchObject({ code: 'network_failure', status: 0, operation: 'signUp' })
  })

  test.each([{}, { body: 'x' }, { delay: 'x' }])('refuses %j', (fault) => {
    const { server } = begin()
    expect(() => server.faults.next('*', fault)).toThrow(TypeError)
    expect(() => server.faults.always('*', fault)).toThrow(TypeError)
  })
})
