import type { Client } from '../transport/client.ts'
import { withDeadline } from '../transport/deadline.ts'
import { AuthError, AuthRetryableFetchError, type ClientErrorCode } from '../transport/errors.ts'
import type { Result } from './result.ts'

/** What every call takes. */
export interface RequestOptions {
  /** Ends the call at once. The error's code is `aborted`, its `cause` the signal's reason. */
  signal?: AbortSignal | undefined
  /** The time limit of the whole call, in milliseconds; `Infinity` for none. Default: the client's, 15,000. */
  timeout?: number | undefined
  /** Headers of the call's requests, besides the client's. `null` removes one. */
  headers?: Record<string, string | null | undefined> | undefined
}

/** What the calls take that begin at the sign-in page. */
export interface PublicOptions extends RequestOptions {
  /** The answer to a CAPTCHA, where the server asks for one. */
  captchaToken?: string | undefined
  /** The audience to work in, sent in `X-JWT-AUD`. Default: the server's `GOTRUE_JWT_AUD`. */
  audience?: string | undefined
}

/** What the calls take that sign in. */
export interface SignInOptions extends PublicOptions {
  /** False to keep the session in memory only, until somebody else signs in. Default: as the client. */
  persistSession?: boolean | undefined
}

/** What the calls of a signed-in user take. */
export interface UserOptions extends RequestOptions {
  /** The access token to call with, in place of the session's; no session is then changed. */
  accessToken?: string | undefined
}

/** The arguments of a generated function that belong to the call, not to the operation. */
interface RequestArguments {
  client: Client
  signal: AbortSignal
  timeout: number
  headers: Record<string, string | null | undefined>
}

/** What a generated function resolves to, as far as the facade looks at it. */
export type Answer<Data> = Promise<{ data: Data; error: undefined } | { data: undefined; error: AuthError }>

/**
 * Sends a request of a call: with its signal, time limit, headers and the answer to a CAPTCHA.
 *
 * @returns the data of the answer
 * @throws AuthError
 */
export type Send = <Data, Arguments extends { client: Client }>(
  operation: (options: Arguments) => Answer<Data>,
  options: Omit<Arguments, keyof RequestArguments>,
) => Promise<Data>

type DoInTime = <Data, Empty, Failure extends AuthError>(
  empty: Empty,
  options: PublicOptions | undefined,
  work: (send: Send) => Promise<Data>,
) => Promise<Result<Data, Empty, Failure>>

/**
 * Does the work of a method within its time limit, and makes a result of what comes out.
 *
 * @param empty the result's `data` beside an error
 * @param work throws AuthError. Any other exception says that an argument is unusable, or the answer, once there is one.
 */
export interface Call extends DoInTime {
  /** Runs what begins a call that is under way for some milliseconds already: they count, too. */
  after<Begun>(milliseconds: number, begin: () => Begun): Begun
}

/** @param limit the time limit of calls that say none, in milliseconds */
export function createCall(client: Client, limit: number): Call {
  let spent = 0
  const call: DoInTime = async (empty, options, work) => {
    /** What an exception says that is no AuthError. */
    let code: ClientErrorCode = 'invalid_argument'
    try {
      const { signal: outer, timeout = limit, headers, audience, captchaToken } = options ?? {}
      const data = await withDeadline(timeout - spent, outer, ended, async (signal, race) => {
        const shared = { client, signal, timeout, headers: { 'X-JWT-AUD': audience, ...headers } }
        const send = async (operation: (options: object) => Answer<unknown>, options: { body?: object }) => {
          const body = captchaToken
            ? { ...options.body, gotrue_meta_security: { captcha_token: captchaToken } }
            : options.body
          const { data, error } = await operation({ ...shared, ...options, body })
          if (error) throw error
          code = 'unexpected_response'
          // 204 has none.
          return data ?? {}
        }
        // The generated functions' own types hold their arguments and answers together.
        return race(work(send as Send))
      })
      return { data, error: null }
    } catch (cause) {
      // The types say which errors the operation documents; the server has the last word.
      const error = cause instanceof AuthError ? cause : failure(code, 'An argument or answer is unusable', cause)
      return { data: empty, error: error as never }
    }
  }
  const after: Call['after'] = (milliseconds, begin) => {
    spent = milliseconds
    try {
      return begin()
    } finally {
      spent = 0
    }
  }
  return Object.assign(call, { after })
}

export const failure = (code: ClientErrorCode, message: string, cause?: unknown): AuthError =>
  new AuthError(message, { code, cause })

/** What is said when a call's time is up, or its signal ends it. */
export const ended = (code: 'timeout' | 'aborted', cause: unknown): AuthError =>
  code === 'timeout'
    ? new AuthRetryableFetchError('No answer in time', { code, retryable: true })
    : failure(code, 'The call was aborted', cause)

/** The value, if it is text. @throws AuthError `invalid_argument` */
export function text(value: unknown, name: string): string {
  if (typeof value === 'string' && value) return value
  throw failure('invalid_argument', `${name} is missing`)
}

/**
 * Who signs in. Without either the server would sign in somebody anonymous, or ask for something else.
 *
 * @throws AuthError `invalid_argument`
 */
export function addressOf({ email, phone }: { email?: string; phone?: string }): { email: string } | { phone: string } {
  if (email) return { email }
  if (phone) return { phone }
  throw failure('invalid_argument', 'email or phone is missing')
}
