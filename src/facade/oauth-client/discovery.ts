import { getOauthAuthorizationServer, getOpenidConfiguration } from '../../../generated/operations/functions/discovery.ts'
import type {
  GetOauthAuthorizationServerErrors,
  GetOauthAuthorizationServerResponses,
  GetOpenidConfigurationErrors,
  ServerMetadata,
} from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import { AuthApiError, type AuthError } from '../../transport/errors.ts'
import { parseBaseUrl } from '../../transport/url.ts'
import { failure, type Send } from '../call.ts'
import type { Result } from '../result.ts'
import { request, transportTo, type OAuthClientOptions } from './request.ts'

/** What `discover()` takes. */
export interface DiscoverOptions extends OAuthClientOptions {
  /** The issuer to expect. Default: the server's address; trailing slashes don't count then, and it may be empty. */
  issuer?: string | undefined
}

/**
 * What an authorization server can do: its metadata, checked.
 *
 * `GET /.well-known/oauth-authorization-server` (RFC 8414), where the server has it; else where RFC 8414, section 3.1 puts it, before
 * the path; else `GET /.well-known/openid-configuration` (OpenID Connect Discovery 1.0). `feature_disabled` says that the OAuth
 * server is off, `unexpected_response` that the metadata is not to be trusted:
 * - `issuer` must be the address that was asked (RFC 8414, section 3.3). A server without `GOTRUE_JWT_ISSUER` says none: that is
 *   let through, since it then claims to be nobody else and its endpoints are paths of the address that was asked.
 * - The endpoints must be GoTrue's, under the issuer. Else codes and secrets would go to somebody else (mix-up, RFC 9700,
 *   section 4.4).
 *
 * @param url the server's address: an entry of `authorization_servers` of a protected resource
 * @returns the metadata with absolute endpoints; `registration_endpoint` is there if clients may register themselves
 * @example
 * const { data, error } = await discover('https://project.supabase.co/auth/v1')
 * if (!error) console.log(data.scopes_supported, data.registration_endpoint)
 */
export async function discover(
  url: string | URL,
  given?: DiscoverOptions,
): Promise<
  Result<
    ServerMetadata,
    null,
    OperationError<GetOauthAuthorizationServerErrors> | OperationError<GetOpenidConfigurationErrors>
  >
> {
  const options = given ?? {}
  return request(url, options, async (send) => {
    const address = parseBaseUrl(url)
    return checked(await read(send, address, options), address, options.issuer)
  })
}

/** What the first place says that has it. @throws AuthError */
async function read(send: Send, address: string, options: OAuthClientOptions): Promise<ServerMetadata> {
  const { origin, pathname } = new URL(address)
  const places = [() => send(getOauthAuthorizationServer, {}), () => send(getOpenidConfiguration, {})]
  if (pathname !== '/') {
    const host = transportTo(origin, options)
    const inserted: typeof getOauthAuthorizationServer = ({ client: _, ...rest }) =>
      host<GetOauthAuthorizationServerResponses, GetOauthAuthorizationServerErrors>('get', {
        ...rest,
        url: `/.well-known/oauth-authorization-server${pathname}`,
        operation: 'getOauthAuthorizationServer',
        repeatable: true,
      })
    places.splice(1, 0, () => send(inserted, {}))
  }
  let first: AuthError | undefined
  for (const place of places) {
    try {
      return await place()
    } catch (error) {
      first ??= error as AuthError
      // What GoTrue itself says holds for the other places, too.
      if (error instanceof AuthApiError) throw error
      // Nobody answers, or not now.
      if (first.code !== 'unexpected_response' || first.retryable) throw first
    }
  }
  throw first
}

const paths = {
  authorization_endpoint: '/oauth/authorize',
  token_endpoint: '/oauth/token',
  userinfo_endpoint: '/oauth/userinfo',
  registration_endpoint: '/oauth/clients/register',
  jwks_uri: '/.well-known/jwks.json',
} as const

/** @throws AuthError `unexpected_response` */
function checked(metadata: ServerMetadata, address: string, expected: string | undefined): ServerMetadata {
  const { issuer } = metadata
  const isExpected =
    expected === undefined ? issuer === '' || bare(issuer) === address : typeof issuer === 'string' && issuer === expected
  if (!isExpected) throw failure('unexpected_response', 'The issuer is not the one that was asked for its metadata')
  const root = issuer === '' ? address : bare(issuer)
  const endpoints: Partial<Record<keyof typeof paths, string>> = {}
  for (const [name, path] of Object.entries(paths) as [keyof typeof paths, string][]) {
    const said = metadata[name]
    if (name === 'registration_endpoint' && said === undefined) continue
    if (said !== issuer + path && said !== root + path) {
      throw failure('unexpected_response', `${name} is not GoTrue's, under the issuer`)
    }
    endpoints[name] = root + path
  }
  if (!URL.canParse(root)) throw failure('unexpected_response', 'The issuer is no URL')
  return { ...metadata, ...endpoints }
}

/** Counted, not by a pattern, which would take its time with a million slashes. */
function bare(issuer: unknown): string {
  if (typeof issuer !== 'string') return ''
  let { length } = issuer
  while (issuer[length - 1] === '/') length--
  return issuer.slice(0, length)
}
