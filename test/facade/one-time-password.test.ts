// One-time codes and the links of mails: sent, sent again and verified, against the answers of a real server.
import { describe, expect, test } from 'vitest'
import type { AuthClient, VerifyOtpParams } from '../../src/facade/index.ts'
import { json } from '../scripted-fetch.ts'
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

const nobody = { user: null, session: null }
const email = 'u.e4acab71@example.com'

describe('signInWithOtp()', () => {
  test('by e-mail', async () => {
    const existing = recorded('POST /otp', 'otp/existing')
    const { auth, fetch, told } = setUp([answer(existing)])
    expect(await auth.signInWithOtp({ email })).toEqual({ data: { ...nobody, messageId: null }, error: null })
    expect(await sent(fetch.requests[0])).toEqual(asked(existing))
    expect(await told()).toEqual(['INITIAL_SESSION'])
  })

  test('with all that a new user can have', async () => {
    const newUser = recorded('POST /otp', 'otp/otp new user')
    const { auth, fetch } = setUp([answer(newUser)])
    const options = { data: { a: 1 }, shouldCreateUser: true, emailRedirectTo: 'http://localhost:3000/x' }
    expect((await auth.signInWithOtp({ email: 'u.e4acab72@example.com', options })).error).toBeNull()
    expect(await sent(fetch.requests[0])).toEqual(asked(newUser))
  })

  test('by SMS, with the id of the message where there is one', async () => {
    const bySms = recorded('POST /otp', 'otp/phone new')
    const { auth, fetch } = setUp([answer(bySms), json({ message_id: 'test-otp' })])
    const first = await auth.signInWithOtp({ phone: '+17772199903', options: { channel: 'sms' } })
    expect(first).toEqual({ data: { ...nobody, messageId: null }, error: null })
    expect(await sent(fetch.requests[0])).toEqual(asked(bySms))
    const second = await auth.signInWithOtp({
      phone: '+17772199903',
      options: { channel: 'whatsapp', shouldCreateUser: false },
    })
    expect(second.data).toEqual({ ...nobody, messageId: 'test-otp' })
    expect((await sent(fetch.requests[1])).body).toEqual({ phone: '+17772199903', channel: 'whatsapp', create_user: false })
  })

  test('in the PKCE flow: a challenge goes with a mail, and none with an SMS', async () => {
    const { auth, fetch, flows } = setUp([json({})], { flowType: 'pkce' })
    await auth.signInWithOtp({ phone: '15551230001' })
    expect(await sent(fetch.requests[0])).toEqual(asked(recorded('POST /otp', 'otp/test otp')))
    expect(flows()).toEqual([])
    await auth.signInWithOtp({ email, options: { emailRedirectTo: app } })
    const [{ code_verifier } = {}] = flows()
    expect(await sent(fetch.requests[1])).toEqual({
      method: 'POST',
      path: '/otp',
      query: { redirect_to: app },
      body: { email, code_challenge: await challengeOf(code_verifier), code_challenge_method: 's256' },
    })
  })

  test.each([
    [422, 0],
    [500, 1],
    [503, 1],
  ])('in the PKCE flow, answered with %d: %d flows are left, as a mail may have gone out or not', async (status, count) => {
    const { auth, flows } = setUp([json({ code: 'unexpected_failure', message: 'x' }, { status })], { flowType: 'pkce' })
    expect((await auth.signInWithOtp({ email })).error).toMatchObject({ status })
    expect(flows()).toHaveLength(count)
  })

  test.each([
    ['otp_disabled', 'otp/no create'],
    ['signup_disabled', 'otp/signup off'],
    ['email_provider_disabled', 'otp/email off'],
    ['phone_provider_disabled', 'otp/phone off'],
    ['validation_failed', 'otp/malformed'],
    ['captcha_failed', 'signup/no captcha'],
    ['sms_send_failed', 'limits/sms provider fails'],
    ['over_request_rate_limit', 'limits/otp'],
  ])('is refused: %s', async (code, name) => {
    const refused = recorded('POST /otp', name)
    const { auth, fetch, told, stored } = await signedIn([answer(refused)])
    const { data, error } = await auth.signInWithOtp({ email })
    expect(data).toEqual(nobody)
    expect(error).toMatchObject({ ...errorOf(refused), code, operation: 'sendOtp' })
    expect(fetch.requests).toHaveLength(2)
    expect(stored()).toMatchObject(session)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  testOptions((auth, options) => auth.signInWithOtp({ email, options }), json({}), { captcha: true, audience: true })
})

describe('verifyOtp()', () => {
  test.each([
    ['signup/signup otp', 'SIGNED_IN'],
    ['signup/sms', 'SIGNED_IN'],
    ['otp/test otp', 'SIGNED_IN'],
    ['otp/token_hash email', 'SIGNED_IN'],
    ['otp/magiclink token', 'SIGNED_IN'],
    ['otp/email token', 'SIGNED_IN'],
    ['otp/recovery token', 'PASSWORD_RECOVERY'],
    ['otp/invite', 'SIGNED_IN'],
    ['user/phone_change', 'SIGNED_IN'],
    ['user/email_change second', 'SIGNED_IN'],
    ['links/signup hash', 'SIGNED_IN'],
    ['links/magiclink otp', 'SIGNED_IN'],
    ['links/recovery hash', 'PASSWORD_RECOVERY'],
  ])('%s: %s', async (name, event) => {
    const verified = recorded('POST /verify', name)
    const { auth, fetch, told, stored, events } = setUp([answer(verified)])
    const { data, error } = await auth.verifyOtp(verified.request.body as VerifyOtpParams)
    expect(error).toBeNull()
    const expected = sessionOf(verified)
    expect(data).toEqual({ status: 'signed-in', user: expected.user, session: expected })
    expect(await sent(fetch.requests[0])).toEqual(asked(verified))
    expect(await told()).toEqual(['INITIAL_SESSION', event])
    expect(events[1]).toEqual([event, expected, {}])
    expect(stored()).toEqual({ ...expected, received_at: Date.now() })
  })

  test('an e-mail change takes two confirmations: the first changes nothing here', async () => {
    const [first, second] = ['user/email_change first', 'user/email_change second'].map((name) =>
      recorded('POST /verify', name),
    )
    const { auth, told, stored } = await signedIn([answer(first!), answer(second!)])
    const { data } = await auth.verifyOtp(first!.request.body as VerifyOtpParams)
    expect(data).toEqual({
      status: 'confirmation-needed',
      message: 'Confirmation link accepted. Please proceed to confirm link sent to the other email',
      ...nobody,
    })
    expect(stored()).toMatchObject(session)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    await auth.verifyOtp(second!.request.body as VerifyOtpParams)
    expect(stored()!.user.email).toBe('new.e4acab149@example.com')
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_IN'])
  })

  test('says where a confirmation is to lead', async () => {
    const verified = recorded('POST /verify', 'otp/email token')
    const { auth, fetch } = setUp([answer(verified)])
    const params = verified.request.body as { email: string; token: string; type: 'email' }
    const redirectTo = 'https://app.example.com/welcome?from=mail'
    await auth.verifyOtp({ ...params, options: { redirectTo } })
    expect(new URL(fetch.requests[0]!.url).searchParams.get('redirect_to')).toBe(redirectTo)
  })

  test('keeps options out of the body', async () => {
    const verified = recorded('POST /verify', 'otp/email token')
    const { auth, fetch, stored } = setUp([answer(verified)])
    const params = verified.request.body as { email: string; token: string; type: 'email' }
    await auth.verifyOtp({ ...params, options: { persistSession: false } })
    expect(await sent(fetch.requests[0])).toEqual(asked(verified))
    expect(stored()).toBeNull()
    expect((await auth.getSession()).data.session).toEqual(verified.response.body)
  })

  test.each([
    ['otp_expired', 'otp/wrong'],
    ['otp_expired', 'otp/wrong hash'],
    ['user_banned', 'otp/banned'],
    ['validation_failed', 'otp/malformed email'],
    ['over_request_rate_limit', 'limits/verify POST'],
  ])('is refused: %s (%s), and the session that is there stays', async (code, name) => {
    const refused = recorded('POST /verify', name)
    const { auth, told, stored } = await signedIn([answer(refused)])
    const { data, error } = await auth.verifyOtp({ type: 'email', email, token: '000000' })
    expect(data).toEqual(nobody)
    expect(error).toMatchObject({ ...errorOf(refused), code, operation: 'verifyOtp' })
    expect(stored()).toMatchObject(session)
    expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test.each([undefined, null])('of %s sends nothing', async (nothing) => {
    const { auth, fetch } = setUp([json({})])
    const { error } = await auth.verifyOtp(nothing as unknown as VerifyOtpParams)
    expect(error).toMatchObject({ code: 'invalid_argument' })
    expect(fetch.requests).toEqual([])
  })

  testOptions(
    (auth, options) => auth.verifyOtp({ type: 'email', email, token: '344039', options }),
    answer(recorded('POST /verify', 'otp/email token')),
    { captcha: true, audience: true },
  )
})

describe('resend()', () => {
  type Resend = Parameters<AuthClient['resend']>[0]

  test.each([
    ['otp/signup', 'otp'],
    ['otp/unknown user', 'otp'],
    ['otp/email_change none pending', 'otp'],
    ['user/email_change', 'user'],
    ['otp/sms', 'otp'],
    ['user/phone_change', 'user'],
  ])('%s', async (name) => {
    const again = recorded('POST /resend', name)
    const { auth, fetch, told } = setUp([answer(again)])
    expect(await auth.resend(again.request.body as Resend)).toEqual({ data: { ...nobody, messageId: null }, error: null })
    expect(await sent(fetch.requests[0])).toEqual(asked(again))
    expect(await told()).toEqual(['INITIAL_SESSION'])
  })

  test('in the PKCE flow', async () => {
    const again = recorded('POST /resend', 'otp/signup pkce')
    const { auth, fetch, flows } = setUp([answer(again), json({})], { flowType: 'pkce' })
    const { email } = again.request.body as { email: string }
    await auth.resend({ type: 'signup', email, options: { emailRedirectTo: 'http://localhost:3000/p' } })
    const [{ code_verifier } = {}] = flows()
    const challenge = { code_challenge: await challengeOf(code_verifier), code_challenge_method: 's256' }
    expect(await sent(fetch.requests[0])).toEqual({ ...asked(again), body: { type: 'signup', email, ...challenge } })
    await auth.resend({ type: 'sms', phone: '17776310732' })
    expect((await sent(fetch.requests[1])).body).toEqual({ type: 'sms', phone: '17776310732' })
    expect(flows()).toHaveLength(1)
  })

  test('by SMS has the id of the message', async () => {
    const { auth } = setUp([json({ message_id: 'SM1' })])
    expect((await auth.resend({ type: 'sms', phone: '17776310732' })).data).toEqual({ ...nobody, messageId: 'SM1' })
  })

  test.each([
    ['validation_failed', 'otp/bad type'],
    ['email_provider_disabled', 'otp/email off'],
    ['captcha_failed', 'signup/no captcha'],
  ])('is refused: %s', async (code, name) => {
    const refused = recorded('POST /resend', name)
    const { auth } = setUp([answer(refused)])
    const { data, error } = await auth.resend({ type: 'signup', email })
    expect(data).toEqual(nobody)
    expect(error).toMatchObject({ ...errorOf(refused), code, operation: 'resend' })
  })

  test.each([undefined, null, { type: 'signup' }, { type: 'sms', phone: '' }])('of %j sends nothing', async (nonsense) => {
    const { auth, fetch } = setUp([json({})])
    const { error } = await auth.resend(nonsense as unknown as Resend)
    expect(error).toMatchObject({ code: 'invalid_argument' })
    expect(fetch.requests).toEqual([])
  })

  testOptions((auth, options) => auth.resend({ type: 'signup', email, options }), json({}), {
    captcha: true,
    audience: true,
  })
})
