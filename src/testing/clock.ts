/** The server's time. It is the machine's, until somebody moves or stops it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Moves the clock on. */
  advance(by: Duration): void
  /** Stops the clock at a time, or moves a stopped one there. */
  set(time: Date | number | string): void
  /** Lets it go with the machine's again, from where it stands on, or from now with `reset`. */
  run(options?: { reset?: boolean }): void
}

/** Milliseconds, or a number with a unit: `90s`, `15m`, `1h`, `7d`, `250ms`, and sums of them as Go writes them: `1h30m`. */
export type Duration = number | string

const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * A duration in milliseconds.
 *
 * @throws TypeError for anything else
 */
export function milliseconds(duration: Duration): number {
  if (typeof duration === 'number' && Number.isFinite(duration)) return duration
  const parts = [...`${duration}`.matchAll(/(?<![\d.])(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)]
  if (!parts.length || parts.map(([part]) => part).join('') !== duration) {
    throw new TypeError(`${JSON.stringify(duration)} is no duration: write milliseconds, or 90s, 15m, 1h30m, 7d`)
  }
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * units[unit!]!, 0)
}

export function createClock(machine: () => number = () => Date.now()): Clock {
  let offset = 0
  let stopped: number | undefined
  const now = () => stopped ?? machine() + offset
  return {
    now,
    advance(by) {
      const distance = milliseconds(by)
      if (stopped === undefined) offset += distance
      else stopped += distance
    },
    set(time) {
      const at = new Date(time).getTime()
      if (Number.isNaN(at)) throw new TypeError(`${JSON.stringify(time)} is no time`)
      stopped = at
    },
    run({ reset = false } = {}) {
      offset = reset ? 0 : now() - machine()
      stopped = undefined
    },
  }
}
