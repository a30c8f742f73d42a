import type { Handlers } from '../context.ts'

/** `GET /health`, `GET /settings`. */
export const settings: Pick<Handlers, 'getHealth' | 'getSettings'> = {
  getHealth: () => ({
    status: 200,
    body: {
      version: 'gotrue-sdk/testing',
      name: 'GoTrue',
      description: 'GoTrue is a user registration and authentication API',
    },
  }),

  getSettings: ({ server: { config } }) => ({
    status: 200,
    body: {
      external: {
        anonymous_users: config.GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED,
        apple: config.GOTRUE_EXTERNAL_APPLE_ENABLED,
        azure: config.GOTRUE_EXTERNAL_AZURE_ENABLED,
        bitbucket: config.GOTRUE_EXTERNAL_BITBUCKET_ENABLED,
        discord: config.GOTRUE_EXTERNAL_DISCORD_ENABLED,
        facebook: config.GOTRUE_EXTERNAL_FACEBOOK_ENABLED,
        snapchat: config.GOTRUE_EXTERNAL_SNAPCHAT_ENABLED,
        figma: config.GOTRUE_EXTERNAL_FIGMA_ENABLED,
        fly: config.GOTRUE_EXTERNAL_FLY_ENABLED,
        github: config.GOTRUE_EXTERNAL_GITHUB_ENABLED,
        gitlab: config.GOTRUE_EXTERNAL_GITLAB_ENABLED,
        google: config.GOTRUE_EXTERNAL_GOOGLE_ENABLED,
        keycloak: config.GOTRUE_EXTERNAL_KEYCLOAK_ENABLED,
        kakao: config.GOTRUE_EXTERNAL_KAKAO_ENABLED,
        linkedin: config.GOTRUE_EXTERNAL_LINKEDIN_ENABLED,
        linkedin_oidc: config.GOTRUE_EXTERNAL_LINKEDIN_OIDC_ENABLED,
        notion: config.GOTRUE_EXTERNAL_NOTION_ENABLED,
        spotify: config.GOTRUE_EXTERNAL_SPOTIFY_ENABLED,
        slack: config.GOTRUE_EXTERNAL_SLACK_ENABLED,
        slack_oidc: config.GOTRUE_EXTERNAL_SLACK_OIDC_ENABLED,
        workos: config.GOTRUE_EXTERNAL_WORKOS_ENABLED,
        twitch: config.GOTRUE_EXTERNAL_TWITCH_ENABLED,
        twitter: config.GOTRUE_EXTERNAL_TWITTER_ENABLED,
        email: config.GOTRUE_EXTERNAL_EMAIL_ENABLED,
        phone: config.GOTRUE_EXTERNAL_PHONE_ENABLED,
        zoom: config.GOTRUE_EXTERNAL_ZOOM_ENABLED,
      },
      disable_signup: config.GOTRUE_DISABLE_SIGNUP,
      mailer_autoconfirm: config.GOTRUE_MAILER_AUTOCONFIRM,
      phone_autoconfirm: config.GOTRUE_SMS_AUTOCONFIRM,
      sms_provider: config.GOTRUE_SMS_PROVIDER,
      saml_enabled: config.GOTRUE_SAML_ENABLED,
      saml_private_key_next_configured: false,
      passkeys_enabled: config.GOTRUE_PASSKEY_ENABLED,
    },
  }),
}
