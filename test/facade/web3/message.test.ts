// Sign-in messages: to the letter of EIP-4361, and nothing in a field can become another line.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEthereumSignInMessage, createSolanaSignInMessage } from '../../../src/facade/index.ts'

const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const solanaAddress = '7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV'
const page = { domain: 'app.example.com:8443', uri: 'https://app.example.com:8443/in?a=1' }
const issuedAt = '2026-11-25T17:00:00Z'

test('createEthereumSignInMessage() with everything', () => {
  expect(
    createEthereumSignInMessage({
      ...page,
      address,
      chainId: 137,
      nonce: '32891756abc',
      statement: 'I accept the Terms of Service: https://app.example.com/tos',
      issuedAt,
      expirationTime: new Date('2026-11-25T17:10:00Z'),
      notBefore: '2026-11-25T17:00:00.5+01:00',
      requestId: 'some-request:1',
      resources: ['ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/', new URL('https://example.com/a')],
    }),
  ).toBe(`app.example.com:8443 wants you to sign in with your Ethereum account:
0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266

I accept the Terms of Service: https://app.example.com/tos

URI: https://app.example.com:8443/in?a=1
Version: 1
Chain ID: 137
Nonce: 32891756abc
Issued At: 2026-11-25T17:00:00Z
Expiration Time: 2026-11-25T17:10:00.000Z
Not Before: 2026-11-25T17:00:00.5+01:00
Request ID: some-request:1
Resources:
- ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/
- https://example.com/a`)
})

test('createEthereumSignInMessage() with what it needs: two empty lines, a random nonce, the time', () => {
  const [one, other] = [1, 2].map(() => createEthereumSignInMessage({ ...page, address, chainId: 1 })) as [string, string]
  expect(one).toMatch(
    /^app\.example\.com:8443 wants .*\n0x\w{40}\n\n\nURI: \S+\nVersion: 1\nChain ID: 1\nNonce: [\da-f]{24}\nIssued At: \S+Z$/,
  )
  const nonceOf = (message: string) => /^Nonce: (.*)$/m.exec(message)![1]
  expect(nonceOf(one)).not.toBe(nonceOf(other))
})

test('createSolanaSignInMessage() leaves out what is not said', () => {
  expect(createSolanaSignInMessage({ ...page, address: solanaAddress, issuedAt, statement: 'Welcome' })).toBe(
    `app.example.com:8443 wants you to sign in with your Solana account:
7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV

Welcome

URI: https://app.example.com:8443/in?a=1
Version: 1
Issued At: 2026-11-25T17:00:00Z`,
  )
})

describe('a field that can not be written is invalid_argument:', () => {
  const ethereum = { ...page, address, chainId: 1, nonce: '12345678' }
  test.each([
    ['statement', 'two\nlines'],
    ['statement', 'a\u2028separator'],
    ['statement', ''],
    ['statement', ' \t'],
    ['domain', 'app.example.com\nwants'],
    ['domain', 'ada@app.example.com'],
    ['domain', 'app.example.com/path'],
    ['domain', ''],
    ['uri', '/relative'],
    ['uri', 'https://app.example.com/ \nChain ID: 2'],
    ['address', 'f39Fd6e51aad88F6F4ce6aB8827279cffFb92266'],
    ['address', `${address}\n`],
    ['address', `evil.example ${address}`],
    ['nonce', `Nonce ${'1'.repeat(8)}`],
    ['issuedAt', 'x2026-11-25T17:00:00Z'],
    ['issuedAt', '2026-11-25T17:00:00Z\nResources:'],
    ['issuedAt', new Date(NaN)],
    ['chainId', 0],
    ['chainId', 1.5],
    ['chainId', Number.NaN],
    ['nonce', 'short'],
    ['nonce', '12345678\n'],
    ['nonce', '1234-5678'],
    ['issuedAt', 'yesterday'],
    ['issuedAt', new Date(Number.NaN)],
    ['expirationTime', '2026-13-45T00:00:00Z'],
    ['notBefore', '2026-11-25'],
    ['requestId', 'a b'],
    ['requestId', 'a\nURI: x'],
    ['resources', ['https://a.example', 'no uri']],
  ])('%s %j', (name, value) => {
    expect(() => createEthereumSignInMessage({ ...ethereum, [name]: value })).toThrow(
      expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(name) }),
    )
  })

  test.each([
    ['address', '0OIl'.repeat(10)],
    ['address', 'short'],
    ['address', `evil.example ${solanaAddress}`],
    ['address', `${solanaAddress} of evil.example`],
    ['chainId', 'x solana:mainnet'],
    ['chainId', 'solana:mainnet\nNonce: 12345678'],
    ['chainId', 'mainnet'],
    ['chainId', 'solana:moonnet'],
    ['nonce', 'a b'],
  ])('of Solana, %s %j', (name, value) => {
    expect(() => createSolanaSignInMessage({ ...page, address: solanaAddress, [name]: value })).toThrow(
      expect.objectContaining({ code: 'invalid_argument' }),
    )
  })
})

test('whatever is in the fields, a message is refused, or reads back as what was given', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom('a\nURI: https://evil.example', '\r', '\u0085', 'Nonce: 1'),
  )
  const nonce = fc.oneof({ arbitrary: fc.stringMatching(/^[a-zA-Z0-9]{8,12}$/), weight: 4 }, text)
  const requestId = fc.oneof({ arbitrary: fc.stringMatching(/^[\w.:-]*$/), weight: 4 }, text)
  let written = 0
  fc.assert(
    fc.property(text, requestId, nonce, fc.webUrl(), (statement, requestId, nonce, uri) => {
      let message: string
      try {
        message = createEthereumSignInMessage({
          domain: 'app.example.com',
          uri,
          address,
          chainId: 1,
          statement,
          requestId,
          nonce,
          issuedAt,
        })
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid_argument' })
        return
      }
      written++
      const lines = message.split(/\r\n|[\n\r\u0085\u2028\u2029]/)
      expect(lines).toEqual([
        'app.example.com wants you to sign in with your Ethereum account:',
        address,
        '',
        statement,
        '',
        `URI: ${uri}`,
        'Version: 1',
        'Chain ID: 1',
        `Nonce: ${nonce}`,
        `Issued At: ${issuedAt}`,
        `Request ID: ${requestId}`,
      ])
    }),
    { numRuns: 2000 },
  )
  expect(written).toBeGreaterThan(100)
})
