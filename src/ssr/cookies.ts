/** What a browser is told about a cookie, as `cookie`, Next.js, SvelteKit, Astro and h3 call it. */
export interface CookieAttributes {
  /** Whether scripts of the page can't read it. */
  httpOnly: boolean
  /** Whether it is sent over https only. */
  secure: boolean
  sameSite: 'lax' | 'strict' | 'none'
  path: string
  domain?: string
  /** Seconds. 0 deletes it; without it the browser keeps it until it is closed. */
  maxAge?: number
}

/** A cookie to set. */
export interface SetCookie {
  name: string
  value: string
  options: CookieAttributes
}

/** Cookies of a request by name, as the `Cookie` header has them. Of several with one name the first, which is the most specific. */
export function parseCookies(header: string | null): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of header?.split(';') ?? []) {
    const end = pair.indexOf('=')
    const name = pair.slice(0, end).trim()
    if (end > 0 && name && !cookies.has(name)) cookies.set(name, pair.slice(end + 1).trim())
  }
  return cookies
}

/** Writes the `Cookie` header. */
export const formatCookies = (cookies: Iterable<readonly [name: string, value: string]>): string =>
  Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')

const sameSites = { lax: 'Lax', strict: 'Strict', none: 'None' }

/** Writes a `Set-Cookie` header. */
export function formatSetCookie({ name, value, options }: SetCookie): string {
  const { httpOnly, secure, sameSite, path, domain, maxAge } = options
  const parts = [`${name}=${value}`]
  if (maxAge !== undefined) parts.push(`Max-Age=${maxAge}`)
  if (domain) parts.push(`Domain=${domain}`)
  parts.push(`Path=${path}`)
  if (httpOnly) parts.push('HttpOnly')
  if (secure) parts.push('Secure')
  parts.push(`SameSite=${sameSites[sameSite]}`)
  return parts.join('; ')
}
