// The server's database takes no NUL character, neither to keep nor to look for. What a real server has answered to each of them.
import { createServiceToken } from '../../../src/facade/admin/index.ts'
import { expect, test } from 'vitest'
import { callerOf, expectRefusal, refusal, type Call } from '../calls.ts'
import { profiles } from '../profiles.ts'
import { checkedServer } from '../spec.ts'

const email = 'ada@example.com'
const password = 'Correct-horse-battery-1'
const invalid = (message: string) => refusal(400, 'validation_failed', message)
const failure = (message: string) => refusal(500, 'unexpected_failure', message)
const unforeseen = (message = 'Unexpected failure, please check server logs for more information') => ({
  status: 500,
  body: { code: 500, error_code: 'unexpected_failure', msg: message },
})
const notQueried = failure('Database error querying schema')
const notRetrieved = failure('Error retrieving custom OAuth provider')
const notFound = failure('Database error finding SSO Identity Provider')

test.each<[route: string, json: unknown, wanted: object, as?: 'user' | 'admin']>([
  ['POST /token?grant_type=password', { email: 'a\0@example.com', password }, notQueried],
  ['POST /token?grant_type=password', { phone: '1555\x001230001', password }, notQueried],
  ['POST /token?grant_type=refresh_token', { refresh_token: 'aaaaaaaaaaaaaaaa\0' }, invalid('Refresh token is not valid')],
  ['POST /token?grant_type=pkce', { auth_code: 'a\0', code_verifier: 'x'.repeat(43) }, unforeseen('Internal Server Error')],
  ['POST /token?grant_type=id_token', { id_token: 'a', provider: 'custom:a\0' }, failure('Error finding custom provider')],
  [
    'POST /token?grant_type=id_token',
    { id_token: 'a', provider: 'a\0' },
    invalid('Custom OIDC provider "a\\x00" not allowed'),
  ],
  ['POST /verify', { type: 'signup', token_hash: 'a\0' }, failure('Database error finding user from email link')],
  ['POST /sso', { domain: 'a\0' }, failure('Unable to find SSO provider by domain')],
  [
    'POST /sso',
    { provider_id: 'a\0' },
    refusal(400, 'bad_json', 'Could not parse request body as JSON: uuid: incorrect UUID length 2 in string "a\\x00"'),
  ],
  ['POST /factors', { factor_type: 'totp', friendly_name: '\0' }, unforeseen(), 'user'],
  ['POST /factors', { factor_type: 'phone', phone: '+15551230001', friendly_name: '\0' }, unforeseen(), 'user'],
  ['POST /factors', { factor_type: 'webauthn', friendly_name: '\0' }, unforeseen(), 'user'],
  ['POST /logout?scope=%00', undefined, invalid('Unsupported logout scope "\\x00"'), 'user'],
  ['GET /oauth/authorizations/a%00', undefined, failure('error finding authorization'), 'user'],
  ['POST /oauth/authorizations/a%00/consent', { action: 'approve' }, failure('error finding authorization'), 'user'],
  [
    'GET /authorize?provider=custom:a%00',
    undefined,
    invalid(
      'Unsupported provider: error finding custom provider: error finding custom OAuth provider by identifier: ' +
        'ERROR: invalid byte sequence for encoding "UTF8": 0x00 (SQLSTATE 22021)',
    ),
  ],
  ['GET /admin/custom-providers/custom:a%00', undefined, notRetrieved, 'admin'],
  ['PUT /admin/custom-providers/custom:a%00', { name: 'a' }, notRetrieved, 'admin'],
  ['DELETE /admin/custom-providers/custom:a%00', undefined, notRetrieved, 'admin'],
  ['GET /admin/sso/providers?resource_id=%00', undefined, unforeseen(), 'admin'],
  ['GET /admin/sso/providers?resource_id_prefix=%00', undefined, unforeseen(), 'admin'],
  ['GET /admin/sso/providers/resource_a%00', undefined, notFound, 'admin'],
  ['DELETE /admin/sso/providers/resource_a%00', undefined, notFound, 'admin'],
  [
    'GET /admin/audit?page=%00',
    undefined,
    invalid('Bad Pagination Parameters: strconv.ParseUint: parsing "\\x00": invalid syntax'),
    'admin',
  ],
  ['GET /admin/audit?query=action:%00', undefined, failure('Error searching for audit logs'), 'admin'],
  ['GET /admin/users?filter=%00', undefined, failure('Database error finding users'), 'admin'],
])('%s %j', async (route, json, wanted, as) => {
  const server = checkedServer({ config: profiles.autoconfirm! })
  const call = callerOf(server)
  const { body } = await call('POST /signup', { json: { email, password } })
  const token = {
    user: body.access_token as string,
    admin: await createServiceToken({ secret: profiles.autoconfirm!.GOTRUE_JWT_SECRET as string }),
  }
  const asked: Call = { ...(json !== undefined && { json }), ...(as && { token: token[as] }) }
  await expectRefusal(server, () => call(route, asked), wanted)
})

test('GET /verify tells it in the redirect', async () => {
  const { status, headers } = await callerOf(checkedServer())('GET /verify?type=signup&token=a%00')
  expect(status).toBe(303)
  expect(Object.fromEntries(new URLSearchParams(new URL(headers.get('location')!).hash.slice(1)))).toEqual({
    error: 'server_error',
    error_code: 'unexpected_failure',
    error_description: 'Database error finding user from email link',
    sb: '',
  })
})
