// A reader of QR codes (ISO/IEC 18004), as small as it can be: it takes the modules from the SVG, and knows nothing of the writer.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { qrCodeSvg } from '../../../src/testing/crypto/qr-code.ts'

/** Table E.1: centres of alignment patterns, of some versions. */
const alignments: Record<number, number[]> = {
  1: [],
  2: [6, 18],
  3: [6, 22],
  4: [6, 26],
  5: [6, 30],
  6: [6, 34],
  7: [6, 22, 38],
  8: [6, 24, 42],
  9: [6, 26, 46],
  10: [6, 28, 50],
  11: [6, 30, 54],
  14: [6, 26, 46, 66],
  16: [6, 26, 50, 74],
  21: [6, 28, 50, 72, 94],
  28: [6, 26, 50, 74, 98, 122],
  32: [6, 34, 60, 86, 112, 138],
  36: [6, 24, 50, 76, 102, 128, 154],
  40: [6, 30, 58, 86, 114, 142, 170],
}
/** Table 9, of level M: blocks as [number, codewords, data codewords]. */
const blocksOf: Record<number, [number, number, number][]> = {
  1: [[1, 26, 16]],
  2: [[1, 44, 28]],
  3: [[1, 70, 44]],
  4: [[2, 50, 32]],
  5: [[2, 67, 43]],
  6: [[4, 43, 27]],
  7: [[4, 49, 31]],
  8: [
    [2, 60, 38],
    [2, 61, 39],
  ],
  9: [
    [3, 58, 36],
    [2, 59, 37],
  ],
  10: [
    [4, 69, 43],
    [1, 70, 44],
  ],
  11: [
    [1, 80, 50],
    [4, 81, 51],
  ],
  14: [
    [4, 64, 40],
    [5, 65, 41],
  ],
  16: [
    [7, 73, 45],
    [3, 74, 46],
  ],
  21: [[17, 68, 42]],
  28: [
    [3, 73, 45],
    [23, 74, 46],
  ],
  32: [
    [10, 74, 46],
    [23, 75, 47],
  ],
  36: [
    [6, 75, 47],
    [34, 76, 48],
  ],
  40: [
    [18, 75, 47],
    [31, 76, 48],
  ],
}
/** Section 7.8.2, with i the row and j the column. */
const masks: ((i: number, j: number) => boolean)[] = [
  (i, j) => (i + j) % 2 === 0,
  (i) => i % 2 === 0,
  (_, j) => j % 3 === 0,
  (i, j) => (i + j) % 3 === 0,
  (i, j) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2 === 0,
  (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0,
  (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2 === 0,
]

type Modules = boolean[][]

/** The dark modules, without the quiet zone of four. */
function readSvg(svg: string): Modules {
  const [, side] = /viewBox="0 0 (\d+) \1"/.exec(svg)!
  const size = Number(side) - 8
  const modules = Array.from({ length: size }, () => Array<boolean>(size).fill(false))
  for (const [, x, y] of svg.matchAll(/M(\d+),(\d+)h1v1h-1z/g)) modules[Number(y) - 4]![Number(x) - 4] = true
  return modules
}

const numberOf = (bits: boolean[]) => bits.reduce((number, bit) => number * 2 + (bit ? 1 : 0), 0)
/** What is left of a number after a division over GF(2): 0 if it is a codeword. */
function remainder(number: number, generator: number, degree: number): number {
  for (let shift = 31 - degree; shift >= 0; shift--) if ((number >>> (shift + degree)) & 1) number ^= generator << shift
  return number
}

function decode(modules: Modules): { version: number; level: number; mask: number; text: string } {
  const size = modules.length
  const version = (size - 17) / 4
  const at = (row: number, column: number) => modules[row]![column]!

  // Section 6.3: finders with separators, timing, alignment. All that is looked at here is no data.
  const isData = modules.map((row) => row.map(() => true))
  const expectAt = (row: number, column: number, isDark: boolean) => {
    if (!(row >= 0 && column >= 0 && row < size && column < size)) return
    expect(at(row, column), `row ${row}, column ${column}`).toBe(isDark)
    isData[row]![column] = false
  }
  for (const [top, left] of [
    [0, 0],
    [0, size - 7],
    [size - 7, 0],
  ] as const) {
    const finder = ['       ', 'XXXXXXX', 'X     X', 'X XXX X', 'X XXX X', 'X XXX X', 'X     X', 'XXXXXXX', '       ']
    finder.forEach((line, y) =>
      [...` ${line} `].forEach((character, x) => expectAt(top + y - 1, left + x - 1, character === 'X')),
    )
  }
  for (let index = 8; index < size - 8; index++) {
    expectAt(6, index, index % 2 === 0)
    expectAt(index, 6, index % 2 === 0)
  }
  const centres = alignments[version]!
  for (const row of centres) {
    for (const column of centres) {
      if ((row === 6 && (column === 6 || column === size - 7)) || (row === size - 7 && column === 6)) continue
      const pattern = ['XXXXX', 'X   X', 'X X X', 'X   X', 'XXXXX']
      pattern.forEach((line, y) =>
        [...line].forEach((character, x) => expectAt(row + y - 2, column + x - 2, character === 'X')),
      )
    }
  }

  // Section 7.9.1: figure 25, the highest bit first.
  const first = [
    [8, 0],
    [8, 1],
    [8, 2],
    [8, 3],
    [8, 4],
    [8, 5],
    [8, 7],
    [8, 8],
    [7, 8],
    [5, 8],
    [4, 8],
    [3, 8],
    [2, 8],
    [1, 8],
    [0, 8],
  ]
  const second = [1, 2, 3, 4, 5, 6, 7]
    .map((from) => [size - from, 8])
    .concat([8, 7, 6, 5, 4, 3, 2, 1].map((from) => [8, size - from]))
  const formats = [first, second].map((places) => {
    const number = numberOf(places.map(([row, column]) => at(row!, column!))) ^ 0b101010000010010
    expect(remainder(number, 0b10100110111, 10)).toBe(0)
    for (const [row, column] of places) isData[row!]![column!] = false
    return number >> 10
  })
  expect(formats[0]).toBe(formats[1])
  expectAt(size - 8, 8, true)

  // Section 7.10: the lowest bit is the one at the top left of both.
  if (version >= 7) {
    for (const isMirrored of [false, true]) {
      const bits: boolean[] = []
      for (let long = 0; long < 6; long++) {
        for (let short = 0; short < 3; short++) {
          const [row, column] = isMirrored ? [long, size - 11 + short] : [size - 11 + short, long]
          bits.unshift(at(row!, column!))
          isData[row!]![column!] = false
        }
      }
      expect(remainder(numberOf(bits), 0b1111100100101, 12)).toBe(0)
      expect(numberOf(bits) >> 12).toBe(version)
    }
  }

  // Section 7.7.3, backwards.
  const isMasked = masks[formats[0]! & 7]!
  const bits: boolean[] = []
  const columns = [...Array(size).keys()].filter((column) => column !== 6).reverse()
  for (let pair = 0; pair < columns.length; pair += 2) {
    const rows = [...Array(size).keys()]
    if (pair % 4 === 0) rows.reverse()
    for (const row of rows) {
      for (const column of columns.slice(pair, pair + 2)) {
        if (isData[row]![column]) bits.push(at(row, column) !== isMasked(row, column))
      }
    }
  }
  const codewords = Array.from({ length: bits.length >> 3 }, (_, index) => numberOf(bits.slice(8 * index, 8 * index + 8)))

  // Section 7.6, backwards.
  const shapes = blocksOf[version]!.flatMap(([count, total, data]) => Array.from({ length: count }, () => ({ total, data })))
  const blocks = shapes.map(() => [] as number[])
  let next = 0
  const longest = Math.max(...shapes.map(({ data }) => data))
  for (let index = 0; index < longest; index++) {
    shapes.forEach(({ data }, block) => index < data && blocks[block]!.push(codewords[next++]!))
  }
  while (next < codewords.length) blocks.forEach((block) => block.push(codewords[next++]!))
  shapes.forEach(({ total }, block) => expect(blocks[block]!.length).toBe(total))

  // Annex B: every block is a multiple of the generator, so that it is 0 at its roots.
  shapes.forEach(({ total, data }, index) => {
    for (let root = 0; root < total - data; root++) {
      const syndrome = blocks[index]!.reduce((sum, codeword) => multiply(sum, power(root)) ^ codeword, 0)
      expect(syndrome, `block ${index}, root ${root}`).toBe(0)
    }
  })

  // Section 7.4: mode, length, bytes.
  const stream = shapes
    .flatMap(({ data }, block) => blocks[block]!.slice(0, data))
    .flatMap((byte) => [...byte.toString(2).padStart(8, '0')])
  const take = (count: number) => parseInt(stream.splice(0, count).join(''), 2)
  expect(take(4)).toBe(0b0100)
  const length = take(version < 10 ? 8 : 16)
  const text = Buffer.from(Array.from({ length }, () => take(8))).toString()
  // A terminator, where there is room for it, and padding.
  if (stream.length >= 4) expect(take(4)).toBe(0)
  for (let index = 0; stream.length; index++) expect(take(8)).toBe(index % 2 ? 0b00010001 : 0b11101100)
  return { version, level: formats[0]! >> 3, mask: formats[0]! & 7, text }
}

function multiply(a: number, b: number): number {
  let product = 0
  for (; b; b >>= 1) {
    if (b & 1) product ^= a
    a = (a << 1) ^ (a & 0x80 ? 0b100011101 : 0)
  }
  return product
}
function power(exponent: number): number {
  let result = 1
  for (; exponent > 0; exponent--) result = multiply(result, 2)
  return result
}

const uri =
  'otpauth://totp/example.com:someone@example.com?algorithm=SHA1&digits=6&issuer=example.com&period=30&secret=JBSWY3DPEHPK3PXP'

describe('qrCodeSvg()', () => {
  test('of the URI of an authenticator', () => {
    const svg = qrCodeSvg(uri)
    expect(svg).toMatch(/^<\?xml version="1\.0"\?>\n<!-- .+ -->\n<svg width="(\d+)" height="\1" /)
    expect(decode(readSvg(svg))).toEqual({ version: 8, level: 0b00, mask: 3, text: uri })
  })
  test.each([
    ['', 1],
    ['a', 1],
    ['a'.repeat(14), 1],
    ['a'.repeat(15), 2],
    ['ü'.repeat(13), 2],
    ['a'.repeat(42), 3],
    ['a'.repeat(62), 4],
    ['a'.repeat(84), 5],
    ['a'.repeat(106), 6],
    ['a'.repeat(122), 7],
    ['a'.repeat(152), 8],
    ['a'.repeat(180), 9],
    ['a'.repeat(181), 10],
    ['a'.repeat(200), 10],
    ['a'.repeat(213), 10],
    ['a'.repeat(214), 11],
    ['a'.repeat(362), 14],
    ['a'.repeat(450), 16],
    ['a'.repeat(711), 21],
    ['a'.repeat(1190), 28],
    ['a'.repeat(1538), 32],
    ['a'.repeat(1911), 36],
    ['a'.repeat(2331), 40],
  ])('of %#: %.5s…, in version %i', (text, version) => {
    expect(decode(readSvg(qrCodeSvg(text)))).toMatchObject({ version, text })
  })
  test('of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (text) => {
        expect(decode(readSvg(qrCodeSvg(text))).text).toBe(text)
      }),
      { numRuns: 40 },
    )
  })
  test('of more than there is room for', () => {
    expect(() => qrCodeSvg('a'.repeat(2332))).toThrow('longer than a QR code holds')
    expect(() => qrCodeSvg('a'.repeat(1 << 20))).toThrow('longer than a QR code holds')
  })
})

test('the reader of this test sees a module that is wrong', () => {
  const modules = readSvg(qrCodeSvg(uri))
  const places = modules.flatMap((row, y) => row.map((_, x) => [y, x] as const))
  for (const [y, x] of places.filter((_, index) => index % 7 === 0)) {
    modules[y]![x] = !modules[y]![x]
    expect(() => decode(modules), `row ${y}, column ${x}`).toThrow(Error)
    modules[y]![x] = !modules[y]![x]
  }
})
