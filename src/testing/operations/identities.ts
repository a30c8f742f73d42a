import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const identities: Pick<Handlers, 'linkIdentity' | 'unlinkIdentity'> = {
  linkIdentity: () => {
    throw unforeseen('not yet')
  },
  unlinkIdentity: () => {
    throw unforeseen('not yet')
  },
}
