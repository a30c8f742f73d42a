/** How many requests and messages are remembered. */
export const remembered = 10_000

/** Forgets the oldest, so that a long-lived server does not grow. */
export function keepNewest(list: unknown[]): void {
  if (list.length > remembered) list.splice(0, list.length - remembered)
}
