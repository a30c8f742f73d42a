import { asActor } from '../accounts/admin-actor.ts'
import { uuidOf, type AccessTokenClaims, type Context, type Handlers, type Server } from '../context.ts'
import { badRequest, duplicateKey, internal, notFound, unforeseen, unprocessable } from '../http/errors.ts'
import { backwards, cursorPageOf, pageOf, type Keyed, type Rows } from '../http/paging.ts'
import { containsLike, hasNul, parseDuration } from '../http/parsing.ts'
import { isPasswordHash } from '../accounts/password-hash.ts'
import { checkPassword } from '../accounts/passwords.ts'
import { toBase64url, utf8 } from '../crypto/encoding.ts'
import { endSession, sessionsOf } from '../accounts/sessions.ts'
import type { UserRow } from '../state/state.ts'
import {
  addIdentity,
  checkEmail,
  checkPhone,
  confirmPhone,
  confirmUser,
  deleteUserRow,
  findByPhone,
  findDuplicate,
  findIdentity,
  identitiesOf,
  insertUser,
  merged,
  requireUnique,
  updateUserRow,
  userJson,
} from '../accounts/users.ts'
import { forgetTokens, updateIdentity } from '../accounts/verification.ts'

/** `/admin/users` and below, but for factors and passkeys. */
export const adminUsers: Pick<
  Handlers,
  'adminListUsers' | 'adminCreateUser' | 'adminGetUser' | 'adminUpdateUser' | 'adminDeleteUser'
> = {
  async adminListUsers(context) {
    await context.requireAdmin()
    const { server, query } = context
    const { config } = server
    const isAscending = sortOf(query)
    const aud = context.audience()
    const filter = query.get('filter') ?? ''
    const isByCursor = config.GOTRUE_EXPERIMENTAL_CURSOR_PAGINATION_ENABLED && !query.get('page') && !query.get('per_page')
    const wire = (users: UserRow[]) => users.map((user) => userJson(server, user, { identities: null, factors: [] }))
    if (!isByCursor) {
      const page = pageOf(context)
      const rows = usersOf(server, aud, filter)
      return { status: 200, body: { users: wire(page(isAscending ? rows : backwards(rows))), aud } }
    }
    const direction = isAscending ? 1 : -1
    const order = (a: Keyed, b: Keyed) =>
      direction * (a.created_at - b.created_at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    const { page, pagination } = cursorPageOf(
      context,
      (time) => ({ rows: fromTime(usersOf(server, aud, filter), direction, time), isByTime: true }),
      order,
    )
    return { status: 200, body: { users: wire(page), aud, pagination } }
  },

  async adminCreateUser(context) {
    const admin = await context.requireAdmin()
    const { server, now } = context
    const body = context.body()
    const { password, password_hash = '', user_metadata, app_metadata, role, email_confirm, phone_confirm } = body
    const aud = body.aud || context.audience()
    if (!body.email && !body.phone) {
      throw badRequest('validation_failed', 'Cannot create a user without either an email or phone')
    }
    const email = body.email ? checkEmail(body.email) : ''
    if (email && findDuplicate(server, email, aud)) {
      throw unprocessable('email_exists', 'A user with this email address has already been registered')
    }
    const phone = body.phone ? checkPhone(body.phone) : ''
    if (phone && findByPhone(server, phone, aud)) {
      throw unprocessable('phone_exists', 'Phone number already registered by another user')
    }
    if (password !== undefined && password_hash) {
      throw badRequest('validation_failed', 'Only a password or a password hash should be provided')
    }
    if (password_hash && !isPasswordHash(password_hash)) throw internal('Error creating user')
    if (utf8(password ?? '').length > 72) throw unforeseen('Internal Server Error')
    const id = body.id ? uuidOf(body.id) : server.random.uuid()
    if (!id) throw badRequest('validation_failed', 'ID must conform to the uuid v4 format')
    if (/^[0-]+$/.test(id)) throw badRequest('validation_failed', 'ID cannot be a nil uuid')
    const banned = readBan(body.ban_duration)
    const failure = 'Database error creating new user'
    if (server.state.users.get(id)) throw internal(failure, duplicateKey('users_pkey', 'id', id))
    requireUnique(server, { email, phone }, failure)
    if (aud.length > 255 || (role ?? '').length > 255 || hasNul({ ...body, password: '' })) throw internal(failure)

    const providers = [...(email ? ['email'] : []), ...(phone ? ['phone'] : [])]
    let user = insertUser(context, {
      id,
      aud,
      email,
      phone,
      password: password_hash ? null : password || server.random.hex(64),
      password_hash: password_hash || null,
      app_metadata: { provider: providers[0], providers },
      user_metadata: user_metadata ?? (password_hash ? null : {}),
      ...(role && { role: role.trim() }),
    })
    if (email) addIdentity(context, user, 'email', { sub: user.id, email, email_verified: false, phone_verified: false })
    if (phone) addIdentity(context, user, 'phone', { sub: user.id, phone, email_verified: false, phone_verified: false })
    auditAdmin(context, admin, 'user_signedup', user, { provider: providers[0] })
    if (app_metadata) user = updateUserRow(context, user, { app_metadata: merged(user.app_metadata, app_metadata) })
    if (email_confirm) user = confirmUser(context, user)
    if (phone_confirm) user = confirmPhone(context, user)
    if (banned !== undefined) user = updateUserRow(context, user, { banned_until: banned ? now + banned : null })
    return { status: 200, body: userJson(server, user) }
  },

  async adminGetUser(context) {
    await context.requireAdmin()
    return { status: 200, body: userJson(context.server, userOf(context)) }
  },

  async adminUpdateUser(context) {
    const admin = await context.requireAdmin()
    let user = userOf(context)
    const { server, now } = context
    const body = context.body()
    const { password, role, user_metadata, app_metadata, email_confirm = false, phone_confirm = false } = body
    const email = body.email ? checkEmail(body.email) : ''
    const phone = body.phone ? checkPhone(body.phone) : ''
    const banned = readBan(body.ban_duration)
    if (password !== undefined) checkPassword(server, password)

    const failure = 'Error updating user'
    if ((role ?? '').length > 255 || hasNul(role)) throw internal(failure)
    requireUnique(server, { id: user.id, email, phone }, failure)
    if (hasNul({ ...body, password: '' })) throw internal(failure)
    // The answer shows the identities as they were, and those that have come to them.
    const identities = identitiesOf(server, user)

    if (role) user = updateUserRow(context, user, { role: role.trim() })
    if (email_confirm) user = confirmUser(context, user)
    if (phone_confirm) user = confirmPhone(context, user)
    if (password !== undefined) {
      user = forgetTokens(context, { ...user, password: password || null, password_hash: null })
      for (const session of sessionsOf(server, user)) endSession(server, session)
    }
    if (email) {
      const identity = findIdentity(server, 'email', user.id)
      const data = { email, email_verified: email_confirm }
      if (identity) updateIdentity(context, identity, data)
      else identities.push(addIdentity(context, user, 'email', { sub: user.id, ...data, phone_verified: false }))
      user = updateUserRow(context, user, { email, is_anonymous: user.is_anonymous && !email_confirm })
    }
    if (phone) {
      const identity = findIdentity(server, 'phone', user.id)
      const data = { phone, phone_verified: phone_confirm }
      if (identity) updateIdentity(context, identity, data)
      else identities.push(addIdentity(context, user, 'phone', { sub: user.id, ...data, email_verified: false }))
      user = updateUserRow(context, user, { phone, is_anonymous: user.is_anonymous && !phone_confirm })
    }
    if (app_metadata) user = updateUserRow(context, user, { app_metadata: merged(user.app_metadata, app_metadata) })
    if (user_metadata) user = updateUserRow(context, user, { user_metadata: merged(user.user_metadata, user_metadata) })
    if (banned !== undefined) user = updateUserRow(context, user, { banned_until: banned ? now + banned : null })
    auditAdmin(context, admin, 'user_modified', user)
    return { status: 200, body: userJson(server, user, { identities }) }
  },

  async adminDeleteUser(context) {
    const admin = await context.requireAdmin()
    const user = userOf(context)
    const { should_soft_delete = false } = context.text ? context.body() : {}
    auditAdmin(context, admin, 'user_deleted', user)
    if (!should_soft_delete) deleteUserRow(context.server, user)
    else if (user.deleted_at === null) await softDelete(context, user)
    return { status: 200, body: {} }
  },
}

/** The user of the path. @throws Refusal `validation_failed`, `user_not_found` */
export function userOf({ server, path }: Pick<Context, 'server' | 'path'>): UserRow {
  const id = uuidOf(path.user_id)
  if (!id) throw notFound('validation_failed', 'user_id must be an UUID')
  const user = server.state.users.get(id)
  if (!user) throw notFound('user_not_found', 'User not found')
  return user
}

/** Notes what an administrator has done to a user. */
export function auditAdmin(
  context: Context,
  admin: AccessTokenClaims,
  action: string,
  user: UserRow,
  traits: Record<string, unknown> = {},
): void {
  const { id, email, phone } = user
  context.audit(asActor(admin), action, { user_id: id, user_email: email, user_phone: phone, ...traits })
}

/** Whether the oldest come first. @throws Refusal `validation_failed` */
function sortOf(query: URLSearchParams): boolean {
  const directions = query.getAll('sort').map((text) => {
    const [, field, direction = 'DESC'] = /^([^ ]*)(?: (.*))?$/s.exec(text)!
    if (field !== 'created_at') throw badRequest('validation_failed', `Bad Sort Parameters: bad field for sort '${field}'`)
    if (!/^(asc|desc)$/i.test(direction)) {
      throw badRequest(
        'validation_failed',
        `Bad Sort Parameters: bad direction for sort '${direction}', only 'asc' and 'desc' allowed`,
      )
    }
    return direction.toUpperCase()
  })
  return directions[0] === 'ASC'
}

/** The users that are meant, the oldest first. The case of an address counts, that of a name does not. */
function usersOf({ state: { users } }: Server, aud: string, filter: string): Rows<UserRow> {
  if (!filter && users.isChronological) {
    // Of so many, only those of the page are looked at.
    const ids = users.ids('audience', aud)
    return { length: ids.length, slice: (start, end) => ids.slice(start, end).map((id) => users.get(id)!) }
  }
  if (filter.includes('\0')) throw internal('Database error finding users')
  const byEmail = containsLike(filter)
  const byName = containsLike(filter, { ignoreCase: true })
  const found = users.all().filter(({ aud: other, email, user_metadata }) => {
    if (other !== aud) return false
    const name = user_metadata?.full_name
    return !filter || byEmail(email) || (name !== undefined && name !== null && byName(textOf(name)))
  })
  return users.isChronological ? found : found.sort((a, b) => a.created_at - b.created_at)
}

/** Rows of a time and behind it, in one or the other direction of time. */
function* fromTime(rows: Rows<UserRow>, direction: 1 | -1, time: number | undefined): Iterable<UserRow> {
  const at = (place: number) => rows.slice(place, place + 1)[0]!
  let place = direction === 1 ? 0 : rows.length - 1
  if (time !== undefined) {
    let [low, high] = [0, rows.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const { created_at } = at(middle)
      if (direction === 1 ? created_at < time : created_at <= time) low = middle + 1
      else high = middle
    }
    place = direction === 1 ? low : low - 1
  }
  for (; place >= 0 && place < rows.length; place += direction) yield at(place)
}

/** What `->>` makes of a JSON value. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  const json = (item: unknown): string =>
    Array.isArray(item)
      ? `[${item.map(json).join(', ')}]`
      : item && typeof item === 'object'
        ? `{${Object.entries(item)
            .map(([key, one]) => `${JSON.stringify(key)}: ${json(one)}`)
            .join(', ')}}`
        : JSON.stringify(item)
  return json(value)
}

/** A ban in milliseconds; 0 ends one; undefined: nothing is said of it. @throws Refusal `validation_failed` */
function readBan(text: string | undefined): number | undefined {
  if (!text) return undefined
  if (text === 'none') return 0
  try {
    return parseDuration(text)
  } catch (cause) {
    throw badRequest('validation_failed', `invalid format for ban duration: ${(cause as Error).message}`)
  }
}

/** Leaves a row of which nothing can be read any more. */
async function softDelete(context: Context, user: UserRow): Promise<void> {
  const { server, now } = context
  const { state } = server
  const obfuscated = async (id: string, value: string) =>
    toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(id + value))))
  const number = async (value: string) => (await obfuscated(user.id, value)).slice(0, 15)
  const blank = forgetTokens(context, { ...user, password: null, password_hash: null })
  updateUserRow(context, blank, {
    email: await obfuscated(user.id, user.email),
    phone: await number(user.phone),
    email_change: await obfuscated(user.id, user.email_change),
    phone_change: await number(user.phone_change),
    // Times of messages stay, as on the server.
    confirmation_sent_at: user.confirmation_sent_at,
    recovery_sent_at: user.recovery_sent_at,
    email_change_sent_at: user.email_change_sent_at,
    phone_change_sent_at: user.phone_change_sent_at,
    reauthentication_sent_at: user.reauthentication_sent_at,
    user_metadata: {},
    app_metadata: {},
    deleted_at: now,
  })
  for (const identity of identitiesOf(server, user)) {
    const provider_id = await obfuscated(user.id, `${identity.provider}:${identity.provider_id}`)
    state.identities.update(identity, { identity_data: undefined, email: '', provider_id })
  }
  for (const factor of state.factors.where('user', user.id)) state.factors.delete(factor)
  for (const passkey of state.passkeys.where('user', user.id)) state.passkeys.delete(passkey)
  for (const session of sessionsOf(server, user)) endSession(server, session)
}
