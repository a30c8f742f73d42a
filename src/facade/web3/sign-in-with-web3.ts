import { grantToken } from '../../../generated/operations/functions/sessions.ts'
import type { GrantTokenErrors } from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import { AuthError } from '../../transport/errors.ts'
import { failure, type Call, type SignInOptions } from '../call.ts'
import { unwrap, type Result } from '../result.ts'
import type { Keeper } from '../session/keeper.ts'
import type { ClientTypes } from '../session/session.ts'
import { keepSession, notSignedIn, type NotSignedIn, type SignedIn } from '../session/sessions.ts'
import { signWithEthereum, type EthereumSignInFields, type EthereumWallet } from './ethereum.ts'
import { signWithSolana, type SolanaSignInFields, type SolanaWallet } from './solana.ts'

/** What a sign-in with a wallet takes. `timeout` limits the request; with one given, the wallet, too. */
export interface Web3Options extends SignInOptions {
  /** The address that asks. Default: the page's. Some wallets sign for no other. */
  url?: string | URL | undefined
}

/** A wallet and what to sign, or a message that is signed. */
export type Web3Credentials =
  | {
      chain: 'ethereum'
      /** Default: `window.ethereum`. */
      wallet?: EthereumWallet
      /** A sentence for the user, on one line. */
      statement?: string
      options?: Web3Options & {
        /** More of the message (EIP-4361). */
        signInWithEthereum?: Partial<Omit<EthereumSignInFields, 'domain' | 'uri' | 'statement' | 'address'>>
      }
    }
  | {
      chain: 'solana'
      /** Default: `window.solana`. */
      wallet?: SolanaWallet
      /** A sentence for the user, on one line. Most wallets want one. */
      statement?: string
      options?: Web3Options & {
        /** More of the message. */
        signInWithSolana?: Partial<Omit<SolanaSignInFields, 'domain' | 'uri' | 'statement' | 'address'>>
      }
    }
  | {
      chain: 'ethereum'
      message: string
      /** 65 bytes in hexadecimal (EIP-191). */
      signature: string
      options?: SignInOptions
    }
  | {
      chain: 'solana'
      message: string
      /** Ed25519, 64 bytes. */
      signature: Uint8Array
      options?: SignInOptions
    }

/** Sign-in with a wallet. */
export interface SignInWithWeb3<T extends ClientTypes = {}> {
  /**
   * Signs in, or up, with a wallet: lets it sign a message (EIP-4361, Sign In With Solana), or takes one that is signed.
   *
   * `POST /token?grant_type=web3`. The wallet may wait for the user as long as it likes; `signal` ends that. Codes of its part:
   * `wallet_missing`, `wallet_refused` (by the user), `wallet_failed`. A signature that the server does not take is `invalid_grant`,
   * and so is a message for an address that it does not allow, or of more than 10 minutes ago.
   * @example
   * const { data, error } = await auth.signInWithWeb3({ chain: 'ethereum', statement: 'Sign in to the shop.' })
   */
  signInWithWeb3(credentials: Web3Credentials): Promise<Result<SignedIn<T>, NotSignedIn, OperationError<GrantTokenErrors>>>
}

export function createSignInWithWeb3(call: Call, keeper: Keeper): SignInWithWeb3 {
  return {
    signInWithWeb3: (credentials) => {
      const { signal, timeout = Infinity } = credentials?.options ?? {}
      // Nobody knows how long a user takes; the request has its limit.
      return call(notSignedIn, { signal, timeout }, async () => {
        const { chain, options } = credentials
        const { message, signature } = 'message' in credentials ? credentials : await sign(credentials)
        const text = typeof signature === 'string' ? signature : btoa(String.fromCharCode(...signature))
        const request = call<SignedIn, null, AuthError>(null, options, async (send) => {
          const body = { chain, message, signature: text }
          return keepSession(keeper, await send(grantToken, { query: { grant_type: 'web3' }, body }), options)
        })
        return unwrap(await request)
      })
    },
  }
}

type WithWallet = Exclude<Web3Credentials, { message: string }>

async function sign(credentials: WithWallet): Promise<{ message: string; signature: string | Uint8Array }> {
  const page = globalThis as { location?: Location; ethereum?: EthereumWallet; solana?: SolanaWallet }
  const address = credentials.options?.url ?? page.location?.href
  if (!address) throw failure('invalid_argument', 'options.url is missing')
  // A fragment is nobody's business, and may hold tokens.
  const { host: domain, href } = new URL(address)
  const fields = { domain, uri: href.split('#')[0]!, statement: credentials.statement }
  try {
    if (credentials.chain === 'ethereum') {
      const wallet = credentials.wallet ?? page.ethereum
      if (wallet) return await signWithEthereum(wallet, { ...credentials.options?.signInWithEthereum, ...fields })
    } else if (credentials.chain === 'solana') {
      const wallet = credentials.wallet ?? page.solana
      if (wallet) return await signWithSolana(wallet, { ...credentials.options?.signInWithSolana, ...fields })
    } else throw failure('invalid_argument', 'chain is unknown')
  } catch (cause) {
    if (cause instanceof AuthError) throw cause
    // EIP-1193, section "Provider Errors".
    if (Object(cause).code === 4001) throw failure('wallet_refused', 'The user has declined', cause)
    throw failure('wallet_failed', 'The wallet has failed', cause)
  }
  throw failure('wallet_missing', 'There is no wallet: pass one, or install one')
}
