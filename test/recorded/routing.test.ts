import { expect, test } from 'vitest'
import { AuthError, createTransport, getSettings } from '../../src/operations/index.ts'
import { scriptedFetch } from '../scripted-fetch.ts'
import { readRecordings, titleOf } from './recordings.ts'

const refused = readRecordings('routing.jsonl').filter(({ response }) => response.status >= 300)

// Unknown paths (text), wrong methods (empty), SCIM's own errors: whatever answers in an operation's place is an error.
test.each(refused.map((recording) => [titleOf(recording), recording] as const))(
  '%s is an error',
  async (_title, { response }) => {
    const body =
      typeof response.body === 'object' && response.body ? JSON.stringify(response.body) : (response.body as string | null)
    const fetch = scriptedFetch(new Response(body, { status: response.status, headers: response.headers }))
    const { data, error } = await getSettings({ client: createTransport({ url: 'http://localhost:9999', fetch }) })
    expect(data).toBeUndefined()
    expect(error).toBeInstanceOf(AuthError)
    expect(error).toMatchObject({ status: response.status, operation: 'getSettings' })
    expect(error?.code).toMatch(/^[a-z_0-9]+$/)
    expect(error?.message).not.toBe('')
  },
)
