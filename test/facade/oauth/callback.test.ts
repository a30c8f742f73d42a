import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCallback, stripCallback } from '../../../src/facade/index.ts'
import { readRecordings, titleOf } from '../../recorded/recordings.ts'

const app = 'https://app.example.com/welcome'
const tokens = 'access_token=a.b.c&expires_at=1787227292&expires_in=3600&refresh_token=r&sb=&token_type=bearer'

describe('parseCallback()', () => {
  test('reads a code', () => {
    expect(parseCallback(`${app}?code=42aed025&tab=1#top`)).toEqual({ type: 'code', code: '42aed025' })
  })

  test('reads a session, after a link in a mail and after a sign-in with a provider', () => {
    const session = {
      type: 'session',
      access_token: 'a.b.c',
      refresh_token: 'r',
      token_type: 'bearer',
      expires_in: 3600,
      expires_at: 1787227292,
    }
    expect(parseCallback(`${app}#${tokens}&type=recovery`)).toEqual({
      ...session,
      provider_token: undefined,
      provider_refresh_token: undefined,
      verification: 'recovery',
    })
    expect(parseCallback(`${app}#${tokens}&provider_token=p&provider_refresh_token=q`)).toEqual({
      ...session,
      provider_token: 'p',
      provider_refresh_token: 'q',
      verification: undefined,
    })
  })

  test('reads an error from the query rather than the fragment, where the description is encoded twice', () => {
    const description = 'Unsupported+provider%3A+not+enabled'
    const error = `error=server_error&error_code=unexpected_failure&error_description=`
    expect(parseCallback(`${app}?${error}${description}#${error}Unsupported+provider%253A+not+enabled&sb=`)).toEqual({
      type: 'error',
      error: 'server_error',
      error_code: 'unexpected_failure',
      error_description: 'Unsupported provider: not enabled',
    })
  })

  test('reads an error of the provider, which has no error code, by the server’s mark', () => {
    const error = 'error=access_denied&error_description=The+user+said+no'
    expect(parseCallback(`${app}?${error}#${error}&sb=`)).toMatchObject({
      type: 'error',
      error: 'access_denied',
      error_code: undefined,
    })
  })

  test('reads that an e-mail change waits for the other address', () => {
    expect(parseCallback(`${app}#message=Confirmation+link+accepted&sb=`)).toEqual({
      type: 'email_change_pending',
      message: 'Confirmation link accepted',
    })
  })

  test.each([
    ['an error of another server', '?error=access_denied&error_description=no'],
    ['a message of the application', '#message=saved'],
    ['tokens that are not whole', '#access_token=a&token_type=bearer'],
    ['tokens of a nonsense lifetime', `#${tokens.replace('3600', 'soon')}`],
    ['tokens in the query', `?${tokens}`],
    ['a code in the fragment', '#code=1'],
    ['a code twice', '?code=1&code=2'],
    ['an access token twice', `#${tokens}&access_token=other`],
    ['an empty code', '?code='],
    ['a route behind a hash', '#/settings?code=1'],
    ['prototype keys', '?__proto__=1&constructor=2#__proto__=3'],
  ])('finds nothing of ours in %s', (_what, rest) => {
    expect(parseCallback(app + rest)).toEqual({ type: 'none' })
    expect(stripCallback(app + rest)).toBe(app + rest)
  })

  test.each([
    '',
    '/relative?code=1',
    'not a url',
    undefined as unknown as string,
    null as unknown as string,
    {} as unknown as string,
  ])('finds nothing in %j', (url) => expect(parseCallback(url)).toEqual({ type: 'none' }))

  test('never throws, on anything', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ withFragments: true, withQueryParameters: true })), (url) => {
        expect(parseCallback(url)).toHaveProperty('type')
        expect(typeof stripCallback(url)).toBe('string')
      }),
      { numRuns: 2_000 },
    )
  })

  test.each(['3600x', 'x3600', '36e2', '-1', '1234567890123', ''])('takes no lifetime of %j seconds', (expires_in) => {
    expect(parseCallback(`${app}#access_token=a&refresh_token=b&expires_in=${expires_in}`)).toEqual({ type: 'none' })
  })

  test('takes a session without a type of token for one with bearer tokens', () => {
    expect(parseCallback(`${app}#access_token=a&refresh_token=b&expires_in=3600`)).toMatchObject({ token_type: 'bearer' })
  })

  test('reads a megabyte', () => {
    expect(parseCallback(`${app}?${'a=1&'.repeat(250_000)}#${'%'.repeat(1_000_000)}`)).toEqual({ type: 'none' })
    expect(parseCallback(`${app}?${'a=1&'.repeat(250_000)}code=2`)).toEqual({ type: 'code', code: '2' })
  })
})

describe('stripCallback()', () => {
  test.each([
    ['a code', '?code=1', ''],
    ['a code among others', '?a=1&code=1&b=%20+x#top', '?a=1&b=%20+x#top'],
    ['a session', `?a=1#${tokens}&type=signup`, '?a=1'],
    ['a session, and keeps a fragment of the application', `#${tokens}&tab=2`, '#tab=2'],
    ['an error', '?error=e&error_code=c&error_description=d&a=1#error=e&error_code=c&error_description=d&sb=', '?a=1'],
    ['a message', '?message=m&a=1#message=m&sb=', '?a=1'],
    ['a code, and keeps one in the fragment that is the application’s', '?code=1#code=2', '#code=2'],
    ['a session behind the route of a hash router', `?a=1&b=2#/account#${tokens}`, '?a=1&b=2#/account'],
    ['a session behind two of them', `#/a#/b#${tokens}`, '#/a#/b'],
  ])('%s', (_what, rest, expected) => {
    expect(stripCallback(app + rest)).toBe(app + expected)
  })

  test('takes out all that was ours, and nothing else', () => {
    const part = fc
      .stringMatching(/^[a-z]{1,4}=[\w%+.-]{0,6}$/)
      .filter((text) => !/^(code|error|type|sb|message)=/.test(text) && !/%(?![0-9a-f]{2})/i.test(text))
    const ours = fc.constantFrom<{ query: string[]; fragment: string[] }>(
      { query: ['code=1'], fragment: [] },
      { query: [], fragment: tokens.split('&') },
      { query: ['error=e', 'error_code=c'], fragment: ['error=e', 'error_code=c', 'sb='] },
    )
    fc.assert(
      fc.property(fc.array(part), fc.array(part), ours, fc.boolean(), (query, fragment, own, first) => {
        const url = (inQuery: string[], inFragment: string[]) =>
          app + (inQuery.length ? `?${inQuery.join('&')}` : '') + (inFragment.length ? `#${inFragment.join('&')}` : '')
        const mixed = (foreign: string[], mine: string[]) => (first ? [...mine, ...foreign] : [...foreign, ...mine])
        const stripped = stripCallback(url(mixed(query, own.query), mixed(fragment, own.fragment)))
        expect(stripped).toBe(url(query, fragment))
        expect(parseCallback(stripped)).toEqual({ type: 'none' })
      }),
    )
  })
})

describe('arbitrary callbacks', () => {
  // As Go's url.Values writes it, and as applications do, who leave more as it is.
  const value = fc.oneof(
    fc.string({ unit: 'grapheme' }).map((text) => new URLSearchParams({ x: text }).toString().slice(2)),
    fc.stringMatching(/^[\w/?:@!$'()*,;.~-]{0,12}$/),
  )
  const secret = fc.stringMatching(/^SECRET[a-z0-9]{8}$/)
  const foreign = fc
    .tuple(fc.constantFrom('a', 'tab', 'state', 'q', 'xcode', 'my_access_token', 'next'), value)
    .map((pair) => pair.join('='))
  const kinds = {
    code: fc.record({ code: secret }),
    session: fc.record(
      {
        access_token: secret,
        refresh_token: secret,
        expires_in: fc.nat(1_000_000).map(String),
        expires_at: fc.nat().map(String),
        token_type: fc.constant('bearer'),
        provider_token: secret,
        provider_refresh_token: secret,
        type: fc.constantFrom('signup', 'recovery', 'magiclink'),
        sb: fc.constant(''),
      },
      { requiredKeys: ['access_token', 'refresh_token', 'expires_in'] },
    ),
    error: fc.record(
      {
        error: value.filter(Boolean),
        error_code: fc.constantFrom('otp_expired', 'x'),
        error_description: value,
        sb: fc.constant(''),
      },
      { requiredKeys: ['error', 'error_code'] },
    ),
    email_change_pending: fc.record({ message: value.filter(Boolean), sb: fc.constant('') }),
  }
  type Kind = keyof typeof kinds
  const kind = fc.constantFrom(...(Object.keys(kinds) as Kind[]))
  const callback = kind.chain((type) =>
    fc.record({ type: fc.constant(type), members: kinds[type] as fc.Arbitrary<Record<string, string>> }),
  )
  const places = fc.record({
    query: fc.array(foreign, { maxLength: 4 }),
    fragment: fc.array(foreign, { maxLength: 4 }),
    at: fc.nat(4),
  })

  const build = (query: string[], fragment: string[]) =>
    app + (query.length ? `?${query.join('&')}` : '') + (fragment.length ? `#${fragment.join('&')}` : '')
  const mix = (among: string[], own: string[], at: number) => [...among.slice(0, at), ...own, ...among.slice(at)]

  test('are read whole, and stripped of what was read, once and for all', () => {
    fc.assert(
      fc.property(callback, places, ({ type, members }, { query, fragment, at }) => {
        const own = Object.entries(members).map((pair) => pair.join('='))
        const url = type === 'code' ? build(mix(query, own, at), fragment) : build(query, mix(fragment, own, at))
        const parsed = parseCallback(url)
        expect(parsed.type).toBe(type)
        if (type === 'session' || type === 'code') {
          const { type: verification, sb: _sb, expires_in, expires_at, ...plain } = members
          expect(parsed).toMatchObject(plain)
          if (type === 'session') {
            expect(parsed).toMatchObject({
              verification,
              expires_in: Number(expires_in),
              expires_at: expires_at && Number(expires_at),
            })
          }
        }
        const stripped = stripCallback(url)
        expect(stripped).not.toContain('SECRET')
        expect(stripped).toBe(build(query, fragment))
        expect(parseCallback(stripped)).toEqual({ type: 'none' })
        expect(stripCallback(stripped)).toBe(stripped)
      }),
      { numRuns: 2_000 },
    )
  })

  test('of two kinds at once leave no token in the address', () => {
    fc.assert(
      fc.property(
        kinds.session,
        fc.constantFrom('', '?code=1', '?error=e&error_code=c', '?type=x&sb='),
        (members, query) => {
          const url = `${app}${query}#${new URLSearchParams(members).toString()}`
          expect(parseCallback(url).type).toBe('session')
          expect(stripCallback(url)).toBe(app + query)
        },
      ),
    )
  })

  test('of soup: never throws, and takes something out exactly where something was read', () => {
    const crumb = fc.oneof(
      fc.constantFrom(...'?#&=%+/'),
      fc.constantFrom(
        'code',
        'access_token',
        'refresh_token',
        'expires_in',
        '3600',
        'error',
        'error_code',
        'message',
        'sb',
        'type',
        '%00',
      ),
      fc.string({ maxLength: 3 }),
    )
    fc.assert(
      fc.property(fc.array(crumb, { maxLength: 30 }), (crumbs) => {
        const url = `${app}?${crumbs.join('')}`
        const { type } = parseCallback(url)
        const stripped = stripCallback(url)
        if (type === 'none') expect(stripped).toBe(url)
        else expect(stripped.length).toBeLessThan(url.length)
      }),
      { numRuns: 5_000 },
    )
  })

  test.each([
    ['?next=/x?code=5&code=1', '?next=/x?code=5'],
    ['?next=/x?code=5&code=1#access_token=a', '?next=/x?code=5#access_token=a'],
    ['#/x?access_token=of-a-route', '#/x?access_token=of-a-route'],
  ])('%s: what merely looks like ours stays', (rest, expected) => {
    expect(stripCallback(app + rest)).toBe(app + expected)
  })
})

// Every place that a real server led a browser back to.
const recorded = [...readRecordings('answers.jsonl'), ...readRecordings('flows.jsonl')]
  .filter(({ operation }) => /\/(callback|verify|acs)$/.test(operation))
  .filter(({ response }) => response.headers.location)

test.each(recorded.map((recording) => [titleOf(recording), recording.response.headers.location!] as const))(
  'of a real server: %s',
  (_title, location) => {
    const callback = parseCallback(location)
    expect(callback.type).not.toBe('none')
    if (/error=/.test(location)) expect(callback).toMatchObject({ type: 'error', error: expect.stringMatching(/^[a-z_]+$/) })
    else if (/access_token=/.test(location))
      expect(callback).toMatchObject({ type: 'session', token_type: 'bearer', expires_in: 3600 })
    else if (/message=/.test(location)) expect(callback.type).toBe('email_change_pending')
    else expect(callback).toMatchObject({ type: 'code', code: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    expect(parseCallback(stripCallback(location)).type).toBe('none')
  },
)

test('of a real server there are enough', () => expect(recorded.length).toBeGreaterThan(15))

test('parseCallback() and stripCallback() of a hash router, to whose fragment the server adds its own', () => {
  const url =
    'https://app.example.com/?tab=2#/account?a=1#access_token=a&expires_in=3600&refresh_token=r&token_type=bearer&sb='
  expect(parseCallback(url)).toMatchObject({ type: 'session', access_token: 'a', refresh_token: 'r' })
  expect(stripCallback(url)).toBe('https://app.example.com/?tab=2#/account?a=1')
  const failed =
    'https://app.example.com/?error=access_denied&error_code=otp_expired#/account#error=access_denied&error_code=otp_expired&sb='
  expect(parseCallback(failed)).toMatchObject({ type: 'error', error_code: 'otp_expired' })
  expect(stripCallback(failed)).toBe('https://app.example.com/#/account')
})
