// What autocompletes and what is refused at the client. Never run: tsc is the judge, called by types.test.ts.
import type { GoTrueClient, GoTrueClientOptions, Session as TheirSession, User as TheirUser } from '@supabase/auth-js'
import type { JSONWebKeySet } from 'jose'
import { describe, expectTypeOf, test } from 'vitest'
import {
  AuthSessionMissingError,
  AuthWeakPasswordError,
  createClient,
  decodeAccessToken,
  indexedDBStorage,
  isAuthWeakPasswordError,
  memoryStorage,
  parseCallback,
  unwrap,
  verifyAccessToken,
  webStorage,
  type AccessTokenClaims,
  type AuthChangeDetails,
  type AuthChangeEvent,
  type AuthClient,
  type AuthError,
  type Callback,
  type ClientOptions,
  type IdTokenCredentials,
  type Identity,
  type Jwk,
  type JwkSet,
  type KnownErrorCode,
  type Provider,
  type Result,
  type Session,
  type SessionStorage,
  type SignOutReason,
  type Snapshot,
  type User,
  type VerifiedAccessToken,
  type VerifiedClaims,
  type VerifyOptions,
} from '../../src/facade/index.ts'
import type { JsonWebKeySet } from '../../generated/operations/types.ts'

interface Types {
  userMetadata: { name: string; theme?: 'dark' | 'light' }
  appMetadata: { plan: 'free' | 'pro' }
  claims: { tenant: string }
}

const url = 'http://localhost:9999'
const fetch = async () => new Response('{}')
const auth = createClient({ url, fetch })
const typed = createClient<Types>({ url, fetch })
const email = 'ada@example.com'
const phone = '15551230001'
const password = 'correct-horse-battery'
const token = '686136'

/** The literal members of an open union, which are what an editor completes. */
type Literals<Type> = Type extends string ? (string extends Type ? never : Type) : never
type ErrorOf<Method extends (...given: never[]) => Promise<{ error: unknown }>> = NonNullable<
  Awaited<ReturnType<Method>>['error']
>
type CodeOf<Method extends (...given: never[]) => Promise<{ error: unknown }>> =
  ErrorOf<Method> extends infer Failure ? (Failure extends { code: infer Code } ? Code : never) : never

describe('a result', () => {
  test('narrows by its error', async () => {
    const { data, error } = await auth.signInWithPassword({ email, password })
    if (error) {
      expectTypeOf(data).toEqualTypeOf<{ user: null; session: null }>()
      return expectTypeOf(error).toExtend<AuthError>()
    }
    expectTypeOf(error).toEqualTypeOf<null>()
    expectTypeOf(data.session).toEqualTypeOf<Session>()
    expectTypeOf(data.user).toEqualTypeOf<User>()
    expectTypeOf(data.session.access_token).toEqualTypeOf<string>()
    expectTypeOf(data.session.expires_at).toEqualTypeOf<number>()
  })

  test('can be taken apart in one line, whether or not there is an error', async () => {
    const {
      data: { user },
    } = await auth.getUser()
    expectTypeOf(user).toEqualTypeOf<User | null>()
    const {
      data: { session },
    } = await auth.getSession()
    expectTypeOf(session).toEqualTypeOf<Session | null>()
    const {
      data: { url: there },
    } = await auth.signInWithOAuth({ provider: 'github' })
    expectTypeOf(there).toEqualTypeOf<string | null>()
  })

  test('of getSession() has a session only if somebody is signed in', async () => {
    const { data, error } = await auth.getSession()
    if (error) return expectTypeOf(data.session).toEqualTypeOf<null>()
    expectTypeOf(data.session).toEqualTypeOf<Session | null>()
    // @ts-expect-error it may be null
    void data.session.user
    if (data.session) expectTypeOf(data.session.user).toEqualTypeOf<User>()
  })

  test('of signUp() narrows by its status, and by its session', async () => {
    const { data, error } = await auth.signUp({ email, password })
    if (error) return expectTypeOf(data.user).toEqualTypeOf<null>()
    expectTypeOf(data.status).toEqualTypeOf<'signed-in' | 'confirmation-needed'>()
    expectTypeOf(data.user).toEqualTypeOf<User>()
    if (data.status === 'signed-in') expectTypeOf(data.session).toEqualTypeOf<Session>()
    else expectTypeOf(data.session).toEqualTypeOf<null>()
    if (data.session) expectTypeOf(data.status).toEqualTypeOf<'signed-in'>()
  })

  test('of verifyOtp() narrows by its status', async () => {
    const { data, error } = await auth.verifyOtp({ type: 'email', email, token })
    if (error) return
    if (data.status === 'signed-in') return expectTypeOf(data.session).toEqualTypeOf<Session>()
    expectTypeOf(data.message).toEqualTypeOf<string>()
    expectTypeOf(data.session).toEqualTypeOf<null>()
  })

  test('of handleCallback() narrows by its type', async () => {
    const { data, error } = await auth.handleCallback(url)
    if (error) return
    if (data.type === 'signed_in') {
      expectTypeOf(data.session).toEqualTypeOf<Session>()
      return expectTypeOf(data.redirectType).toEqualTypeOf<'recovery' | null>()
    }
    expectTypeOf(data.session).toEqualTypeOf<null>()
    if (data.type === 'email_change_pending') expectTypeOf(data.message).toEqualTypeOf<string>()
    else expectTypeOf(data.type).toEqualTypeOf<'none'>()
  })

  test('of linkIdentity() is that of its kind', async () => {
    const { data: there } = await auth.linkIdentity({ provider: 'github' })
    expectTypeOf(there).toEqualTypeOf<{ provider: Provider; url: string } | null>()
    const { data: here } = await auth.linkIdentity({ provider: 'google', token: 'a.b.c' })
    expectTypeOf(here?.session).toEqualTypeOf<Session | undefined>()
  })

  test('of the rest', async () => {
    expectTypeOf((await auth.signOut()).data).toEqualTypeOf<null>()
    expectTypeOf((await auth.getUserIdentities()).data?.identities).toEqualTypeOf<Identity[] | undefined>()
    expectTypeOf((await auth.signInWithSSO({ domain: 'example.com' })).data).toEqualTypeOf<{ url: string } | null>()
    expectTypeOf((await auth.signInWithOtp({ email })).data.session).toEqualTypeOf<null>()
    expectTypeOf((await auth.settings()).data?.external).toExtend<object | undefined>()
    expectTypeOf((await auth.health()).data?.version).toEqualTypeOf<string | undefined>()
    expectTypeOf(auth.fetch('/rest/v1/todos')).resolves.toEqualTypeOf<Response>()
  })

  test('is a value after unwrap()', async () => {
    expectTypeOf(unwrap(await auth.getUser())).toEqualTypeOf<{ user: User }>()
    expectTypeOf(unwrap(await auth.getSession()).session).toEqualTypeOf<Session | null>()
    expectTypeOf(unwrap(await auth.signOut())).toEqualTypeOf<null>()
    expectTypeOf(unwrap(await typed.getUser()).user.user_metadata.name).toEqualTypeOf<string>()
    expectTypeOf<Result<number>>().toEqualTypeOf<{ data: number; error: null } | { data: null; error: AuthError }>()
    // @ts-expect-error a promise has to be awaited
    unwrap(auth.getUser())
  })
})

describe('error.code', () => {
  test('completes to what the spec documents for the method', () => {
    expectTypeOf<'invalid_credentials' | 'email_not_confirmed'>().toExtend<
      Literals<CodeOf<AuthClient['signInWithPassword']>>
    >()
    expectTypeOf<'user_already_exists' | 'weak_password'>().toExtend<Literals<CodeOf<AuthClient['signUp']>>>()
    expectTypeOf<'otp_expired'>().toExtend<Literals<CodeOf<AuthClient['verifyOtp']>>>()
    expectTypeOf<'otp_disabled'>().toExtend<Literals<CodeOf<AuthClient['signInWithOtp']>>>()
    expectTypeOf<'reauthentication_needed'>().toExtend<Literals<CodeOf<AuthClient['updateUser']>>>()
    expectTypeOf<'refresh_token_already_used'>().toExtend<Literals<CodeOf<AuthClient['refreshSession']>>>()
    expectTypeOf<'flow_state_not_found'>().toExtend<Literals<CodeOf<AuthClient['exchangeCodeForSession']>>>()
    expectTypeOf<'single_identity_not_deletable'>().toExtend<Literals<CodeOf<AuthClient['unlinkIdentity']>>>()
    expectTypeOf<'sso_provider_not_found'>().toExtend<Literals<CodeOf<AuthClient['signInWithSSO']>>>()
    expectTypeOf<'over_email_send_rate_limit'>().toExtend<Literals<CodeOf<AuthClient['resetPasswordForEmail']>>>()
    // Of both requests, and not only what they share.
    expectTypeOf<'bad_code_verifier' | 'no_authorization'>().toExtend<Literals<CodeOf<AuthClient['handleCallback']>>>()
    expectTypeOf<'refresh_token_not_found' | 'no_authorization'>().toExtend<Literals<CodeOf<AuthClient['setSession']>>>()
    expectTypeOf<'mfa_factor_name_conflict' | 'mfa_webauthn_verify_not_enabled' | 'mfa_challenge_expired'>().toExtend<
      Literals<CodeOf<AuthClient['mfa']['registerWebAuthn']>>
    >()
    expectTypeOf<'mfa_webauthn_verify_not_enabled' | 'mfa_challenge_expired'>().toExtend<
      Literals<CodeOf<AuthClient['mfa']['verifyWebAuthn']>>
    >()
  })

  test('has those of this side of the wire, for every method', () => {
    type Own = 'network_failure' | 'timeout' | 'aborted' | 'session_missing' | 'storage_failed' | 'crypto_missing'
    expectTypeOf<Own>().toExtend<Literals<CodeOf<AuthClient['getUser']>>>()
    expectTypeOf<Own>().toExtend<Literals<CodeOf<AuthClient['signInWithOAuth']>>>()
  })

  test('does not complete to others', () => {
    expectTypeOf<'sso_provider_not_found'>().not.toExtend<Literals<CodeOf<AuthClient['signUp']>>>()
    expectTypeOf<'invalid_credentials'>().not.toExtend<Literals<CodeOf<AuthClient['updateUser']>>>()
    expectTypeOf<'weak_password'>().not.toExtend<Literals<CodeOf<AuthClient['getUser']>>>()
  })

  test('stays open', async () => {
    expectTypeOf<'of a newer server'>().toExtend<CodeOf<AuthClient['signUp']>>()
    expectTypeOf<KnownErrorCode>().toExtend<CodeOf<AuthClient['getUser']>>()
    const { error } = await auth.getUser()
    switch (error?.code) {
      case 'user_not_found':
      case 'of a newer server':
    }
  })

  test('comes with reasons where a password can be too weak', async () => {
    const { error } = await auth.updateUser({ password })
    if (error instanceof AuthWeakPasswordError) {
      expectTypeOf<Literals<(typeof error.reasons)[number]>>().toEqualTypeOf<'length' | 'characters' | 'pwned'>()
    }
    if (isAuthWeakPasswordError(error)) expectTypeOf(error.reasons).toExtend<string[]>()
    if (error instanceof AuthSessionMissingError) expectTypeOf(error.status).toEqualTypeOf<number>()
    // @ts-expect-error not every error has reasons
    void error?.reasons
  })
})

describe('types of the application', () => {
  test('are in users and sessions', async () => {
    const { data, error } = await typed.signInWithPassword({ email, password })
    if (error) return
    expectTypeOf(data.user).toEqualTypeOf<User<Types>>()
    expectTypeOf(data.session).toEqualTypeOf<Session<Types>>()
    expectTypeOf(data.user.user_metadata).toEqualTypeOf<Types['userMetadata']>()
    expectTypeOf(data.session.user.app_metadata.plan).toEqualTypeOf<'free' | 'pro'>()
    // What the server sets stays.
    expectTypeOf(data.user.app_metadata.provider).toEqualTypeOf<User['app_metadata']['provider']>()
    // @ts-expect-error not of this application
    void data.user.user_metadata.nickname
  })

  test('are in everything that has a user', async () => {
    const client = typed
    type Data<Method extends (...given: never[]) => Promise<{ data: unknown; error: unknown }>> = Extract<
      Awaited<ReturnType<Method>>,
      { error: null }
    >['data']
    type Own = typeof client
    expectTypeOf<Data<Own['getUser']>['user']>().toEqualTypeOf<User<Types>>()
    expectTypeOf<Data<Own['getSession']>['session']>().toEqualTypeOf<Session<Types> | null>()
    expectTypeOf<Data<Own['setSession']>['session']>().toEqualTypeOf<Session<Types>>()
    expectTypeOf<Data<Own['refreshSession']>['session']>().toEqualTypeOf<Session<Types>>()
    expectTypeOf<Data<Own['signUp']>['user']>().toEqualTypeOf<User<Types>>()
    expectTypeOf<Data<Own['signInAnonymously']>['user']>().toEqualTypeOf<User<Types>>()
    expectTypeOf<Data<Own['signInWithIdToken']>['user']>().toEqualTypeOf<User<Types>>()
    expectTypeOf<Data<Own['verifyOtp']>['user']>().toEqualTypeOf<User<Types> | null>()
    expectTypeOf<Data<Own['exchangeCodeForSession']>['user']>().toEqualTypeOf<User<Types>>()
    expectTypeOf<Data<Own['handleCallback']>['user']>().toEqualTypeOf<User<Types> | null>()
    expectTypeOf<Data<Own['updateUser']>['user']>().toEqualTypeOf<User<Types>>()
    expectTypeOf<Data<Own['initialize']>['session']>().toEqualTypeOf<Session<Types> | null>()
    expectTypeOf(typed.getSnapshot()).toEqualTypeOf<Snapshot<Types>>()
    expectTypeOf(typed.withAccessToken('a.b.c')).toEqualTypeOf<AuthClient<Types>>()
    typed.onAuthStateChange((_event, session) => expectTypeOf(session).toEqualTypeOf<Session<Types> | null>())
  })

  test('are what sign-up and updates take', () => {
    const taken = [
      () => typed.signUp({ email, password, options: { data: { name: 'Ada', theme: 'dark' } } }),
      () => typed.signUp({ phone, password, options: { data: { name: 'Ada' } } }),
      () => typed.signInAnonymously({ options: { data: { theme: 'light' } } }),
      () => typed.signInWithOtp({ email, options: { data: { name: 'Ada' } } }),
      () => typed.updateUser({ data: { theme: null } }),
      () => auth.updateUser({ data: { whatever: ['there', 'is'] } }),
    ]
    const refused = [
      // @ts-expect-error no such theme
      () => typed.signUp({ email, password, options: { data: { theme: 'pink' } } }),
      // @ts-expect-error no such theme
      () => typed.signInAnonymously({ options: { data: { theme: 'pink' } } }),
      // @ts-expect-error a name is a string
      () => typed.signInWithOtp({ phone, options: { data: { name: 1 } } }),
      // @ts-expect-error not of this application
      () => typed.updateUser({ data: { nickname: 'Ada' } }),
      // @ts-expect-error not for users to say
      () => typed.updateUser({ app_metadata: { plan: 'pro' } }),
      // @ts-expect-error metadata is an object
      () => createClient<{ userMetadata: string }>(),
    ]
    expectTypeOf([...taken, ...refused]).toBeArray()
  })

  test('are claims of an access token', () => {
    const claims = decodeAccessToken<Types['claims']>('a.b.c')
    expectTypeOf(claims.tenant).toEqualTypeOf<string>()
    expectTypeOf(claims.exp).toEqualTypeOf<number>()
    expectTypeOf<Literals<Exclude<AccessTokenClaims['aal'], undefined>>>().toEqualTypeOf<'aal1' | 'aal2'>()
    // @ts-expect-error not of this application
    void claims.nickname
  })

  test('are claims that getClaims() has verified', async () => {
    const { data, error } = await typed.getClaims()
    if (error) return expectTypeOf(data).toEqualTypeOf<null>()
    expectTypeOf(data.claims.tenant).toEqualTypeOf<string>()
    expectTypeOf(data.claims.sub).toEqualTypeOf<string>()
    expectTypeOf(data.header.alg).toEqualTypeOf<string>()
    expectTypeOf(data.signature).toEqualTypeOf<Uint8Array>()
    // @ts-expect-error not of this application
    void data.claims.nickname
    // @ts-expect-error this client knows of no claims beyond the server's
    void unwrap(await auth.getClaims()).claims.tenant
    expectTypeOf<AuthClient<{ claims: Types['claims'] }>>().toExtend<AuthClient>()
    expectTypeOf<AuthClient>().not.toExtend<AuthClient<{ claims: Types['claims'] }>>()
    expectTypeOf(await verifyAccessToken<Types['claims']>('a.b.c', { jwksUrl: url })).toEqualTypeOf<
      Result<VerifiedAccessToken<Types['claims']>>
    >()
  })

  test('of verified claims are not those of decoded ones', async () => {
    const trust = (_claims: VerifiedClaims) => {}
    const { data } = await verifyAccessToken('a.b.c', { secret: 'x' })
    if (data) trust(data.claims)
    if (data) expectTypeOf(data.claims).toExtend<AccessTokenClaims>()
    // @ts-expect-error nobody has checked these
    trust(decodeAccessToken('a.b.c'))
    // @ts-expect-error nor does it help to say so
    trust(decodeAccessToken<VerifiedClaims>('a.b.c'))
    // @ts-expect-error nor these
    trust({ sub: 'ada', aud: 'authenticated', exp: 1, iat: 1, role: 'authenticated' })
    expectTypeOf<AccessTokenClaims>().not.toExtend<VerifiedClaims>()
  })

  test('of keys take those of the spec, of jose and of the platform', () => {
    expectTypeOf<JsonWebKeySet>().toExtend<JwkSet>()
    expectTypeOf<JSONWebKeySet>().toExtend<JwkSet>()
    expectTypeOf<JsonWebKey>().toExtend<Jwk>()
    expectTypeOf<{ secret: Buffer }>().toExtend<VerifyOptions>()
  })

  test('may be left out, and refine a client that has none', () => {
    expectTypeOf<AuthClient>().toEqualTypeOf<AuthClient<{}>>()
    expectTypeOf(createClient()).toEqualTypeOf<AuthClient>()
    expectTypeOf<User<Types>>().toExtend<User>()
  })
})

describe('names', () => {
  test('of providers complete, and stay open', () => {
    type Named = Parameters<AuthClient['signInWithOAuth']>[0]['provider']
    expectTypeOf<'github' | 'google' | 'apple' | 'linkedin_oidc' | 'x'>().toExtend<Literals<Named>>()
    expectTypeOf<'custom:acme' | 'of a newer server'>().toExtend<Named>()
    expectTypeOf<'password'>().not.toExtend<Literals<Named>>()
  })

  test('of providers of ID tokens complete, and stay open', () => {
    expectTypeOf<'google' | 'apple'>().toExtend<Literals<IdTokenCredentials['provider']>>()
    expectTypeOf<'custom:acme'>().toExtend<IdTokenCredentials['provider']>()
  })

  test('of events and reasons are known', () => {
    expectTypeOf<AuthChangeEvent>().toEqualTypeOf<
      | 'INITIAL_SESSION'
      | 'SIGNED_IN'
      | 'SIGNED_OUT'
      | 'TOKEN_REFRESHED'
      | 'USER_UPDATED'
      | 'PASSWORD_RECOVERY'
      | 'MFA_CHALLENGE_VERIFIED'
    >()
    expectTypeOf<SignOutReason>().toEqualTypeOf<'user' | 'expired' | 'revoked' | 'elsewhere' | 'corrupt_storage'>()
    const { data } = auth.onAuthStateChange((event, session, details) => {
      expectTypeOf(event).toEqualTypeOf<AuthChangeEvent>()
      expectTypeOf(session).toEqualTypeOf<Session | null>()
      expectTypeOf(details).toEqualTypeOf<AuthChangeDetails>()
      expectTypeOf(details.reason).toEqualTypeOf<SignOutReason | undefined>()
      // @ts-expect-error no such event
      void (event === 'USER_DELETED')
    })
    expectTypeOf(data.subscription.unsubscribe).toBeCallableWith()
    auth.onAuthStateChange(async () => {})
    auth.onAuthStateChange((event) => event === 'SIGNED_IN')
  })

  test('of callbacks narrow', () => {
    const callback = parseCallback(url)
    expectTypeOf(callback.type).toEqualTypeOf<'code' | 'session' | 'error' | 'email_change_pending' | 'none'>()
    switch (callback.type) {
      case 'code':
        return expectTypeOf(callback.code).toEqualTypeOf<string>()
      case 'session':
        expectTypeOf(callback.expires_at).toEqualTypeOf<number | undefined>()
        return expectTypeOf(callback.refresh_token).toEqualTypeOf<string>()
      case 'error':
        return expectTypeOf(callback.error_code).toEqualTypeOf<string | undefined>()
      case 'email_change_pending':
        return expectTypeOf(callback.message).toEqualTypeOf<string>()
      default:
        expectTypeOf(callback).toEqualTypeOf<{ type: 'none' }>()
    }
    // @ts-expect-error only with a code
    void (callback as Callback).code
  })

  test('of a snapshot narrow', () => {
    expectTypeOf(auth.getSnapshot().status).toEqualTypeOf<'loading' | 'signed-in' | 'signed-out'>()
  })
})

describe('arguments', () => {
  test('that are wrong are refused', () => {
    const refused = [
      // @ts-expect-error an address or a number is needed
      () => auth.signUp({ password }),
      // @ts-expect-error a password is needed
      () => auth.signUp({ email }),
      // @ts-expect-error an address or a number is needed
      () => auth.signInWithPassword({ password }),
      // @ts-expect-error an address or a number is needed
      () => auth.signInWithOtp({}),
      // @ts-expect-error no such channel
      () => auth.signUp({ phone, password, options: { channel: 'pigeon' } }),
      // @ts-expect-error a text message goes to a phone
      () => auth.verifyOtp({ type: 'sms', email, token }),
      // @ts-expect-error a mail does not
      () => auth.verifyOtp({ type: 'email', phone, token }),
      // @ts-expect-error the type is needed
      () => auth.verifyOtp({ email, token }),
      // @ts-expect-error no such type
      () => auth.verifyOtp({ type: 'bogus', email, token }),
      // @ts-expect-error a text message has no link
      () => auth.verifyOtp({ type: 'sms', token_hash: token }),
      // @ts-expect-error the type is needed (D38)
      () => auth.resend({ email }),
      // @ts-expect-error a text message goes to a phone
      () => auth.resend({ type: 'sms', email }),
      // @ts-expect-error a recovery is asked for anew
      () => auth.resend({ type: 'recovery', email }),
      // @ts-expect-error no such scope
      () => auth.signOut({ scope: 'all' }),
      // @ts-expect-error a domain or a provider's id is needed
      () => auth.signInWithSSO({}),
      // @ts-expect-error a provider is needed
      () => auth.signInWithOAuth({}),
      // @ts-expect-error a token is needed
      () => auth.signInWithIdToken({ provider: 'google' }),
      // @ts-expect-error the refresh token is needed
      () => auth.setSession({ access_token: 'a.b.c' }),
      // @ts-expect-error a code is needed
      () => auth.exchangeCodeForSession(),
      // @ts-expect-error an identity is needed
      () => auth.unlinkIdentity({ id: '1' }),
      // @ts-expect-error an address is needed
      () => auth.resetPasswordForEmail(),
      // @ts-expect-error not a field of the user
      () => auth.updateUser({ nickname: 'Ada' }),
      // @ts-expect-error a signal is no number
      () => auth.getSession({ signal: 1 }),
    ]
    expectTypeOf(refused).toBeArray()
  })

  test('have the access token where a user’s call takes it, and nowhere else', () => {
    const accessToken = 'a.b.c'
    const taken = [
      () => auth.getUser(accessToken),
      () => auth.updateUser({ password }, { accessToken }),
      () => auth.signOut({ accessToken, scope: 'local' }),
      () => auth.reauthenticate({ accessToken }),
      () => auth.getUserIdentities({ accessToken }),
      () => auth.unlinkIdentity({ identity_id: '1' }, { accessToken }),
      () => auth.linkIdentity({ provider: 'github', options: { accessToken } }),
      () => auth.withAccessToken(accessToken),
      () => createClient({ url, accessToken: () => accessToken }),
      () => createClient({ url, accessToken: async () => null }),
    ]
    const refused = [
      // @ts-expect-error a function says it
      () => createClient({ url, accessToken }),
      // @ts-expect-error it is an argument of its own
      () => auth.getUser({ accessToken }),
      // @ts-expect-error it is an argument of its own
      () => auth.getUser(undefined, { accessToken }),
      // @ts-expect-error who signs in has none yet
      () => auth.signInWithPassword({ email, password, options: { accessToken } }),
      // @ts-expect-error who signs up has none yet
      () => auth.signUp({ email, password, options: { accessToken } }),
      // @ts-expect-error it is an option
      () => auth.updateUser({ password, accessToken }),
      // @ts-expect-error everybody may know them
      () => auth.settings({ accessToken }),
    ]
    expectTypeOf([...taken, ...refused]).toBeArray()
  })

  test('of createClient() that are wrong are refused', () => {
    const refused = [
      // @ts-expect-error no such flow type
      () => createClient({ url, flowType: 'hybrid' }),
      // @ts-expect-error not an option
      () => createClient({ url, anonKey: 'key' }),
      // @ts-expect-error sessions say that
      () => createClient({ url, credentials: { accessToken: 'a.b.c' } }),
      // @ts-expect-error the spec says that
      () => createClient({ url, retry: 5 }),
      // @ts-expect-error an options object
      () => createClient(url),
    ]
    expectTypeOf(refused).toBeArray()
    expectTypeOf<ClientOptions['detectSessionInUrl']>().toEqualTypeOf<
      boolean | ((url: URL, callback: Callback) => boolean) | undefined
    >()
  })
})

test('a storage has three functions, synchronous or not', () => {
  const taken: SessionStorage[] = [
    localStorage,
    sessionStorage,
    memoryStorage(),
    webStorage(localStorage),
    indexedDBStorage(),
    { getItem: async () => null, setItem: async () => {}, removeItem: async () => {}, shared: true },
    { getItem: () => undefined, setItem: () => true, removeItem: () => 1 },
    {} as NonNullable<GoTrueClientOptions['storage']>,
  ]
  const refused: SessionStorage[] = [
    // @ts-expect-error a Map has other names
    new Map<string, string>(),
    // @ts-expect-error a session has to be removable
    { getItem: () => null, setItem: () => {} },
    // @ts-expect-error what was stored is a string
    { getItem: () => 1, setItem: () => {}, removeItem: () => {} },
    // @ts-expect-error a value is stored under a key
    { getItem: () => null, setItem: (_value: string, _key: number) => {}, removeItem: () => {} },
  ]
  expectTypeOf([...taken, ...refused]).toBeArray()
})

describe('an application of auth-js', () => {
  test('makes its client with the same options', () => {
    const options = {
      url,
      headers: { 'x-app': 'notes' },
      storageKey: 'session',
      storage: localStorage,
      persistSession: true,
      autoRefreshToken: true,
      detectSessionInUrl: true,
      flowType: 'pkce',
      fetch: globalThis.fetch,
    } as const
    expectTypeOf(options).toExtend<ClientOptions>()
    expectTypeOf(options).toExtend<GoTrueClientOptions>()
  })

  test('makes the same calls, and reads the same results', async () => {
    // A call of a union has to fit both.
    const { signal } = new AbortController()
    const credential = {} as PublicKeyCredential
    const use = async (auth: AuthClient | GoTrueClient) => {
      const signUp = await auth.signUp({ email, password, options: { data: { name: 'Ada' }, emailRedirectTo: url } })
      if (signUp.error) return signUp.error.message
      void signUp.data.user?.id
      if (signUp.data.session) void signUp.data.session.access_token
      await auth.signUp({ phone, password, options: { channel: 'whatsapp', captchaToken: token } })
      await auth.signInAnonymously()
      await auth.signInAnonymously({ options: { data: { theme: 'dark' }, captchaToken: token } })

      const { data, error } = await auth.signInWithPassword({ email, password })
      if (error) return `${error.name} ${error.status} ${error.code}`
      void data.user.user_metadata.name
      void [data.user.email, data.session.refresh_token, data.weakPassword?.reasons]
      await auth.signInWithPassword({ phone, password, options: { captchaToken: token } })

      const { data: oauth } = await auth.signInWithOAuth({
        provider: 'github',
        options: { redirectTo: url, scopes: 'repo', queryParams: { prompt: 'consent' }, skipBrowserRedirect: true },
      })
      if (oauth.url) location.assign(oauth.url)
      await auth.exchangeCodeForSession('c')
      await auth.signInWithIdToken({ provider: 'google', token, nonce: 'n', access_token: 't' })
      await auth.signInWithOtp({ email, options: { shouldCreateUser: false, emailRedirectTo: url } })
      await auth.signInWithOtp({ phone, options: { channel: 'sms' } })
      const { data: sent } = await auth.signInWithOtp({ email })
      void sent.messageId
      await auth.verifyOtp({ type: 'email', email, token })
      await auth.verifyOtp({ type: 'sms', phone, token, options: { captchaToken: token } })
      const { data: verified } = await auth.verifyOtp({ type: 'recovery', token_hash: token })
      void verified.session?.user.id
      const { data: sso } = await auth.signInWithSSO({ domain: 'example.com', options: { redirectTo: url } })
      if (sso?.url) location.assign(sso.url)
      await auth.signInWithSSO({ providerId: '1' })
      await auth.reauthenticate()
      await auth.resend({ type: 'signup', email, options: { emailRedirectTo: url } })
      await auth.resend({ type: 'phone_change', phone })

      const { data: held } = await auth.getSession()
      void held.session?.expires_at
      if (held.session) {
        await auth.setSession(held.session)
        await auth.refreshSession(held.session)
      }
      await auth.setSession({ access_token: 'a', refresh_token: 'b' })
      await auth.refreshSession()
      const { data: found } = await auth.getUser()
      void found.user?.app_metadata.provider
      await auth.getUser('a.b.c')
      const { data: read } = await auth.getClaims(undefined, { allowExpired: true, jwks: { keys: [] } })
      void [read?.claims.sub, read?.claims.session_id, read?.header.alg, read?.signature.length]
      await auth.getClaims('a.b.c')
      const { data: updated } = await auth.updateUser({ email, password, data: { name: null } }, { emailRedirectTo: url })
      void updated.user?.new_email
      await auth.updateUser({ phone, nonce: token })
      await auth.resetPasswordForEmail(email, { redirectTo: url, captchaToken: token })
      const { data: list } = await auth.getUserIdentities()
      const [identity] = list?.identities ?? []
      void identity?.identity_data
      const { data: made } = await auth.registerPasskey({ options: { signal } })
      await auth.registerPasskey()
      const { data: passkeys } = await auth.passkey.list()
      void [made?.id, passkeys?.[0]?.friendly_name, passkeys?.[0]?.last_used_at]
      await auth.passkey.update({ passkeyId: made!.id, friendlyName: 'Laptop' })
      await auth.passkey.delete({ passkeyId: made!.id })
      const { data: opened } = await auth.passkey.startRegistration()
      void [opened?.challenge_id, opened?.options.rp.name, opened?.options.user.id, opened?.expires_at]
      await auth.passkey.verifyRegistration({ challengeId: opened!.challenge_id, credential: credential.toJSON() })
      const { data: asked } = await auth.passkey.startAuthentication({ options: { captchaToken: token } })
      void [asked?.challenge_id, asked?.options.challenge, asked?.expires_at]
      await auth.passkey.verifyAuthentication({ challengeId: asked!.challenge_id, credential: credential.toJSON() })
      const { data: shown } = await auth.signInWithPasskey({
        options: { captchaToken: token, signal, mediation: 'conditional' },
      })
      void [shown?.session?.access_token, shown?.user?.id]
      const { data: request } = await auth.oauth.getAuthorizationDetails(token)
      if (request && 'authorization_id' in request) void [request.client.name, request.user.email, request.scope]
      else void request?.redirect_url
      const { data: granted } = await auth.oauth.approveAuthorization(token, { skipBrowserRedirect: true })
      const { data: refused } = await auth.oauth.denyAuthorization(token)
      void [granted?.redirect_url, refused?.redirect_url]
      const { data: grants } = await auth.oauth.listGrants()
      void [grants?.[0]?.client.id, grants?.[0]?.scopes.join(' '), grants?.[0]?.granted_at]
      await auth.oauth.revokeGrant({ clientId: token })
      await auth.signOut()
      await auth.signOut({ scope: 'local' })

      const { data: listening } = auth.onAuthStateChange((event, session) => void [event === 'SIGNED_IN', session?.user])
      listening.subscription.unsubscribe()
      await auth.initialize()
      await auth.startAutoRefresh()
      await auth.stopAutoRefresh()
      return
    }
    expectTypeOf(use).toBeFunction()

    // Overloads on both sides are no union that can be called.
    const ours = async (auth: AuthClient, identity: Identity) => {
      await auth.linkIdentity({ provider: 'github', options: { redirectTo: url, scopes: 'repo' } })
      await auth.linkIdentity({ provider: 'google', token })
      await auth.unlinkIdentity(identity)
    }
    const theirs = async (auth: GoTrueClient, identity: Parameters<GoTrueClient['unlinkIdentity']>[0]) => {
      await auth.linkIdentity({ provider: 'github', options: { redirectTo: url, scopes: 'repo' } })
      await auth.linkIdentity({ provider: 'google', token })
      await auth.unlinkIdentity(identity)
    }
    expectTypeOf(ours).toBeFunction()
    expectTypeOf(theirs).toBeFunction()
  })

  test('has the same methods, save what is still to come', () => {
    type Missing = Exclude<keyof GoTrueClient, keyof AuthClient>
    expectTypeOf<Missing>().toEqualTypeOf<'admin' | 'isThrowOnErrorEnabled'>()
  })

  test('passes our sessions and users on as its own', () => {
    // Our enums of answers are open, theirs are not: factors.
    type Differs = 'factors' | 'user_metadata' | 'identities'
    expectTypeOf<Omit<User, Differs>>().toExtend<Omit<TheirUser, Differs>>()
    expectTypeOf<User['user_metadata']>().toExtend<TheirUser['user_metadata']>()
    expectTypeOf<User['identities']>().toExtend<TheirUser['identities']>()
    expectTypeOf<Omit<Session, 'user'>>().toExtend<Omit<TheirSession, 'user'>>()
    expectTypeOf<Identity>().toExtend<Parameters<GoTrueClient['unlinkIdentity']>[0]>()
    expectTypeOf<AuthChangeEvent>().toExtend<Parameters<Parameters<GoTrueClient['onAuthStateChange']>[0]>[0]>()
  })
})
