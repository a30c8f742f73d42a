// What autocompletes and what is refused. Never run: tsc is the judge, called by types.test.ts.
import { describe, expectTypeOf, test } from 'vitest'
import {
  AuthWeakPasswordError,
  createTransport,
  errorCodes,
  getSettings,
  getUser,
  grantToken,
  logout,
  oauthToken,
  resend,
  signInWithSso,
  signUp,
  updateUser,
  verifyOtp,
  type Factor,
  type KnownErrorCode,
  type Redirect,
  type Session,
  type User,
} from '../../src/operations/index.ts'
import type { components, operations, paths } from '../../generated/schema.ts'

const client = createTransport({ url: 'http://localhost:9999', fetch: async () => new Response('{}') })
const email = 'ada@example.com'
const password = 'correct-horse-battery'

/** The literal members of an open union, which are what an editor completes. */
type Literals<Type> = Type extends string ? (string extends Type ? never : Type) : never

describe('data', () => {
  test('is whole after `if (error)`', async () => {
    const { data, error } = await getUser({ client, credentials: { accessToken: 'a.b.c' } })
    if (error) return expectTypeOf(data).toEqualTypeOf<undefined>()
    expectTypeOf(data).toEqualTypeOf<User>()
    expectTypeOf(data.email).toEqualTypeOf<string>()
    expectTypeOf(data.banned_until).toEqualTypeOf<string | undefined>()
    expectTypeOf(data.identities).toExtend<object[] | null>()
  })

  test('tells a session from a user to confirm', async () => {
    const { data } = await signUp({ client, body: { email, password } })
    if (data && 'access_token' in data) expectTypeOf(data).toEqualTypeOf<Session>()
    else if (data) expectTypeOf(data).toEqualTypeOf<User>()
  })

  test('of redirecting operations has a location', async () => {
    const { data } = await signInWithSso({ client, body: { domain: 'example.com' } })
    expectTypeOf<Redirect>().toExtend<NonNullable<typeof data>>()
  })

  test('of 204 is nothing', async () => {
    const { data } = await logout({ client })
    expectTypeOf(data).toExtend<void | undefined>()
  })

  test('has open enums, which still complete', () => {
    expectTypeOf<Literals<Factor['status']>>().toEqualTypeOf<'verified' | 'unverified'>()
    expectTypeOf<'of a newer server'>().toExtend<Factor['status']>()
  })
})

describe('error', () => {
  test('completes to the codes that the spec documents for the operation, and stays open', async () => {
    const { error } = await verifyOtp({ client, body: { type: 'email', email, token: '686136' } })
    type Code = NonNullable<typeof error>['code']
    expectTypeOf<'otp_expired'>().toExtend<Literals<Code>>()
    expectTypeOf<'network_failure'>().toExtend<Literals<Code>>()
    expectTypeOf<'sso_provider_not_found'>().not.toExtend<Literals<Code>>()
    expectTypeOf<'of a newer server'>().toExtend<Code>()
  })

  test('of OAuth 2 completes, too', async () => {
    const { error } = await oauthToken({ client, body: { grant_type: 'refresh_token', refresh_token: 't' } })
    expectTypeOf<'invalid_grant' | 'invalid_credentials'>().toExtend<Literals<NonNullable<typeof error>['code']>>()
  })

  test('has reasons where a password can be too weak', async () => {
    const { error } = await signUp({ client, body: { email, password } })
    if (error instanceof AuthWeakPasswordError) expectTypeOf(error.reasons).toExtend<string[]>()
    const { error: other } = await getSettings({ client })
    // @ts-expect-error GET /settings has no passwords
    void other?.reasons
  })
})

test('requests that the server refuses are refused', () => {
  const refused = [
    // @ts-expect-error a password is needed
    () => signUp({ client, body: { email } }),
    // @ts-expect-error a phone has no such channel
    () => signUp({ client, body: { phone: '1', password, channel: 'pigeon' } }),
    // @ts-expect-error no such grant
    () => grantToken({ client, query: { grant_type: 'implicit' }, body: { email, password } }),
    // @ts-expect-error the grant type is needed
    () => grantToken({ client, body: { email, password } }),
    // @ts-expect-error the type is needed (D38)
    () => resend({ client, body: { email } }),
    // @ts-expect-error a text message goes to a phone
    () => resend({ client, body: { type: 'sms', email } }),
    // @ts-expect-error a client is needed
    () => getSettings({}),
    // @ts-expect-error not a field of the user
    () => updateUser({ client, body: { nickname: 'Ada' } }),
  ]
  expectTypeOf(refused).toBeArray()
})

test('the wire’s names are there as types', () => {
  expectTypeOf<paths['/user']['get']>().toEqualTypeOf<operations['getUser']>()
  expectTypeOf<components['schemas']['User']['id']>().toEqualTypeOf<string>()
  expectTypeOf(errorCodes[0]).toExtend<KnownErrorCode>()
  expectTypeOf<'weak_password'>().toExtend<KnownErrorCode>()
})
