import { beforeEach, describe, expect, test } from 'vitest'
import type { TestServer } from '../../../src/testing/index.ts'
import { callerOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
let admin: string

beforeEach(async () => {
  server = checkedServer({ now: '2026-01-01T00:00:00Z' })
  call = callerOf(server)
  admin = await server.createServiceToken()
})

const redirect_uris = ['https://app.example.com/callback']
const create = async (json: object = {}) =>
  (await call('POST /admin/oauth/clients', { token: admin, json: { redirect_uris, ...json } })).body
const path = ({ client_id }: { client_id: string }) => `/admin/oauth/clients/${client_id}`

describe('POST /admin/oauth/clients', () => {
  test('registers a confidential client, and shows its secret', async () => {
    const json = {
      redirect_uris,
      client_name: 'Notes',
      client_uri: 'https://app.example.com',
      logo_uri: 'https://app.example.com/logo.png',
    }
    expect(await call('POST /admin/oauth/clients', { token: admin, json })).toMatchObject({
      status: 201,
      body: {
        client_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        client_secret: expect.stringMatching(/^[\w-]{43}$/),
        client_type: 'confidential',
        redirect_uris,
        token_endpoint_auth_method: 'client_secret_basic',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        client_name: 'Notes',
        client_uri: 'https://app.example.com',
        logo_uri: 'https://app.example.com/logo.png',
        registration_type: 'manual',
        created_at: '2026-01-01T00:00:00.000Z',
        updated_at: '2026-01-01T00:00:00.000Z',
      },
    })
  })

  test.each([
    [{ client_type: 'public' }, 'public', 'none'],
    [{ token_endpoint_auth_method: 'none' }, 'public', 'none'],
    [{ token_endpoint_auth_method: 'client_secret_post' }, 'confidential', 'client_secret_post'],
    [{ client_type: 'confidential' }, 'confidential', 'client_secret_basic'],
    [{ client_type: '', token_endpoint_auth_method: '' }, 'confidential', 'client_secret_basic'],
  ])('of %j makes a %s client that uses %s', async (json, client_type, token_endpoint_auth_method) => {
    const client = await create(json)
    expect(client).toMatchObject({ client_type, token_endpoint_auth_method })
    expect('client_secret' in client).toBe(client_type === 'confidential')
  })

  test('with empty grant types allows all of them', async () => {
    expect(await create({ grant_types: [] })).toMatchObject({ grant_types: ['authorization_code', 'refresh_token'] })
    expect(await create({ grant_types: ['authorization_code'] })).toMatchObject({ grant_types: ['authorization_code'] })
  })

  test.each(['http://localhost/cb', 'http://127.0.0.1:8080/cb', 'http://[::1]/cb', 'myapp://cb', 'HTTPS://A.example/x#'])(
    'takes the redirect URI %s',
    async (uri) => {
      expect(await create({ redirect_uris: [uri] })).toMatchObject({ redirect_uris: [uri] })
    },
  )

  test('takes a URI with a comma for two, as the server does', async () => {
    const client = await create({ redirect_uris: ['https://a.example/?x=1,2'] })
    expect(client).toMatchObject({ redirect_uris: ['https://a.example/?x=1', '2'] })
  })

  test.each([
    ['', 'redirect URI cannot be empty'],
    ['https://a b/', 'invalid URL format'],
    ['https://a.example/%zz', 'invalid URL format'],
    [' https://a.example/', 'invalid URL format'],
    ['\0https://a.example/', 'invalid URL format'],
    ['mailto:ada@example.com', 'must have scheme and host'],
    ['myapp:/cb', 'must have scheme and host'],
    ['//a.example/cb', 'must have scheme and host'],
    ['https:///cb', 'must have scheme and host'],
    ['JavaScript://x', "scheme 'javascript' is not allowed for security reasons"],
    ['http://a.example/', 'HTTP scheme only allowed for localhost'],
    ['http://127.0.0.2/', 'HTTP scheme only allowed for localhost'],
    ['https://a.example/#x', 'fragment not allowed in redirect URI'],
  ])('refuses the redirect URI %j', async (uri, why) => {
    const json = { redirect_uris: [...redirect_uris, uri] }
    await expectRefusal(
      server,
      () => call('POST /admin/oauth/clients', { token: admin, json }),
      refusal(400, 'validation_failed', `400: invalid redirect_uri '${uri}': ${why}`),
    )
  })

  test.each([
    [{}, 'redirect_uris is required'],
    [{ redirect_uris: [] }, 'redirect_uris is required'],
    [{ redirect_uris: Array(11).fill('https://a.example/') }, 'redirect_uris cannot exceed 10 items'],
    [
      { redirect_uris, grant_types: ['password'] },
      "grant_types must only contain 'authorization_code' and/or 'refresh_token'",
    ],
    [{ redirect_uris, client_name: 'ä'.repeat(513) }, 'client_name cannot exceed 1024 characters'],
    [{ redirect_uris, client_uri: 'app' }, 'client_uri must be a valid URL'],
    [{ redirect_uris, client_uri: `/${'x'.repeat(2048)}` }, 'client_uri cannot exceed 2048 characters'],
    [{ redirect_uris, logo_uri: 'a b' }, 'logo_uri must be a valid URL'],
    [{ redirect_uris, client_type: 'x' }, "client_type must be 'public' or 'confidential'"],
    [
      { redirect_uris, token_endpoint_auth_method: 'x' },
      'token_endpoint_auth_method must be one of: [none client_secret_basic client_secret_post]',
    ],
    [
      { redirect_uris, client_type: 'confidential', token_endpoint_auth_method: 'none' },
      "client_type 'confidential' is inconsistent with token_endpoint_auth_method 'none' (expected client_type 'public')",
    ],
  ])('refuses %j', async (json, why) => {
    await expectRefusal(
      server,
      () => call('POST /admin/oauth/clients', { token: admin, json }),
      refusal(400, 'validation_failed', `400: ${why}`),
    )
  })

  test('refuses a NUL character with the words of the database', async () => {
    const why = 'failed to create OAuth client: ERROR: invalid byte sequence for encoding "UTF8": 0x00 (SQLSTATE 22021)'
    await expectRefusal(
      server,
      () => call('POST /admin/oauth/clients', { token: admin, json: { redirect_uris, client_name: 'a\0' } }),
      refusal(400, 'validation_failed', why),
    )
  })

  test.each(['', '[]', '{', '{"redirect_uris":"x"}', '{"client_name":1}', JSON.stringify({ x: 'x'.repeat(2 ** 20) })])(
    'refuses the body %.20s',
    async (json) => {
      await expectRefusal(
        server,
        () => call('POST /admin/oauth/clients', { token: admin, json }),
        refusal(400, 'bad_json', 'Invalid JSON body'),
      )
    },
  )

  test('reads one object, and not what comes after it', async () => {
    const json = `${JSON.stringify({ redirect_uris })} x`
    expect(await call('POST /admin/oauth/clients', { token: admin, json })).toMatchObject({ status: 201 })
  })

  test('refuses in the newer error bodies, too', async () => {
    const headers = { 'x-supabase-api-version': '2024-01-01' }
    const answer = await call('POST /admin/oauth/clients', { token: admin, json: {}, headers })
    expect(answer.body).toEqual({ code: 'validation_failed', message: '400: redirect_uris is required' })
    expect(answer.headers.get('x-sb-error-code')).toBe('validation_failed')
  })
})

describe('GET /admin/oauth/clients', () => {
  test('lists clients, newest first, without their secrets', async () => {
    expect(await call('GET /admin/oauth/clients', { token: admin })).toMatchObject({ status: 200, body: {} })
    const first = await create({ client_name: 'first' })
    const second = await create({ client_name: 'second' })
    server.clock.advance('1s')
    const third = await create({ client_name: 'third' })
    await call(`DELETE ${path(await create())}`, { token: admin })
    const { body } = await call('GET /admin/oauth/clients', { token: admin })
    const ids = body.clients.map((client: { client_id: string }) => client.client_id)
    expect(ids).toEqual([third.client_id, second.client_id, first.client_id])
    expect(JSON.stringify(body)).not.toContain('secret"')
  })
})

describe('GET, PUT, DELETE /admin/oauth/clients/{client_id}', () => {
  test('reads a client', async () => {
    const { client_secret: _, ...client } = await create()
    expect((await call(`GET ${path(client)}`, { token: admin })).body).toEqual(client)
  })

  test('changes what is sent', async () => {
    const { client_secret: _, ...client } = await create({ client_name: 'Notes' })
    server.clock.advance('1s')
    const json = { client_name: '', grant_types: ['refresh_token'], token_endpoint_auth_method: 'client_secret_post' }
    const { client_name: __, ...others } = client
    const wanted = { ...others, ...json, updated_at: '2026-01-01T00:00:01.000Z' } as Partial<typeof json>
    delete wanted.client_name
    expect((await call(`PUT ${path(client)}`, { token: admin, json })).body).toEqual(wanted)
    expect((await call(`GET ${path(client)}`, { token: admin })).body).toEqual(wanted)
    const uris = ['https://b.example/']
    const changed = await call(`PUT ${path(client)}`, { token: admin, json: { redirect_uris: uris, client_name: null } })
    expect(changed.body).toEqual({ ...wanted, redirect_uris: uris })
  })

  test.each([
    [{}, 'No fields provided for update'],
    [{ client_name: null }, 'No fields provided for update'],
    [{ unknown: 1 }, 'No fields provided for update'],
    [{ redirect_uris: [] }, 'redirect_uris cannot be empty'],
    [{ redirect_uris: ['x'] }, "invalid redirect_uri 'x': must have scheme and host"],
    [{ grant_types: [] }, 'grant_types cannot be empty'],
    [{ client_uri: 'x' }, 'client_uri must be a valid URL'],
    [
      { token_endpoint_auth_method: '' },
      'invalid token_endpoint_auth_method: must be one of [none client_secret_basic client_secret_post]',
    ],
    [
      { token_endpoint_auth_method: 'none' },
      "token_endpoint_auth_method 'none' is not valid for client_type 'confidential'; valid methods: [client_secret_basic client_secret_post]",
    ],
  ])('refuses the change %j', async (json, why) => {
    const client = await create()
    await expectRefusal(
      server,
      () => call(`PUT ${path(client)}`, { token: admin, json }),
      refusal(400, 'validation_failed', why),
    )
  })

  test('refuses a change with a NUL character as a failure', async () => {
    const client = await create()
    await expectRefusal(
      server,
      () => call(`PUT ${path(client)}`, { token: admin, json: { client_name: '\0' } }),
      refusal(500, 'unexpected_failure', 'Error updating OAuth client'),
    )
  })

  test('deletes a client, which nobody knows then', async () => {
    const client = await create()
    expect(await call(`DELETE ${path(client)}`, { token: admin })).toMatchObject({ status: 204, body: undefined })
    for (const route of [`GET ${path(client)}`, `DELETE ${path(client)}`, `POST ${path(client)}/regenerate_secret`]) {
      expect(await call(route, { token: admin })).toMatchObject(
        refusal(404, 'oauth_client_not_found', 'OAuth client not found'),
      )
    }
  })

  test.each(['GET', 'PUT', 'DELETE'])('%s of an id that is none', async (method) => {
    expect(
      await call(`${method} /admin/oauth/clients/x`, { token: admin, ...(method !== 'GET' && { json: {} }) }),
    ).toMatchObject(refusal(400, 'validation_failed', 'invalid client_id format'))
  })
})

describe('POST /admin/oauth/clients/{client_id}/regenerate_secret', () => {
  test('makes another secret', async () => {
    const client = await create({ token_endpoint_auth_method: 'client_secret_post' })
    server.clock.advance('1s')
    const { body } = await call(`POST ${path(client)}/regenerate_secret`, { token: admin })
    expect(body).toEqual({
      ...client,
      client_secret: expect.stringMatching(/^[\w-]{43}$/),
      updated_at: '2026-01-01T00:00:01.000Z',
    })
    expect(body.client_secret).not.toBe(client.client_secret)
    const tokenWith = (client_secret: string) =>
      call('POST /oauth/token', { form: { grant_type: 'refresh_token', client_id: client.client_id, client_secret } })
    expect(await tokenWith(client.client_secret)).toMatchObject(
      refusal(400, 'invalid_credentials', 'invalid client credentials'),
    )
    expect((await tokenWith(body.client_secret)).body).toMatchObject({ error: 'invalid_request' })
  })

  test('of a public client', async () => {
    const client = await create({ client_type: 'public' })
    await expectRefusal(
      server,
      () => call(`POST ${path(client)}/regenerate_secret`, { token: admin }),
      refusal(400, 'validation_failed', 'Cannot regenerate secret for public client'),
    )
  })
})

describe('POST /oauth/clients/register', () => {
  test('registers a client without anybody signed in', async () => {
    const json = { redirect_uris, client_name: 'Dynamic', scope: 'openid' }
    const { status, body } = await call('POST /oauth/clients/register', { json })
    expect(status).toBe(201)
    expect(body).toMatchObject({ registration_type: 'dynamic', client_name: 'Dynamic', client_type: 'confidential' })
    expect(body.client_secret).toHaveLength(43)
    expect((await call(`GET ${path(body)}`, { token: admin })).status).toBe(200)
  })

  test('refuses as administrators are refused', async () => {
    await expectRefusal(
      server,
      () => call('POST /oauth/clients/register', { json: {} }),
      refusal(400, 'validation_failed', '400: redirect_uris is required'),
    )
  })

  test('when registration is off', async () => {
    server = checkedServer({ config: { GOTRUE_OAUTH_SERVER_ALLOW_DYNAMIC_REGISTRATION: false } })
    call = callerOf(server)
    await expectRefusal(
      server,
      () => call('POST /oauth/clients/register', { json: '{' }),
      refusal(403, 'oauth_dynamic_client_registration_disabled', 'Dynamic client registration is not enabled'),
    )
  })

  test('beyond the limit', async () => {
    server = checkedServer({ config: { GOTRUE_RATE_LIMIT_HEADER: 'x-client' }, now: 0 })
    call = callerOf(server)
    const headers = { 'x-client': 'a' }
    for (let count = 0; count < 30; count++) await call('POST /oauth/clients/register', { json: {}, headers })
    const json = { redirect_uris }
    expect(await call('POST /oauth/clients/register', { json, headers })).toMatchObject(
      refusal(429, 'over_request_rate_limit', 'Request rate limit reached'),
    )
    expect((await call('POST /oauth/clients/register', { json, headers: { 'x-client': 'b' } })).status).toBe(201)
  })
})

const routes = [
  'GET /admin/oauth/clients',
  'POST /admin/oauth/clients',
  'GET /admin/oauth/clients/x',
  'PUT /admin/oauth/clients/x',
  'DELETE /admin/oauth/clients/x',
  'POST /admin/oauth/clients/x/regenerate_secret',
]

describe.each(routes)('%s', (route) => {
  test('by others than administrators', async () => {
    expect(await call(route)).toMatchObject(refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token'))
    const user = server.users.create()
    const { access_token: token } = await server.users.signIn(user)
    expect(await call(route, { token })).toMatchObject(refusal(403, 'not_admin', 'User not allowed'))
  })

  test('when the OAuth server is off', async () => {
    server = checkedServer({ config: { GOTRUE_OAUTH_SERVER_ENABLED: false } })
    const token = await server.createServiceToken()
    expect(await callerOf(server)(route, { token })).toMatchObject(
      refusal(404, 'feature_disabled', 'OAuth server is disabled'),
    )
    expect(await callerOf(server)(route)).toMatchObject({ status: 401 })
  })
})

test('POST /oauth/clients/register when the OAuth server is off', async () => {
  server = checkedServer({ config: { GOTRUE_OAUTH_SERVER_ENABLED: false } })
  expect(await callerOf(server)('POST /oauth/clients/register', { json: {} })).toMatchObject(
    refusal(404, 'feature_disabled', 'OAuth server is disabled'),
  )
})
