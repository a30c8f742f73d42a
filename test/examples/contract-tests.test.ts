// examples/contract-tests as somebody has them: in a folder of their own, with the packed tarball and Prism beside it.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createConsumer, type Consumer } from '../runtimes/consumer.ts'

let consumer: Consumer
beforeAll(() => {
  consumer = createConsumer()
  cpSync('examples/contract-tests', consumer.folder, { recursive: true })
  // As `npm install` of its package.json does it, without the network.
  const { devDependencies } = JSON.parse(readFileSync(join(consumer.folder, 'package.json'), 'utf8'))
  for (const name of Object.keys(devDependencies)) {
    const there = join(consumer.folder, 'node_modules', name)
    mkdirSync(join(there, '..'), { recursive: true })
    symlinkSync(resolve('node_modules', name), there, 'dir')
  }
})
afterAll(() => consumer.remove())

test('pass on Prism and on the server in memory', () => {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_|TEST|GOTRUE_)/.test(name)),
  )
  const { stdout, status } = spawnSync('npm', ['test', '--silent', '--', '--test-reporter=tap'], {
    cwd: consumer.folder,
    env: clean,
    encoding: 'utf8',
  })
  expect(stdout).toMatch(/# Subtest: the document, by Prism\n[^]*# Subtest: a server in memory\n/)
  expect(stdout).toMatch(/# tests 16\n# suites 2\n# pass 16\n# fail 0\n/)
  expect(status).toBe(0)
})
