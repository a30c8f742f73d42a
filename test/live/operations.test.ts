// One call of every operation of the spec to a real server, by the generated functions; where it can be had, one that succeeds. And what
// the server answers to those who may not, and about what is not there. All answers are judged by the spec, read closed: judge.ts.
//
// The settings and the refusals say what a server has off; the tests that are skipped say it, too. Everything that is made here is
// deleted again, as far as there is an administrator.
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { operations as OperationTypes } from '../../generated/schema.ts'
import { routes } from '../../generated/routes.ts'
import * as operations from '../../src/operations/index.ts'
import type { AuthError, Client } from '../../src/operations/index.ts'
import { createAuthenticator } from '../facade/passkeys/software-authenticator.ts'
import {
  apiKey,
  connect,
  describeWith,
  home,
  judged,
  mintIdToken,
  newEmail,
  newPassword,
  newPhone,
  newStranger,
  serviceKey,
  settings,
  signUp,
  step,
  testWith,
  url,
} from './live.ts'
import { seen, takeFindings } from './judge.ts'
import { totp } from './totp.ts'

type Result =
  | { data: unknown; error: undefined; response: Response }
  | { data: undefined; error: AuthError; response: Response | undefined }
type Name = keyof OperationTypes
interface Call {
  /** What not every server and environment has. */
  needs?: Parameters<typeof testWith>[0]
  /** Makes what it needs, and calls the operation last. */
  run(): Promise<Result>
  /** That the call can't succeed here, and why. */
  refused?: string
}

const fetch = judged
const clientWith = (credentials: operations.Credentials = {}): Client =>
  operations.createTransport({ url: url!, ...(apiKey && { apiKey }), fetch, credentials, retry: 0 })
const nobody = url ? clientWith() : (undefined as unknown as Client)
const admin = url && serviceKey ? clientWith({ adminToken: serviceKey }) : (undefined as unknown as Client)

/** The server has it off. The test is skipped with its word for that. */
class IsOff extends Error {}
const offCodes = /_disabled$|not_enabled$|^email_address_not_authorized$|^feature_disabled$/

/** What a call brought that has to succeed for the others to be possible. */
async function needed<Answer extends Result>(
  result: Answer | Promise<Answer>,
): Promise<Extract<Answer, { error: undefined }>['data']> {
  const { data, error } = await result
  if (!error) return data as Extract<Answer, { error: undefined }>['data']
  if (offCodes.test(error.code)) throw new IsOff(error.code)
  throw error
}

const madeUsers: string[] = []
const cleanUp: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const clean of cleanUp) await clean()
  if (admin) for (const user_id of madeUsers) await operations.adminDeleteUser({ client: admin, path: { user_id } })
})

const needsUser = [serviceKey ? 'GOTRUE_SERVICE_KEY or GOTRUE_JWT_SECRET' : 'sign-up by e-mail'] as const
const needsAdmin = ['GOTRUE_SERVICE_KEY or GOTRUE_JWT_SECRET'] as const

/** Somebody who can sign in. */
async function newUser() {
  if (!admin) {
    const { email, password } = await signUp(await connect())
    return { id: '', email, password }
  }
  const [email, password] = [newEmail(), newPassword()]
  const { id } = await needed(operations.adminCreateUser({ client: admin, body: { email, password, email_confirm: true } }))
  madeUsers.push(id)
  return { id, email, password }
}

/** Somebody who is signed in. */
async function newSession() {
  const user = await newUser()
  const body = { email: user.email, password: user.password }
  const session = await needed(operations.grantToken({ client: nobody, query: { grant_type: 'password' }, body }))
  return { ...user, session, client: clientWith({ accessToken: session.access_token }) }
}

const origin = process.env.GOTRUE_WEBAUTHN_ORIGIN ?? 'http://localhost:3000'
const pkce = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 's256' } as const
const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const query = { redirect_to: home }

async function newFactor() {
  const user = await newSession()
  const body = { factor_type: 'totp', friendly_name: 'App', issuer: 'Example' } as const
  const factor = await needed(operations.enrollFactor({ client: user.client, body }))
  return { ...user, factor, path: { factor_id: factor.id } }
}

async function registeringUser() {
  const user = await newSession()
  const { challenge_id, options } = await needed(operations.getPasskeyRegistrationOptions({ client: user.client }))
  const authenticator = createAuthenticator(origin)
  return { ...user, authenticator, body: { challenge_id, credential: authenticator.create(options) } }
}

async function newPasskey() {
  const user = await registeringUser()
  const { id: passkey_id } = await needed(operations.verifyPasskeyRegistration({ client: user.client, body: user.body }))
  return { ...user, passkey_id, path: { passkey_id } }
}

/** A link for somebody, which no mail carries. */
async function newLink() {
  const { email } = await newUser()
  return needed(operations.adminGenerateLink({ client: admin, body: { type: 'recovery', email } }))
}

const newProvider = async () => {
  const domain = `${randomUUID()}.example`
  const metadata_xml = `<?xml version="1.0"?><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://${domain}/saml"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://${domain}/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>`
  const body = { type: 'saml', metadata_xml, domains: [domain] } as const
  const result = await operations.adminCreateSsoProvider({ client: admin, body: { ...body, domains: [domain] } })
  const { id } = await needed(result)
  cleanUp.push(() => operations.adminDeleteSsoProvider({ client: admin, path: { idp_id: id } }))
  return { id, domain, path: { idp_id: id }, result }
}

const newClient = async () => {
  const body = { client_name: 'Notes', redirect_uris: [home] }
  const result = await operations.adminCreateOauthClient({ client: admin, body })
  const made = await needed(result)
  const { client_id } = made
  cleanUp.push(() => operations.adminDeleteOauthClient({ client: admin, path: { client_id } }))
  return { client_id, client_secret: 'client_secret' in made ? made.client_secret : '', path: { client_id }, result }
}

const oauthAuthorize = (client_id: string) =>
  operations.oauthAuthorize({
    client: nobody,
    query: {
      client_id,
      redirect_uri: home,
      scope: 'email',
      code_challenge: pkce.code_challenge,
      code_challenge_method: 'S256',
    },
  })

/** An application that asks somebody. */
async function askingClient() {
  const user = await newSession()
  const application = await newClient()
  const { location } = (await needed(oauthAuthorize(application.client_id))) as { location: string }
  const authorization_id = new URL(location).searchParams.get('authorization_id')!
  const path = { authorization_id }
  // The first who looks is the one who is asked.
  const details = await operations.getOauthAuthorization({ client: user.client, path })
  const consent = () => operations.consentOauthAuthorization({ client: user.client, path, body: { action: 'approve' } })
  return { ...user, ...application, details, consent }
}

/** An application that has been granted what it asked for. */
async function grantedClient() {
  const asking = await askingClient()
  const { redirect_url } = await needed(asking.consent())
  const result = await operations.oauthToken({
    client: nobody,
    body: {
      grant_type: 'authorization_code',
      code: new URL(redirect_url).searchParams.get('code')!,
      code_verifier,
      redirect_uri: home,
    },
    credentials: { oauthClient: operations.clientSecretBasic(asking.client_id, asking.client_secret) },
  })
  return { ...asking, result }
}

const newCustomProvider = async () => {
  const identifier = `custom:live-${randomUUID().slice(0, 8)}`
  // Addresses, because names are looked up.
  const at = (path: string) => `https://192.0.32.8/${path}`
  const result = await operations.adminCreateCustomProvider({
    client: admin,
    body: {
      provider_type: 'oauth2',
      identifier,
      name: 'Acme',
      client_id: 'app-1234',
      client_secret: 'tVf3cPq9xK2m',
      authorization_url: at('authorize'),
      token_url: at('token'),
      userinfo_url: at('userinfo'),
    },
  })
  const { error } = result
  if (!error) cleanUp.push(() => operations.adminDeleteCustomProvider({ client: admin, path: { identifier } }))
  return { path: { identifier }, result }
}
const someCustomProvider = async () => {
  const made = await newCustomProvider()
  await needed(made.result)
  return made
}

/** The way back from a provider that lets everybody in. */
async function returnFromProvider() {
  await newStranger()
  const { location } = (await needed(
    operations.authorize({ client: nobody, query: { provider: 'github', redirect_to: home } }),
  )) as { location: string }
  const back = new URL(await step(location)).searchParams
  return { state: back.get('state')!, code: back.get('code')! }
}

const provider = Object.entries(settings?.external ?? {}).find(
  ([name, isOn]) => isOn && !['email', 'phone', 'anonymous_users'].includes(name),
)?.[0]

const calls: Record<Name, Call> = {
  getHealth: { run: () => operations.getHealth({ client: nobody }) },
  getSettings: { run: () => operations.getSettings({ client: nobody }) },
  getJwks: { run: () => operations.getJwks({ client: nobody }) },
  getOpenidConfiguration: { run: () => operations.getOpenidConfiguration({ client: nobody }) },
  getOauthAuthorizationServer: { run: () => operations.getOauthAuthorizationServer({ client: nobody }) },

  authorize: {
    run: () =>
      operations.authorize({ client: nobody, query: { provider: provider ?? 'github', redirect_to: home, ...pkce } }),
  },
  callback: {
    needs: ['provider github', 'catcher in GOTRUE_MESSAGES_URL'],
    run: async () => operations.callback({ client: nobody, query: await returnFromProvider() }),
  },
  callbackFormPost: {
    needs: ['provider github', 'catcher in GOTRUE_MESSAGES_URL'],
    run: async () => operations.callbackFormPost({ client: nobody, body: await returnFromProvider() }),
  },

  signUp: {
    run: async () => {
      const body = { email: newEmail(), password: newPassword(), data: { name: 'Ada' } }
      const result = await operations.signUp({ client: nobody, query, body })
      const { data } = result
      if (data) madeUsers.push('user' in data ? data.user.id : data.id)
      return result
    },
  },
  recover: {
    needs: needsUser,
    run: async () => operations.recover({ client: nobody, query, body: { email: (await newUser()).email, ...pkce } }),
  },
  resend: {
    needs: needsUser,
    run: async () => operations.resend({ client: nobody, query, body: { type: 'signup', email: (await newUser()).email } }),
  },
  magicLink: {
    needs: needsUser,
    run: async () => operations.magicLink({ client: nobody, query, body: { email: (await newUser()).email } }),
  },
  sendOtp: {
    needs: needsUser,
    run: async () => {
      const { email } = await newUser()
      return operations.sendOtp({ client: nobody, query, body: { email, create_user: false, ...pkce } })
    },
  },
  grantToken: {
    needs: needsUser,
    run: async () => {
      const { refresh_token } = (await newSession()).session
      return operations.grantToken({ client: nobody, query: { grant_type: 'refresh_token' }, body: { refresh_token } })
    },
  },
  verifyLink: {
    needs: needsAdmin,
    run: async () => {
      const { hashed_token } = await newLink()
      return operations.verifyLink({ client: nobody, query: { type: 'recovery', token: hashed_token, redirect_to: home } })
    },
  },
  verifyOtp: {
    needs: needsAdmin,
    run: async () => {
      const { hashed_token } = await newLink()
      return operations.verifyOtp({ client: nobody, body: { type: 'recovery', token_hash: hashed_token } })
    },
  },
  logout: { needs: needsUser, run: async () => operations.logout(await newSession()) },
  reauthenticate: { needs: needsUser, run: async () => operations.reauthenticate(await newSession()) },
  getUser: { needs: needsUser, run: async () => operations.getUser(await newSession()) },
  updateUser: {
    needs: needsUser,
    run: async () => operations.updateUser({ ...(await asCaller()), body: { data: { theme: 'dark', name: null } } }),
  },
  linkIdentity: {
    needs: ['provider github', ...needsUser],
    run: async () =>
      operations.linkIdentity({ ...(await asCaller()), query: { provider: 'github', skip_http_redirect: true, ...query } }),
  },
  unlinkIdentity: {
    needs: ['provider keycloak', 'catcher in GOTRUE_MESSAGES_URL', ...needsUser],
    run: async () => {
      const { client, session } = await newSession()
      const credentials = { accessToken: session.access_token }
      const id_token = await mintIdToken({ sub: randomUUID(), email: newEmail() })
      const body = { provider: 'keycloak', id_token, link_identity: true }
      await needed(operations.grantToken({ client, credentials, query: { grant_type: 'id_token' }, body }))
      const { identities } = await needed(operations.getUser({ client }))
      const { identity_id } = identities!.find((identity) => identity.provider === 'keycloak')!
      return operations.unlinkIdentity({ client, path: { identity_id } })
    },
  },

  enrollFactor: {
    needs: needsUser,
    run: async () => operations.enrollFactor({ ...(await asCaller()), body: { factor_type: 'phone', phone: newPhone() } }),
  },
  challengeFactor: {
    needs: needsUser,
    run: async () => {
      const { client, path } = await newFactor()
      return operations.challengeFactor({ client, path })
    },
  },
  verifyFactor: {
    needs: needsUser,
    run: async () => {
      const { client, path, factor } = await newFactor()
      const { id: challenge_id } = await needed(operations.challengeFactor({ client, path }))
      if (!('totp' in factor)) throw new TypeError('The factor has no secret')
      return operations.verifyFactor({ client, path, body: { challenge_id, code: totp(factor.totp.secret) } })
    },
  },
  unenrollFactor: {
    needs: needsUser,
    run: async () => {
      const { client, path } = await newFactor()
      return operations.unenrollFactor({ client, path })
    },
  },

  getPasskeyAuthenticationOptions: { run: () => operations.getPasskeyAuthenticationOptions({ client: nobody }) },
  verifyPasskeyAuthentication: {
    needs: needsUser,
    run: async () => {
      const { authenticator } = await newPasskey()
      const { challenge_id, options } = await needed(operations.getPasskeyAuthenticationOptions({ client: nobody }))
      const { response, ...credential } = authenticator.get(options)
      const { userHandle, ...signed } = response
      const body = { challenge_id, credential: { ...credential, response: { ...signed, userHandle: userHandle! } } }
      return operations.verifyPasskeyAuthentication({ client: nobody, body })
    },
  },
  getPasskeyRegistrationOptions: {
    needs: needsUser,
    run: async () => operations.getPasskeyRegistrationOptions(await asCaller()),
  },
  verifyPasskeyRegistration: {
    needs: needsUser,
    run: async () => {
      const { client, body } = await registeringUser()
      return operations.verifyPasskeyRegistration({ client, body })
    },
  },
  listPasskeys: {
    needs: needsUser,
    run: async () => {
      const { client } = await newPasskey()
      return operations.listPasskeys({ client })
    },
  },
  updatePasskey: {
    needs: needsUser,
    run: async () => {
      const { client, path } = await newPasskey()
      return operations.updatePasskey({ client, path, body: { friendly_name: 'Laptop' } })
    },
  },
  deletePasskey: {
    needs: needsUser,
    run: async () => {
      const { client, path } = await newPasskey()
      return operations.deletePasskey({ client, path })
    },
  },

  signInWithSso: {
    needs: ['SAML', ...needsAdmin],
    run: async () => {
      const { domain } = await newProvider()
      return operations.signInWithSso({ client: nobody, body: { domain, skip_http_redirect: true, ...query, ...pkce } })
    },
  },
  getSamlMetadata: { needs: ['SAML'], run: () => operations.getSamlMetadata({ client: nobody, query: { download: true } }) },
  samlAcs: {
    needs: ['SAML'],
    refused: 'needs an identity provider that signs XML',
    run: () =>
      operations.samlAcs({ client: nobody, body: { RelayState: randomUUID(), SAMLResponse: btoa('<samlp:Response/>') } }),
  },

  registerOauthClient: {
    run: async () => {
      const result = await operations.registerOauthClient({
        client: nobody,
        body: { redirect_uris: [home], client_name: 'Notes', token_endpoint_auth_method: 'none' },
      })
      const { client_id } = result.data ?? {}
      if (admin && client_id) cleanUp.push(() => operations.adminDeleteOauthClient({ client: admin, path: { client_id } }))
      return result
    },
  },
  oauthToken: { needs: needsAdmin, run: async () => (await grantedClient()).result },
  getOauthUserinfo: {
    needs: needsAdmin,
    run: async () => {
      const { result } = await grantedClient()
      const { access_token } = await needed(result)
      return operations.getOauthUserinfo({ client: clientWith({ accessToken: access_token }) })
    },
  },
  oauthAuthorize: { needs: needsAdmin, run: async () => oauthAuthorize((await newClient()).client_id) },
  getOauthAuthorization: { needs: needsAdmin, run: async () => (await askingClient()).details },
  consentOauthAuthorization: { needs: needsAdmin, run: async () => (await askingClient()).consent() },
  listOauthGrants: {
    needs: needsAdmin,
    run: async () => {
      const { client } = await grantedClient()
      return operations.listOauthGrants({ client })
    },
  },
  revokeOauthGrant: {
    needs: needsAdmin,
    run: async () => {
      const { client, client_id } = await grantedClient()
      return operations.revokeOauthGrant({ client, query: { client_id } })
    },
  },

  inviteUser: {
    needs: needsAdmin,
    run: async () => {
      const result = await operations.inviteUser({ client: admin, query, body: { email: newEmail(), data: { team: 'a' } } })
      const { data } = result
      if (data) madeUsers.push(data.id)
      return result
    },
  },
  adminListUsers: { needs: needsAdmin, run: () => operations.adminListUsers({ client: admin, query: { per_page: 2 } }) },
  adminCreateUser: {
    needs: needsAdmin,
    run: async () => {
      const body = { phone: newPhone(), phone_confirm: true, app_metadata: { plan: 'pro' }, user_metadata: { name: 'Ada' } }
      const result = await operations.adminCreateUser({ client: admin, body })
      const { data } = result
      if (data) madeUsers.push(data.id)
      return result
    },
  },
  adminGetUser: {
    needs: needsAdmin,
    run: async () => operations.adminGetUser({ client: admin, path: { user_id: (await newUser()).id } }),
  },
  adminUpdateUser: {
    needs: needsAdmin,
    run: async () =>
      operations.adminUpdateUser({
        client: admin,
        path: { user_id: (await newUser()).id },
        body: { ban_duration: '1h', app_metadata: { plan: 'free' } },
      }),
  },
  adminDeleteUser: {
    needs: needsAdmin,
    run: async () => operations.adminDeleteUser({ client: admin, path: { user_id: (await newUser()).id } }),
  },
  adminListFactors: {
    needs: needsAdmin,
    run: async () => {
      const { id } = await newFactor()
      return operations.adminListFactors({ client: admin, path: { user_id: id } })
    },
  },
  adminUpdateFactor: {
    needs: needsAdmin,
    run: async () => {
      const { id, path } = await newFactor()
      const body = { friendly_name: 'Office' }
      return operations.adminUpdateFactor({ client: admin, path: { user_id: id, ...path }, body })
    },
  },
  adminDeleteFactor: {
    needs: needsAdmin,
    run: async () => {
      const { id, path } = await newFactor()
      return operations.adminDeleteFactor({ client: admin, path: { user_id: id, ...path } })
    },
  },
  adminListPasskeys: {
    needs: needsAdmin,
    run: async () => {
      const { id } = await newPasskey()
      return operations.adminListPasskeys({ client: admin, path: { user_id: id } })
    },
  },
  adminDeletePasskey: {
    needs: needsAdmin,
    run: async () => {
      const { id, path } = await newPasskey()
      return operations.adminDeletePasskey({ client: admin, path: { user_id: id, ...path } })
    },
  },
  adminGenerateLink: {
    needs: needsAdmin,
    run: async () => {
      const body = { type: 'signup', email: newEmail(), password: newPassword(), data: { name: 'Ada' } } as const
      const result = await operations.adminGenerateLink({ client: admin, body: { ...body, ...query } })
      const { data } = result
      if (data) madeUsers.push(data.id)
      return result
    },
  },
  adminListAuditLog: {
    needs: needsAdmin,
    run: () => operations.adminListAuditLog({ client: admin, query: { per_page: 2 } }),
  },

  adminListSsoProviders: {
    needs: needsAdmin,
    run: async () => {
      await newProvider()
      return operations.adminListSsoProviders({ client: admin })
    },
  },
  adminCreateSsoProvider: { needs: needsAdmin, run: async () => (await newProvider()).result },
  adminGetSsoProvider: {
    needs: needsAdmin,
    run: async () => operations.adminGetSsoProvider({ client: admin, path: (await newProvider()).path }),
  },
  adminUpdateSsoProvider: {
    needs: needsAdmin,
    run: async () =>
      operations.adminUpdateSsoProvider({ client: admin, path: (await newProvider()).path, body: { disabled: true } }),
  },
  adminDeleteSsoProvider: {
    needs: needsAdmin,
    run: async () => operations.adminDeleteSsoProvider({ client: admin, path: (await newProvider()).path }),
  },

  adminListOauthClients: {
    needs: needsAdmin,
    run: async () => {
      await newClient()
      return operations.adminListOauthClients({ client: admin })
    },
  },
  adminCreateOauthClient: { needs: needsAdmin, run: async () => (await newClient()).result },
  adminGetOauthClient: {
    needs: needsAdmin,
    run: async () => operations.adminGetOauthClient({ client: admin, path: (await newClient()).path }),
  },
  adminUpdateOauthClient: {
    needs: needsAdmin,
    run: async () =>
      operations.adminUpdateOauthClient({ client: admin, path: (await newClient()).path, body: { client_name: 'Notes 2' } }),
  },
  adminDeleteOauthClient: {
    needs: needsAdmin,
    run: async () => operations.adminDeleteOauthClient({ client: admin, path: (await newClient()).path }),
  },
  adminRegenerateOauthClientSecret: {
    needs: needsAdmin,
    run: async () => operations.adminRegenerateOauthClientSecret({ client: admin, path: (await newClient()).path }),
  },

  adminListCustomProviders: {
    needs: needsAdmin,
    run: () => operations.adminListCustomProviders({ client: admin, query: { type: 'oauth2' } }),
  },
  adminCreateCustomProvider: { needs: needsAdmin, run: async () => (await newCustomProvider()).result },
  adminGetCustomProvider: {
    needs: needsAdmin,
    run: async () => operations.adminGetCustomProvider({ client: admin, path: (await someCustomProvider()).path }),
  },
  adminUpdateCustomProvider: {
    needs: needsAdmin,
    run: async () =>
      operations.adminUpdateCustomProvider({
        client: admin,
        path: (await someCustomProvider()).path,
        body: { enabled: false },
      }),
  },
  adminDeleteCustomProvider: {
    needs: needsAdmin,
    run: async () => operations.adminDeleteCustomProvider({ client: admin, path: (await someCustomProvider()).path }),
  },

  getScimServiceProviderConfig: { run: () => operations.getScimServiceProviderConfig({ client: nobody }) },
  listScimResourceTypes: { run: () => operations.listScimResourceTypes({ client: nobody }) },
  listScimSchemas: { run: () => operations.listScimSchemas({ client: nobody }) },
}
const asCaller = async () => ({ client: (await newSession()).client })

// Custom providers count against a small limit, and each is used by one test only.
afterEach(async () => {
  for (const clean of cleanUp.splice(0)) await clean()
  expect(takeFindings()).toEqual([])
})

describeWith(['server in GOTRUE_URL'], 'an operation', () => {
  describe('is answered as the spec says', () => {
    for (const [name, { needs = [], refused, run }] of Object.entries(calls)) {
      testWith(needs, `${name}()${refused ? ` [refused: ${refused}]` : ''}`, async ({ skip }) => {
        try {
          const { data, error, response } = await run()
          expect(seen.get(name), 'the operation was called').toBeDefined()
          // Those are judged, too; but what they say is no success.
          if (error && offCodes.test(error.code)) return skip(`the server says ${error.code}`)
          const location = (data as { location?: string } | undefined)?.location ?? ''
          const problem = error ?? (/[?#&]error=/.test(location) ? new Error(location) : undefined)
          if (refused) expect(problem).toBeDefined()
          else if (problem) throw problem
          else expect(response!.status).toBeLessThan(400)
        } catch (error) {
          if (!(error instanceof IsOff)) throw error
          skip(`the server says ${error.message}`)
        }
      })
    }
  })

  /** A request with ids that nothing has. */
  const ask = (name: string, token?: string) => {
    const { method, path } = routes.find(({ operation }) => operation === name)!
    const address = path.replace('{identifier}', 'custom:nothing').replace(/\{\w+\}/g, () => randomUUID())
    return judged(
      new Request(url!.replace(/\/$/, '') + address, {
        method,
        headers: {
          ...(apiKey && { apikey: apiKey }),
          ...(token && { authorization: `Bearer ${token}` }),
          ...(method !== 'GET' && { 'content-type': 'application/json' }),
        },
        ...(method !== 'GET' && { body: '{}' }),
      }),
    )
  }
  const isOff = async (response: Response) =>
    offCodes.test(Object(await response.clone().json()).error_code) || response.status === 404

  const secured = routes.filter(({ access }) => access === 'user' || access === 'admin').map(({ operation }) => operation)
  test.each(secured)('%s() without a token is refused', async (name) => {
    const response = await ask(name)
    expect((await isOff(response)) ? 401 : response.status).toBe(401)
  })

  const administrators = routes.filter(({ access }) => access === 'admin').map(({ operation }) => operation)
  describeWith(needsUser, 'of administrators', () => {
    let token: string | undefined
    test.each(administrators)('%s() by a user is refused', async (name) => {
      token ??= (await newSession()).session.access_token
      const response = await ask(name, token)
      expect((await isOff(response)) ? 403 : response.status).toBe(403)
    })
  })

  const ofOne = routes
    .filter(({ path, access }) => access === 'admin' && path.includes('{'))
    .map(({ operation }) => operation)
  describeWith(needsAdmin, 'of administrators', () => {
    test.each(ofOne)('%s() of what is not there is refused', async (name) => {
      const { status } = await ask(name, serviceKey as string)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
    })
  })
})
