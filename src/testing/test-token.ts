import { publicJwk } from './crypto/es256.ts'
import { signToken } from './accounts/keys.ts'

/**
 * An access token without a server: signed with the published key of test servers, or as HS256 with a secret. Claims that are
 * not given are those of a signed-in user.
 *
 * @param claims `sub`, `role`, `exp` (seconds since the Unix epoch; default in an hour), and what else it should say
 * @example
 * const token = await createTestToken({ sub: '9f1c2d3e-4b5a-4c6d-8e7f-0a1b2c3d4e5f', app_metadata: { role: 'editor' } })
 */
export function createTestToken(claims: Record<string, unknown> = {}, options: { secret?: string } = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1_000)
  const whole = {
    iss: 'http://localhost:9999',
    sub: '00000000-0000-4000-8000-000000000001',
    aud: 'authenticated',
    exp: now + 3_600,
    iat: now,
    email: 'user-1@example.com',
    phone: '',
    app_metadata: { provider: 'email', providers: ['email'] },
    user_metadata: {},
    role: 'authenticated',
    aal: 'aal1',
    amr: [{ method: 'password', timestamp: now }],
    session_id: '00000000-0000-4000-8000-000000000002',
    is_anonymous: false,
    ...claims,
  }
  return signToken(whole, options.secret)
}

/** The JSON Web Key Set of test servers, to verify the tokens of `createTestToken()` with. */
export const testJwks: { keys: JsonWebKey[] } = { keys: [publicJwk] }
