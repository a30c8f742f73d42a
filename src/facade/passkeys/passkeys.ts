import type { Call } from '../call.ts'
import type { AccessTokens } from '../session/access-token.ts'
import type { Keeper } from '../session/keeper.ts'
import type { ClientTypes } from '../session/session.ts'

/** The passkeys of the signed-in user, and the single steps of the ceremonies. */
export interface PasskeyMethods<_T extends ClientTypes = {}> {}

/** The ceremonies, whole. */
export interface Passkeys<_T extends ClientTypes = {}> {}

export function createPasskeys(_call: Call, _tokens: AccessTokens, _keeper: Keeper): Passkeys & PasskeyMethods {
  return {}
}
