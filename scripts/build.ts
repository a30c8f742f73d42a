// Writes dist/ from src/ and generated/ with plain tsc, into an empty folder so that nothing old is published. The test server alone is bundled,
// into one file: Node takes longer to find its 80 modules, one by one, than to run them, in each process of a test runner anew.
// The command line is for Node, whose types the rest is to know nothing of: its files are rewritten one by one, and their types
// are checked by `npm run check`.
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import ts from 'typescript'

rmSync('dist', { recursive: true, force: true })
execFileSync(process.execPath, [createRequire(import.meta.url).resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
})

const bundled = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  // Not minified, so that a stack says where: names and lines are those of the modules.
  charset: 'utf8',
  logLevel: 'warning',
} as const

const testing = 'dist/src/testing'
const modules = readdirSync(testing, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))
await build({
  entryPoints: [join(testing, 'index.js')],
  outfile: join(testing, 'index.js'),
  allowOverwrite: true,
  platform: 'neutral',
  ...bundled,
})
for (const name of modules) if (name !== 'index.js') rmSync(join(testing, name))
// Data for the test server, and for nobody else; its types are of others, too.
rmSync('dist/generated/routes.js')

for (const name of readdirSync('src/cli', { recursive: true, encoding: 'utf8' })) {
  const from = join('src/cli', name)
  const to = join('dist/src/cli', name)
  mkdirSync(dirname(to), { recursive: true })
  if (/\.(css|html)$/.test(name)) copyFileSync(from, to)
  if (!name.endsWith('.ts')) continue
  const { outputText } = ts.transpileModule(readFileSync(from, 'utf8'), {
    fileName: from,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  })
  writeFileSync(to.replace(/\.ts$/, '.js'), outputText)
}
await build({
  entryPoints: ['src/cli/dev/listen.ts'],
  outfile: 'dist/src/cli/dev/listen.js',
  allowOverwrite: true,
  platform: 'node',
  ...bundled,
})
chmodSync('dist/src/cli/main.js', 0o755)
