import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromChunks, toChunks } from '../../src/ssr/chunks.ts'

/** Texts of up to three chunks and more characters than ASCII. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 60 }))
    .map(([part, times]) => part.repeat(times)),
)
const join = (chunks: readonly (string | undefined)[]) => fromChunks((index) => chunks[index])
const isSmall = (text: string) => new TextEncoder().encode(text).length <= 8_000

describe('toChunks() and fromChunks()', () => {
  test('give any text back, in values that a cookie may have', () => {
    fc.assert(
      fc.property(text.filter(isSmall), (text) => {
        const chunks = toChunks(text)
        for (const chunk of chunks) expect(chunk).toMatch(/^[\w.-]{1,3850}$/)
        expect(join(chunks)).toBe(text || null)
      }),
    )
  })

  test('with chunks of two generations are nothing, or one of the two', () => {
    const long = fc
      .integer({ min: 3_000, max: 8_000 })
      .chain((length) => fc.string({ minLength: 8, maxLength: 8 }).map((part) => part.repeat(length / 8)))
    fc.assert(
      fc.property(long, long, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), (one, other, choice) => {
        const [a, b] = [toChunks(one), toChunks(other)]
        const mixed = choice.map((isFirst, index) => (isFirst ? a : b)[index])
        const whole = [one, other].filter((_, index) => [a, b][index]!.every((chunk, at) => chunk === mixed[at]))
        expect([...whole, null]).toContain(join(mixed))
        if (!whole.length) expect(join(mixed)).toBeNull()
      }),
    )
  })

  test('with a chunk that is missing, cut or changed are nothing', () => {
    const chunks = toChunks('x'.repeat(7_000))
    expect(chunks).toHaveLength(3)
    fc.assert(
      fc.property(fc.nat(2), fc.nat(3_000), fc.constantFrom('cut', 'missing', 'changed'), (index, at, how) => {
        const chunk = chunks[index]!
        const broken = {
          cut: chunk.slice(0, Math.min(at, chunk.length - 1)),
          missing: undefined,
          changed: chunk.slice(0, at) + (chunk[at] === '5' ? '6' : '5') + chunk.slice(at + 1),
        }[how]
        fc.pre(at < chunk.length)
        expect(join(chunks.map((chunk, at) => (at === index ? broken : chunk)))).toBeNull()
      }),
    )
  })

  test('with anything else are nothing, and throw nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string(), { nil: undefined })), (chunks) => void expect(join(chunks)).toBeNull()),
    )
    const count = fc.string({ unit: fc.constantFrom('0', '1', '9', '.', 'a', '-', '%') })
    fc.assert(fc.property(fc.array(count), (chunks) => void expect(join(chunks)).toBeNull()))
  })
})

test('toChunks() with more than three chunks hold', () => {
  expect(toChunks('x'.repeat(8_550))).toHaveLength(3)
  expect(() => toChunks('x'.repeat(8_551))).toThrow(expect.objectContaining({ code: 'storage_failed' }))
})
