// What goes wrong in other clients of administrators, a test each: the numbers are those of the project's list of known defects.
import { describe, expect, test } from 'vitest'
import { createAdmin } from '../../../src/facade/admin/index.ts'
import { createClient, memoryStorage } from '../../../src/facade/index.ts'
import { createTransport, getSamlMetadata, samlAcs } from '../../../src/operations/index.ts'
import { json, scriptedFetch } from '../../scripted-fetch.ts'
import { entries, listServer } from './list-server.ts'

const url = 'https://auth.example.com/auth/v1'
const adminToken = 'ey.ey.x'

describe('D29: admin ids that are not UUIDs, a bad scope, a malformed token', () => {
  const fetch = scriptedFetch(json({ code: 'validation_failed', message: 'no' }, { status: 400 }))
  const admin = createAdmin({ url, adminToken, fetch })

  test('an id that is none is an error that says so, not an exception', async () => {
    for (const id of ['123', '', '../users', null, undefined, {}]) {
      const { data, error } = await admin.getUserById(id as string)
      expect({ data, error }).toMatchObject({
        data: { user: null },
        error: { code: 'invalid_argument', message: 'uid is not a UUID' },
      })
    }
    expect(fetch.requests).toEqual([])
  })

  test('a bad scope and a malformed token are the server’s to refuse, as an error', async () => {
    expect((await admin.signOut('ey.ey.x', 'everywhere' as 'global')).error).toMatchObject({ code: 'validation_failed' })
    expect((await admin.signOut('nonsense')).error).toMatchObject({ code: 'validation_failed' })
    expect((await admin.signOut('')).error).toMatchObject({ code: 'invalid_argument' })
  })
})

describe('D36: page 11 of 24 is read as page 1 of 2', () => {
  const server = listServer(entries(24 * 5))
  const admin = createAdmin({ url, adminToken, fetch: server.fetch })

  test('page 10 is followed by 11, of 24', async () => {
    const { data } = await admin.listUsers({ page: 10, perPage: 5 })
    expect(data).toMatchObject({ nextPage: 11, lastPage: 24, total: 120 })
  })

  test('page 11 is followed by 12, of 24', async () => {
    const { data } = await admin.listUsers({ page: 11, perPage: 5 })
    expect(data).toMatchObject({ nextPage: 12, lastPage: 24, total: 120 })
  })

  test('a loop over nextPage ends after 24 pages', async () => {
    const pages: number[] = []
    let page: number | null = 1
    while (page !== null) {
      pages.push(page)
      const { data, error } = await admin.listUsers({ page, perPage: 5 })
      if (error) throw error
      page = data.nextPage
    }
    expect(pages).toEqual(Array.from({ length: 24 }, (_, index) => index + 1))
  })

  test('iteration meets all 120 users, with numbers and with cursors', async () => {
    for (const hasCursors of [false, true]) {
      const admin = createAdmin({ url, adminToken, fetch: listServer(entries(120), { hasCursors }).fetch })
      const found = new Set<string>()
      for await (const { id } of admin.listUsers({ perPage: 5 })) found.add(id)
      expect(found.size).toBe(120)
    }
  })
})

describe('D37: no filter, no sort, no way to a user by address', () => {
  const server = listServer(entries(120))
  const admin = createAdmin({ url, adminToken, fetch: server.fetch })

  test('filter and sort reach the server', async () => {
    const { data } = await admin.listUsers({ filter: 'user-11', sort: 'created_at asc' })
    expect(data.users.map(({ email }) => email)).toEqual(
      [11, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119].map((number) => `user-${number}@example.com`),
    )
    expect(server.queries().at(-1)).toBe('?filter=user-11&sort=created_at asc&page=1&per_page=50')
  })

  test('getUserByEmail() is there', async () => {
    expect((await admin.getUserByEmail('user-11@example.com')).data.user?.email).toBe('user-11@example.com')
    expect((await admin.getUserByEmail('user-121@example.com')).error).toMatchObject({ code: 'user_not_found' })
  })
})

describe('D38: requests that the server has never understood', () => {
  const accessToken = 'ey.ey.x'
  const requested = async (use: (fetch: (request: Request) => Promise<Response>) => PromiseLike<unknown>) => {
    const fetch = scriptedFetch(json({}))
    await use(fetch)
    const [request] = fetch.requests
    return [`${request!.method} ${new URL(request!.url).pathname.replace('/auth/v1', '')}`, await request!.text()]
  }
  const client = (fetch: (request: Request) => Promise<Response>) =>
    createClient({ url, fetch, storage: memoryStorage(), accessToken: () => accessToken })

  test('resend() has the type', async () => {
    const request = await requested((fetch) => client(fetch).resend({ type: 'signup', email: 'ada@example.com' }))
    expect(request).toEqual(['POST /resend', '{"type":"signup","email":"ada@example.com"}'])
    // @ts-expect-error it is needed
    const resend = () => client(scriptedFetch(json({}))).resend({ email: 'ada@example.com' })
    expect(resend).toBeTypeOf('function')
  })

  test('reauthenticate() is a GET', async () => {
    expect(await requested((fetch) => client(fetch).reauthenticate())).toEqual(['GET /reauthenticate', ''])
  })

  test('SAML is below /sso', async () => {
    const transport = (fetch: (request: Request) => Promise<Response>) => createTransport({ url, fetch })
    expect((await requested((fetch) => getSamlMetadata({ client: transport(fetch) })))[0]).toBe('GET /sso/saml/metadata')
    const acs = await requested((fetch) => samlAcs({ client: transport(fetch), body: { SAMLResponse: 'x' } }))
    expect(acs[0]).toBe('POST /sso/saml/acs')
  })

  test('the providers of it are below /admin/sso', async () => {
    const admin = (fetch: (request: Request) => Promise<Response>) => createAdmin({ url, fetch, adminToken })
    expect((await requested((fetch) => admin(fetch).sso.listProviders()))[0]).toBe('GET /admin/sso/providers')
  })
})
