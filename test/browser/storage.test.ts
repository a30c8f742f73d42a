// Where a browser keeps a session, and where it refuses to: IndexedDB in pages and workers, Web Storage, sandboxed frames.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { credentials } from '../facade/server.ts'
import { accessToken, events, signIn, told, useBrowser } from './browser.ts'

const application = useBrowser()
const passwordGrant = 'POST /token?grant_type=password'

describe('indexedDBStorage()', () => {
  test('keeps a session over a reload, and tells other tabs of it', async () => {
    const tab = await application.tab({ storage: 'indexedDB' })
    const other = await application.tab({ storage: 'indexedDB' })
    const token = await signIn(tab)
    await told(other, 'SIGNED_IN', token)
    await tab.reload()
    expect(await accessToken(tab)).toBe(token)
    expect(await events(tab)).toEqual([{ event: 'INITIAL_SESSION', access_token: token }])
    expect(application.server.log).toEqual([passwordGrant])
    expect(await tab.evaluate(() => localStorage.length)).toBe(0)
    expect(await tab.evaluate(async () => (await window.auth.signOut()).error)).toBeNull()
    await told(other, 'SIGNED_OUT', null)
    await tab.reload()
    expect(await accessToken(tab)).toBe('nobody')
  })

  test('deleted while it is open is made anew: by the page', async () => {
    const tab = await application.tab({ storage: 'indexedDB' })
    await signIn(tab)
    await tab.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const request = indexedDB.deleteDatabase('gotrue-sdk')
          request.onsuccess = resolve
          request.onerror = request.onblocked = reject
        }),
    )
    const token = await signIn(tab, 'grace@example.com')
    expect(token).toMatch(/^ey.*access/)
    await tab.reload()
    expect(await accessToken(tab)).toBe(token)
  })

  test('deleted while it is open is made anew: by the user, with all data of the site', async () => {
    const tab = await application.tab({ storage: 'indexedDB' })
    await signIn(tab)
    const devtools = await application.context.newCDPSession(tab)
    await devtools.send('Storage.clearDataForOrigin', { origin: application.origin, storageTypes: 'all' })
    const token = await signIn(tab, 'grace@example.com')
    expect(token).toMatch(/^ey.*access/)
    await tab.reload()
    expect(await accessToken(tab)).toBe(token)
  })

  test('in a worker, which has no Web Storage: signed in there and in the page', async () => {
    application.script(
      '/worker.js',
      `import { createClient, indexedDBStorage } from '/sdk.js'
      const auth = createClient({ url: '${application.url}', storage: indexedDBStorage() })
      const events = []
      auth.onAuthStateChange((event, session, { reason }) => events.push({ event, reason }))
      onmessage = async ({ data: [method, ...args] }) => {
        const { data, error } = method === 'events' ? { data: events } : await auth[method](...args)
        postMessage(error ? error.code : (data?.session?.access_token ?? data))
      }`,
    )
    const page = await application.tab({ storage: 'indexedDB' })
    await told(page, 'INITIAL_SESSION', null)
    const start = () =>
      page.evaluate(() => {
        const worker = new Worker('/worker.js', { type: 'module' })
        const ask = (...call: unknown[]) =>
          new Promise((resolve, reject) => {
            worker.onmessage = ({ data }) => resolve(data)
            worker.onerror = ({ message }) => reject(new Error(message))
            worker.postMessage(call)
          })
        Object.assign(window, { worker, ask })
      })
    const ask = (...call: unknown[]) =>
      page.evaluate((call) => (window as unknown as { ask: (...call: unknown[]) => Promise<unknown> }).ask(...call), call)
    await start()
    const token = await ask('signInWithPassword', credentials)
    expect(token).toMatch(/^ey.*access/)
    await told(page, 'SIGNED_IN', `${token}`)
    expect(await accessToken(page)).toBe(token)

    await page.evaluate(() => (window as unknown as { worker: Worker }).worker.terminate())
    await start()
    expect(await ask('getSession')).toBe(token)
    expect(application.server.log).toEqual([passwordGrant])
    await page.evaluate(() => window.auth.signOut())
    await expect.poll(() => ask('events')).toContainEqual({ event: 'SIGNED_OUT', reason: 'elsewhere' })
    expect(await ask('getSession')).toEqual({ session: null })
  })
})

describe('webStorage()', () => {
  test('of sessionStorage keeps a session to its tab', async () => {
    const options = { storage: 'sessionStorage' } as const
    const [a, b] = [await application.tab(options), await application.tab(options)]
    const one = await signIn(a, 'one@example.com')
    const two = await signIn(b, 'two@example.com')
    await a.reload()
    expect(await accessToken(a)).toBe(one)
    await a.evaluate(() => window.auth.signOut())
    await b.reload()
    expect(await accessToken(b)).toBe(two)
    expect(await b.evaluate(() => localStorage.length)).toBe(0)
  })

  test('that the page itself has cleared: nobody is signed in any more', async () => {
    const [a, b] = [await application.tab(), await application.tab()]
    await told(b, 'INITIAL_SESSION', null)
    await told(b, 'SIGNED_IN', await signIn(a))
    await b.evaluate(() => localStorage.clear())
    const code = await a.evaluate(async () => (await window.auth.refreshSession()).error?.code)
    expect(code).toBe('session_missing')
    await told(a, 'SIGNED_OUT', null)
    expect((await events(a)).at(-1)!.reason).toBe('elsewhere')
    expect(application.server.log).toEqual([passwordGrant])
  })
})

describe('a sandboxed frame, which is denied any storage', () => {
  /** Runs in a frame that has an origin of its own. */
  async function inFrame(tab: Page) {
    await tab.evaluate(
      () =>
        new Promise((resolve) => {
          const frame = document.createElement('iframe')
          frame.sandbox.add('allow-scripts')
          frame.src = '/frame'
          frame.onload = resolve
          document.body.append(frame)
        }),
    )
    const frame = tab.frames().at(-1)!
    expect(await frame.evaluate(() => self.origin)).toBe('null')
    return frame
  }

  test('createClient() keeps the session in memory', async () => {
    const tab = await application.tab({})
    const frame = await inFrame(tab)
    const token = await frame.evaluate(async (credentials) => {
      const { data, error } = await window.auth.signInWithPassword(credentials)
      return data.session?.access_token ?? error!.code
    }, credentials)
    expect(token).toMatch(/^ey.*access/)
    const next = await frame.evaluate(async () => {
      await window.auth.refreshSession()
      return (await window.auth.getSession()).data.session?.access_token
    })
    expect(next).toMatch(/^ey.*access/)
    expect(next).not.toBe(token)
    expect(await accessToken(tab)).toBe('nobody')
    expect(await frame.evaluate(() => window.events.map(({ event }) => event))).toEqual([
      'INITIAL_SESSION',
      'SIGNED_IN',
      'TOKEN_REFRESHED',
    ])
  })

  test('webStorage() says storage_failed', async () => {
    const frame = await inFrame(await application.tab(null))
    const code = await frame.evaluate(() => {
      try {
        return String(window.sdk.webStorage())
      } catch (error) {
        return window.sdk.isAuthError(error) ? error.code : String(error)
      }
    })
    expect(code).toBe('storage_failed')
  })

  test.each(['indexedDB', 'own'] as const)('createClient({ storage }) with %s goes on without locks', async (kind) => {
    const frame = await inFrame(await application.tab(null))
    const { code, session, next } = await frame.evaluate(
      async ({ kind, url, credentials }) => {
        const items = new Map<string, string>()
        const own = {
          getItem: (key: string) => items.get(key),
          setItem: (key: string, value: string) => items.set(key, value),
          removeItem: (key: string) => items.delete(key),
        }
        const auth = window.sdk.createClient({ url, storage: kind === 'own' ? own : window.sdk.indexedDBStorage() })
        const { error } = await auth.signInWithPassword(credentials)
        const { session } = (await auth.getSession()).data
        // The answer says that nothing was stored; the session is there.
        await auth.refreshSession()
        const next = (await auth.getSession()).data.session
        return { code: error?.code, session: session?.access_token, next: next?.access_token }
      },
      { kind, url: application.url, credentials },
    )
    expect(code).toBe(kind === 'own' ? undefined : 'storage_failed')
    expect(session).toMatch(/^ey.*access/)
    expect(next).toMatch(/^ey.*access/)
    expect(next).not.toBe(session)
  })
})
