import { beforeEach, describe, expect, test } from 'vitest'
import type { TestServer, TestUser } from '../../../src/testing/index.ts'
import { callerOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

type Session = Awaited<ReturnType<TestServer['users']['signIn']>>

let server: TestServer
let call: ReturnType<typeof callerOf>
let user: TestUser
let sessions: [Session, Session, Session]

beforeEach(async () => {
  server = checkedServer({ now: '2026-01-01T00:00:00Z' })
  call = callerOf(server)
  user = server.users.create({ email: 'ada@example.com' })
  const stranger = server.users.create({ email: 'eve@example.com' })
  const { signIn } = server.users
  sessions = [await signIn(user), await signIn(user), await signIn(stranger)]
})

const logout = (query = '', token = sessions[0].access_token) => call(`POST /logout${query}`, { token })
/** Which of the sessions go on: by their access tokens and, the same, by their refresh tokens. */
async function alive(): Promise<boolean[]> {
  const byAccess = []
  const byRefresh = []
  for (const { access_token: token, refresh_token } of sessions) {
    byAccess.push((await call('GET /user', { token })).status === 200)
    byRefresh.push((await call('POST /token?grant_type=refresh_token', { json: { refresh_token } })).status === 200)
  }
  expect(byRefresh).toEqual(byAccess)
  return byAccess
}

describe('POST /logout', () => {
  test.each([
    ['', [false, false, true]],
    ['?scope=', [false, false, true]],
    ['?scope=global', [false, false, true]],
    ['?scope=local', [false, true, true]],
    ['?scope=others', [true, false, true]],
  ])('/logout%s', async (query, wanted) => {
    const { status, body, headers } = await logout(query)
    expect([status, body, headers.get('content-type')]).toEqual([204, undefined, null])
    expect(await alive()).toEqual(wanted)
  })

  test('ends the access token at once', async () => {
    await logout('?scope=local')
    const gone = refusal(403, 'session_not_found', 'Session from session_id claim in JWT does not exist')
    await expectRefusal(server, () => logout('?scope=local'), gone)
  })

  test.each(['', '?scope=local', '?scope=others'])('with a token that names no session ends all: %s', async (query) => {
    await logout(query, await server.createToken({ sub: user.id }))
    expect(await alive()).toEqual([false, false, true])
  })

  test('is noted', async () => {
    await logout()
    const { body } = await call('GET /admin/audit', { token: await server.createServiceToken() })
    expect(body[0].payload).toMatchObject({ action: 'logout', log_type: 'account', actor_id: user.id })
  })

  test('refuses another scope', async () => {
    const wanted = refusal(400, 'validation_failed', 'Unsupported logout scope "x"')
    await expectRefusal(server, () => logout('?scope=x'), wanted)
  })

  test('refuses whoever is not signed in', async () => {
    const wanted = refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
    await expectRefusal(server, () => call('POST /logout'), wanted)
    const answer = await call('POST /logout', { headers: { 'x-supabase-api-version': '2024-01-01' } })
    expect(answer.body).toEqual({
      code: 'no_authorization',
      message: 'This endpoint requires a valid Bearer token',
    })
  })
})
