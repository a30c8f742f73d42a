/**
 * The entry point `gotrue-sdk/admin`: for servers and scripts that hold a secret key.
 * @module gotrue-sdk/admin
 */
export { createAdmin, type Admin, type AdminOptions, type AdminTokenProvider } from './admin.ts'
export { createServiceToken, type ServiceTokenOptions } from './service-token.ts'
export { unwrap, type Result } from '../result.ts'
export type { RequestOptions } from '../call.ts'
export type { ClientTypes, User } from '../session/session.ts'
export type { AuditLog, AuditLogPage, ListAuditLogParams } from './audit-log.ts'
export type { CustomProviders } from './custom-providers.ts'
export type { AdminMfa } from './factors.ts'
export type { GeneratedLinkProperties, GenerateLinkParams, LinkOptions, Links, NewUserLinkOptions } from './links.ts'
export type { AudienceOptions, ListedUser, ListUsersParams, UserLists, UserPage } from './list-users.ts'
export type { Listing } from './listing.ts'
export type { OAuthClients } from './oauth-clients.ts'
export type { PageParams, Pagination } from './paging.ts'
export type { AdminPasskeys } from './passkeys.ts'
export type { ListSsoProvidersParams, SsoProviders } from './sso-providers.ts'
export type { Users } from './users.ts'
export {
  AuthApiError,
  AuthError,
  AuthRetryableFetchError,
  AuthWeakPasswordError,
  isAuthApiError,
  isAuthError,
  isAuthRetryableFetchError,
  isAuthWeakPasswordError,
  type ClientErrorCode,
} from '../../transport/errors.ts'
export type { OperationError } from '../../transport/client.ts'
export type { KnownErrorCode } from '../../../generated/error-codes.ts'
export type {
  AdminCreateCustomProviderBody,
  AdminCreateOauthClientBody,
  AdminCreateSsoProviderBody,
  AdminCreateUserBody,
  AdminUserChanges,
  AuditLogEntry,
  ConfidentialOAuthClient,
  CustomProvider,
  CustomProviderChanges,
  Factor,
  OAuthClient,
  OAuthClientChanges,
  Passkey,
  PublicOAuthClient,
  SamlProviderUpdate,
  SsoProvider,
} from '../../../generated/operations/types.ts'
