// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

export type ClientOptions = {
  baseUrl: 'http://localhost:9999' | 'https://{project}.supabase.co/auth/v1' | (string & {})
}

/**
 * What went wrong. Stable across versions of the server, while messages are not. Known to the server, but sent by none of
 * its operations today: `email_address_not_provided`, `webauthn_credential_exists`, `webauthn_credential_not_found`.
 *
 */
export type ErrorCode =
  | 'anonymous_provider_disabled'
  | 'bad_code_verifier'
  | 'bad_json'
  | 'bad_jwt'
  | 'bad_oauth_callback'
  | 'bad_oauth_state'
  | 'captcha_failed'
  | 'conflict'
  | 'current_password_invalid'
  | 'current_password_required'
  | 'custom_provider_not_found'
  | 'email_address_invalid'
  | 'email_address_not_authorized'
  | 'email_address_not_provided'
  | 'email_conflict_identity_not_deletable'
  | 'email_exists'
  | 'email_not_confirmed'
  | 'email_provider_disabled'
  | 'feature_disabled'
  | 'flow_state_already_used'
  | 'flow_state_expired'
  | 'flow_state_not_found'
  | 'hook_payload_invalid_content_type'
  | 'hook_payload_over_size_limit'
  | 'hook_timeout'
  | 'hook_timeout_after_retry'
  | 'identity_already_exists'
  | 'identity_not_found'
  | 'insufficient_aal'
  | 'invalid_credentials'
  | 'invite_not_found'
  | 'manual_linking_disabled'
  | 'mfa_challenge_expired'
  | 'mfa_factor_name_conflict'
  | 'mfa_factor_not_found'
  | 'mfa_ip_address_mismatch'
  | 'mfa_phone_enroll_not_enabled'
  | 'mfa_phone_verify_not_enabled'
  | 'mfa_totp_enroll_not_enabled'
  | 'mfa_totp_verify_not_enabled'
  | 'mfa_verification_failed'
  | 'mfa_verification_rejected'
  | 'mfa_verified_factor_exists'
  | 'mfa_webauthn_enroll_not_enabled'
  | 'mfa_webauthn_verify_not_enabled'
  | 'no_authorization'
  | 'not_admin'
  | 'oauth_authorization_not_found'
  | 'oauth_client_not_found'
  | 'oauth_client_state_expired'
  | 'oauth_client_state_not_found'
  | 'oauth_consent_not_found'
  | 'oauth_dynamic_client_registration_disabled'
  | 'oauth_invalid_state'
  | 'oauth_provider_not_supported'
  | 'otp_disabled'
  | 'otp_expired'
  | 'over_custom_provider_quota'
  | 'over_email_send_rate_limit'
  | 'over_request_rate_limit'
  | 'over_sms_send_rate_limit'
  | 'passkey_disabled'
  | 'phone_exists'
  | 'phone_not_confirmed'
  | 'phone_provider_disabled'
  | 'provider_disabled'
  | 'provider_email_needs_verification'
  | 'reauthentication_needed'
  | 'reauthentication_not_valid'
  | 'refresh_token_already_used'
  | 'refresh_token_not_found'
  | 'request_entity_too_large'
  | 'request_timeout'
  | 'same_password'
  | 'saml_assertion_no_email'
  | 'saml_assertion_no_user_id'
  | 'saml_entity_id_mismatch'
  | 'saml_idp_already_exists'
  | 'saml_idp_not_found'
  | 'saml_metadata_fetch_failed'
  | 'saml_provider_disabled'
  | 'saml_relay_state_expired'
  | 'saml_relay_state_not_found'
  | 'session_expired'
  | 'session_not_found'
  | 'signup_disabled'
  | 'single_identity_not_deletable'
  | 'sms_send_failed'
  | 'sso_domain_already_exists'
  | 'sso_provider_disabled'
  | 'sso_provider_not_found'
  | 'too_many_enrolled_mfa_factors'
  | 'too_many_passkeys'
  | 'unexpected_audience'
  | 'unexpected_failure'
  | 'unknown'
  | 'user_already_exists'
  | 'user_banned'
  | 'user_not_found'
  | 'user_sso_managed'
  | 'validation_failed'
  | 'weak_password'
  | 'web3_provider_disabled'
  | 'web3_unsupported_chain'
  | 'webauthn_challenge_expired'
  | 'webauthn_challenge_not_found'
  | 'webauthn_credential_exists'
  | 'webauthn_credential_not_found'
  | 'webauthn_verification_failed'
  | OpenString

/**
 * The error body without `X-Supabase-Api-Version`.
 */
export type ApiError = {
  /**
   * The HTTP status.
   */
  code: number
  error_code: ErrorCode
  /**
   * For people, in English. Don't compare it.
   */
  msg: string
  /**
   * The request id, with most failures of status 500 and above.
   */
  error_id?: string
  weak_password?: WeakPasswordReasons
}

/**
 * The error body with `X-Supabase-Api-Version: 2024-01-01` or later.
 */
export type ApiError20240101 = {
  code: ErrorCode
  /**
   * For people, in English. Don't compare it.
   */
  message: string
  weak_password?: WeakPasswordReasons
}

/**
 * Why a password was called weak, with the error code `weak_password` only.
 */
export type WeakPasswordReasons = {
  /**
   * `length` too short, `characters` a class of characters is missing, `pwned` known from a leak.
   */
  reasons?: Array<'length' | 'characters' | 'pwned' | OpenString>
}

/**
 * The database's own refusal, passed on without `X-Supabase-Api-Version`.
 */
export type PostgresError = {
  /**
   * The SQLSTATE: of class 23 (a constraint), `P0001` (an exception) or `PTnnn` (a status chosen by a trigger).
   */
  code: string
  message: string
  hint?: string
  detail?: string
}

/**
 * The error body of OAuth 2 (RFC 6749, section 5.2). GoTrue sends it with status 400 only.
 */
export type OAuthError = {
  /**
   * Some values have a blank, against the RFC.
   */
  error:
    | 'invalid_request'
    | 'invalid_client'
    | 'invalid_grant'
    | 'unsupported_grant_type'
    | 'access_denied'
    | 'server_error'
    | 'invalid request'
    | 'invalid nonce'
    | OpenString
  error_description?: string
}

export type ErrorBody = ApiError | ApiError20240101

export type ErrorBodyOrPostgresError = ApiError | ApiError20240101 | PostgresError

export type ErrorBodyOrOAuthError = ApiError | ApiError20240101 | OAuthError

export type SignUpBody = EmailSignUp | PhoneSignUp | AnonymousSignUp

export type ResendBody = SignUpMailAgain | EmailChangeMailAgain | PhoneConfirmationAgain | PhoneChangeMessageAgain

export type SendOtpBody = EmailOtp | PhoneOtp

export type GrantTokenBody =
  | EmailPasswordGrant
  | PhonePasswordGrant
  | RefreshTokenGrant
  | PkceGrant
  | IdTokenGrant
  | IssuerIdTokenGrant
  | SolanaGrant
  | EthereumGrant

export type VerifyOtpBody = EmailOtpVerification | PhoneOtpVerification | TokenHashVerification

export type EnrollFactorBody = TotpFactorEnrollment | PhoneFactorEnrollment | WebauthnFactorEnrollment

export type VerifyFactorBody = CodeFactorVerification | WebauthnFactorVerification

export type SignInWithSsoBody = SsoByDomain | SsoByProvider

export type RegisterOauthClientBody = ConfidentialOAuthClientRegistration | PublicOAuthClientRegistration

export type AdminCreateUserBody = NewEmailUser | NewPhoneUser

export type AdminGenerateLinkBody =
  | AdminSignUpLink
  | AdminInviteLink
  | AdminMagicLink
  | AdminRecoveryLink
  | AdminCurrentEmailChangeLink
  | AdminNewEmailChangeLink

export type AdminCreateSsoProviderBody = SamlProviderFromXml | SamlProviderFromUrl

export type AdminCreateOauthClientBody = ConfidentialOAuthClientRegistration | PublicOAuthClientRegistration

export type AdminCreateCustomProviderBody = NewCustomOAuthProvider | NewCustomOidcProvider

/**
 * An `EntityDescriptor` (SAML 2.0 metadata), as XML.
 */
export type SamlMetadata = string

/**
 * Needed where `GOTRUE_SECURITY_CAPTCHA_ENABLED` is on, unless the bearer token is an admin's.
 */
export type CaptchaToken = {
  /**
   * The answer of hCaptcha or Turnstile.
   */
  captcha_token?: string
}

/**
 * The PKCE code challenge (RFC 7636), 43 to 128 characters. Send it together with `code_challenge_method`.
 * Null and an empty string mean none.
 *
 */
export type CodeChallenge = string | null

/**
 * How the code challenge was made, in any case. Always use `s256`. Null means none.
 */
export type CodeChallengeMethod = string | null

/**
 * How a message to a phone is sent.
 */
export type MessageChannel = 'sms' | 'whatsapp'

/**
 * A user, as the user and administrators see it.
 */
export type User = {
  id: string
  /**
   * The audience that the user belongs to.
   */
  aud: string
  /**
   * The role in the user's access tokens. Empty in the answer that hides an existing user at sign-up.
   */
  role: string
  /**
   * The e-mail address; empty when there is none, never null.
   */
  email: string
  email_confirmed_at?: string
  invited_at?: string
  /**
   * The phone number without `+`; empty when there is none, never null.
   */
  phone: string
  phone_confirmed_at?: string
  confirmation_sent_at?: string
  /**
   * The earlier of `email_confirmed_at` and `phone_confirmed_at`. Made by the database, so absent until the row was read again.
   */
  confirmed_at?: string
  recovery_sent_at?: string
  /**
   * The address that waits for its confirmation.
   */
  new_email?: string
  email_change_sent_at?: string
  /**
   * The phone number that waits for its confirmation.
   */
  new_phone?: string
  phone_change_sent_at?: string
  reauthentication_sent_at?: string
  last_sign_in_at?: string
  app_metadata: AppMetadata
  user_metadata: UserMetadata
  /**
   * Absent when there are none, and in lists of users.
   */
  factors?: Array<Factor>
  /**
   * Null in lists of users, empty for anonymous users and in the answer that hides an existing user at sign-up.
   */
  identities: Array<Identity> | null
  created_at: string
  updated_at: string
  banned_until?: string
  /**
   * When the user was deleted softly.
   */
  deleted_at?: string
  is_anonymous: boolean
}

/**
 * What the server and administrators keep about the user. Empty for a fresh anonymous user.
 */
export type AppMetadata = {
  /**
   * The provider of the first sign-in.
   */
  provider?: string
  providers?: Array<string>
  [key: string]: unknown
}

/**
 * What the user keeps, and may change. Null only after a user was created with `password_hash`, without metadata and without `email_confirm`.
 */
export type UserMetadata = {
  [key: string]: unknown
} | null

/**
 * One way in which a user can sign in.
 */
export type Identity = {
  identity_id: string
  /**
   * The user's id at the provider, not a UUID in general. Equal to `user_id` for e-mail and phone.
   */
  id: string
  user_id: string
  /**
   * What the provider says of the user. Absent after a soft deletion.
   */
  identity_data?: {
    [key: string]: unknown
  }
  /**
   * The provider's name, `email`, `phone`, `web3`, `custom:…` or `sso:<uuid>`.
   */
  provider: string
  last_sign_in_at?: string
  created_at: string
  updated_at: string
  email?: string
}

/**
 * Tokens and their user.
 */
export type Session = {
  /**
   * A JWT, for the bearer header. Its `amr` says how the user signed in, the latest way first: `otp` after a code or link of
   * the implicit flow, and only after a PKCE exchange what a mail was for (`magiclink`, `recovery`, `email/signup`, …).
   *
   */
  access_token: string
  token_type: 'bearer'
  /**
   * Seconds from the answer until the access token expires.
   */
  expires_in: number
  /**
   * When the access token expires, in seconds since the Unix epoch, in the server's clock.
   */
  expires_at: number
  /**
   * Good for one refresh. Opaque.
   */
  refresh_token: string
  user: User
  /**
   * The provider's access token. Only in the answer to `grant_type=pkce`.
   */
  provider_token?: string
  /**
   * The provider's refresh token. Only in the answer to `grant_type=pkce`.
   */
  provider_refresh_token?: string
  weak_password?: WeakPasswordNotice
}

/**
 * With `grant_type=password` only: null for a good password, else why the password with which the user just signed
 * in would be refused at sign-up today.
 *
 */
export type WeakPasswordNotice = {
  message?: string
  reasons?: Array<'length' | 'characters' | 'pwned' | OpenString>
} | null

export type EmailSignUp = {
  email: string
  /**
   * At least `GOTRUE_PASSWORD_MIN_LENGTH` characters (default 6), at most 72 bytes.
   */
  password: string
  data?: UserMetadataInput
  code_challenge?: CodeChallenge
  code_challenge_method?: CodeChallengeMethod
  gotrue_meta_security?: CaptchaToken
}

export type PhoneSignUp = {
  /**
   * In E.164 format; blanks and `+` are dropped.
   */
  phone: string
  /**
   * At least `GOTRUE_PASSWORD_MIN_LENGTH` characters (default 6), at most 72 bytes.
   */
  password: string
  data?: UserMetadataInput
  channel?: MessageChannel
  gotrue_meta_security?: CaptchaToken
}

/**
 * Neither `email` nor `phone`.
 */
export type AnonymousSignUp = {
  data?: UserMetadataInput
  gotrue_meta_security?: CaptchaToken
}

/**
 * Becomes the user's `user_metadata`. Null means none.
 */
export type UserMetadataInput = {
  [key: string]: unknown
} | null

export type Health = {
  /**
   * The server's version, such as `v2.196.0`. Empty in builds that were not given one.
   */
  version: string
  name: 'GoTrue'
  description: string
}

/**
 * What the server has switched on, as far as everybody may know.
 */
export type Settings = {
  external: ProviderSwitches
  /**
   * Nobody can sign up, by any way; administrators can still invite and create users.
   */
  disable_signup: boolean
  /**
   * Users who sign up with an e-mail address are signed in at once, without confirming it.
   */
  mailer_autoconfirm: boolean
  /**
   * Users who sign up with a phone number are signed in at once, without confirming it.
   */
  phone_autoconfirm: boolean
  /**
   * Who sends text messages, such as `twilio` or `vonage`. Empty when nobody is configured.
   */
  sms_provider: string
  /**
   * Whether SAML 2.0 is switched on, and with it the `/sso` operations.
   */
  saml_enabled: boolean
  /**
   * Whether the next SAML key is announced, that is, a change of keys is under way.
   */
  saml_private_key_next_configured: boolean
  /**
   * Whether passkeys are switched on, and with it the `/passkeys` operations.
   */
  passkeys_enabled: boolean
}

/**
 * Which ways to sign in are switched on. `x`, `vercel_marketplace`, web3 and custom providers exist, but are not listed.
 *
 */
export type ProviderSwitches = {
  /**
   * Sign-up without e-mail and phone.
   */
  anonymous_users: boolean
  apple: boolean
  azure: boolean
  bitbucket: boolean
  discord: boolean
  /**
   * Everything that works by e-mail address, with or without password.
   */
  email: boolean
  facebook: boolean
  figma: boolean
  fly: boolean
  github: boolean
  gitlab: boolean
  google: boolean
  kakao: boolean
  keycloak: boolean
  linkedin: boolean
  linkedin_oidc: boolean
  notion: boolean
  /**
   * Everything that works by phone number, with or without password.
   */
  phone: boolean
  slack: boolean
  slack_oidc: boolean
  snapchat: boolean
  spotify: boolean
  twitch: boolean
  twitter: boolean
  workos: boolean
  zoom: boolean
}

/**
 * Public keys (RFC 7517).
 */
export type JsonWebKeySet = {
  /**
   * Empty where the server signs with `GOTRUE_JWT_SECRET` only; symmetric keys are never listed.
   */
  keys: Array<PublicJsonWebKey>
}

/**
 * A public key (RFC 7517). Members that the operator has put into the configured key are passed on.
 */
export type PublicJsonWebKey = {
  kty: 'EC' | 'OKP' | 'RSA' | OpenString
  /**
   * What the header of a token refers to.
   */
  kid?: string
  use: 'sig'
  key_ops: Array<'verify'>
  alg?: string
  /**
   * The curve, with `EC` and `OKP`.
   */
  crv?: string
  /**
   * With `EC` and `OKP`.
   */
  x?: string
  /**
   * With `EC`.
   */
  y?: string
  /**
   * The modulus, with `RSA`.
   */
  n?: string
  /**
   * The exponent, with `RSA`.
   */
  e?: string
  [key: string]: unknown
}

/**
 * What OpenID Connect Discovery 1.0 and RFC 8414 ask for. Addresses begin with the issuer; without `GOTRUE_JWT_ISSUER`
 * they are paths.
 *
 */
export type ServerMetadata = {
  /**
   * The `iss` of the tokens. Empty where none is configured.
   */
  issuer: string
  authorization_endpoint: string
  token_endpoint: string
  jwks_uri: string
  userinfo_endpoint: string
  /**
   * Only with dynamic registration (`GOTRUE_OAUTH_SERVER_ALLOW_DYNAMIC_REGISTRATION`).
   */
  registration_endpoint?: string
  scopes_supported: Array<'openid' | 'profile' | 'email' | 'phone' | 'offline_access' | OpenString>
  response_types_supported: Array<'code'>
  response_modes_supported: Array<'query'>
  grant_types_supported: Array<'authorization_code' | 'refresh_token' | OpenString>
  subject_types_supported: Array<'public'>
  /**
   * A fixed list, whatever the server signs with.
   */
  id_token_signing_alg_values_supported: Array<'RS256' | 'HS256' | 'ES256' | OpenString>
  token_endpoint_auth_methods_supported: Array<'client_secret_basic' | 'client_secret_post' | 'none' | OpenString>
  /**
   * A fixed list. `GET /oauth/userinfo` does not keep to it: it sends `phone` and `phone_verified`, not
   * `phone_number` and `phone_number_verified`.
   *
   */
  claims_supported: Array<string>
  code_challenge_methods_supported: Array<'S256' | 'plain' | OpenString>
}

/**
 * The name of a built-in provider, or the identifier of a custom one, which begins with `custom:`. The server reads it in
 * lower case. `email`, `phone`, `web3` and `sso:…` occur as providers of identities, but nobody can be sent to them.
 *
 */
export type ProviderName = BuiltInProvider | string

/**
 * The providers that the server knows without further setup than their credentials.
 */
export type BuiltInProvider =
  | 'apple'
  | 'azure'
  | 'bitbucket'
  | 'discord'
  | 'facebook'
  | 'figma'
  | 'fly'
  | 'github'
  | 'gitlab'
  | 'google'
  | 'kakao'
  | 'keycloak'
  | 'linkedin'
  | 'linkedin_oidc'
  | 'notion'
  | 'slack'
  | 'slack_oidc'
  | 'snapchat'
  | 'spotify'
  | 'twitch'
  | 'twitter'
  | 'vercel_marketplace'
  | 'workos'
  | 'x'
  | 'zoom'

/**
 * What the provider posts. Other fields are ignored.
 */
export type ProviderCallbackForm = {
  /**
   * The `state` of the way there, a UUID.
   */
  state?: string
  /**
   * The provider's authorization code.
   */
  code?: string
  /**
   * The user's name and address as JSON, which Apple sends with the first sign-in only.
   */
  user?: string
  /**
   * Why the provider refused, in place of `code`.
   */
  error?: string
  /**
   * The provider's own words on `error`.
   */
  error_description?: string
}

/**
 * Nothing. Always `{}`.
 */
export type EmptyObject = {
  [key: string]: never
}

/**
 * A message was sent, if there was one to send.
 */
export type SentMessage = {
  /**
   * `test-otp` for a phone number with a fixed code for tests, else absent. Never the id of the provider.
   */
  message_id?: string
}

/**
 * The first of the two confirmations of a secure e-mail change. There is no session yet.
 */
export type HalfConfirmation = {
  /**
   * For people, in English.
   */
  msg: string
  /**
   * A string, although it looks like a status.
   */
  code: '200'
}

export type AccountRecovery = {
  email: string
  code_challenge?: CodeChallenge
  code_challenge_method?: CodeChallengeMethod
  gotrue_meta_security?: CaptchaToken
}

/**
 * The mail that confirms a sign-up.
 */
export type SignUpMailAgain = {
  type: 'signup'
  email: string
  code_challenge?: CodeChallenge
  code_challenge_method?: CodeChallengeMethod
  gotrue_meta_security?: CaptchaToken
}

export type EmailChangeMailAgain = (
  | {
      email: string
    }
  | {
      phone: string
    }
) & {
  type: 'email_change'
  /**
   * The present address.
   */
  email?: string
  /**
   * In E.164 format; blanks and `+` are dropped.
   */
  phone?: string
  code_challenge?: CodeChallenge
  code_challenge_method?: CodeChallengeMethod
  gotrue_meta_security?: CaptchaToken
}

/**
 * The message that confirms a sign-up or signs in. Always a text message, never WhatsApp.
 */
export type PhoneConfirmationAgain = {
  type: 'sms'
  /**
   * In E.164 format; blanks and `+` are dropped.
   */
  phone: string
  gotrue_meta_security?: CaptchaToken
}

export type PhoneChangeMessageAgain = (
  | {
      phone: string
    }
  | {
      email: string
    }
) & {
  type: 'phone_change'
  /**
   * The present number, in E.164 format; blanks and `+` are dropped.
   */
  phone?: string
  email?: string
  gotrue_meta_security?: CaptchaToken
}

export type MagicLinkMail = {
  email: string
  data?: UserMetadataInput
  code_challenge?: CodeChallenge
  code_challenge_method?: CodeChallengeMethod
  gotrue_meta_security?: CaptchaToken
}

/**
 * A code and a link by mail. `channel` is refused here.
 */
export type EmailOtp = {
  email: string
  /**
   * Whether an unknown address is signed up.
   */
  create_user?: boolean
  data?: UserMetadataInput
  code_challenge?: CodeChallenge
  code_challenge_method?: CodeChallengeMethod
  gotrue_meta_security?: CaptchaToken
}

/**
 * A code by text or WhatsApp message. A code challenge has no effect here.
 */
export type PhoneOtp = {
  /**
   * In E.164 format; blanks and `+` are dropped.
   */
  phone: string
  channel?: MessageChannel
  /**
   * Whether an unknown number is signed up.
   */
  create_user?: boolean
  data?: UserMetadataInput
  gotrue_meta_security?: CaptchaToken
}

/**
 * For `grant_type=password`.
 */
export type EmailPasswordGrant = {
  /**
   * In any case.
   */
  email: string
  password: string
  gotrue_meta_security?: CaptchaToken
}

/**
 * For `grant_type=password`.
 */
export type PhonePasswordGrant = {
  /**
   * In E.164 format; blanks and `+` are dropped.
   */
  phone: string
  password: string
  gotrue_meta_security?: CaptchaToken
}

/**
 * For `grant_type=refresh_token`.
 */
export type RefreshTokenGrant = {
  /**
   * Opaque. 12 characters (first generation) or at least 51 (second generation).
   */
  refresh_token: string
}

/**
 * For `grant_type=pkce`.
 */
export type PkceGrant = {
  /**
   * The `code` of the redirect. Valid for `GOTRUE_EXTERNAL_FLOW_STATE_EXPIRY_DURATION` (default and least 300 s), counted
   * from the request that started the flow, so with most mails from when they were asked for; with magic links from the
   * redirect.
   *
   */
  auth_code: string
  /**
   * What the code challenge was made of (RFC 7636).
   */
  code_verifier: string
}

/**
 * For `grant_type=id_token`.
 */
export type IdTokenGrant = {
  provider: IdTokenProvider
  id_token: ProviderIdToken
  access_token?: ProviderAccessToken
  nonce?: RawNonce
  /**
   * Not used with a provider.
   */
  client_id?: string
  /**
   * Not needed. With `apple` and `azure` it must be the issuer of the token.
   */
  issuer?: string
  link_identity?: LinkIdentityFlag
}

/**
 * For `grant_type=id_token`, without the name of a provider. Discouraged by the server; the issuer must be one that
 * it knows, or be in `GOTRUE_EXTERNAL_ALLOWED_ID_TOKEN_ISSUERS` (default Apple and Google).
 *
 */
export type IssuerIdTokenGrant = {
  /**
   * Whom the token must be meant for, where the issuer is not that of a built-in provider.
   */
  client_id: string
  issuer: string
  id_token: ProviderIdToken
  access_token?: ProviderAccessToken
  nonce?: RawNonce
  link_identity?: LinkIdentityFlag
}

/**
 * A provider whose tokens the server can check, or the identifier of a custom OIDC provider (`custom:…`).
 */
export type IdTokenProvider =
  'apple' | 'azure' | 'facebook' | 'google' | 'kakao' | 'keycloak' | 'snapchat' | 'vercel_marketplace' | OpenString

/**
 * The OpenID Connect token, a JWT signed by the provider for one of the configured client ids.
 */
export type ProviderIdToken = string

/**
 * The provider's access token. Compared with the `at_hash` claim if both are there.
 */
export type ProviderAccessToken = string

/**
 * The nonce itself; the token's `nonce` claim must be its SHA-256 in hexadecimal. Needed if the token has the claim,
 * refused if not, except where the server skips the check (always for `facebook`).
 *
 */
export type RawNonce = string

/**
 * Add the identity to the user of the bearer instead of signing in.
 */
export type LinkIdentityFlag = boolean

/**
 * For `grant_type=web3`, with a Solana wallet.
 */
export type SolanaGrant = {
  chain: 'solana'
  /**
   * The signed text, in the form of Sign in with Solana. Its URI must be allowed as `redirect_to`, and
   * `Issued At` be within `GOTRUE_EXTERNAL_WEB3_SOLANA_MAXIMUM_VALIDITY_DURATION` (default 10 minutes).
   *
   */
  message: string
  /**
   * 64 bytes in base64 or base64url, with or without padding.
   */
  signature: string
  gotrue_meta_security?: CaptchaToken
}

/**
 * For `grant_type=web3`, with an Ethereum wallet.
 */
export type EthereumGrant = {
  chain: 'ethereum'
  /**
   * The signed text, in the form of Sign in with Ethereum (EIP-4361). Its URI must be allowed as `redirect_to`, and
   * `Issued At` be within `GOTRUE_EXTERNAL_WEB3_ETHEREUM_MAXIMUM_VALIDITY_DURATION` (default 10 minutes).
   * `Expiration Time` is looked at only where there is a `Not Before`, too.
   *
   */
  message: string
  /**
   * 65 bytes in hexadecimal, with or without `0x`.
   */
  signature: string
  gotrue_meta_security?: CaptchaToken
}

/**
 * What a mail was for. `email` stands for `signup` and `magiclink`, whichever fits.
 */
export type EmailVerificationType = 'signup' | 'invite' | 'recovery' | 'magiclink' | 'email_change' | 'email'

/**
 * A code from a mail.
 */
export type EmailOtpVerification = {
  type: EmailVerificationType
  /**
   * The address that the code was sent to; with `email_change` the new or the present one.
   */
  email: string
  /**
   * The code, 6 to 10 digits (`GOTRUE_MAILER_OTP_LENGTH`, default 6). Not a number.
   */
  token: string
  /**
   * Ignored.
   */
  redirect_to?: string
}

/**
 * A code from a text or WhatsApp message.
 */
export type PhoneOtpVerification = {
  /**
   * `sms` for a sign-up or sign-in, by WhatsApp too; `phone_change` for a new number.
   */
  type: 'sms' | 'phone_change'
  /**
   * The number that the code was sent to, in E.164 format; blanks and `+` are dropped.
   */
  phone: string
  /**
   * The code, 6 to 10 digits (`GOTRUE_SMS_OTP_LENGTH`, default 6). Not a number.
   */
  token: string
  /**
   * Ignored.
   */
  redirect_to?: string
}

/**
 * The hash from the link of a mail, and nothing else. `email`, `phone` and `redirect_to` are refused beside it.
 */
export type TokenHashVerification = {
  type: EmailVerificationType
  /**
   * The `token` of the link, `pkce_` included.
   */
  token_hash: string
}

/**
 * What to change. Everything is optional; `{}` changes nothing.
 */
export type UserChanges = {
  /**
   * The new address.
   */
  email?: string
  /**
   * The new number, in E.164 format; blanks and `+` are dropped.
   */
  phone?: string
  channel?: MessageChannel
  /**
   * The new password, at least `GOTRUE_PASSWORD_MIN_LENGTH` characters (default 6), at most 72 bytes.
   */
  password?: string
  /**
   * Needed with `password` where `GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_CURRENT_PASSWORD` is on, if the user has
   * a password and the session does not come from a recovery.
   *
   */
  current_password?: string
  /**
   * The code of `GET /reauthenticate`, if the server asked for it.
   */
  nonce?: string
  /**
   * Merged into `user_metadata`; a null inside removes its key.
   */
  data?: {
    [key: string]: unknown
  } | null
  /**
   * Merged into `app_metadata`; a null inside removes its key. Only for users whose role is `GOTRUE_JWT_ADMIN_GROUP_NAME`;
   * others are refused (403 `not_admin`).
   *
   */
  app_metadata?: {
    [key: string]: unknown
  }
  code_challenge?: CodeChallenge
  code_challenge_method?: CodeChallengeMethod
}

export type AuthorizationAddress = {
  /**
   * The provider's page, absolute. Its `state` is good for one flow.
   */
  url: string
}

/**
 * What the user proves with the factor.
 */
export type FactorType = 'totp' | 'phone' | 'webauthn' | OpenString

/**
 * Whether the factor was verified once. Unverified factors do not count.
 */
export type FactorStatus = 'unverified' | 'verified' | OpenString

/**
 * A second factor of a user.
 */
export type Factor = {
  id: string
  created_at: string
  updated_at: string
  status: FactorStatus
  /**
   * What the user calls it. Absent when it has no name.
   */
  friendly_name?: string
  factor_type: FactorType
  /**
   * The phone number without `+`; empty for other types, never null.
   */
  phone: string
  /**
   * When the last challenge was opened, null before the first one.
   */
  last_challenged_at: string | null
  /**
   * The model of the authenticator, all zeros when it does not tell. Verified WebAuthn factors only.
   */
  web_authn_aaguid?: string
  /**
   * The server's own record of the last WebAuthn verification. Do not rely on what is in it.
   */
  last_webauthn_challenge_data?: {
    [key: string]: unknown
  }
}

/**
 * In E.164 format; blanks and a `+` in front are dropped.
 */
export type PhoneNumber = string

export type TotpFactorEnrollment = {
  factor_type: 'totp'
  /**
   * Must differ from those of the user's other factors. None counts as the empty name.
   */
  friendly_name?: string
  /**
   * What authenticator apps show as the account's origin. Default is the host of the site URL.
   */
  issuer?: string
}

export type PhoneFactorEnrollment = {
  factor_type: 'phone'
  /**
   * Must differ from those of the user's other factors. None counts as the empty name.
   */
  friendly_name?: string
  phone: PhoneNumber
}

export type WebauthnFactorEnrollment = {
  factor_type: 'webauthn'
  /**
   * Must differ from those of the user's other factors. None counts as the empty name.
   */
  friendly_name?: string
}

export type EnrolledTotpFactor = {
  id: string
  type: 'totp'
  /**
   * Empty when it has no name.
   */
  friendly_name: string
  totp: TotpSecret
}

/**
 * What an authenticator app needs, in three forms. Shown at enrolment only.
 */
export type TotpSecret = {
  /**
   * The `uri` as a QR code, an SVG document (not a data URL) that begins with `<?xml version="1.0"?>`.
   * Some 300 kB.
   *
   */
  qr_code: string
  /**
   * The key in base32, for typing.
   */
  secret: string
  /**
   * An `otpauth` URI with the user's e-mail address as account (SHA-1, 6 digits, 30 seconds).
   */
  uri: string
}

export type EnrolledPhoneFactor = {
  id: string
  type: 'phone'
  /**
   * Empty when it has no name.
   */
  friendly_name: string
  /**
   * The phone number as it was sent, `+` included.
   */
  phone: string
}

export type EnrolledWebauthnFactor = {
  id: string
  type: 'webauthn'
  /**
   * Empty when it has no name.
   */
  friendly_name: string
}

export type UnenrolledFactor = {
  id: string
}

export type FactorChallengeOptions = {
  channel?: MessageChannel
}

/**
 * A challenge that is answered with a one-time code.
 */
export type OneTimeCodeChallenge = {
  /**
   * The `challenge_id` to verify with.
   */
  id: string
  type: 'totp' | 'phone' | OpenString
  /**
   * When the challenge expires, in seconds since the Unix epoch, in the server's clock.
   */
  expires_at: number
}

/**
 * A challenge that is answered with the browser's WebAuthn.
 */
export type WebauthnChallenge = {
  /**
   * The `challenge_id` to verify with.
   */
  id: string
  type: 'webauthn'
  /**
   * When the challenge expires, in seconds since the Unix epoch, in the server's clock.
   */
  expires_at: number
  webauthn: WebauthnCreationPrompt | WebauthnRequestPrompt
}

/**
 * For `navigator.credentials.create()`, while the factor is unverified.
 */
export type WebauthnCreationPrompt = {
  type: 'create'
  credential_options: {
    publicKey: WebauthnCreationOptions
  }
}

/**
 * For `navigator.credentials.get()`, once the factor is verified.
 */
export type WebauthnRequestPrompt = {
  type: 'request'
  credential_options: {
    publicKey: WebauthnRequestOptions
  }
}

/**
 * For TOTP and phone factors.
 */
export type CodeFactorVerification = {
  /**
   * The id of the challenge, or of any other of this factor that is still open.
   */
  challenge_id: string
  /**
   * The one-time code, 6 digits for TOTP.
   */
  code: string
}

/**
 * For WebAuthn factors.
 */
export type WebauthnFactorVerification = {
  /**
   * The id of the challenge.
   */
  challenge_id: string
  webauthn: WebauthnCreationProof | WebauthnRequestProof
}

/**
 * What `navigator.credentials.create()` gave.
 */
export type WebauthnCreationProof = {
  type: 'create'
  credential_response: Attestation
}

/**
 * What `navigator.credentials.get()` gave.
 */
export type WebauthnRequestProof = {
  type: 'request'
  credential_response: Assertion
}

/**
 * For `PublicKeyCredential.parseCreationOptionsFromJSON()`. Binary values are base64url without padding.
 */
export type WebauthnCreationOptions = {
  /**
   * The relying party, `GOTRUE_WEBAUTHN_RP_DISPLAY_NAME` and `GOTRUE_WEBAUTHN_RP_ID`.
   */
  rp: {
    name: string
    id: string
  }
  user: {
    /**
     * The e-mail address, else the phone number.
     */
    name: string
    /**
     * For passkeys the user's `name` in `user_metadata` if there is one, else as `name`.
     */
    displayName: string
    /**
     * The user's id, its text in base64url.
     */
    id: string
  }
  /**
   * 32 random bytes.
   */
  challenge: string
  /**
   * The algorithms that the server takes, best first.
   */
  pubKeyCredParams: Array<{
    type: 'public-key'
    /**
     * A COSE algorithm.
     */
    alg: number
  }>
  /**
   * Milliseconds.
   */
  timeout: number
  /**
   * The keys that the user has already. Absent when there are none.
   */
  excludeCredentials?: Array<WebauthnDescriptor>
  /**
   * Empty for factors.
   */
  authenticatorSelection: {
    residentKey?: 'required'
    userVerification?: 'preferred'
  }
  /**
   * Passkeys only.
   */
  attestation?: 'none'
}

/**
 * For `PublicKeyCredential.parseRequestOptionsFromJSON()`. Binary values are base64url without padding.
 */
export type WebauthnRequestOptions = {
  /**
   * 32 random bytes.
   */
  challenge: string
  /**
   * Milliseconds.
   */
  timeout: number
  rpId: string
  /**
   * What the user can answer with. Absent for passkeys.
   */
  allowCredentials?: Array<WebauthnDescriptor>
  /**
   * Passkeys only.
   */
  userVerification?: 'preferred'
}

/**
 * A key of the user.
 */
export type WebauthnDescriptor = {
  type: 'public-key'
  id: string
  transports?: Array<string>
}

/**
 * The result of `navigator.credentials.create()`, as its `toJSON()` gives it. Binary values are base64url.
 */
export type Attestation = {
  id: string
  rawId?: string
  type: 'public-key'
  /**
   * `platform` or `cross-platform`.
   */
  authenticatorAttachment?: string
  clientExtensionResults?: {
    [key: string]: unknown
  }
  response: {
    clientDataJSON: string
    attestationObject: string
    transports?: Array<string>
    authenticatorData?: string
    publicKey?: string
    publicKeyAlgorithm?: number
  }
}

/**
 * The result of `navigator.credentials.get()`, as its `toJSON()` gives it. Binary values are base64url.
 */
export type Assertion = {
  id: string
  rawId: string
  type: 'public-key'
  /**
   * `platform` or `cross-platform`.
   */
  authenticatorAttachment?: string
  clientExtensionResults?: {
    [key: string]: unknown
  }
  response: {
    clientDataJSON: string
    authenticatorData: string
    signature: string
    /**
     * The user's id, as in `user.id` of the creation options.
     */
    userHandle?: string | null
  }
}

/**
 * A passkey of a user.
 */
export type Passkey = {
  id: string
  /**
   * What the user calls it, at first its maker's name or `Passkey`.
   */
  friendly_name?: string
  created_at: string
  /**
   * When somebody last signed in with it. Absent before the first time.
   */
  last_used_at?: string
}

export type PasskeyName = {
  /**
   * The new name, at most 120 bytes in UTF-8.
   */
  friendly_name: string
}

export type PasskeySignInStart = {
  gotrue_meta_security?: CaptchaToken
}

export type PasskeyAuthenticationOptions = {
  challenge_id: string
  options: WebauthnRequestOptions
  /**
   * When the challenge expires, in seconds since the Unix epoch, in the server's clock.
   */
  expires_at: number
}

export type PasskeyRegistrationOptions = {
  challenge_id: string
  options: WebauthnCreationOptions
  /**
   * When the challenge expires, in seconds since the Unix epoch, in the server's clock.
   */
  expires_at: number
}

export type PasskeyAuthentication = {
  /**
   * As in the answer with the options.
   */
  challenge_id: string
  credential: PasskeyAssertion
}

/**
 * An assertion that names the user, as the browser's `toJSON()` gives it. Binary values are base64url.
 */
export type PasskeyAssertion = {
  id: string
  rawId: string
  type: 'public-key'
  /**
   * `platform` or `cross-platform`.
   */
  authenticatorAttachment?: string
  clientExtensionResults?: {
    [key: string]: unknown
  }
  response: {
    clientDataJSON: string
    authenticatorData: string
    signature: string
    /**
     * The user's id, as in `user.id` of the creation options.
     */
    userHandle: string
  }
}

export type PasskeyRegistration = {
  /**
   * As in the answer with the options.
   */
  challenge_id: string
  credential: Attestation
}

/**
 * The identity provider that a domain is assigned to.
 */
export type SsoByDomain = {
  /**
   * The part of the user's e-mail address after `@`, exactly as the administrator wrote it.
   */
  domain: string
  redirect_to?: SsoRedirectTo
  skip_http_redirect?: SkipHttpRedirect
  code_challenge?: CodeChallenge
  code_challenge_method?: CodeChallengeMethod
  gotrue_meta_security?: CaptchaToken
}

/**
 * A certain identity provider.
 */
export type SsoByProvider = {
  /**
   * The `id` of the identity provider.
   */
  provider_id: string
  redirect_to?: SsoRedirectTo
  skip_http_redirect?: SkipHttpRedirect
  code_challenge?: CodeChallenge
  code_challenge_method?: CodeChallengeMethod
  gotrue_meta_security?: CaptchaToken
}

/**
 * Where the flow leads in the end. Checked at its end: used if it is on the site's own origin, a loopback address or in
 * `GOTRUE_URI_ALLOW_LIST`, else the site URL takes its place.
 *
 */
export type SsoRedirectTo = string

/**
 * `true` asks for the address in a 200 instead of the redirect. Programs need it, as they cannot follow the latter.
 */
export type SkipHttpRedirect = boolean

export type SsoAddress = {
  /**
   * Where to send the browser. Good for one sign-in, within `GOTRUE_SAML_RELAY_STATE_VALIDITY_PERIOD` (default 2 minutes).
   */
  url: string
}

/**
 * What the identity provider posts.
 */
export type SamlAcsForm = {
  /**
   * After a sign-in that began at `POST /sso`: the `RelayState` of its address, a UUID. If the identity provider began:
   * empty, or where to lead the user in the end.
   *
   */
  RelayState?: string
  /**
   * The signed SAML response, in Base64.
   */
  SAMLResponse?: string
  /**
   * A SAML artifact in place of the response; only after a sign-in that began at `POST /sso`.
   */
  SAMLart?: string
}

/**
 * `confidential` clients have a secret, `public` ones (apps, single pages) cannot keep one. Never changes.
 */
export type OAuthClientType = 'confidential' | 'public' | OpenString

/**
 * How the client authenticates at `POST /oauth/token`: with HTTP Basic, with its secret in the body, or not at all
 * (public clients).
 *
 */
export type OAuthClientAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'none' | OpenString

export type OAuthGrantType = 'authorization_code' | 'refresh_token' | OpenString

/**
 * What a client gets to see of the user.
 */
export type OAuthScope = 'openid' | 'profile' | 'email' | 'phone' | 'offline_access' | OpenString

/**
 * An absolute URI without fragment. Custom schemes are allowed, `http` for `localhost`, `127.0.0.1` and `[::1]` only;
 * `javascript`, `data`, `file`, `vbscript`, `about` and `blob` are not. A comma breaks the URI in two: write `%2C`.
 *
 */
export type OAuthRedirectUri = string

export type OAuthClientDetails = {
  redirect_uris: Array<OAuthRedirectUri>
  /**
   * The default, for an empty list too, is both.
   */
  grant_types?: Array<OAuthGrantType>
  /**
   * For the consent page.
   */
  client_name?: string
  /**
   * The application's home page, a URL or an absolute path.
   */
  client_uri?: string
  /**
   * The application's logo, for the consent page. The scheme is not checked.
   */
  logo_uri?: string
}

/**
 * The default if neither the type nor the method is given.
 */
export type ConfidentialOAuthClientRegistration = OAuthClientDetails & {
  client_type?: 'confidential'
  /**
   * The only way in which the client can then authenticate at `POST /oauth/token`.
   */
  token_endpoint_auth_method?: 'client_secret_basic' | 'client_secret_post'
}

/**
 * Needs `client_type` or `token_endpoint_auth_method`; either is enough.
 */
export type PublicOAuthClientRegistration = OAuthClientDetails & {
  client_type?: 'public'
  token_endpoint_auth_method?: 'none'
}

/**
 * An application that users can sign in to with their GoTrue account.
 */
export type OAuthClient = {
  client_id: string
  client_type: OAuthClientType
  redirect_uris: Array<string>
  token_endpoint_auth_method: OAuthClientAuthMethod
  grant_types: Array<OAuthGrantType>
  response_types: Array<'code'>
  client_name?: string
  client_uri?: string
  logo_uri?: string
  /**
   * `dynamic` if the client registered itself, `manual` if an administrator did.
   */
  registration_type: 'dynamic' | 'manual' | OpenString
  created_at: string
  updated_at: string
}

/**
 * A client together with its new secret.
 */
export type ConfidentialOAuthClient = OAuthClient & {
  client_type?: 'confidential'
  /**
   * Shown this once. The server keeps a hash only.
   */
  client_secret: string
}

/**
 * A client that has no secret.
 */
export type PublicOAuthClient = OAuthClient & {
  client_type?: 'public'
}

export type OAuthTokenGrant = OAuthCodeGrant | OAuthRefreshGrant

/**
 * Who asks, unless HTTP Basic says so.
 */
export type OAuthBodyCredentials = {
  client_id?: string
  /**
   * Of a `client_secret_post` client.
   */
  client_secret?: string
}

export type OAuthCodeGrant = OAuthBodyCredentials & {
  grant_type: 'authorization_code'
  /**
   * The `code` of the redirect.
   */
  code: string
  /**
   * The PKCE code verifier (RFC 7636), of which `code_challenge` was made.
   */
  code_verifier: string
  /**
   * That of the authorization request. Compared if it is sent.
   */
  redirect_uri?: string
  /**
   * That of the authorization request (RFC 8707). Compared if it is sent; in forms it is not read.
   */
  resource?: string
}

export type OAuthRefreshGrant = OAuthBodyCredentials & {
  grant_type: 'refresh_token'
  refresh_token: string
}

/**
 * Tokens for an OAuth client. There is no `scope`, no `expires_at` and no user.
 */
export type OAuthTokens = {
  /**
   * A JWT, for the bearer header.
   */
  access_token: string
  token_type: 'bearer'
  /**
   * Seconds from the answer until the access token expires.
   */
  expires_in: number
  /**
   * Good for one refresh. Opaque. Also sent to clients that are not registered for that grant.
   */
  refresh_token: string
  /**
   * An OpenID Connect ID token for this client. Only at the exchange of a code, with the scope `openid`.
   */
  id_token?: string
}

/**
 * Claims about the user (OpenID Connect Core, section 5.3).
 */
export type Userinfo = {
  /**
   * The user's id.
   */
  sub: string
  /**
   * With the scope `email`.
   */
  email?: string
  /**
   * With the scope `email`. Absent, never false, while the address is not confirmed.
   */
  email_verified?: true
  /**
   * With the scope `profile`. `name` of the user's metadata, else the e-mail address.
   */
  name?: string
  /**
   * With the scope `profile`. `picture` of the user's metadata, else `avatar_url`.
   */
  picture?: string
  /**
   * With the scope `profile`. `preferred_username` of the user's metadata, else `username`.
   */
  preferred_username?: string
  /**
   * With the scope `profile`. When the user last changed, in seconds since the Unix epoch.
   */
  updated_at?: number
  /**
   * With the scope `profile`. All of the user's metadata.
   */
  user_metadata?: {
    [key: string]: unknown
  }
  /**
   * With the scope `phone`. Without `+`. Not `phone_number`, as the discovery document has it.
   */
  phone?: string
  /**
   * With the scope `phone`. Absent, never false, while the number is not confirmed.
   */
  phone_verified?: true
}

/**
 * Who asks, for the user to see.
 */
export type OAuthClientSummary = {
  id: string
  name?: string
  uri?: string
  /**
   * Chosen by the client. Check the scheme before you show it.
   */
  logo_uri?: string
}

/**
 * An authorization request that waits for the user's decision.
 */
export type OAuthAuthorization = {
  authorization_id: string
  /**
   * Where the browser goes after the decision.
   */
  redirect_uri: string
  client: OAuthClientSummary
  /**
   * Who is asked.
   */
  user: {
    id: string
    /**
     * Absent when there is none.
     */
    email?: string
  }
  /**
   * The scopes asked for, separated by blanks.
   */
  scope: string
}

export type OAuthRedirect = {
  /**
   * Send the browser there.
   */
  redirect_url: string
}

export type OAuthConsent = {
  action: 'approve' | 'deny'
}

/**
 * What the user has granted a client.
 */
export type OAuthGrant = {
  client: OAuthClientSummary
  scopes: Array<OAuthScope>
  granted_at: string
}

export type Invitation = {
  email: string
  /**
   * Becomes the user's `user_metadata`.
   */
  data?: {
    [key: string]: unknown
  } | null
}

export type UserList = {
  users: Array<User>
  /**
   * The audience that was listed.
   */
  aud: string
  pagination?: CursorPagination
}

/**
 * Only in cursor mode.
 */
export type CursorPagination = {
  /**
   * The `cursor` of the next page. Absent on the last one.
   */
  next_cursor?: string
  has_more: boolean
}

/**
 * What users with an e-mail address and users with a phone number have in common.
 */
export type NewUserDetails = {
  /**
   * The id that the user gets; not all zeros. Default is a random one.
   */
  id?: string
  /**
   * The audience that the user belongs to. Goes before `X-JWT-AUD`.
   */
  aud?: string
  /**
   * The role in the user's access tokens. Default is `GOTRUE_JWT_DEFAULT_GROUP_NAME`.
   */
  role?: string
  /**
   * At most 72 bytes.
   */
  password?: string
  /**
   * The hash of a password that is used elsewhere, by bcrypt (`$2…`), Argon2 (`$argon2…`) or Firebase's scrypt
   * (`$fbscrypt…`).
   *
   */
  password_hash?: string
  /**
   * Whether the e-mail address counts as confirmed.
   */
  email_confirm?: boolean
  /**
   * Whether the phone number counts as confirmed.
   */
  phone_confirm?: boolean
  /**
   * What the user can change.
   */
  user_metadata?: {
    [key: string]: unknown
  } | null
  /**
   * What only administrators can change. Merged with the server's `provider` and `providers`.
   */
  app_metadata?: {
    [key: string]: unknown
  } | null
  ban_duration?: BanDuration
}

export type NewEmailUser = NewUserDetails & {
  /**
   * Stored in lower case.
   */
  email: string
  phone?: PhoneNumber
}

/**
 * Without `email`.
 */
export type NewPhoneUser = NewUserDetails & {
  phone: PhoneNumber
}

/**
 * For how long the user is banned from now on: a Go duration such as `24h` or `1h30m` (units `ns`, `us`, `ms`, `s`, `m`, `h`),
 * or `none` for no ban.
 *
 */
export type BanDuration = string

export type AdminUserChanges = {
  /**
   * Stored in lower case.
   */
  email?: string
  phone?: PhoneNumber
  /**
   * At least `GOTRUE_PASSWORD_MIN_LENGTH` characters (default 6), at most 72 bytes.
   */
  password?: string
  /**
   * The role in the user's access tokens.
   */
  role?: string
  /**
   * Whether to confirm the e-mail address.
   */
  email_confirm?: boolean
  /**
   * Whether to confirm the phone number.
   */
  phone_confirm?: boolean
  /**
   * Merged with what is there; null removes a key.
   */
  user_metadata?: {
    [key: string]: unknown
  } | null
  /**
   * Merged with what is there; null removes a key.
   */
  app_metadata?: {
    [key: string]: unknown
  } | null
  ban_duration?: BanDuration
}

export type UserDeletion = {
  /**
   * Whether the row stays, without what tells who it was.
   */
  should_soft_delete?: boolean
}

export type AdminFactorChanges = {
  /**
   * Must differ from those of the user's other factors. Empty keeps the name.
   */
  friendly_name?: string
  phone?: PhoneNumber
}

/**
 * Where the link leads in the end, before the header and the query parameter of the same name. Ignored when the server
 * does not allow the address.
 *
 */
export type LinkRedirect = string

export type AdminSignUpLink = {
  type: 'signup'
  email: string
  /**
   * Needed for a new user, ignored for an unconfirmed one. As strong as at sign-up.
   */
  password?: string
  /**
   * Becomes a new user's `user_metadata`, and is merged with an unconfirmed one's.
   */
  data?: {
    [key: string]: unknown
  } | null
  redirect_to?: LinkRedirect
}

export type AdminInviteLink = {
  type: 'invite'
  email: string
  /**
   * Becomes a new user's `user_metadata`, else ignored.
   */
  data?: {
    [key: string]: unknown
  } | null
  redirect_to?: LinkRedirect
}

export type AdminMagicLink = {
  type: 'magiclink'
  email: string
  /**
   * Becomes a new user's `user_metadata`, else ignored.
   */
  data?: {
    [key: string]: unknown
  } | null
  redirect_to?: LinkRedirect
}

export type AdminRecoveryLink = {
  type: 'recovery'
  email: string
  redirect_to?: LinkRedirect
}

/**
 * For the address that the user has. Needs secure e-mail change (`GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED`).
 */
export type AdminCurrentEmailChangeLink = {
  type: 'email_change_current'
  /**
   * The address that the user has.
   */
  email: string
  /**
   * The address that the user shall have.
   */
  new_email: string
  redirect_to?: LinkRedirect
}

/**
 * For the address that the user shall have.
 */
export type AdminNewEmailChangeLink = {
  type: 'email_change_new'
  /**
   * The address that the user has.
   */
  email: string
  /**
   * The address that the user shall have.
   */
  new_email: string
  redirect_to?: LinkRedirect
}

/**
 * The user and the link, in one object.
 */
export type GeneratedLink = User & {
  /**
   * The link for the mail, to `GET /verify`. One-time.
   */
  action_link: string
  /**
   * The one-time code for `POST /verify`, together with the address.
   */
  email_otp: string
  /**
   * The `token_hash` for `POST /verify`. Of no use with `email_change_new`.
   */
  hashed_token: string
  /**
   * As requested, but `signup` where `magiclink` has created the user. To verify an `email_change_…` the type
   * is `email_change`.
   *
   */
  verification_type:
    'signup' | 'invite' | 'magiclink' | 'recovery' | 'email_change_current' | 'email_change_new' | OpenString
  /**
   * Where the link leads in the end.
   */
  redirect_to: string
}

export type AuditLogEntry = {
  id: string
  payload: AuditLogPayload
  created_at: string
  /**
   * Where the request came from. Empty with most actions.
   */
  ip_address: string
}

export type AuditLogPayload = {
  /**
   * What was done.
   */
  action:
    | 'login'
    | 'logout'
    | 'invite_accepted'
    | 'user_signedup'
    | 'user_invited'
    | 'user_deleted'
    | 'user_modified'
    | 'user_recovery_requested'
    | 'user_reauthenticate_requested'
    | 'user_confirmation_requested'
    | 'user_repeated_signup'
    | 'user_updated_password'
    | 'token_revoked'
    | 'token_refreshed'
    | 'factor_in_progress'
    | 'factor_unenrolled'
    | 'challenge_created'
    | 'verification_attempted'
    | 'factor_deleted'
    | 'factor_updated'
    | 'identity_linked'
    | 'identity_unlinked'
    | 'passkey_created'
    | 'passkey_updated'
    | 'passkey_deleted'
    | OpenString
  /**
   * The user who did it, all zeros for an admin token.
   */
  actor_id: string
  /**
   * The user's phone number, else the e-mail address; the token's role for an admin token.
   */
  actor_username: string
  /**
   * The `full_name` of the user's `user_metadata`, whatever its type. Absent when there is none.
   */
  actor_name?: unknown
  /**
   * Whether the user signs in with SSO.
   */
  actor_via_sso: boolean
  /**
   * What kind of action it was.
   */
  log_type: 'account' | 'team' | 'token' | 'user' | 'factor' | OpenString
  /**
   * More about it, differing by action.
   */
  traits?: {
    [key: string]: unknown
  }
}

/**
 * A SAML identity provider.
 */
export type SsoProvider = {
  id: string
  /**
   * The administrator's own name for the provider.
   */
  resource_id?: string
  /**
   * Whether nobody can sign in with it. Null, until it was set, is the same as false.
   */
  disabled: boolean | null
  saml: SamlConnection
  /**
   * The domains whose users `POST /sso` sends to this provider.
   */
  domains: Array<SsoDomain>
  created_at: string
  updated_at: string
}

export type SsoDomain = {
  domain: string
}

export type SamlConnection = {
  /**
   * Who the provider is, according to its metadata. Cannot be changed.
   */
  entity_id: string
  /**
   * The provider's metadata. Left out in lists.
   */
  metadata_xml?: string
  /**
   * Where the metadata comes from, if it was given. The server reads it again during sign-ins, when the metadata has
   * expired or is a day old.
   *
   */
  metadata_url?: string
  attribute_mapping: SamlAttributeMapping
  name_id_format?: SamlNameIdFormat
}

/**
 * The kind of name identifier that the provider is asked for. By default a persistent one.
 */
export type SamlNameIdFormat =
  | 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
  | 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
  | 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'
  | 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'
  | OpenString

/**
 * The kind of name identifier to ask the provider for. Empty is the same as left out.
 */
export type SamlNameIdFormatChoice =
  | ''
  | 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
  | 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
  | 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'
  | 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'

/**
 * Which attributes of the assertion become which claims.
 */
export type SamlAttributeMapping = {
  /**
   * By claim. `email`, `name` and the like are those of every user's `user_metadata`; any other goes to
   * `user_metadata.custom_claims`.
   *
   */
  keys?: {
    [key: string]: SamlAttribute
  }
}

/**
 * Where the value of a claim comes from.
 */
export type SamlAttribute = {
  /**
   * The name, or friendly name, of the attribute, in any case.
   */
  name?: string
  /**
   * Names to try in this order, after `name`.
   */
  names?: Array<string>
  /**
   * The value where the assertion has none; any JSON.
   */
  default?: unknown
  /**
   * Take all values of the attribute, as an array, instead of the first.
   */
  array?: boolean
}

export type SsoProviderList = {
  items: Array<SsoProvider>
}

/**
 * A new provider, by its metadata.
 */
export type SamlProviderFromXml = {
  type: 'saml'
  metadata_xml: SamlMetadataXml
  domains?: SsoDomainNames
  attribute_mapping?: SamlAttributeMapping
  name_id_format?: SamlNameIdFormatChoice
  resource_id?: SsoResourceId
  disabled?: SsoDisabledFlag
}

/**
 * A new provider, by the address of its metadata, which the server fetches at once.
 */
export type SamlProviderFromUrl = {
  type: 'saml'
  /**
   * An https address.
   */
  metadata_url: string
  domains?: SsoDomainNames
  attribute_mapping?: SamlAttributeMapping
  name_id_format?: SamlNameIdFormatChoice
  resource_id?: SsoResourceId
  disabled?: SsoDisabledFlag
}

/**
 * What to change; what is left out stays. Not both `metadata_xml` and `metadata_url`.
 */
export type SamlProviderUpdate = {
  /**
   * New metadata, of the same entity.
   */
  metadata_xml?: string
  /**
   * An https address, from which the server fetches new metadata of the same entity at once.
   */
  metadata_url?: string
  /**
   * All domains of the provider; those that are missing here are taken from it.
   */
  domains?: Array<string>
  attribute_mapping?: SamlAttributeMapping
  name_id_format?: SamlNameIdFormatChoice
  /**
   * Empty removes it.
   */
  resource_id?: string
  disabled?: SsoDisabledFlag
}

/**
 * SAML 2.0 metadata of exactly one identity provider.
 */
export type SamlMetadataXml = string

/**
 * The domains whose users `POST /sso` sends to this provider. Each can belong to one provider only; not checked otherwise.
 */
export type SsoDomainNames = Array<string>

/**
 * The administrator's own name for the provider, unique whatever its case.
 */
export type SsoResourceId = string

/**
 * Whether nobody can sign in with the provider. Null is the same as left out.
 */
export type SsoDisabledFlag = boolean | null

export type OAuthClientList = {
  /**
   * The latest first. Absent when there are none.
   */
  clients?: Array<OAuthClient>
}

/**
 * At least one of the fields. What is left out stays.
 */
export type OAuthClientChanges = {
  /**
   * Replaces all of them.
   */
  redirect_uris?: Array<OAuthRedirectUri>
  /**
   * Replaces all of them.
   */
  grant_types?: Array<OAuthGrantType>
  /**
   * For the consent page. An empty one is removed.
   */
  client_name?: string
  /**
   * The application's home page, a URL or an absolute path. An empty one is removed.
   */
  client_uri?: string
  /**
   * The application's logo, for the consent page. An empty one is removed. The scheme is not checked.
   */
  logo_uri?: string
  token_endpoint_auth_method?: OAuthClientAuthMethod
}

/**
 * `oidc` for OpenID Connect with a discovery document, `oauth2` for OAuth 2 with a userinfo endpoint.
 */
export type CustomProviderType = 'oauth2' | 'oidc' | OpenString

/**
 * An `https` URL. Its host must resolve, to public addresses only.
 */
export type CustomProviderUrl = string

/**
 * An `https` URL, whose host must resolve, to public addresses only. An empty one changes nothing.
 */
export type CustomProviderUrlChange = string

/**
 * Claims to set before the user is read from them: the key is the claim to set. A text names the claim to copy,
 * if the provider sent it; any other value is taken as it is.
 *
 */
export type AttributeMapping = {
  [key: string]: unknown
}

/**
 * More query parameters for the provider's authorization endpoint, except those that the server sets itself.
 */
export type AuthorizationParams = {
  [key: string]: string
}

/**
 * What may be set at creation, and changed later.
 */
export type CustomProviderSettings = {
  /**
   * More audiences that ID tokens of this provider may have, e.g. those of mobile apps.
   */
  acceptable_client_ids?: Array<string>
  /**
   * The scopes to ask for. With `oidc`, `openid` is added if it is missing.
   */
  scopes?: Array<string>
  /**
   * Whether to use PKCE with the provider. `true` unless told otherwise at creation.
   */
  pkce_enabled?: boolean
  attribute_mapping?: AttributeMapping
  /**
   * Claims of the provider to copy into `custom_claims` of the user's metadata.
   */
  custom_claims_allowlist?: Array<string>
  authorization_params?: AuthorizationParams
  /**
   * Whether users can sign in with it. `true` unless told otherwise at creation.
   */
  enabled?: boolean
  /**
   * Whether users without an e-mail address are let in. `false` unless told otherwise at creation.
   */
  email_optional?: boolean
}

export type NewCustomProvider = CustomProviderSettings & {
  /**
   * The name for `provider` in `GET /authorize` and elsewhere, at most 50 characters. Never changes.
   * A character that is not allowed is a 500.
   *
   */
  identifier: string
  /**
   * For people. A longer one is a 500.
   */
  name: string
  /**
   * This server's client id at the provider. A longer one is a 500.
   */
  client_id: string
  /**
   * Never returned. Stored encrypted where `GOTRUE_SECURITY_DB_ENCRYPTION_ENCRYPT` is on.
   */
  client_secret: string
}

/**
 * An OAuth 2 provider, whose users are read from a userinfo endpoint.
 */
export type NewCustomOAuthProvider = NewCustomProvider & {
  provider_type: 'oauth2'
  authorization_url: CustomProviderUrl
  token_url: CustomProviderUrl
  userinfo_url: CustomProviderUrl
  jwks_uri?: CustomProviderUrl
}

/**
 * An OpenID Connect provider. Its discovery document is fetched and checked at once.
 */
export type NewCustomOidcProvider = NewCustomProvider & {
  provider_type: 'oidc'
  issuer: CustomProviderUrl
  discovery_url?: CustomProviderUrl
  /**
   * Whether ID tokens without the right nonce are accepted.
   */
  skip_nonce_check?: boolean
}

/**
 * What is left out stays, and so does what an empty text is sent for. Fields of the other type are ignored, as are
 * `provider_type` and `identifier`.
 *
 */
export type CustomProviderChanges = CustomProviderSettings & {
  name?: string
  client_id?: string
  client_secret?: string
  authorization_url?: CustomProviderUrlChange
  token_url?: CustomProviderUrlChange
  userinfo_url?: CustomProviderUrlChange
  jwks_uri?: CustomProviderUrlChange
  issuer?: CustomProviderUrlChange
  discovery_url?: CustomProviderUrlChange
  skip_nonce_check?: boolean
}

/**
 * A provider that administrators have added. The client secret is never returned.
 */
export type CustomProvider = {
  id: string
  provider_type: CustomProviderType
  /**
   * The name for `provider` in `GET /authorize` and elsewhere.
   */
  identifier: string
  name: string
  /**
   * This server's client id at the provider.
   */
  client_id: string
  /**
   * More audiences that ID tokens of this provider may have.
   */
  acceptable_client_ids: Array<string>
  /**
   * The scopes to ask for.
   */
  scopes: Array<string>
  pkce_enabled: boolean
  /**
   * Claims to set, and what to.
   */
  attribute_mapping: {
    [key: string]: unknown
  }
  /**
   * Claims of the provider to copy into `custom_claims` of the user's metadata.
   */
  custom_claims_allowlist: Array<string>
  /**
   * More query parameters for the provider's authorization endpoint.
   */
  authorization_params: {
    [key: string]: string
  }
  /**
   * Whether users can sign in with it.
   */
  enabled: boolean
  /**
   * Whether users without an e-mail address are let in.
   */
  email_optional: boolean
  /**
   * Of `oidc` providers.
   */
  issuer?: string
  /**
   * Of `oidc` providers, if it is not below the issuer.
   */
  discovery_url?: string
  /**
   * Always false with `oauth2`.
   */
  skip_nonce_check: boolean
  discovery_document?: CustomProviderDiscovery
  /**
   * Of `oauth2` providers, like the next three.
   */
  authorization_url?: string
  token_url?: string
  userinfo_url?: string
  jwks_uri?: string
  created_at: string
  updated_at: string
}

/**
 * What the server keeps of the discovery document of an `oidc` provider.
 */
export type CustomProviderDiscovery = {
  issuer: string
  authorization_endpoint: string
  token_endpoint: string
  userinfo_endpoint?: string
  jwks_uri: string
  scopes_supported?: Array<string>
  response_types_supported?: Array<string>
  grant_types_supported?: Array<string>
  subject_types_supported?: Array<string>
}

export type CustomProviderList = {
  providers: Array<CustomProvider>
}

/**
 * The error body below `/scim/v2` (RFC 7644, section 3.12). Not affected by `X-Supabase-Api-Version`.
 */
export type ScimError = {
  schemas: Array<'urn:ietf:params:scim:api:messages:2.0:Error'>
  /**
   * The kind of error, in the words of RFC 7644. No answer has it so far.
   */
  scimType?: string
  /**
   * For people, in English.
   */
  detail?: string
  /**
   * The HTTP status, as a string.
   */
  status: string
}

/**
 * A list of resources (RFC 7644, section 3.4.2).
 */
export type ScimList = {
  schemas: Array<'urn:ietf:params:scim:api:messages:2.0:ListResponse'>
  totalResults: number
  /**
   * The place of the first resource, from 1.
   */
  startIndex: number
  itemsPerPage: number
  /**
   * Empty so far.
   */
  Resources: Array<{
    [key: string]: unknown
  }>
}

/**
 * What the server can do (RFC 7643, section 5).
 */
export type ScimServiceProviderConfig = {
  schemas: Array<'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'>
  patch: ScimFeature
  bulk: ScimBulkFeature
  filter: ScimFilterFeature
  changePassword: ScimFeature
  sort: ScimFeature
  etag: ScimFeature
  authenticationSchemes: Array<ScimAuthenticationScheme>
  meta: ScimMeta
}

export type ScimFeature = {
  supported: boolean
}

export type ScimBulkFeature = {
  supported: boolean
  maxOperations: number
  /**
   * In bytes.
   */
  maxPayloadSize: number
}

export type ScimFilterFeature = {
  supported: boolean
  maxResults: number
}

export type ScimAuthenticationScheme = {
  type: 'oauthbearertoken'
  name: string
  description: string
  specUri?: string
  primary: boolean
}

export type ScimMeta = {
  resourceType: 'ServiceProviderConfig'
  /**
   * The address of the resource, made from `API_EXTERNAL_URL`.
   */
  location?: string
}

/**
 * Any other string that a newer server may send.
 */
export type OpenString = string & {}

/**
 * Where a redirecting operation leads.
 */
export type Redirect = {
  /**
   * The `Location` header, as sent. Errors of the flow stand in its query and fragment.
   */
  location: string
}

/**
 * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
 * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
 * and refusals of the database are passed on as `PostgresError`.
 *
 */
export type X_Supabase_Api_Version = string

/**
 * Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
 * `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
 * A request header of the same name takes precedence.
 *
 */
export type redirect_to = string

/**
 * The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
 */
export type X_JWT_AUD = string

/**
 * The user's id. Anything but a UUID is 404 `validation_failed`.
 */
export type user_id = string

/**
 * The factor's id. Anything but a UUID is 404 `validation_failed`.
 */
export type factor_id = string

/**
 * The passkey's id. Anything but a UUID is 404 `validation_failed`.
 */
export type passkey_id = string

/**
 * The page, from 1. `0` is read as 1.
 */
export type page = number

/**
 * Entries on a page, without an upper limit. `0` is a 500.
 */
export type per_page = number

/**
 * Who the user signs in with, in any case. Unknown, switched off or not set up is 400 `validation_failed`.
 * `GET /settings` tells which of the built-in ones are on, save `x` and `vercel_marketplace`.
 *
 */
export type provider = ProviderName

/**
 * What to ask the provider for. For a built-in provider: separated by commas, and added to its default scopes; not
 * used by `apple`, `bitbucket`, `notion`, `twitter`, `workos` and `zoom`. For a custom provider: separated by blanks,
 * in place of its stored scopes.
 *
 */
export type scopes = string

/**
 * Selects the PKCE flow between the application and GoTrue (RFC 7636), whose result is a code for
 * `POST /token?grant_type=pkce`. Without it the flow is implicit: the tokens come in the fragment.
 *
 */
export type code_challenge = CodeChallenge

/**
 * Needed with `code_challenge`, and refused without.
 */
export type code_challenge_method = CodeChallengeMethod

/**
 * Passed on to the provider, which repeats it in its id_token. GoTrue itself does not check it.
 */
export type nonce = string

/**
 * Passed on as `provider`, for `workos`.
 */
export type workos_provider = string

/**
 * The confirmation token (hash) of an invited user: the sign-in accepts the invitation, if the provider knows the
 * invited address. Unknown is 404 `user_not_found`. Passed on to the provider as well.
 *
 */
export type invite_token = string

/**
 * Passed on. Whether the provider asks again, e.g. `none`, `login`, `consent` or `select_account`.
 */
export type prompt = string

/**
 * Passed on. With `offline` Google issues a refresh token.
 */
export type access_type = string

/**
 * Passed on. The account that the provider should suggest.
 */
export type login_hint = string

/**
 * Passed on. The domain of the organisation whose accounts Google should offer.
 */
export type hd = string

/**
 * Passed on. The organisation, for `workos`.
 */
export type organization = string

/**
 * Passed on. The connection, for `workos`.
 */
export type connection = string

/**
 * Whatever else the provider understands: every other key is passed on to it, with its first value. Never passed on, in
 * whatever case: `client_id`, `client_secret`, `redirect_uri`, `response_type`, `state`, `code_challenge`,
 * `code_challenge_method`, `code_verifier`.
 *
 */
export type provider_params = {
  [key: string]: string
}

/**
 * The `identity_id` of the identity, not its `id`. Anything but a UUID is 404 `validation_failed`.
 */
export type identity_id = string

/**
 * The `authorization_id` with which `GET /oauth/authorize` redirected, 32 characters.
 */
export type authorization_id = string

/**
 * The provider's `id`, or `resource_` followed by its `resource_id`. Anything else is 404 `sso_provider_not_found`.
 * Characters that a path segment may hold, `: @ $ & + , ; =`, must stay literal: the server does not decode them.
 *
 */
export type idp_id = string

/**
 * The client's id. Anything but a UUID is 400 `validation_failed`.
 */
export type client_id = string

/**
 * The identifier, which begins with `custom:`. The colon must stay literal: the server does not decode it, so
 * `custom%3Aacme` is 400 `validation_failed`.
 *
 */
export type identifier = string

/**
 * Not supported; that it is there at all is a 403.
 */
export type scim_filter = string

export type GetHealthData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/health'
}

export type GetHealthErrors = {
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
}

export type GetHealthError = GetHealthErrors[keyof GetHealthErrors]

export type GetHealthResponses = {
  /**
   * The server runs.
   */
  200: Health
}

export type GetHealthResponse = GetHealthResponses[keyof GetHealthResponses]

export type GetSettingsData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/settings'
}

export type GetSettingsErrors = {
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
}

export type GetSettingsError = GetSettingsErrors[keyof GetSettingsErrors]

export type GetSettingsResponses = {
  /**
   * The settings. All keys are always there.
   */
  200: Settings
}

export type GetSettingsResponse = GetSettingsResponses[keyof GetSettingsResponses]

export type GetJwksData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/.well-known/jwks.json'
}

export type GetJwksErrors = {
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
}

export type GetJwksError = GetJwksErrors[keyof GetJwksErrors]

export type GetJwksResponses = {
  /**
   * The keys.
   */
  200: JsonWebKeySet
}

export type GetJwksResponse = GetJwksResponses[keyof GetJwksResponses]

export type GetOpenidConfigurationData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/.well-known/openid-configuration'
}

export type GetOpenidConfigurationErrors = {
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
}

export type GetOpenidConfigurationError = GetOpenidConfigurationErrors[keyof GetOpenidConfigurationErrors]

export type GetOpenidConfigurationResponses = {
  /**
   * The metadata.
   */
  200: ServerMetadata
}

export type GetOpenidConfigurationResponse = GetOpenidConfigurationResponses[keyof GetOpenidConfigurationResponses]

export type GetOauthAuthorizationServerData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/.well-known/oauth-authorization-server'
}

export type GetOauthAuthorizationServerErrors = {
  /**
   * The OAuth server is switched off.
   */
  404: ErrorBody & {
    error_code?: 'feature_disabled'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
}

export type GetOauthAuthorizationServerError = GetOauthAuthorizationServerErrors[keyof GetOauthAuthorizationServerErrors]

export type GetOauthAuthorizationServerResponses = {
  /**
   * The metadata.
   */
  200: ServerMetadata
}

export type GetOauthAuthorizationServerResponse =
  GetOauthAuthorizationServerResponses[keyof GetOauthAuthorizationServerResponses]

export type AuthorizeData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query: {
    /**
     * Who the user signs in with, in any case. Unknown, switched off or not set up is 400 `validation_failed`.
     * `GET /settings` tells which of the built-in ones are on, save `x` and `vercel_marketplace`.
     *
     */
    provider: ProviderName
    /**
     * What to ask the provider for. For a built-in provider: separated by commas, and added to its default scopes; not
     * used by `apple`, `bitbucket`, `notion`, `twitter`, `workos` and `zoom`. For a custom provider: separated by blanks,
     * in place of its stored scopes.
     *
     */
    scopes?: string
    /**
     * Where the flow leads in the end. Used if it is on the site's own origin, a loopback address or in
     * `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
     * `GOTRUE_EXTERNAL_REDIRECTURL` overrides it. A request header of the same name takes precedence. Passed on to the
     * provider as well.
     *
     */
    redirect_to?: string
    /**
     * Selects the PKCE flow between the application and GoTrue (RFC 7636), whose result is a code for
     * `POST /token?grant_type=pkce`. Without it the flow is implicit: the tokens come in the fragment.
     *
     */
    code_challenge?: CodeChallenge
    /**
     * Needed with `code_challenge`, and refused without.
     */
    code_challenge_method?: CodeChallengeMethod
    /**
     * Passed on to the provider, which repeats it in its id_token. GoTrue itself does not check it.
     */
    nonce?: string
    /**
     * Passed on as `provider`, for `workos`.
     */
    workos_provider?: string
    /**
     * The confirmation token (hash) of an invited user: the sign-in accepts the invitation, if the provider knows the
     * invited address. Unknown is 404 `user_not_found`. Passed on to the provider as well.
     *
     */
    invite_token?: string
    /**
     * Passed on. Whether the provider asks again, e.g. `none`, `login`, `consent` or `select_account`.
     */
    prompt?: string
    /**
     * Passed on. With `offline` Google issues a refresh token.
     */
    access_type?: string
    /**
     * Passed on. The account that the provider should suggest.
     */
    login_hint?: string
    /**
     * Passed on. The domain of the organisation whose accounts Google should offer.
     */
    hd?: string
    /**
     * Passed on. The organisation, for `workos`.
     */
    organization?: string
    /**
     * Passed on. The connection, for `workos`.
     */
    connection?: string
    /**
     * Whatever else the provider understands: every other key is passed on to it, with its first value. Never passed on, in
     * whatever case: `client_id`, `client_secret`, `redirect_uri`, `response_type`, `state`, `code_challenge`,
     * `code_challenge_method`, `code_verifier`.
     *
     */
    provider_params?: {
      [key: string]: string
    }
    /**
     * Without effect here, save that it is passed on to the provider; the answer is always the redirect. Older clients
     * send it. It works on `GET /user/identities/authorize` and `POST /sso`.
     *
     */
    skip_http_redirect?: boolean
  }
  url: '/authorize'
}

export type AuthorizeErrors = {
  /**
   * The provider or the code challenge is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed'
  }
  /**
   * Nobody has this `invite_token`.
   */
  404: ErrorBody & {
    error_code?: 'user_not_found'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AuthorizeError = AuthorizeErrors[keyof AuthorizeErrors]

export type AuthorizeResponses = {
  /**
   * To the provider, with `state` and the provider's own keys in the query.
   */
  '2XX': Redirect
}

export type AuthorizeResponse = AuthorizeResponses[keyof AuthorizeResponses]

export type CallbackData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: {
    /**
     * The `state` of the way there, a UUID. Without it the answer is a failure (303 `bad_oauth_callback`).
     */
    state?: string
    /**
     * The provider's authorization code.
     */
    code?: string
    /**
     * Why the provider refused, in place of `code`.
     */
    error?: string
    /**
     * The provider's own words on `error`.
     */
    error_description?: string
    /**
     * The request token, from Twitter (OAuth 1.0a) only.
     */
    oauth_token?: string
    /**
     * The verifier, from Twitter (OAuth 1.0a) only.
     */
    oauth_verifier?: string
  }
  url: '/callback'
}

export type CallbackErrors = {
  /**
   * The user who wanted to link the identity was deleted meanwhile, or the server failed.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type CallbackError = CallbackErrors[keyof CallbackErrors]

export type CallbackResponses = {
  /**
   * To the application. After an implicit flow the fragment has `access_token`, `refresh_token`, `expires_in`,
   * `expires_at`, `token_type`, `provider_token`, `provider_refresh_token` (if there is one) and an empty `sb`; after
   * a PKCE flow the query has `code`. After a failure the query has `error`, `error_code` and `error_description`,
   * the fragment has the same and an empty `sb`; read the query, as the fragment's description is encoded twice.
   * Only an implicit flow issues tokens here, and sends their headers.
   *
   */
  '2XX': Redirect
}

export type CallbackResponse = CallbackResponses[keyof CallbackResponses]

export type CallbackFormPostData = {
  body?: ProviderCallbackForm
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/callback'
}

export type CallbackFormPostErrors = {
  /**
   * The user who wanted to link the identity was deleted meanwhile, or the server failed.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type CallbackFormPostError = CallbackFormPostErrors[keyof CallbackFormPostErrors]

export type CallbackFormPostResponses = {
  /**
   * To the application, as of `GET /callback`, with its `error_code`s. Without a body.
   */
  '2XX': Redirect
}

export type CallbackFormPostResponse = CallbackFormPostResponses[keyof CallbackFormPostResponses]

export type SignUpData = {
  body: SignUpBody
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
    /**
     * The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
     */
    'X-JWT-AUD'?: string
  }
  path?: never
  query?: {
    /**
     * Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
     * `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
     * A request header of the same name takes precedence.
     *
     */
    redirect_to?: string
  }
  url: '/signup'
}

export type SignUpErrors = {
  /**
   * The request is not valid, or this way of signing up is switched off.
   */
  400: ErrorBodyOrPostgresError & {
    error_code?:
      | 'validation_failed'
      | 'bad_json'
      | 'email_provider_disabled'
      | 'phone_provider_disabled'
      | 'captcha_failed'
      | 'email_address_invalid'
      | 'email_address_not_authorized'
      | 'hook_payload_invalid_content_type'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * Not accepted.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?:
      | 'weak_password'
      | 'user_already_exists'
      | 'signup_disabled'
      | 'anonymous_provider_disabled'
      | 'sms_send_failed'
      | 'hook_timeout'
      | 'hook_timeout_after_retry'
      | 'hook_payload_over_size_limit'
  }
  /**
   * Too many requests or messages.
   */
  429: ErrorBody & {
    error_code?: 'over_request_rate_limit' | 'over_email_send_rate_limit' | 'over_sms_send_rate_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type SignUpError = SignUpErrors[keyof SignUpErrors]

export type SignUpResponses = {
  /**
   * A session, or the user who has to confirm the address first.
   */
  200: Session | User
}

export type SignUpResponse = SignUpResponses[keyof SignUpResponses]

export type RecoverData = {
  body: AccountRecovery
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
    /**
     * The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
     */
    'X-JWT-AUD'?: string
  }
  path?: never
  query?: {
    /**
     * Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
     * `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
     * A request header of the same name takes precedence.
     *
     */
    redirect_to?: string
  }
  url: '/recover'
}

export type RecoverErrors = {
  /**
   * The request is not valid, or e-mail sign-in is switched off.
   */
  400: ErrorBodyOrPostgresError & {
    error_code?:
      | 'validation_failed'
      | 'bad_json'
      | 'email_provider_disabled'
      | 'captcha_failed'
      | 'email_address_invalid'
      | 'email_address_not_authorized'
      | 'hook_payload_invalid_content_type'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * A hook did not answer as it should.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?: 'hook_timeout' | 'hook_timeout_after_retry' | 'hook_payload_over_size_limit'
  }
  /**
   * Too many requests or mails.
   */
  429: ErrorBody & {
    error_code?: 'over_request_rate_limit' | 'over_email_send_rate_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type RecoverError = RecoverErrors[keyof RecoverErrors]

export type RecoverResponses = {
  /**
   * The mail was sent, or nobody has the address.
   */
  200: EmptyObject
}

export type RecoverResponse = RecoverResponses[keyof RecoverResponses]

export type ResendData = {
  body: ResendBody
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
    /**
     * The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
     */
    'X-JWT-AUD'?: string
  }
  path?: never
  query?: {
    /**
     * Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
     * `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
     * A request header of the same name takes precedence.
     *
     */
    redirect_to?: string
  }
  url: '/resend'
}

export type ResendErrors = {
  /**
   * The request is not valid, or this way of signing in is switched off.
   */
  400: ErrorBodyOrPostgresError & {
    error_code?:
      | 'validation_failed'
      | 'bad_json'
      | 'email_provider_disabled'
      | 'phone_provider_disabled'
      | 'captcha_failed'
      | 'email_address_invalid'
      | 'email_address_not_authorized'
      | 'hook_payload_invalid_content_type'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * The message could not be sent.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?: 'sms_send_failed' | 'hook_timeout' | 'hook_timeout_after_retry' | 'hook_payload_over_size_limit'
  }
  /**
   * Too many requests or messages.
   */
  429: ErrorBody & {
    error_code?: 'over_request_rate_limit' | 'over_email_send_rate_limit' | 'over_sms_send_rate_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type ResendError = ResendErrors[keyof ResendErrors]

export type ResendResponses = {
  /**
   * The message was sent, or there was nothing to send.
   */
  200: SentMessage
}

export type ResendResponse = ResendResponses[keyof ResendResponses]

export type MagicLinkData = {
  body: MagicLinkMail
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
    /**
     * The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
     */
    'X-JWT-AUD'?: string
  }
  path?: never
  query?: {
    /**
     * Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
     * `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
     * A request header of the same name takes precedence.
     *
     */
    redirect_to?: string
  }
  url: '/magiclink'
}

export type MagicLinkErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBodyOrPostgresError & {
    error_code?:
      | 'validation_failed'
      | 'bad_json'
      | 'captcha_failed'
      | 'email_address_invalid'
      | 'email_address_not_authorized'
      | 'hook_payload_invalid_content_type'
  }
  /**
   * The body is over 1 MiB, where CAPTCHAs are asked for. Elsewhere that is 400 `bad_json`.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * Not accepted.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?:
      | 'validation_failed'
      | 'email_provider_disabled'
      | 'signup_disabled'
      | 'hook_timeout'
      | 'hook_timeout_after_retry'
      | 'hook_payload_over_size_limit'
  }
  /**
   * Too many requests or mails.
   */
  429: ErrorBody & {
    error_code?: 'over_request_rate_limit' | 'over_email_send_rate_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type MagicLinkError = MagicLinkErrors[keyof MagicLinkErrors]

export type MagicLinkResponses = {
  /**
   * The mail was sent.
   */
  200: EmptyObject
}

export type MagicLinkResponse = MagicLinkResponses[keyof MagicLinkResponses]

export type SendOtpData = {
  body: SendOtpBody
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
    /**
     * The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
     */
    'X-JWT-AUD'?: string
  }
  path?: never
  query?: {
    /**
     * Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
     * `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
     * A request header of the same name takes precedence.
     *
     */
    redirect_to?: string
  }
  url: '/otp'
}

export type SendOtpErrors = {
  /**
   * The request is not valid, or phone sign-in is switched off.
   */
  400: ErrorBodyOrPostgresError & {
    error_code?:
      | 'validation_failed'
      | 'bad_json'
      | 'phone_provider_disabled'
      | 'captcha_failed'
      | 'email_address_invalid'
      | 'email_address_not_authorized'
      | 'hook_payload_invalid_content_type'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * Not accepted.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?:
      | 'otp_disabled'
      | 'email_provider_disabled'
      | 'signup_disabled'
      | 'sms_send_failed'
      | 'hook_timeout'
      | 'hook_timeout_after_retry'
      | 'hook_payload_over_size_limit'
  }
  /**
   * Too many requests or messages.
   */
  429: ErrorBody & {
    error_code?: 'over_request_rate_limit' | 'over_email_send_rate_limit' | 'over_sms_send_rate_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type SendOtpError = SendOtpErrors[keyof SendOtpErrors]

export type SendOtpResponses = {
  /**
   * The message was sent.
   */
  200: SentMessage
}

export type SendOtpResponse = SendOtpResponses[keyof SendOtpResponses]

export type GrantTokenData = {
  body: GrantTokenBody
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
    /**
     * The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
     */
    'X-JWT-AUD'?: string
  }
  path?: never
  query: {
    /**
     * Which body is sent. Counts in the query only; missing or unknown it is 400 `invalid_credentials` with the message
     * `unsupported_grant_type`.
     *
     */
    grant_type: 'password' | 'refresh_token' | 'pkce' | 'id_token' | 'web3'
    /**
     * Where the link leads in the mail that an unverified address gets with `id_token`. Not used otherwise.
     *
     */
    redirect_to?: string
  }
  url: '/token'
}

export type GrantTokenErrors = {
  /**
   * The credentials are wrong, or the request is not valid.
   */
  400: ErrorBodyOrOAuthError & {
    error_code?:
      | 'invalid_credentials'
      | 'validation_failed'
      | 'bad_json'
      | 'captcha_failed'
      | 'email_not_confirmed'
      | 'phone_not_confirmed'
      | 'user_banned'
      | 'refresh_token_not_found'
      | 'refresh_token_already_used'
      | 'session_not_found'
      | 'session_expired'
      | 'bad_code_verifier'
      | 'provider_disabled'
      | 'email_exists'
      | 'email_address_invalid'
      | 'email_address_not_authorized'
      | 'web3_unsupported_chain'
      | 'bad_jwt'
      | 'hook_payload_invalid_content_type'
      | 'invalid request'
      | 'invalid nonce'
      | 'invalid_grant'
      | 'invalid_client'
      | 'server_error'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The user is banned, the access token sent for `link_identity` is not accepted, or a hook or trigger refused.
   */
  403: ErrorBodyOrPostgresError & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned' | 'unknown'
  }
  /**
   * The code of the PKCE flow is unknown, or was used.
   */
  404: ErrorBodyOrPostgresError & {
    error_code?: 'flow_state_not_found'
  }
  /**
   * The session was locked for 5 seconds, by other refreshes or by the database.
   */
  409: ErrorBody & {
    error_code?: 'conflict'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * Not accepted.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?:
      | 'flow_state_expired'
      | 'email_provider_disabled'
      | 'phone_provider_disabled'
      | 'web3_provider_disabled'
      | 'signup_disabled'
      | 'provider_email_needs_verification'
      | 'email_not_confirmed'
      | 'identity_already_exists'
      | 'hook_timeout'
      | 'hook_timeout_after_retry'
      | 'hook_payload_over_size_limit'
  }
  /**
   * Too many requests or mails.
   */
  429: ErrorBody & {
    error_code?: 'over_request_rate_limit' | 'over_email_send_rate_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on. What fails after the tokens were made, such as the custom access token hook, sends
   * their headers all the same.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type GrantTokenError = GrantTokenErrors[keyof GrantTokenErrors]

export type GrantTokenResponses = {
  /**
   * A session.
   */
  200: Session
}

export type GrantTokenResponse = GrantTokenResponses[keyof GrantTokenResponses]

export type VerifyLinkData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query: {
    /**
     * The token hash of the link, with `pkce_` in front where the flow began with a code challenge. Not the code of the mail.
     *
     */
    token: string
    /**
     * What is verified. `email` stands for `signup` and `magiclink`, whichever fits; with a `pkce_` token it is a 500.
     * An unknown type redirects with `validation_failed`.
     *
     */
    type: EmailVerificationType
    /**
     * Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
     * `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
     * A request header of the same name takes precedence.
     *
     */
    redirect_to?: string
  }
  url: '/verify'
}

export type VerifyLinkErrors = {
  /**
   * `token` or `type` is missing.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed'
  }
  /**
   * Too many requests from this address.
   */
  429: ErrorBody & {
    error_code?: 'over_request_rate_limit'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type VerifyLinkError = VerifyLinkErrors[keyof VerifyLinkErrors]

export type VerifyLinkResponses = {
  /**
   * To `redirect_to`.
   * - Implicit flow, in the fragment: `access_token`, `expires_at`, `expires_in`, `refresh_token`, `sb`, `token_type` and
   * `type`.
   * - PKCE flow, in the query: `code`.
   * - First link of a secure e-mail change, in the fragment: `message`, `sb`; in the PKCE flow `message` in the query too.
   * - Failure, in the fragment: `error`, `error_code`, `error_description`, `sb`; in the PKCE flow the first three in the
   * query too. The description is percent-encoded twice in the fragment, once in the query. `error_code` is one of
   * `otp_expired`, `user_banned`, `flow_state_not_found`, `validation_failed`, `unexpected_failure` and `hook_…`; it is
   * absent where a hook refused with a status of its own.
   *
   */
  '2XX': Redirect
}

export type VerifyLinkResponse = VerifyLinkResponses[keyof VerifyLinkResponses]

export type VerifyOtpData = {
  body: VerifyOtpBody
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
    /**
     * The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
     */
    'X-JWT-AUD'?: string
  }
  path?: never
  query?: {
    /**
     * Some clients send it. Nobody is redirected; a send-email hook gets it with the notifications of the change.
     */
    redirect_to?: string
  }
  url: '/verify'
}

export type VerifyOtpErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBodyOrPostgresError & {
    error_code?: 'validation_failed' | 'bad_json' | 'hook_payload_invalid_content_type'
  }
  /**
   * The code or the user is not accepted, or a hook or trigger refused.
   */
  403: ErrorBodyOrPostgresError & {
    error_code?: 'otp_expired' | 'user_banned' | 'unknown'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * The e-mail address is not one, or a hook did not answer as it should.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?: 'validation_failed' | 'hook_timeout' | 'hook_timeout_after_retry' | 'hook_payload_over_size_limit'
  }
  /**
   * Too many requests from this address.
   */
  429: ErrorBody & {
    error_code?: 'over_request_rate_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type VerifyOtpError = VerifyOtpErrors[keyof VerifyOtpErrors]

export type VerifyOtpResponses = {
  /**
   * A session, or word that the other address has to be confirmed as well.
   */
  200: Session | HalfConfirmation
}

export type VerifyOtpResponse = VerifyOtpResponses[keyof VerifyOtpResponses]

export type LogoutData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: {
    /**
     * Which sessions end: `global` all, `local` this one, `others` all but this one.
     */
    scope?: 'global' | 'local' | 'others'
  }
  url: '/logout'
}

export type LogoutErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more).
   */
  403: ErrorBody & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type LogoutError = LogoutErrors[keyof LogoutErrors]

export type LogoutResponses = {
  /**
   * Signed out.
   */
  204: void
}

export type LogoutResponse = LogoutResponses[keyof LogoutResponses]

export type ReauthenticateData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/reauthenticate'
}

export type ReauthenticateErrors = {
  /**
   * The user has no address, or it does not get mail from this server.
   */
  400: ErrorBodyOrPostgresError & {
    error_code?:
      | 'validation_failed'
      | 'bad_jwt'
      | 'email_address_invalid'
      | 'email_address_not_authorized'
      | 'hook_payload_invalid_content_type'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more).
   */
  403: ErrorBody & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
  }
  /**
   * The address or number is not confirmed, or the message could not be sent.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?:
      | 'email_not_confirmed'
      | 'phone_not_confirmed'
      | 'sms_send_failed'
      | 'hook_timeout'
      | 'hook_timeout_after_retry'
      | 'hook_payload_over_size_limit'
  }
  /**
   * Too many messages.
   */
  429: ErrorBody & {
    error_code?: 'over_email_send_rate_limit' | 'over_sms_send_rate_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type ReauthenticateError = ReauthenticateErrors[keyof ReauthenticateErrors]

export type ReauthenticateResponses = {
  /**
   * The code was sent.
   */
  200: SentMessage
}

export type ReauthenticateResponse = ReauthenticateResponses[keyof ReauthenticateResponses]

export type GetUserData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
    /**
     * If sent, it must be the audience of the access token; else the answer is 400 `validation_failed`.
     */
    'X-JWT-AUD'?: string
  }
  path?: never
  query?: never
  url: '/user'
}

export type GetUserErrors = {
  /**
   * The token is for another audience, or its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more).
   */
  403: ErrorBody & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type GetUserError = GetUserErrors[keyof GetUserErrors]

export type GetUserResponses = {
  /**
   * The user.
   */
  200: User
}

export type GetUserResponse = GetUserResponses[keyof GetUserResponses]

export type UpdateUserData = {
  body: UserChanges
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
    /**
     * The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
     */
    'X-JWT-AUD'?: string
  }
  path?: never
  query?: {
    /**
     * Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
     * `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
     * A request header of the same name takes precedence.
     *
     */
    redirect_to?: string
  }
  url: '/user'
}

export type UpdateUserErrors = {
  /**
   * The request is not valid, or the password needs more proof.
   */
  400: ErrorBodyOrPostgresError & {
    error_code?:
      | 'validation_failed'
      | 'bad_json'
      | 'reauthentication_needed'
      | 'current_password_required'
      | 'current_password_invalid'
      | 'bad_jwt'
      | 'email_address_invalid'
      | 'email_address_not_authorized'
      | 'hook_payload_invalid_content_type'
  }
  /**
   * No bearer token was sent, or the session lacks the second factor.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization' | 'insufficient_aal'
  }
  /**
   * The access token is not valid (any more), the user must not change this, or a hook or trigger refused.
   */
  403: ErrorBodyOrPostgresError & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned' | 'not_admin' | 'otp_expired' | 'unknown'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * Not accepted.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?:
      | 'weak_password'
      | 'same_password'
      | 'email_exists'
      | 'phone_exists'
      | 'reauthentication_not_valid'
      | 'user_sso_managed'
      | 'validation_failed'
      | 'sms_send_failed'
      | 'hook_timeout'
      | 'hook_timeout_after_retry'
      | 'hook_payload_over_size_limit'
  }
  /**
   * Too many requests or messages.
   */
  429: ErrorBody & {
    error_code?: 'over_request_rate_limit' | 'over_email_send_rate_limit' | 'over_sms_send_rate_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type UpdateUserError = UpdateUserErrors[keyof UpdateUserErrors]

export type UpdateUserResponses = {
  /**
   * The user after the change.
   */
  200: User
}

export type UpdateUserResponse = UpdateUserResponses[keyof UpdateUserResponses]

export type LinkIdentityData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query: {
    /**
     * Who the user signs in with, in any case. Unknown, switched off or not set up is 400 `validation_failed`.
     * `GET /settings` tells which of the built-in ones are on, save `x` and `vercel_marketplace`.
     *
     */
    provider: ProviderName
    /**
     * What to ask the provider for. For a built-in provider: separated by commas, and added to its default scopes; not
     * used by `apple`, `bitbucket`, `notion`, `twitter`, `workos` and `zoom`. For a custom provider: separated by blanks,
     * in place of its stored scopes.
     *
     */
    scopes?: string
    /**
     * Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
     * `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
     * A request header of the same name takes precedence.
     *
     */
    redirect_to?: string
    /**
     * Selects the PKCE flow between the application and GoTrue (RFC 7636), whose result is a code for
     * `POST /token?grant_type=pkce`. Without it the flow is implicit: the tokens come in the fragment.
     *
     */
    code_challenge?: CodeChallenge
    /**
     * Needed with `code_challenge`, and refused without.
     */
    code_challenge_method?: CodeChallengeMethod
    /**
     * Passed on to the provider, which repeats it in its id_token. GoTrue itself does not check it.
     */
    nonce?: string
    /**
     * Passed on as `provider`, for `workos`.
     */
    workos_provider?: string
    /**
     * The confirmation token (hash) of an invited user: the sign-in accepts the invitation, if the provider knows the
     * invited address. Unknown is 404 `user_not_found`. Passed on to the provider as well.
     *
     */
    invite_token?: string
    /**
     * Passed on. Whether the provider asks again, e.g. `none`, `login`, `consent` or `select_account`.
     */
    prompt?: string
    /**
     * Passed on. With `offline` Google issues a refresh token.
     */
    access_type?: string
    /**
     * Passed on. The account that the provider should suggest.
     */
    login_hint?: string
    /**
     * Passed on. The domain of the organisation whose accounts Google should offer.
     */
    hd?: string
    /**
     * Passed on. The organisation, for `workos`.
     */
    organization?: string
    /**
     * Passed on. The connection, for `workos`.
     */
    connection?: string
    /**
     * Whatever else the provider understands: every other key is passed on to it, with its first value. Never passed on, in
     * whatever case: `client_id`, `client_secret`, `redirect_uri`, `response_type`, `state`, `code_challenge`,
     * `code_challenge_method`, `code_verifier`.
     *
     */
    provider_params?: {
      [key: string]: string
    }
    /**
     * Exactly `true` gives 200 with the address; anything else the redirect. Passed on to the provider as well.
     */
    skip_http_redirect?: boolean
  }
  url: '/user/identities/authorize'
}

export type LinkIdentityErrors = {
  /**
   * The provider or the code challenge is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more).
   */
  403: ErrorBody & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
  }
  /**
   * Linking is switched off, or the invitation is unknown.
   */
  404: ErrorBody & {
    error_code?: 'manual_linking_disabled' | 'user_not_found'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type LinkIdentityError = LinkIdentityErrors[keyof LinkIdentityErrors]

export type LinkIdentityResponses = {
  /**
   * With `skip_http_redirect=true`, where to send the browser.
   */
  200: AuthorizationAddress
  /**
   * To the provider, with `state` and the provider's own keys in the query.
   */
  '2XX': Redirect
}

export type LinkIdentityResponse = LinkIdentityResponses[keyof LinkIdentityResponses]

export type UnlinkIdentityData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
    /**
     * If sent, it must be the audience of the access token; else the answer is 403 `unexpected_audience`.
     */
    'X-JWT-AUD'?: string
  }
  path: {
    /**
     * The `identity_id` of the identity, not its `id`. Anything but a UUID is 404 `validation_failed`.
     */
    identity_id: string
  }
  query?: never
  url: '/user/identities/{identity_id}'
}

export type UnlinkIdentityErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more) or for another audience, or a trigger refused.
   */
  403: ErrorBodyOrPostgresError & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned' | 'unexpected_audience'
  }
  /**
   * The id is not a UUID, or linking is switched off.
   */
  404: ErrorBodyOrPostgresError & {
    error_code?: 'validation_failed' | 'manual_linking_disabled'
  }
  /**
   * The identity cannot be removed.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?: 'identity_not_found' | 'single_identity_not_deletable' | 'email_conflict_identity_not_deletable'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type UnlinkIdentityError = UnlinkIdentityErrors[keyof UnlinkIdentityErrors]

export type UnlinkIdentityResponses = {
  /**
   * The identity was removed.
   */
  200: EmptyObject
}

export type UnlinkIdentityResponse = UnlinkIdentityResponses[keyof UnlinkIdentityResponses]

export type EnrollFactorData = {
  body: EnrollFactorBody
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/factors'
}

export type EnrollFactorErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more), or not enough.
   */
  403: ErrorBody & {
    error_code?: 'insufficient_aal' | 'no_authorization' | 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * Not accepted.
   */
  422: ErrorBody & {
    error_code?:
      | 'mfa_factor_name_conflict'
      | 'too_many_enrolled_mfa_factors'
      | 'mfa_verified_factor_exists'
      | 'mfa_totp_enroll_not_enabled'
      | 'mfa_phone_enroll_not_enabled'
      | 'mfa_webauthn_enroll_not_enabled'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type EnrollFactorError = EnrollFactorErrors[keyof EnrollFactorErrors]

export type EnrollFactorResponses = {
  /**
   * The unverified factor.
   */
  200: EnrolledTotpFactor | EnrolledPhoneFactor | EnrolledWebauthnFactor
}

export type EnrollFactorResponse = EnrollFactorResponses[keyof EnrollFactorResponses]

export type ChallengeFactorData = {
  /**
   * Not read for TOTP.
   */
  body?: FactorChallengeOptions
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The factor's id. Anything but a UUID is 404 `validation_failed`.
     */
    factor_id: string
  }
  query?: never
  url: '/factors/{factor_id}/challenge'
}

export type ChallengeFactorErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBody & {
    error_code?: 'bad_json' | 'validation_failed' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more), or an anonymous user's.
   */
  403: ErrorBody & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned' | 'no_authorization'
  }
  /**
   * The user has no such factor.
   */
  404: ErrorBody & {
    error_code?: 'mfa_factor_not_found' | 'validation_failed'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * Verification is switched off for this type of factor.
   */
  422: ErrorBody & {
    error_code?: 'mfa_totp_verify_not_enabled' | 'mfa_phone_verify_not_enabled' | 'mfa_webauthn_verify_not_enabled'
  }
  /**
   * Too many requests or messages.
   */
  429: ErrorBody & {
    error_code?: 'over_request_rate_limit' | 'over_sms_send_rate_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type ChallengeFactorError = ChallengeFactorErrors[keyof ChallengeFactorErrors]

export type ChallengeFactorResponses = {
  /**
   * The challenge.
   */
  200: OneTimeCodeChallenge | WebauthnChallenge
}

export type ChallengeFactorResponse = ChallengeFactorResponses[keyof ChallengeFactorResponses]

export type VerifyFactorData = {
  body: VerifyFactorBody
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The factor's id. Anything but a UUID is 404 `validation_failed`.
     */
    factor_id: string
  }
  query?: never
  url: '/factors/{factor_id}/verify'
}

export type VerifyFactorErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBodyOrPostgresError & {
    error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt' | 'hook_payload_invalid_content_type'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more), or the verification was refused.
   */
  403: ErrorBodyOrPostgresError & {
    error_code?:
      | 'mfa_verification_rejected'
      | 'otp_expired'
      | 'no_authorization'
      | 'bad_jwt'
      | 'session_not_found'
      | 'user_not_found'
      | 'user_banned'
  }
  /**
   * The user has no such factor.
   */
  404: ErrorBody & {
    error_code?: 'mfa_factor_not_found' | 'validation_failed'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * Not verified.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?:
      | 'mfa_verification_failed'
      | 'mfa_challenge_expired'
      | 'mfa_factor_not_found'
      | 'mfa_ip_address_mismatch'
      | 'mfa_totp_verify_not_enabled'
      | 'mfa_phone_verify_not_enabled'
      | 'mfa_webauthn_enroll_not_enabled'
      | 'hook_timeout'
      | 'hook_timeout_after_retry'
      | 'hook_payload_over_size_limit'
  }
  /**
   * Too many requests from this address.
   */
  429: ErrorBody & {
    error_code?: 'over_request_rate_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type VerifyFactorError = VerifyFactorErrors[keyof VerifyFactorErrors]

export type VerifyFactorResponses = {
  /**
   * New tokens for the same session. Sent without the `sb-auth-…` headers.
   */
  200: Session
}

export type VerifyFactorResponse = VerifyFactorResponses[keyof VerifyFactorResponses]

export type UnenrollFactorData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The factor's id. Anything but a UUID is 404 `validation_failed`.
     */
    factor_id: string
  }
  query?: never
  url: '/factors/{factor_id}'
}

export type UnenrollFactorErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more), or an anonymous user's.
   */
  403: ErrorBody & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned' | 'no_authorization'
  }
  /**
   * The user has no such factor.
   */
  404: ErrorBody & {
    error_code?: 'mfa_factor_not_found' | 'validation_failed'
  }
  /**
   * The session is AAL1.
   */
  422: ErrorBody & {
    error_code?: 'insufficient_aal'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type UnenrollFactorError = UnenrollFactorErrors[keyof UnenrollFactorErrors]

export type UnenrollFactorResponses = {
  /**
   * The removed factor's id.
   */
  200: UnenrolledFactor
}

export type UnenrollFactorResponse = UnenrollFactorResponses[keyof UnenrollFactorResponses]

export type GetPasskeyAuthenticationOptionsData = {
  /**
   * Only for CAPTCHA.
   */
  body?: PasskeySignInStart
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/passkeys/authentication/options'
}

export type GetPasskeyAuthenticationOptionsErrors = {
  /**
   * The CAPTCHA was not solved. Only where the server asks for it.
   */
  400: ErrorBody & {
    error_code?: 'captcha_failed' | 'bad_json'
  }
  /**
   * Passkeys are switched off.
   */
  404: ErrorBody & {
    error_code?: 'passkey_disabled'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * Too many requests from this address.
   */
  429: ErrorBody & {
    error_code?: 'over_request_rate_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type GetPasskeyAuthenticationOptionsError =
  GetPasskeyAuthenticationOptionsErrors[keyof GetPasskeyAuthenticationOptionsErrors]

export type GetPasskeyAuthenticationOptionsResponses = {
  /**
   * The challenge.
   */
  200: PasskeyAuthenticationOptions
}

export type GetPasskeyAuthenticationOptionsResponse =
  GetPasskeyAuthenticationOptionsResponses[keyof GetPasskeyAuthenticationOptionsResponses]

export type VerifyPasskeyAuthenticationData = {
  body: PasskeyAuthentication
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/passkeys/authentication/verify'
}

export type VerifyPasskeyAuthenticationErrors = {
  /**
   * The request is not valid, or the passkey was not verified.
   */
  400: ErrorBodyOrPostgresError & {
    error_code?:
      | 'validation_failed'
      | 'bad_json'
      | 'webauthn_challenge_not_found'
      | 'webauthn_challenge_expired'
      | 'webauthn_verification_failed'
      | 'hook_payload_invalid_content_type'
  }
  /**
   * The user may not sign in, or a database trigger refused with SQLSTATE `PT403`.
   */
  403: ErrorBodyOrPostgresError & {
    error_code?: 'email_not_confirmed' | 'phone_not_confirmed' | 'user_banned'
  }
  /**
   * Passkeys are switched off.
   */
  404: ErrorBody & {
    error_code?: 'passkey_disabled'
  }
  /**
   * A hook failed.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?: 'hook_timeout' | 'hook_timeout_after_retry' | 'hook_payload_over_size_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type VerifyPasskeyAuthenticationError = VerifyPasskeyAuthenticationErrors[keyof VerifyPasskeyAuthenticationErrors]

export type VerifyPasskeyAuthenticationResponses = {
  /**
   * Signed in.
   */
  200: Session
}

export type VerifyPasskeyAuthenticationResponse =
  VerifyPasskeyAuthenticationResponses[keyof VerifyPasskeyAuthenticationResponses]

export type GetPasskeyRegistrationOptionsData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/passkeys/registration/options'
}

export type GetPasskeyRegistrationOptionsErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more), or not enough.
   */
  403: ErrorBody & {
    error_code?: 'insufficient_aal' | 'no_authorization' | 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
  }
  /**
   * Passkeys are switched off.
   */
  404: ErrorBody & {
    error_code?: 'passkey_disabled'
  }
  /**
   * The user cannot have another passkey.
   */
  422: ErrorBody & {
    error_code?: 'too_many_passkeys' | 'validation_failed'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type GetPasskeyRegistrationOptionsError =
  GetPasskeyRegistrationOptionsErrors[keyof GetPasskeyRegistrationOptionsErrors]

export type GetPasskeyRegistrationOptionsResponses = {
  /**
   * The challenge.
   */
  200: PasskeyRegistrationOptions
}

export type GetPasskeyRegistrationOptionsResponse =
  GetPasskeyRegistrationOptionsResponses[keyof GetPasskeyRegistrationOptionsResponses]

export type VerifyPasskeyRegistrationData = {
  body: PasskeyRegistration
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/passkeys/registration/verify'
}

export type VerifyPasskeyRegistrationErrors = {
  /**
   * The request is not valid, or the passkey was not verified.
   */
  400: ErrorBody & {
    error_code?:
      | 'validation_failed'
      | 'bad_json'
      | 'bad_jwt'
      | 'webauthn_challenge_not_found'
      | 'webauthn_challenge_expired'
      | 'webauthn_verification_failed'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more), or not enough.
   */
  403: ErrorBody & {
    error_code?: 'insufficient_aal' | 'no_authorization' | 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
  }
  /**
   * Passkeys are switched off.
   */
  404: ErrorBody & {
    error_code?: 'passkey_disabled'
  }
  /**
   * The user cannot have another passkey.
   */
  422: ErrorBody & {
    error_code?: 'too_many_passkeys' | 'validation_failed'
  }
  /**
   * The server failed, or the key is registered already.
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type VerifyPasskeyRegistrationError = VerifyPasskeyRegistrationErrors[keyof VerifyPasskeyRegistrationErrors]

export type VerifyPasskeyRegistrationResponses = {
  /**
   * The passkey.
   */
  200: Passkey
}

export type VerifyPasskeyRegistrationResponse = VerifyPasskeyRegistrationResponses[keyof VerifyPasskeyRegistrationResponses]

export type ListPasskeysData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/passkeys'
}

export type ListPasskeysErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more).
   */
  403: ErrorBody & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
  }
  /**
   * Passkeys are switched off.
   */
  404: ErrorBody & {
    error_code?: 'passkey_disabled'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type ListPasskeysError = ListPasskeysErrors[keyof ListPasskeysErrors]

export type ListPasskeysResponses = {
  /**
   * The passkeys, possibly none.
   */
  200: Array<Passkey>
}

export type ListPasskeysResponse = ListPasskeysResponses[keyof ListPasskeysResponses]

export type DeletePasskeyData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The passkey's id. Anything but a UUID is 404 `validation_failed`.
     */
    passkey_id: string
  }
  query?: never
  url: '/passkeys/{passkey_id}'
}

export type DeletePasskeyErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more), or not enough.
   */
  403: ErrorBody & {
    error_code?: 'insufficient_aal' | 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
  }
  /**
   * The user has no such passkey, or passkeys are switched off.
   */
  404: ErrorBody & {
    error_code?: 'validation_failed' | 'passkey_disabled'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type DeletePasskeyError = DeletePasskeyErrors[keyof DeletePasskeyErrors]

export type DeletePasskeyResponses = {
  /**
   * Deleted.
   */
  204: void
}

export type DeletePasskeyResponse = DeletePasskeyResponses[keyof DeletePasskeyResponses]

export type UpdatePasskeyData = {
  body: PasskeyName
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The passkey's id. Anything but a UUID is 404 `validation_failed`.
     */
    passkey_id: string
  }
  query?: never
  url: '/passkeys/{passkey_id}'
}

export type UpdatePasskeyErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more).
   */
  403: ErrorBody & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
  }
  /**
   * The user has no such passkey, or passkeys are switched off.
   */
  404: ErrorBody & {
    error_code?: 'validation_failed' | 'passkey_disabled'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type UpdatePasskeyError = UpdatePasskeyErrors[keyof UpdatePasskeyErrors]

export type UpdatePasskeyResponses = {
  /**
   * The passkey.
   */
  200: Passkey
}

export type UpdatePasskeyResponse = UpdatePasskeyResponses[keyof UpdatePasskeyResponses]

export type SignInWithSsoData = {
  body: SignInWithSsoBody
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/sso'
}

export type SignInWithSsoErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_json' | 'captcha_failed'
  }
  /**
   * SAML is switched off, or there is no such identity provider.
   */
  404: ErrorBody & {
    error_code?: 'sso_provider_not_found' | 'sso_provider_disabled' | 'saml_provider_disabled'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * Too many requests from this address.
   */
  429: ErrorBody & {
    error_code?: 'over_request_rate_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type SignInWithSsoError = SignInWithSsoErrors[keyof SignInWithSsoErrors]

export type SignInWithSsoResponses = {
  /**
   * With `skip_http_redirect`, where to send the browser.
   */
  200: SsoAddress
  /**
   * To the identity provider, with `SAMLRequest`, `RelayState`, `SigAlg` and `Signature` in the query.
   */
  '2XX': Redirect
}

export type SignInWithSsoResponse = SignInWithSsoResponses[keyof SignInWithSsoResponses]

export type GetSamlMetadataData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: {
    /**
     * Exactly `true` gives a file for download that is valid for 5 years, else 2 days.
     */
    download?: boolean
  }
  url: '/sso/saml/metadata'
}

export type GetSamlMetadataErrors = {
  /**
   * SAML is switched off.
   */
  404: ErrorBody & {
    error_code?: 'saml_provider_disabled'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
}

export type GetSamlMetadataError = GetSamlMetadataErrors[keyof GetSamlMetadataErrors]

export type GetSamlMetadataResponses = {
  /**
   * The metadata.
   */
  200: SamlMetadata
}

export type GetSamlMetadataResponse = GetSamlMetadataResponses[keyof GetSamlMetadataResponses]

export type SamlAcsData = {
  body?: SamlAcsForm
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/sso/saml/acs'
}

export type SamlAcsErrors = {
  /**
   * SAML is switched off.
   */
  404: ErrorBody & {
    error_code?: 'saml_provider_disabled'
  }
  /**
   * Too many requests from this address.
   */
  429: ErrorBody & {
    error_code?: 'over_request_rate_limit'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type SamlAcsError = SamlAcsErrors[keyof SamlAcsErrors]

export type SamlAcsResponses = {
  /**
   * Signed in. To the application: after an implicit flow with `access_token`, `refresh_token`, `expires_in`,
   * `expires_at`, `token_type` and an empty `sb` in the fragment, after a PKCE flow with `code` in the query. Without a body.
   *
   */
  '2XX': Redirect
}

export type SamlAcsResponse = SamlAcsResponses[keyof SamlAcsResponses]

export type RegisterOauthClientData = {
  body: RegisterOauthClientBody
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/oauth/clients/register'
}

export type RegisterOauthClientErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_json'
  }
  /**
   * Clients cannot register themselves.
   */
  403: ErrorBody & {
    error_code?: 'oauth_dynamic_client_registration_disabled'
  }
  /**
   * The OAuth server is off.
   */
  404: ErrorBody & {
    error_code?: 'feature_disabled'
  }
  /**
   * Too many requests from this address.
   */
  429: ErrorBody & {
    error_code?: 'over_request_rate_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type RegisterOauthClientError = RegisterOauthClientErrors[keyof RegisterOauthClientErrors]

export type RegisterOauthClientResponses = {
  /**
   * The client, with its secret if it is confidential.
   */
  201: ConfidentialOAuthClient | PublicOAuthClient
}

export type RegisterOauthClientResponse = RegisterOauthClientResponses[keyof RegisterOauthClientResponses]

export type OauthTokenData = {
  body: OAuthTokenGrant
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/oauth/token'
}

export type OauthTokenErrors = {
  /**
   * The client, the code or the refresh token is not accepted, or the request is not valid.
   */
  400: ErrorBodyOrOAuthError & {
    error_code?:
      | 'invalid_credentials'
      | 'invalid_request'
      | 'invalid_grant'
      | 'unsupported_grant_type'
      | 'access_denied'
      | 'invalid_client'
      | 'refresh_token_not_found'
      | 'refresh_token_already_used'
      | 'session_not_found'
      | 'session_expired'
      | 'user_banned'
      | 'hook_payload_invalid_content_type'
  }
  /**
   * The OAuth server is off.
   */
  404: ErrorBody & {
    error_code?: 'feature_disabled'
  }
  /**
   * The session was locked for 5 seconds, by other refreshes or by the database.
   */
  409: ErrorBody & {
    error_code?: 'conflict'
  }
  /**
   * The custom access token hook failed.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?: 'hook_timeout' | 'hook_timeout_after_retry' | 'hook_payload_over_size_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on. What fails after the tokens were made, such as the custom access token hook, sends
   * their headers all the same.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type OauthTokenError = OauthTokenErrors[keyof OauthTokenErrors]

export type OauthTokenResponses = {
  /**
   * Tokens of the user for this client.
   */
  200: OAuthTokens
}

export type OauthTokenResponse = OauthTokenResponses[keyof OauthTokenResponses]

export type GetOauthUserinfoData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/oauth/userinfo'
}

export type GetOauthUserinfoErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more).
   */
  403: ErrorBody & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
  }
  /**
   * The OAuth server is off.
   */
  404: ErrorBody & {
    error_code?: 'feature_disabled'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type GetOauthUserinfoError = GetOauthUserinfoErrors[keyof GetOauthUserinfoErrors]

export type GetOauthUserinfoResponses = {
  /**
   * The claims that the scopes allow.
   */
  200: Userinfo
}

export type GetOauthUserinfoResponse = GetOauthUserinfoResponses[keyof GetOauthUserinfoResponses]

export type OauthAuthorizeData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query: {
    /**
     * The client's id.
     */
    client_id: string
    /**
     * One of the client's redirect URIs, character by character.
     */
    redirect_uri: string
    /**
     * There is no other flow than that with a code.
     */
    response_type?: 'code'
    /**
     * Scopes, separated by blanks: `openid`, `profile`, `email`, `phone`, `offline_access`. A refresh token comes without
     * `offline_access` too. The default is `GOTRUE_OAUTH_SERVER_DEFAULT_SCOPE`, usually `email`.
     *
     */
    scope?: string
    /**
     * Comes back to the application as it is. Against forged redirects.
     */
    state?: string
    /**
     * Where the tokens are to be used (RFC 8707): an absolute URI without query and fragment. Stored and compared at
     * `POST /oauth/token`, without an effect on the tokens.
     *
     */
    resource?: string
    /**
     * The PKCE code challenge (RFC 7636).
     */
    code_challenge: string
    /**
     * How the code challenge was made, in any case. Always use `S256`.
     */
    code_challenge_method: CodeChallengeMethod
    /**
     * Copied into the ID token, against replays.
     */
    nonce?: string
  }
  url: '/oauth/authorize'
}

export type OauthAuthorizeErrors = {
  /**
   * The client or `redirect_uri` is missing, unknown or does not fit.
   */
  400: ErrorBody & {
    error_code?: 'oauth_client_not_found' | 'validation_failed'
  }
  /**
   * The OAuth server is off.
   */
  404: ErrorBody & {
    error_code?: 'feature_disabled'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type OauthAuthorizeError = OauthAuthorizeErrors[keyof OauthAuthorizeErrors]

export type OauthAuthorizeResponses = {
  /**
   * - To the consent page, with `authorization_id` in the query.
   * - Failure: to `redirect_uri`, with `error`, `error_description` and the request's `state` in the query. `error` is
   * `invalid_request`, or `server_error` where the request could not be stored (a parameter is too long) or the server
   * has no consent page.
   *
   */
  '2XX': Redirect
}

export type OauthAuthorizeResponse = OauthAuthorizeResponses[keyof OauthAuthorizeResponses]

export type GetOauthAuthorizationData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The `authorization_id` with which `GET /oauth/authorize` redirected, 32 characters.
     */
    authorization_id: string
  }
  query?: never
  url: '/oauth/authorizations/{authorization_id}'
}

export type GetOauthAuthorizationErrors = {
  /**
   * The request is not pending any more, or the call is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more).
   */
  403: ErrorBody & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
  }
  /**
   * There is no such request, it is too old, or another user's; or the OAuth server is off.
   */
  404: ErrorBody & {
    error_code?: 'oauth_authorization_not_found' | 'feature_disabled'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type GetOauthAuthorizationError = GetOauthAuthorizationErrors[keyof GetOauthAuthorizationErrors]

export type GetOauthAuthorizationResponses = {
  /**
   * The request, or the redirect of one that needs no consent any more.
   */
  200: OAuthAuthorization | OAuthRedirect
}

export type GetOauthAuthorizationResponse = GetOauthAuthorizationResponses[keyof GetOauthAuthorizationResponses]

export type ConsentOauthAuthorizationData = {
  body: OAuthConsent
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The `authorization_id` with which `GET /oauth/authorize` redirected, 32 characters.
     */
    authorization_id: string
  }
  query?: never
  url: '/oauth/authorizations/{authorization_id}/consent'
}

export type ConsentOauthAuthorizationErrors = {
  /**
   * The request is not pending any more, or the call is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more).
   */
  403: ErrorBody & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
  }
  /**
   * There is no such request, it is too old, or another user's; or the OAuth server is off.
   */
  404: ErrorBody & {
    error_code?: 'oauth_authorization_not_found' | 'feature_disabled'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type ConsentOauthAuthorizationError = ConsentOauthAuthorizationErrors[keyof ConsentOauthAuthorizationErrors]

export type ConsentOauthAuthorizationResponses = {
  /**
   * The client's redirect URI, with `code` and the request's `state` in the query, or after a denial with `error`,
   * `error_description` and `state`.
   *
   */
  200: OAuthRedirect
}

export type ConsentOauthAuthorizationResponse = ConsentOauthAuthorizationResponses[keyof ConsentOauthAuthorizationResponses]

export type RevokeOauthGrantData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query: {
    /**
     * The client's id.
     */
    client_id: string
  }
  url: '/user/oauth/grants'
}

export type RevokeOauthGrantErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more).
   */
  403: ErrorBody & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
  }
  /**
   * The user has granted this client nothing, or the OAuth server is off.
   */
  404: ErrorBody & {
    error_code?: 'oauth_consent_not_found' | 'feature_disabled'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type RevokeOauthGrantError = RevokeOauthGrantErrors[keyof RevokeOauthGrantErrors]

export type RevokeOauthGrantResponses = {
  /**
   * Revoked.
   */
  204: void
}

export type RevokeOauthGrantResponse = RevokeOauthGrantResponses[keyof RevokeOauthGrantResponses]

export type ListOauthGrantsData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/user/oauth/grants'
}

export type ListOauthGrantsErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The access token is not valid (any more).
   */
  403: ErrorBody & {
    error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
  }
  /**
   * The OAuth server is off.
   */
  404: ErrorBody & {
    error_code?: 'feature_disabled'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type ListOauthGrantsError = ListOauthGrantsErrors[keyof ListOauthGrantsErrors]

export type ListOauthGrantsResponses = {
  /**
   * The grants.
   */
  200: Array<OAuthGrant>
}

export type ListOauthGrantsResponse = ListOauthGrantsResponses[keyof ListOauthGrantsResponses]

export type InviteUserData = {
  body: Invitation
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
    /**
     * The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
     */
    'X-JWT-AUD'?: string
  }
  path?: never
  query?: {
    /**
     * Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
     * `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
     * A request header of the same name takes precedence.
     *
     */
    redirect_to?: string
  }
  url: '/invite'
}

export type InviteUserErrors = {
  /**
   * The request is not valid, or the address gets no mail.
   */
  400: ErrorBodyOrPostgresError & {
    error_code?:
      | 'validation_failed'
      | 'bad_json'
      | 'bad_jwt'
      | 'email_address_invalid'
      | 'email_address_not_authorized'
      | 'hook_payload_invalid_content_type'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's; or a hook or database trigger refused with this status.
   */
  403: ErrorBodyOrPostgresError & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found' | 'unknown'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * The user is confirmed already, or a hook failed.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?: 'email_exists' | 'hook_timeout' | 'hook_timeout_after_retry' | 'hook_payload_over_size_limit'
  }
  /**
   * Too many mails.
   */
  429: ErrorBody & {
    error_code?: 'over_email_send_rate_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type InviteUserError = InviteUserErrors[keyof InviteUserErrors]

export type InviteUserResponses = {
  /**
   * The invited user.
   */
  200: User
}

export type InviteUserResponse = InviteUserResponses[keyof InviteUserResponses]

export type AdminListUsersData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
    /**
     * The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
     */
    'X-JWT-AUD'?: string
  }
  path?: never
  query?: {
    /**
     * The page, from 1. `0` is read as 1.
     */
    page?: number
    /**
     * Entries on a page, without an upper limit. `0` is a 500.
     */
    per_page?: number
    /**
     * The order, by the time of creation: `created_at` or `created_at desc` for the newest first (the default),
     * `created_at asc` for the oldest. The first value decides when there are several.
     *
     */
    sort?: Array<string>
    /**
     * Only users with this text in the e-mail address, upper and lower case as stored (stored in lower case), or in
     * the `full_name` of their `user_metadata`, in any case. `%` and `_` are wildcards, and `\` makes the next character a plain one.
     *
     */
    filter?: string
    /**
     * Users on a page, in cursor mode. More than 1000 is read as 1000.
     */
    limit?: number
    /**
     * Where the page begins, in cursor mode. The `next_cursor` of the page before; opaque.
     */
    cursor?: string
  }
  url: '/admin/users'
}

export type AdminListUsersErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminListUsersError = AdminListUsersErrors[keyof AdminListUsersErrors]

export type AdminListUsersResponses = {
  /**
   * A page of users.
   */
  200: UserList
}

export type AdminListUsersResponse = AdminListUsersResponses[keyof AdminListUsersResponses]

export type AdminCreateUserData = {
  body: AdminCreateUserBody
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
    /**
     * The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
     */
    'X-JWT-AUD'?: string
  }
  path?: never
  query?: never
  url: '/admin/users'
}

export type AdminCreateUserErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBodyOrPostgresError & {
    error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's; or a database trigger refused with SQLSTATE `PT403`.
   */
  403: ErrorBodyOrPostgresError & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * There is such a user already.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?: 'email_exists' | 'phone_exists'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type AdminCreateUserError = AdminCreateUserErrors[keyof AdminCreateUserErrors]

export type AdminCreateUserResponses = {
  /**
   * The new user.
   */
  200: User
}

export type AdminCreateUserResponse = AdminCreateUserResponses[keyof AdminCreateUserResponses]

export type AdminDeleteUserData = {
  body?: UserDeletion
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The user's id. Anything but a UUID is 404 `validation_failed`.
     */
    user_id: string
  }
  query?: never
  url: '/admin/users/{user_id}'
}

export type AdminDeleteUserErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBodyOrPostgresError & {
    error_code?: 'bad_json' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's; or a database trigger refused with SQLSTATE `PT403`.
   */
  403: ErrorBodyOrPostgresError & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such user.
   */
  404: ErrorBody & {
    error_code?: 'user_not_found' | 'validation_failed'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type AdminDeleteUserError = AdminDeleteUserErrors[keyof AdminDeleteUserErrors]

export type AdminDeleteUserResponses = {
  /**
   * Deleted.
   */
  200: EmptyObject
}

export type AdminDeleteUserResponse = AdminDeleteUserResponses[keyof AdminDeleteUserResponses]

export type AdminGetUserData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The user's id. Anything but a UUID is 404 `validation_failed`.
     */
    user_id: string
  }
  query?: never
  url: '/admin/users/{user_id}'
}

export type AdminGetUserErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such user.
   */
  404: ErrorBody & {
    error_code?: 'user_not_found' | 'validation_failed'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminGetUserError = AdminGetUserErrors[keyof AdminGetUserErrors]

export type AdminGetUserResponses = {
  /**
   * The user.
   */
  200: User
}

export type AdminGetUserResponse = AdminGetUserResponses[keyof AdminGetUserResponses]

export type AdminUpdateUserData = {
  body: AdminUserChanges
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The user's id. Anything but a UUID is 404 `validation_failed`.
     */
    user_id: string
  }
  query?: never
  url: '/admin/users/{user_id}'
}

export type AdminUpdateUserErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBodyOrPostgresError & {
    error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's; or a database trigger refused with SQLSTATE `PT403`.
   */
  403: ErrorBodyOrPostgresError & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such user.
   */
  404: ErrorBody & {
    error_code?: 'user_not_found' | 'validation_failed'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * The password is too weak.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?: 'weak_password'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type AdminUpdateUserError = AdminUpdateUserErrors[keyof AdminUpdateUserErrors]

export type AdminUpdateUserResponses = {
  /**
   * The user as changed.
   */
  200: User
}

export type AdminUpdateUserResponse = AdminUpdateUserResponses[keyof AdminUpdateUserResponses]

export type AdminListFactorsData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The user's id. Anything but a UUID is 404 `validation_failed`.
     */
    user_id: string
  }
  query?: never
  url: '/admin/users/{user_id}/factors'
}

export type AdminListFactorsErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such user.
   */
  404: ErrorBody & {
    error_code?: 'user_not_found' | 'validation_failed'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminListFactorsError = AdminListFactorsErrors[keyof AdminListFactorsErrors]

export type AdminListFactorsResponses = {
  /**
   * The factors, possibly none.
   */
  200: Array<Factor>
}

export type AdminListFactorsResponse = AdminListFactorsResponses[keyof AdminListFactorsResponses]

export type AdminDeleteFactorData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The user's id. Anything but a UUID is 404 `validation_failed`.
     */
    user_id: string
    /**
     * The factor's id. Anything but a UUID is 404 `validation_failed`.
     */
    factor_id: string
  }
  query?: never
  url: '/admin/users/{user_id}/factors/{factor_id}'
}

export type AdminDeleteFactorErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such user, or the user has no such factor.
   */
  404: ErrorBody & {
    error_code?: 'user_not_found' | 'validation_failed' | 'mfa_factor_not_found'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminDeleteFactorError = AdminDeleteFactorErrors[keyof AdminDeleteFactorErrors]

export type AdminDeleteFactorResponses = {
  /**
   * The deleted factor.
   */
  200: Factor
}

export type AdminDeleteFactorResponse = AdminDeleteFactorResponses[keyof AdminDeleteFactorResponses]

export type AdminUpdateFactorData = {
  body: AdminFactorChanges
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The user's id. Anything but a UUID is 404 `validation_failed`.
     */
    user_id: string
    /**
     * The factor's id. Anything but a UUID is 404 `validation_failed`.
     */
    factor_id: string
  }
  query?: never
  url: '/admin/users/{user_id}/factors/{factor_id}'
}

export type AdminUpdateFactorErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such user, or the user has no such factor.
   */
  404: ErrorBody & {
    error_code?: 'user_not_found' | 'validation_failed' | 'mfa_factor_not_found'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminUpdateFactorError = AdminUpdateFactorErrors[keyof AdminUpdateFactorErrors]

export type AdminUpdateFactorResponses = {
  /**
   * The factor as changed.
   */
  200: Factor
}

export type AdminUpdateFactorResponse = AdminUpdateFactorResponses[keyof AdminUpdateFactorResponses]

export type AdminListPasskeysData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The user's id. Anything but a UUID is 404 `validation_failed`.
     */
    user_id: string
  }
  query?: never
  url: '/admin/users/{user_id}/passkeys'
}

export type AdminListPasskeysErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such user.
   */
  404: ErrorBody & {
    error_code?: 'user_not_found' | 'validation_failed'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminListPasskeysError = AdminListPasskeysErrors[keyof AdminListPasskeysErrors]

export type AdminListPasskeysResponses = {
  /**
   * The passkeys, possibly none.
   */
  200: Array<Passkey>
}

export type AdminListPasskeysResponse = AdminListPasskeysResponses[keyof AdminListPasskeysResponses]

export type AdminDeletePasskeyData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The user's id. Anything but a UUID is 404 `validation_failed`.
     */
    user_id: string
    /**
     * The passkey's id. Anything but a UUID is 404 `validation_failed`.
     */
    passkey_id: string
  }
  query?: never
  url: '/admin/users/{user_id}/passkeys/{passkey_id}'
}

export type AdminDeletePasskeyErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such user, or the user has no such passkey.
   */
  404: ErrorBody & {
    error_code?: 'user_not_found' | 'validation_failed'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminDeletePasskeyError = AdminDeletePasskeyErrors[keyof AdminDeletePasskeyErrors]

export type AdminDeletePasskeyResponses = {
  /**
   * Deleted.
   */
  204: void
}

export type AdminDeletePasskeyResponse = AdminDeletePasskeyResponses[keyof AdminDeletePasskeyResponses]

export type AdminGenerateLinkData = {
  body: AdminGenerateLinkBody
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
    /**
     * The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
     */
    'X-JWT-AUD'?: string
  }
  path?: never
  query?: {
    /**
     * Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
     * `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
     * A request header of the same name takes precedence.
     *
     */
    redirect_to?: string
  }
  url: '/admin/generate_link'
}

export type AdminGenerateLinkErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBodyOrPostgresError & {
    error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt' | 'hook_payload_invalid_content_type'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's; or a hook or database trigger refused with this status.
   */
  403: ErrorBodyOrPostgresError & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found' | 'unknown'
  }
  /**
   * There is no such user, and links of this type create none.
   */
  404: ErrorBodyOrPostgresError & {
    error_code?: 'user_not_found'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * Not accepted.
   */
  422: ErrorBodyOrPostgresError & {
    error_code?:
      'email_exists' | 'weak_password' | 'hook_timeout' | 'hook_timeout_after_retry' | 'hook_payload_over_size_limit'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
  /**
   * A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
   * `error.http_code`, a trigger's SQLSTATE `PTnnn`).
   *
   */
  default: ErrorBodyOrPostgresError & {
    error_code?: 'unknown'
  }
}

export type AdminGenerateLinkError = AdminGenerateLinkErrors[keyof AdminGenerateLinkErrors]

export type AdminGenerateLinkResponses = {
  /**
   * The user, with the link and what is in it.
   */
  200: GeneratedLink
}

export type AdminGenerateLinkResponse = AdminGenerateLinkResponses[keyof AdminGenerateLinkResponses]

export type AdminListAuditLogData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: {
    /**
     * The page, from 1. `0` is read as 1.
     */
    page?: number
    /**
     * Entries on a page, without an upper limit. `0` is a 500.
     */
    per_page?: number
    /**
     * Only entries with this text, in any case: `author:…` looks into `actor_username` and `actor_name`, `action:…` into
     * `action`, `type:…` into `log_type`. `%` and `_` are wildcards.
     *
     */
    query?: string
  }
  url: '/admin/audit'
}

export type AdminListAuditLogErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminListAuditLogError = AdminListAuditLogErrors[keyof AdminListAuditLogErrors]

export type AdminListAuditLogResponses = {
  /**
   * A page of entries, possibly none.
   */
  200: Array<AuditLogEntry>
}

export type AdminListAuditLogResponse = AdminListAuditLogResponses[keyof AdminListAuditLogResponses]

export type AdminListSsoProvidersData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: {
    /**
     * Only the provider with this `resource_id`.
     */
    resource_id?: string
    /**
     * Only the providers whose `resource_id` begins so; `%` and `_` are wildcards. Ignored beside `resource_id`.
     *
     */
    resource_id_prefix?: string
  }
  url: '/admin/sso/providers'
}

export type AdminListSsoProvidersErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminListSsoProvidersError = AdminListSsoProvidersErrors[keyof AdminListSsoProvidersErrors]

export type AdminListSsoProvidersResponses = {
  /**
   * The providers.
   */
  200: SsoProviderList
}

export type AdminListSsoProvidersResponse = AdminListSsoProvidersResponses[keyof AdminListSsoProvidersResponses]

export type AdminCreateSsoProviderData = {
  body: AdminCreateSsoProviderBody
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/admin/sso/providers'
}

export type AdminCreateSsoProviderErrors = {
  /**
   * The request is not valid, or a domain is taken.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'sso_domain_already_exists' | 'saml_metadata_fetch_failed' | 'bad_json' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * There is a provider with this entity already.
   */
  422: ErrorBody & {
    error_code?: 'saml_idp_already_exists'
  }
  /**
   * The server failed, the metadata could not be fetched or understood, the `resource_id` is taken, or a domain is
   * empty or given twice. None of these has an `error_id`.
   *
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminCreateSsoProviderError = AdminCreateSsoProviderErrors[keyof AdminCreateSsoProviderErrors]

export type AdminCreateSsoProviderResponses = {
  /**
   * The new provider.
   */
  201: SsoProvider
}

export type AdminCreateSsoProviderResponse = AdminCreateSsoProviderResponses[keyof AdminCreateSsoProviderResponses]

export type AdminDeleteSsoProviderData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The provider's `id`, or `resource_` followed by its `resource_id`. Anything else is 404 `sso_provider_not_found`.
     * Characters that a path segment may hold, `: @ $ & + , ; =`, must stay literal: the server does not decode them.
     *
     */
    idp_id: string
  }
  query?: never
  url: '/admin/sso/providers/{idp_id}'
}

export type AdminDeleteSsoProviderErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such provider.
   */
  404: ErrorBody & {
    error_code?: 'sso_provider_not_found'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminDeleteSsoProviderError = AdminDeleteSsoProviderErrors[keyof AdminDeleteSsoProviderErrors]

export type AdminDeleteSsoProviderResponses = {
  /**
   * The provider that was deleted.
   */
  200: SsoProvider
}

export type AdminDeleteSsoProviderResponse = AdminDeleteSsoProviderResponses[keyof AdminDeleteSsoProviderResponses]

export type AdminGetSsoProviderData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The provider's `id`, or `resource_` followed by its `resource_id`. Anything else is 404 `sso_provider_not_found`.
     * Characters that a path segment may hold, `: @ $ & + , ; =`, must stay literal: the server does not decode them.
     *
     */
    idp_id: string
  }
  query?: never
  url: '/admin/sso/providers/{idp_id}'
}

export type AdminGetSsoProviderErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such provider.
   */
  404: ErrorBody & {
    error_code?: 'sso_provider_not_found'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminGetSsoProviderError = AdminGetSsoProviderErrors[keyof AdminGetSsoProviderErrors]

export type AdminGetSsoProviderResponses = {
  /**
   * The provider.
   */
  200: SsoProvider
}

export type AdminGetSsoProviderResponse = AdminGetSsoProviderResponses[keyof AdminGetSsoProviderResponses]

export type AdminUpdateSsoProviderData = {
  body: SamlProviderUpdate
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The provider's `id`, or `resource_` followed by its `resource_id`. Anything else is 404 `sso_provider_not_found`.
     * Characters that a path segment may hold, `: @ $ & + , ; =`, must stay literal: the server does not decode them.
     *
     */
    idp_id: string
  }
  query?: never
  url: '/admin/sso/providers/{idp_id}'
}

export type AdminUpdateSsoProviderErrors = {
  /**
   * The request is not valid, the metadata is another entity's, or a domain is taken.
   */
  400: ErrorBody & {
    error_code?:
      | 'validation_failed'
      | 'saml_entity_id_mismatch'
      | 'sso_domain_already_exists'
      | 'saml_metadata_fetch_failed'
      | 'bad_json'
      | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such provider.
   */
  404: ErrorBody & {
    error_code?: 'sso_provider_not_found'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * The database refused the change. A constraint, such as a `resource_id` that is taken, is 422 in version 2024-01-01
   * only; in the initial version it is the database's own 500.
   *
   */
  422: ErrorBody & {
    error_code?: 'conflict'
  }
  /**
   * The server failed, the metadata could not be fetched or understood, or the database refused the change (initial
   * version; `x-sb-error-code` is `conflict` then).
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminUpdateSsoProviderError = AdminUpdateSsoProviderErrors[keyof AdminUpdateSsoProviderErrors]

export type AdminUpdateSsoProviderResponses = {
  /**
   * The provider as it is now.
   */
  200: SsoProvider
}

export type AdminUpdateSsoProviderResponse = AdminUpdateSsoProviderResponses[keyof AdminUpdateSsoProviderResponses]

export type AdminListOauthClientsData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: {
    /**
     * Not read. Some clients send it.
     */
    page?: number
    /**
     * Not read. Some clients send it.
     */
    per_page?: number
  }
  url: '/admin/oauth/clients'
}

export type AdminListOauthClientsErrors = {
  /**
   * The signature of the token is right, but its `sub` is not a UUID.
   */
  400: ErrorBody & {
    error_code?: 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * The OAuth server is off.
   */
  404: ErrorBody & {
    error_code?: 'feature_disabled'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminListOauthClientsError = AdminListOauthClientsErrors[keyof AdminListOauthClientsErrors]

export type AdminListOauthClientsResponses = {
  /**
   * The clients.
   */
  200: OAuthClientList
}

export type AdminListOauthClientsResponse = AdminListOauthClientsResponses[keyof AdminListOauthClientsResponses]

export type AdminCreateOauthClientData = {
  body: AdminCreateOauthClientBody
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/admin/oauth/clients'
}

export type AdminCreateOauthClientErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * The OAuth server is off.
   */
  404: ErrorBody & {
    error_code?: 'feature_disabled'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminCreateOauthClientError = AdminCreateOauthClientErrors[keyof AdminCreateOauthClientErrors]

export type AdminCreateOauthClientResponses = {
  /**
   * The client, with its secret if it is confidential.
   */
  201: ConfidentialOAuthClient | PublicOAuthClient
}

export type AdminCreateOauthClientResponse = AdminCreateOauthClientResponses[keyof AdminCreateOauthClientResponses]

export type AdminDeleteOauthClientData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The client's id. Anything but a UUID is 400 `validation_failed`.
     */
    client_id: string
  }
  query?: never
  url: '/admin/oauth/clients/{client_id}'
}

export type AdminDeleteOauthClientErrors = {
  /**
   * The id is not a UUID, or the token's `sub` is not.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such client, it was deleted, or the OAuth server is off.
   */
  404: ErrorBody & {
    error_code?: 'oauth_client_not_found' | 'feature_disabled'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminDeleteOauthClientError = AdminDeleteOauthClientErrors[keyof AdminDeleteOauthClientErrors]

export type AdminDeleteOauthClientResponses = {
  /**
   * Deleted.
   */
  204: void
}

export type AdminDeleteOauthClientResponse = AdminDeleteOauthClientResponses[keyof AdminDeleteOauthClientResponses]

export type AdminGetOauthClientData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The client's id. Anything but a UUID is 400 `validation_failed`.
     */
    client_id: string
  }
  query?: never
  url: '/admin/oauth/clients/{client_id}'
}

export type AdminGetOauthClientErrors = {
  /**
   * The id is not a UUID, or the token's `sub` is not.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such client, it was deleted, or the OAuth server is off.
   */
  404: ErrorBody & {
    error_code?: 'oauth_client_not_found' | 'feature_disabled'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminGetOauthClientError = AdminGetOauthClientErrors[keyof AdminGetOauthClientErrors]

export type AdminGetOauthClientResponses = {
  /**
   * The client.
   */
  200: OAuthClient
}

export type AdminGetOauthClientResponse = AdminGetOauthClientResponses[keyof AdminGetOauthClientResponses]

export type AdminUpdateOauthClientData = {
  body: OAuthClientChanges
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The client's id. Anything but a UUID is 400 `validation_failed`.
     */
    client_id: string
  }
  query?: never
  url: '/admin/oauth/clients/{client_id}'
}

export type AdminUpdateOauthClientErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such client, it was deleted, or the OAuth server is off.
   */
  404: ErrorBody & {
    error_code?: 'oauth_client_not_found' | 'feature_disabled'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminUpdateOauthClientError = AdminUpdateOauthClientErrors[keyof AdminUpdateOauthClientErrors]

export type AdminUpdateOauthClientResponses = {
  /**
   * The client as changed.
   */
  200: OAuthClient
}

export type AdminUpdateOauthClientResponse = AdminUpdateOauthClientResponses[keyof AdminUpdateOauthClientResponses]

export type AdminRegenerateOauthClientSecretData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The client's id. Anything but a UUID is 400 `validation_failed`.
     */
    client_id: string
  }
  query?: never
  url: '/admin/oauth/clients/{client_id}/regenerate_secret'
}

export type AdminRegenerateOauthClientSecretErrors = {
  /**
   * The client is public, or the id is not a UUID, or the token's `sub` is not.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such client, it was deleted, or the OAuth server is off.
   */
  404: ErrorBody & {
    error_code?: 'oauth_client_not_found' | 'feature_disabled'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminRegenerateOauthClientSecretError =
  AdminRegenerateOauthClientSecretErrors[keyof AdminRegenerateOauthClientSecretErrors]

export type AdminRegenerateOauthClientSecretResponses = {
  /**
   * The client with its new secret.
   */
  200: ConfidentialOAuthClient
}

export type AdminRegenerateOauthClientSecretResponse =
  AdminRegenerateOauthClientSecretResponses[keyof AdminRegenerateOauthClientSecretResponses]

export type AdminListCustomProvidersData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: {
    /**
     * Only those of this type, in no order.
     */
    type?: CustomProviderType
  }
  url: '/admin/custom-providers'
}

export type AdminListCustomProvidersErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * Custom providers are off.
   */
  404: ErrorBody & {
    error_code?: 'feature_disabled'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminListCustomProvidersError = AdminListCustomProvidersErrors[keyof AdminListCustomProvidersErrors]

export type AdminListCustomProvidersResponses = {
  /**
   * The providers.
   */
  200: CustomProviderList
}

export type AdminListCustomProvidersResponse = AdminListCustomProvidersResponses[keyof AdminListCustomProvidersResponses]

export type AdminCreateCustomProviderData = {
  body: AdminCreateCustomProviderBody
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/admin/custom-providers'
}

export type AdminCreateCustomProviderErrors = {
  /**
   * The request is not valid, or there is no room for another provider.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'conflict' | 'over_custom_provider_quota' | 'bad_json' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * Custom providers are off.
   */
  404: ErrorBody & {
    error_code?: 'feature_disabled'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, whose `detail` is the whole row, with the client secret as it is stored.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminCreateCustomProviderError = AdminCreateCustomProviderErrors[keyof AdminCreateCustomProviderErrors]

export type AdminCreateCustomProviderResponses = {
  /**
   * The provider, without its client secret.
   */
  201: CustomProvider
}

export type AdminCreateCustomProviderResponse = AdminCreateCustomProviderResponses[keyof AdminCreateCustomProviderResponses]

export type AdminDeleteCustomProviderData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The identifier, which begins with `custom:`. The colon must stay literal: the server does not decode it, so
     * `custom%3Aacme` is 400 `validation_failed`.
     *
     */
    identifier: string
  }
  query?: never
  url: '/admin/custom-providers/{identifier}'
}

export type AdminDeleteCustomProviderErrors = {
  /**
   * The identifier is not valid, or the token's `sub` is not.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such provider, or custom providers are off.
   */
  404: ErrorBody & {
    error_code?: 'custom_provider_not_found' | 'feature_disabled'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, which can contain the whole offending row.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminDeleteCustomProviderError = AdminDeleteCustomProviderErrors[keyof AdminDeleteCustomProviderErrors]

export type AdminDeleteCustomProviderResponses = {
  /**
   * Deleted.
   */
  204: void
}

export type AdminDeleteCustomProviderResponse = AdminDeleteCustomProviderResponses[keyof AdminDeleteCustomProviderResponses]

export type AdminGetCustomProviderData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The identifier, which begins with `custom:`. The colon must stay literal: the server does not decode it, so
     * `custom%3Aacme` is 400 `validation_failed`.
     *
     */
    identifier: string
  }
  query?: never
  url: '/admin/custom-providers/{identifier}'
}

export type AdminGetCustomProviderErrors = {
  /**
   * The identifier is not valid, or the token's `sub` is not.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such provider, or custom providers are off.
   */
  404: ErrorBody & {
    error_code?: 'custom_provider_not_found' | 'feature_disabled'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminGetCustomProviderError = AdminGetCustomProviderErrors[keyof AdminGetCustomProviderErrors]

export type AdminGetCustomProviderResponses = {
  /**
   * The provider.
   */
  200: CustomProvider
}

export type AdminGetCustomProviderResponse = AdminGetCustomProviderResponses[keyof AdminGetCustomProviderResponses]

export type AdminUpdateCustomProviderData = {
  body: CustomProviderChanges
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path: {
    /**
     * The identifier, which begins with `custom:`. The colon must stay literal: the server does not decode it, so
     * `custom%3Aacme` is 400 `validation_failed`.
     *
     */
    identifier: string
  }
  query?: never
  url: '/admin/custom-providers/{identifier}'
}

export type AdminUpdateCustomProviderErrors = {
  /**
   * The request is not valid.
   */
  400: ErrorBody & {
    error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
  }
  /**
   * No bearer token was sent.
   */
  401: ErrorBody & {
    error_code?: 'no_authorization'
  }
  /**
   * The token is not valid, or not an admin's.
   */
  403: ErrorBody & {
    error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
  }
  /**
   * There is no such provider, or custom providers are off.
   */
  404: ErrorBody & {
    error_code?: 'custom_provider_not_found' | 'feature_disabled'
  }
  /**
   * The body is over 1 MiB.
   */
  413: ErrorBody & {
    error_code?: 'request_entity_too_large'
  }
  /**
   * The server failed, or the database refused the write. In the initial API version the latter passes the
   * database's own message on, whose `detail` is the whole row, with the client secret as it is stored.
   *
   */
  500: ErrorBodyOrPostgresError & {
    error_code?: 'unexpected_failure'
  }
  /**
   * The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s).
   */
  504: ErrorBody & {
    error_code?: 'request_timeout'
  }
}

export type AdminUpdateCustomProviderError = AdminUpdateCustomProviderErrors[keyof AdminUpdateCustomProviderErrors]

export type AdminUpdateCustomProviderResponses = {
  /**
   * The provider as changed.
   */
  200: CustomProvider
}

export type AdminUpdateCustomProviderResponse = AdminUpdateCustomProviderResponses[keyof AdminUpdateCustomProviderResponses]

export type GetScimServiceProviderConfigData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: never
  url: '/scim/v2/ServiceProviderConfig'
}

export type GetScimServiceProviderConfigErrors = {
  /**
   * SCIM is switched off.
   */
  404: ErrorBody & {
    error_code?: 'feature_disabled'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
}

export type GetScimServiceProviderConfigError = GetScimServiceProviderConfigErrors[keyof GetScimServiceProviderConfigErrors]

export type GetScimServiceProviderConfigResponses = {
  /**
   * The configuration.
   */
  200: ScimServiceProviderConfig
}

export type GetScimServiceProviderConfigResponse =
  GetScimServiceProviderConfigResponses[keyof GetScimServiceProviderConfigResponses]

export type ListScimResourceTypesData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: {
    /**
     * Not supported; that it is there at all is a 403.
     */
    filter?: string
  }
  url: '/scim/v2/ResourceTypes'
}

export type ListScimResourceTypesErrors = {
  /**
   * There is a `filter`.
   */
  403: ScimError
  /**
   * SCIM is switched off.
   */
  404: ErrorBody & {
    error_code?: 'feature_disabled'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
}

export type ListScimResourceTypesError = ListScimResourceTypesErrors[keyof ListScimResourceTypesErrors]

export type ListScimResourceTypesResponses = {
  /**
   * The resource types.
   */
  200: ScimList
}

export type ListScimResourceTypesResponse = ListScimResourceTypesResponses[keyof ListScimResourceTypesResponses]

export type ListScimSchemasData = {
  body?: never
  headers?: {
    /**
     * The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     * are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     * and refusals of the database are passed on as `PostgresError`.
     *
     */
    'X-Supabase-Api-Version'?: string
  }
  path?: never
  query?: {
    /**
     * Not supported; that it is there at all is a 403.
     */
    filter?: string
  }
  url: '/scim/v2/Schemas'
}

export type ListScimSchemasErrors = {
  /**
   * There is a `filter`.
   */
  403: ScimError
  /**
   * SCIM is switched off.
   */
  404: ErrorBody & {
    error_code?: 'feature_disabled'
  }
  /**
   * The server failed. A failure that it did not foresee has no `error_id`.
   */
  500: ErrorBody & {
    error_code?: 'unexpected_failure'
  }
}

export type ListScimSchemasError = ListScimSchemasErrors[keyof ListScimSchemasErrors]

export type ListScimSchemasResponses = {
  /**
   * The schemas.
   */
  200: ScimList
}

export type ListScimSchemasResponse = ListScimSchemasResponses[keyof ListScimSchemasResponses]
