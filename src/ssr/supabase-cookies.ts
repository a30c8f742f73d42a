import { decodeAccessToken } from '../facade/claims/decode-access-token.ts'
import { decode } from './chunks.ts'

/**
 * The cookies under which `@supabase/ssr` keeps a session, and the code verifier of a flow: one for each, or chunks that are
 * numbered from 0.
 */
export function supabaseCookieNames(name: string, cookies: ReadonlyMap<string, string>): string[] {
  return [...cookies.keys()].filter(
    (other) => other.startsWith(name) && /^(-code-verifier)?(\.\d{1,2})?$/.test(other.slice(name.length)),
  )
}

/**
 * Reads a session that `@supabase/ssr` has kept in cookies, by its documentation: JSON, percent-encoded or, after `base64-`, in
 * base64url; in one cookie, or in chunks to be joined. Without the user (`tokens-only`) it counts as expired, so that the
 * server is asked who it is: nobody but the one whom the access token names.
 *
 * @returns the JSON text, or null when there is none
 */
export function readSupabaseCookies(name: string, cookies: ReadonlyMap<string, string>): string | null {
  let value = cookies.get(name)
  if (value === undefined) {
    value = ''
    for (let index = 0, part; (part = cookies.get(`${name}.${index}`)) !== undefined; index++) value += part
  }
  try {
    // Chunks may be cut within an escape, so they are joined before.
    const text = value.startsWith('base64-') ? decode(value.slice(7)) : decodeURIComponent(value)
    const session = JSON.parse(text!)
    const isWhole = Object(session.user) === session.user && typeof session.user.id === 'string'
    if (isWhole) return text
    const { sub: id } = decodeAccessToken(session.access_token)
    return JSON.stringify({ ...session, user: { id }, expires_in: 1, expires_at: 0 })
  } catch {
    return null
  }
}
