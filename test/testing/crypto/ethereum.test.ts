import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashPersonalMessage, parseEthereumMessage, recoverAddress } from '../../../src/testing/crypto/ethereum.ts'
import { toHex } from '../../../src/testing/crypto/encoding.ts'
import { ethereumWallet } from '../../facade/web3/wallets.ts'

const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'

test('parseEthereumMessage() of the example of EIP-4361', () => {
  const message = `example.com wants you to sign in with your Ethereum account:
${address}

I accept the ExampleOrg Terms of Service: https://example.com/tos

URI: https://example.com/login
Version: 1
Chain ID: 1
Nonce: 32891756
Issued At: 2021-09-30T16:25:24Z
Resources:
- ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/
- https://example.com/my-web2-claim.json`
  expect(parseEthereumMessage(message)).toEqual({
    domain: 'example.com',
    address,
    statement: 'I accept the ExampleOrg Terms of Service: https://example.com/tos',
    uri: { scheme: 'https', host: 'example.com', hostname: 'example.com', text: 'https://example.com/login' },
    chainId: '1',
    nonce: '32891756',
    issuedAt: Date.UTC(2021, 8, 30, 16, 25, 24),
    resources: [
      'ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/',
      'https://example.com/my-web2-claim.json',
    ],
  })
})

test.each([
  ['1', true],
  ['137', true],
  ['+007', true],
  ['9223372036854775807', true],
  ['9223372036854775808', false],
  ['0', false],
  ['-1', false],
  ['', false],
  ['0x1', false],
  ['1.5', false],
  ['solana:mainnet', false],
  ['1'.repeat(1 << 20), false],
])('parseEthereumMessage() with the chain id %.20s', (chainId, isValid) => {
  const message = `example.com wants you to sign in with your Ethereum account:\n${address}\n\nURI: https://example.com\nVersion: 1\nIssued At: 2025-01-01T00:00:00Z\nChain ID: ${chainId}`
  if (isValid) expect(parseEthereumMessage(message).chainId).toBe(chainId)
  else expect(() => parseEthereumMessage(message)).toThrow('siwe: Chain ID is not valid')
})

test('parseEthereumMessage() with a time that Go writes where there is none', () => {
  const message = `example.com wants you to sign in with your Ethereum account:\n${address}\n\nURI: https://example.com\nVersion: 1\nIssued At: 2025-01-01T00:00:00Z\nExpiration Time: 0001-01-01T00:00:00Z`
  expect(() => parseEthereumMessage(message)).toThrow('siwe: Issued At is after Expiration Time')
})

test('hashPersonalMessage() counts bytes (EIP-191)', () => {
  // Of ethers' documentation: hashMessage("Hello World").
  expect(toHex(hashPersonalMessage('Hello World'))).toBe('a1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2')
  expect(hashPersonalMessage('ü')).not.toEqual(hashPersonalMessage('u'))
})

test('recoverAddress() of a known signature', () => {
  // web3.eth.accounts.sign('Some data', '0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318'), of web3.js' documentation.
  const signature =
    '0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c'
  expect(recoverAddress('Some data', signature)).toBe('0x2c7536e3605d9c16a7a3d7b1898e529396a65c23')
})

test('recoverAddress() of what the wallet of the tests signs', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
      const wallet = ethereumWallet()
      const params = [`0x${Buffer.from(text).toString('hex')}`, wallet.address]
      const signature = (await wallet.request({ method: 'personal_sign', params })) as string
      expect(recoverAddress(text, signature)).toBe(wallet.address)
      expect(recoverAddress(`${text}.`, signature)).not.toBe(wallet.address)
      // v from 0, and digits in upper case.
      const v = (Number(`0x${signature.slice(-2)}`) - 27).toString(16).padStart(2, '0')
      expect(recoverAddress(text, `0x${signature.slice(2, -2).toUpperCase()}${v}`)).toBe(wallet.address)
    }),
    { numRuns: 20 },
  )
})

const zeros = '00'.repeat(64)
test.each([
  '',
  '0x',
  `${zeros}1b`,
  `0X${zeros}1b`,
  `0x${zeros}1b`,
  `0x${zeros}`,
  `0x${zeros}1b00`,
  `0x${'zz'.repeat(65)}`,
  `0x${'01'.repeat(64)}1f`,
  `0x${'01'.repeat(64)}04`,
  `0x${'01'.repeat(64)}ff`,
  `0x${'0'.repeat(1 << 20)}`,
])('recoverAddress() with the signature %.12s… of %#', (signature) => {
  expect(() => recoverAddress('message', signature)).toThrow(Error)
})
