// Each promise of SECURITY.md names its tests: they are there, under these titles.
import { existsSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const text = readFileSync('SECURITY.md', 'utf8')
const rows = text
  .slice(text.indexOf('### What the SDK promises'), text.indexOf('### What it cannot promise'))
  .split('\n')
  .filter((line) => /^\| (?!promise|-)/.test(line))
const promises = rows.map((row) => {
  const [, promise = '', tests = ''] = row.split('|').map((cell) => cell.trim())
  const named = [...tests.matchAll(/\[[^\]]+\]\(([^)]+)\): ((?:`[^`]+`(?:, )?)+)/g)].map(([, file, titles]) => ({
    file: file!,
    titles: [...titles!.matchAll(/`([^`]+)`/g)].map(([, title]) => title!),
  }))
  return { promise, named }
})

/** The titles of the tests of a file, with the words around what is put in. */
function titlesOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const titles: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^test\b/.test(node.expression.getText())) {
      const [title] = node.arguments
      if (title && ts.isStringLiteralLike(title)) titles.push(title.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return titles
}

test('there are promises', () => {
  expect(promises.length).toBeGreaterThan(15)
})

describe('SECURITY.md', () => {
  test.each(promises)('$promise', ({ named }) => {
    expect(named.length).toBeGreaterThan(0)
    for (const { file, titles } of named) {
      expect(existsSync(file), file).toBe(true)
      expect(titles.length).toBeGreaterThan(0)
      for (const title of titles) expect(titlesOf(file)).toContain(title)
    }
  })

  test('names every file of test/adversaries/', () => {
    for (const name of ['answers', 'callbacks', 'regular-expressions', 'storage', 'tokens']) {
      expect(text).toContain(`(test/adversaries/${name}.test.ts)`)
    }
  })

  test('is linked from the README', () => {
    expect(readFileSync('README.md', 'utf8')).toContain('](SECURITY.md)')
  })
})
