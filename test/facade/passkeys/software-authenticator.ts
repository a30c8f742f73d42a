// An authenticator in software: ES256 keys that it keeps, signatures that are real, attestation `none` (WebAuthn Level 3, sections
// 6.1, 6.3 and 6.5). It is what answers the two-step calls where there is no browser, on a real server, too; `usePlatform()` makes the
// `navigator.credentials` of a page of it, with the JSON methods of the platform or without. Nothing of it is the SDK's own code.
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { vi } from 'vitest'
import type {
  Assertion,
  Attestation,
  PasskeyAuthenticationOptions,
  PasskeyRegistrationOptions,
} from '../../../src/facade/index.ts'

type CreationOptions = PasskeyRegistrationOptions['options']
type RequestOptions = PasskeyAuthenticationOptions['options']

interface Key {
  id: Buffer
  rpId: string
  userHandle: Buffer
  privateKey: KeyObject
  counter: number
}

export interface SoftwareAuthenticator {
  keys: Key[]
  /** The page's origin, as the browser writes it into what is signed. */
  origin: string
  /** What `navigator.credentials.create()` would do, with JSON on both sides. */
  create(options: CreationOptions): Attestation & { rawId: string }
  /** What `navigator.credentials.get()` would do. */
  get(options: RequestOptions): Assertion
}

export function createAuthenticator(origin: string): SoftwareAuthenticator {
  const authenticator: SoftwareAuthenticator = {
    keys: [],
    origin,
    create: ({ rp, user, challenge, pubKeyCredParams, excludeCredentials }) => {
      checkDomain(authenticator.origin, rp.id)
      if (!pubKeyCredParams.some(({ alg }) => alg === -7)) throw new DOMException('no ES256', 'NotSupportedError')
      if (excludeCredentials?.some(({ id }) => authenticator.keys.some((key) => key.id.toString('base64url') === id))) {
        throw new DOMException('The user attempted to register an authenticator that contains …', 'InvalidStateError')
      }
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const key = { id: randomBytes(16), rpId: rp.id, userHandle: fromBase64url(user.id), privateKey, counter: 0 }
      authenticator.keys.push(key)
      const { x, y } = publicKey.export({ format: 'jwk' })
      // COSE_Key: kty EC2, alg ES256, crv P-256.
      const cose = new Map<number, number | Buffer>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, fromBase64url(x!)],
        [-3, fromBase64url(y!)],
      ])
      const credentialData = Buffer.concat([Buffer.alloc(16), uint16(key.id.length), key.id, cbor(cose)])
      const attestationObject = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authenticatorData(key, credentialData)],
      ])
      return {
        ...common(key),
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, authenticator.origin).toString('base64url'),
          attestationObject: cbor(attestationObject).toString('base64url'),
          transports: ['internal', 'hybrid'],
        },
      }
    },
    get: ({ rpId, challenge, allowCredentials }) => {
      checkDomain(authenticator.origin, rpId)
      const key = authenticator.keys.find(
        (key) => key.rpId === rpId && (allowCredentials?.some(({ id }) => id === key.id.toString('base64url')) ?? true),
      )
      if (!key) throw new DOMException('The operation either timed out or was not allowed.', 'NotAllowedError')
      key.counter++
      const signed = authenticatorData(key)
      const json = clientData('webauthn.get', challenge, authenticator.origin)
      return {
        ...common(key),
        response: {
          clientDataJSON: json.toString('base64url'),
          authenticatorData: signed.toString('base64url'),
          signature: sign('sha256', Buffer.concat([signed, sha256(json)]), key.privateKey).toString('base64url'),
          userHandle: key.userHandle.toString('base64url'),
        },
      }
    },
  }
  return authenticator
}

const common = ({ id }: Key) => ({
  id: id.toString('base64url'),
  rawId: id.toString('base64url'),
  type: 'public-key' as const,
  authenticatorAttachment: 'platform',
  clientExtensionResults: {},
})

/** Flags: user present, user verified, and data of a new credential. */
const authenticatorData = ({ rpId, counter }: Key, credentialData?: Buffer) =>
  Buffer.concat([
    sha256(rpId),
    Buffer.from([0x01 | 0x04 | (credentialData ? 0x40 : 0)]),
    uint32(counter),
    credentialData ?? Buffer.alloc(0),
  ])

const clientData = (type: string, challenge: string, origin: string) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

function checkDomain(origin: string, rpId: string) {
  const { hostname } = new URL(origin)
  if (hostname !== rpId && !hostname.endsWith(`.${rpId}`)) {
    throw new DOMException(`The relying party ID is not a registrable domain suffix of ${hostname}`, 'SecurityError')
  }
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()
const fromBase64url = (text: string) => Buffer.from(text, 'base64url')

/** CBOR (RFC 8949), as far as it is needed here. */
function cbor(value: unknown): Buffer {
  const head = (major: number, length: number) =>
    length < 24
      ? Buffer.from([(major << 5) | length])
      : length < 0x100
        ? Buffer.from([(major << 5) | 24, length])
        : Buffer.concat([Buffer.from([(major << 5) | 25]), uint16(length)])
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  if (value instanceof Map) return Buffer.concat([head(5, value.size), ...[...value].flat().map(cbor)])
  throw new TypeError(`CBOR of ${typeof value}`)
}
function uint16(value: number) {
  const buffer = Buffer.alloc(2)
  buffer.writeUInt16BE(value)
  return buffer
}
function uint32(value: number) {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32BE(value)
  return buffer
}

/** What a page was asked, in the platform's own form. */
export type Asked = (CredentialCreationOptions | CredentialRequestOptions) & { publicKey: object }

export interface PlatformOptions {
  /** Whether the platform can read and write JSON, or only says so, as an object of a password manager does. Default true. */
  json?: boolean | 'broken'
  /** Whether passkeys are offered as autofill; undefined where nobody can ask. Default true. */
  autofill?: boolean | undefined
  /** What comes before the authenticator, such as a user who takes their time. It may answer, too, with null. */
  user?: (asked: Asked) => Promise<null | void> | null | void
  /** What extensions give. */
  extensionResults?: object
}

/** Gives the tests a page with such an authenticator, until `vi.unstubAllGlobals()`. @returns what it was asked */
export function usePlatform(
  authenticator: SoftwareAuthenticator,
  { json = true, user, extensionResults = {}, ...rest }: PlatformOptions = {},
): Asked[] {
  const asked: Asked[] = []
  const { autofill = true } = 'autofill' in rest ? { autofill: rest.autofill ?? null } : rest

  class Credential {
    constructor(given: Attestation | Assertion) {
      const { rawId, response, ...members } = given
      const { transports, ...buffers } = response as Record<string, unknown>
      Object.assign(this, members, { rawId: buffer(rawId!) })
      Object.assign(this, {
        response: {
          ...Object.fromEntries(Object.entries(buffers).map(([name, text]) => [name, buffer(text as string)])),
          ...(transports ? { getTransports: () => transports } : {}),
        },
        getClientExtensionResults: () => extensionResults,
        ...(json && {
          toJSON: () => {
            if (json === 'broken') throw new TypeError('Illegal invocation')
            return { ...given, clientExtensionResults: extensionResults }
          },
        }),
      })
    }
  }
  const perform = async (
    given: CredentialCreationOptions | CredentialRequestOptions | undefined,
    act: (publicKey: object) => Attestation | Assertion,
  ) => {
    const options = given as Asked & { signal?: AbortSignal }
    asked.push(options)
    options.signal?.throwIfAborted()
    if ((await user?.(options)) === null) return null
    return new Credential(act(asJson(options.publicKey) as object))
  }
  vi.stubGlobal(
    'PublicKeyCredential',
    Object.assign(
      Credential,
      json && { parseCreationOptionsFromJSON: asBinary, parseRequestOptionsFromJSON: asBinary },
      autofill !== null && { isConditionalMediationAvailable: async () => autofill },
    ),
  )
  vi.stubGlobal('navigator', {
    credentials: {
      create: (options?: CredentialCreationOptions) =>
        perform(options, (publicKey) => authenticator.create(publicKey as CreationOptions)),
      get: (options?: CredentialRequestOptions) =>
        perform(options, (publicKey) => authenticator.get(publicKey as RequestOptions)),
    },
  })
  return asked
}

const buffer = (text: string) => new Uint8Array(fromBase64url(text)).buffer

/** Which members are binary, in options of all kinds. */
const binary = ['challenge', 'id', 'first', 'second', 'write']

/** Options, as the platform's methods make them of JSON. */
function asBinary(value: unknown, name = '', parent = ''): unknown {
  if (typeof value === 'string') return binary.includes(name) && parent !== 'rp' ? buffer(value) : value
  if (Array.isArray(value)) return value.map((item) => asBinary(item, name, parent))
  if (typeof value !== 'object' || !value) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asBinary(member, key, name)]))
}

/** And back. What is binary has to be so: a text where bytes belong is what platforms refuse. */
function asJson(value: unknown, name = '', parent = ''): unknown {
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString('base64url')
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64url')
  if (typeof value === 'string' && binary.includes(name) && parent !== 'rp') throw new TypeError(`${name} is a string`)
  if (Array.isArray(value)) return value.map((item) => asJson(item, name, parent))
  if (typeof value !== 'object' || !value) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, asJson(member, key, name)]),
  )
}
