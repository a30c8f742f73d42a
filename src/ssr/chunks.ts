import { decodeBase64url, encodeBase64url } from '../facade/base64url.ts'
import { AuthError } from '../transport/errors.ts'

/** Characters. Browsers take 4,096 bytes for name and value; names are 200 at most. */
const longest = 3_800

/** Chunks of a value. Node takes 16 kB of headers, and other cookies are among them. */
const most = 3

/**
 * Splits a text into the values of cookies: `<checksum of the whole>.<number of chunks>.<part in base64url>`. So chunks of
 * different texts are never taken for one, whatever a browser has kept of them.
 *
 * @throws AuthError `storage_failed` when it is too large
 */
export function toChunks(text: string): string[] {
  const encoded = encodeBase64url(new TextEncoder().encode(text))
  const count = Math.ceil(encoded.length / longest)
  if (count > most) {
    throw new AuthError(
      `The session is too large for cookies: ${encoded.length} bytes, and ${most * longest} are the most. Keep less in user_metadata`,
      { code: 'storage_failed' },
    )
  }
  const head = `${checksum(encoded)}.${count}.`
  return Array.from({ length: count }, (_, index) => head + encoded.slice(index * longest, (index + 1) * longest))
}

/** Joins chunks, given by their index. Null for anything but all chunks of one text. */
export function fromChunks(chunk: (index: number) => string | undefined): string | null {
  const [, head, digits] = /^([0-9a-z]{1,7}\.([1-9])\.)/.exec(chunk(0) ?? '') ?? []
  const count = Number(digits)
  if (!head || count > most) return null
  let encoded = ''
  for (let index = 0; index < count; index++) {
    const value = chunk(index)
    if (!value?.startsWith(head) || value.length > head.length + longest) return null
    encoded += value.slice(head.length)
  }
  return head.startsWith(`${checksum(encoded)}.`) ? decode(encoded) : null
}

/** Reads base64url of UTF-8, or base64. Null for anything else. */
export function decode(encoded: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(decodeBase64url(encoded))
  } catch {
    return null
  }
}

/** FNV-1a, 32 bits. It tells accidents, not attacks: who can set cookies can set a session of their own. */
function checksum(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(36)
}
