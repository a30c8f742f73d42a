// The life of a session on a real server: rotation, reuse, ends of all kinds, wrong clocks, limits. See live.ts.
import { afterEach, expect, test, vi, type TestContext } from 'vitest'
import { decodeAccessToken, memoryStorage, unwrap, type Session, type SessionStorage } from '../../src/facade/index.ts'
import { connect, connectAsUser, describeWith, newEmail, newPassword, type Connected } from './live.ts'

const sessionOf = async ({ auth }: Pick<Connected, 'auth'>): Promise<Session> => unwrap(await auth.getSession()).session!
const idOf = ({ access_token }: Session) => decodeAccessToken(access_token).session_id

/** Two clients of the same user, each with a session of its own. */
async function twoSessions() {
  const first = await connectAsUser()
  const second = await connect()
  unwrap(await second.auth.signInWithPassword(first))
  return { first, second }
}

afterEach(() => void vi.useRealTimers())

describeWith(['sign-up by e-mail'], 'refresh', () => {
  test('refreshSession() rotates the refresh token and keeps the session', async () => {
    const client = await connectAsUser()
    const before = await sessionOf(client)
    const { user, session } = unwrap(await client.auth.refreshSession())
    expect(user).toEqual(session.user)
    expect(session).toMatchObject({ token_type: 'bearer', expires_in: before.expires_in, user: { id: before.user.id } })
    expect(session.refresh_token).not.toBe(before.refresh_token)
    expect(idOf(session)).toBe(idOf(before))
    expect(await sessionOf(client)).toEqual(session)
    await expect.poll(() => client.events).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED'])
  })

  test('refreshSession() ten times at once makes one request', async () => {
    const { auth, refreshes } = await connectAsUser()
    const results = await Promise.all(Array.from({ length: 10 }, () => auth.refreshSession()))
    expect(new Set(results.map((result) => unwrap(result).session.refresh_token)).size).toBe(1)
    expect(refreshes()).toBe(1)
  })

  test('two clients on one storage share a session and its refreshes', async () => {
    const storage = { ...memoryStorage(), shared: true }
    const storageKey = newEmail()
    const second = await connect({ storage, storageKey })
    const first = await connectAsUser({ storage, storageKey })
    await expect.poll(() => second.events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    const sessions = await Promise.all([first, second, first, second].map(({ auth }) => auth.refreshSession()))
    expect(new Set(sessions.map((result) => unwrap(result).session.access_token)).size).toBe(1)
    expect(first.refreshes() + second.refreshes()).toBe(1)
    expect(await sessionOf(first)).toEqual(await sessionOf(second))

    unwrap(await second.auth.signOut())
    await expect.poll(() => first.events.at(-1)).toBe('SIGNED_OUT elsewhere')
    expect(unwrap(await first.auth.getSession()).session).toBeNull()
  })

  test('the session of the last visit, and another account beside it', async () => {
    const storage = memoryStorage()
    const first = await connectAsUser({ storage })
    const other = await connectAsUser({ storage, storageKey: 'other' })
    const { auth, events, requests } = await connect({ storage })
    expect(unwrap(await auth.getSession()).session).toEqual(await sessionOf(first))
    expect(unwrap(await auth.getUser()).user.email).toBe(first.email)
    expect(unwrap(await other.auth.getUser()).user.email).toBe(other.email)
    expect(requests).toEqual(['GET user'])
    await expect.poll(() => events).toEqual(['INITIAL_SESSION'])
  })

  test('two devices with one session, each with the same refresh token', async () => {
    const first = await connectAsUser()
    const second = await connect()
    unwrap(await second.auth.setSession(await sessionOf(first)))
    const one = unwrap(await first.auth.refreshSession()).session
    // The token was used; that its successor was not yet tells the server that the answer was lost.
    const two = unwrap(await second.auth.refreshSession()).session
    expect(idOf(two)).toBe(idOf(one))
    expect(two.refresh_token).toBe(one.refresh_token)
    expect((await first.auth.refreshSession()).error).toBeNull()
  })

  test('refreshSession() with a refresh token that was used long ago ends the session', async (context) => {
    const storage = memoryStorage()
    const storageKey = 'session'
    const first = await connectAsUser({ storage, storageKey })
    const stored = storage.getItem(storageKey) as string
    // The last one is always tolerated, those before for some seconds, by default 10. Every use begins them anew.
    for (let i = 0; i < 2; i++) unwrap(await first.auth.refreshSession())
    await new Promise((resolve) => setTimeout(resolve, 11_000))

    // A device that was off since then.
    const old: SessionStorage = memoryStorage()
    old.setItem(storageKey, stored)
    const second = await connect({ storage: old, storageKey })
    const { data, error } = await second.auth.refreshSession()
    if (!error) return context.skip('the server still takes refresh tokens that were used 11 s ago')
    expect(data).toEqual({ user: null, session: null })
    expect(error).toMatchObject({ code: 'refresh_token_already_used', status: 400, operation: 'grantToken' })
    await expect.poll(() => second.events).toEqual(['INITIAL_SESSION', 'SIGNED_OUT revoked'])
    expect(old.getItem(storageKey)).toBeNull()

    // The device that has done nothing wrong is out, too: at once, or if it does not refresh within those seconds.
    const honest = await first.auth.refreshSession()
    if (!honest.error) return
    expect(honest.error.code).toMatch(/^refresh_token_(already_used|not_found)$/)
    await expect.poll(() => first.events.at(-1)).toBe('SIGNED_OUT revoked')
    expect(storage.getItem(storageKey)).toBeNull()
  })
})

describeWith(['sign-up by e-mail'], 'setSession()', () => {
  test('takes tokens over as they are', async () => {
    const first = await connectAsUser()
    const { access_token, refresh_token } = await sessionOf(first)
    const { auth, events, requests } = await connect()
    const { session } = unwrap(await auth.setSession({ access_token, refresh_token }))
    expect(session).toMatchObject({ access_token, refresh_token, user: { email: first.email } })
    expect(session.expires_in).toBeGreaterThan(0)
    expect(requests).toEqual(['GET user'])
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    expect((await auth.refreshSession()).error).toBeNull()
  })

  test('with an access token that the server refuses', async () => {
    const first = await connectAsUser()
    const { access_token, refresh_token } = await sessionOf(first)
    const [header, payload] = access_token.split('.')
    const { auth, requests } = await connect()
    const forged = `${header}.${payload}.c2lnbmF0dXJl`
    const { session } = unwrap(await auth.setSession({ access_token: forged, refresh_token }))
    expect(session.user.email).toBe(first.email)
    expect(requests).toEqual(['GET user', 'POST token refresh_token'])
  })

  test('of a session that is over', async () => {
    const first = await connectAsUser()
    const tokens = await sessionOf(first)
    unwrap(await first.auth.signOut())
    const { auth, events } = await connect()
    const { data, error } = await auth.setSession(tokens)
    expect(data).toEqual({ user: null, session: null })
    expect(error).toMatchObject({ code: 'session_not_found', status: 403 })
    expect(unwrap(await auth.getSession()).session).toBeNull()
    await expect.poll(() => events).toEqual(['INITIAL_SESSION'])
  })
})

describeWith(['sign-up by e-mail'], 'signOut()', () => {
  test("{ scope: 'others' }: getUser() finds out that its session was ended", async () => {
    const { first, second } = await twoSessions()
    unwrap(await second.auth.signOut({ scope: 'others' }))
    expect(unwrap(await second.auth.getUser()).user.email).toBe(first.email)
    await expect.poll(() => second.events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])

    const { data, error } = await first.auth.getUser()
    expect(data).toEqual({ user: null })
    expect(error).toMatchObject({ code: 'session_not_found', status: 403, operation: 'getUser' })
    await expect.poll(() => first.events).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT revoked'])
    expect(unwrap(await first.auth.getSession()).session).toBeNull()
  })

  test("{ scope: 'others' }: refreshSession() and updateUser() find out, too", async () => {
    const { first, second } = await twoSessions()
    const third = await connect()
    unwrap(await third.auth.signInWithPassword(first))
    unwrap(await second.auth.signOut({ scope: 'others' }))
    expect((await first.auth.refreshSession()).error).toMatchObject({ code: 'refresh_token_not_found', status: 400 })
    await expect.poll(() => first.events.at(-1)).toBe('SIGNED_OUT revoked')
    expect((await third.auth.updateUser({ data: { a: 1 } })).error).toMatchObject({ code: 'session_not_found', status: 403 })
    await expect.poll(() => third.events.at(-1)).toBe('SIGNED_OUT revoked')
  })

  test("{ scope: 'local' } ends this session only", async () => {
    const { first, second } = await twoSessions()
    const { access_token } = await sessionOf(first)
    expect(await first.auth.signOut({ scope: 'local' })).toEqual({ data: null, error: null })
    expect((await first.auth.getUser(access_token)).error).toMatchObject({ code: 'session_not_found' })
    expect((await second.auth.refreshSession()).error).toBeNull()
  })

  test('ends all sessions', async () => {
    const { first, second } = await twoSessions()
    unwrap(await first.auth.signOut())
    expect((await second.auth.getUser()).error).toMatchObject({ code: 'session_not_found' })
    // What was ended elsewhere is no error here.
    expect(await second.auth.signOut()).toEqual({ data: null, error: null })
    await expect.poll(() => first.events).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT user'])
  })

  test('of a session that was ended elsewhere, and of nobody', async () => {
    const { first, second } = await twoSessions()
    unwrap(await first.auth.signOut())
    const { requests } = second
    expect(await second.auth.signOut()).toEqual({ data: null, error: null })
    expect(requests.at(-1)).toBe('POST logout')
    await expect.poll(() => second.events.at(-1)).toBe('SIGNED_OUT user')
    const sent = requests.length
    expect(await second.auth.signOut()).toEqual({ data: null, error: null })
    expect(requests).toHaveLength(sent)
  })

  test('{ accessToken } ends the sessions of this token and leaves the one here', async () => {
    const { first, second } = await twoSessions()
    const { access_token } = await sessionOf(second)
    unwrap(await first.auth.signOut({ accessToken: access_token, scope: 'local' }))
    expect((await second.auth.getUser()).error).toMatchObject({ code: 'session_not_found' })
    expect((await first.auth.getUser()).error).toBeNull()
  })
})

describeWith(['sign-up by e-mail'], 'clocks', () => {
  const hours = (count: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + count * 3_600_000 })

  for (const wrong of [12, -12]) {
    test(`getSession() twenty times with a clock that is ${wrong} h off`, async () => {
      hours(wrong)
      const storage = memoryStorage()
      const { auth, refreshes, email } = await connectAsUser({ storage })
      for (let i = 0; i < 20; i++) expect(unwrap(await auth.getSession()).session?.user.email).toBe(email)
      expect(unwrap(await auth.getUser()).user.email).toBe(email)
      expect(refreshes()).toBe(0)
      const reloaded = await connect({ storage })
      for (let i = 0; i < 20; i++) expect(unwrap(await reloaded.auth.getSession()).session?.user.email).toBe(email)
      expect(reloaded.requests).toEqual([])
    })

    test(`setSession() with a clock that is ${wrong} h off refreshes once`, async () => {
      const first = await connectAsUser()
      const tokens = await sessionOf(first)
      hours(wrong)
      const { auth, refreshes } = await connect()
      expect(unwrap(await auth.setSession(tokens)).user.email).toBe(first.email)
      for (let i = 0; i < 20; i++) expect((await auth.getSession()).error).toBeNull()
      expect((await auth.getUser()).error).toBeNull()
      expect(refreshes()).toBe(1)
    })
  }

  test('getSession() of a session that has expired', async () => {
    const { auth, refreshes, events } = await connectAsUser()
    const { expires_in, refresh_token } = unwrap(await auth.getSession()).session!
    hours((expires_in - 30) / 3600)
    expect(unwrap(await auth.getSession()).session?.refresh_token).toBe(refresh_token)
    expect(refreshes()).toBe(0)
    hours((30 + 1) / 3600)
    const results = await Promise.all([auth.getSession(), auth.getUser(), auth.getSession()])
    for (const { error } of results) expect(error).toBeNull()
    expect(refreshes()).toBe(1)
    expect(unwrap(await auth.getSession()).session?.refresh_token).not.toBe(refresh_token)
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED'])
  })
})

describeWith(['sign-up by e-mail'], 'access tokens that have expired at the server', () => {
  /** A client whose access token the server refuses, though the clock here was set back and believes in it. */
  async function expired({ skip }: TestContext) {
    const client = await connectAsUser()
    const { expires_in } = await sessionOf(client)
    if (expires_in > 10) return skip(`access tokens live for ${expires_in} s`)
    const now = Date.now()
    await new Promise((resolve) => setTimeout(resolve, (expires_in + 1) * 1000))
    vi.useFakeTimers({ toFake: ['Date'], now })
    return client
  }

  test('getUser() gets another one', async (context) => {
    const { auth, email, requests, events } = await expired(context)
    expect(unwrap(await auth.getUser()).user.email).toBe(email)
    expect(requests.slice(-3)).toEqual(['GET user', 'POST token refresh_token', 'GET user'])
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED'])
  })

  test('signOut() ends the session all the same', async (context) => {
    const client = await expired(context)
    const { refresh_token } = await sessionOf(client)
    expect(await client.auth.signOut()).toEqual({ data: null, error: null })
    expect(client.requests.slice(-3)).toEqual(['POST logout', 'POST token refresh_token', 'POST logout'])
    const { auth } = await connect()
    const { error } = await auth.refreshSession({ refresh_token })
    expect(error).toMatchObject({ code: 'refresh_token_not_found' })
  })

  test('setSession() refreshes', async (context) => {
    const client = await expired(context)
    vi.useRealTimers()
    const { auth, requests } = await connect()
    expect(unwrap(await auth.setSession(await sessionOf(client))).user.email).toBe(client.email)
    expect(requests).toEqual(['POST token refresh_token'])
  })

  test('getUser() with a token of its own does not', async (context) => {
    const client = await expired(context)
    const { access_token } = await sessionOf(client)
    const { error } = await client.auth.getUser(access_token)
    expect(error).toMatchObject({ code: 'bad_jwt', status: 403 })
    expect(client.refreshes()).toBe(0)
    await expect.poll(() => client.events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })
})

describeWith(['sign-up by e-mail'], 'sessions that the server limits', () => {
  test('refreshSession() after another sign-in, where one session is all a user may have', async (context) => {
    const { first } = await twoSessions()
    const { data, error } = await first.auth.refreshSession()
    if (!error) return context.skip('a user may have several sessions')
    expect(data).toEqual({ user: null, session: null })
    expect(error).toMatchObject({ code: 'session_expired', status: 400 })
    await expect.poll(() => first.events.at(-1)).toBe('SIGNED_OUT expired')
  })

  test('refreshSession() of a session that is too old', async (context) => {
    const client = await connectAsUser()
    await new Promise((resolve) => setTimeout(resolve, 6000))
    const { error } = await client.auth.refreshSession()
    if (!error) return context.skip('sessions may be older than 6 s')
    expect(error).toMatchObject({ code: 'session_expired', status: 400 })
    await expect.poll(() => client.events.at(-1)).toBe('SIGNED_OUT expired')
  })
})

describeWith(['sign-up by e-mail'], 'limits per address', () => {
  test('getSession() when the server wants no more refreshes keeps the session', async (context) => {
    const headers = { 'X-Forwarded-For': `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 250)).join('.')}` }
    const { auth, email, events, refreshes } = await connectAsUser({ headers })
    const unknown = await connect({ headers })
    // The server lets 30 requests through, whatever its limit.
    let limited
    for (let i = 0; i < 40 && !limited; i++) {
      const { error } = await unknown.auth.refreshSession({ refresh_token: 'aaaaaaaaaaaa' })
      if (error?.status === 429) limited = error
    }
    if (!limited) return context.skip('the server counts no requests by X-Forwarded-For')
    expect(limited).toMatchObject({ code: 'over_request_rate_limit', retryable: true, operation: 'grantToken' })

    const before = refreshes()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 })
    for (let i = 0; i < 3; i++) {
      expect(await auth.getSession()).toMatchObject({ data: { session: null }, error: { code: 'over_request_rate_limit' } })
    }
    expect(refreshes()).toBe(before + 1)
    vi.useRealTimers()
    expect(unwrap(await auth.getSession()).session?.user.email).toBe(email)
    expect(events).not.toContain('SIGNED_OUT revoked')
    const { error } = await unknown.auth.signInWithPassword({ email, password: newPassword() })
    expect(error).toMatchObject({ code: 'over_request_rate_limit', status: 429 })
  })
})
