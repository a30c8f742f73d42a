import type { AuthError } from '../../transport/errors.ts'
import { unexpected } from '../session/session.ts'
import type { JwkSet } from './keys.ts'

/** Keys that were fetched, by the URL that they came from. */
export interface JwksCache {
  /**
   * The keys at a URL. One request at a time, and one in 10 minutes; sooner when the wanted key is not among them, but not
   * twice in 30 seconds. While none can be had, those of the last 24 hours count.
   *
   * @param has whether the wanted key is among them
   * @throws AuthError the failure of the request
   */
  get(url: string, has: (keys: JwkSet) => boolean, request: JwksRequest): Promise<JwkSet>
}

/** How a cache comes by keys. */
export interface JwksRequest {
  /** Asks for them, on behalf of all who wait, so with nobody's signal. @throws AuthError */
  load(): Promise<unknown>
  /** Waits, as long as the caller likes to. @throws AuthError */
  wait(loading: Promise<void>): Promise<void>
  /** The time, in milliseconds. */
  now: number
}

/** Milliseconds. What the server says itself (`Cache-Control: max-age=600`). */
const lifetime = 600_000
/** Milliseconds between two requests for a key that is not there: tokens with made-up ids must not make any. */
const cooldown = 30_000
/** Milliseconds before the next try when there is nothing yet. */
const pause = 1000
/** Milliseconds that old keys count while new ones can't be had. */
const longest = 86_400_000
/** As many servers are remembered; who came first makes way. */
const most = 1000

interface Entry {
  jwks?: JwkSet
  /** When the keys came. */
  at: number
  /** When they were last asked for. */
  triedAt: number
  /** Of the last request. */
  failure?: AuthError | undefined
  loading?: Promise<void> | undefined
}

/** A clock that was set back does not make anything younger. */
const isWithin = (age: number, limit: number) => Math.abs(age) <= limit

/**
 * Makes an empty cache of public keys, for those who want one of their own.
 *
 * @example
 * const cache = createJwksCache()
 * await verifyAccessToken(access_token, { jwksUrl: `${url}/.well-known/jwks.json`, cache })
 */
export function createJwksCache(): JwksCache {
  const entries = new Map<string, Entry>()

  const fill = async (entry: Entry, { load, now }: JwksRequest) => {
    entry.triedAt = now
    try {
      entry.jwks = asJwks(await load())
      entry.at = now
      entry.failure = undefined
    } catch (error) {
      entry.failure = error as AuthError
    }
  }

  return {
    get: async (url, has, request) => {
      const { now, wait } = request
      const entry: Entry = entries.get(url) ?? { at: -Infinity, triedAt: -Infinity }
      entries.set(url, entry)
      if (entries.size > most) entries.delete(entries.keys().next().value!)

      const isGood = isWithin(now - entry.at, lifetime) && has(entry.jwks!)
      const isAllowed = !isWithin(now - entry.triedAt, entry.jwks ? cooldown : pause)
      if (!isGood && (entry.loading || isAllowed)) {
        // There, what a request has begun may end with it, and nobody who waits would ever know.
        if (!entry.loading || globalThis.navigator?.userAgent === 'Cloudflare-Workers') {
          const loading = fill(entry, request).finally(() => {
            if (entry.loading === loading) entry.loading = undefined
          })
          entry.loading = loading
        }
        await wait(entry.loading)
      }
      const { jwks, at, failure } = entry
      // With a failure nobody knows whether the wanted key is there by now.
      if (jwks && isWithin(now - at, longest) && (!failure || has(jwks))) return jwks
      throw failure!
    },
  }
}

/**
 * The default: keys are remembered with the `fetch` that has brought them, for as long as there is that function. No client
 * could hold them, because the free function has none, and a server often makes a client per request. What is shared is public
 * and the same for all who name the URL; a stand-in for `fetch`, as in tests, has keys of its own.
 */
const caches = new WeakMap<object, JwksCache>()

/** @param fetch what the keys are asked for with. Default: the platform's */
export function jwksCacheOf(fetch: object = globalThis.fetch): JwksCache {
  const cache = caches.get(fetch) ?? createJwksCache()
  caches.set(fetch, cache)
  return cache
}

/** @throws AuthError `unexpected_response` */
function asJwks(value: unknown): JwkSet {
  const { keys } = Object(value)
  if (Array.isArray(keys) && keys.length <= most) return { keys: keys.filter((key) => Object(key) === key) }
  throw unexpected('set of keys (RFC 7517)')
}
