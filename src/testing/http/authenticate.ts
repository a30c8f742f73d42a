import { uuidOf, type AccessTokenClaims, type Server, type SignedIn } from '../context.ts'
import { badRequest, forbidden, unauthorized } from './errors.ts'
import { isBanned } from '../accounts/users.ts'
import { sessionEnd } from '../accounts/sessions.ts'

/** @throws Refusal `no_authorization` */
export function bearerOf(headers: Headers): string {
  const [, token] = /^bearer (\S+)$/i.exec(headers.get('authorization') ?? '') ?? []
  if (!token) throw unauthorized('no_authorization', 'This endpoint requires a valid Bearer token')
  return token
}

/** @throws Refusal `bad_jwt` */
async function claimsOf(server: Server, token: string, now: number): Promise<AccessTokenClaims> {
  try {
    return (await server.keys.verify(token, now)) as AccessTokenClaims
  } catch (cause) {
    throw forbidden('bad_jwt', `invalid JWT: unable to parse or verify signature, ${(cause as Error).message}`)
  }
}

/** @throws Refusal `no_authorization`, `bad_jwt`, `user_not_found`, `session_not_found`, `user_banned` */
export async function authenticateUser(server: Server, headers: Headers, now: number): Promise<SignedIn> {
  const claims = await claimsOf(server, bearerOf(headers), now)
  const signedIn = load(server, claims)
  if (isBanned(signedIn.user, now)) throw forbidden('user_banned', 'User is banned')
  return signedIn
}

function load({ state }: Server, claims: AccessTokenClaims): SignedIn {
  if (!claims.sub) throw forbidden('bad_jwt', 'invalid claim: missing sub claim')
  const userId = uuidOf(claims.sub)
  if (!userId) throw badRequest('bad_jwt', 'invalid claim: sub claim must be a UUID')
  const user = state.users.get(userId)
  if (!user) throw forbidden('user_not_found', 'User from sub claim in JWT does not exist')
  const { session_id } = claims
  if (!session_id || session_id === '00000000-0000-0000-0000-000000000000') return { user, session: null, claims }
  const sessionId = uuidOf(session_id)
  if (!sessionId) throw forbidden('bad_jwt', 'invalid claim: session_id claim must be a UUID')
  const session = state.sessions.get(sessionId)
  if (!session) throw forbidden('session_not_found', 'Session from session_id claim in JWT does not exist')
  return { user, session, claims }
}

/** @throws Refusal `no_authorization`, `bad_jwt`, `not_admin`, `user_not_found`, `session_not_found`, `session_expired` */
export async function authenticateAdmin(server: Server, headers: Headers, now: number): Promise<AccessTokenClaims> {
  const claims = await claimsOf(server, bearerOf(headers), now)
  if (claims.session_id) {
    const { user, session } = load(server, claims)
    if (session && sessionEnd(server, session, user, now)) {
      throw forbidden('session_expired', 'Session is no longer valid')
    }
  }
  if (!server.config.GOTRUE_JWT_ADMIN_ROLES.includes(claims.role ?? '')) throw forbidden('not_admin', 'User not allowed')
  return claims
}
