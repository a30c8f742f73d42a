// Prism on the spec, and a transport to it that fails on every request that the spec does not allow.
//
// Prism answers an invalid request with the documented 4xx and only a header, sl-violations, tells it from the answer that
// the test asked for: a broken client would pass. So the transport's fetch throws on that header, and on Prism's own
// problem+json, whatever the test expects.
import { createTransport, type Client } from '../../src/operations/index.ts'
import { startPrism, type Prism } from '../../src/cli/prism.ts'

export const accessToken = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiI5ZjFjN2MxZSJ9.c2ln'
export const adminToken = 'eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2ln'

/** What Prism found wrong with a request. */
export class Violation extends Error {
  override name = 'Violation'
}

/** Changes a request on its way to Prism, as a broken client would have made it. */
export type Mutation = (request: Request) => Request | Promise<Request>

export interface Mock {
  client: Client
  /** The same, with every request changed. */
  broken(mutation: Mutation): Client
  stop: Prism['stop']
}

export async function startMock(): Promise<Mock> {
  const { url, stop } = await startPrism()
  const broken = (mutation: Mutation): Client =>
    createTransport({
      url,
      retry: 0,
      credentials: { accessToken, adminToken },
      fetch: async (request) => {
        const response = await fetch(await mutation(request))
        const violations = response.headers.get('sl-violations')
        if (violations) throw new Violation(violations)
        if (response.headers.get('content-type')?.includes('problem+json')) throw new Violation(await response.text())
        return response
      },
    })
  return { client: broken((request) => request), broken, stop }
}
