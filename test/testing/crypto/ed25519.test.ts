import { ed25519 } from '@noble/curves/ed25519.js'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { verifyEd25519 } from '../../../src/testing/crypto/ed25519.ts'
import { concat, fromHex, toBigInt, toBytes32, type Bytes } from '../../../src/testing/crypto/encoding.ts'

// RFC 8032, section 7.1: public key, message, signature.
const vectors = [
  [
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
] as const

const order = 2n ** 252n + 27742317777372353535851937790883648493n

describe.each(['WebCrypto', 'BigInt'])('verifyEd25519() by %s', (by) => {
  const importKey = vi.spyOn(crypto.subtle, 'importKey')
  beforeEach(() => {
    // A platform without Ed25519.
    if (by === 'BigInt') importKey.mockRejectedValue(new DOMException('Unrecognized name.', 'NotSupportedError'))
  })
  afterEach(() => {
    importKey.mockReset()
  })

  test.each(vectors)('of RFC 8032: %s', async (key, message, signature) => {
    const given = [key, message, signature].map(fromHex) as [Bytes, Bytes, Bytes]
    expect(await verifyEd25519(...given)).toBe(true)
    expect(await verifyEd25519(given[0], concat(given[1], Uint8Array.of(0)), given[2])).toBe(false)
    expect(importKey).toHaveBeenCalled()
  })

  test('of what noble has signed, and of one bit that is wrong', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.nat(),
        async (seed, array, which) => {
          const secretKey = new Uint8Array(seed)
          const message = new Uint8Array(array)
          const key = new Uint8Array(ed25519.getPublicKey(secretKey))
          const signature = new Uint8Array(ed25519.sign(message, secretKey))
          expect(await verifyEd25519(key, message, signature)).toBe(true)
          const all = concat(key, signature, message)
          const bit = which % (all.length * 8)
          all[bit >> 3]! ^= 1 << (bit & 7)
          expect(await verifyEd25519(all.slice(0, 32), all.slice(96), all.slice(32, 96))).toBe(false)
        },
      ),
      { numRuns: 20 },
    )
  })

  test('of an s that is not reduced (section 8.4)', async () => {
    const [key, message, signature] = vectors[1].map(fromHex) as [Bytes, Bytes, Bytes]
    const s = toBigInt(signature.slice(32).reverse())
    const other = concat(signature.slice(0, 32), toBytes32(s + order).reverse())
    expect(await verifyEd25519(key, message, other)).toBe(false)
  })

  test.each([
    ['a key of 31 bytes', 31, 64],
    ['a key of 33 bytes', 33, 64],
    ['a signature of 63 bytes', 32, 63],
    ['no signature', 32, 0],
    ['zeros', 32, 64],
  ])('of %s', async (_what, keyLength, signatureLength) => {
    expect(await verifyEd25519(new Uint8Array(keyLength), fromHex('72'), new Uint8Array(signatureLength).fill(0))).toBe(
      false,
    )
  })

  // Section 5.1.3, step 1. The only such keys that can be made are of small order, and Node's WebCrypto takes none of them anyway.
  if (by === 'BigInt')
    test('of a key that is not reduced', async () => {
      const identity = toBytes32(1n).reverse()
      const other = toBytes32(2n ** 255n - 18n).reverse()
      const signature = concat(identity, new Uint8Array(32))
      expect(await verifyEd25519(identity, fromHex('72'), signature)).toBe(true)
      expect(await verifyEd25519(other, fromHex('72'), signature)).toBe(false)
    })

  test('of a key that is no point', async () => {
    for (const first of [2, 7, 13]) {
      const key = new Uint8Array(32)
      key[0] = first
      expect(await verifyEd25519(key, fromHex('72'), fromHex(vectors[1][2]))).toBe(false)
    }
    expect(await verifyEd25519(new Uint8Array(32).fill(255), fromHex('72'), fromHex(vectors[1][2]))).toBe(false)
  })
})
