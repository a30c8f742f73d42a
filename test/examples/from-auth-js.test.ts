// examples/from-auth-js: the module before and after does the same for the application, and people stay signed in.
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import * as after from '../../examples/from-auth-js/after.ts'
import * as before from '../../examples/from-auth-js/before.ts'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { totp } from '../live/totp.ts'

const [email, password] = ['ada@example.com', 'correct-horse-battery']
const redirectTo = 'https://app.example.com/welcome'
let server: TestServer
let items: Map<string, string>
beforeEach(() => {
  server = createTestServer({ config: { GOTRUE_URI_ALLOW_LIST: ['https://app.example.com/**'] } })
  items = new Map()
})

const create = ({ createAccount }: typeof before | typeof after) =>
  createAccount({
    url: server.url,
    key: 'sb_publishable_1',
    // auth-js calls it with an address and an init.
    fetch: (input: RequestInfo | URL, init?: RequestInit) => server.fetch(input, init),
    storage: {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
      removeItem: (key: string) => void items.delete(key),
    },
  })

describe.each([
  ['before', before],
  ['after', after],
] as const)('%s', (_name, module) => {
  test('an account, from sign-up to sign-out', async () => {
    const account = create(module)
    const names: unknown[] = []
    const stop = account.onUser((name) => names.push(name))
    expect(await account.signUp(email, '123')).toBe('another password')
    expect(await account.signUp(email, password)).toBe('look into your mail')
    expect((await account.confirm(email, server.inbox.last(email).code!))?.email).toBe(email)
    await vi.waitFor(() => expect(names).toEqual([undefined, email]))
    await account.rename('Ada')
    await vi.waitFor(() => expect(names).toEqual([undefined, email, 'Ada']))
    const { access_token } = JSON.parse(items.get('my-app-auth')!)
    expect(await account.headers()).toEqual({ authorization: `Bearer ${access_token}` })
    await account.signOut()
    await vi.waitFor(() => expect(names).toEqual([undefined, email, 'Ada', undefined]))
    stop()
    expect(await account.headers()).toEqual({})
    expect(await account.signIn(email, 'wrong')).toBe('Wrong address or password')
    expect(await account.signIn(email, password)).toMatchObject({ email, user_metadata: { name: 'Ada', terms: true } })
    expect(server.requests.every(({ headers }) => headers.apikey === 'sb_publishable_1')).toBe(true)
  })

  test('GitHub, and a second factor', async () => {
    const account = create(module)
    const back = await server.providers.approve((await account.signInWithGitHub(redirectTo))!, { email })
    expect((await account.comeBack(new URL(back).searchParams.get('code')!))?.email).toBe(email)
    expect(await account.needsCode()).toBe(false)
    const { secret, confirm } = await account.addAuthenticator()
    expect((await confirm(totp(secret, server.clock.now()))).error).toBe(null)
    await account.signOut()
    server.users.update(email, { password })
    await account.signIn(email, password)
    expect(await account.needsCode()).toBe(true)
  })

  test('the script', async () => {
    server.users.createMany(120, (index) => ({ email: `user-${index}@example.com` }))
    const fetch = (input: RequestInfo | URL, init?: RequestInit) => server.fetch(input, init)
    const addresses = await module.allAddresses(server.url, await server.createServiceToken(), fetch)
    expect(new Set(addresses).size).toBe(120)
  })
})

test.each([
  ['before', before, after],
  ['after', after, before],
] as const)('who has signed in %s is still', async (_name, first, then) => {
  server.users.create({ email, password })
  await create(first).signIn(email, password)
  expect((await create(then).userOfSession())?.email).toBe(email)
})

test('the types that docs/from-auth-js.md names are exported, there and here', () => {
  const page = readFileSync('docs/from-auth-js.md', 'utf8')
  const table = page.slice(page.indexOf('## 3. The types'), page.indexOf('`user_metadata` is'))
  const rows = [...table.matchAll(/^\| (`.*?) *\| (.*?) *\|$/gm)].map(([, left, right]) =>
    [left!, right === 'the same names' ? left! : right!].map((cell) =>
      cell.match(/`(is)?[A-Z]\w+/g)!.map((name) => name.slice(1)),
    ),
  )
  expect(rows).toHaveLength(6)
  const folder = 'node_modules/@supabase/auth-js/dist/module/lib'
  const theirs = ['types', 'errors'].map((name) => readFileSync(`${folder}/${name}.d.ts`, 'utf8')).join('')
  const ours = readFileSync('src/facade/index.ts', 'utf8')
  for (const [left, right] of rows) {
    for (const name of left!)
      expect(theirs).toMatch(new RegExp(`export (declare )?(type|interface|class|function) ${name}\\b`))
    for (const name of right!) if (name !== 'Parameters') expect(ours).toMatch(new RegExp(`\\b${name}\\b`))
  }
})
