import type { components } from '../../../generated/schema.ts'
import { present, timestamp, uuidOf, type Context, type Handlers, type Server, type SignedIn } from '../context.ts'
import { badRequest, internal, notFound, Refusal } from '../http/errors.ts'
import { hasNul } from '../http/parsing.ts'
import { isRedirectAllowed, redirect, withQuery } from '../http/redirects.ts'
import { endSession, sessionsOf } from '../accounts/sessions.ts'
import type { OAuthAuthorizationRow, OAuthClientRow, OAuthConsentRow, UserRow } from '../state/state.ts'
import { normalizedUrl, parseUrl, withoutSlashes } from '../http/urls.ts'
import { clientOf, oauthToken, profileOf, requireOauthServer, scopesOf } from './oauth-token.ts'

type Schemas = components['schemas']

/** The OAuth 2.1 server: `/oauth/…`, `/user/oauth/grants`. */
export const oauthServer: Pick<
  Handlers,
  | 'oauthToken'
  | 'getOauthUserinfo'
  | 'oauthAuthorize'
  | 'getOauthAuthorization'
  | 'consentOauthAuthorization'
  | 'listOauthGrants'
  | 'revokeOauthGrant'
> = {
  oauthToken,

  async getOauthUserinfo(context) {
    requireOauthServer(context)
    const { user, session } = await context.requireUser()
    const scopes = scopesOf(session?.scopes ?? '')
    const { email, phone, user_metadata } = user
    const body: Schemas['Userinfo'] = {
      sub: user.id,
      ...(scopes.includes('email') && {
        ...present({ email }),
        ...(user.email_confirmed_at !== null && { email_verified: true }),
      }),
      ...(scopes.includes('profile') && { ...profileOf(user), ...(user_metadata && { user_metadata }) }),
      ...(scopes.includes('phone') && {
        ...present({ phone }),
        ...(user.phone_confirmed_at !== null && { phone_verified: true }),
      }),
    }
    return { status: 200, body }
  },

  oauthAuthorize(context) {
    requireOauthServer(context)
    const { server } = context
    const { config } = server
    const request = requestOf(context)
    const client = requireClient(server, request)
    const { redirect_uri, state } = request
    // Now it is known where a refusal may go.
    const refuse = (error: string, description: string) => redirect(302, refusedUrl(redirect_uri, error, description, state))
    const why = whyNotAuthorize(request)
    if (why) return refuse('invalid_request', why)
    if (!fitsTheDatabase(request)) return refuse('server_error', 'error creating authorization')
    const { id } = insertAuthorization(context, client, request)
    const path = config.GOTRUE_OAUTH_SERVER_AUTHORIZATION_PATH
    if (!path) return refuse('server_error', 'oauth authorization path not configured')
    const page = withoutSlashes(config.GOTRUE_SITE_URL) + (path.startsWith('/') ? path : `/${path}`)
    return redirect(302, `${page}?authorization_id=${id}`)
  },

  async getOauthAuthorization(context) {
    requireOauthServer(context)
    const { user } = await context.requireUser()
    requireAllowedOrigin(context)
    const { server } = context
    let authorization = openAuthorization(context, 'authorization request cannot be processed')
    if (authorization.user_id === null) {
      authorization = server.state.oauthAuthorizations.update(authorization, { user_id: user.id })
      const consent = consentOf(server, user, authorization.client_id)
      if (consent?.revoked_at === null && covers(consent, authorization)) {
        return { status: 200, body: { redirect_url: approve(server, authorization) } }
      }
    } else if (authorization.user_id !== user.id) throw unknownAuthorization()
    const client = clientOf(server, authorization.client_id)
    // Who asks is noted by then.
    if (!client) throw Object.assign(unknownAuthorization(), { commits: true })
    const body: Schemas['OAuthAuthorization'] = {
      authorization_id: authorization.id,
      redirect_uri: authorization.redirect_uri,
      client: summaryOf(client),
      user: { id: user.id, ...present({ email: user.email }) },
      scope: authorization.scope,
    }
    return { status: 200, body }
  },

  async consentOauthAuthorization(context) {
    requireOauthServer(context)
    const { user } = await context.requireUser()
    requireAllowedOrigin(context)
    const { server } = context
    const { action } = context.body()
    if (action !== 'approve' && action !== 'deny') {
      throw badRequest('validation_failed', "action must be 'approve' or 'deny'")
    }
    const authorization = openAuthorization(context, 'authorization request is no longer pending')
    if (authorization.user_id !== user.id) throw unknownAuthorization()
    if (action === 'approve') {
      const redirect_url = approve(server, authorization)
      rememberConsent(context, user, authorization)
      return { status: 200, body: { redirect_url } }
    }
    server.state.oauthAuthorizations.update(authorization, { status: 'denied' })
    const { redirect_uri, state } = authorization
    const redirect_url = refusedUrl(redirect_uri, 'access_denied', 'User denied the request', state)
    return { status: 200, body: { redirect_url } }
  },

  async listOauthGrants(context) {
    const { user } = await requireUser(context)
    const { server } = context
    const grants = server.state.oauthConsents
      .where('user', user.id)
      .filter(({ revoked_at }) => revoked_at === null)
      .reverse()
      .sort((a, b) => b.granted_at - a.granted_at)
    const body = grants.flatMap(({ client_id, scopes, granted_at }) => {
      const client = clientOf(server, client_id)
      return client ? [{ client: summaryOf(client), scopes: scopesOf(scopes), granted_at: timestamp(granted_at) }] : []
    })
    return { status: 200, body }
  },

  async revokeOauthGrant(context) {
    const { user } = await requireUser(context)
    const { server, query, now } = context
    const given = query.get('client_id')
    if (!given) throw badRequest('validation_failed', 'client_id query parameter is required')
    const clientId = uuidOf(given)
    if (!clientId) throw badRequest('validation_failed', 'invalid client_id format')
    const consent = consentOf(server, user, clientId)
    if (consent?.revoked_at !== null) throw notFound('oauth_consent_not_found', 'No active grant found for this client')
    server.state.oauthConsents.update(consent, { revoked_at: now })
    for (const session of sessionsOf(server, user)) {
      if (session.oauth_client_id === clientId) endSession(server, session)
    }
    context.audit(user, 'token_revoked', { oauth_client_id: clientId, action: 'revoke_oauth_grant' })
    return { status: 204 }
  },
}

/** Below `/user` the user comes first, and then the question whether there is such a thing. */
async function requireUser(context: Context): Promise<SignedIn> {
  const signedIn = await context.requireUser()
  requireOauthServer(context)
  return signedIn
}

/** What the application asks for. */
interface AuthorizationRequest {
  client_id: string
  redirect_uri: string
  response_type: string
  scope: string
  state: string
  resource: string
  code_challenge: string
  code_challenge_method: string
  nonce: string
}

function requestOf({ server: { config }, query }: Context): AuthorizationRequest {
  const read = (name: string) => query.get(name) ?? ''
  return {
    client_id: read('client_id'),
    redirect_uri: read('redirect_uri'),
    response_type: read('response_type') || 'code',
    scope: read('scope') || config.GOTRUE_OAUTH_SERVER_DEFAULT_SCOPE,
    state: read('state'),
    resource: read('resource'),
    code_challenge: read('code_challenge'),
    code_challenge_method: read('code_challenge_method'),
    nonce: read('nonce'),
  }
}

/** @throws Refusal `validation_failed`, `oauth_client_not_found` */
function requireClient(server: Server, { client_id, redirect_uri }: AuthorizationRequest): OAuthClientRow {
  if (!client_id) throw badRequest('validation_failed', 'client_id is required')
  if (!redirect_uri) throw badRequest('validation_failed', 'redirect_uri is required')
  const id = uuidOf(client_id)
  if (!id) throw badRequest('oauth_client_not_found', 'invalid client_id format')
  const client = clientOf(server, id)
  if (!client) throw badRequest('oauth_client_not_found', 'invalid client_id')
  if (!client.redirect_uris.includes(redirect_uri)) throw badRequest('validation_failed', 'invalid redirect_uri')
  return client
}

const supportedScopes = ['openid', 'profile', 'email', 'phone', 'offline_access']

function whyNotAuthorize(request: AuthorizationRequest): string | undefined {
  const { response_type, scope, resource, code_challenge, code_challenge_method } = request
  if (response_type !== 'code') return 'only response_type=code is supported'
  if (!scope) return 'scope parameter is required'
  const scopes = scopesOf(scope)
  if (!scopes.length) return 'scope parameter cannot be empty'
  const unsupported = scopes.find((scope) => !supportedScopes.includes(scope))
  if (unsupported) return `unsupported scope: ${unsupported}`
  const why = resource && whyNotResource(resource)
  if (why) return why
  if (!code_challenge || !code_challenge_method) {
    return 'PKCE flow requires both code_challenge and code_challenge_method'
  }
  if (!/^(s256|plain)$/i.test(code_challenge_method)) return "code_challenge_method must be 'S256' or 'plain'"
  const { length } = new TextEncoder().encode(code_challenge)
  return length < 43 || length > 128 ? 'code_challenge must be between 43 and 128 characters' : undefined
}

/** RFC 8707. */
function whyNotResource(resource: string): string | undefined {
  const url = parseUrl(resource)
  if (!url) return 'resource must be a valid URI'
  if (!url.scheme) return 'resource must be an absolute URI'
  if (url.fragment) return 'resource must not include a fragment component'
  return url.query ? 'resource must not include a query component' : undefined
}

/** How long texts may be in the tables of the server. */
function fitsTheDatabase(request: AuthorizationRequest): boolean {
  const lengths = { redirect_uri: 2048, scope: 4096, state: 4096, resource: 2048, nonce: 255 } as const
  const isShort = (name: keyof typeof lengths) => [...request[name]].length <= lengths[name]
  return !hasNul(request) && (Object.keys(lengths) as (keyof typeof lengths)[]).every(isShort)
}

function insertAuthorization(
  { server, now }: Context,
  client: OAuthClientRow,
  request: AuthorizationRequest,
): OAuthAuthorizationRow {
  const { redirect_uri, scope, state, resource, nonce, code_challenge, code_challenge_method } = request
  return server.state.oauthAuthorizations.insert({
    id: server.random.text(32),
    client_id: client.id,
    user_id: null,
    redirect_uri,
    scope,
    state,
    resource,
    nonce,
    code_challenge,
    code_challenge_method: code_challenge_method.toLowerCase() === 'plain' ? 'plain' : 's256',
    status: 'pending',
    authorization_code: null,
    expires_at: now + server.config.GOTRUE_OAUTH_SERVER_AUTHORIZATION_TTL,
    created_at: now,
  })
}

function refusedUrl(redirectUri: string, error: string, description: string, state: string): string {
  return withQuery(normalizedUrl(redirectUri), { error, error_description: description, ...(state && { state }) })
}

const unknownAuthorization = (): Refusal => notFound('oauth_authorization_not_found', 'authorization not found')

/** What a page of the site, and no other page, may ask for. @throws Refusal `validation_failed` */
function requireAllowedOrigin({ server: { config }, headers }: Context): void {
  const origin = headers.get('origin')
  if (origin && !isRedirectAllowed(config, origin)) throw badRequest('validation_failed', 'unauthorized request origin')
}

/** The authorization of the path, while it is to be decided. @throws Refusal `oauth_authorization_not_found`, `validation_failed` */
function openAuthorization({ server, path, now }: Context, whenDecided: string): OAuthAuthorizationRow {
  const { oauthAuthorizations } = server.state
  if (hasNul(path.authorization_id)) throw internal('error finding authorization')
  const authorization = oauthAuthorizations.get(path.authorization_id)
  if (!authorization) throw unknownAuthorization()
  if (now > authorization.expires_at) {
    if (authorization.status !== 'pending') throw unknownAuthorization()
    oauthAuthorizations.update(authorization, { status: 'expired' })
    throw Object.assign(unknownAuthorization(), { commits: true })
  }
  if (authorization.status !== 'pending') throw badRequest('validation_failed', whenDecided)
  return authorization
}

/** @returns where the browser goes now */
function approve({ state, random }: Server, authorization: OAuthAuthorizationRow): string {
  const code = random.uuid()
  state.oauthAuthorizations.update(authorization, { status: 'approved', authorization_code: code })
  const { redirect_uri, state: given } = authorization
  return withQuery(normalizedUrl(redirect_uri), { code, ...(given && { state: given }) })
}

const consentOf = ({ state }: Server, user: UserRow, clientId: string): OAuthConsentRow | undefined =>
  state.oauthConsents.where('user', user.id).find(({ client_id }) => client_id === clientId)

function covers(consent: OAuthConsentRow, { scope }: OAuthAuthorizationRow): boolean {
  const granted = scopesOf(consent.scopes)
  return scopesOf(scope).every((scope) => granted.includes(scope))
}

/** The newest consent takes the place of an earlier one, whatever its scopes were. */
function rememberConsent({ server, now }: Context, user: UserRow, { client_id, scope }: OAuthAuthorizationRow): void {
  const { state, random } = server
  const given = { scopes: scopesOf(scope).join(' '), granted_at: now, revoked_at: null }
  const known = consentOf(server, user, client_id)
  if (known) state.oauthConsents.update(known, given)
  else state.oauthConsents.insert({ id: random.uuid(), user_id: user.id, client_id, ...given })
}

/** A client as users see it. */
const summaryOf = ({ id, client_name, client_uri, logo_uri }: OAuthClientRow): Schemas['OAuthClientSummary'] => ({
  id,
  ...present({ name: client_name, uri: client_uri, logo_uri }),
})
