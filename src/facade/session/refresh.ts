import { grantToken } from '../../../generated/operations/functions/sessions.ts'
import type { Client } from '../../transport/client.ts'
import { AuthSessionMissingError, type AuthError } from '../../transport/errors.ts'
import type { Keeper } from './keeper.ts'
import { asSession, following, isExpired, unexpected, type Session } from './session.ts'
import type { Tabs } from './tabs.ts'

/** The codes that say that a session is over. All other failures leave it as it is: the next try may succeed. */
const endings = /^(refresh_token_(already_used|not_found)|session_(expired|not_found)|user_(banned|not_found))$/

export interface Refresher {
  /**
   * The session with an access token that is good for a request, refreshed if need be. Null when nobody is signed in.
   *
   * @throws AuthError the failure of the refresh, also of one a moment ago; `storage_failed`
   */
  fresh(): Promise<Session | null>
  /**
   * Exchanges a refresh token, the session's or another, for a new session. All who ask for the same token get the same answer.
   *
   * @throws AuthError
   */
  refresh(refreshToken: string): Promise<Session>
  /**
   * A session with another access token than the one that was refused. Null when there is none, and when the refused one
   * itself has come in this way: then another will not help.
   */
  renew(refused: string): Promise<Session | null>
  /** Signs out if the failure of a call with this access token says that its session is over. */
  endIfOver(accessToken: string, error: AuthError): Promise<unknown>
  /** Milliseconds until a refresh makes sense after the last one has failed. */
  pause(): number
}

export function createRefresher(client: Client, keeper: Keeper, tabs: Tabs): Refresher {
  const flights = new Map<string, Promise<Session>>()
  /** The last refresh, if it has failed. */
  let failed: { token: string; error: AuthError; wait: number; until: number } | undefined
  /** The access token that came in place of a refused one. */
  let renewed: string | undefined

  const ownToken = () => keeper.session()?.refresh_token
  const pause = () => (failed && failed.token === ownToken() ? failed.until - performance.now() : 0)

  const end = (token: string, error: AuthError) =>
    keeper
      .change((current) => (current?.refresh_token === token ? null : current), 'SIGNED_OUT', {
        reason: error.code === 'session_expired' ? 'expired' : 'revoked',
        error,
      })
      // The next change of the session tries to store it again.
      .catch(() => null)

  /** @param own the session that the token is of, if it is the one that is there */
  const exchange = async (token: string, own?: Session): Promise<Session> => {
    let session: Session
    try {
      const query = { grant_type: 'refresh_token' } as const
      const { data, error } = await grantToken({ client, query, body: { refresh_token: token } })
      if (error) throw error
      session = asSession(data)
      // Whoever mixes answers up, such as a cache, must not make somebody else of the user.
      if (own && own.user.id !== session.user.id) throw unexpected('session of the user')
      failed = undefined
    } catch (cause) {
      const error = cause as AuthError
      if (!isOver(error)) {
        const wait = failed?.token === token ? Math.min(failed.wait * 2, 60_000) : 1000
        // Five minutes at most: who asks for more, or for ever, would end the session.
        const until =
          performance.now() + Math.max(wait, Math.min(error.retryAfter ?? 0, 300) * 1000) * (1 + Math.random() / 2)
        failed = { token, error, wait, until }
      } else if (own) {
        // What another tab has stored meanwhile is better than the server's no.
        const other = await end(token, error)
        if (other) return other
      }
      throw error
    }
    const next = (current: Session | null) => {
      if (!own) return session
      return current?.refresh_token === token ? following(current, session) : current
    }
    const left = await keeper.change(next, own ? 'TOKEN_REFRESHED' : undefined)
    // Somebody may have signed out meanwhile, here or in another tab.
    if (!left) throw missing()
    return left
  }

  const refreshOwn = (token: string) =>
    tabs.inTurn('refresh', async () => {
      // Another tab may have been faster. A storage that fails knows nothing better.
      await keeper.sync().catch(() => {})
      const session = keeper.session()
      if (!session) throw missing()
      const isNew = session.refresh_token !== token && !isExpired(session, keeper.secondsLeft())
      return isNew ? session : exchange(session.refresh_token, session)
    })

  const refresh = (token: string) => {
    let flight = flights.get(token)
    if (!flight) {
      flight = (ownToken() === token ? refreshOwn(token) : exchange(token)).finally(() => flights.delete(token))
      flights.set(token, flight)
    }
    return flight
  }

  return {
    refresh,
    pause,
    fresh: async () => {
      if (!keeper.session()) await keeper.load()
      const session = keeper.session()
      if (!session || !isExpired(session, keeper.secondsLeft())) return session
      try {
        if (pause() > 0) throw failed!.error
        return await refresh(session.refresh_token)
      } catch (error) {
        // It may just be enough.
        if (keeper.session() === session && keeper.secondsLeft() > 0) return session
        throw error
      }
    },
    renew: async (refused) => {
      const session = keeper.session()
      if (session?.access_token !== refused) return session
      if (refused === renewed) return null
      const next = await refresh(session.refresh_token)
      renewed = next.access_token
      return next
    },
    endIfOver: async (accessToken, error) => {
      const session = keeper.session()
      if (session?.access_token === accessToken && isOver(error)) await end(session.refresh_token, error)
    },
  }
}

/** Whether a failure says that the session is over. */
export const isOver = (error: AuthError): boolean => endings.test(error.code)

export const missing = (): AuthError => new AuthSessionMissingError('Nobody is signed in', { code: 'session_missing' })
