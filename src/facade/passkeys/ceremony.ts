import type {
  Assertion,
  Attestation,
  WebauthnCreationOptions,
  WebauthnRequestOptions,
} from '../../../generated/operations/types.ts'
import { AuthError, type ClientErrorCode } from '../../transport/errors.ts'
import { failure, type Call } from '../call.ts'
import type { Result } from '../result.ts'
import { creationOptions, credentialJson, requestOptions } from './json.ts'

/** What a ceremony takes. */
export interface CeremonyOptions {
  /** Ends it at once. */
  signal?: AbortSignal | undefined
  /** How the browser asks for a proof: `conditional` for autofill. */
  mediation?: CredentialMediationRequirement | undefined
}

/** A page has one prompt for all, whichever client asks. A later ceremony takes the place of an earlier one. */
let current: { controller: AbortController; isConditional: boolean } | undefined

/**
 * Makes a call of a whole ceremony, where one is possible at all: else no server is asked for a challenge. Its requests have their
 * time limits; nobody knows how long a user takes.
 *
 * @returns its data, or an error: `webauthn_unsupported`, or what the work throws
 */
export const callCeremony = <Data>(
  call: Call,
  { signal, mediation }: CeremonyOptions,
  work: () => Promise<Data>,
): Promise<Result<Data, null, never>> =>
  call(null, { signal, timeout: Infinity }, async () => {
    const { isSecureContext, navigator, PublicKeyCredential: platform } = globalThis as Partial<typeof globalThis>
    if (isSecureContext === false) throw failure('webauthn_unsupported', 'WebAuthn needs https')
    if (!platform || !navigator?.credentials) throw failure('webauthn_unsupported', 'The platform has no WebAuthn')
    if (mediation === 'conditional' && !(await platform.isConditionalMediationAvailable?.())) {
      throw failure('webauthn_unsupported', 'The browser has no autofill of passkeys')
    }
    return work()
  })

/**
 * Lets the user make a key: `navigator.credentials.create()` (WebAuthn Level 3, section 5.1.3). It ends with the signal, or
 * with the time limit of the options.
 *
 * @throws AuthError `webauthn_not_allowed`, `webauthn_credential_exists`, `webauthn_unsupported`, `webauthn_rp_mismatch`,
 *   `webauthn_failed`, `aborted`
 */
export async function createCredential(options: WebauthnCreationOptions, { signal }: CeremonyOptions): Promise<Attestation> {
  const answer = await perform(signal, false, (signal) =>
    navigator.credentials.create({ publicKey: creationOptions(options), signal }),
  )
  return answer as Attestation
}

/**
 * Lets the user prove a key: `navigator.credentials.get()` (WebAuthn Level 3, section 5.1.4). It ends with the signal, or with
 * the time limit of the options, which does not hold for autofill.
 *
 * @throws AuthError as `createCredential()`
 */
export async function getCredential(
  options: WebauthnRequestOptions,
  { signal, mediation }: CeremonyOptions,
): Promise<Assertion> {
  const answer = await perform(signal, mediation === 'conditional', (signal) =>
    navigator.credentials.get({ publicKey: requestOptions(options), signal, ...(mediation && { mediation }) }),
  )
  return answer as Assertion
}

async function perform(
  signal: AbortSignal | undefined,
  isConditional: boolean,
  ask: (signal: AbortSignal) => Promise<Credential | null>,
): Promise<Attestation | Assertion> {
  const controller = new AbortController()
  const own = { controller, isConditional }
  const end = () => controller.abort(signal!.reason)
  signal?.addEventListener('abort', end)
  if (signal?.aborted) end()
  // Autofill was asked for before, and its challenge came late: the user is busy with the prompt.
  else if (isConditional && current && !current.isConditional) controller.abort(replaced())
  else {
    current?.controller.abort(replaced())
    current = own
  }
  try {
    controller.signal.throwIfAborted()
    // Not every browser and password manager listens to the signal.
    const ended = new Promise<never>((_resolve, reject) => {
      controller.signal.addEventListener('abort', () => reject(controller.signal.reason))
    })
    const credential = await Promise.race([ask(controller.signal), ended])
    if (!credential) throw failure('webauthn_failed', 'The browser has given no key')
    return credentialJson(credential as PublicKeyCredential)
  } catch (cause) {
    if (controller.signal.aborted) throw failure('aborted', 'The ceremony was aborted', controller.signal.reason)
    throw cause instanceof AuthError ? cause : explained(cause)
  } finally {
    signal?.removeEventListener('abort', end)
    if (current === own) current = undefined
  }
}

const replaced = () => new DOMException('Another ceremony has begun', 'AbortError')

const unfit = ['webauthn_unsupported', 'Nothing here can do what the server asks for'] as const

/** What the exceptions of ceremonies say. `NotAllowedError` is all that a page may know, for the user's privacy. */
const explanations: Record<string, readonly [code: ClientErrorCode, explanation: string]> = {
  NotAllowedError: ['webauthn_not_allowed', 'Declined, out of time, or no such passkey'],
  InvalidStateError: ['webauthn_credential_exists', 'The authenticator has a key for this user already'],
  SecurityError: ['webauthn_rp_mismatch', 'The relying party is not that of this page'],
  NotSupportedError: unfit,
  ConstraintError: unfit,
  AbortError: ['aborted', 'The browser has ended the ceremony'],
}

function explained(cause: unknown): AuthError {
  const { name = '', message } = Object(cause) as Partial<DOMException>
  const [code, explanation] = explanations[name] ?? ['webauthn_failed', 'The ceremony has failed']
  return failure(code, `${explanation}: ${message}`, cause)
}
