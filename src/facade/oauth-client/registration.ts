import { registerOauthClient } from '../../../generated/operations/functions/oauth-server.ts'
import type {
  ConfidentialOAuthClient,
  ConfidentialOAuthClientRegistration,
  OAuthClient,
  PublicOAuthClient,
  PublicOAuthClientRegistration,
  RegisterOauthClientBody,
  RegisterOauthClientErrors,
} from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import {
  clientSecretBasic,
  clientSecretPost,
  publicClient,
  type ClientAuthentication,
} from '../../transport/client-authentication.ts'
import { failure, text } from '../call.ts'
import type { Result } from '../result.ts'
import { object, request, type OAuthClientOptions } from './request.ts'

type Registered<Client> = Promise<Result<Client, null, OperationError<RegisterOauthClientErrors>>>

/**
 * Registers an application, without anybody's hand (dynamic client registration).
 *
 * `POST /oauth/clients/register` (RFC 7591, section 3). Without `token_endpoint_auth_method` the client is a confidential one, whose
 * `client_secret` is in this answer and never again: keep it. An application that cannot keep a secret says `none`.
 * `oauth_dynamic_client_registration_disabled` where the server lets only administrators do it.
 *
 * @param url the server's address
 * @example
 * const { data: client, error } = await register(url, {
 *   client_name: 'Notes',
 *   redirect_uris: ['http://127.0.0.1:8123/callback'],
 *   token_endpoint_auth_method: 'none',
 * })
 */
export function register(
  url: string | URL,
  client: PublicOAuthClientRegistration & ({ client_type: 'public' } | { token_endpoint_auth_method: 'none' }),
  options?: OAuthClientOptions,
): Registered<PublicOAuthClient>
export function register(
  url: string | URL,
  client: ConfidentialOAuthClientRegistration,
  options?: OAuthClientOptions,
): Registered<ConfidentialOAuthClient>
export async function register(
  url: string | URL,
  client: RegisterOauthClientBody,
  options: OAuthClientOptions = {},
): Registered<ConfidentialOAuthClient | PublicOAuthClient> {
  return request(url, options, async (send) => {
    if (!Array.isArray(client?.redirect_uris)) throw failure('invalid_argument', 'redirect_uris is missing')
    const registered = await send(registerOauthClient, { body: client })
    if (typeof registered.client_id === 'string' && registered.client_id) return registered
    throw failure('unexpected_response', 'The answer has no client_id')
  })
}

/**
 * How a registered client authenticates: in the way that it is registered for, the only one that the server takes from it.
 *
 * @param client what `register()` or `admin.oauth.createClient()` gave
 * @throws AuthError `invalid_argument` when the secret is missing, or for another way
 * @example
 * const { data: client } = await register(url, { redirect_uris: [redirectUri] })
 * if (client) await refresh(url, { authentication: clientAuthenticationOf(client), refreshToken: refresh_token })
 */
export function clientAuthenticationOf(
  client: Pick<OAuthClient, 'client_id' | 'token_endpoint_auth_method'> & { client_secret?: string },
): ClientAuthentication {
  const { client_id, client_secret, token_endpoint_auth_method } = object(client, 'client')
  const id = text(client_id, 'client_id')
  switch (token_endpoint_auth_method) {
    case 'none':
      return publicClient(id)
    case 'client_secret_post':
      return clientSecretPost(id, text(client_secret, 'client_secret'))
    case 'client_secret_basic':
      return clientSecretBasic(id, text(client_secret, 'client_secret'))
    default:
      throw failure('invalid_argument', 'token_endpoint_auth_method is unknown')
  }
}
