import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const oauthClients: Pick<
  Handlers,
  | 'registerOauthClient'
  | 'adminListOauthClients'
  | 'adminCreateOauthClient'
  | 'adminGetOauthClient'
  | 'adminUpdateOauthClient'
  | 'adminDeleteOauthClient'
  | 'adminRegenerateOauthClientSecret'
> = {
  registerOauthClient: () => {
    throw unforeseen('not yet')
  },
  adminListOauthClients: () => {
    throw unforeseen('not yet')
  },
  adminCreateOauthClient: () => {
    throw unforeseen('not yet')
  },
  adminGetOauthClient: () => {
    throw unforeseen('not yet')
  },
  adminUpdateOauthClient: () => {
    throw unforeseen('not yet')
  },
  adminDeleteOauthClient: () => {
    throw unforeseen('not yet')
  },
  adminRegenerateOauthClientSecret: () => {
    throw unforeseen('not yet')
  },
}
