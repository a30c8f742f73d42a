// How the time of `npm run generate` grows with the spec.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { operationsOf, readSpec } from '../scripts/spec/read.ts'
import { node } from './processes.ts'
import { repeatSpec } from './repeat-spec.ts'
import { median, type Section } from './rows.ts'

/**
 * @param times how large the large spec is, in ours
 * @param samples runs of each, in turns
 */
export async function generation(times: number, samples: number): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'generation-'))
  const { document } = readSpec('spec/gotrue.yaml')
  const seconds = new Map<number, number[]>([
    [1, []],
    [times, []],
  ])
  try {
    for (const size of seconds.keys()) {
      const text = stringify(repeatSpec(document, size), { aliasDuplicateObjects: false, lineWidth: 0 })
      writeFileSync(join(folder, `${size}.yaml`), text)
    }
    for (let sample = 0; sample < samples; sample++) {
      for (const [size, measured] of seconds) {
        const start = performance.now()
        await node([
          'scripts/generate.ts',
          ...['--spec', join(folder, `${size}.yaml`)],
          ...['--output', join(folder, `${size}-${sample}`)],
        ])
        measured.push((performance.now() - start) / 1000)
      }
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  const operations = operationsOf(document).length
  return {
    title: `npm run generate for our ${operations} operations, beside a spec ${times} times as large`,
    other: `${times} times as large`,
    rows: [
      {
        id: 'generation/seconds',
        name: 'from the spec to the files',
        unit: 's',
        ours: median(seconds.get(1)!),
        theirs: median(seconds.get(times)!),
        noise: 0.05,
      },
    ],
    notes: [`median of ${samples} new processes each, in turns`],
  }
}
