import type { Middleware } from 'openapi-fetch'

/** What is told of every attempt of a call. Nothing in it is secret: no header, no query, no body, no value of a path. */
export interface RequestEvent {
  /** `retry` for every attempt after the first. */
  type: 'request' | 'retry'
  method: string
  /** The path in the spec, e.g. `/factors/{factor_id}/verify`. */
  path: string
  /** From 1. */
  attempt: number
}

/** What came of an attempt. */
export interface ResponseEvent extends Omit<RequestEvent, 'type'> {
  /** `failure` when no answer came. */
  type: 'response' | 'failure'
  /** The HTTP status; 0 when no answer came. */
  status: number
  /** How long it took, in milliseconds. */
  duration: number
  /** The server's error code, where the answer's headers say it. */
  errorCode: string | undefined
  /** The request's id in the server's or the gateway's log. */
  requestId: string | undefined
}

/** What `observe()` tells. */
export type TransportEvent = RequestEvent | ResponseEvent

/** What `observe()` takes besides the listener. */
export interface ObserveOptions {
  /**
   * The trace that a request belongs to, sent in `traceparent` (W3C Trace Context). In browsers the server has to allow the
   * header: `GOTRUE_CORS_ALLOWED_HEADERS`.
   */
  traceparent?: () => string | undefined
}

/**
 * A middleware that tells of every attempt, its retries and its outcome, for logs, metrics and traces.
 *
 * The listener is called in time and waited for by nobody. What it throws is its own affair.
 *
 * @example
 * const auth = createClient({ url, middleware: [observe((event) => console.log(event.type, event.path))] })
 */
export function observe(listener: (event: TransportEvent) => void, { traceparent }: ObserveOptions = {}): Middleware {
  /** Attempts of a call share its parameters. */
  const attempts = new WeakMap<object, number>()
  const started = new Map<string, { event: RequestEvent; at: number }>()
  const tell = (event: TransportEvent) => {
    try {
      listener(event)
    } catch (error) {
      globalThis.reportError?.(error)
    }
  }
  const end = (id: string, type: ResponseEvent['type'], response: Response | undefined) => {
    const start = started.get(id)
    started.delete(id)
    if (!start) return
    const header = (name: string) => response?.headers.get(name) ?? undefined
    tell({
      ...start.event,
      type,
      status: response?.status ?? 0,
      duration: performance.now() - start.at,
      errorCode: header('x-sb-error-code'),
      requestId: header('sb-request-id') ?? header('x-request-id'),
    })
  }
  return {
    onRequest({ request, schemaPath, params, id }) {
      const attempt = (attempts.get(params) ?? 0) + 1
      attempts.set(params, attempt)
      const trace = traceparent?.()
      if (trace) request.headers.set('traceparent', trace)
      const event: RequestEvent = {
        type: attempt > 1 ? 'retry' : 'request',
        method: request.method,
        path: schemaPath,
        attempt,
      }
      started.set(id, { event, at: performance.now() })
      tell(event)
    },
    onResponse({ id, response }) {
      end(id, 'response', response)
    },
    onError({ id }) {
      end(id, 'failure', undefined)
    },
  }
}
