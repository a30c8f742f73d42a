import { ed25519 } from '@noble/curves/ed25519.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concat, toBase58, utf8 } from '../../../src/testing/crypto/encoding.ts'
import { parseSolanaMessage, readSolanaSignature, verifySolanaMessage } from '../../../src/testing/crypto/solana.ts'

const secretKey = new Uint8Array(32).fill(7)
const publicKey = ed25519.getPublicKey(secretKey)
const address = toBase58(publicKey)
const domain = 'a-domain-of-more-than-thirty-two-bytes.example.com'
const sign = (message: Uint8Array) => new Uint8Array(ed25519.sign(message, secretKey))
const messageWith = (field: string) =>
  `${domain} wants you to sign in with your Solana account:\n${address}\n\nURI: https://${domain}\nVersion: 1\nIssued At: 2025-01-01T00:00:00Z${field}`

describe('parseSolanaMessage()', () => {
  test.each(['', 'solana:mainnet', 'solana:devnet', 'solana:testnet', 'solana:localnet'])(
    'with the chain id %j',
    (chainId) => {
      expect(parseSolanaMessage(messageWith(`\nChain ID: ${chainId}`)).chainId).toBe(chainId)
    },
  )
  test.each(['mainnet', 'solana:mainnet-beta', 'solana:', '1', 'solana:MAINNET'])('with the chain id %j', (chainId) => {
    expect(() => parseSolanaMessage(messageWith(`\nChain ID: ${chainId}`))).toThrow('siws: Chain ID is not valid')
  })
  test('with a time that Go writes where there is none', () => {
    const parsed = parseSolanaMessage(
      messageWith('\nExpiration Time: 0001-01-01T00:00:00Z\nNot Before: 0001-01-01T00:00:00Z'),
    )
    expect([parsed.expirationTime, parsed.notBefore]).toEqual([undefined, undefined])
  })
  test.each([
    ['1'.repeat(32), true],
    ['z'.repeat(44), true],
    ['0'.repeat(40), true],
    ['1'.repeat(31), false],
    ['1'.repeat(45), false],
    [`${'1'.repeat(31)}-`, false],
  ])('with the address %s', (other, isAddress) => {
    const message = messageWith('').replace(address, other)
    if (isAddress) expect(parseSolanaMessage(message).address).toBe(other)
    else expect(() => parseSolanaMessage(message)).toThrow('siws: wallet address is not in base58 format')
  })
})

describe('readSolanaSignature()', () => {
  // Bytes whose base64 has + and /.
  const signature = new Uint8Array(64).fill(0xfb, 0, 32).fill(0xff, 32)
  const base64 = Buffer.from(signature).toString('base64')
  test.each([base64, base64.slice(0, -2), Buffer.from(signature).toString('base64url'), base64.replaceAll('+', '-')])(
    'of %s',
    (text) => {
      expect(readSolanaSignature(text)).toEqual(signature)
    },
  )
  test.each(['', base64.slice(0, -1), `${base64}=`, '!'.repeat(88), 'A'.repeat(1 << 20)])(
    'of %.20j, which is none',
    (text) => {
      expect(() => readSolanaSignature(text)).toThrow(Error)
    },
  )
})

describe('verifySolanaMessage()', () => {
  const who = { address, domain }
  test('of what the key has signed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.nat(511), async (text, bit) => {
        const signature = sign(utf8(text))
        expect(await verifySolanaMessage(text, who, signature)).toBe(true)
        expect(await verifySolanaMessage(`${text}.`, who, signature)).toBe(false)
        signature[bit >> 3]! ^= 1 << (bit & 7)
        expect(await verifySolanaMessage(text, who, signature)).toBe(false)
      }),
      { numRuns: 20 },
    )
  })

  // The off-chain message that a Ledger signs, byte by byte.
  const offchain = (message: string, applicationDomain: Buffer) => {
    const length = Buffer.alloc(2)
    length.writeUInt16LE(Buffer.byteLength(message) & 0xffff)
    const prefix = Buffer.from('\xffsolana offchain\0', 'latin1')
    return concat(prefix, applicationDomain, Buffer.from([0, 1]), publicKey, length, Buffer.from(message))
  }
  const padded = (text: string) => Buffer.concat([Buffer.from(text), Buffer.alloc(32)]).subarray(0, 32)
  test.each([['short.com'], [domain], ['localhost']])('of what a Ledger has signed for %s', async (domain) => {
    const message = `Sign in, and more than 255 bytes of it: ${'ü'.repeat(200)}`
    const signature = sign(offchain(message, padded(domain)))
    expect(await verifySolanaMessage(message, { address, domain }, signature)).toBe(true)
    expect(await verifySolanaMessage(message, { address, domain: `other-${domain}` }, signature)).toBe(false)
  })
  test('of a message that is too long for a Ledger', async () => {
    const message = 'a'.repeat(0x10000)
    expect(await verifySolanaMessage(message, who, sign(offchain(message, padded(domain))))).toBe(false)
    expect(await verifySolanaMessage(message, who, sign(utf8(message)))).toBe(true)
  })
  test.each([0, 63, 66])('with a signature of %i bytes', async (length) => {
    expect(await verifySolanaMessage('message', who, new Uint8Array(length))).toBe(false)
  })
  test.each(['0'.repeat(40), '2'.repeat(40), toBase58(publicKey.subarray(1)), ''])(
    'of the address %j, which is no key',
    async (other) => {
      await expect(verifySolanaMessage('message', { address: other, domain }, sign(utf8('message')))).rejects.toThrow(Error)
    },
  )
})
