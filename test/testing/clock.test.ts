import { describe, expect, test } from 'vitest'
import { createClock, milliseconds } from '../../src/testing/clock.ts'

describe('milliseconds()', () => {
  test.each<[number | string, number]>([
    [0, 0],
    [-5, -5],
    ['250ms', 250],
    ['90s', 90_000],
    ['15m', 900_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1_500],
  ])('of %s', (duration, wanted) => expect(milliseconds(duration)).toBe(wanted))

  test.each(['', 'x', '1', '1 h', '-1h', '1y', '1h x', Number.NaN, Number.POSITIVE_INFINITY, null, {}])(
    'refuses %s',
    (duration) => expect(() => milliseconds(duration as string)).toThrow(TypeError),
  )
})

describe('createClock()', () => {
  const machine = { time: 1_000 }
  const begin = () => {
    machine.time = 1_000
    return createClock(() => machine.time)
  }

  test('goes with the machine, ahead of it after advance()', () => {
    const clock = begin()
    machine.time = 1_500
    expect(clock.now()).toBe(1_500)
    clock.advance('1s')
    machine.time = 1_600
    expect(clock.now()).toBe(2_600)
  })

  test.each<[string, Date | number | string]>([
    ['a Date', new Date(5_000)],
    ['milliseconds', 5_000],
    ['text', '1970-01-01T00:00:05Z'],
  ])('stands still after set() with %s', (_, time) => {
    const clock = begin()
    clock.set(time)
    machine.time = 9_000
    expect(clock.now()).toBe(5_000)
    clock.advance(1)
    expect(clock.now()).toBe(5_001)
  })

  test('goes on from where it stands with run(), or with the machine', () => {
    const clock = begin()
    clock.set(5_000)
    machine.time = 2_000
    clock.run()
    machine.time = 2_500
    expect(clock.now()).toBe(5_500)
    clock.run({ reset: true })
    expect(clock.now()).toBe(2_500)
  })

  test('refuses what is no time, and stays where it is', () => {
    const clock = begin()
    expect(() => clock.set('x')).toThrow(new TypeError('"x" is no time'))
    expect(() => clock.advance('x')).toThrow(TypeError)
    expect(clock.now()).toBe(1_000)
  })
})
