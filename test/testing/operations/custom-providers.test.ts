import { beforeEach, describe, expect, test } from 'vitest'
import type { TestServer } from '../../../src/testing/index.ts'
import { callerOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
let token: string

async function start(config: Record<string, unknown> = {}) {
  server = checkedServer({ now: '2026-01-01T00:00:00Z', config })
  call = callerOf(server)
  token = await server.createServiceToken()
}
beforeEach(() => start())

const oauth2 = {
  provider_type: 'oauth2',
  identifier: 'custom:acme',
  name: 'Acme',
  client_id: 'app',
  client_secret: 'hidden',
  authorization_url: 'https://login.acme.example/authorize',
  token_url: 'https://login.acme.example/token',
  userinfo_url: 'https://login.acme.example/userinfo',
}
const oidc = {
  provider_type: 'oidc',
  identifier: 'custom:corp',
  name: 'Corp',
  client_id: 'app',
  client_secret: 'hidden',
  issuer: 'https://id.corp.example',
}
const create = (json: object) => call('POST /admin/custom-providers', { token, json })
const update = (json: object, identifier = 'custom:acme') =>
  call(`PUT /admin/custom-providers/${identifier}`, { token, json })

test('a provider of OAuth 2 has its endpoints, and never shows its secret', async () => {
  const { status, body } = await create({ ...oauth2, scopes: ['profile'] })
  expect(status).toBe(201)
  expect(body).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    provider_type: 'oauth2',
    identifier: 'custom:acme',
    name: 'Acme',
    client_id: 'app',
    acceptable_client_ids: [],
    scopes: ['profile'],
    pkce_enabled: true,
    attribute_mapping: {},
    custom_claims_allowlist: [],
    authorization_params: {},
    enabled: true,
    email_optional: false,
    skip_nonce_check: false,
    authorization_url: oauth2.authorization_url,
    token_url: oauth2.token_url,
    userinfo_url: oauth2.userinfo_url,
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
  })
  expect(await call('GET /admin/custom-providers/custom:acme', { token })).toMatchObject({ status: 200, body })
})

test('a provider of OpenID Connect asks for openid, and keeps what discovery says', async () => {
  expect((await create({ ...oidc, scopes: ['email'], skip_nonce_check: true })).body).toMatchObject({
    scopes: ['openid', 'email'],
    issuer: 'https://id.corp.example',
    skip_nonce_check: true,
    discovery_document: { issuer: 'https://id.corp.example', jwks_uri: expect.stringContaining('https://') },
  })
})

test('the newest is listed first; of one type, the oldest', async () => {
  const identifiers = async (query = '') =>
    (await call(`GET /admin/custom-providers${query}`, { token })).body.providers.map(
      ({ identifier }: { identifier: string }) => identifier,
    )
  expect(await identifiers()).toEqual([])
  await create(oauth2)
  server.clock.advance('1s')
  await create({ ...oauth2, identifier: 'custom:second' })
  server.clock.advance('1s')
  await create(oidc)
  expect(await identifiers()).toEqual(['custom:corp', 'custom:second', 'custom:acme'])
  expect(await identifiers('?type=oauth2')).toEqual(['custom:acme', 'custom:second'])
  expect(await call('GET /admin/custom-providers?type=saml', { token })).toMatchObject(
    refusal(400, 'validation_failed', "type must be either 'oauth2' or 'oidc'"),
  )
})

describe('PUT', () => {
  test('changes what it names', async () => {
    const { body } = await create(oauth2)
    server.clock.advance('1m')
    const changes = { name: 'Other', scopes: [], enabled: false, authorization_params: { prompt: 'login' } }
    expect(await update(changes)).toMatchObject({
      status: 200,
      body: { ...body, ...changes, updated_at: '2026-01-01T00:01:00.000Z' },
    })
  })

  test('ignores empty texts, the type, the identifier, and what is of the other type', async () => {
    const { body } = await create(oauth2)
    const answer = await update({
      name: '',
      client_id: '',
      provider_type: 'oidc',
      identifier: 'custom:x',
      issuer: 'no URL',
      skip_nonce_check: true,
    })
    expect(answer.body).toEqual(body)
  })

  test('of an issuer finds out about it', async () => {
    await create(oidc)
    expect((await update({ issuer: 'https://new.example', scopes: ['a'] }, 'custom:corp')).body).toMatchObject({
      issuer: 'https://new.example',
      scopes: ['openid', 'a'],
      discovery_document: { issuer: 'https://new.example' },
    })
  })

  test.each([
    ['custom:nope', refusal(404, 'custom_provider_not_found', 'Custom OAuth provider not found')],
    ['acme', refusal(400, 'validation_failed', "identifier must start with 'custom:' prefix, e.g. 'custom:acme'")],
    [
      'custom%3Aacme',
      refusal(400, 'validation_failed', "identifier must start with 'custom:' prefix, e.g. 'custom:custom%3Aacme'"),
    ],
  ])('of %s is refused', async (identifier, wanted) => {
    await create(oauth2)
    await expectRefusal(server, () => update({ name: 'x' }, identifier), wanted)
    await expectRefusal(server, () => call(`GET /admin/custom-providers/${identifier}`, { token }), wanted)
    await expectRefusal(server, () => call(`DELETE /admin/custom-providers/${identifier}`, { token }), wanted)
  })

  test('of a private address is refused', async () => {
    await create(oauth2)
    const wanted = refusal(400, 'validation_failed', 'URL cannot resolve to private network addresses')
    await expectRefusal(server, () => update({ name: 'x', token_url: 'https://10.0.0.1/' }), wanted)
  })
})

test('DELETE forgets it', async () => {
  await create(oauth2)
  expect(await call('DELETE /admin/custom-providers/custom:acme', { token })).toMatchObject({ status: 204, body: undefined })
  expect((await call('GET /admin/custom-providers', { token })).body).toEqual({ providers: [] })
})

test.each<[string, object, string]>([
  ['no type', { ...oauth2, provider_type: 'saml' }, "provider_type must be either 'oauth2' or 'oidc'"],
  ['no identifier', { ...oauth2, identifier: '' }, 'identifier is required'],
  ['no prefix', { ...oauth2, identifier: 'a' }, "identifier must start with 'custom:' prefix, e.g. 'custom:a'"],
  ['no name', { ...oauth2, name: '' }, 'name is required'],
  ['no client', { ...oauth2, client_id: '' }, 'client_id is required'],
  ['no secret', { ...oauth2, client_secret: undefined }, 'client_secret is required'],
  ['no issuer', { ...oidc, issuer: undefined }, 'issuer is required for OIDC providers'],
  ['no endpoint', { ...oauth2, token_url: undefined }, 'token_url is required for OAuth2 providers'],
  ['http', { ...oauth2, token_url: 'http://a.example/' }, 'URL must use HTTPS'],
  ['no host', { ...oidc, issuer: 'https://' }, 'URL must have a valid hostname'],
  ['bad URL', { ...oidc, issuer: 'https://a.example/%zz' }, 'Invalid URL format'],
  ['localhost', { ...oidc, issuer: 'https://LOCALHOST' }, 'URL cannot point to localhost or loopback addresses'],
  ['loopback', { ...oidc, issuer: 'https://127.0.0.2' }, 'URL cannot resolve to loopback addresses'],
  ['private', { ...oidc, issuer: 'https://172.31.0.1' }, 'URL cannot resolve to private network addresses'],
  ['link-local', { ...oidc, issuer: 'https://169.254.169.254' }, 'URL cannot resolve to link-local addresses'],
  ['multicast', { ...oidc, issuer: 'https://230.0.0.1' }, 'URL cannot resolve to multicast addresses'],
  ['IPv6', { ...oidc, issuer: 'https://[fd00::1]' }, 'URL cannot resolve to private network addresses'],
  ['no such name', { ...oidc, issuer: 'https://a.invalid' }, 'Unable to resolve hostname'],
  [
    'reserved parameter',
    { ...oauth2, authorization_params: { state: 'x' } },
    'Cannot override reserved OAuth parameter: state',
  ],
  ['parameter', { ...oauth2, authorization_params: { a: 1 } }, 'Authorization parameter "a" must be a string'],
  ['mapping', { ...oauth2, attribute_mapping: { role: 'x' } }, 'Cannot map to protected system field: role'],
  ['claim', { ...oauth2, custom_claims_allowlist: [' '] }, 'custom_claims_allowlist entries must be non-empty strings'],
])('refuses %s', async (_, json, message) => {
  await expectRefusal(server, () => create(json), refusal(400, 'validation_failed', message))
})

test('refuses an identifier that is taken, and one too many', async () => {
  await start({ GOTRUE_CUSTOM_OAUTH_MAX_PROVIDERS: 2 })
  await create(oauth2)
  const taken = refusal(400, 'conflict', 'A custom OAuth provider with this identifier already exists')
  await expectRefusal(server, () => create(oauth2), taken)
  await create(oidc)
  const quota = refusal(400, 'over_custom_provider_quota', 'Maximum number of custom OAuth/OIDC providers reached')
  await expectRefusal(server, () => create({ ...oauth2, identifier: 'custom:third' }), quota)
})

test('passes on what the database has against it', async () => {
  const broken = (constraint: string) => ({
    status: 500,
    body: { code: '23514', message: expect.stringContaining(`"custom_oauth_providers_${constraint}"`) },
  })
  await expectRefusal(server, () => create({ ...oauth2, identifier: 'custom:A' }), broken('identifier_format'))
  await expectRefusal(server, () => create({ ...oauth2, name: 'n'.repeat(101) }), broken('name_length'))
})

test('is for administrators, and may be switched off', async () => {
  expect(await call('GET /admin/custom-providers')).toMatchObject({ status: 401, body: { error_code: 'no_authorization' } })
  await start({ GOTRUE_CUSTOM_OAUTH_ENABLED: false })
  const off = refusal(404, 'feature_disabled', 'Custom OAuth providers are disabled')
  await expectRefusal(server, () => create(oauth2), off)
  await expectRefusal(server, () => call('GET /admin/custom-providers', { token }), off)
})
