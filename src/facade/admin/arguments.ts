import { AuthError } from '../../transport/errors.ts'
import { failure } from '../call.ts'

/**
 * An id, before it goes into a path. Without the value in the message: it may be a token, given by mistake.
 *
 * @throws AuthError `invalid_argument`
 */
export function uuid(value: unknown, name: string): string {
  if (typeof value === 'string' && /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(value)) return value
  throw failure('invalid_argument', `${name} is not a UUID`)
}

/** A count or a page. The server divides by them. @throws AuthError `invalid_argument` */
export function positive(value: unknown, name: string): number {
  if (Number.isSafeInteger(value) && (value as number) > 0) return value as number
  throw failure('invalid_argument', `${name} is not a whole number above 0`)
}

/** The fields to send. @throws AuthError `invalid_argument` */
export function fields<Fields extends object>(value: Fields, name: string): Fields {
  if (Object(value) === value && !Array.isArray(value)) return value
  throw failure('invalid_argument', `${name} is missing`)
}

/** Checks of an answer that it is a list. @throws AuthError `unexpected_response` */
export function asList<Item>(value: Item[], what: string): Item[] {
  if (Array.isArray(value)) return value
  throw new AuthError(`The answer is not a list of ${what}`, { code: 'unexpected_response', status: 200 })
}
