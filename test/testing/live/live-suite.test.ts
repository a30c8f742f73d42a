// The live suite, which was written for real servers, has to pass on the test server, too.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestServer, type ConfigInput } from '../../../src/testing/index.ts'
import { startCatcher, type Catcher } from './catcher.ts'

let catcher: Catcher
beforeAll(async () => {
  catcher = await startCatcher()
})
afterAll(() => catcher.close())

const common: ConfigInput = {
  GOTRUE_SITE_URL: 'http://127.0.0.1:3000',
  GOTRUE_URI_ALLOW_LIST: 'http://127.0.0.1:3000/**,http://localhost:3000/**,myapp://**',
  GOTRUE_JWT_SECRET: 'super-secret-jwt-token-with-at-least-32-characters',
  GOTRUE_SMS_TEST_OTP: '15551230001:123456',
  GOTRUE_SMS_TEST_OTP_VALID_UNTIL: '2099-01-01T00:00:00Z',
  GOTRUE_WEBAUTHN_RP_ID: 'localhost',
  GOTRUE_WEBAUTHN_RP_ORIGINS: 'http://localhost:3000',
  GOTRUE_EXTERNAL_KEYCLOAK_CLIENT_ID: 'cid',
  GOTRUE_EXTERNAL_KAKAO_ENABLED: false,
}

/** What can't pass: hashes that administrators bring along are kept, but what they are of is not known. */
const otherwise = ['users createUser() with a password hash']

/** Of each: the least of tests that have to pass; the others need what the configuration has not. */
const profiles: Record<string, { config: ConfigInput; atLeast: number }> = {
  autoconfirm: { config: { GOTRUE_MAILER_AUTOCONFIRM: true, GOTRUE_SMS_AUTOCONFIRM: true }, atLeast: 140 },
  confirm: { config: {}, atLeast: 140 },
}

test.each(Object.entries(profiles))('the live suite passes on a test server: %s', async (_, { config, atLeast }) => {
  const keycloak = { GOTRUE_EXTERNAL_KEYCLOAK_URL: `${catcher.url}/realms/test` }
  const server = createTestServer({ config: { ...common, ...keycloak, ...config } })
  await server.listen()
  catcher.attach(server)
  const folder = mkdtempSync(join(tmpdir(), 'live-'))
  try {
    const outputFile = join(folder, 'results.json')
    const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
    const child = spawn(
      process.execPath,
      [
        ...[vitest, 'run', '--config', 'test/live/vitest.config.ts', '--reporter=json', `--outputFile=${outputFile}`],
        // They are the real server's own, and not all of them are played.
        ...['--exclude', 'test/live/server-bugs.test.ts'],
      ],
      {
        env: {
          ...process.env,
          GOTRUE_URL: server.url,
          GOTRUE_SERVICE_KEY: await server.createServiceToken(),
          GOTRUE_MESSAGES_URL: catcher.url,
          GOTRUE_TEST_OTP: '15551230001:123456',
          GOTRUE_JWT_SECRET: String(common.GOTRUE_JWT_SECRET),
        },
        stdio: 'ignore',
      },
    )
    await once(child, 'exit')
    const results = JSON.parse(readFileSync(outputFile, 'utf8')) as Results
    const tests = results.testResults.flatMap(({ assertionResults }) => assertionResults)
    const failed = tests.filter(({ status }) => status === 'failed')
    const reasons = failed.filter(({ fullName }) => !otherwise.includes(fullName)).map((one) => one.failureMessages)
    expect([...results.testResults.map(({ message }) => message).filter(Boolean), ...reasons]).toEqual([])
    expect(failed.map(({ fullName }) => fullName)).toEqual(otherwise)
    expect(results.numPassedTests).toBeGreaterThanOrEqual(atLeast)
  } finally {
    rmSync(folder, { recursive: true })
    await server.close()
  }
})

interface Results {
  numPassedTests: number
  testResults: {
    message: string
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
  }[]
}
