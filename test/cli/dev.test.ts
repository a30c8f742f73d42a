// `gotrue-sdk dev`, also known as `npm run dev:server`, as a front-end developer has it: a process of its own, and its page in a real browser.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createAdmin } from '../../src/facade/admin/index.ts'
import { createClient, memoryStorage } from '../../src/facade/index.ts'
import { executablePath } from '../browser/chromium.ts'

const children: ChildProcess[] = []
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gotrue-sdk-dev-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

function run(args: string[], env: Record<string, string> = {}) {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GOTRUE_')))
  const child = spawn(process.execPath, ['dist/src/cli/main.js', 'dev', ...args], { env: { ...clean, ...env } })
  children.push(child)
  const running = { child, output: '', ended: new Promise<number | null>((resolve) => child.on('close', resolve)) }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (running.output += chunk))
  return running
}

/** Starts one and waits until it says where it is. */
async function start(args: string[] = [], env?: Record<string, string>) {
  const running = run(['--port', '0', ...args], env)
  const url = await new Promise<string>((resolve, reject) => {
    running.child.stdout.on('data', () => {
      // Its last words: by then it has written it all.
      if (!running.output.includes('Ctrl-C')) return
      resolve(/listens on (http:\S+)\. It is a test server/.exec(running.output)![1]!)
    })
    running.child.on('close', () => reject(new Error(running.output)))
  })
  return { ...running, url, said: running.output }
}

const credentials = { email: 'ada@example.com', password: 'correct-horse-battery' }
const clientOf = (url: string) => createClient({ url, storage: memoryStorage(), autoRefreshToken: false })
const act = (url: string, path: string, body: object = {}, headers: Record<string, string> = {}) =>
  fetch(`${url}/__dev/${path}`, { method: 'POST', body: JSON.stringify(body), headers })

describe('gotrue-sdk dev', () => {
  test('serves a GoTrue until it is ended, and prints what one needs to know', async () => {
    const { url, said, child, ended } = await start()
    expect(url).toMatch(/^http:\/\/localhost:\d+$/)
    expect(said).toContain('no production server')
    expect(said).toContain(`${url}/__dev`)
    const jwks = await fetch(/http:\S+jwks\.json/.exec(said)![0])
    expect(((await jwks.json()) as { keys: [] }).keys).toHaveLength(1)
    const adminToken = /service token +(\S+)/.exec(said)![1]!
    expect((await createAdmin({ url, adminToken }).createUser(credentials)).error).toBeNull()
    const { port } = new URL(url)
    for (const host of ['127.0.0.1', '[::1]']) expect((await fetch(`http://${host}:${port}/health`)).status).toBe(200)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    await expect(fetch(url)).rejects.toThrow()
  })

  test('--config and the environment', async () => {
    const { url } = await start(['--config', 'GOTRUE_MAILER_AUTOCONFIRM=true', '--config', 'GOTRUE_PASSWORD_MIN_LENGTH=8'], {
      GOTRUE_PASSWORD_MIN_LENGTH: '30',
      GOTRUE_DISABLE_SIGNUP: 'true',
      // Of this package, and of nobody.
      GOTRUE_URL: 'http://localhost:1',
      API_KEY: 'x',
    })
    const settings = (await (await fetch(`${url}/settings`)).json()) as object
    expect(settings).toMatchObject({ mailer_autoconfirm: true, disable_signup: true })
  })

  test('--seed', async () => {
    const idOf = async (seed: string) => {
      const { url } = await start(['--seed', seed])
      const { data } = await clientOf(url).signUp(credentials)
      return data.user?.id
    }
    const [one, same, other] = await Promise.all([idOf('7'), idOf('7'), idOf('8')])
    expect(one).toBe(same)
    expect(one).not.toBe(other)
  })

  test('--state keeps users from one day to the next', async () => {
    const file = join(folder, 'state.json')
    const first = await start(['--state', file, '--config', 'GOTRUE_MAILER_AUTOCONFIRM=true'])
    await clientOf(first.url).signUp(credentials)
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: 1 })
    const second = await start(['--state', file])
    expect((await clientOf(second.url).signInWithPassword(credentials)).error).toBeNull()
  })

  test.each([
    [['--prot', '1'], /did you mean --port\?/],
    [['--port', 'x'], /--port must be a whole number/],
    [['--port', '70000'], /A port is a number from 0 to 65535, not 70000/],
    [['--config', 'GOTRUE_X'], /--config takes NAME=value/],
    [['--config', 'GOTRUE_MAILER_AUTOCONFRIM=true'], /did you mean GOTRUE_MAILER_AUTOCONFIRM\?/],
  ])('%j says what is wrong', async (args, message) => {
    const running = run(['--port', '0', ...args])
    expect(await running.ended).toBe(2)
    expect(running.output).toMatch(message)
  })

  test('--state of a file that is none', async () => {
    const file = join(folder, 'state.json')
    for (const [text, message] of [
      ['{', `${file} can't be read: `],
      ['{}', 'This is not what exportState() of a test server has returned'],
    ] as const) {
      writeFileSync(file, text)
      const running = run(['--port', '0', '--state', file])
      expect(await running.ended).toBe(2)
      expect(running.output).toContain(message)
      expect(readFileSync(file, 'utf8')).toBe(text)
    }
  })

  test('a port that is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const running = run(['--port', String(port)])
    expect(await running.ended).toBe(1)
    expect(running.output).toContain(`Port ${port} is taken`)
    other.close()
  })
})

describe('/__dev', () => {
  test('answers its own page only: no other page reads the inbox or presses a button', async () => {
    const { url } = await start()
    await clientOf(url).signUp(credentials)
    const foreign = [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]
    for (const headers of foreign) {
      for (const path of ['state', 'sign-in?user=x']) {
        expect((await fetch(`${url}/__dev/${path}`, { headers })).status).toBe(403)
      }
      expect((await act(url, 'reset', {}, headers)).status).toBe(403)
    }
    expect((await fetch(`${url}/__dev/state`)).headers.get('access-control-allow-origin')).toBeNull()
    const { users } = (await (await fetch(`${url}/__dev/state`)).json()) as { users: object[] }
    expect(users).toHaveLength(1)
  })

  test('knows no other paths, and presses no button for a GET', async () => {
    const { url } = await start()
    expect((await fetch(`${url}/__dev/nothing`)).status).toBe(404)
    expect((await fetch(`${url}/__dev/reset`)).status).toBe(405)
    expect((await fetch(`${url}/__development`)).status).toBe(404)
  })

  test('says what is wrong with what was typed', async () => {
    const { url } = await start()
    const answer = await act(url, 'clock/advance', { by: 'soon' })
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { message: expect.stringContaining('"soon" is no duration') },
    ])
  })
})

describe('the page', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: await executablePath() })
  })
  afterAll(() => browser.close())

  let page: Page
  let noise: string[]
  let url: string
  beforeEach(async () => {
    ;({ url } = await start(['--config', 'GOTRUE_SITE_URL=http://127.0.0.1:1/app']))
    page = await browser.newPage({ viewport: { width: 375, height: 800 } })
    noise = []
    page.on('console', (message) => noise.push(message.text()))
    page.on('pageerror', (error) => noise.push(String(error)))
    await page.goto(`${url}/__dev`)
  })
  afterEach(async () => {
    await page.close()
    expect(noise).toEqual([])
  })
  const items = (list: string) => page.locator(`#${list} > li`)

  test('shows messages as they come, newest first, with codes and links; filters and clears them', async () => {
    expect(await page.textContent('body')).toContain('No production server.')
    const auth = clientOf(url)
    await auth.signUp(credentials)
    await items('messages').first().waitFor()
    await auth.signInWithOtp({ phone: '+4915123456789' })
    await page.waitForFunction(() => document.querySelectorAll('#messages > li').length === 2)
    expect(await items('messages').nth(0).textContent()).toContain('4915123456789')
    const mail = items('messages').nth(1)
    const code = (await mail.locator('code').textContent())!
    expect(await mail.locator('a').getAttribute('href')).toMatch(`${url}/verify?token=`)
    expect((await auth.verifyOtp({ type: 'email', email: credentials.email, token: code })).error).toBeNull()

    await page.fill('#filter', 'ADA@')
    expect(await items('messages').count()).toBe(1)
    await page.fill('#filter', '')
    await page.click('text=Clear the inbox')
    await page.waitForFunction(() => !document.querySelectorAll('#messages > li').length)
    expect(await page.isVisible('text=Nothing was sent.')).toBe(true)
  })

  test('what is open stays open when something comes', async () => {
    const auth = clientOf(url)
    await auth.settings()
    await page.click('#calls summary')
    await auth.health()
    await page.waitForFunction(() => document.querySelectorAll('#calls > li').length === 2)
    expect(await page.locator('#calls details[open] summary').textContent()).toContain('GET /settings')
  })

  test('makes, signs in and deletes users', async () => {
    await page.fill('input[name=email]', 'grace@example.com')
    await page.getByRole('button', { name: 'Add' }).click()
    await page.waitForSelector('text=grace@example.com')
    const link = (await page.getByRole('link', { name: 'Sign in as grace@example.com' }).getAttribute('href'))!
    const { headers } = await fetch(url + link, { redirect: 'manual' })
    const [site, fragment] = headers.get('location')!.split('#')
    expect(site).toBe('http://127.0.0.1:1/app')
    const auth = clientOf(url)
    const { access_token, refresh_token } = Object.fromEntries(new URLSearchParams(fragment)) as Record<string, string>
    await auth.setSession({ access_token: access_token!, refresh_token: refresh_token! })
    expect((await auth.getUser()).data.user?.email).toBe('grace@example.com')

    await page.fill('input[name=email]', 'grace@example.com')
    await page.getByRole('button', { name: 'Add' }).click()
    await page.waitForSelector('text=There is a user grace@example.com already')
    noise.splice(0, noise.length, ...noise.filter((line) => !line.includes('400 (Bad Request)')))

    await page.getByRole('button', { name: 'Delete grace@example.com' }).click()
    await page.waitForFunction(() => !document.querySelectorAll('#people > li').length)
  })

  test('moves the clock, and forgets everything when asked twice', async () => {
    await page.click('text=+ 1 day')
    await page.waitForSelector('text=1 d ahead')
    await page.fill('input[name=by]', '1h30m')
    await page.click('text=Move on')
    await page.waitForSelector('text=1 d 1 h 30 min ahead')
    await page.click('text=Back to now')
    await page.waitForFunction(() => !document.querySelector('#offset')!.textContent)

    await clientOf(url).signUp(credentials)
    await page.waitForSelector('#people li')
    page.once('dialog', (dialog) => void dialog.dismiss())
    await page.click('text=Forget everything')
    page.once('dialog', (dialog) => void dialog.accept())
    await page.click('text=Forget everything')
    await page.waitForFunction(() => !document.querySelectorAll('.list > li').length)
  })

  test('is no wider than a phone, whatever it shows', async () => {
    const auth = clientOf(url)
    await auth.signInWithOtp({ phone: '+4915123456789' })
    await auth.signUp({ ...credentials, options: { emailRedirectTo: `http://127.0.0.1:1/${'a'.repeat(200)}` } })
    await page.waitForFunction(() => document.querySelectorAll('#messages > li').length === 2)
    await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)))
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375)
  })
})
