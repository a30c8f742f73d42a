import { beforeEach, describe, expect, test } from 'vitest'
import { createClient } from '../../../src/facade/index.ts'
import type { ProviderProfile, TestServer } from '../../../src/testing/index.ts'
import { providers } from '../../../src/testing/config.ts'
import { callerOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>

function start(config: Parameters<typeof checkedServer>[0] = {}): void {
  server = checkedServer({ now: '2026-01-01T00:00:00Z', ...config })
  call = callerOf(server)
}
beforeEach(() => start())

const app = 'http://localhost:3000/app'
const challenge = { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }

/** Begins a visit. @returns where the browser goes */
async function visit(query: Record<string, string> = {}): Promise<URL> {
  const parameters = new URLSearchParams({ provider: 'github', redirect_to: app, ...query })
  const { status, headers } = await call(`GET /authorize?${parameters}`)
  expect(status).toBe(302)
  return new URL(headers.get('location')!)
}

/** Signs in somebody. @returns where the browser ends */
const signIn = async (profile?: Partial<ProviderProfile>, query?: Record<string, string>) =>
  new URL(await server.providers.approve(await visit(query), profile))

const fragmentOf = ({ hash }: URL) => Object.fromEntries(new URLSearchParams(hash.slice(1)))
const queryOf = ({ searchParams }: URL) => Object.fromEntries(searchParams)

/** How a refusal is told to the application: in the query and in the fragment, where it is escaped twice. */
function told(url: URL, error: string, code: string | undefined, description: string): void {
  const words = { error, ...(code && { error_code: code }), error_description: description }
  expect(queryOf(url)).toEqual(words)
  const { error_description, ...others } = fragmentOf(url)
  expect(others).toEqual({ error, ...(code && { error_code: code }), sb: '' })
  expect(decodeURIComponent(error_description!)).toBe(description)
}

describe('GET /authorize', () => {
  test('leads to the page of a service with what it asks a real one', async () => {
    const url = await visit({ scopes: 'repo,gist', nonce: 'n', prompt: 'consent', State: 'mine', client_id: 'mine' })
    expect(url.origin + url.pathname).toBe(`${server.url}/test-providers/github/login/oauth/authorize`)
    expect(queryOf(url)).toEqual({
      client_id: 'test-client',
      redirect_uri: `${server.url}/callback`,
      response_type: 'code',
      scope: 'user:email repo gist',
      state: expect.stringMatching(/^[0-9a-f-]{36}$/),
      nonce: 'n',
      prompt: 'consent',
      redirect_to: app,
    })
  })

  test('leads elsewhere with a URL in the configuration', async () => {
    start({ config: { GOTRUE_EXTERNAL_GITHUB_URL: 'https://git.example/', GOTRUE_EXTERNAL_GITHUB_CLIENT_ID: 'one,two' } })
    const url = await visit()
    expect(url.href).toMatch(/^https:\/\/git\.example\/login\/oauth\/authorize\?client_id=one&/)
    expect(fragmentOf(await signIn()).access_token).toBeDefined()
    expect(server.users.find('ada@example.com')!.identities![0]!.identity_data!.iss).toBe('https://git.example/api/v3')
  })

  test('sends a code challenge of its own to X, and an OAuth 1.0a token to Twitter', async () => {
    expect(queryOf(await visit({ provider: 'x' }))).toMatchObject({
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      scope: 'users.email tweet.read users.read offline.access',
    })
    expect([...(await visit({ provider: 'twitter' })).searchParams.keys()]).toEqual(['oauth_token'])
  })

  test.each([
    [{ provider: '' }, 'Unsupported provider: Provider  could not be found'],
    [{ provider: 'email' }, 'Unsupported provider: Provider email could not be found'],
    [{ provider: 'apple' }, 'Unsupported provider: provider is not enabled'],
    [{ provider: 'figma' }, 'Unsupported provider: missing OAuth client ID'],
    [{ provider: 'zoom' }, 'Unsupported provider: missing OAuth secret'],
    [{ provider: 'custom:none' }, 'Unsupported provider: custom provider custom:none not found'],
    [{ code_challenge: 'x'.repeat(43) }, 'PKCE flow requires code_challenge_method and code_challenge'],
    [{ ...challenge, code_challenge: 'x' }, 'code challenge has to be between 43 and 128 characters'],
    [{ ...challenge, code_challenge_method: 'foo' }, 'Invalid code_challenge_method'],
  ])('refuses %j', async (query, message) => {
    start({
      config: {
        GOTRUE_EXTERNAL_APPLE_ENABLED: false,
        GOTRUE_EXTERNAL_FIGMA_CLIENT_ID: '',
        GOTRUE_EXTERNAL_ZOOM_SECRET: '',
      },
    })
    const parameters = new URLSearchParams({ provider: 'github', ...query })
    await expectRefusal(server, () => call(`GET /authorize?${parameters}`), refusal(400, 'validation_failed', message))
  })

  test('refuses an invitation that there is not', async () => {
    await expectRefusal(
      server,
      () => call('GET /authorize?provider=github&invite_token=nope'),
      refusal(404, 'user_not_found', 'User identified by token not found'),
    )
  })

  test('refuses in the newer body, too', async () => {
    const headers = { 'x-supabase-api-version': '2024-01-01' }
    expect(await call('GET /authorize', { headers })).toMatchObject({
      status: 400,
      body: { code: 'validation_failed', message: 'Unsupported provider: Provider  could not be found' },
    })
  })
})

describe('GET /callback', () => {
  test('makes an account, and leads to the application with a session', async () => {
    const url = await signIn({ id: '42', email: 'Octo@Example.com', name: 'Octo Cat', user_name: 'octo' })
    expect(url.href).toMatch(/^http:\/\/localhost:3000\/app#access_token=/)
    expect(Object.keys(fragmentOf(url))).toEqual([
      'access_token',
      'expires_at',
      'expires_in',
      'provider_refresh_token',
      'provider_token',
      'refresh_token',
      'sb',
      'token_type',
    ])
    const { body: user } = await call('GET /user', { token: fragmentOf(url).access_token! })
    expect(user).toMatchObject({
      email: 'octo@example.com',
      app_metadata: { provider: 'github', providers: ['github'] },
      email_confirmed_at: '2026-01-01T00:00:00.000Z',
      identities: [{ provider: 'github', id: '42', email: 'octo@example.com' }],
    })
    expect(user.identities[0].identity_data).toEqual({
      iss: 'https://api.github.com',
      sub: '42',
      name: 'Octo Cat',
      full_name: 'Octo Cat',
      preferred_username: 'octo',
      user_name: 'octo',
      provider_id: '42',
      email: 'octo@example.com',
      email_verified: true,
      phone_verified: false,
    })
  })

  test.each(providers)('signs in with %s', async (provider) => {
    start({ config: { GOTRUE_MAILER_AUTOCONFIRM: true } })
    expect(fragmentOf(await signIn({}, { provider })).access_token).toBeDefined()
    const user = server.users.find('ada@example.com')!
    expect(user.identities).toMatchObject([{ provider, id: '1001', email: 'ada@example.com' }])
    expect(user.user_metadata).toMatchObject({
      iss: expect.stringMatching(/^https?:/),
      sub: '1001',
      email_verified: expect.any(Boolean),
    })
  })

  test('knows who was there before, and what has changed', async () => {
    await signIn({ id: '1', email: 'a@example.com', name: 'A' })
    await signIn({ id: '1', email: 'other@example.com', name: 'B' })
    expect(server.users.all()).toMatchObject([
      { email: 'a@example.com', user_metadata: { name: 'B' }, identities: [{ email: 'other@example.com' }] },
    ])
  })

  test('gives a code with PKCE, whose exchange gives the tokens of the service', async () => {
    const url = await signIn({}, challenge)
    expect(queryOf(url)).toEqual({ code: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    const json = { auth_code: url.searchParams.get('code'), code_verifier: challenge.code_challenge }
    expect(await call('POST /token?grant_type=pkce', { json })).toMatchObject({
      status: 200,
      body: {
        provider_token: expect.any(String),
        provider_refresh_token: expect.any(String),
        user: { email: 'ada@example.com' },
      },
    })
  })

  test('works with the SDK', async () => {
    const auth = createClient({ url: server.url, fetch: server.fetch, flowType: 'pkce' })
    const { data } = await auth.signInWithOAuth({ provider: 'github', options: { redirectTo: app } })
    const end = new URL(await server.providers.approve(data.url!))
    expect(end.pathname).toBe('/app')
    const signedIn = await auth.exchangeCodeForSession(end.searchParams.get('code')!)
    expect(signedIn.data.user).toMatchObject({ email: 'ada@example.com' })
  })

  test('links a verified address to the account that has it', async () => {
    server.users.create({ email: 'ada@example.com' })
    await signIn()
    expect(server.users.find('ada@example.com')).toMatchObject({
      app_metadata: { provider: 'email', providers: ['email', 'github'] },
      password: 'correct-horse-battery',
      identities: [{ provider: 'email' }, { provider: 'github' }],
    })
  })

  test('closes the other ways into an account that nobody had confirmed', async () => {
    server.users.create({ email: 'ada@example.com', confirmed: false, user_metadata: { evil: true } })
    await signIn()
    const user = server.users.find('ada@example.com')!
    expect(user).toMatchObject({
      app_metadata: { provider: 'github', providers: ['github'] },
      password: null,
      email_confirmed_at: expect.any(String),
      identities: [{ provider: 'github' }],
    })
    expect(user.user_metadata).not.toHaveProperty('evil')
  })

  test('sends a mail for an address that the service has not verified', async () => {
    const url = await signIn({ email_verified: false })
    told(
      url,
      'access_denied',
      'provider_email_needs_verification',
      'Unverified email with github. A confirmation email has been sent to your github email',
    )
    expect(server.inbox.last('ada@example.com').type).toBe('signup')
    expect(server.users.find('ada@example.com')).toMatchObject({ identities: [{ provider: 'github' }] })
    await call(
      `GET ${new URL(server.inbox.last('ada@example.com').link!).pathname}${new URL(server.inbox.last('ada@example.com').link!).search}`,
    )
    expect(fragmentOf(await signIn({ email_verified: false })).access_token).toBeDefined()
  })

  test('makes an account without an address when somebody has the unverified one', async () => {
    server.users.create({ email: 'ada@example.com' })
    told(
      await signIn({ email_verified: false }),
      'access_denied',
      'provider_email_needs_verification',
      'Unverified email with github. Verify the email with github in order to sign in',
    )
    expect(server.users.all()).toMatchObject([{ email: 'ada@example.com' }, { email: '' }])
    expect(server.inbox.all()).toEqual([])
  })

  test('signs in with an unverified address where that is allowed', async () => {
    start({ config: { GOTRUE_MAILER_ALLOW_UNVERIFIED_EMAIL_SIGN_INS: true } })
    expect(fragmentOf(await signIn({ email_verified: false })).access_token).toBeDefined()
  })

  test('refuses several accounts with one address', async () => {
    for (const id of ['1', '2'])
      server.users.create({
        email: `${id}@example.com`,
        identities: [{ provider: 'gitlab', id, identity_data: { email: 'ada@example.com' } }],
      })
    told(
      await signIn(),
      'server_error',
      'unexpected_failure',
      'Multiple accounts with the same email address in the same linking domain detected: default',
    )
  })

  test('refuses somebody without an address, unless it is optional', async () => {
    told(
      await signIn({ email: null }),
      'server_error',
      'unexpected_failure',
      'Error getting user email from external provider',
    )
    start({ config: { GOTRUE_EXTERNAL_GITHUB_EMAIL_OPTIONAL: true } })
    expect(fragmentOf(await signIn({ email: null })).access_token).toBeDefined()
    expect(server.users.all()).toMatchObject([{ email: '', identities: [{ provider: 'github' }] }])
  })

  test('refuses where nobody may sign up, and whoever is banned', async () => {
    start({ config: { GOTRUE_DISABLE_SIGNUP: true } })
    told(await signIn(), 'access_denied', 'signup_disabled', 'Signups not allowed for this instance')
    expect(server.users.all()).toEqual([])
    server.users.create({ email: 'ada@example.com', banned_until: '2027-01-01' })
    told(await signIn(), 'access_denied', 'user_banned', 'User is banned')
    expect(server.users.find('ada@example.com')!.identities).toHaveLength(1)
  })

  test('tells what the service says', async () => {
    const url = new URL(await server.providers.deny(await visit()))
    told(url, 'access_denied', undefined, 'The user has denied your application access')
    const { searchParams } = await visit()
    const { headers } = await call(`GET /callback?state=${searchParams.get('state')}&error=temporarily_unavailable`)
    expect(headers.get('location')).toBe(
      `${app}?error=temporarily_unavailable&error_description=#error=temporarily_unavailable&sb=`,
    )
  })

  test('refuses a visit without a code, or with a wrong one', async () => {
    const of = async (query: string) => {
      const { searchParams } = await visit()
      const { status, headers } = await call(`GET /callback?state=${searchParams.get('state')}${query}`)
      expect(status).toBe(302)
      return new URL(headers.get('location')!)
    }
    told(await of(''), 'invalid_request', 'bad_oauth_callback', 'OAuth callback with missing authorization code missing')
    told(await of('&code=invalid'), 'server_error', 'unexpected_failure', 'Unable to exchange external code: inva')
    expect(fragmentOf(await of('&code=of-another-server')).access_token).toBeDefined()
  })

  test('refuses a code of another service', async () => {
    const other = await visit({ provider: 'gitlab' })
    server.providers.autoApprove = true
    const page = await server.fetch(other)
    const code = new URL(page.headers.get('location')!).searchParams.get('code')!
    const { headers } = await call(`GET /callback?state=${(await visit()).searchParams.get('state')}&code=${code}`)
    told(
      new URL(headers.get('location')!),
      'server_error',
      'unexpected_failure',
      `Unable to exchange external code: ${code.slice(0, 4)}`,
    )
  })

  test('forgets the code challenge for X after five minutes', async () => {
    start({ config: { GOTRUE_EXTERNAL_FLOW_STATE_EXPIRY_DURATION: '1h' } })
    const url = await visit({ provider: 'x' })
    server.clock.advance('301s')
    told(new URL(await server.providers.approve(url)), 'server_error', 'oauth_client_state_expired', 'OAuth state expired')
  })

  test.each([
    ['', 'bad_oauth_callback', 'OAuth state parameter missing'],
    ['?state=x', 'bad_oauth_state', 'OAuth state parameter is invalid'],
    ['?state=7fc19315-4ea9-4000-9798-948f9f6ff4bf', 'bad_oauth_state', 'OAuth state not found or expired'],
  ])('leads to the site for %s', async (query, code, message) => {
    const location = `http://localhost:3000?error=invalid_request&error_code=${code}&error_description=${message.replaceAll(' ', '+')}`
    const json = JSON.stringify({ code: 400, error_code: code, msg: message })
    const { status, headers, body } = await call(`GET /callback${query}`)
    expect([status, headers.get('location'), headers.get('content-type')]).toEqual([
      303,
      location,
      'text/html; charset=utf-8',
    ])
    expect(body).toBe(`<a href="${location.replaceAll('&', '&amp;')}">See Other</a>.\n\n${json}`)
  })

  test('refuses a state that is over or used', async () => {
    const errorOf = async (url: URL) => {
      const { status, headers } = await call(`GET /callback?code=x&state=${url.searchParams.get('state')}`)
      expect(status).toBe(303)
      return queryOf(new URL(headers.get('location')!))
    }
    const used = await visit()
    await server.providers.approve(used)
    expect(await errorOf(used)).toMatchObject({ error_description: 'OAuth state not found or expired' })
    const pkce = await visit(challenge)
    await server.providers.approve(pkce)
    expect(await errorOf(pkce)).toMatchObject({
      error_code: 'flow_state_already_used',
      error_description: 'State has already been used',
    })
    const late = await visit()
    server.clock.advance('301s')
    expect(await errorOf(late)).toMatchObject({
      error_code: 'bad_oauth_state',
      error_description: 'OAuth state has expired',
    })
  })

  test('goes to the one place that the configuration says', async () => {
    start({ config: { GOTRUE_EXTERNAL_REDIRECTURL: 'https://elsewhere.example/in' } })
    expect((await signIn()).href).toMatch(/^https:\/\/elsewhere\.example\/in#access_token=/)
  })

  test('accepts an invitation', async () => {
    const token = await server.createServiceToken()
    await call('POST /invite', { token, json: { email: 'ada@example.com' } })
    const invite_token = server.inbox.last('ada@example.com').tokenHash!
    told(
      await signIn({ email: 'eve@example.com' }, { invite_token }),
      'invalid_request',
      'validation_failed',
      'Invited email does not match emails from external provider',
    )
    const late = await visit({ invite_token })
    expect(fragmentOf(await signIn({}, { invite_token })).access_token).toBeDefined()
    expect(server.users.find('ada@example.com')).toMatchObject({
      app_metadata: { provider: 'github', providers: ['github'] },
      email_confirmed_at: expect.any(String),
    })
    told(new URL(await server.providers.approve(late)), 'server_error', 'invite_not_found', 'Invite not found')
  })
})

describe('POST /callback', () => {
  test('reads the form of Apple, with the name', async () => {
    const url = await signIn({ name: 'Ada Lovelace' }, { provider: 'apple' })
    expect(fragmentOf(url).access_token).toBeDefined()
    expect(server.users.find('ada@example.com')!.user_metadata).toMatchObject({
      full_name: 'Ada Lovelace',
      iss: 'https://appleid.apple.com',
    })
  })

  test('answers a refusal as text', async () => {
    const { status, headers, body } = await call('POST /callback', { form: { state: 'x' } })
    expect([status, headers.get('content-type')]).toEqual([303, 'text/plain; charset=utf-8'])
    expect(JSON.parse(body)).toEqual({ code: 400, error_code: 'bad_oauth_state', msg: 'OAuth state parameter is invalid' })
  })
})

describe('a custom provider', () => {
  const create = async (fields: object) => {
    const json = { name: 'Mine', client_id: 'cid', client_secret: 'sec', identifier: 'custom:mine', ...fields }
    const { status } = await call('POST /admin/custom-providers', { token: await server.createServiceToken(), json })
    expect(status).toBe(201)
  }
  const oauth2 = {
    provider_type: 'oauth2',
    authorization_url: 'https://idp.example/authorize',
    token_url: 'https://idp.example/token',
    userinfo_url: 'https://idp.example/userinfo',
  }

  test('signs in by OAuth 2.0 with what it maps and lets through', async () => {
    await create({
      ...oauth2,
      scopes: ['a', 'b'],
      authorization_params: { prompt: 'login' },
      attribute_mapping: { nickname: 'preferred_username', locale: 'name', website: 7 },
      custom_claims_allowlist: ['team', 'absent'],
    })
    const url = await visit({ provider: 'Custom:Mine', prompt: 'none' })
    expect(queryOf(url)).toMatchObject({ client_id: 'cid', scope: 'a b', prompt: 'login', code_challenge_method: 'S256' })
    expect(queryOf(await visit({ provider: 'custom:mine', scopes: 'c  d' })).scope).toBe('c d')
    await server.providers.approve(url, { claims: { team: 'red', secret: 1 } })
    expect(server.users.find('ada@example.com')).toMatchObject({
      app_metadata: { provider: 'Custom:Mine' },
      user_metadata: { sub: '1001', custom_claims: { team: 'red' } },
    })
  })

  test('maps claims', async () => {
    await create({ ...oauth2, attribute_mapping: { nickname: 'preferred_username', zoneinfo: 'absent' } })
    await signIn({}, { provider: 'custom:mine' })
    expect(server.users.find('ada@example.com')!.user_metadata).toMatchObject({ nickname: 'ada', name: 'Ada Lovelace' })
    expect(server.users.find('ada@example.com')!.user_metadata).not.toHaveProperty('zoneinfo')
  })

  test('signs in by OpenID Connect', async () => {
    await create({ provider_type: 'oidc', issuer: 'https://idp.example' })
    await signIn({}, { provider: 'custom:mine' })
    expect(server.users.find('ada@example.com')!.identities).toMatchObject([
      { provider: 'custom:mine', identity_data: { iss: 'https://idp.example', aud: ['cid'], sub: '1001' } },
    ])
  })

  test('is refused when it is off, or is gone', async () => {
    await create(oauth2)
    const url = await visit({ provider: 'custom:mine' })
    const token = await server.createServiceToken()
    await call('PUT /admin/custom-providers/custom:mine', { token, json: { enabled: false } })
    expect(await call('GET /authorize?provider=custom:mine')).toMatchObject({
      body: { msg: 'Unsupported provider: custom provider custom:mine is disabled' },
    })
    await call('DELETE /admin/custom-providers/custom:mine', { token })
    told(
      new URL(await server.providers.approve(url)),
      'invalid_request',
      'oauth_provider_not_supported',
      'Unsupported provider: custom provider custom:mine not found',
    )
  })
})
