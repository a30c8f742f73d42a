// What editors show: every public export and every method of the client is documented, with examples that compile.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const entries = ['src/facade/index.ts', 'src/operations/index.ts']
const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile)
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.')
const program = ts.createProgram(entries, options)
const checker = program.getTypeChecker()

/** The exports of an entry, and the methods of the client. Wire types are documented by the spec. */
const exportsOf = (entry: string) =>
  checker
    .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)!)!)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter((symbol) => !symbol.declarations?.every(({ parent }) => parent.getSourceFile().fileName.includes('/generated/')))
const documented = (symbol: ts.Symbol) => symbol.getDocumentationComment(checker).length > 0

test.each(entries)('every export of %s is documented', (entry) => {
  const all = exportsOf(entry)
  expect(all.length).toBeGreaterThan(10)
  const selfSpeaking = /^is[A-Z]\w+Error$/
  expect(all.filter((symbol) => !documented(symbol) && !selfSpeaking.test(symbol.name)).map(({ name }) => name)).toEqual([])
})

test('every method of the client is documented, and every option of createClient()', () => {
  const all = exportsOf('src/facade/index.ts')
  for (const name of ['AuthClient', 'ClientOptions']) {
    const type = checker.getDeclaredTypeOfSymbol(all.find((symbol) => symbol.name === name)!)
    const members = checker.getPropertiesOfType(type).filter(({ name }) => !name.startsWith('__@'))
    expect(members.length).toBeGreaterThan(10)
    expect(members.filter((symbol) => !documented(symbol)).map((symbol) => symbol.name)).toEqual([])
  }
})

test('the examples compile', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const examples = sources.flatMap((name) =>
    [...readFileSync(join('src', name), 'utf8').matchAll(/^ *\* @example\b(.*(?:\n *\*(?! @|\/).*)*)/gm)].map(
      ([, text]) => ({ name, code: text!.replace(/^ *\* ?/gm, '').trim() }),
    ),
  )
  expect(examples.length).toBeGreaterThan(40)
  const folder = mkdtempSync(join(import.meta.dirname, 'examples-'))
  try {
    const facade = exportsOf(entries[0]!).filter(({ flags }) => flags & ts.SymbolFlags.Value)
    const operations = ['getSettings']
    const imports = facade.map(({ name }) => name).filter((name) => !operations.includes(name))
    const prelude = `import { ${imports.join(', ')}, type AuthClient } from 'gotrue-sdk'
import { ${operations.join(', ')} } from 'gotrue-sdk/operations'
declare const auth: AuthClient
declare const url: string, apiKey: string, email: string, password: string, token: string, token_hash: string
declare const access_token: string, refresh_token: string, clientId: string, redirectUri: string
`
    examples.forEach(({ name, code }, index) => {
      const file = `${name.replace(/\W+/g, '-')}-${index}.ts`
      writeFileSync(join(folder, file), `${prelude}export async function example() {\n${code}\n}\n`)
    })
    const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false }
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: resolve('tsconfig.json'), compilerOptions, include: ['*.ts'] }),
    )
    const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' })
    expect(stdout).toBe('')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
