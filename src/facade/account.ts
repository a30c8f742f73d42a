import type { Call } from './call.ts'
import { createIdentities, type Identities } from './identities.ts'
import type { Flows } from './oauth/flows.ts'
import type { AccessTokens } from './session/access-token.ts'
import type { Keeper } from './session/keeper.ts'
import type { ClientTypes } from './session/session.ts'
import { createUsers, type Users } from './user.ts'

/** What a signed-in user does with the account: loaded together, when the first of it is called. */
export type Account<T extends ClientTypes = {}> = Users<T> & Identities<T>

export function createAccount(call: Call, tokens: AccessTokens, keeper: Keeper, flows: Flows): Account {
  return { ...createUsers(call, tokens, keeper, flows), ...createIdentities(call, tokens, keeper, flows) }
}
