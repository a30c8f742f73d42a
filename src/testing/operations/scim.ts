import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const scim: Pick<Handlers, 'getScimServiceProviderConfig' | 'listScimResourceTypes' | 'listScimSchemas'> = {
  getScimServiceProviderConfig: () => {
    throw unforeseen('not yet')
  },
  listScimResourceTypes: () => {
    throw unforeseen('not yet')
  },
  listScimSchemas: () => {
    throw unforeseen('not yet')
  },
}
