import type {
  Assertion,
  Attestation,
  WebauthnCreationOptions,
  WebauthnRequestOptions,
} from '../../../generated/operations/types.ts'

// The platform's own methods come first (WebAuthn Level 3, sections 5.1.7 to 5.1.9); browsers older than 2025 lack them.

/** What `navigator.credentials.create()` takes. */
export const creationOptions = (options: WebauthnCreationOptions): PublicKeyCredentialCreationOptions =>
  PublicKeyCredential.parseCreationOptionsFromJSON?.(options) ?? {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: descriptors(options.excludeCredentials),
    extensions: extensions(options),
  }

/** What `navigator.credentials.get()` takes. */
export const requestOptions = (options: WebauthnRequestOptions): PublicKeyCredentialRequestOptions =>
  PublicKeyCredential.parseRequestOptionsFromJSON?.(options) ?? {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: descriptors(options.allowCredentials),
    extensions: extensions(options),
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
    rawId: base64url(rawId),
    type: 'public-key',
    ...(authenticatorAttachment && { authenticatorAttachment }),
    clientExtensionResults: encoded(credential.getClientExtensionResults()) as {},
    response: responseJson(response as AuthenticatorAttestationResponse | AuthenticatorAssertionResponse),
    // Whoever asks knows which of the two it is.
  } as Attestation | Assertion
}

function responseJson(response: AuthenticatorAttestationResponse | AuthenticatorAssertionResponse) {
  const clientDataJSON = base64url(response.clientDataJSON)
  if ('attestationObject' in response) {
    const transports = response.getTransports?.()
    return { clientDataJSON, attestationObject: base64url(response.attestationObject), ...(transports && { transports }) }
  }
  const { authenticatorData, signature, userHandle } = response
  return {
    clientDataJSON,
    authenticatorData: base64url(authenticatorData),
    signature: base64url(signature),
    ...(userHandle && { userHandle: base64url(userHandle) }),
  }
}

const descriptors = (keys: WebauthnCreationOptions['excludeCredentials']) =>
  keys?.map((key) => ({ ...key, id: bytes(key.id), transports: key.transports as AuthenticatorTransport[] | undefined }))

/** A server may ask for more than ours does. These extensions have binary members (sections 10.1.4 and 10.1.5). */
function extensions(options: {
  challenge: string
  extensions?: AuthenticationExtensionsClientInputsJSON
}): AuthenticationExtensionsClientInputs | undefined {
  if (!options.extensions) return undefined
  const { prf, largeBlob, ...rest } = options.extensions
  const salts = ({ first, second }: AuthenticationExtensionsPRFValuesJSON) => ({
    first: bytes(first),
    ...(second && { second: bytes(second) }),
  })
  const byCredential = Object.entries(prf?.evalByCredential ?? {}).map(([id, values]) => [id, salts(values)])
  return {
    ...rest,
    ...(prf && {
      prf: {
        ...(prf.eval && { eval: salts(prf.eval) }),
        ...(prf.evalByCredential && { evalByCredential: Object.fromEntries(byCredential) }),
      },
    }),
    ...(largeBlob && {
      largeBlob: { ...largeBlob, write: largeBlob.write === undefined ? undefined : bytes(largeBlob.write) },
    }),
  }
}

/** What is binary of it becomes base64url, wherever it is. */
function encoded(value: unknown): unknown {
  if (typeof value !== 'object' || !value || Array.isArray(value)) return value
  if ('byteLength' in value) return base64url(value as ArrayBuffer)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, encoded(member)]))
}

/** RFC 4648, section 5. */
const bytes = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))

function base64url(binary: ArrayBuffer | Uint8Array): string {
  // One by one: an attestation may be larger than a call may have arguments.
  const characters = Array.from(new Uint8Array(binary), (byte) => String.fromCharCode(byte))
  return btoa(characters.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
