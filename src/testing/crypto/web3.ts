// `POST /token?grant_type=web3`: the checks of the server (internal/api/web3.go), in its order and with its answers.
import { utf8 } from './encoding.ts'
import { parseEthereumMessage, recoverAddress } from './ethereum.ts'
import type { SignInMessage } from './sign-in-message.ts'
import { parseSolanaMessage, readSolanaSignature, verifySolanaMessage } from './solana.ts'

/** The request, and what it is judged by. */
export interface Web3Grant {
  /** The members of the body; an absent one is ''. */
  chain: string
  message: string
  signature: string
  /** Which chains are switched on. Default: both. */
  chains?: { ethereum?: boolean; solana?: boolean }
  /** In milliseconds since the Unix epoch. */
  now: number
  /** Whether the server would redirect to this URL: of the site, or on the list of URLs. */
  isRedirectAllowed(url: string): boolean
  /** How far from now a message may have been issued, in seconds. Default 600. */
  maximumValidity?: number
}

/** Who has signed. */
export interface Web3Identity {
  provider: 'web3'
  /** The id of the identity: `web3:ethereum:0x…`, with the address as the message has it. */
  subject: string
  address: string
  chain: 'ethereum' | 'solana'
  /** The message's Chain ID; '' where there is none. */
  network: string
  domain: string
  /** Without one it is null with Ethereum, and '' with Solana. */
  statement: string | null
  uri: string
  /** What the server puts into `identity_data` and `user_metadata`. */
  claims: Record<string, unknown>
}

/** A request that the server refuses. The message is that of the answer: `msg`, or `error_description` where there is an `oauthError`. */
export class Web3Error extends Error {
  override name = 'Web3Error'
  readonly status: number
  /** `error_code` of the answer. */
  readonly code?: string
  /** `error` of the answer, which is then one of OAuth (RFC 6749, section 5.2) and has no code. */
  readonly oauthError?: string

  constructor(status: number, kind: { code: string } | { oauthError: string }, message: string) {
    super(message)
    this.status = status
    Object.assign(this, kind)
  }
}

const invalid = (message: string) => new Web3Error(400, { code: 'validation_failed' }, message)
const refused = (message: string) => new Web3Error(400, { oauthError: 'invalid_grant' }, message)
const disabled = (message: string) => new Web3Error(422, { code: 'web3_provider_disabled' }, message)

/**
 * Verifies a signed message, as `POST /token?grant_type=web3` does (EIP-4361, "Verifying a signed message").
 * @throws Web3Error with the server's status, code and message
 */
export async function verifyWeb3(grant: Web3Grant): Promise<Web3Identity> {
  const { chain, chains = {} } = grant
  const { ethereum = true, solana = true } = chains
  if (!ethereum && !solana) throw disabled('Web3 provider is disabled')
  if (chain === 'solana') {
    if (!solana) throw disabled('Solana Web3 provider is disabled')
    return identityOf(chain, await readSolana(grant), grant)
  }
  if (chain === 'ethereum') {
    if (!ethereum) throw disabled('Ethereum Web3 provider is disabled')
    return identityOf(chain, readEthereum(grant), grant)
  }
  throw new Web3Error(400, { code: 'web3_unsupported_chain' }, 'Unsupported chain')
}

function checkLength(message: string): void {
  const { length } = utf8(message)
  if (length < 64) throw invalid('message is too short')
  if (length > 20 * 1024) throw invalid('message must not exceed 20KB')
}

/** What fails in here is the request's fault, for which the server has a message. */
function orInvalid<Result>(read: () => Result, message?: string): Result {
  try {
    return read()
  } catch (error) {
    throw invalid(message ?? (error as Error).message)
  }
}

async function readSolana({ message, signature }: Web3Grant): Promise<SignInMessage> {
  checkLength(message)
  const { length } = utf8(signature)
  if (length !== 86 && length !== 88) throw invalid('signature must be 64 bytes encoded as base64 with or without padding')
  const bytes = orInvalid(() => readSolanaSignature(signature), 'signature does not contain valid base64 characters')
  const parsed = orInvalid(() => parseSolanaMessage(message))
  const isSigned = await verifySolanaMessage(message, parsed, bytes).catch(() => {
    // An address of another length than a key's makes the server panic.
    throw new Web3Error(500, { code: 'unexpected_failure' }, 'Internal Server Error')
  })
  if (!isSigned) throw refused('Signature does not match address in message')
  return parsed
}

function readEthereum({ message, signature }: Web3Grant): SignInMessage {
  checkLength(message)
  if (utf8(signature.replace(/^0x/, '')).length !== 130) {
    throw invalid('signature must be 65 bytes long, encoded as a 130 character-long hexadecimal string')
  }
  const parsed = orInvalid(() => parseEthereumMessage(message))
  if (!isSignedBy(parsed.address, message, signature)) throw refused('Signature does not match address in message')
  return parsed
}

function isSignedBy(address: string, message: string, signature: string): boolean {
  try {
    return recoverAddress(message, signature) === address.toLowerCase()
  } catch {
    return false
  }
}

function identityOf(chain: 'ethereum' | 'solana', message: SignInMessage, grant: Web3Grant): Web3Identity {
  checkClaims(chain, message, grant)
  const { address, chainId: network, domain, statement = chain === 'solana' ? '' : null, uri } = message
  const subject = `web3:${chain}:${address}`
  return {
    provider: 'web3',
    subject,
    address,
    chain,
    network,
    domain,
    statement,
    uri: uri.text,
    claims: {
      custom_claims: { address, chain, domain, network, statement },
      email_verified: false,
      phone_verified: false,
      sub: subject,
    },
  }
}

/** What a message says for whom and when it was signed. */
function checkClaims(
  chain: 'ethereum' | 'solana',
  { uri, domain, issuedAt, expirationTime, notBefore }: SignInMessage,
  { now, isRedirectAllowed, maximumValidity = 600 }: Web3Grant,
): void {
  const name = chain === 'solana' ? 'Solana' : 'Ethereum'
  const isLocal = uri.hostname === 'localhost'
  if (uri.scheme !== 'https' && !isLocal) throw refused(`Signed ${name} message is using URI which does not use HTTPS`)
  if (!isRedirectAllowed(uri.text)) {
    throw refused(
      `Signed ${name} message is using URI which is not allowed on this server, message was signed for another app`,
    )
  }
  if (!isLocal && (uri.host !== domain || !isRedirectAllowed(`https://${domain}/`))) {
    throw refused(
      `Signed ${name} message is using a Domain that does not match the one in URI which is not allowed on this server`,
    )
  }
  if (notBefore !== undefined && now < notBefore) throw refused(`Signed ${name} message becomes valid in the future`)
  // The server looks at the Expiration Time of an Ethereum message only if there is a Not Before, too.
  const mayExpire = chain === 'solana' || notBefore !== undefined
  if (mayExpire && expirationTime !== undefined && now > expirationTime) throw refused(`Signed ${name} message is expired`)
  if (now > issuedAt + maximumValidity * 1000) throw refused(`${name} message was issued too long ago`)
  if (now < issuedAt - maximumValidity * 1000) throw refused(`${name} message was issued too far in the future`)
}
