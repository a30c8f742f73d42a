import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const sso: Pick<Handlers, 'signInWithSso' | 'getSamlMetadata' | 'samlAcs'> = {
  signInWithSso: () => {
    throw unforeseen('not yet')
  },
  getSamlMetadata: () => {
    throw unforeseen('not yet')
  },
  samlAcs: () => {
    throw unforeseen('not yet')
  },
}
