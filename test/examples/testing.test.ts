// The recipes of examples/testing, each with its own test runner, on the built package.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import cypress from '../../examples/testing/cypress/cypress.config.ts'
import type { createTasks } from '../../examples/testing/cypress/tasks.ts'
import { executablePath } from '../browser/chromium.ts'
import { freePort } from '../free-port.ts'

/** The runner's file, and not the shell script of npm around it. */
function binary(name: string, path: string): string {
  const require = createRequire(import.meta.url)
  return join(dirname(require.resolve(`${name}/package.json`)), path)
}

async function run(recipe: string, args: string[], env: Record<string, string> = {}) {
  // Not the variables of the runner that runs this.
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|JEST|NODE_TEST|TEST)/.test(name)),
  )
  const child = spawn(process.execPath, args, {
    cwd: join('examples/testing', recipe),
    env: { ...clean, NODE_ENV: 'test', NO_COLOR: '1', ...env },
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, output }
}

test('vitest', async () => {
  const { status, output } = await run('vitest', [binary('vitest', 'vitest.mjs'), 'run', '--root', '.'])
  expect(output).toMatch(/Tests +4 passed \(4\)/)
  expect(status).toBe(0)
})

test('jest', async () => {
  const { status, output } = await run('jest', ['--experimental-vm-modules', binary('jest', 'bin/jest.js')])
  expect(output).toMatch(/Tests: +2 passed, 2 total/)
  expect(status).toBe(0)
})

test('node --test', async () => {
  const { status, output } = await run('node-test', ['--test', '--test-reporter=tap'])
  expect(output).toMatch(/# pass 3\n# fail 0\n/)
  expect(status).toBe(0)
})

test('playwright', async () => {
  const { status, output } = await run('playwright', [binary('@playwright/test', 'cli.js'), 'test'], {
    CHROMIUM: await executablePath(),
    PORT: String(await freePort()),
  })
  expect(output).toMatch(/4 passed/)
  expect(status).toBe(0)
})

// There is no Cypress here: this is what it does with the configuration, and what the test asks of it.
test('the tasks of cypress', async () => {
  const given: { task?: ReturnType<typeof createTasks>; 'after:run'?: () => Promise<void> } = {}
  const config = await cypress.e2e.setupNodeEvents((event, what) => Object.assign(given, { [event]: what }), { env: {} })
  const tasks = given.task!
  const url = config.env.authUrl as string
  expect(tasks['auth:user']({ email: 'ada@example.com' }).email).toBe('ada@example.com')
  await fetch(`${url}/otp`, { method: 'POST', body: JSON.stringify({ email: 'ada@example.com' }) })
  const message = tasks['auth:message']('ada@example.com')
  // As it goes through to the browser.
  expect(JSON.parse(JSON.stringify(message))).toEqual(message)
  expect(tasks['auth:advance']('25h')).toBe(null)
  const answer = await fetch(message.link!, { redirect: 'manual' })
  expect(answer.headers.get('location')).toMatch(/^http:\/\/localhost:3000\/?#.*error_code=otp_expired/)
  expect(tasks['auth:reset']()).toBe(null)
  expect(() => tasks['auth:message']('ada@example.com')).toThrow('No message was sent to ada@example.com')
  await given['after:run']!()
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})
