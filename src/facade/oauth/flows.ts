import type { Client } from '../../transport/client.ts'
import { AuthRetryableFetchError } from '../../transport/errors.ts'
import type { Answer, Send } from '../call.ts'
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
  let loading: Promise<ProviderFlows> | undefined
  const load = () =>
    (loading ??= import('./provider-flows.ts').then(
      (module) => module.createProviderFlows(...parts),
      (cause) => {
        loading = undefined
        throw new AuthRetryableFetchError('The code for OAuth was not loaded', {
          code: 'network_failure',
          retryable: true,
          cause,
        })
      },
    ))
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
