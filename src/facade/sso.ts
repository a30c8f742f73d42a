import type { SignInWithSsoErrors } from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
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
