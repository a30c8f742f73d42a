// `npm run bench`: what a call costs beside the network, over a fetch that answers at once. The ways are timed in turns,
// round by round, so that a busy machine slows all of them alike; the ratios are what to read.
import createClient from 'openapi-fetch'
import { createTransport, getUser } from 'gotrue-sdk/operations'
import type { paths } from 'gotrue-sdk/schema'

const url = 'https://auth.example.com'
const user = JSON.stringify({ id: '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11', aud: 'authenticated', email: 'ada@example.com' })
const fetch = async (_request: Request) =>
  new Response(user, { headers: { 'content-type': 'application/json', 'content-length': String(user.length) } })
const headers = { authorization: 'Bearer a.b.c', apikey: 'a.b.c' }

const alone = createClient<paths>({ baseUrl: url, fetch })
const client = createTransport({ url, apiKey: 'a.b.c', fetch, credentials: { accessToken: 'a.b.c' } })

const ways: Record<string, () => Promise<unknown>> = {
  'bare fetch': async () => (await fetch(new Request(`${url}/user`, { headers }))).json(),
  'openapi-fetch': () => alone.GET('/user', { headers }),
  'gotrue-sdk/operations': () => getUser({ client }),
}

const rounds = 40
const calls = 500
const times = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]))
for (let round = -5; round < rounds; round++) {
  for (const [name, call] of Object.entries(ways)) {
    const start = performance.now()
    for (let i = 0; i < calls; i++) await call()
    // The first rounds warm up.
    if (round >= 0) times.get(name)!.push(((performance.now() - start) / calls) * 1000)
  }
}

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!
const base = median(times.get('bare fetch')!)
console.log(`µs per call, median of ${rounds} rounds of ${calls} calls (Node ${process.versions.node})\n`)
for (const [name, all] of times) {
  console.log(
    `${name.padEnd(24)} ${median(all).toFixed(1).padStart(6)} µs   ${(median(all) / base).toFixed(2)} × bare fetch`,
  )
}
