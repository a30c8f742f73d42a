// onAuthStateChange(): what is told, when, and to whom. Events follow what happened; they are no part of it.
import { describe, expect, test, vi } from 'vitest'
import { memoryStorage, type AuthChangeEvent, type Session } from '../../../src/facade/index.ts'
import { json } from '../../scripted-fetch.ts'
import { credentials as ada, refusal } from '../server.ts'
import { client, flush, hour, server, setUp, signedIn, storageKey, watch } from './set-up.ts'

describe('onAuthStateChange()', () => {
  test('tells who is signed in first, then everything in order', async () => {
    const { auth, events } = setUp()
    await auth.getSession()
    const first = (await auth.signInWithPassword(ada)).data.session
    const second = (await auth.refreshSession()).data.session
    await auth.updateUser({ data: { name: 'Ada' } })
    const third = (await auth.getSession()).data.session
    await auth.signOut()
    const fourth = (await auth.verifyOtp({ email: ada.email, token: '123456', type: 'recovery' })).data.session
    await flush()
    expect(events).toEqual([
      ['INITIAL_SESSION', null, {}],
      ['SIGNED_IN', first, {}],
      ['TOKEN_REFRESHED', second, {}],
      ['USER_UPDATED', third, {}],
      ['SIGNED_OUT', null, { reason: 'user' }],
      ['PASSWORD_RECOVERY', fourth, {}],
    ])
    expect(third!.user.user_metadata).toEqual({ name: 'Ada' })
  })

  test('tells the session of the storage as INITIAL_SESSION, and no sign-in', async () => {
    const storage = memoryStorage()
    const { session } = await signedIn({ storage })
    const { events } = setUp({ storage })
    await flush()
    expect(events).toEqual([['INITIAL_SESSION', session, {}]])
  })

  test('refreshes a session that has expired before it tells who is signed in', async () => {
    const storage = memoryStorage()
    await signedIn({ storage })
    vi.advanceTimersByTime(hour)
    const { events } = setUp({ storage })
    await flush()
    expect(events[0]).toEqual(['INITIAL_SESSION', expect.objectContaining({ refresh_token: 'refresh00002' }), {}])
    expect(server.count('POST /token?grant_type=refresh_token')).toBe(1)
  })

  test('tells every change after it is stored', async () => {
    const storage = memoryStorage()
    const { auth } = setUp({ storage })
    const seen: [AuthChangeEvent, boolean][] = []
    auth.onAuthStateChange((event, session) => {
      const text = storage.getItem(storageKey) as string | null
      const stored = text === null ? null : (JSON.parse(text) as Session)
      seen.push([event, stored?.access_token === session?.access_token])
    })
    await auth.signInWithPassword(ada)
    await flush()
    await auth.refreshSession()
    await flush()
    await auth.signOut()
    await flush()
    expect(seen).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED', 'SIGNED_OUT'].map((event) => [event, true]))
  })

  test('tells a change after it is stored, however long the storage takes', async () => {
    const items = memoryStorage()
    const wait = () => new Promise((resolve) => setTimeout(resolve, 1000))
    const storage = { ...items, setItem: (key: string, text: string) => wait().then(() => items.setItem(key, text)) }
    const { auth, names } = setUp({ storage })
    const signingIn = auth.signInWithPassword(ada)
    await vi.advanceTimersByTimeAsync(999)
    expect(names()).toEqual(['INITIAL_SESSION'])
    await vi.advanceTimersByTimeAsync(1)
    expect((await signingIn).error).toBeNull()
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('tells a change all the same when it could not be stored', async () => {
    const storage = memoryStorage()
    storage.setItem = () => Promise.reject(new Error('full'))
    const { auth, names } = setUp({ storage })
    await auth.signInWithPassword(ada)
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('never calls before it has returned', async () => {
    const { auth } = await signedIn()
    let isCalled = false
    auth.onAuthStateChange(() => (isCalled = true))
    expect(isCalled).toBe(false)
    await flush()
    expect(isCalled).toBe(true)
  })

  test('tells who comes late who is signed in, and then what follows; not what was', async () => {
    const { auth } = await signedIn()
    await auth.refreshSession()
    await flush()
    const late = watch(auth)
    const { data } = await auth.getSession()
    await flush()
    expect(late.events).toEqual([['INITIAL_SESSION', data.session, {}]])
    await auth.signOut()
    await flush()
    expect(late.names()).toEqual(['INITIAL_SESSION', 'SIGNED_OUT'])
  })

  test('tells the first subscriber, too, nothing that was before it came', async () => {
    const auth = client()
    await auth.signInWithPassword(ada)
    await auth.signOut()
    await auth.signInWithPassword(ada)
    const { names } = watch(auth)
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION'])
  })

  test('tells all the same, in the order of their coming', async () => {
    const auth = client()
    const order: string[] = []
    for (const name of ['a', 'b', 'c']) auth.onAuthStateChange((event) => void order.push(`${name} ${event}`))
    await auth.signInWithPassword(ada)
    await flush()
    expect(order).toEqual(
      ['INITIAL_SESSION', 'SIGNED_IN'].flatMap((event) => ['a', 'b', 'c'].map((name) => `${name} ${event}`)),
    )
  })

  test('tells one function that subscribes twice everything twice, and ends each by itself', async () => {
    const auth = client()
    const callback = vi.fn()
    const first = auth.onAuthStateChange(callback)
    auth.onAuthStateChange(callback)
    await flush()
    expect(callback).toHaveBeenCalledTimes(2)
    first.data.subscription.unsubscribe()
    await auth.signInWithPassword(ada)
    await flush()
    expect(callback).toHaveBeenCalledTimes(3)
  })

  test('tells nothing after unsubscribe(), not even what was under way', async () => {
    const auth = client()
    const callback = vi.fn()
    const { data } = auth.onAuthStateChange(callback)
    await flush()
    await auth.signInWithPassword(ada)
    data.subscription.unsubscribe()
    data.subscription.unsubscribe()
    callback.mockClear()
    await auth.signOut()
    await flush()
    expect(callback).not.toHaveBeenCalled()
  })

  test('tells nothing after unsubscribe() in the callback of another', async () => {
    const auth = client()
    const callback = vi.fn()
    auth.onAuthStateChange((event) => event === 'SIGNED_IN' && data.subscription.unsubscribe())
    const { data } = auth.onAuthStateChange(callback)
    await auth.signInWithPassword(ada)
    await flush()
    expect(callback.mock.calls.map(([event]) => event)).toEqual(['INITIAL_SESSION'])
  })

  test('called in a callback subscribes, and tells the new one who is signed in, once', async () => {
    const { auth } = setUp()
    const inner = vi.fn()
    auth.onAuthStateChange((event) => {
      if (event === 'SIGNED_IN') auth.onAuthStateChange(inner)
    })
    const { data } = await auth.signInWithPassword(ada)
    await flush()
    expect(inner.mock.calls).toEqual([['INITIAL_SESSION', data.session, {}]])
  })

  test('ended in a callback calls no more', async () => {
    const { auth } = setUp()
    const names: string[] = []
    const { data } = auth.onAuthStateChange((event) => {
      names.push(event)
      if (event === 'SIGNED_IN') data.subscription.unsubscribe()
    })
    await auth.signInWithPassword(ada)
    await auth.signOut()
    await flush()
    expect(names).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('tells nothing after dispose()', async () => {
    const { auth, names } = await signedIn()
    await flush()
    auth.dispose()
    await auth.signOut()
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('tells nothing where nothing has changed', async () => {
    const { auth, names } = await signedIn()
    await auth.getSession()
    await auth.getUser()
    await auth.reauthenticate()
    await auth.signOut({ scope: 'others' })
    server.on('POST /token', refusal(400, 'invalid_credentials'))
    await auth.signInWithPassword(ada)
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('tells no change of another user by an access token of theirs', async () => {
    const { auth, names } = await signedIn()
    const { access_token: accessToken } = server.signIn('grace@example.com')
    expect((await auth.updateUser({ data: { a: 1 } }, { accessToken })).error).toBeNull()
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('is not told of a recovery mail’s link but once it has signed in', async () => {
    const { auth, names } = setUp()
    server.on('POST /recover', json({}))
    await auth.resetPasswordForEmail(ada.email)
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION'])
  })
})
