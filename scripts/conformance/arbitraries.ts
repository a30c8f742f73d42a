// Requests made from the schemas of the spec: mostly ones that it allows, and some that differ from those in one thing.
import fc from 'fast-check'
import { resolve, type Json, type JsonObject, type OpenApi, type OperationPlace } from '../spec/read.ts'

/** A request of an operation, as it is sent. */
export interface MadeRequest {
  path: Record<string, string>
  query: [string, string][]
  headers: Record<string, string>
  /** As text. Undefined: none. */
  body: string | undefined
  /** Whether it differs from what the spec allows. */
  isOdd: boolean
}

/** Values that mean something to the server: by the name of the parameter or field. */
export type Pool = Record<string, string[]>

const odd = fc.constantFrom<Json>(
  null,
  '',
  0,
  -1,
  1.5,
  true,
  [],
  {},
  [null],
  'x'.repeat(300),
  '\u0000',
  'ä💥\u202e',
  '00000000-0000-0000-0000-000000000000',
  '../..',
  '<b>',
  "' or 1=1 --",
)

/** Any request of an operation. */
export function requestOf(document: OpenApi, place: OperationPlace, pool: Pool): fc.Arbitrary<MadeRequest> {
  const { operation, path } = place
  const parameters = ((operation.parameters as Json[] | undefined) ?? []).map((parameter) =>
    resolve<JsonObject>(document, parameter),
  )
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  const inPath = fc.record(
    Object.fromEntries(
      names.map((name) => [name, often(fc.constantFrom(...knownOf(pool, name, 'x')), fc.constantFrom('x', 'é', fakeId))]),
    ),
  )
  const query = fc
    .tuple(
      ...parameters
        .filter(({ in: where }) => where === 'query')
        .map(({ name, schema, required }) => {
          const value = often(valueOf(document, schema as Json, pool, name as string), odd).map((value) => queryText(value))
          const there = value.map((text) => [[name as string, text]] as [string, string][])
          return required ? often(there, fc.constant([])) : fc.oneof(there, fc.constant([]))
        }),
    )
    .map((lists) => lists.flat())
  const headers = fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 2, arbitrary: fc.constant({ 'x-supabase-api-version': '2024-01-01' }) },
    { weight: 1, arbitrary: fc.constant({ 'x-jwt-aud': 'authenticated' }) },
  )
  return fc
    .tuple(inPath, query, headers as fc.Arbitrary<Record<string, string>>, bodyOf(document, operation, pool))
    .map(([path, query, headers, [body, isOdd, type]]) => ({
      path,
      query,
      headers: body === undefined ? headers : { ...headers, 'content-type': type },
      body,
      isOdd,
    }))
}

/** What there is of a name. A server that lets nobody enroll a factor has none, for one. */
const knownOf = (pool: Pool, name: string, ...otherwise: string[]) => (pool[name]?.length ? pool[name] : otherwise)

const fakeId = '9f1c2d3e-4b5a-4c6d-8e7f-0a1b2c3d4e5f'

/** Nearly always the one, now and then the other. */
const often = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 7, arbitrary: usual }, { weight: 1, arbitrary: rare as fc.Arbitrary<T> })

const queryText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

type Body = [text: string | undefined, isOdd: boolean, type: string]

function bodyOf(document: OpenApi, operation: JsonObject, pool: Pool): fc.Arbitrary<Body> {
  const body = operation.requestBody && resolve<JsonObject>(document, operation.requestBody)
  if (!body) return fc.constant<Body>([undefined, false, ''])
  const content = body.content as Record<string, { schema: Json }>
  const types = Object.keys(content)
  return fc.constantFrom(...types).chain((type) => {
    const right = valueOf(document, content[type]!.schema, pool, '')
    if (type.includes('form')) {
      return right.map((value): Body => [new URLSearchParams(flat(value)).toString(), false, type])
    }
    const text = right.map((value): Body => [JSON.stringify(value), false, type])
    const changed = right.chain((value) => change(value).map((value): Body => [JSON.stringify(value), true, type]))
    const broken = fc
      .constantFrom('', '{', 'null', '[]', '"text"', '{"a":', 'x=1', '{}')
      .map((text): Body => [text, true, type])
    return fc.oneof({ weight: 6, arbitrary: text }, { weight: 3, arbitrary: changed }, { weight: 1, arbitrary: broken })
  })
}

const flat = (value: Json): Record<string, string> =>
  typeof value === 'object' && value && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, queryText(item)]))
    : {}

/** One field of another kind, or left out. */
function change(value: Json): fc.Arbitrary<Json> {
  if (typeof value !== 'object' || !value || Array.isArray(value) || !Object.keys(value).length) return odd
  return fc.tuple(fc.constantFrom(...Object.keys(value)), fc.option(odd, { nil: undefined })).map(([key, other]) => {
    const { [key]: _, ...rest } = value
    return other === undefined ? rest : { ...rest, [key]: other }
  })
}

/** Values that a schema allows, and that mean something where the pool has some. */
function valueOf(document: OpenApi, of: Json, pool: Pool, name: string, depth = 0): fc.Arbitrary<Json> {
  const schema = resolve<JsonObject>(document, of)
  const choices = (schema.oneOf ?? schema.anyOf) as Json[] | undefined
  if (choices) return fc.oneof(...choices.map((choice) => valueOf(document, choice, pool, name, depth)))
  if (schema.allOf) {
    const parts = (schema.allOf as Json[]).map((part) => valueOf(document, part, pool, name, depth))
    if (schema.properties) parts.push(valueOf(document, { ...schema, allOf: undefined } as never, pool, name, depth))
    return fc
      .tuple(...parts)
      .map((values) => (values.every((value) => typeof value === 'object') ? Object.assign({}, ...values) : values.at(-1)!))
  }
  if (schema.enum) return fc.constantFrom(...(schema.enum as Json[]))
  const known = knownOf(pool, name)
  switch (schema.type) {
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({ min: (schema.minimum as number) ?? 0, max: (schema.maximum as number) ?? 20 })
    case 'number':
      return fc.integer({ min: 0, max: 20 })
    case 'array':
      return fc.array(valueOf(document, schema.items!, pool, name, depth + 1), {
        minLength: (schema.minItems as number) ?? 0,
        maxLength: 3,
      })
    case 'string':
      return known.length ? often<Json>(fc.constantFrom(...known), stringOf(schema)) : stringOf(schema)
    default:
      break
  }
  const properties = Object.entries((schema.properties as JsonObject) ?? {})
  if (!properties.length || depth > 5) return freeForm
  const required = (schema.required as string[] | undefined) ?? []
  return fc.record(
    Object.fromEntries(properties.map(([key, part]) => [key, valueOf(document, part, pool, key, depth + 1)])),
    { requiredKeys: required as never[] },
  ) as fc.Arbitrary<Json>
}

const freeForm: fc.Arbitrary<Json> = fc.dictionary(
  fc.constantFrom('name', 'theme', 'n', 'full_name', 'nested', 'sub', 'email_verified'),
  fc.oneof<fc.Arbitrary<Json>[]>(fc.string({ maxLength: 8 }), fc.integer(), fc.boolean(), fc.constant({ a: [1, 'b'] })),
  { maxKeys: 3 },
) as fc.Arbitrary<Json>

function stringOf(schema: JsonObject): fc.Arbitrary<Json> {
  if (schema.pattern)
    return fc.stringMatching(new RegExp((schema.pattern as string).replace(/^\^?/, '^').replace(/\$?$/, '$')))
  switch (schema.format) {
    case 'uuid':
      return fc.uuid()
    case 'email':
      return fc.nat(999_999).map((n) => `ada+${n}@example.com`)
    case 'uri':
      return fc.constantFrom('http://127.0.0.1:3000/welcome', 'https://evil.example/', 'myapp://callback')
    case 'date-time':
      return fc.constant('2026-01-01T00:00:00Z')
    default:
      return fc.string({
        minLength: (schema.minLength as number) ?? 0,
        maxLength: Math.min((schema.maxLength as number) ?? 24, 140),
      })
  }
}
