// Addresses that somebody else has made: what a page is opened with, what it is told to go to, and what a request is sent to. A callback
// is read as one thing or as nothing, an address of the server's leads to the server, and tokens go to the origins that were named.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  authorizeUrl,
  createClient,
  memoryStorage,
  parseCallback,
  stripCallback,
  verifyLinkUrl,
  type AuthClient,
  type Callback,
} from '../../src/facade/index.ts'
import { sessionAt } from '../contract/facade-calls.ts'
import { json } from '../scripted-fetch.ts'
import { isPolluted, runs, settled, specialKeys } from './hostile.ts'

const server = 'https://auth.example.com/auth/v1'
const app = 'https://app.example.com/welcome'
const now = Math.floor(Date.now() / 1000)
const session = sessionAt(now)

afterEach(() => vi.unstubAllGlobals())

const wellFormed = (text: string) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text))

const names = [
  'code',
  'error',
  'error_code',
  'error_description',
  'access_token',
  'refresh_token',
  'expires_in',
  'expires_at',
  'token_type',
  'type',
  'sb',
  'message',
  'provider_token',
  'state',
  ...specialKeys,
]
/** A name as it is, and written so that a comparison of letters would miss it. */
const name = fc.tuple(fc.constantFrom(...names), fc.nat()).map(([name, at]) => {
  const index = at % (name.length * 3)
  const code = name.charCodeAt(index)
  return index < name.length ? `${name.slice(0, index)}%${code.toString(16)}${name.slice(index + 1)}` : name
})
const value = fc.oneof(
  fc.constantFrom(
    '',
    '1',
    '3600',
    '-1',
    '1e9',
    '999999999999999',
    'a.b.c',
    'recovery',
    '%',
    '%00',
    '%ff',
    '%23',
    '+',
    'https%3A%2F%2Fevil.example',
  ),
  fc.string({ maxLength: 12 }).map(encodeURIComponent),
)
const parameters = fc
  .array(
    fc.oneof(
      fc.tuple(name, value).map(([name, value]) => `${name}=${value}`),
      name,
      value,
    ),
    { maxLength: 9 },
  )
  .map((parts) => parts.join('&'))
const route = fc.constantFrom('', '#/route', '#/route?x=1', '#!/a', '#%23')
const callbackUrl = fc
  .tuple(
    fc.constantFrom(app, 'https://app.example.com:8443/', 'com.example.app://callback', 'http://localhost:3000'),
    parameters,
    route,
    parameters,
  )
  .map(([base, query, route, fragment]) => new URL(`${base}?${query}${route}#${fragment}`).href)

describe('any callback', () => {
  test('is read as one thing, of texts and numbers', () => {
    fc.assert(
      fc.property(callbackUrl, (url) => {
        const callback = parseCallback(url)
        expect(['code', 'session', 'error', 'email_change_pending', 'none']).toContain(callback.type)
        for (const member of Object.values(callback)) expect(['string', 'number', 'undefined']).toContain(typeof member)
        expect(isPolluted()).toBe(false)
      }),
      { numRuns: runs(1500) },
    )
  })

  test('is taken out of the address, however its names are written: what was read is not there to be read again', () => {
    fc.assert(
      fc.property(callbackUrl, (url) => {
        let left = url
        // Each kind is taken out by itself, and another one may show.
        const seen: Callback[] = []
        for (
          let callback = parseCallback(left);
          callback.type !== 'none' && seen.length < 5;
          callback = parseCallback(left)
        ) {
          const stripped = stripCallback(left)
          expect(stripped.length).toBeLessThan(left.length)
          expect(parseCallback(stripped)).not.toEqual(callback)
          seen.push(callback)
          left = stripped
        }
        expect(parseCallback(left)).toEqual({ type: 'none' })
        expect(new URL(left).origin).toBe(new URL(url).origin)
      }),
      { numRuns: runs(1500) },
    )
  })

  test.each([
    ['?%63ode=secret', ''],
    ['?a=1&c%6Fde=secret#top', '?a=1#top'],
    ['#access%5Ftoken=a&refresh_token=r&expires_in=3600&tab=1', '#tab=1'],
  ])('stripCallback(%j)', (rest, left) => {
    expect(stripCallback(app + rest)).toBe(app + left)
  })

  test('with a parameter twice has it not at all, whichever comes first', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('code'),
        fc.shuffledSubarray(['code=a', 'code=b', 'x=1'], { minLength: 3 }),
        (_name, parts) => {
          expect(parseCallback(`${app}?${parts.join('&')}`)).toEqual({ type: 'none' })
        },
      ),
      { numRuns: 20 },
    )
  })

  test('of a megabyte is read in no more than its share of time', () => {
    for (const part of ['a=1&', '%61=1&', '#', '?', '%', '&&', '__proto__=1&']) {
      const url = `${app}?${part.repeat(250_000)}`
      expect(parseCallback(url)).toEqual({ type: 'none' })
      expect(stripCallback(url)).toBe(url)
    }
  })
})

/** A page that is opened with an address, and what a client there does. */
async function open(href: string, options: { flowType?: 'pkce' } = {}) {
  const assign = vi.fn()
  const location = { href, assign }
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }))
  vi.stubGlobal('location', location)
  vi.stubGlobal('history', {
    state: null,
    replaceState: (_state: unknown, _title: string, url: string) => {
      // As browsers have it.
      if (new URL(url).origin !== new URL(location.href).origin) throw new DOMException('no', 'SecurityError')
      location.href = url
    },
  })
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('BroadcastChannel', undefined)
  const storage = memoryStorage()
  void storage.setItem('session', JSON.stringify({ ...session, received_at: now * 1000 }))
  const requests: Request[] = []
  const fetch = async (request: Request) => {
    requests.push(request)
    return json({ code: 'bad_jwt', message: 'no' }, { status: 403 })
  }
  const auth = createClient({ url: server, storage, storageKey: 'session', fetch, timeout: 2000, ...options })
  const result = await settled(() => auth.initialize())
  auth.dispose()
  return { result, requests, stored: storage.getItem('session') as string | null, location }
}

describe('a page that is opened with any address', () => {
  test('keeps who is signed in, sends nothing but to the server, and goes nowhere', async () => {
    await fc.assert(
      fc.asyncProperty(callbackUrl, fc.constantFrom(undefined, 'pkce' as const), async (url, flowType) => {
        const { result, requests, stored, location } = await open(url, flowType ? { flowType } : {})
        expect(result).toHaveProperty('error')
        expect(stored).toContain(session.refresh_token)
        expect(result.data.session?.user.id).toBe(session.user.id)
        for (const request of requests) expect(new URL(request.url).origin).toBe('https://auth.example.com')
        // The tokens of the address are tried; ours are not shown to whoever has made it.
        for (const request of requests) expect(request.url).not.toContain(session.refresh_token)
        expect(location.assign).not.toHaveBeenCalled()
        expect(isPolluted()).toBe(false)
      }),
      { numRuns: runs(150) },
    )
  })

  test.each(['session_not_found', 'session_expired', 'user_banned', 'refresh_token_not_found', 'user_not_found'])(
    'with the error %s signs nobody out: anybody can write an address',
    async (code) => {
      const { result, stored } = await open(`${app}?error=access_denied&error_code=${code}&error_description=x`)
      expect(result.error?.code).toBe(code)
      expect(stored).toContain(session.refresh_token)
    },
  )

  test('with a code that nobody waits for sends nothing', async () => {
    const { requests, location } = await open(`${app}?code=stolen`, { flowType: 'pkce' })
    expect(requests).toEqual([])
    expect(location.href).toBe(`${app}?code=stolen`)
  })
})

describe('authorizeUrl() and verifyLinkUrl()', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.constantFrom('javascript:alert(1)', '//evil.example', '\\\\evil.example', '#x', '?x', '\n'),
  )
  test('lead to the server whatever they are given, with each parameter once', () => {
    const key = fc.oneof(
      fc.constantFrom('redirect_to', 'code_challenge', 'provider', 'scopes', 'a&redirect_to=x&b', ...specialKeys),
      fc.string(),
    )
    const nested = fc.dictionary(key, fc.oneof(fc.string(), fc.dictionary(key, fc.string()), fc.array(fc.string())))
    fc.assert(
      fc.property(
        anything,
        anything,
        nested,
        fc.string({ minLength: 1 }),
        (redirectTo, codeChallenge, queryParams, provider) => {
          const options = { provider, redirectTo, codeChallenge, queryParams: queryParams as Record<string, string> }
          const { origin, pathname, searchParams } = authorizeUrl(server, options)
          expect(origin + pathname).toBe(`${server}/authorize`)
          // Lone surrogates are none any more.
          expect(searchParams.getAll('redirect_to')).toEqual([wellFormed(redirectTo)])
          expect(searchParams.getAll('provider')).toEqual([wellFormed(provider)])
          if (codeChallenge) expect(searchParams.getAll('code_challenge')).toEqual([wellFormed(codeChallenge)])
          expect(new Set(searchParams.keys()).size).toBe([...searchParams.keys()].length)
          expect(verifyLinkUrl(server, { tokenHash: codeChallenge, type: 'email', redirectTo }).origin).toBe(
            'https://auth.example.com',
          )
          expect(isPolluted()).toBe(false)
        },
      ),
      { numRuns: runs(500) },
    )
  })

  test('take no objects for values: their entries would be parameters, before those that are meant', () => {
    const queryParams = { x: { redirect_to: 'https://evil.example/', code_challenge: 'known' } } as never
    const { searchParams } = authorizeUrl(server, { provider: 'github', redirectTo: app, queryParams })
    expect(Object.fromEntries(searchParams)).toEqual({ provider: 'github', redirect_to: app })
  })

  test.each([{ provider: {} }, { provider: ['github'] }, { provider: 5 }, {}, null])(
    'of %j throw an AuthError or a TypeError',
    (options) => {
      expect(() => authorizeUrl(server, options as never)).toThrow(/provider|null/)
    },
  )

  test('linkIdentity() sends names that hold other parameters as names', async () => {
    const requests: Request[] = []
    const storage = memoryStorage()
    void storage.setItem('session', JSON.stringify({ ...session, received_at: now * 1000 }))
    const fetch = async (request: Request) => {
      requests.push(request)
      return json({ url: 'https://github.com/login' })
    }
    const auth = createClient({ url: server, storage, storageKey: 'session', fetch })
    const queryParams = { 'a&redirect_to=https://evil.example/&b': '1' }
    const { error } = await auth.linkIdentity({ provider: 'github', options: { redirectTo: app, queryParams } })
    expect(error).toBeNull()
    const { searchParams } = new URL(requests[0]!.url)
    expect(searchParams.getAll('redirect_to')).toEqual([app])
    expect(searchParams.get('a&redirect_to=https://evil.example/&b')).toBe('1')
  })
})

describe('auth.fetch()', () => {
  let auth: AuthClient
  let requests: Request[]
  beforeEach(() => {
    requests = []
    const storage = memoryStorage()
    void storage.setItem('session', JSON.stringify({ ...session, received_at: now * 1000 }))
    const fetch = async (request: Request) => {
      requests.push(request)
      return json({})
    }
    const fetchOrigins = ['https://api.example.com']
    auth = createClient({ url: server, apiKey: 'key', storage, storageKey: 'session', fetch, fetchOrigins })
  })
  const allowed = ['https://auth.example.com', 'https://api.example.com']

  const scheme = fc.constantFrom(
    'https:',
    'http:',
    'HTTPS:',
    'blob:https:',
    'ftp:',
    'ws:',
    'wss:',
    'data:',
    'javascript:',
    'file:',
    'view-source:https:',
    '',
  )
  const slashes = fc.constantFrom('//', '/', '///', '\\\\', '/\\', '\\/', '//\t/', '')
  const user = fc.constantFrom(
    '',
    '@',
    'a@',
    'auth.example.com@',
    'auth.example.com:443@',
    'auth.example.com%40',
    'auth.example.com\\@',
    'auth.example.com#@',
    'auth.example.com?@',
    '\u0000@',
  )
  const host = fc.constantFrom(
    'auth.example.com',
    'AUTH.example.com',
    'auth.example.com.',
    'auth.example.com.evil.example',
    'evil.example',
    'auth-example.com',
    'auth.example.com:443',
    'auth.example.com:8443',
    'аuth.example.com',
    'ａuth.example.com',
    'auth。example。com',
    'auth.exampIe.com',
    'auth.example.com\u00ad',
    '[::1]',
    '0x7f.1',
    'api.example.com',
    'localhost',
  )
  const rest = fc.constantFrom(
    '',
    '/',
    '/rest?x=1',
    '/..//evil.example',
    '/%2e%2e/@evil.example',
    '#@auth.example.com',
    '?@auth.example.com',
    ':443/',
    '\\evil.example',
  )
  const address = fc.tuple(scheme, slashes, user, host, rest).map((parts) => parts.join(''))

  test('sends the access token to the origins that were named, by http or https, and to no other, whatever the address', async () => {
    let sent = 0
    await fc.assert(
      fc.asyncProperty(address, fc.boolean(), async (address, isUrl) => {
        requests.length = 0
        let input: string | URL
        try {
          input = isUrl ? new URL(address) : address
        } catch {
          return
        }
        const outcome = await auth.fetch(input).catch((error: unknown) => error)
        expect(outcome instanceof Response || outcome instanceof Error).toBe(true)
        for (const request of requests) {
          sent++
          const { protocol, host } = new URL(request.url)
          expect(allowed).toContain(`${protocol}//${host}`)
          if (request.headers.has('apikey')) expect(host).toBe('auth.example.com')
        }
        if (outcome instanceof Error) expect(requests).toEqual([])
      }),
      { numRuns: runs(2000) },
    )
    // Else it would only be about refusals.
    expect(sent).toBeGreaterThan(50)
  })

  test('takes a request for what it is, not for what it says', async () => {
    class Liar extends Request {
      override get url() {
        return `${server}/rest`
      }
    }
    await expect(auth.fetch(new Liar('https://evil.example/'))).rejects.toMatchObject({ code: 'invalid_argument' })
    const first = `${server}/rest`
    const twoFaced = { n: 0, toString: () => (twoFaced.n++ ? 'https://evil.example/' : first) }
    await auth.fetch(twoFaced as never).catch(() => {})
    for (const request of requests) expect(allowed).toContain(new URL(request.url).origin)
  })
})
