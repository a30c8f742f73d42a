// One sample of testing.ts, in a process of its own: `node --expose-gc bench/testing-process.ts ready`, or `… <users> <calls>`
// Node loads its own fetch at its first use, and not for the test server.
new Request('http://localhost')
const start = performance.now()
const { createTestServer } = await import('gotrue-sdk/testing')

/** Of a server that has just been loaded. */
export interface Ready {
  milliseconds: number
}
/** Of a server with many users. Times are of a call, in microseconds. */
export interface Crowd {
  signIn: number
  page: number
  filtered: number
  create: number
  bytes: number
}

const [what, count] = process.argv.slice(2) as [string, string]
console.log(JSON.stringify(what === 'ready' ? await ready() : await crowd(Number(what), Number(count))))

async function ready(): Promise<Ready> {
  const server = createTestServer()
  const { status } = await server.fetch(`${server.url}/settings`)
  if (status !== 200) throw new Error(`status ${status}`)
  return { milliseconds: performance.now() - start }
}

async function crowd(users: number, calls: number): Promise<Crowd> {
  const server = createTestServer()
  const password = 'correct-horse-battery'
  const emailOf = (index: number) => `user${index}@example.com`
  const adminToken = await server.createServiceToken()
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${adminToken}` }
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await server.fetch(server.url + path, { headers, ...init })
    // What fails is fast.
    if (!response.ok) throw new Error(`${path}: status ${response.status}`)
    return response.json()
  }
  const heap = () => {
    globalThis.gc!()
    return process.memoryUsage().heapUsed
  }
  const before = heap()
  const begin = performance.now()
  server.users.createMany(users, (index) => ({ email: emailOf(index), password }))
  const create = ((performance.now() - begin) / users) * 1000
  const bytes = Math.round((heap() - before) / users)

  const time = async (call: (turn: number) => Promise<unknown>) => {
    for (let turn = 0; turn < calls / 5; turn++) await call(turn)
    // What is asked is remembered, and that is nothing of what is measured.
    server.requests.length = 0
    const begin = performance.now()
    for (let turn = 0; turn < calls; turn++) await call(turn)
    return ((performance.now() - begin) / calls) * 1000
  }
  const signIn = await time((turn) => {
    const body = JSON.stringify({ email: emailOf((turn * 7919) % users), password })
    return ask('/token?grant_type=password', { method: 'POST', body })
  })
  const pages = Math.floor(users / 50)
  const page = await time((turn) => ask(`/admin/users?per_page=50&page=${((turn * 7919) % pages) + 1}`))
  const filtered = await time((turn) => ask(`/admin/users?filter=${emailOf((turn * 7919) % users)}`))
  return { signIn, page, filtered, create, bytes }
}
