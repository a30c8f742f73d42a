import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const factors: Pick<Handlers, 'enrollFactor' | 'challengeFactor' | 'verifyFactor' | 'unenrollFactor'> = {
  enrollFactor: () => {
    throw unforeseen('not yet')
  },
  challengeFactor: () => {
    throw unforeseen('not yet')
  },
  verifyFactor: () => {
    throw unforeseen('not yet')
  },
  unenrollFactor: () => {
    throw unforeseen('not yet')
  },
}
