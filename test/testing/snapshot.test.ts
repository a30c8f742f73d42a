import { beforeEach, describe, expect, test } from 'vitest'
import { createTestServer, type ServerState, type TestServer } from '../../src/testing/index.ts'
import { callerOf } from './calls.ts'

const options = { now: '2026-11-25T12:00:00Z' }
let server: TestServer
beforeEach(() => {
  server = createTestServer(options)
})

test('a server goes on where another one was', async () => {
  const user = server.users.create({ email: 'ada@example.com', phone: '+15551234567' })
  const session = await server.users.signIn(user)
  await callerOf(server)('POST /otp', { json: { email: 'ada@example.com' } })
  const state = JSON.parse(JSON.stringify(server.exportState())) as ServerState

  const other = createTestServer({ ...options, seed: 7 })
  other.importState(state)
  expect(other.exportState()).toEqual(state)
  const call = callerOf(other)
  const { access_token: token, refresh_token } = session
  expect(await call('GET /user', { token })).toMatchObject({ status: 200, body: { email: 'ada@example.com' } })
  expect(await call('POST /token?grant_type=refresh_token', { json: { refresh_token } })).toMatchObject({ status: 200 })
  expect(other.users.find('15551234567')?.id).toBe(user.id)
  const json = { type: 'email', email: 'ada@example.com', token: other.inbox.last().code }
  expect(await call('POST /verify', { json })).toMatchObject({ status: 200 })
})

test('the same requests have the same outcome from there on, chance and all', async () => {
  server.users.create()
  const state = server.exportState()
  const goOn = async () => {
    server.importState(state)
    return (await callerOf(server)('POST /signup', { json: {} })).body as unknown
  }
  expect(await goOn()).toEqual(await goOn())
})

test('is a copy', () => {
  server.users.create({ user_metadata: { list: [1] } })
  const state = server.exportState()
  const text = JSON.stringify(state)
  server.users.update(server.users.all()[0]!, { user_metadata: { list: [2] } })
  expect(JSON.stringify(state)).toBe(text)
  server.importState(state)
  ;(state.tables.users as unknown as { user_metadata: { list: number[] } }[])[0]!.user_metadata.list.push(3)
  expect(server.users.all()[0]?.user_metadata).toEqual({ list: [1] })
})

test('forgets what was there', () => {
  const empty = server.exportState()
  server.users.create({ email: 'ada@example.com' })
  server.importState(empty)
  expect(server.users.all()).toEqual([])
  expect(server.users.find('ada@example.com')).toBeUndefined()
})

test('tables that a fixture leaves out are empty', () => {
  server.users.create()
  server.importState({ version: 1, tables: {}, messages: [], random: 1 })
  expect(server.exportState().tables.users).toEqual([])
})

describe('refuses what is none, and then has changed nothing', () => {
  const empty = { version: 1, tables: {}, messages: [], random: 1 }
  test.each<[unknown]>([
    [undefined],
    [null],
    [{}],
    ['x'],
    [[]],
    [{ ...empty, version: 2 }],
    [{ ...empty, random: '1' }],
    [{ ...empty, messages: {} }],
    [{ ...empty, tables: { nonsense: [] } }],
    [{ ...empty, tables: { journal: [] } }],
    [{ ...empty, tables: { users: {} } }],
    [{ ...empty, tables: { users: [null] } }],
    [{ ...empty, tables: { users: [{}] } }],
    // Without what it is found by.
    [{ ...empty, tables: { ssoProviders: [{ id: 'x' }] } }],
  ])('%j', (state) => {
    server.users.create()
    const before = server.exportState()
    expect(() => server.importState(state as ServerState)).toThrow(
      new TypeError('This is not what exportState() of a test server has returned'),
    )
    expect(server.exportState()).toEqual(before)
    expect(server.users.find('user-1@example.com')).toBeDefined()
  })
})
