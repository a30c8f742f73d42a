// Access tokens that a real server has signed, with a key that it lists or with a secret that it does not. See live.ts.
import { expect, test, vi } from 'vitest'
import { decodeAccessToken, unwrap, verifyAccessToken } from '../../src/facade/index.ts'
import { connectAsUser, describeWith, url } from './live.ts'

const jwksUrl = `${url}/.well-known/jwks.json`
/** With another header or other claims under the same signature. */
function forge(token: string, change: { header?: object; claims?: object }): string {
  const [head, payload, signature] = token.split('.') as [string, string, string]
  const put = (part: string, more: object = {}) =>
    Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(part, 'base64url').toString()), ...more })).toString('base64url')
  return [put(head, change.header), put(payload, change.claims), signature].join('.')
}

describeWith(['sign-up by e-mail'], 'claims', () => {
  test('getClaims() ten times at once: one request for keys, or the server’s word for each', async () => {
    const { auth, requests } = await connectAsUser()
    const { access_token, user } = unwrap(await auth.getSession()).session!
    requests.length = 0
    const results = await Promise.all(Array.from({ length: 10 }, () => auth.getClaims()))
    for (const result of results) {
      const { claims, header } = unwrap(result)
      expect(claims).toEqual(decodeAccessToken(access_token))
      expect(claims).toMatchObject({ sub: user.id, aal: 'aal1', role: user.role })
      expect(requests).toEqual(header.alg === 'HS256' ? Array(10).fill('GET user') : ['GET jwks.json'])
    }
  })

  test('verifyAccessToken() with the server’s keys', async () => {
    const { auth } = await connectAsUser()
    const { access_token, user } = unwrap(await auth.getSession()).session!
    const { header } = unwrap(await auth.getClaims())
    const { data, error } = await verifyAccessToken(access_token, { jwksUrl, audience: user.aud! })
    if (header.alg === 'HS256') return expect(error?.code).toBe('invalid_jwt')
    expect(data!.claims.sub).toBe(user.id)
    const late = Date.now() + 86_400_000
    expect((await verifyAccessToken(access_token, { jwksUrl, now: late })).error?.code).toBe('jwt_expired')
  })

  test('a forged token is good to nobody, whatever else the client sends', async () => {
    const { auth } = await connectAsUser()
    const { access_token } = unwrap(await auth.getSession()).session!
    for (const token of [
      forge(access_token, { claims: { role: 'service_role' } }),
      forge(access_token, { claims: { role: 'service_role' }, header: { alg: 'HS256' } }),
      forge(access_token, { claims: { role: 'service_role' }, header: { alg: 'none' } }),
    ]) {
      const headers = { Authorization: `Bearer ${access_token}` }
      expect((await auth.getClaims(token, { headers })).error?.code).toMatch(/^(invalid_jwt|bad_jwt)$/)
      expect((await verifyAccessToken(token, { jwksUrl })).error?.code).toBe('invalid_jwt')
    }
  })

  test('a clock that is two hours ahead: the server is asked, and nothing is refreshed', async () => {
    const real = Date.now()
    vi.useFakeTimers({ now: real + 7_200_000, toFake: ['Date'] })
    try {
      const { auth, refreshes } = await connectAsUser()
      for (let i = 0; i < 3; i++) expect((await auth.getClaims()).error).toBeNull()
      expect(refreshes()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  test('after the sign-out a token is still genuine where keys tell, and no more where the server does', async () => {
    const { auth } = await connectAsUser()
    const { access_token } = unwrap(await auth.getSession()).session!
    const { header } = unwrap(await auth.getClaims())
    unwrap(await auth.signOut())
    const { error } = await auth.getClaims(access_token)
    expect(error?.code).toBe(header.alg === 'HS256' ? 'session_not_found' : undefined)
    expect((await auth.getUser(access_token)).error?.code).toBe('session_not_found')
  })
})
