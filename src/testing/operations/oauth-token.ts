import { uuidOf, type AnswerOf, type Context, type Server } from '../context.ts'
import { fromBase64 } from '../crypto/encoding.ts'
import { parseBody } from '../http/body.ts'
import { badRequest, internal, notFound, oauthError, type Refusal } from '../http/errors.ts'
import { isVerifierOf } from '../accounts/pkce.ts'
import { issueSession, refreshSession } from '../accounts/sessions.ts'
import type { OAuthAuthorizationRow, OAuthClientRow, UserRow } from '../state/state.ts'
import { isBanned, isConfirmed, isPhoneConfirmed } from '../accounts/users.ts'

type Answer = AnswerOf<'oauthToken'>

/** @throws Refusal `feature_disabled` */
export function requireOauthServer({ server: { config } }: Context): void {
  if (!config.GOTRUE_OAUTH_SERVER_ENABLED) throw notFound('feature_disabled', 'OAuth server is disabled')
}

/** A client that was not deleted. */
export function clientOf({ state }: Server, id: string | undefined): OAuthClientRow | undefined {
  const client = state.oauthClients.get(id)
  return client?.deleted_at === null ? client : undefined
}

/** The scopes in a text. */
export const scopesOf = (text: string): string[] =>
  text
    .split(' ')
    .map((scope) => scope.trim())
    .filter(Boolean)

/** `POST /oauth/token`. */
export async function oauthToken(context: Context<'oauthToken'>): Promise<Answer> {
  requireOauthServer(context)
  const client = authenticateClient(context)
  const parameters = parametersOf(context)
  const { grant_type } = parameters
  if (!grant_type) throw oauthError('invalid_request', 'grant_type is required')
  if (!client) throw oauthError('invalid_client', 'Client authentication required')
  if (!client.grant_types.includes(grant_type)) {
    throw oauthError('unsupported_grant_type', `Client is not allowed to use grant type: ${grant_type}`)
  }
  return grant_type === 'authorization_code'
    ? grantCode(context, client, parameters)
    : grantRefreshToken(context, client, parameters)
}

const isJson = ({ headers }: Context): boolean => !!headers.get('content-type')?.includes('application/json')

/** Parameters of a form as the server reads them: those of the query count, too, and what is malformed does not. */
function formOf({ headers, text, query }: Context): (name: string) => string {
  const isForm = headers.get('content-type')?.split(';')[0]!.trim().toLowerCase() === 'application/x-www-form-urlencoded'
  const good = (isForm ? text : '').split('&').filter((pair) => !/;|%(?![0-9a-f]{2})/i.test(pair))
  const form = new URLSearchParams(good.join('&'))
  return (name) => form.get(name) ?? query.get(name) ?? ''
}

const invalidCredentials = (message: string): Refusal => badRequest('invalid_credentials', message)

interface Credentials {
  id: string
  secret: string
  method: OAuthClientRow['token_endpoint_auth_method']
}

/** @throws Refusal `invalid_credentials` */
function credentialsOf(context: Context): Credentials {
  const refuse = (why: string) => invalidCredentials(`Invalid client credentials: ${why}`)
  const authorization = context.headers.get('authorization') ?? ''
  if (authorization.startsWith('Basic ')) {
    let decoded: string
    try {
      decoded = new TextDecoder().decode(fromBase64(authorization.slice('Basic '.length)))
    } catch {
      throw refuse('invalid basic auth encoding')
    }
    const colon = decoded.indexOf(':')
    if (colon < 0) throw refuse('invalid basic auth format')
    return { id: decoded.slice(0, colon), secret: decoded.slice(colon + 1), method: 'client_secret_basic' }
  }
  let read = formOf(context)
  if (isJson(context)) {
    let body: Record<string, unknown>
    try {
      body = parseBody(context.text, { client_id: 'string', client_secret: 'string' }, '')
    } catch (cause) {
      const isTooLarge = (cause as Refusal).code === 'request_entity_too_large'
      throw refuse(isTooLarge ? 'failed to read request body' : 'failed to parse JSON body')
    }
    read = (name) => (body[name] as string | undefined) ?? ''
  }
  const [id, secret] = [read('client_id'), read('client_secret')]
  if (!id) throw refuse('client_id is required')
  return { id, secret, method: secret ? 'client_secret_post' : 'none' }
}

/** Undefined: HTTP Basic without a name, which is found out later. @throws Refusal `invalid_credentials` */
function authenticateClient(context: Context): OAuthClientRow | undefined {
  const { id, secret, method } = credentialsOf(context)
  if (!id) return undefined
  const uuid = uuidOf(id)
  if (!uuid) throw invalidCredentials('Invalid client_id format')
  const client = clientOf(context.server, uuid)
  if (!client) throw invalidCredentials('Invalid client credentials')
  const registered = client.token_endpoint_auth_method
  if (method !== registered) {
    throw invalidCredentials(
      `invalid authentication method: client is registered for '${registered}' but '${method}' was used`,
    )
  }
  if (client.client_type === 'public') return client
  if (!secret) throw invalidCredentials('confidential clients must provide client_secret')
  if (secret !== client.client_secret) throw invalidCredentials('invalid client credentials')
  return client
}

const names = ['grant_type', 'code', 'refresh_token', 'redirect_uri', 'code_verifier', 'resource'] as const

type Parameters = Record<(typeof names)[number], string>

/** @throws Refusal `invalid_request` */
function parametersOf(context: Context): Parameters {
  let read = formOf(context)
  if (isJson(context)) {
    const shape = Object.fromEntries(['client_id', 'client_secret', ...names].map((name) => [name, 'string' as const]))
    let body: Record<string, unknown>
    try {
      body = parseBody(context.text, shape, '', { isStream: true })
    } catch {
      throw oauthError('invalid_request', 'Invalid JSON body')
    }
    read = (name) => (body[name] as string | undefined) ?? ''
  }
  const parameters = Object.fromEntries(names.map((name) => [name, read(name)])) as Parameters
  // Of a form the server does not read it.
  return isJson(context) ? parameters : { ...parameters, resource: '' }
}

async function grantCode(context: Context, client: OAuthClientRow, given: Parameters): Promise<Answer> {
  const { server, now } = context
  const { state } = server
  const invalid = (description: string) => oauthError('invalid_grant', description)
  if (!given.code) throw oauthError('invalid_request', 'code is required for authorization_code grant')
  const authorization = state.oauthAuthorizations.find('code', given.code)
  if (authorization?.status !== 'approved') throw invalid('Invalid authorization code')
  if (now > authorization.expires_at) throw invalid('Authorization code has expired')
  if (authorization.client_id !== client.id) throw invalid('Authorization code was not issued for this client')
  if (given.resource && given.resource !== authorization.resource) {
    throw invalid('Authorization code resource does not match the resource parameter')
  }
  if (given.redirect_uri && given.redirect_uri !== authorization.redirect_uri) throw invalid('Invalid redirect_uri')
  if (!given.code_verifier) {
    throw invalid('PKCE verification failed: code_verifier is required when PKCE challenge is present')
  }
  if (!(await isVerifierOf(authorization, given.code_verifier))) {
    throw invalid('PKCE verification failed: code challenge does not match previously saved code verifier')
  }
  const user = state.users.get(authorization.user_id)
  if (!user) throw invalid('Authorization code has no associated user')
  if (isBanned(user, now)) throw oauthError('access_denied', 'User is banned')

  const scopes = authorization.scope
  context.audit(user, 'login', { provider_type: 'oauth_provider_authorization_code', client_id: client.id })
  const grant = { oauthClientId: client.id, scopes }
  const tokens = await issueSession(context, user, 'oauth_provider/authorization_code', grant)
  state.oauthAuthorizations.delete(authorization)
  const body = { ...tokensOf(tokens) }
  if (!scopesOf(scopes).includes('openid')) return { status: 200, body }
  if (!server.keys.isAsymmetric) {
    // By now the code is used up.
    throw Object.assign(internal('Error generating ID token'), { commits: true })
  }
  const claims = idTokenClaims(context, state.users.get(user.id)!, authorization)
  return { status: 200, body: { ...body, id_token: await server.keys.sign(claims) } }
}

async function grantRefreshToken(context: Context, client: OAuthClientRow, given: Parameters): Promise<Answer> {
  const { refresh_token } = given
  if (!refresh_token) throw oauthError('invalid_request', 'refresh_token is required for refresh_token grant')
  return { status: 200, body: tokensOf(await refreshSession(context, refresh_token, client.id)) }
}

/** Without the user, who is asked for at another endpoint. */
function tokensOf(session: Awaited<ReturnType<typeof issueSession>>): Answer['body'] {
  const { access_token, expires_in, refresh_token } = session
  return { access_token, token_type: 'bearer', expires_in, refresh_token }
}

/** OpenID Connect Core, sections 2 and 5.1. */
function idTokenClaims(
  { server: { config }, now }: Context,
  user: UserRow,
  { client_id, nonce, scope }: OAuthAuthorizationRow,
): Record<string, unknown> {
  const scopes = scopesOf(scope)
  const seconds = Math.floor(now / 1_000)
  const iss = config.GOTRUE_JWT_ISSUER ?? config.API_EXTERNAL_URL
  const hasEmail = scopes.includes('email')
  const hasPhone = scopes.includes('phone')
  return {
    ...(iss && { iss }),
    sub: user.id,
    aud: client_id,
    exp: seconds + 3_600,
    iat: seconds,
    ...(nonce && { nonce }),
    auth_time: Math.floor((user.last_sign_in_at ?? now) / 1_000),
    ...(hasEmail && user.email && { email: user.email }),
    email_verified: hasEmail && isConfirmed(user),
    ...(hasPhone && user.phone && { phone_number: user.phone }),
    phone_number_verified: hasPhone && isPhoneConfirmed(user),
    ...(scopes.includes('profile') && profileOf(user)),
    client_id,
  }
}

/** What the scope `profile` tells. */
export function profileOf({ user_metadata, email, updated_at }: UserRow): {
  name?: string
  picture?: string
  preferred_username?: string
  updated_at: number
} {
  const first = (...keys: string[]) =>
    keys.map((key) => user_metadata?.[key]).find((value): value is string => typeof value === 'string' && value !== '')
  const name = first('name') ?? email
  const picture = first('picture', 'avatar_url')
  const username = first('preferred_username', 'username')
  return {
    ...(name && { name }),
    ...(picture && { picture }),
    updated_at: Math.floor(updated_at / 1_000),
    ...(username && { preferred_username: username }),
  }
}
