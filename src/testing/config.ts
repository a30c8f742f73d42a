import { milliseconds } from './clock.ts'

/** The providers that the server knows by itself, and the scopes that it asks them for. */
export const providers = [
  'apple',
  'azure',
  'bitbucket',
  'discord',
  'facebook',
  'figma',
  'fly',
  'github',
  'gitlab',
  'google',
  'kakao',
  'keycloak',
  'linkedin',
  'linkedin_oidc',
  'notion',
  'slack',
  'slack_oidc',
  'snapchat',
  'spotify',
  'twitch',
  'twitter',
  'vercel_marketplace',
  'workos',
  'x',
  'zoom',
] as const

export type BuiltInProvider = (typeof providers)[number]

/** How a word of the configuration is read from text, as it stands in an environment. */
interface Word<Value> {
  value: Value
  parse(text: string): Value
}

const text = (value: string): Word<string> => ({ value, parse: (text) => text })
const list = (...value: string[]): Word<string[]> => ({
  value,
  parse: (text) => (text ? text.split(',').map((item) => item.trim()) : []),
})
const flag = (value: boolean): Word<boolean> => ({
  value,
  parse(text) {
    if (/^(1|t|true)$/i.test(text)) return true
    if (/^(0|f|false|)$/i.test(text)) return false
    throw new TypeError('is no boolean')
  },
})
const number = (value: number): Word<number> => ({
  value,
  parse(text) {
    const number = Number(text)
    if (text.trim() === '' || Number.isNaN(number)) throw new TypeError('is no number')
    return number
  },
})
/** In milliseconds here; Go's words in the environment. */
const duration = (value: string): Word<number> => ({
  value: milliseconds(value),
  parse: (text) => (/^\d+$/.test(text) ? Number(text) / 1e6 : milliseconds(text)),
})
/** `N`, in an hour, or `N/duration`. */
const rate = (value: string): Word<string> => ({
  value,
  parse(text) {
    if (/^\d+(\.\d+)?$/.test(text)) return text
    const [, time] = /^\d+\/(.+)$/.exec(text) ?? []
    if (time === undefined) throw new TypeError('is no rate')
    milliseconds(time)
    return text
  },
})
/** `number:code` pairs. */
const pairs = (value: Record<string, string>): Word<Record<string, string>> => ({
  value,
  parse: (text) =>
    Object.fromEntries(
      text
        .split(',')
        .filter(Boolean)
        .map((pair) => pair.split(':') as [string, string]),
    ),
})
/** JSON Web Keys. */
const keys = (): Word<JsonWebKey[] | undefined> => ({
  value: undefined,
  parse(text) {
    try {
      return text ? (JSON.parse(text) as JsonWebKey[]) : []
    } catch {
      // The platform's words hold a piece of it, and these are keys.
      throw new TypeError('is no JSON')
    }
  },
})

/**
 * The words of the server's environment that mean something here, with our defaults. They are the server's, but for what a
 * test would have to switch on first: all that can be on is on, nothing is limited but by number of attempts, and messages
 * may follow each other at once.
 */
export interface Words {
  /** Default `http://localhost:9999`. */
  API_EXTERNAL_URL: string
  /** Default `http://localhost:3000`. */
  GOTRUE_SITE_URL: string
  /** Default none. */
  GOTRUE_URI_ALLOW_LIST: string[]
  /** Default `false`. */
  GOTRUE_DISABLE_SIGNUP: boolean
  /** Default `10s`. Milliseconds, or text as `90s`. */
  GOTRUE_API_MAX_REQUEST_DURATION: number
  /** Default `apikey`. */
  GOTRUE_CORS_ALLOWED_HEADERS: string[]

  /** Default `super-secret-jwt-token-with-at-least-32-characters-long`. */
  GOTRUE_JWT_SECRET: string
  /** Seconds. Default `3600`. */
  GOTRUE_JWT_EXP: number
  /** Default `authenticated`. */
  GOTRUE_JWT_AUD: string
  /** Default `admin`. */
  GOTRUE_JWT_ADMIN_GROUP_NAME: string
  /** Default `service_role`, `supabase_admin`. */
  GOTRUE_JWT_ADMIN_ROLES: string[]
  /** Default `authenticated`. */
  GOTRUE_JWT_DEFAULT_GROUP_NAME: string
  /** Ours by default is `API_EXTERNAL_URL`; the server's is none. */
  GOTRUE_JWT_ISSUER: string | undefined
  /** Ours by default is a published ES256 key; the server's is none, so that it signs with the secret. */
  GOTRUE_JWT_KEYS: JsonWebKey[] | undefined
  /** Default none. */
  GOTRUE_JWT_VALID_METHODS: string[]

  /** Default `true`. */
  GOTRUE_EXTERNAL_EMAIL_ENABLED: boolean
  /** Default `true`. */
  GOTRUE_EXTERNAL_EMAIL_MAGIC_LINK_ENABLED: boolean
  /** Default none. */
  GOTRUE_EXTERNAL_EMAIL_AUTHORIZED_ADDRESSES: string[]
  /** Default `true`. */
  GOTRUE_EXTERNAL_PHONE_ENABLED: boolean
  /** Default `true`. */
  GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED: boolean
  /** Default `true`. */
  GOTRUE_EXTERNAL_WEB3_SOLANA_ENABLED: boolean
  /** Default `10m`. Milliseconds, or text as `90s`. */
  GOTRUE_EXTERNAL_WEB3_SOLANA_MAXIMUM_VALIDITY_DURATION: number
  /** Default `true`. */
  GOTRUE_EXTERNAL_WEB3_ETHEREUM_ENABLED: boolean
  /** Default `10m`. Milliseconds, or text as `90s`. */
  GOTRUE_EXTERNAL_WEB3_ETHEREUM_MAXIMUM_VALIDITY_DURATION: number
  /** Default none. */
  GOTRUE_EXTERNAL_REDIRECTURL: string
  /** Default `https://appleid.apple.com`, `https://accounts.google.com`. */
  GOTRUE_EXTERNAL_ALLOWED_ID_TOKEN_ISSUERS: string[]
  /** Default `5m`. Milliseconds, or text as `90s`. */
  GOTRUE_EXTERNAL_FLOW_STATE_EXPIRY_DURATION: number

  /** Default `false`. */
  GOTRUE_MAILER_AUTOCONFIRM: boolean
  /** Default `false`. */
  GOTRUE_MAILER_ALLOW_UNVERIFIED_EMAIL_SIGN_INS: boolean
  /** Default `true`. */
  GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED: boolean
  /** Seconds. Default `86400`. */
  GOTRUE_MAILER_OTP_EXP: number
  /** Default `6`. */
  GOTRUE_MAILER_OTP_LENGTH: number
  /** Default `/verify`. */
  GOTRUE_MAILER_URLPATHS_CONFIRMATION: string
  /** Default `/verify`. */
  GOTRUE_MAILER_URLPATHS_RECOVERY: string
  /** Default `/verify`. */
  GOTRUE_MAILER_URLPATHS_INVITE: string
  /** Default `/verify`. */
  GOTRUE_MAILER_URLPATHS_EMAIL_CHANGE: string
  /** The server's is `1m`; so are those of SMS and of factors. Default `0s`. Milliseconds, or text as `90s`. */
  GOTRUE_SMTP_MAX_FREQUENCY: number
  /** Default `false`. */
  GOTRUE_SMS_AUTOCONFIRM: boolean
  /** Default `0s`. Milliseconds, or text as `90s`. */
  GOTRUE_SMS_MAX_FREQUENCY: number
  /** Seconds. Default `60`. */
  GOTRUE_SMS_OTP_EXP: number
  /** Default `6`. */
  GOTRUE_SMS_OTP_LENGTH: number
  /** Default none. */
  GOTRUE_SMS_PROVIDER: string
  /** Default none. */
  GOTRUE_SMS_TEST_OTP: Record<string, string>
  /** Default none. */
  GOTRUE_SMS_TEST_OTP_VALID_UNTIL: string

  /** Default `6`. */
  GOTRUE_PASSWORD_MIN_LENGTH: number
  /**
   * Sets of characters, one of each of which must be there. In the environment they are parted by colons, and `\:` is one.
   * Default none.
   */
  GOTRUE_PASSWORD_REQUIRED_CHARACTERS: string[]
  /** The passwords that are then known to be weak are an option of the test server, `pwnedPasswords`. Default `false`. */
  GOTRUE_PASSWORD_HIBP_ENABLED: boolean

  /** Default `true`. */
  GOTRUE_SECURITY_MANUAL_LINKING_ENABLED: boolean
  /** Default `true`. */
  GOTRUE_SECURITY_REFRESH_TOKEN_ROTATION_ENABLED: boolean
  /** Seconds. The server's is 0, and 10 where Supabase hosts it. Default `10`. */
  GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL: number
  /** Default `1`. */
  GOTRUE_SECURITY_REFRESH_TOKEN_ALGORITHM_VERSION: number
  /** Default `false`. */
  GOTRUE_SECURITY_REFRESH_TOKEN_ALLOW_REUSE: boolean
  /** Default `false`. */
  GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION: boolean
  /** Default `false`. */
  GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_CURRENT_PASSWORD: boolean
  /** Default `false`. */
  GOTRUE_SECURITY_CAPTCHA_ENABLED: boolean
  /** Default `hcaptcha`. */
  GOTRUE_SECURITY_CAPTCHA_PROVIDER: string
  /** Default `false`. */
  GOTRUE_SECURITY_SB_FORWARDED_FOR_ENABLED: boolean

  /** No limit, as the server has it: zero. Default `0s`. Milliseconds, or text as `90s`. */
  GOTRUE_SESSIONS_TIMEBOX: number
  /** Default `0s`. Milliseconds, or text as `90s`. */
  GOTRUE_SESSIONS_INACTIVITY_TIMEOUT: number
  /** Default `0s`. Milliseconds, or text as `90s`. */
  GOTRUE_SESSIONS_ALLOW_LOW_AAL: number
  /** Default `false`. */
  GOTRUE_SESSIONS_SINGLE_PER_USER: boolean

  /** Default `true`. */
  GOTRUE_MFA_TOTP_ENROLL_ENABLED: boolean
  /** Default `true`. */
  GOTRUE_MFA_TOTP_VERIFY_ENABLED: boolean
  /** Default `true`. */
  GOTRUE_MFA_PHONE_ENROLL_ENABLED: boolean
  /** Default `true`. */
  GOTRUE_MFA_PHONE_VERIFY_ENABLED: boolean
  /** Default `6`. */
  GOTRUE_MFA_PHONE_OTP_LENGTH: number
  /** Default `0s`. Milliseconds, or text as `90s`. */
  GOTRUE_MFA_PHONE_MAX_FREQUENCY: number
  /** Default `true`. */
  GOTRUE_MFA_WEB_AUTHN_ENROLL_ENABLED: boolean
  /** Default `true`. */
  GOTRUE_MFA_WEB_AUTHN_VERIFY_ENABLED: boolean
  /** Seconds. Default `300`. */
  GOTRUE_MFA_CHALLENGE_EXPIRY_DURATION: number
  /** Default `300s`. Milliseconds, or text as `90s`. */
  GOTRUE_MFA_FACTOR_EXPIRY_DURATION: number
  /** Default `10`. */
  GOTRUE_MFA_MAX_ENROLLED_FACTORS: number
  /** Default `10`. */
  GOTRUE_MFA_MAX_VERIFIED_FACTORS: number
  /** Default `15`. */
  GOTRUE_MFA_RATE_LIMIT_CHALLENGE_AND_VERIFY: number
  /** Default `localhost`. */
  GOTRUE_WEBAUTHN_RP_ID: string
  /** Default `Test`. */
  GOTRUE_WEBAUTHN_RP_DISPLAY_NAME: string
  /** Default `http://localhost:3000`. */
  GOTRUE_WEBAUTHN_RP_ORIGINS: string[]
  /** Default `5m`. Milliseconds, or text as `90s`. */
  GOTRUE_WEBAUTHN_CHALLENGE_EXPIRY_DURATION: number
  /** Default `true`. */
  GOTRUE_PASSKEY_ENABLED: boolean
  /** Default `10`. */
  GOTRUE_PASSKEY_MAX_PASSKEYS_PER_USER: number

  /** Default `true`. */
  GOTRUE_SAML_ENABLED: boolean
  /** Default `15`. */
  GOTRUE_SAML_RATE_LIMIT_ASSERTION: number
  /** Default `2m`. Milliseconds, or text as `90s`. */
  GOTRUE_SAML_RELAY_STATE_VALIDITY_PERIOD: number
  /** Default `true`. */
  GOTRUE_OAUTH_SERVER_ENABLED: boolean
  /** Default `true`. */
  GOTRUE_OAUTH_SERVER_ALLOW_DYNAMIC_REGISTRATION: boolean
  /** Default `/oauth/consent`. */
  GOTRUE_OAUTH_SERVER_AUTHORIZATION_PATH: string
  /** Default `10m`. Milliseconds, or text as `90s`. */
  GOTRUE_OAUTH_SERVER_AUTHORIZATION_TTL: number
  /** Default `email`. */
  GOTRUE_OAUTH_SERVER_DEFAULT_SCOPE: string
  /** Default `true`. */
  GOTRUE_CUSTOM_OAUTH_ENABLED: boolean
  /** Default `0`. */
  GOTRUE_CUSTOM_OAUTH_MAX_PROVIDERS: number
  /** Default `true`. */
  GOTRUE_EXPERIMENTAL_SCIM_ENABLED: boolean
  /** Default `false`. */
  GOTRUE_EXPERIMENTAL_CURSOR_PAGINATION_ENABLED: boolean
  /** Default `false`. */
  GOTRUE_AUDIT_LOG_DISABLE_POSTGRES: boolean

  /**
   * The header whose value the limits count by. As on the server: without it there are none but those of messages. Default
   * none.
   */
  GOTRUE_RATE_LIMIT_HEADER: string
  /** So many an hour; `N/duration`: so many at first, and then one in each of those times. Default `100000`. */
  GOTRUE_RATE_LIMIT_EMAIL_SENT: string
  /** Default `100000`. */
  GOTRUE_RATE_LIMIT_SMS_SENT: string
  /** Default `30`. */
  GOTRUE_RATE_LIMIT_VERIFY: number
  /** Default `150`. */
  GOTRUE_RATE_LIMIT_TOKEN_REFRESH: number
  /** Default `30`. */
  GOTRUE_RATE_LIMIT_SSO: number
  /** Default `30`. */
  GOTRUE_RATE_LIMIT_ANONYMOUS_USERS: number
  /** Default `30`. */
  GOTRUE_RATE_LIMIT_OTP: number
  /** Default `30`. */
  GOTRUE_RATE_LIMIT_WEB3: number
  /** Default `30`. */
  GOTRUE_RATE_LIMIT_PASSKEY: number
  /** Default `10`. */
  GOTRUE_RATE_LIMIT_O_AUTH_DYNAMIC_CLIENT_REGISTER: number
}

/** What can be set of a provider: `GOTRUE_EXTERNAL_GITHUB_ENABLED` and so on. */
export interface ProviderWords {
  /** Default `true`. */
  ENABLED: boolean
  /** Default `test-client`. */
  CLIENT_ID: string
  /** Default `test-secret`. */
  SECRET: string
  /** Default none. */
  REDIRECT_URI: string
  /** Where the provider is. Default: the server's own page, which lets a test choose who signs in. Default none. */
  URL: string
  /** Default `false`. */
  EMAIL_OPTIONAL: boolean
  /** Default `false`. */
  SKIP_NONCE_CHECK: boolean
}

/** The server's configuration in its own words. */
export type Config = Words & {
  [Word in keyof ProviderWords as `GOTRUE_EXTERNAL_${Uppercase<BuiltInProvider>}_${Word}`]: ProviderWords[Word]
}

/** … as it is given: as values, or as the text of an environment. Durations as text (`90s`), lists as lists. */
export type ConfigInput = { [Name in keyof Config]?: Config[Name] | string | undefined }

const words: { [Name in keyof Words]: Word<Words[Name]> } = {
  API_EXTERNAL_URL: text('http://localhost:9999'),
  GOTRUE_SITE_URL: text('http://localhost:3000'),
  GOTRUE_URI_ALLOW_LIST: list(),
  GOTRUE_DISABLE_SIGNUP: flag(false),
  GOTRUE_API_MAX_REQUEST_DURATION: duration('10s'),
  GOTRUE_CORS_ALLOWED_HEADERS: list('apikey'),

  GOTRUE_JWT_SECRET: text('super-secret-jwt-token-with-at-least-32-characters-long'),
  GOTRUE_JWT_EXP: number(3600),
  GOTRUE_JWT_AUD: text('authenticated'),
  GOTRUE_JWT_ADMIN_GROUP_NAME: text('admin'),
  GOTRUE_JWT_ADMIN_ROLES: list('service_role', 'supabase_admin'),
  GOTRUE_JWT_DEFAULT_GROUP_NAME: text('authenticated'),
  GOTRUE_JWT_ISSUER: { value: undefined, parse: (text: string) => text },
  GOTRUE_JWT_KEYS: keys(),
  GOTRUE_JWT_VALID_METHODS: list(),

  GOTRUE_EXTERNAL_EMAIL_ENABLED: flag(true),
  GOTRUE_EXTERNAL_EMAIL_MAGIC_LINK_ENABLED: flag(true),
  GOTRUE_EXTERNAL_EMAIL_AUTHORIZED_ADDRESSES: list(),
  GOTRUE_EXTERNAL_PHONE_ENABLED: flag(true),
  GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED: flag(true),
  GOTRUE_EXTERNAL_WEB3_SOLANA_ENABLED: flag(true),
  GOTRUE_EXTERNAL_WEB3_SOLANA_MAXIMUM_VALIDITY_DURATION: duration('10m'),
  GOTRUE_EXTERNAL_WEB3_ETHEREUM_ENABLED: flag(true),
  GOTRUE_EXTERNAL_WEB3_ETHEREUM_MAXIMUM_VALIDITY_DURATION: duration('10m'),
  GOTRUE_EXTERNAL_REDIRECTURL: text(''),
  GOTRUE_EXTERNAL_ALLOWED_ID_TOKEN_ISSUERS: list('https://appleid.apple.com', 'https://accounts.google.com'),
  GOTRUE_EXTERNAL_FLOW_STATE_EXPIRY_DURATION: duration('5m'),

  GOTRUE_MAILER_AUTOCONFIRM: flag(false),
  GOTRUE_MAILER_ALLOW_UNVERIFIED_EMAIL_SIGN_INS: flag(false),
  GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED: flag(true),
  GOTRUE_MAILER_OTP_EXP: number(86_400),
  GOTRUE_MAILER_OTP_LENGTH: number(6),
  GOTRUE_MAILER_URLPATHS_CONFIRMATION: text('/verify'),
  GOTRUE_MAILER_URLPATHS_RECOVERY: text('/verify'),
  GOTRUE_MAILER_URLPATHS_INVITE: text('/verify'),
  GOTRUE_MAILER_URLPATHS_EMAIL_CHANGE: text('/verify'),
  GOTRUE_SMTP_MAX_FREQUENCY: duration('0s'),
  GOTRUE_SMS_AUTOCONFIRM: flag(false),
  GOTRUE_SMS_MAX_FREQUENCY: duration('0s'),
  GOTRUE_SMS_OTP_EXP: number(60),
  GOTRUE_SMS_OTP_LENGTH: number(6),
  GOTRUE_SMS_PROVIDER: text(''),
  GOTRUE_SMS_TEST_OTP: pairs({}),
  GOTRUE_SMS_TEST_OTP_VALID_UNTIL: text(''),

  GOTRUE_PASSWORD_MIN_LENGTH: number(6),
  GOTRUE_PASSWORD_REQUIRED_CHARACTERS: {
    value: [],
    parse: (text: string) =>
      text
        .split(/(?<!\\):/)
        .map((set) => set.replaceAll('\\:', ':'))
        .filter(Boolean),
  },
  GOTRUE_PASSWORD_HIBP_ENABLED: flag(false),

  GOTRUE_SECURITY_MANUAL_LINKING_ENABLED: flag(true),
  GOTRUE_SECURITY_REFRESH_TOKEN_ROTATION_ENABLED: flag(true),
  GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL: number(10),
  GOTRUE_SECURITY_REFRESH_TOKEN_ALGORITHM_VERSION: number(1),
  GOTRUE_SECURITY_REFRESH_TOKEN_ALLOW_REUSE: flag(false),
  GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION: flag(false),
  GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_CURRENT_PASSWORD: flag(false),
  GOTRUE_SECURITY_CAPTCHA_ENABLED: flag(false),
  GOTRUE_SECURITY_CAPTCHA_PROVIDER: text('hcaptcha'),
  GOTRUE_SECURITY_SB_FORWARDED_FOR_ENABLED: flag(false),

  GOTRUE_SESSIONS_TIMEBOX: duration('0s'),
  GOTRUE_SESSIONS_INACTIVITY_TIMEOUT: duration('0s'),
  GOTRUE_SESSIONS_ALLOW_LOW_AAL: duration('0s'),
  GOTRUE_SESSIONS_SINGLE_PER_USER: flag(false),

  GOTRUE_MFA_TOTP_ENROLL_ENABLED: flag(true),
  GOTRUE_MFA_TOTP_VERIFY_ENABLED: flag(true),
  GOTRUE_MFA_PHONE_ENROLL_ENABLED: flag(true),
  GOTRUE_MFA_PHONE_VERIFY_ENABLED: flag(true),
  GOTRUE_MFA_PHONE_OTP_LENGTH: number(6),
  GOTRUE_MFA_PHONE_MAX_FREQUENCY: duration('0s'),
  GOTRUE_MFA_WEB_AUTHN_ENROLL_ENABLED: flag(true),
  GOTRUE_MFA_WEB_AUTHN_VERIFY_ENABLED: flag(true),
  GOTRUE_MFA_CHALLENGE_EXPIRY_DURATION: number(300),
  GOTRUE_MFA_FACTOR_EXPIRY_DURATION: duration('300s'),
  GOTRUE_MFA_MAX_ENROLLED_FACTORS: number(10),
  GOTRUE_MFA_MAX_VERIFIED_FACTORS: number(10),
  GOTRUE_MFA_RATE_LIMIT_CHALLENGE_AND_VERIFY: number(15),
  GOTRUE_WEBAUTHN_RP_ID: text('localhost'),
  GOTRUE_WEBAUTHN_RP_DISPLAY_NAME: text('Test'),
  GOTRUE_WEBAUTHN_RP_ORIGINS: list('http://localhost:3000'),
  GOTRUE_WEBAUTHN_CHALLENGE_EXPIRY_DURATION: duration('5m'),
  GOTRUE_PASSKEY_ENABLED: flag(true),
  GOTRUE_PASSKEY_MAX_PASSKEYS_PER_USER: number(10),

  GOTRUE_SAML_ENABLED: flag(true),
  GOTRUE_SAML_RATE_LIMIT_ASSERTION: number(15),
  GOTRUE_SAML_RELAY_STATE_VALIDITY_PERIOD: duration('2m'),
  GOTRUE_OAUTH_SERVER_ENABLED: flag(true),
  GOTRUE_OAUTH_SERVER_ALLOW_DYNAMIC_REGISTRATION: flag(true),
  GOTRUE_OAUTH_SERVER_AUTHORIZATION_PATH: text('/oauth/consent'),
  GOTRUE_OAUTH_SERVER_AUTHORIZATION_TTL: duration('10m'),
  GOTRUE_OAUTH_SERVER_DEFAULT_SCOPE: text('email'),
  GOTRUE_CUSTOM_OAUTH_ENABLED: flag(true),
  GOTRUE_CUSTOM_OAUTH_MAX_PROVIDERS: number(0),
  GOTRUE_EXPERIMENTAL_SCIM_ENABLED: flag(true),
  GOTRUE_EXPERIMENTAL_CURSOR_PAGINATION_ENABLED: flag(false),
  GOTRUE_AUDIT_LOG_DISABLE_POSTGRES: flag(false),

  GOTRUE_RATE_LIMIT_HEADER: text(''),
  GOTRUE_RATE_LIMIT_EMAIL_SENT: rate('100000'),
  GOTRUE_RATE_LIMIT_SMS_SENT: rate('100000'),
  GOTRUE_RATE_LIMIT_VERIFY: number(30),
  GOTRUE_RATE_LIMIT_TOKEN_REFRESH: number(150),
  GOTRUE_RATE_LIMIT_SSO: number(30),
  GOTRUE_RATE_LIMIT_ANONYMOUS_USERS: number(30),
  GOTRUE_RATE_LIMIT_OTP: number(30),
  GOTRUE_RATE_LIMIT_WEB3: number(30),
  GOTRUE_RATE_LIMIT_PASSKEY: number(30),
  GOTRUE_RATE_LIMIT_O_AUTH_DYNAMIC_CLIENT_REGISTER: number(10),
}

const providerWords: { [Name in keyof ProviderWords]: Word<ProviderWords[Name]> } = {
  ENABLED: flag(true),
  CLIENT_ID: text('test-client'),
  SECRET: text('test-secret'),
  REDIRECT_URI: text(''),
  URL: text(''),
  EMAIL_OPTIONAL: flag(false),
  SKIP_NONCE_CHECK: flag(false),
}

const table: Record<string, Word<unknown>> = { ...words }
for (const provider of providers) {
  for (const [word, kind] of Object.entries(providerWords)) {
    table[`GOTRUE_EXTERNAL_${provider.toUpperCase()}_${word}`] = kind as Word<unknown>
  }
}

/**
 * The whole configuration.
 *
 * @throws TypeError for a word that the server does not know, or a value that it cannot be
 */
export function parseConfig(input: ConfigInput = {}): Config {
  const config: Record<string, unknown> = {}
  for (const [name, { value }] of Object.entries(table)) config[name] = value
  for (const [name, given] of Object.entries(input)) {
    if (given === undefined) continue
    const word = table[name]
    if (!word) {
      const isPart = (known: string) => name.includes('_') && known.endsWith(`_${name}`)
      const near = Object.keys(table).find((known) => isPart(known) || distance(known, name) < 3)
      if (!near && isForeign(name)) continue
      throw new TypeError(`config.${name} is unknown to the test server${near ? `; did you mean ${near}?` : ''}`)
    }
    config[name] = read(name, word, given)
  }
  return config as unknown as Config
}

function read(name: string, word: Word<unknown>, given: unknown): unknown {
  const wanted = word.value
  try {
    if (typeof given === 'string') return word.parse(given)
  } catch (cause) {
    throw new TypeError(`config.${name}: ${JSON.stringify(given)} ${(cause as Error).message}`, { cause })
  }
  const fits =
    wanted === undefined || (Array.isArray(wanted) ? Array.isArray(given) : typeof given === typeof wanted && given !== null)
  if (!fits) throw new TypeError(`config.${name}: ${JSON.stringify(given)} is of the wrong type`)
  return given
}

/** Words of the server's environment that mean nothing to a server in memory. */
function isForeign(name: string): boolean {
  return (
    !/^(GOTRUE_|API_)/.test(name) ||
    /^GOTRUE_(DB|LOG|API|SMTP|TRACING|METRICS|PROFILER|HOOK|RELOADING|INDEX_WORKER|OPERATOR_TOKEN|SMS_(TWILIO|MESSAGEBIRD|TEXTLOCAL|VONAGE|TEMPLATE)|SAML_|MAILER_|PASSWORD_HIBP|SECURITY_(CAPTCHA|DB_ENCRYPTION|REFRESH_TOKEN)|JWT_KEY_ID|EXPERIMENTAL_|EXTERNAL_[A-Z_0-9]+_(API_URL|URL)$)/.test(
      name,
    )
  )
}

/** Levenshtein's, of short words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}
