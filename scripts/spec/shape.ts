import { pointerOf, resolve, type Json, type JsonObject, type OpenApi } from './read.ts'

/** A schema with its references followed and its `allOf` added up: what two of them can be compared by. */
export interface Shape {
  /** The schema that it refers to. */
  name: string | undefined
  /** Empty: anything. */
  types: string[]
  isNullable: boolean
  /** The values that it is one of. */
  values: Json[] | undefined
  fields: Map<string, { schema: Json; isRequired: boolean }>
  /** What fields without a name are. */
  others: Json | undefined
  items: Json | undefined
  /** Of `oneOf` and `anyOf`. */
  variants: Json[]
  /** Formats, patterns, lengths and bounds, by keyword. */
  limits: Map<string, Json>
}

/** Keywords that say which values of a type there are. */
const limiting = [
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
]

/**
 * @param areVariantsMerged whether a choice is told as one object with the fields of all: for documents by others, which tell the same
 *   request in the other way
 */
export function shapeOf(document: OpenApi, schema: Json, areVariantsMerged: boolean, depth = 0): Shape {
  const node = resolve(document, schema)
  const shape: Shape = {
    name: nameOf(schema),
    types: [node?.type ?? []].flat() as string[],
    isNullable: node?.nullable === true,
    values: 'const' in (node ?? {}) ? [node.const!] : (node?.enum as Json[] | undefined),
    fields: new Map(),
    others: node?.additionalProperties,
    items: node?.items,
    variants: [],
    limits: new Map(limiting.filter((key) => node?.[key] !== undefined).map((key) => [key, node[key]!])),
  }
  // A schema that is a part of itself has no end.
  if (!node || depth > 20) return shape
  const required = new Set(node.required as string[] | undefined)
  for (const [name, field] of Object.entries((node.properties as JsonObject) ?? {})) {
    shape.fields.set(name, { schema: field, isRequired: required.has(name) })
  }
  const parts = ((node.allOf as Json[]) ?? []).map((part) => shapeOf(document, part, areVariantsMerged, depth + 1))
  for (const part of parts) add(shape, part)
  // A branch may require what stands beside it.
  for (const [name, field] of shape.fields) field.isRequired ||= required.has(name)
  if (shape.fields.size && !shape.types.length) shape.types = ['object']

  const choices = [...((node.oneOf as Json[]) ?? []), ...((node.anyOf as Json[]) ?? [])]
  const ofNull = choices.filter((choice) => resolve(document, choice).type === 'null')
  shape.isNullable ||= ofNull.length > 0 || shape.types.includes('null') || Boolean(shape.values?.includes(null))
  shape.types = shape.types.filter((type) => type !== 'null')
  shape.values = shape.values?.filter((value) => value !== null)
  const variants = choices.filter((choice) => !ofNull.includes(choice))
  if (areVariantsMerged && variants.length) {
    add(shape, mergeShapes(variants.map((variant) => shapeOf(document, variant, true, depth + 1))))
  } else shape.variants.push(...variants)
  return shape
}

/** What both of them say. */
function add(shape: Shape, part: Shape): void {
  for (const type of part.types) if (!shape.types.includes(type)) shape.types.push(type)
  shape.isNullable ||= part.isNullable
  shape.values ??= part.values
  shape.others ??= part.others
  shape.items ??= part.items
  shape.variants.push(...part.variants)
  for (const [key, limit] of part.limits) if (!shape.limits.has(key)) shape.limits.set(key, limit)
  for (const [name, field] of part.fields) {
    const own = shape.fields.get(name)
    const schema = own ? { allOf: [own.schema, field.schema] } : field.schema
    shape.fields.set(name, { schema, isRequired: field.isRequired || Boolean(own?.isRequired) })
  }
}

/** What any of them says. */
function mergeShapes(variants: Shape[]): Shape {
  const one = <T>(values: (T | undefined)[]) => (values.every((value) => value !== undefined) ? (values as T[]) : undefined)
  const union = (schemas: Json[]): Json => {
    const distinct = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()]
    return distinct.length === 1 ? distinct[0]! : { anyOf: distinct }
  }
  const fields: Shape['fields'] = new Map()
  for (const name of new Set(variants.flatMap((variant) => [...variant.fields.keys()]))) {
    const found = variants.map((variant) => variant.fields.get(name))
    const schema = union(found.filter((field) => field !== undefined).map((field) => field.schema))
    fields.set(name, { schema, isRequired: found.every((field) => field?.isRequired) })
  }
  const items = variants.map((variant) => variant.items).filter((item) => item !== undefined)
  return {
    name: undefined,
    types: [...new Set(variants.flatMap((variant) => variant.types))],
    isNullable: variants.some((variant) => variant.isNullable),
    values: one(variants.map((variant) => variant.values))?.flat(),
    fields,
    others: one(variants.map((variant) => variant.others))?.[0],
    items: items.length ? union(items) : undefined,
    variants: [],
    limits: new Map(
      [...variants[0]!.limits].filter(([key, limit]) => variants.every((variant) => variant.limits.get(key) === limit)),
    ),
  }
}

/** The name of the schema that is referred to. */
export function nameOf(schema: Json): string | undefined {
  const { $ref } = Object(schema) as { $ref?: string }
  return $ref === undefined ? undefined : pointerOf($ref).at(-1)
}
