// Where sessions are kept: the adapters that are included, and any other that an application may bring, however badly it behaves.
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { createClient, indexedDBStorage, memoryStorage, webStorage, type SessionStorage } from '../../../src/facade/index.ts'
import { credentials as ada, refresh } from '../server.ts'
import { stubIndexedDB } from './indexed-db.ts'
import { client, flush, hour, openPage, server, setUp, signedIn, storageKey, url, webStorageArea } from './set-up.ts'

// What is loaded at its first call takes real time, in which virtual time would run out.
beforeAll(() => Promise.all([import('../../../src/facade/signing-in.ts'), import('../../../src/facade/account.ts')]))

/** Settles a promise whose work needs timers: as many as it takes, 60 s at most. */
async function settle<T>(promise: Promise<T>): Promise<T> {
  let isDone = false
  const done = () => void (isDone = true)
  promise.then(done, done)
  for (let i = 0; i < 60_000 && !isDone; i++) await vi.advanceTimersByTimeAsync(1)
  expect(isDone).toBe(true)
  return promise
}

describe('memoryStorage()', () => {
  test('holds texts, null for what is not there, and is nobody else’s', () => {
    const [one, other] = [memoryStorage(), memoryStorage()]
    one.setItem('a', '1')
    one.setItem('a', '2')
    expect(one.getItem('a')).toBe('2')
    expect(other.getItem('a')).toBeNull()
    expect(one.getItem('__proto__')).toBeNull()
    one.removeItem('a')
    expect(one.getItem('a')).toBeNull()
  })

  test('outside browsers it is the default, one for each client', async () => {
    const { auth } = await signedIn()
    expect((await auth.getSession()).data.session).not.toBeNull()
    expect((await client().getSession()).data.session).toBeNull()
  })

  test('lets a second client go on', async () => {
    const storage = memoryStorage()
    const { session } = await signedIn({ storage })
    expect((await client({ storage }).getSession()).data.session).toEqual(session)
  })
})

describe('webStorage()', () => {
  test('uses localStorage', () => {
    const area = webStorageArea()
    vi.stubGlobal('localStorage', area)
    const storage = webStorage()
    storage.setItem('a', '1')
    expect([...area.items]).toEqual([['a', '1']])
    expect(storage.getItem('a')).toBe('1')
    expect(storage.getItem('b')).toBeNull()
    storage.removeItem('a')
    expect(area.items.size).toBe(0)
  })

  test('uses the area that is given, and does not look at localStorage then', () => {
    vi.stubGlobal('localStorage', undefined)
    const area = webStorageArea()
    webStorage(area).setItem('a', '1')
    expect([...area.items]).toEqual([['a', '1']])
  })

  test.each(['on access', 'at the first use'])('that is denied %s throws storage_failed with the cause', (when) => {
    const denied = new DOMException('denied', 'SecurityError')
    const deny = () => {
      throw denied
    }
    const get = when === 'on access' ? deny : () => ({ ...webStorageArea(), getItem: deny })
    vi.stubGlobal('localStorage', undefined)
    Object.defineProperty(globalThis, 'localStorage', { get, configurable: true })
    expect(() => webStorage()).toThrow(expect.objectContaining({ name: 'AuthError', code: 'storage_failed', cause: denied }))
  })

  test('that is not there throws storage_failed', () => {
    vi.stubGlobal('localStorage', undefined)
    expect(() => webStorage()).toThrow(expect.objectContaining({ code: 'storage_failed' }))
  })

  test('is the default in a page', async () => {
    openPage()
    const area = webStorageArea()
    vi.stubGlobal('localStorage', area)
    await signedIn()
    expect([...area.items.keys()]).toEqual([storageKey])
  })

  test('in a page that denies it, the client works in memory', async () => {
    openPage()
    vi.stubGlobal('localStorage', undefined)
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('denied', 'SecurityError')
      },
    })
    const { auth } = await signedIn()
    await auth.refreshSession()
    expect((await auth.getSession()).data.session?.user.email).toBe(ada.email)
    expect((await auth.signOut()).error).toBeNull()
  })
})

describe('indexedDBStorage()', () => {
  test('holds texts, undefined or null for what is not there, in one connection that is opened at the first use', async () => {
    const control = stubIndexedDB()
    const storage = indexedDBStorage()
    expect(control.opened()).toBe(0)
    expect((await settle(Promise.resolve(storage.getItem('a')))) ?? null).toBeNull()
    await settle(Promise.resolve(storage.setItem('a', '1')))
    await settle(Promise.resolve(storage.setItem('a', '2')))
    expect(control.stored('gotrue-sdk')).toEqual(new Map([['a', '2']]))
    expect(await settle(Promise.resolve(storage.getItem('a')))).toBe('2')
    await settle(Promise.resolve(storage.removeItem('a')))
    expect(control.stored('gotrue-sdk')).toEqual(new Map())
    expect(control.opened()).toBe(1)
  })

  test('uses at the same time open the database once', async () => {
    const control = stubIndexedDB()
    const storage = indexedDBStorage('mine')
    await settle(Promise.all([storage.setItem('a', '1'), storage.setItem('b', '2'), storage.getItem('a')]))
    expect(control.opened()).toBe(1)
    expect(control.stored('mine')).toEqual(new Map(Object.entries({ a: '1', b: '2' })))
    expect(control.stored('gotrue-sdk')).toBeUndefined()
  })

  test('keeps a session over a reload, from sign-in to sign-out', async () => {
    const control = stubIndexedDB()
    const shared = () => ({ ...indexedDBStorage(), shared: false })
    const auth = client({ storage: shared() })
    const { data } = await settle(auth.signInWithPassword(ada))
    const reloaded = client({ storage: shared() })
    expect((await settle(reloaded.getSession())).data.session).toEqual(data.session)
    expect((await settle(reloaded.signOut())).error).toBeNull()
    expect(control.stored('gotrue-sdk')).toEqual(new Map())
  })

  test.each(['fail', 'block', 'throw'] as const)('whose opening does %s rejects, and the next use opens it', async (way) => {
    const control = stubIndexedDB()
    const storage = indexedDBStorage()
    control.openings.push(way, way)
    await expect(settle(Promise.resolve(storage.getItem('a')))).rejects.toBeInstanceOf(Error)
    await expect(settle(Promise.resolve(storage.setItem('a', '1')))).rejects.toBeInstanceOf(Error)
    await settle(Promise.resolve(storage.setItem('a', '2')))
    expect(await settle(Promise.resolve(storage.getItem('a')))).toBe('2')
  })

  test('where there is none: storage_failed, and the session is in memory', async () => {
    vi.stubGlobal('indexedDB', undefined)
    const auth = client({ storage: { ...indexedDBStorage(), shared: false } })
    expect((await settle(auth.signInWithPassword(ada))).error).toMatchObject({ code: 'storage_failed' })
    expect((await settle(auth.getUser())).data.user?.email).toBe(ada.email)
  })

  test('that is full: storage_failed with the cause, and the next change is stored', async () => {
    const control = stubIndexedDB()
    const auth = client({ storage: { ...indexedDBStorage(), shared: false } })
    await settle(auth.getSession())
    control.isFull = true
    const { error } = await settle(auth.signInWithPassword(ada))
    expect(error).toMatchObject({ code: 'storage_failed', cause: expect.objectContaining({ name: 'QuotaExceededError' }) })
    await settle(auth.refreshSession())
    expect(JSON.parse(control.stored('gotrue-sdk')!.get(storageKey) as string)).toMatchObject({
      refresh_token: 'refresh00002',
    })
  })

  test('lets go of a database that is deleted, and opens it anew at the next use', async () => {
    const control = stubIndexedDB()
    const storage = indexedDBStorage()
    await settle(Promise.resolve(storage.setItem('a', '1')))
    expect(control.remove('gotrue-sdk')).toBe(true)
    await settle(Promise.resolve(storage.setItem('a', '2')))
    expect(control.stored('gotrue-sdk')).toEqual(new Map([['a', '2']]))
  })
})

describe('an adapter', () => {
  const kinds: Record<string, (items: Map<string, string>) => SessionStorage> = {
    synchronous: (items) => ({
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
    }),
    asynchronous: (items) => ({
      getItem: async (key) => items.get(key) ?? null,
      setItem: async (key, value) => void items.set(key, value),
      removeItem: async (key) => void items.delete(key),
    }),
    'slow (100 ms)': (items) => {
      const wait = () => new Promise((resolve) => setTimeout(resolve, 100))
      return {
        getItem: (key) => wait().then(() => items.get(key) ?? null),
        setItem: (key, value) => wait().then(() => items.set(key, value)),
        removeItem: (key) => wait().then(() => items.delete(key)),
      }
    },
    'with undefined for what is not there': (items) => ({
      getItem: (key) => items.get(key),
      setItem: (key, value) => items.set(key, value),
      removeItem: (key) => items.delete(key),
    }),
    'whose functions need their object': (items) =>
      new (class {
        items = items
        getItem(key: string) {
          return this.items.get(key)
        }
        setItem(key: string, value: string) {
          this.items.set(key, value)
        }
        removeItem(key: string) {
          this.items.delete(key)
        }
      })(),
  }

  test.each(Object.keys(kinds))('that is %s keeps a session over a reload, until sign-out', async (kind) => {
    const items = new Map<string, string>()
    const storage = kinds[kind]!(items)
    const { auth, names } = setUp({ storage })
    expect(await settle(auth.getSession())).toEqual({ data: { session: null }, error: null })
    const { data } = await settle(auth.signInWithPassword(ada))
    expect(JSON.parse(items.get(storageKey)!)).toMatchObject({ refresh_token: data.session!.refresh_token })
    expect((await settle(client({ storage }).getSession())).data.session).toEqual(data.session)
    await settle(auth.refreshSession())
    expect(JSON.parse(items.get(storageKey)!).refresh_token).not.toBe(data.session!.refresh_token)
    await settle(auth.signOut())
    expect(items.size).toBe(0)
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED', 'SIGNED_OUT'])
  })

  test.each([{}, 42, { getItem: 'x', setItem: null, removeItem: 1 }])('%j is told as storage_failed', async (adapter) => {
    const auth = client({ storage: adapter as unknown as SessionStorage })
    expect((await auth.getSession()).error).toMatchObject({ code: 'storage_failed', cause: expect.any(TypeError) })
    expect((await auth.signInWithPassword(ada)).error).toMatchObject({ code: 'storage_failed' })
    expect((await auth.getUser()).data.user?.email).toBe(ada.email)
  })

  test.each([{ session: 1 }, 42, true, Symbol('x')])('that gives %s in place of a text has no session', async (value) => {
    const storage = { ...memoryStorage(), getItem: () => value as unknown as string }
    const { auth, events } = setUp({ storage })
    expect(await auth.getSession()).toEqual({ data: { session: null }, error: null })
    await flush()
    expect(events.at(-1)).toEqual(['SIGNED_OUT', null, { reason: 'corrupt_storage' }])
  })

  test('that hangs counts as broken after 5 seconds: storage_failed, and the session in memory goes on', async () => {
    const never = () => new Promise<never>(() => {})
    const auth = client({ storage: { getItem: never, setItem: never, removeItem: never }, timeout: 60_000 })
    expect((await settle(auth.getSession())).error).toMatchObject({ code: 'storage_failed' })
    const { error } = await settle(auth.signInWithPassword(ada))
    expect(error).toMatchObject({ code: 'storage_failed' })
    expect((await settle(auth.getUser())).data.user?.email).toBe(ada.email)
    expect((await settle(auth.signOut())).error).toMatchObject({ code: 'storage_failed' })
    expect(server.count('POST /logout')).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('that hangs is told as such within the default time limit', async () => {
    const never = () => new Promise<never>(() => {})
    const auth = client({ storage: { getItem: never, setItem: never, removeItem: never } })
    const started = Date.now()
    expect((await settle(auth.getSession())).error).toMatchObject({ code: 'storage_failed' })
    expect(Date.now() - started).toBeLessThan(15_000)
  })

  test('that hangs does not keep a call beyond its own time limit', async () => {
    const auth = client({ storage: { ...memoryStorage(), getItem: () => new Promise<never>(() => {}) } })
    const limited = auth.getSession({ timeout: 300 })
    await vi.advanceTimersByTimeAsync(300)
    expect((await limited).error).toMatchObject({ code: 'timeout' })
  })

  describe('that does later what it was given up for', () => {
    /** Takes so long for its next `access`, and does other things meanwhile. */
    const slow = (access: 'setItem' | 'removeItem', milliseconds: number) => {
      const storage = memoryStorage()
      const once = storage[access] as SessionStorage['setItem']
      const late: SessionStorage['setItem'] = (key, value) => {
        Object.assign(storage, { [access]: once })
        return new Promise<void>((resolve) => setTimeout(() => resolve(void once(key, value)), milliseconds))
      }
      const delay = () => void Object.assign(storage, { [access]: late })
      return { storage, delay }
    }

    test('does not bring a session back after sign-out', async () => {
      const { storage, delay } = slow('setItem', 8000)
      delay()
      const { auth, events } = setUp({ storage })
      expect((await settle(auth.signInWithPassword(ada))).error).toMatchObject({ code: 'storage_failed' })
      expect((await auth.signOut()).error).toBeNull()
      expect(storage.getItem(storageKey)).toBeNull()
      await vi.advanceTimersByTimeAsync(3000)
      expect(storage.getItem(storageKey)).toBeNull()
      expect((await client({ storage }).getSession()).data.session).toBeNull()
      expect(events.at(-1)![0]).toBe('SIGNED_OUT')
    })

    test('does not put an old session over a new one', async () => {
      const { storage, delay } = slow('setItem', 8000)
      const { auth } = await signedIn({ storage })
      delay()
      expect((await settle(auth.refreshSession())).error).toMatchObject({ code: 'storage_failed' })
      const { data } = await auth.refreshSession()
      await vi.advanceTimersByTimeAsync(3000)
      expect((await client({ storage }).getSession()).data.session).toEqual(data.session)
    })

    test('does not remove a session of after sign-out', async () => {
      const { storage, delay } = slow('removeItem', 8000)
      const { auth } = await signedIn({ storage })
      delay()
      expect((await settle(auth.signOut())).error).toMatchObject({ code: 'storage_failed' })
      const { data } = await auth.signInWithPassword(ada)
      await vi.advanceTimersByTimeAsync(3000)
      expect((await client({ storage }).getSession()).data.session).toEqual(data.session)
    })

    test('leaves alone what somebody else has stored meanwhile', async () => {
      const { storage, delay } = slow('setItem', 8000)
      const { auth } = setUp({ storage })
      const theirs = JSON.stringify({ ...server.signIn(), received_at: Date.now() })
      delay()
      const { setItem } = storage
      storage.setItem = (key, value) => {
        const done = setItem(key, value) as Promise<void>
        return done.then(() => storage.setItem(key, theirs))
      }
      await settle(auth.signInWithPassword(ada))
      await auth.signOut()
      await vi.advanceTimersByTimeAsync(3000)
      expect(storage.getItem(storageKey)).toBe(theirs)
    })
  })

  test('that failed once gets the session with the next change', async () => {
    const storage = memoryStorage()
    const { setItem } = storage
    storage.setItem = () => Promise.reject(new Error('busy'))
    const { auth } = setUp({ storage })
    expect((await auth.signInWithPassword(ada)).error).toMatchObject({ code: 'storage_failed' })
    storage.setItem = setItem
    expect((await auth.refreshSession()).error).toBeNull()
    expect(storage.getItem(storageKey)).toContain('refresh00002')
  })

  test('that could not remove the session at sign-out does not bring it back', async () => {
    const storage = memoryStorage()
    const { removeItem } = storage
    const { auth } = await signedIn({ storage })
    storage.removeItem = () => Promise.reject(new Error('busy'))
    expect((await auth.signOut()).error).toMatchObject({ code: 'storage_failed' })
    expect((await auth.getSession()).data.session).toBeNull()
    expect((await auth.refreshSession()).error).toMatchObject({ code: 'session_missing' })
    storage.removeItem = removeItem
    await auth.refreshSession()
    await auth.getSession()
    expect((await auth.getSession()).data.session).toBeNull()
  })

  test('that could not be read at the first call is read at the next', async () => {
    const storage = memoryStorage()
    const { session } = await signedIn({ storage })
    const auth = client({ storage })
    const getItem = vi.spyOn(storage, 'getItem').mockImplementation(() => {
      throw new Error('locked')
    })
    expect((await auth.getSession()).error).toMatchObject({ code: 'storage_failed', cause: new Error('locked') })
    getItem.mockRestore()
    expect((await auth.getSession()).data.session).toEqual(session)
  })
})

describe('persistSession', () => {
  test('false for the client: the storage is not touched, the session lives in memory', async () => {
    const storage = memoryStorage()
    const spies = (['getItem', 'setItem', 'removeItem'] as const).map((name) => vi.spyOn(storage, name))
    const { auth } = await signedIn({ storage, persistSession: false })
    await auth.refreshSession()
    expect((await auth.getSession()).data.session).not.toBeNull()
    await auth.signOut()
    for (const spy of spies) expect(spy).not.toHaveBeenCalled()
  })

  test('false for a sign-in: nothing is stored, also by refreshes and changes of the user', async () => {
    const storage = memoryStorage()
    const { auth, names } = setUp({ storage })
    await auth.signInWithPassword({ ...ada, options: { persistSession: false } })
    vi.advanceTimersByTime(hour)
    expect((await auth.getSession()).error).toBeNull()
    await auth.updateUser({ data: { name: 'Ada' } })
    expect(server.count(refresh)).toBe(1)
    expect(storage.getItem(storageKey)).toBeNull()
    expect((await client({ storage }).getSession()).data.session).toBeNull()
    expect((await auth.getSession()).data.session?.user.user_metadata).toEqual({ name: 'Ada' })
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED', 'USER_UPDATED'])
  })

  test('false for a sign-in lasts until somebody else signs in', async () => {
    const storage = memoryStorage()
    const { auth } = setUp({ storage })
    await auth.signInWithPassword({ ...ada, options: { persistSession: false } })
    await auth.signInWithPassword({ ...ada, email: 'grace@example.com' })
    expect(storage.getItem(storageKey)).toContain('grace@example.com')
  })

  test('false for a sign-in lasts until sign-out', async () => {
    const storage = memoryStorage()
    const { auth } = setUp({ storage })
    await auth.signInWithPassword({ ...ada, options: { persistSession: false } })
    await auth.signOut()
    const { refresh_token } = server.signIn()
    expect((await auth.refreshSession({ refresh_token })).error).toBeNull()
    expect(storage.getItem(storageKey)).toContain('refresh0')
  })

  test('false for a sign-in takes what was stored before out of the storage', async () => {
    const storage = memoryStorage()
    const { auth } = await signedIn({ storage })
    await auth.signInWithPassword({ ...ada, email: 'grace@example.com', options: { persistSession: false } })
    expect(storage.getItem(storageKey)).toBeNull()
    expect((await auth.getSession()).data.session?.user.email).toBe('grace@example.com')
  })
})

describe('storageKey', () => {
  test.each([
    ['https://project.supabase.co/auth/v1', 'sb-project-auth-token'],
    ['https://auth.example.com', 'sb-auth-auth-token'],
    ['http://localhost:9999', 'sb-localhost-auth-token'],
    ['http://127.0.0.1:54321/auth/v1/', 'sb-127-auth-token'],
    [new URL('https://Project.Supabase.CO/auth/v1'), 'sb-project-auth-token'],
  ])('of %s is by default %s', async (url, key) => {
    const storage = memoryStorage()
    await signedIn({ url, storage })
    expect(storage.getItem(key)).toContain('refresh0')
  })

  test('given: two accounts side by side, signed in and out apart', async () => {
    const storage = memoryStorage()
    const work = setUp({ storage, storageKey: 'work' })
    const home = setUp({ storage, storageKey: 'home' })
    await work.auth.signInWithPassword(ada)
    await home.auth.signInWithPassword({ ...ada, email: 'grace@example.com' })
    expect((await work.auth.getUser()).data.user?.email).toBe(ada.email)
    expect((await home.auth.getUser()).data.user?.email).toBe('grace@example.com')
    expect(storage.getItem('work')).toContain(ada.email)
    await work.auth.signOut()
    expect(storage.getItem('work')).toBeNull()
    expect((await home.auth.getUser()).data.user?.email).toBe('grace@example.com')
    expect(home.names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    const reloaded = createClient({ url, storage, storageKey: 'home', fetch: server.fetch })
    expect((await reloaded.getSession()).data.session?.user.email).toBe('grace@example.com')
  })
})
