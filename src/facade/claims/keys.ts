import { algorithmOf, importKey } from './algorithms.ts'
import { invalid, type JwtHeader } from './jws.ts'

/** A public key as JSON (RFC 7517). */
export interface Jwk {
  kty?: string
  kid?: string
  alg?: string
  use?: string
  key_ops?: readonly string[]
  crv?: string
  n?: string
  e?: string
  x?: string
  y?: string
}

/** The keys of a server, as at `/.well-known/jwks.json` (RFC 7517, section 5). */
export interface JwkSet {
  keys: readonly Jwk[]
}

/** Whether a key may have signed a token: by its id, type and curve, and by what it says itself that it is for. */
function fits(jwk: Jwk, header: JwtHeader): boolean {
  const { kty, crv } = algorithmOf(header)
  return (
    jwk.kty === kty &&
    jwk.crv === crv &&
    (header.kid === undefined || jwk.kid === header.kid) &&
    (jwk.alg === undefined || jwk.alg === header.alg) &&
    (jwk.use === undefined || jwk.use === 'sig') &&
    (jwk.key_ops === undefined || (Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify')))
  )
}

/**
 * @returns whether a set has a key for a token
 * @throws AuthError `invalid_jwt` for an algorithm that no key can serve, before keys are asked for
 */
export function hasKeyFor(header: JwtHeader): (keys: JwkSet) => boolean {
  algorithmOf(header)
  return ({ keys }) => keys.some((jwk) => fits(jwk, header))
}

/** The key that a token names, or the only one that fits, ready for use. @throws AuthError `invalid_jwt`, `crypto_missing` */
export function keyFor(header: JwtHeader, { keys }: JwkSet): Promise<CryptoKey> {
  const [jwk, ...others] = keys.filter((jwk) => fits(jwk, header))
  if (!jwk || others.length) throw invalid(jwk ? 'several keys fit it' : 'no key fits it')
  return imported(jwk, header)
}

/** What was made of a key, which takes about as long as a verification. It goes with the key. */
const made = new WeakMap<Jwk, Map<string, Promise<CryptoKey>>>()

function imported(jwk: Jwk, header: JwtHeader): Promise<CryptoKey> {
  const { kty, crv, n, e, x, y } = jwk
  const keys = made.get(jwk) ?? new Map<string, Promise<CryptoKey>>()
  made.set(jwk, keys)
  // By all that it is made of: the object is the application's, which may put another key into it.
  const name = [header.alg, n, e, x, y].join()
  // Only that, too: `key_ops` and `alg` were looked at, and platforms differ in what they think of them.
  const key = keys.get(name) ?? longEnough(importKey(header, 'jwk', { kty, crv, n, e, x, y } as JsonWebKey))
  keys.set(name, key)
  return key
}

/** RSA keys have 2,048 bits at least (RFC 7518, section 3.3). */
async function longEnough(importing: Promise<CryptoKey>): Promise<CryptoKey> {
  const key = await importing
  const { modulusLength = Infinity } = key.algorithm as Partial<RsaHashedKeyAlgorithm>
  if (modulusLength < 2048) throw invalid('its key is too short')
  return key
}
