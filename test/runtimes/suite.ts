// What has to work in every runtime, on the package as it is published: nothing but web standards here, and one function, which each
// runtime calls in its own way. It says what has failed, and what the runtime lacks.
import { createClient, memoryStorage, verifyAccessToken, type SessionStorage } from 'gotrue-sdk'
import { createAdmin, createServiceToken } from 'gotrue-sdk/admin'
import {
  codeChallengeOf,
  createPkce,
  discover,
  parseWwwAuthenticate,
  register,
  wwwAuthenticate,
} from 'gotrue-sdk/oauth-client'
import { createTransport, errorCodes, getSettings } from 'gotrue-sdk/operations'
import { createCookieSessions, type RequestSession } from 'gotrue-sdk/ssr'
import { createTestServer } from 'gotrue-sdk/testing'

export interface Given {
  /** A GoTrue, which answers at `/inbox?to=` with the code that was sent to an address. */
  url: string
  /** The secret that its service tokens are signed with. */
  secret: string
  /** Whose users are whose, where several runtimes use one server. */
  name: string
}

export interface Outcome {
  passed: string[]
  failed: string[]
  /** Algorithms that were verified, and those for which the runtime has no WebCrypto. */
  algorithms: string[]
  missing: string[]
}

export async function suite({ url, secret, name }: Given): Promise<Outcome> {
  const outcome: Outcome = { passed: [], failed: [], algorithms: [], missing: [] }
  const check = async (title: string, body: () => Promise<void>) => {
    try {
      await body()
      outcome.passed.push(title)
    } catch (error) {
      outcome.failed.push(`${title}: ${(error as Error)?.stack ?? error}`)
    }
  }
  const password = 'correct-horse-battery'
  const codeOf = async (to: string) =>
    ((await (await fetch(`${url}/inbox?to=${encodeURIComponent(to)}`)).json()) as { code: string }).code

  await check('sign up, verify by code, refresh, claims, sign out', async () => {
    const email = `ada-${name}@example.com`
    const auth = createClient({ url, storage: memoryStorage(), autoRefreshToken: false, detectSessionInUrl: false })
    const events: string[] = []
    auth.onAuthStateChange((event) => void events.push(event))
    const signedUp = await auth.signUp({ email, password })
    equal(signedUp.error, null)
    equal(signedUp.data.session ?? null, null)
    const verified = await auth.verifyOtp({ type: 'email', email, token: await codeOf(email) })
    equal(verified.error, null)
    const first = verified.data.session!
    const refreshed = await auth.refreshSession()
    equal(refreshed.error, null)
    equal(refreshed.data.session!.refresh_token === first.refresh_token, false)
    equal((await auth.getUser()).data.user?.email, email)
    const claims = await auth.getClaims()
    equal(claims.error, null)
    equal(claims.data?.claims.email, email)
    equal((await auth.signInWithPassword({ email, password: 'wrong' })).error?.code, 'invalid_credentials')
    equal((await auth.signOut()).error, null)
    equal((await auth.getSession()).data.session, null)
    for (const event of ['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED', 'SIGNED_OUT'])
      equal(events.includes(event), true)
    await auth.dispose()
  })

  await check('an asynchronous storage', async () => {
    const values = new Map<string, string>()
    const storage: SessionStorage = {
      getItem: async (key) => values.get(key) ?? null,
      setItem: async (key, value) => void values.set(key, value),
      removeItem: async (key) => void values.delete(key),
    }
    const options = { url, storage, autoRefreshToken: false, detectSessionInUrl: false }
    const auth = createClient(options)
    equal((await auth.signInAnonymously()).error, null)
    const again = createClient(options)
    equal((await again.getUser()).data.user?.is_anonymous, true)
    await auth.dispose()
    await again.dispose()
  })

  await check('an address where nothing is', async () => {
    const auth = createClient({ url: 'http://127.0.0.1:9', persistSession: false, autoRefreshToken: false })
    const { error } = await auth.settings({ timeout: 2_000 })
    equal(/^(network_failure|timeout)$/.test(String(error?.code)), true)
    await auth.dispose()
  })

  await check('createTestServer().fetch inside of the runtime', async () => {
    const server = createTestServer()
    const auth = createClient({ url: server.url, fetch: server.fetch, persistSession: false, autoRefreshToken: false })
    equal((await auth.signUp({ email: 'grace@example.com', password })).error, null)
    const { code } = server.inbox.last('grace@example.com')
    equal((await auth.verifyOtp({ type: 'email', email: 'grace@example.com', token: code })).error, null)
    equal((await auth.getClaims()).data?.claims.email, 'grace@example.com')
    equal((await auth.refreshSession()).error, null)
    await auth.dispose()
  })

  await check('gotrue-sdk/admin', async () => {
    const admin = createAdmin({ url, adminToken: () => createServiceToken({ secret }), dangerouslyAllowBrowser: true })
    const email = `alan-${name}@example.com`
    const { data, error } = await admin.createUser({ email, email_confirm: true })
    equal(error, null)
    const found: string[] = []
    for await (const user of admin.listUsers({ filter: email, perPage: 1 })) found.push(user.id)
    equal(found.join(), data.user!.id)
    equal((await admin.deleteUser(data.user!.id)).error, null)
    equal((await admin.getUserById(data.user!.id)).error?.code, 'user_not_found')
  })

  await check('gotrue-sdk/oauth-client', async () => {
    const { data: metadata, error } = await discover(url)
    equal(error, null)
    equal(metadata!.token_endpoint, `${url}/oauth/token`)
    const client = await register(url, {
      client_name: name,
      redirect_uris: ['https://app.example.com/back'],
      token_endpoint_auth_method: 'none',
    })
    equal(client.error, null)
    const { code_verifier, code_challenge } = await createPkce()
    equal(await codeChallengeOf(code_verifier), code_challenge)
    const challenge = wwwAuthenticate({
      resourceMetadata: 'https://api.example.com/.well-known/oauth-protected-resource',
      scope: 'email',
    })
    equal(parseWwwAuthenticate(challenge)?.scope, 'email')
  })

  await check('gotrue-sdk/operations', async () => {
    const { data } = await getSettings({ client: createTransport({ url }) })
    equal(data?.disable_signup, false)
    equal(errorCodes.length > 100, true)
  })

  await check('gotrue-sdk/ssr', async () => {
    const email = `edsger-${name}@example.com`
    const admin = createAdmin({ url, adminToken: () => createServiceToken({ secret }), dangerouslyAllowBrowser: true })
    equal((await admin.createUser({ email, password, email_confirm: true })).error, null)
    const sessions = createCookieSessions({ url })
    const cookies = new Map<string, string>()
    const open = (method: string, site = 'same-origin') => {
      const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')
      return sessions.open({ method, headers: new Headers({ cookie, 'sec-fetch-site': site }) })
    }
    const keep = async (session: RequestSession) => {
      const headers = await session.headers()
      equal(headers.get('cache-control'), 'private, no-store')
      for (const { name, value, options } of await session.cookies()) {
        if (options.maxAge === 0) cookies.delete(name)
        else cookies.set(name, value)
      }
    }
    const signingIn = open('POST')
    equal((await signingIn.auth.signInWithPassword({ email, password })).error, null)
    await keep(signingIn)
    equal(
      [...cookies.keys()].every((name) => name.startsWith('__Host-')),
      true,
    )
    equal((await open('GET').getClaims()).data?.email, email)
    equal((await open('POST', 'cross-site').auth.signOut()).error?.code, 'cross_origin')
    const refreshing = open('POST')
    equal((await refreshing.auth.refreshSession()).error, null)
    await keep(refreshing)
    const signingOut = open('POST')
    equal((await signingOut.auth.signOut()).error, null)
    await keep(signingOut)
    equal(cookies.size, 0)
    equal((await open('GET').getClaims()).data ?? null, null)
  })

  for (const [alg, make, signing] of keys) {
    await check(`verifyAccessToken() with ${alg}`, async () => {
      let pair: CryptoKeyPair
      try {
        pair = (await crypto.subtle.generateKey(make, true, ['sign', 'verify'])) as CryptoKeyPair
      } catch (cause) {
        // Then there is nothing to verify with, and nothing that could have signed.
        if (alg === 'EdDSA' && (cause as Error).name === 'NotSupportedError') return void outcome.missing.push(alg)
        throw cause
      }
      const jwk = { ...(await crypto.subtle.exportKey('jwk', pair.publicKey)), alg, kid: alg, use: 'sig' }
      const token = await sign({ alg, kid: alg }, (bytes) => crypto.subtle.sign(signing, pair.privateKey, bytes))
      await accepted(token, { jwks: { keys: [jwk as never] } })
      outcome.algorithms.push(alg)
    })
  }
  await check('verifyAccessToken() with HS256', async () => {
    const bytes = new TextEncoder().encode(secret)
    const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    await accepted(await sign({ alg: 'HS256' }, (bytes) => crypto.subtle.sign('HMAC', key, bytes)), { secret })
    outcome.algorithms.push('HS256')
  })
  return outcome
}

const rsa = (name: string) => ({ name, hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) })
const keys: [alg: string, make: never, signing: never][] = [
  ['RS256', rsa('RSASSA-PKCS1-v1_5'), { name: 'RSASSA-PKCS1-v1_5' }],
  ['PS256', rsa('RSA-PSS'), { name: 'RSA-PSS', saltLength: 32 }],
  ['ES256', { name: 'ECDSA', namedCurve: 'P-256' }, { name: 'ECDSA', hash: 'SHA-256' }],
  ['ES384', { name: 'ECDSA', namedCurve: 'P-384' }, { name: 'ECDSA', hash: 'SHA-384' }],
  ['EdDSA', { name: 'Ed25519' }, { name: 'Ed25519' }],
] as never

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

async function sign(header: object, signing: (bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>): Promise<string> {
  const claims = {
    sub: '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11',
    exp: Math.floor(Date.now() / 1000) + 600,
    role: 'authenticated',
  }
  const content = [header, claims].map((part) => base64url(new TextEncoder().encode(JSON.stringify(part)))).join('.')
  return `${content}.${base64url(new Uint8Array(await signing(new TextEncoder().encode(content))))}`
}

/** A token, and not the same with another content. */
async function accepted(token: string, options: Parameters<typeof verifyAccessToken>[1]): Promise<void> {
  const { data, error } = await verifyAccessToken(token, options)
  equal(error, null)
  equal(data?.claims.role, 'authenticated')
  const changed = token.replace(/\.[^.]+\./, `.${base64url(new TextEncoder().encode('{"sub":"x","exp":4102444800}'))}.`)
  equal((await verifyAccessToken(changed, options)).error?.code, 'invalid_jwt')
}

function equal(actual: unknown, expected: unknown): void {
  if (Object.is(actual, expected)) return
  const text = (value: unknown) =>
    value instanceof Error ? `${value.name} ${value.message} ${String(value.cause)}` : JSON.stringify(value)
  throw new Error(`${text(actual)} is not ${text(expected)}`)
}
