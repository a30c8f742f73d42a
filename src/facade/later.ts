import { AuthRetryableFetchError } from '../transport/errors.ts'
import type { Call, RequestOptions } from './call.ts'

/** Loads code once, and again if that has failed. @throws AuthError `network_failure` */
export function loadOnce<Module, Part>(load: () => Promise<Module>, create: (module: Module) => Part): () => Promise<Part> {
  let loading: Promise<Part> | undefined
  return () =>
    (loading ??= load().then(create, (cause) => {
      loading = undefined
      throw new AuthRetryableFetchError('Part of the SDK did not load', {
        code: 'network_failure',
        retryable: true,
        cause,
      })
    }))
}

/**
 * Methods whose code is loaded when the first of them is called, so that it is no part of what an application starts with.
 * The time limit and the signal of a call hold for the loading, too.
 *
 * @param methods their names, and the `data` of each beside an error
 */
export function later<Part extends object>(
  call: Call,
  load: () => Promise<Part>,
  methods: { [Name in keyof Part]: object | null },
): Part {
  return Object.fromEntries(
    Object.entries(methods).map(([name, empty]) => [
      name,
      async (...args: unknown[]) => {
        const last = args.at(-1) as (RequestOptions & { options?: RequestOptions }) | undefined
        const start = performance.now()
        const { data, error } = await call(empty, last?.options ?? last, load)
        if (error) return { data, error }
        const part = data as Record<string, (...args: unknown[]) => unknown>
        return call.after(performance.now() - start, () => part[name]!(...args))
      },
    ]),
    // Each is the part's own method, once that is there.
  ) as Part
}
