// Keys and tokens for the tests of claims, signed by jose: what has made a token must not be what checks it.
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey as JoseKey, type JWTHeaderParameters } from 'jose'
import type { Jwk } from '../../../src/facade/index.ts'

export const asymmetric = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'] as const
export const algorithms = ['HS256', ...asymmetric] as const
export type Algorithm = (typeof algorithms)[number]

export const secret = 'super-secret-jwt-token-with-at-least-32-characters'
export const sub = '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11'

export interface Signer {
  alg: Algorithm
  kid: string
  /** The public key, as a server lists it; of HS256 one that nobody may list. */
  jwk: Jwk & { k?: string }
  /** Claims beside or instead of those of a good access token; undefined takes one away. */
  sign(claims?: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>
  /** Signs a header and claims as they are, which jose would not do with all. */
  signText(signed: string): Promise<string>
}

/** How WebCrypto calls it. */
const platform: Record<Algorithm, { name: string; hash?: string; saltLength?: number }> = {
  HS256: { name: 'HMAC', hash: 'SHA-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5' },
  PS256: { name: 'RSA-PSS', saltLength: 32 },
  ES256: { name: 'ECDSA', hash: 'SHA-256' },
  ES384: { name: 'ECDSA', hash: 'SHA-384' },
  EdDSA: { name: 'Ed25519' },
}

/** When tokens are signed, and are good for an hour from. In seconds since the Unix epoch. */
export const now = () => Math.floor(Date.now() / 1000)

export function claimsAt(iat: number): Record<string, unknown> {
  return { sub, aud: 'authenticated', role: 'authenticated', iss: 'https://auth.example.com/auth/v1', iat, exp: iat + 3600 }
}

export async function createSigner(alg: Algorithm, kid: string = alg.toLowerCase()): Promise<Signer> {
  let key: JoseKey | Uint8Array
  let jwk: Signer['jwk']
  if (alg === 'HS256') {
    key = new TextEncoder().encode(secret)
    jwk = { kty: 'oct', kid, alg, use: 'sig', k: Buffer.from(secret).toString('base64url') }
  } else {
    const pair = await generateKeyPair(alg, { extractable: true })
    key = pair.privateKey
    jwk = { ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig', key_ops: ['verify'] } as Jwk
  }
  return {
    alg,
    kid,
    jwk,
    sign: (claims = {}, header = {}) => {
      const all = Object.entries({ ...claimsAt(now()), ...claims }).filter(([, value]) => value !== undefined)
      return new SignJWT(Object.fromEntries(all))
        .setProtectedHeader({ alg, kid, typ: 'JWT', ...header } as JWTHeaderParameters)
        .sign(key)
    },
    signText: async (signed) => {
      const privateKey =
        key instanceof Uint8Array
          ? await crypto.subtle.importKey('raw', Uint8Array.from(key), platform.HS256, false, ['sign'])
          : key
      const signature = await crypto.subtle.sign(platform[alg], privateKey, Buffer.from(signed))
      return `${signed}.${Buffer.from(signature).toString('base64url')}`
    },
  }
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** A token with a header and claims of any kind, and something for a signature. */
export const unsigned = (header: unknown, claims: unknown, signature = 'c2ln'): string =>
  `${encode(header)}.${encode(claims)}.${signature}`
