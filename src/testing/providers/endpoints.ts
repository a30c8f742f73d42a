import { providers as builtIn, type BuiltInProvider, type Config } from '../config.ts'

/** How the server sends people to a service. */
export interface Endpoint {
  /** Where its own pages are. Undefined: only the configuration says so. */
  host?: string
  /** Of the page that asks for consent, below the host. */
  path: string
  scopes: readonly string[]
  /** Whether `scopes` of a request are added. */
  hasMoreScopes?: boolean
  /** Parameters of the page. */
  parameters?: Readonly<Record<string, string>>
  /** Whether other parameters of a request are passed on. Default true. */
  passesOn?: boolean
  /** Whether the server asks with a code challenge of its own. */
  isPkce?: boolean
  /** Whether `GOTRUE_EXTERNAL_X_URL` means nothing to it. */
  isFixed?: boolean
  /** Who signs its ID tokens, if the server takes some. */
  issuer?: string
}

const common = { hasMoreScopes: true } as const

/** What the server knows of each service. */
export const endpoints: Record<BuiltInProvider, Endpoint> = {
  apple: {
    path: '/auth/authorize',
    scopes: ['email', 'name'],
    parameters: { response_mode: 'form_post' },
    passesOn: false,
    isFixed: true,
    issuer: 'https://appleid.apple.com',
  },
  azure: {
    ...common,
    path: '/oauth2/v2.0/authorize',
    scopes: ['openid'],
    issuer: 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
  },
  bitbucket: { path: '/site/oauth2/authorize', scopes: ['account', 'email'] },
  discord: { ...common, path: '/api/oauth2/authorize', scopes: ['email', 'identify'] },
  facebook: { ...common, path: '/dialog/oauth', scopes: ['email'], issuer: 'https://www.facebook.com' },
  figma: { ...common, path: '/oauth', scopes: ['current_user:read'] },
  fly: { ...common, path: '/oauth/authorize', scopes: ['read'] },
  github: { ...common, path: '/login/oauth/authorize', scopes: ['user:email'] },
  gitlab: { ...common, path: '/oauth/authorize', scopes: ['read_user'] },
  google: {
    ...common,
    path: '/o/oauth2/v2/auth',
    scopes: ['email', 'profile'],
    isFixed: true,
    issuer: 'https://accounts.google.com',
  },
  kakao: {
    ...common,
    path: '/oauth/authorize',
    scopes: ['account_email', 'profile_image', 'profile_nickname'],
    issuer: 'https://kauth.kakao.com',
  },
  keycloak: { ...common, path: '/protocol/openid-connect/auth', scopes: ['profile', 'email'] },
  linkedin: { ...common, path: '/oauth/v2/authorization', scopes: ['r_emailaddress', 'r_liteprofile'] },
  linkedin_oidc: {
    ...common,
    path: '/oauth/v2/authorization',
    scopes: ['openid', 'email', 'profile'],
    issuer: 'https://www.linkedin.com/oauth',
  },
  notion: { path: '/v1/oauth/authorize', scopes: [] },
  slack: { ...common, path: '/oauth/authorize', scopes: ['profile', 'email', 'openid'] },
  slack_oidc: { ...common, path: '/openid/connect/authorize', scopes: ['profile', 'email', 'openid'] },
  snapchat: {
    ...common,
    path: '/accounts/oauth2/auth',
    scopes: ['user.external_id', 'user.display_name', 'user.bitmoji.avatar'].map(
      (name) => `https://auth.snapchat.com/oauth2/api/${name}`,
    ),
    issuer: 'https://accounts.snapchat.com/accounts/oauth2/token',
  },
  spotify: { ...common, path: '/authorize', scopes: ['user-read-email'] },
  twitch: { ...common, path: '/oauth2/authorize', scopes: ['user:read:email'] },
  twitter: { path: '/oauth/authenticate', scopes: [], passesOn: false },
  vercel_marketplace: {
    ...common,
    path: '/oauth/v2/authorization',
    scopes: [],
    issuer: 'https://marketplace.vercel.com',
  },
  workos: { path: '/sso/authorize', scopes: [] },
  x: {
    ...common,
    path: '/i/oauth2/authorize',
    scopes: ['users.email', 'tweet.read', 'users.read', 'offline.access'],
    isPkce: true,
  },
  zoom: { path: '/oauth/authorize', scopes: [] },
}

export const isBuiltIn = (name: string): name is BuiltInProvider => (builtIn as readonly string[]).includes(name)

export interface ProviderConfig {
  enabled: boolean
  clientIds: string[]
  secret: string
  redirectUri: string
  /** Without a slash at its end. Empty: the service's own. */
  url: string
  emailOptional: boolean
  skipNonceCheck: boolean
}

/** What is configured of a service. */
export function providerConfig(config: Config, name: BuiltInProvider): ProviderConfig {
  const word = `GOTRUE_EXTERNAL_${name.toUpperCase() as Uppercase<BuiltInProvider>}` as const
  return {
    enabled: config[`${word}_ENABLED`],
    clientIds: config[`${word}_CLIENT_ID`].split(',').filter(Boolean),
    secret: config[`${word}_SECRET`],
    redirectUri: config[`${word}_REDIRECT_URI`] || callbackUrl(config),
    url: config[`${word}_URL`].replace(/\/$/, ''),
    emailOptional: config[`${word}_EMAIL_OPTIONAL`],
    skipNonceCheck: config[`${word}_SKIP_NONCE_CHECK`],
  }
}

/** The server's own URL, without a slash at its end. */
export const baseUrl = ({ API_EXTERNAL_URL }: Config): string => API_EXTERNAL_URL.replace(/\/$/, '')

/** Where services send people back to. */
export const callbackUrl = (config: Config): string => `${baseUrl(config)}/callback`

/** Where the pages of the test server's own services are. */
export const pagesPath = '/test-providers'

/** Where a service of the test server's own is. */
export const fakeHost = (config: Config, name: string): string => `${baseUrl(config)}${pagesPath}/${name}`

/** Who signs the ID tokens of a service. Undefined: it has none. */
export function issuerOf(config: Config, name: BuiltInProvider): string | undefined {
  if (name === 'keycloak') return providerConfig(config, name).url || fakeHost(config, name)
  return endpoints[name].issuer
}
