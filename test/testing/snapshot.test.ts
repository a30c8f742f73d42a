import { describe, expect, test } from 'vitest'
import { createTestServer, type ServerState } from '../../src/testing/index.ts'
import { callerOf } from './calls.ts'

const email = 'ada@example.com'
const password = 'correct-horse-battery'
const now = '2026-01-01T00:00:00Z'

async function filled() {
  const server = createTestServer({ now })
  const call = callerOf(server)
  await call('POST /signup', { json: { email, password } })
  await call('POST /verify', { json: { type: 'email', email, token: server.inbox.last(email).code } })
  await call('POST /recover', { json: { email } })
  return server
}

describe('exportState() and importState()', () => {
  test('as JSON, to another server: it goes on as the first one does', async () => {
    const server = await filled()
    const state = JSON.parse(JSON.stringify(server.exportState())) as ServerState
    const other = createTestServer({ now, seed: 99 })
    other.importState(state)
    expect(other.exportState()).toEqual(server.exportState())
    const goOn = async (one: typeof server) => {
      const call = callerOf(one)
      const json = { type: 'recovery', email, token: one.inbox.last(email).code }
      const { body } = await call('POST /verify', { json })
      const refreshed = await call('POST /token?grant_type=refresh_token', { json: { refresh_token: body.refresh_token } })
      return [body, refreshed.body, one.exportState()]
    }
    expect(await goOn(other)).toEqual(await goOn(server))
  })

  test('is a copy: neither sees what becomes of the other', async () => {
    const server = await filled()
    const state = server.exportState()
    const kept = structuredClone(state)
    server.users.update(email, { user_metadata: { x: 1 } })
    server.inbox.clear()
    expect(state).toEqual(kept)
    server.importState(state)
    ;(state.tables.users![0] as { email?: string }).email = 'x'
    state.messages.length = 0
    expect(server.exportState()).toEqual(kept)
  })

  test('forgets what was there before', async () => {
    const server = createTestServer({ now })
    const empty = server.exportState()
    await callerOf(server)('POST /signup', { json: { email, password } })
    server.importState(empty)
    expect(server.exportState()).toEqual(empty)
    expect(server.users.find(email)).toBeUndefined()
  })

  test('takes a state without some of the tables', () => {
    const server = createTestServer()
    server.users.create()
    server.importState({ version: 1, tables: {}, messages: [], random: 0 })
    expect(server.users.all()).toEqual([])
  })

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['another version', { version: 2, tables: {}, messages: [], random: 0 }],
    ['no messages', { version: 1, tables: {}, random: 0 }],
    ['no state of chance', { version: 1, tables: {}, messages: [] }],
    ['unknown tables', { version: 1, tables: { journal: [] }, messages: [], random: 0 }],
    ['rows that are none', { version: 1, tables: { users: {} }, messages: [], random: 0 }],
    ['rows without an ID', { version: 1, tables: { users: [{}] }, messages: [], random: 0 }],
    ['rows of null', { version: 1, tables: { users: [null] }, messages: [], random: 0 }],
  ])('refuses %s, and changes nothing', async (_, state) => {
    const server = await filled()
    const before = server.exportState()
    expect(() => server.importState(state as ServerState)).toThrow(
      new TypeError('This is not what exportState() of a test server has returned'),
    )
    expect(server.exportState()).toEqual(before)
  })
})
