// GoTrue as the authorization server of an MCP server: a client that knows nothing but the MCP server's URL finds out where to get a
// token, registers itself, has the user asked, and ends with what a tool says. The user decides by auth.oauth. All but the
// messages themselves (JSON-RPC over Streamable HTTP, without a session) is the same for any other protected resource.
// Against a real server, which needs GOTRUE_OAUTH_SERVER_ENABLED, GOTRUE_OAUTH_SERVER_ALLOW_DYNAMIC_REGISTRATION and,
// for the new user of this example, GOTRUE_MAILER_AUTOCONFIRM:
//
//   GOTRUE_URL=http://localhost:9999 node examples/mcp-authorization.ts
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient, decodeAccessToken } from 'gotrue-sdk'
import {
  checkAuthorizationResponse,
  clientAuthenticationOf,
  createAuthorizationRequest,
  discover,
  discoverProtectedResource,
  exchangeCode,
  isAuthError,
  parseWwwAuthenticate,
  protectedResourceMetadata,
  protectedResourceMetadataUrl,
  refresh,
  register,
  unwrap,
  userinfo,
  wwwAuthenticate,
} from 'gotrue-sdk/oauth-client'

const { GOTRUE_URL: url, GOTRUE_API_KEY: apiKey } = process.env
const options = apiKey ? { apiKey } : {}
const servers: Server[] = []
const protocolVersion = '2025-06-18'

/** A request of JSON-RPC, or a notification, which has no id. */
interface Message {
  id?: number | string
  method?: string
  params?: { name?: string }
}

try {
  if (!url) throw new Error('GOTRUE_URL is missing')
  const user = await signUp(url)
  const resource = await serveMcp(url)
  await readNotes(resource, user.visit)
  await user.revokeAll()
  console.log('The user has taken it back.')
} catch (error) {
  console.error(`✗ ${isAuthError(error) ? `${error.code}: ` : ''}${(error as Error).message}`)
  process.exitCode = 1
} finally {
  for (const server of servers) server.close()
}

/** The MCP server. It takes tokens of one authorization server, and says so to who has none. */
async function serveMcp(authorizationServer: string): Promise<string> {
  const { issuer } = unwrap(await discover(authorizationServer, options))
  const origin = await listen(async (request, response) => {
    const resource = `${origin}/mcp`
    const resourceMetadata = protectedResourceMetadataUrl(resource)
    if (origin + request.url === resourceMetadata) {
      // An issuer may be empty: then the address is all there is.
      const authorizationServers = [issuer || authorizationServer]
      return send(response, 200, protectedResourceMetadata({ resource, authorizationServers, scopesSupported: ['email'] }))
    }
    // No page of a browser has anything to do here: MCP asks for this against DNS rebinding.
    if (request.headers.origin) return send(response, 403, {})
    const refuse = (status: number, challenge: Parameters<typeof wwwAuthenticate>[0] = {}) => {
      response.setHeader('www-authenticate', wwwAuthenticate({ resourceMetadata, scope: 'email', ...challenge }))
      send(response, status, {})
    }
    const [, accessToken] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? []
    if (!accessToken) return refuse(401)
    // The server knows whether the grant still holds. verifyAccessToken() asks nobody, but a token lives on until it expires.
    const { data, error } = await userinfo(authorizationServer, accessToken, options)
    if (error?.retryable) return send(response, 503, {})
    if (error) return refuse(401, { error: 'invalid_token' })
    // Tokens of GoTrue do not name the resource that they were asked for, so all clients' tokens get here; the scope has to do. An
    // ordinary session's token, which may do everything its user may, has none.
    if (!data.email) return refuse(403, { error: 'insufficient_scope' })
    const { client_id } = decodeAccessToken(accessToken) as { client_id?: string }
    // There is nothing that the server would say by itself.
    if (request.method !== 'POST') return send(response, 405, {})
    const { id, method, params } = await readMessage(request)
    if (!method) return send(response, 400, {})
    if (id === undefined) return send(response, 202)
    const result = answerTo(method, params, `${data.email} lets ${client_id?.slice(0, 8)} read this`)
    const answer = result ? { result } : { error: { code: -32601, message: 'Method not found' } }
    send(response, 200, { jsonrpc: '2.0', id, ...answer })
  })
  return `${origin}/mcp`
}

/** What the MCP server knows to say. */
function answerTo(method: string, params: Message['params'], note: string): object | undefined {
  const inputSchema = { type: 'object' }
  switch (method) {
    case 'initialize': {
      const serverInfo = { name: 'notes', version: '1.0.0' }
      return { protocolVersion, capabilities: { tools: {} }, serverInfo }
    }
    case 'tools/list':
      return { tools: [{ name: 'read_notes', description: 'The notes of the user.', inputSchema }] }
    case 'tools/call':
      return params?.name === 'read_notes' ? { content: [{ type: 'text', text: note }] } : undefined
  }
  return undefined
}

/** The client. It is told the resource's URL, and has a way to open a browser. */
async function readNotes(resource: string, openBrowser: (url: string) => Promise<unknown>): Promise<void> {
  let accessToken: string | undefined
  const post = (message: object) =>
    fetch(resource, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': protocolVersion,
        ...(accessToken && { authorization: `Bearer ${accessToken}` }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    })
  const clientInfo = { name: 'notes-reader', version: '1.0.0' }
  const initialize = { id: 1, method: 'initialize', params: { protocolVersion, capabilities: {}, clientInfo } }

  const response = await post(initialize)
  const challenge = parseWwwAuthenticate(response.headers.get('www-authenticate'))
  console.log(`${response.status}: a token is needed, for the scope ${challenge?.scope}.`)

  const metadata = unwrap(await discoverProtectedResource(resource, { resourceMetadata: challenge?.resourceMetadata }))
  const server = metadata.authorization_servers![0]!
  // Without the API key, here and below: it is none of the business of a server that some resource names.
  const { issuer, registration_endpoint } = unwrap(await discover(server))
  if (!registration_endpoint) throw new Error('Clients can not register themselves there')
  console.log(`Tokens come from ${server}.`)

  // Back to a port of this machine, as native applications do it (RFC 8252, section 7.3).
  let arrived!: (url: string) => void
  const callback = new Promise<string>((resolve) => (arrived = resolve))
  const origin = await listen((request, response) => {
    send(response, 200, 'You can close this page.')
    arrived(origin + request.url)
  })
  const redirectUri = `${origin}/callback`
  const client = unwrap(
    await register(server, {
      client_name: 'Notes reader',
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'none',
    }),
  )
  const authentication = clientAuthenticationOf(client)
  console.log(`Registered as ${client.client_name}.`)

  const { client_id: clientId } = client
  const scope = challenge?.scope ?? 'email'
  const request = await createAuthorizationRequest(server, { clientId, redirectUri, scope, resource })
  await openBrowser(request.url)
  const { code } = checkAuthorizationResponse(await callback, { ...request, issuer })
  let tokens = unwrap(await exchangeCode(server, { ...request, authentication, code }))
  console.log(`A token for ${tokens.expires_in} seconds.`)

  const ask = async (message: object) => {
    const response = await post(message)
    if (!response.ok) throw new Error(`The resource answers ${response.status}`)
    return response.status === 202 ? undefined : ((await response.json()) as { result: any }).result
  }
  const read = async () => {
    accessToken = tokens.access_token
    const { content } = await ask({ id: 3, method: 'tools/call', params: { name: 'read_notes', arguments: {} } })
    console.log(`The tool says: ${content[0].text}`)
  }
  accessToken = tokens.access_token
  await ask(initialize)
  await ask({ method: 'notifications/initialized' })
  const { tools } = await ask({ id: 2, method: 'tools/list' })
  console.log(`The tools of this server: ${tools[0].name}`)
  await read()
  // What a client does when the token is about to expire.
  tokens = unwrap(await refresh(server, { authentication, refreshToken: tokens.refresh_token }))
  console.log('Refreshed.')
  await read()
}

/** The user, with a browser that shows the consent page: what that page's code does. */
async function signUp(url: string) {
  const auth = createClient({ url, ...options })
  unwrap(await auth.signUp({ email: `ada-${Date.now()}@example.com`, password: 'Correct-horse-7-battery' }))
  return {
    visit: async (address: string) => {
      // The server sends the browser on to the consent page.
      const { headers } = await fetch(address, { redirect: 'manual' })
      const id = new URL(headers.get('location')!, address).searchParams.get('authorization_id')!
      const details = unwrap(await auth.oauth.getAuthorizationDetails(id))
      if (!('authorization_id' in details)) return fetch(details.redirect_url)
      console.log(`${details.client.name} asks ${details.user.email} for ${details.scope}.`)
      // In a browser approveAuthorization() goes there by itself.
      const { redirect_url } = unwrap(await auth.oauth.approveAuthorization(id, { skipBrowserRedirect: true }))
      return fetch(redirect_url)
    },
    revokeAll: async () => {
      for (const { client } of unwrap(await auth.oauth.listGrants())) {
        unwrap(await auth.oauth.revokeGrant({ clientId: client.id }))
      }
    },
  }
}

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<string> {
  const server = createServer((request, response) => void answer(request, response))
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function readMessage(request: IncomingMessage): Promise<Message> {
  let text = ''
  for await (const chunk of request) text += chunk
  try {
    return Object(JSON.parse(text)) as Message
  } catch {
    return {}
  }
}

function send(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(body && JSON.stringify(body))
}
