// Tests of code that administers users, with Jest: users are there without sign-up, and requests can be looked at.
import { afterEach, expect, test } from '@jest/globals'
import { createAdmin } from 'gotrue-sdk/admin'
import { createTestServer } from 'gotrue-sdk/testing'

const server = createTestServer()
afterEach(() => server.reset())

const createTestAdmin = async () =>
  createAdmin({ url: server.url, fetch: server.fetch, adminToken: await server.createServiceToken() })

/** The application's: bans all users of a domain. */
async function banDomain(admin, domain) {
  for await (const user of admin.listUsers()) {
    if (user.email?.endsWith(`@${domain}`)) await admin.updateUserById(user.id, { ban_duration: '24h' })
  }
}

test('bans the users of a domain, for a day', async () => {
  server.users.createMany(120, (index) => ({ email: `user-${index}@${index % 2 ? 'example.com' : 'example.org'}` }))
  await banDomain(await createTestAdmin(), 'example.org')

  expect(server.users.find('user-2@example.org').banned_until).toBeTruthy()
  expect(server.users.find('user-1@example.com').banned_until).toBeFalsy()
  expect(server.requests.filter(({ operation }) => operation === 'adminUpdateUser')).toHaveLength(60)
})

test('invites somebody', async () => {
  const admin = await createTestAdmin()
  await admin.inviteUserByEmail('grace@example.com')
  expect(server.inbox.last('grace@example.com').type).toBe('invite')
  const { error } = await admin.inviteUserByEmail('grace')
  expect(error.code).toBe('validation_failed')
})
