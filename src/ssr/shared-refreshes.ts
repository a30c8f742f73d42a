/** Milliseconds. Who comes later makes a request of their own, so that one that hangs is nobody's who comes after. */
const joinable = 10_000

interface Flight {
  answer: Promise<Response>
  controller: AbortController
  startedAt: number
  waiting: number
}

/**
 * Makes one request of those that exchange the same refresh token at the same time. Nothing is kept once the answer is there.
 * Who presents the same refresh token would get the same session from the server, too.
 */
export function shareRefreshes(fetch: (request: Request) => Promise<Response>): (request: Request) => Promise<Response> {
  const flights = new Map<string, Flight>()
  const start = (key: string, { url, method, headers, redirect }: Request, body: string) => {
    // It goes on when the one who began it gives up, as long as somebody waits.
    const controller = new AbortController()
    const request = new Request(url, { method, headers, body, redirect, signal: controller.signal })
    const answer = fetch(request).finally(() => {
      if (flights.get(key) === flight) flights.delete(key)
    })
    const flight: Flight = { answer, controller, startedAt: performance.now(), waiting: 0 }
    flights.set(key, flight)
    return flight
  }
  return async (request) => {
    const { method, url, signal } = request
    if (method !== 'POST' || !url.endsWith('/token?grant_type=refresh_token')) return fetch(request)
    const body = await request.text()
    const key = `${url}\n${body}`
    const flight = flights.get(key)
    const isJoinable = flight && performance.now() - flight.startedAt < joinable
    return join(isJoinable ? flight : start(key, request, body), signal)
  }
}

function join(flight: Flight, signal: AbortSignal): Promise<Response> {
  flight.waiting++
  return new Promise((resolve, reject) => {
    const leave = () => {
      if (--flight.waiting === 0) flight.controller.abort(signal.reason)
      reject(signal.reason)
    }
    signal.addEventListener('abort', leave, { once: true })
    if (signal.aborted) leave()
    flight.answer
      .then((response) => resolve(response.clone()), reject)
      .finally(() => signal.removeEventListener('abort', leave))
  })
}
