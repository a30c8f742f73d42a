import { describe, expect, test } from 'vitest'
import { operationsOf, readSpec } from '../../scripts/spec/read.ts'
import { createJudge } from './judge.ts'
import { readRecordings, titleOf } from './recordings.ts'

const { document } = readSpec('spec/gotrue.yaml')
const judge = createJudge(document)

/** Requests that are absurd and that the server accepts all the same: the spec says what is meant to be sent. */
const absurd: Record<string, string> = {
  'POST /signup → 200 (autoconfirm: routing/null)': 'the body is the JSON value null, which signs in anonymously',
  'POST /signup → 200 (autoconfirm: signup/bad channel)':
    'no such channel, which a server with a Send-SMS hook does not check',
  'POST /signup → 200 (autoconfirm: signup/pkce method autoconfirm)':
    'no such code_challenge_method, which a server that confirms by itself does not look at',
  'POST /otp → 200 (confirm: otp/bad channel)': 'no such channel, which a server with a Send-SMS hook does not check',
  'POST /factors/{factor_id}/challenge → 200 (autoconfirm: factors/phone bad channel)':
    'no such channel, which a server with a Send-SMS hook does not check',
}

describe.each(['answers.jsonl', 'flows.jsonl'])('the spec accepts %s, read closed', (file) => {
  test.each(readRecordings(file).map((recording) => [titleOf(recording), recording] as const))('%s', (title, recording) => {
    const findings = judge(recording)
    if (title in absurd) expect(findings, `no longer absurd: ${absurd[title]}`).not.toEqual([])
    else expect(findings).toEqual([])
  })
})

test('every operation has a recorded success', () => {
  const seen = new Set(
    ['answers.jsonl', 'flows.jsonl']
      .flatMap(readRecordings)
      .filter(({ response }) => response.status < 400)
      .map(({ operation }) => operation.replace(/\{.*?\}/g, '{}')),
  )
  const operations = operationsOf(document).map(
    ({ method, path }) => `${method.toUpperCase()} ${path.replace(/\{.*?\}/g, '{}')}`,
  )
  expect(operations.filter((operation) => !seen.has(operation))).toEqual([])
  expect(operations).toHaveLength(76)
})

describe('the judge finds', () => {
  const user = readRecordings('flows.jsonl').find(
    ({ operation, response }) =>
      operation === 'GET /user' && (response.body as { identities?: object[] } | null)?.identities?.length,
  )
  const judged = (change: (recording: NonNullable<typeof user>) => void) => {
    const recording = structuredClone(user!)
    change(recording)
    return judge(recording)
  }
  const body = (recording: NonNullable<typeof user>) =>
    recording.response.body as { identities: object[] } & Record<string, unknown>

  test('nothing wrong with a real answer', () => expect(judged(() => {})).toEqual([]))
  test('an operation that is not in the spec', () => expect(judged((r) => (r.operation = 'GET /users'))).toHaveLength(1))
  test('a status', () => expect(judged((r) => (r.response.status = 202))).toEqual(['status 202 is not in the spec']))
  test('a content type', () => expect(judged((r) => (r.response.headers['content-type'] = 'text/html'))).toHaveLength(1))
  test('a Location header', () => expect(judged((r) => (r.response.headers.location = '/'))).toHaveLength(1))
  test('a property', () => expect(judged((r) => (body(r).extra = 1)).join()).toContain('unevaluated properties extra'))
  test('a property deep inside', () =>
    expect(judged((r) => Object.assign(body(r).identities[0]!, { extra: 1 })).join()).toContain('/identities/0'))
  test('a missing property', () => expect(judged((r) => delete body(r).phone).join()).toContain('phone'))
  test('null', () => expect(judged((r) => (body(r).email = null))).toHaveLength(1))
  test('another type', () => expect(judged((r) => (body(r).is_anonymous = 'false'))).toHaveLength(1))
  test('another format', () => expect(judged((r) => (body(r).created_at = 'yesterday'))).toHaveLength(1))
  test('a query parameter', () => expect(judged((r) => (r.request.query = { page: '1' }))).toHaveLength(1))
  test('no extra key in free-form metadata', () => expect(judged((r) => (body(r).user_metadata = { extra: 1 }))).toEqual([]))
})
