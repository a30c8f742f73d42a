// What the tests of sign-in, account and OAuth share: a client whose server answers with what a real one has answered (test/recorded),
// what that client asks it, tells and stores, and a stand-in for a page. So a test compares a call with the request that the real
// server took, to the letter, and its result with the answer to that. Whoever imports this file gets a clock that stands at the
// time of the recordings.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  createClient,
  memoryStorage,
  type AuthChangeDetails,
  type AuthChangeEvent,
  type AuthClient,
  type AuthError,
  type ClientOptions,
  type Session,
} from '../../src/facade/index.ts'
import { readRecordings, type Recording } from '../recorded/recordings.ts'
import { hangingFetch, json, scriptedFetch } from '../scripted-fetch.ts'

export const url = 'https://auth.example.com/auth/v1'
export const storageKey = 'sb-auth-auth-token'
export const flowsKey = `${storageKey}-flows`
export const app = 'https://app.example.com/in'

const recordings = [...readRecordings('flows.jsonl'), ...readRecordings('answers.jsonl')]
const clients: { dispose(): void }[] = []

const now = new Date('2026-11-23T19:24:30Z')
beforeEach(() => void vi.useFakeTimers({ now }))
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose()
  vi.restoreAllMocks()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Lets timers run by themselves, for what goes through locks and channels; the date stays. */
export function runTimers(): void {
  vi.useRealTimers()
  vi.useFakeTimers({ now, toFake: ['Date'] })
}

/**
 * One exchange with the real server.
 *
 * @param name `flow/step`, or the note
 */
export function recorded(operation: string, name: string, profile?: string): Recording {
  const found = recordings.find((recording) => {
    const { flow, step, note } = recording
    const isIt = recording.operation === operation && (flow ? `${flow}/${step}` : note) === name
    return isIt && (!profile || recording.profile === profile)
  })
  if (!found) throw new Error(`There is no recording of ${operation} ${name} ${profile}`)
  return found
}

export function answer({ response }: Recording): Response {
  const { status, body, headers } = response
  return body === null ? new Response(null, { status, headers }) : json(body, { status, headers })
}

/** The session of a recorded answer, and its user. */
export const sessionOf = ({ response }: Recording): Session => response.body as Session

/** What the real server was asked, as `sent()` has it. */
export function asked({ request: { method, path, query, body } }: Recording) {
  return { method, path, query, body }
}

/** What was sent. */
export async function sent(request: Request | undefined) {
  const { pathname, searchParams } = new URL(request!.url)
  const text = await request!.clone().text()
  return {
    method: request!.method,
    path: pathname.replace('/auth/v1', ''),
    query: Object.fromEntries(searchParams),
    body: text ? (JSON.parse(text) as Record<string, unknown>) : null,
  }
}

export const bearerOf = (request: Request | undefined) => request!.headers.get('authorization')?.replace('Bearer ', '')

type Steps = Parameters<typeof scriptedFetch>

/** A client in front of a script, what it tells, and what it stores. */
export function setUp(steps: Steps, options: ClientOptions = {}) {
  const fetch = scriptedFetch(...steps)
  const storage = options.storage ?? memoryStorage()
  const auth = createClient({ url, fetch, storage, ...options })
  clients.push(auth)
  const events: [AuthChangeEvent, Session | null, AuthChangeDetails][] = []
  auth.onAuthStateChange((...event) => void events.push(event))
  return {
    auth,
    fetch,
    storage,
    /** The names of the events so far. */
    told: async () => {
      await vi.advanceTimersByTimeAsync(0)
      return events.map(([name]) => name)
    },
    events,
    stored: () => JSON.parse((storage.getItem(storageKey) as string | null) ?? 'null') as Session | null,
    flows: () => JSON.parse((storage.getItem(flowsKey) as string | null) ?? '[]') as Record<string, unknown>[],
  }
}

const login = recorded('POST /token', 'user/make-session', 'confirm')
const { weak_password: _strong, ...rest } = login.response.body as Session & { weak_password: null }
/** The session that `signedIn()` makes. */
export const session: Session = rest

/** The same, with somebody signed in; `fetch.requests` begin with that. */
export async function signedIn(steps: Steps, options: ClientOptions = {}) {
  const made = setUp([answer(login), ...steps], options)
  const { error } = await made.auth.signInWithPassword({ email: 'ada@example.com', password: 'correct horse' })
  expect(error).toBeNull()
  return made
}

/** A page with this address; its history has one entry. */
export function open(href: string, state: unknown = { scroll: 7 }) {
  const assign = vi.fn()
  const location = { href, assign }
  const replaceState = vi.fn((next: unknown, _title: string, address: string) => {
    history.state = next
    location.href = address
  })
  const history = { state, replaceState }
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }))
  vi.stubGlobal('location', location)
  vi.stubGlobal('history', history)
  return { assign, location, history, replaceState }
}

/** What a code verifier's challenge is, by other means than those of the SDK. */
export async function challengeOf(verifier: unknown): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier as string))
  return Buffer.from(digest).toString('base64url')
}

interface CommonOptions {
  signal?: AbortSignal
  timeout?: number
  headers?: Record<string, string | null | undefined>
  audience?: string
  captchaToken?: string
}

/** The tests of the options that a call has in common with others. */
export function testOptions(
  call: (auth: AuthClient, options: CommonOptions) => Promise<{ error: AuthError | null }>,
  given: Response,
  kinds: { captcha?: boolean; audience?: boolean; signedIn?: boolean } = {},
): void {
  const start = (steps: Steps, options: ClientOptions = {}) =>
    kinds.signedIn ? signedIn(steps, options) : Promise.resolve(setUp(steps, options))

  test('sends the headers of the call over those of the client, and null takes one away', async () => {
    const { auth, fetch } = await start([given], { apiKey: 'sb_publishable_1', headers: { 'x-app': '1', 'x-other': '2' } })
    const { error } = await call(auth, { headers: { 'x-app': null, 'x-trace': 'abc' } })
    expect(error).toBeNull()
    const { headers } = fetch.requests.at(-1)!
    expect(headers.get('x-trace')).toBe('abc')
    expect(headers.has('x-app')).toBe(false)
    expect(headers.get('x-other')).toBe('2')
    expect(headers.get('apikey')).toBe('sb_publishable_1')
    expect(headers.get('x-supabase-api-version')).toBe('2024-01-01')
  })

  test('ends when its signal is aborted', async () => {
    const { auth } = await start([hangingFetch({ obeysSignal: false })])
    const controller = new AbortController()
    const going = call(auth, { signal: controller.signal })
    await vi.advanceTimersByTimeAsync(0)
    controller.abort('enough')
    expect((await going).error).toMatchObject({ code: 'aborted', cause: 'enough', retryable: false })
  })

  test('ends with its time limit', async () => {
    const { auth } = await start([hangingFetch({ obeysSignal: false })])
    const going = call(auth, { timeout: 1000 })
    await vi.advanceTimersByTimeAsync(1000)
    expect((await going).error).toMatchObject({ code: 'timeout', retryable: true })
  })

  if (kinds.captcha) {
    test('sends the answer to a CAPTCHA where the server looks for it', async () => {
      const { auth, fetch } = await start([given])
      await call(auth, { captchaToken: 'not-a-robot' })
      const { body } = await sent(fetch.requests.at(-1))
      expect(body).toMatchObject({ gotrue_meta_security: { captcha_token: 'not-a-robot' } })
    })
  }

  if (kinds.audience) {
    test('sends the audience in X-JWT-AUD, and in no body', async () => {
      const { auth, fetch } = await start([given])
      await call(auth, { audience: 'staff' })
      expect(fetch.requests.at(-1)!.headers.get('x-jwt-aud')).toBe('staff')
      expect(JSON.stringify(await sent(fetch.requests.at(-1)))).not.toContain('staff')
      await call(auth, {})
      expect(fetch.requests.at(-1)!.headers.has('x-jwt-aud')).toBe(false)
    })
  }
}

/** What an error of a recorded answer has to be. */
export function errorOf({ response }: Recording) {
  const { code, error_code, error, msg, message, error_description } = response.body as Record<string, unknown>
  return { status: response.status, code: error_code ?? error ?? code, message: msg ?? message ?? error_description }
}
