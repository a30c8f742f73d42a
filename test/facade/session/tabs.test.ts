// Other tabs: they share the storage, and are told by a BroadcastChannel that something has changed there. The channels are stand-ins,
// so that a test has many tabs; the real ones are tried in a real browser.
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { memoryStorage, type SessionStorage } from '../../../src/facade/index.ts'
import { json } from '../../scripted-fetch.ts'
import { credentials as ada, refresh } from '../server.ts'
import {
  client,
  flush,
  hour,
  openPage,
  server,
  setUp,
  signedIn,
  stubBroadcastChannel,
  storageKey,
  webStorageArea,
} from './set-up.ts'

let channels: ReturnType<typeof stubBroadcastChannel>
let storage: SessionStorage
beforeEach(() => {
  channels = stubBroadcastChannel()
  storage = { ...memoryStorage(), shared: true }
})

async function twoTabs() {
  const tabs = [setUp({ storage }), setUp({ storage })] as const
  await flush()
  return tabs
}

describe('another tab', () => {
  test('that signs in signs in here', async () => {
    const [here, there] = await twoTabs()
    const { data } = await there.auth.signInWithPassword(ada)
    await flush()
    expect(here.events).toEqual([
      ['INITIAL_SESSION', null, {}],
      ['SIGNED_IN', data.session, {}],
    ])
    expect((await here.auth.getUser()).data.user?.email).toBe(ada.email)
  })

  test('that refreshes gives its session to this one, and no second refresh is made', async () => {
    const [here, there] = await twoTabs()
    await there.auth.signInWithPassword(ada)
    const { data } = await there.auth.refreshSession()
    await flush()
    expect(here.events.at(-1)).toEqual(['TOKEN_REFRESHED', data.session, {}])
    vi.advanceTimersByTime(hour - 11_000)
    expect((await here.auth.getSession()).data.session).toEqual(data.session)
    expect(server.count(refresh)).toBe(1)
  })

  test('that refreshes has refreshed also where the access token is the same, as a server with a secret makes it', async () => {
    const [here, there] = await twoTabs()
    const { data } = await there.auth.signInWithPassword(ada)
    const { access_token } = data.session!
    server.on(refresh, async (_request, answer) => json({ ...((await answer().json()) as object), access_token }))
    await there.auth.refreshSession()
    await flush()
    expect(here.names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED'])
  })

  test('that changes the user changes it here', async () => {
    const [here, there] = await twoTabs()
    await there.auth.signInWithPassword(ada)
    await there.auth.updateUser({ data: { name: 'Ada' } })
    await flush()
    expect(here.names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'USER_UPDATED'])
    expect(here.auth.getSnapshot().user?.user_metadata).toEqual({ name: 'Ada' })
  })

  test('that signs out signs out here, and says that it was elsewhere', async () => {
    const [here, there] = await twoTabs()
    await there.auth.signInWithPassword(ada)
    await flush()
    await there.auth.signOut()
    await flush()
    expect(here.events.at(-1)).toEqual(['SIGNED_OUT', null, { reason: 'elsewhere' }])
    expect(there.events.at(-1)).toEqual(['SIGNED_OUT', null, { reason: 'user' }])
    expect((await here.auth.getUser()).error).toMatchObject({ code: 'session_missing' })
  })

  test('that signs in somebody else is a sign-in here', async () => {
    const [here, there] = await twoTabs()
    await here.auth.signInWithPassword(ada)
    await there.auth.signInWithPassword({ ...ada, email: 'grace@example.com' })
    await flush()
    expect(here.names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_IN'])
    expect(here.auth.getSnapshot().user?.email).toBe('grace@example.com')
  })

  test('is told nothing but that something has changed, and only when it has', async () => {
    const [here] = await twoTabs()
    expect(channels.sent).toEqual([])
    await here.auth.signInWithPassword(ada)
    await here.auth.getSession()
    await here.auth.getUser()
    await here.auth.signOut()
    expect(channels.sent.map(({ message }) => message)).toEqual([0, 0])
  })

  test('does not answer: no storm of messages', async () => {
    const tabs = [...(await twoTabs()), setUp({ storage }), setUp({ storage })]
    await tabs[0]!.auth.signInWithPassword(ada)
    await flush()
    expect(channels.sent).toHaveLength(1)
    for (const { names } of tabs) expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('with another storage key is another account', async () => {
    const here = setUp({ storage })
    const there = setUp({ storage, storageKey: 'other' })
    await there.auth.signInWithPassword(ada)
    await flush()
    expect(here.names()).toEqual(['INITIAL_SESSION'])
    expect(here.auth.getSnapshot().status).toBe('signed-out')
  })

  test('that puts rubbish into the storage signs out here, with the reason', async () => {
    const here = await signedIn({ storage })
    const { session } = here
    await storage.setItem(storageKey, 'rubbish')
    for (const channel of channels.open) channel.onmessage?.({ data: { session } })
    await flush()
    expect(here.events.at(-1)).toEqual(['SIGNED_OUT', null, { reason: 'corrupt_storage' }])
    expect(storage.getItem(storageKey)).toBeNull()
  })

  test('whose messages hold a session is not believed', async () => {
    const here = setUp({ storage })
    await flush()
    const session = server.signIn('eve@example.com')
    for (const channel of channels.open) channel.onmessage?.({ data: { event: 'SIGNED_IN', session } })
    await flush()
    expect(here.names()).toEqual(['INITIAL_SESSION'])
    expect((await here.auth.getSession()).data.session).toBeNull()
  })

  test('that tells something while the storage fails changes nothing here', async () => {
    const here = await signedIn({ storage })
    storage.getItem = () => Promise.reject(new Error('locked'))
    for (const channel of channels.open) channel.onmessage?.({ data: 0 })
    await flush()
    expect(here.auth.getSnapshot().status).toBe('signed-in')
    expect(here.names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('does not see a session that is to be in memory only', async () => {
    const [here, there] = await twoTabs()
    await there.auth.signInWithPassword({ ...ada, options: { persistSession: false } })
    await flush()
    expect(here.names()).toEqual(['INITIAL_SESSION'])
    expect((await here.auth.getSession()).data.session).toBeNull()
    await here.auth.signInWithPassword({ ...ada, email: 'grace@example.com' })
    await flush()
    expect(there.auth.getSnapshot().user?.email).toBe(ada.email)
  })
})

describe('channels', () => {
  test('are those of the storage key, one a client, and closed by dispose()', async () => {
    const auth = client({ storage })
    expect([...channels.open].map(({ name }) => name)).toEqual([storageKey])
    auth.dispose()
    auth.dispose()
    expect(channels.open.size).toBe(0)
  })

  test('are not opened for a storage that nobody shares', () => {
    client()
    client({ storage: memoryStorage() })
    client({ storage: { getItem: () => null, setItem() {}, removeItem() {} } })
    client({ storage, persistSession: false })
    client({ storage, accessToken: () => null })
    expect(channels.open.size).toBe(0)
  })

  test('are opened in a page for any storage that does not say otherwise', () => {
    openPage()
    channels = stubBroadcastChannel()
    vi.stubGlobal('localStorage', webStorageArea())
    const options = { autoRefreshToken: false, detectSessionInUrl: false }
    client({ ...options, storage: { getItem: () => null, setItem() {}, removeItem() {} } })
    expect(channels.open.size).toBe(1)
    client(options)
    expect(channels.open.size).toBe(2)
    client({ ...options, storage: memoryStorage() })
    expect(channels.open.size).toBe(2)
  })

  test('may be missing: then the storage is read when the session is refreshed', async () => {
    vi.stubGlobal('BroadcastChannel', undefined)
    const [here, there] = await twoTabs()
    await here.auth.signInWithPassword(ada)
    expect((await there.auth.refreshSession()).error).toMatchObject({ code: 'session_missing' })
    const third = setUp({ storage })
    expect((await third.auth.getSession()).data.session).not.toBeNull()
    const { data } = await here.auth.refreshSession()
    vi.advanceTimersByTime(hour - 5000)
    expect((await third.auth.getSession()).error).toBeNull()
    expect(data.session).not.toBeNull()
  })

  test('that are closed do no harm to what is still under way, or comes after', async () => {
    const { auth } = await signedIn({ storage })
    const release = server.hold(refresh)
    const refreshing = auth.refreshSession()
    await flush()
    auth.dispose()
    release()
    const { data, error } = await refreshing
    expect(error).toBeNull()
    expect(storage.getItem(storageKey)).toContain(data.session!.refresh_token)
    expect(await auth.signOut()).toEqual({ data: null, error: null })
  })
})
