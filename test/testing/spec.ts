// A test server whose every answer is held against the spec, read closed: what the spec does not name is a failure.
import { routes } from '../../generated/routes.ts'
import { readSpec } from '../../scripts/spec/read.ts'
import { createTestServer, type TestServer, type TestServerOptions } from '../../src/testing/index.ts'
import { createJudge } from '../recorded/judge.ts'

const { document } = readSpec('spec/gotrue.yaml')
const judge = createJudge(document)

/** What the server answers that its spec does not have, by operation and status. */
export class SpecViolation extends Error {
  override name = 'SpecViolation'
}

/** The differences between an answer and the spec. */
export async function judgeAnswer(server: TestServer, request: Request, response: Response): Promise<string[]> {
  const record = server.requests.at(-1)
  const route = routes.find(({ operation }) => operation === record?.operation)
  if (!route) return []
  const text = await response.clone().text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return judge({
    operation: `${route.method} ${route.path}`,
    profile: '',
    // Refused requests prove nothing, and those of tests may be as wrong as they like.
    request: { method: request.method, path: '', query: {}, headers: {}, body: null },
    response: {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: !text ? null : isJson ? (JSON.parse(text) as unknown) : text,
    },
  }).filter((finding) => !/^(query .* is required by the spec|the spec requires a body)/.test(finding))
}

/** A server that rejects with a {@link SpecViolation} where it would answer what the spec does not have. */
export function checkedServer(options?: TestServerOptions): TestServer {
  const server = createTestServer(options)
  const plain = server.fetch
  server.fetch = async (input, init) => {
    const request = new Request(input, init)
    const response = await plain(request)
    const findings = await judgeAnswer(server, request, response)
    if (findings.length) {
      throw new SpecViolation(`${request.method} ${request.url} → ${response.status}: ${findings.join('; ')}`)
    }
    return response
  }
  return server
}
