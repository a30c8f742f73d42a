import { beforeEach, describe, expect, test } from 'vitest'
import type { TestServer } from '../../../src/testing/index.ts'
import { callerOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
let token: string

const app = 'http://localhost:3000/app'
const ada = 'ada@example.com'

async function start(config: Parameters<typeof checkedServer>[0] = {}): Promise<void> {
  server = checkedServer({ now: '2026-01-01T00:00:00Z', ...config })
  call = callerOf(server)
  token = (await server.users.signIn(server.users.create({ email: ada }))).access_token
}
beforeEach(() => start())

const query = `provider=github&redirect_to=${encodeURIComponent(app)}`
const startLink = async (of = token) =>
  (await call(`GET /user/identities/authorize?${query}`, { token: of })).headers.get('location')!

/** Adds an identity. @returns where the browser ends */
const link = async (profile?: object, of = token) => new URL(await server.providers.approve(await startLink(of), profile))
const errorOf = ({ searchParams }: URL) => [searchParams.get('error'), searchParams.get('error_code')]
const identitiesOf = (user = ada) => server.users.find(user)!.identities!

describe('GET /user/identities/authorize', () => {
  test('leads to the service, or says where that is', async () => {
    expect(await startLink()).toMatch(/\/test-providers\/github\/login\/oauth\/authorize\?/)
    const answer = await call(`GET /user/identities/authorize?${query}&skip_http_redirect=true`, { token })
    expect(answer).toMatchObject({ status: 200, body: { url: expect.stringContaining('skip_http_redirect=true') } })
    expect((await call(`GET /user/identities/authorize?${query}&skip_http_redirect=1`, { token })).status).toBe(302)
  })

  test('adds an identity, whatever its address', async () => {
    const url = await link({ id: '7', email: 'work@example.com' })
    expect(url.href).toMatch(/^http:\/\/localhost:3000\/app#access_token=/)
    expect(server.users.find(ada)).toMatchObject({
      email: ada,
      app_metadata: { provider: 'email', providers: ['email', 'github'] },
      identities: [{ provider: 'email' }, { provider: 'github', id: '7', email: 'work@example.com' }],
    })
    // The metadata of the user stay as they were.
    expect(server.users.find(ada)!.user_metadata).not.toHaveProperty('user_name')
  })

  test('refuses an identity that is there, or is of somebody else', async () => {
    await link()
    expect(errorOf(await link())).toEqual(['server_error', 'identity_already_exists'])
    const other = (await server.users.signIn(server.users.create({ email: 'eve@example.com' }))).access_token
    const url = await link({}, other)
    expect(url.searchParams.get('error_description')).toBe('Identity is already linked to another user')
    expect(identitiesOf('eve@example.com')).toHaveLength(1)
  })

  test('gives an anonymous user the address of the service', async () => {
    const { id } = server.users.create({ is_anonymous: true })
    const anonymous = (await server.users.signIn({ id })).access_token
    await link({ id: '9', email: 'new@example.com' }, anonymous)
    expect(server.users.find(id)).toMatchObject({
      email: 'new@example.com',
      is_anonymous: false,
      email_confirmed_at: expect.any(String),
      app_metadata: { provider: 'github', providers: ['github'] },
    })
  })

  test('asks an anonymous user to confirm an address that the service has not verified', async () => {
    const { id } = server.users.create({ is_anonymous: true })
    const anonymous = (await server.users.signIn({ id })).access_token
    const url = await link({ id: '9', email: 'new@example.com', email_verified: false }, anonymous)
    expect(errorOf(url)).toEqual(['server_error', 'email_not_confirmed'])
    expect(server.inbox.last('new@example.com').type).toBe('signup')
    expect(server.users.find(id)).toMatchObject({ email: 'new@example.com', is_anonymous: true, identities: [{}] })
  })

  test('refuses an anonymous user the address of somebody else', async () => {
    const { id } = server.users.create({ is_anonymous: true })
    const url = await link({ email: ada }, (await server.users.signIn({ id })).access_token)
    expect(errorOf(url)).toEqual(['invalid_request', 'email_exists'])
    expect(server.users.find(id)).toMatchObject({ email: '', identities: [] })
  })

  test('comes to a bad end when the user is gone meanwhile', async () => {
    const state = new URL(await startLink()).searchParams.get('state')
    server.users.delete(ada)
    expect(await call(`GET /callback?code=x&state=${state}`)).toMatchObject({
      status: 500,
      body: { code: 500, error_code: 'unexpected_failure', msg: 'Internal Server Error' },
    })
  })

  test('refuses who has not signed in, and what is off', async () => {
    await expectRefusal(
      server,
      () => call('GET /user/identities/authorize'),
      refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token'),
    )
    await expectRefusal(
      server,
      () => call('GET /user/identities/authorize', { token }),
      refusal(400, 'validation_failed', 'Unsupported provider: Provider  could not be found'),
    )
    await start({ config: { GOTRUE_SECURITY_MANUAL_LINKING_ENABLED: false } })
    await expectRefusal(
      server,
      () => call(`GET /user/identities/authorize?${query}`, { token }),
      refusal(404, 'manual_linking_disabled', 'Manual linking is disabled'),
    )
  })
})

describe('DELETE /user/identities/{identity_id}', () => {
  const unlink = (provider: string, more: object = {}) => {
    const { identity_id } = identitiesOf().find((one) => one.provider === provider)!
    return call(`DELETE /user/identities/${identity_id}`, { token, ...more })
  }

  test('takes an identity away, and leaves the address that another has', async () => {
    await link({ email: ada })
    expect(await unlink('email')).toMatchObject({ status: 200, body: {} })
    expect(server.users.find(ada)).toMatchObject({
      app_metadata: { provider: 'github', providers: ['github'] },
      email_confirmed_at: expect.any(String),
      identities: [{ provider: 'github' }],
    })
  })

  test('gives the user the address of another identity', async () => {
    await link({ email: 'work@example.com' })
    await unlink('email')
    expect(server.users.all()).toMatchObject([{ email: 'work@example.com', email_confirmed_at: expect.any(String) }])
  })

  test('prefers an address that the service has verified, and forgets what went to the old one', async () => {
    await link({ id: '1', email: 'first@example.com', email_verified: false })
    await link({ id: '2', email: 'second@example.com' })
    await call('POST /recover', { json: { email: ada } })
    const { tokenHash } = server.inbox.last(ada)
    await unlink('email')
    expect(server.users.all()).toMatchObject([{ email: 'second@example.com', email_confirmed_at: expect.any(String) }])
    const answer = await call('POST /verify', { json: { type: 'recovery', token_hash: tokenHash } })
    expect(answer).toMatchObject(refusal(403, 'otp_expired', 'Email link is invalid or has expired'))
  })

  test('takes the confirmation away with the verified address', async () => {
    await link({ email: 'work@example.com', email_verified: false })
    await unlink('email')
    const [user] = server.users.all()
    expect(user).toMatchObject({ email: 'work@example.com', user_metadata: { email_verified: false } })
    expect(user).not.toHaveProperty('email_confirmed_at')
  })

  test('takes the number away with the identity of the phone', async () => {
    const { id } = server.users.create({ phone: '+15550001', email: 'p@example.com' })
    token = (await server.users.signIn({ id })).access_token
    const phone = server.users.find(id)!.identities!.find(({ provider }) => provider === 'phone')!
    expect((await call(`DELETE /user/identities/${phone.identity_id}`, { token })).status).toBe(200)
    expect(server.users.find(id)).toMatchObject({ phone: '', app_metadata: { providers: ['email'] } })
    expect(server.users.find(id)).not.toHaveProperty('phone_confirmed_at')
  })

  test('refuses the last one, one that is not there, and what is no ID', async () => {
    const one = refusal(422, 'single_identity_not_deletable', 'User must have at least 1 identity after unlinking')
    await expectRefusal(server, () => unlink('email'), one)
    await link()
    await expectRefusal(
      server,
      () => call('DELETE /user/identities/7fc19315-4ea9-4000-9798-948f9f6ff4bf', { token }),
      refusal(422, 'identity_not_found', "Identity doesn't exist"),
    )
    await expectRefusal(
      server,
      () => call('DELETE /user/identities/x', { token }),
      refusal(404, 'validation_failed', 'identity_id must be an UUID'),
    )
    await expectRefusal(
      server,
      () => unlink('email', { headers: { 'x-jwt-aud': 'other' } }),
      refusal(403, 'unexpected_audience', "Token audience doesn't match request audience"),
    )
  })

  test('refuses when others have the addresses that are left', async () => {
    await link({ email: 'work@example.com' })
    server.users.create({ email: 'work@example.com' })
    await expectRefusal(
      server,
      () => unlink('email'),
      refusal(422, 'email_conflict_identity_not_deletable', 'Unable to unlink identity due to email conflict'),
    )
  })

  test('refuses where linking is off', async () => {
    await start({ config: { GOTRUE_SECURITY_MANUAL_LINKING_ENABLED: false } })
    await expectRefusal(server, () => unlink('email'), refusal(404, 'manual_linking_disabled', 'Manual linking is disabled'))
  })
})
