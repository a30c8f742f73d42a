import type { AuthError } from '../../transport/errors.ts'
import { failure, type Send } from '../call.ts'
import { missing, type Refresher } from './refresh.ts'

/** Where access tokens come from that nobody signed in for here: another system, or the request that a server answers. */
export type AccessTokenProvider = () => string | null | undefined | Promise<string | null | undefined>

/** Access tokens for requests, from the session or from the application. */
export interface AccessTokens {
  /** One that is good for a request, or null. @throws AuthError */
  get(): Promise<string | null>
  /** Another one in place of one that was refused, or null. @throws AuthError */
  renew(refused: string): Promise<string | null>
  /**
   * Makes `send()` send the access token that is given, else one from here; and another one if that is refused.
   *
   * @throws AuthError
   */
  authorize(send: Send, given?: string): Send
}

export function createAccessTokens(
  refresher: Refresher,
  provider: AccessTokenProvider | undefined,
  initialize: () => Promise<unknown>,
): AccessTokens {
  const ask = async () => {
    try {
      return (await provider!()) || null
    } catch (cause) {
      throw failure('credentials_missing', 'accessToken() failed', cause)
    }
  }
  const get = provider
    ? ask
    : async () => {
        await initialize()
        return (await refresher.fresh())?.access_token ?? null
      }
  const renew = async (refused: string) => {
    const token = provider ? await ask() : ((await refresher.renew(refused))?.access_token ?? null)
    return token === refused ? null : token
  }
  return {
    get,
    renew,
    authorize: (send, given) => async (operation, options) => {
      let accessToken = given ?? (await get())
      if (!accessToken) throw missing()
      const attempt = () => send(operation, { ...options, credentials: { accessToken } })
      try {
        return await attempt().catch(async (error) => {
          const other = error.code === 'bad_jwt' && !given && (await renew(accessToken!))
          if (!other) throw error
          accessToken = other
          return attempt()
        })
      } catch (error) {
        await refresher.endIfOver(accessToken, error as AuthError)
        throw error
      }
    },
  }
}
