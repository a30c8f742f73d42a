// Ids are checked before they go into a path: anything else than a UUID is said to be none, and nothing is sent (D29).
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAdmin, type Admin, type AuthError } from '../../../src/facade/admin/index.ts'
import { json, scriptedFetch } from '../../scripted-fetch.ts'

const good = '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11'
const calls: Record<string, (admin: Admin, id: string) => PromiseLike<{ data: unknown; error: AuthError | null }>> = {
  getUserById: (admin, id) => admin.getUserById(id),
  updateUserById: (admin, id) => admin.updateUserById(id, {}),
  deleteUser: (admin, id) => admin.deleteUser(id),
  'deleteUser softly': (admin, id) => admin.deleteUser(id, true),
  'createUser with an id': (admin, id) => admin.createUser({ email: 'ada@example.com', id }),
  'mfa.listFactors': (admin, userId) => admin.mfa.listFactors({ userId }),
  'mfa.updateFactor': (admin, userId) => admin.mfa.updateFactor({ userId, id: good }),
  'mfa.updateFactor of a factor': (admin, id) => admin.mfa.updateFactor({ userId: good, id }),
  'mfa.deleteFactor': (admin, userId) => admin.mfa.deleteFactor({ userId, id: good }),
  'mfa.deleteFactor of a factor': (admin, id) => admin.mfa.deleteFactor({ userId: good, id }),
  'passkey.listPasskeys': (admin, userId) => admin.passkey.listPasskeys({ userId }),
  'passkey.deletePasskey': (admin, userId) => admin.passkey.deletePasskey({ userId, passkeyId: good }),
  'passkey.deletePasskey of a passkey': (admin, passkeyId) => admin.passkey.deletePasskey({ userId: good, passkeyId }),
  'sso.getProvider': (admin, id) => admin.sso.getProvider(id),
  'sso.updateProvider': (admin, id) => admin.sso.updateProvider(id, {}),
  'sso.deleteProvider': (admin, id) => admin.sso.deleteProvider(id),
  'oauth.getClient': (admin, id) => admin.oauth.getClient(id),
  'oauth.updateClient': (admin, id) => admin.oauth.updateClient(id, {}),
  'oauth.deleteClient': (admin, id) => admin.oauth.deleteClient(id),
  'oauth.regenerateClientSecret': (admin, id) => admin.oauth.regenerateClientSecret(id),
}

function setUp() {
  const fetch = scriptedFetch(json({ id: good }))
  return { fetch, admin: createAdmin({ url: 'https://auth.example.com', adminToken: 'ey.ey.x', fetch }) }
}

describe.each(Object.entries(calls))('%s()', (_name, call) => {
  test('with a UUID of any version and case is sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uuid(), fc.boolean(), async (id, isUpper) => {
        const { fetch, admin } = setUp()
        const given = isUpper ? id.toUpperCase() : id
        await call(admin, given)
        expect(fetch.requests).toHaveLength(1)
        expect(fetch.requests[0]!.url + (await fetch.requests[0]!.text())).toContain(given)
      }),
      { numRuns: 20 },
    )
  })

  test('with anything else is invalid_argument that says so, and nothing is sent', async () => {
    const nearly = fc
      .uuid()
      .chain((id) =>
        fc.constantFrom(
          `${id} `,
          ` ${id}`,
          `${id}\n`,
          `{${id}}`,
          `urn:uuid:${id}`,
          id.replaceAll('-', ''),
          id.slice(1),
          `${id}0`,
          `${id}/../x`,
          id.replace('-', '/'),
          id.replace(/^./, 'g'),
        ),
      )
    const anything = fc.oneof(
      nearly,
      fc.string().filter((text) => !text.startsWith('resource_')),
      fc.anything().filter((value) => value !== undefined),
    )
    await fc.assert(
      fc.asyncProperty(anything, async (id) => {
        const { fetch, admin } = setUp()
        const { error } = await call(admin, id as string)
        expect(error).toMatchObject({
          name: 'AuthError',
          code: 'invalid_argument',
          message: expect.stringMatching(/ is not a UUID$/),
        })
        expect(error!.message.length).toBeLessThan(40)
        expect(fetch.requests).toHaveLength(0)
      }),
      {
        examples: [
          ['123'],
          [''],
          ['..'],
          [null],
          [42],
          [{}],
          [{ toString: null }],
          ['eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2ln'],
        ],
      },
    )
  })
})

test('sso.getProvider() takes resource_ and a resource’s id', async () => {
  const { fetch, admin } = setUp()
  await admin.sso.getProvider('resource_a/b?c')
  expect(fetch.requests[0]!.url).toBe('https://auth.example.com/admin/sso/providers/resource_a%2Fb%3Fc')
  expect((await admin.sso.getProvider('resource_')).error).toMatchObject({ code: 'invalid_argument' })
})
