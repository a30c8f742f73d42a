// The account module of before.ts, with this SDK: the same functions, for an application that has not changed. In its pages:
//
//   createAccount({ url: 'http://localhost:9999', key: '' })
//   createAccount({ url: 'https://project.supabase.co/auth/v1', key: 'sb_publishable_…' })
import { createClient, type SessionStorage, type User } from 'gotrue-sdk'
import { createAdmin } from 'gotrue-sdk/admin'

type Types = { userMetadata: { name?: string; terms?: boolean } }

export interface Options {
  url: string
  key: string
  storage?: SessionStorage
  fetch?: typeof globalThis.fetch
}

export function createAccount({ url, key, storage, fetch }: Options) {
  const auth = createClient<Types>({
    url,
    apiKey: key,
    storageKey: 'my-app-auth', // as before, so that people stay signed in
    flowType: 'pkce',
    ...(storage && { storage }),
    ...(fetch && { fetch }),
  })

  return {
    async signUp(email: string, password: string): Promise<'welcome' | 'look into your mail' | 'another password'> {
      const { data, error } = await auth.signUp({ email, password, options: { data: { terms: true } } })
      if (error?.code === 'weak_password') return 'another password'
      if (error) throw error
      return data.status === 'confirmation-needed' ? 'look into your mail' : 'welcome'
    },

    async confirm(email: string, token: string): Promise<User<Types> | null> {
      const { data, error } = await auth.verifyOtp({ type: 'email', email, token })
      if (error) throw error
      return data.user
    },

    async signIn(email: string, password: string): Promise<User<Types> | string> {
      const { data, error } = await auth.signInWithPassword({ email, password })
      if (error?.code === 'invalid_credentials') return 'Wrong address or password'
      if (error) throw error
      return data.user
    },

    async userOfSession(): Promise<User<Types> | undefined> {
      const {
        data: { session },
      } = await auth.getSession()
      return session?.user
    },

    /** Calls back with the name to show, now and whenever it changes. */
    onUser(show: (name: string | undefined) => void): () => void {
      const tell = (user: User<Types> | undefined) => show(user?.user_metadata.name ?? user?.email)
      const {
        data: { subscription },
      } = auth.onAuthStateChange(async (event, session) => {
        if (event === 'SIGNED_IN') tell((await auth.getUser()).data.user ?? session?.user)
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

    async comeBack(code: string): Promise<User<Types> | undefined> {
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
  const admin = createAdmin({ url, apiKey: serviceKey, ...(fetch && { fetch }) })
  const addresses: string[] = []
  for await (const { email } of admin.listUsers()) if (email) addresses.push(email)
  return addresses
}
