// One flow with one library, in a process of its own: `node bench/flow-process.ts <library> <flow> server|browser`
// The browser is a stub, the same for both: a page, its address and history, and a `localStorage`.
import { setTimeout as sleep } from 'node:timers/promises'
import { load, type Client } from './libraries.ts'
import { createServer, credentials, url } from './server.ts'

export interface Flown {
  /** By route. */
  requests: Record<string, number>
  /** Whether the flow came to its end, signed in with an access token that the server accepts. */
  succeeded: boolean
}

/** Milliseconds. A flow that is not at its end by then counts as failed, with the requests made so far. */
const limit = 10_000

/** Milliseconds to wait, after the flow, for requests that nobody waits for. */
const aftermath = 300

const [library, flow, environment] = process.argv.slice(2) as [string, string, 'server' | 'browser']

/** Milliseconds that have passed for everybody since the process began, besides the real ones. */
let passed = 0
/** Milliseconds that the client's clock is ahead. */
let ahead = 0
const RealDate = Date
const serverNow = () => RealDate.now() + passed
const clientNow = () => serverNow() + ahead
globalThis.Date = class extends RealDate {
  constructor(...args: []) {
    // Only without arguments it is the present.
    if (args.length) super(...args)
    else super(clientNow())
  }
  static override now = clientNow
} as DateConstructor

const items = new Map<string, string>()
const storage = {
  getItem: (key: string) => items.get(key) ?? null,
  setItem: (key: string, value: string) => void items.set(key, value),
  removeItem: (key: string) => void items.delete(key),
}

/** @param href what the page was opened with */
function openPage(href: string): void {
  const location = Object.assign(new URL(href), { assign: () => {} })
  const events = { addEventListener: () => {}, removeEventListener: () => {} }
  const history = {
    state: null,
    replaceState: (_state: unknown, _title: string, address: string) => (location.href = new URL(address, location).href),
  }
  const page = { document: { ...events, visibilityState: 'visible', hidden: false }, location, history, ...events }
  for (const [name, value] of Object.entries({ ...page, localStorage: storage, window: globalThis })) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  }
}

const server = await createServer(serverNow)
const home = 'https://app.example.com/'
if (environment === 'browser') openPage(home)
const createClient = await load(library)
const create = (): Client => createClient({ url, apiKey: 'a.b.c', fetch: server.fetch, storage })

/** Signs in with a client that is gone afterwards, as after a reload; then time passes. */
async function visitBefore(seconds: number): Promise<void> {
  const client = create()
  await client.signInWithPassword(credentials)
  await client.dispose()
  server.forget()
  passed = seconds * 1000
}

const flows: Record<string, () => Promise<Client>> = {
  'expired-start': async () => {
    await visitBefore(7200)
    const client = create()
    await client.getSession()
    return client
  },
  'concurrent-get-session': async () => {
    const client = create()
    await client.signInWithPassword(credentials)
    server.forget()
    // Not a start again: nothing but the calls themselves is under way.
    passed = 7_200_000
    await Promise.all(Array.from({ length: 50 }, () => client.getSession()))
    return client
  },
  'refresh-60-s-left': async () => {
    await visitBefore(3540)
    const client = create()
    await client.refreshSession()
    return client
  },
  'clock-ahead': async () => {
    ahead = 2 * 3_600_000
    const client = create()
    await client.signInWithPassword(credentials)
    for (let i = 0; i < 20; i++) await client.getSession()
    return client
  },
  'implicit-callback': async () => {
    const { user: _user, ...tokens } = await server.signIn()
    openPage(`${home}#${new URLSearchParams({ ...tokens, expires_in: '3600', expires_at: `${tokens.expires_at}`, sb: '' })}`)
    const client = create()
    await client.getSession()
    return client
  },
  'cold-get-claims': async () => {
    await visitBefore(10)
    const client = create()
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.getClaims()))
    for (const { error } of answers) if (error) throw error
    return client
  },
}

async function fly(): Promise<Flown> {
  const end = async () => {
    const client = await flows[flow]!()
    await sleep(aftermath)
    const requests = { ...server.requests() }
    const { data } = await client.getSession()
    return { requests, succeeded: server.accepts(data.session?.access_token) && !!data.session?.user?.id }
  }
  const failed = () => ({ requests: server.requests(), succeeded: false })
  return Promise.race([end().catch(failed), sleep(limit).then(failed)])
}

console.log(JSON.stringify(await fly()))
process.exit()
