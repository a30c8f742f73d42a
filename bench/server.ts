// A GoTrue in memory, as the platform's `fetch`, for the flows: it counts requests by route. Refresh tokens rotate, the one
// before the last is answered with the last, access tokens are signed (ES256) and expire by the server's own clock.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fetch } from './libraries.ts'

export const url = 'https://project.example.com/auth/v1'
export const credentials = { email: 'ada@example.com', password: 'correct horse' }

/** Milliseconds that every answer takes: calls at the same time have to be at the same time. */
const latency = 20

const lifetime = 3600
const kid = 'f3b9c0a2'
const user = {
  id: '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11',
  aud: 'authenticated',
  role: 'authenticated',
  email: credentials.email,
}

export interface Session {
  access_token: string
  token_type: 'bearer'
  expires_in: number
  expires_at: number
  refresh_token: string
  user: typeof user
}

export interface Server {
  fetch: Fetch
  /** Requests by route since the last `forget()`. */
  requests(): Record<string, number>
  forget(): void
  /** Signs in without a request, as a provider's callback does. */
  signIn(): Promise<Session>
  /** Whether it would accept an access token now. */
  accepts(accessToken: string | undefined): boolean
}

/** @param now the server's clock, in milliseconds since the Unix epoch */
export async function createServer(now: () => number): Promise<Server> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const jwk = { ...(await crypto.subtle.exportKey('jwk', publicKey)), kid, alg: 'ES256', use: 'sig', key_ops: ['verify'] }
  const expiries = new Map<string, number>()
  const refreshTokens: string[] = []
  let requests: Record<string, number> = {}

  const issue = async (rotate: boolean): Promise<Session> => {
    if (rotate) refreshTokens.push(`refresh${refreshTokens.length + 1}`)
    const iat = Math.floor(now() / 1000)
    const exp = iat + lifetime
    const claims = { iss: url, sub: user.id, aud: user.aud, role: user.role, iat, exp, session_id: 'b7c1', aal: 'aal1' }
    const signed = `${base64url({ alg: 'ES256', kid, typ: 'JWT' })}.${base64url(claims)}`
    const signature = Buffer.from(await crypto.subtle.sign(algorithm, privateKey, Buffer.from(signed)))
    const access_token = `${signed}.${signature.toString('base64url')}`
    expiries.set(access_token, exp)
    const refresh_token = refreshTokens.at(-1)!
    return { access_token, token_type: 'bearer', expires_in: lifetime, expires_at: exp, refresh_token, user }
  }

  const accepts = (accessToken: string | undefined) => expiries.get(accessToken!)! > now() / 1000

  const answers: Record<string, (request: Request) => Promise<Response>> = {
    'POST /token?grant_type=password': async () => Response.json(await issue(true)),
    'POST /token?grant_type=refresh_token': async (request) => {
      const index = refreshTokens.indexOf(((await request.json()) as { refresh_token: string }).refresh_token)
      const age = refreshTokens.length - 1 - index
      if (index < 0 || age > 1) return refusal(400, index < 0 ? 'refresh_token_not_found' : 'refresh_token_already_used')
      return Response.json(await issue(age === 0))
    },
    'GET /user': async ({ headers }) =>
      accepts(headers.get('authorization')?.slice('Bearer '.length)) ? Response.json(user) : refusal(403, 'bad_jwt'),
    'GET /.well-known/jwks.json': async () => Response.json({ keys: [jwk] }),
  }

  return {
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const { pathname, search } = new URL(request.url)
      const route = `${request.method} ${pathname.replace('/auth/v1', '')}${search}`
      requests[route] = (requests[route] ?? 0) + 1
      await sleep(latency)
      return answers[route]?.(request) ?? refusal(404, 'not_found')
    },
    requests: () => requests,
    forget: () => void (requests = {}),
    signIn: () => issue(true),
    accepts,
  }
}

const refusal = (status: number, code: string) =>
  Response.json({ code, message: `the server says ${code}` }, { status, headers: { 'x-sb-error-code': code } })

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
