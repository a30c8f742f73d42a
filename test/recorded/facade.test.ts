// Whole scenarios of a real server through the facade: it has to send the recorded requests, and to make of the recorded answers the
// results, sessions, stored items and events that it promises. What it never sends is skipped by a reason, and counted.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  createClient,
  memoryStorage,
  parseCallback,
  type AuthChangeDetails,
  type AuthChangeEvent,
  type AuthClient,
  type AuthError,
  type ClientOptions,
  type Session,
  type SessionStorage,
} from '../../src/facade/index.ts'
import { readRecordings, titleOf, type Recording } from './recordings.ts'
import { apiKey, createReplay, type Replay } from './replay.ts'

type Fields = Record<string, unknown>
type Result = { data: unknown; error: AuthError | null }

const storageKey = 'session'
const over = /^(session_(expired|not_found)|user_(banned|not_found))$/

/** A browser of somebody's: a client, what it stores, and the events that it tells. */
interface Device {
  auth: AuthClient
  storage: SessionStorage
  flowType: 'implicit' | 'pkce'
  events: [AuthChangeEvent, Session | null, AuthChangeDetails][]
  stored(): (Session & { received_at: number }) | null
}

async function createDevice(replay: Replay, options: ClientOptions = {}): Promise<Device> {
  const { flowType = 'implicit' } = options
  const { storage = memoryStorage() } = options
  const auth = createClient({
    url: 'http://localhost:9999',
    apiKey,
    storage,
    storageKey,
    fetch: replay.fetch,
    ...options,
  })
  const events: Device['events'] = []
  auth.onAuthStateChange((...event) => void events.push(event))
  const stored = () => JSON.parse((storage.getItem(storageKey) as string | null) ?? 'null')
  const { received_at: _received_at, ...session } = stored() ?? { access_token: null }
  await auth.getSession()
  await settle()
  expect(events.splice(0)).toEqual([['INITIAL_SESSION', session.access_token && session, {}]])
  return { auth, storage, flowType, events, stored }
}

/** Events come in tasks of their own. */
const settle = async () => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
}

/** Why the facade never sends a request, or undefined if it does. */
function reasonToSkip({ operation, request }: Recording): string | undefined {
  const { body, query, headers } = request
  if (operation === 'GET /verify') return undefined
  if (!methods[operation]) return `no method for ${operation}`
  if (headers.authorization && claimsOf(String(headers.authorization)).role === 'service_role') return 'a service key'
  if (/^(GET|DELETE)|\/logout$/.test(operation)) return undefined
  if (operation.includes('/passkeys/')) return body === null ? undefined : 'no empty object'
  if (typeof body !== 'object' || !body) return 'no JSON object'
  const { email, phone, code_challenge, code_challenge_method } = body as Fields
  if (operation === 'POST /token') {
    if (query.grant_type === 'web3') return 'no method for a wallet'
    if (query.grant_type === 'pkce' && !('code_verifier' in body)) return 'no code without a verifier'
    if (query.grant_type === 'refresh_token' && !('refresh_token' in body)) return 'no refresh without a token'
    return undefined
  }
  if (code_challenge && (code_challenge_method !== 's256' || String(code_challenge).length !== 43)) {
    return 'no challenge of somebody else’s making'
  }
  if (operation.startsWith('POST /factors') || operation === 'PUT /user' || operation === 'POST /sso') return undefined
  if (email && phone && operation !== 'POST /verify') return 'no two addresses'
  if (!email && !phone && !/signup|verify/.test(operation)) return 'no address'
  return undefined
}

const claimsOf = (token: string) => {
  const payload = token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')
  return JSON.parse(atob(payload)) as { sub: string; role: string; session_id: string }
}

type Method = (
  auth: AuthClient,
  body: Fields,
  query: Record<string, string>,
  user: { accessToken?: string },
  factorId: string,
) => Promise<Result>

/** How an application makes the recorded request. In JavaScript it can also say what the types refuse. */
const methods: Record<string, Method> = {
  'POST /signup': (auth, { data, channel, gotrue_meta_security, ...credentials }, { redirect_to }) => {
    const { captcha_token } = Object(gotrue_meta_security) as Record<string, string>
    const options = { data, channel, emailRedirectTo: redirect_to, captchaToken: captcha_token }
    const isAnonymous = !('email' in credentials || 'phone' in credentials)
    return isAnonymous ? auth.signInAnonymously({ options } as never) : auth.signUp({ ...credentials, options } as never)
  },
  'POST /token': (auth, { id_token, ...body }, { grant_type }) => {
    if (grant_type === 'password') return auth.signInWithPassword(body as never)
    if (grant_type === 'id_token') return auth.signInWithIdToken({ ...body, token: id_token } as never)
    return auth.exchangeCodeForSession(String(body.auth_code), { codeVerifier: String(body.code_verifier) })
  },
  'POST /otp': (auth, { data, channel, create_user, ...credentials }, { redirect_to }) => {
    const options = { data, channel, shouldCreateUser: create_user, emailRedirectTo: redirect_to }
    return auth.signInWithOtp({ ...credentials, options } as never)
  },
  'POST /recover': (auth, { email }) => auth.resetPasswordForEmail(String(email)),
  'POST /resend': (auth, { type, email, phone }, { redirect_to }) =>
    auth.resend({ type, email, phone, options: { emailRedirectTo: redirect_to } } as never),
  'POST /verify': (auth, body) => auth.verifyOtp(body as never),
  'POST /sso': (auth, { domain }) => auth.signInWithSSO({ domain: String(domain) }),
  'GET /user': (auth, _body, _query, { accessToken }) => auth.getUser(accessToken),
  'PUT /user': (auth, { code_challenge: _challenge, code_challenge_method: _method, ...attributes }, query, user) =>
    auth.updateUser(attributes, { emailRedirectTo: query.redirect_to!, ...user }),
  'GET /reauthenticate': (auth, _body, _query, user) => auth.reauthenticate(user),
  'POST /logout': (auth, _body, { scope }, user) => auth.signOut({ scope, ...user } as never),
  'POST /factors': (auth, { factor_type, friendly_name, ...rest }, _query, user) =>
    auth.mfa.enroll({ factorType: factor_type, friendlyName: friendly_name, ...rest } as never, user),
  'POST /factors/{factor_id}/challenge': (auth, { channel }, _query, user, factorId) =>
    auth.mfa.challenge({ factorId, channel } as never, user),
  'POST /factors/{factor_id}/verify': (auth, { challenge_id, ...proof }, _query, user, factorId) =>
    auth.mfa.verify({ factorId, challengeId: challenge_id, ...proof } as never, user),
  'DELETE /factors/{factor_id}': (auth, _body, _query, user, factorId) => auth.mfa.unenroll({ factorId }, user),
  'POST /passkeys/registration/options': (auth, _body, _query, user) => auth.passkey.startRegistration(user),
  'POST /passkeys/authentication/options': (auth) => auth.passkey.startAuthentication(),
}

/** What the facade promises to make of an answer. */
function expectedData(body: Fields, { operation, request }: Recording): unknown {
  const notSignedIn = { user: null, session: null }
  const { weak_password, ...withoutNotice } = body
  const isPassword = request.query.grant_type === 'password'
  const session = isPassword ? withoutNotice : body
  const signedIn = { user: body.user, session }
  switch (operation) {
    case 'POST /signup':
      if (!body.access_token) return { status: 'confirmation-needed', user: body, session: null }
      return isAnonymous(request.body) ? signedIn : { status: 'signed-in', ...signedIn }
    case 'POST /token':
      if (isPassword) return weak_password ? { ...signedIn, weakPassword: weak_password } : signedIn
      return { ...signedIn, redirectType: null }
    case 'POST /verify':
      if (body.access_token) return { status: 'signed-in', ...signedIn }
      return { status: 'confirmation-needed', message: body.msg, ...notSignedIn }
    case 'POST /recover':
      return {}
    case 'GET /user':
    case 'PUT /user':
      return { user: body }
    case 'POST /logout':
      return null
    case 'POST /factors/{factor_id}/verify':
      return signedIn
    case 'POST /factors':
    case 'POST /factors/{factor_id}/challenge':
    case 'DELETE /factors/{factor_id}':
      return body
    default:
      return { ...notSignedIn, messageId: body.message_id ?? null }
  }
}
const isAnonymous = (body: unknown) => !Object(body).email && !Object(body).phone

const flows = readRecordings('flows.jsonl')
const answers = readRecordings('answers.jsonl')
/** A separate exchange. */
const noted = (note: string, operation: string) => answers.find((one) => one.note === note && one.operation === operation)!
const refused = noted('token/unknown', 'POST /token')

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

async function play(recordings: Recording[]) {
  const replay = createReplay()
  const devices: Device[] = []
  const byAddress = new Map<string, Device>()
  const users = new Map<string, Fields>()
  const skipped: string[] = []
  let [replayed, opened, refreshes] = [0, 0, 0]
  const add = async (options?: ClientOptions) => {
    devices.push(await createDevice(replay, options))
    return devices.at(-1)!
  }
  const tokenOf = ({ request }: Recording) => /^Bearer (.+)/.exec(String(request.headers.authorization))?.[1]

  const deviceFor = async (recording: Recording): Promise<Device> => {
    const { operation, request } = recording
    const { email, phone, code_challenge } = Object(request.body) as Record<string, string>
    const flowType = code_challenge || request.query.grant_type === 'pkce' ? 'pkce' : 'implicit'
    const accessToken = tokenOf(recording)
    const address = email ?? phone?.replace('+', '')
    const isSignIn = /signup|token/.test(operation) && flowType !== 'pkce'
    const known = accessToken
      ? devices.find(({ stored }) => stored()?.access_token === accessToken)
      : isSignIn
        ? undefined
        : address
          ? byAddress.get(address)
          : devices.filter((device) => device.flowType === flowType).at(-1)
    if (known && accessToken && flowType !== known.flowType) {
      // The same browser with another setting.
      return add({ flowType, storage: known.storage })
    }
    const device = known?.flowType === flowType ? known : await add({ flowType })
    if (address) byAddress.set(address, device)
    return device
  }

  /** A link in a mail is opened, and the page that it leads to takes it in. */
  const open = async (recording: Recording) => {
    const title = titleOf(recording)
    const { location } = recording.response.headers
    if (!location) return void skipped.push('a link that leads nowhere')
    const callback = parseCallback(location)
    if (callback.type === 'code') return void skipped.push('a code, which is exchanged by a request of its own')
    opened++
    const device = await add()
    if (callback.type === 'session') {
      // Nobody has recorded what the page asks then. The user is as an earlier answer has it.
      const user = users.get(claimsOf(callback.access_token).sub)!
      expect(user, title).toBeDefined()
      vi.setSystemTime((callback.expires_at! - callback.expires_in) * 1000)
      const response = { status: 200, headers: { 'content-type': 'application/json' }, body: user }
      replay.answer({ ...recording, response }, false)
      const result = await device.auth.handleCallback(location)
      replay.settle()
      const { type: _type, verification, ...tokens } = callback
      const session = { ...tokens, user }
      const redirectType = verification === 'recovery' ? 'recovery' : null
      expect(result, title).toEqual({ data: { type: 'signed_in', redirectType, user, session }, error: null })
      expect(device.stored(), title).toEqual({ ...session, received_at: Date.now() })
      await settle()
      const event = redirectType ? 'PASSWORD_RECOVERY' : 'SIGNED_IN'
      expect(device.events.splice(0), title).toEqual([[event, session, {}]])
      return
    }
    const { data, error } = await device.auth.handleCallback(location)
    if (callback.type === 'error') {
      expect(error, title).toMatchObject({ code: callback.error_code, message: callback.error_description })
    } else {
      expect({ data, error }, title).toEqual({ data: { ...callback, user: null, session: null }, error: null })
      expect(callback.type, title).toBe('email_change_pending')
    }
    await settle()
    expect([device.stored(), ...device.events], title).toEqual([null])
  }

  const call = async (recording: Recording) => {
    const title = titleOf(recording)
    const { operation, request, response } = recording
    const accessToken = tokenOf(recording)
    const device = await deviceFor(recording)
    const before = device.stored()
    const isHeld = !accessToken || before?.access_token === accessToken
    replay.answer(recording)
    replayed++
    const { data, error } = await methods[operation]!(
      device.auth,
      Object(request.body) as Fields,
      request.query as Record<string, string>,
      isHeld ? {} : { accessToken: accessToken! },
      request.path.split('/')[2]!,
    )
    replay.settle()
    await settle()
    const body = Object(response.body) as Fields
    const events = device.events.splice(0)
    const isSignOut = operation === 'POST /logout' && isHeld && request.query.scope !== 'others'

    if (response.status >= 400) {
      const code = String(body.error_code ?? (typeof body.code === 'string' ? body.code : body.error))
      expect(error, title).toMatchObject({ code, status: response.status })
      expect(error!.message, title).toBe(body.msg ?? body.message ?? body.error_description)
      const isEnd = accessToken !== undefined && isHeld && (over.test(code) || isSignOut)
      expect(device.stored(), title).toEqual(isEnd ? null : before)
      const details = isSignOut ? { reason: 'user' } : { reason: 'revoked', error }
      expect(events, title).toEqual(isEnd ? [['SIGNED_OUT', null, details]] : [])
      return
    }
    expect(error, title).toBeNull()
    expect(data, title).toEqual(expectedData(body, recording))
    const { session } = Object(data) as { session: Session | null }
    if (session) {
      expect(device.stored(), title).toEqual({ ...session, received_at: Date.now() })
      const isRecovery = Object(request.body).type === 'recovery'
      const isFactor = operation.startsWith('POST /factors')
      const event = isFactor ? 'MFA_CHALLENGE_VERIFIED' : isRecovery ? 'PASSWORD_RECOVERY' : 'SIGNED_IN'
      expect(events, title).toEqual([[event, session, {}]])
      expect((await device.auth.getSession()).data.session, title).toEqual(session)
      expect(device.auth.getSnapshot(), title).toEqual({ status: 'signed-in', session, user: session.user })
    } else if (isSignOut) {
      expect(device.stored(), title).toBeNull()
      expect(events, title).toEqual([['SIGNED_OUT', null, { reason: 'user' }]])
      expect(device.auth.getSnapshot().status, title).toBe('signed-out')
    } else if (operation === 'PUT /user') {
      expect(device.stored(), title).toEqual({ ...before, user: body })
      expect(
        events.map(([event]) => event),
        title,
      ).toEqual(['USER_UPDATED'])
    } else {
      expect(device.stored(), title).toEqual(before)
      expect(events, title).toEqual([])
    }
  }

  vi.setSystemTime(firstTime(recordings))
  for (const recording of recordings) {
    const reason = reasonToSkip(recording)
    if (reason) skipped.push(reason)
    else await (recording.operation === 'GET /verify' ? open : call)(recording)
    const { user = recording.response.body } = Object(recording.response.body) as { user?: Fields }
    if (user && 'id' in Object(user)) users.set(String((user as Fields).id), user as Fields)
  }

  // Later they go on with the refresh tokens of their last answers.
  vi.setSystemTime(Date.now() + 2 * 3_600_000)
  for (const { auth, stored, events } of devices) {
    const { refresh_token } = stored() ?? {}
    if (!refresh_token) continue
    replay.answer({ ...refused, request: { ...refused.request, body: { refresh_token } } })
    const result = await auth.getSession()
    replay.settle()
    expect(result).toMatchObject({ data: { session: null }, error: { code: 'refresh_token_not_found' } })
    await settle()
    expect(events.at(-1)).toMatchObject(['SIGNED_OUT', null, { reason: 'revoked' }])
    expect(stored()).toBeNull()
    refreshes++
  }
  devices.forEach(({ auth }) => auth.dispose())
  expect(replayed + opened + skipped.length).toBe(recordings.length)
  const counts: Record<string, number> = {}
  for (const reason of skipped.sort()) counts[reason] = (counts[reason] ?? 0) + 1
  return { replayed, opened, refreshes, skipped: counts }
}

/** The time of the first session. */
function firstTime(recordings: Recording[]): number {
  const { expires_at, expires_in } = recordings
    .map(({ response }) => response.body as Session)
    .find((body) => body?.access_token)!
  return (expires_at - expires_in) * 1000
}

const scenario = (name: string) => flows.filter(({ flow }) => flow === name)

test('the scenario signup', async () => {
  expect(await play(scenario('signup'))).toMatchInlineSnapshot(`
    {
      "opened": 0,
      "refreshes": 8,
      "replayed": 48,
      "skipped": {
        "a service key": 2,
        "no challenge of somebody else’s making": 4,
        "no code without a verifier": 1,
        "no empty object": 1,
        "no method for POST /magiclink": 1,
        "no method for a wallet": 1,
        "no refresh without a token": 1,
        "no two addresses": 1,
      },
    }
  `)
})
test('the scenario otp', async () => {
  expect(await play(scenario('otp'))).toMatchInlineSnapshot(`
    {
      "opened": 11,
      "refreshes": 13,
      "replayed": 69,
      "skipped": {
        "a code, which is exchanged by a request of its own": 2,
        "a link that leads nowhere": 5,
        "no address": 2,
        "no challenge of somebody else’s making": 2,
        "no method for POST /admin/users": 3,
        "no method for POST /invite": 6,
        "no method for POST /magiclink": 12,
        "no method for PUT /admin/users/{user_id}": 1,
        "no two addresses": 2,
      },
    }
  `)
})
test('the scenario user', async () => {
  expect(await play(scenario('user'))).toMatchInlineSnapshot(`
    {
      "opened": 4,
      "refreshes": 11,
      "replayed": 57,
      "skipped": {
        "a code, which is exchanged by a request of its own": 1,
        "no JSON object": 1,
        "no challenge of somebody else’s making": 1,
        "no method for POST /admin/users": 11,
      },
    }
  `)
})
test('the scenario factors', async () => {
  expect(await play(scenario('factors'))).toMatchInlineSnapshot(`
    {
      "opened": 0,
      "refreshes": 6,
      "replayed": 62,
      "skipped": {
        "no JSON object": 4,
        "no method for DELETE /admin/users/{user_id}/factors/{factor_id}": 2,
        "no method for GET /admin/users/{user_id}/factors": 2,
        "no method for POST /admin/users": 5,
        "no method for PUT /admin/users/{user_id}/factors/{factor_id}": 6,
      },
    }
  `)
})
test('the scenario links', async () => {
  expect(await play(scenario('links'))).toMatchInlineSnapshot(`
    {
      "opened": 3,
      "refreshes": 7,
      "replayed": 7,
      "skipped": {
        "no method for POST /admin/generate_link": 23,
        "no method for POST /admin/users": 3,
      },
    }
  `)
})

describe('a code of a link', () => {
  const steps = scenario('otp')
  const at = (step: string) => steps.filter((one) => one.step === step)
  const opened = at('magiclink pkce')[0]!.response.headers.location!
  const wrong = at('wrong verifier')[0]!
  const right = steps[steps.indexOf(wrong) + 1]!
  const gone = at('reused').find(({ operation }) => operation === 'POST /token')!
  /** The verifiers are the client's own. */
  const own = (recording: Recording): Recording => {
    const { auth_code } = recording.request.body as { auth_code: string }
    const body = { auth_code, code_verifier: expect.stringMatching(/^[\w-]{43}$/) }
    return { ...recording, request: { ...recording.request, body } }
  }

  test('signs in with the verifier that fits, of two that may', async () => {
    vi.setSystemTime(firstTime([right]))
    const replay = createReplay()
    const { auth, events, stored } = await createDevice(replay, { flowType: 'pkce' })
    for (const provider of ['github', 'google']) {
      await auth.signInWithOAuth({ provider, options: { redirectTo: opened.split('?')[0]! } })
    }
    replay.answer(own(wrong))
    replay.answer(own(right))
    const { data, error } = await auth.handleCallback(opened)
    replay.settle()
    const session = right.response.body as Session
    expect(error).toBeNull()
    expect(data).toEqual({ type: 'signed_in', redirectType: null, user: session.user, session })
    expect(stored()).toMatchObject({ refresh_token: session.refresh_token })
    await settle()
    expect(events).toEqual([['SIGNED_IN', session, {}]])

    // A second time the other verifier is all there is, and the code has gone.
    replay.answer(own(gone))
    expect((await auth.handleCallback(opened)).error).toMatchObject({ code: 'flow_state_not_found', status: 404 })
    replay.settle()
    expect(stored()).toMatchObject({ refresh_token: session.refresh_token })
  })

  test('is none where no flow began', async () => {
    const { auth } = await createDevice(createReplay(), { flowType: 'pkce' })
    expect(await auth.handleCallback(opened)).toMatchObject({ data: { type: 'none', session: null }, error: null })
  })
})

describe('refresh tokens', () => {
  const later = () => vi.setSystemTime(Date.now() + 3_600_000)
  const sessionOf = ({ response }: Recording) => response.body as Session
  /** A device on which somebody is signed in with the refresh token of a recorded request. */
  const signedIn = async (replay: Replay, recording: Recording) => {
    const { refresh_token } = recording.request.body as { refresh_token: string }
    const somebody = flows.map(sessionOf).find((body) => body?.access_token)!
    const storage = memoryStorage()
    vi.setSystemTime(firstTime([recording.response.status < 400 ? recording : noted('token/ok', 'POST /token')]))
    const session = { ...somebody, user: sessionOf(recording).user ?? somebody.user, refresh_token, received_at: Date.now() }
    await storage.setItem(storageKey, JSON.stringify(session))
    const device = await createDevice(replay, { storage })
    later()
    return device
  }
  const first = noted('token/strict ok', 'POST /token')
  const second = noted('token/strict second', 'POST /token')
  const reused = noted('token/reused', 'POST /token')

  test('rotate: the one of each answer is sent next', async () => {
    const replay = createReplay()
    const { auth, events, stored } = await signedIn(replay, first)
    for (const recording of [first, second]) {
      replay.answer(recording)
      const { data, error } = await auth.getSession()
      replay.settle()
      expect(error).toBeNull()
      expect(data.session).toEqual(sessionOf(recording))
      expect(stored()).toMatchObject({ ...sessionOf(recording), received_at: Date.now() })
      await settle()
      expect(events.splice(0)).toEqual([['TOKEN_REFRESHED', data.session, {}]])
      later()
    }
    // Nobody has recorded the third; it is the token of the second answer.
    const { refresh_token } = sessionOf(second)
    replay.answer({ ...refused, request: { ...refused.request, body: { refresh_token } } })
    expect((await auth.refreshSession()).error?.code).toBe('refresh_token_not_found')
    replay.settle()
  })

  test('used twice within the interval give the same session again', async () => {
    const replay = createReplay()
    const ok = noted('token/ok', 'POST /token')
    const again = noted('token/reuse within interval', 'POST /token')
    const { auth, stored } = await signedIn(replay, ok)
    const { refresh_token } = ok.request.body as { refresh_token: string }
    for (const recording of [ok, again]) {
      replay.answer(recording)
      expect((await auth.refreshSession({ refresh_token })).data.session).toEqual(sessionOf(recording))
      replay.settle()
    }
    expect(stored()?.refresh_token).toBe(sessionOf(ok).refresh_token)
    expect(sessionOf(again).refresh_token).toBe(sessionOf(ok).refresh_token)
  })

  test.each([
    ['refresh_token_already_used', reused],
    ['refresh_token_not_found', noted('token/unknown', 'POST /token')],
    ['session_not_found', noted('token/no session', 'POST /token')],
  ])('of a session that is over end it: %s', async (code, recording) => {
    const replay = createReplay()
    const { auth, events, stored } = await signedIn(replay, recording)
    replay.answer(recording)
    const { data, error } = await auth.getSession()
    replay.settle()
    expect(data.session).toBeNull()
    expect(error).toMatchObject({ code, status: 400 })
    expect(stored()).toBeNull()
    await settle()
    expect(events).toEqual([['SIGNED_OUT', null, { reason: 'revoked', error }]])
  })

  test('that another request holds are kept', async () => {
    const replay = createReplay()
    const recording = noted('token/row locked', 'POST /token')
    const { auth, events, stored } = await signedIn(replay, recording)
    replay.answer(recording)
    const { error } = await auth.getSession()
    replay.settle()
    expect(error).toMatchObject({ code: 'conflict', status: 409 })
    await settle()
    expect(stored()).toMatchObject(recording.request.body as object)
    expect(events).toEqual([])
  })
})

describe('separate exchanges:', () => {
  const identity = 'DELETE /user/identities/{identity_id}'
  const unlink = (auth: AuthClient, { request }: Recording, accessToken: string) =>
    auth.unlinkIdentity({ identity_id: request.path.split('/').at(-1)! }, { accessToken })
  const rows: [string, string, (auth: AuthClient, recording: Recording, accessToken: string) => Promise<Result>, object?][] =
    [
      ['identities/ok', identity, unlink],
      ['identities/conflict', identity, unlink],
      ['identities/unknown', identity, unlink],
      [
        'late/pkce url',
        'GET /user/identities/authorize',
        (auth, _recording, accessToken) => auth.linkIdentity({ provider: 'github', options: { accessToken } }),
        { provider: 'github' },
      ],
      [
        'sso/provider_id url',
        'POST /sso',
        (auth, { request }) => {
          const { provider_id, redirect_to } = request.body as Record<string, string>
          return auth.signInWithSSO({ providerId: provider_id!, options: { redirectTo: redirect_to! } })
        },
      ],
      [
        'token/provider off',
        'POST /token',
        (auth, { request }) => {
          const { provider, id_token } = request.body as Record<string, string>
          return auth.signInWithIdToken({ provider: provider!, token: id_token! })
        },
      ],
      [
        'token/nonce mismatch',
        'POST /token',
        (auth, { request }) => {
          const { provider, id_token, nonce } = request.body as Record<string, string>
          return auth.signInWithIdToken({ provider: provider!, token: id_token!, nonce: nonce! })
        },
      ],
    ]
  test.each(rows)('%s, %s', async (note, operation, call, more = {}) => {
    const recording = noted(note, operation)
    const replay = createReplay()
    const flowType = /code_challenge/.test(JSON.stringify(recording.request)) ? 'pkce' : 'implicit'
    const { auth } = await createDevice(replay, { flowType })
    const { query } = recording.request
    const own = { ...query, ...(query.code_challenge && { code_challenge: expect.stringMatching(/^[\w-]{43}$/) }) }
    replay.answer({ ...recording, request: { ...recording.request, query: own } })
    const { data, error } = await call(auth, recording, 'a.b.c')
    replay.settle()
    const body = recording.response.body as Record<string, string>
    if (recording.response.status < 400) expect({ data, error }).toEqual({ data: { ...body, ...more }, error: null })
    else expect(error).toMatchObject({ code: body.error_code ?? body.error, status: recording.response.status })
  })

  test.each(['GET /settings', 'GET /health'] as const)('%s', async (operation) => {
    const recordings = answers.filter((one) => one.operation === operation && one.response.status === 200)
    expect(recordings.length).toBeGreaterThan(0)
    for (const recording of recordings) {
      const replay = createReplay()
      const { auth } = await createDevice(replay)
      replay.answer(recording)
      const result = await (operation === 'GET /settings' ? auth.settings() : auth.health())
      replay.settle()
      expect(result).toEqual({ data: recording.response.body, error: null })
    }
  })
})
