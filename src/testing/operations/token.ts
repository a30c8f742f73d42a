import type { AnswerOf, Context, Handlers } from '../context.ts'
import { badRequest, internal, unprocessable } from '../http/errors.ts'
import { hasNul } from '../http/parsing.ts'
import { weakness } from '../accounts/passwords.ts'
import { issueSession, readCounterToken, refreshSession } from '../accounts/sessions.ts'
import {
  findByEmail,
  findByPhone,
  hasPassword,
  isBanned,
  isConfirmed,
  isPhoneConfirmed,
  plainPhone,
} from '../accounts/users.ts'
import { grantCode } from '../grants/code.ts'
import { grantIdToken } from '../grants/id-token.ts'
import { grantWeb3 } from '../grants/web3.ts'

type Answer = AnswerOf<'grantToken'>

/** `POST /token`. */
export const token: Pick<Handlers, 'grantToken'> = {
  async grantToken(context) {
    // A form may name the grant, but its handler will not find a body then.
    const grant = formOf(context)?.get('grant_type') ?? context.query.get('grant_type')
    if (!['pkce', 'refresh_token', 'id_token'].includes(grant ?? '')) await context.requireCaptcha()
    switch (grant) {
      case 'password':
        context.limit('token')
        return grantPassword(context)
      case 'refresh_token':
        context.limit('token')
        return grantRefreshToken(context)
      case 'pkce':
        context.limit('token')
        return grantCode(context)
      case 'id_token':
        context.limit('token')
        return grantIdToken(context)
      case 'web3':
        context.limit('web3')
        return grantWeb3(context)
      default:
        throw badRequest('invalid_credentials', 'unsupported_grant_type')
    }
  },
}

const formOf = ({ headers, text }: Context): URLSearchParams | undefined =>
  headers.get('content-type')?.includes('application/x-www-form-urlencoded') ? new URLSearchParams(text) : undefined

async function grantPassword(context: Context<'grantToken'>): Promise<Answer> {
  const { server, now } = context
  const { config } = server
  const { email, phone, password = '' } = context.body()
  const aud = context.audience()
  if (email && phone) {
    throw badRequest('validation_failed', 'Only an email address or phone number should be provided on login.')
  }
  if (!email && !phone) throw badRequest('validation_failed', 'missing email or phone')
  if (email && !config.GOTRUE_EXTERNAL_EMAIL_ENABLED) {
    throw unprocessable('email_provider_disabled', 'Email logins are disabled')
  }
  if (phone && !config.GOTRUE_EXTERNAL_PHONE_ENABLED) {
    throw unprocessable('phone_provider_disabled', 'Phone logins are disabled')
  }
  if (hasNul([email, phone])) throw internal('Database error querying schema')
  const user = email ? findByEmail(server, email, aud) : findByPhone(server, plainPhone(phone!), aud)
  if (!user || !hasPassword(user)) throw badRequest('invalid_credentials', 'Invalid login credentials')
  if (isBanned(user, now)) throw badRequest('user_banned', 'User is banned')
  if (user.password !== password) throw badRequest('invalid_credentials', 'Invalid login credentials')
  if (email && !isConfirmed(user)) throw badRequest('email_not_confirmed', 'Email not confirmed')
  if (phone && !isPhoneConfirmed(user)) throw badRequest('phone_not_confirmed', 'Phone not confirmed')
  context.audit(user, 'login', { provider: email ? 'email' : 'phone' })
  const weak = weakness(server, password)
  const weak_password = weak ? { message: weak.message, reasons: weak.reasons } : null
  return { status: 200, body: { ...(await issueSession(context, user, 'password')), weak_password } as never }
}

async function grantRefreshToken(context: Context<'grantToken'>): Promise<Answer> {
  const { refresh_token = '' } = context.body()
  if (!/^[a-z0-9]{12}$/.test(refresh_token) && !readCounterToken(context.server, refresh_token)) {
    throw badRequest('validation_failed', 'Refresh token is not valid')
  }
  return { status: 200, body: (await refreshSession(context, refresh_token)) as never }
}
