// docs/errors.md and docs/operations.md are written from the spec and from scripts/docs/error-advice.ts, which is written by hand: here
// what is by hand is held against the server's codes, its configuration and the SDK's methods, and all links against the pages.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { errorCodes } from '../../generated/error-codes.ts'
import { errorAdvice } from '../../scripts/docs/error-advice.ts'
import { slugsOf } from '../../scripts/docs/slugs.ts'
import { createAdmin } from '../../src/facade/admin/index.ts'
import { createClient } from '../../src/facade/index.ts'

const errors = readFileSync('docs/errors.md', 'utf8')
const operations = readFileSync('docs/operations.md', 'utf8')
const advice = Object.values(errorAdvice).map(({ act }) => act)

test('every error code of the server has an entry, and none is left over', () => {
  expect(Object.keys(errorAdvice)).toEqual([...errorCodes])
  expect(errorCodes).toHaveLength(109)
})

test('an entry is written in sentences', () => {
  for (const [code, { meaning, tell, act }] of Object.entries(errorAdvice)) {
    for (const text of [meaning, tell ?? 'Fine.', act]) expect(text, code).toMatch(/^[A-Z`][^]*[.!?]$/)
  }
})

test('the configuration that an entry names is the server’s', () => {
  const words = new Set(advice.flatMap((text) => text.match(/GOTRUE_\w+/g) ?? []))
  const known = readFileSync('src/testing/config.ts', 'utf8') + readFileSync('spec/gotrue.yaml', 'utf8')
  expect(words.size).toBeGreaterThan(15)
  expect([...words].filter((word) => !new RegExp(`\\b${word}\\b`).test(known))).toEqual([])
})

test('the methods that an entry names exist', () => {
  const url = 'http://localhost:9999'
  const scope: object = { auth: createClient({ url }), admin: createAdmin({ url, adminToken: 'a.b.c' }) }
  const calls = new Set(advice.flatMap((text) => text.match(/\b(auth|admin)(\.\w+)+(?=\()/g) ?? []))
  expect(calls.size).toBeGreaterThan(15)
  const at = (path: string) =>
    path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], scope)
  expect([...calls].filter((call) => typeof at(call) !== 'function')).toEqual([])
})

test('an operation has the error codes that its function documents', () => {
  const folder = 'generated/operations/functions'
  const functions = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
  const documented = [...functions.matchAll(/^ \* Error codes: (.*)\.\n \*\/\nexport const (\w+) /gm)]
  expect(documented).toHaveLength(76)
  for (const [, codes, name] of documented) {
    const section = operations.split(`\n### ${name}\n`)[1]!.split('\n### ')[0]!
    const [, listed = ''] = /\*\*Error codes\*\*: (.*)/.exec(section) ?? []
    for (const code of codes!.split(', ')) expect(listed, `${name}: ${code}`).toContain(code)
  }
})

test('a code that only redirects have is there, too', () => {
  const [, section] = errors.split('\n### bad_oauth_state\n')
  expect(section!.split('\n### ')[0]).toContain('redirect: [`callback`](operations.md#callback)')
})

const pages = ['README.md', ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : []))]
const slugs = new Map(pages.map((page) => [page, slugsOf(readFileSync(page, 'utf8'))]))
describe.each(pages)('%s', (page) => {
  test('links to headings that exist', () => {
    const text = readFileSync(page, 'utf8')
    const links = [...text.matchAll(/\]\(((?!https?:)[^)#\s]*)#([^)\s]+)\)/g)]
    const missing = links.filter(([, file, anchor]) => {
      const target = file ? join(dirname(page), file) : page
      return target.endsWith('.md') && !slugs.get(target)?.includes(decodeURIComponent(anchor!))
    })
    expect(missing.map(([link]) => `${basename(page)} ${link}`)).toEqual([])
  })
})
