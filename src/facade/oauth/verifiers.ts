import { useStorage, type SessionStorage } from '../session/storage.ts'
import type { Tabs } from '../session/tabs.ts'
import { createPkce, type Pkce } from './pkce.ts'

/** A flow that was started here and has not come back: a sign-in with a provider, or a mail with a link. */
export interface Flow {
  code_verifier: string
  /** Where the user should come back to. The server takes its site URL instead, if it does not allow that. */
  redirectTo?: string | undefined
  /** When it was started, in milliseconds since the Unix epoch, in this machine's clock. */
  startedAt?: number
}

/** The code verifiers of the flows that are under way. */
export interface Verifiers {
  /** Starts a flow. @throws AuthError `crypto_missing`, `storage_failed` */
  start(redirectTo: string | undefined): Promise<[challenge: Omit<Pkce, 'code_verifier'>, flow: Flow]>
  /** The flows that a code can belong to, the latest first; with a URL, those only that lead there. */
  pending(url?: string | URL): Promise<Flow[]>
  /** Forgets a flow, if the storage lets it. */
  end(flow: Flow): Promise<unknown>
}

/** As many flows may be under way; the oldest makes way. */
const most = 10

/** A day, in milliseconds. A flow that takes longer was given up. */
const longest = 86_400_000

/** @param key names the storage's item, beside that of the session */
export function createVerifiers(storage: SessionStorage, key: string, tabs: Tabs): Verifiers {
  const read = async (): Promise<Flow[]> => {
    const text = await useStorage(() => storage.getItem(key))
    try {
      // Anybody of the same origin may have written it: only what is known of a flow, so that it can be written again.
      const flows = (JSON.parse(text!) as Flow[]).flatMap((flow) => {
        const { code_verifier, redirectTo, startedAt } = Object(flow) as Flow
        const isFlow = typeof code_verifier + typeof (redirectTo ?? '') === 'stringstring'
        return isFlow && Date.now() - startedAt! < longest ? { code_verifier, redirectTo, startedAt: startedAt! } : []
      })
      return flows.slice(0, most)
    } catch {
      return []
    }
  }
  const change = (next: (flows: Flow[]) => Flow[]) =>
    tabs.inTurn('flows', async () => {
      const text = JSON.stringify(next(await read()))
      await useStorage(() => storage.setItem(key, text))
    })

  return {
    start: async (redirectTo) => {
      const { code_verifier, ...challenge } = await createPkce()
      const flow = { code_verifier, redirectTo, startedAt: Date.now() }
      await change((flows) => [flow, ...flows].slice(0, most))
      return [challenge, flow]
    },
    pending: async (url) => {
      const flows = await read()
      return url ? flows.filter(({ redirectTo = url }) => address(redirectTo) === address(url)) : flows
    },
    end: ({ code_verifier }) =>
      change((flows) => flows.filter((flow) => flow.code_verifier !== code_verifier)).catch(() => {}),
  }
}

/** What of a URL is the same on the way there and back. */
function address(url: string | URL): string {
  try {
    url = new URL(url).href
  } catch {
    // Compared as it is.
  }
  return String(url).split(/[?#]/)[0]!.replace(/\/$/, '')
}
