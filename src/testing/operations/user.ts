import type { Handlers } from '../context.ts'
import { badRequest, unforeseen } from '../errors.ts'
import { userJson } from '../users.ts'

export const user: Pick<Handlers, 'getUser' | 'updateUser'> = {
  async getUser(context) {
    const { user, claims } = await context.requireUser()
    if ([claims.aud].flat()[0] !== context.audience()) {
      throw badRequest('validation_failed', "Token audience doesn't match request audience")
    }
    return { status: 200, body: userJson(context.server, user) }
  },
  updateUser: () => {
    throw unforeseen('not yet')
  },
}
