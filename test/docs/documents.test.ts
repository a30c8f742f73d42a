// What the documents promise: their code compiles, their quick start runs, and their links and commands exist.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPrism, type Prism } from '../../src/cli/prism.ts'

const guides = readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : []))
const documents = ['README.md', ...guides, 'CONTRIBUTING.md', 'AGENTS.md', 'CHANGELOG.md', 'SECURITY.md', 'llms.txt']
const blocks = documents.flatMap((name) =>
  [...readFileSync(name, 'utf8').matchAll(/```ts( browser)?\n([^]*?)```/g)].map(([, browser, code], index) => ({
    name: `${name} ${index + 1}`,
    code: code!,
    document: name,
    /** Needs a page: it is compiled, and not run. */
    isForBrowsers: !!browser,
  })),
)

let folder: string
let prism: Prism
beforeAll(async () => {
  folder = mkdtempSync(join(import.meta.dirname, 'blocks-'))
  prism = await startPrism()
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await prism.stop()
})

test('the code in the documents compiles', () => {
  expect(blocks.length).toBeGreaterThan(3)
  for (const { name, code } of blocks) writeFileSync(join(folder, `${name.replace(/\W/g, '-')}.ts`), `${code}\nexport {}\n`)
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: resolve('tsconfig.json'),
      compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
      // The frameworks of docs/server-side.md.
      include: ['*.ts', '../frameworks.d.ts'],
      exclude: [],
    }),
  )
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  expect(spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' }).stdout).toBe('')
})

test.each(blocks.filter(({ name }) => name.startsWith('docs/testing.md')))('$name runs', ({ name, code }) => {
  const file = join(folder, `run-${name.replace(/\W/g, '-')}.ts`)
  writeFileSync(file, code)
  const { status, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})

// What a reader sees, so that a block which ends in an error is not taken for one that runs.
test.each([
  ['docs/README.md', ['Hello ada@example.com', 'ada@example.com', expect.stringMatching(/^[\da-f-]{36}$/)]],
  [
    'docs/sign-in.md',
    [
      'grace@example.com',
      'ada@example.com',
      '4915123456789',
      'false',
      'ask for a new password',
      'changed',
      'true false true',
    ],
  ],
  ['docs/api.md', ['200', "[ 'authorization' ]", '200', '401']],
  ['docs/oauth.md', ['ada@example.com', "[ 'email' ]"]],
  ['docs/mfa.md', [expect.stringMatching(/^otpauth:\/\/totp\//), 'From now on your sign-in needs it.', 'verified']],
  ['docs/passkeys.md', ['0']],
  ['docs/admin.md', ['ada@example.com', expect.stringContaining('/verify?token=')]],
  ['docs/errors.md', ['Please choose a stronger password.', '109']],
  ['docs/from-auth-js.md', ['function', 'nobody']],
  ['docs/from-gotrue-ex.md', ['ada@example.com']],
])('the code of %s runs', (document, expected) => {
  const files = blocks
    .filter((block) => block.document === document && !block.isForBrowsers)
    .map(({ name, code }) => {
      const file = join(folder, `guide-${name.replace(/\W/g, '-')}.ts`)
      writeFileSync(file, code)
      return file
    })
  const run = spawnSync(process.execPath, [join(import.meta.dirname, 'run-guide.ts'), ...files], { encoding: 'utf8' })
  expect(run.stderr).toBe('')
  expect(run.stdout.trim().split('\n')).toEqual(expected)
  expect(run.status).toBe(0)
})

test('the quick start of the README runs, against the mock', () => {
  const file = join(folder, 'quick-start.ts')
  writeFileSync(file, blocks[0]!.code.replace('http://localhost:9999', prism.url))
  const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(stdout).toBe('ada@example.com\n')
})

describe.each(documents)('%s', (name) => {
  const text = readFileSync(name, 'utf8')
  test('links to files that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link!)
    expect(links.filter((link) => !existsSync(join(dirname(name), link)))).toEqual([])
  })
  test('names commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    const commands = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, command]) => command!)
    expect(commands.filter((command) => !(command in scripts))).toEqual([])
  })
})
