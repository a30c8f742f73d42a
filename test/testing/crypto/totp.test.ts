import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBase32, utf8 } from '../../../src/testing/crypto/encoding.ts'
import { hotp, isTotp, totp } from '../../../src/testing/crypto/totp.ts'

const secret = toBase32(utf8('12345678901234567890'))

test.each([
  [0, '755224'],
  [1, '287082'],
  [2, '359152'],
  [3, '969429'],
  [4, '338314'],
  [5, '254676'],
  [6, '287922'],
  [7, '162583'],
  [8, '399871'],
  [9, '520489'],
])('hotp() of the counter %i (RFC 4226, appendix D)', async (counter, code) => {
  expect(await hotp(utf8('12345678901234567890'), counter)).toBe(code)
})

// The RFC has eight digits; six are their end.
test.each([
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
])('totp() at %i s (RFC 6238, appendix B)', async (seconds, code) => {
  expect(await totp(secret, seconds)).toBe(code.slice(-6))
})

test('totp() is what a second implementation says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), fc.nat(4_102_444_800), async (key, seconds) => {
      const counter = Buffer.alloc(8)
      counter.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)))
      const mac = createHmac('sha1', key).update(counter).digest()
      const number = mac.readUInt32BE(mac[19]! & 15) % 2 ** 31
      expect(await totp(toBase32(new Uint8Array(key)), seconds)).toBe(number.toString().slice(-6).padStart(6, '0'))
    }),
  )
})

describe('isTotp()', () => {
  const now = 1_234_567_890
  test.each([
    [-60, false],
    [-31, false],
    [-30, true],
    [0, true],
    [29, true],
    [59, true],
    [60, false],
  ])('of a code that is %i s off', async (offset, expected) => {
    // The period begins at this very second.
    expect(now % 30).toBe(0)
    expect(await isTotp(secret, await totp(secret, now + offset), now)).toBe(expected)
  })
  test.each([' 005924\n', '005924'])('with white space: %j', async (code) => {
    expect(await isTotp(secret, code, now)).toBe(true)
  })
  test.each(['', '5924', '0005924', '00 5924', '89005924', '٠٠٥٩٢٤', '0'.repeat(1 << 20)])('of %.10j', async (code) => {
    expect(await isTotp(secret, code, now)).toBe(false)
  })
  test('with the secret in lower case and padded', async () => {
    expect(await isTotp(`${secret.toLowerCase()}====`, '005924', now)).toBe(true)
  })
  test('at the epoch', async () => {
    expect(await isTotp(secret, '755224', 0)).toBe(true)
  })
  test('with a secret that is not base32', async () => {
    await expect(isTotp('018', '005924', now)).rejects.toThrow('not base32')
  })
})
