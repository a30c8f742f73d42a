// Lists of users: one page as a result, all of them by iteration, with numbers and with cursors; what changes or breaks between two
// pages; and the search for an address.
import { describe, expect, test, vi } from 'vitest'
import { createAdmin, isAuthError, unwrap, type Admin, type ListUsersParams } from '../../../src/facade/admin/index.ts'
import { hangingFetch, json, scriptedFetch } from '../../scripted-fetch.ts'
import { entries, entry, listServer, type Entry } from './list-server.ts'

const url = 'https://auth.example.com/auth/v1'
const adminOf = (fetch: (request: Request) => Promise<Response>): Admin =>
  createAdmin({ url, adminToken: 'ey.ey.x', fetch, retry: 0 })

function setUp(list: Entry[], options?: { hasCursors?: boolean }) {
  const server = listServer(list, options)
  return { server, admin: adminOf(server.fetch) }
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}
const ids = (list: { id: string }[]) => list.map(({ id }) => id)
/** What ends an iteration. */
const failureOf = (items: AsyncIterable<unknown>) =>
  collect(items).then(
    () => undefined,
    (error: unknown) => error,
  )
const forms = [
  ['numbers', { hasCursors: false }],
  ['cursors', { hasCursors: true }],
] as const

describe('await listUsers()', () => {
  test('is one page, with the numbers that auth-js has', async () => {
    const { server, admin } = setUp(entries(120))
    const { data, error } = await admin.listUsers()
    expect(error).toBeNull()
    expect(data).toEqual({
      users: server.list.slice(0, 50),
      aud: 'authenticated',
      total: 120,
      nextPage: 2,
      lastPage: 3,
      nextCursor: null,
    })
    expect(server.queries()).toEqual(['?page=1&per_page=50'])
  })

  test.each([
    [2, 3],
    [3, null],
    [9, null],
  ])('of page %i: nextPage is %j', async (page, nextPage) => {
    const { admin } = setUp(entries(120))
    expect(unwrap(await admin.listUsers({ page }))).toMatchObject({ total: 120, nextPage, lastPage: 3 })
  })

  test('of an empty list', async () => {
    const { admin } = setUp([])
    expect(unwrap(await admin.listUsers())).toMatchObject({ users: [], total: 0, nextPage: null, lastPage: 0 })
  })

  test('is the same where the server has cursors', async () => {
    const { admin } = setUp(entries(120), { hasCursors: true })
    expect(unwrap(await admin.listUsers({ page: 2, perPage: 20 }))).toMatchObject({ total: 120, nextPage: 3, lastPage: 6 })
  })

  test('sends nothing before it is awaited, and once', async () => {
    const { server, admin } = setUp(entries(1))
    const listing = admin.listUsers()
    expect(server.requests).toHaveLength(0)
    const [one, other] = await Promise.all([listing, listing])
    expect(one).toBe(other)
    await listing.then()
    await listing.finally(() => {})
    expect(await listing.catch(() => undefined)).toBe(one)
    expect(server.requests).toHaveLength(1)
    expect(String(listing)).toBe('[object Listing]')
  })

  test('without Link goes by the count, without either by the length of the page', async () => {
    const users = entries(2)
    const page = async (headers: Record<string, string>, perPage: number) => {
      const admin = adminOf(scriptedFetch(json({ users, aud: 'authenticated' }, { headers })))
      const { total, nextPage, lastPage } = unwrap(await admin.listUsers({ perPage }))
      return [total, nextPage, lastPage]
    }
    expect(await page({ 'x-total-count': '5' }, 2)).toEqual([5, 2, 3])
    expect(await page({ 'x-total-count': '2' }, 2)).toEqual([2, null, 1])
    expect(await page({}, 2)).toEqual([null, 2, null])
    expect(await page({}, 3)).toEqual([null, null, null])
    expect(await page({ link: 'nonsense', 'x-total-count': 'many' }, 2)).toEqual([null, 2, null])
    expect(await page({ link: '<http://[>; rel="next"' }, 3)).toEqual([null, null, null])
    // Backwards leads nowhere.
    expect(await page({ link: '</admin/users?page=1>; rel="next"', 'x-total-count': '5' }, 2)).toEqual([5, 2, 3])
  })

  test('with a cursor is the page there', async () => {
    const { server, admin } = setUp(entries(5), { hasCursors: true })
    const pages = admin.listUsers({ perPage: 2 }).pages()
    const { value } = await pages.next()
    const cursor = value!.nextCursor!
    const { data } = await admin.listUsers({ cursor, perPage: 2 })
    expect(data).toEqual({
      users: server.list.slice(2, 4),
      aud: 'authenticated',
      total: null,
      nextPage: null,
      lastPage: null,
      nextCursor: expect.any(String),
    })
    expect(ids(await collect(admin.listUsers({ cursor, perPage: 2 })))).toEqual(ids(server.list.slice(2)))
  })

  test('with a cursor for a server without them is unexpected_response, and not the first page', async () => {
    const { admin } = setUp(entries(5))
    expect(await admin.listUsers({ cursor: 'x' })).toMatchObject({
      data: { users: [] },
      error: { code: 'unexpected_response', message: 'The server does not page by cursor' },
    })
    expect(await failureOf(admin.listUsers({ cursor: 'x' }))).toMatchObject({ code: 'unexpected_response' })
  })

  test.each<[string, unknown]>([
    ['page 0', { page: 0 }],
    ['page 1.5', { page: 1.5 }],
    ['perPage 0, which the server would divide by', { perPage: 0 }],
    ['perPage NaN', { perPage: NaN }],
    ['perPage as text', { perPage: '50' }],
    ['a page and a cursor', { page: 2, cursor: 'x' }],
  ])('with %s is invalid_argument, and iteration throws it; nothing is sent', async (_what, params) => {
    const { server, admin } = setUp(entries(5))
    expect(await admin.listUsers(params as ListUsersParams)).toMatchObject({
      data: { users: [] },
      error: { code: 'invalid_argument' },
    })
    expect(await failureOf(admin.listUsers(params as ListUsersParams))).toMatchObject({ code: 'invalid_argument' })
    expect(server.requests).toHaveLength(0)
  })

  test.each<[string, unknown]>([
    ['no users', { aud: 'authenticated' }],
    ['users that are no list', { users: {}, aud: 'authenticated' }],
    ['users that are none', { users: [{}], aud: 'authenticated' }],
    ['a list', []],
  ])('with %s in the answer is unexpected_response', async (_what, body) => {
    const { data, error } = await adminOf(scriptedFetch(json(body))).listUsers()
    expect({ data, code: error?.code }).toEqual({ data: { users: [] }, code: 'unexpected_response' })
  })
})

describe.each(forms)('for await … of listUsers() with %s', (form, mode) => {
  test.each([0, 1, 49, 50, 51, 100, 101, 240])('of %i users yields each once, in order', async (count) => {
    const { server, admin } = setUp(entries(count), mode)
    expect(ids(await collect(admin.listUsers()))).toEqual(ids(server.list))
    expect(server.requests).toHaveLength(Math.max(1, Math.ceil(count / 50)))
  })

  test.each([1, 2, 3, 7, 12, 13])('with perPage: %i yields each once, in order', async (perPage) => {
    const { server, admin } = setUp(entries(12), mode)
    const sort = 'created_at asc'
    expect(ids(await collect(admin.listUsers({ perPage, sort })))).toEqual(ids(server.list).reverse())
    // Where the server has numbers it answers with all 12 at first, which are asked for again if they are too many; once only.
    const pages = Math.ceil(12 / perPage)
    expect(server.requests).toHaveLength(pages + (form === 'numbers' && perPage < 12 ? 1 : 0))
    server.requests.length = 0
    await collect(admin.listUsers({ perPage, sort }))
    expect(server.requests).toHaveLength(pages)
  })

  test('asks for the filter and the order on every page', async () => {
    const { server, admin } = setUp(entries(200), mode)
    const found = await collect(admin.listUsers({ filter: 'user-1', sort: 'created_at asc' }))
    expect(found.map(({ email }) => email)).toEqual(
      server.list
        .filter(({ email }) => email.includes('user-1'))
        .reverse()
        .map(({ email }) => email),
    )
    expect(server.requests.length).toBeGreaterThan(2)
    for (const query of server.queries()) expect(query).toMatch(/^\?filter=user-1&sort=created_at asc&/)
  })

  test('leaves off where the loop does', async () => {
    const { server, admin } = setUp(entries(120), mode)
    for await (const { id } of admin.listUsers()) if (id === server.list[60]!.id) break
    expect(server.requests).toHaveLength(2)
  })

  test('can be done twice', async () => {
    const { server, admin } = setUp(entries(60), mode)
    const listing = admin.listUsers()
    const [one, other] = await Promise.all([collect(listing), collect(listing)])
    expect(ids(one)).toEqual(ids(server.list))
    expect(ids(other)).toEqual(ids(server.list))
  })

  test('yields nobody twice while users sign up', async () => {
    const { server, admin } = setUp(entries(120), mode)
    server.after = (number) => void server.list.unshift(entry(1000 + number), entry(2000 + number))
    const found = ids(await collect(admin.listUsers()))
    expect(new Set(found).size).toBe(found.length)
    expect(found).toEqual(ids(entries(120)))
  })

  test('ends while users are deleted', async () => {
    const { server, admin } = setUp(entries(120), mode)
    server.after = () => void server.list.splice(0, 30)
    const found = ids(await collect(admin.listUsers()))
    expect(new Set(found).size).toBe(found.length)
  })

  test('throws what fails midway, and has yielded what came before', async () => {
    const { server, admin } = setUp(entries(120), mode)
    server.faults.set(2, json({ code: 'unexpected_failure', message: 'Database error' }, { status: 500 }))
    const found: string[] = []
    const run = async () => {
      for await (const { id } of admin.listUsers()) found.push(id)
    }
    await expect(run()).rejects.toSatisfy(isAuthError)
    await expect(run()).resolves.toBeUndefined()
    expect(found).toHaveLength(50 + 120)
  })

  test('tries again what is transient', async () => {
    const server = listServer(entries(120), mode)
    server.faults.set(2, new TypeError('fetch failed'))
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const admin = createAdmin({ url, adminToken: 'ey.ey.x', fetch: server.fetch })
    expect(ids(await collect(admin.listUsers()))).toEqual(ids(server.list))
    expect(server.requests).toHaveLength(4)
  })

  test('is aborted between two users', async () => {
    const { server, admin } = setUp(entries(120), mode)
    const controller = new AbortController()
    const reason = new Error('enough')
    let count = 0
    const run = async () => {
      for await (const _user of admin.listUsers({}, { signal: controller.signal }))
        if (++count === 3) controller.abort(reason)
    }
    await expect(run()).rejects.toMatchObject({ code: 'aborted', cause: reason })
    expect(count).toBe(3)
    expect(server.requests).toHaveLength(1)
  })

  test('is aborted while a page is under way, and ends by the time limit of a page', async () => {
    const { server, admin } = setUp(entries(120), mode)
    server.faults.set(2, hangingFetch({ obeysSignal: true }))
    server.faults.set(4, hangingFetch({ obeysSignal: false }))
    const controller = new AbortController()
    const aborted = failureOf(admin.listUsers({}, { signal: controller.signal }))
    await vi.waitFor(() => expect(server.requests).toHaveLength(2))
    controller.abort()
    expect(await aborted).toMatchObject({ code: 'aborted' })
    expect(server.requests[1]!.signal.aborted).toBe(true)
    expect(await failureOf(admin.listUsers({}, { timeout: 20 }))).toMatchObject({ code: 'timeout' })
  })
})

describe('a first page of another length than was asked for is asked for again:', () => {
  /** A server that has `length` on a page where it is not told, and says `headers` of it. */
  const run = async (length: number, perPage: number, withCount: boolean) => {
    const list = entries(120)
    const fetch = scriptedFetch((request) => {
      const { page = 1, per_page = length } = Object.fromEntries(new URL(request.url).searchParams)
      const users = list.slice((+page - 1) * +per_page, +page * +per_page)
      return json({ users, aud: 'authenticated' }, { headers: withCount ? { 'x-total-count': '120' } : {} })
    })
    const found = ids(await collect(adminOf(fetch).listUsers({ perPage })))
    expect(found).toEqual(ids(list))
    return fetch.requests.length
  }
  test.each([true, false])('count: %j', async (withCount) => {
    const after = withCount ? 0 : 1
    expect(await run(50, 50, withCount)).toBe(3)
    // The server may have changed its mind about what is usual.
    expect(await run(20, 50, withCount)).toBe(1 + 3)
    expect(await run(100, 50, withCount)).toBe(1 + 3)
    expect(await run(50, 100, withCount)).toBe(1 + 2)
    expect(await run(50, 20, withCount)).toBe(1 + 6 + after)
    expect(await run(500, 500, withCount)).toBe(1 + after)
    expect(await run(50, 500, withCount)).toBe(1 + 1)
  })
})

describe.each(forms)('listUsers().pages() with %s', (_form, mode) => {
  test('are the pages', async () => {
    const { server, admin } = setUp(entries(120), mode)
    const pages = await collect(admin.listUsers().pages())
    expect(pages.map(({ users }) => users.length)).toEqual([50, 50, 20])
    expect(pages.flatMap(({ users }) => ids(users))).toEqual(ids(server.list))
    for (const { aud, ...page } of pages) {
      expect(aud).toBe('authenticated')
      expect(Object.keys(page).sort()).toEqual(['lastPage', 'nextCursor', 'nextPage', 'total', 'users'])
    }
    expect(pages.map(({ nextPage, nextCursor }) => [nextPage, nextCursor !== null])).toEqual(
      mode.hasCursors
        ? [
            [null, true],
            [null, true],
            [null, false],
          ]
        : [
            [2, false],
            [3, false],
            [null, false],
          ],
    )
  })

  test('of an empty list are one that is empty', async () => {
    const { admin } = setUp([], mode)
    expect((await collect(admin.listUsers().pages())).map(({ users }) => users)).toEqual([[]])
  })

  test('begin where they are told to', async () => {
    const { server, admin } = setUp(entries(120), mode)
    const pages = await collect(admin.listUsers({ page: 2, perPage: 40 }).pages())
    expect(pages.flatMap(({ users }) => ids(users))).toEqual(ids(server.list.slice(40)))
    expect(server.queries()).toEqual(['?page=2&per_page=40', '?page=3&per_page=40'])
  })
})

describe('iteration ends, whatever the server answers:', () => {
  const list = (users: Entry[], more: object = {}, headers: Record<string, string> = {}) =>
    json({ users, aud: 'authenticated', ...more }, { headers })
  const next = (request: Request) => {
    const page = Number(new URL(request.url).searchParams.get('page') ?? 1)
    return { link: `</admin/users?page=${page + 1}>; rel="next", </admin/users?page=999999>; rel="last"` }
  }
  /** Who was yielded, how many requests that took, and what ended it. */
  async function run(answer: (request: Request) => Response, params: ListUsersParams = {}) {
    const fetch = scriptedFetch(answer)
    const found: string[] = []
    let error: unknown
    try {
      for await (const { id } of adminOf(fetch).listUsers(params)) found.push(id)
    } catch (thrown) {
      error = thrown
    }
    return { found: found.length, requests: fetch.requests.length, error }
  }
  const repeats = { code: 'unexpected_response', message: 'The server repeats a page' }

  test('the same page for every number', async () => {
    const { found, requests, error } = await run((request) => list(entries(50), {}, next(request)))
    expect([found, requests]).toEqual([50, 2])
    expect(error).toMatchObject(repeats)
  })

  test('the same cursor, always', async () => {
    const pagination = { has_more: true, next_cursor: 'same' }
    const { found, requests, error } = await run(() => list(entries(50), { pagination }))
    expect([found, requests]).toEqual([50, 2])
    expect(error).toMatchObject(repeats)
  })

  test('cursors in a circle', async () => {
    const pages = { a: entries(150).slice(0, 50), b: entries(150).slice(50, 100), c: entries(150).slice(100) }
    const { found, error } = await run((request) => {
      const cursor = (new URL(request.url).searchParams.get('cursor') ?? 'a') as keyof typeof pages
      const next_cursor = { a: 'b', b: 'c', c: 'a' }[cursor]
      return list(pages[cursor], { pagination: { has_more: true, next_cursor } })
    })
    expect(found).toBe(150)
    expect(error).toMatchObject(repeats)
  })

  test('always more, and nobody', async () => {
    const always = { pagination: { has_more: true, next_cursor: 'x' } }
    expect(await run(() => list([], always))).toEqual({ found: 0, requests: 2, error: undefined })
    expect(await run((request) => list([], {}, next(request)))).toEqual({ found: 0, requests: 3, error: undefined })
  })

  test('a next page that is this one, or before it', async () => {
    const link = '</admin/users?page=1>; rel="next"'
    expect(await run(() => list(entries(50), {}, { link }))).toMatchObject({ found: 50, requests: 2, error: repeats })
    expect(await run(() => list(entries(3), {}, { link }))).toEqual({ found: 3, requests: 2, error: undefined })
  })

  test('more, without a cursor to it', async () => {
    const { requests, error } = await run(() => list(entries(50), { pagination: { has_more: true } }))
    expect([requests, error]).toEqual([1, undefined])
  })

  test('a cursor beside the end', async () => {
    const { requests, error } = await run(() => list(entries(5), { pagination: { has_more: false, next_cursor: 'x' } }))
    expect([requests, error]).toEqual([1, undefined])
  })

  test('shorter pages than asked for go on by Link', async () => {
    const { found, error } = await run((request) => {
      const page = Number(new URL(request.url).searchParams.get('page') ?? 1)
      const users = entries(60).slice((page - 1) * 20, page * 20)
      return list(users, {}, page < 3 ? next(request) : { link: '</admin/users?page=3>; rel="last"' })
    })
    expect([found, error]).toEqual([60, undefined])
  })

  test('numbers all of a sudden, in place of cursors', async () => {
    const { error } = await run((request) =>
      new URL(request.url).searchParams.has('cursor')
        ? list(entries(50))
        : list(entries(50), { pagination: { has_more: true, next_cursor: 'x' } }),
    )
    expect(error).toMatchObject({ code: 'unexpected_response', message: 'The server does not page by cursor' })
  })
})

describe.each(forms)('getUserByEmail() with %s', (_form, mode) => {
  test('finds the user in any case, with identities', async () => {
    const { server, admin } = setUp(entries(3), mode)
    const { data, error } = await admin.getUserByEmail('User-2@Example.com')
    expect(error).toBeNull()
    expect(data.user).toEqual({ ...entry(2), identities: [] })
    expect(server.queries()[0]).toContain('filter=user-2@example.com&')
  })

  test('finds nobody whose address only contains it', async () => {
    const { admin } = setUp([entry(1, { email: 'a.user@example.com' }), entry(2, { email: 'user@example.com.au' })], mode)
    expect(await admin.getUserByEmail('user@example.com')).toMatchObject({
      data: { user: null },
      error: { name: 'AuthApiError', code: 'user_not_found', status: 404, retryable: false },
    })
  })

  test('turns as many pages as it takes', async () => {
    const crowd = Array.from({ length: 120 }, (_, index) => entry(index + 10, { email: `${index}a@example.com` }))
    const { server, admin } = setUp([...crowd, entry(1, { email: 'a@example.com' })], mode)
    expect((await admin.getUserByEmail('a@example.com')).data.user?.id).toBe(entry(1).id)
    expect(server.requests).toHaveLength(3 + 1)
  })

  test.each(['a_b@example.com', '100%@example.com', 'back\\slash@example.com'])('takes %s as it is', async (email) => {
    const others = ['axb@example.com', '100x@example.com', 'backslash@example.com']
    const { server, admin } = setUp(
      [...others.map((email, index) => entry(index + 5, { email })), entry(1, { email })],
      mode,
    )
    expect((await admin.getUserByEmail(email)).data.user?.email).toBe(email)
    const first = json(await (await listServer(server.list).fetch(server.requests[0]!)).json())
    expect(((await first.json()) as { users: Entry[] }).users.map((user) => user.email)).toEqual([email])
  })

  test('prefers who signs in without SSO, else takes the newest', async () => {
    const sso = (number: number) => entry(number, { email: 'a@example.com', app_metadata: { provider: 'sso:8c1b3e52' } })
    const own = entry(1, { email: 'a@example.com' })
    const { server, admin } = setUp([sso(3), sso(2), own], mode)
    expect((await admin.getUserByEmail('a@example.com')).data.user?.id).toBe(own.id)
    server.list = [sso(3), sso(2)]
    expect((await admin.getUserByEmail('a@example.com')).data.user?.id).toBe(sso(3).id)
  })

  test('of a user who goes meanwhile is user_not_found', async () => {
    const { server, admin } = setUp(entries(3), mode)
    server.after = () => void (server.list = [])
    expect((await admin.getUserByEmail('user-2@example.com')).error).toMatchObject({ code: 'user_not_found' })
  })

  test('tells what fails', async () => {
    const { server, admin } = setUp(entries(3), mode)
    server.faults.set(1, json({ code: 'not_admin', message: 'User not allowed' }, { status: 403 }))
    expect(await admin.getUserByEmail('user-2@example.com')).toMatchObject({
      data: { user: null },
      error: { code: 'not_admin' },
    })
  })

  test.each([undefined, null, '', 42, {}])('of %j is invalid_argument, and nothing is sent', async (email) => {
    const { server, admin } = setUp(entries(3), mode)
    expect((await admin.getUserByEmail(email as string)).error).toMatchObject({ code: 'invalid_argument' })
    expect(server.requests).toHaveLength(0)
  })
})
