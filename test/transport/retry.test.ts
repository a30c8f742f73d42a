import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTransport, type AuthError, type Client, getSettings, sendOtp, signUp } from '../../src/operations/index.ts'
import { retryDelay } from '../../src/transport/retry.ts'
import { json, scriptedFetch } from '../scripted-fetch.ts'

const url = 'https://auth.example.com'
const busy = (headers: Record<string, string> = {}) =>
  json({ code: 'unexpected_failure', message: 'm' }, { status: 503, headers })

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Runs the timers until the call is done, and says how long that took by them, in milliseconds. */
async function timed<T>(call: Promise<T>): Promise<{ result: T; elapsed: number }> {
  const start = Date.now()
  let done = false
  void call.then(() => (done = true))
  await vi.advanceTimersByTimeAsync(0)
  while (!done) await vi.advanceTimersToNextTimerAsync()
  return { result: await call, elapsed: Date.now() - start }
}

describe('an operation that the spec calls repeatable', () => {
  test.each([
    ['a network failure', new TypeError('fetch failed')],
    ['408', json({}, { status: 408 })],
    ['425', json({}, { status: 425 })],
    ['429', json({}, { status: 429 })],
    ['500', json({}, { status: 500 })],
    ['503', json({}, { status: 503 })],
  ])('is tried again after %s, twice at most', async (_what, failure) => {
    const recovering = scriptedFetch(failure, failure, json({ ok: true }))
    const { result, elapsed } = await timed(getSettings({ client: createTransport({ url, fetch: recovering }) }))
    expect(result.data).toEqual({ ok: true })
    expect(elapsed).toBe(200 + 400)

    const failing = scriptedFetch(failure)
    expect((await timed(getSettings({ client: createTransport({ url, fetch: failing }) }))).result.error?.retryable).toBe(
      true,
    )
    expect(failing.requests).toHaveLength(3)
  })

  test.each([400, 401, 403, 404, 409, 422])('is not tried again after %i', async (status) => {
    const fetch = scriptedFetch(json({ code: 'validation_failed', message: 'm' }, { status }))
    await timed(getSettings({ client: createTransport({ url, fetch }) }))
    expect(fetch.requests).toHaveLength(1)
  })

  test('is tried as often as the call says', async () => {
    const fetch = scriptedFetch(busy())
    await timed(getSettings({ client: createTransport({ url, fetch }), retry: 0 }))
    expect(fetch.requests).toHaveLength(1)
    await timed(getSettings({ client: createTransport({ url, fetch, retry: 0 }), retry: 5 }))
    expect(fetch.requests).toHaveLength(1 + 6)
  })

  test('is not when the call says that it is not', async () => {
    const fetch = scriptedFetch(busy())
    await timed(getSettings({ client: createTransport({ url, fetch }), repeatable: false }))
    expect(fetch.requests).toHaveLength(1)
  })

  test('waits for Retry-After', async () => {
    const fetch = scriptedFetch(busy({ 'retry-after': '3' }), json({}))
    expect((await timed(getSettings({ client: createTransport({ url, fetch }) }))).elapsed).toBe(3_000)
  })

  test('gives up at once when it may not wait that long', async () => {
    const fetch = scriptedFetch(busy({ 'retry-after': '60' }))
    const { result, elapsed } = await timed(getSettings({ client: createTransport({ url, fetch }) }))
    expect(result.error).toMatchObject({ status: 503, retryAfter: 60 })
    expect(elapsed).toBe(0)
    expect(fetch.requests).toHaveLength(1)
  })

  test('ends at the time limit, with the last failure as the cause', async () => {
    const fetch = scriptedFetch(busy(), () => new Promise<Response>(() => {}))
    const { result, elapsed } = await timed(getSettings({ client: createTransport({ url, fetch, timeout: 1_000 }) }))
    expect(result.error?.code).toBe('timeout')
    expect(result.error?.cause).toMatchObject({ status: 503 })
    expect(elapsed).toBe(1_000)
  })
})

describe('D28: an operation that is not', () => {
  test.each([
    [
      'sendOtp',
      (client: Client): Promise<{ error: AuthError | undefined }> => sendOtp({ client, body: { email: 'a@example.com' } }),
    ],
    [
      'signUp',
      (client: Client): Promise<{ error: AuthError | undefined }> =>
        signUp({ client, body: { email: 'a@example.com', password: 'p' } }),
    ],
  ])('%s is sent once, however it fails', async (_name, call) => {
    for (const failure of [new TypeError('fetch failed'), busy(), busy({ 'retry-after': '0' })]) {
      const fetch = scriptedFetch(failure)
      expect((await timed(call(createTransport({ url, fetch, retry: 5 })))).result.error?.retryable).toBe(true)
      expect(fetch.requests).toHaveLength(1)
    }
  })

  test('is tried again when the call says that it may be', async () => {
    const fetch = scriptedFetch(busy(), json({}))
    const client = createTransport({ url, fetch })
    const { result } = await timed(sendOtp({ client, body: { email: 'a@example.com' }, repeatable: true }))
    expect(result.error).toBeUndefined()
    expect(fetch.requests).toHaveLength(2)
  })
})

test('retryDelay() doubles up to 5 s, adds up to a half at random, and never undercuts the server', () => {
  const bounds = [0, 1, 2, 3, 4, 5, 50].map((attempt) => [0, 1].map((random) => retryDelay(attempt, undefined, random)))
  expect(bounds).toEqual([
    [200, 300],
    [400, 600],
    [800, 1200],
    [1600, 2400],
    [3200, 4800],
    [5000, 7500],
    [5000, 7500],
  ])
  fc.assert(
    fc.property(
      fc.nat(100),
      fc.integer({ min: 1, max: 3600 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempt, seconds, random) => {
        const delay = retryDelay(attempt, seconds, random)
        expect(delay).toBeGreaterThanOrEqual(seconds * 1000)
        expect(delay).toBeLessThanOrEqual(Math.max(5_000, seconds * 1000) * 1.5)
      },
    ),
  )
})
