import type { Call } from './call.ts'
import type { Flows } from './oauth/flows.ts'
import { createOneTimePassword, type OneTimePassword } from './one-time-password.ts'
import { createRecovery, type Recovery } from './recovery.ts'
import type { Keeper } from './session/keeper.ts'
import type { Refresher } from './session/refresh.ts'
import type { ClientTypes } from './session/session.ts'
import { createSetSession, type SetSession } from './set-session.ts'
import { createSettings, type Settings } from './settings.ts'
import { createSignIn, type SignIn } from './sign-in.ts'
import { createSignUp, type SignUp } from './sign-up.ts'
import { createSignInWithSso, type SignInWithSso } from './sso.ts'

/** What a sign-in page calls: loaded together, when the first of it is called. Whoever is signed in already never loads it. */
export type SigningIn<T extends ClientTypes = {}> = SignUp<T> &
  SignIn<T> &
  SetSession<T> &
  SignInWithSso &
  OneTimePassword<T> &
  Recovery &
  Settings

export function createSigningIn(call: Call, keeper: Keeper, refresher: Refresher, flows: Flows): SigningIn {
  return {
    ...createSignUp(call, keeper, flows),
    ...createSignIn(call, keeper),
    ...createSetSession(call, keeper, refresher),
    ...createSignInWithSso(call, flows),
    ...createOneTimePassword(call, keeper, flows),
    ...createRecovery(call, flows),
    ...createSettings(call),
  }
}
