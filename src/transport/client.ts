// What the generated functions import as `#transport`: the contract between them and the transport, types only.
import type { Credentials } from './credentials.ts'
import type { AuthError, AuthWeakPasswordError } from './errors.ts'

/** What hey-api knows of an operation's arguments. */
export interface TDataShape {
  body?: unknown
  headers?: unknown
  path?: unknown
  query?: unknown
  url: string
}

/** What every call takes, whatever the operation. */
export interface CallOptions {
  /** Ends the call at once, also between retries. The error's code is `aborted`, its `cause` the signal's reason. */
  signal?: AbortSignal
  /** The time limit of the whole call with its retries, in milliseconds. `Infinity` for none. Default: the transport's. */
  timeout?: number
  /** Headers of this call. `null` removes one. An `Authorization` here takes precedence over the credentials. */
  headers?: Record<string, string | null | undefined>
  /** Credentials of this call, instead of the transport's. */
  credentials?: Credentials
  /** How often to try again. Default: the transport's, where the spec says that the operation is safe to repeat. */
  retry?: number
  /** Overrides what the spec says about repeating the operation (`x-repeatable`). */
  repeatable?: boolean
}

/** A header can be taken away, also one that the spec names. */
type OrNull<THeaders> = { [Name in keyof THeaders]: THeaders[Name] | null }

/** The arguments of a generated function. */
export type Options<TData extends TDataShape = TDataShape> = Omit<TData, 'url' | 'headers'> &
  Omit<CallOptions, 'headers'> & {
    headers?: CallOptions['headers'] & (TData extends { headers?: infer THeaders } ? OrNull<THeaders> : unknown)
  }

/** What a generated function passes to the client: the caller's options and what it knows of its operation. */
export interface OperationCall extends CallOptions {
  url: string
  /** The operationId. */
  operation?: string
  /** The credential that the spec asks for. */
  credential?: keyof Credentials
  /** `text` when a success is not JSON. Default `json`. */
  parseAs?: 'json' | 'text'
  /** Whether a redirect is one of the operation's successes. Default false. */
  redirects?: boolean
  /** How a query parameter that is an object is written. */
  querySerializer?: { object: { style: 'form'; explode: true } }
  body?: unknown
  path?: unknown
  query?: unknown
}

type ErrorCodeOf<TError> = TError extends { error_code?: infer Code }
  ? Code
  : TError extends { code?: infer Code }
    ? Code
    : TError extends { error?: infer Code }
      ? Code
      : never

type Literal<Code> = Code extends string ? (string extends Code ? never : Code) : never

/** The error codes that the spec documents for an operation, from its generated `…Errors` type. */
export type ErrorCodesOf<TErrors> = Literal<ErrorCodeOf<TErrors[keyof TErrors]>>

/** The error of an operation. `code` completes to what the spec documents for it; `weak_password` has its own class. */
export type OperationError<TErrors> =
  | AuthError<Exclude<ErrorCodesOf<TErrors>, 'weak_password'>>
  | ('weak_password' extends ErrorCodesOf<TErrors> ? AuthWeakPasswordError : never)

/** What a call resolves to. It never rejects. */
export type RequestResult<TResponses = unknown, TErrors = unknown> = Promise<
  | { data: TResponses[keyof TResponses]; error: undefined; response: Response }
  | { data: undefined; error: OperationError<TErrors>; response: Response | undefined }
>

/** What generated functions call. Made by `createTransport()`. */
export type Client = <TResponses = unknown, TErrors = unknown>(
  method: 'get' | 'post' | 'put' | 'patch' | 'delete',
  call: OperationCall,
) => RequestResult<TResponses, TErrors>
