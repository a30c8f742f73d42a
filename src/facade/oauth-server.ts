import type { Call } from './call.ts'
import type { AccessTokens } from './session/access-token.ts'

/** What other applications may do in the name of the signed-in user: GoTrue as OAuth 2.1 server, the user's side. */
export interface OAuthServer {}

export function createOAuthServer(_call: Call, _tokens: AccessTokens): OAuthServer {
  return {}
}
