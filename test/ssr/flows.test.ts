// Whole flows: an application on gotrue-sdk/ssr, a browser, and a GoTrue in memory.
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createCookieSessions, localPath, type CookieSessionsOptions } from '../../src/ssr/index.ts'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { createBrowser, type Browser } from './browser.ts'

const origin = 'https://app.example.com'
const email = 'ada@example.com'
const password = 'correct-horse-battery'
let server: TestServer
let app: (request: Request) => Promise<Response>
let browser: Browser

/** A page has three loaders, which know nothing of each other. */
function createApp(options: Partial<CookieSessionsOptions> = {}) {
  const sessions = createCookieSessions({ url: server.url, fetch: server.fetch, origins: [origin], ...options })
  return async (request: Request): Promise<Response> => {
    const session = sessions.open(request)
    if (session.isCrossOrigin) return new Response(null, { status: 403 })
    const { pathname, searchParams } = new URL(request.url)
    const redirect = (to: string) => session.respond(Response.redirect(new URL(to, origin), 303))
    switch (pathname) {
      case '/sign-in': {
        const form = await request.formData()
        const { error } = await session.auth.signInWithPassword({
          email: String(form.get('email')),
          password: String(form.get('password')),
        })
        if (error) return session.respond(Response.json({ code: error.code }, { status: 400 }))
        return redirect(localPath(form.get('next')))
      }
      case '/sign-out':
        await session.auth.signOut()
        return redirect('/')
      case '/sign-in/github': {
        const redirectTo = `${origin}/callback?next=${encodeURIComponent(searchParams.get('next') ?? '/')}`
        const { data } = await session.auth.signInWithOAuth({ provider: 'github', options: { redirectTo } })
        return session.respond(Response.redirect(data.url!, 303))
      }
      case '/callback': {
        const { error } = await session.auth.exchangeCodeForSession(searchParams.get('code') ?? '')
        if (error) return session.respond(Response.json({ code: error.code }, { status: 400 }))
        return redirect(localPath(searchParams.get('next')))
      }
      case '/static':
        return session.respond(new Response('the same for all', { headers: { 'cache-control': 'public, max-age=60' } }))
      default: {
        const loader = async () => (await sessions.open(request).getClaims()).data?.email ?? null
        const user = async () => (await session.auth.getUser()).data.user?.email ?? null
        return session.respond(Response.json(await Promise.all([loader(), loader(), user()])))
      }
    }
  }
}
const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) })
const operations = () => server.requests.map(({ operation }) => operation)
const refreshes = () => server.requests.filter(({ url }) => url.includes('grant_type=refresh_token'))

beforeEach(() => {
  vi.useRealTimers()
  server = createTestServer({ config: { GOTRUE_URI_ALLOW_LIST: [`${origin}/**`] } })
  server.users.create({ email, password })
  app = createApp()
  browser = createBrowser((request) => app(request))
})

const signIn = async (next = '/') => {
  const response = await browser.visit('/sign-in', form({ email, password, next }))
  expect(response.status).toBe(303)
  return response
}
/** Lets the access token expire, for the application and for the server. */
const wait = (seconds: number) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 })
}

describe('a form that signs in', () => {
  test('sets cookies that scripts and other sites do not get, and the page knows the user', async () => {
    const response = await signIn('/account?tab=1')
    expect(response.headers.get('location')).toBe(`${origin}/account?tab=1`)
    expect(browser.received.map((header) => header.replace(/=.*?;/, '=…;'))).toEqual([
      '__Host-gotrue-localhost.0=…; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=Lax',
    ])
    server.requests.length = 0
    const page = await browser.visit('/')
    expect(await page.json()).toEqual([email, email, email])
    expect(page.headers.get('cache-control')).toBe('private, no-store')
    expect(page.headers.getSetCookie()).toEqual([])
    expect(refreshes()).toEqual([])
  })

  test('with a wrong password sets nothing', async () => {
    const response = await browser.visit('/sign-in', form({ email, password: 'wrong' }))
    expect(await response.json()).toEqual({ code: 'invalid_credentials' })
    expect(browser.cookies.size).toBe(0)
  })

  test.each(['https://evil.example', '//evil.example', '/\\evil.example', '/.//evil.example', 'javascript:alert(1)'])(
    'does not lead to %s',
    async (next) => expect((await signIn(next)).headers.get('location')).toBe(`${origin}/`),
  )

  test('from a page of another origin is refused, and nothing is sent', async () => {
    const response = await browser.visit('/sign-in', { ...form({ email, password }), from: 'https://evil.example' })
    expect(response.status).toBe(403)
    expect(server.requests).toEqual([])
  })
})

describe('a page with parallel loaders, after the access token has expired', () => {
  beforeEach(async () => {
    await signIn()
    wait(3600)
    server.requests.length = 0
  })

  test('makes one refresh, and sets the new session', async () => {
    const before = new Map(browser.cookies)
    const page = await browser.visit('/')
    expect(await page.json()).toEqual([email, email, email])
    expect(refreshes()).toHaveLength(1)
    expect([...browser.cookies.keys()]).toEqual([...before.keys()])
    expect(browser.cookies).not.toEqual(before)
    await browser.visit('/')
    expect(refreshes()).toHaveLength(1)
  })

  test('makes one refresh for several requests of the browser', async () => {
    const requests = Array.from({ length: 5 }, () => browser.request('/'))
    const pages = await Promise.all(requests.map(app))
    for (const page of pages) {
      expect(await page.clone().json()).toEqual([email, email, email])
      expect(page.headers.getSetCookie()).toHaveLength(1)
      browser.keep(page)
    }
    expect(refreshes()).toHaveLength(1)
  })

  test('makes one per request where requests can not wait for each other, and each gets the session', async () => {
    app = createApp({ shareRefreshes: false })
    const pages = await Promise.all(Array.from({ length: 5 }, () => app(browser.request('/'))))
    for (const page of pages) expect(await page.json()).toEqual([email, email, email])
    expect(refreshes()).toHaveLength(5)
  })

  test('that the server has ended: nobody is signed in, and the cookies go', async () => {
    server.users.delete(email)
    const page = await browser.visit('/')
    expect(await page.json()).toEqual([null, null, null])
    expect(browser.cookies.size).toBe(0)
  })

  test('while the server is down: the session stays', async () => {
    server.faults.always('grantToken', { status: 503 })
    const before = new Map(browser.cookies)
    const page = await browser.visit('/')
    expect(await page.json()).toEqual([null, null, null])
    expect(browser.cookies).toEqual(before)
    expect(refreshes()).toHaveLength(1)
  })
})

describe('a session that the server has ended, while its access token is good', () => {
  beforeEach(() => signIn())

  test('is believed by getClaims(), and ended by the first answer of the server', async () => {
    server.users.delete(email)
    const page = await browser.visit('/')
    expect(await page.json()).toEqual([email, email, null])
    expect(browser.cookies.size).toBe(0)
  })

  test('leaves no cookie at sign-out', async () => {
    server.users.delete(email)
    const page = await browser.visit('/sign-out', { method: 'POST' })
    expect(page.status).toBe(303)
    expect(browser.cookies.size).toBe(0)
  })
})

test.each([-120, -1, 1, 120])('with a server whose clock is %i minutes off, people stay signed in', async (minutes) => {
  server.clock.set(Date.now() + minutes * 60_000)
  await signIn()
  expect(await (await browser.visit('/')).json()).toEqual([email, email, email])
  expect(await (await browser.visit('/')).json()).toEqual([email, email, email])
  expect(refreshes()).toEqual([])
})

test('a form that signs out deletes the cookies and ends the session', async () => {
  await signIn()
  const before = new Map(browser.cookies)
  await browser.visit('/sign-out', { method: 'POST' })
  expect(operations().at(-1)).toBe('logout')
  expect(browser.cookies.size).toBe(0)
  expect(await (await browser.visit('/')).json()).toEqual([null, null, null])
  // Who has kept the cookies is not signed in for longer than the access token lives.
  wait(3600)
  for (const [name, value] of before) browser.cookies.set(name, value)
  expect(await (await browser.visit('/')).json()).toEqual([null, null, null])
})

test('a page of another origin cannot sign out', async () => {
  await signIn()
  const response = await browser.visit('/sign-out', { method: 'POST', from: 'https://evil.example' })
  expect(response.status).toBe(403)
  expect(browser.cookies.size).toBe(1)
  expect(operations()).not.toContain('logout')
})

test('a page that asks for no session stays as cacheable as it was', async () => {
  await signIn()
  const page = await browser.visit('/static')
  expect(page.headers.get('cache-control')).toBe('public, max-age=60')
  expect(page.headers.has('vary')).toBe(false)
})

describe('sign-in with a provider', () => {
  test('keeps the code verifier in a cookie, and comes back to where it began', async () => {
    const start = await browser.visit('/sign-in/github?next=/account')
    const [name] = browser.cookies.keys()
    expect(name).toBe('__Host-gotrue-localhost-flows.0')
    expect(browser.received[0]).toMatch(/; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    const back = new URL(await server.providers.approve(start.headers.get('location')!, { email: 'bob@example.com' }))
    const end = await browser.visit(back.pathname + back.search)
    expect(end.headers.get('location')).toBe(`${origin}/account`)
    expect([...browser.cookies.keys()]).toEqual(['__Host-gotrue-localhost.0'])
    expect(await (await browser.visit('/')).json()).toEqual(Array(3).fill('bob@example.com'))
  })

  test('does not lead to another origin afterwards', async () => {
    const start = await browser.visit('/sign-in/github?next=https://evil.example')
    const back = new URL(await server.providers.approve(start.headers.get('location')!))
    const end = await browser.visit(back.pathname + back.search)
    expect(end.headers.get('location')).toBe(`${origin}/`)
  })

  test('with a code that another browser began is refused', async () => {
    const attacker = createBrowser(app)
    const start = await attacker.visit('/sign-in/github')
    const back = new URL(await server.providers.approve(start.headers.get('location')!))
    const end = await browser.visit(back.pathname + back.search)
    expect(await end.json()).toEqual({ code: 'pkce_code_verifier_not_found' })
    expect(browser.cookies.size).toBe(0)
  })
})

test('requests of many users side by side get their own sessions only', async () => {
  const people = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const { email, id } = server.users.create({ email: `user-${index}@example.com`, password })
      const person = createBrowser((request) => app(request))
      await person.visit('/sign-in', form({ email: email!, password }))
      return { email, id, person }
    }),
  )
  wait(3600)
  server.requests.length = 0
  const visits = people.flatMap((each) => Array.from({ length: 3 }, () => each))
  await Promise.all(
    visits.map(async ({ email, person }) => {
      const page = await app(person.request('/'))
      expect(await page.clone().json()).toEqual([email, email, email])
      person.keep(page)
    }),
  )
  expect(refreshes()).toHaveLength(people.length)
  for (const { id, person } of people) {
    const chunks = [...person.cookies.values()].map((value) => value.split('.')[2])
    const session = JSON.parse(Buffer.from(chunks.join(''), 'base64url').toString())
    expect(session.user.id).toBe(id)
    expect(JSON.parse(Buffer.from(session.access_token.split('.')[1], 'base64url').toString()).sub).toBe(id)
  }
})
