import { readFileSync } from 'node:fs'
import { seconds, UsageError, type Command } from '../command.ts'
import { connectionOf } from '../connection.ts'
import { abilitiesOf, unseen } from '../doctor/abilities.ts'
import { examine, type Finding, type Known } from '../doctor/examine.ts'
import { createAsk } from '../doctor/probe.ts'
import type { Terminal } from '../terminal.ts'
import { specPath } from './spec.ts'

export const doctor: Command = {
  name: 'doctor',
  summary: 'Looks at a server, and says what is wrong and what the SDK can do with it. It reads only.',
  operands: { usage: '[url]', least: 0, most: 1 },
  options: {
    origin: {
      value: '<origin>',
      about: "the origin of the application's pages, for CORS",
      default: 'http://localhost:3000',
    },
    timeout: { value: '<duration>', about: 'of each request: seconds, or as 5s', default: '5s' },
  },
  notes: `
Without an address it is the server at GOTRUE_URL. GOTRUE_API_KEY, GOTRUE_SERVICE_KEY and GOTRUE_JWT_SECRET are tried, too, unless the
address is another one than GOTRUE_URL. Exit code 1: something does not work.`,
  examples: [
    'doctor http://localhost:9999',
    'doctor https://project.supabase.co/auth/v1 --origin https://app.example.com',
    'doctor --json',
  ],
  async run(given, terminal) {
    const connection = connectionOf(given.operands[0])
    const timeout = seconds(given, 'timeout')!
    if (!timeout || timeout > 60) throw new UsageError('--timeout must be from 1 to 60 seconds')
    const origin = originOf(given.text('origin')!)
    const ask = createAsk(connection.url, { timeout: timeout * 1000, signal: terminal.signal })
    const specVersion = /^ {2}version: (\S+)/m.exec(readFileSync(specPath(), 'utf8'))![1]!

    const known: Known = {}
    const checks: Finding[] = []
    const { isJson, print, printJson, style } = terminal
    for await (const finding of examine({ ...connection, ask, origin, specVersion }, known)) {
      checks.push(finding)
      if (!isJson) await print(`${markOf(finding, style)} ${finding.check.padEnd(12)} ${finding.words}`)
    }
    const failed = checks.filter(({ status }) => status === 'fail').length
    const warned = checks.filter(({ status }) => status === 'warn').length
    const abilities = known.settings && abilitiesOf(known)
    if (isJson) await printJson({ url: connection.url, ok: !failed, checks, ...abilities })
    else {
      if (abilities) {
        await print(`\n${style('bold', 'The SDK can')}`)
        for (const words of abilities.can) await print(`  ${style('green', '✓')} ${words}`)
        await print(`\n${style('bold', 'It can not')}`)
        for (const words of abilities.cannot) await print(`  ${style('dim', '–')} ${words}`)
        await print(`\n${unseen}`)
      }
      const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`
      await print(`\n${failed || warned ? `${count(failed, 'failure')}, ${count(warned, 'warning')}` : 'All is well'}`)
    }
    return failed ? 1 : 0
  },
}

const markOf = ({ status }: Finding, style: Terminal['style']) => style(marks[status][0], marks[status][1])

const marks = {
  ok: ['green', '✓'],
  warn: ['yellow', '!'],
  fail: ['red', '✗'],
  skip: ['dim', '–'],
} as const

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw new UsageError('--origin must be like https://app.example.com')
  }
  return url.origin
}
