import { beforeEach, expect, test } from 'vitest'
import type { ConfigInput, TestServer } from '../../../src/testing/index.ts'
import { callerOf, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let list: (query?: string) => ReturnType<ReturnType<typeof callerOf>>

async function start(config: ConfigInput = {}): Promise<void> {
  server = checkedServer({ config: { GOTRUE_MAILER_AUTOCONFIRM: true, ...config }, now: '2026-11-25T12:00:00Z' })
  const token = await server.createServiceToken()
  list = (query = '') => callerOf(server)(`GET /admin/audit${query}`, { token })
}
beforeEach(() => start())

const actionsOf = ({ body }: { body: { payload: { action: string } }[] }) =>
  body.map(({ payload }) => payload.action).join(' ')

/** Leaves `user_signedup`, `login`, `user_modified` and `logout`, in that order. */
async function leaveTraces(): Promise<{ id: string }> {
  const call = callerOf(server)
  const json = { email: 'ada@example.com', password: 'correct-horse-battery', data: { full_name: 'Ada Lovelace' } }
  const { access_token: token, user } = (await call('POST /signup', { json })).body
  await call('PUT /user', { token, json: { data: { a: 1 } } })
  await call('POST /logout', { token })
  return user
}

test('lists what happened, the newest first', async () => {
  const { id } = await leaveTraces()
  const answer = await list()
  expect(actionsOf(answer)).toBe('logout user_modified login user_signedup')
  expect(answer.body[0]).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    payload: {
      action: 'logout',
      actor_id: id,
      actor_name: 'Ada Lovelace',
      actor_username: 'ada@example.com',
      actor_via_sso: false,
      log_type: 'account',
    },
    created_at: '2026-11-25T12:00:00.000Z',
    ip_address: '',
  })
  expect(answer.headers.get('x-total-count')).toBe('4')
  expect(answer.headers.get('link')).toBe('</admin/audit?page=1>; rel="last"')
})

test('an empty one has no last page', async () => {
  const answer = await list()
  expect(answer).toMatchObject({ status: 200, body: [] })
  expect([answer.headers.get('x-total-count'), answer.headers.get('link')]).toEqual([
    '0',
    '</admin/audit?page=0>; rel="last"',
  ])
})

test.each([
  ['', 'logout user_modified login user_signedup'],
  ['author:ada@', 'logout user_modified login user_signedup'],
  ['author:LOVE', 'logout user_modified login user_signedup'],
  ['author:a_a', 'logout user_modified login user_signedup'],
  ['author:a\\_a', ''],
  ['author:eve', ''],
  ['action:log', 'logout login'],
  ['action:%25up', 'user_signedup'],
  ['action:', 'logout user_modified login user_signedup'],
  ['type:user', 'user_modified'],
  ['type:TEAM', 'user_signedup'],
  ['author:ada:b', ''],
])('query=%s', async (query, actions) => {
  await leaveTraces()
  expect(actionsOf(await list(`?query=${query}`))).toBe(actions)
})

test('pages', async () => {
  await leaveTraces()
  const answer = await list('?per_page=3&query=author:ada')
  expect(actionsOf(answer)).toBe('logout user_modified login')
  expect(answer.headers.get('link')).toBe(
    '</admin/audit?page=2&per_page=3&query=author%3Aada>; rel="next", </admin/audit?page=2&per_page=3&query=author%3Aada>; rel="last"',
  )
  expect(actionsOf(await list('?per_page=3&page=2'))).toBe('user_signedup')
  expect(actionsOf(await list('?per_page=3&page=3'))).toBe('')
})

test.each([
  ['?query=x', 'Invalid query scope: x'],
  ['?query=author', 'Invalid query scope: author'],
  ['?query=:', 'Invalid query scope: :'],
  ['?query=Author:x', 'Invalid query scope: Author:x'],
  ['?query=__proto__:x', 'Invalid query scope: __proto__:x'],
  ['?query=constructor:x', 'Invalid query scope: constructor:x'],
  ['?query=x&page=y', 'Bad Pagination Parameters: strconv.ParseUint: parsing "y": invalid syntax'],
])('refuses %s', async (query, msg) => {
  expect(await list(query)).toMatchObject(refusal(400, 'validation_failed', msg))
})

test('can’t divide by nothing, nor look for a NUL character', async () => {
  const { status, body } = await list('?per_page=0')
  expect([status, body]).toEqual([500, { code: 500, error_code: 'unexpected_failure', msg: 'Internal Server Error' }])
  expect(await list('?query=author:%00')).toMatchObject(refusal(500, 'unexpected_failure', 'Error searching for audit logs'))
})

test('is for administrators', async () => {
  const call = callerOf(server)
  expect(await call('GET /admin/audit')).toMatchObject({ status: 401, body: { error_code: 'no_authorization' } })
  const { access_token: token } = await server.users.signIn(server.users.create())
  expect(await call('GET /admin/audit', { token })).toMatchObject(refusal(403, 'not_admin', 'User not allowed'))
})

test('notes nothing of what was refused', async () => {
  const call = callerOf(server)
  await call('POST /signup', { json: { email: 'x', password: 'correct-horse-battery' } })
  expect((await list()).body).toEqual([])
})

test('is switched off by its word', async () => {
  await start({ GOTRUE_AUDIT_LOG_DISABLE_POSTGRES: true })
  await leaveTraces()
  expect((await list()).body).toEqual([])
})
