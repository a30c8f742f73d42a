/** Milliseconds before the first repetition; each further one doubles it. */
const firstDelay = 200
/** Milliseconds that the doubling stops at. A `Retry-After` may be longer. */
const longestDelay = 5_000

/**
 * Milliseconds to wait before the next attempt: exponential, and never less than the server asked for. Up to half of it
 * comes on top at random, so that many clients don't come back in the same instant.
 *
 * @param attempt how many attempts have failed before this one, from 0
 * @param retryAfter seconds
 * @param random a number from 0 to 1
 */
export function retryDelay(attempt: number, retryAfter: number | undefined, random: number): number {
  return Math.max(Math.min(longestDelay, firstDelay * 2 ** attempt), (retryAfter ?? 0) * 1000) * (1 + random / 2)
}
