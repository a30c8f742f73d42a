import { grantToken, logout } from '../../generated/operations/functions/sessions.ts'
import type { LogoutErrors } from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
import type { AuthError } from '../transport/errors.ts'
import type { Call, UserOptions } from './call.ts'
import type { Result } from './result.ts'
import type { AccessTokens } from './session/access-token.ts'
import type { Keeper } from './session/keeper.ts'
import { isOver } from './session/refresh.ts'
import type { Session } from './session/session.ts'

export interface SignOut {
  /**
   * Signs out. The session here is gone at once, whatever becomes of the request; its error says that the server's session
   * may live on.
   *
   * `POST /logout`. A session that the server has ended before is no error.
   *
   * @param options `scope`: `global` ends all sessions of the user (default), `local` this one, `others` all but this one.
   *   `accessToken`: end the sessions of this token, and leave the session here alone
   * @example
   * await auth.signOut({ scope: 'local' })
   */
  signOut(
    options?: UserOptions & { scope?: 'global' | 'local' | 'others' },
  ): Promise<Result<null, null, OperationError<LogoutErrors>>>
}

export function createSignOut(call: Call, tokens: AccessTokens, keeper: Keeper, isStateless: boolean): SignOut {
  return {
    signOut: (options) =>
      call(null, options, async (send) => {
        const { scope = 'global', accessToken } = options ?? {}
        const query = { scope }
        if (scope === 'others' || isStateless || accessToken) {
          await tokens.authorize(send, accessToken)(logout, { query })
          return null
        }
        let session: Session | null = null
        const take = (current: Session | null) => {
          session = current
          return null
        }
        const end = ({ access_token }: { access_token: string }) =>
          send(logout, { query, credentials: { accessToken: access_token } })
        // A refused access token may just have expired. What replaces it is nobody's session any more.
        const endAnew = async (error: AuthError) => {
          if (error.code !== 'bad_jwt') throw error
          const { refresh_token } = session!
          return end(await send(grantToken, { query: { grant_type: 'refresh_token' }, body: { refresh_token } }))
        }
        try {
          await keeper.change(take, 'SIGNED_OUT', { reason: 'user' })
        } finally {
          if (session) await end(session).catch(endAnew).catch(ignoreOver)
        }
        return null
      }),
  }
}

/** A session that is over was what was wanted. */
function ignoreOver(error: AuthError): void {
  if (!isOver(error)) throw error
}
