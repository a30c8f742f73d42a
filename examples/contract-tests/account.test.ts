// Contract tests in a project of your own: the same tests on Prism with the OpenAPI document, and on a GoTrue in memory.
//
//   npm install && npm test        Node 22.18 or later, which runs TypeScript
//
// Against a real server it is the same with createClient({ url }) and its mail catcher; what can't be arranged there is left out.
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { signIn, signUp } from './account.ts'
import { startMock, startServer, type Server } from './servers.ts'

const email = 'ada@example.com'
const password = 'correct-horse-battery'

for (const [name, start] of [['the document, by Prism', startMock] as const, ['a server in memory', startServer] as const]) {
  describe(name, () => {
    let server: Server
    before(async () => (server = await start()))
    after(() => server.stop())
    afterEach(() => server.given((memory) => memory.reset()))

    test('sign-up ends with a mail', async () => {
      server.next(200, 'confirmation_needed')
      assert.equal(await signUp(server.auth, email, password), 'Please open the link in the mail that we have sent you.')
      server.given(({ inbox }) => assert.ok(inbox.last(email).link))
    })

    test('sign-up with a password that is too short', async () => {
      server.next(422, 'weak_password')
      assert.equal(await signUp(server.auth, email, '123'), 'Please choose a longer password.')
    })

    test('sign-up twice in a row', async () => {
      server.next(200, 'confirmation_needed')
      await signUp(server.auth, email, password)
      server.next(429, 'over_email_send_rate_limit')
      assert.equal(await signUp(server.auth, email, password), 'Please wait a moment before you ask for another mail.')
    })

    test('sign-in', async () => {
      server.given(({ users }) => users.create({ email, password }))
      server.next(200, 'password')
      assert.equal(await signIn(server.auth, email, password), 'Hello ada@example.com')
    })

    test('sign-in with a wrong password', async () => {
      server.given(({ users }) => users.create({ email, password }))
      server.next(400, 'invalid_credentials')
      assert.equal(await signIn(server.auth, email, 'wrong'), 'The address or the password is wrong.')
    })

    test('sign-in before the address is confirmed', async () => {
      server.given(({ users }) => users.create({ email, password, confirmed: false }))
      server.next(400, 'email_not_confirmed')
      assert.equal(await signIn(server.auth, email, password), 'Please open the link in the mail that we have sent you.')
    })

    test('sign-in of somebody who is blocked', async () => {
      server.given(({ users }) => users.create({ email, password, banned_until: '2099-01-01' }))
      server.next(400, 'user_banned')
      assert.equal(await signIn(server.auth, email, password), 'Your account is blocked.')
    })

    test('sign-in while the server is down', async () => {
      server.given(({ faults }) => faults.next('grantToken', { status: 504 }))
      server.next(504, 'request_timeout')
      assert.equal(await signIn(server.auth, email, password), 'Please try again in a moment.')
    })
  })
}
