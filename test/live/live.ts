// The live suite runs the flows of the facade against a real server, to see whether what the spec, the mocks and the comments say of
// one is true. It is opt-in: CI has no server. The environment says which one:
//
//   GOTRUE_URL           the server; without it everything is skipped
//   GOTRUE_API_KEY       its API key, if it has one
//   GOTRUE_SERVICE_KEY   a token of an administrator, to ban and delete users that the suite has made
//   GOTRUE_JWT_SECRET    the server's own: where there is no such token, the suite makes one with it
//   GOTRUE_EMAIL         an address that the server may write to, default ada@example.com; users get it with labels, ada+1@example.com
//   GOTRUE_MESSAGES_URL  a catcher of the server's mails and text messages, which is a provider, too
//   GOTRUE_TEST_OTP      `<number>:<code>`, as in the server's own GOTRUE_SMS_TEST_OTP
//
// The catcher takes the calls of the server's send-email and send-sms hooks and lists them at `GET /sent?to=…`, each with its `kind`
// (`email`, `sms`). As a provider (github, keycloak) it lets everybody in, as the one whom `POST /control { who }` describes;
// `POST /mint` signs the claims it is sent, with the key of its issuer `/realms/test`, for the client `cid`.
//
// Every run makes users of its own, so a database may be used again. Every answer is judged by the spec: judge.ts.
import { randomInt, randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished, test, vi, type TestContext } from 'vitest'
import { createServiceToken } from '../../src/facade/admin/index.ts'
import { createClient, unwrap, verifyLinkUrl, type ClientOptions, type VerifyLinkType } from '../../src/facade/index.ts'
import { judgedFetch, takeFindings } from './judge.ts'

const { GOTRUE_EMAIL = 'ada@example.com', GOTRUE_TEST_OTP = '' } = process.env
export const { GOTRUE_URL: url, GOTRUE_API_KEY: apiKey, GOTRUE_JWT_SECRET: secret } = process.env
export const serviceKey =
  process.env.GOTRUE_SERVICE_KEY ||
  (secret && (await createServiceToken({ secret, role: 'service_role', expiresIn: 3_600 })))
/** A `fetch` whose answers are judged. */
export const judged = judgedFetch(url ?? 'http://localhost:9999')
const catcher = process.env.GOTRUE_MESSAGES_URL
export const [testPhone, testCode] = GOTRUE_TEST_OTP.split(':')

/** Where flows come back to. A server allows every address of this machine, and nothing needs to listen there. */
export const home = 'http://127.0.0.1:3000/welcome'

const server = url ? createClient({ url, ...(apiKey && { apiKey }) }) : undefined
export const settings = server && unwrap(await server.settings())
const external = settings?.external
// Not in the settings: whether mails may have links, and may go to everybody. Asked of the server, by users that nobody needs.
const noLinks = external?.email && (await server!.signInWithOtp({ email: newEmail() })).error?.code
const noMails = noLinks && (await refusalOfMail())

async function refusalOfMail() {
  const email = newEmail()
  const { error } = await server!.signUp({ email, password: newPassword() })
  return (error ?? (await server!.resetPasswordForEmail(email)).error)?.code
}

/** What servers and environments may have, by the words with which the suite says that it is missing. */
export const has = {
  'server in GOTRUE_URL': !!settings,
  'catcher in GOTRUE_MESSAGES_URL': !!catcher,
  'GOTRUE_SERVICE_KEY or GOTRUE_JWT_SECRET': !!serviceKey,
  'number in GOTRUE_TEST_OTP': !!testCode,
  'sign-up by e-mail': !settings?.disable_signup && !!external?.email && (settings!.mailer_autoconfirm || !!catcher),
  'sign-up without confirmation': !!settings?.mailer_autoconfirm,
  'sign-up with confirmation': settings?.mailer_autoconfirm === false,
  'mails to GOTRUE_EMAIL': !!external?.email && !noMails,
  'magic links': !!external?.email && !noLinks,
  'anonymous users': !!external?.anonymous_users,
  phones: !!external?.phone,
  'phones with confirmation': !!external?.phone && !settings!.phone_autoconfirm,
  'provider github': !!external?.github,
  'provider keycloak': !!external?.keycloak,
  SAML: !!settings?.saml_enabled,
}
type Need = keyof typeof has

/** Tests of what not every server has. When something is missing they are skipped, and the title says why. */
export function describeWith(needs: readonly Need[], title: string, tests: () => void): void {
  describe.skipIf(isMissing(needs))(withReason(needs, title), tests)
}
/** One of them. */
export function testWith(needs: readonly Need[], title: string, run: (context: TestContext) => unknown): void {
  test.skipIf(isMissing(needs))(withReason(needs, title), run)
}
const missing = (needs: readonly Need[]) => (settings ? needs.filter((need) => !has[need]) : ['server in GOTRUE_URL'])
const isMissing = (needs: readonly Need[]) => missing(needs).length > 0
const withReason = (needs: readonly Need[], title: string) =>
  isMissing(needs) ? `${title} [skipped: no ${missing(needs).join(', no ')}]` : title

/** A client, with what it sends and the events it tells, both as words. It ends with the test. */
export async function connect(options: ClientOptions = {}) {
  const requests: string[] = []
  const auth = createClient({
    url: url!,
    ...(apiKey && { apiKey }),
    fetch: (request) => {
      const { pathname, searchParams } = new URL(request.url)
      requests.push([request.method, pathname.split('/').at(-1), searchParams.get('grant_type')].filter(Boolean).join(' '))
      return judged(request)
    },
    ...options,
  })
  onTestFinished(() => {
    auth.dispose()
    expect(takeFindings()).toEqual([])
  })
  await auth.initialize()
  const events: string[] = []
  auth.onAuthStateChange((event, _session, { reason }) => void events.push(reason ? `${event} ${reason}` : event))
  return {
    auth,
    requests,
    events,
    refreshes: () => requests.filter((request) => request === 'POST token refresh_token').length,
  }
}
export type Connected = Awaited<ReturnType<typeof connect>>

export function newEmail(): string {
  return GOTRUE_EMAIL.replace('@', `+${randomUUID().slice(0, 13)}@`)
}
export const newPhone = (): string => `1555${randomInt(1_000_000, 9_999_999)}`
/** With characters of every class that a server can ask for. */
export function newPassword(): string {
  return `Aa1-${randomUUID()}`
}

/** Signs a new user up and in. */
export async function signUp({ auth }: Connected) {
  const email = newEmail()
  const password = newPassword()
  const data = unwrap(await auth.signUp({ email, password }))
  if (data.status === 'confirmation-needed') {
    const { code } = await mail(email, 'signup')
    unwrap(await auth.verifyOtp({ email, token: code, type: 'email' }))
  }
  return { email, password }
}

/** A signed-in client, and its user. */
export async function connectAsUser(options?: ClientOptions) {
  const client = await connect(options)
  return { ...client, ...(await signUp(client)) }
}

/** What the catcher holds for an address or a number, oldest first. */
async function sentTo(to: string): Promise<Message[]> {
  return (await fetch(`${catcher}/sent?to=${encodeURIComponent(to)}`)).json()
}
type Message =
  | { kind: 'sms'; user: { phone: string }; sms: { otp: string; phone?: string } }
  | {
      kind: 'email'
      email_data: Record<'token' | 'token_hash' | 'token_new' | 'token_hash_new' | 'redirect_to', string> & {
        email_action_type: VerifyLinkType | 'reauthentication'
      }
    }

/** A mail, as its reader sees it. */
export interface Mail {
  code: string
  tokenHash: string
  /** The link's URL. */
  link: string
}

/** The mails of one kind to one address; of an e-mail change first the one to the new address. Waits until there are as many. */
export async function mails(to: string, action: VerifyLinkType | 'reauthentication', atLeast: number = 1): Promise<Mail[]> {
  const found = await arrived(to, atLeast, (message) =>
    message.kind === 'email' && message.email_data.email_action_type === action ? [message.email_data] : [],
  )
  const type = action as VerifyLinkType
  return found.flatMap(({ token, token_hash, token_new, token_hash_new, redirect_to: redirectTo }) => {
    const asMail = (code: string, tokenHash: string) => {
      return { code, tokenHash, link: verifyLinkUrl(url!, { tokenHash, type, redirectTo }).href }
    }
    // The hook has the pairs crossed.
    return token_new ? [asMail(token_new, token_hash), asMail(token, token_hash_new)] : [asMail(token, token_hash)]
  })
}
export async function mail(to: string, action: VerifyLinkType | 'reauthentication'): Promise<Mail> {
  return (await mails(to, action)).at(-1)!
}

/** The code of the latest text message. */
export async function sms(to: string, atLeast: number = 1): Promise<string> {
  const codes = await arrived(to, atLeast, (message) => (message.kind === 'sms' ? [message.sms.otp] : []))
  return codes.at(-1)!
}

async function arrived<Found>(to: string, atLeast: number, find: (message: Message) => Found[]): Promise<Found[]> {
  return vi.waitFor(async () => {
    const found = (await sentTo(to)).flatMap(find)
    if (found.length < atLeast) throw new Error(`${found.length} of ${atLeast} messages to ${to}`)
    return found
  }, 5000)
}

/** Opens a link as a browser does, and follows it until it leads back to the application. @returns the URL there */
export async function open(link: string): Promise<string> {
  const between = [url, catcher].map((address) => address && new URL(address).origin)
  let at = link
  while (between.includes(new URL(at).origin)) at = await step(at)
  return at
}

/** Where a link leads to. */
export async function step(link: string): Promise<string> {
  const response = await fetch(link, { redirect: 'manual' })
  const location = response.headers.get('location')
  if (!location) throw new Error(`${response.status} at ${link}: ${await response.text()}`)
  return new URL(location, link).href
}

/** From now on, and until the test ends, the provider lets everybody in as the same new person. */
export async function newStranger(who: object = {}) {
  const control = (body: object) => fetch(`${catcher}/control`, { method: 'POST', body: JSON.stringify(body) })
  const before = await (await fetch(`${catcher}/control`)).json()
  onTestFinished(() => void control(before))
  const id = randomInt(2 ** 40)
  const stranger = { id, sub: `${id}`, login: `octo-${id}`, name: 'Octo Cat', email: newEmail(), ...who }
  await control({ ...before, who: stranger })
  return stranger
}

/** An ID token of keycloak, as a native application would get it. */
export async function mintIdToken(claims: object): Promise<string> {
  const now = Math.floor(performance.timeOrigin / 1000 + performance.now() / 1000)
  const body = { iss: `${catcher}/realms/test`, aud: 'cid', iat: now, exp: now + 600, email_verified: true, ...claims }
  const response = await fetch(`${catcher}/mint`, { method: 'POST', body: JSON.stringify(body) })
  return (await response.json()).id_token
}

/** What an administrator does to a user. */
export async function administer(method: 'PUT' | 'DELETE', userId: string, body: object = {}): Promise<void> {
  const { auth } = await connect({ accessToken: () => serviceKey })
  const response = await auth.fetch(`${url!.replace(/\/$/, '')}/admin/users/${userId}`, {
    method,
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
}
