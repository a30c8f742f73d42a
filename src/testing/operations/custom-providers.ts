import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const customProviders: Pick<
  Handlers,
  | 'adminListCustomProviders'
  | 'adminCreateCustomProvider'
  | 'adminGetCustomProvider'
  | 'adminUpdateCustomProvider'
  | 'adminDeleteCustomProvider'
> = {
  adminListCustomProviders: () => {
    throw unforeseen('not yet')
  },
  adminCreateCustomProvider: () => {
    throw unforeseen('not yet')
  },
  adminGetCustomProvider: () => {
    throw unforeseen('not yet')
  },
  adminUpdateCustomProvider: () => {
    throw unforeseen('not yet')
  },
  adminDeleteCustomProvider: () => {
    throw unforeseen('not yet')
  },
}
