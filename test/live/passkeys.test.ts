// Passkeys on a real server, with an authenticator in software in place of a browser's. See live.ts; and where the server's relying
// party is not the default of its settings:
//
//   GOTRUE_WEBAUTHN_ORIGIN   one of the server's GOTRUE_WEBAUTHN_RP_ORIGINS, default http://localhost:3000
import { describe, expect, test } from 'vitest'
import { unwrap } from '../../src/facade/index.ts'
import { createAuthenticator } from '../facade/passkeys/software-authenticator.ts'
import { connect, connectAsUser, describeWith, settings, testWith } from './live.ts'

const { GOTRUE_WEBAUTHN_ORIGIN: origin = 'http://localhost:3000' } = process.env

/** A signed-in user with a passkey. */
async function connectWithPasskey() {
  const client = await connectAsUser()
  const authenticator = createAuthenticator(origin)
  const { challenge_id: challengeId, options } = unwrap(await client.auth.passkey.startRegistration())
  const credential = authenticator.create(options)
  const passkey = unwrap(await client.auth.passkey.verifyRegistration({ challengeId, credential }))
  return { ...client, authenticator, passkey }
}

const isOff = settings?.passkeys_enabled === false
const isOn = settings?.passkeys_enabled === true

describe.skipIf(isOff)(isOff ? 'passkeys [skipped: the server has them off]' : 'passkeys', () => {
  describeWith(['sign-up by e-mail'], 'of a user', () => {
    test('startRegistration(), verifyRegistration(), list(), update(), delete()', async () => {
      const { auth, authenticator, passkey, events } = await connectWithPasskey()
      expect(passkey).toEqual({ id: expect.any(String), friendly_name: 'Passkey', created_at: expect.any(String) })
      expect(unwrap(await auth.passkey.list())).toEqual([passkey])

      const renamed = unwrap(await auth.passkey.update({ passkeyId: passkey.id, friendlyName: 'Laptop 💻' }))
      expect(renamed).toEqual({ ...passkey, friendly_name: 'Laptop 💻' })
      expect(unwrap(await auth.passkey.list())).toEqual([renamed])

      const { data: again, error } = await auth.passkey.startRegistration()
      // A server may allow one passkey only.
      if (error) expect(error.code).toBe('too_many_passkeys')
      else {
        // The server names the key, so that no authenticator makes another.
        expect(again.options.excludeCredentials).toEqual([
          { type: 'public-key', id: authenticator.keys[0]!.id.toString('base64url') },
        ])
        expect(() => authenticator.create(again.options)).toThrow(expect.objectContaining({ name: 'InvalidStateError' }))
      }

      expect(await auth.passkey.delete({ passkeyId: passkey.id })).toEqual({ data: null, error: null })
      expect(unwrap(await auth.passkey.list())).toEqual([])
      expect(events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
    })

    test('startAuthentication() and verifyAuthentication() sign in, again and again', async () => {
      const { auth, email, authenticator, passkey } = await connectWithPasskey()
      for (const counter of [1, 2]) {
        const other = await connect()
        const { challenge_id: challengeId, options } = unwrap(await other.auth.passkey.startAuthentication())
        expect(options).not.toHaveProperty('allowCredentials')
        const credential = authenticator.get(options)
        const { user, session } = unwrap(await other.auth.passkey.verifyAuthentication({ challengeId, credential }))
        expect(user.email).toBe(email)
        expect(unwrap(await other.auth.getSession()).session).toEqual(session)
        expect(unwrap(await other.auth.getUser()).user.id).toBe(user.id)
        await expect.poll(() => other.events).toEqual(['INITIAL_SESSION', 'SIGNED_IN'])
        expect(authenticator.keys[0]!.counter).toBe(counter)
      }
      const [used] = unwrap(await auth.passkey.list())
      expect(used).toEqual({ ...passkey, last_used_at: expect.any(String) })
    })

    test('a passkey that was deleted signs nobody in', async () => {
      const { auth, authenticator, passkey } = await connectWithPasskey()
      unwrap(await auth.passkey.delete({ passkeyId: passkey.id }))
      const other = await connect()
      const { challenge_id: challengeId, options } = unwrap(await other.auth.passkey.startAuthentication())
      const credential = authenticator.get(options)
      const { data, error } = await other.auth.passkey.verifyAuthentication({ challengeId, credential })
      expect(data).toBeNull()
      expect(error).toMatchObject({
        code: 'webauthn_verification_failed',
        status: 400,
        operation: 'verifyPasskeyAuthentication',
      })
      expect(other.events).toEqual(['INITIAL_SESSION'])
    })

    test('a challenge is good once, and for one ceremony', async () => {
      const { auth, authenticator } = await connectWithPasskey()
      const { challenge_id: challengeId, options } = unwrap(await auth.passkey.startAuthentication())
      const credential = authenticator.get(options)
      unwrap(await auth.passkey.verifyAuthentication({ challengeId, credential }))
      const again = await auth.passkey.verifyAuthentication({ challengeId, credential })
      expect(again.error).toMatchObject({ code: 'webauthn_challenge_not_found', status: 400 })
      const other = unwrap(await auth.passkey.startAuthentication())
      const swapped = await auth.passkey.verifyAuthentication({ challengeId: other.challenge_id, credential })
      expect(swapped.error).toMatchObject({ code: 'webauthn_verification_failed', status: 400 })
    })

    test('a page of another origin is refused', async () => {
      const { auth } = await connectAsUser()
      const { challenge_id: challengeId, options } = unwrap(await auth.passkey.startRegistration())
      const phisher = createAuthenticator('https://app.localhost')
      const { error } = await auth.passkey.verifyRegistration({ challengeId, credential: phisher.create(options) })
      expect(error).toMatchObject({ code: 'webauthn_verification_failed', status: 400 })
    })

    test('what is not there, and what is no name', async () => {
      const { auth, passkey } = await connectWithPasskey()
      const passkeyId = '00000000-0000-4000-8000-000000000000'
      const gone = { code: 'validation_failed', status: 404 }
      expect((await auth.passkey.delete({ passkeyId })).error).toMatchObject(gone)
      expect((await auth.passkey.update({ passkeyId, friendlyName: 'Laptop' })).error).toMatchObject(gone)
      for (const friendlyName of ['', 'é'.repeat(61)]) {
        const { error } = await auth.passkey.update({ passkeyId: passkey.id, friendlyName })
        expect(error).toMatchObject({ code: 'validation_failed', status: 400 })
      }
      unwrap(await auth.passkey.update({ passkeyId: passkey.id, friendlyName: 'é'.repeat(60) }))
    })
  })

  describeWith(['anonymous users'], 'of somebody anonymous', () => {
    test('startRegistration()', async () => {
      const { auth } = await connect()
      unwrap(await auth.signInAnonymously())
      expect((await auth.passkey.startRegistration()).error).toMatchObject({ code: 'no_authorization', status: 403 })
    })
  })
})

describe.skipIf(isOn)(isOn ? 'passkeys that are off [skipped: the server has them on]' : 'passkeys that are off', () => {
  testWith([], 'startAuthentication()', async () => {
    const { auth } = await connect()
    expect((await auth.passkey.startAuthentication()).error).toMatchObject({ code: 'passkey_disabled', status: 404 })
  })
})
