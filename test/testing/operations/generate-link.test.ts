import { beforeEach, describe, expect, test } from 'vitest'
import type { ConfigInput, TestServer } from '../../../src/testing/index.ts'
import { callerOf, claimsOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
let admin: string

async function begin(config: ConfigInput = {}): Promise<void> {
  server = checkedServer({ config, now: '2026-01-01T00:00:00Z' })
  call = callerOf(server)
  admin = await server.createServiceToken()
}
beforeEach(() => begin())

const email = 'ada@example.com'
const next = 'ada@example.org'
const password = 'correct-horse-battery'
const generate = (json: unknown, query = '', headers: Record<string, string> = {}) =>
  call(`POST /admin/generate_link${query}`, { token: admin, json, headers })
const open = async (link: string) => {
  const { headers } = await call(`GET ${link.slice(server.url.length)}`)
  return Object.fromEntries(new URLSearchParams(new URL(headers.get('location')!).hash.slice(1)))
}
const verify = (json: unknown) => call('POST /verify', { json })
const taken = refusal(422, 'email_exists', 'A user with this email address has already been registered')

describe('POST /admin/generate_link', () => {
  test.each(['magiclink', 'recovery'])('%s of somebody who is there', async (type) => {
    const user = server.users.create({ email })
    const { status, body } = await generate({ type, email: 'Ada@example.com' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: user.id,
      email,
      verification_type: type,
      email_otp: expect.stringMatching(/^\d{6}$/),
      hashed_token: expect.stringMatching(/^[0-9a-f]{56}$/),
      redirect_to: 'http://localhost:3000',
      recovery_sent_at: '2026-01-01T00:00:00.000Z',
    })
    expect(body.action_link).toBe(
      `http://localhost:9999/verify?token=${body.hashed_token}&type=${type}&redirect_to=http://localhost:3000`,
    )
    expect(server.inbox.all()).toEqual([])
    expect(await open(body.action_link)).toMatchObject({ type })
  })

  test.each(['email_otp', 'hashed_token'])('%s is as good as the link, once', async (name) => {
    server.users.create({ email })
    const { body } = await generate({ type: 'recovery', email })
    const json =
      name === 'email_otp'
        ? { type: 'recovery', email, token: body.email_otp }
        : { type: 'recovery', token_hash: body.hashed_token }
    expect((await verify(json)).status).toBe(200)
    expect((await verify(json)).status).toBe(403)
    expect((await open(body.action_link)).error_code).toBe('otp_expired')
  })

  test('magiclink of somebody who is unknown becomes a sign-up', async () => {
    const { body } = await generate({ type: 'magiclink', email, data: { name: 'Ada' } })
    expect(body).toMatchObject({ verification_type: 'signup', user_metadata: { name: 'Ada' } })
    expect(body.action_link).toContain('type=signup')
    expect((await open(body.action_link)).type).toBe('signup')
    expect(server.users.find(email)!.email_confirmed_at).toBeDefined()
  })

  test('magiclink of somebody who is unknown, where passwords need something of all kinds', async () => {
    await begin({ GOTRUE_PASSWORD_REQUIRED_CHARACTERS: 'abcdefghijklmnopqrstuvwxyz:ABCDEFGHIJKLMNOPQRSTUVWXYZ:0123456789' })
    expect((await generate({ type: 'magiclink', email })).status).toBe(200)
    expect((await generate({ type: 'signup', email: next, password })).body.error_code).toBe('weak_password')
  })

  test('signup makes a user with a password', async () => {
    const { body } = await generate({ type: 'signup', email, password, data: { name: 'Ada' } })
    expect(body).toMatchObject({
      verification_type: 'signup',
      user_metadata: { name: 'Ada' },
      identities: [{ provider: 'email' }],
    })
    const signIn = () => call('POST /token?grant_type=password', { json: { email, password } })
    expect((await signIn()).body.error_code).toBe('email_not_confirmed')
    await open(body.action_link)
    expect((await signIn()).status).toBe(200)
  })

  test('signup of somebody who is not confirmed yet: the same user, the same password', async () => {
    await generate({ type: 'signup', email, password, data: { name: 'Ada', age: 36 } })
    const { body } = await generate({ type: 'signup', email, data: { age: null } })
    expect(body.user_metadata).toMatchObject({ name: 'Ada' })
    expect(body.user_metadata).not.toHaveProperty('age')
    expect(server.users.all()).toEqual([expect.objectContaining({ password })])
  })

  test('invite', async () => {
    const { body } = await generate({ type: 'invite', email, data: { name: 'Ada' } })
    expect(body).toMatchObject({ verification_type: 'invite', invited_at: '2026-01-01T00:00:00.000Z' })
    const { body: again } = await generate({ type: 'invite', email })
    expect(again.id).toBe(body.id)
    expect((await verify({ type: 'invite', email, token: body.email_otp })).status).toBe(403)
    expect((await verify({ type: 'invite', email, token: again.email_otp })).status).toBe(200)
  })

  test('email_change_current and email_change_new: both links change the address', async () => {
    server.users.create({ email })
    const { body: current } = await generate({ type: 'email_change_current', email, new_email: next })
    const { body: changed } = await generate({ type: 'email_change_new', email, new_email: 'Ada@example.org' })
    expect([current.verification_type, changed.verification_type]).toEqual(['email_change_current', 'email_change_new'])
    expect([current.action_link, changed.action_link].every((link) => link.includes('type=email_change&'))).toBe(true)
    expect(changed.new_email).toBe(next)
    // As on the server: the hash in this answer is made of the address of before.
    expect(changed.action_link).not.toContain(changed.hashed_token)
    expect(await verify({ type: 'email_change', token_hash: changed.hashed_token })).toMatchObject(
      refusal(403, 'otp_expired', 'Email link is invalid or has expired'),
    )
    expect((await open(current.action_link)).message).toMatch(/^Confirmation link accepted/)
    const { access_token } = await open(changed.action_link)
    expect(claimsOf(access_token!).email).toBe(next)
  })

  test('the target of the body is better than that of the query; neither if people may not go there', async () => {
    server.users.create({ email })
    const query = '?redirect_to=http://localhost:3000/query'
    const target = async (json: object, query = '') => {
      const { body } = await generate({ type: 'recovery', email, ...json }, query)
      expect(new URL(body.action_link).searchParams.get('redirect_to')).toBe(body.redirect_to)
      return body.redirect_to
    }
    expect(await target({ redirect_to: 'http://localhost:3000/body' }, query)).toBe('http://localhost:3000/body')
    expect(await target({}, query)).toBe('http://localhost:3000/query')
    expect(await target({ redirect_to: 'https://evil.example.com' }, query)).toBe('http://localhost:3000/query')
    expect(await target({ redirect_to: 'https://evil.example.com' })).toBe('http://localhost:3000')
  })

  test.each<[string, object, string]>([
    ['recovery', { type: 'recovery', email }, 'user_recovery_requested'],
    ['invite', { type: 'invite', email: next }, 'user_invited'],
  ])('notes %s', async (_, json, action) => {
    server.users.create({ email })
    await generate(json)
    const { body } = await call('GET /admin/audit', { token: admin })
    expect(body[0].payload.action).toBe(action)
  })

  test.each<[string, unknown, object, ConfigInput?]>([
    ['no address', { type: 'recovery' }, refusal(400, 'validation_failed', 'An email address is required')],
    [
      'what is no address',
      { type: 'signup', email: 'x', password },
      refusal(400, 'validation_failed', 'Unable to validate email address: invalid format'),
    ],
    ['no type', { email }, refusal(400, 'validation_failed', 'Invalid email action link type requested: ')],
    ['another type', { type: 'x', email }, refusal(400, 'validation_failed', 'Invalid email action link type requested: x')],
    [
      'signup without a password',
      { type: 'signup', email },
      refusal(400, 'validation_failed', 'Signup requires a valid password'),
    ],
    [
      'signup with a weak password',
      { type: 'signup', email, password: '1' },
      { status: 422, body: { error_code: 'weak_password', weak_password: { reasons: ['length'] } } },
    ],
    ['signup of who is there', { type: 'signup', email: 'eve@example.com', password }, taken],
    ['invite of who is there', { type: 'invite', email: 'eve@example.com' }, taken],
    [
      'recovery of who is not there',
      { type: 'recovery', email },
      refusal(404, 'user_not_found', 'User with this email not found'),
    ],
    [
      'email_change of who is not there',
      { type: 'email_change_new', email, new_email: next },
      refusal(404, 'user_not_found', 'User with this email not found'),
    ],
    [
      'email_change without a new address',
      { type: 'email_change_new', email: 'eve@example.com' },
      refusal(400, 'validation_failed', 'An email address is required'),
    ],
    [
      'email_change to the address of somebody else',
      { type: 'email_change_current', email: 'eve@example.com', new_email: 'bob@example.com' },
      taken,
    ],
    [
      'email_change_current, where the new address is enough',
      { type: 'email_change_current', email: 'eve@example.com', new_email: next },
      refusal(400, 'validation_failed', 'Enable secure email change to generate link for current email'),
      { GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED: false },
    ],
    ['no JSON', '{', refusal(400, 'bad_json', 'Could not parse request body as JSON: unexpected end of JSON input')],
    [
      'a body of more than a mebibyte',
      { type: 'recovery', email, data: { x: 'y'.repeat(1_048_576) } },
      refusal(413, 'request_entity_too_large', 'Request body too large (max 1048576 bytes)'),
    ],
  ])('refuses %s', async (_, json, wanted, config) => {
    await begin(config)
    server.users.create({ email: 'eve@example.com' })
    server.users.create({ email: 'bob@example.com' })
    await expectRefusal(server, () => generate(json), wanted)
  })

  test('refuses whoever is no administrator', async () => {
    const { access_token } = await server.users.signIn(server.users.create({ email }))
    const json = { type: 'recovery', email }
    const ask = (token?: string) => () => call('POST /admin/generate_link', { ...(token && { token }), json })
    await expectRefusal(server, ask(), refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token'))
    await expectRefusal(server, ask(access_token), refusal(403, 'not_admin', 'User not allowed'))
  })

  test('refuses in the newer shape, if that is asked for', async () => {
    const { status, body } = await generate({ type: 'recovery', email }, '', { 'x-supabase-api-version': '2024-01-01' })
    expect([status, body]).toEqual([404, { code: 'user_not_found', message: 'User with this email not found' }])
  })

  test('the code for a new address goes with that one', async () => {
    server.users.create({ email })
    const { body } = await generate({ type: 'email_change_new', email, new_email: next })
    const wanted = refusal(403, 'otp_expired', 'Token has expired or is invalid')
    await expectRefusal(server, () => verify({ type: 'email_change', email, token: body.email_otp }), wanted)
    expect((await verify({ type: 'email_change', email: next, token: body.email_otp })).status).toBe(200)
  })

  test('refuses data that the database can not hold, of who is new and who is not', async () => {
    const ask = (type: string) => generate({ type, email, password, data: { a: '\u0000' } })
    const failed = (message: string) => refusal(500, 'unexpected_failure', message)
    for (const type of ['signup', 'invite', 'magiclink']) {
      await expectRefusal(server, () => ask(type), failed('Database error saving new user'))
    }
    await generate({ type: 'signup', email, password })
    await expectRefusal(server, () => ask('signup'), failed('Database error updating user'))
  })
})
