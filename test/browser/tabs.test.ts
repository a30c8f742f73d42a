// Tabs of one browser share a session and nothing else: these are the races that a fake of Web Locks would only imagine.
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test, vi } from 'vitest'
import { credentials, refresh } from '../facade/server.ts'
import { json } from '../scripted-fetch.ts'
import { accessToken, events, presented, signIn, told, useBrowser } from './browser.ts'

const application = useBrowser()

/** Two tabs in which the same user is signed in. */
async function signedIn(): Promise<{ a: Page; b: Page; token: string }> {
  const [a, b] = [await application.tab(), await application.tab()]
  const token = await signIn(a)
  await told(b, 'SIGNED_IN', token)
  return { a, b, token }
}

/** Begins a refresh, and does not wait for it. */
const beginRefresh = (tab: Page, timeout: number) =>
  tab.evaluate((timeout) => {
    const refreshed = window.auth.refreshSession(null, { timeout })
    Object.assign(window, { refreshed: refreshed.then(({ data, error }) => data.session?.access_token ?? error!.code) })
  }, timeout)
const refreshed = (tab: Page) => tab.evaluate(() => (window as unknown as { refreshed: Promise<string> }).refreshed)
const waitsForLock = (tab: Page) => tab.waitForFunction(async () => (await navigator.locks.query()).pending!.length > 0)
const refreshesArrived = (count: number) => vi.waitFor(() => expect(application.server.count(refresh)).toBe(count), 10_000)

describe('two tabs near expiry', () => {
  test('make one refresh, and both go on with it', async () => {
    const tabs = [await application.tab(), await application.tab()]
    const { server } = application
    /** Asks for the session until another one comes. */
    const ask = (tab: Page) =>
      tab.evaluate(async () => {
        const seen = new Set<string>()
        while (seen.size < 2) {
          for (const { data, error } of await Promise.all(Array.from({ length: 5 }, () => window.auth.getSession()))) {
            seen.add(error ? error.code : (data.session?.access_token ?? 'nobody'))
          }
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
        return [...seen]
      })
    const expected = [{ event: 'INITIAL_SESSION', access_token: null as string | null }]
    for (let round = 0; round < 6; round++) {
      // 0.8 s until the timers of both tabs are due; getSession() is, then, too.
      server.expires_in = 1
      const old = await signIn(tabs[round % 2]!, `user${round}@example.com`)
      for (const tab of tabs) await told(tab, 'SIGNED_IN', old)
      server.expires_in = 3600
      // A network has its latency, which is when the other tab comes.
      server.on(refresh, () => delay(100))
      const [seen, other] = await Promise.all(tabs.map(ask))
      expect(seen).toEqual([old, expect.stringMatching(/^ey.*access/)])
      expect(other).toEqual(seen)
      const [, token] = seen!
      for (const tab of tabs) await told(tab, 'TOKEN_REFRESHED', token!)
      expected.push({ event: 'SIGNED_IN', access_token: old }, { event: 'TOKEN_REFRESHED', access_token: token! })
    }
    for (const tab of tabs) expect(await events(tab)).toEqual(expected)
    const tokens = await presented(server)
    expect(tokens).toHaveLength(6)
    expect(new Set(tokens).size).toBe(6)
  })

  test('opened with an expired session make one refresh', async () => {
    const { a, server } = { a: await application.tab({ autoRefreshToken: false }), server: application.server }
    server.expires_in = 1
    const old = await signIn(a)
    await delay(1000)
    server.expires_in = 3600
    server.on(refresh, () => delay(100))
    const tabs = await Promise.all([application.tab(), application.tab(), application.tab()])
    const tokens = await Promise.all([a, ...tabs].map(accessToken))
    expect(new Set(tokens).size).toBe(1)
    expect(tokens[0]).toMatch(/^ey.*access/)
    expect(tokens[0]).not.toBe(old)
    expect(server.count(refresh)).toBe(1)
  })
})

describe('a tab that does not come back from a refresh', () => {
  test('since it was closed: the other one goes on at once, although the answer is lost', async () => {
    const { a, b, token } = await signedIn()
    application.server.on(refresh, (_request, answer) => {
      answer()
      return new Promise(() => {})
    })
    await beginRefresh(a, 15_000)
    await refreshesArrived(1)
    // Less than it would wait for a tab that is still there.
    await beginRefresh(b, 20_000)
    await waitsForLock(b)
    await a.close()
    const next = await refreshed(b)
    expect(next).toMatch(/^ey.*access/)
    expect(next).not.toBe(token)
    expect(await accessToken(b)).toBe(next)
    expect(application.server.count(refresh)).toBe(2)
  })

  test('since it was frozen: the other one goes on without it, and it catches up later', async () => {
    const a = await application.tab()
    const b = await application.emptyTab()
    // Playwright's clock is that of all tabs, and a frozen one cannot set it. Here a minute of patience takes 2 seconds.
    await b.addInitScript(() => {
      const { setTimeout } = window
      window.setTimeout = ((handler: () => void, delay = 0) =>
        setTimeout(handler, delay < 60_000 ? delay : delay / 30)) as typeof setTimeout
    })
    await b.goto(application.origin)
    await told(b, 'INITIAL_SESSION', null)
    await told(b, 'SIGNED_IN', await signIn(a))
    const release = application.server.hold(refresh)
    await beginRefresh(a, 15_000)
    await refreshesArrived(1)
    // Nothing runs in a tab that stands at a breakpoint.
    const debug = await application.context.newCDPSession(a)
    const stopped = new Promise((resolve) => debug.once('Debugger.paused', resolve))
    await debug.send('Debugger.enable')
    const evaluated = debug.send('Runtime.evaluate', { expression: 'debugger' })
    await stopped
    release()

    await beginRefresh(b, Infinity)
    const next = await refreshed(b)
    expect(next).toMatch(/^ey.*access/)
    expect(application.server.count(refresh)).toBe(2)
    await debug.send('Debugger.resume')
    await evaluated
    expect(await refreshed(a)).toBe(next)
    expect(await accessToken(a)).toBe(next)
    expect((await events(a)).map(({ event }) => event)).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED'])
  })
})

describe('what happens in one tab', () => {
  test('reaches the other, by a channel that carries no secret', async () => {
    const channels = () => {
      const names: string[] = []
      Object.assign(window, { names })
      window.BroadcastChannel = class extends BroadcastChannel {
        constructor(name: string) {
          super(name)
          names.push(name)
        }
      }
    }
    const a = await application.emptyTab()
    await a.addInitScript(channels)
    await a.goto(application.origin)
    const b = await application.tab()
    const spy = await application.tab(null)
    const names = await a.evaluate(() => (window as unknown as { names: string[] }).names)
    expect(names).toHaveLength(1)
    await spy.evaluate((names) => {
      const heard: unknown[] = []
      Object.assign(window, { heard })
      for (const name of names) new BroadcastChannel(name).onmessage = ({ data }) => heard.push(data)
    }, names)
    await told(a, 'INITIAL_SESSION', null)
    await told(b, 'INITIAL_SESSION', null)

    const token = await signIn(a)
    await told(b, 'SIGNED_IN', token)
    expect(await accessToken(b)).toBe(token)

    const changed = await b.evaluate(async () => {
      const { data } = await window.auth.updateUser({ data: { name: 'Ada' } })
      return data.user?.user_metadata
    })
    expect(changed).toEqual({ name: 'Ada' })
    await told(a, 'USER_UPDATED', token)
    expect(await a.evaluate(() => window.auth.getSnapshot().user?.user_metadata)).toEqual({ name: 'Ada' })

    const next = await a.evaluate(async () => (await window.auth.refreshSession()).data.session!.access_token)
    await told(b, 'TOKEN_REFRESHED', next)

    expect(await b.evaluate(async () => (await window.auth.signOut()).error)).toBeNull()
    await told(a, 'SIGNED_OUT', null)
    expect(await accessToken(a)).toBe('nobody')

    const common = [
      { event: 'INITIAL_SESSION', access_token: null },
      { event: 'SIGNED_IN', access_token: token },
      { event: 'USER_UPDATED', access_token: token },
      { event: 'TOKEN_REFRESHED', access_token: next },
    ]
    expect(await events(a)).toEqual([...common, { event: 'SIGNED_OUT', access_token: null, reason: 'elsewhere' }])
    expect(await events(b)).toEqual([...common, { event: 'SIGNED_OUT', access_token: null, reason: 'user' }])
    expect(application.server.log).toEqual([
      'POST /token?grant_type=password',
      'PUT /user',
      refresh,
      'POST /logout?scope=global',
    ])

    await spy.waitForFunction(() => (window as unknown as { heard: unknown[] }).heard.length >= 4)
    const heard = JSON.stringify(await spy.evaluate(() => (window as unknown as { heard: unknown[] }).heard))
    for (const secret of ['access0', 'refresh0', 'ey', credentials.email, credentials.password, '00000000-', 'Ada']) {
      expect(heard).not.toContain(secret)
    }
  })

  test('is nothing to a client of another account', async () => {
    const a = await application.tab({ storageKey: 'one' })
    const b = await application.tab({ storageKey: 'two' })
    const [one, two] = [await signIn(a, 'one@example.com'), await signIn(b, 'two@example.com')]
    await a.evaluate(() => window.auth.signOut({ scope: 'local' }))
    expect(await accessToken(b)).toBe(two)
    expect((await events(b)).map(({ event }) => event)).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    expect(one).not.toBe(two)
  })
})

describe('a tab', () => {
  test('that is reloaded is still signed in, without a request', async () => {
    const tab = await application.tab()
    const token = await signIn(tab)
    await tab.reload()
    expect(await accessToken(tab)).toBe(token)
    expect(await events(tab)).toEqual([{ event: 'INITIAL_SESSION', access_token: token }])
    expect(application.server.log).toEqual(['POST /token?grant_type=password'])
  })

  test('that is hidden refreshes nothing, and catches up when it is seen again', async () => {
    const { server } = application
    const tab = await application.emptyTab()
    // Windows without a screen are all visible to Chromium.
    await tab.addInitScript(() => {
      let hidden = false
      Object.defineProperty(document, 'hidden', { get: () => hidden })
      Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') })
      window.addEventListener('test:hide', ({ detail }: CustomEventInit<boolean>) => {
        hidden = detail!
        document.dispatchEvent(new Event('visibilitychange'))
      })
    })
    const hide = (hidden: boolean) =>
      tab.evaluate((detail) => void window.dispatchEvent(new CustomEvent('test:hide', { detail })), hidden)
    await tab.clock.install()
    await tab.goto(application.origin)
    await signIn(tab)

    await hide(true)
    await tab.clock.runFor('02:00:00')
    // By the time that this is answered, a refresh would have been sent.
    server.on('GET /health', json({ name: 'GoTrue', version: 'v2', description: '' }))
    expect(await tab.evaluate(async () => (await window.auth.health()).error)).toBeNull()
    expect(server.count(refresh)).toBe(0)

    await hide(false)
    await refreshesArrived(1)
    await tab.waitForFunction(() => window.events.some(({ event }) => event === 'TOKEN_REFRESHED'))
    // At once: a refresh would be out of time before the network has answered.
    await tab.clock.fastForward('01:00:00')
    await refreshesArrived(2)
  })
})
