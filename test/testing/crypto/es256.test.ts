import { webcrypto } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { utf8 } from '../../../src/testing/crypto/encoding.ts'
import { kid, privateJwk, publicJwk, signEs256 } from '../../../src/testing/crypto/es256.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const publicKey = () => webcrypto.subtle.importKey('jwk', { ...publicJwk }, algorithm, false, ['verify'])
const sha256 = async (data: Uint8Array) => new Uint8Array(await webcrypto.subtle.digest('SHA-256', new Uint8Array(data)))

test('the key is a pair', async () => {
  const secretKey = Buffer.from(privateJwk.d, 'base64url')
  const [x, y] = [publicJwk.x, publicJwk.y].map((coordinate) => Buffer.from(coordinate, 'base64url').toString('hex'))
  expect(Buffer.from(p256.getPublicKey(secretKey, false)).toString('hex')).toBe(`04${x}${y}`)
  expect([publicJwk.kid, privateJwk.kid]).toEqual([kid, kid])
  // WebCrypto takes the private one, too: what an application signs with it verifies.
  const privateKey = await webcrypto.subtle.importKey('jwk', { ...privateJwk }, algorithm, false, ['sign'])
  const signature = await webcrypto.subtle.sign(algorithm, privateKey, utf8('signed'))
  expect(await webcrypto.subtle.verify(algorithm, await publicKey(), signature, utf8('signed'))).toBe(true)
})

test('publicJwk holds no private member', () => {
  expect(Object.keys(publicJwk).sort()).toEqual(['alg', 'crv', 'key_ops', 'kid', 'kty', 'use', 'x', 'y'])
})

test('signEs256() is what WebCrypto verifies', async () => {
  const key = await publicKey()
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(511), async (array, bit) => {
      const data = new Uint8Array(array)
      const hash = await sha256(data)
      const signature = signEs256(hash)
      expect(signature.length).toBe(64)
      expect(signEs256(hash)).toEqual(signature)
      expect(await webcrypto.subtle.verify(algorithm, key, signature, data)).toBe(true)
      signature[bit >> 3]! ^= 1 << (bit & 7)
      expect(await webcrypto.subtle.verify(algorithm, key, signature, data)).toBe(false)
    }),
  )
})

test.each(['00', 'ff'])('signEs256() of a hash that is all %s', async (byte) => {
  const hash = new Uint8Array(Buffer.from(byte.repeat(32), 'hex'))
  const publicBytes = p256.getPublicKey(Buffer.from(privateJwk.d, 'base64url'))
  expect(p256.verify(signEs256(hash), hash, publicBytes, { prehash: false, lowS: false })).toBe(true)
})
