import { AuthError } from '../../transport/errors.ts'
import type { Result } from '../result.ts'
import type { AccessTokenClaims } from './decode-access-token.ts'
import { createJwksCache, type Jwk, type JwkSet, type JwksCache } from './jwks.ts'

declare const verified: unique symbol

/** Claims whose signature and times were checked. {@link decodeAccessToken} can't make them: it checks nothing. */
export type VerifiedClaims<Claims extends object = {}> = AccessTokenClaims & Claims & { readonly [verified]: true }

/** The header of a JWT (RFC 7515, section 4.1). */
export interface JwtHeader {
  alg: string
  kid?: string
  typ?: string
}

/** How an access token is checked. One of `jwksUrl`, `jwks` and `secret` says with what. */
export interface VerifyOptions {
  /** Where the server's public keys are: `<url>/.well-known/jwks.json`. */
  jwksUrl?: string | URL
  /** The public keys themselves. */
  jwks?: JwkSet
  /** The secret of a server that signs with HS256 (`GOTRUE_JWT_SECRET`). */
  secret?: string | Uint8Array<ArrayBuffer>
  /** What `iss` must be. Default: not checked. */
  issuer?: string | readonly string[]
  /** What `aud` must be or contain, e.g. `authenticated`. Default: not checked. */
  audience?: string | readonly string[]
  /** How far the clocks may differ, in seconds. Default 10. */
  clockTolerance?: number
  /** Algorithms to accept, of those that fit the key. Default: all of RS256, PS256, ES256, ES384 and EdDSA; HS256 with a secret. */
  algorithms?: readonly string[]
  /** The time, in milliseconds since the Unix epoch. Default `Date.now()`. */
  now?: number
  /** Default: the platform's `fetch`. */
  fetch?: (request: Request) => Promise<Response>
  /** Ends the wait for the keys. */
  signal?: AbortSignal
  /** The time limit of the request for the keys, in milliseconds. Default 10,000. */
  timeout?: number
  /** Where keys are remembered. Default: one for all calls of this function, by the keys' URL. */
  cache?: JwksCache
}

/** What a verified access token says. */
export interface Verified<Claims extends object = {}> {
  claims: VerifiedClaims<Claims>
  header: JwtHeader
}

interface Algorithm {
  kty: string
  crv?: string
  key: AlgorithmIdentifier | RsaHashedImportParams | EcKeyImportParams | HmacImportParams
  verify: AlgorithmIdentifier | RsaPssParams | EcdsaParams
}

/** What each algorithm needs of a key (RFC 7518, sections 3.1 and 6.1; RFC 8037). A key serves one algorithm only. */
const algorithms: Record<string, Algorithm> = {
  __proto__: null!,
  HS256: { kty: 'oct', key: { name: 'HMAC', hash: 'SHA-256' }, verify: { name: 'HMAC' } },
  RS256: {
    kty: 'RSA',
    key: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    verify: { name: 'RSASSA-PKCS1-v1_5' },
  },
  PS256: { kty: 'RSA', key: { name: 'RSA-PSS', hash: 'SHA-256' }, verify: { name: 'RSA-PSS', saltLength: 32 } },
  ES256: {
    kty: 'EC',
    crv: 'P-256',
    key: { name: 'ECDSA', namedCurve: 'P-256' },
    verify: { name: 'ECDSA', hash: 'SHA-256' },
  },
  ES384: {
    kty: 'EC',
    crv: 'P-384',
    key: { name: 'ECDSA', namedCurve: 'P-384' },
    verify: { name: 'ECDSA', hash: 'SHA-384' },
  },
  EdDSA: { kty: 'OKP', crv: 'Ed25519', key: { name: 'Ed25519' }, verify: { name: 'Ed25519' } },
}

/** Characters. GoTrue's own tokens have one or two thousand. */
const longestToken = 65_536
/** Bytes (RFC 7518, section 3.3). */
const shortestModulus = 256

/** Public keys, which are the same for everybody who names their URL. */
const sharedCache: JwksCache = createJwksCache()
/** What was made of a key, for each algorithm that it may serve. It goes with the key. */
const imported = new WeakMap<Jwk, Record<string, Promise<CryptoKey>>>()

/**
 * Checks the signature and the times of an access token, without asking the server at each call (RFC 7519, RFC 7515).
 *
 * `GET /.well-known/jwks.json`, once in 10 minutes. A signature does not tell that the session is still alive: `getUser()` does.
 * Refused: `alg: none`, an algorithm that does not fit the key, critical headers, tokens over 64 kB, RSA keys under 2,048 bits.
 *
 * @returns an error `invalid_jwt`, `jwt_expired`, or the failure to get the keys
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
): Promise<Result<Verified<Claims>>> {
  try {
    return { data: (await verify(accessToken, options)) as Verified<Claims>, error: null }
  } catch (cause) {
    const error =
      cause instanceof AuthError
        ? cause
        : new AuthError('The access token could not be verified', { code: 'invalid_jwt', cause })
    return { data: null, error }
  }
}

async function verify(accessToken: string, options: VerifyOptions): Promise<Verified> {
  if (!(options?.jwks || options?.jwksUrl || options?.secret)) {
    throw new AuthError('One of jwksUrl, jwks and secret is needed', { code: 'invalid_argument' })
  }
  if (typeof accessToken !== 'string' || accessToken.length > longestToken) throw invalid('it is no string, or over 64 kB')
  const [head, payload, signature, ...rest] = accessToken.split('.')
  if (!head || !payload || !signature || rest.length || !/^[\w.-]+$/.test(accessToken)) throw invalid('it is no JWT')
  const header = parse(head) as unknown as JwtHeader & { crit?: unknown }
  if (header.crit !== undefined) throw invalid('it has critical headers')
  const algorithm = algorithms[header.alg]
  const isAllowed =
    (options.algorithms?.includes(header.alg) ?? true) && (options.secret ? header.alg === 'HS256' : header.alg !== 'HS256')
  if (!algorithm || !isAllowed) throw invalid('its algorithm is not accepted')

  const data = new TextEncoder().encode(`${head}.${payload}`)
  const isRight = async (key: CryptoKey) => crypto.subtle.verify(algorithm.verify, key, decode(signature), data)
  let isGenuine = false
  if (options.secret) {
    const bytes = typeof options.secret === 'string' ? new TextEncoder().encode(options.secret) : options.secret
    isGenuine = await isRight(await crypto.subtle.importKey('raw', bytes, algorithm.key, false, ['verify']))
  } else {
    isGenuine = await isRight(await importKey(await keyOf(header, algorithm, options), header.alg))
  }
  if (!isGenuine) throw invalid('its signature is wrong')

  const claims = parse(payload) as unknown as VerifiedClaims
  checkClaims(claims, options)
  const { alg, kid, typ } = header
  return { claims, header: { alg, ...(kid !== undefined && { kid }), ...(typ !== undefined && { typ }) } }
}

/** The key that a token names, else the only one that fits. */
async function keyOf(header: JwtHeader, { kty, crv }: Algorithm, options: VerifyOptions): Promise<Jwk> {
  const fits = (jwk: Jwk) =>
    jwk.kty === kty &&
    jwk.crv === crv &&
    (header.kid === undefined || jwk.kid === header.kid) &&
    (jwk.alg === undefined || jwk.alg === header.alg) &&
    (jwk.use === undefined || jwk.use === 'sig') &&
    (!Array.isArray(jwk.key_ops) || jwk.key_ops.includes('verify'))
  const has = ({ keys }: JwkSet) => keys.some(fits)
  const {
    jwks,
    jwksUrl,
    cache = sharedCache,
    timeout = 10_000,
    signal,
    fetch = (request) => globalThis.fetch(request),
  } = options
  const set = jwks ?? (await cache.get(String(jwksUrl), has, { fetch, signal, timeout, now: Date.now() }))
  const [key, ...others] = set.keys.filter(fits)
  if (!key || others.length) throw invalid(key ? 'several keys fit it' : 'no key fits it')
  return key
}

function importKey(jwk: Jwk, alg: string): Promise<CryptoKey> {
  const { kty, key } = algorithms[alg]!
  const made = imported.get(jwk) ?? {}
  imported.set(jwk, made)
  return (made[alg] ??= (async () => {
    if (kty === 'RSA' && decode(jwk.n ?? '').length < shortestModulus) throw invalid('the key is too short')
    // Only what makes the key: `key_ops` and `alg` were looked at, and platforms differ in what they think of them.
    const { n, e, x, y, crv } = jwk
    return crypto.subtle.importKey('jwk', { kty, n, e, x, y, crv } as JsonWebKey, key, false, ['verify'])
  })())
}

function checkClaims(
  claims: AccessTokenClaims,
  { issuer, audience, clockTolerance = 10, now = Date.now() }: VerifyOptions,
): void {
  const { sub, exp, iss, aud } = claims
  const { nbf, iat } = claims as { nbf?: unknown; iat?: unknown }
  const seconds = now / 1000
  if (typeof sub !== 'string' || typeof exp !== 'number') throw invalid('it has no subject or no expiry')
  if (exp + clockTolerance <= seconds) throw new AuthError('The access token has expired', { code: 'jwt_expired' })
  for (const from of [nbf, iat]) {
    if (from !== undefined && !(typeof from === 'number' && from - clockTolerance <= seconds))
      throw invalid('it is not valid yet')
  }
  if (issuer !== undefined && !asList(issuer).includes(iss!)) throw invalid('its issuer is another')
  if (audience !== undefined && !asList(aud).some((one) => asList(audience).includes(one)))
    throw invalid('its audience is another')
}

const asList = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? [])

const invalid = (why: string) => new AuthError(`The access token is not valid: ${why}`, { code: 'invalid_jwt' })

function parse(part: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(decode(part)))
  } catch {
    // Told below, without the token.
  }
  if (Object(value) !== value || Array.isArray(value)) throw invalid('it is no JWT')
  return value as Record<string, unknown>
}

/** RFC 4648, section 5. */
function decode(part: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
  } catch {
    throw invalid('it is no JWT')
  }
}
