// What the spec does not say of an error code, for docs/errors.md: what it means in a sentence, what to tell the user, and what to do.
// The spec has the rest: who answers it, with which status and in which words.
import type { KnownErrorCode } from '../../generated/error-codes.ts'
import type { ClientErrorCode } from '../../src/transport/errors.ts'

export interface Advice {
  /** What went wrong. */
  meaning: string
  /** What to show to the user. Null where it is nothing of theirs: then it is {@link ourFault}. */
  tell: string | null
  /** What the application, its developer or the server's operator does. */
  act: string
}

/** What to tell users of what they have not done and can't mend. */
export const ourFault = 'Something went wrong on our side. Please try again later.'

const tooFast = 'Too many attempts. Please wait a moment and try again.'
const signInAgain = 'Please sign in again.'
const notAvailable = 'This way to sign in is not available.'
const startAgain = 'That took too long or was interrupted. Please start again.'
const wrongCode = 'The code is not right, or it is too old. Please try again or ask for a new one.'
const secondFactor = 'Please confirm with your second factor first.'

const advice = (meaning: string, tell: string | null, act: string): Advice => ({ meaning, tell, act })

export const errorAdvice: Record<KnownErrorCode, Advice> = {
  anonymous_provider_disabled: advice(
    'The server does not let people in without an address, number or provider.',
    notAvailable,
    'Don’t offer it, or set `GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED`. `auth.settings()` says beforehand.',
  ),
  bad_code_verifier: advice(
    'The PKCE code verifier is not the one that the flow began with.',
    startAgain,
    'Let the client of this browser exchange the code: it keeps the verifier. With `codeVerifier` of your own, keep it per flow.',
  ),
  bad_json: advice(
    'The body is not JSON, is over 1 MiB, or has a field of the wrong type.',
    null,
    'A bug of the caller, or something on the way that changes bodies. The message says which field.',
  ),
  bad_jwt: advice(
    'The access token is expired, badly signed, or of another server.',
    signInAgain,
    'With a session the client refreshes first, so it is rare: look at tokens that you pass yourself, at the signing keys, and at the time of the server.',
  ),
  bad_oauth_callback: advice(
    'The provider came back without a state or a code.',
    startAgain,
    'Begin the sign-in again. If it happens each time, look at the callback URL that the provider has on record.',
  ),
  bad_oauth_state: advice(
    'The state of the way back is unknown: too old, used, or made up.',
    startAgain,
    'Begin the sign-in again. Somebody may have used the back button, or opened the provider’s page twice.',
  ),
  captcha_failed: advice(
    'The request has no CAPTCHA token, or its verifier did not accept it.',
    'Please confirm that you are human, and try again.',
    'Pass a fresh `options.captchaToken`: a token is good for one call. Reset the widget after each.',
  ),
  conflict: advice(
    'Another request changes the same thing at the same time, or a name is taken.',
    'Please try again.',
    'Repeat after a moment. For refreshes the client does so by itself; an identifier of a custom provider has to be another.',
  ),
  current_password_invalid: advice(
    'The current password, which this server wants for a change, is wrong.',
    'Your current password is not right.',
    'Ask again. It is `current_password` of `auth.updateUser()`.',
  ),
  current_password_required: advice(
    'The server wants the current password before it sets a new one.',
    'Please enter your current password, too.',
    'Add a field to the form, and pass it as `current_password` to `auth.updateUser()`.',
  ),
  custom_provider_not_found: advice(
    'There is no custom OAuth or OIDC provider with this identifier.',
    null,
    'List them with `admin.customProviders.listProviders()`. Identifiers begin with `custom:`.',
  ),
  email_address_invalid: advice(
    'The server takes no mail address of this form, domain or host.',
    'Please check the e-mail address.',
    'Show it at the field. Addresses such as `…@example.com` are refused where the extended check is on.',
  ),
  email_address_not_authorized: advice(
    'The server sends mail to chosen addresses only.',
    'We can’t send mail to this address.',
    'On Supabase: set up an SMTP server of your own, the built-in one writes to the project’s team only.',
  ),
  email_address_not_provided: advice(
    'An address is missing. Known to the server, sent by none of its operations today.',
    'Please enter an e-mail address.',
    'As `validation_failed`.',
  ),
  email_conflict_identity_not_deletable: advice(
    'Without this identity the account would get the address of another one, which somebody has.',
    'This sign-in can’t be removed, as its e-mail address would change to one that is taken.',
    'Change the account’s address first.',
  ),
  email_exists: advice(
    'Another account has the address.',
    'This e-mail address is already in use.',
    'Offer to sign in. It tells who has an account: on public pages prefer a neutral sentence.',
  ),
  email_not_confirmed: advice(
    'The address of the account has not been confirmed.',
    'Please open the link in the mail that we have sent you.',
    'Offer `auth.resend({ type: "signup", email })`, and a field for the code.',
  ),
  email_provider_disabled: advice(
    'Sign-in by e-mail address is switched off: all of it, or sign-up, or links.',
    notAvailable,
    'Don’t offer it, or set `GOTRUE_EXTERNAL_EMAIL_ENABLED`. `auth.settings()` says beforehand.',
  ),
  feature_disabled: advice(
    'The server has this part, and it is switched off: the OAuth server, custom providers, or SCIM.',
    null,
    'Switch it on: `GOTRUE_OAUTH_SERVER_ENABLED`, `GOTRUE_CUSTOM_OAUTH_ENABLED`.',
  ),
  flow_state_already_used: advice(
    'The provider’s page came back a second time.',
    startAgain,
    'If a session is there, go on with it; else begin the sign-in again.',
  ),
  flow_state_expired: advice(
    'Too much time between the begin of the flow and the exchange of its code.',
    startAgain,
    'Begin the sign-in again. Exchange codes at once: the client does so when the page opens.',
  ),
  flow_state_not_found: advice(
    'The code of the flow is unknown, or was exchanged already.',
    startAgain,
    'If a session is there, go on with it; else begin again. Look for code that exchanges twice, such as an effect without a guard.',
  ),
  hook_payload_invalid_content_type: advice(
    'A hook of the server answered with something that is not JSON.',
    null,
    'Operator: the hook has to answer with `Content-Type: application/json`.',
  ),
  hook_payload_over_size_limit: advice(
    'A hook answered with more than 200 kB.',
    null,
    'Operator: let the hook answer with less.',
  ),
  hook_timeout: advice(
    'A hook took longer than 5 seconds.',
    ourFault,
    'Operator: make the hook faster. The call may be repeated by the user.',
  ),
  hook_timeout_after_retry: advice(
    'A hook could not be reached, also not when it was tried again.',
    ourFault,
    'Operator: look at the hook’s address and log.',
  ),
  identity_already_exists: advice(
    'The account at the provider is linked already: to this user, or to another.',
    'This account is already linked.',
    'Read `auth.getUserIdentities()`. If it is not there, the identity belongs to another user, who can unlink it or sign in with it.',
  ),
  identity_not_found: advice(
    'The user has no such identity.',
    'This sign-in has been removed already.',
    'Read `auth.getUserIdentities()` anew.',
  ),
  insufficient_aal: advice(
    'The user has a second factor, and this session was signed in without it.',
    secondFactor,
    'Verify a factor (`auth.mfa.challengeAndVerify()`, `auth.mfa.verifyWebAuthn()`), then repeat the call.',
  ),
  invalid_credentials: advice(
    'There is no such user, or the password is wrong. At `/oauth/token`: the client’s id or secret is.',
    'E-mail address or password is not right.',
    'Ask again, and offer a new password. Don’t say which of the two was wrong: the server does not, either.',
  ),
  invite_not_found: advice(
    'The invitation that the flow began with is unknown.',
    'This invitation is no longer valid.',
    'Ask for a new one: `admin.inviteUserByEmail()`.',
  ),
  manual_linking_disabled: advice(
    'Users can’t link or unlink identities on this server.',
    'This is not available.',
    'Don’t offer it, or set `GOTRUE_SECURITY_MANUAL_LINKING_ENABLED`.',
  ),
  mfa_challenge_expired: advice(
    'The challenge is older than 5 minutes, or what the server has set.',
    startAgain,
    'Open a new challenge: `auth.mfa.challenge()`. For codes of an authenticator app, `challengeAndVerify()` never meets it.',
  ),
  mfa_factor_name_conflict: advice(
    'Another factor of the user has this name. Having none counts as a name, too.',
    'You have a second factor with this name already.',
    'Ask for another `friendlyName`; remove a factor that was left unverified with `auth.mfa.unenroll()`.',
  ),
  mfa_factor_not_found: advice(
    'The user has no such factor, or the factor no such challenge.',
    startAgain,
    'Read `auth.mfa.listFactors()` anew, and open a new challenge.',
  ),
  mfa_ip_address_mismatch: advice(
    'The challenge was opened from another address, or was used already.',
    'Your connection has changed. Please try again.',
    'Open a new challenge. Behind a proxy the server has to see the users’ addresses (`x-forwarded-for`).',
  ),
  mfa_phone_enroll_not_enabled: advice(
    'Phones can’t be added as second factors.',
    'This second factor is not available.',
    'Don’t offer it, or set `GOTRUE_MFA_PHONE_ENROLL_ENABLED`.',
  ),
  mfa_phone_verify_not_enabled: advice(
    'Phones can’t be used as second factors.',
    'This second factor is not available. Please use another one.',
    'Offer the user’s other factors; set `GOTRUE_MFA_PHONE_VERIFY_ENABLED`.',
  ),
  mfa_totp_enroll_not_enabled: advice(
    'Authenticator apps can’t be added as second factors.',
    'This second factor is not available.',
    'Don’t offer it, or set `GOTRUE_MFA_TOTP_ENROLL_ENABLED`.',
  ),
  mfa_totp_verify_not_enabled: advice(
    'Authenticator apps can’t be used as second factors.',
    'This second factor is not available. Please use another one.',
    'Offer the user’s other factors; set `GOTRUE_MFA_TOTP_VERIFY_ENABLED`.',
  ),
  mfa_verification_failed: advice(
    'The code of the second factor is wrong.',
    wrongCode,
    'Ask again: the challenge is still good. If right codes are refused, the clock of the user’s phone may be off.',
  ),
  mfa_verification_rejected: advice(
    'A hook of the server refused the verification. All sessions of the user have ended.',
    'Too many wrong codes. Please sign in again later.',
    'Go back to the sign-in page. The message is the hook’s.',
  ),
  mfa_verified_factor_exists: advice(
    'The phone number belongs to a verified factor of the user.',
    'This number is already a second factor of yours.',
    'Use that one, or remove it first with `auth.mfa.unenroll()`.',
  ),
  mfa_webauthn_enroll_not_enabled: advice(
    'Security keys can’t be added as second factors. At a verification: they can’t be used.',
    'This second factor is not available.',
    'Don’t offer it, or set `GOTRUE_MFA_WEB_AUTHN_ENROLL_ENABLED` and `GOTRUE_MFA_WEB_AUTHN_VERIFY_ENABLED`.',
  ),
  mfa_webauthn_verify_not_enabled: advice(
    'Security keys can’t be used as second factors.',
    'This second factor is not available. Please use another one.',
    'Offer the user’s other factors; set `GOTRUE_MFA_WEB_AUTHN_VERIFY_ENABLED`.',
  ),
  no_authorization: advice(
    'The request has no access token, or the user is anonymous and must not do this.',
    'Please sign in first.',
    'Sign in; let anonymous users first give an address with `auth.updateUser()`. Look for proxies that take the `Authorization` header away.',
  ),
  not_admin: advice(
    'The operation is for administrators, and the token’s role is none.',
    null,
    'Use `gotrue-sdk/admin` with a secret key, on a server only. The roles are `GOTRUE_JWT_ADMIN_ROLES`.',
  ),
  oauth_authorization_not_found: advice(
    'The request of the other application is unknown, was answered, expired, or is another user’s.',
    'This request is no longer valid. Please start again in the application that you came from.',
    'Nothing to repeat: the other application has to begin anew.',
  ),
  oauth_client_not_found: advice(
    'There is no OAuth client with this id.',
    'The application that you came from is not known here.',
    'Look at the `client_id`: a UUID. List clients with `admin.oauth.listClients()`.',
  ),
  oauth_client_state_expired: advice(
    'Too much time between leaving for the provider and coming back.',
    startAgain,
    'Begin the sign-in again.',
  ),
  oauth_client_state_not_found: advice(
    'The state of the way back is unknown, or was used.',
    startAgain,
    'Begin the sign-in again.',
  ),
  oauth_consent_not_found: advice(
    'The user has given this application no consent, or has withdrawn it.',
    'This application has no access any more.',
    'Read `auth.oauth.listGrants()` anew.',
  ),
  oauth_dynamic_client_registration_disabled: advice(
    'Applications can’t register themselves with this server.',
    null,
    'Register the client with `admin.oauth.createClient()`, or set `GOTRUE_OAUTH_SERVER_ALLOW_DYNAMIC_REGISTRATION`.',
  ),
  oauth_invalid_state: advice(
    'The flow came back from another provider than it went to.',
    startAgain,
    'Begin the sign-in again. If it repeats, somebody may be playing with redirects.',
  ),
  oauth_provider_not_supported: advice(
    'The provider was switched off while the user was there.',
    notAvailable,
    'Don’t offer it, or switch it on. `auth.settings()` says which are on.',
  ),
  otp_disabled: advice(
    'There is no such user, and `shouldCreateUser` is false.',
    'If there is an account with this address, we have sent you a code.',
    'Offer to sign up. It tells who has an account: show the neutral sentence on public pages.',
  ),
  otp_expired: advice(
    'The code or link is wrong, used, or too old: the server does not say which.',
    wrongCode,
    'Offer a new one. Links that are “used” at the first click were opened by a mail scanner: send codes, or a link to a page with a button.',
  ),
  over_custom_provider_quota: advice(
    'The server has as many custom providers as it may.',
    null,
    'Delete one, or raise `GOTRUE_CUSTOM_OAUTH_MAX_PROVIDERS`.',
  ),
  over_email_send_rate_limit: advice(
    'Too many mails: from this server in an hour, or too soon after the last one to this user.',
    'We have just sent you a mail. Please wait a minute before you ask for another.',
    'Disable the button for `error.retryAfter` seconds, else a minute. If users meet it at their first mail, raise `GOTRUE_RATE_LIMIT_EMAIL_SENT`.',
  ),
  over_request_rate_limit: advice(
    'Too many requests from this address.',
    tooFast,
    'Wait `error.retryAfter` seconds, else a minute. Servers that call for many users should pass their addresses on.',
  ),
  over_sms_send_rate_limit: advice(
    'Too many text messages: from this server in an hour, or too soon after the last one to this number.',
    'We have just sent you a message. Please wait a minute before you ask for another.',
    'Disable the button for `error.retryAfter` seconds, else a minute. `GOTRUE_RATE_LIMIT_SMS_SENT` is the limit.',
  ),
  passkey_disabled: advice(
    'Passkeys are switched off.',
    notAvailable,
    'Don’t offer them, or set `GOTRUE_PASSKEY_ENABLED`. `auth.settings()` says beforehand.',
  ),
  phone_exists: advice(
    'Another account has the phone number.',
    'This phone number is already in use.',
    'Offer to sign in with it.',
  ),
  phone_not_confirmed: advice(
    'The phone number of the account has not been confirmed.',
    'Please enter the code that we have sent you.',
    'Offer `auth.resend({ type: "sms", phone })`, and a field for the code.',
  ),
  phone_provider_disabled: advice(
    'Sign-in by phone number is switched off, or this way of sending is not there.',
    notAvailable,
    'Don’t offer it, or set `GOTRUE_EXTERNAL_PHONE_ENABLED`. `auth.settings()` says beforehand.',
  ),
  provider_disabled: advice(
    'The issuer of the ID token is switched off.',
    notAvailable,
    'Don’t offer it, or switch it on. `auth.settings()` says which are on.',
  ),
  provider_email_needs_verification: advice(
    'The provider has not verified the user’s address. A mail to confirm it was sent.',
    'Please open the link in the mail that we have sent you, then sign in again.',
    'Show it at the way back; `handleCallback()` and `initialize()` have it as their error.',
  ),
  reauthentication_needed: advice(
    'A new password needs a session that is younger than a day, or a code.',
    'Please enter the code that we have sent you.',
    'Call `auth.reauthenticate()`, then `auth.updateUser({ password, nonce })` with the code of the message.',
  ),
  reauthentication_not_valid: advice(
    'The code (`nonce`) is wrong or too old.',
    wrongCode,
    'Ask again, and offer a new one: `auth.reauthenticate()`.',
  ),
  refresh_token_already_used: advice(
    'The refresh token was used before, too long ago to be a race. The server takes it for stolen and ends the session.',
    signInAgain,
    'The client has signed out (`SIGNED_OUT`, `revoked`). Look for a second copy of the session, such as a server that refreshes it, too.',
  ),
  refresh_token_not_found: advice(
    'The refresh token is unknown.',
    signInAgain,
    'The client has signed out (`SIGNED_OUT`, `revoked`). Tokens of another server or database have this code.',
  ),
  request_entity_too_large: advice(
    'The body is over 1 MiB.',
    'That is too large.',
    'Send less. Files don’t belong into `user_metadata`: it is in each access token.',
  ),
  request_timeout: advice(
    'The server took too long.',
    ourFault,
    'The client has repeated it where that is safe. What sends a message may have been done: read before you repeat.',
  ),
  same_password: advice(
    'The new password is the old one.',
    'Please choose a password that differs from your present one.',
    'Show it at the field.',
  ),
  saml_assertion_no_email: advice(
    'The identity provider did not say the user’s address.',
    'Your organisation did not tell us your e-mail address. Please ask its administrator.',
    'Set the attribute mapping of the provider: `admin.sso.updateProvider()`.',
  ),
  saml_assertion_no_user_id: advice(
    'The identity provider did not say who the user is.',
    'Your organisation did not tell us who you are. Please ask its administrator.',
    'The identity provider has to send a persistent NameID.',
  ),
  saml_entity_id_mismatch: advice(
    'The new metadata are those of another identity provider.',
    null,
    'Create a new provider for it: `admin.sso.createProvider()`.',
  ),
  saml_idp_already_exists: advice(
    'There is a provider with this EntityID.',
    null,
    'Update that one: `admin.sso.updateProvider()`.',
  ),
  saml_idp_not_found: advice(
    'The identity provider that the user comes from is not connected.',
    'Your organisation is not connected with us yet.',
    'Create it: `admin.sso.createProvider()`. Its EntityID has to be that of the metadata.',
  ),
  saml_metadata_fetch_failed: advice(
    'The metadata could not be fetched from their address.',
    null,
    'Look at the address; or pass the XML itself as `metadata_xml`.',
  ),
  saml_provider_disabled: advice(
    'SAML is switched off.',
    notAvailable,
    'Don’t offer it, or set `GOTRUE_SAML_ENABLED`. `auth.settings()` says beforehand.',
  ),
  saml_relay_state_expired: advice(
    'Too much time between leaving for the identity provider and coming back.',
    startAgain,
    'Begin the sign-in again.',
  ),
  saml_relay_state_not_found: advice(
    'The state of the way back is unknown, or was used.',
    startAgain,
    'Begin the sign-in again.',
  ),
  session_expired: advice(
    'The session is older than the server allows, was not used for too long, or lacks a second factor in time.',
    'You have been signed out for your security. Please sign in again.',
    'The client has signed out (`SIGNED_OUT`, `expired`). Go to the sign-in page.',
  ),
  session_not_found: advice(
    'The session was ended: signed out elsewhere, by an administrator, or with the user’s password.',
    signInAgain,
    'The client has signed out (`SIGNED_OUT`, `revoked`), if its refresh token was refused. A token that you verify yourself may outlive its session.',
  ),
  signup_disabled: advice(
    'The server takes no new users.',
    'Sign-up is closed at the moment.',
    'Don’t offer it. Users can be invited: `admin.inviteUserByEmail()`. `auth.settings()` says beforehand.',
  ),
  single_identity_not_deletable: advice(
    'It is the only way for this user to sign in.',
    'This is your only way to sign in. Please add another one first.',
    'Hide the button while there is one identity.',
  ),
  sms_send_failed: advice(
    'The SMS service refused the message.',
    'We can’t send a message to this number. Please check it.',
    'The message has the service’s words. If all numbers have it, look at its account.',
  ),
  sso_domain_already_exists: advice(
    'The domain belongs to another identity provider.',
    null,
    'The message has the id of that one.',
  ),
  sso_provider_disabled: advice(
    'The identity provider is switched off.',
    'Sign-in with your organisation is switched off at the moment.',
    'Switch it on: `admin.sso.updateProvider(id, { disabled: false })`.',
  ),
  sso_provider_not_found: advice(
    'No identity provider has this domain or id.',
    'We know no organisation with this domain. Please sign in another way.',
    'Offer the other ways to sign in.',
  ),
  too_many_enrolled_mfa_factors: advice(
    'The user has as many second factors as one may have.',
    'You have too many second factors. Please remove one first.',
    'Show `auth.mfa.listFactors()` with `auth.mfa.unenroll()`. The limit is `GOTRUE_MFA_MAX_ENROLLED_FACTORS`.',
  ),
  too_many_passkeys: advice(
    'The user has as many passkeys as one may have.',
    'You have too many passkeys. Please remove one first.',
    'Show `auth.passkey.list()` with `auth.passkey.delete()`.',
  ),
  unexpected_audience: advice(
    'The access token is of another audience than the request.',
    null,
    'Leave `X-JWT-AUD` away, or sign in for that audience.',
  ),
  unexpected_failure: advice(
    'A bug, a missing configuration, or the database. The same code stands for many things.',
    ourFault,
    'Look for `error.requestId` in the server’s log. The message tells of failing triggers and hooks.',
  ),
  unknown: advice(
    'A hook of the server refused, with a status and a message of its own.',
    'The message of the error, if your hooks write for users.',
    'Decide by `error.status`, and look at the hook.',
  ),
  user_already_exists: advice(
    'Somebody has signed up with this address or number. Only servers that ask for no confirmation say so.',
    'There is an account already. Please sign in.',
    'Offer to sign in and a new password.',
  ),
  user_banned: advice(
    'An administrator has banned the user, for a time or for good.',
    'Your account is locked. Please contact us.',
    'The client has signed out if it met this at a refresh. `admin.updateUserById(id, { ban_duration: "none" })` ends it.',
  ),
  user_not_found: advice(
    'There is no such user (any more).',
    'This account does not exist any more.',
    'The client has signed out if it met this at a refresh. For administrators: the id is another server’s, or the user was deleted.',
  ),
  user_sso_managed: advice(
    'The user comes from an organisation, which says what the address and number are. There is no password.',
    'Your organisation manages this. Please ask its administrator.',
    'Hide these fields for users with an identity whose provider begins with `sso:`.',
  ),
  validation_failed: advice(
    'A field is missing or not acceptable, or does not go together with another.',
    'Please check what you have entered.',
    'Mostly a bug of the caller: the message says which field. Unknown and switched-off OAuth providers have this code, too.',
  ),
  weak_password: advice(
    'The password is too short, lacks kinds of characters, or was in a data leak.',
    'Please choose a stronger password.',
    '`AuthWeakPasswordError` has `reasons`: `length`, `characters`, `pwned`. Say which of them at the field.',
  ),
  web3_provider_disabled: advice(
    'Sign-in with a wallet of this chain is switched off.',
    notAvailable,
    'Don’t offer it, or set `GOTRUE_EXTERNAL_WEB3_ETHEREUM_ENABLED` or `GOTRUE_EXTERNAL_WEB3_SOLANA_ENABLED`.',
  ),
  web3_unsupported_chain: advice(
    'The server knows Ethereum and Solana only.',
    'This wallet is not supported.',
    'Pass `chain: "ethereum"` or `"solana"`.',
  ),
  webauthn_challenge_expired: advice(
    'The passkey was used too late: a challenge is good for 5 minutes, or what the server has set.',
    startAgain,
    'Call again: each call has a fresh challenge. Autofill that was left open for long meets it; just open it again.',
  ),
  webauthn_challenge_not_found: advice(
    'The challenge is unknown, was used, or is another user’s.',
    startAgain,
    'Call again: each call has a fresh challenge.',
  ),
  webauthn_credential_exists: advice(
    'The authenticator has a passkey or key for this user already. It is the browser that says so; the server knows the code, and sends it nowhere.',
    'This device has a passkey for your account already.',
    'Show `auth.passkey.list()`.',
  ),
  webauthn_credential_not_found: advice(
    'The passkey is unknown. Known to the server, sent by none of its operations today.',
    'This passkey is no longer valid. Please sign in another way.',
    'As `webauthn_verification_failed`.',
  ),
  webauthn_verification_failed: advice(
    'The passkey was removed from the account, is another site’s, or its answer fits another challenge.',
    'This passkey did not work. Please sign in another way.',
    'Offer the other ways to sign in. If all have it, look at `GOTRUE_WEBAUTHN_RP_ID` and `GOTRUE_WEBAUTHN_RP_ORIGINS`.',
  ),
}

const unreachable = 'We can’t reach the server. Please try again.'

/** What to tell users of the client's own codes. Null where it is nothing of theirs. When each comes stands at `ClientErrorCode`. */
export const clientErrorTexts: Record<ClientErrorCode, string | null> = {
  network_failure: unreachable,
  timeout: unreachable,
  aborted: null,
  invalid_argument: null,
  credentials_missing: null,
  session_missing: signInAgain,
  storage_failed: 'This browser does not let us keep you signed in. Please look at its settings.',
  pkce_code_verifier_not_found: 'Please open the link in the browser in which you have asked for it.',
  crypto_missing: 'This browser is too old to sign in. Please use another one.',
  invalid_jwt: signInAgain,
  jwt_expired: signInAgain,
  webauthn_unsupported: 'This browser can’t use passkeys.',
  webauthn_not_allowed: 'No passkey was used. Please try again, or choose another way.',
  webauthn_credential_exists: errorAdvice.webauthn_credential_exists.tell,
  webauthn_rp_mismatch: null,
  webauthn_failed: errorAdvice.webauthn_verification_failed.tell,
  wallet_missing: 'There is no wallet in this browser.',
  wallet_refused: 'Your wallet was not used. Please try again, or choose another way.',
  wallet_failed: 'Your wallet did not work. Please try again, or choose another way.',
  cookies_read_only: null,
  cross_origin: null,
  unexpected_response: null,
  redirect_hidden: null,
}
