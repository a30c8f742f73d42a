#!/usr/bin/env node
// `npx gotrue-sdk`: reads which command is meant, runs it, and turns what becomes of it into words and an exit code.
import { readFileSync } from 'node:fs'
import { Failure, help, nearest, parse, table, UsageError, type Command } from './command.ts'
import { dev } from './commands/dev.ts'
import { doctor } from './commands/doctor.ts'
import { mock } from './commands/mock.ts'
import { spec } from './commands/spec.ts'
import { tokenCommands } from './commands/token.ts'
import { userCommands } from './commands/users.ts'
import { createTerminal, type Terminal } from './terminal.ts'

const commands: Command[] = [doctor, dev, mock, ...userCommands, ...tokenCommands, spec]

const overview = `gotrue-sdk <command> [options]

${table(commands.map(({ name, operands, summary }) => [`${name} ${operands?.usage ?? ''}`.trim(), summary]))}

${table([
  ['<command> --help', 'what a command takes'],
  ['--version', 'of gotrue-sdk'],
])}

Where the server is and its secrets come from the environment, or from standard input, never from arguments:
${table([
  ['GOTRUE_URL', 'its address'],
  ['GOTRUE_API_KEY', 'the key of the gateway in front of it, if there is one'],
  ['GOTRUE_SERVICE_KEY', 'the key of administrators'],
  ['GOTRUE_JWT_SECRET', 'the secret that the server signs with (HS256), for those who run it'],
])}

Exit codes: 0 all is well, 1 it did not work out, 2 the arguments can't be used, 130 ended by Ctrl-C.
`

const controller = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // A second one ends it at once, as without us.
  process.once(signal, () => controller.abort(signal))
}
// Who reads has seen enough, as `| head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
process.stderr.on('error', () => process.exit(1))

const args = process.argv.slice(2)
const terminal = createTerminal({ isJson: args.includes('--json'), signal: controller.signal })
let command: Command | undefined
try {
  process.exitCode = (await main(args)) ?? 0
} catch (error) {
  process.exitCode = tell(error, terminal)
}
// Standard input may still be open, and would keep the process alive.
process.stdin.unref?.()

async function main(args: string[]): Promise<number | void> {
  const words = args[0] === 'help' ? [...args.slice(1), '--help'] : args
  const [first] = words
  if (first === '--version') return terminal.print(version())
  if (first === undefined || first === '--help') {
    if (first) return terminal.print(overview)
    terminal.note(overview)
    return 2
  }
  command = commands.find(({ name }) => name.split(' ').every((word, at) => words[at] === word))
  if (!command) return helpForGroup(words)
  const given = parse(command, words.slice(command.name.split(' ').length))
  if (given.flag('help')) return terminal.print(help(command))
  return command.run(given, terminal)
}

/** `users` alone, or with something that is none of its commands. */
async function helpForGroup(words: string[]): Promise<number | void> {
  const [first = '', second] = words
  const group = commands.filter(({ name }) => name.startsWith(`${first} `))
  const isAsked = words.at(-1) === '--help'
  if (group.length && (second === undefined || isAsked)) {
    const text = table(group.map(({ name, operands, summary }) => [`${name} ${operands?.usage ?? ''}`.trim(), summary]))
    if (isAsked) return terminal.print(text)
    throw new UsageError(`gotrue-sdk ${first} needs one of its commands:\n\n${text}`)
  }
  const names = (group.length ? group : commands).map(({ name }) => name)
  const near = nearest(
    words.slice(0, group.length ? 2 : 1).join(' '),
    group.length ? names : [...new Set(names.map((name) => name.split(' ')[0]!))],
  )
  throw new UsageError(`There is no such command${near ? `; did you mean ${near}?` : '.'} gotrue-sdk --help lists them`)
}

function tell(error: unknown, { isJson, note, noteJson, endProgress }: Terminal): number {
  endProgress()
  if (controller.signal.aborted) return 130
  const { message, code, status, operation, requestId } = error as Partial<Failure> & Record<string, unknown>
  const isUsage = error instanceof UsageError
  // Of the SDK: it has a code. Anything else is a mistake of this command's.
  const isExpected =
    isUsage || error instanceof Failure || (typeof code === 'string' && operation !== undefined) || isAuthError(error)
  if (isJson) {
    noteJson({ error: { code: isUsage ? 'usage' : (code ?? 'bug'), message, status, operation, requestId } })
  } else {
    note(
      isExpected
        ? `${message}${requestId ? ` (request ${requestId})` : ''}`
        : `A bug of gotrue-sdk: ${(error as Error)?.stack ?? error}`,
    )
    if (isUsage && command) note(`\nnpx gotrue-sdk ${command.name} --help says what it takes`)
  }
  return isUsage ? 2 : 1
}

function isAuthError(error: unknown): boolean {
  return error instanceof Error && /^Auth/.test(error.name)
}

function version(): string {
  return (JSON.parse(readFileSync(new URL(import.meta.resolve('gotrue-sdk/package.json')), 'utf8')) as { version: string })
    .version
}
