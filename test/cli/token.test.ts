import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestServer, createTestToken, type TestServer } from '../../src/testing/index.ts'
import { createClient } from '../../src/facade/index.ts'
import { run } from './run.ts'

const secret = 'super-secret-jwt-token-with-at-least-32-characters-long'
let server: TestServer
let url: string
let accessToken: string
beforeAll(async () => {
  server = createTestServer({ config: { GOTRUE_MAILER_AUTOCONFIRM: true } })
  url = await server.listen()
  const auth = createClient({ url, persistSession: false, autoRefreshToken: false })
  accessToken = (await auth.signUp({ email: 'ada@example.com', password: 'correct-horse-battery' })).data.session!
    .access_token
})
afterAll(() => server.close())

describe('token mint', () => {
  test('makes a token that the server takes, from the environment and from standard input', async () => {
    for (const options of [{ env: { GOTRUE_JWT_SECRET: secret } }, { input: `${secret}\n` }]) {
      const { code, stdout, stderr } = await run(['token', 'mint'], options)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const answer = await fetch(`${url}/admin/users`, { headers: { authorization: `Bearer ${stdout.trim()}` } })
      expect(answer.status).toBe(200)
    }
  })

  test('--role, --expires-in and --json', async () => {
    const { stdout } = await run(['token', 'mint', '--role', 'supabase_admin', '--expires-in', '1h', '--json'], {
      input: secret,
    })
    const { token, role, expiresAt } = JSON.parse(stdout) as { token: string; role: string; expiresAt: string }
    expect(role).toBe('supabase_admin')
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as {
      role: string
      exp: number
      iat: number
    }
    expect(claims).toMatchObject({ role, exp: claims.iat + 3600 })
    expect(Math.abs(Date.parse(expiresAt) / 1000 - claims.exp)).toBeLessThan(3)
  })

  test.each([
    [['token', 'mint'], 'short', 1, 'shorter than 32 bytes'],
    [['token', 'mint'], '', 2, 'The secret is missing'],
    [['token', 'mint', '--expires-in', '0'], secret, 2, '--expires-in'],
    [['token', 'mint', '--secret', secret], '', 2, 'There is no such option'],
  ])('%j with the input %j', async (args, input, code, message) => {
    const result = await run(args, { input })
    expect(result).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) })
    expect(result.stderr).not.toContain(secret)
  })
})

describe('token decode', () => {
  test('shows header and claims, with times in words, and says that nothing is verified', async () => {
    const { code, stdout } = await run(['token', 'decode'], { input: `Bearer ${accessToken}\n` })
    expect(code).toBe(0)
    expect(stdout).toMatch(/alg +ES256/)
    expect(stdout).toMatch(/email +ada@example\.com/)
    expect(stdout).toMatch(/exp +\d+ +\d{4}-.*Z, in (59|60) min/)
    expect(stdout).toContain('An access token of a user. It has not expired. Nothing was verified')
  })

  test('--json; keys, which have no subject; tokens that have expired', async () => {
    const { token } = JSON.parse((await run(['token', 'mint', '--json'], { input: secret })).stdout) as { token: string }
    const decoded = JSON.parse((await run(['token', 'decode', '--json'], { input: token })).stdout) as object
    expect(decoded).toMatchObject({
      header: { alg: 'HS256' },
      claims: { role: 'service_role' },
      isExpired: false,
      isVerified: false,
    })
    expect((await run(['token', 'decode'], { input: token })).stdout).toContain(
      'A key of administrators (role service_role), a secret.',
    )
    const old = await createTestToken({ exp: 1_700_000_000 })
    expect((await run(['token', 'decode'], { input: old })).stdout).toMatch(/days ago[^]*It has expired/)
  })

  test.each(['x', 'a.b.c', 'eyJhbGciOiJub25lIn0'])('%s is none', async (input) => {
    expect(await run(['token', 'decode', '--json'], { input })).toEqual({
      code: 1,
      stdout: '',
      stderr: `${JSON.stringify({ error: { code: 'invalid_jwt', message: 'That is no JWT' } })}\n`,
    })
  })

  test('takes no token as argument, and does not repeat it', async () => {
    const { code, stderr } = await run(['token', 'decode', accessToken])
    expect(code).toBe(2)
    expect(stderr).not.toContain(accessToken.slice(0, 30))
  })
})

describe('token verify', () => {
  test('with the public keys of the server', async () => {
    const { code, stdout } = await run(['token', 'verify', '--url', url], { input: accessToken })
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^✓ valid, signed with ES256, key \S+\n {2}user [\da-f-]{36} \(ada@example\.com\), role authenticated, aal1, expires /,
    )
    const json = await run(['token', 'verify', '--json'], { input: accessToken, env: { GOTRUE_URL: url } })
    expect(JSON.parse(json.stdout)).toMatchObject({ valid: true, claims: { email: 'ada@example.com' } })
  })

  test('with the secret', async () => {
    const token = await createTestToken({ sub: '9f1c2d3e-4b5a-4c6d-8e7f-0a1b2c3d4e5f' }, { secret })
    expect(await run(['token', 'verify'], { input: token, env: { GOTRUE_JWT_SECRET: secret } })).toMatchObject({ code: 0 })
    const other = { GOTRUE_JWT_SECRET: secret.replace('super', 'other') }
    expect(await run(['token', 'verify'], { input: token, env: other })).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('signature'),
    })
  })

  test.each([
    [['--issuer', 'https://elsewhere.example.com'], 'its issuer is another'],
    [['--audience', 'elsewhere'], 'its audience is another'],
  ])('%j', async (args, message) => {
    expect(await run(['token', 'verify', '--url', url, ...args], { input: accessToken })).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(message),
    })
  })

  test('of a token that has expired, that was changed, and without keys', async () => {
    const old = await server.createToken({ sub: server.users.all()[0]!.id, exp: 1_700_000_000 })
    const expired = await run(['token', 'verify', '--url', url, '--json'], { input: old })
    expect(expired.code).toBe(1)
    expect(JSON.parse(expired.stderr)).toMatchObject({ error: { code: 'jwt_expired' } })
    const changed = accessToken.replace(
      /\.[^.]+\./,
      `.${Buffer.from('{"sub":"x","exp":4102444800}').toString('base64url')}.`,
    )
    expect(await run(['token', 'verify', '--url', url], { input: changed })).toMatchObject({ code: 1, stdout: '' })
    expect(await run(['token', 'verify'], { input: accessToken })).toMatchObject({ code: 2 })
  })
})
