// `npm run conformance` finds nothing on a server that answers by the spec, and finds out one that does not.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { listen } from '../../src/testing/listen.ts'

const secret = 'super-secret-jwt-token-with-at-least-32-characters'
let folder: string
let server: TestServer
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conformance-'))
  server = createTestServer({ config: { GOTRUE_JWT_SECRET: secret } })
})
afterEach(async () => {
  rmSync(folder, { recursive: true })
  await server.close()
})

async function run(...args: string[]) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GOTRUE_')))
  const child = spawn(process.execPath, ['scripts/conformance.ts', ...args], { env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const [code] = (await once(child, 'close')) as [number]
  return { code, output }
}

describe('npm run conformance', () => {
  test('on a server that answers by the spec', async () => {
    const file = join(folder, 'report.json')
    const url = await server.listen()
    const { code, output } = await run('--url', url, '--jwt-secret', secret, '--runs', '2', '--seed', '7', '--json', file)
    expect(output).toContain('456 requests (seed 7): 0 findings against the spec')
    expect(code).toBe(0)
    const report = JSON.parse(readFileSync(file, 'utf8')) as { statuses: Record<string, object> }
    expect(report).toMatchObject({ seed: 7, runs: 2, requests: 456 })
    expect(Object.keys(report.statuses)).toHaveLength(76)
  })

  test('on a server with a field, a status and a body that the spec does not have', async () => {
    const broken = await listen(async (request) => {
      const response = await server.fetch(request)
      const { pathname } = new URL(request.url)
      if (pathname === '/health') return Response.json({ ...((await response.json()) as object), uptime: 1 })
      if (pathname === '/settings') return new Response(null, { status: 418 })
      if (pathname.endsWith('jwks.json')) return new Response('{', { headers: { 'content-type': 'application/json' } })
      return response
    }, {})
    try {
      const operations = 'getHealth,getSettings,getJwks,getOpenidConfiguration'
      const { code, output } = await run(
        '--url',
        broken.url,
        '--jwt-secret',
        secret,
        '--runs',
        '1',
        '--operation',
        operations,
      )
      expect(code).toBe(1)
      expect(output).toMatch(/✗ getHealth as nobody → 200, 3×: answer: .*uptime/)
      expect(output).toMatch(/✗ getSettings as nobody → 418, 3×/)
      expect(output).toMatch(/✗ getJwks as nobody → 200, 3×: the body is said to be JSON/)
      expect(output).not.toContain('✗ getOpenidConfiguration')
    } finally {
      await broken.close()
    }
  })

  describe('with --test-server', () => {
    const config = { GOTRUE_JWT_SECRET: secret, GOTRUE_MAILER_AUTOCONFIRM: 'true' }
    const options = ['--jwt-secret', secret, '--runs', '3', '--seed', '1']
    const operations =
      'signUp,grantToken,updateUser,enrollFactor,adminCreateUser,adminListUsers,adminGenerateLink,oauthAuthorize'
    const compare = async (words: Record<string, string>) => {
      const file = join(folder, 'server.env')
      writeFileSync(
        file,
        Object.entries(words)
          .map(([name, value]) => `${name}=${value}\n`)
          .join(''),
      )
      const real = createTestServer({ config, seed: 7 })
      try {
        return await run('--url', await real.listen(), ...options, '--operation', operations, '--test-server', file)
      } finally {
        await real.close()
      }
    }

    test('on a server of the same configuration', async () => {
      const { code, output } = await compare(config)
      expect(output).toContain('72 requests (seed 1): 0 findings')
      expect(code).toBe(0)
    })

    test('on a server of another one', async () => {
      const { code, output } = await compare({ ...config, GOTRUE_MFA_TOTP_ENROLL_ENABLED: 'false' })
      expect(output).toMatch(/✗ updateUser as user → 200, 2×: the test server: body.factors: missing/)
      expect(code).toBe(1)
    })
  })

  test('without what it needs', async () => {
    expect(await run()).toMatchObject({ code: 2, output: expect.stringContaining('Which server?') })
    expect(await run('--url', 'https://example.com')).toMatchObject({
      code: 2,
      output: expect.stringContaining('--i-own-this-server'),
    })
    expect(await run('--help')).toMatchObject({ code: 0, output: expect.stringContaining('--jwt-secret') })
  })
})
