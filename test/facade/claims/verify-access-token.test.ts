// verifyAccessToken() says yes to what the server has signed and nothing else. Every rule has a token that is good but for it.
import fc from 'fast-check'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { decodeAccessToken, verifyAccessToken, type Jwk, type VerifyOptions } from '../../../src/facade/index.ts'
import {
  algorithms,
  asymmetric,
  claimsAt,
  createSigner,
  now,
  secret,
  sub,
  unsigned,
  type Algorithm,
  type Signer,
} from './signers.ts'

const signers = {} as Record<Algorithm, Signer>
let jwks: { keys: Jwk[] }
beforeAll(async () => {
  for (const alg of algorithms) signers[alg] = await createSigner(alg)
  jwks = { keys: asymmetric.map((alg) => signers[alg].jwk) }
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const accepted = async (token: string, options: VerifyOptions = { jwks }) => {
  const { data, error } = await verifyAccessToken(token, options)
  expect(error).toBeNull()
  return data!
}
async function expectRefused(token: unknown, why: string | RegExp, options: VerifyOptions = { jwks }) {
  const { data, error } = await verifyAccessToken(token as string, options)
  expect(data).toBeNull()
  const message = typeof why === 'string' ? `The access token is not valid: ${why}` : expect.stringMatching(why)
  expect(error).toMatchObject({ name: 'AuthError', code: 'invalid_jwt', message, status: 0, retryable: false })
}
/** What can serve as the key of each algorithm. */
const sourceOf = (alg: Algorithm): VerifyOptions => (alg === 'HS256' ? { secret } : { jwks })

describe.each(algorithms)('verifyAccessToken() of %s', (alg) => {
  test('gives the claims, the header and the signature', async () => {
    const token = await signers[alg].sign({ user_metadata: { name: 'Ädä 👩‍💻' } })
    const { claims, header, signature } = await accepted(token, sourceOf(alg))
    expect(claims).toEqual(decodeAccessToken(token))
    expect(claims.user_metadata).toEqual({ name: 'Ädä 👩‍💻' })
    expect(header).toEqual({ alg, kid: alg.toLowerCase(), typ: 'JWT' })
    expect(Buffer.from(signature).toString('base64url')).toBe(token.split('.')[2])
  })

  test('with a key of the same kind, and the same id, is refused', async () => {
    const other = await createSigner(alg)
    const options = alg === 'HS256' ? { secret: `${secret}x` } : { jwks: { keys: [other.jwk] } }
    await expectRefused(await signers[alg].sign(), 'its signature is wrong', options)
  })

  test('with other claims under the signature is refused', async () => {
    const [head, , signature] = (await signers[alg].sign()).split('.')
    const [, payload] = (await signers[alg].sign({ sub: 'somebody else' })).split('.')
    await expectRefused(`${head}.${payload}.${signature}`, 'its signature is wrong', sourceOf(alg))
  })

  test('is refused when it is not among the algorithms to accept', async () => {
    const token = await signers[alg].sign()
    await accepted(token, { ...sourceOf(alg), algorithms: [alg] })
    const others = algorithms.filter((other) => other !== alg)
    await expectRefused(token, 'its algorithm is not accepted', { ...sourceOf(alg), algorithms: others })
    await expectRefused(token, 'its algorithm is not accepted', { ...sourceOf(alg), algorithms: [] })
  })
})

describe('algorithm confusion:', () => {
  test.each(['none', 'None', 'NONE', 'nOnE'])('alg %s is refused, with any key and without a signature', async (alg) => {
    for (const options of [{ jwks }, { secret }, { jwks, secret }, { jwks, algorithms: [alg] }]) {
      await expectRefused(unsigned({ alg }, claimsAt(now()), ''), 'its algorithm is not accepted', options)
      await expectRefused(unsigned({ alg }, claimsAt(now())), 'its algorithm is not accepted', options)
    }
  })

  test.each(asymmetric)('HS256 with the public key of %s as the secret is refused', async (alg) => {
    const { jwk, kid } = signers[alg]
    for (const text of [
      JSON.stringify(jwk),
      jwk.n ?? jwk.x!,
      Buffer.from(jwk.n ?? jwk.x!, 'base64url').toString('latin1'),
    ]) {
      const { createHmac } = await import('node:crypto')
      const [signed] = unsigned({ alg: 'HS256', kid }, claimsAt(now())).split(/\.(?=[^.]*$)/)
      const forged = `${signed}.${createHmac('sha256', Buffer.from(text, 'latin1')).update(signed!).digest('base64url')}`
      await expectRefused(forged, 'its algorithm is not accepted')
      await expectRefused(forged, 'its signature is wrong', { jwks, secret })
    }
  })

  test('HS256 with a secret that a set of keys lists is refused: what is public is no secret', async () => {
    const token = await signers.HS256.sign()
    await expectRefused(token, 'its algorithm is not accepted', { jwks: { keys: [signers.HS256.jwk] } })
    await expectRefused(token, 'its algorithm is not accepted', { jwks: { keys: [...jwks.keys, signers.HS256.jwk] } })
  })

  test.each(asymmetric)('%s with only a secret is refused', async (alg) => {
    await expectRefused(await signers[alg].sign(), 'its algorithm is not accepted', { secret })
  })

  test.each(asymmetric.flatMap((alg) => asymmetric.filter((other) => other !== alg).map((other) => [alg, other] as const)))(
    'a token of %s that says %s is refused',
    async (alg, other) => {
      const token = await signers[alg].sign()
      const [, payload, signature] = token.split('.')
      for (const kid of [signers[alg].kid, signers[other].kid, undefined]) {
        const head = Buffer.from(JSON.stringify({ alg: other, kid })).toString('base64url')
        const free = { keys: jwks.keys.map(({ alg: _alg, ...jwk }) => ({ ...jwk, kid: kid ?? jwk.kid! })) }
        await expectRefused(`${head}.${payload}.${signature}`, /not valid/)
        await expectRefused(`${head}.${payload}.${signature}`, /not valid/, { jwks: free })
      }
    },
  )

  test.each([['constructor'], ['__proto__'], ['toString'], [''], ['hs256'], ['HS512'], ['ES512'], ['ES256K'], ['RS1']])(
    'alg %j is refused',
    async (alg) => {
      for (const options of [{ jwks }, { secret }])
        await expectRefused(unsigned({ alg }, claimsAt(now())), 'its algorithm is not accepted', options)
    },
  )

  test.each([[undefined], [null], [256], [['HS256']], [['ES256']], [{}], [true]])('alg %j is refused', async (alg) => {
    for (const options of [{ jwks }, { secret }])
      await expectRefused(unsigned({ alg }, claimsAt(now())), 'its header is unusable', options)
  })

  test('a key in the header of the token, or an address of keys, is not looked at', async () => {
    const own = await createSigner('ES256', 'own')
    const fetch = vi.fn()
    vi.stubGlobal('fetch', fetch)
    const token = await own.sign({}, { jwk: own.jwk, jku: 'https://evil.example/jwks.json', x5u: 'https://evil.example/x5' })
    await expectRefused(token, 'no key fits it')
    expect(fetch).not.toHaveBeenCalled()
  })
})

describe('the key', () => {
  const keyless = (signer: Signer, jwk: Jwk) => ({ ...sourceOf(signer.alg), jwks: { keys: [jwk] } })

  test('is that with the id of the token', async () => {
    const others = [await createSigner('ES256', 'a'), await createSigner('ES256', 'b')]
    const keys = [...others.map(({ jwk }) => jwk), ...jwks.keys]
    for (const signer of [...others, signers.ES256]) await accepted(await signer.sign(), { jwks: { keys } })
    await expectRefused(await others[0]!.sign({}, { kid: 'b' }), 'its signature is wrong', { jwks: { keys } })
    await expectRefused(await others[0]!.sign({}, { kid: 'c' }), 'no key fits it', { jwks: { keys } })
  })

  test('is the only one that fits, for a token without an id; of several none is', async () => {
    const token = await signers.ES256.sign({}, { kid: undefined })
    await accepted(token)
    const another = (await createSigner('ES256', 'another')).jwk
    await expectRefused(token, 'several keys fit it', { jwks: { keys: [...jwks.keys, another] } })
  })

  test('is none of two with the same id', async () => {
    const twin = (await createSigner('ES256')).jwk
    await expectRefused(await signers.ES256.sign(), 'several keys fit it', { jwks: { keys: [...jwks.keys, twin] } })
  })

  test('is told from one of another type by its type, when both have the same id', async () => {
    const rsa = { ...signers.RS256.jwk, kid: 'es256' }
    await accepted(await signers.ES256.sign(), { jwks: { keys: [rsa, ...jwks.keys] } })
  })

  test('may say nothing of what it is for', async () => {
    for (const alg of asymmetric) {
      const { kty, crv, n, e, x, y } = signers[alg].jwk
      await accepted(await signers[alg].sign({}, { kid: undefined }), keyless(signers[alg], { kty, crv, n, e, x, y } as Jwk))
    }
  })

  test.each<[string, Record<string, unknown>]>([
    ['for encryption', { use: 'enc' }],
    ['of no known use', { use: 1 }],
    ['for something else', { key_ops: ['sign', 'encrypt'] }],
    ['for nothing', { key_ops: [] }],
    ['whose purpose is no list', { key_ops: 'verify' }],
    ['for another algorithm', { alg: 'ES384' }],
    ['for no algorithm', { alg: null }],
    ['of another type', { kty: 'RSA' }],
    ['of another curve', { crv: 'P-384' }],
    ['without a curve', { crv: undefined }],
    ['with another id', { kid: 'x' }],
    ['without an id', { kid: undefined }],
  ])('%s does not fit', async (_what, wrong) => {
    await expectRefused(
      await signers.ES256.sign(),
      'no key fits it',
      keyless(signers.ES256, { ...signers.ES256.jwk, ...wrong }),
    )
  })

  test.each<[string, Record<string, unknown>]>([
    ['without coordinates', { x: undefined, y: undefined }],
    ['that is not on the curve', { x: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
    ['with members of wrong types', { x: 1, y: {} }],
    ['with a short coordinate', { x: 'AA' }],
  ])('%s is unusable', async (_what, wrong) => {
    await expectRefused(
      await signers.ES256.sign(),
      'its key is unusable',
      keyless(signers.ES256, { ...signers.ES256.jwk, ...wrong }),
    )
  })

  test('of RSA with 1,024 bits is too short, also behind leading zeros', async () => {
    const pair = await crypto.subtle.generateKey(
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) },
      true,
      ['sign', 'verify'],
    )
    const { n, e } = await crypto.subtle.exportKey('jwk', pair.publicKey)
    const [signed] = unsigned({ alg: 'RS256' }, claimsAt(now())).split(/\.(?=[^.]*$)/)
    const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', pair.privateKey, Buffer.from(signed!))
    const token = `${signed}.${Buffer.from(signature).toString('base64url')}`
    const padded = Buffer.concat([Buffer.alloc(256), Buffer.from(n!, 'base64url')]).toString('base64url')
    for (const modulus of [n!, padded]) {
      await expectRefused(token, /too short|unusable/, { jwks: { keys: [{ kty: 'RSA', n: modulus, e: e! }] } })
    }
  })

  test('is imported once, and again when its object holds another', async () => {
    const signer = await createSigner('ES256')
    const other = await createSigner('ES256')
    const own = { keys: [{ ...signer.jwk }] }
    const token = await signer.sign()
    const importKey = vi.spyOn(crypto.subtle, 'importKey')
    await Promise.all([accepted(token, { jwks: own }), accepted(token, { jwks: own })])
    await accepted(token, { jwks: own })
    expect(importKey).toHaveBeenCalledTimes(1)
    Object.assign(own.keys[0]!, other.jwk)
    await expectRefused(token, 'its signature is wrong', { jwks: own })
    await accepted(await other.sign(), { jwks: own })
  })

  test('can’t be read back', async () => {
    const token = await signers.HS256.sign()
    const importKey = vi.spyOn(crypto.subtle, 'importKey')
    await accepted(token, { secret })
    expect(importKey.mock.calls.map(([, , , extractable, usages]) => [extractable, usages])).toEqual([[false, ['verify']]])
  })
})

describe('the secret', () => {
  test('may be bytes, and short', async () => {
    await accepted(await signers.HS256.sign(), { secret: new TextEncoder().encode(secret) })
    const { createHmac } = await import('node:crypto')
    const [signed] = unsigned({ alg: 'HS256' }, claimsAt(now())).split(/\.(?=[^.]*$)/)
    await accepted(`${signed}.${createHmac('sha256', 's').update(signed!).digest('base64url')}`, { secret: 's' })
  })

  test('beside public keys serves HS256, and they the rest', async () => {
    for (const alg of algorithms) await accepted(await signers[alg].sign(), { jwks, secret })
  })
})

describe('the claims', () => {
  const at = 1_800_000_000
  const verifyAt = (seconds: number, more: VerifyOptions = {}) => ({ jwks, now: seconds * 1000, ...more })
  const signed = (claims: Record<string, unknown> = {}) => signers.ES256.sign({ ...claimsAt(at), ...claims })

  test('D35: iss, aud and nbf are checked, on request or always, with a tolerance for clocks', async () => {
    const token = await signed({ nbf: at })
    await accepted(token, verifyAt(at, { issuer: 'https://auth.example.com/auth/v1', audience: 'authenticated' }))
    await expectRefused(token, 'its issuer is another', verifyAt(at, { issuer: 'https://auth.example.com' }))
    await expectRefused(token, 'its audience is another', verifyAt(at, { audience: 'anon' }))
    await expectRefused(token, 'it is not valid yet', verifyAt(at - 11))
    await accepted(token, verifyAt(at - 10))
    // And an unknown algorithm is an error, no rejection.
    await expectRefused(unsigned({ alg: 'XX999' }, claimsAt(at)), 'its algorithm is not accepted', verifyAt(at))
  })

  test('expire after exp and the tolerance, 10 s by default', async () => {
    const token = await signed({ exp: at })
    await accepted(token, verifyAt(at + 9.9))
    for (const options of [
      verifyAt(at + 10),
      verifyAt(at, { clockTolerance: 0 }),
      verifyAt(at + 60, { clockTolerance: 60 }),
    ]) {
      expect(await verifyAccessToken(token, options)).toMatchObject({
        data: null,
        error: { code: 'jwt_expired', retryable: false },
      })
    }
    await accepted(token, verifyAt(at - 0.001, { clockTolerance: 0 }))
    await accepted(token, verifyAt(at + 59.9, { clockTolerance: 60 }))
  })

  test('are checked against the clock by default', async () => {
    const token = await signed()
    vi.useFakeTimers({ now: at * 1000, toFake: ['Date'] })
    await accepted(token)
    vi.setSystemTime((at + 3610) * 1000)
    expect((await verifyAccessToken(token, { jwks })).error?.code).toBe('jwt_expired')
  })

  test('tell of their expiry only when all else is well', async () => {
    const late = verifyAt(at + 9000)
    expect((await verifyAccessToken(await signed(), late)).error?.code).toBe('jwt_expired')
    await expectRefused(await signed({ aud: 'x' }), 'its audience is another', { ...late, audience: 'authenticated' })
    const [head, payload] = (await signed()).split('.')
    const [, , signature] = (await signed({ aud: 'x' })).split('.')
    await expectRefused(`${head}.${payload}.${signature}`, 'its signature is wrong', late)
  })

  test('may have been issued in the future: clocks differ', async () => {
    await accepted(await signed(), verifyAt(at - 60))
    await accepted(await signed({ iat: undefined }), verifyAt(at))
  })

  test.each([
    ['without exp', { exp: undefined }],
    ['with exp that is no number', { exp: `${at + 3600}` }],
    ['with exp that is null', { exp: null }],
    ['without sub, as of an API key', { sub: undefined }],
    ['with sub that is no text', { sub: 7 }],
  ])('%s are refused', async (_what, claims) => {
    await expectRefused(await signed(claims), 'it has no subject or no expiry', verifyAt(at))
  })

  test('with an expiry beyond all numbers are refused', async () => {
    const { createHmac } = await import('node:crypto')
    const claims = Buffer.from(`{"sub":"${sub}","exp":1e999}`).toString('base64url')
    const head = Buffer.from('{"alg":"HS256"}').toString('base64url')
    const signature = createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url')
    await expectRefused(`${head}.${claims}.${signature}`, 'it has no subject or no expiry', { secret })
  })

  test.each([{ nbf: at + 11 }, { nbf: `${at}` }, { nbf: null }, { nbf: {} }])(
    'with %j are not valid yet',
    async (claims) => {
      await expectRefused(await signed(claims), 'it is not valid yet', verifyAt(at))
    },
  )

  test.each<[unknown, VerifyOptions['audience'], boolean]>([
    ['authenticated', 'authenticated', true],
    ['authenticated', ['x', 'authenticated'], true],
    [['x', 'authenticated'], 'authenticated', true],
    [['x', 'y'], ['z', 'y'], true],
    ['authenticated', 'authenticate', false],
    ['authenticated', [], false],
    [[], 'authenticated', false],
    [['x'], ['y'], false],
    [undefined, 'authenticated', false],
    [undefined, [undefined as never], false],
    [null, [null as never], false],
    [{ 0: 'authenticated' }, 'authenticated', false],
    [['authenticated', 7], 'authenticated', true],
    ['', '', true],
    ['authenticated', '', false],
    ['authenticated', null as never, false],
  ])('with the audience %j, where %j is expected: %s', async (aud, audience, isRight) => {
    const token = await signed({ aud })
    if (isRight) await accepted(token, verifyAt(at, { audience }))
    else await expectRefused(token, 'its audience is another', verifyAt(at, { audience }))
  })

  test.each<[unknown, VerifyOptions['issuer'], boolean]>([
    ['https://a.example', 'https://a.example', true],
    ['https://a.example', ['https://b.example', 'https://a.example'], true],
    ['https://a.example', 'https://a.example/', false],
    ['https://a.example', [], false],
    [undefined, 'https://a.example', false],
    [undefined, [undefined as never], false],
    [['https://a.example'], 'https://a.example', false],
    ['https://a.example', '', false],
  ])('with the issuer %j, where %j is expected: %s', async (iss, issuer, isRight) => {
    const token = await signed({ iss })
    if (isRight) await accepted(token, verifyAt(at, { issuer }))
    else await expectRefused(token, 'its issuer is another', verifyAt(at, { issuer }))
  })
})

describe('the header', () => {
  test.each([{ crit: ['exp'] }, { crit: [] }, { crit: null }, { crit: ['b64'], b64: true }, { crit: ['b64'], b64: false }])(
    'with %j is refused',
    async (more) => {
      const [, payload, signature] = (await signers.ES256.sign()).split('.')
      const head = Buffer.from(JSON.stringify({ alg: 'ES256', kid: 'es256', ...more })).toString('base64url')
      await expectRefused(`${head}.${payload}.${signature}`, 'it has critical headers')
    },
  )

  test.each([[7], [null], [['es256']], [{}]])('with the id %j is refused', async (kid) => {
    await expectRefused(unsigned({ alg: 'ES256', kid }, claimsAt(now())), 'its header is unusable')
  })

  test('may have members that nobody asks for', async () => {
    const { header } = await accepted(await signers.ES256.sign({}, { typ: 'at+jwt', cty: 'x', 'https://a.example': 1 }))
    expect(header).toMatchObject({ typ: 'at+jwt', cty: 'x' })
  })
})

describe('a token', () => {
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 42],
    ['an object', {}],
    ['an object that becomes one', { toString: () => 'a.b.c' }],
    ['empty', ''],
    ['one part', 'abc'],
    ['two parts', 'e30.e30'],
    ['four parts', 'e30.e30.e30.e30'],
    ['five parts, as of an encrypted one', 'e30.e30.e30.e30.e30'],
    ['dots', '..'],
    ['no base64', '%%%.e30.c2ln'],
    ['no JSON', `${Buffer.from('no').toString('base64url')}.e30.c2ln`],
    ['an array for a header', `${Buffer.from('[]').toString('base64url')}.e30.c2ln`],
    ['null for a header', `${Buffer.from('null').toString('base64url')}.e30.c2ln`],
    ['a header that is no UTF-8', `${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.e30.c2ln`],
  ])('that is %s is refused', async (_what, token) => {
    await expectRefused(token, /not valid: it is no/)
    await expectRefused(token, /not valid: it is no/, { secret })
  })

  test('of more than 64 kB is refused before anything is read of it', async () => {
    const large = await signers.ES256.sign({ user_metadata: { bio: 'x'.repeat(48_000) } })
    const huge = await signers.ES256.sign({ user_metadata: { bio: 'x'.repeat(60_000) } })
    expect([large.length <= 65_536, huge.length > 65_536]).toEqual([true, true])
    await accepted(large)
    await expectRefused(huge, 'it is no text, or over 64 kB')
  })

  test.each(algorithms)('of %s is written in one way only', async (alg) => {
    const token = await signers[alg].sign()
    const parts = token.split('.')
    const put = (index: number, other: string) => [...parts.slice(0, index), other, ...parts.slice(index + 1)].join('.')
    for (const [index, part] of parts.entries()) {
      for (const other of [
        `${part}=`,
        `${part}==`,
        ` ${part}`,
        `${part}\n`,
        `${part.slice(0, 4)} ${part.slice(4)}`,
        `${part}A`,
      ]) {
        await expectRefused(put(index, other), /not valid/, sourceOf(alg))
      }
      const spare = part.length % 4
      if (!spare) continue
      // Bits at the end that belong to no byte.
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
      const last = alphabet[alphabet.indexOf(part.at(-1)!) + 1]!
      const same = part.slice(0, -1) + last
      expect(Buffer.from(same, 'base64url')).toEqual(Buffer.from(part, 'base64url'))
      await expectRefused(put(index, same), /not valid/, sourceOf(alg))
    }
  })

  test('and its claims are not in the error', async () => {
    const planted = 'PLANTED'
    for (const token of [
      await signers.ES256.sign({ sub: planted, exp: 1 }),
      unsigned({ alg: planted }, { sub: planted }, planted),
      `${planted}.${planted}.${planted}`,
      unsigned({ alg: 'ES256', kid: planted }, {}),
    ]) {
      const { error } = await verifyAccessToken(token, { jwks })
      const { inspect } = await import('node:util')
      expect(`${inspect(error, { showHidden: true, depth: 9 })} ${JSON.stringify(error)}`).not.toContain(planted)
    }
  })
})

describe('options that are unusable:', () => {
  test.each<[string, unknown]>([
    ['none', undefined],
    ['null', null],
    ['no source', {}],
    ['a source that is missing', { secret: undefined, jwksUrl: process.env.NO_SUCH_VARIABLE }],
    ['an empty secret', { secret: '' }],
    ['an empty secret in bytes', { secret: new Uint8Array() }],
    ['an empty URL', { jwksUrl: '' }],
    ['no URL', { jwksUrl: 'localhost' }],
    ['a path', { jwksUrl: '/.well-known/jwks.json' }],
    ['keys that are none', { jwks: {} }],
    ['keys that are a list', { jwks: [] }],
    ['keys that are no list', { jwks: { keys: 'x' } }],
    ['a tolerance that is no number', { secret, clockTolerance: NaN }],
    ['a tolerance in a text', { secret, clockTolerance: '10' }],
    ['a tolerance without end', { secret, clockTolerance: Infinity }],
    ['a negative tolerance', { secret, clockTolerance: -1 }],
    ['a time that is no number', { secret, now: NaN }],
    ['a time in a text', { secret, now: '2026' }],
  ])('%s', async (_what, options) => {
    // An expired token, so that a check that is skipped would show.
    const token = await signers.HS256.sign({ exp: 1 })
    const { data, error } = await verifyAccessToken(token, options as VerifyOptions)
    expect(data).toBeNull()
    expect(error).toMatchObject({ name: 'AuthError', code: 'invalid_argument' })
  })
})

describe('a platform', () => {
  test.each([
    ['without crypto', undefined],
    ['without WebCrypto, as a page on HTTP', { getRandomValues: () => {} }],
  ])('%s: crypto_missing', async (_what, crypto) => {
    const token = await signers.ES256.sign()
    vi.stubGlobal('crypto', crypto)
    const { error } = await verifyAccessToken(token, { jwks })
    expect(error).toMatchObject({ code: 'crypto_missing', message: expect.stringContaining('https') })
  })

  test('whose WebCrypto has no Ed25519: crypto_missing, with the name', async () => {
    const unknown = new DOMException('Unrecognized algorithm name', 'NotSupportedError')
    const signer = await createSigner('EdDSA')
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(unknown)
    const { error } = await verifyAccessToken(await signer.sign(), { jwks: { keys: [signer.jwk] } })
    expect(error).toMatchObject({ code: 'crypto_missing', message: expect.stringContaining('EdDSA'), cause: unknown })
  })
})

describe('whatever it is given, verifyAccessToken() resolves', () => {
  const part = fc.oneof(
    fc.string(),
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
    fc.base64String(),
  )
  const header = fc.record(
    {
      alg: fc.oneof(fc.constantFrom(...algorithms, 'none'), fc.jsonValue()),
      kid: fc.oneof(fc.constantFrom(...algorithms.map((alg) => alg.toLowerCase())), fc.jsonValue()),
      typ: fc.jsonValue(),
      crit: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  const token = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.')),
    fc
      .tuple(header, fc.jsonValue(), fc.base64String())
      .map(([head, claims, signature]) => unsigned(head, claims, signature)),
    fc.anything(),
  )

  test('to a no, for any token', async () => {
    await fc.assert(
      fc.asyncProperty(token, async (given) => {
        const { data, error } = await verifyAccessToken(given as string, { jwks, secret })
        expect(data).toBeNull()
        expect(error).toMatchObject({ name: 'AuthError', code: 'invalid_jwt' })
      }),
      { numRuns: 1000 },
    )
  })

  test('with a good token and any options, to a result', async () => {
    const good = await signers.HS256.sign()
    const names = [
      'jwks',
      'secret',
      'issuer',
      'audience',
      'clockTolerance',
      'algorithms',
      'now',
      'signal',
      'timeout',
      'cache',
    ]
    const options = fc.oneof(
      fc.anything(),
      fc.dictionary(fc.constantFrom(...names), fc.anything({ withNullPrototype: true, withBigInt: true })),
    )
    await fc.assert(
      fc.asyncProperty(options, async (given) => {
        const { data, error } = await verifyAccessToken(good, given as VerifyOptions)
        expect(data).toBeNull()
        expect(error).toMatchObject({ name: 'AuthError', code: expect.stringMatching(/^invalid_(argument|jwt)$/) })
      }),
      { numRuns: 500 },
    )
  })
})
