import type { Config } from '../config.ts'
import type { Server } from '../context.ts'
import { fromBase64, toBase64, utf8, type Bytes } from '../crypto/encoding.ts'
import { createKeys, signToken } from '../accounts/keys.ts'
import type { SamlRelayStateRow, SsoProviderRow } from '../state/state.ts'
import { baseUrl, fakeHost } from './endpoints.ts'
import { samlCertificate, samlKey } from './saml-key.ts'
import type { ProviderProfile } from './user-data.ts'
import { elements, escapeXml, parseXml } from './xml.ts'

/** What the identity provider that the test server plays is called among its pages. */
export const samlName = 'saml'

const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol'
const assertion = 'urn:oasis:names:tc:SAML:2.0:assertion'
const metadata = 'urn:oasis:names:tc:SAML:2.0:metadata'
const bindings = 'urn:oasis:names:tc:SAML:2.0:bindings'
export const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
export const emailAddress = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'

/** The server's own addresses. */
const serverUrls = (config: Config) => ({
  entity: `${baseUrl(config)}/sso/saml/metadata`,
  acs: `${baseUrl(config)}/sso/saml/acs`,
  logout: `${baseUrl(config)}/sso/saml/slo`,
})

/** What the server says of itself to identity providers. */
export function serverMetadata(config: Config, now: number, isDownload: boolean): string {
  const { entity, acs, logout } = serverUrls(config)
  const until = new Date(now)
  if (isDownload) until.setUTCFullYear(until.getUTCFullYear() + 5)
  else until.setUTCDate(until.getUTCDate() + 2)
  const signature = 'http://www.w3.org/2000/09/xmldsig#'
  const validUntil = until.toISOString()
  const service = (binding: string, index: number) =>
    `<AssertionConsumerService Binding="${bindings}:${binding}" Location="${escapeXml(acs)}" index="${index}"></AssertionConsumerService>`
  return [
    `<EntityDescriptor xmlns="${metadata}" validUntil="${validUntil}" entityID="${escapeXml(entity)}">`,
    `<SPSSODescriptor xmlns="${metadata}" validUntil="${validUntil}" protocolSupportEnumeration="${protocol}" WantAssertionsSigned="true">`,
    `<KeyDescriptor use="signing"><KeyInfo xmlns="${signature}"><X509Data xmlns="${signature}"><X509Certificate xmlns="${signature}">${samlCertificate}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`,
    `<SingleLogoutService Binding="${bindings}:HTTP-POST" Location="${escapeXml(logout)}" ResponseLocation="${escapeXml(logout)}"></SingleLogoutService>`,
    `<NameIDFormat>${emailAddress}</NameIDFormat><NameIDFormat>${persistent}</NameIDFormat>`,
    `${service('HTTP-POST', 1)}${service('HTTP-Artifact', 2)}</SPSSODescriptor></EntityDescriptor>`,
  ].join('')
}

/** The metadata of the identity provider that the test server plays. */
export function testMetadata(config: Config, name = 'idp'): string {
  const host = `${fakeHost(config, samlName)}/${encodeURIComponent(name)}`
  const location = (binding: string) =>
    `<md:SingleSignOnService Binding="${bindings}:${binding}" Location="${escapeXml(host)}/sso"/>`
  return [
    `<?xml version="1.0"?><md:EntityDescriptor xmlns:md="${metadata}" entityID="${escapeXml(host)}/metadata">`,
    `<md:IDPSSODescriptor protocolSupportEnumeration="${protocol}" WantAuthnRequestsSigned="false">`,
    `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${samlCertificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`,
    `<md:NameIDFormat>${persistent}</md:NameIDFormat>`,
    `${location('HTTP-Redirect')}${location('HTTP-POST')}</md:IDPSSODescriptor></md:EntityDescriptor>`,
  ].join('')
}

/** What there is to know of an identity provider. */
export interface IdpMetadata {
  entityId: string
  /** How many descriptions of an identity provider there are. One is right. */
  count: number
  /** Where its sign-in begins. */
  ssoUrl: string
}

/** @throws Error for what is no metadata */
export function readMetadata(xml: string): IdpMetadata {
  const root = parseXml(xml)
  const candidates = root.name === 'EntitiesDescriptor' ? elements(root, 'EntityDescriptor') : [root]
  const entity =
    root.name === 'EntitiesDescriptor'
      ? candidates.find((one) => elements(one, 'IDPSSODescriptor').length)
      : candidates.find(({ name }) => name === 'EntityDescriptor')
  if (!entity) throw new Error('no entity found with IDPSSODescriptor')
  const descriptors = entity.children.filter(({ name }) => name === 'IDPSSODescriptor')
  const service = descriptors
    .flatMap((descriptor) => elements(descriptor, 'SingleSignOnService'))
    .find(({ attributes }) => attributes.Binding === `${bindings}:HTTP-Redirect`)
  return {
    entityId: entity.attributes.entityID ?? '',
    count: descriptors.length,
    ssoUrl: service?.attributes.Location ?? '',
  }
}

/** RFC 1951. */
async function deflate(text: string): Promise<Bytes> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

const escape = (text: string): string => encodeURIComponent(text).replaceAll('%20', '+')

/** Where a sign-in at an identity provider begins (SAML 2.0 Bindings, section 3.4). */
export async function requestUrl(
  { config }: Server,
  { sso_url, name_id_format }: SsoProviderRow,
  { id, request_id }: Pick<SamlRelayStateRow, 'id' | 'request_id'>,
  now: number,
): Promise<string> {
  const { entity, acs } = serverUrls(config)
  const request = [
    `<samlp:AuthnRequest xmlns:saml="${assertion}" xmlns:samlp="${protocol}" ID="${request_id}" Version="2.0"`,
    ` IssueInstant="${new Date(now).toISOString()}" Destination="${escapeXml(sso_url)}"`,
    ` AssertionConsumerServiceURL="${escapeXml(acs)}" ProtocolBinding="${bindings}:HTTP-POST">`,
    `<saml:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">${escapeXml(entity)}</saml:Issuer>`,
    `<samlp:NameIDPolicy Format="${name_id_format ?? persistent}" AllowCreate="true"/></samlp:AuthnRequest>`,
  ].join('')
  const [place, search] = sso_url.split('#')[0]!.split('?') as [string, string?]
  const algorithm = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'
  const query = `${search ? `${search}&` : ''}SAMLRequest=${escape(toBase64(await deflate(request)))}&RelayState=${id}&SigAlg=${escape(algorithm)}`
  return `${place}?${query}&Signature=${escape(toBase64(await sign(query)))}`
}

let signing: Promise<CryptoKey> | undefined

async function sign(text: string): Promise<Bytes> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1' }
  signing ??= crypto.subtle.importKey('jwk', samlKey, algorithm, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign(algorithm.name, await signing, utf8(text)))
}

/** What an identity provider says of somebody. */
export interface Assertion {
  nameId: string
  nameIdFormat: string
  attributes: Record<string, string[]>
}

/** A message of a identity provider: what was asked, and of whom. */
interface Asked {
  relayState: string
  /** If nobody has asked. */
  providerId?: string
}

/**
 * The message of an identity provider that somebody has signed in, as form fields. A token stands in it for the signature of
 * the XML.
 *
 * @throws TypeError when nothing was asked
 */
export async function responseTo(
  server: Server,
  { relayState, providerId }: Asked,
  profile: ProviderProfile,
): Promise<Record<string, string>> {
  const { state, clock, random, config } = server
  const asked = state.samlRelayStates.get(relayState)
  const provider = state.ssoProviders.get(providerId ?? asked?.sso_provider_id)
  if (!provider) throw new TypeError('This is not where POST /sso leads, or not for the first time')
  const { id, email, name, user_name, claims = {} } = profile
  const attributes: Record<string, unknown> = {
    ...(email && { email }),
    ...(name && { name }),
    ...(user_name && { user_name }),
    ...claims,
  }
  const now = Math.floor(clock.now() / 1_000)
  const said: Assertion = {
    nameId: id,
    nameIdFormat: provider.name_id_format ?? persistent,
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, [value].flat().map(String)] as const),
    ),
  }
  const token = await signToken({
    iss: provider.entity_id,
    aud: serverUrls(config).entity,
    iat: now,
    exp: now + 300,
    in_response_to: asked?.request_id ?? null,
    said,
  })
  const xml = [
    `<samlp:Response xmlns:samlp="${protocol}" xmlns:saml="${assertion}" ID="_${random.hex(32)}" Version="2.0"`,
    ` IssueInstant="${new Date(now * 1_000).toISOString()}" Destination="${escapeXml(serverUrls(config).acs)}">`,
    `<saml:Issuer>${escapeXml(provider.entity_id)}</saml:Issuer>`,
    `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>`,
    `<samlp:Extensions><TestAssertion xmlns="urn:gotrue-sdk:testing">${token}</TestAssertion></samlp:Extensions></samlp:Response>`,
  ].join('')
  return { SAMLResponse: toBase64(utf8(xml)), RelayState: relayState }
}

/** Text of a field that is base64 of XML. @throws Error for other text */
export const decodeResponse = (field: string): string => {
  if (!/^[A-Za-z0-9+/\r\n]*(?:={1,2}[\r\n]*)?$/.test(field) || field.replace(/[\r\n]/g, '').length % 4)
    throw new Error('no base64')
  return new TextDecoder().decode(fromBase64(field.replace(/[\r\n]/g, '')))
}

/** Who sends a response. Undefined: it does not say. @throws Error for what is no response */
export function issuerOfResponse(xml: string): string | undefined {
  const root = parseXml(xml)
  if (root.name !== 'Response') throw new Error('expected element type <Response>')
  return root.children.find(({ name }) => name === 'Issuer')?.text
}

/** What an identity provider has said. @throws Error for what it has not, or not to us, or not now */
export async function readResponse(
  { config }: Pick<Server, 'config'>,
  xml: string,
  { entity_id }: SsoProviderRow,
  requestId: string | undefined,
  now: number,
): Promise<Assertion> {
  const [token] = elements(parseXml(xml), 'TestAssertion')
  const keys = createKeys({ ...config, GOTRUE_JWT_KEYS: undefined, GOTRUE_JWT_VALID_METHODS: ['ES256'] })
  const claims = await keys.verify(token?.text ?? '', now)
  const isAnswer = requestId === undefined || claims.in_response_to === requestId
  if (claims.iss !== entity_id || claims.aud !== serverUrls(config).entity || !isAnswer) throw new Error('not for us')
  return claims.said as Assertion
}
