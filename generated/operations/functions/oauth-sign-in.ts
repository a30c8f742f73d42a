// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  AuthorizeData,
  AuthorizeErrors,
  AuthorizeResponses,
  CallbackData,
  CallbackErrors,
  CallbackFormPostData,
  CallbackFormPostErrors,
  CallbackFormPostResponses,
  CallbackResponses,
} from '../types.ts'
import type { Options } from './options.ts'

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
