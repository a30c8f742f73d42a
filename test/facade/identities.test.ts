// The ways in which a user can sign in: listed, added and removed, against the answers of a real server.
import { describe, expect, test, vi } from 'vitest'
import type { AuthClient, Identity } from '../../src/facade/index.ts'
import { json } from '../scripted-fetch.ts'
import { credentials as ada, fakeServer } from './server.ts'
import {
  answer,
  app,
  asked,
  bearerOf,
  challengeOf,
  errorOf,
  open,
  recorded,
  sent,
  session,
  setUp,
  signedIn,
  testOptions,
} from './recorded-server.ts'

const linking = recorded('GET /user/identities/authorize', 'late/pkce url')
const { url } = linking.response.body as { url: string }
const signOut = () => new Response(null, { status: 204 })

describe('getUserIdentities()', () => {
  const me = recorded('GET /user', 'user/ok')

  test('are those of the user', async () => {
    const { auth, fetch } = await signedIn([answer(me)])
    const { identities } = me.response.body as { identities: Identity[] }
    expect(identities).toHaveLength(1)
    expect(await auth.getUserIdentities()).toEqual({ data: { identities }, error: null })
    expect(await sent(fetch.requests[1])).toEqual(asked(me))
    expect(bearerOf(fetch.requests[1])).toBe(session.access_token)
  })

  test('of a user without any', async () => {
    const { auth } = await signedIn([json({ id: 'ada' }), json({ id: 'ada', identities: null })])
    expect(await auth.getUserIdentities()).toEqual({ data: { identities: [] }, error: null })
    expect(await auth.getUserIdentities()).toEqual({ data: { identities: [] }, error: null })
  })

  test('when nobody is signed in sends nothing', async () => {
    const { auth, fetch } = setUp([answer(me)])
    expect(await auth.getUserIdentities()).toMatchObject({ data: null, error: { code: 'session_missing' } })
    expect(fetch.requests).toEqual([])
  })

  testOptions((auth, options) => auth.getUserIdentities(options), answer(me), { signedIn: true })
})

describe('linkIdentity() with a provider', () => {
  test('asks for the address, with the access token', async () => {
    const { auth, fetch, told, stored } = await signedIn([answer(linking)])
    const options = { redirectTo: app, scopes: 'repo', queryParams: { prompt: 'consent' } }
    expect(await auth.linkIdentity({ provider: 'github', options })).toEqual({
      data: { provider: 'github', url },
      error: null,
    })
    expect(await sent(fetch.requests[1])).toEqual({
      method: 'GET',
      path: '/user/identities/authorize',
      query: { provider: 'github', skip_http_redirect: 'true', redirect_to: app, scopes: 'repo', prompt: 'consent' },
      body: null,
    })
    expect(bearerOf(fetch.requests[1])).toBe(session.access_token)
    expect(stored()).toMatchObject(session)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('in the PKCE flow', async () => {
    const { auth, fetch, flows } = await signedIn([answer(linking)], { flowType: 'pkce' })
    await auth.linkIdentity({ provider: 'github' })
    const [{ code_verifier } = {}] = flows()
    const challenge = { code_challenge: await challengeOf(code_verifier), code_challenge_method: 's256' }
    const { query } = await sent(fetch.requests[1])
    expect(query).toEqual({ provider: 'github', skip_http_redirect: 'true', ...challenge })
    expect(Object.keys(query).sort()).toEqual(Object.keys(linking.request.query).sort())
  })

  test('in a page goes there, unless told otherwise', async () => {
    const { assign } = open(app)
    const { auth } = await signedIn([answer(linking)])
    await auth.linkIdentity({ provider: 'github', options: { skipBrowserRedirect: true } })
    expect(assign).not.toHaveBeenCalled()
    await auth.linkIdentity({ provider: 'github' })
    expect(assign.mock.calls).toEqual([[url]])
  })

  test('of a server that redirects all the same', async () => {
    const redirected = recorded('GET /user/identities/authorize', 'extra/target gone')
    const { auth } = await signedIn([answer(redirected)])
    const { data } = await auth.linkIdentity({ provider: 'github' })
    expect(data).toEqual({ provider: 'github', url: redirected.response.headers.location })
  })

  test.each([
    ['manual_linking_disabled', 'identities/off'],
    ['validation_failed', 'versioned/versioned'],
  ])('is refused: %s, and nobody goes anywhere', async (code, name) => {
    const { assign } = open(app)
    const refused = recorded('GET /user/identities/authorize', name)
    const { auth } = await signedIn([answer(refused)])
    const { data, error } = await auth.linkIdentity({ provider: 'gitlab' })
    expect(data).toBeNull()
    expect(error).toMatchObject({ ...errorOf(refused), code, operation: 'linkIdentity' })
    expect(assign).not.toHaveBeenCalled()
  })

  test('when nobody is signed in sends nothing', async () => {
    const { auth, fetch } = setUp([answer(linking)])
    expect(await auth.linkIdentity({ provider: 'github' })).toMatchObject({ data: null, error: { code: 'session_missing' } })
    expect(fetch.requests).toEqual([])
  })

  testOptions((auth, options) => auth.linkIdentity({ provider: 'github', options }), answer(linking), { signedIn: true })
})

describe('linkIdentity() with an ID token', () => {
  const credentials = { provider: 'google', token: 'e30.e30.id', nonce: 'n' } as const

  test('is a new session of the same user', async () => {
    const next = { ...session, access_token: 'e30.e30.next', refresh_token: 'next' }
    const { auth, fetch, told, stored, events } = await signedIn([json(next)])
    const { data, error } = await auth.linkIdentity(credentials)
    expect(error).toBeNull()
    expect(data).toEqual({ user: session.user, session: next })
    expect(await sent(fetch.requests[1])).toEqual({
      method: 'POST',
      path: '/token',
      query: { grant_type: 'id_token' },
      body: { provider: 'google', id_token: 'e30.e30.id', nonce: 'n', link_identity: true },
    })
    expect(bearerOf(fetch.requests[1])).toBe(session.access_token)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'USER_UPDATED'])
    expect(events.at(-1)![1]).toEqual(next)
    expect(stored()).toMatchObject(next)
  })

  test('keeps the tokens of the provider that the user has signed in at: the server sends them once', async () => {
    const tokens = { provider_token: 'gho_1', provider_refresh_token: 'ghr_1' }
    const next = { ...session, refresh_token: 'next' }
    const { auth, stored } = setUp([json({ ...session, ...tokens }), json(next)])
    await auth.signInWithPassword(ada)
    await auth.linkIdentity(credentials)
    expect(stored()).toMatchObject({ ...next, ...tokens })
  })

  test('is refused: identity_already_exists', async () => {
    const { auth, stored } = await signedIn([json({ code: 'identity_already_exists', message: 'x' }, { status: 422 })])
    const { data, error } = await auth.linkIdentity(credentials)
    expect(data).toBeNull()
    expect(error).toMatchObject({ code: 'identity_already_exists', status: 422, operation: 'grantToken' })
    expect(stored()).toMatchObject(session)
  })

  test('when nobody is signed in sends nothing: it would sign somebody in', async () => {
    const { auth, fetch } = setUp([json(session)])
    expect(await auth.linkIdentity(credentials)).toMatchObject({ data: null, error: { code: 'session_missing' } })
    expect(fetch.requests).toEqual([])
  })

  test.each([
    ['somebody else', { ...session.user, id: 'bob' }],
    ['the same user on another device', session.user],
  ])('with an access token of %s changes no session', async (_who, user) => {
    const other = { ...session, access_token: 'e30.e30.next', refresh_token: 'next', user }
    const { auth, told, stored } = await signedIn([json(other)])
    const { data } = await auth.linkIdentity({ ...credentials, options: { accessToken: 'e30.e30.bob' } })
    expect(data).toEqual({ user: other.user, session: other })
    expect(stored()).toMatchObject(session)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  describe('that is answered late', () => {
    async function late() {
      const server = fakeServer()
      const made = setUp([server.fetch])
      await made.auth.signInWithPassword(ada)
      server.on('POST /token?grant_type=id_token', async () => {
        await held
        return json(server.signIn(ada.email))
      })
      let release!: () => void
      const held = new Promise<void>((resolve) => (release = resolve))
      const going = made.auth.linkIdentity(credentials)
      await vi.advanceTimersByTimeAsync(0)
      return { ...made, server, release, going }
    }

    test('leaves the session of somebody else who has signed in meanwhile', async () => {
      const { auth, release, going, stored, told } = await late()
      await auth.signInWithPassword({ email: 'bob@example.com', password: 'x' })
      release()
      await going
      expect(stored()!.user.email).toBe('bob@example.com')
      expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_IN'])
    })

    test('signs nobody in who has signed out meanwhile', async () => {
      const { auth, server, release, going, stored, told } = await late()
      server.on('POST /logout', signOut())
      await auth.signOut()
      release()
      // The server has done what it was asked for.
      expect((await going).error).toBeNull()
      expect(stored()).toBeNull()
      expect((await auth.getSession()).data.session).toBeNull()
      expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT'])
    })
  })
})

describe('unlinkIdentity()', () => {
  const ok = recorded('DELETE /user/identities/{identity_id}', 'identities/ok')
  const identity_id = ok.request.path.split('/').at(-1)!

  test('removes it', async () => {
    const { auth, fetch } = await signedIn([answer(ok)])
    expect(await auth.unlinkIdentity({ identity_id })).toEqual({ data: {}, error: null })
    expect(await sent(fetch.requests[1])).toEqual(asked(ok))
    expect(bearerOf(fetch.requests[1])).toBe(session.access_token)
  })

  test.each([
    ['validation_failed', 'versioned/versioned'],
    ['identity_not_found', 'identities/unknown'],
    ['email_conflict_identity_not_deletable', 'identities/conflict'],
  ])('is refused: %s', async (code, name) => {
    const refused = recorded('DELETE /user/identities/{identity_id}', name)
    const { auth, stored } = await signedIn([answer(refused)])
    const { data, error } = await auth.unlinkIdentity({ identity_id })
    expect(data).toBeNull()
    expect(error).toMatchObject({ ...errorOf(refused), code, operation: 'unlinkIdentity' })
    expect(stored()).toMatchObject(session)
  })

  // `DELETE /user/identities/` would be something else.
  test.each([undefined, null, {}, { identity_id: '' }, { identity_id: '..' }])('of %j sends nothing', async (nonsense) => {
    const { auth, fetch } = await signedIn([answer(ok)])
    const { error } = await auth.unlinkIdentity(nonsense as unknown as Parameters<AuthClient['unlinkIdentity']>[0])
    expect(error).toMatchObject({ code: 'invalid_argument' })
    expect(fetch.requests).toHaveLength(1)
  })

  test('when nobody is signed in sends nothing', async () => {
    const { auth, fetch } = setUp([answer(ok)])
    expect(await auth.unlinkIdentity({ identity_id })).toMatchObject({ data: null, error: { code: 'session_missing' } })
    expect(fetch.requests).toEqual([])
  })

  testOptions((auth, options) => auth.unlinkIdentity({ identity_id }, options), answer(ok), { signedIn: true })
})
