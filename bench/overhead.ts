// What a call costs beside the network, over a fetch that answers at once. The ways are timed in turns, round by round, so
// that a busy machine slows all of them alike; the ratios are what to read.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import createFetchClient from 'openapi-fetch'
import { createTransport, getUser, grantToken } from 'gotrue-sdk/operations'
import type { paths } from 'gotrue-sdk/schema'
import { credentials, sessions, userText } from './answers.ts'
import { libraries, load, succeeding, type Fetch } from './libraries.ts'
import { median, type Row, type Section } from './rows.ts'

const url = 'https://auth.example.com'
const apiKey = 'a.b.c'
let count = 0
const fetch: Fetch = async (input, init) => {
  // The platform's fetch does that, too, with whatever it is given (Fetch standard, section 5.6).
  const request = new Request(input, init)
  const text = request.url.endsWith('/user') ? userText : sessions[count++ % sessions.length]!
  return new Response(text, { headers: { 'content-type': 'application/json', 'content-length': String(text.length) } })
}

type Way = () => Promise<unknown>

/** A server on this machine that answers at once, over the platform's own fetch. */
async function listen(): Promise<{ server: Server; address: string }> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    request.resume().on('end', () => response.end(request.url === '/user' ? userText : sessions[0]))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** The ways of the methods: `gotrue-sdk getUser`. */
async function createMethods(address: string): Promise<Record<string, Way>> {
  const ways: Record<string, Way> = {}
  for (const library of libraries) {
    const create = await load(library)
    const auth = create({ url, apiKey, fetch, autoRefreshToken: false })
    const onNetwork = create({ url: address, apiKey, autoRefreshToken: false })
    for (const client of [auth, onNetwork]) await client.signInWithPassword(credentials)
    const add = (name: string, call: () => Promise<{ error: unknown }>) => (ways[`${library} ${name}`] = succeeding(call))
    add('getSession', () => auth.getSession())
    add('getUser', () => auth.getUser())
    add('signInWithPassword', () => auth.signInWithPassword(credentials))
    add('refreshSession', () => auth.refreshSession())
    add('getUser over HTTP', () => onNetwork.getUser())
  }
  return ways
}

/** What the methods are made of, and what they would be without. */
function createLayers(): Record<string, Way> {
  const headers = { authorization: `Bearer ${apiKey}`, apikey: apiKey }
  const alone = createFetchClient<paths>({ baseUrl: url, fetch })
  const client = createTransport({ url, apiKey, fetch, credentials: { accessToken: apiKey } })
  const post = { method: 'POST', headers, body: JSON.stringify(credentials) }
  const token = `${url}/token?grant_type=password`
  const body = credentials
  const query = { grant_type: 'password' } as const
  const read = async (answer: Promise<Response>) => (await answer).json()
  return {
    'GET  bare fetch': () => read(fetch(`${url}/user`, { headers })),
    'GET  fetch of a Request': () => read(fetch(new Request(`${url}/user`, { headers }))),
    'GET  fetch of a Request with a signal': () =>
      read(fetch(new Request(`${url}/user`, { headers, signal: new AbortController().signal }))),
    'GET  openapi-fetch': succeeding(() => alone.GET('/user', { headers })),
    'GET  gotrue-sdk/operations': succeeding(() => getUser({ client })),
    'POST bare fetch': () => read(fetch(token, post)),
    'POST fetch of a Request': () => read(fetch(new Request(token, post))),
    'POST fetch of a Request with a signal': () =>
      read(fetch(new Request(token, { ...post, signal: new AbortController().signal }))),
    'POST gotrue-sdk/operations': succeeding(() => grantToken({ client, query, body })),
  }
}

export async function overhead(rounds: number, calls: number): Promise<Section> {
  const { server, address } = await listen()
  const layers = createLayers()
  const ways = { ...layers, ...(await createMethods(address)) }
  const times = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]))
  const warmUp = Math.ceil(rounds / 5)
  for (let round = -warmUp; round < rounds; round++) {
    // There and back: a way leaves its garbage to the next one.
    const turn = Object.entries(ways)
    for (const [name, call] of round % 2 ? turn.reverse() : turn) {
      const start = performance.now()
      for (let i = 0; i < calls; i++) await call()
      if (round >= 0) times.get(name)!.push(((performance.now() - start) / calls) * 1000)
    }
  }
  server.closeAllConnections()
  server.close()

  const microseconds = (name: string) => median(times.get(name)!)
  const row = (method: string, name: string): Row => ({
    id: `overhead/${method}`,
    name,
    unit: 'µs',
    ours: microseconds(`gotrue-sdk ${method}`),
    theirs: microseconds(`@supabase/auth-js ${method}`),
    noise: 0.05,
  })
  return {
    title: 'Overhead of a call, over a fetch that answers at once',
    rows: [
      row('getSession', 'getSession(), no request'),
      row('getUser', 'getUser()'),
      row('signInWithPassword', 'signInWithPassword()'),
      row('refreshSession', 'refreshSession()'),
      row('getUser over HTTP', 'getUser() over HTTP, same machine'),
    ],
    notes: [
      `median of ${rounds} rounds of ${calls} calls, in turns. Below them:`,
      ...Object.keys(layers).map((name) => {
        const base = microseconds(`${name.slice(0, 4)} bare fetch`)
        const time = microseconds(name)
        return `${name.padEnd(38)} ${time.toFixed(1).padStart(5)} µs  ${(time / base).toFixed(2)} × bare fetch`
      }),
    ],
  }
}
