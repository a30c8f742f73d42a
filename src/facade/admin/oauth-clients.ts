import {
  adminCreateOauthClient,
  adminDeleteOauthClient,
  adminGetOauthClient,
  adminListOauthClients,
  adminRegenerateOauthClientSecret,
  adminUpdateOauthClient,
} from '../../../generated/operations/functions/admin-oauth-clients.ts'
import type {
  AdminCreateOauthClientBody,
  AdminCreateOauthClientErrors,
  AdminDeleteOauthClientErrors,
  AdminGetOauthClientErrors,
  AdminListOauthClientsErrors,
  AdminRegenerateOauthClientSecretErrors,
  AdminUpdateOauthClientErrors,
  ConfidentialOAuthClient,
  OAuthClient,
  OAuthClientChanges,
  PublicOAuthClient,
} from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import type { Call, RequestOptions } from '../call.ts'
import type { Result } from '../result.ts'
import { asList, fields, uuid } from './arguments.ts'

/**
 * The applications that may use the server as their OAuth 2.1 authorization server. All of it needs `GOTRUE_OAUTH_SERVER_ENABLED`
 * (else `feature_disabled`).
 */
export interface OAuthClients {
  /**
   * All clients, without their secrets. The server has no pages here.
   *
   * `GET /admin/oauth/clients`
   * @example
   * const { data: { clients } } = await admin.oauth.listClients()
   */
  listClients(
    options?: RequestOptions,
  ): Promise<Result<{ clients: OAuthClient[] }, { clients: [] }, OperationError<AdminListOauthClientsErrors>>>

  /**
   * Registers an application by hand, whether or not clients may register themselves. A confidential one, the default, has its
   * `client_secret` here and never again.
   *
   * `POST /admin/oauth/clients`, with the metadata of RFC 7591, section 2
   * @example
   * const { data, error } = await admin.oauth.createClient({
   *   client_name: 'Notes',
   *   redirect_uris: ['https://notes.example.com/callback'],
   * })
   */
  createClient(
    client: AdminCreateOauthClientBody,
    options?: RequestOptions,
  ): Promise<Result<ConfidentialOAuthClient | PublicOAuthClient, null, OperationError<AdminCreateOauthClientErrors>>>

  /**
   * A client, without its secret.
   *
   * `GET /admin/oauth/clients/{client_id}`. None is `oauth_client_not_found`.
   * @example
   * const { data } = await admin.oauth.getClient(clientId)
   */
  getClient(
    clientId: string,
    options?: RequestOptions,
  ): Promise<Result<OAuthClient, null, OperationError<AdminGetOauthClientErrors>>>

  /**
   * Changes a client. Its sessions and grants stay. A public client stays public, a confidential one confidential.
   *
   * `PUT /admin/oauth/clients/{client_id}`
   * @example
   * await admin.oauth.updateClient(clientId, { client_name: 'Notes' })
   */
  updateClient(
    clientId: string,
    changes: OAuthClientChanges,
    options?: RequestOptions,
  ): Promise<Result<OAuthClient, null, OperationError<AdminUpdateOauthClientErrors>>>

  /**
   * Deletes a client: it gets no more tokens. Access tokens that it holds live until they expire.
   *
   * `DELETE /admin/oauth/clients/{client_id}`
   * @example
   * await admin.oauth.deleteClient(clientId)
   */
  deleteClient(
    clientId: string,
    options?: RequestOptions,
  ): Promise<Result<null, null, OperationError<AdminDeleteOauthClientErrors>>>

  /**
   * Gives a confidential client a new secret, which is in the answer and never again. The old one stops working at once.
   *
   * `POST /admin/oauth/clients/{client_id}/regenerate_secret`. Of a public client it is `validation_failed`.
   * @example
   * const { data } = await admin.oauth.regenerateClientSecret(clientId)
   */
  regenerateClientSecret(
    clientId: string,
    options?: RequestOptions,
  ): Promise<Result<ConfidentialOAuthClient, null, OperationError<AdminRegenerateOauthClientSecretErrors>>>
}

export function createOAuthClients(call: Call): OAuthClients {
  const pathOf = (clientId: string) => ({ client_id: uuid(clientId, 'clientId') })

  return {
    listClients: (options) =>
      call({ clients: [] }, options, async (send) => {
        // Without clients there is no list.
        const { clients = [] } = await send(adminListOauthClients, {})
        return { clients: asList(clients, 'clients') }
      }),

    createClient: (client, options) =>
      call(null, options, (send) => send(adminCreateOauthClient, { body: fields(client, 'client') })),

    getClient: (clientId, options) => call(null, options, (send) => send(adminGetOauthClient, { path: pathOf(clientId) })),

    updateClient: (clientId, changes, options) =>
      call(null, options, (send) =>
        send(adminUpdateOauthClient, { path: pathOf(clientId), body: fields(changes, 'changes') }),
      ),

    deleteClient: (clientId, options) =>
      call(null, options, async (send) => {
        await send(adminDeleteOauthClient, { path: pathOf(clientId) })
        return null
      }),

    regenerateClientSecret: (clientId, options) =>
      call(null, options, (send) => send(adminRegenerateOauthClientSecret, { path: pathOf(clientId) })),
  }
}
