// `npm start`: a user signs up, signs in, refreshes and signs out, and every request, answer and event is printed. Against a mock made from the spec, or against a real server:
//
//   npm start
//   GOTRUE_URL=http://localhost:9999 GOTRUE_API_KEY=… npm start
import { createClient, isAuthError, type AuthClient, type AuthError } from 'gotrue-sdk'

/** Stops the walk with a sentence that says what to do. */
class Stop extends Error {}

const url = process.env.GOTRUE_URL
const apiKey = process.env.GOTRUE_API_KEY
const port = process.env.PORT ?? '0'

try {
  const server = url ? { url, stop: async () => {} } : await startMock()
  try {
    await walk(
      createClient({
        url: server.url,
        ...(apiKey && { apiKey }),
        timeout: 10_000,
        flowType: 'pkce',
        middleware: [
          { onRequest: ({ request }) => printRequest(request), onResponse: ({ response }) => printAnswer(response) },
        ],
      }),
    )
  } finally {
    await server.stop()
  }
} catch (error) {
  if (!(error instanceof Stop) && !isAuthError(error)) throw error
  // createClient() throws on a bad address.
  console.error(`\n✗ ${isAuthError(error) ? `GOTRUE_URL is ${url}: ` : ''}${error.message}`)
  process.exitCode = 1
}

async function walk(auth: AuthClient): Promise<void> {
  const email = `ada-${Date.now()}@example.com`
  const password = 'correct-horse-battery'

  step('What can this server do?')
  const settings = must(await auth.settings())
  const providers = Object.entries(settings.external).filter(([, enabled]) => enabled)
  say(`Sign-in by ${providers.map(([name]) => name).join(', ') || 'nothing'}.`)
  auth.onAuthStateChange((event, session) => say(`* ${event}, ${session ? session.user.email : 'nobody'}`))

  step('Sign up')
  const signedUp = must(await auth.signUp({ email, password, options: { data: { name: 'Ada' } } }))
  if (signedUp.status === 'confirmation-needed') {
    throw new Stop(
      `The server wants ${email} to be confirmed by mail before it signs in (GOTRUE_MAILER_AUTOCONFIRM is off).`,
    )
  }
  say(`A session: this server needs no confirmation. The user is ${signedUp.user.id}.`)

  step('Sign in with the password')
  const { session } = must(await auth.signInWithPassword({ email, password }))
  say(`The access token is good for ${session.expires_in} seconds.`)

  step('Who am I?')
  const { user } = must(await auth.getUser())
  say(`${user.email}, confirmed ${user.email_confirmed_at ?? 'not yet'}.`)

  step('Change the metadata')
  must(await auth.updateUser({ data: { theme: 'dark' } }))

  step('Refresh')
  const refreshed = must(await auth.refreshSession())
  say(`A new access token, for ${refreshed.session.expires_in} more seconds.`)

  step('Build the URL for signing in with GitHub, with PKCE (nothing is sent)')
  const { url } = must(
    await auth.signInWithOAuth({ provider: 'github', options: { redirectTo: 'https://app.example.com/' } }),
  )
  say(`Send the browser to ${url}`)
  say('The code verifier is kept for the exchange of the code that comes back.')

  step('Sign out')
  must(await auth.signOut())
  say('Done. The server has ended the session.')
}

/** Unpacks a result, or stops the walk and explains. */
function must<R extends { data: unknown; error: AuthError | null }>(result: R): Extract<R, { error: null }>['data'] {
  if (!result.error) return result.data
  const { code, status, message, operation } = result.error
  const advice =
    code === 'network_failure' || code === 'timeout'
      ? `Is a server running there? GOTRUE_URL is ${url ?? 'not set'}.`
      : status === 401 || code === 'bad_jwt' || code === 'not_admin'
        ? `Is GOTRUE_API_KEY right? It is ${apiKey ? `set (${shorten(apiKey)})` : 'not set'}.`
        : code === 'unexpected_response'
          ? `Is ${url} the address of a GoTrue? On Supabase it ends with /auth/v1.`
          : ''
  throw new Stop(`${operation} failed with ${code}, status ${status}: ${message}\n  ${advice}`)
}

async function startMock(): Promise<{ url: string; stop(): Promise<void> }> {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Stop(`PORT must be a number from 0 to 65535, not ${port}.`)
  // Prism is a development dependency, and this file runs from the repository.
  const { startPrism } = await import('../scripts/prism.ts')
  console.log('No GOTRUE_URL is set: starting Prism, a mock made from spec/gotrue.yaml.')
  console.log('It answers from the examples in the spec and remembers nothing, so the user is always the same Ada.')
  try {
    return await startPrism({ port: Number(port) })
  } catch (error) {
    if (String(error).includes('EADDRINUSE')) throw new Stop(`Port ${port} is taken. Leave PORT out to use any free one.`)
    throw error
  }
}

function step(title: string): void {
  console.log(`\n— ${title}`)
}

function say(sentence: string): void {
  console.log(`  ${sentence}`)
}

async function printRequest(request: Request): Promise<undefined> {
  const { pathname, search } = new URL(request.url)
  console.log(`  → ${request.method} ${pathname}${search}`)
  const authorization = request.headers.get('authorization')
  if (authorization) console.log(`    authorization: ${shorten(authorization)}`)
  const body = await request.clone().text()
  if (body) console.log(`    ${shortenTokens(body)}`)
}

async function printAnswer(response: Response): Promise<undefined> {
  console.log(`  ← ${response.status}`)
  const body = await response.clone().text()
  if (body) console.log(`    ${shortenTokens(body)}`)
}

/** Tokens open doors, and are long. */
function shortenTokens(json: string): string {
  const short = json.replace(/("(?:\w*token|password)":\s*")([^"]*)"/g, (_match, key, value) => `${key}${shorten(value)}"`)
  return short.length > 600 ? `${short.slice(0, 600)} … (${short.length} characters)` : short
}

function shorten(secret: string): string {
  return secret.length <= 12 ? '…' : `${secret.slice(0, 10)}…`
}
