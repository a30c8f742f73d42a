import { beforeEach, describe, expect, test } from 'vitest'
import type { TestServer, TestUser } from '../../../src/testing/index.ts'
import { totp } from '../../../src/testing/crypto/totp.ts'
import { createAuthenticator } from '../../facade/passkeys/software-authenticator.ts'
import { callerOf, claimsOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
let user: TestUser
let token: string
let admin: string

beforeEach(async () => {
  server = checkedServer({ now: '2026-01-01T00:00:00Z' })
  call = callerOf(server)
  user = server.users.create({ email: 'ada@example.com' })
  token = (await server.users.signIn(user)).access_token
  admin = await server.createServiceToken()
})

const nobody = '00000000-0000-4000-8000-000000000000'
const enroll = async (json: object) => (await call('POST /factors', { token, json })).body
const factors = (path = '') => `/admin/users/${user.id}/factors${path && `/${path}`}`
const passkeys = (path = '') => `/admin/users/${user.id}/passkeys${path && `/${path}`}`
const auditOf = async (query: string) => {
  const { body } = await call(`GET /admin/audit?query=${encodeURIComponent(query)}`, { token: admin })
  return body.map(({ payload }: { payload: object }) => payload)
}

describe('GET /admin/users/{user_id}/factors', () => {
  test('lists them', async () => {
    expect(await call(`GET ${factors()}`, { token: admin })).toMatchObject({ status: 200, body: [] })
    const app = await enroll({ factor_type: 'totp', friendly_name: 'App' })
    const phone = await enroll({ factor_type: 'phone', phone: '+15551234567' })
    expect((await call(`GET ${factors()}`, { token: admin })).body).toEqual([
      {
        id: app.id,
        friendly_name: 'App',
        factor_type: 'totp',
        status: 'unverified',
        phone: '',
        last_challenged_at: null,
        created_at: '2026-01-01T00:00:00.000Z',
        updated_at: '2026-01-01T00:00:00.000Z',
      },
      expect.objectContaining({ id: phone.id, factor_type: 'phone', phone: '15551234567' }),
    ])
  })
})

describe('PUT /admin/users/{user_id}/factors/{factor_id}', () => {
  test('changes name and number', async () => {
    const { id } = await enroll({ factor_type: 'phone', phone: '+15551234567', friendly_name: 'Phone' })
    server.clock.advance('1s')
    const json = { friendly_name: 'New', phone: '+1 555 7654321' }
    expect(await call(`PUT ${factors(id)}`, { token: admin, json })).toMatchObject({
      status: 200,
      body: { id, friendly_name: 'New', phone: '15557654321', updated_at: '2026-01-01T00:00:01.000Z' },
    })
    expect(await auditOf('action:factor_updated')).toMatchObject([
      { actor_username: 'service_role', traits: { user_id: user.id, factor_id: id, factor_type: 'phone' } },
    ])
    const unchanged = await call(`PUT ${factors(id)}`, { token: admin, json: {} })
    expect(unchanged.body).toMatchObject({ friendly_name: 'New', phone: '15557654321' })
  })

  test('does not look at the number of an app', async () => {
    const { id } = await enroll({ factor_type: 'totp' })
    expect((await call(`PUT ${factors(id)}`, { token: admin, json: { phone: 'x' } })).body).toMatchObject({ phone: '' })
  })

  test('refuses what is no number, and no JSON', async () => {
    const { id } = await enroll({ factor_type: 'phone', phone: '+15551234567' })
    await expectRefusal(
      server,
      () => call(`PUT ${factors(id)}`, { token: admin, json: { friendly_name: 'x', phone: 'x' } }),
      refusal(400, 'validation_failed', 'Invalid phone number format (E.164 required)'),
    )
    await expectRefusal(
      server,
      () => call(`PUT ${factors(id)}`, { token: admin, json: '' }),
      refusal(400, 'bad_json', 'Could not parse request body as JSON: unexpected end of JSON input'),
    )
  })

  test('fails for the name of another factor', async () => {
    await enroll({ factor_type: 'totp', friendly_name: 'App' })
    const { id } = await enroll({ factor_type: 'webauthn', friendly_name: 'Key' })
    const message = 'Unexpected failure, please check server logs for more information'
    await expectRefusal(server, () => call(`PUT ${factors(id)}`, { token: admin, json: { friendly_name: 'App' } }), {
      status: 500,
      body: { code: 500, error_code: 'unexpected_failure', msg: message },
    })
  })
})

describe('DELETE /admin/users/{user_id}/factors/{factor_id}', () => {
  test('deletes it; sessions that it made sure are less sure', async () => {
    const app = await enroll({ factor_type: 'totp' })
    const challenge = (await call(`POST /factors/${app.id}/challenge`, { token })).body
    const json = { challenge_id: challenge.id, code: await totp(app.totp.secret, server.clock.now() / 1_000) }
    const session = (await call(`POST /factors/${app.id}/verify`, { token, json })).body
    const deleted = await call(`DELETE ${factors(app.id)}`, { token: admin })
    expect(deleted).toMatchObject({ status: 200, body: { id: app.id, status: 'verified' } })
    expect((await call(`GET ${factors()}`, { token: admin })).body).toEqual([])
    const { refresh_token } = session
    const next = await call('POST /token?grant_type=refresh_token', { json: { refresh_token } })
    expect(claimsOf(next.body.access_token).aal).toBe('aal1')
    expect(await auditOf('action:factor_deleted')).toMatchObject([
      { actor_id: user.id, traits: { user_id: user.id, factor_id: app.id } },
    ])
  })

  test.each(['PUT', 'DELETE'])('%s of a factor of somebody else, of none', async (method) => {
    const { id } = await enroll({ factor_type: 'totp' })
    const other = server.users.create()
    const unknown = refusal(404, 'mfa_factor_not_found', 'Factor not found')
    const ask = (path: string) => call(`${method} ${path}`, { token: admin, json: {} })
    await expectRefusal(server, () => ask(`/admin/users/${other.id}/factors/${id}`), unknown)
    await expectRefusal(server, () => ask(factors(nobody)), unknown)
    await expectRefusal(server, () => ask(factors('x')), refusal(404, 'validation_failed', 'factor_id must be an UUID'))
  })
})

describe('/admin/users/{user_id}/passkeys', () => {
  async function register() {
    const device = createAuthenticator('http://localhost:3000')
    const { challenge_id, options } = (await call('POST /passkeys/registration/options', { token })).body
    const json = { challenge_id, credential: device.create(options) }
    return (await call('POST /passkeys/registration/verify', { token, json })).body
  }

  test('lists and deletes them', async () => {
    expect((await call(`GET ${passkeys()}`, { token: admin })).body).toEqual([])
    const passkey = await register()
    expect((await call(`GET ${passkeys()}`, { token: admin })).body).toEqual([passkey])
    expect(await call(`DELETE ${passkeys(passkey.id)}`, { token: admin })).toMatchObject({ status: 204, body: undefined })
    expect((await call('GET /passkeys', { token })).body).toEqual([])
    expect(await auditOf('action:passkey_deleted')).toMatchObject([
      { actor_username: 'service_role', traits: { user_id: user.id, passkey_id: passkey.id } },
    ])
  })

  test('of somebody else, of none', async () => {
    const { id } = await register()
    const other = server.users.create()
    const unknown = refusal(404, 'validation_failed', 'Passkey not found')
    for (const path of [`/admin/users/${other.id}/passkeys/${id}`, passkeys(nobody), passkeys('x')]) {
      await expectRefusal(server, () => call(`DELETE ${path}`, { token: admin }), unknown)
    }
  })
})

describe.each([
  ['GET', 'factors'],
  ['PUT', 'factors/x'],
  ['DELETE', 'factors/x'],
  ['GET', 'passkeys'],
  ['DELETE', 'passkeys/x'],
])('%s /admin/users/{user_id}/%s', (method, path) => {
  const ask = (id: string, more: object = {}) => call(`${method} /admin/users/${id}/${path}`, more)

  test('of a user who is not there', async () => {
    expect(await ask(nobody, { token: admin })).toMatchObject(refusal(404, 'user_not_found', 'User not found'))
    expect(await ask('x', { token: admin })).toMatchObject(refusal(404, 'validation_failed', 'user_id must be an UUID'))
  })

  test('by others than administrators', async () => {
    expect(await ask(user.id)).toMatchObject(refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token'))
    expect(await ask(user.id, { token })).toMatchObject(refusal(403, 'not_admin', 'User not allowed'))
  })
})
