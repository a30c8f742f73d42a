import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  concat,
  fromBase32,
  fromBase58,
  fromBase64,
  fromBase64url,
  fromHex,
  isEqual,
  toBase32,
  toBase58,
  toBase64,
  toBase64url,
  toBigInt,
  toBytes32,
  toHex,
  utf8,
} from '../../../src/testing/crypto/encoding.ts'

const bytes = fc.uint8Array({ maxLength: 100 }).map((array) => new Uint8Array(array))

describe('vectors of RFC 4648, section 10', () => {
  const table = [
    ['', '', '', ''],
    ['f', 'Zg==', 'MY', '66'],
    ['fo', 'Zm8=', 'MZXQ', '666f'],
    ['foo', 'Zm9v', 'MZXW6', '666f6f'],
    ['foob', 'Zm9vYg==', 'MZXW6YQ', '666f6f62'],
    ['fooba', 'Zm9vYmE=', 'MZXW6YTB', '666f6f6261'],
    ['foobar', 'Zm9vYmFy', 'MZXW6YTBOI', '666f6f626172'],
  ] as const
  test.each(table)('%j', (text, base64, base32, hex) => {
    expect([toBase64(utf8(text)), toBase32(utf8(text)), toHex(utf8(text))]).toEqual([base64, base32, hex])
    expect([fromBase64(base64), fromBase32(base32), fromHex(hex)]).toEqual([utf8(text), utf8(text), utf8(text)])
  })
})

test.each([
  ['base64', toBase64, fromBase64, (all: Uint8Array) => Buffer.from(all).toString('base64')],
  ['base64url', toBase64url, fromBase64url, (all: Uint8Array) => Buffer.from(all).toString('base64url')],
  ['hex', toHex, fromHex, (all: Uint8Array) => Buffer.from(all).toString('hex')],
  ['base32', toBase32, fromBase32, undefined],
  ['base58', toBase58, fromBase58, undefined],
])('%s there and back', (_name, encode, decode, other) => {
  fc.assert(
    fc.property(bytes, (all) => {
      expect(decode(encode(all))).toEqual(all)
      if (other) expect(encode(all)).toBe(other(all))
    }),
  )
})

test('base64 of either alphabet, with padding or without', () => {
  const all = Uint8Array.of(251, 255, 254, 7)
  for (const text of ['+//+Bw==', '-__-Bw==', '-__-Bw', '+//+Bw', '+/_-Bw=']) expect(fromBase64(text)).toEqual(all)
  expect(fromBase64url('-__-Bw==')).toEqual(all)
  expect(() => fromBase64url('+//+Bw==')).toThrow('at 0 is not base64url')
})

test('base32 as people type it', () => {
  expect(fromBase32(' mzxw6ytb ')).toEqual(utf8('fooba'))
  expect(fromBase32('MZXW6YQ=')).toEqual(utf8('foob'))
})

test.each([
  ['hello world', 'StV1DL6CwTryKyV'],
  ['\0\0(\x7f\xb4\xcd', '11233QC4'],
  ['', ''],
])('base58 of %j', (latin1, text) => {
  const all = new Uint8Array(Buffer.from(latin1, 'latin1'))
  expect(toBase58(all)).toBe(text)
  expect(fromBase58(text)).toEqual(all)
})

test.each([
  ['base64', () => fromBase64('Zm9v!')],
  ['base64', () => fromBase64('Zm9vY')],
  ['base64', () => fromBase64('Zm=9v')],
  ['base64url', () => fromBase64url('Zm9vé')],
  ['base64url', () => fromBase64url('\u{1F511}')],
  ['base32', () => fromBase32('MZXW0')],
  ['base32', () => fromBase32('M')],
  ['base32', () => fromBase32('MZX')],
  ['hexadecimal', () => fromHex('0x00')],
  ['hexadecimal', () => fromHex('abc')],
  ['base58', () => fromBase58('0OIl')],
  ['base58', () => fromBase58('1'.repeat(1_000_000))],
])('%s that is none', (name, decode) => {
  expect(decode).toThrow(new RegExp(name))
})

test('megabytes', () => {
  const text = 'A'.repeat(1 << 20)
  expect(fromBase64(text).length).toBe(786_432)
  expect(fromBase32(text).length).toBe(655_360)
  expect(fromBase64url('='.repeat(1 << 20)).length).toBe(0)
})

test('concat(), isEqual(), toBigInt(), toBytes32()', () => {
  expect(concat(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3))
  expect(isEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true)
  expect(isEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false)
  expect(isEqual(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false)
  expect(toBigInt(new Uint8Array())).toBe(0n)
  fc.assert(
    fc.property(fc.bigInt(0n, (1n << 256n) - 1n), (number) => {
      expect(toBytes32(number).length).toBe(32)
      expect(toBigInt(toBytes32(number))).toBe(number)
    }),
  )
})
