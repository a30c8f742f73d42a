// createAdmin(): its options, where it refuses to run, what it sends its token to; and the promises that hold for every method: it
// resolves, whatever it is given; it ends when it is told to; it sends the headers that are asked for. The methods are those of the
// contract's table, and a test sees that it names every function there is.
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createAdmin, isAuthError, type Admin, type AdminOptions } from '../../../src/facade/admin/index.ts'
import { allAdminCalls } from '../../contract/admin-calls.ts'
import { json, scriptedFetch } from '../../scripted-fetch.ts'

const url = 'https://auth.example.com/auth/v1'
const adminToken = 'eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2ln'
const apiKey = 'sb_secret_31a2b3c4d5e6f708'
const methods = [...new Map([...allAdminCalls].reverse())].reverse()

beforeEach(() => {
  for (const name of ['GOTRUE_URL', 'GOTRUE_SERVICE_KEY', 'GOTRUE_API_KEY']) vi.stubEnv(name, undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** The functions of an object, by path. */
const functionsOf = (value: object, path = ''): [string, (...values: unknown[]) => unknown][] =>
  Object.entries(value).flatMap(([name, member]) =>
    typeof member === 'function' ? [[path + name, member as never]] : functionsOf(member as object, `${name}.`),
  )

/** Where an admin with these options sends its requests, and with which keys. */
async function sent(options: AdminOptions = {}) {
  const fetch = scriptedFetch(json({ items: [] }))
  const { error } = await createAdmin({ ...options, fetch }).sso.listProviders()
  if (error) return error
  const { url, headers } = fetch.requests[0]!
  return [new URL(url).host, headers.get('authorization'), headers.get('apikey')]
}

test('the table of the contract names every function', () => {
  const functions = functionsOf(createAdmin({ url, adminToken })).map(([name]) => name)
  expect(methods.map(([name]) => name).sort()).toEqual(functions.sort())
})

describe('createAdmin()', () => {
  test.each([
    ['an admin token', { adminToken }, [`Bearer ${adminToken}`, null]],
    ['a secret API key', { apiKey }, [null, apiKey]],
    ['a service_role key', { apiKey: adminToken }, [`Bearer ${adminToken}`, adminToken]],
    ['both', { adminToken, apiKey: 'anon' }, [`Bearer ${adminToken}`, 'anon']],
    ['a function', { adminToken: (): string => adminToken }, [`Bearer ${adminToken}`, null]],
    [
      'an async function',
      { adminToken: async (): Promise<string> => adminToken, apiKey: 'anon' },
      [`Bearer ${adminToken}`, 'anon'],
    ],
  ])('with %s', async (_what, options, keys) => {
    expect(await sent({ url, ...options })).toEqual(['auth.example.com', ...keys])
  })

  test('takes the address and the keys from the environment', async () => {
    vi.stubEnv('GOTRUE_URL', 'https://env.example.com')
    vi.stubEnv('GOTRUE_SERVICE_KEY', adminToken)
    expect(await sent()).toEqual(['env.example.com', `Bearer ${adminToken}`, adminToken])
    vi.stubEnv('GOTRUE_API_KEY', 'anon')
    expect(await sent()).toEqual(['env.example.com', `Bearer ${adminToken}`, 'anon'])
    // What is no token goes where API keys go.
    vi.stubEnv('GOTRUE_SERVICE_KEY', apiKey)
    expect(await sent()).toEqual(['env.example.com', null, apiKey])
    vi.stubEnv('GOTRUE_SERVICE_KEY', undefined)
    vi.stubEnv('GOTRUE_API_KEY', apiKey)
    expect(await sent()).toEqual(['env.example.com', null, apiKey])
    expect(await sent({ adminToken: 'ey.ey.own' })).toEqual(['env.example.com', 'Bearer ey.ey.own', apiKey])
    expect(await sent({ apiKey: 'own', url: undefined } as AdminOptions)).toEqual(['env.example.com', null, 'own'])
  })

  test('does not send the environment’s keys to another server', async () => {
    vi.stubEnv('GOTRUE_URL', 'https://env.example.com')
    vi.stubEnv('GOTRUE_SERVICE_KEY', adminToken)
    vi.stubEnv('GOTRUE_API_KEY', apiKey)
    expect(await sent({ url, adminToken: 'ey.ey.own' })).toEqual(['auth.example.com', 'Bearer ey.ey.own', null])
    expect(() => createAdmin({ url })).toThrow(expect.objectContaining({ code: 'credentials_missing' }))
  })

  test.each([undefined, '', 'localhost', 'https://user:password@example.com'])(
    'with the url %j says what is wrong',
    (url) => {
      const make = () => createAdmin({ url, adminToken } as AdminOptions)
      expect(make).toThrow(expect.objectContaining({ name: 'AuthError', code: 'invalid_argument' }))
      expect(make).not.toThrow('password')
    },
  )

  test.each<[string, object]>([
    ['no key', {}],
    ['an empty key', { adminToken: '', apiKey: '' }],
  ])('with %s says which is missing', (_what, options) => {
    expect(() => createAdmin({ url, ...options })).toThrow(
      expect.objectContaining({ code: 'credentials_missing', message: expect.stringContaining('GOTRUE_SERVICE_KEY') }),
    )
  })

  test('asks adminToken for a token at each call, and not for signOut()', async () => {
    const fetch = scriptedFetch(json({ items: [] }))
    let count = 0
    const admin = createAdmin({ url, fetch, adminToken: async () => `ey.ey.${++count}` })
    await admin.sso.listProviders()
    await admin.sso.listProviders()
    await admin.signOut('ey.ey.user')
    expect(fetch.requests.map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer ey.ey.1',
      'Bearer ey.ey.2',
      'Bearer ey.ey.user',
    ])
    expect(count).toBe(2)
  })

  test.each<[string, () => string | Promise<string>]>([
    ['throws', () => Promise.reject(new Error('vault is closed'))],
    ['makes none', () => ''],
    ['makes undefined', () => undefined as never],
  ])('with adminToken that %s: credentials_missing, and nothing is sent', async (_what, provider) => {
    const fetch = scriptedFetch(json({ items: [] }))
    // Another key is no answer to that.
    const admin = createAdmin({ url, fetch, adminToken: provider, apiKey: adminToken })
    const { data, error } = await admin.sso.listProviders()
    expect({ data, code: error?.code }).toEqual({ data: { providers: [] }, code: 'credentials_missing' })
    expect(fetch.requests).toEqual([])
  })

  test('with adminToken that never answers ends by the time limit', async () => {
    const admin = createAdmin({ url, adminToken: () => new Promise(() => {}), timeout: 20 })
    expect((await admin.sso.listProviders()).error).toMatchObject({ code: 'timeout' })
  })

  test('sends the headers of its options, and what middleware adds', async () => {
    const fetch = scriptedFetch(json({ items: [] }))
    const onRequest = ({ request }: { request: Request }) => void request.headers.set('traceparent', '00-1-2-03')
    const headers = { 'x-app': 'shop', 'X-Supabase-Api-Version': null }
    await createAdmin({ url, adminToken, fetch, headers, middleware: [{ onRequest }] }).sso.listProviders()
    expect(Object.fromEntries(fetch.requests[0]!.headers)).toMatchObject({ 'x-app': 'shop', traceparent: '00-1-2-03' })
    expect(fetch.requests[0]!.headers.has('x-supabase-api-version')).toBe(false)
  })

  test('shows no key in logs', () => {
    const admin = createAdmin({ url, adminToken, apiKey })
    const shown = inspect(admin, { depth: 9, showHidden: true }) + JSON.stringify(admin)
    expect(shown).not.toContain(adminToken)
    expect(shown).not.toContain(apiKey)
  })

  test('starts nothing, and makes functions of their own', async () => {
    vi.useFakeTimers()
    const fetch = scriptedFetch(json({ items: [] }))
    const { sso, listUsers } = createAdmin({ url, adminToken, fetch })
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect([fetch.requests.length, vi.getTimerCount()]).toEqual([0, 0])
    const { listProviders } = sso
    expect((await listProviders()).error).toBeNull()
    expect((await listUsers()).error).toMatchObject({ code: 'unexpected_response' })
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('createAdmin() in', () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const browsers: [string, Record<string, unknown>][] = [
    ['a page', { document: {}, navigator: { userAgent: firefox } }],
    ['a page that hides what it is', { document: {}, navigator: undefined }],
    ['a worker of a browser', { document: undefined, WorkerGlobalScope: class {}, navigator: { userAgent: firefox } }],
  ]
  const servers: [string, Record<string, unknown>][] = [
    ['Node', {}],
    ['Node without a navigator', { navigator: undefined }],
    ['Deno', { navigator: { userAgent: 'Deno/2.5.0' }, window: undefined }],
    ['Bun', { navigator: { userAgent: 'Bun/1.3.0' } }],
    ['a worker of Cloudflare', { navigator: { userAgent: 'Cloudflare-Workers' }, WorkerGlobalScope: class {} }],
    ['an edge runtime', { navigator: {}, EdgeRuntime: 'edge' }],
  ]
  const enter = (globals: Record<string, unknown>) => {
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
  }

  test.each(browsers)('%s is refused, and the error does not tell the key', (_where, globals) => {
    enter(globals)
    for (const dangerouslyAllowBrowser of [undefined, false, 'true', 1] as boolean[]) {
      const make = () => createAdmin({ url, adminToken, dangerouslyAllowBrowser })
      expect(make).toThrow(
        expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining('browser') }),
      )
      expect(make).not.toThrow(adminToken)
    }
  })

  test.each(browsers)('%s runs where it is allowed to', async (_where, globals) => {
    enter(globals)
    expect(await sent({ url, adminToken, dangerouslyAllowBrowser: true })).toContain('auth.example.com')
  })

  test.each(servers)('%s runs', async (_where, globals) => {
    enter(globals)
    expect(await sent({ url, adminToken })).toContain('auth.example.com')
  })
})

describe.each(methods)('%s()', (name, { call, empty }) => {
  const hanging = () => {
    const requests: Request[] = []
    const fetch = (request: Request) => {
      requests.push(request)
      return new Promise<Response>(() => {})
    }
    return { requests, admin: createAdmin({ url, adminToken, fetch }) }
  }

  test('aborted before: code aborted with the reason, and nothing is sent', async () => {
    const { admin, requests } = hanging()
    const { data, error } = await call(admin, { signal: AbortSignal.abort('enough') })
    expect({ data, error }).toMatchObject({ data: empty, error: { code: 'aborted', cause: 'enough', retryable: false } })
    expect(requests).toEqual([])
  })

  test('aborted midway: code aborted, and nothing goes on', async () => {
    const { admin, requests } = hanging()
    const controller = new AbortController()
    const calling = Promise.resolve(call(admin, { signal: controller.signal }))
    await vi.waitFor(() => expect(requests).toHaveLength(1))
    controller.abort('enough')
    expect((await calling).error).toMatchObject({ code: 'aborted', cause: 'enough' })
    expect(requests[0]!.signal.aborted).toBe(true)
  })

  test('ends by the time limit: code timeout, retryable', async () => {
    vi.useFakeTimers()
    const { admin } = hanging()
    const calling = Promise.resolve(call(admin, { timeout: 1000 }))
    await vi.advanceTimersByTimeAsync(999)
    let isDone = false
    void calling.then(() => (isDone = true))
    await vi.advanceTimersByTimeAsync(0)
    expect(isDone).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect((await calling).error).toMatchObject({ code: 'timeout', retryable: true })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('sends the call’s headers before the client’s', async () => {
    const fetch = scriptedFetch(json({}))
    const admin = createAdmin({ url, adminToken, apiKey, fetch, headers: { 'x-app': 'shop', 'x-b': '2' } })
    await call(admin, { headers: { 'x-app': 'own', 'X-B': null, x: undefined } })
    const { headers } = fetch.requests[0]!
    expect([headers.get('x-app'), headers.get('x-b'), headers.has('x'), headers.get('apikey')]).toEqual([
      'own',
      null,
      false,
      apiKey,
    ])
  })

  test('without a network is network_failure, and with HTML unexpected_response', async () => {
    const run = (step: Response | Error) => call(createAdmin({ url, adminToken, fetch: scriptedFetch(step), retry: 0 }), {})
    const html = new Response('<html>Bad Gateway</html>', { status: 502, headers: { 'content-type': 'text/html' } })
    expect(await run(new TypeError('fetch failed'))).toMatchObject({ data: empty, error: { code: 'network_failure' } })
    expect(await run(html)).toMatchObject({ data: empty, error: { code: 'unexpected_response', retryable: true } })
  })

  test('resolves, whatever it is given', async () => {
    const hostile = new Proxy({}, { get: () => { throw new Error('hands off') } }) // prettier-ignore
    const bad = [
      undefined,
      null,
      '',
      'x',
      0,
      NaN,
      1n,
      true,
      Symbol('s'),
      [],
      {},
      () => {},
      hostile,
      Object.create(null),
      '\r\n',
      '../..',
    ]
    const admin = createAdmin({ url, adminToken, fetch: scriptedFetch(json({ code: 'x', message: 'x' }, { status: 400 })) })
    const run = functionsOf(admin).find(([path]) => path === name)![1]
    for (const value of bad) {
      for (const values of [[value], [value, value], [value, value, value]]) {
        const { data, error } = (await run(...values)) as { data: unknown; error: unknown }
        expect(isAuthError(error), String(values.length) + typeof value).toBe(true)
        expect(data).toEqual(empty)
      }
    }
  })
})

// Lists of everything need nothing.
const needing = methods.filter(([name]) => !/list(Users|AuditLog|Providers|Clients)$/.test(name))
test.each(needing)('%s() without what it needs is invalid_argument, and nothing is sent', async (name) => {
  const fetch = scriptedFetch(json({}))
  const run = functionsOf(createAdmin({ url, adminToken, fetch })).find(([path]) => path === name)![1]
  expect(await run()).toMatchObject({ error: { code: 'invalid_argument' } })
  expect(fetch.requests).toEqual([])
})

test('an Admin for types of metadata has them', async () => {
  const admin: Admin<{ appMetadata: { plan: 'free' | 'pro' } }> = createAdmin({
    url,
    adminToken,
    fetch: scriptedFetch(json({ id: 'x', app_metadata: { plan: 'pro' } })),
  })
  const { data } = await admin.getUserById('9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11')
  const plan: 'free' | 'pro' | undefined = data.user?.app_metadata.plan
  expect(plan).toBe('pro')
})
