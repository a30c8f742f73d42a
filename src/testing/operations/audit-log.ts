import type { Handlers } from '../context.ts'
import { unforeseen } from '../errors.ts'

export const auditLog: Pick<Handlers, 'adminListAuditLog'> = {
  adminListAuditLog: () => {
    throw unforeseen('not yet')
  },
}
