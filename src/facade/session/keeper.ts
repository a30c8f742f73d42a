import type { AuthChangeDetails, AuthChangeEvent, Events } from './events.ts'
import { hasTokensOf, parseSession, secondsLeft, serializeSession, type HeldSession, type Session } from './session.ts'
import { useStorage, type SessionStorage } from './storage.ts'
import type { Tabs } from './tabs.ts'

/** The one who changes the session. Everybody else reads a snapshot, or says how to change it. */
export interface Keeper {
  /** What is in memory. */
  session(): Session | null
  /** How long its access token is still good, in seconds. */
  secondsLeft(): number
  /**
   * Takes over what the storage holds: a change of another tab, or the session of the last visit.
   *
   * @throws AuthError `storage_failed`
   */
  sync(): Promise<void>
  /** `sync()`, if it has not succeeded before. */
  load(): Promise<void>
  /**
   * Changes the session, in memory, in the storage and for the other tabs, and tells the subscribers.
   *
   * @param decide says what comes after the session that there is now; the same one for no change. It is asked while nobody
   *   else can change it, so it can find out that its reason is gone.
   * @param event default: what follows from the difference
   * @returns what there is afterwards
   * @throws AuthError `storage_failed`; the session in memory is changed all the same
   */
  change(
    decide: (current: Session | null) => Session | null,
    event?: AuthChangeEvent,
    details?: AuthChangeDetails & { persistSession?: boolean | undefined },
  ): Promise<Session | null>
}

export interface KeeperOptions {
  storage: SessionStorage
  storageKey: string
  tabs: Tabs
  events: Events
  /** Keeps nothing: calls that sign in return a session, and that is all. */
  isStateless: boolean
}

export function createKeeper({ storage, storageKey, tabs, events, isStateless }: KeeperOptions): Keeper {
  let held: HeldSession | null = null
  /** What the storage holds, as far as is known. */
  let stored: string | null | undefined
  /** Whether the session is to be stored, and not only held. */
  let persistent = !isStateless
  let loaded = isStateless

  const lookUp = async () => (await useStorage(() => storage.getItem(storageKey))) ?? null

  const read = async () => {
    if (!persistent) return
    const found = await lookUp()
    const isFirst = !loaded
    loaded = true
    if (found === stored) return
    stored = found
    // A sign-in was faster than the storage.
    if (isFirst && held) return
    const before = held
    held = parseSession(found)
    if (isFirst && held && !events.isOpen()) return // INITIAL_SESSION tells it
    const isCorrupt = !held && found !== null
    if (held) events.emit(difference(before, held), held.session)
    else if (before || isCorrupt) events.emit('SIGNED_OUT', null, { reason: isCorrupt ? 'corrupt_storage' : 'elsewhere' })
  }

  /** Also repeats what has failed before. */
  const write = async () => {
    // What nests too deeply can't be written.
    const text = persistent ? await useStorage(() => held && serializeSession(held)) : null
    if (isStateless || text === stored) return
    let access: unknown
    try {
      await useStorage(() => (access = text === null ? storage.removeItem(storageKey) : storage.setItem(storageKey, text)))
    } catch (failure) {
      if (access) void correct(access, text).catch(() => {})
      throw failure
    }
    stored = text
    tabs.tell()
  }

  /** What was given up may land all the same, over what has been written since. */
  const correct = async (access: unknown, text: string | null) => {
    await access
    await tabs.inTurn('write', async () => {
      if ((await lookUp()) !== text) return
      stored = text
      await write()
    })
  }

  const sync = () =>
    tabs.inTurn('write', async () => {
      await read()
      await write()
    })

  return {
    session: () => held && held.session,
    secondsLeft: () => (held ? secondsLeft(held, Date.now()) : 0),
    sync,
    load: async () => (loaded ? undefined : sync()),
    change: (decide, event, { persistSession, ...details } = {}) =>
      tabs.inTurn('write', async () => {
        let failure: unknown
        const note = (cause: unknown) => (failure = cause)
        await read().catch(note)
        const before = held
        const current = before && before.session
        const session = decide(current)
        if (isStateless) return session
        const isChange = session !== current
        if (isChange) {
          // Within a second the server may make the same token once more, to live from now.
          const isSameToken = session?.access_token === current?.access_token && event !== 'TOKEN_REFRESHED'
          persistent = persistSession ?? persistent
          held = session && { session, receivedAt: before && isSameToken ? before.receivedAt : Date.now() }
        }
        // Unread, the storage may hold what another tab has done. Only who signs out wants that gone, too.
        if (!failure || details.reason === 'user') await write().catch(note)
        if (isChange) {
          persistent ||= !held
          events.emit(event ?? difference(before, held), session, details)
        }
        if (failure) throw failure
        return session
      }),
  }
}

/** The event that says how one session differs from the other. */
function difference(before: HeldSession | null, after: HeldSession | null): AuthChangeEvent {
  if (!after) return 'SIGNED_OUT'
  if (before?.session.user.id !== after.session.user.id) return 'SIGNED_IN'
  return hasTokensOf(before.session, after.session) ? 'USER_UPDATED' : 'TOKEN_REFRESHED'
}
