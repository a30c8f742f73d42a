// Plays recorded exchanges with a real server to the test server, one after the other, and says how its answers differ. Values that
// the real server chose (ids, tokens, codes) are followed from answers into later requests; codes and hashes that went by
// message are read from the inbox.
import type { TestServer } from '../../src/testing/index.ts'
import type { Recording } from '../recorded/recordings.ts'

type Json = unknown
type Fields = Record<string, Json>

export interface Replay {
  /** Plays a step. @returns how the answer differs from the recorded one */
  play(recording: Recording, options?: { token?: string }): Promise<string[]>
  /** What stands for a recorded value. */
  follow(recorded: string): string
  /** Lets a value of ours stand for a recorded one. */
  learn(recorded: string, ours: string): void
}

export function createReplay(server: TestServer): Replay {
  const known = new Map<string, string>()
  const follow = (value: string): string => {
    const exact = known.get(value)
    if (exact !== undefined) return exact
    // Tokens and ids inside of headers, paths and URLs.
    return value.replace(/[\w.-]{12,}/g, (part) => known.get(part) ?? part)
  }
  const followAll = (value: Json): Json => {
    if (typeof value === 'string') return follow(value)
    if (Array.isArray(value)) return value.map(followAll)
    if (!value || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, followAll(item)]))
  }

  /** Notes which of our values stand for which of theirs. */
  function learn(theirs: Json, ours: Json): void {
    if (typeof theirs === 'string' && typeof ours === 'string') {
      if (theirs !== ours && theirs.length >= 6) known.set(theirs, ours)
      learnUrl(theirs, ours)
    } else if (Array.isArray(theirs) && Array.isArray(ours)) theirs.forEach((item, at) => learn(item, ours[at]))
    else if (isFields(theirs) && isFields(ours)) for (const key of Object.keys(theirs)) learn(theirs[key], ours[key])
  }
  function learnUrl(theirs: string, ours: string): void {
    if (!/^\w[\w+.-]*:\/\//.test(theirs) || !/^\w[\w+.-]*:\/\//.test(ours)) return
    const [a, b] = [paramsOf(theirs), paramsOf(ours)]
    for (const [name, value] of a) {
      const other = b.find(([key]) => key === name)
      if (other && value !== other[1] && value.length >= 6) known.set(value, other[1])
    }
  }

  /** A code or hash that went by message, from the newest message that fits and was not taken yet. */
  function fromInbox(recording: Recording): void {
    const { request } = recording
    const body = isFields(request.body) ? request.body : {}
    const typed = body.token ?? body.nonce ?? (request.path.includes('/factors/') ? body.code : undefined)
    const hash =
      body.token_hash ?? (request.path === '/verify' && request.method === 'GET' ? request.query.token : undefined)
    const to = (body.email ?? body.phone) as string | undefined
    if (typeof typed === 'string' && /^\d{6}$/.test(typed) && !known.has(typed) && !isWrongOnPurpose(recording)) {
      const message = server.inbox.all(to).at(-1)
      if (message) known.set(typed, message.code)
    }
    if (typeof hash === 'string' && /^(pkce_)?[0-9a-f]{56}$/.test(hash) && !known.has(hash)) {
      const type = String(body.type ?? request.query.type)
      const taken = new Set(known.values())
      const message = server.inbox
        .all(to)
        .reverse()
        .find(
          ({ tokenHash, type: sent }) =>
            tokenHash &&
            !taken.has(tokenHash) &&
            (sent === type || type === 'email' || (type === 'magiclink' && sent === 'signup')),
        )
      if (message) known.set(hash, message.tokenHash!)
    }
  }

  return {
    follow,
    learn: (recorded, ours) => void known.set(recorded, ours),
    async play(recording, { token } = {}) {
      fromInbox(recording)
      const { request, response: wanted } = recording
      const url = new URL(server.url + follow(request.path))
      for (const [name, value] of Object.entries(request.query)) {
        for (const one of [value].flat()) url.searchParams.append(name, follow(one))
      }
      const headers = new Headers()
      for (const [name, value] of Object.entries(request.headers)) {
        if (typeof value === 'string') headers.set(name, follow(value))
      }
      if (token) headers.set('authorization', `Bearer ${token}`)
      const { body } = request
      const isForm = headers.get('content-type')?.includes('form')
      const text =
        body === null ? null : typeof body === 'string' ? (isForm ? follow(body) : body) : JSON.stringify(followAll(body))
      const asForm = isForm && isFields(body) ? new URLSearchParams(body as Record<string, string>).toString() : text
      const answer = await server.fetch(url, { method: request.method, headers, body: asForm })
      const raw = await answer.text()
      const isJson = answer.headers.get('content-type')?.includes('json')
      const got = {
        status: answer.status,
        headers: answer.headers,
        body: !raw ? null : isJson ? (JSON.parse(raw) as Json) : raw,
      }
      if (wanted.status < 400 && got.status < 400) learn(wanted.body, got.body)
      const { location } = wanted.headers
      if (location) learnUrl(location, got.headers.get('location') ?? '')
      return differences(wanted, got, follow)
    },
  }
}

const isFields = (value: Json): value is Fields => !!value && typeof value === 'object' && !Array.isArray(value)

/** A code that no message has had: the recording is of a refusal of it. */
const isWrongOnPurpose = ({ request, response }: Recording): boolean => {
  const body = request.body as { token?: string; nonce?: string; code?: string }
  return (
    response.status >= 400 && ['000000', '111111', '999999', '123456'].includes(body.token ?? body.nonce ?? body.code ?? '')
  )
}

/** Query and fragment of a URL in one list. */
function paramsOf(url: string): [string, string][] {
  const [before, fragment = ''] = url.split('#') as [string, string?]
  const query = before.split('?').slice(1).join('?')
  return [query, fragment].flatMap((part) => [...new URLSearchParams(part)])
}

/** Headers that say something about the answer; others are of the transport. */
const told = [
  'content-type',
  'x-sb-error-code',
  'x-supabase-api-version',
  'allow',
  'cache-control',
  'x-total-count',
  'link',
  'sb-auth-user-id',
  'sb-auth-session-id',
  'sb-auth-refresh-token-prefix',
  'sb-auth-refresh-token-counter',
  'sb-auth-refresh-token-reuse',
  'sb-auth-refresh-token-reuse-cause',
  'sb-auth-refresh-token-rotated',
  'location',
]

/** Headers whose values the server chooses. */
const chosen = /^(sb-auth-(user-id|session-id|refresh-token-prefix)|x-total-count|link)$/

function differences(
  wanted: Recording['response'],
  got: { status: number; headers: Headers; body: Json },
  follow: (value: string) => string,
): string[] {
  const found: string[] = []
  if (got.status !== wanted.status) found.push(`status ${got.status}, not ${wanted.status}`)
  for (const name of told) {
    const theirs = wanted.headers[name]
    const ours = got.headers.get(name) ?? undefined
    if ((theirs === undefined) !== (ours === undefined)) found.push(`header ${name}: ${ours}, not ${theirs}`)
    else if (theirs !== undefined && name === 'location') found.push(...urlDifferences(theirs, ours!))
    else if (theirs !== ours && !chosen.test(name)) found.push(`header ${name}: ${ours}, not ${theirs}`)
  }
  if (wanted.status >= 400) found.push(...refusalDifferences(wanted.body, got.body, follow))
  else if (typeof wanted.body === 'string') {
    if (typeof got.body !== 'string') found.push(`body: ${JSON.stringify(got.body)}, not text`)
  } else found.push(...shapeDifferences(wanted.body, got.body, 'body'))
  return found
}

function urlDifferences(theirs: string, ours: string): string[] {
  const place = (url: string) => url.split(/[?#]/)[0]!.replace(/^https?:\/\/127\.0\.0\.1:1\d{4}/, 'http://server')
  const found = place(theirs) === place(ours) ? [] : [`location ${place(ours)}, not ${place(theirs)}`]
  for (const part of ['?', '#'] as const) {
    const read = (url: string) => {
      const [before, fragment = ''] = url.split('#') as [string, string?]
      return [...new URLSearchParams(part === '#' ? fragment : (before.split('?')[1] ?? ''))]
    }
    const [a, b] = [read(theirs), read(ours)]
    const names = (list: [string, string][]) =>
      list
        .map(([name]) => name)
        .sort()
        .join()
    if (names(a) !== names(b)) found.push(`location ${part} has ${names(b)}, not ${names(a)}`)
    for (const [name, value] of a) {
      const other = b.find(([key]) => key === name)?.[1]
      if (/^(error|error_code|error_description|message|token_type|type|sb|msg)$/.test(name) && other !== value) {
        found.push(`location ${part}${name} is ${other}, not ${value}`)
      }
    }
  }
  return found
}

/** Refusals are compared word for word, but for what the server chose. */
function refusalDifferences(theirs: Json, ours: Json, follow: (value: string) => string): string[] {
  const plain = (value: Json, isTheirs: boolean): string => {
    if (!isFields(value)) return JSON.stringify(value)
    const { error_id, ...rest } = value
    const text = JSON.stringify(
      { ...rest, ...('error_id' in value && { error_id: !!error_id }) },
      Object.keys(value).sort().concat('reasons'),
    )
    return isTheirs ? follow(text) : text
  }
  // Frequencies say how many seconds are left.
  const seconds = (text: string) => text.replace(/after \d+ seconds/, 'after N seconds')
  const [a, b] = [seconds(plain(theirs, true)), seconds(plain(ours, false))]
  return a === b ? [] : [`body ${b}, not ${a}`]
}

function shapeDifferences(theirs: Json, ours: Json, at: string): string[] {
  const kind = (value: Json) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value)
  if (kind(theirs) !== kind(ours)) return [`${at}: ${kind(ours)}, not ${kind(theirs)}`]
  if (Array.isArray(theirs) && Array.isArray(ours)) {
    const found = theirs.length === ours.length ? [] : [`${at}: ${ours.length} items, not ${theirs.length}`]
    return [
      ...found,
      ...theirs.flatMap((item, index) =>
        index < ours.length ? shapeDifferences(item, ours[index], `${at}[${index}]`) : [],
      ),
    ]
  }
  if (isFields(theirs) && isFields(ours)) {
    const missing = Object.keys(theirs).filter((key) => !(key in ours))
    const extra = Object.keys(ours).filter((key) => !(key in theirs))
    return [
      ...missing.map((key) => `${at}.${key}: missing`),
      ...extra.map((key) => `${at}.${key}: not there`),
      ...Object.keys(theirs).flatMap((key) => (key in ours ? shapeDifferences(theirs[key], ours[key], `${at}.${key}`) : [])),
    ]
  }
  // What a test can rely on being the same.
  const fixed =
    /\.(aud|role|status|token_type|verification_type|type|factor_type|provider|is_anonymous|email_verified|phone_verified|msg|code|name|expires_in)$/
  if (fixed.test(at) && theirs !== ours) return [`${at}: ${JSON.stringify(ours)}, not ${JSON.stringify(theirs)}`]
  return []
}
