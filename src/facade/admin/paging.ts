import type { Client } from '../../transport/client.ts'
import { AuthError } from '../../transport/errors.ts'
import type { Answer, Send } from '../call.ts'
import { positive } from './arguments.ts'
import { parseLinkHeader } from './link-header.ts'

/** Which page, and how long one is. */
export interface PageParams {
  /** From 1, the default. */
  page?: number | undefined
  /** Entries on a page. Default 50. */
  perPage?: number | undefined
}

/** Where a page stands among the others. */
export interface Pagination {
  /** How many entries there are, or null where the server does not count. */
  total: number | null
  /** The page after this one, or null on the last one. */
  nextPage: number | null
  /** The number of the last page, 0 when there are no entries, or null where the server does not count. */
  lastPage: number | null
}

/** How many entries the server has on a page when it is not told. */
export const defaultPerPage = 50

/** The query of a page. */
export interface NumberedPage {
  page: number
  per_page: number
}

/** @throws AuthError `invalid_argument` */
export function numbered({ page = 1, perPage = defaultPerPage }: PageParams): NumberedPage {
  return { page: positive(page, 'page'), per_page: positive(perPage, 'perPage') }
}

/** Sends a request whose answer's headers matter. @throws AuthError */
export async function sendForHeaders<Data, Arguments extends { client: Client }>(
  send: Send,
  operation: (options: Arguments) => Answer<Data> & Promise<{ response: Response | undefined }>,
  options: Parameters<typeof send<Data, Arguments>>[1],
): Promise<{ data: Data; headers: Headers }> {
  let headers = new Headers()
  const data = await send<Data, Arguments>(async (args) => {
    const result = await operation(args)
    headers = result.response?.headers ?? headers
    return result
  }, options)
  return { data, headers }
}

/**
 * Reads `Link` and `X-Total-Count`. A proxy may have dropped them: then a full page may have another one after it.
 *
 * @param count how many entries the page has
 */
export function readNumbers(
  headers: Headers,
  { page, per_page }: NumberedPage,
  count: number,
): Pagination & Omit<Turned<never, NumberedPage>, 'items'> {
  const link = headers.get('link')
  const links = parseLinkHeader(link)
  const pageOf = (relation: string) => {
    const target = links.get(relation)
    // Targets are relative to wherever the server believes to be.
    return target && URL.canParse(target, 'http://localhost')
      ? wholeNumber(new URL(target, 'http://localhost').searchParams.get('page'))
      : null
  }
  const total = wholeNumber(headers.get('x-total-count'))
  const linked = pageOf('next')
  const isMore = total === null ? count >= per_page : page * per_page < total
  let nextPage = isMore ? page + 1 : null
  // A next page that is none would be asked for again and again.
  if (linked && linked > page) nextPage = linked
  else if (links.has('last') && !links.has('next')) nextPage = null
  const lastPage = pageOf('last') ?? (total === null ? null : Math.ceil(total / per_page))
  const next = nextPage === null ? null : { page: nextPage, per_page }
  return { total, nextPage, lastPage, isFull: count >= per_page, next }
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? +text : null
}

/** A page, and where the next one is. */
export interface Turned<Item, Position> {
  items: Item[]
  /** Whether it has as many entries as fit. */
  isFull: boolean
  next: Position | null
}

/**
 * Turns pages until there are no more. An entry that an earlier page had is left out: pages shift while entries are added.
 * Each page has to have something new, so that it ends, whatever the server answers.
 *
 * @param ask for the page there, or for the first one
 * @throws AuthError `unexpected_response` when the server repeats itself
 */
export async function* turnPages<Item extends { id: string }, Position, Page extends Turned<Item, Position>>(
  ask: (position: Position | null) => Promise<Page & Turned<Item, Position>>,
): AsyncGenerator<Page, void, undefined> {
  const seen = new Set<string>()
  let position: Position | null = null
  do {
    const isFirst = position === null
    const page: Page = await ask(position)
    const items = page.items.filter(({ id }) => !seen.has(id))
    for (const { id } of items) seen.add(id)
    if (!items.length && !isFirst) {
      if (page.items.length && page.isFull) {
        throw new AuthError('The server repeats a page', { code: 'unexpected_response', status: 200 })
      }
      return
    }
    yield { ...page, items }
    position = page.next
  } while (position !== null)
}
