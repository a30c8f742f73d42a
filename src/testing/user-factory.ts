import type { components } from '../../generated/schema.ts'
import type { Context, Server } from './context.ts'
import type { UserRow } from './state/state.ts'
import { issueSession, type TokenResponse } from './accounts/sessions.ts'
import {
  addIdentity,
  checkEmail,
  checkPhone,
  deleteUserRow,
  findByEmail,
  findByPhone,
  insertUser,
  plainPhone,
  providersOf,
  updateUserRow,
  userJson,
} from './accounts/users.ts'

/** What a new user is to have. */
export interface NewUser {
  /** Default: one that nobody has, `user-1@example.com` and so on, unless there is a phone number. Null: none. */
  email?: string | null
  /** In E.164 format. */
  phone?: string
  /** Default `correct-horse-battery`. Null: none. */
  password?: string | null
  /** Whether address and number are confirmed. Default true. */
  confirmed?: boolean
  user_metadata?: Record<string, unknown>
  app_metadata?: Record<string, unknown>
  /** Default `authenticated`. */
  role?: string
  aud?: string
  is_anonymous?: boolean
  /** Until when sign-in is refused. */
  banned_until?: Date | number | string
  /** Identities beside those of address and number. `id` is the provider's name of the user. */
  identities?: { provider: string; id: string; identity_data?: Record<string, unknown> }[]
}

/** A user, and what to sign in with. */
export type TestUser = components['schemas']['User'] & { password: string | null }

/** Users without sign-up. All of it happens at once, and sends nothing. */
export interface Users {
  /** @throws TypeError when somebody has that address or number */
  create(user?: NewUser): TestUser
  /** Makes many, alike or each by a function of its number, from 0. */
  createMany(count: number, user?: NewUser | ((index: number) => NewUser)): TestUser[]
  /** By address, number or ID. */
  find(user: string): TestUser | undefined
  all(): TestUser[]
  /** Changes a user. @throws TypeError when there is no such one */
  update(user: string | { id: string }, changes: Omit<NewUser, 'identities'>): TestUser
  /** Signs a user in, as `method` says (`password` by default): the session is as good as any. */
  signIn(user: string | { id: string }, options?: { method?: string; aal?: 'aal1' | 'aal2' }): Promise<TokenResponse>
  /** Deletes a user and all that is theirs. */
  delete(user: string | { id: string }): void
}

export function createUsers(server: Server): Users {
  const { state, config, clock } = server

  const at = (): Pick<Context, 'server' | 'now'> => ({ server, now: clock.now() })
  const wire = (user: UserRow): TestUser => ({ ...userJson(server, user), password: user.password })
  const findRow = (user: string | { id: string }): UserRow | undefined => {
    if (typeof user !== 'string') return state.users.get(user.id)
    const aud = config.GOTRUE_JWT_AUD
    return state.users.get(user) ?? findByEmail(server, user, aud) ?? findByPhone(server, plainPhone(user), aud)
  }
  const rowOf = (user: string | { id: string }): UserRow => {
    const row = findRow(user)
    if (!row) throw new TypeError(`There is no user ${typeof user === 'string' ? user : user.id}`)
    return row
  }
  /** Fields of a row, checked. */
  const fieldsOf = (given: NewUser, now: number, self?: UserRow): Partial<UserRow> => {
    const { email, phone, password, confirmed, banned_until, identities: _, ...others } = given
    const aud = given.aud ?? self?.aud ?? config.GOTRUE_JWT_AUD
    const fields: Partial<UserRow> = { ...others, aud }
    if (email !== undefined) fields.email = email === null ? '' : refuseTwice(checkEmail(email), 'email')
    if (phone !== undefined) fields.phone = phone && refuseTwice(checkPhone(phone), 'phone')
    if (password !== undefined) fields.password = password
    if (banned_until !== undefined) fields.banned_until = new Date(banned_until).getTime()
    if (confirmed !== undefined || !self) {
      const time = (confirmed ?? true) ? now : null
      if (fields.email ?? self?.email) fields.email_confirmed_at = time
      if (fields.phone ?? self?.phone) fields.phone_confirmed_at = time
    }
    return fields

    function refuseTwice(value: string, index: 'email' | 'phone'): string {
      const other = state.users.find(index, value)
      if (other && other.id !== self?.id) throw new TypeError(`There is a user ${value} already`)
      return value
    }
  }

  /** Does it at once, and shows what has become of it. */
  const done = (work: () => UserRow): TestUser => wire(state.users.get(state.journal.aside(work).id)!)

  const createRow = (given: NewUser = {}): UserRow => {
    const context = at()
    const { is_anonymous = false } = given
    let number = state.users.size + 1
    while (findByEmail(server, `user-${number}@example.com`, config.GOTRUE_JWT_AUD)) number++
    const email = given.phone || is_anonymous ? null : `user-${number}@example.com`
    const password = is_anonymous ? null : 'correct-horse-battery'
    const user = insertUser(context, fieldsOf({ email, password, ...given }, context.now))
    const verified = user.email_confirmed_at !== null
    if (user.email)
      addIdentity(context, user, 'email', {
        sub: user.id,
        email: user.email,
        email_verified: verified,
        phone_verified: false,
      })
    if (user.phone)
      addIdentity(context, user, 'phone', {
        sub: user.id,
        phone: user.phone,
        email_verified: false,
        phone_verified: verified,
      })
    for (const { provider, id, identity_data } of given.identities ?? []) {
      addIdentity(context, user, provider, { sub: id, ...identity_data })
    }
    const providers = is_anonymous ? {} : providersOf(server, user)
    return updateUserRow(context, user, { app_metadata: { ...providers, ...given.app_metadata } })
  }

  return {
    create: (given) => done(() => createRow(given)),
    createMany(count, user) {
      const rows = state.journal.aside(() =>
        Array.from({ length: count }, (_, index) => createRow(typeof user === 'function' ? user(index) : user)),
      )
      return rows.map(({ id }) => wire(state.users.get(id)!))
    },
    find(user) {
      const row = findRow(user)
      return row && wire(row)
    },
    all: () => state.users.all().map(wire),
    update(user, changes) {
      const row = rowOf(user)
      const context = at()
      return done(() => updateUserRow(context, row, fieldsOf(changes, context.now, row)))
    },
    async signIn(user, { method = 'password', aal = 'aal1' } = {}) {
      const context = { ...at(), ip: '127.0.0.1', userAgent: 'gotrue-sdk/testing', answerHeaders: new Headers() } as Context
      const session = await issueSession(context, rowOf(user), method, {}, aal === 'aal2' ? ['totp'] : [])
      state.journal.commit()
      return session
    },
    delete(user) {
      const row = rowOf(user)
      state.journal.aside(() => deleteUserRow(server, row))
    },
  }
}
