import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
const compile = (project: string) =>
  spawnSync(process.execPath, [tsc, '-p', project, '--pretty', 'false'], { encoding: 'utf8' }).stdout

test('all code compiles, and with it what operations.ts and facade.ts say of the types', () => {
  expect(compile('tsconfig.json')).toBe('')
})

test('the compiler would tell', () => {
  const folder = mkdtempSync(join(import.meta.dirname, 'broken-'))
  try {
    writeFileSync(
      join(folder, 'broken.ts'),
      "import { getUser } from '../../../src/operations/index.ts'\nvoid getUser({})\n",
    )
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: resolve('tsconfig.json'), include: ['broken.ts'] }),
    )
    expect(compile(folder)).toMatch(/broken\.ts\(2,[^]*client/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
