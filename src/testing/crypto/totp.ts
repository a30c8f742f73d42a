// One-time passwords by time (RFC 6238) on those by counter (RFC 4226), with the values that the server has: HMAC-SHA-1, 30 seconds, six
// digits, and one period before and after the present one.
import { fromBase32, type Bytes } from './encoding.ts'

const period = 30
const digits = 6

/** The one-time password of a counter (RFC 4226, section 5.3). */
export async function hotp(secret: Bytes, counter: number): Promise<string> {
  // WebCrypto of browsers refuses a key of no length; HMAC (RFC 2104, section 2) fills up with zeros anyway.
  const material = secret.length ? secret : new Uint8Array(1)
  const key = await crypto.subtle.importKey('raw', material, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign'])
  const message = new DataView(new ArrayBuffer(8))
  message.setBigUint64(0, BigInt(counter))
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, message))
  const truncated = mac.getUint32(mac.getUint8(19) & 15) & 0x7fffffff
  return String(truncated % 10 ** digits).padStart(digits, '0')
}

/**
 * The code that an authenticator application shows (RFC 6238, section 4.2).
 * @param secret base32, as the server gives it
 * @param seconds since the Unix epoch
 * @throws Error if the secret is not base32
 */
export async function totp(secret: string, seconds: number): Promise<string> {
  return hotp(fromBase32(secret), Math.floor(seconds / period))
}

/**
 * Whether the server takes a code at this time: the present period's, the one before's and the one after's, with white space around it
 * (RFC 6238, section 5.2). It does not remember codes: one is taken more than once.
 * @param secret base32, as the server gives it
 * @param seconds since the Unix epoch
 * @throws Error if the secret is not base32
 */
export async function isTotp(secret: string, code: string, seconds: number): Promise<boolean> {
  const key = fromBase32(secret)
  const counter = Math.floor(seconds / period)
  const codes = await Promise.all([counter - 1, counter, counter + 1].map((counter) => hotp(key, counter)))
  return codes.includes(code.trim())
}
