/// <reference lib="esnext.disposable" preserve="true" />
import type { KnownErrorCode } from '../../generated/error-codes.ts'
import type { AuthError } from '../transport/errors.ts'
import { createTransport, type TransportOptions } from '../transport/transport.ts'
import { parseBaseUrl } from '../transport/url.ts'
import { createCall, failure } from './call.ts'
import { environmentVariable } from './environment.ts'
import type { AuthorizedFetch } from './fetch.ts'
import type { Account } from './account.ts'
import { later, loadOnce } from './later.ts'
import type { GetClaims } from './claims/get-claims.ts'
import type { Mfa } from './mfa.ts'
import type { OAuthServer } from './oauth-server.ts'
import type { PasskeyMethods } from './passkeys/passkey-methods.ts'
import type { Passkeys } from './passkeys/passkeys.ts'
import type { SignInWithWeb3 } from './web3/sign-in-with-web3.ts'
import { createFlows } from './oauth/flows.ts'
import type { DetectSessionInUrl } from './oauth/provider-flows.ts'
import { createSignInWithOAuth, type SignInWithOAuth } from './oauth/sign-in-with-oauth.ts'
import type { Result } from './result.ts'
import { createAccessTokens, type AccessTokenProvider } from './session/access-token.ts'
import { createAutoRefresh } from './session/auto-refresh.ts'
import { createEvents } from './session/events.ts'
import { createKeeper } from './session/keeper.ts'
import { createRefresher } from './session/refresh.ts'
import type { ClientTypes, Session } from './session/session.ts'
import { createSessions, notSignedIn, type Sessions } from './session/sessions.ts'
import { memoryStorage, webStorage, type SessionStorage } from './session/storage.ts'
import { createSubscriptions, type Subscriptions } from './session/subscriptions.ts'
import { createTabs } from './session/tabs.ts'
import { createSignOut, type SignOut } from './sign-out.ts'
import type { SigningIn } from './signing-in.ts'

/** What `createClient()` takes. All of it is optional where the environment says the address. */
export interface ClientOptions extends Omit<TransportOptions, 'url' | 'credentials' | 'retry'> {
  /**
   * The server's address, with or without a path: `http://localhost:9999`, `https://project.supabase.co/auth/v1`.
   * Default: `GOTRUE_URL` of the environment, and with it `GOTRUE_API_KEY` as `apiKey`.
   */
  url?: string | URL
  /** Where the session is kept. Default: `localStorage` in browsers, the client's memory elsewhere. */
  storage?: SessionStorage
  /**
   * The name of the session in the storage; clients with different ones are different accounts. Default `sb-<first label of
   * the host>-auth-token`, as supabase-js has it. The default of auth-js by itself is `supabase.auth.token`.
   */
  storageKey?: string
  /** False to keep the session in memory only. Default true. */
  persistSession?: boolean
  /** Whether the session is refreshed before it expires. Default: in browsers; elsewhere it is refreshed when it is needed. */
  autoRefreshToken?: boolean
  /** Whether the URL that the page was opened with is taken in, if it is of a flow of ours. Only in browsers. Default true. */
  detectSessionInUrl?: DetectSessionInUrl
  /**
   * How flows come back that begin here: `implicit` with tokens in the URL, `pkce` with a code that only this browser can
   * exchange. Default `implicit`, because mails are often opened elsewhere.
   */
  flowType?: 'implicit' | 'pkce'
  /** Supplies the access token of every call, in place of a session; nothing is then stored, refreshed or signed in. */
  accessToken?: AccessTokenProvider
  /** Origins beside the server's own to which `auth.fetch()` sends the access token. Default none. */
  fetchOrigins?: readonly (string | URL)[]
}

/** What `createClient()` makes. Its methods are functions of their own: `const { signUp } = createClient()` works. */
export interface AuthClient<out T extends ClientTypes = {}>
  extends
    Sessions<T>,
    Subscriptions<T>,
    SigningIn<T>,
    SignInWithOAuth<T>,
    SignOut,
    Account<T>,
    Passkeys<T>,
    SignInWithWeb3<T>,
    GetClaims<T>,
    AuthorizedFetch {
  /** Second factors of the signed-in user. */
  mfa: Mfa<T>
  /** The passkeys of the signed-in user, and the single steps of the ceremonies. */
  passkey: PasskeyMethods<T>
  /** What other applications may do in the name of the signed-in user. */
  oauth: OAuthServer
  /**
   * Finds out who is signed in: from the storage, and from the URL that the page was opened with. It happens once, by itself;
   * the result says what became of a flow that came back in the URL.
   * @example
   * const { data, error } = await auth.initialize()
   */
  initialize(): Promise<Result<{ session: Session<T> | null }, { session: Session<T> | null }, AuthError<KnownErrorCode>>>
  /** Refreshes the session before it expires, while the page is visible. */
  startAutoRefresh(): Promise<void>
  /** Ends that. */
  stopAutoRefresh(): Promise<void>
  /**
   * The same client for a user whose access token is known, such as that of a request to a server. It keeps nothing: calls
   * that sign in return a session, and that is all.
   * @example
   * const { data } = await auth.withAccessToken(access_token).getUser()
   */
  withAccessToken(accessToken: string): AuthClient<T>
  /** Ends timers, subscriptions and what listens to other tabs. What is stored stays. */
  dispose(): void
  [Symbol.dispose](): void
}

/**
 * Makes a client: sessions, sign-in and account of a user, for a GoTrue server.
 *
 * In browsers it reads the storage and the page's URL, and refreshes in time; elsewhere it starts nothing.
 *
 * @example
 * const auth = createClient({ url: 'https://project.supabase.co/auth/v1', apiKey })
 * const { data, error } = await auth.signInWithPassword({ email, password })
 * @throws AuthError `invalid_argument` when the options are not usable. Methods never throw and never reject, save `fetch()`.
 */
export function createClient<T extends ClientTypes = {}>(options: ClientOptions = {}): AuthClient<T> {
  const {
    url: given = environmentVariable('GOTRUE_URL'),
    // The key of one server is nobody else's business.
    apiKey = options.url ? undefined : environmentVariable('GOTRUE_API_KEY'),
    timeout = 15_000,
    persistSession = true,
    flowType = 'implicit',
    accessToken,
    fetchOrigins = [],
  } = options
  if (!given) throw failure('invalid_argument', 'url is missing: pass it to createClient(), or set GOTRUE_URL')
  const url = parseBaseUrl(given)
  const page = globalThis.document as Document | undefined
  const isStateless = accessToken !== undefined
  const { storageKey = `sb-${new URL(url).hostname.split('.')[0]}-auth-token` } = options
  const storage = (persistSession && (options.storage ?? (page && defaultStorage()))) || memoryStorage()
  const client = createTransport({ ...options, url, apiKey })
  const call = createCall(client, timeout)
  const tabs = createTabs(storageKey, !isStateless && (storage.shared ?? !!page), () => void keeper.sync().catch(() => {}))
  const events = createEvents(() => keeper.session())
  const keeper = createKeeper({ storage, storageKey, tabs, events, isStateless })
  const refresher = createRefresher(client, keeper, tabs)
  const autoRefresh = createAutoRefresh(keeper, refresher, events)
  const tokens = createAccessTokens(refresher, accessToken, () => initialize())
  const leave = page && ((address: string) => location.assign(address))
  const flows = createFlows({ url, flowType, leave }, keeper, storage, `${storageKey}-flows`, tabs)

  const detect = options.detectSessionInUrl ?? true
  // Whether there may be something to take in is seen without the code that takes it in.
  const opened = page && !isStateless && detect && /[?#&](code|error|access_token|message)=/.exec(location.href)?.input
  let starting: ReturnType<AuthClient['initialize']> | undefined
  const start = async (): ReturnType<AuthClient['initialize']> => {
    const { error } = await call<null, null, AuthError>(null, {}, async (send) => {
      const note = (cause: unknown) => cause
      const unread = await keeper.load().catch(note)
      const refused =
        opened &&
        (await flows
          .load()
          .then(({ detect: takeIn }) => takeIn(opened, detect, send))
          .catch(note))
      if (!unread) await refresher.fresh()
      if (unread || refused) throw unread || refused
      return null
    })
    events.open()
    return { data: { session: keeper.session() }, error: error as null }
  }
  const initialize = () => (starting ??= start())
  const startAutoRefresh = async () => {
    autoRefresh.start()
    void initialize()
  }
  if (!isStateless && (options.autoRefreshToken ?? page)) void startAutoRefresh()
  else if (page && !isStateless && detect) void initialize()

  const dispose = () => {
    autoRefresh.stop()
    events.close()
    tabs.close()
  }
  const origins = fetchOrigins.map((origin) => new URL(parseBaseUrl(origin)).origin)
  const authorized = loadOnce(
    () => import('./fetch.ts'),
    ({ createAuthorizedFetch }) => createAuthorizedFetch(call, tokens, { url, apiKey, origins, fetch: options.fetch }),
  )
  const signingIn = loadOnce(
    () => import('./signing-in.ts'),
    ({ createSigningIn }) => createSigningIn(call, keeper, refresher, flows),
  )
  const account = loadOnce(
    () => import('./account.ts'),
    ({ createAccount }) => createAccount(call, tokens, keeper, flows),
  )
  const mfa = loadOnce(
    () => import('./mfa.ts'),
    ({ createMfa }) => createMfa(call, tokens, keeper, refresher, tabs),
  )
  const passkeys = loadOnce(
    () => import('./passkeys/passkeys.ts'),
    ({ createPasskeys }) => createPasskeys(call, tokens, keeper),
  )
  const web3 = loadOnce(
    () => import('./web3/sign-in-with-web3.ts'),
    ({ createSignInWithWeb3 }) => createSignInWithWeb3(call, keeper),
  )
  const oauthServer = loadOnce(
    () => import('./oauth-server.ts'),
    ({ createOAuthServer }) => createOAuthServer(call, tokens, leave),
  )
  const claims = loadOnce(
    () => import('./claims/get-claims.ts'),
    ({ createGetClaims }) => createGetClaims(call, tokens, { url, fetch: options.fetch, isStateless }),
  )
  const methods: Omit<AuthClient, typeof Symbol.dispose> = {
    ...createSessions(call, keeper, refresher, initialize),
    ...createSubscriptions(events, keeper, initialize),
    ...createSignInWithOAuth(call, flows),
    ...createSignOut(call, tokens, keeper, isStateless),
    fetch: async (input, init) => (await authorized()).fetch(input, init),
    ...later<SigningIn>(call, signingIn, {
      signUp: notSignedIn,
      signInAnonymously: notSignedIn,
      signInWithPassword: notSignedIn,
      signInWithIdToken: notSignedIn,
      setSession: notSignedIn,
      signInWithSSO: null,
      signInWithOtp: notSignedIn,
      verifyOtp: notSignedIn,
      resend: notSignedIn,
      resetPasswordForEmail: null,
      settings: null,
      health: null,
    }),
    ...later<Account>(call, account, {
      getUser: { user: null },
      updateUser: { user: null },
      reauthenticate: notSignedIn,
      getUserIdentities: null,
      linkIdentity: null,
      unlinkIdentity: null,
    }),
    mfa: later<Mfa>(call, mfa, {
      enroll: null,
      challenge: null,
      verify: null,
      challengeAndVerify: null,
      unenroll: null,
      registerWebAuthn: null,
      verifyWebAuthn: null,
      listFactors: null,
      getAuthenticatorAssuranceLevel: null,
    }),
    passkey: later<PasskeyMethods>(call, passkeys, {
      list: null,
      update: null,
      delete: null,
      startRegistration: null,
      verifyRegistration: null,
      startAuthentication: null,
      verifyAuthentication: null,
    }),
    ...later<Passkeys>(call, passkeys, { registerPasskey: null, signInWithPasskey: null }),
    ...later<SignInWithWeb3>(call, web3, { signInWithWeb3: notSignedIn }),
    ...later<GetClaims>(call, claims, { getClaims: null }),
    oauth: later<OAuthServer>(call, oauthServer, {
      getAuthorizationDetails: null,
      approveAuthorization: null,
      denyAuthorization: null,
      listGrants: null,
      revokeGrant: null,
    }),
    initialize,
    startAutoRefresh,
    stopAutoRefresh: async () => autoRefresh.stop(),
    withAccessToken: (token) => createClient({ ...options, url, apiKey, storage, accessToken: () => token }),
    dispose,
  }
  // The symbol is younger than some browsers.
  if (Symbol.dispose) Object.assign(methods, { [Symbol.dispose]: dispose })
  return methods as AuthClient<T>
}

/** A browser may deny its storage to a page. */
function defaultStorage(): SessionStorage | undefined {
  try {
    return webStorage()
  } catch {
    return undefined
  }
}
