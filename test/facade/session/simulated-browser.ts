// What the tabs of a browser share, for simulations in virtual time: Web Locks and a BroadcastChannel, written here because those of
// the platform would schedule by themselves; the globals that a client looks at when it is made; and the time itself.
import { vi } from 'vitest'
// What a client loads when it is called takes real time the first time, in which virtual time would run away.
import '../../../src/facade/account.ts'
import '../../../src/facade/fetch.ts'
import '../../../src/facade/mfa.ts'
import '../../../src/facade/signing-in.ts'

const setImmediate = globalThis.setImmediate
export const never = new Promise<never>(() => {})
export const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
/** Lets all happen that can without time passing. */
export const settle = () => new Promise<void>((resolve) => void setImmediate(resolve))

/** Lets time pass, a timer after the other, with all that follows from one before the next. */
export async function pass(milliseconds: number, settleAll: () => Promise<void> = settle): Promise<void> {
  let isOver = false
  setTimeout(() => (isOver = true), milliseconds)
  for (await settleAll(); !isOver; await settleAll()) vi.advanceTimersToNextTimer()
}

/** Runs a simulation: in virtual time, with jitter that is the same each time, and in a browser that it makes itself. */
export async function inVirtualTime(simulation: (rejected: unknown[]) => Promise<void>): Promise<void> {
  vi.useFakeTimers({ now: new Date('2026-11-24T12:00:00Z'), toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  const globals = ['document', 'navigator', 'BroadcastChannel', 'reportError'] as const
  const platform = globals.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const)
  // The clients' jitter has to be the same in every run of a scenario.
  let random = 1
  const jitter = vi.spyOn(Math, 'random').mockImplementation(() => (random = (random * 16807) % 2147483647) / 2147483647)
  const rejected: unknown[] = []
  const onRejection = (reason: unknown) => void rejected.push(reason)
  process.on('unhandledRejection', onRejection)
  try {
    await simulation(rejected)
  } finally {
    process.off('unhandledRejection', onRejection)
    jitter.mockRestore()
    for (const [name, descriptor] of platform) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor)
      else Reflect.deleteProperty(globalThis, name)
    }
    vi.useRealTimers()
  }
}

/** A tab as far as the browser knows it. */
export interface BrowserTab {
  page: EventTarget & { hidden: boolean }
  /** `disposed`: of its client, calls go on; `gone`: nothing does. */
  state: 'open' | 'disposed' | 'gone'
}

export interface BrowserOptions<Tab extends BrowserTab> {
  locks: boolean
  /** How long the next lock or message takes, in milliseconds. */
  delay: () => number
  /** The tab whose code runs. */
  current: () => Tab | undefined
  /** Does something in a tab, when it can. Default: at once, and never in one that is gone. */
  enter?: <T>(tab: Tab, work: () => T | Promise<T>) => T | Promise<T>
  onError: (error: unknown) => void
  /** Of the browser itself, where those of tabs are others. */
  setTimer?: (callback: () => void, milliseconds: number) => unknown
}

type Granted = (lock: object | null) => unknown

export function createBrowser<Tab extends BrowserTab>({ locks, delay, current, onError, ...options }: BrowserOptions<Tab>) {
  const setTimer = options.setTimer ?? ((callback, milliseconds) => setTimeout(callback, milliseconds))
  const wait = (milliseconds: number) => new Promise<void>((resolve) => void setTimer(resolve, milliseconds))
  const enter = options.enter ?? ((tab, work) => (tab.state === 'gone' ? never : work()))

  // Web Locks: one holder a name, first come, first served; those of a tab that goes are free.

  interface Entry {
    tab: Tab
    start: () => void
  }
  const queues = new Map<string, Entry[]>()
  const locksOf = (tab: Tab) => ({
    request: (name: string, ...rest: [Granted] | [{ ifAvailable?: boolean; signal?: AbortSignal }, Granted]) => {
      const [{ ifAvailable, signal }, work] = rest.length === 1 ? [{}, rest[0]] : rest
      if (tab.state === 'gone') return never
      const queue = queues.get(name) ?? []
      queues.set(name, queue)
      return new Promise((resolve, reject) => {
        const entry: Entry = {
          tab,
          start: () =>
            void wait(delay())
              .then(() => enter(tab, () => work({ name })))
              .then(resolve, reject)
              .then(() => leave(name, entry)),
        }
        if (ifAvailable && queue.length > 0) return void Promise.resolve(work(null)).then(resolve, reject)
        signal?.addEventListener('abort', () => {
          if (queue.indexOf(entry) > 0) queue.splice(queue.indexOf(entry), 1)
          reject(signal.reason)
        })
        if (queue.push(entry) === 1) entry.start()
      })
    },
  })
  const leave = (name: string, entry: Entry) => {
    const queue = queues.get(name)!
    const index = queue.indexOf(entry)
    if (index < 0) return
    queue.splice(index, 1)
    if (index === 0) queue[0]?.start()
  }

  const channels = new Set<Channel>()
  class Channel {
    onmessage: ((event: object) => void) | null = null
    closed = false
    tab = current()
    name: string
    constructor(name: string) {
      this.name = name
      channels.add(this)
    }
    postMessage(data: unknown) {
      // As the platform does.
      if (this.closed) throw new DOMException('Channel is closed', 'InvalidStateError')
      if (this.tab?.state === 'gone') return
      for (const other of channels) {
        if (other === this || other.name !== this.name) continue
        const deliver = () => void (other.closed || other.onmessage?.({ data }))
        setTimer(() => (other.tab ? enter(other.tab, deliver) : deliver()), delay())
      }
    }
    close() {
      this.closed = true
      channels.delete(this)
    }
  }

  const define = (name: string, value: unknown) =>
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })

  return {
    /** Makes the globals those of a tab. */
    show: (tab: Tab) => {
      define('document', tab.page)
      define('navigator', { locks: locks ? locksOf(tab) : undefined })
      define('BroadcastChannel', Channel)
      define('reportError', onError)
    },
    setHidden: (tab: Tab, hidden: boolean) => {
      tab.page.hidden = hidden
      tab.page.dispatchEvent(new Event('visibilitychange'))
    },
    /** Frees all that a tab holds. @returns whether that was a lock */
    release: (tab: Tab): boolean => {
      let held = false
      for (const [name, queue] of queues) {
        held ||= queue[0]?.tab === tab
        for (const entry of queue.filter((one) => one.tab === tab)) leave(name, entry)
      }
      for (const channel of channels) if (channel.tab === tab) channels.delete(channel)
      return held
    },
    /** Whether a tab has a lock, waits for one, or has a channel. */
    isUsedBy: (tab: Tab): boolean =>
      [...queues.values()].some((queue) => queue.some((entry) => entry.tab === tab)) ||
      [...channels].some((channel) => channel.tab === tab),
  }
}
