// Mutation testing: `npm run mutate`, and `npm run mutate -- --mutate 'src/facade/session/*.ts'` for some of it. docs/mutations.md has
// what came out.
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

const errors = /^(\w*Error|failure|fail|failed|invalid|refused|missing|unanswered|unexpected|unusable)$/

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', import.meta.filename],
  vitest: { configFile: 'vitest.quick.config.ts', related: false },
  coverageAnalysis: 'perTest',
  mutate: ['src/transport/**/*.ts', 'src/facade/**/*.ts'],
  ignorers: ['error messages'],
  // What the tests need: all else stays out of the copy that is mutated.
  ignorePatterns: [
    '*',
    ...['src', 'generated', 'test', 'package.json', 'tsconfig.json', 'vitest.quick.config.ts'].flatMap((kept) => [
      `!${kept}`,
      `!${kept}/**`,
    ]),
  ],
  reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
  jsonReporter: { fileName: process.env.MUTATE_REPORT ?? 'reports/mutation/mutation.json' },
  clearTextReporter: { reportTests: false, logTests: false },
  // For machines that do something else, too.
  timeoutMS: 8_000,
  thresholds: { high: 95, low: 90, break: 85 },
}

/**
 * The text of an error is for people, and may be put better at any time: programs go by `code`. So the tests pin codes, and a text only
 * where it has to hold something, or must not.
 */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'error messages', {
    shouldIgnore(path) {
      if (!path.isStringLiteral() && !path.isTemplateLiteral()) return
      let outer = path.parentPath
      if (outer.isConditionalExpression() && path.key !== 'test') outer = outer.parentPath
      const isError = (outer.isCallExpression() || outer.isNewExpression()) && errors.test(outer.node.callee.name)
      const prose = path.isStringLiteral() ? path.node.value : path.node.quasis.map(({ value }) => value.raw).join('')
      if (isError && / /.test(prose)) return 'the text of an error'
    },
  }),
]
