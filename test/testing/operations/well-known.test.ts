import { describe, expect, test } from 'vitest'
import { createTestToken, testJwks, type ConfigInput } from '../../../src/testing/index.ts'
import { callerOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

const ask = async (path: string, config: ConfigInput = {}) => {
  const server = checkedServer({ config })
  return { server, ...(await callerOf(server)(`GET /.well-known/${path}`)) }
}

async function verifies(jwk: JsonWebKey, token: string): Promise<boolean> {
  const algorithm =
    jwk.kty === 'RSA'
      ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
      : { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify'])
  const [header, claims, signature] = token.split('.') as [string, string, string]
  return crypto.subtle.verify(
    algorithm,
    key,
    Buffer.from(signature, 'base64url'),
    new TextEncoder().encode(`${header}.${claims}`),
  )
}

describe('GET /.well-known/jwks.json', () => {
  test('lists the key that tokens are signed with', async () => {
    const { server, status, body, headers } = await ask('jwks.json')
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('public, max-age=600')
    expect(body.keys).toEqual([
      {
        kty: 'EC',
        kid: expect.any(String),
        alg: 'ES256',
        use: 'sig',
        key_ops: ['verify'],
        crv: 'P-256',
        x: expect.any(String),
        y: expect.any(String),
      },
    ])
    const { access_token } = await server.users.signIn(server.users.create())
    const header = JSON.parse(Buffer.from(access_token.split('.')[0]!, 'base64url').toString())
    expect(header).toEqual({ alg: 'ES256', kid: body.keys[0].kid, typ: 'JWT' })
    expect(await verifies(body.keys[0], access_token)).toBe(true)
    const [first, , last] = access_token.split('.')
    expect(await verifies(body.keys[0], `${first}.e30.${last}`)).toBe(false)
    expect(body).toEqual(testJwks)
    expect(await verifies(body.keys[0], await createTestToken())).toBe(true)
  })

  test('lists no secrets, and nothing of a key that is one', async () => {
    const pair = await crypto.subtle.generateKey(
      { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
      true,
      ['sign', 'verify'],
    )
    const rsa = { ...(await crypto.subtle.exportKey('jwk', pair.privateKey)), kid: 'mine', key_ops: ['sign', 'verify'] }
    const oct = { kty: 'oct', k: 'c2VjcmV0', kid: 'old', alg: 'HS256', key_ops: ['verify'] }
    const { server, body } = await ask('jwks.json', { GOTRUE_JWT_KEYS: JSON.stringify([oct, rsa]) })
    expect(body.keys).toHaveLength(1)
    for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(body.keys[0]).not.toHaveProperty(secret)
    expect(body.keys[0]).toMatchObject({ kty: 'RSA', kid: 'mine', alg: 'RS256', use: 'sig', key_ops: ['verify'] })
    const { access_token } = await server.users.signIn(server.users.create())
    expect(await verifies(body.keys[0], access_token)).toBe(true)
    expect((await callerOf(server)('GET /user', { token: access_token })).status).toBe(200)
  })

  test('lists nothing, where there is the secret only', async () => {
    expect((await ask('jwks.json', { GOTRUE_JWT_KEYS: '' })).body).toEqual({ keys: [] })
  })
})

describe.each(['openid-configuration', 'oauth-authorization-server'])('GET /.well-known/%s', (path) => {
  test('says where everything is', async () => {
    const { status, body, headers } = await ask(path)
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('public, max-age=600')
    expect(body).toMatchObject({
      issuer: 'http://localhost:9999',
      authorization_endpoint: 'http://localhost:9999/oauth/authorize',
      token_endpoint: 'http://localhost:9999/oauth/token',
      jwks_uri: 'http://localhost:9999/.well-known/jwks.json',
      userinfo_endpoint: 'http://localhost:9999/oauth/userinfo',
      registration_endpoint: 'http://localhost:9999/oauth/clients/register',
      scopes_supported: ['openid', 'profile', 'email', 'phone', 'offline_access'],
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256', 'plain'],
    })
    expect(body.claims_supported).toHaveLength(15)
  })

  test('after the issuer', async () => {
    const { body } = await ask(path, { GOTRUE_JWT_ISSUER: 'https://auth.example.com/v1/' })
    expect([body.issuer, body.token_endpoint]).toEqual([
      'https://auth.example.com/v1/',
      'https://auth.example.com/v1/oauth/token',
    ])
    const none = await ask(path, { GOTRUE_JWT_ISSUER: '' })
    expect([none.body.issuer, none.body.token_endpoint]).toEqual(['', '/oauth/token'])
  })

  test('names no registration, where there is none', async () => {
    const { body } = await ask(path, { GOTRUE_OAUTH_SERVER_ALLOW_DYNAMIC_REGISTRATION: false })
    expect(body).not.toHaveProperty('registration_endpoint')
  })
})

test('GET /.well-known/oauth-authorization-server, where there is no such server', async () => {
  const server = checkedServer({ config: { GOTRUE_OAUTH_SERVER_ENABLED: false } })
  const call = callerOf(server)
  const wanted = refusal(404, 'feature_disabled', 'OAuth server is disabled')
  await expectRefusal(server, () => call('GET /.well-known/oauth-authorization-server'), wanted)
  expect((await call('GET /.well-known/openid-configuration')).body).not.toHaveProperty('registration_endpoint')
})
