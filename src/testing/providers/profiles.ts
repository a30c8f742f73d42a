import type { FakeProviders } from '../fake-providers.ts'
import { decodeToken, encodeToken } from './start.ts'
import type { ProviderProfile } from './user-data.ts'

/** Two people whom every service knows. */
export const people: readonly ProviderProfile[] = [
  { id: '1001', email: 'ada@example.com', name: 'Ada Lovelace', user_name: 'ada' },
  { id: '1002', email: 'grace@example.com', name: 'Grace Hopper', user_name: 'grace' },
]

/** A code that a service gives out. It says by itself whose it is, so that nothing has to be remembered. */
export const codeOf = (provider: string, profile: ProviderProfile): string => encodeToken({ provider, profile })

/**
 * Who has approved. Codes that the pages have not given out are those of who signs in by default: those of another server's
 * pages, or of a recording. Undefined for those of another service, and for `invalid`.
 */
export function profileOfCode(providers: FakeProviders, provider: string, code: string): ProviderProfile | undefined {
  if (!code || code === 'invalid') return undefined
  const read = decodeToken(code) as { provider?: string; profile?: ProviderProfile } | null | undefined
  if (typeof read !== 'object' || !read?.profile) return providers.current(provider)
  return read.provider === provider ? read.profile : undefined
}
