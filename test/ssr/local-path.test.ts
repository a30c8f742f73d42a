import fc from 'fast-check'
import { expect, test } from 'vitest'
import { localPath } from '../../src/ssr/index.ts'

test.each([
  ['/account?tab=1#top', '/account?tab=1#top'],
  ['/a/../b', '/b'],
  ['/?next=https://evil.example', '/?next=https://evil.example'],
  ['/ä', '/%C3%A4'],
])('localPath(%o) is %o', (value, path) => expect(localPath(value)).toBe(path))

test.each([
  'https://evil.example',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  '/./\\evil.example',
  ' //evil.example',
  'javascript:alert(1)',
  'account',
  '',
  null,
  undefined,
  {},
  ['/a'],
])('localPath(%o) is the fallback', (value) => expect(localPath(value, '/home')).toBe('/home'))

test('localPath() of anything stays on the origin, as often as it is read', () => {
  const piece = fc.oneof(
    fc.constantFrom('/', '\\', '.', '..', '%2e', '%2f', '%5c', '@', ':', '?', '#', '\t', '\n', '\r', ' ', '\0'),
    fc.constantFrom('evil.example', 'https:', 'javascript:', '\uff0f', '\u3002', '\u200b'),
    fc.string({ maxLength: 3 }),
  )
  const value = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`)
  fc.assert(
    fc.property(value, fc.constantFrom('https://app.example.com/sign-in', 'http://localhost:3000/a/b'), (value, base) => {
      const path = localPath(value)
      expect(path).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/)
      expect(new URL(path, base).origin).toBe(new URL(base).origin)
      expect(localPath(path)).toBe(path)
    }),
    { numRuns: 2_000 },
  )
})
