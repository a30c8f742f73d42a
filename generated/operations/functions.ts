// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { Client, Options as OperationOptions, RequestResult, TDataShape } from '#transport'

import type {
  AdminCreateCustomProviderData,
  AdminCreateCustomProviderErrors,
  AdminCreateCustomProviderResponses,
  AdminCreateOauthClientData,
  AdminCreateOauthClientErrors,
  AdminCreateOauthClientResponses,
  AdminCreateSsoProviderData,
  AdminCreateSsoProviderErrors,
  AdminCreateSsoProviderResponses,
  AdminCreateUserData,
  AdminCreateUserErrors,
  AdminCreateUserResponses,
  AdminDeleteCustomProviderData,
  AdminDeleteCustomProviderErrors,
  AdminDeleteCustomProviderResponses,
  AdminDeleteFactorData,
  AdminDeleteFactorErrors,
  AdminDeleteFactorResponses,
  AdminDeleteOauthClientData,
  AdminDeleteOauthClientErrors,
  AdminDeleteOauthClientResponses,
  AdminDeletePasskeyData,
  AdminDeletePasskeyErrors,
  AdminDeletePasskeyResponses,
  AdminDeleteSsoProviderData,
  AdminDeleteSsoProviderErrors,
  AdminDeleteSsoProviderResponses,
  AdminDeleteUserData,
  AdminDeleteUserErrors,
  AdminDeleteUserResponses,
  AdminGenerateLinkData,
  AdminGenerateLinkErrors,
  AdminGenerateLinkResponses,
  AdminGetCustomProviderData,
  AdminGetCustomProviderErrors,
  AdminGetCustomProviderResponses,
  AdminGetOauthClientData,
  AdminGetOauthClientErrors,
  AdminGetOauthClientResponses,
  AdminGetSsoProviderData,
  AdminGetSsoProviderErrors,
  AdminGetSsoProviderResponses,
  AdminGetUserData,
  AdminGetUserErrors,
  AdminGetUserResponses,
  AdminListAuditLogData,
  AdminListAuditLogErrors,
  AdminListAuditLogResponses,
  AdminListCustomProvidersData,
  AdminListCustomProvidersErrors,
  AdminListCustomProvidersResponses,
  AdminListFactorsData,
  AdminListFactorsErrors,
  AdminListFactorsResponses,
  AdminListOauthClientsData,
  AdminListOauthClientsErrors,
  AdminListOauthClientsResponses,
  AdminListPasskeysData,
  AdminListPasskeysErrors,
  AdminListPasskeysResponses,
  AdminListSsoProvidersData,
  AdminListSsoProvidersErrors,
  AdminListSsoProvidersResponses,
  AdminListUsersData,
  AdminListUsersErrors,
  AdminListUsersResponses,
  AdminRegenerateOauthClientSecretData,
  AdminRegenerateOauthClientSecretErrors,
  AdminRegenerateOauthClientSecretResponses,
  AdminUpdateCustomProviderData,
  AdminUpdateCustomProviderErrors,
  AdminUpdateCustomProviderResponses,
  AdminUpdateFactorData,
  AdminUpdateFactorErrors,
  AdminUpdateFactorResponses,
  AdminUpdateOauthClientData,
  AdminUpdateOauthClientErrors,
  AdminUpdateOauthClientResponses,
  AdminUpdateSsoProviderData,
  AdminUpdateSsoProviderErrors,
  AdminUpdateSsoProviderResponses,
  AdminUpdateUserData,
  AdminUpdateUserErrors,
  AdminUpdateUserResponses,
  AuthorizeData,
  AuthorizeErrors,
  AuthorizeResponses,
  CallbackData,
  CallbackErrors,
  CallbackFormPostData,
  CallbackFormPostErrors,
  CallbackFormPostResponses,
  CallbackResponses,
  ChallengeFactorData,
  ChallengeFactorErrors,
  ChallengeFactorResponses,
  ConsentOauthAuthorizationData,
  ConsentOauthAuthorizationErrors,
  ConsentOauthAuthorizationResponses,
  DeletePasskeyData,
  DeletePasskeyErrors,
  DeletePasskeyResponses,
  EnrollFactorData,
  EnrollFactorErrors,
  EnrollFactorResponses,
  GetHealthData,
  GetHealthErrors,
  GetHealthResponses,
  GetJwksData,
  GetJwksErrors,
  GetJwksResponses,
  GetOauthAuthorizationData,
  GetOauthAuthorizationErrors,
  GetOauthAuthorizationResponses,
  GetOauthAuthorizationServerData,
  GetOauthAuthorizationServerErrors,
  GetOauthAuthorizationServerResponses,
  GetOauthUserinfoData,
  GetOauthUserinfoErrors,
  GetOauthUserinfoResponses,
  GetOpenidConfigurationData,
  GetOpenidConfigurationErrors,
  GetOpenidConfigurationResponses,
  GetPasskeyAuthenticationOptionsData,
  GetPasskeyAuthenticationOptionsErrors,
  GetPasskeyAuthenticationOptionsResponses,
  GetPasskeyRegistrationOptionsData,
  GetPasskeyRegistrationOptionsErrors,
  GetPasskeyRegistrationOptionsResponses,
  GetSamlMetadataData,
  GetSamlMetadataErrors,
  GetSamlMetadataResponses,
  GetScimServiceProviderConfigData,
  GetScimServiceProviderConfigErrors,
  GetScimServiceProviderConfigResponses,
  GetSettingsData,
  GetSettingsErrors,
  GetSettingsResponses,
  GetUserData,
  GetUserErrors,
  GetUserResponses,
  GrantTokenData,
  GrantTokenErrors,
  GrantTokenResponses,
  InviteUserData,
  InviteUserErrors,
  InviteUserResponses,
  LinkIdentityData,
  LinkIdentityErrors,
  LinkIdentityResponses,
  ListOauthGrantsData,
  ListOauthGrantsErrors,
  ListOauthGrantsResponses,
  ListPasskeysData,
  ListPasskeysErrors,
  ListPasskeysResponses,
  ListScimResourceTypesData,
  ListScimResourceTypesErrors,
  ListScimResourceTypesResponses,
  ListScimSchemasData,
  ListScimSchemasErrors,
  ListScimSchemasResponses,
  LogoutData,
  LogoutErrors,
  LogoutResponses,
  MagicLinkData,
  MagicLinkErrors,
  MagicLinkResponses,
  OauthAuthorizeData,
  OauthAuthorizeErrors,
  OauthAuthorizeResponses,
  OauthTokenData,
  OauthTokenErrors,
  OauthTokenResponses,
  ReauthenticateData,
  ReauthenticateErrors,
  ReauthenticateResponses,
  RecoverData,
  RecoverErrors,
  RecoverResponses,
  RegisterOauthClientData,
  RegisterOauthClientErrors,
  RegisterOauthClientResponses,
  ResendData,
  ResendErrors,
  ResendResponses,
  RevokeOauthGrantData,
  RevokeOauthGrantErrors,
  RevokeOauthGrantResponses,
  SamlAcsData,
  SamlAcsErrors,
  SamlAcsResponses,
  SendOtpData,
  SendOtpErrors,
  SendOtpResponses,
  SignInWithSsoData,
  SignInWithSsoErrors,
  SignInWithSsoResponses,
  SignUpData,
  SignUpErrors,
  SignUpResponses,
  UnenrollFactorData,
  UnenrollFactorErrors,
  UnenrollFactorResponses,
  UnlinkIdentityData,
  UnlinkIdentityErrors,
  UnlinkIdentityResponses,
  UpdatePasskeyData,
  UpdatePasskeyErrors,
  UpdatePasskeyResponses,
  UpdateUserData,
  UpdateUserErrors,
  UpdateUserResponses,
  VerifyFactorData,
  VerifyFactorErrors,
  VerifyFactorResponses,
  VerifyLinkData,
  VerifyLinkErrors,
  VerifyLinkResponses,
  VerifyOtpData,
  VerifyOtpErrors,
  VerifyOtpResponses,
  VerifyPasskeyAuthenticationData,
  VerifyPasskeyAuthenticationErrors,
  VerifyPasskeyAuthenticationResponses,
  VerifyPasskeyRegistrationData,
  VerifyPasskeyRegistrationErrors,
  VerifyPasskeyRegistrationResponses,
} from './types.ts'

export type Options<TData extends TDataShape = TDataShape> = OperationOptions<TData> & {
  /** What `createTransport()` made. */
  client: Client
}

/**
 * Ask whether the server runs
 *
 * Says that the process answers, and which version it is. Does not ask the database.
 *
 * `GET /health`
 *
 * Error codes: `unexpected_failure`.
 */
export const getHealth = (options: Options<GetHealthData>): RequestResult<GetHealthResponses, GetHealthErrors> =>
  options.client<GetHealthResponses, GetHealthErrors>('get', {
    url: '/health',
    operation: 'getHealth',
    repeatable: true,
    ...options,
  })

/**
 * Read what is switched on
 *
 * Public settings, from the server's configuration. What a sign-in form should offer can be read from them.
 *
 * `GET /settings`
 *
 * Error codes: `unexpected_failure`.
 */
export const getSettings = (options: Options<GetSettingsData>): RequestResult<GetSettingsResponses, GetSettingsErrors> =>
  options.client<GetSettingsResponses, GetSettingsErrors>('get', {
    url: '/settings',
    operation: 'getSettings',
    repeatable: true,
    ...options,
  })

/**
 * Read the public keys
 *
 * The keys with which access tokens and id_tokens can be verified. May be kept for 10 minutes.
 *
 * `GET /.well-known/jwks.json`
 *
 * Error codes: `unexpected_failure`.
 */
export const getJwks = (options: Options<GetJwksData>): RequestResult<GetJwksResponses, GetJwksErrors> =>
  options.client<GetJwksResponses, GetJwksErrors>('get', {
    url: '/.well-known/jwks.json',
    operation: 'getJwks',
    repeatable: true,
    ...options,
  })

/**
 * Read the OpenID Connect metadata
 *
 * OpenID Connect Discovery 1.0. Answers even where the OAuth server is switched off, though most of the endpoints
 * that it names are 404 then. May be kept for 10 minutes.
 *
 * `GET /.well-known/openid-configuration`
 *
 * Error codes: `unexpected_failure`.
 */
export const getOpenidConfiguration = (
  options: Options<GetOpenidConfigurationData>,
): RequestResult<GetOpenidConfigurationResponses, GetOpenidConfigurationErrors> =>
  options.client<GetOpenidConfigurationResponses, GetOpenidConfigurationErrors>('get', {
    url: '/.well-known/openid-configuration',
    operation: 'getOpenidConfiguration',
    repeatable: true,
    ...options,
  })

/**
 * Read the OAuth authorization server metadata
 *
 * RFC 8414; the same document as `GET /.well-known/openid-configuration`. Needs the OAuth server
 * (`GOTRUE_OAUTH_SERVER_ENABLED`, else 404 `feature_disabled`). May be kept for 10 minutes.
 *
 * `GET /.well-known/oauth-authorization-server`
 *
 * Error codes: `feature_disabled`, `unexpected_failure`.
 */
export const getOauthAuthorizationServer = (
  options: Options<GetOauthAuthorizationServerData>,
): RequestResult<GetOauthAuthorizationServerResponses, GetOauthAuthorizationServerErrors> =>
  options.client<GetOauthAuthorizationServerResponses, GetOauthAuthorizationServerErrors>('get', {
    url: '/.well-known/oauth-authorization-server',
    operation: 'getOauthAuthorizationServer',
    repeatable: true,
    ...options,
  })

/**
 * Start a sign-in with a provider
 *
 * Sends the browser to the provider. Go there by navigation, not by `fetch`. The provider sends the user back to
 * `/callback`, which leads on to the application. The state in between is good for
 * `GOTRUE_EXTERNAL_FLOW_STATE_EXPIRY_DURATION` (at least 5 minutes, the default).
 * A bearer token is not read: the flow signs in, or signs up, whom the provider names. To add an identity to the signed-in
 * user, see `GET /user/identities/authorize`.
 * Failures are JSON, never redirects.
 *
 * `GET /authorize`
 *
 * Error codes: `request_timeout`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const authorize = (options: Options<AuthorizeData>): RequestResult<AuthorizeResponses, AuthorizeErrors> =>
  options.client<AuthorizeResponses, AuthorizeErrors>('get', {
    url: '/authorize',
    operation: 'authorize',
    redirects: true,
    querySerializer: { object: { style: 'form', explode: true } },
    ...options,
  })

/**
 * Come back from a provider
 *
 * Where a provider sends the user's browser; not for applications to call. Signs in, signs up, accepts an invitation or
 * links an identity, whatever the flow was started for, and leads on to the application: to
 * `GOTRUE_EXTERNAL_REDIRECTURL`, else the `redirect_to` of the start, else the site URL. The state is good for one use.
 * A user whose verified address is that of an existing account gets the identity added to that account. A new user
 * whose address the provider did not verify gets a confirmation mail and is refused with
 * `provider_email_needs_verification`, unless `GOTRUE_MAILER_AUTOCONFIRM` or
 * `GOTRUE_MAILER_ALLOW_UNVERIFIED_EMAIL_SIGN_INS` is on.
 *
 * Failures are redirects too, also those of hooks and database triggers, with `error`, `error_code` and
 * `error_description`. `error` follows from the status that the failure would have: 400 `invalid_request`, 401
 * `unauthorized_client`, 403 `access_denied`, 503 `temporarily_unavailable`, any other `server_error`; and
 * `signup_disabled`, `user_banned` and `provider_email_needs_verification` are `access_denied`. Where the provider
 * refused, `error` is its own word, and there is no `error_code`; where its answer could not be used or the custom access
 * token hook refused, `error` is `server_error`, also without `error_code`.
 *
 * `GET /callback`
 *
 * Error codes: `request_timeout`, `unexpected_failure`.
 */
export const callback = (options: Options<CallbackData>): RequestResult<CallbackResponses, CallbackErrors> =>
  options.client<CallbackResponses, CallbackErrors>('get', {
    url: '/callback',
    operation: 'callback',
    redirects: true,
    ...options,
  })

/**
 * Come back from a provider by form
 *
 * Like `GET /callback`, for providers that post a form to it (`response_mode=form_post`), as Apple does. `state`, `code`,
 * `error` and `error_description` count in the query as well, the form has precedence.
 *
 * `POST /callback`
 *
 * Error codes: `request_timeout`, `unexpected_failure`.
 */
export const callbackFormPost = (
  options: Options<CallbackFormPostData>,
): RequestResult<CallbackFormPostResponses, CallbackFormPostErrors> =>
  options.client<CallbackFormPostResponses, CallbackFormPostErrors>('post', {
    url: '/callback',
    operation: 'callbackFormPost',
    redirects: true,
    ...options,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...options.headers,
    },
  })

/**
 * Sign up with e-mail or phone, or anonymously
 *
 * Creates a user. Without `email` and `phone` it signs in anonymously.
 * Where the address needs no confirmation (`mailer_autoconfirm`, `phone_autoconfirm` of `GET /settings`) the answer is
 * a session; elsewhere it is the user, and a mail or text message with a code and a link is sent.
 * For an address that is confirmed already the answer is a made-up user (random `id`, `role` empty,
 * no `identities`), so that nobody can find out who has an account; no message is sent then.
 * An address that a user of another audience has is a 500.
 *
 * `POST /signup`
 *
 * Error codes: `anonymous_provider_disabled`, `bad_json`, `captcha_failed`, `email_address_invalid`, `email_address_not_authorized`, `email_provider_disabled`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `over_email_send_rate_limit`, `over_request_rate_limit`, `over_sms_send_rate_limit`, `phone_provider_disabled`, `request_entity_too_large`, `request_timeout`, `signup_disabled`, `sms_send_failed`, `unexpected_failure`, `unknown`, `user_already_exists`, `validation_failed`, `weak_password`.
 */
export const signUp = (options: Options<SignUpData>): RequestResult<SignUpResponses, SignUpErrors> =>
  options.client<SignUpResponses, SignUpErrors>('post', {
    url: '/signup',
    operation: 'signUp',
    ...options,
  })

/**
 * Send a mail to recover an account
 *
 * Sends a mail with a one-time code and a link, with which the user signs in without the password. Setting a new password
 * is a call of its own afterwards (`PUT /user`).
 * The answer is the same for an address that nobody has; no mail is sent then. The password stays as it is.
 * A new mail makes the code and the link of the last one useless.
 * Where e-mail sign-in is switched off the answer is 400 `email_provider_disabled`.
 *
 * `POST /recover`
 *
 * Error codes: `bad_json`, `captcha_failed`, `email_address_invalid`, `email_address_not_authorized`, `email_provider_disabled`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `over_email_send_rate_limit`, `over_request_rate_limit`, `request_entity_too_large`, `request_timeout`, `unexpected_failure`, `unknown`, `validation_failed`.
 */
export const recover = (options: Options<RecoverData>): RequestResult<RecoverResponses, RecoverErrors> =>
  options.client<RecoverResponses, RecoverErrors>('post', {
    url: '/recover',
    operation: 'recover',
    ...options,
  })

/**
 * Send a confirmation message again
 *
 * Sends the mail or text message of a sign-up, or of a change of address or phone number, once more with a new code;
 * the old code is useless then. `email` and `phone` name the user's present address or number, not the new one.
 * The answer is the same, and nothing is sent, for an unknown user, for one who is confirmed already, and for one without
 * a pending change. Recovery mails and magic links are not sent again here: ask `POST /recover` or `POST /otp` once more.
 * Where the way is switched off the answer is 400 `email_provider_disabled` or `phone_provider_disabled`.
 *
 * `POST /resend`
 *
 * Error codes: `bad_json`, `captcha_failed`, `email_address_invalid`, `email_address_not_authorized`, `email_provider_disabled`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `over_email_send_rate_limit`, `over_request_rate_limit`, `over_sms_send_rate_limit`, `phone_provider_disabled`, `request_entity_too_large`, `request_timeout`, `sms_send_failed`, `unexpected_failure`, `unknown`, `validation_failed`.
 */
export const resend = (options: Options<ResendData>): RequestResult<ResendResponses, ResendErrors> =>
  options.client<ResendResponses, ResendErrors>('post', {
    url: '/resend',
    operation: 'resend',
    ...options,
  })

/**
 * Send a magic link
 *
 * Sends a mail with a one-time code and a link that signs in. The same as `POST /otp` with `email`, save that it cannot be
 * told to leave strangers alone: an address that nobody has is signed up, and the mail is then the one that confirms
 * a sign-up (verify its code with the type `email` or `signup`).
 * `data` counts for new users only. The answer says nothing about whether the user is new.
 * Where e-mail sign-in or magic links are switched off the answer is 422 `email_provider_disabled`, where sign-up is
 * switched off and the address is unknown or unconfirmed 422 `signup_disabled`.
 *
 * `POST /magiclink`
 *
 * Error codes: `bad_json`, `captcha_failed`, `email_address_invalid`, `email_address_not_authorized`, `email_provider_disabled`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `over_email_send_rate_limit`, `over_request_rate_limit`, `request_entity_too_large`, `request_timeout`, `signup_disabled`, `unexpected_failure`, `unknown`, `validation_failed`.
 */
export const magicLink = (options: Options<MagicLinkData>): RequestResult<MagicLinkResponses, MagicLinkErrors> =>
  options.client<MagicLinkResponses, MagicLinkErrors>('post', {
    url: '/magiclink',
    operation: 'magicLink',
    ...options,
  })

/**
 * Send a one-time code by mail or text message
 *
 * With `email`, a mail with a one-time code and a link; with `phone`, a text or WhatsApp message with a code.
 * `POST /verify` turns the code into a session. The code works once, and is replaced by the next one.
 * A user who does not exist yet is signed up, unless `create_user` is `false`: then an unknown address is
 * 422 `otp_disabled`, and so is one that is no address at all.
 * `data` counts for new users only. Where a way is switched off the answer is 422 `email_provider_disabled` or
 * 400 `phone_provider_disabled`; where sign-up is switched off and the user is new or unconfirmed, 422 `signup_disabled`.
 *
 * `POST /otp`
 *
 * Error codes: `bad_json`, `captcha_failed`, `email_address_invalid`, `email_address_not_authorized`, `email_provider_disabled`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `otp_disabled`, `over_email_send_rate_limit`, `over_request_rate_limit`, `over_sms_send_rate_limit`, `phone_provider_disabled`, `request_entity_too_large`, `request_timeout`, `signup_disabled`, `sms_send_failed`, `unexpected_failure`, `unknown`, `validation_failed`.
 */
export const sendOtp = (options: Options<SendOtpData>): RequestResult<SendOtpResponses, SendOtpErrors> =>
  options.client<SendOtpResponses, SendOtpErrors>('post', {
    url: '/otp',
    operation: 'sendOtp',
    ...options,
  })

/**
 * Exchange credentials for a session
 *
 * Starts a session, or continues one. `grant_type` in the query says which body is sent:
 * - `password`: an address or phone number and the password. The address must be confirmed.
 * - `refresh_token`: the refresh token of a session. Each works once. Presented again at once (within
 * `GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL`), or while its successor has not been used, the answer has the
 * current one; later it is 400 `refresh_token_already_used`, and with rotation on (the default) the session is over.
 * - `pkce`: the `code` of a redirect and its code verifier. A code works once; a wrong verifier does not use it up.
 * - `id_token`: an OpenID Connect token of a provider, got by an app on its own. Signs up unknown users.
 * With `link_identity` it adds the identity to the user whose access token is the bearer; that needs no
 * manual-linking flag, and the `identities` in the answer are those from before.
 * - `web3`: a message signed by a wallet. Signs up unknown users.
 *
 * A bearer is looked at with `link_identity` only; then 401 and 403 `bad_jwt`, `session_not_found` and `user_not_found` are
 * possible. A banned user is 400 `user_banned` with `password` and `refresh_token`, and 403 with `id_token` and `web3`.
 * A CAPTCHA is asked for with `password` and `web3` only. The session of an OAuth client is refreshed at `POST /oauth/token`.
 * `OAuthError` bodies occur with `id_token`, `web3` and `refresh_token`, always with status 400.
 *
 * `POST /token`
 *
 * Error codes: `bad_code_verifier`, `bad_json`, `bad_jwt`, `captcha_failed`, `conflict`, `email_address_invalid`, `email_address_not_authorized`, `email_exists`, `email_not_confirmed`, `email_provider_disabled`, `flow_state_expired`, `flow_state_not_found`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `identity_already_exists`, `invalid nonce`, `invalid request`, `invalid_client`, `invalid_credentials`, `invalid_grant`, `no_authorization`, `over_email_send_rate_limit`, `over_request_rate_limit`, `phone_not_confirmed`, `phone_provider_disabled`, `provider_disabled`, `provider_email_needs_verification`, `refresh_token_already_used`, `refresh_token_not_found`, `request_entity_too_large`, `request_timeout`, `server_error`, `session_expired`, `session_not_found`, `signup_disabled`, `unexpected_failure`, `unknown`, `user_banned`, `user_not_found`, `validation_failed`, `web3_provider_disabled`, `web3_unsupported_chain`.
 */
export const grantToken = (options: Options<GrantTokenData>): RequestResult<GrantTokenResponses, GrantTokenErrors> =>
  options.client<GrantTokenResponses, GrantTokenErrors>('post', {
    url: '/token',
    operation: 'grantToken',
    ...options,
  })

/**
 * Follow the link of a mail
 *
 * The target of the links in mails: for browsers, not for programs. Confirms the address or signs in, and
 * redirects to the app. The link works once, even if it was a mail scanner that followed it.
 * Success and failure alike are 303; only a missing `token` or `type`, the rate limit and a failure of the server are JSON.
 * A link of the PKCE flow (its token begins with `pkce_`) leads to a code for `POST /token?grant_type=pkce`, any other
 * to tokens in the fragment.
 * Of the two links of a secure e-mail change the first leads to a `message`, the second to the result.
 *
 * `GET /verify`
 *
 * Error codes: `over_request_rate_limit`, `request_timeout`, `unexpected_failure`, `validation_failed`.
 */
export const verifyLink = (options: Options<VerifyLinkData>): RequestResult<VerifyLinkResponses, VerifyLinkErrors> =>
  options.client<VerifyLinkResponses, VerifyLinkErrors>('get', {
    url: '/verify',
    operation: 'verifyLink',
    redirects: true,
    ...options,
  })

/**
 * Verify a one-time code
 *
 * Turns a one-time code (with the address or phone number that it was sent to) or the token hash of a link into
 * a session, and confirms the address. Each works once. A code from a mail is valid for `GOTRUE_MAILER_OTP_EXP`
 * (default 86400 s), one from a text message for `GOTRUE_SMS_OTP_EXP` (default 60 s).
 * A wrong, used or expired code, an unknown user and a type that does not fit are all 403 `otp_expired`.
 * Where a change of address has to be confirmed from both addresses, the first of the two gives a message and no session.
 * The answer is a session in the PKCE flow too; only links lead to a code.
 *
 * `POST /verify`
 *
 * Error codes: `bad_json`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `otp_expired`, `over_request_rate_limit`, `request_entity_too_large`, `request_timeout`, `unexpected_failure`, `unknown`, `user_banned`, `validation_failed`.
 */
export const verifyOtp = (options: Options<VerifyOtpData>): RequestResult<VerifyOtpResponses, VerifyOtpErrors> =>
  options.client<VerifyOtpResponses, VerifyOtpErrors>('post', {
    url: '/verify',
    operation: 'verifyOtp',
    ...options,
  })

/**
 * Sign out
 *
 * Ends sessions of the user. GoTrue refuses their access tokens at once (403 `session_not_found`), services that only check
 * the signature take them until they expire; their refresh tokens are gone.
 * An access token without a session ends all sessions, whatever `scope` says. Takes no body.
 * A session that has ended already is 403 `session_not_found`; that can be taken for success.
 *
 * `POST /logout`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const logout = (options: Options<LogoutData>): RequestResult<LogoutResponses, LogoutErrors> =>
  options.client<LogoutResponses, LogoutErrors>('post', {
    url: '/logout',
    operation: 'logout',
    credential: 'accessToken',
    ...options,
  })

/**
 * Send a code that proves who is there
 *
 * Sends a one-time code to the user's address, or to the phone number if there is no address. The code is the `nonce` of
 * `PUT /user`, which asks for one when the password is changed in a session older than 24 hours and
 * `GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION` is on. It is of no use for `POST /verify`.
 * It works once, and the next one replaces it.
 * A GET that sends a message: not to be prefetched or repeated.
 *
 * `GET /reauthenticate`
 *
 * Error codes: `bad_jwt`, `email_address_invalid`, `email_address_not_authorized`, `email_not_confirmed`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `no_authorization`, `over_email_send_rate_limit`, `over_sms_send_rate_limit`, `phone_not_confirmed`, `request_timeout`, `session_not_found`, `sms_send_failed`, `unexpected_failure`, `unknown`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const reauthenticate = (
  options: Options<ReauthenticateData>,
): RequestResult<ReauthenticateResponses, ReauthenticateErrors> =>
  options.client<ReauthenticateResponses, ReauthenticateErrors>('get', {
    url: '/reauthenticate',
    operation: 'reauthenticate',
    credential: 'accessToken',
    ...options,
  })

/**
 * Get the signed-in user
 *
 * The user as the database has it now, while the claims of the access token are as old as the token. The server checks
 * the token, its session and the user, so this also tells whether somebody is still signed in.
 *
 * `GET /user`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const getUser = (options: Options<GetUserData>): RequestResult<GetUserResponses, GetUserErrors> =>
  options.client<GetUserResponses, GetUserErrors>('get', {
    url: '/user',
    operation: 'getUser',
    credential: 'accessToken',
    repeatable: true,
    ...options,
  })

/**
 * Change the signed-in user
 *
 * Changes what is sent, and leaves the rest. A new address or phone number is only noted (`new_email`, `new_phone`) until
 * the code or link sent to it is verified with the type `email_change` or `phone_change`; with secure e-mail change
 * (`GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED`, default on) the present address has to agree too.
 * E-mail autoconfirm spares only anonymous users this, phone autoconfirm spares everybody.
 * A new password ends the user's other sessions and makes all codes and links sent before useless. Depending on the
 * server it needs `nonce` (400 `reauthentication_needed`) or `current_password` (400 `current_password_required`).
 * A user with a verified factor needs an AAL2 session to change address, phone number or password
 * (401 `insufficient_aal`); a user of a SAML provider cannot change them at all (422 `user_sso_managed`).
 * An anonymous user becomes a permanent one by an address or phone number that is verified, and must have or send one
 * to set a password. The access token keeps its old claims until the next refresh.
 *
 * `PUT /user`
 *
 * Error codes: `bad_json`, `bad_jwt`, `current_password_invalid`, `current_password_required`, `email_address_invalid`, `email_address_not_authorized`, `email_exists`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `insufficient_aal`, `no_authorization`, `not_admin`, `otp_expired`, `over_email_send_rate_limit`, `over_request_rate_limit`, `over_sms_send_rate_limit`, `phone_exists`, `reauthentication_needed`, `reauthentication_not_valid`, `request_entity_too_large`, `request_timeout`, `same_password`, `session_not_found`, `sms_send_failed`, `unexpected_failure`, `unknown`, `user_banned`, `user_not_found`, `user_sso_managed`, `validation_failed`, `weak_password`.
 */
export const updateUser = (options: Options<UpdateUserData>): RequestResult<UpdateUserResponses, UpdateUserErrors> =>
  options.client<UpdateUserResponses, UpdateUserErrors>('put', {
    url: '/user',
    operation: 'updateUser',
    credential: 'accessToken',
    ...options,
  })

/**
 * Start adding an identity of a provider
 *
 * Like `GET /authorize`, but what comes back from the provider is added to the signed-in user. Browsers cannot send
 * the bearer with a navigation, so ask for the address (`skip_http_redirect=true`) and go there.
 * The flow ends at `GET /callback`: an identity that some user already has fails there (`identity_already_exists`).
 * Needs `GOTRUE_SECURITY_MANUAL_LINKING_ENABLED` (else 404 `manual_linking_disabled`).
 *
 * `GET /user/identities/authorize`
 *
 * Error codes: `bad_jwt`, `manual_linking_disabled`, `no_authorization`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const linkIdentity = (options: Options<LinkIdentityData>): RequestResult<LinkIdentityResponses, LinkIdentityErrors> =>
  options.client<LinkIdentityResponses, LinkIdentityErrors>('get', {
    url: '/user/identities/authorize',
    operation: 'linkIdentity',
    credential: 'accessToken',
    redirects: true,
    querySerializer: { object: { style: 'form', explode: true } },
    ...options,
  })

/**
 * Remove an identity
 *
 * Removes one of the signed-in user's identities; the last one stays. With the phone identity goes the phone number; when
 * no identity with the user's address is left, the address of another one takes its place.
 * Sessions go on, and the provider is not told.
 * Needs `GOTRUE_SECURITY_MANUAL_LINKING_ENABLED` (else 404 `manual_linking_disabled`).
 *
 * `DELETE /user/identities/{identity_id}`
 *
 * Error codes: `bad_jwt`, `email_conflict_identity_not_deletable`, `identity_not_found`, `manual_linking_disabled`, `no_authorization`, `request_timeout`, `session_not_found`, `single_identity_not_deletable`, `unexpected_audience`, `unexpected_failure`, `unknown`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const unlinkIdentity = (
  options: Options<UnlinkIdentityData>,
): RequestResult<UnlinkIdentityResponses, UnlinkIdentityErrors> =>
  options.client<UnlinkIdentityResponses, UnlinkIdentityErrors>('delete', {
    url: '/user/identities/{identity_id}',
    operation: 'unlinkIdentity',
    credential: 'accessToken',
    ...options,
  })

/**
 * Add a second factor
 *
 * Adds an unverified factor to the user. It counts once a first `POST /factors/{factor_id}/verify` has succeeded.
 * A TOTP secret is shown in this answer only. Adding a phone sends nothing, the challenge does; an unverified factor
 * with the same number is replaced. For WebAuthn the key is made between challenge and verification.
 * Friendly names are unique for a user; having none counts as the empty name.
 * A user with a verified factor needs an AAL2 session here. A user can have `GOTRUE_MFA_MAX_ENROLLED_FACTORS` factors
 * (default 10). Factors that were neither challenged nor verified disappear after `GOTRUE_MFA_FACTOR_EXPIRY_DURATION`
 * (default 5 minutes) at somebody's next enrolment.
 * `GOTRUE_MFA_TOTP_ENROLL_ENABLED` (default on), `GOTRUE_MFA_PHONE_ENROLL_ENABLED` and
 * `GOTRUE_MFA_WEB_AUTHN_ENROLL_ENABLED` (default off) allow the types; else 422 `mfa_…_enroll_not_enabled`.
 * A TOTP factor for a user without an e-mail address is a 500. Anonymous users are refused.
 *
 * `POST /factors`
 *
 * Error codes: `bad_json`, `bad_jwt`, `insufficient_aal`, `mfa_factor_name_conflict`, `mfa_phone_enroll_not_enabled`, `mfa_totp_enroll_not_enabled`, `mfa_verified_factor_exists`, `mfa_webauthn_enroll_not_enabled`, `no_authorization`, `request_entity_too_large`, `request_timeout`, `session_not_found`, `too_many_enrolled_mfa_factors`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const enrollFactor = (options: Options<EnrollFactorData>): RequestResult<EnrollFactorResponses, EnrollFactorErrors> =>
  options.client<EnrollFactorResponses, EnrollFactorErrors>('post', {
    url: '/factors',
    operation: 'enrollFactor',
    credential: 'accessToken',
    ...options,
  })

/**
 * Start a verification
 *
 * Opens a challenge, good for `GOTRUE_MFA_CHALLENGE_EXPIRY_DURATION` seconds (default and minimum 300) and for
 * requests from the same IP address only.
 * A phone gets a one-time code of `GOTRUE_MFA_PHONE_OTP_LENGTH` digits (6 to 10, default 6), at most one in
 * `GOTRUE_MFA_PHONE_MAX_FREQUENCY` (default 1 minute) for a factor. TOTP sends nothing. For WebAuthn the answer has the
 * options for the browser: `create` while the factor is unverified, `request` afterwards, then for all WebAuthn factors of the user.
 * The body is needed for phone and WebAuthn, at least `{}`; TOTP never reads it.
 * `GOTRUE_MFA_TOTP_VERIFY_ENABLED` (default on), `GOTRUE_MFA_PHONE_VERIFY_ENABLED` and
 * `GOTRUE_MFA_WEB_AUTHN_VERIFY_ENABLED` (default off) allow the types; else 422 `mfa_…_verify_not_enabled`.
 * When the text message cannot be sent the answer is a 500. Anonymous users are refused.
 *
 * `POST /factors/{factor_id}/challenge`
 *
 * Error codes: `bad_json`, `bad_jwt`, `mfa_factor_not_found`, `mfa_phone_verify_not_enabled`, `mfa_totp_verify_not_enabled`, `mfa_webauthn_verify_not_enabled`, `no_authorization`, `over_request_rate_limit`, `over_sms_send_rate_limit`, `request_entity_too_large`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const challengeFactor = (
  options: Options<ChallengeFactorData>,
): RequestResult<ChallengeFactorResponses, ChallengeFactorErrors> =>
  options.client<ChallengeFactorResponses, ChallengeFactorErrors>('post', {
    url: '/factors/{factor_id}/challenge',
    operation: 'challengeFactor',
    credential: 'accessToken',
    ...options,
  })

/**
 * Verify a factor, and raise the session to AAL2
 *
 * Checks the one-time code or the browser's WebAuthn answer to a challenge. On success the factor is verified, and the
 * session gets new tokens with `aal` `aal2`: the former refresh token is spent, the former access token stays valid
 * until it expires. All sessions of the user that are still AAL1 end, and the user's other unverified factors of this type
 * are removed. A first verification is told to the user by mail where the server's notifications for it are on.
 * A success uses up the challenge, a wrong code does not. An expired challenge is removed.
 * The MFA verification hook can refuse (403 `mfa_verification_rejected`), which ends all sessions of the user.
 * A WebAuthn answer that does not fit the challenge or the key is a 500. Anonymous users are refused.
 *
 * `POST /factors/{factor_id}/verify`
 *
 * Error codes: `bad_json`, `bad_jwt`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `mfa_challenge_expired`, `mfa_factor_not_found`, `mfa_ip_address_mismatch`, `mfa_phone_verify_not_enabled`, `mfa_totp_verify_not_enabled`, `mfa_verification_failed`, `mfa_verification_rejected`, `mfa_webauthn_enroll_not_enabled`, `no_authorization`, `otp_expired`, `over_request_rate_limit`, `request_entity_too_large`, `request_timeout`, `session_not_found`, `unexpected_failure`, `unknown`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const verifyFactor = (options: Options<VerifyFactorData>): RequestResult<VerifyFactorResponses, VerifyFactorErrors> =>
  options.client<VerifyFactorResponses, VerifyFactorErrors>('post', {
    url: '/factors/{factor_id}/verify',
    operation: 'verifyFactor',
    credential: 'accessToken',
    ...options,
  })

/**
 * Remove a factor
 *
 * Removes a factor of the user. A verified one can be removed in an AAL2 session only. Sessions that were raised with
 * this factor fall back to AAL1, which shows in the access token after the next refresh. The removal is told to
 * the user by mail where the server's notifications for it are on. Anonymous users are refused.
 *
 * `DELETE /factors/{factor_id}`
 *
 * Error codes: `bad_jwt`, `insufficient_aal`, `mfa_factor_not_found`, `no_authorization`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const unenrollFactor = (
  options: Options<UnenrollFactorData>,
): RequestResult<UnenrollFactorResponses, UnenrollFactorErrors> =>
  options.client<UnenrollFactorResponses, UnenrollFactorErrors>('delete', {
    url: '/factors/{factor_id}',
    operation: 'unenrollFactor',
    credential: 'accessToken',
    ...options,
  })

/**
 * Start a sign-in with a passkey
 *
 * Opens a challenge, and returns what the browser needs to ask for any passkey of this site; nobody is named.
 * The challenge is good for `GOTRUE_WEBAUTHN_CHALLENGE_EXPIRY_DURATION` (default 5 minutes).
 * The body is read only where the server asks for CAPTCHA tokens, and must be JSON then.
 * Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
 *
 * `POST /passkeys/authentication/options`
 *
 * Error codes: `bad_json`, `captcha_failed`, `over_request_rate_limit`, `passkey_disabled`, `request_entity_too_large`, `request_timeout`, `unexpected_failure`.
 */
export const getPasskeyAuthenticationOptions = (
  options: Options<GetPasskeyAuthenticationOptionsData>,
): RequestResult<GetPasskeyAuthenticationOptionsResponses, GetPasskeyAuthenticationOptionsErrors> =>
  options.client<GetPasskeyAuthenticationOptionsResponses, GetPasskeyAuthenticationOptionsErrors>('post', {
    url: '/passkeys/authentication/options',
    operation: 'getPasskeyAuthenticationOptions',
    ...options,
  })

/**
 * Sign in with a passkey
 *
 * Checks the browser's answer to the challenge, and signs in the user that it names (`userHandle`). Any verification uses
 * up the challenge, a failed one too. The e-mail address and the phone number that the user has must be confirmed.
 * There is no CAPTCHA and no rate limit here. Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
 *
 * `POST /passkeys/authentication/verify`
 *
 * Error codes: `bad_json`, `email_not_confirmed`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `passkey_disabled`, `phone_not_confirmed`, `request_timeout`, `unexpected_failure`, `unknown`, `user_banned`, `validation_failed`, `webauthn_challenge_expired`, `webauthn_challenge_not_found`, `webauthn_verification_failed`.
 */
export const verifyPasskeyAuthentication = (
  options: Options<VerifyPasskeyAuthenticationData>,
): RequestResult<VerifyPasskeyAuthenticationResponses, VerifyPasskeyAuthenticationErrors> =>
  options.client<VerifyPasskeyAuthenticationResponses, VerifyPasskeyAuthenticationErrors>('post', {
    url: '/passkeys/authentication/verify',
    operation: 'verifyPasskeyAuthentication',
    ...options,
  })

/**
 * Start the registration of a passkey
 *
 * Opens a challenge, and returns what the browser needs to make a passkey for the user; a body is not read.
 * The challenge is good for `GOTRUE_WEBAUTHN_CHALLENGE_EXPIRY_DURATION` (default 5 minutes).
 * A user with a verified second factor needs an AAL2 session. Anonymous and SSO users are refused. A user can have
 * `GOTRUE_PASSKEY_MAX_PASSKEYS_PER_USER` passkeys (default 10).
 * Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
 *
 * `POST /passkeys/registration/options`
 *
 * Error codes: `bad_jwt`, `insufficient_aal`, `no_authorization`, `passkey_disabled`, `request_timeout`, `session_not_found`, `too_many_passkeys`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const getPasskeyRegistrationOptions = (
  options: Options<GetPasskeyRegistrationOptionsData>,
): RequestResult<GetPasskeyRegistrationOptionsResponses, GetPasskeyRegistrationOptionsErrors> =>
  options.client<GetPasskeyRegistrationOptionsResponses, GetPasskeyRegistrationOptionsErrors>('post', {
    url: '/passkeys/registration/options',
    operation: 'getPasskeyRegistrationOptions',
    credential: 'accessToken',
    ...options,
  })

/**
 * Register a passkey
 *
 * Checks the browser's answer to the challenge, and adds the passkey to the user. Any verification uses up the
 * challenge, a failed one too. The passkey is named after its maker if the server knows it, else `Passkey`.
 * A key that is registered already, by whomever, is a 500.
 * A user with a verified second factor needs an AAL2 session. Anonymous and SSO users are refused.
 * Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
 *
 * `POST /passkeys/registration/verify`
 *
 * Error codes: `bad_json`, `bad_jwt`, `insufficient_aal`, `no_authorization`, `passkey_disabled`, `request_timeout`, `session_not_found`, `too_many_passkeys`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`, `webauthn_challenge_expired`, `webauthn_challenge_not_found`, `webauthn_verification_failed`.
 */
export const verifyPasskeyRegistration = (
  options: Options<VerifyPasskeyRegistrationData>,
): RequestResult<VerifyPasskeyRegistrationResponses, VerifyPasskeyRegistrationErrors> =>
  options.client<VerifyPasskeyRegistrationResponses, VerifyPasskeyRegistrationErrors>('post', {
    url: '/passkeys/registration/verify',
    operation: 'verifyPasskeyRegistration',
    credential: 'accessToken',
    ...options,
  })

/**
 * List the user's passkeys
 *
 * Lists all passkeys of the user, on one page. Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
 *
 * `GET /passkeys`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `passkey_disabled`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`.
 */
export const listPasskeys = (options: Options<ListPasskeysData>): RequestResult<ListPasskeysResponses, ListPasskeysErrors> =>
  options.client<ListPasskeysResponses, ListPasskeysErrors>('get', {
    url: '/passkeys',
    operation: 'listPasskeys',
    credential: 'accessToken',
    repeatable: true,
    ...options,
  })

/**
 * Delete a passkey
 *
 * Deletes a passkey of the user. Sessions that were begun with it go on. A user with a verified second factor needs an
 * AAL2 session. Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
 *
 * `DELETE /passkeys/{passkey_id}`
 *
 * Error codes: `bad_jwt`, `insufficient_aal`, `no_authorization`, `passkey_disabled`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const deletePasskey = (
  options: Options<DeletePasskeyData>,
): RequestResult<DeletePasskeyResponses, DeletePasskeyErrors> =>
  options.client<DeletePasskeyResponses, DeletePasskeyErrors>('delete', {
    url: '/passkeys/{passkey_id}',
    operation: 'deletePasskey',
    credential: 'accessToken',
    ...options,
  })

/**
 * Rename a passkey
 *
 * Gives a passkey of the user another name; names need not differ. Unlike registration and deletion this asks for no AAL2.
 * Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
 *
 * `PATCH /passkeys/{passkey_id}`
 *
 * Error codes: `bad_json`, `bad_jwt`, `no_authorization`, `passkey_disabled`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const updatePasskey = (
  options: Options<UpdatePasskeyData>,
): RequestResult<UpdatePasskeyResponses, UpdatePasskeyErrors> =>
  options.client<UpdatePasskeyResponses, UpdatePasskeyErrors>('patch', {
    url: '/passkeys/{passkey_id}',
    operation: 'updatePasskey',
    credential: 'accessToken',
    repeatable: true,
    ...options,
  })

/**
 * Start a sign-in with SAML
 *
 * Sends the browser to the identity provider that the domain is assigned to, or that is named. It posts the user back to
 * `/sso/saml/acs`, which leads on to the application. With `code_challenge` that ends with a code for
 * `POST /token?grant_type=pkce`, without it with tokens in the fragment.
 * Needs `GOTRUE_SAML_ENABLED` (else 404 `saml_provider_disabled`).
 *
 * `POST /sso`
 *
 * Error codes: `bad_json`, `captcha_failed`, `over_request_rate_limit`, `request_entity_too_large`, `request_timeout`, `saml_provider_disabled`, `sso_provider_disabled`, `sso_provider_not_found`, `unexpected_failure`, `validation_failed`.
 */
export const signInWithSso = (
  options: Options<SignInWithSsoData>,
): RequestResult<SignInWithSsoResponses, SignInWithSsoErrors> =>
  options.client<SignInWithSsoResponses, SignInWithSsoErrors>('post', {
    url: '/sso',
    operation: 'signInWithSso',
    redirects: true,
    ...options,
  })

/**
 * Read the SAML metadata of the server
 *
 * What an identity provider needs to know of GoTrue as a service provider. May be kept for 10 minutes, for 1 minute while
 * a change of keys is under way.
 * Needs `GOTRUE_SAML_ENABLED` (else 404 `saml_provider_disabled`).
 *
 * `GET /sso/saml/metadata`
 *
 * Error codes: `saml_provider_disabled`, `unexpected_failure`.
 */
export const getSamlMetadata = (
  options: Options<GetSamlMetadataData>,
): RequestResult<GetSamlMetadataResponses, GetSamlMetadataErrors> =>
  options.client<GetSamlMetadataResponses, GetSamlMetadataErrors>('get', {
    url: '/sso/saml/metadata',
    operation: 'getSamlMetadata',
    repeatable: true,
    parseAs: 'text',
    ...options,
  })

/**
 * Come back from a SAML identity provider
 *
 * The assertion consumer service: where the identity provider posts the user's browser; not for applications to call.
 * Signs the user in, or up, and leads on to the application: to the `redirect_to` of `POST /sso`, or the `RelayState` with
 * which the identity provider began, else to the site URL. A `RelayState` of `POST /sso` is good for one use.
 * A user of an identity provider is never one of the other users, even with the same e-mail address. The assertion has to
 * have a persistent subject identifier and an e-mail address, which counts as confirmed.
 *
 * Failures are redirects too, also those of hooks and database triggers. `error` follows from the status that the failure
 * would have: 400 `invalid_request`, 403 `access_denied`, any other `server_error`; `signup_disabled` and `user_banned`
 * are `access_denied`. Only the two below are JSON.
 * Needs `GOTRUE_SAML_ENABLED` (else 404 `saml_provider_disabled`).
 *
 * `POST /sso/saml/acs`
 *
 * Error codes: `over_request_rate_limit`, `request_timeout`, `saml_provider_disabled`, `unexpected_failure`.
 */
export const samlAcs = (options: Options<SamlAcsData>): RequestResult<SamlAcsResponses, SamlAcsErrors> =>
  options.client<SamlAcsResponses, SamlAcsErrors>('post', {
    url: '/sso/saml/acs',
    operation: 'samlAcs',
    redirects: true,
    ...options,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...options.headers,
    },
  })

/**
 * Register an OAuth client
 *
 * Dynamic client registration (RFC 7591): anyone who can reach the server registers an application.
 * The secret of a confidential client is in this answer and never again; the server keeps a hash.
 * `response_types`, `scope`, `contacts` and other metadata of the RFC are ignored. There is no registration access token:
 * later changes need an admin token.
 * Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`) and
 * `GOTRUE_OAUTH_SERVER_ALLOW_DYNAMIC_REGISTRATION` (else 403 `oauth_dynamic_client_registration_disabled`).
 *
 * `POST /oauth/clients/register`
 *
 * Error codes: `bad_json`, `feature_disabled`, `oauth_dynamic_client_registration_disabled`, `over_request_rate_limit`, `request_timeout`, `unexpected_failure`, `validation_failed`.
 */
export const registerOauthClient = (
  options: Options<RegisterOauthClientData>,
): RequestResult<RegisterOauthClientResponses, RegisterOauthClientErrors> =>
  options.client<RegisterOauthClientResponses, RegisterOauthClientErrors>('post', {
    url: '/oauth/clients/register',
    operation: 'registerOauthClient',
    ...options,
  })

/**
 * Exchange a code or refresh token of an OAuth client
 *
 * The token endpoint of OAuth 2.1, for the applications that users signed in to. The body is JSON where `Content-Type`
 * contains `application/json`, else a form.
 * - `authorization_code`: starts a session of the user for this client. A code works once; a wrong verifier, client or
 * `redirect_uri` does not use it up. It dies with its authorization request, `GOTRUE_OAUTH_SERVER_AUTHORIZATION_TTL`
 * (default 10 min) after `GET /oauth/authorize`.
 * - `refresh_token`: continues it. The rules of `grant_type=refresh_token` at `POST /token` apply, and the session must be
 * this client's.
 *
 * A client authenticates in the way that it is registered for, and in no other: HTTP Basic (`client_secret_basic`),
 * `client_id` and `client_secret` in the body (`client_secret_post`), or `client_id` alone (`none`). With Basic those of the
 * body are ignored.
 * The access token serves at `GET /oauth/userinfo` and, as any other, at user endpoints. It has the claims `client_id` and
 * `scope`.
 * An ID token comes with the scope `openid`, at the exchange of the code only. It needs an asymmetric signing key: with
 * HS256 the answer is a 500, and the code is used up.
 * Failed client authentication is 400 `invalid_credentials`, so is a body that cannot be read; the protocol's errors are
 * `OAuthError` bodies; a refresh fails as at `POST /token`. There is no 401 and no rate limit.
 * The custom access token hook may refuse. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `POST /oauth/token`
 *
 * Error codes: `access_denied`, `conflict`, `feature_disabled`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `invalid_client`, `invalid_credentials`, `invalid_grant`, `invalid_request`, `refresh_token_already_used`, `refresh_token_not_found`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `unknown`, `unsupported_grant_type`, `user_banned`.
 */
export const oauthToken = (options: Options<OauthTokenData>): RequestResult<OauthTokenResponses, OauthTokenErrors> =>
  options.client<OauthTokenResponses, OauthTokenErrors>('post', {
    url: '/oauth/token',
    operation: 'oauthToken',
    credential: 'oauthClient',
    ...options,
  })

/**
 * Get the claims of the signed-in user
 *
 * The UserInfo endpoint of OpenID Connect. `sub` is always there; `email`, `profile` and `phone` add their claims if the
 * session has that scope. The access token of an ordinary session, which has no scopes, gets `sub` alone.
 * A claim without a value is absent. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `GET /oauth/userinfo`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`.
 */
export const getOauthUserinfo = (
  options: Options<GetOauthUserinfoData>,
): RequestResult<GetOauthUserinfoResponses, GetOauthUserinfoErrors> =>
  options.client<GetOauthUserinfoResponses, GetOauthUserinfoErrors>('get', {
    url: '/oauth/userinfo',
    operation: 'getOauthUserinfo',
    credential: 'accessToken',
    repeatable: true,
    ...options,
  })

/**
 * Ask a user for authorization
 *
 * The authorization endpoint of OAuth 2.1: an application sends the user's browser here. Not to be confused with
 * `GET /authorize`, where GoTrue itself is the application.
 * The request is stored for `GOTRUE_OAUTH_SERVER_AUTHORIZATION_TTL` (default 10 min), and the browser is sent on to the
 * consent page, `GOTRUE_OAUTH_SERVER_AUTHORIZATION_PATH` on the site URL. That page signs the user in if need be, calls
 * `GET /oauth/authorizations/{authorization_id}` and then `POST /oauth/authorizations/{authorization_id}/consent`.
 * While the client or `redirect_uri` is in doubt, failures are JSON; any later one is told to the application by a redirect.
 * PKCE is mandatory. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `GET /oauth/authorize`
 *
 * Error codes: `feature_disabled`, `oauth_client_not_found`, `request_timeout`, `unexpected_failure`, `validation_failed`.
 */
export const oauthAuthorize = (
  options: Options<OauthAuthorizeData>,
): RequestResult<OauthAuthorizeResponses, OauthAuthorizeErrors> =>
  options.client<OauthAuthorizeResponses, OauthAuthorizeErrors>('get', {
    url: '/oauth/authorize',
    operation: 'oauthAuthorize',
    redirects: true,
    ...options,
  })

/**
 * Get an authorization request
 *
 * For the consent page: who asks for which scopes. The first call makes the request the signed-in user's; to anyone else it
 * is 404 from then on.
 * If the user has granted this client all these scopes before, the request is approved at once and the answer is the address
 * to send the browser to. That address comes once: asked again, an approved request is 400 `validation_failed`.
 * The two answers differ by `authorization_id`.
 * A browser's `Origin` must be allowed: that of the site URL, a loopback address or a match of `GOTRUE_URI_ALLOW_LIST`,
 * where an entry with a path does not match a bare origin.
 * Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `GET /oauth/authorizations/{authorization_id}`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `oauth_authorization_not_found`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const getOauthAuthorization = (
  options: Options<GetOauthAuthorizationData>,
): RequestResult<GetOauthAuthorizationResponses, GetOauthAuthorizationErrors> =>
  options.client<GetOauthAuthorizationResponses, GetOauthAuthorizationErrors>('get', {
    url: '/oauth/authorizations/{authorization_id}',
    operation: 'getOauthAuthorization',
    credential: 'accessToken',
    ...options,
  })

/**
 * Approve or deny an authorization request
 *
 * Records the user's decision, which is final for this request. The same user must have got the request with
 * `GET /oauth/authorizations/{authorization_id}` before, else it is 404.
 * An approval is remembered as a grant: the next request of this client for the same scopes or fewer needs no consent.
 * A denial is not remembered. Either way the answer is the address to send the browser to.
 * The rule for `Origin` is that of the `GET`. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `POST /oauth/authorizations/{authorization_id}/consent`
 *
 * Error codes: `bad_json`, `bad_jwt`, `feature_disabled`, `no_authorization`, `oauth_authorization_not_found`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const consentOauthAuthorization = (
  options: Options<ConsentOauthAuthorizationData>,
): RequestResult<ConsentOauthAuthorizationResponses, ConsentOauthAuthorizationErrors> =>
  options.client<ConsentOauthAuthorizationResponses, ConsentOauthAuthorizationErrors>('post', {
    url: '/oauth/authorizations/{authorization_id}/consent',
    operation: 'consentOauthAuthorization',
    credential: 'accessToken',
    ...options,
  })

/**
 * Revoke a grant
 *
 * Takes back what the user has granted a client, and ends all its sessions for this user: its refresh tokens are gone, its
 * access tokens are 403 `session_not_found` at once. The client is not told, and must ask for consent again.
 * Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `DELETE /user/oauth/grants`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `oauth_consent_not_found`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const revokeOauthGrant = (
  options: Options<RevokeOauthGrantData>,
): RequestResult<RevokeOauthGrantResponses, RevokeOauthGrantErrors> =>
  options.client<RevokeOauthGrantResponses, RevokeOauthGrantErrors>('delete', {
    url: '/user/oauth/grants',
    operation: 'revokeOauthGrant',
    credential: 'accessToken',
    ...options,
  })

/**
 * List the user's grants
 *
 * Which OAuth clients the user has granted what, the latest first, all on one page. Revoked grants and deleted clients are
 * left out. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `GET /user/oauth/grants`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`.
 */
export const listOauthGrants = (
  options: Options<ListOauthGrantsData>,
): RequestResult<ListOauthGrantsResponses, ListOauthGrantsErrors> =>
  options.client<ListOauthGrantsResponses, ListOauthGrantsErrors>('get', {
    url: '/user/oauth/grants',
    operation: 'listOauthGrants',
    credential: 'accessToken',
    repeatable: true,
    ...options,
  })

/**
 * Invite a user by mail
 *
 * Creates an unconfirmed user and sends an invitation with a one-time link to the address, even where mail addresses need
 * no confirmation. An unconfirmed user can be invited again, which makes the link before invalid; `data` is ignored then.
 * The user sets a password after following the link.
 * Works while sign-ups are switched off. The before-user-created hook can refuse a new user.
 * An address that a user of another audience has is a 500.
 *
 * `POST /invite`
 *
 * Error codes: `bad_json`, `bad_jwt`, `email_address_invalid`, `email_address_not_authorized`, `email_exists`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `no_authorization`, `not_admin`, `over_email_send_rate_limit`, `request_entity_too_large`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `unknown`, `user_not_found`, `validation_failed`.
 */
export const inviteUser = (options: Options<InviteUserData>): RequestResult<InviteUserResponses, InviteUserErrors> =>
  options.client<InviteUserResponses, InviteUserErrors>('post', {
    url: '/invite',
    operation: 'inviteUser',
    credential: 'adminToken',
    ...options,
  })

/**
 * List users
 *
 * Lists the users of the audience, newest first, without their identities (null) and factors (absent).
 * Softly deleted users are listed too.
 * Pages are counted by `page` and `per_page`. Where `GOTRUE_EXPERIMENTAL_CURSOR_PAGINATION_ENABLED` is on and neither is
 * sent, `limit` and `cursor` page instead: the answer then has `pagination`, a `Link` to the next page only,
 * and no `X-Total-Count`. Otherwise `limit` and `cursor` have no effect.
 *
 * `GET /admin/users`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminListUsers = (
  options: Options<AdminListUsersData>,
): RequestResult<AdminListUsersResponses, AdminListUsersErrors> =>
  options.client<AdminListUsersResponses, AdminListUsersErrors>('get', {
    url: '/admin/users',
    operation: 'adminListUsers',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Create a user
 *
 * Creates a user with an e-mail address, a phone number or both, each unconfirmed unless told otherwise. Sends nothing and
 * asks no hook. Works while sign-ups are switched off. The strength of the password is not checked; without
 * `password` and `password_hash`, or with an empty `password`, a random password is set that nobody knows.
 * A password over 72 bytes, a hash in another format, and an `id` that exists already are a 500.
 * An address or number that a user of another audience has is a 500.
 *
 * `POST /admin/users`
 *
 * Error codes: `bad_json`, `bad_jwt`, `email_exists`, `no_authorization`, `not_admin`, `phone_exists`, `request_entity_too_large`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `unknown`, `user_not_found`, `validation_failed`.
 */
export const adminCreateUser = (
  options: Options<AdminCreateUserData>,
): RequestResult<AdminCreateUserResponses, AdminCreateUserErrors> =>
  options.client<AdminCreateUserResponses, AdminCreateUserErrors>('post', {
    url: '/admin/users',
    operation: 'adminCreateUser',
    credential: 'adminToken',
    ...options,
  })

/**
 * Delete a user
 *
 * Deletes a user with everything that belongs to it. With `should_soft_delete` the row stays: addresses and identities are
 * replaced by hashes, metadata is emptied, factors, passkeys and sessions are deleted, and the user cannot
 * sign in any more; a second soft deletion changes nothing. The answer is empty, not the user.
 * The body is optional. One over 1 MiB is not read, and the deletion is not a soft one then.
 *
 * `DELETE /admin/users/{user_id}`
 *
 * Error codes: `bad_json`, `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `unknown`, `user_not_found`, `validation_failed`.
 */
export const adminDeleteUser = (
  options: Options<AdminDeleteUserData>,
): RequestResult<AdminDeleteUserResponses, AdminDeleteUserErrors> =>
  options.client<AdminDeleteUserResponses, AdminDeleteUserErrors>('delete', {
    url: '/admin/users/{user_id}',
    operation: 'adminDeleteUser',
    credential: 'adminToken',
    ...options,
  })

/**
 * Get a user
 *
 * Returns a user of any audience with identities and factors. Softly deleted users can still be read.
 *
 * `GET /admin/users/{user_id}`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminGetUser = (options: Options<AdminGetUserData>): RequestResult<AdminGetUserResponses, AdminGetUserErrors> =>
  options.client<AdminGetUserResponses, AdminGetUserErrors>('get', {
    url: '/admin/users/{user_id}',
    operation: 'adminGetUser',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Change a user
 *
 * Changes what is sent and keeps the rest; metadata is merged key by key, and a key set to null is removed. Addresses
 * change at once. Sends nothing. A new password is checked for strength, and ends all sessions of the user.
 * `id`, `aud` and `password_hash` are ignored here. `email_confirm: false` and `phone_confirm: false` take no confirmation
 * back. An address that another user has is a 500, in the initial API version with the database's error
 * (code `23505`).
 *
 * `PUT /admin/users/{user_id}`
 *
 * Error codes: `bad_json`, `bad_jwt`, `no_authorization`, `not_admin`, `request_entity_too_large`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `unknown`, `user_not_found`, `validation_failed`, `weak_password`.
 */
export const adminUpdateUser = (
  options: Options<AdminUpdateUserData>,
): RequestResult<AdminUpdateUserResponses, AdminUpdateUserErrors> =>
  options.client<AdminUpdateUserResponses, AdminUpdateUserErrors>('put', {
    url: '/admin/users/{user_id}',
    operation: 'adminUpdateUser',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * List a user's factors
 *
 * Lists all second factors of a user, unverified ones too, on one page.
 *
 * `GET /admin/users/{user_id}/factors`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminListFactors = (
  options: Options<AdminListFactorsData>,
): RequestResult<AdminListFactorsResponses, AdminListFactorsErrors> =>
  options.client<AdminListFactorsResponses, AdminListFactorsErrors>('get', {
    url: '/admin/users/{user_id}/factors',
    operation: 'adminListFactors',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Delete a user's factor
 *
 * Deletes a factor, verified or not; the user is not told. Sessions that were raised with it fall back to AAL1,
 * which shows in their access tokens after the next refresh.
 *
 * `DELETE /admin/users/{user_id}/factors/{factor_id}`
 *
 * Error codes: `bad_jwt`, `mfa_factor_not_found`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminDeleteFactor = (
  options: Options<AdminDeleteFactorData>,
): RequestResult<AdminDeleteFactorResponses, AdminDeleteFactorErrors> =>
  options.client<AdminDeleteFactorResponses, AdminDeleteFactorErrors>('delete', {
    url: '/admin/users/{user_id}/factors/{factor_id}',
    operation: 'adminDeleteFactor',
    credential: 'adminToken',
    ...options,
  })

/**
 * Change a user's factor
 *
 * Changes the name of a factor, and the number of a phone factor (`phone` is ignored for other types). The status stays as
 * it is, and the user is not told.
 * A name that another factor of the user has is a 500.
 *
 * `PUT /admin/users/{user_id}/factors/{factor_id}`
 *
 * Error codes: `bad_json`, `bad_jwt`, `mfa_factor_not_found`, `no_authorization`, `not_admin`, `request_entity_too_large`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminUpdateFactor = (
  options: Options<AdminUpdateFactorData>,
): RequestResult<AdminUpdateFactorResponses, AdminUpdateFactorErrors> =>
  options.client<AdminUpdateFactorResponses, AdminUpdateFactorErrors>('put', {
    url: '/admin/users/{user_id}/factors/{factor_id}',
    operation: 'adminUpdateFactor',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * List a user's passkeys
 *
 * Lists all passkeys of a user, on one page, even while passkeys are switched off.
 *
 * `GET /admin/users/{user_id}/passkeys`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminListPasskeys = (
  options: Options<AdminListPasskeysData>,
): RequestResult<AdminListPasskeysResponses, AdminListPasskeysErrors> =>
  options.client<AdminListPasskeysResponses, AdminListPasskeysErrors>('get', {
    url: '/admin/users/{user_id}/passkeys',
    operation: 'adminListPasskeys',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Delete a user's passkey
 *
 * Deletes a passkey of a user, even while passkeys are switched off. Sessions that were begun with it go on.
 *
 * `DELETE /admin/users/{user_id}/passkeys/{passkey_id}`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminDeletePasskey = (
  options: Options<AdminDeletePasskeyData>,
): RequestResult<AdminDeletePasskeyResponses, AdminDeletePasskeyErrors> =>
  options.client<AdminDeletePasskeyResponses, AdminDeletePasskeyErrors>('delete', {
    url: '/admin/users/{user_id}/passkeys/{passkey_id}',
    operation: 'adminDeletePasskey',
    credential: 'adminToken',
    ...options,
  })

/**
 * Make a link or one-time code without sending it
 *
 * Returns the link, the one-time code and the token hash that a mail would have had, for sending them by other means.
 * Sends nothing, is under no mail limit, and works while sign-ups are switched off.
 * `signup` and `invite` create the user if there is none, and so does `magiclink`, as a sign-up with a random password
 * (`verification_type` is `signup` then). The before-user-created hook can refuse a new user.
 * Each call replaces the user's earlier link and code of the same kind.
 * The links of `email_change_current` and `email_change_new` are the two halves of a change of address, both needed where
 * secure e-mail change is on, else only the second. Of `email_change_new` only `action_link` and `email_otp` work: the
 * `hashed_token` verifies nothing.
 *
 * `POST /admin/generate_link`
 *
 * Error codes: `bad_json`, `bad_jwt`, `email_exists`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `no_authorization`, `not_admin`, `request_entity_too_large`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `unknown`, `user_not_found`, `validation_failed`, `weak_password`.
 */
export const adminGenerateLink = (
  options: Options<AdminGenerateLinkData>,
): RequestResult<AdminGenerateLinkResponses, AdminGenerateLinkErrors> =>
  options.client<AdminGenerateLinkResponses, AdminGenerateLinkErrors>('post', {
    url: '/admin/generate_link',
    operation: 'adminGenerateLink',
    credential: 'adminToken',
    ...options,
  })

/**
 * List the audit log
 *
 * Lists the audit log of all audiences, newest entry first. Nothing new is in it where
 * `GOTRUE_AUDIT_LOG_DISABLE_POSTGRES` is on.
 * A page far beyond the end (page × per_page over the range of a 64-bit number) is a 500.
 *
 * `GET /admin/audit`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminListAuditLog = (
  options: Options<AdminListAuditLogData>,
): RequestResult<AdminListAuditLogResponses, AdminListAuditLogErrors> =>
  options.client<AdminListAuditLogResponses, AdminListAuditLogErrors>('get', {
    url: '/admin/audit',
    operation: 'adminListAuditLog',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * List the SSO providers
 *
 * All SAML identity providers, without their `metadata_xml` and without pages. Works with SAML switched off, too.
 *
 * `GET /admin/sso/providers`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`.
 */
export const adminListSsoProviders = (
  options: Options<AdminListSsoProvidersData>,
): RequestResult<AdminListSsoProvidersResponses, AdminListSsoProvidersErrors> =>
  options.client<AdminListSsoProvidersResponses, AdminListSsoProvidersErrors>('get', {
    url: '/admin/sso/providers',
    operation: 'adminListSsoProviders',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Create an SSO provider
 *
 * Adds a SAML identity provider, by its metadata or the address of it. Works with SAML switched off, too.
 * Bad metadata is not always 400: what is not XML or not SAML metadata, and an address that cannot be reached,
 * are 500, as is a `resource_id` that another provider has.
 *
 * `POST /admin/sso/providers`
 *
 * Error codes: `bad_json`, `bad_jwt`, `no_authorization`, `not_admin`, `request_entity_too_large`, `request_timeout`, `saml_idp_already_exists`, `saml_metadata_fetch_failed`, `session_expired`, `session_not_found`, `sso_domain_already_exists`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminCreateSsoProvider = (
  options: Options<AdminCreateSsoProviderData>,
): RequestResult<AdminCreateSsoProviderResponses, AdminCreateSsoProviderErrors> =>
  options.client<AdminCreateSsoProviderResponses, AdminCreateSsoProviderErrors>('post', {
    url: '/admin/sso/providers',
    operation: 'adminCreateSsoProvider',
    credential: 'adminToken',
    ...options,
  })

/**
 * Delete an SSO provider
 *
 * Removes a SAML identity provider with its domains, and returns what it was. Its users stay, and their sessions go on,
 * but they cannot sign in with it any more.
 *
 * `DELETE /admin/sso/providers/{idp_id}`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `sso_provider_not_found`, `unexpected_failure`, `user_not_found`.
 */
export const adminDeleteSsoProvider = (
  options: Options<AdminDeleteSsoProviderData>,
): RequestResult<AdminDeleteSsoProviderResponses, AdminDeleteSsoProviderErrors> =>
  options.client<AdminDeleteSsoProviderResponses, AdminDeleteSsoProviderErrors>('delete', {
    url: '/admin/sso/providers/{idp_id}',
    operation: 'adminDeleteSsoProvider',
    credential: 'adminToken',
    ...options,
  })

/**
 * Get an SSO provider
 *
 * A SAML identity provider with its `metadata_xml`. Works with SAML switched off, too.
 *
 * `GET /admin/sso/providers/{idp_id}`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `sso_provider_not_found`, `unexpected_failure`, `user_not_found`.
 */
export const adminGetSsoProvider = (
  options: Options<AdminGetSsoProviderData>,
): RequestResult<AdminGetSsoProviderResponses, AdminGetSsoProviderErrors> =>
  options.client<AdminGetSsoProviderResponses, AdminGetSsoProviderErrors>('get', {
    url: '/admin/sso/providers/{idp_id}',
    operation: 'adminGetSsoProvider',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Change an SSO provider
 *
 * Changes what the body names and keeps the rest: `domains` left out keeps them, `[]` removes them all;
 * `attribute_mapping` replaces all keys.
 * `name_id_format` is stored only if metadata or a changed `attribute_mapping` comes with it; leaving it out then clears
 * it. On its own it changes nothing.
 * Bad metadata is not always 400: what is not XML or not SAML metadata, and an address that cannot be reached,
 * are 500.
 *
 * `PUT /admin/sso/providers/{idp_id}`
 *
 * Error codes: `bad_json`, `bad_jwt`, `conflict`, `no_authorization`, `not_admin`, `request_entity_too_large`, `request_timeout`, `saml_entity_id_mismatch`, `saml_metadata_fetch_failed`, `session_expired`, `session_not_found`, `sso_domain_already_exists`, `sso_provider_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminUpdateSsoProvider = (
  options: Options<AdminUpdateSsoProviderData>,
): RequestResult<AdminUpdateSsoProviderResponses, AdminUpdateSsoProviderErrors> =>
  options.client<AdminUpdateSsoProviderResponses, AdminUpdateSsoProviderErrors>('put', {
    url: '/admin/sso/providers/{idp_id}',
    operation: 'adminUpdateSsoProvider',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * List the OAuth clients
 *
 * Lists all clients that were not deleted, without their secrets, on one page: `page` and `per_page` change nothing.
 * Without clients the answer is `{}`. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `GET /admin/oauth/clients`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`.
 */
export const adminListOauthClients = (
  options: Options<AdminListOauthClientsData>,
): RequestResult<AdminListOauthClientsResponses, AdminListOauthClientsErrors> =>
  options.client<AdminListOauthClientsResponses, AdminListOauthClientsErrors>('get', {
    url: '/admin/oauth/clients',
    operation: 'adminListOauthClients',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Create an OAuth client
 *
 * Registers an application by hand, whether or not clients may register themselves; the rules are those of
 * `POST /oauth/clients/register`. The secret of a confidential client is in this answer; after that it can only be replaced.
 * Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `POST /admin/oauth/clients`
 *
 * Error codes: `bad_json`, `bad_jwt`, `feature_disabled`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminCreateOauthClient = (
  options: Options<AdminCreateOauthClientData>,
): RequestResult<AdminCreateOauthClientResponses, AdminCreateOauthClientErrors> =>
  options.client<AdminCreateOauthClientResponses, AdminCreateOauthClientErrors>('post', {
    url: '/admin/oauth/clients',
    operation: 'adminCreateOauthClient',
    credential: 'adminToken',
    ...options,
  })

/**
 * Delete an OAuth client
 *
 * Makes a client unknown to all endpoints, softly: the row stays in the database. The client can no longer get or refresh
 * tokens; access tokens that it holds live until they expire.
 * Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `DELETE /admin/oauth/clients/{client_id}`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `not_admin`, `oauth_client_not_found`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminDeleteOauthClient = (
  options: Options<AdminDeleteOauthClientData>,
): RequestResult<AdminDeleteOauthClientResponses, AdminDeleteOauthClientErrors> =>
  options.client<AdminDeleteOauthClientResponses, AdminDeleteOauthClientErrors>('delete', {
    url: '/admin/oauth/clients/{client_id}',
    operation: 'adminDeleteOauthClient',
    credential: 'adminToken',
    ...options,
  })

/**
 * Get an OAuth client
 *
 * Returns one client, without its secret. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `GET /admin/oauth/clients/{client_id}`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `not_admin`, `oauth_client_not_found`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminGetOauthClient = (
  options: Options<AdminGetOauthClientData>,
): RequestResult<AdminGetOauthClientResponses, AdminGetOauthClientErrors> =>
  options.client<AdminGetOauthClientResponses, AdminGetOauthClientErrors>('get', {
    url: '/admin/oauth/clients/{client_id}',
    operation: 'adminGetOauthClient',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Change an OAuth client
 *
 * Changes the fields that are sent. Sessions and grants of the client stay. The type of a client cannot change, so a public
 * client cannot get another method than `none`, nor a confidential one that.
 * Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `PUT /admin/oauth/clients/{client_id}`
 *
 * Error codes: `bad_json`, `bad_jwt`, `feature_disabled`, `no_authorization`, `not_admin`, `oauth_client_not_found`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminUpdateOauthClient = (
  options: Options<AdminUpdateOauthClientData>,
): RequestResult<AdminUpdateOauthClientResponses, AdminUpdateOauthClientErrors> =>
  options.client<AdminUpdateOauthClientResponses, AdminUpdateOauthClientErrors>('put', {
    url: '/admin/oauth/clients/{client_id}',
    operation: 'adminUpdateOauthClient',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Replace the secret of an OAuth client
 *
 * Gives a confidential client a new secret, which is in this answer and never again. The old one stops working at once;
 * sessions of the client stay. There is no body. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `POST /admin/oauth/clients/{client_id}/regenerate_secret`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `not_admin`, `oauth_client_not_found`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminRegenerateOauthClientSecret = (
  options: Options<AdminRegenerateOauthClientSecretData>,
): RequestResult<AdminRegenerateOauthClientSecretResponses, AdminRegenerateOauthClientSecretErrors> =>
  options.client<AdminRegenerateOauthClientSecretResponses, AdminRegenerateOauthClientSecretErrors>('post', {
    url: '/admin/oauth/clients/{client_id}/regenerate_secret',
    operation: 'adminRegenerateOauthClientSecret',
    credential: 'adminToken',
    ...options,
  })

/**
 * List the custom providers
 *
 * Lists all custom providers, the latest first, on one page.
 * Needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else 404 `feature_disabled`).
 *
 * `GET /admin/custom-providers`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminListCustomProviders = (
  options: Options<AdminListCustomProvidersData>,
): RequestResult<AdminListCustomProvidersResponses, AdminListCustomProvidersErrors> =>
  options.client<AdminListCustomProvidersResponses, AdminListCustomProvidersErrors>('get', {
    url: '/admin/custom-providers',
    operation: 'adminListCustomProviders',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Add a custom provider
 *
 * Adds a provider that users can sign in with as with the built-in ones, under its identifier.
 * The hosts of all URLs are resolved, and the discovery document of an `oidc` provider is fetched, so the server needs the
 * network for it. The other URLs are not called.
 * What only the database checks (characters and length of the identifier, lengths of the other texts) is a 500.
 * `GOTRUE_CUSTOM_OAUTH_MAX_PROVIDERS` (default 0, no limit) is their highest number.
 * Needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else 404 `feature_disabled`).
 *
 * `POST /admin/custom-providers`
 *
 * Error codes: `bad_json`, `bad_jwt`, `conflict`, `feature_disabled`, `no_authorization`, `not_admin`, `over_custom_provider_quota`, `request_entity_too_large`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminCreateCustomProvider = (
  options: Options<AdminCreateCustomProviderData>,
): RequestResult<AdminCreateCustomProviderResponses, AdminCreateCustomProviderErrors> =>
  options.client<AdminCreateCustomProviderResponses, AdminCreateCustomProviderErrors>('post', {
    url: '/admin/custom-providers',
    operation: 'adminCreateCustomProvider',
    credential: 'adminToken',
    ...options,
  })

/**
 * Delete a custom provider
 *
 * Deletes a provider for good: nobody can sign in with it any more. Users who did keep their accounts, sessions and
 * identities. Needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else 404 `feature_disabled`).
 *
 * `DELETE /admin/custom-providers/{identifier}`
 *
 * Error codes: `bad_jwt`, `custom_provider_not_found`, `feature_disabled`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminDeleteCustomProvider = (
  options: Options<AdminDeleteCustomProviderData>,
): RequestResult<AdminDeleteCustomProviderResponses, AdminDeleteCustomProviderErrors> =>
  options.client<AdminDeleteCustomProviderResponses, AdminDeleteCustomProviderErrors>('delete', {
    url: '/admin/custom-providers/{identifier}',
    operation: 'adminDeleteCustomProvider',
    credential: 'adminToken',
    ...options,
  })

/**
 * Get a custom provider
 *
 * Returns one custom provider, without its client secret.
 * Needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else 404 `feature_disabled`).
 *
 * `GET /admin/custom-providers/{identifier}`
 *
 * Error codes: `bad_jwt`, `custom_provider_not_found`, `feature_disabled`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminGetCustomProvider = (
  options: Options<AdminGetCustomProviderData>,
): RequestResult<AdminGetCustomProviderResponses, AdminGetCustomProviderErrors> =>
  options.client<AdminGetCustomProviderResponses, AdminGetCustomProviderErrors>('get', {
    url: '/admin/custom-providers/{identifier}',
    operation: 'adminGetCustomProvider',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Change a custom provider
 *
 * Changes the fields that are sent; `{}` changes nothing. Lists and maps are replaced as a whole.
 * With `issuer` or `discovery_url`, the discovery document of an `oidc` provider is fetched again.
 * A text that is too long for the database is a 500.
 * Needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else 404 `feature_disabled`).
 *
 * `PUT /admin/custom-providers/{identifier}`
 *
 * Error codes: `bad_json`, `bad_jwt`, `custom_provider_not_found`, `feature_disabled`, `no_authorization`, `not_admin`, `request_entity_too_large`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminUpdateCustomProvider = (
  options: Options<AdminUpdateCustomProviderData>,
): RequestResult<AdminUpdateCustomProviderResponses, AdminUpdateCustomProviderErrors> =>
  options.client<AdminUpdateCustomProviderResponses, AdminUpdateCustomProviderErrors>('put', {
    url: '/admin/custom-providers/{identifier}',
    operation: 'adminUpdateCustomProvider',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Read what the SCIM server can do
 *
 * Experimental: no feature is supported yet, and there are no resources such as users. It names a bearer token as the way
 * to authenticate, yet nothing below `/scim/v2` asks for one.
 * Needs `GOTRUE_EXPERIMENTAL_SCIM_ENABLED` (else 404 `feature_disabled`).
 *
 * `GET /scim/v2/ServiceProviderConfig`
 *
 * Error codes: `feature_disabled`, `unexpected_failure`.
 */
export const getScimServiceProviderConfig = (
  options: Options<GetScimServiceProviderConfigData>,
): RequestResult<GetScimServiceProviderConfigResponses, GetScimServiceProviderConfigErrors> =>
  options.client<GetScimServiceProviderConfigResponses, GetScimServiceProviderConfigErrors>('get', {
    url: '/scim/v2/ServiceProviderConfig',
    operation: 'getScimServiceProviderConfig',
    repeatable: true,
    ...options,
  })

/**
 * List the SCIM resource types
 *
 * Experimental: the list is empty.
 * Needs `GOTRUE_EXPERIMENTAL_SCIM_ENABLED` (else 404 `feature_disabled`).
 *
 * `GET /scim/v2/ResourceTypes`
 *
 * Error codes: `feature_disabled`, `unexpected_failure`.
 */
export const listScimResourceTypes = (
  options: Options<ListScimResourceTypesData>,
): RequestResult<ListScimResourceTypesResponses, ListScimResourceTypesErrors> =>
  options.client<ListScimResourceTypesResponses, ListScimResourceTypesErrors>('get', {
    url: '/scim/v2/ResourceTypes',
    operation: 'listScimResourceTypes',
    repeatable: true,
    ...options,
  })

/**
 * List the SCIM schemas
 *
 * Experimental: the list is empty.
 * Needs `GOTRUE_EXPERIMENTAL_SCIM_ENABLED` (else 404 `feature_disabled`).
 *
 * `GET /scim/v2/Schemas`
 *
 * Error codes: `feature_disabled`, `unexpected_failure`.
 */
export const listScimSchemas = (
  options: Options<ListScimSchemasData>,
): RequestResult<ListScimSchemasResponses, ListScimSchemasErrors> =>
  options.client<ListScimSchemasResponses, ListScimSchemasErrors>('get', {
    url: '/scim/v2/Schemas',
    operation: 'listScimSchemas',
    repeatable: true,
    ...options,
  })
