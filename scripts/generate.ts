// Writes generated/ from spec/gotrue.yaml: the way from the document to the code, whole.
//
//   npm run generate              checks the spec, then writes what has changed
//   npm run generate -- --check   writes nothing; exits 1 and names what is stale, missing or extra
//
// Everything is made in memory first: a spec that is broken leaves generated/ as it was.
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { generateErrorCodes } from './generators/error-codes.ts'
import { generateOperations } from './generators/operations.ts'
import { generateRoutes } from './generators/routes.ts'
import { generateSchema } from './generators/schema.ts'
import { checkSpec } from './spec/check.ts'
import { deriveDocument } from './spec/derive.ts'
import { readSpec, SpecError } from './spec/read.ts'

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    spec: { type: 'string', default: 'spec/gotrue.yaml' },
    output: { type: 'string', default: 'generated' },
  },
})

const header = '// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.\n\n'

const readme = `# Generated

Written by \`npm run generate\` from \`spec/gotrue.yaml\`. Nothing here is edited by hand: change the spec and run it again.

| file | what it holds | by |
| --- | --- | --- |
| \`schema.ts\` | the types \`paths\`, \`operations\` and \`components\` | openapi-typescript |
| \`operations/functions/\` | a function per operation, in a module per tag, on the transport in \`src/transport\` | @hey-api/openapi-ts |
| \`operations/types.ts\` | the types of their arguments, answers and errors | @hey-api/openapi-ts |
| \`error-codes.ts\` | the server's error codes, as data | \`scripts/generators/error-codes.ts\` |
| \`routes.ts\` | the routes and the shapes of bodies, as data for the test server | \`scripts/generators/routes.ts\` |
`

/** The files of generated/, by their name there. */
async function generate(file: string): Promise<Map<string, string>> {
  const spec = readSpec(file)
  const problems = checkSpec(spec.document)
  if (problems.length) {
    throw new SpecError(problems.map(({ path, reason }) => `${file}:${spec.lineOf(path)}: ${reason}`).join('\n'))
  }
  const document = deriveDocument(spec.document)
  const operations = await generateOperations(document)
  const code = {
    'schema.ts': await generateSchema(document),
    ...Object.fromEntries(Object.entries(operations).map(([name, text]) => [`operations/${name}`, text])),
    'operations/index.ts': "export * from './functions.ts'\nexport type * from './types.ts'\n",
    'error-codes.ts': generateErrorCodes(spec.document),
    'routes.ts': generateRoutes(spec.document),
  }
  const prettier = await resolveConfig('scripts/generate.ts')
  const files = new Map([['README.md', await format(readme, { ...prettier, parser: 'markdown' })]])
  for (const [name, text] of Object.entries(code)) {
    files.set(name, await format(header + text, { ...prettier, parser: 'typescript' }))
  }
  return files
}

/** What is on disk, by its name there. */
async function existing(folder: string): Promise<Map<string, string>> {
  if (!existsSync(folder)) return new Map()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    await Promise.all(
      files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, 'utf8')] as [string, string]),
    ),
  )
}

try {
  const wanted = await generate(values.spec)
  const found = await existing(values.output)
  const differences = [
    ...[...wanted].filter(([name, text]) => found.has(name) && found.get(name) !== text).map(([name]) => ['stale', name]),
    ...[...wanted.keys()].filter((name) => !found.has(name)).map((name) => ['missing', name]),
    ...[...found.keys()].filter((name) => !wanted.has(name)).map((name) => ['extra', name]),
  ] as [string, string][]

  if (values.check) {
    for (const [what, name] of differences) console.error(`${what}: ${values.output}/${name}`)
    if (differences.length) {
      console.error(`${values.output}/ is not what ${values.spec} says. Run: npm run generate`)
      process.exitCode = 1
    } else console.log(`${values.output}/ is what ${values.spec} says (${wanted.size} files)`)
  } else {
    for (const [what, name] of differences) {
      const file = join(values.output, name)
      if (what === 'extra') await rm(file)
      else {
        await mkdir(dirname(file), { recursive: true })
        await writeFile(file, wanted.get(name)!)
      }
      console.log(`${what === 'extra' ? 'removed' : 'wrote'} ${values.output}/${name}`)
    }
    if (!differences.length) console.log(`${values.output}/ was up to date (${wanted.size} files)`)
  }
} catch (error) {
  if (!(error instanceof SpecError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
