// Sign-up, passwords, anonymous users and the account of a user, on a real server: see live.ts.
import { expect, test, vi } from 'vitest'
import {
  AuthApiError,
  AuthSessionMissingError,
  AuthWeakPasswordError,
  createClient,
  decodeAccessToken,
  memoryStorage,
  unwrap,
} from '../../src/facade/index.ts'
import {
  administer,
  apiKey,
  connect,
  connectAsUser,
  describeWith,
  has,
  mail,
  newEmail,
  newPassword,
  newPhone,
  serviceKey,
  settings,
  signUp,
  sms,
  testWith,
  url,
} from './live.ts'

describeWith([], 'the server itself', () => {
  test('createClient() takes the address and the key from the environment', async () => {
    vi.stubEnv('GOTRUE_URL', url)
    if (apiKey) vi.stubEnv('GOTRUE_API_KEY', apiKey)
    const auth = createClient()
    expect(unwrap(await auth.health())).toMatchObject({ name: 'GoTrue', version: expect.any(String) })
    expect(unwrap(await auth.settings())).toEqual(settings)
    vi.unstubAllEnvs()
  })

  test('settings() has the members that the spec requires', () => {
    expect(settings).toMatchObject({
      disable_signup: expect.any(Boolean),
      mailer_autoconfirm: expect.any(Boolean),
      phone_autoconfirm: expect.any(Boolean),
      sms_provider: expect.any(String),
      saml_enabled: expect.any(Boolean),
      passkeys_enabled: expect.any(Boolean),
      external: { email: expect.any(Boolean), phone: expect.any(Boolean), anonymous_users: expect.any(Boolean) },
    })
  })

  test('health() of an address where no GoTrue is', async () => {
    const auth = createClient({ url: `${url!.replace(/\/$/, '')}/nothing/here` })
    const { data, error } = await auth.health()
    expect(data).toBeNull()
    expect(error).toMatchObject({ code: 'unexpected_response', status: 404, operation: 'getHealth' })
  })

  test('getUser() with nobody signed in, and with a token that is none', async () => {
    const { auth, requests } = await connect()
    expect((await auth.getUser()).error).toBeInstanceOf(AuthSessionMissingError)
    expect(requests).toEqual([])
    const { error } = await auth.getUser('not.a.token')
    expect(error).toBeInstanceOf(AuthApiError)
    expect(error).toMatchObject({ code: 'bad_jwt', status: 403, operation: 'getUser', retryable: false })
  })

  test('signInWithPassword() of somebody unknown', async () => {
    const { auth, events } = await connect()
    const { data, error } = await auth.signInWithPassword({ email: newEmail(), password: newPassword() })
    expect(data).toEqual({ user: null, session: null })
    expect(error).toMatchObject({ code: 'invalid_credentials', status: 400, operation: 'grantToken', retryable: false })
    await expect.poll(() => events).toEqual(['INITIAL_SESSION'])
  })

  test('refreshSession() with a refresh token that nobody has', async () => {
    const { auth } = await connect()
    const unknown = await auth.refreshSession({ refresh_token: 'aaaaaaaaaaaa' })
    expect(unknown.error).toMatchObject({ code: 'refresh_token_not_found', status: 400 })
    const malformed = await auth.refreshSession({ refresh_token: 'no refresh token' })
    expect(malformed.error).toMatchObject({ code: 'validation_failed', status: 400 })
  })
})

describeWith(['SAML'], 'SSO', () => {
  test('signInWithSSO() with a domain and an id that nobody has', async () => {
    const { auth } = await connect()
    const domain = await auth.signInWithSSO({ domain: 'nobody.example.com' })
    expect(domain.error).toMatchObject({ code: 'sso_provider_not_found', status: 404 })
    const id = await auth.signInWithSSO({ providerId: '00000000-0000-4000-8000-000000000000' })
    expect(id.error).toMatchObject({ code: 'sso_provider_not_found', status: 404 })
  })
})

describeWith(['sign-up by e-mail', 'sign-up without confirmation'], 'sign-up without confirmation', () => {
  test('signUp() signs in, signOut() out', async () => {
    const { auth, events } = await connect()
    const email = newEmail()
    const credentials = { email, password: newPassword(), options: { data: { name: 'Ada', age: 36 } } }
    const data = unwrap(await auth.signUp(credentials))
    expect(data).toMatchObject({ status: 'signed-in', user: { email, is_anonymous: false } })
    expect(data.user.user_metadata).toMatchObject({ name: 'Ada', age: 36 })
    expect(auth.getSnapshot()).toMatchObject({ status: 'signed-in', user: { email } })
    const { access_token } = data.session!
    expect(decodeAccessToken(access_token)).toMatchObject({ sub: data.user.id, email, aal: 'aal1', role: 'authenticated' })
    expect(unwrap(await auth.getUser()).user).toMatchObject({ id: data.user.id, email })

    expect(await auth.signOut()).toEqual({ data: null, error: null })
    expect(unwrap(await auth.getSession()).session).toBeNull()
    expect((await auth.getUser(access_token)).error).toMatchObject({ code: 'session_not_found', status: 403 })
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT user'])
  })

  test("signUp() of a PKCE client has nothing to come back from: somebody else's code is not taken for its own", async () => {
    const { auth, requests } = await connectAsUser({ flowType: 'pkce' })
    const sent = requests.length
    const data = unwrap(await auth.handleCallback('https://app.example.com/callback?code=of-another-server'))
    expect(data).toEqual({ type: 'none', user: null, session: null })
    expect(requests).toHaveLength(sent)
  })

  test('signUp() with an address that somebody has', async () => {
    const { email } = await connectAsUser()
    const { auth } = await connect()
    const { data, error } = await auth.signUp({ email, password: newPassword() })
    expect(data).toEqual({ user: null, session: null })
    expect(error).toMatchObject({ code: 'user_already_exists', status: 422, operation: 'signUp' })
  })
})

describeWith(['sign-up by e-mail', 'sign-up with confirmation'], 'sign-up with confirmation', () => {
  test('signUp() waits for the code of the mail', async () => {
    const { auth, events } = await connect()
    const email = newEmail()
    const password = newPassword()
    const data = unwrap(await auth.signUp({ email, password, options: { data: { name: 'Ada' } } }))
    expect(data).toMatchObject({
      status: 'confirmation-needed',
      session: null,
      user: { email, user_metadata: { name: 'Ada' } },
    })
    expect(unwrap(await auth.getSession()).session).toBeNull()
    const early = await auth.signInWithPassword({ email, password })
    expect(early.error).toMatchObject({ code: 'email_not_confirmed', status: 400 })

    const { code } = await mail(email, 'signup')
    const verified = unwrap(await auth.verifyOtp({ email, token: code, type: 'signup' }))
    expect(verified).toMatchObject({
      status: 'signed-in',
      user: { id: data.user.id, email_confirmed_at: expect.any(String) },
    })
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    unwrap(await auth.signOut())
    expect(unwrap(await auth.signInWithPassword({ email, password })).user.email).toBe(email)
  })

  test('signUp() with an address that somebody has answers the same', async () => {
    const { auth: first, email } = await connectAsUser()
    const { user } = unwrap(await first.getUser())
    const { auth } = await connect()
    const data = unwrap(await auth.signUp({ email, password: newPassword() }))
    expect(data).toMatchObject({ status: 'confirmation-needed', session: null, user: { email, identities: [] } })
    expect(data.user.id).not.toBe(user.id)
  })
})

describeWith(['sign-up by e-mail'], 'a user with a password', () => {
  test('signUp() with a weak password', async () => {
    const { auth } = await connect()
    const { error } = await auth.signUp({ email: newEmail(), password: 'a' })
    expect(error).toBeInstanceOf(AuthWeakPasswordError)
    expect(error).toMatchObject({ code: 'weak_password', status: 422 })
    expect((error as AuthWeakPasswordError).reasons).toContain('length')
  })

  test('signInWithPassword(), right and wrong', async () => {
    const { email, password } = await connectAsUser()
    const { auth, events } = await connect()
    const wrong = await auth.signInWithPassword({ email, password: newPassword() })
    expect(wrong.error).toMatchObject({ code: 'invalid_credentials', status: 400 })
    // Capitals in an address don't matter.
    const data = unwrap(await auth.signInWithPassword({ email: email.toUpperCase(), password }))
    expect(data).toMatchObject({ user: { email }, session: { token_type: 'bearer', expires_in: expect.any(Number) } })
    expect(data).not.toHaveProperty('weakPassword')
    expect(data.session).not.toHaveProperty('weak_password')
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  test('signInWithPassword({ options: { persistSession: false } }) stores nothing', async () => {
    const { email, password } = await connectAsUser()
    const storage = memoryStorage()
    const { auth } = await connect({ storage })
    unwrap(await auth.signInWithPassword({ email, password, options: { persistSession: false } }))
    expect(unwrap(await auth.getUser()).user.email).toBe(email)
    const reloaded = await connect({ storage })
    expect(unwrap(await reloaded.auth.getSession()).session).toBeNull()
  })

  test('an audience of its own', async () => {
    const email = newEmail()
    const password = newPassword()
    const options = { audience: 'mobile' }
    const { auth } = await connect()
    expect(unwrap(await auth.signUp({ email, password, options })).user.aud).toBe('mobile')
    expect((await auth.signInWithPassword({ email, password })).error).toMatchObject({ code: 'invalid_credentials' })
    const { error } = await auth.signInWithPassword({ email, password, options })
    // The password was right: the audience was taken from `options`.
    if (has['sign-up with confirmation']) return expect(error).toMatchObject({ code: 'email_not_confirmed' })
    expect(error).toBeNull()
    expect(unwrap(await auth.getUser()).user).toMatchObject({ email, aud: 'mobile' })
    expect(unwrap(await auth.refreshSession()).user.aud).toBe('mobile')
    expect(unwrap(await auth.updateUser({ data: { seen: true } })).user.aud).toBe('mobile')
  })

  test('updateUser({ data }) merges, and null removes', async () => {
    const { auth, events } = await connectAsUser()
    unwrap(await auth.updateUser({ data: { name: 'Ada', age: 36 } }))
    const { user } = unwrap(await auth.updateUser({ data: { age: null, likes: ['engines'] } }))
    expect(user.user_metadata).toMatchObject({ name: 'Ada', likes: ['engines'] })
    expect(user.user_metadata).not.toHaveProperty('age')
    expect(unwrap(await auth.getSession()).session?.user.user_metadata).toEqual(user.user_metadata)
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'USER_UPDATED', 'USER_UPDATED'])
    // The access token still says what was so at the sign-in; the next one does not.
    const { session } = unwrap(await auth.refreshSession())
    expect(decodeAccessToken(session.access_token).user_metadata).toMatchObject({ likes: ['engines'] })
  })

  test('updateUser({ email }) to an address that somebody has', async () => {
    const { email } = await connectAsUser()
    const { auth } = await connectAsUser()
    expect((await auth.updateUser({ email })).error).toMatchObject({
      code: 'email_exists',
      status: 422,
      operation: 'updateUser',
    })
  })

  test('updateUser({ password }) ends the other sessions, and not this one', async () => {
    const { auth, email, password } = await connectAsUser()
    const other = await connect()
    unwrap(await other.auth.signInWithPassword({ email, password }))

    const next = newPassword()
    const plain = await auth.updateUser({ password: next })
    if (plain.error?.code === 'current_password_required') {
      const wrong = await auth.updateUser({ password: next, current_password: newPassword() })
      expect(wrong.error).toMatchObject({ code: 'current_password_invalid', status: 400 })
      unwrap(await auth.updateUser({ password: next, current_password: password }))
    } else unwrap(plain)
    const same = await auth.updateUser({ password: next, current_password: next })
    expect(same.error).toMatchObject({ code: 'same_password', status: 422 })

    expect((await auth.getUser()).error).toBeNull()
    expect((await auth.refreshSession()).error).toBeNull()
    expect((await other.auth.getUser()).error).toMatchObject({ code: 'session_not_found', status: 403 })
    expect(unwrap(await other.auth.getSession()).session).toBeNull()
    await expect.poll(() => other.events).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_OUT revoked'])

    const old = await other.auth.signInWithPassword({ email, password })
    expect(old.error).toMatchObject({ code: 'invalid_credentials' })
    unwrap(await other.auth.signInWithPassword({ email, password: next }))
  })

  test('updateUser({ password }) with a weak password', async () => {
    const { auth, password } = await connectAsUser()
    const { error } = await auth.updateUser({ password: 'a', current_password: password })
    expect(error).toBeInstanceOf(AuthWeakPasswordError)
    expect((error as AuthWeakPasswordError).reasons).toContain('length')
  })

  test('getUserIdentities(), unlinkIdentity() of the only one', async () => {
    const { auth, email } = await connectAsUser()
    const { identities } = unwrap(await auth.getUserIdentities())
    expect(identities).toMatchObject([{ provider: 'email', identity_data: { email } }])
    const last = await auth.unlinkIdentity(identities[0]!)
    expect(last.data).toBeNull()
    expect(last.error?.code).toMatch(/^(single_identity_not_deletable|manual_linking_disabled)$/)
  })

  test('withAccessToken(), and calls with an access token', async () => {
    const { auth, email, events } = await connectAsUser()
    const { access_token } = unwrap(await auth.getSession()).session!
    const { auth: nobody } = await connect()
    expect(unwrap(await nobody.getUser(access_token)).user.email).toBe(email)
    expect(unwrap(await nobody.updateUser({ data: { by: 'option' } }, { accessToken: access_token })).user.email).toBe(email)
    expect(unwrap(await nobody.getSession()).session).toBeNull()

    const bound = nobody.withAccessToken(access_token)
    expect(unwrap(await bound.getUser()).user.user_metadata).toMatchObject({ by: 'option' })
    expect(unwrap(await bound.getUserIdentities()).identities).toHaveLength(1)
    unwrap(await bound.signOut({ scope: 'local' }))
    expect((await bound.getUser()).error).toMatchObject({ code: 'session_not_found' })
    // The client whose session it was finds out when it asks.
    expect((await auth.getUser()).error).toMatchObject({ code: 'session_not_found' })
    await expect.poll(() => events.at(-1)).toBe('SIGNED_OUT revoked')
  })

  test("fetch() of the server's own /user", async () => {
    const { auth, email } = await connectAsUser()
    const path = new URL(`${url!.replace(/\/$/, '')}/user`).pathname
    const response = await auth.fetch(path)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ email })
    unwrap(await auth.signOut())
    // Without a token, though the key may be one.
    expect((await auth.fetch(path)).status).toBe(401)
  })
})

describeWith(['anonymous users'], 'an anonymous user', () => {
  test('signInAnonymously()', async () => {
    const { auth, events } = await connect()
    const { user, session } = unwrap(await auth.signInAnonymously({ options: { data: { theme: 'dark' } } }))
    expect(user).toMatchObject({ is_anonymous: true, user_metadata: { theme: 'dark' }, identities: [] })
    expect(decodeAccessToken(session.access_token)).toMatchObject({ is_anonymous: true, sub: user.id })
    expect(unwrap(await auth.getUser()).user.id).toBe(user.id)
    const weak = await auth.updateUser({ password: newPassword() })
    expect(weak.error).toMatchObject({ code: 'validation_failed', status: 422 })
    expect((await auth.reauthenticate()).error?.status).toBeGreaterThan(399)
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
  })

  testWith(['sign-up by e-mail'], 'updateUser({ email }) makes it a permanent one', async () => {
    const { auth } = await connect()
    const { user } = unwrap(await auth.signInAnonymously())
    const email = newEmail()
    const answer = unwrap(await auth.updateUser({ email })).user
    if (has['sign-up without confirmation']) expect(answer).toMatchObject({ email, is_anonymous: false })
    else {
      expect(answer).toMatchObject({ new_email: email, is_anonymous: true })
      const { code } = await mail(email, 'email_change')
      const verified = unwrap(await auth.verifyOtp({ email, token: code, type: 'email_change' }))
      expect(verified).toMatchObject({ status: 'signed-in', user: { id: user.id, email, is_anonymous: false } })
    }
    const password = newPassword()
    unwrap(await auth.updateUser({ password }))
    const { session } = unwrap(await auth.refreshSession())
    expect(decodeAccessToken(session.access_token)).toMatchObject({ is_anonymous: false, sub: user.id })
    expect(unwrap(await auth.getUserIdentities()).identities).toMatchObject([{ provider: 'email' }])
    unwrap(await auth.signOut())
    expect(unwrap(await auth.signInWithPassword({ email, password })).user.id).toBe(user.id)
  })
})

describeWith(['phones with confirmation', 'catcher in GOTRUE_MESSAGES_URL'], 'a user with a phone and a password', () => {
  test('signUp(), verifyOtp(), signInWithPassword()', async () => {
    const { auth } = await connect()
    const phone = newPhone()
    const password = newPassword()
    const data = unwrap(await auth.signUp({ phone, password }))
    expect(data).toMatchObject({ status: 'confirmation-needed', session: null, user: { phone } })
    const early = await auth.signInWithPassword({ phone, password })
    expect(early.error).toMatchObject({ code: 'phone_not_confirmed', status: 400 })

    const verified = unwrap(await auth.verifyOtp({ phone, token: await sms(phone), type: 'sms' }))
    expect(verified).toMatchObject({ status: 'signed-in', user: { phone, phone_confirmed_at: expect.any(String) } })
    unwrap(await auth.signOut())
    expect(unwrap(await auth.signInWithPassword({ phone: `+${phone}`, password })).user.phone).toBe(phone)
    const wrong = await auth.signInWithPassword({ phone, password: newPassword() })
    expect(wrong.error).toMatchObject({ code: 'invalid_credentials' })
    // A failed sign-in leaves whoever is signed in.
    expect(unwrap(await auth.getSession()).session?.user.phone).toBe(phone)
  })

  test('signUp() with a number that is none', async () => {
    const { auth } = await connect()
    const { error } = await auth.signUp({ phone: 'call me', password: newPassword() })
    expect(error).toMatchObject({ code: 'validation_failed', status: 400 })
  })
})

describeWith(['GOTRUE_SERVICE_KEY or GOTRUE_JWT_SECRET', 'sign-up by e-mail'], 'what an administrator does', () => {
  test('getUser() and refreshSession() of a banned user', async () => {
    const first = await connectAsUser()
    const second = await connect()
    unwrap(await second.auth.signInWithPassword(first))
    const { id } = unwrap(await first.auth.getUser()).user
    await administer('PUT', id, { ban_duration: '1h' })

    expect((await first.auth.getUser()).error).toMatchObject({ code: 'user_banned', status: 403 })
    await expect.poll(() => first.events.at(-1)).toBe('SIGNED_OUT revoked')
    expect((await second.auth.refreshSession()).error).toMatchObject({ code: 'user_banned', status: 400 })
    await expect.poll(() => second.events.at(-1)).toBe('SIGNED_OUT revoked')
    expect((await first.auth.signInWithPassword(first)).error).toMatchObject({ code: 'user_banned', status: 400 })
  })

  test('getUser() and refreshSession() of a deleted user', async () => {
    const first = await connectAsUser()
    const second = await connect()
    unwrap(await second.auth.signInWithPassword(first))
    const { id } = unwrap(await first.auth.getUser()).user
    await administer('DELETE', id)

    expect((await first.auth.getUser()).error).toMatchObject({ code: 'user_not_found', status: 403 })
    await expect.poll(() => first.events.at(-1)).toBe('SIGNED_OUT revoked')
    expect((await second.auth.refreshSession()).error).toMatchObject({ code: 'refresh_token_not_found', status: 400 })
    await expect.poll(() => second.events.at(-1)).toBe('SIGNED_OUT revoked')
  })

  test('getUser() with the key of an administrator', async () => {
    const { auth } = await connect()
    expect((await auth.getUser(serviceKey)).error).toMatchObject({ code: 'bad_jwt', status: 403 })
  })

  test('a client after the sign-up of another user', async () => {
    const client = await connectAsUser()
    const { email } = await signUp(client)
    expect(unwrap(await client.auth.getUser()).user.email).toBe(email)
    await expect.poll(() => client.events).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_IN'])
  })
})
