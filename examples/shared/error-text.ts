// What people read when something did not work, by `error.code`. The page docs/errors.md of gotrue-sdk has a sentence for each code: these are
// the ones of it that this application can meet.
import type { AuthError, SignOutReason } from 'gotrue-sdk'

const startAgain = 'That took too long or was interrupted. Please start again.'
const wrongCode = 'The code is not right, or it is too old. Please try again or ask for a new one.'
const signInAgain = 'Please sign in again.'

export const errorTexts: Record<string, string> = {
  access_denied: 'You have cancelled the sign-in.',
  bad_oauth_callback: startAgain,
  bad_oauth_state: startAgain,
  email_address_invalid: 'Please check the e-mail address.',
  email_not_confirmed: 'Please open the link in the mail that we have sent you.',
  flow_state_already_used: startAgain,
  flow_state_expired: startAgain,
  flow_state_not_found: startAgain,
  insufficient_aal: 'Please confirm with your second factor first.',
  invalid_credentials: 'E-mail address or password is not right.',
  mfa_factor_name_conflict: 'You have a second factor with this name already.',
  mfa_verification_failed: wrongCode,
  network_failure: 'We can’t reach the server. Please try again.',
  otp_expired: wrongCode,
  over_email_send_rate_limit: 'We have just sent you a mail. Please wait a minute before you ask for another.',
  over_request_rate_limit: 'Too many attempts. Please wait a moment and try again.',
  pkce_code_verifier_not_found: 'Please open the link in the browser in which you have asked for it.',
  provider_email_needs_verification: 'Please open the link in the mail that we have sent you, then sign in again.',
  same_password: 'Please choose a password that differs from your present one.',
  session_missing: signInAgain,
  session_not_found: signInAgain,
  signup_disabled: 'Sign-up is closed at the moment.',
  timeout: 'We can’t reach the server. Please try again.',
  too_many_enrolled_mfa_factors: 'You have too many second factors. Please remove one first.',
  too_many_passkeys: 'You have too many passkeys. Please remove one first.',
  user_already_exists: 'There is an account already. Please sign in.',
  user_banned: 'Your account is locked. Please contact us.',
  validation_failed: 'Please check what you have entered.',
  weak_password: 'Please choose a stronger password.',
  webauthn_challenge_expired: startAgain,
  webauthn_credential_exists: 'This device has a passkey for your account already.',
  webauthn_not_allowed: 'No passkey was used. Please try again, or choose another way.',
  webauthn_unsupported: 'This browser can’t use passkeys.',
  webauthn_verification_failed: 'This passkey did not work. Please sign in another way.',
}

export const errorText = ({ code }: AuthError): string =>
  errorTexts[code] ?? 'Something went wrong on our side. Please try again later.'

/** Why somebody is signed out. */
export const signedOutTexts: Record<SignOutReason, string> = {
  user: 'You are signed out.',
  elsewhere: 'You have signed out in another tab.',
  expired: 'You have been signed out for your security. Please sign in again.',
  revoked: 'Your session has ended. Please sign in again.',
  corrupt_storage: signInAgain,
}
