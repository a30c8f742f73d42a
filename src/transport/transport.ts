import createFetchClient, { mergeHeaders, type Middleware } from 'openapi-fetch'
import type { paths } from '../../generated/schema.ts'
import type { Client, OperationCall } from './client.ts'
import { authorize, type CredentialsOption } from './credentials.ts'
import { withDeadline } from './deadline.ts'
import { AuthError, AuthRetryableFetchError, type ClientErrorCode } from './errors.ts'
import { readAnswer, type Answer } from './response.ts'
import { retryDelay } from './retry.ts'
import { parseBaseUrl, serializePath } from './url.ts'

/** What `createTransport()` takes. */
export interface TransportOptions {
  /** The server's address, with or without a path: `http://localhost:9999`, `https://project.supabase.co/auth/v1`. */
  url: string | URL
  /** Sent in `apikey`, and as bearer where no other token is sent and it is a JWT. Default: not sent. */
  apiKey?: string
  /** Default: the platform's `fetch`, looked up at each request. */
  fetch?: (request: Request) => Promise<Response>
  /** Headers of every request. `null` removes one, e.g. `'X-Supabase-Api-Version': null`. */
  headers?: Record<string, string | null | undefined>
  /** The time limit of a call with its retries, in milliseconds. `Infinity` for none. Default 15,000. */
  timeout?: number
  /** How often an operation that is safe to repeat is tried again after a transient failure. Default 2. */
  retry?: number
  /** Middleware of openapi-fetch. It sees every attempt. */
  middleware?: Middleware[]
  /** The tokens that calls use, or a function that says them when a call needs one. */
  credentials?: CredentialsOption
}

/**
 * Makes the client that the generated functions call. It holds no state and starts nothing.
 *
 * @example
 * const client = createTransport({ url: 'https://project.supabase.co/auth/v1', apiKey })
 * const { data, error } = await getSettings({ client })
 * @throws AuthError `invalid_argument` when the options are not usable. Calls never throw and never reject.
 */
export function createTransport(options: TransportOptions): Client {
  // The server's own limit is 10 s: its 504 should still arrive.
  const { apiKey, timeout = 15_000, retry = 2, middleware } = options
  const baseUrl = parseBaseUrl(options.url)
  // The method and path come from the generated functions, which are typed by the same document.
  const request = createFetchClient<paths>({
    baseUrl,
    pathSerializer: serializePath,
    // A followed redirect would carry `apikey` to wherever it leads.
    redirect: 'manual',
  }).request as unknown as (method: string, path: string, init: object) => Promise<Answer>

  const send = async (method: string, call: OperationCall): Promise<unknown> => {
    const { operation, credential } = call
    const limit = call.timeout ?? timeout
    let last: AuthError | undefined
    /** What a failure would be now. */
    let code: ClientErrorCode = 'credentials_missing'
    let noAnswer = false

    const failed = (cause: unknown): AuthError =>
      new (noAnswer ? AuthRetryableFetchError : AuthError)(`${code}, ${baseUrl}`, {
        code,
        retryable: noAnswer,
        cause,
      })
    const toError = (cause: unknown) => (cause instanceof AuthError ? cause : failed(cause))
    const fetchNow = (request: Request): Promise<Response> => {
      code = 'network_failure'
      noAnswer = true
      return (options.fetch ?? fetch)(request)
    }

    const ended = (reason: 'timeout' | 'aborted', cause: unknown) => {
      code = reason
      noAnswer = reason === 'timeout'
      return failed(cause ?? last)
    }

    try {
      return await withDeadline(limit, call.signal, ended, async (signal, race, sleep) => {
        // Tokens of the transport go where the spec asks for them, tokens of the call wherever it goes.
        let credentials = call.credentials ?? (credential && options.credentials)
        if (typeof credentials === 'function') {
          credentials = await race(credentials({ operation, credential: credential!, signal }))
        }
        code = 'invalid_argument'
        const { authorization, body } = authorize(call.body, credential, credentials, apiKey)
        const own = { 'X-Supabase-Api-Version': '2024-01-01', apikey: apiKey, authorization }
        let headers: Headers
        try {
          headers = mergeHeaders(own, options.headers, call.headers)
        } catch {
          // The platform's error has the header's value, which may be a token with a line break.
          throw new AuthError('a header is unusable', { code })
        }
        const init = {
          // Middleware is shown these, so no more than these.
          params: { path: call.path ?? {}, query: call.query },
          querySerializer: call.querySerializer,
          headers,
          body,
          signal,
          parseAs: 'text',
          fetch: fetchNow,
          middleware,
        }
        for (let attempt = 0; ; attempt++) {
          code = 'invalid_argument'
          noAnswer = false
          try {
            const answer = await race(request(method, call.url, init))
            return { data: readAnswer(answer, call), error: undefined, response: answer.response }
          } catch (cause) {
            last = toError(cause)
          }
          const delay = retryDelay(attempt, last.retryAfter, Math.random())
          if (!(last.retryable && call.repeatable && attempt < (call.retry ?? retry) && delay < limit)) throw last
          await sleep(delay)
        }
      })
    } catch (cause) {
      const error: { -readonly [Key in keyof AuthError]: AuthError[Key] } = toError(cause)
      error.operation ??= operation
      return { data: undefined, error, response: error.response }
    }
  }

  return send as Client
}
