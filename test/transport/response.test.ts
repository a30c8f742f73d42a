import fc from 'fast-check'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  AuthApiError,
  AuthRetryableFetchError,
  AuthError,
  AuthWeakPasswordError,
  type Client,
  createTransport,
  errorCodes,
  getSettings,
  getUser,
  isAuthApiError,
  isAuthError,
  isAuthRetryableFetchError,
  isAuthWeakPasswordError,
  signUp,
} from '../../src/operations/index.ts'
import { json, scriptedFetch } from '../scripted-fetch.ts'

const url = 'https://auth.example.com'

async function errorOf(response: Response | Error) {
  const client = createTransport({ url, fetch: scriptedFetch(response), retry: 0, credentials: { accessToken: 'a.b.c' } })
  const { data, error, response: answer } = await getUser({ client })
  expect(data).toBeUndefined()
  expect(isAuthError(error)).toBe(true)
  expect(answer).toBe(error?.response)
  return error!
}

describe('an error body', () => {
  test.each([
    ['without API version', { code: 403, error_code: 'session_not_found', msg: 'gone' }, 403, 'session_not_found', 'gone'],
    ['of version 2024-01-01', { code: 'session_not_found', message: 'gone' }, 403, 'session_not_found', 'gone'],
    ['of OAuth 2', { error: 'invalid_grant', error_description: 'used' }, 400, 'invalid_grant', 'used'],
    ['of OAuth 2 without description', { error: 'invalid request' }, 400, 'invalid request', 'invalid request'],
    ['of Postgres', { code: '23505', message: 'duplicate key', detail: 'row' }, 500, '23505', 'duplicate key'],
    ['of a newer server', { code: 'not_yet_known', message: 'new' }, 418, 'not_yet_known', 'new'],
  ])('%s', async (_what, body, status, code, message) => {
    const error = await errorOf(json(body, { status }))
    expect(error).toBeInstanceOf(AuthApiError)
    expect(error).toMatchObject({ code, status, message, operation: 'getUser', name: 'AuthApiError' })
  })

  test('D24: every code of the server is kept, in every body shape and with every status', async () => {
    expect(errorCodes).toHaveLength(109)
    for (const code of errorCodes) {
      for (const status of [400, 403, 404, 422, 429, 500, 503, 504]) {
        expect((await errorOf(json({ code: status, error_code: code, msg: 'm' }, { status }))).code).toBe(code)
        expect((await errorOf(json({ code, message: 'm' }, { status }))).code).toBe(code)
      }
    }
  })

  test.each([
    { code: 422, error_code: 'weak_password', msg: 'too short', weak_password: { reasons: ['length', 'pwned'] } },
    { code: 'weak_password', message: 'too short', weak_password: { reasons: ['length', 'pwned'] } },
  ])('weak_password says why: %j', async (body) => {
    const client = createTransport({ url, fetch: scriptedFetch(json(body, { status: 422 })) })
    const { error } = await signUp({ client, body: { email: 'a@example.com', password: '1' } })
    expect(error).toBeInstanceOf(AuthWeakPasswordError)
    expect(isAuthWeakPasswordError(error) && error.reasons).toEqual(['length', 'pwned'])
    expect(isAuthApiError(error)).toBe(true)
  })

  test('weak_password without reasons has none', async () => {
    for (const weak_password of [undefined, null, {}]) {
      const error = await errorOf(json({ code: 'weak_password', message: 'm', weak_password }, { status: 422 }))
      expect(error).toMatchObject({ code: 'weak_password', reasons: [] })
    }
  })
})

describe('an answer that is not GoTrue’s', () => {
  const html = '<html><head><style>b{}</style><title>502 Bad Gateway</title></head><body><h1>nginx</h1></body></html>'

  test('D26: HTML of a proxy gives status, content type and a few words', async () => {
    const error = await errorOf(new Response(html, { status: 404, headers: { 'content-type': 'text/html' } }))
    expect(error).toBeInstanceOf(AuthError)
    expect(error).toMatchObject({ code: 'unexpected_response', status: 404, retryable: false })
    expect(error.message).toContain('404, text/html: <html>')
    expect(error.message).toContain('<title>502 Bad Gateway</title>')
  })

  test.each([502, 503, 504, 520, 530])('%i of a gateway may be tried again', async (status) => {
    const error = await errorOf(new Response(html, { status }))
    expect(isAuthRetryableFetchError(error)).toBe(true)
    expect(error).toMatchObject({ status, retryable: true })
  })

  test.each([
    ['HTML with status 200', new Response(html, { headers: { 'content-type': 'text/html' } }), '200, text/html: <html>'],
    ['truncated JSON', new Response('{"access_token":"secret-abc', {}), '200, text/plain'],
    ['truncated JSON of a short token', new Response('{\n  "refresh_token": "secret-abcdef', {}), '200, text/plain'],
    ['an empty body', new Response('', {}), '200, text/plain'],
    ['a bare string', json('ok'), 'ok'],
    ['null', new Response('null'), '200, text/plain'],
    ['a number', new Response('17'), '200, text/plain'],
    ['an empty error', new Response('', { status: 405 }), '405, text/plain'],
    ['the text of an unknown path', new Response('404 page not found\n', { status: 404 }), '404 page not found'],
    ['an error without words', json({}, { status: 400 }), '400, application/json'],
    ['an object that is no text', json({ toString: null }, { status: 400 }), '400, application/json'],
    [
      'fields that are no text',
      json({ code: { toString: null }, msg: { toString: null } }, { status: 400 }),
      '400, application/json',
    ],
  ])('%s', async (_what, response, words) => {
    const error = await errorOf(response)
    expect(error).toMatchObject({ code: 'unexpected_response', status: response.status })
    expect(error.message).toContain(words)
    expect(error.message).not.toContain('secret')
  })

  test('a gateway’s own message is kept', async () => {
    const error = await errorOf(json({ message: 'Invalid API key', hint: 'Double check' }, { status: 401 }))
    expect(error).toMatchObject({ code: 'unexpected_response', status: 401 })
    expect(error.message).toContain('Invalid API key')
  })

  test('D27: a network failure has its cause', async () => {
    const cause = new TypeError('fetch failed')
    const error = await errorOf(cause)
    expect(error).toBeInstanceOf(AuthRetryableFetchError)
    expect(error).toMatchObject({ code: 'network_failure', status: 0, retryable: true, cause, operation: 'getUser' })
    expect(error.response).toBeUndefined()
  })

  /** Fields that the server has, with values that it has not. */
  const anyError = fc
    .record(
      Object.fromEntries(
        ['msg', 'message', 'error', 'error_code', 'code', 'error_id', 'weak_password'].map((name) => [name, fc.jsonValue()]),
      ),
      { requiredKeys: [] },
    )
    .map((body) => JSON.stringify(body))

  test('whatever it is, the call resolves to an error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 200, max: 599 }),
        fc.oneof(fc.string(), fc.json(), anyError),
        fc.string(),
        async (status, body, type) => {
          const response = new Response([204, 205, 304].includes(status) ? null : body, { status })
          if (/^[\x20-\x7e]*$/.test(type)) response.headers.set('content-type', type)
          const client = createTransport({ url, fetch: scriptedFetch(response), retry: 0 })
          const result = await getSettings({ client })
          if (result.error) expect(result.error).toMatchObject({ status, operation: 'getSettings' })
          else expect(status === 204 || status === 205 || typeof result.data === 'object').toBe(true)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

describe('error.requestId', () => {
  test.each([
    [{ 'sb-request-id': 'a', 'x-request-id': 'b' }, 'a'],
    [{ 'x-request-id': 'b' }, 'b'],
    [{}, 'd'],
  ])('with headers %j', async (headers, expected) => {
    const body = { code: 500, error_code: 'unexpected_failure', msg: 'm', error_id: 'd' }
    expect((await errorOf(json(body, { status: 500, headers }))).requestId).toBe(expected)
  })
})

describe('error.retryAfter, in seconds', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('Thu, 20 Aug 2026 09:00:00 GMT') }))
  afterEach(() => void vi.useRealTimers())
  test.each([
    ['a header in seconds', { 'retry-after': '7' }, 'm', 7],
    ['a date', { 'retry-after': 'Thu, 20 Aug 2026 09:00:30 GMT' }, 'm', 30],
    ['a date in the past', { 'retry-after': 'Thu, 20 Aug 2026 08:00:00 GMT' }, 'm', undefined],
    ['nonsense', { 'retry-after': 'soon' }, 'm', undefined],
    ['D25: the server’s sentence', {}, 'For security purposes, you can only request this after 59 seconds.', 59],
    ['the header rather than the sentence', { 'retry-after': '7' }, 'after 59 seconds', 7],
    ['neither', {}, 'email rate limit exceeded', undefined],
  ])('from %s', async (_what, headers, message, expected) => {
    const error = await errorOf(
      json({ code: 'over_email_send_rate_limit', message }, { status: 429, headers: headers as never }),
    )
    expect(error.retryAfter).toBe(expected)
  })
})

describe('error.retryable', () => {
  test.each([
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [408, true],
    [409, false],
    [422, false],
    [425, true],
    [429, true],
    [500, true],
    [504, true],
  ])('with status %i is %s', async (status, expected) => {
    expect((await errorOf(json({ code: 'unknown', message: 'm' }, { status }))).retryable).toBe(expected)
  })
})

test('D32: an error shows no credential, neither the request’s nor the answer’s', async () => {
  const planted = ['planted-access-token', 'planted-api-key', 'planted-password', 'planted-refresh-token', 'planted-header']
  const answers = [
    json({ code: 'invalid_credentials', message: 'Invalid login credentials' }, { status: 400 }),
    new Response('{"access_token":"planted-access-token","refresh_token":"planted-refresh-to'),
    new Response('<html>planted-access-token-and-more-of-it</html>'),
    new Response('', { status: 302, headers: { location: 'https://x.example.com/#access_token=planted-access-token' } }),
    new TypeError('fetch failed'),
  ]
  for (const answer of answers) {
    const client = createTransport({
      url,
      apiKey: 'planted-api-key',
      fetch: scriptedFetch(answer),
      retry: 0,
      headers: { 'X-Secret': 'planted-header' },
      credentials: { accessToken: 'planted-access-token' },
    })
    const { error } = await signUp({ client, body: { email: 'a@example.com', password: 'planted-password' } })
    const { error: other } = await getUser({ client })
    for (const shown of [error, other, client]) {
      const text = inspect(shown, { depth: 10, showHidden: false }) + JSON.stringify(shown) + String(shown)
      for (const secret of planted) expect(text).not.toContain(secret)
    }
    expect(Object.keys(error!)).not.toContain('response')
  }
})

test('D32: nor does one for a token, key or header that cannot be sent', async () => {
  const planted = 'planted\nsecret'
  const calls = [
    (client: Client) => getUser({ client, credentials: { accessToken: planted } }),
    (client: Client) => getUser({ client, credentials: { accessToken: 'a' }, headers: { 'x-a': planted } }),
    () => getSettings({ client: createTransport({ url, apiKey: planted }) }),
    () => getSettings({ client: createTransport({ url, headers: { authorization: planted } }) }),
  ]
  for (const call of calls) {
    const { error } = await call(createTransport({ url, fetch: scriptedFetch(json({})) }))
    expect(error).toMatchObject({ code: 'invalid_argument', message: 'a header is unusable' })
    expect(inspect(error, { depth: 10 })).not.toContain('planted')
  }
})
