import type { Config } from '../config.ts'

/** Whether a browser may be sent there, as the server decides it. */
export function isRedirectAllowed(config: Config, target: string | null | undefined): target is string {
  if (!target) return false
  const base = parse(config.GOTRUE_SITE_URL)
  const url = parse(target)
  if (!base || !url) return false
  if (base.host === url.host && base.scheme === url.scheme && (base.port === url.port || isLoopback(url.host))) return true
  if (/^\d+$/.test(url.host)) return false
  if (isAddress(url.host)) return isLoopbackAddress(url.host)
  if (/^https?$/.test(url.scheme) && !/^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$/.test(url.host)) return false
  const matched = target.split('#')[0]!
  return config.GOTRUE_URI_ALLOW_LIST.some((pattern) => globOf(pattern).test(matched))
}

/** Where a request wants its flow to end: its header, its parameter, where it came from, the site. */
export function redirectOf(config: Config, headers: Headers, parameter: string | null | undefined): string {
  const wanted = headers.get('redirect_to') || parameter
  const referrer = headers.get('referer')
  return [wanted, referrer].find((target) => isRedirectAllowed(config, target)) ?? config.GOTRUE_SITE_URL
}

interface Parts {
  scheme: string
  host: string
  port: string
}

/** By hand: what is no URL for a browser may be one for Go, and custom schemes have no host for a browser. */
function parse(text: string): Parts | undefined {
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(text)) return undefined
  const match = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?/.exec(text)!
  const authority = (match[2] ?? '').replace(/^.*@/, '')
  const [, bracketed, plain, port = ''] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d*))?$/.exec(authority) ?? []
  if ((bracketed === undefined && plain === undefined) || authority.includes(' ')) return undefined
  if (/%(?![0-9a-f]{2})/i.test(text.replace(/\?[^#]*/, ''))) return undefined
  return { scheme: (match[1] ?? '').toLowerCase(), host: bracketed ?? plain!, port }
}

const isLoopback = (host: string): boolean => host === 'localhost' || (isAddress(host) && isLoopbackAddress(host))
const isAddress = (host: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(':')
const isLoopbackAddress = (host: string): boolean => /^127\./.test(host) || host === '::1'

const globs = new Map<string, RegExp>()

/** A pattern whose `*` and `?` stop at `.` and `/`, and whose `**` does not. */
function globOf(pattern: string): RegExp {
  const known = globs.get(pattern)
  if (known) return known
  let source = ''
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!
    if (character === '*' && pattern[at + 1] === '*') {
      source += '[^]*'
      at++
    } else if (character === '*') source += '[^./]*'
    else if (character === '?') source += '[^./]'
    else if (character === '[' || character === ']')
      source += character === '[' && pattern[at + 1] === '!' ? `[^${(at++, '')}` : character
    else if (character === '{') source += '(?:'
    else if (character === '}') source += ')'
    else if (character === ',' && depthAt(pattern, at)) source += '|'
    else if (character === '\\' && at + 1 < pattern.length) source += escape(pattern[++at]!)
    else source += escape(character)
  }
  const glob = new RegExp(`^${source}$`)
  globs.set(pattern, glob)
  return glob
}

const escape = (character: string): string => character.replace(/[.*+?^${}()|[\]\\/]/, '\\$&')

/** Whether a place is between braces. */
function depthAt(pattern: string, at: number): boolean {
  const before = pattern.slice(0, at)
  return before.split('{').length > before.split('}').length
}

/** A query as Go writes it: in the order of names, blanks as plus signs. */
export function encodeQuery(parameters: Record<string, string>): string {
  return Object.entries(parameters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${escapeQuery(name)}=${escapeQuery(value)}`)
    .join('&')
}

const escapeQuery = (text: string, blank = '+'): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', blank)

/** A URL with more parameters in its query, which is then in the order of names. */
export function withQuery(target: string, parameters: Record<string, string>): string {
  const [before, fragment] = target.split('#') as [string, string?]
  const start = before.indexOf('?')
  const place = escapedPlace(start < 0 ? before : before.slice(0, start))
  const encoded = changedQuery(new URLSearchParams(start < 0 ? '' : before.slice(start + 1)), parameters)
  return `${place}${encoded && `?${encoded}`}${fragment ? `#${fragment}` : ''}`
}

/** A query with other values, in the order of names; those of a name that is there several times stay in theirs. */
export function changedQuery(query: URLSearchParams, changes: Record<string, string>): string {
  const all = new URLSearchParams(query)
  for (const [name, value] of Object.entries(changes)) all.set(name, value)
  all.sort()
  return [...all].map(([name, value]) => encodeQuery({ [name]: value })).join('&')
}

/** A URL whose fragment says something. What is in it is escaped twice, as the server does by mistake; so read the query. */
export function withFragment(target: string, parameters: Record<string, string>): string {
  const [, place, query] = /^([^?#]*)([^#]*)/s.exec(target)!
  return `${escapedPlace(place!)}${query}#${encodeQuery(parameters).replaceAll('%', '%25')}`
}

/** What is before the query, as Go writes it again: a path that is not escaped as it should be is escaped anew. */
function escapedPlace(place: string): string {
  const [, origin, path] = /^([a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/]*|)(.*)$/s.exec(place)!
  if (/^[\w.~!$&'()*+,;=:@/[\]%-]*$/.test(path!)) return place
  return origin + path!.replace(/%..|[^\w.~$&+,/:;=@-]+/gs, (text) => (text[0] === '%' ? text : escapeQuery(text, '%20')))
}

/** What the server calls the statuses of refusals that it tells by a redirect. */
export const redirectErrors: Record<number, string> = {
  400: 'invalid_request',
  401: 'unauthorized_client',
  403: 'access_denied',
  500: 'server_error',
  503: 'temporarily_unavailable',
}

/** An answer that leads elsewhere; with a line of HTML for those who came with GET, as Go writes it. */
export function redirect(status: 302 | 303, location: string, method = 'GET'): Response {
  const words = status === 302 ? 'Found' : 'See Other'
  const escaped = location
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;')
  return method === 'GET'
    ? new Response(`<a href="${escaped}">${words}</a>.\n\n`, {
        status,
        headers: { location: asciiOf(location), 'content-type': 'text/html; charset=utf-8' },
      })
    : new Response(null, { status, headers: { location: asciiOf(location) } })
}

const asciiOf = (location: string): string =>
  location.replace(/[^\u0000-\u007f]+/g, (text) => encodeURIComponent(text).toLowerCase())
