import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { createClient, verifyAccessToken } from '../../../src/facade/index.ts'
import {
  createAuthorizationRequest,
  checkAuthorizationResponse,
  discover,
  exchangeCode,
  publicClient,
  refresh,
  register,
  unwrap,
  userinfo,
} from '../../../src/facade/oauth-client/index.ts'
import type { ConfigInput, TestServer, TestUser } from '../../../src/testing/index.ts'
import { callerOf, claimsOf, expectRefusal, oauthRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
let user: TestUser
let token: string
let client: { client_id: string; client_secret: string }

const redirect_uri = 'https://app.example.com/callback'
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = createHash('sha256').update(verifier).digest('base64url')
const profile = { name: 'Ada', avatar_url: 'https://example.com/ada.png', username: 'ada' }

async function begin(config: ConfigInput = {}): Promise<void> {
  server = checkedServer({ config, now: '2026-01-01T00:00:00Z' })
  call = callerOf(server)
  user = server.users.create({ email: 'ada@example.com', user_metadata: profile })
  token = (await server.users.signIn(user)).access_token
  client = await newClient({ token_endpoint_auth_method: 'none' })
}
beforeEach(() => begin())

async function newClient(json: object) {
  const admin = await server.createServiceToken()
  return (await call('POST /admin/oauth/clients', { token: admin, json: { redirect_uris: [redirect_uri], ...json } })).body
}

const request = (changes: Record<string, string> = {}): Record<string, string> => ({
  client_id: client.client_id,
  redirect_uri,
  code_challenge: challenge,
  code_challenge_method: 'S256',
  ...changes,
})
const authorize = (parameters: Record<string, string>) =>
  call(`GET /oauth/authorize?${new URLSearchParams(parameters).toString()}`)

/** The id of an authorization that the browser has been sent to the consent page with. */
async function authorizationOf(changes: Record<string, string> = {}): Promise<string> {
  const { headers } = await authorize(request(changes))
  return new URL(headers.get('location')!).searchParams.get('authorization_id')!
}
const details = (id: string, more: object = {}) => call(`GET /oauth/authorizations/${id}`, { token, ...more })
const decide = (id: string, action: string, more: object = {}) =>
  call(`POST /oauth/authorizations/${id}/consent`, { token, json: { action }, ...more })

async function codeOf(changes: Record<string, string> = {}): Promise<string> {
  const id = await authorizationOf(changes)
  const seen = (await details(id)).body
  const { redirect_url } = seen.redirect_url ? seen : (await decide(id, 'approve')).body
  return new URL(redirect_url).searchParams.get('code')!
}
const exchange = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  call('POST /oauth/token', { form: { grant_type: 'authorization_code', ...form }, headers })
const exchangePublic = (code: string, more: Record<string, string> = {}) =>
  exchange({ client_id: client.client_id, code, code_verifier: verifier, ...more })

const unknown = refusal(404, 'oauth_authorization_not_found', 'authorization not found')

test('the whole of it, by the SDK: discovery, registration, consent, tokens, userinfo, refresh, revocation', async () => {
  const { fetch, url } = server
  const options = { fetch }
  const metadata = await discover(url, options).then(unwrap)
  expect(metadata).toMatchObject({ issuer: url, registration_endpoint: `${url}/oauth/clients/register` })
  const { client_id } = await register(
    url,
    { redirect_uris: [redirect_uri], client_name: 'Notes', token_endpoint_auth_method: 'none' },
    options,
  ).then(unwrap)
  const authentication = publicClient(client_id)
  const asked = await createAuthorizationRequest(url, {
    clientId: client_id,
    redirectUri: redirect_uri,
    scope: ['openid', 'email'],
  })
  const page = (await fetch(asked.url)).headers.get('location')!
  expect(page).toMatch(/^http:\/\/localhost:3000\/oauth\/consent\?authorization_id=\w{32}$/)

  const auth = createClient({ url, fetch })
  await auth.signInWithPassword({ email: 'ada@example.com', password: 'correct-horse-battery' }).then(unwrap)
  const id = new URL(page).searchParams.get('authorization_id')!
  expect(await auth.oauth.getAuthorizationDetails(id).then(unwrap)).toMatchObject({
    client: { id: client_id, name: 'Notes' },
    user: { id: user.id },
  })
  const { redirect_url } = await auth.oauth.approveAuthorization(id).then(unwrap)

  const { code } = checkAuthorizationResponse(redirect_url, { ...asked, issuer: url })
  const tokens = await exchangeCode(url, { ...asked, authentication, code }, options).then(unwrap)
  expect(await userinfo(url, tokens.access_token, options).then(unwrap)).toMatchObject({ sub: user.id })
  const refreshToken = tokens.refresh_token
  const next = await refresh(url, { authentication, refreshToken }, options).then(unwrap)
  expect(next.refresh_token).not.toBe(refreshToken)
  expect(await auth.oauth.listGrants().then(unwrap)).toMatchObject([{ scopes: ['openid', 'email'] }])
  expect((await auth.oauth.revokeGrant({ clientId: client_id })).error).toBeNull()
  expect((await userinfo(url, tokens.access_token, options)).error).toMatchObject({ code: 'session_not_found' })
})

describe('GET /oauth/authorize', () => {
  test('sends the browser to the consent page', async () => {
    const { status, headers, body } = await authorize(request())
    expect(status).toBe(302)
    expect(headers.get('location')).toMatch(/^http:\/\/localhost:3000\/oauth\/consent\?authorization_id=[a-z2-7]{32}$/)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(body).toBe(`<a href="${headers.get('location')}">Found</a>.\n\n`)
  })

  test.each([
    [
      { GOTRUE_SITE_URL: 'https://site.example/app/', GOTRUE_OAUTH_SERVER_AUTHORIZATION_PATH: 'consent' },
      'https://site.example/app/consent',
    ],
    [
      { GOTRUE_SITE_URL: 'https://site.example', GOTRUE_OAUTH_SERVER_AUTHORIZATION_PATH: '/a/b' },
      'https://site.example/a/b',
    ],
  ])('with the configuration %j', async (config, page) => {
    await begin(config)
    expect((await authorize(request())).headers.get('location')!.split('?')[0]).toBe(page)
  })

  test.each([
    [{}, 'validation_failed', 'client_id is required'],
    [{ client_id: 'x' }, 'validation_failed', 'redirect_uri is required'],
    [{ client_id: 'x', redirect_uri }, 'oauth_client_not_found', 'invalid client_id format'],
    [{ client_id: '00000000-0000-4000-8000-000000000000', redirect_uri }, 'oauth_client_not_found', 'invalid client_id'],
  ])('of %j', async (parameters, code, message) => {
    await expectRefusal(server, () => authorize(parameters as Record<string, string>), refusal(400, code, message))
  })

  test('to a redirect URI that is not registered, by one character', async () => {
    const wanted = refusal(400, 'validation_failed', 'invalid redirect_uri')
    await expectRefusal(server, () => authorize(request({ redirect_uri: `${redirect_uri}/` })), wanted)
  })

  test.each([
    [{ response_type: 'token' }, 'only response_type=code is supported'],
    [{ scope: ' ' }, 'scope parameter cannot be empty'],
    [{ scope: 'openid admin' }, 'unsupported scope: admin'],
    [{ resource: '/x' }, 'resource must be an absolute URI'],
    [{ resource: 'https://a.example/%zz' }, 'resource must be a valid URI'],
    [{ resource: '/\u0001' }, 'resource must be a valid URI'],
    [{ resource: 'https://a.example/#x' }, 'resource must not include a fragment component'],
    [{ resource: 'https://a.example/?x' }, 'resource must not include a query component'],
    [{ code_challenge: '' }, 'PKCE flow requires both code_challenge and code_challenge_method'],
    [{ code_challenge_method: '' }, 'PKCE flow requires both code_challenge and code_challenge_method'],
    [{ code_challenge_method: 'S512' }, "code_challenge_method must be 'S256' or 'plain'"],
    [{ code_challenge: 'x'.repeat(42) }, 'code_challenge must be between 43 and 128 characters'],
    [{ code_challenge: 'x'.repeat(129) }, 'code_challenge must be between 43 and 128 characters'],
  ])('tells the application what is wrong with %j', async (changes, description) => {
    const before = server.exportState()
    const { status, headers } = await authorize(request({ ...(changes as Record<string, string>), state: 'a b' }))
    expect(status).toBe(302)
    const location = new URL(headers.get('location')!)
    expect(location.origin + location.pathname).toBe(redirect_uri)
    expect(Object.fromEntries(location.searchParams)).toEqual({
      error: 'invalid_request',
      error_description: description,
      state: 'a b',
    })
    expect(server.exportState()).toEqual(before)
  })

  test.each<Record<string, string>>([{ state: 'x'.repeat(4097) }, { nonce: 'x'.repeat(256) }, { state: 'a\0' }])(
    'of a request that the database does not take',
    async (changes) => {
      const { headers } = await authorize(request(changes))
      expect(headers.get('location')).toMatch(
        /^https:\/\/app\.example\.com\/callback\?error=server_error&error_description=error\+creating\+authorization/,
      )
    },
  )

  test('without a consent page', async () => {
    await begin({ GOTRUE_OAUTH_SERVER_AUTHORIZATION_PATH: '' })
    expect((await authorize(request({ state: 'x' }))).headers.get('location')).toBe(
      `${redirect_uri}?error=server_error&error_description=oauth+authorization+path+not+configured&state=x`,
    )
  })

  test('keeps the parameters of the redirect URI, in the order of their names', async () => {
    const uri = 'https://app.example.com/cb?z=%20&a=1&a=2'
    client = await newClient({ token_endpoint_auth_method: 'none', redirect_uris: [uri] })
    const { headers } = await authorize(request({ redirect_uri: uri, scope: 'x' }))
    expect(headers.get('location')).toBe(
      'https://app.example.com/cb?a=1&a=2&error=invalid_request&error_description=unsupported+scope%3A+x&z=+',
    )
    const code = await codeOf({ redirect_uri: uri })
    expect(code).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('GET /oauth/authorizations/{authorization_id}', () => {
  test('tells who asks whom for what', async () => {
    client = await newClient({
      token_endpoint_auth_method: 'none',
      client_name: 'Notes',
      client_uri: 'https://notes.example',
      logo_uri: 'https://notes.example/logo.png',
    })
    const id = await authorizationOf({ scope: 'openid email' })
    const wanted = {
      authorization_id: id,
      redirect_uri,
      client: {
        id: client.client_id,
        name: 'Notes',
        uri: 'https://notes.example',
        logo_uri: 'https://notes.example/logo.png',
      },
      user: { id: user.id, email: 'ada@example.com' },
      scope: 'openid email',
    }
    expect(await details(id)).toMatchObject({ status: 200, body: wanted })
    expect((await details(id)).body).toEqual(wanted)
  })

  test('asks for the default scope, of a user without an address', async () => {
    const phoned = server.users.create({ phone: '+15551234567' })
    const id = await authorizationOf()
    const { access_token } = await server.users.signIn(phoned)
    expect((await details(id, { token: access_token })).body).toMatchObject({ scope: 'email', user: { id: phoned.id } })
  })

  test('belongs to the first who asks', async () => {
    const id = await authorizationOf()
    await details(id)
    const other = await server.users.signIn(server.users.create())
    await expectRefusal(server, () => details(id, { token: other.access_token }), unknown)
    await expectRefusal(server, () => decide(id, 'approve', { token: other.access_token }), unknown)
    expect((await decide(id, 'approve')).status).toBe(200)
  })

  test('is over after the time for it', async () => {
    await begin({ GOTRUE_OAUTH_SERVER_AUTHORIZATION_TTL: '2m' })
    const id = await authorizationOf()
    server.clock.advance('2m')
    expect((await details(id)).status).toBe(200)
    server.clock.advance(1)
    expect(await details(id)).toMatchObject(unknown)
    expect(await decide(id, 'approve')).toMatchObject(unknown)
  })

  test('of an unknown id, and of a client that was deleted since', async () => {
    await expectRefusal(server, () => details('x'.repeat(32)), unknown)
    const id = await authorizationOf()
    await call(`DELETE /admin/oauth/clients/${client.client_id}`, { token: await server.createServiceToken() })
    expect(await details(id)).toMatchObject(unknown)
  })

  test('from pages elsewhere', async () => {
    const id = await authorizationOf()
    const headers = { origin: 'https://evil.example' }
    const wanted = refusal(400, 'validation_failed', 'unauthorized request origin')
    await expectRefusal(server, () => details(id, { headers }), wanted)
    await expectRefusal(server, () => decide(id, 'approve', { headers }), wanted)
    expect((await details(id, { headers: { origin: 'http://localhost:3000' } })).status).toBe(200)
  })

  test('without a user', async () => {
    const wanted = refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
    await expectRefusal(server, () => call('GET /oauth/authorizations/x'), wanted)
    await expectRefusal(server, () => call('POST /oauth/authorizations/x/consent', { json: {} }), wanted)
  })
})

describe('POST /oauth/authorizations/{authorization_id}/consent', () => {
  test('approves: the browser goes back with a code', async () => {
    const id = await authorizationOf({ state: 'st ate' })
    await details(id)
    const { status, body } = await decide(id, 'approve')
    expect(status).toBe(200)
    expect(body.redirect_url).toMatch(/^https:\/\/app\.example\.com\/callback\?code=[0-9a-f-]{36}&state=st\+ate$/)
    const decided = 'authorization request is no longer pending'
    await expectRefusal(server, () => decide(id, 'deny'), refusal(400, 'validation_failed', decided))
    const processed = 'authorization request cannot be processed'
    await expectRefusal(server, () => details(id), refusal(400, 'validation_failed', processed))
  })

  test('denies: the browser goes back with an error', async () => {
    const id = await authorizationOf({ state: 'x' })
    await details(id)
    expect((await decide(id, 'deny')).body).toEqual({
      redirect_url: `${redirect_uri}?error=access_denied&error_description=User+denied+the+request&state=x`,
    })
    expect((await call('GET /user/oauth/grants', { token })).body).toEqual([])
  })

  test('is remembered for the same scopes and fewer', async () => {
    await codeOf({ scope: 'openid  email' })
    const again = (await details(await authorizationOf({ scope: 'email', state: 'x' }))).body
    expect(again).toEqual({ redirect_url: expect.stringMatching(/\?code=[0-9a-f-]{36}&state=x$/) })
    const more = (await details(await authorizationOf({ scope: 'email phone' }))).body
    expect(more).toMatchObject({ scope: 'email phone' })
  })

  test('is remembered of one user for one client, and forgotten with the grant', async () => {
    await codeOf()
    const other = await server.users.signIn(server.users.create())
    expect((await details(await authorizationOf(), { token: other.access_token })).body.redirect_url).toBeUndefined()
    const { client_id } = client
    client = await newClient({ client_type: 'public' })
    expect((await details(await authorizationOf())).body.redirect_url).toBeUndefined()
    await call(`DELETE /user/oauth/grants?client_id=${client_id}`, { token })
    expect((await details(await authorizationOf({ client_id }))).body.redirect_url).toBeUndefined()
  })

  test('of somebody who has not seen what is asked', async () => {
    const id = await authorizationOf()
    await expectRefusal(server, () => decide(id, 'approve'), unknown)
  })

  test.each([
    ['', 'bad_json', 'invalid JSON body'],
    ['[]', 'bad_json', 'invalid JSON body'],
    ['{"action":1}', 'bad_json', 'invalid JSON body'],
    ['null', 'validation_failed', "action must be 'approve' or 'deny'"],
    ['{"action":"Approve"}', 'validation_failed', "action must be 'approve' or 'deny'"],
  ])('with the body %s', async (json, code, message) => {
    const id = await authorizationOf()
    await details(id)
    await expectRefusal(server, () => decide(id, '', { json }), refusal(400, code, message))
  })
})

describe('POST /oauth/token with a code', () => {
  test('answers tokens of a session of its own', async () => {
    const code = await codeOf({ scope: 'email' })
    const { status, body, headers } = await exchangePublic(code, { redirect_uri })
    expect(status).toBe(200)
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^[a-z0-9]{12}$/),
    })
    expect(headers.get('sb-auth-user-id')).toBe(user.id)
    const claims = claimsOf(body.access_token)
    expect(claims).toMatchObject({
      sub: user.id,
      client_id: client.client_id,
      scope: 'email',
      aal: 'aal1',
      amr: [{ method: 'oauth_provider/authorization_code' }],
    })
    expect(claims.session_id).not.toBe(claimsOf(token).session_id)
    expect((await call('GET /user', { token: body.access_token })).body.id).toBe(user.id)
  })

  test('takes a code once', async () => {
    const code = await codeOf()
    expect((await exchangePublic(code)).status).toBe(200)
    await expectRefusal(server, () => exchangePublic(code), oauthRefusal('invalid_grant', 'Invalid authorization code'))
  })

  test('takes the verifier as it is where the method says so', async () => {
    const plain = { code_challenge: verifier, code_challenge_method: 'PLAIN' }
    expect((await exchangePublic(await codeOf(plain))).status).toBe(200)
  })

  test('does not use up a code with what it refuses', async () => {
    const code = await codeOf({ resource: 'https://api.example.com/' })
    const failed = 'PKCE verification failed: '
    const other = await newClient({ client_type: 'public' })
    const refusals: [Record<string, string>, string][] = [
      [{ code: 'x' }, 'Invalid authorization code'],
      [{ client_id: other.client_id }, 'Authorization code was not issued for this client'],
      [{ redirect_uri: 'https://app.example.com/' }, 'Invalid redirect_uri'],
      [{ code_verifier: '' }, `${failed}code_verifier is required when PKCE challenge is present`],
      [{ code_verifier: 'x' }, `${failed}code challenge does not match previously saved code verifier`],
    ]
    for (const [changes, description] of refusals) {
      await expectRefusal(server, () => exchangePublic(code, changes), oauthRefusal('invalid_grant', description))
    }
    const json = { grant_type: 'authorization_code', client_id: client.client_id, code, code_verifier: verifier }
    await expectRefusal(
      server,
      () => call('POST /oauth/token', { json: { ...json, resource: 'https://x.example/' } }),
      oauthRefusal('invalid_grant', 'Authorization code resource does not match the resource parameter'),
    )
    // In a form nobody reads it.
    expect((await exchangePublic(code, { resource: 'https://x.example/' })).status).toBe(200)
  })

  test('with the resource of the request, as JSON', async () => {
    const resource = 'https://api.example.com/'
    const code = await codeOf({ resource })
    const json = { grant_type: 'authorization_code', client_id: client.client_id, code, code_verifier: verifier, resource }
    expect((await call('POST /oauth/token', { json })).status).toBe(200)
  })

  test('after the time for it', async () => {
    const code = await codeOf()
    server.clock.advance('10m')
    server.clock.advance(1)
    await expectRefusal(server, () => exchangePublic(code), oauthRefusal('invalid_grant', 'Authorization code has expired'))
  })

  test('of a user who is banned, or was deleted', async () => {
    const code = await codeOf()
    server.users.update(user, { banned_until: '2030-01-01' })
    await expectRefusal(server, () => exchangePublic(code), oauthRefusal('access_denied', 'User is banned'))
    server.users.delete(user)
    await expectRefusal(server, () => exchangePublic(code), oauthRefusal('invalid_grant', 'Invalid authorization code'))
  })
})

describe('id_token', () => {
  const base = { email_verified: false, phone_number_verified: false, auth_time: 1767225600 }
  test.each([
    ['openid', base],
    ['openid email', { ...base, email: 'ada@example.com', email_verified: true }],
    ['openid phone', { ...base, phone_number: '15551234567', phone_number_verified: true }],
    [
      'openid profile',
      {
        ...base,
        name: 'Ada',
        picture: 'https://example.com/ada.png',
        preferred_username: 'ada',
        updated_at: 1767225600,
      },
    ],
  ])('with the scopes %s', async (scope, claims) => {
    server.users.update(user, { phone: '+15551234567', confirmed: true })
    const { body } = await exchangePublic(await codeOf({ scope, nonce: 'n-1' }))
    expect(claimsOf(body.id_token)).toEqual({
      iss: server.url,
      sub: user.id,
      aud: client.client_id,
      iat: 1767225600,
      exp: 1767229200,
      nonce: 'n-1',
      client_id: client.client_id,
      ...claims,
    })
  })

  test('is signed with the key of the JWKS, and has no nonce that nobody sent', async () => {
    server.clock.set(Date.now())
    token = (await server.users.signIn(user)).access_token
    const { body } = await exchangePublic(await codeOf({ scope: 'openid' }))
    expect(claimsOf(body.id_token)).not.toHaveProperty('nonce')
    const jwks = (await call('GET /.well-known/jwks.json')).body
    const verified = await verifyAccessToken(body.id_token, { jwks, issuer: server.url, audience: client.client_id })
    expect(verified.error).toBeNull()
  })

  test('takes the address for a name that is not there', async () => {
    server.users.update(user, { user_metadata: { name: '', picture: 1 } })
    const { body } = await exchangePublic(await codeOf({ scope: 'openid profile' }))
    const claims = claimsOf(body.id_token)
    expect(claims.name).toBe('ada@example.com')
    expect(claims).not.toHaveProperty('picture')
  })

  test('cannot be signed with the secret; the code is gone then', async () => {
    await begin({ GOTRUE_JWT_KEYS: '' })
    const code = await codeOf({ scope: 'openid' })
    expect(await exchangePublic(code)).toMatchObject(refusal(500, 'unexpected_failure', 'Error generating ID token'))
    expect(await exchangePublic(code)).toMatchObject(oauthRefusal('invalid_grant', 'Invalid authorization code'))
    expect((await exchangePublic(await codeOf({ scope: 'email' }))).status).toBe(200)
  })
})

describe('client authentication of POST /oauth/token', () => {
  const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` })
  const registeredFor = (registered: string, used: string) =>
    refusal(
      400,
      'invalid_credentials',
      `invalid authentication method: client is registered for '${registered}' but '${used}' was used`,
    )
  const invalid = (why: string) => refusal(400, 'invalid_credentials', why)

  test('by client_secret_basic, which does not undo percent-encoding', async () => {
    client = await newClient({})
    const { client_id, client_secret } = client
    const form = { code: await codeOf(), code_verifier: verifier }
    const refused: [Record<string, string>, object][] = [
      [basic(client_id, 'x'), invalid('invalid client credentials')],
      [basic(client_id, ''), invalid('confidential clients must provide client_secret')],
      [basic('x', client_secret), invalid('Invalid client_id format')],
      [{ authorization: 'Basic !' }, invalid('Invalid client credentials: invalid basic auth encoding')],
      [{ authorization: `Basic ${btoa(client_id)}` }, invalid('Invalid client credentials: invalid basic auth format')],
      [{ authorization: `basic ${btoa(':')}` }, invalid('Invalid client credentials: client_id is required')],
    ]
    for (const [headers, wanted] of refused) await expectRefusal(server, () => exchange(form, headers), wanted)
    await expectRefusal(server, () => exchange({ ...form, client_id }), registeredFor('client_secret_basic', 'none'))
    await expectRefusal(
      server,
      () => exchange({ ...form, client_id, client_secret }),
      registeredFor('client_secret_basic', 'client_secret_post'),
    )
    expect((await exchange(form, basic(client_id, client_secret))).status).toBe(200)
  })

  test('by client_secret_post, in a form and as JSON', async () => {
    client = await newClient({ token_endpoint_auth_method: 'client_secret_post' })
    const { client_id, client_secret } = client
    const body = { client_id, client_secret, grant_type: 'authorization_code', code_verifier: verifier }
    await expectRefusal(server, () => exchange({ ...body, client_secret: 'x' }), invalid('invalid client credentials'))
    await expectRefusal(
      server,
      () => exchange({}, basic(client_id, client_secret)),
      registeredFor('client_secret_post', 'client_secret_basic'),
    )
    expect((await exchange({ ...body, code: await codeOf() })).status).toBe(200)
    const json = { ...body, code: await codeOf() }
    expect((await call('POST /oauth/token', { json })).status).toBe(200)
  })

  test('by none', async () => {
    const { client_id } = client
    await expectRefusal(
      server,
      () => exchange({ client_id }, basic(client_id, '')),
      registeredFor('none', 'client_secret_basic'),
    )
    await expectRefusal(
      server,
      () => exchange({ client_id, client_secret: 'x' }),
      registeredFor('none', 'client_secret_post'),
    )
  })

  test('of a client that is not there', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000'
    await expectRefusal(server, () => exchange({ client_id: unknown }), invalid('Invalid client credentials'))
    await call(`DELETE /admin/oauth/clients/${client.client_id}`, { token: await server.createServiceToken() })
    await expectRefusal(server, () => exchange({ client_id: client.client_id }), invalid('Invalid client credentials'))
  })

  test('reads the parameters of the query, and those of the form first', async () => {
    const { client_id } = client
    const query = new URLSearchParams({ client_id, grant_type: 'refresh_token' }).toString()
    expect(await call(`POST /oauth/token?${query}`)).toMatchObject(
      oauthRefusal('invalid_request', 'refresh_token is required for refresh_token grant'),
    )
    expect(await call(`POST /oauth/token?${query}`, { form: { grant_type: 'authorization_code' } })).toMatchObject(
      oauthRefusal('invalid_request', 'code is required for authorization_code grant'),
    )
  })

  test.each([
    ['', invalid('Invalid client credentials: failed to parse JSON body')],
    ['{', invalid('Invalid client credentials: failed to parse JSON body')],
    ['{"client_id":1}', invalid('Invalid client credentials: failed to parse JSON body')],
    ['{}', invalid('Invalid client credentials: client_id is required')],
    [JSON.stringify({ x: 'x'.repeat(2 ** 20) }), invalid('Invalid client credentials: failed to read request body')],
  ])('of the JSON %.20s', async (json, wanted) => {
    await expectRefusal(server, () => call('POST /oauth/token', { json }), wanted)
  })

  test('of bodies that are neither a form nor JSON', async () => {
    const text = new URLSearchParams({ client_id: client.client_id, grant_type: 'refresh_token' }).toString()
    const headers = { 'content-type': 'text/plain' }
    await expectRefusal(
      server,
      () => call('POST /oauth/token', { json: text, headers }),
      invalid('Invalid client credentials: client_id is required'),
    )
  })

  test('by HTTP Basic without a name comes late', async () => {
    const headers = basic('', 'x')
    const json = { 'content-type': 'application/json', ...headers }
    expect(await call('POST /oauth/token', { json: '{', headers: json })).toMatchObject(
      oauthRefusal('invalid_request', 'Invalid JSON body'),
    )
    expect(await call('POST /oauth/token', { form: {}, headers })).toMatchObject(
      oauthRefusal('invalid_request', 'grant_type is required'),
    )
    expect(await exchange({}, headers)).toMatchObject(oauthRefusal('invalid_client', 'Client authentication required'))
  })

  test('for a grant that the client is not registered for', async () => {
    client = await newClient({ client_type: 'public', grant_types: ['authorization_code'] })
    const { body } = await exchangePublic(await codeOf())
    const form = { grant_type: 'refresh_token', client_id: client.client_id, refresh_token: body.refresh_token }
    const wanted = (type: string) =>
      oauthRefusal('unsupported_grant_type', `Client is not allowed to use grant type: ${type}`)
    await expectRefusal(server, () => call('POST /oauth/token', { form }), wanted('refresh_token'))
    await expectRefusal(
      server,
      () => call('POST /oauth/token', { form: { ...form, grant_type: 'password' } }),
      wanted('password'),
    )
  })
})

describe('POST /oauth/token with a refresh token', () => {
  const refreshWith = (refresh_token: string, client_id = client.client_id) =>
    call('POST /oauth/token', { form: { grant_type: 'refresh_token', refresh_token, client_id } })

  test('rotates it, and keeps session and scopes', async () => {
    const first = (await exchangePublic(await codeOf({ scope: 'openid email' }))).body
    const { status, body } = await refreshWith(first.refresh_token)
    expect(status).toBe(200)
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'refresh_token', 'token_type'])
    expect(body.refresh_token).not.toBe(first.refresh_token)
    const [before, after] = [claimsOf(first.access_token), claimsOf(body.access_token)]
    expect(after).toMatchObject({ session_id: before.session_id, scope: 'openid email', client_id: client.client_id })
    server.clock.advance('1m')
    expect((await refreshWith(body.refresh_token)).status).toBe(200)
    server.clock.advance('1m')
    expect(await refreshWith(first.refresh_token)).toMatchObject(
      refusal(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used'),
    )
  })

  test('of another client, of none, and of a user who has signed in', async () => {
    const { refresh_token } = (await exchangePublic(await codeOf())).body
    const other = await newClient({ client_type: 'public' })
    await expectRefusal(
      server,
      () => refreshWith(refresh_token, other.client_id),
      oauthRefusal('invalid_client', "Client does not match the session's OAuth client"),
    )
    await expectRefusal(
      server,
      () => call('POST /token?grant_type=refresh_token', { json: { refresh_token } }),
      oauthRefusal('invalid_client', 'Client authentication required for OAuth session'),
    )
    const own = await server.users.signIn(user)
    await expectRefusal(
      server,
      () => refreshWith(own.refresh_token),
      oauthRefusal('invalid_client', 'Client authentication not allowed for non-OAuth session'),
    )
    expect((await refreshWith(refresh_token)).status).toBe(200)
  })

  test.each(['x', 'aaaaaaaaaaaa', 'a'.repeat(60)])('that is none: %s', async (refresh_token) => {
    await expectRefusal(
      server,
      () => refreshWith(refresh_token),
      refusal(400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found'),
    )
  })
})

describe('GET /oauth/userinfo', () => {
  const infoOf = async (scope: string) => {
    const { body } = await exchangePublic(await codeOf({ scope }))
    return (await call('GET /oauth/userinfo', { token: body.access_token })).body
  }

  test('tells what the scopes allow', async () => {
    server.users.update(user, { phone: '+15551234567', confirmed: true })
    const sub = user.id
    expect(await infoOf('openid')).toEqual({ sub })
    expect(await infoOf('email')).toEqual({ sub, email: 'ada@example.com', email_verified: true })
    expect(await infoOf('phone')).toEqual({ sub, phone: '15551234567', phone_verified: true })
    expect(await infoOf('profile')).toEqual({
      sub,
      name: 'Ada',
      picture: 'https://example.com/ada.png',
      preferred_username: 'ada',
      updated_at: 1767225600,
      user_metadata: profile,
    })
  })

  test('leaves out what there is not', async () => {
    server.users.update(user, { confirmed: false })
    expect(await infoOf('email phone')).toEqual({ sub: user.id, email: 'ada@example.com' })
  })

  test('of a user who has signed in', async () => {
    expect((await call('GET /oauth/userinfo', { token })).body).toEqual({ sub: user.id })
  })

  test('without a token, and with a bad one', async () => {
    expect(await call('GET /oauth/userinfo')).toMatchObject({ status: 401, body: { error_code: 'no_authorization' } })
    expect(await call('GET /oauth/userinfo', { token: 'x' })).toMatchObject({ status: 403, body: { error_code: 'bad_jwt' } })
  })
})

describe('/user/oauth/grants', () => {
  test('lists grants, newest first, with the scopes of the last consent', async () => {
    expect((await call('GET /user/oauth/grants', { token })).body).toEqual([])
    const first = client
    await codeOf({ scope: 'openid email' })
    server.clock.advance('1s')
    client = await newClient({ client_type: 'public', client_name: 'Second' })
    await codeOf()
    expect((await call('GET /user/oauth/grants', { token })).body).toEqual([
      { client: { id: client.client_id, name: 'Second' }, scopes: ['email'], granted_at: '2026-01-01T00:00:01.000Z' },
      { client: { id: first.client_id }, scopes: ['openid', 'email'], granted_at: '2026-01-01T00:00:00.000Z' },
    ])
    server.clock.advance('1s')
    client = first
    await codeOf({ scope: 'phone' })
    expect((await call('GET /user/oauth/grants', { token })).body).toMatchObject([
      { client: { id: first.client_id }, scopes: ['phone'], granted_at: '2026-01-01T00:00:02.000Z' },
      { client: { name: 'Second' } },
    ])
    await call(`DELETE /admin/oauth/clients/${first.client_id}`, { token: await server.createServiceToken() })
    expect((await call('GET /user/oauth/grants', { token })).body).toHaveLength(1)
  })

  test('ends the sessions of a client, and no others', async () => {
    const { access_token, refresh_token } = (await exchangePublic(await codeOf())).body
    const first = client
    client = await newClient({ client_type: 'public' })
    const other = (await exchangePublic(await codeOf())).body
    const revoked = await call(`DELETE /user/oauth/grants?client_id=${first.client_id}`, { token })
    expect(revoked).toMatchObject({ status: 204, body: undefined })
    expect(await call('GET /user', { token: access_token })).toMatchObject(
      refusal(403, 'session_not_found', 'Session from session_id claim in JWT does not exist'),
    )
    const form = { grant_type: 'refresh_token', refresh_token, client_id: first.client_id }
    expect((await call('POST /oauth/token', { form })).body.error_code).toBe('refresh_token_not_found')
    expect((await call('GET /user', { token: other.access_token })).status).toBe(200)
    expect((await call('GET /user', { token })).status).toBe(200)
    await expectRefusal(
      server,
      () => call(`DELETE /user/oauth/grants?client_id=${first.client_id}`, { token }),
      refusal(404, 'oauth_consent_not_found', 'No active grant found for this client'),
    )
    client = first
    await codeOf()
    expect((await call('GET /user/oauth/grants', { token })).body).toHaveLength(2)
  })

  test.each([
    ['', 'client_id query parameter is required'],
    ['?client_id=x', 'invalid client_id format'],
  ])('DELETE /user/oauth/grants%s', async (query, why) => {
    await expectRefusal(
      server,
      () => call(`DELETE /user/oauth/grants${query}`, { token }),
      refusal(400, 'validation_failed', why),
    )
  })
})

describe('when the OAuth server is off', () => {
  beforeEach(async () => {
    server = checkedServer({ config: { GOTRUE_OAUTH_SERVER_ENABLED: false } })
    call = callerOf(server)
    token = (await server.users.signIn(server.users.create())).access_token
  })

  test.each(['GET /oauth/authorize', 'POST /oauth/token', 'GET /oauth/userinfo', 'GET /oauth/authorizations/x'])(
    '%s is not there',
    async (route) => {
      expect(await call(route)).toMatchObject(refusal(404, 'feature_disabled', 'OAuth server is disabled'))
    },
  )

  test.each(['GET /user/oauth/grants', 'DELETE /user/oauth/grants'])('%s is there for nobody but users', async (route) => {
    expect(await call(route)).toMatchObject({ status: 401 })
    expect(await call(route, { token })).toMatchObject(refusal(404, 'feature_disabled', 'OAuth server is disabled'))
  })
})
