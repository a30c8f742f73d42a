import { beforeEach, describe, expect, test } from 'vitest'
import type { TestServer } from '../../../src/testing/index.ts'
import { callerOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

let server: TestServer
let call: ReturnType<typeof callerOf>
let token: string

beforeEach(async () => {
  server = checkedServer({ now: '2026-01-01T00:00:00Z' })
  call = callerOf(server)
  token = await server.createServiceToken()
})

const descriptor = `<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/sso"/></md:IDPSSODescriptor>`
const metadata = (name: string, inner = descriptor) =>
  `<?xml version="1.0"?><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example/${name}">${inner}</md:EntityDescriptor>`

const post = (json: object) => call('POST /admin/sso/providers', { token, json: { type: 'saml', ...json } })
const create = async (name: string, more: object = {}) => (await post({ metadata_xml: metadata(name), ...more })).body
const put = (id: string, json: object, more: object = {}) => call(`PUT /admin/sso/providers/${id}`, { token, json, ...more })
const crash = refusalOf('Unexpected failure, please check server logs for more information')

/** One that nobody foresaw has no ID. */
function refusalOf(msg: string): object {
  return { status: 500, body: { code: 500, error_code: 'unexpected_failure', msg } }
}

describe('POST /admin/sso/providers', () => {
  test('adds a provider', async () => {
    const keys = { role: { names: ['role', 'groups'], default: 'member', array: false }, email: { name: 'mail', foo: 1 } }
    const answer = await post({
      metadata_xml: metadata('a'),
      domains: ['a.example', 'b.example'],
      attribute_mapping: { keys },
      name_id_format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
      resource_id: 'one',
    })
    expect(answer).toEqual({
      status: 201,
      headers: expect.any(Headers),
      body: {
        id: expect.any(String),
        resource_id: 'one',
        disabled: null,
        saml: {
          entity_id: 'https://idp.example/a',
          metadata_xml: metadata('a'),
          attribute_mapping: { keys: { email: { name: 'mail' }, role: { names: ['role', 'groups'], default: 'member' } } },
          name_id_format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
        },
        domains: [{ domain: 'a.example' }, { domain: 'b.example' }],
        created_at: '2026-01-01T00:00:00.000Z',
        updated_at: '2026-01-01T00:00:00.000Z',
      },
    })
  })

  test('takes the metadata of a URL for those of the test server', async () => {
    const { body } = await post({ metadata_url: 'https://idp.example/md?a=1&b=2' })
    expect(body.saml).toMatchObject({
      entity_id: 'https://idp.example/md?a=1&b=2',
      metadata_url: 'https://idp.example/md?a=1&b=2',
    })
  })

  test.each([
    [{ type: 'oidc' }, "Only 'saml' supported for SSO provider type"],
    [{}, 'Either metadata_xml or metadata_url must be set'],
    [{ metadata_xml: 'x', metadata_url: 'https://x.example' }, 'Only one of metadata_xml or metadata_url needs to be set'],
    [{ metadata_url: 'x' }, 'metadata_url is not a valid URL'],
    [{ metadata_url: 'http://x.example' }, 'metadata_url is not a HTTPS URL'],
    [{ metadata_xml: metadata('x', '') }, 'SAML Metadata does not contain any IDPSSODescriptor'],
    [{ metadata_xml: metadata('x', descriptor + descriptor) }, 'SAML Metadata contains multiple IDPSSODescriptors'],
    [{ metadata_xml: metadata('x').replace(/entityID="[^"]*"/, '') }, 'SAML Metadata does not contain an EntityID'],
    [
      { metadata_xml: metadata('x'), name_id_format: 'x' },
      'name_id_format must be unspecified or one of urn:oasis:names:tc:SAML:2.0:nameid-format:persistent, urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress, urn:oasis:names:tc:SAML:2.0:nameid-format:transient, urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
    ],
  ])('refuses %j', async (json, message) => {
    await expectRefusal(server, () => post(json), refusal(400, 'validation_failed', message))
  })

  test.each(['not xml', '<a/>', '<a><b></a></b>', metadata('x') + metadata('x'), '<a>&nope;</a>'])(
    'breaks on %s',
    async (xml) => {
      await expectRefusal(server, () => post({ metadata_xml: xml }), crash)
    },
  )

  test('breaks on an address that is none', async () => {
    await expectRefusal(server, () => post({ metadata_url: 'https:' }), crash)
  })

  test('refuses what somebody has', async () => {
    const { id } = await create('a', { domains: ['a.example'], resource_id: 'One' })
    await expectRefusal(
      server,
      () => post({ metadata_xml: metadata('a') }),
      refusal(
        422,
        'saml_idp_already_exists',
        'SAML Identity Provider with this EntityID (https://idp.example/a) already exists',
      ),
    )
    await expectRefusal(
      server,
      () => post({ metadata_xml: metadata('b'), domains: ['a.example'] }),
      refusal(
        400,
        'sso_domain_already_exists',
        `SSO Domain 'a.example' is already assigned to an SSO identity provider (${id})`,
      ),
    )
    for (const json of [{ domains: ['A.example'] }, { domains: ['c.example', 'c.example'] }, { resource_id: 'ONE' }]) {
      await expectRefusal(server, () => post({ metadata_xml: metadata('b'), ...json }), crash)
    }
  })

  test('refuses rules of the wrong type', async () => {
    const message = 'Could not parse request body as JSON: json: cannot unmarshal'
    const mapping = (attribute_mapping: unknown) => post({ metadata_xml: metadata('a'), attribute_mapping })
    const of = (rule: unknown) => mapping({ keys: { a: rule } })
    const words = 'Go struct field CreateSSOProviderParams.attribute_mapping of type models.SAMLAttributeMapping'
    await expectRefusal(server, () => mapping(''), refusal(400, 'bad_json', `${message} string into ${words}`))
    for (const [keys, kind] of [
      ['x', 'string'],
      [[], 'array'],
    ]) {
      const words = 'Go struct field SAMLAttributeMapping.attribute_mapping.keys of type map[string]models.SAMLAttribute'
      await expectRefusal(server, () => mapping({ keys }), refusal(400, 'bad_json', `${message} ${kind} into ${words}`))
    }
    const first = `${message} number into Go struct field SAMLAttributeMapping.attribute_mapping.keys of type models.SAMLAttribute`
    await expectRefusal(server, () => mapping({ keys: { b: 1, a: false } }), refusal(400, 'bad_json', first))
    await expectRefusal(
      server,
      () => of('x'),
      refusal(
        400,
        'bad_json',
        `${message} string into Go struct field SAMLAttributeMapping.attribute_mapping.keys of type models.SAMLAttribute`,
      ),
    )
    await expectRefusal(
      server,
      () => of({ name: 1 }),
      refusal(
        400,
        'bad_json',
        `${message} number into Go struct field SAMLAttribute.attribute_mapping.keys.name of type string`,
      ),
    )
  })

  test('refuses who is no administrator', async () => {
    const json = { type: 'saml' }
    const missing = refusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
    await expectRefusal(server, () => call('POST /admin/sso/providers', { json }), missing)
  })
})

describe('GET /admin/sso/providers', () => {
  test('lists them without their metadata, by resource if asked', async () => {
    await create('a', { resource_id: 'eu-1' })
    await create('b', { resource_id: 'eu_2' })
    await create('c')
    const list = async (query = '') =>
      (await call(`GET /admin/sso/providers${query}`, { token })).body.items.map(({ saml }: never) => saml['entity_id'])
    const of = (...names: string[]) => names.map((name) => `https://idp.example/${name}`)
    expect(await list()).toEqual(of('a', 'b', 'c'))
    expect(await list('?resource_id=eu-1')).toEqual(of('a'))
    expect(await list('?resource_id_prefix=eu')).toEqual(of('a', 'b'))
    expect(await list('?resource_id_prefix=u')).toEqual([])
    expect(await list('?resource_id_prefix=%25_2')).toEqual(of('b'))
    const { body } = await call('GET /admin/sso/providers', { token })
    expect(body.items[0].saml).not.toHaveProperty('metadata_xml')
  })
})

describe('GET /admin/sso/providers/{idp_id}', () => {
  test('finds one by its ID or its resource', async () => {
    const made = await create('a', { resource_id: 'one' })
    for (const id of [made.id, made.id.toUpperCase(), 'resource_one']) {
      expect((await call(`GET /admin/sso/providers/${id}`, { token })).body).toEqual(made)
    }
    const missing = refusal(404, 'sso_provider_not_found', 'SSO Identity Provider not found')
    for (const id of ['x', 'resource_ONE', '7fc19315-4ea9-4000-9798-948f9f6ff4bf']) {
      await expectRefusal(server, () => call(`GET /admin/sso/providers/${id}`, { token }), missing)
    }
  })
})

describe('PUT /admin/sso/providers/{idp_id}', () => {
  const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
  const mapping = { attribute_mapping: { keys: { email: { name: 'mail' } } } }

  test('changes what is given', async () => {
    const { id } = await create('a', { domains: ['a.example', 'b.example'] })
    expect((await put(id, {})).body.domains).toEqual([{ domain: 'a.example' }, { domain: 'b.example' }])
    const json = { domains: ['c.example', 'b.example'], disabled: true, resource_id: 'one', ...mapping }
    server.clock.advance('1s')
    expect((await put(id, json)).body).toMatchObject({
      domains: [{ domain: 'b.example' }, { domain: 'c.example' }],
      disabled: true,
      resource_id: 'one',
      saml: mapping,
      updated_at: '2026-01-01T00:00:01.000Z',
    })
    const { body } = await put(id, {
      domains: [],
      resource_id: '',
      metadata_xml: metadata('a', `<!-- new -->${descriptor}`),
    })
    expect(body).toMatchObject({ domains: [], saml: { metadata_xml: expect.stringContaining('new'), ...mapping } })
    expect(body).not.toHaveProperty('resource_id')
  })

  test('forgets name_id_format unless something else of SAML changes', async () => {
    const { id } = await create('a')
    expect((await put(id, { name_id_format: transient })).body.saml).not.toHaveProperty('name_id_format')
    expect((await put(id, { name_id_format: transient, ...mapping })).body.saml.name_id_format).toBe(transient)
    expect((await put(id, {})).body.saml.name_id_format).toBe(transient)
    expect((await put(id, { attribute_mapping: { keys: {} } })).body.saml).not.toHaveProperty('name_id_format')
  })

  test('refuses other metadata, and what somebody else has', async () => {
    const { id: a } = await create('a', { domains: ['a.example'], resource_id: 'one' })
    const { id: b } = await create('b')
    await expectRefusal(
      server,
      () => put(b, { metadata_xml: metadata('c') }),
      refusal(
        400,
        'saml_entity_id_mismatch',
        "SAML Metadata can be updated only if the EntityID matches for the provider; expected 'https://idp.example/b' but got 'https://idp.example/c'",
      ),
    )
    await expectRefusal(
      server,
      () => put(b, { domains: ['a.example'] }),
      refusal(400, 'sso_domain_already_exists', `SSO domain 'a.example' already assigned to another provider (${a})`),
    )
    // The initial version passes on the words of the database.
    await expectRefusal(server, () => put(b, { resource_id: 'One' }), { status: 500, body: { code: '23505' } })
    await expectRefusal(
      server,
      () => put(b, { resource_id: 'one' }, { headers: { 'x-supabase-api-version': '2024-01-01' } }),
      {
        status: 422,
        body: { code: 'conflict', message: 'Updating SSO provider failed, likely due to a conflict. Try again?' },
      },
    )
  })
})

describe('DELETE /admin/sso/providers/{idp_id}', () => {
  test('deletes one, with the sign-ins that have begun', async () => {
    const made = await create('a', { domains: ['a.example'] })
    await call('POST /sso', { json: { domain: 'a.example' } })
    expect(await call(`DELETE /admin/sso/providers/${made.id}`, { token })).toMatchObject({ status: 200, body: made })
    expect(server.exportState().tables).toMatchObject({ ssoProviders: [], samlRelayStates: [] })
  })
})
