import { expect, test } from 'vitest'
import { createClock, milliseconds } from '../../src/testing/clock.ts'

const noon = Date.parse('2026-11-25T12:00:00Z')

test.each([
  [1_500, 1_500],
  [0, 0],
  ['250ms', 250],
  ['90s', 90_000],
  ['1.5s', 1_500],
  ['15m', 900_000],
  ['1h30m', 5_400_000],
  ['7d', 604_800_000],
  ['1h1h', 7_200_000],
])('milliseconds(%j)', (duration, expected) => {
  expect(milliseconds(duration)).toBe(expected)
})

test.each(['', '1', 'x', '1y', '-1h', '1h ', '1h x', Number.NaN, Number.POSITIVE_INFINITY, null, undefined, {}])(
  'milliseconds(%j) is a TypeError',
  (duration) => {
    expect(() => milliseconds(duration as string)).toThrow(TypeError)
  },
)

test('goes with the machine, moved on', () => {
  let machine = noon
  const clock = createClock(() => machine)
  expect(clock.now()).toBe(noon)
  clock.advance('1h')
  machine += 5
  expect(clock.now()).toBe(noon + 3_600_005)
})

test('set() stops it', () => {
  let machine = noon
  const clock = createClock(() => machine)
  clock.set('2020-01-01T00:00:00Z')
  machine += 5
  expect(clock.now()).toBe(Date.parse('2020-01-01'))
  clock.advance(1)
  expect(clock.now()).toBe(Date.parse('2020-01-01') + 1)
  clock.set(new Date(noon))
  expect(clock.now()).toBe(noon)
  clock.set(7)
  expect(clock.now()).toBe(7)
})

test('run() lets it go again from where it stands, or from now', () => {
  let machine = noon
  const clock = createClock(() => machine)
  clock.set(0)
  machine += 5
  clock.run()
  expect(clock.now()).toBe(0)
  machine += 5
  expect(clock.now()).toBe(5)
  clock.run({ reset: true })
  expect(clock.now()).toBe(noon + 10)
})

test('refuses what is no time, and then has not moved', () => {
  const clock = createClock(() => noon)
  expect(() => clock.set('yesterday')).toThrow('"yesterday" is no time')
  expect(() => clock.advance('1y')).toThrow('"1y" is no duration')
  expect(clock.now()).toBe(noon)
})
