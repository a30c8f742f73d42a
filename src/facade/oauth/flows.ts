import { useStorage, type SessionStorage } from '../session/storage.ts'
import type { Tabs } from '../session/tabs.ts'
import { createPkce, type Pkce } from './pkce.ts'

/** A flow that was started here and has not come back: a sign-in with a provider, or a mail with a link. */
export interface Flow {
  code_verifier: string
  /** Where the user should come back to. The server takes its site URL instead, if it does not allow that. */
  redirectTo: string | undefined
  /** When it was started, in milliseconds since the Unix epoch, in this machine's clock. */
  startedAt: number
}

/** The code challenge of a flow, as bodies take it. Empty for implicit flows. */
export type Challenge = Partial<Omit<Pkce, 'code_verifier'>>

export interface Flows {
  /** Starts a flow. @throws AuthError `crypto_missing`, `storage_failed` */
  start(redirectTo: string | undefined): Promise<Challenge>
  /** The flows that a code can belong to, the latest first; with a URL, those only that lead there. */
  pending(url?: string | URL): Promise<Flow[]>
  end(flow: Flow): Promise<void>
}

/** As many flows may be under way; the oldest makes way. */
const most = 10

/** A day, in milliseconds. A flow that takes longer was given up. */
const longest = 86_400_000

/** @param key names the storage's item, beside that of the session */
export function createFlows(storage: SessionStorage, key: string, tabs: Tabs, flowType: 'implicit' | 'pkce'): Flows {
  const read = async (): Promise<Flow[]> => {
    const text = await useStorage(() => storage.getItem(key))
    try {
      const flows: Flow[] = JSON.parse(text!)
      const age = ({ startedAt }: Flow) => Math.abs(Date.now() - startedAt)
      return flows.filter((flow) => typeof flow.code_verifier === 'string' && age(flow) < longest)
    } catch {
      return []
    }
  }
  const change = (next: (flows: Flow[]) => Flow[]) =>
    tabs.inTurn('flows', async () => {
      const flows = next(await read())
      await useStorage(() => (flows.length ? storage.setItem(key, JSON.stringify(flows)) : storage.removeItem(key)))
    })

  return {
    start: async (redirectTo) => {
      if (flowType !== 'pkce') return {}
      const { code_verifier, ...challenge } = await createPkce()
      await change((flows) => [{ code_verifier, redirectTo, startedAt: Date.now() }, ...flows].slice(0, most))
      return challenge
    },
    pending: async (url) => {
      const flows = await read()
      if (!url) return flows
      const here = address(url)
      return flows.filter(({ redirectTo }) => (address(redirectTo) ?? here) === here)
    },
    end: ({ code_verifier }) => change((flows) => flows.filter((flow) => flow.code_verifier !== code_verifier)),
  }
}

/** What of a URL is the same on the way there and back. */
function address(url: string | URL | undefined): string | undefined {
  try {
    const { protocol, host, pathname } = new URL(url!)
    return protocol + host + pathname.replace(/\/+$/, '')
  } catch {
    return undefined
  }
}
