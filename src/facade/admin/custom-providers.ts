import {
  adminCreateCustomProvider,
  adminDeleteCustomProvider,
  adminGetCustomProvider,
  adminListCustomProviders,
  adminUpdateCustomProvider,
} from '../../../generated/operations/functions/admin-custom-providers.ts'
import type {
  AdminCreateCustomProviderBody,
  AdminCreateCustomProviderErrors,
  AdminDeleteCustomProviderErrors,
  AdminGetCustomProviderErrors,
  AdminListCustomProvidersErrors,
  AdminUpdateCustomProviderErrors,
  CustomProvider,
  CustomProviderChanges,
  CustomProviderType,
} from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import { text, type Call, type RequestOptions } from '../call.ts'
import type { Result } from '../result.ts'
import { asList, fields } from './arguments.ts'

/**
 * OAuth 2 and OpenID Connect providers that users can sign in with as with the built-in ones, under an identifier like
 * `custom:acme`. Client secrets are never returned. All of it needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else
 * `feature_disabled`).
 */
export interface CustomProviders {
  /**
   * All custom providers, the latest first.
   *
   * `GET /admin/custom-providers`
   * @example
   * const { data: { providers } } = await admin.customProviders.listProviders({ type: 'oidc' })
   */
  listProviders(
    params?: { type?: CustomProviderType | undefined },
    options?: RequestOptions,
  ): Promise<Result<{ providers: CustomProvider[] }, { providers: [] }, OperationError<AdminListCustomProvidersErrors>>>

  /**
   * Adds a provider. The server resolves the hosts of all URLs, and reads the discovery document of an `oidc` provider.
   *
   * `POST /admin/custom-providers`. A taken identifier is `conflict`, one too many `over_custom_provider_quota`.
   * @example
   * const { data, error } = await admin.customProviders.createProvider({
   *   provider_type: 'oidc',
   *   identifier: 'custom:corp',
   *   name: 'Corp',
   *   client_id: 'app-5678',
   *   client_secret: 'h7Wd0sLr4yBn',
   *   issuer: 'https://id.corp.example',
   * })
   */
  createProvider(
    provider: AdminCreateCustomProviderBody,
    options?: RequestOptions,
  ): Promise<Result<CustomProvider, null, OperationError<AdminCreateCustomProviderErrors>>>

  /**
   * A custom provider.
   *
   * `GET /admin/custom-providers/{identifier}`
   * @example
   * const { data } = await admin.customProviders.getProvider('custom:corp')
   */
  getProvider(
    identifier: string,
    options?: RequestOptions,
  ): Promise<Result<CustomProvider, null, OperationError<AdminGetCustomProviderErrors>>>

  /**
   * Changes a provider; lists and maps are replaced as a whole. The type and the identifier stay.
   *
   * `PUT /admin/custom-providers/{identifier}`
   * @example
   * await admin.customProviders.updateProvider('custom:corp', { enabled: false })
   */
  updateProvider(
    identifier: string,
    changes: CustomProviderChanges,
    options?: RequestOptions,
  ): Promise<Result<CustomProvider, null, OperationError<AdminUpdateCustomProviderErrors>>>

  /**
   * Deletes a provider for good. Users who signed in with it keep their accounts, sessions and identities.
   *
   * `DELETE /admin/custom-providers/{identifier}`
   * @example
   * await admin.customProviders.deleteProvider('custom:corp')
   */
  deleteProvider(
    identifier: string,
    options?: RequestOptions,
  ): Promise<Result<null, null, OperationError<AdminDeleteCustomProviderErrors>>>
}

export function createCustomProviders(call: Call): CustomProviders {
  const pathOf = (identifier: string) => ({ identifier: text(identifier, 'identifier') })

  return {
    listProviders: (params, options) =>
      call({ providers: [] }, options, async (send) => {
        const { type } = params ?? {}
        const { providers } = await send(adminListCustomProviders, { query: { ...(type && { type }) } })
        return { providers: asList(providers, 'providers') }
      }),

    createProvider: (provider, options) =>
      call(null, options, (send) => send(adminCreateCustomProvider, { body: fields(provider, 'provider') })),

    getProvider: (identifier, options) =>
      call(null, options, (send) => send(adminGetCustomProvider, { path: pathOf(identifier) })),

    updateProvider: (identifier, changes, options) =>
      call(null, options, (send) =>
        send(adminUpdateCustomProvider, { path: pathOf(identifier), body: fields(changes, 'changes') }),
      ),

    deleteProvider: (identifier, options) =>
      call(null, options, async (send) => {
        await send(adminDeleteCustomProvider, { path: pathOf(identifier) })
        return null
      }),
  }
}
