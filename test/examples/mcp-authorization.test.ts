// examples/mcp-authorization.ts, against the test server, and against a stand-in of a few lines that can also be what GoTrue is not.
import { createHash, randomUUID } from 'node:crypto'
import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestServer } from '../../src/testing/index.ts'

interface Authorization {
  query: Record<string, string>
  user?: string
  code?: string
}
interface Token {
  scope?: string
  client_id?: string
}
let url: string
let log: string[]
/** The requests that came with an API key. */
let withKey: string[]
let clients: Map<string, { redirect_uris: string[] }>
let authorizations: Map<string, Authorization>
let accessTokens: Map<string, Token>
let refreshTokens: Map<string, Token>
/** What is different about this server. */
let odd: { registration?: false; userinfo?: object }

const email = 'ada@example.com'
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const issue = (token: Token) => {
  const iat = Math.floor(Date.now() / 1000)
  const claims = { sub: 'ada', aud: 'authenticated', iat, exp: iat + 3600, ...token }
  const access_token = `${base64url({ alg: 'none' })}.${base64url(claims)}.${randomUUID()}`
  const refresh_token = randomUUID()
  accessTokens.set(access_token, token)
  refreshTokens.set(refresh_token, token)
  return { access_token, refresh_token, token_type: 'bearer', expires_in: 3600 }
}
const redirectOf = ({ query }: Authorization, parameters: Record<string, string>) => {
  const there = new URL(query.redirect_uri!)
  for (const [name, value] of Object.entries({ ...parameters, state: query.state! })) there.searchParams.set(name, value)
  return { redirect_url: there.href }
}

type Answer = [status: number, body?: unknown, location?: string]
const refused = (code: string): Answer => [400, { error: code, error_description: `the server says ${code}` }]

const routes: Record<string, (body: Record<string, string>, query: Record<string, string>, token: string) => Answer> = {
  'GET /.well-known/oauth-authorization-server': () => [
    200,
    {
      issuer: url,
      authorization_endpoint: `${url}/oauth/authorize`,
      token_endpoint: `${url}/oauth/token`,
      jwks_uri: `${url}/.well-known/jwks.json`,
      userinfo_endpoint: `${url}/oauth/userinfo`,
      ...(odd.registration !== false && { registration_endpoint: `${url}/oauth/clients/register` }),
    },
  ],
  'POST /signup': () => [200, { ...issue({}), user: { id: 'ada', email } }],
  'POST /oauth/clients/register': (body) => {
    const client_id = randomUUID()
    clients.set(client_id, body as never)
    return [201, { ...body, client_id, client_type: 'public' }]
  },
  'GET /oauth/authorize': (_body, query) => {
    const isValid = clients.get(query.client_id!)?.redirect_uris.includes(query.redirect_uri!) && query.code_challenge
    if (!isValid) return [400, { code: 'validation_failed', message: 'no' }]
    const id = randomUUID()
    authorizations.set(id, { query })
    return [302, undefined, `http://127.0.0.1:3000/consent?authorization_id=${id}`]
  },
  'GET /oauth/authorizations/:id': ({ id }, _query, token) => {
    const authorization = authorizations.get(id!)!
    authorization.user = token
    const { redirect_uri, scope } = authorization.query
    const client = { id: authorization.query.client_id, name: 'Notes reader' }
    return [200, { authorization_id: id, redirect_uri, scope, client, user: { id: 'ada', email } }]
  },
  'POST /oauth/authorizations/:id/consent': ({ id, action }, _query, token) => {
    const authorization = authorizations.get(id!)!
    if (authorization.user !== token) return [404, { code: 'oauth_authorization_not_found', message: 'no' }]
    if (action !== 'approve') return [200, redirectOf(authorization, { error: 'access_denied' })]
    authorization.code = randomUUID()
    return [200, redirectOf(authorization, { code: authorization.code })]
  },
  'POST /oauth/token': ({ grant_type, code, code_verifier, redirect_uri, resource, client_id, refresh_token }) => {
    if (!clients.has(client_id!)) return refused('invalid_client')
    if (grant_type === 'refresh_token') {
      const token = refreshTokens.get(refresh_token!)
      refreshTokens.delete(refresh_token!)
      return token?.client_id === client_id ? [200, issue(token!)] : refused('invalid_grant')
    }
    const authorization = [...authorizations.values()].find((one) => one.code === code)
    const { query } = authorization ?? {}
    const challenge = createHash('sha256').update(code_verifier!).digest('base64url')
    const fits =
      query?.client_id === client_id &&
      query?.code_challenge === challenge &&
      query.redirect_uri === redirect_uri &&
      query.resource === resource
    if (!fits) return refused('invalid_grant')
    delete authorization!.code
    return [200, issue({ scope: query!.scope!, client_id: client_id! })]
  },
  'GET /oauth/userinfo': (_body, _query, token) => {
    const known = accessTokens.get(token)
    if (!known) return [403, { code: 'session_not_found', message: 'no' }]
    return [200, odd.userinfo ?? { sub: 'ada', ...(known.scope?.includes('email') && { email }) }]
  },
  'GET /user/oauth/grants': () => [
    200,
    [...clients.keys()].map((id) => ({ client: { id }, scopes: ['email'], granted_at: '2026-11-23T19:24:55Z' })),
  ],
  'DELETE /user/oauth/grants': (_body, { client_id }) => {
    for (const [token, { client_id: of }] of accessTokens) if (of === client_id) accessTokens.delete(token)
    return [204]
  },
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}
const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url!, url)
  const [, id] = /authorizations\/([^/]+)/.exec(pathname) ?? []
  const route = `${request.method} ${id ? pathname.replace(id, ':id') : pathname}`
  log.push(route)
  if (request.headers.apikey) withKey.push(route)
  const body = { ...JSON.parse((await textOf(request)) || '{}'), ...(id && { id }) }
  const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
  const [status, answer, location] = routes[route]?.(body, Object.fromEntries(searchParams), token) ?? [404]
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close', ...(location && { location }) })
  response.end(answer && JSON.stringify(answer))
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  log = []
  withKey = []
  odd = {}
  clients = new Map()
  authorizations = new Map()
  accessTokens = new Map()
  refreshTokens = new Map()
})

function run(env: Record<string, string>): Promise<{ status: number | null; output: string }> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^GOTRUE_/.test(name)))
  const child = spawn(process.execPath, ['examples/mcp-authorization.ts'], { env: { ...clean, ...env } })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, output })))
}

/** The MCP server asks at each message whether the grant still holds. */
const asked = (times: number) => Array<string>(times).fill('GET /oauth/userinfo')

test('ends with what the tool says, against the test server', async () => {
  await using server = createTestServer({ config: { GOTRUE_MAILER_AUTOCONFIRM: true } })
  const { status, output } = await run({ GOTRUE_URL: await server.listen() })
  expect(output).toMatch(
    /^(The tool says: ada-\d+@example\.com lets [\da-f]{8} read this\n)(Refreshed\.\n)\1The user has taken it back\.\n$/m,
  )
  expect(status).toBe(0)
  const operations = ['registerOauthClient', 'oauthAuthorize', 'consentOauthAuthorization', 'oauthToken', 'revokeOauthGrant']
  const called: (string | undefined)[] = server.requests.map(({ operation }) => operation)
  expect(operations.filter((operation) => !called.includes(operation))).toEqual([])
})

test('ends with what the tool says, and with the grant taken back', async () => {
  const { status, output } = await run({ GOTRUE_URL: url })
  const [id] = clients.keys()
  const data = `The tool says: ${email} lets ${id?.slice(0, 8)} read this`
  expect(output.trim().split('\n')).toEqual([
    '401: a token is needed, for the scope email.',
    `Tokens come from ${url}.`,
    'Registered as Notes reader.',
    `Notes reader asks ${email} for email.`,
    'A token for 3600 seconds.',
    'The tools of this server: read_notes',
    data,
    'Refreshed.',
    data,
    'The user has taken it back.',
  ])
  expect(status).toBe(0)
  expect(log).toEqual([
    'POST /signup',
    'GET /.well-known/oauth-authorization-server',
    'GET /.well-known/oauth-authorization-server',
    'POST /oauth/clients/register',
    'GET /oauth/authorize',
    'GET /oauth/authorizations/:id',
    'POST /oauth/authorizations/:id/consent',
    'POST /oauth/token',
    ...asked(4),
    'POST /oauth/token',
    ...asked(1),
    'GET /user/oauth/grants',
    'DELETE /user/oauth/grants',
  ])
  const [{ query }] = [...authorizations.values()] as [Authorization]
  expect(query.resource).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/)
  expect(query.scope).toBe('email')
})

test('gives the API key to no server that the resource names', async () => {
  const { status } = await run({ GOTRUE_URL: url, GOTRUE_API_KEY: 'sb_publishable_1' })
  expect(status).toBe(0)
  // The user and the resource have chosen the server themselves.
  expect(withKey).toEqual([
    'POST /signup',
    'GET /.well-known/oauth-authorization-server',
    'GET /oauth/authorizations/:id',
    'POST /oauth/authorizations/:id/consent',
    ...asked(5),
    'GET /user/oauth/grants',
    'DELETE /user/oauth/grants',
  ])
})

test('says when clients can not register themselves', async () => {
  odd = { registration: false }
  const { status, output } = await run({ GOTRUE_URL: url })
  expect([status, output]).toEqual([1, expect.stringContaining('✗ Clients can not register themselves there')])
})

test('gives no data for a token without the scope', async () => {
  odd = { userinfo: { sub: 'ada' } }
  const { status, output } = await run({ GOTRUE_URL: url })
  expect([status, output]).toEqual([1, expect.stringContaining('✗ The resource answers 403')])
})

test('says when the server is missing, or is none', async () => {
  expect(await run({})).toEqual({ status: 1, output: '✗ GOTRUE_URL is missing\n' })
  const { status, output } = await run({ GOTRUE_URL: 'http://127.0.0.1:1' })
  expect([status, output]).toEqual([1, expect.stringContaining('✗ network_failure')])
})
