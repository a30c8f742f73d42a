import { failure } from '../call.ts'
import { unusable, writeMessage, type SignInMessageFields } from './message.ts'

/** What a Sign-In with Ethereum message says. */
export interface EthereumSignInFields extends SignInMessageFields {
  /** The account, as the wallet writes it; EIP-4361 wants it with the checksum of EIP-55. */
  address: string
  /** The network (EIP-155), e.g. 1. */
  chainId: number
  /** At least 8 letters or digits. Default: 16 at random. */
  nonce?: string | undefined
}

/** A wallet of Ethereum, as browsers' extensions inject it (EIP-1193). */
export interface EthereumWallet {
  request(args: { method: string; params?: unknown[] }): Promise<unknown>
}

/**
 * Writes a Sign-In with Ethereum message (EIP-4361), for wallets and signers of your own.
 *
 * @throws AuthError `invalid_argument` when a field can't be written, such as a statement with a line break
 * @example
 * const message = createEthereumSignInMessage({
 *   domain: 'app.example.com',
 *   uri: 'https://app.example.com/',
 *   address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
 *   chainId: 1,
 * })
 */
export function createEthereumSignInMessage(fields: EthereumSignInFields): string {
  const { address, chainId } = fields
  if (!/^0x[\da-fA-F]{40}$/.test(address)) throw unusable('address')
  if (!Number.isSafeInteger(chainId) || chainId < 1) throw unusable('chainId')
  return writeMessage('Ethereum', { ...fields, nonce: fields.nonce ?? randomNonce() })
}

/** Lets a wallet sign. @throws AuthError `invalid_argument`, `wallet_failed`; what the wallet throws */
export async function signWithEthereum(
  wallet: EthereumWallet,
  fields: Omit<EthereumSignInFields, 'address' | 'chainId'> & { chainId?: number | undefined },
): Promise<{ message: string; signature: string }> {
  const [address] = (await wallet.request({ method: 'eth_requestAccounts' })) as string[]
  if (!address) throw failure('wallet_failed', 'The wallet gave no account')
  const chainId = fields.chainId ?? Number(await wallet.request({ method: 'eth_chainId' }))
  const message = createEthereumSignInMessage({ ...fields, address, chainId })
  const signature = await wallet.request({
    method: 'personal_sign',
    params: [hex(new TextEncoder().encode(message)), address],
  })
  if (typeof signature !== 'string') throw failure('wallet_failed', 'The wallet gave no signature')
  return { message, signature }
}

const hex = (bytes: Uint8Array): string => `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`

/** 96 bits. */
function randomNonce(): string {
  return hex(crypto.getRandomValues(new Uint8Array(12))).slice(2)
}
