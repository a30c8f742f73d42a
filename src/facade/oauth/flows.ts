import type { Client } from '../../transport/client.ts'
import type { Answer, Send } from '../call.ts'
import { loadOnce } from '../later.ts'
import type { createProviderFlows, ProviderFlows } from './provider-flows.ts'

/**
 * What leaves the page and comes back: for a provider, or by a link in a mail. The code for it is loaded when it is first
 * needed, so that it is no part of what an application starts with.
 */
export interface Flows {
  /** @throws AuthError `network_failure` when the code can't be loaded */
  load(): Promise<ProviderFlows>
  /** Sends a request that starts a flow if it makes the server send a mail. @throws AuthError */
  mail<Data extends object, Arguments extends { client: Client }>(
    send: Send,
    operation: (options: Arguments) => Answer<Data>,
    body: object,
    redirectTo: string | undefined,
  ): Promise<Data>
}

export function createFlows(...parts: Parameters<typeof createProviderFlows>): Flows {
  const load = loadOnce(
    () => import('./provider-flows.ts'),
    ({ createProviderFlows }) => createProviderFlows(...parts),
  )
  return {
    load,
    mail: async (send, operation, body, redirectTo) => {
      // Bodies of several types come here; that each fits its operation is seen in the contract tests.
      const request = (challenge?: object) =>
        send(operation, { query: { redirect_to: redirectTo }, body: { ...body, ...challenge } } as never)
      return parts[0].flowType === 'pkce' && 'email' in body ? (await load()).begin(redirectTo, request) : request()
    },
  }
}
