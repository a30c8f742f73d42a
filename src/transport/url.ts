import type { paths } from '../../generated/schema.ts'
import { AuthError } from './errors.ts'

const invalid = (message: string) => new AuthError(message, { code: 'invalid_argument' })

/**
 * Checks and normalises the address of a server: absolute, http or https, without trailing slashes.
 *
 * @throws AuthError `invalid_argument`
 */
export function parseBaseUrl(url: string | URL): string {
  try {
    const { href, origin, pathname } = new URL(url)
    // No user name or password, query or fragment, and a scheme that has an origin and begins with an h: http or https.
    if (href === origin + pathname) return /^h.*[^/]/.exec(href)![0]
  } catch {
    // Told below: the platform's own message says less.
  }
  // Without the url itself: it may hold a password.
  throw invalid('url must be like https://x.supabase.co/auth/v1')
}

/**
 * Fills the parameters of a path template in. Characters that need no escape in a path (RFC 3986, section 3.3) stay literal:
 * the server matches them undecoded, such as the colon in the identifier of a custom provider.
 *
 * @throws AuthError `invalid_argument` for a missing value, and for one that would lead to another path
 */
export function serializePath(template: string, values: Record<string, unknown>): string {
  return template.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const value = values[name]
    if (typeof value !== 'string' || /^\.*$/.test(value)) throw invalid(`${name} is unusable`)
    return encodeURI(value).replace(/[/?#]/g, encodeURIComponent)
  })
}

/** The paths that can be opened in a browser. */
export type GetPath = {
  [Path in keyof paths]: paths[Path] extends { get: { responses: unknown } } ? Path : never
}[keyof paths]

type UrlParameters<Path extends GetPath> = paths[Path] extends { get: { parameters: infer P } }
  ? Pick<P, Extract<keyof P, 'query' | 'path'>>
  : never

/**
 * Builds the URL of a GET operation without calling it, for links and redirects: a browser follows redirects by itself
 * and does not say where they led.
 *
 * @example buildUrl('https://project.supabase.co/auth/v1', '/authorize', { query: { provider: 'github' } })
 * @param baseUrl the server's address
 * @param path the path in the spec, e.g. `/authorize`, `/verify` or `/oauth/authorize`
 * @throws AuthError `invalid_argument`
 */
export function buildUrl<Path extends GetPath>(baseUrl: string | URL, path: Path, parameters: UrlParameters<Path>): URL {
  const { path: values, query } = parameters as { path?: Record<string, unknown>; query?: Record<string, unknown> }
  const url = new URL(parseBaseUrl(baseUrl) + serializePath(path, values ?? {}))
  for (const [name, value] of Object.entries(query ?? {})) {
    // The entries of an object stand for themselves.
    const entries = typeof value === 'object' && value ? Object.entries(value) : [[name, value] as const]
    for (const [key, item] of entries) if (item != null) url.searchParams.append(key, String(item))
  }
  return url
}
