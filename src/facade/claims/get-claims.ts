import type { Call } from '../call.ts'
import type { AccessTokens } from '../session/access-token.ts'
import type { ClientTypes } from '../session/session.ts'

export interface GetClaims<_T extends ClientTypes = {}> {}

export function createGetClaims(
  _call: Call,
  _tokens: AccessTokens,
  _server: { url: string; fetch: ((request: Request) => Promise<Response>) | undefined },
): GetClaims {
  return {}
}
