// Stands in for the server with what it has once answered, and holds what is asked for against what was asked for then.
import { expect, vi } from 'vitest'
import type { Session } from '../../src/facade/index.ts'
import { titleOf, type Recording } from './recordings.ts'

export const apiKey = 'sb_publishable_key'

/** Answers the next request with a recording, and says how the request differs from the recorded one. */
export function createReplay() {
  let next: { recording: Recording; compare: boolean }[] = []
  let asked: { sent: unknown; wanted: unknown; title: string }[] = []
  let unexpected: string[] = []
  const fetch = async (request: Request): Promise<Response> => {
    const expected = next.shift()
    const { pathname, searchParams } = new URL(request.url)
    if (!expected) {
      unexpected.push(`nobody expected ${request.method} ${pathname}`)
      throw new TypeError('fetch failed')
    }
    const { request: recorded, response } = expected.recording
    const text = await request.text()
    const sent = {
      method: request.method,
      path: pathname,
      query: Object.fromEntries(searchParams),
      body: text ? (JSON.parse(text) as unknown) : null,
      authorization: request.headers.get('authorization') ?? undefined,
      apikey: request.headers.get('apikey') === apiKey,
    }
    const { method, path, query, body } = recorded
    const { authorization } = recorded.headers
    // Said in any case: the scope that is the server's default, and that no redirect is wanted.
    const scope = path === '/logout' ? { scope: 'global' } : {}
    const address = path === '/sso' ? { skip_http_redirect: true } : {}
    const challenge = { code_challenge: expect.stringMatching(/^[\w-]{43}$/) }
    const wanted = {
      method,
      path,
      query: { ...scope, ...query },
      body: body && { ...(body as object), ...address, ...('code_challenge' in (body as object) && challenge) },
      // Separate exchanges have the kind of the credential only.
      authorization:
        authorization === 'none'
          ? undefined
          : authorization && !/^Bearer /.test(String(authorization))
            ? expect.stringMatching(/^Bearer /)
            : authorization,
      apikey: recorded.headers.apikey,
    }
    if (expected.compare) asked.push({ sent, wanted, title: titleOf(expected.recording) })
    const { access_token, expires_at, expires_in } = Object(response.body) as Session
    if (access_token) vi.setSystemTime(Math.max(Date.now(), (expires_at - expires_in) * 1000))
    const answer = response.body === null ? null : JSON.stringify(response.body)
    return new Response(answer, { status: response.status, headers: response.headers })
  }
  return {
    fetch,
    /** @param compare whether the request has to be the recorded one to the letter */
    answer: (recording: Recording, compare = true) => void next.push({ recording, compare }),
    /** Everything that was sent was wanted, and the other way round. */
    settle: () => {
      // Not in fetch: what it throws is a failure of the network.
      for (const { sent, wanted, title } of asked) expect(sent, title).toEqual(wanted)
      expect([...unexpected, ...next.map(({ recording }) => titleOf(recording))]).toEqual([])
      ;[asked, unexpected, next] = [[], [], []]
    },
  }
}

export type Replay = ReturnType<typeof createReplay>
