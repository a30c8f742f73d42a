// Whose account it is that somebody comes with from elsewhere: the rules of the server by which identities are linked.
import type { Context, Server } from '../context.ts'
import { badRequest, duplicateKey, forbidden, internal, notFound, oauthError, unprocessable } from '../http/errors.ts'
import { sendConfirmation } from '../accounts/confirmation.ts'
import type { IdentityRow, UserRow } from '../state/state.ts'
import {
  addIdentity,
  confirmUser,
  findByEmail,
  findDuplicate,
  findIdentity,
  identitiesOf,
  insertUser,
  isBanned,
  isConfirmed,
  merged,
  noPending,
  providersOf,
  updateUserRow,
} from '../accounts/users.ts'
import { identityDataOf, settleEmail, type UserData } from './user-data.ts'

/** Somebody who came from elsewhere. */
export interface Arrival {
  user: UserRow
  /** Those that the server still has in mind when it answers. */
  identities: IdentityRow[]
}

type Decision =
  | { kind: 'exists'; user: UserRow; identity: IdentityRow; email: string; verified: boolean }
  | { kind: 'link'; user: UserRow; email: string; verified: boolean }
  | { kind: 'create'; email: string; verified: boolean }
  | { kind: 'multiple' }

/** Accounts of SSO are linked to nothing; all others may be to each other. */
const domainOf = (provider: string): string => (provider.startsWith('sso:') ? provider : 'default')

function decide(context: Context, { emails, claims }: UserData, provider: string): Decision {
  const { server } = context
  const { state, config } = server
  const aud = context.audience()
  const sure = emails.filter(({ verified }) => verified || config.GOTRUE_MAILER_AUTOCONFIRM)
  const primary = emails.filter((email) => email.primary).at(-1)
  const candidate = { email: primary?.email.toLowerCase() ?? '', verified: primary?.verified ?? false }

  const identity = findIdentity(server, provider, String(claims.sub ?? ''))
  if (identity) {
    const user = state.users.get(identity.user_id)!
    return { kind: 'exists', user, identity, ...candidate, email: user.email }
  }
  if (!sure.length) {
    const isTaken = findDuplicate(server, candidate.email, aud)
    return { kind: 'create', ...candidate, email: isTaken ? '' : candidate.email }
  }
  const addresses = [...new Set(sure.map(({ email }) => email.toLowerCase()))]
  const domain = domainOf(provider)
  const linkable = addresses
    .flatMap((email) => state.identities.where('email', email))
    .filter((other) => domainOf(other.provider) === domain)
  const owners = new Set(linkable.map(({ user_id }) => user_id))
  if (owners.size > 1) return { kind: 'multiple' }
  const [owner] = owners
  if (owner) return { kind: 'link', user: state.users.get(owner)!, ...candidate }
  const users = domain === 'default' ? addresses.flatMap((email) => state.users.where('email', email)) : []
  if (users.length > 1) return { kind: 'multiple' }
  return users[0] ? { kind: 'link', user: users[0], ...candidate } : { kind: 'create', ...candidate }
}

/**
 * Finds or makes the account of somebody who comes from elsewhere.
 *
 * @throws Refusal `signup_disabled`, `user_banned`, `provider_email_needs_verification`, `unexpected_failure`
 */
export function arrive(context: Context, data: UserData, provider: string, isEmailOptional: boolean): Arrival {
  const { server, now } = context
  const { config, state } = server
  const identityData = identityDataOf(settleEmail(data))
  const decision = decide(context, data, provider)
  if (decision.kind === 'multiple') {
    const what = 'Multiple accounts with the same email address in the same linking domain detected'
    throw internal(`${what}: ${domainOf(provider)}`)
  }
  const settled = settle(decision)
  const { identity, identities } = settled
  let { user } = settled
  if (isBanned(user, now)) throw forbidden('user_banned', 'User is banned')

  const hasEmails = provider !== 'web3' && !(isEmailOptional && !decision.email)
  if (!hasEmails || isConfirmed(user)) {
    context.audit(user, 'login', { provider })
    return { user, identities }
  }
  user = removeUnconfirmed(context, user, identity)
  if (decision.verified || config.GOTRUE_MAILER_AUTOCONFIRM) {
    context.audit(user, 'user_signedup', { provider })
    return { user: confirmUser(context, user), identities }
  }
  if (decision.email) user = sendConfirmation(context, user, false)
  if (config.GOTRUE_MAILER_ALLOW_UNVERIFIED_EMAIL_SIGN_INS) return { user, identities }
  const what = decision.email
    ? `A confirmation email has been sent to your ${provider} email`
    : `Verify the email with ${provider} in order to sign in`
  throw Object.assign(unprocessable('provider_email_needs_verification', `Unverified email with ${provider}. ${what}`), {
    commits: true,
  })

  function settle(decision: Exclude<Decision, { kind: 'multiple' }>): Arrival & { identity: IdentityRow } {
    switch (decision.kind) {
      case 'create': {
        if (config.GOTRUE_DISABLE_SIGNUP) {
          throw unprocessable('signup_disabled', 'Signups not allowed for this instance')
        }
        const user = insertUser(context, {
          aud: context.audience(),
          email: decision.email,
          app_metadata: { provider, providers: [provider] },
          user_metadata: identityData,
          is_sso_user: domainOf(provider) !== 'default',
        })
        const identity = createIdentity(context, user, provider, identityData)
        return { user, identity, identities: [identity] }
      }
      case 'link': {
        const identities = identitiesOf(server, decision.user)
        const identity = createIdentity(context, decision.user, provider, identityData)
        const user = withProviders(context, decision.user, {
          user_metadata: merged(decision.user.user_metadata, identityData),
        })
        auditLink(context, user, identity)
        return { user, identity, identities }
      }
      case 'exists': {
        const identities = identitiesOf(server, decision.user)
        const { email } = identityData
        const address = typeof email === 'string' ? email.toLowerCase() : ''
        const identity = state.identities.update(decision.identity, {
          identity_data: address ? { ...identityData, email: address } : identityData,
          email: address,
          updated_at: now,
        })
        const user = withProviders(context, decision.user, {
          user_metadata: merged(decision.user.user_metadata, identityData),
        })
        return { user, identity, identities }
      }
    }
  }
}

/** @throws Refusal 500 when somebody has it already */
function createIdentity(context: Context, user: UserRow, provider: string, data: Record<string, unknown>): IdentityRow {
  const { sub } = data
  if (typeof sub !== 'string' || !sub) throw oauthError('server_error', 'error missing provider id')
  if (findIdentity(context.server, provider, sub)) {
    const conflict = duplicateKey('identities_provider_id_provider_unique', 'provider_id, provider', `${sub}, ${provider}`)
    throw internal('Error creating identity', conflict)
  }
  return addIdentity(context, user, provider, data)
}

const auditLink = (context: Context, user: UserRow, { id, provider, provider_id }: IdentityRow): void =>
  context.audit(user, 'identity_linked', { identity_id: id, provider, provider_id })

/** A user whose `app_metadata` lists the providers of today. */
export const withProviders = (context: Context, user: UserRow, changes: Partial<UserRow> = {}): UserRow =>
  updateUserRow(context, user, {
    ...changes,
    app_metadata: merged(changes.app_metadata ?? user.app_metadata, providersOf(context.server, user)),
  })

/** An account that nobody has confirmed becomes that of who shows that it is theirs: other ways in are closed. */
function removeUnconfirmed(context: Context, user: UserRow, identity: IdentityRow): UserRow {
  const { state } = context.server
  for (const other of identitiesOf(context.server, user)) if (other.id !== identity.id) state.identities.delete(other)
  return withProviders(context, user, {
    password: null,
    password_hash: null,
    user_metadata: { ...identity.identity_data },
  })
}

/**
 * Adds an identity to a user who has asked for it.
 *
 * @throws Refusal `identity_already_exists`, `email_exists`, `email_not_confirmed`
 */
export function linkIdentity(context: Context, target: UserRow, data: UserData, provider: string): UserRow {
  const { server } = context
  const claims = settleEmail(data)
  const known = findIdentity(server, provider, String(claims.sub ?? ''))
  if (known) {
    const whose = known.user_id === target.id ? '' : ' to another user'
    throw unprocessable('identity_already_exists', `Identity is already linked${whose}`)
  }
  auditLink(context, target, createIdentity(context, target, provider, identityDataOf(claims)))
  let user = target
  if (!user.email) {
    const promoted = promoteEmail(context, user)
    if (!promoted) throw badRequest('email_exists', 'A user with this email address has already been registered')
    user = promoted
    if (!claims.email_verified) {
      sendConfirmation(context, user, false)
      throw Object.assign(
        unprocessable(
          'email_not_confirmed',
          `Unverified email with ${provider}. A confirmation email has been sent to your ${provider} email`,
        ),
        { commits: true },
      )
    }
    user = updateUserRow(context, confirmUser(context, user), { is_anonymous: false })
  }
  return withProviders(context, user)
}

/**
 * Gives a user the address of one of their identities, unless they have such a one: the oldest that its provider has
 * verified, or else the oldest. @returns undefined when others have them all
 */
export function promoteEmail(context: Context, user: UserRow): UserRow | undefined {
  const { server } = context
  const identities = identitiesOf(server, user)
  if (identities.some(({ email }) => email === user.email)) return user
  const isVerified = ({ identity_data }: IdentityRow) => identity_data?.email_verified === true
  const rank = (identity: IdentityRow) => (!identity.email ? 2 : isVerified(identity) ? 0 : 1)
  const chosen = identities
    .sort((a, b) => rank(a) - rank(b) || a.created_at - b.created_at)
    .find(({ email }) => !email || !findByEmail(server, email, user.aud))
  if (!chosen) return undefined
  const isSure = chosen.email && (isVerified(chosen) || server.config.GOTRUE_MAILER_AUTOCONFIRM)
  return updateUserRow(context, user, {
    email: chosen.email,
    ...noPending,
    ...(!isSure && { email_confirmed_at: null, user_metadata: merged(user.user_metadata, { email_verified: false }) }),
  })
}

/** Who has been invited with a token. */
export function findInvited({ state }: Server, token: string): UserRow | undefined {
  const user = state.users.find('hash', token)
  return user?.confirmation?.hash === token ? user : undefined
}

/** Accepts an invitation with an account that has the address. @throws Refusal `invite_not_found`, `validation_failed` */
export function acceptInvite(context: Context, data: UserData, token: string, provider: string): UserRow {
  let user = findInvited(context.server, token)
  if (!user) throw notFound('invite_not_found', 'Invite not found')
  const { email } = user
  if (!data.emails.some((one) => one.email === email)) {
    throw badRequest('validation_failed', 'Invited email does not match emails from external provider')
  }
  const identityData = identityDataOf(settleEmail(data))
  const identity = createIdentity(context, user, provider, identityData)
  user = withProviders(context, user, { user_metadata: merged(user.user_metadata, identityData) })
  context.audit(user, 'invite_accepted', { provider })
  return confirmUser(context, removeUnconfirmed(context, user, identity))
}
