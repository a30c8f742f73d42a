// The account module of an application, with auth-js. What becomes of it is in after.ts; docs/from-auth-js.md says how. Nobody has to
// run this one: npm install @supabase/auth-js, then createAccount({ url, key }) in a page.
import { AuthClient, GoTrueAdminApi, isAuthApiError, type SupportedStorage, type User } from '@supabase/auth-js'

export interface Options {
  url: string
  key: string
  storage?: SupportedStorage
  fetch?: typeof globalThis.fetch
}

export function createAccount({ url, key, storage, fetch }: Options) {
  const auth = new AuthClient({
    url,
    headers: { apikey: key },
    storageKey: 'my-app-auth',
    persistSession: true,
    autoRefreshToken: true,
    flowType: 'pkce',
    ...(storage && { storage }),
    ...(fetch && { fetch }),
  })

  return {
    async signUp(email: string, password: string): Promise<'welcome' | 'look into your mail' | 'another password'> {
      const { data, error } = await auth.signUp({ email, password, options: { data: { terms: true } } })
      if (error?.name === 'AuthWeakPasswordError') return 'another password'
      if (error) throw error
      return data.session === null ? 'look into your mail' : 'welcome'
    },

    async confirm(email: string, token: string): Promise<User | null> {
      const { data, error } = await auth.verifyOtp({ type: 'email', email, token })
      if (error) throw error
      return data.user
    },

    async signIn(email: string, password: string): Promise<User | string> {
      const { data, error } = await auth.signInWithPassword({ email, password })
      if (error && isAuthApiError(error) && error.message === 'Invalid login credentials') return 'Wrong address or password'
      if (error) throw error
      return data.user
    },

    async userOfSession(): Promise<User | undefined> {
      const {
        data: { session },
      } = await auth.getSession()
      return session?.user
    },

    /** Calls back with the name to show, now and whenever it changes. */
    onUser(show: (name: string | undefined) => void): () => void {
      const tell = (user: User | undefined) => show(user?.user_metadata.name ?? user?.email)
      const {
        data: { subscription },
      } = auth.onAuthStateChange((event, session) => {
        // Another call of auth in here would wait for itself.
        if (event === 'SIGNED_IN')
          setTimeout(() => void auth.getUser().then(({ data }) => tell(data.user ?? session?.user)), 0)
        else tell(session?.user)
      })
      return () => subscription.unsubscribe()
    },

    async rename(name: string): Promise<void> {
      const { error } = await auth.updateUser({ data: { name } })
      if (error) throw error
    },

    /** Of requests to the application's own API. */
    async headers(): Promise<Record<string, string>> {
      const { data } = await auth.getSession()
      return data.session ? { authorization: `Bearer ${data.session.access_token}` } : {}
    },

    async signInWithGitHub(redirectTo: string): Promise<string | null> {
      const { data } = await auth.signInWithOAuth({ provider: 'github', options: { redirectTo, skipBrowserRedirect: true } })
      return data.url
    },

    async comeBack(code: string): Promise<User | undefined> {
      const { data } = await auth.exchangeCodeForSession(code)
      return data.user ?? undefined
    },

    /** The secret for the authenticator app, and what takes its first code. */
    async addAuthenticator() {
      const { data, error } = await auth.mfa.enroll({ factorType: 'totp', friendlyName: 'App' })
      if (error) throw error
      return {
        secret: data.totp.secret,
        confirm: (code: string) => auth.mfa.challengeAndVerify({ factorId: data.id, code }),
      }
    },

    async needsCode(): Promise<boolean> {
      const { data } = await auth.mfa.getAuthenticatorAssuranceLevel()
      return data?.nextLevel === 'aal2' && data.currentLevel !== 'aal2'
    },

    async signOut(): Promise<void> {
      const { error } = await auth.signOut({ scope: 'local' })
      if (error) throw error
    },
  }
}

/** Of a script with the service key. */
export async function allAddresses(url: string, serviceKey: string, fetch?: typeof globalThis.fetch): Promise<string[]> {
  const admin = new GoTrueAdminApi({
    url,
    headers: { apikey: serviceKey, Authorization: `Bearer ${serviceKey}` },
    ...(fetch && { fetch }),
  })
  const addresses: string[] = []
  for (let page = 1; ; page++) {
    const { data, error } = await admin.listUsers({ page, perPage: 50 })
    if (error) throw error
    addresses.push(...data.users.map(({ email }) => email!))
    if (data.users.length < 50) return addresses
  }
}
