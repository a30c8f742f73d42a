// What the doctor looks at, one after the other. It reads only: nothing on the server changes, and nobody gets a mail.
import { isLoopback, type Connection } from '../connection.ts'
import { NoAnswer, type Answer, type Ask } from './probe.ts'

export interface Finding {
  check: 'address' | 'reachable' | 'gateway' | 'version' | 'settings' | 'keys' | 'clock' | 'cors' | 'oauth-server' | 'admin'
  /** `fail` makes the exit code 1; `skip`: could not be looked at, or was not asked for. */
  status: 'ok' | 'warn' | 'fail' | 'skip'
  words: string
  details?: Record<string, unknown>
}

/** What has been learnt, for those that come after. */
export interface Known {
  settings?: Record<string, unknown>
  /** The algorithms of the public keys. */
  algorithms?: string[]
  hasOAuthServer?: boolean
  /** Whether pages may call: with an API key, and without. */
  pages?: { withKey: boolean; withoutKey: boolean }
  needsKey?: boolean
  isAdmin?: boolean
  offset?: number
}

export interface Patient extends Connection {
  ask: Ask
  /** The origin of the application's pages. */
  origin: string
  /** What the document in this package was written for. */
  specVersion: string
}

/** Seconds that `verifyAccessToken()` forgives. */
const tolerance = 10

export async function* examine(patient: Patient, known: Known): AsyncGenerator<Finding, void, undefined> {
  const { url, ask, apiKey, isForeign } = patient
  const headers = keyHeaders(apiKey)
  yield address(patient)

  const health = await attempt(() => ask('/health'))
  if (health instanceof NoAnswer) {
    yield {
      check: 'reachable',
      status: 'fail',
      words: `${url} does not answer: ${health.message}`,
      details: { code: health.code },
    }
    return
  }
  yield {
    check: 'reachable',
    status: 'ok',
    words: `It answers, in ${Math.round(health.duration)} ms`,
    details: { milliseconds: Math.round(health.duration) },
  }

  known.needsKey = isGatewayRefusal(health)
  let healthy = health
  if (known.needsKey) {
    const words = 'A gateway in front of the server asks for an API key'
    if (!apiKey) {
      const why = isForeign
        ? 'that of the environment is for the server at GOTRUE_URL, and was not sent'
        : 'set GOTRUE_API_KEY'
      yield { check: 'gateway', status: 'fail', words: `${words}: ${why}` }
      return
    }
    const again = await attempt(() => ask('/health', { headers }))
    if (again instanceof NoAnswer || isGatewayRefusal(again)) {
      yield { check: 'gateway', status: 'fail', words: `${words}, and refuses the one in GOTRUE_API_KEY` }
      return
    }
    healthy = again
    yield { check: 'gateway', status: 'ok', words: `${words}, and takes the one in GOTRUE_API_KEY` }
  } else {
    const words = 'No gateway asks for an API key: createClient() needs no apiKey'
    yield {
      check: 'gateway',
      status: 'ok',
      words: isForeign ? `${words}. Keys of the environment were not sent: they are for GOTRUE_URL` : words,
    }
  }
  if (isServiceKey(apiKey)) {
    yield {
      check: 'gateway',
      status: 'warn',
      words: 'GOTRUE_API_KEY is a key of administrators: never give it to a page or an app',
    }
  }

  const version = await nameOf(patient, healthy, headers)
  yield version
  if (version.status === 'fail') return

  yield* settings(ask, headers, known)
  yield* keys(ask, headers, known)
  yield clock(healthy, known)
  yield* cors(patient, known)
  yield* oauthServer(ask, headers, known)
  yield* admin(patient, known)
}

const attempt = async (request: () => Promise<Answer>): Promise<Answer | NoAnswer> => {
  try {
    return await request()
  } catch (error) {
    if (error instanceof NoAnswer) return error
    throw error
  }
}

/** As the SDK sends it. */
const keyHeaders = (key: string | undefined): Record<string, string> =>
  key ? { apikey: key, ...(key.startsWith('ey') && { authorization: `Bearer ${key}` }) } : {}

/** GoTrue's own `/health` and `/settings` refuse nobody. */
const isGatewayRefusal = ({ status }: Answer) => status === 401 || status === 403

function isServiceKey(key: string | undefined): boolean {
  if (!key) return false
  if (key.startsWith('sb_secret_')) return true
  try {
    const claims = JSON.parse(atob(key.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/'))) as { role?: unknown }
    return claims.role === 'service_role' || claims.role === 'supabase_admin'
  } catch {
    return false
  }
}

function address({ url }: Patient): Finding {
  const { protocol } = new URL(url)
  return protocol === 'https:' || isLoopback(url)
    ? { check: 'address', status: 'ok', words: url }
    : {
        check: 'address',
        status: 'warn',
        words: `${url} is not encrypted: passwords and tokens can be read on the way, and pages on https:// are not allowed to call it`,
      }
}

async function nameOf(
  { url, ask, specVersion }: Patient,
  { status, json, headers, text }: Answer,
  sent: Record<string, string>,
): Promise<Finding> {
  if (status === 200 && typeof json?.name === 'string' && typeof json.description === 'string') {
    const { name } = json
    const version = typeof json.version === 'string' ? json.version : ''
    const words = `${name} ${version || 'without a version'}; this SDK was written for ${specVersion}`
    const isOlder = compare(version, specVersion) < 0
    return {
      check: 'version',
      status: 'ok',
      words: isOlder ? `${words}. What is newer than the server it will refuse, mostly with 404` : words,
      details: { name, version, specVersion },
    }
  }
  if (status >= 300 && status < 400) {
    const to = headers.get('location')
    return {
      check: 'version',
      status: 'fail',
      words: `It answers with a redirect${to && URL.canParse(to, url) ? ` to ${new URL(to, url).origin}` : ''}; the SDK follows none`,
    }
  }
  // Where Supabase has it.
  if (!/\/auth\/v1$/.test(url)) {
    const other = await attempt(() => ask('/auth/v1/health', { headers: sent }))
    if (!(other instanceof NoAnswer) && (typeof other.json?.name === 'string' || isGatewayRefusal(other))) {
      return {
        check: 'version',
        status: 'fail',
        words: `No GoTrue answers there, but one does at ${url}/auth/v1: use that address`,
      }
    }
  }
  const what = /^\s*</.test(text) ? 'a page' : json ? 'other JSON' : 'something else'
  return {
    check: 'version',
    status: 'fail',
    words:
      status >= 500
        ? `The server or its gateway is in trouble: ${status} for /health`
        : `That is no GoTrue: it answers ${status} with ${what} for /health`,
    details: { httpStatus: status },
  }
}

function compare(a: string, b: string): number {
  const parts = (text: string) => /^v?(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number)
  const [left, right] = [parts(a), parts(b)]
  if (!left || !right) return 0
  const at = left.findIndex((number, at) => number !== right[at])
  return at < 0 ? 0 : left[at]! - right[at]!
}

async function* settings(ask: Ask, headers: Record<string, string>, known: Known): AsyncGenerator<Finding> {
  const answer = await attempt(() => ask('/settings', { headers }))
  if (answer instanceof NoAnswer || answer.status !== 200 || !Object(answer.json?.external) || !answer.json) {
    yield { check: 'settings', status: 'fail', words: `The settings can't be read: ${reason(answer)}` }
    return
  }
  known.settings = answer.json
  const on = Object.entries(answer.json.external as object).flatMap(([name, value]) => (value === true ? [name] : []))
  const words = `Switched on: ${on.length ? on.map((name) => name.replace('anonymous_users', 'anonymous')).join(', ') : 'nothing'}`
  yield { check: 'settings', status: on.length ? 'ok' : 'warn', words, details: { on } }
}

const reason = (answer: Answer | NoAnswer) => (answer instanceof NoAnswer ? answer.message : `it answers ${answer.status}`)

async function* keys(ask: Ask, headers: Record<string, string>, known: Known): AsyncGenerator<Finding> {
  const answer = await attempt(() => ask('/.well-known/jwks.json', { headers }))
  if (answer instanceof NoAnswer || answer.status !== 200 || !Array.isArray(answer.json?.keys)) {
    yield { check: 'keys', status: 'fail', words: `The public keys can't be read: ${reason(answer)}` }
    return
  }
  const all = answer.json.keys as { alg?: unknown; kid?: unknown; k?: unknown }[]
  if (all.some((key) => key?.k !== undefined)) {
    yield {
      check: 'keys',
      status: 'fail',
      words: 'A secret key is among the public ones: everybody can make tokens. Replace it at once',
    }
    return
  }
  known.algorithms = [...new Set(all.map((key) => String(key?.alg ?? 'unknown')))]
  yield {
    check: 'keys',
    status: 'ok',
    words: all.length
      ? `${all.length} public key${all.length > 1 ? 's' : ''} (${known.algorithms.join(', ')})`
      : 'No public keys: access tokens are signed with a secret (HS256)',
    details: { count: all.length, algorithms: known.algorithms },
  }
}

function clock({ headers, at }: Answer, known: Known): Finding {
  const date = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(date))
    return { check: 'clock', status: 'skip', words: 'The answers have no Date, so the clocks can not be compared' }
  // The header has whole seconds, cut off: half a second later in the mean.
  const offset = Math.round((date + 500 - at) / 1000)
  known.offset = offset
  const details = { seconds: offset }
  if (Math.abs(offset) <= tolerance) {
    const words =
      Math.abs(offset) <= 1
        ? 'The clocks of the server and of this machine agree'
        : `The server's clock is ${span(offset)} this machine's`
    return { check: 'clock', status: 'ok', words, details }
  }
  const consequence =
    offset > 0
      ? 'here, tokens that the server takes for expired still look good'
      : `here, new tokens look older than they are${-offset > 3600 ? ', and expired' : ''}`
  return {
    check: 'clock',
    status: 'warn',
    words: `The server's clock is ${span(offset)} this machine's: ${consequence}. createClient() copes; verifyAccessToken() forgives ${tolerance} s, see clockTolerance`,
    details,
  }
}

function span(offset: number): string {
  const seconds = Math.abs(offset)
  const text =
    seconds < 120
      ? `${seconds} s`
      : seconds < 7200
        ? `${Math.round(seconds / 60)} min`
        : seconds < 172_800
          ? `${Math.round(seconds / 3600)} h`
          : `${Math.round(seconds / 86_400)} days`
  return `${text} ${offset > 0 ? 'ahead of' : 'behind'}`
}

/** What a page's client sends beside what is always allowed. */
const sentByPages = ['authorization', 'content-type', 'x-supabase-api-version']

async function* cors({ url, ask, origin, apiKey }: Patient, known: Known): AsyncGenerator<Finding> {
  const preflight = async (method: string, names: string[], path: string) => {
    const asked = {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': [...names].sort().join(','),
    }
    const answer = await attempt(() => ask(path, { method: 'OPTIONS', headers: asked }))
    return problemOf(answer, origin, method, names)
  }
  const problems: string[] = []
  for (const [method, path] of [
    ['POST', '/token'],
    ['PUT', '/user'],
    ['DELETE', '/factors/00000000-0000-4000-8000-000000000000'],
  ] as const) {
    const problem = await preflight(method, sentByPages, path)
    if (problem) problems.push(`${method}: ${problem}`)
  }
  const withKey = problems.length ? '' : await preflight('POST', [...sentByPages, 'apikey'], '/token')
  // Not before the preflight is the real request made; its answer has to allow it, too.
  const real = await attempt(() => ask('/settings', { headers: { origin, ...keyHeaders(apiKey) } }))
  if (real instanceof NoAnswer) problems.push(`GET: ${real.message}`)
  else if (!isAllowed(real, origin)) problems.push(`GET: the answer has no access-control-allow-origin for ${origin}`)

  known.pages = { withKey: !problems.length && !withKey, withoutKey: !problems.length && !known.needsKey }
  if (problems.length) {
    yield {
      check: 'cors',
      status: 'fail',
      words: `Pages of ${origin} can't call it. ${problems.join('; ')}`,
      details: { origin, problems },
    }
    return
  }
  if (new URL(origin).protocol === 'https:' && new URL(url).protocol === 'http:' && !isLoopback(url)) {
    yield {
      check: 'cors',
      status: 'fail',
      words: `Pages of ${origin} can't call it: pages on https:// may not call http://`,
      details: { origin },
    }
    return
  }
  const exposed = (real as Answer).headers.get('access-control-expose-headers') ?? ''
  const hidden = ['retry-after', 'sb-request-id'].filter(
    (name) => exposed.trim() !== '*' && !exposed.toLowerCase().includes(name),
  )
  const details = { origin, hidden }
  if (withKey) {
    const words = `Pages of ${origin} may call it, but not with an API key: the header apikey is not allowed`
    yield known.needsKey
      ? { check: 'cors', status: 'fail', words: `${words}. The gateway asks for one, so they can't call it`, details }
      : {
          check: 'cors',
          status: 'warn',
          words: `${words}. Leave apiKey out of createClient(), or allow it with GOTRUE_CORS_ALLOWED_HEADERS=apikey`,
          details,
        }
    return
  }
  yield { check: 'cors', status: 'ok', words: `Pages of ${origin} may call it, with an API key and without`, details }
}

/** What a browser would object to. */
function problemOf(answer: Answer | NoAnswer, origin: string, method: string, names: string[]): string {
  if (answer instanceof NoAnswer) return answer.message
  const { status, headers } = answer
  if (status < 200 || status > 299) return `the preflight is answered with ${status}`
  if (!isAllowed(answer, origin)) return `the preflight has no access-control-allow-origin for ${origin}`
  const list = (name: string) =>
    (headers.get(name) ?? '')
      .toLowerCase()
      .split(',')
      .map((part) => part.trim())
  const methods = list('access-control-allow-methods')
  if (method !== 'POST' && !methods.includes(method.toLowerCase()) && !methods.includes('*'))
    return 'the method is not allowed'
  const allowed = list('access-control-allow-headers')
  // The asterisk means all but this one (Fetch standard).
  const missing = names.filter((name) => !allowed.includes(name) && (name === 'authorization' || !allowed.includes('*')))
  return missing.length ? `the header ${missing.join(', ')} is not allowed` : ''
}

const isAllowed = ({ headers }: Answer, origin: string) =>
  ['*', origin].includes(headers.get('access-control-allow-origin')?.trim() ?? '')

async function* oauthServer(ask: Ask, headers: Record<string, string>, known: Known): AsyncGenerator<Finding> {
  const answer = await attempt(() => ask('/.well-known/oauth-authorization-server', { headers }))
  known.hasOAuthServer = !(answer instanceof NoAnswer) && answer.status === 200 && typeof answer.json?.issuer === 'string'
  if (!known.hasOAuthServer) {
    yield {
      check: 'oauth-server',
      status: 'skip',
      words: 'It is no OAuth 2.1 server for other applications (GOTRUE_OAUTH_SERVER_ENABLED)',
    }
    return
  }
  const issuer = (answer as Answer).json!.issuer as string
  const isRegistering = typeof (answer as Answer).json!.registration_endpoint === 'string'
  yield {
    check: 'oauth-server',
    status: 'ok',
    words: `It is an OAuth 2.1 server for other applications; its issuer is ${issuer}${isRegistering ? ', and applications register themselves' : ''}`,
    details: { issuer },
  }
}

async function* admin({ ask, apiKey, serviceKey, jwtSecret }: Patient, known: Known): AsyncGenerator<Finding> {
  if (!serviceKey && !jwtSecret) {
    yield {
      check: 'admin',
      status: 'skip',
      words: 'Without GOTRUE_SERVICE_KEY or GOTRUE_JWT_SECRET it was not tried what administrators may do',
    }
    return
  }
  const name = serviceKey ? 'GOTRUE_SERVICE_KEY' : 'GOTRUE_JWT_SECRET'
  let token = serviceKey
  if (!token) {
    const { createServiceToken } = await import('../../facade/admin/index.ts')
    try {
      token = await createServiceToken({ secret: jwtSecret! })
    } catch (error) {
      yield { check: 'admin', status: 'fail', words: `${name} can't be used: ${(error as Error).message}` }
      return
    }
  }
  const headers: Record<string, string> = token.startsWith('ey')
    ? { authorization: `Bearer ${token}`, apikey: apiKey ?? token }
    : { apikey: token }
  const answer = await attempt(() => ask('/admin/users?page=1&per_page=1', { headers }))
  known.isAdmin = !(answer instanceof NoAnswer) && answer.status === 200
  if (known.isAdmin) {
    const total = (answer as Answer).headers.get('x-total-count')
    yield {
      check: 'admin',
      status: 'ok',
      words: `${name} is a key of administrators${total ? `; there are ${total} users` : ''}`,
      details: { users: total === null ? null : Number(total) },
    }
  } else {
    yield { check: 'admin', status: 'fail', words: `${name} is refused: ${reason(answer)}` }
  }
}
