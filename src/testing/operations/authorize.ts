import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const authorize: Pick<Handlers, 'authorize' | 'callback' | 'callbackFormPost'> = {
  authorize: () => {
    throw unforeseen('not yet')
  },
  callback: () => {
    throw unforeseen('not yet')
  },
  callbackFormPost: () => {
    throw unforeseen('not yet')
  },
}
