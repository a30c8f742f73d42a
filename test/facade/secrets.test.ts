// D32: secrets are planted in every input, and looked for in every output that is not meant to hold them: errors with their
// causes and stacks, events, what observe() tells, messages to other tabs, the console, and the client as inspect() shows it.
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  createClient,
  memoryStorage,
  observe,
  verifyAccessToken,
  type AuthClient,
  type AuthError,
} from '../../src/facade/index.ts'
import { createAdmin } from '../../src/facade/admin/index.ts'
import { clientSecretBasic, clientSecretPost, exchangeCode, refresh, userinfo } from '../../src/facade/oauth-client/index.ts'
import { json } from '../scripted-fetch.ts'

const jwt = (name: string) => `${btoa('{"alg":"HS256"}')}.${btoa(`{"sub":"ada","exp":9999999999,"iat":1}`)}.PLANTED${name}`
const secrets = {
  apiKey: 'sb_secret_PLANTED1',
  password: 'PLANTED-password',
  currentPassword: 'PLANTED-current',
  code: 'PLANTED-code',
  nonce: 'PLANTED-nonce',
  tokenHash: 'PLANTED-hash',
  idToken: jwt('idtoken'),
  providerToken: 'PLANTED-provider',
  captcha: 'PLANTED-captcha',
  accessToken: jwt('access'),
  refreshToken: 'PLANTED-refresh',
  verifier: 'PLANTED-verifier-0123456789012345678901234567',
  header: 'PLANTED-header',
}
const plant = 'PLANTED'

const options = { captchaToken: secrets.captcha, headers: { 'X-Secret': secrets.header } }
const { password, code: token, accessToken } = secrets
const email = 'ada@example.com'
const url = 'https://auth.example.com'
const id = '5a2e4c0d-7a3e-4e0b-8f39-7b6a1d2f9c42'
const tokens = { access_token: accessToken, refresh_token: secrets.refreshToken }

/** Every method that is given something secret, or sends it. */
const calls: Record<string, (auth: AuthClient) => Promise<{ error: AuthError | null }>> = {
  signUp: (auth) => auth.signUp({ email, password, options }),
  signInWithPassword: (auth) => auth.signInWithPassword({ email, password, options }),
  signInAnonymously: (auth) => auth.signInAnonymously({ options }),
  signInWithIdToken: (auth) =>
    auth.signInWithIdToken({
      provider: 'google',
      token: secrets.idToken,
      access_token: secrets.providerToken,
      nonce: secrets.nonce,
      options,
    }),
  signInWithOtp: (auth) => auth.signInWithOtp({ email, options }),
  verifyOtp: (auth) => auth.verifyOtp({ email, token, type: 'email', options }),
  'verifyOtp with a hash': (auth) => auth.verifyOtp({ token_hash: secrets.tokenHash, type: 'email', options }),
  resend: (auth) => auth.resend({ type: 'signup', email, options }),
  resetPasswordForEmail: (auth) => auth.resetPasswordForEmail(email, options),
  signInWithSSO: (auth) => auth.signInWithSSO({ domain: 'example.com', options }),
  exchangeCodeForSession: (auth) => auth.exchangeCodeForSession(token, { codeVerifier: secrets.verifier, ...options }),
  handleCallback: (auth) =>
    auth.handleCallback(
      `https://app.example.com/#access_token=${accessToken}&refresh_token=${secrets.refreshToken}&expires_in=3600&token_type=bearer`,
      options,
    ),
  setSession: (auth) => auth.setSession(tokens, options),
  'setSession with a token that is none': (auth) =>
    auth.setSession({ access_token: secrets.password, refresh_token: secrets.refreshToken }),
  'a token with a line break': (auth) => auth.getUser(`${accessToken}\n${accessToken}`),
  refreshSession: (auth) => auth.refreshSession(tokens, options),
  getUser: (auth) => auth.getUser(accessToken, options),
  updateUser: (auth) =>
    auth.updateUser(
      { password, current_password: secrets.currentPassword, nonce: secrets.nonce },
      { accessToken, ...options },
    ),
  reauthenticate: (auth) => auth.reauthenticate({ accessToken, ...options }),
  getUserIdentities: (auth) => auth.getUserIdentities({ accessToken, ...options }),
  linkIdentity: (auth) =>
    auth.linkIdentity({ provider: 'google', token: secrets.idToken, options: { accessToken, ...options } }),
  unlinkIdentity: (auth) =>
    auth.unlinkIdentity({ identity_id: '5a2e4c0d-7a3e-4e0b-8f39-7b6a1d2f9c42' }, { accessToken, ...options }),
  signOut: (auth) => auth.signOut({ accessToken, ...options }),
  settings: (auth) => auth.settings(options),
  health: (auth) => auth.health(options),
  verifyAccessToken: () => verifyAccessToken(accessToken, { secret: secrets.password }),
  getClaims: (auth) => auth.getClaims(accessToken, options),
  'mfa.verify': (auth) =>
    auth.mfa.verify({ factorId: id, challengeId: id, code: secrets.code }, { accessToken, ...options }),
  'mfa.challengeAndVerify': (auth) =>
    auth.mfa.challengeAndVerify({ factorId: id, code: secrets.code }, { accessToken, ...options }),
  'passkey.delete': (auth) => auth.passkey.delete({ passkeyId: id }, { accessToken, ...options }),
  'oauth.listGrants': (auth) => auth.oauth.listGrants({ accessToken, ...options }),
  signInWithWeb3: (auth) =>
    auth.signInWithWeb3({ chain: 'ethereum', message: secrets.nonce, signature: secrets.code, options }),
}

/** The same of the other entries, whose functions are told the server. */
const others: Record<string, (fetch: (request: Request) => Promise<Response>) => Promise<{ error: AuthError | null }>> = {
  'admin.createUser': (fetch) => administrator(fetch).createUser({ email, password }),
  'admin.updateUserById': (fetch) => administrator(fetch).updateUserById(id, { password }),
  'admin.generateLink': (fetch) => administrator(fetch).generateLink({ type: 'signup', email, password }),
  'admin.signOut': (fetch) => administrator(fetch).signOut(accessToken),
  'admin.listUsers': async (fetch) => administrator(fetch).listUsers(),
  'oauthClient.exchangeCode': (fetch) =>
    exchangeCode(
      url,
      {
        authentication: clientSecretBasic('client', secrets.password),
        code: secrets.code,
        codeVerifier: secrets.verifier,
        redirectUri: 'https://app.example.com/',
      },
      { fetch, retry: 0 },
    ),
  'oauthClient.refresh': (fetch) =>
    refresh(
      url,
      { authentication: clientSecretPost('client', secrets.password), refreshToken: secrets.refreshToken },
      { fetch, retry: 0 },
    ),
  'oauthClient.userinfo': (fetch) => userinfo(url, accessToken, { fetch, retry: 0 }),
}
const administrator = (fetch: (request: Request) => Promise<Response>) =>
  createAdmin({ url, adminToken: accessToken, apiKey: secrets.apiKey, fetch, retry: 0 })

/** What a proxy, a broken server or a redirect answers: the request's own secrets among it, where a server may repeat them. */
const answers: Record<string, () => Response | Error> = {
  'an error of the server': () => json({ code: 'validation_failed', message: 'no' }, { status: 400 }),
  bad_jwt: () => json({ code: 'bad_jwt', message: 'invalid JWT' }, { status: 403 }),
  'an end of the session': () => json({ code: 'session_not_found', message: 'gone' }, { status: 403 }),
  '429': () => json({ code: 'over_request_rate_limit', message: 'slow' }, { status: 429 }),
  'another body': () => json({ access_token: accessToken, refresh_token: secrets.refreshToken }),
  'half a session': () => new Response(`{"access_token":"${accessToken}","refresh_token":"${secrets.refreshToken}","us`),
  'HTML that repeats a header': () => new Response(`<p>"${accessToken}"</p>`, { status: 502 }),
  'a redirect with tokens': () =>
    new Response(null, { status: 302, headers: { location: `https://evil.example/#access_token=${accessToken}` } }),
  'no network': () => new TypeError('fetch failed'),
}

const messages: unknown[] = []
const consoled = vi.fn()

beforeEach(() => {
  vi.useFakeTimers()
  messages.length = 0
  consoled.mockReset()
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    vi.spyOn(console, method).mockImplementation(consoled)
  }
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      onmessage = null
      postMessage = (message: unknown) => messages.push(message)
      close() {}
    },
  )
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const shown = (value: unknown) =>
  `${inspect(value, { depth: 12, showHidden: true })} ${String(value)} ${(value as Error | null)?.stack} ${JSON.stringify(value)}`

describe.each(Object.keys(answers))('answered with %s', (kind) => {
  test.each(Object.keys(calls))('%s shows no secret', async (name) => {
    const told: unknown[] = []
    const auth = createClient({
      url: 'https://auth.example.com',
      apiKey: secrets.apiKey,
      storage: { ...memoryStorage(), shared: true },
      flowType: 'pkce',
      timeout: 1000,
      headers: { 'X-Secret': secrets.header },
      middleware: [observe((event) => told.push(event))],
      fetch: async () => {
        const answer = answers[kind]!()
        if (answer instanceof Error) throw answer
        return answer
      },
    })
    auth.onAuthStateChange((event, _session, details) => told.push(event, details))
    const call = calls[name]!(auth)
    await vi.runAllTimersAsync()
    const { error } = await call
    const outputs = [error, told, messages, auth, auth.getSnapshot().status, consoled.mock.calls]
    expect(outputs.map(shown).join('\n')).not.toContain(plant)
    expect(consoled).not.toHaveBeenCalled()
  })
})

describe.each(Object.keys(answers))('answered with %s', (kind) => {
  test.each(Object.keys(others))('%s shows no secret', async (name) => {
    const call = others[name]!(async () => {
      const answer = answers[kind]!()
      if (answer instanceof Error) throw answer
      return answer
    })
    await vi.runAllTimersAsync()
    const { error } = await call
    expect(shown(error)).not.toContain(plant)
    expect(consoled).not.toHaveBeenCalled()
  })

  test('createAdmin() itself shows none', () => {
    expect(shown(administrator(async () => json({})))).not.toContain(plant)
  })
})

test('the search would find them', () => {
  expect(shown(new Error('x', { cause: { deep: [secrets.password] } }))).toContain(plant)
  expect(Object.values(secrets).every((secret) => secret.includes(plant))).toBe(true)
})
