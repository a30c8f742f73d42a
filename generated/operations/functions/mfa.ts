// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  ChallengeFactorData,
  ChallengeFactorErrors,
  ChallengeFactorResponses,
  EnrollFactorData,
  EnrollFactorErrors,
  EnrollFactorResponses,
  UnenrollFactorData,
  UnenrollFactorErrors,
  UnenrollFactorResponses,
  VerifyFactorData,
  VerifyFactorErrors,
  VerifyFactorResponses,
} from '../types.ts'
import type { Options } from './options.ts'

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
