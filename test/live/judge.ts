// Every answer that the live suite gets is held against the spec, read closed: what the spec does not name fails the test that asked.
// So is every request that the server has taken: what it takes, the spec has to allow.
import { routes } from '../../generated/routes.ts'
import { readSpec } from '../../scripts/spec/read.ts'
import { createJudge } from '../recorded/judge.ts'

let judge: ReturnType<typeof createJudge> | undefined
const findings: string[] = []

/** What there was to say since the last time. */
export const takeFindings = (): string[] => findings.splice(0)

/** Statuses that were seen, by operation. */
export const seen = new Map<string, Set<number>>()

/** A `fetch` to the server at an address, which notes what the spec does not have. */
export function judgedFetch(server: string): (request: Request) => Promise<Response> {
  const base = new URL(server)
  return async (request) => {
    const sent = await request.clone().text()
    const response = await fetch(request)
    const { pathname, search, searchParams, origin } = new URL(request.url)
    const path = pathname.slice(base.pathname.replace(/\/$/, '').length)
    const route = routes.find(
      (route) => route.method === request.method && new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
    )
    if (!route || origin !== base.origin) return response
    seen.set(route.operation, (seen.get(route.operation) ?? new Set()).add(response.status))
    const text = await response.clone().text()
    const query: Record<string, string | string[]> = {}
    for (const name of searchParams.keys()) {
      const all = searchParams.getAll(name)
      query[name] = all.length > 1 ? all : all[0]!
    }
    judge ??= createJudge(readSpec('spec/gotrue.yaml').document)
    const found = judge({
      operation: `${route.method} ${route.path}`,
      profile: '',
      request: {
        method: request.method,
        path,
        query,
        headers: Object.fromEntries(request.headers),
        body: bodyOf(request.headers, sent),
      },
      response: {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: bodyOf(response.headers, text),
      },
    })
    findings.push(
      ...found.map((what) => `${route.operation}: ${request.method} ${path}${search} → ${response.status}: ${what}`),
    )
    return response
  }
}

/** As the judge has it: JSON as a value, the rest as text. */
function bodyOf(headers: Headers, text: string): unknown {
  if (!text) return null
  return headers.get('content-type')?.includes('json') ? (JSON.parse(text) as unknown) : text
}
