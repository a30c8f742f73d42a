import { grantToken, logout } from '../../generated/operations/functions.ts'
import type { LogoutErrors } from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
import type { AuthError } from '../transport/errors.ts'
import { type Call, type Request, type UserOptions } from './call.ts'
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
   */
  signOut(
    options?: UserOptions & { scope?: 'global' | 'local' | 'others' },
  ): Promise<Result<null, null, OperationError<LogoutErrors>>>
}

export function createSignOut(call: Call, tokens: AccessTokens, keeper: Keeper, isStateless: boolean): SignOut {
  return {
    signOut: ({ scope = 'global', ...options } = {}) =>
      call(null, options, async (request) => {
        const send = (authorized: Request & { credentials: { accessToken: string } }) =>
          logout({ ...authorized, query: { scope } })

        /** Ends a session that is not the client's any more. A refused access token may just have expired. */
        const end = async ({ access_token, refresh_token }: Session) => {
          const { error } = await send({ ...request, credentials: { accessToken: access_token } })
          if (error?.code !== 'bad_jwt') return ignoreOver(error)
          const query = { grant_type: 'refresh_token' } as const
          const fresh = await grantToken({ ...request, query, body: { refresh_token } })
          if (fresh.error) return ignoreOver(fresh.error)
          const again = await send({ ...request, credentials: { accessToken: fresh.data.access_token } })
          ignoreOver(again.error)
        }

        if (scope === 'others' || isStateless || options.accessToken) {
          await tokens.authorize(options, request, send)
          return null
        }
        let session: Session | null = null
        try {
          await keeper.change(
            (current) => {
              session = current
              return null
            },
            'SIGNED_OUT',
            { reason: 'user' },
          )
        } finally {
          if (session) await end(session)
        }
        return null
      }),
  }
}

/** A session that is over was what was wanted. */
function ignoreOver(error: AuthError | undefined): void {
  if (error && !isOver(error)) throw error
}
