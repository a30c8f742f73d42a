// Public keys of authenticators, COSE_Key (RFC 9052, section 7; RFC 9053), and what they have signed.
import { readCbor, type CborMap } from './cbor.ts'
import { isEqual, toBase64url, type Bytes } from './encoding.ts'
import { verifyEd25519 } from './ed25519.ts'

/** A public key that can verify. */
export interface CoseKey {
  /** Of IANA's registry: -7 is ES256, -257 is RS256, -8 is EdDSA. */
  algorithm: number
  /** @param signature as WebAuthn has it (Level 3, section 6.5.5): ECDSA's in DER */
  verify(data: Bytes, signature: Bytes): Promise<boolean>
}

type Import = (key: CborMap) => Promise<CoseKey['verify']>

/** The algorithms that the server offers in `pubKeyCredParams`, and the key type of each. */
const algorithms = new Map<number, { kty: number; importKey: Import }>([
  [-7, { kty: 2, importKey: ecdsa(1, 'P-256', 32, 'SHA-256') }],
  [-35, { kty: 2, importKey: ecdsa(2, 'P-384', 48, 'SHA-384') }],
  [-36, { kty: 2, importKey: ecdsa(3, 'P-521', 66, 'SHA-512') }],
  [-257, { kty: 3, importKey: rsa('RSASSA-PKCS1-v1_5', 'SHA-256') }],
  [-258, { kty: 3, importKey: rsa('RSASSA-PKCS1-v1_5', 'SHA-384') }],
  [-259, { kty: 3, importKey: rsa('RSASSA-PKCS1-v1_5', 'SHA-512') }],
  [-37, { kty: 3, importKey: rsa('RSA-PSS', 'SHA-256', 32) }],
  [-38, { kty: 3, importKey: rsa('RSA-PSS', 'SHA-384', 48) }],
  [-39, { kty: 3, importKey: rsa('RSA-PSS', 'SHA-512', 64) }],
  [-8, { kty: 1, importKey: eddsa }],
])

/** Which algorithms are taken, in the order in which the server offers them. */
export const coseAlgorithms: readonly number[] = [...algorithms.keys()]

/**
 * Reads a COSE_Key (RFC 9052, section 7).
 * @throws Error if it is no public key of these algorithms
 */
export async function readCoseKey(bytes: Bytes): Promise<CoseKey> {
  const { value } = readCbor(bytes)
  if (!(value instanceof Map)) throw new Error('The public key is not a CBOR map')
  const [kty, alg] = [value.get(1), value.get(3)]
  const algorithm = typeof alg === 'number' && algorithms.get(alg)
  if (!algorithm) throw new Error(`The public key's algorithm is not supported`)
  if (kty !== algorithm.kty) throw new Error(`The public key's type is not that of its algorithm`)
  return { algorithm: alg as number, verify: await algorithm.importKey(value) }
}

function bytesOf(key: CborMap, label: number, length?: number): Bytes {
  const bytes = key.get(label)
  if (!(bytes instanceof Uint8Array) || bytes.length !== (length ?? bytes.length) || !bytes.length) {
    throw new Error(`The public key's parameter ${label} is not of the right length`)
  }
  return bytes
}

const importJwk = async (jwk: JsonWebKey, algorithm: RsaHashedImportParams | EcKeyImportParams): Promise<CryptoKey> => {
  try {
    return await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify'])
  } catch (cause) {
    throw new Error('The public key is not valid', { cause })
  }
}

/** RFC 9053, sections 2.1 and 7.1.1. */
function ecdsa(curve: number, namedCurve: string, length: number, hash: string): Import {
  return async (key) => {
    if (key.get(-1) !== curve) throw new Error(`The public key's curve is not ${namedCurve}`)
    const [x, y] = [bytesOf(key, -2, length), bytesOf(key, -3, length)]
    const jwk = { kty: 'EC', crv: namedCurve, x: toBase64url(x), y: toBase64url(y) }
    const publicKey = await importJwk(jwk, { name: 'ECDSA', namedCurve })
    return async (data, signature) => {
      const raw = readDer(signature, length)
      return !!raw && crypto.subtle.verify({ name: 'ECDSA', hash }, publicKey, raw, data)
    }
  }
}

/** RFC 8812, section 2; RFC 8230, sections 2 and 4. */
function rsa(name: string, hash: string, saltLength = 0): Import {
  return async (key) => {
    const jwk = { kty: 'RSA', n: toBase64url(bytesOf(key, -1)), e: toBase64url(bytesOf(key, -2)) }
    const publicKey = await importJwk(jwk, { name, hash })
    return (data, signature) => crypto.subtle.verify({ name, saltLength } as RsaPssParams, publicKey, signature, data)
  }
}

/** RFC 9053, sections 2.2 and 7.2. */
async function eddsa(key: CborMap): Promise<CoseKey['verify']> {
  if (key.get(-1) !== 6) throw new Error(`The public key's curve is not Ed25519`)
  const publicKey = bytesOf(key, -2, 32)
  return (data, signature) => verifyEd25519(publicKey, data, signature)
}

/** Ecdsa-Sig-Value (RFC 3279, section 2.2.3) as WebCrypto has it: r and s, each of the curve's length. Undefined if it is none. */
function readDer(bytes: Bytes, length: number): Bytes | undefined {
  const raw = new Uint8Array(2 * length)
  // The sequence of an ES512 needs the long form of a length.
  const start = bytes[1] === 0x81 ? 3 : 2
  if (bytes[0] !== 0x30 || bytes[start - 1] !== bytes.length - start) return undefined
  let at = start
  for (const end of [length, 2 * length]) {
    const size = bytes[at + 1] ?? 0
    const integer = bytes.subarray(at + 2, at + 2 + size)
    if (bytes[at] !== 2 || !size || integer.length !== size || integer[0]! > 127) return undefined
    const digits = integer[0] === 0 ? integer.subarray(1) : integer
    if (digits.length > length) return undefined
    raw.set(digits, end - digits.length)
    at += 2 + size
  }
  // Written again it has to be the same: DER has one form only.
  return isEqual(bytes, writeDer(raw, length)) ? raw : undefined
}

function writeDer(raw: Bytes, length: number): Uint8Array {
  const integers = [raw.subarray(0, length), raw.subarray(length)].flatMap((number) => {
    const first = number.findIndex((byte) => byte !== 0)
    const digits = [...number.subarray(first < 0 ? length - 1 : first)]
    if (digits[0]! > 127) digits.unshift(0)
    return [2, digits.length, ...digits]
  })
  return Uint8Array.of(0x30, ...(integers.length > 127 ? [0x81] : []), integers.length, ...integers)
}
