// One call of every operation, or more where its request has variants. The table is complete by type: an operation
// without a call, and an argument that the spec does not allow, stop the build.
import * as operations from '../../src/operations/index.ts'
import type { AuthError, Client } from '../../src/operations/index.ts'
import type { operations as OperationTypes } from '../../generated/schema.ts'

/** The headers carry Prism's instruction. */
export interface CallOptions {
  client: Client
  headers: Record<string, string>
}

export type Call = (
  options: CallOptions,
) => Promise<{ data: unknown; error: AuthError | undefined; response: Response | undefined }>

const email = 'ada@example.com'
const phone = '15551230001'
const password = 'correct-horse-battery'
const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const pkce = { code_challenge, code_challenge_method: 's256' } as const
const redirect = { redirect_to: 'https://app.example.com/welcome' }
const user_id = '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11'
const factor_id = '5a2e4c0d-7a3e-4e0b-8f39-7b6a1d2f9c42'
const passkey_id = 'c0a5f3b2-6d1e-4f7a-9b8c-2e4d6f8a0b1c'
const client_id = '3e0f7d52-6b1a-4c8e-9f24-7a5d1b0c8e63'
const challenge_id = 'b66f3dc7-b5ee-4805-952d-86764809c2a8'
const idp_id = '21648a9d-8d5a-4555-a9d1-d6375dc14e92'
const authorization_id = 'uyrnmxtv5bj4hjhlyskmwalw7mit7w2u'
const identifier = 'custom:acme'
const web3Message = (chain: string, account: string) =>
  `app.example.com wants you to sign in with your ${chain} account:\n${account}\n\nWelcome\n\nURI: https://app.example.com\nVersion: 1\nIssued At: 2026-08-20T08:54:52Z`

const assertion = {
  id: 'SInRj62bV5H3KLS4STcfhA',
  rawId: 'SInRj62bV5H3KLS4STcfhA',
  type: 'public-key',
  response: {
    clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0',
    authenticatorData: 'SZYN5YgOjGh0NBcP',
    signature: 'MEUCIQDq',
    userHandle: 'nxx8Hg',
  },
} as const
const attestation = {
  id: 'SInRj62bV5H3KLS4STcfhA',
  rawId: 'SInRj62bV5H3KLS4STcfhA',
  type: 'public-key',
  response: { clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0', attestationObject: 'o2NmbXRkbm9uZQ' },
} as const

export const calls = {
  getHealth: [(o) => operations.getHealth(o)],
  getSettings: [(o) => operations.getSettings(o)],
  getJwks: [(o) => operations.getJwks(o)],
  getOpenidConfiguration: [(o) => operations.getOpenidConfiguration(o)],
  getOauthAuthorizationServer: [(o) => operations.getOauthAuthorizationServer(o)],

  authorize: [
    (o) => operations.authorize({ ...o, query: { provider: 'github' } }),
    (o) => operations.authorize({ ...o, query: { provider: 'custom:acme', scopes: 'a b', ...pkce, ...redirect } }),
  ],
  callback: [
    (o) => operations.callback({ ...o, query: { state: '64dfc87a-f85b-480f-935a-85484e731d02', code: '4f0e9d6bc5a8' } }),
    (o) => operations.callback({ ...o, query: { error: 'access_denied' } }),
  ],
  callbackFormPost: [(o) => operations.callbackFormPost({ ...o, body: { state: '64dfc87a', code: 'c5a8.0.srtqw' } })],

  signUp: [
    (o) => operations.signUp({ ...o, body: { email, password, data: { name: 'Ada' }, ...pkce }, query: redirect }),
    (o) => operations.signUp({ ...o, body: { phone, password, channel: 'whatsapp' } }),
    (o) => operations.signUp({ ...o, body: { data: { theme: 'dark' } } }),
    (o) => operations.signUp({ ...o, body: {} }),
  ],
  recover: [(o) => operations.recover({ ...o, body: { email, ...pkce }, query: redirect })],
  resend: [
    (o) => operations.resend({ ...o, body: { type: 'signup', email } }),
    (o) => operations.resend({ ...o, body: { type: 'email_change', email, ...pkce } }),
    (o) => operations.resend({ ...o, body: { type: 'sms', phone } }),
    (o) => operations.resend({ ...o, body: { type: 'phone_change', phone } }),
  ],
  magicLink: [(o) => operations.magicLink({ ...o, body: { email, data: {}, ...pkce } })],
  sendOtp: [
    (o) => operations.sendOtp({ ...o, body: { email, create_user: false, ...pkce } }),
    (o) => operations.sendOtp({ ...o, body: { phone, channel: 'sms' } }),
  ],
  grantToken: [
    (o) => operations.grantToken({ ...o, query: { grant_type: 'password' }, body: { email, password } }),
    (o) => operations.grantToken({ ...o, query: { grant_type: 'password' }, body: { phone, password } }),
    (o) => operations.grantToken({ ...o, query: { grant_type: 'refresh_token' }, body: { refresh_token: 'v7dwkq3n5r2x' } }),
    (o) =>
      operations.grantToken({ ...o, query: { grant_type: 'pkce' }, body: { auth_code: '42aed025-ced9', code_verifier } }),
    (o) =>
      operations.grantToken({ ...o, query: { grant_type: 'id_token' }, body: { provider: 'google', id_token: 'a.b.c' } }),
    (o) =>
      operations.grantToken({
        ...o,
        query: { grant_type: 'id_token' },
        body: { client_id: 'app', issuer: 'https://accounts.google.com', id_token: 'a.b.c', nonce: 'n' },
      }),
    (o) =>
      operations.grantToken({
        ...o,
        query: { grant_type: 'web3' },
        body: {
          chain: 'solana',
          message: web3Message('Solana', '7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv'),
          signature: 'A'.repeat(86),
        },
      }),
    (o) =>
      operations.grantToken({
        ...o,
        query: { grant_type: 'web3' },
        body: {
          chain: 'ethereum',
          message: web3Message('Ethereum', '0x9Fe9E5cF4d6Bf0B7a2DC0FaC4CF0e8E0dB5f0E01'),
          signature: `0x${'a'.repeat(130)}`,
        },
      }),
  ],
  verifyLink: [
    (o) => operations.verifyLink({ ...o, query: { token: '079c14b1433d44d9', type: 'signup', ...redirect } }),
    (o) => operations.verifyLink({ ...o, query: { token: 'pkce_079c14b1433d44d9', type: 'email_change' } }),
  ],
  verifyOtp: [
    (o) => operations.verifyOtp({ ...o, body: { type: 'email', email, token: '686136' } }),
    (o) => operations.verifyOtp({ ...o, body: { type: 'sms', phone, token: '686136' } }),
    (o) => operations.verifyOtp({ ...o, body: { type: 'recovery', token_hash: '60c6b378c5ee9d51' } }),
  ],
  logout: [(o) => operations.logout({ ...o, query: { scope: 'local' } })],
  reauthenticate: [(o) => operations.reauthenticate(o)],
  getUser: [(o) => operations.getUser(o)],
  updateUser: [
    (o) => operations.updateUser({ ...o, body: { data: { theme: null } } }),
    (o) => operations.updateUser({ ...o, body: { email: 'ada.lovelace@example.com', ...pkce }, query: redirect }),
    (o) => operations.updateUser({ ...o, body: { phone, channel: 'sms' } }),
    (o) => operations.updateUser({ ...o, body: { password, current_password: 'old', nonce: '686136' } }),
  ],
  linkIdentity: [
    (o) => operations.linkIdentity({ ...o, query: { provider: 'github', skip_http_redirect: true } }),
    (o) => operations.linkIdentity({ ...o, query: { provider: 'github', provider_params: { prompt: 'consent' } } }),
  ],
  unlinkIdentity: [
    (o) => operations.unlinkIdentity({ ...o, path: { identity_id: '7d0e7c5a-54c4-4a87-9d1b-8f0f5d5c7e2b' } }),
  ],

  enrollFactor: [
    (o) => operations.enrollFactor({ ...o, body: { factor_type: 'totp', friendly_name: 'App', issuer: 'Example' } }),
    (o) => operations.enrollFactor({ ...o, body: { factor_type: 'phone', phone: '+15551230001' } }),
    (o) => operations.enrollFactor({ ...o, body: { factor_type: 'webauthn', friendly_name: 'Key' } }),
  ],
  challengeFactor: [
    (o) => operations.challengeFactor({ ...o, path: { factor_id }, body: { channel: 'sms' } }),
    (o) => operations.challengeFactor({ ...o, path: { factor_id } }),
  ],
  verifyFactor: [
    (o) => operations.verifyFactor({ ...o, path: { factor_id }, body: { challenge_id, code: '123456' } }),
    (o) =>
      operations.verifyFactor({
        ...o,
        path: { factor_id },
        body: { challenge_id, webauthn: { type: 'create', credential_response: attestation } },
      }),
    (o) =>
      operations.verifyFactor({
        ...o,
        path: { factor_id },
        body: { challenge_id, webauthn: { type: 'request', credential_response: assertion } },
      }),
  ],
  unenrollFactor: [(o) => operations.unenrollFactor({ ...o, path: { factor_id } })],

  getPasskeyAuthenticationOptions: [
    (o) => operations.getPasskeyAuthenticationOptions({ ...o, body: { gotrue_meta_security: { captcha_token: 't' } } }),
    (o) => operations.getPasskeyAuthenticationOptions(o),
  ],
  verifyPasskeyAuthentication: [
    (o) => operations.verifyPasskeyAuthentication({ ...o, body: { challenge_id, credential: assertion } }),
  ],
  getPasskeyRegistrationOptions: [(o) => operations.getPasskeyRegistrationOptions(o)],
  verifyPasskeyRegistration: [
    (o) => operations.verifyPasskeyRegistration({ ...o, body: { challenge_id, credential: attestation } }),
  ],
  listPasskeys: [(o) => operations.listPasskeys(o)],
  updatePasskey: [(o) => operations.updatePasskey({ ...o, path: { passkey_id }, body: { friendly_name: 'Laptop' } })],
  deletePasskey: [(o) => operations.deletePasskey({ ...o, path: { passkey_id } })],

  signInWithSso: [
    (o) => operations.signInWithSso({ ...o, body: { domain: 'example.com', skip_http_redirect: true, ...pkce } }),
    (o) => operations.signInWithSso({ ...o, body: { provider_id: idp_id, ...redirect } }),
  ],
  getSamlMetadata: [(o) => operations.getSamlMetadata({ ...o, query: { download: true } })],
  samlAcs: [(o) => operations.samlAcs({ ...o, body: { RelayState: 'a0c46ab6', SAMLResponse: 'PHNhbWxwOlJlc3BvbnNl' } })],

  registerOauthClient: [
    (o) =>
      operations.registerOauthClient({
        ...o,
        body: { redirect_uris: ['https://notes.example.com/callback'], client_name: 'Notes' },
      }),
    (o) =>
      operations.registerOauthClient({
        ...o,
        body: { redirect_uris: ['com.example://cb'], token_endpoint_auth_method: 'none' },
      }),
  ],
  oauthToken: [
    (o) =>
      operations.oauthToken({
        ...o,
        body: { grant_type: 'authorization_code', code: '42aed025', code_verifier },
        credentials: { oauthClient: operations.clientSecretBasic(client_id, 'secret') },
      }),
    (o) =>
      operations.oauthToken({
        ...o,
        body: { grant_type: 'refresh_token', refresh_token: 'v7dwkq3n5r2x' },
        credentials: { oauthClient: operations.clientSecretPost(client_id, 'secret') },
      }),
    (o) =>
      operations.oauthToken({
        ...o,
        body: { grant_type: 'refresh_token', refresh_token: 'v7dwkq3n5r2x' },
        credentials: { oauthClient: operations.publicClient(client_id) },
      }),
  ],
  getOauthUserinfo: [(o) => operations.getOauthUserinfo(o)],
  oauthAuthorize: [
    (o) =>
      operations.oauthAuthorize({
        ...o,
        query: {
          client_id,
          redirect_uri: 'https://notes.example.com/callback',
          code_challenge,
          code_challenge_method: 'S256',
        },
      }),
  ],
  getOauthAuthorization: [(o) => operations.getOauthAuthorization({ ...o, path: { authorization_id } })],
  consentOauthAuthorization: [
    (o) => operations.consentOauthAuthorization({ ...o, path: { authorization_id }, body: { action: 'approve' } }),
  ],
  listOauthGrants: [(o) => operations.listOauthGrants(o)],
  revokeOauthGrant: [(o) => operations.revokeOauthGrant({ ...o, query: { client_id } })],

  inviteUser: [(o) => operations.inviteUser({ ...o, body: { email, data: { team: 'compilers' } }, query: redirect })],
  adminListUsers: [
    (o) => operations.adminListUsers({ ...o, query: { page: 2, per_page: 10, sort: ['created_at desc'], filter: 'ada' } }),
    (o) => operations.adminListUsers({ ...o, query: { limit: 10, cursor: 'c' } }),
  ],
  adminCreateUser: [
    (o) =>
      operations.adminCreateUser({ ...o, body: { email, password, email_confirm: true, app_metadata: { plan: 'pro' } } }),
    (o) => operations.adminCreateUser({ ...o, body: { phone, ban_duration: '24h' } }),
  ],
  adminGetUser: [(o) => operations.adminGetUser({ ...o, path: { user_id } })],
  adminUpdateUser: [
    (o) => operations.adminUpdateUser({ ...o, path: { user_id }, body: { ban_duration: 'none', role: 'editor' } }),
  ],
  adminDeleteUser: [
    (o) => operations.adminDeleteUser({ ...o, path: { user_id }, body: { should_soft_delete: true } }),
    (o) => operations.adminDeleteUser({ ...o, path: { user_id } }),
  ],
  adminListFactors: [(o) => operations.adminListFactors({ ...o, path: { user_id } })],
  adminUpdateFactor: [
    (o) => operations.adminUpdateFactor({ ...o, path: { user_id, factor_id }, body: { friendly_name: 'App' } }),
  ],
  adminDeleteFactor: [(o) => operations.adminDeleteFactor({ ...o, path: { user_id, factor_id } })],
  adminListPasskeys: [(o) => operations.adminListPasskeys({ ...o, path: { user_id } })],
  adminDeletePasskey: [(o) => operations.adminDeletePasskey({ ...o, path: { user_id, passkey_id } })],
  adminGenerateLink: [
    (o) => operations.adminGenerateLink({ ...o, body: { type: 'signup', email, password } }),
    (o) => operations.adminGenerateLink({ ...o, body: { type: 'invite', email, data: {} } }),
    (o) => operations.adminGenerateLink({ ...o, body: { type: 'magiclink', email, ...redirect } }),
    (o) => operations.adminGenerateLink({ ...o, body: { type: 'recovery', email } }),
    (o) => operations.adminGenerateLink({ ...o, body: { type: 'email_change_current', email, new_email: 'b@example.com' } }),
    (o) => operations.adminGenerateLink({ ...o, body: { type: 'email_change_new', email, new_email: 'b@example.com' } }),
  ],
  adminListAuditLog: [(o) => operations.adminListAuditLog({ ...o, query: { page: 1, query: 'action:login' } })],

  adminListSsoProviders: [(o) => operations.adminListSsoProviders({ ...o, query: { resource_id: 'acme' } })],
  adminCreateSsoProvider: [
    (o) => operations.adminCreateSsoProvider({ ...o, body: { type: 'saml', metadata_url: 'https://idp.example.com/saml' } }),
    (o) =>
      operations.adminCreateSsoProvider({ ...o, body: { type: 'saml', metadata_xml: '<x/>', domains: ['example.com'] } }),
  ],
  adminGetSsoProvider: [(o) => operations.adminGetSsoProvider({ ...o, path: { idp_id } })],
  adminUpdateSsoProvider: [(o) => operations.adminUpdateSsoProvider({ ...o, path: { idp_id }, body: { domains: [] } })],
  adminDeleteSsoProvider: [(o) => operations.adminDeleteSsoProvider({ ...o, path: { idp_id } })],

  adminListOauthClients: [(o) => operations.adminListOauthClients(o)],
  adminCreateOauthClient: [
    (o) => operations.adminCreateOauthClient({ ...o, body: { redirect_uris: ['https://notes.example.com/callback'] } }),
  ],
  adminGetOauthClient: [(o) => operations.adminGetOauthClient({ ...o, path: { client_id } })],
  adminUpdateOauthClient: [
    (o) => operations.adminUpdateOauthClient({ ...o, path: { client_id }, body: { client_name: 'Notes' } }),
  ],
  adminDeleteOauthClient: [(o) => operations.adminDeleteOauthClient({ ...o, path: { client_id } })],
  adminRegenerateOauthClientSecret: [(o) => operations.adminRegenerateOauthClientSecret({ ...o, path: { client_id } })],

  adminListCustomProviders: [(o) => operations.adminListCustomProviders({ ...o, query: { type: 'oidc' } })],
  adminCreateCustomProvider: [
    (o) =>
      operations.adminCreateCustomProvider({
        ...o,
        body: {
          provider_type: 'oauth2',
          identifier,
          name: 'Acme',
          client_id: 'app',
          client_secret: 's',
          authorization_url: 'https://login.acme.example/authorize',
          token_url: 'https://login.acme.example/token',
          userinfo_url: 'https://login.acme.example/userinfo',
        },
      }),
    (o) =>
      operations.adminCreateCustomProvider({
        ...o,
        body: {
          provider_type: 'oidc',
          identifier,
          name: 'Corp',
          client_id: 'app',
          client_secret: 's',
          issuer: 'https://id.corp.example',
        },
      }),
  ],
  adminGetCustomProvider: [(o) => operations.adminGetCustomProvider({ ...o, path: { identifier } })],
  adminUpdateCustomProvider: [
    (o) => operations.adminUpdateCustomProvider({ ...o, path: { identifier }, body: { enabled: false } }),
  ],
  adminDeleteCustomProvider: [(o) => operations.adminDeleteCustomProvider({ ...o, path: { identifier } })],

  getScimServiceProviderConfig: [(o) => operations.getScimServiceProviderConfig(o)],
  listScimResourceTypes: [(o) => operations.listScimResourceTypes(o)],
  listScimSchemas: [(o) => operations.listScimSchemas(o)],
} satisfies Record<keyof OperationTypes, [Call, ...Call[]]>
