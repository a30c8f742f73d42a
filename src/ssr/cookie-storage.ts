import type { SessionStorage } from '../facade/session/storage.ts'
import { parseSession } from '../facade/session/session.ts'
import type { AuthError } from '../transport/errors.ts'
import { fromChunks, toChunks } from './chunks.ts'
import type { CookieAttributes, SetCookie } from './cookies.ts'
import { readSupabaseCookies, supabaseCookieNames } from './supabase-cookies.ts'

/** Where the cookies of one request are read from, and how they are written. */
export interface CookieStorageOptions {
  /** Those that the request came with. */
  received: ReadonlyMap<string, string>
  /** The name of the session's cookies, without their numbers. */
  name: string
  attributes: CookieAttributes
  /** The cookies of `@supabase/ssr` to go on with. */
  supabase: { name: string; attributes: CookieAttributes } | undefined
  /** Why cookies must not be read, if they must not. */
  unreadable: AuthError | undefined
  /** Why none can be set now. */
  refusal(): AuthError | undefined
}

/** The storage of one request's client. */
export interface CookieStorage extends SessionStorage {
  /** Whether it was asked for anything. */
  isRead(): boolean
  /** What is to be set, by name. */
  changes: ReadonlyMap<string, SetCookie>
  /** Deletes the cookies of `@supabase/ssr`, also those that hold no session that can be read. */
  removeSupabaseCookies(): void
}

/** A day, in seconds: as long as flows last that are under way. */
const day = 86_400

export function createCookieStorage(options: CookieStorageOptions): CookieStorage {
  const { received, name, attributes, supabase, unreadable, refusal } = options
  const changes = new Map<string, SetCookie>()
  /** What was written in this request. */
  const written = new Map<string, string | null>()
  let isRead = false

  const remove = (cookie: string, { maxAge: _maxAge, ...others }: CookieAttributes) => {
    changes.delete(cookie)
    if (received.has(cookie)) changes.set(cookie, { name: cookie, value: '', options: { ...others, maxAge: 0 } })
  }
  const write = (key: string, text: string | null) => {
    const failure = unreadable ?? refusal()
    if (failure) throw failure
    const chunks = text === null ? [] : toChunks(text)
    written.set(key, text)
    for (const cookie of numbered(key, received, changes)) remove(cookie, attributes)
    const { maxAge } = attributes
    const own = key === name || maxAge === undefined ? attributes : { ...attributes, maxAge: Math.min(maxAge, day) }
    chunks.forEach((value, index) => {
      const cookie = `${key}.${index}`
      changes.set(cookie, { name: cookie, value, options: own })
    })
    if (key === name) removeSupabaseCookies()
  }
  const removeSupabaseCookies = () => {
    if (!supabase || unreadable || refusal()) return
    for (const cookie of supabaseCookieNames(supabase.name, received)) remove(cookie, supabase.attributes)
  }
  const adopt = () => {
    const text = supabase && readSupabaseCookies(supabase.name, received)
    if (!text || !parseSession(text)) return null
    // Both would be refreshed otherwise, and one of them end the other.
    if (!refusal()) write(name, text)
    return text
  }

  return {
    getItem: (key) => {
      isRead = true
      if (unreadable) throw unreadable
      const own = written.get(key)
      if (own !== undefined) return own
      if (numbered(key, received).length) return fromChunks((index) => received.get(`${key}.${index}`)) ?? ''
      return key === name ? adopt() : null
    },
    setItem: (key, value) => write(key, value === '[]' ? null : value),
    removeItem: (key) => write(key, null),
    shared: false,
    isRead: () => isRead,
    changes,
    removeSupabaseCookies,
  }
}

/** The names of an item's chunks, also of those that are too many. */
const numbered = (key: string, ...sources: ReadonlyMap<string, unknown>[]): string[] =>
  sources.flatMap((source) => [...source.keys()]).filter((cookie) => isChunk(cookie, key))

const isChunk = (cookie: string, key: string) =>
  cookie.startsWith(`${key}.`) && /^\d{1,2}$/.test(cookie.slice(key.length + 1))
