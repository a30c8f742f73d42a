// Second factors on a real server: TOTP by RFC 6238, and a phone. See live.ts.
import { createHmac } from 'node:crypto'
import { describe, expect, test, type TestContext } from 'vitest'
import { unwrap } from '../../src/facade/index.ts'
import { connect, connectAsUser, describeWith, newPhone, testWith, sms } from './live.ts'

/** RFC 6238 with SHA-1, 6 digits and 30 seconds, as the server has it. */
function totp(secret: string, time = Date.now()): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(time / 30_000)))
  const hash = createHmac('sha1', key).update(counter).digest()
  const offset = hash.at(-1)! & 15
  return `${(hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000}`.padStart(6, '0')
}

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
