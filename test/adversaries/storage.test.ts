// What other scripts, other libraries and other versions have left in the storage, and what other contexts send: nothing of it makes a
// call throw or hang, and only what is a session is one.
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createClient, memoryStorage, type SessionStorage } from '../../src/facade/index.ts'
import { sessionAt } from '../contract/facade-calls.ts'
import { json } from '../scripted-fetch.ts'
import { hostileJson, isPolluted, mutated, runs, settled, specialKeys } from './hostile.ts'

const url = 'https://auth.example.com/auth/v1'
const now = Math.floor(Date.now() / 1000)
const session = sessionAt(now)
const held = { ...session, received_at: now * 1000 }

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const ok = async () => json({ ...session, refresh_token: 'next' })
const setUp = (storage: SessionStorage, storageKey = 'session', fetch: (request: Request) => Promise<Response> = ok) =>
  createClient({ url, storage, storageKey, fetch, flowType: 'pkce', timeout: 500 })

const text = fc.oneof(hostileJson, mutated(held), fc.string({ unit: 'binary' }), fc.constant('\u0000'))

/** The id of the user in a text that is a session. */
const userIn = (text: string): unknown => JSON.parse(text).user.id

describe('the slot of the session', () => {
  test('with any text: the client starts, signs in and out, and what is stored is a session or nothing', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (text) => {
        const storage = memoryStorage()
        void storage.setItem('session', text)
        const auth = setUp(storage)
        const { data, error } = await settled(() => auth.getSession())
        // A session that has to be refreshed, and of somebody whom the server knows by another id.
        if (error) expect([error.code, userIn(text) === session.user.id]).toEqual(['unexpected_response', false])
        expect(data.session === null || typeof data.session.access_token === 'string').toBe(true)
        expect((await settled(() => auth.signInWithPassword({ email: 'a@b.c', password: 'x' }))).error).toBeNull()
        expect(JSON.parse(storage.getItem('session') as string)).toMatchObject({ refresh_token: 'next' })
        expect((await settled(() => auth.signOut())).error).toBeNull()
        expect(storage.getItem('session')).toBeNull()
        expect(isPolluted()).toBe(false)
        auth.dispose()
      }),
      {
        numRuns: runs(150),
        examples: [[JSON.stringify({ ...held, user: { id: '' }, received_at: null, expires_at: undefined })]],
      },
    )
  })

  const values = [
    5,
    true,
    Symbol('x'),
    {},
    [],
    () => {},
    1n,
    { toString: 1, valueOf: 1 },
    Object.create(null),
    Object.prototype,
  ]
  test.each(values)('with what is no text, %s', async (value) => {
    const storage = { getItem: () => value as never, setItem: () => {}, removeItem: () => {} }
    const auth = setUp(storage)
    expect(await settled(() => auth.getSession())).toEqual({ data: { session: null }, error: null })
    expect(
      (await settled(() => auth.signInWithPassword({ email: 'a@b.c', password: 'x' }))).data.session?.refresh_token,
    ).toBe('next')
  })

  test.each(specialKeys)('named %s', async (key) => {
    const items: Record<string, string> = {}
    const naive: SessionStorage = {
      getItem: (key) => items[key],
      setItem: (key, value) => void (items[key] = value),
      removeItem: (key) => void delete items[key],
    }
    for (const storage of [memoryStorage(), naive]) {
      const auth = setUp(storage, key)
      const { data } = await settled(() => auth.signInWithPassword({ email: 'a@b.c', password: 'x' }))
      expect(data.session?.refresh_token).toBe('next')
      expect(isPolluted()).toBe(false)
    }
  })
})

describe('the slot of the flows', () => {
  const flow = { code_verifier: 'v'.repeat(43), redirectTo: 'https://app.example.com/', startedAt: Date.now() }
  const flows = fc.oneof(
    text,
    fc.array(fc.oneof(mutated(flow), hostileJson), { maxLength: 5 }).map((flows) => `[${flows.join()}]`),
  )

  test('with any text: a flow that begins is there when it comes back', async () => {
    await fc.assert(
      fc.asyncProperty(flows, async (text) => {
        const storage = memoryStorage()
        void storage.setItem('session-flows', text)
        const auth = setUp(storage)
        const options = { redirectTo: 'https://app.example.com/', skipBrowserRedirect: true }
        expect((await settled(() => auth.signInWithOAuth({ provider: 'github', options }))).error).toBeNull()
        const back = await settled(() => auth.handleCallback('https://app.example.com/?code=c'))
        expect(back).toMatchObject({ data: { type: 'signed_in' }, error: null })
        expect(isPolluted()).toBe(false)
      }),
      { numRuns: runs(150) },
    )
  })

  test.each([{ redirectTo: { toString: 1 } }, { redirectTo: 5 }, { code_verifier: { a: 1 } }, { code_verifier: null }])(
    'with a flow like %j, which never ends: the others go on',
    async (wrong) => {
      const storage = memoryStorage()
      const poison = { ...flow, startedAt: 9e15, ...wrong }
      void storage.setItem('session-flows', JSON.stringify([poison, flow]))
      const auth = setUp(storage)
      expect((await auth.handleCallback('https://app.example.com/?code=c')).data).toMatchObject({ type: 'signed_in' })
    },
  )

  test('with a thousand flows asks the server ten times at most', async () => {
    const storage = memoryStorage()
    void storage.setItem('session-flows', JSON.stringify(Array(1000).fill(flow)))
    let requests = 0
    const auth = setUp(storage, 'session', async () => (requests++, json({ code: 'bad_code_verifier' }, { status: 400 })))
    expect((await auth.handleCallback('https://app.example.com/?code=c')).error?.code).toBe('bad_code_verifier')
    expect(requests).toBeLessThanOrEqual(10)
  })
})

describe('messages that somebody else sends', () => {
  /** Those that are open, as the platform would have them. */
  function stubChannels() {
    const channels: { name: string; onmessage: ((event: unknown) => void) | null }[] = []
    vi.stubGlobal(
      'BroadcastChannel',
      class {
        name: string
        onmessage = null
        constructor(name: string) {
          this.name = name
          channels.push(this)
        }
        postMessage() {}
        close() {}
      },
    )
    return channels
  }

  test('by the channel are read as nothing but: look into the storage', async () => {
    const channels = stubChannels()
    const storage = { ...memoryStorage(), shared: true }
    void storage.setItem('session', JSON.stringify(held))
    const auth = setUp(storage)
    await auth.getSession()
    const events: string[] = []
    auth.onAuthStateChange((event) => void events.push(event))
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (data) => {
        for (const { onmessage } of channels) onmessage?.({ data, origin: 'https://evil.example', source: null })
        expect((await settled(() => auth.getSession())).data.session?.refresh_token).toBe(session.refresh_token)
      }),
      { numRuns: runs(100) },
    )
    expect(channels.length).toBeGreaterThan(0)
    expect(events).toEqual(['INITIAL_SESSION'])
    expect(isPolluted()).toBe(false)
  })

  test('a thousand at once are done with, and a call in between is answered', async () => {
    const channels = stubChannels()
    const storage = { ...memoryStorage(), shared: true }
    const auth = setUp(storage)
    await auth.getSession()
    for (let i = 0; i < 1000; i++) for (const { onmessage } of channels) onmessage?.({ data: i })
    expect((await settled(() => auth.signInWithPassword({ email: 'a@b.c', password: 'x' }))).error).toBeNull()
  })

  test('to the window, and storage events, are listened to by nobody', async () => {
    const added: string[] = []
    const page = Object.assign(new EventTarget(), { hidden: false })
    for (const target of [page, globalThis as unknown as EventTarget]) {
      target.addEventListener = (type: string) => void added.push(type)
      target.removeEventListener = () => {}
    }
    try {
      vi.stubGlobal('document', page)
      vi.stubGlobal('location', { href: 'https://app.example.com/', assign: vi.fn() })
      vi.stubGlobal('navigator', {})
      vi.stubGlobal('BroadcastChannel', undefined)
      const auth = setUp(memoryStorage())
      await auth.initialize()
      auth.dispose()
    } finally {
      for (const member of ['addEventListener', 'removeEventListener'])
        delete (globalThis as Record<string, unknown>)[member]
    }
    expect(added).toEqual(['visibilitychange'])
  })
})
