import type { ClientOptions } from '../facade/client.ts'
import { failure } from '../facade/call.ts'
import { environmentVariable } from '../facade/environment.ts'
import type { ClientTypes } from '../facade/session/session.ts'
import { parseBaseUrl } from '../transport/url.ts'
import type { CookieAttributes } from './cookies.ts'
import type { RequestLike } from './cross-origin.ts'
import { openSession, type OpenOptions, type RequestSession } from './request-session.ts'
import { shareRefreshes } from './shared-refreshes.ts'

/** How the session's cookies are named and set. */
export interface CookieOptions {
  /**
   * Their name; a number follows, and a prefix goes before: `__Host-` when they are secure, for all paths and for no domain, else
   * `__Secure-` when they are secure. Default `gotrue-<first label of the server's host>`.
   */
  name?: string
  /** False for scripts that are to read the session; then every script of the page can. Default true. */
  httpOnly?: boolean
  /** False for http without TLS, where a browser keeps no secure cookies for localhost, as Safari. Default true. */
  secure?: boolean
  /** Default `lax`: with `strict` nobody is signed in who comes by a link, and no flow with a provider comes back. */
  sameSite?: 'lax' | 'strict' | 'none'
  /** Default `/`. */
  path?: string
  /** For subdomains, too. All of them can then read and set the session. Default: this host only. */
  domain?: string
  /** Seconds that a browser keeps it; null: until it is closed. The server ends a session by itself. Default 400 days, the most. */
  maxAge?: number | null
}

/** What `createCookieSessions()` takes. */
export interface CookieSessionsOptions extends Omit<
  ClientOptions,
  'storage' | 'storageKey' | 'persistSession' | 'autoRefreshToken' | 'detectSessionInUrl' | 'flowType' | 'accessToken'
> {
  cookies?: CookieOptions
  /**
   * Origins whose pages may send what changes something: the application's own, as browsers see it, and others that are trusted.
   * Default: the origin of the request's URL, which is another one behind most proxies. See {@link isCrossOrigin}.
   */
  origins?: readonly (string | URL)[]
  /**
   * Goes on with sessions that `@supabase/ssr` keeps in cookies, and replaces these. True: named `sb-<first label of the host>-auth-token`,
   * for the path `/`; otherwise as the application has set them. Those have no `__Host-` prefix, so that a page of a subdomain can make one:
   * leave it out once people have come by. Default false.
   */
  supabaseCookies?: boolean | { name?: string; path?: string; domain?: string }
  /**
   * Whether requests to this process that need the same refresh at the same time share it. Cloudflare Workers can't wait for each
   * other's requests; there every one makes its own, and the server gives them the same session. Default: everywhere else.
   */
  shareRefreshes?: boolean
}

/** Sessions in cookies. It holds none of them: each is in the object of its request. */
export interface CookieSessions<T extends ClientTypes = {}> {
  /**
   * The session of a request. It sends nothing, and reads the cookies when they are asked for. For the same `Request` object it is
   * the same session, so that loaders side by side share it.
   *
   * @param request `Request`, or its headers, method and URL. Without the method nothing is refused for its origin.
   * @example
   * const session = sessions.open(request)
   * const { data: claims } = await session.getClaims()
   * return session.respond(Response.json({ user: claims?.sub ?? null }))
   */
  open(request: RequestLike, options?: OpenOptions): RequestSession<T>
}

/**
 * Keeps sessions in cookies, for servers that render pages: on `Request` and `Headers`, whatever the framework. Make it once, and
 * open a session for each request.
 *
 * @example
 * const sessions = createCookieSessions({ url: 'https://project.supabase.co/auth/v1', apiKey, origins: ['https://app.example.com'] })
 * @throws AuthError `invalid_argument` when the options are not usable
 */
export function createCookieSessions<T extends ClientTypes = {}>(options: CookieSessionsOptions = {}): CookieSessions<T> {
  const { cookies = {}, origins, supabaseCookies, ...rest } = options
  const { url: given = environmentVariable('GOTRUE_URL') } = options
  if (!given) throw failure('invalid_argument', 'url is missing: pass it to createCookieSessions(), or set GOTRUE_URL')
  const url = parseBaseUrl(given)
  const label = new URL(url).hostname.split('.')[0]!.replace(/[^\w-]/g, '')
  const { name = `gotrue-${label}`, maxAge = 400 * 86_400, ...others } = cookies
  const attributes: CookieAttributes = { httpOnly: true, secure: true, sameSite: 'lax', path: '/', ...others }
  if (maxAge !== null) attributes.maxAge = maxAge
  const { secure, path, domain, sameSite } = attributes
  const isUsable =
    /^[\w!#$%&'*+.^`|~-]{1,150}$/.test(name) &&
    /^\/[^;\p{Cc}]*$/u.test(path) &&
    /^[\w.-]*$/.test(domain ?? '') &&
    (maxAge === null || Number.isSafeInteger(maxAge))
  if (!isUsable) throw failure('invalid_argument', 'cookies: a name, path, domain or maxAge is unusable')
  if (sameSite === 'none' && !secure) throw failure('invalid_argument', 'cookies: sameSite none needs secure')
  const prefix = !secure ? '' : path === '/' && !domain ? '__Host-' : '__Secure-'

  const isWorkers = globalThis.navigator?.userAgent === 'Cloudflare-Workers'
  const { shareRefreshes: isShared = !isWorkers, fetch, ...client } = rest
  const supabase = supabaseCookies
    ? { name: `sb-${label}-auth-token`, path: '/', ...(supabaseCookies === true ? {} : supabaseCookies) }
    : undefined
  const settings = {
    client: {
      ...client,
      ...(isShared ? { fetch: shareRefreshes(fetch ?? ((request) => globalThis.fetch(request))) } : fetch && { fetch }),
    },
    cookies: {
      name: prefix + name,
      attributes,
      supabase: supabase && {
        name: supabase.name,
        attributes: {
          httpOnly: true,
          secure,
          sameSite: 'lax' as const,
          path: supabase.path,
          ...(supabase.domain ? { domain: supabase.domain } : {}),
        },
      },
    },
    origins: origins?.map((origin) => new URL(parseBaseUrl(origin)).origin),
  }
  /** By the object of the request: what frameworks hand on to each part of a page. */
  const sessions = new WeakMap<RequestLike, RequestSession<T>>()
  return {
    open: (request, open = {}) => {
      let session = sessions.get(request)
      // What the application says of its own data, the compiler alone knows.
      if (!session) sessions.set(request, (session = openSession(settings, request, open) as unknown as RequestSession<T>))
      return session
    },
  }
}
