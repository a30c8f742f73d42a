import type { AuthError } from '../transport/errors.ts'

/**
 * What every method resolves to; none rejects. After `if (error)`, `data` is whole.
 *
 * `Empty` is `data` beside an error, so that `const { data: { user }, error } = …` can be written.
 */
export type Result<Data, Empty = null, Failure extends AuthError = AuthError> =
  { data: Data; error: null } | { data: Empty; error: Failure }

/**
 * The data of a result, where an exception is what you want.
 *
 * @throws AuthError the error of the result
 * @example const { user } = unwrap(await auth.getUser())
 */
export function unwrap<R extends { data: unknown; error: AuthError | null | undefined }>(
  result: R,
): Extract<R, { error: null | undefined }>['data'] {
  if (result.error) throw result.error
  return result.data
}
