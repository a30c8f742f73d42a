// The signed-in user: asked for, changed, and asked for a nonce; against the answers of a real server.
import { describe, expect, test, vi } from 'vitest'
import type { AuthClient, UserAttributes } from '../../src/facade/index.ts'
import { json } from '../scripted-fetch.ts'
import { credentials as ada, fakeServer, refresh, refusal } from './server.ts'
import {
  answer,
  app,
  asked,
  bearerOf,
  challengeOf,
  errorOf,
  recorded,
  sent,
  session,
  setUp,
  signedIn,
  testOptions,
} from './recorded-server.ts'

const login = recorded('POST /token', 'user/make-session', 'autoconfirm')
const me = recorded('GET /user', 'user/ok')
const { weak_password: _none, ...mine } = login.response.body as Record<string, unknown>

/** Signed in as the one whom the recordings of `user/…` change. */
async function signedInAsMe(steps: Parameters<typeof setUp>[0], options: Parameters<typeof setUp>[1] = {}) {
  const made = setUp([answer(login), ...steps], options)
  await made.auth.signInWithPassword({ email: 'u.e4acab145@example.com', password: 'Password-123!' })
  return made
}

describe('getUser()', () => {
  test('asks the server', async () => {
    const { auth, fetch, told } = await signedInAsMe([answer(me)])
    expect(await auth.getUser()).toEqual({ data: { user: me.response.body }, error: null })
    expect(await sent(fetch.requests[1])).toEqual(asked(me))
    expect(bearerOf(fetch.requests[1])).toBe(mine.access_token)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('with an access token of its own changes nothing here, whatever comes of it', async () => {
    const over = recorded('GET /user', 'user/after others')
    const { auth, fetch, told, stored } = await signedInAsMe([answer(me), answer(over)])
    expect((await auth.getUser('e30.e30.other')).data.user).toEqual(me.response.body)
    expect((await auth.getUser('e30.e30.other')).error).toMatchObject({ code: 'session_not_found' })
    expect(fetch.requests.slice(1).map(bearerOf)).toEqual(['e30.e30.other', 'e30.e30.other'])
    expect(stored()).toMatchObject(mine)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('when nobody is signed in sends nothing', async () => {
    const { auth, fetch } = setUp([answer(me)])
    const { data, error } = await auth.getUser()
    expect(data).toEqual({ user: null })
    expect(error).toMatchObject({ name: 'AuthSessionMissingError', code: 'session_missing' })
    expect(fetch.requests).toEqual([])
  })

  test.each([
    ['session_not_found', 'auth/unknown session'],
    ['user_not_found', 'auth/unknown user'],
  ])('%s ends the session here, too', async (code, name) => {
    const over = recorded('GET /user', name)
    const { auth, told, events, stored } = await signedInAsMe([answer(over)])
    expect((await auth.getUser()).error).toMatchObject({ ...errorOf(over), code, operation: 'getUser' })
    expect(stored()).toBeNull()
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT'])
    expect(events.at(-1)).toEqual(['SIGNED_OUT', null, { reason: 'revoked', error: expect.objectContaining({ code }) }])
  })

  test('bad_jwt of a session that lives is answered with another access token', async () => {
    const server = fakeServer()
    const { auth, told } = setUp([server.fetch])
    await auth.signInWithPassword(ada)
    server.on('GET /user', refusal(403, 'bad_jwt'))
    expect((await auth.getUser()).data.user?.email).toBe(ada.email)
    expect(server.log.slice(1)).toEqual(['GET /user', refresh, 'GET /user'])
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED'])
  })

  testOptions((auth, options) => auth.getUser(undefined, options), answer(me), { signedIn: true })
})

describe('updateUser()', () => {
  test.each([
    ['user/data', { data: { a: 1, b: { c: 2 } } }],
    ['user/data null removes', { data: { a: null, z: 3 } }],
    ['user/empty object', {}],
    ['user/email autoconfirm', { email: 'u.e4acab147@example.com' }],
    ['user/new password', { password: 'Password-123!2' }],
    ['user/phone', { phone: '+17774577237' }],
  ])('%s', async (name, attributes) => {
    const changed = recorded('PUT /user', name)
    const { auth, fetch, told, stored, events } = await signedInAsMe([answer(changed)])
    vi.advanceTimersByTime(60_000)
    expect(await auth.updateUser(attributes)).toEqual({ data: { user: changed.response.body }, error: null })
    expect(await sent(fetch.requests[1])).toEqual(asked(changed))
    expect(bearerOf(fetch.requests[1])).toBe(mine.access_token)
    const expected = { ...mine, user: changed.response.body }
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'USER_UPDATED'])
    expect(events.at(-1)).toEqual(['USER_UPDATED', expected, {}])
    // The access token is as old as it was.
    expect(stored()).toEqual({ ...expected, received_at: Date.now() - 60_000 })
    expect((await auth.getSession()).data.session).toEqual(expected)
  })

  test.each<[string, UserAttributes]>([
    ['user/nonce', { password: 'Another-123!', nonce: '786571' }],
    ['user/current ok', { password: 'StrongPassw0rd!2', current_password: 'StrongPassw0rd!' }],
  ])('%s: what proves that it is the user goes along', async (name, attributes) => {
    const changed = recorded('PUT /user', name)
    const { auth, fetch } = await signedIn([answer(changed)])
    expect((await auth.updateUser(attributes)).error).toBeNull()
    expect(await sent(fetch.requests[1])).toEqual(asked(changed))
  })

  test('with a new number says how the code goes there, in the PKCE flow too', async () => {
    const { auth, fetch, flows } = await signedInAsMe([answer(me)], { flowType: 'pkce' })
    await auth.updateUser({ phone: '+17774577237', channel: 'whatsapp' })
    expect((await sent(fetch.requests[1])).body).toEqual({ phone: '+17774577237', channel: 'whatsapp' })
    expect(flows()).toEqual([])
  })

  test('with a new address leads the link where it should', async () => {
    const change = recorded('PUT /user', 'user/secure email change')
    const { auth, fetch } = await signedIn([answer(change)])
    const { data } = await auth.updateUser(
      { email: 'new.e4acab149@example.com' },
      { emailRedirectTo: 'http://localhost:3000/app' },
    )
    expect(data.user).toMatchObject({ email: 'u.e4acab148@example.com', new_email: 'new.e4acab149@example.com' })
    expect(await sent(fetch.requests[1])).toEqual(asked(change))
  })

  test('with a new address in the PKCE flow', async () => {
    const change = recorded('PUT /user', 'user/email change pkce')
    const { auth, fetch, flows } = await signedIn([answer(change)], { flowType: 'pkce' })
    await auth.updateUser({ email: 'new.e4acab153@example.com' }, { emailRedirectTo: app })
    const [flow, ...others] = flows()
    expect(others).toEqual([])
    expect(flow).toMatchObject({ redirectTo: app })
    const challenge = { code_challenge: await challengeOf(flow!.code_verifier), code_challenge_method: 's256' }
    expect((await sent(fetch.requests[1])).body).toEqual({ email: 'new.e4acab153@example.com', ...challenge })
    expect(Object.keys((await sent(fetch.requests[1])).body!).sort()).toEqual(
      Object.keys(change.request.body as object).sort(),
    )
  })

  test.each([
    ['current_password_required', 'user/current missing'],
    ['current_password_invalid', 'user/current wrong'],
    ['reauthentication_needed', 'user/reauth needed'],
    ['reauthentication_not_valid', 'user/wrong nonce'],
    ['same_password', 'user/same password'],
    ['email_exists', 'user/email taken'],
    ['phone_exists', 'user/phone taken'],
    ['email_address_not_authorized', 'user/address not authorized'],
    ['not_admin', 'user/app_metadata'],
    ['insufficient_aal', 'factors/aal1 email'],
  ])('is refused: %s, and nothing changes', async (code, name) => {
    const refused = recorded('PUT /user', name)
    const { auth, fetch, told, stored } = await signedIn([answer(refused)])
    const { data, error } = await auth.updateUser({ password: 'x' })
    expect(data).toEqual({ user: null })
    expect(error).toMatchObject({ ...errorOf(refused), code, operation: 'updateUser', retryable: false })
    expect(fetch.requests).toHaveLength(2)
    expect(stored()).toMatchObject(session)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test.each(['user/weak', 'versioned/versioned'])('is refused: weak_password (%s), with the reasons', async (name) => {
    const { auth } = await signedIn([answer(recorded('PUT /user', name))])
    const { error } = await auth.updateUser({ password: '1' })
    expect(error).toMatchObject({ name: 'AuthWeakPasswordError', code: 'weak_password', reasons: ['length'] })
  })

  test('when nobody is signed in sends nothing', async () => {
    const { auth, fetch, flows } = setUp([answer(me)], { flowType: 'pkce' })
    expect((await auth.updateUser({ data: {} })).error).toMatchObject({ code: 'session_missing' })
    expect(fetch.requests).toEqual([])
    expect(flows()).toEqual([])
  })

  test.each([undefined, null, 'email'])('of %j does not reject', async (nonsense) => {
    const { auth } = await signedIn([answer(recorded('PUT /user', 'user/empty body'))], { flowType: 'pkce' })
    const { error } = await auth.updateUser(nonsense as unknown as UserAttributes)
    expect(error).not.toBeNull()
  })

  describe('that is answered late', () => {
    /** A server that takes its time to change Ada. */
    async function late() {
      const server = fakeServer()
      const made = setUp([server.fetch])
      await made.auth.signInWithPassword(ada)
      const release = server.hold('PUT /user')
      const going = made.auth.updateUser({ data: { name: 'Ada' } })
      await vi.advanceTimersByTimeAsync(0)
      return { ...made, server, release, going }
    }

    test('leaves the session of somebody else who has signed in meanwhile', async () => {
      const { auth, release, going, stored, told } = await late()
      await auth.signInWithPassword({ email: 'bob@example.com', password: 'x' })
      release()
      expect((await going).data.user?.email).toBe(ada.email)
      expect(stored()!.user.email).toBe('bob@example.com')
      expect((await auth.getSession()).data.session!.user.email).toBe('bob@example.com')
      expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_IN'])
    })

    test('brings no session back that was signed out of meanwhile', async () => {
      const { auth, server, release, going, stored, told } = await late()
      server.on('POST /logout', new Response(null, { status: 204 }))
      await auth.signOut()
      release()
      await going
      expect(stored()).toBeNull()
      expect((await auth.getSession()).data.session).toBeNull()
      expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT'])
    })

    test('keeps the tokens of a refresh meanwhile', async () => {
      const { auth, release, going, stored, told } = await late()
      const { data } = await auth.refreshSession()
      release()
      await going
      expect(stored()).toMatchObject({
        refresh_token: data.session!.refresh_token,
        access_token: data.session!.access_token,
        user: { user_metadata: { name: 'Ada' } },
      })
      expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED', 'USER_UPDATED'])
    })
  })

  test('with an access token of its own changes no session', async () => {
    const { auth, fetch, told, stored } = await signedInAsMe([answer(recorded('PUT /user', 'user/data'))])
    expect((await auth.updateUser({ data: {} }, { accessToken: 'e30.e30.other' })).error).toBeNull()
    expect(bearerOf(fetch.requests[1])).toBe('e30.e30.other')
    expect(stored()).toMatchObject(mine)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  testOptions((auth, options) => auth.updateUser({ data: {} }, options), answer(me), { signedIn: true })
})

describe('reauthenticate()', () => {
  const ok = recorded('GET /reauthenticate', 'user/email')

  test('is a GET', async () => {
    const { auth, fetch, told } = await signedIn([answer(ok)])
    const data = { user: null, session: null, messageId: null }
    expect(await auth.reauthenticate()).toEqual({ data, error: null })
    expect(await sent(fetch.requests[1])).toEqual(asked(ok))
    expect(bearerOf(fetch.requests[1])).toBe(session.access_token)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('by SMS has the id of the message', async () => {
    const { auth } = await signedIn([json({ message_id: 'SM1' })])
    expect((await auth.reauthenticate()).data).toMatchObject({ messageId: 'SM1' })
  })

  test('is sent once, although it is a GET: it sends a message', async () => {
    const { auth, fetch } = await signedIn([new Response('', { status: 503 })])
    const going = auth.reauthenticate()
    await vi.advanceTimersByTimeAsync(15_000)
    expect((await going).error).toMatchObject({ status: 503, retryable: true })
    expect(fetch.requests).toHaveLength(2)
  })

  test.each([
    ['validation_failed', 'signup/anonymous'],
    ['email_not_confirmed', 'user/email not confirmed'],
    ['phone_not_confirmed', 'user/phone not confirmed'],
  ])('is refused: %s', async (code, name) => {
    const refused = recorded('GET /reauthenticate', name)
    const { auth } = await signedIn([answer(refused)])
    const { data, error } = await auth.reauthenticate()
    expect(data).toEqual({ user: null, session: null })
    expect(error).toMatchObject({ ...errorOf(refused), code, operation: 'reauthenticate' })
  })

  test('when nobody is signed in sends nothing', async () => {
    const { auth, fetch } = setUp([answer(ok)])
    expect((await auth.reauthenticate()).error).toMatchObject({ code: 'session_missing' })
    expect(fetch.requests).toEqual([])
  })

  testOptions((auth: AuthClient, options) => auth.reauthenticate(options), answer(ok), { signedIn: true })
})
