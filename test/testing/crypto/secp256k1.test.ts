import { secp256k1 } from '@noble/curves/secp256k1.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concat, toBytes32, toHex } from '../../../src/testing/crypto/encoding.ts'
import { recoverPublicKey } from '../../../src/testing/crypto/secp256k1.ts'

const { n, p } = secp256k1.Point.CURVE()
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => new Uint8Array(array))
const secretKeys = fc.bigInt(1n, n - 1n).map(toBytes32)

/** The key as noble recovers it. */
function recoverByNoble(hash: Uint8Array, signature: Uint8Array, recovery: number): string {
  const recovered = secp256k1.Signature.fromBytes(concat(Uint8Array.of(recovery), signature), 'recovered')
  return toHex(recovered.recoverPublicKey(hash).toBytes(false).subarray(1))
}

test('recoverPublicKey() of what noble has signed', () => {
  fc.assert(
    fc.property(secretKeys, bytes32, fc.nat(511), (secretKey, hash, bit) => {
      const signed = secp256k1.sign(hash, secretKey, { prehash: false, format: 'recovered' })
      const [recovery, signature] = [signed[0]!, signed.slice(1)]
      const publicKey = toHex(secp256k1.getPublicKey(secretKey, false).subarray(1))
      expect(toHex(recoverPublicKey(hash, signature, recovery))).toBe(publicKey)
      // A high s is the other recovery id's.
      const s = BigInt(`0x${toHex(signature.subarray(32))}`)
      const high = concat(signature.subarray(0, 32), toBytes32(n - s))
      expect(toHex(recoverPublicKey(hash, high, recovery ^ 1))).toBe(publicKey)

      signature[bit >> 3]! ^= 1 << (bit & 7)
      let other: string | undefined
      try {
        other = toHex(recoverPublicKey(hash, signature, recovery))
      } catch (error) {
        expect((error as Error).message).toBe('There is no point with this r')
      }
      expect(other).not.toBe(publicKey)
      if (other) expect(other).toBe(recoverByNoble(hash, signature, recovery))
    }),
    { numRuns: 50 },
  )
})

test('recoverPublicKey() of an r whose point lies beyond the order', () => {
  // Two of the four points have an x of at least n, where r is at most p - n.
  let found = 0
  for (let r = 1n; found < 4; r++) {
    const hash = toBytes32(r * 1000n)
    const signature = concat(toBytes32(r), toBytes32(12345n))
    let expected: string
    try {
      expected = recoverByNoble(hash, signature, 2)
    } catch {
      expect(() => recoverPublicKey(hash, signature, 2)).toThrow('There is no point with this r')
      continue
    }
    expect(toHex(recoverPublicKey(hash, signature, 2))).toBe(expected)
    expect(toHex(recoverPublicKey(hash, signature, 3))).toBe(recoverByNoble(hash, signature, 3))
    found++
  }
})

const one = toBytes32(1n)
test.each([
  ['r = 0', toBytes32(0n), one, 0, 'r or s'],
  ['s = 0', one, toBytes32(0n), 0, 'r or s'],
  ['r = n', toBytes32(n), one, 0, 'r or s'],
  ['s = n', one, toBytes32(n), 0, 'r or s'],
  ['r + n ≥ p', toBytes32(p - n + 1n), one, 2, 'no point'],
  ['an r of no point', toBytes32(5n), one, 0, 'no point'],
  ['recovery id 4', one, one, 4, 'recovery id'],
  ['recovery id -1', one, one, -1, 'recovery id'],
  ['recovery id NaN', one, one, NaN, 'recovery id'],
])('recoverPublicKey() with %s', (_what, r, s, recovery, message) => {
  expect(() => recoverPublicKey(one, concat(r, s), recovery)).toThrow(message)
})

test('recoverPublicKey() of the point at infinity', () => {
  // With R = G and s = hash it is 1⁻¹·(s·G - hash·G).
  const { x, y } = secp256k1.Point.BASE.toAffine()
  const recovery = Number(y & 1n)
  expect(() => recoverPublicKey(one, concat(toBytes32(x), one), recovery)).toThrow('infinity')
  // And with twice the s, it is G doubled and more: the sum of a point and itself.
  const signature = concat(toBytes32(x), toBytes32(n - 1n))
  expect(toHex(recoverPublicKey(one, signature, recovery))).toBe(recoverByNoble(one, signature, recovery))
})
