// The flows that are under way, seen from outside: what is kept of them in the storage, for how long and how many, and what becomes
// of them when something goes wrong. Tests in defects.test.ts (D22, D23) are about several at once and about mails.
import { describe, expect, test, vi } from 'vitest'
import { memoryStorage, type AuthClient, type ClientOptions, type SessionStorage } from '../../../src/facade/index.ts'
import { json } from '../../scripted-fetch.ts'
import {
  answer,
  app,
  challengeOf,
  flowsKey,
  recorded,
  runTimers,
  sent,
  sessionOf,
  setUp,
  signedIn,
  storageKey,
} from '../recorded-server.ts'

const pkce: ClientOptions = { flowType: 'pkce' }
const exchanged = recorded('POST /token', 'otp/ok')
const day = 86_400_000
const github = { provider: 'github', options: { redirectTo: app } } as const
const email = 'ada@example.com'

const challengesOf = async (flows: Record<string, unknown>[]) =>
  Promise.all(flows.map(({ code_verifier }) => challengeOf(code_verifier)))
const start = async (auth: AuthClient) =>
  new URL((await auth.signInWithOAuth(github)).data.url!).searchParams.get('code_challenge')

describe('how many, how long', () => {
  test('the latest ten are kept, the latest first', async () => {
    const { auth, flows } = setUp([json({})], pkce)
    const challenges: unknown[] = []
    for (let i = 0; i < 14; i++) challenges.unshift(await start(auth))
    expect(await challengesOf(flows())).toEqual(challenges.slice(0, 10))
  })

  test('started at the same time, none is lost', async () => {
    const { storage, flows } = setUp([json({})], pkce)
    const other = setUp([json({})], { ...pkce, storage: { ...storage, shared: true } }).auth
    const same = setUp([json({})], { ...pkce, storage: { ...storage, shared: true } }).auth
    runTimers()
    const challenges = await Promise.all([other, same, other, same, other].map(start))
    expect((await challengesOf(flows())).sort()).toEqual(challenges.sort())
  })

  test('a flow is under way for a day', async () => {
    const { auth, fetch, flows } = setUp([answer(exchanged)], pkce)
    await start(auth)
    vi.advanceTimersByTime(day - 1000)
    expect((await auth.handleCallback(`${app}?code=1`)).data).toMatchObject({ type: 'signed_in' })
    await start(auth)
    vi.advanceTimersByTime(day)
    expect((await auth.handleCallback(`${app}?code=1`)).data).toMatchObject({ type: 'none' })
    expect((await auth.exchangeCodeForSession('1')).error).toMatchObject({ code: 'pkce_code_verifier_not_found' })
    expect(fetch.requests).toHaveLength(1)
    await start(auth)
    expect(flows()).toHaveLength(1)
  })

  test('a clock that was set back keeps them', async () => {
    const { auth } = setUp([answer(exchanged)], pkce)
    await start(auth)
    vi.setSystemTime(Date.now() - 12 * 3_600_000)
    expect((await auth.handleCallback(`${app}?code=1`)).data).toMatchObject({ type: 'signed_in' })
  })

  test('they are kept beside the session, and in the same storage by the next client', async () => {
    const { auth, storage, stored } = await signedIn([json({})], pkce)
    await start(auth)
    expect(stored()).not.toBeNull()
    const next = setUp([answer(exchanged)], { ...pkce, storage })
    expect((await next.auth.exchangeCodeForSession('1')).error).toBeNull()
    expect(storage.getItem(flowsKey)).toBe('[]')
  })

  test('clients with different storage keys know nothing of each other’s flows', async () => {
    const { auth, storage } = setUp([json({})], { ...pkce, storageKey: 'one' })
    await start(auth)
    const other = setUp([answer(exchanged)], { ...pkce, storage, storageKey: 'other' })
    expect((await other.auth.handleCallback(`${app}?code=1`)).data).toMatchObject({ type: 'none' })
    expect(storage.getItem('one-flows')).toContain('code_verifier')
  })

  test('a client that has no storage keeps them in memory', async () => {
    const { auth, storage } = setUp([answer(exchanged)], { ...pkce, persistSession: false })
    await start(auth)
    expect(storage.getItem(flowsKey) ?? null).toBeNull()
    expect((await auth.exchangeCodeForSession('1')).error).toBeNull()
  })
})

describe('what the storage holds is not ours', () => {
  const verifier = 'v'.repeat(43)
  const startedAt = Date.parse('2026-11-23T19:24:00Z')

  test.each([
    '',
    'null',
    '{}',
    '42',
    '"text"',
    '[null]',
    '[42, "text", []]',
    '[{}]',
    '[{"code_verifier":7}]',
    '{"code_verifier"',
    'base64-eyJ',
    JSON.stringify([{ code_verifier: verifier }]),
    JSON.stringify([{ code_verifier: verifier, startedAt: 'yesterday' }]),
    JSON.stringify([null, { code_verifier: 42, redirectTo: [], startedAt }]),
  ])('%j: a code is none, and a new flow works', async (text) => {
    const storage = memoryStorage()
    await storage.setItem(flowsKey, text)
    const { auth, fetch, flows } = setUp([answer(exchanged)], { ...pkce, storage })
    expect(await auth.handleCallback(`${app}?code=1`)).toMatchObject({ data: { type: 'none' }, error: null })
    expect(fetch.requests).toEqual([])
    const challenge = await start(auth)
    expect(await challengeOf(flows()[0]!.code_verifier)).toBe(challenge)
    expect((await auth.handleCallback(`${app}?code=1`)).data).toMatchObject({ type: 'signed_in' })
  })

  test('something broken among them takes none of the others with it', async () => {
    const storage = memoryStorage()
    const flow = { code_verifier: verifier, redirectTo: app, startedAt }
    await storage.setItem(flowsKey, JSON.stringify([null, flow, 'text']))
    const { auth, fetch } = setUp([answer(exchanged)], { ...pkce, storage })
    expect((await auth.handleCallback(`${app}?code=1`)).data).toMatchObject({ type: 'signed_in' })
    expect((await sent(fetch.requests[0])).body).toEqual({ auth_code: '1', code_verifier: verifier })
  })
})

describe('when something goes wrong', () => {
  test('a storage that can’t be read', async () => {
    const storage: SessionStorage = memoryStorage()
    const { auth, fetch } = setUp([answer(exchanged)], { ...pkce, storage })
    await auth.getSession()
    const denied = new DOMException('denied', 'SecurityError')
    storage.getItem = () => {
      throw denied
    }
    expect((await auth.handleCallback(`${app}?code=1`)).error).toMatchObject({ code: 'storage_failed', cause: denied })
    expect((await auth.signInWithOtp({ email })).error).toMatchObject({ code: 'storage_failed', cause: denied })
    expect(fetch.requests).toEqual([])
  })

  test('a storage that can’t be written when the flow ends: signed in all the same', async () => {
    const storage: SessionStorage = memoryStorage()
    const { auth } = setUp([answer(exchanged)], { ...pkce, storage })
    await start(auth)
    const { setItem } = storage
    storage.setItem = (key, value) => {
      if (key === flowsKey) throw new Error('full')
      return setItem(key, value)
    }
    const { data, error } = await auth.handleCallback(`${app}?code=1`)
    expect(error).toBeNull()
    expect(data.session).toEqual(sessionOf(exchanged))
    expect(storage.getItem(storageKey)).toContain('access_token')
  })

  const mails: [string, (auth: AuthClient) => Promise<{ error: unknown }>][] = [
    ['signUp', (auth) => auth.signUp({ email, password: 'x' })],
    ['signInWithOtp', (auth) => auth.signInWithOtp({ email })],
    ['resetPasswordForEmail', (auth) => auth.resetPasswordForEmail(email)],
    ['resend', (auth) => auth.resend({ type: 'signup', email })],
    ['signInWithSSO', (auth) => auth.signInWithSSO({ domain: 'example.com' })],
  ]

  test.each(mails)('%s() that the server refuses leaves no flow, for no mail has gone out', async (_method, call) => {
    const { auth, flows } = setUp([json({ code: 'over_email_send_rate_limit', message: 'x' }, { status: 429 })], pkce)
    expect((await call(auth)).error).not.toBeNull()
    expect(flows()).toEqual([])
  })

  test.each(mails)('%s() whose answer is lost keeps the flow, for a mail may have gone out', async (_method, call) => {
    const { auth, flows } = setUp([new TypeError('fetch failed')], pkce)
    expect((await call(auth)).error).toMatchObject({ code: 'network_failure' })
    expect(flows()).toHaveLength(1)
  })

  test('the flow of a mail that was sent outlives an impatient user', async () => {
    const impatience = json({ code: 'over_email_send_rate_limit', message: 'x' }, { status: 429 })
    const { auth, flows } = setUp([json({}), impatience], pkce)
    await auth.signInWithOtp({ email })
    const [first] = flows()
    for (let i = 0; i < 10; i++) await auth.signInWithOtp({ email })
    expect(flows()).toContainEqual(first)
  })

  // Without an address to come back to, it would claim every code for a day.
  test('signUp() that signs in at once leaves no flow', async () => {
    const signedUp = recorded('POST /signup', 'signup/pkce method autoconfirm')
    const { auth, fetch, flows } = setUp([answer(signedUp)], pkce)
    expect((await auth.signUp({ email, password: 'x' })).data).toMatchObject({ status: 'signed-in' })
    expect((await auth.handleCallback('https://app.example.com/shop?code=of-somebody-else')).data).toMatchObject({
      type: 'none',
    })
    expect(fetch.requests).toHaveLength(1)
    expect(flows()).toEqual([])
  })
})

describe('links in mails, in the PKCE flow', () => {
  const withMethod = (method: string) => {
    const [header, payload, signature] = sessionOf(exchanged).access_token.split('.')
    const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object
    const changed = JSON.stringify({ ...claims, amr: [{ method, timestamp: 1795461835 }] })
    return {
      ...sessionOf(exchanged),
      access_token: [header, Buffer.from(changed).toString('base64url'), signature].join('.'),
    }
  }
  const user = recorded('PUT /user', 'user/email change pkce')

  test.each<[string, string, (auth: AuthClient) => Promise<{ error: unknown }>, Response]>([
    [
      'email/signup',
      'SIGNED_IN',
      (auth) => auth.signUp({ email, password: 'x', options: { emailRedirectTo: app } }),
      json({ id: 'ada' }),
    ],
    [
      'email/signup',
      'SIGNED_IN',
      (auth) => auth.resend({ type: 'signup', email, options: { emailRedirectTo: app } }),
      json({}),
    ],
    ['magiclink', 'SIGNED_IN', (auth) => auth.signInWithOtp({ email, options: { emailRedirectTo: app } }), json({})],
    ['recovery', 'PASSWORD_RECOVERY', (auth) => auth.resetPasswordForEmail(email, { redirectTo: app }), json({})],
    ['email_change', 'SIGNED_IN', (auth) => auth.updateUser({ email }, { emailRedirectTo: app }), answer(user)],
    [
      'email_change',
      'SIGNED_IN',
      (auth) => auth.resend({ type: 'email_change', email, options: { emailRedirectTo: app } }),
      json({}),
    ],
  ])('%s: %s', async (method, event, begin, begun) => {
    const { auth, fetch, told, flows } = await signedIn([begun, json(withMethod(method))], pkce)
    expect((await begin(auth)).error).toBeNull()
    const { body } = await sent(fetch.requests[1])
    const { data } = await auth.handleCallback(`${app}?code=0f25ca39-985b-440f-a908-4a300d7adbb4`)
    expect(data).toMatchObject({ type: 'signed_in', redirectType: method === 'recovery' ? 'recovery' : null })
    const { code_verifier } = (await sent(fetch.requests[2])).body!
    expect(body).toMatchObject({ code_challenge: await challengeOf(code_verifier), code_challenge_method: 's256' })
    expect((await told()).at(-1)).toBe(event)
    expect(flows()).toEqual([])
  })

  test('an e-mail change comes back twice: the first link uses nothing up', async () => {
    const [first, second] = ['user/email_change pkce first', 'user/email_change pkce second'].map(
      (name) => recorded('GET /verify', name).response.headers.location!,
    )
    const { auth, flows } = await signedIn([answer(user), json(withMethod('email_change'))], pkce)
    await auth.updateUser({ email }, { emailRedirectTo: 'http://localhost:3000/app' })
    expect((await auth.handleCallback(first!)).data).toMatchObject({ type: 'email_change_pending' })
    expect(flows()).toHaveLength(1)
    expect((await auth.handleCallback(second!)).data).toMatchObject({ type: 'signed_in' })
    expect(flows()).toEqual([])
  })
})
