import { timestamp, type Handlers } from '../context.ts'
import { badRequest } from '../errors.ts'
import { pageOf } from '../paging.ts'
import { containsLike } from '../parsing.ts'

const columns: Record<string, string[]> = {
  author: ['actor_username', 'actor_name'],
  action: ['action'],
  type: ['log_type'],
}

/** `GET /admin/audit`. */
export const auditLog: Pick<Handlers, 'adminListAuditLog'> = {
  async adminListAuditLog(context) {
    await context.requireAdmin()
    const { server, query } = context
    const text = query.get('query') ?? ''
    const [scope = '', ...rest] = text.split(':')
    const searched = Object.hasOwn(columns, scope) ? columns[scope]! : []
    const value = rest.join(':')
    if (text && (!searched.length || !rest.length)) throw badRequest('validation_failed', `Invalid query scope: ${text}`)
    const isFound = containsLike(value, { ignoreCase: true })
    const rows = server.state.auditLog
      .all()
      .filter(({ payload }) => !value || searched.some((column) => column in payload && isFound(String(payload[column]))))
      .reverse()
    const entries = pageOf(context, rows).map(({ id, payload, created_at, ip_address }) => ({
      id,
      payload,
      created_at: timestamp(created_at),
      ip_address,
    }))
    return { status: 200, body: entries as never }
  },
}
