import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/build.ts',
    setupFiles: 'test/seed.ts',
    // Prism, npm and compilers are slow to start on a small machine; the assertions themselves never wait for a time.
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
})
