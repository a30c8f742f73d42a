import type { AuthError } from '../../transport/errors.ts'
import { failure } from '../call.ts'

/** What a sign-in message says, besides who signs it. Times are dates or ISO 8601 texts. */
export interface SignInMessageFields {
  /** The host that asks, with its port: `app.example.com`. */
  domain: string
  /** The address that asks, absolute; the server must allow it. */
  uri: string | URL
  /** A sentence for the user, on one line. */
  statement?: string | undefined
  /** When it was made. Default: now. The server takes messages of the last 10 minutes. */
  issuedAt?: string | Date | undefined
  expirationTime?: string | Date | undefined
  notBefore?: string | Date | undefined
  requestId?: string | undefined
  resources?: readonly (string | URL)[] | undefined
}

interface Fields extends SignInMessageFields {
  address: string
  chainId: string | number | undefined
  nonce: string | undefined
}

/**
 * Writes a sign-in message in the form of EIP-4361, which Solana's is modelled on.
 *
 * @param account `Ethereum` or `Solana`
 * @param fields those of the chain's own, too
 * @throws AuthError `invalid_argument`
 */
export function writeMessage(account: string, fields: Fields): string {
  const { address, domain, uri, statement, chainId, nonce, requestId, resources } = fields
  const { issuedAt = new Date(), expirationTime, notBefore } = fields
  // An authority without user information (RFC 3986, section 3.2).
  if (!/^[\w.[\]:%-]+$/.test(domain)) throw unusable('domain')
  if (statement !== undefined && !isOneLine(statement)) throw unusable('statement')
  // What a segment of a path may hold (RFC 3986, section 3.3).
  if (requestId !== undefined && !/^[\w.~!$&'()*+,;=:@%-]*$/.test(requestId)) throw unusable('requestId')
  if (nonce !== undefined && !/^[a-zA-Z\d]{8,}$/.test(nonce)) throw unusable('nonce')
  // A value that is undefined makes no line.
  const lines = [
    ['URI', uriOf(uri, 'uri')],
    ['Version', '1'],
    ['Chain ID', chainId],
    ['Nonce', nonce],
    ['Issued At', timeOf(issuedAt, 'issuedAt')],
    ['Expiration Time', timeOf(expirationTime, 'expirationTime')],
    ['Not Before', timeOf(notBefore, 'notBefore')],
    ['Request ID', requestId],
  ]
  return [
    `${domain} wants you to sign in with your ${account} account:`,
    address,
    '',
    ...(statement === undefined ? [] : [statement]),
    '',
    ...lines.flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${value}`)),
    ...(resources ? ['Resources:', ...resources.map((resource) => `- ${uriOf(resource, 'resources')}`)] : []),
  ].join('\n')
}

export const unusable = (name: string): AuthError => failure('invalid_argument', `${name} is unusable in a sign-in message`)

/** The server reads line by line, and so do wallets: a break would add lines of somebody else's making. */
const isOneLine = (text: string): boolean => text.trim() !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)

function uriOf(uri: string | URL, name: string): string {
  const text = String(uri)
  // As it is given, if it is one: what is signed is what the caller wrote.
  if (!/\s/.test(text) && isOneLine(text) && URL.canParse(text)) return text
  throw unusable(name)
}

function timeOf(time: string | Date | undefined, name: string): string | undefined {
  if (time === undefined) return undefined
  const text = time instanceof Date ? (Number.isNaN(time.getTime()) ? '' : time.toISOString()) : String(time)
  // RFC 3339, section 5.6.
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))) return text
  throw unusable(name)
}
