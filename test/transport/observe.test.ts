// What observe() tells of calls: every attempt and its outcome, and nothing that is secret.
import { describe, expect, test, vi } from 'vitest'
import {
  createTransport,
  getSettings,
  getUser,
  observe,
  verifyFactor,
  type ObserveOptions,
  type TransportEvent,
} from '../../src/operations/index.ts'
import { json, scriptedFetch } from '../scripted-fetch.ts'

const url = 'https://auth.example.com/auth/v1'

function setUp(fetch: (request: Request) => Promise<Response>, options?: ObserveOptions) {
  const events: TransportEvent[] = []
  const client = createTransport({ url, fetch, middleware: [observe((event) => events.push(event), options)] })
  return { client, events }
}

describe('observe()', () => {
  test('tells a request and its answer', async () => {
    const headers = { 'x-sb-error-code': 'validation_failed', 'sb-request-id': 'abc-123' }
    const fetch = scriptedFetch(json({ code: 'validation_failed', message: 'x' }, { status: 400, headers }))
    const { client, events } = setUp(fetch)
    await verifyFactor({
      client,
      path: { factor_id: '5a2e4c0d-7a3e-4e0b-8f39-7b6a1d2f9c42' },
      body: { challenge_id: 'b66f3dc7-b5ee-4805-952d-86764809c2a8', code: '686136' },
      credentials: { accessToken: 'a.b.c' },
    })
    const call = { method: 'POST', path: '/factors/{factor_id}/verify', attempt: 1 }
    expect(events).toEqual([
      { type: 'request', ...call },
      {
        type: 'response',
        ...call,
        status: 400,
        duration: expect.any(Number),
        errorCode: 'validation_failed',
        requestId: 'abc-123',
      },
    ])
    expect((events[1] as { duration: number }).duration).toBeGreaterThanOrEqual(0)
  })

  test('tells retries, and attempts that had no answer', async () => {
    vi.useFakeTimers()
    try {
      const fetch = scriptedFetch(new TypeError('fetch failed'), json({}, { status: 503 }), json({ id: 'ada' }))
      const { client, events } = setUp(fetch)
      const call = getUser({ client, credentials: { accessToken: 'a.b.c' } })
      await vi.runAllTimersAsync()
      expect((await call).error).toBeUndefined()
      expect(events.map(({ type, attempt }) => [type, attempt])).toEqual([
        ['request', 1],
        ['failure', 1],
        ['retry', 2],
        ['response', 2],
        ['retry', 3],
        ['response', 3],
      ])
      expect(events[1]).toMatchObject({ status: 0 })
    } finally {
      vi.useRealTimers()
    }
  })

  test('tells how long an attempt took', async () => {
    vi.useFakeTimers()
    try {
      const { client, events } = setUp(async () => {
        await new Promise((resolve) => setTimeout(resolve, 250))
        return json({ external: {} })
      })
      await vi.advanceTimersByTimeAsync(1_000)
      const call = getSettings({ client })
      await vi.advanceTimersByTimeAsync(250)
      await call
      expect(events[1]).toMatchObject({ type: 'response', duration: 250 })
    } finally {
      vi.useRealTimers()
    }
  })

  test('tells an attempt’s end once, also when another middleware answers in place of the network', async () => {
    const events: string[] = []
    const cache = { onError: () => json({ external: {} }) }
    const middleware = [cache, observe(({ type }) => events.push(type))]
    const client = createTransport({ url, fetch: scriptedFetch(new TypeError('fetch failed')), middleware })
    expect((await getSettings({ client })).error).toBeUndefined()
    expect(events).toEqual(['request', 'failure'])
  })

  test('tells calls at the same time apart', async () => {
    const fetch = async (request: Request) => json(request.url.endsWith('/user') ? { id: 'ada' } : { external: {} })
    const { client, events } = setUp(fetch)
    await Promise.all([
      getUser({ client, credentials: { accessToken: 'a.b.c' } }),
      getSettings({ client }),
      getSettings({ client }),
    ])
    expect(events.every(({ attempt }) => attempt === 1)).toBe(true)
    expect(
      events
        .filter(({ type }) => type === 'response')
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['/settings', '/settings', '/user'])
  })

  test('is not hurt by a listener that throws', async () => {
    const reported = vi.fn()
    vi.stubGlobal('reportError', reported)
    const failure = new Error('in the listener')
    const middleware = observe(() => {
      throw failure
    })
    const client = createTransport({ url, fetch: scriptedFetch(json({ external: {} })), middleware: [middleware] })
    expect((await getSettings({ client })).error).toBeUndefined()
    expect(reported).toHaveBeenCalledWith(failure)
    vi.stubGlobal('reportError', undefined)
    expect((await getSettings({ client })).error).toBeUndefined()
    vi.unstubAllGlobals()
  })

  test('sends the trace that a request belongs to, if there is one', async () => {
    const fetch = scriptedFetch(json({ external: {} }))
    const traces = ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', undefined]
    const { client } = setUp(fetch, { traceparent: () => traces.shift() })
    await getSettings({ client })
    await getSettings({ client })
    expect(fetch.requests.map(({ headers }) => headers.get('traceparent'))).toEqual([
      '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      null,
    ])
  })
})
