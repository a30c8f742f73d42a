// The same question to two who don't know each other: verifyAccessToken() and jose are given the same tokens, good ones, broken ones
// and odd ones with a good signature, and have to give the same verdict. Where ours says no and jose says yes there is a reason, in
// the list below; that ours says yes where jose says no does not happen.
import fc from 'fast-check'
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTVerifyOptions } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { verifyAccessToken, type VerifyOptions } from '../../../src/facade/index.ts'
import { algorithms, asymmetric, claimsAt, createSigner, secret, unsigned, type Algorithm, type Signer } from './signers.ts'

const at = 1_800_000_000
const clockTolerance = 5
const signers = {} as Record<Algorithm, Signer>
let keys: JSONWebKeySet
beforeAll(async () => {
  for (const alg of algorithms) signers[alg] = await createSigner(alg)
  const twin = await createSigner('ES256', 'twin')
  keys = { keys: [...asymmetric.map((alg) => signers[alg].jwk), twin.jwk] as JSONWebKeySet['keys'] }
})

interface Question {
  token: string
  isSymmetric: boolean
  issuer?: string[]
  audience?: string[]
}

/** Undefined for yes, else why not. */
async function ask({ token, isSymmetric, issuer, audience }: Question) {
  const options: VerifyOptions = { now: at * 1000, clockTolerance, issuer, audience }
  const { error } = await verifyAccessToken(token, { ...options, ...(isSymmetric ? { secret } : { jwks: keys }) })
  const theirs: JWTVerifyOptions = {
    algorithms: isSymmetric ? ['HS256'] : [...asymmetric],
    currentDate: new Date(at * 1000),
    clockTolerance,
    requiredClaims: ['sub', 'exp'],
    ...(issuer && { issuer }),
    ...(audience && { audience }),
  }
  const refusal = (error: Error) => error
  const other = isSymmetric
    ? await jwtVerify(token, new TextEncoder().encode(secret), theirs).then(() => undefined, refusal)
    : await jwtVerify(token, createLocalJWKSet(keys), theirs).then(() => undefined, refusal)
  return { ours: error ?? undefined, theirs: other }
}

/** What ours refuses and jose does not, by what the message says, and why. */
const stricter: Record<string, string> = {
  'it is no JWT': 'white space, padding and stray bits in base64url; broken UTF-8: jose decodes what it can',
  'its header is unusable': 'a `kid` that is no text: jose looks for a key as if there were none',
  'it has critical headers': '`crit: ["b64"]` with `b64: true` means nothing, and jose knows it',
  'it has no subject or no expiry':
    'a `sub` that is no text, and an `exp` that no number is: jose looks whether they are there',
  'it is no text, or over 64 kB': 'jose has no limit',
}

/** @returns whether both said yes */
async function expectSameVerdict(question: Question): Promise<boolean> {
  const { ours, theirs } = await ask(question)
  const said = JSON.stringify({ ...question, ours: ours?.message, theirs: theirs?.message })
  if (!ours) expect(theirs, said).toBeUndefined()
  else if (!theirs) expect(Object.keys(stricter), said).toContain(ours.message.split(': ')[1])
  return !ours && !theirs
}

const anyOf = <T>(values: readonly T[]) => fc.constantFrom(...values)
const claims = fc.record(
  {
    sub: fc.oneof({ weight: 20, arbitrary: fc.uuid() }, anyOf([undefined, 7, null, ''])),
    exp: fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: at - 20, max: at + 20 }) },
      anyOf([undefined, null, `${at + 99}`, 1e300, -1, true]),
    ),
    nbf: fc.oneof({ weight: 20, arbitrary: fc.integer({ min: at - 20, max: at + 20 }) }, anyOf([undefined, `${at}`, {}])),
    iat: fc.oneof(fc.integer({ min: at - 20, max: at + 20 }), anyOf([undefined])),
    iss: anyOf([undefined, 'https://a.example', 'https://b.example', '', ['https://a.example']]),
    aud: anyOf([undefined, 'authenticated', 'anon', ['authenticated', 'x'], [], ['x'], '', [7, 'authenticated']]),
  },
  { requiredKeys: ['sub', 'exp'] },
)
const expectations = fc.record(
  {
    issuer: anyOf([['https://a.example'], ['https://a.example', 'https://b.example']]),
    audience: anyOf([['authenticated'], ['x', 'anon']]),
  },
  { requiredKeys: [] },
)
const header = fc.record(
  {
    alg: anyOf([...algorithms, 'none', 'HS512', 'ES512', 'RS512', undefined, 7, '', ['ES256']]),
    kid: anyOf([...algorithms.map((alg) => alg.toLowerCase()), 'twin', 'nobody', '', undefined, null, 7, {}]),
    typ: anyOf(['JWT', 'at+jwt', undefined, 7]),
    crit: anyOf([undefined, ['exp'], ['b64'], [], 'b64', null]),
    b64: anyOf([true, false, undefined]),
    jwk: anyOf([undefined, { kty: 'oct', k: 'AA' }]),
  },
  { requiredKeys: [] },
)
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const characters = fc.oneof({ weight: 4, arbitrary: anyOf([...alphabet]) }, anyOf([...'.=+/ \n\té~\u0000']))

/** A change of a text. */
type Change = (text: string, other: string) => string
const change: fc.Arbitrary<Change> = fc
  .tuple(
    fc.nat(),
    characters,
    fc.nat({ max: 2 }),
    anyOf(['put', 'cut', 'add', 'bit', 'swap', 'end', 'pad', 'space', 'head']),
  )
  .map(([seed, character, part, kind]) => (token, other) => {
    const i = seed % (token.length + 1)
    const parts = token.split('.')
    const others = other.split('.')
    switch (kind) {
      case 'put':
        return token.slice(0, i) + character + token.slice(i + 1)
      case 'add':
        return token.slice(0, i) + character + token.slice(i)
      case 'cut':
        return token.slice(0, i) + token.slice(i + 1 + (seed % 3))
      case 'end':
        return token.slice(0, token.length - (seed % 9))
      case 'swap':
        return parts.map((own, index) => (index === part ? others[index] : own)).join('.')
      case 'pad':
        return parts.map((own, index) => (index === part ? own + '='.repeat(1 + (seed % 2)) : own)).join('.')
      case 'space':
        return seed % 2 ? ` ${token}` : `${token}\n`
      case 'head':
        return [
          Buffer.from(JSON.stringify({ alg: algorithms[seed % algorithms.length] })).toString('base64url'),
          ...parts.slice(1),
        ].join('.')
      default: {
        const bytes = Buffer.from(parts[part] ?? '', 'base64url')
        if (bytes.length) bytes[seed % bytes.length]! ^= 1 << (seed & 7)
        return parts.map((own, index) => (index === part ? bytes.toString('base64url') : own)).join('.')
      }
    }
  })

describe.each(algorithms)('verifyAccessToken() and jose agree about %s:', (alg) => {
  const isSymmetric = alg === 'HS256'
  const count = async (assert: (note: (isYes: boolean) => void) => Promise<void>) => {
    const verdicts = { yes: 0, no: 0 }
    await assert((isYes) => void verdicts[isYes ? 'yes' : 'no']++)
    return verdicts
  }

  test('tokens with claims of all kinds', async () => {
    const { yes, no } = await count((note) =>
      fc.assert(
        fc.asyncProperty(claims, expectations, async (given, expected) => {
          const all = { iat: undefined, iss: undefined, aud: undefined, role: 'authenticated', ...given }
          note(await expectSameVerdict({ token: await signers[alg].sign(all), isSymmetric, ...expected }))
        }),
        { numRuns: 300 },
      ),
    )
    expect(Math.min(yes, no)).toBeGreaterThan(5)
  })

  test('tokens that were changed after they were signed', async () => {
    const good = await signers[alg].sign(claimsAt(at))
    const others = await Promise.all(algorithms.map((other) => signers[other].sign({ ...claimsAt(at), sub: 'other' })))
    expect(await expectSameVerdict({ token: good, isSymmetric })).toBe(true)
    const { no } = await count((note) =>
      fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), anyOf(others), async (changes, other) => {
          const token = changes.reduce((text, apply) => apply(text, other), good)
          const isYes = await expectSameVerdict({ token, isSymmetric })
          note(isYes)
          // Changes may undo each other, and a token may be another’s as a whole.
          if (isYes) expect([good, ...others]).toContain(token)
        }),
        { numRuns: 600 },
      ),
    )
    expect(no).toBeGreaterThan(100)
  })

  test('tokens with any header, signed with the key', async () => {
    await fc.assert(
      fc.asyncProperty(header, async (given) => {
        // jose signs only what it would accept; the platform signs anything.
        const token = await signAnything(signers[alg], given)
        await expectSameVerdict({ token, isSymmetric })
        await expectSameVerdict({ token, isSymmetric: !isSymmetric })
      }),
      { numRuns: 300 },
    )
  })
})

/** The signature of a token whose header says something else, or nothing that a signer would sign. */
async function signAnything(signer: Signer, header: object): Promise<string> {
  const own = { alg: signer.alg, kid: signer.kid, ...header }
  return signer.signText(unsigned(own, claimsAt(at)).split('.').slice(0, 2).join('.'))
}

test('what is stricter is so on purpose: jose accepts each of these, and ours does not', async () => {
  const { HS256 } = signers
  const signed = async (header: object, payload = JSON.stringify(claimsAt(at))) =>
    HS256.signText(
      [JSON.stringify({ alg: 'HS256', ...header }), payload]
        .map((text) => Buffer.from(text).toString('base64url'))
        .join('.'),
    )
  const good = await signed({})
  const tokens: [why: string, string][] = [
    ['it is no JWT', good.replace(/.$/, (last) => alphabet[alphabet.indexOf(last) + 1]!)],
    ['its header is unusable', await signed({ kid: 7 })],
    ['it has critical headers', await signed({ crit: ['b64'], b64: true })],
    ['it has no subject or no expiry', await signed({}, JSON.stringify({ ...claimsAt(at), sub: 7 }))],
    ['it is no text, or over 64 kB', await signed({}, JSON.stringify({ ...claimsAt(at), bio: 'x'.repeat(60_000) }))],
  ]
  expect(tokens.map(([why]) => why).sort()).toEqual(Object.keys(stricter).sort())
  for (const [why, token] of tokens) {
    const { ours, theirs } = await ask({ token, isSymmetric: true })
    expect([ours?.message.split(': ')[1], theirs]).toEqual([why, undefined])
  }
})
