// Tokens for those who run the server: jose is the judge of them, as the server is in test/live/.
import fc from 'fast-check'
import { decodeProtectedHeader, jwtVerify } from 'jose'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createAdmin, createServiceToken, type ServiceTokenOptions } from '../../../src/facade/admin/index.ts'
import { json, scriptedFetch } from '../../scripted-fetch.ts'

const secret = 'super-secret-jwt-token-with-at-least-32-characters'
const keyOf = (text: string) => new TextEncoder().encode(text)
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('createServiceToken()', () => {
  test('makes a JWT with role, iat and exp, good for 300 seconds', async () => {
    vi.useFakeTimers({ now: new Date('2026-11-24T12:00:00.999Z') })
    const token = await createServiceToken({ secret })
    const { payload } = await jwtVerify(token, keyOf(secret), { algorithms: ['HS256'] })
    const iat = Date.parse('2026-11-24T12:00:00Z') / 1000
    expect(payload).toEqual({ role: 'service_role', iat, exp: iat + 300 })
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT' })
  })

  test('signs with any secret of 32 bytes, as text or bytes, any role and any lifetime', async () => {
    const secrets = fc.oneof(
      fc.string({ unit: 'binary', minLength: 32 }),
      fc.uint8Array({ minLength: 32, maxLength: 200 }).map((bytes) => new Uint8Array(bytes)),
    )
    await fc.assert(
      fc.asyncProperty(
        secrets,
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.integer({ min: 60, max: 1e9 }),
        async (secret, role, expiresIn) => {
          const token = await createServiceToken({ secret, role, expiresIn })
          const key = typeof secret === 'string' ? keyOf(secret) : secret
          const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'] })
          expect(payload.role).toBe(role)
          expect(payload.exp! - payload.iat!).toBe(expiresIn)
          const other = key.slice()
          other[0]! ^= 1
          await expect(jwtVerify(token, other)).rejects.toThrow('signature')
        },
      ),
    )
  })

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['no secret', {}],
    ['an empty secret', { secret: '' }],
    ['a secret of 31 bytes', { secret: 'x'.repeat(31) }],
    ['31 bytes', { secret: new Uint8Array(31) }],
    ['a number', { secret: 1e40 }],
    ['a list', { secret: Array.from({ length: 40 }, () => 1) }],
    ['no role', { secret, role: '' }],
    ['expiresIn: 0', { secret, expiresIn: 0 }],
    ['expiresIn: -1', { secret, expiresIn: -1 }],
    ['expiresIn: 1.5', { secret, expiresIn: 1.5 }],
    ['expiresIn: Infinity', { secret, expiresIn: Infinity }],
    ['expiresIn as text', { secret, expiresIn: '5m' }],
  ])('with %s rejects with invalid_argument, and does not tell the secret', async (_what, options) => {
    const error = await createServiceToken(options as ServiceTokenOptions).catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'AuthError', code: 'invalid_argument' })
    expect(`${error}`).not.toContain('xxx')
  })

  test('counts bytes, not characters', async () => {
    await expect(createServiceToken({ secret: 'é'.repeat(16) })).resolves.toMatch(/^ey/)
  })

  test('without WebCrypto rejects with crypto_missing', async () => {
    vi.stubGlobal('crypto', {})
    await expect(createServiceToken({ secret })).rejects.toMatchObject({ code: 'crypto_missing' })
  })

  test('is what adminToken asks for, at each call', async () => {
    vi.useFakeTimers({ now: new Date('2026-11-24T12:00:00Z') })
    const fetch = scriptedFetch(json({ providers: [] }))
    const admin = createAdmin({
      url: 'https://auth.example.com',
      fetch,
      adminToken: () => createServiceToken({ secret, role: 'supabase_admin', expiresIn: 10 }),
    })
    await admin.customProviders.listProviders()
    vi.setSystemTime(Date.now() + 60_000)
    await admin.customProviders.listProviders()
    const tokens = fetch.requests.map(({ headers }) => headers.get('authorization')!.slice('Bearer '.length))
    expect(new Set(tokens).size).toBe(2)
    expect((await jwtVerify(tokens[1]!, keyOf(secret))).payload.role).toBe('supabase_admin')
  })

  test('that fails in adminToken fails the call, and nothing is sent', async () => {
    const fetch = scriptedFetch(json({}))
    const admin = createAdmin({
      url: 'https://auth.example.com',
      fetch,
      adminToken: () => createServiceToken({ secret: 'short' }),
    })
    const { error } = await admin.sso.listProviders()
    expect(error).toMatchObject({ code: 'invalid_argument', message: 'secret is shorter than 32 bytes' })
    expect(fetch.requests).toHaveLength(0)
  })
})
