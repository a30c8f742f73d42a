import { describe, expect, test } from 'vitest'
import { parseConfig, type ConfigInput } from '../../src/testing/config.ts'
import { createTestServer } from '../../src/testing/index.ts'

test('without anything, all is on, addresses have to be confirmed, and nothing has to wait', () => {
  expect(parseConfig()).toMatchObject({
    API_EXTERNAL_URL: 'http://localhost:9999',
    GOTRUE_MAILER_AUTOCONFIRM: false,
    GOTRUE_EXTERNAL_GITHUB_ENABLED: true,
    GOTRUE_PASSKEY_ENABLED: true,
    GOTRUE_SMTP_MAX_FREQUENCY: 0,
    GOTRUE_JWT_EXP: 3600,
    GOTRUE_RATE_LIMIT_HEADER: '',
  })
})

test.each<[ConfigInput, object]>([
  [{ GOTRUE_MAILER_AUTOCONFIRM: true }, { GOTRUE_MAILER_AUTOCONFIRM: true }],
  [{ GOTRUE_MAILER_AUTOCONFIRM: 'true' }, { GOTRUE_MAILER_AUTOCONFIRM: true }],
  [{ GOTRUE_MAILER_AUTOCONFIRM: '1' }, { GOTRUE_MAILER_AUTOCONFIRM: true }],
  [{ GOTRUE_PASSKEY_ENABLED: 'F' }, { GOTRUE_PASSKEY_ENABLED: false }],
  [{ GOTRUE_PASSKEY_ENABLED: undefined }, { GOTRUE_PASSKEY_ENABLED: true }],
  [{ GOTRUE_JWT_EXP: '60' }, { GOTRUE_JWT_EXP: 60 }],
  [{ GOTRUE_SMTP_MAX_FREQUENCY: '1m30s' }, { GOTRUE_SMTP_MAX_FREQUENCY: 90_000 }],
  [{ GOTRUE_SMTP_MAX_FREQUENCY: 250 }, { GOTRUE_SMTP_MAX_FREQUENCY: 250 }],
  [{ GOTRUE_URI_ALLOW_LIST: 'http://a/**, http://b' }, { GOTRUE_URI_ALLOW_LIST: ['http://a/**', 'http://b'] }],
  [{ GOTRUE_URI_ALLOW_LIST: [] }, { GOTRUE_URI_ALLOW_LIST: [] }],
  [
    { GOTRUE_SMS_TEST_OTP: '15551230001:123456,15551230002:654321' },
    { GOTRUE_SMS_TEST_OTP: { 15551230001: '123456', 15551230002: '654321' } },
  ],
  [{ GOTRUE_PASSWORD_REQUIRED_CHARACTERS: 'ab:01:\\:' }, { GOTRUE_PASSWORD_REQUIRED_CHARACTERS: ['ab', '01', ':'] }],
  [{ GOTRUE_JWT_KEYS: '' }, { GOTRUE_JWT_KEYS: [] }],
  [
    { GOTRUE_EXTERNAL_GITHUB_ENABLED: 'false' },
    { GOTRUE_EXTERNAL_GITHUB_ENABLED: false, GOTRUE_EXTERNAL_GITLAB_ENABLED: true },
  ],
])('%j', (input, expected) => {
  expect(parseConfig(input)).toMatchObject(expected)
})

describe('refuses', () => {
  test.each<[object, string]>([
    [
      { GOTRUE_MAILER_AUTOCONFIRMS: true },
      'config.GOTRUE_MAILER_AUTOCONFIRMS is unknown to the test server; did you mean GOTRUE_MAILER_AUTOCONFIRM?',
    ],
    [{ MAILER_AUTOCONFIRM: true }, 'did you mean GOTRUE_MAILER_AUTOCONFIRM?'],
    [{ GOTRUE_NONSENSE: 'x' }, 'config.GOTRUE_NONSENSE is unknown to the test server'],
    [{ GOTRUE_MAILER_AUTOCONFIRM: 'maybe' }, 'config.GOTRUE_MAILER_AUTOCONFIRM: "maybe" is no boolean'],
    [{ GOTRUE_JWT_EXP: 'soon' }, 'config.GOTRUE_JWT_EXP: "soon" is no number'],
    [{ GOTRUE_JWT_EXP: true }, 'config.GOTRUE_JWT_EXP: true is of the wrong type'],
    [{ GOTRUE_SMTP_MAX_FREQUENCY: '1y' }, 'config.GOTRUE_SMTP_MAX_FREQUENCY: "1y"'],
    [{ GOTRUE_URI_ALLOW_LIST: {} }, 'config.GOTRUE_URI_ALLOW_LIST: {} is of the wrong type'],
    [{ GOTRUE_RATE_LIMIT_EMAIL_SENT: 'many' }, 'config.GOTRUE_RATE_LIMIT_EMAIL_SENT: "many" is no rate'],
    [{ GOTRUE_RATE_LIMIT_SMS_SENT: '3/x' }, 'config.GOTRUE_RATE_LIMIT_SMS_SENT: "3/x"'],
    [{ GOTRUE_JWT_KEYS: '{' }, 'config.GOTRUE_JWT_KEYS: "{"'],
  ])('%j', (input, message) => {
    expect(() => createTestServer({ config: input as ConfigInput })).toThrow(TypeError)
    expect(() => createTestServer({ config: input as ConfigInput })).toThrow(message)
  })
})

test('words of the server that mean nothing in memory are passed over, so that an environment can be given whole', () => {
  const environment = {
    PATH: '/bin',
    DATABASE_URL: 'postgres://',
    GOTRUE_DB_DRIVER: 'postgres',
    GOTRUE_SMTP_HOST: 'mail',
    GOTRUE_API_HOST: 'x',
  }
  expect(() => parseConfig(environment as ConfigInput)).not.toThrow()
})

test('what was given is not changed by the server, nor the other way round', () => {
  const given = { GOTRUE_URI_ALLOW_LIST: ['http://a'] }
  createTestServer({ config: given })
  expect(given).toEqual({ GOTRUE_URI_ALLOW_LIST: ['http://a'] })
})
