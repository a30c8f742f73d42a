import type { Handlers, Server } from '../context.ts'
import { notFound } from '../http/errors.ts'
import { withoutSlashes } from '../http/urls.ts'

/** `GET /.well-known/…`. */
export const wellKnown: Pick<Handlers, 'getJwks' | 'getOpenidConfiguration' | 'getOauthAuthorizationServer'> = {
  getJwks: ({ server }) => ({ status: 200, headers, body: { keys: server.keys.jwks } as never }),

  getOpenidConfiguration: ({ server }) => ({ status: 200, headers, body: metadata(server) }),

  getOauthAuthorizationServer({ server }) {
    if (!server.config.GOTRUE_OAUTH_SERVER_ENABLED) throw notFound('feature_disabled', 'OAuth server is disabled')
    return { status: 200, headers, body: metadata(server) }
  },
}

const headers = { 'cache-control': 'public, max-age=600' }

/** OpenID Connect Discovery 1.0 and RFC 8414 in one. */
function metadata({ config }: Server) {
  const issuer = config.GOTRUE_JWT_ISSUER ?? config.API_EXTERNAL_URL
  const base = withoutSlashes(issuer)
  return {
    issuer,
    authorization_endpoint: `${base}/oauth/authorize`,
    token_endpoint: `${base}/oauth/token`,
    jwks_uri: `${base}/.well-known/jwks.json`,
    userinfo_endpoint: `${base}/oauth/userinfo`,
    ...(config.GOTRUE_OAUTH_SERVER_ENABLED &&
      config.GOTRUE_OAUTH_SERVER_ALLOW_DYNAMIC_REGISTRATION && { registration_endpoint: `${base}/oauth/clients/register` }),
    scopes_supported: ['openid', 'profile', 'email', 'phone', 'offline_access'],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'HS256', 'ES256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    claims_supported: [
      'sub',
      'aud',
      'iss',
      'exp',
      'iat',
      'auth_time',
      'nonce',
      'email',
      'email_verified',
      'phone_number',
      'phone_number_verified',
      'name',
      'picture',
      'preferred_username',
      'updated_at',
    ],
    code_challenge_methods_supported: ['S256', 'plain'],
  } as never
}
