// What happened between the recorded steps and is not in the recording: enrollments of apps, whose answers were too long for it; and
// what an authenticator signs, which has to be our challenge.
import type { TestServer } from '../../src/testing/index.ts'
import { totp } from '../../src/testing/crypto/totp.ts'
import { createAuthenticator } from '../facade/passkeys/software-authenticator.ts'
import type { Recording } from '../recorded/recordings.ts'
import { callerOf, claimsOf } from './calls.ts'
import type { Replay } from './replay.ts'

type Interlude = (server: TestServer, replay: Replay, recording: Recording) => Promise<void>

const tokenOf = (replay: Replay, { request }: Recording): string =>
  replay.follow(String(request.headers.authorization).replace(/^Bearer /, ''))

/** Enrolls an app, and notes what stands for what was recorded of it. */
const enrollsApp =
  (friendly_name: string | undefined, id?: string, code?: string): Interlude =>
  async (server, replay, recording) => {
    const json = { factor_type: 'totp', ...(friendly_name !== undefined && { friendly_name }) }
    const { body } = await callerOf(server)('POST /factors', { token: tokenOf(replay, recording), json })
    if (id) replay.learn(id, body.id)
    if (code) replay.learn(code, await totp(body.totp.secret, server.clock.now() / 1_000))
  }

const device = createAuthenticator('http://localhost:3000')

const rowsOf = (server: TestServer) =>
  server.exportState().tables as unknown as {
    challenges: { webauthn_challenge: string; factor_id: string }[]
    factors: { id: string; user_id: string; friendly_name: string }[]
  }

/** The newest challenge of an authenticator, as an authenticator sees it. */
function askedOf(server: TestServer) {
  const { challenges, factors } = rowsOf(server)
  const { webauthn_challenge: challenge, factor_id } = challenges.filter((row) => row.webauthn_challenge).at(-1)!
  const { user_id } = factors.find(({ id }) => id === factor_id)!
  return { challenge, timeout: 0, userId: Buffer.from(user_id).toString('base64url') }
}

/** Lets what our authenticator answers stand for what theirs did. */
function learnAll(replay: Replay, theirs: unknown, ours: unknown): void {
  if (typeof theirs === 'string' && typeof ours === 'string') {
    if (theirs.length > 20) replay.learn(theirs, ours)
  } else if (theirs && ours && typeof theirs === 'object') {
    for (const [key, value] of Object.entries(theirs)) learnAll(replay, value, (ours as Record<string, unknown>)[key])
  }
}

const credentialOf = ({ request }: Recording): unknown =>
  (request.body as { webauthn: { credential_response: unknown } }).webauthn.credential_response

/** Changes what a server remembers of the user of a token, as was done in the real one's database. */
const edits =
  (table: 'sessions' | 'users', changes: (row: Record<string, number>) => object): Interlude =>
  async (server, replay, recording) => {
    const { sub, session_id } = claimsOf(tokenOf(replay, recording)) as { sub: string; session_id: string }
    const state = server.exportState()
    const row = state.tables[table]!.find(({ id }) => id === (table === 'users' ? sub : session_id))!
    Object.assign(row, changes(row as never))
    server.importState(state)
  }

/** By the names of the steps before which they happened. */
export const interludes: Record<string, Interlude> = {
  'user/confirm/reauth needed: PUT /user': edits('sessions', ({ created_at }) => ({
    created_at: created_at! - 25 * 3_600_000,
  })),
  'user/confirm/email not confirmed: GET /reauthenticate': edits('users', () => ({ email_confirmed_at: null })),
  'user/confirm/phone not confirmed: GET /reauthenticate': edits('users', () => ({ phone_confirmed_at: null })),
  'factors/autoconfirm/name conflict: POST /factors': enrollsApp(
    'phone app',
    'ee3c7454-3693-4824-8e95-6d4d31d91f0c',
    '670538',
  ),
  'factors/autoconfirm/no name twice: POST /factors': enrollsApp(undefined),
  // After an answer that lists the factors in another order.
  'factors/autoconfirm/challenge reused: POST /factors/{factor_id}/verify': async (server, replay) => {
    const app = rowsOf(server).factors.find(({ friendly_name }) => friendly_name === 'phone app')!
    replay.learn('ee3c7454-3693-4824-8e95-6d4d31d91f0c', app.id)
  },
  'factors/autoconfirm/phone: POST /factors': enrollsApp('second', 'f6f7e6db-8def-4bcf-9039-53d4982d836e'),
  'factors/odd/totp verify off: POST /factors/{factor_id}/challenge': enrollsApp(
    'totp',
    '544b226a-f0c6-4385-ab6e-8457926c947f',
  ),
  'factors/autoconfirm/webauthn create: POST /factors/{factor_id}/verify': async (server, replay, recording) => {
    const { userId, ...asked } = askedOf(server)
    const credential = device.create({
      ...asked,
      authenticatorSelection: {},
      rp: { id: 'localhost', name: 'Test' },
      user: { id: userId, name: '', displayName: '' },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    })
    learnAll(replay, credentialOf(recording), credential)
  },
  'factors/autoconfirm/webauthn request: POST /factors/{factor_id}/verify': async (server, replay, recording) => {
    const { challenge, timeout } = askedOf(server)
    learnAll(replay, credentialOf(recording), device.get({ challenge, timeout, rpId: 'localhost' }))
  },
}
