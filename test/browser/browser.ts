// What only a browser has: tabs that share a storage and run side by side, Web Locks, BroadcastChannel, CORS, IndexedDB, workers,
// redirects and a history. Here they are a real Chromium's. It opens an application on one origin, which talks to a GoTrue
// on another; each test has a fresh profile and a fresh server, and fails if anything at all was written to a console.
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { build } from 'esbuild'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { AuthClient, ClientOptions } from '../../src/facade/index.ts'
import { credentials, fakeServer } from '../facade/server.ts'
import { executablePath } from './chromium.ts'

/** What the page writes down of each event. */
export interface Told {
  event: string
  access_token: string | null
  reason?: string
}

/** The options of a page's client, as far as they survive the way into the page. */
export type PageOptions = Omit<ClientOptions, 'url' | 'storage' | 'fetch'> & {
  storage?: 'localStorage' | 'sessionStorage' | 'indexedDB'
}

declare global {
  interface Window {
    sdk: typeof import('../../src/facade/index.ts') & Pick<typeof import('../../src/operations/index.ts'), 'authorize'>
    clientOptions?: PageOptions & { url: string }
    auth: AuthClient
    events: Told[]
  }
}

const entry = `export * from './src/facade/index.ts'
export { authorize } from './src/operations/index.ts'`

/** An application: a router that keeps its state in the history, and a client that it makes at the start. */
const page = `<!doctype html><title>application</title>
<script type="module">
  import * as sdk from '/sdk.js'
  window.sdk = sdk
  window.events = []
  history.replaceState(history.state ?? { route: location.pathname }, '')
  if (window.clientOptions) {
    const { storage, ...options } = window.clientOptions
    const make = {
      localStorage: () => sdk.webStorage(localStorage),
      sessionStorage: () => sdk.webStorage(sessionStorage),
      indexedDB: () => sdk.indexedDBStorage(),
    }
    window.auth = sdk.createClient({ ...options, storage: make[storage]?.() })
    window.auth.onAuthStateChange((event, session, { reason }) => {
      window.events.push({ event, access_token: session?.access_token ?? null, ...(reason && { reason }) })
    })
  }
</script>`

export type GoTrue = ReturnType<typeof fakeServer>

export interface Application {
  /** The application's origin. */
  readonly origin: string
  /** The address of the GoTrue. */
  readonly url: string
  /** The GoTrue. */
  readonly server: GoTrue
  /** The profile that the tabs share. */
  readonly context: BrowserContext
  /** What was written to consoles, and what nobody has caught. A test has to take out what it expects. */
  readonly noise: string[]
  /** Opens a tab with a client, or without if the options are null. */
  tab(options?: PageOptions | null, path?: string): Promise<Page>
  /** Makes a tab, and opens nothing. */
  emptyTab(options?: PageOptions | null): Promise<Page>
  /** Serves a script of the application's own. */
  script(path: string, code: string): void
}

/** Starts a browser for the tests of a file. */
export function useBrowser(): Application {
  let origin: string
  let url: string
  let browser: Browser
  let context: BrowserContext
  let server: GoTrue
  let noise: string[]
  let scripts: Record<string, string>
  const servers: Server[] = []
  const listen = async (listener: RequestListener) => {
    const http = createServer(listener)
    servers.push(http)
    await new Promise<void>((resolve) => http.listen(0, 'localhost', resolve))
    return `http://localhost:${(http.address() as AddressInfo).port}`
  }

  beforeAll(async () => {
    const sdk = await bundle()
    origin = await listen((request, response) => {
      const { pathname } = new URL(request.url!, 'http://localhost')
      const code = sdk[pathname] ?? scripts[pathname]
      // A sandboxed frame is of another origin, and modules need CORS.
      response.setHeader('access-control-allow-origin', '*')
      response.setHeader('content-type', code ? 'text/javascript' : 'text/html')
      response.end(pathname === '/favicon.ico' ? '' : (code ?? page))
    })
    url = await listen((request, response) => void answer(server, request, response))
    // The package's own arguments make one process of it all, without the same-origin policy: two tabs would be none. What
    // Playwright gives is enough, and leaves each tab a process of its own.
    browser = await chromium.launch({ executablePath: await executablePath() })
  })
  afterAll(async () => {
    await browser?.close()
    for (const http of servers) {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    }
  })
  beforeEach(async () => {
    server = fakeServer()
    scripts = {}
    noise = []
    context = await browser.newContext()
    // As long as a call of the SDK may take, so that its own error is seen first.
    context.setDefaultTimeout(20_000)
    context.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`))
    context.on('weberror', (error) => noise.push(`uncaught: ${error.error()}`))
  })
  afterEach(async () => {
    await context.close()
    expect(noise).toEqual([])
  })

  const emptyTab = async (options: PageOptions | null = {}) => {
    const tab = await context.newPage()
    await tab.addInitScript((options) => (window.clientOptions = options ?? undefined), options && { ...options, url })
    return tab
  }
  return {
    get origin() {
      return origin
    },
    get url() {
      return url
    },
    get server() {
      return server
    },
    get context() {
      return context
    },
    get noise() {
      return noise
    },
    emptyTab,
    tab: async (options, path = '/') => {
      const tab = await emptyTab(options)
      await tab.goto(origin + path)
      return tab
    },
    script: (path, code) => void (scripts[path] = code),
  }
}

/** Signs in with a password. */
export const signIn = (tab: Page, email: string = credentials.email): Promise<string> =>
  tab.evaluate(
    async (credentials) => {
      const { data, error } = await window.auth.signInWithPassword(credentials)
      return data.session?.access_token ?? error!.code
    },
    { ...credentials, email },
  )

/** The access token of `getSession()`, or what it says instead. */
export const accessToken = (tab: Page): Promise<string> =>
  tab.evaluate(async () => {
    const { data, error } = await window.auth.getSession()
    return error ? error.code : (data.session?.access_token ?? 'nobody')
  })

export const events = (tab: Page): Promise<Told[]> => tab.evaluate(() => window.events)

/** Waits until a tab has been told of an event with this access token. */
export const told = (tab: Page, event: string, access_token: string | null) =>
  tab.waitForFunction(
    ([event, access_token]) => window.events.some((told) => told.event === event && told.access_token === access_token),
    [event, access_token] as const,
  )

/** The refresh tokens that were presented, in order. */
export const presented = (server: GoTrue): Promise<string[]> =>
  Promise.all(
    server.requests
      .filter(({ url }) => url.includes('grant_type=refresh_token'))
      .map(async (request) => (await request.clone().json()).refresh_token),
  )

/** The SDK as a bundler serves it: what is loaded later is a file of its own. @returns the code by path */
async function bundle(): Promise<Record<string, string>> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    splitting: true,
    outdir: '/',
    entryNames: 'sdk',
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  })
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path, text]))
}

/** What GoTrue allows to pages of other origins (api.go). */
const allowed =
  /^(accept|authorization|content-type|x-client-ip|x-client-info|x-jwt-aud|x-use-cookie|x-supabase-api-version)$/

async function answer(server: GoTrue, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url, headers } = request
  const cors = { 'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true' }
  if (method === 'OPTIONS') {
    const asked = headers['access-control-request-headers']?.split(/ *, */) ?? []
    // A refusal looks the same, only that it allows nothing.
    response
      .writeHead(
        204,
        asked.every((name) => allowed.test(name))
          ? {
              ...cors,
              'access-control-allow-methods': headers['access-control-request-method'],
              'access-control-allow-headers': asked.join(', '),
            }
          : {},
      )
      .end()
    return
  }
  const body = await text(request)
  const given = await server.fetch(
    new Request(`http://${headers.host}${url}`, {
      method: method!,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      body: body || null,
    }),
  )
  response.writeHead(given.status, {
    ...Object.fromEntries(given.headers),
    ...cors,
    'access-control-expose-headers': 'X-Total-Count, Link, X-Supabase-Api-Version',
  })
  response.end(await given.text())
}
