import type { AuthChangeCallback, Events } from './events.ts'
import type { Keeper } from './keeper.ts'
import type { ClientTypes, Session, User } from './session.ts'

/** Who is signed in, as user interfaces want to know it. */
export interface Snapshot<T extends ClientTypes = {}> {
  /** `loading` until the storage, and the URL that the page was opened with, have been read. */
  status: 'loading' | 'signed-in' | 'signed-out'
  session: Session<T> | null
  user: User<T> | null
}

/** A subscription, which lasts until it is ended or the client is disposed of. */
export interface Subscription {
  unsubscribe(): void
}

export interface Subscriptions<T extends ClientTypes = {}> {
  /**
   * Calls a function at every change of the session: `INITIAL_SESSION` first and once, then what happens, in order, after it was
   * stored. Other tabs' changes, too. It may call anything of the client; nobody waits for it, and its exceptions are its own.
   *
   * Reads the storage, and refreshes a session that has expired.
   * @example
   * const { data } = auth.onAuthStateChange((event, session) => console.log(event, session?.user.email))
   * data.subscription.unsubscribe()
   */
  onAuthStateChange(callback: AuthChangeCallback<T>): { data: { subscription: Subscription } }

  /**
   * Calls a function whenever `getSnapshot()` may have changed; for React's `useSyncExternalStore`, Svelte stores, signals.
   *
   * @returns a function that ends the subscription
   * @example
   * const unsubscribe = auth.subscribe(() => console.log(auth.getSnapshot().status))
   */
  subscribe(listener: () => void): () => void

  /**
   * Who is signed in, without waiting: the same object until it changes.
   * @example
   * const { status, user } = auth.getSnapshot()
   */
  getSnapshot(): Snapshot<T>
}

/** @param initialize finds out who is signed in */
export function createSubscriptions(events: Events, keeper: Keeper, initialize: () => unknown): Subscriptions {
  let snapshot: Snapshot = { status: 'loading', session: null, user: null }

  const add = (callback: AuthChangeCallback) => {
    const unsubscribe = events.subscribe(callback)
    initialize()
    return unsubscribe
  }

  return {
    onAuthStateChange: (callback) => ({ data: { subscription: { unsubscribe: add(callback) } } }),
    subscribe: (listener) => add(() => listener()),
    getSnapshot: () => {
      const session = events.isOpen() ? keeper.session() : null
      const status = !events.isOpen() ? 'loading' : session ? 'signed-in' : 'signed-out'
      if (snapshot.status !== status || snapshot.session !== session) {
        snapshot = { status, session, user: session && session.user }
      }
      return snapshot
    },
  }
}
