// An application that makes itself known to the server, and then knows how to authenticate.
import { describe, expect, test } from 'vitest'
import { clientAuthenticationOf, register, type ConfidentialOAuthClient } from '../../../src/facade/oauth-client/index.ts'
import { json, scriptedFetch } from '../../scripted-fetch.ts'
import { answer, asked, recorded, sent, url } from '../recorded-server.ts'

const registration = recorded('POST /oauth/clients/register', 'oauthadmin/ok')
const client = registration.response.body as ConfidentialOAuthClient

describe('register()', () => {
  test('of a confidential client has its secret', async () => {
    const fetch = scriptedFetch(answer(registration))
    // The server ignores what the spec does not name.
    const { data, error } = await register(url, registration.request.body as { redirect_uris: string[] }, {
      fetch,
      apiKey: 'sb_publishable_1',
    })
    expect({ data, error }).toEqual({ data: client, error: null })
    expect(data!.client_secret).toHaveLength(43)
    expect(await sent(fetch.requests[0])).toEqual(asked(registration))
    expect(fetch.requests[0]!.headers.get('apikey')).toBe('sb_publishable_1')
  })

  test('where only administrators may has the code of the server', async () => {
    const off = recorded('POST /oauth/clients/register', 'oauthadmin/off', 'odd')
    const fetch = scriptedFetch(answer(off))
    const { data, error } = await register(url, { redirect_uris: ['https://app.example/cb'] }, { fetch })
    expect([data, error?.code]).toEqual([null, 'oauth_dynamic_client_registration_disabled'])
    expect(fetch.requests).toHaveLength(1)
  })

  test('is sent once, even if its answer is lost', async () => {
    const fetch = scriptedFetch(new TypeError('fetch failed'))
    expect((await register(url, { redirect_uris: ['https://app.example/cb'] }, { fetch })).error?.code).toBe(
      'network_failure',
    )
    expect(fetch.requests).toHaveLength(1)
  })

  test.each([{}, { client_id: '' }, { client_id: 7 }])('takes nothing without an id for a client: %j', async (body) => {
    const fetch = scriptedFetch(json(body, { status: 201 }))
    const { data, error } = await register(url, { redirect_uris: ['https://app.example/cb'] }, { fetch })
    expect([data, error?.code]).toEqual([null, 'unexpected_response'])
  })

  test.each([undefined, null, {}, { redirect_uris: 'https://app.example/cb' }])('with %j sends nothing', async (given) => {
    const fetch = scriptedFetch(json({}))
    const { data, error } = await register(url, given as never, { fetch })
    expect([data, error?.code, fetch.requests]).toEqual([null, 'invalid_argument', []])
  })
})

describe('clientAuthenticationOf()', () => {
  test.each([undefined, null])('of %s throws', (client) => {
    expect(() => clientAuthenticationOf(client!)).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
  })

  const ask = (method: string, client_secret?: string) =>
    clientAuthenticationOf({ client_id: 'id', token_endpoint_auth_method: method, ...(client_secret && { client_secret }) })(
      {
        a: 1,
      },
    )

  test.each([
    ['none', { body: { a: 1, client_id: 'id' } }],
    ['client_secret_post', { body: { a: 1, client_id: 'id', client_secret: 's:3' } }],
    ['client_secret_basic', { body: { a: 1 }, authorization: `Basic ${btoa('id:s%3A3')}` }],
  ])('of a client with %s', (method, expected) => {
    expect(ask(method, 's:3')).toEqual(expected)
  })

  test.each([
    ['client_secret_post', undefined],
    ['client_secret_basic', undefined],
    ['private_key_jwt', 'hidden'],
  ])('of a client with %s and the secret %s throws', (method, secret) => {
    expect(() => ask(method, secret)).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
    expect(() => ask(method, secret)).not.toThrow('hidden')
  })
})
