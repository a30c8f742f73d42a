import type { Context } from './context.ts'
import { badRequest, unforeseen } from './errors.ts'
import { fromBase64url, toBase64url, utf8 } from './crypto/encoding.ts'
import { uuidOf } from './context.ts'
import { parseUnsigned } from './parsing.ts'
import { changedQuery, encodeQuery } from './redirects.ts'

const usual = 50

/**
 * A page by its number. Notes the headers that tell of the others.
 *
 * @throws Refusal `validation_failed`; 500 for pages of nothing, by which the server divides
 */
export function pageOf<Row>(context: Context, rows: Row[]): Row[] {
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
  if (perPage === 0) throw unforeseen('Internal Server Error')
  const pages = Math.ceil(rows.length / perPage)
  const path = pathOf(request.url)
  const link = (page: number, rel: string) => `<${path}?${changedQuery(query, { page: String(page) })}>; rel="${rel}"`
  const links = [...(pages > page ? [link(page + 1, 'next')] : []), link(pages, 'last')]
  answerHeaders.set('link', links.join(', '))
  answerHeaders.set('x-total-count', String(rows.length))
  const start = (Math.max(page, 1) - 1) * perPage
  return rows.slice(start, start + perPage)
}

export interface Keyed {
  id: string
  created_at: number
}

/**
 * A page behind a cursor. Notes the header that tells of the next one.
 *
 * @param rows sorted by time and ID
 * @param isAfter whether one comes after the other
 * @throws Refusal `validation_failed`
 */
export function cursorPageOf<Row extends Keyed>(
  context: Context,
  rows: Row[],
  isAfter: (row: Keyed, other: Keyed) => boolean,
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
  const left = after ? rows.filter((row) => isAfter(row, after)) : rows
  const page = left.slice(0, limit)
  if (left.length <= limit) return { page, pagination: { has_more: false } }
  const last = page.at(-1)!
  const next_cursor = toBase64url(utf8(JSON.stringify({ created_at: new Date(last.created_at).toISOString(), id: last.id })))
  const { page: _, ...others } = Object.fromEntries(query)
  answerHeaders.set('link', `<${pathOf(request.url)}?${encodeQuery({ ...others, cursor: next_cursor })}>; rel="next"`)
  return { page, pagination: { next_cursor, has_more: true } }
}

function readCursor(cursor: string, refuse: (why: string) => Error): Keyed {
  let value: { id?: unknown; created_at?: unknown }
  try {
    value = JSON.parse(new TextDecoder().decode(fromBase64url(cursor))) as never
  } catch (cause) {
    throw refuse(`invalid cursor: ${(cause as Error).message}`)
  }
  const id = uuidOf(value?.id)
  if (!id) throw refuse('invalid cursor: missing id')
  const created_at = new Date(String(value.created_at)).getTime()
  if (Number.isNaN(created_at)) throw refuse('invalid cursor: missing created_at')
  return { id, created_at }
}

/** The path as it was asked for, which the server takes for its own root. */
const pathOf = (url: string): string => new URL(url).pathname.replace(/^\/auth\/v1(?=\/)/, '')
