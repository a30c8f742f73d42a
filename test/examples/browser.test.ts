// The two pages of examples/browser-vite and browser-react, built as a user builds them, on the test server, in a real Chromium: the same
// steps for both. Screenshots are in test-results/examples/.
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { createServer as startVite } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { executablePath } from '../browser/chromium.ts'
import { createConsumer, type Consumer } from '../runtimes/consumer.ts'
import { clientErrorTexts, errorAdvice } from '../../scripts/docs/error-advice.ts'
import { errorTexts } from '../../examples/shared/error-text.ts'
import { totp } from '../live/totp.ts'

const run = promisify(execFile)
const apps = ['browser-vite', 'browser-react']
const email = 'ada@example.com'
const password = 'correct-horse-battery'
const limit = 20_000
const phone = { width: 390, height: 760 }

let consumer: Consumer
let browser: Browser
beforeAll(async () => {
  consumer = createConsumer()
  cpSync('examples/shared', join(consumer.folder, 'shared'), { recursive: true })
  for (const app of apps) {
    const folder = join(consumer.folder, app)
    cpSync(`examples/${app}`, folder, { recursive: true })
    mkdirSync(join(folder, 'node_modules/@types'), { recursive: true })
    symlinkSync(join(consumer.folder, 'node_modules/gotrue-sdk'), join(folder, 'node_modules/gotrue-sdk'))
    for (const name of ['vite', 'react', 'react-dom', '@types/react', '@types/react-dom']) {
      symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name))
    }
  }
  browser = await chromium.launch({ executablePath: await executablePath() })
}, 60_000)
afterAll(async () => {
  await browser?.close()
  consumer.remove()
})

test('say what docs/errors.md advises to tell', () => {
  const advised: Record<string, string | null> = { ...clientErrorTexts }
  for (const [code, { tell }] of Object.entries(errorAdvice)) advised[code] = tell
  const { access_denied: _declined, ...texts } = errorTexts // OAuth's own word, which has no entry there
  for (const [code, text] of Object.entries(texts)) expect(text, code).toBe(advised[code])
})

test('depend on the versions that are tested', () => {
  const { version, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const tested = { ...devDependencies, 'gotrue-sdk': version }
  for (const app of apps) {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(`examples/${app}/package.json`, 'utf8'))
    expect({ ...tested, ...dependencies, ...devDependencies }, app).toEqual(tested)
  }
})

describe.each(apps)('examples/%s', (app) => {
  let pages: Server
  let server: TestServer
  let origin: string
  let context: BrowserContext
  let tab: Page
  let noise: string[]

  beforeAll(async () => {
    const folder = join(consumer.folder, app)
    const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
    pages = createServer((request, response) => {
      const path = new URL(request.url!, 'http://localhost').pathname
      const name = path === '/' ? '/index.html' : path
      response.setHeader('content-type', types[extname(name)]!)
      response.end(readFileSync(join(folder, 'dist', name)))
    })
    await new Promise<void>((resolve) => pages.listen(0, resolve))
    origin = `http://localhost:${(pages.address() as AddressInfo).port}`
    server = createTestServer({
      config: {
        GOTRUE_SITE_URL: origin,
        GOTRUE_WEBAUTHN_RP_ID: 'localhost',
        GOTRUE_WEBAUTHN_RP_ORIGINS: [origin],
        GOTRUE_SMTP_MAX_FREQUENCY: '0s',
      },
    })
    const env = { ...process.env, VITE_GOTRUE_URL: await server.listen() }
    const { stdout } = await run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', folder], {
      env,
    }).catch((error: { stdout: string }) => error)
    expect(stdout).toBe('')
    await run(process.execPath, [resolve('node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'], {
      cwd: folder,
      env,
    })
  }, 120_000)
  afterAll(async () => {
    await server?.close()
    pages?.close()
  })

  beforeEach(async () => {
    server.reset()
    context = await browser.newContext({ viewport: phone })
    context.setDefaultTimeout(limit)
    noise = []
    context.on('console', (message) => {
      // Refusals of the server are told by the browser, too.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) noise.push(message.text())
    })
    context.on('weberror', (error) => noise.push(String(error.error())))
    tab = await context.newPage()
    await tab.goto(origin)
  })
  afterEach(async () => {
    expect(noise).toEqual([])
    await context.close()
  })

  const press = (name: string, page = tab) => page.getByRole('button', { name, exact: true }).click()
  const field = (label: string) => tab.getByLabel(label, { exact: true }).filter({ visible: true })
  const shows = (name: string, page = tab) => page.getByRole('heading', { name, level: 1 }).waitFor()
  const says = (role: 'status' | 'alert', text: string, page = tab) =>
    page.getByRole(role).filter({ hasText: text }).waitFor()
  const shot = (name: string) => tab.screenshot({ path: `test-results/examples/${app}/${name}.png`, fullPage: true })
  async function signIn(withPassword = password) {
    await field('E-mail address').fill(email)
    await field('Password').fill(withPassword)
    await press('Sign in')
  }
  const enter = async (code: string) => {
    await field('Code').fill(code)
    await press('Confirm')
  }

  // What is outside of the folder is served only if its configuration says so.
  test('`npm run dev` serves the page, and what it shares', async () => {
    const root = join(consumer.folder, app)
    const vite = await startVite({ root, logLevel: 'error', server: { port: 0 } })
    try {
      await vite.listen()
      const [url] = vite.resolvedUrls!.local
      expect(await (await fetch(url!)).text()).toContain('/src/main.ts')
      for (const name of readdirSync('examples/shared')) {
        const { status } = await fetch(new URL(`/@fs${consumer.folder}/shared/${name}`, url))
        expect(status, name).toBe(200)
      }
    } finally {
      await vite.close()
    }
  })

  test('password: an account, the code of the mail, sign-out in another tab, sign-in', async () => {
    await shows('Sign in')
    await shot('sign-in')
    await tab.setViewportSize({ width: 1280, height: 800 })
    await shot('sign-in-wide')
    await tab.setViewportSize(phone)
    await press('Create an account')
    await field('E-mail address').fill(email)
    await field('Password').fill('12345')
    await press('Sign up')
    await says('alert', errorTexts.weak_password!)
    await field('Password').fill(password)
    await press('Sign up')
    await shows('Look into your mails')
    await shot('code')
    await enter('000000')
    await says('alert', errorTexts.otp_expired!)
    await press('Send it again')
    await says('status', 'We have sent it again.')
    await enter(server.inbox.last(email).code!)
    await shows('Hello!')

    const other = await context.newPage()
    await other.goto(origin)
    await shows('Hello!', other)
    await press('Sign out', other)
    await shows('Sign in')
    await says('status', 'You have signed out in another tab.')
    await signIn('wrong')
    await says('alert', errorTexts.invalid_credentials!)
    expect(await tab.getByRole('status').textContent()).toBe('')
    await shot('refused')
    await signIn()
    await shows('Hello!')
  })

  test('a link in a mail, with the keyboard only', async () => {
    server.users.create({ email })
    await tab.getByRole('button', { name: 'Send me a link' }).focus()
    await tab.keyboard.press('Enter')
    await shows('Sign in with a link')
    await tab.keyboard.press('Tab')
    await tab.keyboard.type(email)
    await tab.keyboard.press('Enter')
    await shows('Look into your mails')
    await tab.goto(server.inbox.last(email).link!)
    await shows('Hello!')
    expect(tab.url()).toBe(`${origin}/`)
  })

  test('a link that has been used: the page says so', async () => {
    server.users.create({ email })
    await press('Send me a link')
    await field('E-mail address').fill(email)
    await press('Send me a link')
    await shows('Look into your mails')
    const link = server.inbox.last(email).link!
    await fetch(link, { redirect: 'manual' })
    await tab.goto(link)
    await shows('Sign in')
    await says('alert', errorTexts.otp_expired!)
  })

  test('a forgotten password', async () => {
    server.users.create({ email })
    await press('Forgotten password?')
    await field('E-mail address').fill(email)
    await press('Send me a mail')
    await shows('Look into your mails')
    await enter(server.inbox.last(email).code!)
    await shows('Choose a new password')
    await field('New password').fill('another-horse-battery')
    await press('Save')
    await says('status', 'Your password is changed.')
    await press('Sign out')
    await signIn('another-horse-battery')
    await shows('Hello!')
  })

  test('a call that takes a while: no button can be pressed, and the focus stays where it was', async () => {
    server.faults.next('grantToken', { delay: '500ms' })
    await field('E-mail address').fill(email)
    await field('Password').fill('wrong')
    await tab.keyboard.press('Enter')
    await tab.getByRole('button', { name: 'Sign in', exact: true, disabled: true }).waitFor()
    expect(await tab.getByRole('button', { disabled: false }).count()).toBe(0)
    await says('alert', errorTexts.invalid_credentials!)
    await expect.poll(() => tab.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('password')
    await field('Password').fill('wrong')
    await press('Sign in')
    await says('alert', errorTexts.invalid_credentials!)
    await expect.poll(() => tab.evaluate(() => document.activeElement?.textContent)).toBe('Sign in')
  })

  test('GitHub, and a user who declines', async () => {
    await press('Continue with GitHub')
    await shows('Sign in with GitHub')
    await press('Deny')
    await says('alert', errorTexts.access_denied!)
    expect(tab.url()).toBe(`${origin}/`)
    await press('Continue with GitHub')
    await tab.getByLabel('Somebody else, as').check()
    await field('E-mail address').fill(email)
    await press('Approve')
    await shows('Hello!')
    expect(server.users.find(email)!.app_metadata.provider).toBe('github')
  })

  test('an authenticator app, and the code that is asked for from then on', async () => {
    server.users.create({ email, password })
    await signIn()
    await shows('Hello!')
    await press('Add an app')
    await tab.getByAltText('QR code for your authenticator app').waitFor()
    expect(
      await tab.getByRole('img').evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
    ).toBeGreaterThan(0)
    await shot('app')
    expect(await tab.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('code')
    const secret = (await tab.locator('code').textContent())!
    await enter('000000')
    await says('alert', errorTexts.mfa_verification_failed!)
    await enter(totp(secret))
    await says('status', 'From now on we ask for a code when you sign in.')
    await tab.getByRole('button', { name: 'Remove My phone' }).waitFor()
    await shot('account')
    await press('Sign out')
    await signIn()
    await shows('One more step')
    await shot('second-factor')
    // The one of before can't be used again.
    server.clock.advance('30s')
    await enter(totp(secret, Date.now() + 30_000))
    await shows('Hello!')
    // A new password is not to be had without it, either.
    await press('Sign out')
    await press('Forgotten password?')
    await field('E-mail address').fill(email)
    await press('Send me a mail')
    await shows('Look into your mails')
    await tab.goto(server.inbox.last(email).link!)
    await shows('One more step')
    server.clock.advance('30s')
    await enter(totp(secret, Date.now() + 60_000))
    await shows('Choose a new password')
    await field('New password').fill('another-horse-battery')
    await press('Save')
    await shows('Hello!')
    await press('Remove My phone')
    await tab.getByRole('button', { name: 'Remove My phone' }).waitFor({ state: 'detached' })
    await expect.poll(() => tab.evaluate(() => document.activeElement?.textContent)).toBe('Hello!')
  })

  test('a passkey', async () => {
    const cdp = await context.newCDPSession(tab)
    await cdp.send('WebAuthn.enable')
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    server.users.create({ email, password })
    await signIn()
    await shows('Hello!')
    await press('Add a passkey')
    await says('status', 'You can sign in with this device now.')
    await tab.getByRole('button', { name: /^Remove / }).waitFor()
    await press('Sign out')
    await shows('Sign in')
    await press('Use a passkey')
    await shows('Hello!')
    await tab.getByRole('button', { name: /^Remove / }).click()
    await tab.getByRole('button', { name: /^Remove / }).waitFor({ state: 'detached' })
  })

  test('a server that is not there: the page says so, and keeps what was entered', async () => {
    await context.setOffline(true)
    await signIn()
    await says('alert', errorTexts.network_failure!)
    expect(await field('E-mail address').inputValue()).toBe(email)
    expect(await tab.getByRole('button', { name: 'Sign in', exact: true }).isEnabled()).toBe(true)
    // The browser says that it is offline.
    noise.length = 0
  })
})
