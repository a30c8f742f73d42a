// ES256 (RFC 7518, section 3.4) with one key that everybody knows, so that every run of a test gives the same tokens. A signature costs
// a multiplication, because the nonce is the same for all of them: k⁻¹ and r were computed once. Two signatures with one nonce give the
// private key away, which is of no account where the private key stands in the source. Never sign with this elsewhere.
import { fromHex, toBase64url, toBigInt, toBytes32, type Bytes } from './encoding.ts'

/** The order of P-256 (SEC 2, section 2.4.2). */
const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const d = 0xae84ffd273151b865e70c11ea404b82ae8e9480e980db19d11fbb36091c00215n
const x = '75d060d8bc6e58d5cd19255d37dfe47f0192a8f84f94fcb0c3a769826776261c'
const y = 'ba6a304fd439cf71039e40fbaaee85dd545ee78603940f0d0b79082761a00f5d'
/** The inverse of the nonce. */
const kInverse = 0xaed1bb5a4231eadd3bd7c40f1224aab07d0b56f7f6982f0b346c3a582f93212cn
/** The x coordinate of k·G. */
const r = 0x05827b0afcaab62e9e2b9c912b487e32be1deb809edac23aefa13c8fae51d8f4n
const rd = (r * d) % n
const rBytes = toBytes32(r)

/** The id of the test key in the JWKS and in the header of a token (RFC 7517, section 4.5). */
export const kid = 'test-es256'

/** The public half of the test key, with the members that the server's JWKS has (RFC 7518, section 6.2.1). */
export const publicJwk: Readonly<{
  kty: 'EC'
  crv: 'P-256'
  x: string
  y: string
  alg: 'ES256'
  use: 'sig'
  key_ops: ['verify']
  kid: string
}> = {
  kty: 'EC',
  crv: 'P-256',
  x: toBase64url(fromHex(x)),
  y: toBase64url(fromHex(y)),
  alg: 'ES256',
  use: 'sig',
  key_ops: ['verify'],
  kid,
}

/** The test key itself (RFC 7518, section 6.2.2). It is published: it protects nothing. */
export const privateJwk: Readonly<Omit<typeof publicJwk, 'key_ops'> & { d: string; key_ops: ['sign'] }> = {
  ...publicJwk,
  key_ops: ['sign'],
  d: toBase64url(toBytes32(d)),
}

/**
 * Signs with the test key (RFC 7518, section 3.4; FIPS 186-5, section 6.4.1). The same hash gives the same signature.
 * @param hash the SHA-256 of what is signed, 32 bytes
 * @returns r and s, 64 bytes, as JWS and WebCrypto have them
 */
export function signEs256(hash: Uint8Array): Bytes {
  const signature = new Uint8Array(64)
  signature.set(rBytes)
  signature.set(toBytes32((kInverse * (toBigInt(hash) + rd)) % n), 32)
  return signature
}
