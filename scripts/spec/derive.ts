import { operationsOf, resolve, walk, type Json, type JsonObject, type OpenApi } from './read.ts'

/** The type that an open enum is joined with. Generators call it a string; the scripts make it `string & {}`. */
export const openString = 'OpenString'

/**
 * The document that the generators are given. It says what the YAML says once, in the form that makes good types:
 *
 * - The named examples of an error response are its list of codes, so they become an enum of its `error_code`.
 * - Enums in responses become open: a newer server may send another value.
 * - Strings beside an enum don't swallow its values.
 */
export function deriveDocument(spec: OpenApi): OpenApi {
  const document = structuredClone(spec)
  openResponseEnums(document)
  keepEnumsBesideStrings(document)
  narrowErrorCodes(document)
  return document
}

/** The error codes of a response, from its examples: the code itself, whatever body shape the example has. */
export function codesOf(document: OpenApi, response: JsonObject): string[] {
  const codes = new Set<string>()
  for (const media of Object.values((response.content as { [type: string]: JsonObject }) ?? {})) {
    for (const example of Object.values((media.examples as JsonObject) ?? {})) {
      const code = codeOf(resolve<{ value: Json }>(document, example).value)
      if (code) codes.add(code)
    }
  }
  return [...codes]
}

/** The error code in a body: of any shape but the database's own. */
export function codeOf(body: Json): string | undefined {
  if (typeof body !== 'object' || !body || Array.isArray(body)) return undefined
  const { error_code, code, error } = body
  if (typeof error_code === 'string') return error_code
  // SQLSTATEs have capitals or digits only.
  if (typeof code === 'string') return /^[0-9A-Z]{5}$/.test(code) ? undefined : code
  return typeof error === 'string' ? error : undefined
}

function narrowErrorCodes(document: OpenApi): void {
  const narrow = (response: JsonObject) => {
    const codes = codesOf(document, response)
    const media = (response.content as { [type: string]: JsonObject } | undefined)?.['application/json']
    if (!media || !codes.length) return
    media.schema = {
      allOf: [media.schema as Json, { type: 'object', properties: { error_code: { type: 'string', enum: codes } } }],
    }
  }
  const shared = new Set<JsonObject>()
  for (const { operation } of operationsOf(document)) {
    for (const [status, response] of Object.entries(operation.responses)) {
      if (/^[123]/.test(status)) continue
      const target = resolve(document, response)
      if (!shared.has(target)) narrow(target)
      shared.add(target)
    }
  }
}

function openResponseEnums(document: OpenApi): void {
  const seen = new Set<JsonObject>()
  const open = (node: Json): void => {
    walkSchemas(document, node, seen, (schema) => {
      // A single value tells the variants of a union apart.
      if (!Array.isArray(schema.enum) || schema.enum.length < 2 || schema.type !== 'string') return
      const { description, example, ...rest } = schema
      seen.add(rest)
      for (const key of Object.keys(schema)) delete schema[key]
      Object.assign(schema, {
        ...(description !== undefined && { description }),
        ...(example !== undefined && { example }),
        anyOf: [rest, { $ref: `#/components/schemas/${openString}` }],
      })
    })
  }
  for (const { operation } of operationsOf(document)) {
    for (const response of Object.values(operation.responses)) {
      const { content, headers } = resolve<{ content?: Json; headers?: Json }>(document, response)
      for (const part of [content, headers]) if (part) open(part)
    }
  }
  document.components.schemas = {
    ...document.components.schemas,
    [openString]: { type: 'string', description: 'Any other string that a newer server may send.' },
  }
}

function keepEnumsBesideStrings(document: OpenApi): void {
  walk(document.components.schemas as JsonObject, ({ anyOf }) => {
    if (!Array.isArray(anyOf) || !anyOf.some((schema) => (schema as JsonObject).enum)) return
    anyOf.forEach((schema, index) => {
      const { type, enum: values } = schema as JsonObject
      if (type === 'string' && !values) anyOf[index] = { $ref: `#/components/schemas/${openString}` }
    })
  })
}

function walkSchemas(document: OpenApi, node: Json, seen: Set<JsonObject>, visit: (schema: JsonObject) => void): void {
  walk(node, (value, path) => {
    if (path.includes('examples') || path.includes('example') || seen.has(value)) return
    if (typeof value.$ref === 'string') {
      const target = resolve(document, value)
      if (!seen.has(target)) walkSchemas(document, target, seen, visit)
      return
    }
    seen.add(value)
    if (value.type) visit(value)
  })
}
