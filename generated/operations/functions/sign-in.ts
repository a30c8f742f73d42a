// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  MagicLinkData,
  MagicLinkErrors,
  MagicLinkResponses,
  RecoverData,
  RecoverErrors,
  RecoverResponses,
  ResendData,
  ResendErrors,
  ResendResponses,
  SendOtpData,
  SendOtpErrors,
  SendOtpResponses,
  SignUpData,
  SignUpErrors,
  SignUpResponses,
  VerifyLinkData,
  VerifyLinkErrors,
  VerifyLinkResponses,
  VerifyOtpData,
  VerifyOtpErrors,
  VerifyOtpResponses,
} from '../types.ts'
import type { Options } from './options.ts'

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
 * Where a change of address has to be confirmed from both addresses, the first of the two gives a message and no session;
 * with `GOTRUE_MAILER_AUTOCONFIRM` either of the two is enough.
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
