import { routes, type OperationId, type Route, type Shape } from '../../../generated/routes.ts'
import { authenticateAdmin, authenticateUser } from './authenticate.ts'
import { parseBody } from './body.ts'
import type { AccessTokenClaims, Context, Handlers, Server, SignedIn } from '../context.ts'
import { answerOf, badRequest, forbidden, isNewVersion, Refusal } from './errors.ts'
import { passGuards } from './guards.ts'
import { handlers } from '../operations/index.ts'
import { keepNewest } from '../state/newest.ts'
import { redirectOf } from './redirects.ts'

interface Compiled {
  route: Route
  pattern: RegExp
  names: string[]
}

/**
 * Paths that the server mounts, so that a slash at their end is the same. Nothing in the spec says so: it lists one form of
 * each.
 */
const mounted =
  /^\/(callback|signup|verify|reauthenticate|user(\/oauth\/grants)?|factors(\/[^/]+)?|passkeys(\/(?!authentication|registration)[^/]+)?|sso|admin\/(audit|users(\/[^/]+(\/(factors|passkeys)(\/[^/]+)?)?)?|sso\/providers(\/[^/]+)?|oauth\/clients(\/[^/]+)?|custom-providers(\/[^/]+)?))$/

const compiled: Compiled[] = routes.map((route) => {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  const source = route.path.replace(/[.]/g, '\\$&').replace(/\{\w+\}/g, '([^/]+)')
  return { route, names, pattern: new RegExp(`^${source}$`) }
})

/** The operation that a request is of. */
export const operationOf = (server: Server, { method, url }: Request): OperationId | undefined =>
  match(method, pathOf(server, new URL(url)) ?? '').found?.route.operation

/** Answers one request: all of what it changes is done, or nothing. */
export async function respond(server: Server, request: Request, now: number): Promise<Response> {
  const { state, random, outbox, providers } = server
  const url = new URL(request.url)
  const sent = outbox.messages.length
  const path = pathOf(server, url)
  // So says the server's library, before the server itself is asked.
  if (path === undefined) {
    return new Response('400 Bad Request', { status: 400, headers: { 'content-type': 'text/plain; charset=utf-8' } })
  }
  const version = request.headers.get('x-supabase-api-version')
  const answerHeaders = new Headers()
  let response: Response
  try {
    const page = await providers.respond(path, request)
    const { found, allowed, names } = match(request.method, path)
    if (page) {
      response = page
    } else if (found) {
      const context = await createContext(server, found.route, request, url, names, now, answerHeaders)
      const answer = await (handlers as Handlers)[found.route.operation](context as never)
      response = answer instanceof Response ? answer : toResponse(answer)
    } else {
      if (knownMethods.has(request.method)) await passGuards(server, path, request.headers, now)
      response = notKnown(request.method, path, allowed)
    }
    state.journal.commit()
  } catch (cause) {
    if (cause instanceof Refusal && cause.commits) state.journal.commit()
    else state.journal.rollback()
    // A mistake of ours, which is not to pass for one of the server's.
    if (!(cause instanceof Refusal)) throw cause
    response = answerOf(cause, version, random.uuid())
  }
  for (const [name, value] of answerHeaders) response.headers.set(name, value)
  for (const message of outbox.messages.slice(sent)) for (const listener of outbox.listeners) listener(message)
  keepNewest(outbox.messages)
  return request.method === 'HEAD' ? new Response(null, response) : response
}

/** Of others the server says that they are not allowed anywhere. */
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE'])

/** The path without that of the base URL, or without the one that hosted servers have. Undefined: it is none. */
function pathOf({ config }: Server, { pathname }: URL): string | undefined {
  const path = unescaped(pathname)
  const base = new URL(config.API_EXTERNAL_URL).pathname.replace(/\/$/, '')
  for (const prefix of [base, '/auth/v1']) {
    if (prefix && (path === prefix || path?.startsWith(`${prefix}/`))) return path.slice(prefix.length) || '/'
  }
  return path
}

/** As the server's router has a path: without escapes if it would escape the same, else as it came. */
function unescaped(path: string): string | undefined {
  if (!path.includes('%')) return path
  if (/%(?![0-9a-f]{2})/i.test(path)) return undefined
  try {
    const plain = decodeURIComponent(path)
    const again = encodeURI(plain).replace(/[!'()*#?]/g, (part) => goEscapes[part] ?? part)
    return again === path ? plain : path
  } catch {
    return path
  }
}

/** Where Go's escapes of paths are others than those of encodeURI(). */
const goEscapes: Record<string, string> = {
  '!': '%21',
  "'": '%27',
  '(': '%28',
  ')': '%29',
  '*': '%2A',
  '#': '%23',
  '?': '%3F',
}

/** A query as the server reads it: what can't be is not there. */
function queryOf({ search }: URL): URLSearchParams {
  const isReadable = (pair: string) => !pair.includes(';') && !/%(?![0-9a-f]{2})/i.test(pair)
  return new URLSearchParams(search.slice(1).split('&').filter(isReadable).join('&'))
}

/** Where more of a path follows: nothing of that name can be had. */
const notIds = /^\/passkeys\/(authentication|registration)$/

function match(method: string, path: string): { found?: Compiled; allowed: string[]; names: Record<string, string> } {
  const plain = path.endsWith('/') && mounted.test(path.slice(0, -1)) ? path.slice(0, -1) : path
  const allowed: string[] = []
  for (const one of compiled) {
    const parts = one.pattern.exec(plain)
    if (!parts || notIds.test(plain)) continue
    if (one.route.method !== method) {
      allowed.push(one.route.method)
      continue
    }
    return { found: one, allowed, names: Object.fromEntries(one.names.map((name, at) => [name, parts[at + 1]!])) }
  }
  return { allowed, names: {} }
}

function notKnown(method: string, path: string, allowed: string[]): Response {
  if (!knownMethods.has(method)) return new Response(null, { status: 405 })
  if (allowed.length) return new Response(null, { status: 405, headers: { allow: allowed.join(', ') } })
  if (/^\/scim\/v2(\/|$)/.test(path)) {
    return new Response(
      JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        detail: 'Endpoint or resource does not exist',
        status: '404',
      }),
      { status: 404, headers: { 'content-type': 'application/scim+json' } },
    )
  }
  return new Response('404 page not found\n', {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  })
}

function toResponse({
  status,
  body,
  headers,
}: {
  status: number
  body?: unknown
  headers?: Record<string, string>
}): Response {
  if (body === undefined) return new Response(null, { status, headers: headers ?? {} })
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
}

/** What the server calls the bodies of its operations. */
const bodyNames: Partial<Record<OperationId, string>> = {
  signUp: 'SignupParams',
  recover: 'RecoverParams',
  resend: 'ResendConfirmationParams',
  magicLink: 'MagicLinkParams',
  sendOtp: 'OtpParams',
  verifyOtp: 'VerifyParams',
  updateUser: 'UserUpdateParams',
  enrollFactor: 'EnrollFactorParams',
  challengeFactor: 'ChallengeFactorParams',
  verifyFactor: 'VerifyFactorParams',
  verifyPasskeyAuthentication: 'PasskeyAuthenticationVerifyParams',
  verifyPasskeyRegistration: 'PasskeyRegistrationVerifyParams',
  updatePasskey: 'PasskeyUpdateParams',
  signInWithSso: 'SingleSignOnParams',
  inviteUser: 'InviteParams',
  adminCreateUser: 'AdminUserParams',
  adminUpdateUser: 'AdminUserParams',
  adminDeleteUser: 'adminUserDeleteParams',
  adminUpdateFactor: 'adminUserUpdateFactorParams',
  adminGenerateLink: 'GenerateLinkParams',
  adminCreateSsoProvider: 'CreateSSOProviderParams',
  adminUpdateSsoProvider: 'CreateSSOProviderParams',
  adminCreateCustomProvider: 'AdminCustomOAuthProviderParams',
  adminUpdateCustomProvider: 'AdminCustomOAuthProviderParams',
}

/** Operations that read their bodies by themselves, and how they say that they can't. */
const ownWords: Partial<Record<OperationId, { tooLarge: string; notJson: (reason: string) => string; isStream?: boolean }>> =
  {
    magicLink: {
      isStream: true,
      tooLarge: 'Could not read verification params: http: request body too large',
      notJson: (reason) => `Could not read verification params: ${reason}`,
    },
    ...Object.fromEntries(
      ['verifyPasskeyAuthentication', 'verifyPasskeyRegistration', 'updatePasskey'].map((name) => [
        name,
        {
          tooLarge: 'Could not read request body',
          notJson: (reason: string) => `Could not parse request body as JSON: ${reason}`,
        },
      ]),
    ),
    ...Object.fromEntries(
      ['registerOauthClient', 'adminCreateOauthClient', 'adminUpdateOauthClient'].map((name) => [
        name,
        { tooLarge: 'Invalid JSON body', notJson: () => 'Invalid JSON body', isStream: true },
      ]),
    ),
    consentOauthAuthorization: { tooLarge: 'invalid JSON body', notJson: () => 'invalid JSON body', isStream: true },
  }

/** What the server takes for JSON of any kind first, and reads later. */
const readLater: Partial<Record<OperationId, (body: Record<string, Shape>) => Shape>> = {
  verifyFactor: (body) => ({ ...body, webauthn: { ...(body.webauthn as object), credential_response: 'any' } }),
  verifyPasskeyAuthentication: (body) => ({ ...body, credential: 'any' }),
  verifyPasskeyRegistration: (body) => ({ ...body, credential: 'any' }),
  adminCreateSsoProvider: (body) => ({ ...body, attribute_mapping: { keys: 'any' } }),
  adminUpdateSsoProvider: (body) => ({ ...body, attribute_mapping: { keys: 'any' } }),
}

/** The answer to a CAPTCHA is read by itself. */
function shapeOf({ operation, body = {} }: Route): Shape {
  const { gotrue_meta_security: _, ...shape } = body as Record<string, Shape>
  return readLater[operation]?.(shape) ?? shape
}

/** What a grant has in its body, and what the server calls that; the others' fields are not looked at. */
const grants: Record<string, { name: string; fields: string[] }> = {
  password: { name: 'PasswordGrantParams', fields: ['email', 'phone', 'password'] },
  refresh_token: { name: 'RefreshTokenGrantParams', fields: ['refresh_token'] },
  pkce: { name: 'PKCEGrantParams', fields: ['auth_code', 'code_verifier'] },
  id_token: {
    name: 'IdTokenGrantParams',
    fields: ['id_token', 'access_token', 'nonce', 'provider', 'client_id', 'issuer', 'link_identity'],
  },
  web3: { name: 'Web3GrantParams', fields: ['message', 'signature', 'chain'] },
}

async function createContext<Id extends OperationId>(
  server: Server,
  route: Route & { operation: Id },
  request: Request,
  url: URL,
  path: Record<string, string>,
  now: number,
  answerHeaders: Headers,
): Promise<Context<Id>> {
  const { config, limits } = server
  const { headers } = request
  const isForm = isFormOf(request)
  // A byte order mark is no JSON, and so it has to stay.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await request.arrayBuffer())
  const query = queryOf(url)
  const ip = (headers.get('x-forwarded-for') ?? '').split(',')[0]!.trim() || '127.0.0.1'
  let claims: AccessTokenClaims | undefined

  const user = async (): Promise<SignedIn> => {
    const signedIn = await authenticateUser(server, headers, now)
    ;({ claims } = signedIn)
    return signedIn
  }

  const readInOwnWords = ({ tooLarge, notJson, isStream }: NonNullable<(typeof ownWords)[OperationId]>) => {
    try {
      return parseBody(isForm ? '' : text, shapeOf(route), bodyNames[route.operation] ?? '', { isStream }) as never
    } catch (cause) {
      const { code, message } = cause as Refusal
      const reason = message.replace('Could not parse request body as JSON: ', '')
      throw badRequest('bad_json', code === 'request_entity_too_large' ? tooLarge : notJson(reason))
    }
  }

  const context: Context<Id> = {
    server,
    operation: route.operation,
    request,
    headers,
    path,
    query,
    text,
    now,
    ip,
    userAgent: headers.get('user-agent') ?? '',
    isNewVersion: isNewVersion(headers.get('x-supabase-api-version')),
    answerHeaders,
    body() {
      if (route.operation in ownWords) return readInOwnWords(ownWords[route.operation]!)
      // The server's log has read a form before its handler can.
      const json = isForm ? '' : text
      const shape = shapeOf(route)
      const grant = grants[query.get('grant_type') ?? '']
      if (route.operation !== 'grantToken' || !grant) {
        return parseBody(json, shape, bodyNames[route.operation] ?? '') as never
      }
      const fields = Object.entries(shape).filter(([field]) => grant.fields.includes(field))
      return parseBody(json, Object.fromEntries(fields), grant.name) as never
    },
    redirectTo: (wanted) => redirectOf(config, headers, wanted ?? redirectParameter(query, isForm, text)),
    audience() {
      const named = headers.get('x-jwt-aud')
      if (named) return named
      const of = claims && !config.GOTRUE_JWT_ADMIN_ROLES.includes(claims.role ?? '') && [claims.aud].flat()[0]
      return of || config.GOTRUE_JWT_AUD
    },
    requireUser: user,
    async requirePermanentUser() {
      const signedIn = await user()
      if (signedIn.claims.is_anonymous) {
        throw forbidden('no_authorization', 'Anonymous user not allowed to perform these actions')
      }
      return signedIn
    },
    async requireAdmin() {
      claims = await authenticateAdmin(server, headers, now)
      return claims
    },
    async requireCaptcha() {
      if (!config.GOTRUE_SECURITY_CAPTCHA_ENABLED) return
      const isAdmin = await authenticateAdmin(server, headers, now).then(
        () => true,
        () => false,
      )
      if (isAdmin) return
      const body = parseBody(isForm ? '' : text, { gotrue_meta_security: { captcha_token: 'string' } }, 'captchaRequest')
      const token = ((body.gotrue_meta_security as { captcha_token?: string })?.captcha_token ?? '').trim()
      if (!token) {
        throw badRequest('captcha_failed', 'captcha protection: request disallowed (no captcha_token found)')
      }
      if (!(await server.isCaptchaSolved(token))) {
        throw badRequest('captcha_failed', 'captcha protection: request disallowed (invalid-input-response)')
      }
    },
    limit: (name) => limits.take(name, headers),
    audit: (actor, action, traits) => audit(context, actor, action, traits),
  }
  return context
}

/** Whether the server's log reads the body as a form, of which then nothing is left. */
function isFormOf({ method, headers }: Request): boolean {
  const [type] = (headers.get('content-type') ?? '').split(';') as [string]
  return type.trim().toLowerCase() === 'application/x-www-form-urlencoded' && /^(POST|PUT|PATCH)$/.test(method)
}

/** A form may carry it, too. */
function redirectParameter(query: URLSearchParams, isForm: boolean, text: string): string | null {
  return (isForm ? new URLSearchParams(text).get('redirect_to') : null) ?? query.get('redirect_to')
}

const logTypes: Record<string, string> = {
  login: 'account',
  logout: 'account',
  invite_accepted: 'account',
  user_signedup: 'team',
  user_invited: 'team',
  user_deleted: 'team',
  token_revoked: 'token',
  token_refreshed: 'token',
  user_modified: 'user',
  user_recovery_requested: 'user',
  user_confirmation_requested: 'user',
  user_repeated_signup: 'user',
  user_updated_password: 'user',
  user_reauthenticate_requested: 'user',
  factor_in_progress: 'factor',
  factor_unenrolled: 'factor',
  challenge_created: 'factor',
  verification_attempted: 'factor',
  factor_deleted: 'factor',
  factor_updated: 'factor',
  recovery_codes_deleted: 'factor',
  identity_linked: 'user',
  identity_unlinked: 'user',
  passkey_created: 'user',
  passkey_updated: 'user',
  passkey_deleted: 'user',
}

const audit = ((context: Context, actor, action, traits) => {
  const { server, now } = context
  const { state, random, config } = server
  if (config.GOTRUE_AUDIT_LOG_DISABLE_POSTGRES) return
  const name = actor.user_metadata?.full_name
  state.auditLog.insert({
    id: random.uuid(),
    payload: {
      action,
      actor_id: actor.id,
      ...(name !== undefined && { actor_name: name }),
      actor_username: actor.phone || actor.email,
      actor_via_sso: actor.is_sso_user,
      log_type: logTypes[action],
      ...(traits && { traits }),
    },
    ip_address: '',
    created_at: now,
  })
}) satisfies (context: Context, ...rest: Parameters<Context['audit']>) => void
