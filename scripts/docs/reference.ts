// `npm run docs:errors`: writes docs/errors.md and docs/operations.md from the spec; `--check` only says whether they are stale.
// What the spec does not say of an error code stands in error-advice.ts, what to call for an operation in ../surface.ts.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { format } from 'prettier'
import type { KnownErrorCode } from '../../generated/error-codes.ts'
import type { operations } from '../../generated/schema.ts'
import type { ClientErrorCode } from '../../src/transport/errors.ts'
import { codeOf } from '../spec/derive.ts'
import {
  operationsOf,
  readSpec,
  resolve,
  type Json,
  type JsonObject,
  type Operation,
  type OperationPlace,
} from '../spec/read.ts'
import { facadeOf, symbols } from '../surface.ts'
import { clientErrorTexts, errorAdvice, ourFault } from './error-advice.ts'

const { document } = readSpec('spec/gotrue.yaml')
const places = operationsOf(document)
const known = Object.keys(errorAdvice)

/** Text in a cell of a table. */
const cell = (text: string) => text.trim().replaceAll('|', '\\|').replace(/\s+/g, ' ')
const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')
const list = (rows: string[][]) => rows.map(([name, text = '']) => `- **${name}**: ${cell(text)}`).join('\n')
const operationLink = (name: string) => `[\`${name}\`](operations.md#${name.toLowerCase()})`
const codeLink = (code: string) => (known.includes(code) ? `[\`${code}\`](errors.md#${code})` : `\`${code}\``)

function group<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

/** One answer with an error code, as the spec has it. */
interface Refusal {
  code: string
  operation: string
  status: string
  /** The server's words. */
  message: string | undefined
  /** In the URL of a redirect. */
  isRedirect: boolean
}

/** The codes that an operation answers, in its answers' examples; redirects carry theirs in a URL. */
function refusalsOf({ operationId, responses }: Operation): Refusal[] {
  return Object.entries(responses).flatMap(([status, reference]) => {
    const response = resolve(document, reference)
    const parts = [response.content, response.headers].flatMap((some) => Object.values((some as JsonObject) ?? {}))
    const examples = parts.flatMap((part) => {
      const { example, examples } = resolve<{ example?: Json; examples?: JsonObject }>(document, part)
      return [example, ...Object.values(examples ?? {}).map((one) => resolve<{ value: Json }>(document, one).value)]
    })
    return examples.flatMap((value = null): Refusal[] => {
      const isRedirect = status.startsWith('3')
      if (typeof value === 'string') {
        const codes = new Set([...value.matchAll(/error_code=([a-z0-9_]+)/g)].map(([, code]) => code!))
        const [, said] = /error_description=([^&"#\s]+)/.exec(value) ?? []
        const message = said && decodeURIComponent(said.replaceAll('+', ' '))
        return [...codes].map((code) => ({ code, operation: operationId, status, message, isRedirect }))
      }
      const code = codeOf(value)
      if (/^[12]/.test(status) || !code) return []
      const { msg, message, error_description: description } = value as JsonObject
      const words = [msg, message, description].find((one) => typeof one === 'string') as string | undefined
      return [{ code, operation: operationId, status, message: words, isRedirect }]
    })
  })
}

const refusals = new Map(places.map(({ operation }) => [operation.operationId, refusalsOf(operation)]))
const all = [...refusals.values()].flat()

function errorsPage(): string {
  const sections = known.map((code) => {
    const own = all.filter((refusal) => refusal.code === code)
    const { meaning, tell, act } = errorAdvice[code as KnownErrorCode]
    return `### ${code}\n\n${meaning}\n\n${list([
      ['Tell the user', tell ?? ourFault],
      ['Do', act],
      ['Answered by', answeredBy(own)],
      ...(own.some(({ message }) => message) ? [['The server’s words', words(own)]] : []),
    ])}`
  })
  return `<!-- Written by \`npm run docs:errors\`. DO NOT EDIT. -->

# Errors

Every call resolves to \`{ data, error }\`. \`error.code\` says what went wrong and stays the same over the server's versions, while \`error.message\`
may change, and is English: decide by the code, and write what people read yourself.

\`\`\`ts
import { createClient } from 'gotrue-sdk'
import { errorCodes } from 'gotrue-sdk/operations'
import { createTestServer } from 'gotrue-sdk/testing'

const server = createTestServer()
const auth = createClient({ url: server.url, fetch: server.fetch })

const { error } = await auth.signUp({ email: 'ada@example.com', password: '12345' })
if (error?.code === 'weak_password') console.log('Please choose a stronger password.')
else if (error?.code === 'over_email_send_rate_limit') console.log(\`Please wait \${error.retryAfter ?? 60} seconds.\`)
else if (error?.retryable) console.log('We can’t reach the server. Please try again.')
else if (error) console.log('Something went wrong.', error.code, error.requestId)
console.log(errorCodes.length) // all of them as data, such as for the keys of your translations
\`\`\`

\`error.code\` completes to the codes that the method's operations answer. \`error.retryable\` says whether the same call may succeed later,
\`error.retryAfter\` in how many seconds; \`error.requestId\` is what to look for in the server's log. No credential is in an error.

- [The server's ${known.length} codes](#the-servers-codes)
- [The client's own codes](#the-clients-own-codes), where no answer of the server was the reason
- [OAuth errors](#oauth-errors), which have words of their own

## The server's codes

${table(
  ['code', 'meaning'],
  known.map((code) => [codeLink(code).replace('errors.md', ''), errorAdvice[code as KnownErrorCode].meaning]),
)}

## The client's own codes

\`status\` is 0 where no answer came.

${table(['code', 'when', 'tell the user'], clientCodes())}

## OAuth errors

Some operations answer with the words of OAuth 2 (RFC 6749) in place of a code above. They are for those who write clients and providers.

${table(['code', 'answered by', 'the server’s words'], oauthErrors())}

## Each code

“Answered by” has the operations with their statuses; “redirect” is where the code comes in the URL of a redirect, which \`handleCallback()\` and
\`initialize()\` take in. The words are examples.

${sections.join('\n\n')}
`
}

function answeredBy(own: Refusal[]): string {
  if (!own.length) return 'No operation, today.'
  const operationsWith = [...new Set(own.map(({ operation }) => operation))]
  if (operationsWith.length === places.length) return `Every operation (${statuses(own)}).`
  const byStatus = group(own, ({ status, isRedirect }) => (isRedirect ? 'redirect' : status))
  return [...byStatus]
    .map(
      ([status, some]) => `${status}: ${[...new Set(some.map(({ operation }) => operation))].map(operationLink).join(', ')}`,
    )
    .join('; ')
}

const statuses = (some: Refusal[]) => [...new Set(some.map(({ status }) => status))].join(', ')

function words(own: Refusal[]): string {
  const messages = [...new Set(own.flatMap(({ message }) => message ?? []))]
  const shown = messages.slice(0, 3).map((message) => `\`${message}\``)
  return shown.join(', ') + (messages.length > 3 ? `, and ${messages.length - 3} more` : '')
}

/** The codes that the client makes, with what its source says of each. */
function clientCodes(): string[][] {
  const source = readFileSync('src/transport/errors.ts', 'utf8')
  const [body = ''] = /^export type ClientErrorCode =[^]*?\n\n/m.exec(source) ?? []
  const rows = [...body.matchAll(/\/\*\* (.*?) \*\/\n\s*\| '(\w+)'/g)].map(([, when, code]) => [
    `\`${code}\``,
    when!,
    // Of an aborted call users know themselves.
    clientErrorTexts[code as ClientErrorCode] ?? (code === 'aborted' ? 'Nothing.' : ourFault),
  ])
  if (rows.length !== body.split('\n  | ').length - 1) throw new Error('Not every code of ClientErrorCode could be read')
  return rows
}

function oauthErrors(): string[][] {
  const others = group(
    all.filter(({ code }) => !known.includes(code)),
    ({ code }) => code,
  )
  return [...others].map(([code, own]) => [`\`${code}\``, answeredBy(own), words(own)])
}

function operationsPage(): string {
  const groups = (document.tags as { name: string; description: string }[]).map((tag) => ({
    ...tag,
    places: places.filter(({ operation }) => operation.tags[0] === tag.name),
  }))
  return `<!-- Written by \`npm run docs:errors\`. DO NOT EDIT. -->

# Operations

The ${places.length} operations of the server, as [spec/gotrue.yaml](../spec/gotrue.yaml) has them. Each is a function of \`gotrue-sdk/operations\` with the name that
is its heading here; “call” says what does it in \`gotrue-sdk\`, \`gotrue-sdk/admin\` and \`gotrue-sdk/oauth-client\`.

“Sent again by itself” says whether a call is repeated when its answer was lost: only what sends no message, uses up nothing and gives the same answer twice.
All operations take the header \`X-Supabase-Api-Version\`, and \`apikey\` where a gateway asks for one.

${groups.map(({ name, description, places }) => `- **${name}**: ${description} ${places.map(({ operation }) => operationLink(operation.operationId).replace('operations.md', '')).join(', ')}`).join('\n')}

${groups.map(({ name, places }) => `## ${name}\n\n${places.map(operationSection).join('\n\n')}`).join('\n\n')}
`
}

function operationSection({ method, path, operation }: OperationPlace): string {
  const { operationId, summary, description } = operation
  const codes = [...new Set(refusals.get(operationId)!.map(({ code }) => code))].sort()
  const rows = parameterRows(operation, path)
  return [
    `### ${operationId}`,
    `${summary}. \`${method.toUpperCase()} ${path}\``,
    description.trim(),
    list([
      ['Who may call', callers(operation)],
      ['Call', symbols(facadeOf[operationId as keyof operations])],
      ['Sent again by itself', operation['x-repeatable'] ? 'yes' : 'no'],
      ['Error codes', codes.map(codeLink).join(', ')],
    ]),
    ...(rows.length ? [table(['parameter', 'where', 'type', ''], rows)] : []),
    table(['answer', 'body', ''], answerRows(operation)),
  ].join('\n\n')
}

function callers({ security }: Operation): string {
  const schemes = new Set(security.flatMap((some) => Object.keys(some)))
  const isOpen = security.some((some) => Object.keys(some).every((scheme) => scheme === 'ApiKey'))
  const who = [
    schemes.has('AdminAuth') && 'administrators (admin token, or a secret API key)',
    schemes.has('UserAuth') && (isOpen ? 'also as a user (access token)' : 'the signed-in user (access token)'),
    schemes.has('OAuthClientAuth') && 'OAuth clients (Basic, or in the body)',
  ].filter((one) => one !== false)
  if (isOpen && !schemes.has('OAuthClientAuth')) who.unshift('everybody')
  return who.join(', ')
}

function parameterRows(operation: Operation, path: string): string[][] {
  const shared = (document.paths[path] as JsonObject).parameters as Json[] | undefined
  const parameters = [...(shared ?? []), ...((operation.parameters as Json[] | undefined) ?? [])]
    .map((one) =>
      resolve<{ name: string; in: string; required?: boolean; description?: string; schema?: Json }>(document, one),
    )
    .filter(({ name }) => name !== 'X-Supabase-Api-Version')
    .map(({ name, in: place, required, description = '', schema }) => [
      `\`${name}\``,
      place + (required ? ', required' : ''),
      typeOf(schema),
      description,
    ])
  const { content } = resolve<{ content?: JsonObject }>(document, (operation.requestBody as Json) ?? {})
  const bodies = Object.entries(content ?? {}).flatMap(([type, media]) => {
    const { schema } = media as { schema: Json }
    const place = type === 'application/json' ? 'body' : `body (${type})`
    const fields = variantsOf(schema)
    const names = [...new Set(fields.flatMap(({ properties }) => Object.keys(properties)))]
    return names.map((name) => {
      const having = fields.filter(({ properties }) => name in properties)
      const required = having.length === fields.length && having.every((one) => one.required.includes(name))
      const types = [...new Set(having.map(({ properties }) => typeOf(properties[name]!)))].join(' or ')
      const of = having.length < fields.length ? `Of ${having.map((one) => `\`${one.name}\``).join(', ')}. ` : ''
      const { description = '' } = resolve<{ description?: string }>(document, having[0]!.properties[name]!)
      return [`\`${name}\``, place + (required ? ', required' : ''), types, of + description]
    })
  })
  return [...parameters, ...bodies]
}

interface Variant {
  name: string
  properties: JsonObject
  required: string[]
}

/** The objects that a schema allows, flat. */
function variantsOf(schema: Json, name = nameOf(schema) ?? 'body'): Variant[] {
  const { oneOf, anyOf, allOf, properties, required } = resolve<{
    oneOf?: Json[]
    anyOf?: Json[]
    allOf?: Json[]
    properties?: JsonObject
    required?: string[]
  }>(document, schema)
  const own = { name, properties: properties ?? {}, required: required ?? [] }
  const variants = (oneOf ?? anyOf)?.flatMap((one) => variantsOf(one, nameOf(one) ?? name)) ?? [own]
  return (allOf ?? []).reduce<Variant[]>(
    (before, part) =>
      before.flatMap((variant) =>
        variantsOf(part, name).map((other) => ({
          name: other.name === name ? variant.name : other.name,
          properties: { ...variant.properties, ...other.properties },
          required: [...variant.required, ...other.required],
        })),
      ),
    variants,
  )
}

const nameOf = (schema: Json | undefined): string | undefined => {
  const reference = (schema as JsonObject | undefined)?.$ref
  return typeof reference === 'string' ? reference.split('/').at(-1) : undefined
}

/** A type in a word or two. */
function typeOf(schema: Json | undefined): string {
  if (!schema) return ''
  const {
    type,
    enum: values,
    items,
    oneOf,
    anyOf,
    format: form,
  } = resolve<{
    type?: string
    enum?: Json[]
    items?: Json
    oneOf?: Json[]
    anyOf?: Json[]
    format?: string
  }>(document, schema)
  if (values && values.length <= 8) return values.map((value) => `\`${String(value)}\``).join(', ')
  if (type === 'array') return `list of ${typeOf(items) || 'anything'}`
  const several = oneOf ?? anyOf
  if (several && !type) return nameOf(schema) ?? [...new Set(several.map(typeOf))].join(' or ')
  if (type === 'object') return nameOf(schema) ?? 'object'
  return [type ?? nameOf(schema) ?? '', form && `(${form})`].filter(Boolean).join(' ')
}

const answerRows = ({ responses }: Operation) =>
  Object.entries(responses).map(([status, reference]) => {
    const { description, content } = resolve<{ description: string; content?: JsonObject }>(document, reference)
    const bodies = Object.entries(content ?? {}).map(([type, media]) => {
      const name = nameOf((media as { schema?: Json }).schema) ?? typeOf((media as { schema?: Json }).schema)
      return type === 'application/json' ? `\`${name}\`` : type
    })
    return [status, bodies.join(', '), description]
  })

const pages = { 'docs/errors.md': errorsPage(), 'docs/operations.md': operationsPage() }
const { values } = parseArgs({ options: { check: { type: 'boolean' } } })
for (const [path, text] of Object.entries(pages)) {
  const formatted = await format(text, { parser: 'markdown', printWidth: 125, singleQuote: true, semi: false })
  if (!values.check) writeFileSync(path, formatted)
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== formatted) {
    console.error(`${path} is stale: npm run docs:errors`)
    process.exitCode = 1
  }
}
