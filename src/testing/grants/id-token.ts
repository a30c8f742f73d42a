import type { Config } from '../config.ts'
import type { AnswerOf, Context } from '../context.ts'
import { fromBase64url, toHex, utf8 } from '../crypto/encoding.ts'
import { badRequest, internal, oauthError } from '../http/errors.ts'
import { hasNul, quote } from '../http/parsing.ts'
import { accessTokenHash } from '../fake-providers.ts'
import { createKeys } from '../accounts/keys.ts'
import { arrive, linkIdentity, type Arrival } from '../providers/accounts.ts'
import { customFields } from '../providers/custom.ts'
import { issuerOf, providerConfig } from '../providers/endpoints.ts'
import { userDataOfToken, type Claims, type UserData } from '../providers/user-data.ts'
import { issueSession } from '../accounts/sessions.ts'
import type { UserRow } from '../state/state.ts'
import { identitiesOf, identityJson } from '../accounts/users.ts'

/** Whose ID tokens are taken, and how. */
interface Acceptance {
  /** What the identity will be of. */
  provider: string
  issuer: string
  clientIds: readonly string[]
  emailOptional: boolean
  skipNonceCheck: boolean
}

const invalid = (description: string) => oauthError('invalid request', description)

/** `POST /token?grant_type=id_token`. */
export async function grantIdToken(context: Context<'grantToken'>): Promise<AnswerOf<'grantToken'>> {
  const { server } = context
  const { id_token = '', provider = '', client_id, issuer, nonce = '', access_token = '', link_identity } = context.body()
  if (!id_token) throw invalid('id_token required')
  if (!provider && !(client_id && issuer)) throw invalid('provider or client_id and issuer required')
  let target: UserRow | undefined
  if (link_identity) {
    if (!context.headers.get('authorization')) {
      throw invalid('Linking requires a valid user access token in Authorization')
    }
    target = (await context.requireUser()).user
  }
  const acceptance = acceptanceOf(context, { id_token, provider, client_id, issuer })
  const { claims, data } = await verify(context, id_token, acceptance, access_token)
  if (!claims.sub) throw invalid('Missing sub claim in id_token')
  const audience = [claims.aud ?? []].flat().map(String)
  if (!acceptance.clientIds.some((id) => id && audience.includes(id))) {
    throw invalid(`Unacceptable audience in id_token: [${audience.join(' ')}]`)
  }
  if (!acceptance.skipNonceCheck) await checkNonce(claims.nonce, nonce)

  // What the server has in mind when it answers: an identity that is added to a user is not yet among them.
  const before = target && identitiesOf(server, target)
  const { user, identities }: Arrival = target
    ? { user: linkIdentity(context, target, data, acceptance.provider), identities: before! }
    : arrive(context, data, acceptance.provider, acceptance.emailOptional)
  const session = await issueSession(context, user, 'oauth')
  return { status: 200, body: { ...session, user: { ...session.user, identities: identities.map(identityJson) } } }
}

interface Given {
  id_token: string
  provider: string
  client_id: string | undefined
  issuer: string | undefined
}

/** @throws Refusal `validation_failed`, `provider_disabled` */
function acceptanceOf({ server }: Context, { id_token, provider, client_id, issuer = '' }: Given): Acceptance {
  const { config, state } = server
  const name = byName(config, provider, issuer)
  if (name) {
    const { enabled, clientIds, emailOptional, skipNonceCheck } = providerConfig(config, name)
    const own = detects[name] ? detect(id_token, name, issuer) : issuerOf(config, name)!
    requireEnabled(enabled, own)
    return { provider: name, issuer: own, clientIds, emailOptional, skipNonceCheck: skipNonceCheck || name === 'facebook' }
  }
  if (provider.startsWith('custom:')) {
    const refuse = (why: string) => badRequest('validation_failed', why)
    const quoted = quote(provider)
    if (!config.GOTRUE_CUSTOM_OAUTH_ENABLED) throw refuse('Custom OAuth providers are disabled')
    if (hasNul(provider)) throw internal('Error finding custom provider')
    const custom = state.customProviders.find('identifier', provider)
    if (!custom) throw refuse(`Custom provider ${quoted} not found`)
    const fields = customFields(custom)
    if (!fields.enabled) throw badRequest('provider_disabled', `Custom provider ${quoted} is disabled`)
    if (custom.provider_type !== 'oidc') throw refuse(`Provider ${quoted} is not an OIDC provider`)
    return {
      provider,
      issuer: fields.issuer!,
      clientIds: [fields.client_id, ...fields.acceptable_client_ids],
      emailOptional: fields.email_optional,
      skipNonceCheck: fields.skip_nonce_check,
    }
  }
  if (!config.GOTRUE_EXTERNAL_ALLOWED_ID_TOKEN_ISSUERS.includes(issuer)) {
    throw badRequest('validation_failed', `Custom OIDC provider ${quote(provider)} not allowed`)
  }
  return { provider: issuer, issuer, clientIds: [client_id ?? ''], emailOptional: false, skipNonceCheck: false }
}

/** Services whose ID tokens the server takes, in the order in which it looks for them. */
const takesTokens = ['apple', 'google', 'azure', 'facebook', 'keycloak', 'kakao', 'vercel_marketplace', 'snapchat'] as const

function byName(config: Config, provider: string, issuer: string): (typeof takesTokens)[number] | undefined {
  return takesTokens.find((name) => provider === name || isIssuerOf(config, name, issuer))
}

function isIssuerOf(config: Config, name: (typeof takesTokens)[number], issuer: string): boolean {
  if (name === 'apple') return appleIssuers.includes(issuer)
  if (name === 'azure') return /^https:\/\/login[.]microsoftonline[.]com\/[^/]+\/v2[.]0\/?$/.test(issuer)
  if (name === 'keycloak' && !config.GOTRUE_EXTERNAL_KEYCLOAK_ENABLED) return false
  return issuer === issuerOf(config, name)
}

const appleIssuers = ['https://appleid.apple.com', 'https://account.apple.com']

/** Services of whose several issuers a token names one. */
const detects: Partial<Record<string, { title: string; article: string; isOne(issuer: string): boolean }>> = {
  apple: { title: 'Apple', article: 'an', isOne: (issuer) => appleIssuers.includes(issuer) },
  azure: {
    title: 'Azure',
    article: 'an',
    isOne: (issuer) => /^https:\/\/(login\.microsoftonline\.com|sts\.windows\.net)\//.test(issuer),
  },
}

/** @throws Refusal `validation_failed` */
function detect(token: string, name: string, wanted: string): string {
  const { title, article, isOne } = detects[name]!
  const parts = token.split('.')
  let issuer: string
  try {
    if (parts.length !== 3) throw new Error('invalid ID token')
    const claims = JSON.parse(new TextDecoder().decode(fromBase64url(parts[1]!))) as Claims
    issuer = typeof claims.iss === 'string' ? claims.iss : ''
  } catch {
    throw badRequest('validation_failed', `Unable to detect issuer in ID token for ${title} provider`)
  }
  if (!isOne(issuer)) {
    throw badRequest('validation_failed', `Detected ID token issuer is not ${article} ${title} ID token issuer`)
  }
  if (wanted && wanted !== issuer) {
    throw badRequest('validation_failed', 'Provided issuer does not match ID token issuer')
  }
  return issuer
}

/** @throws Refusal `provider_disabled` */
function requireEnabled(enabled: boolean, issuer: string): void {
  if (!enabled) throw badRequest('provider_disabled', `Provider (issuer ${JSON.stringify(issuer)}) is not enabled`)
}

/** OpenID Connect Core 1.0, section 3.1.3.7. @throws Refusal of OAuth */
async function verify(
  { server, now }: Context,
  token: string,
  { issuer, provider }: Acceptance,
  accessToken: string,
): Promise<{ claims: Claims; data: UserData }> {
  // The one key by which all services of the test server sign.
  const keys = createKeys({ ...server.config, GOTRUE_JWT_KEYS: undefined, GOTRUE_JWT_VALID_METHODS: ['ES256'] })
  try {
    const claims = await keys.verify(token, now)
    if (provider !== 'apple' && claims.iss !== issuer) throw new Error('another issuer')
    if (typeof claims.exp !== 'number') throw new Error('no expiry')
    const data = userDataOfToken(claims)
    if (accessToken && claims.at_hash && claims.at_hash !== (await accessTokenHash(accessToken))) {
      throw new Error('another access token')
    }
    return { claims, data }
  } catch {
    throw invalid('Bad ID token')
  }
}

/** @throws Refusal of OAuth */
async function checkNonce(claim: unknown, given: string): Promise<void> {
  if (!claim !== !given) throw invalid('Passed nonce and nonce in id_token should either both exist or not.')
  if (!given) return
  const hash = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(given))))
  if (hash !== claim) throw oauthError('invalid nonce', 'Nonces mismatch')
}
