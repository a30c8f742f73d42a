// Cypress runs this file in Node: here is the server, and tests ask it through tasks.
import { createTestServer } from 'gotrue-sdk/testing'
import { createTasks } from './tasks.ts'

const baseUrl = 'http://localhost:3000'

export default {
  e2e: {
    baseUrl,
    supportFile: false,
    specPattern: 'e2e/*.cy.js',
    async setupNodeEvents(
      on: (event: 'task' | 'after:run', what: object) => void,
      config: { env: Record<string, unknown> },
    ) {
      const server = createTestServer({ config: { GOTRUE_SITE_URL: baseUrl } })
      config.env.authUrl = await server.listen()
      on('task', createTasks(server))
      on('after:run', () => server.close())
      return config
    },
  },
}
