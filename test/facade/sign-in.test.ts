// Sign-in with a password and with an ID token, against the answers of a real server; and whatever else a server may answer.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AuthError, createClient, memoryStorage, type AuthClient } from '../../src/facade/index.ts'
import { json, scriptedFetch } from '../scripted-fetch.ts'
import {
  answer,
  asked,
  errorOf,
  recorded,
  sent,
  session,
  sessionOf,
  setUp,
  signedIn,
  storageKey,
  testOptions,
  url,
} from './recorded-server.ts'

const login = recorded('POST /token', 'otp/make-session')
const credentials = login.request.body as { email: string; password: string }
const { weak_password: _none, ...expected } = login.response.body as Record<string, unknown>

describe('signInWithPassword()', () => {
  test('by e-mail', async () => {
    const { auth, fetch, events, told, stored } = setUp([answer(login)])
    const { data, error } = await auth.signInWithPassword(credentials)
    expect(error).toBeNull()
    expect(data).toEqual({ user: expected.user, session: expected })
    expect(await sent(fetch.requests[0])).toEqual(asked(login))
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    expect(events.at(-1)).toEqual(['SIGNED_IN', expected, {}])
    expect(stored()).toEqual({ ...expected, received_at: Date.now() })
    expect(auth.getSnapshot()).toEqual({ status: 'signed-in', user: expected.user, session: expected })
  })

  test('by phone', async () => {
    const byPhone = recorded('POST /token', 'signup/phone', 'confirm')
    const { auth, fetch } = setUp([answer(byPhone)])
    const { data } = await auth.signInWithPassword({ phone: '17774051688', password: 'Password-123!' })
    expect(data.user).toEqual(sessionOf(byPhone).user)
    expect(await sent(fetch.requests[0])).toEqual(asked(byPhone))
  })

  test('with a password that would be refused today says why, once', async () => {
    const weak = recorded('POST /token', 'token/weak sign-in')
    const { auth, stored } = setUp([answer(weak)])
    const { data } = await auth.signInWithPassword({ email: 'u.e4acab42@example.com', password: 'abcdef' })
    expect(data).toMatchObject({
      weakPassword: { message: expect.stringContaining('12 characters'), reasons: ['length', 'characters'] },
    })
    expect(data.session).not.toHaveProperty('weak_password')
    expect(stored()).not.toHaveProperty('weak_password')
  })

  test('while somebody else is signed in takes the place of that session', async () => {
    const { auth, told, stored, events } = await signedIn([answer(login)])
    await auth.signInWithPassword(credentials)
    expect(stored()).toMatchObject(expected)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_IN'])
    expect(events.map(([, there]) => there?.user.id)).toEqual([undefined, session.user.id, sessionOf(login).user.id])
  })

  test.each([
    ['invalid_credentials', 'token/wrong'],
    ['invalid_credentials', 'token/wrong v'],
    ['email_not_confirmed', 'signup/unconfirmed'],
    ['phone_not_confirmed', 'signup/phone unconfirmed'],
    ['email_provider_disabled', 'token/email off'],
    ['phone_provider_disabled', 'token/phone off'],
    ['captcha_failed', 'signup/no captcha'],
    ['unknown', 'hooks/token hook refuses'],
  ])('%s (%s) leaves the session that is there', async (code, name) => {
    const refused = recorded('POST /token', name)
    const { auth, told, stored } = await signedIn([answer(refused)])
    const { data, error } = await auth.signInWithPassword(credentials)
    expect(data).toEqual({ user: null, session: null })
    expect(error).toMatchObject({ ...errorOf(refused), code, operation: 'grantToken', retryable: false })
    expect(error!.name).toBe('AuthApiError')
    expect(stored()).toMatchObject(session)
    expect((await auth.getSession()).data.session).toEqual(session)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test.each([undefined, null, {}, { email: '', password: 'x' }, 'ada', 42])('of %j sends nothing', async (nonsense) => {
    const { auth, fetch } = setUp([answer(login)])
    const { data, error } = await auth.signInWithPassword(nonsense as unknown as typeof credentials)
    expect(data).toEqual({ user: null, session: null })
    expect(error).toMatchObject({ code: 'invalid_argument', status: 0 })
    expect(fetch.requests).toEqual([])
  })

  testOptions((auth, options) => auth.signInWithPassword({ ...credentials, options }), answer(login), {
    captcha: true,
    audience: true,
  })
})

describe('signInWithPassword() with persistSession: false', () => {
  const inMemory = { ...credentials, options: { persistSession: false } }

  test('keeps the session in memory, also when it is refreshed', async () => {
    const refreshed = { ...sessionOf(recorded('POST /token', 'token/ok')), user: sessionOf(login).user }
    const { auth, fetch, storage, stored, told } = setUp([answer(login), json(refreshed)])
    await auth.signInWithPassword(inMemory)
    expect(stored()).toBeNull()
    expect((await auth.getSession()).data.session).toEqual(expected)
    expect((await auth.refreshSession()).data.session).toEqual(refreshed)
    expect((await sent(fetch.requests[1])).body).toEqual({ refresh_token: expected.refresh_token })
    expect(stored()).toBeNull()
    expect((await setUp([answer(login)], { storage }).auth.getSession()).data.session).toBeNull()
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED'])
  })

  test('takes the session of somebody else out of the storage', async () => {
    const { auth, stored } = await signedIn([answer(login)])
    expect(stored()).not.toBeNull()
    await auth.signInWithPassword(inMemory)
    expect(stored()).toBeNull()
    expect((await auth.getSession()).data.session).toEqual(expected)
  })

  test('is over with the sign-out: the next session is stored', async () => {
    const { auth, stored } = setUp([answer(login), new Response(null, { status: 204 }), answer(login)])
    await auth.signInWithPassword(inMemory)
    await auth.signOut()
    await auth.signInWithPassword(credentials)
    expect(stored()).toMatchObject(expected)
  })

  test('of the client: nothing is ever written', async () => {
    const storage = memoryStorage()
    const { auth } = setUp([answer(login)], { storage, persistSession: false })
    await auth.signInWithPassword(credentials)
    expect(storage.getItem(storageKey) ?? null).toBeNull()
    expect((await auth.getSession()).data.session).toEqual(expected)
  })
})

describe('signInWithIdToken()', () => {
  test('sends what is there of token, access token and nonce', async () => {
    const { auth, fetch, told, stored } = setUp([answer(login)])
    const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.'
    const { data, error } = await auth.signInWithIdToken({ provider: 'google', token, access_token: 'ya29', nonce: 'n' })
    expect(error).toBeNull()
    expect(data).toMatchObject({ user: expected.user, session: expected })
    await auth.signInWithIdToken({ provider: 'custom:acme', token })
    const grant = { method: 'POST', path: '/token', query: { grant_type: 'id_token' } }
    const all = { provider: 'google', id_token: token, access_token: 'ya29', nonce: 'n' }
    expect(await sent(fetch.requests[0])).toEqual({ ...grant, body: all })
    expect(await sent(fetch.requests[1])).toEqual({ ...grant, body: { provider: 'custom:acme', id_token: token } })
    expect(stored()).toMatchObject(expected)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_IN'])
  })

  test('does not send the access token of whoever is signed in', async () => {
    const { auth, fetch } = await signedIn([answer(login)])
    await auth.signInWithIdToken({ provider: 'google', token: 't' })
    expect(fetch.requests[1]!.headers.has('authorization')).toBe(false)
  })

  test.each([
    ['provider_disabled', 'token/provider off'],
    ['invalid nonce', 'token/nonce mismatch'],
    ['invalid request', 'signup/no captcha id_token'],
  ])('is refused: %s', async (code, name) => {
    const refused = recorded('POST /token', name)
    const { auth, told } = setUp([answer(refused)])
    const { data, error } = await auth.signInWithIdToken({ provider: 'google', token: 't' })
    expect(data).toEqual({ user: null, session: null })
    expect(error).toMatchObject({ ...errorOf(refused), code, operation: 'grantToken' })
    expect(await told()).toEqual(['INITIAL_SESSION'])
  })

  testOptions(
    (auth, options) => auth.signInWithIdToken({ provider: 'google', token: 't', options }),
    answer(recorded('POST /token', 'token/ok')),
    { audience: true },
  )
})

describe('whatever the server answers', () => {
  // These have no body.
  const status = fc.integer({ min: 200, max: 599 }).filter((code) => ![204, 205, 304].includes(code))
  const member = fc.constantFrom(
    'code',
    'error_code',
    'error',
    'msg',
    'message',
    'error_description',
    'weak_password',
    'detail',
  )
  const value = fc.oneof(
    fc.json().map((text) => JSON.parse(text) as unknown),
    fc.string(),
    fc.constant('weak_password'),
  )
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constantFrom(
      '',
      'null',
      '[]',
      '<html>',
      '{"code":',
      '{"access_token":"a","refresh_token":"r","expires_in":1,"user":{}}',
    ),
    fc.dictionary(member, value).map((members) => JSON.stringify(members)),
  )
  const headers = fc.record(
    {
      'content-type': fc.constantFrom('application/json', 'text/html', 'text/plain; charset=utf-8', 'x'),
      'retry-after': fc.constantFrom('1', '-1', 'soon', '1e99', 'Tue, 24 Nov 2026 12:00:00 GMT'),
      location: fc.constantFrom('/', 'https://elsewhere.example.com/#access_token=a', 'no url:'),
    },
    { requiredKeys: [] },
  )

  const signIn = async (given: Response) => {
    const auth = createClient({ url, fetch: scriptedFetch(given) })
    const result = await auth.signInWithPassword(credentials)
    auth.dispose()
    return result
  }

  test('signInWithPassword() resolves to an error with its status and code', async () => {
    await fc.assert(
      fc.asyncProperty(status, body, headers, async (status, text, headers) => {
        const { data, error } = await signIn(new Response(text, { status, headers }))
        expect(data).toEqual({ user: null, session: null })
        expect(error).toBeInstanceOf(AuthError)
        expect(typeof error!.code).toBe('string')
        expect(typeof error!.message).toBe('string')
        expect(typeof error!.retryable).toBe('boolean')
        expect(error!.retryAfter === undefined || error!.retryAfter > 0).toBe(true)
        if (status >= 300) expect(error).toMatchObject({ status, operation: 'grantToken' })
        else expect(error!.code).toBe('unexpected_response')
      }),
      { numRuns: 1_000 },
    )
  })

  test('a success that is no session is an error with its status', async () => {
    const { error } = await signIn(json({ hello: 'world' }))
    expect(error).toMatchObject({ code: 'unexpected_response', status: 200 })
  })

  test.each([204, 205, 304])('%d, which has no body, is an error', async (status) => {
    const { data, error } = await signIn(new Response(null, { status }))
    expect(data).toEqual({ user: null, session: null })
    expect(error).toMatchObject({ code: 'unexpected_response' })
  })

  test('no method rejects, whatever it is given', async () => {
    const auth = createClient({
      url,
      fetch: scriptedFetch(json({ code: 'validation_failed', message: 'x' }, { status: 400 })),
    })
    const names = Object.keys(auth).filter((name) =>
      /^(sign|verify|resend|reset|reauth|update|link|unlink|exchange|handle)/.test(name),
    )
    expect(names.length).toBeGreaterThan(13)
    const nonsense = fc.oneof(
      fc.anything(),
      fc.record({ options: fc.anything(), email: fc.anything(), type: fc.anything() }),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), nonsense, nonsense, async (name, first, second) => {
        const method = auth[name as keyof AuthClient] as (...args: unknown[]) => Promise<{ data: unknown; error: unknown }>
        const { error } = await method(first, second)
        expect(error === null || error instanceof AuthError).toBe(true)
      }),
      {
        numRuns: 1_000,
        examples: [
          ['signInAnonymously', null, undefined],
          ['signOut', null, undefined],
        ],
      },
    )
    auth.dispose()
  })
})
