import { describe, expect, test } from 'vitest'
import { createTestServer, type ConfigInput } from '../../../src/testing/index.ts'
import { callerOf } from '../calls.ts'

/** Where the link of a mail leads in the end. */
async function targetOf(redirect: string, config: ConfigInput = {}, headers: Record<string, string> = {}): Promise<string> {
  const server = createTestServer({ config: { GOTRUE_SITE_URL: 'https://app.example.com/start', ...config } })
  server.users.create({ email: 'ada@example.com' })
  const query = redirect && `?redirect_to=${encodeURIComponent(redirect)}`
  await callerOf(server)(`POST /recover${query}`, { json: { email: 'ada@example.com' }, headers })
  return server.inbox.last().redirectTo!
}
const site = 'https://app.example.com/start'

describe('redirect_to', () => {
  test.each([
    'https://app.example.com',
    'https://app.example.com/deep?a=b#c',
    'http://127.0.0.1:5173/x',
    'http://[::1]:5173/x',
  ])('may be %s: the site, or this machine', async (target) => {
    expect(await targetOf(target)).toBe(target)
  })

  test.each([
    'https://evil.example.com',
    'http://app.example.com',
    'https://app.example.com:444',
    'https://app.example.com.evil.com',
    'https://app.example.com@evil.com/',
    '//evil.com',
    '/deep',
    'javascript:alert(1)',
    'http://2130706433/',
    'http://10.0.0.1/',
    'http://localhost:3000/',
    'https://app.example.com\u0000',
    'x',
    '',
  ])('may not be %j: the site then', async (target) => {
    expect(await targetOf(target)).toBe(site)
  })

  test('of a site on this machine may have any port', async () => {
    const config = { GOTRUE_SITE_URL: 'http://localhost:3000' }
    expect(await targetOf('http://localhost:5173/x', config)).toBe('http://localhost:5173/x')
    expect(await targetOf('https://localhost:5173/x', config)).toBe('http://localhost:3000')
  })

  test.each<[string, string, boolean]>([
    ['https://*.example.com/**', 'https://a.example.com/x/y', true],
    ['https://*.example.com/**', 'https://a.b.example.com/x', false],
    ['https://x.com/*', 'https://x.com/a', true],
    ['https://x.com/*', 'https://x.com/a/b', false],
    ['https://x.com/**', 'https://x.com/a/b', true],
    ['https://x.com/?', 'https://x.com/a', true],
    ['https://x.com/?', 'https://x.com/ab', false],
    ['https://x.com/{a,b}', 'https://x.com/b', true],
    ['https://x.com/{a,b}', 'https://x.com/c', false],
    ['https://x.com/[ab]', 'https://x.com/a', true],
    ['https://x.com/[!ab]', 'https://x.com/a', false],
    ['https://x.com', 'https://x.com#fragment', true],
    ['https://x.com', 'https://x.com/', false],
    ['https://x.com', 'https://x.comx', false],
    ['myapp://**', 'myapp://open/here', true],
    ['https://x.com/a.b', 'https://x.com/aXb', false],
  ])('matches %s with %s: %s', async (pattern, target, isAllowed) => {
    expect(await targetOf(target, { GOTRUE_URI_ALLOW_LIST: [pattern] })).toBe(isAllowed ? target : site)
  })

  test('of the header is better than that of the query, and both are than where one comes from', async () => {
    const config = { GOTRUE_URI_ALLOW_LIST: 'https://x.com/**' }
    const [query, header, referer] = ['https://x.com/query', 'https://x.com/header', 'https://x.com/referer']
    expect(await targetOf(query, config, { redirect_to: header, referer })).toBe(header)
    expect(await targetOf(query, config, { referer })).toBe(query)
    expect(await targetOf('', config, { referer })).toBe(referer)
    expect(await targetOf('https://evil.com', config, { referer })).toBe(referer)
    expect(await targetOf('', config, { referer: 'https://evil.com' })).toBe(site)
  })
})
