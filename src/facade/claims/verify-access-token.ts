import { AuthError } from '../../transport/errors.ts'
import { failure } from '../call.ts'
import type { Result } from '../result.ts'
import { checkSignature, importKey, needCrypto } from './algorithms.ts'
import type { AccessTokenClaims, Verification } from './decode-access-token.ts'
import { createCheck, type ExpectedClaims } from './expected-claims.ts'
import { fetchJwks } from './fetch-jwks.ts'
import type { JwksCache } from './jwks.ts'
import { invalid, parseJws, parseObject, type JwtHeader } from './jws.ts'
import { hasKeyFor, keyFor, type JwkSet } from './keys.ts'

/** Claims whose signature and times were checked. `decodeAccessToken()` can't make them: it checks nothing. */
export type VerifiedClaims<Claims extends object = {}> = AccessTokenClaims & Claims & Verification

/** A verified access token, in its parts. */
export interface VerifiedAccessToken<Claims extends object = {}> {
  claims: VerifiedClaims<Claims>
  header: JwtHeader
  signature: Uint8Array
}

/**
 * How an access token is checked. `jwksUrl`, `jwks` or `secret` says with what. A secret beside public keys is for a server that
 * has changed over from HS256 to such keys.
 */
export interface VerifyOptions extends ExpectedClaims {
  /** Where the server's public keys are: `<url>/.well-known/jwks.json`. A redirect is not followed. */
  jwksUrl?: string | URL | undefined
  /** The public keys themselves. */
  jwks?: JwkSet | undefined
  /** The secret of a server that signs with HS256 (`GOTRUE_JWT_SECRET`). */
  secret?: string | Uint8Array | undefined
  /** Algorithms to accept, of those that fit the key. Default: RS256, PS256, ES256, ES384 and EdDSA; with a secret HS256. */
  algorithms?: readonly string[] | undefined
  /** The time, in milliseconds since the Unix epoch. Default `Date.now()`. */
  now?: number | undefined
  /** Asks for the keys. They are remembered with it, so let it be the same function each time. Default: the platform's. */
  fetch?: ((request: Request) => Promise<Response>) | undefined
  /** Ends the wait for the keys. */
  signal?: AbortSignal | undefined
  /** The time limit of the request for the keys, in milliseconds. Default 10,000. */
  timeout?: number | undefined
  /** Where keys are remembered. Default: with `fetch`, by their URL. */
  cache?: JwksCache | undefined
}

/**
 * Checks the signature and the times of an access token, without asking the server about each (RFC 7515, RFC 7519).
 *
 * `GET /.well-known/jwks.json`, once in 10 minutes. A genuine token does not say that its session is still alive: `getUser()`
 * does. Refused: `alg: none`, an algorithm that does not fit the key, critical headers, tokens over 64 kB, RSA keys under 2,048
 * bits, and tokens without `sub` or `exp`, such as API keys. An ID token has the same issuer and key as an access token, but
 * another audience.
 *
 * @returns an error `invalid_jwt` or `jwt_expired`; the failure to get the keys; `crypto_missing` where the platform lacks the
 *   algorithm; `invalid_argument` for unusable options. It never rejects.
 * @example
 * const { data, error } = await verifyAccessToken(access_token, {
 *   jwksUrl: 'https://project.supabase.co/auth/v1/.well-known/jwks.json',
 *   issuer: 'https://project.supabase.co/auth/v1',
 *   audience: 'authenticated',
 * })
 * if (!error) console.log(data.claims.sub)
 */
export async function verifyAccessToken<Claims extends object = {}>(
  accessToken: string,
  options: VerifyOptions,
): Promise<Result<VerifiedAccessToken<Claims>>> {
  try {
    // Which claims there are beyond GoTrue's, the caller has to know.
    return { data: (await verify(accessToken, options)) as VerifiedAccessToken<Claims>, error: null }
  } catch (cause) {
    const error = cause instanceof AuthError ? cause : failure('invalid_argument', 'An argument is unusable', cause)
    return { data: null, error }
  }
}

async function verify(accessToken: string, options: VerifyOptions): Promise<VerifiedAccessToken> {
  const { secret, jwks, jwksUrl, algorithms } = options
  const url = jwksUrl && new URL(jwksUrl).href
  // What is given and unusable must not fall back on something else.
  if (jwks ? !Array.isArray(jwks.keys) : !url && !secret?.length) {
    throw failure('invalid_argument', 'jwksUrl, a set of keys in jwks, or a secret is needed')
  }
  const check = createCheck(options)
  needCrypto()

  const jws = parseJws(accessToken)
  const { header, payload, signature } = jws
  // A secret is only what the caller calls one: neither a public key, nor what a server lists among its keys.
  const isSymmetric = header.alg === 'HS256'
  const isAccepted = isSymmetric ? secret?.length : jwks || url
  if (!isAccepted || algorithms?.includes(header.alg) === false) throw invalid('its algorithm is not accepted')
  const key = isSymmetric
    ? await importKey(header, 'raw', bytesOf(secret!))
    : await keyFor(header, jwks ?? (await fetchJwks(url!, hasKeyFor(header), options)))
  await checkSignature(jws, key)

  const claims = parseObject(payload)
  check(claims)
  return { claims: claims as unknown as VerifiedClaims, header, signature }
}

const bytesOf = (secret: string | Uint8Array) =>
  // Shared memory is refused by WebCrypto itself.
  (typeof secret === 'string' ? new TextEncoder().encode(secret) : secret) as Uint8Array<ArrayBuffer>
