import { ed25519 } from '@noble/curves/ed25519.js'
import { describe, expect, test } from 'vitest'
import { toBase58 } from '../../../src/testing/crypto/encoding.ts'
import { verifyWeb3, Web3Error, type Web3Grant } from '../../../src/testing/crypto/web3.ts'
import { ethereumWallet } from '../../facade/web3/wallets.ts'

const now = Date.UTC(2026, 0, 1)
const time = (seconds: number) => new Date(now + seconds * 1000).toISOString()
const secretKey = new Uint8Array(32).fill(9)

const wallet = ethereumWallet(secretKey)

const chains = [
  {
    chain: 'ethereum',
    name: 'Ethereum',
    address: wallet.address,
    sign: async (message: string) => {
      const params = [`0x${Buffer.from(message).toString('hex')}`, wallet.address]
      return (await wallet.request({ method: 'personal_sign', params })) as string
    },
    network: '1',
    noStatement: null,
  },
  {
    chain: 'solana',
    name: 'Solana',
    address: toBase58(ed25519.getPublicKey(secretKey)),
    sign: async (message: string) => Buffer.from(ed25519.sign(Buffer.from(message), secretKey)).toString('base64'),
    network: 'solana:mainnet',
    noStatement: '',
  },
]

const allowed = [
  'https://app.example.com/',
  'https://second.example.com/',
  'http://localhost:3000/',
  'https://other.example.com/path',
]
const options = { now, isRedirectAllowed: (url: string) => allowed.includes(url) }
const refusal = (grant: Web3Grant): Promise<Web3Error> =>
  verifyWeb3(grant).then(
    () => Promise.reject(new Error('It was taken')),
    (error: unknown) => (error instanceof Web3Error ? error : Promise.reject(error)),
  )

describe.each(chains)('verifyWeb3() of $chain', ({ chain, name, address, network, noStatement, sign }) => {
  const write = ({
    domain = 'app.example.com',
    uri = 'https://app.example.com/',
    issuedAt = time(0),
    more = '',
    statement = '',
  } = {}) =>
    `${domain} wants you to sign in with your ${name} account:\n${address}\n\n${statement}URI: ${uri}\nVersion: 1\nIssued At: ${issuedAt}${more}`
  const signed = async (fields: Parameters<typeof write>[0] = {}) => {
    const message = write(fields)
    return { chain, message, signature: await sign(message), ...options }
  }
  const oauth = async (grant: Web3Grant) => {
    const { status, code, oauthError, message } = await refusal(grant)
    expect({ status, code, oauthError }).toEqual({ status: 400, code: undefined, oauthError: 'invalid_grant' })
    return message
  }

  test('gives the identity', async () => {
    expect(await verifyWeb3(await signed({ statement: 'Hello\n\n', more: `\nChain ID: ${network}` }))).toEqual({
      provider: 'web3',
      subject: `web3:${chain}:${address}`,
      address,
      chain,
      network,
      domain: 'app.example.com',
      statement: 'Hello',
      uri: 'https://app.example.com/',
      claims: {
        custom_claims: { address, chain, domain: 'app.example.com', network, statement: 'Hello' },
        email_verified: false,
        phone_verified: false,
        sub: `web3:${chain}:${address}`,
      },
    })
  })
  test('gives the identity of a message with nothing that may be absent', async () => {
    const identity = await verifyWeb3(await signed())
    expect([identity.network, identity.statement]).toEqual(['', noStatement])
    expect(identity.claims.custom_claims).toMatchObject({ network: '', statement: noStatement })
  })
  test('of localhost, for any domain', async () => {
    expect(await verifyWeb3(await signed({ uri: 'http://localhost:3000/', domain: 'localhost:3000' }))).toMatchObject({
      chain,
    })
    expect(await verifyWeb3(await signed({ uri: 'http://localhost:3000/', domain: 'evil.example' }))).toMatchObject({
      chain,
    })
  })

  test('that is switched off', async () => {
    const chains = { ethereum: true, solana: true, [chain]: false }
    const { status, code, message } = await refusal({ ...(await signed()), chains })
    expect([status, code, message]).toEqual([422, 'web3_provider_disabled', `${name} Web3 provider is disabled`])
  })
  test.each([
    ['', 'message is too short'],
    ['é'.repeat(31), 'message is too short'],
    [`${'a'.repeat(20_480)}.`, 'message must not exceed 20KB'],
    ['a'.repeat(1 << 24), 'message must not exceed 20KB'],
    ['a'.repeat(64), /^siw[es]: message needs at least 6 lines$/],
  ])('with the message %.10j', async (message, expected) => {
    const signature = await sign('x')
    const error = await refusal({ chain, message, signature, ...options })
    expect([error.status, error.code, error.oauthError]).toEqual([400, 'validation_failed', undefined])
    expect(error.message).toMatch(expected)
  })
  test('with a message that is wrong in several ways: the first one is told', async () => {
    const ways = [
      [
        { issuedAt: time(-9999), domain: 'other.example.com', uri: 'http://evil.example/' },
        'using URI which does not use HTTPS',
      ],
      [
        { issuedAt: time(-9999), domain: 'other.example.com', uri: 'https://evil.example/' },
        'message was signed for another app',
      ],
      [{ issuedAt: time(-9999), domain: 'other.example.com' }, 'Domain that does not match'],
      [{ issuedAt: time(-9999), more: `\nNot Before: ${time(5)}` }, 'becomes valid in the future'],
      [{ issuedAt: time(-9999), more: `\nNot Before: ${time(-9)}\nExpiration Time: ${time(-5)}` }, 'is expired'],
      [{ issuedAt: time(-9999) }, 'was issued too long ago'],
    ] as const
    for (const [fields, message] of ways) expect(await oauth(await signed(fields))).toContain(message)
  })

  test('with a signature of somebody else', async () => {
    const { message, ...rest } = await signed()
    expect(await oauth({ ...rest, message: message.replace('Version: 1', 'Version:  1') })).toBe(
      'Signature does not match address in message',
    )
  })
  test.each(['http://app.example.com/', '/path', 'ftp://app.example.com/'])('with the URI %s', async (uri) => {
    expect(await oauth(await signed({ uri }))).toBe(`Signed ${name} message is using URI which does not use HTTPS`)
  })
  test('with a URI that is not allowed', async () => {
    const message = `Signed ${name} message is using URI which is not allowed on this server, message was signed for another app`
    expect(await oauth(await signed({ uri: 'https://evil.example/' }))).toBe(message)
    expect(await oauth(await signed({ uri: 'http://localhost:4000/' }))).toBe(message)
  })
  test.each([
    ['of another host', { domain: 'evil.example' }],
    ['of another host that is allowed', { domain: 'second.example.com' }],
    ['of another port', { domain: 'app.example.com:8443' }],
    ['that is not allowed itself', { domain: 'other.example.com', uri: 'https://other.example.com/path' }],
  ])('with a domain %s', async (_what, fields) => {
    const message = `Signed ${name} message is using a Domain that does not match the one in URI which is not allowed on this server`
    expect(await oauth(await signed(fields))).toBe(message)
  })

  test('from Not Before on', async () => {
    const grant = await signed({ more: `\nNot Before: ${time(1)}` })
    expect(await oauth(grant)).toBe(`Signed ${name} message becomes valid in the future`)
    expect(await oauth({ ...grant, now: now + 999 })).toContain('in the future')
    expect(await verifyWeb3({ ...grant, now: now + 1000 })).toMatchObject({ chain })
  })
  test('until Expiration Time', async () => {
    const grant = await signed({ more: `\nNot Before: ${time(0)}\nExpiration Time: ${time(1)}` })
    expect(await verifyWeb3({ ...grant, now: now + 1000 })).toMatchObject({ chain })
    expect(await oauth({ ...grant, now: now + 1001 })).toBe(`Signed ${name} message is expired`)
  })
  test('until Expiration Time, without Not Before', async () => {
    const grant = { ...(await signed({ more: `\nExpiration Time: ${time(1)}` })), now: now + 60_000 }
    // The server's omission.
    if (chain === 'ethereum') expect(await verifyWeb3(grant)).toMatchObject({ chain })
    else expect(await oauth(grant)).toBe('Signed Solana message is expired')
  })
  test('within ten minutes of Issued At', async () => {
    const grant = await signed()
    for (const offset of [600_000, -600_000])
      expect(await verifyWeb3({ ...grant, now: now + offset })).toMatchObject({ chain })
    expect(await oauth({ ...grant, now: now + 600_001 })).toBe(`${name} message was issued too long ago`)
    expect(await oauth({ ...grant, now: now - 600_001 })).toBe(`${name} message was issued too far in the future`)
  })
  test('within another span of Issued At', async () => {
    const grant = { ...(await signed()), maximumValidity: 5 }
    expect(await verifyWeb3({ ...grant, now: now + 5000 })).toMatchObject({ chain })
    expect(await oauth({ ...grant, now: now + 5001 })).toContain('too long ago')
  })

  test.each(
    chain === 'ethereum'
      ? [
          ['', 'signature must be 65 bytes long, encoded as a 130 character-long hexadecimal string', 'validation_failed'],
          [
            `0x${'1'.repeat(131)}`,
            'signature must be 65 bytes long, encoded as a 130 character-long hexadecimal string',
            'validation_failed',
          ],
          // What follows `0x` is counted, and it is then looked for.
          ['1'.repeat(130), 'Signature does not match address in message', undefined],
          [`0x${'z'.repeat(130)}`, 'Signature does not match address in message', undefined],
          [`0x${'0'.repeat(130)}`, 'Signature does not match address in message', undefined],
        ]
      : [
          ['', 'signature must be 64 bytes encoded as base64 with or without padding', 'validation_failed'],
          ['A'.repeat(87), 'signature must be 64 bytes encoded as base64 with or without padding', 'validation_failed'],
          ['!'.repeat(88), 'signature does not contain valid base64 characters', 'validation_failed'],
          ['é'.repeat(43), 'signature does not contain valid base64 characters', 'validation_failed'],
          ['A'.repeat(88), 'Signature does not match address in message', undefined],
          ['A'.repeat(86), 'Signature does not match address in message', undefined],
        ],
  )('with the signature %.10j', async (signature, message, code) => {
    const error = await refusal({ ...(await signed()), signature })
    expect([error.status, error.message, error.code]).toEqual([400, message, code])
  })
})

test('verifyWeb3() of Ethereum with an address in mixed case (EIP-55)', async () => {
  const address = `0x${wallet.address.slice(2).toUpperCase()}`
  const message = `app.example.com wants you to sign in with your Ethereum account:\n${address}\n\nURI: https://app.example.com/\nVersion: 1\nIssued At: ${time(0)}`
  const signature = await chains[0]!.sign(message)
  expect(await verifyWeb3({ chain: 'ethereum', message, signature, ...options })).toMatchObject({
    address,
    subject: `web3:ethereum:${address}`,
  })
})

test('verifyWeb3() of Solana with an address that is no key', async () => {
  for (const address of ['0'.repeat(40), '2'.repeat(40)]) {
    const message = `app.example.com wants you to sign in with your Solana account:\n${address}\n\nURI: https://app.example.com/\nVersion: 1\nIssued At: ${time(0)}`
    const error = await refusal({ chain: 'solana', message, signature: 'A'.repeat(86), ...options })
    expect([error.status, error.code, error.message]).toEqual([500, 'unexpected_failure', 'Internal Server Error'])
  }
})

test.each(['', 'bitcoin', 'Ethereum', 'constructor'])('verifyWeb3() of the chain %j', async (chain) => {
  const error = await refusal({ chain, message: '', signature: '', ...options })
  expect([error.status, error.code, error.message]).toEqual([400, 'web3_unsupported_chain', 'Unsupported chain'])
})

test('verifyWeb3() with both chains switched off', async () => {
  const error = await refusal({
    chain: 'bitcoin',
    message: '',
    signature: '',
    ...options,
    chains: { ethereum: false, solana: false },
  })
  expect([error.status, error.code, error.message]).toEqual([422, 'web3_provider_disabled', 'Web3 provider is disabled'])
})
