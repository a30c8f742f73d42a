import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { authorizeUrl, oauthServerAuthorizeUrl, verifyLinkUrl } from '../../../src/facade/index.ts'

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const parameters = (url: URL) => Object.fromEntries(url.searchParams)

describe('authorizeUrl()', () => {
  test.each([
    ['https://auth.example.com', 'https://auth.example.com/authorize?provider=github'],
    ['https://auth.example.com/', 'https://auth.example.com/authorize?provider=github'],
    ['https://project.supabase.co/auth/v1', 'https://project.supabase.co/auth/v1/authorize?provider=github'],
    ['https://project.supabase.co/auth/v1/', 'https://project.supabase.co/auth/v1/authorize?provider=github'],
  ])('D17: keeps the path of %s', (base, expected) => {
    expect(authorizeUrl(base, { provider: 'github' }).href).toBe(expected)
  })

  test('D18: has every parameter that the server reads, each escaped once', () => {
    const url = authorizeUrl('http://localhost:9999', {
      provider: 'custom:acme & co',
      redirectTo: 'https://app.example.com/?next=/a b&x=1#top',
      scopes: ['a', 'b'],
      queryParams: { prompt: 'consent', login_hint: 'ada@example.com' },
      inviteToken: 'i+v',
      nonce: 'n=1',
      codeChallenge: challenge,
    })
    expect(parameters(url)).toEqual({
      provider: 'custom:acme & co',
      redirect_to: 'https://app.example.com/?next=/a b&x=1#top',
      scopes: 'a b',
      prompt: 'consent',
      login_hint: 'ada@example.com',
      invite_token: 'i+v',
      nonce: 'n=1',
      code_challenge: challenge,
      code_challenge_method: 's256',
    })
    expect(url.href).not.toContain('%25')
  })

  test.each([
    ['github', 'repo gist', 'repo,gist'],
    ['github', 'repo, gist', 'repo,gist'],
    ['github', ['repo', 'gist'], 'repo,gist'],
    ['custom:acme', 'a,b c', 'a b c'],
    ['github', '', null],
    ['github', [], null],
  ])('writes scopes as the server splits them: %s, %j', (provider, scopes, expected) => {
    expect(authorizeUrl('http://localhost:9999', { provider, scopes }).searchParams.get('scopes')).toBe(expected)
  })

  test('lets queryParams take the place of nothing', () => {
    const url = authorizeUrl('http://localhost:9999', {
      provider: 'github',
      queryParams: { provider: 'evil', redirect_to: 'https://evil.example.com', code_challenge: 'x' },
      redirectTo: 'https://app.example.com/',
      codeChallenge: challenge,
    })
    expect(parameters(url)).toMatchObject({
      provider: 'github',
      redirect_to: 'https://app.example.com/',
      code_challenge: challenge,
    })
    expect(url.searchParams.getAll('provider')).toEqual(['github'])
  })

  test('brings any values back', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 })
    fc.assert(
      fc.property(text, text, fc.dictionary(text, text), (provider, redirectTo, queryParams) => {
        const url = authorizeUrl('https://auth.example.com/auth/v1', { provider, redirectTo, queryParams })
        expect(url.origin + url.pathname).toBe('https://auth.example.com/auth/v1/authorize')
        expect(url.hash).toBe('')
        expect(parameters(url)).toEqual({ ...queryParams, provider, redirect_to: redirectTo })
      }),
    )
  })

  test('throws on a bad address', () => {
    expect(() => authorizeUrl('', { provider: 'github' })).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
  })
})

describe('round trips', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 })
  const base = fc.constantFrom('http://localhost:9999', 'https://auth.example.com/auth/v1/', 'https://[::1]:8443/a%20b')
  const options = { numRuns: 500 }

  test('authorizeUrl() of any options', () => {
    const scope = fc.stringMatching(/^[^\s,]{1,12}$/)
    const given = fc.record(
      {
        redirectTo: text,
        queryParams: fc.dictionary(text, text),
        inviteToken: text,
        nonce: text,
        codeChallenge: text,
        scopes: fc.array(scope),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(base, text, given, (base, provider, options) => {
        const url = authorizeUrl(base, { provider, ...options })
        expect(url.href.startsWith(base.replace(/\/$/, ''))).toBe(true)
        const { redirectTo, queryParams, inviteToken, nonce, codeChallenge, scopes } = options
        const expected = {
          ...queryParams,
          provider,
          ...(redirectTo && { redirect_to: redirectTo }),
          ...(inviteToken && { invite_token: inviteToken }),
          ...(nonce && { nonce }),
          ...(codeChallenge && { code_challenge: codeChallenge, code_challenge_method: 's256' }),
          ...(scopes?.length && { scopes: scopes.join(provider.startsWith('custom:') ? ' ' : ',') }),
        }
        expect(parameters(url)).toEqual(expected)
        expect([...url.searchParams.keys()].length).toBe(Object.keys(expected).length)
        // What a browser does with it changes nothing.
        expect(new URL(url.href).href).toBe(url.href)
      }),
      options,
    )
  })

  test('verifyLinkUrl() of any hash and target', () => {
    fc.assert(
      fc.property(base, text, text, fc.boolean(), (base, tokenHash, redirectTo, isLed) => {
        const url = verifyLinkUrl(base, { tokenHash, type: 'magiclink', ...(isLed && { redirectTo }) })
        expect(parameters(url)).toEqual({ token: tokenHash, type: 'magiclink', ...(isLed && { redirect_to: redirectTo }) })
      }),
      options,
    )
  })

  test('oauthServerAuthorizeUrl() of any options', () => {
    const given = fc.record({ state: text, nonce: text, resource: text, scope: text }, { requiredKeys: [] })
    fc.assert(
      fc.property(base, text, text, given, (base, clientId, redirectUri, options) => {
        const url = oauthServerAuthorizeUrl(base, { clientId, redirectUri, codeChallenge: challenge, ...options })
        expect(parameters(url)).toEqual({
          client_id: clientId,
          redirect_uri: redirectUri,
          response_type: 'code',
          code_challenge: challenge,
          code_challenge_method: 'S256',
          ...options,
        })
      }),
      options,
    )
  })
})

test('verifyLinkUrl() sends the hash as token, which is what the server reads', () => {
  const url = verifyLinkUrl('http://localhost:9999/', {
    tokenHash: 'pkce_1f',
    type: 'recovery',
    redirectTo: 'myapp://reset',
  })
  expect(url.href).toBe('http://localhost:9999/verify?token=pkce_1f&type=recovery&redirect_to=myapp%3A%2F%2Freset')
})

test('oauthServerAuthorizeUrl() is a request of RFC 6749, section 4.1.1, with PKCE', () => {
  const url = oauthServerAuthorizeUrl('https://project.supabase.co/auth/v1', {
    clientId: '3e0f7d52-6b1a-4c8e-9f24-7a5d1b0c8e63',
    redirectUri: 'https://notes.example.com/callback',
    codeChallenge: challenge,
    scope: ['openid', 'email'],
    state: 's',
    nonce: 'n',
    resource: 'https://api.example.com',
  })
  expect(url.pathname).toBe('/auth/v1/oauth/authorize')
  expect(parameters(url)).toEqual({
    client_id: '3e0f7d52-6b1a-4c8e-9f24-7a5d1b0c8e63',
    redirect_uri: 'https://notes.example.com/callback',
    response_type: 'code',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    scope: 'openid email',
    state: 's',
    nonce: 'n',
    resource: 'https://api.example.com',
  })
})
