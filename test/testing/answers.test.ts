// Separate recorded refusals of a real server, and what it says of unknown paths and methods, each played to a test server of its own:
// all of those that need no more than somebody who is signed in, or who is there. Others are in the flows, or in the tests of their operation.
import { describe, expect, test } from 'vitest'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { readRecordings, titleOf, type Recording } from '../recorded/recordings.ts'
import { callerOf } from './calls.ts'
import { profiles } from './profiles.ts'
import { createReplay } from './replay.ts'

/** Recordings (`note: operation`) that need more, by what it is. */
const needMore: Record<string, string[]> = {
  'a hook': [
    'hooks/too large: POST /recover',
    'hooks/dropped: POST /recover',
    'hooks/trigger PT403: POST /signup',
    'hooks/before refuses: POST /signup',
    'hooks/token hook refuses: POST /token',
  ],
  'many requests, or one just before': [
    'limits/verify GET: GET /verify',
    'limits/otp: POST /otp',
    'limits/recover: POST /recover',
    'limits/signup: POST /signup',
    'limits/sms again: POST /signup',
    'limits/verify POST: POST /verify',
  ],
  'a server elsewhere': [
    'sso/metadata_url 404: POST /admin/sso/providers',
    'limits/sms provider fails: POST /otp',
    'limits/invalid address: POST /signup',
    'signup/captcha verifier unreachable: POST /signup',
    'token/row locked: POST /token',
  ],
  'a passkey, a factor or a challenge': [
    'factors/name conflict: POST /factors',
    'factors/too many: POST /factors',
    'factors/phone no body: POST /factors/{factor_id}/challenge',
    'factors/challenge not uuid: POST /factors/{factor_id}/verify',
    'factors/no code: POST /factors/{factor_id}/verify',
    'factors/expired: POST /factors/{factor_id}/verify',
    'factors/unknown challenge: POST /factors/{factor_id}/verify',
    'factors/other ip: POST /factors/{factor_id}/verify',
    'factors/wrong code: POST /factors/{factor_id}/verify',
    'factors/webauthn wrong origin: POST /factors/{factor_id}/verify',
    'passkeys/wrong origin: POST /passkeys/registration/verify',
    'factors/name taken: PUT /admin/users/{user_id}/factors/{factor_id}',
  ],
  'a client, a provider or a flow': [
    'extra/anonymous taken callback: GET /callback',
    'extra/anonymous unverified callback: GET /callback',
    'identities/link again callback: GET /callback',
    'external/x client state expired: GET /callback',
    'external/provider vanished: GET /callback',
    'external/unverified callback: GET /callback',
    'external/exchange fails callback: GET /callback',
    'external/invite wrong address callback: GET /callback',
    'extra/target gone: GET /callback',
    'oauthserver/response_type token: GET /oauth/authorize',
    'late/flow state gone magiclink: GET /verify',
    'custom/duplicate: POST /admin/custom-providers',
    'oauthadmin/public: POST /admin/oauth/clients/{client_id}/regenerate_secret',
    'sso/duplicate domain: POST /admin/sso/providers',
    'oauthserver/refresh other client: POST /oauth/token',
    'oauthserver/unknown code: POST /oauth/token',
    'oauthserver/no grant: POST /oauth/token',
    'sso/disabled: POST /sso',
    'sso/no email: POST /sso/saml/acs',
    'sso/no user id: POST /sso/saml/acs',
    'sso/relay expired: POST /sso/saml/acs',
    'token/nonce mismatch: POST /token',
    'oauthadmin/bad json: PUT /admin/oauth/clients/{client_id}',
    'oauthadmin/empty: PUT /admin/oauth/clients/{client_id}',
    'sso/domain taken: PUT /admin/sso/providers/{idp_id}',
    'sso/resource taken versioned: PUT /admin/sso/providers/{idp_id}',
  ],
  'a user as they were': [
    'identities/conflict: DELETE /user/identities/{identity_id}',
    'identities/unknown: DELETE /user/identities/{identity_id}',
    'user/email not confirmed: GET /reauthenticate',
    'otp/method foo: POST /recover',
    'signup/unconfirmed: POST /token',
    'token/reused: POST /token',
    'token/no session: POST /token',
    'user/reauth needed: PUT /user',
    'user/reauth no nonce sent: PUT /user',
    'routing/trailing slash: GET /admin/users/',
    'routing/trailing slash: GET /user/',
  ],
}

const nobody = '00000000-0000-4000-8000-00000000000f'

/** The tokens of recordings whose `authorization` is `other`, by their notes. */
function otherToken(server: TestServer, user: string, { note, response }: Recording): Promise<string> {
  switch (note) {
    case 'auth/sub not uuid':
      return server.createToken({ sub: 'x' })
    case 'auth/unknown session':
      return server.createToken({ sub: user, session_id: nobody })
    case 'auth/unknown user':
      return server.createToken({ sub: nobody })
    default:
      return Promise.resolve(JSON.stringify(response.body).includes('segments') ? 'garbage' : 'a.b.c')
  }
}

/** Makes what a recording takes for granted. @returns who sends it */
async function prepare(server: TestServer, recording: Recording): Promise<string | undefined> {
  const { request, response, note } = recording
  const call = callerOf(server)
  const service = await server.createServiceToken()
  const code = (response.body as { error_code?: string; code?: string } | null) ?? {}
  const [, id] = /^\/admin\/users\/([0-9a-f-]{36})/.exec(request.path) ?? []
  if (id && code.error_code !== 'user_not_found' && code.code !== 'user_not_found') {
    await call('POST /admin/users', { token: service, json: { id, email: 'somebody@example.com' } })
  }
  const taken =
    (note?.includes('duplicate') ?? false) || /exists/.test(JSON.stringify(code))
      ? (request.body as { email?: string; phone?: string })
      : {}
  if (taken.email) server.users.create({ email: taken.email })
  if (taken.phone) server.users.create({ phone: taken.phone })
  const user = server.users.create(note === 'signup/anonymous' ? { is_anonymous: true } : {})
  switch (request.headers.authorization) {
    case 'service':
      return service
    case 'anon':
      return server.createToken({ role: 'anon' })
    case 'user':
      return (await server.users.signIn(user)).access_token
    case 'other':
      return otherToken(server, user.id, recording)
    default:
      return undefined
  }
}

/** A recording without the kind of its credential, and as long as it was. */
function whole({ request, ...recording }: Recording): Recording {
  const { authorization: _, ...headers } = request.headers
  const body = recording.note?.endsWith('too large')
    ? { ...(request.body as object), x: 'y'.repeat(1_048_576) }
    : request.body
  return { ...recording, request: { ...request, headers, body } }
}

const isRefusal = ({ response: { status, headers } }: Recording): boolean =>
  status >= 400 || !!headers.location?.includes('error=')

const all = [...readRecordings('answers.jsonl').filter(isRefusal), ...readRecordings('routing.jsonl')]
const nameOf = ({ note, operation }: Recording): string => `${note}: ${operation}`
const left = new Set(Object.values(needMore).flat())

describe('recorded answers', () => {
  for (const recording of all) {
    if (left.has(nameOf(recording))) continue
    test(titleOf(recording), async () => {
      const server = createTestServer({ config: profiles[recording.profile]!, now: '2026-11-25T12:00:00Z' })
      const token = await prepare(server, recording)
      expect(await createReplay(server).play(whole(recording), token === undefined ? {} : { token })).toEqual([])
    })
  }

  test('those that are left out are there, and no others', () => {
    const names = new Set(all.map(nameOf))
    expect([...left].filter((name) => !names.has(name))).toEqual([])
    expect(all.filter((recording) => !left.has(nameOf(recording))).length).toBeGreaterThan(200)
  })
})
