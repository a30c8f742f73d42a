// Judges the spec by a recorded exchange, read closed. Whatever the spec does not name is a finding.
import { createValidator, type Validator } from '../../scripts/spec/check.ts'
import {
  operationsOf,
  pointerOf,
  at,
  type Json,
  type JsonObject,
  type OpenApi,
  type OperationPlace,
} from '../../scripts/spec/read.ts'
import type { Recording } from './recordings.ts'

export function createJudge(document: OpenApi): (recording: Recording) => string[] {
  const validator = createValidator(document)
  const places = new Map(operationsOf(document).map((place) => [nameOf(place.method, place.path), place]))
  return (recording) => {
    const [method, path] = recording.operation.split(' ') as [string, string]
    const place = places.get(nameOf(method, path))
    if (!place) return ['the operation is not in the spec']
    return [
      ...judgeAnswer(document, validator, place, recording),
      ...(wasRefused(recording) ? [] : judgeRequest(document, validator, place, recording)),
    ]
  }
}

/** A request that was refused, by a status or by a redirect that says so, proves nothing. */
const wasRefused = ({ response }: Recording) => response.status >= 400 || /[?#&]error=/.test(response.headers.location ?? '')

const nameOf = (method: string, path: string) => `${method.toUpperCase()} ${path.replace(/\{.*?\}/g, '{}')}`

function judgeAnswer(
  document: OpenApi,
  validator: Validator,
  { operation, pointer }: OperationPlace,
  { response }: Recording,
): string[] {
  const { status, body, headers } = response
  const key = [String(status), `${String(status)[0]}XX`, 'default'].find((name) => name in operation.responses)
  if (!key) return [`status ${status} is not in the spec`]
  const where = follow(document, [...pointer, 'responses', key])
  const found = at(document, where) as { content?: JsonObject; headers?: JsonObject }
  const findings: string[] = []
  if (headers.location && !('Location' in (found.headers ?? {}))) findings.push('the header Location is not in the spec')
  const type = (headers['content-type'] ?? '').split(';')[0]!
  if (body === null || body === '') {
    if (found.content && status < 300) findings.push('an empty body where the spec has content')
  } else if (!found.content?.[type]) findings.push(`content type ${type || '(none)'} of ${status} is not in the spec`)
  else
    findings.push(
      ...validator
        .closed([...where, 'content', type, 'schema'])(body)
        .map((finding) => `answer: ${finding}`),
    )
  return findings
}

function judgeRequest(
  document: OpenApi,
  validator: Validator,
  { operation, pointer }: OperationPlace,
  { request }: Recording,
): string[] {
  const findings: string[] = []
  const parameters = Object.keys(operation.parameters ?? []).map((index) => {
    const where = follow(document, [...pointer, 'parameters', index])
    return { where, ...(at(document, where) as { name: string; in: string; required?: boolean; schema: Json }) }
  })
  for (const [name, value] of Object.entries(request.query)) {
    const parameter = parameters.find((candidate) => candidate.in === 'query' && candidate.name === name)
    if (!parameter) {
      findings.push(`query ${name} is not in the spec`)
      continue
    }
    const { type } = at(document, follow(document, [...parameter.where, 'schema'])) as { type: string }
    findings.push(
      ...validator
        .open([...parameter.where, 'schema'])(typed(type, value))
        .map((finding) => `query ${name}: ${finding}`),
    )
  }
  for (const { name, in: place, required } of parameters) {
    if (place === 'query' && required && !(name in request.query)) findings.push(`query ${name} is required by the spec`)
  }
  if (!operation.requestBody) return findings
  const where = follow(document, [...pointer, 'requestBody'])
  const { required, content } = at(document, where) as { required?: boolean; content: JsonObject }
  if (request.body === null || request.body === '') {
    if (required) findings.push('the spec requires a body, the server does not')
    return findings
  }
  const type = String(request.headers['content-type'] ?? 'application/json').split(';')[0]!
  const media = type in content ? type : 'application/json' in content ? 'application/json' : Object.keys(content)[0]!
  // Forms are recorded as text.
  const value = typeof request.body === 'string' ? Object.fromEntries(new URLSearchParams(request.body)) : request.body
  findings.push(
    ...validator
      .open([...where, 'content', media, 'schema'])(value)
      .map((finding) => `request: ${finding}`),
  )
  return findings
}

/** The place that a place refers to. */
function follow(document: OpenApi, path: string[]): string[] {
  const reference = (at(document, path) as JsonObject | undefined)?.$ref
  return typeof reference === 'string' ? follow(document, pointerOf(reference)) : path
}

/** A query value as its schema means it. */
function typed(type: string, value: string | string[]): unknown {
  if (type === 'array') return [value].flat()
  if (type === 'integer' || type === 'number') return Number(value)
  return type === 'boolean' && /^(true|false)$/.test(String(value)) ? value === 'true' : value
}
