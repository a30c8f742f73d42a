import { encodeBase64url } from '../base64url.ts'
import { failure } from '../call.ts'

/** A code verifier and what is made of it (RFC 7636). The verifier stays with the application, the challenge travels. */
export interface Pkce {
  /** 43 characters, from 32 random bytes. */
  code_verifier: string
  /** The SHA-256 of the verifier, base64url-encoded: 43 characters. */
  code_challenge: string
  code_challenge_method: 's256'
}

/**
 * Makes a new verifier and its challenge (RFC 7636, sections 4.1 and 4.2).
 *
 * @throws AuthError `crypto_missing` where the platform has no WebCrypto. There is no fallback: a guessable verifier or a
 *   `plain` challenge protects nobody.
 * @example
 * const { code_verifier, code_challenge } = await createPkce()
 */
export async function createPkce(): Promise<Pkce> {
  const code_verifier = encodeBase64url(webCrypto().getRandomValues(new Uint8Array(32)))
  return { code_verifier, code_challenge: await codeChallengeOf(code_verifier), code_challenge_method: 's256' }
}

/**
 * The S256 challenge of a verifier (RFC 7636, section 4.2).
 *
 * @param code_verifier 43 to 128 characters out of `A-Z a-z 0-9 - . _ ~`
 * @throws AuthError `crypto_missing`
 * @example
 * const code_challenge = await codeChallengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')
 */
export async function codeChallengeOf(code_verifier: string): Promise<string> {
  const digest = await webCrypto().subtle.digest('SHA-256', new TextEncoder().encode(code_verifier))
  return encodeBase64url(digest)
}

function webCrypto(): Crypto {
  // Browsers have `subtle` in secure contexts only, React Native none without a polyfill.
  if (globalThis.crypto?.subtle) return globalThis.crypto
  throw failure('crypto_missing', 'PKCE needs WebCrypto: use https, or a polyfill')
}
