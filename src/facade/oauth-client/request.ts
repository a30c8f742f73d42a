import type { Client } from '../../transport/client.ts'
import type { AuthError } from '../../transport/errors.ts'
import { createTransport, type TransportOptions } from '../../transport/transport.ts'
import { createCall, failure, type RequestOptions, type Send } from '../call.ts'
import type { Result } from '../result.ts'

/** What every call takes to an address that may have been found out on the way. */
export interface SecureOptions {
  /** True to let the request go over `http` to other machines, too, where a network is trusted. Default false. */
  allowInsecureRequests?: boolean | undefined
}

/** What every call to the authorization server takes. */
export interface OAuthClientOptions
  extends RequestOptions, SecureOptions, Partial<Pick<TransportOptions, 'apiKey' | 'fetch' | 'retry' | 'middleware'>> {}

/**
 * Does the work of a call to an authorization server. Nothing is kept: the transport is made anew for each call.
 *
 * @param url the server's address
 * @param work throws AuthError
 */
export async function request<Data, Failure extends AuthError>(
  url: string | URL,
  given: OAuthClientOptions | null,
  work: (send: Send) => Promise<Data>,
): Promise<Result<Data, null, Failure>> {
  const { timeout = 15_000, ...options } = given ?? {}
  try {
    const client = transportTo(url, options)
    secure(url, options)
    return await createCall(client, timeout)(null, { ...options, timeout }, work)
  } catch (error) {
    return { data: null, error: error as Failure }
  }
}

/** @throws AuthError `invalid_argument` */
export function transportTo(url: string | URL, { apiKey, fetch, retry, middleware }: OAuthClientOptions): Client {
  const options: TransportOptions = { url }
  if (apiKey !== undefined) options.apiKey = apiKey
  if (fetch) options.fetch = fetch
  if (retry !== undefined) options.retry = retry
  if (middleware) options.middleware = middleware
  return createTransport(options)
}

/**
 * Only https, or this machine (RFC 8414, section 2; RFC 8252, section 8.3): who can read or change the metadata says where codes
 * and secrets go.
 *
 * @throws AuthError `invalid_argument`
 */
export function secure(address: string | URL, { allowInsecureRequests }: SecureOptions = {}): URL {
  let url: URL | undefined
  try {
    url = new URL(address)
  } catch {
    // Told below, without the address: it may hold a password.
  }
  const isHttp = url?.protocol === 'http:' && (allowInsecureRequests === true || isLoopback(url.hostname))
  if (url && !url.username && !url.password && (isHttp || url.protocol === 'https:')) return url
  throw failure('invalid_argument', 'The address must be https, or http on this machine')
}

const isLoopback = (host: string) => /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host)

/** The value, if it is an object. @throws AuthError `invalid_argument` */
export function object<T extends object>(value: T, name: string): T {
  if (Object(value) === value) return value
  throw failure('invalid_argument', `${name} is missing`)
}
