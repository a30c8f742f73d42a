import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const generateLink: Pick<Handlers, 'adminGenerateLink'> = {
  adminGenerateLink: () => {
    throw unforeseen('not yet')
  },
}
