import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const oneTimePassword: Pick<Handlers, 'sendOtp' | 'magicLink' | 'recover' | 'resend' | 'reauthenticate'> = {
  sendOtp: () => {
    throw unforeseen('not yet')
  },
  magicLink: () => {
    throw unforeseen('not yet')
  },
  recover: () => {
    throw unforeseen('not yet')
  },
  resend: () => {
    throw unforeseen('not yet')
  },
  reauthenticate: () => {
    throw unforeseen('not yet')
  },
}
