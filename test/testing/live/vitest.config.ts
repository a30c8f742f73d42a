import { defineConfig } from 'vitest/config'

/** The live suite alone. What it needs was built by whoever runs it. */
export default defineConfig({
  test: { include: ['test/live/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 1 },
})
