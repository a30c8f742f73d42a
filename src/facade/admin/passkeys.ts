import { adminDeletePasskey, adminListPasskeys } from '../../../generated/operations/functions/admin-users.ts'
import type { AdminDeletePasskeyErrors, AdminListPasskeysErrors, Passkey } from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import type { Call, RequestOptions } from '../call.ts'
import type { Result } from '../result.ts'
import { asList, fields, uuid } from './arguments.ts'

/** The passkeys of users. Both work while passkeys are switched off, too. */
export interface AdminPasskeys {
  /**
   * All passkeys of a user.
   *
   * `GET /admin/users/{user_id}/passkeys`
   * @example
   * const { data, error } = await admin.passkey.listPasskeys({ userId: '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11' })
   */
  listPasskeys(
    params: { userId: string },
    options?: RequestOptions,
  ): Promise<Result<Passkey[], null, OperationError<AdminListPasskeysErrors>>>

  /**
   * Deletes a passkey of a user. Sessions that were begun with it go on.
   *
   * `DELETE /admin/users/{user_id}/passkeys/{passkey_id}`. No such passkey is a 404 `validation_failed`.
   * @example
   * const userId = '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11'
   * await admin.passkey.deletePasskey({ userId, passkeyId: '5a2e4c0d-7a3e-4e0b-8f39-7b6a1d2f9c42' })
   */
  deletePasskey(
    params: { userId: string; passkeyId: string },
    options?: RequestOptions,
  ): Promise<Result<null, null, OperationError<AdminDeletePasskeyErrors>>>
}

export function createPasskeys(call: Call): AdminPasskeys {
  const userOf = (params: { userId: string }) => uuid(fields(params, 'params').userId, 'userId')

  return {
    listPasskeys: (params, options) =>
      call(null, options, async (send) =>
        asList(await send(adminListPasskeys, { path: { user_id: userOf(params) } }), 'passkeys'),
      ),

    deletePasskey: (params, options) =>
      call(null, options, async (send) => {
        const path = { user_id: userOf(params), passkey_id: uuid(params.passkeyId, 'passkeyId') }
        await send(adminDeletePasskey, { path })
        return null
      }),
  }
}
