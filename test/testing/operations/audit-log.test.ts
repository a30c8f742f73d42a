import { beforeEach, describe, expect, test } from 'vitest'
import type { ConfigInput, TestServer } from '../../../src/testing/index.ts'
import { callerOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
let admin: string

async function begin(config: ConfigInput = {}): Promise<void> {
  server = checkedServer({ config, now: '2026-01-01T00:00:00Z' })
  call = callerOf(server)
  admin = await server.createServiceToken()
}
beforeEach(() => begin())

interface Entry {
  payload: Record<string, unknown>
}
const list = (query = '') => call(`GET /admin/audit${query}`, { token: admin })
const actions = async (query = '') => (await list(query)).body.map(({ payload }: Entry) => payload.action)
const password = 'correct-horse-battery'

/** Two people: one of them has a name. */
async function happen(): Promise<void> {
  server.users.create({ email: 'ada@example.com', user_metadata: { full_name: 'Ada Lovelace' } })
  server.users.create({ phone: '15550001111' })
  await call('POST /token?grant_type=password', { json: { email: 'ada@example.com', password } })
  await call('POST /token?grant_type=password', { json: { phone: '15550001111', password } })
  await call('POST /recover', { json: { email: 'ada@example.com' } })
}

describe('GET /admin/audit', () => {
  test('of nothing', async () => {
    const { status, body, headers } = await list()
    expect([status, body]).toEqual([200, []])
    expect(headers.get('x-total-count')).toBe('0')
    expect(headers.get('link')).toBe('</admin/audit?page=0>; rel="last"')
  })

  test('lists the newest first', async () => {
    await happen()
    const { body } = await list()
    const common = { actor_via_sso: false, actor_id: expect.any(String) }
    expect(body.map(({ payload }: Entry) => payload)).toEqual([
      {
        ...common,
        action: 'user_recovery_requested',
        log_type: 'user',
        actor_username: 'ada@example.com',
        actor_name: 'Ada Lovelace',
      },
      { ...common, action: 'login', log_type: 'account', actor_username: '15550001111', traits: { provider: 'phone' } },
      {
        ...common,
        action: 'login',
        log_type: 'account',
        actor_username: 'ada@example.com',
        actor_name: 'Ada Lovelace',
        traits: { provider: 'email' },
      },
    ])
    expect(body[0]).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      created_at: '2026-01-01T00:00:00.000Z',
      ip_address: '',
    })
  })

  test('in pages', async () => {
    await happen()
    const { body, headers } = await list('?page=2&per_page=1')
    expect(body).toHaveLength(1)
    expect(headers.get('x-total-count')).toBe('3')
    expect(headers.get('link')).toBe(
      '</admin/audit?page=3&per_page=1>; rel="next", </admin/audit?page=3&per_page=1>; rel="last"',
    )
  })

  test.each([
    ['action:login', ['login', 'login']],
    ['action:LOGIN', ['login', 'login']],
    ['action:recovery%', ['user_recovery_requested']],
    ['action:zzz', []],
    ['action:', ['user_recovery_requested', 'login', 'login']],
    ['type:account', ['login', 'login']],
    ['type:user', ['user_recovery_requested']],
    ['author:lovelace', ['user_recovery_requested', 'login']],
    ['author:ada@', ['user_recovery_requested', 'login']],
    ['author:1555', ['login']],
    ['author:login', []],
  ])('?query=%s', async (query, wanted) => {
    await happen()
    expect(await actions(`?query=${encodeURIComponent(query)}`)).toEqual(wanted)
  })

  test('is empty, where nothing is written', async () => {
    await begin({ GOTRUE_AUDIT_LOG_DISABLE_POSTGRES: true })
    await happen()
    expect((await list()).body).toEqual([])
  })

  test('holds nothing of what was refused', async () => {
    await happen()
    server.users.update('ada@example.com', { password: 'another' })
    await call('POST /token?grant_type=password', { json: { email: 'ada@example.com', password } })
    expect(await actions()).toHaveLength(3)
  })

  test.each<[string, object]>([
    ['?query=x', refusal(400, 'validation_failed', 'Invalid query scope: x')],
    ['?query=x:y', refusal(400, 'validation_failed', 'Invalid query scope: x:y')],
    ['?query=constructor:y', refusal(400, 'validation_failed', 'Invalid query scope: constructor:y')],
    [
      '?page=x',
      refusal(400, 'validation_failed', 'Bad Pagination Parameters: strconv.ParseUint: parsing "x": invalid syntax'),
    ],
    ['?per_page=0', { status: 500, body: { code: 500, error_code: 'unexpected_failure', msg: 'Internal Server Error' } }],
  ])('refuses %s', async (query, wanted) => {
    await happen()
    await expectRefusal(server, () => list(query), wanted)
  })

  test('refuses whoever is no administrator', async () => {
    const wanted = refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
    await expectRefusal(server, () => call('GET /admin/audit'), wanted)
    const { access_token: token } = await server.users.signIn(server.users.create())
    await expectRefusal(server, () => call('GET /admin/audit', { token }), refusal(403, 'not_admin', 'User not allowed'))
    const headers = { 'x-supabase-api-version': '2024-01-01' }
    expect((await call('GET /admin/audit', { token, headers })).body).toEqual({
      code: 'not_admin',
      message: 'User not allowed',
    })
  })
})
