import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const adminUsers: Pick<
  Handlers,
  'adminListUsers' | 'adminCreateUser' | 'adminGetUser' | 'adminUpdateUser' | 'adminDeleteUser'
> = {
  adminListUsers: () => {
    throw unforeseen('not yet')
  },
  adminCreateUser: () => {
    throw unforeseen('not yet')
  },
  adminGetUser: () => {
    throw unforeseen('not yet')
  },
  adminUpdateUser: () => {
    throw unforeseen('not yet')
  },
  adminDeleteUser: () => {
    throw unforeseen('not yet')
  },
}
