import type { Config } from './config.ts'

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
  if (/[\u0000-\u0020\u007f]/.test(text)) return undefined
  const match = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?/.exec(text)!
  const authority = (match[2] ?? '').replace(/^.*@/, '')
  const [, bracketed, plain, port = ''] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d*))?$/.exec(authority) ?? []
  if (bracketed === undefined && plain === undefined) return undefined
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
