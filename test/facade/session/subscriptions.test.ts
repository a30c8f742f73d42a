// subscribe() and getSnapshot(), as React's useSyncExternalStore and its like want them: the snapshot is the same object until it
// changes, and whenever it changes somebody is told.
import { expect, test, vi } from 'vitest'
import { memoryStorage, type Snapshot } from '../../../src/facade/index.ts'
import { credentials as ada } from '../server.ts'
import { client, flush, hour, openPage, server, signedIn } from './set-up.ts'

test('getSnapshot() is loading, then signed-out', async () => {
  const auth = client()
  expect(auth.getSnapshot()).toEqual({ status: 'loading', session: null, user: null })
  await auth.initialize()
  expect(auth.getSnapshot()).toEqual({ status: 'signed-out', session: null, user: null })
})

test('getSnapshot() is loading, then signed-in with the session and the user of the storage', async () => {
  const storage = memoryStorage()
  const { session } = await signedIn({ storage })
  const auth = client({ storage })
  const seen: Snapshot[] = []
  auth.subscribe(() => void seen.push(auth.getSnapshot()))
  expect(auth.getSnapshot().status).toBe('loading')
  await flush()
  expect(seen).toEqual([{ status: 'signed-in', session, user: session.user }])
})

test('getSnapshot() is never signed-out while the storage is being read', async () => {
  const items = memoryStorage()
  const { session } = await signedIn({ storage: items })
  const wait = () => new Promise((resolve) => setTimeout(resolve, 1000))
  const storage = { ...items, getItem: (key: string) => wait().then(() => items.getItem(key)) }
  const auth = client({ storage })
  const statuses: string[] = []
  auth.subscribe(() => void statuses.push(auth.getSnapshot().status))
  for (let i = 0; i < 10; i++) {
    await vi.advanceTimersByTimeAsync(99)
    expect(auth.getSnapshot().status).toBe('loading')
  }
  await vi.advanceTimersByTimeAsync(100)
  expect(auth.getSnapshot()).toMatchObject({ status: 'signed-in', session })
  expect(statuses).toEqual(['signed-in'])
})

test('getSnapshot() of a page that was opened by a sign-in is loading until that is done', async () => {
  const { access_token, refresh_token } = server.signIn()
  openPage(
    `https://app.example.com/#access_token=${access_token}&refresh_token=${refresh_token}&expires_in=3600&token_type=bearer`,
  )
  const release = server.hold('GET /user')
  const auth = client({ storage: memoryStorage() })
  await flush()
  expect(auth.getSnapshot().status).toBe('loading')
  release()
  await auth.initialize()
  expect(auth.getSnapshot()).toMatchObject({ status: 'signed-in', user: { email: ada.email } })
})

test('getSnapshot() is the same object until something changes', async () => {
  const { auth } = await signedIn()
  await flush()
  const before = auth.getSnapshot()
  await auth.getSession()
  await auth.getUser()
  expect(auth.getSnapshot()).toBe(before)
  expect(auth.getSnapshot().session).toBe(before.session)
  await auth.refreshSession()
  const after = auth.getSnapshot()
  expect(after).not.toBe(before)
  expect(auth.getSnapshot()).toBe(after)
})

test('subscribe() tells of every change, after which getSnapshot() has it', async () => {
  const auth = client()
  const seen: unknown[] = []
  auth.subscribe(() => {
    const { status, user } = auth.getSnapshot()
    seen.push([status, user?.user_metadata?.name])
  })
  await auth.initialize()
  await flush()
  await auth.signInWithPassword(ada)
  await flush()
  await auth.updateUser({ data: { name: 'Ada' } })
  await flush()
  await auth.signOut()
  await flush()
  expect(seen).toEqual([
    ['signed-out', undefined],
    ['signed-in', undefined],
    ['signed-in', 'Ada'],
    ['signed-out', undefined],
  ])
})

test('subscribe() calls with nothing, and its function ends it', async () => {
  const { auth } = await signedIn()
  const listener = vi.fn()
  const unsubscribe = auth.subscribe(listener)
  await flush()
  expect(listener.mock.calls).toEqual([[]])
  unsubscribe()
  unsubscribe()
  await auth.signOut()
  await flush()
  expect(listener).toHaveBeenCalledTimes(1)
})

test('getSnapshot() does not change by itself when the access token expires', async () => {
  const { auth } = await signedIn()
  await flush()
  const before = auth.getSnapshot()
  vi.advanceTimersByTime(2 * hour)
  expect(auth.getSnapshot()).toBe(before)
})

test('getSnapshot() is signed-out once the server has ended the session', async () => {
  const { auth } = await signedIn()
  server.end('session_expired')
  await auth.refreshSession()
  expect(auth.getSnapshot()).toEqual({ status: 'signed-out', session: null, user: null })
})

test('getSnapshot() says who is signed in when the storage fails', async () => {
  const storage = memoryStorage()
  storage.getItem = () => Promise.reject(new Error('locked'))
  const auth = client({ storage })
  auth.subscribe(() => {})
  await flush()
  expect(auth.getSnapshot().status).toBe('signed-out')
  await auth.signInWithPassword(ada)
  expect(auth.getSnapshot()).toMatchObject({ status: 'signed-in', user: { email: ada.email } })
})
