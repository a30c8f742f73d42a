import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRequestUri } from '../../../src/testing/crypto/request-uri.ts'

// What Go's url.ParseRequestURI makes of it: scheme, host, hostname, text.
test.each([
  ['https://example.com', 'https', 'example.com', 'example.com', 'https://example.com'],
  ['HTTPS://Example.com:443/Path', 'https', 'Example.com:443', 'Example.com', 'https://Example.com:443/Path'],
  ['http://localhost:3000/?next=/a b#c', 'http', 'localhost:3000', 'localhost', 'http://localhost:3000/?next=/a b#c'],
  ['http://localhost:3000/#c', 'http', 'localhost:3000', 'localhost', 'http://localhost:3000/%23c'],
  ['https://example.com/a b/ü', 'https', 'example.com', 'example.com', 'https://example.com/a%20b/%C3%BC'],
  ['https://user:secret@example.com/', 'https', 'example.com', 'example.com', 'https://user:secret@example.com/'],
  ['https://[2001:db8::1]:8443/', 'https', '[2001:db8::1]:8443', '2001:db8::1', 'https://[2001:db8::1]:8443/'],
  ['https://bücher.example/', 'https', 'bücher.example', 'bücher.example', 'https://bücher.example/'],
  ['https://example.com:', 'https', 'example.com:', 'example.com', 'https://example.com:'],
  ['https://example.com?a=%zz', 'https', 'example.com', 'example.com', 'https://example.com?a=%zz'],
  ['mailto:someone@example.com', 'mailto', '', '', 'mailto:someone@example.com'],
  ['http:/localhost/', 'http', '', '', 'http:/localhost/'],
  ['https:///path', 'https', '', '', 'https:///path'],
  ['/path', '', '', '', '/path'],
  ['//example.com/path', '', '', '', '//example.com/path'],
  ['*', '', '', '', '*'],
])('parseRequestUri() of %s', (text, scheme, host, hostname, expected) => {
  expect(parseRequestUri(text)).toEqual({ scheme, host, hostname, text: expected })
})

test.each([
  '',
  '***',
  'example.com',
  ':x',
  '1http://x',
  'https://exa mple.com/',
  'https://example.com#fragment',
  'https://example.com/%zz',
  'https://example.com/%2',
  'https://example.com:8x/',
  'https://a:b:80/',
  'https://[::1/',
  'https://[::zz]/',
  'https://us er@example.com/',
  'https://example.com/\n',
  'https://example.com/\x7f',
])('parseRequestUri() of %j, which is none', (text) => {
  expect(parseRequestUri(text)).toBeUndefined()
})

test('parseRequestUri() of noise throws nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (noise, more) => {
      for (const text of [noise, `https://${noise}`, `https://example.com/${noise}`, `https:${more}`]) {
        const uri = parseRequestUri(text)
        // And what it gives is a URI again.
        if (uri) expect(parseRequestUri(uri.text)?.host).toBe(uri.host)
      }
    }),
    { numRuns: 1000 },
  )
})

test('parseRequestUri() of a megabyte', () => {
  const long = 'a'.repeat(1 << 20)
  expect(parseRequestUri(`https://${long}`)?.host).toBe(long)
  expect(parseRequestUri(`https://${long}:${'1'.repeat(1 << 20)}x`)).toBeUndefined()
  expect(parseRequestUri(long)).toBeUndefined()
})
