// `npm start`, as a newcomer runs it, and as one who got something wrong.
import { spawn } from 'node:child_process'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { createTestServer } from '../../src/testing/index.ts'

function start(env: Record<string, string>): Promise<{ status: number | null; output: string }> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(GOTRUE_.*|PORT)$/.test(name)))
  const child = spawn(process.execPath, ['examples/walkthrough.ts'], { env: { ...clean, ...env } })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, output })))
}

async function serve<T>(listener: RequestListener, use: (port: number) => Promise<T>): Promise<T> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await use((server.address() as AddressInfo).port)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

test('walks a user through a GoTrue in memory, and shows each request and answer', async () => {
  const { status, output } = await start({})
  expect(output).toContain('Done. The server has ended the session.')
  expect(status).toBe(0)
  const requests = [...output.matchAll(/→ (\S+ [^\s?]+(?:\?grant_type=\w+)?)/g)].map(([, request]) => request)
  const answers = [...output.matchAll(/← (\d+)/g)].map(([, code]) => code)
  expect(requests.map((request, at) => `${request} ${answers[at]}`)).toEqual([
    'GET /settings 200',
    'POST /signup 200',
    'POST /token?grant_type=password 400',
    'POST /verify 200',
    'POST /token?grant_type=password 200',
    'GET /user 200',
    'PUT /user 200',
    'POST /token?grant_type=refresh_token 200',
    'GET /admin/users 200',
    expect.stringMatching(/^PUT \/admin\/users\/[0-9a-f-]{36} 200$/),
    'POST /token?grant_type=password 400',
    'POST /token?grant_type=password 200',
    'POST /logout 204',
  ])
  const [, email, code] = /← 200[^]*?"email":"(ada-\d+@example\.com)"[^]*Its code is (\d{6})\./.exec(output)!
  expect(output).toContain(`"email":"${email}","token":"…"`)
  expect(output).not.toContain(`"token":"${code}"`)
  expect(output).toContain('Refused: email_not_confirmed.')
  expect(output).toContain('Her sign-in is refused: user_banned.')
  expect(output).toMatch(/\/authorize\?provider=github&.*code_challenge=[\w-]{43}&code_challenge_method=s256/)
  expect([...output.matchAll(/\* (\w+), (\S+)/g)].map(([, event, who]) => [event, who])).toEqual([
    ['INITIAL_SESSION', 'nobody'],
    ['SIGNED_IN', email],
    ['SIGNED_IN', email],
    ['USER_UPDATED', email],
    ['TOKEN_REFRESHED', email],
    ['SIGNED_IN', email],
    ['SIGNED_OUT', 'nobody'],
  ])
  // Tokens are shortened.
  expect(output).not.toMatch(/eyJ[\w-]{20}/)
})

test('walks through a server of somebody else, without what needs its mails or its administrator', async () => {
  const server = createTestServer({ config: { GOTRUE_MAILER_AUTOCONFIRM: true } })
  try {
    const { status, output } = await start({ GOTRUE_URL: await server.listen() })
    expect(output).toContain('Done. The server has ended the session.')
    expect(status).toBe(0)
    expect(server.requests.map(({ operation, status }) => [operation, status])).toEqual([
      ['getSettings', 200],
      ['signUp', 200],
      ['grantToken', 200],
      ['getUser', 200],
      ['updateUser', 200],
      ['grantToken', 200],
      ['logout', 204],
    ])
  } finally {
    await server.close()
  }
})

describe('explains itself', () => {
  test('when no server is there', async () => {
    const { status, output } = await start({ GOTRUE_URL: 'http://127.0.0.1:1' })
    expect(output).toContain('Is a server running there? GOTRUE_URL is http://127.0.0.1:1.')
    expect(status).toBe(1)
  })

  test('when the address is none', async () => {
    const { status, output } = await start({ GOTRUE_URL: 'localhost' })
    expect(output).toContain('GOTRUE_URL is localhost: url must be like')
    expect(status).toBe(1)
  })

  test('when the server wants the address confirmed, and its mails are for somebody else to read', async () => {
    const server = createTestServer()
    try {
      const { status, output } = await start({ GOTRUE_URL: await server.listen() })
      expect(output).toContain('to be confirmed by mail before it signs in (GOTRUE_MAILER_AUTOCONFIRM is off).')
      expect(status).toBe(1)
    } finally {
      await server.close()
    }
  })

  test('when it is not a GoTrue', async () => {
    const page: RequestListener = (_request, response) =>
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>No</h1>')
    await serve(page, async (port) => {
      const { status, output } = await start({ GOTRUE_URL: `http://127.0.0.1:${port}` })
      expect(output).toContain('the address of a GoTrue? On Supabase it ends with /auth/v1.')
      expect(status).toBe(1)
    })
  })

  test('when the key is wrong', async () => {
    const gateway: RequestListener = (_request, response) => response.writeHead(401).end('{"message":"Invalid API key"}')
    await serve(gateway, async (port) => {
      const { status, output } = await start({
        GOTRUE_URL: `http://127.0.0.1:${port}`,
        GOTRUE_API_KEY: 'sb_publishable_secret',
      })
      expect(output).toContain('Is GOTRUE_API_KEY right? It is set (sb_publish…).')
      expect(status).toBe(1)
    })
  })

  test('when the port is taken', async () => {
    await serve(
      () => {},
      async (port) => {
        const { status, output } = await start({ PORT: String(port) })
        expect(output).toContain(`Port ${port} is taken. Leave PORT out to use any free one.`)
        expect(status).toBe(1)
      },
    )
  })

  test('when the port is none', async () => {
    const { status, output } = await start({ PORT: '70000' })
    expect(output).toContain('PORT must be a number from 0 to 65535, not 70000.')
    expect(status).toBe(1)
  })
})
