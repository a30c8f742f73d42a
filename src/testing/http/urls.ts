import { parseRequestUri, type RequestUri } from '../crypto/request-uri.ts'

/** A URL as the server reads it where relative ones are allowed, too: Go's url.Parse. */
export interface GoUrl extends RequestUri {
  query: string
  fragment: string
}

/** Undefined where Go has an error. */
export function parseUrl(text: string): GoUrl | undefined {
  const [before, ...after] = text.split('#') as [string, ...string[]]
  const fragment = after.join('#')
  if (/%(?![0-9a-f]{2})/i.test(fragment) || hasControlCharacters(text)) return undefined
  const query = before.includes('?') ? before.slice(before.indexOf('?') + 1) : ''
  if (/^[a-z][a-z0-9+.-]*:/i.test(before)) {
    const parsed = parseRequestUri(before)
    return parsed && { ...parsed, query, fragment }
  }
  const [place] = before.split('?') as [string]
  // What is before a colon has to be a scheme.
  if (/^[^/]*:/.test(place) || /%(?![0-9a-f]{2})/i.test(place)) return undefined
  const [, host = ''] = /^\/\/(?!\/)([^/]*)/.exec(place) ?? []
  return { scheme: '', host, hostname: host.replace(/:\d*$/, ''), text: before, query, fragment }
}

function hasControlCharacters(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\u007f')
}

/** A URL as Go writes it again, without its fragment if that is empty. */
export function normalizedUrl(text: string): string {
  const parsed = parseUrl(text)
  return parsed ? parsed.text + (parsed.fragment && `#${parsed.fragment}`) : text
}

/** Without the slashes at its end. A pattern would take quadratic time for many slashes elsewhere. */
export function withoutSlashes(url: string): string {
  let { length } = url
  while (url[length - 1] === '/') length--
  return url.slice(0, length)
}
