import { describe, expect, test } from 'vitest'
import { createTestServer } from '../../../src/testing/index.ts'
import { callerOf, expectRefusal, refusal } from '../calls.ts'
import { checkedServer } from '../spec.ts'

const badJson = (why: string) => refusal(400, 'bad_json', `Could not parse request body as JSON: ${why}`)
const noEmail = refusal(400, 'validation_failed', 'Password recovery requires an email')
const recover = (json: string, headers?: Record<string, string>) =>
  callerOf(checkedServer())('POST /recover', { json, ...(headers && { headers }) })

// What a real server has answered to each of them.
test.each([
  ['', 'unexpected end of JSON input'],
  [' ', 'unexpected end of JSON input'],
  ['{', 'unexpected end of JSON input'],
  ['{"email":"a"', 'unexpected end of JSON input'],
  ['{"email":', 'unexpected end of JSON input'],
  ['[1', 'unexpected end of JSON input'],
  ['"a', 'unexpected end of JSON input'],
  ['{"email":"a",}', "invalid character '}' looking for beginning of object key string"],
  ['{"email":"a"}x', "invalid character 'x' after top-level value"],
  ['{"email":"a"} {}', "invalid character '{' after top-level value"],
  ['[1,]', "invalid character ']' looking for beginning of value"],
  ['[1 2]', "invalid character '2' after array element"],
  ['nul', "invalid character ' ' in literal null (expecting 'l')"],
  ['{"a":tru}', "invalid character '}' in literal true (expecting 'e')"],
  ['fals', "invalid character ' ' in literal false (expecting 'e')"],
  ['-', "invalid character ' ' in numeric literal"],
  ['-a', "invalid character 'a' in numeric literal"],
  ['01', "invalid character '1' after top-level value"],
  ['1.', "invalid character ' ' after decimal point in numeric literal"],
  ['{"a":1e}', "invalid character '}' in exponent of numeric literal"],
  ['1e+', "invalid character ' ' in exponent of numeric literal"],
  ['"a\n"', "invalid character '\\n' in string literal"],
  ['"\u0001"', "invalid character '\\x01' in string literal"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u12"', "invalid character '\"' in \\u hexadecimal character escape"],
  ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
  ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 "b":2}', "invalid character '\"' after object key:value pair"],
  ['{"a":01}', "invalid character '1' after object key:value pair"],
  ['hello', "invalid character 'h' looking for beginning of value"],
  ['\\', "invalid character '\\\\' looking for beginning of value"],
  ['\u0000', "invalid character '\\x00' looking for beginning of value"],
  ['{}\u0000', "invalid character '\\x00' after top-level value"],
  // Byte by byte, whatever the encoding.
  ['é', "invalid character 'Ã' looking for beginning of value"],
  ['\u00a0{}', "invalid character 'Â' looking for beginning of value"],
  ['\ufeff{}', "invalid character 'ï' looking for beginning of value"],
  ['{"email":3}', 'json: cannot unmarshal number into Go struct field RecoverParams.email of type string'],
  ['{"email":true}', 'json: cannot unmarshal bool into Go struct field RecoverParams.email of type string'],
  ['{"email":[]}', 'json: cannot unmarshal array into Go struct field RecoverParams.email of type string'],
  ['{"email":{}}', 'json: cannot unmarshal object into Go struct field RecoverParams.email of type string'],
  ['{"EMAIL":3}', 'json: cannot unmarshal number into Go struct field RecoverParams.email of type string'],
  [
    '{"x":3,"code_challenge":4,"email":3}',
    'json: cannot unmarshal number into Go struct field RecoverParams.code_challenge of type string',
  ],
  ['"x"', 'json: cannot unmarshal string into Go value of type api.RecoverParams'],
  ['3', 'json: cannot unmarshal number into Go value of type api.RecoverParams'],
  ['[]', 'json: cannot unmarshal array into Go value of type api.RecoverParams'],
])('%j', async (json, why) => {
  expect(await recover(json)).toMatchObject(badJson(why))
})

test.each([
  'null',
  '{}',
  ' \t\r\n{} ',
  '{"email":null}',
  '{"email":""}',
  '{"unknown":{"email":"a@example.com"}}',
  '{"__proto__":{"email":"a@example.com"}}',
  '{"constructor":1,"toString":[]}',
  // It is read by itself, where it is asked for.
  '{"gotrue_meta_security":3}',
])('%j is as good as nothing', async (json) => {
  expect(await recover(json)).toMatchObject(noEmail)
})

test('the last of the names counts, whatever its case; null does not', async () => {
  const server = checkedServer()
  const signUp = (json: string) => callerOf(server)('POST /signup', { json })
  const password = '"password":"correct-horse-battery"'
  expect((await signUp(`{"email":"a@example.com","EMAIL":"b@example.com","Email":null,${password}}`)).body.email).toBe(
    'b@example.com',
  )
  expect((await signUp(`{"email":"a@example.com","email":"c@example.com",${password}}`)).body.email).toBe('c@example.com')
})

test('lone surrogates and bytes that are no UTF-8 do no harm', async () => {
  expect(await recover('{"email":"\\ud800"}')).toMatchObject(
    refusal(400, 'validation_failed', 'Unable to validate email address: invalid format'),
  )
  const server = checkedServer()
  const body = Uint8Array.from([...new TextEncoder().encode('{"email":"'), 0xff, 0xc3, 0x22, 0x7d])
  const answer = await server.fetch(`${server.url}/recover`, { method: 'POST', body })
  expect(answer.status).toBe(400)
})

describe('deep', () => {
  test.each([
    ['[', ']', 'json: cannot unmarshal array into Go value of type api.RecoverParams'],
    ['{"a":', '}', undefined],
  ])('10,000 of %s, and one more', async (open, close, why) => {
    const nested = (depth: number) => open.repeat(depth) + (open === '[' ? '' : '1') + close.repeat(depth)
    expect(await recover(nested(10_000))).toMatchObject(why ? badJson(why) : noEmail)
    expect(await recover(nested(10_001))).toMatchObject(badJson(`invalid character '${open[0]}' exceeded max depth`))
  })

  test('200,000 open brackets', async () => {
    expect(await recover('['.repeat(200_000))).toMatchObject(badJson("invalid character '[' exceeded max depth"))
  })

  test('a thousand of them are kept, more are not', async () => {
    const server = checkedServer()
    const signUp = (depth: number) => {
      const data = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
      return callerOf(server)('POST /signup', { json: `{"email":"a@example.com","password":"abcdef","data":${data}}` })
    }
    const msg = 'Unexpected failure, please check server logs for more information'
    await expectRefusal(server, () => signUp(1_001), {
      status: 500,
      body: { code: 500, error_code: 'unexpected_failure', msg },
    })
    expect(await signUp(1_000)).toMatchObject({ status: 200 })
    const state = server.exportState()
    server.importState(state)
    expect(JSON.stringify(server.exportState())).toBe(JSON.stringify(state))
  })
})

describe('large', () => {
  const ofSize = (bytes: number) => `{"x":"${'x'.repeat(bytes - 8)}"}`

  test('1 MiB is read, a byte more is not', async () => {
    expect(await recover(ofSize(1_048_576))).toMatchObject(noEmail)
    const tooLarge = refusal(413, 'request_entity_too_large', 'Request body too large (max 1048576 bytes)')
    expect(await recover(ofSize(1_048_577))).toMatchObject(tooLarge)
    expect(await recover(`{"x":"${'é'.repeat(524_285)}"}`)).toMatchObject(tooLarge)
    expect(await recover('x'.repeat(3_000_000))).toMatchObject(tooLarge)
    expect(await recover(ofSize(1_048_577), { 'x-supabase-api-version': '2024-01-01' })).toMatchObject({
      status: 413,
      body: { code: 'request_entity_too_large', message: 'Request body too large (max 1048576 bytes)' },
    })
  })

  test.each([
    ['POST /magiclink', 'Could not read verification params: http: request body too large'],
    ['POST /oauth/clients/register', 'Invalid JSON body'],
    ['POST /passkeys/authentication/verify', 'Could not read request body'],
  ])('%s in its own words', async (route, msg) => {
    const server = checkedServer()
    await expectRefusal(server, () => callerOf(server)(route, { json: ofSize(1_048_577) }), refusal(400, 'bad_json', msg))
  })

  test('only what is read is recorded', async () => {
    const server = createTestServer()
    await callerOf(server)('POST /recover', { json: 'x'.repeat(3_000_000) })
    expect(server.requests[0]?.body).toHaveLength(1_048_576)
  })
})

describe('where a stream is read', () => {
  const magicLink = (json: string) => callerOf(checkedServer())('POST /magiclink', { json })
  const unreadable = (why: string) => refusal(400, 'bad_json', `Could not read verification params: ${why}`)

  test.each([
    ['', 'EOF'],
    [' ', 'EOF'],
    ['{', 'unexpected EOF'],
    ['nul', 'unexpected EOF'],
    ['x', "invalid character 'x' looking for beginning of value"],
    ['[]', 'json: cannot unmarshal array into Go value of type api.MagicLinkParams'],
    ['3x', "invalid character 'x' after top-level value"],
  ])('%j', async (json, why) => {
    expect(await magicLink(json)).toMatchObject(unreadable(why))
  })

  test.each(['{"email":"a@example.com"}x', '{"email":"a@example.com"}{', '{"email":"a@example.com","data":{"a":"}"}} }'])(
    '%j is read as far as its object goes',
    async (json) => {
      expect(await magicLink(json)).toMatchObject({ status: 200 })
    },
  )
})

describe('content types', () => {
  const json = '{"email":"a@example.com"}'

  test.each([
    '',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencodedx',
    'x; application/x-www-form-urlencoded',
  ])('%j is no matter', async (type) => {
    expect(await recover(json, { 'content-type': type })).toMatchObject({ status: 200 })
  })

  test.each([
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded; charset=utf-8',
    'APPLICATION/X-WWW-FORM-URLENCODED',
  ])('of %s nothing is left', async (type) => {
    expect(await recover(json, { 'content-type': type })).toMatchObject(badJson('unexpected end of JSON input'))
    expect(await recover('email=a%40example.com', { 'content-type': type })).toMatchObject(
      badJson('unexpected end of JSON input'),
    )
  })
})
