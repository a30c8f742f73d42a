// The lists of a GoTrue in memory, as a `fetch`, paged as the real server does it (seen on one): numbers with a relative `Link` and
// `X-Total-Count`, the last page of an empty list 0, `limit` without effect; or, where cursors are on and no page is asked for, cursors
// and no count. A test can change the list between two pages, and put faults in the way.
import { json } from '../../scripted-fetch.ts'

export interface Entry {
  id: string
  email: string
  identities: null
  app_metadata: { provider?: string }
  user_metadata: object
}

export const entry = (number: number, more: Partial<Entry> = {}): Entry => ({
  id: `00000000-0000-4000-8000-${`${number}`.padStart(12, '0')}`,
  email: `user-${number}@example.com`,
  identities: null,
  app_metadata: { provider: 'email' },
  user_metadata: {},
  ...more,
})

/** `count` of them, the newest first. */
export const entries = (count: number): Entry[] => Array.from({ length: count }, (_, index) => entry(count - index))

type Fault = Response | Error | ((request: Request) => Response | Promise<Response>)

export function listServer(list: Entry[], { hasCursors = false } = {}) {
  const requests: Request[] = []
  /** What answers in place of the list, by the number of the request, from 1. */
  const faults = new Map<number, Fault>()
  const server = {
    list,
    requests,
    faults,
    /** The queries that were asked for, without the parts that never change. */
    queries: () => requests.map(({ url }) => decodeURIComponent(new URL(url).search)),
    /** Called after each answer with its number. */
    after: (_number: number) => {},
    fetch: async (request: Request): Promise<Response> => {
      requests.push(request)
      const number = requests.length
      const fault = faults.get(number)
      if (fault instanceof Error) throw fault
      const response = fault ? (typeof fault === 'function' ? await fault(request) : fault) : answer(new URL(request.url))
      server.after(number)
      return response
    },
  }

  function answer(url: URL): Response {
    const { pathname, searchParams } = url
    const { page, per_page, limit, cursor } = Object.fromEntries(searchParams)
    const one = server.list.find(({ id }) => pathname.endsWith(`/admin/users/${id}`))
    if (one) return json({ ...one, identities: [] })
    if (/\/users\/./.test(pathname)) return json({ code: 'user_not_found', message: 'User not found' }, { status: 404 })
    // LIKE, with the wildcards and their escapes.
    const pattern = (searchParams.get('filter') ?? '').replace(/\\?[^]/g, (part) => {
      if (part.startsWith('\\')) return `\\u{${part.codePointAt(1)!.toString(16)}}`
      return part === '%' ? '[^]*' : part === '_' ? '[^]' : `\\u{${part.codePointAt(0)!.toString(16)}}`
    })
    const found = server.list.filter(({ email }) => new RegExp(pattern, 'u').test(email))
    if (searchParams.get('sort') === 'created_at asc') found.reverse()

    if (hasCursors && page === undefined && per_page === undefined) {
      const length = Math.min(Number(limit ?? 50), 1000)
      const start = cursor ? found.findIndex(({ id }) => id === cursor) + 1 : 0
      const users = found.slice(start, start + length)
      const has_more = found.length > start + length
      const pagination = { has_more, ...(has_more && { next_cursor: users.at(-1)!.id }) }
      return json({ users, aud: 'authenticated', pagination }, { headers: has_more ? { link: link(url, {}, 'next') } : {} })
    }
    const length = Number(per_page ?? 50)
    const at = Number(page ?? 1)
    const last = Math.ceil(found.length / length)
    const links = [...(at < last ? [link(url, { page: at + 1 }, 'next')] : []), link(url, { page: last }, 'last')]
    const items = found.slice((at - 1) * length, at * length)
    const headers = { link: links.join(', '), 'x-total-count': `${found.length}` }
    return json(pathname.endsWith('/audit') ? items : { users: items, aud: 'authenticated' }, { headers })
  }
  return server
}

function link(url: URL, more: Record<string, number>, relation: string): string {
  const query = new URLSearchParams(url.searchParams)
  for (const [name, value] of Object.entries(more)) query.set(name, `${value}`)
  return `<${url.pathname}?${query}>; rel="${relation}"`
}
