import { timestamp, type Handlers } from '../context.ts'
import { badRequest, internal } from '../http/errors.ts'
import { backwards, pageOf } from '../http/paging.ts'
import { containsLike } from '../http/parsing.ts'

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
    const page = pageOf(context)
    const text = query.get('query') ?? ''
    const [scope = '', ...rest] = text.split(':')
    const searched = Object.hasOwn(columns, scope) ? columns[scope]! : []
    const value = rest.join(':')
    if (text && (!searched.length || !rest.length)) throw badRequest('validation_failed', `Invalid query scope: ${text}`)
    if (value.includes('\0')) throw internal('Error searching for audit logs')
    const isFound = containsLike(value, { ignoreCase: true })
    const all = server.state.auditLog.all()
    const rows = value
      ? all.filter(({ payload }) => searched.some((column) => column in payload && isFound(String(payload[column]))))
      : all
    const entries = page(backwards(rows)).map(({ id, payload, created_at, ip_address }) => ({
      id,
      payload,
      created_at: timestamp(created_at),
      ip_address,
    }))
    return { status: 200, body: entries as never }
  },
}
