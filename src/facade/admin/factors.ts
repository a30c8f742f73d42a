import {
  adminDeleteFactor,
  adminListFactors,
  adminUpdateFactor,
} from '../../../generated/operations/functions/admin-users.ts'
import type {
  AdminDeleteFactorErrors,
  AdminFactorChanges,
  AdminListFactorsErrors,
  AdminUpdateFactorErrors,
  Factor,
} from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import type { Call, RequestOptions } from '../call.ts'
import type { Result } from '../result.ts'
import { asList, fields, uuid } from './arguments.ts'

/** The second factors of users. */
export interface AdminMfa {
  /**
   * All second factors of a user, unverified ones, too.
   *
   * `GET /admin/users/{user_id}/factors`
   * @example
   * const { data, error } = await admin.mfa.listFactors({ userId: '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11' })
   */
  listFactors(
    params: { userId: string },
    options?: RequestOptions,
  ): Promise<Result<{ factors: Factor[] }, null, OperationError<AdminListFactorsErrors>>>

  /**
   * Changes the name of a factor, or the number of a phone factor. The user is not told.
   *
   * `PUT /admin/users/{user_id}/factors/{factor_id}`. A name that another factor of the user has is a 500.
   * @example
   * const userId = '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11'
   * await admin.mfa.updateFactor({ userId, id: '5a2e4c0d-7a3e-4e0b-8f39-7b6a1d2f9c42', friendlyName: 'Phone of the office' })
   */
  updateFactor(
    params: {
      userId: string
      id: string
      friendlyName?: AdminFactorChanges['friendly_name'] | undefined
      phone?: AdminFactorChanges['phone'] | undefined
    },
    options?: RequestOptions,
  ): Promise<Result<Factor, null, OperationError<AdminUpdateFactorErrors>>>

  /**
   * Deletes a factor, verified or not, for a user who has lost it. The user is not told; sessions that were raised with it fall back
   * to `aal1` with the next refresh.
   *
   * `DELETE /admin/users/{user_id}/factors/{factor_id}`
   * @example
   * const userId = '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11'
   * await admin.mfa.deleteFactor({ userId, id: '5a2e4c0d-7a3e-4e0b-8f39-7b6a1d2f9c42' })
   */
  deleteFactor(
    params: { userId: string; id: string },
    options?: RequestOptions,
  ): Promise<Result<Factor, null, OperationError<AdminDeleteFactorErrors>>>
}

export function createFactors(call: Call): AdminMfa {
  const userOf = (params: { userId: string }) => uuid(fields(params, 'params').userId, 'userId')
  const pathOf = (params: { userId: string; id: string }) => ({ user_id: userOf(params), factor_id: uuid(params.id, 'id') })

  return {
    listFactors: (params, options) =>
      call(null, options, async (send) => {
        const path = { user_id: userOf(params) }
        return { factors: asList(await send(adminListFactors, { path }), 'factors') }
      }),

    updateFactor: (params, options) =>
      call(null, options, (send) => {
        const path = pathOf(params)
        const { friendlyName, phone } = params
        const body = { ...(friendlyName && { friendly_name: friendlyName }), ...(phone && { phone }) }
        return send(adminUpdateFactor, { path, body })
      }),

    deleteFactor: (params, options) => call(null, options, (send) => send(adminDeleteFactor, { path: pathOf(params) })),
  }
}
