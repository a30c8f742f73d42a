import { badRequest } from './errors.ts'
import { parseUrl } from './urls.ts'

const localhosts = ['localhost', '127.0.0.1', '::1', '0.0.0.0', '::']

/**
 * The URLs of custom providers, which the server itself asks: https, and nothing inside its own network. Names are not looked
 * up here: all but those below `.invalid` (RFC 6761 section 6.4) have a public address.
 *
 * @throws Refusal `validation_failed`
 */
export function checkPublicUrl(text: string): void {
  const refuse = (why: string) => badRequest('validation_failed', why)
  const url = parseUrl(text)
  if (!url) throw refuse('Invalid URL format')
  if (url.scheme !== 'https') throw refuse('URL must use HTTPS')
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (!host) throw refuse('URL must have a valid hostname')
  if (localhosts.includes(host) || host.endsWith('.localhost')) {
    throw refuse('URL cannot point to localhost or loopback addresses')
  }
  if (/(^|\.)invalid$/.test(host)) throw refuse('Unable to resolve hostname')
  const kind = kindOf(host)
  if (kind) throw refuse(`URL cannot resolve to ${kind} addresses`)
}

/** What is wrong with an address. Undefined for names and for public ones. */
function kindOf(host: string): string | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) {
    const [first, second] = host.split('.').map(Number) as [number, number]
    if (first === 127) return 'loopback'
    if (first === 10 || (first === 172 && second >= 16 && second < 32) || (first === 192 && second === 168)) {
      return 'private network'
    }
    if ((first === 169 && second === 254) || host.startsWith('224.0.0.')) return 'link-local'
    return first >= 224 && first < 240 ? 'multicast' : undefined
  }
  if (!host.includes(':')) return undefined
  if (/^f[cd]/.test(host)) return 'private network'
  if (/^fe[89ab]/.test(host) || /^ff.2/.test(host)) return 'link-local'
  return host.startsWith('ff') ? 'multicast' : undefined
}
