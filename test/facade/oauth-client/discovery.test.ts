// Which metadata of an authorization server are believed: those of the server that was asked, of endpoints of its own.
import { describe, expect, test, vi } from 'vitest'
import { discover, type DiscoverOptions, type ServerMetadata } from '../../../src/facade/oauth-client/index.ts'
import { hangingFetch, json, scriptedFetch } from '../../scripted-fetch.ts'
import { recorded } from '../recorded-server.ts'

const url = 'https://project.example.com/auth/v1'
const { response } = recorded('GET /.well-known/oauth-authorization-server', 'meta/autoconfirm')
const ofRecording = response.body as ServerMetadata
/** The recorded metadata, as a server at this address sends them. */
const metadataOf = (issuer: string): ServerMetadata =>
  JSON.parse(JSON.stringify(ofRecording).replaceAll(ofRecording.issuer, issuer))

const ask = async (body: unknown, options: DiscoverOptions = {}, address: string | URL = url) => {
  const fetch = scriptedFetch(json(body))
  return { ...(await discover(address, { fetch, ...options })), fetch }
}
const log = ({ requests }: ReturnType<typeof scriptedFetch>) => requests.map(({ url }) => new URL(url).pathname)
const missing = () => new Response('404 page not found', { status: 404, headers: { 'content-type': 'text/plain' } })

describe('discover()', () => {
  test.each([url, `${url}/`, new URL(url)])('of %s are the metadata', async (address) => {
    const { data, error, fetch } = await ask(metadataOf(url), {}, address)
    expect({ data, error }).toEqual({ data: metadataOf(url), error: null })
    expect(log(fetch)).toEqual(['/auth/v1/.well-known/oauth-authorization-server'])
    expect(fetch.requests[0]!.redirect).toBe('manual')
  })

  test('of a server without an issuer are those of its address', async () => {
    const { data } = await ask(metadataOf(''))
    expect(data).toEqual({ ...metadataOf(url), issuer: '' })
  })

  test('of a server without dynamic registration has no address for it', async () => {
    const { registration_endpoint: _, ...rest } = metadataOf(url)
    expect((await ask(rest)).data).toEqual(rest)
  })

  test.each(['https://evil.example.com', 'https://project.example.com', `${url}/x`, 'supabase', null, 7, {}, undefined])(
    'with the issuer %j is refused',
    async (issuer) => {
      const { data, error } = await ask({ ...metadataOf(url), issuer })
      expect([data, error?.code]).toEqual([null, 'unexpected_response'])
      expect(error!.message).toContain('issuer')
    },
  )

  // Codes and secrets would go there: the endpoints fit the issuer, and only it is another one's.
  test.each(['https://evil.example.com', 'https://project.example.com', `${url}/x`])(
    'that are those of %s throughout are refused',
    async (issuer) => {
      expect((await ask(metadataOf(issuer))).error).toMatchObject({ code: 'unexpected_response' })
    },
  )

  test('of an issuer that ends with a slash may have endpoints with one slash or two', async () => {
    const { data } = await ask({ ...metadataOf(url), issuer: `${url}/` })
    expect(data).toEqual({ ...metadataOf(url), issuer: `${url}/` })
    expect((await ask(metadataOf(`${url}/`))).data).toEqual(data)
  })

  test('with another issuer is accepted if that is expected, to the letter', async () => {
    const issuer = 'https://login.example.com/auth'
    expect((await ask(metadataOf(issuer), { issuer })).data).toEqual(metadataOf(issuer))
    expect((await ask(metadataOf(issuer), { issuer: `${issuer}/` })).error?.code).toBe('unexpected_response')
    expect((await ask(metadataOf(''), { issuer })).error?.code).toBe('unexpected_response')
    expect((await ask(metadataOf(url), { issuer: '' })).error?.code).toBe('unexpected_response')
  })

  test('with an issuer that is no URL is refused', async () => {
    expect((await ask(metadataOf('supabase'), { issuer: 'supabase' })).error?.code).toBe('unexpected_response')
  })

  const names = [
    'authorization_endpoint',
    'token_endpoint',
    'userinfo_endpoint',
    'registration_endpoint',
    'jwks_uri',
  ] as const
  test.each(
    names.flatMap((name) =>
      [
        'https://evil.example.com/auth/v1/oauth/token',
        'http://project.example.com/auth/v1/oauth/token',
        '//evil.example.com/oauth/token',
        `${url}/elsewhere`,
        `${url}@evil.example.com/oauth/token`,
        null,
        7,
      ].map((endpoint) => [name, endpoint] as const),
    ),
  )('with the %s %j is refused', async (name, endpoint) => {
    for (const issuer of [url, '']) {
      const { data, error } = await ask({ ...metadataOf(issuer), [name]: endpoint })
      expect([data, error?.code]).toEqual([null, 'unexpected_response'])
      expect(error!.message).toContain(name)
    }
  })

  test.each([
    'http://notlocalhost',
    'http://127.0.0.1.example.com',
    'http://project.example.com/auth/v1',
    'http://localhost.example.com',
    'ftp://localhost',
    'localhost:9999',
    '',
  ])('of %j asks nobody', async (address) => {
    const { data, error, fetch } = await ask(metadataOf(address), {}, address)
    expect([data, error?.code]).toEqual([null, 'invalid_argument'])
    expect(fetch.requests).toEqual([])
  })

  test.each([
    'http://localhost:9999',
    'http://127.0.0.1:9999',
    'http://127.10.20.30:9999',
    'http://[::1]:9999',
    'http://auth.localhost',
  ])('of %s needs no https', async (address) => {
    expect((await ask(metadataOf(address), {}, address)).data).toEqual(metadataOf(address))
  })

  test('of another machine without https needs a word', async () => {
    const address = 'http://auth:9999'
    expect((await ask(metadataOf(address), { allowInsecureRequests: true }, address)).data?.issuer).toBe(address)
  })

  test('looks before the path, and for OpenID Connect', async () => {
    const before = scriptedFetch(missing(), json(metadataOf(url)))
    expect((await discover(url, { fetch: before })).data).toEqual(metadataOf(url))
    expect(log(before)).toEqual([
      '/auth/v1/.well-known/oauth-authorization-server',
      '/.well-known/oauth-authorization-server/auth/v1',
    ])
    const openid = scriptedFetch(missing(), new Response('<html>'), json(metadataOf(url)))
    expect((await discover(url, { fetch: openid })).data).toEqual(metadataOf(url))
    expect(log(openid)[2]).toBe('/auth/v1/.well-known/openid-configuration')
    const root = scriptedFetch(missing(), missing())
    const { error } = await discover('https://auth.example.com', { fetch: root })
    expect([error?.code, error?.status]).toEqual(['unexpected_response', 404])
    expect(log(root)).toEqual(['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'])
  })

  test('goes no further when the OAuth server is off, or nobody answers', async () => {
    const off = scriptedFetch(json({ code: 'feature_disabled', message: 'OAuth server is disabled' }, { status: 404 }))
    expect((await discover(url, { fetch: off })).error?.code).toBe('feature_disabled')
    expect(off.requests).toHaveLength(1)
    const offElsewhere = scriptedFetch(missing(), json({ code: 'feature_disabled', message: 'off' }, { status: 404 }))
    expect((await discover(url, { fetch: offElsewhere })).error?.code).toBe('feature_disabled')
    expect(offElsewhere.requests).toHaveLength(2)
    const gone = scriptedFetch(new TypeError('fetch failed'))
    expect((await discover(url, { fetch: gone, retry: 0 })).error).toMatchObject({
      code: 'network_failure',
      retryable: true,
    })
    expect(gone.requests).toHaveLength(1)
    const busy = scriptedFetch(new Response('<html>', { status: 502 }))
    expect((await discover(url, { fetch: busy, retry: 0 })).error).toMatchObject({ status: 502, retryable: true })
    expect(busy.requests).toHaveLength(1)
  })

  test('takes null for no options', async () => {
    vi.stubGlobal('fetch', scriptedFetch(json(metadataOf(url))))
    expect((await discover(url, null!)).data).toEqual(metadataOf(url))
    vi.unstubAllGlobals()
  })

  test('follows no redirect', async () => {
    const fetch = scriptedFetch(Response.redirect('https://evil.example.com/metadata', 302))
    expect((await discover(url, { fetch })).error?.code).toBe('unexpected_response')
    expect(fetch.requests.every((request) => request.url.startsWith('https://project.example.com/'))).toBe(true)
  })

  test('ends when it is told to', async () => {
    const signal = AbortSignal.abort('enough')
    const fetch = hangingFetch({ obeysSignal: false })
    expect((await discover(url, { fetch, signal })).error).toMatchObject({ code: 'aborted', cause: 'enough' })
  })
})
