import type { AuthError } from '../../transport/errors.ts'
import type { ClientTypes, Session } from './session.ts'

/** What has happened to the session. */
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

/** A function that is told of every change. What it returns or throws is its own affair. */
export type AuthChangeCallback<T extends ClientTypes = {}> = (
  event: AuthChangeEvent,
  session: Session<T> | null,
  details: AuthChangeDetails,
) => unknown

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
 * Delivers events in order, each in a task of its own, so that whoever causes one is out of every lock and waits for nobody.
 * What a subscriber throws, and what it does with its time, is its own affair.
 *
 * @param current who is signed in
 */
export function createEvents(current: () => Session | null): Events {
  const subscribers = new Set<AuthChangeCallback>()
  /** Events from before it is known who is signed in. */
  let waiting: Parameters<AuthChangeCallback>[] | undefined = []

  const deliver = (subscriber: AuthChangeCallback, ...event: Parameters<AuthChangeCallback>) =>
    queueMicrotask(async () => {
      try {
        if (subscribers.has(subscriber)) await subscriber(...event)
      } catch (error) {
        // Where uncaught exceptions are shown, if that does not end the process.
        globalThis.reportError?.(error)
      }
    })
  /** The session of the last event. The one in memory may be on its way to the storage, and is told after that. */
  let told: Session | null = null
  const start = (subscriber: AuthChangeCallback) => deliver(subscriber, 'INITIAL_SESSION', told, {})
  const emit = (...event: Parameters<AuthChangeCallback>) => {
    // Who subscribes later learns the outcome from INITIAL_SESSION.
    if (waiting) return void (subscribers.size && waiting.push(event))
    told = event[1]
    for (const subscriber of subscribers) deliver(subscriber, ...event)
  }

  return {
    emit: (event, session, details = {}) => emit(event, session, details),
    subscribe: (callback) => {
      // One function may subscribe twice.
      const subscriber: AuthChangeCallback = (...event) => callback(...event)
      subscribers.add(subscriber)
      if (!waiting) start(subscriber)
      return () => subscribers.delete(subscriber)
    },
    open: () => {
      const events = waiting ?? []
      waiting = undefined
      told = current()
      subscribers.forEach(start)
      for (const event of events) emit(...event)
    },
    isOpen: () => !waiting,
    close: () => subscribers.clear(),
  }
}
