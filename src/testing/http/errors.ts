import type { KnownErrorCode } from '../../../generated/error-codes.ts'

/** What ends a request with a refusal. The router makes a body of it, in the shape that the request's API version asks for. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly status: number
  /** Undefined where the server's answer has none (panics, OAuth errors). */
  readonly code: KnownErrorCode | undefined
  /** Whether what the request has changed until here stays, as a few of the server's refusals have it. */
  readonly commits: boolean
  /** The `error` of an OAuth error body (RFC 6749 section 5.2), which is then the body's shape. */
  readonly oauthError: string | undefined
  readonly reasons: string[] | undefined
  /** The database's own words, which the initial API version passes on. */
  readonly postgres: PostgresError | undefined
  /** True for what the server did not foresee: such bodies have no `error_id`, and no `x-sb-error-code`. */
  readonly unforeseen: boolean
  /** Headers of the answer. */
  readonly headers: Record<string, string>

  constructor(
    message: string,
    details: {
      status: number
      code?: KnownErrorCode
      commits?: boolean
      oauthError?: string
      reasons?: string[]
      postgres?: PostgresError
      unforeseen?: boolean
      headers?: Record<string, string>
    },
  ) {
    super(message)
    this.status = details.status
    this.code = details.code
    this.commits = details.commits ?? false
    this.oauthError = details.oauthError
    this.reasons = details.reasons
    this.postgres = details.postgres
    this.unforeseen = details.unforeseen ?? false
    this.headers = details.headers ?? {}
  }
}

export interface PostgresError {
  code: string
  message: string
  detail?: string
  hint?: string
}

export const badRequest = (code: KnownErrorCode, message: string): Refusal => new Refusal(message, { status: 400, code })
export const unauthorized = (code: KnownErrorCode, message: string): Refusal => new Refusal(message, { status: 401, code })
export const forbidden = (code: KnownErrorCode, message: string): Refusal => new Refusal(message, { status: 403, code })
export const notFound = (code: KnownErrorCode, message: string): Refusal => new Refusal(message, { status: 404, code })
export const unprocessable = (code: KnownErrorCode, message: string): Refusal => new Refusal(message, { status: 422, code })
export const tooMany = (code: KnownErrorCode, message: string): Refusal => new Refusal(message, { status: 429, code })

/** RFC 6749 section 5.2; the server sends 400 whatever the error. */
export const oauthError = (error: string, description: string): Refusal =>
  new Refusal(description, { status: 400, oauthError: error })

/** A 500 that the server foresaw. */
export const internal = (message: string, postgres?: PostgresError): Refusal =>
  new Refusal(message, { status: 500, code: 'unexpected_failure', ...(postgres && { postgres }) })

/** A 500 out of the blue. */
export const unforeseen = (message = 'Unexpected failure, please check server logs for more information'): Refusal =>
  new Refusal(message, { status: 500, code: 'unexpected_failure', unforeseen: true })

export const weakPassword = (message: string, reasons: string[]): Refusal =>
  new Refusal(message, { status: 422, code: 'weak_password', reasons })

/** A clash with what the database holds already, as Postgres tells it. */
export const duplicateKey = (constraint: string, column: string, value: string): PostgresError => ({
  code: '23505',
  message: `duplicate key value violates unique constraint "${constraint}"`,
  detail: `Key (${column})=(${value}) already exists.`,
})

/** The date of the newer error bodies. */
export const newVersion = '2024-01-01'

/** Whether an API version asks for them: a day of the calendar, and none before theirs. */
export function isNewVersion(version: string | null): boolean {
  if (!version || !/^\d{4}-\d{2}-\d{2}$/.test(version) || version < newVersion) return false
  const day = new Date(`${version}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(version)
}

/** The answer that a refusal is. */
export function answerOf(refusal: Refusal, version: string | null, requestId: string): Response {
  const isNew = isNewVersion(version)
  const { status, code = status === 500 ? 'unexpected_failure' : 'unknown', message, reasons } = refusal
  const headers = new Headers({ ...refusal.headers, 'content-type': 'application/json' })
  if (isNew) headers.set('x-supabase-api-version', newVersion)
  const send = (body: object, status: number) => new Response(JSON.stringify(body), { status, headers })
  if (refusal.oauthError) return send({ error: refusal.oauthError, error_description: message }, 400)
  if (refusal.code && !refusal.unforeseen && !(isNew && reasons)) headers.set('x-sb-error-code', code)
  if (refusal.postgres && !isNew) return send(refusal.postgres, 500)
  const weak = reasons && { weak_password: { reasons } }
  if (isNew) return send({ code, message, ...weak }, status)
  const id = status >= 500 && !refusal.unforeseen ? { error_id: requestId } : {}
  return send({ code: status, error_code: code, msg: message, ...id, ...weak }, status)
}
