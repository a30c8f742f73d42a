import type { BuiltInProvider, Config } from '../config.ts'
import { present } from '../context.ts'
import type { CustomProviderRow } from '../state/state.ts'
import { customFields } from './custom.ts'
import { endpoints, fakeHost, issuerOf, providerConfig } from './endpoints.ts'

/** Somebody who has an account with a service, as the service tells it. */
export interface ProviderProfile {
  /** The service's own ID of the user: `id` of the identity. */
  id: string
  /** Null: the service tells none. */
  email?: string | null
  /** Default true. Services that the server believes in any case, or never (Spotify), are taken as it takes them. */
  email_verified?: boolean
  name?: string
  /** What the user is called there. */
  user_name?: string
  /** Default: none. */
  avatar_url?: string
  /** Further claims, where the service has such: those of ID tokens, of Keycloak and of custom providers. */
  claims?: Record<string, unknown>
}

export type Claims = Record<string, unknown>

export interface ProviderEmail {
  email: string
  verified: boolean
  primary: boolean
}

/** What the server has learnt of somebody from a service. */
export interface UserData {
  emails: ProviderEmail[]
  /** Without the address, which {@link settleEmail} adds. */
  claims: Claims
}

const one = (email: unknown, verified: boolean): ProviderEmail[] =>
  typeof email === 'string' && email ? [{ email, verified, primary: true }] : []

/** The claims of the server's own structure. They are the metadata of the user and of the identity. */
const claimTypes: Record<string, 'string' | 'number' | 'boolean'> = {
  ...Object.fromEntries(
    [
      'iss',
      'sub',
      'name',
      'family_name',
      'given_name',
      'middle_name',
      'nickname',
      'preferred_username',
      'profile',
      'picture',
      'website',
      'gender',
      'birthdate',
      'zoneinfo',
      'locale',
      'email',
      'phone',
      'full_name',
      'avatar_url',
      'slug',
      'provider_id',
      'user_name',
    ].map((name) => [name, 'string'] as const),
  ),
  iat: 'number',
  exp: 'number',
  email_verified: 'boolean',
  phone_verified: 'boolean',
}

/**
 * What the server's structure has room for.
 *
 * @throws Error for a value of the wrong type
 */
export function readClaims(raw: Claims): Claims {
  const claims: Claims = {}
  for (const [name, type] of Object.entries(claimTypes)) {
    const value = raw[name] ?? undefined
    if (value === undefined) continue
    if (typeof value !== type) throw new Error(`the claim ${name} is no ${type}`)
    claims[name] = value
  }
  const { aud, updated_at: updated, custom_claims: custom } = raw
  if (aud !== undefined && aud !== null) claims.aud = [aud].flat()
  if (typeof updated === 'number') claims.updated_at = new Date(updated * 1_000).toISOString().replace('.000Z', 'Z')
  if (typeof updated === 'string' && updated) claims.updated_at = updated
  if (custom && typeof custom === 'object') claims.custom_claims = custom
  return claims
}

/** As the database has it: what is empty is not there, but for the two that say whether something is verified. */
export function identityDataOf(claims: Claims): Claims {
  const { email_verified = false, phone_verified = false, custom_claims: custom, ...others } = claims
  return {
    ...Object.fromEntries(Object.entries(others).filter(([, value]) => value && (!Array.isArray(value) || value.length))),
    ...(custom !== undefined && { custom_claims: custom }),
    email_verified,
    phone_verified,
  }
}

/** Says which address it is, and whether it is verified: the primary one, or else the last. */
export function settleEmail({ emails, claims }: UserData): Claims {
  const email = emails.find(({ primary }) => primary) ?? emails.at(-1)
  return { ...claims, ...(email && { email: email.email }), email_verified: email?.verified ?? false }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What Azure tells beside what the server has a place for. */
const azureOnly = /^(aud|iss|iat|nbf|exp|c_hash|at_hash|aio|nonce|rh|uti|jti|ver|sub|name|preferred_username)$/

/**
 * What an ID token says, in the way that its issuer says it.
 *
 * @throws Error for claims that are not as they have to be
 */
export function userDataOfToken(token: Claims): UserData {
  const iss = text(token.iss)
  const sub = text(token.sub)
  const { email, picture } = token
  const name = text(token.name)
  switch (iss) {
    case endpoints.google.issuer: {
      const verified = token.verified_email === true || token.email_verified === true
      const custom_claims = token.hd ? { hd: token.hd } : undefined
      const names = { name, picture, avatar_url: picture, full_name: name }
      return { emails: one(email, verified), claims: { iss, sub, ...names, provider_id: sub, custom_claims } }
    }
    case endpoints.linkedin_oidc.issuer: {
      if (!['true', 'false', '1', '0', 't', 'f'].includes(text(token.email_verified).toLowerCase())) {
        throw new Error('email_verified says neither true nor false')
      }
      const { given_name = '', family_name = '', locale } = token
      const full = `${text(given_name)} ${text(family_name)}`.trim()
      return {
        emails: one(email, /^(true|1|t)$/i.test(text(token.email_verified))),
        claims: { iss, sub, name: full, given_name, family_name, locale, picture, provider_id: sub },
      }
    }
    case endpoints.kakao.issuer: {
      const nickname = text(token.nickname)
      return {
        emails: one(email, true),
        claims: { iss, sub, name: nickname, preferred_username: nickname, provider_id: sub, picture },
      }
    }
    case endpoints.vercel_marketplace.issuer: {
      const id = token.global_user_id ? `global_user_id:${text(token.global_user_id)}` : sub
      return {
        emails: [{ email: text(token.user_email), verified: true, primary: true }],
        claims: { iss, sub: id, provider_id: id, name: token.user_name, picture: token.user_avatar_url },
      }
    }
    case endpoints.facebook.issuer:
      return { emails: one(email, true), claims: { iss, sub, name, picture, provider_id: sub } }
    case endpoints.snapchat.issuer:
      return { emails: one(email, true), claims: readClaims(token) }
    case endpoints.apple.issuer:
    case 'https://account.apple.com': {
      const { is_private_email: isPrivate, auth_time, transfer_sub } = token
      const custom = {
        ...(isPrivate !== undefined && { is_private_email: isPrivate === true || isPrivate === 'true' }),
        ...(auth_time !== undefined && { auth_time }),
        ...present({ transfer_sub }),
      }
      return {
        emails: [{ email: text(email), verified: true, primary: true }],
        claims: { iss, sub, provider_id: sub, custom_claims: Object.keys(custom).length ? custom : undefined },
      }
    }
  }
  if (/^https:\/\/login[.]microsoftonline[.]com\/[^/]+\/v2[.]0\/?$/.test(iss)) {
    const { xms_edov: owned } = token
    const verified = owned === undefined || owned === null || owned === true || owned === '1' || owned === 'true'
    return {
      emails: one(email, verified),
      claims: {
        iss,
        sub,
        provider_id: sub,
        preferred_username: token.preferred_username,
        full_name: name,
        custom_claims: Object.fromEntries(Object.entries(token).filter(([key]) => !azureOnly.test(key))),
      },
    }
  }
  const claims = readClaims(token)
  return { emails: one(claims.email, claims.email_verified === true), claims }
}

/** The claims that a service puts in an ID token of somebody. */
export function tokenClaimsOf(config: Config, name: BuiltInProvider, profile: ProviderProfile): Claims {
  const { id, email, email_verified = true, avatar_url: picture, user_name, claims } = profile
  const fullName = profile.name ?? ''
  const base = { iss: issuerOf(config, name), sub: id, ...present({ email, picture }) }
  switch (name) {
    case 'linkedin_oidc': {
      const [given_name, ...rest] = fullName.split(' ')
      return { ...base, email_verified: String(email_verified), given_name, family_name: rest.join(' '), ...claims }
    }
    case 'kakao':
      return { ...base, nickname: fullName, ...claims }
    case 'vercel_marketplace':
      return { iss: base.iss, sub: id, user_email: email ?? '', user_name: fullName, user_avatar_url: picture, ...claims }
    case 'azure':
      return {
        ...base,
        name: fullName,
        preferred_username: user_name ?? email,
        ...(!email_verified && { xms_edov: false }),
        ...claims,
      }
    default:
      return {
        ...base,
        ...present({ name: fullName, preferred_username: name === 'keycloak' ? user_name : undefined }),
        email_verified,
        ...claims,
      }
  }
}

/** Hosts whose names the server puts into `iss`, as they are where no URL is configured. */
const apis: Partial<Record<BuiltInProvider, [host: string, path?: string]>> = {
  bitbucket: ['api.bitbucket.org', '/2.0'],
  discord: ['discord.com', '/api'],
  facebook: ['graph.facebook.com', '/me?fields=email,first_name,last_name,name,picture'],
  figma: ['api.figma.com'],
  fly: ['api.fly.io'],
  github: ['api.github.com'],
  gitlab: ['gitlab.com'],
  kakao: ['kapi.kakao.com'],
  linkedin: ['api.linkedin.com'],
  notion: ['api.notion.com'],
  slack: ['slack.com', '/api'],
  slack_oidc: ['slack.com', '/api'],
  spotify: ['api.spotify.com/v1'],
  twitch: ['api.twitch.tv'],
  twitter: ['api.twitter.com', '/1.1/account/verify_credentials.json'],
  workos: ['api.workos.com'],
  x: ['api.x.com'],
  zoom: ['api.zoom.us', '/v2'],
}

/** What the server makes of somebody who has approved at a service. */
export function userDataOf(config: Config, name: BuiltInProvider, profile: ProviderProfile): UserData {
  const { id, email, email_verified = true, name: full = '', user_name = '', avatar_url: avatar, claims = {} } = profile
  const { url } = providerConfig(config, name)
  const [host, path = ''] = apis[name] ?? ['']
  const iss = `${url || `https://${host}`}${name === 'github' && url ? '/api/v3' : path}`
  const base = { iss, sub: id, name: full, avatar_url: avatar, full_name: full, provider_id: id }
  const withPicture = { ...base, picture: avatar }
  const login = user_name || full
  switch (name) {
    case 'apple':
    case 'azure':
    case 'google':
    case 'linkedin_oidc':
    case 'vercel_marketplace':
      return userDataOfToken(tokenClaimsOf(config, name, profile))
    case 'keycloak':
      return {
        emails: one(email, email_verified),
        claims: {
          iss: url || fakeHost(config, name),
          sub: id,
          name: full,
          full_name: full,
          provider_id: id,
          custom_claims: { ...present({ preferred_username: user_name }), ...claims },
        },
      }
    case 'discord': {
      const picture = avatar ?? 'https://cdn.discordapp.com/embed/avatars/0.png'
      const more = { name: `${login}#0`, full_name: login, picture, avatar_url: picture }
      return { emails: one(email, email_verified), claims: { ...base, ...more, custom_claims: { global_name: full } } }
    }
    case 'facebook':
      return { emails: one(email, true), claims: { ...withPicture, nickname: full, slug: full } }
    case 'figma':
      return { emails: one(email, true), claims: { ...base, name: login, full_name: login } }
    case 'fly':
      return {
        emails: one(email, true),
        claims: {
          iss,
          sub: id,
          full_name: login,
          provider_id: id,
          custom_claims: {
            resource_owner_id: '',
            organizations: null,
            application: null,
            scope: ['read'],
            created_at: 0,
            ...claims,
          },
        },
      }
    case 'github':
      return { emails: one(email, email_verified), claims: { ...base, preferred_username: login, user_name: login } }
    case 'kakao':
      return { emails: one(email, email_verified), claims: { ...base, preferred_username: full, user_name: full } }
    case 'slack':
    case 'slack_oidc':
      return {
        emails: one(email, name === 'slack' || email_verified),
        claims: { ...withPicture, custom_claims: { 'https://slack.com/team_id': '', ...claims } },
      }
    case 'snapchat':
      return { emails: one(email, true), claims: { ...withPicture, iss: endpoints.snapchat.issuer, slug: full } }
    case 'spotify':
      return { emails: one(email, false), claims: withPicture }
    case 'twitch':
      return {
        emails: one(email, true),
        claims: {
          ...withPicture,
          name: login,
          full_name: login,
          nickname: full,
          slug: full,
          custom_claims: {
            broadcaster_type: '',
            description: '',
            type: '',
            offline_image_url: '',
            view_count: 0,
            ...claims,
          },
        },
      }
    case 'twitter':
      return { emails: one(email, true), claims: { ...withPicture, preferred_username: login, user_name: login } }
    case 'workos':
      return {
        emails: one(email, true),
        claims: {
          iss,
          sub: id,
          name: full,
          full_name: full,
          provider_id: id,
          custom_claims: { connection_id: '', organization_id: '', ...claims },
        },
      }
    case 'x':
      return {
        emails: one(email, true),
        claims: {
          ...withPicture,
          preferred_username: login,
          user_name: login,
          profile: `https://x.com/${login}`,
          custom_claims: { created_at: '', ...claims },
        },
      }
    case 'linkedin':
    case 'notion':
      return { emails: one(email, true), claims: withPicture }
    default:
      return { emails: one(email, email_verified), claims: withPicture }
  }
}

/** What the server makes of somebody who has approved at a custom provider. @throws Error for claims of wrong types */
export function userDataOfCustom(custom: CustomProviderRow, profile: ProviderProfile, now: number): UserData {
  const { provider_type } = custom
  const { client_id, issuer, attribute_mapping, custom_claims_allowlist: allowed } = customFields(custom)
  const { id, email, email_verified = true, name, user_name: preferred_username, avatar_url: picture } = profile
  const seconds = Math.floor(now / 1_000)
  const raw: Claims = {
    ...(provider_type === 'oidc' && { iss: issuer, aud: client_id, iat: seconds, exp: seconds + 3600 }),
    sub: id,
    ...present({ email, name, preferred_username, picture }),
    email_verified,
    ...profile.claims,
  }
  // An ID token is read by its issuer, whoever the provider is.
  const data: UserData = provider_type === 'oidc' ? userDataOfToken(raw) : { emails: [], claims: readClaims(raw) }
  const captured = Object.fromEntries(allowed.filter((key) => key in raw).map((key) => [key, raw[key]]))
  let { claims } = data
  if (Object.keys(captured).length) {
    claims = { ...claims, custom_claims: { ...(claims.custom_claims as Claims | undefined), ...captured } }
  }
  claims = mapped(claims, attribute_mapping)
  if (provider_type === 'oidc') return { emails: data.emails, claims }
  return { emails: one(claims.email, claims.email_verified === true), claims }
}

/** Claims by other names, or fixed ones. What does not fit then leaves them as they were. */
function mapped(claims: Claims, mapping: Record<string, unknown>): Claims {
  if (!Object.keys(mapping).length) return claims
  const { custom_claims, ...plain } = claims
  // As Go writes them as JSON: without what is empty.
  const source: Claims = { ...present(plain), ...(custom_claims !== undefined && { custom_claims }) }
  const next = { ...source }
  for (const [target, from] of Object.entries(mapping)) {
    if (typeof from !== 'string') next[target] = from
    else if (from in source) next[target] = source[from]
  }
  try {
    return readClaims(next)
  } catch {
    return claims
  }
}
