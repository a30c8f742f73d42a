// The same suite, on the packed tarball, in every runtime that the SDK is for.
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Miniflare } from 'miniflare'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { listen } from '../../src/testing/listen.ts'
import { executablePath } from '../browser/chromium.ts'
import { createConsumer, type Consumer } from './consumer.ts'
import type { Outcome } from './suite.ts'

const run = promisify(execFile)
const secret = 'a-secret-of-the-runtimes-with-at-least-32-characters'
let server: TestServer
let gotrue: { url: string; close(): Promise<void> }
let consumer: Consumer
let nodes: Promise<Record<string, string>>

beforeAll(async () => {
  gotrue = await listen(async (request) => {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname !== '/inbox') return server.fetch(request)
    const headers = { 'access-control-allow-origin': '*' }
    return Response.json({ code: server.inbox.last(searchParams.get('to')!).code }, { headers })
  }, {})
  server = createTestServer({ config: { API_EXTERNAL_URL: gotrue.url, GOTRUE_JWT_SECRET: secret } })
  consumer = createConsumer()
  consumer.write(
    'run.mjs',
    `import { suite } from './suite.mjs'
const { process, Deno } = globalThis
const [url, secret, name] = Deno ? Deno.args : process.argv.slice(2)
const outcome = await suite({ url, secret, name })
console.log(JSON.stringify(outcome))`,
  )
  nodes = installNodes(['20.19.0', '22.23.3'])
  // Told by the tests that need it.
  nodes.catch(() => {})
})
afterAll(async () => {
  await nodes.catch(() => {})
  await gotrue.close()
  consumer.remove()
})

/** Other Nodes, from npm's package, each in a folder of its own: side by side, as it takes a while. */
async function installNodes(versions: string[]): Promise<Record<string, string>> {
  const paths = await Promise.all(
    versions.map(async (version) => {
      const prefix = join(consumer.folder, `node-${version}`)
      mkdirSync(prefix)
      writeFileSync(join(prefix, 'package.json'), JSON.stringify({ private: true, allowScripts: { node: true } }))
      const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', `node@${version}`]
      await run('npm', args, { cwd: prefix })
      return [version, join(prefix, 'node_modules/node/bin/node')]
    }),
  )
  return Object.fromEntries(paths)
}

const everywhere = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'HS256']
function expectAll({ passed, failed, algorithms, missing }: Outcome): void {
  expect(failed).toEqual([])
  expect(missing).toEqual([])
  expect(algorithms).toEqual(everywhere)
  expect(passed).toHaveLength(14)
}

async function inProcess(command: string, args: string[], name: string): Promise<Outcome> {
  const { stdout, stderr } = await run(command, [...args, gotrue.url, secret, name], { cwd: consumer.folder, env: bare() })
  expect(stderr).toBe('')
  return JSON.parse(stdout) as Outcome
}

const bare = () => {
  const { GOTRUE_URL: _url, GOTRUE_API_KEY: _key, NODE_OPTIONS: _options, ...env } = process.env
  return { ...env, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' }
}
const installed = (name: string) => join(process.cwd(), 'node_modules/.bin', name)

test('Deno', async () => {
  const args = ['run', '--quiet', '--no-lock', '--node-modules-dir=manual', '--allow-net=127.0.0.1', 'run.mjs']
  expectAll(await inProcess(installed('deno'), args, 'deno'))
})

test('Bun', async () => {
  expectAll(await inProcess(installed('bun'), ['run.mjs'], 'bun'))
})

test('workerd', async () => {
  const script = await consumer.bundle(`
    import { suite } from './suite.mjs'
    export default { fetch: async (request) => Response.json(await suite(await request.json())) }`)
  const worker = new Miniflare({
    modules: [{ type: 'ESModule', path: 'worker.js', contents: script }],
    compatibilityDate: '2026-07-01',
  })
  try {
    const body = JSON.stringify({ url: gotrue.url, secret, name: 'workerd' })
    const response = await worker.dispatchFetch('http://localhost/', { method: 'POST', body })
    expectAll((await response.json()) as Outcome)
  } finally {
    await worker.dispose()
  }
})

test('Chromium', async () => {
  const script = await consumer.bundle(`import { suite } from './suite.mjs'; window.suite = suite`)
  const site: Server = createServer((request, response) => {
    response.setHeader('content-type', request.url === '/suite.js' ? 'text/javascript' : 'text/html')
    response.end(
      request.url === '/suite.js'
        ? script
        : '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/suite.js"></script>',
    )
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.launch({ executablePath: await executablePath() })
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`)
    const given = { url: gotrue.url, secret, name: 'chromium' }
    const outcome = await page.evaluate(
      (given) => (window as unknown as { suite(given: object): Promise<Outcome> }).suite(given),
      given,
    )
    expectAll(outcome)
  } finally {
    await browser.close()
    site.closeAllConnections()
    site.close()
  }
})

test('Node 24', async () => {
  expectAll(await inProcess(process.execPath, ['run.mjs'], 'node-24'))
})

test.each(['20.19.0', '22.23.3'])('Node %s', async (version) => {
  const node = (await nodes)[version]!
  expect((await run(node, ['--version'])).stdout.trim()).toBe(`v${version}`)
  // Ed25519 is experimental in some, and they say so.
  expectAll(await inProcess(node, ['--disable-warning=ExperimentalWarning', 'run.mjs'], `node-${version}`))
})

test.each([20, 24])('the command line in Node %s, from the package', async (major) => {
  const node = major === 24 ? process.execPath : (await nodes)['20.19.0']!
  const bin = join(consumer.folder, 'node_modules/gotrue-sdk/dist/src/cli/main.js')
  const options = { cwd: consumer.folder, env: { ...bare(), GOTRUE_JWT_SECRET: secret } }
  const { stdout: path } = await run(node, [bin, 'spec', 'path'], options)
  expect(path.trim()).toBe(join(consumer.folder, 'node_modules/gotrue-sdk/spec/gotrue.yaml'))
  const { stdout, stderr } = await run(node, [bin, 'doctor', gotrue.url, '--json'], options)
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toMatchObject({ ok: true })
  // Prism is not there: npx is asked for it, in the version that this project is tested with.
  consumer.write('npx', `#!/bin/sh\necho "npx $*"\nexit 1\n`)
  await run('chmod', ['+x', 'npx'], options)
  const env = { ...options.env, PATH: `${consumer.folder}:${process.env.PATH}` }
  await expect(run(node, [bin, 'mock'], { ...options, env })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /npx --yes --package=@stoplight\/prism-cli@5\.16\.0 prism mock --port 4010[^]*npm install --save-dev/,
    ),
  })
})
