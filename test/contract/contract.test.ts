// Every operation × every documented status × every named example, through the generated functions, against Prism on the
// same spec: the request is valid, the answer is read as the example, an error has its code.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf } from '../../scripts/spec/derive.ts'
import { operationsOf, readSpec, resolve, type Json, type JsonObject, type Operation } from '../../scripts/spec/read.ts'
import { AuthError, AuthWeakPasswordError, isAuthError } from '../../src/operations/index.ts'
import { calls, type Call } from './calls.ts'
import { startMock, Violation, type Mock, type Mutation } from './mock.ts'

const { document } = readSpec('spec/gotrue.yaml')
const table: Record<string, [Call, ...Call[]]> = calls

interface Case {
  operation: string
  /** The documented key: a status or `default`. */
  key: string
  status: number
  /** The content type and name of the example, where there is a body. */
  type?: string
  example?: string
  body?: Json
  redirects: boolean
}

/** A status that nothing else documents, for `default`. */
const otherStatus = 418

const cases: Case[] = operationsOf(document).flatMap(({ operation }) =>
  Object.entries(operation.responses).flatMap(([key, reference]): Case[] => {
    const { content = {} } = resolve<{ content?: { [type: string]: JsonObject } }>(document, reference)
    const status = key === 'default' ? otherStatus : Number(key)
    const redirects = Object.keys(operation.responses).some((other) => other.startsWith('3'))
    const shared = { operation: operation.operationId, key, status, redirects }
    if (!Object.keys(content).length) return [shared]
    return Object.entries(content).flatMap(([type, { examples }]) =>
      Object.entries((examples as JsonObject) ?? {}).map(([example, value]) => ({
        ...shared,
        type,
        example,
        body: resolve<{ value: Json }>(document, value).value,
      })),
    )
  }),
)

let mock: Mock
beforeAll(async () => {
  mock = await startMock()
})
afterAll(() => mock?.stop())

const prefer = (status: number, example?: string, type?: string) => ({
  Prefer: `code=${status}${example ? `, example=${example}` : ''}`,
  ...(type && { Accept: type }),
})

describe.each(operationsOf(document).map(({ operation }) => operation.operationId))('%s', (operation) => {
  const own = cases.filter((candidate) => candidate.operation === operation)

  test.each(own.map((one) => [`${one.key} ${one.example ?? 'without a body'}`, one] as const))('%s', async (_title, one) => {
    const { status, body, example, type, redirects } = one
    const { data, error, response } = await table[operation]![0]({
      client: mock.client,
      headers: prefer(status, example, type),
    })
    if (error?.cause instanceof Violation) throw error.cause
    expect(response?.status).toBe(status)
    if (status >= 200 && status < 300) {
      expect(error).toBeUndefined()
      expect(data).toEqual(body)
    } else if (status < 400) {
      expect(redirects).toBe(true)
      expect(data).toEqual({ location: response?.headers.get('location') })
      expect((data as { location: string }).location).toMatch(/^https:\/\//)
    } else {
      expect(data).toBeUndefined()
      expect(isAuthError(error)).toBe(true)
      expect(error).toMatchObject({ status, operation })
      expectError(error!, body!)
    }
  })

  test
    .skipIf(table[operation]!.length < 2)
    .each(table[operation]!.slice(1).map((call, index) => [index + 2, call] as const))(
    'variant %i of the request is valid',
    async (_number, call) => {
      const success = own.find(({ status }) => status < 400)!
      const { error } = await call({ client: mock.client, headers: prefer(success.status, success.example, success.type) })
      if (error?.cause instanceof Violation) throw error.cause
      expect(error).toBeUndefined()
    },
  )
})

function expectError(error: AuthError, body: Json): void {
  const { msg, message, error_description, detail, error: oauth, code } = body as Record<string, string>
  // SCIM's errors have no code; a SQLSTATE is the code of the database's.
  const expected = codeOf(body) ?? (typeof code === 'string' ? code : 'unexpected_response')
  expect(error.code).toBe(expected)
  expect(error.message).toContain(msg ?? message ?? error_description ?? detail ?? oauth)
  if (expected === 'weak_password') {
    expect(error).toBeInstanceOf(AuthWeakPasswordError)
    expect((error as AuthWeakPasswordError).reasons).toEqual((body as { weak_password: JsonObject }).weak_password.reasons)
  }
}

test('every error code that an operation can answer is in a case', () => {
  const covered = new Set(cases.map(({ body }) => (body === undefined ? undefined : codeOf(body))))
  const codes = (document.components.schemas!.ErrorCode!.enum as string[]).filter((code) => !covered.has(code))
  // These stand in the target of a redirect, or are known to the server and never sent.
  expect(codes.sort()).toMatchInlineSnapshot(`
    [
      "bad_oauth_callback",
      "bad_oauth_state",
      "email_address_not_provided",
      "flow_state_already_used",
      "invite_not_found",
      "oauth_client_state_expired",
      "oauth_client_state_not_found",
      "oauth_invalid_state",
      "oauth_provider_not_supported",
      "saml_assertion_no_email",
      "saml_assertion_no_user_id",
      "saml_idp_not_found",
      "saml_relay_state_expired",
      "saml_relay_state_not_found",
      "webauthn_credential_exists",
      "webauthn_credential_not_found",
    ]
  `)
})

// The suite above proves nothing if a broken client would pass it. So each operation is called by some.
describe('a broken client is caught:', () => {
  const places = operationsOf(document).map(({ operation, method, path }) => ({
    operation,
    method,
    path,
    name: operation.operationId,
  }))
  const body = (operation: Operation) =>
    operation.requestBody ? resolve<{ required?: boolean; content: JsonObject }>(document, operation.requestBody) : undefined

  async function caught(name: string, mutation: Mutation): Promise<unknown> {
    const success = cases.find(({ operation, status }) => operation === name && status < 400)!
    const { error } = await table[name]![0]({
      client: mock.broken(mutation),
      headers: prefer(success.status, success.example, success.type),
    })
    return error?.cause
  }

  test.each(places.map(({ name }) => name))('%s at a wrong path', async (name) => {
    expect(await caught(name, (request) => new Request(`${request.url.split('?')[0]}/elsewhere`, request))).toBeInstanceOf(
      Violation,
    )
  })

  test.each(places.map(({ name }) => name))('%s with a wrong method', async (name) => {
    const wrong: Mutation = (request) => new Request(request.url, { method: 'OPTIONS', headers: request.headers })
    const trace: Mutation = (request) => new Request(request.url, { method: 'HEAD', headers: request.headers })
    expect([await caught(name, wrong), await caught(name, trace)].some((cause) => cause instanceof Violation)).toBe(true)
  })

  const withCredential = places.filter(({ operation }) =>
    operation.security.every((requirement) => 'UserAuth' in requirement || 'AdminAuth' in requirement),
  )
  test.each(withCredential.map(({ name }) => name))('%s without its credential', async (name) => {
    const mutation: Mutation = (request) => {
      request.headers.delete('authorization')
      return request
    }
    expect(await caught(name, mutation)).toBeInstanceOf(Violation)
  })

  const withBody = places.filter(({ operation }) => body(operation))
  test.each(withBody.map(({ name }) => name))('%s with a wrong body', async (name) => {
    const json: Mutation = (request) => new Request(request, { body: JSON.stringify(['wrong']) })
    const form: Mutation = (request) => new Request(request, { body: '=' })
    const { operation } = places.find((place) => place.name === name)!
    const isForm = !('application/json' in body(operation)!.content)
    // A form whose fields are all optional has no wrong body; a wrong content type it has.
    const type: Mutation = (request) =>
      new Request(request, { headers: { ...Object.fromEntries(request.headers), 'content-type': 'image/png' } })
    expect(await caught(name, isForm ? async (request) => form(await type(request)) : json)).toBeInstanceOf(Violation)
  })

  test.each(withBody.map(({ name }) => name))('%s with a wrong content type', async (name) => {
    const mutation: Mutation = (request) => {
      request.headers.set('content-type', 'image/png')
      return request
    }
    expect(await caught(name, mutation)).toBeInstanceOf(Violation)
  })

  const withRequiredQuery = places.filter(({ operation }) =>
    ((operation.parameters as Json[]) ?? [])
      .map((parameter) => resolve<{ in: string; required?: boolean }>(document, parameter))
      .some(({ in: place, required }) => place === 'query' && required),
  )
  test.each(withRequiredQuery.map(({ name }) => name))('%s without its query', async (name) => {
    expect(await caught(name, (request) => new Request(request.url.split('?')[0]!, request))).toBeInstanceOf(Violation)
  })
})
