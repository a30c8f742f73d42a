// Requests to a test server, short.
import { expect } from 'vitest'
import type { TestServer } from '../../src/testing/index.ts'

export interface Call {
  /** An access token. */
  token?: string
  /** Sent as JSON; a text as it is. */
  json?: unknown
  form?: Record<string, string>
  headers?: Record<string, string>
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any

export interface Answer {
  status: number
  headers: Headers
  /** Parsed, if it is JSON; undefined: none. */
  body: Json
}

/** Asks a server: `call('POST /factors', { token, json })`. */
export const callerOf =
  (server: TestServer) =>
  async (route: string, { token, json, form, headers: more }: Call = {}): Promise<Answer> => {
    const [method, path] = route.split(' ') as [string, string]
    const headers = new Headers(more)
    if (token) headers.set('authorization', `Bearer ${token}`)
    if (json !== undefined) headers.set('content-type', headers.get('content-type') ?? 'application/json')
    const text = json === undefined || typeof json === 'string' ? json : JSON.stringify(json)
    const body = form ? new URLSearchParams(form) : (text as string | undefined)
    const response = await server.fetch(server.url + path, { method, headers, ...(body !== undefined && { body }) })
    const answer = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    return {
      status: response.status,
      headers: response.headers,
      body: answer ? (isJson ? (JSON.parse(answer) as Json) : answer) : undefined,
    }
  }

/** A refusal in the body of the first version. */
export function refusal(status: number, error_code: string, msg: string): object {
  return {
    status,
    body: { code: status, error_code, msg, ...(status >= 500 && { error_id: expect.any(String) as string }) },
  }
}

/** A refusal of OAuth (RFC 6749 section 5.2). */
export const oauthRefusal = (error: string, error_description: string): object => ({
  status: 400,
  body: { error, error_description },
})

/** Asks what is refused, and sees that the server remembers what it did before. */
export async function expectRefusal(server: TestServer, ask: () => Promise<Answer>, wanted: object): Promise<void> {
  const remembered = ({ exportState }: TestServer) => ({ ...exportState(), random: 0 })
  const before = remembered(server)
  expect(await ask()).toMatchObject(wanted)
  expect(remembered(server)).toEqual(before)
}

/** The claims of a JWT. */
export function claimsOf(token: string): Json {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())
}
