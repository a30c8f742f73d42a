// The browser's part by itself, as second factors use it, too. What it does in the course of a sign-in is in passkeys.test.ts.
import { afterEach, expect, test, vi } from 'vitest'
import type { Call } from '../../../src/facade/call.ts'
import { callCeremony, createCredential, getCredential } from '../../../src/facade/passkeys/ceremony.ts'
import { createAuthenticator, usePlatform } from './software-authenticator.ts'

afterEach(() => void vi.unstubAllGlobals())

const creation = {
  rp: { id: 'localhost', name: 'Test' },
  user: { id: 'YWRh', name: 'ada', displayName: 'Ada' },
  challenge: '-_8',
  pubKeyCredParams: [{ type: 'public-key' as const, alg: -7 }],
  timeout: 300_000,
  authenticatorSelection: {},
}
const request = { challenge: '-_8', rpId: 'localhost', timeout: 300_000 }

test('createCredential() and getCredential() without a signal', async () => {
  usePlatform(createAuthenticator('http://localhost:3000'))
  const { id } = await createCredential(creation, {})
  const { id: proved, response } = await getCredential({ ...request, allowCredentials: [{ type: 'public-key', id }] }, {})
  expect(proved).toBe(id)
  expect(JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString())).toMatchObject({ challenge: '-_8' })
})

test.each([
  ['createCredential', (signal: AbortSignal) => createCredential(creation, { signal })],
  ['getCredential', (signal: AbortSignal) => getCredential(request, { signal })],
])('%s() that is aborted says so, whatever the reason is', async (_name, perform) => {
  const asked = usePlatform(createAuthenticator('http://localhost:3000'), { user: () => new Promise(() => {}) })
  await expect(perform(AbortSignal.abort('early'))).rejects.toMatchObject({ code: 'aborted', cause: 'early' })
  expect(asked).toEqual([])
  const controller = new AbortController()
  const going = perform(controller.signal)
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  controller.abort(new RangeError('enough'))
  await expect(going).rejects.toMatchObject({ name: 'AuthError', code: 'aborted', cause: { message: 'enough' } })
})

test('callCeremony() where there is no WebAuthn asks nobody', async () => {
  const call = (async (_empty, _options, work) => work(null!)) as Call
  const work = vi.fn()
  await expect(callCeremony(call, {}, work)).rejects.toMatchObject({ name: 'AuthError', code: 'webauthn_unsupported' })
  expect(work).not.toHaveBeenCalled()
})
