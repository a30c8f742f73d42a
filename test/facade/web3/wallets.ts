// Wallets with real keys, for tests: Ethereum's as of EIP-1193 (personal_sign, EIP-191), Solana's with and without Sign In With Solana.
import { ed25519 } from '@noble/curves/ed25519.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { createSolanaSignInMessage, type SolanaWallet } from '../../../src/facade/index.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** The hash that personal_sign signs. */
const personalHash = (message: Uint8Array) =>
  keccak_256(Buffer.concat([Buffer.from(`\x19Ethereum Signed Message:\n${message.length}`), message]))

export function ethereumWallet(secretKey: Uint8Array = secp256k1.utils.randomSecretKey(), chainId = 1) {
  const publicKey = secp256k1.getPublicKey(secretKey, false)
  const address = `0x${hex(keccak_256(publicKey.slice(1)).slice(12))}`
  const calls: string[] = []
  return {
    address,
    calls,
    request: async ({ method, params }: { method: string; params?: unknown[] }): Promise<unknown> => {
      calls.push(method)
      if (method === 'eth_requestAccounts') return [address]
      if (method === 'eth_chainId') return `0x${chainId.toString(16)}`
      const message = Buffer.from((params![0] as string).slice(2), 'hex')
      const signature = secp256k1.sign(personalHash(message), secretKey, { prehash: false, format: 'recovered' })
      // Recovery bit last, from 27, as wallets have it.
      return `0x${hex(signature.slice(1))}${(signature[0]! + 27).toString(16)}`
    },
  }
}

/** The address whose key has signed. */
export function recoverAddress(message: string, signature: string): string {
  const bytes = Buffer.from(signature.slice(2), 'hex')
  const recovered = Buffer.concat([Buffer.from([bytes[64]! - 27]), bytes.subarray(0, 64)])
  const point = secp256k1.Signature.fromBytes(recovered, 'recovered').recoverPublicKey(personalHash(Buffer.from(message)))
  return `0x${hex(keccak_256(point.toBytes(false).slice(1)).slice(12))}`
}

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
function base58(bytes: Uint8Array): string {
  let number = BigInt(`0x${hex(bytes)}`)
  let text = ''
  for (; number > 0n; number /= 58n) text = alphabet[Number(number % 58n)] + text
  return '1'.repeat(bytes.findIndex((byte) => byte !== 0)) + text
}

export function solanaWallet({ signsIn = false, secretKey = ed25519.utils.randomSecretKey() } = {}) {
  const publicKey = ed25519.getPublicKey(secretKey)
  const address = base58(publicKey)
  const inputs: Record<string, unknown>[] = []
  const wallet: SolanaWallet & { publicKey: { toBase58(): string } | null } = {
    publicKey: null,
    connect: async () => (wallet.publicKey = { toBase58: () => address }),
    signMessage: async (message) => ed25519.sign(message, secretKey),
  }
  if (signsIn) {
    wallet.signIn = async (input) => {
      inputs.push(input as Record<string, unknown>)
      const { version: _version, ...fields } = input as { version: string; domain: string; uri: string }
      const signedMessage = new TextEncoder().encode(createSolanaSignInMessage({ ...fields, address }))
      return [{ signedMessage, signature: ed25519.sign(signedMessage, secretKey) }]
    }
  }
  const verify = (message: string, signature: string) =>
    ed25519.verify(Buffer.from(signature, 'base64'), new TextEncoder().encode(message), publicKey)
  return { wallet, address, inputs, verify }
}
