// Access tokens that nobody signed in for here: of the request that a server answers (withAccessToken), or of another system
// (accessToken). A client with one is a view: it keeps, refreshes and tells nothing.
import { describe, expect, test, vi } from 'vitest'
import { memoryStorage, type ClientOptions } from '../../../src/facade/index.ts'
import { hangingFetch } from '../../scripted-fetch.ts'
import { credentials as ada, refresh, refusal } from '../server.ts'
import { client, flush, hour, openPage, server, setUp, signedIn, stubBroadcastChannel, storageKey, watch } from './set-up.ts'

const bearers = () => server.requests.map(({ headers }) => headers.get('authorization'))

describe('withAccessToken()', () => {
  test('sends that token with every call of a signed-in user, and never another', async () => {
    const { auth } = await signedIn()
    const other = server.signIn('grace@example.com')
    const view = auth.withAccessToken(other.access_token)
    server.requests.length = 0
    expect((await view.getUser()).data.user?.email).toBe('grace@example.com')
    expect((await view.updateUser({ data: { a: 1 } })).data.user?.user_metadata).toEqual({ a: 1 })
    await view.reauthenticate()
    await view.getUserIdentities()
    await view.linkIdentity({ provider: 'github' })
    await view.unlinkIdentity({ identity_id: '00000000-0000-4000-8000-000000000001' })
    await view.fetch('/rest/v1/todos')
    expect((await view.signOut()).error).toBeNull()
    expect(new Set(bearers())).toEqual(new Set([`Bearer ${other.access_token}`]))
    expect(bearers()).toHaveLength(8)
  })

  test('does not touch the session, the storage or the subscribers of the first client', async () => {
    const storage = memoryStorage()
    const { auth, session, names } = await signedIn({ storage })
    const before = storage.getItem(storageKey)
    const spies = (['getItem', 'setItem', 'removeItem'] as const).map((name) => vi.spyOn(storage, name))
    const view = auth.withAccessToken(server.signIn('grace@example.com').access_token)
    await view.initialize()
    await view.getUser()
    await view.updateUser({ data: { a: 1 } })
    await view.signInWithPassword({ ...ada, email: 'eve@example.com' })
    await view.setSession(server.signIn('eve@example.com'))
    await view.refreshSession({ refresh_token: server.signIn('eve@example.com').refresh_token })
    await view.signOut()
    for (const spy of spies) expect(spy).not.toHaveBeenCalled()
    expect(storage.getItem(storageKey)).toBe(before)
    expect((await auth.getSession()).data.session).toEqual(session)
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('gives the sessions that its calls sign in, and keeps none', async () => {
    const view = client().withAccessToken('e30.e30.c2ln')
    const { events } = watch(view)
    expect((await view.signInWithPassword(ada)).data.session).toMatchObject({ refresh_token: 'refresh00001' })
    expect((await view.refreshSession({ refresh_token: 'refresh00001' })).data.session).not.toBeNull()
    expect(await view.getSession()).toEqual({ data: { session: null }, error: null })
    expect((await view.refreshSession()).error).toMatchObject({ code: 'session_missing' })
    await flush()
    expect(events).toEqual([['INITIAL_SESSION', null, {}]])
    expect(view.getSnapshot()).toEqual({ status: 'signed-out', session: null, user: null })
  })

  test('refreshes nothing: not what has expired, not what is refused', async () => {
    const { auth } = await signedIn()
    const { access_token } = server.signIn('grace@example.com')
    vi.advanceTimersByTime(2 * hour)
    const view = auth.withAccessToken(access_token)
    expect((await view.getUser()).error).toMatchObject({ code: 'bad_jwt' })
    server.on('GET /rest', new Response('no', { status: 401 }))
    const response = await view.fetch('/rest/v1/todos')
    expect([response.status, await response.text()]).toEqual([401, 'no'])
    expect(server.count(refresh)).toBe(0)
    expect(server.count('GET')).toBe(2)
  })

  test('whose session is over leaves the first client signed in', async () => {
    const { auth, session } = await signedIn()
    server.on('GET /user', refusal(403, 'session_not_found'))
    expect((await auth.withAccessToken(session.access_token).getUser()).error).toMatchObject({ code: 'session_not_found' })
    expect((await auth.getSession()).data.session).toEqual(session)
  })

  test('outlives the first client’s sign-out and disposal, and the other way round', async () => {
    const { auth } = await signedIn()
    const other = server.signIn('grace@example.com')
    const view = auth.withAccessToken(other.access_token)
    view.dispose()
    expect((await auth.getUser()).data.user?.email).toBe(ada.email)
    await auth.signOut()
    auth.dispose()
    expect((await view.getUser()).data.user?.email).toBe('grace@example.com')
  })

  test('has the options of the first client: url, API key, headers, fetch, time limit', async () => {
    const auth = client({ apiKey: 'sb_publishable_abc', headers: { 'x-app': 'shop' }, timeout: 500 })
    const view = auth.withAccessToken(server.signIn().access_token)
    await view.getUser()
    expect(server.requests[0]!.url).toBe('https://auth.example.com/auth/v1/user')
    expect(server.requests[0]!.headers.get('apikey')).toBe('sb_publishable_abc')
    expect(server.requests[0]!.headers.get('x-app')).toBe('shop')
    server.hold('GET /user')
    const slow = view.getUser()
    await vi.advanceTimersByTimeAsync(500)
    expect((await slow).error).toMatchObject({ code: 'timeout' })
  })

  test('reads no environment', async () => {
    vi.stubEnv('GOTRUE_URL', 'https://other.example.com')
    vi.stubEnv('GOTRUE_API_KEY', 'PLANTED')
    await client().withAccessToken(server.signIn().access_token).getUser()
    expect(server.requests[0]!.url).toBe('https://auth.example.com/auth/v1/user')
    expect(server.requests[0]!.headers.get('apikey')).toBeNull()
  })

  test('starts nothing in a page, and takes nothing out of its URL', async () => {
    const auth = client({ autoRefreshToken: false, detectSessionInUrl: false, storage: memoryStorage() })
    const href = 'https://app.example.com/#access_token=a&refresh_token=b&expires_in=3600'
    openPage(href)
    const channels = stubBroadcastChannel()
    const view = auth.withAccessToken(server.signIn().access_token)
    await flush()
    expect(vi.getTimerCount()).toBe(0)
    expect(channels.open.size).toBe(0)
    expect(server.log).toEqual([])
    expect(history.replaceState).not.toHaveBeenCalled()
    expect((await view.getUser()).error).toBeNull()
  })

  test('makes views of views, each with its own token', async () => {
    const [one, two] = [server.signIn(), server.signIn('grace@example.com')]
    const first = client().withAccessToken(one.access_token)
    const second = first.withAccessToken(two.access_token)
    expect((await second.getUser()).data.user?.email).toBe('grace@example.com')
    expect((await first.getUser()).data.user?.email).toBe(ada.email)
  })

  test.each([undefined, null, ''])('with %j has nobody’s, and never the session’s', async (token) => {
    const { auth } = await signedIn()
    const view = auth.withAccessToken(token as never)
    expect((await view.getUser()).error).toMatchObject({ code: 'session_missing' })
    expect((await view.signOut()).error).toMatchObject({ code: 'session_missing' })
    await view.fetch('/rest/v1/todos')
    expect(bearers().slice(1)).toEqual([null])
  })

  test('of a client with accessToken takes its place', async () => {
    const [one, two] = [server.signIn(), server.signIn('grace@example.com')]
    const auth = client({ accessToken: () => one.access_token })
    expect((await auth.withAccessToken(two.access_token).getUser()).data.user?.email).toBe('grace@example.com')
  })
})

describe('accessToken', () => {
  const withToken = (accessToken: ClientOptions['accessToken'], options: ClientOptions = {}) =>
    setUp({ ...options, accessToken: accessToken! })

  test.each(['synchronous', 'asynchronous'])('that is %s is asked at every call', async (kind) => {
    const { access_token } = server.signIn()
    const accessToken = vi.fn(() => (kind === 'synchronous' ? access_token : Promise.resolve(access_token)))
    const { auth } = withToken(accessToken)
    expect(accessToken).not.toHaveBeenCalled()
    expect((await auth.getUser()).error).toBeNull()
    await auth.fetch('/rest/v1/todos')
    expect(accessToken).toHaveBeenCalledTimes(2)
    expect(bearers()).toEqual([`Bearer ${access_token}`, `Bearer ${access_token}`])
  })

  test.each([null, undefined, ''])('that gives %j says that nobody is signed in', async (nothing) => {
    const { auth } = withToken(() => nothing)
    expect((await auth.getUser()).error).toMatchObject({ code: 'session_missing' })
    expect(server.log).toEqual([])
    await auth.fetch('/rest/v1/todos')
    expect(bearers()).toEqual([null])
  })

  test.each(['throws', 'rejects'])('that %s is credentials_missing with the cause, and nothing is sent', async (how) => {
    const failure = new Error('the other system is down')
    const { auth } = withToken(() => {
      if (how === 'rejects') return Promise.reject(failure)
      throw failure
    })
    for (const { error } of [await auth.getUser(), await auth.updateUser({ data: {} }), await auth.signOut()]) {
      expect(error).toMatchObject({ code: 'credentials_missing', cause: failure })
    }
    await expect(auth.fetch('/rest/v1/todos')).rejects.toMatchObject({ code: 'credentials_missing', cause: failure })
    expect(server.log).toEqual([])
  })

  test('that hangs does not keep a call beyond its time limit', async () => {
    const { auth } = withToken(() => new Promise<never>(() => {}))
    const limited = auth.getUser(undefined, { timeout: 300 })
    const fetching = auth.fetch('/rest/v1/todos').catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(300)
    expect((await limited).error).toMatchObject({ code: 'timeout' })
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await fetching).toMatchObject({ code: 'timeout' })
  })

  test('whose token is refused is asked once more, and with another the call is repeated', async () => {
    const tokens = [server.signIn().access_token, server.signIn().access_token]
    const { auth } = withToken(async () => tokens.shift())
    server.on('GET /user', refusal(403, 'bad_jwt'))
    expect((await auth.getUser()).error).toBeNull()
    expect(server.log).toEqual(['GET /user', 'GET /user'])
  })

  test('whose token is refused, and that has no other, tells the refusal', async () => {
    const accessToken = vi.fn(() => 'e30.e30.c2ln')
    const { auth } = withToken(accessToken)
    expect((await auth.getUser()).error).toMatchObject({ code: 'bad_jwt' })
    expect(server.log).toEqual(['GET /user'])
  })

  test('is no session: nothing is stored, refreshed or told', async () => {
    const storage = memoryStorage()
    storage.setItem(storageKey, 'somebody else’s')
    const { auth, events } = withToken(() => 'e30.e30.c2ln', { storage, autoRefreshToken: true })
    await auth.startAutoRefresh()
    await auth.signInWithPassword(ada)
    await flush()
    expect(await auth.getSession()).toEqual({ data: { session: null }, error: null })
    expect(storage.getItem(storageKey)).toBe('somebody else’s')
    expect(events).toEqual([['INITIAL_SESSION', null, {}]])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is not asked when a call brings its own access token', async () => {
    const accessToken = vi.fn(() => 'e30.e30.c2ln')
    const { auth } = withToken(accessToken)
    expect((await auth.getUser(server.signIn().access_token)).error).toBeNull()
    expect(accessToken).not.toHaveBeenCalled()
  })
})

describe('the option accessToken of a call', () => {
  test('is sent in place of the session’s, and changes no session', async () => {
    const { auth, session, names } = await signedIn()
    const { access_token: accessToken } = server.signIn('grace@example.com')
    server.requests.length = 0
    expect((await auth.updateUser({ data: { a: 1 } }, { accessToken })).data.user?.email).toBe('grace@example.com')
    await auth.reauthenticate({ accessToken })
    await auth.getUserIdentities({ accessToken })
    await auth.linkIdentity({ provider: 'github', options: { accessToken } })
    await auth.unlinkIdentity({ identity_id: '00000000-0000-4000-8000-000000000001' }, { accessToken })
    await auth.signOut({ accessToken })
    expect(new Set(bearers())).toEqual(new Set([`Bearer ${accessToken}`]))
    expect(bearers()).toHaveLength(6)
    expect((await auth.getSession()).data.session).toEqual(session)
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('that is refused is not replaced by the session’s', async () => {
    const { auth } = await signedIn()
    expect((await auth.updateUser({}, { accessToken: 'e30.e30.c2ln' })).error).toMatchObject({ code: 'bad_jwt' })
    expect(server.log.slice(1)).toEqual(['PUT /user'])
  })

  test('works where nobody is signed in, and while the storage hangs', async () => {
    const { access_token: accessToken } = server.signIn()
    const storage = { ...memoryStorage(), getItem: () => new Promise<never>(() => {}) }
    expect((await client({ storage }).getUserIdentities({ accessToken })).error).toBeNull()
  })
})

test('a provider of tokens that hangs after a 401 does not keep auth.fetch() for ever', async () => {
  const token = server.signIn().access_token
  const answers: (string | Promise<never>)[] = [token, new Promise<never>(() => {})]
  const auth = client({ accessToken: () => answers.shift()! })
  server.on('GET /rest', new Response(null, { status: 401 }))
  const settled = vi.fn()
  void auth.fetch('/rest/v1/todos').then(settled, settled)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(settled).toHaveBeenCalled()
})

test('a request that hangs ends with its time limit, also when the token is asked for first', async () => {
  const auth = client({ accessToken: async () => 'e30.e30.c2ln', fetch: hangingFetch({ obeysSignal: false }) })
  const slow = auth.getUser()
  await vi.advanceTimersByTimeAsync(15_000)
  expect((await slow).error).toMatchObject({ code: 'timeout', retryable: true })
})
