import type { Context, Handlers } from '../context.ts'
import { badRequest, unprocessable } from '../http/errors.ts'
import { newToken, requirePause, sendMail, sendText } from '../accounts/outbox.ts'
import { randomPassword } from '../accounts/passwords.ts'
import { checkChallenge, insertFlow } from '../accounts/pkce.ts'
import type { UserRow } from '../state/state.ts'
import {
  checkEmail,
  checkPhone,
  findByEmail,
  findByPhone,
  isConfirmed,
  isPhoneConfirmed,
  updateUserRow,
} from '../accounts/users.ts'
import { sendEmailChange, sendPhoneChange } from './user.ts'
import { sendConfirmation, sendPhoneConfirmation } from '../accounts/confirmation.ts'
import { signUpWith } from './sign-up.ts'

type MessageChannel = ReturnType<Context<'sendOtp'>['body']>['channel']

interface Challenge {
  code_challenge?: string
  code_challenge_method?: string
}

/** What sends a message to somebody who is not signed in, and `GET /reauthenticate`. */
export const oneTimePassword: Pick<Handlers, 'sendOtp' | 'magicLink' | 'recover' | 'resend' | 'reauthenticate'> = {
  async sendOtp(context) {
    context.limit('otp')
    await context.requireCaptcha()
    const body = context.body()
    const { email = '', phone = '', create_user = true, data = {}, channel, ...pkce } = body
    if (email && phone) throw badRequest('validation_failed', 'Only an email address or phone number should be provided')
    if (email && channel) throw badRequest('validation_failed', 'Channel should only be specified with Phone OTP')
    checkChallenge(pkce.code_challenge ?? '', pkce.code_challenge_method ?? '')
    if (!create_user && !isKnown(context, email, phone)) {
      throw unprocessable('otp_disabled', 'Signups not allowed for otp')
    }
    if (email) return sendMagicLink(context, email, data, pkce)
    if (phone) return sendCode(context, phone, data, channel)
    throw badRequest('validation_failed', 'One of email or phone must be set')
  },

  async magicLink(context) {
    context.limit('magicLink')
    await context.requireCaptcha()
    requireMagicLinks(context)
    const { email = '', data = {}, ...pkce } = context.body()
    return sendMagicLink(context, email, data, pkce)
  },

  async recover(context) {
    context.limit('recover')
    await context.requireCaptcha()
    const { server, now } = context
    if (!server.config.GOTRUE_EXTERNAL_EMAIL_ENABLED) {
      throw badRequest('email_provider_disabled', 'Email logins are disabled')
    }
    const { email: given = '', code_challenge = '', code_challenge_method = '' } = context.body()
    if (!given) throw badRequest('validation_failed', 'Password recovery requires an email')
    const email = checkEmail(given)
    checkChallenge(code_challenge, code_challenge_method)
    const user = findByEmail(server, email, context.audience())
    if (!user) return { status: 200, body: {} }
    if (code_challenge) {
      const flow = { provider: 'recovery', authentication_method: 'recovery', user_id: user.id }
      insertFlow(context, flow, code_challenge, code_challenge_method)
      // As on the server, which does so by itself: the flow stays even if no mail can be sent.
      server.state.journal.commit()
    }
    context.audit(user, 'user_recovery_requested')
    requirePause(context, 'email', user.recovery_sent_at, server.config.GOTRUE_SMTP_MAX_FREQUENCY)
    const recovery = newToken(server, user.email, !!code_challenge)
    sendMail(context, 'recovery', recovery, context.redirectTo())
    updateUserRow(context, user, { recovery, recovery_sent_at: now })
    return { status: 200, body: {} }
  },

  async resend(context) {
    context.limit('resend')
    await context.requireCaptcha()
    const { server } = context
    const body = context.body()
    const { type, email, phone } = checkResend(context)
    const aud = context.audience()
    const user = email ? findByEmail(server, email, aud) : findByPhone(server, phone, aud)
    if (!user || !hasSomething(user, type)) return { status: 200, body: {} }
    const { code_challenge = '', code_challenge_method } = body
    let isTest = false
    switch (type) {
      case 'signup':
        context.audit(user, 'user_confirmation_requested')
        if (code_challenge) {
          const flow = { provider: 'email/signup', authentication_method: 'email/signup', user_id: user.id }
          insertFlow(context, flow, code_challenge, code_challenge_method)
        }
        sendConfirmation(context, user, !!code_challenge)
        break
      case 'email_change':
        if (code_challenge) {
          const flow = { provider: 'email_change', authentication_method: 'email_change', user_id: user.id }
          insertFlow(context, flow, code_challenge, code_challenge_method)
        }
        sendEmailChange(context, user, user.email_change, !!code_challenge)
        break
      case 'sms':
        context.audit(user, 'user_recovery_requested')
        ;({ isTest } = sendPhoneConfirmation(context, user, 'sms'))
        break
      default:
        ;({ isTest } = sendPhoneChange(context, user, user.phone_change, 'sms'))
    }
    return { status: 200, body: isTest ? { message_id: 'test-otp' } : {} }
  },

  async reauthenticate(context) {
    const { user } = await context.requireUser()
    const { server, now } = context
    const { email, phone } = user
    if (!email && !phone) {
      throw badRequest('validation_failed', 'Reauthentication requires the user to have an email or a phone number')
    }
    if (email && !isConfirmed(user)) throw unprocessable('email_not_confirmed', 'Please verify your email first.')
    if (!email && !isPhoneConfirmed(user)) throw unprocessable('phone_not_confirmed', 'Please verify your phone first.')
    context.audit(user, 'user_reauthenticate_requested')
    if (email) {
      requirePause(context, 'email', user.reauthentication_sent_at, server.config.GOTRUE_SMTP_MAX_FREQUENCY)
      const reauthentication = newToken(server, email)
      sendMail(context, 'reauthentication', reauthentication, '')
      updateUserRow(context, user, { reauthentication, reauthentication_sent_at: now })
      return { status: 200, body: {} }
    }
    requirePause(context, 'sms', user.reauthentication_sent_at, server.config.GOTRUE_SMS_MAX_FREQUENCY)
    const { code, isTest } = sendText(context, 'reauthentication', phone, 'sms')
    const reauthentication = { to: phone, code, hash: '' }
    updateUserRow(context, user, { reauthentication, reauthentication_sent_at: now })
    return { status: 200, body: isTest ? { message_id: 'test-otp' } : {} }
  },
}

function requireMagicLinks({ server: { config } }: Context): void {
  if (!config.GOTRUE_EXTERNAL_EMAIL_ENABLED) {
    throw unprocessable('email_provider_disabled', 'Email logins are disabled')
  }
  if (!config.GOTRUE_EXTERNAL_EMAIL_MAGIC_LINK_ENABLED) {
    throw unprocessable('email_provider_disabled', 'Login with magic link is disabled')
  }
}

/** An address that is none is nobody's. */
function isKnown(context: Context, email: string, phone: string): boolean {
  const { server } = context
  const aud = context.audience()
  try {
    if (email) return !!findByEmail(server, checkEmail(email), aud)
    return !phone || !!findByPhone(server, checkPhone(phone), aud)
  } catch {
    return false
  }
}

/** For a sign-up that is a request of its own on the server: its answer is not looked at, and what it has done stays. */
const apart = (context: Context): Context => ({ ...context, answerHeaders: new Headers() })

/** Signs whoever is unknown up, whose first mail is as good as a magic link. */
async function sendMagicLink(
  context: Context,
  given: string,
  data: Record<string, unknown>,
  { code_challenge = '', code_challenge_method = '' }: Challenge,
): Promise<{ status: 200; body: {} }> {
  requireMagicLinks(context)
  const { server, now } = context
  if (!given) throw unprocessable('validation_failed', 'Password recovery requires an email')
  const email = checkEmail(given)
  checkChallenge(code_challenge, code_challenge_method)
  let user = findByEmail(server, email, context.audience())
  if (!user || !isConfirmed(user)) {
    const password = randomPassword(server, 33)
    await signUpWith(apart(context), { email, password, data, code_challenge, code_challenge_method })
    if (!server.config.GOTRUE_MAILER_AUTOCONFIRM) return { status: 200, body: {} }
    user = findByEmail(server, email, context.audience())!
    server.state.journal.commit()
  }
  if (code_challenge) {
    const flow = { provider: 'magiclink', authentication_method: 'magiclink', user_id: user.id }
    insertFlow(context, flow, code_challenge, code_challenge_method)
    server.state.journal.commit()
  }
  context.audit(user, 'user_recovery_requested')
  requirePause(context, 'email', user.recovery_sent_at, server.config.GOTRUE_SMTP_MAX_FREQUENCY)
  const recovery = newToken(server, user.email, !!code_challenge)
  sendMail(context, 'magiclink', recovery, context.redirectTo())
  updateUserRow(context, user, { recovery, recovery_sent_at: now })
  return { status: 200, body: {} }
}

async function sendCode(
  context: Context,
  given: string,
  data: Record<string, unknown>,
  channel: MessageChannel | undefined,
): Promise<{ status: 200; body: { message_id?: string } }> {
  const { server } = context
  const { config } = server
  if (!config.GOTRUE_EXTERNAL_PHONE_ENABLED) throw badRequest('phone_provider_disabled', 'Unsupported phone provider')
  const phone = checkPhone(given)
  let user = findByPhone(server, phone, context.audience())
  if (!user || !isPhoneConfirmed(user)) {
    await signUpWith(apart(context), { phone, password: randomPassword(server, 64), data, channel })
    if (!config.GOTRUE_SMS_AUTOCONFIRM) return { status: 200, body: {} }
    user = findByPhone(server, phone, context.audience())!
    server.state.journal.commit()
  }
  context.audit(user, 'user_recovery_requested', { channel: channel || 'sms' })
  const { isTest } = sendPhoneConfirmation(context, user, channel)
  return { status: 200, body: isTest ? { message_id: 'test-otp' } : {} }
}

/** @throws Refusal `validation_failed`, `email_provider_disabled`, `phone_provider_disabled` */
function checkResend(context: Context<'resend'>): { type: string; email: string; phone: string } {
  const { config } = context.server
  const { type = '', email = '', phone = '', code_challenge = '', code_challenge_method = '' } = context.body()
  if (type === 'signup' || type === 'email_change') checkChallenge(code_challenge, code_challenge_method)
  else if (type !== 'sms' && type !== 'phone_change') {
    throw badRequest('validation_failed', 'Missing one of these types: signup, email_change, sms, phone_change')
  }
  if (!email && type === 'signup') throw badRequest('validation_failed', 'Type provided requires an email address')
  if (!phone && type === 'sms') throw badRequest('validation_failed', 'Type provided requires a phone number')
  if (email && phone) {
    throw badRequest('validation_failed', 'Only an email address or phone number should be provided.')
  }
  if (email) {
    if (!config.GOTRUE_EXTERNAL_EMAIL_ENABLED) throw badRequest('email_provider_disabled', 'Email logins are disabled')
    return { type, email: checkEmail(email), phone }
  }
  if (phone) {
    if (!config.GOTRUE_EXTERNAL_PHONE_ENABLED) throw badRequest('phone_provider_disabled', 'Phone logins are disabled')
    return { type, email, phone: checkPhone(phone) }
  }
  throw badRequest('validation_failed', 'Missing email address or phone number')
}

/** Whether there is something that can be sent again. */
function hasSomething(user: UserRow, type: string): boolean {
  switch (type) {
    case 'signup':
      return !isConfirmed(user)
    case 'sms':
      return !isPhoneConfirmed(user)
    case 'email_change':
      return user.email_change !== ''
    default:
      return user.phone_change !== ''
  }
}
