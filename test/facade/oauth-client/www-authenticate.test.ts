// The header of a resource server's 401: written, and read as anybody may have written it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseWwwAuthenticate, wwwAuthenticate, type BearerChallenge } from '../../../src/facade/oauth-client/index.ts'

const resourceMetadata = 'https://mcp.example.com/.well-known/oauth-protected-resource/notes'

describe('wwwAuthenticate()', () => {
  test.each<[BearerChallenge, string]>([
    [{}, 'Bearer'],
    [{ resourceMetadata }, `Bearer resource_metadata="${resourceMetadata}"`],
    [
      {
        scope: 'email profile',
        errorDescription: 'It has expired',
        error: 'invalid_token',
        realm: 'a "b" \\c',
        resourceMetadata,
      },
      `Bearer resource_metadata="${resourceMetadata}", realm="a \\"b\\" \\\\c", error="invalid_token", error_description="It has expired", scope="email profile"`,
    ],
    [{ error: 'insufficient_scope', scope: undefined! }, 'Bearer error="insufficient_scope"'],
  ])('of %j', (challenge, header) => {
    expect(wwwAuthenticate(challenge)).toBe(header)
  })

  test.each<BearerChallenge>([
    { realm: 'a\r\nset-cookie: b' },
    { realm: 'Zürich' },
    { errorDescription: 'say "no"' },
    { errorDescription: 'a\nb' },
    { error: '' },
    { scope: 'a\\b' },
    { resourceMetadata: 'https://a"b' },
    { error: 7 as never },
    { scope: null as never },
    undefined!,
    null!,
    'invalid_token' as never,
  ])('of %j throws', (challenge) => {
    expect(() => wwwAuthenticate(challenge)).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
  })
})

describe('parseWwwAuthenticate()', () => {
  test.each<[string, BearerChallenge | null]>([
    ['Bearer', {}],
    ['bearer', {}],
    ['Bearer ', {}],
    ['  ,, Bearer realm="x" ,,', { realm: 'x' }],
    ['Bearer error=invalid_token', { error: 'invalid_token' }],
    ['BEARER ERROR = "invalid_token" , Scope="a b"', { error: 'invalid_token', scope: 'a b' }],
    ['Bearer realm="a, Basic realm=\\"b\\"", error="x"', { realm: 'a, Basic realm="b"', error: 'x' }],
    ['Basic realm="a", Bearer resource_metadata="https://a/b"', { resourceMetadata: 'https://a/b' }],
    ['Bearer scope="a", Basic realm="b"', { scope: 'a' }],
    ['Negotiate, Bearer error="x"', { error: 'x' }],
    ['Negotiate YWJj==, Bearer error="x"', { error: 'x' }],
    ['Bearer YWJj', {}],
    ['Bearer scope="a", Bearer scope="b"', { scope: 'a' }],
    ['Bearer as_uri="https://a", __proto__="b", toString=c', {}],
    ['Bearer realm=""', { realm: '' }],
    ['Basic realm="a"', null],
    ['', null],
    [',', null],
    ['Bearer realm="a', null],
    ['Bearer realm="a" error="b"', null],
    ['Bearer realm="a"b', null],
    ['Bearer realm=a b', null],
    ['Bearer realm="a", realm="b"', null],
    ['Bearer a=b=c', null],
    ['="a"', null],
    ['"Bearer"', null],
    ['Bearer, =', null],
  ])('of %j', (header, challenge) => {
    expect(parseWwwAuthenticate(header)).toEqual(challenge)
  })

  test('of nothing', () => {
    expect(parseWwwAuthenticate(null)).toBeNull()
    expect(parseWwwAuthenticate(undefined)).toBeNull()
  })

  const printable = (characters: RegExp) =>
    fc.string({
      minLength: 1,
      unit: fc.constantFrom(
        ...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((c) => characters.test(c)),
      ),
    })
  const plain = printable(/[^"\\]/)
  const challenges = fc.record(
    { resourceMetadata: plain, realm: printable(/./), error: plain, errorDescription: plain, scope: plain },
    { requiredKeys: [] },
  )

  test('reads what wwwAuthenticate() writes, also among others', () => {
    const others = fc.constantFrom(
      '',
      'Basic realm="a, Bearer b=c", ',
      'Negotiate, ',
      'Negotiate a/b+c==, ',
      'DPoP algs="ES256 PS256" , ',
    )
    fc.assert(
      fc.property(challenges, others, others, (challenge, before, after) => {
        const header = `${before}${wwwAuthenticate(challenge)}${after && `, ${after}`}`
        expect(parseWwwAuthenticate(header)).toEqual(challenge)
      }),
    )
  })

  test('never throws, whatever it is given', () => {
    const pieces = fc.constantFrom('Bearer', ' ', ',', '=', '"', '\\', 'realm', 'a', '\t', '==', '/', 'é', '\n', 'Basic')
    const headers = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 30 }).map((list) => list.join('')),
    )
    fc.assert(
      fc.property(headers, (header) => {
        const challenge = parseWwwAuthenticate(header)
        for (const value of Object.values(challenge ?? {}))
          expect(header.replaceAll('\\', '')).toContain(value.replaceAll('\\', ''))
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['blanks', ' '.repeat(200_000)],
    ['commas', ', '.repeat(100_000)],
    ['letters', 'a'.repeat(200_000)],
    ['an open quote', `Bearer realm="${'\\"'.repeat(100_000)}`],
    ['many parameters', `Bearer ${Array.from({ length: 20_000 }, (_, i) => `a${i}=b`).join(',')}`],
    ['blanks after a scheme', `Bearer${' '.repeat(100_000)}"`],
    ['blanks before a sign', `Bearer a${' '.repeat(100_000)}b`],
  ])('takes no longer for %s than such a length needs', { timeout: 20_000 }, (_what, header) => {
    // Quadratic it would be 10¹⁰ steps, and the time limit of the test.
    expect(() => parseWwwAuthenticate(header)).not.toThrow()
  })
})
