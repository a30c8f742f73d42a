// An application's own tests, with Vitest: one server for the file, which forgets everything after each test.
import { createClient } from 'gotrue-sdk'
import { createTestServer } from 'gotrue-sdk/testing'
import { afterEach, expect, test } from 'vitest'

const server = createTestServer()
const createAuth = () => createClient({ url: server.url, fetch: server.fetch })
afterEach(() => {
  server.reset()
  server.clock.run({ reset: true })
})

test('somebody signs up, and confirms with the code in the mail', async () => {
  const auth = createAuth()
  await auth.signUp({ email: 'ada@example.com', password: 'correct-horse-battery', options: { data: { name: 'Ada' } } })
  expect(await auth.getSession()).toMatchObject({ data: { session: null } })

  const { code, subject } = server.inbox.last('ada@example.com')
  expect(subject).toBe('Confirm your address')
  const { data } = await auth.verifyOtp({ type: 'email', email: 'ada@example.com', token: code })
  expect(data.user?.user_metadata.name).toBe('Ada')
})

test('a code is good for a day', async () => {
  const auth = createAuth()
  const signInAfter = async (time: string) => {
    await auth.signInWithOtp({ email: 'ada@example.com' })
    const { code } = server.inbox.last('ada@example.com')
    server.clock.advance(time)
    return auth.verifyOtp({ type: 'email', email: 'ada@example.com', token: code })
  }
  expect((await signInAfter('23h')).error).toBe(null)
  expect((await signInAfter('25h')).error?.code).toBe('otp_expired')
})

test('a session outlives a gateway that fails', async () => {
  server.users.create({ email: 'ada@example.com', password: 'correct-horse-battery' })
  const auth = createAuth()
  await auth.signInWithPassword({ email: 'ada@example.com', password: 'correct-horse-battery' })
  const stop = server.faults.always('grantToken', { status: 503 })
  expect((await auth.refreshSession(undefined, { timeout: 50 })).error?.retryable).toBe(true)
  stop()
  expect((await auth.refreshSession()).data.user?.email).toBe('ada@example.com')
})
