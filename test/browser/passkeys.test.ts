// Only a browser has WebAuthn. Here Chromium's own does the ceremonies, with its virtual authenticator (CDP, domain WebAuthn), and a
// server that verifies what comes out: with the platform's JSON methods, and with these taken away, as older browsers are.
import type { CDPSession, Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { withPasskeys, type RelyingParty } from '../facade/passkeys/relying-party.ts'
import { accessToken, events, signIn, told, useBrowser } from './browser.ts'

const application = useBrowser()
let party: RelyingParty
beforeEach(() => {
  party = withPasskeys(application.server, application.origin)
})

/** How the user of the authenticator behaves. */
interface User {
  /** Whether they touch it when they are asked. Default true. */
  isPresent?: boolean
  /** Whether the platform's JSON methods are there. Default true. */
  json?: boolean
}

/** A tab of a page with an authenticator in the machine. */
async function open({ isPresent = true, json = true }: User = {}) {
  const tab = await application.emptyTab()
  if (!json) {
    await tab.addInitScript(() => {
      const { PublicKeyCredential } = window as { PublicKeyCredential: Partial<typeof window.PublicKeyCredential> }
      delete PublicKeyCredential.parseCreationOptionsFromJSON
      delete PublicKeyCredential.parseRequestOptionsFromJSON
      delete (PublicKeyCredential.prototype as Partial<PublicKeyCredential>).toJSON
    })
  }
  await tab.goto(application.origin)
  const cdp = await application.context.newCDPSession(tab)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: isPresent,
    },
  })
  return { tab, cdp, authenticatorId }
}
const touch = (cdp: CDPSession, authenticatorId: string, enabled: boolean) =>
  cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })

const register = (tab: Page) =>
  tab.evaluate(async () => {
    const { data, error } = await window.auth.registerPasskey()
    return error ? error.code : data.id
  })
const signInWithPasskey = (tab: Page) =>
  tab.evaluate(async () => {
    const { data, error } = await window.auth.signInWithPasskey()
    return error ? error.code : data.session.access_token
  })
const signOut = (tab: Page) => tab.evaluate(async () => (await window.auth.signOut()).error)

/** Ceremonies that are under way, with what ends them, by a name. */
type Ceremonies = Record<string, { result: Promise<string>; abort(reason?: string): void }>
/** Begins a sign-in, and does not wait for it. */
const begin = (tab: Page, name: string, mediation?: CredentialMediationRequirement) =>
  tab.evaluate(
    ([name, mediation]) => {
      const page = window as unknown as { ceremonies?: Ceremonies }
      page.ceremonies ??= {}
      const controller = new AbortController()
      const { signal } = controller
      page.ceremonies[name] = {
        result: window.auth
          .signInWithPasskey({ options: { signal, mediation } })
          .then(({ data, error }) => (error ? `${error.name} ${error.code}: ${error.cause}` : data.session.access_token)),
        abort: (reason) => controller.abort(reason),
      }
    },
    [name, mediation] as const,
  )
const end = (tab: Page, name: string, reason: string) =>
  tab.evaluate(([name, reason]) => (window as unknown as { ceremonies: Ceremonies }).ceremonies[name]!.abort(reason), [
    name,
    reason,
  ] as const)
const result = (tab: Page, name: string) =>
  tab.evaluate((name) => (window as unknown as { ceremonies: Ceremonies }).ceremonies[name]!.result, name)
/** Until the browser is asked, after the server. */
const isAsked = (count: number) =>
  expect.poll(() => application.server.count('POST /passkeys/authentication/options'), { timeout: 10_000 }).toBe(count)

describe.each([
  ['with the JSON methods', true],
  ['without the JSON methods', false],
])('in Chromium %s', (_title, json) => {
  test('registerPasskey(), signInWithPasskey(), passkey.update(), passkey.delete()', async () => {
    const { tab, cdp, authenticatorId } = await open({ json })
    expect(await tab.evaluate(() => 'parseCreationOptionsFromJSON' in PublicKeyCredential)).toBe(json)
    expect(await tab.evaluate(() => 'toJSON' in PublicKeyCredential.prototype)).toBe(json)
    await signIn(tab)
    const id = await register(tab)
    expect(party.passkeys.map((passkey) => passkey.id)).toEqual([id])
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId })
    expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }])
    expect(Buffer.from(credentials[0]!.userHandle!, 'base64').toString()).toBe(party.passkeys[0]!.user.id)

    await signOut(tab)
    expect(await accessToken(tab)).toBe('nobody')
    for (let times = 0; times < 2; times++) {
      const token = await signInWithPasskey(tab)
      expect(token).toMatch(/^ey.*access/)
      await told(tab, 'SIGNED_IN', token)
      expect(await accessToken(tab)).toBe(token)
    }
    expect((await events(tab)).map(({ event }) => event)).toEqual([
      'INITIAL_SESSION',
      'SIGNED_IN',
      'SIGNED_OUT',
      'SIGNED_IN',
      'SIGNED_IN',
    ])

    const list = () => tab.evaluate(async () => (await window.auth.passkey.list()).data)
    await tab.evaluate((passkeyId) => window.auth.passkey.update({ passkeyId, friendlyName: 'Laptop 💻' }), id)
    expect(await list()).toMatchObject([{ id, friendly_name: 'Laptop 💻', last_used_at: expect.any(String) }])
    expect(await tab.evaluate((passkeyId) => window.auth.passkey.delete({ passkeyId }), id)).toEqual({
      data: null,
      error: null,
    })
    expect(await list()).toEqual([])
    // The authenticator does not know, and offers it as before.
    expect(await signInWithPasskey(tab)).toBe('webauthn_verification_failed')
    expect(application.noise.splice(0)).toEqual([expect.stringContaining('status of 400')])
  })

  test('what is sent is what toJSON() says', async () => {
    const { tab } = await open({ json })
    await signIn(tab)
    await register(tab)
    await signInWithPasskey(tab)
    const [made, proved] = party.received
    expect(made).toMatchObject({
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: { transports: ['internal'] },
    })
    expect(Object.keys(proved!).sort()).toEqual(
      ['authenticatorAttachment', 'clientExtensionResults', 'id', 'rawId', 'response', 'type'].sort(),
    )
    expect(Object.keys(proved!.response).sort()).toEqual(['authenticatorData', 'clientDataJSON', 'signature', 'userHandle'])
    for (const text of [made!.id, ...Object.values(proved!.response)]) expect(text).toMatch(/^[\w-]+$/)
  })

  test('registerPasskey() once more with the same authenticator: webauthn_credential_exists', async () => {
    const { tab } = await open({ json })
    await signIn(tab)
    await register(tab)
    expect(await register(tab)).toBe('webauthn_credential_exists')
    expect(application.server.count('POST /passkeys/registration/verify')).toBe(1)
    // Another user of this machine may have one.
    await signIn(tab, 'grace@example.com')
    expect(await register(tab)).toBe(party.passkeys[1]!.id)
  })

  test('signInWithPasskey() with keys to choose from, and an extension', async () => {
    const { tab } = await open({ json })
    party.creation = { extensions: { credProps: true } }
    await signIn(tab)
    await register(tab)
    expect(party.received[0]!.clientExtensionResults).toEqual({ credProps: { rk: true } })
    const id = party.passkeys[0]!.credentialId
    party.request = {
      allowCredentials: [
        { type: 'public-key', id: 'AAEC' },
        { type: 'public-key', id, transports: ['internal'] },
      ],
    }
    expect(await signInWithPasskey(tab)).toMatch(/^ey.*access/)
    party.request = { allowCredentials: [{ type: 'public-key', id: 'AAEC' }], timeout: 1000 }
    expect(await signInWithPasskey(tab)).toBe('webauthn_not_allowed')
  })
})

describe('a user who does not answer', () => {
  test('in time: webauthn_not_allowed', async () => {
    const { tab } = await open({ isPresent: false })
    party.creation = { timeout: 1000 }
    const token = await signIn(tab)
    expect(await register(tab)).toBe('webauthn_not_allowed')
    expect(await accessToken(tab)).toBe(token)
    expect(application.server.count('POST /passkeys/registration/verify')).toBe(0)
  })

  test('before the page aborts: aborted, and the next prompt works', async () => {
    const { tab, cdp, authenticatorId } = await open()
    await signIn(tab)
    await register(tab)
    await touch(cdp, authenticatorId, false)
    await begin(tab, 'first')
    await isAsked(1)
    await end(tab, 'first', 'enough')
    expect(await result(tab, 'first')).toBe('AuthError aborted: enough')
    await touch(cdp, authenticatorId, true)
    expect(await signInWithPasskey(tab)).toMatch(/^ey.*access/)
    expect(application.server.count('POST /passkeys/authentication/verify')).toBe(1)
  })
})

describe('signInWithPasskey() as autofill', () => {
  /** A page where somebody has a passkey, and is signed out, and nobody touches the authenticator. */
  async function withPasskey() {
    const opened = await open()
    await signIn(opened.tab)
    await register(opened.tab)
    await signOut(opened.tab)
    await touch(opened.cdp, opened.authenticatorId, false)
    await opened.tab.evaluate(() => {
      document.body.innerHTML = '<input name="email" autocomplete="username webauthn">'
      // The browser is asked where the page can see it.
      const { get } = navigator.credentials
      const asked: (string | undefined)[] = []
      Object.assign(window, { asked })
      navigator.credentials.get = function (options) {
        asked.push(options?.mediation)
        return get.call(this, options)
      }
    })
    return opened
  }
  const waits = (tab: Page, ...mediations: (string | undefined)[]) =>
    tab
      .waitForFunction((count) => (window as unknown as { asked: unknown[] }).asked.length === count, mediations.length)
      .then(async () =>
        expect(await tab.evaluate(() => (window as unknown as { asked: unknown[] }).asked)).toEqual(mediations),
      )

  test('waits until it is aborted', async () => {
    const { tab } = await withPasskey()
    await begin(tab, 'autofill', 'conditional')
    await waits(tab, 'conditional')
    await end(tab, 'autofill', 'left')
    expect(await result(tab, 'autofill')).toBe('AuthError aborted: left')
    expect(await accessToken(tab)).toBe('nobody')
  })

  test('gives way to a prompt, which works', async () => {
    const { tab, cdp, authenticatorId } = await withPasskey()
    await begin(tab, 'autofill', 'conditional')
    await waits(tab, 'conditional')
    // What waits already is not touched any more.
    await touch(cdp, authenticatorId, true)
    await begin(tab, 'prompt')
    await waits(tab, 'conditional', undefined)
    expect(await result(tab, 'autofill')).toMatch(/^AuthError aborted: AbortError/)
    const token = await result(tab, 'prompt')
    expect(token).toMatch(/^ey.*access/)
    expect(await accessToken(tab)).toBe(token)
  })

  test('begun twice: the second waits on, and signs in when a passkey is taken', async () => {
    const { tab, cdp, authenticatorId } = await withPasskey()
    await begin(tab, 'first', 'conditional')
    await waits(tab, 'conditional')
    await touch(cdp, authenticatorId, true)
    await begin(tab, 'second', 'conditional')
    await waits(tab, 'conditional', 'conditional')
    expect(await result(tab, 'first')).toMatch(/^AuthError aborted: AbortError/)
    const token = await result(tab, 'second')
    expect(token).toMatch(/^ey.*access/)
    expect((await events(tab)).map(({ event }) => event)).toEqual([
      'INITIAL_SESSION',
      'SIGNED_IN',
      'SIGNED_OUT',
      'SIGNED_IN',
    ])
  })
})

describe('a page', () => {
  test('whose domain is not the server’s: webauthn_rp_mismatch', async () => {
    const { tab } = await open()
    party.request = { rpId: 'app.example.com' }
    expect(await signInWithPasskey(tab)).toBe('webauthn_rp_mismatch')
  })

  test('without https: webauthn_unsupported', async () => {
    const tab = await application.emptyTab()
    await tab.route('http://app.example.com/**', async (route) => {
      const { pathname } = new URL(route.request().url())
      await route.fulfill({ response: await route.fetch({ url: application.origin + pathname }) })
    })
    await tab.goto('http://app.example.com/')
    expect(await tab.evaluate(() => isSecureContext)).toBe(false)
    expect(
      await tab.evaluate(async () => {
        const { error } = await window.auth.signInWithPasskey()
        return `${error?.code}: ${error?.message}`
      }),
    ).toBe('webauthn_unsupported: WebAuthn needs https')
    expect(application.server.log).toEqual([])
  })
})
