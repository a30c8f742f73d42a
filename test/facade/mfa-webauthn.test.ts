// auth.mfa.registerWebAuthn() and verifyWebAuthn(): the whole ceremonies, with a page whose authenticator is real save that it is
// software, and a server that verifies. What becomes of a factor whose key is never made is a matter of the requests, so these are
// looked at one by one.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isAuthApiError, memoryStorage, unwrap, type AuthClient } from '../../src/facade/index.ts'
import { hangingFetch, json } from '../scripted-fetch.ts'
import { withSecondFactors, type SecondFactors } from './passkeys/relying-party.ts'
import { createAuthenticator, usePlatform, type SoftwareAuthenticator } from './passkeys/software-authenticator.ts'
import { refresh, refusal } from './server.ts'
import { client, flush, server, setUp, signedIn, storageKey } from './session/set-up.ts'

const origin = 'http://localhost:3000'
let authenticator: SoftwareAuthenticator
let party: SecondFactors
beforeEach(() => {
  authenticator = createAuthenticator(origin)
  party = withSecondFactors(server, origin)
})
afterEach(() => expect(vi.getTimerCount()).toBe(0))

/** What was asked for since the sign-in, without the ids. */
const log = () =>
  server.log.filter((name) => !name.includes('/token')).map((name) => name.replace(/[\da-f]{8}-[\da-f-]{27}/, ':id'))
const registration = ['POST /factors', 'POST /factors/:id/challenge', 'POST /factors/:id/verify']

/** Ada with a verified factor, signed in anew. */
async function withFactor() {
  const made = await signedIn()
  unwrap(await made.auth.mfa.registerWebAuthn({ friendlyName: 'Key' }))
  server.log.length = 0
  return { ...made, factor: party.factors[0]! }
}

const decline = () => {
  throw new DOMException('The operation either timed out or was not allowed.', 'NotAllowedError')
}
/** A user who thinks until the signal ends it, or the test says that they touch the authenticator. */
function hesitantUser() {
  const prompts: { touch(): void }[] = []
  const user = (asked: object) =>
    new Promise<void>((resolve, reject) => {
      const { signal } = asked as { signal: AbortSignal }
      signal.addEventListener('abort', () => reject(signal.reason))
      prompts.push({ touch: resolve })
    })
  return { prompts, user }
}

describe.each([
  ['with the JSON methods', true],
  ['without the JSON methods', false],
])('in a browser %s', (_title, json) => {
  test('registerWebAuthn(), and verifyWebAuthn() after another sign-in', async () => {
    usePlatform(authenticator, { json })
    const storage = memoryStorage()
    const { auth, names, session } = await signedIn({ storage })
    const { data, error } = await auth.mfa.registerWebAuthn({ friendlyName: 'Key' })
    expect(error).toBeNull()
    expect(data!.session.refresh_token).not.toBe(session.refresh_token)
    expect(data!.user.factors).toMatchObject([{ friendly_name: 'Key', factor_type: 'webauthn', status: 'verified' }])
    expect(JSON.parse(storage.getItem(storageKey) as string)).toMatchObject(data!.session)
    expect(log()).toEqual(registration)
    const { webauthn } = unwrap(await auth.mfa.listFactors())
    expect(webauthn).toMatchObject([{ id: party.factors[0]!.id }])

    const other = setUp()
    unwrap(await other.auth.signInWithPassword({ email: session.user.email!, password: 'x' }))
    server.log.length = 0
    const proved = unwrap(await other.auth.mfa.verifyWebAuthn({ factorId: webauthn[0]!.id }))
    expect(unwrap(await other.auth.getSession()).session).toEqual(proved.session)
    expect(log()).toEqual(registration.slice(1))
    expect(party.received.map(({ type }) => type)).toEqual(['create', 'request'])
    await flush()
    for (const told of [names(), other.names()]) {
      expect(told).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'MFA_CHALLENGE_VERIFIED'])
    }
  })
})

describe('registerWebAuthn()', () => {
  test.each([undefined, null, {}])('with %j has no name', async (params) => {
    usePlatform(authenticator)
    const { auth } = await signedIn()
    unwrap(await auth.mfa.registerWebAuthn(params as undefined))
    expect(party.factors).toMatchObject([{ friendly_name: '', status: 'verified' }])
  })

  test('that is declined removes the factor, and leaves the session alone', async () => {
    usePlatform(authenticator, { user: decline })
    const { auth, session, names } = await signedIn()
    const { data, error } = await auth.mfa.registerWebAuthn({ friendlyName: 'Key' })
    expect(data).toBeNull()
    expect(error).toMatchObject({ name: 'AuthError', code: 'webauthn_not_allowed', status: 0 })
    expect(party.factors).toEqual([])
    expect(log()).toEqual(['POST /factors', 'POST /factors/:id/challenge', 'DELETE /factors/:id'])
    expect(unwrap(await auth.getSession()).session).toEqual(session)
    await flush()
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('with a key that is a factor already: webauthn_credential_exists, and the factor is removed', async () => {
    usePlatform(authenticator)
    const { auth, factor } = await withFactor()
    const { error } = await auth.mfa.registerWebAuthn({ friendlyName: 'Key again' })
    expect(error).toMatchObject({ code: 'webauthn_credential_exists' })
    expect(party.factors).toEqual([factor])
  })

  test('that is aborted ends at once, and removes the factor', async () => {
    const { prompts, user } = hesitantUser()
    usePlatform(authenticator, { user })
    let release!: () => void
    const released = new Promise<void>((resolve) => (release = resolve))
    const fetch = async (request: Request) => {
      if (request.method === 'DELETE') await released
      return server.fetch(request)
    }
    const { auth } = await signedIn({ fetch })
    const controller = new AbortController()
    const going = auth.mfa.registerWebAuthn({}, { signal: controller.signal })
    await vi.waitFor(() => expect(prompts).toHaveLength(1))
    controller.abort('left')
    expect(await going).toMatchObject({ data: null, error: { code: 'aborted', cause: 'left' } })
    expect(party.factors).toHaveLength(1)
    release()
    await vi.waitFor(() => expect(party.factors).toEqual([]))
    await flush()
  })

  test('of a session of aal2 that is declined does not refresh it', async () => {
    usePlatform(authenticator, { user: decline })
    const storage = memoryStorage()
    const session = server.signIn()
    const [head, payload] = session.access_token.split('.')
    const claims = btoa(JSON.stringify({ ...JSON.parse(atob(payload!)), aal: 'aal2' })).replaceAll('=', '')
    const held = { ...session, access_token: `${head}.${claims}.c2ln`, received_at: Date.now() }
    void storage.setItem(storageKey, JSON.stringify(held))
    server.off()
    server.on('POST /factors/', refusal(422, 'mfa_webauthn_verify_not_enabled'))
    server.on('POST /factors', json({ id: 'f1', type: 'webauthn', friendly_name: '' }))
    server.on('DELETE /factors/f1', json({ id: 'f1' }))
    const { error } = await client({ storage }).mfa.registerWebAuthn()
    expect(error).toMatchObject({ code: 'mfa_webauthn_verify_not_enabled' })
    expect(server.log).toEqual(['POST /factors', 'POST /factors/f1/challenge', 'DELETE /factors/f1'])
    expect(server.count(refresh)).toBe(0)
  })

  test('tells what went wrong, also when the factor can’t be removed', async () => {
    usePlatform(authenticator, { user: decline })
    const { auth } = await signedIn()
    // Before the routes of the factors.
    server.off()
    server.on('DELETE /factors/', new TypeError('fetch failed'), Infinity)
    party = withSecondFactors(server, origin)
    const going = auth.mfa.registerWebAuthn()
    await vi.advanceTimersByTimeAsync(60_000)
    expect((await going).error).toMatchObject({ code: 'webauthn_not_allowed' })
    expect(party.factors).toHaveLength(1)
  })

  test('whose proof the server refuses removes the factor', async () => {
    usePlatform(createAuthenticator('http://localhost:5173'))
    const { auth } = await signedIn()
    const { error } = await auth.mfa.registerWebAuthn()
    expect(isAuthApiError(error)).toBe(true)
    expect(error).toMatchObject({ code: 'unexpected_failure', status: 500, operation: 'verifyFactor' })
    expect(log()).toEqual([...registration, 'DELETE /factors/:id'])
    expect(party.factors).toEqual([])
  })

  test('whose proof is not answered leaves the factor: it may be verified', async () => {
    usePlatform(authenticator)
    const { auth } = await signedIn({
      fetch: (request) =>
        request.url.endsWith('/verify') ? hangingFetch({ obeysSignal: true })(request) : server.fetch(request),
    })
    const going = auth.mfa.registerWebAuthn({}, { timeout: 1000 })
    await vi.advanceTimersByTimeAsync(1000)
    expect((await going).error).toMatchObject({ code: 'timeout', retryable: true })
    expect(log()).toEqual(registration.slice(0, 2))
    expect(party.factors).toHaveLength(1)
  })

  test('whose proof only a gateway answers leaves the factor, too', async () => {
    usePlatform(authenticator)
    const { auth } = await signedIn({
      fetch: async (request) => {
        const response = await server.fetch(request)
        return request.url.endsWith('/verify') ? new Response('upstream timed out', { status: 504 }) : response
      },
    })
    expect((await auth.mfa.registerWebAuthn()).error).toMatchObject({ code: 'unexpected_response', status: 504 })
    expect(log()).toEqual(registration)
    expect(party.factors).toMatchObject([{ status: 'verified' }])
  })

  test('gives the user as long as they like, and each request its time limit', async () => {
    const { prompts, user } = hesitantUser()
    usePlatform(authenticator, { user })
    const { auth } = await signedIn()
    const going = auth.mfa.registerWebAuthn({}, { timeout: 1000 })
    await vi.waitFor(() => expect(prompts).toHaveLength(1))
    await vi.advanceTimersByTimeAsync(299_000)
    prompts[0]!.touch()
    expect((await going).error).toBeNull()
  })

  test('that comes late: mfa_challenge_expired, and the factor is removed', async () => {
    const { prompts, user } = hesitantUser()
    usePlatform(authenticator, { user })
    const { auth } = await signedIn()
    const going = auth.mfa.registerWebAuthn()
    await vi.waitFor(() => expect(prompts).toHaveLength(1))
    await vi.advanceTimersByTimeAsync(300_001)
    prompts[0]!.touch()
    expect((await going).error).toMatchObject({ code: 'mfa_challenge_expired', status: 422 })
    expect(party.factors).toEqual([])
  })

  test('after one that a closed page has left behind takes its place', async () => {
    const asked = usePlatform(authenticator)
    const { auth } = await signedIn()
    unwrap(await auth.mfa.enroll({ factorType: 'webauthn', friendlyName: 'Key' }))
    const [left] = party.factors
    server.log.length = 0
    unwrap(await auth.mfa.registerWebAuthn({ friendlyName: 'Key' }))
    expect(log()).toEqual(['POST /factors', 'GET /user', 'DELETE /factors/:id', ...registration])
    expect(party.factors).toMatchObject([{ friendly_name: 'Key', status: 'verified' }])
    expect(party.factors[0]!.id).not.toBe(left!.id)
    expect(asked).toHaveLength(1)
  })

  test('after as many as there may be', async () => {
    usePlatform(authenticator)
    const { auth } = await signedIn()
    for (let n = 0; n < 10; n++) unwrap(await auth.mfa.enroll({ factorType: 'webauthn', friendlyName: `${n}` }))
    unwrap(await auth.mfa.registerWebAuthn({ friendlyName: 'Key' }))
    expect(party.factors).toMatchObject([{ friendly_name: 'Key', status: 'verified' }])
  })

  test('with the name of a verified factor, or of one of another type: mfa_factor_name_conflict', async () => {
    const asked = usePlatform(authenticator)
    const { auth } = await withFactor()
    unwrap(await auth.mfa.enroll({ factorType: 'phone', friendlyName: 'Phone', phone: '15551230001' }))
    for (const friendlyName of ['Key', 'Phone']) {
      const { error } = await auth.mfa.registerWebAuthn({ friendlyName })
      expect(error).toMatchObject({ code: 'mfa_factor_name_conflict', status: 422, operation: 'enrollFactor' })
    }
    expect(party.factors.map(({ friendly_name }) => friendly_name)).toEqual(['Key', 'Phone'])
    expect(asked).toHaveLength(1)
  })

  test('begun anew, as a page that is rendered twice does it', async () => {
    const { prompts, user } = hesitantUser()
    usePlatform(authenticator, { user })
    const { auth } = await signedIn()
    const unmounted = new AbortController()
    const first = auth.mfa.registerWebAuthn({}, { signal: unmounted.signal })
    await vi.waitFor(() => expect(prompts).toHaveLength(1))
    unmounted.abort()
    const second = auth.mfa.registerWebAuthn()
    expect((await first).error).toMatchObject({ code: 'aborted' })
    await vi.waitFor(() => expect(prompts).toHaveLength(2))
    prompts[1]!.touch()
    expect((await second).error).toBeNull()
    expect(party.factors).toMatchObject([{ status: 'verified' }])
  })

  test('takes the place of one that is under way', async () => {
    const { prompts, user } = hesitantUser()
    usePlatform(authenticator, { user })
    const { auth } = await signedIn()
    const first = auth.mfa.registerWebAuthn({ friendlyName: 'One' })
    await vi.waitFor(() => expect(prompts).toHaveLength(1))
    const second = auth.mfa.registerWebAuthn({ friendlyName: 'Two' })
    expect((await first).error).toMatchObject({ code: 'aborted', cause: { name: 'AbortError' } })
    await vi.waitFor(() => expect(prompts).toHaveLength(2))
    prompts[1]!.touch()
    expect((await second).error).toBeNull()
    expect(party.factors).toMatchObject([{ friendly_name: 'Two' }])
  })

  test('with an access token is for its user, and leaves the session alone', async () => {
    let isDeclined = true
    usePlatform(authenticator, { user: () => (isDeclined ? decline() : undefined) })
    const { access_token: accessToken, user } = server.signIn('grace@example.com')
    const { auth, session } = await signedIn()
    server.requests.length = 0
    expect((await auth.mfa.registerWebAuthn({}, { accessToken })).error).toMatchObject({ code: 'webauthn_not_allowed' })
    expect(server.log.at(-1)).toMatch(/^DELETE/)
    isDeclined = false
    const { user: told } = unwrap(await auth.mfa.registerWebAuthn({}, { accessToken }))
    expect(told.id).toBe(user.id)
    expect(party.factors).toMatchObject([{ user: { id: user.id }, status: 'verified' }])
    expect(new Set(server.requests.map(({ headers }) => headers.get('authorization')))).toEqual(
      new Set([`Bearer ${accessToken}`]),
    )
    expect(unwrap(await auth.getSession()).session).toEqual(session)
  })
})

describe('verifyWebAuthn()', () => {
  test('that is declined leaves the factor as it is', async () => {
    usePlatform(authenticator)
    const { auth, factor } = await withFactor()
    usePlatform(authenticator, { user: decline })
    const { data, error } = await auth.mfa.verifyWebAuthn({ factorId: factor.id })
    expect([data, error?.code]).toEqual([null, 'webauthn_not_allowed'])
    expect(log()).toEqual(['POST /factors/:id/challenge'])
    expect(party.factors).toEqual([factor])
  })

  test('that is aborted', async () => {
    usePlatform(authenticator)
    const { auth, factor } = await withFactor()
    const { prompts, user } = hesitantUser()
    usePlatform(authenticator, { user })
    const controller = new AbortController()
    const going = auth.mfa.verifyWebAuthn({ factorId: factor.id }, { signal: controller.signal })
    await vi.waitFor(() => expect(prompts).toHaveLength(1))
    controller.abort('left')
    expect(await going).toMatchObject({ data: null, error: { code: 'aborted', cause: 'left' } })
    await flush()
    expect(log()).toEqual(['POST /factors/:id/challenge'])
  })

  test('takes the key of any WebAuthn factor of the user', async () => {
    usePlatform(authenticator)
    const { auth, factor } = await withFactor()
    const other = createAuthenticator(origin)
    usePlatform(other)
    unwrap(await auth.mfa.registerWebAuthn({ friendlyName: 'Other' }))
    unwrap(await auth.mfa.verifyWebAuthn({ factorId: factor.id }))
    expect(party.received.at(-1)!.credential_response.id).toBe(other.keys[0]!.id.toString('base64url'))
  })

  test('of a factor that is not verified lets the user make its key', async () => {
    usePlatform(authenticator)
    const { auth } = await signedIn()
    const { id: factorId } = unwrap(await auth.mfa.enroll({ factorType: 'webauthn' }))
    unwrap(await auth.mfa.verifyWebAuthn({ factorId }))
    expect(party.received.map(({ type }) => type)).toEqual(['create'])
    expect(party.factors).toMatchObject([{ id: factorId, status: 'verified' }])
  })

  test('of a factor of another type: invalid_argument', async () => {
    const asked = usePlatform(authenticator)
    const { auth } = await signedIn()
    server.off()
    server.on('POST /factors/', json({ id: 'c1', type: 'totp', expires_at: 1_795_521_900 }))
    const { error } = await auth.mfa.verifyWebAuthn({ factorId: 'f1' })
    expect(error).toMatchObject({ code: 'invalid_argument', message: 'The factor is of another type' })
    expect(asked).toEqual([])
  })

  test('of one that is not there is the server’s error', async () => {
    usePlatform(authenticator)
    const { auth } = await signedIn()
    const { error } = await auth.mfa.verifyWebAuthn({ factorId: '00000000-0000-4000-8000-000000000009' })
    expect(error).toMatchObject({ code: 'mfa_factor_not_found', status: 404, operation: 'challengeFactor' })
  })
})

test.each([
  ['registerWebAuthn', (auth: AuthClient) => auth.mfa.registerWebAuthn()],
  ['verifyWebAuthn', (auth: AuthClient) => auth.mfa.verifyWebAuthn({ factorId: 'f1' })],
])('%s() where there is no WebAuthn: webauthn_unsupported, and nothing is sent', async (_name, call) => {
  const { auth } = await signedIn()
  expect((await call(auth)).error).toMatchObject({ code: 'webauthn_unsupported' })
  expect(log()).toEqual([])
})
