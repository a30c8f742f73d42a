import { describe, expect, test } from 'vitest'
import { createTestServer, type Message } from '../../src/testing/index.ts'
import { callerOf } from './calls.ts'

const begin = () => {
  const server = createTestServer({ config: { GOTRUE_RATE_LIMIT_SMS_SENT: '1' } })
  return { server, inbox: server.inbox, call: callerOf(server) }
}
const password = 'correct-horse-battery'

describe('inbox', () => {
  test('all() and last(), of everybody or of one', async () => {
    const { inbox, call } = begin()
    for (const name of ['a', 'b', 'a']) await call('POST /signup', { json: { email: `${name}@example.com`, password } })
    await call('POST /signup', { json: { phone: '15550001111', password } })
    expect(inbox.all().map(({ to }) => to)).toEqual(['a@example.com', 'b@example.com', 'a@example.com', '15550001111'])
    expect(inbox.all('A@example.com')).toHaveLength(2)
    expect(inbox.last('a@example.com')).toBe(inbox.all()[2])
    expect(inbox.last('+1 555 000 1111')).toBe(inbox.last())
  })

  test('last() of nobody says who has had one', async () => {
    const { inbox, call } = begin()
    expect(() => inbox.last()).toThrow('No message was sent, to nobody')
    await call('POST /signup', { json: { email: 'a@example.com', password } })
    expect(() => inbox.last('b@example.com')).toThrow(
      'No message was sent to b@example.com; the last ones went to a@example.com',
    )
  })

  test('subscribe(): each message, until it is ended; none of a refused request', async () => {
    const { inbox, call } = begin()
    const seen: Message[] = []
    const end = inbox.subscribe((message) => seen.push(message))
    await call('POST /signup', { json: { phone: '15550001111', password } })
    expect((await call('POST /signup', { json: { phone: '15550002222', password } })).status).toBe(429)
    expect(seen).toEqual(inbox.all())
    expect(seen).toHaveLength(1)
    end()
    await call('POST /signup', { json: { email: 'a@example.com', password } })
    expect(seen).toHaveLength(1)
  })

  test('clear(): codes stay good', async () => {
    const { inbox, call } = begin()
    const email = 'a@example.com'
    await call('POST /signup', { json: { email, password } })
    const { code: token } = inbox.last(email)
    inbox.clear()
    expect(inbox.all()).toEqual([])
    expect((await call('POST /verify', { json: { type: 'email', email, token } })).status).toBe(200)
  })
})
