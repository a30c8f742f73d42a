// The URI of a sign-in message as the server reads it: Go's url.ParseRequestURI. It differs from the platform's `URL`: host and port
// stay as they were written, nothing is added, a path of its own is a URI, and so is `mailto:someone`.

export interface RequestUri {
  /** In lower case, without the colon; empty with a path only. */
  scheme: string
  /** With the port, as it was written. */
  host: string
  /** Without port and brackets. */
  hostname: string
  /** The whole, as the server compares it with its list of redirect URLs. */
  text: string
}

const pathCharacters = /[^\w.~!$&'()*+,;=:@[\]%/-]/gu

/** Reads a URI (RFC 3986, with Go's deviations). Undefined where Go has an error. */
export function parseRequestUri(text: string): RequestUri | undefined {
  if (text === '' || /[\0-\x1f\x7f]/.test(text)) return undefined
  if (text === '*') return { scheme: '', host: '', hostname: '', text }
  const colon = /^[a-z][a-z0-9+.-]*:/i.exec(text)?.[0].length ?? 0
  const scheme = text.slice(0, Math.max(colon - 1, 0)).toLowerCase()
  const [, rest, query] = /^([^?]*)(.*)$/su.exec(text.slice(colon))!
  const before = colon ? `${scheme}:` : ''
  if (!rest!.startsWith('/')) return colon ? { scheme, host: '', hostname: '', text: `${before}${rest}${query}` } : undefined

  const hasAuthority = colon > 0 && rest!.startsWith('//')
  const slash = rest!.indexOf('/', hasAuthority ? 2 : 0)
  const authority = hasAuthority ? rest!.slice(2, slash < 0 ? undefined : slash) : ''
  const path = slash < 0 ? '' : rest!.slice(slash)
  const at = authority.lastIndexOf('@')
  const host = authority.slice(at + 1)
  if (at >= 0 && !/^[\w.~!$&'()*+,;=:%@-]*$/.test(authority.slice(0, at))) return undefined
  if (!isHost(host) || /%(?![0-9a-f]{2})/i.test(path)) return undefined
  return {
    scheme,
    host,
    hostname: host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1'),
    text: `${before}${hasAuthority ? `//${authority}` : ''}${path.replace(pathCharacters, encodeURIComponent)}${query}`,
  }
}

/** An address in brackets, or a name; Go takes more than the characters of names. Escapes are refused, where Go takes those of UTF-8. */
function isHost(host: string): boolean {
  if (host.startsWith('[')) return /^\[[0-9a-f:]+(\.\d+){0,3}\](:\d*)?$/i.test(host)
  return /^[\w.~!$&'()*+,;="<>\u0080-\u{10ffff}-]*(:\d*)?$/u.test(host)
}
