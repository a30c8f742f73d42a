// What an application pays, in kB: bundled by esbuild for browsers, minified, gzipped. Fails over budget, and when a
// bundle holds what it must not: a byte ceiling says that something grew, a string says what.
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import * as functions from '../generated/operations/functions.ts'

interface Bundle {
  name: string
  code: string
  /** kB (1,000 bytes), gzipped. */
  budget: number
  forbidden: string[]
}

const operations = './src/operations/index.ts'
/** Nothing of Node, of the generators, of the docs, or of development. */
const never = ['node:', 'Buffer', 'require(', 'DO NOT EDIT', 'console.', 'Math.random()*', 'eval(', 'Function(']

const bundles: Bundle[] = [
  { name: 'openapi-fetch alone', code: `export { default } from 'openapi-fetch'`, budget: 3, forbidden: [] },
  {
    name: 'all operations',
    code: `export { createTransport } from '${operations}'; export * from './generated/operations/index.ts'`,
    budget: 7,
    forbidden: [...never, 'email_address_not_provided'],
  },
  { name: 'the whole entry', code: `export * from '${operations}'`, budget: 8, forbidden: never },
]
// One operation with the transport and its errors, for each of them: the largest has to fit.
for (const name of Object.keys(functions)) {
  bundles.push({
    name: `only ${name}`,
    code: `export { createTransport, ${name} } from '${operations}'`,
    budget: 4.5,
    forbidden: [
      ...never,
      ...Object.keys(functions)
        .map((other) => `operation:"${other}"`)
        .filter((other) => !other.includes(`"${name}"`)),
      'invalid_grant',
    ],
  })
}

interface Result extends Bundle {
  minified: number
  gzipped: number
  found: string[]
}

const results = await Promise.all(
  bundles.map(async (bundle): Promise<Result> => {
    const { outputFiles } = await build({
      stdin: { contents: bundle.code, resolveDir: process.cwd(), loader: 'ts' },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      write: false,
      logLevel: 'error',
    })
    const { text } = outputFiles[0]!
    return {
      ...bundle,
      minified: text.length / 1000,
      gzipped: gzipSync(text, { level: 9 }).length / 1000,
      found: bundle.forbidden.filter((string) => text.includes(string)),
    }
  }),
)

const failed = ({ gzipped, budget, found }: Result) => gzipped > budget || found.length > 0
const ofOne = results.filter(({ name }) => name.startsWith('only ')).sort((a, b) => a.gzipped - b.gzipped)
const shown = [
  ...results.filter((result) => !ofOne.includes(result)),
  ofOne[0]!,
  ofOne.at(-1)!,
  ...ofOne.slice(1, -1).filter(failed),
]
for (const result of shown) {
  const { name, minified, gzipped, budget, found } = result
  console.log(
    `${failed(result) ? '✗' : '✓'} ${name.padEnd(36)} ${minified.toFixed(2).padStart(6)} kB minified  ` +
      `${gzipped.toFixed(3).padStart(6)} kB gzipped  (at most ${budget})${found.length ? `  must not contain ${found.join(', ')}` : ''}`,
  )
}
process.exitCode = results.some(failed) ? 1 : 0
