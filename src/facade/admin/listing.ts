import type { AuthError } from '../../transport/errors.ts'
import { failure } from '../call.ts'
import type { Result } from '../result.ts'

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

/** @param ask for one page; it never rejects */
export function createListing<Item, Page, Empty, Failure extends AuthError>(
  ask: () => Promise<Result<Page, Empty, Failure>>,
  pages: () => AsyncGenerator<Page, void, undefined>,
  itemsOf: (page: Page) => Item[],
  signalOf: () => AbortSignal | undefined,
): Listing<Item, Page, Empty, Failure> {
  // Not before somebody waits: who iterates has no use for it.
  let asked: ReturnType<typeof ask> | undefined
  const once = () => (asked ??= ask())
  return {
    then: (...callbacks) => once().then(...callbacks),
    catch: (callback) => once().catch(callback),
    finally: (callback) => once().finally(callback),
    [Symbol.toStringTag]: 'Listing',
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) {
        for (const item of itemsOf(page)) {
          const signal = signalOf()
          if (signal?.aborted) throw failure('aborted', 'The iteration was aborted', signal.reason)
          yield item
        }
      }
    },
  }
}
