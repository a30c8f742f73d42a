import { withDeadline } from '../../transport/deadline.ts'
import { AuthError, AuthRetryableFetchError } from '../../transport/errors.ts'
import { ended, failure, type RequestOptions } from '../call.ts'
import type { Result } from '../result.ts'
import { object, secure, type SecureOptions } from './request.ts'

/** The metadata of a protected resource (RFC 9728, section 2), as far as these helpers look at it. */
export interface ProtectedResourceMetadata {
  /** The resource's identifier: its URL. */
  resource: string
  /** The issuers of the servers whose tokens it takes. */
  authorization_servers?: string[]
  scopes_supported?: string[]
  /** How it takes a token: `header`, `body`, `query`. */
  bearer_methods_supported?: string[]
  /** For people. */
  resource_name?: string
  resource_documentation?: string
  [name: string]: unknown
}

/** What a resource server says of itself. */
export interface ProtectedResourceOptions extends SecureOptions {
  /** The resource's identifier: its URL, without fragment. */
  resource: string | URL
  /** The addresses of the servers whose tokens it takes, as their metadata say it in `issuer`. */
  authorizationServers: readonly (string | URL)[]
  /** The scopes to ask for: `email`, `profile` … */
  scopesSupported?: readonly string[]
  /** Default: the `Authorization` header only. */
  bearerMethodsSupported?: readonly ('header' | 'body' | 'query')[]
  /** For people. */
  resourceName?: string
  /** The URL of a page for developers. */
  resourceDocumentation?: string | URL
}

/**
 * The document that a resource server publishes at {@link protectedResourceMetadataUrl}, as JSON, so that clients find out where to
 * get tokens (RFC 9728, section 2).
 *
 * @throws AuthError `invalid_argument`
 * @example
 * const resource = 'https://mcp.example.com/notes'
 * const document = protectedResourceMetadata({ resource, authorizationServers: [url], scopesSupported: ['email'] })
 * const response = Response.json(document)
 */
export function protectedResourceMetadata(options: ProtectedResourceOptions): ProtectedResourceMetadata {
  const {
    authorizationServers,
    scopesSupported,
    bearerMethodsSupported = ['header'],
    resourceName,
  } = object(options, 'options')
  if (!authorizationServers?.length) throw failure('invalid_argument', 'authorizationServers is missing')
  const authorization_servers = authorizationServers.map((server) => {
    secure(server, options)
    // To the letter, save that a URL object would end in a slash that the issuer does not have.
    return typeof server === 'string' ? server : server.href.replace(/\/$/, '')
  })
  return {
    resource: identifier(options.resource, options),
    authorization_servers,
    ...(scopesSupported && { scopes_supported: [...scopesSupported] }),
    bearer_methods_supported: [...bearerMethodsSupported],
    ...(resourceName !== undefined && { resource_name: resourceName }),
    ...(options.resourceDocumentation && { resource_documentation: secure(options.resourceDocumentation, options).href }),
  }
}

/**
 * Where the metadata of a resource are: `/.well-known/oauth-protected-resource` between its host and its path (RFC 9728, section 3.1).
 *
 * @throws AuthError `invalid_argument`
 * @example
 * // https://mcp.example.com/.well-known/oauth-protected-resource/notes
 * const address = protectedResourceMetadataUrl('https://mcp.example.com/notes')
 */
export function protectedResourceMetadataUrl(resource: string | URL, options: SecureOptions = {}): string {
  const { origin, pathname, search } = new URL(identifier(resource, options))
  return `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}${search}`
}

/** @throws AuthError `invalid_argument` */
function identifier(resource: string | URL, options: SecureOptions): string {
  const { href, hash } = secure(resource, options)
  if (hash || href.endsWith('#')) throw failure('invalid_argument', 'resource must have no fragment')
  return typeof resource === 'string' ? resource : href
}

/** What `discoverProtectedResource()` takes. */
export interface DiscoverProtectedResourceOptions extends RequestOptions, SecureOptions {
  /** Where the resource itself says that its metadata are: `resourceMetadata` of `parseWwwAuthenticate()`. It must be its origin. */
  resourceMetadata?: string | undefined
  /** Default: the platform's `fetch`. */
  fetch?: ((request: Request) => Promise<Response>) | undefined
}

/**
 * Where to get tokens for a resource of which only the URL is known: its metadata, checked.
 *
 * `GET /.well-known/oauth-protected-resource…`, at the resource (RFC 9728, section 3). A redirect is not followed, and `resource` must
 * be the URL that was asked for (section 3.3): a resource that gave another's metadata would get the tokens for that one.
 *
 * @param resource its URL
 * @returns the metadata; then `discover()` one of `authorization_servers`. `invalid_argument` for an address that is not of the
 *   resource's origin, `unexpected_response` for metadata that are not to be trusted
 * @example
 * const { data, error } = await discoverProtectedResource('https://mcp.example.com/notes')
 * if (!error) console.log(data.authorization_servers)
 */
export async function discoverProtectedResource(
  resource: string | URL,
  given?: DiscoverProtectedResourceOptions,
): Promise<Result<ProtectedResourceMetadata>> {
  const options = given ?? {}
  try {
    const { href, origin } = secure(identifier(resource, options), options)
    const address = secure(options.resourceMetadata ?? protectedResourceMetadataUrl(resource, options), options)
    // Else a resource could have requests sent to where only the client gets to (RFC 9728, section 7.7).
    if (address.origin !== origin) throw failure('invalid_argument', 'resourceMetadata is of another origin')
    return { data: checked(await read(address, options), href, options), error: null }
  } catch (cause) {
    const error = cause instanceof AuthError ? cause : failure('invalid_argument', 'An argument is unusable', cause)
    return { data: null, error }
  }
}

async function read(address: URL, options: DiscoverProtectedResourceOptions): Promise<unknown> {
  const { fetch = globalThis.fetch, signal, timeout = 15_000, headers } = options
  return withDeadline(timeout, signal, ended, async (signal, race) => {
    const own = new Headers({ accept: 'application/json' })
    for (const [name, value] of Object.entries(headers ?? {})) if (value != null) own.set(name, value)
    const request = new Request(address, { signal, redirect: 'manual', headers: own })
    let response: Response
    let body: string
    try {
      response = await race(fetch(request))
      body = await race(response.text())
    } catch (cause) {
      if (cause instanceof AuthError) throw cause
      throw unanswered('network_failure', 'The resource did not answer', cause)
    }
    const { ok, status } = response
    try {
      if (ok) return JSON.parse(body)
    } catch {
      // Told below.
    }
    const retryable = /408|42[59]|5../.test(`${status}`)
    throw new AuthError(`The resource has no metadata there: ${status}`, {
      code: 'unexpected_response',
      status,
      retryable,
      response,
    })
  })
}

/** @throws AuthError `unexpected_response` */
function checked(body: unknown, resource: string, options: SecureOptions): ProtectedResourceMetadata {
  const metadata = Object(body) as ProtectedResourceMetadata
  if (typeof metadata.resource !== 'string' || !URL.canParse(metadata.resource)) throw unexpected('have no resource')
  if (new URL(metadata.resource).href !== resource) throw unexpected('are of another resource')
  for (const name of ['authorization_servers', 'scopes_supported', 'bearer_methods_supported'] as const) {
    const list: unknown = metadata[name] ?? []
    if (!Array.isArray(list) || !list.every((item) => typeof item === 'string')) throw unexpected(`have no list in ${name}`)
  }
  // A resource elsewhere has no business with what runs on this machine (RFC 9728, section 7.7).
  const needsHttps = resource.startsWith('https:') && options.allowInsecureRequests !== true
  for (const server of metadata.authorization_servers ?? []) {
    let url: URL | undefined
    try {
      url = secure(server, options)
    } catch {
      // Told below.
    }
    if (!url || (needsHttps && url.protocol !== 'https:')) throw unexpected('name an authorization server without https')
  }
  return metadata
}

const unexpected = (what: string) => failure('unexpected_response', `The metadata of the resource ${what}`)

const unanswered = (code: string, message: string, cause?: unknown) =>
  new AuthRetryableFetchError(message, { code, retryable: true, cause })
