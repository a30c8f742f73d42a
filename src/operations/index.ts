/**
 * The entry point `gotrue-sdk/operations`: a function for every operation of the server, and the transport that they
 * call. Stateless and tree-shakable: an application bundles the operations that it imports.
 * @module gotrue-sdk/operations
 */
export * from '../../generated/operations/index.ts'
export { errorCodes, type KnownErrorCode } from '../../generated/error-codes.ts'
export { createTransport, type TransportOptions } from '../transport/transport.ts'
export {
  observe,
  type ObserveOptions,
  type RequestEvent,
  type ResponseEvent,
  type TransportEvent,
} from '../transport/observe.ts'
export { buildUrl, type GetPath } from '../transport/url.ts'
export * from '../transport/errors.ts'
export type { CallOptions, Client, ErrorCodesOf, OperationError, RequestResult } from '../transport/client.ts'
export type { Credentials, CredentialsOption, CredentialsRequest } from '../transport/credentials.ts'
export {
  clientSecretBasic,
  clientSecretPost,
  publicClient,
  type ClientAuthentication,
} from '../transport/client-authentication.ts'
