// What happens by itself, in browsers or when asked for: the session is refreshed before it expires, while somebody can see the page,
// with one timer at most.
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { memoryStorage } from '../../../src/facade/index.ts'
import { credentials as ada, refresh, refusal } from '../server.ts'
import { client, flush, hour, openPage, server, setUp, signedIn, storageKey } from './set-up.ts'

/** Seconds. */
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

describe('startAutoRefresh()', () => {
  test.each([
    [0, 60],
    [1, 90],
  ])('refreshes in time: with chance %d when %d s are left, and again for the next', async (chance, early) => {
    vi.spyOn(Math, 'random').mockReturnValue(chance)
    const { auth } = await signedIn()
    await auth.startAutoRefresh()
    for (let refreshes = 0; refreshes < 3; refreshes++) {
      await pass(3600 - early - 0.01)
      expect(server.count(refresh)).toBe(refreshes)
      await pass(0.01)
      expect(server.count(refresh)).toBe(refreshes + 1)
    }
  })

  test('does not refresh for all clients in the same moment', async () => {
    const moments = new Set<number>()
    for (let i = 0; i < 10; i++) {
      const { auth } = await signedIn()
      await auth.startAutoRefresh()
    }
    server.on(refresh, () => void moments.add(Date.now()), 10)
    const started = Date.now()
    await pass(3600)
    expect(server.count(refresh)).toBe(10)
    expect(moments.size).toBeGreaterThan(5)
    for (const moment of moments) expect(moment - started).toBeGreaterThanOrEqual(3510_000)
    for (const moment of moments) expect(moment - started).toBeLessThanOrEqual(3540_000)
  })

  test('has no timer while nobody is signed in, one while somebody is, none when stopped', async () => {
    const { auth } = setUp()
    await auth.startAutoRefresh()
    await flush()
    expect(vi.getTimerCount()).toBe(0)
    await auth.signInWithPassword(ada)
    await flush()
    expect(vi.getTimerCount()).toBe(1)
    await auth.signOut()
    await flush()
    expect(vi.getTimerCount()).toBe(0)
    await auth.signInWithPassword(ada)
    await flush()
    expect(vi.getTimerCount()).toBe(1)
    await auth.stopAutoRefresh()
    expect(vi.getTimerCount()).toBe(0)
    await pass(2 * 3600)
    expect(server.count(refresh)).toBe(0)
  })

  test('many times is as good as once', async () => {
    const { auth } = await signedIn()
    await Promise.all(Array.from({ length: 5 }, () => auth.startAutoRefresh()))
    await flush()
    expect(vi.getTimerCount()).toBe(1)
    await auth.startAutoRefresh()
    await flush()
    expect(vi.getTimerCount()).toBe(1)
    await pass(3600)
    expect(server.count(refresh)).toBe(1)
    await auth.stopAutoRefresh()
    await auth.stopAutoRefresh()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('has one timer whatever happens to the session', async () => {
    const { auth } = await signedIn()
    await auth.startAutoRefresh()
    await auth.refreshSession()
    await auth.updateUser({ data: { a: 1 } })
    await auth.signInWithPassword({ ...ada, email: 'grace@example.com' })
    auth.onAuthStateChange(() => {})
    await flush()
    expect(vi.getTimerCount()).toBe(1)
  })

  test('after stopAutoRefresh() goes on where it was', async () => {
    const { auth } = await signedIn()
    await auth.startAutoRefresh()
    await auth.stopAutoRefresh()
    await pass(3595)
    await auth.startAutoRefresh()
    await flush()
    expect(server.count(refresh)).toBe(1)
  })

  test('reads the storage', async () => {
    const storage = memoryStorage()
    await signedIn({ storage })
    await client({ storage }).startAutoRefresh()
    await pass(3600)
    expect(server.count(refresh)).toBe(1)
  })

  test('stopped while a refresh is under way starts nothing more', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const { auth } = await signedIn()
    await auth.startAutoRefresh()
    const release = server.hold(refresh)
    await pass(3540)
    expect(server.count(refresh)).toBe(1)
    await auth.stopAutoRefresh()
    release()
    await flush()
    expect((await auth.getSession()).data.session?.refresh_token).toBe('refresh00002')
    expect(vi.getTimerCount()).toBe(0)
    await pass(3600)
    expect(server.count(refresh)).toBe(1)
  })

  test('started anew while a refresh is under way makes no second one', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const { auth } = await signedIn()
    await auth.startAutoRefresh()
    const release = server.hold(refresh)
    await pass(3540)
    await auth.startAutoRefresh()
    await flush()
    release()
    await flush()
    expect(server.count(refresh)).toBe(1)
    expect(vi.getTimerCount()).toBe(1)
  })
})

describe('autoRefreshToken', () => {
  test('true refreshes outside browsers, too', async () => {
    const storage = memoryStorage()
    await signedIn({ storage })
    client({ storage, autoRefreshToken: true })
    await pass(3600)
    expect(server.count(refresh)).toBe(1)
  })

  test('false starts no timer in a page', async () => {
    openPage()
    const { auth } = await signedIn({ storage: memoryStorage(), autoRefreshToken: false })
    await flush()
    expect(vi.getTimerCount()).toBe(0)
    await pass(3600)
    expect(server.count(refresh)).toBe(0)
    expect((await auth.getSession()).error).toBeNull()
    expect(server.count(refresh)).toBe(1)
  })

  test('is on in a page by default, and ends with dispose()', async () => {
    openPage()
    const { auth } = await signedIn({ storage: memoryStorage() })
    await pass(3600)
    expect(server.count(refresh)).toBe(1)
    auth.dispose()
    await pass(3600)
    expect(server.count(refresh)).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a session that lives', () => {
  test.each([1, 2, 5, 10, 30, 59, 60, 90, 119, 120])(
    '%d s only is refreshed before it ends, and no more often than that takes',
    async (expires_in) => {
      server.expires_in = expires_in
      const { auth } = await signedIn()
      await auth.startAutoRefresh()
      const lives = 20
      for (let i = 0; i < lives * 4; i++) {
        await pass(expires_in / 4)
        const { data } = await auth.getSession()
        expect(data.session).not.toBeNull()
      }
      expect(server.count(refresh)).toBeGreaterThanOrEqual(lives)
      expect(server.count(refresh)).toBeLessThanOrEqual(Math.ceil(lives * 1.25) + 1)
    },
  )

  test.each([7, 30, 365])(
    '%d days is not refreshed in the first hours, though timers cannot wait for that long',
    async (days) => {
      server.expires_in = days * 86_400
      const { auth } = await signedIn()
      await auth.startAutoRefresh()
      await pass(5 * 3600)
      expect(server.count(refresh)).toBe(0)
      expect(vi.getTimerCount()).toBe(1)
      vi.setSystemTime(Date.now() + days * 86_400_000 - 5 * hour - 3 * 60_000)
      await pass(60)
      expect(server.count(refresh)).toBe(0)
      await pass(60)
      expect(server.count(refresh)).toBe(1)
    },
  )
})

test('after sleep, when timers have stood still, the session is refreshed within a minute', async () => {
  const { auth } = await signedIn()
  await auth.startAutoRefresh()
  await pass(600)
  vi.setSystemTime(Date.now() + 8 * hour)
  await pass(60)
  expect(server.count(refresh)).toBe(1)
  expect((await auth.getSession()).data.session).not.toBeNull()
})

describe('a refresh that fails', () => {
  test('is tried again after 1 to 1.5 s, then 2 to 3 s, … at most 90 s, and never in between', async () => {
    const { auth } = await signedIn()
    await auth.startAutoRefresh()
    const moments: number[] = []
    server.on(
      refresh,
      () => {
        moments.push(performance.now())
        return new TypeError('fetch failed')
      },
      99,
    )
    await pass(3600 + 600)
    const pauses = moments.slice(1).map((moment, i) => (moment - moments[i]!) / 1000)
    expect(pauses.length).toBeGreaterThan(10)
    pauses.forEach((pause, i) => {
      const least = Math.min(2 ** i, 60)
      expect(pause).toBeGreaterThanOrEqual(least - 0.01)
      expect(pause).toBeLessThanOrEqual(least * 1.5 + 0.01)
    })
    server.off()
    await pass(90)
    expect((await auth.getSession()).error).toBeNull()
    expect(vi.getTimerCount()).toBe(1)
  })

  test('by 429 with Retry-After is tried again after that', async () => {
    const { auth } = await signedIn()
    await auth.startAutoRefresh()
    server.on(refresh, refusal(429, 'over_request_rate_limit', { 'retry-after': '120' }))
    await pass(3540)
    expect(server.count(refresh)).toBe(1)
    await pass(119 - 30)
    expect(server.count(refresh)).toBe(1)
    await pass(92)
    expect(server.count(refresh)).toBe(2)
  })

  test('because the session is over ends it, and the timer', async () => {
    const { auth, names } = await signedIn()
    await auth.startAutoRefresh()
    server.end('session_expired')
    await pass(3600)
    expect(names().at(-1)).toBe('SIGNED_OUT')
    expect(vi.getTimerCount()).toBe(0)
    await pass(3600)
    expect(server.count(refresh)).toBe(1)
  })

  test('because the new session could not be stored goes on with it, and without haste', async () => {
    const storage = memoryStorage()
    const { auth } = await signedIn({ storage })
    await auth.startAutoRefresh()
    storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    await pass(3 * 3600)
    expect(server.count(refresh)).toBe(3)
  })
})

describe('in a page', () => {
  let page: ReturnType<typeof openPage>
  beforeEach(() => {
    page = openPage()
  })

  test('nothing is refreshed while it is hidden; when it is shown, at once what has expired', async () => {
    const { auth } = await signedIn({ storage: memoryStorage() })
    await flush()
    await page.hide()
    expect(vi.getTimerCount()).toBe(0)
    await pass(10 * 3600)
    expect(server.count(refresh)).toBe(0)
    await page.show()
    expect(server.count(refresh)).toBe(1)
    expect((await auth.getSession()).data.session?.refresh_token).toBe('refresh00002')
  })

  test('what is still good when it is shown is refreshed in time', async () => {
    await signedIn({ storage: memoryStorage() })
    for (let i = 0; i < 5; i++) {
      await page.hide()
      await pass(60)
      await page.show()
    }
    expect(server.count(refresh)).toBe(0)
    expect(vi.getTimerCount()).toBe(1)
    await pass(3300)
    expect(server.count(refresh)).toBe(1)
  })

  test('that was opened hidden, it waits until it is shown', async () => {
    const storage = memoryStorage()
    await signedIn({ storage, autoRefreshToken: false })
    ;(document as unknown as { hidden: boolean }).hidden = true
    client({ storage })
    await pass(3595)
    expect(server.count(refresh)).toBe(0)
    await page.show()
    expect(server.count(refresh)).toBe(1)
  })

  test('what happens while it is hidden starts no timer: a sign-in, a change', async () => {
    await page.hide()
    const { auth } = await signedIn({ storage: memoryStorage() })
    await auth.updateUser({ data: {} })
    await auth.refreshSession()
    await flush()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('shown again it takes over what another tab has stored, and refreshes nothing', async () => {
    const storage = memoryStorage()
    const { auth, names } = await signedIn({ storage })
    await page.hide()
    const other = client({ storage, autoRefreshToken: false })
    await pass(3000)
    const { data } = await other.refreshSession()
    await page.show()
    expect((await auth.getSession()).data.session).toEqual(data.session)
    expect(names()).toEqual(['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED'])
    await page.hide()
    storage.removeItem(storageKey)
    await page.show()
    expect(names().at(-1)).toBe('SIGNED_OUT')
    expect(server.count(refresh)).toBe(1)
  })

  test('stopAutoRefresh() holds when it is hidden and shown', async () => {
    const { auth } = await signedIn({ storage: memoryStorage() })
    await auth.stopAutoRefresh()
    await page.hide()
    await pass(3600)
    await page.show()
    expect(server.count(refresh)).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })
})
