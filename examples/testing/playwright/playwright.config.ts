import { defineConfig } from '@playwright/test'

const { CHROMIUM, PORT = '3000' } = process.env

export default defineConfig({
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${PORT}`,
    // Without CHROMIUM: the browser of `npx playwright install chromium`.
    ...(CHROMIUM && { launchOptions: { executablePath: CHROMIUM } }),
  },
  // Your own: `vite`, `next dev` and so on.
  webServer: { command: `node app/serve.ts ${PORT}`, url: `http://localhost:${PORT}` },
})
