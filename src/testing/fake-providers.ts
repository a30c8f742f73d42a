import type { Server } from './context.ts'

/** The sign-in pages of other services. */
export interface FakeProviders {
  /** Answers for the services' own addresses. Undefined: the request is for the server itself. */
  respond(path: string, request: Request): Promise<Response | undefined>
  reset(): void
}

export function createFakeProviders(server: () => Server): FakeProviders {
  void server
  return { respond: async () => undefined, reset() {} }
}
