import { defineConfig } from 'vitest/config'

/** The live suite alone. It needs no build, and one judge of the spec is enough for all its files. Hooks delete hundreds of users. */
export default defineConfig({
  test: { include: ['test/live/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 300_000, maxWorkers: 1, isolate: false },
})
