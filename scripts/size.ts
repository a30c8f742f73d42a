// What an application pays, in kB: bundled for browsers, minified, gzipped. Fails over budget, and when a bundle holds what
// it must not: a byte ceiling says that something grew, a string says what. esbuild makes one file of it all; Rolldown splits
// off what is loaded later, as Vite does.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { rolldown } from 'rolldown'
import * as functions from '../generated/operations/functions.ts'

interface Bundle {
  name: string
  code: string
  /** kB (1,000 bytes), gzipped. */
  budget: number
  forbidden: string[]
  /** Strings that are in it: else it would say nothing that others do not hold them. */
  required?: string[]
}

const operations = './src/operations/index.ts'
/** What a test server says to people, and no client does: one from each end of it. */
const ofTesting = ['is unknown to the test server', 'Could not parse request body as JSON', 'super-secret-jwt-token']
/** What the command line says, which is for Node. */
const ofCommands = [
  'npx gotrue-sdk',
  'gotrue-sdk <command>',
  '@stoplight/prism-cli',
  'GOTRUE_SERVICE_KEY or GOTRUE_JWT_SECRET',
]
/** Nothing of Node, of the generators, of the docs, of development, or of the test server. */
const never = [
  ...ofTesting,
  ...ofCommands,
  'node:',
  'Buffer.',
  'require(',
  'DO NOT EDIT',
  'console.',
  'Math.random()*',
  'eval(',
  'Function(',
]

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
  missing: string[]
}

function measure(bundle: Bundle, text: string): Result {
  return {
    ...bundle,
    minified: text.length / 1000,
    gzipped: gzipSync(text, { level: 9 }).length / 1000,
    found: bundle.forbidden.filter((string) => text.includes(string)),
    missing: bundle.required?.filter((string) => !text.includes(string)) ?? [],
  }
}

/** What is loaded at once of a bundle, and what later. */
async function split(code: string): Promise<[first: string, later: string]> {
  // In the project, so that its package.json is found.
  const folder = mkdtempSync(join(import.meta.dirname, 'size-'))
  try {
    const input = join(folder, 'entry.ts')
    writeFileSync(input, code.replaceAll("'./", "'../../"))
    const bundle = await rolldown({ input, platform: 'browser', logLevel: 'silent' })
    const { output } = await bundle.generate({ format: 'esm', minify: true })
    const chunks = output.filter((file) => file.type === 'chunk')
    const first = new Set<string>()
    const visit = (name: string) => {
      if (first.has(name)) return
      first.add(name)
      chunks.find(({ fileName }) => fileName === name)!.imports.forEach(visit)
    }
    visit(chunks.find(({ isEntry }) => isEntry)!.fileName)
    const text = (isFirst: boolean) =>
      chunks
        .filter(({ fileName }) => first.has(fileName) === isFirst)
        .map(({ code }) => code)
        .join('')
    return [text(true), text(false)]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const facade = './src/facade/index.ts'
const [first, later] = await split(`export { createClient } from '${facade}'`)
/** Nothing of what a client loads later, and nothing of administrators. */
const notAtFirst = [...never, '/admin/', 'code_verifier', 'getRandomValues', '/sso"', '/signup', '/otp', '/verify', '/user']
const client: Result[] = [
  measure({ name: 'createClient, at once', code: '', budget: 10, forbidden: notAtFirst }, first),
  measure({ name: '… later, all parts', code: '', budget: 11.8, forbidden: never }, later),
]
bundles.push(
  {
    name: 'createClient, all in one file',
    code: `export { createClient } from '${facade}'`,
    budget: 21.4,
    forbidden: [...never, '/admin/'],
  },
  { name: 'gotrue-sdk/admin', code: `export * from './src/facade/admin/index.ts'`, budget: 9.5, forbidden: never },
  {
    name: 'gotrue-sdk/oauth-client',
    code: `export * from './src/facade/oauth-client/index.ts'`,
    budget: 9,
    forbidden: [...never, '/admin/'],
  },
  {
    // It runs on servers, where its size is a matter of the start of workers.
    name: 'gotrue-sdk/ssr, all in one file',
    code: `export * from './src/ssr/index.ts'`,
    budget: 25,
    forbidden: [...never, '/admin/'],
  },
  { name: 'gotrue-sdk, all in one file', code: `export * from '${facade}'`, budget: 23, forbidden: [...never, '/admin/'] },
  {
    // For tests, also those that run in a browser: it is here to be looked at, and to show what the others would hold.
    name: 'gotrue-sdk/testing',
    code: `export * from './src/testing/index.ts'`,
    budget: 100,
    forbidden: [...ofCommands, 'Buffer.', 'require(', 'console.', 'Math.random()', 'eval(', 'Function('],
    required: ofTesting,
  },
)

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
    return measure(bundle, outputFiles[0]!.text)
  }),
)
results.unshift(...client)

const failed = ({ gzipped, budget, found, missing }: Result) => gzipped > budget || found.length > 0 || missing.length > 0
const ofOne = results.filter(({ name }) => name.startsWith('only ')).sort((a, b) => a.gzipped - b.gzipped)
const shown = [
  ...results.filter((result) => !ofOne.includes(result)),
  ofOne[0]!,
  ofOne.at(-1)!,
  ...ofOne.slice(1, -1).filter(failed),
]
for (const result of shown) {
  const { name, minified, gzipped, budget, found, missing } = result
  console.log(
    `${failed(result) ? '✗' : '✓'} ${name.padEnd(36)} ${minified.toFixed(2).padStart(6)} kB minified  ` +
      `${gzipped.toFixed(3).padStart(6)} kB gzipped  (at most ${budget})${found.length ? `  must not contain ${found.join(', ')}` : ''}` +
      (missing.length ? `  does not contain ${missing.join(', ')}` : ''),
  )
}
process.exitCode = results.some(failed) ? 1 : 0
