// Which server, and with which keys.
import { UsageError, type Given, type Option } from './command.ts'
import type { Admin } from '../facade/admin/index.ts'
import type { Terminal } from './terminal.ts'
import { parseBaseUrl } from '../transport/url.ts'

export interface Connection {
  /** Without a slash at its end. */
  url: string
  apiKey: string | undefined
  serviceKey: string | undefined
  jwtSecret: string | undefined
  /** Whether there are keys in the environment that belong to another server. */
  isForeign: boolean
}

export const urlOption: Record<string, Option> = {
  url: { value: '<url>', about: "the server's address; default: GOTRUE_URL of the environment" },
}

/**
 * The server that was named, or that of the environment. Keys of the environment go to the server of the environment: another
 * one, which was only named, does not get them.
 *
 * @throws UsageError
 */
export function connectionOf(named: string | undefined): Connection {
  const { GOTRUE_URL, GOTRUE_API_KEY, GOTRUE_SERVICE_KEY, GOTRUE_JWT_SECRET } = process.env
  const text = named ?? GOTRUE_URL
  if (!text) throw new UsageError('Which server? Name its address, or set GOTRUE_URL')
  const url = normal(text)
  if (!url) throw new UsageError('The address must be like https://project.supabase.co/auth/v1, without password and query')
  const isForeign = named !== undefined && !!GOTRUE_URL && normal(GOTRUE_URL) !== url
  const hasKeys = !!(GOTRUE_API_KEY || GOTRUE_SERVICE_KEY || GOTRUE_JWT_SECRET)
  if (isForeign) return { url, apiKey: undefined, serviceKey: undefined, jwtSecret: undefined, isForeign: hasKeys }
  return {
    url,
    apiKey: GOTRUE_API_KEY || undefined,
    serviceKey: GOTRUE_SERVICE_KEY || undefined,
    jwtSecret: GOTRUE_JWT_SECRET || undefined,
    isForeign: false,
  }
}

function normal(text: string): string | undefined {
  // As people write it. Other names need their scheme: what is no address may be a secret, which no name server is to be asked for.
  const full = /^(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/.test(text) ? `http://${text}` : text
  try {
    return parseBaseUrl(full)
  } catch {
    return undefined
  }
}

export const isLoopback = (url: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname)

export const keyOption: Record<string, Option> = {
  'key-stdin': { about: 'reads the service key from standard input' },
}

/** What administers the server. @throws UsageError when there is no key */
export async function adminOf(given: Given, terminal: Terminal): Promise<Admin> {
  const { url, apiKey, jwtSecret, isForeign, ...connection } = connectionOf(given.text('url'))
  let { serviceKey } = connection
  if (given.flag('key-stdin') || (!serviceKey && !jwtSecret && process.stdin.isTTY)) {
    serviceKey = await terminal.readSecret('The service key')
  }
  if (!serviceKey && !jwtSecret) {
    throw new UsageError(
      isForeign
        ? 'The keys of the environment are for the server at GOTRUE_URL, and are not sent to another one: use --key-stdin'
        : 'A key of administrators is missing: set GOTRUE_SERVICE_KEY or GOTRUE_JWT_SECRET, or use --key-stdin',
    )
  }
  const { createAdmin, createServiceToken } = await import('../facade/admin/index.ts')
  const keys = serviceKey
    ? // What is no JWT the gateway knows as an API key, and the server not as a token.
      serviceKey.startsWith('ey')
      ? { adminToken: serviceKey, apiKey: apiKey ?? serviceKey }
      : { apiKey: serviceKey }
    : { adminToken: () => createServiceToken({ secret: jwtSecret! }), ...(apiKey && { apiKey }) }
  return createAdmin({ url, ...keys })
}
