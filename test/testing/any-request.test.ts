// Whatever is asked, there is an answer, and a refusal leaves nothing behind.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { routes, type Route } from '../../generated/routes.ts'
import { createTestServer, type ConfigInput, type ServerState, type TestServer } from '../../src/testing/index.ts'

const email = 'ada@example.com'
const uuid = '9f1c2d3e-4b5a-4c6d-8e7f-0a1b2c3d4e5f'

/** Words that mean something somewhere, beside those that mean nothing. */
const word = fc.oneof(
  fc.constantFrom(
    '',
    'x',
    '0',
    '-1',
    'null',
    uuid,
    uuid.toUpperCase(),
    '00000000-0000-0000-0000-000000000000',
    email,
    'x@y',
    '15550001111',
    '+1 5',
    '123456',
    'signup',
    'email',
    'recovery',
    'magiclink',
    'invite',
    'email_change',
    'sms',
    'phone_change',
    'password',
    'refresh_token',
    'pkce',
    'id_token',
    'web3',
    'solana',
    'ethereum',
    'github',
    'google',
    'custom:x',
    'global',
    'local',
    'totp',
    'phone',
    'webauthn',
    'authorization_code',
    'approve',
    'abcdefghijkl',
    'x'.repeat(43),
    'S256',
    'plain',
    'foo',
    'http://localhost:3000/x',
    'https://evil.example',
    '%',
    '%zz',
    'a:b',
    '\u0000',
    '\ud800',
    'é🎉',
    'created_at asc',
    'action:login',
    '__proto__',
    'constructor',
    'true',
    '1h',
    'x'.repeat(300),
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

const fields = [
  'email',
  'phone',
  'password',
  'data',
  'channel',
  'code_challenge',
  'code_challenge_method',
  'gotrue_meta_security',
  'create_user',
  'type',
  'token',
  'token_hash',
  'redirect_to',
  'new_email',
  'refresh_token',
  'auth_code',
  'code_verifier',
  'id_token',
  'provider',
  'nonce',
  'chain',
  'message',
  'signature',
  'app_metadata',
  'user_metadata',
  'current_password',
  'factor_type',
  'friendly_name',
  'issuer',
  'challenge_id',
  'code',
  'webauthn',
  'credential',
  'domain',
  'provider_id',
  'id',
  'aud',
  'role',
  'ban_duration',
  'email_confirm',
  'should_soft_delete',
  'password_hash',
  'redirect_uris',
  'client_name',
  'grant_types',
  'token_endpoint_auth_method',
  'action',
  'metadata_xml',
  'metadata_url',
  'domains',
  'attribute_mapping',
  'identifier',
  'provider_type',
  'name',
  'client_id',
  'client_secret',
  'issuer',
  'authorization_url',
  'scopes',
  '__proto__',
]
const value = fc.oneof(
  { weight: 5, arbitrary: word },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom(null, true, 1.5, 1e300, [], {}, [null], { captcha_token: 'x' }) },
)
const json = fc
  .array(fc.tuple(fc.constantFrom(...fields), value), { maxLength: 6 })
  .map((entries) => JSON.stringify(Object.fromEntries(entries)))
const form = fc
  .array(fc.tuple(fc.constantFrom(...fields, 'grant_type', 'state', 'SAMLResponse', 'RelayState'), word), { maxLength: 5 })
  .map((entries) => new URLSearchParams(entries).toString())
const body = fc.oneof(
  { weight: 8, arbitrary: json },
  { weight: 2, arbitrary: form },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.constantFrom('', '{', 'null', '[]', '"', '\u0000', '{"a":') },
)

const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '')

/** A path that is one of ours, or is near one. */
const segment = word.map((text) => encodeURIComponent(wellFormed(text)) || 'x')
const path = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...routes.map(({ path }) => path)),
        fc.array(segment, { minLength: 3, maxLength: 3 }),
        fc.boolean(),
      )
      .map(([path, parts, slash]) => {
        let at = 0
        return path.replace(/\{\w+\}/g, () => parts[at++]!) + (slash ? '/' : '')
      }),
  },
  { weight: 1, arbitrary: fc.array(segment, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`) },
)
const query = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'grant_type',
        'type',
        'token',
        'redirect_to',
        'scope',
        'page',
        'per_page',
        'sort',
        'filter',
        'cursor',
        'limit',
        'query',
        'provider',
        'state',
        'code',
        'client_id',
        'response_type',
        'redirect_uri',
        'code_challenge',
        'code_challenge_method',
        'scopes',
        'error',
        'skip_http_redirect',
      ),
      word,
    ),
    { maxLength: 4 },
  )
  .map((entries) => new URLSearchParams(entries.map(([name, text]) => [name, wellFormed(text)])).toString())

const headers = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'text/plain',
      'multipart/form-data',
      'x',
    ),
    'x-supabase-api-version': fc.constantFrom('2024-01-01', '2030-01-01', '2023-12-31', 'x', ''),
    'x-jwt-aud': fc.constantFrom('authenticated', 'other', ''),
    redirect_to: fc.constantFrom('http://localhost:3000/y', 'x', '//'),
    referer: fc.constantFrom('http://localhost:3000/z', '::'),
    origin: fc.constantFrom('http://localhost:3000', 'https://evil.example', 'null'),
    'x-forwarded-for': fc.constantFrom('1.2.3.4', '1.2.3.4, 5.6.7.8', 'x', ','),
  },
  { requiredKeys: [] },
)

const as = fc.constantFrom('nobody', 'user', 'anonymous', 'admin', 'garbage')

const anything = fc.record({
  method: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND') },
    { weight: 4, arbitrary: fc.constant(undefined) },
  ),
  path,
  query,
  headers,
  body,
  as,
})

/** Values that get a request further than others would. */
const good: Record<string, fc.Arbitrary<unknown>> = {
  email: fc.constantFrom(email, 'new@example.com', 'ada@example.org'),
  new_email: fc.constantFrom('new@example.com', 'ada@example.org'),
  phone: fc.constantFrom('15550001111', '15550002222'),
  password: fc.constant('another-password'),
  data: fc.constant({ name: 'Ada' }),
  user_metadata: fc.constant({ name: 'Ada' }),
  code_challenge: fc.constant('x'.repeat(43)),
  code_challenge_method: fc.constantFrom('s256', 'foo'),
  type: fc.constantFrom(
    'signup',
    'email',
    'recovery',
    'magiclink',
    'email_change',
    'email_change_new',
    'invite',
    'sms',
    'phone_change',
  ),
  factor_type: fc.constantFrom('totp', 'phone', 'webauthn'),
  friendly_name: fc.constant('mine'),
}

/** Requests of an operation, with fields of its own. */
const likely = fc.constantFrom(...(routes as readonly Route[]).filter(({ body }) => body)).chain((route) => {
  const names = Object.keys(route.body as object).filter((name) => name in good)
  return fc.record({
    method: fc.constant(route.method as string | undefined),
    path: fc.constant(route.path.replace(/\{\w+\}/g, uuid)),
    query: fc.constantFrom('', 'grant_type=password'),
    headers: fc.constant({}),
    body: fc
      .record(Object.fromEntries(names.map((name) => [name, good[name]!])), { requiredKeys: [] })
      .map((value) => JSON.stringify(value)),
    as,
  })
})

const sequence = fc.array(fc.oneof(anything, likely), { minLength: 1, maxLength: 12 })

/** Servers that refuse late, too: when they come to send a message. */
const config = fc.constantFrom<ConfigInput>(
  {},
  { GOTRUE_RATE_LIMIT_EMAIL_SENT: '0', GOTRUE_RATE_LIMIT_SMS_SENT: '0' },
  { GOTRUE_MAILER_AUTOCONFIRM: true, GOTRUE_SMS_AUTOCONFIRM: true, GOTRUE_SMTP_MAX_FREQUENCY: '1m' },
)

/** Refusals that stay what they have done, as on the real server. */
const commits = new Set(['user_already_exists', 'refresh_token_already_used'])

/** Whoever is signed up by an address or number that needs no confirmation stays so, though what follows is refused. */
const signsUpFirst = (config: ConfigInput, path: string): boolean =>
  !!config.GOTRUE_MAILER_AUTOCONFIRM && /^\/(otp|magiclink)\/?$/.test(path)

/** What a server remembers, but for where its generator stands; and but for flows, which begin apart from what follows. */
function remembered(server: TestServer): ServerState {
  const { tables, ...state } = server.exportState()
  return { ...state, tables: { ...tables, flowStates: [] }, random: 0 }
}

async function prepare(config: ConfigInput): Promise<{ server: TestServer; tokens: Record<string, string | undefined> }> {
  const server = createTestServer({ config, now: '2026-01-01T00:00:00Z' })
  server.users.create({ email })
  server.users.create({ phone: '15550001111' })
  const { signIn } = server.users
  const tokens = {
    nobody: undefined,
    user: (await signIn(email)).access_token,
    anonymous: (await signIn(server.users.create({ is_anonymous: true }))).access_token,
    admin: await server.createServiceToken(),
    garbage: 'a.b.c',
  }
  return { server, tokens }
}

/** The method that a path has, for requests that shall get further. */
const methodOf = (path: string): string =>
  routes.find((route) => new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}/?$`).test(path))?.method ?? 'GET'

test('any request has an answer, and no refusal leaves anything behind', async () => {
  await fc.assert(
    fc.asyncProperty(config, sequence, async (config, sequence) => {
      const { server, tokens } = await prepare(config)
      for (const { method = undefined, path, query, headers, body, as } of sequence) {
        const before = remembered(server)
        const token = tokens[as]
        const verb = method ?? methodOf(path)
        const response = await server.fetch(`${server.url}${path}${query && `?${query}`}`, {
          method: verb,
          headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
          ...(verb !== 'GET' && verb !== 'HEAD' && { body }),
        })
        const text = await response.text()
        expect(response.status).toBeGreaterThanOrEqual(200)
        expect(response.status).toBeLessThanOrEqual(504)
        if (verb !== 'HEAD' && response.headers.get('content-type')?.endsWith('json'))
          expect(() => JSON.parse(text) as unknown).not.toThrow()
        const code = response.headers.get('x-sb-error-code') ?? ''
        if (response.status < 400 || commits.has(code) || signsUpFirst(config, path)) continue
        expect(remembered(server)).toEqual(before)
      }
    }),
    { numRuns: 300 },
  )
})
