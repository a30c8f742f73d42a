// Writes dist/ from src/ and generated/ with plain tsc, into an empty folder so that nothing old is published. The test server alone is bundled,
// into one file: Node takes longer to find its 80 modules, one by one, than to run them, in each process of a test runner anew.
import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'

rmSync('dist', { recursive: true, force: true })
execFileSync(process.execPath, [createRequire(import.meta.url).resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
})

const testing = 'dist/src/testing'
const modules = readdirSync(testing, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))
await build({
  entryPoints: [join(testing, 'index.js')],
  outfile: join(testing, 'index.js'),
  allowOverwrite: true,
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  // Not minified, so that a stack says where: names and lines are those of the modules.
  charset: 'utf8',
  logLevel: 'warning',
})
for (const name of modules) if (name !== 'index.js') rmSync(join(testing, name))
// Data for the test server, and for nobody else; its types are of others, too.
rmSync('dist/generated/routes.js')
