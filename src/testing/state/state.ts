import { createJournal, createTable, type Journal, type Table } from './table.ts'

/** A moment, in milliseconds since the Unix epoch. */
export type Time = number

/** A code that went out by mail or message, and the hash that stands in its link. Empty texts: none is out. */
export interface OneTimeToken {
  /** Address or number that it went to: the code is good together with that only. */
  to: string
  /** The code to type. */
  code: string
  /** The hash of a link, with `pkce_` before it where a code challenge came along. */
  hash: string
}

export interface UserRow {
  id: string
  aud: string
  role: string
  email: string
  phone: string
  /** In the clear: nobody's secret is in a test server. Null: none. */
  password: string | null
  /** A hash that an administrator has brought along; what it is the hash of is not known here. */
  password_hash: string | null
  app_metadata: Record<string, unknown>
  user_metadata: Record<string, unknown> | null
  email_confirmed_at: Time | null
  phone_confirmed_at: Time | null
  /** The earlier of the two, as the database has it: set when a request ends, so that the request itself does not see it. */
  confirmed_at: Time | null
  invited_at: Time | null
  confirmation: OneTimeToken | null
  confirmation_sent_at: Time | null
  recovery: OneTimeToken | null
  recovery_sent_at: Time | null
  /** The address that is to come. */
  email_change: string
  /** To the present address. */
  email_change_current: OneTimeToken | null
  /** To the new one. */
  email_change_new: OneTimeToken | null
  email_change_sent_at: Time | null
  /** 1 when one of the two confirmations is there. */
  email_change_confirm_status: 0 | 1
  phone_change: string
  phone_change_token: OneTimeToken | null
  phone_change_sent_at: Time | null
  reauthentication: OneTimeToken | null
  reauthentication_sent_at: Time | null
  last_sign_in_at: Time | null
  banned_until: Time | null
  deleted_at: Time | null
  is_sso_user: boolean
  is_anonymous: boolean
  created_at: Time
  updated_at: Time
}

export interface IdentityRow {
  /** `identity_id` on the wire. */
  id: string
  /** `id` on the wire: the provider's name of the user. */
  provider_id: string
  provider: string
  user_id: string
  /** Undefined after a soft deletion. */
  identity_data: Record<string, unknown> | undefined
  /** Lower case; empty when `identity_data` has none. */
  email: string
  last_sign_in_at: Time | null
  created_at: Time
  updated_at: Time
}

/** How a session came to be, with the newest last: `amr` is made of it. */
export interface AmrRow {
  method: string
  at: Time
}

export interface SessionRow {
  id: string
  user_id: string
  aal: 'aal1' | 'aal2'
  amr: AmrRow[]
  factor_id: string | null
  /** The OAuth client that it was made for. */
  oauth_client_id: string | null
  scopes: string | null
  not_after: Time | null
  tag: string | null
  user_agent: string
  ip: string
  /** Of refresh tokens of version 2: how many there were. */
  refresh_token_counter: number | null
  refreshed_at: Time | null
  created_at: Time
}

export interface RefreshTokenRow {
  /** The token itself. */
  id: string
  parent: string | null
  session_id: string
  user_id: string
  revoked: boolean
  /** The order of tokens within a millisecond. */
  sequence: number
  created_at: Time
  updated_at: Time
}

/** A flow that leaves the server and comes back: PKCE, and visits at providers. */
export interface FlowStateRow {
  /** The `state` of a visit at a provider. */
  id: string
  user_id: string | null
  provider: string
  /** The code of the PKCE flow, which the application exchanges. */
  auth_code: string | null
  auth_code_issued_at: Time | null
  code_challenge: string | null
  code_challenge_method: 's256' | 'plain' | null
  /** `oauth`, `email/signup`, `magiclink`, `recovery`, `invite`, `email_change`, `sso/saml`. */
  authentication_method: string
  provider_access_token: string
  provider_refresh_token: string
  /** Where the browser is sent in the end. */
  redirect_to: string
  invite_token: string
  /** The user whom an identity is to be added to. */
  linking_target_id: string | null
  email_optional: boolean
  created_at: Time
  updated_at: Time
}

export interface FactorRow {
  id: string
  user_id: string
  factor_type: 'totp' | 'phone' | 'webauthn'
  status: 'unverified' | 'verified'
  friendly_name: string
  /** Base32. */
  secret: string
  phone: string
  last_challenged_at: Time | null
  webauthn: StoredCredential | null
  web_authn_aaguid: string | null
  /** What the server dumps there after a verification. */
  last_webauthn_challenge_data: Record<string, unknown> | null
  created_at: Time
  updated_at: Time
}

export interface ChallengeRow {
  id: string
  factor_id: string
  ip: string
  /** Of a phone. */
  code: string
  /** Of WebAuthn, base64url. */
  webauthn_challenge: string
  webauthn_type: 'create' | 'request' | null
  verified_at: Time | null
  created_at: Time
}

/** A public key credential. */
export interface StoredCredential {
  /** base64url. */
  credential_id: string
  /** The COSE key, base64url. */
  public_key: string
  sign_count: number
  aaguid: string
  transports: string[]
  backup_eligible: boolean
  backed_up: boolean
}

export interface PasskeyRow extends StoredCredential {
  id: string
  user_id: string
  friendly_name: string
  last_used_at: Time | null
  created_at: Time
  updated_at: Time
}

export interface WebauthnChallengeRow {
  id: string
  /** Null: of an authentication, when it is not known whose. */
  user_id: string | null
  type: 'registration' | 'authentication'
  /** base64url. */
  challenge: string
  expires_at: Time
  created_at: Time
}

export interface SsoProviderRow {
  id: string
  resource_id: string | null
  disabled: boolean | null
  entity_id: string
  metadata_xml: string
  metadata_url: string | null
  attribute_mapping: Record<string, unknown>
  name_id_format: string | null
  /** Where its sign-in begins, from the metadata. */
  sso_url: string
  domains: string[]
  created_at: Time
  updated_at: Time
}

export interface SamlRelayStateRow {
  id: string
  sso_provider_id: string
  request_id: string
  redirect_to: string
  flow_state_id: string | null
  created_at: Time
}

export interface OAuthClientRow {
  id: string
  /** In the clear. Null: a public client. */
  client_secret: string | null
  client_type: 'public' | 'confidential'
  redirect_uris: string[]
  token_endpoint_auth_method: 'none' | 'client_secret_basic' | 'client_secret_post'
  grant_types: string[]
  client_name: string
  client_uri: string
  logo_uri: string
  registration_type: 'manual' | 'dynamic'
  deleted_at: Time | null
  created_at: Time
  updated_at: Time
}

export interface OAuthAuthorizationRow {
  /** `authorization_id`. */
  id: string
  client_id: string
  user_id: string | null
  redirect_uri: string
  scope: string
  state: string
  resource: string
  nonce: string
  code_challenge: string
  code_challenge_method: 's256' | 'plain'
  status: 'pending' | 'approved' | 'denied' | 'expired'
  authorization_code: string | null
  expires_at: Time
  created_at: Time
}

export interface OAuthConsentRow {
  id: string
  user_id: string
  client_id: string
  scopes: string
  granted_at: Time
  revoked_at: Time | null
}

export interface CustomProviderRow {
  id: string
  provider_type: 'oauth2' | 'oidc'
  identifier: string
  client_secret: string
  /** All other fields, as they are on the wire. */
  fields: Record<string, unknown>
  created_at: Time
  updated_at: Time
}

export interface AuditLogRow {
  id: string
  payload: Record<string, unknown>
  ip_address: string
  created_at: Time
}

/** All that the server remembers. */
export interface State {
  journal: Journal
  users: Table<UserRow, 'audience' | 'email' | 'phone' | 'new email' | 'new phone' | 'hash'>
  identities: Table<IdentityRow, 'user' | 'provider' | 'email'>
  sessions: Table<SessionRow, 'user'>
  refreshTokens: Table<RefreshTokenRow, 'session'>
  flowStates: Table<FlowStateRow, 'code' | 'user'>
  factors: Table<FactorRow, 'user'>
  challenges: Table<ChallengeRow, 'factor'>
  passkeys: Table<PasskeyRow, 'user' | 'credential'>
  webauthnChallenges: Table<WebauthnChallengeRow>
  ssoProviders: Table<SsoProviderRow, 'domain' | 'entity' | 'resource'>
  samlRelayStates: Table<SamlRelayStateRow>
  oauthClients: Table<OAuthClientRow>
  oauthAuthorizations: Table<OAuthAuthorizationRow, 'code' | 'user'>
  oauthConsents: Table<OAuthConsentRow, 'user'>
  customProviders: Table<CustomProviderRow, 'identifier'>
  auditLog: Table<AuditLogRow>
}

export type TableName = Exclude<keyof State, 'journal'>

/** Addresses and numbers that are to come are looked for within an audience. */
export const inAudience = (aud: string, value: string): string => `${aud}\n${value}`

export function createState(): State {
  const journal = createJournal()
  return {
    journal,
    users: createTable(journal, {
      audience: ({ aud }) => [aud],
      email: ({ email, is_sso_user }) => [!is_sso_user && email],
      phone: ({ phone }) => [phone],
      'new email': ({ aud, email_change }) => [email_change && inAudience(aud, email_change.toLowerCase())],
      'new phone': ({ aud, phone_change }) => [phone_change && inAudience(aud, phone_change)],
      hash: ({ confirmation, recovery, email_change_current, email_change_new }) => [
        confirmation?.hash,
        recovery?.hash,
        email_change_current?.hash,
        email_change_new?.hash,
      ],
    }),
    identities: createTable(journal, {
      user: ({ user_id }) => [user_id],
      provider: ({ provider, provider_id }) => [`${provider}\n${provider_id}`],
      email: ({ email }) => [email],
    }),
    sessions: createTable(journal, { user: ({ user_id }) => [user_id] }),
    refreshTokens: createTable(journal, { session: ({ session_id }) => [session_id] }),
    flowStates: createTable(journal, { code: ({ auth_code }) => [auth_code], user: ({ user_id }) => [user_id] }),
    factors: createTable(journal, { user: ({ user_id }) => [user_id] }),
    challenges: createTable(journal, { factor: ({ factor_id }) => [factor_id] }),
    passkeys: createTable(journal, { user: ({ user_id }) => [user_id], credential: ({ credential_id }) => [credential_id] }),
    webauthnChallenges: createTable(journal),
    ssoProviders: createTable(journal, {
      domain: ({ domains }) => domains.map((domain) => domain.toLowerCase()),
      entity: ({ entity_id }) => [entity_id],
      resource: ({ resource_id }) => [resource_id],
    }),
    samlRelayStates: createTable(journal),
    oauthClients: createTable(journal),
    oauthAuthorizations: createTable(journal, {
      code: ({ authorization_code }) => [authorization_code],
      user: ({ user_id }) => [user_id],
    }),
    oauthConsents: createTable(journal, { user: ({ user_id }) => [user_id] }),
    customProviders: createTable(journal, { identifier: ({ identifier }) => [identifier] }),
    auditLog: createTable(journal),
  }
}
