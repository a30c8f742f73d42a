// The ways of somebody who has forgotten the password: by code, by link, in the PKCE flow; against the answers of a real server.
import { describe, expect, test } from 'vitest'
import type { AuthClient } from '../../src/facade/index.ts'
import {
  answer,
  app,
  asked,
  challengeOf,
  errorOf,
  open,
  recorded,
  sent,
  session,
  sessionOf,
  setUp,
  signedIn,
  testOptions,
} from './recorded-server.ts'

const existing = recorded('POST /recover', 'otp/existing')
const email = 'u.e4acab71@example.com'
const newUser = recorded('PUT /user', 'user/new password')

describe('resetPasswordForEmail()', () => {
  test.each([
    ['of a user', existing],
    ['of nobody', recorded('POST /recover', 'otp/unknown')],
  ])('%s is answered alike', async (_who, recording) => {
    const { auth, fetch, told } = setUp([answer(recording)])
    const { email } = recording.request.body as { email: string }
    expect(await auth.resetPasswordForEmail(email)).toEqual({ data: {}, error: null })
    expect(await sent(fetch.requests[0])).toEqual(asked(recording))
    expect(await told()).toEqual(['INITIAL_SESSION'])
  })

  test('with redirectTo', async () => {
    const { auth, fetch, flows } = setUp([answer(existing)])
    await auth.resetPasswordForEmail(email, { redirectTo: `${app}?a=1&b=ä#c` })
    expect(await sent(fetch.requests[0])).toEqual({ ...asked(existing), query: { redirect_to: `${app}?a=1&b=ä#c` } })
    expect(flows()).toEqual([])
  })

  test('sends no access token: who has forgotten the password has none', async () => {
    const { auth, fetch, stored } = await signedIn([answer(existing)])
    await auth.resetPasswordForEmail(email)
    expect(fetch.requests[1]!.headers.has('authorization')).toBe(false)
    expect(stored()).toMatchObject(session)
  })

  test.each([
    ['validation_failed', 'otp/malformed'],
    ['email_provider_disabled', 'otp/email off'],
    ['captcha_failed', 'signup/no captcha'],
    ['over_request_rate_limit', 'limits/recover'],
    ['hook_timeout_after_retry', 'hooks/dropped'],
  ])('is refused: %s', async (code, name) => {
    const refused = recorded('POST /recover', name)
    const { auth, fetch } = setUp([answer(refused)])
    const { data, error } = await auth.resetPasswordForEmail(email)
    expect(data).toBeNull()
    expect(error).toMatchObject({ ...errorOf(refused), code, operation: 'recover' })
    expect(fetch.requests).toHaveLength(1)
  })

  testOptions((auth, options) => auth.resetPasswordForEmail(email, options), answer(existing), {
    captcha: true,
    audience: true,
  })
})

describe('the way back', () => {
  const setPassword = async (auth: AuthClient) =>
    expect((await auth.updateUser({ password: 'Password-123!2' })).error).toBeNull()

  test('by code', async () => {
    const byCode = recorded('POST /verify', 'otp/recovery token')
    const user = { ...(newUser.response.body as object), id: sessionOf(byCode).user.id }
    const changed = answer({ ...newUser, response: { ...newUser.response, body: user } })
    const { auth, fetch, told, stored, events } = setUp([answer(existing), answer(byCode), changed])
    await auth.resetPasswordForEmail('u.e4acab87@example.com')
    await auth.verifyOtp({ type: 'recovery', email: 'u.e4acab87@example.com', token: '208693' })
    await setPassword(auth)
    expect((await sent(fetch.requests[2])).body).toEqual(newUser.request.body)
    expect(await told()).toEqual(['INITIAL_SESSION', 'PASSWORD_RECOVERY', 'USER_UPDATED'])
    expect(events[1]![1]).toEqual(byCode.response.body)
    expect(stored()!.user).toEqual(user)
  })

  test('by link', async () => {
    const { location } = recorded('GET /verify', 'otp/recovery').response.headers
    const user = recorded('GET /user', 'user/ok')
    const { auth, fetch, told, stored } = setUp([answer(user)])
    const { data, error } = await auth.handleCallback(location!)
    expect(error).toBeNull()
    expect(data).toMatchObject({ type: 'signed_in', redirectType: 'recovery', user: user.response.body })
    const tokens = new URLSearchParams(new URL(location!).hash.slice(1))
    expect(fetch.requests[0]!.headers.get('authorization')).toBe(`Bearer ${tokens.get('access_token')}`)
    expect(stored()).toEqual({
      access_token: tokens.get('access_token'),
      refresh_token: tokens.get('refresh_token'),
      token_type: 'bearer',
      expires_in: 3600,
      expires_at: Number(tokens.get('expires_at')),
      user: user.response.body,
      received_at: Date.now(),
    })
    expect(await told()).toEqual(['INITIAL_SESSION', 'PASSWORD_RECOVERY'])
  })

  test('by link in the PKCE flow, to the page that is opened', async () => {
    const there = recorded('POST /token', 'otp/ok')
    const access_token = withMethod(sessionOf(there).access_token, 'recovery')
    const exchanged = answer({ ...there, response: { ...there.response, body: { ...sessionOf(there), access_token } } })
    const before = setUp([answer(existing)], { flowType: 'pkce' })
    await before.auth.resetPasswordForEmail(email, { redirectTo: app })
    const { body } = await sent(before.fetch.requests[0])
    open(`${app}?code=c04f634e-22c4-4c71-a8be-b4c0595a79c0`)
    const { auth, fetch, told, flows } = setUp([exchanged], { flowType: 'pkce', storage: before.storage })
    expect((await auth.initialize()).error).toBeNull()
    const { code_verifier, auth_code } = (await sent(fetch.requests[0])).body!
    expect(auth_code).toBe('c04f634e-22c4-4c71-a8be-b4c0595a79c0')
    expect(body).toEqual({ email, code_challenge: await challengeOf(code_verifier), code_challenge_method: 's256' })
    expect(await told()).toEqual(['INITIAL_SESSION', 'PASSWORD_RECOVERY'])
    expect(flows()).toEqual([])
  })
})

/** The access token with another way of signing in, as the server has it after a PKCE flow. */
function withMethod(accessToken: string, method: string): string {
  const [header, payload, signature] = accessToken.split('.')
  const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object
  const changed = Buffer.from(JSON.stringify({ ...claims, amr: [{ method, timestamp: 1795461835 }] })).toString('base64url')
  return [header, changed, signature].join('.')
}
