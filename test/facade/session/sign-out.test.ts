// signOut() and getUser(): they end sessions, or find out that one has ended. What fails of them stands with the known defects (D13).
import { describe, expect, test, vi } from 'vitest'
import { memoryStorage } from '../../../src/facade/index.ts'
import { hangingFetch } from '../../scripted-fetch.ts'
import { credentials as ada, refresh, refusal } from '../server.ts'
import { client, flush, hour, server, setUp, signedIn, storageKey } from './set-up.ts'

const scopeOf = (request: Request) => new URL(request.url).searchParams.get('scope')

describe('signOut()', () => {
  test.each([
    [undefined, 'global'],
    [{}, 'global'],
    [{ scope: undefined }, 'global'],
    [{ scope: 'global' as const }, 'global'],
    [{ scope: 'local' as const }, 'local'],
  ])('with %j ends the session here and asks for the scope %s', async (options, scope) => {
    const storage = memoryStorage()
    const { auth, session, events } = await signedIn({ storage })
    expect(await auth.signOut(options)).toEqual({ data: null, error: null })
    expect(server.log.slice(1)).toEqual([`POST /logout?scope=${scope}`])
    expect(server.requests[1]!.headers.get('authorization')).toBe(`Bearer ${session.access_token}`)
    expect(storage.getItem(storageKey)).toBeNull()
    expect((await auth.getSession()).data.session).toBeNull()
    expect((await auth.getUser()).error).toMatchObject({ code: 'session_missing' })
    await flush()
    expect(events.at(-1)).toEqual(['SIGNED_OUT', null, { reason: 'user' }])
  })

  test('where the storage can not be read ends the session there, too', async () => {
    const storage = memoryStorage()
    const { auth } = await signedIn({ storage })
    vi.spyOn(storage, 'getItem').mockImplementation(() => {
      throw new Error('busy')
    })
    await auth.signOut()
    vi.mocked(storage.getItem).mockRestore()
    expect(storage.getItem(storageKey)).toBeNull()
  })

  test('with the scope local leaves the other devices signed in, with global it does not', async () => {
    const [here, there] = [await signedIn(), await signedIn()]
    await here.auth.signOut({ scope: 'local' })
    expect((await there.auth.getUser()).error).toBeNull()
    const again = await signedIn()
    await again.auth.signOut()
    expect((await there.auth.getUser()).error).toMatchObject({ code: 'session_not_found' })
    expect((await there.auth.getSession()).data.session).toBeNull()
  })

  test('with the scope others ends all others, and changes nothing here', async () => {
    const storage = memoryStorage()
    const here = await signedIn({ storage })
    const there = await signedIn()
    expect(await here.auth.signOut({ scope: 'others' })).toEqual({ data: null, error: null })
    expect(scopeOf(server.requests.at(-1)!)).toBe('others')
    expect((await there.auth.refreshSession()).error).toMatchObject({ code: 'refresh_token_not_found' })
    expect((await here.auth.getUser()).error).toBeNull()
    expect(storage.getItem(storageKey)).toContain(here.session.refresh_token)
    expect(here.names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('with the access token of somebody else ends their session, and changes nothing here', async () => {
    const { auth, session, names } = await signedIn()
    const other = server.signIn('grace@example.com')
    expect((await auth.signOut({ accessToken: other.access_token })).error).toBeNull()
    expect(server.requests.at(-1)!.headers.get('authorization')).toBe(`Bearer ${other.access_token}`)
    expect((await auth.getSession()).data.session).toEqual(session)
    expect((await auth.refreshSession(other)).error).toMatchObject({ code: 'refresh_token_not_found' })
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('when nobody is signed in is done, and sends and tells nothing', async () => {
    const { auth, names } = setUp()
    expect(await auth.signOut()).toEqual({ data: null, error: null })
    expect(await auth.signOut({ scope: 'local' })).toEqual({ data: null, error: null })
    await flush()
    expect(server.log).toEqual([])
    expect(names()).toEqual(['INITIAL_SESSION'])
  })

  test('of the others, when nobody is signed in, is session_missing', async () => {
    expect((await client().signOut({ scope: 'others' })).error).toMatchObject({ code: 'session_missing' })
  })

  test('as the first call of a client ends the session of the storage', async () => {
    const storage = memoryStorage()
    await signedIn({ storage })
    expect((await client({ storage }).signOut()).error).toBeNull()
    expect(storage.getItem(storageKey)).toBeNull()
    expect(server.count('POST /logout')).toBe(1)
  })

  test('twice at the same time asks once', async () => {
    const { auth, names } = await signedIn()
    const results = await Promise.all([auth.signOut(), auth.signOut()])
    for (const { error } of results) expect(error).toBeNull()
    expect(server.count('POST /logout')).toBe(1)
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT'])
  })

  test.each(['timeout', 'aborted'])('that ends as %s leaves nobody signed in here', async (code) => {
    const storage = memoryStorage()
    await signedIn({ storage })
    const { auth } = setUp({ storage, fetch: hangingFetch({ obeysSignal: true }) })
    const controller = new AbortController()
    const leaving = auth.signOut({ signal: controller.signal, timeout: 1000 })
    await flush()
    if (code === 'aborted') controller.abort()
    await vi.advanceTimersByTimeAsync(1000)
    expect((await leaving).error).toMatchObject({ code })
    expect(storage.getItem(storageKey)).toBeNull()
    expect((await auth.getSession()).data.session).toBeNull()
  })

  test('with a scope that the server does not know is told so', async () => {
    const { auth } = await signedIn()
    server.on('POST /logout', refusal(400, 'validation_failed'))
    expect((await auth.signOut({ scope: 'nonsense' as never })).error).toMatchObject({ code: 'validation_failed' })
  })

  test('then a new sign-in works and is stored', async () => {
    const storage = memoryStorage()
    const { auth, names } = await signedIn({ storage })
    await auth.signOut()
    await auth.signInWithPassword(ada)
    expect(storage.getItem(storageKey)).toContain('refresh00002')
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT', 'SIGNED_IN'])
  })
})

describe('getUser()', () => {
  test('asks the server, also when the session has a user', async () => {
    const { auth, session } = await signedIn()
    const { data, error } = await auth.getUser()
    expect(error).toBeNull()
    expect(data.user).toEqual(session.user)
    expect(server.log.slice(1)).toEqual(['GET /user'])
    expect(server.requests[1]!.headers.get('authorization')).toBe(`Bearer ${session.access_token}`)
  })

  test('with an access token asks for its user, and changes nothing here', async () => {
    const { auth, session, names } = await signedIn()
    const other = server.signIn('grace@example.com')
    expect((await auth.getUser(other.access_token)).data.user?.email).toBe('grace@example.com')
    expect((await auth.getSession()).data.session).toEqual(session)
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('with an access token that has expired is bad_jwt, and nothing is refreshed', async () => {
    const { auth } = await signedIn()
    const other = server.signIn('grace@example.com')
    vi.advanceTimersByTime(hour)
    expect(await auth.getUser(other.access_token)).toMatchObject({ data: { user: null }, error: { code: 'bad_jwt' } })
    expect(server.count(refresh)).toBe(0)
  })

  test('with an access token whose session is over leaves the session here', async () => {
    const { auth, session } = await signedIn()
    const other = server.signIn('grace@example.com')
    server.on('GET /user', refusal(403, 'session_not_found'))
    expect((await auth.getUser(other.access_token)).error).toMatchObject({ code: 'session_not_found' })
    expect((await auth.getSession()).data.session).toEqual(session)
  })

  test('when nobody is signed in is session_missing, and nothing is sent', async () => {
    const { error } = await client().getUser()
    expect(error).toMatchObject({ name: 'AuthSessionMissingError', code: 'session_missing', status: 0 })
    expect(server.log).toEqual([])
  })

  test('with an empty access token does not take the session’s in its place', async () => {
    const { auth } = await signedIn()
    expect((await auth.getUser('')).error).not.toBeNull()
    expect(server.count('GET /user')).toBe(0)
  })

  test.each(['session_not_found', 'user_not_found', 'user_banned'])(
    'that says %s ends the session, with the reason',
    async (code) => {
      const storage = memoryStorage()
      const { auth, events } = await signedIn({ storage })
      server.on('GET /user', refusal(403, code))
      expect(await auth.getUser()).toMatchObject({ data: { user: null }, error: { code } })
      expect(storage.getItem(storageKey)).toBeNull()
      await flush()
      expect(events.at(-1)).toEqual(['SIGNED_OUT', null, { reason: 'revoked', error: expect.objectContaining({ code }) }])
    },
  )

  test.each([
    ['503', new Response('', { status: 503 })],
    ['no network', new TypeError('fetch failed')],
    ['401 of a proxy', new Response('', { status: 401 })],
  ])('that fails by %s keeps the session', async (_what, failure) => {
    const { auth, session } = await signedIn()
    server.on('GET /user', failure, 9)
    const asking = auth.getUser()
    await vi.advanceTimersByTimeAsync(10_000)
    expect((await asking).error).not.toBeNull()
    expect((await auth.getSession()).data.session).toEqual(session)
  })
})
