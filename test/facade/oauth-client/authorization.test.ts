// The way of a user to the server and back: what the request says, and which answers are taken for answers to it.
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import {
  AuthApiError,
  checkAuthorizationResponse,
  codeChallengeOf,
  createAuthorizationRequest,
  isAuthError,
  type ExpectedAuthorizationResponse,
} from '../../../src/facade/oauth-client/index.ts'

const url = 'https://project.example.com/auth/v1'
const clientId = '3f2b8c1d-5e6a-4d7c-8b9a-0c1d2e3f4a5b'
const redirectUri = 'https://app.example.com/callback'
const resource = 'https://mcp.example.com/notes'

describe('createAuthorizationRequest()', () => {
  test('asks for a code, with a challenge and a state', async () => {
    const scope = ['email', 'profile']
    const request = await createAuthorizationRequest(url, { clientId, redirectUri, scope, resource, nonce: 'n-0S6' })
    const { origin, pathname, searchParams } = new URL(request.url)
    expect(origin + pathname).toBe(`${url}/oauth/authorize`)
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      code_challenge: await codeChallengeOf(request.codeVerifier),
      code_challenge_method: 'S256',
      scope: 'email profile',
      state: request.state,
      nonce: 'n-0S6',
      resource,
    })
    expect(request).toEqual({
      url: request.url,
      state: expect.stringMatching(/^[\w-]{43}$/),
      codeVerifier: expect.stringMatching(/^[\w-]{43}$/),
      redirectUri,
      resource,
    })
    expect(request.url).not.toContain(request.codeVerifier)
    expect(JSON.parse(JSON.stringify(request))).toEqual(request)
  })

  test('is new each time, and without what is not given', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => createAuthorizationRequest(url, { clientId, redirectUri })))
    expect(new Set([one!.state, other!.state, one!.codeVerifier, other!.codeVerifier]).size).toBe(4)
    expect(one).not.toHaveProperty('resource')
    expect(new URL(one!.url).searchParams.has('scope')).toBe(false)
  })

  test.each([
    ['an address without https', 'http://auth.example.com', {}],
    ['no clientId', url, { clientId: '' }],
    ['no redirectUri', url, { redirectUri: undefined }],
    ['a resource with a fragment', url, { resource: `${resource}#a` }],
    ['a resource with a query', url, { resource: `${resource}?a` }],
    ['a resource without a scheme', url, { resource: '/notes' }],
  ])('with %s rejects', async (_what, address, options) => {
    const request = createAuthorizationRequest(address, { clientId, redirectUri, ...options } as never)
    await expect(request).rejects.toMatchObject({ name: 'AuthError', code: 'invalid_argument' })
  })

  test.each([undefined, null])('of %s rejects', async (options) => {
    await expect(createAuthorizationRequest(url, options!)).rejects.toMatchObject({ code: 'invalid_argument' })
  })

  test('without WebCrypto rejects', async () => {
    vi.stubGlobal('crypto', undefined)
    const request = createAuthorizationRequest(url, { clientId, redirectUri })
    await expect(request).rejects.toMatchObject({ code: 'crypto_missing' })
    vi.unstubAllGlobals()
  })
})

describe('checkAuthorizationResponse()', () => {
  const state = 'W0f3ptQ9'
  const code = '6ea33b85-2138-4fe3-938e-1dfbf49b72ce'
  const expected: ExpectedAuthorizationResponse = { state, issuer: url, redirectUri }
  const check = (query: string, more: Partial<ExpectedAuthorizationResponse> = {}, at = redirectUri) =>
    checkAuthorizationResponse(`${at}${query}`, { ...expected, ...more })
  const good = `?code=${code}&state=${state}`
  const iss = `iss=${encodeURIComponent(url)}`

  test('gives the code', () => {
    expect(check(good)).toEqual({ code })
    expect(checkAuthorizationResponse(new URL(redirectUri + good), { state, issuer: url })).toEqual({ code })
    expect(check(`${good}&${iss}`, { requireIss: true })).toEqual({ code })
    expect(check(good, { issuer: '' })).toEqual({ code })
    expect(check(good, { redirectUri: 'myapp://cb' }, 'myapp://cb')).toEqual({ code })
    expect(check(`?app=1&${good.slice(1)}`, { redirectUri: `${redirectUri}?app=1` })).toEqual({ code })
  })

  test.each([
    ['another state', `?code=${code}&state=other`],
    ['no state', `?code=${code}`],
    ['an empty state', `?code=${code}&state=`],
    ['the state twice', `${good}&state=${state}`],
    ['the state in the fragment', `?code=${code}#state=${state}`],
    ['no code', `?state=${state}`],
    ['an empty code', `?code=&state=${state}`],
    ['the code twice', `${good}&code=other`],
    ['the code in the fragment', `?state=${state}#code=${code}`],
    ['another issuer', `${good}&iss=https%3A%2F%2Fevil.example.com`],
    ['the issuer twice', `${good}&${iss}&${iss}`],
    ['almost the issuer', `${good}&${iss}%2F`],
    ['an error of another state', '?error=access_denied&state=other'],
    ['an error of another issuer', `?error=access_denied&state=${state}&iss=https%3A%2F%2Fevil.example.com`],
  ])('with %s throws, and tells nothing of it', (_what, query) => {
    const attempt = () => check(query)
    expect(attempt).toThrow(expect.objectContaining({ name: 'AuthError', code: 'invalid_argument' }))
    expect(attempt).not.toThrow(code)
    expect(attempt).not.toThrow(state)
  })

  test.each<[string, string, Partial<ExpectedAuthorizationResponse>]>([
    ['no issuer where it is required', good, { requireIss: true }],
    ['an issuer where none is known', `${good}&${iss}`, { issuer: '' }],
    ['an expected state that is empty', `?code=${code}&state=`, { state: '' }],
    ['an expected state that is missing', `?code=${code}`, { state: undefined! }],
    ['another place', good, { redirectUri: 'https://app.example.com/other' }],
    ['another host', good, { redirectUri: 'https://app.example.com.evil.example/callback' }],
    ['a place without its query', good, { redirectUri: `${redirectUri}?app=1` }],
    ['a redirect URI that is none', good, { redirectUri: 'callback' }],
  ])('with %s throws', (_what, query, more) => {
    expect(() => check(query, more)).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
  })

  test.each([undefined, null, 'state'])('against %j throws', (given) => {
    const attempt = () => checkAuthorizationResponse(redirectUri + good, given as never)
    expect(attempt).toThrow(expect.objectContaining({ name: 'AuthError', code: 'invalid_argument' }))
  })

  test('of a URL that is none throws', () => {
    for (const given of ['/callback?code=1', '', 'callback', undefined!]) {
      expect(() => checkAuthorizationResponse(given, expected)).toThrow(
        expect.objectContaining({ code: 'invalid_argument' }),
      )
    }
  })

  test('throws what was refused, with its code and its sentence', () => {
    const refusal = (query: string) => {
      try {
        return check(query)
      } catch (error) {
        return error
      }
    }
    const denied = refusal(`?error=access_denied&error_description=User+denied+the+request&state=${state}`)
    expect(denied).toBeInstanceOf(AuthApiError)
    expect(denied).toMatchObject({ code: 'access_denied', message: 'User denied the request', operation: 'oauthAuthorize' })
    expect(refusal(`?error=invalid_scope&state=${state}&code=${code}`)).toMatchObject({
      code: 'invalid_scope',
      message: 'invalid_scope',
    })
  })

  test('throws nothing but AuthError, and gives no code without the state', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()), (given) => {
        try {
          checkAuthorizationResponse(given, { state, issuer: url })
        } catch (error) {
          return isAuthError(error)
        }
        return false
      }),
    )
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (state, code) => {
        const response = new URL(redirectUri)
        response.searchParams.set('state', state)
        response.searchParams.set('code', code)
        expect(checkAuthorizationResponse(response, { state, issuer: url })).toEqual({ code })
      }),
    )
  })
})
