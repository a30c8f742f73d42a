import { getUser } from '../../generated/operations/functions/user.ts'
import type { GetUserErrors, GrantTokenErrors } from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
import type { AuthError } from '../transport/errors.ts'
import { failure, type Call, type RequestOptions } from './call.ts'
import { decodeAccessToken } from './claims/decode-access-token.ts'
import type { Result } from './result.ts'
import type { Keeper } from './session/keeper.ts'
import type { Refresher } from './session/refresh.ts'
import type { ClientTypes } from './session/session.ts'
import { keepSession, notSignedIn, signedIn, type NotSignedIn, type SignedIn } from './session/sessions.ts'

export interface SetSession<T extends ClientTypes = {}> {
  /**
   * Signs in with tokens from elsewhere: another device, a native login, an admin's link.
   *
   * `GET /user`, or `POST /token?grant_type=refresh_token` if the access token has expired or is refused.
   * @example
   * await auth.setSession({ access_token, refresh_token })
   */
  setSession(
    tokens: { access_token: string; refresh_token: string },
    options?: RequestOptions,
  ): Promise<Result<SignedIn<T>, NotSignedIn, OperationError<GrantTokenErrors> | OperationError<GetUserErrors>>>
}

export function createSetSession(call: Call, keeper: Keeper, refresher: Refresher): SetSession {
  return {
    setSession: (tokens, options) =>
      call(notSignedIn, options, async (send) => {
        const { access_token, refresh_token } = tokens
        const { exp, iat } = decodeAccessToken(access_token)
        if (!refresh_token) throw failure('invalid_argument', 'refresh_token is missing')
        const expires_in = Math.floor(exp - Date.now() / 1000)
        // A token that lives longer than it may says that the clock is wrong: then nothing is known of its age.
        if (expires_in > 10 && expires_in <= exp - iat) {
          try {
            const user = await send(getUser, { credentials: { accessToken: access_token } })
            const session = { access_token, refresh_token, token_type: 'bearer', expires_in, expires_at: exp, user }
            return await keepSession(keeper, session, options)
          } catch (error) {
            if ((error as AuthError).code !== 'bad_jwt') throw error
          }
        }
        return signedIn(await refresher.refresh(refresh_token))
      }),
  }
}
