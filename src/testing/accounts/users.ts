import type { components } from '../../../generated/schema.ts'
import { present, timestamp, type Context, type Server } from '../context.ts'
import { badRequest, duplicateKey, internal } from '../http/errors.ts'
import { hasNul } from '../http/parsing.ts'
import type { FactorRow, IdentityRow, UserRow } from '../state/state.ts'

type Schemas = components['schemas']

/** @throws Refusal `validation_failed` @returns the address in lower case */
export function checkEmail(email: string | undefined): string {
  if (!email) throw badRequest('validation_failed', 'An email address is required')
  if (email.length > 255) throw badRequest('validation_failed', 'An email address is too long')
  if (!isEmail(email)) throw badRequest('validation_failed', 'Unable to validate email address: invalid format')
  return email.toLowerCase()
}

export const isEmail = (email: string): boolean =>
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/.test(
    email,
  )

/** Without the plus sign and blanks. */
export const plainPhone = (phone: string): string => phone.replace(/^\+/, '').replaceAll(' ', '')

/** @throws Refusal `validation_failed` @returns the number without the plus sign */
export function checkPhone(phone: string): string {
  const plain = plainPhone(phone)
  if (!/^[1-9][0-9]{1,14}$/.test(plain)) {
    throw badRequest('validation_failed', 'Invalid phone number format (E.164 required)')
  }
  return plain
}

export const findByEmail = ({ state }: Server, email: string, aud: string): UserRow | undefined =>
  inAudienceOnly(state.users.find('email', email.toLowerCase()), aud)

export const findByPhone = ({ state }: Server, phone: string, aud: string): UserRow | undefined =>
  inAudienceOnly(state.users.find('phone', phone), aud)

const inAudienceOnly = (user: UserRow | undefined, aud: string) => (user?.aud === aud ? user : undefined)

/** Somebody else who has an address, or signs in with it elsewhere. */
export function findDuplicate(server: Server, email: string, aud: string, self?: UserRow): UserRow | undefined {
  const { users, identities } = server.state
  const others = identities
    .where('email', email.toLowerCase())
    .filter(({ provider, user_id }) => !provider.startsWith('sso:') && user_id !== self?.id)
    .map(({ user_id }) => users.get(user_id))
  return others.find((user) => user?.aud === aud) ?? findByEmail(server, email, aud)
}

export const isConfirmed = ({ email_confirmed_at }: UserRow): boolean => email_confirmed_at !== null
export const isPhoneConfirmed = ({ phone_confirmed_at }: UserRow): boolean => phone_confirmed_at !== null
export const isBanned = ({ banned_until }: UserRow, now: number): boolean => banned_until !== null && banned_until > now
export const hasPassword = ({ password, password_hash }: UserRow): boolean => !!password || !!password_hash

type Pending = `${'confirmation' | 'recovery' | 'email_change' | 'phone_change' | 'reauthentication'}${string}`

/** Nothing that was sent waits for an answer; after another address has come, what went to that of before is of no use. */
export const noPending: Readonly<Pick<UserRow, Extract<keyof UserRow, Pending>>> = {
  confirmation: null,
  confirmation_sent_at: null,
  recovery: null,
  recovery_sent_at: null,
  email_change: '',
  email_change_current: null,
  email_change_new: null,
  email_change_sent_at: null,
  email_change_confirm_status: 0,
  phone_change: '',
  phone_change_token: null,
  phone_change_sent_at: null,
  reauthentication: null,
  reauthentication_sent_at: null,
}

/** A user as the database makes one, but for what is given. */
export function insertUser({ server, now }: Pick<Context, 'server' | 'now'>, fields: Partial<UserRow>): UserRow {
  if (!fields.is_sso_user) requireUnique(server, fields, 'Database error saving new user')
  const user = server.state.users.insert({
    id: server.random.uuid(),
    aud: server.config.GOTRUE_JWT_AUD,
    role: server.config.GOTRUE_JWT_DEFAULT_GROUP_NAME,
    email: '',
    phone: '',
    password: null,
    password_hash: null,
    app_metadata: {},
    user_metadata: {},
    email_confirmed_at: null,
    phone_confirmed_at: null,
    confirmed_at: null,
    invited_at: null,
    ...noPending,
    last_sign_in_at: null,
    banned_until: null,
    deleted_at: null,
    is_sso_user: false,
    is_anonymous: false,
    created_at: now,
    updated_at: now,
    ...fields,
  })
  computeAtEnd(server, user)
  return user
}

/**
 * A user who signs up, or is asked to.
 *
 * @throws Refusal 500 for what the database can't hold, or holds already
 */
export function saveNewUser(context: Pick<Context, 'server' | 'now'>, fields: Partial<UserRow> & { aud: string }): UserRow {
  if (fields.aud.length > 255 || hasNul(fields.user_metadata)) throw internal('Database error saving new user')
  return insertUser(context, fields)
}

/**
 * Addresses and numbers are unique across the audiences, too, which only the database sees to.
 *
 * @throws Refusal 500 if somebody else has them
 */
export function requireUnique(
  { state: { users } }: Server,
  { id, email, phone }: Partial<Pick<UserRow, 'id' | 'email' | 'phone'>>,
  failure: string,
): void {
  const isTaken = (index: 'email' | 'phone', key: string) => users.where(index, key).some((other) => other.id !== id)
  if (email && isTaken('email', email)) throw internal(failure, duplicateKey('users_email_partial_key', 'email', email))
  if (phone && isTaken('phone', phone)) throw internal(failure, duplicateKey('users_phone_key', 'phone', phone))
}

/** Changes a user, and when that was. */
export function updateUserRow(
  { server, now }: Pick<Context, 'server' | 'now'>,
  user: UserRow,
  changes: Partial<UserRow>,
): UserRow {
  computeAtEnd(server, user)
  if (!user.is_sso_user) requireUnique(server, { ...changes, id: user.id }, 'Database error updating user')
  return server.state.users.update(user, { updated_at: now, ...changes })
}

/** `confirmed_at` is a column that the database computes: whoever changes a row does not see it before they read it again. */
function computeAtEnd({ state }: Server, { id }: UserRow): void {
  state.journal.atEnd(`user ${id}`, () => {
    const user = state.users.get(id)
    if (user) state.users.update(user, { confirmed_at: confirmedAt(user) })
  })
}

function confirmedAt({ email_confirmed_at, phone_confirmed_at }: UserRow): number | null {
  const times = [email_confirmed_at, phone_confirmed_at].filter((time) => time !== null)
  return times.length ? Math.min(...times) : null
}

/** A user as the database has them now. */
export function reread({ state }: Server, { id }: UserRow): UserRow {
  const user = state.users.get(id)!
  return state.users.update(user, { confirmed_at: confirmedAt(user) })
}

/** What a patch makes of a free-form object: null removes a key. */
export function merged(
  current: Record<string, unknown> | null | undefined,
  changes: Record<string, unknown>,
): Record<string, unknown> {
  const next: Record<string, unknown> = { ...current, ...changes }
  for (const [key, value] of Object.entries(changes)) if (value === null) delete next[key]
  return next
}

/** The address has been shown to be theirs. */
export function confirmUser(context: Context, user: UserRow): UserRow {
  return updateUserRow(context, user, {
    ...clearLinks({ ...user, confirmation: null }),
    email_confirmed_at: context.now,
    user_metadata: merged(user.user_metadata, { email_verified: true }),
  })
}

/** So has the number. */
export function confirmPhone(context: Context, user: UserRow): UserRow {
  return updateUserRow(context, user, { ...clearLinks({ ...user, confirmation: null }), phone_confirmed_at: context.now })
}

/** The tokens of a user, whose links do nothing any more; the codes that were sent with them still do, as on the server. */
export function clearLinks(user: UserRow): Partial<UserRow> {
  const cleared = (token: UserRow['confirmation']) => token && { ...token, hash: '' }
  return {
    confirmation: cleared(user.confirmation),
    recovery: cleared(user.recovery),
    email_change_current: cleared(user.email_change_current),
    email_change_new: cleared(user.email_change_new),
    phone_change_token: cleared(user.phone_change_token),
    reauthentication: cleared(user.reauthentication),
  }
}

export const identitiesOf = ({ state }: Server, user: Pick<UserRow, 'id'>): IdentityRow[] =>
  state.identities.where('user', user.id)

export const factorsOf = ({ state }: Server, user: Pick<UserRow, 'id'>): FactorRow[] => state.factors.where('user', user.id)

export const findIdentity = ({ state }: Server, provider: string, providerId: string): IdentityRow | undefined =>
  state.identities.find('provider', `${provider}\n${providerId}`)

/** Adds a way to sign in to a user, and notes it in `app_metadata`. @param data has a `sub` */
export function addIdentity(
  { server, now }: Pick<Context, 'server' | 'now'>,
  user: UserRow,
  provider: string,
  data: Record<string, unknown>,
): IdentityRow {
  const email = typeof data.email === 'string' ? data.email.toLowerCase() : ''
  return server.state.identities.insert({
    id: server.random.uuid(),
    provider_id: String(data.sub),
    provider,
    user_id: user.id,
    identity_data: 'email' in data ? { ...data, email } : data,
    email,
    last_sign_in_at: now,
    created_at: now,
    updated_at: now,
  })
}

/** The providers of a user's identities, oldest first, as `app_metadata` lists them. */
export function providersOf(server: Server, user: UserRow): Record<string, unknown> {
  const names = [...new Set(identitiesOf(server, user).map(({ provider }) => provider))]
  return { ...(names.length && { provider: names[0] }), providers: names }
}

/** A user on the wire. */
export function userJson(
  server: Server,
  user: UserRow,
  options: { identities?: IdentityRow[] | null; factors?: FactorRow[] } = {},
): Schemas['User'] {
  const { identities = identitiesOf(server, user), factors = factorsOf(server, user) } = options
  const times = [
    'email_confirmed_at',
    'phone_confirmed_at',
    'confirmed_at',
    'invited_at',
    'confirmation_sent_at',
    'recovery_sent_at',
    'email_change_sent_at',
    'phone_change_sent_at',
    'reauthentication_sent_at',
    'last_sign_in_at',
    'banned_until',
    'deleted_at',
  ] as const
  return {
    id: user.id,
    aud: user.aud,
    role: user.role,
    email: user.email,
    phone: user.phone,
    ...Object.fromEntries(times.filter((name) => user[name] !== null).map((name) => [name, timestamp(user[name]!)])),
    ...present({ new_email: user.email_change, new_phone: user.phone_change }),
    app_metadata: user.app_metadata,
    user_metadata: user.user_metadata,
    ...(factors.length && { factors: factors.map(factorJson) }),
    identities: identities && identities.map(identityJson),
    created_at: timestamp(user.created_at),
    updated_at: timestamp(user.updated_at),
    is_anonymous: user.is_anonymous,
  } as Schemas['User']
}

/** An identity on the wire. */
export function identityJson(identity: IdentityRow): Schemas['Identity'] {
  return {
    identity_id: identity.id,
    id: identity.provider_id,
    user_id: identity.user_id,
    ...(identity.identity_data && { identity_data: { ...identity.identity_data } }),
    provider: identity.provider,
    ...(identity.last_sign_in_at !== null && { last_sign_in_at: timestamp(identity.last_sign_in_at) }),
    created_at: timestamp(identity.created_at),
    updated_at: timestamp(identity.updated_at),
    ...(identity.email && { email: identity.email }),
  } as Schemas['Identity']
}

/** A factor on the wire. */
export function factorJson(factor: FactorRow): Schemas['Factor'] {
  return {
    id: factor.id,
    created_at: timestamp(factor.created_at),
    updated_at: timestamp(factor.updated_at),
    status: factor.status,
    ...present({ friendly_name: factor.friendly_name }),
    factor_type: factor.factor_type,
    phone: factor.phone,
    last_challenged_at: factor.last_challenged_at === null ? null : timestamp(factor.last_challenged_at),
    ...present({
      web_authn_aaguid: factor.web_authn_aaguid,
      last_webauthn_challenge_data: factor.last_webauthn_challenge_data,
    }),
  } as Schemas['Factor']
}

/** Deletes a user and all that is theirs, as the database's foreign keys do. */
export function deleteUserRow({ state }: Server, user: UserRow): void {
  for (const identity of state.identities.where('user', user.id)) state.identities.delete(identity)
  for (const factor of state.factors.where('user', user.id)) {
    for (const challenge of state.challenges.where('factor', factor.id)) state.challenges.delete(challenge)
    state.factors.delete(factor)
  }
  for (const passkey of state.passkeys.where('user', user.id)) state.passkeys.delete(passkey)
  for (const request of state.oauthAuthorizations.where('user', user.id)) state.oauthAuthorizations.delete(request)
  for (const consent of state.oauthConsents.where('user', user.id)) state.oauthConsents.delete(consent)
  for (const session of state.sessions.where('user', user.id)) {
    for (const token of state.refreshTokens.where('session', session.id)) state.refreshTokens.delete(token)
    state.sessions.delete(session)
  }
  state.users.delete(user)
}
