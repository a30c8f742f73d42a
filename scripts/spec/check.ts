import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import {
  at,
  operationsOf,
  pointerOf,
  resolve,
  walk,
  type Json,
  type JsonObject,
  type OpenApi,
  type Problem,
} from './read.ts'

/**
 * What would make the generators or the mock fail or lie, and what a general linter does not see: references that lead
 * nowhere, operationIds that are missing or taken, and examples that their own schema refuses.
 */
export function checkSpec(document: OpenApi): Problem[] {
  const dangling = danglingReferences(document)
  // Without its references the document cannot be read any further.
  return dangling.length ? dangling : [...operationIds(document), ...examples(document)]
}

function danglingReferences(document: OpenApi): Problem[] {
  const problems: Problem[] = []
  walk(document, ({ $ref }, path) => {
    if (typeof $ref !== 'string') return
    const pointer = pointerOf($ref)
    if (!pointer.length || at(document, pointer) === undefined) {
      problems.push({ path: [...path, '$ref'], reason: `the reference ${$ref} leads nowhere` })
    }
  })
  return problems
}

function operationIds(document: OpenApi): Problem[] {
  const seen = new Map<string, string>()
  return operationsOf(document).flatMap(({ method, path, operation, pointer }): Problem[] => {
    const name = operation.operationId
    const where = `${method.toUpperCase()} ${path}`
    if (!name) return [{ path: pointer, reason: `${where} has no operationId` }]
    const other = seen.get(name)
    seen.set(name, where)
    return other ? [{ path: [...pointer, 'operationId'], reason: `the operationId ${name} is taken by ${other}` }] : []
  })
}

function examples(document: OpenApi): Problem[] {
  const validator = createValidator(document)
  const problems: Problem[] = []
  const judge = (schema: string[], value: Json, path: string[]) => {
    for (const reason of validator.closed(schema)(value))
      problems.push({ path, reason: `the example does not fit: ${reason}` })
  }
  walk(document, (node, path) => {
    const schemaPath = [...path, 'schema']
    if ('schema' in node && typeof node.schema === 'object') {
      if (node.example !== undefined) judge(schemaPath, node.example, [...path, 'example'])
      for (const [name, example] of Object.entries((node.examples as JsonObject) ?? {})) {
        const { value } = resolve<{ value: Json }>(document, example)
        judge(schemaPath, value, [...path, 'examples', name])
      }
    } else if (node.example !== undefined && isSchema(path)) judge(path, node.example, [...path, 'example'])
  })
  return problems
}

/** Whether the object is a schema and not, say, a map of properties that has one called `example`. */
function isSchema(path: string[]): boolean {
  const parent = path.at(-2)
  return parent === 'properties' || parent === 'schemas' || path.at(-1) === 'items'
}

export interface Validator {
  /** A check of values against the schema at a place: what does not fit, or nothing. */
  open(schema: string[]): (value: unknown) => string[]
  /** The same, and properties that the document does not name don't fit either. */
  closed(schema: string[]): (value: unknown) => string[]
}

/** Reads the schemas of an OpenAPI 3.0 document as JSON Schema, in two ways: as they stand, and closed. */
export function createValidator(document: OpenApi): Validator {
  return {
    open: compiler(document),
    closed: compiler(closeSchemas(document)),
  }
}

function compiler(document: OpenApi): Validator['open'] {
  const ajv = new Ajv2019({ strict: false, allErrors: false, validateFormats: true, logger: false })
  addFormats.default(ajv)
  // Go writes RFC 3339 with up to nine decimals; an e-mail may be any address that the server takes.
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/)
  ajv.addFormat('email', /@/)
  ajv.addSchema(nullableEnums(document), 'spec')
  const compiled = new Map<string, ValidateFunction>()
  return (path) => {
    const pointer = path.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `spec#/${pointer}` })
    compiled.set(pointer, validate)
    return (value) =>
      validate(value)
        ? []
        : (validate.errors ?? []).map(({ instancePath, message, params }) =>
            `${instancePath || 'the value'} ${message} ${params.unevaluatedProperty ?? params.missingProperty ?? params.allowedValues ?? ''}`.trim(),
          )
  }
}

/**
 * A copy in which null is a value of each nullable enum, as JSON Schema wants it. In the document it is not: Prism adds it
 * by itself, and takes anything for valid once it is there twice.
 */
function nullableEnums(document: OpenApi): OpenApi {
  const copy = structuredClone(document)
  walk(copy, (node) => {
    if (node.nullable && Array.isArray(node.enum) && !node.enum.includes(null)) node.enum.push(null)
  })
  return copy
}

/**
 * A copy of the document in which every object schema that stands for a whole value refuses properties that nothing
 * names. Branches of a composition stay open: the value is the sum of them. OpenAPI's `nullable` becomes a type.
 */
function closeSchemas(document: OpenApi): OpenApi {
  const copy = structuredClone(document)
  const seen = new Set<JsonObject>()
  const close = (schema: Json | undefined, whole: boolean): void => {
    if (typeof schema !== 'object' || !schema || Array.isArray(schema)) return
    // What is referred to is a whole value in one place and a branch in another: the place that refers decides.
    if ('$ref' in schema) {
      if (whole) schema.unevaluatedProperties = false
      return
    }
    if (seen.has(schema)) return
    seen.add(schema)
    for (const property of Object.values((schema.properties as JsonObject) ?? {})) close(property, true)
    close(schema.items, true)
    if (typeof schema.additionalProperties === 'object') close(schema.additionalProperties, true)
    for (const kind of ['allOf', 'oneOf', 'anyOf'] as const) {
      for (const branch of (schema[kind] as Json[] | undefined) ?? []) close(branch, false)
    }
    if (whole && isObjectLike(schema)) schema.unevaluatedProperties = false
  }
  for (const schema of Object.values(copy.components.schemas ?? {})) close(schema, false)
  walk(copy, (node) => {
    if ('schema' in node) close(node.schema, true)
  })
  return copy
}

function isObjectLike(schema: JsonObject): boolean {
  const free = schema.type === 'object' && !schema.properties && !schema.allOf && !schema.oneOf && !schema.anyOf
  return !free && (schema.type === 'object' || Boolean(schema.allOf ?? schema.oneOf ?? schema.anyOf))
}
