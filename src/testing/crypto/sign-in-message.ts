// The message that a wallet signs: EIP-4361 (Sign-In with Ethereum), and Sign-In With Solana, which has the same form. It is read as the
// server reads it, which is laxer than the standards: fields in any order and any number, the last one counts, unknown ones are passed
// over, and a nonce may be anything or absent. The texts of the errors are the server's; they stand in the answer.
import { utf8 } from './encoding.ts'
import { parseRequestUri, type RequestUri } from './request-uri.ts'

export interface SignInMessage {
  domain: string
  address: string
  statement?: string
  uri: RequestUri
  /** Empty where there is none. */
  chainId: string
  /** Empty where there is none. */
  nonce: string
  /** In milliseconds since the Unix epoch, with fractions; so are the others. */
  issuedAt: number
  expirationTime?: number
  notBefore?: number
  requestId?: string
  /** URIs, as they were written. */
  resources: string[]
}

/** What one chain has of its own. */
export interface Dialect {
  /** How errors begin: `siwe`. */
  name: string
  /** As the first line has it: `Ethereum`. */
  chain: string
  isAddress(address: string): boolean
  invalidAddress: string
  isChainId(id: string): boolean
}

const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'
const domainPattern = new RegExp(`^(?:localhost|(?:${label}\\.)+[a-zA-Z]{2,})(?::\\d{1,5})?$`)

/** Reads a message (EIP-4361). @throws Error with the server's message */
export function parseSignInMessage(message: string, dialect: Dialect): SignInMessage {
  const fail = (what: string) => new Error(`${dialect.name}: ${what}`)
  // A lone surrogate becomes U+FFFD, as in every JSON that the server reads.
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(utf8(message)).split('\n')
  if (lines.length < 6) throw fail('message needs at least 6 lines')

  const suffix = ` wants you to sign in with your ${dialect.chain} account:`
  const [first, second, third, fourth, fifth] = lines as [string, string, string, string, string]
  if (!first.endsWith(suffix)) throw fail(`message first line does not end in "${suffix}"`)
  const domain = trim(first.slice(0, -suffix.length))
  if (!domainPattern.test(domain)) throw fail('domain in first line of message is not valid')
  const address = trim(second)
  if (!dialect.isAddress(address)) throw fail(`wallet address is not ${dialect.invalidAddress}`)
  if (third !== '') throw fail('third line must be empty')
  const statement = fourth !== '' && fifth === '' ? fourth : undefined

  const { fields, resources } = readFields(lines, statement === undefined ? 3 : 5, dialect, fail)
  const { Version: version = '', URI: uri, 'Issued At': issuedAt } = fields
  const { 'Expiration Time': expirationTime, 'Not Before': notBefore } = fields
  if (version !== '1') throw fail(`Version value is not supported, expected 1 got ${JSON.stringify(version)}`)
  if (issuedAt === undefined) throw fail('Issued At is not specified')
  if (!uri) throw fail('URI is not specified')
  if (expirationTime !== undefined && issuedAt > expirationTime) throw fail('Issued At is after Expiration Time')
  if (expirationTime !== undefined && notBefore !== undefined && notBefore > expirationTime) {
    throw fail('Not Before is after Expiration Time')
  }
  return {
    domain,
    address,
    ...(statement !== undefined && { statement }),
    uri,
    chainId: fields['Chain ID'] ?? '',
    nonce: fields.Nonce ?? '',
    issuedAt,
    ...(expirationTime !== undefined && { expirationTime }),
    ...(notBefore !== undefined && { notBefore }),
    ...(fields['Request ID'] !== undefined && { requestId: fields['Request ID'] }),
    resources,
  }
}

interface Fields {
  URI?: RequestUri
  Version?: string
  'Chain ID'?: string
  Nonce?: string
  'Issued At'?: number
  'Expiration Time'?: number
  'Not Before'?: number
  'Request ID'?: string
}

function readFields(lines: string[], start: number, dialect: Dialect, fail: (what: string) => Error) {
  const fields: Fields = {}
  const resources: string[] = []
  let inResources = false
  for (let index = start; index < lines.length; index++) {
    const line = trim(lines[index]!)
    if (inResources && line.startsWith('- ')) {
      const resource = trim(line.slice(2))
      if (!parseRequestUri(resource)) throw fail(`Resource at position ${resources.length} has invalid URI`)
      resources.push(resource)
      continue
    }
    inResources = line === 'Resources:'
    if (inResources || line === '') continue
    const colon = line.indexOf(':')
    if (colon < 0) throw fail(`encountered unparsable line at index ${index}`)
    readField(fields, line.slice(0, colon), trim(line.slice(colon + 1)), dialect, fail)
  }
  return { fields, resources }
}

function readField(fields: Fields, name: string, value: string, dialect: Dialect, fail: (what: string) => Error): void {
  switch (name) {
    case 'URI': {
      const uri = parseRequestUri(value)
      if (!uri) throw fail('URI is not valid')
      fields.URI = uri
      return
    }
    case 'Chain ID':
      if (!dialect.isChainId(value)) throw fail('Chain ID is not valid')
      fields[name] = value
      return
    case 'Issued At':
    case 'Expiration Time':
    case 'Not Before': {
      const time = parseTime(value)
      if (time === undefined) throw fail(`${name} is not a valid ISO8601 timestamp`)
      // Of Ethereum's other times it is taken at its word.
      if (time === zeroTime && (name === 'Issued At' || dialect.chain === 'Solana')) return
      fields[name] = time
      return
    }
    case 'Version':
    case 'Nonce':
    case 'Request ID':
      fields[name] = value
  }
}

/** 0001-01-01T00:00:00Z: how Go writes that there is no time, and what the server takes for none. */
const zeroTime = -62135596800000

/**
 * A timestamp of RFC 3339, section 5.6, as Go parses it: an hour may have one digit, a fraction may follow a comma and have any length.
 * @returns milliseconds since the Unix epoch, with fractions; undefined if it is none
 */
export function parseTime(text: string): number | undefined {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/.exec(text)
  if (!found) return undefined
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const [, , , , , , , fraction = '', sign, zoneHour = '0', zoneMinute = '0'] = found
  if (hour > 23 || minute > 59 || second > 59 || Number(zoneHour) > 24 || Number(zoneMinute) > 60) return undefined
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  // A day that the month does not have goes over into another.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  const zone = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -1 : 1)
  return date.getTime() + ((hour * 60 + minute - zone) * 60 + second) * 1000 + Number(`0.${fraction.slice(0, 9)}0`) * 1000
}

const space = /^\p{White_Space}$/u

/** Without the white space that Go's strings.TrimSpace takes away; `trim()` also takes U+FEFF, and leaves U+0085. */
function trim(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && space.test(text[start]!)) start++
  while (end > start && space.test(text[end - 1]!)) end--
  return text.slice(start, end)
}
