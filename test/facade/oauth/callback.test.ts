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
