// `npm start`: a user signs up, confirms with the code from the mail, signs in, refreshes and signs out, and every request, answer
// and event is printed. Against a GoTrue in memory, or against a real server:
//
//   npm start
//   GOTRUE_URL=http://localhost:9999 GOTRUE_API_KEY=… npm start
import { createClient, isAuthError, type AuthClient, type AuthError } from 'gotrue-sdk'
import { createAdmin } from 'gotrue-sdk/admin'
import { createTestServer, type TestServer } from 'gotrue-sdk/testing'

/** Stops the walk with a sentence that says what to do. */
class Stop extends Error {}

const url = process.env.GOTRUE_URL
const apiKey = process.env.GOTRUE_API_KEY
const port = process.env.PORT ?? '0'

/** What prints requests and answers. */
const middleware = [
  {
    onRequest: ({ request }: { request: Request }) => printRequest(request),
    onResponse: ({ response }: { response: Response }) => printAnswer(response),
  },
]

const testServer = url ? undefined : createTestServer()
try {
  if (testServer) await start(testServer)
  const options = { url: url ?? testServer!.url, ...(apiKey && { apiKey }), timeout: 10_000, middleware }
  await walk(createClient({ ...options, flowType: 'pkce' }), testServer)
} catch (error) {
  if (!(error instanceof Stop) && !isAuthError(error)) throw error
  // createClient() throws on a bad address.
  console.error(`\n✗ ${isAuthError(error) ? `GOTRUE_URL is ${url}: ` : ''}${error.message}`)
  process.exitCode = 1
} finally {
  await testServer?.close()
}

async function walk(auth: AuthClient, testServer: TestServer | undefined): Promise<void> {
  const email = `ada-${Date.now()}@example.com`
  const password = 'correct-horse-battery'

  step('What can this server do?')
  const settings = must(await auth.settings())
  const providers = Object.entries(settings.external).filter(([, enabled]) => enabled)
  say(`Sign-in by ${providers.map(([name]) => name).join(', ') || 'nothing'}.`)
  auth.onAuthStateChange((event, session) => say(`* ${event}, ${session ? session.user.email : 'nobody'}`))

  step('Sign up')
  const signedUp = must(await auth.signUp({ email, password, options: { data: { name: 'Ada' } } }))
  if (signedUp.status === 'confirmation-needed') await confirm(auth, email, password, testServer)
  else say(`A session: this server needs no confirmation. The user is ${signedUp.user.id}.`)

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

  if (testServer) await administrate(testServer, auth, { email, password })

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

/** Confirms the address, where the mail can be read. */
async function confirm(auth: AuthClient, email: string, password: string, server: TestServer | undefined): Promise<void> {
  if (!server) {
    throw new Stop(
      `The server wants ${email} to be confirmed by mail before it signs in (GOTRUE_MAILER_AUTOCONFIRM is off).`,
    )
  }
  say('No session yet: the server wants the address to be confirmed first.')

  step('Sign in all the same')
  const { error } = await auth.signInWithPassword({ email, password })
  say(`Refused: ${error?.code}.`)

  step('Read the mail, and confirm with its code')
  const { subject, code } = server.inbox.last(email)
  say(`The mail says: ${subject}. Its code is ${code}.`)
  must(await auth.verifyOtp({ type: 'email', email, token: code }))
}

/** What only somebody with the service token can do. */
async function administrate(
  server: TestServer,
  auth: AuthClient,
  credentials: { email: string; password: string },
): Promise<void> {
  const admin = createAdmin({ url: server.url, adminToken: await server.createServiceToken(), middleware })

  step('As an administrator: who is there?')
  const users = []
  for await (const user of admin.listUsers()) users.push(user)
  say(`${users.map(({ email }) => email).join(', ')}.`)

  step('As an administrator: ban her for a day')
  must(await admin.updateUserById(users[0]!.id, { ban_duration: '24h' }))
  const { error } = await auth.signInWithPassword(credentials)
  say(`Her sign-in is refused: ${error?.code}.`)

  step('A day later, by the clock of the test server')
  server.clock.advance('1d')
  must(await auth.signInWithPassword(credentials))
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

async function start(server: TestServer): Promise<void> {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Stop(`PORT must be a number from 0 to 65535, not ${port}.`)
  console.log('No GOTRUE_URL is set: this is a GoTrue in memory, the one of gotrue-sdk/testing.')
  console.log('It remembers what happens, and its mails can be read. It is no production server.')
  try {
    await server.listen({ port: Number(port) })
  } catch (error) {
    if (String(error).includes('is taken')) throw new Stop(`Port ${port} is taken. Leave PORT out to use any free one.`)
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
