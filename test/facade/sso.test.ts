// Sign-in at the identity provider of an organisation, against the answers of a real server; and what that provider is told.
import { describe, expect, test } from 'vitest'
import { samlMetadataUrl, type AuthClient } from '../../src/facade/index.ts'
import { json } from '../scripted-fetch.ts'
import { answer, app, asked, challengeOf, errorOf, open, recorded, sent, setUp, testOptions } from './recorded-server.ts'

const byId = recorded('POST /sso', 'sso/provider_id url')
const { url } = byId.response.body as { url: string }
const providerId = 'd0f1ae53-4deb-4e73-b308-4ffe16f8b378'

describe('signInWithSSO()', () => {
  test('by the id of the provider', async () => {
    const { auth, fetch, told } = setUp([answer(byId)])
    const options = { redirectTo: 'http://localhost:3000/app' }
    expect(await auth.signInWithSSO({ providerId, options })).toEqual({ data: { url }, error: null })
    expect(await sent(fetch.requests[0])).toEqual(asked(byId))
    expect(await told()).toEqual(['INITIAL_SESSION'])
  })

  test('by domain', async () => {
    const { auth, fetch, flows } = setUp([answer(byId)])
    expect((await auth.signInWithSSO({ domain: 'example.com' })).data).toEqual({ url })
    expect((await sent(fetch.requests[0])).body).toEqual({ domain: 'example.com', skip_http_redirect: true })
    expect(flows()).toEqual([])
  })

  test('in the PKCE flow, there and back', async () => {
    const exchanged = recorded('POST /token', 'otp/ok')
    const { auth, fetch, flows } = setUp([answer(byId), answer(exchanged)], { flowType: 'pkce' })
    await auth.signInWithSSO({ domain: 'example.com', options: { redirectTo: app } })
    const [{ code_verifier } = {}] = flows()
    expect((await sent(fetch.requests[0])).body).toEqual({
      domain: 'example.com',
      redirect_to: app,
      skip_http_redirect: true,
      code_challenge: await challengeOf(code_verifier),
      code_challenge_method: 's256',
    })
    expect((await auth.handleCallback(`${app}?code=1`)).data).toMatchObject({ type: 'signed_in', redirectType: null })
    expect((await sent(fetch.requests[1])).body).toEqual({ auth_code: '1', code_verifier })
  })

  test('in a page goes there, unless told otherwise', async () => {
    const { assign } = open(app)
    const { auth } = setUp([answer(byId)])
    await auth.signInWithSSO({ domain: 'example.com', options: { skipBrowserRedirect: true } })
    expect(assign).not.toHaveBeenCalled()
    await auth.signInWithSSO({ domain: 'example.com' })
    expect(assign.mock.calls).toEqual([[url]])
  })

  test('of a server that redirects all the same', async () => {
    const { auth } = setUp([new Response(null, { status: 303, headers: { location: url } })])
    expect((await auth.signInWithSSO({ domain: 'example.com' })).data).toEqual({ url })
  })

  test.each([
    ['sso_provider_not_found', 'versioned/versioned'],
    ['sso_provider_disabled', 'sso/disabled'],
    ['saml_provider_disabled', 'sso/off'],
    ['captcha_failed', 'signup/no captcha'],
  ])('is refused: %s', async (code, name) => {
    const refused = code === 'sso_provider_not_found' ? json({ code, message: 'x' }, { status: 404 }) : undefined
    const recording = recorded('POST /sso', name)
    const { assign } = open(app)
    const { auth } = setUp([refused ?? answer(recording)])
    const { data, error } = await auth.signInWithSSO({ domain: 'nope.example' })
    expect(data).toBeNull()
    expect(error).toMatchObject({ ...(refused ? { status: 404 } : errorOf(recording)), code, operation: 'signInWithSso' })
    expect(assign).not.toHaveBeenCalled()
  })

  test.each([undefined, null])('of %s sends nothing', async (nothing) => {
    const { auth, fetch } = setUp([answer(byId)])
    const { data, error } = await auth.signInWithSSO(nothing as unknown as Parameters<AuthClient['signInWithSSO']>[0])
    expect(data).toBeNull()
    expect(error).toMatchObject({ code: 'invalid_argument' })
    expect(fetch.requests).toEqual([])
  })

  testOptions((auth, options) => auth.signInWithSSO({ domain: 'example.com', options }), answer(byId), {
    captcha: true,
    audience: true,
  })
})

describe('samlMetadataUrl()', () => {
  test.each(['https://project.example.com/auth/v1', 'https://project.example.com/auth/v1/'])('of %s', (address) => {
    const metadata = 'https://project.example.com/auth/v1/sso/saml/metadata'
    expect(samlMetadataUrl(address).href).toBe(metadata)
    expect(samlMetadataUrl(new URL(address), { download: false }).href).toBe(metadata)
    // The server looks for exactly this.
    expect(samlMetadataUrl(address, { download: true }).href).toBe(`${metadata}?download=true`)
  })

  test.each(['', 'project.example.com', 'https://user:hidden@project.example.com', undefined])('of %j throws', (address) => {
    const attempt = () => samlMetadataUrl(address!)
    expect(attempt).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
    expect(attempt).not.toThrow('hidden')
  })
})
