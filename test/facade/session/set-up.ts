// What the flow tests of sessions share: a clock that stands still, a server in memory, clients that are disposed of after each
// test with the events they tell, and stand-ins for what browsers have: a page, Web Storage, channels between tabs. Whoever imports
// this file gets the clock and the server before each test.
import { afterEach, beforeEach, expect, vi } from 'vitest'
import {
  createClient,
  type AuthChangeDetails,
  type AuthChangeEvent,
  type AuthClient,
  type ClientOptions,
  type Session,
} from '../../../src/facade/index.ts'
import { credentials as ada, fakeServer } from '../server.ts'

export const url = 'https://auth.example.com/auth/v1'
export const storageKey = 'sb-auth-auth-token'
/** Milliseconds. */
export const hour = 3_600_000

export let server: ReturnType<typeof fakeServer>
const clients: { dispose(): void }[] = []

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-24T12:00:00Z') })
  server = fakeServer()
})
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose()
  vi.restoreAllMocks()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})

/** A client without subscribers. */
export function client(options: ClientOptions = {}): AuthClient {
  const auth = createClient({ url, fetch: server.fetch, ...options })
  clients.push(auth)
  return auth
}

/** A client and what it tells. */
export function setUp(options: ClientOptions = {}) {
  const auth = client(options)
  return { auth, ...watch(auth) }
}

export function watch(auth: AuthClient) {
  const events: [AuthChangeEvent, Session | null, AuthChangeDetails][] = []
  auth.onAuthStateChange((...event) => void events.push(event))
  return { events, names: () => events.map(([name]) => name) }
}

/** The same with Ada signed in. */
export async function signedIn(options: ClientOptions = {}) {
  const made = setUp(options)
  const { data, error } = await made.auth.signInWithPassword(ada)
  expect(error).toBeNull()
  return { ...made, session: data.session! }
}

/** Lets everything happen that waits for nothing but its turn. */
export const flush = () => vi.advanceTimersByTimeAsync(0)

/** Opens a page in which the tests run from now on. */
export function openPage(href = 'https://app.example.com/') {
  const page = Object.assign(new EventTarget(), { hidden: false })
  vi.stubGlobal('document', page)
  vi.stubGlobal('location', { href, assign: vi.fn() })
  vi.stubGlobal('history', { state: null, replaceState: vi.fn() })
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('BroadcastChannel', undefined)
  const turn = async (hidden: boolean) => {
    page.hidden = hidden
    page.dispatchEvent(new Event('visibilitychange'))
    await flush()
  }
  return { hide: () => turn(true), show: () => turn(false) }
}

/** A `localStorage`. */
export function webStorageArea(): Storage & { items: Map<string, string> } {
  const items = new Map<string, string>()
  return {
    items,
    get length() {
      return items.size
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(`${key}`) ?? null,
    setItem: (key, value) => void items.set(`${key}`, `${value}`),
    removeItem: (key) => void items.delete(`${key}`),
    clear: () => items.clear(),
  }
}

/** Channels between tabs, of which a closed one throws, as those of the platform do. @returns what was sent, and how many are open */
export function stubBroadcastChannel() {
  const open = new Set<Channel>()
  const sent: { name: string; message: unknown }[] = []
  class Channel {
    onmessage: ((event: { data: unknown }) => void) | null = null
    name: string
    constructor(name: string) {
      this.name = name
      open.add(this)
    }
    postMessage(message: unknown) {
      if (!open.has(this)) throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError')
      sent.push({ name: this.name, message })
      for (const other of open) {
        if (other !== this && other.name === this.name) queueMicrotask(() => other.onmessage?.({ data: message }))
      }
    }
    close() {
      open.delete(this)
    }
  }
  vi.stubGlobal('BroadcastChannel', Channel)
  vi.stubGlobal('navigator', {})
  return { sent, open }
}
