// The packed tarball, as someone gets it: its literal file list, and an empty folder in which it is installed, imported
// and type-checked with the oldest Node that the SDK is for.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pack } from '../pack.ts'

let folder: string
let files: string[]

/** A project of somebody's: module code, and types checked as strictly as can be. */
const consumer = {
  'package.json': JSON.stringify({ type: 'module', private: true, allowScripts: { node: true } }),
  'tsconfig.json': JSON.stringify({
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
    include: ['*.ts'],
  }),
  'use.ts': `
    import { AuthError, createClient, createTransport, type User } from 'gotrue-sdk'
    import { createAdmin } from 'gotrue-sdk/admin'
    import { discover } from 'gotrue-sdk/oauth-client'
    import { buildUrl, errorCodes, getSettings, signUp } from 'gotrue-sdk/operations'
    import type { paths } from 'gotrue-sdk/schema'
    import { createCookieSessions, type RequestSession } from 'gotrue-sdk/ssr'
    import { createTestServer } from 'gotrue-sdk/testing'

    const client = createTransport({ url: 'http://localhost:9999', fetch: async () => Response.json({ disable_signup: true }) })
    const { data, error } = await getSettings({ client })
    if (error) throw error
    const disabled: boolean = data.disable_signup
    type Path = keyof paths
    const path: Path = '/settings'
    declare const user: User
    void [disabled, path, user.email, errorCodes.length, buildUrl('http://localhost:9999', '/authorize', { query: { provider: 'x' } })]
    // @ts-expect-error the body is needed
    void signUp({ client })
    void [AuthError, discover]
    const auth = createClient<{ userMetadata: { name: string } }>({ url: 'http://localhost:9999' })
    const signedUp = await auth.signUp({ email: 'ada@example.com', password: 'x', options: { data: { name: 'Ada' } } })
    if (signedUp.data.user) void signedUp.data.user.user_metadata.name.length
    await using server = createTestServer()
    void createClient({ url: server.url, fetch: server.fetch })
    const opened: RequestSession = createCookieSessions({ url: server.url }).open(new Request('http://localhost'))
    // @ts-expect-error what a cookie says of the user is nobody's word
    void opened.auth.getSession
    for await (const listed of createAdmin({ url: 'http://localhost:9999', adminToken: 'a.b.c' }).listUsers()) void listed.id
  `,
  'tsconfig.testing.json': JSON.stringify({ extends: './tsconfig.json', include: ['testing.mts'] }),
  'testing.mts': `
    import { createTestServer, type Message } from 'gotrue-sdk/testing'

    const server = createTestServer({ config: { GOTRUE_MAILER_AUTOCONFIRM: true } })
    server.faults.next('signUp', { status: 503 })
    const message: Message | undefined = server.inbox.all()[0]
    void message?.code
  `,
  'run.mjs': `
    import { readFileSync } from 'node:fs'
    import { createRequire } from 'node:module'
    import * as main from 'gotrue-sdk'
    import { createAdmin } from 'gotrue-sdk/admin'
    import 'gotrue-sdk/oauth-client'
    import { createTransport, errorCodes, getSettings } from 'gotrue-sdk/operations'
    import 'gotrue-sdk/schema'
    import { createCookieSessions } from 'gotrue-sdk/ssr'
    import { createTestServer } from 'gotrue-sdk/testing'

    const client = createTransport({ url: 'http://localhost:9999', fetch: async () => Response.json({ disable_signup: true }) })
    const { data } = await getSettings({ client })
    const yaml = readFileSync(createRequire(import.meta.url).resolve('gotrue-sdk/spec/gotrue.yaml'), 'utf8')
    const required = createRequire(import.meta.url)('gotrue-sdk')
    const session = createCookieSessions({ url: 'http://localhost:9999' }).open(new Request('http://localhost'))
    const { data: nobody } = await session.getClaims()
    const server = createTestServer()
    const health = await fetch(await server.listen() + '/health')
    await server.close()
    console.log(JSON.stringify({
      node: process.versions.node,
      disable_signup: data.disable_signup,
      later: (await main.createClient({ url: 'http://localhost:9999' }).signInWithOAuth({ provider: 'github' })).data.url,
      admin: typeof createAdmin,
      codes: errorCodes.length,
      nobody,
      health: health.status,
      same: main.createTransport === createTransport && required.createTransport === createTransport,
      yaml: yaml.startsWith('openapi: 3.0.3'),
    }))
  `,
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gotrue-sdk-consumer-'))
  const packed = pack(folder)
  files = packed.files.sort()
  for (const [name, text] of Object.entries(consumer)) writeFileSync(join(folder, name), text)
  execFileSync('npm', ['install', '--no-audit', '--no-fund', packed.tarball, 'node@20.19.0', 'typescript@5.9.3'], {
    cwd: folder,
    stdio: 'ignore',
  })
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const node = (...args: string[]) =>
  spawnSync(join(folder, 'node_modules', 'node', 'bin', 'node'), args, { cwd: folder, encoding: 'utf8' })

describe('the packed tarball', () => {
  test('holds these files and no others', () => {
    const expected = readFileSync(new URL('files.txt', import.meta.url), 'utf8')
      .trim()
      .split('\n')
    expect(files).toEqual(expected)
  })

  test('and what it depends on run nothing when they are installed', () => {
    const seen: string[] = []
    const look = (name: string) => {
      if (seen.includes(name)) return
      seen.push(name)
      const at = join(folder, 'node_modules', name)
      const { scripts = {}, dependencies = {} } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')) as {
        scripts?: Record<string, string>
        dependencies?: Record<string, string>
      }
      // What npm runs on the machine of a user, also of one who installs from git; binding.gyp makes it run node-gyp.
      const hooks = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare']
      expect(Object.keys(scripts).filter((script) => hooks.includes(script))).toEqual([])
      expect(existsSync(join(at, 'binding.gyp'))).toBe(false)
      Object.keys(dependencies).forEach(look)
    }
    look('gotrue-sdk')
    expect(seen).toEqual(['gotrue-sdk', 'openapi-fetch', 'openapi-typescript-helpers'])
  })

  test('is imported by Node 20.19, as module and by require()', () => {
    const { stdout, stderr } = node('run.mjs')
    expect(stderr.replace(/^.*ExperimentalWarning.*\n|^\(Use .*\n/gm, '')).toBe('')
    expect(JSON.parse(stdout)).toEqual({
      node: '20.19.0',
      disable_signup: true,
      later: 'http://localhost:9999/authorize?provider=github',
      admin: 'function',
      codes: 109,
      nobody: null,
      health: 200,
      same: true,
      yaml: true,
    })
  })

  test.each(['nodenext', 'node16', 'bundler'])(
    'type-checks with moduleResolution %s, without skipLibCheck',
    (resolution) => {
      const module = resolution === 'bundler' ? 'esnext' : resolution
      const { stdout } = node('node_modules/typescript/bin/tsc', '--module', module, '--moduleResolution', resolution)
      expect(stdout).toBe('')
    },
  )

  test('type-checks with nothing but gotrue-sdk/testing, which brings what it needs of the library of the language', () => {
    expect(node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.testing.json').stdout).toBe('')
  })
})
