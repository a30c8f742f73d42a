import { beforeEach, describe, expect, test } from 'vitest'
import type { NewUser, TestServer } from '../../src/testing/index.ts'
import { callerOf, claimsOf } from './calls.ts'
import { checkedServer } from './spec.ts'

let server: TestServer
beforeEach(() => {
  server = checkedServer({ now: '2026-11-25T12:00:00Z' })
})

const call = (route: string, more?: Parameters<ReturnType<typeof callerOf>>[1]) => callerOf(server)(route, more)
const signIn = (json: object) => call('POST /token?grant_type=password', { json })

describe('create()', () => {
  test('without anything: an address that nobody has, confirmed, and a password', async () => {
    const first = server.users.create()
    const second = server.users.create()
    expect([first.email, second.email]).toEqual(['user-1@example.com', 'user-2@example.com'])
    expect(first).toMatchObject({
      password: 'correct-horse-battery',
      email_confirmed_at: '2026-11-25T12:00:00.000Z',
      confirmed_at: '2026-11-25T12:00:00.000Z',
      app_metadata: { provider: 'email', providers: ['email'] },
      identities: [{ provider: 'email', identity_data: { email_verified: true } }],
    })
    expect(await signIn({ email: first.email, password: first.password })).toMatchObject({ status: 200 })
    expect(server.inbox.all()).toEqual([])
    expect(server.requests).toHaveLength(1)
  })

  test('shows what the server shows', async () => {
    const { password: _, ...user } = server.users.create({ phone: '+15551234567', email: 'Ada@example.com' })
    const token = await server.createServiceToken()
    expect((await call(`GET /admin/users/${user.id}`, { token })).body).toEqual(user)
  })

  test.each<[NewUser, object]>([
    [{ email: 'Ada@Example.com' }, { email: 'ada@example.com' }],
    [
      { phone: '+1 555 123 4567' },
      { email: '', phone: '15551234567', app_metadata: { provider: 'phone', providers: ['phone'] } },
    ],
    [
      { email: null, password: null },
      { email: '', password: null, identities: [] },
    ],
    [{ is_anonymous: true }, { email: '', password: null, is_anonymous: true, app_metadata: {}, identities: [] }],
    [
      { role: 'editor', aud: 'other' },
      { role: 'editor', aud: 'other' },
    ],
    [
      { user_metadata: { a: 1 }, app_metadata: { b: 2 } },
      { user_metadata: { a: 1 }, app_metadata: { provider: 'email', b: 2 } },
    ],
    [{ banned_until: '2026-11-26' }, { banned_until: '2026-11-26T00:00:00.000Z' }],
    [
      { identities: [{ provider: 'github', id: '7', identity_data: { name: 'Ada' } }] },
      {
        app_metadata: { providers: ['email', 'github'] },
        identities: [{ provider: 'email' }, { provider: 'github', id: '7', identity_data: { sub: '7', name: 'Ada' } }],
      },
    ],
  ])('%j', (given, expected) => {
    expect(server.users.create(given)).toMatchObject(expected)
  })

  test('not confirmed', async () => {
    const { email, ...user } = server.users.create({ confirmed: false })
    expect(user).not.toHaveProperty('email_confirmed_at')
    expect(user).not.toHaveProperty('confirmed_at')
    expect(await signIn({ email, password: user.password })).toMatchObject({ body: { error_code: 'email_not_confirmed' } })
  })

  test('refuses an address or number that somebody has, in whatever audience, and no others', () => {
    server.users.create({ email: 'ada@example.com', phone: '+15551234567', aud: 'other' })
    const before = server.exportState().tables
    expect(() => server.users.create({ email: 'ADA@example.com' })).toThrow(
      new TypeError('There is a user ada@example.com already'),
    )
    expect(() => server.users.create({ phone: '15551234567' })).toThrow(new TypeError('There is a user 15551234567 already'))
    expect(() => server.users.create({ email: 'x' })).toThrow('Unable to validate email address: invalid format')
    expect(server.exportState().tables).toEqual(before)
  })
})

describe('createMany()', () => {
  test('alike, or each by its number', () => {
    expect(server.users.createMany(3, { role: 'editor' }).map(({ email, role }) => `${email} ${role}`)).toEqual([
      'user-1@example.com editor',
      'user-2@example.com editor',
      'user-3@example.com editor',
    ])
    const made = server.users.createMany(2, (index) => ({ email: `n${index}@example.com` }))
    expect(made.map(({ email }) => email)).toEqual(['n0@example.com', 'n1@example.com'])
  })

  test('all or none', () => {
    server.users.create({ email: 'n5@example.com' })
    expect(() => server.users.createMany(9, (index) => ({ email: `n${index}@example.com` }))).toThrow(TypeError)
    expect(server.users.all()).toHaveLength(1)
    expect(server.users.find('n0@example.com')).toBeUndefined()
  })
})

test('find() by ID, address and number; all()', () => {
  const ada = server.users.create({ email: 'ada@example.com', phone: '+15551234567' })
  const bob = server.users.create()
  for (const name of [ada.id, 'ADA@example.com', '+1 555 1234567']) expect(server.users.find(name)).toEqual(ada)
  expect(server.users.find('nobody')).toBeUndefined()
  expect(server.users.all()).toEqual([ada, bob])
})

describe('update()', () => {
  test('changes what is given', async () => {
    const { id, email } = server.users.create({ user_metadata: { a: 1 }, confirmed: false })
    server.clock.advance('1h')
    expect(server.users.update(email!, { password: 'another', confirmed: true })).toMatchObject({
      password: 'another',
      user_metadata: { a: 1 },
      email_confirmed_at: '2026-11-25T13:00:00.000Z',
      confirmed_at: '2026-11-25T13:00:00.000Z',
      updated_at: '2026-11-25T13:00:00.000Z',
    })
    expect(await signIn({ email, password: 'another' })).toMatchObject({ status: 200 })
    expect(server.users.update({ id }, { email: 'new@example.com' }).email).toBe('new@example.com')
    expect(server.users.find(email!)).toBeUndefined()
  })

  test('of nobody, and to what somebody has', () => {
    const [ada, bob] = server.users.createMany(2)
    expect(() => server.users.update('nobody', {})).toThrow(new TypeError('There is no user nobody'))
    expect(() => server.users.update(ada!, { email: bob!.email! })).toThrow(TypeError)
    expect(server.users.all()).toEqual([ada, bob])
  })
})

describe('signIn()', () => {
  test('gives a session that is as good as any', async () => {
    const { access_token: token, refresh_token } = await server.users.signIn(
      server.users.create({ email: 'ada@example.com' }),
    )
    expect(await call('GET /user', { token })).toMatchObject({ status: 200, body: { email: 'ada@example.com' } })
    expect(claimsOf(token)).toMatchObject({ aal: 'aal1', amr: [{ method: 'password' }] })
    expect(await call('POST /token?grant_type=refresh_token', { json: { refresh_token } })).toMatchObject({ status: 200 })
  })

  test('in another way, with a second factor', async () => {
    const { access_token } = await server.users.signIn(server.users.create().email!, { method: 'oauth', aal: 'aal2' })
    expect(claimsOf(access_token)).toMatchObject({ aal: 'aal2', amr: [{ method: 'totp' }, { method: 'oauth' }] })
  })
})

test('delete() takes all of theirs along', async () => {
  const user = server.users.create()
  const { access_token: token } = await server.users.signIn(user)
  server.users.delete(user)
  expect(server.users.all()).toEqual([])
  expect(await call('GET /user', { token })).toMatchObject({ status: 403, body: { error_code: 'user_not_found' } })
  expect(server.exportState().tables).toMatchObject({ identities: [], sessions: [], refreshTokens: [] })
  expect(() => server.users.delete(user)).toThrow(TypeError)
})

test('what was done by hand stays, whatever becomes of requests', async () => {
  const user = server.users.create()
  const asked = signIn({ email: user.email, password: 'wrong' })
  const made = server.users.create({ email: 'meanwhile@example.com' })
  server.users.find(user.id)
  server.users.update(user, { role: 'editor' })
  expect((await asked).status).toBe(400)
  expect((await signIn({ email: user.email, password: 'wrong' })).status).toBe(400)
  expect(server.users.find(made.id)).toEqual(made)
  expect(server.users.find(user.id)?.role).toBe('editor')
})
