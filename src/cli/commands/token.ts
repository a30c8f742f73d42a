import { Failure, seconds, UsageError, type Command } from '../command.ts'
import { connectionOf, urlOption } from '../connection.ts'

const mint: Command = {
  name: 'token mint',
  summary: 'Makes a token of administrators, for those who run the server. Nothing is sent.',
  options: {
    role: { value: '<role>', about: "one of the server's GOTRUE_JWT_ADMIN_ROLES", default: 'service_role' },
    'expires-in': { value: '<duration>', about: 'how long it is good: seconds, or as 15m or 1h', default: '5m' },
  },
  notes: `
The secret is GOTRUE_JWT_SECRET of the environment, or comes on standard input. The token is printed, and is a secret itself.
The server has to take HS256: with GOTRUE_JWT_KEYS alone, GOTRUE_JWT_VALID_METHODS has to name it.`,
  examples: ['token mint', 'token mint --expires-in 1h < secret.txt', 'token mint --json'],
  async run(given, terminal) {
    const role = given.text('role')!
    const expiresIn = seconds(given, 'expires-in')!
    if (!expiresIn) throw new UsageError('--expires-in must be longer than no time')
    const secret = process.env.GOTRUE_JWT_SECRET || (await terminal.readSecret('The secret'))
    const { createServiceToken } = await import('../../facade/admin/index.ts')
    const token = await createServiceToken({ secret, role, expiresIn }).catch((error: Error) => {
      throw new Failure(`No token can be made: ${error.message}`, (error as { code?: string }).code)
    })
    const expiresAt = new Date(Date.now() + expiresIn * 1000).toISOString()
    await terminal.reveal(terminal.isJson ? JSON.stringify({ token, role, expiresAt }) : token)
  },
}

/** Of claims: seconds since the Unix epoch. */
const times = ['iat', 'nbf', 'exp', 'auth_time']

const decode: Command = {
  name: 'token decode',
  summary: 'Shows what a token says. Nothing is verified, and nothing is sent.',
  notes: 'The token comes on standard input, so that it stays out of the history of the shell.',
  examples: ['token decode < token.txt', 'token decode --json < token.txt'],
  async run(_given, terminal) {
    const { isJson, print, printJson, style } = terminal
    const token = withoutBearer(await terminal.readSecret('The token'))
    terminal.hide(token)
    const [{ decodeAccessToken }, { parseJws, parseObject }] = await Promise.all([
      import('../../facade/index.ts'),
      import('../../facade/claims/jws.ts'),
    ])
    const { header, payload } = inWords(() => parseJws(token))
    const isOfUser = inWords(() => typeof parseObject(payload).sub === 'string')
    // API keys and tokens of administrators have no subject, and are read all the same.
    const claims: Record<string, unknown> = isOfUser ? { ...decodeAccessToken(token) } : parseObject(payload)
    const exp = typeof claims.exp === 'number' ? claims.exp : undefined
    const isExpired = exp !== undefined && exp * 1000 <= Date.now()
    if (isJson) return printJson({ header, claims, isExpired, isVerified: false })
    const width = Math.max(...Object.keys({ ...header, ...claims }).map((name) => name.length))
    const rows = (values: object) =>
      Object.entries(values).map(([name, value]) => {
        const text = typeof value === 'string' ? value : JSON.stringify(value)
        const date = times.includes(name) && typeof value === 'number' ? `  ${style('dim', inTime(value))}` : ''
        return `  ${name.padEnd(width)}  ${text}${date}`
      })
    await print(style('bold', 'header'))
    for (const row of rows(header)) await print(row)
    await print(style('bold', 'claims'))
    for (const row of rows(claims)) await print(row)
    await print()
    await print(
      `${kindOf(claims)}. ${exp === undefined ? 'It never expires' : isExpired ? style('yellow', 'It has expired') : 'It has not expired'}. ` +
        'Nothing was verified: anybody can write such a token.',
    )
  },
}

const verify: Command = {
  name: 'token verify',
  summary: 'Checks the signature and the times of an access token.',
  options: {
    ...urlOption,
    'jwks-url': { value: '<url>', about: "where the public keys are; default: the server's /.well-known/jwks.json" },
    issuer: { value: '<issuer>', about: 'what iss must be; default: not checked' },
    audience: { value: '<audience>', about: 'what aud must be or contain; default: not checked' },
  },
  notes: `
The token comes on standard input. Tokens signed with HS256 are checked with GOTRUE_JWT_SECRET of the environment, others with the
public keys. A genuine token does not say that its session is still alive: only the server knows. Exit code 1: it is not valid.`,
  examples: ['token verify --url https://project.supabase.co/auth/v1 < token.txt', 'token verify --json < token.txt'],
  async run(given, terminal) {
    const { isJson, print, printJson, style } = terminal
    const secret = process.env.GOTRUE_JWT_SECRET || undefined
    const jwksUrl = given.text('jwks-url') ?? jwksUrlOf(given.text('url'))
    if (jwksUrl !== undefined && !/^https?:/.test(URL.canParse(jwksUrl) ? new URL(jwksUrl).protocol : '')) {
      throw new UsageError('--jwks-url must be an address')
    }
    if (!jwksUrl && !secret)
      throw new UsageError('With which keys? Name --url or --jwks-url, or set GOTRUE_URL or GOTRUE_JWT_SECRET')
    const token = withoutBearer(await terminal.readSecret('The token'))
    terminal.hide(token)
    const { verifyAccessToken } = await import('../../facade/index.ts')
    const { data, error } = await verifyAccessToken(token, {
      jwksUrl,
      secret,
      issuer: given.text('issuer'),
      audience: given.text('audience'),
      signal: terminal.signal,
    })
    if (error) throw error
    const { claims, header } = data
    if (isJson) return printJson({ valid: true, header, claims })
    await print(`${style('green', '✓')} valid, signed with ${header.alg}${header.kid ? `, key ${header.kid}` : ''}`)
    const { sub, email, role, aal, exp } = claims
    await print(`  user ${sub}${email ? ` (${email})` : ''}, role ${role}${aal ? `, ${aal}` : ''}, expires ${inTime(exp)}`)
  },
}

export const tokenCommands = [mint, decode, verify]

const jwksUrlOf = (url: string | undefined) =>
  url || process.env.GOTRUE_URL ? `${connectionOf(url).url}/.well-known/jwks.json` : undefined

/** As it is in a header. */
const withoutBearer = (text: string) => text.replace(/^(authorization:\s*)?bearer\s+/i, '')

function inWords<Value>(read: () => Value): Value {
  try {
    return read()
  } catch {
    throw new Failure('That is no JWT', 'invalid_jwt')
  }
}

function kindOf({ sub, role, is_anonymous }: Record<string, unknown>): string {
  if (typeof sub === 'string') return `An access token of ${is_anonymous ? 'an anonymous user' : 'a user'}`
  if (role === 'anon') return 'An API key for everybody (role anon)'
  if (role === 'service_role' || role === 'supabase_admin') return `A key of administrators (role ${role}), a secret`
  return 'No access token: it has no subject'
}

function inTime(seconds: number): string {
  const at = new Date(seconds * 1000)
  if (Number.isNaN(at.valueOf())) return ''
  const away = Math.round(seconds - Date.now() / 1000)
  const span = spanOf(Math.abs(away))
  return `${at.toISOString().replace('.000', '')}, ${away < 0 ? `${span} ago` : `in ${span}`}`
}

function spanOf(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} days`
}
