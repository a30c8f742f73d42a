// Everything that needs a mail or a text message, on a real server: codes, links, recovery, changes of address and number. See live.ts.
import { expect, test } from 'vitest'
import { memoryStorage, unwrap, verifyLinkUrl, type AuthError } from '../../src/facade/index.ts'
import {
  connect,
  connectAsUser,
  describeWith,
  has,
  home,
  mail,
  mails,
  newEmail,
  newPassword,
  newPhone,
  open,
  sms,
  testCode,
  testPhone,
  testWith,
  url,
} from './live.ts'

const needsMails = ['catcher in GOTRUE_MESSAGES_URL', 'sign-up by e-mail', 'mails to GOTRUE_EMAIL'] as const

/** A server that wants no confirmation of sign-ups writes to both addresses, too; but then either of the two mails is enough. */
const bothConfirm = has['sign-up with confirmation']

/** Skips the rest of a test where the server's limits are in the way, and says so. */
function skipIfLimited({ skip }: { skip(note: string): void }, error: AuthError | null): void {
  if (error?.retryAfter) skip(`the server sends the next message after ${error.retryAfter} s`)
}

describeWith([...needsMails, 'magic links'], 'codes of mails', () => {
  test('signInWithOtp() signs a new user up; verifyOtp() with the code', async () => {
    const { auth, events } = await connect()
    const email = newEmail()
    const sent = unwrap(await auth.signInWithOtp({ email, options: { data: { name: 'Ada' } } }))
    expect(sent).toEqual({ user: null, session: null, messageId: null })
    const { code } = await mail(email, has['sign-up without confirmation'] ? 'magiclink' : 'signup')

    const wrong = await auth.verifyOtp({ email, token: code === '000000' ? '111111' : '000000', type: 'email' })
    expect(wrong.data).toEqual({ user: null, session: null })
    expect(wrong.error).toMatchObject({ code: 'otp_expired', status: 403, operation: 'verifyOtp' })
    const verified = unwrap(await auth.verifyOtp({ email, token: code, type: 'email' }))
    expect(verified).toMatchObject({ status: 'signed-in', user: { email, user_metadata: { name: 'Ada' } } })
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    const again = await auth.verifyOtp({ email, token: code, type: 'email' })
    expect(again.error).toMatchObject({ code: 'otp_expired', status: 403 })
  })

  test('verifyOtp({ token_hash }) with the hash of a link', async () => {
    const { email } = await connectAsUser()
    const { auth } = await connect()
    unwrap(await auth.signInWithOtp({ email }))
    const { tokenHash } = await mail(email, 'magiclink')
    const verified = unwrap(await auth.verifyOtp({ token_hash: tokenHash, type: 'magiclink' }))
    expect(verified).toMatchObject({ status: 'signed-in', user: { email } })
  })

  test('verifyOtp() of a mail of a PKCE flow, with the code and with the hash', async () => {
    const { auth } = await connect({ flowType: 'pkce' })
    for (const by of ['code', 'hash']) {
      const { email } = await connectAsUser()
      unwrap(await auth.signInWithOtp({ email }))
      const { code, tokenHash } = await mail(email, 'magiclink')
      expect(tokenHash).toMatch(/^pkce_/)
      const verified = await auth.verifyOtp(
        by === 'code' ? { email, token: code, type: 'email' } : { token_hash: tokenHash, type: 'email' },
      )
      expect(unwrap(verified)).toMatchObject({ status: 'signed-in', user: { email } })
    }
  })

  test('signInWithOtp({ options: { shouldCreateUser: false } }) of somebody unknown', async () => {
    const { auth } = await connect()
    const { error } = await auth.signInWithOtp({ email: newEmail(), options: { shouldCreateUser: false } })
    expect(error).toMatchObject({ code: 'otp_disabled', status: 422, operation: 'sendOtp' })
  })
})

describeWith([...needsMails, 'sign-up with confirmation'], 'mails of a sign-up', () => {
  test("resend({ type: 'signup' }) sends a code that verifies, and the first one does not any more", async (context) => {
    const { auth } = await connect()
    const email = newEmail()
    unwrap(await auth.signUp({ email, password: newPassword() }))
    const first = await mail(email, 'signup')
    const { data, error } = await auth.resend({ type: 'signup', email })
    skipIfLimited(context, error)
    expect(data).toEqual({ user: null, session: null, messageId: null })
    const second = (await mails(email, 'signup', 2)).at(-1)!
    if (first.code !== second.code) {
      expect((await auth.verifyOtp({ email, token: first.code, type: 'signup' })).error).toMatchObject({
        code: 'otp_expired',
      })
    }
    unwrap(await auth.verifyOtp({ email, token: second.code, type: 'signup' }))
  })
})

describeWith(['sign-up by e-mail'], 'mails to nobody', () => {
  test('resetPasswordForEmail() and resend() of somebody unknown answer the same', async () => {
    const { auth } = await connect()
    const email = newEmail()
    expect(unwrap(await auth.resetPasswordForEmail(email))).toEqual({})
    expect(unwrap(await auth.resend({ type: 'signup', email }))).toMatchObject({ messageId: null })
    expect(unwrap(await auth.resend({ type: 'email_change', email }))).toMatchObject({ messageId: null })
  })

  test('verifyOtp() of somebody unknown', async () => {
    const { auth } = await connect()
    const byCode = await auth.verifyOtp({ email: newEmail(), token: '123456', type: 'email' })
    expect(byCode.error).toMatchObject({ code: 'otp_expired', status: 403 })
    const byHash = await auth.verifyOtp({ token_hash: 'pkce_0123456789abcdef', type: 'recovery' })
    expect(byHash.error).toMatchObject({ code: 'otp_expired', status: 403 })
  })
})

describeWith([...needsMails], 'recovery by code', () => {
  test("verifyOtp({ type: 'recovery' }) tells PASSWORD_RECOVERY", async () => {
    const { email } = await connectAsUser()
    const { auth, events } = await connect()
    expect(unwrap(await auth.resetPasswordForEmail(email))).toEqual({})
    const { code } = await mail(email, 'recovery')
    unwrap(await auth.verifyOtp({ email, token: code, type: 'recovery' }))
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'PASSWORD_RECOVERY'])
    const password = newPassword()
    // No server asks for the password that was forgotten.
    unwrap(await auth.updateUser({ password }))
    await expect.poll(() => events.at(-1)).toBe('USER_UPDATED')
    unwrap(await auth.signOut())
    unwrap(await auth.signInWithPassword({ email, password }))
  })

  test('reauthenticate() sends a nonce for updateUser({ password })', async () => {
    const { auth, email, password } = await connectAsUser()
    expect(unwrap(await auth.reauthenticate())).toEqual({ user: null, session: null, messageId: null })
    const { code } = await mail(email, 'reauthentication')
    expect(code).toMatch(/^\d{6,10}$/)
    const next = newPassword()
    unwrap(await auth.updateUser({ password: next, nonce: code, current_password: password }))
    unwrap(await auth.signOut())
    unwrap(await auth.signInWithPassword({ email, password: next }))
  })
})

describeWith([...needsMails], 'a change of address by code', () => {
  test("verifyOtp({ type: 'email_change' }) with the codes of both addresses", async () => {
    const { auth, email, password, events } = await connectAsUser()
    const next = newEmail()
    const changing = unwrap(await auth.updateUser({ email: next })).user
    expect(changing).toMatchObject({ email, new_email: next })
    const [toNew, toPresent] = await mails(next, 'email_change')
    if (toPresent && bothConfirm) {
      const first = unwrap(await auth.verifyOtp({ email, token: toPresent.code, type: 'email_change' }))
      expect(first).toMatchObject({ status: 'confirmation-needed', user: null, session: null, message: expect.any(String) })
      expect(unwrap(await auth.getUser()).user.email).toBe(email)
    }
    const last = toPresent && !bothConfirm ? { email, token: toPresent.code } : { email: next, token: toNew!.code }
    const second = unwrap(await auth.verifyOtp({ ...last, type: 'email_change' }))
    expect(second).toMatchObject({ status: 'signed-in', user: { id: changing.id, email: next } })
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'USER_UPDATED', 'SIGNED_IN'])
    expect(unwrap(await auth.getUserIdentities()).identities).toMatchObject([{ identity_data: { email: next } }])
    unwrap(await auth.signOut())
    expect((await auth.signInWithPassword({ email, password })).error).toMatchObject({ code: 'invalid_credentials' })
    unwrap(await auth.signInWithPassword({ email: next, password }))
  })

  test("resend({ type: 'email_change' }) goes by the present address", async (context) => {
    const { auth, email } = await connectAsUser()
    const next = newEmail()
    unwrap(await auth.updateUser({ email: next }))
    const before = (await mails(next, 'email_change')).length
    unwrap(await auth.resend({ type: 'email_change', email: next }))
    const { error } = await auth.resend({ type: 'email_change', email })
    skipIfLimited(context, error)
    expect(error).toBeNull()
    expect(await mails(next, 'email_change', 2)).toHaveLength(2 * before)
  })
})

for (const flowType of ['implicit', 'pkce'] as const) {
  const query = flowType === 'pkce' ? /\?code=[^&#]+$/ : /#(?=.*access_token=)(?=.*refresh_token=).*$/

  describeWith([...needsMails], `links of mails, flowType: '${flowType}'`, () => {
    testWith(['magic links'], 'signInWithOtp(), the link, handleCallback()', async () => {
      const { email } = await connectAsUser()
      const { auth, events, requests } = await connect({ flowType })
      unwrap(await auth.signInWithOtp({ email, options: { emailRedirectTo: home } }))
      const { link } = await mail(email, 'magiclink')
      const back = await open(link)
      expect(back).toMatch(new RegExp(`^${home}[?#]`))
      expect(back).toMatch(query)

      const data = unwrap(await auth.handleCallback(back))
      expect(data).toMatchObject({ type: 'signed_in', redirectType: null, user: { email } })
      expect(requests.at(-1)).toBe(flowType === 'pkce' ? 'POST token pkce' : 'GET user')
      await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
      expect((await auth.refreshSession()).error).toBeNull()

      // Tokens and codes don't work twice, links neither.
      const again = await auth.handleCallback(back)
      if (flowType === 'pkce') expect(unwrap(again)).toEqual({ type: 'none', user: null, session: null })
      const { data: nothing, error } = await auth.handleCallback(await open(link))
      expect(nothing).toEqual({ user: null, session: null })
      expect(error).toMatchObject({ code: 'otp_expired', message: 'Email link is invalid or has expired' })
      expect(unwrap(await auth.getSession()).session?.user.email).toBe(email)
    })

    testWith(['sign-up with confirmation'], 'signUp(), the link, handleCallback()', async () => {
      const { auth, events } = await connect({ flowType })
      const email = newEmail()
      unwrap(await auth.signUp({ email, password: newPassword(), options: { emailRedirectTo: home } }))
      const { link } = await mail(email, 'signup')
      const data = unwrap(await auth.handleCallback(await open(link)))
      expect(data).toMatchObject({ type: 'signed_in', redirectType: null, user: { email } })
      await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    })

    testWith(['sign-up with confirmation'], "resend({ type: 'signup' }), the link", async (context) => {
      const { auth } = await connect({ flowType })
      const email = newEmail()
      unwrap(await auth.signUp({ email, password: newPassword(), options: { emailRedirectTo: home } }))
      const { error } = await auth.resend({ type: 'signup', email, options: { emailRedirectTo: home } })
      skipIfLimited(context, error)
      expect(error).toBeNull()
      const { link } = (await mails(email, 'signup', 2)).at(-1)!
      expect(unwrap(await auth.handleCallback(await open(link)))).toMatchObject({ type: 'signed_in', user: { email } })
    })

    test('resetPasswordForEmail(), the link, handleCallback(), updateUser({ password })', async () => {
      const { email } = await connectAsUser()
      const { auth, events } = await connect({ flowType })
      unwrap(await auth.resetPasswordForEmail(email, { redirectTo: home }))
      const { link } = await mail(email, 'recovery')
      const data = unwrap(await auth.handleCallback(await open(link)))
      expect(data).toMatchObject({ type: 'signed_in', redirectType: 'recovery', user: { email } })
      await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'PASSWORD_RECOVERY'])

      const password = newPassword()
      unwrap(await auth.updateUser({ password }))
      unwrap(await auth.signOut())
      unwrap(await auth.signInWithPassword({ email, password }))
    })

    test('updateUser({ email }), the links, email_change_pending', async () => {
      const { auth, email, events } = await connectAsUser({ flowType })
      const next = newEmail()
      unwrap(await auth.updateUser({ email: next }, { emailRedirectTo: home }))
      const [toNew, toPresent] = await mails(next, 'email_change')
      if (toPresent && bothConfirm) {
        const first = await open(toPresent.link)
        expect(unwrap(await auth.handleCallback(first))).toMatchObject({
          type: 'email_change_pending',
          message: expect.stringMatching(/Confirmation link accepted/),
          user: null,
          session: null,
        })
        expect(unwrap(await auth.getUser()).user).toMatchObject({ email, new_email: next })
      }
      const data = unwrap(await auth.handleCallback(await open(toNew!.link)))
      expect(data).toMatchObject({ type: 'signed_in', redirectType: null, user: { email: next } })
      await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'USER_UPDATED', 'SIGNED_IN'])
      expect(unwrap(await auth.getUser()).user).toMatchObject({ email: next })
    })

    for (const [what, redirectTo] of Object.entries({
      'a query and capitals': `${home}/Zu%20Hause?next=%2Fa%20b&ü=1`,
      'characters that travel encoded': `${home}/a b/ö`,
      'dots that browsers resolve': `${home}/x/../y`,
      'the fragment of a hash router': `${home}/#/account`,
    })) {
      test(`a redirectTo with ${what}`, async () => {
        const { email } = await connectAsUser()
        const { auth } = await connect({ flowType })
        unwrap(await auth.resetPasswordForEmail(email, { redirectTo }))
        const { link } = await mail(email, 'recovery')
        const back = await open(link)
        expect(decodeURI(new URL(back).pathname)).toBe(decodeURI(new URL(redirectTo).pathname))
        for (const [name, value] of new URL(redirectTo).searchParams)
          expect(new URL(back).searchParams.get(name)).toBe(value)
        expect(unwrap(await auth.handleCallback(back))).toMatchObject({ type: 'signed_in', user: { email } })
      })
    }
  })
}

describeWith([...needsMails], 'links of PKCE flows', () => {
  const recover = async (email: string, auth: Awaited<ReturnType<typeof connect>>['auth'], redirectTo = home) => {
    unwrap(await auth.resetPasswordForEmail(email, { redirectTo }))
    return open((await mail(email, 'recovery')).link)
  }

  test('several flows under way, taken in in another order', async () => {
    const { auth } = await connect({ flowType: 'pkce' })
    const people = await Promise.all([connectAsUser(), connectAsUser(), connectAsUser()])
    const links: string[] = []
    for (const { email } of people) links.push(await recover(email, auth))
    for (const which of [1, 0, 2]) {
      const { email } = people[which]!
      expect(unwrap(await auth.handleCallback(links[which]!))).toMatchObject({ type: 'signed_in', user: { email } })
    }
  })

  test('exchangeCodeForSession() after a reload, and where the flow did not begin', async () => {
    const { email } = await connectAsUser()
    const storage = memoryStorage()
    const { auth } = await connect({ flowType: 'pkce', storage })
    const back = await recover(email, auth)
    const code = new URL(back).searchParams.get('code')!

    const stranger = await connect({ flowType: 'pkce' })
    expect(unwrap(await stranger.auth.handleCallback(back))).toMatchObject({ type: 'none' })
    const unknown = await stranger.auth.exchangeCodeForSession(code)
    expect(unknown.error).toMatchObject({ code: 'pkce_code_verifier_not_found', status: 0 })
    const wrong = await stranger.auth.exchangeCodeForSession(code, { codeVerifier: 'x'.repeat(43) })
    expect(wrong.error).toMatchObject({ code: 'bad_code_verifier', status: 400, operation: 'grantToken' })

    // A wrong verifier has not used the code up.
    const reloaded = await connect({ storage })
    const data = unwrap(await reloaded.auth.exchangeCodeForSession(code))
    expect(data).toMatchObject({ redirectType: 'recovery', user: { email } })
    const used = await reloaded.auth.exchangeCodeForSession(code, { codeVerifier: 'x'.repeat(43) })
    expect(used.error).toMatchObject({ code: 'flow_state_not_found', status: 404 })
  })

  test('exchangeCodeForSession() with a code that is none', async () => {
    const { auth } = await connect({ flowType: 'pkce' })
    const unknown = await auth.exchangeCodeForSession('00000000-0000-4000-8000-000000000000', {
      codeVerifier: 'x'.repeat(43),
    })
    expect(unknown.error).toMatchObject({ code: 'flow_state_not_found', status: 404 })
    const { error } = await auth.exchangeCodeForSession('not a code', { codeVerifier: 'x'.repeat(43) })
    expect(error).toMatchObject({ code: 'flow_state_not_found', status: 404 })
  })
})

describeWith(['phones with confirmation', 'catcher in GOTRUE_MESSAGES_URL'], 'text messages', () => {
  test('signInWithOtp() signs a new user up; verifyOtp() with the code', async () => {
    const { auth, events } = await connect()
    const phone = newPhone()
    unwrap(await auth.signInWithOtp({ phone: `+${phone}`, options: { data: { name: 'Ada' } } }))
    const token = await sms(phone)
    const wrong = await auth.verifyOtp({ phone, token: token === '000000' ? '111111' : '000000', type: 'sms' })
    expect(wrong.error).toMatchObject({ code: 'otp_expired', status: 403 })
    const verified = unwrap(await auth.verifyOtp({ phone: `+${phone}`, token, type: 'sms' }))
    expect(verified).toMatchObject({ status: 'signed-in', user: { phone, user_metadata: { name: 'Ada' } } })
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('signInWithOtp({ options: { shouldCreateUser: false } }) of somebody unknown', async () => {
    const { auth } = await connect()
    const { error } = await auth.signInWithOtp({ phone: newPhone(), options: { shouldCreateUser: false } })
    expect(error).toMatchObject({ code: 'otp_disabled', status: 422 })
  })

  test("resend({ type: 'sms' })", async (context) => {
    const { auth } = await connect()
    const phone = newPhone()
    unwrap(await auth.signUp({ phone, password: newPassword() }))
    await sms(phone)
    const { error } = await auth.resend({ type: 'sms', phone })
    skipIfLimited(context, error)
    expect(error).toBeNull()
    unwrap(await auth.verifyOtp({ phone, token: await sms(phone, 2), type: 'sms' }))
  })

  test("updateUser({ phone }), verifyOtp({ type: 'phone_change' })", async () => {
    const { auth, events } = await connect()
    const present = newPhone()
    unwrap(await auth.signInWithOtp({ phone: present }))
    unwrap(await auth.verifyOtp({ phone: present, token: await sms(present), type: 'sms' }))
    const phone = newPhone()
    const { user } = unwrap(await auth.updateUser({ phone }))
    expect(user).toMatchObject({ phone: present, new_phone: phone })
    const verified = unwrap(await auth.verifyOtp({ phone, token: await sms(phone), type: 'phone_change' }))
    expect(verified).toMatchObject({ status: 'signed-in', user: { id: user.id, phone } })
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'USER_UPDATED', 'SIGNED_IN'])
  })

  test("resend({ type: 'phone_change' }) goes by the present number", async (context) => {
    const { auth } = await connect()
    const present = newPhone()
    unwrap(await auth.signInWithOtp({ phone: present }))
    unwrap(await auth.verifyOtp({ phone: present, token: await sms(present), type: 'sms' }))
    const phone = newPhone()
    unwrap(await auth.updateUser({ phone }))
    await sms(phone)
    unwrap(await auth.resend({ type: 'phone_change', phone }))
    const { error } = await auth.resend({ type: 'phone_change', phone: present })
    skipIfLimited(context, error)
    expect(error).toBeNull()
    unwrap(await auth.verifyOtp({ phone, token: await sms(phone, 2), type: 'phone_change' }))
  })
})

describeWith(['phones with confirmation', 'number in GOTRUE_TEST_OTP'], 'a test number', () => {
  test('signInWithOtp() and verifyOtp() with the code that is known', async (context) => {
    const { auth } = await connect()
    const { error } = await auth.signInWithOtp({ phone: testPhone! })
    skipIfLimited(context, error)
    expect(error).toBeNull()
    const verified = unwrap(await auth.verifyOtp({ phone: testPhone!, token: testCode!, type: 'sms' }))
    expect(verified).toMatchObject({ status: 'signed-in', user: { phone: testPhone } })
  })
})

describeWith([...needsMails], 'limits of messages', () => {
  test('resetPasswordForEmail() twice in a row', async (context) => {
    const { email } = await connectAsUser()
    const { auth, requests } = await connect()
    unwrap(await auth.resetPasswordForEmail(email))
    const { data, error } = await auth.resetPasswordForEmail(email)
    if (!error) return context.skip('the server sends mails as often as it is asked to')
    expect(data).toBeNull()
    expect(error).toMatchObject({ code: 'over_email_send_rate_limit', status: 429, retryable: true, operation: 'recover' })
    expect(error.retryAfter).toBeGreaterThan(0)
    expect(error.retryAfter).toBeLessThan(3600)
    // It could be sent again later; by itself nothing is.
    expect(requests).toEqual(['POST recover', 'POST recover'])
    expect(await mails(email, 'recovery')).toHaveLength(1)
  })

  testWith(['phones with confirmation'], 'signInWithOtp() twice in a row', async (context) => {
    const { auth } = await connect()
    const phone = newPhone()
    unwrap(await auth.signInWithOtp({ phone }))
    const { error } = await auth.signInWithOtp({ phone })
    if (!error) return context.skip('the server sends text messages as often as it is asked to')
    expect(error).toMatchObject({ code: 'over_sms_send_rate_limit', status: 429, retryable: true })
    expect(error.retryAfter).toBeGreaterThan(0)
  })
})

describeWith(['catcher in GOTRUE_MESSAGES_URL'], 'a link that is none', () => {
  test('handleCallback() of what the server makes of it', async () => {
    const { auth } = await connect()
    const link = verifyLinkUrl(url!, { tokenHash: '0123456789abcdef', type: 'signup', redirectTo: home })
    const back = await open(link.href)
    const { error } = await auth.handleCallback(back)
    expect(error).toMatchObject({ code: 'otp_expired', message: 'Email link is invalid or has expired' })
  })
})
