import type { Session as WireSession, User as WireUser } from '../../../generated/operations/types.ts'
import { AuthError } from '../../transport/errors.ts'

/** What an application says of its own data: `createClient<{ userMetadata: { name?: string } }>()`. */
export interface ClientTypes {
  /** What users say of themselves, `user_metadata`. */
  userMetadata?: object
  /** What the server and administrators say of users, `app_metadata`. */
  appMetadata?: object
  /** Claims of the access token beyond those that the server itself sets, e.g. of a custom access token hook. */
  claims?: object
}

/** A user, with the application's own types of metadata. */
export type User<T extends ClientTypes = {}> = Omit<WireUser, 'user_metadata' | 'app_metadata' | 'identities'> & {
  identities: NonNullable<WireUser['identities']>
  user_metadata: T extends { userMetadata: infer Metadata } ? Metadata : NonNullable<WireUser['user_metadata']>
  app_metadata: T extends { appMetadata: infer Metadata } ? Metadata & WireUser['app_metadata'] : WireUser['app_metadata']
}

/** What may be said of a user at sign-up, or changed. Null removes a key. */
export type UserMetadata<T extends ClientTypes = {}> = T extends { userMetadata: infer Metadata }
  ? { [Key in keyof Metadata]?: Metadata[Key] | null }
  : Record<string, unknown>

/** Tokens and their user, as the server sent them. */
export type Session<T extends ClientTypes = {}> = Omit<WireSession, 'user'> & { user: User<T> }

/** A session and when it came. */
export interface HeldSession {
  session: Session
  /**
   * When it was received, in milliseconds since the Unix epoch, in this machine's clock. That clock may be wrong; but it is
   * wrong alike when the session comes and when its age is asked for. Undefined when another library has stored it.
   */
  receivedAt: number | undefined
}

/**
 * How long the access token is still good, in seconds, at most `expires_in`. It counts from the receipt, never by comparing
 * clocks of two machines.
 *
 * Without a receipt there is only `expires_at` to go by. That a token lives longer than it may says that a clock is wrong:
 * then, and when the clock was set back to before the receipt, it counts as expired, and is exchanged for one with a receipt.
 */
export function secondsLeft({ session, receivedAt }: HeldSession, now: number): number {
  const { expires_in, expires_at } = session
  const left = receivedAt === undefined ? expires_at - now / 1000 : expires_in - (now - receivedAt) / 1000
  return left <= expires_in ? left : 0
}

/** Whether an access token may not live through the next request: 10 seconds left, or a fifth of a short life. */
export function isExpired({ expires_in }: Session, secondsLeft: number): boolean {
  return secondsLeft <= Math.min(10, expires_in / 5)
}

/**
 * Writes a session in the form that auth-js stores, a JSON object with the members of the session. `received_at` is ours,
 * and nothing to others.
 */
export function serializeSession({ session, receivedAt }: HeldSession): string {
  return JSON.stringify({ ...session, received_at: receivedAt })
}

/** Reads a stored session of this library or of auth-js. Null for anything else; it never throws. */
export function parseSession(text: string | null): HeldSession | null {
  try {
    const { received_at, ...session } = JSON.parse(text!)
    return { session: asSession(session), receivedAt: typeof received_at === 'number' ? received_at : undefined }
  } catch {
    return null
  }
}

/**
 * Checks of an answer what this library relies on.
 *
 * @throws AuthError `unexpected_response`
 */
export function asSession(value: unknown): Session {
  const { access_token, refresh_token, expires_in, expires_at, user } = Object(value)
  // Less than a second is over at once, and would be refreshed without a pause.
  const isSession = isToken(access_token) && isToken(refresh_token) && Number.isFinite(expires_in) && expires_in >= 1
  // It is reckoned with, and an object may be no number.
  if (isSession && Object(expires_at) !== expires_at && asUser(user)) return value as Session
  throw unexpected('session')
}

/** What a header can carry: else the platform would refuse it with a message that shows it. */
const isToken = (value: unknown) => typeof value === 'string' && /^[!-~]+$/.test(value)

/** Whether they are the same. Within a second the server may make the same access token once more. */
export const hasTokensOf = (session: Session, other: Session): boolean =>
  session.access_token + session.refresh_token === other.access_token + other.refresh_token

/**
 * The session that follows another one of the same user: the server sends the provider's tokens once, at sign-in. One that somebody
 * has begun or ended meanwhile stays as it is.
 */
export function following(current: Session | null, next: Session): Session | null {
  if (current?.user.id !== next.user.id) return current
  const { provider_token, provider_refresh_token } = current
  return { provider_token, provider_refresh_token, ...next }
}

/** @throws AuthError `unexpected_response` */
export function asUser(value: unknown): User {
  if (typeof Object(value).id === 'string') return value as User
  throw unexpected('user')
}

export const unexpected = (what: string): AuthError =>
  new AuthError(`The answer is not a ${what}`, { code: 'unexpected_response', status: 200 })
