// What administrators have asked of a real server, through createAdmin(): it has to send the recorded requests, and to make of the
// recorded answers what it promises. What it never sends is skipped by a reason, and counted.
import { expect, test } from 'vitest'
import { AuthWeakPasswordError } from '../../src/facade/index.ts'
import { createAdmin, type Admin, type AuthError } from '../../src/facade/admin/index.ts'
import { readRecordings, titleOf, type Recording } from './recordings.ts'
import { apiKey, createReplay } from './replay.ts'

type Fields = Record<string, unknown>
type Result = { data: unknown; error: AuthError | null }
interface Given {
  body: Fields
  query: Record<string, string>
  /** The parts of the path behind `/admin`. */
  path: string[]
}

interface Method {
  /** How an application makes the recorded request. In JavaScript it can also say what the types refuse. */
  call(admin: Admin, given: Given): PromiseLike<Result>
  /** What it makes of a good answer, and what its data is beside an error. */
  data(body: Fields, headers: Record<string, string>): unknown
  empty: unknown
  /** What it says in any case. */
  said?: { query?: Record<string, string>; body?: Fields }
}

const whole = { data: (body: Fields) => body, empty: null }
const nothing = { data: () => null, empty: null }
const user = { data: (body: Fields) => ({ user: body }), empty: { user: null } }
/** The numbers of `X-Total-Count` and `Link`. */
const numbers = ({ link = '', 'x-total-count': total }: Record<string, string>) => {
  const page = (relation: string) => RegExp(`[?&]page=(\\d+)[^>]*>; rel="${relation}"`).exec(link)?.[1]
  return { total: Number(total), nextPage: Number(page('next')) || null, lastPage: Number(page('last')) }
}
const paged = { query: { page: '1', per_page: '50' } }
const place = ({ page, per_page }: Given['query']) => ({
  ...(page && { page: Number(page) }),
  ...(per_page && { perPage: Number(per_page) }),
})

const methods: Record<string, Method> = {
  'GET /admin/users': {
    call: (admin, { query: { filter, sort, ...at } }) => admin.listUsers({ filter, sort, ...place(at) } as never),
    data: (body, headers) => ({ ...body, ...numbers(headers), nextCursor: null }),
    empty: { users: [] },
    said: paged,
  },
  'GET /admin/audit': {
    call: (admin, { query: { query, ...at } }) => admin.listAuditLog({ query, ...place(at) } as never),
    data: (entries, headers) => ({ entries, ...numbers(headers) }),
    empty: { entries: [] },
    said: paged,
  },
  'POST /admin/users': { ...user, call: (admin, { body }) => admin.createUser(body as never) },
  'GET /admin/users/{user_id}': { ...user, call: (admin, { path: [, id] }) => admin.getUserById(id!) },
  'PUT /admin/users/{user_id}': { ...user, call: (admin, { path: [, id], body }) => admin.updateUserById(id!, body) },
  'DELETE /admin/users/{user_id}': {
    call: (admin, { path: [, id] }) => admin.deleteUser(id!),
    data: () => ({ user: null }),
    empty: { user: null },
    said: { body: { should_soft_delete: false } },
  },
  'POST /invite': {
    ...user,
    call: (admin, { body: { email, data }, query: { redirect_to: redirectTo } }) =>
      admin.inviteUserByEmail(email as string, { data: data as Fields, redirectTo }),
  },
  'POST /admin/generate_link': {
    call: (admin, { body: { new_email: newEmail, data, ...params }, query: { redirect_to: redirectTo } }) =>
      admin.generateLink({ ...params, newEmail, options: { data, redirectTo } } as never),
    data: ({ action_link, email_otp, hashed_token, redirect_to, verification_type, ...user }) => ({
      properties: { action_link, email_otp, hashed_token, redirect_to, verification_type },
      user,
    }),
    empty: { properties: null, user: null },
  },
  'GET /admin/users/{user_id}/factors': {
    call: (admin, { path: [, userId] }) => admin.mfa.listFactors({ userId: userId! }),
    data: (factors) => ({ factors }),
    empty: null,
  },
  'PUT /admin/users/{user_id}/factors/{factor_id}': {
    ...whole,
    call: (admin, { path: [, userId, , id], body: { friendly_name: friendlyName, phone } }) =>
      admin.mfa.updateFactor({ userId: userId!, id: id!, friendlyName, phone } as never),
  },
  'DELETE /admin/users/{user_id}/factors/{factor_id}': {
    ...whole,
    call: (admin, { path: [, userId, , id] }) => admin.mfa.deleteFactor({ userId: userId!, id: id! }),
  },
  'GET /admin/users/{user_id}/passkeys': {
    ...whole,
    call: (admin, { path: [, userId] }) => admin.passkey.listPasskeys({ userId: userId! }),
  },
  'DELETE /admin/users/{user_id}/passkeys/{passkey_id}': {
    ...nothing,
    call: (admin, { path: [, userId, , passkeyId] }) =>
      admin.passkey.deletePasskey({ userId: userId!, passkeyId: passkeyId! }),
  },
  'GET /admin/sso/providers': {
    call: (admin) => admin.sso.listProviders(),
    data: ({ items }) => ({ providers: items }),
    empty: { providers: [] },
  },
  'POST /admin/sso/providers': { ...whole, call: (admin, { body }) => admin.sso.createProvider(body as never) },
  'GET /admin/sso/providers/{idp_id}': { ...whole, call: (admin, { path: [, , id] }) => admin.sso.getProvider(id!) },
  'PUT /admin/sso/providers/{idp_id}': {
    ...whole,
    call: (admin, { path: [, , id], body }) => admin.sso.updateProvider(id!, body),
  },
  'DELETE /admin/sso/providers/{idp_id}': { ...whole, call: (admin, { path: [, , id] }) => admin.sso.deleteProvider(id!) },
  'GET /admin/oauth/clients': {
    call: (admin) => admin.oauth.listClients(),
    data: ({ clients = [] }) => ({ clients }),
    empty: { clients: [] },
  },
  'POST /admin/oauth/clients': { ...whole, call: (admin, { body }) => admin.oauth.createClient(body as never) },
  'GET /admin/oauth/clients/{client_id}': { ...whole, call: (admin, { path: [, , id] }) => admin.oauth.getClient(id!) },
  'PUT /admin/oauth/clients/{client_id}': {
    ...whole,
    call: (admin, { path: [, , id], body }) => admin.oauth.updateClient(id!, body),
  },
  'DELETE /admin/oauth/clients/{client_id}': {
    ...nothing,
    call: (admin, { path: [, , id] }) => admin.oauth.deleteClient(id!),
  },
  'POST /admin/oauth/clients/{client_id}/regenerate_secret': {
    ...whole,
    call: (admin, { path: [, , id] }) => admin.oauth.regenerateClientSecret(id!),
  },
  'GET /admin/custom-providers': {
    call: (admin, { query }) => admin.customProviders.listProviders(query),
    data: (body) => body,
    empty: { providers: [] },
  },
  'POST /admin/custom-providers': {
    ...whole,
    call: (admin, { body }) => admin.customProviders.createProvider(body as never),
  },
  'GET /admin/custom-providers/{identifier}': {
    ...whole,
    call: (admin, { path: [, identifier] }) => admin.customProviders.getProvider(identifier!),
  },
  'PUT /admin/custom-providers/{identifier}': {
    ...whole,
    call: (admin, { path: [, identifier], body }) => admin.customProviders.updateProvider(identifier!, body),
  },
  'DELETE /admin/custom-providers/{identifier}': {
    ...nothing,
    call: (admin, { path: [, identifier] }) => admin.customProviders.deleteProvider(identifier!),
  },
}

/** Why createAdmin() never sends a request, or undefined if it does. */
function reasonToSkip({ operation, request }: Recording): string | undefined {
  const { method, path, query, body, headers } = request
  const hasBody = /^(POST|PUT)/.test(method) && !path.endsWith('/regenerate_secret')
  if (headers.authorization === 'none') return 'no call without a token'
  if (/\/x(\/|$)/.test(path)) return 'no id that is none'
  if (path.includes('%')) return 'no colon that is encoded'
  if (Object.values(query).some((value) => typeof value !== 'string' || value === 'x')) return 'no such parameter'
  if (hasBody ? Object(body) !== body : body !== null) return hasBody ? 'no JSON object' : 'no body'
  if (operation === 'POST /invite' && !(body as Fields).email) return 'no address'
  return undefined
}

async function play(recordings: Recording[]) {
  const replay = createReplay()
  const skipped: Record<string, number> = {}
  let replayed = 0
  for (const recording of recordings) {
    const { operation, request, response } = recording
    const method = methods[operation]
    if (!method) continue
    const reason = reasonToSkip(recording)
    if (reason) {
      skipped[reason] = (skipped[reason] ?? 0) + 1
      continue
    }
    const title = titleOf(recording)
    const { said } = method
    const adminToken = /^Bearer (.+)/.exec(String(request.headers.authorization))?.[1] ?? 'eyJ.eyJ.c2ln'
    const admin = createAdmin({ url: 'http://localhost:9999', apiKey, adminToken, fetch: replay.fetch, retry: 0 })
    replay.answer({
      ...recording,
      request: { ...request, query: { ...said?.query, ...request.query }, body: said?.body ?? request.body },
    })
    const { data, error } = await method.call(admin, {
      body: Object(request.body) as Fields,
      query: request.query as Record<string, string>,
      path: request.path.split('/').slice(2),
    })
    replay.settle()
    replayed++
    const body = response.body as Fields
    if (response.status < 400) {
      expect({ data, error }, title).toEqual({ data: method.data(body, response.headers), error: null })
      continue
    }
    const code = body.error_code ?? body.code
    expect(data, title).toEqual(method.empty)
    expect(error, title).toMatchObject({ code, status: response.status, message: body.msg ?? body.message })
    expect(error instanceof AuthWeakPasswordError, title).toBe(code === 'weak_password')
  }
  return { replayed, skipped }
}

test('the scenarios', async () => {
  expect(await play(readRecordings('flows.jsonl'))).toMatchInlineSnapshot(`
    {
      "replayed": 59,
      "skipped": {
        "no JSON object": 1,
        "no address": 1,
        "no id that is none": 1,
      },
    }
  `)
})

test('separate exchanges', async () => {
  expect(await play(readRecordings('answers.jsonl'))).toMatchInlineSnapshot(`
    {
      "replayed": 110,
      "skipped": {
        "no JSON object": 2,
        "no address": 1,
        "no body": 5,
        "no call without a token": 14,
        "no colon that is encoded": 1,
        "no id that is none": 3,
        "no such parameter": 4,
      },
    }
  `)
})

test('every operation of administrators is there', () => {
  const recorded = readRecordings('answers.jsonl').map(({ operation }) => operation)
  const ofAdmins = [...new Set(recorded)].filter((operation) => /\/admin\/|\/invite/.test(operation))
  expect(Object.keys(methods).sort()).toEqual(ofAdmins.sort())
})
