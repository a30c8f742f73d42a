import type { Context, Handlers, SignedIn } from '../context.ts'
import { badRequest, forbidden, internal, unauthorized, unforeseen, unprocessable } from '../http/errors.ts'
import { newToken, requireAuthorizedAddress, requirePause, sendMail, sendText, takeMail } from '../accounts/outbox.ts'
import { checkPassword } from '../accounts/passwords.ts'
import { hasNul } from '../http/parsing.ts'
import { insertFlow } from '../accounts/pkce.ts'
import { endSession, highestAal, sessionsOf } from '../accounts/sessions.ts'
import type { UserRow } from '../state/state.ts'
import {
  checkEmail,
  checkPhone,
  clearLinks,
  findByPhone,
  findDuplicate,
  hasPassword,
  merged,
  updateUserRow,
  userJson,
} from '../accounts/users.ts'
import { forgetTokens, verifyEmailChange, verifyText } from '../accounts/verification.ts'

/** `GET /user`, `PUT /user`. */
export const user: Pick<Handlers, 'getUser' | 'updateUser'> = {
  async getUser(context) {
    const { user, claims } = await context.requireUser()
    if ([claims.aud].flat()[0] !== context.audience()) {
      throw badRequest('validation_failed', "Token audience doesn't match request audience")
    }
    return { status: 200, body: userJson(context.server, user) }
  },

  async updateUser(context) {
    const signedIn = await context.requireUser()
    context.limit('user')
    const { server } = context
    const { config } = server
    const change = checkChange(context, signedIn)
    let { user } = signedIn
    // The identities of before: the server does not load them again.
    if (change.password !== undefined) user = changePassword(context, signedIn, change)
    const { data, app_metadata, email, phone, channel, code_challenge = '', code_challenge_method } = change
    if (hasNul(data) || hasNul(app_metadata)) throw internal('Error updating user')
    if (data) user = updateUserRow(context, user, { user_metadata: merged(user.user_metadata, data) })
    if (app_metadata) user = updateUserRow(context, user, { app_metadata: merged(user.app_metadata, app_metadata) })
    if (email && email !== user.email) {
      if (user.is_anonymous && config.GOTRUE_MAILER_AUTOCONFIRM) {
        user = verifyEmailChange(context, updateUserRow(context, user, { email_change: email }), () => false)!
      } else {
        if (code_challenge) {
          const flow = { provider: 'email_change', authentication_method: 'email_change', user_id: user.id }
          insertFlow(context, flow, code_challenge, code_challenge_method)
        }
        user = sendEmailChange(context, user, email, !!code_challenge)
      }
    }
    if (phone && phone !== user.phone) {
      user = config.GOTRUE_SMS_AUTOCONFIRM
        ? verifyText(context, updateUserRow(context, user, { phone_change: phone }), 'phone_change', phone)
        : sendPhoneChange(context, user, phone, channel).user
    }
    context.audit(user, 'user_modified')
    return { status: 200, body: userJson(server, user) }
  },
}

/** What comes of a token that names no session, where the server takes it for granted that one does. */
const panic = () => unforeseen('Internal Server Error')

type Change = ReturnType<Context<'updateUser'>['body']>

/** What is to change, in the server's form. @throws Refusal of many kinds */
function checkChange(context: Context<'updateUser'>, { user, session }: SignedIn): Change {
  const { server } = context
  const { config } = server
  const change = { ...context.body() }
  if (change.email) change.email = checkEmail(change.email)
  if (change.phone) change.phone = checkPhone(change.phone)
  if (change.password !== undefined) checkPassword(server, change.password)
  const { email, phone, password, app_metadata, nonce } = change
  const isNewEmail = !!email && email !== user.email
  const isNewPhone = !!phone && phone !== user.phone
  const isAdmin = user.aud === config.GOTRUE_JWT_AUD && user.role === config.GOTRUE_JWT_ADMIN_GROUP_NAME
  if (app_metadata && !isAdmin) {
    throw forbidden('not_admin', 'Updating app_metadata requires admin privileges')
  }
  const hasFactor = highestAal(server, user) === 'aal2'
  if (hasFactor && !session) throw panic()
  if (hasFactor && session?.aal !== 'aal2' && (password || isNewEmail || isNewPhone)) {
    throw unauthorized('insufficient_aal', 'AAL2 session is required to update email or password when MFA is enabled.')
  }
  if (user.is_anonymous && password && !email && !phone) {
    throw unprocessable(
      'validation_failed',
      'Updating password of an anonymous user without an email or phone is not allowed',
    )
  }
  if (user.is_sso_user && (password || isNewEmail || isNewPhone || nonce)) {
    throw unprocessable('user_sso_managed', 'Updating email, phone, password of a SSO account only possible via SSO')
  }
  const aud = context.audience()
  if (isNewEmail && findDuplicate(server, email, aud, user)) {
    throw unprocessable('email_exists', 'A user with this email address has already been registered')
  }
  if (isNewPhone && findByPhone(server, phone, aud)) {
    throw unprocessable('phone_exists', 'A user with this phone number has already been registered')
  }
  return change
}

function changePassword(context: Context, { user, session }: SignedIn, change: Change): UserRow {
  const { server, now } = context
  const { config } = server
  const { password = '', nonce = '', current_password = '' } = change
  let changed = user
  const isOld = !session || now > session.created_at + 24 * 3_600_000
  if (config.GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION && isOld) {
    if (!nonce) throw badRequest('reauthentication_needed', 'Password update requires reauthentication')
    changed = useNonce(context, user, nonce)
  }
  if (password && hasPassword(user)) {
    const isCurrentRequired = config.GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_CURRENT_PASSWORD
    if (isCurrentRequired && !session) throw panic()
    const isRecovery = session?.amr.some(({ method }) => ['recovery', 'magiclink', 'otp'].includes(method))
    if (isCurrentRequired && !isRecovery) {
      const message = 'Current password required when setting new password.'
      if (!current_password) throw badRequest('current_password_required', message)
      if (current_password !== user.password) throw badRequest('current_password_invalid', message)
    }
    if (password === user.password) {
      throw unprocessable('same_password', 'New password should be different from the old password.')
    }
  }
  changed = forgetTokens(context, { ...changed, password: password || null, password_hash: null })
  for (const other of sessionsOf(server, user)) if (other.id !== session?.id) endSession(server, other)
  context.audit(changed, 'user_updated_password')
  return changed
}

/** @throws Refusal `reauthentication_not_valid` */
function useNonce(context: Context, user: UserRow, nonce: string): UserRow {
  const { now, server } = context
  const { reauthentication, reauthentication_sent_at, email } = user
  const lifetime = email ? server.config.GOTRUE_MAILER_OTP_EXP : server.config.GOTRUE_SMS_OTP_EXP
  const isGood =
    reauthentication?.code === nonce &&
    reauthentication.to === (email || user.phone) &&
    reauthentication_sent_at !== null &&
    now <= reauthentication_sent_at + lifetime * 1_000
  if (!isGood) throw unprocessable('reauthentication_not_valid', 'Nonce has expired or is invalid')
  const confirmed = updateUserRow(context, user, clearLinks({ ...user, reauthentication: null }))
  // As on the server, where it is used up even if the password is refused then.
  server.state.journal.commit()
  return confirmed
}

/** Sends the mails of a change of address: to the new one, and, where that is asked for, to the present one. */
export function sendEmailChange(context: Context, user: UserRow, email: string, isPkce: boolean): UserRow {
  const { server, now } = context
  const { config } = server
  requirePause(context, 'email', user.email_change_sent_at, config.GOTRUE_SMTP_MAX_FREQUENCY)
  const isSecure = config.GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED && user.email !== ''
  requireAuthorizedAddress(server, email)
  if (isSecure) requireAuthorizedAddress(server, user.email)
  takeMail(server)
  const email_change_new = newToken(server, email, isPkce)
  const email_change_current = isSecure ? newToken(server, user.email, isPkce) : user.email_change_current
  const redirectTo = context.redirectTo()
  sendMail(context, 'email_change', email_change_new, redirectTo, { isCounted: false })
  if (isSecure) sendMail(context, 'email_change', email_change_current!, redirectTo, { isCounted: false })
  return updateUserRow(context, user, {
    email_change: email,
    email_change_new,
    email_change_current,
    email_change_confirm_status: 0,
    email_change_sent_at: now,
  })
}

/** Sends the text message of a change of number. */
export function sendPhoneChange(
  context: Context,
  user: UserRow,
  phone: string,
  channel: string | undefined,
): { user: UserRow; isTest: boolean } {
  const { server, now } = context
  requirePause(context, 'sms', user.phone_change_sent_at, server.config.GOTRUE_SMS_MAX_FREQUENCY)
  const { code, isTest } = sendText(context, 'phone_change', phone, channel)
  const changes = { phone_change: phone, phone_change_token: { to: phone, code, hash: '' }, phone_change_sent_at: now }
  return { user: updateUserRow(context, user, changes), isTest }
}
