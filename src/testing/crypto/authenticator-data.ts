// What an authenticator signs (WebAuthn Level 3, section 6.1).
import { readCbor } from './cbor.ts'
import type { Bytes } from './encoding.ts'

export interface AuthenticatorData {
  rpIdHash: Bytes
  userPresent: boolean
  userVerified: boolean
  backupEligible: boolean
  backupState: boolean
  signCount: number
  /** With a new credential: its id and its public key (section 6.5.1). */
  attested?: { aaguid: Bytes; credentialId: Bytes; publicKey: Bytes }
}

const maximumCredentialIdLength = 1023

/** Reads authenticator data as the server does: nothing may be left over, and neither the key nor extensions are looked into. @throws Error if it is malformed */
export function readAuthenticatorData(bytes: Bytes): AuthenticatorData {
  if (bytes.length < 37) throw new Error('The authenticator data is shorter than 37 bytes')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const flags = view.getUint8(32)
  const data: AuthenticatorData = {
    rpIdHash: bytes.slice(0, 32),
    userPresent: (flags & 0x01) !== 0,
    userVerified: (flags & 0x04) !== 0,
    backupEligible: (flags & 0x08) !== 0,
    backupState: (flags & 0x10) !== 0,
    signCount: view.getUint32(33),
  }
  let end = 37
  if (flags & 0x40) {
    if (bytes.length <= 55) throw new Error('The authenticator data has the flag of a new credential, and none')
    const keyStart = 55 + view.getUint16(53)
    if (keyStart - 55 > maximumCredentialIdLength) throw new Error('The credential id is longer than 1023 bytes')
    end = keyStart + readCbor(bytes.slice(keyStart)).end
    data.attested = {
      aaguid: bytes.slice(37, 53),
      credentialId: bytes.slice(55, keyStart),
      publicKey: bytes.slice(keyStart, end),
    }
  }
  const hasExtensions = (flags & 0x80) !== 0
  if (hasExtensions && end === bytes.length) throw new Error('The authenticator data has the flag of extensions, and none')
  if (!hasExtensions && end !== bytes.length) throw new Error('The authenticator data has bytes left over')
  return data
}
