// The way to a provider and back through the client's methods: the URL, the exchange of the code, and every kind of callback, among
// them all those that a real server has led to.
import { describe, expect, test, vi } from 'vitest'
import { authorizeUrl, parseCallback, type AuthClient, type ClientOptions } from '../../../src/facade/index.ts'
import { readRecordings, titleOf } from '../../recorded/recordings.ts'
import { hangingFetch, json } from '../../scripted-fetch.ts'
import {
  answer,
  app,
  bearerOf,
  challengeOf,
  errorOf,
  flowsKey,
  open,
  recorded,
  sent,
  session,
  sessionOf,
  setUp,
  signedIn,
  testOptions,
  url,
} from '../recorded-server.ts'

const pkce: ClientOptions = { flowType: 'pkce' }
const exchanged = recorded('POST /token', 'otp/ok')
const wrong = recorded('POST /token', 'otp/wrong verifier')
const me = recorded('GET /user', 'user/ok')
const nobody = { user: null, session: null }
const github = { provider: 'github', options: { redirectTo: app } } as const
const parameters = (href: string | null) => Object.fromEntries(new URL(href!).searchParams)

describe('signInWithOAuth()', () => {
  test('in the implicit flow is a URL, and nothing is sent or kept', async () => {
    const { auth, fetch, flows, told } = setUp([json({})])
    const { data, error } = await auth.signInWithOAuth(github)
    expect(error).toBeNull()
    const there = authorizeUrl(url, { provider: 'github', redirectTo: app })
    expect(data).toEqual({ provider: 'github', url: there.href })
    expect(fetch.requests).toEqual([])
    expect(flows()).toEqual([])
    expect(await told()).toEqual(['INITIAL_SESSION'])
  })

  test('in the PKCE flow has a challenge, whose verifier is kept', async () => {
    const { auth, fetch, flows } = setUp([json({})], pkce)
    const { data } = await auth.signInWithOAuth(github)
    const [flow, ...others] = flows()
    expect(others).toEqual([])
    expect(flow).toEqual({ code_verifier: flow!.code_verifier, redirectTo: app, startedAt: Date.now() })
    expect(parameters(data.url)).toEqual({
      provider: 'github',
      redirect_to: app,
      code_challenge: await challengeOf(flow!.code_verifier),
      code_challenge_method: 's256',
    })
    expect(data.url).not.toContain(flow!.code_verifier)
    expect(fetch.requests).toEqual([])
  })

  test('takes every option, and keeps its own out of the URL', async () => {
    const { auth } = setUp([json({})])
    const { data } = await auth.signInWithOAuth({
      provider: 'custom:acme',
      options: {
        redirectTo: app,
        scopes: ['a', 'b'],
        queryParams: { prompt: 'consent' },
        inviteToken: 'i',
        nonce: 'n',
        skipBrowserRedirect: true,
        timeout: 1000,
        headers: { 'x-trace': 'abc' },
      },
    })
    expect(parameters(data.url)).toEqual({
      provider: 'custom:acme',
      redirect_to: app,
      scopes: 'a b',
      prompt: 'consent',
      invite_token: 'i',
      nonce: 'n',
    })
  })

  test.each([{}, pkce])('in a page (%j) goes there, unless told otherwise', async (options) => {
    const { assign } = open('https://app.example.com/')
    const { auth } = setUp([json({})], options)
    await auth.signInWithOAuth({ provider: 'github', options: { skipBrowserRedirect: true } })
    expect(assign).not.toHaveBeenCalled()
    const { data } = await auth.signInWithOAuth(github)
    expect(assign.mock.calls).toEqual([[data.url]])
  })

  test('does not go before the verifier is kept, and not at all when it can’t be', async () => {
    const { assign } = open('https://app.example.com/')
    const storage = {
      getItem: () => null,
      setItem: () => {
        expect(assign).not.toHaveBeenCalled()
        throw new Error('full')
      },
      removeItem: () => {},
    }
    const { auth } = setUp([json({})], { ...pkce, storage })
    const { data, error } = await auth.signInWithOAuth(github)
    expect(data).toEqual({ provider: 'github', url: null })
    expect(error).toMatchObject({ code: 'storage_failed' })
    expect(assign).not.toHaveBeenCalled()
  })

  test('in a page that may not go there says so', async () => {
    const { assign } = open('https://app.example.com/')
    assign.mockImplementation(() => {
      throw new DOMException('sandboxed', 'SecurityError')
    })
    const { auth } = setUp([json({})])
    expect(await auth.signInWithOAuth(github)).toMatchObject({ data: { url: null }, error: { name: 'AuthError' } })
  })

  test('aborted before goes nowhere', async () => {
    const { assign } = open('https://app.example.com/')
    const { auth } = setUp([json({})])
    const { error } = await auth.signInWithOAuth({ provider: 'github', options: { signal: AbortSignal.abort('no') } })
    expect(error).toMatchObject({ code: 'aborted', cause: 'no' })
    await vi.advanceTimersByTimeAsync(0)
    expect(assign).not.toHaveBeenCalled()
  })

  test.each([undefined, null, 'github'])('of %j goes nowhere', async (nonsense) => {
    const { assign } = open('https://app.example.com/')
    const { auth } = setUp([json({})])
    const { data, error } = await auth.signInWithOAuth(nonsense as unknown as typeof github)
    expect(data.url).toBeNull()
    expect(error).toMatchObject({ code: 'invalid_argument' })
    expect(assign).not.toHaveBeenCalled()
  })
})

describe('exchangeCodeForSession()', () => {
  test('signs in', async () => {
    const { auth, fetch, told, events, stored, flows } = setUp([answer(exchanged)], pkce)
    await auth.signInWithOAuth(github)
    const [{ code_verifier } = {}] = flows()
    const { data, error } = await auth.exchangeCodeForSession('c04f634e')
    expect(error).toBeNull()
    const expected = sessionOf(exchanged)
    expect(data).toEqual({ user: expected.user, session: expected, redirectType: null })
    expect(await sent(fetch.requests[0])).toEqual({
      method: 'POST',
      path: '/token',
      query: { grant_type: 'pkce' },
      body: { auth_code: 'c04f634e', code_verifier },
    })
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    expect(events[1]![1]).toEqual(expected)
    expect(stored()).toEqual({ ...expected, received_at: Date.now() })
    expect(flows()).toEqual([])
  })

  test('finds the right verifier among several, the latest first, and keeps the others', async () => {
    const { auth, fetch, flows } = setUp([answer(wrong), answer(wrong), answer(exchanged)], pkce)
    for (let i = 0; i < 4; i++) await auth.signInWithOAuth(github)
    const before = flows().map(({ code_verifier }) => code_verifier)
    expect((await auth.exchangeCodeForSession('1')).error).toBeNull()
    const tried = await Promise.all(fetch.requests.map(async (request) => (await sent(request)).body!.code_verifier))
    expect(tried).toEqual(before.slice(0, 3))
    expect(flows().map(({ code_verifier }) => code_verifier)).toEqual([before[0], before[1], before[3]])
  })

  test('with codeVerifier, in a client without flows', async () => {
    const { auth, fetch, told } = setUp([answer(exchanged)])
    expect((await auth.exchangeCodeForSession('1', { codeVerifier: 'v'.repeat(43) })).error).toBeNull()
    expect((await sent(fetch.requests[0])).body).toEqual({ auth_code: '1', code_verifier: 'v'.repeat(43) })
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('with codeVerifier tries no other', async () => {
    const { auth, fetch, flows } = setUp([answer(wrong)], pkce)
    await auth.signInWithOAuth(github)
    const { error } = await auth.exchangeCodeForSession('1', { codeVerifier: 'v'.repeat(43) })
    expect(error).toMatchObject({ ...errorOf(wrong), code: 'bad_code_verifier' })
    expect(fetch.requests).toHaveLength(1)
    expect(flows()).toHaveLength(1)
  })

  test('without a flow sends nothing', async () => {
    const { auth, fetch } = setUp([answer(exchanged)], pkce)
    const { data, error } = await auth.exchangeCodeForSession('1')
    expect(data).toEqual(nobody)
    expect(error).toMatchObject({ code: 'pkce_code_verifier_not_found', status: 0 })
    expect(fetch.requests).toEqual([])
  })

  test.each([
    ['bad_code_verifier', 'otp/wrong verifier'],
    ['flow_state_expired', 'otp/expired'],
    ['flow_state_not_found', 'otp/reused'],
  ])('is refused: %s, and whoever is signed in stays', async (code, name) => {
    const refused = recorded('POST /token', name)
    const { auth, told, stored } = await signedIn([answer(refused)], pkce)
    await auth.signInWithOAuth(github)
    const { data, error } = await auth.exchangeCodeForSession('1')
    expect(data).toEqual(nobody)
    expect(error).toMatchObject({ ...errorOf(refused), code, operation: 'grantToken', retryable: false })
    expect(stored()).toMatchObject(session)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('tries no further verifier when the server says something else', async () => {
    const { auth, fetch } = setUp([answer(recorded('POST /token', 'otp/expired'))], pkce)
    for (let i = 0; i < 3; i++) await auth.signInWithOAuth(github)
    await auth.exchangeCodeForSession('1')
    expect(fetch.requests).toHaveLength(1)
  })

  test('after a transient failure can be tried again', async () => {
    const { auth, flows } = setUp([new Response('', { status: 503 }), answer(exchanged)], pkce)
    await auth.signInWithOAuth(github)
    expect((await auth.exchangeCodeForSession('1')).error).toMatchObject({ status: 503, retryable: true })
    expect(flows()).toHaveLength(1)
    expect((await auth.exchangeCodeForSession('1')).error).toBeNull()
    expect(flows()).toEqual([])
  })

  test('keeps the tokens of the provider', async () => {
    const tokens = { provider_token: 'gho_1', provider_refresh_token: 'ghr_1' }
    const { auth, stored } = setUp([json({ ...sessionOf(exchanged), ...tokens })], pkce)
    await auth.signInWithOAuth(github)
    expect((await auth.exchangeCodeForSession('1')).data.session).toMatchObject(tokens)
    expect(stored()).toMatchObject(tokens)
  })

  test('with persistSession: false', async () => {
    const { auth, stored } = setUp([answer(exchanged)], pkce)
    await auth.signInWithOAuth(github)
    await auth.exchangeCodeForSession('1', { persistSession: false })
    expect(stored()).toBeNull()
    expect((await auth.getSession()).data.session).toEqual(exchanged.response.body)
  })

  testOptions(
    (auth, options) => auth.exchangeCodeForSession('1', { ...options, codeVerifier: 'v'.repeat(43) }),
    answer(exchanged),
    { audience: true },
  )
})

describe('handleCallback()', () => {
  test('of a code of a flow of ours', async () => {
    const { auth, fetch, told, flows } = setUp([answer(exchanged)], pkce)
    await auth.signInWithOAuth(github)
    const { data } = await auth.handleCallback(`${app}?tab=2&code=c04f634e#top`)
    const expected = sessionOf(exchanged)
    expect(data).toEqual({ type: 'signed_in', redirectType: null, user: expected.user, session: expected })
    expect((await sent(fetch.requests[0])).body).toMatchObject({ auth_code: 'c04f634e' })
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    expect(flows()).toEqual([])
  })

  test.each([
    ['elsewhere', 'https://app.example.com/shop?code=1'],
    ['on another host', 'https://evil.example.com/in?code=1'],
    ['under another scheme', 'http://app.example.com/in?code=1'],
    ['twice', `${app}?code=1&code=2`],
    ['in the fragment', `${app}#code=1`],
  ])('of a code %s is none, and nothing is sent', async (_where, href) => {
    const { auth, fetch, flows } = setUp([answer(exchanged)], pkce)
    await auth.signInWithOAuth(github)
    expect(await auth.handleCallback(href)).toEqual({ data: { type: 'none', ...nobody }, error: null })
    expect(fetch.requests).toEqual([])
    expect(flows()).toHaveLength(1)
  })

  // What a browser makes of an address that was written in another way.
  test.each([
    ['https://app.example.com', 'https://app.example.com/?code=1'],
    ['https://app.example.com/', 'https://app.example.com/?code=1'],
    ['https://app.example.com/in/', 'https://app.example.com/in?code=1'],
    ['https://app.example.com/in?next=/x', 'https://app.example.com/in?next=/x&code=1'],
    ['https://app.example.com/in#/route', 'https://app.example.com/in?code=1#/route'],
    ['myapp://callback', 'myapp://callback?code=1'],
    ['https://App.Example.com/in', 'https://app.example.com/in?code=1'],
    ['https://app.example.com:443/in', 'https://app.example.com/in?code=1'],
    ['https://app.example.com/mein konto', 'https://app.example.com/mein%20konto?code=1'],
    ['https://app.example.com/größe', 'https://app.example.com/gr%C3%B6%C3%9Fe?code=1'],
    ['https://app.example.com/a/../in', 'https://app.example.com/in?code=1'],
  ])('of a flow to %s is ours at %s', async (redirectTo, href) => {
    const { auth } = setUp([answer(exchanged)], pkce)
    await auth.signInWithOAuth({ provider: 'github', options: { redirectTo } })
    expect((await auth.handleCallback(href)).data.user).toEqual(sessionOf(exchanged).user)
  })

  test('of a flow without redirectTo is ours wherever it is', async () => {
    const { auth } = setUp([answer(exchanged)], pkce)
    await auth.signInWithOAuth({ provider: 'github' })
    expect((await auth.handleCallback('https://app.example.com/wherever?code=1')).error).toBeNull()
  })

  test('of a session of a provider keeps its tokens', async () => {
    const { location } = recorded('GET /callback', 'external/github implicit callback').response.headers
    const { auth, fetch, stored } = setUp([answer(me)])
    const { data, error } = await auth.handleCallback(new URL(location!))
    expect(error).toBeNull()
    expect(data).toMatchObject({ type: 'signed_in', redirectType: null, user: me.response.body })
    const {
      type: _type,
      verification: _verification,
      ...tokens
    } = parseCallback(location!) as { type: string; verification?: string }
    expect(data.session).toEqual({ ...tokens, user: me.response.body })
    expect(data.session).toMatchObject({ provider_token: 'idp-token', provider_refresh_token: 'idp-refresh' })
    expect(bearerOf(fetch.requests[0])).toBe(data.session!.access_token)
    expect(stored()).toMatchObject({ provider_token: 'idp-token' })
  })

  test('of a session that the server knows nothing of signs nobody in', async () => {
    const over = recorded('GET /user', 'auth/unknown session')
    const { location } = recorded('GET /verify', 'otp/signup').response.headers
    const { auth, told, stored } = await signedIn([answer(over)])
    expect(await auth.handleCallback(location!)).toMatchObject({ data: nobody, error: { code: 'session_not_found' } })
    expect(stored()).toMatchObject(session)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('of the first confirmation of an e-mail change', async () => {
    const { auth, fetch, told } = await signedIn([json({})])
    for (const name of ['user/email_change first', 'user/email_change pkce first']) {
      const { location } = recorded('GET /verify', name).response.headers
      const message = 'Confirmation link accepted. Please proceed to confirm link sent to the other email'
      expect(await auth.handleCallback(location!)).toEqual({
        data: { type: 'email_change_pending', message, ...nobody },
        error: null,
      })
    }
    expect(fetch.requests).toHaveLength(1)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('of an error', async () => {
    const { location } = recorded('GET /verify', 'otp/signup again').response.headers
    const { auth, fetch } = setUp([json({})])
    const { data, error } = await auth.handleCallback(location!)
    expect(data).toEqual(nobody)
    const message = 'Email link is invalid or has expired'
    expect(error).toMatchObject({ name: 'AuthApiError', code: 'otp_expired', message, retryable: false })
    expect(fetch.requests).toEqual([])
  })

  test('of an error of the provider, which has no error code, and perhaps no description', async () => {
    const { auth } = setUp([json({})])
    const error = 'error=access_denied&error_description=The+user+said+no'
    const denied = await auth.handleCallback(`${app}?${error}#${error}&sb=`)
    expect(denied.error).toMatchObject({ code: 'access_denied', message: 'The user said no' })
    const bare = await auth.handleCallback(`${app}?error=access_denied#error=access_denied&sb=`)
    expect(bare.error).toMatchObject({ code: 'access_denied', message: 'access_denied' })
  })

  test('of an error of another server is none', async () => {
    const { auth } = setUp([json({})], pkce)
    await auth.signInWithOAuth(github)
    expect(await auth.handleCallback(`${app}?error=access_denied&error_description=x`)).toEqual({
      data: { type: 'none', ...nobody },
      error: null,
    })
  })

  test.each([undefined, null, '', 'not a url', '/in?code=1', {}, 42])('of %j is none', async (nonsense) => {
    const { auth } = setUp([json({})], pkce)
    await auth.signInWithOAuth({ provider: 'github' })
    expect(await auth.handleCallback(nonsense as string)).toEqual({ data: { type: 'none', ...nobody }, error: null })
  })

  test('twice at once, as effects that run twice do, signs in once and tells no error', async () => {
    const reused = answer(recorded('POST /token', 'otp/reused'))
    const { auth, fetch, told } = setUp([answer(exchanged), reused], pkce)
    await auth.signInWithOAuth(github)
    const results = await Promise.all([1, 2].map(() => auth.handleCallback(`${app}?code=1`)))
    expect(results.map(({ error }) => error)).toEqual([null, null])
    expect(fetch.requests).toHaveLength(1)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('once more, after it was taken in, is none', async () => {
    const { auth, fetch, told } = setUp([answer(exchanged)], pkce)
    await auth.signInWithOAuth(github)
    await auth.handleCallback(`${app}?code=1`)
    expect((await auth.handleCallback(`${app}?code=1`)).data).toEqual({ type: 'none', ...nobody })
    expect(fetch.requests).toHaveLength(1)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('with persistSession: false', async () => {
    const { location } = recorded('GET /verify', 'otp/signup').response.headers
    const { auth, stored } = setUp([answer(me)])
    await auth.handleCallback(location!, { persistSession: false })
    expect(stored()).toBeNull()
    expect((await auth.getSession()).data.session?.user).toEqual(me.response.body)
  })

  const { location: ofMail } = recorded('GET /verify', 'otp/signup').response.headers
  testOptions((auth: AuthClient, options) => auth.handleCallback(ofMail!, options), answer(me), { audience: true })

  test('that is given up while the code is exchanged leaves the flow for another try', async () => {
    const { auth, storage, flows } = setUp([hangingFetch({ obeysSignal: true })], pkce)
    await auth.signInWithOAuth(github)
    const going = auth.handleCallback(`${app}?code=1`, { timeout: 500 })
    await vi.advanceTimersByTimeAsync(500)
    expect((await going).error).toMatchObject({ code: 'timeout', retryable: true })
    expect(flows()).toHaveLength(1)
    expect(storage.getItem(flowsKey)).toContain('code_verifier')
    const again = setUp([answer(exchanged)], { ...pkce, storage })
    expect((await again.auth.handleCallback(`${app}?code=1`)).data).toMatchObject({ type: 'signed_in' })
  })
})

// Every place that a real server led a browser back to.
const places = [...readRecordings('answers.jsonl'), ...readRecordings('flows.jsonl')]
  .filter(({ operation }) => /\/(callback|verify|acs)$/.test(operation))
  .filter(({ response }) => response.headers.location)

test.each(places.map((place) => [titleOf(place), place.response.headers.location!] as const))(
  'handleCallback() of a real server: %s',
  async (_title, location) => {
    const isCode = /[?&]code=/.test(location)
    const { auth, told } = setUp([answer(isCode ? exchanged : me)], pkce)
    await auth.signInWithOAuth({ provider: 'github' })
    const { data, error } = await auth.handleCallback(location)
    const parameters = new URLSearchParams(location.split(/[?#]/)[1])
    if (parameters.has('error_code')) {
      expect(error).toMatchObject({ code: parameters.get('error_code') })
      expect(error!.message).not.toContain('%')
      expect(await told()).toEqual(['INITIAL_SESSION'])
    } else {
      expect(error).toBeNull()
      const isPending = parameters.has('message')
      expect(data).toMatchObject({ type: isPending ? 'email_change_pending' : 'signed_in' })
      const event = parameters.get('type') === 'recovery' ? 'PASSWORD_RECOVERY' : 'SIGNED_IN'
      expect(await told()).toEqual(['INITIAL_SESSION', ...(isPending ? [] : [event])])
    }
  },
)
