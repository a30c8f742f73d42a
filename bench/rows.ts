// What is measured, and how it is shown. Less is better in every row: bytes, time, memory, timers, requests.

export interface Row {
  /** Stands for the row in reasons and tests: `size/client/gzip`. */
  id: string
  name: string
  unit: string
  /** Null where there is no such thing yet, or never will be. */
  ours: number | null
  theirs: number | null
  /** What the numbers are made of, as shown in place of them. */
  shown?: { ours: string; theirs: string }
  /** Which of the two did not do what it was asked: then fewer requests are no merit. */
  failed?: { ours: boolean; theirs: boolean }
  /** Differences below this share of the other are the machine's, not the libraries'. Default 0: counted, not measured. */
  noise?: number
}

export interface Section {
  title: string
  /** Who the other is, if not auth-js. */
  other?: string
  rows: Row[]
  /** Lines below the table. */
  notes: string[]
}

export type Verdict = 'ours' | 'auth-js' | 'even' | 'not yet' | 'ours only'

export function verdict({ ours, theirs, failed, noise = 0 }: Row): Verdict {
  if (ours === null) return 'not yet'
  if (theirs === null) return 'ours only'
  if (failed && failed.ours !== failed.theirs) return failed.ours ? 'auth-js' : 'ours'
  if (Math.abs(ours - theirs) <= Math.max(ours, theirs) * noise) return 'even'
  return ours < theirs ? 'ours' : 'auth-js'
}

export function median(numbers: number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!
}

/** A table of a section, with the reason beside each row in which ours is not ahead. */
export function render({ title, other = 'auth-js', rows, notes }: Section, reasons: Record<string, string>): string {
  const cells = rows.map((row) => {
    const { id, name, unit, ours, theirs, shown } = row
    const ahead = verdict(row)
    const ratio = ours !== null && theirs ? `${(ours / theirs).toFixed(2)} ×` : ''
    const reason = ahead === 'ours' || ahead === 'ours only' ? '' : (reasons[id] ?? '')
    const who = ahead === 'auth-js' ? other : ahead
    return [name, shown?.ours ?? format(ours), shown?.theirs ?? format(theirs), unit, ratio, who, reason]
  })
  const lines = [['', 'gotrue-sdk', other, '', 'ours ÷ theirs', 'ahead', ''], ...cells]
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  // Numbers line up at the right, words at the left.
  const isNumber = (column: number) => column === 1 || column === 2 || column === 4
  const text = lines.map((line) =>
    line
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd(),
  )
  return [`${title}\n`, ...text, ...notes.map((note) => `  ${note}`)].join('\n')
}

function format(value: number | null): string {
  if (value === null) return '–'
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(value < 100 ? 2 : 0)
}
