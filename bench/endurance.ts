// Whether a client that lives long takes more and more memory: many refreshes, each with ten listeners to tell.
import type { Endured } from './endurance-process.ts'
import { libraries } from './libraries.ts'
import { run } from './processes.ts'
import { median, type Row, type Section } from './rows.ts'

const [ours, theirs] = libraries as [string, string]

/**
 * @param refreshes of one client
 * @param samples processes per library
 */
export async function endurance(refreshes: number, samples: number): Promise<Section> {
  const measured: Record<string, Endured[]> = { [ours]: [], [theirs]: [] }
  for (let sample = 0; sample < samples; sample++) {
    for (const library of libraries) {
      measured[library]!.push(await run<Endured>('endurance-process.ts', [library, `${refreshes}`], ['--expose-gc']))
    }
  }
  const of = (library: string, value: (endured: Endured) => number) => median(measured[library]!.map(value))
  const row = (id: string, name: string, value: (endured: Endured) => number): Row => {
    return {
      id: `endurance/${id}`,
      name,
      unit: 'kB',
      ours: Math.round(of(ours, value) / 1000),
      theirs: Math.round(of(theirs, value) / 1000),
      noise: 0.05,
    }
  }
  const many = refreshes.toLocaleString('en')
  return {
    title: `Memory of a client over ${many} refreshes, and events of each to 10 listeners`,
    rows: [
      row('early', `heap after ${(refreshes / 10).toLocaleString('en')} refreshes`, ({ heaps }) => heaps[0]!),
      row('late', `heap after ${many} refreshes`, ({ heaps }) => heaps[9]!),
      row('most', 'the most of ten times that were looked at', ({ heaps }) => Math.max(...heaps)),
    ],
    notes: [
      `median of ${samples} new processes each, in turns; ${of(ours, ({ events }) => events).toLocaleString('en')} events of ours, ${of(theirs, ({ events }) => events).toLocaleString('en')} of auth-js`,
    ],
  }
}
