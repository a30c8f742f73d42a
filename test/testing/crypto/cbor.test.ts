import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCbor, type Cbor } from '../../../src/testing/crypto/cbor.ts'
import { fromHex } from '../../../src/testing/crypto/encoding.ts'
import { writeCbor } from './write-cbor.ts'

describe('readCbor() of RFC 8949, appendix A', () => {
  test.each<[string, Cbor]>([
    ['00', 0],
    ['17', 23],
    ['1818', 24],
    ['1903e8', 1000],
    ['1a000f4240', 1_000_000],
    ['1b000000e8d4a51000', 1_000_000_000_000],
    ['20', -1],
    ['3903e7', -1000],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['f7', undefined],
    ['40', new Uint8Array()],
    ['4401020304', Uint8Array.of(1, 2, 3, 4)],
    ['60', ''],
    ['6449455446', 'IETF'],
    ['62c3bc', 'ü'],
    ['64f0908591', '𐅑'],
    ['80', []],
    ['8301820203820405', [1, [2, 3], [4, 5]]],
    ['a0', new Map()],
    ['a201020304', new Map([[1, 2] as const, [3, 4] as const])],
    [
      'a26161016162820203',
      new Map<string, Cbor>([
        ['a', 1],
        ['b', [2, 3]],
      ]),
    ],
  ])('%s', (hex, value) => {
    expect(readCbor(fromHex(hex))).toEqual({ value, end: hex.length / 2 })
  })
})

test.each([
  ['nothing', '', 'cut off'],
  ['a tag', 'c11a514b67b0', 'tag'],
  ['a fraction', 'f93e00', 'fraction'],
  ['an unknown simple value', 'f0', 'simple value'],
  ['a text of indefinite length', '7f657374726561646d696e67ff', 'indefinite'],
  ['a list of indefinite length', '9fff', 'indefinite'],
  ['reserved bits', '1c', 'indefinite'],
  ['a number beyond 2^53', '1bffffffffffffffff', 'too large'],
  ['more bytes than there are', '5affffffff00', 'cut off'],
  ['more items than there are', '9affffffff00', 'cut off'],
  ['more entries than there are', 'baffffffff0001', 'cut off'],
  ['a key twice', 'a201020103', 'twice'],
  ['a list as a key', 'a18001', 'neither'],
  ['bytes as a key', 'a1410001', 'neither'],
  ['a text that is not UTF-8', '62c328', 'UTF-8'],
  ['five levels', '818181818100', '4 levels'],
])('readCbor() of %s', (_what, hex, message) => {
  expect(() => readCbor(fromHex(hex))).toThrow(message)
})

test('readCbor() of four levels', () => {
  expect(readCbor(fromHex('8181818100')).value).toEqual([[[[0]]]])
})

test('readCbor() of a million levels', () => {
  expect(() => readCbor(new Uint8Array(1_000_000).fill(0x81))).toThrow('4 levels')
  expect(() => readCbor(new Uint8Array(1_000_000).fill(0xa1))).toThrow('4 levels')
})

const leaf = fc.oneof(
  fc.integer({ min: -(2 ** 32), max: 2 ** 32 - 1 }),
  fc.string({ unit: 'binary' }),
  fc.uint8Array().map((array) => new Uint8Array(array)),
  fc.constantFrom(true, false, null, undefined),
)
const { value: documents } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('value')),
    fc
      .uniqueArray(fc.tuple(fc.oneof(fc.integer({ min: -99, max: 99 }), fc.string()), tie('value')), {
        selector: ([key]) => key,
      })
      .map((entries) => new Map(entries)),
  ),
}))

test('readCbor() of what was written', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const bytes = new Uint8Array(writeCbor(document))
      expect(readCbor(bytes)).toEqual({ value: document, end: bytes.length })
      // Anything that is cut off says so.
      for (let length = 0; length < bytes.length; length++) expect(() => readCbor(bytes.slice(0, length))).toThrow('cut off')
    }),
  )
})

test('readCbor() of noise gives a value or an Error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
      try {
        expect(readCbor(new Uint8Array(noise)).end).toBeLessThanOrEqual(noise.length)
      } catch (error) {
        expect((error as Error).message).toMatch(/^The CBOR /)
      }
    }),
    { numRuns: 2000 },
  )
})
