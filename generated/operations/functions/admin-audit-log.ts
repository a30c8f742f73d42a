// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type { AdminListAuditLogData, AdminListAuditLogErrors, AdminListAuditLogResponses } from '../types.ts'
import type { Options } from './options.ts'

/**
 * List the audit log
 *
 * Lists the audit log of all audiences, newest entry first. Nothing new is in it where
 * `GOTRUE_AUDIT_LOG_DISABLE_POSTGRES` is on.
 * A page far beyond the end (page × per_page over the range of a 64-bit number) is a 500.
 *
 * `GET /admin/audit`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminListAuditLog = (
  options: Options<AdminListAuditLogData>,
): RequestResult<AdminListAuditLogResponses, AdminListAuditLogErrors> =>
  options.client<AdminListAuditLogResponses, AdminListAuditLogErrors>('get', {
    url: '/admin/audit',
    operation: 'adminListAuditLog',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })
