import { failure } from '../call.ts'
import { invalid, type Jws, type JwtHeader } from './jws.ts'

interface Algorithm {
  kty: string
  crv?: string
  /** What the import of a key takes, and what verifying takes: each reads its own members. */
  params: RsaHashedImportParams & EcKeyImportParams & HmacImportParams & RsaPssParams & EcdsaParams
}

const algorithm = (kty: string, params: Partial<Algorithm['params']>, crv?: string) => ({ kty, crv, params }) as Algorithm
const rsa = (name: string) => algorithm('RSA', { name, hash: 'SHA-256', saltLength: 32 })
const ec = (bits: string) => algorithm('EC', { name: 'ECDSA', namedCurve: `P-${bits}`, hash: `SHA-${bits}` }, `P-${bits}`)

/** What each algorithm needs of a key (RFC 7518, sections 3.1 and 6.1; RFC 8037, section 3.1). */
const algorithms: Record<string, Algorithm> = {
  // A token may name anything, and `constructor` is no algorithm.
  __proto__: null!,
  HS256: algorithm('oct', { name: 'HMAC', hash: 'SHA-256' }),
  RS256: rsa('RSASSA-PKCS1-v1_5'),
  PS256: rsa('RSA-PSS'),
  ES256: ec('256'),
  ES384: ec('384'),
  EdDSA: algorithm('OKP', { name: 'Ed25519' }, 'Ed25519'),
}

/** @throws AuthError `invalid_jwt` */
export function algorithmOf({ alg }: JwtHeader): Algorithm {
  const algorithm = algorithms[alg]
  if (!algorithm) throw invalid('its algorithm is not accepted')
  return algorithm
}

/** @throws AuthError `crypto_missing` */
export function needCrypto(): void {
  if (!globalThis.crypto?.subtle) throw missing('WebCrypto is missing: use https, or a polyfill')
}

/** @throws AuthError `crypto_missing`, `invalid_jwt` */
export async function importKey(
  header: JwtHeader,
  ...key: [format: 'jwk', JsonWebKey] | [format: 'raw', Uint8Array<ArrayBuffer>]
): Promise<CryptoKey> {
  const { params } = algorithmOf(header)
  try {
    // The two forms have a signature each, which a union does not choose from.
    return await crypto.subtle.importKey(...(key as ['jwk', JsonWebKey]), params, false, ['verify'])
  } catch (cause) {
    if ((cause as Error).name === 'NotSupportedError') throw missing(`The platform's WebCrypto has no ${header.alg}`, cause)
    throw invalid('its key is unusable', cause)
  }
}

const missing = (message: string, cause?: unknown) => failure('crypto_missing', message, cause)

/** @throws AuthError `invalid_jwt` when the signature is wrong */
export async function checkSignature({ header, signature, signed }: Jws, key: CryptoKey): Promise<void> {
  const isRight = await crypto.subtle.verify(algorithmOf(header).params, key, signature, signed)
  if (!isRight) throw invalid('its signature is wrong')
}
