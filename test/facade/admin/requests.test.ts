// What every call of an administrator asks for, whole, and what it makes of an answer: the contract's table, without its mock server.
// Those tests see that the server takes the requests; these take no time, and so can be repeated for each mutant.
import { expect, test } from 'vitest'
import { createAdmin } from '../../../src/facade/admin/index.ts'
import { allAdminCalls } from '../../contract/admin-calls.ts'
import { json, scriptedFetch } from '../../scripted-fetch.ts'

const id = '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11'
const item = { id, email: 'ada@example.com' }
const lists = ['users', 'providers', 'items', 'clients', 'custom_providers', 'passkeys']
/** What fits every operation that answers with an object. */
const answer = {
  ...item,
  ...Object.fromEntries(lists.map((name) => [name, [item]])),
  action_link: 'https://auth.example.com/verify?token=abc',
  email_otp: '123456',
  hashed_token: 'abc',
  redirect_to: 'https://app.example.com/',
  verification_type: 'signup',
}
/** What reads lists page by page has tests of its own. */
const paged = ['listUsers', 'getUserByEmail', 'listAuditLog']
const calls = allAdminCalls.filter(([name]) => !paged.includes(name))

test.each(calls.map(([name, call]) => [`${name}() with ${call.what}`, call] as const))('%s', async (_name, call) => {
  const body = /List(User)?(Factors|Passkeys)$/.test(call.operation) ? [item] : answer
  const fetch = scriptedFetch(json(body))
  const admin = createAdmin({ url: 'https://auth.example.com', adminToken: 'ey.ey.ey', fetch })
  const { data, error } = await call.call(admin, {})
  const request = fetch.requests[0]!
  const { pathname, searchParams } = new URL(request.url)
  expect(Object.fromEntries(searchParams)).toEqual(call.query ?? {})
  const text = await request.text()
  expect(text ? JSON.parse(text) : undefined).toEqual(call.body)
  for (const value of Object.values(call.path ?? {})) expect(decodeURIComponent(pathname)).toContain(value)
  expect({ data, error }).toEqual({ data: call.data(body as never), error: null })
})
