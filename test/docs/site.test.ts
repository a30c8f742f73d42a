// The built site: TypeDoc makes it without a warning, and no link in it leads nowhere. That it looks good is for eyes: `npm run docs:site`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

let site: string
let built: { status: number | null; output: string }
beforeAll(() => {
  site = mkdtempSync(join(tmpdir(), 'gotrue-sdk-site-'))
  const typedoc = join(dirname(createRequire(import.meta.url).resolve('typedoc/package.json')), 'bin/typedoc')
  const { status, stdout, stderr } = spawnSync(process.execPath, [typedoc, '--out', site], { encoding: 'utf8' })
  built = { status, output: stdout + stderr }
})
afterAll(() => rmSync(site, { recursive: true }))

test('is built without a warning', () => {
  expect(built.output).not.toMatch(/\[(warning|error)\]/)
  expect(built.status).toBe(0)
})

test('has all pages of the guide', () => {
  const guides = readdirSync('docs').filter((name) => name.endsWith('.md') && name !== 'README.md')
  expect(readdirSync(join(site, 'documents'))).toHaveLength(guides.length)
})

test('has no link that leads nowhere', () => {
  const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'))
  expect(pages.length).toBeGreaterThan(100)
  const html = new Map(pages.map((name) => [name, readFileSync(join(site, name), 'utf8')]))
  const ids = new Map(
    [...html].map(([name, text]) => [name, new Set([...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id))]),
  )
  const broken = new Set<string>()
  for (const [name, text] of html) {
    for (const [, link] of text.matchAll(/<a [^>]*?href="([^"]*)"/g)) {
      if (/^[a-z]+:/.test(link!)) continue
      const [path, anchor] = link!.split('#')
      const target = path ? relative(site, join(site, dirname(name), decodeURIComponent(path))) : name
      const isThere =
        anchor && ids.has(target) ? ids.get(target)!.has(decodeURIComponent(anchor)) : existsSync(join(site, target))
      if (!isThere) broken.add(`${name}: ${link}`)
    }
  }
  expect([...broken]).toEqual([])
})
