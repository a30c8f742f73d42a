// Sign-in with providers, and identities, on a real server: see live.ts. The catcher is the provider.
import { createHash, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { authorizeUrl, unwrap } from '../../src/facade/index.ts'
import {
  connect,
  connectAsUser,
  describeWith,
  home,
  mintIdToken,
  newEmail,
  newStranger,
  open,
  step,
  testWith,
  url,
} from './live.ts'

const needsProvider = ['catcher in GOTRUE_MESSAGES_URL', 'provider github'] as const

for (const flowType of ['implicit', 'pkce'] as const) {
  const options = { redirectTo: `${home}?from=github` }
  const request = flowType === 'pkce' ? 'POST token pkce' : 'GET user'

  describeWith(needsProvider, `a provider, flowType: '${flowType}'`, () => {
    test('signInWithOAuth(), the visit, handleCallback()', async () => {
      const { email, name } = await newStranger()
      const { auth, events, requests } = await connect({ flowType })
      const { provider, url: begin } = unwrap(await auth.signInWithOAuth({ provider: 'github', options }))
      expect(provider).toBe('github')
      expect(requests).toEqual([])
      const back = await open(begin)
      expect(new URL(back).searchParams.get('from')).toBe('github')

      const data = unwrap(await auth.handleCallback(back))
      expect(data).toMatchObject({
        type: 'signed_in',
        redirectType: null,
        user: { email, user_metadata: { full_name: name } },
      })
      expect(data.session).toMatchObject({ provider_token: expect.any(String), provider_refresh_token: expect.any(String) })
      expect(requests).toEqual([request])
      await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])

      // The server sends the provider's tokens once, the session keeps them.
      const { provider_token, provider_refresh_token } = data.session!
      const { session } = unwrap(await auth.refreshSession())
      expect(session).toMatchObject({ provider_token, provider_refresh_token })

      unwrap(await auth.signOut())
      const again = await auth.signInWithOAuth({ provider: 'github', options })
      expect(unwrap(await auth.handleCallback(await open(again.data.url!))).user).toMatchObject({ id: data.user!.id })
      expect(unwrap(await auth.getUserIdentities()).identities).toMatchObject([{ provider: 'github' }])
    })

    test('handleCallback() when the provider refuses', async () => {
      const { auth } = await connect({ flowType })
      const { url: begin } = unwrap(await auth.signInWithOAuth({ provider: 'github', options }))
      const atProvider = new URL(await step(begin))
      const callback = new URL(atProvider.searchParams.get('redirect_uri')!)
      callback.searchParams.set('state', atProvider.searchParams.get('state')!)
      callback.searchParams.set('error', 'access_denied')
      callback.searchParams.set('error_description', 'The user has denied: 100 %')
      const { data, error } = await auth.handleCallback(await open(callback.href))
      expect(data).toEqual({ user: null, session: null })
      expect(error).toMatchObject({ code: 'access_denied', message: 'The user has denied: 100 %', retryable: false })
    })

    test('linkIdentity(), getUserIdentities(), unlinkIdentity()', async (context) => {
      const stranger = await newStranger()
      const { auth, email, events } = await connectAsUser({ flowType })
      const { user } = unwrap(await auth.getUser())
      const { data, error } = await auth.linkIdentity({ provider: 'github', options })
      if (error?.code === 'manual_linking_disabled') return context.skip('the server links nothing by hand')
      expect(error).toBeNull()
      const linked = unwrap(await auth.handleCallback(await open(data!.url)))
      expect(linked).toMatchObject({ type: 'signed_in', user: { id: user.id, email } })
      const { identities } = unwrap(await auth.getUserIdentities())
      expect(identities.map(({ provider }) => provider).sort()).toEqual(['email', 'github'])
      const github = identities.find(({ provider }) => provider === 'github')!
      expect(github.identity_data).toMatchObject({ email: stranger.email })
      await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'SIGNED_IN'])

      // Nobody else can have it now.
      const other = await connectAsUser({ flowType })
      const taking = unwrap(await other.auth.linkIdentity({ provider: 'github', options }))
      const taken = await other.auth.handleCallback(await open(taking.url))
      expect(taken.error).toMatchObject({
        code: 'identity_already_exists',
        message: expect.stringContaining('already linked'),
      })
      expect(unwrap(await other.auth.getSession()).session?.user.email).toBe(other.email)

      expect(unwrap(await auth.unlinkIdentity(github))).toEqual({})
      expect((await auth.unlinkIdentity(github)).error).toMatchObject({ code: 'single_identity_not_deletable', status: 422 })
      expect(unwrap(await auth.getUserIdentities()).identities).toHaveLength(1)
      // It belongs to nobody again.
      const free = unwrap(await other.auth.linkIdentity({ provider: 'github', options }))
      expect(unwrap(await other.auth.handleCallback(await open(free.url))).user?.email).toBe(other.email)
      const foreign = await other.auth.unlinkIdentity(github)
      expect(foreign.error).toMatchObject({ code: 'identity_not_found', status: 422, operation: 'unlinkIdentity' })
    })

    testWith(['anonymous users'], 'linkIdentity() makes an anonymous user a permanent one', async (context) => {
      const { email } = await newStranger()
      const { auth } = await connect({ flowType })
      const { user } = unwrap(await auth.signInAnonymously())
      const { data, error } = await auth.linkIdentity({ provider: 'github', options })
      if (error?.code === 'manual_linking_disabled') return context.skip('the server links nothing by hand')
      expect(error).toBeNull()
      const linked = unwrap(await auth.handleCallback(await open(data!.url)))
      expect(linked.user).toMatchObject({ id: user.id, email, is_anonymous: false })
    })
  })
}

describeWith(needsProvider, 'the way to a provider', () => {
  test('signInWithOAuth() hands scopes, parameters and nonce on', async () => {
    const { auth } = await connect()
    const options = { scopes: 'repo gist', queryParams: { prompt: 'login', login_hint: 'a+b&c=d@example.com' } }
    const begin = unwrap(await auth.signInWithOAuth({ provider: 'github', options })).url
    const { searchParams } = new URL(await step(begin))
    expect(searchParams.get('scope')).toBe('user:email repo gist')
    expect(searchParams.get('prompt')).toBe('login')
    expect(searchParams.get('login_hint')).toBe('a+b&c=d@example.com')
  })

  test('authorizeUrl() of a provider that there is not shows an error there', async () => {
    const response = await fetch(authorizeUrl(url!, { provider: 'no & such=one', redirectTo: home }), { redirect: 'manual' })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error_code: 'validation_failed',
      msg: expect.stringContaining('no & such=one'),
    })
  })

  test('handleCallback() after a visit that was used up', async () => {
    await newStranger()
    const { auth } = await connect({ flowType: 'pkce' })
    const { url: begin } = unwrap(await auth.signInWithOAuth({ provider: 'github', options: { redirectTo: home } }))
    const callback = await step(await step(begin))
    const back = await open(callback)
    const twice = await auth.handleCallback(await open(callback))
    expect(twice.error).toMatchObject({ code: 'flow_state_already_used' })
    unwrap(await auth.handleCallback(back))
    const late = await auth.handleCallback(await open(callback))
    expect(late.error).toMatchObject({ code: 'bad_oauth_state' })
    expect((await auth.getUser()).error).toBeNull()
  })

  test('two visits under way, that come back in the other order', async () => {
    const { auth } = await connect({ flowType: 'pkce' })
    const options = { redirectTo: home }
    const first = unwrap(await auth.signInWithOAuth({ provider: 'github', options })).url
    const second = unwrap(await auth.signInWithOAuth({ provider: 'github', options })).url
    for (const begin of [second, first]) {
      const { email } = await newStranger()
      expect(unwrap(await auth.handleCallback(await open(begin))).user?.email).toBe(email)
    }
  })
})

describeWith(['catcher in GOTRUE_MESSAGES_URL', 'provider keycloak'], 'ID tokens', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

  test('signInWithIdToken(), with a nonce', async () => {
    const email = newEmail()
    const nonce = randomUUID()
    const token = await mintIdToken({ sub: randomUUID(), email, nonce: sha256(nonce) })
    const { auth, events } = await connect()
    const wrong = await auth.signInWithIdToken({ provider: 'keycloak', token, nonce: randomUUID() })
    expect(wrong.data).toEqual({ user: null, session: null })
    expect(wrong.error).toMatchObject({ code: 'invalid nonce', status: 400, operation: 'grantToken' })
    const data = unwrap(await auth.signInWithIdToken({ provider: 'keycloak', token, nonce }))
    expect(data).toMatchObject({
      user: { email, app_metadata: { provider: 'keycloak' } },
      session: { token_type: 'bearer' },
    })
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    const again = unwrap(await auth.signInWithIdToken({ provider: 'keycloak', token, nonce }))
    expect(again.user.id).toBe(data.user.id)
  })

  test('signInWithIdToken() with a token that is none, or for somebody else', async () => {
    const { auth } = await connect()
    const none = await auth.signInWithIdToken({ provider: 'keycloak', token: 'not a token' })
    expect(none.error).toMatchObject({ status: 400, operation: 'grantToken' })
    const token = await mintIdToken({ sub: randomUUID(), email: newEmail(), aud: 'somebody else' })
    const foreign = await auth.signInWithIdToken({ provider: 'keycloak', token })
    expect(foreign.error).toMatchObject({ code: 'invalid request', status: 400 })
    const late = await mintIdToken({ sub: randomUUID(), email: newEmail(), exp: 1 })
    expect((await auth.signInWithIdToken({ provider: 'keycloak', token: late })).error?.status).toBe(400)
    const disabled = await auth.signInWithIdToken({ provider: 'kakao', token })
    expect(disabled.error).toMatchObject({ code: 'provider_disabled', status: 400 })
  })

  test('linkIdentity() with an ID token', async () => {
    const token = await mintIdToken({ sub: randomUUID(), email: newEmail() })
    const { auth, email, events } = await connectAsUser()
    const { user } = unwrap(await auth.getUser())
    const data = unwrap(await auth.linkIdentity({ provider: 'keycloak', token }))
    expect(data.user).toMatchObject({ id: user.id, email })
    await expect.poll(() => events).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'USER_UPDATED'])
    const providers = ({ provider }: { provider: string }) => provider
    // The answer lists the identities from before.
    expect(data.user.identities!.map(providers)).toEqual(['email'])
    expect(
      unwrap(await auth.getUserIdentities())
        .identities.map(providers)
        .sort(),
    ).toEqual(['email', 'keycloak'])
    const { session } = unwrap(await auth.refreshSession())
    expect(session.user.identities!.map(providers).sort()).toEqual(['email', 'keycloak'])

    const other = await connectAsUser()
    const taken = await other.auth.linkIdentity({ provider: 'keycloak', token })
    expect(taken.data).toBeNull()
    expect(taken.error).toMatchObject({ code: 'identity_already_exists', status: 422 })
    const nobody = await connect()
    expect((await nobody.auth.linkIdentity({ provider: 'keycloak', token })).error).toMatchObject({
      code: 'session_missing',
    })
  })
})
