// Two servers to hold an application against. The mock is Prism on the server's OpenAPI document, from `npx gotrue-sdk mock`: it checks every
// request, remembers nothing, and answers what it is told to, each documented answer if need be. The server in memory is told nothing: it
// answers as a real one, to what has happened there. What passes on both asks rightly, and understands what it gets.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createClient, type AuthClient } from 'gotrue-sdk'
import { createTestServer, type TestServer } from 'gotrue-sdk/testing'

export interface Server {
  auth: AuthClient
  /** What is to be answered next, as the document has it. */
  next(status: number, example: string): void
  /** Makes it so that it is answered: only where there is a memory. */
  given(arrange: (server: TestServer) => void): void
  stop(): Promise<unknown>
}

export async function startMock(): Promise<Server> {
  const require = createRequire(import.meta.url)
  const manifest = require.resolve('gotrue-sdk/package.json')
  const bin = join(dirname(manifest), require('gotrue-sdk/package.json').bin['gotrue-sdk'])
  const mock = spawn(process.execPath, [bin, 'mock', '--port', '0', '--quiet', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(mock.stdout, 'data')) as [Buffer]
  const { url } = JSON.parse(String(line)) as { url: string }

  let prefer: string | undefined
  return {
    auth: createClient({
      url,
      fetch: async (request) => {
        if (prefer) request.headers.set('prefer', prefer)
        prefer = undefined
        const response = await fetch(request)
        // The mock answers an invalid request, too: with an error that the test may have asked for.
        const violations = response.headers.get('sl-violations')
        if (violations) throw new Error(`The document does not allow this request: ${violations}`)
        return response
      },
    }),
    next: (status, example) => (prefer = `code=${status}, example=${example}`),
    given: () => {},
    stop: () => {
      mock.kill()
      return once(mock, 'close')
    },
  }
}

export async function startServer(): Promise<Server> {
  const server = createTestServer({ config: { GOTRUE_SMTP_MAX_FREQUENCY: '1m' } })
  return {
    auth: createClient({ url: server.url, fetch: server.fetch }),
    next: () => {},
    given: (arrange) => arrange(server),
    stop: () => server.close(),
  }
}
