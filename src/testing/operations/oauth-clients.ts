import type { components } from '../../../generated/schema.ts'
import { present, timestamp, uuidOf, type AnswerOf, type Context, type Handlers } from '../context.ts'
import { parseRequestUri } from '../crypto/request-uri.ts'
import { toBase64url, utf8 } from '../crypto/encoding.ts'
import { badRequest, forbidden, internal, notFound } from '../http/errors.ts'
import { hasNul } from '../http/parsing.ts'
import type { OAuthClientRow } from '../state/state.ts'
import { parseUrl } from '../http/urls.ts'
import { clientOf, requireOauthServer } from './oauth-token.ts'

type Schemas = components['schemas']
type ClientType = OAuthClientRow['client_type']
type AuthMethod = OAuthClientRow['token_endpoint_auth_method']

/** `/admin/oauth/clients`, `POST /oauth/clients/register`. */
export const oauthClients: Pick<
  Handlers,
  | 'registerOauthClient'
  | 'adminListOauthClients'
  | 'adminCreateOauthClient'
  | 'adminGetOauthClient'
  | 'adminUpdateOauthClient'
  | 'adminDeleteOauthClient'
  | 'adminRegenerateOauthClientSecret'
> = {
  registerOauthClient(context) {
    requireOauthServer(context)
    context.limit('oauthClientRegister')
    if (!context.server.config.GOTRUE_OAUTH_SERVER_ALLOW_DYNAMIC_REGISTRATION) {
      throw forbidden('oauth_dynamic_client_registration_disabled', 'Dynamic client registration is not enabled')
    }
    return register(context, context.body(), 'dynamic')
  },

  async adminListOauthClients(context) {
    await requireAdmin(context)
    // Of clients that were made at the same moment, the last one is the newest.
    const clients = context.server.state.oauthClients
      .all()
      .filter(({ deleted_at }) => deleted_at === null)
      .reverse()
      .sort((a, b) => b.created_at - a.created_at)
    return { status: 200, body: clients.length ? { clients: clients.map(clientJson) } : {} }
  },

  async adminCreateOauthClient(context) {
    await requireAdmin(context)
    return register(context, context.body(), 'manual')
  },

  async adminGetOauthClient(context) {
    await requireAdmin(context)
    return { status: 200, body: clientJson(clientOfPath(context)) }
  },

  async adminUpdateOauthClient(context) {
    await requireAdmin(context)
    const client = clientOfPath(context)
    const changes = context.body()
    const { redirect_uris, grant_types, client_name, client_uri, logo_uri, token_endpoint_auth_method: method } = changes
    if (!Object.keys(changes).length) throw badRequest('validation_failed', 'No fields provided for update')
    try {
      if (redirect_uris) checkRedirectUris(redirect_uris)
      if (grant_types) checkGrantTypes(grant_types)
      checkDescription(changes)
      if (method !== undefined && !isMethod(method)) {
        throw new Invalid(`invalid token_endpoint_auth_method: must be one of ${goList(methods)}`)
      }
      if (method !== undefined && typeOf(method as AuthMethod) !== client.client_type) {
        const valid = methods.filter((one) => typeOf(one) === client.client_type)
        throw new Invalid(
          `token_endpoint_auth_method '${method}' is not valid for client_type '${client.client_type}'; valid methods: ${goList(valid)}`,
        )
      }
    } catch (cause) {
      if (cause instanceof Invalid) throw badRequest('validation_failed', cause.message)
      throw cause
    }
    if (hasNul(changes)) throw internal('Error updating OAuth client')
    const updated = context.server.state.oauthClients.update(client, {
      ...(redirect_uris && { redirect_uris: asStored(redirect_uris) }),
      ...(grant_types && { grant_types }),
      ...(client_name !== undefined && { client_name }),
      ...(client_uri !== undefined && { client_uri }),
      ...(logo_uri !== undefined && { logo_uri }),
      ...(method !== undefined && { token_endpoint_auth_method: method as AuthMethod }),
      updated_at: context.now,
    })
    return { status: 200, body: clientJson(updated) }
  },

  async adminDeleteOauthClient(context) {
    await requireAdmin(context)
    const { server, now } = context
    server.state.oauthClients.update(clientOfPath(context), { deleted_at: now, updated_at: now })
    return { status: 204 }
  },

  async adminRegenerateOauthClientSecret(context) {
    await requireAdmin(context)
    const client = clientOfPath(context)
    if (client.client_type === 'public') {
      throw badRequest('validation_failed', 'Cannot regenerate secret for public client')
    }
    const { server, now } = context
    const client_secret = newSecret(context)
    const updated = server.state.oauthClients.update(client, { client_secret, updated_at: now })
    return { status: 200, body: { ...clientJson(updated), client_type: 'confidential', client_secret } }
  },
}

async function requireAdmin(context: Context): Promise<void> {
  await context.requireAdmin()
  requireOauthServer(context)
}

/** @throws Refusal `validation_failed`, `oauth_client_not_found` */
function clientOfPath({ server, path }: Context): OAuthClientRow {
  const id = uuidOf(path.client_id)
  if (!id) throw badRequest('validation_failed', 'invalid client_id format')
  const client = clientOf(server, id)
  if (!client) throw notFound('oauth_client_not_found', 'OAuth client not found')
  return client
}

/** A client on the wire, without its secret. */
function clientJson(client: OAuthClientRow): Schemas['OAuthClient'] {
  const { client_name, client_uri, logo_uri } = client
  return {
    client_id: client.id,
    client_type: client.client_type,
    redirect_uris: client.redirect_uris,
    token_endpoint_auth_method: client.token_endpoint_auth_method,
    grant_types: client.grant_types as Schemas['OAuthGrantType'][],
    response_types: ['code'],
    ...present({ client_name, client_uri, logo_uri }),
    registration_type: client.registration_type,
    created_at: timestamp(client.created_at),
    updated_at: timestamp(client.updated_at),
  }
}

const newSecret = ({ server }: Context): string => toBase64url(server.random.bytes(32))

const methods: AuthMethod[] = ['none', 'client_secret_basic', 'client_secret_post']
const isMethod = (text: string): text is AuthMethod => (methods as string[]).includes(text)
const typeOf = (method: AuthMethod): ClientType => (method === 'none' ? 'public' : 'confidential')
const goList = (items: string[]): string => `[${items.join(' ')}]`

/** The server keeps them in one text, with commas between them, so that a comma in one of them makes two of it. */
const asStored = (uris: string[]): string[] => uris.join(',').split(',')

type Registration = ReturnType<Context<'registerOauthClient'>['body']>

function register(
  context: Context,
  given: Registration,
  registration_type: OAuthClientRow['registration_type'],
): AnswerOf<'registerOauthClient'> {
  const { server, now } = context
  try {
    checkRegistration(given)
  } catch (cause) {
    // The refusal of before, as a text that begins with its status.
    if (cause instanceof Invalid) throw badRequest('validation_failed', `400: ${cause.message}`)
    throw cause
  }
  if (hasNul(given)) {
    throw badRequest(
      'validation_failed',
      'failed to create OAuth client: ERROR: invalid byte sequence for encoding "UTF8": 0x00 (SQLSTATE 22021)',
    )
  }
  // Both were checked.
  const method = (given.token_endpoint_auth_method ?? '') as AuthMethod | ''
  const client_type = (given.client_type as ClientType | '') || (method ? typeOf(method) : 'confidential')
  const isPublic = client_type === 'public'
  const id = server.random.uuid()
  const client_secret = isPublic ? null : newSecret(context)
  const client = server.state.oauthClients.insert({
    id,
    client_secret,
    client_type,
    redirect_uris: asStored(given.redirect_uris!),
    token_endpoint_auth_method: method || (isPublic ? 'none' : 'client_secret_basic'),
    grant_types: given.grant_types?.length ? given.grant_types : ['authorization_code', 'refresh_token'],
    client_name: given.client_name ?? '',
    client_uri: given.client_uri ?? '',
    logo_uri: given.logo_uri ?? '',
    registration_type,
    deleted_at: null,
    created_at: now,
    updated_at: now,
  })
  const body = clientJson(client)
  return client_secret === null
    ? { status: 201, body: { ...body, client_type: 'public' } }
    : { status: 201, body: { ...body, client_type: 'confidential', client_secret } }
}

/** What is wrong with a registration. */
class Invalid extends Error {}

function checkRegistration(given: Registration): void {
  const { redirect_uris = [], grant_types = [], client_type = '', token_endpoint_auth_method: method = '' } = given
  if (!redirect_uris.length) throw new Invalid('redirect_uris is required')
  checkRedirectUris(redirect_uris)
  if (grant_types.length) checkGrantTypes(grant_types)
  checkDescription(given)
  if (!['', 'public', 'confidential'].includes(client_type)) {
    throw new Invalid("client_type must be 'public' or 'confidential'")
  }
  if (!method) return
  if (!isMethod(method)) throw new Invalid(`token_endpoint_auth_method must be one of: ${goList(methods)}`)
  if (client_type && client_type !== typeOf(method)) {
    throw new Invalid(
      `client_type '${client_type}' is inconsistent with token_endpoint_auth_method '${method}' (expected client_type '${typeOf(method)}')`,
    )
  }
}

function checkRedirectUris(uris: string[]): void {
  if (!uris.length) throw new Invalid('redirect_uris cannot be empty')
  if (uris.length > 10) throw new Invalid('redirect_uris cannot exceed 10 items')
  for (const uri of uris) {
    const why = whyNotRedirectUri(uri)
    if (why) throw new Invalid(`invalid redirect_uri '${uri}': ${why}`)
  }
}

/** Schemes by which a page or a file would get the code. */
const dangerous = ['javascript', 'data', 'file', 'vbscript', 'about', 'blob']

function whyNotRedirectUri(uri: string): string | undefined {
  if (!uri) return 'redirect URI cannot be empty'
  const url = parseUrl(uri)
  if (!url) return 'invalid URL format'
  const { scheme, host, hostname, fragment } = url
  if (!scheme || !host) return 'must have scheme and host'
  if (dangerous.includes(scheme)) return `scheme '${scheme}' is not allowed for security reasons`
  if (scheme === 'http' && !['localhost', '127.0.0.1', '::1'].includes(hostname)) {
    return 'HTTP scheme only allowed for localhost'
  }
  return fragment ? 'fragment not allowed in redirect URI' : undefined
}

function checkGrantTypes(types: string[]): void {
  if (!types.length) throw new Invalid('grant_types cannot be empty')
  if (!types.every((type) => type === 'authorization_code' || type === 'refresh_token')) {
    throw new Invalid("grant_types must only contain 'authorization_code' and/or 'refresh_token'")
  }
}

function checkDescription(given: Pick<Registration, 'client_name' | 'client_uri' | 'logo_uri'>): void {
  if (utf8(given.client_name ?? '').length > 1024) throw new Invalid('client_name cannot exceed 1024 characters')
  for (const name of ['client_uri', 'logo_uri'] as const) {
    const uri = given[name]
    if (!uri) continue
    if (utf8(uri).length > 2048) throw new Invalid(`${name} cannot exceed 2048 characters`)
    if (!parseRequestUri(uri)) throw new Invalid(`${name} must be a valid URL`)
  }
}
