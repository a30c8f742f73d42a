import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEthereumSignInMessage, createSolanaSignInMessage } from '../../../src/facade/index.ts'
import { parseEthereumMessage } from '../../../src/testing/crypto/ethereum.ts'
import { parseTime } from '../../../src/testing/crypto/sign-in-message.ts'
import { parseSolanaMessage } from '../../../src/testing/crypto/solana.ts'

const dialects = [
  { name: 'siwe', chain: 'Ethereum', address: '0x742d35Cc6635C0532925a3b8D53d6e8b3f56ddF1', parse: parseEthereumMessage },
  { name: 'siws', chain: 'Solana', address: '4Cw1koUQtqybLFem7uqhzMBznMPGARbFS4cjaYbM9RnR', parse: parseSolanaMessage },
]
const year = Date.UTC(2025, 0, 1)

describe.each(dialects)('a message of $chain', ({ name, chain, address, parse }) => {
  const suffix = ` wants you to sign in with your ${chain} account:`
  const head = `domain.com${suffix}\n${address}\n\n`
  const fields = 'URI: https://domain.com\nVersion: 1\nIssued At: 2025-01-01T00:00:00Z'

  test('with every field, in any order', () => {
    const message = `${head}Statement\n\nRequest ID: abcdef\nNot Before: 2025-01-01T00:00:01Z\nExpiration Time: 2025-01-01T00:00:02.5Z\n  Nonce : no\nNonce: 123\nOther: field\n\n${fields}\nResources:\n- https://google.com\n-  ipfs://a \nVersion:1`
    expect(parse(message)).toEqual({
      domain: 'domain.com',
      address,
      statement: 'Statement',
      uri: { scheme: 'https', host: 'domain.com', hostname: 'domain.com', text: 'https://domain.com' },
      chainId: '',
      nonce: '123',
      issuedAt: year,
      notBefore: year + 1000,
      expirationTime: year + 2500,
      requestId: 'abcdef',
      resources: ['https://google.com', 'ipfs://a'],
    })
  })
  test('with the fields it needs', () => {
    expect(parse(`${head}${fields}`)).toMatchObject({ domain: 'domain.com', nonce: '', chainId: '', resources: [] })
    expect(parse(`${head}${fields}`)).not.toHaveProperty('statement')
  })
  test('with a field twice: the last one counts', () => {
    expect(parse(`${head}${fields}\nIssued At: 2025-01-01T00:00:01Z\nNonce: 1\nNonce: 2`)).toMatchObject({
      issuedAt: year + 1000,
      nonce: '2',
    })
  })
  test.each(['localhost', 'localhost:3000', 'a.b-c.example:65535', `${'a'.repeat(63)}.com`])(
    'for the domain %s',
    (domain) => {
      expect(parse(`${domain}${suffix}\n${address}\n\n${fields}`).domain).toBe(domain)
    },
  )
  test.each([
    '',
    'domain',
    '*******',
    '\ufeffdomain.com',
    '-a.com',
    'a-.com',
    'a..com',
    'a.c',
    'a.com:',
    'a.com:123456',
    'https://a.com',
    '127.0.0.1',
    `${'a'.repeat(64)}.com`,
    'a.'.repeat(1 << 19),
  ])('for the domain %.20j, which is none', (domain) => {
    expect(() => parse(`${domain}${suffix}\n${address}\n\n${fields}`)).toThrow(
      `${name}: domain in first line of message is not valid`,
    )
  })

  // The table of the server's own tests, and more.
  test.each([
    ['', 'message needs at least 6 lines'],
    ['\n\n\n\n', 'message needs at least 6 lines'],
    ['domain.com whatever\n\n\n\n\n\n', `message first line does not end in "${suffix}"`],
    [`domain.com${suffix}\r\n${address}\n\n${fields}`, `message first line does not end in "${suffix}"`],
    [
      `domain.com${suffix}\n***************************************\n\n\n\n\n`,
      /wallet address is not (a valid Ethereum address|in base58 format)$/,
    ],
    [`domain.com${suffix}\n${address}\nURI: https://google.com\n\n\n`, 'third line must be empty'],
    [`domain.com${suffix}\n${address}\n \n${fields}`, 'third line must be empty'],
    [`${head}Statement\n\nNot Parsable\n`, 'encountered unparsable line at index 5'],
    [`${head}Statement\n${fields}`, 'encountered unparsable line at index 3'],
    [`${head}${fields.replace('https://domain.com', '***')}`, 'URI is not valid'],
    [`${head}${fields}\nURI:`, 'URI is not valid'],
    [`${head}${fields}\nIssued At: not-a-timestamp`, 'Issued At is not a valid ISO8601 timestamp'],
    [`${head}${fields}\nExpiration Time: not-a-timestamp`, 'Expiration Time is not a valid ISO8601 timestamp'],
    [`${head}${fields}\nNot Before: not-a-timestamp`, 'Not Before is not a valid ISO8601 timestamp'],
    [`${head}${fields}\nVersion: 2`, 'Version value is not supported, expected 1 got "2"'],
    [
      `${head}URI: https://domain.com\nIssued At: 2025-01-01T00:00:00Z\n`,
      'Version value is not supported, expected 1 got ""',
    ],
    [`${head}Version: 1\nIssued At: 2025-01-01T00:00:00Z\n\n`, 'URI is not specified'],
    [`${head}Version: 1\nURI: https://domain.com\nResources:\n- https://google.com\n`, 'Issued At is not specified'],
    [`${head}${fields.replace('2025', '0001')}`, 'Issued At is not specified'],
    [`${head}${fields}\nExpiration Time: 2024-12-31T23:59:59Z`, 'Issued At is after Expiration Time'],
    [
      `${head}${fields}\nExpiration Time: 2025-01-02T00:00:00Z\nNot Before: 2025-01-03T00:00:00Z`,
      'Not Before is after Expiration Time',
    ],
    [`${head}${fields}\nResources:\n- https://google.com\n- ***\n`, 'Resource at position 1 has invalid URI'],
    [`${head}${fields}\n- https://google.com`.replace('https://google.com', 'x'), 'encountered unparsable line at index 6'],
    [`${head}${fields}\nChain ID: random:mainnet`, 'Chain ID is not valid'],
  ])('%j', (message, expected) => {
    expect(() => parse(message)).toThrow(typeof expected === 'string' ? new Error(`${name}: ${expected}`) : expected)
  })

  test('that the SDK writes', () => {
    const time = fc.date({ min: new Date(year), max: new Date(year + 1e11), noInvalidDate: true })
    const statements = fc.stringMatching(/^[A-Za-z0-9 .:/ü]+$/).filter((text) => text.trim() !== '')
    fc.assert(
      fc.property(
        fc.option(statements, { nil: undefined }),
        time,
        fc.nat(1e9),
        fc.webUrl(),
        (statement, issuedAt, later, uri) => {
          const given = {
            domain: 'app.example.com',
            uri,
            statement,
            issuedAt,
            expirationTime: new Date(+issuedAt + later),
            resources: [uri],
          }
          const message =
            chain === 'Solana'
              ? createSolanaSignInMessage({ ...given, address })
              : createEthereumSignInMessage({ ...given, address, chainId: 1 })
          const parsed = parse(message)
          expect(parsed).toMatchObject({
            domain: given.domain,
            issuedAt: +issuedAt,
            expirationTime: +issuedAt + later,
            resources: [uri],
          })
          expect(parsed.statement).toBe(statement)
          expect(parsed.uri.scheme).toBe(new URL(uri).protocol.slice(0, -1))
        },
      ),
    )
  })

  test('of noise', () => {
    const noises = fc.string({ unit: 'binary', maxLength: 200 })
    fc.assert(
      fc.property(noises, fc.array(noises), (noise, lines) => {
        for (const message of [noise, `${head}${lines.join('\n')}`, `${head}${fields}\n${lines.join(':\n')}:`]) {
          try {
            expect(parse(message).domain).toBe('domain.com')
          } catch (error) {
            expect((error as Error).message).toMatch(new RegExp(`^${name}: `))
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  test('of megabytes', () => {
    const long = 'a'.repeat(1 << 20)
    expect(() => parse(long)).toThrow('at least 6 lines')
    expect(() => parse('\n'.repeat(1 << 20))).toThrow('first line')
    expect(() => parse(`${long}${suffix}\n\n\n\n\n`)).toThrow('domain')
    expect(parse(`${head}${fields}\nNonce: ${' '.repeat(1 << 20)}x${' '.repeat(1 << 20)}`).nonce).toBe('x')
    expect(parse(`${head}${fields}\nResources:${'\n- https://a.com'.repeat(10_000)}`).resources.length).toBe(10_000)
  })
})

test('the white space that Go trims', () => {
  const fields = 'URI: https://domain.com\nVersion: 1\nIssued At: 2025-01-01T00:00:00Z'
  const nonceOf = (line: string) =>
    parseSolanaMessage(`domain.com wants you to sign in with your Solana account:\n${'1'.repeat(32)}\n\n${fields}\n${line}`)
      .nonce
  expect(nonceOf('\u0085Nonce:\u00a0\u2003 1\u3000\r')).toBe('1')
  expect(nonceOf('Nonce:\ufeff1')).toBe('\ufeff1')
})

describe('parseTime()', () => {
  test.each([
    ['2025-01-01T00:00:00Z', year],
    ['2025-01-01T00:00:00.123456789Z', year + 123.456789],
    ['2025-01-01T00:00:00,5Z', year + 500],
    ['2025-01-01T01:00:00+01:00', year],
    ['2024-12-31T20:30:00-03:30', year],
    ['2025-01-01T7:00:00Z', year + 7 * 3_600_000],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
    ['0099-01-01T00:00:00Z', -59_042_995_200_000],
  ])('of %s', (text, time) => {
    expect(parseTime(text)).toBeCloseTo(time, 3)
  })
  test.each([
    '',
    '2025-01-01',
    '2025-01-01T00:00:00',
    '2025-01-01 00:00:00Z',
    '2025-01-01t00:00:00Z',
    '2025-01-01T00:00:00z',
    '2025-01-01T00:00:00.Z',
    '2025-01-01T24:00:00Z',
    '2025-01-01T00:60:00Z',
    '2025-01-01T00:00:60Z',
    '2025-02-29T00:00:00Z',
    '2025-13-01T00:00:00Z',
    '2025-00-01T00:00:00Z',
    '2025-01-00T00:00:00Z',
    '2025-01-01T00:00:00+25:00',
    '2025-01-01T00:00:00+0000',
    '+002025-01-01T00:00:00Z',
    ' 2025-01-01T00:00:00Z',
  ])('of %j, which is none', (text) => {
    expect(parseTime(text)).toBeUndefined()
  })
  test('of what Date writes', () => {
    const dates = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(dates, (date) => {
        expect(parseTime(date.toISOString())).toBe(date.getTime())
      }),
    )
  })
})
