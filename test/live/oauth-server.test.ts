// GoTrue as OAuth server, both sides against a real one: an application finds it, registers itself, and is granted, refused and taken
// back what it asks for. Where the OAuth server is off, or nobody may register by themselves, it is skipped.
import { expect, test } from 'vitest'
import { decodeAccessToken, unwrap } from '../../src/facade/index.ts'
import {
  checkAuthorizationResponse,
  clientAuthenticationOf,
  createAuthorizationRequest,
  discover,
  exchangeCode,
  publicClient,
  refresh,
  register,
  userinfo,
  type AuthorizationRequest,
} from '../../src/facade/oauth-client/index.ts'
import { apiKey, connectAsUser, describeWith, home, step, url } from './live.ts'

const options = apiKey ? { apiKey } : {}
const metadata = url ? (await discover(url, options)).data : null
const hasServer = !!metadata?.registration_endpoint
const title = `the OAuth server${hasServer ? '' : ' [skipped: no dynamic registration]'}`

describeWith(['server in GOTRUE_URL', 'sign-up by e-mail'], title, () => {
  /** An application, and the user whom it asks. */
  async function setUp(method: 'none' | 'client_secret_basic' | 'client_secret_post') {
    const { auth } = await connectAsUser()
    const client = unwrap(
      method === 'none'
        ? await register(url!, { redirect_uris: [home], client_name: 'Notes', token_endpoint_auth_method: method }, options)
        : await register(url!, { redirect_uris: [home], client_name: 'Notes', token_endpoint_auth_method: method }, options),
    )
    const ask = (scope: string) =>
      createAuthorizationRequest(url!, {
        clientId: client.client_id,
        redirectUri: home,
        scope,
        resource: 'https://mcp.example.com/notes',
      })
    const open = async (request: AuthorizationRequest) =>
      new URL(await step(request.url)).searchParams.get('authorization_id')!
    const check = (redirect_url: string, request: AuthorizationRequest) =>
      checkAuthorizationResponse(redirect_url, { ...request, issuer: metadata!.issuer })
    return { auth, client, authentication: clientAuthenticationOf(client), ask, open, check }
  }

  test.skipIf(!hasServer).each(['none', 'client_secret_basic', 'client_secret_post'] as const)(
    'grants a client with %s, and takes it back',
    async (method) => {
      const { auth, client, authentication, ask, open, check } = await setUp(method)
      expect(unwrap(await auth.oauth.listGrants())).toEqual([])
      const request = await ask('email profile')
      const id = await open(request)

      expect((await auth.oauth.approveAuthorization(id)).error?.code).toBe('oauth_authorization_not_found')
      const details = unwrap(await auth.oauth.getAuthorizationDetails(id))
      expect(details).toMatchObject({ authorization_id: id, client: { name: 'Notes' }, scope: 'email profile' })
      const { code } = check(unwrap(await auth.oauth.approveAuthorization(id)).redirect_url, request)
      expect((await auth.oauth.getAuthorizationDetails(id)).error?.code).toBe('validation_failed')

      const other = method === 'none' ? 'https://mcp.example.com/other' : undefined
      const wrong = other
        ? await exchangeCode(url!, { ...request, authentication, code, resource: other }, options)
        : await exchangeCode(url!, { ...request, authentication: publicClient(client.client_id), code }, options)
      expect(wrong.error?.code).toBe(other ? 'invalid_grant' : 'invalid_credentials')
      const tokens = unwrap(await exchangeCode(url!, { ...request, authentication, code }, options))
      expect((await exchangeCode(url!, { ...request, authentication, code }, options)).error?.code).toBe('invalid_grant')
      expect(decodeAccessToken(tokens.access_token)).toMatchObject({ client_id: client.client_id, scope: 'email profile' })
      const { data: user } = await userinfo(url!, tokens.access_token, options)
      expect(user).toMatchObject({ sub: expect.any(String), email: expect.any(String), user_metadata: expect.any(Object) })

      const next = unwrap(await refresh(url!, { authentication, refreshToken: tokens.refresh_token }, options))
      expect(next.refresh_token).not.toBe(tokens.refresh_token)
      expect(unwrap(await auth.oauth.listGrants())).toMatchObject([
        { client: { id: client.client_id }, scopes: ['email', 'profile'] },
      ])
      // What was granted before is not asked again.
      expect(unwrap(await auth.oauth.getAuthorizationDetails(await open(await ask('email'))))).toEqual({
        redirect_url: expect.stringContaining('code='),
      })

      unwrap(await auth.oauth.revokeGrant({ clientId: client.client_id }))
      const over = await refresh(url!, { authentication, refreshToken: next.refresh_token }, options)
      expect(over.error?.code).toBe('refresh_token_not_found')
      expect((await userinfo(url!, next.access_token, options)).error?.code).toBe('session_not_found')
      expect((await auth.oauth.revokeGrant({ clientId: client.client_id })).error?.code).toBe('oauth_consent_not_found')
    },
  )

  test.skipIf(!hasServer)('refuses a client', async () => {
    const { auth, ask, open, check } = await setUp('none')
    const request = await ask('email')
    const id = await open(request)
    unwrap(await auth.oauth.getAuthorizationDetails(id))
    const { redirect_url } = unwrap(await auth.oauth.denyAuthorization(id))
    expect(() => check(redirect_url, request)).toThrow(expect.objectContaining({ code: 'access_denied' }))
  })

  test.skipIf(!hasServer)('tells an ordinary session from a granted one', async () => {
    const { auth } = await connectAsUser()
    const { session } = unwrap(await auth.getSession())
    expect(unwrap(await userinfo(url!, session!.access_token, options))).toEqual({ sub: session!.user.id })
  })
})
