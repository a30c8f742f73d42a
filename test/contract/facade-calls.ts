// The calls of the facade and the requests that they make, for facade.test.ts. The table is complete by type: a method without
// an entry stops the build, and so does an operation that the spec does not have. Methods that send nothing have `[]` and the reason.
import { expect, vi } from 'vitest'
import type { AuthClient, AuthError, RequestOptions, Session, UserOptions } from '../../src/facade/index.ts'
import type { operations } from '../../generated/schema.ts'
import type { Json } from '../../scripts/spec/read.ts'

export type Operation = keyof operations
export type Body = Record<string, Json>

/** An access token that is good for an hour from `now`, in seconds since the Unix epoch. Nobody has signed it. */
export const accessTokenAt = (now: number): string => {
  const claims = { sub: user_id, aud: 'authenticated', role: 'authenticated', iat: now, exp: now + 3600 }
  return `eyJhbGciOiJub25lIn0.${btoa(JSON.stringify(claims)).replaceAll('=', '')}.c2ln`
}

/** A session from then, in seconds since the Unix epoch, whose access token is good for an hour. */
export const sessionAt = (now: number): Session => {
  const user = { id: user_id, email, user_metadata: {}, app_metadata: {} } as unknown as Session['user']
  const access_token = accessTokenAt(now)
  return {
    access_token,
    refresh_token: 'v7dwkq3n5r2x',
    token_type: 'bearer',
    expires_in: 3600,
    expires_at: now + 3600,
    user,
  }
}
/** When the sessions came that have expired. */
export const longAgo = 1_700_000_000

/** The codes that say that a session is over, whichever call hears them. */
export const over = /^(refresh_token_(already_used|not_found)|session_(expired|not_found)|user_(banned|not_found))$/

type Group = 'mfa' | 'passkey' | 'oauth'
/** The methods by name: `signUp`, `passkey.list`. */
export type Method =
  Exclude<keyof AuthClient, Group> | { [Name in Group]: `${Name}.${keyof AuthClient[Name] & string}` }[Group]

export interface FacadeCall {
  /** What of the arguments makes this call another one than the method's others. */
  what: string
  operation: Operation
  call(auth: AuthClient, options: RequestOptions): Promise<{ data: unknown; error: AuthError | null }>
  /** What is asked for, whole, save the code challenge of a flow. */
  query?: Record<string, string>
  body?: Record<string, unknown>
  /** What of the body the spec does not name: options of other clients that the server does not look at here. */
  unnamed?: string
  /** Some of the headers. */
  headers?: Record<string, string>
  /** Whether it begins a flow, which has a code challenge with `flowType: 'pkce'`. */
  isFlow?: true
  /** The flow type that it makes sense with. Default: `implicit`, and `pkce`, too, if it begins a flow. */
  flowType?: 'pkce'
  /** Whether the body of a success makes somebody signed in. Then it is the client's session afterwards. */
  signsIn?: true | undefined
  /** Whether the session has the user of a success afterwards. */
  updatesUser?: true
  /** `data` of a success with this body, or undefined where the answer cannot be used: `unexpected_response`. */
  data(body: Body, location: string | null): unknown
  /** `data` beside an error of the server with this code. */
  empty: (code: string) => unknown
  /** Before the call. Default: somebody is signed in whose access token is good. */
  before?: 'signed-in' | 'expired' | 'signed-out'
  /** Refreshes are everybody's, so that the headers of one call don't go with them: the example is asked for by the client. */
  isShared?: true
  /** The examples with which other operations of the call answer, where their first ones are not of its kind. */
  others?: { [Name in Operation]?: string }
  /** Whether it ends the session here, whatever the answer. */
  endsSession?: true
  /** Whether it is a call with the session's tokens, where the operation does not need them. */
  usesSession?: true
  /** The code after which it goes on with the refresh token, with success. */
  goesOnAfter?: string
  /** The code of a success that can't be used: keys or a user that are not those of the token. Default `unexpected_response`. */
  useless?: string
  /** Server codes that are no error to this method, and its `data` then. */
  ignored?: { codes: RegExp; data: unknown }
}

const email = 'ada@example.com'
const phone = '15551230001'
const password = 'correct-horse-battery'
const token = '686136'
const token_hash = '60c6b378c5ee9d51e8a1a8f5d0b4c1a7e3b9f6d2c5a8e1b4d7f0a3c6'
const redirectTo = 'https://app.example.com/welcome'
const redirect = { redirect_to: redirectTo }
const captchaToken = '10000000-aaaa-bbbb-cccc-000000000001'
const captcha = { gotrue_meta_security: { captcha_token: captchaToken } }
const audience = 'https://api.example.com'
const aud = { 'x-jwt-aud': audience }
const data = { name: 'Ada', theme: null, tags: ['a'] }
const user_id = '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11'
const identity_id = '7d0e7c5a-54c4-4a87-9d1b-8f0f5d5c7e2b'
const code = '42aed025-ced9-4f9d-a0d7-1d5f8f6f0b8a'
const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
/** Of somebody else than who is signed in. */
const otherToken = accessTokenAt(Math.floor(Date.now() / 1000))
/** The same as if a secret had signed it, and as if a key of the server had. */
const [symmetricToken, asymmetricToken] = [{ alg: 'HS256' }, { alg: 'ES256', kid: 'b1c23' }].map((header) =>
  otherToken.replace(/^.*?\./, `${btoa(JSON.stringify(header)).replaceAll('=', '')}.`),
) as [string, string]
const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` })

const web3Message =
  'app.example.com wants you to sign in with your Ethereum account:\n0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\n\n\nURI: https://app.example.com/\nVersion: 1'
const notSignedIn = { user: null, session: null }
const nothing = () => ({})
const isSession = (body: Body) => 'access_token' in body
const signedIn = (body: Body) => (isSession(body) ? { user: body.user, session: body } : undefined)
/** What the server thinks of the password is no part of the session. */
const passwordSignedIn = ({ weak_password, ...session }: Body) => ({
  user: session.user,
  session,
  ...(weak_password && { weakPassword: weak_password }),
})
const signedUp = (body: Body) =>
  isSession(body) ? { status: 'signed-in', ...signedIn(body) } : { status: 'confirmation-needed', user: body, session: null }
const verified = (body: Body) =>
  isSession(body)
    ? { status: 'signed-in', ...signedIn(body) }
    : { status: 'confirmation-needed', message: body.msg, ...notSignedIn }
const sent = ({ message_id }: Body) => ({ ...notSignedIn, messageId: message_id ?? null })
const isUser = (body: Body) => ({ user: body })
const identities = (body: Body) => ({ identities: body.identities ?? [] })
const address = ({ url }: Body, location: string | null) => ({ url: url ?? location })
const githubAddress = (body: Body, location: string | null) => ({ provider: 'github', ...address(body, location) })
const whole = (body: Body) => body
/** The QR code becomes a URL. */
const enrolled = ({ totp, ...factor }: Body) =>
  totp
    ? { ...factor, totp: { ...(totp as Body), qr_code: expect.stringMatching(/^data:image\/svg\+xml;utf-8,%3C/) } }
    : factor

const signUp = { operation: 'signUp', data: signedUp, empty: () => notSignedIn, signsIn: true } as const
const token_ = { operation: 'grantToken', data: signedIn, empty: () => notSignedIn, signsIn: true } as const
const refresh = { ...token_, query: { grant_type: 'refresh_token' }, isShared: true } as const
const refreshOwn = { ...refresh, usesSession: true } as const
const refreshBody = { refresh_token: 'v7dwkq3n5r2x' }
const otp = { operation: 'sendOtp', data: sent, empty: () => notSignedIn } as const
const verify = { operation: 'verifyOtp', data: verified, empty: () => notSignedIn, signsIn: true } as const
const resend = { operation: 'resend', data: sent, empty: () => notSignedIn } as const
const sso = { operation: 'signInWithSso', data: address, empty: () => null, isFlow: true } as const
const update = { operation: 'updateUser', data: isUser, empty: () => ({ user: null }) } as const
const link = { operation: 'linkIdentity', data: githubAddress, empty: () => null, isFlow: true } as const
const logout = { operation: 'logout', data: () => null, empty: () => null } as const
const ended = { codes: over, data: null }
const fragment = (accessToken: string) =>
  `#access_token=${accessToken}&expires_in=3600&expires_at=1795465414&refresh_token=v7dwkq3n5r2x&token_type=bearer&type=signup&sb=`

/** What a user's key has proved, as far as a server that believes it looks. */
const key = { id: 'SInRj62bV5H3KLS4STcfhA', rawId: 'SInRj62bV5H3KLS4STcfhA', type: 'public-key' } as const
export const attestation = { ...key, response: { clientDataJSON: 'e30', attestationObject: 'oA', transports: ['internal'] } }
export const assertion = {
  ...key,
  clientExtensionResults: {},
  response: { clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA', userHandle: 'YQ' },
}

/** Lets there be a page whose user has that key. */
export function usePage(): void {
  const parse = (options: object) => options
  vi.stubGlobal('PublicKeyCredential', { parseCreationOptionsFromJSON: parse, parseRequestOptionsFromJSON: parse })
  const credentials = {
    create: async () => ({ toJSON: () => attestation }),
    get: async () => ({ toJSON: () => assertion }),
  }
  vi.stubGlobal('navigator', { credentials })
}

/** A call of the user's, with the session and with another access token. */
const ownPasskeys = (
  operation: Operation,
  call: (auth: AuthClient, options: UserOptions) => ReturnType<FacadeCall['call']>,
  body?: Record<string, unknown>,
  data: FacadeCall['data'] = whole,
): FacadeCall[] => {
  const shared = { operation, ...(body && { body }), data, empty: () => null }
  return [
    { ...shared, what: 'the session', call },
    {
      ...shared,
      what: 'another access token',
      call: (auth, options) => call(auth, { ...options, accessToken: otherToken }),
      headers: bearer(otherToken),
    },
  ]
}

/** A decision of the user's over other applications, with the session and with another access token. */
const ownConsents = (
  operation: Operation,
  call: (auth: AuthClient, options: UserOptions) => ReturnType<FacadeCall['call']>,
  request: Partial<Pick<FacadeCall, 'body' | 'query' | 'data'>> = {},
): FacadeCall[] => {
  const shared = { operation, data: whole, empty: () => null, ...request }
  return [
    { ...shared, what: 'the session', call },
    {
      ...shared,
      what: 'another access token',
      call: (auth, options) => call(auth, { ...options, accessToken: otherToken }),
      headers: bearer(otherToken),
    },
  ]
}
const authorization_id = 'uyrnmxtv5bj4hjhlyskmwalw7mit7w2u'

export const facadeCalls = {
  signUp: [
    {
      ...signUp,
      what: 'an e-mail address',
      call: (auth, options) => auth.signUp({ email, password, options }),
      body: { email, password },
      isFlow: true,
    },
    {
      ...signUp,
      what: 'an e-mail address and everything',
      call: (auth, options) =>
        auth.signUp({ email, password, options: { ...options, data, emailRedirectTo: redirectTo, captchaToken, audience } }),
      query: redirect,
      body: { email, password, data, ...captcha },
      headers: aud,
      isFlow: true,
    },
    {
      ...signUp,
      what: 'a phone number',
      call: (auth, options) => auth.signUp({ phone, password, options }),
      body: { phone, password },
    },
    {
      ...signUp,
      what: 'a phone number and everything',
      call: (auth, options) =>
        auth.signUp({ phone, password, options: { ...options, data, channel: 'whatsapp', captchaToken, audience } }),
      body: { phone, password, data, channel: 'whatsapp', ...captcha },
      headers: aud,
    },
  ],
  signInAnonymously: [
    {
      ...signUp,
      what: 'nothing',
      call: (auth, options) => auth.signInAnonymously({ options }),
      body: {},
      data: signedIn,
    },
    {
      ...signUp,
      what: 'everything',
      call: (auth, options) => auth.signInAnonymously({ options: { ...options, data, captchaToken, audience } }),
      body: { data, ...captcha },
      headers: aud,
      data: signedIn,
    },
  ],
  signInWithPassword: [
    {
      ...token_,
      what: 'an e-mail address',
      call: (auth, options) => auth.signInWithPassword({ email, password, options }),
      query: { grant_type: 'password' },
      body: { email, password },
      data: passwordSignedIn,
      before: 'signed-out',
    },
    {
      ...token_,
      what: 'a phone number and everything',
      call: (auth, options) => auth.signInWithPassword({ phone, password, options: { ...options, captchaToken, audience } }),
      query: { grant_type: 'password' },
      body: { phone, password, ...captcha },
      headers: aud,
      data: passwordSignedIn,
    },
  ],
  signInWithIdToken: [
    {
      ...token_,
      what: 'a token',
      call: (auth, options) => auth.signInWithIdToken({ provider: 'google', token: 'a.b.c', options }),
      query: { grant_type: 'id_token' },
      body: { provider: 'google', id_token: 'a.b.c' },
    },
    {
      ...token_,
      what: 'everything',
      call: (auth, options) =>
        auth.signInWithIdToken({
          provider: 'apple',
          token: 'a.b.c',
          access_token: 'ya29',
          nonce: 'n-0S6',
          options: { ...options, captchaToken, audience },
        }),
      query: { grant_type: 'id_token' },
      body: { provider: 'apple', id_token: 'a.b.c', access_token: 'ya29', nonce: 'n-0S6', ...captcha },
      unnamed: 'gotrue_meta_security',
      headers: aud,
    },
  ],
  signInWithOtp: [
    {
      ...otp,
      what: 'an e-mail address',
      call: (auth, options) => auth.signInWithOtp({ email, options }),
      body: { email },
      isFlow: true,
    },
    {
      ...otp,
      what: 'an e-mail address and everything',
      call: (auth, options) =>
        auth.signInWithOtp({
          email,
          options: { ...options, shouldCreateUser: false, data, emailRedirectTo: redirectTo, captchaToken, audience },
        }),
      query: redirect,
      body: { email, create_user: false, data, ...captcha },
      headers: aud,
      isFlow: true,
    },
    { ...otp, what: 'a phone number', call: (auth, options) => auth.signInWithOtp({ phone, options }), body: { phone } },
    {
      ...otp,
      what: 'a phone number and everything',
      call: (auth, options) =>
        auth.signInWithOtp({
          phone,
          options: { ...options, shouldCreateUser: true, data, channel: 'sms', captchaToken, audience },
        }),
      body: { phone, create_user: true, data, channel: 'sms', ...captcha },
      headers: aud,
    },
  ],
  verifyOtp: [
    ...(['signup', 'invite', 'recovery', 'magiclink', 'email_change', 'email'] as const).flatMap((type): FacadeCall[] => [
      {
        ...verify,
        what: `a code by mail, ${type}`,
        call: (auth, options) => auth.verifyOtp({ type, email, token, options }),
        body: { type, email, token },
      },
      {
        ...verify,
        what: `the hash of a link, ${type}`,
        call: (auth, options) => auth.verifyOtp({ type, token_hash, options }),
        body: { type, token_hash },
      },
    ]),
    ...(['sms', 'phone_change'] as const).map((type): FacadeCall => ({
      ...verify,
      what: `a code by SMS, ${type}, and everything`,
      call: (auth, options) => auth.verifyOtp({ type, phone, token, options: { ...options, captchaToken, audience } }),
      body: { type, phone, token, ...captcha },
      unnamed: 'gotrue_meta_security',
      headers: aud,
    })),
  ],
  resend: [
    ...(['signup', 'email_change'] as const).flatMap((type): FacadeCall[] => [
      {
        ...resend,
        what: type,
        call: (auth, options) => auth.resend({ type, email, options }),
        body: { type, email },
        isFlow: true,
      },
      {
        ...resend,
        what: `${type} and everything`,
        call: (auth, options) =>
          auth.resend({ type, email, options: { ...options, emailRedirectTo: redirectTo, captchaToken, audience } }),
        query: redirect,
        body: { type, email, ...captcha },
        headers: aud,
        isFlow: true,
      },
    ]),
    ...(['sms', 'phone_change'] as const).map((type): FacadeCall => ({
      ...resend,
      what: `${type} and everything`,
      call: (auth, options) => auth.resend({ type, phone, options: { ...options, captchaToken, audience } }),
      body: { type, phone, ...captcha },
      headers: aud,
    })),
  ],
  resetPasswordForEmail: [
    {
      operation: 'recover',
      what: 'an address',
      call: (auth, options) => auth.resetPasswordForEmail(email, options),
      body: { email },
      isFlow: true,
      data: nothing,
      empty: () => null,
    },
    {
      operation: 'recover',
      what: 'everything',
      call: (auth, options) => auth.resetPasswordForEmail(email, { ...options, redirectTo, captchaToken, audience }),
      query: redirect,
      body: { email, ...captcha },
      headers: aud,
      isFlow: true,
      data: nothing,
      empty: () => null,
    },
  ],
  signInWithSSO: [
    {
      ...sso,
      what: 'a domain',
      call: (auth, options) => auth.signInWithSSO({ domain: 'example.com', options }),
      body: { domain: 'example.com', skip_http_redirect: true },
    },
    {
      ...sso,
      what: 'a provider’s id and everything',
      call: (auth, options) =>
        auth.signInWithSSO({ providerId: user_id, options: { ...options, redirectTo, captchaToken, audience } }),
      body: { provider_id: user_id, redirect_to: redirectTo, skip_http_redirect: true, ...captcha },
      headers: aud,
    },
  ],
  exchangeCodeForSession: [
    {
      ...token_,
      what: 'a code and its verifier',
      call: (auth, options) => auth.exchangeCodeForSession(code, { ...options, codeVerifier: code_verifier }),
      query: { grant_type: 'pkce' },
      body: { auth_code: code, code_verifier },
      data: (body) => ({ ...signedIn(body), redirectType: null }),
    },
  ],
  handleCallback: [
    {
      operation: 'getUser',
      what: 'tokens in the fragment',
      call: (auth, options) => auth.handleCallback(redirectTo + fragment(otherToken), options),
      headers: bearer(otherToken),
      data: (user) => ({
        type: 'signed_in',
        redirectType: null,
        user,
        session: {
          access_token: otherToken,
          refresh_token: 'v7dwkq3n5r2x',
          token_type: 'bearer',
          expires_in: 3600,
          expires_at: 1795465414,
          user,
        },
      }),
      empty: () => notSignedIn,
      before: 'signed-out',
      signsIn: true,
    },
    {
      ...token_,
      what: 'a code, where the flow began here',
      call: async (auth, options) => {
        // A flow begins without a request.
        await auth.signInWithOAuth({ provider: 'github', options: { redirectTo } })
        return auth.handleCallback(`${redirectTo}?code=${code}`, options)
      },
      flowType: 'pkce',
      query: { grant_type: 'pkce' },
      body: { auth_code: code, code_verifier: expect.stringMatching(/^[\w-]{43}$/) },
      data: (body) => ({ type: 'signed_in', redirectType: null, ...signedIn(body) }),
    },
  ],
  refreshSession: [
    {
      ...refreshOwn,
      what: 'the session',
      call: (auth, options) => auth.refreshSession(null, options),
      body: refreshBody,
    },
    {
      ...refresh,
      what: 'another token',
      call: (auth, options) => auth.refreshSession({ refresh_token: 'p7jtxkgt3ed5' }, options),
      body: { refresh_token: 'p7jtxkgt3ed5' },
    },
  ],
  getSession: [
    {
      ...refreshOwn,
      what: 'an expired session',
      before: 'expired',
      call: (auth, options) => auth.getSession(options),
      body: refreshBody,
      data: (session) => ({ session }),
      empty: () => ({ session: null }),
      // Who finds out that nobody is signed in any more is initialize(), which has sent the request.
      ignored: { codes: over, data: { session: null } },
    },
  ],
  initialize: [
    {
      ...refreshOwn,
      what: 'an expired session',
      before: 'expired',
      call: (auth) => auth.initialize(),
      body: refreshBody,
      data: (session) => ({ session }),
      // Beside an error there is whoever is signed in all the same.
      empty: (code) => ({ session: over.test(code) ? null : sessionAt(longAgo) }),
    },
  ],
  setSession: [
    {
      operation: 'getUser',
      what: 'a good access token',
      call: (auth, options) => auth.setSession({ access_token: otherToken, refresh_token: 'p7jtxkgt3ed5' }, options),
      headers: bearer(otherToken),
      data: (user) => ({
        user,
        session: {
          access_token: otherToken,
          refresh_token: 'p7jtxkgt3ed5',
          token_type: 'bearer',
          expires_in: expect.any(Number),
          expires_at: expect.any(Number),
          user,
        },
      }),
      empty: () => notSignedIn,
      goesOnAfter: 'bad_jwt',
      signsIn: true,
    },
    {
      ...refresh,
      what: 'an expired access token',
      call: (auth, options) =>
        auth.setSession({ access_token: accessTokenAt(longAgo), refresh_token: 'p7jtxkgt3ed5' }, options),
      body: { refresh_token: 'p7jtxkgt3ed5' },
    },
  ],
  getUser: [
    {
      operation: 'getUser',
      what: 'the session',
      call: (auth, options) => auth.getUser(undefined, options),
      data: isUser,
      empty: () => ({ user: null }),
    },
    {
      operation: 'getUser',
      what: 'another access token',
      call: (auth, options) => auth.getUser(otherToken, options),
      headers: bearer(otherToken),
      data: isUser,
      empty: () => ({ user: null }),
    },
  ],
  updateUser: [
    { ...update, what: 'nothing', call: (auth, options) => auth.updateUser({}, options), body: {}, updatesUser: true },
    {
      ...update,
      what: 'an e-mail address',
      call: (auth, options) => auth.updateUser({ email }, { ...options, emailRedirectTo: redirectTo }),
      query: redirect,
      body: { email },
      isFlow: true,
      updatesUser: true,
    },
    {
      ...update,
      what: 'a phone number',
      call: (auth, options) => auth.updateUser({ phone, channel: 'whatsapp' }, options),
      body: { phone, channel: 'whatsapp' },
      updatesUser: true,
    },
    {
      ...update,
      what: 'a password',
      call: (auth, options) => auth.updateUser({ password, current_password: 'old', nonce: token }, options),
      body: { password, current_password: 'old', nonce: token },
      updatesUser: true,
    },
    {
      ...update,
      what: 'data, with another access token',
      call: (auth, options) => auth.updateUser({ data }, { ...options, accessToken: otherToken }),
      body: { data },
      headers: bearer(otherToken),
    },
  ],
  reauthenticate: [
    {
      operation: 'reauthenticate',
      what: 'the session',
      call: (auth, options) => auth.reauthenticate(options),
      data: sent,
      empty: () => notSignedIn,
    },
    {
      operation: 'reauthenticate',
      what: 'another access token',
      call: (auth, options) => auth.reauthenticate({ ...options, accessToken: otherToken }),
      headers: bearer(otherToken),
      data: sent,
      empty: () => notSignedIn,
    },
  ],
  getUserIdentities: [
    {
      operation: 'getUser',
      what: 'the session',
      call: (auth, options) => auth.getUserIdentities(options),
      data: identities,
      empty: () => null,
    },
    {
      operation: 'getUser',
      what: 'another access token',
      call: (auth, options) => auth.getUserIdentities({ ...options, accessToken: otherToken }),
      headers: bearer(otherToken),
      data: identities,
      empty: () => null,
    },
  ],
  linkIdentity: [
    {
      ...link,
      what: 'a provider',
      call: (auth, options) => auth.linkIdentity({ provider: 'github', options }),
      query: { provider: 'github', skip_http_redirect: 'true' },
    },
    {
      ...link,
      what: 'a provider and everything',
      call: (auth, options) =>
        auth.linkIdentity({
          provider: 'github',
          options: {
            ...options,
            redirectTo,
            scopes: ['repo', 'gist'],
            queryParams: { prompt: 'consent', allow_signup: 'false' },
            nonce: 'n-0S6',
            accessToken: otherToken,
          },
        }),
      query: {
        provider: 'github',
        ...redirect,
        scopes: 'repo,gist',
        prompt: 'consent',
        allow_signup: 'false',
        nonce: 'n-0S6',
        skip_http_redirect: 'true',
      },
      headers: bearer(otherToken),
    },
    {
      ...token_,
      what: 'an ID token',
      call: (auth, options) => auth.linkIdentity({ provider: 'google', token: 'a.b.c', nonce: 'n-0S6', options }),
      query: { grant_type: 'id_token' },
      body: { provider: 'google', id_token: 'a.b.c', nonce: 'n-0S6', link_identity: true },
      usesSession: true,
      empty: () => null,
    },
    {
      ...token_,
      what: 'an ID token, with another access token',
      call: (auth, options) =>
        auth.linkIdentity({ provider: 'google', token: 'a.b.c', options: { ...options, accessToken: otherToken } }),
      query: { grant_type: 'id_token' },
      body: { provider: 'google', id_token: 'a.b.c', link_identity: true },
      headers: bearer(otherToken),
      // "No session is then changed" (UserOptions).
      signsIn: undefined,
      empty: () => null,
    },
  ],
  unlinkIdentity: [
    {
      operation: 'unlinkIdentity',
      what: 'the session',
      call: (auth, options) => auth.unlinkIdentity({ identity_id }, options),
      data: nothing,
      empty: () => null,
    },
    {
      operation: 'unlinkIdentity',
      what: 'another access token',
      call: (auth, options) => auth.unlinkIdentity({ identity_id }, { ...options, accessToken: otherToken }),
      headers: bearer(otherToken),
      data: nothing,
      empty: () => null,
    },
  ],
  signOut: [
    {
      ...logout,
      what: 'the session',
      call: (auth, options) => auth.signOut(options),
      query: { scope: 'global' },
      endsSession: true,
      ignored: ended,
    },
    ...(['global', 'local'] as const).map((scope): FacadeCall => ({
      ...logout,
      what: scope,
      call: (auth, options) => auth.signOut({ ...options, scope }),
      query: { scope },
      endsSession: true,
      ignored: ended,
    })),
    {
      ...logout,
      what: 'others',
      call: (auth, options) => auth.signOut({ ...options, scope: 'others' }),
      query: { scope: 'others' },
    },
    {
      ...logout,
      what: 'another access token',
      call: (auth, options) => auth.signOut({ ...options, scope: 'local', accessToken: otherToken }),
      query: { scope: 'local' },
      headers: bearer(otherToken),
    },
  ],
  getClaims: [
    {
      operation: 'getUser',
      what: 'a token that a secret has signed',
      call: (auth, options) => auth.getClaims(symmetricToken, options),
      headers: bearer(symmetricToken),
      data: ({ id }) =>
        id === user_id
          ? {
              claims: JSON.parse(atob(symmetricToken.split('.')[1]!)),
              header: { alg: 'HS256' },
              signature: new TextEncoder().encode('sig'),
            }
          : undefined,
      useless: 'invalid_jwt',
      empty: () => null,
      before: 'signed-out',
    },
    {
      operation: 'getJwks',
      what: 'a token that a key has signed',
      call: (auth, options) => auth.getClaims(asymmetricToken, options),
      // Nobody has the private key of the example.
      data: () => undefined,
      useless: 'invalid_jwt',
      empty: () => null,
      before: 'signed-out',
      isShared: true,
    },
  ],
  registerPasskey: [
    {
      operation: 'getPasskeyRegistrationOptions',
      what: 'a page',
      call: (auth, options) => {
        usePage()
        return auth.registerPasskey({ options })
      },
      // Two requests, of which the example answers the first.
      data: () => expect.objectContaining({ id: expect.any(String), friendly_name: expect.any(String) }),
      empty: () => null,
    },
  ],
  signInWithPasskey: [
    {
      operation: 'getPasskeyAuthenticationOptions',
      what: 'a page and everything',
      call: (auth, options) => {
        usePage()
        return auth.signInWithPasskey({ options: { ...options, captchaToken, audience } })
      },
      body: captcha,
      headers: aud,
      data: () => ({ user: expect.objectContaining({ id: expect.any(String) }), session: expect.anything() }),
      empty: () => null,
      signsIn: true,
    },
  ],
  'passkey.list': ownPasskeys('listPasskeys', (auth, options) => auth.passkey.list(options)),
  'passkey.update': ownPasskeys(
    'updatePasskey',
    (auth, options) => auth.passkey.update({ passkeyId: identity_id, friendlyName: 'Laptop' }, options),
    { friendly_name: 'Laptop' },
  ),
  'passkey.delete': ownPasskeys(
    'deletePasskey',
    (auth, options) => auth.passkey.delete({ passkeyId: identity_id }, options),
    undefined,
    () => null,
  ),
  'passkey.startRegistration': ownPasskeys('getPasskeyRegistrationOptions', (auth, options) =>
    auth.passkey.startRegistration(options),
  ),
  'passkey.verifyRegistration': ownPasskeys(
    'verifyPasskeyRegistration',
    (auth, options) => auth.passkey.verifyRegistration({ challengeId: identity_id, credential: attestation }, options),
    { challenge_id: identity_id, credential: attestation },
  ),
  'passkey.startAuthentication': [
    {
      operation: 'getPasskeyAuthenticationOptions',
      what: 'nothing',
      call: (auth, options) => auth.passkey.startAuthentication({ options }),
      data: whole,
      empty: () => null,
    },
    {
      operation: 'getPasskeyAuthenticationOptions',
      what: 'everything',
      call: (auth, options) => auth.passkey.startAuthentication({ options: { ...options, captchaToken, audience } }),
      body: captcha,
      headers: aud,
      data: whole,
      empty: () => null,
      before: 'signed-out',
    },
  ],
  'passkey.verifyAuthentication': [
    {
      operation: 'verifyPasskeyAuthentication',
      what: 'a proof',
      call: (auth, options) =>
        auth.passkey.verifyAuthentication({ challengeId: identity_id, credential: assertion }, { ...options, audience }),
      body: { challenge_id: identity_id, credential: assertion },
      headers: aud,
      data: signedIn,
      empty: () => null,
      signsIn: true,
    },
  ],
  settings: [
    {
      operation: 'getSettings',
      what: 'nothing',
      call: (auth, options) => auth.settings(options),
      data: whole,
      empty: () => null,
      before: 'signed-out',
    },
  ],
  health: [
    {
      operation: 'getHealth',
      what: 'nothing',
      call: (auth, options) => auth.health(options),
      data: whole,
      empty: () => null,
      before: 'signed-out',
    },
  ],
  withAccessToken: [
    {
      operation: 'getUser',
      what: 'a call of the user',
      call: (auth, options) => auth.withAccessToken(otherToken).getUser(undefined, options),
      headers: bearer(otherToken),
      data: isUser,
      empty: () => ({ user: null }),
      before: 'signed-out',
    },
    {
      operation: 'logout',
      what: 'signing out',
      call: (auth, options) => auth.withAccessToken(otherToken).signOut(options),
      query: { scope: 'global' },
      headers: bearer(otherToken),
      data: () => null,
      empty: () => null,
      before: 'signed-out',
    },
    {
      operation: 'grantToken',
      what: 'signing in, which it does not keep',
      call: (auth, options) => auth.withAccessToken(otherToken).signInWithPassword({ email, password, options }),
      query: { grant_type: 'password' },
      body: { email, password },
      data: passwordSignedIn,
      empty: () => notSignedIn,
      before: 'signed-out',
    },
  ],

  signInWithWeb3: [
    ...(
      [
        ['ethereum', `0x${'ab'.repeat(65)}`, `0x${'ab'.repeat(65)}`],
        ['solana', new Uint8Array(64).fill(7), btoa(String.fromCharCode(...new Uint8Array(64).fill(7)))],
      ] as const
    ).map(([chain, signature, text]): FacadeCall => ({
      ...token_,
      what: `${chain}, and everything`,
      call: (auth, options) =>
        auth.signInWithWeb3({
          chain,
          message: web3Message,
          signature,
          options: { ...options, captchaToken, audience },
        } as Parameters<AuthClient['signInWithWeb3']>[0]),
      query: { grant_type: 'web3' },
      body: { chain, message: web3Message, signature: text, ...captcha },
      headers: aud,
    })),
  ],
  'mfa.enroll': [
    ...(
      [
        [
          'totp',
          { factorType: 'totp', friendlyName: 'App', issuer: 'Example' },
          { friendly_name: 'App', issuer: 'Example' },
        ],
        ['phone', { factorType: 'phone', phone }, { phone }],
        ['webauthn', { factorType: 'webauthn', friendlyName: 'Key' }, { friendly_name: 'Key' }],
      ] as const
    ).map(([factor_type, params, rest]): FacadeCall => ({
      operation: 'enrollFactor',
      what: factor_type,
      call: (auth, options) => auth.mfa.enroll(params, options),
      body: { factor_type, ...rest },
      data: enrolled,
      empty: () => null,
    })),
  ],
  'mfa.challenge': [
    {
      operation: 'challengeFactor',
      what: 'a channel',
      call: (auth, options) => auth.mfa.challenge({ factorId: identity_id, channel: 'whatsapp' }, options),
      body: { channel: 'whatsapp' },
      data: whole,
      empty: () => null,
    },
  ],
  'mfa.verify': [
    {
      operation: 'verifyFactor',
      what: 'a code',
      call: (auth, options) => auth.mfa.verify({ factorId: identity_id, challengeId: identity_id, code: token }, options),
      body: { challenge_id: identity_id, code: token },
      data: signedIn,
      empty: () => null,
      signsIn: true,
    },
    {
      operation: 'verifyFactor',
      what: 'a proof of a key',
      call: (auth, options) =>
        auth.mfa.verify(
          { factorId: identity_id, challengeId: identity_id, webauthn: { type: 'request', credential_response: assertion } },
          options,
        ),
      body: { challenge_id: identity_id, webauthn: { type: 'request', credential_response: assertion } },
      data: signedIn,
      empty: () => null,
      signsIn: true,
    },
  ],
  'mfa.challengeAndVerify': [
    {
      operation: 'challengeFactor',
      what: 'a code',
      call: (auth, options) => auth.mfa.challengeAndVerify({ factorId: identity_id, code: token }, options),
      body: {},
      // Two requests, of which the example answers the first.
      data: () => ({ user: expect.objectContaining({ id: user_id }), session: expect.anything() }),
      empty: () => null,
      signsIn: true,
    },
  ],
  'mfa.registerWebAuthn': [
    {
      operation: 'enrollFactor',
      what: 'a page',
      call: (auth, options) => {
        usePage()
        return auth.mfa.registerWebAuthn({ friendlyName: 'Key' }, options)
      },
      body: { factor_type: 'webauthn', friendly_name: 'Key' },
      // Three requests, of which the example answers the first.
      others: { challengeFactor: 'webauthn_create' },
      data: () => ({ user: expect.objectContaining({ id: user_id }), session: expect.anything() }),
      empty: () => null,
      signsIn: true,
    },
  ],
  'mfa.verifyWebAuthn': [
    {
      operation: 'challengeFactor',
      what: 'a page',
      call: (auth, options) => {
        usePage()
        return auth.mfa.verifyWebAuthn({ factorId: identity_id }, options)
      },
      body: {},
      // Two requests, of which the example answers the first. Challenges of other factors are none for a key.
      data: ({ webauthn }) =>
        webauthn ? { user: expect.objectContaining({ id: user_id }), session: expect.anything() } : undefined,
      useless: 'invalid_argument',
      empty: () => null,
      signsIn: true,
    },
  ],
  'mfa.unenroll': [
    {
      operation: 'unenrollFactor',
      what: 'a factor',
      call: (auth, options) => auth.mfa.unenroll({ factorId: identity_id }, options),
      data: whole,
      empty: () => null,
    },
  ],
  'mfa.listFactors': [
    {
      operation: 'getUser',
      what: 'nothing',
      call: (auth, options) => auth.mfa.listFactors(options),
      data: ({ factors = [] }) => expect.objectContaining({ all: factors }),
      empty: () => null,
    },
  ],
  'mfa.getAuthenticatorAssuranceLevel': [
    {
      operation: 'getUser',
      what: 'another access token',
      call: (auth, options) => auth.mfa.getAuthenticatorAssuranceLevel(otherToken, options),
      headers: bearer(otherToken),
      data: () => ({ currentLevel: null, nextLevel: null, currentAuthenticationMethods: [] }),
      empty: () => null,
      before: 'signed-out',
    },
  ],
  'oauth.getAuthorizationDetails': ownConsents('getOauthAuthorization', (auth, options) =>
    auth.oauth.getAuthorizationDetails(authorization_id, options),
  ),
  'oauth.approveAuthorization': ownConsents(
    'consentOauthAuthorization',
    (auth, options) => auth.oauth.approveAuthorization(authorization_id, options),
    { body: { action: 'approve' } },
  ),
  'oauth.denyAuthorization': ownConsents(
    'consentOauthAuthorization',
    (auth, options) => auth.oauth.denyAuthorization(authorization_id, { ...options, skipBrowserRedirect: true }),
    { body: { action: 'deny' } },
  ),
  'oauth.listGrants': ownConsents('listOauthGrants', (auth, options) => auth.oauth.listGrants(options)),
  'oauth.revokeGrant': ownConsents(
    'revokeOauthGrant',
    (auth, options) => auth.oauth.revokeGrant({ clientId: identity_id }, options),
    { query: { client_id: identity_id }, data: nothing },
  ),

  // The browser sends it; facade.test.ts opens the URL.
  signInWithOAuth: [],
  // Whatever the application sends; facade.test.ts sends some.
  fetch: [],
  // They send what initialize() sends, which has its entry.
  startAutoRefresh: [],
  onAuthStateChange: [],
  subscribe: [],
  // They look, or end something.
  getSnapshot: [],
  stopAutoRefresh: [],
  dispose: [],
  [Symbol.dispose]: [],
} satisfies Record<Method, FacadeCall[]>
