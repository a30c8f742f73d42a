import type { components } from '../../../generated/schema.ts'
import { timestamp, type Context, type Handlers } from '../context.ts'
import { badRequest, internal, notFound, type PostgresError } from '../http/errors.ts'
import { hasNul, quote } from '../http/parsing.ts'
import { reserved } from '../providers/start.ts'
import { checkPublicUrl } from '../http/public-urls.ts'
import type { CustomProviderRow } from '../state/state.ts'
import { withoutSlashes } from '../http/urls.ts'

type CustomProvider = components['schemas']['CustomProvider']
/** What stands in the row as it is on the wire. */
type Fields = Omit<CustomProvider, 'id' | 'provider_type' | 'identifier' | 'created_at' | 'updated_at'>
type Given = ReturnType<Context<'adminCreateCustomProvider'>['body']>

/** `/admin/custom-providers`. */
export const customProviders: Pick<
  Handlers,
  | 'adminListCustomProviders'
  | 'adminCreateCustomProvider'
  | 'adminGetCustomProvider'
  | 'adminUpdateCustomProvider'
  | 'adminDeleteCustomProvider'
> = {
  async adminListCustomProviders(context) {
    await requireAdmin(context)
    const type = context.query.get('type')
    if (type && type !== 'oauth2' && type !== 'oidc') {
      throw badRequest('validation_failed', "type must be either 'oauth2' or 'oidc'")
    }
    // The newest comes first, except for those of one type.
    const all = context.server.state.customProviders.all()
    const providers = type
      ? all.filter(({ provider_type }) => provider_type === type)
      : all.reverse().sort((a, b) => b.created_at - a.created_at)
    return { status: 200, body: { providers: providers.map(providerJson) } }
  },

  async adminCreateCustomProvider(context) {
    await requireAdmin(context)
    const { server, now } = context
    const given = context.body()
    const type = given.provider_type
    if (type !== 'oauth2' && type !== 'oidc') throw refuse("provider_type must be either 'oauth2' or 'oidc'")
    checkRequired(given, type)
    checkSettings(given)
    const most = server.config.GOTRUE_CUSTOM_OAUTH_MAX_PROVIDERS
    if (most > 0 && server.state.customProviders.size >= most) {
      throw badRequest('over_custom_provider_quota', 'Maximum number of custom OAuth/OIDC providers reached')
    }
    for (const name of urlNames[type]) if (given[name]) checkPublicUrl(given[name])
    const identifier = given.identifier!
    if (server.state.customProviders.find('identifier', identifier)) {
      throw badRequest('conflict', 'A custom OAuth provider with this identifier already exists')
    }
    const fields: Fields = {
      name: given.name!,
      client_id: given.client_id!,
      acceptable_client_ids: given.acceptable_client_ids ?? [],
      scopes: scopesOf(given.scopes ?? [], type),
      pkce_enabled: given.pkce_enabled ?? true,
      attribute_mapping: given.attribute_mapping ?? {},
      custom_claims_allowlist: given.custom_claims_allowlist ?? [],
      authorization_params: given.authorization_params ?? {},
      enabled: given.enabled ?? true,
      email_optional: given.email_optional ?? false,
      skip_nonce_check: type === 'oidc' && (given.skip_nonce_check ?? false),
      ...pick(given, urlNames[type]),
    }
    if (type === 'oidc') fields.discovery_document = discoveryOf(fields.issuer!)
    checkStored(identifier, fields, 'Error creating custom OAuth provider')
    const row = server.state.customProviders.insert({
      id: server.random.uuid(),
      provider_type: type,
      identifier,
      client_secret: given.client_secret!,
      fields: { ...fields },
      created_at: now,
      updated_at: now,
    })
    return { status: 201, body: providerJson(row) }
  },

  async adminGetCustomProvider(context) {
    await requireAdmin(context)
    checkPrefix(context.path.identifier!)
    return { status: 200, body: providerJson(providerOfPath(context)) }
  },

  async adminUpdateCustomProvider(context) {
    await requireAdmin(context)
    const { server, now } = context
    checkPrefix(context.path.identifier!)
    const given = context.body()
    checkSettings(given)
    const row = providerOfPath(context)
    const { provider_type: type, identifier } = row
    const urls = urlNames[type].filter((name) => given[name])
    for (const name of urls) checkPublicUrl(given[name]!)
    const fields = {
      ...(row.fields as Fields),
      ...pick(given, given.name ? ['name'] : []),
      ...pick(given, given.client_id ? ['client_id'] : []),
      ...pick(given, [
        'acceptable_client_ids',
        'pkce_enabled',
        'attribute_mapping',
        'custom_claims_allowlist',
        'authorization_params',
        'enabled',
        'email_optional',
        ...(type === 'oidc' ? (['skip_nonce_check'] as const) : []),
        ...urls,
      ]),
      ...(given.scopes && { scopes: scopesOf(given.scopes, type) }),
    }
    if (type === 'oidc' && (given.issuer || given.discovery_url !== undefined)) {
      fields.discovery_document = discoveryOf(fields.issuer!)
    }
    checkStored(identifier, fields, 'Error updating custom OAuth provider')
    const updated = server.state.customProviders.update(row, {
      fields: { ...fields },
      updated_at: now,
      ...(given.client_secret && { client_secret: given.client_secret }),
    })
    return { status: 200, body: providerJson(updated) }
  },

  async adminDeleteCustomProvider(context) {
    await requireAdmin(context)
    checkPrefix(context.path.identifier!)
    context.server.state.customProviders.delete(providerOfPath(context))
    return { status: 204 }
  },
}

const refuse = (message: string) => badRequest('validation_failed', message)

async function requireAdmin(context: Context): Promise<void> {
  await context.requireAdmin()
  if (!context.server.config.GOTRUE_CUSTOM_OAUTH_ENABLED) {
    throw notFound('feature_disabled', 'Custom OAuth providers are disabled')
  }
}

/** @throws Refusal `custom_provider_not_found` */
function providerOfPath({ server, path }: Context): CustomProviderRow {
  if (hasNul(path.identifier)) throw internal('Error retrieving custom OAuth provider')
  const row = server.state.customProviders.find('identifier', path.identifier)
  if (!row) throw notFound('custom_provider_not_found', 'Custom OAuth provider not found')
  return row
}

/** Nothing of the path is decoded: a colon has to be one. */
function checkPrefix(identifier: string): void {
  if (!identifier.startsWith('custom:')) {
    throw refuse(`identifier must start with 'custom:' prefix, e.g. 'custom:${identifier}'`)
  }
}

function providerJson(row: CustomProviderRow): CustomProvider {
  const { issuer, discovery_url, skip_nonce_check, discovery_document, ...others } = row.fields as Fields
  const { authorization_url, token_url, userinfo_url, jwks_uri, ...common } = others
  return {
    id: row.id,
    provider_type: row.provider_type,
    identifier: row.identifier,
    ...common,
    ...defined({ issuer, discovery_url }),
    skip_nonce_check,
    ...defined({ discovery_document, authorization_url, token_url, userinfo_url, jwks_uri }),
    created_at: timestamp(row.created_at),
    updated_at: timestamp(row.updated_at),
  }
}

type Defined<Values> = { [Name in keyof Values]?: Exclude<Values[Name], undefined> }

const defined = <Values extends object>(values: Values): Defined<Values> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<Values>

/** Some fields of what was given. */
const pick = <Name extends keyof Given>(given: Given, names: readonly Name[]): Defined<Pick<Given, Name>> =>
  defined(Object.fromEntries(names.map((name) => [name, given[name]]))) as Defined<Pick<Given, Name>>

const urlNames = {
  oidc: ['issuer', 'discovery_url'],
  oauth2: ['authorization_url', 'token_url', 'userinfo_url', 'jwks_uri'],
} as const

function checkRequired(given: Given, type: CustomProviderRow['provider_type']): void {
  if (!given.identifier) throw refuse('identifier is required')
  checkPrefix(given.identifier)
  for (const name of ['name', 'client_id', 'client_secret'] as const) if (!given[name]) throw refuse(`${name} is required`)
  if (type === 'oidc' && !given.issuer) throw refuse('issuer is required for OIDC providers')
  if (type === 'oidc') return
  for (const name of ['authorization_url', 'token_url', 'userinfo_url'] as const) {
    if (!given[name]) throw refuse(`${name} is required for OAuth2 providers`)
  }
}

/** What no provider may say of a user. */
const protectedFields = [
  'id',
  'aud',
  'role',
  'app_metadata',
  'created_at',
  'updated_at',
  'confirmed_at',
  'email_confirmed_at',
  'phone_confirmed_at',
  'email_verified',
  'phone_verified',
  'banned_until',
  'is_super_admin',
]

function checkSettings(given: Given): void {
  for (const [name, value] of Object.entries(given.authorization_params ?? {})) {
    if (reserved.includes(name)) throw refuse(`Cannot override reserved OAuth parameter: ${name}`)
    if (typeof value !== 'string') throw refuse(`Authorization parameter ${quote(name)} must be a string`)
  }
  for (const name of Object.keys(given.attribute_mapping ?? {})) {
    if (protectedFields.includes(name)) throw refuse(`Cannot map to protected system field: ${name}`)
  }
  if (given.custom_claims_allowlist?.some((name) => !name.trim())) {
    throw refuse('custom_claims_allowlist entries must be non-empty strings')
  }
}

const scopesOf = (scopes: string[], type: CustomProviderRow['provider_type']): string[] =>
  type === 'oidc' && !scopes.includes('openid') ? ['openid', ...scopes] : scopes

/** What the provider would say of itself. Nobody is asked here. */
function discoveryOf(issuer: string): NonNullable<Fields['discovery_document']> {
  const base = withoutSlashes(issuer)
  return {
    issuer,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    userinfo_endpoint: `${base}/userinfo`,
    jwks_uri: `${base}/.well-known/jwks.json`,
  }
}

/**
 * What the database insists on.
 *
 * @throws Refusal `unexpected_failure`
 */
function checkStored(identifier: string, fields: Fields, message: string): void {
  const lengths: [keyof Fields, number][] = [
    ['name', 100],
    ['client_id', 512],
    ['issuer', 2048],
    ['discovery_url', 2048],
    ['authorization_url', 2048],
    ['token_url', 2048],
    ['userinfo_url', 2048],
    ['jwks_uri', 2048],
  ]
  const broken = /^[a-z0-9][a-z0-9:-]{0,48}[a-z0-9]$/.test(identifier)
    ? lengths.find(([name, most]) => [...String(fields[name] ?? '')].length > most)?.[0]
    : 'identifier'
  if (broken) throw internal(message, violation(`${broken}_${broken === 'identifier' ? 'format' : 'length'}`))
}

const violation = (constraint: string): PostgresError => ({
  code: '23514',
  message: `new row for relation "custom_oauth_providers" violates check constraint "custom_oauth_providers_${constraint}"`,
  detail: 'Failing row contains (…).',
})
