// The server's side of passkeys and of WebAuthn factors, in front of the GoTrue in memory (test/facade/server.ts). It verifies as a real one does: challenge,
// type, origin and relying party, presence of the user, the counter, and the signature itself, with the key that was registered. So a
// wrong conversion on the way fails a test here, in Node and in a browser.
import { createHash, createPublicKey, randomBytes, randomUUID, verify, type KeyObject } from 'node:crypto'
import type { Assertion, Attestation, Factor, Passkey } from '../../../src/facade/index.ts'
import { json } from '../../scripted-fetch.ts'
import { refusal, type fakeServer } from '../server.ts'

const rpId = 'localhost'

/** What was registered of an authenticator. */
interface Key {
  credentialId: string
  publicKey: KeyObject
  counter: number
}
interface User {
  id: string
  email: string
}
type Registered = Passkey & Key & { user: User }
type Credential = Attestation | Assertion
interface Challenge {
  challenge: string
  /** Milliseconds, in the clock of the tests. */
  until: number
}
const openChallenge = (): Challenge => {
  return { challenge: randomBytes(32).toString('base64url'), until: Date.now() + 300_000 }
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
    const opened = openChallenge()
    challenges.set(challenge_id, opened)
    const expires_at = Math.floor(opened.until / 1000)
    return json({ challenge_id, options: options(opened.challenge), expires_at })
  }

  /** The body of the request that is being answered, with its credential. */
  const read = async () => {
    const body = await server.requests.at(-1)!.clone().json()
    party.received.push(body.credential)
    return body as { challenge_id: string; credential: Credential }
  }

  /** The challenge of an answer, which is used up. */
  const take = (challenge_id: string) => {
    const found = challenges.get(challenge_id)
    challenges.delete(challenge_id)
    if (!found) throw refusal(400, 'webauthn_challenge_not_found')
    if (found.until < Date.now()) throw refusal(400, 'webauthn_challenge_expired')
    return found.challenge
  }

  const own = ownRoutes(server)
  const orRefusal = (work: () => Promise<Response>) =>
    work().catch((thrown: unknown) => {
      if (thrown instanceof Response) return thrown
      throw thrown
    })
  const shown = ({ id, friendly_name, created_at, last_used_at }: Passkey) =>
    JSON.parse(JSON.stringify({ id, friendly_name, created_at, last_used_at })) as Passkey
  const find = (user: User, id: string) => party.passkeys.find((passkey) => passkey.user.id === user.id && passkey.id === id)

  own('POST /passkeys/registration/options', (user) =>
    open((challenge) => {
      const excludeCredentials = party.passkeys
        .filter((passkey) => passkey.user.id === user.id)
        .map(({ credentialId: id }) => ({ type: 'public-key', id }))
      return { ...creationOptions(user, challenge, excludeCredentials), ...party.creation }
    }),
  )
  own('POST /passkeys/registration/verify', (user) =>
    orRefusal(async () => {
      const body = await read()
      const key = attested(body.credential as Attestation, take(body.challenge_id), origin)
      if (!key) throw refusal(400, 'webauthn_verification_failed')
      const created_at = new Date().toISOString()
      const registered = { id: randomUUID(), friendly_name: 'Passkey', created_at, ...key, user }
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
        const challenge = take(body.challenge_id)
        const credential = body.credential as Assertion
        const passkey = party.passkeys.find(({ credentialId }) => credentialId === credential.id)
        const isOwn = fromBase64url(credential.response.userHandle ?? '').toString() === passkey?.user.id
        const counter = passkey && isOwn ? proven(credential, challenge, origin, passkey) : undefined
        if (!passkey || counter === undefined) throw refusal(400, 'webauthn_verification_failed')
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

interface EnrolledFactor extends Omit<Factor, 'friendly_name'> {
  friendly_name: string
  user: User
  key?: Key
}

export interface SecondFactors {
  factors: EnrolledFactor[]
  /** What the challenges ask for besides. */
  creation: object
  request: object
  /** The proofs that were sent, as they were. */
  received: { type: 'create' | 'request'; credential_response: Credential }[]
}

/** Lets a server have WebAuthn factors, for pages of this origin. */
export function withSecondFactors(server: ReturnType<typeof fakeServer>, origin: string): SecondFactors {
  const party: SecondFactors = { factors: [], creation: {}, request: {}, received: [] }
  const challenges = new Map<string, Challenge & { factor: EnrolledFactor }>()
  const own = ownRoutes(server)
  const of = (user: User) => party.factors.filter((factor) => factor.user.id === user.id)
  const keysOf = (user: User) => of(user).flatMap(({ key }) => (key ? [{ type: 'public-key', id: key.credentialId }] : []))
  const shown = (user: User) => {
    // The server leaves an empty name out.
    const factors = of(user).map(({ user: _user, key: _key, friendly_name, ...factor }) => {
      return { ...factor, ...(friendly_name && { friendly_name }) }
    })
    return { ...user, ...(factors.length && { factors }) }
  }

  const challenge = (user: User, factor: EnrolledFactor) => {
    const id = randomUUID()
    const opened = openChallenge()
    challenges.set(id, { ...opened, factor })
    const webauthn =
      factor.status === 'verified'
        ? {
            type: 'request',
            credential_options: {
              publicKey: {
                challenge: opened.challenge,
                timeout: 300_000,
                rpId,
                allowCredentials: keysOf(user),
                ...party.request,
              },
            },
          }
        : {
            type: 'create',
            credential_options: {
              publicKey: { ...creationOptions(user, opened.challenge, keysOf(user)), ...party.creation },
            },
          }
    return json({ id, type: 'webauthn', expires_at: Math.floor(opened.until / 1000), webauthn })
  }
  const verify = async (user: User, factor: EnrolledFactor) => {
    const { challenge_id, webauthn } = await server.requests.at(-1)!.clone().json()
    party.received.push(webauthn)
    const found = challenges.get(challenge_id)
    if (found?.factor !== factor) return refusal(422, 'mfa_factor_not_found')
    if (found.until < Date.now()) return refusal(422, 'mfa_challenge_expired')
    const credential = webauthn.credential_response as Credential
    if (webauthn.type === 'create') {
      const key = attested(credential as Attestation, found.challenge, origin)
      if (!key) return refusal(500, 'unexpected_failure')
      Object.assign(factor, { status: 'verified', key })
    } else {
      const key = of(user).find(({ key }) => key?.credentialId === credential.id)?.key
      const counter = key && proven(credential as Assertion, found.challenge, origin, key)
      if (counter === undefined) return refusal(500, 'unexpected_failure')
      key!.counter = counter
    }
    challenges.delete(challenge_id)
    party.factors = party.factors.filter((other) => other.user.id !== user.id || other.status === 'verified')
    return json({ ...server.signIn(user.email), user: shown(user) })
  }

  own('POST /factors/', (user, action, id) => {
    const factor = of(user).find((factor) => factor.id === id)
    if (!factor) return refusal(404, 'mfa_factor_not_found')
    return action === 'challenge' ? challenge(user, factor) : verify(user, factor)
  })
  own('POST /factors', async (user) => {
    const { factor_type, friendly_name = '' } = await server.requests.at(-1)!.clone().json()
    if (of(user).some((factor) => factor.friendly_name === friendly_name)) return refusal(422, 'mfa_factor_name_conflict')
    if (of(user).length >= 10) return refusal(422, 'too_many_enrolled_mfa_factors')
    const id = randomUUID()
    const now = new Date().toISOString()
    const times = { created_at: now, updated_at: now, last_challenged_at: null }
    party.factors.push({ id, ...times, status: 'unverified', factor_type, friendly_name, phone: '', user })
    return json({ id, type: factor_type, friendly_name })
  })
  own('DELETE /factors/', (user, id) => {
    const factor = of(user).find((factor) => factor.id === id)
    if (!factor) return refusal(404, 'mfa_factor_not_found')
    party.factors.splice(party.factors.indexOf(factor), 1)
    return json({ id })
  })
  own('GET /user', (user) => json(shown(user)))
  return party
}

/** Makes answers to requests of the signed-in user: with the last part of the path, and the one before it. */
const ownRoutes =
  (server: ReturnType<typeof fakeServer>) =>
  (route: string, answer: (user: User, last: string, before: string) => Promise<Response> | Response) =>
    server.on(
      route,
      async ({ url }, authenticate) => {
        const who = authenticate()
        if (!who.ok) return who
        const [before, last] = new URL(url).pathname.split('/').slice(-2)
        return answer(await who.json(), last!, before!)
      },
      Infinity,
    )

const creationOptions = (user: User, challenge: string, excludeCredentials: object[]) => ({
  rp: { name: 'Test', id: rpId },
  user: { name: user.email, displayName: user.email, id: Buffer.from(user.id).toString('base64url') },
  challenge,
  pubKeyCredParams: [-7, -257].map((alg) => ({ type: 'public-key', alg })),
  timeout: 300_000,
  ...(excludeCredentials.length && { excludeCredentials }),
  authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
  attestation: 'none',
})

/** Checks what create() and get() have in common. @returns what the authenticator has signed, or undefined if something is wrong */
function signedData(type: string, credential: Credential, data: Buffer, challenge: string, origin: string) {
  const clientData = fromBase64url(credential.response.clientDataJSON)
  const told = JSON.parse(clientData.toString())
  const isRight =
    credential.type === 'public-key' &&
    credential.id === credential.rawId &&
    told.type === type &&
    told.challenge === challenge &&
    told.origin === origin &&
    data.subarray(0, 32).equals(sha256(rpId)) &&
    (data[32]! & 1) === 1
  return isRight ? Buffer.concat([data, sha256(clientData)]) : undefined
}

/** The key of an answer to create(), if all is right with it. */
function attested(credential: Attestation, challenge: string, origin: string): Key | undefined {
  const { attestationObject } = credential.response
  const [{ fmt, attStmt, authData }] = fromCbor<Record<string, unknown>>(fromBase64url(attestationObject))
  const data = authData as Buffer
  const length = data.readUInt16BE(53)
  const credentialId = data.subarray(55, 55 + length).toString('base64url')
  const [cose] = fromCbor<Record<number, number | Buffer>>(data.subarray(55 + length))
  const isRight =
    signedData('webauthn.create', credential, data, challenge, origin) &&
    fmt === 'none' &&
    Object.keys(attStmt as object).length === 0 &&
    (data[32]! & 0x40) !== 0 &&
    credentialId === credential.id &&
    cose[1] === 2 &&
    cose[3] === -7 &&
    cose[-1] === 1
  if (!isRight) return undefined
  const [x, y] = [cose[-2], cose[-3]].map((coordinate) => (coordinate as Buffer).toString('base64url'))
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: x!, y: y! } })
  return { credentialId, publicKey, counter: data.readUInt32BE(33) }
}

/** The counter of an answer to get(), if all is right with it. */
function proven({ response, ...credential }: Assertion, challenge: string, origin: string, key: Key): number | undefined {
  const data = fromBase64url(response.authenticatorData)
  const signed = signedData('webauthn.get', { response, ...credential }, data, challenge, origin)
  const counter = data.readUInt32BE(33)
  const isRight =
    signed &&
    (counter > key.counter || counter === 0) &&
    verify('sha256', signed, key.publicKey, fromBase64url(response.signature))
  return isRight ? counter : undefined
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
