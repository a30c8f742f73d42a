// What a request needs to get further than the first check: somebody who is signed in, and the names of what there is.
import type { Pool } from './arbitraries.ts'

export interface World {
  pool: Pool
  adminToken: string
  /** A token of a user who is signed in, still or again. */
  userToken(): Promise<string>
}

let made = 0

/** @throws Error when the server takes no users from an administrator */
export async function createWorld(url: string, adminToken: string, fetch: typeof globalThis.fetch): Promise<World> {
  const password = 'Correct-horse-battery-1'
  let token: string | undefined

  const call = async (method: string, path: string, bearer: string, body?: object): Promise<Record<string, never>> => {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, ...(text.startsWith('{') && JSON.parse(text)) } as never
  }
  const newUser = async () => {
    const email = `ada+${Date.now()}-${++made}@example.com`
    const user = await call('POST', '/admin/users', adminToken, { email, password, email_confirm: true })
    if (!user.id) throw new Error(`The server made no user: ${JSON.stringify(user)}`)
    return { id: user.id as string, email }
  }
  const signIn = async (email: string) =>
    (await call('POST', '/token?grant_type=password', adminToken, { email, password })) as {
      access_token?: string
      refresh_token?: string
    }

  const user = await newUser()
  const other = await newUser()
  const session = await signIn(user.email)
  if (!session.access_token) throw new Error(`The server let nobody in: ${JSON.stringify(session)}`)
  token = session.access_token
  const factor = await call('POST', '/factors', token, { factor_type: 'totp', friendly_name: 'app' })
  const client = await call('POST', '/admin/oauth/clients', adminToken, {
    client_name: 'app',
    redirect_uris: ['http://127.0.0.1:3000/callback'],
  })
  const identifier = `custom:app-${Date.now()}-${++made}`
  await call('POST', '/admin/custom-providers', adminToken, {
    provider_type: 'oauth2',
    identifier,
    name: 'app',
    client_id: 'app',
    client_secret: 'secret',
    authorization_url: 'https://203.0.113.1/authorize',
    token_url: 'https://203.0.113.1/token',
    userinfo_url: 'https://203.0.113.1/userinfo',
  })
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  const identities = ((await call('GET', '/user', token)) as { identities?: { identity_id: string }[] }).identities ?? []

  return {
    adminToken,
    pool: {
      user_id: [other.id],
      factor_id: factor.id ? [factor.id] : [],
      client_id: client.client_id ? [client.client_id] : [],
      client_secret: client.client_secret ? [client.client_secret] : [],
      identity_id: identities.map(({ identity_id }) => identity_id),
      identifier: [identifier],
      email: [user.email, other.email, 'ada+new@example.com'],
      phone: ['15551230001', '+15551230002', '15557654321'],
      password: [password, 'x'],
      current_password: [password],
      token: ['123456', '000000'],
      code: ['123456'],
      refresh_token: [session.refresh_token ?? 'abcdefghijkl'],
      redirect_to: ['http://127.0.0.1:3000/welcome', 'https://evil.example/'],
      redirect_uri: ['http://127.0.0.1:3000/callback'],
      redirect_uris: ['http://127.0.0.1:3000/callback', 'https://app.example.com/cb', 'myapp://cb'],
      code_challenge: [challenge],
      code_challenge_method: ['s256', 'plain', 'S256'],
      provider: ['github', 'google', 'nobody'],
      sort: ['created_at asc', 'created_at desc'],
      query: ['action:login', 'author:ada', 'type:account', 'x'],
      ban_duration: ['1h', 'none'],
      scope: ['global', 'local', 'others', 'openid email'],
      grant_type: ['password', 'refresh_token', 'pkce', 'id_token', 'web3'],
      authorization_url: ['https://203.0.113.1/authorize'],
      token_url: ['https://203.0.113.1/token'],
      userinfo_url: ['https://203.0.113.1/userinfo'],
      metadata_xml: ['<x/>'],
      metadata_url: ['http://127.0.0.1:1/metadata'],
      aud: ['authenticated'],
      role: ['authenticated'],
    },
    async userToken() {
      const { status } = await call('GET', '/user', token!)
      if (status === 200) return token!
      // Signed out, banned or deleted by one of the requests.
      const next = await newUser()
      token = (await signIn(next.email)).access_token
      return token!
    },
  }
}
