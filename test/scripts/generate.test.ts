import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let folder: string
let output: string
let spec: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gotrue-sdk-generate-'))
  output = join(folder, 'generated')
  spec = join(folder, 'gotrue.yaml')
  cpSync('generated', output, { recursive: true })
  cpSync('spec/gotrue.yaml', spec)
})
afterEach(() => rmSync(folder, { recursive: true }))

function generate(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/generate.ts', '--spec', spec, '--output', output, ...args],
    { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  )
  return { status, stdout, stderr: stderr.replaceAll(folder, '') }
}

/** Everything in generated/, with its time of change. */
function snapshot(): Record<string, string> {
  const names = readdirSync(output, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(output, name)).isFile(),
  )
  return Object.fromEntries(
    names
      .sort()
      .map((name) => [name, `${statSync(join(output, name)).mtimeMs} ${readFileSync(join(output, name), 'utf8')}`]),
  )
}

const edit = (change: (yaml: string) => string) => {
  const before = readFileSync(spec, 'utf8')
  const after = change(before)
  expect(after).not.toBe(before)
  writeFileSync(spec, after)
}

describe('generate', () => {
  test('--check is content with what is committed', () => {
    expect(generate('--check')).toMatchObject({ status: 0, stderr: '' })
  })

  test('writes the same bytes again, into an empty folder, too, with no path and no date', () => {
    rmSync(output, { recursive: true })
    expect(generate().status).toBe(0)
    for (const [name, text] of Object.entries(snapshot())) {
      const bytes = text.slice(text.indexOf(' ') + 1)
      expect(bytes).toBe(readFileSync(join('generated', name), 'utf8'))
      expect(bytes).not.toContain(tmpdir())
      expect(bytes).not.toContain(process.cwd())
      expect(bytes).not.toContain(new Date().toISOString().slice(0, 7))
    }
    const before = snapshot()
    expect(generate()).toMatchObject({ status: 0, stdout: expect.stringContaining('up to date') })
    expect(snapshot()).toEqual(before)
  })

  test('--check names what is stale, missing and extra, says what mends it, and writes nothing', () => {
    writeFileSync(join(output, 'schema.ts'), `${readFileSync(join(output, 'schema.ts'), 'utf8')}// edited by hand\n`)
    rmSync(join(output, 'operations', 'types.ts'))
    writeFileSync(join(output, 'operations', 'old.ts'), '')
    const before = snapshot()
    const { status, stderr } = generate('--check')
    expect(status).toBe(1)
    expect(stderr.split('\n')).toEqual([
      'stale: /generated/schema.ts',
      'missing: /generated/operations/types.ts',
      'extra: /generated/operations/old.ts',
      '/generated/ is not what /gotrue.yaml says. Run: npm run generate',
      '',
    ])
    expect(snapshot()).toEqual(before)

    expect(generate().status).toBe(0)
    expect(generate('--check').status).toBe(0)
  })

  test('carries a new field of the spec into all that is typed', () => {
    edit((yaml) =>
      yaml.replace(
        /(\n    User:\n[^]*?\n      properties:\n)/,
        '$1        nickname:\n          type: string\n          description: What friends say.\n',
      ),
    )
    expect(generate()).toMatchObject({ status: 0, stderr: '' })
    for (const name of ['schema.ts', 'operations/types.ts']) {
      expect(readFileSync(join(output, name), 'utf8')).toMatch(/What friends say\.[^]{0,20}\n\s+nickname\?: string/)
    }
  })
})

describe('a broken spec stops generation, with file, line and reason, and leaves generated/ as it was:', () => {
  const lineOf = (text: string) =>
    readFileSync(spec, 'utf8').slice(0, readFileSync(spec, 'utf8').indexOf(text)).split('\n').length

  test.each([
    ['bad YAML', (yaml: string) => yaml.replace('\npaths:\n', '\npaths: {\n'), /^\/gotrue\.yaml:\d+: \S/],
    ['a key twice', (yaml: string) => yaml.replace('\npaths:\n', '\ntags: []\npaths:\n'), /:\d+: Map keys must be unique/],
    [
      'a dangling reference',
      (yaml: string) => yaml.replace("'#/components/schemas/Health'", "'#/components/schemas/Helath'"),
      /:\d+: the reference #\/components\/schemas\/Helath leads nowhere/,
    ],
    [
      'an operationId twice',
      (yaml: string) => yaml.replace('operationId: getSettings', 'operationId: getHealth'),
      /:\d+: the operationId getHealth is taken by GET \/health/,
    ],
    [
      'no operationId',
      (yaml: string) => yaml.replace('      operationId: getHealth\n', ''),
      /:\d+: GET \/health has no operationId/,
    ],
    [
      'an example of another type',
      (yaml: string) => yaml.replace('expires_in: 3600', 'expires_in: soon'),
      /:\d+: the example does not fit: \/expires_in must be integer/,
    ],
    [
      'an example with a field that no schema names',
      (yaml: string) => yaml.replace('\n        expires_in: 3600', '\n        expires_soon: true\n        expires_in: 3600'),
      /:\d+: the example does not fit: .*expires_soon/,
    ],
  ])('%s', (_what, change, reason) => {
    edit(change)
    const before = snapshot()
    const { status, stderr } = generate()
    expect(status).toBe(1)
    expect(stderr).toMatch(reason)
    expect(stderr).not.toContain('    at ')
    expect(snapshot()).toEqual(before)
  })

  test('the line is that of the place', () => {
    edit((yaml) => yaml.replace('operationId: getSettings', 'operationId: getHealth'))
    const second = readFileSync(spec, 'utf8').lastIndexOf('operationId: getHealth')
    const line = readFileSync(spec, 'utf8').slice(0, second).split('\n').length
    expect(generate().stderr).toContain(`/gotrue.yaml:${line}: the operationId`)
    expect(lineOf('operationId: getHealth')).toBeLessThan(line)
  })

  test('so does --check', () => {
    edit((yaml) => yaml.replace("'#/components/schemas/Health'", "'#/components/schemas/Helath'"))
    expect(generate('--check')).toMatchObject({ status: 1, stderr: expect.stringContaining('leads nowhere') })
  })

  test('and a file that is not there', () => {
    rmSync(spec)
    const { status, stderr } = generate()
    expect(status).toBe(1)
    expect(stderr).toBe('/gotrue.yaml: there is no such file\n')
  })
})
