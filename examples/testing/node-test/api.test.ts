// Tests of an API that takes access tokens, with the test runner of Node: node --test
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verifyAccessToken } from 'gotrue-sdk'
import { createTestServer } from 'gotrue-sdk/testing'

/** The application's: greets whoever has a good access token. */
async function greet(request: Request, { url, fetch }: { url: string; fetch: typeof globalThis.fetch }): Promise<Response> {
  const token = request.headers.get('authorization')?.replace(/^Bearer /, '') ?? ''
  const { data, error } = await verifyAccessToken(token, { jwksUrl: `${url}/.well-known/jwks.json`, fetch, issuer: url })
  return error ? new Response(error.code, { status: 401 }) : new Response(`Hello, ${data.claims.email}!`)
}

const request = (token: string) => new Request('http://localhost:3000/', { headers: { authorization: `Bearer ${token}` } })

test('greets who is signed in', async () => {
  const server = createTestServer()
  const user = server.users.create({ email: 'ada@example.com' })
  const { access_token } = await server.users.signIn(user)
  assert.equal(await (await greet(request(access_token), server)).text(), 'Hello, ada@example.com!')
})

test('refuses tokens that have expired, and those of other servers', async () => {
  const server = createTestServer()
  const old = await server.createToken({ email: 'ada@example.com', exp: 1 })
  assert.equal((await greet(request(old), server)).status, 401)
  const other = createTestServer({ config: { API_EXTERNAL_URL: 'https://other.example.com' } })
  const { access_token } = await other.users.signIn(other.users.create())
  assert.equal((await greet(request(access_token), server)).status, 401)
})

test('the same over HTTP, for an API in a process of its own', async () => {
  await using server = createTestServer()
  const url = await server.listen()
  const { access_token } = await server.users.signIn(server.users.create({ email: 'ada@example.com' }))
  assert.equal((await greet(request(access_token), { url, fetch })).status, 200)
})
