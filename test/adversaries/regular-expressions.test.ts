// No regular expression of src/ takes more than linear time, whatever the text: recheck decides. The functions around them are run on
// texts that grow, made of the characters that they know, and doubling the text must not more than double the time. What is measured
// is a ratio, of runs side by side.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, Script } from 'node:vm'
import fc from 'fast-check'
import { checkSync } from 'recheck'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { parseLinkHeader } from '../../src/facade/admin/link-header.ts'
import { parseCallback, stripCallback } from '../../src/facade/index.ts'
import { parseWwwAuthenticate } from '../../src/facade/oauth-client/index.ts'
import { authorize } from '../../src/transport/credentials.ts'
import { parseBaseUrl } from '../../src/transport/url.ts'
import { runs } from './hostile.ts'

interface Found {
  where: string
  pattern: RegExp
}

const token = "[!#$%&'*+.^_`|~\\w-]+"
const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'
/** Those that are put together, by what is in the parentheses of `RegExp(…)`: what comes out, with the longest of what is put in. */
const composed: Record<string, RegExp[]> = {
  '`^(${own[type]})=`': [/^(((provider_)?refresh|provider|access)_token|expires_(at|in)|(token_)?type|sb)=/],
  '`(${token})[ \\\\t]*=[ \\\\t]*(?:(${token})|"((?:[^"\\\\\\\\]|\\\\\\\\[^])*)")(?=[ \\\\t]*(?:,|$))`': [
    RegExp(`(${token})[ \\t]*=[ \\t]*(?:(${token})|"((?:[^"\\\\]|\\\\[^])*)")(?=[ \\t]*(?:,|$))`, 'y'),
  ],
  '`(${token})(?: +(?=[^ \\\\t,])|(?=[ \\\\t]*(?:,|$)))`': [RegExp(`(${token})(?: +(?=[^ \\t,])|(?=[ \\t]*(?:,|$)))`, 'y')],
  // Of the test server, from its own configuration and routes.
  '`^${base}(?:[/?#]|$)`': [/^http:\/\/localhost:9999(?:[/?#]|$)/],
  '`^(?:localhost|(?:${label}\\\\.)+[a-zA-Z]{2,})(?::\\\\d{1,5})?$`': [
    RegExp(`^(?:localhost|(?:${label}\\.)+[a-zA-Z]{2,})(?::\\d{1,5})?$`),
  ],
  '`${pagesPath}/([^/]+)`': [/\/__dev\/providers\/([^/]+)/],
  '`^${pagesPath}/([^/]+)(/.*)?$`': [/^\/__dev\/providers\/([^/]+)(\/.*)?$/],
  '`^${source}$`': [/^\/admin\/users\/([^/]+)\/factors\/([^/]+)$/, /^https:\/\/[^./]*\.example\.com\/.*$/],
}

function expressionsOf(file: string): { literals: Found[]; calls: string[] } {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const literals: Found[] = []
  const calls: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      const { line } = source.getLineAndCharacterOfPosition(node.getStart())
      literals.push({ where: `${file}:${line + 1}`, pattern: RegExp(node.text.slice(1, end), node.text.slice(end + 1)) })
    }
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && node.expression.getText() === 'RegExp') {
      calls.push(node.arguments![0]!.getText())
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return { literals, calls }
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join('src', name))
  .sort()
const read = files.map(expressionsOf)
const calls = [...new Set(read.flatMap(({ calls }) => calls))]
const found = [
  ...read.flatMap(({ literals }) => literals),
  ...Object.entries(composed).flatMap(([where, patterns]) => patterns.map((pattern) => ({ where, pattern }))),
]

/** Milliseconds of this thread's processor, the shortest of some runs: what else the machine does is not counted. */
function time(work: (text: string) => unknown, text: string, times = 3): number {
  let shortest = Infinity
  for (let i = 0; i < times; i++) {
    const start = process.threadCpuUsage()
    work(text)
    const { user, system } = process.threadCpuUsage(start)
    shortest = Math.min(shortest, (user + system) / 1000)
  }
  return shortest
}

interface Attack {
  prefix: string
  pump: string
  suffix: string
}
const write = ({ prefix, pump, suffix }: Attack, length: number) =>
  prefix + pump.repeat(Math.ceil(length / pump.length)) + suffix

/** Milliseconds that can be told from noise. Linear work on the longest text stays far below. */
const noticeable = 5
const longest = 65_536

/** Exponential time shows with short texts, and would not end with longer ones. */
const lengths = [16, 20, 24, 28, 32, 48, 64, 256, 1024, 4096, 16_384, longest]

const context = createContext({ run: () => {} })
const script = new Script('run()')
/** The same for what may take forever. */
function timeAtMost(milliseconds: number, work: (text: string) => unknown, text: string): number {
  context.run = () => work(text)
  try {
    return time(() => script.runInContext(context, { timeout: milliseconds }), text, 1)
  } catch {
    return Infinity
  }
}

/** How many times as long it takes for a text of eight times the length; 0 where all of it is done in no time. */
function growth(work: (text: string) => unknown, attack: Attack): number {
  for (const length of lengths) {
    const text = write(attack, length)
    // What happens once, such as a collection of garbage, looks like it, too.
    if (time(work, text, 1) < noticeable || time(work, text) < noticeable) continue
    return timeAtMost(3000, work, write(attack, length * 8)) / time(work, text)
  }
  return 0
}
/** Linear is 8, quadratic 64. In between is the third of a third: more than 2.7 times for each doubling. */
const limit = 20

/** Texts of the characters and the words that are given, and of some others. */
function attacksOn(known: string): fc.Arbitrary<Attack> {
  const characters = [...new Set([...known.replaceAll(/\w/g, ''), ...'aZ0 \t\n"\\/<;=,.-'])]
  const words = known.match(/[a-z]{2,}/gi) ?? []
  const part = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...characters) }, fc.constantFrom('a', ...words))
  const text = (minLength: number, maxLength: number) =>
    fc.array(part, { minLength, maxLength }).map((parts) => parts.join(''))
  return fc.record({ prefix: text(0, 3), pump: text(1, 4), suffix: text(0, 2) })
}

function expectLinear(work: (text: string) => unknown, attacks: fc.Arbitrary<Attack>, numRuns: number): void {
  fc.assert(
    fc.property(attacks, (attack) => {
      let least = Infinity
      for (let i = 0; i < 3 && least >= limit; i++) least = Math.min(least, growth(work, attack))
      expect(least).toBeLessThan(limit)
    }),
    { numRuns, endOnFailure: true },
  )
}

test('every expression that is put together is on the list', () => {
  expect(calls.sort()).toEqual(Object.keys(composed).sort())
})

describe('takes linear time:', () => {
  // Decided from the expression itself, in JavaScript and with no limit of time: the same on every machine.
  process.env.RECHECK_BACKEND = 'pure'
  const check = ({ source, flags }: RegExp) => checkSync(source, flags, { timeout: null, recallLimit: 0, randomSeed: 1 })

  test.each(found.map(({ where, pattern }) => [`${pattern} ${where}`, pattern] as const))('%s', (_title, pattern) => {
    const { status, ...details } = check(pattern)
    expect(status, JSON.stringify(details)).toBe('safe')
  })

  test.each([/\/+$/, /^(a+)+$/, /^(a|aa)+$/, /<([^>]*)>/g, /^\s*(.*?)\s*$/, /(\d+)([smhd])/g])('%s does not', (pattern) => {
    expect(check(pattern).status).toBe('vulnerable')
  })
})

describe('the functions around them take linear time:', () => {
  // Node's own URLSearchParams takes quadratic time for parameters without a `=`.
  const named = (text: string) => text.replaceAll('&', '&a=')
  const functions: Record<string, [work: (text: string) => unknown, words: string]> = {
    parseCallback: [
      (text) => parseCallback(`https://app.example.com/${named(text)}`),
      '?#&=%+code access_token expires_in sb',
    ],
    stripCallback: [(text) => stripCallback(`https://app.example.com/?code=1&${named(text)}`), '?#&=%+code access_token sb'],
    parseLinkHeader: [parseLinkHeader, '<>;,="\\ rel next'],
    parseWwwAuthenticate: [parseWwwAuthenticate, 'Bearer ,="\\ realm'],
    parseBaseUrl: [(text) => parseBaseUrl(`http://localhost/${text}x`), '/:.a'],
    authorize: [(text) => authorize({}, undefined, {}, `ey${text}`), 'ey.-\n'],
  }
  test.each(Object.entries(functions))('%s()', (_name, [work, words]) => {
    const safely = (text: string) => {
      try {
        work(text)
      } catch {
        // Refusing is as good as an answer.
      }
    }
    expectLinear(safely, attacksOn(words), runs(40))
  })

  test('the search finds one that does not', () => {
    const attacks = fc.sample(attacksOn('/-'), { seed: 1, numRuns: 20_000 })
    const attack = attacks.find(({ pump, suffix }) => pump === '/' && suffix === '-')!
    expect(() => expectLinear((text) => /\/+$/.test(text), fc.constant(attack), 1)).toThrow('Property failed')
  })
})
