import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const adminFactors: Pick<
  Handlers,
  'adminListFactors' | 'adminUpdateFactor' | 'adminDeleteFactor' | 'adminListPasskeys' | 'adminDeletePasskey'
> = {
  adminListFactors: () => {
    throw unforeseen('not yet')
  },
  adminUpdateFactor: () => {
    throw unforeseen('not yet')
  },
  adminDeleteFactor: () => {
    throw unforeseen('not yet')
  },
  adminListPasskeys: () => {
    throw unforeseen('not yet')
  },
  adminDeletePasskey: () => {
    throw unforeseen('not yet')
  },
}
