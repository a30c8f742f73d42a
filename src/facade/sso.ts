import type { SignInWithSsoErrors } from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
import { buildUrl } from '../transport/url.ts'
import type { Call } from './call.ts'
import type { Flows } from './oauth/flows.ts'
import type { SsoParams } from './oauth/provider-flows.ts'
import type { Result } from './result.ts'

export interface SignInWithSso {
  /**
   * Starts a sign-in at the identity provider of an organisation (SAML 2.0), found by its domain or its id.
   *
   * `POST /sso`. The user comes back like from {@link signInWithOAuth}.
   * @example
   * await auth.signInWithSSO({ domain: 'example.com' })
   */
  signInWithSSO(params: SsoParams): Promise<Result<{ url: string }, null, OperationError<SignInWithSsoErrors>>>
}

export function createSignInWithSso(call: Call, flows: Flows): SignInWithSso {
  return {
    signInWithSSO: (params) => call(null, params?.options, async (send) => (await flows.load()).signInWithSso(params, send)),
  }
}

/**
 * The URL of the server's own SAML metadata: what the administrator of an identity provider has to be told. As it is, without
 * `download`, it is also the server's entity id.
 *
 * `GET /sso/saml/metadata`, by whoever sets the identity provider up; this sends nothing. `saml_provider_disabled` is shown there.
 *
 * @param url the server's address
 * @param options `download`: true for a file that is valid for 5 years, in place of 2 days. Default false.
 * @throws AuthError `invalid_argument`
 * @example
 * const link = samlMetadataUrl(url, { download: true })
 */
export function samlMetadataUrl(url: string | URL, options?: { download?: boolean }): URL {
  return buildUrl(url, '/sso/saml/metadata', { query: options?.download ? { download: true } : {} })
}
