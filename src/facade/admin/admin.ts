import { AuthError } from '../../transport/errors.ts'
import { createTransport, type TransportOptions } from '../../transport/transport.ts'
import { createCall, failure } from '../call.ts'
import { environmentVariable } from '../environment.ts'
import type { ClientTypes } from '../session/session.ts'
import { createAuditLog, type AuditLog } from './audit-log.ts'
import { isBrowser } from './browser.ts'
import { createCustomProviders, type CustomProviders } from './custom-providers.ts'
import { createFactors, type AdminMfa } from './factors.ts'
import { createLinks, type Links } from './links.ts'
import { createUserLists, type UserLists } from './list-users.ts'
import { createOAuthClients, type OAuthClients } from './oauth-clients.ts'
import { createPasskeys, type AdminPasskeys } from './passkeys.ts'
import { createSsoProviders, type SsoProviders } from './sso-providers.ts'
import { createUsers, type Users } from './users.ts'

/** An admin token, or what makes one when a call needs it. */
export type AdminTokenProvider = string | (() => string | Promise<string>)

/** What `createAdmin()` takes: where the server is, and one of `adminToken` and `apiKey` that may do everything. */
export interface AdminOptions extends Omit<TransportOptions, 'url' | 'credentials'> {
  /**
   * The server's address, with or without a path: `http://localhost:9999`, `https://project.supabase.co/auth/v1`.
   *
   * Default: `GOTRUE_URL` of the environment, and with it its keys. `GOTRUE_SERVICE_KEY` is then the `adminToken` if it is a JWT,
   * else the `apiKey`; `GOTRUE_API_KEY` is the `apiKey` beside it.
   */
  url?: string | URL
  /**
   * A JWT with an admin role, or a function that is asked for one at each call:
   * `() => createServiceToken({ secret })`. Default: the `apiKey`, which then has to be a secret one.
   */
  adminToken?: AdminTokenProvider
  /** Whether it may run in a browser, where everybody can read the keys. Default false. */
  dangerouslyAllowBrowser?: boolean
}

/** What `createAdmin()` makes. Its methods are functions of their own, never throw and never reject. */
export interface Admin<T extends ClientTypes = {}> extends Users<T>, UserLists<T>, Links<T>, AuditLog {
  /** The second factors of users. */
  mfa: AdminMfa
  /** The passkeys of users. */
  passkey: AdminPasskeys
  /** SAML identity providers. */
  sso: SsoProviders
  /** The clients of the OAuth 2.1 server. */
  oauth: OAuthClients
  /** Providers that were added while the server runs. */
  customProviders: CustomProviders
}

/**
 * Makes a client for administrators: users, links, factors, providers, OAuth clients, and the audit log. It has no session, and
 * starts nothing. For servers and scripts: its key may do everything.
 *
 * @example
 * const admin = createAdmin({ url: 'https://project.supabase.co/auth/v1', apiKey: process.env.GOTRUE_SERVICE_KEY! })
 * for await (const user of admin.listUsers()) console.log(user.email)
 * @throws AuthError `invalid_argument` when the options are not usable, and in a browser; `credentials_missing` without a key
 */
export function createAdmin<T extends ClientTypes = {}>(options: AdminOptions = {}): Admin<T> {
  if (isBrowser() && options.dangerouslyAllowBrowser !== true) {
    throw failure('invalid_argument', 'createAdmin() is for servers: in a browser everybody can read its key')
  }
  const { url = environmentVariable('GOTRUE_URL'), timeout = 15_000 } = options
  if (!url) throw failure('invalid_argument', 'url is missing: pass it to createAdmin(), or set GOTRUE_URL')
  const { adminToken, apiKey } = { ...(options.url ? {} : environmentKeys()), ...given(options) }
  if (!adminToken && !apiKey) {
    const code = 'credentials_missing'
    throw new AuthError('adminToken is missing: pass it or apiKey to createAdmin(), or set GOTRUE_SERVICE_KEY', { code })
  }
  const ask = async () => {
    const token = typeof adminToken === 'function' ? await adminToken() : adminToken
    if (typeof adminToken === 'function' && !token) {
      throw failure('credentials_missing', 'adminToken() has made no token')
    }
    return { adminToken: token }
  }
  const client = createTransport({ ...options, url, ...(apiKey && { apiKey }), credentials: ask })
  const call = createCall(client, timeout)
  const admin: Admin = {
    ...createUsers(call),
    ...createUserLists(call),
    ...createLinks(call),
    ...createAuditLog(call),
    mfa: createFactors(call),
    passkey: createPasskeys(call),
    sso: createSsoProviders(call),
    oauth: createOAuthClients(call),
    customProviders: createCustomProviders(call),
  }
  // The types of metadata are the application's word.
  return admin as Admin<T>
}

type Keys = Pick<AdminOptions, 'adminToken' | 'apiKey'>

const given = ({ adminToken, apiKey }: Keys): Keys => ({ ...(adminToken && { adminToken }), ...(apiKey && { apiKey }) })

/** The keys of one server are nobody else's business. */
function environmentKeys(): Keys {
  const serviceKey = environmentVariable('GOTRUE_SERVICE_KEY')
  const apiKey = environmentVariable('GOTRUE_API_KEY')
  // What is no JWT the gateway knows as an API key, and the server not as a token.
  if (serviceKey?.startsWith('ey')) return { adminToken: serviceKey, apiKey: apiKey ?? serviceKey }
  const key = serviceKey ?? apiKey
  return key ? { apiKey: key } : {}
}
