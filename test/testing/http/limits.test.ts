import { describe, expect, test } from 'vitest'
import { createTestServer, type ConfigInput } from '../../../src/testing/index.ts'
import { callerOf } from '../calls.ts'

const begin = (config: ConfigInput) => {
  const server = createTestServer({ config, now: '2026-01-01T00:00:00Z' })
  return { server, call: callerOf(server) }
}

describe('limits by address', () => {
  const anonymous = (config: ConfigInput) => {
    const { server, call } = begin({ GOTRUE_RATE_LIMIT_ANONYMOUS_USERS: 1, ...config })
    return {
      server,
      ask: async (headers: Record<string, string>) => (await call('POST /signup', { json: {}, headers })).status,
    }
  }

  test('are off without the header, in the configuration and in the request', async () => {
    const off = anonymous({})
    for (let at = 0; at < 3; at++) expect(await off.ask({ 'x-forwarded-for': '1.1.1.1' })).toBe(200)
    const on = anonymous({ GOTRUE_RATE_LIMIT_HEADER: 'X-Forwarded-For' })
    for (let at = 0; at < 3; at++) expect(await on.ask({})).toBe(200)
  })

  test('count by the first address in the header', async () => {
    const { ask } = anonymous({ GOTRUE_RATE_LIMIT_HEADER: 'X-Forwarded-For' })
    expect(await ask({ 'x-forwarded-for': '1.1.1.1, 9.9.9.9' })).toBe(200)
    expect(await ask({ 'x-forwarded-for': '1.1.1.1' })).toBe(429)
    expect(await ask({ 'x-forwarded-for': '2.2.2.2, 1.1.1.1' })).toBe(200)
  })

  test('count by sb-forwarded-for, where that is on', async () => {
    const { ask } = anonymous({ GOTRUE_SECURITY_SB_FORWARDED_FOR_ENABLED: true })
    expect([await ask({ 'sb-forwarded-for': '1.1.1.1' }), await ask({ 'sb-forwarded-for': '1.1.1.1' })]).toEqual([200, 429])
  })

  test('let in again what the time allows, and no more', async () => {
    const { server, ask } = anonymous({ GOTRUE_RATE_LIMIT_HEADER: 'x-from' })
    const from = { 'x-from': 'a' }
    expect([await ask(from), await ask(from)]).toEqual([200, 429])
    server.clock.advance('59m')
    expect(await ask(from)).toBe(429)
    server.clock.advance('1m')
    expect([await ask(from), await ask(from)]).toEqual([200, 429])
    server.clock.advance('10h')
    expect([await ask(from), await ask(from)]).toEqual([200, 429])
  })
})

describe('how many an address may send: 30 at once, and then one in each time', () => {
  test.each<[string, unknown, string]>([
    ['POST /signup', { email: 'x' }, '10s'],
    ['POST /recover', {}, '10s'],
    ['POST /resend', {}, '10s'],
    ['POST /magiclink', {}, '10s'],
    ['POST /otp', {}, '10s'],
    ['POST /verify', {}, '10s'],
    ['POST /token?grant_type=password', {}, '2s'],
    ['POST /token?grant_type=web3', {}, '10s'],
    ['POST /passkeys/authentication/options', {}, '10s'],
    ['POST /sso', {}, '10s'],
    ['POST /oauth/clients/register', {}, '30s'],
  ])('%s', async (route, json, time) => {
    const { server, call } = begin({ GOTRUE_RATE_LIMIT_HEADER: 'x-from' })
    const isLet = async () => (await call(route, { json, headers: { 'x-from': 'a' } })).status !== 429
    for (let at = 0; at < 30; at++) expect(await isLet()).toBe(true)
    expect(await isLet()).toBe(false)
    server.clock.advance(time)
    server.clock.advance(-1)
    expect(await isLet()).toBe(false)
    server.clock.advance(1)
    expect([await isLet(), await isLet()]).toEqual([true, false])
  })
})

describe('limits of messages', () => {
  const recover = (config: ConfigInput) => {
    const { server, call } = begin(config)
    server.users.create({ email: 'ada@example.com' })
    const ask = async () => (await call('POST /recover', { json: { email: 'ada@example.com' } })).status
    return { server, ask, asks: async (count: number) => Array.from(await Promise.all(Array.from({ length: count }, ask))) }
  }

  test('N: so many in an hour, all at once', async () => {
    const { server, ask, asks } = recover({ GOTRUE_RATE_LIMIT_EMAIL_SENT: '2' })
    expect(await asks(3)).toEqual([200, 200, 429])
    server.clock.advance('59m59s')
    expect(await ask()).toBe(429)
    server.clock.advance('1s')
    expect(await asks(3)).toEqual([200, 200, 429])
    server.clock.advance('10h')
    expect(await asks(3)).toEqual([200, 200, 429])
  })

  test('N/time: so many, and then one in each time', async () => {
    const { server, asks } = recover({ GOTRUE_RATE_LIMIT_EMAIL_SENT: '2/20s' })
    expect(await asks(3)).toEqual([200, 200, 429])
    server.clock.advance('20s')
    expect(await asks(2)).toEqual([200, 429])
    server.clock.advance('1h')
    expect(await asks(3)).toEqual([200, 200, 429])
  })

  test('0: none, ever', async () => {
    const { server, ask } = recover({ GOTRUE_RATE_LIMIT_EMAIL_SENT: '0', GOTRUE_MAILER_AUTOCONFIRM: true })
    server.clock.advance('10h')
    expect(await ask()).toBe(429)
  })

  test('are none, where nothing has to be confirmed', async () => {
    const { asks } = recover({ GOTRUE_RATE_LIMIT_EMAIL_SENT: '1', GOTRUE_MAILER_AUTOCONFIRM: true })
    expect(await asks(3)).toEqual([200, 200, 200])
  })
})
