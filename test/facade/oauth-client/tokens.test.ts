// Tokens for a code and for a refresh token, and whose they are, against the answers of a real server.
import { inspect } from 'node:util'
import { describe, expect, test, vi } from 'vitest'
import {
  clientSecretBasic,
  clientSecretPost,
  exchangeCode,
  publicClient,
  refresh,
  userinfo,
  type OAuthTokens,
} from '../../../src/facade/oauth-client/index.ts'
import { hangingFetch, json, scriptedFetch } from '../../scripted-fetch.ts'
import { answer, bearerOf, recorded, sent, url } from '../recorded-server.ts'

const exchanged = recorded('POST /oauth/token', 'oauthserver/code')
const tokens = exchanged.response.body as OAuthTokens
const authentication = publicClient('3f2b8c1d')
const exchange = { authentication, code: '6ea33b85', codeVerifier: 'dBjftJeZ4CVP' }
const renewal = { authentication, refreshToken: 'v7dwkq3n5r2x' }

describe('exchangeCode()', () => {
  test('gives tokens', async () => {
    const fetch = scriptedFetch(answer(exchanged))
    const redirectUri = 'https://app.example.com/callback'
    const resource = 'https://mcp.example.com/notes'
    // What createAuthorizationRequest() gave may be passed on whole.
    const given = { url: 'there', state: 'W0f3ptQ9', ...exchange, redirectUri, resource }
    expect(await exchangeCode(url, given, { fetch })).toEqual({ data: tokens, error: null })
    expect(await sent(fetch.requests[0])).toEqual({
      method: 'POST',
      path: '/oauth/token',
      query: {},
      body: {
        grant_type: 'authorization_code',
        code: '6ea33b85',
        code_verifier: 'dBjftJeZ4CVP',
        redirect_uri: redirectUri,
        resource,
        client_id: '3f2b8c1d',
      },
    })
    expect(fetch.requests[0]!.headers.has('authorization')).toBe(false)
  })

  test('authenticates as the client is registered', async () => {
    const fetch = scriptedFetch(answer(exchanged))
    await exchangeCode(url, { ...exchange, authentication: clientSecretBasic('id', 'secret') }, { fetch })
    await exchangeCode(url, { ...exchange, authentication: clientSecretPost('id', 'secret') }, { fetch })
    const [basic, post] = fetch.requests
    expect(basic!.headers.get('authorization')).toBe(`Basic ${btoa('id:secret')}`)
    expect((await sent(basic)).body).not.toHaveProperty('client_secret')
    expect((await sent(post)).body).toMatchObject({ client_id: 'id', client_secret: 'secret' })
    expect(post!.headers.has('authorization')).toBe(false)
  })

  test('of a code that is used has the code of the protocol', async () => {
    const used = recorded('POST /oauth/token', 'oauthserver/unknown code')
    const { data, error } = await exchangeCode(url, exchange, { fetch: scriptedFetch(answer(used)) })
    expect([data, error?.code, error?.message]).toEqual([null, 'invalid_grant', 'Invalid authorization code'])
  })

  test('takes null for no options', async () => {
    vi.stubGlobal('fetch', scriptedFetch(answer(exchanged)))
    expect(await exchangeCode(url, exchange, null!)).toEqual({ data: tokens, error: null })
    vi.unstubAllGlobals()
  })

  test('is sent once, even if its answer is lost', async () => {
    const fetch = scriptedFetch(new TypeError('fetch failed'))
    expect((await exchangeCode(url, exchange, { fetch })).error?.code).toBe('network_failure')
    expect(fetch.requests).toHaveLength(1)
  })

  test.each<[string, object]>([
    ['no code', { code: '' }],
    ['no codeVerifier', { codeVerifier: undefined }],
  ])('with %s sends nothing', async (_what, change) => {
    const fetch = scriptedFetch(answer(exchanged))
    const { data, error } = await exchangeCode(url, { ...exchange, ...change }, { fetch })
    expect([data, error?.code, fetch.requests]).toEqual([null, 'invalid_argument', []])
  })

  test('without authentication sends nothing', async () => {
    const fetch = scriptedFetch(answer(exchanged))
    // A secret by itself would be sent as a bearer.
    for (const authentication of [undefined, 'secret', { client_id: 'id' }]) {
      const { error } = await exchangeCode(url, { ...exchange, authentication: authentication as never }, { fetch })
      expect([error?.code, fetch.requests]).toEqual(['credentials_missing', []])
    }
    expect((await exchangeCode(url, undefined!, { fetch })).error?.code).toBe('invalid_argument')
  })

  test('without https sends nothing', async () => {
    const fetch = scriptedFetch(answer(exchanged))
    const there = 'http://auth.example.com'
    expect((await exchangeCode(there, exchange, { fetch })).error?.code).toBe('invalid_argument')
    expect(fetch.requests).toEqual([])
    expect((await exchangeCode(there, exchange, { fetch, allowInsecureRequests: true })).error).toBeNull()
  })

  test.each([
    { ...tokens, token_type: 'mac' },
    { ...tokens, token_type: 'bearer2' },
    { ...tokens, token_type: 'forbearer' },
    { ...tokens, access_token: 7 },
    { ...tokens, token_type: undefined },
    {},
  ])('takes nothing else for a bearer token: %#', async (body) => {
    const { data, error } = await exchangeCode(url, exchange, { fetch: scriptedFetch(json(body)) })
    expect([data, error?.code]).toEqual([null, 'unexpected_response'])
  })

  test('follows no redirect', async () => {
    const fetch = scriptedFetch(Response.redirect('https://evil.example.com/', 307))
    expect((await exchangeCode(url, exchange, { fetch })).error?.code).toBe('unexpected_response')
    expect(fetch.requests).toHaveLength(1)
    expect(fetch.requests[0]!.redirect).toBe('manual')
  })

  test('ends when it is told to', async () => {
    const signal = AbortSignal.abort('enough')
    const { error } = await exchangeCode(url, exchange, { fetch: hangingFetch({ obeysSignal: true }), signal })
    expect(error).toMatchObject({ code: 'aborted', cause: 'enough' })
  })
})

describe('refresh()', () => {
  test('gives new tokens', async () => {
    const fetch = scriptedFetch(answer(exchanged))
    expect(await refresh(url, renewal, { fetch, headers: { 'x-trace': 'abc' } })).toEqual({ data: tokens, error: null })
    const { body } = await sent(fetch.requests[0])
    expect(body).toEqual({ grant_type: 'refresh_token', refresh_token: 'v7dwkq3n5r2x', client_id: '3f2b8c1d' })
    expect(fetch.requests[0]!.headers.get('x-trace')).toBe('abc')
  })

  test("of another client's token has the code of the protocol", async () => {
    const other = recorded('POST /oauth/token', 'oauthserver/refresh other client')
    const { error } = await refresh(url, renewal, { fetch: scriptedFetch(answer(other)) })
    expect(error?.code).toBe('invalid_client')
  })

  test('without a token sends nothing', async () => {
    const fetch = scriptedFetch(answer(exchanged))
    expect((await refresh(url, { authentication } as never, { fetch })).error?.code).toBe('invalid_argument')
    expect(fetch.requests).toEqual([])
  })
})

describe('userinfo()', () => {
  const info = recorded('GET /oauth/userinfo', 'oauthserver/oauth session')

  test('says whose token it is', async () => {
    const fetch = scriptedFetch(answer(info))
    expect(await userinfo(url, tokens.access_token, { fetch })).toEqual({ data: info.response.body, error: null })
    expect(bearerOf(fetch.requests[0])).toBe(tokens.access_token)
  })

  // A resource server lets in whoever has a token that this says something about.
  test.each([{}, [], { sub: '' }, { sub: 7 }, { email: 'ada@example.com' }])('takes %j for no user', async (body) => {
    const { data, error } = await userinfo(url, tokens.access_token, { fetch: scriptedFetch(json(body)) })
    expect([data, error?.code]).toEqual([null, 'unexpected_response'])
  })

  test('without a token sends nothing', async () => {
    const fetch = scriptedFetch(answer(info))
    expect((await userinfo(url, '', { fetch, apiKey: 'a.b.c' })).error?.code).toBe('invalid_argument')
    expect(fetch.requests).toEqual([])
  })
})

// Of an answer that is not GoTrue's a few words are shown, and none as long as a secret (src/transport/response.ts).
test('no error shows a secret', async () => {
  const secrets = ['code', 'verifier', 'client-secret', 'refresh', 'access'].map((name) => `${name}-5d2a4c0d-42aed025`)
  const [code, codeVerifier, secret, refreshToken, accessToken] = secrets as [string, string, string, string, string]
  const echo = (status: number) => async (request: Request) =>
    new Response(`<html>${request.headers.get('authorization')} ${await request.text()} "${accessToken}"`, { status })
  for (const step of [echo(200), echo(400), echo(503), new TypeError('fetch failed')]) {
    for (const way of [clientSecretBasic('id', secret), clientSecretPost('id', secret)]) {
      const fetch = scriptedFetch(step)
      const options = { fetch, retry: 0 }
      const errors = [
        (await exchangeCode(url, { authentication: way, code, codeVerifier }, options)).error,
        (await refresh(url, { authentication: way, refreshToken }, options)).error,
        (await userinfo(url, accessToken, options)).error,
      ]
      for (const error of errors) {
        expect(error).not.toBeNull()
        const shown = `${error} ${JSON.stringify(error)} ${inspect(error, { depth: 9, showHidden: true })} ${error!.stack}`
        for (const word of [...secrets, btoa(`id:${secret}`)]) expect(shown).not.toContain(word)
      }
    }
  }
})
