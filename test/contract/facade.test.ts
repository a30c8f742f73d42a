// Every method of the facade × every variant of its arguments × every documented answer of the operation behind it, against Prism on
// the spec: the request is valid and says what was asked for, the data has the shape that is promised, the error its code.
import { describe, expect, test } from 'vitest'
import { codeOf } from '../../scripts/spec/derive.ts'
import type { JsonObject } from '../../scripts/spec/read.ts'
import {
  AuthWeakPasswordError,
  createClient,
  isAuthError,
  memoryStorage,
  type AuthError,
  type ClientOptions,
  type Session,
} from '../../src/facade/index.ts'
import { facadeCalls, longAgo, over, sessionAt, type Body, type FacadeCall } from './facade-calls.ts'
import { examplesOf, judge, placeOf, usePrism, type Example } from './judge.ts'
import { Violation, type Mutation } from './mock.ts'

const prism = usePrism()

/** A client that speaks with Prism, and what Prism has to say of it. */
function setUp(
  { before = 'signed-in', ...options }: ClientOptions & { before?: FacadeCall['before'] | undefined } = {},
  aim?: Pick<FacadeCall, 'operation' | 'others'>,
  mutation?: Mutation,
) {
  const { fetch, ...judged } = judge(aim, mutation)
  const storage = memoryStorage()
  const storageKey = 'session'
  if (before !== 'signed-out') {
    const receivedAt = before === 'expired' ? longAgo : Math.floor(Date.now() / 1000)
    storage.setItem(storageKey, JSON.stringify({ ...sessionAt(receivedAt), received_at: receivedAt * 1000 }))
  }
  const auth = createClient({ url: prism.url, storage, storageKey, fetch, ...options })
  return {
    auth,
    ...judged,
    stored: () => JSON.parse((storage.getItem(storageKey) as string) ?? 'null'),
  }
}

const variants = Object.entries(facadeCalls as unknown as Record<string, FacadeCall[]>).flatMap(([method, calls]) =>
  calls.flatMap((call) =>
    (['implicit', 'pkce'] as const)
      .filter((flowType) => (call.flowType ?? (call.isFlow ? flowType : 'implicit')) === flowType)
      .map((flowType) => ({ method, flowType, call, title: `${method}() with ${call.what}, ${flowType}` })),
  ),
)

const challenge = {
  code_challenge: expect.stringMatching(/^[\w-]{43}$/),
  code_challenge_method: 's256',
}

async function expectRequest(request: Request, call: FacadeCall, flowType: 'implicit' | 'pkce') {
  const isGet = placeOf(call.operation).method === 'get'
  const flow = call.isFlow && flowType === 'pkce' ? challenge : {}
  const query = Object.fromEntries(new URL(request.url).searchParams)
  expect(query).toEqual({ ...call.query, ...(isGet && flow) })
  const text = await request.text()
  expect(text ? JSON.parse(text) : undefined).toEqual(call.body && { ...call.body, ...(!isGet && flow) })
  expect(Object.fromEntries(request.headers)).toMatchObject(call.headers ?? {})
}

/** Whether it is a call with the session's access token. */
function isAuthorized({ operation, usesSession, headers, isShared }: FacadeCall): boolean {
  const { security } = placeOf(operation).operation
  return !isShared && !headers?.authorization && (usesSession ?? security.every((requirement) => 'UserAuth' in requirement))
}
const isOwnRefresh = ({ isShared, usesSession }: FacadeCall) => isShared && usesSession

/** What the session is after an answer: a new one, none, or the same. */
function expectedSession(call: FacadeCall, before: unknown, failure: string | undefined, data: unknown) {
  if (call.endsSession) return null
  if (failure !== undefined) {
    return (isAuthorized(call) || isOwnRefresh(call)) && over.test(failure) ? null : before
  }
  if (call.updatesUser) return { ...(before as Session), user: (data as { user: object }).user }
  const { session } = Object(data) as { session?: object }
  return call.signsIn && session ? { ...session, received_at: expect.any(Number) } : before
}

function expectError(error: AuthError, { status, body }: Example, operation: string) {
  const { msg, message, error_description, detail, error: oauth, weak_password } = body as Record<string, string>
  expect(isAuthError(error)).toBe(true)
  expect(error).toMatchObject({ status, operation })
  expect(error.message).toContain(msg ?? message ?? error_description ?? detail ?? oauth)
  if (error.code !== 'weak_password') return
  expect(error).toBeInstanceOf(AuthWeakPasswordError)
  expect((error as AuthWeakPasswordError).reasons).toEqual((weak_password as unknown as JsonObject).reasons)
}

function codeIn(body: Body): string {
  // SCIM's errors have no code; a SQLSTATE is the code of the database's.
  return codeOf(body) ?? (typeof body.code === 'string' ? body.code : 'unexpected_response')
}

describe.each([...new Set(variants.map(({ method }) => method))])('%s()', (method) => {
  const own = variants.filter((variant) => variant.method === method)
  test.each(own.map((variant) => [variant.title, variant] as const))('%s', async (_title, { call, flowType }) => {
    const examples = examplesOf(call.operation)
    expect(new Set(examples.map(({ status }) => status < 400))).toEqual(new Set([true, false]))

    for (const example of examples) {
      const { status, body, title, headers } = example
      const { auth, requests, responses, violations, findings, stored } = setUp(
        { flowType, before: call.before, headers: call.isShared ? headers : {} },
        call,
      )
      const before = stored()
      const { data, error } = await call.call(auth, { headers: call.isShared ? {} : headers })
      const said = `${title}: ${JSON.stringify({ data, error })}`
      expect(violations, said).toEqual([])
      expect(findings, said).toEqual(call.unnamed ? [expect.stringContaining(call.unnamed)] : [])
      expect(requests[0]!.operation, said).toBe(call.operation)
      await expectRequest(requests[0]!.request, call, flowType)
      expect(responses[0]!.status, said).toBe(status)
      // A refused access token is replaced once before a call is given up.
      const refreshes = requests.slice(1).filter(({ request }) => /grant_type=refresh_token/.test(request.url)).length

      const failure = status < 400 ? undefined : codeIn(body)
      if (failure === undefined) {
        const expected = call.data(body, responses[0]!.headers.get('location'))
        expect(refreshes, said).toBe(0)
        if (expected === undefined) {
          const code = call.useless ?? 'unexpected_response'
          expect({ data, code: error?.code }, title).toEqual({ data: call.empty(''), code })
        } else {
          expect({ data, error }, title).toEqual({ data: expected, error: null })
        }
      } else if (call.ignored?.codes.test(failure)) {
        expect({ data, error }, title).toEqual({ data: call.ignored.data, error: null })
      } else if (call.goesOnAfter === failure) {
        expect(error, said).toBeNull()
        expect(refreshes, said).toBe(1)
      } else {
        expect(data, said).toEqual(call.empty(failure))
        expect(error?.code, said).toBe(failure)
        expectError(error!, example, call.operation)
        expect(refreshes, said).toBe(failure === 'bad_jwt' && isAuthorized(call) ? 1 : 0)
      }
      if (!refreshes) expect(stored(), said).toEqual(expectedSession(call, before, failure, data))
    }
  })
})

test('methods without an entry send nothing', async () => {
  const { auth, requests } = setUp()
  auth.onAuthStateChange(() => {}).data.subscription.unsubscribe()
  auth.subscribe(() => {})()
  auth.getSnapshot()
  await auth.startAutoRefresh()
  await auth.stopAutoRefresh()
  for (const flowType of ['implicit', 'pkce'] as const) {
    await setUp({ flowType }).auth.signInWithOAuth({ provider: 'github' })
  }
  auth.dispose()
  auth[Symbol.dispose]()
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(requests).toEqual([])
  const without = Object.entries(facadeCalls).filter(([, calls]) => !calls.length)
  // Symbol.dispose is no entry of these.
  expect(without.map(([method]) => method)).toEqual([
    'signInWithOAuth',
    'fetch',
    'startAutoRefresh',
    'onAuthStateChange',
    'subscribe',
    'getSnapshot',
    'stopAutoRefresh',
    'dispose',
  ])
})

describe('the URL of signInWithOAuth()', () => {
  const everything = {
    redirectTo: 'https://app.example.com/welcome',
    scopes: ['repo', 'gist'],
    queryParams: { prompt: 'consent', allow_signup: 'false' },
    inviteToken: '60c6b378c5ee9d51',
    nonce: 'n-0S6',
  }
  test.each([
    ['implicit', 'github', {}],
    ['pkce', 'github', {}],
    ['implicit', 'custom:acme', everything],
    ['pkce', 'azure', everything],
  ] as const)('is a valid request, %s, %s', async (flowType, provider, options) => {
    const { auth, requests } = setUp({ flowType, before: 'signed-out' })
    const { data, error } = await auth.signInWithOAuth({ provider, options })
    expect(error).toBeNull()
    expect(requests).toEqual([])
    const response = await fetch(data.url!, { redirect: 'manual', headers: { Prefer: 'code=302' } })
    expect(response.headers.get('sl-violations')).toBeNull()
    expect(response.status).toBe(302)
    const query = Object.fromEntries(new URL(data.url!).searchParams)
    const flow = flowType === 'pkce' ? { ...challenge } : {}
    const asked = {
      redirect_to: everything.redirectTo,
      scopes: provider.startsWith('custom:') ? 'repo gist' : 'repo,gist',
      ...everything.queryParams,
      invite_token: everything.inviteToken,
      nonce: everything.nonce,
    }
    expect(query).toEqual({ provider, ...('nonce' in options && asked), ...flow })
  })

  test('without a provider is not', async () => {
    const { auth } = setUp({ before: 'signed-out' })
    const { data } = await auth.signInWithOAuth({ provider: 'github' })
    const response = await fetch(data.url!.replace('provider', 'broken'), { redirect: 'manual' })
    expect(response.headers.get('sl-violations')).not.toBeNull()
  })
})

describe('fetch()', () => {
  test('sends a valid request with the access token', async () => {
    const { auth, requests, violations } = setUp()
    const response = await auth.fetch('/user', { headers: { Prefer: 'code=200, example=user' } })
    expect(violations).toEqual([])
    expect(response.status).toBe(200)
    expect(requests.map(({ operation }) => operation)).toEqual(['getUser'])
    expect(await response.json()).toMatchObject({ id: sessionAt(0).user.id })
  })

  test('sends it once more with another access token after a 401', async () => {
    const { auth, requests, violations } = setUp()
    const response = await auth.fetch('/user', { headers: { Prefer: 'code=401' } })
    expect(response.status).toBe(401)
    expect(violations).toEqual([])
    expect(requests.map(({ operation }) => operation)).toEqual(['getUser', 'grantToken', 'getUser'])
    const [first, , last] = requests.map(({ request }) => request.headers.get('authorization'))
    expect(last).not.toBe(first)
  })

  test('without the access token is not valid', async () => {
    const { auth, violations } = setUp({ before: 'signed-out' })
    await expect(auth.fetch('/user')).rejects.toThrow()
    expect(violations).toHaveLength(1)
  })
})

// The suite above proves nothing if a broken client would pass it.
describe('a broken client is caught:', () => {
  const firstOf = new Map(
    [...variants].reverse().map((variant) => [`${variant.method}() → ${variant.call.operation}`, variant]),
  )
  const caught = async ({ call, flowType }: (typeof variants)[number], mutation: Mutation) => {
    const success = examplesOf(call.operation).find(({ status }) => status < 400)!
    const headers = call.isShared ? success.headers : {}
    const { auth, violations, findings } = setUp({ flowType, before: call.before, headers }, call, mutation)
    const { error } = await call.call(auth, { headers: call.isShared ? {} : success.headers })
    return { error, wrong: [...violations, ...findings] }
  }
  const withBody = [...firstOf].filter(([, { call }]) => call.body)
  const authorized = [...firstOf].filter(([, { call }]) =>
    placeOf(call.operation).operation.security.every((requirement) => 'UserAuth' in requirement),
  )
  const withBodyChanged =
    (change: (body: Record<string, unknown>) => unknown): Mutation =>
    async (request) =>
      new Request(request, { body: JSON.stringify(change((await request.clone().json()) as Record<string, unknown>)) })

  test.each([...firstOf])('%s at a wrong path', async (_title, variant) => {
    const { error, wrong } = await caught(variant, (request) => new Request(`${request.url.split('?')[0]}/else`, request))
    expect(wrong[0]).toBeInstanceOf(Violation)
    expect(error?.cause).toBeInstanceOf(Violation)
  })

  test.each(authorized)('%s without the access token', async (_title, variant) => {
    const { wrong } = await caught(variant, (request) => {
      request.headers.delete('authorization')
      return request
    })
    expect(wrong[0]).toBeInstanceOf(Violation)
  })

  test.each(withBody)('%s with a wrong body', async (_title, variant) => {
    const { wrong } = await caught(
      variant,
      withBodyChanged((body) => [body]),
    )
    expect(wrong[0]).toBeInstanceOf(Violation)
  })

  test.each(withBody)('%s with a field that the spec does not name', async (_title, variant) => {
    const { wrong } = await caught(
      variant,
      withBodyChanged((body) => ({ ...body, captchaToken: 'x' })),
    )
    expect(wrong.join()).toContain('captchaToken')
  })

  test.each(withBody.filter(([, { call }]) => call.query?.grant_type))(
    '%s without its grant type',
    async (_title, variant) => {
      const { wrong } = await caught(variant, (request) => new Request(request.url.split('?')[0]!, request))
      expect(wrong[0]).toBeInstanceOf(Violation)
    },
  )
})
