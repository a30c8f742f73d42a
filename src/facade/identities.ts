import { unlinkIdentity } from '../../generated/operations/functions/identities.ts'
import { grantToken } from '../../generated/operations/functions/sessions.ts'
import { getUser } from '../../generated/operations/functions/user.ts'
import type {
  GetUserErrors,
  GrantTokenErrors,
  Identity,
  LinkIdentityErrors,
  UnlinkIdentityErrors,
} from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
import type { Call, UserOptions } from './call.ts'
import type { Provider } from './oauth/authorize-url.ts'
import type { Flows } from './oauth/flows.ts'
import type { OAuthOptions } from './oauth/provider-flows.ts'
import type { Result } from './result.ts'
import type { AccessTokens } from './session/access-token.ts'
import type { Keeper } from './session/keeper.ts'
import { asSession, asUser, following, type ClientTypes } from './session/session.ts'
import type { SignedIn } from './session/sessions.ts'
import { idTokenGrant, type IdTokenCredentials } from './sign-in.ts'

export interface Identities<T extends ClientTypes = {}> {
  /**
   * The ways in which the signed-in user can sign in.
   *
   * `GET /user`
   * @example
   * const { data } = await auth.getUserIdentities()
   */
  getUserIdentities(options?: UserOptions): Promise<Result<{ identities: Identity[] }, null, OperationError<GetUserErrors>>>

  /**
   * Adds an identity to the signed-in user: by a visit at a provider, where browsers are sent, or with an ID token.
   *
   * `GET /user/identities/authorize`, which the server must allow (`manual_linking_disabled`);
   * `POST /token?grant_type=id_token`. After the latter the session's user lists the identity from the next refresh on.
   * @example
   * await auth.linkIdentity({ provider: 'github', options: { redirectTo: 'https://app.example.com/account' } })
   */
  linkIdentity(
    credentials: IdTokenCredentials & { options?: UserOptions },
  ): Promise<Result<SignedIn<T>, null, OperationError<GrantTokenErrors>>>
  linkIdentity(credentials: {
    provider: Provider
    options?: OAuthOptions & UserOptions
  }): Promise<Result<{ provider: Provider; url: string }, null, OperationError<LinkIdentityErrors>>>

  /**
   * Removes an identity from the signed-in user. The last one stays (`single_identity_not_deletable`).
   *
   * `DELETE /user/identities/{identity_id}`
   *
   * @param identity one of `getUserIdentities()`
   * @example
   * const { data } = await auth.getUserIdentities()
   * const github = data?.identities.find(({ provider }) => provider === 'github')
   * if (github) await auth.unlinkIdentity(github)
   */
  unlinkIdentity(
    identity: Pick<Identity, 'identity_id'>,
    options?: UserOptions,
  ): Promise<Result<{}, null, OperationError<UnlinkIdentityErrors>>>
}

export function createIdentities(call: Call, tokens: AccessTokens, keeper: Keeper, flows: Flows): Identities {
  type Credentials = (IdTokenCredentials | { provider: Provider }) & { options?: OAuthOptions & UserOptions }
  const link = (credentials: Credentials) =>
    call(null, credentials?.options, async (send) => {
      const { options } = credentials
      const authorized = tokens.authorize(send, options?.accessToken)
      if ('token' in credentials) {
        const session = asSession(await authorized(grantToken, idTokenGrant(credentials, true)))
        const { user } = session
        if (!options?.accessToken) await keeper.change((current) => following(current, session), 'USER_UPDATED')
        return { user, session }
      }
      return (await flows.load()).link(credentials, authorized)
    })

  return {
    getUserIdentities: (options) =>
      call(null, options, async (send) => {
        const { identities } = asUser(await tokens.authorize(send, options?.accessToken)(getUser, {}))
        return { identities: identities ?? [] }
      }),

    linkIdentity: link as Identities['linkIdentity'],

    unlinkIdentity: (identity, options) =>
      call(null, options, (send) => {
        const path = { identity_id: identity.identity_id }
        return tokens.authorize(send, options?.accessToken)(unlinkIdentity, { path })
      }),
  }
}
