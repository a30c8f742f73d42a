// The stored form of a session, as the outside sees it: it is the one that applications of auth-js have in their storage, so people stay
// signed in when an application changes from one to the other, in both directions. And whatever else may stand there harms nobody.
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { memoryStorage, type Session } from '../../../src/facade/index.ts'
import { credentials as ada, refresh } from '../server.ts'
import { client, flush, hour, server, setUp, signedIn, storageKey } from './set-up.ts'

const read = (storage: ReturnType<typeof memoryStorage>) => JSON.parse(storage.getItem(storageKey) as string)

/** What auth-js stores: the session, and nothing beside it. */
function storedByAuthJs(session: Session) {
  const storage = memoryStorage()
  storage.setItem(storageKey, JSON.stringify(session))
  return storage
}

describe('a session that auth-js has stored', () => {
  test('is read, and nothing is sent', async () => {
    const session = server.signIn()
    const { auth, names } = setUp({ storage: storedByAuthJs(session) })
    expect((await auth.getSession()).data.session).toEqual(session)
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION'])
    expect(server.log).toEqual([])
  })

  test('is refreshed once when it has expired, by expires_at in seconds', async () => {
    const session = server.signIn()
    vi.advanceTimersByTime(hour - 11_000)
    const storage = storedByAuthJs(session)
    expect((await client({ storage }).getSession()).data.session).toEqual(session)
    expect(server.count(refresh)).toBe(0)
    vi.advanceTimersByTime(1000)
    const { data } = await client({ storage }).getSession()
    expect(data.session?.access_token).not.toBe(session.access_token)
    await client({ storage }).getSession()
    expect(server.count(refresh)).toBe(1)
  })

  test('keeps its provider tokens and members that nobody knows yet', async () => {
    const tokens = { provider_token: 'gho_1', provider_refresh_token: 'ghr_1', weak_password: { reasons: ['length'] } }
    const { auth } = setUp({ storage: storedByAuthJs({ ...server.signIn(), ...tokens } as Session) })
    expect((await auth.getSession()).data.session).toMatchObject(tokens)
  })

  test('without expires_at is refreshed: nothing is known of its age', async () => {
    const { expires_at: _, ...session } = server.signIn()
    const { auth } = setUp({ storage: storedByAuthJs(session as Session) })
    expect((await auth.getSession()).data.session).toMatchObject({ expires_at: expect.any(Number) })
    expect(server.count(refresh)).toBe(1)
  })
})

describe('the stored session', () => {
  test('has its members at the top level, and when it was received', async () => {
    const storage = memoryStorage()
    const { session } = await signedIn({ storage })
    expect(read(storage)).toEqual({ ...session, received_at: Date.now() })
    expect(session.expires_at).toBe(Date.now() / 1000 + 3600)
  })

  test('is not shown with what is only stored', async () => {
    const storage = memoryStorage()
    const { session } = await signedIn({ storage })
    expect((await client({ storage }).getSession()).data.session).toEqual(session)
    expect(session).not.toHaveProperty('received_at')
  })

  test('has another receipt after a refresh, and the same after a change of the user', async () => {
    const storage = memoryStorage()
    const { auth } = await signedIn({ storage })
    const first = read(storage).received_at
    vi.advanceTimersByTime(60_000)
    await auth.updateUser({ data: { name: 'Ada' } })
    expect(read(storage)).toMatchObject({ received_at: first, user: { user_metadata: { name: 'Ada' } } })
    await auth.refreshSession()
    expect(read(storage).received_at).toBe(first + 60_000)
  })

  test('keeps provider tokens over a reload and a refresh after it', async () => {
    const storage = memoryStorage()
    const tokens = { provider_token: 'gho_1', provider_refresh_token: 'ghr_1' }
    storage.setItem(storageKey, JSON.stringify({ ...server.signIn(), ...tokens, received_at: Date.now() }))
    vi.advanceTimersByTime(hour)
    await client({ storage }).getSession()
    expect(read(storage)).toMatchObject({ ...tokens, refresh_token: 'refresh00002' })
    expect((await client({ storage }).getSession()).data.session).toMatchObject(tokens)
  })

  test.each([
    ['no access token', { access_token: undefined }],
    ['an empty access token', { access_token: '' }],
    ['an access token that is no text', { access_token: ['a'] }],
    ['no refresh token', { refresh_token: null }],
    ['an empty refresh token', { refresh_token: '' }],
    ['no lifetime', { expires_in: undefined }],
    ['a lifetime of 0', { expires_in: 0 }],
    ['a negative lifetime', { expires_in: -3600 }],
    ['a lifetime that is no number', { expires_in: 'soon' }],
    ['a lifetime that is true', { expires_in: true }],
    ['an end that is an object', { expires_at: { toString: 0 } }],
    ['no user', { user: undefined }],
    ['a user that is a text', { user: 'ada' }],
    ['a user without id', { user: { email: ada.email } }],
  ])('with %s is dropped, with a reason', async (_what, change) => {
    const storage = memoryStorage()
    storage.setItem(storageKey, JSON.stringify({ ...server.signIn(), ...change }))
    const { auth, events } = setUp({ storage })
    expect(await auth.getSession()).toEqual({ data: { session: null }, error: null })
    await flush()
    expect(events.at(-1)).toEqual(['SIGNED_OUT', null, { reason: 'corrupt_storage' }])
    expect(storage.getItem(storageKey)).toBeNull()
    expect(server.log).toEqual([])
  })

  test('with a lifetime beyond all numbers does not live for ever', async () => {
    const storage = memoryStorage()
    const text = JSON.stringify({ ...server.signIn(), received_at: Date.now() }).replace(
      '"expires_in":3600',
      '"expires_in":1e999',
    )
    storage.setItem(storageKey, text)
    vi.advanceTimersByTime(100 * hour)
    const { data } = await client({ storage }).getSession()
    expect(data.session?.access_token).not.toBe(JSON.parse(text).access_token)
  })

  test.each([
    ['in the future', 86_400_000],
    ['before all times', -Infinity],
    ['that is no number', NaN],
  ])('with a receipt %s is refreshed once at most', async (_what, offset) => {
    const storage = memoryStorage()
    const received_at = Number.isFinite(offset) ? Date.now() + offset : `${offset}`
    storage.setItem(storageKey, JSON.stringify({ ...server.signIn(), received_at }))
    const auth = client({ storage })
    for (let i = 0; i < 5; i++) expect((await auth.getSession()).error).toBeNull()
    expect(server.count(refresh)).toBeLessThanOrEqual(1)
  })
})

describe('for any content of the storage', () => {
  /** Whether it is a session, said in another way than the code does. */
  const isSession = (text: string): boolean => {
    let value: Partial<Session> | null
    try {
      value = JSON.parse(text)
    } catch {
      return false
    }
    const has = (name: 'access_token' | 'refresh_token') => typeof value?.[name] === 'string' && /^[!-~]+$/.test(value[name])
    return (
      has('access_token') &&
      has('refresh_token') &&
      typeof value!.expires_in === 'number' &&
      value!.expires_in >= 1 &&
      (value!.expires_at === null || typeof value!.expires_at !== 'object') &&
      typeof value!.user === 'object' &&
      typeof value!.user?.id === 'string'
    )
  }

  const check = async (text: string) => {
    const storage = memoryStorage()
    storage.setItem(storageKey, text)
    // The refresh of a session that has expired fails for now.
    const { auth, events } = setUp({ storage, fetch: () => Promise.reject(new TypeError('fetch failed')) })
    const { data, error } = await auth.getSession()
    await flush()
    if (isSession(text)) {
      const { received_at: _, ...session } = JSON.parse(text)
      expect(events[0]![1]).toEqual(session)
      if (error) expect(error).toMatchObject({ code: 'network_failure' })
      else expect(data.session).toEqual(session)
      const { received_at: __, ...stored } = read(storage)
      expect(stored).toEqual(session)
    } else {
      expect({ data, error }).toEqual({ data: { session: null }, error: null })
      expect(events.at(-1)).toEqual(['SIGNED_OUT', null, { reason: 'corrupt_storage' }])
      expect(storage.getItem(storageKey)).toBeNull()
    }
    auth.dispose()
  }

  test('arbitrary text', () => fc.assert(fc.asyncProperty(fc.string({ unit: 'binary' }), check), { numRuns: 200 }))

  test('arbitrary JSON', () => fc.assert(fc.asyncProperty(fc.json(), check), { numRuns: 200 }))

  test('what looks like a session', async () => {
    const mostly = (good: fc.Arbitrary<unknown>) =>
      fc.oneof(
        { weight: 9, arbitrary: good },
        { weight: 1, arbitrary: fc.constantFrom('', 0, true) },
        { weight: 1, arbitrary: fc.jsonValue() },
      )
    const text = mostly(fc.string({ minLength: 1 }))
    const token = mostly(fc.stringMatching(/^[!-~]+$/))
    const number = mostly(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 1, max: 9e9 })))
    const user = mostly(fc.record({ id: mostly(fc.string()), email: fc.string() }))
    const like = fc.record(
      {
        access_token: token,
        refresh_token: token,
        expires_in: number,
        expires_at: number,
        received_at: number,
        token_type: text,
        user,
        provider_token: text,
      },
      { requiredKeys: ['access_token', 'refresh_token', 'expires_in', 'user'] },
    )
    let sessions = 0
    await fc.assert(
      fc.asyncProperty(like, async (value) => {
        const json = JSON.stringify(value)
        if (isSession(json)) sessions++
        await check(json)
      }),
      { numRuns: 500, seed: 4 },
    )
    // Else it would only be about garbage.
    expect(sessions).toBeGreaterThan(50)
  })
})

test('any session of a server comes back from the storage as it was', async () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 })
  const token = fc.stringMatching(/^[!-~]+$/)
  const session = fc.record({
    access_token: token,
    refresh_token: token,
    token_type: fc.constant('bearer'),
    expires_in: fc.integer({ min: 60, max: 604_800 }),
    expires_at: fc.integer({ min: 0, max: 4_102_444_800 }),
    user: fc.record({
      id: fc.uuid(),
      email: text,
      user_metadata: fc.dictionary(text, fc.jsonValue()),
      app_metadata: fc.dictionary(text, fc.jsonValue()),
    }),
  })
  await fc.assert(
    fc.asyncProperty(session, async (answer) => {
      const text = JSON.stringify(answer)
      const storage = memoryStorage()
      const fetch = async () => new Response(text, { headers: { 'content-type': 'application/json' } })
      expect((await client({ storage, fetch }).signInWithPassword(ada)).error).toBeNull()
      const sent = vi.fn(fetch)
      const { data, error } = await client({ storage, fetch: sent }).getSession()
      expect(error).toBeNull()
      expect(data.session).toEqual(JSON.parse(text))
      expect(sent).not.toHaveBeenCalled()
    }),
    { numRuns: 100 },
  )
})

test('any clock that is wrong before sign-in causes no early refresh and no late one', async () => {
  // Seconds: the clock's error, the life of access tokens, and how far into that life the client is asked.
  const offset = fc.integer({ min: -10 * 365 * 86_400, max: 10 * 365 * 86_400 })
  const life = fc.integer({ min: 60, max: 604_800 })
  const right = new Date('2026-11-24T12:00:00Z').getTime()
  await fc.assert(
    fc.asyncProperty(offset, life, fc.double({ min: 0, max: 1, noNaN: true }), async (offset, life, part) => {
      vi.setSystemTime(right + offset * 1000)
      server.ahead = 0
      const { fetch } = server
      // The server's clock is right, whatever the client's is.
      const sent = vi.fn(async (request: Request) => {
        const answer = await fetch(request)
        const session = (await answer.json()) as Session
        const expires_at = Math.floor((right + performance.now()) / 1000) + life
        return Response.json({ ...session, expires_in: life, expires_at })
      })
      const storage = memoryStorage()
      const auth = client({ storage, fetch: sent })
      await auth.signInWithPassword(ada)
      const good = Math.floor((life - 11) * part) * 1000
      vi.advanceTimersByTime(good)
      await auth.getSession()
      await client({ storage, fetch: sent }).getSession()
      expect(sent).toHaveBeenCalledTimes(1)
      vi.advanceTimersByTime((life - 10) * 1000 - good)
      expect((await client({ storage, fetch: sent }).getSession()).error).toBeNull()
      await auth.getSession()
      expect(sent.mock.calls.map(([{ url }]) => new URL(url).search)).toEqual([
        '?grant_type=password',
        '?grant_type=refresh_token',
      ])
    }),
    { numRuns: 100 },
  )
})
