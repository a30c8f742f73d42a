// What the tests of adversaries share: how long they run, and values that nobody in earnest sends.
import fc from 'fast-check'

/** How many times as many runs as in `npm test`: `ADVERSARY_RUNS=100 npx vitest run test/adversaries`. */
const factor = Number(process.env.ADVERSARY_RUNS ?? 1)
export const runs = (times: number): number => Math.ceil(times * factor)

/** The seed that a failure prints repeats it. */
if (process.env.ADVERSARY_SEED) fc.configureGlobal({ seed: Number(process.env.ADVERSARY_SEED) })
