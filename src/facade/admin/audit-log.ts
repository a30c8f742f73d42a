import { adminListAuditLog } from '../../../generated/operations/functions/admin-audit-log.ts'
import type { AdminListAuditLogErrors, AuditLogEntry } from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import type { Call, RequestOptions } from '../call.ts'
import { asList } from './arguments.ts'
import { createListing, type Listing } from './listing.ts'
import {
  numbered,
  readNumbers,
  sendForHeaders,
  type NumberedPage,
  type PageParams,
  type Pagination,
  type Turned,
} from './paging.ts'

/** Which entries, and which page of them. */
export interface ListAuditLogParams extends PageParams {
  /**
   * Only entries with this text, in any case: `author:ada` looks at who did it, `action:login` at what was done, `type:team` at the
   * kind of action. `%` and `_` are wildcards.
   */
  query?: `${'author' | 'action' | 'type'}:${string}` | undefined
}

/** A page of the audit log. */
export interface AuditLogPage extends Pagination {
  entries: AuditLogEntry[]
}

/** What was done on the server, and by whom. */
export interface AuditLog {
  /**
   * Lists the audit log of all audiences, the newest entry first.
   *
   * `GET /admin/audit`. With `await` it is one page, with `for await` they are all entries, and with `pages()` all pages. Nothing
   * new is in it where `GOTRUE_AUDIT_LOG_DISABLE_POSTGRES` is on.
   * @example
   * const { data, error } = await admin.listAuditLog({ query: 'action:login', perPage: 10 })
   * @example
   * for await (const { created_at, payload } of admin.listAuditLog({ query: 'author:ada@example.com' })) {
   *   console.log(created_at, payload.action)
   * }
   */
  listAuditLog(
    params?: ListAuditLogParams,
    options?: RequestOptions,
  ): Listing<AuditLogEntry, AuditLogPage, { entries: [] }, OperationError<AdminListAuditLogErrors>>
}

type TurnedEntries = Turned<AuditLogEntry, NumberedPage> & Pagination

export function createAuditLog(call: Call): AuditLog {
  return {
    listAuditLog: (params, options) =>
      createListing(call, options, {
        empty: { entries: [] },
        ask: async (send, _isIterated, next: NumberedPage | null): Promise<TurnedEntries> => {
          const { query: search, ...place } = params ?? {}
          const at = next ?? numbered(place)
          const query = { ...(search && { query: search }), ...at }
          const { data, headers } = await sendForHeaders(send, adminListAuditLog, { query })
          const items = asList(data, 'entries')
          return { items, ...readNumbers(headers, at, items.length) }
        },
        toPage: ({ items: entries, ...page }): AuditLogPage => ({ entries, ...page }),
        itemsOf: ({ entries }) => entries,
      }),
  }
}
