// `npm run spec:drift -- <other openapi.yaml>`: our spec beside a document by others, such as the server's own, which know nothing of each
// other: where one of them has something to learn. Who is right is seen by asking a server.
//
//   npm run spec:drift -- ../auth/openapi.yaml
//   npm run spec:drift -- ../auth/openapi.yaml --json
//
// Exits with 0 when they say the same, 1 when they don't, 2 when a document can't be read.
import { list, runComparison } from './spec/command.ts'
import { compareSpecs, type Aspect, type Difference } from './spec/compare.ts'
import { readSpec } from './spec/read.ts'

const titles: Record<Aspect, string> = {
  operation: 'Operations',
  parameter: 'Parameters and bodies',
  status: 'Statuses and content types of answers',
  schema: 'Schemas, by the name that ours has',
}

/** The end of a line: `: only theirs`. */
function sentence({ where, before, after }: Difference): string {
  const more = (text: string) => (text === 'there' || text === where ? '' : ` (${text})`)
  if (before === undefined) return `: only theirs${more(after!)}`
  if (after === undefined) return `: only ours${more(before)}`
  return `: ours ${before}, theirs ${after}`
}

runComparison('npm run spec:drift -- <other openapi.yaml> [ours]', 2, ([other, own = 'spec/gotrue.yaml']) => {
  const differences = compareSpecs(readSpec(own).document, readSpec(other!).document, { of: 'authors' })
  const groups = Object.entries(titles).map(([aspect, title]) => {
    return { title, found: differences.filter((difference) => difference.aspect === aspect) }
  })
  return {
    data: differences.map(({ isBreaking: _, ...difference }) => difference),
    lines: [
      `ours: ${own}, theirs: ${other}`,
      ...groups.flatMap(({ title, found }) => list(title, found, sentence)),
      '',
      differences.length
        ? groups.map(({ title, found }) => `${title.split(/,| of/)[0]!.toLowerCase()}: ${found.length}`).join('; ')
        : 'They say the same.',
    ],
    exitCode: differences.length ? 1 : 0,
  }
})
