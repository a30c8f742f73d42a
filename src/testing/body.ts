import type { Shape } from '../../generated/routes.ts'
import { badRequest, Refusal } from './errors.ts'

/** The most that the server reads of a body, in bytes. */
export const bodyLimit = 1_048_576

const parts: Record<string, string> = {
  string: 'string',
  number: 'float64',
  integer: 'int',
  boolean: 'bool',
  object: 'map[string]interface {}',
}

/**
 * Reads a JSON body as the server does: fields that are not known are not looked at, `null` is as good as nothing, and one
 * value of another type refuses it all.
 *
 * @param name what the server calls the body, for its message
 * @throws Refusal `bad_json`, `request_entity_too_large`
 */
export function parseBody(text: string, shape: Shape, name: string): Record<string, unknown> {
  if (new TextEncoder().encode(text).length > bodyLimit) {
    throw new Refusal(`Request body too large (max ${bodyLimit} bytes)`, { status: 413, code: 'request_entity_too_large' })
  }
  const refuse = (reason: string) => badRequest('bad_json', `Could not parse request body as JSON: ${reason}`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refuse(syntaxError(text))
  }
  return (fit(value, shape, name, '', refuse) ?? {}) as Record<string, unknown>
}

/** A value without what has no meaning, or a refusal. */
function fit(value: unknown, shape: Shape, name: string, field: string, refuse: (reason: string) => Refusal): unknown {
  if (value === null) return undefined
  if (shape === 'any') return value
  const kind = Array.isArray(value) ? 'array' : typeof value
  const mismatch = (wanted: string) => {
    const place = field ? `Go struct field ${name}.${field}` : 'Go value'
    const found = kind === 'boolean' ? 'bool' : kind
    return refuse(`json: cannot unmarshal ${found} into ${place} of type ${wanted}`)
  }
  if (typeof shape === 'string') {
    if (shape === 'integer' ? Number.isInteger(value) : kind === shape) return value
    throw mismatch(parts[shape]!)
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) throw mismatch(`[]${parts[shape[0] as string] ?? name}`)
    return value.map((item) => fit(item, shape[0], name, field, refuse) ?? emptyOf(shape[0]))
  }
  if (kind !== 'object') throw mismatch(field ? name : `api.${name}`)
  const fields = value as Record<string, unknown>
  const read: Record<string, unknown> = {}
  for (const [key, part] of Object.entries(shape as { [field: string]: Shape })) {
    if (!Object.hasOwn(fields, key)) continue
    const fitting = fit(fields[key], part, name, field ? `${field}.${key}` : key, refuse)
    if (fitting !== undefined) read[key] = fitting
  }
  return read
}

const emptyOf = (shape: Shape): unknown =>
  shape === 'string' ? '' : shape === 'boolean' ? false : shape === 'object' ? {} : 0

/** In the words of Go, for the two cases that matter: cut off, and no JSON at all. */
export function syntaxError(text: string): string {
  const start = text.trimStart()
  const begins = /^(?:[[{"\d-]|true|false|null)/.test(start)
  if (!start || (begins && isCutOff(start))) return 'unexpected end of JSON input'
  return begins
    ? 'invalid character in JSON input'
    : `invalid character '${start[0] === "'" ? "\\'" : start[0]}' looking for beginning of value`
}

/** The object that a text begins with: where the server reads a stream, what comes after it is not looked at. */
export function firstObjectOf(text: string): string {
  const end = endOf(text)
  return end === undefined || !text.trimStart().startsWith('{') ? text : text.slice(0, end)
}

const isCutOff = (text: string): boolean => /^[[{"]/.test(text) && endOf(text) === undefined

/** Where the first value of a text ends that is an object, an array or a text. */
function endOf(text: string): number | undefined {
  let depth = 0
  let inText = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (inText) {
      if (character === '\\') at++
      else if (character === '"') inText = false
    } else if (character === '"') inText = true
    else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
    else continue
    if (!inText && depth <= 0) return at + 1
  }
  return undefined
}
