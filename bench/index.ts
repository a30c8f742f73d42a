// `npm run bench`: this library beside @supabase/auth-js, and jose, and the test server, in the same run on the same machine. It says who is ahead in each
// row, and why where it is not ours. The times are this machine's; the ratios and counts are what to read.
//
//   node bench/index.ts                    all sections, in about a minute
//   node bench/index.ts size requests      these only
//   node bench/index.ts --json             as data
//   node bench/index.ts --quick            few samples: shows that it works, and no more
import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import { coldImport } from './cold-import.ts'
import { endurance } from './endurance.ts'
import { generation } from './generation.ts'
import { load } from './load.ts'
import { memory } from './memory.ts'
import { overhead } from './overhead.ts'
import { reasons } from './reasons.ts'
import { requests } from './requests.ts'
import { render, verdict, type Section } from './rows.ts'
import { size } from './size.ts'
import { testing } from './testing.ts'
import { verify } from './verify.ts'

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const { quick, json } = values

const sections: Record<string, () => Promise<Section>> = {
  size,
  import: () => coldImport(quick ? 1 : 15),
  overhead: () => (quick ? overhead(2, 20) : overhead(40, 200)),
  load: () => (quick ? load(1, 2, 10) : load(15, 20, 50)),
  memory: () => (quick ? memory(200, 1) : memory(10_000, 3)),
  endurance: () => (quick ? endurance(1_000, 1) : endurance(100_000, 1)),
  requests,
  testing: () => (quick ? testing(1_000, 20, 1) : testing(100_000, 1_000, 3)),
  generation: () => (quick ? generation(2, 1) : generation(10, 3)),
  verify: () => (quick ? verify(1, 20) : verify(15, 200)),
}
const unknown = positionals.filter((name) => !(name in sections))
if (unknown.length) throw new Error(`No such section: ${unknown}. The sections are ${Object.keys(sections).join(', ')}`)

const versions = {
  node: process.versions.node,
  'gotrue-sdk': versionOf('gotrue-sdk'),
  '@supabase/auth-js': versionOf('@supabase/auth-js'),
  jose: versionOf('jose'),
}
if (!json) {
  console.log(
    Object.entries(versions)
      .map((entry) => entry.join(' '))
      .join(', '),
  )
}
const results: Record<string, unknown> = {}
for (const [name, measure] of Object.entries(sections)) {
  if (positionals.length && !positionals.includes(name)) continue
  const section = await measure()
  if (!json) console.log(`\n${render(section, reasons)}`)
  results[name] = section.rows.map((row) => ({ ...row, ahead: verdict(row) }))
}
if (json) console.log(JSON.stringify({ versions, quick, sections: results }, null, 2))
// auth-js has timers that go on.
process.exit()

function versionOf(name: string): string {
  return (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version
}
