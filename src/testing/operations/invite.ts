import type { Handlers } from '../context.ts'
import { asActor } from '../accounts/admin-actor.ts'
import { unprocessable } from '../http/errors.ts'
import { newToken, sendMail } from '../accounts/outbox.ts'
import { checkEmail, findByEmail, isConfirmed, updateUserRow, userJson } from '../accounts/users.ts'
import { newUser } from './generate-link.ts'

/** `POST /invite`. */
export const invite: Pick<Handlers, 'inviteUser'> = {
  async inviteUser(context) {
    const admin = await context.requireAdmin()
    const { server, now } = context
    const { email: given, data = {} } = context.body()
    const email = checkEmail(given)
    let user = findByEmail(server, email, context.audience())
    if (user && isConfirmed(user)) {
      throw unprocessable('email_exists', 'A user with this email address has already been registered')
    }
    user ??= newUser(context, email, data, null)
    context.audit(asActor(admin), 'user_invited', { user_id: user.id, user_email: user.email })
    const confirmation = newToken(server, email)
    sendMail(context, 'invite', confirmation, context.redirectTo())
    user = updateUserRow(context, user, { confirmation, confirmation_sent_at: now, invited_at: now })
    return { status: 200, body: userJson(server, user) }
  },
}
