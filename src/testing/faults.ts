import type { OperationId } from '../../generated/routes.ts'
import { milliseconds, type Duration } from './clock.ts'

/** What goes wrong with a request. Several of them may go wrong together. */
export interface Fault {
  /** Answer this, and do nothing. */
  status?: number
  /** With `status`; objects are sent as JSON. Default: what a gateway says. */
  body?: unknown
  headers?: Record<string, string>
  /** Wait before anything happens. Of the runtime's timers, not of the server's clock. */
  delay?: Duration
  /** `before`: the connection breaks before the server sees the request; `after`: when all is done, and the answer is lost. */
  drop?: 'before' | 'after'
  /** Send so many bytes of the body only, and then break off. */
  truncate?: number
}

/** Which requests: of an operation, all, or those that a function picks. */
export type FaultTarget = OperationId | '*' | ((request: Request, operation: OperationId | undefined) => boolean)

/** Lets requests go wrong. */
export interface Faults {
  /** Lets the next request go wrong; with `times`, so many of them. */
  next(target: FaultTarget, fault: Fault, options?: { times?: number }): void
  /** Lets all of them go wrong, until the returned function is called. */
  always(target: FaultTarget, fault: Fault): () => void
  /** Lets all go well again. */
  clear(): void
}

interface Rule {
  target: FaultTarget
  fault: Fault
  left: number
}

export interface FaultInjector extends Faults {
  /** The fault of a request, which is then used up. */
  take(request: Request, operation: OperationId | undefined): Fault | undefined
}

/** @throws TypeError for a fault that is none */
export function createFaults(): FaultInjector {
  let rules: Rule[] = []
  const add = (target: FaultTarget, fault: Fault, left: number): Rule => {
    if (!['status', 'delay', 'drop', 'truncate'].some((name) => name in fault)) {
      throw new TypeError('A fault needs status, delay, drop or truncate')
    }
    if (fault.delay !== undefined) milliseconds(fault.delay)
    const rule = { target, fault, left }
    rules.push(rule)
    return rule
  }
  return {
    next: (target, fault, { times = 1 } = {}) => void add(target, fault, times),
    always(target, fault) {
      const rule = add(target, fault, Number.POSITIVE_INFINITY)
      return () => {
        rules = rules.filter((other) => other !== rule)
      }
    },
    clear() {
      rules = []
    },
    take(request, operation) {
      const rule = rules.find(({ target }) =>
        typeof target === 'function' ? target(request, operation) : target === '*' || target === operation,
      )
      if (!rule) return undefined
      if (--rule.left < 1) rules = rules.filter((other) => other !== rule)
      return rule.fault
    },
  }
}

/** What fetch does when a connection breaks. */
export const brokenConnection = (): TypeError =>
  new TypeError('fetch failed: the connection was broken by a fault of the test server')

export const isBrokenConnection = (cause: unknown): boolean =>
  cause instanceof TypeError && cause.message === brokenConnection().message

/** The answer that a fault stands for. */
export function faultyAnswer({ status = 500, body, headers }: Fault): Response {
  const empty = status === 204 || status === 304
  const isText = typeof body === 'string'
  const content =
    body === undefined
      ? '<html><body><h1>The test server was told to fail</h1></body></html>'
      : isText
        ? body
        : JSON.stringify(body)
  return new Response(empty ? null : content, {
    status,
    headers: { 'content-type': body === undefined || isText ? 'text/html' : 'application/json', ...headers },
  })
}

/** The beginning of an answer, after which the connection breaks. */
export async function truncated(response: Response, bytes: number): Promise<Response> {
  const whole = new Uint8Array(await response.arrayBuffer())
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(whole.slice(0, bytes)),
    pull: (controller) => controller.error(brokenConnection()),
  })
  return new Response(body, response)
}

/** @throws what the signal says, when that comes first */
export function wait(duration: Duration, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    if (signal.aborted) return reject(signal.reason as Error)
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    }, milliseconds(duration))
    signal.addEventListener('abort', abort, { once: true })
  })
}
