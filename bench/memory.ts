// What a server pays for a client per request: memory while it is there, and what is left when nobody has it any more.
import { libraries } from './libraries.ts'
import type { Measured } from './memory-process.ts'
import { run } from './processes.ts'
import { median, type Row, type Section } from './rows.ts'

const [ours, theirs] = libraries as [string, string]
const transport = 'gotrue-sdk/operations'

/**
 * @param clients how many are made
 * @param samples processes per library
 */
export async function memory(clients: number, samples: number): Promise<Section> {
  const measured: Record<string, Partial<Measured>[]> = {}
  const measure = async (library: string, what: 'heap' | 'timers') => {
    const sample = await run<Partial<Measured>>('memory-process.ts', [library, `${clients}`, what], ['--expose-gc'])
    ;(measured[library] ??= []).push(sample)
  }
  for (let sample = 0; sample < samples; sample++) {
    for (const library of [ours, theirs, transport]) await measure(library, 'heap')
  }
  // Counting timers takes memory itself.
  for (const library of [ours, theirs]) await measure(library, 'timers')

  const all = clients.toLocaleString('en')
  const value = (library: string, what: keyof Measured) =>
    median(measured[library]!.map((sample) => sample[what]).filter((number) => number !== undefined))
  const row = (what: keyof Measured, name: string, unit: string, noise = 0): Row => {
    return { id: `memory/${what}`, name, unit, ours: value(ours, what), theirs: value(theirs, what), noise }
  }
  const rows: Row[] = [
    row('heldBytes', 'heap of a client', 'bytes', 0.05),
    {
      // The least that can send a request, and all that many a server needs.
      ...row('heldBytes', 'heap of what sends one call', 'bytes', 0.05),
      id: 'memory/transport',
      ours: value(transport, 'heldBytes'),
    },
    row('microseconds', 'making a client', 'µs', 0.05),
    row('survivors', `clients alive after ${all} were dropped`, ''),
    row('droppedBytes', 'heap left of each of them', 'bytes', 0.05),
    row('timers', `timers running for ${all} clients`, ''),
    row('handles', 'handles that keep the process alive', ''),
  ]
  const notes = [`median of ${samples} new processes each, in turns; default options; nobody is signed in`]
  return { title: `Memory of ${all} clients on a server`, rows, notes }
}
