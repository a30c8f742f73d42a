import {
  consentOauthAuthorization,
  getOauthAuthorization,
  listOauthGrants,
  revokeOauthGrant,
} from '../../generated/operations/functions/oauth-server.ts'
import type {
  ConsentOauthAuthorizationErrors,
  GetOauthAuthorizationErrors,
  ListOauthGrantsErrors,
  OAuthAuthorization,
  OAuthGrant,
  OAuthRedirect,
  RevokeOauthGrantErrors,
} from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
import type { Call, UserOptions } from './call.ts'
import { addressFor } from './oauth/address.ts'
import type { Result } from './result.ts'
import type { AccessTokens } from './session/access-token.ts'

/** What the decisions of the consent page take. */
export interface ConsentOptions extends UserOptions {
  /** True to get the URL only, and go there yourself. Default: browsers are sent there. */
  skipBrowserRedirect?: boolean
}

/**
 * What other applications may do in the name of the signed-in user: GoTrue as OAuth 2.1 server, the user's side. It is what a
 * consent page needs, the page at `GOTRUE_OAUTH_SERVER_AUTHORIZATION_PATH`. All of it needs `GOTRUE_OAUTH_SERVER_ENABLED`
 * (else `feature_disabled`).
 */
export interface OAuthServer {
  /**
   * Who asks for what, to show it to the user; or where to go, if the user has granted all of it before.
   *
   * `GET /oauth/authorizations/{authorization_id}`. From then on the request is this user's. One that is unknown, over or somebody
   * else's is `oauth_authorization_not_found`, one that is decided `validation_failed`; so is a page of an origin that is neither the
   * site URL's nor on the list of redirect URLs, as it is without a path.
   *
   * @param authorizationId `authorization_id` of the page's URL
   * @returns details, or `{ redirect_url }`: tell them apart by `authorization_id`. The browser is not sent there by itself.
   * @example
   * const id = new URL(location.href).searchParams.get('authorization_id')!
   * const { data, error } = await auth.oauth.getAuthorizationDetails(id)
   * if (error) throw error
   * if ('authorization_id' in data) console.log(`${data.client.name} asks for ${data.scope}`)
   * else location.assign(data.redirect_url)
   */
  getAuthorizationDetails(
    authorizationId: string,
    options?: UserOptions,
  ): Promise<Result<OAuthAuthorization | OAuthRedirect, null, OperationError<GetOauthAuthorizationErrors>>>

  /**
   * Grants what is asked for, and sends the browser back to the application with a code, unless told otherwise.
   *
   * `POST /oauth/authorizations/{authorization_id}/consent` (RFC 6749, section 4.1.2). The details have to be read before, else it
   * is `oauth_authorization_not_found`.
   * @example
   * const { error } = await auth.oauth.approveAuthorization(authorizationId)
   */
  approveAuthorization(
    authorizationId: string,
    options?: ConsentOptions,
  ): Promise<Result<OAuthRedirect, null, OperationError<ConsentOauthAuthorizationErrors>>>

  /**
   * Refuses, and sends the browser back to the application with the error `access_denied`, unless told otherwise.
   *
   * `POST /oauth/authorizations/{authorization_id}/consent` (RFC 6749, section 4.1.2.1). As with `approveAuthorization()`, the
   * details have to be read before.
   * @example
   * const { error } = await auth.oauth.denyAuthorization(authorizationId)
   */
  denyAuthorization(
    authorizationId: string,
    options?: ConsentOptions,
  ): Promise<Result<OAuthRedirect, null, OperationError<ConsentOauthAuthorizationErrors>>>

  /**
   * Which applications the user has granted what, the latest first.
   *
   * `GET /user/oauth/grants`
   * @example
   * const { data: grants } = await auth.oauth.listGrants()
   * for (const { client, scopes } of grants ?? []) console.log(client.name, scopes)
   */
  listGrants(options?: UserOptions): Promise<Result<OAuthGrant[], null, OperationError<ListOauthGrantsErrors>>>

  /**
   * Takes back what an application was granted, and ends its sessions with this user.
   *
   * `DELETE /user/oauth/grants`. An application without a grant is `oauth_consent_not_found`.
   *
   * @param grant `clientId`: `client.id` of `listGrants()`
   * @example
   * await auth.oauth.revokeGrant({ clientId })
   */
  revokeGrant(
    grant: { clientId: string },
    options?: UserOptions,
  ): Promise<Result<{}, null, OperationError<RevokeOauthGrantErrors>>>
}

/** @param leave sends the page's browser somewhere; undefined where there is no page */
export function createOAuthServer(
  call: Call,
  tokens: AccessTokens,
  leave: ((url: string) => void) | undefined,
): OAuthServer {
  const decide = (action: 'approve' | 'deny') => (authorization_id: string, options?: ConsentOptions) =>
    call<OAuthRedirect, null, OperationError<ConsentOauthAuthorizationErrors>>(null, options, async (send) => {
      const request = { path: { authorization_id }, body: { action } }
      const answer = await tokens.authorize(send, options?.accessToken)(consentOauthAuthorization, request)
      if (leave && !options?.skipBrowserRedirect) leave(addressFor(answer.redirect_url))
      return answer
    })

  return {
    getAuthorizationDetails: (authorization_id, options) =>
      call(null, options, (send) =>
        tokens.authorize(send, options?.accessToken)(getOauthAuthorization, { path: { authorization_id } }),
      ),

    approveAuthorization: decide('approve'),
    denyAuthorization: decide('deny'),

    listGrants: (options) =>
      call(null, options, (send) => tokens.authorize(send, options?.accessToken)(listOauthGrants, {})),

    revokeGrant: (grant, options) =>
      call(null, options, async (send) => {
        const query = { client_id: grant.clientId }
        await tokens.authorize(send, options?.accessToken)(revokeOauthGrant, { query })
        return {}
      }),
  }
}
