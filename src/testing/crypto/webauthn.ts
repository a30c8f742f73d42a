// The relying party's side of WebAuthn (Level 3, sections 7.1 and 7.2) with the checks, and the omissions, of the real server
// (go-webauthn 0.16). Reading and verifying are apart because the server answers them differently: "Invalid credential response" where
// a credential cannot be read, "Credential verification failed" where it is not the one that was asked for.
import { readAuthenticatorData, type AuthenticatorData } from './authenticator-data.ts'
import { readCbor, type CborMap } from './cbor.ts'
import { readCoseKey, type CoseKey } from './cose.ts'
import { concat, fromBase64url, isEqual, toBase64url, toHex, utf8, type Bytes } from './encoding.ts'

/** What a ceremony is judged by. */
export interface Ceremony {
  /** What came over the wire: JSON of `PublicKeyCredential.toJSON()`, or anything. */
  credential: unknown
  /** That of the options: base64url without padding. */
  challenge: string
  /** A domain: `localhost`. */
  rpId: string
  /** Whence a page may have asked: `https://example.com`. */
  origins: readonly string[]
  /** Whether the flag UV is asked for. Default false: the server's options say `preferred`. */
  requireUserVerification?: boolean
}

/** A credential as the server keeps it. */
export interface VerifiedRegistration {
  /** base64url, of what the authenticator has attested. The server compares it with neither `id` nor `rawId`. */
  id: string
  /** The COSE_Key, base64url. */
  publicKey: string
  signCount: number
  /** A UUID; all zeros where the authenticator does not say. */
  aaguid: string
  transports: string[]
  userVerified: boolean
  backupEligible: boolean
  backupState: boolean
  /** The attestation's format, which is what the server stores under this name. */
  attestationType: 'none' | 'packed'
}

/** What an authentication says of its credential. */
export interface VerifiedAuthentication {
  /** What to store. It stays as it was if the counter has not grown. */
  signCount: number
  /** The counter has not grown. The real server notes it, and signs in all the same. */
  isCloned: boolean
  userVerified: boolean
  backupEligible: boolean
  backupState: boolean
}

/** A registration that could be read; nothing of it is verified. */
export interface Registration {
  clientData: ClientData
  data: AuthenticatorData & { attested: NonNullable<AuthenticatorData['attested']> }
  /** As it was signed. */
  rawData: Bytes
  format: string
  statement: CborMap
  transports: string[]
}

/** An authentication that could be read; nothing of it is verified. */
export interface Authentication {
  /** `rawId`, base64url: what the server looks the credential up by. Empty where there is none. */
  id: string
  /** What the options of the registration called `user.id`: with GoTrue, the text of the user's id. Empty where there is none. */
  userHandle: Bytes
  clientData: ClientData
  data: AuthenticatorData
  rawData: Bytes
  signature: Bytes
}

interface ClientData {
  type: string
  challenge: string
  origin: string
  /** Of earlier levels. Its status, if it is there. */
  tokenBinding?: unknown
  hash: Bytes
}

/** Reads `RegistrationResponseJSON` (Level 3, section 5.1). @throws Error if it is malformed */
export async function readRegistration(credential: unknown): Promise<Registration> {
  const { response } = readCredential(credential)
  const clientData = await readClientData(response)
  const object = readCbor(bytesOf(response, 'attestationObject')).value
  if (!(object instanceof Map)) throw new Error('The attestation object is not a CBOR map')
  const [format, statement, rawData] = [object.get('fmt'), object.get('attStmt') ?? new Map(), object.get('authData')]
  if (typeof format !== 'string') throw new Error('The attestation object has no format')
  if (!(statement instanceof Map)) throw new Error('The attestation statement is not a CBOR map')
  if (!(rawData instanceof Uint8Array)) throw new Error('The attestation object has no authenticator data')
  const { attested, ...data } = readAuthenticatorData(rawData)
  if (!attested) throw new Error('The authenticator data has no new credential')
  for (const name of ['authenticatorData', 'publicKey']) bytesOf(response, name)
  if (!Number.isSafeInteger(response.publicKeyAlgorithm ?? 0)) throw new Error('publicKeyAlgorithm is not an integer')
  const transports = response.transports ?? []
  if (!Array.isArray(transports) || !transports.every((transport) => typeof transport === 'string')) {
    throw new Error('transports is not a list of texts')
  }
  // What the server renames.
  const renamed = transports.map((transport: string) => (transport === 'cable' ? 'hybrid' : transport))
  return { clientData, data: { ...data, attested }, rawData, format, statement, transports: renamed }
}

/** Reads `AuthenticationResponseJSON` (Level 3, section 5.1). @throws Error if it is malformed */
export async function readAuthentication(credential: unknown): Promise<Authentication> {
  const { rawId, response } = readCredential(credential)
  const rawData = bytesOf(response, 'authenticatorData')
  return {
    id: toBase64url(rawId),
    userHandle: bytesOf(response, 'userHandle'),
    clientData: await readClientData(response),
    data: readAuthenticatorData(rawData),
    rawData,
    signature: bytesOf(response, 'signature'),
  }
}

/**
 * Verifies a new credential (Level 3, section 7.1). Of the attestation formats `none` and `packed` with the credential's own key are
 * taken. The others need certificates, which the real server verifies against no list of makers; they are refused, because its options
 * ask for no attestation and browsers then send `none`.
 * @throws Error whose message says what is wrong
 */
export async function verifyRegistration(ceremony: Ceremony): Promise<VerifiedRegistration> {
  const registration = await readRegistration(ceremony.credential)
  const { data, format } = registration
  await verifyCommon('webauthn.create', registration, ceremony)
  // The real server does not look at the key where there is no attestation; nobody could sign in with one that is refused here.
  const key = await readCoseKey(data.attested.publicKey)
  if (format === 'packed') await verifyPacked(registration, key)
  else if (format !== 'none') throw new Error(`The attestation format ${JSON.stringify(format)} is not verified here`)
  else if (registration.statement.size) throw new Error('The attestation format is none, and there is a statement')
  const { aaguid, credentialId, publicKey } = data.attested
  return {
    id: toBase64url(credentialId),
    publicKey: toBase64url(publicKey),
    signCount: data.signCount,
    aaguid: toHex(aaguid).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    transports: registration.transports,
    userVerified: data.userVerified,
    backupEligible: data.backupEligible,
    backupState: data.backupState,
    attestationType: format as 'none' | 'packed',
  }
}

/**
 * Verifies that a registered credential has signed the challenge (Level 3, section 7.2).
 * @param options `publicKey` and `signCount` as they were stored; `backupEligible`, too: the server refuses one that has changed
 * @throws Error whose message says what is wrong
 */
export async function verifyAuthentication(
  options: Ceremony & { publicKey: string; signCount: number; backupEligible?: boolean },
): Promise<VerifiedAuthentication> {
  const authentication = await readAuthentication(options.credential)
  const { data, rawData, clientData, signature } = authentication
  await verifyCommon('webauthn.get', authentication, options)
  const key = await readCoseKey(fromBase64url(options.publicKey))
  if (!(await key.verify(concat(rawData, clientData.hash), signature))) throw new Error('The signature does not verify')
  const { userVerified, backupEligible, backupState } = data
  if (backupEligible !== (options.backupEligible ?? backupEligible))
    throw new Error('The flag BE is not that of the registration')
  if (backupState && !backupEligible) throw new Error('The flag BS is set, and BE is not')
  const isCloned = data.signCount <= options.signCount && (data.signCount !== 0 || options.signCount !== 0)
  return {
    signCount: isCloned ? options.signCount : data.signCount,
    isCloned,
    userVerified,
    backupEligible,
    backupState,
  }
}

async function verifyCommon(
  type: string,
  { clientData, data }: { clientData: ClientData; data: AuthenticatorData },
  { challenge, rpId, origins, requireUserVerification }: Ceremony,
): Promise<void> {
  if (clientData.type !== type) throw new Error(`The type is ${quote(clientData.type)}, not ${type}`)
  if (clientData.challenge !== challenge)
    throw new Error(`The challenge is ${quote(clientData.challenge)}, not ${challenge}`)
  if (!origins.some((origin) => originOf(origin) === originOf(clientData.origin))) {
    throw new Error(`The origin is ${quote(clientData.origin)}, not one of ${origins.join(', ')}`)
  }
  if (
    'tokenBinding' in clientData &&
    !['present', 'supported', 'not-supported'].includes(clientData.tokenBinding as string)
  ) {
    throw new Error('The token binding has no such status')
  }
  if (!isEqual(data.rpIdHash, await sha256(utf8(rpId)))) throw new Error(`The relying party is not ${rpId}`)
  if (!data.userPresent) throw new Error('The user was not present')
  if (requireUserVerification && !data.userVerified) throw new Error('The user was not verified')
}

/** Self attestation (Level 3, section 8.2): the credential's own key has signed. */
async function verifyPacked({ statement, rawData, clientData }: Registration, key: CoseKey): Promise<void> {
  const hasCertificates = Array.isArray(statement.get('x5c')) || statement.get('ecdaaKeyId') instanceof Uint8Array
  if (hasCertificates) throw new Error('An attestation with certificates is not verified here')
  const signature = statement.get('sig')
  if (!(signature instanceof Uint8Array)) throw new Error('The attestation statement has no signature')
  if (statement.get('alg') !== key.algorithm) throw new Error(`The attestation's algorithm is not the key's`)
  if (!(await key.verify(concat(rawData, clientData.hash), signature)))
    throw new Error(`The attestation's signature does not verify`)
}

type Json = Record<string, unknown>

function asObject(value: unknown, name: string): Json {
  if (typeof value !== 'object' || !value || Array.isArray(value)) throw new Error(`${name} is not an object`)
  return value as Json
}

function readCredential(credential: unknown): { rawId: Bytes; response: Json } {
  const object = asObject(credential, 'The credential')
  const { id, type, authenticatorAttachment: attachment, clientExtensionResults: results, response } = object
  if (typeof id !== 'string' || !id || id.includes('=')) throw new Error('id is not base64url without padding')
  fromBase64url(id)
  if (type !== 'public-key') throw new Error('type is not public-key')
  if (typeof (attachment ?? '') !== 'string') throw new Error('authenticatorAttachment is not a text')
  asObject(results ?? {}, 'clientExtensionResults')
  return { rawId: bytesOf(object, 'rawId'), response: asObject(response, 'response') }
}

/** The bytes of a member in base64url; none where it is absent. */
function bytesOf(object: Json, name: string): Bytes {
  const text = object[name] ?? ''
  if (typeof text !== 'string') throw new Error(`${name} is not a text`)
  try {
    return fromBase64url(text)
  } catch (cause) {
    throw new Error(`${name} is not base64url`, { cause })
  }
}

/** CollectedClientData (Level 3, section 5.8.1). */
async function readClientData(response: Json): Promise<ClientData> {
  const bytes = bytesOf(response, 'clientDataJSON')
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
  } catch (cause) {
    throw new Error('clientDataJSON is not JSON', { cause })
  }
  const { type, challenge, origin, topOrigin, crossOrigin, tokenBinding } = asObject(parsed ?? {}, 'clientDataJSON')
  const texts = [type, challenge, origin, topOrigin].map((member) => member ?? '')
  if (!texts.every((text) => typeof text === 'string')) throw new Error('A member of clientDataJSON is not a text')
  if (typeof (crossOrigin ?? false) !== 'boolean') throw new Error('crossOrigin of clientDataJSON is not true or false')
  return {
    type: texts[0]!,
    challenge: texts[1]!,
    origin: texts[2]!,
    ...(tokenBinding != null && { tokenBinding: asObject(tokenBinding, 'tokenBinding').status }),
    hash: await sha256(bytes),
  }
}

/** Scheme, host and port of a web origin, as the server compares them; every other one (`android:apk-key-hash:…`) as it is. */
function originOf(text: string): string {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).origin : text
}

const sha256 = async (data: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest('SHA-256', data))

/** What came from outside, short. */
const quote = (text: string): string => JSON.stringify(text.slice(0, 200))
