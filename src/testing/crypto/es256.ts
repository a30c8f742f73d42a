/**
 * The key of test servers. It is published, and good for nothing else: whoever has it can make any token.
 */
export const privateJwk: JsonWebKey & { kid: string } = {
  kty: 'EC',
  crv: 'P-256',
  alg: 'ES256',
  kid: 'gotrue-sdk-testing',
  use: 'sig',
  key_ops: ['sign', 'verify'],
  x: '17pT7q9Mkx3yRTGnCHVFdyD79lACKd-50JhS2xlxna0',
  y: 'ScrbwFq92K0eXx5UL3r1CcvuTM0xARHFfcwwQfW2nrc',
  d: '2Wk3ziybu1XLGlOVt9Tt1svPSdc8kXBkxMD-td5mGxs',
}

/** Its public half. */
export const publicJwk: JsonWebKey & { kid: string } = {
  kty: 'EC',
  crv: 'P-256',
  alg: 'ES256',
  kid: privateJwk.kid,
  use: 'sig',
  key_ops: ['verify'],
  x: privateJwk.x!,
  y: privateJwk.y!,
}

/** The order of the curve's group. */
const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
/** The private key as a number. */
const d = 0xd96937ce2c9bbb55cb1a5395b7d4edd6cbcf49d73c917064c4c0feb5de661b1bn
/** The first coordinate of the point that belongs to the one nonce, and that nonce's inverse. */
const r = 0x63d8a3b32446306bad5321bc75a694f30b5c4c41d975dd7e06e51649cae41854n
const inverse = 0x1eaa967c04b0cd250d5d3ab806454c3639bb369698842a9080a51c05855f5903n

/**
 * Signs with the published key (FIPS 186-5, section 6.4). The nonce is always the same, so that the same token always has the
 * same signature, and no point of the curve has to be computed. A secret key would be given away by that; this one is no
 * secret.
 *
 * @param digest SHA-256 of what is signed
 * @returns r and s, 32 bytes each (RFC 7518, section 3.4)
 */
export function signEs256(digest: Uint8Array): Uint8Array<ArrayBuffer> {
  const s = (inverse * (BigInt(`0x${hexOf(digest)}`) + r * d)) % n
  const hex = r.toString(16).padStart(64, '0') + s.toString(16).padStart(64, '0')
  return Uint8Array.from({ length: 64 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16))
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
