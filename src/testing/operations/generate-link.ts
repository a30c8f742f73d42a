import type { Context, Handlers } from '../context.ts'
import { asActor } from '../accounts/admin-actor.ts'
import { badRequest, internal, notFound, unprocessable } from '../http/errors.ts'
import { newToken, verificationLink, type MailType } from '../accounts/outbox.ts'
import { hasNul } from '../http/parsing.ts'
import { checkPassword } from '../accounts/passwords.ts'
import { isRedirectAllowed } from '../http/redirects.ts'
import type { UserRow } from '../state/state.ts'
import {
  addIdentity,
  checkEmail,
  findByEmail,
  findDuplicate,
  isConfirmed,
  merged,
  saveNewUser,
  updateUserRow,
  userJson,
} from '../accounts/users.ts'

const taken = 'A user with this email address has already been registered'

/** `POST /admin/generate_link`. */
export const generateLink: Pick<Handlers, 'adminGenerateLink'> = {
  async adminGenerateLink(context) {
    const admin = await context.requireAdmin()
    const { server, now } = context
    const { config, random } = server
    const body = context.body()
    const { data = {}, password = '', new_email = '', redirect_to } = body
    const email = checkEmail(body.email)
    const redirectTo = isRedirectAllowed(config, redirect_to) ? redirect_to : context.redirectTo()
    let type = (body.type ?? '') as string
    let user = findByEmail(server, email, context.audience())
    let secret = password
    if (!user && type === 'magiclink') {
      type = 'signup'
      secret = random.text(64)
    } else if (!user && ['recovery', 'email_change_current', 'email_change_new'].includes(type)) {
      throw notFound('user_not_found', 'User with this email not found')
    }
    let token = newToken(server, email)
    let hash = token.hash
    switch (type) {
      case 'magiclink':
      case 'recovery':
        context.audit(user!, 'user_recovery_requested')
        user = updateUserRow(context, user!, { recovery: token, recovery_sent_at: now })
        break
      case 'invite':
        if (user && isConfirmed(user)) throw unprocessable('email_exists', taken)
        user ??= newUser(context, email, data, null)
        context.audit(asActor(admin), 'user_invited', { user_id: user.id, user_email: user.email })
        user = updateUserRow(context, user, { confirmation: token, confirmation_sent_at: now, invited_at: now })
        break
      case 'signup':
        if (user && isConfirmed(user)) throw unprocessable('email_exists', taken)
        if (user && hasNul(data)) throw internal('Database error updating user')
        if (user) user = updateUserRow(context, user, { user_metadata: merged(user.user_metadata, data) })
        else {
          if (!secret) throw badRequest('validation_failed', 'Signup requires a valid password')
          // One that the server has made up has something of all kinds.
          if (secret === password) checkPassword(server, secret)
          user = newUser(context, email, data, secret)
        }
        user = updateUserRow(context, user, { confirmation: token, confirmation_sent_at: now })
        break
      case 'email_change_current':
      case 'email_change_new': {
        if (!config.GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED && type === 'email_change_current') {
          throw badRequest('validation_failed', 'Enable secure email change to generate link for current email')
        }
        const email_change = checkEmail(new_email)
        // The code goes with the address whose change it confirms.
        if (type === 'email_change_new') token = { ...token, to: email_change }
        if (findDuplicate(server, email_change, user!.aud, user)) throw unprocessable('email_exists', taken)
        user = updateUserRow(context, user!, {
          email_change,
          email_change_sent_at: now,
          email_change_confirm_status: 0,
          [type === 'email_change_current' ? 'email_change_current' : 'email_change_new']: token,
        })
        // As the server has it: the hash in the answer is made with the address of before, and is good for nothing.
        if (type === 'email_change_new') hash = random.hex(56)
        break
      }
      default:
        throw badRequest('validation_failed', `Invalid email action link type requested: ${type}`)
    }
    const action = (type.startsWith('email_change') ? 'email_change' : type) as MailType
    return {
      status: 200,
      body: {
        ...userJson(server, user),
        action_link: verificationLink(server, action, token.hash, redirectTo),
        email_otp: token.code,
        hashed_token: hash,
        verification_type: type,
        redirect_to: redirectTo,
      },
    }
  },
}

/** A user who was not asked: as sign-up makes one, without a confirmed address. */
export function newUser(context: Context, email: string, data: Record<string, unknown>, password: string | null): UserRow {
  const user = saveNewUser(context, {
    aud: context.audience(),
    email,
    password,
    app_metadata: { provider: 'email', providers: ['email'] },
    user_metadata: data,
  })
  addIdentity(context, user, 'email', { sub: user.id, email, email_verified: false, phone_verified: false })
  return user
}
