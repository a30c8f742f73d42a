// What editors show: every public export and every method of the client is documented, with examples that compile.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const entries = [
  'src/facade/index.ts',
  'src/operations/index.ts',
  'src/facade/admin/index.ts',
  'src/facade/oauth-client/index.ts',
  'src/testing/index.ts',
  'src/ssr/index.ts',
]
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

test.each(['mfa', 'passkey', 'oauth'])('every method of auth.%s is documented', (part) => {
  const client = exportsOf('src/facade/index.ts').find(({ name }) => name === 'AuthClient')!
  const member = checker.getDeclaredTypeOfSymbol(client).getProperty(part)!
  const methods = checker.getPropertiesOfType(checker.getTypeOfSymbol(member))
  expect(methods.filter((symbol) => !documented(symbol)).map((symbol) => symbol.name)).toEqual([])
})

test('every method of createAdmin() is documented, and every option', () => {
  const all = exportsOf('src/facade/admin/index.ts')
  const names = [
    'Admin',
    'AdminOptions',
    'AdminMfa',
    'AdminPasskeys',
    'SsoProviders',
    'OAuthClients',
    'CustomProviders',
    'Listing',
  ]
  for (const name of names) {
    const type = checker.getDeclaredTypeOfSymbol(all.find((symbol) => symbol.name === name)!)
    // What a Promise has is documented elsewhere.
    const members = checker.getPropertiesOfType(type).filter(({ name }) => !/^(__@|then|catch|finally)/.test(name))
    expect(members.length).toBeGreaterThan(0)
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
    const oauthClient = exportsOf(entries[3]!).filter(
      ({ flags, name }) => flags & ts.SymbolFlags.Value && !facade.some((other) => other.name === name),
    )
    const imports = facade.map(({ name }) => name).filter((name) => !operations.includes(name))
    const prelude = `import { ${imports.join(', ')}, type AuthClient } from 'gotrue-sdk'
import { ${operations.join(', ')} } from 'gotrue-sdk/operations'
import { createMswHandlers, createTestServer, createTestToken } from 'gotrue-sdk/testing'
import { createCookieSessions, isCrossOrigin, localPath, type CookieSessions, type RequestSession } from 'gotrue-sdk/ssr'
import { createAdmin, createServiceToken, type Admin } from 'gotrue-sdk/admin'
import { ${oauthClient.map(({ name }) => name).join(', ')} } from 'gotrue-sdk/oauth-client'
declare const sessions: CookieSessions, session: RequestSession, request: Request
declare const auth: AuthClient, admin: Admin, secret: string
declare const url: string, apiKey: string, email: string, password: string, token: string, token_hash: string
declare const factorId: string, challengeId: string, access_token: string, refresh_token: string, clientId: string, redirectUri: string, authorizationId: string
`
    examples.forEach(({ name, code }, index) => {
      const file = `${name.replace(/\W+/g, '-')}-${index}.ts`
      const lines = code.split('\n')
      const isImport = (line: string) => line.startsWith('import ')
      const [own, others] = [lines.filter(isImport), lines.filter((line) => !isImport(line))].map((some) => some.join('\n'))
      writeFileSync(join(folder, file), `${own}\n${prelude}export async function example() {\n${others}\n}\n`)
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
