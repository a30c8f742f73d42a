// Coming from Elixir's supabase_auth (once gotrue-ex): what stands on the right in docs/from-gotrue-ex.md, each call under the name that
// it has there. It plays the users, too: reads their mails, types their codes, comes back from GitHub. For that it needs the
// server of gotrue-sdk/testing:
//
//   node examples/from-gotrue-ex.ts
//
// With a server of your own, `url` is its address, and on Supabase there is an `apiKey`: createClient({ url, apiKey, accessToken: … }).
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import {
  authorizeUrl,
  codeChallengeOf,
  createClient,
  createPkce,
  createSolanaSignInMessage,
  isAuthWeakPasswordError,
  oauthServerAuthorizeUrl,
  unwrap,
  verifyAccessToken,
} from 'gotrue-sdk'
import { createAdmin } from 'gotrue-sdk/admin'
import { createCookieSessions } from 'gotrue-sdk/ssr'
import { createTestServer } from 'gotrue-sdk/testing'

const redirectTo = 'https://app.example.com/welcome'
const server = createTestServer({
  config: { GOTRUE_URI_ALLOW_LIST: ['https://app.example.com/**'], GOTRUE_SMS_MAX_FREQUENCY: 0 },
})
const { url, fetch } = server

// Like the client of Elixir, it holds nobody's session: calls that sign in return one, and `user` below says whose a call is.
const auth = createClient({ url, fetch, accessToken: () => null })
const admin = createAdmin({ url, fetch, adminToken: await server.createServiceToken() })

/** Says what was done. */
function did<T>(name: string, value: T): T {
  console.log(name)
  return value
}
const codeOf = (to: string) => server.inbox.last(to).code!
const password = 'correct-horse-battery'
const email = 'ada@example.com'
const phone = '+4915123456789'

// Supabase.Auth
did('Supabase.Auth.get_server_health/1', unwrap(await auth.health()))
did('Supabase.Auth.get_server_settings/1', unwrap(await auth.settings()))
const { error } = await auth.signUp({ email, password: '123' })
did('Supabase.Auth.WeakPasswordError.weak_password?/1', isAuthWeakPasswordError(error))
if (isAuthWeakPasswordError(error)) did('Supabase.Auth.WeakPasswordError.reasons/1', error.reasons)
did('Supabase.Auth.sign_up/2', unwrap(await auth.signUp({ email, password, options: { data: { name: 'Ada' } } })).status)
server.clock.advance('2m')
did('Supabase.Auth.resend/3', unwrap(await auth.resend({ type: 'signup', email })))
const token = codeOf(email)
did('Supabase.Auth.verify_otp/2', unwrap(await auth.verifyOtp({ type: 'email', email, token })).session)
const { session } = did('Supabase.Auth.sign_in_with_password/2', unwrap(await auth.signInWithPassword({ email, password })))
const user = auth.withAccessToken(session.access_token)
did('Supabase.Auth.get_user/2', unwrap(await user.getUser()).user.email)
did('Supabase.Auth.update_user/3', unwrap(await user.updateUser({ data: { theme: 'dark' } })))
did('Supabase.Auth.reauthenticate/2', unwrap(await user.reauthenticate()))
did('Supabase.Auth.get_claims/3', unwrap(await auth.getClaims(session.access_token)).claims.sub)

await auth.signInWithOtp({ phone })
did('Supabase.Auth.sign_in_anonymously/2', unwrap(await auth.signInAnonymously()))
did('Supabase.Auth.sign_in_with_otp/2', unwrap(await auth.signInWithOtp({ phone, options: { channel: 'whatsapp' } })))
did('Supabase.Auth.reset_password_for_email/3', unwrap(await auth.resetPasswordForEmail(email, { redirectTo })))
const idToken = await server.providers.idToken('google', { email: 'grace@example.com' })
did('Supabase.Auth.sign_in_with_id_token/2', unwrap(await auth.signInWithIdToken({ provider: 'google', token: idToken })))
const { message, signature } = signWithWallet()
did('Supabase.Auth.sign_in_with_web3/2', unwrap(await auth.signInWithWeb3({ chain: 'solana', message, signature })))

// With a verifier of your own, as a server has to keep it: in a cookie.
const { code_verifier, code_challenge } = did('Supabase.Auth.PKCE.generate_verifier/0', await createPkce())
did('Supabase.Auth.PKCE.generate_challenge/1', (await codeChallengeOf(code_verifier)) === code_challenge)
const codeChallenge = code_challenge
const start = did('Supabase.Auth.sign_in_with_oauth/2', authorizeUrl(url, { provider: 'github', redirectTo, codeChallenge }))
const back = new URL(await server.providers.approve(start, { email: 'hopper@example.com' }))
const code = back.searchParams.get('code')!
did(
  'Supabase.Auth.exchange_code_for_session/4',
  unwrap(await auth.exchangeCodeForSession(code, { codeVerifier: code_verifier })),
)
unwrap(
  await admin.sso.createProvider({
    type: 'saml',
    metadata_xml: server.providers.samlMetadata(),
    domains: ['example.com'],
  }),
)
did(
  'Supabase.Auth.sign_in_with_sso/2',
  unwrap(await auth.signInWithSSO({ domain: 'example.com', options: { redirectTo } })).url,
)

// Identities: what the page of the service sends back signs in as the same user.
const link = did(
  'Supabase.Auth.link_identity/3',
  unwrap(await user.linkIdentity({ provider: 'gitlab', options: { redirectTo } })),
)
await server.providers.approve(link.url, { email })
const { identities } = did('Supabase.Auth.get_user_identities/2', unwrap(await user.getUserIdentities()))
const gitlab = identities.find(({ provider }) => provider === 'gitlab')!
did('Supabase.Auth.unlink_identity/3', unwrap(await user.unlinkIdentity(gitlab)))

// Sessions
const { access_token, refresh_token, expires_at } = session
did('Supabase.Auth.Session.expired?/1', expires_at - Date.now() / 1000)
did('Supabase.Auth.refresh_session/2', unwrap(await auth.refreshSession({ refresh_token })).session)
// A client with a session of its own refreshes when it has to.
const own = createClient({ url, fetch })
// In a page, it tells who is signed in, too.
const { subscription } = did(
  'Supabase.Auth.LiveView.mount_current_session/3',
  own.onAuthStateChange((event, session) => console.log(`  ${event}: ${session?.user.email}`)).data,
)
unwrap(await own.signInWithPassword({ email, password }))
did('Supabase.Auth.refresh_if_needed/3', unwrap(await own.getSession()).session)
const jwksUrl = `${url}/.well-known/jwks.json`
did(
  'Supabase.Auth.Session.valid?/1',
  unwrap(await verifyAccessToken(access_token, { jwksUrl, issuer: url, fetch })).claims.sub,
)

// Supabase.Auth.MFA
const factor = did(
  'Supabase.Auth.MFA.enroll/3',
  unwrap(await own.mfa.enroll({ factorType: 'totp', friendlyName: 'Telephone' })),
)
const factorId = factor.id
did(
  'Supabase.Auth.MFA.challenge_and_verify/4',
  unwrap(await own.mfa.challengeAndVerify({ factorId, code: codeOfApp(factor.totp.secret) })),
)
const challenge = did('Supabase.Auth.MFA.challenge/4', unwrap(await own.mfa.challenge({ factorId })))
server.clock.advance('30s')
did(
  'Supabase.Auth.MFA.verify/5',
  unwrap(await own.mfa.verify({ factorId, challengeId: challenge.id, code: codeOfApp(factor.totp.secret) })),
)
did('Supabase.Auth.MFA.list_factors/2', unwrap(await own.mfa.listFactors()).totp)
did(
  'Supabase.Auth.MFA.get_authenticator_assurance_level/2',
  unwrap(await own.mfa.getAuthenticatorAssuranceLevel()).currentLevel,
)

// Supabase.Auth.Admin
const { id } = unwrap(await own.getUser()).user
did('Supabase.Auth.Admin.list_factors/2', unwrap(await admin.mfa.listFactors({ userId: id })))
did('Supabase.Auth.MFA.unenroll/3', unwrap(await own.mfa.unenroll({ factorId })))
did('Supabase.Auth.Admin.create_user/2', unwrap(await admin.createUser({ email: 'lin@example.com', password })))
did('Supabase.Auth.Admin.get_user_by_id/2', unwrap(await admin.getUserById(id)).user.email)
did('Supabase.Auth.Admin.list_identities/2', unwrap(await admin.getUserById(id)).user.identities)
did('Supabase.Auth.Admin.update_user_by_id/3', unwrap(await admin.updateUserById(id, { app_metadata: { plan: 'pro' } })))
for await (const { email } of admin.listUsers()) did('Supabase.Auth.Admin.list_users/2', email)
did(
  'Supabase.Auth.Admin.invite_user_by_email/3',
  unwrap(await admin.inviteUserByEmail('joan@example.com', { data: { team: 'a' }, redirectTo })),
)
did(
  'Supabase.Auth.Admin.generate_link/2',
  unwrap(await admin.generateLink({ type: 'recovery', email, options: { redirectTo } })).properties.action_link,
)
const { id: phoneFactor } = unwrap(await own.mfa.enroll({ factorType: 'phone', phone }))
did('Supabase.Auth.Admin.delete_factor/3', unwrap(await admin.mfa.deleteFactor({ userId: id, id: phoneFactor })))

// Supabase.Auth.Admin.OAuth: applications that have people sign in here; Supabase.Auth.OAuth: what these people say to it.
const app = did(
  'Supabase.Auth.Admin.OAuth.create_client/2',
  unwrap(await admin.oauth.createClient({ client_name: 'Notes', redirect_uris: [redirectTo] })),
)
const clientId = app.client_id
did('Supabase.Auth.Admin.OAuth.list_clients/2', unwrap(await admin.oauth.listClients()).clients)
did('Supabase.Auth.Admin.OAuth.get_client/2', unwrap(await admin.oauth.getClient(clientId)))
did(
  'Supabase.Auth.Admin.OAuth.update_client/3',
  unwrap(await admin.oauth.updateClient(clientId, { client_name: 'More notes' })),
)
did(
  'Supabase.Auth.Admin.OAuth.regenerate_client_secret/2',
  unwrap(await admin.oauth.regenerateClientSecret(clientId)).client_secret,
)
let authorizationId = await comeToConsent()
did('Supabase.Auth.OAuth.get_authorization_details/3', unwrap(await own.oauth.getAuthorizationDetails(authorizationId)))
did('Supabase.Auth.OAuth.deny_authorization/3', unwrap(await own.oauth.denyAuthorization(authorizationId)))
authorizationId = await comeToConsent()
unwrap(await own.oauth.getAuthorizationDetails(authorizationId))
did('Supabase.Auth.OAuth.approve_authorization/3', unwrap(await own.oauth.approveAuthorization(authorizationId)))
did('Supabase.Auth.OAuth.list_grants/2', unwrap(await own.oauth.listGrants()))
did('Supabase.Auth.OAuth.revoke_grant/3', unwrap(await own.oauth.revokeGrant({ clientId })))
did('Supabase.Auth.Admin.OAuth.delete_client/2', unwrap(await admin.oauth.deleteClient(clientId)))

// Supabase.Auth.Admin.CustomProviders
const identifier = 'custom:mine'
did(
  'Supabase.Auth.Admin.CustomProviders.create_provider/2',
  unwrap(
    await admin.customProviders.createProvider({
      provider_type: 'oidc',
      identifier,
      name: 'Mine',
      client_id: 'an-id',
      client_secret: 'a-secret',
      issuer: 'https://id.example.com',
    }),
  ),
)
did(
  'Supabase.Auth.Admin.CustomProviders.list_providers/2',
  unwrap(await admin.customProviders.listProviders({ type: 'oidc' })),
)
did('Supabase.Auth.Admin.CustomProviders.get_provider/2', unwrap(await admin.customProviders.getProvider(identifier)))
did(
  'Supabase.Auth.Admin.CustomProviders.update_provider/3',
  unwrap(await admin.customProviders.updateProvider(identifier, { name: 'Ours' })),
)
did('Supabase.Auth.Admin.CustomProviders.delete_provider/2', unwrap(await admin.customProviders.deleteProvider(identifier)))

// Supabase.Auth.Plug
const headers = { origin: 'https://app.example.com' }
await signInPage(new Request('https://app.example.com/sign-in', { method: 'POST', headers }))

subscription.unsubscribe()
const { access_token: last } = unwrap(await own.getSession()).session!
did('Supabase.Auth.Admin.sign_out/3', unwrap(await admin.signOut(last, 'global')))
did('Supabase.Auth.LiveView.log_out_user/3', await own.signOut({ scope: 'local' }))
did('Supabase.Auth.Admin.delete_user/3', unwrap(await admin.deleteUser(id)))

/** Of a server that renders pages, with sessions in cookies: all that it may do for one request. */
async function signInPage(request: Request): Promise<Response> {
  const sessions = createCookieSessions({ url, fetch, origins: ['https://app.example.com'] })
  const session = sessions.open(request)
  const options = { redirectTo }
  did(
    'Supabase.Auth.Plug.log_in_with_oauth/3',
    unwrap(await session.auth.signInWithOAuth({ provider: 'github', options })).url,
  )
  did(
    'Supabase.Auth.Plug.log_in_with_sso/3',
    unwrap(await session.auth.signInWithSSO({ domain: 'example.com', options })).url,
  )
  const token = await server.providers.idToken('google', { email: 'grace@example.com' })
  did(
    'Supabase.Auth.Plug.log_in_with_id_token/3',
    unwrap(await session.auth.signInWithIdToken({ provider: 'google', token })),
  )
  did('Supabase.Auth.Plug.log_in_with_password/3', unwrap(await session.auth.signInWithPassword({ email, password })))
  did('Supabase.Auth.Plug.log_in_with_otp/3', unwrap(await session.auth.signInWithOtp({ email: 'joan@example.com' })))
  did(
    'Supabase.Auth.Plug.verify_otp_and_log_in/3',
    unwrap(await session.auth.verifyOtp({ type: 'email', email: 'joan@example.com', token: codeOf('joan@example.com') })),
  )
  did('Supabase.Auth.Plug.update_user/3', unwrap(await session.auth.updateUser({ data: { name: 'Joan' } })))
  did('Supabase.Auth.Plug.fetch_current_user/2', unwrap(await session.getClaims())?.sub)
  did('Supabase.Auth.Plug.log_out_user/3', unwrap(await session.auth.signOut({ scope: 'local' })))
  return did(
    'Supabase.Auth.Plug.refresh_session/2',
    await session.respond(Response.redirect('https://app.example.com/', 303)),
  )
}

/** An application sends the user's browser to the server, and that to the page on which the user decides. */
async function comeToConsent(): Promise<string> {
  const { code_challenge: codeChallenge } = await createPkce()
  const there = oauthServerAuthorizeUrl(url, { clientId, redirectUri: redirectTo, codeChallenge, scope: 'email' })
  const { headers } = await fetch(there)
  return new URL(headers.get('location')!).searchParams.get('authorization_id')!
}

/** What a wallet of Solana does. */
function signWithWallet(): { message: string; signature: Uint8Array } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
  let address = ''
  for (let rest = BigInt(`0x${key.toString('hex')}`); rest > 0n; rest /= 58n) {
    address = alphabet[Number(rest % 58n)] + address
  }
  const message = createSolanaSignInMessage({
    address,
    domain: 'app.example.com',
    uri: redirectTo,
    statement: 'Let me in.',
  })
  return { message, signature: sign(null, Buffer.from(message), privateKey) }
}

/** What an authenticator app shows (RFC 6238). */
function codeOfApp(secret: string): string {
  const bits = Array.from(secret, (char) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'),
  ).join('')
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(server.clock.now() / 30_000)))
  const mac = createHmac('sha1', Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2))))
    .update(counter)
    .digest()
  return String((mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
