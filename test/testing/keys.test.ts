import { describe, expect, test } from 'vitest'
import { createTestServer, type ConfigInput } from '../../src/testing/index.ts'
import { callerOf, claimsOf } from './calls.ts'

const rsa = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }

async function pairOf(alg: string): Promise<[own: JsonWebKey, open: JsonWebKey]> {
  const algorithm =
    alg === 'RS256'
      ? rsa
      : alg === 'EdDSA'
        ? { name: 'Ed25519' }
        : { name: 'ECDSA', namedCurve: alg === 'ES384' ? 'P-384' : 'P-256' }
  const pair = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair
  const both = [pair.privateKey, pair.publicKey].map(async (key) => ({
    ...(await crypto.subtle.exportKey('jwk', key)),
    alg,
    kid: `key-${alg}`,
    key_ops: [key.type === 'private' ? 'sign' : 'verify', 'verify'],
  }))
  return (await Promise.all(both)) as unknown as [JsonWebKey, JsonWebKey]
}

const begin = (config: ConfigInput) => {
  const server = createTestServer({ config })
  const call = callerOf(server)
  const status = async (token: string) => (await call('GET /user', { token })).status
  return { server, call, status, signIn: async () => (await server.users.signIn(server.users.create())).access_token }
}

const headerOf = (token: string): unknown => JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString())

describe('keys', () => {
  test.each(['RS256', 'ES256', 'ES384', 'EdDSA'])('sign with %s, and take what they have signed', async (alg) => {
    const [own] = await pairOf(alg)
    const { signIn, status } = begin({ GOTRUE_JWT_KEYS: [own] })
    const token = await signIn()
    expect(headerOf(token)).toEqual({ alg, kid: `key-${alg}`, typ: 'JWT' })
    expect(await status(token)).toBe(200)
    const [head, claims, signature] = token.split('.') as [string, string, string]
    const other = Buffer.from(JSON.stringify({ ...claimsOf(token), role: 'service_role' })).toString('base64url')
    expect(await status([head, other, signature].join('.'))).toBe(403)
    expect(await status([head, claims, signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))].join('.'))).toBe(403)
  })

  test('with the secret, where there are no others', async () => {
    const { signIn, status } = begin({ GOTRUE_JWT_KEYS: '' })
    const token = await signIn()
    expect(headerOf(token)).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(await status(token)).toBe(200)
  })

  test('with a secret that has a name', async () => {
    const k = Buffer.from('another-secret-of-at-least-32-characters').toString('base64url')
    const { signIn, status } = begin({
      GOTRUE_JWT_KEYS: [{ kty: 'oct', k, alg: 'HS256', kid: 'mine', key_ops: ['sign', 'verify'] } as JsonWebKey],
    })
    const token = await signIn()
    expect(headerOf(token)).toEqual({ alg: 'HS256', kid: 'mine', typ: 'JWT' })
    expect(await status(token)).toBe(200)
    // The secret of the configuration stays good beside it.
    const other = createTestServer({ config: { GOTRUE_JWT_KEYS: '' } })
    expect(await status(await other.createToken(claimsOf(token)))).toBe(200)
    const foreign = createTestServer({ config: { GOTRUE_JWT_KEYS: '', GOTRUE_JWT_SECRET: 'x'.repeat(40) } })
    expect(await status(await foreign.createToken(claimsOf(token)))).toBe(403)
  })

  test('of before, which sign no more, still verify', async () => {
    const [old, oldOpen] = await pairOf('RS256')
    const [own] = await pairOf('ES256')
    const before = begin({ GOTRUE_JWT_KEYS: [old] })
    const token = await before.signIn()
    const after = begin({ GOTRUE_JWT_KEYS: [own, { ...oldOpen, key_ops: ['verify'] }] })
    after.server.importState(before.server.exportState())
    expect(await after.status(token)).toBe(200)
    expect(headerOf(await after.signIn())).toMatchObject({ alg: 'ES256' })
    const without = begin({ GOTRUE_JWT_KEYS: [own] })
    without.server.importState(before.server.exportState())
    expect(await without.status(token)).toBe(403)
  })

  test('of the algorithms of the configuration only', async () => {
    const { server, call } = begin({ GOTRUE_JWT_VALID_METHODS: 'ES256' })
    const hs = createTestServer({ config: { GOTRUE_JWT_KEYS: '' } })
    const { body } = await call('GET /admin/users', { token: await hs.createServiceToken() })
    expect(body.msg).toBe(
      'invalid JWT: unable to parse or verify signature, token signature is invalid: signing method HS256 is invalid',
    )
    expect((await call('GET /admin/users', { token: await server.createServiceToken() })).status).toBe(200)
  })
})
