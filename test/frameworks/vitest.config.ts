import { defineConfig } from 'vitest/config'

/** The recipes for frameworks alone: all of them, or the one that FRAMEWORKS names. */
export default defineConfig({
  test: {
    include: ['test/frameworks/*.test.ts'],
    globalSetup: 'test/build.ts',
    env: { FRAMEWORKS: process.env.FRAMEWORKS ?? 'all' },
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
})
