// What a command is: its help and the reading of its arguments come from the same words.
import { parseArgs } from 'node:util'
import type { Terminal } from './terminal.ts'

export interface Option {
  /** What stands for its value in the help; without it, it takes none. */
  value?: string
  about: string
  multiple?: boolean
  default?: string
}

export interface Command {
  /** As it is typed: `users list`. */
  name: string
  summary: string
  /** What it takes beside options: how that is written, and how many of it. */
  operands?: { usage: string; least: number; most: number }
  options?: Record<string, Option>
  /** Sentences for its help, below the options. */
  notes?: string
  /** What is typed after `gotrue-sdk`. */
  examples: string[]
  /** @returns the exit code, when it is not 0 */
  run(given: Given, terminal: Terminal): Promise<number | void>
}

/** What was typed. */
export interface Given {
  operands: string[]
  text(name: string): string | undefined
  list(name: string): string[]
  flag(name: string): boolean
}

/** The arguments can't be used: exit code 2. Its message holds nothing that was typed, which may be a secret in the wrong place. */
export class UsageError extends Error {}

/** It did not work out: exit code 1. */
export class Failure extends Error {
  readonly code: string
  constructor(message: string, code = 'failed') {
    super(message)
    this.code = code
  }
}

/** Of every command. */
export const common: Record<string, Option> = {
  json: { about: 'answers as JSON, failures too (on standard error)' },
  help: { about: 'shows this' },
}

/** @throws UsageError */
export function parse(command: Command, args: string[]): Given {
  const known = { ...command.options, ...common }
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { value, multiple = false }]) => [
      name,
      { type: value ? ('string' as const) : ('boolean' as const), multiple },
    ]),
  )
  const { values, positionals, tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true })
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const option = Object.hasOwn(known, token.name) ? known[token.name] : undefined
    if (!option) {
      const near = nearest(token.name, Object.keys(known))
      throw new UsageError(
        near ? `There is no such option; did you mean --${near}?` : 'There is no such option: one of those that were given',
      )
    }
    if (option.value && token.value === undefined) throw new UsageError(`--${token.name} needs a value: ${option.value}`)
    if (!option.value && token.value !== undefined) throw new UsageError(`--${token.name} takes no value`)
  }
  const { least, most, usage } = command.operands ?? { least: 0, most: 0, usage: '' }
  if (!values.help && positionals.length < least) throw new UsageError(`${usage} is missing`)
  if (positionals.length > most) {
    throw new UsageError(most ? `Only ${usage} is taken, and more was given` : 'Only options are taken, and more was given')
  }
  return {
    operands: positionals,
    text: (name) => (values[name] as string | undefined) ?? known[name]!.default,
    list: (name) => (values[name] as string[] | undefined) ?? [],
    flag: (name) => values[name] === true,
  }
}

/** @throws UsageError */
export function wholeNumber(given: Given, name: string): number | undefined {
  const text = given.text(name)
  if (text !== undefined && !/^\d{1,15}$/.test(text)) throw new UsageError(`--${name} must be a whole number`)
  return text === undefined ? undefined : Number(text)
}

/** Seconds, or Go's words, as `1h30m`. @throws UsageError */
export function seconds(given: Given, name: string): number | undefined {
  const text = given.text(name)
  if (text === undefined || /^\d{1,12}$/.test(text)) return text === undefined ? undefined : Number(text)
  const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }
  if (!/^(\d{1,9}[smhd])+$/.test(text)) throw new UsageError(`--${name} must be a duration, as 90s, 15m, 1h30m or 7d`)
  return [...text.matchAll(/(\d{1,9})([smhd])/g)].reduce((sum, [, number, unit]) => sum + Number(number) * units[unit!]!, 0)
}

export function help({ name, summary, operands, options, notes, examples }: Command): string {
  const rows = Object.entries({ ...options, ...common }).map(([name, { value, about, multiple, default: preset }]) => [
    `--${name}${value ? ` ${value}` : ''}`,
    `${about}${preset === undefined ? '' : ` (default ${preset})`}${multiple ? '; may be repeated' : ''}`,
  ])
  return [
    `gotrue-sdk ${name}${operands ? ` ${operands.usage}` : ''} [options]\n\n${summary}\n`,
    table(rows),
    ...(notes ? [`\n${notes.trim()}`] : []),
    `\nExamples\n${examples.map((example) => `  npx gotrue-sdk ${example}`).join('\n')}`,
  ].join('\n')
}

export function table(rows: string[][]): string {
  const width = Math.max(...rows.map(([first]) => first!.length))
  return rows.map(([first, second]) => `  ${first!.padEnd(width)}  ${second}`).join('\n')
}

/** The name that was meant, if it is a near one. */
export function nearest(typed: string, names: string[]): string | undefined {
  const [best] = names
    .map((name) => ({ name, distance: distance(typed.slice(0, 40), name) }))
    .sort((a, b) => a.distance - b.distance)
  return best && best.distance <= 2 ? best.name : undefined
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}
