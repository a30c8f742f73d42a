// Sign-In with Ethereum: the message (EIP-4361) and who has signed it (EIP-191, version 0x45, `personal_sign`).
import { concat, fromHex, toHex, utf8, type Bytes } from './encoding.ts'
import { keccak256 } from './keccak.ts'
import { recoverPublicKey } from './secp256k1.ts'
import { parseSignInMessage, type Dialect, type SignInMessage } from './sign-in-message.ts'

const dialect: Dialect = {
  name: 'siwe',
  chain: 'Ethereum',
  isAddress: (address) => /^0x[a-fA-F0-9]{40}$/.test(address),
  invalidAddress: 'a valid Ethereum address',
  isChainId,
}

/** A decimal number from 1 to 2^63 - 1 (EIP-155), as Go's strconv.Atoi reads it. */
function isChainId(text: string): boolean {
  const digits = /^\+?0*([1-9]\d{0,18})$/.exec(text)?.[1]
  return digits !== undefined && BigInt(digits) < 2n ** 63n
}

/**
 * Reads a message of EIP-4361 as the server does.
 * @throws Error with the server's message: `siwe: URI is not valid`
 */
export function parseEthereumMessage(message: string): SignInMessage {
  return parseSignInMessage(message, dialect)
}

/** The hash that `personal_sign` signs (EIP-191, version 0x45). */
export function hashPersonalMessage(message: string): Bytes {
  const bytes = utf8(message)
  return keccak256(concat(utf8(`\x19Ethereum Signed Message:\n${bytes.length}`), bytes))
}

/**
 * Who has signed a message with `personal_sign` (EIP-191).
 * @param signature `0x` and 65 bytes in hexadecimal: r, s and v, which is 0 to 3 or 27 to 30
 * @returns the address in lower case
 * @throws Error if the signature is malformed or belongs to nobody
 */
export function recoverAddress(message: string, signature: string): string {
  if (signature.length !== 132 || !signature.startsWith('0x'))
    throw new Error('The signature is not 0x and 65 bytes in hexadecimal')
  const bytes = fromHex(signature.slice(2))
  const v = bytes[64]!
  const publicKey = recoverPublicKey(hashPersonalMessage(message), bytes, v < 27 ? v : v - 27)
  return `0x${toHex(keccak256(publicKey).subarray(12))}`
}
