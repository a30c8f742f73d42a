// decodeAccessToken() reads what a stranger may have written: it gives claims, or says that there are none, whatever it is given.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeAccessToken } from '../../../src/facade/index.ts'

const encode = (text: string) => Buffer.from(text).toString('base64url')
const jwt = (claims: unknown) => `${encode('{"alg":"HS256","typ":"JWT"}')}.${encode(JSON.stringify(claims))}.c2lnbmF0dXJl`
const refused = expect.objectContaining({ name: 'AuthError', code: 'invalid_argument' })

test('decodeAccessToken() gives the claims', () => {
  const claims = {
    sub: '11111111-1111-4111-8111-111111111111',
    aud: 'authenticated',
    exp: 1_795_525_200,
    iat: 1_795_521_600,
    role: 'authenticated',
    aal: 'aal1',
    amr: [{ method: 'password', timestamp: 1_795_521_600 }],
    user_metadata: { name: 'Ädä 👩‍💻' },
    tenant: 7,
  }
  expect(decodeAccessToken<{ tenant: number }>(jwt(claims))).toEqual(claims)
  expect(decodeAccessToken<{ tenant: number }>(jwt(claims)).tenant).toBe(7)
})

test('decodeAccessToken() of the JWT of RFC 7519, section 3.1, says that it has no subject', () => {
  const token =
    'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  expect(() => decodeAccessToken(token)).toThrow(refused)
})

test('decodeAccessToken() does not look at the signature, nor at the time', () => {
  expect(decodeAccessToken(`x.${encode('{"sub":"ada","exp":1}')}.`)).toEqual({ sub: 'ada', exp: 1 })
})

test.each([
  undefined,
  null,
  42,
  {},
  [[]],
  '',
  'abc',
  '..',
  'a.b.c',
  'a.%%%.c',
  `a.${encode('not json')}.c`,
  jwt(null),
  jwt(42),
  jwt('ada'),
  jwt([]),
  jwt({}),
  jwt({ sub: 7 }),
  jwt({ sub: null }),
])('decodeAccessToken(%j) throws invalid_argument', (token) => {
  expect(() => decodeAccessToken(token as string)).toThrow(refused)
})

test('decodeAccessToken() does not show the token in its error', () => {
  let error: unknown
  try {
    decodeAccessToken('eyPLANTED.eyPLANTED.PLANTED')
  } catch (cause) {
    error = cause
  }
  expect(error).toMatchObject({ code: 'invalid_argument' })
  expect(`${error} ${JSON.stringify(error)} ${(error as Error).cause}`).not.toContain('PLANTED')
})

test('decodeAccessToken() of any claims with a subject gives them back', () => {
  const claims = fc.tuple(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), fc.string({ unit: 'grapheme' }))
  fc.assert(
    fc.property(claims, ([others, sub]) => {
      const text = JSON.stringify({ ...others, sub })
      expect(decodeAccessToken(`e30.${encode(text)}.c2ln`)).toEqual(JSON.parse(text))
    }),
  )
})

test('decodeAccessToken() of any text gives claims with a subject, or throws invalid_argument', () => {
  const part = fc.oneof(fc.string(), fc.json().map(encode), fc.base64String())
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(part).map((parts) => parts.join('.')),
      ),
      (token) => {
        try {
          expect(typeof decodeAccessToken(token).sub).toBe('string')
        } catch (error) {
          expect(error).toEqual(refused)
        }
      },
    ),
    { numRuns: 500 },
  )
})
