/** Base64url without padding (RFC 4648, section 5). */
export function encodeBase64url(binary: ArrayBuffer | Uint8Array): string {
  // One by one: an attestation may be larger than a call may have arguments.
  const characters = Array.from(new Uint8Array(binary), (byte) => String.fromCharCode(byte))
  return btoa(characters.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Takes padding and the other alphabet, too, as the platform's decoder does. @throws DOMException for anything else */
export function decodeBase64url(text: string): Bytes {
  const characters = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  // `Uint8Array.from()` takes twenty times as long, a third of the verification of a token.
  const bytes = new Uint8Array(characters.length)
  for (let i = 0; i < characters.length; i++) bytes[i] = characters.charCodeAt(i)
  return bytes
}

/** Bytes that WebCrypto takes: `Uint8Array<ArrayBuffer>` in the words of TypeScript before 5.7. */
export type Bytes = Uint8Array & BufferSource
