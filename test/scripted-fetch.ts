// A `fetch` that answers from a script and keeps the requests. Nothing is mocked: it is what an application can pass in.
// A step is an answer, something to throw, or a function of the request. The last step repeats.

type Step = Response | Error | ((request: Request) => Response | Promise<Response>)

export interface ScriptedFetch {
  (request: Request): Promise<Response>
  requests: Request[]
}

export function scriptedFetch(...steps: Step[]): ScriptedFetch {
  const requests: Request[] = []
  const fetch = async (request: Request): Promise<Response> => {
    const step = steps[Math.min(requests.length, steps.length - 1)]
    requests.push(request)
    if (step instanceof Error) throw step
    if (typeof step === 'function') return step(request)
    return step!.clone()
  }
  return Object.assign(fetch, { requests })
}

/** An answer of GoTrue. */
export function json(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), { ...init, headers: { 'content-type': 'application/json', ...init.headers } })
}

/** A `fetch` that never settles by itself; it ends when its signal is aborted, or not even then. */
export function hangingFetch({ obeysSignal }: { obeysSignal: boolean }): (request: Request) => Promise<Response> {
  return (request) =>
    new Promise((_resolve, reject) => {
      if (obeysSignal) request.signal.addEventListener('abort', () => reject(request.signal.reason))
    })
}
