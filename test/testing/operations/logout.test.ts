import { beforeEach, describe, expect, test } from 'vitest'
import { createClient, unwrap } from '../../../src/facade/index.ts'
import type { TestServer } from '../../../src/testing/index.ts'
import { callerOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
beforeEach(() => {
  server = checkedServer({ now: '2026-01-01T00:00:00Z' })
  call = callerOf(server)
  server.users.create({ email: 'ada@example.com' })
  server.users.create({ email: 'eve@example.com' })
})

/** Three sessions of Ada, and one of Eve. */
async function sessions(): Promise<[string, string, string, string]> {
  const names = ['ada', 'ada', 'ada', 'eve']
  const all = await Promise.all(names.map((name) => server.users.signIn(`${name}@example.com`)))
  return all.map(({ access_token }) => access_token) as [string, string, string, string]
}
const alive = async (tokens: string[]) =>
  Promise.all(tokens.map(async (token) => (await call('GET /user', { token })).status === 200))

describe('POST /logout', () => {
  test.each([
    ['', [false, false, false, true]],
    ['?scope=', [false, false, false, true]],
    ['?scope=global', [false, false, false, true]],
    ['?scope=local', [false, true, true, true]],
    ['?scope=others', [true, false, false, true]],
  ])('%s ends sessions at once', async (query, expected) => {
    const tokens = await sessions()
    const { status, body, headers } = await call(`POST /logout${query}`, { token: tokens[0] })
    expect({ status, body }).toEqual({ status: 204, body: undefined })
    expect(headers.has('content-type')).toBe(false)
    expect(await alive(tokens)).toEqual(expected)
    expect(server.exportState().tables.refreshTokens).toHaveLength(expected.filter(Boolean).length)
  })

  test('is noted', async () => {
    const [token] = await sessions()
    await call('POST /logout', { token })
    expect(server.exportState().tables.auditLog).toMatchObject([
      { payload: { action: 'logout', actor_username: 'ada@example.com', log_type: 'account' } },
    ])
  })

  test('with a token that names no session ends all of them', async () => {
    const tokens = await sessions()
    const token = await server.createToken({ sub: server.users.find('ada@example.com')!.id })
    expect((await call('POST /logout?scope=local', { token })).status).toBe(204)
    expect(await alive(tokens)).toEqual([false, false, false, true])
  })

  test('refuses other scopes', async () => {
    const [token] = await sessions()
    await expectRefusal(
      server,
      () => call('POST /logout?scope=a"b', { token }),
      refusal(400, 'validation_failed', 'Unsupported logout scope "a\\"b"'),
    )
  })

  test('refuses who has gone already, who is nobody, and other methods', async () => {
    const [token] = await sessions()
    await call('POST /logout', { token })
    const gone = refusal(403, 'session_not_found', 'Session from session_id claim in JWT does not exist')
    await expectRefusal(server, () => call('POST /logout', { token }), gone)
    await expectRefusal(
      server,
      () => call('POST /logout'),
      refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token'),
    )
    const { status, headers } = await call('GET /logout')
    expect([status, headers.get('allow')]).toEqual([405, 'POST'])
  })

  test('through the client', async () => {
    const auth = createClient({ url: server.url, fetch: server.fetch })
    unwrap(await auth.signInWithPassword({ email: 'ada@example.com', password: 'correct-horse-battery' }))
    unwrap(await auth.signOut())
    expect(unwrap(await auth.getSession()).session).toBeNull()
    expect(server.exportState().tables.sessions).toEqual([])
  })
})
