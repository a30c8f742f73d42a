// A network that loses, delays, doubles and falsifies what goes through it, as a scenario says. It stands between the SDK and the test
// server, whose work it does not start itself but hands to a queue: see world.ts for why.
import { wait } from '../facade/session/simulated-browser.ts'

/** What becomes of one request. */
export interface Fate {
  /** Milliseconds on the way to the server, and back. */
  before: number
  after: number
  /** What comes instead of the server's answer. */
  fault?: keyof typeof faults | undefined
  /** With a fault: the server has done its work all the same. */
  reached?: boolean
  /** The request is delivered again so many milliseconds after the first time. */
  again?: number | undefined
  /** The answer to the second delivery is what the client gets. */
  second?: boolean
}

/** Enough of an answer to give it more than once. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

export interface SentRequest {
  method: string
  path: string
  headers: Record<string, string>
  body: string
}

const type = { html: { 'content-type': 'text/html' }, json: { 'content-type': 'application/json' } }
const html = (status: number) => () => new Response(`<html><h1>${status}</h1></html>`, { status, headers: type.html })
const gateway = (status: number, body: object, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { ...type.json, ...headers } })
const limited = (headers = {}) =>
  gateway(429, { code: 'over_request_rate_limit', message: 'Request rate limit reached' }, headers)

/** Given the server's time in milliseconds, the answer that the server has given, and an earlier one of the same operation. */
type Make = (now: number, answer: Answer | undefined, earlier: Answer | undefined) => Response

const faults = {
  reset: () => {
    throw new TypeError('fetch failed')
  },
  // The connection breaks off in the body, and a proxy that does not notice.
  truncated: (_now, answer) =>
    new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode(half(answer))),
        pull: (controller) => controller.error(new TypeError('terminated')),
      }),
      { headers: type.json },
    ),
  cut: (_now, answer) => new Response(half(answer), { headers: type.json }),
  empty: () => new Response('', { headers: type.json }),
  'captive portal': html(200),
  'redirect to a captive portal': () =>
    new Response('', { status: 302, headers: { location: 'https://wifi.example/login' } }),
  '400 HTML': html(400),
  '401 of a gateway': () => gateway(401, { message: 'No API key found in request' }),
  '403 HTML': html(403),
  '404 HTML': html(404),
  408: html(408),
  429: () => limited(),
  '429 for seconds': () => limited({ 'retry-after': '20' }),
  '429 until a time': (now) =>
    limited({ 'retry-after': new Date(now + 20_000).toUTCString(), date: new Date(now).toUTCString() }),
  500: () => gateway(500, { code: 'unexpected_failure', message: 'Unexpected failure' }),
  502: html(502),
  503: html(503),
  504: () => gateway(504, { code: 'request_timeout', message: 'Processing this request timed out' }),
  stale: (_now, answer, earlier) => {
    const given = earlier ?? answer
    return given ? responseOf(given) : html(504)()
  },
} satisfies Record<string, Make>
export const faultNames = Object.keys(faults) as (keyof typeof faults)[]

const half = (answer: Answer | undefined) => (answer?.body ?? '{"access_token":"ey').slice(0, 40)

export const responseOf = ({ status, headers, body }: Answer): Response =>
  new Response(status === 204 ? null : body, { status, headers })

export interface Hooks {
  /** Milliseconds since the Unix epoch, in the server's clock. */
  now(): number
  /** Does the server's work, when its turn comes. */
  deliver(isAgain: boolean): Promise<Answer>
  /** @throws the reason, when the client wants no answer any more. Never comes back when there is no client any more. */
  stillWanted(): Promise<unknown>
}

export function createNetwork(fates: Fate[]) {
  const last = new Map<string, Answer>()
  let index = 0

  return {
    /** All goes well from now on. */
    mend: () => void (fates.length = Math.min(fates.length, index)),
    next: (): Fate => fates[index++] ?? { before: 1, after: 1 },

    async send(fate: Fate, { method, path }: SentRequest, ended: Promise<void>, hooks: Hooks): Promise<Response> {
      const pass = async (milliseconds: number) => {
        await Promise.race([wait(milliseconds), ended])
        await hooks.stillWanted()
      }
      await pass(fate.before)
      const key = `${method} ${path}`
      const earlier = last.get(key)
      let answer: Answer | undefined
      if (!fate.fault || fate.reached) {
        answer = await hooks.deliver(false)
        // Whether anybody waits for it or not.
        const second = fate.again === undefined ? undefined : wait(fate.again).then(() => hooks.deliver(true))
        if (fate.second && second) answer = (await Promise.race([second, ended.then(() => undefined)])) ?? answer
        if (answer.status < 300) last.set(key, answer)
      }
      await pass(fate.after)
      return fate.fault ? (faults as Record<string, Make>)[fate.fault]!(hooks.now(), answer, earlier) : responseOf(answer!)
    },
  }
}
