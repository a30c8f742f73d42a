// Second factors: what is sent and what becomes of the session. Real answers are in the contract tests, a real server in test/live.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient, memoryStorage, type AuthChangeEvent, type Session } from '../../src/facade/index.ts'
import { json } from '../scripted-fetch.ts'
import { credentials, fakeServer, refresh, refusal, url } from './server.ts'

const factorId = '5a2e4c0d-7a3e-4e0b-8f39-7b6a1d2f9c42'
const challengeId = 'b66f3dc7-b5ee-4805-952d-86764809c2a8'
const factor = { id: factorId, factor_type: 'totp', status: 'verified', phone: '' }

let server: ReturnType<typeof fakeServer>
beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-24T12:00:00Z') })
  server = fakeServer()
})
afterEach(() => vi.useRealTimers())

async function signedIn() {
  const storage = memoryStorage()
  const auth = createClient({ url, fetch: server.fetch, storage })
  const events: [AuthChangeEvent, string | undefined][] = []
  auth.onAuthStateChange((event, _session, { reason }) => void events.push([event, reason]))
  const { data } = await auth.signInWithPassword(credentials)
  const stored = () => JSON.parse((storage.getItem('sb-localhost-auth-token') as string | null) ?? 'null') as Session | null
  return { auth, events, stored, session: data.session! }
}

/** The same session with a token of the second level. */
function upgraded(session: Session, claims: object = { aal: 'aal2', amr: [{ method: 'totp', timestamp: 2 }] }): Session {
  const [head, payload] = session.access_token.split('.')
  const access_token = `${head}.${btoa(JSON.stringify({ ...JSON.parse(atob(payload!)), ...claims })).replaceAll('=', '')}.c2ln`
  return { ...session, access_token, refresh_token: 'upgraded', user: { ...session.user, factors: [factor] } as never }
}

/** A step that answers when it is let go on, even if the session is over by then. */
function answerLate(route: string, answer: () => Response): () => void {
  let release!: () => void
  const released = new Promise<void>((resolve) => (release = resolve))
  server.on(route, () => released.then(answer))
  return release
}

describe('enroll()', () => {
  test('makes an image URL of the QR code, and nothing else of the answer', async () => {
    const { auth } = await signedIn()
    const svg = '<?xml version="1.0"?><svg fill="#fff"></svg>'
    const answer = { id: factorId, type: 'totp', friendly_name: '', totp: { qr_code: svg, secret: 'S', uri: 'otpauth://x' } }
    server.on('POST /factors', json(answer))
    const { data } = await auth.mfa.enroll({ factorType: 'totp' })
    expect(data).toEqual({ ...answer, totp: { ...answer.totp, qr_code: expect.any(String) } })
    const response = await fetch(data!.totp.qr_code)
    expect([response.headers.get('content-type'), await response.text()]).toEqual(['image/svg+xml', svg])
  })
})

describe('verify()', () => {
  test('upgrades the session, stores it and tells MFA_CHALLENGE_VERIFIED', async () => {
    const { auth, events, stored, session } = await signedIn()
    server.on('POST /factors/', json(upgraded(session)))
    const { data, error } = await auth.mfa.verify({ factorId, challengeId, code: '123456' })
    expect(error).toBeNull()
    expect(data!.session.refresh_token).toBe('upgraded')
    expect((await auth.getSession()).data.session).toEqual(data!.session)
    expect(stored()).toMatchObject({ refresh_token: 'upgraded', user: { factors: [factor] } })
    expect(await auth.mfa.getAuthenticatorAssuranceLevel()).toEqual({
      data: { currentLevel: 'aal2', nextLevel: 'aal2', currentAuthenticationMethods: [{ method: 'totp', timestamp: 2 }] },
      error: null,
    })
    expect(events.at(-1)).toEqual(['MFA_CHALLENGE_VERIFIED', undefined])
    expect(server.log.slice(1)).toEqual([`POST /factors/${factorId}/verify`])
  })

  test('keeps the tokens of the provider that the session began with', async () => {
    const storage = memoryStorage()
    const session = { ...server.signIn(), provider_token: 'gho_1', provider_refresh_token: 'ghr_1' }
    void storage.setItem('sb-localhost-auth-token', JSON.stringify(session))
    const auth = createClient({ url, fetch: server.fetch, storage })
    const { provider_token, provider_refresh_token, ...answer } = upgraded(session)
    server.on('POST /factors/', json(answer))
    await auth.mfa.verify({ factorId, challengeId, code: '123456' })
    const kept = { refresh_token: 'upgraded', provider_token, provider_refresh_token }
    expect((await auth.getSession()).data.session).toMatchObject(kept)
    expect(JSON.parse(storage.getItem('sb-localhost-auth-token') as string)).toMatchObject(kept)
  })

  test('that is answered after a sign-out signs nobody in again', async () => {
    const { auth, events, stored, session } = await signedIn()
    const release = answerLate('POST /factors/', () => json(upgraded(session)))
    const verifying = auth.mfa.verify({ factorId, challengeId, code: '123456' })
    await vi.waitFor(() => expect(server.count('POST /factors/')).toBe(1))
    await auth.signOut()
    release()
    // The caller has what the server said.
    expect((await verifying).data?.session.refresh_token).toBe('upgraded')
    expect(events.map(([event]) => event)).not.toContain('MFA_CHALLENGE_VERIFIED')
    expect((await auth.getSession()).data.session).toBeNull()
    expect(stored()).toBeNull()
  })

  // To a server whose tokens count, the refresh token before is stolen once the factor is verified, and the session over.
  test('holds refreshes back until the session is stored', async () => {
    const { auth, session } = await signedIn()
    const release = answerLate('POST /factors/', () => json(upgraded(session)))
    const verifying = auth.mfa.verify({ factorId, challengeId, code: '123456' })
    await vi.waitFor(() => expect(server.count('POST /factors/')).toBe(1))
    const refreshing = auth.refreshSession()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(server.count(refresh)).toBe(0)
    release()
    expect((await verifying).error).toBeNull()
    await refreshing
    // Nobody needs another one.
    expect((await auth.getSession()).data.session?.refresh_token).toBe('upgraded')
    expect(server.count(refresh)).toBe(0)
  })

  test('waits for a refresh that is under way', async () => {
    const { auth, session } = await signedIn()
    const release = server.hold(refresh)
    const refreshing = auth.refreshSession()
    await vi.waitFor(() => expect(server.count(refresh)).toBe(1))
    server.on('POST /factors/', json(upgraded(session)))
    const verifying = auth.mfa.verify({ factorId, challengeId, code: '123456' })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(server.count('POST /factors/')).toBe(0)
    release()
    expect((await refreshing).error).toBeNull()
    expect((await verifying).error).toBeNull()
    expect((await auth.getSession()).data.session?.refresh_token).toBe('upgraded')
  })

  test('with another access token leaves the session alone', async () => {
    const { auth, events, session } = await signedIn()
    server.on('POST /factors/', json(upgraded(session)))
    const accessToken = server.signIn().access_token
    const { data } = await auth.mfa.verify({ factorId, challengeId, code: '123456' }, { accessToken })
    expect(data!.session.refresh_token).toBe('upgraded')
    expect((await auth.getSession()).data.session?.refresh_token).toBe(session.refresh_token)
    expect(events.map(([event]) => event)).not.toContain('MFA_CHALLENGE_VERIFIED')
  })

  test('with a wrong code is an error of the server, and changes nothing', async () => {
    const { auth, session } = await signedIn()
    server.on('POST /factors/', refusal(422, 'mfa_verification_failed'))
    const { data, error } = await auth.mfa.verify({ factorId, challengeId, code: '000000' })
    expect([data, error?.code]).toEqual([null, 'mfa_verification_failed'])
    expect((await auth.getSession()).data.session).toEqual(session)
  })

  test('elsewhere ends the session here: SIGNED_OUT, revoked', async () => {
    const { auth, events, stored } = await signedIn()
    server.end('session_not_found')
    expect((await auth.mfa.listFactors()).error).toMatchObject({ code: 'session_not_found' })
    await vi.advanceTimersByTimeAsync(0)
    expect(events.at(-1)).toEqual(['SIGNED_OUT', 'revoked'])
    expect(stored()).toBeNull()
  })
})

describe('challenge()', () => {
  test('asks for the channel by which the code is to come', async () => {
    const { auth } = await signedIn()
    server.on('POST /factors/', json({ id: challengeId, type: 'phone', expires_at: 1 }))
    const { data } = await auth.mfa.challenge({ factorId, channel: 'whatsapp' })
    expect(data).toEqual({ id: challengeId, type: 'phone', expires_at: 1 })
    expect(await server.requests.at(-1)!.json()).toEqual({ channel: 'whatsapp' })
  })
})

describe('challengeAndVerify()', () => {
  test('verifies the challenge that it was given, with the code', async () => {
    const { auth, session } = await signedIn()
    server.on('POST /factors/', json({ id: challengeId, type: 'totp', expires_at: 1 }))
    server.on('POST /factors/', json(upgraded(session)))
    const { data, error } = await auth.mfa.challengeAndVerify({ factorId, code: '123456' })
    expect(error).toBeNull()
    expect(data!.session.refresh_token).toBe('upgraded')
    expect(server.log.slice(-2)).toEqual([`POST /factors/${factorId}/challenge`, `POST /factors/${factorId}/verify`])
    expect(await server.requests.at(-1)!.json()).toEqual({ challenge_id: challengeId, code: '123456' })
  })

  test('stops when the challenge is refused', async () => {
    const { auth } = await signedIn()
    server.on('POST /factors/', refusal(429, 'over_request_rate_limit'))
    const { data, error } = await auth.mfa.challengeAndVerify({ factorId, code: '123456' })
    expect([data, error?.code, error?.operation]).toEqual([null, 'over_request_rate_limit', 'challengeFactor'])
    expect(server.count('POST /factors/')).toBe(1)
  })
})

describe('unenroll()', () => {
  test.each([
    ['aal2', 1],
    ['aal1', 0],
  ])('with a session of %s makes %d refresh, so that the token says what is true', async (aal, count) => {
    const { auth, session } = await signedIn()
    server.on('POST /factors/', json({ ...upgraded(session, { aal }), refresh_token: session.refresh_token }))
    await auth.mfa.verify({ factorId, challengeId, code: '123456' })
    server.on('DELETE /factors/', json({ id: factorId }))
    expect(await auth.mfa.unenroll({ factorId })).toEqual({ data: { id: factorId }, error: null })
    expect(server.count(refresh)).toBe(count)
  })

  test('with another access token leaves the session alone', async () => {
    const { auth, session } = await signedIn()
    server.on('POST /factors/', json({ ...upgraded(session), refresh_token: session.refresh_token }))
    await auth.mfa.verify({ factorId, challengeId, code: '123456' })
    server.on('DELETE /factors/', json({ id: factorId }))
    const accessToken = server.signIn().access_token
    expect((await auth.mfa.unenroll({ factorId }, { accessToken })).data).toEqual({ id: factorId })
    expect(server.requests.at(-1)!.headers.get('authorization')).toBe(`Bearer ${accessToken}`)
    expect(server.count(refresh)).toBe(0)
  })

  test('is done even if that refresh fails, which the next call tells', async () => {
    const { auth, session } = await signedIn()
    server.on('POST /factors/', json({ ...upgraded(session), refresh_token: session.refresh_token }))
    await auth.mfa.verify({ factorId, challengeId, code: '123456' })
    server.on('DELETE /factors/', json({ id: factorId }))
    server.on(refresh, new TypeError('fetch failed'))
    expect((await auth.mfa.unenroll({ factorId })).error).toBeNull()
    expect((await auth.getSession()).data.session).not.toBeNull()
  })
})

describe('listFactors()', () => {
  test('sorts the verified ones by type, and makes the session’s user true', async () => {
    const { auth, events, stored } = await signedIn()
    const phone = { ...factor, id: 'b', factor_type: 'phone' }
    const unverified = { ...factor, id: 'c', status: 'unverified' }
    server.on(
      'GET /user',
      async (_request, answer) => json({ ...((await answer().json()) as object), factors: [factor, phone, unverified] }),
      2,
    )
    const lists = { all: [factor, phone, unverified], totp: [factor], phone: [phone], webauthn: [] }
    expect(await auth.mfa.listFactors()).toEqual({ data: lists, error: null })
    expect(stored()!.user.factors).toEqual(lists.all)
    await auth.mfa.listFactors()
    expect(events.map(([event]) => event)).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'USER_UPDATED'])
  })

  test('that is answered after somebody else has signed in leaves that session alone', async () => {
    const { auth, stored, session } = await signedIn()
    const release = answerLate('GET /user', () => json({ ...session.user, factors: [factor] }))
    const listing = auth.mfa.listFactors()
    await vi.waitFor(() => expect(server.count('GET /user')).toBe(1))
    const { data } = await auth.signInWithPassword({ ...credentials, email: 'grace@example.com' })
    release()
    expect((await listing).data?.all).toEqual([factor])
    expect(stored()).toMatchObject({ user: data.session!.user })
    expect(stored()!.user.factors).toBeUndefined()
  })

  test('that is answered after a sign-out signs nobody in', async () => {
    const { auth, stored, session } = await signedIn()
    const release = answerLate('GET /user', () => json({ ...session.user, factors: [factor] }))
    const listing = auth.mfa.listFactors()
    await vi.waitFor(() => expect(server.count('GET /user')).toBe(1))
    await auth.signOut()
    release()
    expect((await listing).data?.all).toEqual([factor])
    expect(stored()).toBeNull()
  })

  test('is empty for a user without factors', async () => {
    const { auth } = await signedIn()
    expect((await auth.mfa.listFactors()).data).toEqual({ all: [], totp: [], phone: [], webauthn: [] })
  })
})

describe('getAuthenticatorAssuranceLevel()', () => {
  test('of nobody is null, without a request', async () => {
    const auth = createClient({ url, fetch: server.fetch })
    expect((await auth.mfa.getAuthenticatorAssuranceLevel()).data).toEqual({
      currentLevel: null,
      nextLevel: null,
      currentAuthenticationMethods: [],
    })
    expect(server.log).toEqual([])
  })

  test.each([
    ['verified', 'aal2'],
    ['unverified', 'aal1'],
  ])('with a factor that is %s says that %s is next', async (status, nextLevel) => {
    const { auth, session } = await signedIn()
    const { access_token } = upgraded(session, { aal: 'aal1' })
    server.on('GET /user', json({ ...session.user, factors: [{ ...factor, status }] }))
    const { data } = await auth.mfa.getAuthenticatorAssuranceLevel(access_token)
    expect(data).toMatchObject({ currentLevel: 'aal1', nextLevel })
    expect(server.requests.at(-1)!.headers.get('authorization')).toBe(`Bearer ${access_token}`)
  })

  test('with one factor that is verified and one that is not, aal2 is next', async () => {
    const { auth, session } = await signedIn()
    server.on('GET /user', json({ ...session.user, factors: [{ ...factor, status: 'unverified' }, factor] }))
    const { access_token } = upgraded(session, { aal: 'aal1' })
    expect((await auth.mfa.getAuthenticatorAssuranceLevel(access_token)).data!.nextLevel).toBe('aal2')
  })

  test('of a token, where nobody is signed in, asks the server for its user', async () => {
    const session = server.signIn()
    const auth = createClient({ url, fetch: server.fetch })
    server.on('GET /user', json({ ...session.user, factors: [factor] }))
    const { data } = await auth.mfa.getAuthenticatorAssuranceLevel(session.access_token)
    expect(data).toMatchObject({ currentLevel: null, nextLevel: 'aal2' })
  })

  test('of a user without factors is that of the session, without a request', async () => {
    const { auth } = await signedIn()
    const { data } = await auth.mfa.getAuthenticatorAssuranceLevel()
    expect(data).toMatchObject({
      currentLevel: null,
      nextLevel: null,
      currentAuthenticationMethods: [{ method: 'password' }],
    })
    expect(server.log).toHaveLength(1)
  })

  test('of a token that is none is invalid_argument', async () => {
    const { auth } = await signedIn()
    server.on('GET /user', json({ id: 'ada' }))
    expect((await auth.mfa.getAuthenticatorAssuranceLevel('nonsense')).error).toMatchObject({ code: 'invalid_argument' })
  })
})
