// getSession(), setSession() and refreshSession(): every form of their arguments, and what becomes of the session that was there.
import { describe, expect, test, vi } from 'vitest'
import { memoryStorage, type AuthClient, type Session } from '../../../src/facade/index.ts'
import { json } from '../../scripted-fetch.ts'
import { credentials as ada, refresh, refusal } from '../server.ts'
import { client, flush, hour, server, setUp, signedIn, storageKey } from './set-up.ts'

const nobody = { data: { user: null, session: null } }
const tokensOf = ({ access_token, refresh_token }: Session) => ({ access_token, refresh_token })

describe('getSession()', () => {
  test('when nobody is signed in says so, without an error', async () => {
    expect(await client().getSession()).toEqual({ data: { session: null }, error: null })
    expect(server.log).toEqual([])
  })

  test('gives the session that the server has sent, the same object until it changes, and sends nothing', async () => {
    const { auth, session } = await signedIn()
    expect((await auth.getSession()).data.session).toEqual(session)
    expect((await auth.getSession()).data.session).toBe((await auth.getSession()).data.session)
    expect(server.log).toHaveLength(1)
  })

  test('reads the storage once', async () => {
    const storage = memoryStorage()
    const getItem = vi.spyOn(storage, 'getItem')
    const auth = client({ storage })
    await Promise.all([auth.getSession(), auth.getSession(), auth.initialize()])
    await auth.getSession()
    expect(getItem).toHaveBeenCalledTimes(1)
  })

  test('with a session that the server has ended says null and why, and null without an error from then on', async () => {
    const { auth } = await signedIn()
    vi.advanceTimersByTime(hour)
    server.end('session_not_found')
    expect(await auth.getSession()).toMatchObject({ data: { session: null }, error: { code: 'session_not_found' } })
    expect(await auth.getSession()).toEqual({ data: { session: null }, error: null })
  })
})

describe('setSession()', () => {
  test('with tokens from elsewhere signs in, and asks the server who it is', async () => {
    const storage = memoryStorage()
    const { auth, events } = setUp({ storage })
    const session = server.signIn()
    vi.advanceTimersByTime(600_000)
    const { data, error } = await auth.setSession(tokensOf(session))
    expect(error).toBeNull()
    expect(server.log).toEqual(['GET /user'])
    expect(data.user).toEqual(session.user)
    expect(data.session).toEqual({ ...session, expires_in: 3000 })
    expect((await auth.getSession()).data.session).toEqual(data.session)
    expect(storage.getItem(storageKey)).toContain(session.refresh_token)
    await flush()
    expect(events).toEqual([
      ['INITIAL_SESSION', null, {}],
      ['SIGNED_IN', data.session, {}],
    ])
  })

  test('then refreshes in time, by the life that is left', async () => {
    const auth = client()
    const session = server.signIn()
    vi.advanceTimersByTime(600_000)
    await auth.setSession(tokensOf(session))
    vi.advanceTimersByTime(2989_000)
    await auth.getSession()
    expect(server.count(refresh)).toBe(0)
    vi.advanceTimersByTime(1000)
    expect((await auth.getSession()).error).toBeNull()
    expect(server.count(refresh)).toBe(1)
  })

  test.each([
    ['that has expired', () => vi.advanceTimersByTime(hour)],
    ['that is about to expire', () => vi.advanceTimersByTime(hour - 9000)],
    ['while the clock is 12 h ahead', () => vi.setSystemTime(Date.now() + 12 * hour)],
    ['while the clock is 12 h behind', () => vi.setSystemTime(Date.now() - 12 * hour)],
  ])('with an access token %s goes by the refresh token', async (_what, happen) => {
    const { auth, names } = setUp()
    const session = server.signIn()
    happen()
    const { data, error } = await auth.setSession(tokensOf(session))
    expect(error).toBeNull()
    expect(server.log).toEqual([refresh])
    expect(data.session!.refresh_token).toBe('refresh00002')
    for (let i = 0; i < 5; i++) await auth.getSession()
    expect(server.count(refresh)).toBe(1)
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('with an access token that the server refuses goes by the refresh token', async () => {
    const auth = client()
    server.on('GET /user', refusal(403, 'bad_jwt'))
    const { data, error } = await auth.setSession(tokensOf(server.signIn()))
    expect(error).toBeNull()
    expect(server.log).toEqual(['GET /user', refresh])
    expect((await auth.getSession()).data.session).toEqual(data.session)
  })

  test('with an access token that says nothing of its life goes by the refresh token', async () => {
    const { refresh_token } = server.signIn()
    const { error } = await client().setSession({ access_token: `e30.${btoa('{"sub":"ada"}')}.c2ln`, refresh_token })
    expect(error).toBeNull()
    expect(server.log).toEqual([refresh])
  })

  test.each([
    ['GET /user', 'session_not_found', 0],
    ['GET /user', 'user_banned', 0],
    [refresh, 'refresh_token_not_found', hour],
    [refresh, 'refresh_token_already_used', hour],
  ])('refused at %s by %s leaves who is signed in', async (route, code, age) => {
    const { auth, session, names } = await signedIn()
    const tokens = tokensOf(server.signIn('grace@example.com'))
    vi.setSystemTime(Date.now() + age)
    server.on(route, refusal(403, code))
    expect(await auth.setSession(tokens)).toMatchObject({ ...nobody, error: { code } })
    vi.setSystemTime(Date.now() - age)
    expect((await auth.getSession()).data.session).toEqual(session)
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('whose user is no user leaves who is signed in', async () => {
    const { auth, session } = await signedIn()
    server.on('GET /user', json({ hello: 'world' }))
    const { error } = await auth.setSession(tokensOf(server.signIn('grace@example.com')))
    expect(error).toMatchObject({ code: 'unexpected_response' })
    expect((await auth.getSession()).data.session).toEqual(session)
  })

  test('takes the place of who was signed in', async () => {
    const { auth, names } = await signedIn()
    await auth.setSession(tokensOf(server.signIn('grace@example.com')))
    expect((await auth.getSession()).data.session?.user.email).toBe('grace@example.com')
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_IN'])
  })

  test.each([
    undefined,
    null,
    42,
    'abc',
    [[]],
    {},
    { access_token: 'abc' },
    { refresh_token: 'abc' },
    { access_token: null, refresh_token: null },
    { access_token: 42, refresh_token: 'abc' },
    { access_token: {}, refresh_token: 'abc' },
    { access_token: '', refresh_token: '' },
    { access_token: 'not.a.jwt', refresh_token: 'abc' },
    { access_token: 'e30.e30.c2ln', refresh_token: 'abc' },
    { access_token: `e30.${btoa('{"sub":"ada","exp":9e9,"iat":0}')}.c2ln`, refresh_token: '' },
  ])('with %j is invalid_argument, and nothing is sent', async (tokens) => {
    const { auth, session } = await signedIn()
    const result = await auth.setSession(tokens as never)
    expect(result).toMatchObject({ ...nobody, error: { code: 'invalid_argument' } })
    expect(server.log).toHaveLength(1)
    expect((await auth.getSession()).data.session).toEqual(session)
  })

  test('does not show the tokens in its error', async () => {
    const { error } = await client().setSession({ access_token: 'PLANTED', refresh_token: 'PLANTED' })
    expect(`${error} ${JSON.stringify(error)} ${error!.cause}`).not.toContain('PLANTED')
  })
})

describe('refreshSession()', () => {
  test.each<[string, (auth: AuthClient) => ReturnType<AuthClient['refreshSession']>]>([
    ['nothing', (auth) => auth.refreshSession()],
    ['undefined', (auth) => auth.refreshSession(undefined)],
    ['null', (auth) => auth.refreshSession(null)],
    ['undefined and options', (auth) => auth.refreshSession(undefined, { timeout: 1000 })],
  ])('with %s refreshes the session that is there', async (_what, call) => {
    const { auth, session, events } = await signedIn()
    const { data, error } = await call(auth)
    expect(error).toBeNull()
    expect(await server.requests[1]!.json()).toEqual({ refresh_token: session.refresh_token })
    expect(data.session!.access_token).not.toBe(session.access_token)
    expect(data.user).toEqual(session.user)
    await flush()
    expect(events.at(-1)).toEqual(['TOKEN_REFRESHED', data.session, {}])
  })

  test('with the session that is there refreshes it', async () => {
    const { auth, session, names } = await signedIn()
    expect((await auth.refreshSession(session)).error).toBeNull()
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED'])
  })

  test('with the refresh token of somebody else signs them in', async () => {
    const { auth, names } = await signedIn()
    const { refresh_token } = server.signIn('grace@example.com')
    const { data } = await auth.refreshSession({ refresh_token })
    expect(data.user?.email).toBe('grace@example.com')
    expect((await auth.getSession()).data.session).toEqual(data.session)
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_IN'])
  })

  test('with a refresh token, when nobody is signed in, signs in', async () => {
    const { auth, names } = setUp()
    const { refresh_token } = server.signIn()
    expect((await auth.refreshSession({ refresh_token })).error).toBeNull()
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('with a revoked refresh token that is not the session’s leaves the session', async () => {
    const { auth, session, names } = await signedIn()
    const result = await auth.refreshSession({ refresh_token: 'unknown' })
    expect(result).toMatchObject({ ...nobody, error: { code: 'refresh_token_not_found', status: 400 } })
    expect((await auth.getSession()).data.session).toEqual(session)
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('when nobody is signed in is session_missing, and nothing is sent', async () => {
    expect(await client().refreshSession()).toMatchObject({ ...nobody, error: { code: 'session_missing' } })
    expect(server.log).toEqual([])
  })

  test('reads the storage first', async () => {
    const storage = memoryStorage()
    await signedIn({ storage })
    expect((await client({ storage }).refreshSession()).error).toBeNull()
  })

  test.each([{}, { refresh_token: undefined }, { refresh_token: null }, { refresh_token: '' }, 'refresh00001', 42, [[]]])(
    'with %j is an error, and refreshes nothing: the session is not what was meant',
    async (tokens) => {
      const { auth } = await signedIn()
      const result = await auth.refreshSession(tokens as never)
      expect(result).toMatchObject({
        ...nobody,
        error: { code: expect.stringMatching(/^(invalid_argument|session_missing)$/) },
      })
      expect(server.count(refresh)).toBe(0)
    },
  )

  test('one after the other are two, at the same time are one', async () => {
    const { auth } = await signedIn()
    await auth.refreshSession()
    await auth.refreshSession()
    expect(server.count(refresh)).toBe(2)
    const [one, two] = await Promise.all([auth.refreshSession(), auth.refreshSession()])
    expect(one.data.session).toBe(two.data.session)
    expect(server.count(refresh)).toBe(3)
  })

  test('signed out while it is under way gives session_missing, and nobody is signed in', async () => {
    const storage = memoryStorage()
    const { auth, names } = await signedIn({ storage })
    let release!: () => void
    const held = new Promise<void>((resolve) => (release = resolve))
    server.on(refresh, async (_request, answer) => {
      const response = answer()
      await held
      return response
    })
    const refreshing = auth.refreshSession()
    await flush()
    await auth.signOut()
    release()
    expect(await refreshing).toMatchObject({
      ...nobody,
      error: { name: 'AuthSessionMissingError', code: 'session_missing' },
    })
    expect(storage.getItem(storageKey)).toBeNull()
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT'])
  })
})

test('provider tokens are those of the latest sign-in', async () => {
  const auth = client()
  const tokens = { provider_token: 'gho_1', provider_refresh_token: 'ghr_1' }
  server.on('POST /token?grant_type=id_token', async (_request, answer) =>
    json({ ...((await answer().json()) as object), ...tokens }),
  )
  await auth.signInWithIdToken({ provider: 'google', token: 'e30.e30.e30' })
  await auth.updateUser({ data: {} })
  expect((await auth.getSession()).data.session).toMatchObject(tokens)
  await auth.signInWithPassword(ada)
  await auth.refreshSession()
  expect((await auth.getSession()).data.session?.provider_token).toBeUndefined()
})
