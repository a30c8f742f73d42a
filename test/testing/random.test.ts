import { expect, test } from 'vitest'
import { createRandom } from '../../src/testing/random.ts'
import { createTestServer } from '../../src/testing/index.ts'

const draw = (seed: number) => {
  const random = createRandom(seed)
  return [random.uuid(), random.digits(6), random.hex(56), random.text(12), [...random.bytes(8)]]
}

test('the same seed gives the same, another one does not', () => {
  expect(draw(1)).toEqual(draw(1))
  expect(draw(1)).not.toEqual(draw(2))
})

test('goes on from a state', () => {
  const random = createRandom(1)
  random.uuid()
  const { state } = random
  const next = random.uuid()
  random.state = state
  expect(random.uuid()).toBe(next)
})

test('gives what was asked for', () => {
  const random = createRandom(7)
  for (let round = 0; round < 200; round++) {
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(random.digits(6)).toMatch(/^\d{6}$/)
    expect(random.hex(7)).toMatch(/^[0-9a-f]{7}$/)
    expect(random.text(12)).toMatch(/^[a-z2-7]{12}$/)
    expect(random.text(3, 'x')).toBe('xxx')
    expect(random.bytes(5)).toHaveLength(5)
  }
  expect(random.text(0)).toBe('')
})

test('does not repeat itself soon', () => {
  const random = createRandom(1)
  const ids = new Set(Array.from({ length: 50_000 }, () => random.uuid()))
  expect(ids.size).toBe(50_000)
  const digits = new Set([...random.digits(1_000)])
  expect(digits.size).toBe(10)
})

test('two servers of a seed send the same codes, and sign the same tokens', async () => {
  const run = async (seed: number) => {
    const server = createTestServer({ seed, now: '2026-11-25T12:00:00Z' })
    const ask = (path: string, body: object) =>
      server.fetch(server.url + path, { method: 'POST', body: JSON.stringify(body) }).then((answer) => answer.json())
    const email = 'ada@example.com'
    const user: unknown = await ask('/signup', { email, password: 'correct-horse-battery' })
    const { code } = server.inbox.last(email)
    const session: unknown = await ask('/verify', { type: 'email', email, token: code })
    return [user, code, session]
  }
  expect(await run(1)).toEqual(await run(1))
  expect(await run(1)).not.toEqual(await run(2))
})
