import { expect, test } from 'vitest'
import { createRandom } from '../../src/testing/random.ts'

const draw = (seed: number) => {
  const random = createRandom(seed)
  return [random.uuid(), random.digits(6), random.hex(56), random.text(12), Array.from(random.bytes(32))]
}

test('the same seed gives the same, another one something else', () => {
  expect(draw(1)).toEqual(draw(1))
  for (const [index, value] of draw(2).entries()) expect(value).not.toEqual(draw(1)[index])
})

test('goes on from a state', () => {
  const random = createRandom(1)
  random.uuid()
  const other = createRandom(99)
  other.state = random.state
  expect(other.uuid()).toBe(random.uuid())
})

test('has the forms that the server has', () => {
  const random = createRandom(1)
  for (let at = 0; at < 200; at++) {
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(random.digits(6)).toMatch(/^\d{6}$/)
    expect(random.text(12)).toMatch(/^[a-z2-7]{12}$/)
  }
})

test('does not repeat itself, and leaves nothing out', () => {
  const random = createRandom(1)
  expect(new Set(Array.from({ length: 10_000 }, () => random.uuid())).size).toBe(10_000)
  expect(new Set(random.bytes(10_000)).size).toBe(256)
  expect(new Set(random.digits(1_000)).size).toBe(10)
})
