import { withDeadline } from '../../transport/deadline.ts'
import { AuthError, AuthRetryableFetchError } from '../../transport/errors.ts'
import { readAnswer } from '../../transport/response.ts'
import { ended } from '../call.ts'
import { jwksCacheOf, type JwksCache } from './jwks.ts'
import type { JwkSet } from './keys.ts'

export interface FetchJwksOptions {
  fetch?: ((request: Request) => Promise<Response>) | undefined
  signal?: AbortSignal | undefined
  /** Milliseconds. */
  timeout?: number | undefined
  cache?: JwksCache | undefined
}

/**
 * The keys at a URL, from the cache or from there.
 *
 * @param has whether the wanted key is among them
 * @throws AuthError
 */
export async function fetchJwks(
  url: string,
  has: (keys: JwkSet) => boolean,
  { fetch, signal, timeout = 10_000, cache = jwksCacheOf(fetch) }: FetchJwksOptions,
): Promise<JwkSet> {
  // The request itself is everybody's, and would begin.
  if (signal?.aborted) throw ended('aborted', signal.reason)
  return cache.get(url, has, {
    now: Date.now(),
    load: () =>
      withDeadline(timeout, undefined, ended, async (signal, race) => {
        // Where a redirect leads to, nobody has said that it is to be trusted.
        const request = new Request(url, { signal, redirect: 'manual', headers: { accept: 'application/json' } })
        try {
          const response = await race((fetch ?? globalThis.fetch)(request))
          const text = await race(response.text())
          return readAnswer({ data: text, error: text, response }, { url })
        } catch (cause) {
          if (cause instanceof AuthError) throw cause
          throw new AuthRetryableFetchError('The keys could not be fetched', {
            code: 'network_failure',
            retryable: true,
            cause,
          })
        }
      }),
    wait: (loading) => withDeadline(timeout, signal, ended, (_signal, race) => race(loading)),
  })
}
