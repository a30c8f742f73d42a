import type { Middleware } from 'openapi-fetch'
import { createClient, type AuthClient, type ClientOptions } from '../facade/client.ts'
import type { VerifiedClaims } from '../facade/claims/verify-access-token.ts'
import type { Result } from '../facade/result.ts'
import type { ClientTypes } from '../facade/session/session.ts'
import { AuthError } from '../transport/errors.ts'
import { forbidCaching } from './cache-headers.ts'
import { createCookieStorage, type CookieStorageOptions } from './cookie-storage.ts'
import { formatCookies, formatSetCookie, parseCookies, type SetCookie } from './cookies.ts'
import { isCrossOrigin, type RequestLike } from './cross-origin.ts'

/** The claims of a verified access token, with those that the application knows of. */
export type Claims<T extends ClientTypes = {}> = VerifiedClaims<T extends { claims: infer Own extends object } ? Own : {}>

/**
 * The client of one request. What it does not have is what is for pages, and the session's own word on who the user is: cookies
 * are the browser's, so on a server only verified claims and the server's answers count.
 */
export type RequestClient<T extends ClientTypes = {}> = Omit<
  AuthClient<T>,
  'getSession' | 'onAuthStateChange' | 'subscribe' | 'getSnapshot' | 'initialize' | 'startAutoRefresh' | 'stopAutoRefresh'
>

/** The session of one request, and of its answer. */
export interface RequestSession<T extends ClientTypes = {}> {
  /** Signs in and out, and calls the server for the user. What it changes is in the cookies of the answer. */
  auth: RequestClient<T>
  /** Whether a page of another origin made the request, so that every method refuses it (`cross_origin`): answer 403. */
  isCrossOrigin: boolean
  /**
   * Who made the request: the claims of the access token, verified, after a refresh if it has expired. Null when nobody is signed
   * in. However many ask, there is one refresh, and each token is verified once.
   *
   * An error that is `retryable` says that it is not known. `cookies_read_only`: a refresh is needed, and no cookie can be set
   * here. Any other: take it for nobody.
   * @example
   * const { data: claims, error } = await session.getClaims()
   * if (claims) console.log(claims.sub, claims.aal)
   */
  getClaims(): Promise<Result<Claims<T> | null>>
  /**
   * The access token, for calls to APIs that verify it. Refreshed if it has expired, and null when nobody is signed in. Whether
   * it is genuine is not known.
   * @example
   * const { data: accessToken } = await session.getAccessToken()
   */
  getAccessToken(): Promise<Result<string | null>>
  /**
   * The answer with the session's cookies and what keeps it out of caches; the same object, unless its headers can't be changed.
   * From now on no cookie can be set, so nothing is refreshed any more: `cookies_read_only`.
   * @example
   * return session.respond(Response.json({ hello: 'Ada' }))
   */
  respond(response: Response): Promise<Response>
  /**
   * `Set-Cookie` and headers against caching, for an answer that is no `Response`. Like `respond()`, it is the end of changes.
   * @example
   * for (const [name, value] of await session.headers()) console.log(name, value)
   */
  headers(): Promise<Headers>
  /**
   * The cookies to set, for frameworks that have functions for it. Like `respond()`, it is the end of changes. Keep the
   * answer out of caches by `Cache-Control: private, no-store`.
   * @example
   * for (const { name, value, options } of await session.cookies()) console.log(name, value, options)
   */
  cookies(): Promise<SetCookie[]>
  /**
   * The headers of the request with the cookies as they are now, for handing the request on: what is rendered after this has
   * them. Refresh before, by `getClaims()`.
   * @example
   * const onward = new Request(request, { headers: await session.requestHeaders() })
   */
  requestHeaders(): Promise<Headers>
}

/** What `open()` takes. */
export interface OpenOptions {
  /**
   * False where no cookie can be set, as in a Server Component of Next.js. Nothing is refreshed there: a refresh token works
   * once, and what replaces it would be lost. Default true.
   */
  canSetCookies?: boolean
}

interface Settings {
  client: ClientOptions
  cookies: Omit<CookieStorageOptions, 'received' | 'unreadable' | 'refusal'>
  origins: readonly string[] | undefined
}

export function openSession(
  settings: Settings,
  request: RequestLike,
  { canSetCookies = true }: OpenOptions,
): RequestSession {
  const isForeign = isCrossOrigin(request, settings.origins)
  const unreadable = isForeign
    ? refuse('cross_origin', 'A page of another origin has made the request, or something that does not say its origin')
    : undefined
  let isOpen = canSetCookies
  const refusal = () =>
    isOpen
      ? undefined
      : refuse(
          'cookies_read_only',
          canSetCookies
            ? 'No cookie can be set any more: the answer has its headers already'
            : 'No cookie can be set here: refresh and sign in where the answer is made',
        )
  const received = parseCookies(request.headers.get('cookie'))
  const storage = createCookieStorage({ ...settings.cookies, received, unreadable, refusal })
  const guard: Middleware = {
    onRequest: ({ request: { method, url } }) => {
      if (unreadable) throw unreadable
      // What answers with a session that could not be kept. A refresh token would be used up by it.
      const failure = method === 'POST' && /\/(token|signup|verify)$/.test(new URL(url).pathname) && refusal()
      if (failure) throw failure
    },
  }
  const client = createClient({
    ...settings.client,
    storage,
    storageKey: settings.cookies.name,
    middleware: [...(settings.client.middleware ?? []), guard],
    flowType: 'pkce',
    autoRefreshToken: false,
    detectSessionInUrl: false,
  })

  const { signOut } = client
  client.signOut = async (options) => {
    const result = await signOut(options)
    const { scope, accessToken } = options ?? {}
    // Also what holds no session: nothing of one stays behind.
    if (scope !== 'others' && !accessToken) storage.removeSupabaseCookies()
    return result
  }

  let verified: { token: string; result: ReturnType<typeof client.getClaims> } | undefined
  /** The storage is read a moment after the session was asked for. */
  let isAsked = false
  const session = () => {
    isAsked = true
    return client.getSession()
  }
  const isUsed = () => isAsked || storage.isRead()
  /** A refresh that is under way belongs to this answer. */
  const settle = async () => {
    if (isOpen && isUsed()) await session()
  }
  const end = async () => {
    await settle()
    isOpen = false
  }
  const apply = (headers: Headers) => {
    const { changes } = storage
    if (!changes.size && !isUsed()) return
    for (const cookie of changes.values()) headers.append('set-cookie', formatSetCookie(cookie))
    forbidCaching(headers, changes.size > 0)
  }

  return {
    auth: client,
    isCrossOrigin: isForeign,
    getClaims: async () => {
      const { data, error } = await session()
      if (error || !data.session) return { data: null, error }
      const token = data.session.access_token
      if (verified?.token !== token) verified = { token, result: client.getClaims() }
      const { result } = verified
      const claims = await result
      if (claims.error?.retryable && verified?.result === result) verified = undefined
      return claims.error ? { data: null, error: claims.error } : { data: claims.data.claims, error: null }
    },
    getAccessToken: async () => {
      const { data, error } = await session()
      return error ? { data: null, error } : { data: data.session?.access_token ?? null, error }
    },
    respond: async (response) => {
      await end()
      try {
        apply(response.headers)
        return response
      } catch {
        // Those of redirects and of fetched answers are immutable.
        const copy = new Response(response.body, response)
        apply(copy.headers)
        return copy
      }
    },
    headers: async () => {
      await end()
      const headers = new Headers()
      apply(headers)
      return headers
    },
    cookies: async () => {
      await end()
      return [...storage.changes.values()]
    },
    requestHeaders: async () => {
      await settle()
      const headers = new Headers(request.headers as Headers)
      const now = new Map(received)
      for (const { name, value, options } of storage.changes.values()) {
        if (options.maxAge === 0) now.delete(name)
        else now.set(name, value)
      }
      if (now.size) headers.set('cookie', formatCookies(now))
      else headers.delete('cookie')
      return headers
    },
  }
}

const refuse = (code: 'cross_origin' | 'cookies_read_only', message: string) => new AuthError(message, { code })
