import { signInWithSso } from '../../generated/operations/functions.ts'
import type { SignInWithSsoErrors } from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
import type { Call, PublicOptions } from './call.ts'
import type { Flows } from './oauth/flows.ts'
import type { LeaveFor } from './oauth/sign-in-with-oauth.ts'
import type { Result } from './result.ts'

export interface SsoOptions extends PublicOptions {
  /** Where the user comes back to. */
  redirectTo?: string
  /** True to get the URL only, and go there yourself. Default: browsers are sent there. */
  skipBrowserRedirect?: boolean
}

export interface SignInWithSso {
  /**
   * Starts a sign-in at the identity provider of an organisation (SAML 2.0), found by its domain or its id.
   *
   * `POST /sso`. The user comes back like from {@link signInWithOAuth}.
   */
  signInWithSSO(
    params: { domain: string; options?: SsoOptions } | { providerId: string; options?: SsoOptions },
  ): Promise<Result<{ url: string }, null, OperationError<SignInWithSsoErrors>>>
}

export function createSignInWithSso(call: Call, flows: Flows, leaveFor: LeaveFor): SignInWithSso {
  return {
    signInWithSSO: (params) =>
      call(null, params?.options, async (send) => {
        const { options } = params
        const redirect_to = options?.redirectTo
        const target = 'domain' in params ? { domain: params.domain } : { provider_id: params.providerId }
        // Browsers hide where a redirect leads.
        const body = { ...target, redirect_to, skip_http_redirect: true, ...(await flows.start(redirect_to)) }
        return leaveFor(await send(signInWithSso, { body }), options)
      }),
  }
}
