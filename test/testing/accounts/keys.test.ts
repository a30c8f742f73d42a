import { beforeAll, describe, expect, test } from 'vitest'
import {
  createTestServer,
  createTestToken,
  testJwks,
  type ConfigInput,
  type TestServer,
} from '../../../src/testing/index.ts'
import { callerOf, claimsOf } from '../calls.ts'

interface Jwk extends JsonWebKey {
  kid: string
}

const algorithms = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  RS256: {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: 'SHA-256',
  },
  EdDSA: { name: 'Ed25519' },
}
type Algorithm = keyof typeof algorithms

async function newKey(alg: Algorithm, kid: string, use: 'sign' | 'verify' = 'sign'): Promise<Jwk> {
  const pair = (await crypto.subtle.generateKey(algorithms[alg], true, ['sign', 'verify'])) as CryptoKeyPair
  const jwk = await crypto.subtle.exportKey('jwk', pair.privateKey)
  delete jwk.ext
  return { ...jwk, kid, alg, key_ops: [use] }
}

const secret: Jwk = {
  kty: 'oct',
  kid: 'secret',
  alg: 'HS256',
  k: Buffer.from('another secret').toString('base64url'),
  key_ops: ['sign'],
}
const verifyOnly = (jwk: Jwk): Jwk => ({ ...jwk, key_ops: ['verify'] })

const start = (keys?: Jwk[], more: ConfigInput = {}) =>
  createTestServer({ config: { ...(keys && { GOTRUE_JWT_KEYS: keys }), ...more } })
const headerOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as object
const signIn = async (server: TestServer) => (await server.users.signIn(server.users.create())).access_token
const jwksOf = async (server: TestServer) => (await callerOf(server)('GET /.well-known/jwks.json')).body as { keys: Jwk[] }
const statusOf = async (server: TestServer, token: string) => (await callerOf(server)('GET /user', { token })).status

/** What an application does that verifies by itself. */
async function isSigned(
  token: string,
  { keys }: { keys: JsonWebKey[] },
  algorithm = algorithms.ES256 as object,
): Promise<boolean> {
  const [header, claims, signature] = token.split('.') as [string, string, string]
  const { kid } = headerOf(token) as { kid?: string }
  const jwk = keys.find((key) => (key as Jwk).kid === kid)!
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm as EcKeyImportParams, false, ['verify'])
  return crypto.subtle.verify(
    algorithm as EcdsaParams,
    key,
    Buffer.from(signature, 'base64url'),
    new TextEncoder().encode(`${header}.${claims}`),
  )
}

const keys = {} as Record<Algorithm, Jwk>
beforeAll(async () => {
  for (const alg of Object.keys(algorithms) as Algorithm[]) keys[alg] = await newKey(alg, `key-${alg}`)
})

describe('without keys of its own', () => {
  test('signs with a published key, whose public half it lists', async () => {
    const server = start()
    const token = await signIn(server)
    expect(headerOf(token)).toEqual({ alg: 'ES256', kid: 'test-es256', typ: 'JWT' })
    expect(await jwksOf(server)).toEqual(testJwks)
    expect(await isSigned(token, testJwks)).toBe(true)
    expect(JSON.stringify(testJwks)).not.toContain('"d"')
    expect(await statusOf(server, token)).toBe(200)
  })

  test('takes tokens of the secret, too', async () => {
    const server = start()
    const { id } = server.users.create()
    const { GOTRUE_JWT_SECRET } = server.config
    expect(await statusOf(server, await createTestToken({ sub: id, session_id: '' }, { secret: GOTRUE_JWT_SECRET }))).toBe(
      200,
    )
    expect(await statusOf(server, await createTestToken({ sub: id, session_id: '' }, { secret: 'another' }))).toBe(403)
  })
})

describe('with keys', () => {
  test.each(Object.keys(algorithms) as Algorithm[])('%s', async (alg) => {
    const server = start([keys[alg]])
    const token = await signIn(server)
    expect(headerOf(token)).toEqual({ alg, kid: `key-${alg}`, typ: 'JWT' })
    const jwks = await jwksOf(server)
    expect(jwks.keys).toHaveLength(1)
    expect(jwks.keys[0]).toMatchObject({ kid: `key-${alg}`, alg, use: 'sig', key_ops: ['verify'] })
    for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(jwks.keys[0]).not.toHaveProperty(name)
    expect(await isSigned(token, jwks, algorithms[alg])).toBe(true)
    expect(await statusOf(server, token)).toBe(200)
    expect(await statusOf(server, `${token.slice(0, -6)}AAAAAA`)).toBe(403)
  })

  test('HS256 is not listed', async () => {
    const server = start([secret])
    const token = await signIn(server)
    expect(headerOf(token)).toEqual({ alg: 'HS256', kid: 'secret', typ: 'JWT' })
    expect((await jwksOf(server)).keys).toEqual([])
    expect(await statusOf(server, token)).toBe(200)
  })

  test('none: HS256 with the secret', async () => {
    const server = start([])
    const token = await signIn(server)
    expect(headerOf(token)).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect((await jwksOf(server)).keys).toEqual([])
    expect(await statusOf(server, token)).toBe(200)
  })

  test('as text of an environment', async () => {
    const server = createTestServer({ config: { GOTRUE_JWT_KEYS: JSON.stringify([keys.ES256]) } })
    expect(headerOf(await signIn(server))).toMatchObject({ kid: 'key-ES256' })
  })

  test('are rotated: what the old one has signed stays good as long as it is there to verify', async () => {
    const before = start([keys.ES256])
    const old = await signIn(before)
    const state = before.exportState()
    const during = start([keys.RS256, verifyOnly(keys.ES256)])
    during.importState(state)
    expect(await statusOf(during, old)).toBe(200)
    const fresh = await signIn(during)
    expect(headerOf(fresh)).toMatchObject({ alg: 'RS256' })
    expect((await jwksOf(during)).keys.map(({ kid }) => kid)).toEqual(['key-RS256', 'key-ES256'])
    const after = start([keys.RS256])
    after.importState(during.exportState())
    expect(await statusOf(after, fresh)).toBe(200)
    expect((await callerOf(after)('GET /user', { token: old })).body).toMatchObject({
      error_code: 'bad_jwt',
      msg: 'invalid JWT: unable to parse or verify signature, token signature is invalid: signing method ES256 is invalid',
    })
  })

  test('a key that is not known', async () => {
    const server = start([keys.ES256])
    const other = await signIn(start([await newKey('ES256', 'other')]))
    expect((await callerOf(server)('GET /user', { token: other })).body.msg).toBe(
      'invalid JWT: unable to parse or verify signature, token is unverifiable: error while executing keyfunc: unrecognized JWT kid other for algorithm ES256',
    )
    // A name alone does not do.
    const forged = await signIn(start([await newKey('ES256', 'key-ES256')]))
    expect((await callerOf(server)('GET /user', { token: forged })).body.msg).toBe(
      'invalid JWT: unable to parse or verify signature, token signature is invalid: signature is invalid',
    )
  })

  test('methods that are not valid', async () => {
    const server = start([keys.ES256], { GOTRUE_JWT_VALID_METHODS: ['RS256'] })
    expect((await callerOf(server)('GET /user', { token: await signIn(server) })).body.msg).toMatch(
      /signing method ES256 is invalid$/,
    )
  })

  test('need one to sign with, and one only', async () => {
    const message = 'config.GOTRUE_JWT_KEYS needs exactly one key with the key_ops "sign"'
    expect(() => start([verifyOnly(keys.ES256)])).toThrow(message)
    expect(() => start([keys.ES256, keys.RS256])).toThrow(message)
  })
})

describe('times', () => {
  const now = '2026-11-25T12:00:00Z'
  const seconds = Date.parse(now) / 1_000

  test.each([
    ['exp', seconds + 1, 200, ''],
    ['exp', seconds, 403, 'token has invalid claims: token is expired'],
    ['nbf', seconds, 200, ''],
    ['nbf', seconds + 1, 403, 'token has invalid claims: token is not valid yet'],
    // Nobody looks at it.
    ['iat', seconds + 9_999, 200, ''],
  ])('%s %i', async (claim, time, status, why) => {
    const server = createTestServer({ now })
    const { id } = server.users.create()
    const answer = await callerOf(server)('GET /user', { token: await server.createToken({ sub: id, [claim]: time }) })
    expect(answer.status).toBe(status)
    if (why) expect(answer.body.msg).toBe(`invalid JWT: unable to parse or verify signature, ${why}`)
  })

  test('without an end', async () => {
    const server = createTestServer({ now })
    const { id } = server.users.create()
    const token = await server.createToken({ sub: id, exp: undefined })
    expect(claimsOf(token)).not.toHaveProperty('exp')
    server.clock.advance('9999d')
    expect(await statusOf(server, token)).toBe(200)
  })
})

describe('createTestToken()', () => {
  test('is of a signed-in user, with what is given', async () => {
    const token = await createTestToken({ app_metadata: { role: 'editor' }, email: 'ada@example.com' })
    expect(claimsOf(token)).toMatchObject({
      aud: 'authenticated',
      role: 'authenticated',
      email: 'ada@example.com',
      app_metadata: { role: 'editor' },
      is_anonymous: false,
    })
    expect(await isSigned(token, testJwks)).toBe(true)
  })

  test('with a secret is HS256', async () => {
    const token = await createTestToken({}, { secret: 's' })
    expect(headerOf(token)).toEqual({ alg: 'HS256', typ: 'JWT' })
    const key = await crypto.subtle.importKey(
      'raw',
      new TextEncoder().encode('s'),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['verify'],
    )
    const end = token.lastIndexOf('.')
    const signature = Buffer.from(token.slice(end + 1), 'base64url')
    expect(await crypto.subtle.verify('HMAC', key, signature, new TextEncoder().encode(token.slice(0, end)))).toBe(true)
  })
})
