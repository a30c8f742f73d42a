import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareSpecs } from '../../scripts/spec/compare.ts'
import { changed, createDocument, type Loose } from './documents.ts'

const get = (document: Loose) => document.paths['/user'].get
const put = (document: Loose) => document.paths['/users/{user_id}'].put
const schemas = (document: Loose) => document.components.schemas

const drift = (change: (document: Loose) => void) =>
  compareSpecs(createDocument(), changed(change), { of: 'authors' }).map(
    ({ aspect, where, what, before, after, operations }) =>
      `${aspect}: ${where || operations.join(' ')}${what && ': '}${what}: ${before ?? '–'} / ${after ?? '–'}`,
  )

describe('spec:drift', () => {
  test.each<[string, (document: Loose) => void]>([
    ['names of operations', (document) => (get(document).operationId = 'me')],
    ['no names of operations', (document) => delete get(document).operationId],
    [
      'names of path parameters, and a slash at the end',
      (document) => {
        document.paths['/users/{userId}/'] = document.paths['/users/{user_id}']
        document.paths['/users/{userId}/'].put.parameters[0].name = 'userId'
        delete document.paths['/users/{user_id}']
      },
    ],
    ['names of schemes', (document) => (get(document).security = [{ Bearer: [] }])],
    ['examples', (document) => delete get(document).responses['404'].content['application/json'].examples],
    [
      'names of schemas',
      (document) => {
        get(document).responses['200'].content['application/json'].schema = schemas(document).User
        put(document).responses['200'].content['application/json'].schema = schemas(document).User
        delete schemas(document).User
      },
    ],
    [
      'variants told as one object with the fields of all',
      (document) => {
        const { NameChange, MailChange } = schemas(document)
        schemas(document).Change = { type: 'object', properties: { ...NameChange.properties, ...MailChange.properties } }
      },
    ],
    [
      'null as a type, as of OpenAPI 3.1',
      (document) => (schemas(document).User.properties.phone = { type: ['string', 'null'] }),
    ],
    [
      'null as a variant, as of OpenAPI 3.1',
      (document) => (schemas(document).User.properties.phone = { anyOf: [{ type: 'string' }, { type: 'null' }] }),
    ],
    [
      'a single value as const, as of OpenAPI 3.1',
      (document) => (schemas(document).User.properties.kind = { type: 'string', const: 'user' }),
    ],
  ])('is not about %s', (_, change) => expect(drift(change)).toEqual([]))

  test.each<[string, (document: Loose) => void, string[]]>([
    ['an operation', (document) => delete document.paths['/user'], ['operation: getUser: GET /user / –']],
    [
      'an operation without a name',
      (document) => (document.paths['/health'] = { get: {} }),
      ['operation: GET /health: – / GET /health'],
    ],
    [
      'a parameter',
      (document) => get(document).parameters.shift(),
      ['parameter: getUser: parameter `page` (query): optional / –'],
    ],
    [
      'what is required',
      (document) => (get(document).parameters[0].required = true),
      ['parameter: getUser: parameter `page` (query): optional / required'],
    ],
    ['a status', (document) => (get(document).responses[429] = {}), ['status: getUser: status 429: – / there']],
    [
      'a field of one variant',
      (document) => (schemas(document).MailChange.properties.reason = { type: 'string' }),
      ['schema: Change, sent: field `reason`: – / optional'],
    ],
    [
      'a value',
      (document) => schemas(document).User.properties.role.enum.pop(),
      ['schema: User.role, answered: value `editor`: there / –'],
    ],
    [
      'a type',
      (document) => (schemas(document).User.properties.id = { type: 'integer' }),
      ['schema: User.id, answered: its type: string / integer'],
    ],
  ])('tells %s', (_, change, expected) => expect(drift(change)).toEqual(expected))
})

describe('npm run spec:drift', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gotrue-sdk-drift-'))
    const write = (name: string, document: Loose) => writeFileSync(join(folder, name), JSON.stringify(document))
    write('ours.yaml', createDocument())
    write(
      'theirs.yaml',
      changed((document) => {
        delete document.paths['/user']
        put(document).responses['200'].content['application/json'].schema = {
          type: 'object',
          properties: { id: { type: 'string' } },
        }
        put(document).responses['409'] = {}
        document.paths['/health'] = { get: {} }
      }),
    )
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/spec-drift.ts', ...args], { encoding: 'utf8' })
    return { status, stdout: stdout.replaceAll(`${folder}/`, ''), stderr: stderr.replaceAll(`${folder}/`, '') }
  }
  const file = (name: string) => join(folder, name)

  test('tells by operation, status and schema, and exits with 1', () => {
    const { status, stdout } = run(file('theirs.yaml'), file('ours.yaml'))
    expect(status).toBe(1)
    expect(stdout).toBe(`ours: ours.yaml, theirs: theirs.yaml

Operations (2)
  getUser: only ours (GET /user)
  GET /health: only theirs

Statuses and content types of answers (1)
  putUser: status 409: only theirs

Schemas, by the name that ours has (6)
  User, answered: field \`id\`: ours always there, theirs not always there  [putUser]
  User.id, answered: \`format\`: only ours (uuid)  [putUser]
  User, answered: field \`role\`: only ours (always there)  [putUser]
  User, answered: field \`kind\`: only ours (not always there)  [putUser]
  User, answered: field \`phone\`: only ours (not always there)  [putUser]
  User, answered: field \`identities\`: only ours (not always there)  [putUser]

operations: 2; parameters and bodies: 0; statuses and content types: 1; schemas: 6
`)
  })

  test('--json', () => {
    expect(JSON.parse(run(file('theirs.yaml'), file('ours.yaml'), '--json').stdout)[0]).toEqual({
      aspect: 'operation',
      where: 'getUser',
      what: '',
      before: 'GET /user',
      operations: ['getUser'],
    })
  })

  test('of our spec and itself: every schema of it can be compared', () => {
    expect(run('spec/gotrue.yaml')).toMatchObject({ status: 0, stdout: expect.stringContaining('They say the same.') })
  })

  test('without a document exits with 2', () => {
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining('usage: npm run spec:drift') })
    expect(run(file('missing.yaml'))).toMatchObject({ status: 2, stderr: expect.stringContaining('there is no such file') })
  })
})
