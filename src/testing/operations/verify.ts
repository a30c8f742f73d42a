import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const verify: Pick<Handlers, 'verifyLink' | 'verifyOtp'> = {
  verifyLink: () => {
    throw unforeseen('not yet')
  },
  verifyOtp: () => {
    throw unforeseen('not yet')
  },
}
