// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  GetScimServiceProviderConfigData,
  GetScimServiceProviderConfigErrors,
  GetScimServiceProviderConfigResponses,
  ListScimResourceTypesData,
  ListScimResourceTypesErrors,
  ListScimResourceTypesResponses,
  ListScimSchemasData,
  ListScimSchemasErrors,
  ListScimSchemasResponses,
} from '../types.ts'
import type { Options } from './options.ts'

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
