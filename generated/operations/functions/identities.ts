// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  LinkIdentityData,
  LinkIdentityErrors,
  LinkIdentityResponses,
  UnlinkIdentityData,
  UnlinkIdentityErrors,
  UnlinkIdentityResponses,
} from '../types.ts'
import type { Options } from './options.ts'

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
