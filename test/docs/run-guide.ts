// Runs the code of a guide as a reader would: each block against a server that knows Ada, with `prompt()` answered from the inbox or by
// an authenticator app. `node test/docs/run-guide.ts <a file per block> …`; the address in the blocks becomes that of their server.
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createTestServer } from 'gotrue-sdk/testing'
import { totp } from '../live/totp.ts'

for (const file of process.argv.slice(2)) {
  await using server = createTestServer({
    config: { GOTRUE_URI_ALLOW_LIST: ['http://localhost:5173/**'], GOTRUE_JWT_KEYS: usesSecret(file) ? [] : undefined },
  })
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('http://localhost:9999', await server.listen()))
  server.users.create({ email: 'ada@example.com' })
  globalThis.prompt = (question) =>
    question?.includes('app') ? codeOfApp(JSON.stringify(server.exportState())) : server.inbox.all().at(-1)!.code
  await import(pathToFileURL(resolve(file)).href)
}

/** Whether the block makes service tokens with the server's secret. */
function usesSecret(file: string): boolean {
  return readFileSync(file, 'utf8').includes('createServiceToken')
}

/** What an authenticator app shows (RFC 6238) for the one factor that there is. */
function codeOfApp(state: string): string {
  const [, secret] = /"secret":"([A-Z2-7]{16,})"/.exec(state)!
  return totp(secret!)
}
