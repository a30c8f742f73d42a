import type {
  Assertion,
  Attestation,
  WebauthnCreationOptions,
  WebauthnRequestOptions,
} from '../../../generated/operations/types.ts'
import { AuthError, type ClientErrorCode } from '../../transport/errors.ts'
import { failure } from '../call.ts'
import { creationOptions, credentialJson, requestOptions } from './json.ts'

/** A page has one prompt for all, whichever client asks. A later ceremony takes the place of an earlier one. */
let current: { controller: AbortController; isConditional: boolean } | undefined

/**
 * Lets the user make a key: `navigator.credentials.create()` (WebAuthn Level 3, section 5.1.3). It ends with the signal, or
 * with the time limit of the options.
 *
 * @throws AuthError `webauthn_unsupported`, `webauthn_not_allowed`, `webauthn_credential_exists`, `webauthn_rp_mismatch`,
 *   `webauthn_failed`, `aborted`
 */
export async function createCredential(
  options: WebauthnCreationOptions,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<Attestation> {
  await requireWebAuthn()
  const answer = await perform(signal, false, (signal) =>
    navigator.credentials.create({ publicKey: creationOptions(options), signal }),
  )
  return answer as Attestation
}

/**
 * Lets the user prove a key: `navigator.credentials.get()` (WebAuthn Level 3, section 5.1.4). It ends with the signal, or with
 * the time limit of the options, which does not hold for autofill.
 *
 * @param mediation `conditional` for autofill
 * @throws AuthError as `createCredential()`
 */
export async function getCredential(
  options: WebauthnRequestOptions,
  { signal, mediation }: { signal?: AbortSignal | undefined; mediation?: CredentialMediationRequirement | undefined } = {},
): Promise<Assertion> {
  await requireWebAuthn(mediation)
  const answer = await perform(signal, mediation === 'conditional', (signal) =>
    navigator.credentials.get({ publicKey: requestOptions(options), signal, ...(mediation && { mediation }) }),
  )
  return answer as Assertion
}

/**
 * Checks that a ceremony is possible at all, e.g. before a server is asked for a challenge.
 *
 * @throws AuthError `webauthn_unsupported`
 */
export async function requireWebAuthn(mediation?: CredentialMediationRequirement): Promise<void> {
  const { isSecureContext, navigator, PublicKeyCredential: platform } = globalThis as Partial<typeof globalThis>
  if (isSecureContext === false) throw failure('webauthn_unsupported', 'WebAuthn needs a page that came by https')
  if (!platform || !navigator?.credentials) throw failure('webauthn_unsupported', 'The platform has no WebAuthn')
  if (mediation === 'conditional' && !(await platform.isConditionalMediationAvailable?.())) {
    throw failure('webauthn_unsupported', 'The browser does not offer passkeys as autofill')
  }
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

/** What the exceptions of ceremonies say. `NotAllowedError` is all that a page may know, for the user's privacy. */
const explanations: Record<string, [code: ClientErrorCode, explanation: string]> = {
  NotAllowedError: ['webauthn_not_allowed', 'The user has declined, the time is up, or there is no such passkey'],
  InvalidStateError: ['webauthn_credential_exists', 'The authenticator has a key for this user already'],
  SecurityError: ['webauthn_rp_mismatch', 'The relying party of the server is not that of this page'],
  NotSupportedError: ['webauthn_unsupported', 'Nothing here can do what the server asks for'],
  ConstraintError: ['webauthn_unsupported', 'No authenticator here can do what the server asks for'],
  AbortError: ['aborted', 'The browser has ended the ceremony'],
}

function explained(cause: unknown): AuthError {
  const { name = '', message } = Object(cause) as Partial<DOMException>
  const [code, explanation] = explanations[name] ?? ['webauthn_failed', 'The ceremony has failed']
  return failure(code, `${explanation}: ${message}`, cause)
}
