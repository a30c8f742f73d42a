// A browser with tabs, a storage that they share, a network and a server, all in virtual time: whatever takes time takes as long as
// the scenario says, so that a list of commands and delays is one exact interleaving, and fast-check can make and shrink it.
// simulated-browser.ts has what the tabs share.
//
// What must always hold is checked where it would break first: at each request, each write, each event and each result. What a
// call may do to the session is taken from what was called and what the server did, never from what the client believes.
import { isDeepStrictEqual } from 'node:util'
import {
  AuthError,
  createClient,
  type AuthChangeDetails,
  type AuthChangeEvent,
  type AuthClient,
  type Session,
  type SessionStorage,
} from '../../../src/facade/index.ts'
import { fakeServer, refusal, url } from '../server.ts'
import { createBrowser, inVirtualTime, never, pass as passTime, settle, wait, type BrowserTab } from './simulated-browser.ts'

/** What becomes of one request. Milliseconds before and after the server's work, and a failure in place of its answer. */
export interface Fate {
  before: number
  after: number
  failure?: keyof typeof failures | undefined
  /** The server has done its work all the same: only the answer is lost. */
  lost?: boolean
}

export type Command = { tab: number; pause: number } & (
  | { call: 'signIn'; who: 'ada' | 'eve' }
  | { call: 'signOut'; scope: 'global' | 'local' | 'others' }
  | { call: 'setSession' | 'refreshWith'; tokens: 'stored' | 'early' | 'new' }
  | { call: 'refresh' | 'getSession' | 'getUser' | 'updateUser' | 'fetch' | 'subscribe' }
  /** `reload` and `close` end a tab with all that runs in it; `dispose` makes another client while the calls go on. */
  | { call: 'reload' | 'close' | 'dispose' | 'hide' | 'clearStorage' }
  | { call: 'endSessions'; code: 'session_not_found' | 'refresh_token_not_found' | 'user_banned' }
  | { call: 'breakStorage'; method: StorageMethod }
)
type StorageMethod = 'getItem' | 'setItem' | 'removeItem'

export interface Scenario {
  tabs: number
  locks: boolean
  /** Whether the storage takes time. */
  slow: boolean
  /** Of the storage, the locks and the messages, in turn, in milliseconds. */
  delays: number[]
  /** Of the requests, in turn. The rest get an answer at once. */
  network: Fate[]
  commands: Command[]
}

const failures = {
  '408': () => new Response('', { status: 408 }),
  '429': () => refusal(429, 'over_request_rate_limit', { 'retry-after': '7' }),
  '503': () => refusal(503, 'unexpected_failure'),
  HTML: () => new Response('<html>Bad Gateway</html>', { status: 502, headers: { 'content-type': 'text/html' } }),
  'no network': () => new TypeError('fetch failed'),
  truncated: () => new Response('{"access_token":"ey', { headers: { 'content-type': 'application/json' } }),
}
export const failureNames = Object.keys(failures) as (keyof typeof failures)[]

export const storageKey = 'sb-localhost-auth-token'
/** Counts what can happen without time passing. */
let turn = 0
const pass = (milliseconds: number) => passTime(milliseconds, () => settle().then(() => void turn++))
const sessionOf = (text: string | null | undefined): Session | null => {
  const { received_at: _, ...session } = text ? JSON.parse(text) : { received_at: 0 }
  return text ? session : null
}
/** As the storage can tell: it knows no undefined. */
const isSame = (one: unknown, other: unknown) =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(one ?? null)), JSON.parse(JSON.stringify(other ?? null)))
const payloadOf = (accessToken: string): { session_id: string } =>
  JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString())

interface Tab extends BrowserTab {
  name: string
  auth: AuthClient
  broken: Set<StorageMethod>
  /** The last session that each subscriber was told; undefined before the first event. */
  told: Map<string, Session | null | undefined>
  /** The subscribers that came before it was known who is signed in. */
  loading: Set<string>
  /** The methods that were called. */
  called: Set<string>
}
interface Call {
  name: string
  tab: Tab
  /** Something has happened since it began that can end the session that it makes, or that makes another one. */
  crossed: boolean
}
interface Exchange {
  token: string
  tab: Tab
  next?: string
  /** By a sign-out, whose access token has expired: it ends what it gets. */
  isLast: boolean
}

/**
 * Does what a scenario says.
 *
 * @returns what happened, and when
 * @throws Error when something that must always hold does not, with what led to it
 */
export async function simulate(scenario: Scenario): Promise<string[]> {
  let trace: string[] = []
  await inVirtualTime(async (rejected) => {
    const world = createWorld(scenario)
    trace = world.trace
    try {
      await world.run()
      if (rejected.length > 0) world.violation(`unhandled rejection: ${rejected[0]}`)
      if (world.violations.length > 0) throw new Error(`${world.violations[0]}\n\n${world.trace.slice(-80).join('\n')}`)
    } finally {
      world.close()
    }
  })
  return trace
}

function createWorld(scenario: Scenario) {
  const trace: string[] = []
  const violations: string[] = []
  const started = performance.now()
  const note = (line: string) => void trace.push(`${Math.round(performance.now() - started)} ms  ${line}`)
  const violation = (line: string) => {
    note(`VIOLATED  ${line}`)
    violations.push(line)
  }

  const server = fakeServer()
  const early = [server.signIn('ada@example.com'), server.signIn('eve@example.com')]
  const items = new Map<string, string>()
  const stored = () => sessionOf(items.get(storageKey))
  const tabs: Tab[] = []
  const calls = new Set<Call>()
  let delayIndex = 0
  let requestIndex = 0
  let tabCount = 0
  let callCount = 0
  const delay = () => scenario.delays[delayIndex++ % scenario.delays.length] ?? 0
  /** Without locks nobody can write but one after the other; a client that was disposed of counts as another tab. */
  const serialized = scenario.locks || (scenario.tabs === 1 && !scenario.commands.some(({ call }) => call === 'dispose'))

  // What is known of the session without asking a client.

  /** `in`: somebody has signed in, and nothing since could end that. `out`: somebody has signed out, and nobody signs in. */
  let expected: 'in' | 'out' | 'unknown' = 'unknown'
  /** Nobody can know better than the storage that has failed, or was changed behind the clients' backs. */
  let storageFailed = false
  let readFailed = false
  let cleared = false
  /** A tab was closed after it has written and before it could tell. */
  let goneInTurn = false
  const isEntry = ({ name }: Call) => /^(signIn|setSession|refreshWith)/.test(name)
  const isExit = ({ name }: Call) => /^signOut (global|local)/.test(name)
  const mayEnd = () => {
    expected = 'unknown'
    for (const call of calls) if (isEntry(call)) call.crossed = true
  }
  const mayBegin = () => {
    if (expected === 'out') expected = 'unknown'
    for (const call of calls) if (isExit(call)) call.crossed = true
  }

  // Refresh tokens: each is exchanged once.

  const open = new Set<Exchange>()
  let done: Exchange[] = []
  const everStored = new Set<string>()
  /** Given by the application, so that no client can know what else is made of them. */
  const explicit = new Set<string>()
  const isTwin = (one: Exchange, other: Exchange) =>
    one.token === other.token &&
    !one.isLast &&
    !other.isLast &&
    (one.tab === other.tab || (scenario.locks && !explicit.has(one.token) && !readFailed))

  const fetchOf =
    (tab: Tab) =>
    async (request: Request): Promise<Response> => {
      if (tab.state === 'gone') return never
      const { pathname, search } = new URL(request.url)
      const given = scenario.network[requestIndex++] ?? { before: 1, after: 1 }
      // The application's own requests have no time limit.
      const longest = pathname.startsWith('/rest') ? 20_000 : Infinity
      const fate: Fate = { ...given, before: Math.min(given.before, longest), after: Math.min(given.after, longest) }
      const token = request.headers.get('authorization')?.slice(7)
      const isRefresh = search.includes('refresh_token')
      const exchange: Exchange = {
        tab,
        token: isRefresh ? (await request.clone().json()).refresh_token : '',
        isLast: [...calls].some((call) => call.tab === tab && isExit(call)),
      }
      const name = `${tab.name} ${request.method} ${pathname}${search} ${exchange.token}`
      note(
        `${name} begins, ${fate.before} + ${fate.after} ms${fate.failure ? `, ${fate.failure}` : ''}${fate.lost ? ' lost' : ''}`,
      )
      if (isRefresh) {
        if ([...open].some((other) => isTwin(other, exchange))) violation(`${name}: two exchanges of one token at once`)
        open.add(exchange)
      }
      const interrupt = () => {
        if (tab.state === 'gone') return never
        if (request.signal.aborted) throw request.signal.reason
        return undefined
      }
      const aborted = new Promise<void>((resolve) => request.signal.addEventListener('abort', () => resolve()))
      try {
        await Promise.race([wait(fate.before), aborted])
        await interrupt()
        let response: Response | undefined
        if (!fate.failure || fate.lost) {
          response = await server.fetch(request)
          if (pathname.startsWith('/rest') && response.status === 403) response = new Response('', { status: 401 })
          const code = response.headers.get('x-sb-error-code')
          note(`${name}: ${response.status} ${code ?? ''}`)
          if (pathname === '/logout' && response.ok) {
            const others = search.includes('others')
            const current = stored()
            const isOwn = current && payloadOf(current.access_token).session_id === payloadOf(token!).session_id
            // A session that began meanwhile ends with the others.
            if (!others || !isOwn || storageFailed || [...calls].some(isEntry)) mayEnd()
          }
          // Used twice by the application, or stored neither the first nor the second time.
          if (code === 'refresh_token_already_used' && (explicit.has(exchange.token) || storageFailed)) mayEnd()
          if (isRefresh && response.ok) {
            exchange.next = ((await response.clone().json()) as Session).refresh_token
            if (explicit.has(exchange.token)) explicit.add(exchange.next)
          }
        }
        await Promise.race([wait(fate.after), aborted])
        await interrupt()
        const failure = fate.failure && failures[fate.failure]()
        if (failure instanceof Error) throw failure
        if (isRefresh && !failure && response!.ok) {
          if (serialized && !explicit.has(exchange.token) && !storageFailed && done.some((other) => isTwin(other, exchange)))
            violation(`${name}: a token exchanged twice with success`)
          done.push(exchange)
        }
        return failure ?? response!
      } finally {
        open.delete(exchange)
      }
    }

  const storageOf = (tab: Tab): SessionStorage => {
    const access = <T>(method: StorageMethod, work: () => T): T | Promise<T> => {
      const attempt = () => {
        if (tab.broken.delete(method)) {
          storageFailed = true
          if (method === 'getItem') readFailed = true
          note(`${tab.name} ${method} fails`)
          throw new Error('the storage is broken')
        }
        return work()
      }
      if (tab.state === 'gone') return never
      if (!scenario.slow) return attempt()
      const [before, after] = [delay(), delay()]
      return wait(before)
        .then(() => (tab.state === 'gone' ? never : attempt()))
        .then((value) => wait(after).then(() => (tab.state === 'gone' ? never : value)))
    }
    return {
      shared: true,
      getItem: (key) => access('getItem', () => items.get(key) ?? null),
      setItem: (key, value) =>
        access('setItem', () => {
          note(`${tab.name} stores ${sessionOf(value)?.refresh_token}`)
          if (expected === 'out' && serialized) violation(`${tab.name} stores a session after sign-out`)
          everStored.add(sessionOf(value)!.refresh_token)
          items.set(key, value)
        }),
      removeItem: (key) =>
        access('removeItem', () => {
          note(`${tab.name} removes the session`)
          if (expected === 'in' && serialized && items.has(key))
            violation(`${tab.name} removes a session that nobody has ended`)
          items.delete(key)
        }),
    }
  }

  let opening: Tab | undefined
  let reported: unknown
  const browser = createBrowser<Tab>({
    locks: scenario.locks,
    delay,
    current: () => opening,
    onError: (error) => (reported = error),
  })

  const openTab = (): Tab => {
    const tab = {
      name: `tab${++tabCount}`,
      page: Object.assign(new EventTarget(), { hidden: false }),
      state: 'open',
      broken: new Set(),
      told: new Map(),
      loading: new Set(),
      called: new Set(),
    } as unknown as Tab
    note(`${tab.name} opens`)
    browser.show(tab)
    opening = tab
    tab.auth = createClient({ url, storage: storageOf(tab), fetch: fetchOf(tab), detectSessionInUrl: false })
    opening = undefined
    subscribe(tab)
    return tab
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
    const before = tab.told.get(name)
    if (event === 'INITIAL_SESSION' && tab.loading.has(name)) lateUntil.set(name, turn)
    // What happened before it was known who is signed in comes right after INITIAL_SESSION, which tells the outcome.
    const isLate = lateUntil.get(name) === turn
    const wrong = (what: string) => violation(`${name} ${event}: ${what}`)
    tab.told.set(name, session)
    note(`${name} ${event} ${session?.refresh_token ?? ''} ${details.reason ?? ''}`)
    if (tab.state !== 'open') wrong(`the client is ${tab.state}`)
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
    if (serialized && !storageFailed && !cleared && !isSame(session, stored())) wrong('is not of the stored session')
    if ((event === 'SIGNED_OUT') !== !session) wrong('has the wrong session')
    if (event === 'SIGNED_OUT') {
      if (!before && details.reason !== 'corrupt_storage') wrong('nobody was signed in')
      if (!details.reason) wrong('has no reason')
      if (expected === 'in' && serialized && !cleared && !storageFailed) wrong('nobody has signed out')
    }
    if (event === 'TOKEN_REFRESHED' || event === 'USER_UPDATED') {
      if (before?.user.id !== session!.user.id) wrong('was somebody else')
      if ((before?.access_token === session!.access_token) !== (event === 'USER_UPDATED')) wrong('is the wrong name')
    }
    // Said again by the application is said again by the event.
    const isAct = event === 'USER_UPDATED' && tab.called.has('updateUser')
    // Other tabs may not see that the session was another one, or none, in between.
    const isSetAgain = tabs.some(({ called }) => called.has('setSession'))
    if (!isAct && !isSetAgain && isSame(before, session)) wrong('nothing has changed')
  }

  // Commands.

  const begin = (tab: Tab, name: string, work: () => Promise<{ error: unknown } | Response>) => {
    const call: Call = { name: `${name} #${++callCount}`, tab, crossed: false }
    const isEntering = isEntry(call)
    const isLeaving = isExit(call)
    if (isEntering) {
      mayBegin()
      // It may be answered by an exchange of the same token that began before.
      const isJoined = [...open, ...done].some(({ token }) => name.includes(` ${token}`))
      call.crossed = isJoined || [...calls].some((other) => isExit(other) || (isEntry(other) && other.crossed))
    }
    if (isLeaving) {
      mayEnd()
      call.crossed = [...calls].some(isEntry)
    }
    calls.add(call)
    tab.called.add(name.split(' ')[0]!)
    note(`${tab.name} ${call.name} begins`)
    const finished = (error: unknown) => {
      if (tab.state === 'gone') return
      calls.delete(call)
      note(`${tab.name} ${call.name}: ${error instanceof AuthError ? error.code : (error ?? 'ok')}`)
      if (error && !(error instanceof AuthError)) violation(`${call.name} fails with ${error}`)
      const code = error instanceof AuthError ? error.code : undefined
      if (code === 'invalid_argument') violation(`${call.name} fails with ${error}`)
      if (isLeaving) mayEnd()
      // One error may hide another.
      if (isLeaving && !call.crossed && serialized && !(error && storageFailed)) {
        if (!storageFailed) expected = 'out'
        if (!cleared && items.has(storageKey)) violation(`${call.name}: a session is stored`)
        if (tab.auth.getSnapshot().session) violation(`${call.name}: a session is in memory`)
      }
      // A session that may be over can replace one that is not.
      if (isEntering && code === 'storage_failed') expected = 'unknown'
      if (isEntering && !error)
        expected = call.crossed || [...calls].some((other) => other.crossed && isEntry(other)) ? 'unknown' : 'in'
    }
    work().then(
      (result) => {
        if (result instanceof Response) return finished(null)
        if (!('data' in result) || result.error === undefined) violation(`${call.name}: not a result`)
        finished(result.error)
      },
      (error: unknown) => {
        // Only fetch() rejects, as it does everywhere.
        if (name !== 'fetch') violation(`${call.name} rejects with ${error}`)
        finished(error instanceof TypeError ? null : error)
      },
    )
  }

  const take = (tokens: 'stored' | 'early' | 'new'): Session => {
    const given = (tokens === 'stored' && stored()) || (tokens === 'new' && server.signIn('ada@example.com')) || early[0]!
    explicit.add(given.refresh_token)
    return given
  }
  const leaveTab = (tab: Tab) => {
    tab.state = 'gone'
    note(`${tab.name} is gone`)
    tab.auth.dispose()
    if (browser.release(tab) && scenario.slow) goneInTurn = true
    for (const exchange of open) if (exchange.tab === tab) open.delete(exchange)
    for (const call of calls) {
      if (call.tab !== tab) continue
      calls.delete(call)
      if (isEntry(call) && call.crossed) expected = 'unknown'
    }
    // What it has not stored another tab has to ask for again.
    done = done.filter((one) => one.tab !== tab || everStored.has(one.next!))
  }
  const perform = (command: Command) => {
    const index = command.tab % scenario.tabs
    const tab = tabs[index]?.state === 'open' ? tabs[index] : (tabs[index] = openTab())
    const { auth } = tab
    switch (command.call) {
      case 'signIn':
        return begin(tab, 'signIn', () =>
          auth.signInWithPassword({ email: `${command.who}@example.com`, password: 'secret' }),
        )
      case 'signOut':
        return begin(tab, `signOut ${command.scope}`, () => auth.signOut({ scope: command.scope }))
      case 'setSession': {
        const given = take(command.tokens)
        return begin(tab, `setSession ${given.refresh_token}`, () => auth.setSession(given))
      }
      case 'refreshWith': {
        const { refresh_token } = take(command.tokens)
        return begin(tab, `refreshWith ${refresh_token}`, () => auth.refreshSession({ refresh_token }))
      }
      case 'refresh':
        return begin(tab, 'refresh', () => auth.refreshSession())
      case 'getSession':
        return begin(tab, 'getSession', () => auth.getSession())
      case 'getUser':
        return begin(tab, 'getUser', () => auth.getUser())
      case 'updateUser':
        return begin(tab, 'updateUser', () => auth.updateUser({ data: { count: callCount } }))
      case 'fetch':
        return begin(tab, 'fetch', () => auth.fetch('/rest/v1/todos'))
      case 'subscribe':
        return subscribe(tab)
      case 'reload':
        leaveTab(tab)
        return void (tabs[index] = openTab())
      case 'close':
        return leaveTab(tab)
      case 'dispose':
        tab.state = 'disposed'
        note(`${tab.name} is disposed of`)
        auth.dispose()
        return void (tabs[index] = openTab())
      case 'hide':
        return setHidden(tab, !tab.page.hidden)
      case 'clearStorage':
        mayEnd()
        cleared = true
        note('the storage is cleared')
        return void items.clear()
      case 'endSessions':
        mayEnd()
        note(`the server ends all sessions: ${command.code}`)
        return server.end(command.code)
      case 'breakStorage':
        return void tab.broken.add(command.method)
    }
  }
  const setHidden = (tab: Tab, hidden: boolean) => {
    note(`${tab.name} is ${hidden ? 'hidden' : 'visible'}`)
    browser.setHidden(tab, hidden)
  }

  return {
    trace,
    violations,
    violation,
    run: async () => {
      for (let index = 0; index < scenario.tabs; index++) tabs[index] = openTab()
      for (const command of scenario.commands) {
        perform(command)
        // No pause at all: the next command comes before anything of this one.
        if (command.pause > 0) await pass(command.pause)
        if (violations.length > 0) return
      }
      note('--- the end: everything may finish, and the network is well')
      scenario.network.length = requestIndex
      for (const tab of tabs) tab.broken.clear()
      await pass(200_000)
      for (const call of calls) violation(`${call.name} of ${call.tab.name} hangs`)
      for (const tab of tabs) {
        if (tab.state !== 'open') continue
        // Nobody has told them.
        if (cleared || storageFailed || goneInTurn || tab.page.hidden) {
          setHidden(tab, true)
          setHidden(tab, false)
        }
      }
      await pass(20_000)
      for (const tab of tabs) {
        if (tab.state !== 'open') continue
        begin(tab, 'getSession', async () => {
          const result = await tab.auth.getSession()
          const { session } = result.data
          if (result.error) violation(`${tab.name} has no session at the end: ${result.error}`)
          if (serialized && !isSame(session, stored())) violation(`${tab.name} has another session than the storage`)
          if (expected === 'in' && serialized && !session) violation(`${tab.name} has lost the session`)
          if (expected === 'out' && serialized && session) violation(`${tab.name} has a session after sign-out`)
          for (const [name, told] of tab.told) {
            if (!isSame(told, session)) violation(`${name} was told of another session`)
          }
          return result
        })
        await pass(5_000)
      }
      if (expected === 'out' && serialized && stored()) violation('a session is stored after sign-out')
      if (expected === 'in' && serialized) {
        if (!stored()) violation('the stored session is lost')
        else if (tabs[0]?.state === 'open') {
          begin(tabs[0], 'getUser', async () => {
            const result = await tabs[0]!.auth.getUser()
            if (result.error) violation(`the session is over for the server: ${result.error}`)
            return result
          })
          await pass(5_000)
        }
      }
      for (const call of calls) violation(`${call.name} of ${call.tab.name} hangs at the end`)
      if (reported) violation(`reported: ${reported}`)
    },
    close: () => {
      for (const tab of tabs) tab.auth.dispose()
    },
  }
}
