import type { Call } from './call.ts'
import type { AccessTokens } from './session/access-token.ts'
import type { Keeper } from './session/keeper.ts'
import type { ClientTypes } from './session/session.ts'

/** Second factors of the signed-in user. */
export interface Mfa<_T extends ClientTypes = {}> {}

export function createMfa(_call: Call, _tokens: AccessTokens, _keeper: Keeper): Mfa {
  return {}
}
