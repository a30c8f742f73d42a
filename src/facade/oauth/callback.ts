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

/** The parameters of each kind of callback. Fragments of a flow that GoTrue ended have an empty `sb`, too (external.go, verify.go). */
const own = {
  code: 'code',
  session: '((provider_)?refresh|provider|access)_token|expires_(at|in)|(token_)?type|sb',
  error: 'error(_code|_description)?|sb',
  email_change_pending: 'message|sb',
}

/**
 * Reads the URL that a flow came back with: a sign-in with a provider, or a link in a mail, implicit or PKCE.
 *
 * Pure: it looks at nothing but its argument, and changes nothing. It never throws. A parameter that is there twice
 * counts as not there (RFC 6749, section 3.1: nobody sends that in earnest). An error without an error code of the server
 * and without its mark is taken for somebody else's.
 *
 * @param url an absolute URL, e.g. `location.href` or `request.url`
 * @example
 * const callback = parseCallback(location.href)
 * if (callback.type === 'error') console.log(callback.error_code, callback.error_description)
 */
export function parseCallback(url: string | URL): Callback {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    return { type: 'none' }
  }
  const query = unique(parsed.searchParams)
  // The server adds its own fragment to that of a hash router: `#/account#access_token=…`.
  const fragment = unique(new URLSearchParams(parsed.hash.split('#').at(-1)))
  const isMarked = fragment.sb === ''

  const { access_token, refresh_token, token_type = 'bearer', provider_token, provider_refresh_token, message } = fragment
  const expires_in = seconds(fragment.expires_in)
  if (access_token && refresh_token && expires_in !== undefined) {
    return {
      type: 'session',
      access_token,
      refresh_token,
      token_type,
      expires_in,
      expires_at: seconds(fragment.expires_at),
      provider_token,
      provider_refresh_token,
      verification: fragment.type,
    }
  }
  // The query first: in the fragment the server encodes the description twice.
  for (const { error, error_code, error_description } of [query, fragment]) {
    if (error && (error_code || isMarked)) {
      return { type: 'error', error, error_code: error_code || undefined, error_description }
    }
  }
  if (message && isMarked) return { type: 'email_change_pending', message }
  return query.code ? { type: 'code', code: query.code } : { type: 'none' }
}

/**
 * The URL without what {@link parseCallback} has read from it, for `history.replaceState(history.state, '', …)`: so tokens
 * and codes don't stay in the history. Everything else stays as it was, to the letter.
 *
 * @returns the same URL when there is nothing of ours in it
 * @example
 * history.replaceState(history.state, '', stripCallback(location.href))
 */
export function stripCallback(url: string | URL): string {
  const text = String(url)
  const { type } = parseCallback(text)
  if (type === 'none') return text
  const [, page, query = '', route, fragment = ''] = /^([^?#]*)(\?[^#]*)?([^]*?)(#[^#]*)?$/.exec(text)!
  const ours = RegExp(`^(${own[type]})=`)
  const strip = (part: string) => {
    const kept = part
      .slice(1)
      .split('&')
      // A name may be written in several ways, and is read in all of them.
      .filter((parameter) => !ours.test(`${new URLSearchParams(parameter)}`))
    return kept.join('&') && part[0] + kept.join('&')
  }
  // Each kind where it can be: a foreign `?type=` or `#code=` stays.
  return page + (type === 'session' ? query : strip(query)) + route + (type === 'code' ? fragment : strip(fragment))
}

/** The parameters that are there once. */
function unique(parameters: URLSearchParams): Record<string, string | undefined> {
  const once: Record<string, string | undefined> = { __proto__: null! }
  for (const [name, value] of parameters) once[name] = name in once ? undefined : value
  return once
}

function seconds(text: string | undefined): number | undefined {
  return /^\d{1,12}$/.test(text!) ? Number(text) : undefined
}
