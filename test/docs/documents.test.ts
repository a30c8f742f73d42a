// What the documents promise: their code compiles, their quick start runs, and their links and commands exist.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPrism, type Prism } from '../../src/cli/prism.ts'

const documents = [
  'README.md',
  'docs/sessions.md',
  'docs/decisions.md',
  'docs/testing.md',
  'docs/cli.md',
  'CONTRIBUTING.md',
  'AGENTS.md',
  'CHANGELOG.md',
  'SECURITY.md',
]
const blocks = documents.flatMap((name) =>
  [...readFileSync(name, 'utf8').matchAll(/```ts\n([^]*?)```/g)].map(([, code], index) => ({
    name: `${name} ${index + 1}`,
    code: code!,
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
      include: ['*.ts'],
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
