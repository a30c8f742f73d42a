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

const email = 'ada@example.com'
const time = '2026-01-01T00:00:00.000Z'
const invite = (json: unknown, query = '', headers: Record<string, string> = {}) =>
  call(`POST /invite${query}`, { token: admin, json, headers })

describe('POST /invite', () => {
  test('makes a user, and sends a link', async () => {
    const { status, body } = await invite({ email: 'Ada@example.com', data: { name: 'Ada' } })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      email,
      invited_at: time,
      confirmation_sent_at: time,
      user_metadata: { name: 'Ada' },
      app_metadata: { provider: 'email', providers: ['email'] },
      identities: [{ provider: 'email', identity_data: { email, email_verified: false } }],
    })
    expect(body).not.toHaveProperty('email_confirmed_at')
    expect(server.inbox.last(email)).toMatchObject({ type: 'invite', tokenHash: expect.stringMatching(/^[0-9a-f]{56}$/) })
    const { headers } = await call(`GET ${server.inbox.last(email).link!.slice(server.url.length)}`)
    expect(new URLSearchParams(new URL(headers.get('location')!).hash.slice(1)).get('type')).toBe('invite')
  })

  test('once more, as long as it was not accepted: the same user, another link', async () => {
    const { body: first } = await invite({ email, data: { name: 'Ada' } })
    const { tokenHash } = server.inbox.last(email)
    const { body: second } = await invite({ email, data: { name: 'Eve' } })
    expect(second).toMatchObject({ id: first.id, user_metadata: { name: 'Ada' } })
    expect(await call('POST /verify', { json: { type: 'invite', token_hash: tokenHash } })).toMatchObject({ status: 403 })
    const json = { type: 'invite', token_hash: server.inbox.last(email).tokenHash }
    expect((await call('POST /verify', { json })).status).toBe(200)
  })

  test('is possible where sign-up is off, and leads back to where people may go', async () => {
    await begin({ GOTRUE_DISABLE_SIGNUP: true })
    expect((await invite({ email }, '?redirect_to=http://localhost:3000/welcome')).status).toBe(200)
    expect(server.inbox.last(email).redirectTo).toBe('http://localhost:3000/welcome')
  })

  test('is noted', async () => {
    const { body: user } = await invite({ email })
    const { body } = await call('GET /admin/audit', { token: admin })
    expect(body[0].payload).toEqual({
      action: 'user_invited',
      actor_id: '00000000-0000-0000-0000-000000000000',
      actor_username: 'service_role',
      actor_via_sso: false,
      log_type: 'team',
      traits: { user_id: user.id, user_email: email },
    })
  })

  test.each<[string, unknown, object, ConfigInput?]>([
    ['no address', {}, refusal(400, 'validation_failed', 'An email address is required')],
    [
      'what is no address',
      { email: 'x' },
      refusal(400, 'validation_failed', 'Unable to validate email address: invalid format'),
    ],
    [
      'who is there, and confirmed',
      { email: 'eve@example.com' },
      refusal(422, 'email_exists', 'A user with this email address has already been registered'),
    ],
    [
      'where no mail may go out',
      { email },
      refusal(429, 'over_email_send_rate_limit', 'email rate limit exceeded'),
      { GOTRUE_RATE_LIMIT_EMAIL_SENT: '0' },
    ],
    [
      'an address that may have no mail',
      { email },
      refusal(400, 'email_address_not_authorized', `Email address "${email}" cannot be used as it is not authorized`),
      { GOTRUE_EXTERNAL_EMAIL_AUTHORIZED_ADDRESSES: 'ok@example.com' },
    ],
    ['no JSON', '{', refusal(400, 'bad_json', 'Could not parse request body as JSON: unexpected end of JSON input')],
  ])('refuses %s', async (_, json, wanted, config) => {
    await begin(config)
    server.users.create({ email: 'eve@example.com' })
    await expectRefusal(server, () => invite(json), wanted)
  })

  test('refuses whoever is no administrator', async () => {
    const user = server.users.create()
    const { access_token } = await server.users.signIn(user)
    const ask = (token?: string) => () => call('POST /invite', { ...(token && { token }), json: { email } })
    await expectRefusal(server, ask(), refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token'))
    await expectRefusal(server, ask(access_token), refusal(403, 'not_admin', 'User not allowed'))
  })

  test('refuses in the newer shape, if that is asked for', async () => {
    const { status, body } = await invite({}, '', { 'x-supabase-api-version': '2024-01-01' })
    expect([status, body]).toEqual([400, { code: 'validation_failed', message: 'An email address is required' }])
  })
})
