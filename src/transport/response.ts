import { AuthApiError, AuthRetryableFetchError, AuthWeakPasswordError, AuthError, type AuthErrorDetails } from './errors.ts'
import type { Redirect } from '../../generated/operations/types.ts'
import type { OperationCall } from './client.ts'

/** What openapi-fetch made of an answer, when it was asked for text. */
export interface Answer {
  data?: unknown
  error?: unknown
  response: Response
}

/**
 * Tells a success from a failure, by what the operation may answer.
 *
 * @returns the data
 * @throws AuthError
 */
export function readAnswer({ data, error, response }: Answer, { parseAs, redirects }: OperationCall): unknown {
  const { status, headers, ok } = response
  let body: unknown = ok ? data : error
  if (ok) {
    if (parseAs || status === 204) return data
    try {
      body = JSON.parse(data as string)
    } catch {
      // Told below, with the little that may be said of the body.
    }
    if (Object(body) === body) return body
  }
  const location = headers.get('location')
  if (redirects && location) return { location } satisfies Redirect

  const { msg, message, error: oauth, error_description, detail, error_code, code, error_id, weak_password } = Object(body)
  const text = [msg, message, error_description, detail, oauth].find(isText)
  const serverCode = [error_code, code, oauth].find(isText)
  // Seconds or a date (RFC 9110, section 10.2.3), or "you can only request this after 59 seconds".
  const after = headers.get('retry-after') ?? /after (\d+) s/.exec(text!)?.[1]
  const seconds = +after! || (Date.parse(after!) - Date.now()) / 1000
  const details: AuthErrorDetails = {
    // Only a hidden redirect has the status 0.
    code: serverCode ?? (status ? 'unexpected_response' : 'redirect_hidden'),
    // A `fetch` of the application's own may say anything.
    status: status | 0,
    requestId: [headers.get('sb-request-id'), headers.get('x-request-id'), error_id].find(isText),
    retryAfter: seconds > 0 ? seconds : undefined,
    retryable: /408|42[59]|5../.test(status as unknown as string),
    response,
  }
  if (!serverCode) {
    // A few words, and nothing that could be a secret: redirects and broken answers can hold tokens.
    const words = [location, text, body, ''].find(isText)!.slice(0, 99)
    throw new (details.retryable ? AuthRetryableFetchError : AuthError)(
      `Not GoTrue: ${status}, ${headers.get('content-type')}: ${words.replace(/[?#].*|"[^"]*|[^\s<>/."]{17,}/g, '…')}`,
      details,
    )
  }
  throw serverCode === 'weak_password'
    ? new AuthWeakPasswordError(text!, { ...details, reasons: weak_password?.reasons ?? [] })
    : new AuthApiError(text!, details)
}

/** Only text is read as such: an object can refuse to become one. */
const isText = (value: unknown): value is string => typeof value === 'string'
