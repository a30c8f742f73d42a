/** Takes turns with the other tabs and workers that use the same storage, and with calls in this one. */
export interface Tabs {
  /** Does work while no other tab does work under the same name. What the work rejects with is passed on. */
  inTurn<T>(name: keyof typeof patience, work: () => Promise<T>): Promise<T>
  /** Tells the others that something has changed; what, they read from the storage. */
  tell(): void
  close(): void
}

/**
 * How long a turn is waited for, in milliseconds. Turns are shorter, unless a tab was frozen in one: then work goes on
 * without it, and the server's tolerance of a refresh token that is presented twice has to do.
 */
const patience = {
  write: 10_000,
  flows: 10_000,
  // A request may take 15 seconds by itself, and so may that of the tab before.
  refresh: 60_000,
  exchange: 60_000,
}

/**
 * @param key names the storage that is shared
 * @param shared whether there are other tabs
 * @param onChange another tab has changed something
 */
export function createTabs(key: string, shared: boolean, onChange: () => void): Tabs {
  const locks = shared ? globalThis.navigator?.locks : undefined
  const open = () => (shared && globalThis.BroadcastChannel ? new BroadcastChannel(key) : undefined)
  let channel = open()
  if (channel) {
    channel.onmessage = onChange
    // In Node an open channel would keep the process alive.
    unref(channel)
  }
  const turns: { [Name in keyof typeof patience]?: Promise<unknown> } = {}
  const queue = (name: keyof typeof patience, turn: () => Promise<unknown>) =>
    locks ? locks.request(`${key}:${name}`, turn) : (turns[name] = (turns[name] ?? Promise.resolve()).then(turn))

  return {
    inTurn: (name, work) =>
      new Promise((resolve, reject) => {
        let done: Promise<unknown> | undefined
        const turn = () => {
          clearTimeout(timer)
          return (done ??= work().then(resolve, reject))
        }
        const timer = setTimeout(turn, patience[name])
        // Locks are denied to opaque origins and to documents that are going away.
        queue(name, turn).catch(turn)
      }),
    tell: () => {
      // A call may outlive `dispose()`, and what it stores is news all the same.
      const sender = channel ?? open()
      sender?.postMessage(0)
      if (!channel) sender?.close()
    },
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
