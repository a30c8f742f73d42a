// `node test/live/catcher.ts`: what the live suite needs beside a server, without any dependency. It takes the calls of the server's
// send-email and send-sms hooks, and lists them; and it is the provider that lets everybody in. compose.yaml starts it.
//
//   POST /hook/email, /hook/sms      what the server would send
//   GET  /sent?to=…                  what it has sent
//   GET  /control, POST /control     { who }: whom the provider lets in
//   POST /mint                       signs claims as an ID token of the issuer /realms/test
//
// It is for tests: it believes everybody, and listens where it is told, PORT and HOST, by default on this machine only.
import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

type Json = Record<string, unknown>

export async function startCatcher(
  port: number = 9990,
  host: string = '127.0.0.1',
): Promise<{ url: string; server: Server }> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const sent: { kind: string; payload: Json }[] = []
  let control: { who?: Json } = {}

  const idToken = (claims: Json): string => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const signed = `${part({ alg: 'RS256', typ: 'JWT', kid: 'catcher' })}.${part(claims)}`
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
  }

  /** What the provider says of whoever comes: enough for github and keycloak. */
  const who = (): Json => ({
    id: 4242,
    sub: '4242',
    login: 'octo',
    name: 'Octo Cat',
    email: 'octo@example.com',
    email_verified: true,
    preferred_username: 'octo',
    ...control.who,
  })

  /** @returns the body of an answer; a text is where a browser is sent to; undefined: there is no such thing */
  const answer = (method: string, { pathname, searchParams, origin }: URL, body: Json): unknown => {
    const [, kind] = /^\/hook\/(\w+)$/.exec(pathname) ?? []
    if (kind) {
      sent.push({ kind, payload: body })
      return {}
    }
    const [, realm] = /^(.*)\/\.well-known\/openid-configuration$/.exec(pathname) ?? []
    if (realm !== undefined) {
      const issuer = origin + realm
      return {
        issuer,
        authorization_endpoint: `${issuer}/protocol/openid-connect/auth`,
        token_endpoint: `${issuer}/protocol/openid-connect/token`,
        userinfo_endpoint: `${issuer}/protocol/openid-connect/userinfo`,
        jwks_uri: `${issuer}/certs`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      }
    }
    switch (`${method} ${pathname}`) {
      case 'GET /health':
        return {}
      case 'GET /sent': {
        const to = searchParams.get('to') ?? ''
        const all = sent.map(({ kind, payload }) => ({ ...payload, kind }))
        return all.filter((message) => JSON.stringify(message).includes(to))
      }
      case 'POST /control':
        control = body
        return control
      case 'GET /control':
        return control
      case 'POST /mint':
        return { id_token: idToken(body) }
    }
    const last = pathname.split('/').at(-1)
    switch (last) {
      case 'certs':
        return { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'catcher', alg: 'RS256', use: 'sig' }] }
      case 'authorize':
      case 'auth': {
        const back = new URL(searchParams.get('redirect_uri')!)
        back.searchParams.set('code', 'catcher-code')
        back.searchParams.set('state', searchParams.get('state') ?? '')
        return back.href
      }
      case 'access_token':
      case 'token':
        return { access_token: 'catcher-token', token_type: 'bearer', expires_in: 3600, scope: 'user' }
      case 'emails':
        return [{ email: who().email, primary: true, verified: true }]
      case 'user':
      case 'userinfo':
        return who()
      default:
        return undefined
    }
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      let body: unknown
      let status = 200
      try {
        const url = new URL(request.url!, `http://${request.headers.host}`)
        const text = Buffer.concat(chunks).toString()
        // The token endpoint of a provider is sent a form.
        body = answer(request.method!, url, (text.startsWith('{') ? JSON.parse(text) : {}) as Json)
        if (body === undefined) [status, body] = [404, { error: `there is no ${request.method} ${url.pathname}` }]
      } catch (error) {
        ;[status, body] = [400, { error: String(error) }]
      }
      if (typeof body === 'string') response.writeHead(302, { location: body }).end()
      else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(port, host, resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

if (import.meta.main) {
  const { PORT = '9990', HOST = '127.0.0.1' } = process.env
  const { url } = await startCatcher(Number(PORT), HOST)
  console.log(`The catcher of the live suite listens on ${url}`)
}
