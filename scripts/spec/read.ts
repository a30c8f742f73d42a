import { existsSync, readFileSync } from 'node:fs'
import { LineCounter, parseDocument, type Document, isNode } from 'yaml'

/** What is wrong with the spec, where a person can go and look. */
export interface Problem {
  /** JSON pointer segments of the place. */
  path: (string | number)[]
  reason: string
}

export class SpecError extends Error {
  override name = 'SpecError'
}

/** An OpenAPI object, in the little that the scripts need of it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

export interface Spec {
  /** The parsed document. Aliases are resolved, references are not. */
  document: OpenApi
  /** The line of a place, from 1. */
  lineOf(path: (string | number)[]): number
}

export interface Operation extends JsonObject {
  operationId: string
  summary: string
  description: string
  tags: string[]
  security: { [scheme: string]: string[] }[]
  'x-repeatable': boolean
  responses: { [status: string]: JsonObject }
}

export interface OpenApi extends JsonObject {
  info: { title: string; version: string }
  paths: { [path: string]: { [method: string]: Operation } }
  components: { [section: string]: { [name: string]: JsonObject } }
}

/**
 * Reads the spec.
 *
 * @throws SpecError that names file, line and reason of each syntax error
 */
export function readSpec(file: string): Spec {
  if (!existsSync(file)) throw new SpecError(`${file}: there is no such file`)
  return parseSpec(readFileSync(file, 'utf8'), file)
}

/**
 * @param file where the text is from, for errors
 * @throws SpecError as readSpec() does
 */
export function parseSpec(text: string, file: string): Spec {
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (yaml.errors.length) {
    throw new SpecError(
      // One slip can make every later line an error.
      yaml.errors
        .slice(0, 10)
        .map((error) => `${file}:${lines.linePos(error.pos[0]).line}: ${error.message}`)
        .join('\n'),
    )
  }
  return {
    // The document may repeat an example by alias.
    document: yaml.toJS({ maxAliasCount: 1_000 }) as OpenApi,
    lineOf: (path) => lineOf(yaml, lines, path),
  }
}

function lineOf(yaml: Document, lines: LineCounter, path: (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? yaml.contents : yaml.getIn(path.slice(0, length - 1), true)
    const key = path[length - 1]
    const pair = (parent as { items?: { key?: { value?: unknown; range?: [number, number, number] } }[] })?.items?.find(
      (item) => String(item?.key?.value) === String(key),
    )
    if (pair?.key?.range) return lines.linePos(pair.key.range[0]).line
    const node = yaml.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}

/** Follows a local reference. */
export function resolve<T = JsonObject>(document: OpenApi, value: Json): T {
  let current = value as JsonObject
  while (current && typeof current.$ref === 'string') current = at(document, pointerOf(current.$ref)) as JsonObject
  return current as T
}

/** The path that a local reference names, or an empty one for any other. */
export function pointerOf(reference: string): string[] {
  if (!reference.startsWith('#/')) return []
  return reference
    .slice(2)
    .split('/')
    .map((segment) => decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~'))
}

export function at(document: Json, path: (string | number)[]): Json | undefined {
  let current: Json | undefined = document
  for (const key of path) current = (current as JsonObject | undefined)?.[key]
  return current
}

const methods = ['get', 'put', 'post', 'delete', 'patch']

export interface OperationPlace {
  method: string
  path: string
  operation: Operation
  /** JSON pointer segments of the operation. */
  pointer: string[]
}

/** The operations in the order of the document. */
export function operationsOf(document: OpenApi): OperationPlace[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => ({ method, path, operation, pointer: ['paths', path, method] })),
  )
}

/** Calls the visitor with every object of the document and its path. */
export function walk(value: Json, visit: (value: JsonObject, path: string[]) => void, path: string[] = []): void {
  if (typeof value !== 'object' || !value) return
  if (Array.isArray(value)) return value.forEach((item, index) => walk(item, visit, [...path, String(index)]))
  visit(value, path)
  for (const [key, item] of Object.entries(value)) walk(item, visit, [...path, key])
}
