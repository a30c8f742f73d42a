import { fromBase64url, utf8 } from '../crypto/encoding.ts'

/** Text as the server reads it, with its words for what it can't read. */

const escapes: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}
const inHex = (code: number, digits: number) => code.toString(16).padStart(digits, '0')

/** A text as Go quotes it: what can't be seen is told by its number. */
export function quote(text: string): string {
  const parts = Array.from(text, (character) => {
    const code = character.codePointAt(0)!
    if (escapes[character]) return escapes[character]
    if (/[ \p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(character)) return character
    if (code < 0x80) return `\\x${inHex(code, 2)}`
    return code < 0x10000 ? `\\u${inHex(code, 4)}` : `\\U${inHex(code, 8)}`
  })
  return `"${parts.join('')}"`
}

/** A text as Go's durations quote it: byte by byte. */
const quoteBytes = (text: string): string =>
  `"${Array.from(utf8(text), (byte) => {
    if (byte < 0x20 || byte >= 0x80) return `\\x${inHex(byte, 2)}`
    const character = String.fromCharCode(byte)
    return /["\\]/.test(character) ? `\\${character}` : character
  }).join('')}"`

/** A whole number, not negative. @throws Error */
export function parseUnsigned(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`strconv.ParseUint: parsing ${quote(text)}: invalid syntax`)
  if (BigInt(text) > 0xffff_ffff_ffff_ffffn) {
    throw new Error(`strconv.ParseUint: parsing ${quote(text)}: value out of range`)
  }
  return Number(text)
}

const units: Record<string, number> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** A duration in Go's words, in milliseconds. @throws Error */
export function parseDuration(text: string): number {
  const [, sign, rest] = /^([+-]?)(.*)$/s.exec(text)!
  const fail = (why: string) => new Error(`time: ${why} ${quoteBytes(text)}`)
  if (rest === '0') return 0
  const longest = 2 ** 63 / 1e6
  if (!rest) throw fail('invalid duration')
  let left = rest
  let sum = 0
  while (left) {
    const [, number] = /^(\d+\.?\d*|\.\d+)/.exec(left) ?? []
    if (number === undefined) throw fail('invalid duration')
    left = left.slice(number.length)
    const [unit] = /^[^\d.]*/.exec(left)!
    if (!unit) throw fail('missing unit in duration')
    if (!(unit in units)) throw fail(`unknown unit ${quoteBytes(unit)} in duration`)
    left = left.slice(unit.length)
    sum += Number(number) * units[unit]!
    if (sum >= longest) throw fail('invalid duration')
  }
  return sign === '-' ? -sum : sum
}

/**
 * What SQL's `LIKE '%…%'` finds: `%` and `_` are wildcards, and `\` makes the next character a plain one, even the last `%`.
 *
 * @param options.atStart as `LIKE '…%'` has it
 */
export function containsLike(
  pattern: string,
  { ignoreCase = false, atStart = false }: { ignoreCase?: boolean; atStart?: boolean } = {},
): (text: string) => boolean {
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text)
  if (!/[%_\\]/.test(pattern)) {
    const plain = fold(pattern)
    return atStart ? (text) => fold(text).startsWith(plain) : (text) => fold(text).includes(plain)
  }
  // A character, anything (`_`), or any number of them (`%`).
  const parts: (string | typeof one | typeof many)[] = []
  let isEscaped = false
  for (const character of `${atStart ? '' : '%'}${fold(pattern)}%`) {
    if (!isEscaped && character === '\\') isEscaped = true
    else {
      parts.push(isEscaped ? character : character === '%' ? many : character === '_' ? one : character)
      isEscaped = false
    }
  }
  return (text) => isLike([...fold(text)], parts)
}

const one = Symbol('one character')
const many = Symbol('any characters')

/** Goes back to the last wildcard only, so that no pattern takes long. */
function isLike(text: string[], parts: (string | symbol)[]): boolean {
  let [at, part, lastMany, retry] = [0, 0, -1, 0]
  while (at < text.length) {
    if (parts[part] === many) {
      lastMany = part++
      retry = at
    } else if (parts[part] === one || parts[part] === text[at]) {
      at++
      part++
    } else {
      if (lastMany < 0) return false
      part = lastMany + 1
      at = ++retry
    }
  }
  return parts.slice(part).every((rest) => rest === many)
}

/** Whether a text holds what the database can't: a NUL character. It takes no such text to look for, either. */
export const hasNul = (value: unknown): boolean => (JSON.stringify(value) ?? '').includes('\\u0000')

/** Base64 of URLs without padding. @throws Error */
export function decodeSegment(text: string): Uint8Array<ArrayBuffer> {
  const wrong = text.search(/[^A-Za-z0-9_-]/)
  const at = wrong >= 0 ? wrong : text.length % 4 === 1 ? text.length - 1 : -1
  if (at >= 0) throw new Error(`illegal base64 data at input byte ${at}`)
  return fromBase64url(text)
}
