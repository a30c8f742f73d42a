import type { Context, Handlers } from '../context.ts'
import { badRequest, forbidden, internal, Refusal, unforeseen, unprocessable } from '../http/errors.ts'
import { hasNul } from '../http/parsing.ts'
import { encodeQuery, redirect, redirectErrors, withFragment, withQuery } from '../http/redirects.ts'
import { issueSession, type TokenResponse } from '../accounts/sessions.ts'
import { inAudience, type OneTimeToken, type UserRow } from '../state/state.ts'
import { testCodeOf } from '../accounts/outbox.ts'
import { checkEmail, checkPhone, findByEmail, findByPhone, isBanned } from '../accounts/users.ts'
import { settle, verifyEmailChange, verifyRecovery, verifySignUp, verifyText } from '../accounts/verification.ts'

const accepted = 'Confirmation link accepted. Please proceed to confirm link sent to the other email'

/** What was shown: a code with the address that it went to, or the hash of a link. */
interface Shown {
  type: string
  code?: string
  hash?: string
  email?: string
  phone?: string
  isPosted?: boolean
}

/** `GET /verify`, `POST /verify`. */
export const verify: Pick<Handlers, 'verifyLink' | 'verifyOtp'> = {
  async verifyLink(context) {
    context.limit('verify')
    const { query, server } = context
    const shown = { type: query.get('type') ?? '', hash: query.get('token') ?? '' }
    if (!shown.type) throw badRequest('validation_failed', 'Verify requires a verification type')
    if (!shown.hash) throw badRequest('validation_failed', 'Verify requires a token or a token hash')
    const redirectTo = context.redirectTo()
    const isPkce = shown.hash.startsWith('pkce_')
    if (isPkce && !methodOf(shown.type)) throw unforeseen()
    try {
      return redirect(303, await openLink(context, shown, redirectTo, isPkce))
    } catch (refusal) {
      if (!(refusal instanceof Refusal) || !refusal.code || refusal.unforeseen) throw refusal
      // All that was done until here is not.
      server.state.journal.rollback()
      return redirect(303, errorUrl(refusal, redirectTo, isPkce))
    }
  },

  async verifyOtp(context) {
    context.limit('verify')
    const shown = checkShown(context)
    const user = shown.hash ? findByHash(context, shown) : findByCode(context, shown)
    const verified = confirm(context, user, shown)
    if (!verified) return { status: 200, body: { msg: accepted, code: '200' } }
    return { status: 200, body: await issueSession(context, settle(context, verified), 'otp') }
  },
}

/** Where a link leads to that is good. @throws Refusal when it is not */
async function openLink(context: Context<'verifyLink'>, shown: Shown, redirectTo: string, isPkce: boolean): Promise<string> {
  const user = confirm(context, findByHash(context, shown), shown)
  // What it was of is known now, if the link said only that it went by mail.
  const { type } = shown
  if (!user) {
    const message = { message: accepted }
    return withFragment(isPkce ? withQuery(redirectTo, message) : withQuery(redirectTo, {}), { ...message, sb: '' })
  }
  const settled = settle(context, user)
  if (isPkce) return withQuery(redirectTo, { code: takeAuthCode(context, settled, methodOf(type)!) })
  return sessionUrl(redirectTo, await issueSession(context, settled, 'otp'), { type })
}

/** A session in the fragment of a URL. */
export function sessionUrl(target: string, session: TokenResponse, more: Record<string, string> = {}): string {
  const { access_token, token_type, expires_in, expires_at, refresh_token } = session
  return `${target}#${encodeQuery({
    ...more,
    access_token,
    token_type,
    expires_in: String(expires_in),
    expires_at: String(expires_at),
    refresh_token,
    sb: '',
  })}`
}

function errorUrl(refusal: Refusal, target: string, inQuery: boolean): string {
  const error = redirectErrors[refusal.status]
  const told = { ...(error && { error }), error_code: refusal.code!, error_description: refusal.message }
  return withFragment(inQuery ? withQuery(target, told) : target, { ...told, sb: '' })
}

/** How a session will have come to be that is started by a link. */
function methodOf(type: string): string | undefined {
  if (type.endsWith('signup')) return 'email/signup'
  return methods.includes(type) ? type : undefined
}

const methods = [
  'oauth',
  'password',
  'otp',
  'totp',
  'recovery',
  'invite',
  'sso/saml',
  'magiclink',
  'email_change',
  'token_refresh',
  'mfa/phone',
  'mfa/webauthn',
  'web3',
  'oauth_provider/authorization_code',
  'passkey',
]

/** The code of the newest flow that a user has begun in that way. @throws Refusal `flow_state_not_found` */
function takeAuthCode({ server, now }: Context, user: UserRow, method: string): string {
  const flow = server.state.flowStates
    .where('user', user.id)
    .filter(({ authentication_method }) => authentication_method === method)
    .at(-1)
  if (!flow?.auth_code) {
    throw badRequest(
      'flow_state_not_found',
      `No associated flow state found. 422: ${flow ? 'Flow state does not have an auth code (not a PKCE flow).' : 'No valid flow state found for user.'}`,
    )
  }
  server.state.flowStates.update(flow, { auth_code_issued_at: now, updated_at: now })
  return flow.auth_code
}

/** @throws Refusal `validation_failed` */
function checkShown(context: Context<'verifyOtp'>): Shown {
  const { type = '', token = '', token_hash = '', email = '', phone = '', redirect_to = '' } = context.body()
  if (!type) throw badRequest('validation_failed', 'Verify requires a verification type')
  if (!token === !token_hash) throw badRequest('validation_failed', 'Verify requires either a token or a token hash')
  if (token_hash) {
    if (email || phone || redirect_to) {
      throw badRequest('validation_failed', 'Only the token_hash and type should be provided')
    }
    return { type, hash: token_hash, isPosted: true }
  }
  if (phone && !email) return { type, code: token, phone: checkPhone(phone) }
  if (!email || phone) {
    throw badRequest('validation_failed', 'Only an email address or phone number should be provided on verify')
  }
  try {
    return { type, code: token, email: checkEmail(email) }
  } catch {
    throw unprocessable('validation_failed', 'Invalid email format')
  }
}

/** Which tokens of a user a link of a type is for, and when they went out. */
function tokensOf(user: UserRow, type: string): [OneTimeToken | null, number | null][] {
  switch (type) {
    case 'email':
      return [
        [user.confirmation, user.confirmation_sent_at],
        [user.recovery, user.recovery_sent_at],
      ]
    case 'signup':
    case 'invite':
      return [[user.confirmation, user.confirmation_sent_at]]
    case 'recovery':
    case 'magiclink':
      return [[user.recovery, user.recovery_sent_at]]
    case 'email_change':
      return [
        [user.email_change_current, user.email_change_sent_at],
        [user.email_change_new, user.email_change_sent_at],
      ]
    default:
      return []
  }
}

/** Types of codes that several are for become the one that they turn out to be of. */
function narrow(shown: Shown, user: UserRow, isToken: (token: OneTimeToken | null) => boolean): void {
  if (shown.type === 'email') shown.type = isToken(user.confirmation) ? 'signup' : 'magiclink'
}

/** @throws Refusal `otp_expired`, `user_banned`, `validation_failed` */
function findByHash({ server, now }: Context, shown: Shown): UserRow {
  const isToken = (token: OneTimeToken | null) => token?.hash === shown.hash
  const user = server.state.users.find('hash', shown.hash)
  const known = ['email', 'signup', 'invite', 'recovery', 'magiclink', 'email_change'].includes(shown.type)
  if (!known) throw badRequest('validation_failed', 'Invalid email verification type')
  if (hasNul(shown.hash)) throw internal('Database error finding user from email link')
  const found = user && tokensOf(user, shown.type).find(([token]) => isToken(token))
  if (!found) throw forbidden('otp_expired', 'Email link is invalid or has expired')
  if (isBanned(user, now)) throw forbidden('user_banned', 'User is banned')
  const [, sentAt] = found
  if (sentAt === null || now > sentAt + server.config.GOTRUE_MAILER_OTP_EXP * 1_000) {
    throw forbidden('otp_expired', 'Email link is invalid or has expired')
  }
  narrow(shown, user, isToken)
  return user
}

/** @throws Refusal `otp_expired`, `user_banned` */
function findByCode(context: Context, shown: Shown): UserRow {
  const { server, now } = context
  const { config, state } = server
  const { type, code, email = '', phone = '' } = shown
  const aud = context.audience()
  const isToken = (token: OneTimeToken | null) => token?.code === code && token?.to === (email || phone)
  const expired = forbidden('otp_expired', 'Token has expired or is invalid')

  if (type === 'sms' || type === 'phone_change') {
    const user = type === 'sms' ? findByPhone(server, phone, aud) : state.users.find('new phone', inAudience(aud, phone))
    if (!user) throw expired
    if (isBanned(user, now)) throw forbidden('user_banned', 'User is banned')
    if (testCodeOf(context, phone) === code) return user
    const [token, sentAt] =
      type === 'sms' ? [user.confirmation, user.confirmation_sent_at] : [user.phone_change_token, user.phone_change_sent_at]
    if (!isToken(token) || sentAt === null || now > sentAt + config.GOTRUE_SMS_OTP_EXP * 1_000) throw expired
    return user
  }
  const user =
    type === 'email_change'
      ? (config.GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED && currentOwner()) || newOwner()
      : findByEmail(server, email, aud)
  if (!user) throw expired
  if (isBanned(user, now)) throw forbidden('user_banned', 'User is banned')
  const found = tokensOf(user, type).find(([token]) => isToken(token))
  if (!found || found[1] === null || now > found[1] + config.GOTRUE_MAILER_OTP_EXP * 1_000) throw expired
  narrow(shown, user, isToken)
  return user

  function currentOwner() {
    const user = findByEmail(server, email, aud)
    return user && isToken(user.email_change_current) ? user : undefined
  }
  function newOwner() {
    return state.users.where('new email', inAudience(aud, email)).find((user) => isToken(user.email_change_new))
  }
}

/** What follows from what was shown. @returns undefined when that is not all yet */
function confirm(context: Context, user: UserRow, shown: Shown): UserRow | undefined {
  const { type, code, hash, isPosted } = shown
  switch (type) {
    case 'signup':
    case 'invite':
      return verifySignUp(context, user)
    case 'recovery':
    case 'magiclink':
      return verifyRecovery(context, user)
    case 'email_change':
      return verifyEmailChange(context, user, (token) => {
        // As the server has it: a posted hash passes for the one that went to the present address where none did, and stays good.
        if (!token) return !!isPosted
        return hash ? token.hash === hash : token.code === code
      })
    case 'sms':
    case 'phone_change':
      return verifyText(context, user, type, shown.phone!)
    default:
      throw badRequest('validation_failed', 'Unsupported verification type')
  }
}
