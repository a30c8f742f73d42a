import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'

test('gotrue-sdk mock serves the spec until it is ended', async () => {
  const child = spawn(process.execPath, ['dist/src/cli/main.js', 'mock', '--port', '0', '--quiet'])
  try {
    let output = ''
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk) => {
        output += chunk
        const found = /listens on (http:\S+)\./.exec(output)
        if (found) resolve(found[1]!)
      })
      child.on('close', () => reject(new Error(output)))
    })
    const answer = await fetch(`${url}/signup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'code=422, example=weak_password' },
      body: '{"email":"ada@example.com","password":"1"}',
    })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ error_code: 'weak_password' })
    child.kill('SIGTERM')
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0)
    await expect(fetch(url)).rejects.toThrow()
  } finally {
    child.kill('SIGKILL')
  }
})

test('gotrue-sdk mock says when the port is taken', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const child = spawn(process.execPath, ['dist/src/cli/main.js', 'mock', '--port', String(port), '--quiet'])
  let output = ''
  child.stderr.on('data', (chunk) => (output += chunk))
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1)
  expect(output).toContain(`Port ${port} is taken`)
  server.close()
})
