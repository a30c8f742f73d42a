import { authenticateAdmin, authenticateUser } from './authenticate.ts'
import type { Config } from '../config.ts'
import type { Server } from '../context.ts'
import { forbidden, notFound, type Refusal } from './errors.ts'
import { userOf } from '../operations/admin-users.ts'
import { factorOf } from '../operations/factors.ts'

interface Guarded {
  server: Server
  headers: Headers
  now: number
  /** What the pattern has found in the path. */
  path: Record<string, string>
}

const user = ({ server, headers, now }: Guarded) => authenticateUser(server, headers, now)
const admin = ({ server, headers, now }: Guarded) => authenticateAdmin(server, headers, now)

async function permanentUser(guarded: Guarded): Promise<void> {
  const { claims } = await user(guarded)
  if (claims.is_anonymous) throw forbidden('no_authorization', 'Anonymous user not allowed to perform these actions')
}

/** What can be switched off as a whole. */
const switches: [prefix: RegExp, word: keyof Config, refusal: () => Refusal][] = [
  [
    /^\/user\/identities(\/|$)/,
    'GOTRUE_SECURITY_MANUAL_LINKING_ENABLED',
    () => notFound('manual_linking_disabled', 'Manual linking is disabled'),
  ],
  [
    /^\/(user\/oauth\/grants|admin\/oauth|oauth)(\/|$)/,
    'GOTRUE_OAUTH_SERVER_ENABLED',
    () => notFound('feature_disabled', 'OAuth server is disabled'),
  ],
  [/^\/passkeys(\/|$)/, 'GOTRUE_PASSKEY_ENABLED', () => notFound('passkey_disabled', 'Passkeys are disabled')],
  [/^\/sso(\/|$)/, 'GOTRUE_SAML_ENABLED', () => notFound('saml_provider_disabled', 'SAML 2.0 is disabled')],
  [
    /^\/admin\/custom-providers(\/|$)/,
    'GOTRUE_CUSTOM_OAUTH_ENABLED',
    () => notFound('feature_disabled', 'Custom OAuth providers are disabled'),
  ],
  [/^\/scim\/v2(\/|$)/, 'GOTRUE_EXPERIMENTAL_SCIM_ENABLED', () => notFound('feature_disabled', 'SCIM server is disabled')],
]

/** Who or what has to be there below a path. */
const guards: [prefix: RegExp, check: (guarded: Guarded) => unknown][] = [
  [/^\/admin(\/|$)/, admin],
  [/^\/(user|reauthenticate)(\/|$)/, user],
  [/^\/(factors|passkeys\/registration)(\/|$)/, permanentUser],
  [/^\/passkeys\/(?!(authentication|registration)(\/|$))[^/]/, user],
  [/^\/admin\/users\/(?<user_id>[^/]+)/, userOf],
  [/^\/admin\/users\/(?<user_id>[^/]+)\/factors\/(?<factor_id>[^/]+)/, (guarded) => factorOf(guarded, userOf(guarded))],
  [/^\/factors\/(?<factor_id>[^/]+)/, async (guarded) => factorOf(guarded, (await user(guarded)).user)],
]

/**
 * What the server asks before it finds out that it knows no such path, or not that method.
 *
 * @throws Refusal as its operations do
 */
export async function passGuards(server: Server, path: string, headers: Headers, now: number): Promise<void> {
  for (const [prefix, check] of guards) {
    const found = prefix.exec(path)
    if (found) await check({ server, headers, now, path: { ...found.groups } })
  }
  for (const [prefix, word, refusal] of switches) if (prefix.test(path) && !server.config[word]) throw refusal()
}
