import type { Context, Handlers } from '../context.ts'
import { notFound } from '../http/errors.ts'
import { withoutSlashes } from '../http/urls.ts'

/** `/scim/v2`: what the server says of itself. It has no resources yet. */
export const scim: Pick<Handlers, 'getScimServiceProviderConfig' | 'listScimResourceTypes' | 'listScimSchemas'> = {
  getScimServiceProviderConfig(context) {
    requireScim(context)
    const base = withoutSlashes(context.server.config.API_EXTERNAL_URL)
    return scimJson(200, {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: false },
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: false, maxResults: 0 },
      changePassword: { supported: false },
      sort: { supported: false },
      etag: { supported: false },
      authenticationSchemes: [
        {
          type: 'oauthbearertoken',
          name: 'OAuth Bearer Token',
          description: 'Authentication scheme using the OAuth Bearer Token Standard',
          specUri: 'http://www.rfc-editor.org/info/rfc6750',
          primary: true,
        },
      ],
      meta: { resourceType: 'ServiceProviderConfig', location: `${base}/scim/v2/ServiceProviderConfig` },
    })
  },
  listScimResourceTypes: emptyList,
  listScimSchemas: emptyList,
}

function emptyList(context: Context): Response {
  requireScim(context)
  if (context.query.has('filter')) {
    return scimJson(403, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      detail: 'Filtering is not supported on this endpoint',
      status: '403',
    })
  }
  return scimJson(200, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: 0,
    startIndex: 1,
    itemsPerPage: 0,
    Resources: [],
  })
}

/** @throws Refusal `feature_disabled` */
function requireScim({ server }: Context): void {
  if (!server.config.GOTRUE_EXPERIMENTAL_SCIM_ENABLED) throw notFound('feature_disabled', 'SCIM server is disabled')
}

const scimJson = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/scim+json' } })
