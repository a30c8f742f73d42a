// Ed25519 (RFC 8032): WebCrypto's where there is one; older browsers have none, so that a small one of BigInt stands behind it. It only
// verifies and only public data, so that it need not take the same time for all numbers.
import { concat, toBigInt, toBytes32, type Bytes } from './encoding.ts'

/** Whether the key has signed the message (RFC 8032, section 5.1.7). False, too, if one of them has the wrong length or is malformed. */
export async function verifyEd25519(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  let key: CryptoKey
  try {
    key = await crypto.subtle.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify'])
  } catch {
    return verifyWithBigInt(publicKey, message, signature)
  }
  return crypto.subtle.verify({ name: 'Ed25519' }, key, signature, message)
}

const p = 2n ** 255n - 19n
const order = 2n ** 252n + 27742317777372353535851937790883648493n
const modulo = (number: bigint): bigint => ((number % p) + p) % p

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % p
    base = (base * base) % p
  }
  return result
}
const inverse = (number: bigint): bigint => power(number, p - 2n)
const d = modulo(-121665n * inverse(121666n))

/** Extended coordinates (RFC 8032, section 5.1.4). */
type Point = readonly [x: bigint, y: bigint, z: bigint, t: bigint]

function add([x1, y1, z1, t1]: Point, [x2, y2, z2, t2]: Point): Point {
  const a = modulo((y1 - x1) * (y2 - x2))
  const b = modulo((y1 + x1) * (y2 + x2))
  const c = modulo(2n * t1 * t2 * d)
  const e = modulo(2n * z1 * z2)
  return [modulo((b - a) * (e - c)), modulo((e + c) * (b + a)), modulo((e - c) * (e + c)), modulo((b - a) * (b + a))]
}

function multiply(scalar: bigint, point: Point): Point {
  let sum: Point = [0n, 1n, 1n, 0n]
  for (; scalar > 0n; scalar >>= 1n) {
    if (scalar & 1n) sum = add(sum, point)
    point = add(point, point)
  }
  return sum
}

const littleEndian = (bytes: Uint8Array): bigint => toBigInt(bytes.slice().reverse())

/** RFC 8032, section 5.1.3. Undefined if the bytes are no point. */
function decodePoint(bytes: Uint8Array): Point | undefined {
  const number = littleEndian(bytes)
  const y = number & (2n ** 255n - 1n)
  const sign = number >> 255n
  const [u, v] = [modulo(y * y - 1n), modulo(d * y * y + 1n)]
  let x = modulo(u * v ** 3n * power(modulo(u * v ** 7n), (p - 5n) / 8n))
  if (modulo(v * x * x) !== u) x = modulo(x * power(2n, (p - 1n) / 4n))
  if (modulo(v * x * x) !== u || y >= p || (x === 0n && sign)) return undefined
  if ((x & 1n) !== sign) x = modulo(-x)
  return [x, y, 1n, modulo(x * y)]
}

function encodePoint([x, y, z]: Point): Bytes {
  const byZ = inverse(z)
  return toBytes32(modulo(y * byZ) | ((modulo(x * byZ) & 1n) << 255n)).reverse()
}

const base = decodePoint(new Uint8Array(32).fill(0x66).fill(0x58, 0, 1))!

async function verifyWithBigInt(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  const [r, s] = [signature.subarray(0, 32), littleEndian(signature.subarray(32))]
  const key = decodePoint(publicKey)
  if (!key || s >= order) return false
  const hash = littleEndian(new Uint8Array(await crypto.subtle.digest('SHA-512', concat(r, publicKey, message)))) % order
  const expected = encodePoint(add(multiply(s, base), multiply(order - hash, key)))
  return expected.every((byte, index) => byte === r[index])
}
