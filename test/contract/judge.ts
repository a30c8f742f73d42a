// What the contract tests of the three facades share: the documented answers of an operation, and a `fetch` to Prism on the same spec
// that throws on every request that the spec does not allow, whatever the test expects (mock.ts says why).
import { AsyncLocalStorage } from 'node:async_hooks'
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { startPrism, type Prism } from '../../src/cli/prism.ts'
import { createValidator } from '../../scripts/spec/check.ts'
import { operationsOf, pointerOf, readSpec, resolve, type JsonObject, type OperationPlace } from '../../scripts/spec/read.ts'
import type { Body, Operation } from './facade-calls.ts'
import { Violation, type Mutation } from './mock.ts'

const { document } = readSpec('spec/gotrue.yaml')
const validator = createValidator(document)
export const places: OperationPlace[] = operationsOf(document)
export const placeOf = (name: string): OperationPlace => places.find(({ operation }) => operation.operationId === name)!

/** A documented answer. */
export interface Example {
  status: number
  /** What makes Prism give it. */
  headers: { Prefer: string; Accept: string }
  body: Body
  title: string
}

/** The answers of an operation. `default` stands for a status that nothing else documents. */
export function examplesOf(name: string): Example[] {
  return Object.entries(placeOf(name).operation.responses).flatMap(([key, reference]) => {
    const status = key === 'default' ? 418 : Number(key)
    const { content } = resolve<{ content?: { [type: string]: JsonObject } }>(document, reference)
    if (!content) return [{ status, body: {}, title: key, headers: { Prefer: `code=${status}`, Accept: '*/*' } }]
    return Object.entries(content).flatMap(([type, { examples }]) =>
      Object.entries((examples as JsonObject) ?? {}).map(([example, value]) => ({
        status,
        body: resolve<{ value: Body }>(document, value).value,
        title: `${key} ${example}`,
        headers: { Prefer: `code=${status}, example=${example}`, Accept: type },
      })),
    )
  })
}

/** What Node's own fetch does is done in it: its time limits go by the same `setTimeout`, and would be over at once. */
const network = new AsyncLocalStorage<true>()

/** Starts Prism for the tests of a file, and lets them wait for nothing but time limits. */
export function usePrism(): { readonly url: string } {
  let prism: Prism
  beforeAll(async () => {
    prism = await startPrism()
  })
  afterAll(() => prism?.stop())

  // Between the attempts of an operation that is safe to repeat nothing needs to be waited for here.
  beforeEach(() => {
    const original = setTimeout
    vi.stubGlobal('setTimeout', (callback: (...given: unknown[]) => void, milliseconds: number, ...given: unknown[]) =>
      original(callback, milliseconds < 5000 && !network.getStore() ? 0 : milliseconds, ...given),
    )
  })
  afterEach(() => void vi.unstubAllGlobals())
  return {
    get url() {
      return prism.url
    },
  }
}

/** What was asked for, and what there is to say of it. */
export interface Judged {
  fetch(request: Request): Promise<Response>
  requests: { operation: string; request: Request; text: string }[]
  responses: Response[]
  /** What Prism found wrong. The request has failed with it, too. */
  violations: Violation[]
  /** What bodies had that the spec does not name. Prism lets it pass. */
  findings: string[]
}

/**
 * @param aim the operation that the asked-for example is of, and the examples of others, where their first ones won't do
 * @param mutation changes requests on their way
 */
export function judge(
  aim?: { operation: Operation; others?: { [Name in Operation]?: string } },
  mutation: Mutation = (request) => request,
): Judged {
  const judged: Omit<Judged, 'fetch'> = { requests: [], responses: [], violations: [], findings: [] }
  const fetch = async (given: Request) => {
    const request = await mutation(given)
    const { pathname } = new URL(request.url)
    const place = places.find(
      ({ method, path }) =>
        method === request.method.toLowerCase() && new RegExp(`^${path.replace(/\{.*?\}/g, '[^/]+')}$`).test(pathname),
    )
    const operation = place?.operation.operationId
    if (aim && operation !== aim.operation) {
      const example = aim.others?.[operation as Operation]
      request.headers.delete('prefer')
      if (example) request.headers.set('prefer', `code=200, example=${example}`)
    }
    const text = await request.clone().text()
    judged.requests.push({ operation: operation ?? pathname, request: request.clone(), text })
    const response = await network.run(true, () => globalThis.fetch(request))
    judged.responses.push(response)
    const broken = response.headers.get('sl-violations')
    if (broken || response.headers.get('content-type')?.includes('problem+json')) {
      judged.violations.push(new Violation(broken ?? (await response.text())))
      throw judged.violations.at(-1)
    }
    if (place && text) judged.findings.push(...unnamed(place, JSON.parse(text)))
    return response
  }
  return { ...judged, fetch }
}

function unnamed({ operation, pointer }: OperationPlace, body: unknown): string[] {
  const { $ref } = operation.requestBody as { $ref?: string }
  const where = $ref ? pointerOf($ref) : [...pointer, 'requestBody']
  return validator.closed([...where, 'content', 'application/json', 'schema'])(body)
}
