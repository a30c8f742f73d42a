import type { Context } from '../context.ts'
import { badRequest, unforeseen } from './errors.ts'
import { toBase64url, utf8 } from '../crypto/encoding.ts'
import { uuidOf } from '../context.ts'
import { readJson } from './go-json.ts'
import { decodeSegment, parseUnsigned, quote } from './parsing.ts'
import { changedQuery, encodeQuery } from './redirects.ts'

const usual = 50

/** Rows to page through, in their order, without a copy of them. */
export interface Rows<Row> {
  length: number
  /** Those from one place to before another. */
  slice(start: number, end: number): Row[]
}

/** The same rows from the last to the first. */
export const backwards = <Row>(rows: Rows<Row>): Rows<Row> => ({
  length: rows.length,
  slice: (start, end) => rows.slice(Math.max(rows.length - end, 0), Math.max(rows.length - start, 0)).reverse(),
})

/**
 * A page by its number: what it takes of all rows. Notes the headers that tell of the others.
 *
 * @throws Refusal `validation_failed`; 500 for pages of nothing, by which the server divides
 */
export function pageOf(context: Context): <Row>(rows: Rows<Row>) => Row[] {
  const { query, request, answerHeaders } = context
  const number = (name: string, fallback: number) => {
    const text = query.get(name)
    if (!text) return fallback
    try {
      return parseUnsigned(text)
    } catch (cause) {
      throw badRequest('validation_failed', `Bad Pagination Parameters: ${(cause as Error).message}`)
    }
  }
  const page = number('page', 1)
  const perPage = number('per_page', usual)
  return (rows) => {
    if (perPage === 0) throw unforeseen('Internal Server Error')
    const pages = Math.ceil(rows.length / perPage)
    const path = pathOf(request.url)
    const link = (page: number, rel: string) => `<${path}?${changedQuery(query, { page: String(page) })}>; rel="${rel}"`
    const links = [...(pages > page ? [link(page + 1, 'next')] : []), link(pages, 'last')]
    answerHeaders.set('link', links.join(', '))
    answerHeaders.set('x-total-count', String(rows.length))
    // The database counts from one, and takes what is too much for it for nothing.
    const start = page > 0 && page < 2 ** 63 ? (page - 1) * perPage : 0
    return rows.slice(start, start + perPage)
  }
}

/** The first rows in an order, sought without sorting all of them. @param rows in the order of their times, or of none */
function firstOf<Row extends Keyed>({ rows, isByTime }: Sought<Row>, count: number, compare: Order): Row[] {
  let found: Row[] = []
  let last: Row | undefined
  const cut = () => {
    found = found.sort(compare).slice(0, count)
    last = found[count - 1]
  }
  for (const row of rows) {
    if (last !== undefined && compare(row, last) >= 0) {
      if (isByTime && row.created_at !== last.created_at) break
      continue
    }
    found.push(row)
    if (found.length >= 4 * count) cut()
  }
  cut()
  return found
}

/** Rows to find a page among. */
export interface Sought<Row> {
  rows: Iterable<Row>
  /** Whether they come in the order of their times. */
  isByTime: boolean
}

export type Order = (row: Keyed, other: Keyed) => number

export interface Keyed {
  id: string
  created_at: number
}

/**
 * A page behind a cursor. Notes the header that tells of the next one.
 *
 * @param rowsFrom those of a time and behind it; more do no harm
 * @param compare the order, by time and ID
 * @throws Refusal `validation_failed`
 */
export function cursorPageOf<Row extends Keyed>(
  context: Context,
  rowsFrom: (time: number | undefined) => Sought<Row>,
  compare: Order,
): { page: Row[]; pagination: { has_more: boolean; next_cursor?: string } } {
  const { query, request, answerHeaders } = context
  const refuse = (why: string) => badRequest('validation_failed', `Bad Pagination Parameters: ${why}`)
  let limit = usual
  const given = query.get('limit')
  if (given) {
    try {
      limit = parseUnsigned(given)
    } catch (cause) {
      throw refuse((cause as Error).message)
    }
    if (limit === 0) throw refuse('limit must be greater than 0')
    limit = Math.min(limit, 1_000)
  }
  const cursor = query.get('cursor')
  const after = cursor ? readCursor(cursor, refuse) : undefined
  const { rows, isByTime } = rowsFrom(after?.created_at)
  const left = firstOf({ rows: after ? behind(rows, after, compare) : rows, isByTime }, limit + 1, compare)
  const page = left.slice(0, limit)
  if (left.length <= limit) return { page, pagination: { has_more: false } }
  const last = page.at(-1)!
  const next_cursor = toBase64url(utf8(JSON.stringify({ created_at: new Date(last.created_at).toISOString(), id: last.id })))
  const { page: _, ...others } = Object.fromEntries(query)
  answerHeaders.set('link', `<${pathOf(request.url)}?${encodeQuery({ ...others, cursor: next_cursor })}>; rel="next"`)
  return { page, pagination: { next_cursor, has_more: true } }
}

function* behind<Row extends Keyed>(rows: Iterable<Row>, after: Keyed, compare: Order): Iterable<Row> {
  for (const row of rows) if (compare(row, after) > 0) yield row
}

const noId = '00000000-0000-0000-0000-000000000000'

function readCursor(cursor: string, refuse: (why: string) => Error): Keyed {
  let bytes: Uint8Array
  try {
    bytes = decodeSegment(cursor)
  } catch (cause) {
    throw refuse(`invalid cursor encoding: ${(cause as Error).message}`)
  }
  const wrong = (why: string) => refuse(`invalid cursor: ${why}`)
  let value: { id?: unknown; created_at?: unknown }
  try {
    value = (readJson(new TextDecoder().decode(bytes)) ?? {}) as typeof value
  } catch (cause) {
    throw wrong((cause as Error).message)
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
    throw wrong(`json: cannot unmarshal ${kind} into Go value of type models.KeysetCursor`)
  }
  const given = value.id ?? noId
  const id = uuidOf(given)
  if (!id) {
    const text = String(given)
    const why = [32, 34, 36, 38, 41, 45].includes(text.length) ? 'format' : `length ${text.length}`
    throw wrong(`uuid: incorrect UUID ${why} in string ${quote(text)}`)
  }
  const { created_at = null } = value
  const time = created_at === null ? null : new Date(String(created_at)).getTime()
  if (time !== null && Number.isNaN(time)) {
    const text = String(created_at)
    throw wrong(`parsing time "${text}" as "2006-01-02T15:04:05Z07:00": cannot parse "${text}" as "2006"`)
  }
  if (id === noId) throw wrong('missing id')
  if (time === null) throw wrong('missing created_at')
  return { id, created_at: time }
}

/** The path as it was asked for, which the server takes for its own root. */
const pathOf = (url: string): string => new URL(url).pathname.replace(/^\/auth\/v1(?=\/)/, '')
