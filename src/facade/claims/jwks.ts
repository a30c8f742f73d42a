import { withDeadline } from '../../transport/deadline.ts'
import { AuthError, AuthRetryableFetchError } from '../../transport/errors.ts'

/** A public key as JSON (RFC 7517). */
export interface Jwk {
  kty?: string
  kid?: string
  alg?: string
  use?: string
  key_ops?: readonly string[]
  crv?: string
  n?: string
  e?: string
  x?: string
  y?: string
}

/** The keys of a server, at `/.well-known/jwks.json` (RFC 7517, section 5). */
export interface JwkSet {
  keys: readonly Jwk[]
}

/** Keys that were fetched, by the URL that they came from, and what was made of them. */
export interface JwksCache {
  /**
   * The keys of a server. One request at a time, and one in 10 minutes; sooner when a key is not among them, but never twice
   * in 30 seconds. When the server can't be reached, what it said in the last 24 hours counts.
   *
   * @param has whether the wanted key is among them
   * @throws AuthError
   */
  get(url: string, has: (keys: JwkSet) => boolean, request: JwksRequest): Promise<JwkSet>
}

/** How keys are fetched. */
export interface JwksRequest {
  fetch: (request: Request) => Promise<Response>
  signal: AbortSignal | undefined
  /** Milliseconds. */
  timeout: number
  /** The time, in milliseconds. It only has to go on. */
  now: number
}

/** Milliseconds. What the server says itself (`Cache-Control: max-age=600`). */
const lifetime = 600_000
/** Milliseconds between two requests for a key that is not there: tokens with made-up ids must not make any. */
const cooldown = 30_000
/** Milliseconds that old keys count for while the server can't be reached. */
const longest = 86_400_000
/** As many servers are remembered; the oldest makes way. */
const most = 100

interface Entry {
  jwks?: JwkSet
  /** When the keys came. */
  at: number
  /** When they were last asked for. */
  triedAt: number
  failure?: AuthError
  flight?: Promise<void> | undefined
}

/** Makes an empty cache, for those who want one of their own. */
export function createJwksCache(): JwksCache {
  const entries = new Map<string, Entry>()

  const load = async (url: string, entry: Entry, { fetch, timeout, now }: JwksRequest) => {
    entry.triedAt = now
    try {
      // Shared by all who wait, so with nobody's signal.
      entry.jwks = await withDeadline(timeout, undefined, ended, async (signal, race) => {
        const response = await race(fetch(new Request(url, { signal, headers: { accept: 'application/json' } })))
        return asJwks(response, await race(response.text()))
      })
      entry.at = now
      delete entry.failure
    } catch (cause) {
      entry.failure =
        cause instanceof AuthError
          ? cause
          : new AuthRetryableFetchError(`The keys at ${url} could not be fetched`, {
              code: 'network_failure',
              retryable: true,
              cause,
            })
    }
  }

  return {
    get: async (url, has, request) => {
      let entry = entries.get(url)
      if (!entry) {
        entries.set(url, (entry = { at: -Infinity, triedAt: -Infinity }))
        if (entries.size > most) entries.delete(entries.keys().next().value!)
      }
      const { now } = request
      const isOld = now - entry.at > lifetime
      const isKnown = entry.jwks && has(entry.jwks)
      if ((isOld || !isKnown) && (entry.flight || now - entry.triedAt > (entry.jwks ? cooldown : 1000))) {
        entry.flight ??= load(url, entry, request).finally(() => (entry.flight = undefined))
        await withDeadline(request.timeout, request.signal, ended, (_signal, race) => race(entry.flight))
      }
      if (entry.jwks && now - entry.at < longest && !(entry.failure && !has(entry.jwks))) return entry.jwks
      throw entry.failure ?? new AuthError('The keys were not fetched', { code: 'network_failure' })
    },
  }
}

const ended = (code: 'timeout' | 'aborted', cause?: unknown) =>
  code === 'timeout'
    ? new AuthRetryableFetchError('The keys did not come in time', { code, retryable: true })
    : new AuthError('The call was aborted', { code, cause })

function asJwks({ ok, status }: Response, text: string): JwkSet {
  let jwks: unknown
  try {
    jwks = JSON.parse(text)
  } catch {
    // Told below.
  }
  const { keys } = Object(jwks)
  if (ok && Array.isArray(keys)) return { keys: keys.filter((key) => Object(key) === key) }
  throw new (status >= 500 ? AuthRetryableFetchError : AuthError)('The answer is not a set of keys (RFC 7517)', {
    code: 'unexpected_response',
    status,
    retryable: status >= 500 || status === 429,
  })
}
