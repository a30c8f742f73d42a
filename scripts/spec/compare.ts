// What two documents say differently: the way from a document to words, for spec-diff.ts and spec-drift.ts.
import { codesOf } from './derive.ts'
import { operationsOf, resolve, type Json, type JsonObject, type OpenApi, type OperationPlace } from './read.ts'
import { nameOf, shapeOf, type Shape } from './shape.ts'

export type Aspect = 'operation' | 'parameter' | 'status' | 'schema'

export interface Difference {
  aspect: Aspect
  /** Where, besides in the operations: an operation, or a schema with the side that it is on. */
  where: string
  /** What is different there: `field phone`. */
  what: string
  /** In words. Undefined: there is no such thing. */
  before: string | undefined
  after: string | undefined
  /** Whether code that is written for `before` can fail with `after`, at compile time or at run time. */
  isBreaking: boolean
  /** The operations that it is seen by. */
  operations: string[]
}

export interface CompareOptions {
  /**
   * `versions`: two versions of this project's document: operations are found again by their `operationId`, and everything that the SDK makes
   * something of is compared. `authors`: documents that know nothing of each other: operations are found by method and path, and what is a
   * matter of writing is left out: names, error codes in examples, and whether bodies of several forms are told as one object.
   */
  of: 'versions' | 'authors'
}

type Direction = 'request' | 'answer'

interface Parameter extends JsonObject {
  name: string
  in: string
  schema: Json
}

type Content = { [type: string]: { schema?: Json } }
interface Answer {
  content?: Content
  headers?: JsonObject
}

/** What differs, in the order of the documents. */
export function compareSpecs(before: OpenApi, after: OpenApi, options: CompareOptions): Difference[] {
  return new Comparison(before, after, options.of === 'authors').run()
}

class Comparison {
  private readonly found = new Map<string, Difference>()
  /** Pairs of schemas that were compared for this operation in this direction. */
  private seen = new Map<object, Set<object>>()
  private operation = ''
  private readonly before: OpenApi
  private readonly after: OpenApi
  private readonly areAuthors: boolean

  constructor(before: OpenApi, after: OpenApi, areAuthors: boolean) {
    this.before = before
    this.after = after
    this.areAuthors = areAuthors
  }

  run(): Difference[] {
    for (const [old, now] of this.pairs()) {
      this.operation = labelOf((old ?? now)!)
      if (old && now) this.compareOperations(old, now)
      else {
        const address = (place?: OperationPlace) => (place ? addressOf(place) : undefined)
        this.report('operation', this.operation, '', address(old), address(now), !now)
      }
    }
    this.operation = ''
    if (!this.areAuthors) {
      const names = ({ components }: OpenApi) => Object.keys(components?.schemas ?? {})
      this.compareSets(names(this.before), names(this.after), (name, old, now) =>
        this.report('schema', name, 'the type', old && 'there', now && 'there', !now),
      )
    }
    return [...this.found.values()]
  }

  /** The operations that belong together; those that are only in `after` come last. */
  private pairs(): [OperationPlace | undefined, OperationPlace | undefined][] {
    const rest = new Set(operationsOf(this.after))
    const find = (matches: (place: OperationPlace) => boolean) => [...rest].find(matches)
    const take = (place: OperationPlace | undefined) => {
      if (place) rest.delete(place)
      return place
    }
    const isThere = (old: OperationPlace) => (place: OperationPlace) => addressKey(place) === addressKey(old)
    const hasName = (old: OperationPlace) => (place: OperationPlace) =>
      place.operation.operationId === old.operation.operationId
    const before = operationsOf(this.before)
    const pairs = new Map<OperationPlace, OperationPlace | undefined>(before.map((old) => [old, undefined]))
    // All names first: an address may have been given to another operation.
    for (const matches of this.areAuthors ? [isThere] : [hasName, isThere]) {
      for (const old of before) if (!pairs.get(old)) pairs.set(old, take(find(matches(old))))
    }
    return [...pairs, ...[...rest].map((now): [undefined, OperationPlace] => [undefined, now])]
  }

  private compareOperations(old: OperationPlace, now: OperationPlace): void {
    const where = this.operation
    if (!this.areAuthors) {
      const tell = (what: string, before: string, after: string, isBreaking: boolean) => {
        if (before !== after) this.report('operation', where, what, before, after, isBreaking)
      }
      tell('its name', old.operation.operationId, now.operation.operationId, true)
      tell('its address', addressOf(old), addressOf(now), true)
      const [had, has] = [credentialsOf(old), credentialsOf(now)]
      tell(
        'what it needs',
        had.join(' or '),
        has.join(' or '),
        had.some((way) => !has.includes(way)),
      )
      const repeats = ({ operation }: OperationPlace) =>
        operation['x-repeatable'] ? 'sent again when an answer is lost' : 'sent once'
      tell('a call', repeats(old), repeats(now), false)
      const deprecated = ({ operation }: OperationPlace) => (operation.deprecated ? 'deprecated' : 'recommended')
      tell('its use', deprecated(old), deprecated(now), false)
    }
    this.seen = new Map()
    this.compareParameters(parametersOf(this.before, old), parametersOf(this.after, now))
    this.compareBodies(old, now)
    this.seen = new Map()
    this.compareAnswers(old, now)
  }

  private compareParameters(before: Map<string, Parameter>, after: Map<string, Parameter>): void {
    const need = (parameter: Parameter) => (parameter.required ? 'required' : 'optional')
    this.compareSets([...before.keys()], [...after.keys()], (key) => {
      const [old, now] = [before.get(key), after.get(key)]
      const { name, in: place } = (old ?? now)!
      // In the path the names are only the author's; that there is one is seen by the path.
      if (place === 'path' && this.areAuthors) return
      const what = `parameter \`${name}\` (${place})`
      if (!old || !now || need(old) !== need(now)) {
        this.report('parameter', this.operation, what, old && need(old), now && need(now), !now || now.required === true)
      }
    })
    for (const [key, old] of before) {
      const now = after.get(key)
      if (now) this.compareSchemas('request', `parameter \`${old.name}\``, old.schema, now.schema)
    }
  }

  private compareBodies({ operation: old }: OperationPlace, { operation: now }: OperationPlace): void {
    type Body = { required?: boolean; content?: Content }
    const [before, after] = [
      resolve<Body | undefined>(this.before, old.requestBody ?? null),
      resolve<Body | undefined>(this.after, now.requestBody ?? null),
    ]
    const need = (body: Body | undefined) => body && (body.required ? 'required' : 'optional')
    if (need(before) !== need(after)) {
      this.report('parameter', this.operation, 'the body', need(before), need(after), !after || after.required === true)
    }
    if (before && after) this.compareContents('request', 'the body', before.content, after.content)
  }

  private compareAnswers(old: OperationPlace, now: OperationPlace): void {
    const [before, after] = [old.operation.responses ?? {}, now.operation.responses ?? {}]
    this.compareSets(Object.keys(before), Object.keys(after), (status, had, has) => {
      // What is refused is an error, and `error` is open to any.
      const isSuccess = /^[23]/.test(status)
      if (!had || !has) {
        const tell = (is: boolean) => (is ? 'there' : undefined)
        this.report('status', this.operation, `status ${status}`, tell(had), tell(has), isSuccess)
      }
      if (had && has) {
        const [a, b] = [resolve<Answer>(this.before, before[status]!), resolve<Answer>(this.after, after[status]!)]
        this.compareContents('answer', `answer ${status}`, a.content, b.content)
        if (!this.areAuthors) this.compareHeaders(status, a.headers ?? {}, b.headers ?? {})
      }
      if (!this.areAuthors && !isSuccess) {
        const codes = (document: OpenApi, answer: JsonObject | undefined) =>
          answer ? codesOf(document, resolve(document, answer)) : []
        this.compareSets(codes(this.before, before[status]), codes(this.after, after[status]), (code, had, has) => {
          this.report('status', this.operation, `error code \`${code}\` (${status})`, had && 'there', has && 'there', false)
        })
      }
    })
  }

  private compareHeaders(status: string, before: JsonObject, after: JsonObject): void {
    this.compareSets(Object.keys(before), Object.keys(after), (name, had, has) => {
      if (had !== has)
        this.report('status', this.operation, `header \`${name}\` (${status})`, had && 'there', has && 'there', !has)
    })
  }

  private compareContents(direction: Direction, name: string, before: Content = {}, after: Content = {}): void {
    this.compareSets(Object.keys(before), Object.keys(after), (type, had, has) => {
      const aspect = direction === 'request' ? 'parameter' : 'status'
      if (had && has) this.compareSchemas(direction, name, before[type]!.schema, after[type]!.schema)
      else this.report(aspect, this.operation, `${name} as \`${type}\``, had && 'there', has && 'there', !has)
    })
  }

  private compareSchemas(direction: Direction, place: string, old: Json | undefined, now: Json | undefined): void {
    if (old === undefined && now === undefined) return
    const [a, b] = [shapeOf(this.before, old ?? {}, this.areAuthors), shapeOf(this.after, now ?? {}, this.areAuthors)]
    const name = a.name ?? b.name
    if (name) place = name
    // A schema that is a part of itself has no end.
    if (this.wasSeen(resolve(this.before, old ?? {}), resolve(this.after, now ?? {})) || place.split('.').length > 12) return
    const narrowed = direction === 'request'
    /** @param effect whether there are now fewer values than before, more, or others */
    const tell = (
      what: string,
      before: string | undefined,
      after: string | undefined,
      effect: 'fewer' | 'more' | 'others',
    ) => {
      const isBreaking = effect === 'others' || (effect === 'fewer') === narrowed
      this.report('schema', place, what, before, after, isBreaking, direction)
    }

    const types = (shape: Shape) => [...shape.types].sort().join(' or ') || 'anything'
    if (types(a) !== types(b) && !(a.variants.length || b.variants.length)) {
      tell('its type', types(a), types(b), effectOf(a.types, b.types))
      // Fields of the one are nothing to the other.
      if (a.types.length && b.types.length) return
    }
    const nullable = (shape: Shape) => (shape.isNullable ? 'may be null' : 'is never null')
    if (a.isNullable !== b.isNullable) tell('its value', nullable(a), nullable(b), b.isNullable ? 'more' : 'fewer')
    this.compareValues(direction, place, a.values, b.values, tell)
    this.compareLimits(direction, place, a, b)

    if (Boolean(a.variants.length) === Boolean(b.variants.length)) this.compareFields(direction, place, a, b, tell)
    if (a.variants.length || b.variants.length) {
      this.compareVariants(
        direction,
        place,
        a.variants.length ? a.variants : [old!],
        b.variants.length ? b.variants : [now!],
      )
    }
    if (a.items !== undefined && b.items !== undefined) this.compareSchemas(direction, `${place}[]`, a.items, b.items)
  }

  private compareValues(
    direction: Direction,
    place: string,
    before: Json[] | undefined,
    after: Json[] | undefined,
    tell: (what: string, before: string | undefined, after: string | undefined, effect: 'fewer' | 'more') => void,
  ): void {
    if (!before && !after) return
    const list = (values: Json[] | undefined) => (values ? `one of ${values.join(', ')}` : 'any')
    if (!before || !after) return tell('its values', list(before), list(after), after ? 'fewer' : 'more')
    // Several values in an answer are an open type in the SDK; a single one tells variants apart.
    const isOpen = direction === 'answer' && before.length > 1
    const text = (values: Json[]) => values.map((value) => String(value))
    this.compareSets(text(before), text(after), (value, had, has) => {
      if (had === has) return
      const isBreaking = !isOpen && (direction === 'request' ? had : has)
      this.report('schema', place, `value \`${value}\``, had && 'there', has && 'there', isBreaking, direction)
    })
  }

  private compareLimits(direction: Direction, place: string, a: Shape, b: Shape): void {
    this.compareSets([...a.limits.keys()], [...b.limits.keys()], (key) => {
      const [old, now] = [a.limits.get(key), b.limits.get(key)]
      if (old === now) return
      const isWider = now === undefined || (key.startsWith('max') && now! > old!) || (key.startsWith('min') && now! < old!)
      const text = (limit: Json | undefined) => (limit === undefined ? undefined : String(limit))
      // Types don't have them: only a request can be refused for one.
      const isBreaking = direction === 'request' && (old === undefined || !isWider)
      this.report('schema', place, `\`${key}\``, text(old), text(now), isBreaking, direction)
    })
  }

  private compareFields(
    direction: Direction,
    place: string,
    a: Shape,
    b: Shape,
    tell: (what: string, before: string | undefined, after: string | undefined, effect: 'fewer' | 'more') => void,
  ): void {
    const need = (isRequired: boolean | undefined) =>
      isRequired === undefined
        ? undefined
        : direction === 'request'
          ? isRequired
            ? 'required'
            : 'optional'
          : isRequired
            ? 'always there'
            : 'not always there'
    this.compareSets([...a.fields.keys()], [...b.fields.keys()], (name) => {
      const [old, now] = [a.fields.get(name), b.fields.get(name)]
      if (old && now) {
        if (old.isRequired !== now.isRequired)
          tell(`field \`${name}\``, need(old.isRequired), need(now.isRequired), now.isRequired ? 'fewer' : 'more')
        this.compareSchemas(direction, `${place}.${name}`, old.schema, now.schema)
      } else {
        const isBreaking = !now || (direction === 'request' && now.isRequired)
        const what = `field \`${name}\``
        this.report('schema', place, what, need(old?.isRequired), need(now?.isRequired), isBreaking, direction)
      }
    })
    const others = ({ others }: Shape) =>
      others === undefined || others === false ? 'refused or ignored' : others === true ? 'anything' : 'of a type'
    if (a.types.includes('object') && b.types.includes('object') && others(a) !== others(b)) {
      tell(
        'fields without a name',
        others(a),
        others(b),
        others(b) === 'anything' || others(a) === 'refused or ignored' ? 'more' : 'fewer',
      )
    }
    if (typeof a.others === 'object' && typeof b.others === 'object')
      this.compareSchemas(direction, `${place}.*`, a.others, b.others)
  }

  private compareVariants(direction: Direction, place: string, before: Json[], after: Json[]): void {
    const label = (document: OpenApi) => (variant: Json) => labelOfVariant(document, variant)
    const old = new Map(before.map((variant) => [label(this.before)(variant), variant]))
    const now = new Map(after.map((variant) => [label(this.after)(variant), variant]))
    this.compareSets([...old.keys()], [...now.keys()], (name, had, has) => {
      if (had && has) this.compareSchemas(direction, `${place} (${name})`, old.get(name), now.get(name))
      else {
        const isBreaking = direction === 'request' ? had : has
        this.report('schema', place, `variant \`${name}\``, had && 'there', has && 'there', isBreaking, direction)
      }
    })
  }

  private compareSets(before: string[], after: string[], visit: (key: string, had: boolean, has: boolean) => void): void {
    for (const key of new Set([...before, ...after])) visit(key, before.includes(key), after.includes(key))
  }

  private wasSeen(old: object, now: object): boolean {
    const with_ = this.seen.get(old) ?? new Set()
    this.seen.set(old, with_)
    const result = with_.has(now)
    with_.add(now)
    return result
  }

  private report(
    aspect: Aspect,
    place: string,
    what: string,
    before: string | false | undefined,
    after: string | false | undefined,
    isBreaking: boolean,
    direction?: Direction,
  ): void {
    if (before === after) return
    // What many operations have alike is said once.
    const shared = aspect === 'parameter' || aspect === 'status' ? '' : place
    const where = direction ? `${place}, ${direction === 'request' ? 'sent' : 'answered'}` : shared
    const key = JSON.stringify([aspect, where, what, before, after])
    const known = this.found.get(key)
    if (known) {
      if (!known.operations.includes(this.operation)) known.operations.push(this.operation)
      return
    }
    this.found.set(key, {
      aspect,
      where,
      what,
      before: before || undefined,
      after: after || undefined,
      isBreaking,
      operations: this.operation ? [this.operation] : [],
    })
  }
}

const addressOf = ({ method, path }: OperationPlace) => `${method.toUpperCase()} ${path}`

/** The same for `/users/{id}` and `/users/{userId}/`. */
const addressKey = ({ method, path }: OperationPlace) =>
  `${method} ${path.replace(/\{[^}]*\}/g, '{}').replace(/(.)\/$/, '$1')}`

/** What a reader calls it: documents of others may have no names. */
const labelOf = (place: OperationPlace) => place.operation.operationId ?? addressOf(place)

/** The ways in which it can be called: `AccessToken`, `nothing`. */
function credentialsOf({ operation }: OperationPlace): string[] {
  const ways = (operation.security ?? []).map((way) => Object.keys(way).sort().join(' and ') || 'nothing')
  return ways.length ? ways : ['nothing']
}

/** With those of the path, which each of its operations has. */
function parametersOf(document: OpenApi, { path, operation }: OperationPlace): Map<string, Parameter> {
  const shared = (document.paths[path] as JsonObject).parameters as Json[] | undefined
  const all = [...(shared ?? []), ...((operation.parameters as Json[]) ?? [])]
  return new Map(
    all.map((reference) => {
      const parameter = resolve<Parameter>(document, reference)
      const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name
      return [`${parameter.in} ${name}`, parameter]
    }),
  )
}

/** What tells a variant from the others: its name, the value that only it has, or its fields. */
function labelOfVariant(document: OpenApi, variant: Json): string {
  const node = resolve(document, variant)
  const name = nameOf(variant) ?? (node.title as string | undefined)
  if (name) return name
  const { fields, types, values } = shapeOf(document, variant, false)
  for (const [field, { schema }] of fields) {
    const only = shapeOf(document, schema, false).values
    if (only?.length === 1) return `${field}: ${String(only[0])}`
  }
  const required = (node.required as string[] | undefined) ?? [...fields.keys()]
  return required.length ? required.join(', ') : (values?.join(', ') ?? types.join(' or '))
}

/** Whether the second has fewer types than the first, more, or others. */
function effectOf(before: string[], after: string[]): 'fewer' | 'more' | 'others' {
  const holds = (types: string[], other: string[]) =>
    !types.length ||
    (other.length > 0 && other.every((type) => types.includes(type) || (type === 'integer' && types.includes('number'))))
  return holds(after, before) ? 'more' : holds(before, after) ? 'fewer' : 'others'
}
