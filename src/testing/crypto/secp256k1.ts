// Public-key recovery on secp256k1 (SEC 1, section 4.1.6; SEC 2, section 2.4.1) over BigInt. All that goes in is public, so that it need
// not take the same time for all numbers.
import { concat, toBigInt, toBytes32, type Bytes } from './encoding.ts'

const p = 2n ** 256n - 2n ** 32n - 977n
const n = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** Jacobian coordinates: x = X/Z², y = Y/Z³. With Z = 0 it is the point at infinity. */
type Point = readonly [x: bigint, y: bigint, z: bigint]

const infinity: Point = [1n, 1n, 0n]
const G: Point = [
  0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
  0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
  1n,
]

const modulo = (number: bigint, modulus: bigint): bigint => {
  const rest = number % modulus
  return rest < 0n ? rest + modulus : rest
}

/** By Euclid's algorithm. The modulus is a prime, and the number none of its multiples. */
function inverse(number: bigint, modulus: bigint): bigint {
  let [a, b] = [modulus, modulo(number, modulus)]
  let [x, y] = [0n, 1n]
  while (b > 0n) {
    const quotient = a / b
    ;[a, b] = [b, a - quotient * b]
    ;[x, y] = [y, x - quotient * y]
  }
  return modulo(x, modulus)
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % p
    base = (base * base) % p
  }
  return result
}

function double([x, y, z]: Point): Point {
  const yy = (y * y) % p
  const s = (4n * x * yy) % p
  const m = (3n * x * x) % p
  const x3 = modulo(m * m - 2n * s, p)
  return [x3, modulo(m * (s - x3) - 8n * yy * yy, p), (2n * y * z) % p]
}

function add(first: Point, second: Point): Point {
  if (first[2] === 0n) return second
  if (second[2] === 0n) return first
  const [x1, y1, z1] = first
  const [x2, y2, z2] = second
  const [zz1, zz2] = [(z1 * z1) % p, (z2 * z2) % p]
  const [u1, u2] = [(x1 * zz2) % p, (x2 * zz1) % p]
  const [s1, s2] = [(y1 * zz2 * z2) % p, (y2 * zz1 * z1) % p]
  if (u1 === u2) return s1 === s2 ? double(first) : infinity
  const h = modulo(u2 - u1, p)
  const r = modulo(s2 - s1, p)
  const hh = (h * h) % p
  const hhh = (h * hh) % p
  const v = (u1 * hh) % p
  const x3 = modulo(r * r - hhh - 2n * v, p)
  return [x3, modulo(r * (v - x3) - s1 * hhh, p), (h * z1 * z2) % p]
}

/** a·A + b·B, both bit by bit at once. */
function multiplyBoth(a: bigint, A: Point, b: bigint, B: Point): Point {
  const both = add(A, B)
  let sum = infinity
  for (let bit = 255n; bit >= 0n; bit--) {
    sum = double(sum)
    const [inA, inB] = [(a >> bit) & 1n, (b >> bit) & 1n]
    if (inA || inB) sum = add(sum, inA && inB ? both : inA ? A : B)
  }
  return sum
}

/**
 * The public key whose signature this is (SEC 1, section 4.1.6).
 * @param hash 32 bytes
 * @param signature r and s, 64 bytes; an s above n/2 is taken, too
 * @param recovery 0 to 3: which of the points with this r
 * @returns x and y, 64 bytes
 * @throws Error if there is none
 */
export function recoverPublicKey(hash: Uint8Array, signature: Uint8Array, recovery: number): Bytes {
  const [r, s] = [toBigInt(signature.subarray(0, 32)), toBigInt(signature.subarray(32, 64))]
  if (r === 0n || r >= n || s === 0n || s >= n) throw new Error('r or s is not between 0 and the order')
  if (!(recovery >= 0 && recovery <= 3)) throw new Error('The recovery id is not 0, 1, 2 or 3')
  const x = recovery > 1 ? r + n : r
  const yy = (x * x * x + 7n) % p
  const root = power(yy, (p + 1n) / 4n)
  if (x >= p || (root * root) % p !== yy) throw new Error('There is no point with this r')
  const y = (root & 1n) === BigInt(recovery & 1) ? root : p - root
  const byR = inverse(r, n)
  const [X, Y, Z] = multiplyBoth(modulo(-toBigInt(hash) * byR, n), G, (s * byR) % n, [x, y, 1n])
  if (Z === 0n) throw new Error('The public key is the point at infinity')
  const byZ = inverse(Z, p)
  return concat(toBytes32((X * byZ * byZ) % p), toBytes32((Y * byZ * byZ * byZ) % p))
}
