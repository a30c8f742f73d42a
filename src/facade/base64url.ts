/** Base64url without padding (RFC 4648, section 5). */
export function encodeBase64url(binary: ArrayBuffer | Uint8Array): string {
  // One by one: an attestation may be larger than a call may have arguments.
  const characters = Array.from(new Uint8Array(binary), (byte) => String.fromCharCode(byte))
  return btoa(characters.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Bytes that WebCrypto takes: `Uint8Array<ArrayBuffer>` in the words of TypeScript before 5.7. */
export type Bytes = Uint8Array & BufferSource
