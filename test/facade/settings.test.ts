// What everybody may ask a server, against the answers of a real one.
import { describe, expect, test, vi } from 'vitest'
import { answer, asked, recorded, sent, setUp, signedIn, testOptions } from './recorded-server.ts'
import { json } from '../scripted-fetch.ts'

describe.each([
  ['settings', recorded('GET /settings', 'meta/autoconfirm')],
  ['health', recorded('GET /health', 'meta/autoconfirm')],
] as const)('%s()', (method, recording) => {
  test('is what the server says', async () => {
    const { auth, fetch } = setUp([answer(recording)])
    expect(await auth[method]()).toEqual({ data: recording.response.body, error: null })
    expect(await sent(fetch.requests[0])).toEqual(asked(recording))
  })

  test('needs nobody signed in, and sends nobody’s access token', async () => {
    const { auth, fetch } = await signedIn([answer(recording)])
    await auth[method]()
    expect(fetch.requests[1]!.headers.has('authorization')).toBe(false)
  })

  test('is asked again after a failure that may pass', async () => {
    const { auth, fetch } = setUp([new Response('', { status: 503 }), answer(recording)])
    const going = auth[method]()
    await vi.advanceTimersByTimeAsync(400)
    expect((await going).data).toEqual(recording.response.body)
    expect(fetch.requests).toHaveLength(2)
  })

  test('of something that is no GoTrue', async () => {
    const { auth } = setUp([json({ message: 'no Route matched with those values' }, { status: 404 })])
    const { data, error } = await auth[method]()
    expect(data).toBeNull()
    expect(error).toMatchObject({ code: 'unexpected_response', status: 404, name: 'AuthError' })
  })

  testOptions((auth, options) => auth[method](options), answer(recording), {})
})
