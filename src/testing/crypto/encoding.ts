// Bytes as text and back. The decoders are as lenient as the real server's (Go's encoding/base64 and encoding/base32): padding may be
// there or not and the bits that are left over are not looked at, but a character of no alphabet is an Error.

/** Bytes as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>

/** The UTF-8 of a text (RFC 3629); a lone surrogate becomes U+FFFD. */
export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text)
}

/** All bytes, one part after the other. */
export function concat(...parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Whether both have the same bytes. */
export function isEqual(some: Uint8Array, others: Uint8Array): boolean {
  return some.length === others.length && some.every((byte, index) => byte === others[index])
}

const digits = '0123456789'
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const letters = upper + upper.toLowerCase()
const alphabets = {
  base64: `${letters}${digits}+/`,
  base64url: `${letters}${digits}-_`,
  base32: `${upper}234567`,
  hex: `${digits}abcdef`,
  base58: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
}

/** Bytes in an alphabet of 2^bits characters, the highest bits first. */
function encode(bytes: Uint8Array, alphabet: string, bits: number): string {
  let text = ''
  let buffer = 0
  let held = 0
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff
    held += 8
    for (; held >= bits; held -= bits) text += alphabet[(buffer >> (held - bits)) & ((1 << bits) - 1)]
  }
  return held ? text + alphabet[(buffer << (bits - held)) & ((1 << bits) - 1)] : text
}

/** Values of characters; 255 is none. */
function valuesOf(...characters: string[]): Uint8Array {
  const values = new Uint8Array(128).fill(255)
  for (const alphabet of characters) for (let at = 0; at < alphabet.length; at++) values[alphabet.charCodeAt(at)] = at
  return values
}

/** @throws Error if a character is of another alphabet, or if a last character holds no whole byte */
function decode(text: string, values: Uint8Array, bits: number, name: string): Bytes {
  const bytes = new Uint8Array(Math.floor((text.length * bits) / 8))
  let buffer = 0
  let held = 0
  let at = 0
  for (let index = 0; index < text.length; index++) {
    const value = values[text.charCodeAt(index)] ?? 255
    if (value === 255) throw new Error(`The character at ${index} is not ${name}`)
    buffer = ((buffer << bits) | value) & 0xffff
    held += bits
    if (held >= 8) bytes[at++] = (buffer >> (held -= 8)) & 255
  }
  if (held >= bits) throw new Error(`${name} of ${text.length} characters is cut off`)
  return bytes
}

function withoutPadding(text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === '=') end--
  return text.slice(0, end)
}

const base64urlValues = valuesOf(alphabets.base64url)
const base64Values = valuesOf(alphabets.base64, alphabets.base64url)
const base32Values = valuesOf(alphabets.base32, alphabets.base32.toLowerCase())
const hexValues = valuesOf(alphabets.hex, alphabets.hex.toUpperCase())

/** base64url (RFC 4648, section 5), without padding. */
export function toBase64url(bytes: Uint8Array): string {
  return encode(bytes, alphabets.base64url, 6)
}

/** The bytes of base64url (RFC 4648, section 5), with padding or without. @throws Error for every other text */
export function fromBase64url(text: string): Bytes {
  return decode(withoutPadding(text), base64urlValues, 6, 'base64url')
}

/** base64 (RFC 4648, section 4), with padding. */
export function toBase64(bytes: Uint8Array): string {
  const text = encode(bytes, alphabets.base64, 6)
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

/** The bytes of base64 in either alphabet (RFC 4648, sections 4 and 5), with padding or without. @throws Error for every other text */
export function fromBase64(text: string): Bytes {
  return decode(withoutPadding(text), base64Values, 6, 'base64')
}

/** base32 (RFC 4648, section 6), without padding: how secrets of authenticator applications are written. */
export function toBase32(bytes: Uint8Array): string {
  return encode(bytes, alphabets.base32, 5)
}

/** The bytes of base32 (RFC 4648, section 6) in either case, with padding or without. @throws Error for every other text */
export function fromBase32(text: string): Bytes {
  return decode(withoutPadding(text.trim()), base32Values, 5, 'base32')
}

/** Hexadecimal digits in lower case (RFC 4648, section 8). */
export function toHex(bytes: Uint8Array): string {
  return encode(bytes, alphabets.hex, 4)
}

/** The bytes of hexadecimal digits in either case, without a prefix. @throws Error for every other text */
export function fromHex(text: string): Bytes {
  return decode(text, hexValues, 4, 'hexadecimal')
}

/** base58 in Bitcoin's alphabet (draft-msporny-base58-03): a `1` for each leading zero byte, then the number. */
export function toBase58(bytes: Uint8Array): string {
  const zeros = countLeading(bytes, 0)
  let text = ''
  for (let number = BigInt(`0x0${toHex(bytes)}`); number > 0n; number /= 58n)
    text = alphabets.base58[Number(number % 58n)] + text
  return '1'.repeat(zeros) + text
}

/** The bytes of base58 (draft-msporny-base58-03). @throws Error for every other text and for more than 1024 characters */
export function fromBase58(text: string): Bytes {
  // The work grows with the square of the length.
  if (text.length > 1024) throw new Error('The base58 is longer than 1024 characters')
  let number = 0n
  for (const character of text) {
    const value = alphabets.base58.indexOf(character)
    if (value < 0) throw new Error(`The character ${JSON.stringify(character)} is not base58`)
    number = number * 58n + BigInt(value)
  }
  const hex = number ? number.toString(16) : ''
  const zeros = countLeading(text, '1')
  return concat(new Uint8Array(zeros), fromHex(hex.length % 2 ? `0${hex}` : hex))
}

function countLeading<Item>(items: ArrayLike<Item>, leading: Item): number {
  let count = 0
  while (count < items.length && items[count] === leading) count++
  return count
}

/** The number that bytes are, the highest byte first (I2OSP of RFC 8017, section 4.2, backwards). */
export function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x0${toHex(bytes)}`)
}

/** A number below 2^256 as 32 bytes, the highest first (I2OSP of RFC 8017, section 4.1). */
export function toBytes32(number: bigint): Bytes {
  return fromHex(number.toString(16).padStart(64, '0'))
}
