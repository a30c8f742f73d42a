import { generateKeyPairSync, sign, type KeyObject, type SigningOptions } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coseAlgorithms, readCoseKey } from '../../../src/testing/crypto/cose.ts'
import { concat } from '../../../src/testing/crypto/encoding.ts'
import { writeCbor } from './write-cbor.ts'

const bytes = (text: string | undefined) => Buffer.from(text!, 'base64url')
const rsaKeys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pss = (saltLength: number): SigningOptions => ({ padding: 6, saltLength })

interface Key {
  alg: number
  cose: Map<number, unknown>
  sign(data: Uint8Array): Buffer
  privateKey: KeyObject
}

function makeKey(name: string, alg: number, hash: string | null, options?: SigningOptions): Key {
  const { publicKey, privateKey } = keyPair(name)
  const { x, y, n, e } = publicKey.export({ format: 'jwk' })
  const parameters: [number, unknown][] =
    name === 'rsa'
      ? [
          [1, 3],
          [3, alg],
          [-1, bytes(n)],
          [-2, bytes(e)],
        ]
      : name === 'ed25519'
        ? [
            [1, 1],
            [3, alg],
            [-1, 6],
            [-2, bytes(x)],
          ]
        : [
            [1, 2],
            [3, alg],
            [-1, ['P-256', 'P-384', 'P-521'].indexOf(name) + 1],
            [-2, bytes(x)],
            [-3, bytes(y)],
          ]
  return { alg, privateKey, cose: new Map(parameters), sign: (data) => sign(hash, data, { key: privateKey, ...options }) }
}
function keyPair(name: string): { publicKey: KeyObject; privateKey: KeyObject } {
  if (name === 'rsa') return rsaKeys
  return name === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: name })
}

const keys: [name: string, key: Key][] = [
  ['ES256', makeKey('P-256', -7, 'sha256')],
  ['ES384', makeKey('P-384', -35, 'sha384')],
  ['ES512', makeKey('P-521', -36, 'sha512')],
  ['RS256', makeKey('rsa', -257, 'sha256')],
  ['RS384', makeKey('rsa', -258, 'sha384')],
  ['RS512', makeKey('rsa', -259, 'sha512')],
  ['PS256', makeKey('rsa', -37, 'sha256', pss(32))],
  ['PS384', makeKey('rsa', -38, 'sha384', pss(48))],
  ['PS512', makeKey('rsa', -39, 'sha512', pss(64))],
  ['EdDSA', makeKey('ed25519', -8, null)],
]
const read = (cose: Map<number, unknown>) => readCoseKey(new Uint8Array(writeCbor(cose)))

test('every algorithm is tested here', () => {
  expect([...coseAlgorithms]).toEqual(keys.map(([, { alg }]) => alg))
})

describe.each(keys)('readCoseKey() of %s', (_name, { alg, cose, sign }) => {
  test('verifies what the key has signed, and nothing else', async () => {
    const key = await read(cose)
    expect(key.algorithm).toBe(alg)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.nat(), async (array, which) => {
        const data = new Uint8Array(array)
        const signature = new Uint8Array(sign(data))
        expect(await key.verify(data, signature)).toBe(true)
        const all = concat(data, signature)
        const bit = which % (all.length * 8)
        all[bit >> 3]! ^= 1 << (bit & 7)
        expect(await key.verify(all.slice(0, data.length), all.slice(data.length))).toBe(false)
        expect(await key.verify(data, signature.slice(0, -1))).toBe(false)
        expect(await key.verify(data, concat(signature, Uint8Array.of(0)))).toBe(false)
      }),
      { numRuns: 30 },
    )
  })
  test.each([...cose.keys()])('without the parameter %i', async (label) => {
    const others = new Map(cose)
    others.delete(label)
    await expect(read(others)).rejects.toThrow(`The public key's`)
  })
  test('of another type', async () => {
    await expect(read(new Map(cose).set(1, 4))).rejects.toThrow('type is not that of its algorithm')
  })
})

describe('readCoseKey()', () => {
  const es256 = keys[0]![1].cose
  test.each<[string, Map<number, unknown>, string]>([
    ['an algorithm the server does not offer (ES256K)', new Map(es256).set(3, -47), 'algorithm is not supported'],
    ['an algorithm that is a text', new Map(es256).set(3, 'ES256'), 'algorithm is not supported'],
    ['a curve that is not the algorithm’s', new Map(es256).set(-1, 2), 'curve is not P-256'],
    ['a compressed point', new Map(es256).set(-3, true), 'not of the right length'],
    ['a coordinate that is short', new Map(es256).set(-2, Buffer.alloc(31, 1)), 'not of the right length'],
    ['a point beside the curve', new Map(es256).set(-2, Buffer.alloc(32, 1)), 'is not valid'],
    ['an Ed25519 key of 31 bytes', new Map(keys[9]![1].cose).set(-2, Buffer.alloc(31)), 'not of the right length'],
    ['X25519', new Map(keys[9]![1].cose).set(-1, 4), 'curve is not Ed25519'],
    ['an RSA key without modulus', new Map(keys[3]![1].cose).set(-1, Buffer.alloc(0)), 'not of the right length'],
  ])('of %s', async (_what, cose, message) => {
    await expect(read(cose)).rejects.toThrow(message)
  })
  test('of what is no map', async () => {
    await expect(readCoseKey(new Uint8Array(writeCbor([1, 2])))).rejects.toThrow('not a CBOR map')
    await expect(readCoseKey(new Uint8Array())).rejects.toThrow('cut off')
  })
})

describe('the DER of an ECDSA signature', () => {
  // r and s of a signature, written in other ways than DER's (X.690, sections 8.3.2 and 10.1).
  const key = makeKey('P-256', -7, 'sha256')
  const data = Uint8Array.of(1, 2, 3)
  const signature = key.sign(data)
  const r = signature.subarray(4, 4 + signature[3]!)
  const s = signature.subarray(6 + r.length)
  const sequence = (...content: Buffer[]) => Buffer.concat([Buffer.from([0x30, Buffer.concat(content).length]), ...content])
  const integer = (digits: Buffer) => Buffer.concat([Buffer.from([2, digits.length]), digits])
  const zero = Buffer.from([0])

  test.each([
    ['as it was', sequence(integer(r), integer(s)), true],
    ['with a leading zero too many', sequence(integer(Buffer.concat([zero, r])), integer(s)), false],
    ['with a third integer', sequence(integer(r), integer(s), integer(zero)), false],
    ['with one integer', sequence(integer(r)), false],
    ['with an empty integer', sequence(integer(Buffer.alloc(0)), integer(s)), false],
    ['with zeros', sequence(integer(zero), integer(zero)), false],
    ['with a negative integer', sequence(integer(Buffer.from([0x80])), integer(s)), false],
    ['in the long form', Buffer.concat([Buffer.from([0x30, 0x81, signature.length - 2]), signature.subarray(2)]), false],
    ['as JWS has it', sign('sha256', data, { key: key.privateKey, dsaEncoding: 'ieee-p1363' }), false],
    ['that is empty', Buffer.alloc(0), false],
    ['that is a tag only', Buffer.from([0x30]), false],
    ['of a megabyte', Buffer.alloc(1 << 20, 0x30), false],
  ])('%s', async (_how, der, expected) => {
    const publicKey = await read(key.cose)
    expect(await publicKey.verify(data, new Uint8Array(der))).toBe(expected)
  })
})
