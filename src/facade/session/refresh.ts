import { grantToken } from '../../../generated/operations/functions.ts'
import type { Client } from '../../transport/client.ts'
import { AuthSessionMissingError, type AuthError } from '../../transport/errors.ts'
import type { SignOutReason } from './events.ts'
import type { Keeper } from './keeper.ts'
import { asSession, isExpired, secondsLeft, type Session } from './session.ts'
import type { Tabs } from './tabs.ts'

/** The codes that say that a session is over. All other failures leave it as it is: the next try may succeed. */
const endings: Record<string, SignOutReason> = {
  refresh_token_already_used: 'revoked',
  refresh_token_not_found: 'revoked',
  session_expired: 'expired',
  session_not_found: 'revoked',
  user_banned: 'revoked',
  user_not_found: 'revoked',
}

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
   * itself has just come in this way: then another will not help.
   */
  renew(refused: string): Promise<Session | null>
  /** Signs out if the failure of a call with this access token says that its session is over. */
  endIfOver(accessToken: string, error: AuthError): Promise<unknown>
  /** Milliseconds until a refresh makes sense after the last one has failed. */
  pause(): number
}

/** Milliseconds. */
const renewalPause = 30_000

export function createRefresher(client: Client, keeper: Keeper, tabs: Tabs): Refresher {
  const flights = new Map<string, Promise<Session>>()
  /** The last refresh, if it has failed. */
  let failure: { token: string; error: AuthError; count: number; until: number } | undefined

  let renewed: { token: string; until: number } | undefined

  const pause = (token = keeper.held()?.session.refresh_token) =>
    failure && failure.token === token ? failure.until - performance.now() : 0

  const end = (token: string, error: AuthError) =>
    keeper
      .change((current) => (current?.refresh_token === token ? null : current), 'SIGNED_OUT', {
        reason: endings[error.code]!,
        error,
      })
      // Nobody is waiting to hear that: the next change of the session tries again.
      .catch(() => null)

  const grant = async (token: string) => {
    const query = { grant_type: 'refresh_token' } as const
    const { data, error } = await grantToken({ client, query, body: { refresh_token: token } })
    if (error) throw error
    return asSession(data)
  }

  const exchange = async (token: string, isOwn: boolean): Promise<Session> => {
    let session: Session
    try {
      session = await grant(token)
      failure = undefined
    } catch (cause) {
      const error = cause as AuthError
      if (isOver(error)) {
        // What another tab has stored meanwhile is better than the server's no.
        const left = isOwn && (await end(token, error))
        if (left) return left
      } else {
        const count = failure?.token === token ? failure.count + 1 : 0
        const wait = Math.max(Math.min(60_000, 1000 * 2 ** count), (error.retryAfter ?? 0) * 1000)
        failure = { token, error, count, until: performance.now() + wait * (1 + Math.random() / 2) }
      }
      throw error
    }
    const left = await keeper.change((current) => {
      if (!isOwn) return session
      if (current?.refresh_token !== token) return current
      const { provider_token, provider_refresh_token } = current
      // The server sends them once.
      return Object.assign(
        session,
        provider_token && { provider_token },
        provider_refresh_token && { provider_refresh_token },
      )
    })
    // Somebody has signed out meanwhile, here or in another tab.
    if (!left) throw missing()
    return left
  }

  const refreshOwn = (token: string) =>
    tabs.inTurn('refresh', async () => {
      // Another tab may have been faster. A storage that fails knows nothing better.
      await keeper.sync().catch(() => {})
      const held = keeper.held()
      if (!held) throw missing()
      const { session } = held
      return session.refresh_token !== token && !isExpired(held, Date.now())
        ? session
        : exchange(session.refresh_token, true)
    })

  const refresh = (token: string) => {
    let flight = flights.get(token)
    if (!flight) {
      const isOwn = keeper.held()?.session.refresh_token === token
      flight = (isOwn ? refreshOwn(token) : exchange(token, false)).finally(() => flights.delete(token))
      flights.set(token, flight)
    }
    return flight
  }

  return {
    refresh,
    pause,
    fresh: async () => {
      if (!keeper.held()) await keeper.load()
      const held = keeper.held()
      if (!held || !isExpired(held, Date.now())) return held && held.session
      const { session } = held
      try {
        if (pause() > 0) throw failure!.error
        return await refresh(session.refresh_token)
      } catch (error) {
        // It may just be enough.
        if (keeper.held() === held && secondsLeft(held, Date.now()) > 0) return session
        throw error
      }
    },
    renew: async (refused) => {
      const held = keeper.held()
      if (!held || held.session.access_token !== refused) return held && held.session
      if (renewed?.token === refused && performance.now() < renewed.until) return null
      const session = await refresh(held.session.refresh_token)
      renewed = { token: session.access_token, until: performance.now() + renewalPause }
      return session
    },
    endIfOver: async (accessToken, error) => {
      const session = keeper.held()?.session
      return isOver(error) && session?.access_token === accessToken && end(session.refresh_token, error)
    },
  }
}

/** Whether a failure says that the session is over. */
export const isOver = (error: AuthError): boolean => Object.hasOwn(endings, error.code)

export const missing = (): AuthSessionMissingError =>
  new AuthSessionMissingError('Nobody is signed in', { code: 'session_missing' })
