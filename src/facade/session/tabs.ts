/** Takes turns with the other tabs and workers that use the same storage, and with calls in this one. */
export interface Tabs {
  /** Does work while no other tab does work under the same name. What the work rejects with is passed on. */
  inTurn<T>(name: string, work: () => Promise<T>): Promise<T>
  /** Tells the others that something has changed; what, they read from the storage. */
  tell(): void
  close(): void
}

/**
 * How long a turn is waited for, in milliseconds. Turns are shorter, unless a tab was frozen in one: then work goes on
 * without it, and the server's tolerance of a refresh token that is presented twice has to do.
 */
const patience = 10_000

/**
 * @param key names the storage that is shared
 * @param shared whether there are other tabs
 * @param onChange another tab has changed something
 */
export function createTabs(key: string, shared: boolean, onChange: () => void): Tabs {
  const locks = shared ? globalThis.navigator?.locks : undefined
  let channel = shared && globalThis.BroadcastChannel ? new BroadcastChannel(key) : undefined
  if (channel) {
    channel.onmessage = onChange
    // In Node an open channel would keep the process alive.
    unref(channel)
  }
  const turns: Record<string, Promise<unknown>> = {}
  const queue = (name: string, turn: () => Promise<unknown>) =>
    locks ? locks.request(`${key}:${name}`, turn) : (turns[name] = (turns[name] ?? Promise.resolve()).then(turn))

  return {
    inTurn: (name, work) =>
      new Promise((resolve, reject) => {
        let done: Promise<unknown> | undefined
        const turn = () => {
          clearTimeout(timer)
          return (done ??= work().then(resolve, reject))
        }
        const timer = setTimeout(turn, patience)
        // Locks are denied to opaque origins and to documents that are going away.
        queue(name, turn).catch(turn)
      }),
    tell: () => channel?.postMessage(0),
    close: () => {
      channel?.close()
      channel = undefined
    },
  }
}

/** Lets a process of Node end although something is still open. */
export function unref(handle: unknown): void {
  ;(handle as { unref?(): void }).unref?.()
}
