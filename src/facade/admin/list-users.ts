import { adminGetUser, adminListUsers } from '../../../generated/operations/functions/admin-users.ts'
import type { AdminGetUserErrors, AdminListUsersData, AdminListUsersErrors } from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import { AuthApiError, AuthError } from '../../transport/errors.ts'
import { failure, text, type Call, type RequestOptions, type Send } from '../call.ts'
import type { Result } from '../result.ts'
import { asUser, type ClientTypes, type User } from '../session/session.ts'
import { asList } from './arguments.ts'
import { createListing, type Listing } from './listing.ts'
import {
  defaultPerPage,
  numbered,
  readNumbers,
  sendForHeaders,
  turnPages,
  type NumberedPage,
  type PageParams,
  type Pagination,
  type Turned,
} from './paging.ts'

/** What the calls take that work in an audience. */
export interface AudienceOptions extends RequestOptions {
  /** The audience to work in, sent in `X-JWT-AUD`. Default: the server's `GOTRUE_JWT_AUD`. */
  audience?: string | undefined
}

/** A user in a list. The server leaves out identities and factors there: `getUserById()` has them. */
export type ListedUser<T extends ClientTypes = {}> = Omit<User<T>, 'identities' | 'factors'> & { identities: null }

/** Which users, in which order, and which page of them. */
export interface ListUsersParams extends PageParams {
  /** Where the page begins, in place of `page`: the `nextCursor` of another page. */
  cursor?: string | undefined
  /**
   * Only users with this text in the e-mail address (in lower case there), or in the `full_name` of their `user_metadata`, in
   * any case. `%` and `_` are wildcards, `\` takes that from them.
   */
  filter?: string | undefined
  /** The order. Default: the newest first. */
  sort?: 'created_at asc' | 'created_at desc' | undefined
}

/** A page of users. */
export interface UserPage<T extends ClientTypes = {}> extends Pagination {
  users: ListedUser<T>[]
  /** The audience that was listed. */
  aud: string
  /** Where the next page begins, where the server pages by cursor. */
  nextCursor: string | null
}

/** Users, listed and found. */
export interface UserLists<T extends ClientTypes = {}> {
  /**
   * Lists the users of the audience, the newest first.
   *
   * `GET /admin/users`. Softly deleted users are listed, too. With `await` it is one page, with `for await` they are all users,
   * and with `pages()` all pages. Iteration pages by cursor where the server does (`GOTRUE_EXPERIMENTAL_CURSOR_PAGINATION_ENABLED`;
   * at most 1,000 on a page), and by number elsewhere; it finds that out.
   *
   * @example
   * const { data, error } = await admin.listUsers({ page: 2, perPage: 100 })
   * if (!error) console.log(data.users, data.total, data.nextPage, data.lastPage)
   * @example
   * for await (const user of admin.listUsers({ filter: '@example.com', sort: 'created_at asc' })) console.log(user.email)
   */
  listUsers(
    params?: ListUsersParams,
    options?: AudienceOptions,
  ): Listing<ListedUser<T>, UserPage<T>, { users: [] }, OperationError<AdminListUsersErrors>>

  /**
   * The user who has this e-mail address, in any case. A user who signs in without SSO comes first; of several users of SSO
   * providers it is the newest.
   *
   * `GET /admin/users?filter=…` as often as it takes, then `GET /admin/users/{user_id}`. Nobody is `user_not_found`, as with
   * `getUserById()`.
   * @example
   * const { data: { user }, error } = await admin.getUserByEmail('ada@example.com')
   */
  getUserByEmail(
    email: string,
    options?: AudienceOptions,
  ): Promise<
    Result<{ user: User<T> }, { user: null }, OperationError<AdminListUsersErrors> | OperationError<AdminGetUserErrors>>
  >
}

/** The query of a page; without a number where the server may page by cursor. */
type Position = NumberedPage | { limit: number; cursor?: string }
type Selection = Pick<NonNullable<AdminListUsersData['query']>, 'filter' | 'sort'>
type TurnedUsers = Turned<ListedUser, Position> & Omit<UserPage, 'users'>

export function createUserLists(call: Call): UserLists {
  /** Whether the server was seen to number its pages. */
  let hasNumbers = false

  const askFor = async (send: Send, selection: Selection, at: Position): Promise<TurnedUsers> => {
    const { data, headers } = await sendForHeaders(send, adminListUsers, { query: { ...selection, ...at } })
    const { aud, pagination } = data
    // What lists leave out is left out of their type.
    const items = asList(data.users, 'users').map(asUser) as unknown as ListedUser[]
    const byNumber = (at: NumberedPage): TurnedUsers => ({
      items,
      aud,
      nextCursor: null,
      ...readNumbers(headers, at, items.length),
    })
    if ('page' in at) return byNumber(at)
    if (pagination) {
      const nextCursor = (pagination.has_more && pagination.next_cursor) || null
      const next = nextCursor === null ? null : { limit: at.limit, cursor: nextCursor }
      return { items, aud, total: null, nextPage: null, lastPage: null, nextCursor, isFull: next !== null, next }
    }
    if (at.cursor) throw new AuthError('The server does not page by cursor', { code: 'unexpected_response', status: 200 })
    hasNumbers = true
    const first = byNumber({ page: 1, per_page: at.limit })
    // Such a server takes no notice of `limit`: it is the first page only if it has that length, or everybody.
    const isFirst = items.length === at.limit || (items.length < at.limit && items.length === first.total)
    return isFirst ? first : askFor(send, selection, { page: 1, per_page: at.limit })
  }

  const listUsers: UserLists['listUsers'] = (params, options) =>
    createListing(call, options, {
      empty: { users: [] },
      ask: (send, isIterated, next: Position | null): Promise<TurnedUsers> => {
        const { filter, sort, cursor, ...place } = params ?? {}
        if (cursor && place.page) throw failure('invalid_argument', 'page and cursor exclude each other')
        const selection = { ...(filter && { filter }), ...(sort && { sort: [sort] }) }
        let at: Position = numbered(place)
        if (cursor) at = { limit: at.per_page, cursor }
        else if (isIterated && place.page === undefined && !hasNumbers) at = { limit: at.per_page }
        return askFor(send, selection, next ?? at)
      },
      toPage: ({ items: users, ...page }): UserPage => ({ users, ...page }),
      itemsOf: ({ users }) => users,
    })

  const find = async (send: Send, email: string): Promise<ListedUser> => {
    const address = text(email, 'email').toLowerCase()
    const selection = { filter: address.replace(/[\\%_]/g, '\\$&') }
    const first: Position = hasNumbers ? numbered({}) : { limit: defaultPerPage }
    let found: ListedUser | undefined
    const turned = turnPages<ListedUser, Position, TurnedUsers>((next) => askFor(send, selection, next ?? first))
    for await (const { items } of turned) {
      const same = items.filter((user) => user.email?.toLowerCase() === address)
      const own = same.find(({ app_metadata }) => !app_metadata?.provider?.startsWith('sso:'))
      if (own) return own
      found ??= same[0]
    }
    if (found) return found
    const details = { code: 'user_not_found', status: 404, operation: 'adminListUsers' }
    throw new AuthApiError('No user has this e-mail address', details)
  }

  return {
    listUsers,
    getUserByEmail: (email, options) =>
      call({ user: null }, options, async (send) => {
        const { id } = await find(send, email)
        return { user: asUser(await send(adminGetUser, { path: { user_id: id } })) }
      }),
  }
}
