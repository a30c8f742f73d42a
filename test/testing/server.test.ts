import { describe, expect, test } from 'vitest'
import { createClient, unwrap } from '../../src/facade/index.ts'
import { createTestServer, createTestToken } from '../../src/testing/index.ts'
import { callerOf, claimsOf } from './calls.ts'

const email = 'ada@example.com'
const password = 'correct-horse-battery'

test('signs up, confirms and refreshes with a client', async () => {
  const server = createTestServer()
  const auth = createClient({ url: server.url, fetch: server.fetch })
  unwrap(await auth.signUp({ email, password }))
  const { code } = server.inbox.last(email)
  const { user } = unwrap(await auth.verifyOtp({ type: 'email', email, token: code }))
  expect(user!.email).toBe(email)
  unwrap(await auth.refreshSession())
  expect(server.requests.map(({ operation, status }) => [operation, status])).toEqual([
    ['signUp', 200],
    ['verifyOtp', 200],
    ['grantToken', 200],
  ])
})

describe('fetch()', () => {
  test('takes a Request, a URL or a text', async () => {
    const { url, fetch } = createTestServer()
    for (const input of [`${url}/health`, new URL(`${url}/health`), new Request(`${url}/health`)]) {
      expect((await fetch(input)).status).toBe(200)
    }
  })

  test('answers redirects, and follows none', async () => {
    const { url, fetch } = createTestServer()
    expect((await fetch(`${url}/verify?type=signup&token=x`)).status).toBe(303)
  })

  test('rejects when its signal is aborted, and then nothing is done', async () => {
    const server = createTestServer()
    const init = { method: 'POST', body: JSON.stringify({ email, password }), signal: AbortSignal.abort(new Error('no')) }
    await expect(server.fetch(`${server.url}/signup`, init)).rejects.toThrow('no')
    expect([server.users.all(), server.requests]).toEqual([[], []])
  })

  test('does one thing after the other: at once or not, the outcome is the same', async () => {
    const play = async (atOnce: boolean) => {
      const server = createTestServer({ now: '2026-01-01T00:00:00Z' })
      const asks = Array.from({ length: 5 }, (_, index) => () => {
        const body = JSON.stringify({ email: `user-${index % 3}@example.com`, password })
        return server.fetch(`${server.url}/signup`, { method: 'POST', body })
      })
      if (atOnce) await Promise.all(asks.map((ask) => ask()))
      else for (const ask of asks) await ask()
      return server.exportState()
    }
    const state = await play(true)
    expect(state.messages).toHaveLength(5)
    expect(await play(false)).toEqual(state)
  })
})

describe('requests', () => {
  test('say what was asked, and answered', async () => {
    const server = createTestServer({ config: { API_EXTERNAL_URL: 'http://localhost:9999/auth' } })
    const call = callerOf(server)
    await call('POST /signup?redirect_to=x', { json: { email }, headers: { 'X-Mine': '1' } })
    await call('POST /otp', { form: { a: 'b' } })
    await call('GET /nowhere')
    expect(server.requests).toMatchObject([
      {
        operation: 'signUp',
        method: 'POST',
        url: '/signup?redirect_to=x',
        headers: { 'x-mine': '1' },
        body: { email },
        status: 400,
      },
      { operation: 'sendOtp', body: 'a=b', status: 400 },
      { operation: undefined, method: 'GET', url: '/nowhere', body: null, status: 404 },
    ])
  })
})

describe('tokens', () => {
  test('createServiceToken(): of an administrator, at any time', async () => {
    const server = createTestServer()
    const token = await server.createServiceToken()
    server.clock.advance('1000d')
    expect((await callerOf(server)('GET /admin/users', { token })).status).toBe(200)
  })

  test('createToken(): of a user, for an hour', async () => {
    const server = createTestServer({ now: '2026-01-01T00:00:00Z' })
    const user = server.users.create()
    const token = await server.createToken({ sub: user.id, mine: 1 })
    expect(claimsOf(token)).toEqual({
      iss: 'http://localhost:9999',
      aud: 'authenticated',
      role: 'authenticated',
      iat: 1767225600,
      exp: 1767225600 + 3600,
      sub: user.id,
      mine: 1,
    })
    const call = callerOf(server)
    expect((await call('GET /user', { token })).body.id).toBe(user.id)
    server.clock.advance('1h')
    expect((await call('GET /user', { token })).status).toBe(403)
  })

  test('createTestToken() without a server, with the published key or a secret', async () => {
    const server = createTestServer()
    const { id: sub } = server.users.create()
    const call = callerOf(server)
    const token = await createTestToken({ sub, session_id: undefined })
    expect((await call('GET /user', { token })).body.id).toBe(sub)
    const secret = server.config.GOTRUE_JWT_SECRET
    const admin = await createTestToken({ role: 'service_role', session_id: undefined }, { secret })
    expect((await call('GET /admin/users', { token: admin })).status).toBe(200)
    const foreign = await createTestToken({ role: 'service_role', session_id: undefined }, { secret: `${secret}x` })
    expect((await call('GET /admin/users', { token: foreign })).status).toBe(403)
  })

  test('of another algorithm than the server signs with are refused, where it has a key of its own only', async () => {
    const given = createTestServer()
    const keys = JSON.stringify([await exportedKey()])
    const server = createTestServer({ config: { GOTRUE_JWT_KEYS: keys } })
    const token = await createTestToken(
      { role: 'service_role', session_id: undefined },
      { secret: given.config.GOTRUE_JWT_SECRET },
    )
    const answer = await callerOf(server)('GET /admin/users', { token })
    expect(answer.body.msg).toContain('signing method HS256 is invalid')
  })

  async function exportedKey() {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
    return {
      ...(await crypto.subtle.exportKey('jwk', pair.privateKey)),
      alg: 'ES256',
      kid: 'mine',
      key_ops: ['sign', 'verify'],
    }
  }
})

test('reset(): as on the first day', async () => {
  const play = async (server: ReturnType<typeof createTestServer>) => {
    await callerOf(server)('POST /signup', { json: { email, password } })
    return server.exportState()
  }
  const server = createTestServer({ now: '2026-01-01T00:00:00Z', config: { GOTRUE_RATE_LIMIT_EMAIL_SENT: '1' } })
  const first = await play(server)
  expect(first.messages).toHaveLength(1)
  server.reset()
  expect([server.users.all(), server.inbox.all(), server.requests]).toEqual([[], [], []])
  expect(await play(server)).toEqual(first)
})
