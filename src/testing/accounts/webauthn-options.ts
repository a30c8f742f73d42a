import type { Server } from '../context.ts'
import { toBase64url, utf8 } from '../crypto/encoding.ts'
import type { Ceremony } from '../crypto/webauthn.ts'
import type { StoredCredential, UserRow } from '../state/state.ts'

/** The options of WebAuthn ceremonies (Level 3, sections 5.4 and 5.5), as the server makes them. */

/** The keys that the server takes. */
export const credentialParameters: { type: string; alg: number }[] = [-7, -35, -36, -257, -258, -259, -37, -38, -39, -8].map(
  (alg) => ({
    type: 'public-key',
    alg,
  }),
)
const timeout = 300_000

/** A challenge of 32 bytes, base64url. */
export const newChallenge = ({ random }: Server): string => toBase64url(random.bytes(32))

export function creationOptions(
  { config }: Server,
  user: UserRow,
  challenge: string,
  { displayName, excluded, more }: { displayName: string; excluded: Exclusion[]; more: object },
): object {
  const name = user.email || user.phone
  return {
    rp: { name: config.GOTRUE_WEBAUTHN_RP_DISPLAY_NAME, id: config.GOTRUE_WEBAUTHN_RP_ID },
    user: { name, displayName, id: toBase64url(utf8(user.id)) },
    challenge,
    pubKeyCredParams: credentialParameters,
    timeout,
    ...(excluded.length && { excludeCredentials: excluded }),
    ...more,
  }
}

export function requestOptions({ config }: Server, challenge: string, more: object): object {
  return { challenge, timeout, rpId: config.GOTRUE_WEBAUTHN_RP_ID, ...more }
}

interface Exclusion {
  type: 'public-key'
  id: string
  transports?: string[]
}

export const descriptorOf = ({ credential_id }: StoredCredential, transports: string[] = []): Exclusion => ({
  type: 'public-key',
  id: credential_id,
  ...(transports.length && { transports }),
})

/** What a credential is verified against. */
export const ceremonyOf = ({ config }: Server, challenge: string, credential: unknown): Ceremony => ({
  credential,
  challenge,
  rpId: config.GOTRUE_WEBAUTHN_RP_ID,
  origins: config.GOTRUE_WEBAUTHN_RP_ORIGINS,
})
