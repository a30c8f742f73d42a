import { getJwks } from '../../../generated/operations/functions/discovery.ts'
import { getUser } from '../../../generated/operations/functions/user.ts'
import type { GetUserErrors } from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import type { AuthError } from '../../transport/errors.ts'
import type { Call, RequestOptions, Send } from '../call.ts'
import { unwrap, type Result } from '../result.ts'
import type { AccessTokens } from '../session/access-token.ts'
import { missing } from '../session/refresh.ts'
import { asUser, type ClientTypes } from '../session/session.ts'
import { checkSignature, needCrypto } from './algorithms.ts'
import { createCheck, type ExpectedClaims } from './expected-claims.ts'
import { jwksCacheOf } from './jwks.ts'
import { invalid, parseJws, parseObject, type Jws } from './jws.ts'
import { hasKeyFor, keyFor, type JwkSet } from './keys.ts'
import type { VerifiedAccessToken, VerifiedClaims } from './verify-access-token.ts'

/** What `getClaims()` takes. */
export interface GetClaimsOptions extends RequestOptions, ExpectedClaims {
  /** Public keys to look into before those of the server. */
  jwks?: JwkSet | undefined
  /** Whether an expired token will do. Where the server has to be asked, it will not. Default false. */
  allowExpired?: boolean | undefined
}

export interface GetClaims<T extends ClientTypes = {}> {
  /**
   * What an access token says, verified: the session's, or one that came with a request to your own server.
   *
   * `GET /.well-known/jwks.json`, once in 10 minutes; clients with the same `fetch` share the keys. What public keys can't tell
   * is asked of the server, `GET /user`: a token that a secret has signed (HS256), one for which the platform's WebCrypto has
   * not the algorithm, and whether the session's token has expired, when this machine's clock says so and its age does not.
   * A genuine token does not say that its session is still alive: `getUser()` does. Errors: `invalid_jwt`, `jwt_expired`.
   *
   * @param jwt in place of the session's access token
   * @example
   * const { data, error } = await auth.getClaims()
   * if (!error) console.log(data.claims.sub, data.claims.aal)
   */
  getClaims(
    jwt?: string,
    options?: GetClaimsOptions,
  ): Promise<
    Result<
      VerifiedAccessToken<T extends { claims: infer Claims extends object } ? Claims : {}>,
      null,
      OperationError<GetUserErrors>
    >
  >
}

/** @param server `isStateless`: access tokens come from the application, and nothing is known of their age */
export function createGetClaims(
  call: Call,
  tokens: AccessTokens,
  server: { url: string; fetch: ((request: Request) => Promise<Response>) | undefined; isStateless: boolean },
): GetClaims {
  const url = `${server.url}/.well-known/jwks.json`
  // Everybody waits for the same request, so it is a call of its own.
  const load = async () => unwrap(await call(null, {}, (send) => send(getJwks, {})))
  const wait = (loading: Promise<void>) => loading

  const checkByKeys = async (jws: Jws, given: JwkSet | undefined) => {
    needCrypto()
    const has = hasKeyFor(jws.header)
    const isGiven = given && has(given)
    const keys = isGiven ? given : await jwksCacheOf(server.fetch).get(url, has, { load, wait, now: Date.now() })
    await checkSignature(jws, await keyFor(jws.header, keys))
  }

  /** The server's word holds for the token that it was sent, so no other may take its place. */
  const askServer = async (send: Send, token: string, sub: unknown, headers: RequestOptions['headers']) => {
    const others = Object.entries(headers ?? {}).filter(([name]) => name.toLowerCase() !== 'authorization')
    const own = { ...Object.fromEntries(others), authorization: `Bearer ${token}` }
    // Headers are the call's affair, by their type.
    const user = asUser(await tokens.authorize(send, token)(getUser, { headers: own } as {}))
    if (user.id !== sub) throw invalid('the server knows it as that of somebody else')
  }

  return {
    getClaims: (jwt, options) =>
      // The audience is that of the token, and goes nowhere: the one request that is sent by `send` has headers of its own.
      call(null, options as RequestOptions, async (send) => {
        const { jwks, headers, ...expected } = options ?? {}
        const check = createCheck(expected)
        // Two clocks differ, if it was still good by its age.
        const isClockWrong = (code: string) => code === 'jwt_expired' && jwt == null && !server.isStateless

        const read = async (token: string): Promise<VerifiedAccessToken> => {
          const jws = parseJws(token)
          const { header, payload, signature } = jws
          const claims = parseObject(payload)
          let isOpen = header.alg.startsWith('HS')
          try {
            if (!isOpen) {
              await checkByKeys(jws, jwks)
              check(claims)
            }
          } catch (error) {
            const { code } = error as AuthError
            isOpen = code === 'crypto_missing' || isClockWrong(code)
            if (!isOpen) throw error
          }
          if (isOpen) {
            await askServer(send, token, claims.sub, headers)
            createCheck({ ...expected, allowExpired: true })(claims)
          }
          return { claims: claims as unknown as VerifiedClaims, header, signature }
        }

        const token = jwt ?? (await tokens.get())
        if (token === null) throw missing()
        try {
          return await read(token)
        } catch (error) {
          const other = jwt == null && (error as AuthError).code === 'bad_jwt' && (await tokens.renew(token))
          if (!other) throw error
          return read(other)
        }
      }),
  }
}
