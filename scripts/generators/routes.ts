import { operationsOf, resolve, type Json, type JsonObject, type OpenApi, type Operation } from '../spec/read.ts'

/** The routes as data, for the test server: what it answers, and what it reads, then can't be other than what the spec says. */
export function generateRoutes(document: OpenApi): string {
  const routes = operationsOf(document).map(({ method, path, operation, pointer }) => ({
    operation: operation.operationId,
    method: method.toUpperCase(),
    path,
    access: accessOf(operation),
    query: parametersOf(document, pointer, operation)
      .filter(({ in: place }) => place === 'query')
      .map(({ name }) => name),
    statuses: Object.keys(operation.responses)
      .filter((status) => /^\d/.test(status))
      .map(Number),
    body: bodyOf(document, operation),
  }))
  return `/** What a JSON value has to be. A list is of its only element; an object has all or some of the fields, and others that are not read. */
    export type Shape = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'any' | readonly [Shape] | { readonly [field: string]: Shape }

    export interface Route {
      readonly operation: OperationId
      readonly method: string
      readonly path: string
      /** Whose access token it asks for; \`optional\`: anybody's, or none. */
      readonly access: 'none' | 'optional' | 'user' | 'admin' | 'client'
      /** The names of its query parameters. */
      readonly query: readonly string[]
      /** The statuses that it answers with. */
      readonly statuses: readonly number[]
      /** Of a JSON body. */
      readonly body?: Shape
    }

    /** The operations of the spec, by their names. */
    export type OperationId = ${routes.map(({ operation }) => `'${operation}'`).join(' | ')}

    export const routes: readonly Route[] = ${JSON.stringify(routes)}
  `
}

const access: Record<string, string> = { UserAuth: 'user', AdminAuth: 'admin', OAuthClientAuth: 'client' }

function accessOf({ security }: Operation): string {
  const named = security.map((requirement) =>
    Object.keys(requirement)
      .map((scheme) => access[scheme])
      .find(Boolean),
  )
  const found = named.find(Boolean)
  if (!found) return 'none'
  return named.every(Boolean) ? found : 'optional'
}

function parametersOf(document: OpenApi, [, path]: string[], operation: Operation): JsonObject[] {
  const shared = (document.paths[path!] as unknown as { parameters?: Json[] }).parameters ?? []
  const own = (operation.parameters as Json[] | undefined) ?? []
  return [...shared, ...own].map((parameter) => resolve(document, parameter))
}

function bodyOf(document: OpenApi, operation: Operation): Shape | undefined {
  const body = operation.requestBody ? resolve<JsonObject>(document, operation.requestBody) : undefined
  const content = body?.content as Record<string, { schema: Json }> | undefined
  return content?.['application/json'] && shapeOf(document, content['application/json'].schema)
}

type Shape = string | [Shape] | { [field: string]: Shape }

/** All variants of a schema in one: a field has to fit what any of them says of it. */
function shapeOf(document: OpenApi, value: Json): Shape {
  const schema = resolve<JsonObject>(document, value)
  const parts = [schema.oneOf, schema.anyOf, schema.allOf].flatMap((parts) => (parts as Json[] | undefined) ?? [])
  if (parts.length) {
    const { oneOf: _, anyOf: __, allOf: ___, ...own } = schema
    const shapes = parts.map((part) => shapeOf(document, part))
    if ('properties' in own) shapes.push(shapeOf(document, own))
    return shapes.reduce(merge)
  }
  if (schema.type === 'array') return [shapeOf(document, schema.items!)]
  if (schema.properties) {
    const fields = Object.entries(schema.properties as JsonObject)
    return Object.fromEntries(fields.map(([name, field]) => [name, shapeOf(document, field)]))
  }
  return (schema.type as string | undefined) ?? 'any'
}

function merge(a: Shape, b: Shape): Shape {
  if (JSON.stringify(a) === JSON.stringify(b)) return a
  if (isFields(a) && isFields(b)) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)])
    return Object.fromEntries(
      [...names].map((name) => [name, name in a && name in b ? merge(a[name]!, b[name]!) : (a[name] ?? b[name])!]),
    )
  }
  // Said more exactly by one of them.
  if (a === 'object' && isFields(b)) return b
  if (b === 'object' && isFields(a)) return a
  return 'any'
}

const isFields = (shape: Shape): shape is { [field: string]: Shape } => typeof shape === 'object' && !Array.isArray(shape)
