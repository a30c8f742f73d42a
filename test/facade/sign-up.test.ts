// Sign-up, against the answers of a real server: signed in at once, to be confirmed, or refused.
import { describe, expect, test } from 'vitest'
import type { AuthClient } from '../../src/facade/index.ts'
import {
  answer,
  app,
  asked,
  challengeOf,
  errorOf,
  recorded,
  sent,
  session,
  sessionOf,
  setUp,
  signedIn,
  testOptions,
} from './recorded-server.ts'

const withEmail = recorded('POST /signup', 'signup/email', 'autoconfirm')
const toConfirm = recorded('POST /signup', 'signup/email', 'confirm')
const password = 'Password-123!'
const ada = { email: 'ada@example.com', password }

describe('signUp() by e-mail', () => {
  test('where no confirmation is wanted signs in', async () => {
    const { auth, fetch, told, events, stored } = setUp([answer(withEmail)])
    const { email } = sessionOf(withEmail).user as { email: string }
    const { data, error } = await auth.signUp({ email, password, options: { data: { name: 'A', n: 1 } } })
    expect(error).toBeNull()
    const expected = sessionOf(withEmail)
    expect(data).toEqual({ status: 'signed-in', user: expected.user, session: expected })
    expect(await sent(fetch.requests[0])).toEqual(asked(withEmail))
    expect(fetch.requests[0]!.headers.get('content-type')).toBe('application/json')
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    expect(events.at(-1)).toEqual(['SIGNED_IN', expected, {}])
    expect(stored()).toEqual({ ...expected, received_at: Date.now() })
  })

  test('where confirmation is wanted signs nobody in, and keeps nothing', async () => {
    const { auth, fetch, told, stored, flows } = setUp([answer(toConfirm)])
    const { data, error } = await auth.signUp({
      email: 'u.e4acab25@example.com',
      password,
      options: { data: { name: 'B' }, emailRedirectTo: 'http://localhost:3000/welcome' },
    })
    expect(error).toBeNull()
    expect(data).toEqual({ status: 'confirmation-needed', user: toConfirm.response.body, session: null })
    expect(await sent(fetch.requests[0])).toEqual(asked(toConfirm))
    expect(await told()).toEqual(['INITIAL_SESSION'])
    expect(stored()).toBeNull()
    expect(flows()).toEqual([])
  })

  test('with an address that somebody has is answered with a made-up user', async () => {
    const existing = recorded('POST /signup', 'signup/existing confirmed')
    const { auth, told } = setUp([answer(existing)])
    const { data } = await auth.signUp(ada)
    expect(data).toEqual({ status: 'confirmation-needed', user: existing.response.body, session: null })
    expect(data.user?.identities).toEqual([])
    expect(await told()).toEqual(['INITIAL_SESSION'])
  })

  test('that has to be confirmed leaves the session of whoever is signed in', async () => {
    const { auth, told, stored } = await signedIn([answer(toConfirm)])
    expect((await auth.signUp(ada)).data.session).toBeNull()
    expect((await auth.getSession()).data.session).toEqual(session)
    expect(stored()).toMatchObject(session)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('in the PKCE flow sends a challenge, and keeps its verifier', async () => {
    const { auth, fetch, flows } = setUp([answer(recorded('POST /signup', 'signup/pkce', 'confirm'))], { flowType: 'pkce' })
    await auth.signUp({ ...ada, options: { emailRedirectTo: app } })
    const { body, query } = await sent(fetch.requests[0])
    expect(query).toEqual({ redirect_to: app })
    const [flow, ...others] = flows()
    expect(others).toEqual([])
    expect(flow).toMatchObject({ redirectTo: app, startedAt: Date.now() })
    const challenge = { code_challenge: await challengeOf(flow!.code_verifier), code_challenge_method: 's256' }
    expect(body).toEqual({ ...ada, ...challenge })
  })
})

describe('signUp() by phone', () => {
  test('where confirmation is wanted', async () => {
    const phone = recorded('POST /signup', 'signup/phone', 'confirm')
    const { auth, fetch, told } = setUp([answer(phone)])
    const { data } = await auth.signUp({ phone: '+17774051688', password })
    expect(data).toEqual({ status: 'confirmation-needed', user: phone.response.body, session: null })
    expect(await sent(fetch.requests[0])).toEqual(asked(phone))
    expect(await told()).toEqual(['INITIAL_SESSION'])
  })

  test('by WhatsApp, where no confirmation is wanted', async () => {
    const phone = recorded('POST /signup', 'signup/phone autoconfirm')
    const { auth, fetch, told } = setUp([answer(phone)])
    const { data } = await auth.signUp({ phone: '17773379926', password, options: { channel: 'whatsapp' } })
    expect(data).toMatchObject({ status: 'signed-in', user: { phone: '17773379926' } })
    expect(await sent(fetch.requests[0])).toEqual(asked(phone))
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('has no PKCE flow, which the server has for mails only', async () => {
    const phone = recorded('POST /signup', 'signup/phone', 'confirm')
    const { auth, fetch, flows } = setUp([answer(phone)], { flowType: 'pkce' })
    await auth.signUp({ phone: '+17774051688', password })
    expect(await sent(fetch.requests[0])).toEqual(asked(phone))
    expect(flows()).toEqual([])
  })
})

describe('signInAnonymously()', () => {
  test('with data', async () => {
    const anonymous = recorded('POST /signup', 'signup/anonymous')
    const { auth, fetch, told, stored } = setUp([answer(anonymous)])
    const { data, error } = await auth.signInAnonymously({ options: { data: { lang: 'en' } } })
    expect(error).toBeNull()
    expect(data).toEqual({ user: sessionOf(anonymous).user, session: anonymous.response.body })
    expect(data.user?.is_anonymous).toBe(true)
    expect(await sent(fetch.requests[0])).toEqual(asked(anonymous))
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    expect(stored()).toMatchObject(anonymous.response.body as object)
  })

  test('without, also in the PKCE flow', async () => {
    const anonymous = recorded('POST /signup', 'signup/anonymous empty object')
    const { auth, fetch, flows } = setUp([answer(anonymous)], { flowType: 'pkce' })
    expect((await auth.signInAnonymously()).error).toBeNull()
    expect(await sent(fetch.requests[0])).toEqual(asked(anonymous))
    expect(flows()).toEqual([])
  })

  test('where it is off', async () => {
    const off = recorded('POST /signup', 'signup/locked anonymous')
    const { auth, told } = setUp([answer(off)])
    const { data, error } = await auth.signInAnonymously()
    expect(data).toEqual({ user: null, session: null })
    expect(error).toMatchObject({ ...errorOf(off), code: 'anonymous_provider_disabled', operation: 'signUp' })
    expect(await told()).toEqual(['INITIAL_SESSION'])
  })

  const anonymous = answer(recorded('POST /signup', 'signup/anonymous'))
  testOptions((auth, options) => auth.signInAnonymously({ options }), anonymous, { captcha: true, audience: true })
})

describe('signUp() is refused', () => {
  const refusals: [string, string, string?][] = [
    ['user_already_exists', 'signup/again'],
    ['user_already_exists', 'signup/again v'],
    ['validation_failed', 'signup/long password'],
    ['email_provider_disabled', 'signup/email off'],
    ['signup_disabled', 'signup/locked email'],
    ['captcha_failed', 'signup/no captcha'],
    ['over_email_send_rate_limit', 'signup/email limit 0'],
    ['unexpected_failure', 'signup/captcha verifier unreachable'],
  ]
  test.each(refusals)('%s (%s)', async (code, name) => {
    const refused = recorded('POST /signup', name)
    const { auth, told, stored } = setUp([answer(refused)])
    const { data, error } = await auth.signUp(ada)
    expect(data).toEqual({ user: null, session: null })
    expect(error).toMatchObject({ ...errorOf(refused), code, name: 'AuthApiError', operation: 'signUp' })
    expect(error!.retryable).toBe(refused.response.status === 429 || refused.response.status === 500)
    expect(await told()).toEqual(['INITIAL_SESSION'])
    expect(stored()).toBeNull()
  })

  test.each([
    ['signup/short', ['length']],
    ['signup/short v', ['length']],
    ['signup/weak chars', ['characters']],
    ['signup/weak both v', ['length', 'characters']],
  ])('weak_password (%s), with the reasons', async (name, reasons) => {
    const { auth } = setUp([answer(recorded('POST /signup', name))])
    const { error } = await auth.signUp(ada)
    expect(error).toMatchObject({ name: 'AuthWeakPasswordError', code: 'weak_password', status: 422, reasons })
  })

  // Without an address the server would sign in somebody anonymous.
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['neither address nor number', { password }],
    ['an empty address', { email: '', password }],
    ['no usable time limit', { ...ada, options: { timeout: Symbol('soon') } }],
  ])('invalid_argument, before anything is sent: %s', async (_what, credentials) => {
    const { auth, fetch } = setUp([answer(withEmail)])
    const { data, error } = await auth.signUp(credentials as unknown as Parameters<AuthClient['signUp']>[0])
    expect(data).toEqual({ user: null, session: null })
    expect(error).toMatchObject({ code: 'invalid_argument', status: 0 })
    expect(fetch.requests).toEqual([])
  })
})

describe('signUp() with persistSession: false', () => {
  test('keeps the session in memory, until the next sign-in says otherwise', async () => {
    const { auth, stored, told } = setUp([answer(withEmail)])
    await auth.signUp({ ...ada, options: { persistSession: false } })
    expect(stored()).toBeNull()
    expect((await auth.getSession()).data.session).toEqual(withEmail.response.body)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    await auth.signUp(ada)
    expect(stored()).toMatchObject(withEmail.response.body as object)
  })
})

describe('signUp()', () => {
  testOptions((auth, options) => auth.signUp({ ...ada, options }), answer(withEmail), { captcha: true, audience: true })
})
