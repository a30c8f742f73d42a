// docs/vite.md, as somebody does it who has only that page: an empty folder, the packed tarball, the files of the page, its commands, and a
// real browser. VITE_SHOTS=folder keeps screenshots.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { executablePath } from '../browser/chromium.ts'
import { freePort } from '../free-port.ts'
import { installPacked } from '../pack.ts'

const page = readFileSync('docs/vite.md', 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'gotrue-sdk-vite-'))
const soon = { timeout: 60_000 }
const processes: ChildProcess[] = []
let browser: Browser
let gotrue: { output: string }
let origin: string

beforeAll(async () => {
  const [port, gotruePort] = [await freePort(), await freePort()]
  origin = `http://localhost:${port}`
  const written = (text: string) => text.replaceAll('5173', String(port)).replaceAll('9999', String(gotruePort))
  for (const name of ['server.mjs', 'index.html', 'main.js']) {
    // The first block after the file is named.
    const [, code] = /```\w+\n([^]*?)```/.exec(page.slice(page.indexOf(`\`${name}\``)))!
    writeFileSync(join(folder, name), written(code!))
  }
  install()
  gotrue = start([join(folder, 'server.mjs')])
  await vi.waitFor(() => expect(gotrue.output).toContain(String(gotruePort)), soon)
  const vite = start([resolve('node_modules/vite/bin/vite.js'), '--port', String(port), '--strictPort'])
  await vi.waitFor(() => expect(vite.output).toContain('ready in'), soon)
  browser = await chromium.launch({ executablePath: await executablePath() })
})
afterAll(async () => {
  await browser?.close()
  for (const child of processes) child.kill()
  rmSync(folder, { recursive: true })
})

test('from an empty folder to a signed-in user', { timeout: 120_000 }, async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 600 } })
  const noise: string[] = []
  context.on('console', (message) => message.type() === 'error' && noise.push(message.text()))
  context.on('weberror', (error) => noise.push(String(error.error())))
  const tab = await context.newPage()
  const shot = (name: string) =>
    process.env.VITE_SHOTS ? tab.screenshot({ path: join(process.env.VITE_SHOTS, `${name}.png`) }) : undefined
  await tab.goto(origin)
  await shows(tab, 'You are not signed in.')
  await tab.getByLabel('E-mail').fill('ada@example.com')
  await tab.getByLabel('Password').fill('12345')
  await tab.getByRole('button', { name: 'Sign up' }).click()
  await shows(tab, 'That did not work: weak_password')
  await shot('refused')
  await tab.getByLabel('Password').fill('correct-horse-battery')
  await tab.getByRole('button', { name: 'Sign up' }).click()
  await shows(tab, 'Please open the link in the mail that we have sent you.')
  const [, link] = /To ada@example\.com: the code is \d{6}, the link is (\S+)/.exec(gotrue.output)!
  await tab.goto(link!)
  await shows(tab, 'Hello ada@example.com')
  expect(tab.url()).toBe(`${origin}/`)
  await shot('signed-in')

  await tab.reload()
  await shows(tab, 'Hello ada@example.com')
  const other = await context.newPage()
  await other.goto(origin)
  await shows(other, 'Hello ada@example.com')
  await other.getByRole('button', { name: 'Sign out' }).click()
  await shows(tab, 'You are not signed in.')
  await tab.getByLabel('E-mail').fill('ada@example.com')
  await tab.getByLabel('Password').fill('correct-horse-battery')
  await tab.getByRole('button', { name: 'Sign in' }).click()
  await shows(tab, 'Hello ada@example.com')
  expect(noise.filter((text) => !text.includes('favicon') && !/status of 4\d\d/.test(text))).toEqual([])
})

const shows = (tab: Page, text: string) =>
  vi.waitFor(async () => expect(await tab.getByRole('status').textContent()).toBe(text), soon)

/** What `npm install` of the page does, without the network: the tarball, and what it and the page need. */
function install(): void {
  installPacked(folder)
  for (const name of ['openapi-fetch', 'vite']) {
    symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name), 'dir')
  }
  writeFileSync(join(folder, 'package.json'), '{ "name": "my-app" }')
}

function start(args: string[]): { output: string } {
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, NO_COLOR: '1' } })
  processes.push(child)
  const heard = { output: '' }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (heard.output += chunk))
  return heard
}
