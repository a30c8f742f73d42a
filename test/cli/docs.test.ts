// Each command of docs/cli.md is run as it stands there, by a shell, from top to bottom, on a server that has what they are about. Only
// npx is another one: it runs the built command, and ports are free ones.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { bin, saying, startProcess } from './run.ts'

const text = readFileSync('docs/cli.md', 'utf8')
const commands = [...text.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block]) => block!.trim().split('\n'))

let folder: string
let server: TestServer
let env: Record<string, string>
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gotrue-sdk-cli-'))
  writeFileSync(
    join(folder, 'npx'),
    `#!/bin/sh\ntest "$1" = gotrue-sdk || exit 99\nshift\nexec "${process.execPath}" "${bin}" "$@"\n`,
  )
  chmodSync(join(folder, 'npx'), 0o755)
  server = createTestServer()
  const { access_token } = await server.users.signIn(server.users.create({ email: 'ada@example.com' }))
  writeFileSync(join(folder, 'token.txt'), access_token)
  env = {
    PATH: `${folder}:${process.env.PATH}`,
    GOTRUE_URL: await server.listen(),
    GOTRUE_JWT_SECRET: server.config.GOTRUE_JWT_SECRET,
  }
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server.close()
})

test('each of them is npx gotrue-sdk', () => {
  expect(commands.length).toBeGreaterThan(20)
  expect(commands.filter((command) => !command.startsWith('npx gotrue-sdk '))).toEqual([])
})

test.each(commands)('%s', async (command) => {
  const here = command.replace(/--port \d+/, '--port 0').replace('http://localhost:9999', env.GOTRUE_URL!)
  const running = startProcess('bash', ['-c', `exec ${here}`], { env, cwd: folder })
  if (/ (dev|mock) /.test(command)) {
    await saying(running, 'Ctrl-C')
    running.child.kill('SIGINT')
  }
  const { code, stdout, stderr } = await running.ended
  expect(code, stdout + stderr).toBe(0)
  expect(stdout).not.toBe('')
})

test('and the help of each command is on the page', async () => {
  const { stdout } = await startProcess('npx', ['gotrue-sdk', '--help'], { env }).ended
  const names = [...stdout.matchAll(/^ {2}([a-z]+(?: [a-z]+)?) /gm)].map(([, name]) => name!)
  expect(names.length).toBe(12)
  for (const name of names) expect(text).toContain(`npx gotrue-sdk ${name}`)
})
