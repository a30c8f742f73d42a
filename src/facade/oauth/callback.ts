/** What a URL that the user came back with says. */
export type Callback =
  /**
   * A code to exchange for a session (PKCE). Any OAuth server sends a `code`, so it is ours only if a flow of ours is
   * under way: find its code verifier first.
   */
  | { type: 'code'; code: string }
  /** Tokens in the fragment (implicit flow). */
  | {
      type: 'session'
      access_token: string
      refresh_token: string
      token_type: string
      /** Seconds from the redirect until the access token expires. */
      expires_in: number
      /** Seconds since the Unix epoch, in the server's clock. */
      expires_at: number | undefined
      provider_token: string | undefined
      provider_refresh_token: string | undefined
      /** What the link in the mail was for, e.g. `recovery`. Undefined after a sign-in with a provider. */
      verification: string | undefined
    }
  /** The flow failed. */
  | {
      type: 'error'
      /** The error of OAuth 2, e.g. `access_denied`. */
      error: string
      /** The server's error code. Undefined when the provider itself refused. */
      error_code: string | undefined
      error_description: string | undefined
    }
  /** The first of two links of an e-mail change was opened; the other address has to confirm, too. */
  | { type: 'email_change_pending'; message: string }
  /** Nothing of ours. */
  | { type: 'none' }

/** Set, and empty, in every fragment of a flow that GoTrue ended (external.go, verify.go). */
const marker = 'sb'

const errorKeys = ['error', 'error_code', 'error_description']
const sessionKeys = [
  'access_token',
  'expires_at',
  'expires_in',
  'provider_refresh_token',
  'provider_token',
  'refresh_token',
  'token_type',
  'type',
]
/** What each kind of callback puts into the URL. */
const parameters: Record<Exclude<Callback['type'], 'none'>, { query: string[]; fragment: string[] }> = {
  code: { query: ['code'], fragment: [] },
  session: { query: [], fragment: [...sessionKeys, marker] },
  error: { query: errorKeys, fragment: [...errorKeys, marker] },
  email_change_pending: { query: ['message'], fragment: ['message', marker] },
}

/**
 * Reads the URL that a flow came back with: a sign-in with a provider, or a link in a mail, implicit or PKCE.
 *
 * Pure: it looks at nothing but its argument, and changes nothing. It never throws. A parameter that is there twice
 * counts as not there (RFC 6749, section 3.1: nobody sends that in earnest). An error without an error code of the server
 * and without its mark is taken for somebody else's.
 *
 * @param url an absolute URL, e.g. `location.href` or `request.url`
 */
export function parseCallback(url: string | URL): Callback {
  const parsed = parseUrl(url)
  if (!parsed) return { type: 'none' }
  const query = unique(parsed.searchParams)
  const fragment = unique(new URLSearchParams(parsed.hash.slice(1)))

  const access_token = fragment.get('access_token')
  const refresh_token = fragment.get('refresh_token')
  const expires_in = seconds(fragment.get('expires_in'))
  if (access_token && refresh_token && expires_in !== undefined) {
    return {
      type: 'session',
      access_token,
      refresh_token,
      token_type: fragment.get('token_type') ?? 'bearer',
      expires_in,
      expires_at: seconds(fragment.get('expires_at')),
      provider_token: fragment.get('provider_token'),
      provider_refresh_token: fragment.get('provider_refresh_token'),
      verification: fragment.get('type'),
    }
  }

  // The query first: in the fragment the server encodes the description twice.
  for (const source of [query, fragment]) {
    const error = source.get('error')
    if (error && (source.get('error_code') || fragment.get(marker) === '')) {
      return {
        type: 'error',
        error,
        error_code: source.get('error_code') || undefined,
        error_description: source.get('error_description'),
      }
    }
  }

  const message = fragment.get('message')
  if (message && fragment.get(marker) === '') return { type: 'email_change_pending', message }

  const code = query.get('code')
  return code ? { type: 'code', code } : { type: 'none' }
}

/**
 * The URL without what {@link parseCallback} has read from it, for `history.replaceState(history.state, '', …)`: so tokens
 * and codes don't stay in the history. Everything else stays as it was, to the letter.
 *
 * @returns the same URL when there is nothing of ours in it
 */
export function stripCallback(url: string | URL): string {
  const text = String(url)
  const { type } = parseCallback(text)
  if (type === 'none') return text
  const own = parameters[type]
  const [beforeHash = '', hash] = split(text, '#')
  const [path = '', search] = split(beforeHash, '?')
  const query = search === undefined ? '' : without(search, own.query)
  const fragment = hash === undefined ? '' : without(hash, own.fragment)
  return path + (query && `?${query}`) + (fragment && `#${fragment}`)
}

function parseUrl(url: string | URL): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}

/** The parameters that are there once. */
function unique(parameters: URLSearchParams): Map<string, string> {
  const once = new Map<string, string>()
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name)
    if (values.length === 1) once.set(name, values[0]!)
  }
  return once
}

function seconds(text: string | undefined): number | undefined {
  return text && /^\d{1,12}$/.test(text) ? Number(text) : undefined
}

function split(text: string, separator: string): [string, string | undefined] {
  const index = text.indexOf(separator)
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)]
}

/** Parameters without some of them; the others keep their own spelling. */
function without(parameters: string, names: readonly string[]): string {
  return parameters
    .split('&')
    .filter((part) => {
      const [name = ''] = new URLSearchParams(part).keys()
      return !names.includes(name)
    })
    .join('&')
}
