import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatCookies, formatSetCookie, parseCookies } from '../../src/ssr/cookies.ts'

test.each<[string | null, Record<string, string>]>([
  [null, {}],
  ['', {}],
  ['a=1; b=2', { a: '1', b: '2' }],
  ['a=1;b=2;', { a: '1', b: '2' }],
  ['a=x=y', { a: 'x=y' }],
  ['a=1; a=2', { a: '1' }],
  ['a; =b; ;;; c=', { c: '' }],
  ['__proto__=1; constructor=2', { ['__proto__']: '1', constructor: '2' }],
])('parseCookies(%o)', (header, cookies) => {
  expect([...parseCookies(header)]).toEqual(Object.entries(cookies))
})

test('parseCookies() reads what formatCookies() writes, and never throws', () => {
  const name = fc.stringMatching(/^[\w!#$%&'*+.^`|~-]{1,20}$/)
  const value = fc.stringMatching(/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x7e]{0,30}$/)
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(name, value), { selector: ([name]) => name }),
      (pairs) => void expect([...parseCookies(formatCookies(pairs))]).toEqual(pairs),
    ),
  )
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (header) => void parseCookies(header)))
})

test('parseCookies() with a megabyte of separators takes no time to speak of', () => {
  expect(parseCookies('=;'.repeat(500_000)).size).toBe(0)
})

test('formatSetCookie()', () => {
  const options = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } as const
  expect(formatSetCookie({ name: 'a', value: '1', options })).toBe('a=1; Path=/; HttpOnly; Secure; SameSite=Lax')
  expect(
    formatSetCookie({
      name: 'a',
      value: '',
      options: { httpOnly: false, secure: false, sameSite: 'strict', path: '/app', domain: 'example.com', maxAge: 0 },
    }),
  ).toBe('a=; Max-Age=0; Domain=example.com; Path=/app; SameSite=Strict')
})
