import { expect, test } from 'vitest'
import { isCrossOrigin } from '../../src/ssr/index.ts'

const url = 'https://app.example.com/sign-in'
const own = 'https://app.example.com'

test.each<[is: boolean, headers: Record<string, string>, method: string, origins?: string[]]>([
  // Methods that change nothing
  [false, { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 'GET'],
  [false, {}, 'HEAD'],
  [false, {}, 'OPTIONS'],
  // Fetch Metadata
  [false, { 'sec-fetch-site': 'same-origin', origin: own }, 'POST'],
  [false, { 'sec-fetch-site': 'none' }, 'POST'],
  [true, { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 'POST'],
  [true, { 'sec-fetch-site': 'same-site', origin: 'https://other.example.com' }, 'POST'],
  [true, { 'sec-fetch-site': 'same-origin, cross-site' }, 'DELETE'],
  [true, { 'sec-fetch-site': 'cross-site', origin: own }, 'PUT'],
  [false, { 'sec-fetch-site': 'same-origin', origin: own }, 'POST', ['https://public.example.com']],
  [false, { 'sec-fetch-site': 'same-site', origin: 'https://other.example.com' }, 'POST', ['https://other.example.com']],
  // Older browsers
  [false, { origin: own }, 'POST'],
  [true, { origin: 'https://evil.example' }, 'POST'],
  [true, { origin: 'http://app.example.com' }, 'POST'],
  [true, { origin: 'https://app.example.com:8443' }, 'POST'],
  [true, { origin: 'https://app.example.com.evil.example' }, 'POST'],
  [true, { origin: 'null' }, 'POST'],
  [true, { origin: '' }, 'POST'],
  [true, {}, 'POST'],
  [true, {}, 'PATCH'],
  [true, { referer: own }, 'POST'],
  [false, { origin: 'https://public.example.com' }, 'POST', ['https://public.example.com']],
  [true, { origin: own }, 'POST', ['https://public.example.com']],
  [true, { origin: 'null' }, 'POST', ['https://public.example.com']],
])('isCrossOrigin() is %s for %o, %s, %o', (is, headers, method, origins) => {
  expect(isCrossOrigin({ url, method, headers: new Headers(headers) }, origins)).toBe(is)
})

test('isCrossOrigin() of a request without method is false, and without a URL true', () => {
  expect(isCrossOrigin({ headers: new Headers() })).toBe(false)
  expect(isCrossOrigin({ method: 'POST', headers: new Headers({ origin: own }) })).toBe(true)
})
