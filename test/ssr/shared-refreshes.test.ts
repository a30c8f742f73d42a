import { expect, test, vi } from 'vitest'
import { shareRefreshes } from '../../src/ssr/shared-refreshes.ts'

const url = 'https://project.example/auth/v1/token?grant_type=refresh_token'
const refresh = (token: string, signal?: AbortSignal) =>
  new Request(url, { method: 'POST', body: JSON.stringify({ refresh_token: token }), ...(signal && { signal }) })

/** A server whose answers come when they are told to. */
function createGate() {
  const sent: { body: string; signal: AbortSignal; answer(response: Response): void; fail(error: unknown): void }[] = []
  const fetch = async (request: Request) => {
    const body = await request.text()
    return new Promise<Response>((answer, fail) => {
      request.signal.addEventListener('abort', () => fail(request.signal.reason))
      sent.push({ body, signal: request.signal, answer, fail })
    })
  }
  return { sent, send: shareRefreshes(fetch) }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('shareRefreshes() sends one request for one refresh token, and each gets the whole answer', async () => {
  const { sent, send } = createGate()
  const answers = Promise.all([send(refresh('a')), send(refresh('a')), send(refresh('b'))])
  await settled()
  expect(sent.map(({ body }) => body)).toEqual(['{"refresh_token":"a"}', '{"refresh_token":"b"}'])
  sent.forEach(({ answer, body }) => answer(new Response(`for ${body}`, { status: 201, headers: { 'x-a': '1' } })))
  const [first, second, third] = await answers
  expect(await first.text()).toBe('for {"refresh_token":"a"}')
  expect(await second.text()).toBe('for {"refresh_token":"a"}')
  expect(await third.text()).toBe('for {"refresh_token":"b"}')
  expect([second.status, second.headers.get('x-a')]).toEqual([201, '1'])
})

test('shareRefreshes() keeps nothing when the answer is there, or none comes', async () => {
  const { sent, send } = createGate()
  const first = send(refresh('a'))
  await settled()
  sent[0]!.answer(new Response())
  await first
  const second = send(refresh('a'))
  const joined = send(refresh('a'))
  await settled()
  sent[1]!.fail(new TypeError('reset'))
  await expect(second).rejects.toThrow('reset')
  await expect(joined).rejects.toThrow('reset')
  void send(refresh('a'))
  await settled()
  expect(sent).toHaveLength(3)
})

test('shareRefreshes() goes on for those who wait, and ends when nobody does', async () => {
  const { sent, send } = createGate()
  const [one, other] = [new AbortController(), new AbortController()]
  const first = send(refresh('a', one.signal))
  const second = send(refresh('a', other.signal))
  await settled()
  one.abort(new Error('gone'))
  await expect(first).rejects.toThrow('gone')
  expect(sent[0]!.signal.aborted).toBe(false)
  other.abort(new Error('gone, too'))
  await expect(second).rejects.toThrow('gone, too')
  expect(sent[0]!.signal.aborted).toBe(true)
})

test('shareRefreshes() lets nobody wait for a request that hangs for 10 seconds', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  try {
    const { sent, send } = createGate()
    void send(refresh('a'))
    await settled()
    vi.advanceTimersByTime(10_000)
    const late = send(refresh('a'))
    await settled()
    expect(sent).toHaveLength(2)
    sent[1]!.answer(new Response('late'))
    expect(await (await late).text()).toBe('late')
  } finally {
    vi.useRealTimers()
  }
})

test.each([
  ['another grant', new Request(url.replace('refresh_token', 'password'), { method: 'POST', body: '{}' })],
  ['another path', new Request('https://project.example/auth/v1/user')],
])('shareRefreshes() hands on %s as it is', async (_, request) => {
  const seen: Request[] = []
  const send = shareRefreshes(async (request) => {
    seen.push(request)
    return new Response()
  })
  await send(request)
  expect(seen).toEqual([request])
})
