// A document as small as one can be that has everything that spec-diff.ts and spec-drift.ts compare; each test changes one thing in a copy.
import type { OpenApi } from '../../scripts/spec/read.ts'

const json = (schema: object, examples?: object) => ({
  'application/json': { schema, ...(examples && { examples }) },
})
const $ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** What a test reaches into; all of it is there. */
export type Loose = any

export function createDocument(): Loose {
  return structuredClone({
    openapi: '3.0.3',
    info: { title: 'Small', version: '1.0.0' },
    paths: {
      '/user': {
        parameters: [{ name: 'X-Trace', in: 'header', schema: { type: 'string' } }],
        get: {
          operationId: 'getUser',
          security: [{ AccessToken: [] }, {}],
          'x-repeatable': true,
          parameters: [
            { name: 'page', in: 'query', schema: { type: 'integer', minimum: 1 } },
            { name: 'sort', in: 'query', required: true, schema: { type: 'string', enum: ['asc', 'desc'] } },
          ],
          responses: {
            '200': { description: '', headers: { Link: { schema: { type: 'string' } } }, content: json($ref('User')) },
            '404': {
              description: '',
              content: json($ref('Failure'), { user_not_found: { value: { error_code: 'user_not_found' } } }),
            },
          },
        },
      },
      '/users/{user_id}': {
        put: {
          operationId: 'putUser',
          parameters: [{ name: 'user_id', in: 'path', required: true, schema: { type: 'string' } }],
          requestBody: { required: true, content: json($ref('Change')) },
          responses: { '200': { description: '', content: json($ref('User')) } },
        },
      },
    },
    components: {
      schemas: {
        User: {
          type: 'object',
          required: ['id', 'role'],
          properties: {
            id: { type: 'string', format: 'uuid' },
            role: { type: 'string', enum: ['reader', 'editor'] },
            kind: { type: 'string', enum: ['user'] },
            phone: { type: 'string', nullable: true },
            identities: { type: 'array', items: $ref('Identity') },
          },
        },
        Identity: { type: 'object', properties: { provider: { type: 'string' } } },
        Failure: { type: 'object', properties: { error_code: { type: 'string' } } },
        Change: { oneOf: [$ref('NameChange'), $ref('MailChange')] },
        NameChange: {
          type: 'object',
          required: ['name'],
          properties: {
            name: { type: 'string', maxLength: 10 },
            note: { type: 'string' },
            visibility: { type: 'string', enum: ['public', 'private'] },
          },
        },
        MailChange: { type: 'object', required: ['email'], properties: { email: { type: 'string', nullable: true } } },
      },
    },
  })
}

/** @param change what is different in it */
export function changed(change: (document: Loose) => void): OpenApi {
  const document = createDocument()
  change(document)
  return document
}
