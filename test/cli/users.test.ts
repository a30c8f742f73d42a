import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { run, runInTerminal, saying, start, startProcess, bin } from './run.ts'

let server: TestServer
let env: Record<string, string>
beforeEach(async () => {
  server = createTestServer({ config: { GOTRUE_MAILER_AUTOCONFIRM: true } })
  env = { GOTRUE_URL: await server.listen(), GOTRUE_SERVICE_KEY: await server.createServiceToken() }
})
afterEach(() => server.close())

const users = (...args: string[]) => run(['users', ...args], { env })
const lines = (text: string) => text.trimEnd().split('\n')

describe('users list', () => {
  test('prints a line for each', async () => {
    const ada = server.users.create({ email: 'ada@example.com' })
    const grace = server.users.create({ phone: '4915123456789' })
    server.users.update(ada, { banned_until: new Date(Date.now() + 86_400_000).toISOString() })
    expect(await users('list', '--sort', 'oldest')).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        `${ada.id}  banned       ${ada.created_at.slice(0, 10)}  ada@example.com`,
        `${grace.id}  ${grace.phone_confirmed_at ? 'confirmed  ' : 'unconfirmed'}  ${grace.created_at.slice(0, 10)}  4915123456789`,
        '',
      ].join('\n'),
    })
  })

  test('turns all pages, and tells how far it is on standard error', async () => {
    server.users.createMany(2300)
    const { code, stdout, stderr } = await users('list', '--json', '--per-page', '500')
    expect(code).toBe(0)
    const ids = lines(stdout).map((line) => (JSON.parse(line) as { id: string }).id)
    expect(new Set(ids).size).toBe(2300)
    expect(lines(stderr)).toEqual(['1,000 users …', '2,000 users …'])
    // One to find out how the server pages, and five pages.
    expect(server.requests).toHaveLength(6)
  })

  test('--limit asks for no more than it needs; --filter', async () => {
    server.users.createMany(30, (index) => ({ email: `user-${index}@${index % 2 ? 'odd' : 'even'}.example.com` }))
    expect(lines((await users('list', '--limit', '7')).stdout)).toHaveLength(7)
    for (const { url } of server.requests) expect(url).toMatch(/[?&](limit|per_page)=7(&|$)/)
    expect(server.requests.length).toBeLessThan(3)
    expect(lines((await users('list', '--filter', '@odd.')).stdout)).toHaveLength(15)
    expect(await users('list', '--limit', '0')).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await users('list', '--filter', 'nobody')).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('ends quietly when nobody reads on', async () => {
    server.users.createMany(3000)
    const command = `"${process.execPath}" "${bin}" users list --per-page 1000 | head -n 1; echo "\${PIPESTATUS[0]}"`
    const { stdout, stderr } = await startProcess('bash', ['-c', command], { env }).ended
    expect(lines(stdout).slice(1)).toEqual(['0'])
    expect(stderr).not.toContain('EPIPE')
  })

  test('Ctrl-C ends it with 130, and says nothing more', async () => {
    server.users.createMany(30)
    const stop = server.faults.always('adminListUsers', { delay: '60s' })
    const running = start(['users', 'list'], { env })
    while (!server.requests.length) await new Promise((resolve) => setTimeout(resolve, 20))
    running.child.kill('SIGINT')
    expect(await running.ended).toEqual({ code: 130, stdout: '', stderr: '' })
    stop()
  })

  test('metadata that is nested deeper than JSON can be written is left out', async () => {
    const deep = '{"a":['.repeat(10_000) + ']}'.repeat(10_000)
    const user = `{"id":"9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11","email":"ada@example.com","user_metadata":{"name":"Ada","deep":${deep}}}`
    const other = createServer((_request, response) => response.end(`{"users":[${user}],"aud":"authenticated"}`))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const hostile = { ...env, GOTRUE_URL: `http://127.0.0.1:${(other.address() as AddressInfo).port}` }
    const { code, stdout } = await run(['users', 'list', '--json'], { env: hostile })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      email: 'ada@example.com',
      user_metadata: { name: 'Ada', deep: { a: '[nested too deeply]' } },
    })
    other.close()
  })

  test('what users call themselves moves no cursor', async () => {
    const answer = {
      users: [
        { id: '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11', email: 'a\u001b[2J\u009b1m\u202e@x.y', created_at: '2026-01-01' },
      ],
      aud: 'a',
    }
    const other = createServer((_request, response) => response.end(JSON.stringify(answer)))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const hostile = { ...env, GOTRUE_URL: `http://127.0.0.1:${(other.address() as AddressInfo).port}` }
    for (const more of [[], ['--json']]) {
      const { code, stdout } = await run(['users', 'list', ...more], { env: hostile })
      expect(code).toBe(0)
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
      if (more.length) expect((JSON.parse(stdout) as { email: string }).email).toBe(answer.users[0]!.email)
    }
    other.close()
  })
})

describe('users get', () => {
  test('by id and by address', async () => {
    const { id } = server.users.create({ email: 'ada@example.com', user_metadata: { name: 'Ada' } })
    const byId = await users('get', id)
    expect(byId).toMatchObject({ code: 0, stderr: '' })
    expect(byId.stdout).toMatch(/e-mail +ada@example\.com\n[^]*user_metadata +.*"name":"Ada"/)
    expect(await users('get', 'ADA@example.com')).toEqual(byId)
    expect(JSON.parse((await users('get', id, '--json')).stdout)).toMatchObject({ id, identities: expect.any(Array) })
  })

  test('of nobody', async () => {
    const { code, stdout, stderr } = await users('get', 'nobody@example.com', '--json')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'user_not_found', status: 404 } })
  })
})

describe('users invite', () => {
  test('sends a mail, with metadata and the way back', async () => {
    const { code, stdout } = await users('invite', 'grace@example.com', '--data', '{"team":"compilers"}')
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^Invited grace@example\.com \([\da-f-]{36}\)\n$/),
    })
    expect(server.inbox.last('grace@example.com').type).toBe('invite')
    expect(server.users.find('grace@example.com')!.user_metadata).toMatchObject({ team: 'compilers' })
  })

  test('of somebody who is there', async () => {
    server.users.create({ email: 'ada@example.com' })
    expect(await users('invite', 'ada@example.com')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('already'),
    })
  })
})

describe('users ban', () => {
  test('--for, and --lift', async () => {
    const { id } = server.users.create({ email: 'ada@example.com' })
    const banned = () => server.users.find('ada@example.com')!.banned_until
    expect(await users('ban', 'ada@example.com', '--for', '1d12h')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('banned until'),
    })
    expect(Math.round((Date.parse(banned()!) - Date.now()) / 3_600_000)).toBe(36)
    expect(await users('ban', id, '--lift')).toMatchObject({ code: 0, stdout: 'ada@example.com may sign in again\n' })
    expect(banned()).toBeFalsy()
  })

  test.each([[[]], [['--for', '1h', '--lift']], [['--for', '0']], [['--for', '1 hour']]])('with %j', async (args) => {
    expect((await users('ban', 'ada@example.com', ...args)).code).toBe(2)
    expect(server.requests).toEqual([])
  })
})

describe('users delete', () => {
  test('where nobody can be asked it needs --yes', async () => {
    const { id } = server.users.create({ email: 'ada@example.com' })
    expect(await users('delete', id)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--yes') })
    expect(server.requests).toEqual([])
    expect(await users('delete', id, '--yes')).toEqual({ code: 0, stdout: `Deleted ada@example.com (${id})\n`, stderr: '' })
    expect(server.users.all()).toEqual([])
  })

  test('deletes nobody when one of them is not there', async () => {
    server.users.create({ email: 'ada@example.com' })
    expect((await users('delete', 'ada@example.com', 'nobody@example.com', '--yes')).code).toBe(1)
    expect(server.users.all()).toHaveLength(1)
  })

  test('--soft', async () => {
    const { id } = server.users.create({ email: 'ada@example.com' })
    expect(await users('delete', 'ada@example.com', '--soft', '--yes')).toMatchObject({ code: 0 })
    expect(JSON.parse((await users('get', id, '--json')).stdout)).toMatchObject({ id, deleted_at: expect.any(String) })
  })

  test('in a terminal it asks, and takes no for an answer', async () => {
    server.users.create({ email: 'ada@example.com' })
    for (const [input, code, left] of [
      ['n\n', 1, 1],
      ['\n', 1, 1],
      ['y\n', 0, 0],
    ] as const) {
      const asked = await runInTerminal(['users', 'delete', 'ada@example.com'], { input, env })
      expect(asked.stdout).toContain("Delete this user for good? It can't be undone. [y/N]")
      expect(asked.stdout).toContain('ada@example.com')
      expect(asked.code).toBe(code)
      expect(server.users.all()).toHaveLength(left)
    }
  })
})

describe('the key', () => {
  test('comes on standard input, too, and is made from GOTRUE_JWT_SECRET', async () => {
    server.users.create({ email: 'ada@example.com' })
    const { GOTRUE_URL, GOTRUE_SERVICE_KEY } = env as { GOTRUE_URL: string; GOTRUE_SERVICE_KEY: string }
    const args = ['users', 'list', '--url', GOTRUE_URL]
    expect(await run([...args, '--key-stdin'], { input: `${GOTRUE_SERVICE_KEY}\n` })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('ada@'),
    })
    const secret = server.config.GOTRUE_JWT_SECRET
    expect(await run(args, { env: { GOTRUE_JWT_SECRET: secret } })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('ada@'),
    })
    expect(await run(args)).toMatchObject({ code: 2, stderr: expect.stringContaining('GOTRUE_SERVICE_KEY') })
    expect(await run([...args, '--key-stdin'])).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing came') })
  })

  test('is typed in a terminal, and not shown', async () => {
    server.users.create({ email: 'ada@example.com' })
    const { GOTRUE_URL, GOTRUE_SERVICE_KEY } = env as { GOTRUE_URL: string; GOTRUE_SERVICE_KEY: string }
    const running = startProcess(
      'script',
      ['--quiet', '--return', '--command', `'${process.execPath}' '${bin}' users list --url ${GOTRUE_URL}`, '/dev/null'],
      {
        input: null,
      },
    )
    await saying(running, 'not shown')
    running.child.stdin!.end(`${GOTRUE_SERVICE_KEY}\r`)
    const { stdout, code } = await running.ended
    expect(code).toBe(0)
    expect(stdout).toContain('ada@example.com')
    expect(stdout).not.toContain(GOTRUE_SERVICE_KEY)
  })

  test('of GOTRUE_URL is sent to no other server', async () => {
    const other = createTestServer()
    const url = await other.listen()
    expect(await run(['users', 'list', '--url', url], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('are not sent to another one'),
    })
    expect(other.requests).toEqual([])
    await other.close()
  })

  test('that the server refuses', async () => {
    const { code, stderr } = await run(['users', 'list', '--json'], {
      env: { ...env, GOTRUE_SERVICE_KEY: `${env.GOTRUE_SERVICE_KEY}x` },
    })
    expect(code).toBe(1)
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: expect.any(String), status: expect.any(Number) } })
  })
})
