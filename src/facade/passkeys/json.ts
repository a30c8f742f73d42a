import type {
  Assertion,
  Attestation,
  WebauthnCreationOptions,
  WebauthnRequestOptions,
} from '../../../generated/operations/types.ts'
import { decodeBase64url, encodeBase64url } from '../base64url.ts'

// The platform's own methods come first (WebAuthn Level 3, sections 5.1.7 to 5.1.9); browsers older than 2025 lack them.
// There no extension with binary members (`prf`, `largeBlob`) is translated: GoTrue asks for none.

/** What `navigator.credentials.create()` takes. */
export const creationOptions = (options: WebauthnCreationOptions): PublicKeyCredentialCreationOptions =>
  PublicKeyCredential.parseCreationOptionsFromJSON?.(options) ?? {
    ...options,
    challenge: decodeBase64url(options.challenge),
    user: { ...options.user, id: decodeBase64url(options.user.id) },
    excludeCredentials: descriptors(options.excludeCredentials),
  }

/** What `navigator.credentials.get()` takes. */
export const requestOptions = (options: WebauthnRequestOptions): PublicKeyCredentialRequestOptions =>
  PublicKeyCredential.parseRequestOptionsFromJSON?.(options) ?? {
    ...options,
    challenge: decodeBase64url(options.challenge),
    allowCredentials: descriptors(options.allowCredentials),
  }

/** What the server takes. */
export function credentialJson(credential: PublicKeyCredential): Attestation | Assertion {
  try {
    return credential.toJSON()
  } catch {
    // It is missing, or it is the browser's and the credential a password manager's: then it does not know it.
  }
  const { id, rawId, authenticatorAttachment, response } = credential
  return {
    id,
    rawId: encodeBase64url(rawId),
    type: 'public-key',
    authenticatorAttachment: authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: responseJson(response),
    // Whoever asks knows which of the two it is.
  } as Attestation | Assertion
}

const binary = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'] as const

/** What either kind of response has of all these. */
function responseJson(response: Partial<AuthenticatorAttestationResponse & AuthenticatorAssertionResponse>) {
  const members = binary.flatMap((name) => (response[name] ? [[name, encodeBase64url(response[name])]] : []))
  return { ...Object.fromEntries(members), transports: response.getTransports?.() }
}

const descriptors = (keys: WebauthnCreationOptions['excludeCredentials']) =>
  keys?.map((key) => ({ ...key, id: decodeBase64url(key.id) })) as PublicKeyCredentialDescriptor[] | undefined
