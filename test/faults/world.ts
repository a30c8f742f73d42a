// Clients in the tabs of a browser, a storage that they share, a network without mercy and a whole server, in virtual time: what happens
// is what the scenario says, each time the same, so that fast-check can make it and shrink it.
//
// The test server signs and verifies with WebCrypto, which takes real time on other threads. So its work is a queue: it begins when
// nothing else can happen without time passing, one piece after the other, each until its answer is whole, and virtual time stands
// still meanwhile. Nothing runs beside it whose order could differ.
//
// A tab that is frozen or gone runs nothing more. Its timers are known by the asynchronous context in which they were set; all other
// ways into its code (answers, storage, locks, messages) lead through `enter()`.
import { AsyncLocalStorage } from 'node:async_hooks'
import { isDeepStrictEqual } from 'node:util'
import { vi } from 'vitest'
import {
  AuthError,
  createClient,
  type AuthChangeDetails,
  type AuthChangeEvent,
  type AuthClient,
  type Session,
  type SessionStorage,
} from '../../src/facade/index.ts'
import { totp } from '../../src/testing/crypto/totp.ts'
import { createTestServer } from '../../src/testing/index.ts'
import {
  createBrowser,
  inVirtualTime,
  never,
  pass as passTime,
  settle,
  wait,
  type BrowserTab,
} from '../facade/session/simulated-browser.ts'
import { createJudge, parse, sessionIdOf, type Exchange, type JudgedTab } from './judge.ts'
import { createNetwork, type Answer, type Fate, type SentRequest } from './network.ts'

export type Command = { tab: number; pause: number } & (
  | { call: 'signIn'; who: 'ada' | 'eve' }
  | { call: 'signOut'; scope: 'global' | 'local' | 'others' }
  | { call: 'signUp' | 'refresh' | 'getSession' | 'getUser' | 'updateUser' | 'fetch' | 'enroll' | 'mfa' | 'unenroll' }
  /** `reload` and `close` end a tab with all that runs in it; `dispose` makes another client while the calls go on. */
  | { call: 'subscribe' | 'reload' | 'close' | 'dispose' | 'hide' | 'freeze' | 'thaw' }
  /** The process ends at an access to the storage, before it or after it. */
  | { call: 'kill'; accesses: number; after: boolean }
  | { call: 'ban' | 'endSessions'; who: 'ada' | 'eve' }
  | { call: 'storage'; method: StorageMethod; fault: 'throws' | 'hangs' }
  | { call: 'fill' | 'clear' | 'corrupt' }
  | { call: 'clock'; by: number }
)
type StorageMethod = 'getItem' | 'setItem' | 'removeItem'

export interface Scenario {
  tabs: number
  locks: boolean
  /** Whether the storage takes time. */
  slow: boolean
  /** Of the server: how refresh tokens are made, and how many seconds access tokens live. */
  version: 1 | 2
  expires: number
  /** How wrong the clients' clock is from the start, in milliseconds. */
  skew: number
  /** Of the storage, the locks and the messages, in turn, in milliseconds. */
  delays: number[]
  /** Of the requests, in turn. The rest get an answer at once. */
  network: Fate[]
  commands: Command[]
}

const storageKey = 'sb-localhost-auth-token'
/** Milliseconds. The time limit of a call. */
const limit = 15_000
/** As long as work can go on that nobody waits for any more. */
const aftermath = 40_000
/** Counts what can happen without time passing. */
let turn = 0

/** As the storage can tell: it knows no undefined. */
const isSame = (one: unknown, other: unknown) =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(one ?? null)), JSON.parse(JSON.stringify(other ?? null)))

interface Tab extends BrowserTab, JudgedTab {
  auth: AuthClient
  openedAt: number
  frozenAt: number
  /** What is to run as soon as it is thawed. */
  waiting: (() => void)[]
  timers: Set<unknown>
  listeners: Set<unknown>
  faults: Map<StorageMethod, 'throws' | 'hangs'>
  /** How many accesses to the storage are under way. */
  accesses: number
  /** How many accesses to the storage are left to it. */
  kill: { accesses: number; after: boolean } | undefined
  /** The last session that each subscriber was told; undefined before the first event. */
  told: Map<string, Session | null | undefined>
  /** The subscribers that came before it was known who is signed in. */
  loading: Set<string>
  called: Set<string>
}

interface Call {
  name: string
  tab: Tab
  begun: number
  isDone: boolean
  /** Something has happened since it began that can end the session that it makes, or make another one. */
  crossed: boolean
}

/** Does what a scenario says. @throws Error when something that must always hold does not, with what led to it @returns what happened */
export async function simulate(given: Scenario): Promise<string[]> {
  // It is used up.
  const scenario = structuredClone(given)
  let trace: string[] = []
  await inVirtualTime(async (rejected) => {
    const world = createWorld(scenario)
    trace = world.trace
    try {
      await world.run()
      if (rejected.length > 0) world.violation(`unhandled rejection: ${rejected[0]}`)
    } catch (error) {
      if (!(error instanceof Violated)) world.violation(`${(error as Error).stack}`)
    } finally {
      world.close()
    }
    if (world.violations.length > 0) throw new Error(`${world.violations[0]}\n\n${excerpt(world.trace)}`)
  })
  return trace
}

/** Ends a run: what comes after a violation says nothing. */
class Violated extends Error {}

/** What led to the first violation. */
function excerpt(trace: string[]): string {
  const end = trace.findIndex((line) => line.includes('VIOLATED')) + 1
  return [...(end > 80 ? ['…'] : []), ...trace.slice(Math.max(0, end - 80), end)].join('\n')
}

function createWorld(scenario: Scenario) {
  const trace: string[] = []
  const violations: string[] = []
  const started = performance.now()
  const epoch = Date.now()
  const now = () => performance.now() - started
  const note = (line: string) => void trace.push(`${Math.round(now())} ms  ${line}`)
  const violation = (line: string) => {
    note(`VIOLATED  ${line}`)
    violations.push(line)
  }

  // The server.

  const server = createTestServer({
    config: {
      GOTRUE_MAILER_AUTOCONFIRM: true,
      // A secret is quicker than an elliptic curve.
      GOTRUE_JWT_KEYS: [],
      GOTRUE_JWT_EXP: scenario.expires,
      GOTRUE_SECURITY_REFRESH_TOKEN_ALGORITHM_VERSION: scenario.version,
    },
    now: epoch,
  })
  const users = {
    ada: server.users.create({ email: 'ada@example.com' }),
    eve: server.users.create({ email: 'eve@example.com' }),
  }
  const serverNow = () => epoch + now()
  const jobs: (() => Promise<void>)[] = []
  const atServer = <T>(work: () => Promise<T>) =>
    new Promise<T>((resolve, reject) => void jobs.push(() => work().then(resolve, reject)))
  const settleAll = async () => {
    await settle()
    turn++
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      server.clock.set(serverNow())
      await job()
      await settle()
      turn++
    }
  }
  /** One that never ends without time passing would never end at all. */
  let steps = 0
  const pass = (milliseconds: number) =>
    passTime(milliseconds, async () => {
      await settleAll()
      if (violations.length > 0) throw new Violated()
      // Three times the most of 360 scenarios.
      if (++steps > 30_000) throw new Error('too much happens')
    })

  const items = new Map<string, string>()
  const stored = () => parse(items.get(storageKey))
  const tabs: Tab[] = []
  const all = new Set<Tab>()
  const calls = new Set<Call>()
  const requests: string[] = []
  let delayIndex = 0
  let callCount = 0
  const delay = () => scenario.delays[delayIndex++ % scenario.delays.length] ?? 0
  /** Without locks nobody can write but one after the other; a client that was disposed of counts as another tab. */
  const serialized = scenario.locks || (scenario.tabs === 1 && !scenario.commands.some(({ call }) => call === 'dispose'))
  const judge = createJudge<Tab>({ serialized, note, violation })

  // Tabs, and what of them runs.

  const context = new AsyncLocalStorage<Tab | undefined>()
  const enter = <T>(tab: Tab, work: () => T | Promise<T>): T | Promise<T> => {
    if (tab.state === 'gone') return never
    if (!tab.frozen) return context.run(tab, work)
    return new Promise<void>((resolve) => void tab.waiting.push(resolve)).then(() => enter(tab, work))
  }
  const timers = { set: globalThis.setTimeout, clear: globalThis.clearTimeout }
  const installTimers = () => {
    globalThis.setTimeout = ((callback: (...args: unknown[]) => void, milliseconds?: number, ...args: unknown[]) => {
      const tab = context.getStore()
      if (!tab) return timers.set(callback, milliseconds, ...args)
      const handle: unknown = timers.set(() => {
        void enter(tab, () => void (tab.timers.delete(handle) && callback(...args)))
      }, milliseconds)
      tab.timers.add(handle)
      return handle
    }) as typeof setTimeout
    globalThis.clearTimeout = ((handle: never) => {
      for (const tab of all) tab.timers.delete(handle)
      timers.clear(handle)
    }) as typeof clearTimeout
  }
  let reported: unknown
  const browser = createBrowser<Tab>({
    locks: scenario.locks,
    delay,
    current: () => context.getStore(),
    enter,
    onError: (error) => (reported = error),
    setTimer: timers.set,
  })

  const openTab = (): Tab => {
    const page = Object.assign(new EventTarget(), { hidden: false })
    const tab: Tab = {
      name: `tab${all.size + 1}`,
      page,
      state: 'open',
      frozen: false,
      frozenAt: -1,
      openedAt: now(),
      waiting: [],
      timers: new Set(),
      listeners: new Set(),
      faults: new Map(),
      accesses: 0,
      kill: undefined,
      leaving: false,
      signOuts: 0,
      told: new Map(),
      loading: new Set(),
      called: new Set(),
      auth: undefined as never,
    }
    const { addEventListener, removeEventListener } = page
    page.addEventListener = (name: string, listener: never) => {
      tab.listeners.add(listener)
      addEventListener.call(page, name, listener)
    }
    page.removeEventListener = (name: string, listener: never) => {
      tab.listeners.delete(listener)
      removeEventListener.call(page, name, listener)
    }
    note(`${tab.name} opens`)
    all.add(tab)
    browser.show(tab)
    context.run(tab, () => {
      tab.auth = createClient({
        url: server.url,
        storage: storageOf(tab),
        fetch: (request) => context.run(undefined, () => send(tab, request)),
        detectSessionInUrl: false,
      })
      subscribe(tab)
    })
    return tab
  }
  const leaveTab = (tab: Tab) => {
    tab.state = 'gone'
    note(`${tab.name} is gone`)
    browser.release(tab)
    for (const call of calls) {
      if (call.tab !== tab) continue
      calls.delete(call)
      // What it has begun may have come to an end or not.
      if (isEntry(call)) mayBegin()
    }
  }
  const setHidden = (tab: Tab, hidden: boolean) => {
    if (tab.frozen) return
    note(`${tab.name} is ${hidden ? 'hidden' : 'visible'}`)
    context.run(tab, () => browser.setHidden(tab, hidden))
  }
  const freeze = (tab: Tab) => {
    setHidden(tab, true)
    note(`${tab.name} freezes`)
    tab.frozen = true
    tab.frozenAt = now()
    judge.freezes(tab)
    // What it waits for will have taken too long.
    if (tab.accesses > 0) judge.storageFailed = true
  }
  const thaw = (tab: Tab) => {
    if (!tab.frozen) return
    note(`${tab.name} thaws`)
    tab.frozen = false
    tab.frozenAt = now()
    // Each in a task of its own.
    for (const resume of tab.waiting.splice(0)) timers.set(resume, 0)
    setHidden(tab, false)
  }

  // The network.

  const network = createNetwork(scenario.network)
  const send = async (tab: Tab, request: Request): Promise<Response> => {
    if (tab.state === 'gone') return never
    const { pathname, search } = new URL(request.url)
    const sent: SentRequest = {
      method: request.method,
      path: pathname + search,
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    }
    const given = network.next()
    // The application's own requests have no time limit.
    const longest = pathname.startsWith('/rest') ? 20_000 : Infinity
    const fate = { ...given, before: Math.min(given.before, longest), after: Math.min(given.after, longest) }
    const isRefresh = search.includes('refresh_token')
    const exchange: Exchange<Tab> | undefined = isRefresh
      ? {
          tab,
          token: JSON.parse(sent.body).refresh_token,
          isLast: isLeaving(tab),
        }
      : undefined
    const name = `${tab.name} ${sent.method} ${sent.path}`
    note(`${name} begins: ${exchange?.token ?? ''} ${JSON.stringify(fate)}`)
    requests.push(name)
    if (exchange) judge.begin(exchange)
    let answer: Answer | undefined
    const ended = new Promise<void>((resolve) => request.signal.addEventListener('abort', () => resolve()))
    try {
      const response = await network.send(fate, sent, ended, {
        now: serverNow,
        deliver: (isAgain) =>
          atServer(async () => {
            const given = pathname.startsWith('/rest') ? answerOfApi(sent) : await answerOf(sent)
            note(`${name}: ${given.status} ${given.headers['x-sb-error-code'] ?? ''}${isAgain ? ' again' : ''}`)
            judge.answered(tab, sent, given, isAgain)
            if (isAgain && !fate.second) judge.loses(given)
            return (answer = given)
          }),
        stillWanted: async () => {
          if (tab.state === 'gone') await never
          if (request.signal.aborted) throw request.signal.reason
        },
      })
      if (!fate.fault && answer) judge.received(sent, answer)
      if (fate.fault === 'stale') {
        const session = parse(await response.clone().text())
        // The client can tell what is of somebody else; not more. A server may give the same refresh token again and again.
        const isPlain = isRefresh && session?.user.id !== judge.userOf(exchange!.token)
        if (session && !isPlain) judge.revive(session)
      }
      if (fate.fault) judge.loses(answer)
      await enter(tab, () => {})
      return response
    } catch (error) {
      judge.loses(answer)
      throw error
    } finally {
      if (exchange) judge.end(exchange)
    }
  }
  const answerOf = async ({ method, path, headers, body }: SentRequest): Promise<Answer> => {
    const response = await server.fetch(server.url + path, { method, headers, ...(body && { body }) })
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
  }
  /** An API that takes the server's access tokens as long as they say. */
  const answerOfApi = ({ headers }: SentRequest): Answer => {
    const [, payload = ''] = headers.authorization?.split('.') ?? []
    const { exp = 0 } = payload ? JSON.parse(Buffer.from(payload, 'base64url').toString()) : {}
    return { status: exp * 1000 > serverNow() ? 200 : 401, headers: { 'content-type': 'application/json' }, body: '[]' }
  }

  // The storage.

  let isFull = false
  /** A database does one thing after the other. */
  let queue: Promise<unknown> = Promise.resolve()
  const storageOf = (tab: Tab): SessionStorage => {
    const access = <T>(method: StorageMethod, work: () => T): T | Promise<T> => {
      if (tab.state === 'gone') return never
      const fault = tab.faults.get(method)
      tab.faults.delete(method)
      const attempt = (): T | Promise<T> => {
        const dies = tab.kill && --tab.kill.accesses < 0 ? tab.kill : undefined
        if (dies) {
          tab.kill = undefined
          if (dies.after) work()
          leaveTab(tab)
          return never
        }
        if (fault === 'throws' || (isFull && method === 'setItem')) {
          judge.storageFailed = true
          note(`${tab.name} ${method} fails`)
          throw new Error('the storage is broken')
        }
        return work()
      }
      if (!scenario.slow && fault !== 'hangs') return attempt()
      const [before, after] = fault === 'hangs' ? [7_000, 0] : [delay(), delay()]
      if (fault === 'hangs') judge.storageFailed = true
      const done = context.run(undefined, () =>
        queue.then(() => wait(before)).then(() => (tab.state === 'gone' ? never : attempt())),
      )
      // It goes on without those that are gone.
      tab.accesses++
      queue = context.run(undefined, () => Promise.race([done.catch(() => {}), wait(before + 10)]))
      return done
        .then((value) => context.run(undefined, () => wait(after)).then(() => enter(tab, () => value)))
        .finally(() => tab.accesses--)
    }
    return {
      shared: true,
      getItem: (key) => access('getItem', () => items.get(key) ?? null),
      setItem: (key, value) =>
        access('setItem', () => {
          if (key === storageKey) {
            note(`${tab.name} stores ${parse(value)?.refresh_token}`)
            judge.stores(tab, value, items.get(key), {
              isLeaving: isLeaving(tab),
              isEntering: [...calls].some((call) => call.tab === tab && isEntry(call)),
            })
          }
          items.set(key, value)
        }),
      removeItem: (key) =>
        access('removeItem', () => {
          if (key === storageKey) {
            note(`${tab.name} removes the session`)
            judge.removes(
              tab,
              items.get(key),
              [...calls].some((call) => call.tab === tab && isExit(call)),
            )
          }
          items.delete(key)
        }),
    }
  }

  // Events.

  const subscribe = (tab: Tab) => {
    const name = `${tab.name}.${tab.told.size + 1}`
    tab.told.set(name, undefined)
    if (tab.auth.getSnapshot().status === 'loading') tab.loading.add(name)
    tab.auth.onAuthStateChange((event, session, details) => onEvent(tab, name, event, session, details))
  }
  const lateUntil = new Map<string, number>()
  const onEvent = (tab: Tab, name: string, event: AuthChangeEvent, session: Session | null, details: AuthChangeDetails) => {
    // It ended in the middle of a task, which a real one does not.
    if (tab.state === 'gone') return
    const before = tab.told.get(name)
    if (event === 'INITIAL_SESSION' && tab.loading.has(name)) lateUntil.set(name, turn)
    // What happened before it was known who is signed in comes right after INITIAL_SESSION, which tells the outcome.
    const isLate = lateUntil.get(name) === turn
    const wrong = (what: string) => violation(`${name} ${event}: ${what}`)
    tab.told.set(name, session)
    note(`${name} ${event} ${session?.refresh_token ?? ''} ${details.reason ?? ''}`)
    // One that freezes ends its task before.
    if (tab.state !== 'open' || (tab.frozen && now() > tab.frozenAt))
      wrong(`the client is ${tab.frozen ? 'frozen' : tab.state}`)
    if ((event === 'INITIAL_SESSION') !== (before === undefined)) wrong('INITIAL_SESSION is the first event, and only that')
    const isCurrent = isSame(session, tab.auth.getSnapshot().session)
    if (event === 'INITIAL_SESSION') {
      // A change that is on its way to the storage may be told later.
      const first = tab.told.values().next().value
      if (!isCurrent && first !== undefined && !isSame(session, first)) wrong('is neither in memory nor what others know')
      return
    }
    if (isLate) return
    if (!isCurrent) wrong('is not of the session in memory')
    if (serialized && !judge.storageFailed && !judge.cleared && !judge.corrupted && !isSame(session, stored())) {
      wrong('is not of the stored session')
    }
    if ((event === 'SIGNED_OUT') !== !session) wrong('has the wrong session')
    if (event === 'SIGNED_OUT') judge.signedOut(tab, name, before, details)
    if (event === 'TOKEN_REFRESHED' || event === 'USER_UPDATED') {
      if (before?.user.id !== session!.user.id) wrong('was somebody else')
      const isSameTokens = before?.access_token === session!.access_token && before.refresh_token === session!.refresh_token
      if (isSameTokens !== (event === 'USER_UPDATED') && !judge.isStale(session!)) wrong('is the wrong name')
    }
  }

  // Calls.

  const isEntry = ({ name }: Call) => /^sign(In|Up)/.test(name)
  const isExit = ({ name }: Call) => /^signOut (global|local)/.test(name)
  const isLeaving = (tab: Tab) => [...calls].some((call) => call.tab === tab && isExit(call))
  const cross = (which: (call: Call) => boolean) => {
    for (const call of calls) if (which(call)) call.crossed = true
  }
  const mayBegin = () => {
    judge.out = false
    cross(() => true)
  }
  type Outcome = { error: unknown; data?: unknown } | Response
  const begin = (tab: Tab, name: string, work: () => Promise<Outcome>, most = limit) => {
    const call: Call = { name: `${name} #${++callCount}`, tab, begun: now(), isDone: false, crossed: false }
    if (isEntry(call)) {
      call.crossed = [...calls].some((other) => isExit(other) || isEntry(other))
      mayBegin()
    }
    if (isExit(call)) {
      call.crossed = [...calls].some(isEntry)
      cross(isEntry)
      tab.leaving = true
      tab.signOuts++
    }
    calls.add(call)
    tab.called.add(name.split(' ')[0]!)
    note(`${tab.name} ${call.name} begins`)
    const finished = (result: { error: unknown; data?: unknown }) => {
      if (tab.state === 'gone') return
      call.isDone = true
      const { error } = result
      const code = error instanceof AuthError ? error.code : undefined
      note(`${tab.name} ${call.name}: ${code ?? error ?? 'ok'}`)
      if (error && !(error instanceof AuthError)) violation(`${call.name} fails with ${error}`)
      if (code === 'invalid_argument') violation(`${call.name} fails with ${error}`)
      const took = now() - call.begun
      if (took > most && tab.frozenAt < call.begun) violation(`${call.name} takes ${took} ms`)
      // Its work may go on.
      if (code === 'timeout') void endLater(call)
      else calls.delete(call)
      if (isExit(call) && code !== 'timeout' && code !== 'storage_failed' && !judge.storageFailed && serialized) {
        tab.leaving = isLeaving(tab)
        if (!call.crossed) {
          judge.out = true
          if (stored() && !judge.cleared) violation(`${call.name}: a session is stored`)
          if (tab.auth.getSnapshot().session) violation(`${call.name}: a session is in memory`)
        }
      }
      const { session } = (result.data ?? {}) as { session?: Session | null }
      if (isEntry(call) && session && !call.crossed) judge.signedIn(call.name, session, stored())
    }
    const endLater = async (call: Call) => {
      do await wait(aftermath)
      while (tab.frozen || now() - tab.frozenAt < aftermath)
      calls.delete(call)
    }
    context.run(tab, work).then(
      (result) => {
        if (result instanceof Response) return finished({ error: null })
        if (!('data' in result) || result.error === undefined) violation(`${call.name}: not a result`)
        finished(result)
      },
      (error: unknown) => {
        // Only fetch() rejects, as it does everywhere.
        if (name !== 'fetch') violation(`${call.name} rejects with ${error}`)
        finished({ error: error instanceof TypeError ? null : error })
      },
    )
  }

  const factors = new Map<string, { id: string; secret: string }>()
  const enroll = async ({ auth }: Tab) => {
    const user = auth.getSnapshot().user?.id ?? ''
    const result = await auth.mfa.enroll({ factorType: 'totp', friendlyName: `factor ${callCount}` })
    if (result.data) factors.set(user, { id: result.data.id, secret: result.data.totp.secret })
    return result
  }
  const verify = async ({ auth }: Tab, { id, secret }: { id: string; secret: string }) => {
    const code = await context.run(undefined, () => atServer(() => totp(secret, serverNow() / 1000)))
    return auth.mfa.challengeAndVerify({ factorId: id, code })
  }

  let people = 0
  const perform = (command: Command) => {
    const index = command.tab % scenario.tabs
    if (
      tabs[index]?.frozen &&
      !['close', 'reload', 'ban', 'endSessions', 'clear', 'fill', 'corrupt', 'clock'].includes(command.call)
    ) {
      return thaw(tabs[index])
    }
    const tab = tabs[index]?.state === 'open' ? tabs[index] : (tabs[index] = openTab())
    const { auth } = tab
    const user = auth.getSnapshot().user
    const factor = user ? factors.get(user.id) : undefined
    const password = 'correct-horse-battery'
    switch (command.call) {
      case 'signIn':
        return begin(tab, 'signIn', () => auth.signInWithPassword({ email: `${command.who}@example.com`, password }))
      case 'signUp':
        return begin(tab, 'signUp', () => auth.signUp({ email: `somebody${++people}@example.com`, password }))
      case 'signOut':
        return begin(tab, `signOut ${command.scope}`, () => auth.signOut({ scope: command.scope }))
      case 'refresh':
        return begin(tab, 'refresh', () => auth.refreshSession())
      case 'getSession':
        return begin(tab, 'getSession', () => auth.getSession())
      case 'getUser':
        return begin(tab, 'getUser', () => auth.getUser())
      case 'updateUser':
        return begin(tab, 'updateUser', () => auth.updateUser({ data: { count: callCount } }))
      case 'fetch':
        // Of its four parts, two are calls of the client, and two are the application's own.
        return begin(tab, 'fetch', () => auth.fetch('/rest/v1/todos'), 2 * limit + 2 * 40_000)
      case 'enroll':
        return begin(tab, 'enroll', () => enroll(tab))
      case 'mfa':
        return begin(tab, 'mfa', () => (factor ? verify(tab, factor) : enroll(tab)))
      case 'unenroll':
        return begin(tab, 'unenroll', () => auth.mfa.unenroll({ factorId: factor?.id ?? 'none' }))
      case 'subscribe':
        return context.run(tab, () => subscribe(tab))
      case 'reload':
        leaveTab(tab)
        return void (tabs[index] = openTab())
      case 'close':
        return leaveTab(tab)
      case 'dispose':
        tab.state = 'disposed'
        note(`${tab.name} is disposed of`)
        context.run(tab, () => auth.dispose())
        return void (tabs[index] = openTab())
      case 'hide':
        return setHidden(tab, !tab.page.hidden)
      case 'freeze':
        return freeze(tab)
      case 'thaw':
        return thaw(tab)
      case 'kill':
        return void (tab.kill = { accesses: command.accesses, after: command.after })
      case 'ban':
        note(`${command.who} is banned for ten minutes`)
        server.users.update(users[command.who], { banned_until: serverNow() + 600_000 })
        return
      case 'endSessions':
        note(`${command.who} signs out on another device`)
        return void atServer(async () => {
          const { access_token } = await server.users.signIn(users[command.who])
          const headers = { authorization: `Bearer ${access_token}` }
          await server.fetch(`${server.url}/logout?scope=global`, { method: 'POST', headers })
        })
      case 'storage':
        return void tab.faults.set(command.method, command.fault)
      case 'fill':
        note(`the storage is ${isFull ? 'well' : 'full'}`)
        return void (isFull = !isFull)
      case 'clear':
        note('the storage is cleared')
        judge.clears(items.get(storageKey))
        cross(() => true)
        return items.clear()
      case 'corrupt':
        note('what is stored is no session any more')
        judge.clears(items.get(storageKey))
        judge.corrupted = true
        cross(() => true)
        return void items.set(storageKey, '{"access_token":')
      case 'clock':
        note(`the clock jumps by ${command.by} ms`)
        return void vi.setSystemTime(Date.now() + command.by)
    }
  }

  const disagreements = (open: Tab[]): string[] =>
    open.flatMap(({ name, auth, told }) => {
      const { session } = auth.getSnapshot()
      return [
        ...(serialized && !isSame(session, stored()) ? [`${name} has another session than the storage`] : []),
        ...[...told].filter(([, last]) => !isSame(last, session)).map(([name]) => `${name} was told of another session`),
      ]
    })

  /** What holds when all is well again. */
  const finish = async () => {
    const open = () => tabs.filter(({ state }) => state === 'open')
    note('--- the end: everything may finish, and all is well')
    network.mend()
    isFull = false
    for (const tab of tabs) {
      tab.faults.clear()
      tab.kill = undefined
      thaw(tab)
    }
    await pass(200_000)
    for (const tab of open()) {
      // Nobody has told them.
      setHidden(tab, true)
      setHidden(tab, false)
    }
    await pass(20_000)
    const sentBefore = requests.length
    const ask = async <T>(tab: Tab, name: string, work: () => Promise<T & { error: unknown }>): Promise<T> => {
      let given: T | undefined
      begin(tab, name, async () => {
        const result = await work()
        given = result
        return result
      })
      await pass(5_000)
      return given!
    }
    for (const tab of open()) {
      if (tab.auth.getSnapshot().status === 'loading') violation(`${tab.name} does not find out who is signed in`)
      const { error } = await ask(tab, 'getSession', () => tab.auth.getSession())
      if (error) violation(`${tab.name} has no session at the end: ${error}`)
    }
    // A refresh may be on its way from one to the other.
    for (let patience = 5; ; patience--) {
      const found = disagreements(open())
      if (found.length === 0) break
      if (patience > 0) await pass(1_000)
      else return found.forEach(violation)
    }
    if (judge.out && serialized && stored()) violation('a session is stored after sign-out')
    const [tab] = open()
    const session = stored()
    if (tab && session && serialized) {
      const id = sessionIdOf(session.access_token)
      const { tables } = server.exportState()
      const isAlive = tables.sessions!.some((row) => row.id === id)
      const user = server.users.find(session.user.id)!
      const isBanned = Date.parse((user as { banned_until?: string }).banned_until ?? '') > serverNow()
      if (!isAlive || isBanned) {
        const { error } = await ask(tab, 'getUser', () => tab.auth.getUser())
        if (!error) violation('a session that is over is good for a request')
        if (stored() || tab.auth.getSnapshot().session) violation('a session that is over stays')
      } else if (!judge.isHurt(id) && !judge.storageFailed) {
        const asked = await ask(tab, 'getUser', () => tab.auth.getUser())
        if (asked.error) violation(`the session is of no use: ${asked.error}`)
        const refreshed = await ask(tab, 'refresh', () => tab.auth.refreshSession())
        if (refreshed.error && !judge.isHurt(id)) violation(`the session can't be refreshed: ${refreshed.error}`)
      }
    }
    for (const call of calls) if (!call.isDone) violation(`${call.name} of ${call.tab.name} hangs`)
    if (reported) violation(`reported: ${reported}`)
    if (requests.length - sentBefore > 30) violation(`${requests.length - sentBefore} requests at the end`)

    for (const tab of open()) {
      tab.state = 'disposed'
      context.run(tab, () => tab.auth.dispose())
    }
    await pass(200_000)
    for (const tab of all) {
      if (tab.state === 'gone') continue
      if (tab.timers.size > 0) violation(`${tab.name} leaves a timer behind`)
      if (tab.listeners.size > 0) violation(`${tab.name} leaves a listener behind`)
      if (browser.isUsedBy(tab)) violation(`${tab.name} leaves a lock or a channel behind`)
    }
  }

  return {
    trace,
    violations,
    violation,
    run: async () => {
      installTimers()
      vi.setSystemTime(epoch + scenario.skew)
      for (let index = 0; index < scenario.tabs; index++) tabs[index] = openTab()
      for (const command of scenario.commands) {
        perform(command)
        // No pause at all: the next command comes before anything of this one.
        if (command.pause > 0) await pass(command.pause)
      }
      await finish()
    },
    close: () => {
      globalThis.setTimeout = timers.set
      globalThis.clearTimeout = timers.clear
      for (const tab of all) tab.auth.dispose()
    },
  }
}
