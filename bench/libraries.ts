// The two libraries, each through its documented public entry, behind the few methods that are measured.
// They are imported when they are asked for, so that a process holds only the one that it measures.

/** The platform's `fetch`, as both take it. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

export interface Options {
  url: string
  apiKey: string
  fetch?: Fetch
  storage?: { getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void }
  /** Default: the library's. */
  autoRefreshToken?: boolean
}

interface Answer {
  data: unknown
  error: unknown
}

export interface Client {
  getSession(): Promise<{ data: { session: { access_token: string; user: { id: string } } | null }; error: unknown }>
  getUser(): Promise<Answer>
  signInWithPassword(credentials: { email: string; password: string }): Promise<Answer>
  refreshSession(): Promise<Answer>
  getClaims(): Promise<Answer>
  onAuthStateChange(callback: () => void): unknown
  dispose(): unknown
}

export type Library = 'gotrue-sdk' | '@supabase/auth-js'

export const libraries: Library[] = ['gotrue-sdk', '@supabase/auth-js']

const loaders: Record<Library, () => Promise<(options: Options) => Client>> = {
  'gotrue-sdk': async () => {
    const { createClient } = await import('gotrue-sdk')
    return (options) => createClient(options)
  },
  '@supabase/auth-js': async () => {
    const { AuthClient } = await import('@supabase/auth-js')
    return ({ apiKey, ...options }) => new AuthClient({ ...options, headers: { apikey: apiKey } })
  },
}

/** @returns what makes a client of the library */
export function load(library: string): Promise<(options: Options) => Client> {
  return loaders[library as Library]()
}

/** Fails when a call does: what fails is fast. */
export function succeeding(call: () => Promise<{ error?: unknown }>): () => Promise<void> {
  return async () => {
    const { error } = await call()
    if (error) throw error
  }
}
