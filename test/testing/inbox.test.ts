import { beforeEach, expect, test, vi } from 'vitest'
import type { TestServer } from '../../src/testing/index.ts'
import { callerOf } from './calls.ts'
import { checkedServer } from './spec.ts'

let server: TestServer
const otp = (json: object) => callerOf(server)('POST /otp', { json })
beforeEach(() => {
  server = checkedServer({ now: '2026-11-25T12:00:00Z' })
})

test('has the mails, with codes and links that work', async () => {
  await otp({ email: 'Ada@Example.com' })
  const message = server.inbox.last('ADA@example.com')
  expect(message).toMatchObject({ channel: 'email', to: 'ada@example.com', type: 'signup', sentAt: server.clock.now() })
  expect(message.code).toMatch(/^\d{6}$/)
  expect(message.text).toContain(message.code)
  expect(message.text).toContain(message.link)
  expect(message.link).toContain(`token=${message.tokenHash}`)
  const answer = await server.fetch(message.link!)
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toContain('#access_token=')
})

test('has text messages, without links', async () => {
  await otp({ phone: '+15551234567' })
  const message = server.inbox.last('+1 555 1234567')
  expect(message).toMatchObject({ channel: 'sms', to: '15551234567', link: undefined, tokenHash: undefined })
  const json = { type: 'sms', phone: '15551234567', token: message.code }
  expect(await callerOf(server)('POST /verify', { json })).toMatchObject({ status: 200 })
})

test('all() and last(), of everybody or of one', async () => {
  for (const name of ['a', 'b', 'a']) await otp({ email: `${name}@example.com` })
  expect(server.inbox.all().map(({ to }) => to)).toEqual(['a@example.com', 'b@example.com', 'a@example.com'])
  expect(server.inbox.all('a@example.com')).toHaveLength(2)
  expect(server.inbox.last('a@example.com')).toBe(server.inbox.all()[2])
  expect(server.inbox.last()).toBe(server.inbox.all()[2])
  expect(server.inbox.all('c@example.com')).toEqual([])
})

test('last() of nobody says who has got some', async () => {
  expect(() => server.inbox.last()).toThrow('No message was sent, to nobody')
  await otp({ email: 'ada@example.com' })
  expect(() => server.inbox.last('eve@example.com')).toThrow(
    'No message was sent to eve@example.com; the last ones went to ada@example.com',
  )
})

test('clear() leaves the codes good', async () => {
  await otp({ email: 'ada@example.com' })
  const { code: token } = server.inbox.last()
  server.inbox.clear()
  expect(server.inbox.all()).toEqual([])
  const json = { type: 'email', email: 'ada@example.com', token }
  expect(await callerOf(server)('POST /verify', { json })).toMatchObject({ status: 200 })
})

test('subscribe() is told of what was sent, and of nothing that was taken back', async () => {
  const told = vi.fn()
  const stop = server.inbox.subscribe(told)
  await otp({ email: 'ada@example.com' })
  expect(told.mock.calls).toEqual([[server.inbox.last()]])
  await otp({ email: 'x' })
  expect(told).toHaveBeenCalledTimes(1)
  stop()
  await otp({ email: 'ada@example.com' })
  expect(told).toHaveBeenCalledTimes(1)
})

test('a refused request leaves no message', async () => {
  const user = server.users.create({ email: 'ada@example.com' })
  const { access_token: token } = await server.users.signIn(user)
  const json = { email: 'bob@example.com', password: 'x' }
  expect((await callerOf(server)('PUT /user', { token, json })).status).toBe(422)
  expect(server.inbox.all()).toEqual([])
})

test('keeps the newest ten thousand', async () => {
  const plain = checkedServer({ config: { GOTRUE_RATE_LIMIT_EMAIL_SENT: '1000000' } })
  const state = plain.exportState()
  await callerOf(plain)('POST /otp', { json: { email: 'first@example.com' } })
  const [message] = plain.inbox.all()
  plain.importState({ ...state, messages: Array.from({ length: 10_000 }, () => message!) })
  await callerOf(plain)('POST /otp', { json: { email: 'new@example.com' } })
  expect(plain.inbox.all()).toHaveLength(10_000)
  expect(plain.inbox.last().to).toBe('new@example.com')
})
