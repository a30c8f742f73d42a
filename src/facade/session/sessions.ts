import type { GrantTokenErrors } from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import { failure, type Call, type RequestOptions, type SignInOptions } from '../call.ts'
import type { Result } from '../result.ts'
import type { AuthChangeEvent } from './events.ts'
import type { Keeper } from './keeper.ts'
import { missing, type Refresher } from './refresh.ts'
import { asSession, hasTokensOf, type ClientTypes, type Session, type User } from './session.ts'

/** A user and the session of the same. */
export interface SignedIn<T extends ClientTypes = {}> {
  user: User<T>
  session: Session<T>
}

/** `data` beside an error, where it is {@link SignedIn} otherwise. */
export interface NotSignedIn {
  user: null
  session: null
}

export const notSignedIn: NotSignedIn = { user: null, session: null }

export interface Sessions<T extends ClientTypes = {}> {
  /**
   * The session, null when nobody is signed in. Reads the storage, and the URL that the page was opened with, at the first
   * call; sends nothing as long as the access token is good, and refreshes it otherwise.
   *
   * `POST /token?grant_type=refresh_token`, if any. The session is what the server has said at sign-in or the last refresh: on
   * a server, believe `getUser()` or verified claims only. A transient failure (`retryable`) leaves the session as it is; a token
   * that is still good is returned all the same.
   * @example
   * const { data: { session }, error } = await auth.getSession()
   */
  getSession(
    options?: RequestOptions,
  ): Promise<Result<{ session: Session<T> | null }, { session: null }, OperationError<GrantTokenErrors>>>

  /**
   * Exchanges the refresh token for a new session, whether or not the access token has expired, e.g. because claims have
   * changed. Calls at the same time, in all tabs, make one request.
   *
   * `POST /token?grant_type=refresh_token`
   *
   * @param tokens a session to go on with, in place of the one that is there
   * @example
   * const { data, error } = await auth.refreshSession()
   */
  refreshSession(
    tokens?: { refresh_token: string } | null,
    options?: RequestOptions,
  ): Promise<Result<SignedIn<T>, NotSignedIn, OperationError<GrantTokenErrors>>>
}

/** @param initialize resolves when it is known who is signed in */
export function createSessions(
  call: Call,
  keeper: Keeper,
  refresher: Refresher,
  initialize: () => Promise<unknown>,
): Sessions {
  return {
    getSession: (options) =>
      call({ session: null }, options, async () => {
        await initialize()
        return { session: await refresher.fresh() }
      }),

    refreshSession: (tokens, options) =>
      call(notSignedIn, options, async () => {
        await initialize()
        const token = tokens ? tokens.refresh_token : keeper.session()?.refresh_token
        if (!token) throw tokens ? failure('invalid_argument', 'refresh_token is missing') : missing()
        return signedIn(await refresher.refresh(token))
      }),
  }
}

/** Signs in with an answer of the server. @throws AuthError */
export async function keepSession(
  keeper: Keeper,
  answer: unknown,
  { persistSession = true }: SignInOptions = {},
  event: AuthChangeEvent = 'SIGNED_IN',
): Promise<SignedIn> {
  const session = asSession(answer)
  // The session that is there is as old as it is.
  const next = (current: Session | null) =>
    current && hasTokensOf(current, session) ? { ...current, user: session.user } : session
  await keeper.change(next, event, { persistSession })
  return signedIn(session)
}

export const signedIn = (session: Session): SignedIn => ({ user: session.user, session })
