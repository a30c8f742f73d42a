import { describe, expect, test } from 'vitest'
import { routes } from '../../generated/routes.ts'
import { createTestServer } from '../../src/testing/index.ts'
import { callerOf } from './calls.ts'

const id = '00000000-0000-4000-8000-000000000000'

test.each(routes.map(({ method, path, operation }) => [`${method} ${path}`, operation] as const))(
  '%s is known',
  async (route, operation) => {
    const server = createTestServer()
    const answer = await callerOf(server)(route.replace(/\{\w+\}/g, id))
    expect(server.requests).toMatchObject([{ operation, status: answer.status }])
    expect(answer.status).not.toBe(405)
    expect(answer.body).not.toBe('404 page not found\n')
  },
)

describe('paths', () => {
  test('that are unknown', async () => {
    const call = callerOf(createTestServer())
    for (const headers of [{}, { 'x-supabase-api-version': '2024-01-01' }] as Record<string, string>[]) {
      const answer = await call('GET /nowhere', { headers })
      expect([answer.status, answer.body]).toEqual([404, '404 page not found\n'])
      expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    }
  })

  test('of which only the method is unknown', async () => {
    const server = createTestServer()
    for (const method of ['DELETE', 'HEAD', 'OPTIONS']) {
      const response = await server.fetch(`${server.url}/signup`, { method })
      expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([405, 'POST', ''])
      expect(response.headers.get('content-type')).toBeNull()
    }
  })

  test.each(['/admin/nowhere', '/user/nowhere', '/factors/x/nowhere'])(
    '%s: who asks has to be signed in first',
    async (path) => {
      const server = createTestServer()
      const call = callerOf(server)
      expect((await call(`GET ${path}`)).body.error_code).toBe('no_authorization')
      const token = path.startsWith('/admin')
        ? await server.createServiceToken()
        : (await server.users.signIn(server.users.create())).access_token
      expect((await call(`GET ${path}`, { token })).status).toBe(404)
    },
  )

  test('with a slash at their end, where the server has them so', async () => {
    const call = callerOf(createTestServer())
    for (const path of ['/user', '/admin/users']) expect((await call(`GET ${path}/`)).status).toBe(401)
    for (const path of ['/health', '/settings']) expect((await call(`GET ${path}/`)).status).toBe(404)
  })

  test('below that of the base URL, and below the one of hosted servers', async () => {
    const server = createTestServer({ config: { API_EXTERNAL_URL: 'http://localhost:9999/base' } })
    const status = async (path: string) => (await server.fetch(`http://localhost:9999${path}`)).status
    expect(await status('/base/health')).toBe(200)
    expect(await status('/auth/v1/health')).toBe(200)
    expect(await status('/based/health')).toBe(404)
    expect(await status('/other/health')).toBe(404)
  })

  test('of what is no ID', async () => {
    const server = createTestServer()
    const answer = await callerOf(server)('GET /admin/users/%00', { token: await server.createServiceToken() })
    expect([answer.status, answer.body.error_code]).toEqual([404, 'validation_failed'])
  })
})

describe('API versions', () => {
  test.each<[string, boolean]>([
    ['2024-01-01', true],
    ['2030-01-01', true],
    ['2023-12-31', false],
    ['garbage', false],
    ['2024-01-01T00:00:00Z', false],
    ['', false],
  ])('%s', async (version, isNew) => {
    const call = callerOf(createTestServer())
    const headers = { 'x-supabase-api-version': version }
    const refused = await call('GET /user', { headers })
    expect(refused.body).toEqual(
      isNew
        ? { code: 'no_authorization', message: 'This endpoint requires a valid Bearer token' }
        : { code: 401, error_code: 'no_authorization', msg: 'This endpoint requires a valid Bearer token' },
    )
    expect(refused.headers.get('x-supabase-api-version')).toBe(isNew ? '2024-01-01' : null)
    expect(refused.headers.get('x-sb-error-code')).toBe('no_authorization')
    expect((await call('GET /health', { headers })).headers.get('x-supabase-api-version')).toBeNull()
  })
})

describe('CORS', () => {
  const preflight = async (method: string, headers: string, config = {}) => {
    const server = createTestServer({ config })
    const response = await server.fetch(`${server.url}/signup`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example.com',
        'access-control-request-method': method,
        'access-control-request-headers': headers,
      },
    })
    expect(response.status).toBe(204)
    expect(server.requests).toEqual([])
    return Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control')))
  }

  test('of what is allowed', async () => {
    expect(await preflight('POST', 'apikey,authorization,content-type,x-client-info,x-supabase-api-version')).toEqual({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': expect.stringContaining('x-client-info') as string,
      'access-control-allow-credentials': 'true',
    })
  })

  test('of what is not: an answer that allows nothing', async () => {
    expect(await preflight('POST', 'x-mine')).toEqual({})
    expect(await preflight('TRACE', '')).toEqual({})
    expect(await preflight('POST', 'apikey', { GOTRUE_CORS_ALLOWED_HEADERS: '' })).toEqual({})
    expect(await preflight('POST', 'x-mine', { GOTRUE_CORS_ALLOWED_HEADERS: 'X-Mine' })).not.toEqual({})
  })

  test('of an answer, and of a refusal', async () => {
    const call = callerOf(createTestServer())
    for (const route of ['GET /health', 'GET /user', 'GET /nowhere']) {
      const { headers } = await call(route, { headers: { origin: 'https://app.example.com' } })
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.get('access-control-expose-headers')).toBe('X-Total-Count, Link, X-Supabase-Api-Version')
      expect((await call(route)).headers.get('access-control-allow-origin')).toBeNull()
    }
  })
})
