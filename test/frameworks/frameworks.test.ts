// The recipes of docs/server-side.md in their frameworks: each is installed, type-checked, built and started, and asked as by a browser.
// It takes minutes and a registry, so it is run by `npm run test:frameworks`, and each week by .github/workflows/search.yml.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { freePort } from '../free-port.ts'
import { pack } from '../pack.ts'
import { createBrowser, type Browser } from '../ssr/browser.ts'
import { apps, writeApp } from './apps.ts'

const email = 'ada@example.com'
const password = 'correct-horse-battery'
const origin = 'https://app.example.com'

type App = keyof typeof apps
/** The page that says who the user is, and where the forms are sent to; `form` is the page of the one to sign in, if it is another. */
const paths: Record<App, { page: string; form?: string; signIn: string; signOut: string }> = {
  next: { page: '/', form: '/sign-in', signIn: '/sign-in', signOut: '/' },
  sveltekit: { page: '/', signIn: '/?/signIn', signOut: '/sign-out' },
  'react-router': { page: '/account', signIn: '/account', signOut: '/sign-out' },
  astro: { page: '/', signIn: '/sign-in', signOut: '/sign-out' },
  nuxt: { page: '/', signIn: '/sign-in', signOut: '/sign-out' },
}

function run(folder: string, ...args: string[]): void {
  const env = {
    ...process.env,
    CI: 'true',
    NODE_ENV: undefined,
    NEXT_TELEMETRY_DISABLED: '1',
    ASTRO_TELEMETRY_DISABLED: '1',
  }
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: folder, env, encoding: 'utf8' })
  expect(status, `npm ${args.join(' ')}\n${stdout}${stderr}`).toBe(0)
}

/** Starts an application, and resolves with its address when it answers. */
async function start(
  folder: string,
  gotrue: string,
): Promise<{ url: string; printed: () => string; stop(): Promise<void> }> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    GOTRUE_URL: gotrue,
    ORIGIN: origin,
    // Of SvelteKit.
    HOST_HEADER: 'x-forwarded-host',
    PROTOCOL_HEADER: 'x-forwarded-proto',
  }
  const child = spawn('npm', ['run', 'start'], { cwd: folder, env, detached: true })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    process.kill(-child.pid!)
    await exited
  }
  for (;;) {
    if (child.exitCode !== null) throw new Error(`It ended:\n${printed}`)
    if (await fetch(url).then(Boolean, () => false)) return { url, printed: () => printed, stop }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** A form as a browser without scripts sends it: with the hidden fields of its page. */
async function submit(browser: Browser, page: string, action: string, values: Record<string, string>, from = origin) {
  const form = new FormData()
  const text = await (await browser.visit(page)).text()
  for (const [tag] of text.matchAll(/<input[^>]* type="hidden"[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&quot;', '"') ?? ''
    if (attribute('name')) form.set(attribute('name'), attribute('value'))
  }
  for (const [name, value] of Object.entries(values)) form.set(name, value)
  return browser.visit(action, { method: 'POST', body: form, headers: { accept: 'text/html' }, redirect: 'manual', from })
}

const parent = mkdtempSync(join(tmpdir(), 'gotrue-sdk-frameworks-'))
beforeAll(() => {
  if (process.env.FRAMEWORKS) renameSync(pack(parent).tarball, join(parent, 'gotrue-sdk.tgz'))
})
afterAll(() => rmSync(parent, { recursive: true, force: true }))

test('a recipe has a place for each of its blocks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gotrue-sdk-recipes-'))
  for (const name of Object.keys(apps) as App[]) writeApp(name, join(folder, name))
  rmSync(folder, { recursive: true })
})

describe.each(Object.keys(apps) as App[])('%s', (name) => {
  if (![name, 'all'].includes(process.env.FRAMEWORKS ?? '')) return test.skip('runs by `npm run test:frameworks`', () => {})

  const { page, form = page, signIn, signOut } = paths[name]
  const folder = join(parent, name)
  let server: TestServer
  let app: Awaited<ReturnType<typeof start>>
  let browser: Browser

  beforeAll(async () => {
    writeApp(name, folder)
    run(folder, 'install', '--no-audit', '--no-fund')
  })
  afterAll(async () => {
    await app?.stop()
    await server?.close()
  })

  test('compiles', () => run(folder, 'run', 'check'))

  test('is built and starts', async () => {
    run(folder, 'run', 'build')
    // After a second a page has to refresh the session.
    server = createTestServer({ config: { GOTRUE_JWT_EXP: '1' } })
    server.users.create({ email, password })
    app = await start(folder, await server.listen())
    browser = createBrowser(
      (request) => {
        const { pathname, search } = new URL(request.url)
        const headers = new Headers(request.headers)
        // As a proxy passes it on.
        for (const name of ['host', 'x-forwarded-host']) headers.set(name, 'app.example.com')
        headers.set('x-forwarded-proto', 'https')
        return fetch(new Request(app.url + pathname + search, new Request(request, { headers })))
      },
      { origin, cacheControl: /\bno-store\b/ },
    )
  })

  const who = async () =>
    />\s*user: ([^<]*)</.exec((await (await browser.visit(page)).text()).replaceAll('<!-- -->', ''))?.[1]?.trim()
  const grants = () => server.requests.filter(({ operation }) => operation === 'grantToken').length

  test('knows nobody at first', async () => expect(await who()).toBe('nobody'))

  test('refuses a form of another origin', async () => {
    const answer = await submit(browser, form, signIn, { email, password }, 'https://evil.example')
    // Most of them look at it, too: React Router before the recipe does.
    expect(answer.status).toBe(name === 'react-router' ? 400 : 403)
    expect(grants()).toBe(0)
  })

  test('says what is wrong with a password', async () => {
    const answer = await submit(browser, form, signIn, { email, password: 'wrong-horse-battery' })
    expect(await answer.text()).toContain('invalid_credentials')
    expect(browser.cookies.size).toBe(0)
  })

  test('signs in, and goes to a path of its own', async () => {
    const answer = await submit(browser, form, signIn, { email, password, next: '//evil.example' })
    expect(answer.status).toBe(303)
    expect(new URL(answer.headers.get('location')!, origin).href).toBe(`${origin}/`)
    expect([...browser.cookies.keys()]).toEqual([expect.stringMatching(/^__Host-/)])
  })

  test('refreshes once for a page, and knows the user', async () => {
    for (const _time of [1, 2]) {
      const before = grants()
      await new Promise((resolve) => setTimeout(resolve, 1100))
      expect(await who()).toBe(email)
      expect(grants()).toBe(before + 1)
    }
  })

  test('signs out', async () => {
    const answer = await submit(browser, page, signOut, {})
    expect(answer.status).toBe(303)
    expect(browser.cookies.size).toBe(0)
    expect(await who()).toBe('nobody')
  })
})
