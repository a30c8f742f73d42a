// The URL that a page was opened with: what is taken in by itself, what is left alone, and what is left in the address afterwards.
// D20 and D21 in defects.test.ts have the plain cases.
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createClient, memoryStorage, type ClientOptions, type Session } from '../../../src/facade/index.ts'
import { hangingFetch, json, scriptedFetch } from '../../scripted-fetch.ts'
import {
  answer,
  app,
  bearerOf,
  errorOf,
  open,
  recorded,
  runTimers,
  sent,
  session,
  sessionOf,
  setUp,
  signedIn,
  url,
} from '../recorded-server.ts'

const pkce: ClientOptions = { flowType: 'pkce' }
const exchanged = recorded('POST /token', 'otp/ok')
const me = recorded('GET /user', 'user/ok')
const reused = recorded('POST /token', 'otp/reused')
const refreshed = recorded('POST /token', 'token/ok')
const busy = () => new Response('', { status: 503 })
const nobody = { data: { session: null }, error: null }

const fragment = new URL(recorded('GET /verify', 'otp/signup').response.headers.location!).hash.slice(1)
const tokens = Object.fromEntries(new URLSearchParams(fragment))

/** A storage with a flow under way that leads to `app`. */
async function underWay(redirectTo: string | undefined = app, storage = memoryStorage()) {
  const { auth } = setUp([json({})], { ...pkce, storage })
  await auth.signInWithOAuth({ provider: 'github', options: { redirectTo, skipBrowserRedirect: true } })
  auth.dispose()
  return { ...storage }
}

describe('a page opened with a code', () => {
  test('of a flow of ours signs in by itself, before anything is asked', async () => {
    const storage = await underWay()
    const page = open(`${app}?code=c04f634e`)
    const { auth, fetch, told, events, flows } = setUp([answer(exchanged)], { ...pkce, storage })
    expect(await auth.getSession()).toEqual({ data: { session: exchanged.response.body }, error: null })
    expect(fetch.requests).toHaveLength(1)
    expect((await sent(fetch.requests[0])).body).toMatchObject({ auth_code: 'c04f634e' })
    expect(page.location.href).toBe(app)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    expect(events[0]![1]).toEqual(exchanged.response.body)
    expect(flows()).toEqual([])
  })

  test('is seen by initialize(), which happens once', async () => {
    const storage = await underWay()
    const { replaceState } = open(`${app}?code=1`)
    const { auth, fetch } = setUp([answer(exchanged)], { ...pkce, storage })
    const results = await Promise.all([auth.initialize(), auth.initialize()])
    expect(results).toEqual(Array(2).fill({ data: { session: exchanged.response.body }, error: null }))
    await auth.initialize()
    expect(fetch.requests).toHaveLength(1)
    expect(replaceState).toHaveBeenCalledTimes(1)
  })

  test.each([true, false])(
    'is taken in without anybody asking or listening, with autoRefreshToken: %s',
    async (autoRefreshToken) => {
      const storage = await underWay()
      const page = open(`${app}?code=1`)
      const fetch = scriptedFetch(answer(exchanged))
      const auth = createClient({ url, fetch, storage, flowType: 'pkce', autoRefreshToken })
      onTestFinished(() => auth.dispose())
      runTimers()
      await vi.waitFor(() => expect(page.location.href).toBe(app))
      expect((await auth.getSession()).data.session).toMatchObject(exchanged.response.body as object)
    },
  )

  test.each([
    ['the query of the application', `${app}?tab=2&code=1&q=%20+x`, `${app}?tab=2&q=%20+x`],
    ['a hash router', 'https://app.example.com/?code=1#/dashboard?x=1', 'https://app.example.com/#/dashboard?x=1'],
    ['an anchor', `${app}?code=1#top`, `${app}#top`],
  ])('leaves %s as it is', async (_what, href, left) => {
    const storage = await underWay(href.split('?')[0])
    const page = open(href)
    const { auth } = setUp([answer(exchanged)], { ...pkce, storage })
    expect((await auth.initialize()).error).toBeNull()
    expect(page.location.href).toBe(left)
  })

  test.each([null, { key: 'abc', idx: 3, usr: null }, { __N: true, as: '/in', url: '/in' }])(
    'keeps the state of the history, which belongs to the router: %j',
    async (state) => {
      const storage = await underWay()
      const { replaceState } = open(`${app}?code=1`, state)
      await setUp([answer(exchanged)], { ...pkce, storage }).auth.initialize()
      expect(replaceState.mock.calls).toEqual([[state, '', app]])
    },
  )

  test('where the router has moved on meanwhile takes nothing else out of the address', async () => {
    const storage = await underWay()
    const page = open(`${app}?code=1`)
    const moveOn = () => {
      page.location.href = 'https://app.example.com/dashboard?tab=2'
      return answer(exchanged)
    }
    await setUp([moveOn], { ...pkce, storage }).auth.initialize()
    expect(page.location.href).toBe('https://app.example.com/dashboard?tab=2')
  })

  test('that was used before says so, and takes it out of the address only if it was ours for sure', async () => {
    const storage = await underWay()
    const page = open(`${app}?code=1`)
    const { auth, told } = setUp([answer(reused)], { ...pkce, storage })
    expect(await auth.initialize()).toMatchObject({ data: { session: null }, error: errorOf(reused) })
    expect(page.location.href).toBe(`${app}?code=1`)
    expect(await told()).toEqual(['INITIAL_SESSION'])
  })

  test('that has expired says so, and is out of the address', async () => {
    const storage = await underWay()
    const page = open(`${app}?code=1`)
    const { auth } = setUp([answer(recorded('POST /token', 'otp/expired'))], { ...pkce, storage })
    expect((await auth.initialize()).error).toMatchObject({ code: 'flow_state_expired', status: 422 })
    expect(page.location.href).toBe(app)
  })
})

describe('a page opened with a code that can’t be exchanged now', () => {
  test('by 503 stays as it is, and a reload tries again', async () => {
    const storage = await underWay()
    const page = open(`${app}?code=1`)
    const first = setUp([busy()], { ...pkce, storage })
    expect(await first.auth.initialize()).toMatchObject({ data: { session: null }, error: { status: 503, retryable: true } })
    expect(page.replaceState).not.toHaveBeenCalled()
    expect(first.flows()).toHaveLength(1)
    first.auth.dispose()
    const second = setUp([answer(exchanged)], { ...pkce, storage })
    expect((await second.auth.initialize()).data.session).toEqual(exchanged.response.body)
    expect(page.location.href).toBe(app)
    expect(second.flows()).toEqual([])
  })

  test('by an answer that never comes, likewise', async () => {
    const storage = await underWay()
    const page = open(`${app}?code=1`)
    const first = setUp([hangingFetch({ obeysSignal: true })], { ...pkce, storage })
    const starting = first.auth.initialize()
    await vi.advanceTimersByTimeAsync(15_000)
    expect((await starting).error).toMatchObject({ code: 'timeout', retryable: true })
    await vi.advanceTimersByTimeAsync(1000)
    expect(page.replaceState).not.toHaveBeenCalled()
    expect(first.flows()).toHaveLength(1)
    expect(await first.told()).toEqual(['INITIAL_SESSION'])
  })

  test('leaves whoever is signed in', async () => {
    const { storage } = await signedIn([json({})])
    await underWay(app, storage as ReturnType<typeof memoryStorage>)
    open(`${app}?code=1`)
    const { auth } = setUp([busy()], { ...pkce, storage })
    const { data, error } = await auth.initialize()
    expect(data.session).toEqual(session)
    expect(error).toMatchObject({ status: 503 })
    expect((await auth.getSession()).data.session).toEqual(session)
  })
})

describe('a page opened with tokens', () => {
  test('signs in, and takes them out of the address', async () => {
    const page = open(`${app}?tab=2#${fragment}`)
    const { auth, fetch, told, stored } = setUp([answer(me)])
    const { data } = await auth.getSession()
    expect(data.session).toMatchObject({ access_token: tokens.access_token, user: me.response.body })
    expect(bearerOf(fetch.requests[0])).toBe(tokens.access_token)
    expect(page.location.href).toBe(`${app}?tab=2`)
    expect(JSON.stringify(page.replaceState.mock.calls)).not.toContain(tokens.access_token)
    expect(stored()).toMatchObject({ refresh_token: tokens.refresh_token, received_at: Date.now() })
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('while somebody else is signed in takes the place of that session', async () => {
    const { storage } = await signedIn([json({})])
    open(`${app}#${fragment}`)
    const { auth, stored, told, events } = setUp([answer(me)], { storage })
    expect((await auth.getSession()).data.session?.user).toEqual(me.response.body)
    expect(stored()).toMatchObject({ refresh_token: tokens.refresh_token })
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    expect(events.map(([, there]) => there?.user.id)).toEqual(Array(2).fill((me.response.body as { id: string }).id))
  })

  test('that the server does not know leaves whoever is signed in, and takes them out of the address', async () => {
    const { storage } = await signedIn([json({})])
    const page = open(`${app}#${fragment}`)
    const { auth, stored, told } = setUp([answer(recorded('GET /user', 'auth/unknown session'))], { storage })
    const { data, error } = await auth.initialize()
    expect(error).toMatchObject({ code: 'session_not_found' })
    expect(data.session).toEqual(session)
    expect(stored()).toMatchObject(session)
    expect(page.location.href).toBe(app)
    expect(await told()).toEqual(['INITIAL_SESSION'])
  })

  test('when the server can’t be asked keeps them for a reload', async () => {
    const page = open(`${app}#${fragment}`)
    const { auth } = setUp([busy()])
    const starting = auth.initialize()
    await vi.advanceTimersByTimeAsync(15_000)
    expect((await starting).error).toMatchObject({ retryable: true })
    expect(page.location.href).toBe(`${app}#${fragment}`)
    auth.dispose()
    const again = setUp([answer(me)])
    expect((await again.auth.getSession()).data.session?.refresh_token).toBe(tokens.refresh_token)
    expect(page.location.href).toBe(app)
  })

  test.each(['recovery', 'signup', 'invite', 'magiclink', 'email_change'])('of a mail of type %s', async (type) => {
    open(`${app}#${fragment.replace('type=signup', `type=${type}`)}`)
    const { auth, told } = setUp([answer(me)])
    await auth.initialize()
    expect(await told()).toEqual(['INITIAL_SESSION', type === 'recovery' ? 'PASSWORD_RECOVERY' : 'SIGNED_IN'])
  })

  test.each([
    ['without expires_in', fragment.replace('&expires_in=3600', '')],
    ['with a nonsense expires_in', fragment.replace('=3600', '=soon')],
    ['with a negative expires_in', fragment.replace('=3600', '=-1')],
    ['without refresh token', fragment.replace(/&refresh_token=[^&]*/, '')],
  ])('%s are none of ours', async (_how, broken) => {
    const page = open(`${app}#${broken}`)
    const { auth, fetch } = setUp([answer(me)])
    expect(await auth.initialize()).toEqual(nobody)
    expect(fetch.requests).toEqual([])
    expect(page.replaceState).not.toHaveBeenCalled()
  })

  test('that live no second are no session', async () => {
    const page = open(`${app}#${fragment.replace('=3600', '=0')}`)
    const { auth, told } = setUp([answer(me)])
    const { data, error } = await auth.initialize()
    expect(data.session).toBeNull()
    expect(error).not.toBeNull()
    expect(page.location.href).toBe(app)
    expect(await told()).toEqual(['INITIAL_SESSION'])
  })

  test('whose life is shorter than it says: they are refreshed when the server refuses them', async () => {
    open(`${app}#${fragment.replace('=3600', '=999999999')}`)
    const badJwt = json({ code: 'bad_jwt', message: 'token is expired' }, { status: 403 })
    const next = { ...sessionOf(refreshed), user: me.response.body as Session['user'] }
    const { auth, fetch } = setUp([answer(me), badJwt, json(next), answer(me)])
    await auth.initialize()
    expect((await auth.getUser()).error).toBeNull()
    expect((await sent(fetch.requests[2])).body).toEqual({ refresh_token: tokens.refresh_token })
    expect((await auth.getSession()).data.session).toMatchObject({ refresh_token: next.refresh_token })
  })

  test('in a client of the PKCE flow are taken in, too: a link may have been made elsewhere', async () => {
    open(`${app}#${fragment}`)
    const { auth } = setUp([answer(me)], pkce)
    expect((await auth.getSession()).data.session?.refresh_token).toBe(tokens.refresh_token)
  })
})

describe('a page opened with an error', () => {
  const recordedAt = (operation: string, name: string) => {
    const { location } = recorded(operation, name).response.headers
    return app + location!.slice(location!.search(/[?#]/))
  }

  test.each([
    ['of a link that was used', recordedAt('GET /verify', 'otp/signup again'), 'otp_expired'],
    ['of a PKCE link', recordedAt('GET /verify', 'otp/pkce_ unknown'), 'otp_expired'],
    ['of a banned user', recordedAt('GET /verify', 'otp/banned'), 'user_banned'],
    ['of the way to a provider', recordedAt('GET /callback', 'external/exchange fails callback'), 'unexpected_failure'],
    ['of a state, which has no mark', recordedAt('GET /callback', 'external/implicit state reused'), 'bad_oauth_state'],
    ['of SAML', recordedAt('POST /sso/saml/acs', 'sso/no email'), 'saml_assertion_no_email'],
    [
      'of a provider',
      `${app}?error=access_denied&error_description=No#error=access_denied&error_description=No&sb=`,
      'access_denied',
    ],
  ])('%s says so, and takes it out of the address', async (_whose, href, code) => {
    const page = open(href)
    const { auth, fetch, told } = setUp([json({})], pkce)
    const { data, error } = await auth.initialize()
    expect(data).toEqual({ session: null })
    expect(error).toMatchObject({ name: 'AuthApiError', code })
    expect(page.location.href).toBe(app)
    expect(fetch.requests).toEqual([])
    expect(await told()).toEqual(['INITIAL_SESSION'])
    expect(await auth.getSession()).toEqual(nobody)
  })

  test('leaves whoever is signed in', async () => {
    const { storage } = await signedIn([json({})])
    open(recordedAt('GET /verify', 'otp/signup again'))
    const { auth } = setUp([json({})], { storage })
    expect(await auth.initialize()).toMatchObject({ data: { session }, error: { code: 'otp_expired' } })
  })
})

test.each(['first', 'pkce first'])('a page opened with the %s confirmation of an e-mail change', async (name) => {
  const { location } = recorded('GET /verify', `user/email_change ${name}`).response.headers
  const page = open(app + location!.slice(location!.search(/[?#]/)))
  const { auth, told } = setUp([json({})])
  expect(await auth.initialize()).toEqual(nobody)
  expect(page.location.href).toBe(app)
  expect(await told()).toEqual(['INITIAL_SESSION'])
})

describe('detectSessionInUrl', () => {
  test('false leaves everything, and handleCallback() can take it in later', async () => {
    const page = open(`${app}#${fragment}`)
    const { auth, fetch } = setUp([answer(me)], { detectSessionInUrl: false })
    expect(await auth.initialize()).toEqual(nobody)
    expect(fetch.requests).toEqual([])
    expect(page.replaceState).not.toHaveBeenCalled()
    expect((await auth.handleCallback(page.location.href)).data).toMatchObject({ type: 'signed_in' })
  })

  test('a predicate that says yes to what is not ours changes nothing', async () => {
    const page = open('https://app.example.com/shop?code=1&state=x')
    const predicate = vi.fn(() => true)
    const storage = await underWay()
    const { auth, fetch } = setUp([answer(exchanged)], { ...pkce, storage, detectSessionInUrl: predicate })
    expect(await auth.initialize()).toEqual(nobody)
    expect(fetch.requests).toEqual([])
    expect(page.replaceState).not.toHaveBeenCalled()
  })

  test('a predicate chooses by the URL and by what is in it', async () => {
    const storage = await underWay()
    open(`${app}?code=1`)
    const predicate = vi.fn((url: URL, { type }: { type: string }) => url.pathname === '/in' && type === 'code')
    const { auth } = setUp([answer(exchanged)], { ...pkce, storage, detectSessionInUrl: predicate })
    expect((await auth.initialize()).data.session).not.toBeNull()
    expect(predicate.mock.calls).toEqual([[new URL(`${app}?code=1`), { type: 'code', code: '1' }]])
  })

  test('a predicate that throws: nothing is taken in, and who is signed in stays', async () => {
    const { storage } = await signedIn([json({})])
    const page = open(`${app}#${fragment}`)
    const thrown = new Error('in the predicate')
    const predicate = () => {
      throw thrown
    }
    const { auth, fetch, told } = setUp([answer(me)], { storage, detectSessionInUrl: predicate })
    const { data, error } = await auth.initialize()
    expect(data.session).toEqual(session)
    expect(error).toMatchObject({ name: 'AuthError', code: 'invalid_argument', cause: thrown })
    expect(fetch.requests).toEqual([])
    expect(page.replaceState).not.toHaveBeenCalled()
    expect(await told()).toEqual(['INITIAL_SESSION'])
  })

  test('without a page there is nothing to look at', async () => {
    vi.stubGlobal('location', { href: `${app}#${fragment}` })
    const { auth, fetch } = setUp([answer(me)])
    expect(await auth.initialize()).toEqual(nobody)
    expect(fetch.requests).toEqual([])
  })

  test('a client that keeps nothing takes nothing in', async () => {
    const page = open(`${app}#${fragment}`)
    const { auth, fetch } = setUp([answer(me)], { accessToken: () => 'e30.e30.x' })
    await auth.initialize()
    expect(fetch.requests).toEqual([])
    expect(page.replaceState).not.toHaveBeenCalled()
  })
})

// React's StrictMode mounts twice, and so may make two clients in one page.
describe('two clients in one page', () => {
  test.each([
    ['the second is made at once', false],
    ['the first is disposed of', true],
  ])('one code, %s: one exchange, both signed in, and nobody is told an error', async (_how, disposed) => {
    const storage = { ...(await underWay()), shared: true }
    const page = open(`${app}?code=1`)
    runTimers()
    const first = setUp([answer(exchanged)], { ...pkce, storage })
    if (disposed) first.auth.dispose()
    const second = setUp([answer(reused)], { ...pkce, storage })
    const results = await Promise.all([first, second].map(({ auth }) => auth.initialize()))
    expect(results.map(({ error }) => error)).toEqual([null, null])
    expect(first.fetch.requests.length + second.fetch.requests.length).toBe(1)
    const sessions = await Promise.all([first, second].map(({ auth }) => auth.getSession()))
    expect(sessions.map(({ data }) => data.session?.refresh_token)).toEqual(
      Array(2).fill(sessionOf(exchanged).refresh_token),
    )
    expect(page.location.href).toBe(app)
  })

  test('one code: whatever they are told, exactly one exchange succeeds and the session is stored', async () => {
    const storage = { ...(await underWay()), shared: true }
    open(`${app}?code=1`)
    runTimers()
    let used = false
    const once = () => {
      const given = used ? reused : exchanged
      used = true
      return answer(given)
    }
    const clients = [1, 2].map(() => setUp([once], { ...pkce, storage }))
    await Promise.all(clients.map(({ auth }) => auth.initialize()))
    const sessions = await Promise.all(clients.map(({ auth }) => auth.getSession()))
    expect(sessions.filter(({ data }) => data.session).length).toBeGreaterThan(0)
    expect(clients[0]!.stored()).toMatchObject(exchanged.response.body as object)
    await vi.waitFor(async () => {
      for (const { auth } of clients) expect((await auth.getSession()).data.session).toEqual(exchanged.response.body)
    })
  })

  test('tokens in the fragment: both are signed in with them', async () => {
    const page = open(`${app}#${fragment}`)
    const storage = { ...memoryStorage(), shared: true }
    runTimers()
    const clients = [1, 2].map(() => setUp([answer(me)], { storage }))
    const results = await Promise.all(clients.map(({ auth }) => auth.initialize()))
    for (const { data, error } of results) {
      expect(error).toBeNull()
      expect(data.session?.refresh_token).toBe(tokens.refresh_token)
    }
    expect(page.location.href).toBe(app)
  })
})
