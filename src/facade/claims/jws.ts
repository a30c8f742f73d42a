import type { AuthError } from '../../transport/errors.ts'
import { decodeBase64url, type Bytes } from '../base64url.ts'
import { failure } from '../call.ts'

/** The header of a JWT (RFC 7515, section 4.1). */
export interface JwtHeader {
  /** How it is signed: `ES256`, `RS256`, `HS256` … */
  alg: string
  /** Which of the server's keys has signed it. */
  kid?: string
  typ?: string
}

/** A token in its parts (RFC 7515, section 7.1). Nothing of it is proven. */
export interface Jws {
  header: JwtHeader
  /** As it is in the token. */
  payload: string
  signature: Bytes
  /** What the signature is of. */
  signed: Bytes
}

/** Characters. GoTrue's own tokens have one or two thousand. */
const longest = 65_536

export const invalid = (why: string, cause?: unknown): AuthError =>
  failure('invalid_jwt', `The access token is not valid: ${why}`, cause)

/** @throws AuthError `invalid_jwt` */
export function parseJws(token: unknown): Jws {
  if (typeof token !== 'string' || token.length > longest) throw invalid('it is no text, or over 64 kB')
  const [head, payload, signature, ...others] = token.split('.')
  if (!head || !payload || signature === undefined || others.length) throw invalid('it is no signed JWT')
  const header = parseObject(head)
  const { alg, kid, crit } = header
  if (typeof alg !== 'string' || !(kid === undefined || typeof kid === 'string')) throw invalid('its header is unusable')
  // Extensions that have to be understood (RFC 7515, section 4.1.11). None is.
  if (crit !== undefined) throw invalid('it has critical headers')
  const signed = new TextEncoder().encode(`${head}.${payload}`)
  return { header: header as unknown as JwtHeader, payload, signature: decode(signature), signed }
}

/** Reads a part of a token that is JSON. @throws AuthError `invalid_jwt` */
export function parseObject(part: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(decode(part)))
  } catch {
    // Told below, without the token.
  }
  if (Object(value) !== value || Array.isArray(value)) throw invalid('it is no JWT')
  return value as Record<string, unknown>
}

/**
 * RFC 4648, section 5, and strictly so: the platform's decoder takes padding, white space and stray bits at the end, with which
 * a token could be written in many ways, each unknown to a list or a cache of tokens.
 */
function decode(part: string): Bytes {
  if (!/^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/.test(part)) throw invalid('it is no JWT')
  return decodeBase64url(part)
}
