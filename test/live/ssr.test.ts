// Sessions in cookies on a real server: gotrue-sdk/ssr. See live.ts.
import { expect, test } from 'vitest'
import { decodeAccessToken } from '../../src/facade/index.ts'
import { createCookieSessions } from '../../src/ssr/index.ts'
import { createBrowser } from '../ssr/browser.ts'
import { apiKey, connectAsUser, describeWith, judged, url } from './live.ts'

/** A process of the application. Each shares its refreshes only with itself. */
function createProcess() {
  let refreshes = 0
  const sessions = createCookieSessions({
    url: url!,
    ...(apiKey && { apiKey }),
    fetch: (request) => {
      if (request.url.endsWith('grant_type=refresh_token')) refreshes++
      return judged(request)
    },
  })
  const app = async (request: Request): Promise<Response> => {
    const session = sessions.open(request)
    switch (new URL(request.url).pathname) {
      case '/sign-in':
        await session.auth.signInWithPassword(await request.json())
        return session.respond(new Response())
      case '/sign-out':
        return session.respond(Response.json(await session.auth.signOut()))
      case '/refresh':
        await session.auth.refreshSession()
    }
    const [{ data: claims, error }, token] = await Promise.all([session.getClaims(), session.getAccessToken()])
    return session.respond(Response.json({ email: claims?.email ?? null, code: error?.code ?? null, token: token.data }))
  }
  return { app, refreshes: () => refreshes }
}
interface Page {
  email: string | null
  code: string | null
  token: string | null
}

describeWith(['sign-up by e-mail'], 'sessions in cookies', () => {
  const signIn = async () => {
    const { email, password, auth } = await connectAsUser()
    const [one, other] = [createProcess(), createProcess()]
    const browser = createBrowser(one.app)
    await browser.visit('/sign-in', { method: 'POST', body: JSON.stringify({ email, password }) })
    expect(browser.cookies.size).toBeGreaterThan(0)
    return { browser, one, other, email, auth }
  }
  const read = async (response: Response): Promise<Page> => response.json() as Promise<Page>
  const sessionOf = ({ token }: Page) => decodeAccessToken(token!).session_id

  test('sign-in, a page, and sign-out', async () => {
    const { browser, email } = await signIn()
    expect(await read(await browser.visit('/'))).toMatchObject({ email, code: null })
    const kept = new Map(browser.cookies)
    expect(await (await browser.visit('/sign-out', { method: 'POST' })).json()).toEqual({ data: null, error: null })
    expect(browser.cookies.size).toBe(0)
    // Who has kept the cookies gets no new session by them.
    for (const [name, value] of kept) browser.cookies.set(name, value)
    await browser.visit('/refresh')
    expect(browser.cookies.size).toBe(0)
  })

  test('requests at the same time, to two processes: each asks once, and gets the same session', async () => {
    const { browser, one, other, email } = await signIn()
    const before = sessionOf(await read(await browser.visit('/')))
    const apps = [one.app, one.app, one.app, other.app, other.app]
    const answers = await Promise.all(apps.map((app) => app(browser.request('/refresh'))))
    for (const answer of answers) {
      const page = await read(answer.clone())
      expect(page).toMatchObject({ email, code: null })
      expect(sessionOf(page)).toBe(before)
      browser.keep(answer)
    }
    expect([one.refreshes(), other.refreshes()]).toEqual([1, 1])
    // Whichever answer came last, its cookies are good.
    expect(await read(await browser.visit('/refresh'))).toMatchObject({ email, code: null })
  })

  test('a session that was ended elsewhere: the cookies go with the next refresh', async () => {
    const { browser, auth } = await signIn()
    await auth.signOut({ scope: 'global' })
    expect(await read(await browser.visit('/refresh'))).toEqual({ email: null, code: null, token: null })
    expect(browser.cookies.size).toBe(0)
  })
})
