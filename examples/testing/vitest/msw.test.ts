// An application that makes its own client, with the platform's fetch: MSW sends what it asks to the test server.
import { createClient, memoryStorage } from 'gotrue-sdk'
import { createMswHandlers, createTestServer } from 'gotrue-sdk/testing'
import { http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'

const url = 'https://project.supabase.co/auth/v1'
const gotrue = createTestServer({ config: { API_EXTERNAL_URL: url } })
const msw = setupServer(...createMswHandlers(gotrue, http))
beforeAll(() => msw.listen({ onUnhandledFrame: 'error' }))
afterAll(() => msw.close())

test('signs in', async () => {
  gotrue.users.create({ email: 'ada@example.com', password: 'correct-horse-battery' })
  const auth = createClient({ url, apiKey: 'sb_publishable_x', storage: memoryStorage(), autoRefreshToken: false })
  const { data } = await auth.signInWithPassword({ email: 'ada@example.com', password: 'correct-horse-battery' })
  expect(data.user?.email).toBe('ada@example.com')
})
