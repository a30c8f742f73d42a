import { failure } from '../call.ts'
import { unusable, writeMessage, type SignInMessageFields } from './message.ts'

/** What a Sign In With Solana message says. */
export interface SolanaSignInFields extends SignInMessageFields {
  /** The account's public key in base58. */
  address: string
  /** The network: `solana:mainnet`, `solana:devnet`, `solana:testnet` or `solana:localnet`. Default: not said. */
  chainId?: string | undefined
  /** At least 8 letters or digits. Default: not said. */
  nonce?: string | undefined
}

/** A wallet of Solana, as browsers' extensions inject it. One of `signIn` and `signMessage` will do. */
export interface SolanaWallet {
  /** Sign In With Solana: the wallet writes the message itself. */
  signIn?(input: object): Promise<SolanaSignature | SolanaSignature[]>
  connect?(): Promise<unknown>
  publicKey?: { toBase58(): string } | null
  signMessage?(message: Uint8Array, encoding?: string): Promise<Uint8Array | { signature: Uint8Array }> | undefined
}

interface SolanaSignature {
  signedMessage: Uint8Array
  signature: Uint8Array
}

/**
 * Writes a Sign In With Solana message, for wallets and signers of your own.
 *
 * @throws AuthError `invalid_argument` when a field can't be written, such as a statement with a line break
 * @example
 * const message = createSolanaSignInMessage({
 *   domain: 'app.example.com',
 *   uri: 'https://app.example.com/',
 *   address: '7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV',
 *   statement: 'I accept the terms of service.',
 * })
 */
export function createSolanaSignInMessage(fields: SolanaSignInFields): string {
  const { address, chainId, nonce } = fields
  if (!/^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(address)) throw unusable('address')
  if (chainId !== undefined && !/^solana:(main|dev|test|local)net$/.test(chainId)) throw unusable('chainId')
  return writeMessage('Solana', { ...fields, chainId, nonce })
}

/** Lets a wallet sign. @throws AuthError `invalid_argument`, `wallet_failed`; what the wallet throws */
export async function signWithSolana(
  wallet: SolanaWallet,
  fields: Omit<SolanaSignInFields, 'address'>,
): Promise<{ message: string; signature: Uint8Array }> {
  if (wallet.signIn) {
    const { uri, issuedAt = new Date(), ...input } = fields
    const texts = { uri: String(uri), issuedAt: issuedAt instanceof Date ? issuedAt.toISOString() : issuedAt }
    const answer = await wallet.signIn({ ...input, ...texts, version: '1' })
    const [signed] = Array.isArray(answer) ? answer : [answer]
    if (!signed?.signature || !signed.signedMessage) throw failure('wallet_failed', 'The wallet gave no signature')
    return { message: new TextDecoder().decode(signed.signedMessage), signature: signed.signature }
  }
  if (!wallet.publicKey) await wallet.connect?.()
  const address = wallet.publicKey?.toBase58()
  if (!address || !wallet.signMessage) throw failure('wallet_failed', 'The wallet can sign nothing')
  const message = createSolanaSignInMessage({ ...fields, address })
  const answer = await wallet.signMessage(new TextEncoder().encode(message), 'utf8')
  const signature = answer && 'signature' in answer ? answer.signature : answer
  if (!(signature instanceof Uint8Array)) throw failure('wallet_failed', 'The wallet gave no signature')
  return { message, signature }
}
