import {
  adminCreateSsoProvider,
  adminDeleteSsoProvider,
  adminGetSsoProvider,
  adminListSsoProviders,
  adminUpdateSsoProvider,
} from '../../../generated/operations/functions/admin-sso-providers.ts'
import type {
  AdminCreateSsoProviderBody,
  AdminCreateSsoProviderErrors,
  AdminDeleteSsoProviderErrors,
  AdminGetSsoProviderErrors,
  AdminListSsoProvidersErrors,
  AdminUpdateSsoProviderErrors,
  SamlProviderUpdate,
  SsoProvider,
} from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import type { Call, RequestOptions } from '../call.ts'
import type { Result } from '../result.ts'
import { asList, fields, uuid } from './arguments.ts'

/** Which SSO providers. */
export interface ListSsoProvidersParams {
  /** The provider with this `resource_id`. */
  resourceId?: string | undefined
  /** Those whose `resource_id` begins so; `%` and `_` are wildcards. Ignored beside `resourceId`. */
  resourceIdPrefix?: string | undefined
}

/** SAML identity providers. All of it works while SAML is switched off, too. */
export interface SsoProviders {
  /**
   * The SAML identity providers, without their `metadata_xml`.
   *
   * `GET /admin/sso/providers`
   * @example
   * const { data } = await admin.sso.listProviders({ resourceIdPrefix: 'acme-' })
   */
  listProviders(
    params?: ListSsoProvidersParams,
    options?: RequestOptions,
  ): Promise<Result<{ providers: SsoProvider[] }, { providers: [] }, OperationError<AdminListSsoProvidersErrors>>>

  /**
   * Adds a SAML identity provider, by its metadata or the address of it.
   *
   * `POST /admin/sso/providers`. A domain of another provider is `sso_domain_already_exists`, the same entity
   * `saml_idp_already_exists`; metadata that is none is a 500.
   * @example
   * const { data, error } = await admin.sso.createProvider({
   *   type: 'saml',
   *   metadata_url: 'https://idp.example.com/metadata',
   *   domains: ['example.com'],
   * })
   */
  createProvider(
    provider: AdminCreateSsoProviderBody,
    options?: RequestOptions,
  ): Promise<Result<SsoProvider, null, OperationError<AdminCreateSsoProviderErrors>>>

  /**
   * A SAML identity provider with its `metadata_xml`.
   *
   * `GET /admin/sso/providers/{idp_id}`. None is `sso_provider_not_found`.
   *
   * @param id here and below: the provider's `id`, or `resource_` and its `resource_id`
   * @example
   * const { data } = await admin.sso.getProvider('8c1b3e52-6f0d-4a7e-9b24-3d5f7a9c1e60')
   */
  getProvider(
    id: string,
    options?: RequestOptions,
  ): Promise<Result<SsoProvider, null, OperationError<AdminGetSsoProviderErrors>>>

  /**
   * Changes a SAML identity provider. `domains` and `attribute_mapping` are replaced as a whole.
   *
   * `PUT /admin/sso/providers/{idp_id}`. Metadata of another entity is `saml_entity_id_mismatch`.
   * @example
   * await admin.sso.updateProvider('8c1b3e52-6f0d-4a7e-9b24-3d5f7a9c1e60', { domains: ['example.com', 'example.org'] })
   */
  updateProvider(
    id: string,
    changes: SamlProviderUpdate,
    options?: RequestOptions,
  ): Promise<Result<SsoProvider, null, OperationError<AdminUpdateSsoProviderErrors>>>

  /**
   * Removes a SAML identity provider with its domains, and returns what it was. Its users stay, but cannot sign in with it.
   *
   * `DELETE /admin/sso/providers/{idp_id}`
   * @example
   * await admin.sso.deleteProvider('8c1b3e52-6f0d-4a7e-9b24-3d5f7a9c1e60')
   */
  deleteProvider(
    id: string,
    options?: RequestOptions,
  ): Promise<Result<SsoProvider, null, OperationError<AdminDeleteSsoProviderErrors>>>
}

export function createSsoProviders(call: Call): SsoProviders {
  const pathOf = (id: string) => ({
    idp_id: typeof id === 'string' && /^resource_./.test(id) ? id : uuid(id, 'id'),
  })

  return {
    listProviders: (params, options) =>
      call({ providers: [] }, options, async (send) => {
        const { resourceId, resourceIdPrefix } = params ?? {}
        const query = {
          ...(resourceId && { resource_id: resourceId }),
          ...(resourceIdPrefix && { resource_id_prefix: resourceIdPrefix }),
        }
        const { items } = await send(adminListSsoProviders, { query })
        return { providers: asList(items, 'providers') }
      }),

    createProvider: (provider, options) =>
      call(null, options, (send) => send(adminCreateSsoProvider, { body: fields(provider, 'provider') })),

    getProvider: (id, options) => call(null, options, (send) => send(adminGetSsoProvider, { path: pathOf(id) })),

    updateProvider: (id, changes, options) =>
      call(null, options, (send) => send(adminUpdateSsoProvider, { path: pathOf(id), body: fields(changes, 'changes') })),

    deleteProvider: (id, options) => call(null, options, (send) => send(adminDeleteSsoProvider, { path: pathOf(id) })),
  }
}
