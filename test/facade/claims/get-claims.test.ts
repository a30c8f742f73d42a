// getClaims(): what keys can tell is told here, and what they can't is asked of the server, about that very token and no other.
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  createClient,
  decodeAccessToken,
  memoryStorage,
  type AuthClient,
  type ClientOptions,
  type GetClaimsOptions,
} from '../../../src/facade/index.ts'
import { hangingFetch, json } from '../../scripted-fetch.ts'
import { credentials as ada, refusal } from '../server.ts'
import {
  algorithms,
  asymmetric,
  claimsAt,
  createSigner,
  now,
  sub,
  unsigned,
  type Algorithm,
  type Signer,
} from './signers.ts'

const url = 'https://auth.example.com/auth/v1'
const jwksRequest = 'GET /.well-known/jwks.json'
const userRequest = 'GET /user'
const refreshRequest = 'POST /token?grant_type=refresh_token'

const signers = {} as Record<Algorithm, Signer>
beforeAll(async () => {
  for (const alg of algorithms) signers[alg] = await createSigner(alg)
})
const clients: AuthClient[] = []
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** A GoTrue that signs with a key, lists it, and knows its own tokens. */
let server: ReturnType<typeof createServer>
function createServer() {
  const user = { id: sub, email: ada.email, user_metadata: {}, app_metadata: {} }
  const accepted = new Set<string>()
  let count = 0
  const self = {
    signer: signers.ES256,
    keys: asymmetric.map((alg) => signers[alg].jwk) as object[],
    user,
    accepted,
    log: [] as string[],
    requests: [] as Request[],
    /** Answers in place of the server's. */
    answers: {} as Record<string, (request: Request) => Response | Promise<Response>>,
    count: (route: string): number => self.log.filter((name) => name === route).length,
    issue: async (claims?: Record<string, unknown>, signer?: Signer): Promise<string> => {
      const token = await (signer ?? self.signer).sign({ session_id: `${++count}`, ...claims })
      accepted.add(token)
      return token
    },
    session: async (): Promise<object> => {
      const access_token = await self.issue()
      const { exp } = decodeAccessToken(access_token)
      return {
        access_token,
        refresh_token: `r${count}`,
        token_type: 'bearer',
        expires_in: 3600,
        expires_at: exp,
        user,
      }
    },
    fetch: async (request: Request): Promise<Response> => {
      const { pathname, search } = new URL(request.url)
      const name = `${request.method} ${pathname.replace('/auth/v1', '')}${search}`
      self.log.push(name)
      self.requests.push(request)
      if (self.answers[name]) return self.answers[name](request)
      if (name === jwksRequest) return json({ keys: self.keys })
      if (name.startsWith('POST /token')) return json(await self.session())
      const token = request.headers.get('authorization')?.slice('Bearer '.length)
      return name === userRequest && accepted.has(token!) ? json(self.user) : refusal(403, 'bad_jwt')
    },
  }
  return self
}
beforeEach(() => {
  server = createServer()
})

function client(options: ClientOptions = {}): AuthClient {
  const auth = createClient({ url, fetch: server.fetch, ...options })
  clients.push(auth)
  return auth
}
async function signedIn(options: ClientOptions = {}) {
  const auth = client(options)
  const { data, error } = await auth.signInWithPassword(ada)
  expect(error).toBeNull()
  server.log.length = server.requests.length = 0
  return { auth, token: data.session!.access_token }
}
const codeOf = async (result: Promise<{ error: { code: string } | null }>) => (await result).error?.code

describe('getClaims()', () => {
  test.each(asymmetric)('verifies the session’s token with the server’s keys, %s', async (alg) => {
    server.signer = signers[alg]
    const { auth, token } = await signedIn()
    const { data, error } = await auth.getClaims()
    expect(error).toBeNull()
    expect(data!.claims).toEqual(decodeAccessToken(token))
    expect(data!.header).toEqual({ alg, kid: alg.toLowerCase(), typ: 'JWT' })
    expect(data!.signature).toBeInstanceOf(Uint8Array)
    expect(Buffer.from(data!.signature).toString('base64url')).toBe(token.split('.')[2])
    expect(server.log).toEqual([jwksRequest])
  })

  test('D34: 10 times at once, cold, makes one request; and an unknown key none for 30 s', async () => {
    const { auth } = await signedIn()
    const results = await Promise.all(Array.from({ length: 10 }, () => auth.getClaims()))
    expect(results.map(({ error }) => error)).toEqual(Array(10).fill(null))
    expect(server.log).toEqual([jwksRequest])
    const stranger = await createSigner('ES256', 'stranger')
    for (let i = 0; i < 10; i++) expect(await codeOf(auth.getClaims(await stranger.sign()))).toBe('invalid_jwt')
    expect(server.log).toEqual([jwksRequest])
    vi.useFakeTimers({ now: Date.now() + 31_000, toFake: ['Date'] })
    for (let i = 0; i < 10; i++) expect(await codeOf(auth.getClaims(await stranger.sign()))).toBe('invalid_jwt')
    expect(server.log).toEqual([jwksRequest, jwksRequest])
  })

  test('D33: of one project does not accept what another has signed', async () => {
    const other = await createSigner('ES256')
    const fetch = (request: Request) =>
      request.url.startsWith('https://b.example.com/') ? Promise.resolve(json({ keys: [other.jwk] })) : server.fetch(request)
    const a = client({ fetch, storageKey: 'same' })
    const b = client({ fetch, storageKey: 'same', url: 'https://b.example.com/auth/v1' })
    const [ofA, ofB] = [await signers.ES256.sign(), await other.sign()]
    for (let i = 0; i < 2; i++) {
      expect(await codeOf(a.getClaims(ofA))).toBeUndefined()
      expect(await codeOf(b.getClaims(ofA))).toBe('invalid_jwt')
      expect(await codeOf(b.getClaims(ofB))).toBeUndefined()
      expect(await codeOf(a.getClaims(ofB))).toBe('invalid_jwt')
    }
  })

  test('D35: checks issuer and audience on request, and nbf; an unknown algorithm is an error', async () => {
    const { auth } = await signedIn()
    const expected = { issuer: url, audience: ['authenticated', 'x'] }
    expect(await codeOf(auth.getClaims(undefined, expected))).toBeUndefined()
    expect(await codeOf(auth.getClaims(undefined, { ...expected, issuer: `${url}/` }))).toBe('invalid_jwt')
    expect(await codeOf(auth.getClaims(undefined, { ...expected, audience: 'anon' }))).toBe('invalid_jwt')
    const early = await signers.ES256.sign({ nbf: now() + 60 })
    expect(await codeOf(auth.getClaims(early))).toBe('invalid_jwt')
    expect(await codeOf(auth.getClaims(early, { clockTolerance: 61 }))).toBeUndefined()
    expect(await codeOf(auth.getClaims(unsigned({ alg: 'XX999' }, claimsAt(now()))))).toBe('invalid_jwt')
    // What is expected of a token is no header of the request.
    expect(server.requests.map(({ headers }) => headers.get('x-jwt-aud'))).toEqual([null])
  })

  test('asks for the keys as every call does: API key, headers, middleware, retries', async () => {
    let failures = 2
    server.answers[jwksRequest] = () =>
      failures-- > 0 ? json({ code: 'unexpected_failure', msg: 'x' }, { status: 500 }) : json({ keys: server.keys })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const auth = client({ apiKey: 'key', headers: { 'x-app': 'shop' } })
    const claims = auth.getClaims(await signers.ES256.sign())
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(1000)
      expect(server.log).toHaveLength(3)
    })
    expect(await codeOf(claims)).toBeUndefined()
    for (const { headers } of server.requests) expect([headers.get('apikey'), headers.get('x-app')]).toEqual(['key', 'shop'])
  })

  test('shares the keys among clients with the same fetch: one per request of a server is not one request for keys each', async () => {
    const token = await signers.ES256.sign()
    const auth = client()
    for (let i = 0; i < 3; i++) {
      expect(await codeOf(auth.withAccessToken(token).getClaims())).toBeUndefined()
      expect(await codeOf(client({ storage: memoryStorage() }).getClaims(token))).toBeUndefined()
    }
    expect(server.log).toEqual([jwksRequest])
    const fetch = (request: Request) => server.fetch(request)
    expect(await codeOf(client({ fetch }).getClaims(token))).toBeUndefined()
    expect(server.count(jwksRequest)).toBe(2)
  })

  test('with nobody signed in: session_missing, and nothing is sent', async () => {
    expect(await client().getClaims()).toMatchObject({ data: null, error: { code: 'session_missing' } })
    expect(await codeOf(client({ accessToken: () => null }).getClaims())).toBe('session_missing')
    expect(server.log).toEqual([])
  })

  test('of a token from the application’s own source', async () => {
    const token = await signers.RS256.sign()
    const { data } = await client({ accessToken: async () => token }).getClaims()
    expect(data!.claims).toEqual(decodeAccessToken(token))
  })

  test('refreshes an expired session first', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { auth, token } = await signedIn()
    vi.setSystemTime(Date.now() + 3_600_000)
    const { data } = await auth.getClaims()
    expect(server.log).toEqual([refreshRequest, jwksRequest])
    expect(data!.claims.session_id).not.toBe(decodeAccessToken(token).session_id)
  })

  test('when the keys can’t be had is their failure', async () => {
    server.answers[jwksRequest] = () => json({ code: 'unexpected_failure', msg: 'broken' }, { status: 501 })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const failing = client().getClaims(await signers.ES256.sign())
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(1000)
      expect(server.log.length).toBeGreaterThan(2)
    })
    expect((await failing).error).toMatchObject({ code: 'unexpected_failure', status: 501, operation: 'getJwks' })
    server.answers[jwksRequest] = () => new Response('<html>', { status: 404 })
    const fetch = (request: Request) => server.fetch(request)
    expect((await client({ fetch }).getClaims(await signers.ES256.sign())).error).toMatchObject({
      code: 'unexpected_response',
      status: 404,
    })
  })

  test('is let go by one caller, and goes on for the other', async () => {
    let answer!: (response: Response) => void
    server.answers[jwksRequest] = () => new Promise((resolve) => (answer = resolve))
    const { auth } = await signedIn()
    const controller = new AbortController()
    const first = auth.getClaims(undefined, { signal: controller.signal })
    const second = auth.getClaims(undefined, { timeout: 5000 })
    await vi.waitFor(() => expect(server.log).toEqual([jwksRequest]))
    controller.abort('enough')
    expect((await first).error).toMatchObject({ code: 'aborted', cause: 'enough' })
    expect(server.requests[0]!.signal.aborted).toBe(false)
    answer(json({ keys: server.keys }))
    expect((await second).error).toBeNull()
  })

  test('ends at its time limit while the keys don’t come', async () => {
    server.answers[jwksRequest] = hangingFetch({ obeysSignal: false })
    const { auth } = await signedIn()
    expect(await codeOf(auth.getClaims(undefined, { timeout: 20 }))).toBe('timeout')
  })
})

describe('getClaims(token)', () => {
  test('is of that token, whoever is signed in', async () => {
    const { auth } = await signedIn()
    const token = await signers.EdDSA.sign({ sub: 'somebody else' })
    expect((await auth.getClaims(token)).data!.claims.sub).toBe('somebody else')
  })

  test.each(['', 'x', 'a.b.c', 42, {}, [], true])('%j is refused, and is not the session’s', async (token) => {
    const { auth } = await signedIn()
    expect(await auth.getClaims(token as string)).toMatchObject({ data: null, error: { code: 'invalid_jwt' } })
    expect(server.log).toEqual([])
  })

  test('expired: jwt_expired, unless that will do', async () => {
    const { auth } = await signedIn()
    const token = await signers.ES256.sign({ exp: now() - 60 })
    expect(await auth.getClaims(token)).toMatchObject({ data: null, error: { code: 'jwt_expired' } })
    expect((await auth.getClaims(token, { allowExpired: true })).data!.claims.sub).toBe(sub)
    expect(await codeOf(auth.getClaims(token, { clockTolerance: 90 }))).toBeUndefined()
    const forged = `${token.slice(0, -4)}AAAA`
    expect(await codeOf(auth.getClaims(forged, { allowExpired: true }))).toBe('invalid_jwt')
    expect(server.log).toEqual([jwksRequest])
  })

  test('with keys at hand asks for none; with one that is not among them it does', async () => {
    const auth = client()
    const own = await createSigner('ES256', 'own')
    const jwks = { keys: [own.jwk] }
    expect(await codeOf(auth.getClaims(await own.sign(), { jwks }))).toBeUndefined()
    expect(server.log).toEqual([])
    expect(await codeOf(auth.getClaims(await signers.ES256.sign(), { jwks }))).toBeUndefined()
    expect(server.log).toEqual([jwksRequest])
    // What one call trusts, no other does.
    expect(await codeOf(auth.getClaims(await own.sign()))).toBe('invalid_jwt')
  })

  test('with options that are unusable: invalid_argument', async () => {
    const token = await signers.ES256.sign({ exp: 1 })
    for (const options of [{ clockTolerance: NaN }, { clockTolerance: '9' }, { jwks: 7 }, { jwks: {} }]) {
      expect(await codeOf(client().getClaims(token, options as unknown as GetClaimsOptions))).toBe('invalid_argument')
    }
  })
})

describe('a token that a secret has signed', () => {
  const sign = (claims?: Record<string, unknown>) => server.issue(claims, signers.HS256)

  test('is shown to the server', async () => {
    const auth = client({ apiKey: 'key' })
    const token = await sign()
    const { data, error } = await auth.getClaims(token)
    expect(error).toBeNull()
    expect(data!.claims).toEqual(decodeAccessToken(token))
    expect(data!.header.alg).toBe('HS256')
    expect(server.log).toEqual([userRequest])
    expect(server.requests[0]!.headers.get('authorization')).toBe(`Bearer ${token}`)
  })

  test('and that the server refuses: its error', async () => {
    const { auth } = await signedIn()
    const { data, error } = await auth.getClaims(await signers.HS256.sign())
    // And not the claims of who is signed in.
    expect(data).toBeNull()
    expect(error).toMatchObject({ code: 'bad_jwt', status: 403, operation: 'getUser' })
    expect(server.log).toEqual([userRequest])
  })

  test('of another hash is shown to the server, too; and one that nobody has signed is not', async () => {
    const auth = client()
    await auth.getClaims(unsigned({ alg: 'HS512' }, claimsAt(now())))
    expect(server.log).toEqual([userRequest])
    await auth.getClaims(unsigned({ alg: 'none' }, claimsAt(now())))
    expect(server.log).toEqual([userRequest])
  })

  test.each<[string, ClientOptions, Record<string, string>]>([
    ['of the client', { headers: { Authorization: 'Bearer GOOD' } }, {}],
    ['of the call', {}, { Authorization: 'Bearer GOOD' }],
    [
      'of both, in all spellings',
      { headers: { authorization: 'Bearer GOOD' } },
      { authorization: 'Bearer GOOD', AUTHORIZATION: 'Bearer GOOD' },
    ],
  ])('is what the server is asked about, and not an Authorization header %s', async (_whose, options, headers) => {
    const good = await sign()
    const put = (given: object) => JSON.parse(JSON.stringify(given).replaceAll('GOOD', good)) as Record<string, string>
    const auth = client(put(options) as ClientOptions)
    const forged = unsigned({ alg: 'HS256', typ: 'JWT' }, { ...claimsAt(now()), role: 'service_role' })
    const { data, error } = await auth.getClaims(forged, { headers: { ...put(headers), 'x-own': '1' } })
    expect(server.requests.map(({ headers }) => headers.get('authorization'))).toEqual([`Bearer ${forged}`])
    expect(server.requests[0]!.headers.get('x-own')).toBe('1')
    expect([data, error?.code]).toEqual([null, 'bad_jwt'])
  })

  test('and that the server knows as somebody else’s is refused', async () => {
    const token = await sign({ sub: 'somebody else' })
    expect(await codeOf(client().getClaims(token))).toBe('invalid_jwt')
    server.answers[userRequest] = () => json({})
    expect(await codeOf(client().getClaims(token))).toBe('unexpected_response')
  })

  test('has an issuer and an audience all the same', async () => {
    const token = await sign()
    expect(await codeOf(client().getClaims(token, { issuer: url, audience: 'authenticated' }))).toBeUndefined()
    expect(server.requests[0]!.headers.get('x-jwt-aud')).toBeNull()
    expect(await codeOf(client().getClaims(token, { issuer: 'x' }))).toBe('invalid_jwt')
    expect(await codeOf(client().getClaims(token, { audience: 'x' }))).toBe('invalid_jwt')
  })

  test('expires by the clock of the server', async () => {
    vi.useFakeTimers({ now: Date.now() + 7_200_000, toFake: ['Date'] })
    const token = await sign({ exp: now() - 3600 })
    expect(await codeOf(client().getClaims(token))).toBeUndefined()
  })

  test('of the session, and refused, is replaced once', async () => {
    server.signer = signers.HS256
    const { auth, token } = await signedIn()
    server.accepted.delete(token)
    const { data } = await auth.getClaims()
    expect(server.log).toEqual([userRequest, refreshRequest, userRequest])
    expect(data!.claims.session_id).not.toBe(decodeAccessToken(token).session_id)

    server.answers[userRequest] = () => refusal(403, 'bad_jwt')
    server.log.length = 0
    expect(await codeOf(auth.getClaims())).toBe('bad_jwt')
    expect(server.count(refreshRequest)).toBeLessThanOrEqual(1)
  })

  test('of a session that is over signs out', async () => {
    server.signer = signers.HS256
    const { auth } = await signedIn()
    server.answers[userRequest] = () => refusal(403, 'session_not_found')
    expect(await codeOf(auth.getClaims())).toBe('session_not_found')
    expect((await auth.getSession()).data.session).toBeNull()
  })
})

describe('with a wrong clock', () => {
  test('of 2 hours ahead, the server says that the session’s token is good: its age says so, too', async () => {
    const past = await server.issue({ iat: now() - 7200, exp: now() - 3600 })
    const session = await server.session()
    server.answers['POST /token?grant_type=password'] = () => json({ ...session, access_token: past })
    const { auth } = await signedIn()
    for (let i = 0; i < 3; i++) {
      const { data, error } = await auth.getClaims()
      expect(error).toBeNull()
      expect(data!.claims).toEqual(decodeAccessToken(past))
    }
    expect(server.log).toEqual([jwksRequest, userRequest, userRequest, userRequest])
    expect(server.requests.at(-1)!.headers.get('authorization')).toBe(`Bearer ${past}`)
    // What is asked of the claims is asked all the same.
    expect(await codeOf(auth.getClaims(undefined, { audience: 'x' }))).toBe('invalid_jwt')
  })

  test('a storage that lies about the age of a token does not make it good: the server refuses it, and it is exchanged', async () => {
    const storage = memoryStorage()
    const expired = await signers.ES256.sign({ exp: now() - 60 })
    const user = { ...server.user }
    const session = {
      access_token: expired,
      refresh_token: 'r0',
      token_type: 'bearer',
      expires_in: 1e9,
      expires_at: 0,
      user,
    }
    storage.setItem('sb-auth-auth-token', JSON.stringify({ ...session, received_at: Date.now() }))
    const { data } = await client({ storage }).getClaims()
    expect(server.log).toEqual([jwksRequest, userRequest, refreshRequest])
    expect(data!.claims.exp).toBeGreaterThan(now())
  })

  test('a token of unknown age has expired, and nobody is asked', async () => {
    const token = await server.issue({ exp: now() - 60 })
    expect(await codeOf(client().getClaims(token))).toBe('jwt_expired')
    expect(await codeOf(client().withAccessToken(token).getClaims())).toBe('jwt_expired')
    expect(server.log).toEqual([jwksRequest])
  })
})

describe('on a platform', () => {
  test.each([
    ['without WebCrypto', undefined],
    ['without WebCrypto for pages on HTTP', { getRandomValues: () => {} }],
  ])('%s the server is asked, with every algorithm', async (_what, crypto) => {
    const tokens = await Promise.all(asymmetric.map((alg) => server.issue({}, signers[alg])))
    const forged = `${tokens[0]!.slice(0, -4)}AAAA`
    vi.stubGlobal('crypto', crypto)
    const auth = client()
    for (const token of tokens) expect((await auth.getClaims(token)).data!.claims).toEqual(decodeAccessToken(token))
    expect(await codeOf(auth.getClaims(forged))).toBe('bad_jwt')
    expect(new Set(server.log)).toEqual(new Set([userRequest]))
  })

  test('without Ed25519 the server is asked', async () => {
    const signer = await createSigner('EdDSA', 'ed')
    server.keys = [signer.jwk]
    const token = await server.issue({}, signer)
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('unknown', 'NotSupportedError'))
    expect(await codeOf(client().getClaims(token))).toBeUndefined()
    expect(server.log).toEqual([jwksRequest, userRequest])
  })
})
