// Sign-out and its scopes. What happens when the server does not do it is told by D13 in defects.test.ts.
import { describe, expect, test } from 'vitest'
import { credentials, fakeServer } from './server.ts'
import { hangingFetch } from '../scripted-fetch.ts'
import {
  answer,
  asked,
  bearerOf,
  errorOf,
  recorded,
  sent,
  session,
  setUp,
  signedIn,
  testOptions,
} from './recorded-server.ts'

const done = answer(recorded('POST /logout', 'user/global'))

describe('signOut()', () => {
  test.each(['global', 'local'] as const)('with the scope %s ends the session here', async (scope) => {
    const { auth, fetch, told, events, stored } = await signedIn([done])
    expect(await auth.signOut({ scope })).toEqual({ data: null, error: null })
    expect(await sent(fetch.requests[1])).toEqual(asked(recorded('POST /logout', `user/${scope}`)))
    expect(bearerOf(fetch.requests[1])).toBe(session.access_token)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT'])
    expect(events.at(-1)).toEqual(['SIGNED_OUT', null, { reason: 'user' }])
    expect(stored()).toBeNull()
    expect(auth.getSnapshot()).toEqual({ status: 'signed-out', session: null, user: null })
  })

  test('says its scope, which is global', async () => {
    const { auth, fetch } = await signedIn([done])
    await auth.signOut()
    expect((await sent(fetch.requests[1])).query).toEqual({ scope: 'global' })
  })

  test('with the scope others keeps the session here', async () => {
    const { auth, fetch, told, stored } = await signedIn([answer(recorded('POST /logout', 'user/others'))])
    expect(await auth.signOut({ scope: 'others' })).toEqual({ data: null, error: null })
    expect(await sent(fetch.requests[1])).toEqual(asked(recorded('POST /logout', 'user/others')))
    expect(stored()).toMatchObject(session)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('with the scope others, when the session here has ended, says so and ends it', async () => {
    const over = recorded('POST /logout', 'user/already out')
    const { auth, stored, told, events } = await signedIn([answer(over)])
    expect((await auth.signOut({ scope: 'others' })).error).toMatchObject({ ...errorOf(over), code: 'session_not_found' })
    expect(stored()).toBeNull()
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT'])
    expect(events.at(-1)![2]).toMatchObject({ reason: 'revoked' })
  })

  test('with another access token leaves the session here alone', async () => {
    const { auth, fetch, told, stored } = await signedIn([done])
    expect((await auth.signOut({ accessToken: 'e30.e30.other' })).error).toBeNull()
    expect(bearerOf(fetch.requests[1])).toBe('e30.e30.other')
    expect(stored()).toMatchObject(session)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('with a scope that the server does not know', async () => {
    const refused = recorded('POST /logout', 'user/bad scope')
    const { auth, stored } = await signedIn([answer(refused)])
    const { error } = await auth.signOut({ scope: 'x' as 'local' })
    expect(error).toMatchObject({ ...errorOf(refused), code: 'validation_failed', operation: 'logout' })
    expect(stored()).toBeNull()
  })

  test('when nobody is signed in sends and tells nothing', async () => {
    const { auth, fetch, told } = setUp([done])
    expect(await auth.signOut()).toEqual({ data: null, error: null })
    expect(fetch.requests).toEqual([])
    expect(await told()).toEqual(['INITIAL_SESSION'])
    expect((await auth.signOut({ scope: 'others' })).error).toMatchObject({ code: 'session_missing' })
  })

  test('is done here before the server has answered', async () => {
    const { auth, stored, told } = await signedIn([hangingFetch({ obeysSignal: false })])
    const controller = new AbortController()
    const going = auth.signOut({ signal: controller.signal })
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT'])
    expect(stored()).toBeNull()
    controller.abort()
    expect((await going).error).toMatchObject({ code: 'aborted' })
  })

  test('twice at once sends one request', async () => {
    const { auth, fetch, told } = await signedIn([done])
    const results = await Promise.all([auth.signOut(), auth.signOut()])
    expect(results.map(({ error }) => error)).toEqual([null, null])
    expect(fetch.requests).toHaveLength(2)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT'])
  })

  test('of a client that keeps nothing ends the session of its access token', async () => {
    const server = fakeServer()
    const { access_token, refresh_token } = server.signIn()
    const { auth } = setUp([server.fetch], { accessToken: () => access_token })
    expect((await auth.signOut()).error).toBeNull()
    expect(server.log).toEqual(['POST /logout?scope=global'])
    const other = setUp([server.fetch]).auth
    expect((await other.refreshSession({ refresh_token })).error).toMatchObject({ code: 'refresh_token_not_found' })
  })

  test('of a session from the storage that nobody has read yet', async () => {
    const { storage } = await signedIn([done])
    const { auth, fetch, stored } = setUp([done], { storage })
    expect((await auth.signOut()).error).toBeNull()
    expect(bearerOf(fetch.requests[0])).toBe(session.access_token)
    expect(stored()).toBeNull()
  })

  test('ends with the sessions of the same user elsewhere, or without', async () => {
    const server = fakeServer()
    const [one, two, three] = [1, 2, 3].map(() => setUp([server.fetch]).auth)
    for (const auth of [one!, two!, three!]) await auth.signInWithPassword(credentials)
    await one!.signOut({ scope: 'local' })
    expect((await two!.getUser()).error).toBeNull()
    await two!.signOut({ scope: 'others' })
    expect((await two!.getUser()).error).toBeNull()
    expect((await three!.getUser()).error).toMatchObject({ code: 'session_not_found' })
  })

  testOptions((auth, options) => auth.signOut(options), done, { signedIn: true })
})
