// The types of the packed tarball, by older and newer compilers than ours, each with the three ways to resolve modules: the oldest that is
// supported, Deno's, and the newest. test/artifact has ours.
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createConsumer, type Consumer } from './consumer.ts'

const run = promisify(execFile)
const modules = { bundler: 'esnext', node16: 'node16', nodenext: 'nodenext' }
let consumer: Consumer
beforeAll(() => {
  consumer = createConsumer()
  consumer.write(
    'use.ts',
    `import { createClient, type User } from 'gotrue-sdk'
import { createAdmin } from 'gotrue-sdk/admin'
import { discover } from 'gotrue-sdk/oauth-client'
import { getSettings, createTransport } from 'gotrue-sdk/operations'
import type { paths } from 'gotrue-sdk/schema'
import { createCookieSessions } from 'gotrue-sdk/ssr'
import { createTestServer } from 'gotrue-sdk/testing'

const server = createTestServer()
const auth = createClient<{ userMetadata: { name: string } }>({ url: server.url, fetch: server.fetch })
const { data, error } = await auth.signUp({ email: 'ada@example.com', password: 'x', options: { data: { name: 'Ada' } } })
if (error) throw error
const name: string | undefined = data.user?.user_metadata.name
// @ts-expect-error a number is no name
const wrong: number = data.user!.user_metadata.name
const path: keyof paths = '/settings'
declare const user: User
void [name, wrong, path, user.email, discover, getSettings, createTransport, createCookieSessions]
for await (const listed of createAdmin({ url: server.url, adminToken: 'a.b.c' }).listUsers()) void listed.id
`,
  )
  for (const [moduleResolution, module] of Object.entries(modules)) {
    consumer.write(
      `tsconfig.${moduleResolution}.json`,
      JSON.stringify({
        compilerOptions: {
          target: 'es2022',
          lib: ['es2022', 'dom', 'dom.iterable'],
          module,
          moduleResolution,
          strict: true,
          skipLibCheck: false,
          exactOptionalPropertyTypes: true,
          types: [],
          noEmit: true,
        },
        include: ['use.ts'],
      }),
    )
  }
})
afterAll(() => consumer.remove())

const require = createRequire(import.meta.url)
const compilers = ['typescript-5.4/package.json', 'typescript-7/package.json'].map((file) => {
  const path = require.resolve(file)
  return { version: (require(path) as { version: string }).version, tsc: join(dirname(path), 'bin/tsc') }
})

test('from TypeScript 5.4 to 7', () => {
  expect(compilers.map(({ version }) => version.slice(0, 3))).toEqual(['5.4', '7.0'])
})

describe.each(compilers)('TypeScript $version', ({ tsc }) => {
  test.each(Object.keys(modules))('moduleResolution %s', async (moduleResolution) => {
    const args = [tsc, '-p', join(consumer.folder, `tsconfig.${moduleResolution}.json`), '--pretty', 'false']
    const { stdout } = await run(process.execPath, args).catch((error: { stdout: string }) => error)
    expect(stdout).toBe('')
  })
})

test("Deno's TypeScript", async () => {
  const deno = join(process.cwd(), 'node_modules/.bin/deno')
  const { stdout } = await run(deno, ['--version'])
  expect(/typescript (\S+)/.exec(stdout)![1]).toMatch(/^[6-9]\./)
  const env = { ...process.env, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' }
  const args = ['check', '--quiet', '--no-lock', '--node-modules-dir=manual', 'use.ts']
  const { stderr } = await run(deno, args, { cwd: consumer.folder, env }).catch((error: { stderr: string }) => error)
  expect(stderr).toBe('')
})
