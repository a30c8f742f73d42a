import { fromBase64url, toBase64, utf8, type Bytes } from '../crypto/encoding.ts'
import type { Authentication, Registration } from '../crypto/webauthn.ts'
import type { ChallengeRow, StoredCredential, UserRow } from '../state/state.ts'
import { credentialParameters } from './webauthn-options.ts'

/** What the server notes of the last verification: its own structures, as they are written to JSON without further thought. */
export function lastChallengeData(
  challenge: ChallengeRow,
  rpId: string,
  user: UserRow,
  verified:
    | { type: 'create'; sent: unknown; read: Registration }
    | { type: 'request'; sent: unknown; read: Authentication; known: StoredCredential[] },
): Record<string, unknown> {
  const { type, read } = verified
  const sent = verified.sent as Credential
  const session =
    type === 'create'
      ? { credParams: credentialParameters }
      : { allowed_credentials: verified.known.map(({ credential_id }) => toBase64(fromBase64url(credential_id))) }
  const { clientExtensionResults: results, authenticatorAttachment } = sent
  const common = {
    ...(results && Object.keys(results).length && { clientExtensionResults: results }),
    ...(authenticatorAttachment && { authenticatorAttachment }),
  }
  const { type: ceremony, challenge: signed, origin } = read.clientData
  const { clientDataJSON } = sent.response
  return {
    type,
    challenge: {
      challenge_id: challenge.id,
      factor_id: challenge.factor_id,
      created_at: new Date(challenge.created_at).toISOString(),
      ip_address: challenge.ip,
      web_authn_session_data: {
        challenge: challenge.webauthn_challenge,
        rpId,
        user_id: toBase64(utf8(user.id)),
        // Go's time of never.
        expires: '0001-01-01T00:00:00Z',
        userVerification: '',
        ...session,
      },
    },
    credential_response: {
      ID: sent.id,
      Type: 'public-key',
      rawId: toBase64(fromBase64url(sent.rawId ?? '')),
      ...common,
      Response: {
        CollectedClientData: { type: ceremony, challenge: signed, origin },
        ...('format' in read ? attestationOf(read) : assertionOf(read)),
      },
      Raw: {
        id: sent.id,
        type: 'public-key',
        rawId: sent.rawId,
        ...common,
        response: { clientDataJSON, ...(type === 'create' ? rawAttestation(sent) : rawAssertion(sent)) },
      },
    },
  }
}

/** A credential that could be read. */
interface Credential {
  id: string
  rawId?: string
  authenticatorAttachment?: string
  clientExtensionResults?: object
  response: Record<string, unknown>
}

const rawAttestation = ({ response }: Credential) => ({
  attestationObject: response.attestationObject,
  transports: response.transports ?? null,
  authenticatorData: response.authenticatorData ?? null,
  publicKey: response.publicKey ?? null,
  publicKeyAlgorithm: response.publicKeyAlgorithm ?? 0,
})

const rawAssertion = ({ response: { authenticatorData, signature, userHandle } }: Credential) => ({
  authenticatorData,
  signature,
  ...(userHandle ? { userHandle } : {}),
})

const attestationOf = ({ format, data, rawData, transports }: Registration) => ({
  AttestationObject: { AuthData: authenticatorDataOf(data, rawData), authData: toBase64(rawData), fmt: format },
  Transports: transports,
})

const assertionOf = ({ data, rawData, signature, userHandle }: Authentication) => ({
  AuthenticatorData: authenticatorDataOf(data, rawData),
  Signature: toBase64(signature),
  UserHandle: toBase64(userHandle),
})

function authenticatorDataOf({ rpIdHash, signCount, attested }: Authentication['data'], rawData: Bytes) {
  const bytes = (value: Bytes | undefined) => (value ? toBase64(value) : null)
  return {
    rpid: toBase64(rpIdHash),
    flags: rawData[32],
    sign_count: signCount,
    att_data: {
      aaguid: bytes(attested?.aaguid),
      credential_id: bytes(attested?.credentialId),
      public_key: bytes(attested?.publicKey),
    },
    ext_data: null,
  }
}
