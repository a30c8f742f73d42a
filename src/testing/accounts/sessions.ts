import type { components } from '../../../generated/schema.ts'
import type { AccessTokenClaims, Context, Server } from '../context.ts'
import { fromBase64url, toBase64url } from '../crypto/encoding.ts'
import { badRequest, oauthError, Refusal } from '../http/errors.ts'
import type { RefreshTokenRow, SessionRow, UserRow } from '../state/state.ts'
import { factorsOf, identitiesOf, isBanned, updateUserRow, userJson } from './users.ts'

export type TokenResponse = components['schemas']['Session']

/** What a new session is made with. */
export interface Grant {
  oauthClientId?: string
  scopes?: string
  factorId?: string
  notAfter?: number
}

/** Signs a user in: makes a session, and its first tokens. @param factors the second factors that were shown, too */
export async function issueSession(
  context: Context,
  given: UserRow,
  method: string,
  grant: Grant = {},
  factors: string[] = [],
): Promise<TokenResponse> {
  const { server, now } = context
  const { state, config, random } = server
  const user = updateUserRow(context, given, { last_sign_in_at: now })
  const isSecondVersion = config.GOTRUE_SECURITY_REFRESH_TOKEN_ALGORITHM_VERSION === 2
  const session = state.sessions.insert({
    id: random.uuid(),
    user_id: user.id,
    aal: factors.length ? 'aal2' : 'aal1',
    amr: [method, ...factors].map((method) => ({ method, at: now })),
    factor_id: grant.factorId ?? null,
    oauth_client_id: grant.oauthClientId ?? null,
    scopes: grant.scopes ?? null,
    not_after: grant.notAfter ?? null,
    tag: null,
    user_agent: context.userAgent,
    ip: context.ip,
    refresh_token_counter: isSecondVersion ? 0 : null,
    refreshed_at: null,
    created_at: now,
  })
  const refreshToken = isSecondVersion ? counterToken(server, session) : insertRefreshToken(context, session, null).id
  noteHeaders(context, user, session, refreshToken)
  return tokenResponse(context, user, session, refreshToken)
}

/** The body that carries tokens. */
export async function tokenResponse(
  { server, now }: Context,
  user: UserRow,
  session: SessionRow,
  refreshToken: string,
): Promise<TokenResponse> {
  const claims = accessTokenClaims(server, user, session, now)
  return {
    access_token: await server.keys.sign(claims),
    token_type: 'bearer',
    expires_in: claims.exp - Math.floor(now / 1_000),
    expires_at: claims.exp,
    refresh_token: refreshToken,
    user: userJson(server, user),
  } as TokenResponse
}

function noteHeaders({ answerHeaders }: Context, user: UserRow, session: SessionRow, refreshToken: string): void {
  answerHeaders.set('sb-auth-user-id', user.id)
  answerHeaders.set('sb-auth-session-id', session.id)
  if (session.refresh_token_counter === null) answerHeaders.set('sb-auth-refresh-token-prefix', refreshToken.slice(0, 5))
  else answerHeaders.set('sb-auth-refresh-token-counter', String(session.refresh_token_counter))
}

export function accessTokenClaims(
  server: Server,
  user: UserRow,
  session: SessionRow,
  now: number,
): AccessTokenClaims & { exp: number } {
  const { config } = server
  const issuer = config.GOTRUE_JWT_ISSUER ?? config.API_EXTERNAL_URL
  const { aal, amr } = assuranceOf(server, user, session)
  let expires = now + config.GOTRUE_JWT_EXP * 1_000
  const lowest = config.GOTRUE_SESSIONS_ALLOW_LOW_AAL
  if (lowest && aal === 'aal1' && highestAal(server, user) === 'aal2')
    expires = Math.min(expires, session.created_at + lowest)
  return {
    ...(issuer && { iss: issuer }),
    sub: user.id,
    aud: user.aud,
    exp: Math.floor(expires / 1_000),
    iat: Math.floor(now / 1_000),
    email: user.email,
    phone: user.phone,
    app_metadata: user.app_metadata,
    user_metadata: user.user_metadata,
    role: user.role,
    aal,
    amr,
    session_id: session.id,
    is_anonymous: user.is_anonymous,
    ...(session.oauth_client_id && { client_id: session.oauth_client_id }),
    ...(session.scopes && { scope: session.scopes }),
  }
}

/** How sure the server is, and of what it is so. */
function assuranceOf(server: Server, user: UserRow, session: SessionRow): { aal: 'aal1' | 'aal2'; amr: object[] } {
  const provider = identitiesOf(server, user)[0]?.provider ?? ''
  // Of one moment, the last one first.
  const amr = [...session.amr]
    .reverse()
    .sort((a, b) => b.at - a.at)
    .map(({ method, at }) => ({
      method,
      timestamp: Math.floor(at / 1_000),
      ...(method === 'sso/saml' && provider.startsWith('sso:') && { provider: provider.slice(4) }),
    }))
  return { aal: session.amr.some(({ method }) => isSecondFactor(method)) ? 'aal2' : 'aal1', amr }
}

const isSecondFactor = (method: string): boolean => ['totp', 'mfa/phone', 'mfa/webauthn'].includes(method)

/** What a user can reach with the factors that they have. */
export const highestAal = (server: Server, user: UserRow): 'aal1' | 'aal2' =>
  factorsOf(server, user).some(({ status }) => status === 'verified') ? 'aal2' : 'aal1'

/** Adds how somebody has shown who they are, or that they have done so again. */
export function addAmr({ server, now }: Context, session: SessionRow, method: string): SessionRow {
  const others = session.amr.filter((entry) => entry.method !== method)
  return server.state.sessions.update(session, { amr: [...others, { method, at: now }] })
}

/** Ends a session: its tokens go with it. */
export function endSession({ state }: Server, session: SessionRow): void {
  for (const token of state.refreshTokens.where('session', session.id)) state.refreshTokens.delete(token)
  state.sessions.delete(session)
}

export const sessionsOf = ({ state }: Server, user: Pick<UserRow, 'id'>): SessionRow[] =>
  state.sessions.where('user', user.id)

/** Why a session is over, if it is. */
export function sessionEnd(
  server: Server,
  session: SessionRow,
  user: UserRow,
  now: number,
  tokenTime?: number,
): 'time' | 'inactivity' | 'low_aal' | undefined {
  const { config } = server
  const refreshed = session.refreshed_at ?? Math.max(tokenTime ?? 0, session.created_at)
  if (session.not_after !== null && now > session.not_after) return 'time'
  if (config.GOTRUE_SESSIONS_TIMEBOX && now > session.created_at + config.GOTRUE_SESSIONS_TIMEBOX) return 'time'
  if (config.GOTRUE_SESSIONS_INACTIVITY_TIMEOUT && now > refreshed + config.GOTRUE_SESSIONS_INACTIVITY_TIMEOUT) {
    return 'inactivity'
  }
  const lowest = config.GOTRUE_SESSIONS_ALLOW_LOW_AAL
  const isLow = session.aal === 'aal1' && highestAal(server, user) === 'aal2'
  if (lowest && isLow && now > session.created_at + lowest) return 'low_aal'
  return undefined
}

export function insertRefreshToken({ server, now }: Context, session: SessionRow, parent: string | null): RefreshTokenRow {
  const { state, random } = server
  return state.refreshTokens.insert({
    id: random.text(12),
    parent,
    session_id: session.id,
    user_id: session.user_id,
    revoked: false,
    sequence: state.refreshTokens.size,
    created_at: now,
    updated_at: now,
  })
}

/**
 * A refresh token of version 2: which session it is of, which one it is of those, a signature, and a checksum. Neither is
 * cryptography here, so that no key is needed.
 */
export function counterToken(server: Server, session: SessionRow, counter: number = session.refresh_token_counter!): string {
  return encodeCounter(server, session.id, counter)
}

function encodeCounter({ config }: Server, sessionId: string, counter: number): string {
  const id = sessionId.replaceAll('-', '')
  const bytes = [0, ...[...id.matchAll(/../g)].map(([hex]) => Number.parseInt(hex, 16))]
  for (let rest = counter, more = true; more; rest = Math.floor(rest / 128)) {
    more = rest >= 128
    bytes.push((rest % 128) | (more ? 128 : 0))
  }
  bytes.push(...checksum(`${bytes.join()} ${config.GOTRUE_JWT_SECRET}`, 16))
  return toBase64url(Uint8Array.from([...bytes, ...checksum(bytes.join(), 4)]))
}

/** FNV-1a, some bytes of it: enough to tell a made-up token. */
function checksum(text: string, length: number): number[] {
  let hash = 0x811c9dc5
  const bytes: number[] = []
  for (let round = 0; bytes.length < length; round++) {
    for (const character of `${text}${round}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0
    bytes.push(hash & 255)
  }
  return bytes
}

/** The session and the number of a token of version 2. Undefined for what is none; without a session when there is none. */
export function readCounterToken(
  server: Server,
  token: string,
): { session: SessionRow | undefined; counter: number } | undefined {
  if (!/^[A-Za-z0-9_-]{51,}$/.test(token) || token.length % 4 === 1) return undefined
  const bytes = [...fromBase64url(token)]
  if (bytes[0] !== 0 || bytes.slice(-4).join() !== checksum(bytes.slice(0, -4).join(), 4).join()) return undefined
  const hex = bytes
    .slice(1, 17)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  let counter = 0
  for (let at = 17, scale = 1; at < bytes.length; at++, scale *= 128) {
    counter += (bytes[at]! & 127) * scale
    if (bytes[at]! < 128) break
  }
  const session = server.state.sessions.get(id)
  return { session: session && counterToken(server, session, counter) === token ? session : undefined, counter }
}

/**
 * Exchanges a refresh token for a new one and an access token.
 *
 * @param clientId the OAuth client that asks
 * @throws Refusal `refresh_token_not_found`, `refresh_token_already_used`, `session_expired`, `user_banned`, `validation_failed`
 */
export async function refreshSession(context: Context, token: string, clientId?: string): Promise<TokenResponse> {
  const { server, now, answerHeaders } = context
  const { state } = server
  const row = state.refreshTokens.get(token)
  const read = row ? undefined : readCounterToken(server, token)
  let session = row ? state.sessions.get(row.session_id) : read?.session
  if (!session) {
    throw badRequest('refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found')
  }
  const user = state.users.get(session.user_id)!
  answerHeaders.set('sb-auth-user-id', user.id)
  if (isBanned(user, now)) throw badRequest('user_banned', 'Invalid Refresh Token: User Banned')
  answerHeaders.set('sb-auth-session-id', session.id)
  const end = sessionEnd(server, session, user, now, row?.updated_at)
  if (end) {
    const why = { time: '', inactivity: ' (Inactivity)', low_aal: ' (Low AAL: User Needs MFA Verification)' }[end]
    throw badRequest('session_expired', `Invalid Refresh Token: Session Expired${why}`)
  }
  requireClientOf(session, clientId)
  requireNewest(context, session, user, row?.updated_at)

  const issued = row ? swap(context, session, row) : count(context, session, read!.counter)
  session = state.sessions.update(state.sessions.get(session.id)!, {
    refreshed_at: now,
    user_agent: context.userAgent,
    ip: context.ip,
  })
  if (row) answerHeaders.set('sb-auth-refresh-token-prefix', issued.slice(0, 5))
  else answerHeaders.set('sb-auth-refresh-token-counter', String(session.refresh_token_counter))
  return tokenResponse(context, user, session, issued)
}

function requireClientOf(session: SessionRow, clientId: string | undefined): void {
  if (session.oauth_client_id && !clientId) {
    throw oauthError('invalid_client', 'Client authentication required for OAuth session')
  }
  if (session.oauth_client_id && clientId !== session.oauth_client_id) {
    throw oauthError('invalid_client', "Client does not match the session's OAuth client")
  }
  if (!session.oauth_client_id && clientId) {
    throw oauthError('invalid_client', 'Client authentication not allowed for non-OAuth session')
  }
}

/** Where a user may have one session only, the one that was used last is it. */
function requireNewest({ server, now }: Context, session: SessionRow, user: UserRow, tokenTime?: number): void {
  if (!server.config.GOTRUE_SESSIONS_SINGLE_PER_USER) return
  const lastOf = (one: SessionRow, at = 0) => one.refreshed_at ?? Math.max(at, one.created_at)
  const newer = sessionsOf(server, user).some(
    (other) =>
      other.id !== session.id && !sessionEnd(server, other, user, now) && lastOf(other) > lastOf(session, tokenTime),
  )
  if (newer) throw badRequest('session_expired', 'Invalid Refresh Token: Session Expired (Revoked by Newer Login)')
}

/** A token of version 1: a row each, and the one before it is revoked. */
function swap(context: Context, session: SessionRow, row: RefreshTokenRow): string {
  const { server, now, answerHeaders } = context
  const { state, config } = server
  const user = state.users.get(session.user_id)!
  if (row.revoked) {
    const active = state.refreshTokens
      .where('session', session.id)
      .filter(({ revoked }) => !revoked)
      .sort((a, b) => b.sequence - a.sequence)[0]
    // Whoever asks has not got the answer of the last time.
    if (active?.parent === row.id) {
      context.audit(user, 'token_refreshed')
      return active.id
    }
    if (now > row.updated_at + config.GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL * 1_000) {
      if (config.GOTRUE_SECURITY_REFRESH_TOKEN_ROTATION_ENABLED) {
        for (const token of state.refreshTokens.where('session', session.id)) {
          if (!token.revoked) state.refreshTokens.update(token, { revoked: true, updated_at: now })
        }
      }
      throw alreadyUsed()
    }
  }
  context.audit(user, 'token_refreshed')
  context.audit(user, 'token_revoked')
  state.refreshTokens.update(row, { revoked: true, updated_at: now })
  answerHeaders.set('sb-auth-refresh-token-reuse', 'false')
  return insertRefreshToken(context, session, row.id).id
}

/** A token of version 2: the session counts, and a token that lags behind was used before. */
function count(context: Context, session: SessionRow, counter: number): string {
  const { server, now, answerHeaders } = context
  const { state, config } = server
  const user = state.users.get(session.user_id)!
  const lag = session.refresh_token_counter! - counter
  if (lag < 0) throw badRequest('validation_failed', 'Invalid Refresh Token: Not Issued By This Server')
  if (lag === 0) {
    answerHeaders.set('sb-auth-refresh-token-reuse', 'false')
    context.audit(user, 'token_refreshed')
    return counterToken(server, state.sessions.update(session, { refresh_token_counter: counter + 1 }))
  }
  const last = session.refreshed_at ?? session.created_at
  const isRecent = Math.abs(now - last) < config.GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL * 1_000
  const causes = [
    isRecent && 'concurrent-refresh',
    lag === 1 && 'fail-to-save',
    config.GOTRUE_SECURITY_REFRESH_TOKEN_ALLOW_REUSE && 'always-allow',
  ].filter(Boolean)
  if (causes.length) {
    answerHeaders.set('sb-auth-refresh-token-reuse-cause', causes.join(','))
    context.audit(user, 'token_refreshed')
    return counterToken(server, session)
  }
  if (config.GOTRUE_SECURITY_REFRESH_TOKEN_ROTATION_ENABLED) {
    endSession(server, session)
    answerHeaders.set('sb-auth-refresh-token-rotated', 'true')
  }
  throw alreadyUsed()
}

const alreadyUsed = (): Refusal =>
  new Refusal('Invalid Refresh Token: Already Used', { status: 400, code: 'refresh_token_already_used', commits: true })
