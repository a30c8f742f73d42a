import { describe, expect, test } from 'vitest'
import type { ConfigInput } from '../../../src/testing/index.ts'
import { callerOf } from '../calls.ts'
import { profiles } from '../profiles.ts'
import { checkedServer } from '../spec.ts'

const settingsOf = async (config: ConfigInput = {}) => (await callerOf(checkedServer({ config }))('GET /settings')).body

describe('GET /settings', () => {
  test('says that all is on, but for what nobody has to confirm', async () => {
    const { external, ...others } = await settingsOf()
    expect(others).toEqual({
      disable_signup: false,
      mailer_autoconfirm: false,
      phone_autoconfirm: false,
      sms_provider: '',
      saml_enabled: true,
      saml_private_key_next_configured: false,
      passkeys_enabled: true,
    })
    expect(Object.keys(external)).toHaveLength(26)
    expect(new Set(Object.values(external))).toEqual(new Set([true]))
  })

  test.each<[string, ConfigInput, object]>([
    ['sign-up', { GOTRUE_DISABLE_SIGNUP: true }, { disable_signup: true }],
    ['addresses', { GOTRUE_MAILER_AUTOCONFIRM: true }, { mailer_autoconfirm: true }],
    ['numbers', { GOTRUE_SMS_AUTOCONFIRM: 'true' }, { phone_autoconfirm: true }],
    ['text messages', { GOTRUE_SMS_PROVIDER: 'twilio' }, { sms_provider: 'twilio' }],
    ['SAML', { GOTRUE_SAML_ENABLED: false }, { saml_enabled: false }],
    ['passkeys', { GOTRUE_PASSKEY_ENABLED: false }, { passkeys_enabled: false }],
    ['e-mail', { GOTRUE_EXTERNAL_EMAIL_ENABLED: false }, { external: { email: false, phone: true } }],
    ['phones', { GOTRUE_EXTERNAL_PHONE_ENABLED: false }, { external: { phone: false, email: true } }],
    ['anonymous users', { GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED: false }, { external: { anonymous_users: false } }],
    ['a provider', { GOTRUE_EXTERNAL_GITHUB_ENABLED: 'false' }, { external: { github: false, gitlab: true } }],
    ['another', { GOTRUE_EXTERNAL_LINKEDIN_OIDC_ENABLED: false }, { external: { linkedin_oidc: false, linkedin: true } }],
  ])('reflects the configuration of %s', async (_, config, wanted) => {
    expect(await settingsOf(config)).toMatchObject(wanted)
    expect(await settingsOf()).not.toMatchObject(wanted)
  })

  test('of a server on which nearly all is off', async () => {
    const { external } = await settingsOf(profiles.locked)
    expect(Object.entries(external).flatMap(([name, isOn]) => (isOn ? [name] : []))).toEqual([
      'gitlab',
      'google',
      'keycloak',
      'email',
    ])
  })
})

test('GET /health', async () => {
  const { status, body } = await callerOf(checkedServer())('GET /health')
  expect([status, body]).toEqual([
    200,
    {
      version: 'gotrue-sdk/testing',
      name: 'GoTrue',
      description: 'GoTrue is a user registration and authentication API',
    },
  ])
})
