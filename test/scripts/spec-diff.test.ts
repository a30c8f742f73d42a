import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareSpecs } from '../../scripts/spec/compare.ts'
import { changed, createDocument, type Loose } from './documents.ts'

const get = (document: Loose) => document.paths['/user'].get
const put = (document: Loose) => document.paths['/users/{user_id}'].put
const schemas = (document: Loose) => document.components.schemas

/** What a change means, one line each: `breaking: User, answered: field phone: not always there → –`. */
function diff(change: (document: Loose) => void): string[] {
  return compareSpecs(createDocument(), changed(change), { of: 'versions' }).map(
    ({ isBreaking, where, what, before, after, operations }) =>
      `${isBreaking ? 'breaking: ' : ''}${where || operations.join(' ')}${what && ': '}${what}: ${before ?? '–'} → ${after ?? '–'}`,
  )
}

const there = '– → there'
const gone = 'there → –'

describe('spec:diff of operations', () => {
  test.each<[string, (document: Loose) => void, string[]]>([
    ['nothing', () => {}, []],
    ['a description', (document) => (get(document).description = 'x'), []],
    [
      'a new one',
      (document) => (document.paths['/health'] = { get: { operationId: 'getHealth' } }),
      ['getHealth: – → GET /health'],
    ],
    [
      'one that is gone',
      (document) => delete document.paths['/users/{user_id}'],
      ['breaking: putUser: PUT /users/{user_id} → –'],
    ],
    ['a new name', (document) => (get(document).operationId = 'me'), ['breaking: getUser: its name: getUser → me']],
    [
      'a new address',
      (document) => {
        document.paths['/me'] = document.paths['/user']
        delete document.paths['/user']
      },
      ['breaking: getUser: its address: GET /user → GET /me'],
    ],
    [
      'credentials that are needed now',
      (document) => (get(document).security = [{ AccessToken: [] }]),
      ['breaking: getUser: what it needs: AccessToken or nothing → AccessToken'],
    ],
    [
      'another way to be called',
      (document) => get(document).security.push({ Admin: [], ApiKey: [] }),
      ['getUser: what it needs: AccessToken or nothing → AccessToken or nothing or Admin and ApiKey'],
    ],
    [
      'x-repeatable',
      (document) => (get(document)['x-repeatable'] = false),
      ['getUser: a call: sent again when an answer is lost → sent once'],
    ],
    ['deprecated', (document) => (get(document).deprecated = true), ['getUser: its use: recommended → deprecated']],
  ])('%s', (_, change, expected) => expect(diff(change)).toEqual(expected))

  test('a name that another operation has now is followed, not its address', () => {
    const swap = (document: Loose) => {
      get(document).operationId = 'putUser'
      put(document).operationId = 'getUser'
    }
    expect(diff(swap)).toEqual(expect.arrayContaining(['breaking: getUser: its address: GET /user → PUT /users/{user_id}']))
  })
})

describe('spec:diff of parameters and bodies', () => {
  test.each<[string, (document: Loose) => void, string[]]>([
    [
      'a new one',
      (document) => get(document).parameters.push({ name: 'limit', in: 'query', schema: {} }),
      ['getUser: parameter `limit` (query): – → optional'],
    ],
    [
      'a new one that is required',
      (document) => get(document).parameters.push({ name: 'limit', in: 'query', required: true, schema: {} }),
      ['breaking: getUser: parameter `limit` (query): – → required'],
    ],
    [
      'one that is gone',
      (document) => get(document).parameters.shift(),
      ['breaking: getUser: parameter `page` (query): optional → –'],
    ],
    [
      'one of the path item that is gone',
      (document) => delete document.paths['/user'].parameters,
      ['breaking: getUser: parameter `X-Trace` (header): optional → –'],
    ],
    ['a header in other letters', (document) => (document.paths['/user'].parameters[0].name = 'x-trace'), []],
    [
      'required now',
      (document) => (get(document).parameters[0].required = true),
      ['breaking: getUser: parameter `page` (query): optional → required'],
    ],
    [
      'no longer required',
      (document) => delete get(document).parameters[1].required,
      ['getUser: parameter `sort` (query): required → optional'],
    ],
    [
      'another type',
      (document) => (get(document).parameters[0].schema = { type: 'string' }),
      ['breaking: parameter `page`, sent: its type: integer → string'],
    ],
    [
      'a wider type',
      (document) => (get(document).parameters[0].schema.type = 'number'),
      ['parameter `page`, sent: its type: integer → number'],
    ],
    [
      'a value that is gone',
      (document) => get(document).parameters[1].schema.enum.pop(),
      ['breaking: parameter `sort`, sent: value `desc`: there → –'],
    ],
    [
      'a value that is new',
      (document) => get(document).parameters[1].schema.enum.push('none'),
      [`parameter \`sort\`, sent: value \`none\`: ${there}`],
    ],
    [
      'a bound that is stricter',
      (document) => (get(document).parameters[0].schema.minimum = 2),
      ['breaking: parameter `page`, sent: `minimum`: 1 → 2'],
    ],
    [
      'a bound that is gone',
      (document) => delete get(document).parameters[0].schema.minimum,
      ['parameter `page`, sent: `minimum`: 1 → –'],
    ],
    [
      'a body that is optional now',
      (document) => delete put(document).requestBody.required,
      ['putUser: the body: required → optional'],
    ],
    ['a body that is gone', (document) => delete put(document).requestBody, ['breaking: putUser: the body: required → –']],
    [
      'a body that is new',
      (document) => (get(document).requestBody = { required: true, content: {} }),
      ['breaking: getUser: the body: – → required'],
    ],
    [
      'a body in another form',
      (document) => (put(document).requestBody.content['text/xml'] = {}),
      [`putUser: the body as \`text/xml\`: ${there}`],
    ],
  ])('%s', (_, change, expected) => expect(diff(change)).toEqual(expected))
})

describe('spec:diff of fields that are sent', () => {
  const name = (document: Loose) => schemas(document).NameChange
  test.each<[string, (document: Loose) => void, string[]]>([
    [
      'a new one',
      (document) => (name(document).properties.age = { type: 'integer' }),
      ['NameChange, sent: field `age`: – → optional'],
    ],
    [
      'a new one that is required',
      (document) => {
        name(document).properties.age = { type: 'integer' }
        name(document).required.push('age')
      },
      ['breaking: NameChange, sent: field `age`: – → required'],
    ],
    [
      'one that is gone',
      (document) => delete name(document).properties.note,
      ['breaking: NameChange, sent: field `note`: optional → –'],
    ],
    [
      'required now',
      (document) => name(document).required.push('note'),
      ['breaking: NameChange, sent: field `note`: optional → required'],
    ],
    [
      'no longer required',
      (document) => (name(document).required = []),
      ['NameChange, sent: field `name`: required → optional'],
    ],
    [
      'null no longer taken',
      (document) => (schemas(document).MailChange.properties.email.nullable = false),
      ['breaking: MailChange.email, sent: its value: may be null → is never null'],
    ],
    [
      'null taken',
      (document) => (name(document).properties.name.nullable = true),
      ['NameChange.name, sent: its value: is never null → may be null'],
    ],
    [
      'shorter',
      (document) => (name(document).properties.name.maxLength = 5),
      ['breaking: NameChange.name, sent: `maxLength`: 10 → 5'],
    ],
    [
      'longer',
      (document) => (name(document).properties.name.maxLength = 50),
      ['NameChange.name, sent: `maxLength`: 10 → 50'],
    ],
    [
      'values where any was',
      (document) => (name(document).properties.note.enum = ['a', 'b']),
      ['breaking: NameChange.note, sent: its values: any → one of a, b'],
    ],
    [
      'any where values were',
      (document) => delete name(document).properties.visibility.enum,
      ['NameChange.visibility, sent: its values: one of public, private → any'],
    ],
    [
      'a variant that is gone',
      (document) => schemas(document).Change.oneOf.pop(),
      [`breaking: Change, sent: variant \`MailChange\`: ${gone}`],
    ],
    [
      'a variant that is new',
      (document) => schemas(document).Change.oneOf.push({ type: 'object', required: ['phone'], properties: { phone: {} } }),
      [`Change, sent: variant \`phone\`: ${there}`],
    ],
    [
      'the same fields, put together by allOf',
      (document) => {
        const { properties, required, type } = name(document)
        schemas(document).NameChange = {
          allOf: [
            { type, properties: { name: properties.name } },
            { type, required, properties },
          ],
        }
      },
      [],
    ],
  ])('%s', (_, change, expected) => expect(diff(change)).toEqual(expected))
})

describe('spec:diff of answers', () => {
  const user = (document: Loose) => schemas(document).User
  test.each<[string, (document: Loose) => void, string[]]>([
    [
      'a field that is new',
      (document) => (user(document).properties.email = { type: 'string' }),
      ['User, answered: field `email`: – → not always there'],
    ],
    [
      'a field that is gone',
      (document) => delete user(document).properties.phone,
      ['breaking: User, answered: field `phone`: not always there → –'],
    ],
    [
      'a field that is not always there any more',
      (document) => user(document).required.pop(),
      ['breaking: User, answered: field `role`: always there → not always there'],
    ],
    [
      'a field that is always there now',
      (document) => user(document).required.push('phone'),
      ['User, answered: field `phone`: not always there → always there'],
    ],
    [
      'null, where none was',
      (document) => (user(document).properties.id.nullable = true),
      ['breaking: User.id, answered: its value: is never null → may be null'],
    ],
    [
      'no null any more',
      (document) => (user(document).properties.phone.nullable = false),
      ['User.phone, answered: its value: may be null → is never null'],
    ],
    [
      'a new value of an open type',
      (document) => user(document).properties.role.enum.push('owner'),
      [`User.role, answered: value \`owner\`: ${there}`],
    ],
    [
      'a new value where there was a single one',
      (document) => user(document).properties.kind.enum.push('bot'),
      [`breaking: User.kind, answered: value \`bot\`: ${there}`],
    ],
    [
      'a format that is new',
      (document) => (user(document).properties.phone.format = 'tel'),
      ['User.phone, answered: `format`: – → tel'],
    ],
    [
      'a format that is gone',
      (document) => delete user(document).properties.id.format,
      ['User.id, answered: `format`: uuid → –'],
    ],
    [
      'a field below a list',
      (document) => delete schemas(document).Identity.properties.provider,
      ['breaking: Identity, answered: field `provider`: not always there → –'],
    ],
    [
      'another variant beside what there was',
      (document) =>
        (get(document).responses['200'].content['application/json'].schema = {
          oneOf: [{ $ref: '#/components/schemas/User' }, { $ref: '#/components/schemas/Identity' }],
        }),
      [`breaking: User, answered: variant \`Identity\`: ${there}`],
    ],
    [
      'fields without a name',
      (document) => (user(document).additionalProperties = true),
      ['breaking: User, answered: fields without a name: refused or ignored → anything'],
    ],
    [
      'a status that is new',
      (document) => (get(document).responses['202'] = {}),
      [`breaking: getUser: status 202: ${there}`],
    ],
    ['a refusal that is new', (document) => (get(document).responses['429'] = {}), [`getUser: status 429: ${there}`]],
    [
      'an error code that is new',
      (document) =>
        (get(document).responses['404'].content['application/json'].examples.gone = { value: { error_code: 'user_gone' } }),
      [`getUser: error code \`user_gone\` (404): ${there}`],
    ],
    [
      'a refusal that is gone, with its code',
      (document) => {
        delete get(document).responses['404']
        delete schemas(document).Failure
      },
      [
        `getUser: status 404: ${gone}`,
        `getUser: error code \`user_not_found\` (404): ${gone}`,
        `breaking: Failure: the type: ${gone}`,
      ],
    ],
    [
      'a header that is gone',
      (document) => delete get(document).responses['200'].headers,
      [`breaking: getUser: header \`Link\` (200): ${gone}`],
    ],
    [
      'another content type',
      (document) => {
        const { content } = get(document).responses['200']
        get(document).responses['200'].content = { 'application/scim+json': content['application/json'] }
      },
      [
        `breaking: getUser: answer 200 as \`application/json\`: ${gone}`,
        `getUser: answer 200 as \`application/scim+json\`: ${there}`,
      ],
    ],
  ])('%s', (_, change, expected) => expect(diff(change)).toEqual(expected))

  test('a change of a schema is told once, with all operations that see it', () => {
    const differences = compareSpecs(
      createDocument(),
      changed((document) => delete user(document).properties.phone),
      { of: 'versions' },
    )
    expect(differences.map(({ operations }) => operations)).toEqual([['getUser', 'putUser']])
  })

  test('a schema that is a part of itself', () => {
    const recursive = (document: Loose) =>
      (schemas(document).Identity.properties.parent = { $ref: '#/components/schemas/Identity' })
    const differences = compareSpecs(
      changed(recursive),
      changed((document) => {
        recursive(document)
        schemas(document).Identity.properties.provider.nullable = true
      }),
      { of: 'versions' },
    )
    expect(differences.map(({ where }) => where)).toEqual(['Identity.provider, answered'])
  })
})

describe('npm run spec:diff', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gotrue-sdk-diff-'))
    const write = (name: string, change: (document: Loose) => void) =>
      writeFileSync(join(folder, name), JSON.stringify(changed(change)))
    write('old.yaml', () => {})
    write('wider.yaml', (document) => get(document).parameters.push({ name: 'limit', in: 'query', schema: {} }))
    write('narrower.yaml', (document) => {
      document.info.version = '2.0.0'
      delete user(document).properties.phone
      get(document).responses['429'] = {}
    })
    writeFileSync(join(folder, 'broken.yaml'), 'openapi: [')
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  const user = (document: Loose) => schemas(document).User

  const run = (...args: string[]) => {
    const files = args.map((name) => (name.endsWith('.yaml') ? join(folder, name) : name))
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/spec-diff.ts', ...files], { encoding: 'utf8' })
    return { status, stdout: stdout.replaceAll(`${folder}/`, ''), stderr: stderr.replaceAll(`${folder}/`, '') }
  }

  test('says what breaks and what does not, and exits with 1', () => {
    const { status, stdout } = run('old.yaml', 'narrower.yaml')
    expect(status).toBe(1)
    expect(stdout).toBe(`old.yaml (1.0.0) → narrower.yaml (2.0.0), for those who use the SDK

Breaking (1)
  User, answered: field \`phone\` is gone (was not always there)  [getUser, putUser]

Not breaking (1)
  getUser: status 429 is new

1 breaking, 1 not
`)
  })

  test('exits with 0 when nothing breaks', () => {
    expect(run('old.yaml', 'wider.yaml')).toMatchObject({ status: 0, stdout: expect.stringContaining('0 breaking, 1 not') })
    expect(run('old.yaml', 'old.yaml')).toMatchObject({ status: 0, stdout: expect.stringContaining('No change') })
  })

  test('--json', () => {
    const { status, stdout } = run('old.yaml', 'narrower.yaml', '--json')
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      before: '1.0.0',
      after: '2.0.0',
      breaking: [{ what: 'field `phone`' }],
      others: [{}],
    })
  })

  // A tarball of the sources has no history.
  test.skipIf(!existsSync('.git'))('with a revision, and our spec when there is no second', () => {
    const { status, stdout } = run('HEAD')
    expect(stdout).toMatch(/^HEAD \(.*\) → spec\/gotrue.yaml \(/)
    // Whoever changes the spec has not yet committed it.
    expect(status).toBe(Number(!/^0 breaking|^No change/m.test(stdout)))
  })

  test.each([
    [['missing.yaml'], 'missing.yaml: there is no such file, and no revision'],
    [['broken.yaml'], 'broken.yaml:1:'],
    [[], 'usage: npm run spec:diff'],
    [['old.yaml', 'old.yaml', 'old.yaml'], 'usage: npm run spec:diff'],
    [['old.yaml', '--loud'], "Unknown option '--loud'"],
  ])('%j exits with 2', (args, message) => {
    const { status, stderr } = run(...args)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('    at ')
    expect(status).toBe(2)
  })
})
