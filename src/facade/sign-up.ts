import { signUp } from '../../generated/operations/functions/sign-in.ts'
import type { MessageChannel, SignUpErrors } from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
import { addressOf, type Call, type SignInOptions } from './call.ts'
import type { Flows } from './oauth/flows.ts'
import type { Result } from './result.ts'
import type { Keeper } from './session/keeper.ts'
import { asUser, type ClientTypes, type User, type UserMetadata } from './session/session.ts'
import { keepSession, notSignedIn, type NotSignedIn, type SignedIn } from './session/sessions.ts'

/** What sign-up takes besides who it is. */
export interface SignUpOptions<T extends ClientTypes = {}> extends SignInOptions {
  /** The `user_metadata` of the new user. */
  data?: UserMetadata<T>
}

/** What sign-up by e-mail address takes. */
export interface EmailSignUpOptions<T extends ClientTypes = {}> extends SignUpOptions<T> {
  /** Where the link in the mail leads to in the end. Must be allowed by the server. */
  emailRedirectTo?: string
}

/** What sign-up by phone number takes. */
export interface PhoneSignUpOptions<T extends ClientTypes = {}> extends SignUpOptions<T> {
  /** Default `sms`. */
  channel?: MessageChannel
}

/** Signed up, and signed in if the server wants no confirmation; otherwise the code or link of the message is next. */
export type SignedUp<T extends ClientTypes = {}> =
  ({ status: 'signed-in' } & SignedIn<T>) | { status: 'confirmation-needed'; user: User<T>; session: null }

export interface SignUp<T extends ClientTypes = {}> {
  /**
   * Signs a new user up, by e-mail address or phone number and a password.
   *
   * `POST /signup`. `data.status` tells whether the user is signed in (`signed-in`), or has to confirm first
   * (`confirmation-needed`): with the code of the message (`verifyOtp()`), or the link of the mail. For an address that
   * somebody has already, a server that asks for confirmation answers the same, with a made-up user, and sends nothing.
   * @example
   * const { data, error } = await auth.signUp({ email, password, options: { data: { name: 'Ada' } } })
   * if (data.user && data.session === null) await auth.verifyOtp({ type: 'email', email, token })
   */
  signUp(
    credentials:
      | { email: string; password: string; options?: EmailSignUpOptions<T> }
      | { phone: string; password: string; options?: PhoneSignUpOptions<T> },
  ): Promise<Result<SignedUp<T>, NotSignedIn, OperationError<SignUpErrors>>>

  /**
   * Signs in a new user without address, phone number or password, who can get them later (`updateUser()`, `linkIdentity()`).
   *
   * `POST /signup`. If the session is lost, so is the user.
   * @example
   * const { data, error } = await auth.signInAnonymously()
   */
  signInAnonymously(credentials?: {
    options?: SignUpOptions<T>
  }): Promise<Result<SignedIn<T>, NotSignedIn, OperationError<SignUpErrors>>>
}

export function createSignUp(call: Call, keeper: Keeper, flows: Flows): SignUp {
  return {
    signUp: (credentials) =>
      call(notSignedIn, credentials?.options, async (send) => {
        const { password, options = {} } = credentials
        const { data, emailRedirectTo, channel }: EmailSignUpOptions & PhoneSignUpOptions = options
        const body = { ...addressOf(credentials), password, data, channel }
        const answer = await flows.mail(send, signUp, body, emailRedirectTo)
        return 'access_token' in answer
          ? { status: 'signed-in', ...(await keepSession(keeper, answer, options)) }
          : { status: 'confirmation-needed', user: asUser(answer), session: null }
      }),

    signInAnonymously: (credentials) => {
      const options = credentials?.options
      return call(notSignedIn, options, async (send) =>
        keepSession(keeper, await send(signUp, { body: { data: options?.data } }), options),
      )
    },
  }
}
