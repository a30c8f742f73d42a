import type { Handlers } from '../context.ts'
import { badRequest } from '../http/errors.ts'
import { quote } from '../http/parsing.ts'
import { endSession, sessionsOf } from '../accounts/sessions.ts'

/** `POST /logout`. */
export const logout: Pick<Handlers, 'logout'> = {
  async logout(context) {
    const { server, query } = context
    const { user, session } = await context.requireUser()
    const scope = query.get('scope') || 'global'
    if (!['global', 'local', 'others'].includes(scope)) {
      throw badRequest('validation_failed', `Unsupported logout scope ${quote(scope)}`)
    }
    context.audit(user, 'logout')
    for (const other of sessionsOf(server, user)) {
      const isThis = other.id === session?.id
      const ends = !session || scope === 'global' || (scope === 'local' ? isThis : !isThis)
      if (ends) endSession(server, other)
    }
    return { status: 204 }
  },
}
