// Reads the spec with two more parsers, that know nothing of each other, of Redocly or of TypeScript: what they accept,
// other people's generators are likely to accept. Then what no general linter knows of this document.
import SwaggerParser from '@apidevtools/swagger-parser'
import { Validator } from '@seriousme/openapi-schema-validator'
import { codeOf, codesOf } from './spec/derive.ts'
import { operationsOf, readSpec, resolve, walk, type Json, type JsonObject } from './spec/read.ts'

const file = 'spec/gotrue.yaml'
const { document, lineOf } = readSpec(file)
const problems: string[] = []
const report = (path: (string | number)[], reason: string) => problems.push(`${file}:${lineOf(path)}: ${reason}`)

const { valid, errors } = await new Validator().validate(structuredClone(document))
if (!valid) problems.push(`openapi-schema-validator: ${JSON.stringify(errors)}`)
try {
  await SwaggerParser.validate(structuredClone(document) as never)
} catch (error) {
  problems.push(`swagger-parser: ${String(error)}`)
}

const operations = operationsOf(document)
const codes = new Set(document.components.schemas!.ErrorCode!.enum as string[])
const reached = new Set<string>()
const oauthErrors = (document.components.schemas!.OAuthError!.properties as { error: { enum: string[] } }).error.enum
for (const { operation, pointer } of operations) {
  if (!operation.description) report(pointer, `${operation.operationId} has no description`)
  if (!operation.security) report(pointer, `${operation.operationId} does not say its security`)
  if (typeof operation['x-repeatable'] !== 'boolean') report(pointer, `${operation.operationId} does not say x-repeatable`)
  for (const [status, reference] of Object.entries(operation.responses)) {
    const where = [...pointer, 'responses', status]
    const response = resolve<{ content?: { [type: string]: JsonObject }; headers?: JsonObject }>(document, reference)
    if (/^3/.test(status) && !response.headers?.Location) report(where, 'a redirect without a Location header')
    for (const [type, media] of Object.entries(response.content ?? {})) {
      if (!media.schema) report(where, `${type} has no schema`)
      if (!media.examples) report(where, `${type} has no named example`)
    }
    if (!/^[23]/.test(status)) for (const code of codesOf(document, response as JsonObject)) reached.add(code)
    // The codes of a redirect stand in the query and fragment of its target.
    if (/^3/.test(status)) {
      for (const [, code] of JSON.stringify(withExamples(response as JsonObject)).matchAll(/error_code=(\w+)/g))
        reached.add(code!)
    }
    if (/^[45]/.test(status)) {
      for (const [name, example] of Object.entries((response.content?.['application/json']?.examples as JsonObject) ?? {})) {
        const body = resolve<{ value: Json }>(document, example).value
        const code = codeOf(body)
        if (code && !name.startsWith(code) && !name.startsWith('oauth_'))
          report(where, `the example ${name} has the code ${code}`)
        const { code: inBody } = Object(body) as { code?: Json }
        if (typeof inBody === 'number' && String(inBody) !== status)
          report(where, `the example ${name} says status ${inBody}`)
      }
    }
  }
}
walk(document, (node, path) => {
  if (node.nullable && Array.isArray(node.enum) && node.enum.includes(null)) {
    report(path, 'null in a nullable enum: Prism would take any body for valid')
  }
})
/** Known to the server, and sent by none of its operations: they can't be reached. */
const neverSent = ['email_address_not_provided', 'webauthn_credential_exists', 'webauthn_credential_not_found']
for (const code of codes) {
  if (reached.has(code) === neverSent.includes(code)) {
    const reason = reached.has(code)
      ? `${code} is answered now: take it off the list of scripts/lint-spec.ts`
      : `no operation answers ${code}`
    report(['components', 'schemas', 'ErrorCode'], reason)
  }
}
for (const code of reached) {
  if (!codes.has(code) && !oauthErrors.includes(code))
    report(['components', 'schemas', 'ErrorCode'], `the examples' ${code} is not in ErrorCode`)
}
for (const [kind, wanted, found] of [
  ['paths', 58, Object.keys(document.paths).length],
  ['operations', 76, operations.length],
  ['error codes', 109, codes.size],
] as const) {
  if (wanted !== found) problems.push(`${file}: ${found} ${kind}, not ${wanted}`)
}

/** A response with the examples that it refers to. */
function withExamples(response: JsonObject): JsonObject {
  const media = Object.values((response.content as { [type: string]: JsonObject }) ?? {})
  return {
    ...response,
    seen: media.flatMap(({ examples }) =>
      Object.values((examples as JsonObject) ?? {}).map((example) => resolve(document, example)),
    ),
  }
}

for (const problem of problems) console.error(problem)
if (problems.length) process.exitCode = 1
else
  console.log(
    `${file}: read by openapi-schema-validator and swagger-parser; ${operations.length} operations, ${codes.size} error codes`,
  )
