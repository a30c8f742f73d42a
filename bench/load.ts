// How many calls a process makes in a second to a server on the same machine, and how long one of them takes then. Many callers call
// without a pause, each with a client of its own, as a server has for its users. The ways take turns, round by round.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createTransport, getUser, grantToken } from 'gotrue-sdk/operations'
import { credentials } from './answers.ts'
import { libraries, load as loadLibrary, succeeding } from './libraries.ts'
import { median, type Row, type Section } from './rows.ts'

const apiKey = 'a.b.c'
const [ours, theirs] = libraries as [string, string]
const operations = 'gotrue-sdk/operations'
const bare = 'bare fetch'

/** Fails when the call does. */
type Call = () => Promise<void>
/** @returns a caller's own call */
type Way = () => Promise<Call>

interface Figures {
  perSecond: number
  p50: number
  p99: number
}

async function startServer(): Promise<{ url: string; stop: () => void }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('load-server.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { url: String(line).trim(), stop: () => child.stdin.end() }
}

/** By the name of the call, then of who makes it. */
async function waysOf(url: string): Promise<Record<'getUser' | 'signInWithPassword', Record<string, Way>>> {
  const ways: Record<'getUser' | 'signInWithPassword', Record<string, Way>> = { getUser: {}, signInWithPassword: {} }
  const headers = { apikey: apiKey, authorization: `Bearer ${apiKey}` }
  const read = async (answer: Response) => {
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
    await answer.json()
  }
  ways.getUser[bare] = async () => async () => read(await fetch(`${url}/user`, { headers }))
  ways.signInWithPassword[bare] = async () => async () =>
    read(
      await fetch(`${url}/token?grant_type=password`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(credentials),
      }),
    )
  const transport = () => createTransport({ url, apiKey, credentials: { accessToken: apiKey } })
  ways.getUser[operations] = async () => {
    const client = transport()
    return succeeding(() => getUser({ client }))
  }
  ways.signInWithPassword[operations] = async () => {
    const client = transport()
    return succeeding(() => grantToken({ client, query: { grant_type: 'password' }, body: credentials }))
  }
  for (const library of libraries) {
    const create = await loadLibrary(library)
    const signedIn = async () => {
      const auth = create({ url, apiKey, autoRefreshToken: false })
      await succeeding(() => auth.signInWithPassword(credentials))()
      return auth
    }
    ways.getUser[library] = async () => {
      const auth = await signedIn()
      return succeeding(() => auth.getUser())
    }
    ways.signInWithPassword[library] = async () => {
      const auth = await signedIn()
      return succeeding(() => auth.signInWithPassword(credentials))
    }
  }
  return ways
}

/** Milliseconds of each call, and of all of them. */
async function run(callers: Call[], calls: number): Promise<{ times: number[]; total: number }> {
  const times: number[] = []
  const start = performance.now()
  await Promise.all(
    callers.map(async (call) => {
      for (let i = 0; i < calls; i++) {
        const start = performance.now()
        await call()
        times.push(performance.now() - start)
      }
    }),
  )
  return { times, total: performance.now() - start }
}

/**
 * @param rounds of each way
 * @param callers at the same time
 * @param calls of each caller in a round
 */
export async function load(rounds: number, callers: number, calls: number): Promise<Section> {
  const { url, stop } = await startServer()
  const rows: Row[] = []
  const notes = [
    `median of ${rounds} rounds, in turns, of ${callers * calls} calls: ${callers} callers, each with its own client, ${calls} calls one after another`,
  ]
  for (const [name, ways] of Object.entries(await waysOf(url))) {
    const measured = new Map<string, Figures[]>()
    const prepared = new Map<string, Call[]>()
    for (const [who, way] of Object.entries(ways)) {
      prepared.set(who, await Promise.all(Array.from({ length: callers }, way)))
      measured.set(who, [])
    }
    const warmUp = Math.ceil(rounds / 5)
    for (let round = -warmUp; round < rounds; round++) {
      const turn = [...prepared]
      for (const [who, each] of round % 2 ? turn.reverse() : turn) {
        const { times, total } = await run(each, calls)
        if (round < 0) continue
        times.sort((a, b) => a - b)
        const at = (share: number) => times[Math.floor(times.length * share)]!
        measured.get(who)!.push({ perSecond: (times.length / total) * 1000, p50: at(0.5), p99: at(0.99) })
      }
    }
    const of = (who: string, what: keyof Figures) => median(measured.get(who)!.map((figures) => figures[what]))
    const row = (id: string, title: string, unit: string, value: (who: string) => number): Row => {
      return {
        id: `load/${name}/${id}`,
        name: `${name}(), ${title}`,
        unit,
        ours: value(ours),
        theirs: value(theirs),
        noise: 0.05,
      }
    }
    rows.push(
      row('each', 'time per call of all callers', 'µs', (who) => 1e6 / of(who, 'perSecond')),
      row('p50', 'half of the calls took at most', 'ms', (who) => of(who, 'p50')),
      row('p99', '99 of 100 took at most', 'ms', (who) => of(who, 'p99')),
    )
    const title = name === 'getUser' ? 'GET /user' : 'POST /token'
    for (const who of [bare, operations, ours, theirs]) {
      const cells = [
        `${Math.round(of(who, 'perSecond')).toLocaleString('en').padStart(6)} calls/s`,
        `p50 ${of(who, 'p50').toFixed(2).padStart(5)} ms`,
        `p99 ${of(who, 'p99').toFixed(2).padStart(5)} ms`,
        `${(of(bare, 'perSecond') / of(who, 'perSecond')).toFixed(2)} × bare fetch`,
      ]
      notes.push(`${title.padEnd(11)} ${who.padEnd(21)} ${cells.join('  ')}`)
    }
  }
  stop()
  return { title: `Under load, over HTTP on the same machine: ${callers} callers without a pause`, rows, notes }
}
