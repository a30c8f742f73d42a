import { recover } from '../../generated/operations/functions/sign-in.ts'
import type { RecoverErrors } from '../../generated/operations/types.ts'
import type { OperationError } from '../transport/client.ts'
import type { Call, PublicOptions } from './call.ts'
import type { Flows } from './oauth/flows.ts'
import type { Result } from './result.ts'

export interface Recovery {
  /**
   * Sends a mail with which a user who has forgotten the password signs in; `updateUser({ password })` sets a new one then.
   *
   * `POST /recover`. The answer is the same for an address that nobody has. The event at the return is `PASSWORD_RECOVERY`.
   *
   * @param options `redirectTo`: where the link leads to in the end; must be allowed by the server
   * @example
   * await auth.resetPasswordForEmail(email, { redirectTo: 'https://app.example.com/new-password' })
   */
  resetPasswordForEmail(
    email: string,
    options?: PublicOptions & { redirectTo?: string },
  ): Promise<Result<{}, null, OperationError<RecoverErrors>>>
}

export function createRecovery(call: Call, flows: Flows): Recovery {
  return {
    resetPasswordForEmail: (email, options) =>
      call(null, options, (send) => flows.mail(send, recover, { email }, options?.redirectTo)),
  }
}
