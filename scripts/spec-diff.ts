// `npm run spec:diff -- <old> [new]`: what a change of the spec means to those who use the SDK, in words: for the changelog, and for the
// version number.
//
//   npm run spec:diff -- HEAD                    what has changed since the last commit
//   npm run spec:diff -- v0.1.0 v0.2.0           between two revisions
//   npm run spec:diff -- old.yaml new.yaml       between two files
//   npm run spec:diff -- HEAD --json             as data
//
// Exits with 0 when nothing breaks, 1 when something does, 2 when a document can't be read.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { list, runComparison } from './spec/command.ts'
import { compareSpecs, type Difference } from './spec/compare.ts'
import { parseSpec, readSpec, SpecError, type OpenApi } from './spec/read.ts'

const spec = 'spec/gotrue.yaml'

/** @param from a file, or a revision of this repository */
function read(from: string): OpenApi {
  if (existsSync(from)) return readSpec(from).document
  try {
    const yaml = execFileSync('git', ['show', '--end-of-options', `${from}:${spec}`], {
      encoding: 'utf8',
      maxBuffer: 1e8,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return parseSpec(yaml, `${from}:${spec}`).document
  } catch (error) {
    if (error instanceof SpecError) throw error
    throw new SpecError(`${from}: there is no such file, and no revision that has ${spec}`)
  }
}

/** The end of a line: ` is gone (was always there)`. */
function sentence({ before, after }: Difference): string {
  const more = (text: string, words: string) => (text === 'there' ? '' : ` (${words}${text})`)
  if (before === undefined) return ` is new${more(after!, '')}`
  if (after === undefined) return ` is gone${more(before, 'was ')}`
  return ` was ${before}, is ${after}`
}

runComparison('npm run spec:diff -- <old> [new]', 2, ([old, now = spec]) => {
  const [before, after] = [read(old!), read(now)]
  const differences = compareSpecs(before, after, { of: 'versions' })
  const breaking = differences.filter(({ isBreaking }) => isBreaking)
  const others = differences.filter(({ isBreaking }) => !isBreaking)
  return {
    data: { before: before.info.version, after: after.info.version, breaking, others },
    lines: [
      `${old} (${before.info.version}) → ${now} (${after.info.version}), for those who use the SDK`,
      ...list('Breaking', breaking, sentence),
      ...list('Not breaking', others, sentence),
      '',
      differences.length
        ? `${breaking.length} breaking, ${others.length} not`
        : 'No change that the SDK makes something of. Descriptions and examples were not compared, but for error codes.',
    ],
    exitCode: breaking.length ? 1 : 0,
  }
})
