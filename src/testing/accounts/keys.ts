import type { Config } from '../config.ts'
import { toBase64url } from '../crypto/encoding.ts'
import { privateJwk, publicJwk, signEs256 } from '../crypto/es256.ts'
import { readJson } from '../http/go-json.ts'
import { decodeSegment } from '../http/parsing.ts'

type Claims = Record<string, unknown>

/** Signs and verifies the server's own tokens. */
export interface Keys {
  /** Whether id_tokens can be signed: with the secret alone the server does not. */
  readonly isAsymmetric: boolean
  /** What `/.well-known/jwks.json` lists. */
  readonly jwks: JsonWebKey[]
  sign(claims: Claims): Promise<string>
  /**
   * The claims of a token whose signature is good and whose time has not passed.
   *
   * @throws Error with the words of the server's JWT library
   */
  verify(token: string, now: number): Promise<Claims>
}

interface Key {
  kid: string
  alg: string
  isSigning: boolean
  isPublic: boolean
  jwk: JsonWebKey
}

/** @throws TypeError when there is not just one key to sign with, as at the server's start */
export function createKeys(config: Config): Keys {
  const given = config.GOTRUE_JWT_KEYS ?? [privateJwk]
  const keys = given.map(keyOf)
  const signing = keys.filter(({ isSigning }) => isSigning)
  if (keys.length && signing.length !== 1) {
    throw new TypeError('config.GOTRUE_JWT_KEYS needs exactly one key with the key_ops "sign"')
  }
  const secret = secretKey(config.GOTRUE_JWT_SECRET)
  const own = signing[0] ?? secret
  // Ours by default take the tokens of administrators, too, which are signed with the secret.
  const methods = config.GOTRUE_JWT_VALID_METHODS.length
    ? config.GOTRUE_JWT_VALID_METHODS
    : [...keys.map(({ alg }) => alg), ...(config.GOTRUE_JWT_KEYS?.length ? [] : ['HS256'])]

  return {
    isAsymmetric: own.isPublic,
    jwks: keys.filter(({ isPublic }) => isPublic).map(({ jwk }) => publicOf(jwk)),
    sign: (claims) => signJwt(claims, own),
    async verify(token, now) {
      const parts = token.split('.')
      if (parts.length !== 3) {
        throw new Error('token is malformed: token contains an invalid number of segments')
      }
      const header = decodePart(parts[0]!, 'header')
      const claims = decodePart(parts[1]!, 'claim')
      const { alg, kid } = header
      if (typeof alg !== 'string') throw new Error('token is unverifiable: signing method (alg) is unspecified')
      if (!knownMethods.test(alg)) throw new Error('token is unverifiable: signing method (alg) is unavailable')
      const signature = segment(parts[2]!, 'signature')
      if (!methods.includes(alg)) throw new Error(`token signature is invalid: signing method ${alg} is invalid`)
      const key = keys.find((one) => one.kid && one.kid === kid) ?? (alg === 'HS256' ? secret : undefined)
      if (!key) {
        throw new Error(
          `token is unverifiable: error while executing keyfunc: unrecognized JWT kid ${kid ?? '<nil>'} for algorithm ${alg}`,
        )
      }
      if (key.alg !== alg || !(await isSignatureGood(token, signature, key))) {
        throw new Error('token signature is invalid: signature is invalid')
      }
      if (typeof claims.exp === 'number' && claims.exp * 1_000 <= now) {
        throw new Error('token has invalid claims: token is expired')
      }
      if (typeof claims.nbf === 'number' && claims.nbf * 1_000 > now) {
        throw new Error('token has invalid claims: token is not valid yet')
      }
      return claims
    },
  }
}

/** A token by the published key of the test server, or with a secret. */
export function signToken(claims: Claims, secret?: string): Promise<string> {
  const key = secret === undefined ? keyOf(privateJwk) : secretKey(secret)
  return signJwt(claims, key)
}

const secretKey = (secret: string): Key => ({
  kid: '',
  alg: 'HS256',
  isSigning: true,
  isPublic: false,
  jwk: { kty: 'oct', k: toBase64url(new TextEncoder().encode(secret)) },
})

function keyOf(jwk: JsonWebKey): Key {
  const { kid = '' } = jwk as { kid?: string }
  const alg = jwk.alg ?? (jwk.kty === 'RSA' ? 'RS256' : jwk.kty === 'oct' ? 'HS256' : jwk.kty === 'OKP' ? 'EdDSA' : 'ES256')
  return { kid, alg, isSigning: !!jwk.key_ops?.includes('sign'), isPublic: jwk.kty !== 'oct', jwk }
}

function publicOf({ d: _, p: __, q: ___, dp, dq, qi, oth, ...jwk }: JsonWebKey): JsonWebKey {
  void [dp, dq, qi, oth]
  return { ...jwk, use: 'sig', key_ops: ['verify'] }
}

const encode = (value: object): string => toBase64url(new TextEncoder().encode(JSON.stringify(value)))

/** The algorithms that the server's library has. */
const knownMethods = /^([HREP]S(256|384|512)|EdDSA|none)$/

function segment(part: string, what: string): Uint8Array<ArrayBuffer> {
  try {
    return decodeSegment(part)
  } catch (cause) {
    throw new Error(`token is malformed: could not base64 decode ${what}: ${(cause as Error).message}`, { cause })
  }
}

function decodePart(part: string, what: 'header' | 'claim'): Claims {
  const bytes = segment(part, what)
  try {
    const value = readJson(new TextDecoder().decode(bytes))
    if (value === null) return {}
    if (typeof value === 'object' && !Array.isArray(value)) return value as Claims
    const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
    const wanted = what === 'header' ? 'map[string]interface {}' : 'tokens.AccessTokenClaims'
    throw new Error(`json: cannot unmarshal ${kind} into Go value of type ${wanted}`)
  } catch (cause) {
    throw new Error(`token is malformed: could not JSON decode ${what}: ${(cause as Error).message}`, { cause })
  }
}

async function signJwt(claims: Claims, key: Key): Promise<string> {
  const signed = `${encode({ alg: key.alg, ...(key.kid && { kid: key.kid }), typ: 'JWT' })}.${encode(claims)}`
  const bytes = new TextEncoder().encode(signed)
  const signature = isOurs(key)
    ? signEs256(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
    : new Uint8Array(await crypto.subtle.sign(algorithmOf(key.alg), await imported(key, 'sign'), bytes))
  return `${signed}.${toBase64url(signature)}`
}

async function isSignatureGood(token: string, signature: Uint8Array<ArrayBuffer>, key: Key): Promise<boolean> {
  const end = token.lastIndexOf('.')
  const bytes = new TextEncoder().encode(token.slice(0, end))
  // Ours are always the same, and then need no verification of an elliptic curve.
  if (
    isOurs(key) &&
    toBase64url(signEs256(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))) === token.slice(end + 1)
  ) {
    return true
  }
  return crypto.subtle.verify(algorithmOf(key.alg), await imported(key, 'verify'), signature, bytes)
}

const isOurs = ({ jwk }: Key): boolean => jwk.kty === 'EC' && jwk.x === publicJwk.x

const importedKeys = new WeakMap<JsonWebKey, Partial<Record<'sign' | 'verify', Promise<CryptoKey>>>>()

function imported({ jwk, alg }: Key, use: 'sign' | 'verify'): Promise<CryptoKey> {
  const known = importedKeys.get(jwk) ?? {}
  importedKeys.set(jwk, known)
  const { key_ops: _, use: __, ...key } = jwk.kty === 'oct' || use === 'sign' ? jwk : publicOf(jwk)
  return (known[use] ??= crypto.subtle.importKey('jwk', key, algorithmOf(alg), false, [use]))
}

function algorithmOf(alg: string): EcdsaParams & RsaHashedImportParams & HmacImportParams & EcKeyImportParams {
  const hash = `SHA-${alg.slice(2)}`
  const common = { hash, namedCurve: alg === 'ES384' ? 'P-384' : 'P-256' }
  switch (alg.slice(0, 2)) {
    case 'HS':
      return { name: 'HMAC', ...common }
    case 'RS':
      return { name: 'RSASSA-PKCS1-v1_5', ...common }
    case 'PS':
      return { name: 'RSA-PSS', saltLength: Number(alg.slice(2)) / 8, ...common } as never
    case 'ES':
      return { name: 'ECDSA', ...common }
    default:
      return { name: 'Ed25519', ...common }
  }
}
