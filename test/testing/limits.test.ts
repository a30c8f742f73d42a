import { describe, expect, test } from 'vitest'
import { createTestServer, type ConfigInput } from '../../src/testing/index.ts'
import { callerOf, expectRefusal, refusal } from './calls.ts'
import { checkedServer } from './spec.ts'

const tooMany = refusal(429, 'over_request_rate_limit', 'Request rate limit reached')
const now = '2026-11-25T12:00:00Z'

/** Asks as long as it is answered otherwise. */
async function countUntil(ask: () => Promise<{ status: number }>, limit = 100): Promise<number> {
  for (let count = 0; count < limit; count++) if ((await ask()).status === 429) return count
  return limit
}

describe('by address', () => {
  const config: ConfigInput = { GOTRUE_RATE_LIMIT_HEADER: 'X-Forwarded-For', GOTRUE_RATE_LIMIT_VERIFY: 3 }
  const json = { type: 'email', email: 'a@example.com', token: '000000' }

  test('thirty pass, however low the limit is; then as many as it says', async () => {
    const server = checkedServer({ config, now })
    const call = callerOf(server)
    const verify = (address = '203.0.113.1') =>
      call('POST /verify', { json, headers: { 'x-forwarded-for': `${address}, 10.0.0.1` } })
    expect(await countUntil(verify)).toBe(30)
    await expectRefusal(server, verify, tooMany)
    // Three in five minutes are one in a hundred seconds.
    server.clock.advance('99s')
    expect(await verify()).toMatchObject(tooMany)
    server.clock.advance('1s')
    expect((await verify()).status).toBe(403)
    expect(await verify()).toMatchObject(tooMany)
    expect((await verify('203.0.113.2')).status).toBe(403)
  })

  test('GET and POST /verify share one; other operations have theirs', async () => {
    const call = callerOf(checkedServer({ config, now }))
    const headers = { 'x-forwarded-for': '203.0.113.1' }
    await countUntil(() => call('POST /verify', { json, headers }))
    expect(await call('GET /verify?type=signup&token=x', { headers })).toMatchObject(tooMany)
    expect((await call('POST /recover', { json: {}, headers })).status).toBe(400)
  })

  test('of anonymous sign-ins the burst is the limit itself', async () => {
    const call = callerOf(checkedServer({ config: { ...config, GOTRUE_RATE_LIMIT_ANONYMOUS_USERS: 4 }, now }))
    const headers = { 'x-forwarded-for': '203.0.113.1' }
    expect(await countUntil(() => call('POST /signup', { json: {}, headers }))).toBe(4)
    expect((await call('POST /signup', { json: { email: 'x' }, headers })).status).toBe(400)
  })

  test('without the header nothing is counted, nor without its name', async () => {
    const unnamed = callerOf(createTestServer({ config: { GOTRUE_RATE_LIMIT_VERIFY: 3 }, now }))
    const headers = { 'x-forwarded-for': '203.0.113.1' }
    expect(await countUntil(() => unnamed('POST /verify', { json, headers }), 40)).toBe(40)
    const named = callerOf(createTestServer({ config, now }))
    expect(await countUntil(() => named('POST /verify', { json }), 40)).toBe(40)
  })

  test('by sb-forwarded-for, where that is on', async () => {
    const call = callerOf(createTestServer({ config: { ...config, GOTRUE_SECURITY_SB_FORWARDED_FOR_ENABLED: true }, now }))
    const ask = (name: string) => call('POST /verify', { json, headers: { [name]: '203.0.113.1' } })
    expect(await countUntil(() => ask('x-forwarded-for'), 40)).toBe(40)
    expect(await countUntil(() => ask('sb-forwarded-for'), 40)).toBe(30)
  })

  test('reset() and importState() begin anew', async () => {
    const server = createTestServer({ config, now })
    const verify = () => callerOf(server)('POST /verify', { json, headers: { 'x-forwarded-for': '203.0.113.1' } })
    await countUntil(verify)
    const state = server.exportState()
    server.reset()
    expect((await verify()).status).toBe(403)
    await countUntil(verify)
    server.importState(state)
    expect((await verify()).status).toBe(403)
  })
})

describe('of messages', () => {
  const otp = (server: ReturnType<typeof createTestServer>, at: string) => () =>
    callerOf(server)('POST /otp', { json: at.includes('@') ? { email: at } : { phone: at } })

  test('mails', async () => {
    const server = checkedServer({ config: { GOTRUE_RATE_LIMIT_EMAIL_SENT: '2' }, now })
    const ask = otp(server, 'a@example.com')
    expect(await countUntil(ask)).toBe(2)
    await expectRefusal(server, ask, refusal(429, 'over_email_send_rate_limit', 'email rate limit exceeded'))
    server.clock.advance('59m')
    expect(await countUntil(ask)).toBe(0)
    server.clock.advance('1m')
    expect(await countUntil(ask)).toBe(2)
    expect(server.inbox.all()).toHaveLength(4)
  })

  test('mails, so many at first and then one in each time', async () => {
    const server = checkedServer({ config: { GOTRUE_RATE_LIMIT_EMAIL_SENT: '2/10s' }, now })
    const ask = otp(server, 'a@example.com')
    expect(await countUntil(ask)).toBe(2)
    server.clock.advance('10s')
    expect(await countUntil(ask)).toBe(1)
  })

  test('text messages', async () => {
    const server = checkedServer({ config: { GOTRUE_RATE_LIMIT_SMS_SENT: '2' }, now })
    const ask = otp(server, '15551234567')
    expect(await countUntil(ask)).toBe(2)
    await expectRefusal(server, ask, refusal(429, 'over_sms_send_rate_limit', 'SMS rate limit exceeded'))
  })
})
