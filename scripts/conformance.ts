// Holds a running server against the spec: sends requests that are made from its schemas, as nobody, as a user and as an administrator,
// and reports what the spec does not say: statuses, bodies, and errors of the server itself. With its configuration, the test server of
// `gotrue-sdk/testing` is sent the same, and has to answer the same. `npm run conformance -- --help`.
import { randomInt } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs, parseEnv } from 'node:util'
import fc from 'fast-check'
import { createServiceToken } from '../src/facade/admin/index.ts'
import { createJudge } from '../test/recorded/judge.ts'
import { createTwin } from './conformance/twin.ts'
import { requestOf, type MadeRequest } from './conformance/arbitraries.ts'
import { createWorld, type World } from './conformance/world.ts'
import { operationsOf, readSpec, type OperationPlace } from './spec/read.ts'

interface Finding {
  operation: string
  caller: Caller
  status: number
  what: string
  times: number
  example: {
    path: string
    query: [string, string][]
    headers: Record<string, string>
    body: string | undefined
    answer: string
  }
}

type Caller = 'nobody' | 'user' | 'admin'

const help = `npm run conformance -- --url http://localhost:9999 --jwt-secret …

Sends a server requests that are made from the schemas of spec/gotrue.yaml, and judges its answers by it.

  --url URL             the server, or GOTRUE_URL
  --jwt-secret SECRET   its secret, to make an administrator's token with, or GOTRUE_JWT_SECRET
  --service-key TOKEN   such a token, or GOTRUE_SERVICE_KEY
  --runs 40             requests of each operation and each of the three callers: nobody, a user, an administrator
  --seed 1              which requests; the same again. Without it: any, and the seed is printed
  --operation a,b       only those operations
  --test-server FILE    the server's configuration, as lines NAME=value: the test server gets the same requests, and where it answers
                        otherwise is reported. The server should be a fresh one
  --json FILE           a report: { seed, runs, requests, statuses, findings }
  --i-own-this-server   for a server that is not on this machine: the requests make users and send mails

It ends with 0 when all answers are in the spec, with 1 when some are not, and with 2 when it could not ask. Failures of the server (5xx)
are listed, and fail nothing: the spec says that any server may fail.`

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    url: { type: 'string', default: process.env.GOTRUE_URL ?? '' },
    'service-key': { type: 'string', default: process.env.GOTRUE_SERVICE_KEY ?? '' },
    'jwt-secret': { type: 'string', default: process.env.GOTRUE_JWT_SECRET ?? '' },
    runs: { type: 'string', default: '40' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    operation: { type: 'string', default: '' },
    'test-server': { type: 'string', default: '' },
    json: { type: 'string', default: '' },
    'i-own-this-server': { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(help)
  process.exit()
}
function refuse(reason: string): never {
  console.error(`${reason}\nSee npm run conformance -- --help`)
  process.exit(2)
}

const url = values.url.replace(/\/$/, '')
if (!url) refuse('Which server? --url http://localhost:9999')
if (!values['i-own-this-server'] && !/^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/.test(url)) {
  refuse(`${url} is not on this machine. The requests make users and send mails: add --i-own-this-server if that is meant.`)
}
const serviceKey =
  values['service-key'] ||
  (values['jwt-secret'] &&
    (await createServiceToken({ secret: values['jwt-secret'], role: 'service_role', expiresIn: 3_600 })))
if (!serviceKey) refuse('It needs an administrator: --service-key, or the secret to make one with, --jwt-secret')

const { document } = readSpec('spec/gotrue.yaml')
const judge = createJudge(document)
const only = values.operation.split(',').filter(Boolean)
const unknown = only.filter((name) => !operationsOf(document).some(({ operation }) => operation.operationId === name))
if (unknown.length) refuse(`The spec has no ${unknown.join(', ')}`)
const twin = values['test-server'] ? createTwin(parseEnv(readFileSync(values['test-server'], 'utf8'))) : undefined
/** Asks the server, and its twin the same. */
const ask: typeof fetch = twin ? twin.asking(fetch) : fetch
const findings = new Map<string, Finding>()
const statuses = new Map<string, Map<number, number>>()
let sent = 0

for (const place of operationsOf(document)) {
  const { operationId } = place.operation
  if (only.length && !only.includes(operationId)) continue
  for (const caller of ['nobody', 'user', 'admin'] as const) {
    // Anew each time: what a request can delete is gone by the next operation.
    const world = await createWorld(url, serviceKey, ask).catch((error: unknown) => refuse(String(error)))
    const made = fc.sample(requestOf(document, place, world.pool), {
      numRuns: Number(values.runs),
      seed: Number(values.seed),
    })
    for (const request of made) await send(world, place, caller, request)
  }
  const seen = [...(statuses.get(operationId) ?? [])]
    .sort(([a], [b]) => a - b)
    .map(([status, times]) => `${status}×${times}`)
  console.log(`${operationId.padEnd(34)} ${seen.join(' ')}`)
}

async function send(world: World, place: OperationPlace, caller: Caller, made: MadeRequest): Promise<void> {
  const { path: template } = place
  const method = place.method.toUpperCase()
  const operation = place.operation.operationId
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(made.path[name]!).replaceAll('%3A', ':'),
  )
  const query = new URLSearchParams(made.query).toString()
  const token = caller === 'admin' ? world.adminToken : caller === 'user' ? await world.userToken() : undefined
  const headers = { ...made.headers, ...(token && { authorization: `Bearer ${token}` }) }
  const response = await ask(`${url}${path}${query && `?${query}`}`, {
    method,
    headers,
    redirect: 'manual',
    ...(made.body !== undefined && { body: made.body }),
  })
  const text = await response.text()
  sent++
  const counts = statuses.get(operation) ?? new Map<number, number>()
  counts.set(response.status, (counts.get(response.status) ?? 0) + 1)
  statuses.set(operation, counts)
  const isJson = response.headers.get('content-type')?.includes('json')
  let body: unknown = text || null
  let broken: string | undefined
  try {
    if (isJson && text) body = JSON.parse(text)
  } catch {
    broken = 'the body is said to be JSON, and is none'
  }
  const what = judge({
    operation: `${method} ${template}`,
    profile: '',
    request: { method, path, query: {}, headers: {}, body: null },
    response: { status: response.status, headers: Object.fromEntries(response.headers), body },
  }).filter((finding) => !/is required by the spec|the spec requires a body/.test(finding))
  if (broken) what.push(broken)
  what.push(...(twin?.differences() ?? []))
  // The spec says that any server may fail; here it is told when it does.
  if (response.status >= 500)
    what.push(`the server fails: ${text.replace(/"error_id":"[^"]*"/, '"error_id":"…"').slice(0, 160)}`)
  for (const finding of what) {
    const key = `${operation} ${response.status} ${finding}`
    const known = findings.get(key)
    if (known) known.times++
    else {
      const example = { path, query: made.query, headers: made.headers, body: made.body, answer: text.slice(0, 400) }
      findings.set(key, { operation, caller, status: response.status, what: finding, times: 1, example })
    }
  }
}

const list = [...findings.values()]
for (const { operation, caller, status, what, times, example } of list) {
  console.log(`\n✗ ${operation} as ${caller} → ${status}, ${times}×: ${what}`)
  console.log(
    `  ${example.path}${example.query.length ? `?${new URLSearchParams(example.query)}` : ''}  ${example.body?.slice(0, 300) ?? ''}`,
  )
  console.log(`  ${JSON.stringify(example.headers)}  ${example.answer}`)
}
if (values.json) {
  const { seed, runs } = values
  const counted = Object.fromEntries([...statuses].map(([name, counts]) => [name, Object.fromEntries(counts)]))
  const report = { seed: Number(seed), runs: Number(runs), requests: sent, statuses: counted, findings: list }
  writeFileSync(values.json, JSON.stringify(report, null, 2))
}
const failures = list.filter(({ what }) => what.startsWith('the server fails')).length
console.log(
  `\n${sent} requests (seed ${values.seed}): ${list.length - failures} findings against the spec, ${failures} kinds of failures of the server`,
)
process.exitCode = list.length > failures ? 1 : 0
