// One sample of endurance.ts, in a process of its own: `node --expose-gc bench/endurance-process.ts <library> <refreshes>`
import { credentials, sessions } from './answers.ts'
import { load, type Fetch } from './libraries.ts'

export interface Endured {
  /** Bytes of heap after each tenth of the refreshes. */
  heaps: number[]
  refreshes: number
  events: number
}

const listeners = 10
const [library, count] = process.argv.slice(2) as [string, string]
const total = Number(count)

// Each token is another, as those of a server are: what remembers tokens would be seen to grow.
let issued = 0
const fetch: Fetch = async (input, init) => {
  const request = new Request(input, init)
  await request.text()
  // A network lets the event loop turn, and with it what cleans up after requests.
  await new Promise(setImmediate)
  const text = sessions[issued % sessions.length]!.replace(/"refresh\d+"/, `"refresh-${issued++}"`)
  return new Response(text, { headers: { 'content-type': 'application/json' } })
}

/** Lets go of what can be let go of. */
async function heap(): Promise<number> {
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    globalThis.gc!()
  }
  return process.memoryUsage().heapUsed
}

const create = await load(library)
const auth = create({ url: 'https://auth.example.com', apiKey: 'a.b.c', fetch, autoRefreshToken: false })
let events = 0
for (let i = 0; i < listeners; i++) auth.onAuthStateChange(() => void events++)
const signedIn = await auth.signInWithPassword(credentials)
if (signedIn.error) throw signedIn.error

const heaps: number[] = []
for (let tenth = 0; tenth < 10; tenth++) {
  for (let i = 0; i < total / 10; i++) {
    const { error } = await auth.refreshSession()
    if (error) throw error
  }
  heaps.push(await heap())
}
console.log(JSON.stringify({ heaps, refreshes: issued - 1, events } satisfies Endured))
process.exit()
