import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const passkeys: Pick<
  Handlers,
  | 'getPasskeyAuthenticationOptions'
  | 'verifyPasskeyAuthentication'
  | 'getPasskeyRegistrationOptions'
  | 'verifyPasskeyRegistration'
  | 'listPasskeys'
  | 'updatePasskey'
  | 'deletePasskey'
> = {
  getPasskeyAuthenticationOptions: () => {
    throw unforeseen('not yet')
  },
  verifyPasskeyAuthentication: () => {
    throw unforeseen('not yet')
  },
  getPasskeyRegistrationOptions: () => {
    throw unforeseen('not yet')
  },
  verifyPasskeyRegistration: () => {
    throw unforeseen('not yet')
  },
  listPasskeys: () => {
    throw unforeseen('not yet')
  },
  updatePasskey: () => {
    throw unforeseen('not yet')
  },
  deletePasskey: () => {
    throw unforeseen('not yet')
  },
}
