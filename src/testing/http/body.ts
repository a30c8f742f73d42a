import type { Shape } from '../../../generated/routes.ts'
import { badRequest, Refusal, unforeseen } from './errors.ts'
import { readJson } from './go-json.ts'

/** The most that the server reads of a body, in bytes. */
export const bodyLimit = 1_048_576

/** The server keeps what is nested ten times as deep; JavaScript could not write it again. */
const deepestKept = 1_000

const isDeeperThan = (depth: number, value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (depth === 0 || Object.values(value).some((item) => isDeeperThan(depth - 1, item)))

const kinds: Record<string, string> = {
  string: 'string',
  number: 'float64',
  integer: 'int',
  boolean: 'bool',
  object: 'map[string]interface {}',
}

/** What the server calls the bodies within bodies. */
const nestedNames: Record<string, string> = {
  gotrue_meta_security: 'api.captchaSecurity',
  webauthn: 'api.WebAuthnParams',
  attribute_mapping: 'models.SAMLAttributeMapping',
}

/**
 * Reads a JSON body as the server does: fields that are not known are not looked at, nor is the case of their names, `null` is as
 * good as nothing, and one value of another type refuses it all.
 *
 * @param name what the server calls the body, for its message
 * @param options.isStream what comes after an object is not looked at
 * @throws Refusal `bad_json`, `request_entity_too_large`
 */
export function parseBody(
  text: string,
  shape: Shape,
  name: string,
  { isStream = false }: { isStream?: boolean } = {},
): Record<string, unknown> {
  if (new TextEncoder().encode(text).length > bodyLimit) {
    throw new Refusal(`Request body too large (max ${bodyLimit} bytes)`, { status: 413, code: 'request_entity_too_large' })
  }
  const refuse = (reason: string) => badRequest('bad_json', `Could not parse request body as JSON: ${reason}`)
  let value: unknown
  try {
    value = readJson(text, { isStream })
  } catch (cause) {
    throw refuse((cause as Error).message)
  }
  return (fit(value, shape, name, '', refuse) ?? {}) as Record<string, unknown>
}

/** A value without what has no meaning, or a refusal. */
function fit(value: unknown, shape: Shape, name: string, field: string, refuse: (reason: string) => Refusal): unknown {
  if (value === null) return undefined
  if ((shape === 'any' || shape === 'object') && isDeeperThan(deepestKept, value)) throw unforeseen()
  if (shape === 'any') return value
  const kind = Array.isArray(value) ? 'array' : typeof value
  const mismatch = (wanted: string) => {
    const place = field ? `Go struct field ${name}.${field}` : 'Go value'
    const found = kind === 'boolean' ? 'bool' : kind
    return refuse(`json: cannot unmarshal ${found} into ${place} of type ${wanted}`)
  }
  if (typeof shape === 'string') {
    if (shape === 'integer' ? Number.isInteger(value) : kind === shape) return value
    throw mismatch(kinds[shape]!)
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) throw mismatch(`[]${kinds[shape[0] as string] ?? name}`)
    return value.map((item) => fit(item, shape[0], name, field, refuse) ?? emptyOf(shape[0]))
  }
  if (kind !== 'object') throw mismatch(field ? (nestedNames[field] ?? name) : `api.${name}`)
  const parts = shape as { [field: string]: Shape }
  const read: Record<string, unknown> = {}
  for (const [given, item] of Object.entries(value as object)) {
    const key = Object.hasOwn(parts, given) ? given : Object.keys(parts).find((key) => key === given.toLowerCase())
    if (key === undefined) continue
    const fitting = fit(item, parts[key]!, name, field ? `${field}.${key}` : key, refuse)
    if (fitting !== undefined) read[key] = fitting
  }
  return read
}

const emptyOf = (shape: Shape): unknown =>
  shape === 'string' ? '' : shape === 'boolean' ? false : shape === 'object' ? {} : 0
