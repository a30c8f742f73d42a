// Where keys come from, and when: a server is asked once for what is asked of it by many, is not at the mercy of tokens with made-up
// ids, and its failures are told as failures, never as a yes. Only time is fake, and only where it matters.
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createJwksCache, verifyAccessToken, type Jwk, type VerifyOptions } from '../../../src/facade/index.ts'
import { hangingFetch, json, scriptedFetch } from '../../scripted-fetch.ts'
import { createSigner, secret, type Signer } from './signers.ts'

const jwksUrl = 'https://auth.example.com/auth/v1/.well-known/jwks.json'
const one = await createSigner('ES256', 'one')
const two = await createSigner('EdDSA', 'two')
const never = await createSigner('ES256', 'never')
const tokenOf = new Map<Signer, string>()

/** Milliseconds. */
let time: number
beforeEach(async () => {
  vi.useFakeTimers({ now: new Date('2026-11-24T12:00:00Z'), toFake: ['Date'] })
  time = Date.now()
  for (const signer of [one, two, never]) {
    // Good for as long as any test goes on.
    tokenOf.set(signer, await signer.sign({ exp: Math.floor(time / 1000) + 10 * 86_400 }))
  }
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})
const pass = (seconds: number) => void vi.setSystemTime(Date.now() + seconds * 1000)
const set = (...signers: Signer[]) => json({ keys: signers.map(({ jwk }) => jwk) })

/** A verifier of a server that answers with a script. */
function setUp(...steps: Parameters<typeof scriptedFetch>) {
  const fetch = scriptedFetch(...steps)
  const verify = async (signer: Signer, options: VerifyOptions = {}) => {
    const { data, error } = await verifyAccessToken(tokenOf.get(signer)!, { jwksUrl, fetch, ...options })
    return data ? 'yes' : error!.code === 'invalid_jwt' ? error!.message.split(': ')[1] : error!.code
  }
  return { fetch, verify, requests: () => fetch.requests.length }
}

test('D34: 10 verifications at once make one request, and an unknown key none for 30 s', async () => {
  const { verify, requests } = setUp(set(one))
  expect(await Promise.all(Array.from({ length: 10 }, () => verify(one)))).toEqual(Array(10).fill('yes'))
  expect(requests()).toBe(1)
  const importKey = vi.spyOn(crypto.subtle, 'importKey')
  for (let i = 0; i < 20; i++) {
    expect(await verify(never)).toBe('no key fits it')
    pass(1)
  }
  expect(await verify(one)).toBe('yes')
  expect(requests()).toBe(1)
  // The imported key is kept.
  expect(importKey).not.toHaveBeenCalled()
  importKey.mockRestore()
  pass(11)
  await Promise.all(Array.from({ length: 10 }, () => verify(never)))
  expect(requests()).toBe(2)
})

test('a set of several keys is asked for once: one of them fits', async () => {
  const { verify, requests } = setUp(set(one, two))
  for (let i = 0; i < 3; i++) {
    for (const signer of [one, two]) expect(await verify(signer)).toBe('yes')
    pass(40)
  }
  expect(requests()).toBe(1)
})

test('D33: keys of one URL are nobody else’s', async () => {
  const other = 'https://b.example.com/auth/v1/.well-known/jwks.json'
  const twin = await createSigner('ES256', 'one')
  tokenOf.set(twin, await twin.sign())
  const fetch = (request: Request) => Promise.resolve(set(request.url === other ? twin : one))
  const { verify } = setUp(set())
  for (let i = 0; i < 2; i++) {
    expect(await verify(one, { fetch })).toBe('yes')
    expect(await verify(one, { fetch, jwksUrl: other })).toBe('its signature is wrong')
    expect(await verify(twin, { fetch, jwksUrl: other })).toBe('yes')
    expect(await verify(twin, { fetch })).toBe('its signature is wrong')
  }
})

describe('the request for keys', () => {
  test('is a plain GET that follows no redirect', async () => {
    const { verify, fetch } = setUp(set(one))
    expect(await verify(one, { jwksUrl: new URL(jwksUrl) })).toBe('yes')
    const [request] = fetch.requests
    expect([request!.method, request!.url, request!.redirect]).toEqual(['GET', jwksUrl, 'manual'])
    expect(Object.fromEntries(request!.headers)).toEqual({ accept: 'application/json' })
  })

  test('is made by the platform’s fetch, and its stand-in has keys of its own', async () => {
    const [first, second] = [scriptedFetch(set(one)), scriptedFetch(set(two))]
    vi.stubGlobal('fetch', first)
    for (let i = 0; i < 3; i++) expect((await verifyAccessToken(tokenOf.get(one)!, { jwksUrl })).error).toBeNull()
    vi.stubGlobal('fetch', second)
    expect((await verifyAccessToken(tokenOf.get(one)!, { jwksUrl })).error?.code).toBe('invalid_jwt')
    expect((await verifyAccessToken(tokenOf.get(two)!, { jwksUrl })).error).toBeNull()
    expect([first.requests.length, second.requests.length]).toEqual([1, 1])
  })

  test('is not made for what needs no keys', async () => {
    const { verify, requests } = setUp(set(one))
    const hs = await createSigner('HS256')
    expect((await verifyAccessToken(await hs.sign(), { jwksUrl, secret })).error).toBeNull()
    expect((await verifyAccessToken('a.b.c', { jwksUrl })).error?.code).toBe('invalid_jwt')
    expect(await verify(one, { jwks: { keys: [one.jwk] } })).toBe('yes')
    expect(await verify(one, { algorithms: ['RS256'] })).toBe('its algorithm is not accepted')
    expect(requests()).toBe(0)
  })

  test('can be shared by a cache, and kept apart by another', async () => {
    const [a, b] = [setUp(set(one)), setUp(set(one))]
    const cache = createJwksCache()
    expect([await a.verify(one, { cache }), await b.verify(one, { cache })]).toEqual(['yes', 'yes'])
    expect([a.requests(), b.requests()]).toEqual([1, 0])
    expect(await a.verify(one, { cache: createJwksCache() })).toBe('yes')
    expect(a.requests()).toBe(2)
  })
})

describe('keys', () => {
  test('are kept for 10 minutes', async () => {
    const { verify, requests } = setUp(set(one), set(two))
    expect(await verify(one)).toBe('yes')
    pass(600)
    expect(await verify(one)).toBe('yes')
    expect(requests()).toBe(1)
    pass(1)
    // Taken back by the server.
    expect(await verify(one)).toBe('no key fits it')
    expect(await verify(two)).toBe('yes')
    expect(requests()).toBe(2)
  })

  test('that are new are found at once, and when there was another look a moment ago, 30 s later', async () => {
    const { verify, requests } = setUp(set(one), set(one), set(one, two))
    expect(await verify(one)).toBe('yes')
    pass(31)
    expect(await verify(two)).toBe('no key fits it')
    pass(29)
    expect(await verify(two)).toBe('no key fits it')
    expect(requests()).toBe(2)
    pass(2)
    expect(await verify(two)).toBe('yes')
    expect(await verify(one)).toBe('yes')
    expect(requests()).toBe(3)
  })

  test('count for 24 hours while no others can be had', async () => {
    const { verify, requests } = setUp(set(one), new Response('', { status: 500 }))
    expect(await verify(one)).toBe('yes')
    for (let minutes = 11; minutes < 24 * 60; minutes += 11) {
      pass(11 * 60)
      expect(await verify(one)).toBe('yes')
    }
    expect(requests()).toBe(1 + 130)
    pass(11 * 60)
    expect(await verify(one)).toBe('unexpected_response')
  })

  test('that are not among the old ones may be among those that could not be had: that is no no', async () => {
    const { verify, requests } = setUp(set(one), new Response('', { status: 503 }), set(one, two))
    expect(await verify(one)).toBe('yes')
    pass(31)
    expect(await verify(two)).toBe('unexpected_response')
    expect(await verify(two)).toBe('unexpected_response')
    expect(await verify(one)).toBe('yes')
    expect(requests()).toBe(2)
    pass(31)
    expect(await verify(two)).toBe('yes')
    expect(await verify(never)).toBe('no key fits it')
  })

  test('are asked for again a second after there were none', async () => {
    const { verify, requests } = setUp(new Response('', { status: 503 }), set(one))
    expect(await verify(one)).toBe('unexpected_response')
    expect(await verify(one)).toBe('unexpected_response')
    expect(requests()).toBe(1)
    pass(1.1)
    expect(await verify(one)).toBe('yes')
  })

  test('do not stay young when the clock is set back', async () => {
    const { verify, requests } = setUp(set(one))
    expect(await verify(one)).toBe('yes')
    pass(-86_400)
    expect(await verify(one)).toBe('yes')
    expect(requests()).toBe(2)
  })

  test('of 1,000 URLs are remembered', async () => {
    const { verify, requests } = setUp(set(one))
    const url = (number: number) => ({ jwksUrl: `https://x${number}.example.com/jwks.json` })
    for (let i = 0; i < 1001; i++) expect(await verify(one, url(i))).toBe('yes')
    for (let i = 2; i < 1001; i++) expect(await verify(one, url(i))).toBe('yes')
    expect(requests()).toBe(1001)
    expect(await verify(one, url(0))).toBe('yes')
    expect(requests()).toBe(1002)
  })
})

describe('a server that answers with', () => {
  const html = { headers: { 'content-type': 'text/html' } }
  test.each<[string, () => Response, string, boolean]>([
    ['HTML', () => new Response('<html>Sign in to the Wi-Fi</html>', html), 'unexpected_response', false],
    ['an empty body', () => new Response(''), 'unexpected_response', false],
    ['half of it', () => new Response('{"keys":[{"kty":"EC"'), 'unexpected_response', false],
    ['null', () => json(null), 'unexpected_response', false],
    ['a list', () => json([one.jwk]), 'unexpected_response', false],
    ['one key', () => json(one.jwk), 'unexpected_response', false],
    ['keys that are no list', () => json({ keys: { one: one.jwk } }), 'unexpected_response', false],
    ['a thousand and one keys', () => json({ keys: Array(1001).fill(one.jwk) }), 'unexpected_response', false],
    ['404', () => json({ code: 404, msg: 'Not Found' }, { status: 404 }), 'unexpected_response', false],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: jwksUrl } }), 'unexpected_response', false],
    ['429', () => json({ code: 'over_request_rate_limit', msg: 'x' }, { status: 429 }), 'unexpected_response', true],
    ['500', () => json({ code: 'unexpected_failure', msg: 'x' }, { status: 500 }), 'unexpected_response', true],
    ['502', () => new Response('<html>Bad Gateway</html>', { status: 502, ...html }), 'unexpected_response', true],
  ])('%s is a failure that says so', async (_what, answer, code, retryable) => {
    const { data, error } = await verifyAccessToken(tokenOf.get(one)!, { jwksUrl, fetch: async () => answer() })
    expect(data).toBeNull()
    expect(error).toMatchObject({ code, retryable, status: answer().status })
  })

  test.each<[string, unknown[], string]>([
    ['no keys, as one that signs with a secret', [], 'no key fits it'],
    ['what is no key', [null, 7, 'x', [], {}], 'no key fits it'],
    ['what is no key, and a key', [null, 7, 'x', [], {}, one.jwk], 'yes'],
    ['keys of types that nobody knows', [{ kty: 'AKP', kid: 'one', alg: 'ML-DSA-44', pub: 'AA' }, one.jwk], 'yes'],
    ['a secret with the same id', [{ kty: 'oct', kid: 'one', k: 'c2VjcmV0' }, one.jwk], 'yes'],
    ['the key twice', [one.jwk, one.jwk], 'several keys fit it'],
    ['a key that is broken', [{ ...one.jwk, x: 'AA' }], 'its key is unusable'],
  ])('%s', async (_what, keys, verdict) => {
    const { verify } = setUp(json({ keys }))
    expect(await verify(one)).toBe(verdict)
  })

  test('a secret does not make HS256 good', async () => {
    const hs = await createSigner('HS256')
    tokenOf.set(hs, await hs.sign())
    const { verify } = setUp(json({ keys: [hs.jwk as Jwk] }))
    expect(await verify(hs)).toBe('its algorithm is not accepted')
  })

  test('nothing, but a broken connection, is network_failure', async () => {
    const { verify } = setUp(new TypeError('fetch failed'))
    expect(await verify(one)).toBe('network_failure')
    const broken = new Response(new ReadableStream({ start: (controller) => controller.error(new TypeError('reset')) }))
    const { error } = await verifyAccessToken(tokenOf.get(one)!, { jwksUrl, fetch: async () => broken })
    expect(error).toMatchObject({ code: 'network_failure', retryable: true, cause: { message: 'reset' } })
  })
})

describe('a server that does not answer', () => {
  beforeEach(() => void vi.useFakeTimers({ now: time }))

  test.each([true, false])('is given up after 10 s, whether fetch obeys its signal or not: %s', async (obeysSignal) => {
    const { verify } = setUp()
    const verdict = verify(one, { fetch: hangingFetch({ obeysSignal }) })
    await vi.advanceTimersByTimeAsync(9999)
    expect(vi.getTimerCount()).toBeGreaterThan(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(await verdict).toBe('timeout')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is given up after the time limit of the call', async () => {
    const { verify } = setUp()
    const verdict = verify(one, { fetch: hangingFetch({ obeysSignal: false }), timeout: 500 })
    await vi.advanceTimersByTimeAsync(500)
    expect(await verdict).toBe('timeout')
  })

  test('while old keys are good does not matter, once it is given up', async () => {
    let isHanging = false
    const hanging = hangingFetch({ obeysSignal: true })
    const fetch = (request: Request) => (isHanging ? hanging(request) : Promise.resolve(set(one)))
    const { verify } = setUp()
    expect(await verify(one, { fetch })).toBe('yes')
    isHanging = true
    vi.setSystemTime(time + 601_000)
    const verdict = verify(one, { fetch })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await verdict).toBe('yes')
  })

  test('is waited for by all, and one who goes away takes nothing from the others', async () => {
    let answer!: (response: Response) => void
    const requests: Request[] = []
    const fetch = (request: Request) => (requests.push(request), new Promise<Response>((resolve) => (answer = resolve)))
    const { verify } = setUp()
    const controller = new AbortController()
    const first = verifyAccessToken(tokenOf.get(one)!, { jwksUrl, fetch, signal: controller.signal })
    const second = verify(one, { fetch })
    await vi.advanceTimersByTimeAsync(100)
    controller.abort('enough')
    expect((await first).error).toMatchObject({ code: 'aborted', cause: 'enough', retryable: false })
    expect(requests.map(({ signal }) => signal.aborted)).toEqual([false])
    answer(set(one))
    vi.useRealTimers()
    expect(await second).toBe('yes')
    expect(requests).toHaveLength(1)
  })

  test('is not asked at all with a signal that was aborted before', async () => {
    const { fetch } = setUp(set(one))
    const signal = AbortSignal.abort('no')
    const { error } = await verifyAccessToken(tokenOf.get(one)!, { jwksUrl, fetch, signal })
    expect(error).toMatchObject({ code: 'aborted', cause: 'no' })
    expect(fetch.requests).toEqual([])
  })
})

test('on Cloudflare Workers nobody waits for what another request has begun', async () => {
  vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' })
  const hanging = hangingFetch({ obeysSignal: false })
  let requests = 0
  const fetch = (request: Request) => (++requests === 1 ? hanging(request) : Promise.resolve(set(one)))
  const { verify } = setUp()
  const lost = verify(one, { fetch, timeout: 20 })
  expect(await verify(one, { fetch })).toBe('yes')
  expect(await verify(one, { fetch })).toBe('yes')
  expect(requests).toBe(2)
  // By the time that it has waited in vain, there are keys.
  expect(await lost).toBe('yes')
  expect(await verify(one, { fetch })).toBe('yes')
})
