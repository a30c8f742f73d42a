// Every function of gotrue-sdk/oauth-client that asks the authorization server × every documented answer of the operation behind it,
// against Prism on the spec: the request is valid and says what was asked for, the data is the answer's, the error has its code.
import { describe, expect, test } from 'vitest'
import { codeOf } from '../../scripts/spec/derive.ts'
import {
  clientSecretBasic,
  clientSecretPost,
  discover,
  exchangeCode,
  isAuthError,
  publicClient,
  refresh,
  register,
  userinfo,
  type AuthError,
  type OAuthClientOptions,
} from '../../src/facade/oauth-client/index.ts'
import type { Operation } from './facade-calls.ts'
import { examplesOf, judge, placeOf, usePrism } from './judge.ts'
import { accessToken, type Mutation } from './mock.ts'

interface OAuthCall {
  title: string
  operation: Operation
  call(url: string, options: OAuthClientOptions): Promise<{ data: unknown; error: AuthError | null }>
  body?: Record<string, unknown>
  headers?: Record<string, string>
  /** What it asks for before this one. */
  after?: Operation
}

const client_id = '3f2b8c1d-5e6a-4d7c-8b9a-0c1d2e3f4a5b'
const client_secret = 'TZEZkRbYIgdJlY1fq0uRBtccq5oivPkz7Iw5PZOseUM'
const redirectUri = 'https://app.example.com/callback'
const code = '6ea33b85-2138-4fe3-938e-1dfbf49b72ce'
const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const refreshToken = 'v7dwkq3n5r2x'
const resource = 'https://mcp.example.com/notes'
const basic = { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` }
const ways = {
  clientSecretBasic: { authentication: clientSecretBasic(client_id, client_secret), body: {}, headers: basic },
  clientSecretPost: {
    authentication: clientSecretPost(client_id, client_secret),
    body: { client_id, client_secret },
    headers: {},
  },
  publicClient: { authentication: publicClient(client_id), body: { client_id }, headers: {} },
}
/** The example of the spec stands for a server elsewhere. */
const issuer = 'https://auth.example.com'

const calls: OAuthCall[] = [
  {
    title: 'discover()',
    operation: 'getOauthAuthorizationServer',
    call: (url, options) => discover(url, { ...options, issuer }),
  },
  {
    title: 'discover() where there is no such metadata',
    operation: 'getOpenidConfiguration',
    after: 'getOauthAuthorizationServer',
    call: (url, options) => discover(url, { ...options, issuer }),
  },
  {
    title: 'register() of a public client',
    operation: 'registerOauthClient',
    call: (url, options) => register(url, { redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' }, options),
    body: { redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' },
  },
  {
    title: 'register() of a confidential client',
    operation: 'registerOauthClient',
    call: (url, options) => register(url, { redirect_uris: [redirectUri], client_name: 'Notes' }, options),
    body: { redirect_uris: [redirectUri], client_name: 'Notes' },
  },
  ...Object.entries(ways).flatMap(([name, { authentication, body, headers }]): OAuthCall[] => [
    {
      title: `exchangeCode() with ${name}`,
      operation: 'oauthToken',
      call: (url, options) => exchangeCode(url, { authentication, code, codeVerifier, redirectUri, resource }, options),
      body: {
        grant_type: 'authorization_code',
        code,
        code_verifier: codeVerifier,
        redirect_uri: redirectUri,
        resource,
        ...body,
      },
      headers,
    },
    {
      title: `refresh() with ${name}`,
      operation: 'oauthToken',
      call: (url, options) => refresh(url, { authentication, refreshToken }, options),
      body: { grant_type: 'refresh_token', refresh_token: refreshToken, ...body },
      headers,
    },
  ]),
  {
    title: 'userinfo()',
    operation: 'getOauthUserinfo',
    call: (url, options) => userinfo(url, accessToken, options),
    headers: { authorization: `Bearer ${accessToken}` },
  },
]

const prism = usePrism()

/** A `fetch` that speaks with Prism, and what Prism has to say of it. What is asked for before is not there. */
function setUp(aim: Operation, mutation?: Mutation) {
  const { fetch: judgedFetch, ...judged } = judge({ operation: aim }, mutation)
  const { method, path } = placeOf(aim)
  const fetch = async (request: Request) => {
    const isAsked = method === request.method.toLowerCase() && path === new URL(request.url).pathname
    return isAsked ? judgedFetch(request) : new Response('no such page', { status: 404 })
  }
  return { fetch, ...judged }
}

describe.each(calls)('$title', ({ operation, call, body, headers = {} }) => {
  test.each(examplesOf(operation))('$title', async (example) => {
    const { fetch, requests, violations, findings } = setUp(operation)
    const { data, error } = await call(prism.url, { fetch, headers: example.headers })
    expect([...violations, ...findings]).toEqual([])
    const { request, text } = requests[0]!
    expect(text ? JSON.parse(text) : undefined).toEqual(body)
    expect(Object.fromEntries(request.headers)).toMatchObject(headers)
    if (example.status < 300) {
      // Metadata of a server without an issuer can't be those of the one that is expected.
      const isRefused = 'issuer' in example.body && example.body.issuer !== issuer
      if (isRefused) expect(error).toMatchObject({ code: 'unexpected_response', message: expect.stringContaining('issuer') })
      else expect({ data, error }).toEqual({ data: example.body, error: null })
    } else {
      expect(data).toBeNull()
      expect(isAuthError(error)).toBe(true)
      expect(error!.code).toBe(codeOf(example.body) ?? example.body.code)
    }
  })

  test('a broken request is found out', async () => {
    const { fetch, violations } = setUp(operation, (request) => {
      const { url, method, headers } = request
      const broken = new Headers(headers)
      broken.delete('authorization')
      return method === 'GET'
        ? new Request(url, { method, headers: broken })
        : new Request(url, { method, headers: broken, body: '{"grant_type":7}' })
    })
    await call(prism.url, { fetch })
    // Metadata are everybody's: nothing of the request can be wrong.
    expect(violations.length > 0).toBe(!operation.startsWith('getO') || operation === 'getOauthUserinfo')
  })
})
