// The types of the packed tarball, by older and newer compilers than ours: the one that comes with attw, and the one that is in Deno.
// test/artifact has ours, with each way to resolve modules.
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createConsumer, type Consumer } from './consumer.ts'

const run = promisify(execFile)
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
void [name, wrong, path, user.email, discover, getSettings, createTransport]
for await (const listed of createAdmin({ url: server.url, adminToken: 'a.b.c' }).listUsers()) void listed.id
`,
  )
  consumer.write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        target: 'es2022',
        lib: ['es2022', 'dom', 'dom.iterable'],
        module: 'nodenext',
        strict: true,
        skipLibCheck: false,
        exactOptionalPropertyTypes: true,
        types: [],
        noEmit: true,
      },
      include: ['use.ts'],
    }),
  )
})
afterAll(() => consumer.remove())

const older = createRequire(createRequire(import.meta.url).resolve('@arethetypeswrong/core'))
const { version } = older('typescript') as { version: string }

test(`TypeScript ${version}`, async () => {
  const args = [older.resolve('typescript/bin/tsc'), '-p', consumer.folder, '--pretty', 'false']
  const { stdout } = await run(process.execPath, args).catch((error: { stdout: string }) => error)
  expect(stdout).toBe('')
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
