// `npm run check`: all that must be true before a change lands, in one command. Every step runs, whatever the others said.
//
//   npm run check -- --except tests     leaves a step out
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { except: { type: 'string', multiple: true, default: [] } } })

/** A step's name and its commands. npm puts the binaries of the dev dependencies on the path. */
const steps: [string, string[]][] = [
  ['format', ['prettier --check --log-level warn .']],
  ['lint', ['redocly lint spec/gotrue.yaml', 'node scripts/lint-spec.ts']],
  ['types', ['tsc -p tsconfig.json']],
  [
    'generated',
    ['node scripts/generate.ts --check', 'node scripts/surface.ts --check', 'node scripts/docs/reference.ts --check'],
  ],
  ['build', ['node scripts/build.ts']],
  ['size', ['node scripts/size.ts']],
  ['package', ['publint --strict', 'attw --pack . --profile esm-only --exclude-entrypoints spec/gotrue.yaml package.json']],
  ['tests', ['vitest run']],
]

const unknown = values.except.filter((name) => !steps.some(([step]) => step === name))
if (unknown.length) throw new Error(`No such step: ${unknown}. The steps are ${steps.map(([name]) => name).join(', ')}`)

const results = steps
  .filter(([name]) => !values.except.includes(name))
  .map(([name, commands]) => {
    console.log(`\n▶ ${name}`)
    const passed = commands.every((command) => {
      console.log(`$ ${command}`)
      return spawnSync(command, { stdio: 'inherit', shell: true }).status === 0
    })
    return { name, passed }
  })

console.log()
for (const { name, passed } of results) console.log(`${passed ? '✓' : '✗'} ${name}`)
const failed = results.filter(({ passed }) => !passed).length
console.log(`check: ${results.length - failed} passed, ${failed} failed`)
process.exitCode = failed ? 1 : 0
