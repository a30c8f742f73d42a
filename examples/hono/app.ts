// A server with Hono. Its pages keep sessions in cookies that scripts can't read (gotrue-sdk/ssr); its API, for applications with a session
// of their own, takes access tokens and verifies them with the server's public keys. serve.ts runs it:
//
//   GOTRUE_URL=http://localhost:9999 ORIGIN=http://localhost:3000 node examples/hono/serve.ts
//
// On Supabase, GOTRUE_URL ends with /auth/v1, and GOTRUE_API_KEY is the publishable key. The server has to allow $ORIGIN/callback
// (GOTRUE_URI_ALLOW_LIST). To try it without one: npx gotrue-sdk dev --config GOTRUE_SITE_URL=http://localhost:3000
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { html } from 'hono/html'
import { verifyAccessToken, type VerifiedClaims } from 'gotrue-sdk'
import { createCookieSessions, localPath, type RequestSession } from 'gotrue-sdk/ssr'

export interface Settings {
  /** The address of the GoTrue server. */
  url: string
  /** The key of the gateway in front of it, where there is one. */
  apiKey?: string | undefined
  /** Of the tokens, where it is not the server's address (`GOTRUE_JWT_ISSUER`). */
  issuer?: string | undefined
  /** Of this server, as browsers see it. */
  origin: string
}

export function createApp({ url, apiKey, issuer = url, origin }: Settings) {
  const sessions = createCookieSessions({
    url,
    apiKey,
    origins: [origin],
    cookies: { secure: origin.startsWith('https:') },
  })
  const app = new Hono<{ Variables: { session: RequestSession; claims: VerifiedClaims } }>()

  // The API: cookies mean nothing here, so no page of another origin can use them.
  const authorize = createMiddleware<{ Variables: { claims: VerifiedClaims } }>(async (context, next) => {
    const [, token] = /^Bearer (\S+)$/i.exec(context.req.header('authorization') ?? '') ?? []
    if (!token) return context.json({ code: 'no_authorization' }, 401, { 'www-authenticate': 'Bearer' })
    const jwksUrl = `${url}/.well-known/jwks.json`
    const { data, error } = await verifyAccessToken(token, { jwksUrl, issuer, audience: 'authenticated' })
    // That the keys can't be had says nothing about the token.
    if (error?.retryable) return context.json({ code: error.code }, 503)
    if (error) return context.json({ code: error.code }, 401, { 'www-authenticate': 'Bearer error="invalid_token"' })
    context.set('claims', data.claims)
    await next()
  })
  app.get('/api/me', authorize, (context) => {
    const { sub, email, aal } = context.get('claims')
    return context.json({ id: sub, email, aal })
  })

  // The pages.
  app.use(async (context, next) => {
    const session = sessions.open(context.req.raw)
    if (session.isCrossOrigin) return context.text('This form is not of this site.', 403)
    context.set('session', session)
    await next()
    const response = context.res
    context.res = undefined // else Hono would put the headers of before over the new ones
    context.res = await session.respond(response)
  })

  app.get('/', async (context) => {
    const { data: claims, error } = await context.get('session').getClaims()
    if (error?.retryable) return context.text('Please try again in a moment.', 503)
    return claims ? context.html(accountPage(claims.email)) : context.html(signInPage())
  })

  app.post('/sign-in', async (context) => {
    const { email, password, next } = await context.req.parseBody<Record<string, string>>()
    const { error } = await context.get('session').auth.signInWithPassword({ email: `${email}`, password: `${password}` })
    if (error) return context.html(signInPage(error.code), 400)
    return context.redirect(localPath(next), 303)
  })

  app.post('/sign-in/github', async (context) => {
    const options = { redirectTo: `${origin}/callback` }
    const { data, error } = await context.get('session').auth.signInWithOAuth({ provider: 'github', options })
    return error ? context.html(signInPage(error.code), 400) : context.redirect(data.url, 303)
  })
  app.get('/callback', async (context) => {
    // What was refused there comes back without a code.
    const { code, error_code: refusal = 'access_denied' } = context.req.query()
    if (!code) return context.html(signInPage(refusal), 400)
    const { error } = await context.get('session').auth.exchangeCodeForSession(code)
    return error ? context.html(signInPage(error.code), 400) : context.redirect('/', 303)
  })

  app.post('/sign-out', async (context) => {
    await context.get('session').auth.signOut({ scope: 'local' })
    return context.redirect('/', 303)
  })
  return app
}

const page = (body: unknown) =>
  html`<!doctype html>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Notes</title>
    ${body}`

const signInPage = (code?: string) =>
  page(html`
    ${code && html`<p role="alert">That did not work: ${code}</p>`}
    <form method="post" action="/sign-in">
      <label>E-mail <input name="email" type="email" autocomplete="username" required /></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required /></label>
      <button>Sign in</button>
    </form>
    <form method="post" action="/sign-in/github"><button>Sign in with GitHub</button></form>
  `)

const accountPage = (email?: string) =>
  page(html`
    <p>Hello ${email}</p>
    <form method="post" action="/sign-out"><button>Sign out</button></form>
  `)
