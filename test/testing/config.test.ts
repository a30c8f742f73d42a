import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createTestServer, type ConfigInput } from '../../src/testing/index.ts'

const configOf = (config: Record<string, unknown>) => createTestServer({ config: config as ConfigInput }).config

describe('the configuration', () => {
  test('has defaults', () => {
    expect(configOf({})).toMatchObject({
      API_EXTERNAL_URL: 'http://localhost:9999',
      GOTRUE_SITE_URL: 'http://localhost:3000',
      GOTRUE_JWT_EXP: 3600,
      GOTRUE_MAILER_AUTOCONFIRM: false,
      GOTRUE_EXTERNAL_GITHUB_ENABLED: true,
    })
  })

  test.each<[string, unknown, unknown]>([
    ['GOTRUE_MAILER_AUTOCONFIRM', 'true', true],
    ['GOTRUE_MAILER_AUTOCONFIRM', '1', true],
    ['GOTRUE_MAILER_AUTOCONFIRM', 'F', false],
    ['GOTRUE_MAILER_AUTOCONFIRM', '', false],
    ['GOTRUE_MAILER_AUTOCONFIRM', true, true],
    ['GOTRUE_JWT_EXP', '60', 60],
    ['GOTRUE_JWT_EXP', 60, 60],
    ['GOTRUE_SMTP_MAX_FREQUENCY', '1m30s', 90_000],
    ['GOTRUE_SMTP_MAX_FREQUENCY', '1000000', 1],
    ['GOTRUE_URI_ALLOW_LIST', 'a, b', ['a', 'b']],
    ['GOTRUE_URI_ALLOW_LIST', '', []],
    ['GOTRUE_URI_ALLOW_LIST', ['a'], ['a']],
    ['GOTRUE_SMS_TEST_OTP', '1:2,3:4', { 1: '2', 3: '4' }],
    ['GOTRUE_PASSWORD_REQUIRED_CHARACTERS', 'abc:\\::123', ['abc', ':', '123']],
    ['GOTRUE_RATE_LIMIT_EMAIL_SENT', '10/20s', '10/20s'],
    ['GOTRUE_EXTERNAL_GITHUB_CLIENT_ID', 'mine', 'mine'],
    ['GOTRUE_JWT_EXP', undefined, 3600],
  ])('reads %s of %j', (name, given, wanted) => {
    expect(configOf({ [name]: given })[name as 'GOTRUE_JWT_EXP']).toEqual(wanted)
  })

  test.each<[string, unknown, string]>([
    ['GOTRUE_MAILER_AUTOCONFIRM', 'yes', 'config.GOTRUE_MAILER_AUTOCONFIRM: "yes" is no boolean'],
    ['GOTRUE_MAILER_AUTOCONFIRM', 1, 'config.GOTRUE_MAILER_AUTOCONFIRM: 1 is of the wrong type'],
    ['GOTRUE_MAILER_AUTOCONFIRM', null, 'config.GOTRUE_MAILER_AUTOCONFIRM: null is of the wrong type'],
    ['GOTRUE_JWT_EXP', 'x', 'config.GOTRUE_JWT_EXP: "x" is no number'],
    ['GOTRUE_JWT_EXP', '', 'config.GOTRUE_JWT_EXP: "" is no number'],
    ['GOTRUE_RATE_LIMIT_EMAIL_SENT', 'x', 'config.GOTRUE_RATE_LIMIT_EMAIL_SENT: "x" is no rate'],
    ['GOTRUE_URI_ALLOW_LIST', {}, 'config.GOTRUE_URI_ALLOW_LIST: {} is of the wrong type'],
    [
      'MAILER_AUTOCONFIRM',
      true,
      'config.MAILER_AUTOCONFIRM is unknown to the test server; did you mean GOTRUE_MAILER_AUTOCONFIRM?',
    ],
    ['GOTRUE_JWT_EXPR', 1, 'config.GOTRUE_JWT_EXPR is unknown to the test server; did you mean GOTRUE_JWT_EXP?'],
    ['GOTRUE_SOMETHING_ELSE', 1, 'config.GOTRUE_SOMETHING_ELSE is unknown to the test server'],
  ])('refuses %s of %j', (name, given, message) => {
    expect(() => configOf({ [name]: given })).toThrow(new TypeError(message))
  })

  test('takes words of a real server that mean nothing here', () => {
    const given = { PORT: '9999', GOTRUE_DB_DRIVER: 'postgres', GOTRUE_SMTP_HOST: 'x', GOTRUE_LOG_LEVEL: 'debug' }
    for (const name of Object.keys(given)) expect(configOf(given)).not.toHaveProperty(name)
  })

  test.each(['[]', JSON.stringify([{ kty: 'oct', k: 'eA', key_ops: ['verify'] }])])(
    'needs one key to sign with: %s',
    (keys) => {
      const make = () => createTestServer({ config: { GOTRUE_JWT_KEYS: keys } })
      if (keys === '[]') expect(make).not.toThrow()
      else expect(make).toThrow('config.GOTRUE_JWT_KEYS needs exactly one key with the key_ops "sign"')
    },
  )
})

test('the comments of the words name the values that they have by default', () => {
  const source = readFileSync('src/testing/config.ts', 'utf8')
  const config = createTestServer().config as unknown as Record<string, unknown>
  const documented = [...source.matchAll(/Default (none|(?:`[^`]*`(?:, )?)+)\.(?:(?!\/\*\*)[^])*?\n  (\w+): /g)]
  expect(documented.length).toBeGreaterThan(100)
  for (const [, words, name] of documented) {
    const values = [...words!.matchAll(/`([^`]*)`/g)].map(([, value]) => value!)
    // Those of a provider stand for all of them.
    const full = name! in config ? name! : `GOTRUE_EXTERNAL_GITHUB_${name}`
    const read = createTestServer({ config: { [full]: values.join(',') } as never }).config as unknown as Record<
      string,
      unknown
    >
    if (values.length) expect([full, config[full]]).toEqual([full, read[full]])
    else expect([undefined, '', [], {}]).toContainEqual(config[full])
  }
})
