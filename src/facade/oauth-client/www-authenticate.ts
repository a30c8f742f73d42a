import { failure } from '../call.ts'
import { object } from './request.ts'

/** The challenge of a resource server: what the token was missing (RFC 6750, section 3), and where to get one (RFC 9728, section 5.1). */
export interface BearerChallenge {
  /** The URL of the resource's metadata: `protectedResourceMetadataUrl(resource)`. */
  resourceMetadata?: string
  realm?: string
  /** `invalid_request` (400), `invalid_token` (401) or `insufficient_scope` (403). None when there was no token at all. */
  error?: 'invalid_request' | 'invalid_token' | 'insufficient_scope' | (string & {})
  errorDescription?: string
  /** The scopes that are needed, separated by blanks. */
  scope?: string
}

const names = {
  resourceMetadata: 'resource_metadata',
  realm: 'realm',
  error: 'error',
  errorDescription: 'error_description',
  scope: 'scope',
} as const satisfies Record<keyof BearerChallenge, string>
const entries = Object.entries(names) as [keyof BearerChallenge, string][]

/**
 * The `WWW-Authenticate` header with which a resource server answers to a missing or bad token (RFC 9110, section 11.6.1; RFC 6750,
 * section 3; RFC 9728, section 5.1).
 *
 * @param challenge don't put tokens into it
 * @throws AuthError `invalid_argument` for characters that the RFCs don't allow there
 * @example
 * const header = wwwAuthenticate({
 *   resourceMetadata: protectedResourceMetadataUrl('https://mcp.example.com/notes'),
 *   error: 'invalid_token',
 * })
 * const response = new Response(null, { status: 401, headers: { 'www-authenticate': header } })
 */
export function wwwAuthenticate(challenge: BearerChallenge): string {
  object(challenge, 'challenge')
  const parameters: string[] = []
  for (const [key, name] of entries) {
    const value = challenge[key]
    if (value === undefined) continue
    // Printable ASCII. Of these only a realm may have quotes and backslashes (RFC 6750, section 3).
    const allowed = key === 'realm' ? /^[\x20-\x7e]*$/ : /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/
    if (typeof value !== 'string' || !allowed.test(value)) throw failure('invalid_argument', `${key} is unusable`)
    parameters.push(`${name}="${value.replace(/["\\]/g, '\\$&')}"`)
  }
  return ['Bearer', parameters.join(', ')].filter(Boolean).join(' ')
}

/**
 * The bearer challenge of a `WWW-Authenticate` header, the first if there are several; other schemes are passed over.
 *
 * Pure, and it never throws: the header is somebody else's. What is there is not checked: read the metadata with
 * `discoverProtectedResource()`, which does.
 *
 * @param header `response.headers.get('www-authenticate')`
 * @returns null when there is no bearer challenge, and for what is no such header (RFC 9110, section 11.6.1)
 * @example
 * const response = await fetch('https://mcp.example.com/notes')
 * const challenge = parseWwwAuthenticate(response.headers.get('www-authenticate'))
 * if (challenge?.resourceMetadata) console.log(challenge.resourceMetadata, challenge.scope)
 */
export function parseWwwAuthenticate(header: string | null | undefined): BearerChallenge | null {
  const challenges = parse(header ?? '')
  const parameters = challenges?.find(({ scheme }) => scheme === 'bearer')?.parameters
  if (!parameters) return null
  const challenge: BearerChallenge = {}
  for (const [key, name] of entries) {
    const value = parameters.get(name)
    if (value !== undefined) challenge[key] = value
  }
  return challenge
}

interface Challenge {
  scheme: string
  parameters: Map<string, string>
}

const token = "[!#$%&'*+.^_`|~\\w-]+"
// Sticky, each anchored where the last one ended: no text takes more than linear time.
const separator = /[ \t]*(?:,[ \t]*)*/y
const parameter = RegExp(`(${token})[ \\t]*=[ \\t]*(?:(${token})|"((?:[^"\\\\]|\\\\[^])*)")(?=[ \\t]*(?:,|$))`, 'y')
const scheme = RegExp(`(${token})(?: +(?=[^ \\t,])|(?=[ \\t]*(?:,|$)))`, 'y')
const token68 = /[\w.~+/-]+=*(?=[ \t]*(?:,|$))/y

/** @returns null for what is no list of challenges, and when a challenge has a parameter twice */
function parse(header: string): Challenge[] | null {
  const challenges: Challenge[] = []
  let at = 0
  const matches = (pattern: RegExp) => {
    pattern.lastIndex = at
    return pattern.exec(header)
  }
  const next = (pattern: RegExp) => {
    const match = matches(pattern)
    if (match) at += match[0].length
    return match
  }
  next(separator)
  while (at < header.length) {
    const current = challenges.at(-1)
    const found = current && next(parameter)
    if (found) {
      const [, name = '', plain, quoted = ''] = found
      const key = name.toLowerCase()
      if (current.parameters.has(key)) return null
      current.parameters.set(key, plain ?? quoted.replace(/\\([^])/g, '$1'))
    } else {
      const begun = next(scheme)
      if (!begun) return null
      challenges.push({ scheme: begun[1]!.toLowerCase(), parameters: new Map() })
      // Without a comma its first parameter follows, or something else of one piece.
      if (begun[0].endsWith(' ')) {
        if (matches(parameter)) continue
        if (!next(token68)) return null
      }
    }
    next(separator)
  }
  return challenges
}
