// unwrap() makes an exception of an error, for those who want one; the error stays what it was.
import { expect, test } from 'vitest'
import { createClient, unwrap } from '../../src/facade/index.ts'
import { json, scriptedFetch } from '../scripted-fetch.ts'

const url = 'https://auth.example.com'

test('unwrap() of a success gives its data', async () => {
  const health = { version: 'v2', name: 'GoTrue', description: '' }
  const auth = createClient({ url, fetch: scriptedFetch(json(health)) })
  expect(unwrap(await auth.health())).toEqual(health)
})

test.each([null, undefined])('unwrap() of data that are nothing gives nothing (error: %o)', (error) => {
  expect(unwrap({ data: null, error })).toBeNull()
})

test('unwrap() of a failure throws its error itself', async () => {
  const auth = createClient({
    url,
    fetch: scriptedFetch(json({ code: 'invalid_credentials', message: 'no' }, { status: 400 })),
  })
  const result = await auth.signInWithPassword({ email: 'ada@example.com', password: 'x' })
  let thrown: unknown
  try {
    unwrap(result)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBe(result.error)
  expect(thrown).toMatchObject({ name: 'AuthApiError', code: 'invalid_credentials' })
})

test('after if (error) the data are whole, and beside an error they can be taken apart', async () => {
  const auth = createClient({ url, fetch: scriptedFetch(new TypeError('fetch failed')) })
  const {
    data: { user, session },
    error,
  } = await auth.signInWithPassword({ email: 'ada@example.com', password: 'x' })
  expect([user, session, error?.code]).toEqual([null, null, 'network_failure'])
})
