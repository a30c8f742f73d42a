import { failure, type Call } from './call.ts'
import { unwrap } from './result.ts'
import type { AccessTokens } from './session/access-token.ts'

/** `fetch()` with the user's access token. */
export interface AuthorizedFetch {
  /**
   * Sends a request of the application with a fresh access token, and once more with another one after a 401.
   *
   * It is sent to the server's own origin, with the API key, and to those of `fetchOrigins`, without. A relative URL begins at
   * the server's origin. Redirects are followed as `init.redirect` says: to another origin the platform takes no access token
   * along, but the API key. When nobody is signed in it goes without a token, or with the API key as bearer if that is a JWT; an
   * `Authorization` header of its own stays.
   *
   * @throws AuthError `invalid_argument` for another origin; the failure of a refresh. Otherwise what `fetch()` throws.
   * @example const response = await auth.fetch('/rest/v1/todos')
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
}

export interface AuthorizedFetchOptions {
  url: string
  apiKey: string | undefined
  /** Origins beside the server's own, as URLs have them. */
  origins: readonly string[]
  fetch: ((request: Request) => Promise<Response>) | undefined
}

export function createAuthorizedFetch(
  call: Call,
  tokens: AccessTokens,
  { url, apiKey, origins, fetch: send = (request) => fetch(request) }: AuthorizedFetchOptions,
): AuthorizedFetch {
  const own = new URL(url).origin

  return {
    fetch: async (input, init) => {
      const request = new Request(typeof input === 'string' ? new URL(input, own) : input, init)
      const { headers, signal } = request
      // A blob's URL has an origin as well.
      const [origin] = /^http[^/]+..[^/]+/.exec(request.url) ?? ['Such a URL']
      if (origin === own) {
        if (apiKey && !headers.has('apikey')) headers.set('apikey', apiKey)
      } else if (!origins.includes(origin)) {
        throw failure('invalid_argument', `${origin} is not one of fetchOrigins`)
      }
      if (headers.has('authorization')) return send(request)

      const token = unwrap(await call(null, { signal }, tokens.get))
      if (!token) {
        // As everywhere: the key of a project is a token of its own if it is a JWT.
        if (origin === own && /^ey.+\..+\./.test(apiKey!)) headers.set('authorization', `Bearer ${apiKey}`)
        return send(request)
      }
      // Made before the body is used up.
      const repetition = request.clone()
      headers.set('authorization', `Bearer ${token}`)
      const response = await send(request)
      if (response.status !== 401) return response
      const { data: other } = await call(null, { signal }, () => tokens.renew(token))
      if (!other) return response
      // Nobody waits: it takes until all who have cloned the answer have read it.
      response.body?.cancel().catch(() => {})
      repetition.headers.set('authorization', `Bearer ${other}`)
      return send(repetition)
    },
  }
}
