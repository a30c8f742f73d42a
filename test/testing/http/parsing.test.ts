import { expect, test } from 'vitest'
import { parseDuration, parseUnsigned, quote } from '../../../src/testing/http/parsing.ts'

test.each([
  ['', '""'],
  ['a b', '"a b"'],
  ['"\\', '"\\"\\\\"'],
  ['\x07\b\f\n\r\t\v', '"\\a\\b\\f\\n\\r\\t\\v"'],
  ['\0\x1b\x7f', '"\\x00\\x1b\\x7f"'],
  ['ä💥語', '"ä💥語"'],
  ['\u202e\u00a0\u00ad\ufeff', '"\\u202e\\u00a0\\u00ad\\ufeff"'],
  ['\u{e0001}', '"\\U000e0001"'],
])('quote(%j)', (text, quoted) => expect(quote(text)).toBe(quoted))

// Both in the words of a real server.
test('parseUnsigned() quotes what it can’t read as texts', () =>
  expect(() => parseUnsigned('ä💥\u202e')).toThrow('strconv.ParseUint: parsing "ä💥\\u202e": invalid syntax'))

test('parseDuration() quotes what it can’t read as bytes', () => {
  expect(() => parseDuration('.27µs40486495441175064830us')).toThrow(
    'time: invalid duration ".27\\xc2\\xb5s40486495441175064830us"',
  )
  expect(() => parseDuration('1ä')).toThrow('time: unknown unit "\\xc3\\xa4" in duration "1\\xc3\\xa4"')
})
