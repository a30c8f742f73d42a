// A GoTrue in memory, as a `fetch`: the flow tests are about what a client does over time, so its answers have to hang together.
// Refresh tokens rotate, and are answered when used twice, as the real server does it (v1: the current one again for the parent
// of the current one and for ten seconds, else the session is over). Access tokens are JWTs that nobody signed. It has its own
// clock, which goes on with `performance.now()`, so that a test can set the client's (`vi.setSystemTime()`) apart from it.
import type { Session } from '../../src/facade/index.ts'
import { json } from '../scripted-fetch.ts'

export const url = 'http://localhost:9999'
export const refresh = 'POST /token?grant_type=refresh_token'
export const credentials = { email: 'ada@example.com', password: 'correct horse' }

type Given = Response | Error | undefined
/** Answered in place of the server, after it (`answer()`), or by it as well when the step gives nothing. */
export type Step = Given | ((request: Request, answer: () => Response) => Given | Promise<Given>)

interface ServerSession {
  id: string
  user: { id: string; email: string; [name: string]: unknown }
  /** Refresh tokens, the current one last, and when each came. */
  tokens: { token: string; at: number }[]
  /** The code that says so. */
  over?: string
}

/** An error of GoTrue. */
export function refusal(status: number, code: string, headers: Record<string, string> = {}): Response {
  return json({ code, message: `the server says ${code}` }, { status, headers: { 'x-sb-error-code': code, ...headers } })
}

export function fakeServer({ expires_in = 3600 }: { expires_in?: number } = {}) {
  const start = Date.now() - performance.now()
  const sessions: ServerSession[] = []
  const users = new Map<string, ServerSession['user']>()
  const accessTokens = new Map<string, { session: ServerSession; exp: number }>()
  let steps: { route: string; step: Step; times: number }[] = []
  let count = 0

  const now = () => start + performance.now() + server.ahead
  const iat = () => Math.floor(now() / 1000)

  /** The session that tells what there is now; `rotate` gives it another refresh token. */
  const issue = (session: ServerSession, rotate: boolean): Session => {
    const number = `${++count}`.padStart(5, '0')
    if (rotate) session.tokens.push({ token: `refresh${number}`, at: now() })
    const { id, user, tokens } = session
    const exp = iat() + server.expires_in
    const amr = [{ method: 'password', timestamp: iat() }]
    const payload = { sub: user.id, aud: 'authenticated', role: 'authenticated', exp, iat: iat(), session_id: id, amr }
    const access_token = `${base64url({ alg: 'none' })}.${base64url(payload)}.access${number}`
    accessTokens.set(access_token, { session, exp })
    const refresh_token = tokens.at(-1)!.token
    const answer = {
      access_token,
      token_type: 'bearer',
      expires_in: server.expires_in,
      expires_at: exp,
      refresh_token,
      user,
    }
    return structuredClone(answer) as unknown as Session
  }

  const signIn = (email: string = credentials.email): Session => {
    const id = `00000000-0000-4000-8000-00000000000${users.size + 1}`
    if (!users.has(email)) users.set(email, { id, email, user_metadata: {}, app_metadata: {} })
    sessions.push({ id: `session${sessions.length + 1}`, user: users.get(email)!, tokens: [] })
    return issue(sessions.at(-1)!, true)
  }

  const exchange = (given: string): Response => {
    const session = sessions.find(({ tokens }) => tokens.some(({ token }) => token === given))
    if (!session) return refusal(400, 'refresh_token_not_found')
    if (session.over) return refusal(400, session.over)
    const { tokens } = session
    const next = tokens.findIndex(({ token }) => token === given) + 1
    if (next === tokens.length) return json(issue(session, true))
    if (next === tokens.length - 1 || now() - tokens[next]!.at < 10_000) return json(issue(session, false))
    session.over = 'refresh_token_already_used'
    return refusal(400, session.over)
  }

  const own = (name: string, request: Request, body: Record<string, string>): Response => {
    const { pathname, searchParams } = new URL(request.url)
    if (name === refresh) return exchange(body.refresh_token!)
    if (/^POST \/(token\?grant_type=(password|id_token)|signup|verify)/.test(name)) return json(signIn(body.email))
    const token = /^Bearer (.+)/.exec(request.headers.get('authorization') ?? '')?.[1]
    if (!token) return refusal(401, 'no_authorization')
    const found = accessTokens.get(token)
    if (!found || found.exp <= now() / 1000) return refusal(403, 'bad_jwt')
    const { session } = found
    if (session.over && session.over !== 'refresh_token_already_used') return refusal(403, 'session_not_found')
    if (pathname.endsWith('/logout')) {
      const scope = searchParams.get('scope') ?? 'global'
      for (const other of sessions) {
        if (other.user !== session.user || (other === session ? scope === 'others' : scope === 'local')) continue
        other.over ??= 'refresh_token_not_found'
      }
      return new Response(null, { status: 204 })
    }
    if (request.method === 'PUT') Object.assign(session.user, { ...body, user_metadata: body.data })
    return json(session.user)
  }

  const server = {
    /** Of the access tokens to come, in seconds. */
    expires_in,
    /** How far the server's clock is ahead of the real time, in milliseconds. */
    ahead: 0,
    requests: [] as Request[],
    /** What was asked for: `POST /logout?scope=local`. */
    log: [] as string[],
    count: (route = '') => server.log.filter((name) => name.startsWith(route)).length,
    /** Signs somebody in without a request: on another device, by a provider. */
    signIn,
    /** Ends all sessions of everybody, as seen by a refresh. */
    end: (code: string) => sessions.forEach((session) => (session.over = code)),
    /** Gives the next requests, whose log entry begins with `route`, to a step. */
    on: (route: string, step: Step, times = 1) => void steps.push({ route, step, times }),
    /** Takes all steps back. */
    off: () => void (steps = []),
    /** Lets the next such request wait. @returns a function that lets it go on */
    hold: (route: string): (() => void) => {
      let release!: () => void
      const held = new Promise<undefined>((resolve) => (release = () => resolve(undefined)))
      server.on(route, () => held)
      return release
    },
    fetch: async (request: Request): Promise<Response> => {
      const { pathname, search } = new URL(request.url)
      const name = `${request.method} ${pathname.replace('/auth/v1', '')}${search}`
      server.log.push(name)
      server.requests.push(request.clone())
      const body = JSON.parse((await request.text()) || '{}')
      const answer = () => own(name, request, body)
      const next = steps.find((step) => step.times > 0 && name.startsWith(step.route))
      if (next) next.times--
      const given = typeof next?.step === 'function' ? await next.step(request, answer) : next?.step
      if (given instanceof Error) throw given
      return given?.clone() ?? answer()
    },
  }
  return server
}

const base64url = (value: object) =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
