import type { Call } from '../call.ts'
import type { Keeper } from '../session/keeper.ts'
import type { ClientTypes } from '../session/session.ts'

export interface SignInWithWeb3<_T extends ClientTypes = {}> {}

export function createSignInWithWeb3(_call: Call, _keeper: Keeper): SignInWithWeb3 {
  return {}
}
