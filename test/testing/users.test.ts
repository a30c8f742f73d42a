import { describe, expect, test } from 'vitest'
import { createTestServer } from '../../src/testing/index.ts'
import { callerOf, claimsOf } from './calls.ts'

const begin = () => {
  const server = createTestServer({ now: '2026-01-01T00:00:00Z' })
  return { server, users: server.users, call: callerOf(server) }
}

describe('users', () => {
  test('create(): somebody who can sign in', async () => {
    const { users, call, server } = begin()
    const user = users.create()
    expect(user).toMatchObject({
      email: 'user-1@example.com',
      password: 'correct-horse-battery',
      email_confirmed_at: '2026-01-01T00:00:00.000Z',
      app_metadata: { provider: 'email', providers: ['email'] },
    })
    const { email, password } = user
    expect((await call('POST /token?grant_type=password', { json: { email, password } })).body.user.id).toBe(user.id)
    expect(server.inbox.all()).toEqual([])
    expect(users.create().email).toBe('user-2@example.com')
  })

  test('create(): with what is given', () => {
    const { users } = begin()
    expect(
      users.create({
        email: 'Ada@example.com',
        phone: '+1 555 000 1111',
        confirmed: false,
        password: null,
        role: 'editor',
        user_metadata: { name: 'Ada' },
        app_metadata: { plan: 'pro' },
        banned_until: '2030-01-01',
        identities: [{ provider: 'github', id: '7', identity_data: { login: 'ada' } }],
      }),
    ).toMatchObject({
      email: 'ada@example.com',
      phone: '15550001111',
      password: null,
      role: 'editor',
      user_metadata: { name: 'Ada' },
      app_metadata: { plan: 'pro', provider: 'email', providers: ['email', 'phone', 'github'] },
      banned_until: '2030-01-01T00:00:00.000Z',
      identities: [{ provider: 'email' }, { provider: 'phone' }, { provider: 'github', id: '7' }],
    })
    expect(users.find('ada@example.com')).not.toHaveProperty('email_confirmed_at')
  })

  test('create(): by number only, anonymous', () => {
    const { users } = begin()
    expect(users.create({ phone: '15550001111' })).toMatchObject({ email: '', phone: '15550001111' })
    expect(users.create({ is_anonymous: true })).toMatchObject({ email: '', phone: '', app_metadata: {}, identities: [] })
  })

  test('createMany(): alike, or each by its number', () => {
    const { users } = begin()
    expect(users.createMany(3).map(({ email }) => email)).toEqual([1, 2, 3].map((at) => `user-${at}@example.com`))
    const made = users.createMany(2, (index) => ({ user_metadata: { index } }))
    expect(made.map(({ user_metadata }) => user_metadata)).toEqual([{ index: 0 }, { index: 1 }])
    expect(new Set(users.all().map(({ id }) => id)).size).toBe(5)
  })

  test('find(): by address, number or ID', () => {
    const { users } = begin()
    const user = users.create({ email: 'ada@example.com', phone: '15550001111' })
    for (const name of ['ADA@example.com', '+1 555 000 1111', user.id]) expect(users.find(name)).toEqual(user)
    expect(users.find('eve@example.com')).toBeUndefined()
  })

  test('update()', () => {
    const { users } = begin()
    const user = users.create()
    expect(users.update(user, { confirmed: false })).not.toHaveProperty('email_confirmed_at')
    expect(users.update(user.email!, { email: 'New@example.com', password: 'x' })).toMatchObject({
      id: user.id,
      email: 'new@example.com',
      password: 'x',
    })
    expect(users.find(user.email!)).toBeUndefined()
  })

  test('signIn(): a session as any other', async () => {
    const { users, call } = begin()
    const user = users.create()
    const { access_token, refresh_token } = await users.signIn(user)
    expect((await call('GET /user', { token: access_token })).body.id).toBe(user.id)
    expect((await call('POST /token?grant_type=refresh_token', { json: { refresh_token } })).status).toBe(200)
    const second = claimsOf((await users.signIn(user.id, { method: 'otp', aal: 'aal2' })).access_token)
    expect([second.aal, second.amr.map(({ method }: { method: string }) => method).sort()]).toEqual([
      'aal2',
      ['otp', 'totp'],
    ])
  })

  test('delete()', async () => {
    const { users, call } = begin()
    const user = users.create()
    const { access_token: token } = await users.signIn(user)
    users.delete(user)
    expect(users.all()).toEqual([])
    expect((await call('GET /user', { token })).body.error_code).toBe('user_not_found')
  })

  test('refuse whoever is there, and whoever is not', () => {
    const { users, server } = begin()
    users.create({ email: 'ada@example.com', phone: '15550001111' })
    const eve = users.create({ email: 'eve@example.com' })
    const before = { ...server.exportState(), random: 0 }
    expect(() => users.create({ email: 'ADA@example.com' })).toThrow('There is a user ada@example.com already')
    expect(() => users.create({ phone: '+15550001111' })).toThrow('There is a user 15550001111 already')
    expect(() => users.update(eve, { email: 'ada@example.com' })).toThrow('There is a user ada@example.com already')
    expect(() => users.update('nobody', {})).toThrow('There is no user nobody')
    expect(() => users.delete({ id: 'x' })).toThrow('There is no user x')
    expect(() => users.create({ email: 'x' })).toThrow('Unable to validate email address: invalid format')
    expect({ ...server.exportState(), random: 0 }).toEqual(before)
  })
})
