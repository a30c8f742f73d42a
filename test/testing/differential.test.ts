// Recorded scenarios of a real server, whole and in order, played to the test server: its answers have to have the status, the code,
// the words, the headers and the shape of the real ones. What differs on purpose is named here, and in docs/testing.md.
import { describe, expect, test } from 'vitest'
import { createTestServer, type TestServer } from '../../src/testing/index.ts'
import { readRecordings, type Recording } from '../recorded/recordings.ts'
import { interludes } from './interludes.ts'
import { profiles } from './profiles.ts'
import { createReplay, type Replay } from './replay.ts'

const stepOf = ({ flow, profile, step, operation }: Recording) => `${flow}/${profile}/${step}: ${operation}`

/** Steps that can't be the same here, by their names, and why. */
const otherwise: Record<string, string> = {
  'factors/autoconfirm/totp: POST /factors/{factor_id}/verify':
    'the factors are in the order of the database, not of their time',
  'signup/captcha/captcha verifier unreachable: POST /signup': 'no verifier is asked',
}

/** The time that has passed for a step only. */
const later: Record<string, string> = {
  'otp/confirm/expired: POST /verify': '25h',
  'otp/confirm/expired: GET /verify': '25h',
  'otp/confirm/expired: POST /token': '10m',
  'factors/autoconfirm/expired: POST /factors/{factor_id}/verify': '10m',
}

describe('recorded flows', () => {
  const servers = new Map<string, { server: TestServer; replay: Replay }>()
  for (const recording of readRecordings('flows.jsonl')) {
    const name = stepOf(recording)
    test(name, async () => {
      let pair = servers.get(recording.profile)
      if (!pair) {
        const server = createTestServer({ config: profiles[recording.profile]!, now: '2026-11-25T12:00:00Z' })
        pair = { server, replay: createReplay(server) }
        servers.set(recording.profile, pair)
      }
      const { server, replay } = pair
      server.clock.advance(20)
      await interludes[name]?.(server, replay, recording)
      if (later[name]) server.clock.advance(later[name])
      const found = await replay.play(recording)
      if (later[name]) server.clock.set(server.clock.now() - millisecondsOf(later[name]))
      if (name in otherwise) expect(found, `no longer different: ${otherwise[name]}`).not.toEqual([])
      else expect(found).toEqual([])
    })
  }
})

const millisecondsOf = (time: string): number => Number.parseInt(time) * (time.endsWith('h') ? 3_600_000 : 60_000)
