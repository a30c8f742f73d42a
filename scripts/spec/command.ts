import { parseArgs } from 'node:util'
import type { Difference } from './compare.ts'
import { SpecError } from './read.ts'

/**
 * Runs a command that compares documents: `--json` prints its data in place of its lines.
 *
 * @param usage said when the arguments are not usable
 * @param most how many documents can be named; one has to be
 */
export function runComparison(
  usage: string,
  most: number,
  compare: (documents: string[]) => { data: unknown; lines: string[]; exitCode: number },
): void {
  try {
    const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true })
    if (!positionals.length || positionals.length > most) throw new SpecError('name the documents')
    const { data, lines, exitCode } = compare(positionals)
    console.log(values.json ? JSON.stringify(data, null, 2) : lines.join('\n'))
    process.exitCode = exitCode
  } catch (error) {
    const isUsage = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
    if (!(error instanceof SpecError) && !isUsage) throw error
    console.error(`${(error as Error).message}\nusage: ${usage}`)
    process.exitCode = 2
  }
}

/** A line for each difference, below a title; nothing where there are none. */
export function list(title: string, differences: Difference[], sentence: (one: Difference) => string): string[] {
  if (!differences.length) return []
  return [
    '',
    `${title} (${differences.length})`,
    ...differences.map((one) => `  ${place(one)}${sentence(one)}${seenBy(one)}`),
  ]
}

function place({ where, what, operations }: Difference): string {
  const first = where || (operations.length === 1 ? operations[0] : '')
  return [first, what].filter(Boolean).join(': ')
}

/** The operations at the end of a line, but where the line begins with its only one. */
function seenBy({ where, operations }: Difference): string {
  if (!operations.length || operations.includes(where) || (!where && operations.length === 1)) return ''
  const rest = operations.length - 3
  return `  [${operations.slice(0, 3).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}]`
}
