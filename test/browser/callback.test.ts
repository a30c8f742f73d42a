// Only a browser has an address bar, a history and redirects that it hides: here a user goes to a provider, and comes back.
import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { refusal } from '../facade/server.ts'
import { json } from '../scripted-fetch.ts'
import { accessToken, events, told, useBrowser } from './browser.ts'

const application = useBrowser()
const exchange = 'POST /token?grant_type=pkce'

/** The code challenges that codes were given for. */
let challenges: Map<string, string>
/** The user agrees at once, and the server leads on to the application: with a code for a challenge, else with tokens. */
beforeEach(() => {
  const { server } = application
  challenges = new Map()
  server.on(
    'GET /authorize',
    ({ url }) => {
      const { searchParams } = new URL(url)
      const back = new URL(searchParams.get('redirect_to')!)
      const challenge = searchParams.get('code_challenge')
      if (challenge) {
        const code = `code-${challenges.size + 1}`
        challenges.set(code, challenge)
        back.searchParams.set('code', code)
      } else {
        const { access_token, refresh_token, expires_in, expires_at, token_type } = server.signIn()
        const fragment = {
          access_token,
          refresh_token,
          token_type,
          expires_in: `${expires_in}`,
          expires_at: `${expires_at}`,
        }
        back.hash = `${new URLSearchParams({ ...fragment, sb: '' })}`
      }
      return new Response(null, { status: 302, headers: { location: back.href } })
    },
    Infinity,
  )
  server.on(
    exchange,
    async () => {
      const { auth_code, code_verifier } = await server.requests.at(-1)!.clone().json()
      const challenge = challenges.get(auth_code)
      if (!challenge) return refusal(404, 'flow_state_not_found')
      if (createHash('sha256').update(code_verifier).digest('base64url') !== challenge) {
        return refusal(400, 'bad_code_verifier')
      }
      challenges.delete(auth_code)
      return json(server.signIn())
    },
    Infinity,
  )
})

/** Leaves for the provider, to come back to `path`. */
const leave = (tab: Page, path: string) =>
  tab.evaluate((redirectTo) => {
    void window.auth.signInWithOAuth({ provider: 'github', options: { redirectTo } })
  }, application.origin + path)
/** Starts a flow that comes back to `/inbox`, and stays. */
const urlOf = (tab: Page) =>
  tab.evaluate(async () => {
    const options = { redirectTo: `${location.origin}/inbox`, skipBrowserRedirect: true }
    return (await window.auth.signInWithOAuth({ provider: 'github', options })).data.url!
  })
const isSignedIn = (tab: Page) => tab.waitForFunction(() => window.auth?.getSnapshot().status === 'signed-in')
/** Where the tab is, and was, without the origin. */
async function history(tab: Page): Promise<{ current: string; urls: string[] }> {
  const { currentIndex, entries } = await (await application.context.newCDPSession(tab)).send('Page.getNavigationHistory')
  const urls = entries.map(({ url }) => url.replace(application.origin, ''))
  return { current: urls[currentIndex]!, urls }
}
const state = (tab: Page) => tab.evaluate(() => window.history.state)

describe('signInWithOAuth()', () => {
  test('implicit: the tokens of the fragment are taken in, and out of the history', async () => {
    const tab = await application.tab({}, '/start')
    await leave(tab, '/inbox?view=list')
    await tab.waitForURL(/inbox/)
    await isSignedIn(tab)
    const token = await accessToken(tab)
    await told(tab, 'SIGNED_IN', token)
    expect(application.server.log).toEqual([expect.stringMatching(/^GET \/authorize\?provider=github&/), 'GET /user'])

    const urls = ['about:blank', '/start', '/inbox?view=list']
    expect(await history(tab)).toEqual({ current: '/inbox?view=list', urls })
    expect(await tab.evaluate(() => location.href)).toBe(`${application.origin}/inbox?view=list`)
    // The application's router has put it there before the client began.
    expect(await state(tab)).toEqual({ route: '/inbox' })

    await tab.goto(`${application.origin}/later`)
    await tab.goBack()
    expect(await history(tab)).toEqual({ current: '/inbox?view=list', urls: [...urls, '/later'] })
    expect(await tab.evaluate(() => location.href)).toBe(`${application.origin}/inbox?view=list`)
    expect(await accessToken(tab)).toBe(token)
    expect(application.server.log).toHaveLength(2)
  })

  test('PKCE: the code is exchanged once, and taken out of the history', async () => {
    const tab = await application.tab({ flowType: 'pkce' }, '/start')
    await leave(tab, '/inbox?view=list#top')
    await tab.waitForURL(/inbox/)
    await isSignedIn(tab)
    const token = await accessToken(tab)
    expect(application.server.log).toEqual([expect.stringContaining('code_challenge_method=s256'), exchange])
    expect(await history(tab)).toEqual({
      current: '/inbox?view=list#top',
      urls: ['about:blank', '/start', '/inbox?view=list#top'],
    })
    expect(await state(tab)).toEqual({ route: '/inbox' })
    const { code_verifier } = await application.server.requests[1]!.clone().json()
    expect(await tab.evaluate(() => JSON.stringify(localStorage))).not.toContain(code_verifier)

    await tab.reload()
    expect(await accessToken(tab)).toBe(token)
    expect(application.server.log).toHaveLength(2)
    expect(await events(tab)).toEqual([{ event: 'INITIAL_SESSION', access_token: token }])
  })

  test('PKCE: two flows under way, in two tabs: each code finds its verifier', async () => {
    const tabs = [await application.tab({ flowType: 'pkce' }), await application.tab({ flowType: 'pkce' })]
    const urls: string[] = []
    for (const tab of tabs) urls.push(await urlOf(tab))
    await tabs[0]!.goto(urls[0]!)
    await told(tabs[0]!, 'SIGNED_IN', await accessToken(tabs[0]!))
    // The later flow's verifier was tried first: the browser shows the server's refusal.
    expect(application.server.count(exchange)).toBe(2)
    await expect.poll(() => application.noise.splice(0)).toEqual([expect.stringContaining('status of 400')])
    await tabs[1]!.goto(urls[1]!)
    await told(tabs[1]!, 'SIGNED_IN', await accessToken(tabs[1]!))
    expect(application.server.count(exchange)).toBe(3)
  })
})

describe('a code of another server', () => {
  test.each(['implicit', 'pkce'] as const)('opened with flowType %s stays as it is', async (flowType) => {
    const path = '/connect?code=foreign&state=xyz#top'
    const tab = await application.tab({ flowType }, path)
    const error = await tab.evaluate(async () => (await window.auth.initialize()).error)
    expect(error).toBeNull()
    expect(await history(tab)).toEqual({ current: path, urls: ['about:blank', path] })
    expect(application.server.log).toEqual([])
  })

  test('opened while a flow of ours is under way does not use its verifier up', async () => {
    const tab = await application.tab({ flowType: 'pkce' })
    const url = await urlOf(tab)
    await tab.goto(`${application.origin}/connect?code=foreign`)
    expect(await accessToken(tab)).toBe('nobody')
    expect(await tab.evaluate(() => location.search)).toBe('?code=foreign')
    expect(application.server.count(exchange)).toBe(0)
    await tab.goto(url)
    await isSignedIn(tab)
    expect(await tab.evaluate(() => location.href)).toBe(`${application.origin}/inbox`)
  })
})

test('authorize() in a browser, which hides where a redirect leads: redirect_hidden', async () => {
  const tab = await application.tab(null)
  const { error, status } = await tab.evaluate(async (url) => {
    const client = window.sdk.createTransport({ url })
    const query = { provider: 'github' as const, redirect_to: `${location.origin}/inbox` }
    const { error, response } = await window.sdk.authorize({ client, query })
    return { error: error && { name: error.name, code: error.code, retryable: error.retryable }, status: response?.status }
  }, application.url)
  expect(error).toEqual({ name: 'AuthError', code: 'redirect_hidden', retryable: false })
  expect(status).toBe(0)
  expect(application.server.count('GET /authorize')).toBe(1)
})
