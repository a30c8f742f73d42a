import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const ssoProviders: Pick<
  Handlers,
  | 'adminListSsoProviders'
  | 'adminCreateSsoProvider'
  | 'adminGetSsoProvider'
  | 'adminUpdateSsoProvider'
  | 'adminDeleteSsoProvider'
> = {
  adminListSsoProviders: () => {
    throw unforeseen('not yet')
  },
  adminCreateSsoProvider: () => {
    throw unforeseen('not yet')
  },
  adminGetSsoProvider: () => {
    throw unforeseen('not yet')
  },
  adminUpdateSsoProvider: () => {
    throw unforeseen('not yet')
  },
  adminDeleteSsoProvider: () => {
    throw unforeseen('not yet')
  },
}
