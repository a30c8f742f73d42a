// Tokens that somebody else has made: whoever is let in has a token that a key of the server has signed, as it is, and nobody is refused
// with an exception, or with the token in what is said of it.
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { createClient, decodeAccessToken, isAuthError, verifyAccessToken, type JwkSet } from '../../src/facade/index.ts'
import { json } from '../scripted-fetch.ts'
import { hostileJson, isPolluted, mutated, runs, settled } from './hostile.ts'

const url = 'https://auth.example.com/auth/v1'
const encode = (data: string | Uint8Array) => Buffer.from(data as never).toString('base64url')
const now = Math.floor(Date.now() / 1000)
const claims = { sub: 'PLANTED-user', aud: 'authenticated', role: 'authenticated', exp: now + 3600, iat: now, iss: url }
const secret = 'PLANTED-secret-of-at-least-thirty-two-bytes'

let keys: CryptoKeyPair
let jwks: JwkSet
let genuine: string
const sign = async (content: string) =>
  encode(
    new Uint8Array(
      await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, new TextEncoder().encode(content)),
    ),
  )
beforeAll(async () => {
  keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  jwks = { keys: [{ ...(await crypto.subtle.exportKey('jwk', keys.publicKey)), kid: 'k1', key_ops: ['verify'] } as never] }
  const content = `${encode('{"alg":"ES256","kid":"k1"}')}.${encode(JSON.stringify(claims))}`
  genuine = `${content}.${await sign(content)}`
})

const alg = fc.constantFrom(
  'none',
  'None',
  'NONE',
  '',
  'HS256',
  'hs256',
  'ES256',
  'ES256 ',
  'RS256',
  'ES512',
  '__proto__',
  'constructor',
  'toString',
  'HS512',
)
const header = fc.oneof(
  alg.map((alg) => JSON.stringify({ alg, kid: 'k1' })),
  alg.chain((alg) =>
    mutated({
      alg,
      kid: 'k1',
      typ: 'JWT',
      crit: ['b64'],
      jwk: {},
      jku: 'https://evil.example/jwks.json',
      x5u: 'https://evil.example',
    }),
  ),
  hostileJson,
)
const payload = fc.oneof(mutated(claims), hostileJson, fc.constant(JSON.stringify(claims)))
const part = (text: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 5, arbitrary: text.map(encode) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map(encode) },
    { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
    // Not UTF-8, a byte order mark, padding.
    {
      weight: 1,
      arbitrary: fc.constantFrom(encode(new Uint8Array([0x7b, 0xff, 0x7d])), encode('\ufeff{}'), 'e30=', 'e31', ''),
    },
  )
/** What is signed with the public key as if it were a secret, or not at all. */
const signature = fc.constantFrom('', 'AA', encode(new Uint8Array(64)), 'A'.repeat(342))
const token = fc.oneof(
  fc.tuple(part(header), part(payload), signature).map((parts) => parts.join('.')),
  fc.array(part(payload), { maxLength: 6 }).map((parts) => parts.join('.')),
  fc.string({ unit: 'binary' }),
)

const expectRefused = (result: { data: unknown; error: unknown }, token: unknown) => {
  expect(result.data).toBeNull()
  expect(isAuthError(result.error)).toBe(true)
  const { message } = result.error as Error
  expect(message).not.toContain('PLANTED')
  if (typeof token === 'string' && token.length > 20) expect(message).not.toContain(token)
  expect(message.length).toBeLessThan(300)
  expect(isPolluted()).toBe(false)
}

test('the token that the others are made after is good', async () => {
  expect((await verifyAccessToken(genuine, { jwks })).data?.claims.sub).toBe(claims.sub)
})

describe('verifyAccessToken()', () => {
  test('refuses any token that the key has not signed', async () => {
    await fc.assert(
      fc.asyncProperty(token, async (token) => {
        const asked: string[] = []
        const fetch = async (request: Request) => (asked.push(request.url), json(jwks))
        expectRefused(await settled(() => verifyAccessToken(token, { jwks })), token)
        expectRefused(
          await settled(() => verifyAccessToken(token, { jwksUrl: `${url}/.well-known/jwks.json`, fetch })),
          token,
        )
        expectRefused(await settled(() => verifyAccessToken(token, { jwks, secret })), token)
        // Keys come from where the application says, not the token.
        for (const address of asked) expect(address).toBe(`${url}/.well-known/jwks.json`)
      }),
      { numRuns: runs(400) },
    )
  })

  test('refuses a genuine token of which anything is changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.constantFrom(...'AQgw09_-.=+/ \n\u0000é'),
        fc.constantFrom(0, 1),
        async (at, character, removed) => {
          const index = at % (genuine.length + 1)
          const changed = genuine.slice(0, index) + character + genuine.slice(index + removed)
          fc.pre(changed !== genuine)
          expectRefused(await verifyAccessToken(changed, { jwks }), changed)
        },
      ),
      { numRuns: runs(400) },
    )
  })

  test('refuses what is signed by HMAC with the public key, in all its forms', async () => {
    const [jwk] = jwks.keys
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey))
    const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey))
    const forms = [JSON.stringify(jwk), JSON.stringify(jwks), jwk!.x!, encode(raw), raw, spki]
    for (const form of forms) {
      const bytes = typeof form === 'string' ? new TextEncoder().encode(form) : form
      const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
      const content = `${encode('{"alg":"HS256","kid":"k1"}')}.${encode(JSON.stringify(claims))}`
      const forged = `${content}.${encode(new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(content))))}`
      expectRefused(await verifyAccessToken(forged, { jwks }), forged)
      expectRefused(await verifyAccessToken(forged, { jwks, secret }), forged)
    }
  })

  test('of a key’s own signature, refuses claims that are none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(hostileJson, mutated(claims)), async (payload) => {
        const content = `${encode('{"alg":"ES256","kid":"k1"}')}.${encode(payload)}`
        const { data, error } = await settled(async () => verifyAccessToken(`${content}.${await sign(content)}`, { jwks }))
        if (error) expect(error.code).toMatch(/^(invalid_jwt|jwt_expired)$/)
        else expect(data).toMatchObject({ claims: { sub: expect.any(String), exp: expect.any(Number) } })
        expect(isPolluted()).toBe(false)
      }),
      { numRuns: runs(150) },
    )
  })

  test('with any set of keys has a result', async () => {
    const key = fc.oneof(hostileJson, mutated({ ...jwks.keys[0] }))
    const set = fc.oneof(
      hostileJson,
      fc.array(key, { maxLength: 4 }).map((keys) => `{"keys":[${keys.join()}]}`),
    )
    await fc.assert(
      fc.asyncProperty(set, async (set) => {
        const fetch = async () => new Response(set)
        const { data, error } = await settled(() => verifyAccessToken(genuine, { jwksUrl: `${url}/jwks.json`, fetch }))
        expect(isAuthError(error) || data?.claims.sub === claims.sub).toBe(true)
        if (error) expect(error.message).not.toContain('PLANTED')
      }),
      { numRuns: runs(150) },
    )
  })

  test.each([1e5, 1e6, 1e7])('of %d characters is refused before it is read', async (length) => {
    for (const huge of ['a'.repeat(length), '.'.repeat(length), `${encode('{"alg":"ES256"}')}.${'a'.repeat(length)}.AA`]) {
      expectRefused(await verifyAccessToken(huge, { jwks }), huge)
    }
  })
})

describe('getClaims()', () => {
  test('lets nobody in but by the keys, or by the word of the server', async () => {
    await fc.assert(
      fc.asyncProperty(token, async (token) => {
        const asked: string[] = []
        const fetch = async (request: Request) => {
          asked.push(request.url)
          return request.url.endsWith('jwks.json') ? json(jwks) : json({ code: 'bad_jwt', message: 'no' }, { status: 403 })
        }
        const auth = createClient({ url, fetch, timeout: 500 })
        expectRefused(await settled(() => auth.getClaims(token)), token)
        for (const address of asked) expect([`${url}/.well-known/jwks.json`, `${url}/user`]).toContain(address)
      }),
      { numRuns: runs(200) },
    )
  })
})

describe('decodeAccessToken()', () => {
  test('reads claims with a subject, or throws an AuthError without the token', () => {
    let read = 0
    fc.assert(
      fc.property(token, (token) => {
        try {
          expect(typeof decodeAccessToken(token).sub).toBe('string')
          read++
        } catch (error) {
          expectRefused({ data: null, error }, token)
        }
      }),
      { numRuns: runs(1000) },
    )
    expect(read).toBeGreaterThan(20)
  })

  test('takes no subject from what all objects share', () => {
    const token = `e30.${encode('{"__proto__":{"sub":"eve"},"constructor":{"prototype":{"sub":"eve"}}}')}.AA`
    expect(() => decodeAccessToken(token)).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
    expect(isPolluted()).toBe(false)
  })
})
