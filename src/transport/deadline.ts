import type { AuthError } from './errors.ts'

/** What work under a deadline is given. */
type Work<T> = (
  /** For `fetch`: aborted when the deadline ends. */
  signal: AbortSignal,
  /** Settles like its argument, or rejects as soon as the deadline ends, whatever the argument does. */
  race: <Value>(value: Value) => Promise<Awaited<Value>>,
  /** Waits, in milliseconds. Rejects as soon as the deadline ends. */
  sleep: (milliseconds: number) => Promise<unknown>,
) => Promise<T>

/** 23 days, in milliseconds. Time-outs over 2³¹ - 1 overflow the platform's timers and would fire at once. */
const longestTimer = 2e9

/**
 * Does work that ends when the time limit passes or the caller aborts, and leaves neither timer nor listener behind.
 *
 * @param timeout in milliseconds, or `Infinity`
 * @param outer the caller's signal
 * @param fail makes the error that the work then rejects with; without a cause the time limit has passed
 */
export async function withDeadline<T>(
  timeout: number,
  outer: AbortSignal | undefined,
  fail: (reason: 'timeout' | 'aborted', cause?: unknown) => AuthError,
  work: Work<T>,
): Promise<T> {
  if (outer?.aborted) throw fail('aborted', outer.reason)
  const controller = new AbortController()
  let stop!: (...why: Parameters<typeof fail>) => void
  let pause: ReturnType<typeof setTimeout> | undefined
  const ending = new Promise<never>((_resolve, reject) => {
    stop = (reason, cause) => {
      reject(fail(reason, cause))
      controller.abort()
    }
  })
  // Nobody may be waiting when it ends.
  ending.catch(() => {})
  const onAbort = () => stop('aborted', outer!.reason)
  outer?.addEventListener('abort', onAbort)
  const timer = setTimeout(stop, Math.min(timeout, longestTimer), 'timeout')

  const race = <Value>(value: Value): Promise<Awaited<Value>> => Promise.race([value, ending])
  try {
    return await work(controller.signal, race, (milliseconds) =>
      race(new Promise((resolve) => (pause = setTimeout(resolve, milliseconds)))),
    )
  } finally {
    clearTimeout(timer)
    clearTimeout(pause)
    outer?.removeEventListener('abort', onAbort)
  }
}
