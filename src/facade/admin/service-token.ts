import { encodeBase64url, type Bytes } from '../base64url.ts'
import { failure, text } from '../call.ts'
import { positive } from './arguments.ts'

/** What a service token is made of. */
export interface ServiceTokenOptions {
  /** The secret that the server signs with or once did (`GOTRUE_JWT_SECRET`), at least 32 bytes (RFC 7518, section 3.2). */
  secret: string | Bytes
  /** One of the server's `GOTRUE_JWT_ADMIN_ROLES`. Default `service_role`. */
  role?: string | undefined
  /** How long it is good, in seconds. Default 300. */
  expiresIn?: number | undefined
}

/** Bytes. What is shorter can be guessed. */
const shortestSecret = 32

/**
 * Makes an admin token, for those who run the server: a JWT with a role, signed with HS256. Short-lived ones are best made anew for
 * each call. Nothing is sent.
 *
 * The server has to take HS256: with `GOTRUE_JWT_KEYS` alone, `GOTRUE_JWT_VALID_METHODS` has to name it.
 *
 * @returns a JWT (RFC 7519) with `role`, `iat` and `exp`
 * @throws AuthError `invalid_argument` when the secret is too short or `expiresIn` is not a whole number above 0, `crypto_missing`
 *   where there is no WebCrypto
 * @example
 * const admin = createAdmin({ url, adminToken: () => createServiceToken({ secret }) })
 */
export async function createServiceToken(options: ServiceTokenOptions): Promise<string> {
  const { secret, role = 'service_role', expiresIn = 300 } = options ?? {}
  const key = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret
  if (!(key instanceof Uint8Array) || key.length < shortestSecret) {
    throw failure('invalid_argument', `secret is shorter than ${shortestSecret} bytes`)
  }
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  if (!subtle) throw failure('crypto_missing', 'WebCrypto is missing')
  const iat = Math.floor(Date.now() / 1000)
  const claims = { role: text(role, 'role'), iat, exp: iat + positive(expiresIn, 'expiresIn') }
  const content = [{ alg: 'HS256', typ: 'JWT' }, claims]
    .map((part) => encodeBase64url(new TextEncoder().encode(JSON.stringify(part))))
    .join('.')
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const signing = await subtle.importKey('raw', key, algorithm, false, ['sign'])
  const signature = await subtle.sign('HMAC', signing, new TextEncoder().encode(content))
  return `${content}.${encodeBase64url(signature)}`
}
