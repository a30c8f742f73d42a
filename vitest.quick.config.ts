// The quick tests of the transport and the facade, for coverage and mutation testing: nothing is built, no server is started, and all
// files run in one worker, as starting one for each file takes longer than its tests. MUTATE_TESTS leaves only some.
import { basename } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [
    {
      // They register hooks when they are imported, so each test file needs one of its own.
      name: 'hooks-per-file',
      enforce: 'pre',
      async resolveId(source, importer) {
        if (!importer?.endsWith('.test.ts') || !/\/(set-up|recorded-server)\.ts$/.test(source)) return null
        const found = await this.resolve(source, importer, { skipSelf: true })
        return found && `${found.id}?for=${basename(importer)}`
      },
    },
  ],
  test: {
    include: (process.env.MUTATE_TESTS ?? 'test/transport/**,test/facade/**')
      .split(',')
      .map((place) => `${place}/*.test.ts`),
    // Many random runs, and many keys: slow, and they find other things than these are for.
    exclude: ['test/facade/session/races.test.ts', 'test/facade/claims/jose.test.ts'],
    setupFiles: 'test/seed.ts',
    isolate: false,
    maxWorkers: 1,
    testTimeout: 120_000,
    coverage: {
      include: ['src/transport/**', 'src/facade/**'],
      reporter: ['text', 'json-summary', 'json'],
      thresholds: { lines: 99.5, branches: 98 },
    },
  },
})
