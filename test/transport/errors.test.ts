// What each error is called, and what tells it from the others. That a server's answer becomes the right one: response.test.ts.
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import {
  AuthApiError,
  AuthError,
  AuthRetryableFetchError,
  AuthSessionMissingError,
  AuthWeakPasswordError,
  isAuthApiError,
  isAuthError,
  isAuthRetryableFetchError,
  isAuthSessionMissingError,
  isAuthWeakPasswordError,
} from '../../src/transport/errors.ts'

const guards = { isAuthError, isAuthApiError, isAuthWeakPasswordError, isAuthRetryableFetchError, isAuthSessionMissingError }

test.each([
  ['AuthError', AuthError, ['isAuthError']],
  ['AuthApiError', AuthApiError, ['isAuthError', 'isAuthApiError']],
  ['AuthWeakPasswordError', AuthWeakPasswordError, ['isAuthError', 'isAuthApiError', 'isAuthWeakPasswordError']],
  ['AuthRetryableFetchError', AuthRetryableFetchError, ['isAuthError', 'isAuthRetryableFetchError']],
  ['AuthSessionMissingError', AuthSessionMissingError, ['isAuthError', 'isAuthSessionMissingError']],
] as const)('%s', (name, Class, expected) => {
  const error = new Class('It failed', { code: 'made_up' })
  expect(error.name).toBe(name)
  expect(`${error}`).toBe(`${name}: It failed`)
  const fitting = Object.entries(guards).filter(([, guard]) => guard(error))
  expect(fitting.map(([guard]) => guard)).toEqual(expected)
})

test.each([new Error('x'), { name: 'AuthError', code: 'x' }, null, undefined, 'AuthError'])('%o is none', (value) => {
  for (const guard of Object.values(guards)) expect(guard(value)).toBe(false)
})

test('an AuthError of which little is said', () => {
  expect(new AuthError('x', { code: 'y' })).toMatchObject({ code: 'y', status: 0, retryable: false })
  expect('cause' in new AuthError('x', { code: 'y' })).toBe(false)
})

test('the answer of an AuthError can be asked for, and is not shown', () => {
  const response = new Response(null, { status: 418 })
  const error = new AuthError('x', { code: 'y', response })
  expect(error.response).toBe(response)
  expect(inspect(error)).not.toContain('418')
  expect(JSON.stringify(error)).not.toContain('response')
})
