// Second factors on a real server: TOTP by RFC 6238, a phone, and WebAuthn with an authenticator in software in place of a browser's.
// See live.ts; and passkeys.test.ts for GOTRUE_WEBAUTHN_ORIGIN.
import { afterEach, describe, expect, test, vi, type TestContext } from 'vitest'
import { unwrap } from '../../src/facade/index.ts'
import { createAuthenticator, usePlatform } from '../facade/passkeys/software-authenticator.ts'
import { connect, connectAsUser, describeWith, newPhone, testWith, sms } from './live.ts'
import { totp } from './totp.ts'

/** A signed-in user with an unverified TOTP factor. Skips the test where the server has none. */
async function connectWithTotp({ skip }: TestContext) {
  const client = await connectAsUser()
  const { data: factor, error } = await client.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'App' })
  if (error) return skip(`the server says ${error.code}`)
  return { ...client, factor }
}

describeWith(['sign-up by e-mail'], 'TOTP', () => {
  test('enroll(), challengeAndVerify(), listFactors(), getAuthenticatorAssuranceLevel(), unenroll()', async (context) => {
    const { skip } = context
    const { auth, email, password, factor, events } = await connectWithTotp(context)
    expect(factor).toMatchObject({ type: 'totp', friendly_name: 'App' })
    expect(decodeURIComponent(factor.totp.qr_code.slice('data:image/svg+xml;utf-8,'.length))).toMatch(/^<\?xml/)
    expect(factor.totp.uri).toContain(`secret=${factor.totp.secret}`)
    expect(unwrap(await auth.mfa.getAuthenticatorAssuranceLevel())).toMatchObject({
      currentLevel: 'aal1',
      nextLevel: 'aal1',
    })
    expect(unwrap(await auth.mfa.listFactors())).toMatchObject({ all: [{ id: factor.id, status: 'unverified' }], totp: [] })

    const other = await connect()
    unwrap(await other.auth.signInWithPassword({ email, password }))

    const code = totp(factor.totp.secret)
    const wrong = await auth.mfa.challengeAndVerify({ factorId: factor.id, code: code === '000000' ? '000001' : '000000' })
    if (wrong.error?.code === 'mfa_totp_verify_not_enabled') return skip('the server verifies no TOTP')
    expect(wrong.error).toMatchObject({ code: 'mfa_verification_failed' })
    const { session } = unwrap(await auth.mfa.challengeAndVerify({ factorId: factor.id, code }))
    expect(unwrap(await auth.getSession()).session?.access_token).toBe(session.access_token)
    const level = unwrap(await auth.mfa.getAuthenticatorAssuranceLevel())
    expect(level).toMatchObject({ currentLevel: 'aal2', nextLevel: 'aal2' })
    expect(level.currentAuthenticationMethods.map(({ method }) => method)).toContain('totp')
    expect(unwrap(await auth.mfa.getAuthenticatorAssuranceLevel(session.access_token))).toEqual(level)
    expect(unwrap(await auth.mfa.listFactors()).totp).toMatchObject([{ id: factor.id, status: 'verified' }])
    await expect.poll(() => events).toContain('MFA_CHALLENGE_VERIFIED')

    // The server ends the other sessions of the user.
    expect((await other.auth.getUser()).error).toMatchObject({ code: 'session_not_found' })
    await expect.poll(() => other.events.at(-1)).toBe('SIGNED_OUT revoked')

    // A new sign-in is of the first level, and may not remove the factor.
    const third = await connect()
    unwrap(await third.auth.signInWithPassword({ email, password }))
    expect(unwrap(await third.auth.mfa.getAuthenticatorAssuranceLevel())).toMatchObject({
      currentLevel: 'aal1',
      nextLevel: 'aal2',
    })
    expect((await third.auth.mfa.unenroll({ factorId: factor.id })).error).toMatchObject({ code: 'insufficient_aal' })

    expect(unwrap(await auth.mfa.unenroll({ factorId: factor.id }))).toEqual({ id: factor.id })
    expect(unwrap(await auth.mfa.getAuthenticatorAssuranceLevel())).toMatchObject({
      currentLevel: 'aal1',
      nextLevel: 'aal1',
    })
    expect(unwrap(await auth.mfa.listFactors()).all).toEqual([])
  })

  test('challenge() and verify() take a challenge once', async (context) => {
    const { skip } = context
    const { auth, factor } = await connectWithTotp(context)
    const challenge = await auth.mfa.challenge({ factorId: factor.id })
    if (challenge.error) return skip(`the server says ${challenge.error.code}`)
    const params = { factorId: factor.id, challengeId: challenge.data.id, code: totp(factor.totp.secret) }
    const first = await auth.mfa.verify(params)
    if (first.error?.code === 'mfa_totp_verify_not_enabled') return skip('the server verifies no TOTP')
    expect(first.error).toBeNull()
    expect((await auth.mfa.verify(params)).error?.code).toMatch(/^mfa_/)
  })
})

describe('phone', () => {
  testWith(['sign-up by e-mail', 'catcher in GOTRUE_MESSAGES_URL'], 'enroll(), challenge(), verify()', async ({ skip }) => {
    const { auth } = await connectAsUser()
    const phone = newPhone()
    const { data: factor, error } = await auth.mfa.enroll({ factorType: 'phone', phone })
    if (error) return skip(`the server says ${error.code}`)
    expect(factor).toMatchObject({ type: 'phone', phone })
    const challenge = await auth.mfa.challenge({ factorId: factor.id, channel: 'sms' })
    if (challenge.error) return skip(`the server says ${challenge.error.code}`)
    const code = await sms(phone)
    const verified = await auth.mfa.verify({ factorId: factor.id, challengeId: challenge.data.id, code })
    if (verified.error?.code === 'mfa_phone_verify_not_enabled') return skip('the server verifies no phones')
    expect(unwrap(verified).user.factors).toMatchObject([{ id: factor.id, status: 'verified' }])
    expect(unwrap(await auth.mfa.getAuthenticatorAssuranceLevel())).toMatchObject({ currentLevel: 'aal2' })
  })
})

const { GOTRUE_WEBAUTHN_ORIGIN: origin = 'http://localhost:3000' } = process.env

describeWith(['sign-up by e-mail'], 'WebAuthn', () => {
  afterEach(() => void vi.unstubAllGlobals())

  /** A signed-in user on a page with an authenticator. Skips the test where the server has no such factors. */
  async function connectWithPage({ skip }: TestContext) {
    const authenticator = createAuthenticator(origin)
    const client = await connectAsUser()
    let isWilling = true
    usePlatform(authenticator, {
      user: () => {
        if (!isWilling) throw new DOMException('The operation either timed out or was not allowed.', 'NotAllowedError')
      },
    })
    const { data: probe, error } = await client.auth.mfa.enroll({ factorType: 'webauthn', friendlyName: 'Probe' })
    if (error) return skip(`the server says ${error.code}`)
    const challenge = await client.auth.mfa.challenge({ factorId: probe.id })
    if (challenge.error) return skip(`the server says ${challenge.error.code}`)
    unwrap(await client.auth.mfa.unenroll({ factorId: probe.id }))
    client.requests.length = 0
    return { ...client, authenticator, decline: (declines: boolean) => void (isWilling = !declines) }
  }

  test('registerWebAuthn(), verifyWebAuthn(), unenroll()', async (context) => {
    const { auth, email, password, authenticator, events } = await connectWithPage(context)
    const other = await connect()
    unwrap(await other.auth.signInWithPassword({ email, password }))

    const { session, user } = unwrap(await auth.mfa.registerWebAuthn({ friendlyName: 'Key' }))
    expect(user.factors).toMatchObject([{ friendly_name: 'Key', factor_type: 'webauthn', status: 'verified' }])
    expect(unwrap(await auth.getSession()).session).toEqual(session)
    expect(unwrap(await auth.mfa.getAuthenticatorAssuranceLevel())).toMatchObject({
      currentLevel: 'aal2',
      nextLevel: 'aal2',
      currentAuthenticationMethods: expect.arrayContaining([expect.objectContaining({ method: 'mfa/webauthn' })]),
    })
    await expect.poll(() => events).toContain('MFA_CHALLENGE_VERIFIED')
    // The server ends the other sessions of the user.
    expect((await other.auth.getUser()).error).toMatchObject({ code: 'session_not_found' })

    const third = await connect()
    unwrap(await third.auth.signInWithPassword({ email, password }))
    const [factor] = unwrap(await third.auth.mfa.listFactors()).webauthn
    const proved = unwrap(await third.auth.mfa.verifyWebAuthn({ factorId: factor!.id }))
    expect(unwrap(await third.auth.getSession()).session).toEqual(proved.session)
    expect(unwrap(await third.auth.mfa.getAuthenticatorAssuranceLevel())).toMatchObject({ currentLevel: 'aal2' })
    expect(authenticator.keys).toMatchObject([{ counter: 1 }])

    const again = await third.auth.mfa.registerWebAuthn({ friendlyName: 'Key again' })
    expect(again.error).toMatchObject({ code: 'webauthn_credential_exists' })
    expect(unwrap(await third.auth.mfa.listFactors()).all).toMatchObject([{ id: factor!.id }])
    unwrap(await third.auth.mfa.unenroll({ factorId: factor!.id }))
  })

  test('registerWebAuthn() that is declined leaves no factor and the session as it was', async (context) => {
    const { auth, decline, requests, refreshes } = await connectWithPage(context)
    const { session } = unwrap(await auth.getSession())
    decline(true)
    for (const _time of [1, 2]) {
      const { error } = await auth.mfa.registerWebAuthn()
      expect(error).toMatchObject({ code: 'webauthn_not_allowed' })
    }
    expect(requests.filter((request) => request.startsWith('DELETE'))).toHaveLength(2)
    expect(unwrap(await auth.mfa.listFactors()).all).toEqual([])
    expect(unwrap(await auth.getSession()).session?.access_token).toBe(session!.access_token)
    expect(refreshes()).toBe(0)
  })

  test('registerWebAuthn() takes the place of factors that were left behind', async (context) => {
    const { auth } = await connectWithPage(context)
    unwrap(await auth.mfa.enroll({ factorType: 'webauthn', friendlyName: 'Key' }))
    unwrap(await auth.mfa.registerWebAuthn({ friendlyName: 'Key' }))
    expect(unwrap(await auth.mfa.listFactors()).all).toMatchObject([{ friendly_name: 'Key', status: 'verified' }])
    // A verified one stays, whatever its name keeps out.
    const { error } = await auth.mfa.registerWebAuthn({ friendlyName: 'Key' })
    expect(error).toMatchObject({ code: 'mfa_factor_name_conflict', status: 422 })
    expect(unwrap(await auth.mfa.listFactors()).webauthn).toHaveLength(1)
  })

  test('registerWebAuthn() on a page of another origin is refused, and leaves no factor', async (context) => {
    const { auth, authenticator } = await connectWithPage(context)
    authenticator.origin = 'https://app.localhost'
    const { error } = await auth.mfa.registerWebAuthn()
    expect(error).toMatchObject({ operation: 'verifyFactor' })
    expect(error!.status).toBeGreaterThanOrEqual(400)
    expect(unwrap(await auth.mfa.listFactors()).all).toEqual([])
  })

  test('verifyWebAuthn() takes the key of any factor of the user, and makes one for a factor without', async (context) => {
    const { auth, authenticator } = await connectWithPage(context)
    const { id: factorId } = unwrap(await auth.mfa.enroll({ factorType: 'webauthn', friendlyName: 'First' }))
    unwrap(await auth.mfa.verifyWebAuthn({ factorId }))
    const other = createAuthenticator(origin)
    usePlatform(other)
    unwrap(await auth.mfa.registerWebAuthn({ friendlyName: 'Second' }))
    unwrap(await auth.mfa.verifyWebAuthn({ factorId }))
    expect([...authenticator.keys, ...other.keys].map(({ counter }) => counter)).toEqual([0, 1])
  })
})
