import type { Context } from '../context.ts'
import type { UserRow } from '../state/state.ts'
import { newToken, requirePause, sendMail, sendText } from './outbox.ts'
import { updateUserRow } from './users.ts'

/** Sends the mail of a sign-up. @throws Refusal `over_email_send_rate_limit`, … */
export function sendConfirmation(context: Context, user: UserRow, isPkce: boolean): UserRow {
  const { server, now } = context
  requirePause(context, 'email', user.confirmation_sent_at, server.config.GOTRUE_SMTP_MAX_FREQUENCY)
  const confirmation = newToken(server, user.email, isPkce)
  sendMail(context, 'signup', confirmation, context.redirectTo())
  return updateUserRow(context, user, { confirmation, confirmation_sent_at: now })
}

/** Sends the text message of a sign-up, or of a sign-in by phone. @throws Refusal `over_sms_send_rate_limit` */
export function sendPhoneConfirmation(
  context: Context,
  user: UserRow,
  channel: string | undefined,
): { user: UserRow; isTest: boolean } {
  const { server, now } = context
  requirePause(context, 'sms', user.confirmation_sent_at, server.config.GOTRUE_SMS_MAX_FREQUENCY)
  const { code, isTest } = sendText(context, 'sms', user.phone, channel)
  const confirmation = { to: user.phone, code, hash: server.random.hex(56) }
  return { user: updateUserRow(context, user, { confirmation, confirmation_sent_at: now }), isTest }
}
