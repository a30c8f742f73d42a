// What it costs to verify an access token, beside jose: the reason for code of our own (docs/decisions.md). Both have the keys
// at hand, and both are right: a token with a broken signature is refused before anything is timed.
import { gzipSync } from 'node:zlib'
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
  type CryptoKey as JoseKey,
  type JSONWebKeySet,
} from 'jose'
import { verifyAccessToken, type JwkSet } from 'gotrue-sdk'
import { bundle } from './bundles.ts'
import { median, type Row, type Section } from './rows.ts'

const algorithms = ['HS256', 'RS256', 'ES256', 'EdDSA']
const secret = 'super-secret-jwt-token-with-at-least-32-characters'
const issuer = 'https://project.example.com/auth/v1'
const audience = 'authenticated'
/** As long as a real one. */
const claims = {
  iss: issuer,
  aud: audience,
  role: audience,
  sub: '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11',
  email: 'ada@example.com',
  phone: '',
  app_metadata: { provider: 'email', providers: ['email'] },
  user_metadata: { email: 'ada@example.com', email_verified: true, name: 'Ada Lovelace' },
  aal: 'aal1',
  amr: [{ method: 'password', timestamp: 1_800_000_000 }],
  session_id: '1d0c2f3a-6a55-4c0b-8f6e-2f4f2a3b4c5d',
  is_anonymous: false,
}

/** @returns whether a token is good */
type Way = (token: string) => Promise<boolean>

async function waysOf(algorithm: string): Promise<{ token: string; ours: Way; theirs: Way }> {
  const bytes = new TextEncoder().encode(secret)
  let key: JoseKey | Uint8Array = bytes
  let jwks: JSONWebKeySet = { keys: [] }
  if (algorithm !== 'HS256') {
    const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true })
    key = privateKey
    jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: algorithm, use: 'sig' }] } as JSONWebKeySet
  }
  const header = { alg: algorithm, kid: 'k', typ: 'JWT' }
  const token = await new SignJWT(claims).setProtectedHeader(header).setIssuedAt().setExpirationTime('1h').sign(key)
  const local = createLocalJWKSet(jwks)
  const options = { issuer, audience, algorithms: [algorithm] }
  const source = algorithm === 'HS256' ? { secret } : { jwks: jwks as JwkSet }
  return {
    token,
    ours: async (given) => !(await verifyAccessToken(given, { ...options, ...source })).error,
    theirs: async (given) => {
      try {
        await (algorithm === 'HS256' ? jwtVerify(given, bytes, options) : jwtVerify(given, local, options))
        return true
      } catch {
        return false
      }
    },
  }
}

/** Microseconds of a call, of the fastest half of the rounds, in turns. */
async function time(token: string, ways: Way[], rounds: number, calls: number): Promise<number[]> {
  const times: number[][] = ways.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, way] of ways.entries()) {
      const start = performance.now()
      for (let call = 0; call < calls; call++) if (!(await way(token))) throw new Error('a good token was refused')
      times[index]!.push(((performance.now() - start) * 1000) / calls)
    }
  }
  return times.map(median)
}

export async function verify(rounds: number, calls: number): Promise<Section> {
  const rows: Row[] = []
  for (const algorithm of algorithms) {
    const { token, ours, theirs } = await waysOf(algorithm)
    const [head, payload, signature] = token.split('.')
    const broken = `${head}.${payload}.${'A'.repeat(signature!.length)}`
    if ((await ours(broken)) || (await theirs(broken))) throw new Error('a broken token was accepted')
    await time(token, [ours, theirs], 1, calls)
    const [own, other] = await time(token, [ours, theirs], rounds, calls)
    rows.push({ id: `verify/${algorithm}`, name: algorithm, unit: 'µs', ours: own!, theirs: other!, noise: 0.05 })
  }
  const [own, other] = await Promise.all([
    bundle(`export { verifyAccessToken } from 'gotrue-sdk'`),
    bundle(`export { jwtVerify, createRemoteJWKSet } from 'jose'`),
  ])
  const kilobytes = (text: string) => gzipSync(text, { level: 9 }).length / 1000
  rows.push({ id: 'verify/gzip', name: 'size, gzip', unit: 'kB', ours: kilobytes(own), theirs: kilobytes(other) })
  return {
    title: 'Verifying an access token',
    other: 'jose',
    rows,
    notes: [
      ...rows
        .filter(({ unit }) => unit === 'µs')
        .map(({ name, ours, theirs }) => `${name}: ${perSecond(ours!)} a second, jose ${perSecond(theirs!)}`),
      'verifyAccessToken() beside jwtVerify(), keys at hand; size: with what fetches keys, for browsers',
    ],
  }
}

const perSecond = (microseconds: number) => Math.round(1e6 / microseconds).toLocaleString('en')
