import { beforeEach, expect, test } from 'vitest'
import { createClient } from '../../../src/facade/index.ts'
import type { IdTokenClaims, TestServer } from '../../../src/testing/index.ts'
import { callerOf, expectRefusal, oauthRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>

function start(config: Parameters<typeof checkedServer>[0] = {}): void {
  server = checkedServer({ now: '2026-01-01T00:00:00Z', ...config })
  call = callerOf(server)
}
beforeEach(() => start())

const grant = (json: object, more: object = {}) => call('POST /token?grant_type=id_token', { json, ...more })
const ada = { sub: '77', email: 'ada@example.com', email_verified: true, name: 'Ada' }
const google = async (claims: IdTokenClaims = ada, body: object = {}) => ({
  provider: 'google',
  id_token: await server.providers.idToken('google', claims),
  ...body,
})

test('signs in with an ID token', async () => {
  const answer = await grant(await google())
  expect(answer).toMatchObject({
    status: 200,
    body: {
      user: {
        email: 'ada@example.com',
        app_metadata: { provider: 'google', providers: ['google'] },
        identities: [
          { provider: 'google', id: '77', identity_data: { iss: 'https://accounts.google.com', full_name: 'Ada' } },
        ],
      },
    },
  })
  expect(answer.body).not.toHaveProperty('provider_token')
  expect(answer.headers.get('sb-auth-user-id')).toBe(answer.body.user.id)
})

test.each(['apple', 'azure', 'facebook', 'keycloak', 'kakao', 'snapchat'])('takes the tokens of %s', async (provider) => {
  const id_token = await server.providers.idToken(provider, ada)
  expect(await grant({ provider, id_token })).toMatchObject({ status: 200, body: { user: { email: ada.email } } })
})

test('takes those of Vercel, which name things otherwise', async () => {
  const id_token = await server.providers.idToken('vercel_marketplace', { global_user_id: 'g', user_email: ada.email })
  expect(await grant({ provider: 'vercel_marketplace', id_token })).toMatchObject({
    body: { user: { identities: [{ id: 'global_user_id:g' }] } },
  })
})

test('takes a provider by its issuer', async () => {
  const { id_token } = await google()
  const answer = await grant({ issuer: 'https://accounts.google.com', client_id: 'any', id_token })
  expect(answer).toMatchObject({ status: 200, body: { user: { app_metadata: { provider: 'google' } } } })
})

test('takes issuers that the configuration allows', async () => {
  start({ config: { GOTRUE_EXTERNAL_ALLOWED_ID_TOKEN_ISSUERS: ['https://idp.example'] } })
  const id_token = await server.providers.idToken('https://idp.example', { ...ada, aud: 'mine' })
  const answer = await grant({ issuer: 'https://idp.example', client_id: 'mine', id_token })
  expect(answer).toMatchObject({ status: 200, body: { user: { app_metadata: { provider: 'https://idp.example' } } } })
})

test('takes those of a custom provider', async () => {
  const token = await server.createServiceToken()
  const fields = { name: 'Mine', client_id: 'cid', client_secret: 'sec', acceptable_client_ids: ['app'] }
  const json = { ...fields, provider_type: 'oidc', identifier: 'custom:mine', issuer: 'https://idp.example' }
  await call('POST /admin/custom-providers', { token, json })
  const tokenFor = (aud: string) => server.providers.idToken('custom:mine', { ...ada, aud })
  expect(await grant({ provider: 'custom:mine', id_token: await tokenFor('app') })).toMatchObject({ status: 200 })
  const refused = oauthRefusal('invalid request', 'Unacceptable audience in id_token: [other]')
  await expectRefusal(server, async () => grant({ provider: 'custom:mine', id_token: await tokenFor('other') }), refused)
  await call('PUT /admin/custom-providers/custom:mine', { token, json: { enabled: false } })
  await expectRefusal(
    server,
    async () => grant({ provider: 'custom:mine', id_token: await tokenFor('app') }),
    refusal(400, 'provider_disabled', 'Custom provider "custom:mine" is disabled'),
  )
})

test('works with the SDK', async () => {
  const auth = createClient({ url: server.url, fetch: server.fetch })
  const token = await server.providers.idToken('google', { ...ada, nonce: 'n-1' })
  const { data } = await auth.signInWithIdToken({ provider: 'google', token, nonce: 'n-1' })
  expect(data.user).toMatchObject({ email: 'ada@example.com' })
})

test('compares nonces', async () => {
  const both = 'Passed nonce and nonce in id_token should either both exist or not.'
  await expectRefusal(server, async () => grant(await google({ ...ada, nonce: 'n' })), oauthRefusal('invalid request', both))
  await expectRefusal(server, async () => grant(await google(ada, { nonce: 'n' })), oauthRefusal('invalid request', both))
  const other = await google({ ...ada, nonce: 'n' }, { nonce: 'm' })
  await expectRefusal(server, () => grant(other), oauthRefusal('invalid nonce', 'Nonces mismatch'))
  expect((await grant({ ...other, nonce: 'n' })).status).toBe(200)
  const id_token = await server.providers.idToken('facebook', { ...ada, nonce: 'n' })
  expect((await grant({ provider: 'facebook', id_token })).status).toBe(200)
  start({ config: { GOTRUE_EXTERNAL_GOOGLE_SKIP_NONCE_CHECK: true } })
  expect((await grant(await google({ ...ada, nonce: 'n' }, { nonce: 'm' }))).status).toBe(200)
})

test('compares the hash of an access token', async () => {
  const body = await google({ ...ada, access_token: 'at' }, { access_token: 'at' })
  expect((await grant(body)).status).toBe(200)
  const bad = oauthRefusal('invalid request', 'Bad ID token')
  await expectRefusal(server, () => grant({ ...body, access_token: 'other' }), bad)
  expect((await grant(await google(ada, { access_token: 'at' }))).status).toBe(200)
})

test.each([
  ['another issuer', { iss: 'https://evil.example' }],
  ['a time that is over', { exp: 1 }],
  ['no time', { exp: undefined }],
  ['a time that is yet to come', { nbf: 1_900_000_000 }],
])('refuses %s', async (_, claims) => {
  const id_token = await server.providers.idToken('google', { ...ada, ...claims })
  await expectRefusal(server, () => grant({ provider: 'google', id_token }), oauthRefusal('invalid request', 'Bad ID token'))
})

test('refuses a token that somebody has changed', async () => {
  const { id_token } = await google()
  const [header, , signature] = id_token.split('.')
  const claims = btoa(JSON.stringify({ ...ada, iss: 'https://accounts.google.com', aud: 'test-client', exp: 2e9 })).replace(
    /=+$/,
    '',
  )
  for (const token of [`${header}.${claims}.${signature}`, 'x', 'a.b.c']) {
    const bad = oauthRefusal('invalid request', 'Bad ID token')
    await expectRefusal(server, () => grant({ provider: 'google', id_token: token }), bad)
  }
})

test('refuses what is missing, by other words', async () => {
  const invalid = (words: string) => oauthRefusal('invalid request', words)
  await expectRefusal(server, () => grant({}), invalid('id_token required'))
  const either = 'provider or client_id and issuer required'
  await expectRefusal(server, () => grant({ id_token: 'x', client_id: 'x' }), invalid(either))
  await expectRefusal(server, async () => grant(await google({ ...ada, sub: '' })), invalid('Missing sub claim in id_token'))
  await expectRefusal(
    server,
    async () => grant(await google({ ...ada, aud: ['a', 'b'] })),
    invalid('Unacceptable audience in id_token: [a b]'),
  )
})

test.each([
  [{ provider: 'github' }, 'validation_failed', 'Custom OIDC provider "github" not allowed'],
  [{ issuer: 'https://a.example', client_id: 'x' }, 'validation_failed', 'Custom OIDC provider "" not allowed'],
  [{ provider: 'custom:none' }, 'validation_failed', 'Custom provider "custom:none" not found'],
  [{ provider: 'apple' }, 'validation_failed', 'Unable to detect issuer in ID token for Apple provider'],
  [{ provider: 'azure' }, 'validation_failed', 'Unable to detect issuer in ID token for Azure provider'],
  [
    { provider: 'apple', id_token: 'a.e30.c' },
    'validation_failed',
    'Detected ID token issuer is not an Apple ID token issuer',
  ],
  [{ provider: 'kakao' }, 'provider_disabled', 'Provider (issuer "https://kauth.kakao.com") is not enabled'],
])('refuses %j', async (body, code, message) => {
  start({ config: { GOTRUE_EXTERNAL_KAKAO_ENABLED: false } })
  await expectRefusal(server, () => grant({ id_token: 'x', ...body }), refusal(400, code, message))
})

test('refuses an issuer that the token does not name', async () => {
  const id_token = await server.providers.idToken('apple', ada)
  const message = 'Provided issuer does not match ID token issuer'
  const body = { provider: 'apple', issuer: 'https://account.apple.com', id_token }
  await expectRefusal(server, () => grant(body), refusal(400, 'validation_failed', message))
})

test('asks to confirm an unverified address', async () => {
  const message = 'Unverified email with google. A confirmation email has been sent to your google email'
  expect(await grant(await google({ ...ada, email_verified: false }))).toMatchObject(
    refusal(422, 'provider_email_needs_verification', message),
  )
  expect(server.inbox.last(ada.email).type).toBe('signup')
  expect(server.users.find(ada.email)).toMatchObject({ identities: [{ provider: 'google' }] })
})

test('refuses where nobody may sign up, and whoever is banned', async () => {
  start({ config: { GOTRUE_DISABLE_SIGNUP: true } })
  const body = await google()
  const closed = refusal(422, 'signup_disabled', 'Signups not allowed for this instance')
  await expectRefusal(server, () => grant(body), closed)
  server.users.create({ email: ada.email, banned_until: '2030-01-01' })
  await expectRefusal(server, () => grant(body), refusal(403, 'user_banned', 'User is banned'))
})

test('adds the identity to who has signed in', async () => {
  const { access_token: token } = await server.users.signIn(server.users.create({ email: 'eve@example.com' }))
  const body = await google(ada, { link_identity: true })
  const answer = await grant(body, { token })
  // It is not yet among those in the answer.
  expect(answer).toMatchObject({ status: 200, body: { user: { identities: [{ provider: 'email' }] } } })
  expect(server.users.find('eve@example.com')!.identities).toHaveLength(2)
  const already = refusal(422, 'identity_already_exists', 'Identity is already linked')
  await expectRefusal(server, () => grant(body, { token }), already)
  const missing = oauthRefusal('invalid request', 'Linking requires a valid user access token in Authorization')
  await expectRefusal(server, () => grant(body), missing)
  expect((await grant(body, { token: 'x' })).status).toBe(403)
})
