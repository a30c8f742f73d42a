import {
  adminCreateUser,
  adminDeleteUser,
  adminGetUser,
  adminUpdateUser,
} from '../../../generated/operations/functions/admin-users.ts'
import { logout } from '../../../generated/operations/functions/sessions.ts'
import type {
  AdminCreateUserBody,
  AdminCreateUserErrors,
  AdminDeleteUserErrors,
  AdminGetUserErrors,
  AdminUpdateUserErrors,
  AdminUserChanges,
  LogoutErrors,
} from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import { text, type Call, type RequestOptions } from '../call.ts'
import type { Result } from '../result.ts'
import { asUser, type ClientTypes, type User } from '../session/session.ts'
import { fields, uuid } from './arguments.ts'
import type { AudienceOptions } from './list-users.ts'

/** Users, one by one. */
export interface Users<T extends ClientTypes = {}> {
  /**
   * Creates a user. Nothing is sent to anybody, and no hook is asked.
   *
   * `POST /admin/users`. Without `email_confirm` or `phone_confirm` the address is still to be confirmed. `password_hash` takes a
   * user over from elsewhere (bcrypt, Argon2, scrypt of Firebase); without it and `password`, nobody knows the password. A taken
   * address is `email_exists` or `phone_exists`, a taken `id` a 500.
   *
   * @param attributes `ban_duration`: like `24h` or `1h30m`, until when the user cannot sign in
   * @example
   * const { data: { user }, error } = await admin.createUser({
   *   email: 'ada@example.com',
   *   email_confirm: true,
   *   password_hash: '$2y$10$SXEz2HeT8PUIGQXo9yeUIem8KzNxgG0d7o/.eGj2rj8KbRgAuRVlq',
   *   app_metadata: { plan: 'free' },
   * })
   */
  createUser(
    attributes: AdminCreateUserBody,
    options?: AudienceOptions,
  ): Promise<Result<{ user: User<T> }, { user: null }, OperationError<AdminCreateUserErrors>>>

  /**
   * A user of any audience, with identities and factors; also one that was softly deleted.
   *
   * `GET /admin/users/{user_id}`. Nobody is `user_not_found`.
   * @example
   * const { data: { user }, error } = await admin.getUserById('9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11')
   */
  getUserById(
    uid: string,
    options?: RequestOptions,
  ): Promise<Result<{ user: User<T> }, { user: null }, OperationError<AdminGetUserErrors>>>

  /**
   * Changes a user: what is sent, and nothing else. Metadata is merged key by key; null removes a key. Addresses change at once.
   *
   * `PUT /admin/users/{user_id}`. A new password ends all sessions of the user. `ban_duration: 'none'` lifts a ban.
   * @example
   * await admin.updateUserById('9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11', { app_metadata: { plan: 'pro', trial: null } })
   */
  updateUserById(
    uid: string,
    attributes: AdminUserChanges,
    options?: RequestOptions,
  ): Promise<Result<{ user: User<T> }, { user: null }, OperationError<AdminUpdateUserErrors>>>

  /**
   * Deletes a user for good, with everything that belongs to it. Softly deleted, only the row stays, with hashes in place of the
   * addresses. The server returns nothing of the user.
   *
   * `DELETE /admin/users/{user_id}`
   *
   * @param shouldSoftDelete default false
   * @example
   * const { error } = await admin.deleteUser('9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11')
   */
  deleteUser(
    id: string,
    shouldSoftDelete?: boolean,
    options?: RequestOptions,
  ): Promise<Result<{ user: null }, { user: null }, OperationError<AdminDeleteUserErrors>>>

  /**
   * Ends sessions of the user whose access token this is. Access tokens that are out live until they expire.
   *
   * `POST /logout`. A session that is over is `session_not_found`.
   *
   * @param scope `global` ends all sessions of the user (default), `local` the token's own, `others` all but that
   * @example
   * await admin.signOut(access_token, 'others')
   */
  signOut(
    accessToken: string,
    scope?: 'global' | 'local' | 'others',
    options?: RequestOptions,
  ): Promise<Result<null, null, OperationError<LogoutErrors>>>
}

export function createUsers(call: Call): Users {
  return {
    createUser: (attributes, options) =>
      call({ user: null }, options, async (send) => {
        const body = fields(attributes, 'attributes')
        if (body.id !== undefined) uuid(body.id, 'attributes.id')
        return { user: asUser(await send(adminCreateUser, { body })) }
      }),

    getUserById: (uid, options) =>
      call({ user: null }, options, async (send) => ({
        user: asUser(await send(adminGetUser, { path: { user_id: uuid(uid, 'uid') } })),
      })),

    updateUserById: (uid, attributes, options) =>
      call({ user: null }, options, async (send) => {
        const path = { user_id: uuid(uid, 'uid') }
        return { user: asUser(await send(adminUpdateUser, { path, body: fields(attributes, 'attributes') })) }
      }),

    deleteUser: (id, shouldSoftDelete, options) =>
      call({ user: null }, options, async (send) => {
        const path = { user_id: uuid(id, 'id') }
        await send(adminDeleteUser, { path, body: { should_soft_delete: shouldSoftDelete ?? false } })
        return { user: null }
      }),

    signOut: (accessToken, scope, options) =>
      call(null, options, async (send) => {
        const credentials = { accessToken: text(accessToken, 'accessToken') }
        await send(logout, { query: { scope: scope ?? 'global' }, credentials })
        return null
      }),
  }
}
