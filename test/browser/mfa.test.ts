// WebAuthn as a second factor, in Chromium with its virtual authenticator, and with a server that verifies what comes out.
import type { CDPSession, Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { withSecondFactors, type SecondFactors } from '../facade/passkeys/relying-party.ts'
import { credentials } from '../facade/server.ts'
import { accessToken, events, signIn, told, useBrowser } from './browser.ts'

const application = useBrowser()
let party: SecondFactors
beforeEach(() => {
  party = withSecondFactors(application.server, application.origin)
})

/** A tab whose user is signed in, and has a security key. */
async function open({ isPresent = true } = {}) {
  const tab = await application.tab()
  const cdp = await application.context.newCDPSession(tab)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await addKey(cdp, isPresent)
  const token = await signIn(tab)
  application.server.log.length = 0
  return { tab, cdp, authenticatorId, token }
}
const addKey = (cdp: CDPSession, isPresent: boolean) =>
  cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'usb',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: isPresent,
    },
  })

/** The access token of the session afterwards, or what went wrong. */
const register = (tab: Page, friendlyName = 'Key') =>
  tab.evaluate(async (friendlyName) => {
    const { data, error } = await window.auth.mfa.registerWebAuthn({ friendlyName })
    return error ? error.code : data.session.access_token
  }, friendlyName)
const verify = (tab: Page) =>
  tab.evaluate(async () => {
    const { data: factors } = await window.auth.mfa.listFactors()
    const { data, error } = await window.auth.mfa.verifyWebAuthn({ factorId: factors!.webauthn[0]!.id })
    return error ? error.code : data.session.access_token
  })

test('registerWebAuthn(), and verifyWebAuthn() after another sign-in', async () => {
  const { tab, cdp, authenticatorId, token } = await open()
  const upgraded = await register(tab)
  expect(upgraded).toMatch(/^ey.*access/)
  expect(upgraded).not.toBe(token)
  await told(tab, 'MFA_CHALLENGE_VERIFIED', upgraded)
  expect(party.factors).toMatchObject([{ friendly_name: 'Key', status: 'verified', user: { email: credentials.email } }])
  expect((await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials).toMatchObject([{ rpId: 'localhost' }])

  await tab.evaluate(() => window.auth.signOut())
  await signIn(tab)
  const proved = await verify(tab)
  expect(proved).toMatch(/^ey.*access/)
  expect(await accessToken(tab)).toBe(proved)
  expect(party.received.map(({ type }) => type)).toEqual(['create', 'request'])
  expect((await events(tab)).map(({ event }) => event).filter((event) => event !== 'USER_UPDATED')).toEqual([
    'INITIAL_SESSION',
    'SIGNED_IN',
    'MFA_CHALLENGE_VERIFIED',
    'SIGNED_OUT',
    'SIGNED_IN',
    'MFA_CHALLENGE_VERIFIED',
  ])
})

test('registerWebAuthn() once more with the same key: webauthn_credential_exists, and nothing stays behind', async () => {
  const { tab } = await open()
  const upgraded = await register(tab)
  expect(await register(tab, 'Key again')).toBe('webauthn_credential_exists')
  expect(party.factors).toMatchObject([{ friendly_name: 'Key' }])
  expect(await accessToken(tab)).toBe(upgraded)
})

test('registerWebAuthn() that nobody answers in time: webauthn_not_allowed, and nothing stays behind', async () => {
  const { tab, token } = await open({ isPresent: false })
  party.creation = { timeout: 1000 }
  expect(await register(tab)).toBe('webauthn_not_allowed')
  expect(party.factors).toEqual([])
  expect(await accessToken(tab)).toBe(token)
})

test('registerWebAuthn() that is aborted, and begun anew', async () => {
  const { tab, cdp, authenticatorId } = await open({ isPresent: false })
  await tab.evaluate(() => {
    const page = window as unknown as { leaving: AbortController; first: Promise<string> }
    page.leaving = new AbortController()
    page.first = window.auth.mfa
      .registerWebAuthn({}, { signal: page.leaving.signal })
      .then(({ error }) => `${error?.code}: ${error?.cause}`)
  })
  await expect.poll(() => application.server.count('POST /factors/'), { timeout: 10_000 }).toBe(1)
  expect(
    await tab.evaluate(() => {
      const page = window as unknown as { leaving: AbortController; first: Promise<string> }
      page.leaving.abort('left')
      return page.first
    }),
  ).toBe('aborted: left')
  await expect.poll(() => party.factors, { timeout: 10_000 }).toEqual([])
  await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true })
  expect(await register(tab)).toMatch(/^ey.*access/)
})

test('registerWebAuthn() in a page that was closed and opened again', async () => {
  const { tab, cdp } = await open({ isPresent: false })
  await tab.evaluate(() => void window.auth.mfa.registerWebAuthn({ friendlyName: 'Key' }))
  await expect.poll(() => application.server.count('POST /factors/'), { timeout: 10_000 }).toBe(1)
  await tab.reload()
  expect(party.factors).toMatchObject([{ status: 'unverified' }])
  await cdp.send('WebAuthn.enable')
  await addKey(cdp, true)
  expect(await register(tab)).toMatch(/^ey.*access/)
  expect(party.factors).toMatchObject([{ friendly_name: 'Key', status: 'verified' }])
  // What Chromium says of the name that was taken.
  expect(application.noise.splice(0)).toEqual([expect.stringContaining('status of 422')])
})

test('verifyWebAuthn() on a page whose domain is not the server’s: webauthn_rp_mismatch', async () => {
  const { tab } = await open()
  await register(tab)
  party.request = { rpId: 'app.example.com' }
  expect(await verify(tab)).toBe('webauthn_rp_mismatch')
})
