import { AuthRetryableFetchError } from '../transport/errors.ts'
import type { Call, RequestOptions } from './call.ts'

/** Loads code once, and again if that has failed. @throws AuthError `network_failure` */
export function loadOnce<Module, Part>(load: () => Promise<Module>, create: (module: Module) => Part): () => Promise<Part> {
  let loading: Promise<Part> | undefined
  return () =>
    (loading ??= load().then(create, (cause) => {
      loading = undefined
      throw new AuthRetryableFetchError('A part of the SDK was not loaded', {
        code: 'network_failure',
        retryable: true,
        cause,
      })
    }))
}

/**
 * Methods whose code is loaded when the first of them is called, so that it is no part of what an application starts with.
 * The time limit and the signal of a call hold for the loading, too.
 */
export function later<Part>(call: Call, load: () => Promise<Part>, ...names: (keyof Part & string)[]): Part {
  const methods: Record<string, unknown> = {}
  for (const name of names) {
    methods[name] = async (...args: unknown[]) => {
      const last = args.at(-1) as (RequestOptions & { options?: RequestOptions }) | undefined
      const loaded = await call(null, last?.options ?? last, load)
      return loaded.error ? loaded : (loaded.data[name] as (...args: unknown[]) => unknown)(...args)
    }
  }
  // Each is the part's own method, once that is there.
  return methods as Part
}
