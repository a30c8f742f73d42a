import { beforeEach, describe, expect, test } from 'vitest'
import type { ConfigInput, TestServer, TestUser } from '../../../src/testing/index.ts'
import { callerOf, claimsOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
let admin: string
let user: TestUser

async function begin(config: ConfigInput = {}): Promise<void> {
  server = checkedServer({ config, now: '2026-01-01T00:00:00Z' })
  call = callerOf(server)
  admin = await server.createServiceToken()
  user = server.users.create({ email: 'ada@example.com', user_metadata: { name: 'Ada' } })
}
beforeEach(() => begin())

const email = 'eve@example.com'
const phone = '15550001111'
const password = 'correct-horse-battery'
const time = '2026-01-01T00:00:00.000Z'
const newer = { 'x-supabase-api-version': '2024-01-01' }
const ask = (route: string, json?: unknown, headers: Record<string, string> = {}) =>
  call(route, { token: admin, headers, ...(json !== undefined && { json }) })
const create = (json: unknown, headers?: Record<string, string>) => ask('POST /admin/users', json, headers)
const get = (id = user.id) => ask(`GET /admin/users/${id}`)
const update = (json: unknown, headers?: Record<string, string>) => ask(`PUT /admin/users/${user.id}`, json, headers)
const remove = (json?: unknown) => ask(`DELETE /admin/users/${user.id}`, json)
const signIn = (json: object) => call('POST /token?grant_type=password', { json })
const invalid = (message: string) => refusal(400, 'validation_failed', message)

/** What the database says in the older version; the server in the newer one. */
async function expectDatabaseError(
  request: (headers?: Record<string, string>) => ReturnType<typeof ask>,
  body: object,
  message: string,
) {
  await expectRefusal(server, () => request(), { status: 500, body })
  const answer = await request(newer)
  expect([answer.status, answer.body]).toEqual([500, { code: 'unexpected_failure', message }])
}

describe('administrators', () => {
  const id = '00000000-0000-4000-8000-000000000000'
  const routes = [
    'GET /admin/users',
    'POST /admin/users',
    `GET /admin/users/${id}`,
    `PUT /admin/users/${id}`,
    `DELETE /admin/users/${id}`,
  ]

  test.each(routes)('%s is for them only', async (route) => {
    const json = route.startsWith('GET') ? {} : { json: {} }
    const as = (token?: string) => () => call(route, { ...json, ...(token && { token }) })
    const { access_token } = await server.users.signIn(user)
    const anon = await server.createToken({ role: 'anon' })
    await expectRefusal(server, as(), refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token'))
    await expectRefusal(
      server,
      as('x'),
      refusal(
        403,
        'bad_jwt',
        'invalid JWT: unable to parse or verify signature, token is malformed: token contains an invalid number of segments',
      ),
    )
    for (const token of [access_token, anon])
      await expectRefusal(server, as(token), refusal(403, 'not_admin', 'User not allowed'))
  })

  test('are those whose role is among the words of the configuration', async () => {
    await begin({ GOTRUE_JWT_ADMIN_ROLES: 'boss' })
    expect(await get()).toMatchObject(refusal(403, 'not_admin', 'User not allowed'))
    server.users.update(user, { role: 'boss' })
    admin = (await server.users.signIn(user)).access_token
    expect((await get()).body.id).toBe(user.id)
  })

  test('are so as long as their session is', async () => {
    await begin({ GOTRUE_SESSIONS_TIMEBOX: '1h', GOTRUE_JWT_EXP: 604_800 })
    server.users.update(user, { role: 'service_role' })
    const { access_token } = await server.users.signIn(user)
    admin = access_token
    expect((await get()).status).toBe(200)
    server.clock.advance('2h')
    await expectRefusal(server, () => get(), refusal(403, 'session_expired', 'Session is no longer valid'))
    await call('POST /logout', { token: access_token })
    await expectRefusal(
      server,
      () => get(),
      refusal(403, 'session_not_found', 'Session from session_id claim in JWT does not exist'),
    )
    const claims = claimsOf(access_token)
    const as = (changes: object) => async () =>
      call('GET /admin/users', { token: await server.createToken({ ...claims, ...changes }) })
    await expectRefusal(
      server,
      as({ session_id: 'x' }),
      refusal(403, 'bad_jwt', 'invalid claim: session_id claim must be a UUID'),
    )
    await expectRefusal(server, as({ sub: 'x' }), refusal(400, 'bad_jwt', 'invalid claim: sub claim must be a UUID'))
    await expectRefusal(server, as({ sub: id }), refusal(403, 'user_not_found', 'User from sub claim in JWT does not exist'))
  })
})

describe('POST /admin/users', () => {
  test('makes a user who has to confirm nothing by mail', async () => {
    const { status, body } = await create({
      email: 'Eve@example.com',
      phone: `+${phone}`,
      password,
      user_metadata: { name: 'Eve' },
      app_metadata: { plan: 'pro' },
      role: 'editor',
      email_confirm: true,
      phone_confirm: true,
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      email,
      phone,
      role: 'editor',
      aud: 'authenticated',
      email_confirmed_at: time,
      phone_confirmed_at: time,
      user_metadata: { name: 'Eve', email_verified: true },
      app_metadata: { plan: 'pro', provider: 'email', providers: ['email', 'phone'] },
    })
    expect(body.identities.map(({ provider }: { provider: string }) => provider)).toEqual(['email', 'phone'])
    expect(server.inbox.all()).toEqual([])
    expect((await signIn({ email, password })).body.user.id).toBe(body.id)
    expect((await signIn({ phone, password })).body.user.id).toBe(body.id)
  })

  test('of whom nothing is confirmed, if nobody says so', async () => {
    expect((await create({ email, password })).body).not.toHaveProperty('email_confirmed_at')
    expect((await signIn({ email, password })).body.error_code).toBe('email_not_confirmed')
  })

  test('with an ID in any form', async () => {
    const id = '9F1C2D3E4B5A4C6D8E7F0A1B2C3D4E5F'
    const { body } = await create({ email, id })
    expect(body.id).toBe('9f1c2d3e-4b5a-4c6d-8e7f-0a1b2c3d4e5f')
    expect((await get(id)).body.id).toBe(body.id)
  })

  test('whose password is not looked at', async () => {
    expect((await create({ email, password: '1', email_confirm: true })).status).toBe(200)
    expect((await signIn({ email, password: '1' })).body.weak_password).toEqual({
      message: 'Password should be at least 6 characters.',
      reasons: ['length'],
    })
  })

  test('with a password hash: no metadata', async () => {
    const hash = `$2y$10$${'a'.repeat(53)}`
    const { body } = await create({ email, password_hash: hash })
    expect(body.user_metadata).toBeNull()
    await create({ email: 'bob@example.com', password_hash: hash, email_confirm: true }).then(({ body }) =>
      expect(body.user_metadata).toEqual({ email_verified: true }),
    )
  })

  test('who is banned for a time', async () => {
    const { body } = await create({ email, password, email_confirm: true, ban_duration: '1h30m' })
    expect(body.banned_until).toBe('2026-01-01T01:30:00.000Z')
    expect((await signIn({ email, password })).body.error_code).toBe('user_banned')
    server.clock.advance('90m')
    expect((await signIn({ email, password })).status).toBe(200)
  })

  test('in another audience', async () => {
    const { body } = await create({ email, password, aud: 'other', email_confirm: true })
    expect(body.aud).toBe('other')
    expect((await signIn({ email, password })).body.error_code).toBe('invalid_credentials')
  })

  test('is noted', async () => {
    const { body: made } = await create({ email })
    const { body } = await ask('GET /admin/audit')
    expect(body[0].payload).toEqual({
      action: 'user_signedup',
      actor_id: '00000000-0000-0000-0000-000000000000',
      actor_username: 'service_role',
      actor_via_sso: false,
      log_type: 'team',
      traits: { user_id: made.id, user_email: email, user_phone: '', provider: 'email' },
    })
  })

  const failure = {
    status: 500,
    body: {
      code: 500,
      error_code: 'unexpected_failure',
      msg: 'Database error creating new user',
      error_id: expect.any(String),
    },
  }
  test.each<[string, unknown, object]>([
    ['neither address nor number', {}, invalid('Cannot create a user without either an email or phone')],
    ['what is no address', { email: 'x' }, invalid('Unable to validate email address: invalid format')],
    ['what is no number', { phone: 'x' }, invalid('Invalid phone number format (E.164 required)')],
    [
      'the address of somebody',
      { email: 'Ada@example.com' },
      refusal(422, 'email_exists', 'A user with this email address has already been registered'),
    ],
    [
      'the number of somebody',
      { phone: '15550009999' },
      refusal(422, 'phone_exists', 'Phone number already registered by another user'),
    ],
    [
      'password and hash',
      { email, password, password_hash: 'x' },
      invalid('Only a password or a password hash should be provided'),
    ],
    ['an ID that is none', { email, id: 'x' }, invalid('ID must conform to the uuid v4 format')],
    ['the nil ID', { email, id: '00000000-0000-0000-0000-000000000000' }, invalid('ID cannot be a nil uuid')],
    [
      'a ban that is none',
      { email, ban_duration: '1 day' },
      invalid('invalid format for ban duration: time: unknown unit " day" in duration "1 day"'),
    ],
    [
      'a ban of nothing but a number',
      { email, ban_duration: '10' },
      invalid('invalid format for ban duration: time: missing unit in duration "10"'),
    ],
    [
      'a ban of a word',
      { email, ban_duration: 'forever' },
      invalid('invalid format for ban duration: time: invalid duration "forever"'),
    ],
    ['a hash that is none', { email, password_hash: 'x' }, { status: 500, body: { error_code: 'unexpected_failure' } }],
    [
      'a password of 73 bytes',
      { email, password: 'x'.repeat(73) },
      { status: 500, body: { error_code: 'unexpected_failure' } },
    ],
    ['a role of 256 characters', { email, role: 'r'.repeat(256) }, failure],
    ['an audience of 256 characters', { email, aud: 'r'.repeat(256) }, failure],
    ['a NUL character', { email, user_metadata: { x: '\u0000' } }, failure],
    [
      'metadata that are a text',
      { email, user_metadata: 'x' },
      refusal(
        400,
        'bad_json',
        'Could not parse request body as JSON: json: cannot unmarshal string into Go struct field AdminUserParams.user_metadata of type map[string]interface {}',
      ),
    ],
    [
      'a body of more than a mebibyte',
      { email, user_metadata: { x: 'y'.repeat(1_048_576) } },
      refusal(413, 'request_entity_too_large', 'Request body too large (max 1048576 bytes)'),
    ],
  ])('refuses %s', async (_, json, wanted) => {
    server.users.create({ phone: '15550009999' })
    await expectRefusal(server, () => create(json), wanted)
  })

  test('refuses an address of another audience, in the words of the database', async () => {
    await expectDatabaseError(
      (headers) => create({ email: user.email, aud: 'other' }, headers),
      {
        code: '23505',
        message: 'duplicate key value violates unique constraint "users_email_partial_key"',
        detail: `Key (email)=(${user.email}) already exists.`,
      },
      'Database error creating new user',
    )
  })

  test('refuses the ID of somebody, in the words of the database', async () => {
    await expectDatabaseError(
      (headers) => create({ email, id: user.id }, headers),
      {
        code: '23505',
        message: 'duplicate key value violates unique constraint "users_pkey"',
        detail: `Key (id)=(${user.id}) already exists.`,
      },
      'Database error creating new user',
    )
  })
})

describe('GET /admin/users/{user_id}', () => {
  test('answers with identities', async () => {
    const { status, body } = await get()
    expect(status).toBe(200)
    const { password: _, ...wanted } = user
    expect(body).toEqual(wanted)
  })

  test.each(['GET', 'PUT', 'DELETE'])('%s refuses whoever is unknown, and what is no ID', async (method) => {
    const json = method === 'PUT' ? {} : undefined
    const unknown = () => ask(`${method} /admin/users/00000000-0000-4000-8000-000000000000`, json)
    await expectRefusal(server, unknown, refusal(404, 'user_not_found', 'User not found'))
    const none = () => ask(`${method} /admin/users/x`, json)
    await expectRefusal(server, none, refusal(404, 'validation_failed', 'user_id must be an UUID'))
    const answer = await ask(`${method} /admin/users/x`, json, newer)
    expect([answer.status, answer.body]).toEqual([404, { code: 'validation_failed', message: 'user_id must be an UUID' }])
  })
})

describe('PUT /admin/users/{user_id}', () => {
  test('changes what is given', async () => {
    const { status, body } = await update({
      email: 'Ada@example.org',
      phone,
      role: ' editor ',
      user_metadata: { name: null, town: 'London' },
      app_metadata: { plan: 'pro' },
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: user.id,
      email: 'ada@example.org',
      phone,
      role: 'editor',
      user_metadata: { town: 'London' },
      app_metadata: { plan: 'pro', provider: 'email' },
    })
    expect(body.user_metadata).not.toHaveProperty('name')
    const { identities } = (await get()).body
    expect(identities).toMatchObject([
      { provider: 'email', identity_data: { email: 'ada@example.org', email_verified: false } },
      { provider: 'phone', identity_data: { phone, phone_verified: false } },
    ])
    expect(server.inbox.all()).toEqual([])
  })

  test('confirms, but does not take back a confirmation', async () => {
    const other = server.users.create({ email, confirmed: false })
    expect((await ask(`PUT /admin/users/${other.id}`, { email_confirm: true })).body.email_confirmed_at).toBe(time)
    expect((await ask(`PUT /admin/users/${other.id}`, { email_confirm: false })).body.email_confirmed_at).toBe(time)
  })

  test('with a password: ends all sessions', async () => {
    const { access_token, refresh_token } = await server.users.signIn(user)
    expect((await update({ password: 'another-password' })).status).toBe(200)
    expect((await call('GET /user', { token: access_token })).body.error_code).toBe('session_not_found')
    const refreshed = await call('POST /token?grant_type=refresh_token', { json: { refresh_token } })
    expect(refreshed.body.error_code).toBe('refresh_token_not_found')
    expect((await signIn({ email: user.email, password: 'another-password' })).status).toBe(200)
  })

  test('bans, and ends a ban', async () => {
    const { access_token } = await server.users.signIn(user)
    expect((await update({ ban_duration: '24h' })).body.banned_until).toBe('2026-01-02T00:00:00.000Z')
    expect((await call('GET /user', { token: access_token })).body.error_code).toBe('user_banned')
    expect((await update({ ban_duration: 'none' })).body).not.toHaveProperty('banned_until')
    expect((await call('GET /user', { token: access_token })).status).toBe(200)
  })

  test('makes an anonymous user one who is not, when the address is confirmed', async () => {
    const guest = server.users.create({ is_anonymous: true })
    expect((await ask(`PUT /admin/users/${guest.id}`, { email })).body.is_anonymous).toBe(true)
    expect((await ask(`PUT /admin/users/${guest.id}`, { email, email_confirm: true })).body.is_anonymous).toBe(false)
  })

  test.each<[string, unknown, object]>([
    ['what is no address', { email: 'x' }, invalid('Unable to validate email address: invalid format')],
    ['what is no number', { phone: 'x' }, invalid('Invalid phone number format (E.164 required)')],
    [
      'a ban that is none',
      { ban_duration: '1 day' },
      invalid('invalid format for ban duration: time: unknown unit " day" in duration "1 day"'),
    ],
    [
      'a weak password',
      { password: '1' },
      { status: 422, body: { error_code: 'weak_password', weak_password: { reasons: ['length'] } } },
    ],
    ['a password of 73 bytes', { password: 'x'.repeat(73) }, invalid('Password cannot be longer than 72 characters')],
    [
      'a role of 256 characters',
      { role: 'r'.repeat(256) },
      { status: 500, body: { error_code: 'unexpected_failure', msg: 'Error updating user' } },
    ],
    ['nothing', '', refusal(400, 'bad_json', 'Could not parse request body as JSON: unexpected end of JSON input')],
  ])('refuses %s', async (_, json, wanted) => {
    await expectRefusal(server, () => update(json), wanted)
  })

  test('refuses address and number of somebody else, in the words of the database', async () => {
    server.users.create({ email, phone })
    await expectDatabaseError(
      (headers) => update({ email, role: 'x' }, headers),
      {
        code: '23505',
        message: 'duplicate key value violates unique constraint "users_email_partial_key"',
        detail: `Key (email)=(${email}) already exists.`,
      },
      'Error updating user',
    )
    await expectDatabaseError(
      (headers) => update({ phone }, headers),
      {
        code: '23505',
        message: 'duplicate key value violates unique constraint "users_phone_key"',
        detail: `Key (phone)=(${phone}) already exists.`,
      },
      'Error updating user',
    )
  })
})

describe('DELETE /admin/users/{user_id}', () => {
  test('deletes all that is theirs', async () => {
    const { access_token } = await server.users.signIn(user)
    const { status, body } = await remove()
    expect([status, body]).toEqual([200, {}])
    expect(await get()).toMatchObject({ status: 404 })
    expect(await call('GET /user', { token: access_token })).toMatchObject(
      refusal(403, 'user_not_found', 'User from sub claim in JWT does not exist'),
    )
    const { tables } = server.exportState()
    expect([tables.users, tables.identities, tables.sessions, tables.refreshTokens]).toEqual([[], [], [], []])
    expect((await call('POST /signup', { json: { email: user.email, password } })).body.identities).toHaveLength(1)
  })

  test('softly: leaves a row of which nothing can be read', async () => {
    const { access_token } = await server.users.signIn(user)
    server.users.update(user, { phone })
    expect((await remove({ should_soft_delete: true })).body).toEqual({})
    const { body } = await get()
    expect(body).toMatchObject({
      id: user.id,
      deleted_at: time,
      email: expect.stringMatching(/^[\w-]{43}$/),
      phone: expect.stringMatching(/^[\w-]{15}$/),
      user_metadata: {},
      app_metadata: {},
    })
    for (const identity of body.identities) expect(identity).not.toHaveProperty('identity_data')
    expect((await call('GET /user', { token: access_token })).body.error_code).toBe('session_not_found')
    expect((await signIn({ email: user.email, password })).body.error_code).toBe('invalid_credentials')
    server.clock.advance('1h')
    expect((await remove({ should_soft_delete: true })).status).toBe(200)
    expect((await get()).body.deleted_at).toBe(time)
    // The address is free.
    expect((await create({ email: user.email })).status).toBe(200)
    expect((await remove({ should_soft_delete: false })).status).toBe(200)
    expect((await get()).status).toBe(404)
  })

  test('refuses what is no JSON', async () => {
    const wanted = refusal(400, 'bad_json', 'Could not parse request body as JSON: unexpected end of JSON input')
    await expectRefusal(server, () => remove('{'), wanted)
  })
})

describe('GET /admin/users', () => {
  beforeEach(() => {
    server.users.delete(user)
    server.users.createMany(5, (index) => {
      server.clock.advance(1)
      return { email: `user-${index}@example.com`, user_metadata: index === 2 ? { full_name: 'Ada LOVELACE' } : {} }
    })
  })
  const list = (query = '') => ask(`GET /admin/users${query}`)
  const emails = async (query = '') =>
    (await list(query)).body.users.map(({ email }: TestUser) => /\d/.exec(email!)![0]).join('')

  test('lists the newest first, without identities and factors', async () => {
    const { status, body, headers } = await list()
    expect(status).toBe(200)
    expect(body.aud).toBe('authenticated')
    expect(body.users).toHaveLength(5)
    expect(body).not.toHaveProperty('pagination')
    for (const one of body.users) {
      expect(one.identities).toBeNull()
      expect(one).not.toHaveProperty('factors')
    }
    expect(headers.get('x-total-count')).toBe('5')
    expect(headers.get('link')).toBe('</admin/users?page=1>; rel="last"')
  })

  test('in pages', async () => {
    const { headers } = await list('?page=2&per_page=2')
    expect(headers.get('link')).toBe(
      '</admin/users?page=3&per_page=2>; rel="next", </admin/users?page=3&per_page=2>; rel="last"',
    )
    expect(await emails('?page=2&per_page=2')).toBe('21')
    expect(await emails('?page=3&per_page=2')).toBe('0')
    expect(await emails('?page=4&per_page=2')).toBe('')
    expect(await emails('?page=0&per_page=2')).toBe('43')
    expect((await list('?page=0&per_page=2')).headers.get('link')).toContain('page=1&per_page=2>; rel="next"')
    expect(await emails('?per_page=1000000')).toBe('43210')
  })

  test('in another order', async () => {
    expect(await emails('?sort=created_at%20asc')).toBe('01234')
    expect(await emails('?sort=created_at+ASC&sort=created_at+desc')).toBe('01234')
    expect(await emails('?sort=created_at')).toBe('43210')
    const { headers } = await list('?per_page=3&sort=created_at%20ASC')
    expect(headers.get('link')).toContain('</admin/users?page=2&per_page=3&sort=created_at+ASC>')
  })

  test('filtered: addresses by their case, names by none', async () => {
    expect(await emails('?filter=user-3')).toBe('3')
    expect(await emails('?filter=USER-3')).toBe('')
    expect(await emails('?filter=lovelace')).toBe('2')
    expect(await emails('?filter=user%25example')).toBe('43210')
    expect(await emails('?filter=user-_%40')).toBe('43210')
    expect((await list('?filter=nobody&per_page=1')).headers.get('link')).toBe(
      '</admin/users?filter=nobody&page=0&per_page=1>; rel="last"',
    )
  })

  test('of one audience', async () => {
    server.users.create({ email, aud: 'other' })
    expect(await emails()).toBe('43210')
    const { body } = await ask('GET /admin/users', undefined, { 'x-jwt-aud': 'other' })
    expect(body).toMatchObject({ aud: 'other', users: [{ email }] })
  })

  test.each<[string, object]>([
    ['?page=x', invalid('Bad Pagination Parameters: strconv.ParseUint: parsing "x": invalid syntax')],
    ['?per_page=-1', invalid('Bad Pagination Parameters: strconv.ParseUint: parsing "-1": invalid syntax')],
    [
      '?page=99999999999999999999',
      invalid('Bad Pagination Parameters: strconv.ParseUint: parsing "99999999999999999999": value out of range'),
    ],
    ['?sort=email', invalid("Bad Sort Parameters: bad field for sort 'email'")],
    ['?sort=created_at+up', invalid("Bad Sort Parameters: bad direction for sort 'up', only 'asc' and 'desc' allowed")],
    ['?per_page=0', { status: 500, body: { code: 500, error_code: 'unexpected_failure', msg: 'Internal Server Error' } }],
  ])('refuses %s', async (query, wanted) => {
    await expectRefusal(server, () => list(query), wanted)
    expect((await list(query)).body).not.toHaveProperty('error_id')
  })
})

describe('GET /admin/users by cursor', () => {
  beforeEach(async () => {
    await begin({ GOTRUE_EXPERIMENTAL_CURSOR_PAGINATION_ENABLED: true })
    server.users.delete(user)
    server.users.createMany(5)
  })
  const list = (query = '') => ask(`GET /admin/users${query}`)

  test.each(['', '&sort=created_at+asc'])('one page after the other: all users, once%s', async (sort) => {
    const found: string[] = []
    let path = `/admin/users?limit=2${sort}`
    let pages = 0
    for (; path; pages++) {
      const { body, headers } = await ask(`GET ${path}`)
      found.push(...body.users.map(({ id }: TestUser) => id))
      expect(headers.get('x-total-count')).toBeNull()
      const { has_more, next_cursor } = body.pagination
      const link = headers.get('link')
      expect(!!link).toBe(has_more)
      path = /^<(.*)>; rel="next"$/.exec(link ?? '')?.[1] ?? ''
      if (has_more) expect(new URL(path, server.url).searchParams.get('cursor')).toBe(next_cursor)
      else expect(body.pagination).toEqual({ has_more: false })
    }
    expect(pages).toBe(3)
    expect([...found].sort()).toEqual(
      server.users
        .all()
        .map(({ id }) => id)
        .sort(),
    )
    // All were made at one time: their IDs decide.
    expect(found).toEqual(sort ? [...found].sort() : [...found].sort().reverse())
  })

  test('takes users who come meanwhile for what they are', async () => {
    const { body } = await list('?limit=2')
    server.clock.advance(1)
    server.users.create()
    const rest = await list(`?limit=5&cursor=${body.pagination.next_cursor}`)
    expect(rest.body.users).toHaveLength(3)
  })

  test('gives way to numbers of pages', async () => {
    const { body, headers } = await list('?page=1')
    expect(body).not.toHaveProperty('pagination')
    expect(headers.get('x-total-count')).toBe('5')
  })

  test('more at once than there may be', async () => {
    expect((await list('?limit=5000')).body.users).toHaveLength(5)
  })

  const cursor = (value: unknown) => `?cursor=${Buffer.from(JSON.stringify(value)).toString('base64url')}`
  test.each<[string, string, string]>([
    ['no page', '?limit=0', 'limit must be greater than 0'],
    ['what is no number', '?limit=x', 'strconv.ParseUint: parsing "x": invalid syntax'],
    ['a cursor that is no base64url', '?cursor=!', 'invalid cursor encoding: illegal base64 data at input byte 0'],
    ['a cursor that is cut off', '?cursor=x', 'invalid cursor encoding: illegal base64 data at input byte 0'],
    ['a cursor of nothing', '?cursor=e30', 'invalid cursor: missing id'],
    [
      'a cursor without a time',
      cursor({ id: '00000000-0000-4000-8000-000000000000' }),
      'invalid cursor: missing created_at',
    ],
  ])('refuses %s', async (_, query, why) => {
    await expectRefusal(server, () => list(query), invalid(`Bad Pagination Parameters: ${why}`))
  })
})
