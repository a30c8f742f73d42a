import { uuidOf, type Context, type Handlers } from '../context.ts'
import { badRequest, internal, notFound, Refusal, unforeseen, unprocessable } from '../http/errors.ts'
import { hasNul, quote } from '../http/parsing.ts'
import { checkChallenge, insertFlow } from '../accounts/pkce.ts'
import { arrive } from '../providers/accounts.ts'
import {
  decodeResponse,
  emailAddress,
  issuerOfResponse,
  readResponse,
  requestUrl,
  serverMetadata,
  type Assertion,
} from '../providers/saml.ts'
import { identityDataOf, readClaims, type Claims, type UserData } from '../providers/user-data.ts'
import { isRedirectAllowed, redirect, withQuery } from '../http/redirects.ts'
import { issueSession } from '../accounts/sessions.ts'
import type { FlowStateRow, SamlRelayStateRow, SsoProviderRow } from '../state/state.ts'
import { toldOf } from './authorize.ts'
import { sessionUrl } from './verify.ts'

/** `POST /sso`, `GET /sso/saml/metadata`, `POST /sso/saml/acs`. */
export const sso: Pick<Handlers, 'signInWithSso' | 'getSamlMetadata' | 'samlAcs'> = {
  async signInWithSso(context) {
    requireSaml(context)
    context.limit('sso')
    await context.requireCaptcha()
    const { server, now } = context
    const { state, random } = server
    const body = context.body()
    const { domain = '', redirect_to = '', skip_http_redirect, code_challenge = '', code_challenge_method = '' } = body
    const provider = findProvider(context, body.provider_id, domain)
    if (provider.disabled) throw notFound('sso_provider_disabled', 'SSO Provider is currently disabled')
    checkChallenge(code_challenge, code_challenge_method)
    if (code_challenge && !/^(s256|plain)$/i.test(code_challenge_method)) {
      throw badRequest('validation_failed', 'Invalid code_challenge_method')
    }
    const flow = insertFlow(
      context,
      { provider: 'sso/saml', authentication_method: 'sso/saml', redirect_to },
      code_challenge,
      code_challenge_method,
    )
    const relayState = state.samlRelayStates.insert({
      id: random.uuid(),
      sso_provider_id: provider.id,
      request_id: `id-${random.hex(40)}`,
      redirect_to,
      flow_state_id: flow.id,
      created_at: now,
    })
    const url = await requestUrl(server, provider, relayState, now)
    return skip_http_redirect ? { status: 200, body: { url } } : redirect(303, url, 'POST')
  },

  getSamlMetadata(context) {
    requireSaml(context)
    const { server, query, now } = context
    const isDownload = query.get('download') === 'true'
    return new Response(serverMetadata(server.config, now, isDownload), {
      headers: {
        'content-type': 'application/xml',
        'cache-control': 'public, max-age=600',
        ...(isDownload && { 'content-disposition': 'attachment; filename="metadata.xml"' }),
      },
    })
  },

  async samlAcs(context) {
    requireSaml(context)
    context.limit('samlAssertion')
    const { server } = context
    const { state, config } = server
    let relayState: SamlRelayStateRow | undefined
    try {
      relayState = takeRelayState(context)
      return redirect(302, await signIn(context, relayState), 'POST')
    } catch (refusal) {
      if (!(refusal instanceof Refusal) || refusal.unforeseen) throw refusal
      // All that was done is not, but that a flow is begun once only.
      if (!refusal.commits) state.journal.rollback()
      const used = state.samlRelayStates.get(relayState?.id ?? uuidOf(field(context, 'RelayState')))
      const isKept = refusal.code === 'sso_provider_disabled' && !relayState
      if (used && !isKept) state.samlRelayStates.delete(used)
      return redirect(303, withQuery(config.GOTRUE_SITE_URL, toldOf(refusal)), 'POST')
    }
  },
}

/** @throws Refusal `saml_provider_disabled` */
function requireSaml({ server: { config } }: Context): void {
  if (!config.GOTRUE_SAML_ENABLED) throw notFound('saml_provider_disabled', 'SAML 2.0 is disabled')
}

/** @throws Refusal `bad_json`, `validation_failed`, `sso_provider_not_found` */
function findProvider({ server: { state } }: Context, given: string | undefined, domain: string): SsoProviderRow {
  const nil = '00000000-0000-0000-0000-000000000000'
  const id = given === undefined ? nil : uuidOf(given)
  if (id === undefined) {
    throw badRequest('bad_json', `Could not parse request body as JSON: ${uuidError(given!)}`)
  }
  if (id !== nil && domain) throw badRequest('validation_failed', 'Only one of provider_id or domain supported')
  if (id === nil && !domain) throw badRequest('validation_failed', 'A provider_id or domain needs to be provided')
  if (id === nil && hasNul(domain)) throw internal('Unable to find SSO provider by domain')
  const provider = id === nil ? state.ssoProviders.find('domain', domain) : state.ssoProviders.get(id)
  if (provider) return provider
  throw notFound('sso_provider_not_found', id === nil ? 'No SSO provider assigned for this domain' : 'No such SSO provider')
}

/** The words of the server's library. */
function uuidError(text: string): string {
  const other = /^.{8}-.{4}-.{4}-.{4}-.{12}$/.test(text) ? /[^0-9a-f-]/i.exec(text)?.[0] : undefined
  if (other) {
    const code = other.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    return `encoding/hex: invalid byte: U+${code} '${other}'`
  }
  return [32, 34, 36, 38, 41, 45].includes(text.length)
    ? `uuid: invalid UUID format: ${text}`
    : `uuid: incorrect UUID length ${text.length} in string ${quote(text)}`
}

/** A field of the form, or else of the query. */
function field({ text, query, headers }: Context<'samlAcs'>, name: string): string {
  const isForm = headers.get('content-type')?.includes('application/x-www-form-urlencoded')
  return (isForm ? new URLSearchParams(text).get(name) : null) ?? query.get(name) ?? ''
}

/**
 * What the server has asked. Undefined: nothing, the identity provider begins.
 *
 * @throws Refusal `saml_relay_state_not_found`, `saml_relay_state_expired`, `sso_provider_disabled`
 */
function takeRelayState(context: Context<'samlAcs'>): SamlRelayStateRow | undefined {
  const { server, now } = context
  const { state, config } = server
  const id = uuidOf(field(context, 'RelayState'))
  if (!id) return undefined
  const relayState = state.samlRelayStates.get(id)
  if (!relayState) {
    throw notFound('saml_relay_state_not_found', 'SAML RelayState does not exist, try logging in again?')
  }
  if (now - relayState.created_at >= config.GOTRUE_SAML_RELAY_STATE_VALIDITY_PERIOD) {
    throw unprocessable('saml_relay_state_expired', 'SAML RelayState has expired. Try logging in again?')
  }
  const provider = state.ssoProviders.get(relayState.sso_provider_id)
  if (!provider) throw internal('Unable to find SSO Provider from SAML RelayState')
  if (provider.disabled) throw disabled()
  state.samlRelayStates.delete(relayState)
  return relayState
}

const disabled = (): Refusal =>
  notFound('sso_provider_disabled', 'SSO Provider assigned for this domain is currently disabled')

/** Signs in whom an identity provider sends. @returns where the browser goes @throws Refusal */
async function signIn(context: Context<'samlAcs'>, relayState: SamlRelayStateRow | undefined): Promise<string> {
  const { server, now } = context
  const { state, config } = server
  const entityId = relayState ? state.ssoProviders.get(relayState.sso_provider_id)!.entity_id : entityOfUnasked(context)
  const provider = state.ssoProviders.find('entity', entityId)
  if (!provider) {
    throw notFound('saml_idp_not_found', 'A SAML connection has not been established with this Identity Provider')
  }
  if (provider.disabled) throw disabled()
  let xml = ''
  let said: Assertion
  try {
    xml = decodeResponse(field(context, 'SAMLResponse'))
    said = await readResponse(server, xml, provider, relayState?.request_id, now)
  } catch {
    throw badRequest('validation_failed', `SAML Assertion is not valid ${xml}`)
  }
  const data = userDataOfAssertion(provider, said)
  const { user } = arrive(context, data, `sso:${provider.id}`, false)
  const flow = state.flowStates.get(relayState?.flow_state_id)
  if (flow?.code_challenge) claim(context, flow, user.id)
  const session = await issueSession(context, user, 'sso/saml')
  const wanted = relayState ? relayState.redirect_to : field(context, 'RelayState')
  const target = isRedirectAllowed(config, wanted) ? wanted : config.GOTRUE_SITE_URL
  return flow?.auth_code ? withQuery(target, { code: flow.auth_code }) : sessionUrl(target, session)
}

function claim({ server, now }: Context, flow: FlowStateRow, userId: string): void {
  if (flow.user_id) throw badRequest('flow_state_already_used', 'State has already been used')
  server.state.flowStates.update(flow, { user_id: userId, updated_at: now })
}

/** The identity provider that sends somebody of its own accord. @throws Refusal `validation_failed` */
function entityOfUnasked(context: Context<'samlAcs'>): string {
  const relayState = field(context, 'RelayState')
  if (relayState && !/^([a-z][a-z0-9+.-]*:|\/)/i.test(relayState)) {
    throw badRequest('validation_failed', 'SAML RelayState is not a valid UUID or URL')
  }
  if (field(context, 'SAMLart')) {
    throw badRequest('validation_failed', 'SAML Artifact response can only be used with SP initiated flow')
  }
  const response = field(context, 'SAMLResponse')
  if (!response) throw badRequest('validation_failed', 'SAMLResponse is missing')
  let xml: string
  try {
    xml = decodeResponse(response)
  } catch {
    throw badRequest('validation_failed', 'SAMLResponse is not a valid Base64 string')
  }
  let issuer: string | undefined
  try {
    issuer = issuerOfResponse(xml)
  } catch {
    throw badRequest('validation_failed', 'SAMLResponse is not a valid XML SAML assertion')
  }
  if (issuer === undefined) throw unforeseen('Internal Server Error')
  return issuer
}

/** The names under which identity providers tell addresses. */
const emailNames = [
  'urn:oid:0.9.2342.19200300.100.1.3',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
  'http://schemas.xmlsoap.org/claims/EmailAddress',
  'mail',
  'email',
]

/** @throws Refusal `saml_assertion_no_user_id`, `saml_assertion_no_email` */
function userDataOfAssertion({ attribute_mapping, entity_id }: SsoProviderRow, said: Assertion): UserData {
  const valuesOf = (name: string) =>
    Object.entries(said.attributes).flatMap(([key, values]) => (key.toLowerCase() === name.toLowerCase() ? values : []))
  const isEmail = said.nameIdFormat === emailAddress
  const isTransient = said.nameIdFormat.endsWith(':transient')
  const subject =
    valuesOf('urn:oasis:names:tc:SAML:attribute:subject-id')[0] ??
    (isTransient ? '' : isEmail ? said.nameId.trim().toLowerCase() : said.nameId)
  if (!subject) {
    throw badRequest(
      'saml_assertion_no_user_id',
      'SAML Assertion did not contain a persistent Subject Identifier attribute or Subject NameID uniquely identifying this user',
    )
  }
  const told: Claims = {}
  for (const [key, { name, names = [], default: fallback, array }] of Object.entries(keysOf(attribute_mapping))) {
    const values = [...(name ? [name] : []), ...names].map((each) => valuesOf(each).filter(Boolean))
    const found = values.find(({ length }) => length)
    if (found) told[key] = array ? found : found[0]
    else if (fallback !== undefined && fallback !== null) told[key] = fallback
  }
  const mapped = typeof told.email === 'string' ? told.email : ''
  const email = mapped || emailNames.flatMap(valuesOf).find(Boolean) || (isEmail ? said.nameId : '')
  if (!email) throw badRequest('saml_assertion_no_email', 'SAML Assertion does not contain an email address')
  let claims: Claims
  try {
    claims = readClaims({ ...told, email })
  } catch {
    throw internal('Mapped claims from provider could not be deserialized from JSON')
  }
  claims = { ...claims, sub: subject, iss: entity_id, email, email_verified: true }
  const known = identityDataOf(claims)
  const custom_claims = Object.fromEntries(Object.entries(told).filter(([key]) => !(key in known)))
  return { emails: [{ email, verified: true, primary: true }], claims: { ...claims, custom_claims } }
}

interface AttributeRule {
  name?: string
  names?: string[]
  default?: unknown
  array?: boolean
}

const keysOf = (mapping: Record<string, unknown>): Record<string, AttributeRule> =>
  (mapping.keys ?? {}) as Record<string, AttributeRule>
