import type { AccessTokenClaims, Context } from '../context.ts'

/** An administrator in the audit log: no user, and without an address but the role. */
export const asActor = ({ role = '' }: AccessTokenClaims): Parameters<Context['audit']>[0] => ({
  id: '00000000-0000-0000-0000-000000000000',
  email: role,
  phone: '',
  is_sso_user: false,
  user_metadata: null,
})
