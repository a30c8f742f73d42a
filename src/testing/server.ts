/// <reference lib="esnext.disposable" preserve="true" />
import type { OperationId } from '../../generated/routes.ts'
import { bodyLimit } from './http/body.ts'
import { createClock, type Clock } from './clock.ts'
import { parseConfig, type Config, type ConfigInput } from './config.ts'
import type { Server } from './context.ts'
import { createFakeProviders, type FakeProviders } from './fake-providers.ts'
import { brokenConnection, createFaults, faultyAnswer, truncated, wait, type Faults } from './faults.ts'
import { createInbox, type Inbox } from './inbox.ts'
import { createKeys } from './accounts/keys.ts'
import { createLimits } from './http/limits.ts'
import { listen, type ListenOptions } from './listen.ts'
import { keepNewest } from './state/newest.ts'
import { createOutbox } from './accounts/outbox.ts'
import { createRandom } from './random.ts'
import { operationOf, respond } from './http/router.ts'
import { exportState, importState, type ServerState } from './snapshot.ts'
import { createState } from './state/state.ts'
import { createUsers, type Users } from './user-factory.ts'

/** What `createTestServer()` takes. All of it is optional. */
export interface TestServerOptions {
  /**
   * The server's configuration, in the words of its environment, as values or as text: `{ GOTRUE_MAILER_AUTOCONFIRM: true }`.
   * Default: all that can be on is on, and e-mail addresses have to be confirmed.
   */
  config?: ConfigInput
  /** Decides all that is random: ids, codes, tokens. Default 1. */
  seed?: number
  /** When the server's clock stands still at a time; else it goes with `Date.now()`. */
  now?: Date | number | string
  /** Whether the answer to a CAPTCHA is right, where they are asked for. Default: all but an answer of `invalid`. */
  isCaptchaSolved?: (token: string) => boolean | Promise<boolean>
  /** The passwords that everybody knows, with `GOTRUE_PASSWORD_HIBP_ENABLED`. */
  pwnedPasswords?: readonly string[]
}

/** A request that the server has got, and what it has said. */
export interface RecordedRequest {
  /** Undefined for a path or method that the server does not know. */
  operation: OperationId | undefined
  method: string
  /** Path and query, without the server's own base path. */
  url: string
  headers: Record<string, string>
  /** Parsed, if it was JSON; else as text. Null: none. */
  body: unknown
  /** Undefined when the connection broke. */
  status: number | undefined
}

/** A server that `createTestServer()` has made. */
export interface TestServer {
  /** Where the server is: what `createClient({ url })` takes. Before `listen()` only `fetch` answers there. */
  readonly url: string
  /**
   * Answers a request, as a web-standard handler does: redirects are answered, not followed. Also what `createClient({ fetch })` takes.
   * It rejects when a fault breaks the connection, and when the request's signal is aborted.
   */
  fetch(input: Request | string | URL, init?: RequestInit): Promise<Response>
  /**
   * Opens the server on a port of this machine, for browsers and other processes. Node, Deno and Bun only.
   *
   * @param options `port`: default 0, any free one; `host`: default 127.0.0.1. Others than loopback addresses need
   *   `dangerouslyAllowAnyHost`: everybody who reaches it can sign in as everybody.
   * @returns the address
   */
  listen(options?: ListenOptions): Promise<string>
  /** Closes the port. What the server remembers stays. */
  close(): Promise<void>
  /** The mails and text messages. */
  readonly inbox: Inbox
  /** The server's time. */
  readonly clock: Clock
  /** Makes users without asking them to sign up. */
  readonly users: Users
  /** The sign-in pages of other services. */
  readonly providers: FakeProviders
  /** What is to go wrong. */
  readonly faults: Faults
  /** The requests, oldest first; of more than 10,000 the newest ones. Of a body that is longer than the server reads only the beginning. */
  readonly requests: RecordedRequest[]
  readonly config: Readonly<Config>
  /** An access token of an administrator (`service_role`), as `createAdmin()` takes it. Without time limit. */
  createServiceToken(): Promise<string>
  /** An access token that the server takes for one of its own. `sub` names the user. */
  createToken(claims: Record<string, unknown>): Promise<string>
  /** Forgets everything: as on the first day, with the same seed. */
  reset(): void
  /** All that it remembers, as JSON. */
  exportState(): ServerState
  /** Remembers what another one has exported. @throws TypeError for anything else */
  importState(state: ServerState): void
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * A GoTrue server in memory, for tests and for work on a front end: it remembers users, sends messages to an inbox, signs
 * real tokens, and refuses what the real one refuses. No port, no database, no timers.
 *
 * It is no server for production: passwords are kept in the clear, its keys are published, and what is random on a real server is not.
 *
 * @example
 * const server = createTestServer()
 * const auth = createClient({ url: server.url, fetch: server.fetch })
 * await auth.signUp({ email: 'ada@example.com', password: 'correct-horse-battery' })
 * const { code } = server.inbox.last('ada@example.com')
 * await auth.verifyOtp({ type: 'email', email: 'ada@example.com', token: code })
 * @throws TypeError for a configuration that the server would not start with
 */
export function createTestServer(given: TestServerOptions = {}): TestServer {
  const { seed = 1, now, isCaptchaSolved = (token) => token !== 'invalid', pwnedPasswords = [] } = given
  const config = parseConfig(given.config)
  const clock = createClock()
  if (now !== undefined) clock.set(now)
  const pwned = new Set(pwnedPasswords)
  const providers = createFakeProviders(
    () => server,
    (input, init) => answer(input, init),
  )
  const server: Server = {
    config,
    state: createState(),
    clock,
    random: createRandom(seed),
    keys: createKeys(config),
    limits: createLimits(config, clock),
    outbox: createOutbox(),
    providers,
    isCaptchaSolved,
    isPwned: (password) => pwned.has(password),
  }
  const faults = createFaults()
  const requests: RecordedRequest[] = []
  let listening: Promise<{ url: string; close(): Promise<void> }> | undefined
  let address: string | undefined

  // One request after the other, so that the same requests always have the same outcome.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }

  async function answer(input: Request | string | URL, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init)
    const { signal } = request
    signal.throwIfAborted()
    const preflight = corsPreflight(config, request)
    if (preflight) return preflight
    const operation = operationOf(server, request)
    const record = await recordOf(server, request, operation)
    requests.push(record)
    keepNewest(requests)
    const fault = faults.take(request, operation) ?? {}
    if (fault.delay !== undefined) await wait(fault.delay, signal)
    if (fault.drop === 'before') throw brokenConnection()
    let response =
      fault.status !== undefined ? faultyAnswer(fault) : await inTurn(() => respond(server, request, clock.now()))
    if (fault.drop === 'after') throw brokenConnection()
    record.status = response.status
    if (fault.truncate !== undefined) response = await truncated(response, fault.truncate)
    signal.throwIfAborted()
    return withCors(request, response)
  }

  const close = async () => {
    const opening = listening
    listening = address = undefined
    const open = await opening?.catch(() => undefined)
    await open?.close()
  }
  const reset = () => {
    for (const table of Object.values(server.state)) if ('clear' in table) table.clear()
    server.state.journal.commit()
    server.outbox.messages.length = 0
    server.limits.clear()
    server.random.state = seed >>> 0
    providers.reset()
    faults.clear()
    requests.length = 0
  }

  const methods = {
    get url() {
      return address ?? config.API_EXTERNAL_URL
    },
    fetch: answer,
    async listen(options = {}) {
      if (listening) throw new TypeError(`The test server listens already${address ? `, at ${address}` : ''}`)
      const opening = listen(answer, options)
      listening = opening
      try {
        const { url } = await opening
        if (listening !== opening) throw new TypeError('The test server was closed before it could listen')
        // What it sends people to has to be where it is.
        if (given.config?.API_EXTERNAL_URL === undefined) config.API_EXTERNAL_URL = url
        return (address = url)
      } catch (cause) {
        if (listening === opening) listening = undefined
        throw cause
      }
    },
    close,
    inbox: createInbox(server),
    clock,
    users: createUsers(server),
    providers,
    faults,
    requests,
    config,
    createServiceToken: () =>
      server.keys.sign({ role: 'service_role', aud: config.GOTRUE_JWT_AUD, iss: 'gotrue-sdk/testing', exp: 4_102_444_800 }),
    createToken: (claims) => server.keys.sign(tokenClaims(server, claims)),
    reset,
    exportState: () => exportState(server),
    importState: (state) => importState(server, state),
  } satisfies Omit<TestServer, typeof Symbol.asyncDispose>
  if (Symbol.asyncDispose) Object.defineProperty(methods, Symbol.asyncDispose, { value: close })
  return methods as unknown as TestServer
}

/** Claims that are a token's, with what every token has. */
function tokenClaims({ config, clock }: Server, claims: Record<string, unknown>): Record<string, unknown> {
  const now = Math.floor(clock.now() / 1_000)
  return {
    iss: config.GOTRUE_JWT_ISSUER ?? config.API_EXTERNAL_URL,
    aud: config.GOTRUE_JWT_AUD,
    role: config.GOTRUE_JWT_DEFAULT_GROUP_NAME,
    iat: now,
    exp: now + config.GOTRUE_JWT_EXP,
    ...claims,
  }
}

async function recordOf(server: Server, request: Request, operation: OperationId | undefined): Promise<RecordedRequest> {
  const text = (await request.clone().text()).slice(0, bodyLimit)
  let body: unknown = text || null
  try {
    if (text) body = JSON.parse(text)
  } catch {
    // As text, then.
  }
  const { pathname, search } = new URL(request.url)
  const base = new URL(server.config.API_EXTERNAL_URL).pathname.replace(/\/$/, '')
  const path = base && pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname
  return {
    operation,
    method: request.method,
    url: path + search,
    headers: Object.fromEntries(request.headers),
    body,
    status: undefined,
  }
}

const methodsAllowed = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** Headers that a page may send; those of the configuration come to them. */
const headersAllowed = [
  'accept',
  'authorization',
  'content-type',
  'x-client-ip',
  'x-client-info',
  'x-jwt-aud',
  'x-use-cookie',
  'x-supabase-api-version',
]

/** A browser asks first; a refusal is an answer without the headers that allow. */
function corsPreflight(config: Config, { method, headers: sent }: Request): Response | undefined {
  const wanted = sent.get('access-control-request-method')
  if (method !== 'OPTIONS' || !wanted) return undefined
  const names = sent.get('access-control-request-headers') ?? ''
  const headers = new Headers({ vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers' })
  if (sent.get('origin') && methodsAllowed.includes(wanted) && areAllowed(config, names)) {
    headers.set('access-control-allow-origin', '*')
    headers.set('access-control-allow-methods', wanted)
    if (names) headers.set('access-control-allow-headers', names)
    headers.set('access-control-allow-credentials', 'true')
  }
  return new Response(null, { status: 204, headers })
}

/** Names as browsers write them: in lower case, in order, each once, without blanks. The server knows no other way. */
function areAllowed(config: Config, names: string): boolean {
  const allowed = new Set([...headersAllowed, ...config.GOTRUE_CORS_ALLOWED_HEADERS.map((name) => name.toLowerCase())])
  const list = names ? names.split(',') : []
  return list.every((name, at) => allowed.has(name) && (at === 0 || list[at - 1]! < name))
}

function withCors(request: Request, response: Response): Response {
  response.headers.set('vary', 'Origin')
  if (!request.headers.get('origin')) return response
  response.headers.set('access-control-allow-origin', '*')
  response.headers.set('access-control-allow-credentials', 'true')
  response.headers.set('access-control-expose-headers', 'X-Total-Count, Link, X-Supabase-Api-Version')
  return response
}
