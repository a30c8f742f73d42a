import { beforeEach, describe, expect, test } from 'vitest'
import { createTestServer, testJwks, type TestServer } from '../../src/testing/index.ts'

let server: TestServer
beforeEach(() => void (server = createTestServer({ now: '2026-01-01T00:00:00Z' })))

const app = 'http://localhost:3000/app'
const start = async (provider: string) => {
  const answer = await server.fetch(`${server.url}/authorize?provider=${provider}&redirect_to=${app}`)
  return answer.headers.get('location')!
}
const send = (url: string, form: Record<string, string>) =>
  server.fetch(url, { method: 'POST', body: new URLSearchParams(form) })

/** Follows redirects as a client does. @returns where it ends outside of the server */
async function follow(url: string): Promise<string> {
  for (let at = url; ;) {
    const location = (await server.fetch(at)).headers.get('location')
    if (!location?.startsWith(server.url)) return location ?? at
    at = location
  }
}

describe('the page of a service', () => {
  test('asks who somebody is', async () => {
    server.providers.profile('github', { id: '7', name: '<Eve>', email: 'eve@example.com' })
    const answer = await server.fetch(await start('github'))
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const page = await answer.text()
    expect(page).toContain('This is a test page, no real GitHub')
    expect(page).toContain('&#60;Eve&#62; (eve@example.com, ID 7)')
    expect(page).toContain('Grace Hopper (grace@example.com, ID 1002)')
    expect(page).not.toContain('<Eve>')
  })

  test('leads back when somebody approves', async () => {
    const answer = await send(await start('github'), { who: '1', decision: 'approve' })
    expect(answer.status).toBe(303)
    expect(await follow(answer.headers.get('location')!)).toMatch(/#access_token=/)
    expect(server.users.all()).toMatchObject([{ email: 'grace@example.com' }])
  })

  test('takes somebody else', async () => {
    const form = { who: 'other', name: 'Eve', email: 'eve@example.com', id: 'e-1', decision: 'approve' }
    const verified = await send(await start('gitlab'), { ...form, email_verified: 'on' })
    await follow(verified.headers.get('location')!)
    expect(server.users.find('eve@example.com')!.identities).toMatchObject([{ id: 'e-1', identity_data: { name: 'Eve' } }])
    const other = await send(await start('gitlab'), { ...form, id: 'e-2', email: 'mallory@example.com' })
    expect(await follow(other.headers.get('location')!)).toContain('error_code=provider_email_needs_verification')
  })

  test('leads back when somebody does not approve', async () => {
    const answer = await send(await start('github'), { who: '0', decision: 'deny' })
    expect(new URL(answer.headers.get('location')!).searchParams.get('error')).toBe('access_denied')
    expect(await follow(answer.headers.get('location')!)).toMatch(/^http:\/\/localhost:3000\/app\?error=access_denied/)
    expect(await server.providers.deny(await start('twitter'))).toContain('Unable+to+retrieve+access+token')
  })

  test('posts the answer of Apple', async () => {
    const page = await (await send(await start('apple'), { who: '0', decision: 'approve' })).text()
    expect(page).toContain(`<form method="post" action="${server.url.replace('://', '://')}/callback">`)
    expect(page).toMatch(/name="code" value="[\w-]+"/)
  })

  test('refuses what nobody was sent there with', async () => {
    for (const path of ['github/x', 'twitter/x?oauth_token=x', 'saml/idp/sso']) {
      const answer = await send(`${server.url}/test-providers/${path}`, { who: '0' })
      expect(answer.status).toBe(400)
      expect(await answer.text()).toContain('<p>')
    }
    expect(server.users.all()).toEqual([])
  })
})

describe('providers', () => {
  test('autoApprove lets through who only follows redirects', async () => {
    server.providers.autoApprove = true
    for (const provider of ['github', 'twitter', 'apple', 'x']) {
      expect(await follow(`${server.url}/authorize?provider=${provider}&redirect_to=${app}`)).toMatch(/#access_token=/)
    }
  })

  test('profile() says who signs in, until reset()', async () => {
    const profile = server.providers.profile('GitHub', { email: 'eve@example.com' })
    expect(profile).toMatchObject({ id: '1001', name: 'Ada Lovelace', email: 'eve@example.com' })
    await server.providers.approve(await start('github'))
    expect(server.users.all()).toMatchObject([{ email: 'eve@example.com' }])
    server.reset()
    expect(server.providers.current('github').email).toBe('ada@example.com')
  })

  test('approve() takes the URL of /authorize, too', async () => {
    const url = `${server.url}/authorize?provider=google&redirect_to=${app}`
    expect(await server.providers.approve(url)).toMatch(/#access_token=/)
    await expect(server.providers.approve(`${server.url}/authorize?provider=none`)).rejects.toThrow(
      'The server answers 400 without a redirect',
    )
    await expect(server.providers.approve('https://github.com/')).rejects.toThrow(TypeError)
  })

  test('two servers alike go the same ways', async () => {
    const run = async () => server.providers.approve(await start('github'))
    const first = await run()
    server = createTestServer({ now: '2026-01-01T00:00:00Z' })
    expect(await run()).toBe(first)
  })

  test('idToken() says that addresses are verified, unless it is told otherwise', async () => {
    const id_token = await server.providers.idToken('google', { sub: '1', email: 'ada@example.com' })
    const ask = (id_token: string) =>
      server.fetch(`${server.url}/token?grant_type=id_token`, {
        method: 'POST',
        body: JSON.stringify({ provider: 'google', id_token }),
      })
    expect((await ask(id_token)).status).toBe(200)
    const claims = { sub: '2', email: 'eve@example.com', email_verified: false }
    expect((await ask(await server.providers.idToken('google', claims))).status).toBe(422)
  })

  test('idToken() is signed by the published key', async () => {
    const token = await server.providers.idToken('google', { sub: '1', nonce: 'n' })
    const [header, claims, signature] = token.split('.')
    expect(JSON.parse(atob(claims!.replaceAll('-', '+').replaceAll('_', '/')))).toMatchObject({
      iss: 'https://accounts.google.com',
      aud: 'test-client',
      sub: '1',
      iat: 1767225600,
      exp: 1767229200,
      nonce: '1b16b1df538ba12dc3f97edbb85caa7050d46c148134290feba80f8236c83db9',
    })
    const discovery = await server.fetch(`${server.url}/test-providers/google/.well-known/openid-configuration`)
    const { issuer, jwks_uri } = (await discovery.json()) as { issuer: string; jwks_uri: string }
    expect(issuer).toBe('https://accounts.google.com')
    const { keys } = (await (await server.fetch(jwks_uri)).json()) as { keys: JsonWebKey[] }
    expect(keys).toEqual(testJwks.keys)
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('jwk', { ...keys[0], use: undefined } as JsonWebKey, algorithm, false, [
      'verify',
    ])
    const bytes = Buffer.from(signature!, 'base64url')
    expect(await crypto.subtle.verify(algorithm, key, bytes, Buffer.from(`${header}.${claims}`))).toBe(true)
  })
})
