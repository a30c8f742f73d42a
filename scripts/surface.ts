// `npm run docs:surface`: writes docs/surface.md, the table of all operations of the spec and all rows of the vendor's capability
// matrix with what to call for them; `--check` only says whether it is stale. A name that is not there stops it, and so does an
// operation without a line: the tables are complete by type, and every name is looked up in the SDK itself.
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { format } from 'prettier'
import type { operations } from '../generated/schema.ts'
import { createAdmin } from '../src/facade/admin/index.ts'
import * as facade from '../src/facade/index.ts'
import * as oauthClient from '../src/facade/oauth-client/index.ts'
import { operationsOf, readSpec } from './spec/read.ts'

/** What to call for an operation: names of the facade, or in brackets why there is none. */
export const facadeOf = {
  getHealth: 'auth.health',
  getSettings: 'auth.settings',
  getJwks: 'auth.getClaims, verifyAccessToken',
  getOpenidConfiguration: 'oauthClient.discover',
  getOauthAuthorizationServer: 'oauthClient.discover',
  authorize: 'auth.signInWithOAuth, authorizeUrl',
  callback: '(the provider sends the browser there)',
  callbackFormPost: '(the provider sends the browser there)',
  signUp: 'auth.signUp, auth.signInAnonymously',
  recover: 'auth.resetPasswordForEmail',
  resend: 'auth.resend',
  magicLink: '(the predecessor of /otp: auth.signInWithOtp does the same)',
  sendOtp: 'auth.signInWithOtp',
  grantToken:
    'auth.signInWithPassword, auth.refreshSession, auth.exchangeCodeForSession, auth.signInWithIdToken, auth.signInWithWeb3',
  verifyLink: 'verifyLinkUrl, auth.handleCallback',
  verifyOtp: 'auth.verifyOtp',
  logout: 'auth.signOut, admin.signOut',
  reauthenticate: 'auth.reauthenticate',
  getUser: 'auth.getUser, auth.getUserIdentities',
  updateUser: 'auth.updateUser',
  linkIdentity: 'auth.linkIdentity',
  unlinkIdentity: 'auth.unlinkIdentity',
  enrollFactor: 'auth.mfa.enroll, auth.mfa.registerWebAuthn',
  challengeFactor: 'auth.mfa.challenge, auth.mfa.challengeAndVerify, auth.mfa.registerWebAuthn, auth.mfa.verifyWebAuthn',
  verifyFactor: 'auth.mfa.verify, auth.mfa.challengeAndVerify, auth.mfa.registerWebAuthn, auth.mfa.verifyWebAuthn',
  unenrollFactor: 'auth.mfa.unenroll',
  getPasskeyAuthenticationOptions: 'auth.passkey.startAuthentication, auth.signInWithPasskey',
  verifyPasskeyAuthentication: 'auth.passkey.verifyAuthentication, auth.signInWithPasskey',
  getPasskeyRegistrationOptions: 'auth.passkey.startRegistration, auth.registerPasskey',
  verifyPasskeyRegistration: 'auth.passkey.verifyRegistration, auth.registerPasskey',
  listPasskeys: 'auth.passkey.list',
  deletePasskey: 'auth.passkey.delete',
  updatePasskey: 'auth.passkey.update',
  signInWithSso: 'auth.signInWithSSO',
  getSamlMetadata: 'samlMetadataUrl',
  samlAcs: '(the identity provider sends the browser there)',
  registerOauthClient: 'oauthClient.register',
  oauthToken: 'oauthClient.exchangeCode, oauthClient.refresh',
  getOauthUserinfo: 'oauthClient.userinfo',
  oauthAuthorize: 'oauthServerAuthorizeUrl',
  getOauthAuthorization: 'auth.oauth.getAuthorizationDetails',
  consentOauthAuthorization: 'auth.oauth.approveAuthorization, auth.oauth.denyAuthorization',
  revokeOauthGrant: 'auth.oauth.revokeGrant',
  listOauthGrants: 'auth.oauth.listGrants',
  inviteUser: 'admin.inviteUserByEmail',
  adminListUsers: 'admin.listUsers, admin.getUserByEmail',
  adminCreateUser: 'admin.createUser',
  adminDeleteUser: 'admin.deleteUser',
  adminGetUser: 'admin.getUserById',
  adminUpdateUser: 'admin.updateUserById',
  adminListFactors: 'admin.mfa.listFactors',
  adminDeleteFactor: 'admin.mfa.deleteFactor',
  adminUpdateFactor: 'admin.mfa.updateFactor',
  adminListPasskeys: 'admin.passkey.listPasskeys',
  adminDeletePasskey: 'admin.passkey.deletePasskey',
  adminGenerateLink: 'admin.generateLink',
  adminListAuditLog: 'admin.listAuditLog',
  adminListSsoProviders: 'admin.sso.listProviders',
  adminCreateSsoProvider: 'admin.sso.createProvider',
  adminDeleteSsoProvider: 'admin.sso.deleteProvider',
  adminGetSsoProvider: 'admin.sso.getProvider',
  adminUpdateSsoProvider: 'admin.sso.updateProvider',
  adminListOauthClients: 'admin.oauth.listClients',
  adminCreateOauthClient: 'admin.oauth.createClient',
  adminDeleteOauthClient: 'admin.oauth.deleteClient',
  adminGetOauthClient: 'admin.oauth.getClient',
  adminUpdateOauthClient: 'admin.oauth.updateClient',
  adminRegenerateOauthClientSecret: 'admin.oauth.regenerateClientSecret',
  adminListCustomProviders: 'admin.customProviders.listProviders',
  adminCreateCustomProvider: 'admin.customProviders.createProvider',
  adminDeleteCustomProvider: 'admin.customProviders.deleteProvider',
  adminGetCustomProvider: 'admin.customProviders.getProvider',
  adminUpdateCustomProvider: 'admin.customProviders.updateProvider',
  getScimServiceProviderConfig: '(for provisioning systems, not for applications)',
  listScimResourceTypes: '(for provisioning systems, not for applications)',
  listScimSchemas: '(for provisioning systems, not for applications)',
} satisfies Record<keyof operations, string>

/** The vendor's capability matrix for its own SDKs (supabase/sdk 1.2.0). */
const capabilities: Record<string, Record<string, string>> = {
  'Sign-in': {
    signUp: 'auth.signUp',
    'signInWithPassword (e-mail, phone)': 'auth.signInWithPassword',
    'signInWithOtp (e-mail, SMS, WhatsApp)': 'auth.signInWithOtp',
    'verifyOtp (token, token_hash, all types)': 'auth.verifyOtp',
    signInWithOAuth: 'auth.signInWithOAuth',
    signInWithIdToken: 'auth.signInWithIdToken',
    'signInWithSSO (domain, provider id)': 'auth.signInWithSSO',
    'signInWithWeb3 (Ethereum, Solana)': 'auth.signInWithWeb3',
    signInAnonymously: 'auth.signInAnonymously',
    exchangeCodeForSession: 'auth.exchangeCodeForSession',
    'concurrent PKCE flows': 'auth.signInWithOAuth, auth.exchangeCodeForSession',
    resetPasswordForEmail: 'auth.resetPasswordForEmail',
    resend: 'auth.resend',
    reauthenticate: 'auth.reauthenticate',
  },
  Passkeys: {
    registerPasskey: 'auth.registerPasskey',
    'signInWithPasskey (conditional mediation)': 'auth.signInWithPasskey',
    list: 'auth.passkey.list',
    update: 'auth.passkey.update',
    delete: 'auth.passkey.delete',
    'two-step calls':
      'auth.passkey.startRegistration, auth.passkey.verifyRegistration, auth.passkey.startAuthentication, auth.passkey.verifyAuthentication',
  },
  Session: {
    getSession: 'auth.getSession',
    setSession: 'auth.setSession',
    refreshSession: 'auth.refreshSession',
    getUser: 'auth.getUser',
    updateUser: 'auth.updateUser',
    getClaims: 'auth.getClaims',
    'signOut (global, local, others)': 'auth.signOut',
    'auto refresh': 'auth.startAutoRefresh, auth.stopAutoRefresh',
    onAuthStateChange: 'auth.onAuthStateChange',
    'sign-out reason': 'auth.onAuthStateChange',
  },
  Identities: {
    list: 'auth.getUserIdentities',
    'link (OAuth, ID token)': 'auth.linkIdentity',
    unlink: 'auth.unlinkIdentity',
  },
  MFA: {
    'enroll (TOTP, phone, WebAuthn)': 'auth.mfa.enroll, auth.mfa.registerWebAuthn',
    challenge: 'auth.mfa.challenge',
    verify: 'auth.mfa.verify, auth.mfa.verifyWebAuthn',
    challengeAndVerify: 'auth.mfa.challengeAndVerify',
    unenroll: 'auth.mfa.unenroll',
    listFactors: 'auth.mfa.listFactors',
    getAuthenticatorAssuranceLevel: 'auth.mfa.getAuthenticatorAssuranceLevel',
  },
  "OAuth server, user's side": {
    getAuthorizationDetails: 'auth.oauth.getAuthorizationDetails',
    approve: 'auth.oauth.approveAuthorization',
    deny: 'auth.oauth.denyAuthorization',
    listGrants: 'auth.oauth.listGrants',
    revokeGrant: 'auth.oauth.revokeGrant',
  },
  Admin: {
    createUser: 'admin.createUser',
    listUsers: 'admin.listUsers',
    getUserById: 'admin.getUserById',
    updateUserById: 'admin.updateUserById',
    'deleteUser (hard, soft)': 'admin.deleteUser',
    inviteUserByEmail: 'admin.inviteUserByEmail',
    'generateLink (all six types)': 'admin.generateLink',
    signOut: 'admin.signOut',
    'MFA: list and delete factors': 'admin.mfa.listFactors, admin.mfa.deleteFactor',
    'passkeys: list and delete': 'admin.passkey.listPasskeys, admin.passkey.deletePasskey',
    'OAuth clients':
      'admin.oauth.createClient, admin.oauth.listClients, admin.oauth.getClient, admin.oauth.updateClient, admin.oauth.deleteClient, admin.oauth.regenerateClientSecret',
    'custom providers':
      'admin.customProviders.createProvider, admin.customProviders.listProviders, admin.customProviders.getProvider, admin.customProviders.updateProvider, admin.customProviders.deleteProvider',
  },
  Client: {
    'third-party access token callback': 'createClient (`accessToken`)',
    'implicit and PKCE flow types': 'createClient (`flowType`)',
    'session detection in the URL (boolean or predicate)': 'createClient (`detectSessionInUrl`)',
    'custom storage': 'createClient (`storage`)',
    'persistSession off': 'createClient (`persistSession`)',
    'custom fetch': 'createClient (`fetch`)',
    'global headers': 'createClient (`headers`)',
    'trace context propagation': 'observe (`traceparent`)',
  },
}

const auth = facade.createClient({ url: 'http://localhost:9999' })
const admin = createAdmin({ url: 'http://localhost:9999', adminToken: 'a.b.c' })
const scope: Record<string, unknown> = { ...facade, auth, admin, oauthClient }

/** The names, as code. @throws when one is not a function of the SDK */
export function symbols(text: string): string {
  if (text.startsWith('(')) return text.slice(1, -1)
  return text
    .split(', ')
    .map((part) => {
      const [name = '', note = ''] = part.split(' (')
      const found = name
        .split('.')
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], scope)
      if (typeof found !== 'function') throw new Error(`${name} is not a function of the SDK`)
      return `\`${name}\`${note && ` (${note}`}`
    })
    .join(', ')
}

if (import.meta.main) await write()

async function write(): Promise<void> {
  const { document } = readSpec('spec/gotrue.yaml')
  const table = (rows: string[][]) => rows.map((row) => `| ${row.join(' | ')} |`).join('\n')
  const text = `<!-- Written by \`npm run docs:surface\`. DO NOT EDIT. -->

# The whole surface

Every operation is a function of \`gotrue-sdk/operations\`. This is what to call above them: \`auth\` is what \`createClient()\` makes,
\`admin\` what \`createAdmin()\` of \`gotrue-sdk/admin\` makes, \`oauthClient\` the entry \`gotrue-sdk/oauth-client\`.

${table([['operation', 'request', 'call'], ['---', '---', '---'], ...operationsOf(document).map(({ operation: { operationId }, method, path }) => [`\`${operationId}\``, `\`${method.toUpperCase()} ${path}\``, symbols(facadeOf[operationId as keyof operations])])])}

## The vendor's capability matrix

Each row of the matrix for Supabase's own SDKs (supabase/sdk 1.2.0).

${table([['', 'capability', 'call'], ['---', '---', '---'], ...Object.entries(capabilities).flatMap(([group, rows]) => Object.entries(rows).map(([row, call], index) => [index ? '' : group, row, symbols(call)]))])}
`
  const path = 'docs/surface.md'
  const formatted = await format(text, { parser: 'markdown', printWidth: 125 })
  const { values } = parseArgs({ options: { check: { type: 'boolean' } } })
  if (!values.check) writeFileSync(path, formatted)
  else if (readFileSync(path, 'utf8') !== formatted) {
    console.error(`${path} is stale: npm run docs:surface`)
    process.exitCode = 1
  }
}
