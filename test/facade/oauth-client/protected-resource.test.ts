// What a resource server publishes of itself, and which of it a client believes.
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import {
  discoverProtectedResource,
  protectedResourceMetadata,
  protectedResourceMetadataUrl,
  type DiscoverProtectedResourceOptions,
} from '../../../src/facade/oauth-client/index.ts'
import { hangingFetch, json, scriptedFetch } from '../../scripted-fetch.ts'

const resource = 'https://mcp.example.com/notes'
const server = 'https://project.example.com/auth/v1'
const place = 'https://mcp.example.com/.well-known/oauth-protected-resource/notes'
const invalid = expect.objectContaining({ name: 'AuthError', code: 'invalid_argument' })

describe('protectedResourceMetadata()', () => {
  test('is the document', () => {
    expect(protectedResourceMetadata({ resource, authorizationServers: [server] })).toEqual({
      resource,
      authorization_servers: [server],
      bearer_methods_supported: ['header'],
    })
    expect(
      protectedResourceMetadata({
        resource: new URL(resource),
        authorizationServers: [new URL(server), new URL('https://auth.example.com')],
        scopesSupported: ['email'],
        bearerMethodsSupported: ['header', 'query'],
        resourceName: 'Notes',
        resourceDocumentation: 'https://mcp.example.com/docs',
      }),
    ).toEqual({
      resource,
      authorization_servers: [server, 'https://auth.example.com'],
      scopes_supported: ['email'],
      bearer_methods_supported: ['header', 'query'],
      resource_name: 'Notes',
      resource_documentation: 'https://mcp.example.com/docs',
    })
  })

  test.each([
    ['a resource without https', { resource: 'http://mcp.example.com' }],
    ['a resource with a fragment', { resource: `${resource}#` }],
    ['a resource that is no URL', { resource: '/notes' }],
    ['no server', { authorizationServers: [] }],
    ['a server without https', { authorizationServers: ['http://auth.example.com'] }],
    ['a documentation that is no page', { resourceDocumentation: 'javascript:alert(1)' }],
  ])('with %s throws', (_what, change) => {
    expect(() => protectedResourceMetadata({ resource, authorizationServers: [server], ...change })).toThrow(invalid)
  })

  test.each([undefined, null])('of %s throws', (options) => {
    expect(() => protectedResourceMetadata(options!)).toThrow(invalid)
  })

  test('of a trusted network needs a word', () => {
    const options = { resource: 'http://mcp:8080', authorizationServers: ['http://auth:9999'], allowInsecureRequests: true }
    expect(protectedResourceMetadata(options).authorization_servers).toEqual(['http://auth:9999'])
  })
})

describe('protectedResourceMetadataUrl()', () => {
  test.each([
    ['https://mcp.example.com', 'https://mcp.example.com/.well-known/oauth-protected-resource'],
    ['https://mcp.example.com/', 'https://mcp.example.com/.well-known/oauth-protected-resource'],
    [resource, place],
    [`${resource}/`, `${place}/`],
    [`${resource}?tenant=1`, `${place}?tenant=1`],
    ['http://127.0.0.1:8080/a/b', 'http://127.0.0.1:8080/.well-known/oauth-protected-resource/a/b'],
  ])('of %s is %s', (given, expected) => {
    expect(protectedResourceMetadataUrl(given)).toBe(expected)
    expect(protectedResourceMetadataUrl(new URL(given))).toBe(expected)
  })

  test.each(['http://mcp.example.com', 'https://user:secret@mcp.example.com', `${resource}#a`, '', 'notes'])(
    'of %j throws',
    (given) => {
      expect(() => protectedResourceMetadataUrl(given)).toThrow(invalid)
      expect(() => protectedResourceMetadataUrl(given)).not.toThrow('secret')
    },
  )

  test('stays at the host, and has the path in it', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }), (given) => {
        const { origin, pathname, search } = new URL(given)
        const made = new URL(protectedResourceMetadataUrl(given))
        expect(made.origin).toBe(origin)
        expect(made.pathname.replace('/.well-known/oauth-protected-resource', '') || '/').toBe(pathname)
        expect(made.search).toBe(search)
      }),
    )
  })
})

describe('discoverProtectedResource()', () => {
  const document = protectedResourceMetadata({ resource, authorizationServers: [server], scopesSupported: ['email'] })
  const ask = async (body: unknown, options: DiscoverProtectedResourceOptions = {}, address: string | URL = resource) => {
    const fetch = scriptedFetch(json(body))
    return { ...(await discoverProtectedResource(address, { fetch, ...options })), fetch }
  }

  test('takes null for no options', async () => {
    vi.stubGlobal('fetch', scriptedFetch(json(document)))
    expect((await discoverProtectedResource(resource, null!)).data).toEqual(document)
    vi.unstubAllGlobals()
  })

  test('says where to get tokens', async () => {
    const { data, error, fetch } = await ask(document)
    expect({ data, error }).toEqual({ data: document, error: null })
    const [request] = fetch.requests
    expect([request!.method, request!.url, request!.redirect]).toEqual(['GET', place, 'manual'])
    // A header of our own would make a browser ask first.
    expect(Object.fromEntries(request!.headers)).toEqual({ accept: 'application/json' })
  })

  test('asks where the resource says', async () => {
    const resourceMetadata = 'https://mcp.example.com/metadata'
    const { data, fetch } = await ask(document, { resourceMetadata, headers: { 'x-a': '1', 'x-b': null } })
    expect(data).toEqual(document)
    expect(fetch.requests[0]!.url).toBe(resourceMetadata)
    expect(fetch.requests[0]!.headers.get('x-a')).toBe('1')
  })

  test.each([
    'https://evil.example.com/metadata',
    'https://mcp.example.com:8443/metadata',
    'http://mcp.example.com/metadata',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    '/metadata',
    '',
  ])('does not ask at %j', async (resourceMetadata) => {
    const { data, error, fetch } = await ask(document, { resourceMetadata })
    expect([data, error?.code, fetch.requests]).toEqual([null, 'invalid_argument', []])
  })

  test.each(['http://mcp.example.com/notes', 'notes', '', null])('of %j asks nobody', async (address) => {
    const { error, fetch } = await ask(document, {}, address as string)
    expect([error?.code, fetch.requests]).toEqual(['invalid_argument', []])
  })

  test.each([
    ['another resource', { ...document, resource: 'https://mcp.example.com/other' }],
    ['the resource of another host', { ...document, resource: 'https://mcp.example.org/notes' }],
    ['almost the resource', { ...document, resource: `${resource}/` }],
    ['no resource', { authorization_servers: [server] }],
    ['a list for a resource', { ...document, resource: [resource] }],
    ['a server that is no text', { ...document, authorization_servers: [7] }],
    ['servers that are no list', { ...document, authorization_servers: server }],
    ['a server without https', { ...document, authorization_servers: [server, 'http://auth.example.com'] }],
    ['a server on this machine, by a resource elsewhere', { ...document, authorization_servers: ['http://localhost:9999'] }],
    ['a server with a password', { ...document, authorization_servers: ['https://a:b@auth.example.com'] }],
    ['scopes that are no list', { ...document, scopes_supported: 'email' }],
    ['a list', [document]],
    ['null', null],
    ['a number', 7],
  ])('refuses %s', async (_what, body) => {
    const { data, error } = await ask(body)
    expect([data, error?.code]).toEqual([null, 'unexpected_response'])
  })

  test('takes servers without https on this machine, and in a trusted network', async () => {
    const local = { resource: 'http://localhost:8080/notes', authorization_servers: ['http://127.0.0.1:9999'] }
    expect((await ask(local, {}, local.resource)).data).toEqual(local)
    const trusted = { ...document, authorization_servers: ['http://auth:9999'] }
    expect((await ask(trusted, { allowInsecureRequests: true })).data).toEqual(trusted)
  })

  test('takes a slash of a bare host for none', async () => {
    const { data } = await ask({ ...document, resource: 'https://mcp.example.com' }, {}, 'https://mcp.example.com/')
    expect(data?.resource).toBe('https://mcp.example.com')
  })

  test.each([
    [new Response('<html>', { status: 404 }), { code: 'unexpected_response', status: 404, retryable: false }],
    [new Response('<html>'), { code: 'unexpected_response', status: 200 }],
    [new Response('', { status: 503 }), { code: 'unexpected_response', status: 503, retryable: true }],
    [Response.redirect('https://evil.example.com/', 302), { code: 'unexpected_response', status: 302 }],
    [new TypeError('fetch failed'), { code: 'network_failure', retryable: true }],
  ])('without metadata there: %#', async (step, expected) => {
    const fetch = scriptedFetch(step)
    const { data, error } = await discoverProtectedResource(resource, { fetch })
    expect(data).toBeNull()
    expect(error).toMatchObject(expected)
    expect(fetch.requests).toHaveLength(1)
  })

  test('ends when it is told to, and with its time limit', async () => {
    const fetch = hangingFetch({ obeysSignal: false })
    const controller = new AbortController()
    const going = discoverProtectedResource(resource, { fetch, signal: controller.signal })
    controller.abort('enough')
    expect((await going).error).toMatchObject({ code: 'aborted', cause: 'enough' })
    vi.useFakeTimers()
    const waiting = discoverProtectedResource(resource, { fetch, timeout: 1000 })
    await vi.advanceTimersByTimeAsync(1000)
    expect((await waiting).error).toMatchObject({ code: 'timeout', retryable: true })
    vi.useRealTimers()
  })
})
