// The server's side of passkeys, in front of the GoTrue in memory (test/facade/server.ts). It verifies as a real one does: challenge,
// type, origin and relying party, presence of the user, the counter, and the signature itself, with the key that was registered. So a
// wrong conversion on the way fails a test here, in Node and in a browser.
import { createHash, createPublicKey, randomBytes, randomUUID, verify, type KeyObject } from 'node:crypto'
import type { Assertion, Attestation, Passkey } from '../../../src/facade/index.ts'
import { json } from '../../scripted-fetch.ts'
import { refusal, type fakeServer } from '../server.ts'

const rpId = 'localhost'

interface Registered extends Passkey {
  credentialId: string
  publicKey: KeyObject
  counter: number
  user: { id: string; email: string }
}
type Credential = Attestation | Assertion
interface Challenge {
  challenge: string
  /** Milliseconds, in the clock of the tests. */
  until: number
}

export interface RelyingParty {
  passkeys: Registered[]
  /** Members of the options that are not always there. */
  creation: object
  request: object
  /** The credentials that were sent, as they were. */
  received: Credential[]
}

/** Lets a server have passkeys, for pages of this origin. */
export function withPasskeys(server: ReturnType<typeof fakeServer>, origin: string): RelyingParty {
  const party: RelyingParty = { passkeys: [], creation: {}, request: {}, received: [] }
  const challenges = new Map<string, Challenge>()

  const open = (options: (challenge: string) => object) => {
    const challenge_id = randomUUID()
    const until = Date.now() + 300_000
    const challenge = randomBytes(32).toString('base64url')
    challenges.set(challenge_id, { challenge, until })
    return json({ challenge_id, options: options(challenge), expires_at: Math.floor(until / 1000) })
  }

  /** The body of the request that is being answered, with its credential. */
  const read = async () => {
    const body = await server.requests.at(-1)!.clone().json()
    party.received.push(body.credential)
    return body as { challenge_id: string; credential: Credential }
  }

  /** Checks what create() and get() have in common. @returns what the authenticator has signed */
  const check = (type: string, { challenge_id, credential }: Awaited<ReturnType<typeof read>>, data: Buffer) => {
    const found = challenges.get(challenge_id)
    challenges.delete(challenge_id)
    if (!found) throw refusal(400, 'webauthn_challenge_not_found')
    if (found.until < Date.now()) throw refusal(400, 'webauthn_challenge_expired')
    const clientData = fromBase64url(credential.response.clientDataJSON)
    const told = JSON.parse(clientData.toString())
    const isRight =
      credential.type === 'public-key' &&
      credential.id === credential.rawId &&
      told.type === type &&
      told.challenge === found.challenge &&
      told.origin === origin &&
      data.subarray(0, 32).equals(sha256(rpId)) &&
      (data[32]! & 1) === 1
    if (!isRight) throw refusal(400, 'webauthn_verification_failed')
    return Buffer.concat([data, sha256(clientData)])
  }

  /** Answers a route of the signed-in user. */
  const own = (route: string, answer: (user: Registered['user'], id: string) => Promise<Response> | Response) =>
    server.on(
      route,
      async ({ url }, authenticate) => {
        const who = authenticate()
        if (!who.ok) return who
        return answer(await who.json(), new URL(url).pathname.split('/').at(-1)!)
      },
      Infinity,
    )
  const orRefusal = (work: () => Promise<Response>) =>
    work().catch((thrown: unknown) => {
      if (thrown instanceof Response) return thrown
      throw thrown
    })
  const shown = ({ id, friendly_name, created_at, last_used_at }: Passkey) =>
    JSON.parse(JSON.stringify({ id, friendly_name, created_at, last_used_at })) as Passkey
  const find = (user: Registered['user'], id: string) =>
    party.passkeys.find((passkey) => passkey.user.id === user.id && passkey.id === id)

  own('POST /passkeys/registration/options', (user) =>
    open((challenge) => {
      const excludeCredentials = party.passkeys
        .filter((passkey) => passkey.user.id === user.id)
        .map(({ credentialId: id }) => ({ type: 'public-key', id }))
      return {
        rp: { name: 'Test', id: rpId },
        user: { name: user.email, displayName: user.email, id: Buffer.from(user.id).toString('base64url') },
        challenge,
        pubKeyCredParams: [-7, -257].map((alg) => ({ type: 'public-key', alg })),
        timeout: 300_000,
        ...(excludeCredentials.length && { excludeCredentials }),
        authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
        attestation: 'none',
        ...party.creation,
      }
    }),
  )
  own('POST /passkeys/registration/verify', (user) =>
    orRefusal(async () => {
      const body = await read()
      const { attestationObject } = (body.credential as Attestation).response
      const [{ fmt, attStmt, authData }] = fromCbor<Record<string, unknown>>(fromBase64url(attestationObject))
      const data = authData as Buffer
      check('webauthn.create', body, data)
      const length = data.readUInt16BE(53)
      const credentialId = data.subarray(55, 55 + length).toString('base64url')
      const [cose] = fromCbor<Record<number, number | Buffer>>(data.subarray(55 + length))
      const isRight =
        fmt === 'none' &&
        Object.keys(attStmt as object).length === 0 &&
        (data[32]! & 0x40) !== 0 &&
        credentialId === body.credential.id &&
        cose[1] === 2 &&
        cose[3] === -7 &&
        cose[-1] === 1
      if (!isRight) throw refusal(400, 'webauthn_verification_failed')
      const [x, y] = [cose[-2], cose[-3]].map((coordinate) => (coordinate as Buffer).toString('base64url'))
      const registered = {
        id: randomUUID(),
        friendly_name: 'Passkey',
        created_at: new Date().toISOString(),
        credentialId,
        publicKey: createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: x!, y: y! } }),
        counter: data.readUInt32BE(33),
        user,
      }
      party.passkeys.push(registered)
      return json(shown(registered))
    }),
  )
  server.on(
    'POST /passkeys/authentication/options',
    () => open((challenge) => ({ challenge, timeout: 300_000, rpId, userVerification: 'preferred', ...party.request })),
    Infinity,
  )
  server.on(
    'POST /passkeys/authentication/verify',
    () =>
      orRefusal(async () => {
        const body = await read()
        const { id, response } = body.credential as Assertion
        const passkey = party.passkeys.find(({ credentialId }) => credentialId === id)
        const data = fromBase64url(response.authenticatorData)
        const signed = check('webauthn.get', body, data)
        const counter = data.readUInt32BE(33)
        const isRight =
          passkey &&
          fromBase64url(response.userHandle ?? '').toString() === passkey.user.id &&
          (counter > passkey.counter || counter === 0) &&
          verify('sha256', signed, passkey.publicKey, fromBase64url(response.signature))
        if (!isRight) throw refusal(400, 'webauthn_verification_failed')
        Object.assign(passkey, { counter, last_used_at: new Date().toISOString() })
        return json(server.signIn(passkey.user.email))
      }),
    Infinity,
  )
  own('GET /passkeys', (user) => json(party.passkeys.filter((passkey) => passkey.user.id === user.id).map(shown)))
  own('PATCH /passkeys/', async (user, id) => {
    const passkey = find(user, id)
    const { friendly_name } = await server.requests.at(-1)!.clone().json()
    if (!passkey) return refusal(404, 'validation_failed')
    if (!friendly_name || Buffer.byteLength(friendly_name) > 120) return refusal(400, 'validation_failed')
    return json(shown(Object.assign(passkey, { friendly_name })))
  })
  own('DELETE /passkeys/', (user, id) => {
    const passkey = find(user, id)
    if (!passkey) return refusal(404, 'validation_failed')
    party.passkeys.splice(party.passkeys.indexOf(passkey), 1)
    return new Response(null, { status: 204 })
  })
  return party
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()
const fromBase64url = (text: string) => Buffer.from(text, 'base64url')

/** The first item of CBOR (RFC 8949, without tags and indefinite lengths), and where it ends. */
function fromCbor<Item = unknown>(data: Buffer, at = 0): [item: Item, end: number] {
  const [item, end] = itemOf(data, at)
  return [item as Item, end]
}
function itemOf(data: Buffer, at: number): [item: unknown, end: number] {
  const major = data[at]! >> 5
  const short = data[at]! & 31
  const size = short < 24 ? 0 : 1 << (short - 24)
  const argument = size ? data.readUIntBE(at + 1, size) : short
  let end = at + 1 + size
  if (major === 0) return [argument, end]
  if (major === 1) return [-1 - argument, end]
  if (major === 2) return [data.subarray(end, end + argument), end + argument]
  if (major === 3) return [data.subarray(end, end + argument).toString(), end + argument]
  const items: unknown[] = []
  for (let count = major === 5 ? argument * 2 : argument; count > 0; count--) {
    const [item, next] = itemOf(data, end)
    items.push(item)
    end = next
  }
  if (major === 4) return [items, end]
  if (major !== 5) throw new TypeError(`CBOR of major type ${major}`)
  const entries = items.flatMap((item, index) => (index % 2 ? [] : [[item as string | number, items[index + 1]] as const]))
  return [Object.fromEntries(entries), end]
}
