// An API at the edge (Cloudflare Workers; workerd), for pages of other origins: it verifies access tokens with the server's public keys,
// and keeps each user's notes in a KV namespace. In a project of your own, beside the wrangler.jsonc of this folder:
//
//   npm install gotrue-sdk && npx wrangler dev --var GOTRUE_URL:http://localhost:9999
//
// and in the page: createClient({ url, fetchOrigins: ['http://localhost:8787'] }), then auth.fetch('http://localhost:8787/notes').
import { verifyAccessToken } from 'gotrue-sdk'

interface Env {
  /** The GoTrue server, as `https://project.supabase.co/auth/v1`. */
  GOTRUE_URL: string
  /** Of the tokens, where it is not the same (`GOTRUE_JWT_ISSUER`). */
  GOTRUE_ISSUER?: string
  /** Of the pages that may call, with spaces between them. */
  ALLOWED_ORIGINS: string
  NOTES: { get(key: string): Promise<string | null>; put(key: string, value: string): Promise<void> }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const response = request.method === 'OPTIONS' ? new Response(null, { status: 204 }) : await answer(request, env)
    // Also on refusals: without it the page can't read why.
    const origin = request.headers.get('origin') ?? ''
    response.headers.set('vary', 'origin')
    if (env.ALLOWED_ORIGINS.split(' ').includes(origin)) {
      response.headers.set('access-control-allow-origin', origin)
      response.headers.set('access-control-allow-headers', 'authorization, content-type')
      response.headers.set('access-control-allow-methods', 'GET, PUT')
      response.headers.set('access-control-max-age', '7200')
    }
    return response
  },
}

async function answer(request: Request, env: Env): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname !== '/notes') return refuse(404, 'not_found')

  const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (!token) return refuse(401, 'no_authorization')
  const { data, error } = await verifyAccessToken(token, {
    jwksUrl: `${env.GOTRUE_URL}/.well-known/jwks.json`,
    issuer: env.GOTRUE_ISSUER ?? env.GOTRUE_URL,
    audience: 'authenticated',
  })
  // That the keys can't be had says nothing about the token.
  if (error) return refuse(error.retryable ? 503 : 401, error.code)

  const { sub } = data.claims
  if (request.method === 'GET') return new Response(await env.NOTES.get(sub))
  if (request.method !== 'PUT') return refuse(405, 'method_not_allowed')
  await env.NOTES.put(sub, await request.text())
  return new Response(null, { status: 204 })
}

const refuse = (status: number, code: string) =>
  Response.json({ code }, { status, ...(status === 401 && { headers: { 'www-authenticate': 'Bearer' } }) })
