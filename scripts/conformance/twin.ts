// The test server beside a real one: it is sent the same, and its answers have to be the same, but for what docs/testing.md names.
import { createTestServer } from '../../src/testing/index.ts'
import { createReplay } from '../../test/testing/replay.ts'

export interface Twin {
  /** A `fetch` that asks the twin the same. */
  asking(fetch: typeof globalThis.fetch): typeof globalThis.fetch
  /** How the twin's last answer differs. */
  differences(): string[]
}

/** Real answers that the twin does not give on purpose: it looks no names up and fetches nothing, and Go has maps in any order. */
const onPurpose = /Unable to resolve hostname|dial tcp|Authorization parameter .* must be a string/

export function createTwin(config: Record<string, string | undefined>): Twin {
  const replay = createReplay(createTestServer({ config }))
  let last: string[] = []
  return {
    differences: () => last,
    asking: (fetch) => async (input, init) => {
      const request = new Request(input, init)
      const sent = await request.clone().text()
      const given = objectIn(sent)
      const response = await fetch(request)
      const text = await response.clone().text()
      const { pathname, searchParams } = new URL(request.url)
      const isJson = response.headers.get('content-type')?.includes('json')
      last = onPurpose.test(text)
        ? []
        : await replay.play({
            operation: '',
            profile: '',
            request: {
              method: request.method,
              path: pathname,
              query: Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)])),
              headers: Object.fromEntries(request.headers),
              // What differs when it is written again is sent as it is.
              body: JSON.stringify(given) === sent ? given : sent || null,
            },
            response: {
              status: response.status,
              headers: Object.fromEntries(response.headers),
              body: (isJson && objectIn(text)) || text || null,
            },
          })
      last = last.map((what) => `the test server: ${what.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')}`)
      return response
    },
  }
}

function objectIn(text: string): object | undefined {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value ? value : undefined
  } catch {
    return undefined
  }
}
