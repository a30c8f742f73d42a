import { getUser, reauthenticate, updateUser } from '../../generated/operations/functions/user.ts'
import type {
  GetUserErrors,
  MessageChannel,
  ReauthenticateErrors,
  UpdateUserErrors,
} from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
import type { Call, RequestOptions, UserOptions } from './call.ts'
import type { Flows } from './oauth/flows.ts'
import { sent, type NotSent, type Sent } from './one-time-password.ts'
import type { Result } from './result.ts'
import type { AccessTokens } from './session/access-token.ts'
import type { Keeper } from './session/keeper.ts'
import { asUser, type ClientTypes, type User, type UserMetadata } from './session/session.ts'
import { notSignedIn } from './session/sessions.ts'

/** What to change of the signed-in user. What is not there stays. */
export interface UserAttributes<T extends ClientTypes = {}> {
  /**
   * The new address; in force once it is verified by the link or code sent to it and, where the server wants addresses confirmed, by
   * the one sent to the present address, too. Without confirmation (`mailer_autoconfirm`) either of them is enough.
   */
  email?: string
  /** The new number, in E.164 format; in force once the code sent to it is verified. */
  phone?: string
  /** How the code goes to the new number. Default `sms`. */
  channel?: MessageChannel
  password?: string
  /** The present password, where the server asks for it to change the password (`current_password_required`). */
  current_password?: string
  /** The code of `reauthenticate()`, where the server asks for it to change the password (`reauthentication_needed`). */
  nonce?: string
  /** Merged into `user_metadata`; null removes a key. */
  data?: UserMetadata<T>
}

export interface Users<T extends ClientTypes = {}> {
  /**
   * The signed-in user, as the server has it now. That also tells whether the session is still alive: if not, it ends here, too.
   *
   * `GET /user`
   *
   * @param accessToken in place of the session's
   * @example
   * const { data: { user }, error } = await auth.getUser()
   */
  getUser(
    accessToken?: string,
    options?: RequestOptions,
  ): Promise<Result<{ user: User<T> }, { user: null }, OperationError<GetUserErrors>>>

  /**
   * Changes the signed-in user.
   *
   * `PUT /user`
   *
   * @param options `emailRedirectTo`: where the link of an e-mail change leads to in the end; must be allowed by the server
   * @example
   * await auth.updateUser({ password: 'correct-horse-battery', nonce: '686136' })
   */
  updateUser(
    attributes: UserAttributes<T>,
    options?: UserOptions & { emailRedirectTo?: string },
  ): Promise<Result<{ user: User<T> }, { user: null }, OperationError<UpdateUserErrors>>>

  /**
   * Sends the user a code that is the `nonce` of `updateUser({ password })`.
   *
   * `GET /reauthenticate`
   * @example
   * await auth.reauthenticate()
   */
  reauthenticate(options?: UserOptions): Promise<Result<Sent, NotSent, OperationError<ReauthenticateErrors>>>
}

export function createUsers(call: Call, tokens: AccessTokens, keeper: Keeper, flows: Flows): Users {
  return {
    getUser: (accessToken, options) =>
      call({ user: null }, options, async (send) => ({
        user: asUser(await tokens.authorize(send, accessToken)(getUser, {})),
      })),

    updateUser: (attributes, options) =>
      call({ user: null }, options, async (send) => {
        const authorized = tokens.authorize(send, options?.accessToken)
        const user = asUser(await flows.mail(authorized, updateUser, attributes, options?.emailRedirectTo))
        if (!options?.accessToken)
          await keeper.change((current) => (current?.user.id === user.id ? { ...current, user } : current))
        return { user }
      }),

    reauthenticate: (options) =>
      call(notSignedIn, options, async (send) =>
        sent(await tokens.authorize(send, options?.accessToken)(reauthenticate, {})),
      ),
  }
}
