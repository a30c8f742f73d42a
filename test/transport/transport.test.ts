import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  type ClientAuthentication,
  adminGetCustomProvider,
  adminListUsers,
  authorize,
  adminDeleteUser,
  AuthError,
  clientSecretBasic,
  clientSecretPost,
  createTransport,
  getSamlMetadata,
  getSettings,
  getUser,
  grantToken,
  logout,
  oauthToken,
  publicClient,
  samlAcs,
  sendOtp,
  signInWithSso,
  signUp,
} from '../../src/operations/index.ts'
import { hangingFetch, json, scriptedFetch } from '../scripted-fetch.ts'

const url = 'https://auth.example.com'
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2ln'
const userToken = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln'
const user_id = '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11'
const password = 'correct-horse-battery'

afterEach(() => void vi.useRealTimers())

describe('createTransport()', () => {
  test.each([
    ['https://auth.example.com', 'https://auth.example.com/settings'],
    ['https://auth.example.com/', 'https://auth.example.com/settings'],
    ['https://project.supabase.co/auth/v1', 'https://project.supabase.co/auth/v1/settings'],
    ['https://project.supabase.co/auth/v1/', 'https://project.supabase.co/auth/v1/settings'],
    ['http://localhost:9999//', 'http://localhost:9999/settings'],
    [new URL('http://[::1]:9999/a/b'), 'http://[::1]:9999/a/b/settings'],
  ])('with url %s calls %s', async (base, expected) => {
    const fetch = scriptedFetch(json({}))
    await getSettings({ client: createTransport({ url: base, fetch }) })
    expect(fetch.requests[0]?.url).toBe(expected)
  })

  test.each([
    '',
    undefined as unknown as string,
    '/auth/v1',
    'auth.example.com',
    'localhost:9999',
    'ftp://auth.example.com',
    'https://user:secret@auth.example.com',
    'https://auth.example.com?apikey=secret',
    'https://auth.example.com#secret',
  ])('with url %j throws an error that says what to give', (base) => {
    let thrown: unknown
    try {
      createTransport({ url: base })
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(AuthError)
    expect(thrown).toMatchObject({ code: 'invalid_argument', status: 0 })
    expect(String(thrown)).toContain('https://x.supabase.co/auth/v1')
    expect(String(thrown)).not.toContain('secret')
  })

  test('starts nothing', () => {
    vi.useFakeTimers()
    createTransport({ url, credentials: { accessToken: userToken } })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('looks the platform’s fetch up at each request', async () => {
    const client = createTransport({ url })
    const fetch = vi.spyOn(globalThis, 'fetch').mockResolvedValue(json({ disable_signup: true }))
    expect((await getSettings({ client })).data?.disable_signup).toBe(true)
    fetch.mockRestore()
  })
})

describe('a request', () => {
  test('has method, path, query and JSON body', async () => {
    const fetch = scriptedFetch(json({ id: user_id }))
    const client = createTransport({ url, fetch })
    await signUp({
      client,
      body: { email: 'ada@example.com', password, data: { name: 'Ada' } },
      query: { redirect_to: 'https://app.example.com/?a=1&b=2' },
      headers: { 'X-JWT-AUD': 'members' },
    })
    const request = fetch.requests[0]!
    expect(request.method).toBe('POST')
    expect(request.url).toBe(`${url}/signup?redirect_to=https%3A%2F%2Fapp.example.com%2F%3Fa%3D1%26b%3D2`)
    expect(await request.json()).toEqual({ email: 'ada@example.com', password, data: { name: 'Ada' } })
    expect(request.headers.get('content-type')).toBe('application/json')
    expect(request.headers.get('x-jwt-aud')).toBe('members')
    expect(request.headers.get('x-supabase-api-version')).toBe('2024-01-01')
    expect(request.redirect).toBe('manual')
  })

  test('without a body has no content type', async () => {
    const fetch = scriptedFetch(json({}))
    const client = createTransport({ url, fetch, credentials: { adminToken: jwt } })
    await adminDeleteUser({ client, path: { user_id } })
    expect(fetch.requests[0]?.headers.get('content-type')).toBeNull()
    expect(await fetch.requests[0]?.text()).toBe('')
  })

  test('repeats the name of a list and leaves undefined out', async () => {
    const fetch = scriptedFetch(json({ users: [], aud: '' }))
    const client = createTransport({ url, fetch, credentials: { adminToken: jwt } })
    await adminListUsers({
      client,
      query: { page: 2, filter: undefined as unknown as string, sort: ['created_at desc', 'a'] },
    })
    expect(fetch.requests[0]?.url).toBe(`${url}/admin/users?page=2&sort=created_at%20desc&sort=a`)
  })

  test('keeps literal what a path may hold: the server matches it undecoded', async () => {
    const fetch = scriptedFetch(json({}))
    const client = createTransport({ url, fetch, credentials: { adminToken: jwt } })
    await adminGetCustomProvider({ client, path: { identifier: 'custom:a/b c@$&+,;=?#%' } })
    expect(fetch.requests[0]?.url).toBe(`${url}/admin/custom-providers/custom:a%2Fb%20c@$&+,;=%3F%23%25`)
  })

  test.each(['', '.', '..', undefined, null, {}])('with the id %j is not sent', async (id) => {
    const fetch = scriptedFetch(json({}))
    const client = createTransport({ url, fetch, credentials: { adminToken: jwt } })
    const { error } = await adminDeleteUser({ client, path: { user_id: id as string } })
    expect(error).toMatchObject({ code: 'invalid_argument', operation: 'adminDeleteUser', status: 0 })
    expect(error?.message).toContain('user_id')
    expect(fetch.requests).toHaveLength(0)
  })

  test('with a form is form-encoded', async () => {
    const fetch = scriptedFetch(new Response(null, { status: 302, headers: { location: 'https://app.example.com/' } }))
    await samlAcs({ client: createTransport({ url, fetch }), body: { SAMLResponse: 'PHg+', RelayState: 'a b' } })
    expect(await fetch.requests[0]?.text()).toBe('SAMLResponse=PHg%2B&RelayState=a+b')
    expect(fetch.requests[0]?.headers.get('content-type')).toBe('application/x-www-form-urlencoded')
  })

  test('has the transport’s headers, then the call’s; null removes one', async () => {
    const fetch = scriptedFetch(json({}))
    const client = createTransport({ url, fetch, headers: { 'X-A': '1', 'X-B': '1', 'X-Supabase-Api-Version': null } })
    await getSettings({ client, headers: { 'x-b': '2', 'X-A': null } })
    const { headers } = fetch.requests[0]!
    expect([headers.get('x-a'), headers.get('x-b'), headers.get('x-supabase-api-version')]).toEqual([null, '2', null])
  })

  test.each([
    ['a header with a line break', { headers: { 'x-a': 'a\nb' } }],
    ['a body that is not JSON', { body: { email: 'a@example.com', data: { n: 1n } } }],
  ])('with %s is an error and not sent', async (_what, options) => {
    const fetch = scriptedFetch(json({}))
    const client = createTransport({ url, fetch })
    const { error } = await sendOtp({ client, body: { email: 'a@example.com' }, ...(options as object) })
    expect(error).toMatchObject({ code: 'invalid_argument', operation: 'sendOtp' })
    expect(fetch.requests).toHaveLength(0)
  })
})

describe('credentials', () => {
  const sent = async (call: (client: ReturnType<typeof createTransport>) => Promise<unknown>, options: object = {}) => {
    const fetch = scriptedFetch(json({}))
    await call(createTransport({ url, fetch, ...options }))
    const headers = fetch.requests[0]?.headers
    return { authorization: headers?.get('authorization'), apikey: headers?.get('apikey'), fetch }
  }

  test('no API key, none sent: the server’s CORS list does not allow the header', async () => {
    expect(await sent((client) => getSettings({ client }))).toMatchObject({ authorization: null, apikey: null })
  })

  test('an API key that is a JWT is bearer, too', async () => {
    expect(await sent((client) => getSettings({ client }), { apiKey: jwt })).toMatchObject({
      authorization: `Bearer ${jwt}`,
      apikey: jwt,
    })
  })

  test.each(['sb_publishable_abc.def', 'sb_secret_eyJh.bGci.abc'])(
    'D31: the API key %s, no JWT, is never sent as bearer',
    async (apiKey) => {
      expect(await sent((client) => getSettings({ client }), { apiKey })).toMatchObject({
        authorization: null,
        apikey: apiKey,
      })
    },
  )

  test('a user’s operation takes the access token, and the API key stays in its own header', async () => {
    const credentials = { accessToken: userToken, adminToken: 'a.b.c' }
    expect(await sent((client) => getUser({ client }), { apiKey: jwt, credentials })).toMatchObject({
      authorization: `Bearer ${userToken}`,
      apikey: jwt,
    })
  })

  test('a user’s operation without an access token is an error before anything is sent', async () => {
    const fetch = scriptedFetch(json({}))
    const { error } = await getUser({
      client: createTransport({ url, fetch, apiKey: jwt, credentials: { adminToken: jwt } }),
    })
    expect(error).toMatchObject({
      code: 'credentials_missing',
      operation: 'getUser',
      message: 'credentials.accessToken is missing',
    })
    expect(fetch.requests).toHaveLength(0)
  })

  test('an admin operation takes the admin token, else a secret API key of either form', async () => {
    const call = (client: ReturnType<typeof createTransport>) => adminListUsers({ client })
    expect(await sent(call, { apiKey: 'sb_secret_1', credentials: { adminToken: 'a.b.c' } })).toMatchObject({
      authorization: 'Bearer a.b.c',
      apikey: 'sb_secret_1',
    })
    expect(await sent(call, { apiKey: jwt })).toMatchObject({ authorization: `Bearer ${jwt}` })
    expect(await sent(call, { apiKey: 'sb_secret_1' })).toMatchObject({ authorization: null, apikey: 'sb_secret_1' })
  })

  test('an admin operation without any is an error before anything is sent', async () => {
    const fetch = scriptedFetch(json({}))
    const { error } = await adminListUsers({
      client: createTransport({ url, fetch, credentials: { accessToken: userToken } }),
    })
    expect(error).toMatchObject({ code: 'credentials_missing', operation: 'adminListUsers' })
    expect(fetch.requests).toHaveLength(0)
  })

  test('the transport’s access token does not go where the spec does not ask for it; the call’s own does', async () => {
    const credentials = { accessToken: userToken }
    const body = { provider: 'google', id_token: 'a.b.c', link_identity: true } as const
    const call = (client: ReturnType<typeof createTransport>) =>
      grantToken({ client, query: { grant_type: 'id_token' }, body })
    expect(await sent(call, { credentials })).toMatchObject({ authorization: null })
    expect(
      await sent((client) => grantToken({ client, query: { grant_type: 'id_token' }, body, credentials })),
    ).toMatchObject({ authorization: `Bearer ${userToken}` })
  })

  test('an Authorization header of the call wins, and null sends none', async () => {
    const credentials = { accessToken: userToken }
    for (const [Authorization, expected] of [
      ['Bearer mine', 'Bearer mine'],
      [null, null],
    ] as const) {
      const headers = { Authorization }
      expect(await sent((client) => getUser({ client, headers }), { credentials, apiKey: jwt })).toMatchObject({
        authorization: expected,
      })
    }
  })

  test('a function is asked when a call needs it, and told what for', async () => {
    const credentials = vi.fn(async () => ({ accessToken: userToken }))
    expect(await sent((client) => getUser({ client }), { credentials })).toMatchObject({
      authorization: `Bearer ${userToken}`,
    })
    expect(credentials).toHaveBeenCalledExactlyOnceWith({
      operation: 'getUser',
      credential: 'accessToken',
      signal: expect.any(AbortSignal),
    })
    await sent((client) => getSettings({ client }), { credentials })
    expect(credentials).toHaveBeenCalledTimes(1)
  })

  test.each([
    ['throws', () => Promise.reject(new Error('store is locked')), 'credentials_missing'],
    [
      'throws at once',
      () => {
        throw new Error('no')
      },
      'credentials_missing',
    ],
    ['throws an AuthError', () => Promise.reject(new AuthError('expired', { code: 'session_expired' })), 'session_expired'],
    ['gives nothing', () => undefined, 'credentials_missing'],
  ])('a function that %s', async (_what, credentials, code) => {
    const fetch = scriptedFetch(json({}))
    const { error } = await getUser({ client: createTransport({ url, fetch, credentials }) })
    expect(error).toMatchObject({ code, operation: 'getUser' })
    expect(fetch.requests).toHaveLength(0)
  })

  test('a function that never settles ends with the call', async () => {
    const client = createTransport({ url, timeout: 10, credentials: () => new Promise(() => {}) })
    expect((await getUser({ client })).error?.code).toBe('timeout')
  })

  describe('of an OAuth client', () => {
    const body = { grant_type: 'authorization_code', code: 'c', code_verifier: 'v' } as const
    const exchange = async (oauthClient: ClientAuthentication) => {
      const call = (client: ReturnType<typeof createTransport>) => oauthToken({ client, body, credentials: { oauthClient } })
      const { authorization, fetch } = await sent(call, { apiKey: jwt })
      return { authorization, body: (await fetch.requests[0]?.json()) as object }
    }
    test('clientSecretBasic() is form-encoded (RFC 6749, section 2.3.1)', async () => {
      const { authorization, body: sentBody } = await exchange(clientSecretBasic('my:id', 'a b+ü'))
      expect(atob(authorization!.slice(6))).toBe('my%3Aid:a+b%2B%C3%BC')
      expect(sentBody).toEqual(body)
    })
    test('clientSecretPost() is in the body', async () => {
      const { authorization, body: sentBody } = await exchange(clientSecretPost('id', 's'))
      expect(authorization).toBeNull()
      expect(sentBody).toEqual({ ...body, client_id: 'id', client_secret: 's' })
    })
    test('publicClient() is the identifier alone; the API key is not sent as bearer', async () => {
      const { authorization, body: sentBody } = await exchange(publicClient('id'))
      expect(authorization).toBeNull()
      expect(sentBody).toEqual({ ...body, client_id: 'id' })
    })
    test('missing is an error before anything is sent', async () => {
      const fetch = scriptedFetch(json({}))
      const { error } = await oauthToken({ client: createTransport({ url, fetch, apiKey: jwt }), body })
      expect(error).toMatchObject({ code: 'credentials_missing', operation: 'oauthToken' })
      expect(fetch.requests).toHaveLength(0)
    })
  })
})

describe('an answer', () => {
  test('is data and response', async () => {
    const fetch = scriptedFetch(json({ disable_signup: false }))
    const { data, error, response } = await getSettings({ client: createTransport({ url, fetch }) })
    expect(data).toEqual({ disable_signup: false })
    expect(error).toBeUndefined()
    expect(response?.status).toBe(200)
  })

  test('204 is no data and no error', async () => {
    const fetch = scriptedFetch(new Response(null, { status: 204 }))
    const result = await logout({ client: createTransport({ url, fetch, credentials: { accessToken: userToken } }) })
    expect([result.data, result.error, result.response?.status]).toEqual([undefined, undefined, 204])
  })

  test('of SAML metadata is text', async () => {
    const xml = '<?xml version="1.0"?><EntityDescriptor/>'
    const fetch = scriptedFetch(new Response(xml, { headers: { 'content-type': 'application/xml' } }))
    expect((await getSamlMetadata({ client: createTransport({ url, fetch }) })).data).toBe(xml)
  })

  test('that redirects says where to, for operations that redirect', async () => {
    const location = 'https://github.com/login/oauth/authorize?state=1'
    const fetch = scriptedFetch(new Response('<a href="…">Found</a>.', { status: 302, headers: { location } }))
    const client = createTransport({ url, fetch })
    expect((await authorize({ client, query: { provider: 'github' } })).data).toEqual({ location })
    const sso = await signInWithSso({ client, body: { domain: 'example.com' } })
    expect(sso.data).toEqual({ location })
  })

  test('that redirects is an error for all others, and is not followed: apikey would go along', async () => {
    const location = 'https://elsewhere.example.com/login?t=secret#secret'
    const fetch = scriptedFetch(new Response('', { status: 301, headers: { location } }))
    const { error } = await getSettings({ client: createTransport({ url, fetch, apiKey: jwt }) })
    expect(error).toMatchObject({ code: 'unexpected_response', status: 301 })
    expect(error?.message).toContain('https://elsewhere.example.com')
    expect(error?.message).not.toContain('secret')
    expect(fetch.requests).toHaveLength(1)
  })

  test('that a browser hides is an error that says what to do', async () => {
    const opaque = Object.assign(Object.create(Response.prototype), {})
    for (const [key, value] of Object.entries({
      status: 0,
      ok: false,
      type: 'opaqueredirect',
      headers: new Headers(),
      text: async () => '',
    })) {
      Object.defineProperty(opaque, key, { value })
    }
    const { error } = await authorize({
      client: createTransport({ url, fetch: async () => opaque }),
      query: { provider: 'github' },
    })
    expect(error).toMatchObject({ code: 'redirect_hidden', status: 0, retryable: false })
  })
})

describe('middleware', () => {
  test('sees every attempt, in openapi-fetch’s order, and may change request and answer', async () => {
    const seen: string[] = []
    const fetch = scriptedFetch(json({}, { status: 503 }), json({ a: 1 }))
    const middleware = ['outer', 'inner'].map((name) => ({
      onRequest: ({ request, schemaPath }: { request: Request; schemaPath: string }) => {
        seen.push(`${name} ${schemaPath}`)
        request.headers.set('traceparent', `00-${name}`)
        return request
      },
      onResponse: ({ response }: { response: Response }) => void seen.push(`${name} ${response.status}`),
    }))
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const { data } = await getSettings({ client: createTransport({ url, fetch, middleware }) })
    vi.restoreAllMocks()
    expect(data).toEqual({ a: 1 })
    expect(fetch.requests[0]?.headers.get('traceparent')).toBe('00-inner')
    expect(seen).toEqual([
      ...['outer /settings', 'inner /settings', 'inner 503', 'outer 503'],
      ...['outer /settings', 'inner /settings', 'inner 200', 'outer 200'],
    ])
  })

  test('that throws at a request is an error with its cause, and nothing is sent', async () => {
    const cause = new TypeError('x is not a function')
    const fetch = scriptedFetch(json({}))
    const onRequest = () => {
      throw cause
    }
    const { error } = await getSettings({ client: createTransport({ url, fetch, middleware: [{ onRequest }] }) })
    expect(error).toMatchObject({ code: 'invalid_argument', operation: 'getSettings', retryable: false })
    expect(fetch.requests).toHaveLength(0)
    expect(error?.cause).toBe(cause)
  })

  test('is shown path and query, and none of the call’s credentials', async () => {
    const onRequest = vi.fn(() => undefined)
    const client = createTransport({ url, fetch: scriptedFetch(json({})), middleware: [{ onRequest }] })
    await adminListUsers({ client, query: { page: 2 }, credentials: { adminToken: 'planted' } })
    const [{ params, options, schemaPath }] = onRequest.mock.calls[0] as unknown as [Record<string, unknown>]
    expect(schemaPath).toBe('/admin/users')
    expect(params).toEqual({ path: {}, query: { page: 2 } })
    expect(JSON.stringify(options)).not.toContain('planted')
  })

  test('that throws at a later attempt is not taken for a network failure', async () => {
    let attempts = 0
    const onRequest = () => {
      if (++attempts === 2) throw new Error('a bug')
    }
    const fetch = scriptedFetch(json({}, { status: 503 }))
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const { error } = await getSettings({ client: createTransport({ url, fetch, middleware: [{ onRequest }] }) })
    vi.restoreAllMocks()
    expect(error).toMatchObject({ code: 'invalid_argument', retryable: false })
    expect(fetch.requests).toHaveLength(1)
  })

  test('may answer a network failure itself', async () => {
    const client = createTransport({
      url,
      fetch: scriptedFetch(new TypeError('fetch failed')),
      middleware: [{ onError: () => json({ cached: true }) }],
    })
    expect((await getSettings({ client })).data).toEqual({ cached: true })
  })
})

describe('the time limit', () => {
  test.each([NaN, -1, 'soon' as unknown as number, null as unknown as number])(
    '%s is no limit to wait for',
    async (timeout) => {
      const client = createTransport({ url, timeout, fetch: hangingFetch({ obeysSignal: true }) })
      expect((await getSettings({ client, ...(timeout !== null && { timeout }) })).error?.code).toBe('timeout')
    },
  )

  test.each([true, false])('ends a call whose fetch obeys its signal: %s', async (obeysSignal) => {
    vi.useFakeTimers()
    const result = getSettings({ client: createTransport({ url, fetch: hangingFetch({ obeysSignal }) }) })
    await vi.advanceTimersByTimeAsync(15_000)
    const { error } = await result
    expect(error).toMatchObject({ code: 'timeout', name: 'AuthRetryableFetchError', retryable: true, status: 0 })
    expect(error?.message).toContain('https://auth.example.com')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('of the call beats the transport’s, and Infinity is none', async () => {
    vi.useFakeTimers()
    const client = createTransport({ url, timeout: 5, fetch: hangingFetch({ obeysSignal: true }) })
    const short = getSettings({ client, timeout: 1 })
    await vi.advanceTimersByTimeAsync(1)
    expect((await short).error?.code).toBe('timeout')

    const abort = new AbortController()
    const endless = getSettings({ client, timeout: Infinity, signal: abort.signal })
    await vi.advanceTimersByTimeAsync(86_400_000)
    abort.abort()
    expect((await endless).error?.code).toBe('aborted')
  })

  test('covers a body that never ends', async () => {
    vi.useFakeTimers()
    const endless = () => new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) }))
    const result = getSettings({ client: createTransport({ url, timeout: 100, fetch: async () => endless() }) })
    await vi.advanceTimersByTimeAsync(100)
    expect((await result).error?.code).toBe('timeout')
  })

  test('leaves no timer and no listener behind', async () => {
    vi.useFakeTimers()
    const abort = new AbortController()
    const add = vi.spyOn(abort.signal, 'addEventListener')
    const remove = vi.spyOn(abort.signal, 'removeEventListener')
    const client = createTransport({ url, fetch: scriptedFetch(json({})) })
    await getSettings({ client, signal: abort.signal })
    expect(vi.getTimerCount()).toBe(0)
    expect(remove.mock.calls.length).toBe(add.mock.calls.length)
  })
})

describe('aborting', () => {
  test('before the call sends nothing', async () => {
    const fetch = scriptedFetch(json({}))
    const reason = new Error('left the page')
    const { error } = await getSettings({ client: createTransport({ url, fetch }), signal: AbortSignal.abort(reason) })
    expect(error).toMatchObject({ code: 'aborted', operation: 'getSettings', retryable: false })
    expect(error?.cause).toBe(reason)
    expect(fetch.requests).toHaveLength(0)
  })

  test.each([true, false])('ends the call at once, whether its fetch obeys: %s', async (obeysSignal) => {
    const abort = new AbortController()
    const result = getSettings({
      client: createTransport({ url, fetch: hangingFetch({ obeysSignal }) }),
      signal: abort.signal,
    })
    abort.abort()
    expect((await result).error?.code).toBe('aborted')
  })

  test('between retries ends the call at once', async () => {
    vi.useFakeTimers()
    const abort = new AbortController()
    const fetch = scriptedFetch(json({}, { status: 503 }))
    const result = getSettings({ client: createTransport({ url, fetch }), signal: abort.signal })
    await vi.advanceTimersByTimeAsync(50)
    abort.abort()
    expect((await result).error?.code).toBe('aborted')
    expect(fetch.requests).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})
