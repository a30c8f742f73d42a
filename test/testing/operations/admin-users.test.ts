import { beforeEach, describe, expect, test } from 'vitest'
import type { ConfigInput, TestServer } from '../../../src/testing/index.ts'
import { callerOf, expectRefusal, refusal, type Call } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let token: string
let call: ReturnType<typeof callerOf>

async function start(config: ConfigInput = {}): Promise<void> {
  server = checkedServer({ config, now: '2026-11-25T12:00:00Z' })
  token = await server.createServiceToken()
  call = callerOf(server)
}
beforeEach(() => start())

const ask = (route: string, json?: unknown, more: Call = {}) =>
  call(route, { token, ...(json !== undefined && { json }), ...more })
const create = (json: unknown, headers?: Record<string, string>) => ask('POST /admin/users', json, headers && { headers })
const signIn = (json: object) => call('POST /token?grant_type=password', { json })

const nobody = '5d3b2f54-0cb5-4500-948e-efaee353af46'
const bcrypt = '$2a$10$7EqJtq98hPqEX7fNZaFWoOhi5B0iQ3d2HTS8QTnYG3Tpqe3jR6WbK'
const failed = (msg: string) => refusal(500, 'unexpected_failure', msg)
const invalid = (msg: string) => refusal(400, 'validation_failed', msg)
const newVersion = { headers: { 'x-supabase-api-version': '2024-01-01' } }

describe('all of them', () => {
  const routes = [
    'GET /admin/users',
    'POST /admin/users',
    `GET /admin/users/${nobody}`,
    `PUT /admin/users/${nobody}`,
    `DELETE /admin/users/${nobody}`,
  ]

  test.each(routes)('%s without a token, with one of a user, with none of ours', async (route) => {
    const user = await server.users.signIn(server.users.create())
    const json = route.startsWith('GET') ? {} : { json: {} }
    const asked = (token?: string) => () => call(route, { ...json, ...(token && { token }) })
    await expectRefusal(server, asked(), refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token'))
    await expectRefusal(server, asked(user.access_token), refusal(403, 'not_admin', 'User not allowed'))
    const msg =
      'invalid JWT: unable to parse or verify signature, token is malformed: token contains an invalid number of segments'
    await expectRefusal(server, asked('x'), refusal(403, 'bad_jwt', msg))
  })

  test.each(routes.slice(2))('%s of nobody', async (route) => {
    const asked = (path: string) => () => ask(path, route.startsWith('PUT') ? {} : undefined)
    await expectRefusal(server, asked(route), refusal(404, 'user_not_found', 'User not found'))
    const noUuid = refusal(404, 'validation_failed', 'user_id must be an UUID')
    await expectRefusal(server, asked(route.replace(nobody, 'x')), noUuid)
    const inNewVersion = await ask(route, route.startsWith('PUT') ? {} : undefined, newVersion)
    expect(inNewVersion).toMatchObject({ status: 404, body: { code: 'user_not_found', message: 'User not found' } })
    expect(inNewVersion.headers.get('x-supabase-api-version')).toBe('2024-01-01')
  })

  test('with the token of a user whose role is that of administrators, as long as its session lasts', async () => {
    const user = server.users.create({ role: 'service_role' })
    const { access_token, refresh_token } = await server.users.signIn(user)
    expect(await call('GET /admin/users', { token: access_token })).toMatchObject({ status: 200 })
    expect(refresh_token).not.toBe('')
    await call('POST /logout', { token: access_token })
    expect(await call('GET /admin/users', { token: access_token })).toMatchObject({ status: 403 })
  })
})

describe('POST /admin/users', () => {
  test('makes a user who can sign in', async () => {
    const { status, body } = await create({
      email: 'Ada@Example.com',
      password: 'x',
      email_confirm: true,
      role: ' editor ',
      user_metadata: { full_name: 'Ada', none: null },
      app_metadata: { plan: 'pro', provider: null },
      ban_duration: 'none',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      email: 'ada@example.com',
      email_confirmed_at: '2026-11-25T12:00:00.000Z',
      role: 'editor',
      app_metadata: { plan: 'pro', providers: ['email'] },
      user_metadata: { full_name: 'Ada', none: null, email_verified: true },
      identities: [{ provider: 'email', identity_data: { email: 'ada@example.com', email_verified: false } }],
    })
    expect(body.app_metadata).not.toHaveProperty('provider')
    // The database computes it, and the answer was made before.
    expect(body).not.toHaveProperty('confirmed_at')
    expect((await ask(`GET /admin/users/${body.id}`)).body.confirmed_at).toBe('2026-11-25T12:00:00.000Z')
    expect(await signIn({ email: 'ADA@example.com', password: 'x' })).toMatchObject({ status: 200 })
    expect(server.inbox.all()).toEqual([])
  })

  test('makes one with a number, and with an address, too', async () => {
    const { body } = await create({ phone: '+1 555 123 4567', phone_confirm: true, password: 'x' })
    expect(body).toMatchObject({
      email: '',
      phone: '15551234567',
      phone_confirmed_at: '2026-11-25T12:00:00.000Z',
      user_metadata: {},
      app_metadata: { provider: 'phone', providers: ['phone'] },
    })
    expect(await signIn({ phone: '+15551234567', password: 'x' })).toMatchObject({ status: 200 })
    const both = await create({ phone: '15551234568', email: 'b@example.com' })
    expect(both.body.app_metadata).toEqual({ provider: 'email', providers: ['email', 'phone'] })
    expect(both.body.identities).toHaveLength(2)
  })

  test('takes an ID, with hyphens or without', async () => {
    expect((await create({ email: 'a@example.com', id: nobody })).body.id).toBe(nobody)
    const other = '0CF9ABCD0CB54500948EEFAEE353AF46'
    expect((await create({ email: 'b@example.com', id: other })).body.id).toBe('0cf9abcd-0cb5-4500-948e-efaee353af46')
  })

  test('bans', async () => {
    const { body } = await create({ email: 'a@example.com', password: 'x', email_confirm: true, ban_duration: '1h30m' })
    expect(body.banned_until).toBe('2026-11-25T13:30:00.000Z')
    expect(await signIn({ email: 'a@example.com', password: 'x' })).toMatchObject(
      refusal(400, 'user_banned', 'User is banned'),
    )
    server.clock.advance('91m')
    expect(await signIn({ email: 'a@example.com', password: 'x' })).toMatchObject({ status: 200 })
  })

  test('works in the audience of the body, else of the header', async () => {
    expect((await create({ email: 'a@example.com', aud: 'one' }, { 'x-jwt-aud': 'two' })).body.aud).toBe('one')
    expect((await create({ email: 'b@example.com' }, { 'x-jwt-aud': 'two' })).body.aud).toBe('two')
    expect((await create({ email: 'c@example.com' })).body.aud).toBe('authenticated')
  })

  test('is noted', async () => {
    const { body } = await create({ email: 'a@example.com' })
    const [entry] = (await ask('GET /admin/audit')).body
    expect(entry.payload).toEqual({
      action: 'user_signedup',
      actor_id: '00000000-0000-0000-0000-000000000000',
      actor_username: 'service_role',
      actor_via_sso: false,
      log_type: 'team',
      traits: { user_id: body.id, user_email: 'a@example.com', user_phone: '', provider: 'email' },
    })
  })

  test('reads names of fields in any case', async () => {
    expect((await create({ EMAIL: 'a@example.com', Email_Confirm: true })).body.email_confirmed_at).toBeDefined()
  })

  test.each<[string, unknown, object]>([
    ['nobody', {}, invalid('Cannot create a user without either an email or phone')],
    ['null', null, invalid('Cannot create a user without either an email or phone')],
    ['empty texts', { email: '', phone: '' }, invalid('Cannot create a user without either an email or phone')],
    ['no address', { email: 'x' }, invalid('Unable to validate email address: invalid format')],
    ['a long address', { email: `${'a'.repeat(250)}@example.com` }, invalid('An email address is too long')],
    ['no number', { phone: 'x' }, invalid('Invalid phone number format (E.164 required)')],
    [
      'a known address',
      { email: 'ADA@example.com' },
      refusal(422, 'email_exists', 'A user with this email address has already been registered'),
    ],
    [
      'a known number',
      { phone: '+15551234567' },
      refusal(422, 'phone_exists', 'Phone number already registered by another user'),
    ],
    [
      'a password and a hash',
      { email: 'b@example.com', password: '', password_hash: bcrypt },
      invalid('Only a password or a password hash should be provided'),
    ],
    ['an ID that is none', { email: 'b@example.com', id: 'x' }, invalid('ID must conform to the uuid v4 format')],
    [
      'the ID of nobody',
      { email: 'b@example.com', id: '00000000-0000-0000-0000-000000000000' },
      invalid('ID cannot be a nil uuid'),
    ],
    [
      'a ban of days',
      { email: 'b@example.com', ban_duration: '1d' },
      invalid('invalid format for ban duration: time: unknown unit "d" in duration "1d"'),
    ],
    [
      'a ban for ever',
      { email: 'b@example.com', ban_duration: '99999999h' },
      invalid('invalid format for ban duration: time: invalid duration "99999999h"'),
    ],
    ['a long role', { email: 'b@example.com', role: 'r'.repeat(256) }, failed('Database error creating new user')],
    ['a long audience', { email: 'b@example.com', aud: 'r'.repeat(256) }, failed('Database error creating new user')],
    ['a NUL character', { email: 'b@example.com', user_metadata: { a: '\0' } }, failed('Database error creating new user')],
    [
      'a number for an address',
      { email: 3 },
      refusal(
        400,
        'bad_json',
        'Could not parse request body as JSON: json: cannot unmarshal number into Go struct field AdminUserParams.email of type string',
      ),
    ],
    [
      'a text for metadata',
      { email: 'b@example.com', user_metadata: 'x' },
      refusal(
        400,
        'bad_json',
        'Could not parse request body as JSON: json: cannot unmarshal string into Go struct field AdminUserParams.user_metadata of type map[string]interface {}',
      ),
    ],
    [
      'a list',
      [],
      refusal(
        400,
        'bad_json',
        'Could not parse request body as JSON: json: cannot unmarshal array into Go value of type api.AdminUserParams',
      ),
    ],
  ])('refuses %s', async (_, json, wanted) => {
    server.users.create({ email: 'ada@example.com', phone: '+15551234567' })
    await expectRefusal(server, () => create(json), wanted)
  })

  test('fails without forewarning with a password of more than 72 bytes', async () => {
    const wanted = {
      status: 500,
      body: { code: 500, error_code: 'unexpected_failure', msg: 'Internal Server Error' },
    }
    await expectRefusal(server, () => create({ email: 'a@example.com', password: 'é'.repeat(37) }), wanted)
    const { headers, body } = await create({ email: 'a@example.com', password: 'x'.repeat(73) })
    expect([body.error_id, headers.get('x-sb-error-code')]).toEqual([undefined, null])
    expect(await create({ email: 'a@example.com', password: 'é'.repeat(36) })).toMatchObject({ status: 200 })
  })

  test('passes on what the database says of an ID or address that is taken', async () => {
    const { body: ada } = await create({ email: 'ada@example.com', aud: 'elsewhere', phone: '15551234567' })
    const taken = (constraint: string, key: string, value: string) => ({
      status: 500,
      body: {
        code: '23505',
        message: `duplicate key value violates unique constraint "${constraint}"`,
        detail: `Key (${key})=(${value}) already exists.`,
      },
    })
    await expectRefusal(server, () => create({ email: 'b@example.com', id: ada.id }), taken('users_pkey', 'id', ada.id))
    await expectRefusal(
      server,
      () => create({ email: 'Ada@example.com' }),
      taken('users_email_partial_key', 'email', 'ada@example.com'),
    )
    await expectRefusal(server, () => create({ phone: '15551234567' }), taken('users_phone_key', 'phone', '15551234567'))
    const inNewVersion = await create({ email: 'ada@example.com' }, newVersion.headers)
    expect(inNewVersion).toMatchObject({
      status: 500,
      body: { code: 'unexpected_failure', message: 'Database error creating new user' },
    })
    expect(inNewVersion.headers.get('x-sb-error-code')).toBe('unexpected_failure')
  })
})

test('addresses and numbers are looked for in one audience, and are one of a kind in all of them', async () => {
  await start({ GOTRUE_MAILER_AUTOCONFIRM: true, GOTRUE_SMS_AUTOCONFIRM: true })
  server.users.create({ email: 'ada@example.com', phone: '+15551234567', aud: 'elsewhere' })
  const taken = (key: string, value: string) => ({
    status: 500,
    body: { code: '23505', detail: `Key (${key})=(${value}) already exists.` },
  })
  const signUp = () => call('POST /signup', { json: { email: 'ada@example.com', password: 'correct-horse-battery' } })
  await expectRefusal(server, signUp, taken('email', 'ada@example.com'))
  const { access_token } = await server.users.signIn(server.users.create())
  const update = () => call('PUT /user', { token: access_token, json: { phone: '+15551234567' } })
  await expectRefusal(server, update, taken('phone', '15551234567'))
})

describe('POST /admin/users with a hash', () => {
  const argon = '$argon2id$v=19$m=32,t=3,p=2$SFVpOWJ0eXhjRzVkdGN1RQ$RXnb8rh7LaDcn07xsssqqulZYXOM/EUCEFMVcAcyYVk'
  const scrypt = '$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=ou9t$C0sHCg9ek77hsg==$ZGlmZmVyZW50aGFzaA=='

  test.each([
    bcrypt,
    bcrypt.replace('$2a', '$2'),
    bcrypt.replace('$2a', '$2z'),
    `${bcrypt}and more`,
    argon,
    argon.replace('argon2id', 'argon2i'),
    argon.replace('m=32', 'm=0').replace('p=2', 'p=0'),
    scrypt,
    scrypt.replace(',ss=Bw==', '').replace(',sk=ou9t', ''),
    scrypt.replace('n=14', 'n=40'),
  ])('takes %s', async (password_hash) => {
    const { status, body } = await create({ email: 'a@example.com', password_hash })
    expect([status, body.user_metadata]).toEqual([200, null])
  })

  test.each([
    'plain',
    bcrypt.slice(0, 58),
    bcrypt.replace('$2a', '$3a'),
    bcrypt.replace('$10', '$03'),
    bcrypt.replace('$10', '$32'),
    bcrypt.slice(1),
    argon.replace('argon2id', 'argon2d'),
    argon.replace('v=19', 'v=16'),
    argon.replace('p=2', 'p=17'),
    argon.replace('t=3', 't=21'),
    argon.replace('m=32', 'm=1048577'),
    argon.replace('p=2', 'p=2,keyid=x'),
    argon.replace('p=2', 'p=2,data=x'),
    argon.replace('$v=19', ''),
    argon.replace('SFVpOWJ0eXhjRzVkdGN1RQ', ''),
    argon.replace('SFVpOWJ0eXhjRzVkdGN1RQ', 'a'),
    `${argon}=`,
    scrypt.replace('v=1', 'v=2'),
    scrypt.replace('n=14', 'n=0'),
    scrypt.replace('r=8', 'r=0'),
    scrypt.replace('p=1', 'p=0'),
    scrypt.replace('p=1', 'p=256'),
    scrypt.replace('ss=Bw==', 'ss=!!'),
    scrypt.replace('sk=ou9t', 'sk=!!'),
    scrypt.replace('C0sHCg9ek77hsg==', 'C0sHCg9ek77hsg'),
    scrypt.replace('ZGlmZmVyZW50aGFzaA==', '!!'),
  ])('refuses %s', async (password_hash) => {
    await expectRefusal(server, () => create({ email: 'a@example.com', password_hash }), failed('Error creating user'))
  })

  test('keeps metadata, and notes that the address is confirmed', async () => {
    const confirmed = await create({ email: 'a@example.com', password_hash: bcrypt, email_confirm: true })
    expect(confirmed.body.user_metadata).toEqual({ email_verified: true })
    const given = await create({ email: 'b@example.com', password_hash: bcrypt, user_metadata: { a: 1 } })
    expect(given.body.user_metadata).toEqual({ a: 1 })
  })

  test('nobody can sign in with its password: what it is the hash of is not known here', async () => {
    await create({ email: 'a@example.com', password_hash: bcrypt, email_confirm: true })
    expect(await signIn({ email: 'a@example.com', password: 'allmine' })).toMatchObject(
      refusal(400, 'invalid_credentials', 'Invalid login credentials'),
    )
    // A test that knows it says so.
    server.users.update('a@example.com', { password: 'allmine' })
    expect(await signIn({ email: 'a@example.com', password: 'allmine' })).toMatchObject({ status: 200 })
  })
})

describe('GET /admin/users/{user_id}', () => {
  test('takes IDs of any form', async () => {
    const { id } = server.users.create()
    const forms = [id, id.toUpperCase(), id.replaceAll('-', ''), `{${id}}`, `urn:uuid:${id}`, `${id}/`]
    for (const form of forms) expect(await ask(`GET /admin/users/${form}`)).toMatchObject({ status: 200, body: { id } })
  })

  test('is guarded below', async () => {
    const { id } = server.users.create()
    expect(await ask(`GET /admin/users/${id}/nope`)).toMatchObject({ status: 404, body: '404 page not found\n' })
    expect(await ask(`PATCH /admin/users/${id}`)).toMatchObject({ status: 405, body: undefined })
    const noUuid = refusal(404, 'validation_failed', 'user_id must be an UUID')
    expect(await ask('GET /admin/users/x/nope')).toMatchObject(noUuid)
    expect(await ask('PATCH /admin/users/x')).toMatchObject(noUuid)
  })
})

describe('PUT /admin/users/{user_id}', () => {
  const update = (id: string, json: unknown, more: Call = {}) => ask(`PUT /admin/users/${id}`, json, more)
  const read = async (id: string) => (await ask(`GET /admin/users/${id}`)).body

  test('changes the address; the answer shows the identity as it was', async () => {
    const { id } = server.users.create({ email: 'old@example.com' })
    const { body } = await update(id, { email: 'New@example.com', email_confirm: true })
    expect(body).toMatchObject({ email: 'new@example.com', identities: [{ identity_data: { email: 'old@example.com' } }] })
    const identity = { email: 'new@example.com', identity_data: { email: 'new@example.com', email_verified: true } }
    expect((await read(id)).identities).toMatchObject([identity])
    expect(await signIn({ email: 'new@example.com', password: 'correct-horse-battery' })).toMatchObject({ status: 200 })
  })

  test('adds a number, with an identity for it', async () => {
    const { id } = server.users.create()
    const { body } = await update(id, { phone: '+15551234567' })
    expect(body.phone).toBe('15551234567')
    expect(body).not.toHaveProperty('phone_confirmed_at')
    expect(body.identities).toMatchObject([
      { provider: 'email' },
      { provider: 'phone', identity_data: { phone: '15551234567', phone_verified: false } },
    ])
    expect((await update(id, { phone_confirm: true })).body.phone_confirmed_at).toBe('2026-11-25T12:00:00.000Z')
  })

  test('confirms, and does not take that back', async () => {
    const { id } = server.users.create({ confirmed: false })
    expect(await read(id)).not.toHaveProperty('email_confirmed_at')
    await update(id, { email_confirm: true })
    await update(id, { email_confirm: false, phone_confirm: false })
    expect(await read(id)).toMatchObject({
      email_confirmed_at: '2026-11-25T12:00:00.000Z',
      user_metadata: { email_verified: true },
    })
  })

  test('merges metadata at their first level; null removes', async () => {
    const { id } = server.users.create({ user_metadata: { a: 1, b: { c: 1 } }, app_metadata: { plan: 'free' } })
    await update(id, { user_metadata: { b: { d: 1 }, e: 2 }, app_metadata: { plan: null, role: 'editor' } })
    const { user_metadata, app_metadata } = await read(id)
    expect(user_metadata).toEqual({ a: 1, b: { d: 1 }, e: 2 })
    expect(app_metadata).toEqual({ provider: 'email', providers: ['email'], role: 'editor' })
  })

  test('keeps keys that are names of prototypes', async () => {
    const { id } = server.users.create()
    const json = '{"user_metadata":{"__proto__":{"x":1},"constructor":2},"app_metadata":{"__proto__":1}}'
    const { body } = await update(id, json)
    expect(JSON.stringify(body.user_metadata)).toBe('{"__proto__":{"x":1},"constructor":2}')
    expect(Object.hasOwn(body.app_metadata, '__proto__')).toBe(true)
    expect(({} as { x?: number }).x).toBeUndefined()
    expect(JSON.stringify((await read(id)).user_metadata)).toBe('{"__proto__":{"x":1},"constructor":2}')
  })

  test('a new password ends all sessions', async () => {
    const user = server.users.create()
    const session = await server.users.signIn(user)
    expect(await update(user.id, { password: 'another-horse' })).toMatchObject({ status: 200 })
    expect(await call('GET /user', { token: session.access_token })).toMatchObject({
      status: 403,
      body: { error_code: 'session_not_found' },
    })
    const { refresh_token } = session
    expect(await call('POST /token?grant_type=refresh_token', { json: { refresh_token } })).toMatchObject({ status: 400 })
    expect(await signIn({ email: user.email, password: 'another-horse' })).toMatchObject({ status: 200 })
  })

  test('bans, and ends a ban', async () => {
    const { id } = server.users.create()
    expect((await update(id, { ban_duration: '24h' })).body.banned_until).toBe('2026-11-26T12:00:00.000Z')
    expect((await update(id, {})).body.banned_until).toBe('2026-11-26T12:00:00.000Z')
    expect((await update(id, { ban_duration: 'none' })).body).not.toHaveProperty('banned_until')
  })

  test('an anonymous user becomes a permanent one with a confirmed address only', async () => {
    const { id } = server.users.create({ is_anonymous: true })
    expect((await update(id, { email: 'a@example.com' })).body.is_anonymous).toBe(true)
    expect((await update(id, { email: 'a@example.com', email_confirm: true })).body.is_anonymous).toBe(false)
  })

  test('ignores ID, audience and hash', async () => {
    const { id } = server.users.create()
    const { body } = await update(id, { id: nobody, aud: 'other', password_hash: bcrypt })
    expect(body).toMatchObject({ id, aud: 'authenticated' })
    expect(await signIn({ email: body.email, password: 'correct-horse-battery' })).toMatchObject({ status: 200 })
  })

  test('is noted', async () => {
    const { id, email } = server.users.create()
    await update(id, { role: 'editor' })
    const [{ payload }] = (await ask('GET /admin/audit?query=action:user_modified')).body
    expect(payload).toMatchObject({ log_type: 'user', traits: { user_id: id, user_email: email, user_phone: '' } })
  })

  test.each<[string, unknown, object]>([
    ['no address', { email: 'x' }, invalid('Unable to validate email address: invalid format')],
    ['no number', { phone: '+0' }, invalid('Invalid phone number format (E.164 required)')],
    ['no duration', { ban_duration: 'x' }, invalid('invalid format for ban duration: time: invalid duration "x"')],
    ['a long password', { password: 'x'.repeat(73) }, invalid('Password cannot be longer than 72 characters')],
    ['a long role', { role: 'r'.repeat(256), email: 'z@example.com' }, failed('Error updating user')],
    ['a NUL character', { user_metadata: { a: '\0' }, password: 'abcdef' }, failed('Error updating user')],
    ['bad input before a weak password', { password: '', ban_duration: 'x' }, { status: 400 }],
    [
      'a weak password',
      { password: '' },
      {
        status: 422,
        body: {
          code: 422,
          error_code: 'weak_password',
          msg: 'Password should be at least 6 characters.',
          weak_password: { reasons: ['length'] },
        },
      },
    ],
    [
      'an address of somebody else',
      { role: 'editor', email: 'bob@example.com' },
      {
        status: 500,
        body: {
          code: '23505',
          message: 'duplicate key value violates unique constraint "users_email_partial_key"',
          detail: 'Key (email)=(bob@example.com) already exists.',
        },
      },
    ],
    [
      'a role that the database does not take, and an address of somebody else',
      { role: '\0', email: 'bob@example.com' },
      refusal(500, 'unexpected_failure', 'Error updating user'),
    ],
    [
      'a number of somebody else',
      { phone: '15551234567' },
      { status: 500, body: { code: '23505', detail: 'Key (phone)=(15551234567) already exists.' } },
    ],
    ['no JSON', '{', refusal(400, 'bad_json', 'Could not parse request body as JSON: unexpected end of JSON input')],
  ])('refuses %s', async (_, json, wanted) => {
    server.users.create({ email: 'bob@example.com', phone: '+15551234567' })
    const { id } = server.users.create({ email: 'ada@example.com' })
    await expectRefusal(server, () => update(id, json), wanted)
  })

  test('refuses an address of somebody else in the words of the newer version', async () => {
    const [ada, bob] = server.users.createMany(2)
    const { status, body, headers } = await update(ada!.id, { email: bob!.email }, newVersion)
    expect([status, body]).toEqual([500, { code: 'unexpected_failure', message: 'Error updating user' }])
    expect(headers.get('x-supabase-api-version')).toBe('2024-01-01')
  })
})

describe('DELETE /admin/users/{user_id}', () => {
  const remove = (id: string, json?: unknown) => ask(`DELETE /admin/users/${id}`, json)

  test('deletes a user and all that is theirs', async () => {
    const { id, email } = server.users.create({ identities: [{ provider: 'github', id: '1' }] })
    const session = await server.users.signIn(id)
    await call('POST /factors', { token: session.access_token, json: { factor_type: 'totp', friendly_name: 'app' } })
    expect(await remove(id)).toMatchObject({ status: 200, body: {} })
    expect(await ask(`GET /admin/users/${id}`)).toMatchObject({ status: 404 })
    expect(await call('GET /user', { token: session.access_token })).toMatchObject({
      status: 403,
      body: { error_code: 'user_not_found' },
    })
    const { tables } = server.exportState()
    for (const name of ['users', 'identities', 'sessions', 'refreshTokens', 'factors'] as const) {
      expect(tables[name], name).toEqual([])
    }
    expect(await create({ email })).toMatchObject({ status: 200 })
    expect(await remove(id)).toMatchObject({ status: 404 })
  })

  test.each([null, {}, { should_soft_delete: false }, { should_soft_delete: null }])('with %j', async (json) => {
    const { id } = server.users.create()
    await remove(id, json)
    expect(server.users.all()).toEqual([])
  })

  test('leaves a row of which nothing can be read', async () => {
    const { id, email } = server.users.create({
      phone: '+15551234567',
      email: 'ada@example.com',
      user_metadata: { a: 1 },
    })
    const session = await server.users.signIn(id)
    expect(await remove(id, { should_soft_delete: true })).toMatchObject({ status: 200, body: {} })
    const { body } = await ask(`GET /admin/users/${id}`)
    // SHA-256 of the ID and the address, in base64url; of a number the beginning.
    expect(body.email).toMatch(/^[\w-]{43}$/)
    expect(body.phone).toMatch(/^[\w-]{15}$/)
    expect(body).toMatchObject({ deleted_at: '2026-11-25T12:00:00.000Z', user_metadata: {}, app_metadata: {} })
    for (const identity of body.identities) expect(identity).not.toHaveProperty('identity_data')
    expect(JSON.stringify(server.exportState().tables.users)).not.toContain('ada@')
    expect(await call('GET /user', { token: session.access_token })).toMatchObject({
      body: { error_code: 'session_not_found' },
    })
    expect(await signIn({ email, password: 'correct-horse-battery' })).toMatchObject({ status: 400 })
    // The address is free again, and the row can be deleted once more, and for good.
    expect(await create({ email, phone: '15551234567' })).toMatchObject({ status: 200 })
    expect(await remove(id, { should_soft_delete: true })).toMatchObject({ status: 200 })
    expect(await remove(id)).toMatchObject({ status: 200 })
    expect(await ask(`GET /admin/users/${id}`)).toMatchObject({ status: 404 })
  })

  test('is noted', async () => {
    const { id, email } = server.users.create()
    await remove(id)
    expect((await ask('GET /admin/audit')).body[0].payload).toMatchObject({
      action: 'user_deleted',
      log_type: 'team',
      traits: { user_id: id, user_email: email },
    })
  })

  test.each<[unknown, string]>([
    ['{', 'unexpected end of JSON input'],
    [[], 'json: cannot unmarshal array into Go value of type api.adminUserDeleteParams'],
    [
      { should_soft_delete: 'x' },
      'json: cannot unmarshal string into Go struct field adminUserDeleteParams.should_soft_delete of type bool',
    ],
  ])('refuses %j', async (json, why) => {
    const { id } = server.users.create()
    await expectRefusal(
      server,
      () => remove(id, json),
      refusal(400, 'bad_json', `Could not parse request body as JSON: ${why}`),
    )
  })
})

describe('GET /admin/users', () => {
  const list = (query = '', headers: Record<string, string> = {}) => ask(`GET /admin/users${query}`, undefined, { headers })
  const namesOf = ({ body }: { body: { users: { email: string }[] } }) =>
    body.users.map(({ email }) => email.split('@')[0]).join(' ')
  const linkOf = ({ headers }: { headers: Headers }) => headers.get('link')

  /** Users a to e, a millisecond after each other. */
  function createFive(): void {
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      server.users.create({ email: `${name}@example.com` })
      server.clock.advance(1)
    }
  }

  test('lists the newest first, without their identities and factors', async () => {
    createFive()
    const answer = await list()
    expect(namesOf(answer)).toBe('e d c b a')
    expect(answer.body.aud).toBe('authenticated')
    expect(answer.body).not.toHaveProperty('pagination')
    expect(answer.body.users[0].identities).toBeNull()
    expect(answer.body.users[0]).not.toHaveProperty('factors')
    expect(linkOf(answer)).toBe('</admin/users?page=1>; rel="last"')
    expect(answer.headers.get('x-total-count')).toBe('5')
  })

  test('lists fifty', async () => {
    server.users.createMany(51)
    const answer = await list()
    expect(answer.body.users).toHaveLength(50)
    expect(linkOf(answer)).toBe('</admin/users?page=2>; rel="next", </admin/users?page=2>; rel="last"')
  })

  test.each([
    [
      '?page=1&per_page=2',
      'e d',
      '</admin/users?page=2&per_page=2>; rel="next", </admin/users?page=3&per_page=2>; rel="last"',
    ],
    ['?page=3&per_page=2', 'a', '</admin/users?page=3&per_page=2>; rel="last"'],
    ['?page=4&per_page=2', '', '</admin/users?page=3&per_page=2>; rel="last"'],
    [
      '?page=0&per_page=2',
      'e d',
      '</admin/users?page=1&per_page=2>; rel="next", </admin/users?page=3&per_page=2>; rel="last"',
    ],
    ['?page=18446744073709551615&per_page=2', 'e d', '</admin/users?page=3&per_page=2>; rel="last"'],
    ['?page=&per_page=', 'e d c b a', '</admin/users?page=1&per_page=>; rel="last"'],
    ['?per_page=99999999999', 'e d c b a', '</admin/users?page=1&per_page=99999999999>; rel="last"'],
    ['?page=2&page=1&per_page=4', 'a', '</admin/users?page=2&per_page=4>; rel="last"'],
    ['?per_page=5&z=1&a=b&a=a&q=a+b%20c', 'e d c b a', '</admin/users?a=b&a=a&page=1&per_page=5&q=a+b+c&z=1>; rel="last"'],
    ['?per_page=5&a=1;b=2&c=%zz', 'e d c b a', '</admin/users?page=1&per_page=5>; rel="last"'],
    ['/?per_page=5', 'e d c b a', '</admin/users/?page=1&per_page=5>; rel="last"'],
    ['?filter=nobody', '', '</admin/users?filter=nobody&page=0>; rel="last"'],
    [
      '?sort=created_at+asc&per_page=2&page=2',
      'c d',
      '</admin/users?page=3&per_page=2&sort=created_at+asc>; rel="next", </admin/users?page=3&per_page=2&sort=created_at+asc>; rel="last"',
    ],
  ])('%s', async (query, names, link) => {
    createFive()
    const answer = await list(query)
    expect([answer.status, namesOf(answer), linkOf(answer)]).toEqual([200, names, link])
  })

  test.each([
    ['created_at', 'e d c b a'],
    ['created_at+DESC', 'e d c b a'],
    ['created_at+Asc', 'a b c d e'],
    ['created_at+asc&sort=created_at+desc', 'a b c d e'],
  ])('sort=%s', async (sort, names) => {
    createFive()
    expect(namesOf(await list(`?sort=${sort}`))).toBe(names)
  })

  test.each([
    ['?page=x', 'Bad Pagination Parameters: strconv.ParseUint: parsing "x": invalid syntax'],
    ['?per_page=-1', 'Bad Pagination Parameters: strconv.ParseUint: parsing "-1": invalid syntax'],
    [
      '?page=18446744073709551616',
      'Bad Pagination Parameters: strconv.ParseUint: parsing "18446744073709551616": value out of range',
    ],
    ['?sort=', "Bad Sort Parameters: bad field for sort ''"],
    ['?sort=email+asc&page=x', "Bad Sort Parameters: bad field for sort 'email'"],
    ['?sort=CREATED_AT', "Bad Sort Parameters: bad field for sort 'CREATED_AT'"],
    ['?sort=created_at+up', "Bad Sort Parameters: bad direction for sort 'up', only 'asc' and 'desc' allowed"],
    ['?sort=created_at+asc&sort=email', "Bad Sort Parameters: bad field for sort 'email'"],
  ])('refuses %s', async (query, msg) => {
    expect(await list(query)).toMatchObject(invalid(msg))
  })

  test('divides by nothing', async () => {
    const { status, body, headers } = await list('?per_page=0')
    expect([status, body]).toEqual([500, { code: 500, error_code: 'unexpected_failure', msg: 'Internal Server Error' }])
    expect([headers.get('x-sb-error-code'), headers.get('link')]).toEqual([null, null])
  })

  test('lists the users of an audience', async () => {
    server.users.create({ email: 'a@example.com', aud: 'other' })
    server.users.create({ email: 'b@example.com' })
    const answer = await list('', { 'x-jwt-aud': 'other' })
    expect([namesOf(answer), answer.body.aud]).toEqual(['a', 'other'])
    expect(namesOf(await list())).toBe('b')
    const nobody = await list('', { 'x-jwt-aud': 'nobody' })
    expect([nobody.body, nobody.headers.get('x-total-count')]).toEqual([{ users: [], aud: 'nobody' }, '0'])
    // An administrator's token has an audience, too, which is not looked at.
    token = await server.createToken({ role: 'service_role', aud: 'other' })
    expect(namesOf(await list())).toBe('b')
  })

  test('is in the order of time when the clock was turned back', async () => {
    server.users.create({ email: 'late@example.com' })
    server.clock.set('2020-01-01')
    server.users.create({ email: 'early@example.com' })
    expect(namesOf(await list())).toBe('late early')
    expect(namesOf(await list('?sort=created_at+asc'))).toBe('early late')
  })

  const full_names: Record<string, unknown> = {
    ada: 'Ada Lovelace',
    grace: 'grace HOPPER',
    nobody: null,
    five: 5,
    odd: 'a_b%c\\d',
    object: { x: [1, 'y'] },
    french: 'ÉCOLE',
    end: '100%',
  }
  test.each([
    ['', 'end french object odd five nobody grace ada'],
    ['ada', 'ada'],
    ['ADA', 'ada'],
    ['Ada@', ''],
    ['ada@', 'ada'],
    ['hopper', 'grace'],
    ['a_b', 'odd'],
    ['a__o', 'ada'],
    ['a\\_b', 'odd'],
    ['a\\_o', ''],
    ['%', 'end french object odd five nobody grace ada'],
    ['g%e@', 'grace'],
    ['b\\%', 'odd'],
    ['\\\\d', 'odd'],
    // The backslash makes a plain one of the wildcard that follows.
    ['0\\', 'end'],
    ['b\\', ''],
    ['5', 'five'],
    ['"x": [1, "y"]', 'object'],
    ['null', ''],
    ['école', 'french'],
    ['.com', 'end french object odd five nobody grace ada'],
  ])('filter=%s', async (filter, names) => {
    for (const [name, full_name] of Object.entries(full_names)) {
      server.users.create({ email: `${name}@example.com`, user_metadata: { full_name } })
    }
    expect(namesOf(await list(`?filter=${encodeURIComponent(filter)}`))).toBe(names)
  })

  test('no filter takes long', async () => {
    server.users.create({ email: `${'a'.repeat(60)}@example.com`, user_metadata: { full_name: 'a'.repeat(10_000) } })
    expect(namesOf(await list(`?filter=${encodeURIComponent('%a'.repeat(300))}b`))).toBe('')
  })

  test('refuses what the database can’t look for', async () => {
    expect(await list('?filter=%00')).toMatchObject(failed('Database error finding users'))
  })

  describe('by cursor', () => {
    beforeEach(() => start({ GOTRUE_EXPERIMENTAL_CURSOR_PAGINATION_ENABLED: true }))

    const cursorOf = (link: string | null) => /[?&]cursor=([\w-]+)/.exec(link ?? '')?.[1]

    test.each([
      ['?limit=2', ['e d', 'c b', 'a']],
      ['?limit=2&sort=created_at+asc', ['a b', 'c d', 'e']],
      ['?limit=5', ['e d c b a']],
      ['?limit=4&x=y', ['e d c b', 'a']],
    ])('%s', async (query, pages) => {
      createFive()
      const seen: string[] = []
      for (let next = query; ;) {
        const answer = await list(next)
        seen.push(namesOf(answer))
        expect(answer.headers.get('x-total-count')).toBeNull()
        const { next_cursor, has_more } = answer.body.pagination
        expect(cursorOf(linkOf(answer))).toBe(next_cursor)
        expect(has_more).toBe(next_cursor !== undefined)
        if (!has_more) break
        const link = linkOf(answer)!
        expect(link).toBe(`</admin/users?cursor=${next_cursor}&${query.slice(1)}>; rel="next"`)
        next = link.slice(link.indexOf('?'), link.indexOf('>'))
      }
      expect(seen).toEqual(pages)
    })

    test('finds each user once, also of one moment, and when the clock was turned back', async () => {
      const users = [...server.users.createMany(60)]
      server.clock.set('2020-01-01')
      users.push(...server.users.createMany(60))
      const expected = users.map(({ id }) => id).sort()
      for (const sort of ['asc', 'desc']) {
        const seen: { id: string; created_at: string }[] = []
        for (let cursor = ''; ;) {
          const { body } = await list(`?limit=7&sort=created_at+${sort}&cursor=${cursor}`)
          seen.push(...body.users)
          cursor = body.pagination.next_cursor
          if (!cursor) break
        }
        expect(seen.map(({ id }) => id).sort()).toEqual(expected)
        const keys = seen.map(({ created_at, id }) => created_at + id)
        expect(keys).toEqual(sort === 'asc' ? [...keys].sort() : [...keys].sort().reverse())
      }
    })

    test('a cursor stays good when its user is gone, and looks no further back', async () => {
      createFive()
      const { body } = await list('?limit=2')
      await ask(`DELETE /admin/users/${body.users[1].id}`)
      server.users.create({ email: 'new@example.com' })
      expect(namesOf(await list(`?cursor=${body.pagination.next_cursor}`))).toBe('c b a')
    })

    test('numbers of pages go before', async () => {
      createFive()
      const answer = await list('?per_page=2&limit=1')
      expect([namesOf(answer), answer.headers.get('x-total-count')]).toEqual(['e d', '5'])
      expect(answer.body).not.toHaveProperty('pagination')
    })

    test('of a thousand at most', async () => {
      server.users.createMany(1_001)
      const answer = await list('?limit=5000')
      expect([answer.body.users.length, answer.body.pagination.has_more]).toEqual([1_000, true])
      expect((await list()).body.users).toHaveLength(50)
    })

    const cursor = (value: unknown) => `?cursor=${Buffer.from(JSON.stringify(value)).toString('base64url')}`
    test.each([
      ['?limit=0', 'limit must be greater than 0'],
      ['?limit=x', 'strconv.ParseUint: parsing "x": invalid syntax'],
      ['?cursor=x', 'invalid cursor encoding: illegal base64 data at input byte 0'],
      ['?cursor=ab!!', 'invalid cursor encoding: illegal base64 data at input byte 2'],
      ['?cursor=bm90anNvbg', "invalid cursor: invalid character 'o' in literal null (expecting 'u')"],
      [cursor([]), 'invalid cursor: json: cannot unmarshal array into Go value of type models.KeysetCursor'],
      [cursor({}), 'invalid cursor: missing id'],
      [cursor(null), 'invalid cursor: missing id'],
      [cursor({ id: '1' }), 'invalid cursor: uuid: incorrect UUID length 1 in string "1"'],
      [cursor({ id: nobody }), 'invalid cursor: missing created_at'],
    ])('refuses %s', async (query, why) => {
      expect(await list(query)).toMatchObject(invalid(`Bad Pagination Parameters: ${why}`))
    })
  })
})
