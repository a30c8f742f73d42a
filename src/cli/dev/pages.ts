// What the development server answers below `/__dev`, where GoTrue has nothing: a page for people, and the JSON that it shows. The
// rest is the test server's.
import { readFileSync } from 'node:fs'
import type { Message, RecordedRequest, TestServer, TestUser } from '../../testing/index.ts'

/** What the page shows. */
export interface DevState {
  /** Another one after each change. */
  version: string
  url: string
  siteUrl: string
  /** The server's time, in milliseconds since the Unix epoch. */
  now: number
  /** Newest first. */
  messages: Message[]
  /** Newest first, and not all of them if they are many. */
  users: TestUser[]
  userCount: number
  /** Newest first. */
  requests: (RecordedRequest & { id: number })[]
}

/** How much the page shows of each, and the server keeps of requests. */
const most = { messages: 200, users: 200, requests: 200 }
/** Milliseconds that a page waits for news before it asks again. */
const patience = 20_000

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

export function createDevPages(server: TestServer, { onChange = () => {} }: { onChange?: () => void } = {}) {
  const files: Record<string, { type: string; text: string }> = {
    '/__dev': { type: 'text/html', text: read('page.html') },
    '/__dev/page.css': { type: 'text/css', text: read('page.css') },
    '/__dev/page.js': { type: 'text/javascript', text: read('page.js') },
  }
  const start = Date.now()
  let changes = 0
  const waiting = new Set<() => void>()
  const changed = () => {
    changes++
    for (const wake of waiting) wake()
    onChange()
  }
  const ids = new WeakMap<RecordedRequest, number>()
  let lastId = 0
  const idOf = (request: RecordedRequest): number => {
    if (!ids.has(request)) ids.set(request, ++lastId)
    return ids.get(request)!
  }

  const version = () => `${start}-${changes}`
  const state = (): DevState => ({
    version: version(),
    url: server.url,
    siteUrl: server.config.GOTRUE_SITE_URL,
    now: server.clock.now(),
    messages: server.inbox.all().slice(-most.messages).reverse(),
    ...newestUsers(server),
    requests: server.requests.map((request) => ({ ...request, id: idOf(request) })).reverse(),
  })

  /** What the page's buttons do. */
  const actions: Record<string, (given: Record<string, unknown>) => void> = {
    '/__dev/inbox/clear': () => server.inbox.clear(),
    '/__dev/clock/advance': ({ by }) => server.clock.advance(by as string),
    '/__dev/clock/reset': () => server.clock.run({ reset: true }),
    '/__dev/users/create': ({ email }) => void server.users.create(email ? { email: email as string } : {}),
    '/__dev/users/delete': ({ id }) => server.users.delete({ id: id as string }),
    '/__dev/reset': () => {
      server.reset()
      server.clock.run({ reset: true })
    },
  }

  async function respond(request: Request, { pathname, searchParams: query }: URL): Promise<Response> {
    const path = pathname.replace(/\/$/, '')
    const file = files[path]
    if (file) return page(file)
    // Pages of others, which may know the address of this one, are to press no button here and to read nothing.
    if (!isOwn(request)) return new Response('Only the page of this server may ask that.\n', { status: 403 })
    if (path === '/__dev/state') {
      if (query.get('after') === version()) await news(request.signal)
      return Response.json(state(), { headers: { 'cache-control': 'no-store' } })
    }
    if (path === '/__dev/sign-in') {
      const session = await server.users.signIn({ id: query.get('user') ?? '' })
      changed()
      return Response.redirect(withSession(server.config.GOTRUE_SITE_URL, session), 303)
    }
    const action = actions[path]
    if (!action) return new Response('404 page not found\n', { status: 404 })
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } })
    action((await request.json()) as Record<string, unknown>)
    changed()
    return Response.json({})
  }

  /** Waits until something has changed, or a while. */
  function news(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        waiting.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, patience)
      waiting.add(wake)
      signal.addEventListener('abort', wake)
    })
  }

  return {
    async fetch(request: Request): Promise<Response> {
      const url = new URL(request.url)
      if (!/^\/__dev(\/|$)/.test(url.pathname)) {
        const answer = server.fetch(request)
        await answer.catch(() => {})
        // They are many, as days go by.
        server.requests.splice(0, server.requests.length - most.requests)
        changed()
        return answer
      }
      try {
        return await respond(request, url)
      } catch (error) {
        // Of the buttons: an address that somebody has already, a time that is none.
        if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
        return Response.json({ message: error.message }, { status: 400 })
      }
    },
  }
}

function newestUsers({ users }: TestServer): Pick<DevState, 'users' | 'userCount'> {
  const all = users.all()
  return { users: all.slice(-most.users).reverse(), userCount: all.length }
}

function page({ type, text }: { type: string; text: string }): Response {
  return new Response(text, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'self'; img-src data:; frame-ancestors 'none'; form-action 'none'",
      'x-content-type-options': 'nosniff',
    },
  })
}

/** Whether a request is of the page itself, or of no page at all. A foreign name for this machine is as good as a foreign page. */
function isOwn({ url, headers }: Request): boolean {
  const host = headers.get('host') ?? new URL(url).host
  const site = headers.get('sec-fetch-site')
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host) && (!site || site === 'same-origin' || site === 'none')
}

/** As the server hands over a session in the implicit flow. */
function withSession(site: string, session: Awaited<ReturnType<TestServer['users']['signIn']>>): string {
  const { access_token, expires_at, expires_in, refresh_token, token_type } = session
  const fragment = new URLSearchParams({
    access_token,
    expires_at: String(expires_at),
    expires_in: String(expires_in),
    refresh_token,
    token_type,
    type: 'magiclink',
  })
  return `${site}#${fragment}`
}
