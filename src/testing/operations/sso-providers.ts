import type { components } from '../../../generated/schema.ts'
import { timestamp, uuidOf, type Context, type Handlers } from '../context.ts'
import {
  badRequest,
  duplicateKey,
  internal,
  notFound,
  Refusal,
  unforeseen,
  unprocessable,
  type PostgresError,
} from '../http/errors.ts'
import { containsLike, hasNul } from '../http/parsing.ts'
import { fakeHost } from '../providers/endpoints.ts'
import { emailAddress, persistent, readMetadata, samlName, testMetadata, type IdpMetadata } from '../providers/saml.ts'
import type { SsoProviderRow } from '../state/state.ts'

/** `/admin/sso/providers`. Neither of them asks whether SAML is on. */
export const ssoProviders: Pick<
  Handlers,
  | 'adminListSsoProviders'
  | 'adminCreateSsoProvider'
  | 'adminGetSsoProvider'
  | 'adminUpdateSsoProvider'
  | 'adminDeleteSsoProvider'
> = {
  async adminListSsoProviders(context) {
    await context.requireAdmin()
    const { query, server } = context
    const exact = query.get('resource_id')
    const prefix = query.get('resource_id_prefix')
    if (hasNul([exact, prefix])) throw unforeseen()
    const items = server.state.ssoProviders.all().filter(({ resource_id }) => {
      if (exact) return resource_id === exact
      // SQL's LIKE, with all its wildcards; the line feed stands for the beginning.
      return !prefix || (resource_id !== null && containsLike(`\n${prefix}`)(`\n${resource_id}`))
    })
    return { status: 200, body: { items: items.map((row) => wire({ ...row, metadata_xml: '' })) } }
  },

  async adminCreateSsoProvider(context) {
    await context.requireAdmin()
    const { server, now } = context
    const { state, random } = server
    const body = context.body()
    const mapping = readMapping(body.attribute_mapping?.keys)
    check(body, false)
    const { xml, metadata } = await metadataOf(context, body)
    if (state.ssoProviders.find('entity', metadata.entityId)) {
      throw unprocessable(
        'saml_idp_already_exists',
        `SAML Identity Provider with this EntityID (${metadata.entityId}) already exists`,
      )
    }
    const { domains = [], resource_id = null, disabled = null } = body
    for (const domain of domains) {
      const other = state.ssoProviders.find('domain', domain.toLowerCase())
      if (!other?.domains.includes(domain)) continue
      throw badRequest(
        'sso_domain_already_exists',
        `SSO Domain '${domain}' is already assigned to an SSO identity provider (${other.id})`,
      )
    }
    if (conflictOf(context, resource_id, domains, undefined)) throw unforeseen()
    const row = state.ssoProviders.insert({
      id: random.uuid(),
      resource_id,
      disabled,
      entity_id: metadata.entityId,
      metadata_xml: xml,
      metadata_url: body.metadata_url || null,
      attribute_mapping: mapping ?? {},
      name_id_format: body.name_id_format || null,
      sso_url: metadata.ssoUrl,
      domains,
      created_at: now,
      updated_at: now,
    })
    return { status: 201, body: wire(row) }
  },

  async adminGetSsoProvider(context) {
    await context.requireAdmin()
    return { status: 200, body: wire(load(context)) }
  },

  async adminUpdateSsoProvider(context) {
    await context.requireAdmin()
    const row = load(context)
    const { server, now } = context
    const { state } = server
    const body = context.body()
    const mapping = readMapping(body.attribute_mapping?.keys)
    check(body, true)
    const changes: Partial<SsoProviderRow> = {}
    let isSaml = false
    if (body.metadata_xml || body.metadata_url) {
      const { xml, metadata } = await metadataOf(context, body)
      if (metadata.entityId !== row.entity_id) {
        throw badRequest(
          'saml_entity_id_mismatch',
          `SAML Metadata can be updated only if the EntityID matches for the provider; expected '${row.entity_id}' but got '${metadata.entityId}'`,
        )
      }
      Object.assign(changes, {
        metadata_xml: xml,
        sso_url: metadata.ssoUrl,
        ...(body.metadata_url && { metadata_url: body.metadata_url }),
      })
      isSaml = true
    }
    const { domains, resource_id, disabled, name_id_format = '' } = body
    for (const domain of domains ?? []) {
      const other = state.ssoProviders.find('domain', domain.toLowerCase())
      if (!other?.domains.includes(domain) || other.id === row.id) continue
      throw badRequest(
        'sso_domain_already_exists',
        `SSO domain '${domain}' already assigned to another provider (${other.id})`,
      )
    }
    if (domains && JSON.stringify(domains) !== JSON.stringify(row.domains)) {
      // Those that stay keep their places.
      const kept = row.domains.filter((domain) => domains.includes(domain))
      changes.domains = [...kept, ...domains.filter((domain) => !row.domains.includes(domain))]
    }
    if (mapping && JSON.stringify(mapping) !== JSON.stringify(row.attribute_mapping)) {
      changes.attribute_mapping = mapping
      isSaml = true
    }
    // A mistake of the server, which forgets it unless something else of SAML changes.
    if (isSaml) changes.name_id_format = name_id_format || null
    if (resource_id !== undefined && (resource_id || null) !== row.resource_id) changes.resource_id = resource_id || null
    if (disabled !== undefined && disabled !== row.disabled) changes.disabled = disabled
    // What is asked counts as a change here, even if it is none then.
    const isTouched = Object.keys(changes).length || name_id_format !== (row.name_id_format ?? '')
    if (!isTouched) return { status: 200, body: wire(row) }
    const postgres = conflictOf(context, changes.resource_id ?? null, changes.domains ?? [], row)
    if (postgres) {
      const message = 'Updating SSO provider failed, likely due to a conflict. Try again?'
      throw new Refusal(message, { status: 422, code: 'conflict', postgres })
    }
    return { status: 200, body: wire(state.ssoProviders.update(row, { ...changes, updated_at: now })) }
  },

  async adminDeleteSsoProvider(context) {
    await context.requireAdmin()
    const row = load(context)
    const { state } = context.server
    for (const relayState of state.samlRelayStates.all()) {
      if (relayState.sso_provider_id === row.id) state.samlRelayStates.delete(relayState)
    }
    state.ssoProviders.delete(row)
    return { status: 200, body: wire(row) }
  },
}

/** @throws Refusal `sso_provider_not_found` */
function load({ server: { state }, path }: Context): SsoProviderRow {
  const { idp_id = '' } = path
  if (hasNul(idp_id)) throw internal('Database error finding SSO Identity Provider')
  const row = idp_id.startsWith('resource_')
    ? state.ssoProviders.find('resource', idp_id.slice('resource_'.length))
    : state.ssoProviders.get(uuidOf(idp_id))
  if (!row) throw notFound('sso_provider_not_found', 'SSO Identity Provider not found')
  return row
}

/** A provider on the wire. */
function wire(row: SsoProviderRow): components['schemas']['SsoProvider'] {
  const { id, resource_id, disabled, entity_id, metadata_xml, metadata_url, attribute_mapping, name_id_format } = row
  return {
    id,
    ...(resource_id !== null && { resource_id }),
    disabled,
    saml: {
      entity_id,
      ...(metadata_xml && { metadata_xml }),
      ...(metadata_url && { metadata_url }),
      attribute_mapping,
      ...(name_id_format && { name_id_format }),
    },
    domains: row.domains.map((domain) => ({ domain })),
    created_at: timestamp(row.created_at),
    updated_at: timestamp(row.updated_at),
  }
}

type Body = ReturnType<Context<'adminCreateSsoProvider'>['body']>

const formats = [
  persistent,
  emailAddress,
  'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
]

const invalid = (message: string) => badRequest('validation_failed', message)

/** @throws Refusal `validation_failed` */
function check(body: Partial<Body>, isUpdate: boolean): void {
  const { type, metadata_url: url, metadata_xml: xml, name_id_format: format } = body
  if (!isUpdate && type !== 'saml') throw invalid("Only 'saml' supported for SSO provider type")
  if (url && xml) throw invalid('Only one of metadata_xml or metadata_url needs to be set')
  if (!isUpdate && !url && !xml) throw invalid('Either metadata_xml or metadata_url must be set')
  if (url) {
    if (!/^([a-zA-Z][a-zA-Z0-9+.-]*:|\/)/.test(url) || /[\s\u007f]/.test(url))
      throw invalid('metadata_url is not a valid URL')
    if (!/^https:/i.test(url)) throw invalid('metadata_url is not a HTTPS URL')
  }
  if (format && !formats.includes(format)) {
    throw invalid(`name_id_format must be unspecified or one of ${formats.join(', ')}`)
  }
}

/**
 * The metadata of an identity provider. Nothing is fetched: those of a URL are those of the identity provider that the test
 * server plays.
 *
 * @throws Refusal `validation_failed`, `saml_metadata_fetch_failed`, 500 for what is none
 */
async function metadataOf(
  { server: { config } }: Context,
  { metadata_xml, metadata_url }: Partial<Body>,
): Promise<{ xml: string; metadata: IdpMetadata }> {
  const xml = metadata_xml || urlMetadata(metadata_url!)
  let metadata: IdpMetadata
  try {
    metadata = readMetadata(xml)
  } catch {
    throw unforeseen()
  }
  if (!metadata.entityId) throw invalid('SAML Metadata does not contain an EntityID')
  if (metadata.count < 1) throw invalid('SAML Metadata does not contain any IDPSSODescriptor')
  if (metadata.count > 1) throw invalid('SAML Metadata contains multiple IDPSSODescriptors')
  return { xml, metadata }

  function urlMetadata(url: string): string {
    if (!URL.canParse(url)) throw unforeseen()
    const { hostname, pathname } = new URL(url)
    // Names that lead nowhere, by RFC 6761.
    if (/(^|\.)(invalid|test)$/.test(hostname)) throw unforeseen()
    if (/\/404$/.test(pathname)) {
      throw badRequest('saml_metadata_fetch_failed', `HTTP 404 error fetching SAML Metadata from URL '${url}'`)
    }
    const host = fakeHost(config, samlName)
    return testMetadata(config).replaceAll(`entityID="${host}/idp/metadata"`, `entityID="${url.replaceAll('&', '&amp;')}"`)
  }
}

/** What the database says of what somebody else has. Undefined: nothing. */
function conflictOf(
  { server: { state } }: Context,
  resourceId: string | null,
  domains: string[],
  self: SsoProviderRow | undefined,
): PostgresError | undefined {
  const others = state.ssoProviders.all().filter(({ id }) => id !== self?.id)
  const lower = resourceId?.toLowerCase()
  if (lower !== undefined && others.some(({ resource_id }) => resource_id?.toLowerCase() === lower)) {
    return duplicateKey('sso_providers_resource_id_idx', 'lower(resource_id)', lower)
  }
  const seen = new Set(others.flatMap(({ domains }) => domains.map((domain) => domain.toLowerCase())))
  for (const domain of domains.map((one) => one.toLowerCase())) {
    if (!domain) {
      const what = 'violates check constraint "domain not empty"'
      return { code: '23514', message: `new row for relation "sso_domains" ${what}` }
    }
    if (seen.has(domain)) return duplicateKey('sso_domains_domain_idx', 'lower(domain)', domain)
    seen.add(domain)
  }
  return undefined
}

/** What Go calls what JSON has. */
const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value

/**
 * The rules by which attributes are read, in the order of names and without what is empty. Undefined: none are given.
 *
 * @throws Refusal `bad_json`
 */
function readMapping(keys: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  if (!keys) return undefined
  const refuse = (value: unknown, place: string, type: string) =>
    badRequest(
      'bad_json',
      `Could not parse request body as JSON: json: cannot unmarshal ${kindOf(value)} into Go struct field ${place} of type ${type}`,
    )
  const list = 'SAMLAttributeMapping.attribute_mapping.keys'
  if (kindOf(keys) !== 'object') throw refuse(keys, list, 'map[string]models.SAMLAttribute')
  const rules = Object.keys(keys)
    .map((key) => {
      const given = keys[key] ?? {}
      if (kindOf(given) !== 'object') {
        throw refuse(given, list, 'models.SAMLAttribute')
      }
      const { name, names, default: fallback, array } = given as Record<string, unknown>
      const place = 'SAMLAttribute.attribute_mapping.keys'
      if (typeof (name ?? '') !== 'string') throw refuse(name, `${place}.name`, 'string')
      if (!Array.isArray(names ?? [])) throw refuse(names, `${place}.names`, '[]string')
      const all = (names ?? []) as unknown[]
      for (const each of all) if (typeof (each ?? '') !== 'string') throw refuse(each, `${place}.names`, 'string')
      if (typeof (array ?? false) !== 'boolean') throw refuse(array, `${place}.array`, 'bool')
      const rule = {
        ...(name ? { name } : {}),
        ...(all.length && { names: all.map((each) => each ?? '') }),
        ...(fallback !== undefined && fallback !== null && { default: fallback }),
        ...(array ? { array } : {}),
      }
      return [key, rule] as const
    })
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return rules.length ? { keys: Object.fromEntries(rules) } : {}
}
