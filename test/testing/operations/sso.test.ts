import { inflateRawSync } from 'node:zlib'
import { createPublicKey, verify, X509Certificate } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { createClient } from '../../../src/facade/index.ts'
import type { ProviderProfile, TestServer } from '../../../src/testing/index.ts'
import { callerOf, claimsOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
let admin: string
let providerId: string

async function start(config: Parameters<typeof checkedServer>[0] = {}, fields: object = {}): Promise<void> {
  server = checkedServer({ now: '2026-01-01T00:00:00Z', ...config })
  call = callerOf(server)
  admin = await server.createServiceToken()
  const json = { type: 'saml', metadata_xml: server.providers.samlMetadata(), domains: ['corp.example'], ...fields }
  providerId = (await call('POST /admin/sso/providers', { token: admin, json })).body.id
}
beforeEach(() => start())

const app = 'http://localhost:3000/app'
const ann: Partial<ProviderProfile> = { id: 'u-1', email: 'ann@corp.example' }
const begin = async (json: object = {}) =>
  new URL(
    (await call('POST /sso', { json: { domain: 'corp.example', redirect_to: app, ...json } })).headers.get('location')!,
  )
const fragmentOf = (url: string) => Object.fromEntries(new URLSearchParams(new URL(url).hash.slice(1)))

describe('POST /sso', () => {
  test('leads to the identity provider with a signed request', async () => {
    const answer = await call('POST /sso', { json: { domain: 'corp.example' } })
    expect([answer.status, answer.body]).toEqual([303, undefined])
    const url = new URL(answer.headers.get('location')!)
    expect(url.origin + url.pathname).toBe(`${server.url}/test-providers/saml/idp/sso`)
    expect([...url.searchParams.keys()]).toEqual(['SAMLRequest', 'RelayState', 'SigAlg', 'Signature'])
    const request = inflateRawSync(Buffer.from(url.searchParams.get('SAMLRequest')!, 'base64')).toString()
    expect(request).toMatch(
      /^<samlp:AuthnRequest [^>]*ID="id-[0-9a-f]{40}" Version="2.0" IssueInstant="2026-01-01T00:00:00.000Z"/,
    )
    expect(request).toContain(`AssertionConsumerServiceURL="${server.url}/sso/saml/acs"`)
    expect(request).toContain('Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" AllowCreate="true"')
    const { body: metadata } = await call('GET /sso/saml/metadata')
    const [, certificate] = /<X509Certificate[^>]*>([^<]+)</.exec(metadata)!
    const key = createPublicKey(
      new X509Certificate(Buffer.from(certificate!, 'base64')).publicKey.export({ type: 'spki', format: 'pem' }),
    )
    const [signed, signature] = url.search.slice(1).split('&Signature=')
    expect(verify('sha1', Buffer.from(signed!), key, Buffer.from(decodeURIComponent(signature!), 'base64'))).toBe(true)
  })

  test('says where that is', async () => {
    const json = { provider_id: providerId, skip_http_redirect: true }
    expect(await call('POST /sso', { json })).toMatchObject({
      status: 200,
      body: { url: expect.stringContaining('/test-providers/saml/idp/sso?SAMLRequest=') },
    })
  })

  test.each([
    [{}, 400, 'validation_failed', 'A provider_id or domain needs to be provided'],
    [
      { provider_id: '7fc19315-4ea9-4000-9798-948f9f6ff4bf', domain: 'x' },
      400,
      'validation_failed',
      'Only one of provider_id or domain supported',
    ],
    [{ provider_id: '7fc19315-4ea9-4000-9798-948f9f6ff4bf' }, 404, 'sso_provider_not_found', 'No such SSO provider'],
    [{ domain: 'nope.example' }, 404, 'sso_provider_not_found', 'No SSO provider assigned for this domain'],
    [
      { domain: 'corp.example', code_challenge: 'x' },
      400,
      'validation_failed',
      'PKCE flow requires code_challenge_method and code_challenge',
    ],
    [
      { domain: 'corp.example', code_challenge: 'x'.repeat(43), code_challenge_method: 'foo' },
      400,
      'validation_failed',
      'Invalid code_challenge_method',
    ],
    [
      { provider_id: 'x' },
      400,
      'bad_json',
      'Could not parse request body as JSON: uuid: incorrect UUID length 1 in string "x"',
    ],
    [
      { domain: 'corp.example', skip_http_redirect: 'true' },
      400,
      'bad_json',
      'Could not parse request body as JSON: json: cannot unmarshal string into Go struct field SingleSignOnParams.skip_http_redirect of type bool',
    ],
  ])('refuses %j', async (json, status, code, message) => {
    await expectRefusal(server, () => call('POST /sso', { json }), refusal(status, code, message))
  })

  test('refuses a provider that is off, and where SAML is', async () => {
    await call(`PUT /admin/sso/providers/${providerId}`, { token: admin, json: { disabled: true } })
    const disabled = refusal(404, 'sso_provider_disabled', 'SSO Provider is currently disabled')
    await expectRefusal(server, () => call('POST /sso', { json: { domain: 'corp.example' } }), disabled)
    await start({ config: { GOTRUE_SAML_ENABLED: false } })
    const off = refusal(404, 'saml_provider_disabled', 'SAML 2.0 is disabled')
    for (const route of ['POST /sso', 'GET /sso/saml/metadata', 'POST /sso/saml/acs']) {
      await expectRefusal(server, () => call(route, route.startsWith('POST') ? { json: {} } : {}), off)
    }
  })

  test('asks for a CAPTCHA', async () => {
    await start({ config: { GOTRUE_SECURITY_CAPTCHA_ENABLED: true } })
    const missing = refusal(400, 'captcha_failed', 'captcha protection: request disallowed (no captcha_token found)')
    await expectRefusal(server, () => call('POST /sso', { json: { domain: 'corp.example' } }), missing)
  })
})

describe('GET /sso/saml/metadata', () => {
  test('says what the server is', async () => {
    const { headers, body } = await call('GET /sso/saml/metadata')
    expect([headers.get('content-type'), headers.get('cache-control')]).toEqual(['application/xml', 'public, max-age=600'])
    expect(body).toMatch(/^<EntityDescriptor [^>]*entityID="http:\/\/localhost:9999\/sso\/saml\/metadata">/)
    const file = await call('GET /sso/saml/metadata?download=true')
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="metadata.xml"')
    expect(file.body).toContain('validUntil="2031-01-01T00:00:00.000Z"')
  })
})

describe('POST /sso/saml/acs', () => {
  const acs = async (form: Record<string, string>) => {
    const { status, headers, body } = await call('POST /sso/saml/acs', { form })
    expect([status, body]).toEqual([303, undefined])
    return headers.get('location')
  }
  const told = (error: string, code: string, message: string) =>
    `http://localhost:3000?${new URLSearchParams({ error, error_code: code, error_description: message })}`

  test('signs in, apart from accounts that have the address otherwise', async () => {
    server.users.create({ email: ann.email! })
    const url = await server.providers.sso(await begin(), { ...ann, claims: { team: 'red' } })
    expect(url).toMatch(/^http:\/\/localhost:3000\/app#access_token=/)
    const { access_token } = fragmentOf(url)
    expect(claimsOf(access_token!).amr).toEqual([{ method: 'sso/saml', timestamp: 1767225600, provider: providerId }])
    const { body: user } = await call('GET /user', { token: access_token! })
    expect(user).toMatchObject({
      email: ann.email,
      app_metadata: { provider: `sso:${providerId}`, providers: [`sso:${providerId}`] },
      user_metadata: {
        sub: 'u-1',
        iss: `${server.url}/test-providers/saml/idp/metadata`,
        email_verified: true,
        custom_claims: {},
      },
    })
    expect(server.users.all()).toHaveLength(2)
    await server.providers.sso(await begin(), ann)
    expect(server.users.all()).toHaveLength(2)
  })

  test('reads attributes by the rules of the provider', async () => {
    const keys = {
      name: { names: ['displayName', 'name'] },
      groups: { name: 'Groups', array: true },
      role: { name: 'absent', default: 'member' },
    }
    await start({}, { attribute_mapping: { keys } })
    await server.providers.sso(await begin(), { ...ann, name: 'Ann', claims: { groups: ['a', 'b'] } })
    expect(server.users.all()[0]!.user_metadata).toMatchObject({
      name: 'Ann',
      custom_claims: { groups: ['a', 'b'], role: 'member' },
    })
  })

  test('gives a code with PKCE', async () => {
    const auth = createClient({ url: server.url, fetch: server.fetch, flowType: 'pkce' })
    const { data } = await auth.signInWithSSO({ domain: 'corp.example', options: { redirectTo: app } })
    const end = new URL(await server.providers.sso(data!.url, ann))
    const signedIn = await auth.exchangeCodeForSession(end.searchParams.get('code')!)
    expect(signedIn.data.user).toMatchObject({ email: ann.email })
  })

  test('signs in whom the identity provider sends of its own accord', async () => {
    expect(await server.providers.sso({ providerId, redirectTo: app }, ann)).toMatch(/^http:\/\/localhost:3000\/app#/)
    expect(await server.providers.sso({ providerId }, ann)).toMatch(/^http:\/\/localhost:3000#/)
    expect(await server.providers.sso({ providerId, redirectTo: 'https://evil.example' }, ann)).toMatch(
      /^http:\/\/localhost:3000#/,
    )
  })

  test.each([
    ['saml_assertion_no_email', 'SAML Assertion does not contain an email address', { email: null }],
    [
      'saml_assertion_no_user_id',
      'SAML Assertion did not contain a persistent Subject Identifier attribute or Subject NameID uniquely identifying this user',
      { id: '' },
    ],
  ])('refuses with %s', async (code, message, profile) => {
    expect(await server.providers.sso(await begin(), { ...ann, ...profile })).toBe(told('invalid_request', code, message))
    expect(server.users.all()).toEqual([])
  })

  test('takes each RelayState once, for two minutes', async () => {
    const gone = told('server_error', 'saml_relay_state_not_found', 'SAML RelayState does not exist, try logging in again?')
    const RelayState = (await begin()).searchParams.get('RelayState')!
    expect(await acs({ RelayState })).toBe(told('invalid_request', 'validation_failed', 'SAML Assertion is not valid '))
    expect(await acs({ RelayState })).toBe(gone)
    const late = (await begin()).searchParams.get('RelayState')!
    server.clock.advance('2m')
    expect(await acs({ RelayState: late })).toBe(
      told('server_error', 'saml_relay_state_expired', 'SAML RelayState has expired. Try logging in again?'),
    )
    expect(await acs({ RelayState: late })).toBe(gone)
  })

  test('refuses a message for another request', async () => {
    const first = (await begin()).searchParams.get('RelayState')!
    const second = await begin()
    // What the page of the identity provider makes a browser send.
    const page = await (await server.fetch(second, { method: 'POST', body: 'decision=approve&who=0' })).text()
    const SAMLResponse = /name="SAMLResponse" value="([^"]+)"/
      .exec(page)![1]!
      .replaceAll('&#43;', '+')
      .replaceAll('&#61;', '=')
    expect(await acs({ RelayState: first, SAMLResponse })).toMatch(
      /error_code=validation_failed&error_description=SAML\+Assertion\+is\+not\+valid/,
    )
    const { status } = await call('POST /sso/saml/acs', {
      form: { RelayState: second.searchParams.get('RelayState')!, SAMLResponse },
    })
    expect(status).toBe(302)
  })

  test.each([
    [{}, 'SAMLResponse is missing'],
    [{ RelayState: 'x' }, 'SAML RelayState is not a valid UUID or URL'],
    [{ SAMLart: 'x' }, 'SAML Artifact response can only be used with SP initiated flow'],
    [{ SAMLResponse: '###' }, 'SAMLResponse is not a valid Base64 string'],
    [{ SAMLResponse: btoa('<a') }, 'SAMLResponse is not a valid XML SAML assertion'],
    [{ SAMLResponse: btoa('<a/>') }, 'SAMLResponse is not a valid XML SAML assertion'],
  ])('refuses %j', async (form, message) => {
    expect(await acs(form as Record<string, string>)).toBe(told('invalid_request', 'validation_failed', message))
  })

  test('refuses an identity provider that it does not know, or that is off', async () => {
    const from = (issuer: string) => btoa(`<Response><Issuer>${issuer}</Issuer></Response>`)
    expect(await acs({ SAMLResponse: from('https://nobody.example') })).toBe(
      told('server_error', 'saml_idp_not_found', 'A SAML connection has not been established with this Identity Provider'),
    )
    await call(`PUT /admin/sso/providers/${providerId}`, { token: admin, json: { disabled: true } })
    const disabled = told(
      'server_error',
      'sso_provider_disabled',
      'SSO Provider assigned for this domain is currently disabled',
    )
    expect(await acs({ SAMLResponse: from(`${server.url}/test-providers/saml/idp/metadata`) })).toBe(disabled)
  })

  test('refuses where nobody may sign up', async () => {
    await start({ config: { GOTRUE_DISABLE_SIGNUP: true } })
    expect(await server.providers.sso(await begin(), ann)).toBe(
      told('access_denied', 'signup_disabled', 'Signups not allowed for this instance'),
    )
  })
})
