import { seconds, UsageError, wholeNumber, type Command } from '../command.ts'
import { adminOf, keyOption, urlOption } from '../connection.ts'
import type { Admin, User } from '../../facade/admin/index.ts'
import { jsonText, type Terminal } from '../terminal.ts'

const connection = {
  ...urlOption,
  ...keyOption,
  audience: { value: '<audience>', about: "the audience to work in; default: the server's" },
}
const keys =
  'The key is GOTRUE_SERVICE_KEY or GOTRUE_JWT_SECRET of the environment, or comes on standard input with --key-stdin.'

type Shown = Omit<User, 'identities' | 'factors'>

const list: Command = {
  name: 'users list',
  summary: 'Lists users, all pages of them: id, state, creation, address.',
  options: {
    filter: { value: '<text>', about: 'only those with this text in the e-mail address or in the full_name' },
    sort: { value: '<newest|oldest>', about: 'who comes first', default: 'newest' },
    limit: { value: '<number>', about: 'at most so many; default: all' },
    'per-page': { value: '<number>', about: 'how many to ask for at once', default: '200' },
    ...connection,
  },
  notes: `${keys}\nWith --json each user is a line of JSON, so that long lists can be read while they come.`,
  examples: ['users list', 'users list --filter @example.com --limit 20', 'users list --json | jq -r .email'],
  async run(given, terminal) {
    const sort = { newest: 'created_at desc', oldest: 'created_at asc' }[given.text('sort')!] as 'created_at asc' | undefined
    if (!sort) throw new UsageError('--sort must be newest or oldest')
    const limit = wholeNumber(given, 'limit') ?? Infinity
    const perPage = wholeNumber(given, 'per-page')!
    if (!perPage || perPage > 1000) throw new UsageError('--per-page must be from 1 to 1000')
    const admin = await adminOf(given, terminal)
    const audience = given.text('audience')
    const options = { signal: terminal.signal, ...(audience && { audience }) }
    let count = 0
    if (limit === 0) return
    const size = Math.min(perPage, limit)
    for await (const user of admin.listUsers({ filter: given.text('filter'), sort, perPage: size }, options)) {
      count++
      if (terminal.isJson) await terminal.printJson(user)
      else await terminal.print(lineOf(user, terminal))
      if (count % size === 0) terminal.progress(count, 'users')
      if (count >= limit) break
    }
    terminal.endProgress()
    if (!terminal.isJson && process.stdout.isTTY)
      terminal.note(count === 1 ? '1 user' : `${count.toLocaleString('en')} users`)
  },
}

const get: Command = {
  name: 'users get',
  summary: 'Shows a user, with identities and factors.',
  operands: { usage: '<id or e-mail>', least: 1, most: 1 },
  options: connection,
  notes: keys,
  examples: ['users get ada@example.com', 'users get 9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11 --json'],
  async run(given, terminal) {
    const which = selectorOf(given.operands[0]!)
    const user = await find(await adminOf(given, terminal), which, given.text('audience'), terminal)
    if (terminal.isJson) return terminal.printJson(user)
    await show(user, terminal)
  },
}

const invite: Command = {
  name: 'users invite',
  summary: 'Creates a user, and sends an invitation to the address.',
  operands: { usage: '<e-mail>', least: 1, most: 1 },
  options: {
    data: { value: '<json>', about: 'the user_metadata of a new user' },
    'redirect-to': { value: '<url>', about: 'where the link of the mail leads to in the end' },
    ...connection,
  },
  notes: keys,
  examples: ['users invite grace@example.com', `users invite grace@example.com --data '{"team":"compilers"}'`],
  async run(given, terminal) {
    const email = given.operands[0]!
    if (!email.includes('@')) throw new UsageError('An e-mail address is needed')
    const data = dataOf(given.text('data'))
    const redirectTo = given.text('redirect-to')
    const audience = given.text('audience')
    const admin = await adminOf(given, terminal)
    const { data: invited, error } = await admin.inviteUserByEmail(email, {
      signal: terminal.signal,
      ...(data && { data }),
      ...(redirectTo && { redirectTo }),
      ...(audience && { audience }),
    })
    if (error) throw error
    if (terminal.isJson) return terminal.printJson(invited.user)
    await terminal.print(`Invited ${nameOf(invited.user)} (${invited.user.id})`)
  },
}

const ban: Command = {
  name: 'users ban',
  summary: 'Keeps a user from signing in and refreshing for a while, or lets it again.',
  operands: { usage: '<id or e-mail>', least: 1, most: 1 },
  options: {
    for: { value: '<duration>', about: 'how long: seconds, or as 90m, 24h or 30d' },
    lift: { about: 'ends a ban' },
    ...connection,
  },
  notes: `${keys}\nAccess tokens that are out live until they expire.`,
  examples: ['users ban ada@example.com --for 24h', 'users ban ada@example.com --lift'],
  async run(given, terminal) {
    const which = selectorOf(given.operands[0]!)
    const time = seconds(given, 'for')
    const isLifted = given.flag('lift')
    if (isLifted === (time !== undefined)) throw new UsageError('How long? Say --for <duration>, or --lift to end a ban')
    if (time === 0) throw new UsageError('--for must be longer than no time')
    const admin = await adminOf(given, terminal)
    const { id } = await find(admin, which, given.text('audience'), terminal)
    const { data, error } = await admin.updateUserById(
      id,
      { ban_duration: isLifted ? 'none' : `${time}s` },
      { signal: terminal.signal },
    )
    if (error) throw error
    const { user } = data
    if (terminal.isJson) return terminal.printJson(user)
    await terminal.print(
      isLifted ? `${nameOf(user)} may sign in again` : `${nameOf(user)} is banned until ${user.banned_until}`,
    )
  },
}

const remove: Command = {
  name: 'users delete',
  summary: 'Deletes users for good, with everything that belongs to them.',
  operands: { usage: '<id or e-mail>...', least: 1, most: Infinity },
  options: {
    soft: { about: 'keeps the row, with hashes in place of the addresses' },
    yes: { about: 'does not ask' },
    ...connection,
  },
  notes: `${keys}\nIt asks before it deletes; where nobody can be asked, --yes is needed. All are looked up before the first is deleted.`,
  examples: ['users delete ada@example.com', 'users delete 9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11 --yes'],
  async run(given, terminal) {
    const selectors = given.operands.map(selectorOf)
    const isSoft = given.flag('soft')
    // Before keys are read, of which one may come on the same input as the answer.
    if (!given.flag('yes') && !process.stdin.isTTY) {
      throw new UsageError('Nobody can be asked here whether that is meant: say --yes')
    }
    const admin = await adminOf(given, terminal)
    const users = new Map<string, User>()
    for (const which of selectors) {
      const user = await find(admin, which, given.text('audience'), terminal)
      users.set(user.id, user)
    }
    if (!given.flag('yes')) {
      for (const user of users.values()) terminal.note(`  ${lineOf(user, terminal)}`)
      const what = users.size === 1 ? 'this user' : `these ${users.size} users`
      if (!(await terminal.confirm(`Delete ${what}${isSoft ? '?' : " for good? It can't be undone."}`))) {
        terminal.note('Nothing was deleted')
        return 1
      }
    }
    for (const user of users.values()) {
      const { error } = await admin.deleteUser(user.id, isSoft, { signal: terminal.signal })
      if (error) throw error
      if (terminal.isJson) await terminal.printJson({ id: user.id, deleted: true })
      else await terminal.print(`Deleted ${nameOf(user)} (${user.id})`)
    }
  },
}

export const userCommands = [list, get, invite, ban, remove]

type Selector = { id: string } | { email: string }

/** @throws UsageError without what was typed: it may be a token, given by mistake */
function selectorOf(text: string): Selector {
  if (/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(text)) return { id: text }
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return { email: text }
  throw new UsageError('A user is named by an id (a UUID) or an e-mail address')
}

async function find(admin: Admin, which: Selector, audience: string | undefined, { signal }: Terminal): Promise<User> {
  const { data, error } =
    'id' in which
      ? await admin.getUserById(which.id, { signal })
      : await admin.getUserByEmail(which.email, { signal, ...(audience && { audience }) })
  if (error) throw error
  return data.user
}

function dataOf(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    // Told below: the platform's words hold a piece of it.
  }
  if (Object(data) !== data || Array.isArray(data))
    throw new UsageError(`--data must be a JSON object, as '{"team":"compilers"}'`)
  return data as Record<string, unknown>
}

const nameOf = ({ email, phone, is_anonymous, id }: Shown): string => email || phone || (is_anonymous ? 'anonymous' : id)

function stateOf({ deleted_at, banned_until, is_anonymous, email_confirmed_at, phone_confirmed_at }: Shown): string {
  if (deleted_at) return 'deleted'
  if (banned_until && new Date(banned_until) > new Date()) return 'banned'
  if (is_anonymous) return 'anonymous'
  return email_confirmed_at || phone_confirmed_at ? 'confirmed' : 'unconfirmed'
}

function lineOf(user: Shown, { style }: Terminal): string {
  const state = stateOf(user)
  const styled = { banned: 'red', deleted: 'dim', unconfirmed: 'yellow' }[state] as 'red' | undefined
  const padded = state.padEnd(11)
  return `${user.id}  ${styled ? style(styled, padded) : padded}  ${user.created_at.slice(0, 10)}  ${nameOf(user)}`
}

async function show(user: User, { print, style }: Terminal): Promise<void> {
  const methods = user.identities?.map(({ provider }) => provider).join(', ')
  const factors = user.factors?.map(({ factor_type, status }) => `${factor_type} (${status})`).join(', ')
  const rows: [string, string | undefined | null][] = [
    ['id', user.id],
    ['state', stateOf(user)],
    ['e-mail', user.email],
    ['phone', user.phone],
    ['created', user.created_at],
    ['last sign-in', user.last_sign_in_at],
    ['banned until', user.banned_until],
    ['identities', methods],
    ['factors', factors],
    ['role', user.role],
    ['user_metadata', jsonText(user.user_metadata)],
    ['app_metadata', jsonText(user.app_metadata)],
  ]
  for (const [name, value] of rows) if (value) await print(`${style('dim', name.padEnd(14))} ${value}`)
}
