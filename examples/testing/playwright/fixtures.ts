// A server for each test, on a port of its own, so that tests may run side by side.
import { test as base } from '@playwright/test'
import { createTestServer, type TestServer } from 'gotrue-sdk/testing'

export { expect } from '@playwright/test'

export const test = base.extend<{ auth: TestServer }>({
  // The application's own address, so that links in mails may lead there.
  auth: async ({ baseURL }, use) => {
    const server = createTestServer({ config: { GOTRUE_SITE_URL: baseURL! } })
    await server.listen()
    await use(server)
    await server.close()
  },
})
