// The consent page of GoTrue as OAuth server: what the user sees, decides and takes back, against the answers of a real server.
import { describe, expect, test } from 'vitest'
import { json } from '../scripted-fetch.ts'
import { refusal } from './server.ts'
import { answer, asked, bearerOf, open, recorded, sent, session, setUp, signedIn, testOptions } from './recorded-server.ts'

const details = recorded('GET /oauth/authorizations/{authorization_id}', 'oauthserver/details')
const approval = recorded('POST /oauth/authorizations/{authorization_id}/consent', 'oauthserver/approve')
const list = recorded('GET /user/oauth/grants', 'oauthserver/list')
const revocation = recorded('DELETE /user/oauth/grants', 'oauthserver/ok')
const idOf = ({ request }: typeof details) => request.path.split('/')[3]!
const { redirect_url } = approval.response.body as { redirect_url: string }
const denied = 'http://localhost:3000/cb?error=access_denied&error_description=User+denied+the+request&state=st'

describe('oauth.getAuthorizationDetails()', () => {
  test('says who asks for what', async () => {
    const { auth, fetch } = await signedIn([answer(details)])
    const { data, error } = await auth.oauth.getAuthorizationDetails(idOf(details))
    expect({ data, error }).toEqual({ data: details.response.body, error: null })
    expect(data && 'authorization_id' in data && data.client.name).toBe('App')
    expect(await sent(fetch.requests[1])).toEqual(asked(details))
    expect(bearerOf(fetch.requests[1])).toBe(session.access_token)
  })

  test('of what was granted before says where to go, and stays', async () => {
    const { assign } = open('https://auth.example.com/consent')
    const { auth } = await signedIn([json({ redirect_url })])
    expect(await auth.oauth.getAuthorizationDetails('id')).toEqual({ data: { redirect_url }, error: null })
    expect(assign).not.toHaveBeenCalled()
  })

  test('of a request that is over has the code of the server', async () => {
    const { auth } = await signedIn([refusal(404, 'oauth_authorization_not_found')])
    const { data, error } = await auth.oauth.getAuthorizationDetails('id')
    expect([data, error?.code, error?.status]).toEqual([null, 'oauth_authorization_not_found', 404])
  })

  test.each([undefined, '', '..', 7])('with the id %j sends nothing', async (id) => {
    const { auth, fetch } = await signedIn([answer(details)])
    const { data, error } = await auth.oauth.getAuthorizationDetails(id as string)
    expect([data, error?.code]).toEqual([null, 'invalid_argument'])
    expect(fetch.requests).toHaveLength(1)
  })

  test('when nobody is signed in sends nothing', async () => {
    const { auth, fetch } = setUp([answer(details)])
    expect(await auth.oauth.getAuthorizationDetails('id')).toMatchObject({ data: null, error: { code: 'session_missing' } })
    expect(fetch.requests).toEqual([])
  })

  testOptions((auth, options) => auth.oauth.getAuthorizationDetails('id', options), answer(details), { signedIn: true })
})

describe('oauth.approveAuthorization()', () => {
  test('grants, and says where to go', async () => {
    const { auth, fetch } = await signedIn([answer(approval)])
    expect(await auth.oauth.approveAuthorization(idOf(approval))).toEqual({ data: { redirect_url }, error: null })
    expect(await sent(fetch.requests[1])).toEqual(asked(approval))
  })

  test('in a browser goes there', async () => {
    const { assign } = open('https://auth.example.com/consent')
    const { auth } = await signedIn([answer(approval)])
    await auth.oauth.approveAuthorization('id')
    expect(assign.mock.calls).toEqual([[redirect_url]])
  })

  test('to the scheme of an application of the device goes there, too', async () => {
    const { assign } = open('https://auth.example.com/consent')
    const { auth } = await signedIn([json({ redirect_url: 'myapp://cb?code=5d2a4c0d' })])
    await auth.oauth.approveAuthorization('id')
    expect(assign.mock.calls).toEqual([['myapp://cb?code=5d2a4c0d']])
  })

  test('with skipBrowserRedirect stays', async () => {
    const { assign } = open('https://auth.example.com/consent')
    const { auth } = await signedIn([answer(approval)])
    const { data } = await auth.oauth.approveAuthorization('id', { skipBrowserRedirect: true })
    expect(data).toEqual({ redirect_url })
    expect(assign).not.toHaveBeenCalled()
  })

  test.each(['javascript:alert(1)', 'JavaScript:alert(1)', ' javascript:alert(1)', 'data:text/html,x', '/cb', undefined, 7])(
    'goes to no %j',
    async (redirect_url) => {
      const { assign } = open('https://auth.example.com/consent')
      const { auth } = await signedIn([json({ redirect_url })])
      const { data, error } = await auth.oauth.approveAuthorization('id')
      expect([data, error?.code]).toEqual([null, 'unexpected_response'])
      expect(assign).not.toHaveBeenCalled()
    },
  )

  test('with an error of the server goes nowhere', async () => {
    const { assign } = open('https://auth.example.com/consent')
    const { auth } = await signedIn([refusal(404, 'oauth_authorization_not_found')])
    expect((await auth.oauth.approveAuthorization('id')).error?.code).toBe('oauth_authorization_not_found')
    expect(assign).not.toHaveBeenCalled()
  })

  testOptions((auth, options) => auth.oauth.approveAuthorization('id', options), answer(approval), { signedIn: true })
})

describe('oauth.denyAuthorization()', () => {
  test('refuses, and goes back to the application', async () => {
    const { assign } = open('https://auth.example.com/consent')
    const { auth, fetch } = await signedIn([json({ redirect_url: denied })])
    const { data } = await auth.oauth.denyAuthorization('uyrnmxtv5bj4hjhlyskmwalw7mit7w2u')
    expect(data).toEqual({ redirect_url: denied })
    expect(await sent(fetch.requests[1])).toMatchObject({
      method: 'POST',
      path: '/oauth/authorizations/uyrnmxtv5bj4hjhlyskmwalw7mit7w2u/consent',
      body: { action: 'deny' },
    })
    expect(assign.mock.calls).toEqual([[denied]])
  })

  test('with skipBrowserRedirect stays', async () => {
    const { assign } = open('https://auth.example.com/consent')
    const { auth } = await signedIn([json({ redirect_url: denied })])
    await auth.oauth.denyAuthorization('id', { skipBrowserRedirect: true })
    expect(assign).not.toHaveBeenCalled()
  })
})

describe('oauth.listGrants()', () => {
  test('says whom the user has granted what', async () => {
    const { auth, fetch } = await signedIn([answer(list), json([])])
    const { data } = await auth.oauth.listGrants()
    expect(data).toEqual(list.response.body)
    expect(data![0]).toMatchObject({ client: { name: 'App' }, scopes: ['openid', 'email'] })
    expect(await sent(fetch.requests[1])).toEqual(asked(list))
    expect(await auth.oauth.listGrants()).toEqual({ data: [], error: null })
  })

  testOptions((auth, options) => auth.oauth.listGrants(options), answer(list), { signedIn: true })
})

describe('oauth.revokeGrant()', () => {
  test('takes a grant back', async () => {
    const { auth, fetch } = await signedIn([answer(revocation)])
    const clientId = revocation.request.query.client_id as string
    expect(await auth.oauth.revokeGrant({ clientId })).toEqual({ data: {}, error: null })
    expect(await sent(fetch.requests[1])).toEqual(asked(revocation))
  })

  test('without an argument sends nothing', async () => {
    const { auth, fetch } = await signedIn([answer(revocation)])
    expect((await auth.oauth.revokeGrant(undefined!)).error?.code).toBe('invalid_argument')
    expect(fetch.requests).toHaveLength(1)
  })

  test('with another access token leaves the session alone', async () => {
    const { auth, fetch, told } = await signedIn([refusal(403, 'session_not_found')])
    const { error } = await auth.oauth.revokeGrant({ clientId: 'id' }, { accessToken: 'another' })
    expect(error?.code).toBe('session_not_found')
    expect(bearerOf(fetch.requests[1])).toBe('another')
    expect(await told()).not.toContain('SIGNED_OUT')
  })

  testOptions((auth, options) => auth.oauth.revokeGrant({ clientId: 'id' }, options), answer(revocation), { signedIn: true })
})
