// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

/** What a JSON value has to be. A list is of its only element; an object has all or some of the fields, and others that are not read. */
export type Shape =
  'string' | 'number' | 'integer' | 'boolean' | 'object' | 'any' | readonly [Shape] | { readonly [field: string]: Shape }

export interface Route {
  readonly operation: OperationId
  readonly method: string
  readonly path: string
  /** Whose access token it asks for; `optional`: anybody's, or none. */
  readonly access: 'none' | 'optional' | 'user' | 'admin' | 'client'
  /** The names of its query parameters. */
  readonly query: readonly string[]
  /** The statuses that it answers with. */
  readonly statuses: readonly number[]
  /** Of a JSON body. */
  readonly body?: Shape
}

/** The operations of the spec, by their names. */
export type OperationId =
  | 'getHealth'
  | 'getSettings'
  | 'getJwks'
  | 'getOpenidConfiguration'
  | 'getOauthAuthorizationServer'
  | 'authorize'
  | 'callback'
  | 'callbackFormPost'
  | 'signUp'
  | 'recover'
  | 'resend'
  | 'magicLink'
  | 'sendOtp'
  | 'grantToken'
  | 'verifyLink'
  | 'verifyOtp'
  | 'logout'
  | 'reauthenticate'
  | 'getUser'
  | 'updateUser'
  | 'linkIdentity'
  | 'unlinkIdentity'
  | 'enrollFactor'
  | 'challengeFactor'
  | 'verifyFactor'
  | 'unenrollFactor'
  | 'getPasskeyAuthenticationOptions'
  | 'verifyPasskeyAuthentication'
  | 'getPasskeyRegistrationOptions'
  | 'verifyPasskeyRegistration'
  | 'listPasskeys'
  | 'updatePasskey'
  | 'deletePasskey'
  | 'signInWithSso'
  | 'getSamlMetadata'
  | 'samlAcs'
  | 'registerOauthClient'
  | 'oauthToken'
  | 'getOauthUserinfo'
  | 'oauthAuthorize'
  | 'getOauthAuthorization'
  | 'consentOauthAuthorization'
  | 'listOauthGrants'
  | 'revokeOauthGrant'
  | 'inviteUser'
  | 'adminListUsers'
  | 'adminCreateUser'
  | 'adminGetUser'
  | 'adminUpdateUser'
  | 'adminDeleteUser'
  | 'adminListFactors'
  | 'adminUpdateFactor'
  | 'adminDeleteFactor'
  | 'adminListPasskeys'
  | 'adminDeletePasskey'
  | 'adminGenerateLink'
  | 'adminListAuditLog'
  | 'adminListSsoProviders'
  | 'adminCreateSsoProvider'
  | 'adminGetSsoProvider'
  | 'adminUpdateSsoProvider'
  | 'adminDeleteSsoProvider'
  | 'adminListOauthClients'
  | 'adminCreateOauthClient'
  | 'adminGetOauthClient'
  | 'adminUpdateOauthClient'
  | 'adminDeleteOauthClient'
  | 'adminRegenerateOauthClientSecret'
  | 'adminListCustomProviders'
  | 'adminCreateCustomProvider'
  | 'adminGetCustomProvider'
  | 'adminUpdateCustomProvider'
  | 'adminDeleteCustomProvider'
  | 'getScimServiceProviderConfig'
  | 'listScimResourceTypes'
  | 'listScimSchemas'

export const routes: readonly Route[] = [
  { operation: 'getHealth', method: 'GET', path: '/health', access: 'none', query: [], statuses: [200, 500] },
  { operation: 'getSettings', method: 'GET', path: '/settings', access: 'none', query: [], statuses: [200, 500] },
  { operation: 'getJwks', method: 'GET', path: '/.well-known/jwks.json', access: 'none', query: [], statuses: [200, 500] },
  {
    operation: 'getOpenidConfiguration',
    method: 'GET',
    path: '/.well-known/openid-configuration',
    access: 'none',
    query: [],
    statuses: [200, 500],
  },
  {
    operation: 'getOauthAuthorizationServer',
    method: 'GET',
    path: '/.well-known/oauth-authorization-server',
    access: 'none',
    query: [],
    statuses: [200, 404, 500],
  },
  {
    operation: 'authorize',
    method: 'GET',
    path: '/authorize',
    access: 'none',
    query: [
      'provider',
      'scopes',
      'redirect_to',
      'code_challenge',
      'code_challenge_method',
      'nonce',
      'workos_provider',
      'invite_token',
      'prompt',
      'access_type',
      'login_hint',
      'hd',
      'organization',
      'connection',
      'provider_params',
      'skip_http_redirect',
    ],
    statuses: [302, 400, 404, 500, 504],
  },
  {
    operation: 'callback',
    method: 'GET',
    path: '/callback',
    access: 'none',
    query: ['state', 'code', 'error', 'error_description', 'oauth_token', 'oauth_verifier'],
    statuses: [302, 303, 500, 504],
  },
  {
    operation: 'callbackFormPost',
    method: 'POST',
    path: '/callback',
    access: 'none',
    query: [],
    statuses: [302, 303, 500, 504],
  },
  {
    operation: 'signUp',
    method: 'POST',
    path: '/signup',
    access: 'none',
    query: ['redirect_to'],
    statuses: [200, 400, 413, 422, 429, 500, 504],
    body: {
      email: 'string',
      password: 'string',
      data: 'object',
      code_challenge: 'string',
      code_challenge_method: 'string',
      gotrue_meta_security: { captcha_token: 'string' },
      phone: 'string',
      channel: 'string',
    },
  },
  {
    operation: 'recover',
    method: 'POST',
    path: '/recover',
    access: 'none',
    query: ['redirect_to'],
    statuses: [200, 400, 413, 422, 429, 500, 504],
    body: {
      email: 'string',
      code_challenge: 'string',
      code_challenge_method: 'string',
      gotrue_meta_security: { captcha_token: 'string' },
    },
  },
  {
    operation: 'resend',
    method: 'POST',
    path: '/resend',
    access: 'none',
    query: ['redirect_to'],
    statuses: [200, 400, 413, 422, 429, 500, 504],
    body: {
      type: 'string',
      email: 'string',
      code_challenge: 'string',
      code_challenge_method: 'string',
      gotrue_meta_security: { captcha_token: 'string' },
      phone: 'string',
    },
  },
  {
    operation: 'magicLink',
    method: 'POST',
    path: '/magiclink',
    access: 'none',
    query: ['redirect_to'],
    statuses: [200, 400, 413, 422, 429, 500, 504],
    body: {
      email: 'string',
      data: 'object',
      code_challenge: 'string',
      code_challenge_method: 'string',
      gotrue_meta_security: { captcha_token: 'string' },
    },
  },
  {
    operation: 'sendOtp',
    method: 'POST',
    path: '/otp',
    access: 'none',
    query: ['redirect_to'],
    statuses: [200, 400, 413, 422, 429, 500, 504],
    body: {
      email: 'string',
      create_user: 'boolean',
      data: 'object',
      code_challenge: 'string',
      code_challenge_method: 'string',
      gotrue_meta_security: { captcha_token: 'string' },
      phone: 'string',
      channel: 'string',
    },
  },
  {
    operation: 'grantToken',
    method: 'POST',
    path: '/token',
    access: 'optional',
    query: ['grant_type', 'redirect_to'],
    statuses: [200, 400, 401, 403, 404, 409, 413, 422, 429, 500, 504],
    body: {
      email: 'string',
      password: 'string',
      gotrue_meta_security: { captcha_token: 'string' },
      phone: 'string',
      refresh_token: 'string',
      auth_code: 'string',
      code_verifier: 'string',
      provider: 'string',
      id_token: 'string',
      access_token: 'string',
      nonce: 'string',
      client_id: 'string',
      issuer: 'string',
      link_identity: 'boolean',
      chain: 'string',
      message: 'string',
      signature: 'string',
    },
  },
  {
    operation: 'verifyLink',
    method: 'GET',
    path: '/verify',
    access: 'none',
    query: ['token', 'type', 'redirect_to'],
    statuses: [303, 400, 429, 500, 504],
  },
  {
    operation: 'verifyOtp',
    method: 'POST',
    path: '/verify',
    access: 'none',
    query: ['redirect_to'],
    statuses: [200, 400, 403, 413, 422, 429, 500, 504],
    body: { type: 'string', email: 'string', token: 'string', redirect_to: 'string', phone: 'string', token_hash: 'string' },
  },
  {
    operation: 'logout',
    method: 'POST',
    path: '/logout',
    access: 'user',
    query: ['scope'],
    statuses: [204, 400, 401, 403, 500, 504],
  },
  {
    operation: 'reauthenticate',
    method: 'GET',
    path: '/reauthenticate',
    access: 'user',
    query: [],
    statuses: [200, 400, 401, 403, 422, 429, 500, 504],
  },
  {
    operation: 'getUser',
    method: 'GET',
    path: '/user',
    access: 'user',
    query: [],
    statuses: [200, 400, 401, 403, 500, 504],
  },
  {
    operation: 'updateUser',
    method: 'PUT',
    path: '/user',
    access: 'user',
    query: ['redirect_to'],
    statuses: [200, 400, 401, 403, 413, 422, 429, 500, 504],
    body: {
      email: 'string',
      phone: 'string',
      channel: 'string',
      password: 'string',
      current_password: 'string',
      nonce: 'string',
      data: 'object',
      app_metadata: 'object',
      code_challenge: 'string',
      code_challenge_method: 'string',
    },
  },
  {
    operation: 'linkIdentity',
    method: 'GET',
    path: '/user/identities/authorize',
    access: 'user',
    query: [
      'provider',
      'scopes',
      'redirect_to',
      'code_challenge',
      'code_challenge_method',
      'nonce',
      'workos_provider',
      'invite_token',
      'prompt',
      'access_type',
      'login_hint',
      'hd',
      'organization',
      'connection',
      'provider_params',
      'skip_http_redirect',
    ],
    statuses: [200, 302, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'unlinkIdentity',
    method: 'DELETE',
    path: '/user/identities/{identity_id}',
    access: 'user',
    query: [],
    statuses: [200, 400, 401, 403, 404, 422, 500, 504],
  },
  {
    operation: 'enrollFactor',
    method: 'POST',
    path: '/factors',
    access: 'user',
    query: [],
    statuses: [200, 400, 401, 403, 413, 422, 500, 504],
    body: { factor_type: 'string', friendly_name: 'string', issuer: 'string', phone: 'string' },
  },
  {
    operation: 'challengeFactor',
    method: 'POST',
    path: '/factors/{factor_id}/challenge',
    access: 'user',
    query: [],
    statuses: [200, 400, 401, 403, 404, 413, 422, 429, 500, 504],
    body: { channel: 'string' },
  },
  {
    operation: 'verifyFactor',
    method: 'POST',
    path: '/factors/{factor_id}/verify',
    access: 'user',
    query: [],
    statuses: [200, 400, 401, 403, 404, 413, 422, 429, 500, 504],
    body: {
      challenge_id: 'string',
      code: 'string',
      webauthn: {
        type: 'string',
        credential_response: {
          id: 'string',
          rawId: 'string',
          type: 'string',
          authenticatorAttachment: 'string',
          clientExtensionResults: 'object',
          response: {
            clientDataJSON: 'string',
            attestationObject: 'string',
            transports: ['string'],
            authenticatorData: 'string',
            publicKey: 'string',
            publicKeyAlgorithm: 'integer',
            signature: 'string',
            userHandle: 'string',
          },
        },
      },
    },
  },
  {
    operation: 'unenrollFactor',
    method: 'DELETE',
    path: '/factors/{factor_id}',
    access: 'user',
    query: [],
    statuses: [200, 400, 401, 403, 404, 422, 500, 504],
  },
  {
    operation: 'getPasskeyAuthenticationOptions',
    method: 'POST',
    path: '/passkeys/authentication/options',
    access: 'none',
    query: [],
    statuses: [200, 400, 404, 413, 429, 500, 504],
    body: { gotrue_meta_security: { captcha_token: 'string' } },
  },
  {
    operation: 'verifyPasskeyAuthentication',
    method: 'POST',
    path: '/passkeys/authentication/verify',
    access: 'none',
    query: [],
    statuses: [200, 400, 403, 404, 422, 500, 504],
    body: {
      challenge_id: 'string',
      credential: {
        id: 'string',
        rawId: 'string',
        type: 'string',
        authenticatorAttachment: 'string',
        clientExtensionResults: 'object',
        response: { clientDataJSON: 'string', authenticatorData: 'string', signature: 'string', userHandle: 'string' },
      },
    },
  },
  {
    operation: 'getPasskeyRegistrationOptions',
    method: 'POST',
    path: '/passkeys/registration/options',
    access: 'user',
    query: [],
    statuses: [200, 400, 401, 403, 404, 422, 500, 504],
  },
  {
    operation: 'verifyPasskeyRegistration',
    method: 'POST',
    path: '/passkeys/registration/verify',
    access: 'user',
    query: [],
    statuses: [200, 400, 401, 403, 404, 422, 500, 504],
    body: {
      challenge_id: 'string',
      credential: {
        id: 'string',
        rawId: 'string',
        type: 'string',
        authenticatorAttachment: 'string',
        clientExtensionResults: 'object',
        response: {
          clientDataJSON: 'string',
          attestationObject: 'string',
          transports: ['string'],
          authenticatorData: 'string',
          publicKey: 'string',
          publicKeyAlgorithm: 'integer',
        },
      },
    },
  },
  {
    operation: 'listPasskeys',
    method: 'GET',
    path: '/passkeys',
    access: 'user',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'updatePasskey',
    method: 'PATCH',
    path: '/passkeys/{passkey_id}',
    access: 'user',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
    body: { friendly_name: 'string' },
  },
  {
    operation: 'deletePasskey',
    method: 'DELETE',
    path: '/passkeys/{passkey_id}',
    access: 'user',
    query: [],
    statuses: [204, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'signInWithSso',
    method: 'POST',
    path: '/sso',
    access: 'none',
    query: [],
    statuses: [200, 303, 400, 404, 413, 429, 500, 504],
    body: {
      domain: 'string',
      redirect_to: 'string',
      skip_http_redirect: 'boolean',
      code_challenge: 'string',
      code_challenge_method: 'string',
      gotrue_meta_security: { captcha_token: 'string' },
      provider_id: 'string',
    },
  },
  {
    operation: 'getSamlMetadata',
    method: 'GET',
    path: '/sso/saml/metadata',
    access: 'none',
    query: ['download'],
    statuses: [200, 404, 500],
  },
  {
    operation: 'samlAcs',
    method: 'POST',
    path: '/sso/saml/acs',
    access: 'none',
    query: [],
    statuses: [302, 303, 404, 429, 500, 504],
  },
  {
    operation: 'registerOauthClient',
    method: 'POST',
    path: '/oauth/clients/register',
    access: 'none',
    query: [],
    statuses: [201, 400, 403, 404, 429, 500, 504],
    body: {
      redirect_uris: ['string'],
      grant_types: ['string'],
      client_name: 'string',
      client_uri: 'string',
      logo_uri: 'string',
      client_type: 'string',
      token_endpoint_auth_method: 'string',
    },
  },
  {
    operation: 'oauthToken',
    method: 'POST',
    path: '/oauth/token',
    access: 'optional',
    query: [],
    statuses: [200, 400, 404, 409, 422, 500, 504],
    body: {
      client_id: 'string',
      client_secret: 'string',
      grant_type: 'string',
      code: 'string',
      code_verifier: 'string',
      redirect_uri: 'string',
      resource: 'string',
      refresh_token: 'string',
    },
  },
  {
    operation: 'getOauthUserinfo',
    method: 'GET',
    path: '/oauth/userinfo',
    access: 'user',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'oauthAuthorize',
    method: 'GET',
    path: '/oauth/authorize',
    access: 'none',
    query: [
      'client_id',
      'redirect_uri',
      'response_type',
      'scope',
      'state',
      'resource',
      'code_challenge',
      'code_challenge_method',
      'nonce',
    ],
    statuses: [302, 400, 404, 500, 504],
  },
  {
    operation: 'getOauthAuthorization',
    method: 'GET',
    path: '/oauth/authorizations/{authorization_id}',
    access: 'user',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'consentOauthAuthorization',
    method: 'POST',
    path: '/oauth/authorizations/{authorization_id}/consent',
    access: 'user',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
    body: { action: 'string' },
  },
  {
    operation: 'listOauthGrants',
    method: 'GET',
    path: '/user/oauth/grants',
    access: 'user',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'revokeOauthGrant',
    method: 'DELETE',
    path: '/user/oauth/grants',
    access: 'user',
    query: ['client_id'],
    statuses: [204, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'inviteUser',
    method: 'POST',
    path: '/invite',
    access: 'admin',
    query: ['redirect_to'],
    statuses: [200, 400, 401, 403, 413, 422, 429, 500, 504],
    body: { email: 'string', data: 'object' },
  },
  {
    operation: 'adminListUsers',
    method: 'GET',
    path: '/admin/users',
    access: 'admin',
    query: ['page', 'per_page', 'sort', 'filter', 'limit', 'cursor'],
    statuses: [200, 400, 401, 403, 500, 504],
  },
  {
    operation: 'adminCreateUser',
    method: 'POST',
    path: '/admin/users',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 413, 422, 500, 504],
    body: {
      id: 'string',
      aud: 'string',
      role: 'string',
      password: 'string',
      password_hash: 'string',
      email_confirm: 'boolean',
      phone_confirm: 'boolean',
      user_metadata: 'object',
      app_metadata: 'object',
      ban_duration: 'string',
      email: 'string',
      phone: 'string',
    },
  },
  {
    operation: 'adminGetUser',
    method: 'GET',
    path: '/admin/users/{user_id}',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'adminUpdateUser',
    method: 'PUT',
    path: '/admin/users/{user_id}',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 404, 413, 422, 500, 504],
    body: {
      email: 'string',
      phone: 'string',
      password: 'string',
      role: 'string',
      email_confirm: 'boolean',
      phone_confirm: 'boolean',
      user_metadata: 'object',
      app_metadata: 'object',
      ban_duration: 'string',
    },
  },
  {
    operation: 'adminDeleteUser',
    method: 'DELETE',
    path: '/admin/users/{user_id}',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
    body: { should_soft_delete: 'boolean' },
  },
  {
    operation: 'adminListFactors',
    method: 'GET',
    path: '/admin/users/{user_id}/factors',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'adminUpdateFactor',
    method: 'PUT',
    path: '/admin/users/{user_id}/factors/{factor_id}',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 404, 413, 500, 504],
    body: { friendly_name: 'string', phone: 'string' },
  },
  {
    operation: 'adminDeleteFactor',
    method: 'DELETE',
    path: '/admin/users/{user_id}/factors/{factor_id}',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'adminListPasskeys',
    method: 'GET',
    path: '/admin/users/{user_id}/passkeys',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'adminDeletePasskey',
    method: 'DELETE',
    path: '/admin/users/{user_id}/passkeys/{passkey_id}',
    access: 'admin',
    query: [],
    statuses: [204, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'adminGenerateLink',
    method: 'POST',
    path: '/admin/generate_link',
    access: 'admin',
    query: ['redirect_to'],
    statuses: [200, 400, 401, 403, 404, 413, 422, 500, 504],
    body: {
      type: 'string',
      email: 'string',
      password: 'string',
      data: 'object',
      redirect_to: 'string',
      new_email: 'string',
    },
  },
  {
    operation: 'adminListAuditLog',
    method: 'GET',
    path: '/admin/audit',
    access: 'admin',
    query: ['page', 'per_page', 'query'],
    statuses: [200, 400, 401, 403, 500, 504],
  },
  {
    operation: 'adminListSsoProviders',
    method: 'GET',
    path: '/admin/sso/providers',
    access: 'admin',
    query: ['resource_id', 'resource_id_prefix'],
    statuses: [200, 400, 401, 403, 500, 504],
  },
  {
    operation: 'adminCreateSsoProvider',
    method: 'POST',
    path: '/admin/sso/providers',
    access: 'admin',
    query: [],
    statuses: [201, 400, 401, 403, 413, 422, 500, 504],
    body: {
      type: 'string',
      metadata_xml: 'string',
      domains: ['string'],
      attribute_mapping: { keys: 'object' },
      name_id_format: 'string',
      resource_id: 'string',
      disabled: 'boolean',
      metadata_url: 'string',
    },
  },
  {
    operation: 'adminGetSsoProvider',
    method: 'GET',
    path: '/admin/sso/providers/{idp_id}',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'adminUpdateSsoProvider',
    method: 'PUT',
    path: '/admin/sso/providers/{idp_id}',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 404, 413, 422, 500, 504],
    body: {
      metadata_xml: 'string',
      metadata_url: 'string',
      domains: ['string'],
      attribute_mapping: { keys: 'object' },
      name_id_format: 'string',
      resource_id: 'string',
      disabled: 'boolean',
    },
  },
  {
    operation: 'adminDeleteSsoProvider',
    method: 'DELETE',
    path: '/admin/sso/providers/{idp_id}',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'adminListOauthClients',
    method: 'GET',
    path: '/admin/oauth/clients',
    access: 'admin',
    query: ['page', 'per_page'],
    statuses: [200, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'adminCreateOauthClient',
    method: 'POST',
    path: '/admin/oauth/clients',
    access: 'admin',
    query: [],
    statuses: [201, 400, 401, 403, 404, 500, 504],
    body: {
      redirect_uris: ['string'],
      grant_types: ['string'],
      client_name: 'string',
      client_uri: 'string',
      logo_uri: 'string',
      client_type: 'string',
      token_endpoint_auth_method: 'string',
    },
  },
  {
    operation: 'adminGetOauthClient',
    method: 'GET',
    path: '/admin/oauth/clients/{client_id}',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'adminUpdateOauthClient',
    method: 'PUT',
    path: '/admin/oauth/clients/{client_id}',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
    body: {
      redirect_uris: ['string'],
      grant_types: ['string'],
      client_name: 'string',
      client_uri: 'string',
      logo_uri: 'string',
      token_endpoint_auth_method: 'string',
    },
  },
  {
    operation: 'adminDeleteOauthClient',
    method: 'DELETE',
    path: '/admin/oauth/clients/{client_id}',
    access: 'admin',
    query: [],
    statuses: [204, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'adminRegenerateOauthClientSecret',
    method: 'POST',
    path: '/admin/oauth/clients/{client_id}/regenerate_secret',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'adminListCustomProviders',
    method: 'GET',
    path: '/admin/custom-providers',
    access: 'admin',
    query: ['type'],
    statuses: [200, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'adminCreateCustomProvider',
    method: 'POST',
    path: '/admin/custom-providers',
    access: 'admin',
    query: [],
    statuses: [201, 400, 401, 403, 404, 413, 500, 504],
    body: {
      acceptable_client_ids: ['string'],
      scopes: ['string'],
      pkce_enabled: 'boolean',
      attribute_mapping: 'object',
      custom_claims_allowlist: ['string'],
      authorization_params: 'object',
      enabled: 'boolean',
      email_optional: 'boolean',
      identifier: 'string',
      name: 'string',
      client_id: 'string',
      client_secret: 'string',
      provider_type: 'string',
      authorization_url: 'string',
      token_url: 'string',
      userinfo_url: 'string',
      jwks_uri: 'string',
      issuer: 'string',
      discovery_url: 'string',
      skip_nonce_check: 'boolean',
    },
  },
  {
    operation: 'adminGetCustomProvider',
    method: 'GET',
    path: '/admin/custom-providers/{identifier}',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'adminUpdateCustomProvider',
    method: 'PUT',
    path: '/admin/custom-providers/{identifier}',
    access: 'admin',
    query: [],
    statuses: [200, 400, 401, 403, 404, 413, 500, 504],
    body: {
      acceptable_client_ids: ['string'],
      scopes: ['string'],
      pkce_enabled: 'boolean',
      attribute_mapping: 'object',
      custom_claims_allowlist: ['string'],
      authorization_params: 'object',
      enabled: 'boolean',
      email_optional: 'boolean',
      name: 'string',
      client_id: 'string',
      client_secret: 'string',
      authorization_url: 'string',
      token_url: 'string',
      userinfo_url: 'string',
      jwks_uri: 'string',
      issuer: 'string',
      discovery_url: 'string',
      skip_nonce_check: 'boolean',
    },
  },
  {
    operation: 'adminDeleteCustomProvider',
    method: 'DELETE',
    path: '/admin/custom-providers/{identifier}',
    access: 'admin',
    query: [],
    statuses: [204, 400, 401, 403, 404, 500, 504],
  },
  {
    operation: 'getScimServiceProviderConfig',
    method: 'GET',
    path: '/scim/v2/ServiceProviderConfig',
    access: 'none',
    query: [],
    statuses: [200, 404, 500],
  },
  {
    operation: 'listScimResourceTypes',
    method: 'GET',
    path: '/scim/v2/ResourceTypes',
    access: 'none',
    query: ['filter'],
    statuses: [200, 403, 404, 500],
  },
  {
    operation: 'listScimSchemas',
    method: 'GET',
    path: '/scim/v2/Schemas',
    access: 'none',
    query: ['filter'],
    statuses: [200, 403, 404, 500],
  },
]
