// What an application can do with the server, in the words of the SDK.
import type { Known } from './examine.ts'

export interface Abilities {
  can: string[]
  cannot: string[]
}

export function abilitiesOf({ settings = {}, algorithms = [], hasOAuthServer, pages, isAdmin, needsKey }: Known): Abilities {
  const can: string[] = []
  const cannot: string[] = []
  const say = (is: unknown, yes: string, no: string) => void (is ? can.push(yes) : cannot.push(no))
  const external = settings.external as Record<string, boolean>
  const {
    disable_signup: isClosed,
    mailer_autoconfirm,
    phone_autoconfirm,
    sms_provider,
    saml_enabled,
    passkeys_enabled,
  } = settings
  const signUp = isClosed ? '' : 'signUp() and '
  const confirmed = (isAtOnce: unknown) =>
    isClosed ? '' : isAtOnce ? '; users are signed in at once' : '; users have to confirm the address first'

  say(
    external.email,
    `${signUp}signInWithPassword() with an e-mail address${confirmed(mailer_autoconfirm)}; signInWithOtp() with links and codes by mail`,
    'sign in by e-mail address, with or without password (GOTRUE_EXTERNAL_EMAIL_ENABLED)',
  )
  if (external.phone && (sms_provider || phone_autoconfirm)) {
    const codes = sms_provider ? `; codes are sent by ${sms_provider}` : ''
    can.push(`${signUp}signInWithPassword() with a phone number${confirmed(phone_autoconfirm)}${codes}`)
    if (!sms_provider) cannot.push('send codes to phones: nobody is configured for it (GOTRUE_SMS_PROVIDER)')
  } else {
    cannot.push(
      external.phone
        ? 'sign in by phone number: it is on, but nobody is configured who sends the codes (GOTRUE_SMS_PROVIDER)'
        : 'sign in by phone number (GOTRUE_EXTERNAL_PHONE_ENABLED)',
    )
  }
  if (isClosed)
    cannot.push(
      'signUp(): sign-ups are switched off (GOTRUE_DISABLE_SIGNUP). Administrators can still invite and create users',
    )
  say(
    external.anonymous_users && !isClosed,
    'signInAnonymously()',
    `signInAnonymously()${isClosed ? '' : ' (GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED)'}`,
  )
  const providers = Object.entries(external).flatMap(([name, isOn]) =>
    isOn === true && !['email', 'phone', 'anonymous_users'].includes(name) ? [name] : [],
  )
  say(
    providers.length,
    `signInWithOAuth() with ${providers.join(', ')}`,
    'signInWithOAuth(): no provider is listed (x, vercel_marketplace and custom ones never are)',
  )
  say(saml_enabled, 'signInWithSSO(), for domains that have an SSO provider', 'signInWithSSO() (GOTRUE_SAML_ENABLED)')
  say(passkeys_enabled, 'registerPasskey() and signInWithPasskey()', 'use passkeys (GOTRUE_PASSKEY_ENABLED)')
  say(
    algorithms.length,
    'verifyAccessToken() and getClaims() with public keys, without asking the server about each token',
    'verifyAccessToken() without the secret: there are no public keys. getClaims() asks the server about each token',
  )
  say(
    hasOAuthServer,
    'gotrue-sdk/oauth-client: sign in to other applications and MCP servers with it',
    'be an authorization server for other applications',
  )
  if (pages) {
    say(
      needsKey ? pages.withKey : pages.withoutKey,
      `be called by pages of that origin${!needsKey && !pages.withKey ? ', without apiKey' : ''}`,
      'be called by pages of that origin (CORS)',
    )
  }
  if (isAdmin !== undefined)
    say(isAdmin, 'gotrue-sdk/admin, with the key of the environment', 'gotrue-sdk/admin: the key is refused')
  return { can, cannot }
}

/** What no settings tell. */
export const unseen =
  'Second factors, web3 wallets, CAPTCHAs, hooks and rate limits are not among the settings: nobody can see them from outside.'
