// How long a process waits for the library before it can do anything: what a function pays at a cold start, or a script.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundle, clientOf } from './bundles.ts'
import { libraries } from './libraries.ts'
import { node } from './processes.ts'
import { median, type Row, type Section } from './rows.ts'

const script = `
  const start = performance.now()
  await import(process.argv[1])
  console.log(performance.now() - start)
`

/** How many files it is made of. */
const countScript = `
  import { registerHooks } from 'node:module'
  let count = 0
  registerHooks({ load: (url, context, next) => (count++, next(url, context)) })
  await import(process.argv[1])
  console.log(count)
`

/** @param samples processes per module */
export async function coldImport(samples: number): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), 'gotrue-sdk-bench-'))
  try {
    const write = async (name: string, code: string) => {
      const file = join(folder, name)
      await writeFile(file, code)
      return pathToFileURL(file).href
    }
    const modules = {
      empty: await write('empty.mjs', ''),
      'bundled/ours': await write('ours.mjs', await bundle(clientOf['gotrue-sdk'])),
      'bundled/theirs': await write('theirs.mjs', await bundle(clientOf['@supabase/auth-js'])),
      'installed/ours': import.meta.resolve(libraries[0]!),
      'installed/theirs': import.meta.resolve(libraries[1]!),
    }
    const times: Record<string, number[]> = {}
    // The first turn only brings the files into the memory of the system.
    for (let sample = -1; sample < samples; sample++) {
      for (const [name, url] of Object.entries(modules)) {
        const milliseconds = Number(await node(['--input-type=module', '--eval', script, url]))
        if (sample >= 0) (times[name] ??= []).push(milliseconds)
      }
    }
    const count = async (name: string) => {
      return Number(
        await node(['--input-type=module', '--eval', countScript, modules[`installed/${name}` as 'installed/ours']]),
      )
    }
    const row = (id: string, name: string): Row => ({
      id: `import/${id}`,
      name,
      unit: 'ms',
      ours: median(times[`${id}/ours`]!),
      theirs: median(times[`${id}/theirs`]!),
      noise: 0.05,
    })
    return {
      title: 'Cold import in Node',
      rows: [row('bundled', 'one bundled file'), row('installed', 'the package as installed')],
      notes: [
        `median of ${samples} new processes each, in turns; an empty module takes ${median(times.empty!).toFixed(2)} ms`,
        `as installed: ${await count('ours')} ES modules of ours, ${await count('theirs')} CommonJS modules of auth-js`,
      ],
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
