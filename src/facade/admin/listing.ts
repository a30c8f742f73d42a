import type { AuthError } from '../../transport/errors.ts'
import { failure, type Call, type PublicOptions, type Send } from '../call.ts'
import { unwrap, type Result } from '../result.ts'
import { turnPages, type Turned } from './paging.ts'

/**
 * A list that is asked for when it is used: `await` gets one page as a result, `for await` every entry of every page, and
 * `pages()` every page.
 *
 * Iteration is the one place that throws: what ends it is an AuthError. The time limit holds for each page.
 */
export interface Listing<Item, Page, Empty = null, Failure extends AuthError = AuthError> extends Promise<
  Result<Page, Empty, Failure>
> {
  /** Every page, from the one that was asked for. Entries that moved to a later page meanwhile are there once. @throws AuthError */
  pages(): AsyncGenerator<Page, void, undefined>
  /** Every entry of every page. @throws AuthError */
  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined>
}

/** How a list is asked for, and what the caller gets of it. */
interface Pages<Item, Position, Found extends Turned<Item, Position>, Page, Empty> {
  empty: Empty
  /** Asks for the page there, or for the first one: as the only one, or as one of all. @throws AuthError */
  ask(send: Send, isIterated: boolean, position: Position | null): Promise<Found>
  toPage(found: Omit<Found, 'isFull' | 'next'>): Page
  itemsOf(page: Page): Item[]
}

export function createListing<
  Item extends { id: string },
  Position,
  Found extends Turned<Item, Position>,
  Page,
  Empty,
  Failure extends AuthError,
>(
  call: Call,
  options: PublicOptions | undefined,
  { empty, ask, toPage, itemsOf }: Pages<Item, Position, Found, Page, Empty>,
): Listing<Item, Page, Empty, Failure> {
  const shown = ({ isFull: _isFull, next: _next, ...page }: Found) => toPage(page)
  const askOnce = () => call<Page, Empty, Failure>(empty, options, async (send) => shown(await ask(send, false, null)))
  async function* pages(): AsyncGenerator<Page, void, undefined> {
    const turned = turnPages<Item, Position, Found>(async (position) =>
      unwrap(await call<Found, null, AuthError>(null, options, (send) => ask(send, true, position))),
    )
    for await (const page of turned) yield shown(page)
  }
  // Not before somebody waits: who iterates has no use for it.
  let asked: ReturnType<typeof askOnce> | undefined
  const once = () => (asked ??= askOnce())
  return {
    then: (...callbacks) => once().then(...callbacks),
    catch: (callback) => once().catch(callback),
    finally: (callback) => once().finally(callback),
    [Symbol.toStringTag]: 'Listing',
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) {
        for (const item of itemsOf(page)) {
          const signal = options?.signal
          if (signal?.aborted) throw failure('aborted', 'The iteration was aborted', signal.reason)
          yield item
        }
      }
    },
  }
}
