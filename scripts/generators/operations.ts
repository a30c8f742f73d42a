import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clientDefaultConfig, clientDefaultMeta, createClient, definePluginConfig } from '@hey-api/openapi-ts'
import { codesOf, openString } from '../spec/derive.ts'
import { operationsOf, resolve, type Json, type JsonObject, type OpenApi, type Operation } from '../spec/read.ts'
import { openTheString } from './schema.ts'

/** Our transport as a client of hey-api, whose functions then import `#transport` instead of bringing a runtime along. */
const transport = definePluginConfig({
  ...clientDefaultMeta,
  config: { ...clientDefaultConfig, bundle: false },
  // The stock handler writes a file with a module-level client, which nobody wants.
  handler: () => {},
  name: '#transport',
} as never)

/**
 * One function per operation, and the named types, by hey-api. The functions are in a module per tag: a bundler can then give
 * each part of an application the functions that it calls, and leave the rest to the parts that are loaded later.
 */
export async function generateOperations(spec: OpenApi): Promise<{ [file: string]: string }> {
  const document = forFunctions(spec)
  const folder = await mkdtemp(join(tmpdir(), 'gotrue-sdk-'))
  try {
    await createClient({
      // hey-api resolves references in place.
      input: structuredClone(document) as never,
      output: {
        path: folder,
        module: { extension: '.ts' },
        header: [],
        fileName: { suffix: null },
        entryFile: false,
      } as never,
      logs: { level: 'silent', file: false },
      plugins: [
        (transport as unknown as () => never)(),
        { name: '@hey-api/typescript', definitions: { case: 'preserve' } },
        { name: '@hey-api/sdk', client: false, auth: false },
      ],
    })
    const [functions, types] = await Promise.all(['sdk.ts', 'types.ts'].map((file) => readFile(join(folder, file), 'utf8')))
    return {
      ...byTag(carryOperations(functions!, document), document),
      'types.ts': openTheString(types!, `export type ${openString} = string;`, `export type ${openString} = string & {};`),
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** hey-api knows no redirects. */
function forFunctions(spec: OpenApi): OpenApi {
  const document = structuredClone(spec)
  for (const { operation, method, path } of operationsOf(document)) {
    operation.description = describe(document, operation, `${method.toUpperCase()} ${path}`)
    const redirect = Object.keys(operation.responses).find((status) => status.startsWith('3'))
    if (redirect) {
      const { description } = resolve<{ description: string }>(document, operation.responses[redirect] as Json)
      operation.responses['2XX'] = {
        description,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Redirect' } } },
      }
    }
  }
  document.components.schemas!.Redirect = {
    type: 'object',
    description: 'Where a redirecting operation leads.',
    required: ['location'],
    properties: {
      location: {
        type: 'string',
        description: 'The `Location` header, as sent. Errors of the flow stand in its query and fragment.',
      },
    },
  }
  return document
}

/** What the editor shows: the spec's words, the endpoint, and the error codes. */
function describe(document: OpenApi, operation: Operation, endpoint: string): string {
  const codes = new Set(
    Object.entries(operation.responses)
      .filter(([status]) => !/^[23]/.test(status))
      .flatMap(([, response]) => codesOf(document, resolve(document, response))),
  )
  const list = [...codes].sort().map((code) => `\`${code}\``)
  return `${operation.description.trim()}\n\n\`${endpoint}\`${list.length ? `\n\nError codes: ${list.join(', ')}.` : ''}`
}

/**
 * Lets each function carry what the transport must know of its operation, beside the URL that hey-api has it carry: so an application bundles what it calls, and no table of all operations. And drops hey-api's
 * switch for throwing, which our transport doesn't have.
 */
function carryOperations(code: string, document: OpenApi): string {
  const operations = operationsOf(document)
  let rest = once(
    code,
    /export type Options<[^]*?\n};\n/,
    `export type Options<TData extends TDataShape = TDataShape> = OperationOptions<TData> & {
      /** What \`createTransport()\` made. */
      client: Client
    };\n`,
  )
    .replaceAll(' <ThrowOnError extends boolean = false>(', ' (')
    .replaceAll(', ThrowOnError>', '>')
    // Types only: openapi-fetch writes forms, and the client carries no values.
    .replace(
      /import \{[^}]*\} from '#transport';/,
      "import type { Client, Options as OperationOptions, RequestResult, TDataShape } from '#transport';",
    )
    .replace(/ +\.\.\.urlSearchParamsBodySerializer,\n/g, '')
  for (const { operation, path } of operations) {
    const { operationId, responses } = operation
    const credential = credentialOf(operation)
    const facts = [
      `operation: '${operationId}'`,
      credential && `credential: '${credential}'`,
      operation['x-repeatable'] && 'repeatable: true',
      Object.keys(responses).some((status) => status.startsWith('3')) && 'redirects: true',
      !successIsJson(document, responses) && "parseAs: 'text'",
      hasObjectInQuery(document, operation) && "querySerializer: { object: { style: 'form', explode: true } }",
    ].filter(Boolean)
    // The first url behind the name is the function's own; hey-api writes short calls on one line.
    const start = rest.indexOf(`export const ${operationId} = (`)
    const url = `url: '${path}',`
    const place = rest.indexOf('url: ', start)
    if (start < 0 || !rest.startsWith(url, place))
      throw new Error(`hey-api's output has changed: no ${url} in ${operationId}`)
    rest = `${rest.slice(0, place)}${url} ${facts.join(', ')},${rest.slice(place + url.length)}`
  }
  // Said by us, above.
  rest = rest.replace(/^ +querySerializer: \{ parameters: .*\n/gm, '')
  // openapi-fetch says so itself where there is a body.
  rest = rest.replace(/,\n    headers: \{\n\s+'Content-Type': 'application\/json',\n\s+\.\.\.options\.headers\n\s+\}/g, '')
  // Our client is one function.
  rest = rest.replace(/options\.client\.(\w+)<(\w+, \w+)>\(\{/g, "options.client<$2>('$1', {")
  if (/options\.client\.|ThrowOnError|'application\/json'|parameters: \{|urlSearchParams/.test(rest))
    throw new Error("hey-api's output has changed: more than was known is still there")
  return rest
}

/** The modules of the functions, each with the types that it needs; and one that has them all. */
function byTag(code: string, document: OpenApi): { [file: string]: string } {
  const [head, ...functions] = code.split(/^(?=\/\*\*\n(?: \*.*\n)+? \*\/\nexport const )/m) as [string, ...string[]]
  const tags = new Map(operationsOf(document).map(({ operation }) => [operation.operationId, operation.tags[0]!]))
  const modules = new Map<string, string[]>()
  for (const text of functions) {
    const tag = tags.get(/^export const (\w+)/m.exec(text)![1]!)!
    modules.set(tag, [...(modules.get(tag) ?? []), text])
  }
  if (functions.length !== tags.size)
    throw new Error(`hey-api's output has changed: ${functions.length} functions were found`)
  // What is before the functions: imports, and the type of their arguments.
  const options = head.slice(head.indexOf('export type Options'))
  const files: { [file: string]: string } = {
    'functions/options.ts': `import type { Client, Options as OperationOptions, TDataShape } from '#transport'\n\n${options}`,
  }
  for (const [tag, texts] of modules) {
    const body = texts.join('')
    const types = [...new Set(body.match(/\b[A-Z]\w+(?:Data|Errors|Responses)\b/g))].sort()
    files[`functions/${nameOf(tag)}.ts`] = `import type { RequestResult } from '#transport'
      import type { ${types.join(', ')} } from '../types.ts'
      import type { Options } from './options.ts'\n\n${body}`
  }
  const names = ['options', ...[...modules.keys()].map(nameOf)]
  files['functions.ts'] = names.map((name) => `export * from './functions/${name}.ts'\n`).join('')
  return files
}

const nameOf = (tag: string): string => tag.toLowerCase().replaceAll(' ', '-')

/** The credential of ours that satisfies each security scheme. The API key goes with every call that has one. */
const credentialByScheme: Record<string, string> = {
  UserAuth: 'accessToken',
  AdminAuth: 'adminToken',
  OAuthClientAuth: 'oauthClient',
}

/** The credential that an operation can't do without. An optional bearer is the caller's choice. */
function credentialOf({ security }: Operation): string | undefined {
  const optional = security.some((requirement) => Object.keys(requirement).length === 0)
  const schemes = security.flatMap((requirement) => Object.keys(requirement))
  // A client without a secret authenticates, too: by its identifier, in the body.
  const scheme = schemes.find((name) => (optional ? name === 'OAuthClientAuth' : name in credentialByScheme))
  return scheme && credentialByScheme[scheme]
}

/** openapi-fetch can write an object's entries as parameters of their own, but has to be told so. */
function hasObjectInQuery(document: OpenApi, { parameters }: Operation): boolean {
  return ((parameters as Json[]) ?? [])
    .map((parameter) => resolve<{ in: string; schema: Json }>(document, parameter))
    .some((parameter) => parameter.in === 'query' && resolve(document, parameter.schema).type === 'object')
}

function successIsJson(document: OpenApi, responses: { [status: string]: JsonObject }): boolean {
  return Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, response]) => Object.keys((resolve(document, response).content as JsonObject) ?? {}))
    .every((type) => /\bjson$/.test(type))
}

function once(code: string, pattern: RegExp, replacement: string): string {
  if (!pattern.test(code)) throw new Error(`hey-api's output has changed: ${pattern} is not there`)
  return code.replace(pattern, () => replacement)
}
