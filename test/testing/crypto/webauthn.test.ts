// The authenticator in software of the SDK's own tests registers and signs in; what it gives is then changed, a member at a time.
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  readAuthentication,
  verifyAuthentication,
  verifyRegistration,
  type Ceremony,
} from '../../../src/testing/crypto/webauthn.ts'
import { createAuthenticator } from '../../facade/passkeys/software-authenticator.ts'
import { readCbor } from '../../../src/testing/crypto/cbor.ts'
import { writeCbor } from './write-cbor.ts'

const origin = 'https://app.example.com'
const rpId = 'example.com'
const userId = 'a1b2c3d4-0000-4000-8000-000000000001'
const challenge = Buffer.alloc(32, 7).toString('base64url')
const judged = { challenge, rpId, origins: ['http://localhost:3000', origin] }

type Json = Record<string, unknown>
type Wire = Json & { response: Json }
const bytesOf = (text: unknown) => Buffer.from(text as string, 'base64url')
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

const authenticator = createAuthenticator(origin)
/** As it goes over the wire. */
const create = () =>
  JSON.parse(
    JSON.stringify(
      authenticator.create({
        rp: { id: rpId, name: 'Test' },
        user: { id: textOf(Buffer.from(userId)), name: 'a@example.com', displayName: 'a@example.com' },
        challenge,
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      } as never),
    ),
  ) as Wire
const get = () => JSON.parse(JSON.stringify(authenticator.get({ challenge, rpId } as never))) as Wire

/** The credential with authenticator data that was changed. */
function withData(wire: Wire, change: (data: Buffer) => Buffer): Wire {
  const response = { ...wire.response }
  if ('attestationObject' in response) {
    const object = readCbor(new Uint8Array(bytesOf(response.attestationObject))).value as Map<string, unknown>
    object.set('authData', change(Buffer.from(object.get('authData') as Uint8Array)))
    response.attestationObject = textOf(writeCbor(object))
  } else {
    response.authenticatorData = textOf(change(bytesOf(response.authenticatorData)))
  }
  return { ...wire, response }
}
const withFlags = (wire: Wire, change: (flags: number) => number) =>
  withData(wire, (data) => {
    data[32] = change(data[32]!)
    return data
  })
/** Authenticator data with another parameter of the public key. */
function withKey(data: Buffer, label: number, value: unknown): Buffer {
  const start = 55 + data.readUInt16BE(53)
  const key = readCbor(new Uint8Array(data.subarray(start))).value as Map<number, unknown>
  return Buffer.concat([data.subarray(0, start), writeCbor(new Map(key).set(label, value))])
}
/** The credential with client data that was changed. */
const withClientData = (wire: Wire, change: Json) => {
  const clientData = { ...JSON.parse(bytesOf(wire.response.clientDataJSON).toString()), ...change }
  return { ...wire, response: { ...wire.response, clientDataJSON: textOf(Buffer.from(JSON.stringify(clientData))) } }
}
const withObject = (wire: Wire, change: Json) => {
  const object = readCbor(new Uint8Array(bytesOf(wire.response.attestationObject))).value as Map<string, unknown>
  for (const [name, value] of Object.entries(change)) object.set(name, value)
  return { ...wire, response: { ...wire.response, attestationObject: textOf(writeCbor(object)) } }
}

describe('verifyRegistration()', () => {
  const register = (credential: unknown, options: Partial<Ceremony> = {}) =>
    verifyRegistration({ credential, ...judged, ...options })

  test('of what the authenticator has made', async () => {
    const credential = create()
    expect(await register(credential)).toEqual({
      id: credential.id,
      publicKey: expect.stringMatching(/^pQECAyYg/),
      signCount: 0,
      aaguid: '00000000-0000-0000-0000-000000000000',
      transports: ['internal', 'hybrid'],
      userVerified: true,
      backupEligible: false,
      backupState: false,
      attestationType: 'none',
    })
  })

  test('of flags, counter and AAGUID', async () => {
    const changed = withData(create(), (data) => {
      data[32]! = 0x41 | 0x08 | 0x10
      data.writeUInt32BE(4_000_000_000, 33)
      Buffer.from('adce000235bcc60a648b0b25f1f05503', 'hex').copy(data, 37)
      return data
    })
    expect(await register(changed)).toMatchObject({
      signCount: 4_000_000_000,
      aaguid: 'adce0002-35bc-c60a-648b-0b25f1f05503',
      userVerified: false,
      backupEligible: true,
      backupState: true,
    })
  })

  test('of transports that are old, unknown or absent', async () => {
    const { response, ...rest } = create()
    const transportsOf = async (transports: unknown) =>
      (await register({ ...rest, response: { ...response, transports } })).transports
    expect(await transportsOf(['cable', 'carrier-pigeon'])).toEqual(['hybrid', 'carrier-pigeon'])
    expect(await transportsOf(undefined)).toEqual([])
    expect(await transportsOf(null)).toEqual([])
  })

  test('of extensions, which nobody reads', async () => {
    const extended = withData(create(), (data) => {
      data[32]! |= 0x80
      return Buffer.concat([data, writeCbor(new Map([['credProtect', 2]]))])
    })
    expect(await register(extended)).toMatchObject({ attestationType: 'none' })
  })

  test.each([
    ['another type', (wire: Wire) => withClientData(wire, { type: 'webauthn.get' }), 'The type is "webauthn.get"'],
    ['another challenge', (wire: Wire) => withClientData(wire, { challenge: 'AAAA' }), 'The challenge is "AAAA"'],
    [
      'another origin',
      (wire: Wire) => withClientData(wire, { origin: 'https://example.com' }),
      'The origin is "https://example.com"',
    ],
    ['another scheme', (wire: Wire) => withClientData(wire, { origin: 'http://app.example.com' }), 'The origin is'],
    ['another port', (wire: Wire) => withClientData(wire, { origin: `${origin}:8443` }), 'The origin is'],
    ['no user', (wire: Wire) => withFlags(wire, (flags) => flags & ~0x01), 'The user was not present'],
    [
      'no new credential',
      (wire: Wire) =>
        withData(wire, (data) => Buffer.concat([data.subarray(0, 32), Buffer.from([5]), data.subarray(33, 37)])),
      'no new credential',
    ],
    [
      'a flag without the credential',
      (wire: Wire) => withData(wire, (data) => data.subarray(0, 37)),
      'has the flag of a new credential, and none',
    ],
    [
      'a flag without extensions',
      (wire: Wire) => withFlags(wire, (flags) => flags | 0x80),
      'has the flag of extensions, and none',
    ],
    [
      'bytes left over',
      (wire: Wire) => withData(wire, (data) => Buffer.concat([data, Buffer.from([0])])),
      'bytes left over',
    ],
    ['data that is short', (wire: Wire) => withData(wire, (data) => data.subarray(0, 36)), 'shorter than 37 bytes'],
    [
      'a credential id that is long',
      (wire: Wire) => withData(wire, (data) => (data.writeUInt16BE(1024, 53), data)),
      'longer than 1023 bytes',
    ],
    [
      'a credential id that is cut off',
      (wire: Wire) => withData(wire, (data) => (data.writeUInt16BE(1023, 53), data)),
      'cut off',
    ],
    [
      'a key of an algorithm that was not offered',
      (wire: Wire) => withData(wire, (data) => withKey(data, 3, -47)),
      'algorithm is not supported',
    ],
    [
      'a key beside the curve',
      (wire: Wire) => withData(wire, (data) => withKey(data, -2, Buffer.alloc(32, 1))),
      'The public key is not valid',
    ],
    [
      'a publicKey that is no base64url',
      ({ response, ...wire }: Wire) => ({ ...wire, response: { ...response, publicKey: '!' } }),
      'publicKey is not base64url',
    ],
    [
      'an algorithm that is a text',
      ({ response, ...wire }: Wire) => ({ ...wire, response: { ...response, publicKeyAlgorithm: 'ES256' } }),
      'publicKeyAlgorithm is not an integer',
    ],
    [
      'transports that are no texts',
      ({ response, ...wire }: Wire) => ({ ...wire, response: { ...response, transports: [1] } }),
      'transports is not a list',
    ],
    [
      'a statement without a format',
      (wire: Wire) => withObject(wire, { attStmt: new Map([['alg', -7]]) }),
      'there is a statement',
    ],
    [
      'a format of certificates',
      (wire: Wire) => withObject(wire, { fmt: 'fido-u2f' }),
      'The attestation format "fido-u2f" is not verified here',
    ],
    ['a format nobody knows', (wire: Wire) => withObject(wire, { fmt: '' }), 'The attestation format "" is not'],
    ['a format that is no text', (wire: Wire) => withObject(wire, { fmt: 1 }), 'no format'],
    ['a statement that is no map', (wire: Wire) => withObject(wire, { attStmt: [] }), 'not a CBOR map'],
    ['no authenticator data', (wire: Wire) => withObject(wire, { authData: 'text' }), 'no authenticator data'],
  ])('with %s', async (_what, change, message) => {
    await expect(register(change(create()))).rejects.toThrow(message)
  })

  test('for another relying party', async () => {
    await expect(register(create(), { rpId: 'app.example.com' })).rejects.toThrow('The relying party is not app.example.com')
  })
  test('with user verification required', async () => {
    const requireUserVerification = true
    expect(await register(create(), { requireUserVerification })).toMatchObject({ userVerified: true })
    const unverified = withFlags(create(), (flags) => flags & ~0x04)
    expect(await register(unverified)).toMatchObject({ userVerified: false })
    await expect(register(unverified, { requireUserVerification })).rejects.toThrow('The user was not verified')
  })
  test('with a token binding of earlier levels', async () => {
    const bound = withClientData(create(), { tokenBinding: { status: 'supported' }, topOrigin: 'https://example.org' })
    expect(await register(bound)).toMatchObject({ signCount: 0 })
  })
  test.each(['HTTPS://APP.EXAMPLE.COM', 'https://app.example.com:443', 'https://app.example.com/path'])(
    'with the origin %s in the settings',
    async (setting) => {
      expect(await register(create(), { origins: [setting] })).toMatchObject({ signCount: 0 })
    },
  )
  test('with the origin of an Android application', async () => {
    const android = 'android:apk-key-hash:pHu6s9mI8B3YxQzH'
    const changed = withClientData(create(), { origin: android })
    expect(await register(changed, { origins: [android] })).toMatchObject({ signCount: 0 })
    await expect(register(changed, { origins: [android.toLowerCase()] })).rejects.toThrow('The origin is')
  })

  describe('with packed attestation', () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x, y } = pair.publicKey.export({ format: 'jwk' })
    const cose = writeCbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, bytesOf(x)],
        [-3, bytesOf(y)],
      ]),
    )
    const packed = (change: Json = {}) => {
      const wire = withData(create(), (data) => Buffer.concat([data.subarray(0, 55 + data.readUInt16BE(53)), cose]))
      const { authData } = Object.fromEntries(
        readCbor(new Uint8Array(bytesOf(wire.response.attestationObject))).value as Map<string, unknown>,
      )
      const hash = createHash('sha256').update(bytesOf(wire.response.clientDataJSON)).digest()
      const sig = sign('sha256', Buffer.concat([authData as Uint8Array, hash]), pair.privateKey)
      const statement = new Map(Object.entries({ alg: -7, sig, ...change }).filter(([, value]) => value !== undefined))
      return withObject(wire, { fmt: 'packed', attStmt: statement })
    }
    test('of its own key', async () => {
      expect(await register(packed())).toMatchObject({ attestationType: 'packed', publicKey: textOf(cose) })
      expect(await register(packed({ x5c: null }))).toMatchObject({ attestationType: 'packed' })
    })
    test.each<[string, Json, string]>([
      [
        'a signature of something else',
        { sig: sign('sha256', Buffer.from('other'), pair.privateKey) },
        'signature does not verify',
      ],
      ['no signature', { sig: undefined }, 'has no signature'],
      ['another algorithm', { alg: -257 }, 'algorithm is not the key'],
      ['certificates', { x5c: [Buffer.from('certificate')] }, 'with certificates'],
      ['ECDAA', { ecdaaKeyId: Buffer.from('id') }, 'with certificates'],
    ])('and %s', async (_what, change, message) => {
      await expect(register(packed(change))).rejects.toThrow(message)
    })
  })
})

describe('verifyAuthentication()', () => {
  const registered = async () => {
    const { publicKey, id } = await verifyRegistration({ credential: create(), ...judged })
    // The authenticator answers with the first key that it has.
    authenticator.keys.splice(0, authenticator.keys.length - 1)
    return { publicKey, id, signCount: 0, backupEligible: false }
  }
  const authenticate = (
    credential: unknown,
    stored: { publicKey: string; signCount: number; backupEligible?: boolean },
    options: Partial<Ceremony> = {},
  ) => verifyAuthentication({ credential, ...judged, ...stored, ...options })

  test('of what the authenticator has signed', async () => {
    const stored = await registered()
    const credential = get()
    const expected = { signCount: 1, isCloned: false, userVerified: true, backupEligible: false, backupState: false }
    expect(await authenticate(credential, stored)).toEqual(expected)
    expect(await readAuthentication(credential)).toMatchObject({
      id: stored.id,
      userHandle: new Uint8Array(Buffer.from(userId)),
    })
    expect(await authenticate(get(), { ...stored, signCount: 1 })).toEqual({ ...expected, signCount: 2 })
  })

  test('with a counter that has not grown', async () => {
    const stored = await registered()
    const credential = get()
    expect(await authenticate(credential, { ...stored, signCount: 1 })).toMatchObject({ signCount: 1, isCloned: true })
    expect(await authenticate(credential, { ...stored, signCount: 9 })).toMatchObject({ signCount: 9, isCloned: true })
  })
  test('with an authenticator that does not count', async () => {
    const stored = await registered()
    authenticator.keys[0]!.counter = -1
    expect(await authenticate(get(), stored)).toMatchObject({ signCount: 0, isCloned: false })
  })

  test.each([
    ['another type', (wire: Wire) => withClientData(wire, { type: 'webauthn.create' }), 'The type is "webauthn.create"'],
    ['another challenge', (wire: Wire) => withClientData(wire, { challenge: `${challenge}=` }), 'The challenge is'],
    ['another origin', (wire: Wire) => withClientData(wire, { origin: 'https://evil.example' }), 'The origin is'],
    ['client data that was not signed', (wire: Wire) => withClientData(wire, { more: 1 }), 'The signature does not verify'],
    ['no user', (wire: Wire) => withFlags(wire, () => 0), 'The user was not present'],
    [
      'a flag that was not signed',
      (wire: Wire) => withFlags(wire, (flags) => flags | 0x02),
      'The signature does not verify',
    ],
    ['bytes left over', (wire: Wire) => withData(wire, (data) => Buffer.concat([data, data])), 'bytes left over'],
    [
      'no signature',
      ({ response, ...wire }: Wire) => ({ ...wire, response: { ...response, signature: null } }),
      'The signature does not verify',
    ],
  ])('with %s', async (_what, change, message) => {
    const stored = await registered()
    await expect(authenticate(change(get()), stored)).rejects.toThrow(message)
  })
  test('of another key', async () => {
    const { publicKey } = await registered()
    await registered()
    await expect(authenticate(get(), { publicKey, signCount: 0 })).rejects.toThrow('The signature does not verify')
  })
  test('for another relying party', async () => {
    await expect(authenticate(get(), await registered(), { rpId: 'localhost' })).rejects.toThrow(
      'The relying party is not localhost',
    )
  })

  // Flags that are signed: the authenticator's key signs what was changed.
  const signedWithFlags = (flags: number) => {
    const changed = withFlags(get(), () => flags)
    const hash = createHash('sha256').update(bytesOf(changed.response.clientDataJSON)).digest()
    const data = Buffer.concat([bytesOf(changed.response.authenticatorData), hash])
    return {
      ...changed,
      response: { ...changed.response, signature: textOf(sign('sha256', data, authenticator.keys[0]!.privateKey)) },
    }
  }
  test('with user verification required', async () => {
    const stored = await registered()
    expect(await authenticate(signedWithFlags(0x01), stored)).toMatchObject({ userVerified: false })
    const required = authenticate(signedWithFlags(0x01), stored, { requireUserVerification: true })
    await expect(required).rejects.toThrow('The user was not verified')
  })
  test('with backup flags', async () => {
    const stored = await registered()
    await expect(authenticate(signedWithFlags(0x09), stored)).rejects.toThrow('BE is not that of the registration')
    await expect(authenticate(signedWithFlags(0x11), stored)).rejects.toThrow('BS is set, and BE is not')
    const backedUp = { backupEligible: true, backupState: true }
    expect(await authenticate(signedWithFlags(0x19), { ...stored, backupEligible: true })).toMatchObject(backedUp)
  })
})

describe.each([
  ['verifyRegistration()', () => create(), 'attestationObject'],
  ['verifyAuthentication()', () => get(), 'authenticatorData'],
])('%s of what is no credential', (name, make, binary) => {
  const verify = (credential: unknown) =>
    name === 'verifyRegistration()'
      ? verifyRegistration({ credential, ...judged })
      : verifyAuthentication({ credential, ...judged, publicKey: '', signCount: 0 })
  const changed = (change: Json) => ({ ...make(), ...change })
  const inResponse = (change: Json) => {
    const wire = make()
    return { ...wire, response: { ...wire.response, ...change } }
  }

  test.each<[string, () => unknown, string]>([
    ['null', () => null, 'The credential is not an object'],
    ['a text', () => JSON.stringify(make()), 'The credential is not an object'],
    ['a list', () => [make()], 'The credential is not an object'],
    ['an empty object', () => ({}), 'id is not base64url'],
    ['no id', () => changed({ id: '' }), 'id is not base64url'],
    ['an id with padding', () => changed({ id: 'AA==' }), 'id is not base64url'],
    ['an id in base64', () => changed({ id: '+/+/' }), 'is not base64url'],
    ['another type', () => changed({ type: 'password' }), 'type is not public-key'],
    ['a rawId in base64', () => changed({ rawId: '+/+/' }), 'rawId is not base64url'],
    ['a rawId of numbers', () => changed({ rawId: [1, 2] }), 'rawId is not a text'],
    ['a number as attachment', () => changed({ authenticatorAttachment: 1 }), 'authenticatorAttachment is not a text'],
    [
      'extension results in a list',
      () => changed({ clientExtensionResults: [] }),
      'clientExtensionResults is not an object',
    ],
    ['no response', () => changed({ response: undefined }), 'response is not an object'],
    ['no client data', () => inResponse({ clientDataJSON: undefined }), 'clientDataJSON is not JSON'],
    ['client data that is no JSON', () => inResponse({ clientDataJSON: 'AAAA' }), 'clientDataJSON is not JSON'],
    ['client data that is null', () => inResponse({ clientDataJSON: textOf(Buffer.from('null')) }), 'The type is ""'],
    ['client data that is empty', () => inResponse({ clientDataJSON: textOf(Buffer.from('{}')) }), 'The type is ""'],
    [
      'client data in a list',
      () => inResponse({ clientDataJSON: textOf(Buffer.from('[]')) }),
      'clientDataJSON is not an object',
    ],
    [
      'client data after a byte order mark',
      () => inResponse({ clientDataJSON: textOf(Buffer.from('\ufeff{}')) }),
      'clientDataJSON is not JSON',
    ],
    ['a challenge of numbers', () => withClientData(make(), { challenge: [7] }), 'A member of clientDataJSON is not a text'],
    ['a topOrigin of numbers', () => withClientData(make(), { topOrigin: 1 }), 'A member of clientDataJSON is not a text'],
    ['a number as crossOrigin', () => withClientData(make(), { crossOrigin: 1 }), 'crossOrigin of clientDataJSON is not'],
    [
      'a text as token binding',
      () => withClientData(make(), { tokenBinding: 'supported' }),
      'tokenBinding is not an object',
    ],
    [
      'a token binding of its own',
      () => withClientData(make(), { tokenBinding: { status: 'x' } }),
      'The token binding has no such status',
    ],
    ['binary that is an ArrayBuffer', () => inResponse({ [binary]: {} }), `${binary} is not a text`],
    ['no binary', () => inResponse({ [binary]: undefined }), binary === 'attestationObject' ? 'cut off' : 'shorter than 37'],
    [
      'a megabyte',
      () => inResponse({ [binary]: 'gYGB'.repeat(1 << 18) }),
      binary === 'attestationObject' ? '4 levels' : 'The relying party is not',
    ],
  ])('%s', async (_what, credential, message) => {
    await expect(verify(credential())).rejects.toThrow(message)
  })

  test('cut off anywhere', async () => {
    const { response, ...rest } = make()
    const bytes = bytesOf(response[binary])
    for (let length = 0; length < bytes.length; length++) {
      await expect(
        verify({ ...rest, response: { ...response, [binary]: textOf(bytes.subarray(0, length)) } }),
      ).rejects.toThrow(Error)
    }
  })
  test('noise', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.jsonValue(), async (noise, json) => {
        await expect(verify(inResponse({ [binary]: textOf(noise) }))).rejects.toThrow(Error)
        await expect(verify(json)).rejects.toThrow(Error)
      }),
    )
  })
})
