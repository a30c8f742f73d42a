import { AuthError } from '../../transport/errors.ts'
import type { Answer, Request, UserOptions } from '../call.ts'
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
   * Sends a request with the access token of the call, else one from here; once more with another one if it is refused.
   *
   * @throws AuthError
   */
  authorize<Data>(
    options: UserOptions | undefined,
    request: Request,
    send: (request: Request & { credentials: { accessToken: string } }) => Answer<Data>,
  ): Promise<Data>
}

export function createAccessTokens(refresher: Refresher, provider: AccessTokenProvider | undefined): AccessTokens {
  const ask = async () => {
    try {
      return (await provider!()) || null
    } catch (cause) {
      throw new AuthError('accessToken() failed', { code: 'credentials_missing', cause })
    }
  }
  const get = provider ? ask : async () => (await refresher.fresh())?.access_token ?? null
  const renew = async (refused: string) => {
    const token = provider ? await ask() : ((await refresher.renew(refused))?.access_token ?? null)
    return token === refused ? null : token
  }
  return {
    get,
    renew,
    authorize: async (options, request, send) => {
      const given = options?.accessToken
      let accessToken = given ?? (await get())
      if (!accessToken) throw missing()
      let { data, error } = await send({ ...request, credentials: { accessToken } })
      if (error && !given) {
        const other = error.code === 'bad_jwt' && (await renew(accessToken))
        if (other) ({ data, error } = await send({ ...request, credentials: { accessToken: (accessToken = other) } }))
        if (error) await refresher.endIfOver(accessToken, error)
      }
      if (error) throw error
      return data!
    },
  }
}
