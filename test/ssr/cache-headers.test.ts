import { expect, test } from 'vitest'
import { forbidCaching } from '../../src/ssr/cache-headers.ts'

test.each<[setsCookies: boolean, before: Record<string, string>, after: Record<string, string>]>([
  [false, {}, { 'cache-control': 'private, no-store', vary: 'Cookie' }],
  [false, { 'cache-control': 'private, max-age=60' }, { 'cache-control': 'private, max-age=60', vary: 'Cookie' }],
  [true, { 'cache-control': 'private, max-age=60' }, { 'cache-control': 'private, no-store', vary: 'Cookie' }],
  [
    true,
    { 'cache-control': 'public, s-maxage=60', 'cdn-cache-control': 'max-age=60', expires: 'Thu, 01 Jan 2099 00:00:00 GMT' },
    { 'cache-control': 'private, no-store', vary: 'Cookie' },
  ],
  [
    false,
    { 'cache-control': 'private="x-a", max-age=1', 'surrogate-control': 'max-age=60' },
    { 'cache-control': 'private, no-store', vary: 'Cookie' },
  ],
  [false, { vary: 'accept-encoding, cookie' }, { 'cache-control': 'private, no-store', vary: 'accept-encoding, cookie' }],
  [false, { vary: 'x-cookie' }, { 'cache-control': 'private, no-store', vary: 'x-cookie, Cookie' }],
  [false, { vary: '*' }, { 'cache-control': 'private, no-store', vary: '*' }],
])('forbidCaching() where cookies are set (%s) with %o', (setsCookies, before, after) => {
  const headers = new Headers(before)
  forbidCaching(headers, setsCookies)
  expect(Object.fromEntries(headers)).toEqual(after)
})
