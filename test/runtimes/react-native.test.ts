// The shapes of React Native, on the packed tarball in a process of its own: no Web Locks, no BroadcastChannel, no location, no document, no
// localStorage, an asynchronous storage, and no WebCrypto, or one that has only random numbers, as polyfills do.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { createConsumer, type Consumer } from './consumer.ts'

let server: TestServer
let consumer: Consumer
let url: string
beforeAll(async () => {
  consumer = createConsumer()
  server = createTestServer({ config: { GOTRUE_MAILER_AUTOCONFIRM: true } })
  url = await server.listen()
})
afterAll(async () => {
  consumer.remove()
  await server.close()
})

const program = `
const [url, kind] = process.argv.slice(2)
const { getRandomValues } = crypto
const lacking = { navigator: { product: 'ReactNative' }, BroadcastChannel: undefined, document: undefined, location: undefined, localStorage: undefined, indexedDB: undefined }
const cryptos = { none: undefined, random: { getRandomValues: (bytes) => getRandomValues.call(globalThis.webcrypto, bytes) } }
globalThis.webcrypto = crypto
if (kind in cryptos) lacking.crypto = cryptos[kind]
for (const [name, value] of Object.entries(lacking)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
const { createClient, verifyAccessToken, createPkce } = await import('gotrue-sdk')
const values = new Map()
const later = () => new Promise((resolve) => setTimeout(resolve, 5))
const storage = {
  getItem: async (key) => (await later(), values.get(key) ?? null),
  setItem: async (key, value) => (await later(), void values.set(key, value)),
  removeItem: async (key) => (await later(), void values.delete(key)),
}
const options = { url, storage, detectSessionInUrl: false }
const email = kind + '@example.com'
const password = 'correct-horse-battery'
const auth = createClient(options)
const events = []
auth.onAuthStateChange((event) => void events.push(event))
const signedUp = await auth.signUp({ email, password })
const refreshes = await Promise.all([1, 2, 3].map(() => auth.refreshSession()))
auth.stopAutoRefresh()
await auth.startAutoRefresh()
const again = createClient(options)
const { data: kept } = await again.getSession()
const claims = await again.getClaims()
const verified = await verifyAccessToken(kept.session.access_token, { jwksUrl: url + '/.well-known/jwks.json' })
const oauth = await createClient({ ...options, flowType: 'pkce' }).signInWithOAuth({ provider: 'github', options: { skipBrowserRedirect: true } })
const passkey = await again.signInWithPasskey()
const pkce = await createPkce().then(() => null, (error) => error.code)
const signedOut = await again.signOut()
console.log(JSON.stringify({
  signUp: signedUp.error?.code ?? null,
  refresh: [...new Set(refreshes.map(({ error, data }) => error?.code ?? data.session.refresh_token))].length,
  kept: kept.session?.user.email,
  claims: claims.error?.code ?? claims.data.claims.email,
  verify: verified.error?.code ?? null,
  pkce,
  oauth: oauth.error?.code ?? null,
  passkey: passkey.error?.code ?? null,
  signOut: signedOut.error?.code ?? null,
  left: values.size,
  events,
}))
await auth.dispose()
await again.dispose()
process.exit()
`

async function native(kind: string): Promise<Record<string, unknown>> {
  consumer.write('native.mjs', program)
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['native.mjs', url, kind], { cwd: consumer.folder })
  expect(stderr).toBe('')
  return JSON.parse(stdout) as Record<string, unknown>
}

const always = { signUp: null, refresh: 1, passkey: 'webauthn_unsupported', signOut: null, left: 0 }

describe('React Native', () => {
  test.each(['none', 'random'])('with WebCrypto: %s', async (kind) => {
    expect(await native(kind)).toMatchObject({
      ...always,
      kept: `${kind}@example.com`,
      // The server is asked instead.
      claims: `${kind}@example.com`,
      // There is nobody to ask.
      verify: 'crypto_missing',
      pkce: 'crypto_missing',
      oauth: 'crypto_missing',
      events: expect.arrayContaining(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED']),
    })
    expect(server.requests.filter(({ operation }) => operation === 'getUser').length).toBeGreaterThan(0)
  })

  test('with a whole WebCrypto', async () => {
    expect(await native('whole')).toMatchObject({
      ...always,
      claims: 'whole@example.com',
      // The verifier of the flow that has begun.
      left: 1,
      verify: null,
      pkce: null,
      oauth: null,
    })
  })
})
