import type { Context } from '../context.ts'
import {
  addIdentity,
  clearLinks,
  confirmPhone,
  confirmUser,
  findIdentity,
  identitiesOf,
  isConfirmed,
  merged,
  providersOf,
  requireUnique,
  reread,
  updateUserRow,
} from './users.ts'
import type { IdentityRow, UserRow } from '../state/state.ts'

/** What follows when somebody has shown that an address or a number is theirs. */

/** Of a sign-up or an invitation. */
export function verifySignUp(context: Context, user: UserRow): UserRow {
  const { server } = context
  context.audit(user, 'user_signedup', { provider: 'email' })
  // Who was invited gets a password that nobody knows, until they choose one.
  const invited = !user.password && !user.password_hash && user.invited_at !== null
  const changed = invited ? forgetTokens(context, { ...user, password: server.random.hex(64) }) : user
  const confirmed = confirmUser(context, changed)
  for (const identity of identitiesOf(server, user)) {
    if (identity.email && identity.email === user.email) updateIdentity(context, identity, { email_verified: true })
  }
  return confirmed
}

/** A new password makes all codes that are out useless. */
export function forgetTokens(context: Context, user: UserRow): UserRow {
  return updateUserRow(context, user, {
    password: user.password,
    password_hash: user.password_hash,
    confirmation: null,
    confirmation_sent_at: null,
    recovery: null,
    recovery_sent_at: null,
    email_change_current: null,
    email_change_new: null,
    email_change_sent_at: null,
    phone_change_token: null,
    phone_change_sent_at: null,
    reauthentication: null,
    reauthentication_sent_at: null,
  })
}

/** Of a recovery or a magic link. */
export function verifyRecovery(context: Context, user: UserRow): UserRow {
  const recovered = updateUserRow(context, user, clearLinks({ ...user, recovery: null }))
  if (isConfirmed(user)) {
    context.audit(user, 'login')
    return recovered
  }
  context.audit(user, 'user_signedup', { provider: 'email' })
  return confirmUser(context, recovered)
}

/**
 * Of a change of address.
 *
 * @param isToken whether a token is the one that was shown
 * @returns undefined when the other address has to confirm, too
 */
export function verifyEmailChange(
  context: Context,
  user: UserRow,
  isToken: (token: UserRow['email_change_new']) => boolean,
): UserRow | undefined {
  const { server } = context
  const { config } = server
  if (
    !config.GOTRUE_MAILER_AUTOCONFIRM &&
    config.GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED &&
    user.email_change_confirm_status === 0 &&
    user.email
  ) {
    const used = isToken(user.email_change_current) ? 'email_change_current' : 'email_change_new'
    updateUserRow(context, user, { email_change_confirm_status: 1, [used]: null })
    return undefined
  }
  context.audit(user, 'user_modified')
  const email = user.email_change
  const identity = findIdentity(server, 'email', user.id)
  if (identity) updateIdentity(context, identity, { email, email_verified: true })
  else addIdentity(context, user, 'email', { sub: user.id, email, email_verified: true, phone_verified: false })
  requireUnique(server, { id: user.id, email: email.toLowerCase() }, 'Error confirm email')
  const changed = updateUserRow(context, user, {
    ...clearLinks({ ...user, email_change_current: null, email_change_new: null }),
    email: email.toLowerCase(),
    email_change: '',
    email_change_confirm_status: 0,
    is_anonymous: false,
  })
  return isConfirmed(changed) ? changed : confirmUser(context, changed)
}

/** Of a text message. */
export function verifyText(context: Context, user: UserRow, type: 'sms' | 'phone_change', phone: string): UserRow {
  const { server, now } = context
  let verified: UserRow
  if (type === 'sms') {
    context.audit(user, 'user_signedup', { provider: 'phone' })
    verified = confirmPhone(context, user)
  } else {
    context.audit(user, 'user_modified')
    const identity = findIdentity(server, 'phone', user.id)
    if (identity) updateIdentity(context, identity, { phone, phone_verified: true })
    else addIdentity(context, user, 'phone', { sub: user.id, phone, email_verified: false, phone_verified: true })
    requireUnique(server, { id: user.id, phone: user.phone_change }, 'Error confirming user')
    verified = updateUserRow(context, user, {
      ...clearLinks({ ...user, phone_change_token: null }),
      phone: user.phone_change,
      phone_change: '',
      phone_confirmed_at: now,
    })
  }
  return user.is_anonymous ? updateUserRow(context, verified, { is_anonymous: false }) : verified
}

/** Notes the providers in `app_metadata`, and reads the user again. */
export function settle(context: Context, user: UserRow): UserRow {
  const { server } = context
  const app_metadata = merged(user.app_metadata, providersOf(server, user))
  return reread(server, updateUserRow(context, user, { app_metadata }))
}

/** Changes what is known of a user elsewhere. */
export function updateIdentity({ server }: Context, identity: IdentityRow, changes: Record<string, unknown>): void {
  const identity_data = { ...identity.identity_data, ...changes }
  const email = typeof identity_data.email === 'string' ? identity_data.email.toLowerCase() : ''
  server.state.identities.update(identity, { identity_data, email })
}
