import { keccak_256 } from '@noble/hashes/sha3.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toHex, utf8 } from '../../../src/testing/crypto/encoding.ts'
import { keccak256 } from '../../../src/testing/crypto/keccak.ts'

// Known from Ethereum: of nothing, of "hello", and of the signature of an ERC-20 method.
test.each([
  ['', 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'],
  ['hello', '1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8'],
  ['transfer(address,uint256)', 'a9059cbb2ab09eb219583f4a59a5d0623ade346d962bcd4e46b11da047c9049b'],
])('keccak256() of %j', (text, hash) => {
  expect(toHex(keccak256(utf8(text)))).toBe(hash)
})

test.each([135, 136, 137, 271, 272, 273, 20_480])('keccak256() of %i bytes, a block being 136', (length) => {
  const message = new Uint8Array(length).map((_, index) => index)
  expect(toHex(keccak256(message))).toBe(toHex(keccak_256(message)))
})

test('keccak256() is what noble says', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (message) => {
      expect(toHex(keccak256(message))).toBe(toHex(keccak_256(message)))
    }),
  )
})
