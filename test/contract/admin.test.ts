// Every method of createAdmin() × every variant of its arguments × every documented answer of the operation behind it, against Prism
// on the spec: the request is valid and says what was asked for, the data has the shape that is promised, the error its code. And
// every operation that needs an admin token has a method.
import { describe, expect, test } from 'vitest'
import { codeOf } from '../../scripts/spec/derive.ts'
import { createAdmin, isAuthError } from '../../src/facade/admin/index.ts'
import { allAdminCalls, type AdminCall } from './admin-calls.ts'
import { examplesOf, judge, placeOf, places, usePrism } from './judge.ts'
import { adminToken, Violation, type Mutation } from './mock.ts'

const prism = usePrism()

/** An admin that speaks with Prism, and what Prism has to say of it. */
function setUp(call: AdminCall, mutation?: Mutation) {
  const { fetch, ...judged } = judge(call, mutation)
  return { admin: createAdmin({ url: prism.url, adminToken, fetch }), ...judged }
}

const fill = (path: string, values: Record<string, string> = {}) =>
  path.replace(/\{(.+?)\}/g, (_match, name: string) => values[name]!)

function expectRequest({ request, text }: ReturnType<typeof setUp>['requests'][number], call: AdminCall) {
  const { method, path } = placeOf(call.operation)
  const { pathname, searchParams } = new URL(request.url)
  expect([request.method.toLowerCase(), pathname]).toEqual([method, fill(path, call.path)])
  expect(Object.fromEntries(searchParams)).toEqual(call.query ?? {})
  expect(text ? JSON.parse(text) : undefined).toEqual(call.body)
  expect(Object.fromEntries(request.headers)).toMatchObject({ authorization: `Bearer ${adminToken}`, ...call.headers })
}

test.each(allAdminCalls.map(([method, call]) => [`${method}() with ${call.what}`, call] as const))(
  '%s',
  async (_title, call) => {
    const examples = examplesOf(call.operation)
    expect(new Set(examples.map(({ status }) => status < 400))).toEqual(new Set([true, false]))
    for (const { status, body, title, headers } of examples) {
      const { admin, requests, violations, findings } = setUp(call)
      const { data, error } = await call.call(admin, { headers })
      const said = `${title}: ${JSON.stringify({ data, error })}`
      expect([...violations, ...findings], said).toEqual([])
      expectRequest(requests[0]!, call)
      const asked = new Set(requests.map(({ operation }) => operation))
      if (status >= 400) {
        const { msg, message, detail } = body as Record<string, string>
        expect({ data, code: error?.code }, said).toEqual({
          data: call.empty,
          code: codeOf(body) ?? (typeof body.code === 'string' ? body.code : 'unexpected_response'),
        })
        expect(isAuthError(error), said).toBe(true)
        expect(error, said).toMatchObject({ status, operation: call.operation })
        expect(error!.message, said).toContain(msg ?? message ?? detail)
        expect([...asked]).toEqual([call.operation])
        continue
      }
      const expected = call.data(body)
      if (typeof expected === 'string') {
        expect({ data, code: error?.code }, said).toEqual({ data: call.empty, code: expected })
      } else {
        expect({ data, error }, title).toEqual({ data: expected, error: null })
        expect([...asked]).toEqual([call.operation, ...(call.then ?? [])])
      }
    }
  },
)

test('every operation of administrators has a method', () => {
  const own = places
    .filter(({ operation }) => operation.security.some((requirement) => 'AdminAuth' in requirement))
    .map(({ operation }) => operation.operationId)
  expect(own.length).toBeGreaterThan(25)
  const called = new Set<string>(allAdminCalls.map(([, { operation }]) => operation))
  expect(own.filter((name) => !called.has(name))).toEqual([])
})

describe('iteration sends valid requests', () => {
  const user = (number: number) => ({ id: `9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c${number}`, email: `${number}@example.com` })
  /** Prism remembers nothing, so that what it answers is put in place of here: it is the judge of the requests. */
  async function paging(answer: (url: URL) => Response) {
    const seen: string[] = []
    const fetch = async (request: Request) => {
      const judged = await globalThis.fetch(request)
      if (judged.headers.get('sl-violations')) throw new Violation(judged.headers.get('sl-violations')!)
      await judged.body?.cancel()
      const url = new URL(request.url)
      seen.push(url.search)
      return answer(url)
    }
    const admin = createAdmin({ url: prism.url, adminToken, fetch })
    const ids: string[] = []
    for await (const { id } of admin.listUsers({ perPage: 1, filter: 'a', sort: 'created_at asc' })) ids.push(id)
    return { ids, seen }
  }

  test('by cursor', async () => {
    const { ids, seen } = await paging(({ searchParams }) => {
      const at = Number(searchParams.get('cursor') ?? 10)
      const pagination = { has_more: at < 12, ...(at < 12 && { next_cursor: `${at + 1}` }) }
      return Response.json({ users: [user(at)], aud: 'authenticated', pagination })
    })
    expect(ids).toEqual([10, 11, 12].map((number) => user(number).id))
    expect(seen).toEqual([
      '?filter=a&sort=created_at%20asc&limit=1',
      '?filter=a&sort=created_at%20asc&limit=1&cursor=11',
      '?filter=a&sort=created_at%20asc&limit=1&cursor=12',
    ])
  })

  test('by number', async () => {
    const { ids, seen } = await paging(({ searchParams }) => {
      const page = searchParams.get('page')
      const users = page ? [user(Number(page) + 10)] : [11, 12, 13].map(user)
      return Response.json({ users, aud: 'authenticated' }, { headers: { 'x-total-count': '3' } })
    })
    expect(ids).toEqual([11, 12, 13].map((number) => user(number).id))
    expect(seen).toEqual([
      '?filter=a&sort=created_at%20asc&limit=1',
      ...[1, 2, 3].map((page) => `?filter=a&sort=created_at%20asc&page=${page}&per_page=1`),
    ])
  })
})

// The suite above proves nothing if a broken client would pass it.
describe('a broken client is caught:', () => {
  const first = [...new Map([...allAdminCalls].reverse()).entries()]
  const withBody = first.filter(([, { body }]) => body)
  const caught = async (call: AdminCall, mutation: Mutation) => {
    const { headers } = examplesOf(call.operation).find(({ status }) => status < 400)!
    const { admin, violations, findings } = setUp(call, mutation)
    await call.call(admin, { headers })
    return [...violations, ...findings]
  }

  test.each(first)('%s() at a wrong path', async (_method, call) => {
    const wrong = await caught(call, (request) => new Request(`${request.url.split('?')[0]}/else/where`, request))
    expect(wrong[0]).toBeInstanceOf(Violation)
  })

  test.each(first)('%s() without the token', async (_method, call) => {
    const wrong = await caught(call, (request) => {
      request.headers.delete('authorization')
      return request
    })
    expect(wrong[0]).toBeInstanceOf(Violation)
  })

  test.each(withBody)('%s() with a field that the spec does not name', async (_method, call) => {
    const wrong = await caught(
      call,
      async (request) => new Request(request, { body: JSON.stringify({ ...call.body, captchaToken: 'x' }) }),
    )
    expect(wrong.join()).toContain('captchaToken')
  })
})
