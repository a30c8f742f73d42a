import type { Handlers } from '../context.ts'
import { adminFactors } from './admin-factors.ts'
import { adminUsers } from './admin-users.ts'
import { auditLog } from './audit-log.ts'
import { authorize } from './authorize.ts'
import { customProviders } from './custom-providers.ts'
import { factors } from './factors.ts'
import { generateLink } from './generate-link.ts'
import { identities } from './identities.ts'
import { invite } from './invite.ts'
import { logout } from './logout.ts'
import { oauthClients } from './oauth-clients.ts'
import { oauthServer } from './oauth-server.ts'
import { oneTimePassword } from './one-time-password.ts'
import { passkeys } from './passkeys.ts'
import { scim } from './scim.ts'
import { settings } from './settings.ts'
import { signUp } from './sign-up.ts'
import { sso } from './sso.ts'
import { ssoProviders } from './sso-providers.ts'
import { token } from './token.ts'
import { user } from './user.ts'
import { verify } from './verify.ts'
import { wellKnown } from './well-known.ts'

/** A handler for each operation of the spec: the type asks for all of them. */
export const handlers: Handlers = {
  ...adminFactors,
  ...adminUsers,
  ...auditLog,
  ...authorize,
  ...customProviders,
  ...factors,
  ...generateLink,
  ...identities,
  ...invite,
  ...logout,
  ...oauthClients,
  ...oauthServer,
  ...oneTimePassword,
  ...passkeys,
  ...scim,
  ...settings,
  ...signUp,
  ...sso,
  ...ssoProviders,
  ...token,
  ...user,
  ...verify,
  ...wellKnown,
}
