// Sign In With Solana (github.com/phantom/sign-in-with-solana): the message, and who has signed it, directly or on a Ledger.
import { verifyEd25519 } from './ed25519.ts'
import { concat, fromBase58, fromBase64, utf8, type Bytes } from './encoding.ts'
import { parseSignInMessage, type Dialect, type SignInMessage } from './sign-in-message.ts'

const dialect: Dialect = {
  name: 'siws',
  chain: 'Solana',
  isAddress: (address) => /^[a-zA-Z0-9]{32,44}$/.test(address),
  invalidAddress: 'in base58 format',
  isChainId: (id) => id === '' || /^solana:(main|dev|test|local)net$/.test(id),
}

/**
 * Reads a message of Sign In With Solana as the server does.
 * @throws Error with the server's message: `siws: URI is not valid`
 */
export function parseSolanaMessage(message: string): SignInMessage {
  return parseSignInMessage(message, dialect)
}

/**
 * The bytes of a signature, which goes over the wire as base64 or base64url, with padding or without: 86 or 88 characters.
 * @throws Error if it is none of them
 */
export function readSolanaSignature(signature: string): Bytes {
  if (signature.length !== 86 && signature.length !== 88) throw new Error('The signature is not 64 bytes in base64')
  return fromBase64(signature)
}

/**
 * Whether the key behind an address has signed a message: its bytes, or those of the off-chain message around it, in which a Ledger
 * signs it (docs.anza.xyz/proposals/off-chain-message-signing, with the domain as application domain).
 * @param parsed that of the message, from parseSolanaMessage()
 * @throws Error if the address is not the base58 of 32 bytes
 */
export async function verifySolanaMessage(
  message: string,
  { address, domain }: Pick<SignInMessage, 'address' | 'domain'>,
  signature: Bytes,
): Promise<boolean> {
  const publicKey = fromBase58(address)
  if (publicKey.length !== 32) throw new Error('The address is not the base58 of 32 bytes')
  const bytes = utf8(message)
  if (await verifyEd25519(publicKey, bytes, signature)) return true
  return bytes.length <= 0xffff && verifyEd25519(publicKey, offchainMessage(bytes, publicKey, domain), signature)
}

/** Version 0, format 0 (ASCII), one signer. */
function offchainMessage(message: Bytes, signer: Bytes, domain: string): Bytes {
  const applicationDomain = concat(utf8(domain), new Uint8Array(32)).subarray(0, 32)
  const length = Uint8Array.of(message.length & 255, message.length >> 8)
  return concat(
    Uint8Array.of(0xff),
    utf8('solana offchain'),
    Uint8Array.of(0),
    applicationDomain,
    Uint8Array.of(0, 1),
    signer,
    length,
    message,
  )
}
