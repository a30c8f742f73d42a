import { isBrokenConnection } from './faults.ts'
import type { TestServer } from './server.ts'

/** `http` of MSW, as far as it is used here: the test server does not depend on MSW. */
export interface MswHttp<Handler> {
  all(path: RegExp, resolver: (info: { request: Request }) => Promise<Response>): Handler
}

/**
 * Handlers of [MSW](https://mswjs.io) that answer all requests to the server's `url` from the server, for `setupServer()` and
 * `setupWorker()`. Requests to other addresses are not theirs. Where the application has its GoTrue at another address than
 * `http://localhost:9999`, the server is told so: `config: { API_EXTERNAL_URL: 'https://project.supabase.co/auth/v1' }`.
 *
 * @param http of `msw`
 * @example
 * import { http } from 'msw'
 * import { setupServer } from 'msw/node'
 *
 * const server = createTestServer()
 * setupServer(...createMswHandlers(server, http)).listen()
 */
export function createMswHandlers<Handler>(server: TestServer, http: MswHttp<Handler>): Handler[] {
  const base = server.url.replace(/\/$/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const answer = async ({ request }: { request: Request }): Promise<Response> => {
    try {
      return await server.fetch(request)
    } catch (cause) {
      // So says MSW that the network has failed.
      if (isBrokenConnection(cause)) return Response.error()
      throw cause
    }
  }
  return [http.all(new RegExp(`^${base}(?:[/?#]|$)`), answer)]
}
