import { describe, expect, test } from 'vitest'
import { createTestServer } from '../../src/testing/index.ts'
import { callerOf, expectRefusal, refusal } from './calls.ts'

const email = 'ada@example.com'
const begin = () => {
  const server = createTestServer()
  server.users.create({ email })
  const call = callerOf(server)
  return {
    server,
    recover: (json: unknown, type = 'application/json') =>
      call('POST /recover', { json, headers: { 'content-type': type } }),
  }
}

describe('bodies', () => {
  test('are JSON, whatever they are said to be, but for forms', async () => {
    const { server, recover } = begin()
    for (const type of ['text/plain', 'application/json; charset=utf-8', 'multipart/form-data', 'x']) {
      expect((await recover({ email }, type)).status).toBe(200)
    }
    expect(server.inbox.all()).toHaveLength(4)
    expect((await recover({ email }, 'application/x-www-form-urlencoded')).body.error_code).toBe('bad_json')
  })

  test('may hold what nobody knows, and null, and blanks around', async () => {
    const { server, recover } = begin()
    expect((await recover({ email, code_challenge: null, unknown: { email: 1 } })).status).toBe(200)
    expect((await recover(` \n${JSON.stringify({ email })}\t `)).status).toBe(200)
    expect(server.inbox.all()).toHaveLength(2)
  })

  test('may be as long as a mebibyte, in bytes', async () => {
    const { server, recover } = begin()
    const filled = (length: number) => {
      const empty = JSON.stringify({ email, x: '' })
      return JSON.stringify({ email, x: 'é'.repeat((length - empty.length) / 2) })
    }
    const even = JSON.stringify({ email, x: '' }).length % 2
    expect((await recover(filled(1_048_576 - even))).status).toBe(200)
    const wanted = refusal(413, 'request_entity_too_large', 'Request body too large (max 1048576 bytes)')
    await expectRefusal(server, () => recover(filled(1_048_578 + even)), wanted)
  })

  test.each<[string, string, string]>([
    ['nothing', '', 'unexpected end of JSON input'],
    ['an object that ends early', '{', 'unexpected end of JSON input'],
    ['a text that ends early', '"x', 'unexpected end of JSON input'],
    ['no JSON', 'x', "invalid character 'x' looking for beginning of value"],
    ['a list', '[]', 'json: cannot unmarshal array into Go value of type api.RecoverParams'],
    ['a text', '"x"', 'json: cannot unmarshal string into Go value of type api.RecoverParams'],
    ['a number', '1', 'json: cannot unmarshal number into Go value of type api.RecoverParams'],
    ['true', 'true', 'json: cannot unmarshal bool into Go value of type api.RecoverParams'],
    [
      'a number for a text',
      '{"email":1}',
      'json: cannot unmarshal number into Go struct field RecoverParams.email of type string',
    ],
    [
      'false for a text',
      '{"email":false}',
      'json: cannot unmarshal bool into Go struct field RecoverParams.email of type string',
    ],
    [
      'a list for a text',
      '{"email":[]}',
      'json: cannot unmarshal array into Go struct field RecoverParams.email of type string',
    ],
    [
      'an object for a text',
      '{"email":{}}',
      'json: cannot unmarshal object into Go struct field RecoverParams.email of type string',
    ],
  ])('refuses %s', async (_, json, reason) => {
    const { server, recover } = begin()
    const wanted = refusal(400, 'bad_json', `Could not parse request body as JSON: ${reason}`)
    await expectRefusal(server, () => recover(json), wanted)
  })
})
