// The server's own bugs, as docs/server-bugs.md lists them: each test is a row of it, and has its words as title. A server that has mended
// one fails the test: then the row and the test go, and what works around it. See live.ts.
import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test, type TestContext } from 'vitest'
import { createAdmin } from '../../src/facade/admin/index.ts'
import { unwrap } from '../../src/facade/index.ts'
import { createAuthenticator } from '../facade/passkeys/software-authenticator.ts'
import { ethereumWallet } from '../facade/web3/wallets.ts'
import {
  apiKey,
  connect,
  connectAsUser,
  describeWith,
  home,
  newEmail,
  newPassword,
  newPhone,
  newStranger,
  open,
  serviceKey,
  step,
  testWith,
  url,
} from './live.ts'

const needsAdmin = ['GOTRUE_SERVICE_KEY or GOTRUE_JWT_SECRET'] as const
const needsUser = ['sign-up by e-mail'] as const
const needsProvider = ['catcher in GOTRUE_MESSAGES_URL', 'provider github'] as const

const unexpected = { status: 500, code: 'unexpected_failure' }
/** What Postgres says, where nobody asks for a version of the API. */
const conflict = { status: 500, body: { code: '23505', detail: expect.stringContaining('already exists') } }
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'

/** A request as it is written in the document. The SDK asks for a version of the API, and others for none. */
async function send(method: string, path: string, { token = '', body = undefined as unknown } = {}) {
  const response = await fetch(url!.replace(/\/$/, '') + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(apiKey && { apikey: apiKey }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {}
  return { status: response.status, body: json, text, code: json.error_code, location: response.headers.get('location') }
}
const asAdmin = (method: string, path: string, body?: unknown) => send(method, path, { token: serviceKey!, body })

const admin = url && serviceKey ? createAdmin({ url, adminToken: serviceKey, ...(apiKey && { apiKey }), retry: 0 }) : null
async function newUser() {
  const body = { email: newEmail(), password: newPassword(), email_confirm: true }
  const { id } = unwrap(await admin!.createUser(body)).user
  onTestFinished(() => void admin!.deleteUser(id))
  return { id, ...body }
}

const toBase64url = (text: string) => Buffer.from(text).toString('base64url')
const fromBase64url = (text: string) => Buffer.from(text, 'base64url').toString()

const off = /_disabled$|not_enabled$|^email_address_not_authorized$/
function skipWhereOff(context: TestContext, code: unknown): void {
  if (off.test(String(code))) context.skip(String(code))
}

describeWith(needsAdmin, 'a 500 in place of a refusal', () => {
  test('POST /recover with a code_challenge_method that is none', async (context) => {
    const { email } = await newUser()
    const answer = await send('POST', '/recover', {
      body: { email, code_challenge: challenge, code_challenge_method: 'S512' },
    })
    skipWhereOff(context, answer.code)
    expect(answer).toMatchObject(unexpected)
  })

  test.each([
    ['an id that is taken', async () => ({ id: (await newUser()).id })],
    ['a password of more than 72 bytes', () => ({ password: 'x'.repeat(73) })],
    ['a password_hash that is none', () => ({ password_hash: '$argon2' })],
    ['a text with U+0000', () => ({ user_metadata: { name: '\u0000' } })],
  ])('POST /admin/users with %s', async (_what, fields) => {
    const { status } = await asAdmin('POST', '/admin/users', { email: newEmail(), ...(await fields()) })
    expect(status).toBe(500)
    const { error } = await admin!.createUser({ email: newEmail(), ...(await fields()) } as never)
    expect(error).toMatchObject(unexpected)
  })

  test('PUT /admin/users/{user_id} with an address that somebody else has', async () => {
    const [user, other] = [await newUser(), await newUser()]
    expect(await asAdmin('PUT', `/admin/users/${user.id}`, { email: other.email })).toMatchObject(conflict)
    expect((await admin!.updateUserById(user.id, { email: other.email })).error).toMatchObject(unexpected)
  })

  test('PUT /admin/users/{user_id} with a number that somebody else has', async () => {
    const [user, other] = [await newUser(), await newUser()]
    const phone = newPhone()
    unwrap(await admin!.updateUserById(other.id, { phone }))
    expect(await asAdmin('PUT', `/admin/users/${user.id}`, { phone })).toMatchObject(conflict)
    expect((await admin!.updateUserById(user.id, { phone })).error).toMatchObject(unexpected)
  })

  test.each(['/admin/users?per_page=0', '/admin/audit?per_page=0', '/admin/users?filter=%00'])('GET %s', async (path) =>
    expect(await asAdmin('GET', path)).toMatchObject({ status: 500 }),
  )

  test.each([
    ['metadata_xml that is no XML', { metadata_xml: 'metadata' }],
    ['metadata_xml that is no metadata', { metadata_xml: '<x/>' }],
    ['a metadata_url where nobody answers', { metadata_url: 'https://127.0.0.1:1/metadata' }],
  ])('POST /admin/sso/providers with %s', async (_what, metadata) => {
    expect(await asAdmin('POST', '/admin/sso/providers', { type: 'saml', ...metadata })).toMatchObject(unexpected)
  })

  test('POST, PUT /admin/sso/providers with a resource_id that is taken', async () => {
    const make = async (body: object) => {
      const host = `${randomUUID()}.example`
      const metadata_xml = `<?xml version="1.0"?><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://${host}/saml"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://${host}/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>`
      const made = await asAdmin('POST', '/admin/sso/providers', { type: 'saml', metadata_xml, ...body })
      if (made.status === 201) onTestFinished(() => void asAdmin('DELETE', `/admin/sso/providers/${made.body.id}`))
      return made
    }
    const resource_id = randomUUID()
    expect(await make({ resource_id })).toMatchObject({ status: 201 })
    expect(await make({ resource_id })).toMatchObject({ status: 500 })
    const { body } = await make({})
    expect(await asAdmin('PUT', `/admin/sso/providers/${body.id}`, { resource_id })).toMatchObject({ status: 500 })
  })

  test('POST /admin/custom-providers with an identifier in capitals', async (context) => {
    const made = await asAdmin('POST', '/admin/custom-providers', {
      provider_type: 'oauth2',
      identifier: `custom:Live-${randomUUID().slice(0, 8)}`,
      name: 'Acme',
      client_id: 'app',
      client_secret: 'secret',
      authorization_url: 'https://203.0.113.1/authorize',
      token_url: 'https://203.0.113.1/token',
      userinfo_url: 'https://203.0.113.1/userinfo',
    })
    if (made.code === 'over_custom_provider_quota') context.skip('there may be no more providers')
    expect(made).toMatchObject({ status: 500 })
  })

  test.each(['email', 'nonsense'])('GET /verify with a PKCE token and type=%s', async (type) => {
    const { email } = await newUser()
    const made = await asAdmin('POST', '/admin/generate_link', { type: 'recovery', email })
    const token = `pkce_${String(made.body.hashed_token)}`
    expect(await send('GET', `/verify?type=${type}&token=${token}`)).toMatchObject({ status: 500 })
  })
})

describeWith(needsUser, 'a 500 in place of a refusal, to users', () => {
  test('POST /signup of one address several times at once', async () => {
    const body = { email: newEmail(), password: newPassword() }
    const answers = await Promise.all(Array.from({ length: 5 }, () => send('POST', '/signup', { body })))
    expect(answers.map(({ status, body }) => `${status} ${body.code}`)).toContain('500 23505')
  })

  test('POST /factors with a friendly_name with U+0000', async (context) => {
    const { auth } = await connectAsUser()
    const { error } = await auth.mfa.enroll({ factorType: 'totp', friendlyName: '\u0000' })
    skipWhereOff(context, error?.code)
    expect(error).toMatchObject(unexpected)
  })

  testWith(
    needsAdmin,
    'PUT /admin/users/{user_id}/factors/{factor_id} with the friendly_name of another',
    async (context) => {
      const { auth } = await connectAsUser()
      const { id } = unwrap(await auth.getUser()).user
      const [first, second] = [
        await auth.mfa.enroll({ factorType: 'totp', friendlyName: 'one' }),
        await auth.mfa.enroll({ factorType: 'totp', friendlyName: 'two' }),
      ]
      skipWhereOff(context, second.error?.code)
      const path = `/admin/users/${id}/factors/${unwrap(first).id}`
      expect(await asAdmin('PUT', path, { friendly_name: 'two' })).toMatchObject({ status: 500 })
    },
  )

  test('POST /factors/{factor_id}/verify with a credential of another page', async (context) => {
    const { auth } = await connectAsUser()
    const { data: factor, error } = await auth.mfa.enroll({ factorType: 'webauthn', friendlyName: 'key' })
    skipWhereOff(context, error?.code)
    const challenged = await auth.mfa.challenge({ factorId: factor!.id })
    skipWhereOff(context, challenged.error?.code)
    const { id: challengeId, webauthn } = unwrap(challenged) as unknown as {
      id: string
      webauthn: { type: 'create'; credential_options: { publicKey: Parameters<typeof authenticator.create>[0] } }
    }
    const authenticator = createAuthenticator('http://localhost:3999')
    const credential_response = authenticator.create(webauthn.credential_options.publicKey)
    const { session } = unwrap(await auth.getSession())
    const answer = await send('POST', `/factors/${factor!.id}/verify`, {
      token: session!.access_token,
      body: { challenge_id: challengeId, webauthn: { type: 'create', credential_response } },
    })
    expect(answer).toMatchObject(unexpected)
  })

  test('POST /passkeys/registration/verify with a passkey that is there', async (context) => {
    const { auth } = await connectAsUser()
    const [first, second] = [await auth.passkey.startRegistration(), await auth.passkey.startRegistration()]
    skipWhereOff(context, first.error?.code)
    const { challenge_id: challengeId, options } = unwrap(first)
    const authenticator = createAuthenticator(process.env.GOTRUE_WEBAUTHN_ORIGIN ?? 'http://localhost:3000')
    const credential = authenticator.create(options)
    unwrap(await auth.passkey.verifyRegistration({ challengeId, credential }))
    // Nothing is signed with attestation `none`: the same key, for the other challenge.
    const again = { ...(JSON.parse(fromBase64url(credential.response.clientDataJSON)) as object) }
    const clientDataJSON = toBase64url(JSON.stringify({ ...again, challenge: unwrap(second).options.challenge }))
    const { error } = await auth.passkey.verifyRegistration({
      challengeId: unwrap(second).challenge_id,
      credential: { ...credential, response: { ...credential.response, clientDataJSON } },
    })
    if (error?.code === 'too_many_passkeys') context.skip('one passkey is all a user may have')
    expect(error).toMatchObject(unexpected)
  })

  test('POST /token?grant_type=web3 with a Solana address that is none', async (context) => {
    const at = 'http://localhost:3000/welcome'
    const begin = `localhost:3000 wants you to sign in with your Solana account:\n${'1'.repeat(44)}\n\nURI: ${at}`
    const message = `${begin}\nVersion: 1\nIssued At: ${new Date().toISOString()}`
    const { auth } = await connect()
    const { error } = await auth.signInWithWeb3({ chain: 'solana', message, signature: new Uint8Array(64) } as never)
    skipWhereOff(context, error?.code)
    expect(error).toMatchObject(unexpected)
  })
})

describeWith([...needsProvider, ...needsAdmin], 'a provider', () => {
  test('GET /callback to link an identity to a user who is deleted: a page of JSON', async (context) => {
    const { auth } = await connectAsUser()
    const { user } = unwrap(await auth.getUser())
    const { data, error } = await auth.linkIdentity({
      provider: 'github',
      options: { redirectTo: home, skipBrowserRedirect: true },
    })
    if (error?.code === 'manual_linking_disabled') context.skip(error.code)
    await newStranger()
    const { search } = new URL(await step(data!.url))
    unwrap(await admin!.deleteUser(user.id))
    expect(await send('GET', `/callback${search}`)).toMatchObject({ ...unexpected, location: null })
  })

  test('POST /token?grant_type=pkce of a user who is deleted', async () => {
    await newStranger()
    const query = new URLSearchParams({
      provider: 'github',
      redirect_to: home,
      code_challenge: challenge,
      code_challenge_method: 's256',
    })
    const back = new URL(await open(`${url!.replace(/\/$/, '')}/authorize?${query}`))
    const auth_code = back.searchParams.get('code')!
    const email = (await (await fetch(`${process.env.GOTRUE_MESSAGES_URL}/control`)).json()).who.email as string
    const found = await asAdmin('GET', `/admin/users?filter=${encodeURIComponent(email)}`)
    const [{ id }] = found.body.users as [{ id: string }]
    unwrap(await admin!.deleteUser(id))
    expect(await send('POST', '/token?grant_type=pkce', { body: { auth_code, code_verifier: verifier } })).toMatchObject(
      unexpected,
    )
  })

  testWith(
    ['provider keycloak', 'sign-up with confirmation'],
    'an unverified address that is taken is refused, and from then on nobody signs in with that address',
    async () => {
      const { email } = await newUser()
      const signIn = async (provider: 'github' | 'keycloak') => {
        const { auth } = await connect({ flowType: 'implicit' })
        const begin = unwrap(await auth.signInWithOAuth({ provider, options: { redirectTo: home } })).url
        return auth.handleCallback(await open(begin!))
      }
      await newStranger({ email, email_verified: false })
      // Refused, and there is a user all the same.
      expect((await signIn('keycloak')).error).toMatchObject({ code: 'provider_email_needs_verification' })
      await newStranger({ email })
      expect((await signIn('github')).error).toMatchObject({
        code: 'unexpected_failure',
        message: expect.stringContaining('Multiple accounts with the same email address'),
      })
    },
  )
})

describeWith(needsUser, 'sessions', () => {
  test(
    'the last refresh token of a session that ended because an old one came again',
    { timeout: 90_000 },
    async (context) => {
      const { auth } = await connectAsUser()
      const refresh = (refresh_token: unknown) =>
        send('POST', '/token?grant_type=refresh_token', { body: { refresh_token } })
      const first = unwrap(await auth.getSession()).session!.refresh_token
      const second = (await refresh(first)).body.refresh_token
      const third = (await refresh(second)).body.refresh_token
      if ((await refresh(first)).status !== 200) context.skip('the server has no reuse interval')
      const last = (await refresh(third)).body.refresh_token
      await new Promise((resolve) => setTimeout(resolve, 10_500))
      expect(await refresh(first)).toMatchObject({ status: 400, code: 'refresh_token_already_used' })
      expect(await refresh(last)).toMatchObject({ status: 200 })
    },
  )

  test('signInWithWeb3() with an Ethereum message that has expired', async (context) => {
    const { auth } = await connect()
    const { error } = await auth.signInWithWeb3({
      chain: 'ethereum',
      wallet: ethereumWallet(),
      options: {
        url: process.env.GOTRUE_WEB3_URL ?? 'http://localhost:3000/welcome',
        signInWithEthereum: {
          issuedAt: new Date(Date.now() - 120_000),
          expirationTime: new Date(Date.now() - 60_000),
        },
      },
    })
    skipWhereOff(context, error?.code)
    expect(error).toBeNull()
  })

  testWith(needsAdmin, 'POST /oauth/token for the scope openid, where HS256 signs: the code is used up', async (context) => {
    const { keys } = JSON.parse((await send('GET', '/.well-known/jwks.json')).text) as { keys: unknown[] }
    if (keys.length) context.skip('the server signs with a key of its own')
    const { auth } = await connectAsUser()
    const made = await asAdmin('POST', '/admin/oauth/clients', { client_name: 'Notes', redirect_uris: [home] })
    skipWhereOff(context, made.code)
    onTestFinished(() => void asAdmin('DELETE', `/admin/oauth/clients/${made.body.client_id}`))
    const client = { client_id: String(made.body.client_id), client_secret: String(made.body.client_secret) }
    const query = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: home,
      scope: 'openid',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    })
    const id = new URL((await send('GET', `/oauth/authorize?${query}`)).location!).searchParams.get('authorization_id')!
    unwrap(await auth.oauth.getAuthorizationDetails(id))
    const { redirect_url } = unwrap(await auth.oauth.approveAuthorization(id))
    const code = new URL(redirect_url).searchParams.get('code')!
    const fields = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: home }
    const exchange = () => {
      const authorization = Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')
      return fetch(`${url!.replace(/\/$/, '')}/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${authorization}`, ...(apiKey && { apikey: apiKey }) },
        body: new URLSearchParams(fields),
      })
    }
    expect((await exchange()).status).toBe(500)
    expect(await (await exchange()).json()).toMatchObject({ error: 'invalid_grant' })
  })
})
