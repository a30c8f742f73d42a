import type { AuthError } from '../../transport/errors.ts'
import type { ClientTypes, Session } from './session.ts'

export type AuthChangeEvent =
  /** The first event of every subscriber, once: who is signed in when it subscribes. */
  | 'INITIAL_SESSION'
  | 'SIGNED_IN'
  | 'SIGNED_OUT'
  | 'TOKEN_REFRESHED'
  | 'USER_UPDATED'
  /** Signed in by a recovery mail: ask for a new password. */
  | 'PASSWORD_RECOVERY'
  | 'MFA_CHALLENGE_VERIFIED'

/** Why somebody is signed out. */
export type SignOutReason =
  /** `signOut()` was called. */
  | 'user'
  /** The server ended the session for its age. */
  | 'expired'
  /** The server knows the session no more: it was ended elsewhere, or the user was banned or deleted. */
  | 'revoked'
  /** Another tab signed out, or the storage was cleared. */
  | 'elsewhere'
  /** What was stored was no session. */
  | 'corrupt_storage'

/** What is known of an event beyond its name. */
export interface AuthChangeDetails {
  /** With `SIGNED_OUT`. */
  reason?: SignOutReason
  /** The server's refusal that ended the session. */
  error?: AuthError
}

export type AuthChangeCallback<T extends ClientTypes = {}> = (
  event: AuthChangeEvent,
  session: Session<T> | null,
  details: AuthChangeDetails,
) => unknown

interface Entry {
  event: AuthChangeEvent
  session: Session | null
  details: AuthChangeDetails
  /** The one subscriber that it is for. Default: all that have had their first event. */
  to?: Subscriber
}

interface Subscriber {
  callback: AuthChangeCallback
  /** Whether it had its first event. */
  started: boolean
}

export interface Events {
  emit(event: AuthChangeEvent, session: Session | null, details?: AuthChangeDetails): void
  /** @returns a function that ends the subscription */
  subscribe(callback: AuthChangeCallback): () => void
  /** From now on it is known who is signed in. Until then events wait. */
  open(): void
  isOpen(): boolean
  close(): void
}

/**
 * A queue of events. They are delivered one after the other in a task of their own, so whoever causes one is out of every
 * lock and waits for nobody; what a subscriber throws, and what it does with its time, is its own affair.
 *
 * @param current who is signed in
 */
export function createEvents(current: () => Session | null): Events {
  const subscribers = new Set<Subscriber>()
  let entries: Entry[] = []
  let isOpen = false
  const first = (to: Subscriber): Entry => ({ event: 'INITIAL_SESSION', session: current(), details: {}, to })

  const push = (...added: Entry[]) => {
    entries.push(...added)
    if (isOpen) queueMicrotask(deliver)
  }
  const deliver = () => {
    for (let entry; (entry = entries.shift());) {
      const { event, session, details, to } = entry
      if (to) to.started = true
      for (const subscriber of [...subscribers]) {
        // It may have been unsubscribed by the one before.
        if (!subscriber.started || (to ?? subscriber) !== subscriber || !subscribers.has(subscriber)) continue
        // The executor's exceptions and the callback's rejections end alike.
        new Promise((resolve) => resolve(subscriber.callback(event, session, details))).catch(report)
      }
    }
  }

  return {
    emit: (event, session, details = {}) => push({ event, session, details }),
    subscribe: (callback) => {
      const subscriber: Subscriber = { callback, started: false }
      subscribers.add(subscriber)
      if (isOpen) push(first(subscriber))
      return () => subscribers.delete(subscriber)
    },
    open: () => {
      if (isOpen) return
      isOpen = true
      const waiting = entries
      entries = []
      push(...[...subscribers].map(first), ...waiting)
    },
    isOpen: () => isOpen,
    close: () => subscribers.clear(),
  }
}

/** Shows a subscriber's exception where the platform shows uncaught ones, if it can do so without ending the process. */
function report(error: unknown): void {
  globalThis.reportError?.(error)
}
